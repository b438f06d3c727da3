//! What was observed, beside the curves of a run.

use jiff::civil::Date;

use super::OutputError;
use super::charts::{Seen, Titles, observed};
use super::document::{Block, Cell, Document, Frame};
use super::fit::{axis, figure, range};
use crate::measures::{Measure, Unit};
use crate::results::fit::{Band, Series};
use crate::results::{Curves, Ensemble, Group};
use crate::scenario::{Observation, Observed, Scenario};

/// Rows of the table before the rest is opened.
const FIRST: usize = 12;

/// A row and what 90 of 100 futures give, where they give anything.
type Beside<'a> = (&'a Observation, Option<Band>);

/// What was observed beside a run: dots on its curves, and a row each.
///
/// # Errors
/// If the chart cannot be drawn.
pub fn seen_document(
    scenario: &Scenario,
    ensemble: &Ensemble,
    curves: &Curves,
    seen: &Observed,
) -> Result<Document, OutputError> {
    let mut rows: Vec<&Observation> = seen.fit.iter().chain(&seen.hold).collect();
    rows.sort_by_key(|row| (row.week, row.line));
    let mut series: Vec<Series> = Vec::new();
    for row in &rows {
        if !series.iter().any(|s| s.measure == row.measure.name && s.group == row.group) {
            series.extend(simulated(scenario, curves, row.measure, &row.group));
        }
    }
    let beside: Vec<Beside<'_>> = rows.iter().map(|row| (*row, band(&series, row))).collect();
    let known = beside.iter().filter_map(|(row, band)| Some((row.value, (*band)?)));
    let inside = known.clone().filter(|(value, b)| (b[0]..=b[2]).contains(value)).count();
    let message = format!(
        "{inside} of {} observed figures lie within what 90 of 100 futures give",
        known.count()
    );
    let dots = |s: &Series| -> Vec<(u32, f64, bool)> {
        let own = |r: &&&Observation| r.measure.name == s.measure && r.group == s.group;
        rows.iter().filter(own).map(|r| (r.week, r.value, false)).collect()
    };
    let plots: Vec<Seen<'_>> = series
        .iter()
        .map(|s| Seen {
            axis: axis(s.measure, &s.group),
            unit: crate::measures::measure(s.measure).map_or(Unit::Count, |m| m.unit),
            series: s,
            dots: dots(s),
        })
        .collect();
    let dates: Vec<Date> = (0..=ensemble.weeks).map(|week| ensemble.date(week)).collect();
    let titles = Titles {
        scenario: &scenario.title,
        message: &message,
        statistics: "Blue: simulated, line and 90 of 100 futures; nothing was fitted. Dots: observed.",
    };
    let chart = observed(&titles, &dates, &plots)?;
    let frame = table(beside);
    Ok(Document {
        answer: vec![format!(
            "{message}. Errors of what was observed are not in these ranges, and nothing was fitted to \
             it (uptake fit does that)."
        )],
        body: vec![
            frame.block(FIRST),
            Block::Aside("Held-back rows are shown as well.".to_owned()),
        ],
        charts: vec![chart],
        frames: vec![frame],
        ..Document::default()
    })
}

/// The curve of a measure for a group over the weeks in which it is anything.
fn simulated(
    scenario: &Scenario,
    curves: &Curves,
    measure: &'static Measure,
    group: &str,
) -> Option<Series> {
    let place = Group::all(scenario).iter().position(|g| g.id == group)?;
    let curve = curves.get(measure.name, place)?;
    let known = || (0..).zip(&curve.points).filter(|(_, p)| p.replicates > 0);
    let after: Vec<Band> = known().map(|(_, p)| [p.p05, p.p50, p.p95]).collect();
    Some(Series {
        measure: measure.name,
        group: group.to_owned(),
        weeks: known().map(|(week, _)| week).collect(),
        before: Vec::new(),
        with_discrepancy: after.clone(),
        after,
    })
}

fn band(series: &[Series], row: &Observation) -> Option<Band> {
    let own = series.iter().find(|s| s.measure == row.measure.name && s.group == row.group)?;
    own.after.get(own.weeks.iter().position(|week| *week == row.week)?).copied()
}

fn table(beside: Vec<Beside<'_>>) -> Frame {
    let end =
        |which: usize| move |(_, band): &Beside<'_>| Cell::plain(band.map(|band| band[which]));
    Frame::of("observed", "What was observed beside what is simulated", beside)
        .column("line", |(r, _)| Cell::count(r.line as u64))
        .headed("date", "Date", |(r, _)| Cell::text(r.date.to_string()))
        .headed("measure", "Measure", |(r, _)| Cell::text(r.measure.name))
        .headed("group", "Group", |(r, _)| Cell::text(&r.group))
        .headed("observed", "Observed", |(r, _)| {
            Cell::digits(r.value).shown(figure(r.measure, r.value))
        })
        .column("p05", end(0))
        .column("p50", end(1))
        .column("p95", end(2))
        .seen("Simulated, 90 of 100", |(r, band)| {
            band.map_or_else(|| "–".to_owned(), |band| range(r.measure, band))
        })
        .headed("inside", "Inside", |(r, band)| {
            Cell::mark(band.is_some_and(|b| (b[0]..=b[2]).contains(&r.value)))
        })
        .in_json("observed")
}
