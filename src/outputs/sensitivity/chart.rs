//! The chart `sensitivity`: what each parameter does, the most important first.

use super::Analysed;
use super::data::effects;
use crate::outputs::charts::{Bar, Bars, Chart, ChartError, sensitivity};
use crate::outputs::study::scale;
use crate::outputs::words::{matched_futures, percent};
use crate::results::sensitivity::{Found, Swing};
use crate::stats::sensitivity::Index;

/// Parameters that are drawn.
const SHOWN: usize = 15;

/// The chart.
///
/// # Errors
/// If the drawing library refuses; nothing in the results makes it do so.
pub(super) fn sensitivity_chart(analysed: &Analysed) -> Result<Chart, ChartError> {
    let all = analysed.study.parameters.len();
    let first = match all.min(SHOWN) {
        shown if shown == all => String::new(),
        shown => format!(" The first {shown} of {all} parameters."),
    };
    let unit = scale(analysed.column.measure).1;
    let subject = analysed.subject();
    let (message, statistics) = match analysed.found {
        Found::Morris(_) => (
            format!("What matters for {subject}"),
            format!(
                "Mean change for a step across a parameter's range (μ*), in {unit}; lines: 95 in 100; \
                 grey: cannot be told from luck.{first}"
            ),
        ),
        Found::Sobol(shares) => (
            format!("What explains the variance of {subject}"),
            format!(
                "Sobol indices, first order (blue, above) and total (orange, below); lines: 95 in 100; \
                 grey: cannot be told from 0. Luck is {} of the variance of one future.{first}",
                percent(shares.noise_share)
            ),
        ),
        Found::Tornado { .. } => (
            format!("What moves {subject}"),
            format!(
                "Mean change in {unit} in {}, one parameter at a time; lines: what luck leaves open (95 \
                 in 100); grey: cannot be told from none.{first}",
                matched_futures(analysed.plan.replicates as usize)
            ),
        ),
    };
    let title = &analysed.plan.name;
    let chart = sensitivity(title, &message, &statistics, &rows(analysed))?;
    let mut table = effects(analysed).table();
    table.rows.truncate(SHOWN);
    Ok(Chart { table, ..chart })
}

fn rows(analysed: &Analysed) -> Vec<Bars> {
    let name = |which: usize| analysed.key(which).to_owned();
    match analysed.found {
        Found::Morris(found) => {
            let row = |s: &crate::results::sensitivity::Screened| Bars {
                name: name(s.parameter),
                bars: vec![Bar::around(
                    s.effects.mu_star,
                    s.effects.half_width,
                    s.cannot_be_told_from_luck(),
                )],
                words: analysed.plain(s.effects.mu_star),
            };
            found.iter().take(SHOWN).map(row).collect()
        }
        Found::Sobol(shares) => {
            let row = |(which, _): (usize, bool)| {
                let (first, total) = shares.indices[which];
                // What luck makes wider than any share can be is drawn as far as shares go.
                let on_chart = |x: f64| x.clamp(-0.25, 1.25);
                let bar = |index: Index| Bar {
                    value: on_chart(index.value),
                    line: index.interval.map(|(low, high)| (on_chart(low), on_chart(high))),
                    faint: index.cannot_be_told_from_zero(),
                };
                Bars {
                    name: name(which),
                    bars: vec![bar(first), bar(total)],
                    words: format!("{}, {}", share_in_brief(first), share_in_brief(total)),
                }
            };
            analysed.order().into_iter().take(SHOWN).map(row).collect()
        }
        Found::Tornado { swings, .. } => {
            let moved = swings.iter().filter(|s| !s.levels.is_empty());
            let row = |swings: &crate::results::sensitivity::Swings| {
                let by = |a: &&Swing, b: &&Swing| a.mean.total_cmp(&b.mean);
                let ends = [swings.levels.iter().min_by(by), swings.levels.iter().max_by(by)];
                let mut ends: Vec<&Swing> = ends.into_iter().flatten().collect();
                ends.dedup();
                let words: Vec<String> = ends.iter().map(|e| analysed.signed(e.mean)).collect();
                let bar = |end: &&Swing| {
                    Bar::around(end.mean, end.half_width, end.cannot_be_told_from_zero())
                };
                Bars {
                    name: name(swings.parameter),
                    bars: ends.iter().map(bar).collect(),
                    words: words.join(" to "),
                }
            };
            moved.take(SHOWN).map(row).collect()
        }
    }
}

/// `61 %`, or `?` for what cannot be told from 0.
fn share_in_brief(index: Index) -> String {
    if index.cannot_be_told_from_zero() { "?".to_owned() } else { percent(index.value) }
}
