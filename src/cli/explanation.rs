//! How an explanation is asked for: by the command line, and again from a manifest.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use jiff::civil::Date;
use uptake::experiments::Progress as Step;
use uptake::experiments::explanation::{Question, Run, explain, runs};
use uptake::measures::measure;
use uptake::outputs::answer::month;
use uptake::outputs::explanation::Explained;
use uptake::scenario::{Read, Scenario, last_day, week_of_plan};

use super::analysis::{Ask, Found};
use super::exit::{Exit, Failure};

/// Names of the entries in the manifest's options.
const MEASURE: &str = "explain_measure";
const WEEK: &str = "explain_week";

/// From the entries of a manifest; `None` if it is not that of an explanation.
pub fn of_options(options: &BTreeMap<String, String>) -> Option<Box<dyn Ask>> {
    let measure = measure(options.get(MEASURE)?)?;
    Some(Box::new(Question { measure, week: options.get(WEEK)?.parse().ok()? }))
}

impl Ask for Question {
    fn name(&self) -> &'static str {
        "explain"
    }

    fn options(&self) -> BTreeMap<String, String> {
        BTreeMap::from([
            (MEASURE.to_owned(), self.measure.name.to_owned()),
            (WEEK.to_owned(), self.week.to_string()),
        ])
    }

    fn week(&self) -> Option<u32> {
        Some(self.week)
    }

    fn runs(&self, scenario: &Scenario) -> f64 {
        runs(scenario, *self) as f64
    }

    fn doing(&self) -> String {
        format!("Explaining {} in", self.measure.name)
    }

    fn find(
        &self,
        read: &Read,
        jobs: Option<usize>,
        step: &(dyn Fn(Step) -> ControlFlow<()> + Sync),
    ) -> Result<Found, Failure> {
        let scenario = &read.scenario;
        let Run { base, explanation, stopped } = explain(scenario, *self, jobs, step);
        let explained =
            explanation.as_ref().map(|found| Explained { scenario, base: &base, found });
        let document = explained.map(|e| e.document()).transpose().map_err(Failure::runtime)?;
        let first = explanation.iter().filter_map(|found| found.attribution.as_ref());
        let first = first
            .flat_map(|a| &a.forces)
            .max_by(|a, b| a.sampled.mean().abs().total_cmp(&b.sampled.mean().abs()));
        let next = first.map_or("forces.NAME", |force| force.name);
        let next = format!("uptake describe forces.{next} says what that force does");
        Ok(Found { base, document, stopped, next })
    }

    fn nothing(&self) -> Failure {
        Failure::runtime(format!(
            "{} has no value in week {} in some run of every pair of futures",
            self.measure.name, self.week
        ))
        .with_exit(Exit::Partial)
        .with_help("choose another --measure, or a later --at")
    }
}

/// The week that the user means: a number of weeks, the last week that begins in a month, or the
/// week of a day; the horizon if nothing is said.
///
/// # Errors
/// Exit 3 if it is not a date, or not within the horizon.
pub fn week_of(text: Option<&str>, scenario: &Scenario) -> Result<u32, Failure> {
    let Some(text) = text else { return Ok(scenario.weeks) };
    let invalid = |message: String| {
        Failure::runtime(message).with_exit(Exit::Invalid).with_help(format!(
            "say a month such as 2029-03, a day, or a number of weeks from 1 to {}",
            scenario.weeks
        ))
    };
    if let (Ok(week), true) = (text.parse::<u32>(), text.len() < 5) {
        let outside =
            || format!("week {week} does not lie in the horizon of {} weeks", scenario.weeks);
        return Some(week)
            .filter(|week| (1..=scenario.weeks).contains(week))
            .ok_or_else(|| invalid(outside()));
    }
    let last = last_day(scenario.start, scenario.weeks);
    let (first, day) = match text.parse::<Date>() {
        Ok(day) => (day, day),
        Err(_) => {
            let first: Date = format!("{text}-01")
                .parse()
                .map_err(|_| invalid(format!("`{text}` is not a date")))?;
            // The month in which the plan ends may go on after its last week.
            (first, first.last_of_month().min(last))
        }
    };
    let within = Some(day).filter(|day| *day >= first);
    within.and_then(|day| week_of_plan(scenario.start, scenario.weeks, day)).ok_or_else(|| {
        invalid(format!(
            "{text} does not lie within the plan, from {} to {}",
            month(scenario.start).replace('\u{a0}', " "),
            month(last).replace('\u{a0}', " ")
        ))
    })
}

#[cfg(test)]
mod tests {
    use uptake::scenario::builtin;

    use super::*;

    #[test]
    fn dates_are_weeks_of_the_plan() {
        let scenario = builtin(&[]).unwrap().scenario; // from 5 January 2026, 260 weeks
        let week = |text: &str| week_of(Some(text), &scenario).ok();
        assert_eq!(week("52"), Some(52));
        assert_eq!(week("2027-01-04"), Some(52));
        assert_eq!(week("2027-01-03"), Some(51));
        assert_eq!(week("2026-01"), Some(3), "the last week that begins in January");
        assert_eq!(week("2030-12"), Some(260));
        assert_eq!(week("2031-01"), Some(260), "the plan ends in it");
        assert_eq!(week("2031-01-05"), Some(260), "the last day of the last week");
        for wrong in ["0", "261", "2025-12", "2031-02", "2031-01-06", "soon", "2026-13", "-3", ""] {
            assert_eq!(week(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_manifest_keeps_the_question() {
        let question = Question { measure: measure("staff.weekly").unwrap(), week: 31 };
        let kept = of_options(&question.options()).unwrap();
        assert_eq!((kept.options(), kept.week()), (question.options(), Some(31)));
        assert!(of_options(&BTreeMap::new()).is_none());
    }
}
