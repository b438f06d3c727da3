//! Which parameters matter: screening by elementary effects, shares of the variance, and one at
//! a time from end to end.

use super::points::{morris_trajectories, saltelli};
use super::values::Values;
use crate::results::sensitivity::{Found, Screened, Shares, Swing, Swings};
use crate::scenario::study::{Design, Study};
use crate::stats::sensitivity::{
    Sample, across_scrambles, elementary_effects, indices, mean_and_half_width,
};

/// Mean of the absolute value of a standard normal variable, √(2/π).
const MEAN_ABSOLUTE: f64 = 0.797_884_560_802_865_4;

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
/// another.
pub fn screen(study: &Study, values: &Values) -> Option<Vec<Screened>> {
    let Design::Morris { trajectories, levels } = study.design else { return None };
    let walks = morris_trajectories(study, trajectories, levels);
    let each = study.parameters.len() + 1;
    let means: Vec<Vec<Option<f64>>> =
        (0..walks.len()).map(|t| (0..each).map(|i| values.mean(t * each + i)).collect()).collect();
    let mut noise = vec![(0.0, 0u32); study.parameters.len()];
    for (t, walk) in walks.iter().enumerate() {
        for (i, &j) in walk.moves.iter().enumerate() {
            let step = walk.points[i + 1][j] - walk.points[i][j];
            let differences = values.differences(t * each + i, t * each + i + 1);
            if let Some(error) = standard_error(&differences) {
                noise[j].0 += error / step.abs();
                noise[j].1 += 1;
            }
        }
    }
    let found = elementary_effects(&walks, &means).into_iter().zip(noise).enumerate();
    let mut found: Vec<Screened> = found
        .filter_map(|(parameter, (effects, (sum, n)))| {
            let noise = if n > 0 { MEAN_ABSOLUTE * sum / f64::from(n) } else { 0.0 };
            Some(Screened { parameter, effects: effects?, noise })
        })
        .collect();
    found.sort_by(|a, b| b.effects.mu_star.total_cmp(&a.effects.mu_star));
    // Effects of none, where values are missing, are no finding.
    (!found.is_empty()).then_some(found)
}

fn standard_error(values: &[f64]) -> Option<f64> {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|x| (x - mean) * (x - mean)).sum();
    (values.len() > 1).then(|| (squares / (n - 1.0) / n).sqrt())
}

/// Sobol indices of a study's expected value; none if its design is another, a value is missing,
/// or nothing varies beyond luck.
pub fn shares(study: &Study, values: &Values) -> Option<Shares> {
    let (design, scrambles) = saltelli(study)?;
    let single = values.within().unwrap_or(0.0);
    let noise = single / f64::from(study.replicates.max(1));
    let one = |scramble: usize| {
        let points = scramble * design.len()..(scramble + 1) * design.len();
        let values: Vec<f64> = points.map(|p| values.mean(p)).collect::<Option<_>>()?;
        indices(design, &Sample { values, noise })
    };
    let all: Vec<_> = (0..scrambles).filter_map(one).collect();
    let n = all.len();
    let variance = (n > 0).then(|| all.iter().map(|i| i.variance).sum::<f64>() / n as f64)?;
    Some(Shares {
        indices: across_scrambles(&all),
        variance,
        noise_share: single / (variance + single),
        scrambles: n,
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
            if let Some((mean, half_width)) = mean_and_half_width(&values.differences(0, point)) {
                levels.push(Swing { cell, mean, half_width });
            }
            point += 1;
        }
        all.push(Swings { parameter, levels });
    }
    all.sort_by(|a, b| b.greatest().total_cmp(&a.greatest()));
    Some(all)
}
