//! The training series, their origins and their set-ups.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use uptake::scenario::study::{StudyParameter, read_study};
use uptake::scenario::{NoFiles, Observed, Read, Scenario, Source, read, read_observed};

/// A series with its set-up in `scenarios/forecasts`, of how many it is, and what may be foretold.
pub struct Facts {
    pub name: &'static str,
    scenario: &'static str,
    /// Of how many its figures are, if the evidence tells.
    of: Option<f64>,
    /// Month or year that stands for the first that is numbered only.
    first: i64,
    /// True if rows to validate with are foretold from the last row to calibrate with: this series has
    /// three of these only, and was shown so before there were others.
    validated: bool,
}

const fn facts(name: &'static str, scenario: &'static str, of: Option<f64>) -> Facts {
    Facts { name, scenario, of, first: 2001, validated: false }
}

/// Every series with four rows to calibrate with, or more, and hospitals.
pub const SERIES: [Facts; 5] = [
    Facts { validated: true, ..facts("US_HOSP_BASIC", "us-hospitals", None) },
    facts("US_PHYS_ANY", "us-doctors", None),
    facts("EPS_R2_GP", "prescriptions", Some(8_228.0)),
    Facts { first: 10, ..facts("TETRACYCLINE", "tetracycline", Some(125.0)) },
    facts("BR_HYBRID_CORN", "hybrid-corn", Some(692.0)),
];
/// Fewest rows up to an origin.
const FEWEST: usize = 3;

/// A row: its day or month, its value as a table of observations has it, and whether it is calibrated to.
pub struct Row {
    pub date: String,
    value: String,
    calibrate: bool,
}

pub struct Series {
    pub name: &'static str,
    pub rows: Vec<Row>,
    scenario: &'static str,
    of: Option<f64>,
}

pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn text(name: &str) -> String {
    fs::read_to_string(root().join("scenarios/forecasts").join(name)).unwrap()
}

/// What every forecast varies.
pub fn priors() -> Vec<StudyParameter> {
    let text = text("priors.toml");
    let source = Source { name: "priors.toml", text: &text };
    let study = read_study(source, &|_| Err("no files".to_owned()));
    study.unwrap_or_else(|p| panic!("{p}")).parameters
}

impl Facts {
    /// A survey of a year is that of its end; what is numbered only has a date that stands for it.
    fn date(&self, text: &str) -> String {
        match text.split_once(' ') {
            Some(("month", n)) => {
                let month = self.first + n.parse::<i64>().unwrap();
                format!("{}-{:02}", 2000 + (month - 1) / 12, (month - 1) % 12 + 1)
            }
            Some((_, n)) => format!("{}-12-31", self.first - 1 + n.parse::<i64>().unwrap()),
            None if text.len() == 4 => format!("{text}-12-31"),
            None => text.to_owned(),
        }
    }

    /// The value: a count where it is known of how many, else a share.
    fn value(&self, text: &str, unit: &str) -> String {
        let value: f64 = text.parse().unwrap();
        match self.of {
            Some(all) if unit.starts_with('%') => format!("{}", (value / 100.0 * all).round()),
            Some(_) => format!("{value}"),
            None => format!("{}", value / 100.0),
        }
    }
}

impl Series {
    /// Its rows by date: those to calibrate with, and where that is said those to validate with.
    pub fn read(facts: &Facts) -> Series {
        let file = root().join("docs/evidence/adoption_series.csv");
        let mut table = csv::Reader::from_path(file).unwrap();
        let head = table.headers().unwrap().clone();
        let place = |title: &str| head.iter().position(|own| own == title).unwrap();
        let [series, date, value, unit, role] =
            ["series", "date", "value", "unit", "role"].map(place);
        let mut rows: Vec<Row> = table
            .records()
            .map(Result::unwrap)
            .filter(|row| &row[series] == facts.name)
            .filter(|row| &row[role] == "calibrate" || facts.validated && &row[role] == "validate")
            .map(|row| Row {
                date: facts.date(&row[date]),
                value: facts.value(&row[value], &row[unit]),
                calibrate: &row[role] == "calibrate",
            })
            .collect();
        rows.sort_by(|a, b| a.date.cmp(&b.date));
        Series { name: facts.name, rows, scenario: facts.scenario, of: facts.of }
    }

    pub fn scenario(&self) -> Read {
        let name = format!("{}.toml", self.scenario);
        let text = text(&name);
        read(Source { name: &name, text: &text }, &[], &NoFiles).unwrap_or_else(|p| panic!("{p}"))
    }

    /// Places of the origins: three rows to calibrate with up to it, and a row after it.
    pub fn origins(&self) -> Vec<usize> {
        let may = |i: &usize| self.rows[*i].calibrate && i + 1 < self.rows.len();
        (FEWEST - 1..self.rows.len()).filter(may).collect()
    }

    /// What is known at an origin, and what comes after it.
    pub fn observed(&self, scenario: &Scenario, origin: usize) -> Observed {
        let mut table = "date,measure,value,denominator,role\n".to_owned();
        let of = self.of.map_or(String::new(), |all| all.to_string());
        for (i, row) in self.rows.iter().enumerate() {
            let role = if i <= origin { "fit" } else { "hold" };
            writeln!(table, "{},organisations.live,{},{of},{role}", row.date, row.value).unwrap();
        }
        read_observed(self.name, &table, scenario, true).unwrap_or_else(|p| panic!("{p}"))
    }
}
