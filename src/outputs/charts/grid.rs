//! Every organisation, month by month, in one simulated future.

use plotters::style::Color;

use super::axes::Scale;
use super::canvas::Canvas;
use super::courses::{MOST_ROWS, Row, STANDINGS, counts, rows};
use super::palette::WHITE;
use super::plot::{EndLabel, Frame};
use super::sheet::Sheet;
use super::states::{COLOURS, STATES};
use super::{Chart, ChartError, Data, Table};
use crate::outputs::calendar::{month_and_year, short_date, short_month_and_year};
use crate::outputs::words::count;
use crate::results::{Course, Standing, Standings};

/// Height of the plot: two pixels a row where there are 330.
const HEIGHT: f64 = 660.0;

/// The chart `organisation_months`; none where no future was recorded.
pub(super) fn draw(data: Data) -> Option<Result<Chart, ChartError>> {
    let recorded = recorded(data)?;
    let (number, standings) = recorded;
    let last = standings.weeks.len().checked_sub(1)?;
    let all: Vec<&Course> = standings.courses.iter().collect();
    let rows = rows(&all, MOST_ROWS);
    let sheet = Sheet {
        message: message(data, standings, last),
        statistics: statistics(&rows, number),
        axis: format!("Organisations, all {}", count(all.len() as f64)),
        values: values(data, standings),
        scale: Scale::all_of(all.len() as f64),
        labels: labels(standings, last),
        table: table(data, standings),
        height: HEIGHT,
        ..Sheet::over_weeks(data, "organisation_months")
    };
    Some(sheet.draw(|canvas, frame| draw_rows(canvas, frame, &rows, standings)))
}

/// The recorded future: its number from 1, and where its organisations stood.
pub(super) fn recorded(data: Data<'_>) -> Option<(u32, &Standings)> {
    let found = data.ensemble.replicates.iter().find(|r| !r.standings.courses.is_empty())?;
    Some((found.replicate + 1, &found.standings))
}

fn draw_rows(
    canvas: &Canvas,
    frame: &Frame,
    rows: &[Row],
    standings: &Standings,
) -> Result<(), ChartError> {
    let mut below = 0;
    for row in rows {
        let (low, high) = (below as f64, (below + row.organisations) as f64);
        below += row.organisations;
        // The first column is the start, which takes no time.
        let mut month = 1;
        while month < row.standings.len() {
            let standing = row.standings[month];
            let same = row.standings[month..].iter().take_while(|&&s| s == standing).count();
            let start = frame.at(standings.weeks[month - 1].into(), low);
            let end = frame.at(standings.weeks[month + same - 1].into(), high);
            let colour = COLOURS[standing as usize];
            canvas.block(start, end, colour.to_rgba())?;
            if matches!(standing, Standing::Lapsed | Standing::Agreed) {
                // Half of the row stays white: in grey, what has stopped reads lighter than real
                // use, and what has agreed lighter than what is live.
                let middle = start.1 + (end.1 - start.1) * 0.5;
                canvas.block(start, (end.0, middle), WHITE.to_rgba())?;
            }
            month += same;
        }
    }
    Ok(())
}

/// A label beside the rows that end in each state.
fn labels(standings: &Standings, last: usize) -> Vec<EndLabel> {
    let counts = counts(standings, last);
    let mut below = 0;
    let mut labels = Vec::new();
    for (state, &number) in counts.iter().enumerate() {
        if number > 0 {
            labels.push(EndLabel {
                value: below as f64 + number as f64 / 2.0,
                colour: COLOURS[state],
                lines: vec![STATES[state].to_owned(), count(number as f64)],
            });
        }
        below += number;
    }
    labels.reverse();
    labels
}

fn message(data: Data, standings: &Standings, last: usize) -> String {
    let counts = counts(standings, last);
    format!(
        "In one simulated future, {} of {} organisations are live and in real use in {}; {} were \
         live and have stopped.",
        count(counts[Standing::RealUse as usize] as f64),
        count(standings.courses.len() as f64),
        month_and_year(data.ensemble.date(data.ensemble.weeks)),
        count(counts[Standing::Lapsed as usize] as f64)
    )
}

fn statistics(rows: &[Row], number: u32) -> String {
    let each = rows.first().map_or(1, |row| row.organisations);
    let stands = match each {
        1 => "Each row is one organisation".to_owned(),
        n => format!(
            "Each row is up to {} organisations that fared alike, in the state of most",
            count(n as f64)
        ),
    };
    format!(
        "Simulated future {number}, one of many and not a typical one. {stands}; columns are \
         months. Rows are ordered by how they end, then by how soon they were live."
    )
}

/// The states at each year's end, in words.
fn values(data: Data, standings: &Standings) -> String {
    let at = |(month, date): (usize, String)| {
        let counts = counts(standings, month);
        let states = STATES.iter().zip(counts);
        let states: Vec<String> = states
            .map(|(name, n)| format!("{} {}", name.to_lowercase(), count(n as f64)))
            .collect();
        format!("{date}: {}.", states.join("; "))
    };
    years(data, standings).map(at).collect::<Vec<_>>().join(" ")
}

/// Months that end a year, and the last.
fn years<'a>(
    data: Data<'a>,
    standings: &'a Standings,
) -> impl Iterator<Item = (usize, String)> + 'a {
    let ends = crate::outputs::calendar::year_ends(&data.curves.dates);
    standings
        .weeks
        .iter()
        .enumerate()
        .filter(move |(_, week)| ends.contains(&(**week as usize)))
        .map(move |(month, &week)| (month, short_date(data.ensemble.date(week))))
}

/// Organisations by kind: how many ended in each state; or, where they are few enough to be
/// read, each with the months in which it first came how far.
fn table(data: Data, standings: &Standings) -> Table {
    if standings.courses.len() > MOST_ROWS {
        return by_kind(data, standings);
    }
    let mut table =
        Table::new(["Organisation", "Known", "Agreed", "Live", "In real use", "At the end"]);
    for course in &standings.courses {
        let first = |wanted: fn(Standing) -> bool| {
            let month = course.standings.iter().position(|&s| wanted(s));
            let week = month.and_then(|month| standings.weeks.get(month));
            let date = week.map(|&week| short_month_and_year(data.ensemble.date(week)));
            date.unwrap_or_else(|| "–".to_owned())
        };
        let end = course.standings.last().map_or("", |&s| STATES[s as usize]);
        table.row([
            course.name.clone(),
            first(|s| s <= Standing::Known),
            first(|s| s <= Standing::Agreed),
            first(|s| s <= Standing::Lapsed),
            first(|s| s == Standing::RealUse),
            end.to_owned(),
        ]);
    }
    table
}

fn by_kind(data: Data, standings: &Standings) -> Table {
    let mut table = Table::new(["Kind, at the end"].into_iter().chain(STATES));
    // Invented results may have kinds that the scenario does not list.
    let kinds = standings.courses.iter().map(|c| c.kind + 1).max().unwrap_or(0);
    for kind in 0..kinds {
        let of_kind = standings.courses.iter().filter(|course| course.kind == kind);
        let ends: Vec<Standing> = of_kind.filter_map(|c| c.standings.last().copied()).collect();
        if ends.is_empty() {
            continue;
        }
        let label = data.scenario.kinds.get(kind).map_or("Other", |known| known.label.as_str());
        let number = |standing| ends.iter().filter(|&&end| end == standing).count() as f64;
        let cells = STANDINGS.map(|standing| count(number(standing)));
        table.row([label.to_owned()].into_iter().chain(cells));
    }
    table
}
