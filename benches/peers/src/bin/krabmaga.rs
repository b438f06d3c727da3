//! krABMaga, agent = one organisation, with its staff inside: what the schedule costs is paid once
//! for fifty people.

use std::any::Any;

use krabmaga::engine::agent::Agent;
use krabmaga::engine::schedule::Schedule;
use krabmaga::engine::state::State;
use krabmaga::rand::rngs::SmallRng;
use krabmaga::rand::{Rng, SeedableRng};
use peers::{ORGANISATIONS, STAFF, WEEKS, learn, next};

#[derive(Clone)]
struct Organisation {
    trained: [bool; STAFF],
    /// At the start of the week.
    share: f64,
}

impl Agent for Organisation {
    fn step(&mut self, state: &mut dyn State) {
        let Some(region) = state.as_any_mut().downcast_mut::<Region>() else { return };
        let learn = learn(self.share);
        let mut count = 0;
        for trained in &mut self.trained {
            *trained = next(*trained, region.rng.random(), learn);
            count += u32::from(*trained);
        }
        self.share = f64::from(count) / STAFF as f64;
        region.trained += count;
    }
}

struct Region {
    rng: SmallRng,
    /// Counted during the week.
    trained: u32,
    curve: Vec<f64>,
}

impl State for Region {
    fn init(&mut self, schedule: &mut Schedule) {
        for _ in 0..ORGANISATIONS {
            let organisation = Organisation { trained: [false; STAFF], share: 0.0 };
            schedule.schedule_repeating(Box::new(organisation), 0.0, 0);
        }
    }

    fn after_step(&mut self, _: &mut Schedule) {
        let trained = std::mem::take(&mut self.trained);
        self.curve.push(f64::from(trained) / (ORGANISATIONS * STAFF) as f64);
    }

    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
    fn as_state_mut(&mut self) -> &mut dyn State {
        self
    }
    fn as_state(&self) -> &dyn State {
        self
    }
    fn reset(&mut self) {}
    fn update(&mut self, _: u64) {}
}

fn run(seed: u64) -> Vec<f64> {
    let curve = Vec::with_capacity(WEEKS);
    let mut region = Region { rng: SmallRng::seed_from_u64(seed), trained: 0, curve };
    let mut schedule = Schedule::new();
    region.init(&mut schedule);
    for _ in 0..WEEKS {
        schedule.step(&mut region);
    }
    region.curve
}

fn main() {
    peers::report("krabmaga", run);
}
