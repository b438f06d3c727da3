//! What a study leaves to its base scenario.

use super::super::layer::Entry;
use super::super::problem::{Problems, Report};
use super::super::read::Read;
use super::super::registry::{Shape, registry};
use super::super::suggest::closest;
use super::super::uncertainty::{UncertainParameter, uncertain};
use super::super::value::Value;
use super::cell::Cell;
use super::model::{Design, Luck, Range, Study, StudyParameter, Threshold};
use super::parameters::overlaps;
use crate::measures::measure;

impl Study {
    /// Fills in what depends on the base: documented ranges, the week (the last one, if the study
    /// names none) and, if the study names no threshold, the base's first goal whose measure and
    /// week are kept.
    ///
    /// # Errors
    /// If a week lies beyond the horizon, a threshold is on something that is not kept, nothing is
    /// documented about a parameter without a range, or two parameters set the same value.
    pub fn complete(&mut self, base: &Read) -> Result<(), Problems> {
        let mut report = Report::new(&self.source, &self.text);
        let scenario = &base.scenario;
        if self.weeks.is_empty() {
            self.weeks = vec![scenario.weeks];
        }
        if let Some(&late) = self.weeks.iter().find(|&&week| week > scenario.weeks) {
            let message =
                format!("week {late} lies beyond the horizon of {} weeks", scenario.weeks);
            report.error(
                None,
                message,
                "set weeks in the scenario, or keep an earlier week".to_owned(),
            );
        }
        let last = self.weeks.last().copied().unwrap_or(0);
        match &mut self.threshold {
            Some(threshold) => {
                if threshold.week == u32::MAX {
                    threshold.week = last;
                }
                let kept = self.measures.contains(&threshold.measure)
                    && self.weeks.contains(&threshold.week);
                if !kept {
                    let (name, week) = (threshold.measure.name, threshold.week);
                    let message =
                        format!("the threshold is on {name} in week {week}, which is not kept");
                    report.error(None, message, "add it to measures and weeks".to_owned());
                }
            }
            None => {
                let goal = scenario.targets.iter().filter(|t| t.of.is_none()).find_map(|t| {
                    let measure = measure(&t.measure)?;
                    let kept = self.measures.contains(&measure) && self.weeks.contains(&t.week);
                    kept.then_some(Threshold { measure, at_least: t.at_least, week: t.week })
                });
                self.threshold = goal;
            }
        }
        let all = uncertain(base);
        for parameter in &mut self.parameters {
            parameter.base = own_value(base, &parameter.key);
            if !matches!(parameter.range, Range::Documented(None)) {
                continue;
            }
            let named: Vec<&UncertainParameter> =
                all.iter().filter(|u| u.key == parameter.key || u.luck == parameter.key).collect();
            match named.first() {
                Some(first) => {
                    parameter.keys = named.iter().map(|u| u.key.clone()).collect();
                    parameter.range = Range::Documented(Some((*first).clone()));
                }
                None => {
                    let message = format!(
                        "nothing is documented of how far {} may lie off its value",
                        parameter.key
                    );
                    let help = "give its range: from = and to =, or values = [ … ]".to_owned();
                    report.error(parameter.place, message, help);
                }
            }
        }
        for (one, other) in overlaps(&self.parameters) {
            let (one, other) = (&self.parameters[one], &self.parameters[other]);
            let message = match one.key == other.key {
                true => format!("{} is varied twice", other.key),
                false => format!("{} and {} set the same value", one.key, other.key),
            };
            let help = "vary it once; entries can be named one by one instead of with a star";
            report.error(other.place, message, help.to_owned());
        }
        report.finish().map(|_| ())
    }
}

impl Study {
    /// A study of what is documented of a scenario: every parameter that nobody knows exactly,
    /// from end to end of its documented uncertainty. Entries that share what is not known are
    /// one parameter. With `wanted`, only those whose path is or begins with one of these.
    ///
    /// Its design, what it keeps and its replicates are to be set.
    ///
    /// # Errors
    /// In words, if nothing is documented about one that is wanted.
    pub fn of_documented(base: &Read, wanted: &[String]) -> Result<Study, String> {
        let mut groups: Vec<(String, Vec<UncertainParameter>)> = Vec::new();
        for one in uncertain(base) {
            match groups.iter_mut().find(|(luck, _)| *luck == one.luck) {
                Some((_, members)) => members.push(one),
                None => groups.push((one.luck.clone(), vec![one])),
            }
        }
        let parameters: Vec<StudyParameter> = groups
            .into_iter()
            .filter_map(|(luck, members)| {
                let keys: Vec<String> = members.iter().map(|u| u.key.clone()).collect();
                let first = members.into_iter().next()?;
                Some(StudyParameter::documented(&luck, keys, first))
            })
            .collect();
        let begins = |path: &str, with: &str| {
            path == with || path.strip_prefix(with).is_some_and(|rest| rest.starts_with('.'))
        };
        let is_wanted = |p: &StudyParameter, with: &String| {
            begins(&p.key, with) || p.keys.iter().any(|key| begins(key, with))
        };
        if let Some(unknown) = wanted.iter().find(|w| !parameters.iter().any(|p| is_wanted(p, w))) {
            let paths: Vec<&str> = parameters.iter().map(|p| p.key.as_str()).collect();
            let meant = closest(unknown, paths.iter().copied());
            let help = meant.map_or(String::new(), |meant| format!("; did you mean {meant}?"));
            return Err(format!(
                "nothing is documented of how far {unknown} may lie off its value{help}"
            ));
        }
        let chosen =
            |p: &StudyParameter| wanted.is_empty() || wanted.iter().any(|w| is_wanted(p, w));
        Ok(Study {
            name: base.scenario.name.clone(),
            scenario: None,
            set: Vec::new(),
            replicates: base.scenario.replicates,
            luck: Luck::Matched,
            measures: Vec::new(),
            weeks: vec![base.scenario.weeks],
            design: Design::OneAtATime,
            design_seed: 1,
            parameters: parameters.into_iter().filter(chosen).collect(),
            threshold: None,
            source: base.scenario.name.clone(),
            text: String::new(),
        })
    }
}

/// The one value that a path has in a scenario.
pub(super) fn own_value(base: &Read, key: &str) -> Option<Cell> {
    let mut found: Option<Cell> = None;
    for address in registry().locate(key) {
        let section = &registry().sections[address.section];
        let name = &section.keys[address.key].name;
        let none = [Entry::new("", None)];
        let entries = match (section.shape, base.layer.entries(address.section)) {
            (Shape::Single, []) => &none[..],
            (_, entries) => entries,
        };
        let wanted = address.entry.as_deref().filter(|entry| *entry != "*");
        for entry in entries.iter().filter(|e| wanted.is_none_or(|wanted| e.id == wanted)) {
            let cell = match entry.value(section, name)? {
                Value::Number(x) => Cell::Number(*x),
                Value::Whole(n) => Cell::Number(*n as f64),
                other => Cell::Word(other.to_string()),
            };
            if found.as_ref().is_some_and(|other| *other != cell) {
                return None;
            }
            found = Some(cell);
        }
    }
    found
}
