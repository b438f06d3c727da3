//! Levels of use under access: how many posts could, can, and do use the tool.

use plotters::style::{Color, RGBColor};

use super::axes::Scale;
use super::canvas::{At, Canvas};
use super::observed::{mark, observed_of};
use super::palette::{BLUE, ORANGE, PINK, TURQUOISE};
use super::plot::{EndLabel, Frame};
use super::sheet::Sheet;
use super::{Chart, ChartError, Data, Table};
use crate::measures::measure;
use crate::outputs::Level;
use crate::outputs::calendar::{month_and_year, short_date, year_ends};
use crate::outputs::words::{self, percent, percent_range};
use crate::results::{Curve, Point};

/// The levels from the widest to the narrowest, with their colours.
const LEVELS: [(&str, &str, RGBColor); 4] = [
    ("staff.access", "With access", BLUE),
    ("staff.competent", "Competent", TURQUOISE),
    ("staff.monthly", "Used in a month", PINK),
    ("staff.weekly", "Used this week", ORANGE),
];

pub(super) fn draw(data: Data) -> Result<Chart, ChartError> {
    let seen = LEVELS.map(|(name, _, colour)| (observed_of(data, name, None), colour));
    let dots = || seen.iter().flat_map(|(dots, _)| dots);
    let sheet = Sheet {
        message: message(data),
        statistics: statistics(data)
            + if dots().next().is_some() { " Dots: observed." } else { "" },
        axis: format!(
            "Staff, share of all {} posts in scope",
            words::count(data.ensemble.posts_in_scope.into())
        ),
        values: values(data),
        scale: Scale::part(dots().map(|dot| dot.1).fold(highest(data), f64::max)),
        labels: LEVELS.iter().filter_map(|level| label(data, level)).collect(),
        table: table(data),
        ..Sheet::over_weeks(data, "levels_of_use")
    };
    sheet.draw(|canvas, frame| {
        let levels = LEVELS.iter();
        let curves = levels.filter_map(|l| Some((data.curves.get(l.0, 0)?, l.2)));
        for (i, (curve, colour)) in curves.enumerate() {
            if i == 0 {
                under(canvas, frame, curve, colour)?;
            }
            canvas.line(medians(frame, curve), colour.to_rgba(), 3.4)?;
        }
        seen.iter().try_for_each(|(dots, colour)| mark(canvas, frame, dots, *colour))
    })
}

/// The highest of what is drawn.
fn highest(data: Data) -> f64 {
    let curves = LEVELS.iter().filter_map(|(name, ..)| data.curves.get(name, 0));
    let points = curves.flat_map(|curve| &curve.points).filter(|p| p.replicates > 0);
    points.map(|p| p.p50).fold(0.0, f64::max)
}

/// Places of the medians of a curve.
fn medians(frame: &Frame, curve: &Curve) -> Vec<At> {
    let points = curve.points.iter().enumerate().filter(|(_, p)| p.replicates > 0);
    points.map(|(week, p)| frame.at(week as f64, p.p50)).collect()
}

/// Shade what lies under a curve.
fn under(
    canvas: &Canvas,
    frame: &Frame,
    curve: &Curve,
    colour: RGBColor,
) -> Result<(), ChartError> {
    let mut around = medians(frame, curve);
    let (_, bottom) = frame.ends();
    if let (Some(&first), Some(&last)) = (around.first(), around.last()) {
        around.extend([(last.0, bottom), (first.0, bottom)]);
    }
    canvas.shape(around, colour.mix(0.1))
}

fn last<'a>(data: Data<'a>, name: &str) -> Option<&'a Point> {
    data.curves.get(name, 0)?.points.last().filter(|p| p.replicates > 0)
}

fn label(data: Data, &(name, words, colour): &(&str, &str, RGBColor)) -> Option<EndLabel> {
    let point = last(data, name)?;
    let ends = words::spread(data.ensemble.values(measure(name)?, 0, data.ensemble.weeks))?;
    let middle = percent(point.p50);
    let range = percent_range(ends.low, ends.high);
    let figures = if range == middle { middle } else { format!("{middle} ({range})") };
    Some(EndLabel { value: point.p50, colour, lines: vec![words.to_owned(), figures] })
}

fn message(data: Data) -> String {
    let (Some(access), Some(monthly)) = (last(data, "staff.access"), last(data, "staff.monthly"))
    else {
        return "There are no posts in scope.".to_owned();
    };
    format!(
        "In {}, {} of {} posts in scope have access in {}, and {} used the tool within a month.",
        words::middle_of(data.ensemble),
        percent(access.p50),
        words::count(access.denominator),
        month_and_year(data.ensemble.date(data.ensemble.weeks)),
        percent(monthly.p50),
    )
}

fn statistics(data: Data) -> String {
    let n = data.ensemble.replicates.len();
    let lines = match n {
        1 => "Lines: one simulated future.".to_owned(),
        n => format!("Lines: medians of {}.", words::futures(n)),
    };
    let brackets = match n {
        1 => String::new(),
        n => {
            let range = if n < words::FEWEST_FOR_PERCENTILES { "all of them" } else { "90 of 100" };
            let level = Level::of(data.ensemble).in_words();
            format!(" In brackets: the range of {range}, {level}.")
        }
    };
    format!("{lines}{brackets} Competent: trained and not yet out of practice.")
}

/// The levels at each year's end.
fn table(data: Data) -> Table {
    let mut table = Table::new(["Week of"].into_iter().chain(LEVELS.map(|level| level.1)));
    for week in year_ends(&data.curves.dates) {
        let level = |(name, ..): (&str, &str, RGBColor)| {
            let point = data.curves.get(name, 0).and_then(|curve| curve.points.get(week));
            let share = point.and_then(|p| words::share_of(p, p.p50));
            share.unwrap_or_else(|| "–".to_owned())
        };
        let date = short_date(data.curves.dates[week]);
        table.row([date].into_iter().chain(LEVELS.map(level)));
    }
    table
}

/// The levels at each year's end, in words.
fn values(data: Data) -> String {
    let at = |week: usize| {
        let level = |&(name, words, _): &(&str, &str, RGBColor)| {
            let point = data.curves.get(name, 0)?.points.get(week)?;
            (point.replicates > 0)
                .then(|| format!("{} {}", words.to_lowercase(), percent(point.p50)))
        };
        let levels: Vec<String> = LEVELS.iter().filter_map(level).collect();
        format!("{}: {}.", short_date(data.curves.dates[week]), levels.join(", "))
    };
    year_ends(&data.curves.dates).into_iter().map(at).collect::<Vec<_>>().join(" ")
}
