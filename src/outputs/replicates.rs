//! `replicates.parquet`: every value of every replicate, for those who analyse further.

use std::io::Write;

use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int32Type};
use parquet::file::writer::SerializedFileWriter;

use super::OutputError;
use super::columns::{Holds, day, field, message, optional, properties, required};
use super::tables::group_kind_id;
use crate::measures::MEASURES;
use crate::results::{Ensemble, ReplicateResult};
use crate::scenario::Scenario;

/// Columns, what each holds, and whether it may have gaps.
const COLUMNS: [(&str, Holds, bool); 10] = [
    ("replicate", Holds::Index, false),
    // Draw of the parameters to which the replicate belongs, where they were drawn.
    ("draw", Holds::Index, true),
    ("week", Holds::Index, false),
    ("date", Holds::Day, false),
    ("measure", Holds::Word, false),
    ("unit", Holds::Word, false),
    ("group_kind", Holds::Word, false),
    ("group", Holds::Word, false),
    ("value", Holds::Number, false),
    // What a share is of.
    ("denominator", Holds::Number, true),
];

/// All replicates as a Parquet file in memory; see [`write_replicates`].
///
/// # Errors
/// If the file cannot be encoded.
pub fn replicates_parquet(
    scenario: &Scenario,
    ensemble: &Ensemble,
) -> Result<Vec<u8>, OutputError> {
    let mut bytes = Vec::new();
    write_replicates(scenario, ensemble, &mut bytes)?;
    Ok(bytes)
}

/// Write all replicates as a Parquet file, one row group a replicate, so that no more
/// than one replicate is held beside the ensemble. Rows without a value are left out. The
/// bytes depend on the version and the results alone.
///
/// # Errors
/// If the file cannot be encoded, or `sink` fails.
pub fn write_replicates(
    scenario: &Scenario,
    ensemble: &Ensemble,
    sink: impl Write + Send,
) -> Result<(), OutputError> {
    let fields = COLUMNS.iter().map(|&(name, holds, gaps)| field(name, holds, gaps));
    let schema = message("replicates", fields.collect::<Result<_, _>>()?)?;
    let about = [
        ("scenario", scenario.name.clone()),
        ("seed", scenario.seed.to_string()),
        ("ensemble_digest", format!("{:016x}", ensemble.digest())),
    ];
    let properties = properties(&about, &["value", "denominator"]);
    let mut file = SerializedFileWriter::new(sink, schema, properties)?;
    let dates: Vec<i32> = (0..=ensemble.weeks).map(|week| day(ensemble.date(week))).collect();
    for replicate in &ensemble.replicates {
        let rows = Rows::of(ensemble, replicate);
        let n = rows.week.len();
        let draw = ensemble.draws.as_ref().map(|d| d.draw_of(replicate.replicate) as i32);
        let date: Vec<i32> = rows.week.iter().map(|&week| dates[week as usize]).collect();
        let mut group = file.next_row_group()?;
        required::<Int32Type>(&mut group, &vec![replicate.replicate as i32; n])?;
        optional::<Int32Type>(&mut group, std::iter::repeat_n(draw, n))?;
        required::<Int32Type>(&mut group, &rows.week)?;
        required::<Int32Type>(&mut group, &date)?;
        required::<ByteArrayType>(&mut group, &rows.measure)?;
        required::<ByteArrayType>(&mut group, &rows.unit)?;
        required::<ByteArrayType>(&mut group, &rows.group_kind)?;
        required::<ByteArrayType>(&mut group, &rows.group)?;
        required::<DoubleType>(&mut group, &rows.value)?;
        optional::<DoubleType>(&mut group, rows.denominator.into_iter())?;
        group.close()?;
    }
    file.close()?;
    Ok(())
}

/// The columns of one replicate.
#[derive(Default)]
struct Rows {
    week: Vec<i32>,
    measure: Vec<ByteArray>,
    unit: Vec<ByteArray>,
    group_kind: Vec<ByteArray>,
    group: Vec<ByteArray>,
    value: Vec<f64>,
    denominator: Vec<Option<f64>>,
}

impl Rows {
    fn of(ensemble: &Ensemble, replicate: &ReplicateResult) -> Self {
        let mut rows = Rows::default();
        for measure in MEASURES {
            let (name, unit) = (ByteArray::from(measure.name), ByteArray::from(measure.unit.id()));
            for (index, group) in ensemble.groups.iter().enumerate() {
                if !measure.family.covers(group.kind) {
                    continue;
                }
                let kind = ByteArray::from(group_kind_id(group.kind));
                let id = ByteArray::from(group.id.as_str());
                for week in 0..=ensemble.weeks {
                    let at = week as usize;
                    let value = replicate.trajectory.measure(measure, index, at);
                    if let Some(value) = value {
                        rows.week.push(week as i32);
                        rows.measure.push(name.clone());
                        rows.unit.push(unit.clone());
                        rows.group_kind.push(kind.clone());
                        rows.group.push(id.clone());
                        rows.value.push(f64::from(value));
                        rows.denominator.push(replicate.trajectory.denominator(measure, index, at));
                    }
                }
            }
        }
        rows
    }
}
