//! Parquet files as programs read them: plain words, counts as whole numbers, days as days, and what
//! they are of.

use std::collections::BTreeMap;
use std::fs::File;

use parquet::basic::{Encoding, LogicalType, Type};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::RowAccessor;

use super::cli::Desk;

const STUDY: &str = "name = \"trial\"\nset = [\"region.cambridgeshire.size=0.03\", \"weeks=30\"]\n\
    replicates = 2\nmeasures = [\"organisations.live\", \"project.spend\"]\n[design]\nkind = \"lhs\"\n\
    points = 6\n[parameters]\n\"policy.order\" = [\"random\", 'as_listed']\n\
    \"team.facilitators.count\" = [1, 2]\n\"money.ends\" = [2026-05-01, 2026-06-01]\n\
    [parameters.\"skill.attend\"]\nfrom = 0.4\nto = 0.9\n";

fn open(desk: &Desk, name: &str) -> SerializedFileReader<File> {
    SerializedFileReader::new(File::open(desk.path().join(name)).unwrap()).unwrap()
}

/// What a file says of itself.
fn about(file: &SerializedFileReader<File>) -> BTreeMap<String, String> {
    let pairs = file.metadata().file_metadata().key_value_metadata().unwrap();
    pairs.iter().map(|pair| (pair.key.clone(), pair.value.clone().unwrap_or_default())).collect()
}

/// Place and kind of each column.
fn columns(
    file: &SerializedFileReader<File>,
) -> BTreeMap<String, (usize, Type, Option<LogicalType>)> {
    let schema = file.metadata().file_metadata().schema_descr_ptr();
    let columns = schema.columns().iter().enumerate();
    columns
        .map(|(i, c)| (c.name().to_owned(), (i, c.physical_type(), c.logical_type_ref().cloned())))
        .collect()
}

fn is_in_a_dictionary(file: &SerializedFileReader<File>, column: usize) -> bool {
    let column = file.metadata().row_group(0).column(column);
    column.encodings().any(|encoding| encoding == Encoding::RLE_DICTIONARY)
}

/// The kind of fault: words that stand in quotes within a table, counts that are fractions, and files
/// of which nobody knows what they are of.
#[test]
fn tables_of_a_study_hold_plain_words_whole_counts_and_what_they_are_of() {
    let desk = Desk::new();
    desk.write("study.toml", STUDY);
    desk.ok(&["sweep", "study.toml", "-o", "here"]);
    let plan: serde_json::Value = serde_json::from_str(&desk.text("here/manifest.json")).unwrap();
    for name in ["here/design.parquet", "here/results.parquet"] {
        let file = open(&desk, name);
        let about = about(&file);
        assert_eq!(about["uptake.version"], format!("uptake {}", env!("CARGO_PKG_VERSION")));
        assert_eq!(about["uptake.design_hash"], plan["design_hash"].as_str().unwrap());
        assert_eq!(about["uptake.seed"], plan["seed"].to_string());
        let units: BTreeMap<String, String> = serde_json::from_str(&about["uptake.units"]).unwrap();
        assert_eq!(units["skill.attend"], "share");
        assert!(
            units.contains_key("team.facilitators.count") && !units.contains_key("policy.order")
        );

        let columns = columns(&file);
        let of = |name: &str| columns[name].clone();
        assert_eq!(of("team.facilitators.count").1, Type::INT64);
        assert_eq!(of("skill.attend").1, Type::DOUBLE);
        assert_eq!(of("point").2, Some(LogicalType::integer(32, false)));
        for word in ["policy.order", "money.ends"] {
            let (place, _, logical) = of(word);
            assert_eq!(logical, Some(LogicalType::String));
            assert!(is_in_a_dictionary(&file, place), "{word}");
        }
        for row in file.get_row_iter(None).unwrap() {
            let row = row.unwrap();
            let order = row.get_string(of("policy.order").0).unwrap();
            assert!(["random", "as_listed"].contains(&order.as_str()), "{order}");
            let ends = row.get_string(of("money.ends").0).unwrap();
            assert!(["2026-05-01", "2026-06-01"].contains(&ends.as_str()), "{ends}");
            assert!((1..=2).contains(&row.get_long(of("team.facilitators.count").0).unwrap()));
        }
    }
    let results = open(&desk, "here/results.parquet");
    let columns = columns(&results);
    assert_eq!(columns["date"].2, Some(LogicalType::Date));
    assert!(is_in_a_dictionary(&results, columns["measure"].0));
    // Plain words are read back to what the points were planned with.
    desk.ok(&["sweep", "study.toml", "-o", "here", "--resume"]);
    let csv = desk.text("here/results.csv");
    assert!(csv.contains(",random,") && !csv.contains("\"random\""), "{csv}");
}

/// The kind of fault: a value without its day, its unit or what it is a share of.
#[test]
fn every_value_of_a_run_has_its_day_unit_denominator_and_draw() {
    let desk = Desk::new();
    let small = "name = \"few\"\nweeks = 12\nseed = 9\n[region.cambridgeshire]\nsize = 0.03\n";
    desk.write("few.toml", small);
    let draws = ["--parameter-draws", "2", "--replicates", "2"];
    desk.ok(&[&["run", "few.toml", "-o", "run", "--parquet"], &draws[..]].concat());
    let file = open(&desk, "run/replicates.parquet");
    let about = about(&file);
    assert_eq!((about["uptake.seed"].as_str(), about["uptake.scenario"].as_str()), ("9", "few"));
    assert!(about["uptake.version"].starts_with("uptake "));
    let columns = columns(&file);
    let at = |name: &str| columns[name].0;
    assert_eq!(columns["date"].2, Some(LogicalType::Date));
    for word in ["measure", "unit", "group_kind", "group"] {
        assert!(is_in_a_dictionary(&file, at(word)), "{word}");
    }
    let start = 20_458; // 5 January 2026, in days since 1970
    let mut seen = 0;
    for row in file.get_row_iter(None).unwrap() {
        let row = row.unwrap();
        let (replicate, week) =
            (row.get_uint(at("replicate")).unwrap(), row.get_uint(at("week")).unwrap());
        assert_eq!(row.get_uint(at("draw")).unwrap(), replicate / 2);
        assert_eq!(
            row.get_column_iter().nth(at("date")).unwrap().1,
            &parquet::record::Field::Date(start + 7 * week as i32)
        );
        let measure = uptake::measures::measure(row.get_string(at("measure")).unwrap()).unwrap();
        assert_eq!(row.get_string(at("unit")).unwrap(), measure.unit.id());
        let denominator = row.get_double(at("denominator"));
        assert_eq!(denominator.is_ok(), measure.bottom.is_some(), "{}", measure.name);
        assert!(denominator.is_ok_and(|d| d > 0.0) || measure.bottom.is_none());
        seen += 1;
    }
    assert!(seen > 1_000, "{seen}");
}
