//! Quantities that need a set-up of their own, in which everything else is held still.

use std::ops::ControlFlow;

use super::builtin_until;
use crate::engine::{Options, ensemble};
use crate::measures::measure;
use crate::results::{Course, Ensemble, ReplicateResult, Standing, Standings, Trajectory};
use crate::scenario::{Files, NoFiles, Problems, Scenario};

/// Kinds that write most of what others read.
const SENDERS: [&str; 3] = ["gp_practice", "community_team", "specialist"];
/// Kinds that look for what others have written.
const RECEIVERS: [&str; 2] = ["ward", "urgent_care"];

fn run(s: &Scenario, replicates: std::ops::Range<u32>, record: Option<u32>) -> Ensemble {
    let options = Options { replicates, record, ..Options::of(s) };
    ensemble(s, &options, &|_| ControlFlow::Continue(()))
}

/// Of staff who were trained and then neither use the tool nor meet a refresher, the share that is
/// no longer competent. Nobody leaves, teaches or trains, the tool cannot be reached, and no access is paused.
pub(super) fn not_competent_after(week: u32, futures: u32) -> Result<Vec<Option<f64>>, Problems> {
    let s = builtin_until(
        week,
        &[
            "initial.live=1",
            "initial.competent=1",
            "role.*.leave_per_year=0",
            "use.access=0",
            "skill.self_taught=0",
            "skill.from_colleagues=0",
            "region.*.team_size=0",
            "forces.core_and_peripheral.strength=0",
            "organisation.exit_per_year=0",
            "organisation.neglect_exit_per_year=0",
            "policy.renegotiate_weeks=0",
            "embedding.champions=0",
            "embedding.arises_per_year=0",
            "events.takeover_per_year=0",
            "events.local_scandal=off",
            "events.national_scandal=off",
        ],
        &NoFiles,
    )?;
    let (Some(competent), Some(access)) = (measure("staff.competent"), measure("staff.access"))
    else {
        return Ok(vec![]);
    };
    let futures = run(&s, 0..futures, None);
    // Of those with access: organisations that stop take their staff out of both.
    let value = |t: &Trajectory| {
        let share = |week: u32| {
            let of = |m| t.measure(m, 0, week as usize).map(f64::from);
            let (competent, access) = (of(competent)?, of(access)?);
            (access > 0.0).then(|| competent / access)
        };
        Some(1.0 - share(week)? / share(0)?)
    };
    Ok(futures.replicates.iter().map(|one| value(&one.trajectory)).collect())
}

/// Of organisations in real use at some time in the second year, the share that is not so at any
/// time in the third.
pub(super) fn lapsed_in_a_year(futures: u32) -> Result<Vec<Option<f64>>, Problems> {
    let s = builtin_until(157, &[], &NoFiles)?;
    let value = |k: u32| {
        let one = run(&s, k..k + 1, Some(k)).replicates.pop()?;
        lapsed_between(&one.standings, (52, 104, 156))
    };
    Ok((0..futures).map(value).collect())
}

/// The share of those in real use at any month's end between two weeks that is so at none between
/// the second and the third.
fn lapsed_between(standings: &Standings, (first, second, third): (u32, u32, u32)) -> Option<f64> {
    let used = |course: &Course, (from, to): (u32, u32)| {
        let within = standings.weeks.iter().zip(&course.standings);
        within.into_iter().any(|(&end, &at)| end > from && end <= to && at == Standing::RealUse)
    };
    let (mut before, mut lapsed) = (0u32, 0u32);
    for course in standings.courses.iter().filter(|course| used(course, (first, second))) {
        before += 1;
        lapsed += u32::from(!used(course, (second, third)));
    }
    (before > 0).then(|| f64::from(lapsed) / f64::from(before))
}

/// What engaging senders and receivers together adds to the share of contacts informed, beyond what
/// each group adds alone: four arms under the same luck, in each of which those engaged are live
/// from the start, looked after by the team, and nobody else joins.
pub(super) fn senders_and_receivers(futures: u32) -> Result<Vec<Option<f64>>, Problems> {
    let Some(informed) = measure("encounters.informed") else { return Ok(vec![]) };
    let reference = builtin_until(156, &[], &NoFiles)?;
    let arm = |engaged: &[&str]| -> Result<Vec<Option<f64>>, Problems> {
        let s = builtin_until(
            156,
            &[
                "organisations=\"list.csv\"",
                "initial.competent=0.7",
                "joining.base=-20",
                "joining.peer_weight=0",
                "forces.fit.strength=0",
            ],
            &List(list(&reference, engaged)),
        )?;
        let futures = run(&s, 0..futures, None);
        let value = |one: &ReplicateResult| one.trajectory.measure(informed, 0, 156).map(f64::from);
        Ok(futures.replicates.iter().map(value).collect())
    };
    let (none, senders, receivers) = (arm(&[])?, arm(&SENDERS)?, arm(&RECEIVERS)?);
    let both = arm(&[&SENDERS[..], &RECEIVERS[..]].concat())?;
    let synergy = |k: usize| {
        let (none, both) = (none[k]?, both[k]?);
        Some((both - none) - (senders[k]? - none) - (receivers[k]? - none))
    };
    Ok((0..futures as usize).map(synergy).collect())
}

/// The organisations of the built-in region as a list, those of some kinds live. Each has the IT
/// system that is commonest among its kind.
fn list(s: &Scenario, engaged: &[&str]) -> String {
    let mut text = "name,kind,system,staff,state\n".to_owned();
    for (k, kind) in s.kinds.iter().enumerate() {
        let shares = &s.regions[0].system_shares[k];
        let commonest = (0..shares.len()).max_by(|&a, &b| shares[a].total_cmp(&shares[b]));
        let system = commonest.map_or("", |i| s.systems[i].id.as_str());
        let state = if engaged.contains(&kind.id.as_str()) { "live" } else { "unmapped" };
        for n in 0..s.regions[0].counts[k] {
            text += &format!("{}-{n},{},{system},{},{state}\n", kind.id, kind.id, kind.staff);
        }
    }
    text
}

/// One file, whatever it is called.
struct List(String);

impl Files for List {
    fn read(&self, _relative: &str) -> Result<String, String> {
        Ok(self.0.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_those_in_use_before_can_lapse_and_one_month_of_use_is_enough() {
        use Standing::{Agreed, Lapsed, Live, RealUse};
        let course = |standings: [Standing; 5]| Course {
            name: String::new(),
            kind: 0,
            standings: standings.to_vec(),
        };
        let standings = Standings {
            weeks: vec![0, 60, 103, 108, 155],
            courses: vec![
                course([Agreed, RealUse, Live, Live, Lapsed]),
                course([Agreed, Live, RealUse, RealUse, Live]),
                // Live and not in use, and in use too late: neither can lapse.
                course([Agreed, Live, Live, Lapsed, Lapsed]),
                course([Agreed, Agreed, Live, RealUse, RealUse]),
            ],
        };
        assert_eq!(lapsed_between(&standings, (52, 104, 156)), Some(0.5));
        assert_eq!(lapsed_between(&standings, (0, 50, 156)), None);
    }
}
