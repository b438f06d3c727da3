//! Charts of verification and validation: effects of forces with their intervals, and simulated
//! ranges against those of the evidence.

use plotters::style::{Color, RGBColor};

use super::blocks::{MARGIN, TEXT, WIDTH};
use super::canvas::{Align, Canvas, Letters};
use super::palette::{BLUE, GRID, INK, LESSER_INK, MID_GREY, ORANGE, PALE_GREY};
use super::study::page::Page;
use super::{Chart, ChartError};
use crate::outputs::verified::{simulated, value_of};
use crate::results::{TargetFound, Verdict, Verified};

/// Height of a line.
const ROW: f64 = 25.0;
const SMALL: Letters = Letters { size: 14.0, ..TEXT };
/// Half the side of the mark of a mean or median.
const MARK: f64 = 4.0;
/// Where the plot begins and ends.
const LEFT: f64 = 262.0;
const RIGHT: f64 = WIDTH - MARGIN - 130.0;
/// How far beyond the range of the evidence is drawn, in widths of the range.
const BEYOND: f64 = 1.0;

/// `force_effects` and `evidence_ranges`, as far as there is something to draw.
///
/// # Errors
/// If the drawing library refuses; nothing in the results makes it do so.
pub fn verified_charts(found: &Verified) -> Result<Vec<Chart>, ChartError> {
    let mut charts = vec![];
    if !found.forces.is_empty() {
        charts.push(effects(found)?);
    }
    if !found.targets.is_empty() {
        charts.push(ranges(&found.targets)?);
    }
    Ok(charts)
}

/// A row: a name, a mark with a line through it, and words.
struct Row {
    name: String,
    words: String,
    mark: f64,
    line: (f64, f64),
    colour: RGBColor,
}

fn effects(found: &Verified) -> Result<Chart, ChartError> {
    let rows: Vec<Row> = found
        .forces
        .iter()
        .map(|x| Row {
            name: format!("{} {}", x.section, x.force.replace('_', " ")),
            words: x.outcome.clone(),
            mark: 100.0 * x.mean,
            line: (100.0 * (x.mean - x.half_width), 100.0 * (x.mean + x.half_width)),
            colour: if x.holds { BLUE } else { ORANGE },
        })
        .collect();
    let hold = found.forces.iter().filter(|x| x.holds).count();
    let pairs = found.forces.iter().map(|x| x.pairs);
    let (least, most) = (pairs.clone().min().unwrap_or(0), pairs.max().unwrap_or(0));
    let reach = rows.iter().flat_map(|r| [r.line.0.abs(), r.line.1.abs()]).fold(1.0, f64::max);
    let step = [1.0, 2.0, 5.0, 10.0, 20.0, 50.0].into_iter().find(|s| reach <= 3.0 * s);
    let step = step.unwrap_or(100.0);
    let end = (reach / step).ceil().min(3.0) * step;
    let x = |value: f64| LEFT + (RIGHT - LEFT) * ((value + end) / (2.0 * end)).clamp(0.0, 1.0);
    let page = Page {
        name: "force_effects",
        study: "Verification: every force, on against off",
        message: format!(
            "{hold} of {} effects have the sign that the framework gives them and a point or more",
            rows.len()
        ),
        statistics: format!(
            "Mean difference of the outcome over {least} to {most} pairs of futures that meet the \
             same luck, in points of a share, with its 99 % interval."
        ),
        axis: String::new(),
        values: rows
            .iter()
            .map(|r| format!("{}: {:+.1} points, {}.", r.name, r.mark, r.words))
            .collect::<Vec<_>>()
            .join(" "),
    };
    let marks = (end / step) as i32;
    page.draw(rows.len() as f64 * ROW + 34.0, |canvas, top| {
        let bottom = top + rows.len() as f64 * ROW;
        for k in -marks..=marks {
            let value = f64::from(k) * step;
            let colour = if k == 0 { INK } else { GRID };
            canvas.line([(x(value), top), (x(value), bottom)], colour.to_rgba(), 1.2)?;
            let words = format!("{value:+.0}").replace('-', "−");
            let words = if k == 0 { "0" } else { &words };
            canvas.text(words, (x(value), bottom + 22.0), Align::Middle, SMALL)?;
        }
        rows.iter().enumerate().try_for_each(|(i, row)| draw_row(canvas, (top, i), row, x))
    })
}

fn draw_row(
    canvas: &Canvas,
    (top, i): (f64, usize),
    row: &Row,
    x: impl Fn(f64) -> f64,
) -> Result<(), ChartError> {
    let middle = top + (i as f64 + 0.5) * ROW;
    let baseline = middle + 5.0;
    canvas.text(&row.name, (MARGIN, baseline), Align::Start, SMALL)?;
    let faint = Letters { colour: LESSER_INK, size: 12.0, ..TEXT };
    canvas.text(&row.words, (RIGHT + 8.0, baseline), Align::Start, faint)?;
    let colour = row.colour.to_rgba();
    canvas.line([(x(row.line.0), middle), (x(row.line.1), middle)], colour, 2.0)?;
    let at = x(row.mark);
    canvas.block((at - MARK, middle - MARK), (at + MARK, middle + MARK), colour)
}

fn ranges(found: &[TargetFound]) -> Result<Chart, ChartError> {
    let inside = found.iter().filter(|x| x.verdict == Verdict::Inside).count();
    let page = Page {
        name: "evidence_ranges",
        study: "Validation: simulations beside evidence",
        message: format!("{inside} of {} targets are met", found.len()),
        statistics: "Grey band: the range of the evidence, each on a scale of its own. Line: the \
                     middle 90 % of simulated futures; mark: their median, blue where it is inside."
            .to_owned(),
        axis: String::new(),
        values: found
            .iter()
            .map(|x| {
                format!(
                    "{}: {} against {} to {}, {}.",
                    x.id,
                    simulated(x),
                    value_of(x.low, &x.unit),
                    value_of(x.high, &x.unit),
                    x.verdict.words()
                )
            })
            .collect::<Vec<_>>()
            .join(" "),
    };
    let wide = 1.0 + 2.0 * BEYOND;
    page.draw(found.len() as f64 * ROW + 8.0, |canvas, top| {
        for (i, target) in found.iter().enumerate() {
            let x = |value: f64| {
                let place = (value - target.low) / (target.high - target.low);
                LEFT + (RIGHT - LEFT) * ((place + BEYOND) / wide).clamp(0.0, 1.0)
            };
            let (upper, lower) = (top + i as f64 * ROW + 2.0, top + (i as f64 + 1.0) * ROW - 2.0);
            let band = PALE_GREY.to_rgba();
            canvas.block((x(target.low), upper), (x(target.high), lower), band)?;
            let (Some(low), Some(middle), Some(high)) = (target.p05, target.p50, target.p95) else {
                let name = Letters { colour: MID_GREY, ..SMALL };
                canvas.text(&target.id, (MARGIN, upper + 15.5), Align::Start, name)?;
                canvas.text("no value", (RIGHT + 8.0, upper + 15.5), Align::Start, name)?;
                continue;
            };
            let colour = if target.verdict == Verdict::Inside { BLUE } else { ORANGE };
            let words = value_of(middle, &target.unit);
            let row =
                Row { name: target.id.clone(), words, mark: middle, line: (low, high), colour };
            draw_row(canvas, (top, i), &row, x)?;
        }
        Ok(())
    })
}
