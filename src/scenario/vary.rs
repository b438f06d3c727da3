//! What may be decided, as the command line says it: `team.facilitators.count=0..12`,
//! `policy.order=random,largest_first`, `backfill=0..1:0.25`.

use std::ops::Range;

use super::fit::{plain, quoted};
use super::levers::{LEVERS, LeverNote};
use super::model::{Intervention, Level, Lever, Scenario};
use super::note::Form;
use super::problem::{Origin, Place, Problems, Report};
use super::read::Read;
use super::registry::registry;
use super::study::Cell;
use super::suggest::closest;

/// What problems call it.
const SOURCE: &str = "--vary";
/// Levels of a range of numbers, where no step is said.
const LEVELS: f64 = 13.0;
/// Most levels of one decision.
const MOST_LEVELS: usize = 101;
/// Most plans: every combination of levels.
pub const MOST_PLANS: usize = 20_000;
/// Keys that are no decisions.
const NOT_DECIDED: [&str; 11] = [
    "replicates",
    "seed",
    "name",
    "title",
    "question",
    "base",
    "organisations",
    "schema",
    "start",
    "weeks",
    "label",
];

/// A decision with its levels.
#[derive(Debug, Clone, PartialEq)]
pub struct Vary {
    /// A parameter's path, or a lever's word.
    pub key: String,
    /// The lever with its level of authority, if it is one.
    pub lever: Option<(Lever, Level)>,
    /// The unit of its numbers; empty for words.
    pub unit: String,
    /// The values it may have.
    pub levels: Vec<Cell>,
    /// As it was written.
    pub text: String,
}

impl Vary {
    /// True for numbers.
    pub fn is_ordered(&self) -> bool {
        self.levels.iter().all(|cell| matches!(cell, Cell::Number(_)))
    }

    /// The override that sets a level, if it is a parameter.
    pub fn set(&self, level: usize) -> Option<String> {
        let cell = self.levels.get(level).filter(|_| self.lever.is_none())?;
        Some(format!("{}={cell}", self.key))
    }

    /// All decisions of so many texts, each of their values one that the scenario can have.
    ///
    /// # Errors
    /// Every slip at its place, a line a text.
    pub fn read_all(texts: &[String], read: &Read) -> Result<Vec<Vary>, Problems> {
        let lines: Vec<String> = texts.iter().map(|t| t.replace(['\n', '\r'], " ")).collect();
        let mut report = Report::new(SOURCE, &lines.join("\n"));
        let mut start = 0;
        let mut all: Vec<Vary> = Vec::new();
        for line in &lines {
            let mut reader = Reader { line, start, read, report: &mut report };
            if let Some(vary) = reader.vary() {
                if all.iter().any(|v| v.key == vary.key) {
                    reader.error(line, format!("`{}` is varied twice", vary.key), "leave one out");
                }
                all.push(vary);
            }
            start += line.len() + 1;
        }
        let plans = all.iter().try_fold(1usize, |n, vary| n.checked_mul(vary.levels.len()));
        if plans.is_none_or(|n| n > MOST_PLANS) {
            let each: Vec<String> =
                all.iter().map(|v| format!("{} of {}", v.levels.len(), v.key)).collect();
            let message = format!("more than {MOST_PLANS} plans: {}", each.join(" × "));
            let help = "take larger steps, as in money.budget_per_year=100000..300000:50000";
            report.error(None, message, help.to_owned());
        }
        report.finish().map(|_| all)
    }

    /// The scenario of one level of every decision.
    ///
    /// # Errors
    /// If the values make no valid scenario together.
    pub fn scenario(all: &[Vary], levels: &[usize], read: &Read) -> Result<Scenario, Problems> {
        let chosen = || all.iter().zip(levels);
        let set: Vec<String> = chosen().filter_map(|(vary, &level)| vary.set(level)).collect();
        let mut scenario = read.with(&set)?;
        for (vary, &level) in chosen() {
            if let (Some((lever, level_of)), Some(Cell::Number(intensity))) =
                (vary.lever, vary.levels.get(level))
                && *intensity > 0.0
            {
                let lever = Intervention::throughout(lever, level_of, *intensity, &scenario);
                scenario.interventions.push(lever);
            }
        }
        Ok(scenario)
    }
}

struct Reader<'a> {
    line: &'a str,
    start: usize,
    read: &'a Read,
    report: &'a mut Report,
}

impl<'a> Reader<'a> {
    fn place(&self, part: &str) -> Place {
        let from = (part.as_ptr() as usize).wrapping_sub(self.line.as_ptr() as usize);
        let from = self.start + from.min(self.line.len());
        let span: Range<usize> = from..from + part.len();
        Place::new(Origin::File, span)
    }

    fn error(&mut self, part: &str, message: impl Into<String>, help: impl Into<String>) {
        let (place, help) = (self.place(part), help.into());
        self.report.error(place, message, Some(help).filter(|help| !help.is_empty()));
    }

    fn vary(&mut self) -> Option<Vary> {
        let line = self.line;
        let example = "write it as team.facilitators.count=0..12 or policy.order=random,by_kind";
        let Some((key, values)) = line.split_once('=') else {
            let message = match line.trim() {
                "" => "nothing is varied".to_owned(),
                line => format!("{} has no `=`", quoted(line)),
            };
            self.error(line, message, example);
            return None;
        };
        let (key, values) = (key.trim(), values.trim());
        if values.is_empty() {
            self.error(line, format!("{} has no values", quoted(key)), example);
            return None;
        }
        if let Some((note, level)) = lever(key) {
            let levels = self.numbers(values, (0.0, note.most), false)?;
            return Some(Vary {
                key: key.to_owned(),
                lever: Some((note.lever, level)),
                unit: note.unit.to_owned(),
                levels,
                text: line.trim().to_owned(),
            });
        }
        let addresses = registry().locate(key);
        let Some(address) = addresses.first() else {
            let levers = LEVERS.iter().map(|note| note.id);
            let help = match (registry().nearest(key), closest(key, levers)) {
                (_, Some(lever)) if !key.contains('.') => format!("did you mean `{lever}`?"),
                (Some(meant), _) => format!("did you mean `{meant}`?"),
                _ => "`uptake describe KEY` explains a parameter, `uptake levers` lists levers"
                    .to_owned(),
            };
            self.error(key, format!("unknown parameter or lever {}", quoted(key)), help);
            return None;
        };
        if NOT_DECIDED.contains(&key) || key.starts_with("target.") {
            let help = "name a parameter of the plan, or a lever";
            self.error(key, format!("{} is no decision", quoted(key)), help);
            return None;
        }
        let note = &registry().sections[address.section].keys[address.key].note;
        let levels = match note.form {
            Form::Whole { low, high } => self.numbers(values, (low as f64, high as f64), true)?,
            Form::Number { low, high } => self.numbers(values, (low, high), false)?,
            _ => self.words(values)?,
        };
        let vary = Vary {
            key: key.to_owned(),
            lever: None,
            unit: note.unit.clone(),
            levels,
            text: line.trim().to_owned(),
        };
        self.is_sound(&vary, values).then_some(vary)
    }

    /// True if the scenario can have each level; a problem where it cannot.
    fn is_sound(&mut self, vary: &Vary, values: &str) -> bool {
        for level in 0..vary.levels.len() {
            let Some(set) = vary.set(level) else { continue };
            if let Err(problems) = self.read.with(std::slice::from_ref(&set)) {
                let Some(first) = problems.0.first() else { return false };
                let message = format!("{set}: {}", first.message);
                self.error(values, message, first.help.clone().unwrap_or_default());
                return false;
            }
        }
        true
    }

    fn number(&mut self, text: &str) -> Option<f64> {
        let plain = text.trim().trim_start_matches('£').replace(',', "");
        let found = plain.parse::<f64>().ok().filter(|x| x.is_finite());
        if found.is_none() {
            let message = format!("{} is not a number", quoted(text));
            self.error(text, message, "write a range such as 0..12, or a list such as 1,2,4");
        }
        found
    }

    fn numbers(&mut self, values: &str, ends: (f64, f64), whole: bool) -> Option<Vec<Cell>> {
        let levels = match values.split_once("..") {
            Some((low, rest)) => {
                let (high, step) = match rest.split_once(':') {
                    Some((high, step)) => (high, Some(step)),
                    None => (rest, None),
                };
                let (low, high) = (self.number(low.trim()), self.number(high.trim()));
                let step = match step {
                    Some(step) => Some(self.number(step.trim())?),
                    None => None,
                };
                self.range(values, (low?, high?), step, whole)?
            }
            None => values
                .split(',')
                .map(|value| self.number(value.trim()))
                .collect::<Option<Vec<f64>>>()?,
        };
        // The ends first: they are what was written.
        let inner = levels.len() - 1;
        for &level in levels[inner..].iter().chain(&levels[..inner]) {
            if !(ends.0..=ends.1).contains(&level) {
                let message = format!(
                    "must lie in {}..{}, found {}",
                    plain(ends.0),
                    plain(ends.1),
                    plain(level)
                );
                self.error(values, message, "");
                return None;
            }
            if whole && level.fract() != 0.0 {
                let message = format!("takes whole numbers, found {}", plain(level));
                self.error(values, message, "");
                return None;
            }
        }
        let mut sorted = levels;
        sorted.sort_unstable_by(f64::total_cmp);
        sorted.dedup();
        if sorted.len() < 2 {
            self.error(
                values,
                "one value is no choice",
                "write a range such as 0..12; what is settled goes into the plan",
            );
            return None;
        }
        Some(sorted.into_iter().map(Cell::Number).collect())
    }

    /// Levels from one end to the other.
    fn range(
        &mut self,
        values: &str,
        (low, high): (f64, f64),
        step: Option<f64>,
        whole: bool,
    ) -> Option<Vec<f64>> {
        if low >= high {
            let message =
                format!("the range is empty: {} is not below {}", plain(low), plain(high));
            self.error(values, message, "write the smaller end first");
            return None;
        }
        let step = match step {
            Some(step) if step > 0.0 => step,
            Some(step) => {
                self.error(values, format!("a step is above 0, found {}", plain(step)), "");
                return None;
            }
            None if whole && high - low < LEVELS => 1.0,
            None => nice((high - low) / (LEVELS - 1.0), whole),
        };
        let many = ((high - low) / step + 1e-9).floor();
        if many >= MOST_LEVELS as f64 {
            let message = format!("more than {MOST_LEVELS} values");
            let help = format!(
                "take a larger step, such as {}..{}:{}",
                plain(low),
                plain(high),
                plain(nice((high - low) / 20.0, whole))
            );
            self.error(values, message, help);
            return None;
        }
        let mut levels: Vec<f64> = (0..=many as usize)
            .map(|i| {
                let level = low + i as f64 * step;
                // What a sum of decimals leaves behind is no level of its own.
                (level * 1e9).round() / 1e9
            })
            .collect();
        if levels.last().is_some_and(|last| high - last > 1e-6 * step) {
            levels.push(high);
        }
        Some(levels)
    }

    fn words(&mut self, values: &str) -> Option<Vec<Cell>> {
        let words: Vec<&str> = values.split(',').map(str::trim).collect();
        let mut cells: Vec<Cell> = Vec::new();
        for word in &words {
            let cell = Cell::Word((*word).to_owned());
            if word.is_empty() || cells.contains(&cell) {
                let what = if word.is_empty() { "a word is missing" } else { "it stands twice" };
                self.error(values, what, "write the words with commas between");
                return None;
            }
            cells.push(cell);
        }
        if cells.len() < 2 {
            self.error(values, "one value is no choice", "write the words with commas between");
            return None;
        }
        Some(cells)
    }
}

/// The smallest round step that is no smaller: 1, 2, 2.5 or 5 times a power of ten.
fn nice(least: f64, whole: bool) -> f64 {
    let mut power = 1e-6;
    loop {
        for factor in [1.0, 2.0, 2.5, 5.0] {
            let step: f64 = factor * power;
            if step >= least * (1.0 - 1e-9) && (!whole || step.fract() == 0.0) {
                return step;
            }
        }
        power *= 10.0;
    }
}

/// A lever by its word; hours of another level than its own as `extra_hours.technical`.
fn lever(key: &str) -> Option<(&'static LeverNote, Level)> {
    let (id, level) = match key.split_once('.') {
        Some((id, level)) => (id, Some(level)),
        None => (key, None),
    };
    let note = LEVERS.iter().find(|note| note.id == id)?;
    let level = match level {
        None => note.level,
        Some(level) => Level::ALL.into_iter().find(|l| l.id() == level)?,
    };
    Some((note, level))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(texts: &[&str]) -> Result<Vec<Vary>, String> {
        let read = crate::scenario::builtin(&[]).expect("sound");
        let texts: Vec<String> = texts.iter().map(|&t| t.to_owned()).collect();
        Vary::read_all(&texts, &read).map_err(|problems| problems.to_string())
    }

    fn levels(text: &str) -> Vec<String> {
        let vary = all(&[text]).expect("sound").remove(0);
        vary.levels.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn ranges_steps_and_lists_are_levels() {
        assert_eq!(levels("team.facilitators.count=0..3"), ["0", "1", "2", "3"]);
        assert_eq!(levels("team.facilitators.count=0..40:20"), ["0", "20", "40"]);
        assert_eq!(levels("team.facilitators.count=4, 1,2"), ["1", "2", "4"]);
        assert_eq!(levels("money.budget_per_year=£100,000..£600,000").len(), 11);
        assert_eq!(levels("backfill=0..1:0.25"), ["0", "0.25", "0.5", "0.75", "1"]);
        assert_eq!(
            levels("team.facilitators.hours=0..37.5").last().map(String::as_str),
            Some("37.5")
        );
        assert_eq!(levels("policy.order=random,senders_first"), ["random", "senders_first"]);
        let hours = all(&["extra_hours.technical=0..10"]).expect("sound").remove(0);
        assert_eq!(hours.lever, Some((Lever::ExtraHours, Level::Technical)));
    }

    #[test]
    fn slips_are_told_at_their_place() {
        let cases = [
            ("", "--vary:1:1: nothing is varied"),
            ("team.facilitators.count", "has no `=`"),
            ("team.facilitators.count=", "has no values"),
            ("team.facilitator.cuont=0..2", "unknown parameter or lever"),
            ("bakfill=0..1", "did you mean `backfill`?"),
            ("team.facilitators.count=3", ":25: one value is no choice"),
            ("team.facilitators.count=5..2", ":25: the range is empty: 5 is not below 2"),
            ("team.facilitators.count=0..2:0.5", "takes whole numbers, found 0.5"),
            ("team.facilitators.count=0..many", ":28: `many` is not a number"),
            ("team.facilitators.count=0..2:-1", "a step is above 0"),
            ("team.facilitators.count=0..200:1", "more than 101 values"),
            ("backfill=0..2", "must lie in 0..1, found 2"),
            ("policy.order=random,alphabetical", "policy.order=alphabetical"),
            ("policy.order=random", "one value is no choice"),
            ("seed=1..5", "`seed` is no decision"),
            ("team.nobody.count=0..2", "team.nobody.count=0"),
        ];
        for (text, said) in cases {
            let problems = all(&[text]).expect_err(text);
            assert!(problems.contains(said), "{text}: {problems}");
        }
        let twice = all(&["backfill=0..1", "backfill=0..1"]).expect_err("twice");
        assert!(twice.contains("--vary:2:1: `backfill` is varied twice"), "{twice}");
        let many = all(&["backfill=0..1:0.01", "grace=0..1:0.01", "handover=0..1:0.01"]);
        assert!(many.expect_err("too many").contains("more than 20000 plans"));
    }

    #[test]
    fn a_plan_is_the_scenario_with_its_values_and_levers() {
        let read = crate::scenario::builtin(&[]).expect("sound");
        let texts = ["team.facilitators.count=0..3", "backfill=0..1:0.5"].map(str::to_owned);
        let varied = Vary::read_all(&texts, &read).expect("sound");
        let plan = |levels: &[usize]| Vary::scenario(&varied, levels, &read).expect("sound");
        assert_eq!(plan(&[0, 0]).interventions, read.scenario.interventions);
        let with = plan(&[3, 1]);
        assert_eq!(
            with.interventions.last().map(|i| (i.lever, i.intensity)),
            Some((Lever::Backfill, 0.5))
        );
        assert!(with.team.len() > plan(&[0, 0]).team.len());
    }
}
