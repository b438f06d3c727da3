//! Money that is for a year each (`money.by_year`): what of each is spent, when it runs out, what is lost.

use std::ops::RangeInclusive;

use jiff::civil::Date;
use serde::Serialize;

use super::money::{RunsOut, in_pounds, to_the_penny};
use super::words::{count, futures};
use crate::measures::Counter;
use crate::results::{Ensemble, ReplicateResult, mean_pence};
use crate::scenario::{Money, Scenario};

/// The money of a year of the plan, as far as the horizon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YearMoney {
    /// First day of the year.
    pub from: Date,
    /// Pence that there are, with what came over from the year before.
    pub there: i64,
    /// Pence that are spent, the mean of all futures.
    pub spent: i64,
    /// Pence that are lost at its end.
    pub lost: i64,
    /// When all of it is paid, before the year's end.
    pub runs_out: RunsOut,
}

/// The same for programs: pounds.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct YearSummary {
    /// First day of the year.
    pub from: String,
    /// What there is, with what came over from the year before.
    pub available: f64,
    /// What is spent, the mean of all futures.
    pub spent: f64,
    /// What is lost at its end.
    pub lost: f64,
    /// When all of it is paid, before the year's end.
    pub runs_out: RunsOut,
}

impl YearMoney {
    /// Each year that begins before the horizon and has money of its own.
    pub fn all(scenario: &Scenario, ensemble: &Ensemble) -> Vec<YearMoney> {
        let money = &scenario.money;
        let regions = scenario.regions.len() as f64;
        let mut years: Vec<YearMoney> = Vec::new();
        for (year, &pounds) in money.by_year.iter().enumerate() {
            let Some(weeks) = weeks_of(year, ensemble.weeks) else { break };
            let (first, last) = (*weeks.start(), *weeks.end());
            let until = |week| mean_pence(ensemble, Counter::SpendCum, 0, week);
            let over = years.last().map_or(0, |y| y.there - y.spent - y.lost);
            let there = over + (100.0 * pounds * regions).round() as i64;
            let spent = until(last) - until(first - 1);
            let ends = Money::year_of(ensemble.weeks + 1) > year;
            let last_of_all = year + 1 == money.by_year.len();
            years.push(YearMoney {
                from: ensemble.date(first - 1),
                there,
                spent,
                lost: if ends && !money.carry_over { there - spent } else { 0 },
                runs_out: RunsOut::when(ensemble, |r| {
                    runs_out(scenario, r, year, if last_of_all { last } else { last - 1 })
                }),
            });
        }
        years
    }

    /// For programs.
    pub fn summary(&self) -> YearSummary {
        YearSummary {
            from: self.from.to_string(),
            available: in_pounds(self.there),
            spent: in_pounds(self.spent),
            lost: in_pounds(self.lost),
            runs_out: self.runs_out.clone(),
        }
    }
}

impl YearSummary {
    /// "Year 2, from 2027-04-05: £198,000.00 of £200,000.00 are spent, and £2,000.00 are lost at its end; …".
    pub fn sentence(&self, nth: usize) -> String {
        let shown = |x: f64| to_the_penny((100.0 * x).round() as i64);
        let lost = if self.lost > 0.0 {
            format!(", and {} are lost at its end", shown(self.lost))
        } else {
            String::new()
        };
        let out = &self.runs_out;
        let all = futures(out.of as usize);
        let when = match (&out.early, &out.middle, &out.late) {
            (Some(early), Some(middle), Some(late)) => format!(
                "this year's money runs out in {} of {all}, in the middle of these on {middle} ({early} to {late})",
                count(out.futures.into())
            ),
            _ => format!("this year's money runs out in none of {all}"),
        };
        format!(
            "Year {nth}, from {}: {} of {} are spent{lost}; {when}.",
            self.from,
            shown(self.spent),
            shown(self.available)
        )
    }
}

/// Weeks that begin in a year of the plan, up to the horizon; none where it has none.
fn weeks_of(year: usize, horizon: u32) -> Option<RangeInclusive<u32>> {
    let mut weeks = (1..=horizon).filter(|&week| Money::year_of(week) == year);
    let first = weeks.next()?;
    Some(first..=weeks.next_back().unwrap_or(first))
}

/// When the money of the last year is paid that has any before the horizon.
pub(super) fn last_year_out(scenario: &Scenario, r: &ReplicateResult, horizon: u32) -> Option<u32> {
    let last = scenario.money.by_year.len().checked_sub(1)?;
    runs_out(scenario, r, last.min(Money::year_of(horizon)), horizon)
}

/// The week after which less than a pound in each region is left of what may be spent by the end of a year.
fn runs_out(scenario: &Scenario, r: &ReplicateResult, year: usize, last: u32) -> Option<u32> {
    let money = &scenario.money;
    let regions = scenario.regions.len() as f64;
    let spent = |week: u32| r.trajectory.exact(Counter::SpendCum, 0, week as usize);
    let weeks = weeks_of(year, last)?;
    let before = match money.carry_over {
        true => money.by_year.iter().take(year).sum::<f64>() * regions,
        false => spent(*weeks.start() - 1),
    };
    let limit = before + money.by_year.get(year)? * regions;
    weeks.into_iter().find(|&week| spent(week) > limit - regions)
}
