//! What each parameter does, as a table for the terminal and the report.

use super::{Analysed, Way};
use crate::outputs::charts::Table;
use crate::outputs::study::cell_in_words;
use crate::outputs::words::{percent, percent_range};
use crate::results::sensitivity::Found;
use crate::stats::sensitivity::Index;

/// The first parameters, the most important first. One at a time, each value has a row.
pub fn effects_shown(analysed: &Analysed, most: usize) -> Table {
    let (head, rows): (&[&str], Vec<Vec<String>>) = match analysed.found {
        Found::Morris(found) => {
            let row = |s: &crate::results::sensitivity::Screened| {
                let (e, is_told) = (&s.effects, !s.cannot_be_told_from_luck());
                // Of what luck alone would do no direction is told.
                let way = if is_told { analysed.way(s.parameter) } else { Way::Unknown };
                vec![
                    analysed.key(s.parameter).to_owned(),
                    analysed.with_half_width(e.mu_star, e.half_width),
                    analysed.signed(e.mu),
                    analysed.plain(e.sigma),
                    higher(way),
                    told(is_told),
                ]
            };
            let rows = found.iter().take(most).map(row).collect();
            (&["parameter", "μ*", "μ", "σ", "higher gives", "told from luck"], rows)
        }
        Found::Sobol(shares) => {
            let row = |(which, is_told): (usize, bool)| {
                let (first, total) = shares.indices[which];
                vec![analysed.key(which).to_owned(), share(first), share(total), told(is_told)]
            };
            let rows = analysed.order().into_iter().take(most).map(row).collect();
            (&["parameter", "first", "total", "told from 0"], rows)
        }
        Found::Tornado { swings, .. } => {
            let rows = swings.iter().take(most).flat_map(|s| {
                s.levels.iter().map(|level| {
                    vec![
                        format!(
                            "{} = {}",
                            analysed.key(s.parameter),
                            cell_in_words(Some(&level.cell))
                        ),
                        analysed.signed_with_half_width(level.mean, level.half_width),
                        told(!level.cannot_be_told_from_zero()),
                    ]
                })
            });
            (&["parameter", "change", "told from luck"], rows.collect())
        }
    };
    Table { head: head.iter().map(|&head| head.to_owned()).collect(), rows }
}

/// `61 % (53–70 %)`; what cannot be told from 0 has no value, and what cannot be told at all none of
/// anything.
pub(super) fn share(index: Index) -> String {
    match index.interval {
        Some((low, high)) if !index.cannot_be_told_from_zero() => {
            format!("{} ({})", percent(index.value), percent_range(low.max(0.0), high.min(1.0)))
        }
        Some((_, high)) if !index.cannot_be_told() => {
            format!("cannot be told from 0 (at most {})", percent(high.max(0.0)))
        }
        _ => "cannot be told".to_owned(),
    }
}

/// `61 %`, or `?` for what cannot be told from 0.
pub(super) fn share_in_brief(index: Index) -> String {
    if index.cannot_be_told_from_zero() { "?".to_owned() } else { percent(index.value) }
}

fn told(is: bool) -> String {
    if is { "yes" } else { "no" }.to_owned()
}

fn higher(way: Way) -> String {
    match way {
        Way::More => "more",
        Way::Less => "less",
        Way::Depends => "it depends",
        Way::Unknown => "–",
    }
    .to_owned()
}
