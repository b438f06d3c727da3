//! What may not change a digit.

use uptake::measures::Counter;
use uptake::results::Ensemble;
use uptake::scenario::{
    EventKind, Intervention, LEVERS, Level, Order, Scenario, ScheduledEvent, Task,
};

use super::{region, run};

/// All counters up to a week, of every group and future.
fn course(e: &Ensemble, until: u32) -> Vec<Vec<u32>> {
    let of = |k: usize| {
        let weeks = 0..=until as usize;
        let cells = weeks.flat_map(|week| {
            Counter::ALL.iter().flat_map(move |&c| (0..e.groups.len()).map(move |g| (c, g, week)))
        });
        cells.map(|(c, g, week)| e.replicates[k].trajectory.get(c, g, week).to_bits()).collect()
    };
    (0..e.replicates.len()).map(of).collect()
}

/// A region in which something happens soon.
fn lively(weeks: u32) -> Scenario {
    region(&["initial.live=0.3", "initial.competent=0.5", "initial.records=0.3"], weeks)
}

/// Kind of fault: something that looks at the horizon, or is laid out by it.
#[test]
fn a_shorter_horizon_is_the_beginning_of_a_longer_one() {
    let (short, long) = (run(&lively(52), 2), run(&lively(130), 2));
    assert!(course(&short, 52) == course(&long, 52));
    // The twin: another seed is another course.
    let mut other = lively(52);
    other.seed += 1;
    assert!(course(&short, 52) != course(&run(&other, 2), 52));
}

/// Kind of fault: a lever or an event that acts, or shifts anybody's luck, before its week.
#[test]
fn what_comes_in_a_week_changes_nothing_before_it() {
    let plain = run(&lively(70), 1);
    let before = course(&plain, 40);
    for note in LEVERS {
        let mut s = lively(70);
        s.interventions.push(Intervention {
            lever: note.lever,
            start: 40,
            end: s.weeks,
            intensity: if note.lever.is_share() { 1.0 } else { 13.0 },
            level: Level::Middle,
            hours_per_week: note.hours,
            order: Order::SendersFirst,
            cost_per_week: 0.0,
        });
        let with = run(&s, 1);
        assert!(course(&with, 40) == before, "{:?} acts before its start", note.lever);
    }
    for event in [EventKind::Mandate, EventKind::LocalScandal, EventKind::Reorganisation] {
        let mut s = lively(70);
        s.scheduled.push(ScheduledEvent { event, week: 41, region: None, size: 1.0 });
        let with = run(&s, 1);
        assert!(course(&with, 40) == before, "{event:?} acts before its week");
        assert!(course(&with, 70) != course(&plain, 70), "{event:?} does nothing");
    }
}

/// Kind of fault: a word for people that is read as a value, or an address.
#[test]
fn labels_are_for_people() {
    let s = lively(40);
    let mut relabelled = s.clone();
    relabelled.name = "other".into();
    relabelled.title = "Another title".into();
    relabelled.question = "Another question?".into();
    relabelled.kinds.iter_mut().for_each(|kind| kind.label = format!("~{}", kind.id));
    relabelled.roles.iter_mut().for_each(|role| role.label = format!("~{}", role.id));
    relabelled.systems.iter_mut().for_each(|system| system.label = format!("~{}", system.id));
    relabelled.team.iter_mut().for_each(|member| member.label = format!("~{}", member.id));
    assert_eq!(run(&s, 2).digest(), run(&relabelled, 2).digest());
}

/// Kind of fault: an absolute number of hours somewhere in a rule. With all hours told in half
/// hours nothing but the counts of hours differs.
#[test]
fn hours_told_in_half_hours_are_the_same_work() {
    let s = lively(60);
    let mut halves = s.clone();
    halves.team.iter_mut().for_each(|member| {
        member.hours *= 2.0;
        member.salary /= 2.0;
    });
    for task in Task::ALL {
        let spec = &mut halves.tasks[task as usize];
        spec.hours *= 2.0;
        spec.hours_per_post *= 2.0;
    }
    halves.forces.fit.hours *= 2.0;
    halves.tool.gain_per_100_hours /= 2.0;
    halves.tool.relief_per_100_hours /= 2.0;
    let (whole, halved) = (run(&s, 2), run(&halves, 2));
    for (a, b) in whole.replicates.iter().zip(&halved.replicates) {
        for counter in Counter::ALL {
            let factor = if format!("{counter:?}").starts_with("Hours") { 2.0 } else { 1.0 };
            // Development closes a share of a gap, which is told in hundreds of hours.
            for week in 0..=60 {
                let (x, y) =
                    (a.trajectory.get(counter, 0, week), b.trajectory.get(counter, 0, week));
                assert!(
                    (factor * x - y).abs() <= 1e-5 * x.abs(),
                    "{counter:?}, week {week}: {x} {y}"
                );
            }
        }
    }
    // The twin: twice the team for the same work is another course.
    let mut twice = s.clone();
    twice.team.iter_mut().for_each(|member| member.hours *= 2.0);
    assert_ne!(whole.digest(), run(&twice, 2).digest());
}
