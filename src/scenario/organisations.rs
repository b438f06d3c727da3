//! The user's own list of organisations: a CSV file with a line for each.
//!
//! Columns `name,kind,system,staff,state` and, where there are several regions, `region`; in
//! any order. Beside them may stand what is known of an organisation that is live, empty where it
//! is not: `live_since` (a day, 2025-03-31), `in_use` (yes or no) and `trained` (people trained and
//! still there). Every problem is placed in the CSV file itself.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::fit::quoted;
use super::model::{ListedOrganisation, StateToday};
use super::problem::{Origin, Place, Report};
use super::record;
use super::suggest::{closest, did_you_mean};

/// Columns that must be there.
const NEEDED: [&str; 5] = ["name", "kind", "system", "staff", "state"];
/// The column that only several regions need.
const REGION: &str = "region";
/// Columns that may be there: what is known of those that are live.
const LIVE_SINCE: &str = "live_since";
const IN_USE: &str = "in_use";
const TRAINED: &str = "trained";
const KNOWN_OF_LIVE: [&str; 3] = [LIVE_SINCE, IN_USE, TRAINED];
const STATES: [(&str, StateToday); 5] = [
    ("unmapped", StateToday::Unmapped),
    ("mapped", StateToday::Mapped),
    ("agreed", StateToday::Agreed),
    ("live", StateToday::Live),
    ("lapsed", StateToday::Lapsed),
];
/// Most people in posts of one organisation, as for `kind.*.staff`.
const MOST_STAFF: u32 = 20_000;
/// Longest name of an organisation, characters.
const LONGEST_NAME: usize = 200;

/// The list as it was read.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ListText {
    pub(crate) text: String,
}

/// Names that a line may use.
pub(crate) struct Names<'a> {
    pub(crate) kinds: &'a [&'a str],
    pub(crate) systems: &'a [&'a str],
    pub(crate) regions: &'a [&'a str],
    /// First day of the scenario: nobody is live since a later one.
    pub(crate) start: Date,
}

/// Reads every line that can be read and reports the others.
pub(crate) fn read(list: &ListText, names: &Names, report: &mut Report) -> Vec<ListedOrganisation> {
    let text = list.text.strip_prefix('\u{feff}').unwrap_or(&list.text);
    let skipped = list.text.len() - text.len();
    let mut lines = Lines { text, skipped, columns: BTreeMap::new(), names, report };
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut organisations: Vec<ListedOrganisation> = Vec::new();
    let mut known: BTreeMap<String, u64> = BTreeMap::new();
    let mut record = csv::StringRecord::new();
    let mut headed = false;
    loop {
        match reader.read_record(&mut record) {
            Ok(false) => break,
            Ok(true) => {}
            Err(error) => {
                let at = error.position().map_or(0, csv::Position::byte);
                let place = lines.place(at, 0);
                lines.report.error(place, format!("not valid CSV: {error}"), None);
                break;
            }
        }
        let start = record.position().map_or(0, csv::Position::byte);
        if !headed {
            if !lines.header(&record, start) {
                return organisations;
            }
            headed = true;
            continue;
        }
        if let Some(organisation) = lines.organisation(&record, start) {
            if let Some(first) = known.get(&organisation.name) {
                let first = lines.line(*first);
                let place = lines.field(start, "name");
                let message = format!("duplicate name {}", quoted(&organisation.name));
                let help = format!(
                    "line {first} has it already; every organisation needs a name of its own"
                );
                lines.report.error(place, message, help);
            } else {
                known.insert(organisation.name.clone(), start);
                organisations.push(organisation);
            }
        }
    }
    if organisations.is_empty() && (!headed || known.is_empty()) && lines.report.is_sound() {
        let help = format!(
            "the first line is {},… and each further line an organisation",
            NEEDED.join(",")
        );
        let place = lines.place(0, 0);
        lines.report.error(place, "the list has no organisations", help);
    }
    organisations
}

struct Lines<'a, 'r> {
    text: &'a str,
    /// Bytes of a mark at the start of the file that stand before `text`.
    skipped: usize,
    columns: BTreeMap<&'static str, usize>,
    names: &'a Names<'a>,
    report: &'r mut Report,
}

impl Lines<'_, '_> {
    /// Place of the field with that number in the record that starts at a byte.
    fn place(&self, start: u64, number: usize) -> Place {
        let field = record::field(self.text, usize::try_from(start).unwrap_or(0), number);
        Place::new(Origin::List, field.start + self.skipped..field.end + self.skipped)
    }

    /// Line number of the record that starts at a byte.
    fn line(&self, start: u64) -> usize {
        let begin = self.place(start, 0).start - self.skipped;
        self.text.as_bytes()[..begin].iter().filter(|byte| **byte == b'\n').count() + 1
    }

    fn field(&self, start: u64, column: &str) -> Place {
        self.place(start, self.columns.get(column).copied().unwrap_or(0))
    }

    /// Finds the columns; false if one is missing, so that no line can be read.
    fn header(&mut self, record: &csv::StringRecord, start: u64) -> bool {
        let all = NEEDED.into_iter().chain([REGION]).chain(KNOWN_OF_LIVE);
        let (mut sound, mut meant) = (true, Vec::new());
        for (number, title) in record.iter().enumerate() {
            let title = title.trim();
            match all.clone().find(|column| *column == title) {
                Some(column) if self.columns.contains_key(column) => {
                    let place = self.place(start, number);
                    self.report.error(
                        place,
                        format!("column {} stands twice", quoted(title)),
                        None,
                    );
                    sound = false;
                }
                Some(column) => {
                    self.columns.insert(column, number);
                }
                None if self.report.is_full() => sound = false,
                None => {
                    meant.extend(closest(title, all.clone()));
                    let help = did_you_mean(title, all.clone());
                    let place = self.place(start, number);
                    self.report.error(place, format!("unknown column {}", quoted(title)), help);
                    sound = false;
                }
            }
        }
        let several = self.names.regions.len() > 1;
        for column in NEEDED.into_iter().chain(several.then_some(REGION)) {
            if !self.columns.contains_key(column) && !meant.contains(&column) {
                let place = self.place(start, 0);
                let help = match column {
                    REGION => {
                        format!("the scenario has {} regions; say which", self.names.regions.len())
                    }
                    _ => format!("the first line is {}", NEEDED.join(",")),
                };
                self.report.error(place, format!("missing column `{column}`"), help);
                sound = false;
            }
        }
        sound
    }

    fn organisation(
        &mut self,
        record: &csv::StringRecord,
        start: u64,
    ) -> Option<ListedOrganisation> {
        let wanted = self.columns.len();
        if record.len() != wanted {
            let place = self.place(start, 0);
            let message = format!("the line has {} fields, the header {wanted}", record.len());
            let help = "a name with a comma stands in double quotes".to_owned();
            self.report.error(place, message, help);
            return None;
        }
        let text = |columns: &BTreeMap<&str, usize>, column: &str| {
            let number = columns.get(column).copied();
            number.and_then(|number| record.get(number)).unwrap_or("").trim().to_owned()
        };
        // All fields of a line are looked at before it is given up.
        let name = self.name(text(&self.columns, "name"), start);
        let kind = self.one_of("kind", &text(&self.columns, "kind"), self.names.kinds, start);
        let system =
            self.one_of("system", &text(&self.columns, "system"), self.names.systems, start);
        let staff = self.staff(&text(&self.columns, "staff"), start);
        let states = STATES.map(|(word, _)| word);
        let state = self.one_of("state", &text(&self.columns, "state"), &states, start);
        let region = if self.columns.contains_key(REGION) {
            self.one_of(REGION, &text(&self.columns, REGION), self.names.regions, start)
        } else {
            Some(0)
        };
        let texts = KNOWN_OF_LIVE.map(|column| text(&self.columns, column));
        let today = self.today(&texts, state.map(|state| STATES[state].1), staff, start);
        let (live_since, in_use, trained) = today?;
        Some(ListedOrganisation {
            name: name?,
            region: region?,
            kind: kind?,
            system: system?,
            staff: staff?,
            state: STATES[state?].1,
            live_since,
            in_use,
            trained,
        })
    }

    /// What is known of an organisation that is live; each may be empty.
    #[allow(clippy::type_complexity, reason = "three fields of the organisation")]
    fn today(
        &mut self,
        texts: &[String; 3],
        state: Option<StateToday>,
        staff: Option<u32>,
        start: u64,
    ) -> Option<(Option<Date>, Option<bool>, Option<u32>)> {
        let [since, in_use, trained] = texts;
        let mut sound = true;
        let mut fault = |lines: &mut Self, column: &str, message: String, help: &str| {
            let place = lines.field(start, column);
            lines.report.error(place, message, help.to_owned());
            sound = false;
        };
        let live = state.is_none_or(|state| state == StateToday::Live);
        for (column, text) in KNOWN_OF_LIVE.iter().zip(texts) {
            if !live && !text.is_empty() {
                let message = format!("{column} of an organisation that is not live");
                fault(self, column, message, "leave it empty, or set the state to live");
            }
        }
        let day = since.parse::<Date>().ok();
        if day.is_none() && !since.is_empty() {
            let message = format!("{LIVE_SINCE} must be a day, found {}", quoted(since));
            fault(self, LIVE_SINCE, message, "write a day as 2025-03-31, or leave it empty");
        }
        let first = self.names.start;
        if day.is_some_and(|day| day > first) {
            let message = format!("{LIVE_SINCE} {since} is after the scenario's start, {first}");
            fault(self, LIVE_SINCE, message, "state what is so at the start, or start later");
        }
        let used = match in_use.as_str() {
            "" => None,
            "yes" => Some(true),
            "no" => Some(false),
            other => {
                let message = format!("{IN_USE} must be yes or no, found {}", quoted(other));
                fault(self, IN_USE, message, "or leave it empty, if it is not known");
                None
            }
        };
        let count = whole(trained).filter(|n| *n <= staff.unwrap_or(MOST_STAFF));
        if count.is_none() && !trained.is_empty() {
            let most = staff.unwrap_or(MOST_STAFF);
            let message =
                format!("{TRAINED} must be a whole number in 0..{most}, found {}", quoted(trained));
            fault(self, TRAINED, message, "trained: people trained and still there");
        }
        sound.then_some((day, used, count))
    }

    fn name(&mut self, name: String, start: u64) -> Option<String> {
        let fault = if name.is_empty() {
            "the organisation has no name".to_owned()
        } else if name.chars().count() > LONGEST_NAME {
            format!("the name is longer than {LONGEST_NAME} characters")
        } else if name.chars().any(char::is_control) {
            "the name holds a control character".to_owned()
        } else {
            return Some(name);
        };
        let place = self.field(start, "name");
        self.report.error(place, fault, None);
        None
    }

    fn one_of(&mut self, column: &str, word: &str, known: &[&str], start: u64) -> Option<usize> {
        let position = known.iter().position(|name| *name == word);
        if position.is_none() && !self.report.is_full() {
            let place = self.field(start, column);
            let help = did_you_mean(word, known.iter().copied());
            self.report.error(place, format!("unknown {column} {}", quoted(word)), help);
        }
        position
    }

    fn staff(&mut self, text: &str, start: u64) -> Option<u32> {
        let staff = whole(text).filter(|n| (1..=MOST_STAFF).contains(n));
        if staff.is_none() {
            let place = self.field(start, "staff");
            let message =
                format!("staff must be a whole number in 1..{MOST_STAFF}, found {}", quoted(text));
            self.report.error(
                place,
                message,
                "staff: people in posts in the organisation".to_owned(),
            );
        }
        staff
    }
}

/// A whole number; a spreadsheet may write a count as 50.0.
fn whole(text: &str) -> Option<u32> {
    let number: f64 = text.parse().ok()?;
    (number.fract() == 0.0 && (0.0..=f64::from(u32::MAX)).contains(&number))
        .then_some(number as u32)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn read_text(text: &str, regions: &[&str]) -> Result<Vec<ListedOrganisation>, Vec<String>> {
        let mut report = Report::new("a.toml", "");
        report.add_text(Origin::List, "ours.csv", text);
        let names =
            Names { kinds: &["gp", "ward"], systems: &["paper"], regions, start: date(2026, 1, 5) };
        let list = ListText { text: text.to_owned() };
        let organisations = read(&list, &names, &mut report);
        match report.finish() {
            Ok(_) => Ok(organisations),
            Err(problems) => Err(problems.0.iter().map(|problem| problem.to_string()).collect()),
        }
    }

    #[test]
    fn columns_may_stand_in_any_order_and_names_in_quotes() {
        let text = "\u{feff}staff,name,kind,system,state,region\r\n\r\n12,\"A, B\",gp,paper,live,south\r\n";
        let found = read_text(text, &["north", "south"]).expect("sound");
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].name.as_str(), found[0].region, found[0].staff), ("A, B", 1, 12));
        assert_eq!(found[0].state, StateToday::Live);
    }

    #[test]
    fn every_field_is_placed() {
        let text = "name,kind,system,staff,state\n\"A, B\",gpp,paper,0,alive\n\n,gp,papr,3,live\n";
        let said = read_text(text, &["r"]).expect_err("five faults");
        let starts: Vec<&str> = said.iter().map(|s| s.split('\n').next().unwrap_or("")).collect();
        assert_eq!(
            starts,
            [
                "ours.csv:2:8: unknown kind `gpp`",
                "ours.csv:2:18: staff must be a whole number in 1..20000, found `0`",
                "ours.csv:2:20: unknown state `alive`",
                "ours.csv:4:1: the organisation has no name",
                "ours.csv:4:5: unknown system `papr`",
            ]
        );
    }

    #[test]
    fn headers_lengths_and_duplicates_are_checked() {
        let first = |text: &str| read_text(text, &["r"]).expect_err("a fault").remove(0);
        assert!(first("").contains("1:1: the list has no organisations"));
        assert!(first("name,kind,system,staff,state\n").contains("has no organisations"));
        assert!(first("name,kind,system,staff\na,gp,paper,1\n").contains("missing column `state`"));
        assert!(first("name,kind,system,staff,stat\n").contains("1:24: unknown column `stat`"));
        let head = "name,kind,system,staff,state\n";
        assert!(
            first(&format!("{head}a,gp\n")).contains("2:1: the line has 2 fields, the header 5")
        );
        let twice = format!("{head}a,gp,paper,1,live\na,gp,paper,1,live\n");
        assert!(first(&twice).contains("3:1: duplicate name `a`\n  help: line 2 has it"));
        let regions = read_text(&format!("{head}a,gp,paper,1,live\n"), &["n", "s"]);
        assert!(regions.expect_err("no region")[0].contains("missing column `region`"));
    }

    #[test]
    fn what_is_known_of_live_organisations_may_stand_beside_their_state() {
        let head = "name,kind,system,staff,state,live_since,in_use,trained\n";
        let found = read_text(
            &format!("{head}a,gp,paper,9,live,2025-03-31,no,4.0\nb,gp,paper,9,mapped,,,\n"),
            &["r"],
        );
        let found = found.expect("sound");
        let of = |o: &ListedOrganisation| (o.live_since, o.in_use, o.trained);
        assert_eq!(of(&found[0]), (Some(date(2025, 3, 31)), Some(false), Some(4)));
        assert_eq!(of(&found[1]), (None, None, None));
        for (fields, said) in [
            ("live,31/03/2025,,", "live_since must be a day, found `31/03/2025`"),
            (
                "live,2026-01-06,,",
                "live_since 2026-01-06 is after the scenario's start, 2026-01-05",
            ),
            ("live,,maybe,", "in_use must be yes or no, found `maybe`"),
            ("live,,,10", "trained must be a whole number in 0..9, found `10`"),
            ("live,,,-1", "trained must be a whole number in 0..9, found `-1`"),
            ("mapped,,yes,", "in_use of an organisation that is not live"),
        ] {
            let refused = read_text(&format!("{head}a,gp,paper,9,{fields}\n"), &["r"]);
            let refused = refused.expect_err(fields);
            assert!(refused.len() == 1 && refused[0].contains(said), "{refused:?}");
        }
    }
}
