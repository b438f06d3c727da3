//! ixa: people are entities with one property; a plan a week walks the organisations, draws for
//! all of one organisation in one call, and sets the property of those who changed.

use ixa::prelude::*;
use ixa::rand::RngExt;
use peers::{ORGANISATIONS, STAFF, WEEKS, learn, next};

define_entity!(Person);
define_property!(struct Trained(bool), Person, default_const = Trained(false));
define_rng!(StaffRng);

struct Region {
    staff: Vec<Vec<PersonId>>,
    trained: Vec<u32>,
    curve: Vec<f64>,
}

define_data_plugin!(
    RegionPlugin,
    Region,
    Region { staff: vec![], trained: vec![0; ORGANISATIONS], curve: vec![] }
);

fn week(context: &mut Context) {
    // Lent out for the week, so that people can be changed while it is read.
    let staff = std::mem::take(&mut context.get_data_mut(RegionPlugin).staff);
    let mut all = 0;
    for (organisation, people) in staff.iter().enumerate() {
        let before = context.get_data(RegionPlugin).trained[organisation];
        let chance = learn(f64::from(before) / STAFF as f64);
        let luck: [f64; STAFF] = context.sample(StaffRng, |rng| rng.random());
        let mut after = 0;
        for (&person, u) in people.iter().zip(luck) {
            let Trained(was) = context.get_property(person);
            let is = next(was, u, chance);
            if is != was {
                context.set_property(person, Trained(is));
            }
            after += u32::from(is);
        }
        context.get_data_mut(RegionPlugin).trained[organisation] = after;
        all += after;
    }
    let region = context.get_data_mut(RegionPlugin);
    region.staff = staff;
    region.curve.push(f64::from(all) / (ORGANISATIONS * STAFF) as f64);
    if region.curve.len() < WEEKS {
        let next = context.get_current_time() + 1.0;
        context.add_plan(next, week);
    }
}

fn run(seed: u64) -> Vec<f64> {
    let mut context = Context::new();
    context.init_random(seed);
    let staff = (0..ORGANISATIONS)
        .map(|_| (0..STAFF).map(|_| context.add_entity(Person).expect("a person")).collect())
        .collect();
    context.get_data_mut(RegionPlugin).staff = staff;
    context.add_plan(1.0, week);
    context.execute();
    std::mem::take(&mut context.get_data_mut(RegionPlugin).curve)
}

fn main() {
    peers::report("ixa_weekly", run);
}
