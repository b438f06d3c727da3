//! Goals as the command line says them: `organisations.real_use of gp_practice >= 60 % by 2030-03`.

use std::ops::Range;

use super::fit::{in_per_cent, plain, quoted};
use super::goals::{unfit_level, week_meant};
use super::groups::GroupName;
use super::model::Scenario;
use super::problem::{Origin, Place, Problems, Report};
use super::suggest::did_you_mean;
use crate::measures::{MEASURES, Measure, Unit, measure};

/// What problems call goals, and readings.
const SOURCE: &str = "--target";
const READINGS: &str = "--measure";
/// A goal, to show how one is written.
const EXAMPLE: &str = "organisations.real_use of gp_practice >= 60 % by 2030-03";
/// How the ways of comparing are written; the flag says whether less is wanted.
const SIGNS: [(&str, bool); 6] = [
    (">=", false),
    ("<=", true),
    ("≥", false),
    ("≤", true),
    ("at least", false),
    ("at most", true),
];
/// What is written in their place, with what is meant.
const SLIPS: [(&str, &str); 6] =
    [("=>", ">="), ("=<", "<="), ("==", ">="), (">", ">="), ("<", "<="), ("=", ">=")];

/// A goal: a measure, perhaps of a group, is to reach a level, or stay within it, in a week.
#[derive(Debug, Clone, PartialEq)]
pub struct Goal {
    /// The measure.
    pub measure: &'static Measure,
    /// The group; none for everything together.
    pub of: Option<GroupName>,
    /// True if the level is not to be passed.
    pub at_most: bool,
    /// The level, in the unit of the measure.
    pub level: f64,
    /// The week.
    pub week: u32,
    /// As it was written.
    pub text: String,
}

impl Goal {
    /// By how much a value meets the goal; below 0 it is missed. Values are kept in single precision, and
    /// so is the level: 0.7 is met by 7 of 10. Nothing to measure meets no goal.
    pub fn margin(&self, value: Option<f32>) -> f64 {
        let level = self.level as f32;
        match value {
            None => f64::from(f32::MIN),
            Some(value) if self.at_most => f64::from(level - value),
            Some(value) => f64::from(value - level),
        }
    }

    /// All goals of so many texts.
    ///
    /// # Errors
    /// Every slip at its place, a line a text.
    pub fn read_all(texts: &[String], scenario: &Scenario) -> Result<Vec<Goal>, Problems> {
        let lines: Vec<String> = texts.iter().map(|t| t.replace(['\n', '\r'], " ")).collect();
        let mut report = Report::new(SOURCE, &lines.join("\n"));
        let mut start = 0;
        let mut goals = Vec::new();
        for line in &lines {
            let mut reader = Reader { line, start, scenario, report: &mut report };
            goals.extend(reader.goal());
            start += line.len() + 1;
        }
        report.finish().map(|_| goals)
    }
}

/// A measure, perhaps of a group, in a week: `organisations.live of ward @ 2030-12`.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The measure.
    pub measure: &'static Measure,
    /// The group; none for everything together.
    pub of: Option<GroupName>,
    /// The week.
    pub week: u32,
    /// As it was written.
    pub text: String,
}

impl Reading {
    /// All readings of so many texts.
    ///
    /// # Errors
    /// Every slip at its place, a line a text.
    pub fn read_all(texts: &[String], scenario: &Scenario) -> Result<Vec<Reading>, Problems> {
        let lines: Vec<String> = texts.iter().map(|t| t.replace(['\n', '\r'], " ")).collect();
        let mut report = Report::new(READINGS, &lines.join("\n"));
        let mut start = 0;
        let mut readings = Vec::new();
        for line in &lines {
            let mut reader = Reader { line, start, scenario, report: &mut report };
            readings.extend(reader.reading());
            start += line.len() + 1;
        }
        report.finish().map(|_| readings)
    }
}

/// Reads one line.
struct Reader<'a> {
    line: &'a str,
    /// Where it begins in the whole text.
    start: usize,
    scenario: &'a Scenario,
    report: &'a mut Report,
}

impl<'a> Reader<'a> {
    fn goal(&mut self) -> Option<Goal> {
        let line = self.line;
        let Some((at, sign, at_most)) = sign(line) else {
            self.no_sign();
            return None;
        };
        let (left, right) = (&line[..at], &line[at + sign.len()..]);
        let (measure, of) = self.measure_of(left);
        let (number, date) = match right.split_once(" by ") {
            Some((number, date)) => (number.trim(), Some(date.trim())),
            None => (right.trim(), None),
        };
        let level = self.level(number, measure);
        let week = match date {
            None => Some(self.scenario.weeks),
            Some(date) => self.week(date),
        };
        Some(Goal {
            measure: measure?,
            of: of?,
            at_most,
            level: level?,
            week: week?,
            text: line.trim().to_owned(),
        })
    }

    fn reading(&mut self) -> Option<Reading> {
        let line = self.line;
        let (left, date) = match line.split_once('@') {
            Some((left, date)) => (left, Some(date.trim())),
            None => (line, None),
        };
        let (measure, of) = self.measure_of(left);
        let week = match date {
            None => Some(self.scenario.weeks),
            Some(date) => self.week(date),
        };
        Some(Reading { measure: measure?, of: of?, week: week?, text: line.trim().to_owned() })
    }

    /// A measure, and its group, if one is named.
    fn measure_of(&mut self, text: &str) -> (Option<&'static Measure>, Option<Option<GroupName>>) {
        let (name, group) = match text.split_once(" of ") {
            Some((name, group)) => (name.trim(), Some(group.trim())),
            None => (text.trim(), None),
        };
        let measure = self.measure(name);
        let of = match group {
            Some(group) => self.group(group, measure).map(Some),
            None => Some(None),
        };
        (measure, of)
    }

    /// The place of a part of the line.
    fn place(&self, part: &str) -> Place {
        // Parts are slices of the line.
        let from = (part.as_ptr() as usize).wrapping_sub(self.line.as_ptr() as usize);
        let from = from.min(self.line.len());
        let span: Range<usize> = self.start + from..self.start + from + part.len();
        Place::new(Origin::File, span)
    }

    fn error(&mut self, part: &str, message: String, help: String) {
        let place = self.place(part);
        self.report.error(place, message, help);
    }

    fn no_sign(&mut self) {
        let line = self.line;
        if let Some((slip, meant)) = SLIPS
            .iter()
            .find_map(|(slip, meant)| Some((line.find(slip)?, slip.len(), meant)))
            .map(|(at, len, meant)| (&line[at..at + len], meant))
        {
            let message = format!("{} is no way to state a goal", quoted(slip));
            self.error(slip, message, format!("write `{meant}`, as in {EXAMPLE}"));
            return;
        }
        let message = match line.trim() {
            "" => "the goal is empty".to_owned(),
            _ => "the goal says neither `>=` nor `<=`".to_owned(),
        };
        self.error(line, message, format!("write {EXAMPLE}"));
    }

    fn measure(&mut self, name: &str) -> Option<&'static Measure> {
        let found = measure(name);
        if found.is_none() {
            let names = MEASURES.iter().map(|m| m.name);
            let (message, help) = match name {
                "" => ("the measure is missing".to_owned(), format!("write {EXAMPLE}")),
                _ => (
                    format!("unknown measure {}", quoted(name)),
                    match did_you_mean(name, names) {
                        help if help.starts_with("did") => help,
                        _ => "`uptake describe measures` lists them all".to_owned(),
                    },
                ),
            };
            self.error(if name.is_empty() { self.line } else { name }, message, help);
        }
        found
    }

    fn group(&mut self, name: &str, measure: Option<&Measure>) -> Option<GroupName> {
        let found = {
            let s = self.scenario;
            GroupName::of(name, measure, &GroupName::all(&s.kinds, &s.systems, &s.regions))
        };
        match found {
            Ok(group) => Some(group),
            Err((message, help)) => {
                self.error(if name.is_empty() { self.line } else { name }, message, help);
                None
            }
        }
    }

    fn level(&mut self, text: &str, measure: Option<&Measure>) -> Option<f64> {
        let whole = if text.is_empty() { self.line } else { text };
        let (number, per_cent) = match text.strip_suffix('%').or(text.strip_suffix("per cent")) {
            Some(number) => (number.trim(), true),
            None => (text, false),
        };
        let digits = number.trim_start_matches('£').replace(',', "");
        let Some(x) = digits.parse::<f64>().ok().filter(|x| x.is_finite()) else {
            let message = match text {
                "" => "the level is missing".to_owned(),
                _ => format!("{} is not a number", quoted(text)),
            };
            self.error(whole, message, format!("write {EXAMPLE}"));
            return None;
        };
        let measure = measure?;
        let is_share = measure.unit == Unit::Share;
        if per_cent && !is_share {
            let message = format!(
                "`{}` is a number of {}, not a share",
                measure.name,
                measure.unit.in_words()
            );
            self.error(whole, message, format!("write {} without the %", plain(x)));
            return None;
        }
        let level = if per_cent { x / 100.0 } else { x };
        if is_share && !per_cent && x > 1.0 {
            let message = format!("`{}` is a share, found {}", measure.name, plain(x));
            let help = match x {
                x if x <= 100.0 => format!("if a percentage is meant: {} %", plain(x)),
                _ => in_per_cent(x),
            };
            self.error(whole, message, help);
            return None;
        }
        if let Some((message, help)) = unfit_level(measure, level) {
            self.error(whole, message, help);
            return None;
        }
        Some(level)
    }

    fn week(&mut self, date: &str) -> Option<u32> {
        let s = self.scenario;
        match week_meant(s.start, s.weeks, date) {
            Ok(week) => Some(week),
            Err(message) => {
                let help = format!(
                    "say a month such as 2029-03, a day, or a number of weeks from 1 to {}",
                    s.weeks
                );
                self.error(if date.is_empty() { self.line } else { date }, message, help);
                None
            }
        }
    }
}

/// The first sign of a line: where it stands, how it is written, and whether less is wanted.
fn sign(line: &str) -> Option<(usize, &'static str, bool)> {
    let all = SIGNS.iter().filter_map(|&(sign, less)| Some((line.find(sign)?, sign, less)));
    all.min_by_key(|&(at, ..)| at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measures::GroupKind;

    fn read(text: &str) -> Result<Goal, String> {
        let scenario = crate::scenario::builtin(&[]).expect("sound").scenario;
        Goal::read_all(&[text.to_owned()], &scenario)
            .map(|mut goals| goals.remove(0))
            .map_err(|problems| problems.to_string())
    }

    #[test]
    fn a_goal_is_read_as_people_write_it() {
        let goal = read("organisations.real_use of gp_practice >= 60 % by 2030-03").expect("sound");
        assert_eq!(
            (goal.measure.name, goal.level, goal.week),
            ("organisations.real_use", 0.6, 220)
        );
        let of = goal.of.expect("a group");
        assert_eq!((of.kind, of.id.as_str()), (GroupKind::Kind, "gp_practice"));
        let plain = read("staff.weekly>=0.25").expect("sound");
        assert_eq!((plain.of, plain.level, plain.week), (None, 0.25, 260));
        let spend = read("project.spend at most £600,000 by 2029-12").expect("sound");
        assert!(spend.at_most && spend.level == 600_000.0);
        assert!(spend.margin(Some(600_000.0)) >= 0.0 && spend.margin(Some(600_001.0)) < 0.0);
        assert!(plain_share(0.7).margin(Some(0.7)) >= 0.0);
        assert!(plain_share(0.0).margin(None) < 0.0, "nothing to measure meets no goal");
    }

    fn plain_share(level: f64) -> Goal {
        Goal { level, ..read("staff.weekly >= 0.1").expect("sound") }
    }

    /// Every slip is told at its place, with what to write.
    #[test]
    fn slips_are_told_at_their_place() {
        let cases = [
            ("", "--target:1:1: the goal is empty", "write organisations"),
            ("staff.weekly", ":1: the goal says neither", "write organisations"),
            ("staff.weekly > 30 %", ":14: `>` is no way", "write `>=`"),
            ("staff.weekly = 30 %", ":14: `=` is no way", "write `>=`"),
            ("staff.weekley >= 30 %", ":1: unknown measure `staff.weekley`", "`staff.weekly`?"),
            (">= 30 %", ":1: the measure is missing", "write organisations"),
            ("staff.weekly >= 30", ":17: `staff.weekly` is a share, found 30", "30 %"),
            ("staff.weekly >= 130 %", ":17: `staff.weekly` is a share and must lie", "1.3"),
            ("staff.weekly >= many", ":17: `many` is not a number", "write organisations"),
            ("staff.weekly >= by 2030-03", "the level is missing", "write organisations"),
            ("staff.weekly >=", "the level is missing", "write organisations"),
            ("project.spend <= 30 %", ":18: `project.spend` is a number of pounds", "without"),
            ("staff.weekly of wards >= 0.3", ":17: no kind, system or region", "`ward`?"),
            ("project.spend of ward <= 5", ":18: `project.spend` is not kept by kind", "without"),
            ("staff.weekly >= 0.3 by soon", ":24: `soon` is not a date", "say a month"),
            ("staff.weekly >= 0.3 by 2040-01", ":24: 2040-01 does not lie", "say a month"),
        ];
        for (text, message, help) in cases {
            let said = read(text).expect_err(text);
            assert!(said.contains(message) && said.contains(help), "{text}: {said}");
        }
        let scenario = crate::scenario::builtin(&[]).expect("sound").scenario;
        let two = ["staff.weekly > 1".to_owned(), "staff.wekly >= 1 %".to_owned()];
        let said = Goal::read_all(&two, &scenario).expect_err("two slips");
        assert_eq!(said.0.iter().map(|p| p.line).collect::<Vec<_>>(), [1, 2]);
    }
}
