//! Local champions and organisations that keep the tool going by themselves.

use super::{futures, mean, moves};

/// A region in use whose project has no hours at all.
const LEFT_ALONE: [&str; 7] = [
    "weeks=104",
    "initial.live=1",
    "initial.competent=0.9",
    "initial.habit=0.8",
    "initial.records=0.9",
    "region.*.team_size=0",
    "policy.renegotiate_weeks=0",
];

fn run(keys: &[&'static str]) -> uptake::results::Ensemble {
    let keys: Vec<&str> = LEFT_ALONE.iter().copied().chain(keys.iter().copied()).collect();
    futures(&keys, 16)
}

/// Champions at work keep organisations live, trained and used without the project; turnover of staff takes
/// them, and then the organisation needs the project again.
#[test]
fn champions_carry_what_nobody_else_does_until_they_leave() {
    let without = run(&[]);
    let keys = ["embedding.champions=1", "embedding.threshold=0.05"];
    let with = run(&keys);
    assert_eq!(mean(&without, "organisations.embedded", 52), 0.0);
    assert!(mean(&with, "organisations.embedded", 26) > 0.1);
    moves(&without, &with, ("organisations.live", 104), 0.02);
    moves(&without, &with, ("staff.competent", 104), 0.01);

    let leaving = run(&[keys[0], keys[1], "role.*.leave_per_year=1"]);
    let kept = |e| mean(e, "organisations.embedded", 104) / mean(e, "organisations.live", 104);
    assert!(kept(&leaving) < 0.7 * kept(&with), "{} {}", kept(&leaving), kept(&with));
    let replaced =
        run(&[keys[0], keys[1], "role.*.leave_per_year=1", "embedding.arises_per_year=4"]);
    moves(&leaving, &replaced, ("organisations.embedded", 104), 0.02);
}

/// What champions do the project need not: hours on maintenance fall.
#[test]
fn a_champion_takes_work_off_the_project() {
    let keys = ["weeks=60", "initial.live=1", "initial.competent=0.5", "forces.*.strength=0"];
    let with: Vec<&str> = keys.into_iter().chain(["embedding.champions=1"]).collect();
    let plain = ["policy.maintenance_cap=1", "region.*.team_size=3"];
    let run = |keys: &[&str]| futures(&keys.iter().chain(&plain).copied().collect::<Vec<_>>(), 6);
    moves(&run(&keys), &run(&with), ("project.maintenance", 60), -0.03);
}
