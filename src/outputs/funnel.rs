//! From all who need to be engaged to a record that is seen, in four chains of nested counts, each of
//! one denominator: organisations, posts, patients, contacts. What is missing at a step either waits
//! for the project (a queue is no loss) or is lost.

use super::words::{between, capital, count, futures};
use crate::measures::Counter as C;
use crate::results::{Ensemble, ReplicateResult};
use crate::stats::quantiles::quantile;

/// What is missing at a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// It has not been reached yet.
    Waits,
    /// It was reached, and is not there.
    Lost,
}

impl Missing {
    /// The word in tables.
    pub fn word(self) -> &'static str {
        match self {
            Waits => "waits",
            Lost => "lost",
        }
    }
}

/// A chain: name in files, denominator, the same in words, weeks over which it is counted (none: the
/// state at the end of the week), and its steps. Each step counts some of what the step before counts.
type Chain = (&'static str, C, &'static str, Option<u32>, &'static [Step]);
/// Label, the counters that add up to it, and what is missing at it.
type Step = (&'static str, &'static [C], Missing);

use Missing::{Lost, Waits};

const CHAINS: [Chain; 4] = [
    (
        "organisations",
        C::OrgAll,
        "organisations",
        None,
        &[
            ("Known to the project", &[C::OrgMapped], Waits),
            ("Asked, and have answered", &[C::OrgAnswered], Waits),
            ("Have agreed to take part", &[C::OrgAgreed, C::OrgLapsed], Lost),
            ("Have had it live", &[C::OrgLive, C::OrgLapsed], Waits),
            ("Live now", &[C::OrgLive], Lost),
            ("In real use", &[C::OrgRealUse], Lost),
        ],
    ),
    (
        "posts",
        C::StaffInScope,
        "posts in scope",
        None,
        &[
            ("Staff in post where it has been live", &[C::StaffReached], Waits),
            ("Staff who ever used it", &[C::StaffEver], Lost),
            ("Staff who used it within a month", &[C::StaffMonth], Lost),
        ],
    ),
    (
        "patients",
        C::PatRecognised,
        "recognised patients",
        None,
        &[
            ("Patients asked about sharing", &[C::PatApproached], Waits),
            ("Patients who agreed", &[C::PatAgreed], Lost),
            ("Patients with a truly current record", &[C::PatTrue], Lost),
        ],
    ),
    (
        "contacts",
        C::EncountersCum,
        "contacts",
        Some(4),
        &[
            ("Contacts in which it was opened", &[C::ViewsCum], Waits),
            ("Contacts informed by a record", &[C::InformedCum], Lost),
        ],
    ),
];
/// Where the way begins.
pub const ALL: &str = "All that need to be engaged";
/// What the table of steps says and what it does not.
pub const NOTE: &str = "Chains count different things, so their shares are not compared. The table \
    says where coverage is lost; it does not by itself say which mechanism loses it.";
/// A claim is made where it holds in so large a share of futures.
const AGREED: f64 = 0.9;
/// Organisations by which losses have to differ to differ.
const SAME: f64 = 1e-5;

/// A step, over futures.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FunnelStep {
    /// Its chain.
    pub chain: &'static str,
    /// What it is, in words.
    pub label: &'static str,
    /// What it is a share of, in words.
    pub of: &'static str,
    /// What is missing of the step before.
    pub missing: Missing,
    /// What is left; none where no future has a value.
    pub left: Option<Left>,
    /// Futures in which more organisations are lost here than at any other step.
    pub largest_in: usize,
}

/// What is left after a step.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Left {
    /// Futures with a value.
    pub replicates: usize,
    /// Mean denominator.
    pub of: f64,
    /// Ends of the range: 5th and 95th percentile, or the least and the greatest of few futures.
    pub p05: f64,
    /// Median, a share.
    pub p50: f64,
    /// See `p05`.
    pub p95: f64,
}

/// All steps at the end of a week.
#[derive(Debug, Clone, PartialEq)]
pub struct Funnel {
    /// The week.
    pub week: u32,
    /// Organisations.
    pub organisations: u32,
    /// Futures.
    pub futures: usize,
    /// The steps in their order.
    pub steps: Vec<FunnelStep>,
    /// Organisations that wait for the project: low end, middle, high end.
    pub waiting: [f64; 3],
    /// The step at which most organisations are lost.
    pub largest: Option<Largest>,
}

/// The step at which most organisations are lost in most futures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Largest {
    /// Where it starts, in words.
    pub from: &'static str,
    /// Where it ends.
    pub to: &'static str,
    /// Futures in which it is the largest.
    pub futures: usize,
    /// Futures in all.
    pub all: usize,
}

impl Largest {
    /// True if nine of ten futures agree.
    pub fn holds(&self) -> bool {
        self.futures as f64 >= AGREED * self.all as f64
    }

    /// "from “Have had it live” to “Live now”".
    pub fn in_words(&self) -> String {
        format!("from “{}” to “{}”", self.from, self.to)
    }
}

impl Funnel {
    /// The steps of an ensemble at the end of a week.
    pub fn of(ensemble: &Ensemble, week: u32) -> Self {
        let organisations = CHAINS[0].4;
        let mut votes = vec![0usize; organisations.len()];
        for replicate in &ensemble.replicates {
            if let Some(step) = largest_of(replicate, week) {
                votes[step] += 1;
            }
        }
        let all = ensemble.replicates.len();
        let most = (0..votes.len()).max_by_key(|&i| (votes[i], votes.len() - i));
        let largest = most.filter(|&step| votes[step] > 0).map(|step| Largest {
            from: if step == 0 { ALL } else { organisations[step - 1].0 },
            to: organisations[step].0,
            futures: votes[step],
            all,
        });
        let mut steps = Vec::new();
        for chain in &CHAINS {
            for (i, (label, counters, missing)) in chain.4.iter().enumerate() {
                let votes = if chain.0 == CHAINS[0].0 { votes[i] } else { 0 };
                let (name, _, of, ..) = *chain;
                let left = left(ensemble, chain, counters, week);
                steps.push(FunnelStep {
                    chain: name,
                    label,
                    of,
                    missing: *missing,
                    left,
                    largest_in: votes,
                });
            }
        }
        let mut waiting: Vec<f64> =
            ensemble.replicates.iter().map(|r| lost_and_waiting(r, week).1).collect();
        waiting.sort_unstable_by(f64::total_cmp);
        Funnel {
            week,
            organisations: ensemble.organisations,
            futures: all,
            steps,
            waiting: ends_and_middle(&waiting).unwrap_or([0.0; 3]),
            largest,
        }
    }

    /// How many organisations wait, and where most of the others are lost, in a sentence.
    pub fn claim(&self) -> String {
        capital(&self.claim_within())
    }

    /// The same, to stand within a sentence.
    pub fn claim_within(&self) -> String {
        let [low, _, high] = self.waiting;
        let waiting = format!(
            "{} of {} organisations wait for the project (not known, not asked yet, or being set up), \
             which is no loss",
            between(low, high),
            count(self.organisations.into())
        );
        match self.largest {
            None => format!("{waiting}; of the others none is lost."),
            Some(largest) if largest.holds() => format!(
                "{waiting}; of the others most are lost {} in {} of {}.",
                largest.in_words(),
                count(largest.futures as f64),
                futures(largest.all)
            ),
            Some(largest) => format!(
                "{waiting}; where most of the others are lost cannot be told: it is {} in {} of {}, and \
                 another step in the rest.",
                largest.in_words(),
                count(largest.futures as f64),
                futures(largest.all)
            ),
        }
    }
}

/// A counter at the end of a week, or what it gained over the weeks before.
fn counted(r: &ReplicateResult, counter: C, week: u32, window: Option<u32>) -> f64 {
    let at = |week: u32| f64::from(r.trajectory.get(counter, 0, week as usize));
    at(week) - window.map_or(0.0, |weeks| at(week.saturating_sub(weeks)))
}

fn left(ensemble: &Ensemble, chain: &Chain, counters: &[C], week: u32) -> Option<Left> {
    let (_, bottom, _, window, _) = *chain;
    let of = |r: &ReplicateResult| counted(r, bottom, week, window);
    let with: Vec<&ReplicateResult> = ensemble.replicates.iter().filter(|r| of(r) > 0.0).collect();
    let top = |r: &ReplicateResult| -> f64 {
        counters.iter().map(|&counter| counted(r, counter, week, window)).sum()
    };
    let mut shares: Vec<f64> = with.iter().map(|r| top(r) / of(r)).collect();
    shares.sort_unstable_by(f64::total_cmp);
    let [p05, p50, p95] = ends_and_middle(&shares)?;
    let n = with.len();
    let mean = with.iter().map(|r| of(r)).sum::<f64>() / n as f64;
    Some(Left { replicates: n, of: mean, p05, p50, p95 })
}

/// Low end, middle and high end of sorted values; none of none.
fn ends_and_middle(sorted: &[f64]) -> Option<[f64; 3]> {
    let (&least, &greatest) = (sorted.first()?, sorted.last()?);
    let few = sorted.len() < super::words::FEWEST_FOR_PERCENTILES;
    let [low, high] =
        if few { [least, greatest] } else { [0.05, 0.95].map(|q| quantile(sorted, q)) };
    Some([low, quantile(sorted, 0.5), high])
}

/// Organisations of one future that are lost, by step, and those that wait.
fn lost_and_waiting(r: &ReplicateResult, week: u32) -> (Vec<f64>, f64) {
    let (_, all, _, _, steps) = CHAINS[0];
    let mut before = counted(r, all, week, None);
    let (mut lost, mut waiting) = (Vec::new(), 0.0);
    for (_, counters, missing) in steps {
        let here: f64 = counters.iter().map(|&c| counted(r, c, week, None)).sum();
        let gone = before - here;
        waiting += if *missing == Waits { gone } else { 0.0 };
        lost.push(if *missing == Lost { gone } else { 0.0 });
        before = here;
    }
    (lost, waiting)
}

/// The step of one future at which most organisations are lost.
fn largest_of(replicate: &ReplicateResult, week: u32) -> Option<usize> {
    let (lost, _) = lost_and_waiting(replicate, week);
    let mut most: Option<usize> = None;
    for (step, &gone) in lost.iter().enumerate() {
        // Of steps that lose the same the first counts, whatever the last digit says.
        if gone > SAME + most.map_or(0.0, |i| lost[i]) {
            most = Some(step);
        }
    }
    most
}
