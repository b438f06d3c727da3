//! Money as planners have it: what is spent on what in which year, when it runs out, what is left, what
//! forces took away, who was paid with nothing to do, and the whole cost beside the project's.
//!
//! Sums are means over futures in whole pence that add up, the same as the curves' (`results::mean_pence`).

use serde::Serialize;

use super::calendar::year_ends;
use super::money_years::{YearMoney, YearSummary, last_year_out};
use super::words::{FEWEST_FOR_PERCENTILES, count, futures, pounds};
use crate::measures::Counter;
use crate::results::{Ensemble, ReplicateResult, mean_pence};
use crate::scenario::{Money, Scenario};

/// What the money is for, as files and people call it.
const HEADINGS: [(&str, &str, Counter); 4] = [
    ("team", "Team", Counter::SpendTeamCum),
    ("levers", "Levers", Counter::SpendLeversCum),
    ("cover", "Cover of training", Counter::SpendCoverCum),
    ("other", "Anything else", Counter::SpendOtherCum),
];
/// What others pay, beside the project.
const OTHERS: [(&str, &str, Counter); 2] = [
    ("employers", "Employers of unpaid members", Counter::EmployersCum),
    ("clinicians", "Front-line time", Counter::CliniciansCum),
];
/// Less than this is nothing.
const A_POUND: f64 = 1.0;

/// What is spent on one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its name in files.
    pub name: &'static str,
    /// What people call it.
    pub label: &'static str,
    /// Pence in each year.
    pub pence: Vec<i64>,
}

impl Line {
    /// Pence over all years.
    pub fn total(&self) -> i64 {
        self.pence.iter().sum()
    }
}

/// The money of one plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Spending {
    /// Calendar years, the last one up to the horizon.
    pub years: Vec<String>,
    /// The project's money by heading.
    pub project: Vec<Line>,
    /// What others give.
    pub others: Vec<Line>,
    /// Of the project's money, pence for hours in which there was nothing to do.
    pub idle: Line,
    /// Pence that forces took from the project's money.
    pub taken: Line,
    /// Pounds that there are for the plan, if they are limited.
    pub available: Option<f64>,
    /// When all of it is paid, in the futures in which it is.
    pub runs_out: RunsOut,
    /// The money of each year, where it is given by year.
    pub plan_years: Vec<YearMoney>,
}

/// When the money runs out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct RunsOut {
    /// Futures in which it does before the horizon.
    pub futures: u32,
    /// Futures in all.
    pub of: u32,
    /// The early end of the range: of 90 of 100 of these futures, or of all where they are few.
    pub early: Option<String>,
    /// The middle.
    pub middle: Option<String>,
    /// The late end.
    pub late: Option<String>,
}

/// The same for programs: pounds.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MoneySummary {
    /// Calendar years.
    pub years: Vec<String>,
    /// The project's money by heading, mean over futures.
    pub project: Vec<LineSummary>,
    /// The project's money in all.
    pub spent: f64,
    /// What others give.
    pub others: Vec<LineSummary>,
    /// The whole cost.
    pub whole: f64,
    /// Paid for hours with nothing to do.
    pub idle: LineSummary,
    /// Taken away by forces.
    pub taken: LineSummary,
    /// What there is; null where it is not limited.
    pub available: Option<f64>,
    /// What of that is not spent by the horizon.
    pub unspent: Option<f64>,
    /// When it runs out.
    pub runs_out: RunsOut,
    /// The money of each year of the plan, where it is given by year.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub plan_years: Vec<YearSummary>,
}

/// What is spent on one thing, in pounds.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LineSummary {
    /// Its name.
    pub name: &'static str,
    /// What people call it.
    #[serde(skip)]
    pub label: &'static str,
    /// In each year.
    pub by_year: Vec<f64>,
    /// In all.
    pub total: f64,
}

/// Pence as pounds.
pub fn in_pounds(pence: i64) -> f64 {
    pence as f64 / 100.0
}

/// "£1,234.50".
pub fn to_the_penny(pence: i64) -> String {
    let whole = count((pence.abs() / 100) as f64);
    let sign = if pence < 0 { "−" } else { "" };
    format!("{sign}£{whole}.{:02}", pence.abs() % 100)
}

impl Spending {
    /// Of a plan's futures.
    pub fn of(scenario: &Scenario, ensemble: &Ensemble) -> Self {
        let dates: Vec<_> = (0..=ensemble.weeks).map(|week| ensemble.date(week)).collect();
        let ends = year_ends(&dates);
        let one = |&(name, label, counter): &(&'static str, &'static str, Counter)| {
            let at = |&week: &usize| mean_pence(ensemble, counter, 0, week as u32);
            Line { name, label, pence: yearly(&ends.iter().map(at).collect::<Vec<_>>()) }
        };
        let lines = |headings: &[_]| headings.iter().map(one).collect();
        let available = available(scenario, ensemble.weeks);
        Spending {
            years: ends.iter().map(|&week| dates[week].year().to_string()).collect(),
            project: lines(&HEADINGS),
            others: lines(&OTHERS),
            idle: one(&("idle", "Paid with nothing to do", Counter::SpendIdleCum)),
            taken: one(&("taken", "Taken away by forces", Counter::TakenCum)),
            runs_out: RunsOut::of(scenario, ensemble),
            available,
            plan_years: YearMoney::all(scenario, ensemble),
        }
    }

    /// Pence of the project in each year.
    pub fn by_year(&self) -> Vec<i64> {
        let year = |i: usize| self.project.iter().map(|line| line.pence[i]).sum();
        (0..self.years.len()).map(year).collect()
    }

    /// Pence of the project in all.
    pub fn spent(&self) -> i64 {
        self.project.iter().map(Line::total).sum()
    }

    /// Pence of the whole cost.
    pub fn whole(&self) -> i64 {
        self.spent() + self.others.iter().map(Line::total).sum::<i64>()
    }

    /// Pence of what there is that are not spent.
    pub fn unspent(&self) -> Option<i64> {
        Some((100.0 * self.available?).round() as i64 - self.spent())
    }

    /// Pence that are lost at the ends of years.
    pub fn lost(&self) -> i64 {
        self.plan_years.iter().map(|year| year.lost).sum()
    }

    /// What is left of a plan's money, and when it runs out; nothing where it is not limited.
    pub fn left(&self, plan: &str, when: &str) -> Option<String> {
        let there = pounds(self.available?);
        let left = to_the_penny(self.unspent()?);
        let out = self.runs_out.sentence();
        Some(format!("{plan}: {left} of {there} are not spent by {when}, on average. {out}"))
    }

    /// For programs.
    pub fn summary(&self) -> MoneySummary {
        let line = |line: &Line| LineSummary {
            name: line.name,
            label: line.label,
            by_year: line.pence.iter().map(|&pence| in_pounds(pence)).collect(),
            total: in_pounds(line.total()),
        };
        MoneySummary {
            years: self.years.clone(),
            project: self.project.iter().map(line).collect(),
            spent: in_pounds(self.spent()),
            others: self.others.iter().map(line).collect(),
            whole: in_pounds(self.whole()),
            idle: line(&self.idle),
            taken: line(&self.taken),
            available: self.available,
            unspent: self.unspent().map(in_pounds),
            runs_out: self.runs_out.clone(),
            plan_years: self.plan_years.iter().map(YearMoney::summary).collect(),
        }
    }
}

impl MoneySummary {
    /// What there is and what becomes of it, where it is limited.
    pub fn sentence(&self, when: &str) -> Option<String> {
        let (available, unspent) = (self.available?, self.unspent?);
        let parts = self.project.iter().filter(|line| line.total > 0.0);
        let parts: Vec<String> = parts
            .map(|line| format!("{} {}", line.label.to_lowercase(), shown(line.total)))
            .collect();
        let said = |line: &LineSummary, what: &str| match line.total {
            x if x <= 0.0 => String::new(),
            x => format!(" {} {what}.", shown(x)),
        };
        let years: Vec<String> =
            self.plan_years.iter().enumerate().map(|(i, year)| year.sentence(i + 1)).collect();
        let out = if years.is_empty() { self.runs_out.sentence() } else { years.join(" ") };
        Some(format!(
            "Of {}, {} are spent by {when}, on average ({}), and {} are not. {out}{}{} With what employers and \
             clinicians give, the whole cost is {}.",
            pounds(available),
            shown(self.spent),
            parts.join(", "),
            shown(unspent),
            said(&self.taken, "of what was planned were taken away by forces"),
            said(&self.idle, "were paid for hours with nothing to do"),
            shown(self.whole)
        ))
    }
}

/// Pounds to the penny.
fn shown(x: f64) -> String {
    to_the_penny((100.0 * x).round() as i64)
}

impl RunsOut {
    fn sentence(&self) -> String {
        let all = futures(self.of as usize);
        match (&self.early, &self.middle, &self.late) {
            (Some(early), Some(middle), Some(late)) => format!(
                "It runs out in {} of {all}, in the middle of these on {middle} ({early} to {late}).",
                count(self.futures.into())
            ),
            _ => format!("It runs out in none of {all}."),
        }
    }

    /// When all is paid that there is: the total, or the money of the last year.
    fn of(scenario: &Scenario, ensemble: &Ensemble) -> Self {
        let regions = scenario.regions.len() as f64;
        Self::when(ensemble, |r| {
            let spent = |week: u32| r.trajectory.exact(Counter::SpendCum, 0, week as usize);
            let total = scenario.money.total.map(|total| (total - A_POUND) * regions);
            let first =
                (0..=ensemble.weeks).find(|&week| total.is_some_and(|all| spent(week) > all));
            first.or_else(|| last_year_out(scenario, r, ensemble.weeks))
        })
    }

    /// Of the futures in which it is told when.
    pub(super) fn when(
        ensemble: &Ensemble,
        first: impl Fn(&ReplicateResult) -> Option<u32>,
    ) -> Self {
        let of = ensemble.replicates.len() as u32;
        let mut weeks: Vec<u32> = ensemble.replicates.iter().filter_map(first).collect();
        weeks.sort_unstable();
        let n = weeks.len();
        let (low, high) = if n < FEWEST_FOR_PERCENTILES { (0.0, 1.0) } else { (0.05, 0.95) };
        let at = |share: f64| {
            let rank = ((n as f64 * share).ceil() as usize).clamp(1, n.max(1)) - 1;
            weeks.get(rank).map(|&week| ensemble.date(week).to_string())
        };
        RunsOut { futures: n as u32, of, early: at(low), middle: at(0.5), late: at(high) }
    }
}

/// What there is for the whole plan: the total, or what all years come to, in all regions.
fn available(scenario: &Scenario, weeks: u32) -> Option<f64> {
    let money = &scenario.money;
    let years = f64::from(money.ends_week.map_or(weeks, |end| end.min(weeks))) / WEEKS_PER_YEAR;
    let begun = Money::year_of(weeks) + 1;
    let listed = (!money.by_year.is_empty()).then(|| money.by_year.iter().take(begun).sum::<f64>());
    let region = |r: &crate::scenario::Region| {
        let rate = r.budget_per_year.or(money.budget_per_year).map(|budget| budget * years);
        [money.total, rate, listed].into_iter().flatten().reduce(f64::min)
    };
    scenario.regions.iter().map(region).sum()
}

/// Weeks in a year.
const WEEKS_PER_YEAR: f64 = 365.25 / 7.0;

/// What comes in each year, from what has come since the start.
fn yearly(since_start: &[i64]) -> Vec<i64> {
    let before = std::iter::once(0).chain(since_start.iter().copied());
    since_start.iter().zip(before).map(|(now, before)| now - before).collect()
}
