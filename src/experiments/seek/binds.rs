//! What stands in the way of the plan that comes closest: the decisions that stand at the end of their
//! range are moved back by a level, and what limits coverage in the model is relaxed, each in the same
//! futures as the plan itself.

use super::bench::{Bench, Kept, margin, reached};
use super::search::{levels_of, number_of};
use crate::experiments::explanation::RELAXATIONS;
use crate::results::seek::{ALPHA, Binds};
use crate::stats::holm::{holm, p_of_mean};

/// What comes of one thing that was changed: by how much the goal is met better, future by future.
type Found = (Vec<f64>, Binds);

/// A margin below which a goal is missed as far as can be, in shares of its level: where nothing is there
/// to measure.
const WORST: f64 = -1.0;
/// Futures in which each is looked at.
const FUTURES: u32 = 60;

fn futures(first: u32) -> u32 {
    FUTURES.min(first)
}

/// Most runs that it takes.
pub fn runs(first: u32) -> u32 {
    // Ends of decisions are few beside these.
    futures(first) * (RELAXATIONS.len() as u32 + 4)
}

/// What binds a plan, the most first; none if the user stops.
pub fn binds(bench: &mut Bench<'_>, plan: usize, first: u32) -> Option<Vec<Binds>> {
    let all = futures(first);
    let question = bench.question;
    let own = bench.scenario(plan)?;
    let before = bench.of_plan(plan, 0..all)?;
    let met =
        |kept: &[Kept]| kept.iter().filter(|k| margin(k, &question.goals) >= 0.0).count() as u32;
    let level = |kept: &[Kept]| -> f64 {
        reached(&kept.iter().collect::<Vec<_>>(), question).first().copied().unwrap_or(0.0)
    };
    let mut found: Vec<Found> = Vec::new();
    let own_margin = |k: &Kept| margin(k, &question.goals).max(WORST);
    // By how much one set of futures meets the goal better than another, future by future.
    let gain = |better: &[Kept], worse: &[Kept]| -> Vec<f64> {
        better.iter().zip(worse).map(|(a, b)| own_margin(a) - own_margin(b)).collect()
    };
    let of = |choice: bool, (what, relaxed): (String, String), kept: &[Kept]| Binds {
        choice,
        what,
        relaxed,
        met: met(kept),
        before: met(&before),
        futures: all,
        reached: level(kept),
        told: false,
    };
    // A decision at the end of its range: what its last level brought, it may bring again.
    let sizes: Vec<usize> = question.decisions.iter().map(|d| d.levels.len()).collect();
    let levels = levels_of(plan, &sizes);
    for (i, decision) in question.decisions.iter().enumerate() {
        let back = match levels[i] {
            _ if !decision.is_ordered() => continue,
            0 => 1,
            last if last + 1 == sizes[i] => last - 1,
            _ => continue,
        };
        let mut other = levels.clone();
        other[i] = back;
        let other = number_of(&other, &sizes);
        let kept = bench.of_plan(other, 0..all)?;
        let what = format!("{} at {}", decision.key, decision.levels[levels[i]]);
        let words = (what, format!("{}", decision.levels[back]));
        found.push((gain(&before, &kept), of(true, words, &kept)));
    }
    for relaxation in RELAXATIONS.iter() {
        let Ok(relaxed) = relaxation.of(&own) else { continue };
        let kept = bench.run(&relaxed, 0..all)?;
        let constraint = relaxation.constraint;
        let words = (constraint.label.to_owned(), constraint.relaxed.to_owned());
        found.push((gain(&kept, &before), of(false, words, &kept)));
    }
    let p: Vec<f64> = found.iter().map(|(gains, _)| p_of_mean(gains)).collect();
    for ((_, binds), told) in found.iter_mut().zip(holm(&p, ALPHA)) {
        binds.told = told;
    }
    let mean = |gains: &[f64]| gains.iter().sum::<f64>() / gains.len().max(1) as f64;
    found.retain(|(gains, _)| mean(gains) > 0.0);
    found.sort_by(|a, b| b.1.told.cmp(&a.1.told).then(mean(&b.0).total_cmp(&mean(&a.0))));
    Some(found.into_iter().map(|(_, binds)| binds).collect())
}
