//! What a fit leaves for programs.

use serde_json::{Value as Json, json};

use super::FitTold;
use crate::measures::{Measure, Unit};
use crate::outputs::document::{Cell, Frame, six};
use crate::outputs::words::{count, percent, pounds};
use crate::results::fit::{Band, Known, Row};
use crate::results::forecast::Foretold;

/// A value of a measure as people read it.
pub(crate) fn figure(measure: &Measure, value: f64) -> String {
    match measure.unit {
        Unit::Share if value > 0.0 && value < 0.1 => format!("{:.1}\u{a0}%", 100.0 * value),
        Unit::Share => percent(value),
        Unit::Pounds => pounds(value),
        _ => count(value),
    }
}

/// From the 5th to the 95th percentile.
pub(crate) fn range(measure: &Measure, band: Band) -> String {
    let [low, _, high] = band.map(|x| figure(measure, x));
    format!("{low} to {high}")
}

/// A value of a parameter as people read it: three digits.
pub(super) fn three(value: f64) -> String {
    crate::outputs::study::three_digits(value)
}

impl FitTold<'_> {
    pub(super) fn facts(&self) -> Json {
        let found = self.found;
        let wave = |wave: &crate::results::fit::Wave| json!({ "futures": wave.points, "failed": wave.failed, "left": six(wave.left) });
        json!({
            "scenario": self.scenario.name,
            "title": self.scenario.title,
            "seed": self.scenario.seed,
            "futures": found.waves.iter().map(|wave| wave.points).sum::<usize>(),
            "waves": found.waves.iter().map(wave).collect::<Vec<_>>(),
            "taken": found.accepted.0,
            "worth": six(found.accepted.1),
            "directions": found.directions,
            "draws": found.draws.len(),
            "discrepancy_a_year": six(found.discrepancy),
            "rows_fitted": self.observed.fit.len(),
            "rows_held_back": self.observed.hold.len(),
            "held_back_sha256": self.held,
        })
    }

    /// The parameters, those that are moved most first.
    pub(super) fn parameters(&self) -> Frame {
        let mut known: Vec<&Known> = self.found.parameters.iter().collect();
        known.sort_by(|a, b| {
            let told = |k: &Known| k.width / (1.0 + k.moved * k.moved);
            told(a).total_cmp(&told(b)).then(a.key.cmp(&b.key))
        });
        let band =
            |which: fn(&Known) -> Band, end: usize| move |k: &&Known| Cell::digits(which(k)[end]);
        let shown = |[low, middle, high]: Band| {
            format!("{} ({} to {})", three(middle), three(low), three(high))
        };
        Frame::of("fit_parameters", "What is known of each parameter, before and after", known)
            .headed("parameter", "Parameter", |k| Cell::text(&k.key))
            .column("own_value", |k| Cell::digits(k.own))
            .column("before_p05", band(|k| k.before, 0))
            .column("before_p50", band(|k| k.before, 1))
            .column("before_p95", band(|k| k.before, 2))
            .column("after_p05", band(|k| k.after, 0))
            .column("after_p50", band(|k| k.after, 1))
            .column("after_p95", band(|k| k.after, 2))
            .seen("Before (90 of 100)", move |k| shown(k.before))
            .seen("After (90 of 100)", move |k| shown(k.after))
            .headed("width", "Width", |k| Cell::number(k.width, format!("{:.2}", k.width)))
            .column("moved", |k| Cell::plain(k.moved))
            .headed("told", "Moved by the data", |k| Cell::mark(k.told))
            .in_json("parameters")
    }

    /// The rows that were fitted to.
    pub(super) fn rows(&self) -> Frame {
        let rows: Vec<&Row> = self.found.rows.iter().collect();
        let out = |r: &&Row| r.rank < 0.05 || r.rank > 0.95;
        Frame::of("fit_rows", "What was observed beside what is plausible", rows)
            .column("line", |r| Cell::count(r.row.line as u64))
            .headed("date", "Date", |r| Cell::text(r.row.date.to_string()))
            .headed("measure", "Measure", |r| Cell::text(r.row.measure.name))
            .headed("group", "Group", |r| Cell::text(&r.row.group))
            .headed("observed", "Observed", |r| {
                Cell::digits(r.row.value).shown(figure(r.row.measure, r.row.value))
            })
            .column("before_p05", |r| Cell::digits(r.before[0]))
            .column("before_p50", |r| Cell::digits(r.before[1]))
            .column("before_p95", |r| Cell::digits(r.before[2]))
            .seen("Before", |r| range(r.row.measure, r.before))
            .column("after_p05", |r| Cell::digits(r.after[0]))
            .column("after_p50", |r| Cell::digits(r.after[1]))
            .column("after_p95", |r| Cell::digits(r.after[2]))
            .seen("After", |r| range(r.row.measure, r.after))
            .column("rank", |r| Cell::plain(r.rank))
            .headed("outside", "Outside", move |r| Cell::mark(out(r)))
            .in_json("rows")
    }

    /// The curves.
    pub(super) fn curves(&self) -> Frame {
        type Place<'a> = (&'a crate::results::fit::Series, usize);
        let mut points: Vec<Place<'_>> = Vec::new();
        for series in &self.found.series {
            points.extend((0..series.weeks.len()).map(|w| (series, w)));
        }
        let mut frame = Frame::of("fit_curves", "Curves before and after", points)
            .column("measure", |(s, _)| Cell::text(s.measure))
            .column("group", |(s, _)| Cell::text(&s.group))
            .column("week", |(s, w)| Cell::count(s.weeks[*w]))
            .column("date", |(s, w)| Cell::text(self.base.date(s.weeks[*w]).to_string()));
        for (p, name) in ["p05", "p50", "p95"].into_iter().enumerate() {
            frame = frame
                .column(format!("before_{name}"), move |(s, w)| Cell::digits(s.before[*w][p]))
                .column(format!("after_{name}"), move |(s, w)| Cell::digits(s.after[*w][p]))
                .column(format!("with_discrepancy_{name}"), move |(s, w)| {
                    Cell::digits(s.with_discrepancy[*w][p])
                });
        }
        frame.frame()
    }

    /// How well what was held back is foretold, a row each and method.
    pub(super) fn scores(&self) -> Option<Frame> {
        let scored = self.scored?;
        let rows: Vec<&Foretold> = scored.rows.iter().collect();
        let frame = Frame::of("fit_scores", "What was held back beside each forecast", rows)
            .column("line", |r| Cell::count(r.row.line as u64))
            .headed("date", "Date", |r| Cell::text(r.row.date.to_string()))
            .headed("measure", "Measure", |r| Cell::text(r.row.measure.name))
            .column("group", |r| Cell::text(&r.row.group))
            .headed("method", "Method", |r| Cell::text(r.method.name()))
            .headed("observed", "Observed", |r| {
                Cell::digits(r.row.value).shown(figure(r.row.measure, r.row.value))
            })
            .column("p05", |r| Cell::digits(r.band[0]))
            .column("p50", |r| Cell::digits(r.band[1]))
            .column("p95", |r| Cell::digits(r.band[2]))
            .seen("90 of 100", |r| range(r.row.measure, r.band))
            .headed("crps", "CRPS", |r| Cell::digits(r.crps).shown(three(r.crps)))
            .headed("inside", "Inside", |r| Cell::mark(r.inside))
            .in_json("scores");
        Some(frame)
    }
}
