//! What a headline would hide: a pause on the closing date, paid people with nothing to do, money that
//! the model takes away.

use crate::measures::Counter;
use crate::outputs::words::{between, count, futures, percent, pounds, spread};
use crate::results::{Ensemble, ReplicateResult};
use crate::stats::quantiles::quantile;

/// A future is paused if so large a share of its live organisations cannot use the tool.
const PAUSED: f64 = 0.5;
/// Idle hours are said from this share of all hours on, money taken from this share of all money on.
const WORTH_SAYING: f64 = 0.1;

/// "In 7 of 100 simulated futures the tool was paused in that week …", with the range of a group without
/// these; none where none was.
pub(super) fn pauses(ensemble: &Ensemble, group: usize) -> Option<String> {
    let is_paused = |r: &&ReplicateResult| {
        let live = at_end(ensemble, r, Counter::OrgLive);
        live > 0.0 && at_end(ensemble, r, Counter::OrgPaused) >= PAUSED * live
    };
    let all = ensemble.replicates.len();
    let paused = ensemble.replicates.iter().filter(is_paused).count();
    if paused == 0 {
        return None;
    }
    let others = ensemble.replicates.iter().filter(|r| !is_paused(r));
    let others =
        others.map(|r| r.trajectory.get(Counter::OrgRealUse, group, ensemble.weeks as usize));
    let without = spread(others.collect()).map_or(String::new(), |s| {
        format!("; without these futures the range is {}", between(s.low, s.high))
    });
    let often = if paused == all {
        format!("In {}", futures(all))
    } else {
        format!("In {} of {}", count(paused as f64), futures(all))
    };
    Some(format!(
        "{often} the tool was paused in that very week, so that most of those who have it could not use \
         it{without}."
    ))
}

/// "Of the team's 108,000 hours 43 % found nothing to do …"; none where that is little.
pub(super) fn idle_hours(ensemble: &Ensemble) -> Option<String> {
    let share = |r: &ReplicateResult| {
        let (idle, worked) =
            (at_end(ensemble, r, Counter::HoursIdleCum), at_end(ensemble, r, Counter::HoursCum));
        (idle / (idle + worked).max(1e-9), idle + worked)
    };
    let (idle, all) = middle(ensemble, share)?;
    (idle >= WORTH_SAYING).then(|| {
        format!(
            "For {} of the team's {} hours there is nothing to do at their level of authority, in the \
             middle of {}: more people of those levels would bring nothing (`uptake describe \
             project.idle`).",
            percent(idle),
            count(all),
            futures(ensemble.replicates.len())
        )
    })
}

/// "£120,000 of £400,000 of the project's money turn elsewhere …"; none where that is little.
pub(super) fn money_taken(ensemble: &Ensemble) -> Option<String> {
    let share = |r: &ReplicateResult| {
        let (taken, spent) =
            (at_end(ensemble, r, Counter::TakenCum), at_end(ensemble, r, Counter::SpendCum));
        (taken / (taken + spent).max(1e-9), taken + spent)
    };
    let (taken, all) = middle(ensemble, share)?;
    (taken >= WORTH_SAYING).then(|| {
        format!(
            "Of the {} that the plan would have cost, {} turn elsewhere or are cut, in the middle of {}: \
             the model takes them away where success seems complete (self_defeating_success) or the \
             funder loses patience, so less is spent than was planned.",
            pounds(all),
            pounds(taken * all),
            futures(ensemble.replicates.len())
        )
    })
}

fn at_end(ensemble: &Ensemble, r: &ReplicateResult, counter: Counter) -> f64 {
    r.trajectory.exact(counter, 0, ensemble.weeks as usize)
}

/// Middles of a share and of what it is a share of.
fn middle(ensemble: &Ensemble, of: impl Fn(&ReplicateResult) -> (f64, f64)) -> Option<(f64, f64)> {
    let (mut shares, mut wholes): (Vec<f64>, Vec<f64>) = ensemble.replicates.iter().map(of).unzip();
    for values in [&mut shares, &mut wholes] {
        values.sort_unstable_by(f64::total_cmp);
    }
    (!shares.is_empty()).then(|| (quantile(&shares, 0.5), quantile(&wholes, 0.5)))
}
