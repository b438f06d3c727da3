//! What the page asks: futures of a plan, and what follows from them.
//!
//! One simulates at a time, on all processors. Whoever moves on while its futures are simulated is not waited
//! for; the futures of the last plans are kept.

use std::ops::ControlFlow;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};
use serde_json::json;
use uptake::engine::{self, Options};
use uptake::measures::{Measure, measure};
use uptake::page::{self, Placed, Plan};
use uptake::results::{Ensemble, Layout};
use uptake::scenario::{Problems, Read};

use super::http::Reply;

/// Plans whose futures are kept.
const KEPT: usize = 6;
/// Pages of which it is known how far they are.
const PAGES: usize = 64;
/// Most futures of a plan, and most weeks lived by posts in all of them.
const MOST_FUTURES: u32 = 1_000;
const MOST_WORK: f64 = 4e9;
const JSON: &str = "application/json";

/// What can be asked.
#[derive(Debug, Deserialize)]
#[serde(tag = "ask", rename_all = "snake_case", deny_unknown_fields)]
enum Asked {
    Check {
        plan: Plan,
    },
    Tell {
        page: String,
        turn: u64,
        plan: Plan,
        base: Option<Plan>,
        most: u32,
        measures: Vec<String>,
    },
    Csv {
        plan: Plan,
        most: u32,
    },
    Parameters {},
    Write {
        plan: Plan,
    },
}

/// Why there is no answer.
enum No {
    Problems(Problems),
    /// Somebody has moved on, or the program is to end.
    Replaced,
    Because(String),
}

impl From<Problems> for No {
    fn from(problems: Problems) -> Self {
        No::Problems(problems)
    }
}

/// A plan and its futures so far.
struct Kept {
    plan: Plan,
    read: Read,
    ensemble: Ensemble,
}

/// Simulates for pages.
pub struct Simulator {
    kept: Mutex<Vec<Kept>>,
    turns: Mutex<Vec<(String, u64)>>,
    stop: fn() -> bool,
}

fn lock<T>(what: &Mutex<T>) -> MutexGuard<'_, T> {
    // What is held is whole at any moment: futures are added when all of them are there.
    what.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Simulator {
    pub fn new(stop: fn() -> bool) -> Self {
        Simulator { kept: Mutex::default(), turns: Mutex::default(), stop }
    }

    /// The reply to a request.
    pub fn answer(&self, body: &[u8]) -> Reply {
        let said = match serde_json::from_slice(body) {
            Ok(asked) => self.reply(asked),
            Err(error) => Err(No::Because(format!("the request cannot be read: {error}"))),
        };
        let no = match said {
            Ok(reply) => return reply,
            Err(no) => no,
        };
        match no {
            No::Problems(Problems(problems)) => {
                let placed: Vec<Placed<'_>> = problems.iter().map(page::placed).collect();
                told("problems", &placed)
            }
            No::Replaced => told("replaced", &true),
            No::Because(why) => told("error", &why),
        }
    }

    fn reply(&self, asked: Asked) -> Result<Reply, No> {
        match asked {
            Asked::Check { plan } => Ok(told("sound", &page::sound(&plan.read()?))),
            Asked::Parameters {} => Ok(told("parameters", &page::parameters())),
            Asked::Write { plan } => Ok(told("text", &plan.written()?)),
            Asked::Csv { plan, most } => {
                let read = plan.read()?;
                within_budget(&read, most)?;
                let _alone = lock(&self.kept);
                let all = self.simulate(&read, 0, most, &|| true)?;
                let table = page::table(&all).map_err(|e| No::Because(e.to_string()))?;
                Ok(Reply::new("text/csv; charset=utf-8", table))
            }
            Asked::Tell { page, turn, plan, base, most, measures } => {
                let known = |name: &String| {
                    measure(name).ok_or_else(|| No::Because(format!("there is no measure {name}")))
                };
                let measures: Vec<&'static Measure> =
                    measures.iter().map(known).collect::<Result<_, _>>()?;
                self.note(&page, turn);
                let wanted = || self.is_last(&page, turn);
                let mut kept = lock(&self.kept);
                if !wanted() {
                    return Err(No::Replaced);
                }
                for plan in base.iter().chain([&plan]) {
                    self.ensure(&mut kept, plan, most, &wanted)?;
                }
                let of = |plan: &Plan| kept.iter().find(|kept| kept.plan == *plan);
                let first = |found: &Kept| {
                    let mut ensemble = found.ensemble.clone();
                    ensemble.replicates.truncate(most as usize);
                    ensemble
                };
                let base = base.as_ref().and_then(of).map(|found| (found, first(found)));
                let found = of(&plan).ok_or(No::Replaced)?;
                let ensemble = first(found);
                let futures = page::Futures { scenario: &found.read.scenario, ensemble: &ensemble };
                let base = base.as_ref().map(|(found, ensemble)| page::Futures {
                    scenario: &found.read.scenario,
                    ensemble,
                });
                let all = page::told(futures, base, &measures);
                Ok(told("told", &all.map_err(|e| No::Because(e.to_string()))?))
            }
        }
    }

    /// A page is at that turn now.
    fn note(&self, page: &str, turn: u64) {
        let mut turns = lock(&self.turns);
        match turns.iter_mut().find(|(known, _)| known == page) {
            Some((_, last)) => *last = turn.max(*last),
            None => {
                if turns.len() >= PAGES {
                    turns.remove(0);
                }
                turns.push((page.chars().take(40).collect(), turn));
            }
        }
    }

    fn is_last(&self, page: &str, turn: u64) -> bool {
        let turns = lock(&self.turns);
        turns.iter().find(|(known, _)| known == page).is_none_or(|(_, last)| *last <= turn)
    }

    /// See to it that so many futures of a plan are there.
    fn ensure(
        &self,
        kept: &mut Vec<Kept>,
        plan: &Plan,
        most: u32,
        wanted: &(dyn Fn() -> bool + Sync),
    ) -> Result<(), No> {
        let known = kept.iter().position(|kept| kept.plan == *plan);
        // The one used last stands last, and the first goes first.
        let mut found = match known {
            Some(at) => kept.remove(at),
            None => {
                let read = plan.read()?;
                let ensemble = self.simulate(&read, 0, 0, wanted)?;
                Kept { plan: plan.clone(), ensemble: few(ensemble, &read), read }
            }
        };
        let have = found.ensemble.replicates.len() as u32;
        let outcome = within_budget(&found.read, most).and_then(|()| {
            if have < most {
                let more = self.simulate(&found.read, have, most, wanted)?;
                found.ensemble.replicates.extend(few(more, &found.read).replicates);
            }
            Ok(())
        });
        if kept.len() >= KEPT {
            kept.remove(0);
        }
        kept.push(found);
        outcome
    }

    fn simulate(
        &self,
        read: &Read,
        first: u32,
        most: u32,
        wanted: &(dyn Fn() -> bool + Sync),
    ) -> Result<Ensemble, No> {
        let scenario = &read.scenario;
        let options = Options { replicates: first..most, record: None, ..Options::of(scenario) };
        let go_on = |_| {
            if wanted() && !(self.stop)() {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            }
        };
        let ensemble = engine::ensemble(scenario, &options, &go_on);
        let complete = ensemble.replicates.len() as u32 == most - first;
        if complete { Ok(ensemble) } else { Err(No::Replaced) }
    }
}

/// What of some futures is enough to tell of them.
fn few(mut ensemble: Ensemble, read: &Read) -> Ensemble {
    let groups = page::groups(&read.scenario);
    let layout = std::sync::Arc::new(Layout::new(&groups, ensemble.weeks as usize + 1));
    let weeks = ensemble.weeks;
    ensemble.replicates =
        ensemble.replicates.into_iter().map(|future| page::kept(future, &layout, weeks)).collect();
    ensemble.groups = groups;
    ensemble
}

fn within_budget(read: &Read, most: u32) -> Result<(), No> {
    let work = page::sound(read).staff_weeks * f64::from(most);
    if most > MOST_FUTURES || work > MOST_WORK {
        let why = format!(
            "{most} futures of this plan are too much for a page; `uptake run {}.toml` simulates them",
            read.scenario.name
        );
        return Err(No::Because(why));
    }
    Ok(())
}

fn told(what: &str, value: &impl Serialize) -> Reply {
    // Text and finite numbers: JSON can hold them all.
    Reply::new(JSON, serde_json::to_vec(&json!({ what: value })).unwrap_or_default())
}
