//! What is left after the project's money ends, of what there was on that day.

use plotters::style::{Color, RGBColor};

use super::axes::Scale;
use super::palette::{BLUE, ORANGE, PINK, TURQUOISE};
use super::plot::{Across, EndLabel};
use super::sheet::Sheet;
use super::{Chart, ChartError, Data, Table};
use crate::measures::Counter;
use crate::outputs::calendar::{month_and_year, short_date, year_ends};
use crate::outputs::words::{self, FEWEST_FOR_PERCENTILES, percent, percent_range};
use crate::stats::quantiles::quantile;

/// What is followed, with its colour.
const FOLLOWED: [(&str, Counter, RGBColor); 4] = [
    ("Live", Counter::OrgLive, BLUE),
    ("In real use", Counter::OrgRealUse, TURQUOISE),
    ("Staff, monthly", Counter::StaffMonth, PINK),
    ("Current records", Counter::PatTrue, ORANGE),
];

/// Fewer months than this are said in weeks.
const FEW_MONTHS: u32 = 3;

/// What is left of one thing, by week since the money ended.
struct Left {
    name: &'static str,
    colour: RGBColor,
    /// Low end, middle and high end over the futures that had any.
    weeks: Vec<[f64; 3]>,
    futures: usize,
}

/// The chart `after_funding`; none unless money ends before the last week.
pub(super) fn draw(data: Data) -> Option<Result<Chart, ChartError>> {
    let end = data.scenario.money.ends_week.filter(|&week| week < data.ensemble.weeks)?;
    let left: Vec<Left> = FOLLOWED.iter().filter_map(|f| Left::of(data, f, end)).collect();
    left.first()?;
    let dates = data.curves.dates.get(end as usize..)?;
    let most = left.iter().flat_map(|l| &l.weeks).map(|w| w[1]).fold(1.0, f64::max);
    let sheet = Sheet {
        message: message(data, &left, end),
        statistics: statistics(data),
        axis: format!("Left of what there was in {}", month_and_year(data.ensemble.date(end))),
        values: values(data, &left, end),
        scale: Scale::shares(most),
        labels: left.iter().filter_map(Left::label).collect(),
        table: table(data, &left, end),
        across: Across::Weeks(dates),
        money_ends: None,
        ..Sheet::over_weeks(data, "after_funding")
    };
    Some(sheet.draw(|canvas, frame| {
        left.iter().try_for_each(|left| {
            let places = left.weeks.iter().enumerate().map(|(w, v)| frame.at(w as f64, v[1]));
            canvas.line(places, left.colour.to_rgba(), 3.4)
        })
    }))
}

impl Left {
    fn of(
        data: Data,
        &(name, counter, colour): &(&'static str, Counter, RGBColor),
        end: u32,
    ) -> Option<Self> {
        let at = |k: usize, week: u32| {
            f64::from(data.ensemble.replicates[k].trajectory.get(counter, 0, week as usize))
        };
        let had: Vec<usize> =
            (0..data.ensemble.replicates.len()).filter(|&k| at(k, end) > 0.0).collect();
        if had.is_empty() {
            return None;
        }
        let week = |week: u32| {
            let mut shares: Vec<f64> = had.iter().map(|&k| at(k, week) / at(k, end)).collect();
            shares.sort_unstable_by(f64::total_cmp);
            let q = |q: f64| quantile(&shares, q);
            if shares.len() < FEWEST_FOR_PERCENTILES {
                [q(0.0), q(0.5), q(1.0)]
            } else {
                [q(0.05), q(0.5), q(0.95)]
            }
        };
        let weeks = (end..=data.ensemble.weeks).map(week).collect();
        Some(Left { name, colour, weeks, futures: had.len() })
    }

    fn label(&self) -> Option<EndLabel> {
        let &[low, middle, high] = self.weeks.last()?;
        let range = percent_range(low, high);
        let figures = match self.futures {
            1 => percent(middle),
            _ => format!("{} ({range})", percent(middle)),
        };
        let lines = vec![self.name.to_owned(), figures];
        Some(EndLabel { value: middle, colour: self.colour, lines })
    }

    fn in_words(&self, week: usize) -> Option<String> {
        let &[low, middle, high] = self.weeks.get(week)?;
        Some(format!("{} ({})", percent(middle), percent_range(low, high)))
    }
}

fn message(data: Data, left: &[Left], end: u32) -> String {
    let first = left.iter().find(|l| l.name == "In real use").or(left.first());
    let Some((first, last)) = first.and_then(|l| Some((l, l.weeks.last()?))) else {
        return String::new();
    };
    let (when, what) = (time_after(data.ensemble.weeks - end), first.name.to_lowercase());
    let middle = words::middle_of(data.ensemble);
    let share = percent(last[1]);
    if last[1] > 1.0 {
        return format!(
            "{when} after the project's money ends there are no fewer organisations {what} than on that \
             day: {share} of that number, in {middle}."
        );
    }
    format!(
        "{when} after the project's money ends, {share} is left of the organisations {what}, in {middle}."
    )
}

/// "3 weeks", "24 months".
fn time_after(weeks: u32) -> String {
    match (weeks, weeks * 12 / 52) {
        (1, _) => "One week".to_owned(),
        (weeks, months) if months < FEW_MONTHS => format!("{weeks} weeks"),
        (_, months) => format!("{months} months"),
    }
}

fn statistics(data: Data) -> String {
    let range = match data.ensemble.replicates.len() {
        1 => "",
        n if n < FEWEST_FOR_PERCENTILES => " In brackets: the range of all of them.",
        _ => " In brackets: the range of 90 of 100.",
    };
    let middle = words::middle_of(data.ensemble);
    format!(
        "Each future's number divided by its own on the day the money ended; lines: {middle}, of \
         those that had any.{range}"
    )
}

/// Weeks since the end of the money that end a year, and the last.
fn weeks(data: Data, end: u32) -> impl Iterator<Item = (usize, String)> {
    let dates = &data.curves.dates;
    let after = year_ends(dates).into_iter().filter(move |&week| week > end as usize);
    after.map(move |week| (week - end as usize, short_date(dates[week])))
}

fn values(data: Data, left: &[Left], end: u32) -> String {
    let at = |(week, date): (usize, String)| {
        let each: Vec<String> =
            left.iter().filter_map(|l| Some(format!("{} {}", l.name, l.in_words(week)?))).collect();
        format!("{date}: {}.", each.join("; "))
    };
    weeks(data, end).map(at).collect::<Vec<_>>().join(" ")
}

fn table(data: Data, left: &[Left], end: u32) -> Table {
    let heads = left.iter().map(|l| format!("{}, share left", l.name));
    let mut table = Table::new(std::iter::once("Week of".to_owned()).chain(heads));
    for (week, date) in weeks(data, end) {
        let cells = left.iter().map(|l| l.in_words(week).unwrap_or_default());
        table.row([date].into_iter().chain(cells));
    }
    table
}

#[cfg(test)]
mod tests {
    use super::time_after;

    /// Kind of fault: "0 months after the money ends".
    #[test]
    fn a_short_time_is_said_in_weeks() {
        assert_eq!(
            [1, 3, 12, 13, 104].map(time_after),
            ["One week", "3 weeks", "12 weeks", "3 months", "24 months"]
        );
    }
}
