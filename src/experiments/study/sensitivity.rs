//! Which parameters matter: screening by elementary effects, shares of the variance, and one at
//! a time from end to end.

use super::Points;
use super::points::{morris_trajectories, saltelli};
use super::values::Values;
use crate::results::sensitivity::{Found, Screened, Shares, Swing, Swings};
use crate::scenario::study::{Design, Study};
use crate::stats::sensitivity::{
    across_scrambles, elementary_effects, grand_mean, indices, mean_and_half_width,
};

/// What the design of a study was made for; none if values are missing, nothing varies beyond
/// luck, or its design is made for something else.
pub fn analyse(study: &Study, values: &Values) -> Option<Found> {
    match study.design {
        Design::Morris { .. } => screen(study, values).map(Found::Morris),
        Design::Saltelli { .. } => shares(study, values).map(Found::Sobol),
        Design::OneAtATime => {
            let swings = swings(study, values)?;
            Some(Found::Tornado { base: values.mean(0)?, swings })
        }
        _ => None,
    }
}

/// Elementary effects of all parameters, the greatest μ* first; none if the study's design is
/// another. A parameter that did not move, since all its values are the same, has none.
pub fn screen(study: &Study, values: &Values) -> Option<Vec<Screened>> {
    let Design::Morris { trajectories, levels } = study.design else { return None };
    let walks = morris_trajectories(study, trajectories, levels);
    let points = Points::new(study).ok()?;
    let each = study.parameters.len() + 1;
    let mut effects = vec![Vec::new(); study.parameters.len()];
    for (t, walk) in walks.iter().enumerate() {
        let cells: Vec<_> = (0..each).map(|i| points.point(t * each + i)).collect();
        for (i, &j) in walk.moves.iter().enumerate() {
            let (from, to) = (cells[i][j].as_ref()?, cells[i + 1][j].as_ref()?);
            let Some(step) = study.parameters[j].step(from, to) else { continue };
            let differences = values.differences(t * each + i, t * each + i + 1);
            effects[j].push(differences.into_iter().map(|d| d / step).collect());
        }
    }
    let found = effects.iter().enumerate();
    let mut found: Vec<Screened> = found
        .filter_map(|(parameter, own)| {
            Some(Screened { parameter, effects: elementary_effects(own)? })
        })
        .collect();
    found.sort_by(|a, b| b.effects.mu_star.total_cmp(&a.effects.mu_star));
    // Effects of none, where values are missing, are no finding.
    (!found.is_empty()).then_some(found)
}

/// Sobol indices of a study's expected value; none if its design is another, a value is missing,
/// or nothing varies beyond luck.
pub fn shares(study: &Study, values: &Values) -> Option<Shares> {
    let (design, scrambles) = saltelli(study)?;
    let known: Vec<Vec<Vec<f64>>> = (0..scrambles)
        .map(|scramble| {
            let points = scramble * design.len()..(scramble + 1) * design.len();
            points.map(|p| values.of(p).iter().flatten().copied().collect()).collect()
        })
        .collect();
    let all: Vec<&[Vec<f64>]> = known.iter().map(Vec::as_slice).collect();
    let centre = grand_mean(design, &all)?;
    let all: Vec<_> = all.iter().map(|own| indices(design, own, centre)).collect::<Option<_>>()?;
    let single = values.within().unwrap_or(0.0);
    let variance = all.iter().map(|i| i.variance).sum::<f64>() / scrambles as f64;
    Some(Shares {
        indices: across_scrambles(&all)?,
        variance,
        noise_share: single / (variance + single),
        scrambles,
    })
}

/// The differences of every level from the base, the greatest first; none if the study's design
/// is another.
pub fn swings(study: &Study, values: &Values) -> Option<Vec<Swings>> {
    let Design::OneAtATime = study.design else { return None };
    let mut point = 1;
    let mut all = Vec::new();
    for (parameter, p) in study.parameters.iter().enumerate() {
        let mut levels = Vec::new();
        for cell in p.grid_levels(Some(2)) {
            let differences = values.differences(0, point);
            if let Some((mean, half_width)) = mean_and_half_width(&differences) {
                levels.push(Swing { cell, mean, half_width, futures: differences.len() });
            }
            point += 1;
        }
        all.push(Swings { parameter, levels });
    }
    all.sort_by(|a, b| b.greatest().total_cmp(&a.greatest()));
    Some(all)
}
