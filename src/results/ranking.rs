//! What each lever buys, and the best mix for a budget.

use crate::measures::Measure;
use crate::stats::holm::{holm, p_of_mean};
use crate::stats::paired::Paired;

/// Chance of one wrong statement or more among those of a table that options can be told apart.
pub const RANKING_ALPHA: f64 = 0.01;

/// What was bought in an option.
#[derive(Debug, Clone, PartialEq)]
pub struct Bought {
    /// Lever, and level where there are several.
    pub name: String,
    /// Share of its full dose.
    pub dose: f64,
    /// The same in the lever's unit.
    pub intensity: f64,
    /// That unit.
    pub unit: &'static str,
}

/// An option with what it brought beyond the scenario itself, over matched futures.
#[derive(Debug, Clone, PartialEq)]
pub struct Rated {
    /// What was bought.
    pub bought: Vec<Bought>,
    /// Hours a week of the middle level bought on top.
    pub hours: f64,
    /// Gain in the measure, future by future.
    pub gains: Vec<f64>,
    /// The same, summarised.
    pub gain: Paired,
    /// Pounds more by the week of the question.
    pub cost: Paired,
    /// The same, future by future.
    pub costs: Vec<f64>,
    /// Organisations in real use beyond those of the scenario.
    pub real_use: Paired,
    /// Patients with a truly current record beyond those of the scenario.
    pub true_current: Paired,
}

impl Rated {
    /// Mean cost over mean gain, the incremental cost-effectiveness ratio; none where the mean gain
    /// is not above zero, or nothing is paid for it.
    pub fn cost_per(&self, gain: &Paired) -> Option<f64> {
        (gain.mean > 0.0 && self.cost.mean > 0.0).then(|| self.cost.mean / gain.mean)
    }

    /// Futures in which it costs more than a sum, beyond what a total of single precision hides, and
    /// the most that it costs in any.
    pub fn over(&self, money: f64) -> (u32, f64) {
        let most = money + 1.0 + 1e-6 * money;
        let over = self.costs.iter().filter(|&&cost| cost > most).count() as u32;
        (over, self.costs.iter().copied().fold(f64::NEG_INFINITY, f64::max))
    }

    /// "backfill + handover + 4 hours", or "nothing".
    pub fn name(&self) -> String {
        let dose = |b: &Bought| match b.dose {
            dose if (dose - 1.0).abs() < 1e-9 => b.name.clone(),
            dose => format!("{} × {dose:.2}", b.name),
        };
        let mut parts: Vec<String> = self.bought.iter().map(dose).collect();
        if self.hours > 0.0 {
            parts.push(format!("{:.1} h/week", self.hours));
        }
        if parts.is_empty() { "nothing".to_owned() } else { parts.join(" + ") }
    }
}

/// Options in the order of their mean gain, in groups that cannot be told apart.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// The options, the largest mean gain first.
    pub rated: Vec<Rated>,
    /// Group of each, from 1.
    pub group: Vec<u32>,
    /// Of each, true if its gain can be told from nothing.
    pub told: Vec<bool>,
}

impl Table {
    /// Sort and group. A group ends at the first option whose gain can be told from that of the
    /// group's first, by paired t tests of the first against all below it, and Holm's correction.
    pub fn of(mut rated: Vec<Rated>) -> Self {
        rated.sort_by(|a, b| b.gain.mean.total_cmp(&a.gain.mean));
        let p: Vec<f64> = rated.iter().map(|r| p_of_mean(&r.gains)).collect();
        let told = holm(&p, RANKING_ALPHA);
        let mut group = vec![0; rated.len()];
        let (mut first, mut number) = (0, 1);
        while first < rated.len() {
            let behind = |other: &Rated| {
                let d: Vec<f64> =
                    rated[first].gains.iter().zip(&other.gains).map(|(a, b)| a - b).collect();
                p_of_mean(&d)
            };
            let below = &rated[first + 1..];
            let apart = holm(&below.iter().map(behind).collect::<Vec<_>>(), RANKING_ALPHA);
            let next = first + 1 + apart.iter().position(|&x| x).unwrap_or(below.len());
            group[first..next].fill(number);
            (first, number) = (next, number + 1);
        }
        Table { rated, group, told }
    }
}

/// The best mix that was found for a budget.
#[derive(Debug, Clone, PartialEq)]
pub struct Best {
    /// Steps of the search: the mix that was kept after each, and whether the selection was
    /// settled before its futures ran out.
    pub steps: Vec<(String, bool)>,
    /// Place of the best mix in [`Ranking::mixes`].
    pub mix: usize,
    /// Places of those for the same money that cannot be told from it.
    pub as_good: Vec<usize>,
}

/// What was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranking {
    /// What is wanted.
    pub measure: &'static Measure,
    /// True if less of it is better: gains are then what is less.
    pub less: bool,
    /// By when.
    pub week: u32,
    /// Draws of the parameters.
    pub draws: u32,
    /// Futures of each table.
    pub futures: u32,
    /// The money of the tables at equal money and of the mixes.
    pub money: f64,
    /// Least difference in the measure that matters to the search.
    pub indifference: f64,
    /// Each lever at its full dose, its hours found by the team.
    pub alone: Table,
    /// Each lever with its hours hired, and the rest of the money on more hours.
    pub equal: Table,
    /// Mixes, each lever and more hours, on futures that the search has not seen.
    pub mixes: Vec<Rated>,
    /// Places of those that nothing cheaper or as cheap outdoes, in order of their cost.
    pub frontier: Vec<usize>,
    /// The best mix, if there was a search.
    pub best: Best,
    /// Simulated futures in all.
    pub runs: u64,
}

/// Places of the options that no other outdoes: none of the others costs as little or less and
/// brings as much or more, and differs. In order of their mean cost.
pub fn frontier(rated: &[Rated]) -> Vec<usize> {
    let at = |i: usize| (rated[i].cost.mean, rated[i].gain.mean);
    let mut order: Vec<usize> = (0..rated.len()).collect();
    order.sort_by(|&a, &b| at(a).0.total_cmp(&at(b).0).then(at(b).1.total_cmp(&at(a).1)));
    let mut most = f64::NEG_INFINITY;
    order.retain(|&i| {
        let better = at(i).1 > most;
        most = most.max(at(i).1);
        better
    });
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rated(cost: f64, gains: &[f64]) -> Rated {
        let zeros = vec![0.0; gains.len()];
        let of = |values: &[f64]| Paired::of(&zeros, values).unwrap();
        let costs: Vec<f64> = gains.iter().enumerate().map(|(i, _)| cost + i as f64).collect();
        Rated {
            bought: vec![],
            hours: cost,
            gains: gains.to_vec(),
            gain: of(gains),
            cost: of(&costs),
            costs,
            real_use: of(gains),
            true_current: of(gains),
        }
    }

    #[test]
    fn groups_end_where_options_can_be_told_from_the_first() {
        let wave = |level: f64, size: f64| -> Vec<f64> {
            (0..20).map(|i| level + size * f64::from(i % 5 - 2)).collect()
        };
        let other = |level: f64| -> Vec<f64> {
            (0..20).map(|i| level + f64::from((i * 7) % 5 - 2)).collect()
        };
        let options = vec![
            rated(1.0, &wave(0.0, 1.0)),
            rated(2.0, &other(9.8)),
            rated(3.0, &wave(10.0, 1.0)),
        ];
        let table = Table::of(options);
        assert_eq!(table.group, [1, 1, 2]);
        assert_eq!(table.told, [true, true, false]);
        assert_eq!(table.rated[0].hours, 3.0);
    }

    #[test]
    fn the_frontier_holds_what_nothing_outdoes() {
        let options = [
            rated(10.0, &[2.0, 2.0]),
            rated(5.0, &[1.0, 1.0]),
            rated(7.0, &[0.5, 0.5]),
            rated(20.0, &[2.0, 2.0]),
            rated(0.0, &[0.0, 0.0]),
        ];
        assert_eq!(frontier(&options), [4, 1, 0]);
    }
}
