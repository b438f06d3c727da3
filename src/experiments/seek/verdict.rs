//! The verdict: plans that the search proposes, judged on futures that it has not seen.
//!
//! A plan is called good if a share of futures as low as the wanted one would have met the goal as often
//! with a chance of `ALPHA` at most, over all looks and over all plans that are judged; it is denied
//! likewise; else it is open. Futures come in looks, so that what is plain takes few.

use super::search::{Expected, Found, Outcome, Problem, Settings};
use crate::results::seek::{ALPHA, Judged, Standing};
use crate::stats::chance::{at_least, at_most};

/// Share of the chance of error for the plan that the search holds for the best; the rest is for those
/// in reserve.
const FOR_THE_BEST: f64 = 0.6;
/// Share of it at each look.
const LOOKS: [f64; 3] = [0.2, 0.3, 0.5];
/// Plans in reserve: dearer, and surer.
const RESERVES: usize = 2;
/// By how much a reserve is expected to meet the goal more often than is wanted.
const SURER: [f64; RESERVES] = [0.04, 0.09];
/// Plans of the frontier, beside these.
const FRONTIER: usize = 6;

/// So many futures at each look, of the number of the first and of the last.
pub fn looks(first: u32, most: u32) -> [u32; 3] {
    let middle = f64::from(first) * (f64::from(most) / f64::from(first.max(1))).sqrt();
    [first.min(most), (middle as u32).clamp(first.min(most), most), most]
}

/// Most runs of a verdict.
pub fn most_runs(first: u32, most: u32) -> u32 {
    (1 + RESERVES as u32) * most + FRONTIER as u32 * first
}

/// A plan with what came of it.
struct Candidate {
    plan: usize,
    alpha: f64,
    outcomes: Vec<Outcome>,
    standing: Standing,
}

impl Candidate {
    fn judge(&mut self, chance: f64, alpha: f64) {
        let met = self.outcomes.iter().filter(|o| o.met()).count() as u32;
        let all = self.outcomes.len() as u32;
        if at_least(met, all, alpha) >= chance {
            self.standing = Standing::Good;
        } else if at_most(met, all, alpha) < chance {
            self.standing = Standing::Denied;
        }
    }
}

/// Judge what was found, on so many futures from the first on: at the first look, and at most. The first of those judged is the answer: the plan that the search holds for the best, or the first in
/// reserve where that one is denied or meets the goal too seldom. None if the user stops.
pub fn judge(
    problem: &mut dyn Problem,
    found: &Found,
    settings: Settings,
    [first, most]: [u32; 2],
) -> Option<Vec<Judged>> {
    let chance = settings.chance;
    let lead = found.best.unwrap_or(found.most);
    let lead = found.looked[lead].plan;
    let mut plans = vec![lead];
    if found.best.is_some() {
        plans.extend(reserves(found, chance, lead));
    }
    let reserves = plans.len() - 1;
    let alpha = |i: usize| match i {
        0 => ALPHA * FOR_THE_BEST,
        _ => ALPHA * (1.0 - FOR_THE_BEST) / RESERVES as f64,
    };
    let mut all: Vec<Candidate> = Vec::new();
    let candidate =
        |(i, plan)| Candidate { plan, alpha: alpha(i), outcomes: vec![], standing: Standing::Open };
    all.extend(plans.into_iter().enumerate().map(candidate));
    for (look, &to) in looks(first, most).iter().enumerate() {
        for i in 0..all.len() {
            // A reserve is looked at once, and on only while nothing cheaper is good.
            let is_needed = i == 0 || all[..i].iter().all(|c| c.standing != Standing::Good);
            let is_open = all[i].standing == Standing::Open;
            if look == 0 || is_open && is_needed {
                let has = all[i].outcomes.len() as u32;
                let more = problem.outcomes(all[i].plan, has..to)?;
                all[i].outcomes.extend(more);
                let alpha = all[i].alpha * LOOKS[look];
                all[i].judge(chance, alpha);
            }
        }
    }
    // The best that can stand: not denied, and good in the share of its futures.
    let share = |c: &Candidate| {
        c.outcomes.iter().filter(|o| o.met()).count() as f64 / c.outcomes.len().max(1) as f64
    };
    let stands = |c: &Candidate| c.standing != Standing::Denied && share(c) >= chance;
    let answer = (0..=reserves).find(|&i| stands(&all[i])).unwrap_or(0);
    all.swap(0, answer);
    let known: Vec<usize> = all.iter().map(|c| c.plan).collect();
    for plan in frontier(found, chance, &known) {
        let outcomes = problem.outcomes(plan, 0..first)?;
        all.push(Candidate { plan, alpha: 0.0, outcomes, standing: Standing::Unjudged });
    }
    Some(all.into_iter().map(|c| Judged::of(c.plan, &c.outcomes_of(), c.standing)).collect())
}

impl Candidate {
    fn outcomes_of(&self) -> Vec<(bool, f64)> {
        self.outcomes.iter().map(|o| (o.met(), o.cost)).collect()
    }
}

/// The cheapest plans that are expected to meet the goal a little more often than is wanted.
fn reserves(found: &Found, chance: f64, lead: usize) -> Vec<usize> {
    let mut plans: Vec<usize> = Vec::new();
    for surer in SURER {
        let wanted = (chance + surer).min(0.5 * (1.0 + chance));
        let fits = |&(plan, e): &(usize, &Expected)| {
            plan != lead && !plans.contains(&plan) && e.share >= wanted && e.good >= 0.9
        };
        let all = found.expected.iter().enumerate().filter(fits);
        let cheapest = all.min_by(|(a, x), (b, y)| x.cost.total_cmp(&y.cost).then(a.cmp(b)));
        plans.extend(cheapest.map(|(plan, _)| plan));
    }
    plans
}

/// Plans that were looked at and that none as cheap is expected to outdo: some of them, spread over what
/// they cost.
fn frontier(found: &Found, chance: f64, known: &[usize]) -> Vec<usize> {
    let mut order: Vec<&super::search::Looked> = found.looked.iter().collect();
    order.sort_by(|a, b| a.cost.total_cmp(&b.cost).then(b.share.total_cmp(&a.share)));
    let mut most = -1.0;
    order.retain(|l| {
        let better = l.share > most + 0.01;
        most = if better { l.share } else { most };
        better
    });
    order.retain(|l| !known.contains(&l.plan));
    // Those nearest to the wanted share matter most; the ends show the whole.
    let n = order.len();
    if n > FRONTIER {
        let mut kept: Vec<usize> = vec![0, n - 1];
        let mut near: Vec<usize> = (1..n - 1).collect();
        near.sort_by(|&a, &b| {
            let off = |i: usize| (order[i].share - chance).abs();
            off(a).total_cmp(&off(b)).then(a.cmp(&b))
        });
        kept.extend(near.into_iter().take(FRONTIER - 2));
        kept.sort_unstable();
        return kept.into_iter().map(|i| order[i].plan).collect();
    }
    order.into_iter().map(|l| l.plan).collect()
}
