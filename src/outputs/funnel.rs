//! From all who need to be engaged to a record that is seen: what is left after each step, and
//! which step loses most.

use super::words::{capital, count, futures};
use crate::measures::{Measure, measure};
use crate::results::{Ensemble, ReplicateResult};
use crate::stats::quantiles::quantile;

/// The way from everybody who needs to be engaged to a record that is seen, in its order.
const STEPS: [(&str, &str); 7] = [
    ("organisations.mapped", "Known to the project"),
    ("organisations.agreed", "Agreed to take part"),
    ("organisations.live", "Live"),
    ("staff.competent", "Staff trained, not out of practice"),
    ("staff.monthly", "Staff who used it within a month"),
    ("patients.true_current", "Patients with a truly current record"),
    ("encounters.informed", "Contacts informed by a record"),
];
/// Where the way begins.
pub const ALL: &str = "All that need to be engaged";
/// A claim is made where it holds in so large a share of futures.
const AGREED: f64 = 0.9;

/// Shares that differ by less are the same.
const SAME: f32 = 1e-5;

/// A step, over futures.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FunnelStep {
    /// The measure, a share.
    pub measure: &'static Measure,
    /// What it is, in words.
    pub label: &'static str,
    /// What is left; none where no future has a value.
    pub left: Option<Left>,
    /// Futures in which the step down to this is the largest.
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
    /// The largest step down.
    pub largest: Option<Largest>,
}

/// The step down that is the largest in most futures.
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

    /// "from “Known to the project” to “Agreed to take part”".
    pub fn in_words(&self) -> String {
        format!("from “{}” to “{}”", self.from, self.to)
    }
}

impl Funnel {
    /// The steps of an ensemble at the end of a week.
    pub fn of(ensemble: &Ensemble, week: u32) -> Self {
        let measures: Vec<&'static Measure> =
            STEPS.iter().filter_map(|(name, _)| measure(name)).collect();
        let mut votes = [0usize; STEPS.len()];
        for replicate in &ensemble.replicates {
            if let Some(step) = largest_of(replicate, &measures, week as usize) {
                votes[step] += 1;
            }
        }
        let all = ensemble.replicates.len();
        let most = (0..votes.len()).max_by_key(|&i| (votes[i], STEPS.len() - i));
        let largest = most.filter(|&step| votes[step] > 0).map(|step| Largest {
            from: if step == 0 { ALL } else { STEPS[step - 1].1 },
            to: STEPS[step].1,
            futures: votes[step],
            all,
        });
        let steps = measures.iter().zip(STEPS).zip(votes);
        let steps = steps.map(|((&measure, (_, label)), largest_in)| FunnelStep {
            measure,
            label,
            left: left(ensemble, measure, week),
            largest_in,
        });
        Funnel {
            week,
            organisations: ensemble.organisations,
            futures: all,
            steps: steps.collect(),
            largest,
        }
    }

    /// Which step down is the largest, in a sentence.
    pub fn claim(&self) -> String {
        capital(&self.claim_within())
    }

    /// The same, to stand within a sentence.
    pub fn claim_within(&self) -> String {
        match self.largest {
            None => "nothing is lost on the way.".to_owned(),
            Some(largest) if largest.holds() => format!(
                "the largest step down is {} in {} of {}.",
                largest.in_words(),
                count(largest.futures as f64),
                futures(largest.all)
            ),
            Some(largest) => format!(
                "which step down is the largest cannot be told: it is {} in {} of {}, and another \
                 in the others.",
                largest.in_words(),
                count(largest.futures as f64),
                futures(largest.all)
            ),
        }
    }
}

fn left(ensemble: &Ensemble, measure: &Measure, week: u32) -> Option<Left> {
    let mut values = ensemble.values(measure, 0, week);
    values.sort_unstable_by(f32::total_cmp);
    let n = values.len();
    let (&least, &greatest) = (values.first()?, values.last()?);
    let denominators = ensemble
        .replicates
        .iter()
        .filter_map(|r| r.trajectory.denominator(measure, 0, week as usize));
    let few = n < super::words::FEWEST_FOR_PERCENTILES;
    Some(Left {
        replicates: n,
        of: denominators.sum::<f64>() / n as f64,
        p05: if few { least.into() } else { quantile(&values, 0.05) },
        p50: quantile(&values, 0.5),
        p95: if few { greatest.into() } else { quantile(&values, 0.95) },
    })
}

/// The step of one future that loses most, in shares of what each is a share of.
fn largest_of(replicate: &ReplicateResult, measures: &[&Measure], week: usize) -> Option<usize> {
    let mut before = 1.0;
    let mut most: Option<(usize, f32)> = None;
    for (step, measure) in measures.iter().enumerate() {
        // Where there is nothing that a step could be a share of, nothing is lost at it.
        let Some(share) = replicate.trajectory.measure(measure, 0, week) else { continue };
        let lost = before - share;
        // Of steps that lose the same the first counts, whatever the last digit says.
        if most.is_none_or(|(_, greatest)| lost > greatest + SAME) {
            most = Some((step, lost));
        }
        before = share;
    }
    most.filter(|(_, lost)| *lost > SAME).map(|(step, _)| step)
}
