//! The chart `contributions`: what families and the largest forces add.

use super::Explained;
use super::shown::{by_size, families_shown, forces_shown};
use crate::outputs::charts::{Bar, Bars, Chart, ChartError, bars};
use crate::outputs::words::matched_futures;
use crate::results::Effect;

/// Forces that are drawn.
const SHOWN: usize = 12;

/// The chart; none where no force acts.
///
/// # Errors
/// If the drawing library refuses; nothing in the results makes it do so.
pub(super) fn contributions(explained: &Explained) -> Result<Option<Chart>, ChartError> {
    let Some(found) = &explained.found.attribution else { return Ok(None) };
    let (scale, _) = explained.scale();
    let row = |name: String, effect: &Effect| Bars {
        name,
        bars: vec![Bar::around(
            scale * effect.mean(),
            effect.half_width.map(|half| scale * half),
            !effect.told,
        )],
        words: explained.signed(effect.mean()),
    };
    let families = found.families.iter().map(|f| row(f.title.to_owned(), &f.exact));
    let forces = by_size(explained).into_iter().take(SHOWN);
    let forces = forces.map(|f| row(format!("{} {}", f.section, f.title), &f.sampled));
    let rows: Vec<Bars> = families.chain(forces).collect();
    let scenario = explained.scenario;
    let heading = if scenario.title.is_empty() { &scenario.name } else { &scenario.title };
    let chart = bars(
        "contributions",
        heading,
        &format!("What the forces add or take by {}", explained.when()),
        &format!(
            "Mean of {}, in {}; lines: what luck leaves open (95 in 100). First the {} families, then the \
             {} forces that add or take most. Grey: cannot be told from 0.",
            matched_futures(explained.found.replicates as usize),
            explained.unit_in_words(),
            found.families.len(),
            found.forces.len().min(SHOWN)
        ),
        &rows,
    )?;
    let mut table = families_shown(explained);
    let titled = forces_shown(explained).rows.into_iter().take(SHOWN);
    table.rows.extend(titled.map(|row| row[1..].to_vec()));
    table.head[0] = "Family or force".to_owned();
    Ok(Some(Chart { table, ..chart }))
}
