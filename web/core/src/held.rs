//! Futures that were handed over, by slot: the plan on screen, the one that it is held against.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::rc::Rc;
use std::sync::Arc;

use uptake::engine::{self, Options};
use uptake::page::{Futures, Plan};
use uptake::results::{Ensemble, Layout};
use uptake::scenario::{Problems, Read};

use crate::part;

/// A plan and its futures so far.
#[derive(Clone)]
pub struct Held {
    /// The scenario.
    pub read: Rc<Read>,
    /// Its futures, in order of their number.
    pub ensemble: Ensemble,
    layout: Arc<Layout>,
}

thread_local! {
    static HELD: RefCell<BTreeMap<u32, Held>> = const { RefCell::new(BTreeMap::new()) };
}

thread_local! {
    static LAST: RefCell<Option<(Plan, Rc<Read>)>> = const { RefCell::new(None) };
}

/// The scenario of a plan. Futures are asked for a few at a time, so the last one read is remembered.
pub fn read(plan: &Plan) -> Result<Rc<Read>, Problems> {
    let known = LAST.with_borrow(|last| match last {
        Some((known, read)) if known == plan => Some(Rc::clone(read)),
        _ => None,
    });
    if let Some(read) = known {
        return Ok(read);
    }
    let fresh = Rc::new(plan.read()?);
    LAST.set(Some((plan.clone(), Rc::clone(&fresh))));
    Ok(fresh)
}

impl Held {
    /// The first futures without a gap, at most so many.
    pub fn first(&self, most: u32) -> Ensemble {
        let in_order = self.ensemble.replicates.iter().zip(0..most);
        let known = in_order.take_while(|(future, number)| future.replicate == *number);
        let replicates = known.map(|(future, _)| future.clone()).collect();
        let e = &self.ensemble;
        let (scenario, groups) = (e.scenario.clone(), e.groups.clone());
        Ensemble { scenario, groups, replicates, draws: None, ..*e }
    }

    /// These as futures of the plan.
    pub fn futures<'a>(&'a self, ensemble: &'a Ensemble) -> Futures<'a> {
        Futures { scenario: &self.read.scenario, ensemble }
    }
}

/// Empty a slot for the futures of a plan.
pub fn open(slot: u32, plan: &Plan, whole: bool) -> Result<Rc<Read>, Problems> {
    let read = read(plan)?;
    let scenario = &read.scenario;
    let options = Options { replicates: 0..0, record: None, ..Options::of(scenario) };
    let mut ensemble = engine::ensemble(scenario, &options, &|_| ControlFlow::Continue(()));
    ensemble.groups = part::groups(scenario, whole);
    let layout = part::layout(scenario, &ensemble.groups);
    let held = Held { read: Rc::clone(&read), ensemble, layout };
    HELD.with_borrow_mut(|slots| slots.insert(slot, held));
    Ok(read)
}

/// Put futures into the slot that they are for; how many it then holds.
pub fn take(mut bytes: &[u8]) -> Result<usize, String> {
    let slot = part::u32(&mut bytes).ok_or("no slot is named")?;
    HELD.with_borrow_mut(|slots| {
        let held = slots.get_mut(&slot).ok_or("nothing was opened there")?;
        let futures = part::pull(bytes, &held.layout).ok_or("these are no futures of that plan")?;
        for future in futures {
            let all = &mut held.ensemble.replicates;
            match all.binary_search_by_key(&future.replicate, |known| known.replicate) {
                Ok(at) => all[at] = future,
                Err(at) => all.insert(at, future),
            }
        }
        Ok(held.ensemble.replicates.len())
    })
}

/// Let one slot hold what another holds.
pub fn copy(from: u32, to: u32) -> Result<(), String> {
    let held = slot(from)?;
    HELD.with_borrow_mut(|slots| slots.insert(to, held));
    Ok(())
}

/// What a slot holds.
pub fn slot(slot: u32) -> Result<Held, String> {
    HELD.with_borrow(|slots| slots.get(&slot).cloned())
        .ok_or_else(|| "nothing was opened there".to_owned())
}
