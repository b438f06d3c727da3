//! What was observed: a table of monthly counts and shares, each row with the role that it has.
//!
//! | Column | What it holds |
//! |---|---|
//! | `date` | a day (2027-03-31) or a month (2027-03, its last week) within the plan |
//! | `measure` | name of a measure; what was reported rather than seen has a measure of its own, such as `organisations.reported_live` |
//! | `group` | `all`, or a kind, system or region of the scenario; may be left out |
//! | `value` | a share of 0 to 1, a count or an amount; beside a `denominator` the whole number out of it |
//! | `denominator` | of how many were looked at: of organisations, as many as the scenario has are a census, fewer a sample of them, more another place of which the share is compared; of anything else a sample |
//! | `sd` | standard deviation of the error of what is reported, in the unit of the value (of a count out of a denominator, as a share) |
//! | `role` | `fit` or `hold`: what is held back is compared with the forecast and never fitted to |
//! | `note` | words, which are not looked at; may be left out |
//!
//! Columns may stand in any order. Every problem is told of at its place, all of them at once.

mod census;
mod fields;
mod sense;

use jiff::civil::Date;

use super::model::Scenario;
use super::problem::{Origin, Place, Problems, Report};
use super::read::MOST_BYTES;
use super::record;
use super::suggest::{closest, did_you_mean};
use crate::measures::{GroupKind, Measure};

/// Columns that must be there, and those that may be.
const NEEDED: [&str; 4] = ["date", "measure", "value", "role"];
const MORE: [&str; 4] = ["group", "denominator", "sd", "note"];
/// Most rows: a hundred years of twenty series.
const MOST_ROWS: usize = 24_000;
/// Fewest rows to fit to: one number can be met by anything.
const FEWEST: usize = 2;
/// The group of everything.
pub const ALL: &str = "all";

/// What a row is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowRole {
    /// The scenario is fitted to it.
    Fit,
    /// It is held back, and the forecast is compared with it.
    Hold,
}

/// A row.
#[derive(Debug, Clone, PartialEq)]
pub struct Observation {
    /// Line of the file, from 1.
    pub line: usize,
    /// The day; of a month, its last.
    pub date: Date,
    /// The week of the plan in which it lies.
    pub week: u32,
    /// What was measured.
    pub measure: &'static Measure,
    /// Of whom: [`ALL`], or the identifier of a kind, system or region.
    pub group: String,
    /// What was found: a share for a measure that is one, else an amount.
    pub value: f64,
    /// Of how many, if that is known.
    pub denominator: Option<f64>,
    /// Organisations that the scenario has of the group, where the measure is a share of them.
    pub population: Option<f64>,
    /// Standard deviation of its error, in the unit of the value, if that is known.
    pub sd: Option<f64>,
    /// What it is for.
    pub role: RowRole,
}

/// All rows of a file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Observed {
    /// Those to fit to, by date.
    pub fit: Vec<Observation>,
    /// Those that are held back, by date.
    pub hold: Vec<Observation>,
    /// The header and the lines of those that are held back, as they stand in the file.
    pub held_text: String,
}

/// Read a table of observations of a scenario. `to_fit` says that the scenario is to be fitted to
/// them: some must have that role.
///
/// # Errors
/// Everything that is wrong, each problem at its place and with how to mend it.
pub fn read_observed(
    name: &str,
    text: &str,
    scenario: &Scenario,
    to_fit: bool,
) -> Result<Observed, Problems> {
    let mut report = Report::new(name, text);
    if text.len() > MOST_BYTES {
        let message = format!("the file is longer than {} MB", MOST_BYTES / 1_000_000);
        report.error(None, message, "a row a month and measure needs a few kB".to_owned());
        return Err(report.refuse());
    }
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut table = Table {
        text: body,
        skipped: text.len() - body.len(),
        titles: Vec::new(),
        names: Names::of(scenario),
        scenario,
        report: &mut report,
    };
    let rows = table.rows();
    sense::check(&mut table, &rows, to_fit);
    report.finish()?;
    let mut observed = Observed::default();
    let mut lines = vec![body.lines().find(|line| !is_blank(line)).unwrap_or_default()];
    for Row { observation, start } in rows {
        match observation.role {
            RowRole::Fit => observed.fit.push(observation),
            RowRole::Hold => {
                let rest = body.get(start..).unwrap_or_default();
                lines.extend(rest.lines().find(|line| !line.is_empty()));
                observed.hold.push(observation);
            }
        }
    }
    if !observed.hold.is_empty() {
        observed.held_text = lines.join("\n");
    }
    observed.fit.sort_by_key(|row| (row.week, row.line));
    observed.hold.sort_by_key(|row| (row.week, row.line));
    Ok(observed)
}

/// Names that a row may use.
struct Names {
    groups: Vec<(String, GroupKind)>,
}

impl Names {
    fn of(scenario: &Scenario) -> Self {
        let mut groups = vec![(ALL.to_owned(), GroupKind::All)];
        if scenario.regions.len() > 1 {
            groups.extend(scenario.regions.iter().map(|r| (r.id.clone(), GroupKind::Region)));
        }
        groups.extend(scenario.kinds.iter().map(|k| (k.id.clone(), GroupKind::Kind)));
        groups.extend(scenario.systems.iter().map(|s| (s.id.clone(), GroupKind::System)));
        Names { groups }
    }
}

/// A row and the byte at which it starts.
struct Row {
    observation: Observation,
    start: usize,
}

struct Table<'a, 'r> {
    text: &'a str,
    /// Bytes of a mark at the start of the file that stand before `text`.
    skipped: usize,
    /// What each column holds; none for one that is not known.
    titles: Vec<Option<&'static str>>,
    names: Names,
    scenario: &'a Scenario,
    report: &'r mut Report,
}

/// True for a line that says nothing: a spreadsheet leaves commas where rows were.
fn is_blank(line: &str) -> bool {
    line.chars().all(|c| c.is_whitespace() || c == ',' || c == '"')
}

impl Table<'_, '_> {
    fn rows(&mut self) -> Vec<Row> {
        let (mut rows, mut headed, mut seen) = (Vec::new(), false, 0);
        let mut record = csv::StringRecord::new();
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(self.text.as_bytes());
        loop {
            match reader.read_record(&mut record) {
                Ok(false) => break,
                Ok(true) => {}
                Err(error) => {
                    let at = error.position().map_or(0, csv::Position::byte);
                    let place = self.place(at as usize, 0);
                    self.report.error(place, format!("not valid CSV: {error}"), None);
                    break;
                }
            }
            if record.iter().all(|field| field.trim().is_empty()) {
                continue;
            }
            let start = self.start(record.position().map_or(0, csv::Position::byte) as usize);
            if !headed {
                if !self.header(&record, start) {
                    return rows;
                }
                headed = true;
                continue;
            }
            seen += 1;
            if seen > MOST_ROWS {
                let place = self.place(start, 0);
                let message = format!("more than {MOST_ROWS} rows");
                self.report.error(place, message, "give one row a month and measure".to_owned());
                break;
            }
            rows.extend(self.row(&record, start).map(|observation| Row { observation, start }));
        }
        if seen == 0 && self.report.is_sound() {
            let place = self.place(0, 0);
            self.report.error(place, "there are no observations", Some(layout()));
        }
        rows
    }

    /// The first byte of the record that the reader counts from the end of the one before.
    fn start(&self, from: usize) -> usize {
        record::start_of(self.text, from)
    }

    /// Place of the field with that number in the record that starts at a byte.
    fn place(&self, start: usize, number: usize) -> Place {
        let field = record::field(self.text, start, number);
        Place::new(Origin::File, field.start + self.skipped..field.end + self.skipped)
    }

    fn line(&self, start: usize) -> usize {
        self.text.as_bytes()[..start].iter().filter(|byte| **byte == b'\n').count() + 1
    }

    fn column(&self, column: &str) -> Option<usize> {
        self.titles.iter().position(|title| *title == Some(column))
    }

    fn field(&self, start: usize, column: &str) -> Place {
        self.place(start, self.column(column).unwrap_or(0))
    }

    /// Finds the columns; false if one is missing, so that no row can be read.
    fn header(&mut self, record: &csv::StringRecord, start: usize) -> bool {
        let all = NEEDED.into_iter().chain(MORE);
        if let [only] = record.iter().collect::<Vec<_>>()[..]
            && let Some(other) = [';', '\t', '|'].into_iter().find(|c| only.contains(*c))
        {
            let name = match other {
                '\t' => "tabs".to_owned(),
                other => format!("`{other}`"),
            };
            let place = self.place(start, 0);
            let help = "save the table as CSV with commas, and decimals with a point".to_owned();
            self.report.error(place, format!("the columns are parted by {name}"), help);
            return false;
        }
        let (mut sound, mut meant) = (true, Vec::new());
        for (number, title) in record.iter().enumerate() {
            let title = title.trim();
            let place = self.place(start, number);
            let found = all.clone().find(|column| *column == title);
            match found {
                Some(column) if self.column(column).is_some() => {
                    self.report.error(place, format!("column `{column}` stands twice"), None);
                    sound = false;
                }
                // A spreadsheet may leave columns without a title behind the last.
                None if title.is_empty() => {}
                None => {
                    sound = false;
                    meant.extend(closest(title, all.clone()));
                    if !self.report.is_full() {
                        let help = did_you_mean(title, all.clone());
                        let message = format!("unknown column {}", super::fit::quoted(title));
                        self.report.error(place, message, help);
                    }
                }
                Some(_) => {}
            }
            self.titles.push(found);
        }
        for column in NEEDED {
            if self.column(column).is_none() && !meant.contains(&column) {
                let place = self.place(start, 0);
                self.report.error(place, format!("missing column `{column}`"), layout());
                sound = false;
            }
        }
        sound
    }
}

fn layout() -> String {
    "the first line is date,measure,group,value,denominator,sd,role and each further line an \
     observation"
        .to_owned()
}

#[cfg(test)]
mod tests;
