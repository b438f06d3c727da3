//! Merges the shards of a study: every point once, in order, with its parameters.

use std::io::Write;

use uptake::outputs::document::pictures;
use uptake::outputs::study::{
    CsvRows, Digesting, MergeReport, ParquetRows, Plan, StudyCells, SummaryRows, point_summaries,
};
use uptake::outputs::words::count;
use uptake::outputs::{OutputError, OutputRecord};
use uptake::store::{MERGE_FILE, OwnStudy, PartFile, StudyFolder};

use crate::cli::exit::{Exit, Failure};
use crate::cli::interrupt;
use crate::cli::progress::Progress;
use crate::cli::terminal::Terminal;

/// All that a merge may write; which of the charts there are depends on the points.
const TABLES: [&str; 3] = ["results.csv", "results.parquet", "summary.csv"];
const CHARTS: [&str; 6] = [
    "heat_map.svg",
    "heat_map.png",
    "lines.svg",
    "lines.png",
    "threshold_map.svg",
    "threshold_map.png",
];
/// Points between two looks at the bar and at Ctrl-C.
const LOOK: u32 = 256;
/// Ranges of missing points that a message names.
const NAMED: usize = 5;

/// What came of merging.
pub struct Merging {
    /// Points that are there.
    pub points: u32,
    /// Futures that ended with an error of the model.
    pub failed: usize,
    /// Ranges of points that are missing.
    pub missing: Vec<std::ops::Range<u32>>,
}

/// Read all shards: which points are there, and whether all digests hold.
pub fn survey(folder: &StudyFolder, plan: &Plan, terminal: Terminal) -> Result<Merging, Failure> {
    let progress = Progress::of(terminal, plan.points, "points read");
    let mut found = Merging { points: 0, failed: 0, missing: Vec::new() };
    let mut next = 0;
    for outcome in folder.merged(plan).map_err(Failure::store)? {
        let outcome = outcome.map_err(Failure::store)?;
        if outcome.point > next {
            found.missing.push(next..outcome.point);
        }
        next = outcome.point + 1;
        found.points += 1;
        found.failed += outcome.failed();
        if outcome.point % LOOK == 0 {
            progress.set(outcome.point);
            stop_if_asked()?;
        }
    }
    if next < plan.points {
        found.missing.push(next..plan.points);
    }
    progress.clear();
    Ok(found)
}

/// Merge the shards; nothing is written if points are missing, unless that is allowed. Everything
/// is written aside first; then the record of the merge goes, the files take their names, and the
/// new record comes last. So a folder with a record holds the files of one merge.
///
/// # Errors
/// Exit 5 if points are missing, 3 if a shard is foreign or damaged, 1 if something cannot be
/// written.
pub fn merge(
    own: &OwnStudy<'_>,
    plan: &Plan,
    allow_missing: bool,
    terminal: Terminal,
) -> Result<Merging, Failure> {
    interrupt::watch();
    let folder = own.folder();
    let found = survey(folder, plan, terminal)?;
    if !found.missing.is_empty() && !allow_missing {
        let message = format!("{}; nothing was merged", missing_in_words(&found, plan));
        return Err(Failure::Because {
            exit: Exit::Partial,
            message,
            help: "uptake status shows how to run what is missing; --allow-missing merges what is \
                   there"
                .to_owned(),
        });
    }
    let part = |name: &str| own.part(name).map(Digesting::new).map_err(Failure::store);
    let design = folder.design(plan).map_err(Failure::store)?;
    let mut cells = StudyCells::survey(plan, design.points(0..plan.points as usize))
        .map_err(Failure::runtime)?;
    let wrong = |error: OutputError| {
        Failure::runtime(format!("cannot write into {}: {error}", folder.path().display()))
    };
    let [csv, parquet, summary] = TABLES;
    let mut csv = CsvRows::new(plan, part(csv)?).map_err(wrong)?;
    let mut parquet = ParquetRows::new(plan, part(parquet)?).map_err(wrong)?;
    let mut summary = SummaryRows::new(plan, part(summary)?).map_err(wrong)?;
    let mut rows = design.points(0..plan.points as usize);
    let progress = Progress::of(terminal, plan.points, "points merged");
    let columns = plan.columns().len();
    for outcome in folder.merged(plan).map_err(Failure::store)? {
        let outcome = outcome.map_err(Failure::store)?;
        let row = rows
            .by_ref()
            .find(|row| row.as_ref().map_or(true, |(point, _)| *point == outcome.point as usize));
        let Some(row) = row else { break };
        let (_, values) = row.map_err(Failure::runtime)?;
        let summaries = point_summaries(&outcome, columns);
        csv.point(&values, &outcome).map_err(wrong)?;
        parquet.point(&values, &outcome).map_err(wrong)?;
        summary.point(&values, &outcome, &summaries).map_err(wrong)?;
        cells.add(&values, &outcome, &summaries);
        if outcome.point % LOOK == 0 {
            progress.set(outcome.point);
            stop_if_asked()?;
        }
    }
    let (mut records, mut parts) = (Vec::new(), Vec::new());
    let sinks = [
        csv.finish().map_err(wrong)?,
        parquet.finish().map_err(wrong)?,
        summary.finish().map_err(wrong)?,
    ];
    for (name, sink) in TABLES.into_iter().zip(sinks) {
        let (part, record): (PartFile, OutputRecord) = sink.finish(name);
        parts.push(part);
        records.push(record);
    }
    for chart in uptake::outputs::charts::study_charts(plan, &cells).map_err(Failure::runtime)? {
        for file in pictures(chart).map_err(Failure::runtime)? {
            let mut part = part(&file.name)?;
            part.write_all(&file.bytes).map_err(|error| {
                Failure::runtime(format!("cannot write {}: {error}", file.name))
            })?;
            let (part, record) = part.finish(&file.name);
            parts.push(part);
            records.push(record);
        }
    }
    own.remove(MERGE_FILE).map_err(Failure::store)?;
    parts.into_iter().try_for_each(|part| part.publish().map_err(Failure::store))?;
    let is_new = |name: &str| records.iter().any(|record| record.file == name);
    for old in CHARTS.into_iter().filter(|name| !is_new(name)) {
        own.remove(old).map_err(Failure::store)?;
    }
    let report = MergeReport {
        design_hash: plan.design_hash.clone(),
        points: found.points,
        missing: plan.points - found.points,
        futures: u64::from(found.points) * u64::from(plan.replicates),
        failed: found.failed as u64,
        outputs: records,
    };
    let json = report.to_json().map_err(wrong)?;
    own.write(MERGE_FILE, json.as_bytes()).map_err(Failure::store)?;
    progress.clear();
    Ok(found)
}

/// "37 of 200 points are missing (12 to 40, 55, …)".
pub fn missing_in_words(found: &Merging, plan: &Plan) -> String {
    let missing: u32 = found.missing.iter().map(|r| r.end - r.start).sum();
    let mut named: Vec<String> = found
        .missing
        .iter()
        .take(NAMED)
        .map(|r| match r.end - r.start {
            1 => r.start.to_string(),
            _ => format!("{} to {}", r.start, r.end - 1),
        })
        .collect();
    if found.missing.len() > NAMED {
        named.push("…".to_owned());
    }
    format!(
        "{} of {} points are missing ({})",
        count(f64::from(missing)),
        count(f64::from(plan.points)),
        named.join(", ")
    )
}

fn stop_if_asked() -> Result<(), Failure> {
    if !interrupt::asked() {
        return Ok(());
    }
    Err(Failure::Because {
        exit: Exit::Interrupted,
        message: "stopped while merging; the shards are all there".to_owned(),
        help: "run the same command again".to_owned(),
    })
}
