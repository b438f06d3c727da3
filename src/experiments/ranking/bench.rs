//! Plans beside the scenario itself in the same futures: the same draw of the parameters, the same
//! luck. Of each run four numbers are kept, and no run is made twice.

use std::collections::BTreeMap;
use std::ops::{ControlFlow, Range};

use super::choices::Plan;
use super::{Progress, Question};
use crate::engine;
use crate::experiments::uncertainty::Prepared;
use crate::measures::Counter;
use crate::results::ReplicateResult;
use crate::results::ranking::Brought;

/// What is kept of a future, at the week of the question; a measure without a value counts as 0:
/// nobody to reach.
pub(super) fn brought(result: &ReplicateResult, question: &Question) -> Brought {
    let week = question.week as usize;
    let count = |counter: Counter| f64::from(result.trajectory.get(counter, 0, week));
    let value = f64::from(question.outcome.value(result, question.week).unwrap_or(0.0));
    Brought {
        gain: if question.less { -value } else { value },
        real_use: count(Counter::OrgRealUse),
        true_current: count(Counter::PatTrue),
        spent: result.trajectory.exact(Counter::SpendCum, 0, week),
    }
}

/// Runs plans.
pub(super) struct Bench<'a> {
    pub prepared: &'a Prepared<'a>,
    pub question: &'a Question,
    pub jobs: Option<usize>,
    pub progress: &'a (dyn Fn(Progress) -> ControlFlow<()> + Sync),
    /// Runs done and runs expected in all, for the progress.
    pub done: u32,
    pub of: u32,
    known: BTreeMap<Key, BTreeMap<u32, Brought>>,
}

/// A plan as a key: doses and hours by their bits.
type Key = (Vec<(super::Choice, u64)>, bool, u64);

impl<'a> Bench<'a> {
    pub fn new(
        prepared: &'a Prepared<'a>,
        question: &'a Question,
        jobs: Option<usize>,
        progress: &'a (dyn Fn(Progress) -> ControlFlow<()> + Sync),
    ) -> Self {
        Bench { prepared, question, jobs, progress, done: 0, of: 0, known: BTreeMap::new() }
    }

    /// Values of some plans in some futures: `[plan][future]`; none if the user stops.
    pub fn run(&mut self, plans: &[Plan], futures: Range<u32>) -> Option<Vec<Vec<Brought>>> {
        let keys: Vec<Key> = plans.iter().map(key).collect();
        let missing: Vec<(usize, u32)> = (0..plans.len())
            .flat_map(|i| futures.clone().map(move |future| (i, future)))
            .filter(|&(i, future)| {
                keys[..i].iter().all(|k| *k != keys[i])
                    && self.known.get(&keys[i]).is_none_or(|of| !of.contains_key(&future))
            })
            .collect();
        let one = |nth: usize| {
            let (i, future) = missing[nth];
            let scenario = plans[i].of(self.prepared.scenario(future));
            brought(&engine::future(&scenario, future), self.question)
        };
        let before = self.done;
        let told = |done: u32| {
            (self.progress)(Progress { done: before + done, of: self.of.max(before + done) })
        };
        let values = engine::in_order(missing.len(), self.jobs, &one, &told);
        if values.len() < missing.len() {
            return None;
        }
        self.done += missing.len() as u32;
        for ((i, future), values) in missing.into_iter().zip(values) {
            self.known.entry(keys[i].clone()).or_default().insert(future, values);
        }
        let of = |key: &Key| -> Option<Vec<Brought>> {
            let known = self.known.get(key)?;
            futures.clone().map(|future| known.get(&future).copied()).collect()
        };
        keys.iter().map(of).collect()
    }
}

fn key(plan: &Plan) -> Key {
    let mut doses: Vec<_> = plan.doses.iter().map(|&(c, dose)| (c, dose.to_bits())).collect();
    doses.sort_unstable();
    (doses, plan.hired, plan.hours.to_bits())
}
