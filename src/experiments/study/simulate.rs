//! Simulating points of a study.

use std::ops::{ControlFlow, Range};
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::engine::{self, Options};
use crate::measures::Measure;
use crate::parallel;
use crate::results::ReplicateResult;
use crate::results::study::{Future, Outcome};
use crate::scenario::study::{Cell, Luck, Refused, Study};
use crate::scenario::{Problems, Read, Scenario};

/// Replicates of one point that are simulated before their counters are let go: a point may have
/// a thousand, and each keeps a megabyte.
const TOGETHER: u32 = 8;

/// What is kept of each future.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    /// Measures.
    pub measures: Vec<&'static Measure>,
    /// Groups for which they are kept, by their places among [`crate::results::Group::all`]: 0 is
    /// everything together.
    pub groups: Vec<usize>,
    /// Weeks.
    pub weeks: Vec<u32>,
}

impl Kept {
    /// The numbers of one future: measure by measure, within each group by group, and within that
    /// week by week.
    fn of(&self, replicate: &ReplicateResult) -> Future {
        let value = |(measure, group, week): (&Measure, usize, u32)| {
            replicate.trajectory.measure(measure, group, week as usize)
        };
        let measures = self.measures.iter();
        let of_groups = measures.flat_map(|m| self.groups.iter().map(move |&g| (*m, g)));
        let all = of_groups.flat_map(|(m, g)| self.weeks.iter().map(move |&w| (m, g, w)));
        let values: Vec<Option<f32>> = all.map(value).collect();
        match values.iter().flatten().find(|x| !x.is_finite()) {
            Some(x) => Err(format!("a value is {x}")),
            None => Ok(values),
        }
    }
}

/// A point that is to be simulated.
#[derive(Debug, Clone, PartialEq)]
pub struct Task {
    /// Its number.
    pub point: u32,
    /// What it changes in the base.
    pub set: Vec<String>,
}

/// How points are simulated.
#[derive(Debug, Clone, Copy)]
pub struct Simulate<'a> {
    /// The base scenario, whose master seed holds.
    pub base: &'a Read,
    /// What is kept.
    pub kept: &'a Kept,
    /// Futures of each point.
    pub replicates: u32,
    /// Which luck the points meet.
    pub luck: Luck,
}

impl Study {
    /// The changes that make a point.
    pub fn overrides(&self, point: &[Option<Cell>]) -> Vec<String> {
        let cells = self.parameters.iter().zip(point);
        cells.flat_map(|(p, cell)| cell.iter().flat_map(|c| p.set(c)).collect::<Vec<_>>()).collect()
    }
}

/// Simulates points in parallel; gives them in the order of the tasks.
///
/// A future in which the model fails is recorded with what it says, and does not stop the
/// others. `progress` is called with the number of futures that have just been done.
pub fn simulate(
    simulate: Simulate<'_>,
    tasks: &[Task],
    progress: &(dyn Fn(u32) + Sync),
) -> Vec<Outcome> {
    let parts = |task: &Task| -> Vec<Range<u32>> {
        let starts = (0..simulate.replicates).step_by(TOGETHER as usize);
        let _ = task;
        starts.map(|from| from..simulate.replicates.min(from + TOGETHER)).collect()
    };
    let one = |task: &Task| {
        let futures = match simulate.scenario(task) {
            Ok(scenario) => {
                let parts = parts(task);
                let futures: Vec<Vec<Future>> = parallel::map(parts, |part| {
                    let futures = simulate.futures(&scenario, task.point, part.clone());
                    progress(part.len() as u32);
                    futures
                });
                futures.into_iter().flatten().collect()
            }
            // Every point was read before the first was simulated.
            Err(problems) => {
                progress(simulate.replicates);
                let why = problems.to_string().replace('\n', " ");
                vec![Err(why); simulate.replicates as usize]
            }
        };
        Outcome { point: task.point, futures }
    };
    parallel::map(tasks.iter().collect(), one)
}

impl Simulate<'_> {
    fn scenario(&self, task: &Task) -> Result<Scenario, Problems> {
        // The whole horizon, also where an earlier week is kept: what happens in a week may depend
        // on the horizon, as the time of an upheaval does.
        self.base.with(&task.set)
    }

    fn futures(&self, scenario: &Scenario, point: u32, part: Range<u32>) -> Vec<Future> {
        let run = |replicates: Range<u32>| {
            let first = self.luck.first(point, self.replicates);
            let range = first + replicates.start..first + replicates.end;
            let options = Options { replicates: range, record: None, ..Options::of(scenario) };
            let ensemble = engine::ensemble(scenario, &options, &|_| ControlFlow::Continue(()));
            ensemble.replicates.iter().map(|r| self.kept.of(r)).collect::<Vec<Future>>()
        };
        guarded(&run, part)
    }
}

/// The futures of a range; where the model fails among them, each by itself.
fn guarded(run: &dyn Fn(Range<u32>) -> Vec<Future>, part: Range<u32>) -> Vec<Future> {
    let attempt = |range: Range<u32>| catch_unwind(AssertUnwindSafe(|| run(range)));
    if let Ok(futures) = attempt(part.clone())
        && futures.len() == part.len()
    {
        return futures;
    }
    let single = |r: u32| match attempt(r..r + 1) {
        Ok(mut futures) if futures.len() == 1 => futures.remove(0),
        Ok(_) => Err("the model gave no result".to_owned()),
        Err(payload) => Err(message(payload.as_ref())),
    };
    part.map(single).collect()
}

fn message(payload: &(dyn std::any::Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
    let text = text.or_else(|| payload.downcast_ref::<String>().cloned());
    text.unwrap_or_else(|| "the model failed".to_owned())
}

/// What is wrong with a point: nothing, or why it makes no scenario that the study can use.
pub fn refused(study: &Study, base: &Read, index: usize, point: &[Option<Cell>]) -> Vec<Refused> {
    let set = study.overrides(point);
    // Which parameter stands behind each override.
    let owners = study.parameters.iter().zip(point).enumerate();
    let owners: Vec<usize> = owners
        .flat_map(|(i, (p, cell))| std::iter::repeat_n(i, cell.iter().count() * p.keys.len()))
        .collect();
    match base.with(&set) {
        Ok(scenario) => {
            let late = study.weeks.iter().find(|&&week| week > scenario.weeks);
            let said = late.map(|week| Refused {
                point: index,
                parameter: study.parameters.iter().position(|p| p.key == "weeks"),
                message: format!(
                    "week {week} is kept and lies beyond its {} weeks",
                    scenario.weeks
                ),
                help: Some("keep an earlier week".to_owned()),
            });
            said.into_iter().collect()
        }
        Err(Problems(problems)) => problems
            .into_iter()
            .map(|problem| {
                let is_set = problem.source == "--set" && problem.span.is_some();
                let parameter = owners.get(problem.line.wrapping_sub(1)).filter(|_| is_set);
                // Where no single override is to blame, the values are.
                let values =
                    if is_set { String::new() } else { format!(" with {}", set.join(", ")) };
                Refused {
                    point: index,
                    parameter: parameter.copied(),
                    message: format!("{}{values}", problem.message),
                    help: problem.help,
                }
            })
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failing_future_is_recorded_and_spoils_no_other() {
        let run = |range: Range<u32>| -> Vec<Future> {
            range
                .map(|r| {
                    assert!(r != 2, "future {r} fails");
                    Ok(vec![Some(r as f32)])
                })
                .collect()
        };
        let futures = guarded(&run, 0..4);
        assert_eq!(futures[2], Err("future 2 fails".to_owned()));
        assert_eq!(futures[3], Ok(vec![Some(3.0)]));
        let outcome = Outcome { point: 0, futures };
        assert_eq!((outcome.failed(), outcome.values(0).count()), (1, 3));
    }
}
