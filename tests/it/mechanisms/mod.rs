//! What goes on beside the project, one mechanism at a time: each moves what it is about, and nothing
//! where it is absent. Fixed seeds; a claim about a mean is made in 99 of 100 (α = 0.01).

mod adoption;
mod embedding;
mod mandate;
mod own_share;
mod regions;
mod size;
mod survival;

use std::ops::ControlFlow;

use uptake::engine::{self, Options};
use uptake::measures::measure;
use uptake::results::Ensemble;
use uptake::scenario::{Scenario, builtin};
use uptake::stats::paired::Paired;
use uptake::stats::student::student_quantile;

/// Events that hit a region whole: its luck, which more organisations do not average out.
pub const NO_EVENTS_OF_REGIONS: [&str; 9] = [
    "events.reorganisation=off",
    "events.boundary_change=off",
    "events.sponsor_loss=off",
    "events.conflict=off",
    "events.local_scandal=off",
    "events.national_scandal=off",
    "events.contract_collapse=off",
    "events.tool_setback=off",
    "events.new_alternative=off",
];

/// Every mechanism that a default switches on, off: each test switches on what it is about.
const OFF: [&str; 34] = [
    "policy.order=random",
    "policy.refresh=calendar",
    "policy.lever_price=region",
    "policy.lever_weeks=0",
    "policy.mapping_maps=false",
    "scale.reference_size=0",
    "scale.develop_waits=false",
    "policy.work_in_progress=40",
    "scale.shared_experience=1",
    "joining.interest_benefit=0",
    "diffusion.mandate_per_year=0",
    "diffusion.gated=0",
    "diffusion.trained=0",
    "diffusion.supported=0",
    "diffusion.benefit_seen=0",
    "organisation.lead_leaves=0",
    "embedding.champions=0",
    "embedding.arises_per_year=0",
    "use.flag=0",
    "use.deliberate=0.6",
    "use.mandated=0",
    "funder.success=impression",
    "funder.benefit=0",
    "funder.programme=0",
    "funder.stops_below=0",
    "events.scandal_ends=0",
    "events.scandal_leave=0",
    "events.scandal_sponsor=0",
    "events.takeover_per_year=0",
    "forces.own_share=1",
    "forces.unintended.misled=0",
    "forces.core_and_peripheral.unsupported=0",
    "variation.team_sigma=0",
    "variation.begins_weeks=0",
];

/// The built-in region with these mechanisms off and some keys changed; `weeks` may lie before its goals.
pub fn region(keys: &[&str]) -> Scenario {
    let (weeks, keys): (Vec<&str>, Vec<&str>) =
        keys.iter().partition(|key| key.starts_with("weeks="));
    let named = |key: &str| key.split_once('=').map_or(key, |(name, _)| name).to_owned();
    let own: Vec<String> = keys.iter().map(|key| named(key)).collect();
    let off = OFF.into_iter().filter(|key| !own.contains(&named(key)));
    let keys: Vec<String> = off.chain(keys).map(str::to_owned).collect();
    let mut scenario = builtin(&keys).expect("sound").scenario;
    scenario.targets.clear();
    if let Some(weeks) = weeks.last() {
        scenario.end_after(weeks["weeks=".len()..].parse().expect("a number of weeks"));
    }
    scenario
}

/// So many futures of a scenario.
pub fn futures(keys: &[&str], replicates: u32) -> Ensemble {
    let mut s = region(keys);
    s.replicates = replicates;
    engine::ensemble(&s, &Options::of(&s), &|_| ControlFlow::Continue(()))
}

/// A measure of the whole in every future, at a week.
pub fn values(e: &Ensemble, name: &str, week: u32) -> Vec<f64> {
    let measure = measure(name).expect(name);
    e.values(measure, 0, week).into_iter().map(f64::from).collect()
}

/// Mean over futures.
pub fn mean(e: &Ensemble, name: &str, week: u32) -> f64 {
    let all = values(e, name, week);
    all.iter().sum::<f64>() / all.len() as f64
}

/// Mean difference over matched futures, other less base, and the half-width of its 99 % interval.
pub fn difference(base: &Ensemble, other: &Ensemble, name: &str, week: u32) -> (f64, f64) {
    let found = Paired::of(&values(base, name, week), &values(other, name, week)).expect("futures");
    let n = f64::from(found.replicates);
    let t = student_quantile(0.995, found.replicates - 1).expect("two futures or more");
    (found.mean, t * found.deviation / n.sqrt())
}

/// Asserts that the other has more (or, with a negative margin, less) by at least the margin, in 99 of 100.
#[track_caller]
pub fn moves(base: &Ensemble, other: &Ensemble, (name, week): (&str, u32), margin: f64) {
    let (mean, half) = difference(base, other, name, week);
    let (size, least) = (mean * margin.signum(), margin.abs());
    assert!(size - half >= least, "{name} at week {week}: {mean:+.4} ± {half:.4}, not {margin:+}");
}
