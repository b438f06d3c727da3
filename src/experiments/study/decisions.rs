//! Options held against each other over states of the world: regret, and what it is worth to
//! know the state.

use std::collections::BTreeMap;

use super::inputs::Kind;
use super::values::Values;
use crate::scenario::study::Cell;
use crate::stats::information::{Regret, State, States, Worth, best_on_average, regret};

/// Most groups of neighbouring values by which a parameter's worth is found, and fewest states of one.
const MOST_GROUPS: usize = 16;
const FEWEST_STATES: usize = 4;

/// A parameter as a decision sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its path.
    pub key: String,
    /// True for what can be decided.
    pub decision: bool,
}

/// How much an option brings: a measure, or what it is worth less what it costs.
#[derive(Debug, Clone, Copy)]
pub struct NetBenefit<'a> {
    /// What is gained.
    pub gain: &'a Values,
    /// What one unit of it is worth, and what is spent; none to take the gain as it is.
    pub worth: Option<(f64, &'a Values)>,
    /// True if less of the gain is better.
    pub less: bool,
}

impl NetBenefit<'_> {
    /// In one future of a point.
    fn of(&self, point: usize, future: usize) -> Option<f64> {
        let value = |values: &Values| values.of(point).get(future).copied().flatten();
        let gain = value(self.gain)? * if self.less { -1.0 } else { 1.0 };
        match self.worth {
            Some((worth, cost)) => Some(worth * gain - value(cost)?),
            None => Some(gain),
        }
    }
}

/// Options over states of the world.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    /// Values of the decided parameters in each option.
    pub options: Vec<Vec<Option<Cell>>>,
    /// How each option fares: what it brings, which where less is better is below zero.
    pub regret: Vec<Regret>,
    /// Position of the option that is best on average.
    pub best: usize,
    /// Positions of options that cannot be told from it on average.
    pub as_good: Vec<usize>,
    /// States in which every option was simulated in the same future.
    pub states: usize,
    /// Expected value of perfect information.
    pub evpi: Worth,
    /// Groups of neighbouring values by which the worth of a parameter was found, at most.
    pub groups: usize,
    /// Worth of knowing each parameter that is not decided, in their order; none of one that does
    /// not vary, or of which some points keep several values of the base.
    pub partial: Vec<Option<Worth>>,
}

/// Why there is nothing to decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoDecision {
    /// One option.
    #[error("the study has nothing to decide between")]
    OneOption,
    /// One state.
    #[error("every option was simulated together in fewer than two states of the world")]
    OneState,
}

/// Hold the options of a study against each other. `points[p]` are the values of the parameters
/// in a point; `shared` says that futures of the same number meet the same luck in every point.
///
/// # Errors
/// If there are no two options, or no two states in which all of them were simulated.
pub fn decide(
    columns: &[Column],
    points: &[Vec<Option<Cell>>],
    benefit: NetBenefit<'_>,
    shared: bool,
) -> Result<Decision, NoDecision> {
    let pick = |point: &[Option<Cell>], decision: bool| -> Vec<Option<Cell>> {
        let own = columns.iter().zip(point).filter(|(c, _)| c.decision == decision);
        own.map(|(_, cell)| cell.clone()).collect()
    };
    let (mut options, mut states) = (Index::default(), Index::default());
    let mut table: Vec<Vec<Option<usize>>> = Vec::new();
    for (p, point) in points.iter().enumerate() {
        let option = options.of(pick(point, true));
        let state = states.of(pick(point, false));
        if table.len() <= state {
            table.push(Vec::new());
        }
        let row = &mut table[state];
        if row.len() <= option {
            row.resize(option + 1, None);
        }
        row[option] = Some(p);
    }
    let options = options.rows;
    if options.len() < 2 {
        return Err(NoDecision::OneOption);
    }
    // Futures in which every option has a value.
    let state = |row: &Vec<Option<usize>>| -> State {
        let points: Option<Vec<usize>> = row.iter().copied().collect();
        let points = points.filter(|points| points.len() == options.len()).unwrap_or_default();
        let futures = points.iter().map(|&p| benefit.gain.of(p).len()).min().unwrap_or(0);
        let values = |r: usize| points.iter().map(|&p| benefit.of(p, r)).collect::<Option<_>>();
        (0..futures).filter_map(|r| Some((r, values(r)?))).collect()
    };
    let all: Vec<State> = table.iter().map(state).collect();
    let whole = |s: usize| !all[s].is_empty();
    let complete: Vec<State> = all.iter().filter(|state| !state.is_empty()).cloned().collect();
    if complete.len() < 2 {
        return Err(NoDecision::OneState);
    }
    let known = States { states: complete, shared };
    let means = known.means();
    let kept: Vec<&Vec<Option<Cell>>> =
        states.rows.iter().enumerate().filter(|(s, _)| whole(*s)).map(|(_, state)| state).collect();
    let uncertain = columns.iter().filter(|c| !c.decision).count();
    let groups = MOST_GROUPS.min(means.len() / FEWEST_STATES).max(2);
    let partial = |i: usize| {
        let cell = |state: &&'_ Vec<Option<Cell>>| state.get(i).cloned().flatten();
        let cells: Vec<Option<Cell>> = kept.iter().map(cell).collect();
        let kind = Kind::of(cells.iter().map(Option::as_ref));
        let number = |cell: &Option<Cell>| cell.as_ref().and_then(|cell| kind.number(cell));
        let values: Vec<f64> = cells.iter().map(number).collect::<Option<_>>()?;
        let varies = values.iter().any(|x| *x != values[0]);
        varies.then(|| known.evppi(&values, groups))?
    };
    let best = best_on_average(&means).unwrap_or(0);
    Ok(Decision {
        regret: regret(&means),
        best,
        as_good: known.as_good(best),
        states: means.len(),
        evpi: known.evpi().ok_or(NoDecision::OneState)?,
        groups,
        partial: (0..uncertain).map(partial).collect(),
        options,
    })
}

/// Rows of cells in the order in which they were first met.
#[derive(Default)]
struct Index {
    rows: Vec<Vec<Option<Cell>>>,
    known: BTreeMap<String, usize>,
}

impl Index {
    fn of(&mut self, row: Vec<Option<Cell>>) -> usize {
        let name: String = row.iter().map(|cell| format!("{cell:?};")).collect();
        let (rows, known) = (&mut self.rows, &mut self.known);
        *known.entry(name).or_insert_with(|| {
            rows.push(row);
            rows.len() - 1
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::study::Outcome;

    fn values(rows: &[[f32; 2]]) -> Values {
        let mut values = Values::new(rows.len());
        for (point, row) in rows.iter().enumerate() {
            let futures = row.iter().map(|x| Ok(vec![Some(*x)])).collect();
            values.add(&Outcome { point: point as u32, futures }, 0);
        }
        values
    }

    #[test]
    fn options_are_held_against_each_other_in_every_state() {
        let columns = [("a", true), ("x", false)]
            .map(|(key, decision)| Column { key: key.to_owned(), decision });
        let number = |x: f64| Some(Cell::Number(x));
        let points: Vec<Vec<Option<Cell>>> = (0..40)
            .flat_map(|s| [0.0, 1.0].map(|o| vec![number(o), number(f64::from(s))]))
            .collect();
        // Option 1 brings 2 in the second half of the states and nothing in the first; option 0
        // brings 0.9 always.
        let rows: Vec<[f32; 2]> = (0..40)
            .flat_map(|s| [[0.9, 0.9], if s < 20 { [0.0, 0.0] } else { [2.0, 2.0] }])
            .collect();
        let gain = values(&rows);
        let found =
            decide(&columns, &points, NetBenefit { gain: &gain, worth: None, less: false }, true)
                .unwrap();
        assert_eq!((found.options.len(), found.states, found.best), (2, 40, 1));
        let (low, high) = (found.evpi.low.unwrap(), found.evpi.high);
        assert!((low - 0.45).abs() < 1e-6 && (high - 0.45).abs() < 1e-6);
        let partial = found.partial[0].unwrap();
        assert!((partial.high - 0.45).abs() < 0.02 && !partial.cannot_be_told_from_zero());
        // Half of the states at 2 against nothing: no certainty that 1.0 is more than 0.9.
        assert_eq!(found.as_good, [0]);
        assert!((found.regret[0].greatest_regret - 1.1).abs() < 1e-6);
        // At a price above what it brings, the other option is the better one.
        let cost: Vec<[f32; 2]> =
            (0..80).map(|p| if p % 2 == 0 { [0.0; 2] } else { [5.0; 2] }).collect();
        let priced = NetBenefit { gain: &gain, worth: Some((1.0, &values(&cost))), less: false };
        assert_eq!(decide(&columns, &points, priced, true).unwrap().best, 0);
        let none = decide(
            &columns[1..],
            &[vec![number(1.0)]],
            NetBenefit { gain: &gain, worth: None, less: false },
            true,
        );
        assert_eq!(none, Err(NoDecision::OneOption));
    }

    /// Of what should be small the smallest is the best, and words and days are worth knowing as
    /// numbers are.
    #[test]
    fn less_may_be_better_and_words_and_days_have_a_worth() {
        let columns = [("a", true), ("w", false), ("d", false)]
            .map(|(key, decision)| Column { key: key.to_owned(), decision });
        let word = |text: String| Some(Cell::Word(text));
        let (mut points, mut rows) = (Vec::new(), Vec::new());
        for s in 0..60u32 {
            let bad = s % 2 == 0;
            let w = word(format!("\"{}\"", if bad { "bad" } else { "good" }));
            let d = word(format!("2029-01-{:02}", 1 + s * 11 % 27));
            for o in [0.0, 1.0] {
                points.push(vec![Some(Cell::Number(o)), w.clone(), d.clone()]);
                // Option 1 leaves the less, but for bad states.
                let left = match (o == 0.0, bad) {
                    (true, _) => 5.0,
                    (false, true) => 6.0,
                    (false, false) => 1.0,
                };
                rows.push([left, left]);
            }
        }
        let gain = values(&rows);
        let benefit = |less| NetBenefit { gain: &gain, worth: None, less };
        let found = decide(&columns, &points, benefit(true), true).unwrap();
        assert_eq!((found.best, found.regret[1].mean), (1, -3.5));
        assert_eq!(decide(&columns, &points, benefit(false), true).unwrap().best, 0);
        let [known, idle] = found.partial[..] else { panic!("{found:?}") };
        let known = known.unwrap();
        assert!((known.high - 0.5).abs() < 1e-9 && !known.cannot_be_told_from_zero(), "{known:?}");
        assert!(idle.unwrap().cannot_be_told_from_zero(), "{idle:?}");
    }
}
