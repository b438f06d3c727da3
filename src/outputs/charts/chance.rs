//! Share of futures in which a goal has been reached, month by month.

use plotters::style::Color;

use super::axes::Scale;
use super::coverage::weeks_drawn;
use super::palette::CATEGORIES;
use super::plot::{EndLabel, Frame};
use super::sheet::Sheet;
use super::{Chart, ChartError, Data, Table};
use crate::measures::{Measure, measure};
use crate::outputs::answer::goal_in_words;
use crate::outputs::calendar::{month_and_year, short_date, year_ends};
use crate::outputs::targets::first_met;
use crate::outputs::words::{self, count};
use crate::scenario::Target;

/// Most curves in one plot.
const MOST: usize = 4;
/// Half the width of a mark.
const HALF: f64 = 5.0;

/// The futures that have reached one goal.
struct Reached<'a> {
    /// What its label says: the goal, or the scenario.
    label: String,
    target: &'a Target,
    /// Futures that have reached it, by week.
    futures: Vec<u32>,
    /// Futures in all.
    all: u32,
}

/// The chart `target_chance`: the goals of one scenario, or the first goal of the first of
/// several under each of them. None without a goal.
pub(super) fn draw(data: &[Data]) -> Option<Result<Chart, ChartError>> {
    let first = *data.first()?;
    let weeks = first.ensemble.weeks;
    let goals: Vec<(&Target, &Measure)> = first
        .scenario
        .targets
        .iter()
        .filter(|target| target.week <= weeks)
        .filter_map(|target| Some((target, measure(&target.measure)?)))
        .collect();
    let &(goal, _) =
        goals.iter().find(|(t, _)| t.measure == "organisations.real_use").or(goals.first())?;
    let several = data.len() > 1;
    let reached: Vec<Reached> = if several {
        let under = |data: &Data| {
            Some(Reached::of(data, goal, measure(&goal.measure)?, data.scenario.name.clone()))
        };
        data.iter().filter_map(under).take(MOST).collect()
    } else {
        let each = |(i, &(target, measure)): (usize, &(_, _))| {
            Reached::of(&first, target, measure, format!("Goal {}", i + 1))
        };
        goals.iter().enumerate().map(each).take(MOST).collect()
    };
    let sheet = Sheet {
        message: message(first, &reached, several),
        statistics: statistics(first, &reached, several),
        axis: "Share of simulated futures that have reached the goal".to_owned(),
        scale: Scale::part(reached.iter().map(Reached::highest).fold(0.0, f64::max)),
        values: values(first, &reached),
        labels: reached.iter().zip(CATEGORIES).map(|(r, colour)| r.at_the_end(colour)).collect(),
        table: table(first, &reached),
        // Of several scenarios each may lose its money at another time.
        money_ends: if several { None } else { Sheet::over_weeks(first, "").money_ends },
        ..Sheet::over_weeks(first, "target_chance")
    };
    Some(sheet.draw(|canvas, frame| {
        reached.iter().zip(CATEGORIES).rev().try_for_each(|(reached, colour)| {
            canvas.line(reached.line(frame), colour.to_rgba(), 3.4)
        })?;
        // Marks that would cover each other stand side by side.
        let places: Vec<(f64, f64)> = reached.iter().map(|r| r.place(frame)).collect();
        for (i, (&(x, y), colour)) in places.iter().zip(CATEGORIES).enumerate() {
            let near =
                |p: &&(f64, f64)| (p.0 - x).abs() < 2.0 * HALF && (p.1 - y).abs() < 2.0 * HALF;
            let x = x - places[..i].iter().filter(near).count() as f64 * (2.0 * HALF + 2.0);
            canvas.block((x - HALF, y - HALF), (x + HALF, y + HALF), colour.to_rgba())?;
        }
        Ok(())
    }))
}

impl<'a> Reached<'a> {
    fn of(data: &Data, target: &'a Target, measure: &Measure, label: String) -> Self {
        let weeks = data.ensemble.weeks as usize;
        let mut futures = vec![0; weeks + 1];
        for week in first_met(data.ensemble, measure, target).into_iter().flatten() {
            futures[week as usize] += 1;
        }
        for week in 1..=weeks {
            futures[week] += futures[week - 1];
        }
        Reached { label, target, futures, all: data.ensemble.replicates.len() as u32 }
    }

    fn share(&self, week: usize) -> f64 {
        f64::from(self.by(week)) / f64::from(self.all.max(1))
    }

    fn by(&self, week: usize) -> u32 {
        self.futures.get(week).copied().unwrap_or(0)
    }

    fn line(&self, frame: &Frame) -> Vec<(f64, f64)> {
        weeks_drawn(self.futures.len()).map(|w| frame.at(w as f64, self.share(w))).collect()
    }

    fn highest(&self) -> f64 {
        self.share(self.futures.len().saturating_sub(1))
    }

    /// Where the square in the week of the goal wants to stand.
    fn place(&self, frame: &Frame) -> (f64, f64) {
        let week = self.target.week;
        frame.at(week.into(), self.share(week as usize))
    }

    fn at_the_end(&self, colour: plotters::style::RGBColor) -> EndLabel {
        let last = self.futures.len().saturating_sub(1);
        EndLabel {
            value: self.share(last),
            colour,
            lines: vec![self.label.clone(), self.in_words(last)],
        }
    }

    /// `27 of 100`.
    fn in_words(&self, week: usize) -> String {
        format!("{} of {}", count(self.by(week).into()), count(self.all.into()))
    }
}

fn message(data: Data, reached: &[Reached], several: bool) -> String {
    let Some(first) = reached.first() else { return String::new() };
    let by = month_and_year(data.ensemble.date(first.target.week));
    let goal = measure(&first.target.measure)
        .map_or_else(String::new, |m| goal_in_words(first.target.at_least, m, label(first.target)));
    let week = first.target.week as usize;
    if several {
        let each: Vec<String> =
            reached.iter().map(|r| format!("{} {}", r.label, r.in_words(week))).collect();
        return format!("Simulated futures that have reached {goal} by {by}: {}.", each.join("; "));
    }
    format!(
        "By {by}, {} of {} have reached {goal}.",
        count(first.by(week).into()),
        words::futures(first.all as usize)
    )
}

/// What the group of a goal is called.
fn label(target: &Target) -> Option<&str> {
    target.of.as_ref().map(|of| of.label.as_str())
}

fn statistics(data: Data, reached: &[Reached], several: bool) -> String {
    let mut text = "Reached: at least once up to then. Square: the date of the goal.".to_owned();
    if !several {
        for one in reached {
            let Some(measure) = measure(&one.target.measure) else { continue };
            let by = month_and_year(data.ensemble.date(one.target.week));
            let goal = goal_in_words(one.target.at_least, measure, label(one.target));
            text.push_str(&format!(" {}: {goal} by {by}.", one.label));
        }
    }
    text
}

fn values(data: Data, reached: &[Reached]) -> String {
    let at = |week: usize| {
        let each: Vec<String> =
            reached.iter().map(|r| format!("{} {}", r.label, r.in_words(week))).collect();
        format!("{}: {}.", short_date(data.curves.dates[week]), each.join("; "))
    };
    year_ends(&data.curves.dates).into_iter().map(at).collect::<Vec<_>>().join(" ")
}

fn table(data: Data, reached: &[Reached]) -> Table {
    let labels = reached.iter().map(|r| format!("{}: futures that have reached it", r.label));
    let mut table = Table::new(std::iter::once("Week of".to_owned()).chain(labels));
    for week in year_ends(&data.curves.dates) {
        let date = short_date(data.curves.dates[week]);
        table.row([date].into_iter().chain(reached.iter().map(|r| r.in_words(week))));
    }
    table
}
