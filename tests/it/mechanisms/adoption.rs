//! Adoption without the project: contagion gated by vendors, and vendors that switch the tool on.

use super::{futures, mean, moves};

/// No project, no forces, no exits: what organisations take up they take up by themselves.
const ALONE: [&str; 8] = [
    "forces.*.strength=0",
    "region.*.team_size=0",
    "organisation.exit_per_year=0",
    "organisation.neglect_exit_per_year=0",
    "events.supplier_delay_sigma=0",
    "events.supplier_delay_weeks=52",
    "system.*.waits_for_vendor=true",
    "weeks=104",
];

fn alone(keys: &[&str]) -> Vec<String> {
    ALONE.iter().chain(keys).map(|key| (*key).to_owned()).collect()
}

fn run(keys: &[&str], replicates: u32) -> uptake::results::Ensemble {
    let keys = alone(keys);
    futures(&keys.iter().map(String::as_str).collect::<Vec<_>>(), replicates)
}

/// Exact: a hazard `h` from week `w` on leaves 1 − e^(−h (t − w + 1) / 52.18) of 330 organisations live.
/// α = 0.01; half the hazard would be found out.
#[test]
fn hazards_begin_when_the_vendor_is_ready() {
    for keys in [
        ["diffusion.spontaneous_per_year=1", "diffusion.gated=1"],
        ["system.*.switch_on_per_year=1", "diffusion.gated=0"],
    ] {
        let e = run(&keys, 6);
        assert_eq!(mean(&e, "organisations.live", 51), 0.0, "{keys:?}");
        let exact = 1.0 - (-53.0 / 52.178_571_f64).exp();
        let half = 1.0 - (-53.0 / 2.0 / 52.178_571_f64).exp();
        let error = 2.58 * (exact * (1.0 - exact) / (6.0 * 330.0)).sqrt();
        let found = mean(&e, "organisations.live", 104);
        assert!((found - exact).abs() < error, "{keys:?}: {found} and not {exact} ± {error}");
        assert!((found - half).abs() > error);
    }
    // Half of it waits.
    let half = run(&["diffusion.spontaneous_per_year=1", "diffusion.gated=0.5"], 6);
    let exact = 1.0 - (-0.5 * 51.0 / 52.178_571_f64).exp();
    let error = 2.58 * (exact * (1.0 - exact) / (6.0 * 330.0)).sqrt();
    assert!((mean(&half, "organisations.live", 51) - exact).abs() < error);
}

/// Switched on together, all of a system are live in the same week, or none.
#[test]
fn a_vendor_can_switch_a_whole_system_on() {
    let keys = ["system.*.switch_on_per_year=2", "system.*.switch_on_together=true"];
    let e = run(&keys, 4);
    let live = uptake::measures::measure("organisations.live").expect("known");
    for future in &e.replicates {
        for (group, of) in e.groups.iter().enumerate() {
            if of.kind == uptake::measures::GroupKind::System {
                for week in 1..=104 {
                    let share = future.trajectory.measure(live, group, week).unwrap_or(0.0);
                    assert!(share == 0.0 || share == 1.0, "{}: {share} in week {week}", of.id);
                }
            }
        }
    }
    assert!(mean(&e, "organisations.live", 104) > 0.3);
}

/// The vendor's training and support make of access use, and of use a tool that lasts.
#[test]
fn what_the_vendor_trains_and_supports_is_used_and_stays() {
    let keys = |more: &'static [&'static str]| {
        let mut all = vec![
            "diffusion.spontaneous_per_year=1",
            "organisation.neglect_exit_per_year=0.5",
            "system.*.waits_for_vendor=false",
        ];
        all.extend(more);
        all
    };
    let plain = run(&keys(&[]), 6);
    let trained = run(&keys(&["diffusion.trained=0.5"]), 6);
    let supported = run(&keys(&["diffusion.supported=1"]), 6);
    moves(&plain, &trained, ("staff.competent", 104), 0.01);
    moves(&plain, &supported, ("organisations.live", 104), 0.05);
}
