//! How an explanation is asked for: by the command line, and again from a manifest.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use jiff::civil::Date;
use uptake::experiments::explanation::{Question, Run, explain, runs};
use uptake::measures::measure;
use uptake::outputs::answer::month;
use uptake::scenario::{Scenario, last_day, week_of_plan};

use super::estimate::{Estimate, Task};
use super::exit::{Exit, Failure};
use super::interrupt;
use super::progress::Progress;
use super::terminal::Terminal;

/// Names of the entries in the manifest's options.
const MEASURE: &str = "explain_measure";
const WEEK: &str = "explain_week";

/// As entries of a manifest.
pub fn to_options(question: Question) -> BTreeMap<String, String> {
    BTreeMap::from([
        (MEASURE.to_owned(), question.measure.name.to_owned()),
        (WEEK.to_owned(), question.week.to_string()),
    ])
}

/// From the entries of a manifest; `None` if it is not that of an explanation.
pub fn of_options(options: &BTreeMap<String, String>) -> Option<Question> {
    let measure = measure(options.get(MEASURE)?)?;
    Some(Question { measure, week: options.get(WEEK)?.parse().ok()? })
}

/// The week that the user means: a number of weeks, the last week that begins in a month, or the
/// week of a day.
///
/// # Errors
/// Exit 3 if it is not a date, or not within the horizon.
pub fn week_of(text: &str, scenario: &Scenario) -> Result<u32, Failure> {
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

/// What that takes.
pub fn estimated(scenario: &Scenario, question: Question, jobs: Option<usize>) -> Estimate {
    let run = Task::run(scenario.replicates);
    let looked_at = runs(scenario, question) as f64 - run.kept;
    Estimate::of(scenario, Task { looked_at, tables: false, ..run }, jobs)
}

/// Run all that an explanation needs, with a bar and an ear for Ctrl-C.
pub fn simulate(
    scenario: &Scenario,
    question: Question,
    jobs: Option<usize>,
    terminal: Terminal,
) -> Run {
    interrupt::watch();
    let progress = Progress::of(terminal, 0, "runs");
    let run = explain(scenario, question, jobs, &|step| {
        progress.set_length(step.of);
        progress.set(step.done);
        if interrupt::asked() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    progress.clear();
    run
}

/// The measure has no value where one is needed.
pub fn nothing(question: Question) -> Failure {
    Failure::runtime(format!(
        "{} has no value in week {} in some run of every pair of futures",
        question.measure.name, question.week
    ))
    .with_exit(Exit::Partial)
    .with_help("choose another --measure, or a later --at")
}

#[cfg(test)]
mod tests {
    use uptake::scenario::builtin;

    use super::*;

    #[test]
    fn dates_are_weeks_of_the_plan() {
        let scenario = builtin(&[]).unwrap().scenario; // from 5 January 2026, 260 weeks
        let week = |text: &str| week_of(text, &scenario).ok();
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
        assert_eq!(of_options(&to_options(question)), Some(question));
        assert_eq!(of_options(&BTreeMap::new()), None);
    }
}
