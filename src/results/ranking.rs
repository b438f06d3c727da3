//! What each lever buys, and the best mix for a budget.
//!
//! The futures of one draw of the parameters are no independent futures, so a mean is known as well
//! as its draws allow: tests and intervals are over the means of draws. How often an option gains is
//! a count of futures.

use super::Outcome;
use crate::stats::holm::{holm, p_of_mean};
use crate::stats::paired::{FEWEST_FOR_VERDICT, Paired};
use crate::stats::ratio::Ratio;

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

/// What is kept of one future of an option.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Brought {
    /// The measure.
    pub gain: f64,
    /// Organisations in real use.
    pub real_use: f64,
    /// Patients with a truly current record.
    pub true_current: f64,
    /// Pounds.
    pub spent: f64,
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
    /// Mean gain of each draw of the parameters.
    pub by_draw: Vec<f64>,
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
    /// Pounds for each extra organisation in real use: mean cost over mean gain, as a comparison has
    /// it; none where there is none on average.
    pub per_organisation: Option<Ratio>,
    /// Pounds for each extra patient with a truly current record, likewise.
    pub per_patient: Option<Ratio>,
}

impl Rated {
    /// Hold an option against the scenario itself in the same futures, so many of each draw of the
    /// parameters; none of no futures.
    pub fn of(
        (bought, hours): (Vec<Bought>, f64),
        base: &[Brought],
        own: &[Brought],
        each: u32,
    ) -> Option<Self> {
        let draw = |future: usize| future / each.max(1) as usize;
        let columns = |of: fn(&Brought) -> f64| {
            [base, own].map(|futures| futures.iter().map(of).collect::<Vec<f64>>())
        };
        let pair = |of| {
            let [base, own] = columns(of);
            Paired::in_units(&base, &own, draw)
        };
        let less = |of| -> Vec<f64> {
            let [base, own] = columns(of);
            own.iter().zip(base).map(|(own, base)| own - base).collect()
        };
        let gains = less(|b| b.gain);
        let cost = less(|b| b.spent);
        let draws = gains.chunks(each.max(1) as usize);
        Some(Rated {
            bought,
            hours,
            by_draw: draws.map(|own| own.iter().sum::<f64>() / own.len() as f64).collect(),
            gain: pair(|b| b.gain)?,
            cost: pair(|b| b.spent)?,
            real_use: pair(|b| b.real_use)?,
            true_current: pair(|b| b.true_current)?,
            per_organisation: Ratio::in_units(&cost, &less(|b| b.real_use), draw),
            per_patient: Ratio::in_units(&cost, &less(|b| b.true_current), draw),
            costs: cost,
            gains,
        })
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
    /// Fewer draws than a verdict takes tell nothing apart.
    pub fn of(mut rated: Vec<Rated>) -> Self {
        rated.sort_by(|a, b| b.gain.mean.total_cmp(&a.gain.mean));
        let p: Vec<f64> = rated.iter().map(|r| p_of_draws(&r.by_draw)).collect();
        let told = holm(&p, RANKING_ALPHA);
        let mut group = vec![0; rated.len()];
        let (mut first, mut number) = (0, 1);
        while first < rated.len() {
            let behind = |other: &Rated| {
                let pairs = rated[first].by_draw.iter().zip(&other.by_draw);
                p_of_draws(&pairs.map(|(a, b)| a - b).collect::<Vec<_>>())
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

/// Two-sided p-value of a mean over draws being 0; 1 where they are too few for a verdict.
fn p_of_draws(means: &[f64]) -> f64 {
    if means.len() < FEWEST_FOR_VERDICT as usize { 1.0 } else { p_of_mean(means) }
}

/// Places of those that cannot be told from the best, among its rivals.
pub fn as_good(rated: &[Rated], best: usize, rivals: &[usize]) -> Vec<usize> {
    let behind = |&i: &usize| {
        let pairs = rated[best].by_draw.iter().zip(&rated[i].by_draw);
        p_of_draws(&pairs.map(|(a, b)| a - b).collect::<Vec<_>>())
    };
    let apart = holm(&rivals.iter().map(behind).collect::<Vec<_>>(), RANKING_ALPHA);
    rivals.iter().zip(apart).filter(|(_, apart)| !apart).map(|(&i, _)| i).collect()
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
    pub outcome: Outcome,
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

    fn rated_in(cost: f64, gains: &[f64], each: u32) -> Rated {
        let brought =
            |gain: f64, spent: f64| Brought { gain, real_use: gain, true_current: gain, spent };
        let base = vec![brought(0.0, 0.0); gains.len()];
        let own = gains.iter().enumerate().map(|(i, &gain)| brought(gain, cost + i as f64));
        Rated::of((vec![], cost), &base, &own.collect::<Vec<_>>(), each).unwrap()
    }

    fn rated(cost: f64, gains: &[f64]) -> Rated {
        rated_in(cost, gains, 1)
    }

    /// Kind of fault: futures of one draw tested as independent.
    #[test]
    fn many_futures_of_few_draws_tell_nothing_apart() {
        // Four draws bring 1, 2, −0.5 and 0.5; their 18 futures hardly differ.
        let gains: Vec<f64> =
            (0..72).map(|i| [1.0, 2.0, -0.5, 0.5][i / 18] + 0.01 * (i % 3) as f64).collect();
        let of = |each| Table::of(vec![rated_in(1.0, &gains, each)]);
        assert_eq!(of(18).told, [false]);
        assert_eq!(of(1).told, [true], "taken as independent, they would");
        let (drawn, plain) = (rated_in(1.0, &gains, 18), rated_in(1.0, &gains, 1));
        assert!(drawn.gain.half_width.unwrap() > 4.0 * plain.gain.half_width.unwrap());
        assert_eq!((drawn.gain.units, drawn.gain.replicates, drawn.gain.more), (4, 72, 54));
        // Twenty draws of one future each are enough, if they agree.
        let agree: Vec<f64> = (0..20).map(|i| 1.0 + 0.1 * f64::from(i % 5)).collect();
        assert_eq!(Table::of(vec![rated(1.0, &agree)]).told, [true]);
        assert_eq!(Table::of(vec![rated(1.0, &agree[..19])]).told, [false]);
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
