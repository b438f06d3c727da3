//! Tables, summaries, the manifest and Parquet.

use std::collections::BTreeMap;
use std::io::Write;

use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::RowAccessor;
use uptake::measures::measure;
use uptake::outputs::{
    COVERAGE_COLUMNS, FileRecord, FingerprintRow, MANIFEST_SCHEMA, Machine, Manifest, OutputRecord,
    Parting, Status, ToolRecord, coverage_csv, events_csv, fingerprints_csv, first_difference,
    parse_fingerprints, replicates_parquet, summary_json,
};
use uptake::results::Curves;

use super::synthetic::{Spec, ensemble, events, fingerprints, scenario};

fn small() -> Spec {
    Spec { weeks: 60, replicates: 7, ..Spec::default() }
}

#[test]
fn coverage_has_a_row_for_every_point_and_the_values_of_the_curves() {
    let curves = Curves::of(&ensemble(&small()));
    let bytes = coverage_csv(&curves).unwrap();
    assert_eq!(bytes, coverage_csv(&curves).unwrap());
    let mut table = csv::Reader::from_reader(&bytes[..]);
    assert_eq!(table.headers().unwrap(), &COVERAGE_COLUMNS[..]);
    let rows: Vec<csv::StringRecord> = table.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), curves.curves.iter().map(|c| c.points.len()).sum::<usize>());

    let found = rows
        .iter()
        .find(|r| &r[1] == "60" && &r[3] == "organisations.live" && &r[6] == "care_home")
        .unwrap();
    let group = curves.groups.iter().position(|g| g.id == "care_home").unwrap();
    let point = curves.get("organisations.live", group).unwrap().points[60];
    assert_eq!(
        [&found[0], &found[2], &found[4], &found[5]],
        ["synthetic", "2027-03-01", "share", "kind"]
    );
    assert_eq!([&found[7], &found[8]], ["165", "7"]);
    let cells = [point.mean, point.p05, point.p25, point.p50, point.p75, point.p95];
    for (cell, value) in found.iter().skip(9).zip(cells) {
        assert!((cell.parse::<f64>().unwrap() - value).abs() <= 0.500_001e-5, "{cell} {value}");
    }
}

#[test]
fn coverage_leaves_cells_empty_where_there_is_no_value() {
    let spec = Spec { organisations: 0, posts_in_scope: 0, ..small() };
    let text = String::from_utf8(coverage_csv(&Curves::of(&ensemble(&spec))).unwrap()).unwrap();
    let row = "synthetic,5,2026-02-09,staff.access,share,all,all,,0,,,,,,";
    assert!(text.lines().any(|line| line == row));
    // A measure that is no share has values but no denominator.
    let spend = text.lines().find(|l| l.starts_with("synthetic,1,") && l.contains("project.spend"));
    assert_eq!(
        spend.unwrap(),
        "synthetic,1,2026-01-12,project.spend,pounds,all,all,,7,3000,3000,3000,3000,3000,3000"
    );
    assert!(!text.contains("NaN") && !text.contains("-0,") && !text.contains(",inf"));
}

#[test]
fn formulas_in_a_users_text_are_made_harmless() {
    let text = String::from_utf8(events_csv(&events()).unwrap()).unwrap();
    let expected = "week,region,event,subject,note\n\
        3,one,agreed,\"Oak, Ash \"\"and\"\" Elm Surgery\",after two contacts\n\
        9,one,went_live,\"'=HYPERLINK(\"\"http://example.org\"\")\",\n";
    assert_eq!(text, expected);
    let mut curves = Curves::of(&ensemble(&small()));
    curves.scenario = "=1+1".to_owned();
    let table = String::from_utf8(coverage_csv(&curves).unwrap()).unwrap();
    assert!(table.lines().skip(1).all(|line| line.starts_with("'=1+1,")));
}

#[test]
fn the_summary_counts_the_replicates_that_meet_each_target() {
    let spec = Spec { replicates: 40, ..Spec::default() };
    let (scenario, ensemble) = (scenario(&spec), ensemble(&spec));
    let bytes = summary_json(&scenario, &ensemble, &Curves::of(&ensemble)).unwrap();
    let summary: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    assert_eq!(summary["schema_version"], 1);
    assert_eq!(summary["counts"]["organisations"], 330);
    assert_eq!(summary["digest"], format!("{:016x}", ensemble.digest()));
    assert_eq!(summary["work"]["staff_weeks"], 400);

    let real_use = measure("organisations.real_use").unwrap();
    let met_in =
        |week: u32| ensemble.values(real_use, 0, week).iter().filter(|&&v| v >= 0.5).count();
    let target = &summary["targets"][0];
    assert_eq!(target["met"], met_in(168));
    assert_eq!(target["met_share"], met_in(168) as f64 / 40.0);
    let never = ensemble
        .replicates
        .iter()
        .filter(|r| (0..=260).all(|w| r.trajectory.measure(real_use, 0, w).unwrap() < 0.5))
        .count();
    assert!(never > 2 && met_in(168) > 0, "the case must be mixed to test anything: {never}");
    assert_eq!(target["time_to_target"]["not_within_horizon"], never as f64 / 40.0);
    assert!(target["time_to_target"]["p95"].is_null());
    // Half of the futures have met it by the median week, and not a week earlier.
    let median = target["time_to_target"]["p50"]["week"].as_u64().unwrap() as usize;
    let met_by = |week: usize| {
        let replicates = ensemble.replicates.iter();
        let met = replicates
            .filter(|r| (0..=week).any(|w| r.trajectory.measure(real_use, 0, w).unwrap() >= 0.5));
        met.count()
    };
    assert!(met_by(median) >= 20 && met_by(median - 1) < 20);

    let live = &summary["measures"][0];
    assert_eq!(live["measure"], "organisations.live");
    let dates: Vec<&str> =
        live["values"].as_array().unwrap().iter().map(|v| v["date"].as_str().unwrap()).collect();
    assert_eq!(dates, ["2026-12-28", "2027-12-27", "2028-12-25", "2029-12-31", "2030-12-30"]);
    assert_eq!(live["values"][4]["denominator"], 330.0);
    let measures = summary["measures"].as_array().unwrap();
    let spend = measures.iter().find(|m| m["measure"] == "project.spend").unwrap();
    assert!(spend["values"][0]["denominator"].is_null(), "pounds are no share of anything");
}

#[test]
fn a_share_of_seven_tenths_meets_a_target_of_seven_tenths() {
    let spec = Spec { organisations: 10, replicates: 1, weeks: 4, ..Spec::default() };
    let (mut scenario, mut ensemble) = (scenario(&spec), ensemble(&spec));
    use uptake::measures::Counter::{OrgAll, OrgRealUse};
    let trajectory = &mut ensemble.replicates[0].trajectory;
    for week in 0..=4 {
        trajectory.set(OrgAll, 0, week, 10.0);
        trajectory.set(OrgRealUse, 0, week, if week >= 3 { 7.0 } else { 6.0 });
    }
    (scenario.targets[0].at_least, scenario.targets[0].week) = (0.7, 3);
    let bytes = summary_json(&scenario, &ensemble, &Curves::of(&ensemble)).unwrap();
    let summary: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    assert_eq!(summary["targets"][0]["met"], 1);
    assert_eq!(summary["targets"][0]["time_to_target"]["p50"]["week"], 3);
    assert_eq!(summary["targets"][0]["time_to_target"]["p50"]["date"], "2026-01-26");
}

#[test]
fn fingerprints_survive_their_file() {
    let written = fingerprints();
    let text = String::from_utf8(fingerprints_csv(&written).unwrap()).unwrap();
    let read = parse_fingerprints(&text).unwrap();
    assert_eq!(read.len(), written.len());
    for (row, print) in read.iter().zip(&written) {
        assert_eq!((row.week, &row.region), (print.week, &print.region));
        assert_eq!((row.process.as_str(), row.hash), (print.process, print.hash));
    }
    assert!(text.lines().skip(1).all(|l| l.rsplit(',').next().unwrap().len() == 16));
}

#[test]
fn a_bad_table_of_fingerprints_is_refused_with_its_line() {
    let error = |text: &str| parse_fingerprints(text).unwrap_err().to_string();
    assert!(error("a,b\n1,2\n").contains("found a,b"));
    let bad = error("week,region,process,hash\n1,one,use,00ff\n2,one,use,xyz\n");
    assert_eq!(bad, "line 3: hash is not a hexadecimal number: \"xyz\"");
    assert!(error("week,region,process,hash\n1,one\n").contains("not a table"));
}

#[test]
fn the_first_difference_is_found() {
    let text = String::from_utf8(fingerprints_csv(&fingerprints()).unwrap()).unwrap();
    let a: Vec<FingerprintRow> = parse_fingerprints(&text).unwrap();
    assert_eq!(first_difference(&a, &a), None);

    let mut b = a.clone();
    b[7].hash ^= 1;
    b[10].hash ^= 1;
    let found = first_difference(&a, &b).unwrap();
    assert_eq!(
        (found.week, found.process.as_str(), found.how),
        (2, "project_work", Parting::State)
    );

    let found = first_difference(&a, &a[..9]).unwrap();
    assert_eq!(
        (found.week, found.process.as_str(), found.how),
        (3, "climate", Parting::MissingFromSecond)
    );
    assert_eq!(first_difference(&a[..9], &a).unwrap().how, Parting::MissingFromFirst);

    let mut without = a.clone();
    without.remove(4);
    let found = first_difference(&a, &without).unwrap();
    assert_eq!(
        (found.week, found.process.as_str(), found.how),
        (1, "project_work", Parting::MissingFromSecond)
    );
    let found = first_difference(&without, &a).unwrap();
    assert_eq!((found.process.as_str(), found.how), ("project_work", Parting::MissingFromFirst));

    let mut swapped = a.clone();
    swapped.swap(0, 1);
    assert_eq!(first_difference(&a, &swapped).unwrap().how, Parting::Order);
}

#[test]
fn parquet_holds_every_value_and_nothing_else() {
    let ensemble = ensemble(&small());
    let s = uptake::scenario::builtin(&[]).unwrap().scenario;
    let bytes = replicates_parquet(&s, &ensemble).unwrap();
    assert_eq!(bytes, replicates_parquet(&s, &ensemble).unwrap());
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(&bytes).unwrap();
    let file = SerializedFileReader::new(file).unwrap();
    assert_eq!(file.num_row_groups(), 7);
    assert_eq!(file.metadata().file_metadata().created_by(), Some("uptake"));
    let columns = file.metadata().file_metadata().schema_descr();
    let names: Vec<&str> = columns.columns().iter().map(|c| c.name()).collect();
    let expected = "replicate draw week date measure unit group_kind group value denominator";
    assert_eq!(names.join(" "), expected);

    let mut seen: BTreeMap<(u32, String, String), usize> = BTreeMap::new();
    for row in file.get_row_iter(None).unwrap() {
        let row = row.unwrap();
        let (replicate, week) = (row.get_uint(0).unwrap(), row.get_uint(2).unwrap());
        let (name, kind, group) =
            (row.get_string(4).unwrap(), row.get_string(6).unwrap(), row.get_string(7).unwrap());
        let index = ensemble.groups.iter().position(|g| &g.id == group).unwrap();
        assert_eq!(serde_json::to_value(ensemble.groups[index].kind).unwrap(), kind.as_str());
        let m = measure(name).unwrap();
        let trajectory = &ensemble.replicates[replicate as usize].trajectory;
        let value = trajectory.measure(m, index, week as usize).unwrap();
        assert_eq!(row.get_double(8).unwrap(), f64::from(value));
        *seen.entry((replicate, name.to_string(), group.clone())).or_default() += 1;
    }
    assert_eq!(seen[&(6, "organisations.live".to_owned(), "all".to_owned())], 61);
    // Measured over the weeks before, so there is none at the start.
    assert_eq!(seen[&(0, "project.hours".to_owned(), "train".to_owned())], 60);
    assert!(!seen.contains_key(&(0, "organisations.live".to_owned(), "train".to_owned())));
}

pub fn manifest() -> Manifest {
    Manifest {
        schema_version: MANIFEST_SCHEMA,
        tool: ToolRecord::this(),
        status: Status::Complete,
        scenario: FileRecord::new("cambridgeshire", "schema = 1\nname = \"cambridgeshire\"\n"),
        organisations: None,
        others: Vec::new(),
        seed: 9_007_199_254_740_991,
        seed_rule: "key = (seed, replicate)".to_owned(),
        replicates: 200,
        command: vec!["uptake".to_owned(), "run".to_owned(), "my file.toml".to_owned()],
        options: BTreeMap::from([("parquet".to_owned(), "true".to_owned())]),
        started: "2026-01-05T09:00:00Z".to_owned(),
        finished: Some("2026-01-05T09:00:05Z".to_owned()),
        seconds: Some(5.25),
        machine: Machine { os: "linux".to_owned(), arch: "x86_64".to_owned(), cores: 2 },
        ensemble_digest: Some(format!("{:016x}", 42)),
        outputs: vec![OutputRecord::new("coverage.csv", b"abc")],
    }
}

#[test]
fn a_manifest_survives_its_file() {
    let manifest = manifest();
    let text = manifest.to_json().unwrap();
    assert!(text.ends_with("}\n"));
    assert_eq!(Manifest::from_json(&text).unwrap(), manifest);
    assert_eq!(manifest.outputs[0].bytes, 3);
    let running = Manifest { status: Status::Running, finished: None, seconds: None, ..manifest };
    let text = running.to_json().unwrap();
    assert!(text.contains(r#""status": "running""#) && !text.contains("finished"));
    assert_eq!(Manifest::from_json(&text).unwrap(), running);
}

#[test]
fn manifests_that_cannot_be_trusted_are_refused() {
    let text = manifest().to_json().unwrap();
    let error = |text: &str| Manifest::from_json(text).unwrap_err().to_string();
    let other = text.replace(r#""schema_version": 2"#, r#""schema_version": 3"#);
    assert_eq!(error(&other), "manifest format 3, but this version of uptake reads formats 1 to 2");
    // Another version is named even if the rest has another shape.
    assert!(error(r#"{"schema_version": 7}"#).starts_with("manifest format 7"));
    // An edit shows; so does a text in it that is not the one that ran, whoever wrote the manifest.
    let edited = text.replace("schema = 1", "schema = 2");
    assert!(error(&edited).contains("does not match its own digest"));
    let mut altered = manifest();
    altered.scenario.text = "schema = 2".to_owned();
    let altered = altered.to_json().unwrap();
    assert!(error(&altered).contains("cambridgeshire in the manifest does not match"));
    // The format before had no digest of its own.
    let mut lines: Vec<&str> = text.lines().filter(|line| !line.contains("\"digest\": ")).collect();
    let last = lines.len() - 2;
    lines[last] = lines[last].trim_end_matches(',');
    let before = lines.join("\n").replace(r#""schema_version": 2"#, r#""schema_version": 1"#);
    assert_eq!(Manifest::from_json(&before).unwrap().outputs, manifest().outputs);
    assert!(error("{").starts_with("not a manifest"));
}
