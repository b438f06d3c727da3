//! What the project's money goes on, added up over the plan, under what there is.

use plotters::style::Color;

use super::axes::Scale;
use super::palette::{BLUE, DARK_GREY, INK, ORANGE, TURQUOISE};
use super::sheet::Sheet;
use super::stack::{Layer, Stack};
use super::{Chart, ChartError, Data, Table};
use crate::outputs::calendar::month_and_year;
use crate::outputs::money::{Spending, to_the_penny};
use crate::outputs::words::{futures, pounds, short_pounds};
use crate::scenario::Money;

/// Measures of the headings, from the bottom up.
const MEASURES: [&str; 4] = ["spend.team", "spend.levers", "spend.cover", "spend.other"];

/// What there is, as levels between weeks: the whole plan's, or what each year adds to what was spent before
/// it, on average, and with `carry_over` to what there was before it.
fn levels(data: Data, available: f64) -> Vec<(u32, u32, f64)> {
    let (money, weeks) = (&data.scenario.money, data.ensemble.weeks);
    let spent = data.curves.get("project.spend", 0).filter(|_| !money.by_year.is_empty());
    let Some(spent) = spent else { return vec![(0, weeks, available)] };
    let regions = data.scenario.regions.len() as f64;
    let mut levels: Vec<(u32, u32, f64)> = Vec::new();
    for week in 1..=weeks {
        let before = week - 1;
        let begins = week == 1 || Money::year_of(week) > Money::year_of(before);
        if !begins {
            continue;
        }
        let had = match (levels.last_mut(), money.carry_over) {
            (None, _) => 0.0,
            (Some(last), true) => last.2,
            (Some(_), false) => spent.points.get(before as usize).map_or(0.0, |p| p.mean),
        };
        if let Some(last) = levels.last_mut() {
            last.1 = before;
        }
        let new = money.by_year.get(Money::year_of(week)).copied().unwrap_or(0.0);
        levels.push((before, weeks, had + regions * new));
    }
    let most = money.total.map_or(f64::INFINITY, |total| regions * total);
    levels.iter_mut().for_each(|level| level.2 = level.2.min(most));
    levels
}

/// The chart `money`; none where nothing limits it.
pub(super) fn draw(data: Data) -> Option<Result<Chart, ChartError>> {
    let money = Spending::of(data.scenario, data.ensemble);
    let available = money.available?;
    let colours = [BLUE, TURQUOISE, ORANGE, DARK_GREY];
    let layers: Vec<Layer> = money
        .project
        .iter()
        .zip(MEASURES)
        .zip(colours)
        .filter_map(|((line, measure), colour)| {
            let curve = data.curves.get(measure, 0)?;
            let values = curve.points.iter().map(|p| p.mean).collect();
            Some(Layer { name: line.label, colour, values })
        })
        .collect();
    let stack = Stack::new(layers, 0);
    let when = month_and_year(data.ensemble.date(data.ensemble.weeks));
    let table = table(&money);
    let levels = levels(data, available);
    let greatest = levels.iter().map(|level| level.2).fold(stack.greatest(), f64::max);
    let there_is = match (levels.len() > 1, data.scenario.money.carry_over) {
        (false, _) => "what there is",
        (true, true) => "what there is, year by year",
        (true, false) => "what there is, year by year, less what earlier years left unspent",
    };
    let sheet = Sheet {
        message: format!(
            "By {when}, {} of {} are spent on average.",
            to_the_penny(money.spent()),
            pounds(available)
        ),
        statistics: format!(
            "Pounds of the project's money since the start by what they are for, means of {}. Line: \
             {there_is}. {} prices.",
            futures(data.ensemble.replicates.len()),
            data.scenario.money.price_year
        ),
        axis: "Pounds since the start".to_owned(),
        values: values(&money),
        scale: Scale::pounds(greatest),
        labels: stack.labels(|_, value| short_pounds(value)),
        table,
        ..Sheet::over_weeks(data, "money")
    };
    Some(sheet.draw(|canvas, frame| {
        stack.draw(canvas, frame)?;
        let line = levels.iter().flat_map(|&(from, to, level)| {
            [frame.at(f64::from(from), level), frame.at(f64::from(to), level)]
        });
        canvas.line(line, INK.mix(0.8), 1.6)
    }))
}

/// Pounds by year, to the penny.
fn table(money: &Spending) -> Table {
    let lines = || money.project.iter().chain(&money.others).chain([&money.idle, &money.taken]);
    let mut table = Table::new(
        ["Year"]
            .into_iter()
            .chain(lines().map(|line| line.label))
            .chain(["Project in all", "Whole cost"]),
    );
    let row = |year: String, of: &dyn Fn(&super::super::money::Line) -> i64| {
        let project: i64 = money.project.iter().map(of).sum();
        let others: i64 = money.others.iter().map(of).sum();
        let cells = lines().map(of).chain([project, project + others]);
        std::iter::once(year).chain(cells.map(to_the_penny)).collect::<Vec<_>>()
    };
    for (i, year) in money.years.iter().enumerate() {
        table.row(row(year.clone(), &|line| line.pence[i]));
    }
    table.row(row("All".to_owned(), &super::super::money::Line::total));
    table
}

/// The same in words.
fn values(money: &Spending) -> String {
    let year = |(i, year): (usize, &String)| {
        let lines = money.project.iter();
        let parts: Vec<String> = lines
            .map(|l| format!("{} {}", l.label.to_lowercase(), to_the_penny(l.pence[i])))
            .collect();
        format!("{year}: {}.", parts.join("; "))
    };
    money.years.iter().enumerate().map(year).collect::<Vec<_>>().join(" ")
}
