//! krABMaga, agent = one member of staff; shares are taken between the steps of the schedule.

use std::any::Any;

use krabmaga::engine::agent::Agent;
use krabmaga::engine::schedule::Schedule;
use krabmaga::engine::state::State;
use krabmaga::rand::rngs::SmallRng;
use krabmaga::rand::{Rng, SeedableRng};
use peers::{ORGANISATIONS, STAFF, WEEKS, learn, next};

#[derive(Clone)]
struct Person {
    organisation: u32,
    trained: bool,
}

impl Agent for Person {
    fn step(&mut self, state: &mut dyn State) {
        let Some(region) = state.as_any_mut().downcast_mut::<Region>() else { return };
        let u = region.rng.random::<f64>();
        let organisation = &mut region.organisations[self.organisation as usize];
        self.trained = next(self.trained, u, organisation.learn);
        organisation.trained += u32::from(self.trained);
    }
}

struct Organisation {
    /// Chance of learning this week.
    learn: f64,
    /// Counted during the week.
    trained: u32,
}

struct Region {
    rng: SmallRng,
    organisations: Vec<Organisation>,
    curve: Vec<f64>,
}

impl State for Region {
    fn init(&mut self, schedule: &mut Schedule) {
        for organisation in 0..ORGANISATIONS as u32 {
            for _ in 0..STAFF {
                let person = Person { organisation, trained: false };
                schedule.schedule_repeating(Box::new(person), 0.0, 0);
            }
        }
    }

    fn after_step(&mut self, _: &mut Schedule) {
        let mut all = 0;
        for organisation in &mut self.organisations {
            let trained = std::mem::take(&mut organisation.trained);
            organisation.learn = learn(f64::from(trained) / STAFF as f64);
            all += trained;
        }
        self.curve.push(f64::from(all) / (ORGANISATIONS * STAFF) as f64);
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
    let empty = |_| Organisation { learn: learn(0.0), trained: 0 };
    let mut region = Region {
        rng: SmallRng::seed_from_u64(seed),
        organisations: (0..ORGANISATIONS).map(empty).collect(),
        curve: Vec::with_capacity(WEEKS),
    };
    let mut schedule = Schedule::new();
    region.init(&mut schedule);
    for _ in 0..WEEKS {
        schedule.step(&mut region);
    }
    region.curve
}

fn main() {
    peers::report("krabmaga_people", run);
}
