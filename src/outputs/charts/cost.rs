//! What has been spent against what has been reached, as both grow.

use plotters::style::{Color, RGBColor};

use super::axes::Scale;
use super::canvas::{At, Canvas};
use super::coverage::weeks_drawn;
use super::palette::{CATEGORIES, WHITE};
use super::plot::{Across, EndLabel, Frame};
use super::sheet::Sheet;
use super::{Chart, ChartError, Data, Table};
use crate::measures::{Counter, measure};
use crate::outputs::calendar::{month_and_year, short_date, year_ends};
use crate::outputs::words::{self, FEWEST_FOR_PERCENTILES, count, pounds};
use crate::results::{Point, ReplicateResult};
use crate::stats::quantiles::quantile;

/// One scenario: pounds and organisations in the middle future, week by week.
struct Path {
    name: String,
    places: Vec<(f64, f64)>,
    /// Ends of the range at the horizon: pounds, then organisations.
    ranges: [(f64, f64); 2],
    year_ends: Vec<usize>,
}

/// The chart `cost_coverage` of one scenario, or of several.
pub(super) fn draw(data: &[Data]) -> Option<Result<Chart, ChartError>> {
    let first = *data.first()?;
    let paths: Vec<Path> = data.iter().take(CATEGORIES.len()).filter_map(Path::of).collect();
    let all = f64::from(first.ensemble.organisations);
    let most = |which: fn(&Path) -> f64| paths.iter().map(which).fold(0.0, f64::max);
    let spent = Scale::pounds(most(|p| p.ranges[0].1));
    let year = first.scenario.money.price_year;
    let sheet = Sheet {
        message: message(first, &paths),
        statistics: statistics(first),
        axis: format!("Organisations in real use, of {}", count(all)),
        values: values(first, &paths),
        scale: Scale::numbers(most(|p| p.ranges[1].1).max(most(Path::highest))),
        labels: paths.iter().zip(CATEGORIES).filter_map(|(p, c)| p.label(c, data.len())).collect(),
        table: table(first, &paths),
        across: Across::Numbers(&spent),
        below: "Spent since the start, undiscounted",
        money_ends: None,
        ..Sheet::over_weeks(first, "cost_coverage")
    };
    let sheet = Sheet { statistics: format!("{} {year} prices.", sheet.statistics), ..sheet };
    Some(sheet.draw(|canvas, frame| {
        paths.iter().zip(CATEGORIES).try_for_each(|(path, colour)| path.draw(canvas, frame, colour))
    }))
}

impl Path {
    fn of(data: &Data) -> Option<Self> {
        let all = f64::from(data.ensemble.organisations);
        let spend = data.curves.get("project.spend", 0)?;
        let use_ = data.curves.get("organisations.real_use", 0)?;
        let middle = |p: &Point| if p.replicates > 0 { p.p50 } else { 0.0 };
        let both = spend.points.iter().zip(&use_.points);
        let week = data.ensemble.weeks;
        let range = |counter: Counter| {
            let at_end = |r: &ReplicateResult| r.trajectory.get(counter, 0, week as usize);
            let spread = words::spread(data.ensemble.replicates.iter().map(at_end).collect());
            spread.map_or((0.0, 0.0), |s| (s.low, s.high))
        };
        Some(Path {
            name: data.scenario.name.clone(),
            places: both.map(|(s, u)| (middle(s), middle(u) * all)).collect(),
            ranges: [range(Counter::SpendCum), range(Counter::OrgRealUse)],
            year_ends: year_ends(&data.curves.dates),
        })
    }

    fn highest(&self) -> f64 {
        self.places.iter().map(|p| p.1).fold(0.0, f64::max)
    }

    fn end(&self) -> (f64, f64) {
        self.places.last().copied().unwrap_or((0.0, 0.0))
    }

    fn draw(&self, canvas: &Canvas, frame: &Frame, colour: RGBColor) -> Result<(), ChartError> {
        let place = |&(x, y): &(f64, f64)| frame.at(x, y);
        let line = weeks_drawn(self.places.len()).map(|w| place(&self.places[w]));
        canvas.line(line, colour.to_rgba(), 3.4)?;
        let (x, y) = self.end();
        let [(cheap, dear), (few, many)] = self.ranges;
        canvas.line([frame.at(cheap, y), frame.at(dear, y)], colour.mix(0.75), 2.0)?;
        canvas.line([frame.at(x, few), frame.at(x, many)], colour.mix(0.75), 2.0)?;
        // A faint line leads to the label, which stands at the plot's edge.
        let (right, level) = (frame.sides().1, place(&(x, y)).1);
        canvas.line([place(&(x, y)), (right, level)], colour.mix(0.35), 1.1)?;
        self.year_ends.iter().filter_map(|&w| self.places.get(w)).try_for_each(|p| {
            dot(canvas, place(p), 6.0, WHITE)?;
            dot(canvas, place(p), 4.5, colour)
        })
    }

    fn label(&self, colour: RGBColor, scenarios: usize) -> Option<EndLabel> {
        let (spent, reached) = self.end();
        let name = (scenarios > 1).then(|| self.name.clone());
        let figures = [format!("{} in real use", count(reached)), words::short_pounds(spent)];
        let lines = name.into_iter().chain(figures).collect();
        (!self.places.is_empty()).then_some(EndLabel { value: reached, colour, lines })
    }
}

/// A square standing on its corner.
fn dot(canvas: &Canvas, (x, y): At, half: f64, colour: RGBColor) -> Result<(), ChartError> {
    let corners = [(x - half, y), (x, y - half), (x + half, y), (x, y + half)];
    canvas.shape(corners, colour.to_rgba())
}

fn message(data: Data, paths: &[Path]) -> String {
    let when = month_and_year(data.ensemble.date(data.ensemble.weeks));
    let all = count(data.ensemble.organisations.into());
    let each: Vec<String> = paths
        .iter()
        .map(|path| {
            let (spent, reached) = path.end();
            let name = if paths.len() > 1 { format!("{}: ", path.name) } else { String::new() };
            format!("{name}{} spent, {} of {all} in real use", pounds(spent), count(reached))
        })
        .collect();
    format!("In {when}, in {}: {}.", words::middle_of(data.ensemble), each.join("; "))
}

fn statistics(data: Data) -> String {
    let range = match data.ensemble.replicates.len() {
        1 => "",
        n if n < FEWEST_FOR_PERCENTILES => " Cross: the range of all of them at the end.",
        _ => " Cross: the range of 90 of 100 at the end.",
    };
    let lines = words::middle_of(data.ensemble);
    format!("Line: {lines}, each quantity by itself; diamonds: ends of years.{range}")
}

fn values(data: Data, paths: &[Path]) -> String {
    let at = |path: &Path| {
        let year = |&week: &usize| {
            let (spent, reached) = path.places.get(week)?;
            let date = short_date(*data.curves.dates.get(week)?);
            Some(format!("{date}: {}, {}.", pounds(*spent), count(*reached)))
        };
        let years: Vec<String> = path.year_ends.iter().filter_map(year).collect();
        format!("{}, spent and reached: {}", path.name, years.join(" "))
    };
    paths.iter().map(at).collect::<Vec<_>>().join(" ")
}

fn table(data: Data, paths: &[Path]) -> Table {
    let mut table = Table::new([
        "Scenario",
        "Week of",
        "Spent, middle",
        "Organisations in real use, middle",
        "Pounds for each in real use",
    ]);
    for path in paths {
        for &week in &path.year_ends {
            let (Some((spent, reached)), Some(&date)) =
                (path.places.get(week), data.curves.dates.get(week))
            else {
                continue;
            };
            let each = (*reached >= 1.0).then(|| pounds(spent / reached));
            table.row([
                path.name.clone(),
                short_date(date),
                pounds(*spent),
                count(*reached),
                each.unwrap_or_else(|| "–".to_owned()),
            ]);
        }
    }
    table
}

/// The middle over futures of pounds for each organisation in real use at the horizon, with the
/// ends of its range; none where some future has nothing in real use.
pub(in crate::outputs) fn pounds_each(data: &crate::results::Ensemble) -> Option<[f64; 3]> {
    let week = data.weeks as usize;
    let spend = measure("project.spend")?;
    let ratio = |r: &ReplicateResult| {
        let reached = f64::from(r.trajectory.get(Counter::OrgRealUse, 0, week));
        (reached > 0.0).then_some(f64::from(r.trajectory.measure(spend, 0, week)?) / reached)
    };
    let mut ratios: Vec<f64> = data.replicates.iter().map(ratio).collect::<Option<_>>()?;
    ratios.sort_unstable_by(f64::total_cmp);
    let (&least, &greatest) = (ratios.first()?, ratios.last()?);
    let few = ratios.len() < FEWEST_FOR_PERCENTILES;
    let at = |q: f64| quantile(&ratios, q);
    Some(if few { [least, at(0.5), greatest] } else { [at(0.05), at(0.5), at(0.95)] })
}
