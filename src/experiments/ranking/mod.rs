//! What each lever buys here, and the best mix for a budget, over two levels of uncertainty.
//!
//! Each plan is run beside the scenario itself in the same futures: the same draw of what nobody
//! knows exactly, and the same luck. Levers are first pulled one at a time, their hours found by the
//! team, as a file's `[[intervention]]` would. Then at equal money: the hours that a lever takes
//! are hired, so that it robs nothing else; what it leaves of the money buys more hours of the middle
//! level; a lever that costs more is bought in part. So each asks whether it is a better use of the
//! money than more people. Mixes are searched for on these futures and judged on others.

mod bench;
mod choices;
mod priced;
mod search;

use std::ops::{ControlFlow, Range};

use super::Progress;
use super::uncertainty::Prepared;
use crate::engine::Options;
use crate::results::ranking::{Best, Bought, Brought, Ranking, Rated, Table, as_good, frontier};
use crate::results::{Ensemble, Outcome, ReplicateResult};
use crate::scenario::Scenario;

use bench::{Bench, brought};
pub use choices::{Choice, Plan};
pub use priced::{Purchase, Unpaid, bought_for};
use search::{Mix, Problem};

/// Levers among which mixes are searched: those that buy most at equal money.
const CANDIDATES: usize = 6;

/// What is asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// What is wanted.
    pub outcome: Outcome,
    /// True if less of it is better.
    pub less: bool,
    /// By the end of which week.
    pub week: u32,
    /// Pounds; none for those of a day a week of more people.
    pub budget: Option<f64>,
    /// Least difference that matters to the search, in the unit of the measure.
    pub indifference: f64,
    /// What can be bought.
    pub choices: Vec<Choice>,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// Futures of the scenario itself: those of the tables, then those on which mixes are judged.
    pub base: Ensemble,
    /// What was found; none if the user stopped, or no future of the scenario has a value.
    pub ranking: Option<Result<Ranking, Unpaid>>,
}

/// About how many runs [`rank`] makes of so many futures: levers alone, at equal money with one
/// correction, a few steps of search, and mixes once more.
pub fn runs(futures: u64, question: &Question) -> u64 {
    let choices = question.choices.len() as u64;
    futures + futures / 2 * (4 * choices + 12 + choices / 2)
}

/// Rank the levers of a scenario. `prepared` holds twice the draws that the tables are to have.
pub fn rank(
    prepared: &Prepared<'_>,
    question: &Question,
    jobs: Option<usize>,
    progress: &(dyn Fn(Progress) -> ControlFlow<()> + Sync),
) -> Run {
    let all = prepared.futures();
    let mut bench = Bench::new(prepared, question, jobs, progress);
    bench.of = u32::try_from(runs(u64::from(all), question)).unwrap_or(u32::MAX);
    let of = bench.of;
    let options =
        Options { replicates: 0..all, record: None, jobs, ..Options::of(prepared.scenario(0)) };
    let base = prepared.run(&options, &|done| progress(Progress { done, of }));
    let has_value = |r: &ReplicateResult| question.outcome.value(r, question.week).is_some();
    let is_there = base.replicates.iter().any(has_value);
    let ranking = (is_there && base.replicates.len() as u32 == all).then(|| {
        bench.done = all;
        Work { bench, base: base.replicates.iter().map(|r| brought(r, question)).collect() }
            .ranking()
    });
    Run { base, ranking: ranking.flatten() }
}

struct Work<'a> {
    bench: Bench<'a>,
    /// Values of the scenario itself, by future.
    base: Vec<Brought>,
}

impl Work<'_> {
    fn scenario(&self) -> &Scenario {
        self.bench.prepared.scenario(0)
    }

    /// Futures of the tables, and those on which mixes are judged.
    fn halves(&self) -> [Range<u32>; 2] {
        let all = self.base.len() as u32;
        [0..all / 2, all / 2..all]
    }

    fn ranking(mut self) -> Option<Result<Ranking, Unpaid>> {
        let [first, fresh] = self.halves();
        let question = self.bench.question;
        let choices = &question.choices;
        let one = |hired| move |&c: &Choice| Plan::one(c, 1.0, hired);
        let alone: Vec<Plan> = choices.iter().map(one(false)).collect();
        let alone = self.rate(&alone, first.clone())?;
        let hired: Vec<Plan> = choices.iter().map(one(true)).collect();
        let full: Vec<f64> =
            self.rate(&hired, first.clone())?.iter().map(|rated| rated.cost.mean).collect();
        let (money, hour) = match self.money(question.budget)? {
            Ok(price) => price,
            Err(unpaid) => return Some(Err(unpaid)),
        };
        let mut equal = Vec::with_capacity(choices.len());
        for (&choice, &cost) in choices.iter().zip(&full) {
            equal.push(self.at_equal_money(choice, cost, (money, hour))?);
        }
        let equal_rated = Table::of(self.rate(&equal, first.clone())?);
        let candidates = self.candidates(&equal_rated, (&full, money));
        let mut problem = Mixes { bench: &mut self.bench, candidates: &candidates, money, hour };
        let draws = problem.draws(first.len() as u32);
        let steps = search::search(&mut problem, draws, question.indifference)?;
        let mixes: Vec<Plan> = steps.iter().map(|(mix, _)| problem.plan(mix)).collect();
        // Levers that act together cost more or less together than alone.
        let mixes = mixes.into_iter().map(|plan| self.within(plan, money, hour));
        let mixes: Vec<Plan> = mixes.collect::<Option<_>>()?;
        // Judged on futures that the search has not seen: what it found, each lever with its hours
        // hired, and more hours alone.
        let hours = |share: f64| Plan::default().with_hours(share * money / hour);
        let mut judged = vec![Plan::default(), hours(0.5), hours(1.0), hours(2.0)];
        let most = judged.len();
        judged.extend(mixes.iter().cloned());
        let best = if mixes.is_empty() { 2 } else { judged.len() - 1 };
        judged.extend(hired);
        let rated = self.rate(&judged, fresh)?;
        let rivals: Vec<usize> = (2..most + mixes.len()).filter(|&i| i != 3 && i != best).collect();
        let steps = steps.iter().zip(&mixes);
        let steps = steps.map(|((_, settled), plan)| (self.name(plan), *settled)).collect();
        Some(Ok(Ranking {
            outcome: question.outcome.clone(),
            less: question.less,
            week: question.week,
            draws: self.bench.prepared.draws().values.len() as u32 / 2,
            futures: first.len() as u32,
            money,
            indifference: question.indifference,
            alone: Table::of(alone),
            equal: equal_rated,
            frontier: frontier(&rated),
            best: Best { steps, mix: best, as_good: as_good(&rated, best, &rivals) },
            mixes: rated,
            runs: u64::from(self.bench.done),
        }))
    }

    /// The levers that buy most at equal money, each in its full dose or what of it the money buys, with what
    /// that costs; more hours are what the rest of the money buys in any case.
    fn candidates(&self, equal: &Table, (full, money): (&[f64], f64)) -> Vec<Candidate> {
        let choices = &self.bench.question.choices;
        let of = |rated: &Rated| {
            let name = rated.bought.first().map(|b| b.name.as_str());
            choices.iter().position(|c| Some(c.name().as_str()) == name)
        };
        let places = equal.rated.iter().filter_map(of);
        let whole = |i: usize| Candidate {
            choice: choices[i],
            dose: if full[i] > money { money / full[i] } else { 1.0 },
            cost: full[i].clamp(0.0, money),
        };
        let all = places.map(whole).filter(|candidate| candidate.choice != Choice::HOURS);
        all.take(CANDIDATES).collect()
    }

    fn name(&self, plan: &Plan) -> String {
        let bought = self.bought(plan);
        let parts = bought.iter().map(|b| match b.dose {
            dose if dose >= 1.0 => b.name.clone(),
            0.5 => format!("half of {}", b.name),
            dose => format!("{:.0} % of {}", 100.0 * dose, b.name),
        });
        let hours = (plan.hours > 0.0).then(|| format!("{:.1} h/week", plan.hours));
        parts.chain(hours).collect::<Vec<_>>().join(" + ")
    }

    fn bought(&self, plan: &Plan) -> Vec<Bought> {
        let of = |&(choice, dose): &(Choice, f64)| Bought {
            name: choice.name(),
            dose,
            intensity: choice.intensity(self.scenario(), dose),
            unit: choice.lever.note().unit,
        };
        plan.doses.iter().map(of).collect()
    }

    /// Run plans and hold them against the scenario itself; none if the user stops.
    fn rate(&mut self, plans: &[Plan], futures: Range<u32>) -> Option<Vec<Rated>> {
        let values = self.bench.run(plans, futures.clone())?;
        let base = &self.base[futures.start as usize..futures.end as usize];
        let each = self.bench.prepared.draws().replicates_per_draw;
        let rated = |(plan, values): (&Plan, &Vec<Brought>)| {
            Rated::of((self.bought(plan), plan.hours), base, values, each)
        };
        plans.iter().zip(&values).map(rated).collect()
    }
}

/// A lever that a mix may hold: none of it, half, or all that is meant.
struct Candidate {
    choice: Choice,
    /// Share of the full dose that is meant: all of it, or what the money buys.
    dose: f64,
    /// Pounds of that, its hours hired.
    cost: f64,
}

/// Mixes of candidates for a sum of money, with more hours for what they leave.
struct Mixes<'a, 'b> {
    bench: &'b mut Bench<'a>,
    candidates: &'b [Candidate],
    money: f64,
    hour: f64,
}

impl Mixes<'_, '_> {
    /// What the levers of a mix cost, their hours hired: in proportion to their doses.
    fn cost(&self, mix: &Mix) -> f64 {
        let of = |(&halves, one): (&u8, &Candidate)| f64::from(halves) / 2.0 * one.cost;
        mix.iter().zip(self.candidates).map(of).sum()
    }

    /// Draws behind so many futures.
    fn draws(&self, futures: u32) -> u32 {
        futures / self.bench.prepared.draws().replicates_per_draw.max(1)
    }

    fn plan(&self, mix: &Mix) -> Plan {
        let bought = mix.iter().zip(self.candidates).filter(|(halves, _)| **halves > 0);
        let dose =
            |(&halves, one): (&u8, &Candidate)| (one.choice, f64::from(halves) / 2.0 * one.dose);
        let doses = bought.map(dose).collect();
        let rest = (self.money - self.cost(mix)).max(0.0);
        Plan { doses, hired: true, hours: rest / self.hour }
    }
}

impl Problem for Mixes<'_, '_> {
    fn candidates(&self) -> usize {
        self.candidates.len()
    }

    fn affordable(&self, mix: &Mix) -> bool {
        self.cost(mix) <= self.money
    }

    fn outputs(&mut self, mixes: &[Mix], draws: Range<u32>) -> Option<Vec<Vec<f64>>> {
        let plans: Vec<Plan> = mixes.iter().map(|mix| self.plan(mix)).collect();
        let each = self.bench.prepared.draws().replicates_per_draw;
        let values = self.bench.run(&plans, draws.start * each..draws.end * each)?;
        // An output is the mean of a draw: its futures are not independent.
        let mean = |own: &[Brought]| own.iter().map(|b| b.gain).sum::<f64>() / own.len() as f64;
        Some(values.iter().map(|of| of.chunks(each as usize).map(mean).collect()).collect())
    }
}
