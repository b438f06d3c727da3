//! A small comparison of the built-in region, its files, and the numbers in them.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::OnceLock;

use jiff::civil::Date;
use uptake::experiments::{self, Batches, Matched};
use uptake::measures::{Counter, measure};
use uptake::outputs::{
    Compared, HEADLINES, Manifest, Origin, Report, Subject, coverage_csv, differences_csv,
    report_html,
};
use uptake::results::{Comparison, Curves, Ensemble};
use uptake::scenario::{self, NoFiles, Read, Source};

use super::super::tables::manifest;

/// Futures: with 21 the 5th, 50th and 95th percentile are the 2nd, 11th and 20th of them, so that
/// numbers of organisations stay whole numbers and survive the decimals of the CSV.
pub const FUTURES: u32 = 21;
pub const WEEKS: u32 = 104;
/// Week in which one scenario's money ends.
pub const MONEY_ENDS: u32 = 61;
pub const GOAL_WEEK: u32 = 77;

const BASE: &str = "name = \"base\"\ntitle = \"The region\"\nweeks = 104\nreplicates = 21\n\
    [[target]]\nmeasure = \"organisations.real_use\"\nat_least = 0.06\ndate = 2027-06-30\n";
const DOUBLE: &str = "name = \"double-team\"\ntitle = \"Twice the team\"\n\
    question = \"What does twice the team reach?\"\n\
    [team.clinical_lead]\ncount = 2\n[team.sponsor]\ncount = 2\n[team.project_manager]\ncount = 2\n\
    [team.facilitators]\ncount = 4\n[team.it_analysts]\ncount = 4\n\
    [[assumption]]\nparameter = \"team.*.count\"\nwhy = \"The question.\"\nsource = \"scenario\"\n";
const BACKFILL: &str = "name = \"backfill\"\ntitle = \"Staff time for training is covered\"\n\
    [[intervention]]\nlever = \"backfill\"\nstart = 0\nintensity = 1.0\n";
const ENDS: &str =
    "name = \"funding-ends\"\ntitle = \"The money ends\"\n[money]\nends = 2027-03-08\n";

/// A row of `coverage.csv`: denominator, mean, p05, p50, p95; empty cells are not a number.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    pub of: f64,
    pub mean: f64,
    pub p05: f64,
    pub p50: f64,
    pub p95: f64,
}

/// A row of `differences.csv`.
#[derive(Debug, Clone, Copy)]
pub struct Gap {
    pub p05: f64,
    pub p50: f64,
    pub p95: f64,
}

type Key = (String, String, String, u32);

pub struct Facts {
    reads: Vec<Read>,
    matched: Matched,
    pub ensembles: Vec<Ensemble>,
    curves: Vec<Curves>,
    comparisons: Vec<Comparison>,
    manifest: Manifest,
    coverage: BTreeMap<Key, Row>,
    differences: BTreeMap<(String, String, u32), Gap>,
    /// The coverage table of each scenario.
    pub csv: Vec<String>,
}

fn number(cell: &str) -> f64 {
    cell.parse().unwrap_or(f64::NAN)
}

impl Facts {
    /// The comparison, made once for all tests.
    pub fn of_a_comparison() -> &'static Facts {
        static FACTS: OnceLock<Facts> = OnceLock::new();
        FACTS.get_or_init(Facts::make)
    }

    fn make() -> Facts {
        let read = |text: &&str| {
            let text = format!("schema = 1\n{text}");
            let text = if text.contains("weeks =") {
                text
            } else {
                text.replacen("title", "weeks = 104\nreplicates = 21\ntitle", 1)
            };
            scenario::read(Source { name: "x.toml", text: &text }, &[], &NoFiles).unwrap()
        };
        let reads: Vec<Read> = [BASE, DOUBLE, BACKFILL, ENDS].iter().map(read).collect();
        let matched = Matched::new(reads.iter().map(|r| r.scenario.clone()).collect()).unwrap();
        let go_on = |_| ControlFlow::Continue(());
        let ensembles = experiments::run(&matched, Batches::Fixed(FUTURES), None, &go_on).ensembles;
        let curves: Vec<Curves> = ensembles.iter().map(Curves::of).collect();
        let measures: Vec<_> = HEADLINES.iter().map(|name| measure(name).unwrap()).collect();
        let comparisons: Vec<Comparison> = ensembles[1..]
            .iter()
            .map(|other| Comparison::of(&ensembles[0], other, (&measures, None), 0.0).unwrap())
            .collect();
        let csv: Vec<String> =
            curves.iter().map(|c| String::from_utf8(coverage_csv(c).unwrap()).unwrap()).collect();
        let gaps = String::from_utf8(differences_csv(&comparisons).unwrap()).unwrap();
        let mut manifest = manifest();
        manifest.replicates = FUTURES;
        Facts {
            coverage: csv.iter().flat_map(|text| coverage(text)).collect(),
            differences: differences(&gaps),
            reads,
            matched,
            ensembles,
            curves,
            comparisons,
            manifest,
            csv,
        }
    }

    /// The report under test.
    pub fn html(&self) -> String {
        let compared = Compared {
            scenarios: self.matched.scenarios(),
            notes: self.matched.notes(),
            ensembles: &self.ensembles,
            comparisons: &self.comparisons,
            precise: measure("organisations.real_use").unwrap(),
            half_width: 0.01,
            discount_per_year: 0.0,
        };
        let all = self.matched.scenarios().iter().zip(&self.reads);
        let subjects: Vec<Subject> = all
            .zip(&self.ensembles)
            .zip(&self.curves)
            .map(|(((scenario, read), ensemble), curves)| Subject {
                scenario,
                changed: &read.changed,
                warnings: &read.warnings,
                ensemble,
                curves,
            })
            .collect();
        let document = compared.document(&self.curves).unwrap();
        let report = Report {
            origin: Origin::Run(&self.manifest),
            subjects: &subjects,
            document: &document,
        };
        String::from_utf8(report_html(&report).unwrap()).unwrap()
    }

    pub fn names(&self) -> Vec<&str> {
        self.ensembles.iter().map(|e| e.scenario.as_str()).collect()
    }

    /// A row for everything together.
    pub fn row(&self, scenario: &str, measure: &str, week: u32) -> Row {
        self.group(scenario, measure, "all", week)
    }

    pub fn group(&self, scenario: &str, measure: &str, group: &str, week: u32) -> Row {
        let key = (scenario.to_owned(), measure.to_owned(), group.to_owned(), week);
        *self.coverage.get(&key).unwrap_or_else(|| panic!("no row {key:?}"))
    }

    pub fn gap(&self, scenario: &str, measure: &str, week: u32) -> Gap {
        self.differences[&(scenario.to_owned(), measure.to_owned(), week)]
    }

    /// What reading the scenarios warned of, as the report has it.
    pub fn warnings(&self) -> Vec<String> {
        let mut all = Vec::new();
        for read in &self.reads {
            let name = &read.scenario.name;
            all.extend(
                read.warnings.iter().map(|w| format!("{name}: {}", w.message.replace('`', ""))),
            );
        }
        // One is told in a word; a text without digits is left to the snapshot.
        if all.len() > 1 {
            all.push(format!("Reading the scenarios gave {} warnings:", all.len()));
        }
        all
    }

    pub fn date(&self, week: u32) -> Date {
        self.ensembles[0].date(week)
    }

    /// Values of a counter over futures, in their order.
    pub fn values(&self, scenario: usize, counter: Counter, week: u32) -> Vec<f64> {
        let replicates = &self.ensembles[scenario].replicates;
        replicates.iter().map(|r| r.trajectory.exact(counter, 0, week as usize)).collect()
    }
}

fn coverage(text: &str) -> Vec<(Key, Row)> {
    let mut table = csv::Reader::from_reader(text.as_bytes());
    table
        .records()
        .map(|record| {
            let r = record.unwrap();
            let key = (r[0].to_owned(), r[3].to_owned(), r[6].to_owned(), r[1].parse().unwrap());
            let cell = |i: usize| number(&r[i]);
            (key, Row { of: cell(7), mean: cell(9), p05: cell(10), p50: cell(12), p95: cell(14) })
        })
        .collect()
}

fn differences(text: &str) -> BTreeMap<(String, String, u32), Gap> {
    let mut table = csv::Reader::from_reader(text.as_bytes());
    table
        .records()
        .map(|record| {
            let r = record.unwrap();
            let key = (r[1].to_owned(), r[4].to_owned(), r[2].parse().unwrap());
            let cell = |i: usize| number(&r[i]);
            (key, Gap { p05: cell(10), p50: cell(11), p95: cell(12) })
        })
        .collect()
}
