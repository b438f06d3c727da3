//! Under which conditions a goal is missed.

use super::values::Values;
use crate::scenario::study::Cell;
use crate::stats::prim::{Found, Search, prim};

/// A condition on one parameter.
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    /// Position of the parameter.
    pub parameter: usize,
    /// What it has to be.
    pub bounds: Bounds,
    /// Chance that as many futures inside would miss the goal if the condition did not matter.
    pub chance: f64,
}

/// What a parameter has to be.
#[derive(Debug, Clone, PartialEq)]
pub enum Bounds {
    /// Between two ends, either of which may be open.
    Between(Option<f64>, Option<f64>),
    /// This.
    Is(Cell),
    /// Not this.
    IsNot(Cell),
}

/// Conditions under which a goal is missed.
#[derive(Debug, Clone, PartialEq)]
pub struct Discovery {
    /// The conditions; all have to hold.
    pub conditions: Vec<Condition>,
    /// Points that fulfil them.
    pub cases: usize,
    /// Points in all.
    pub points: usize,
    /// Share of all misses that they hold.
    pub coverage: f64,
    /// Share of the futures among them that miss the goal.
    pub density: f64,
    /// Share of all futures that miss the goal.
    pub everywhere: f64,
    /// Cases, coverage, density and number of conditions on the way from all points.
    pub path: Vec<(usize, f64, f64, usize)>,
}

/// An input of the search: a number, or whether a parameter has one of its words.
enum Input {
    Number(usize),
    Word(usize, Cell),
}

/// Search the points of a study for conditions under which `misses` holds of a future's value.
/// None if no future misses.
pub fn discover(
    points: &[Vec<Option<Cell>>],
    values: &Values,
    misses: impl Fn(f64) -> bool,
    search: Search,
) -> Option<Discovery> {
    let share = |point: usize| {
        let known: Vec<f64> = values.of(point).iter().flatten().copied().collect();
        let missed = known.iter().filter(|x| misses(**x)).count();
        (!known.is_empty()).then(|| missed as f64 / known.len() as f64)
    };
    let usable: Vec<(usize, f64)> =
        (0..points.len()).filter_map(|p| Some((p, share(p)?))).collect();
    let inputs = inputs(points);
    let row = |&(p, _): &(usize, f64)| {
        let value = |input: &Input| match input {
            Input::Number(i) => match points[p].get(*i) {
                Some(Some(Cell::Number(x))) => *x,
                _ => f64::NAN,
            },
            Input::Word(i, word) => f64::from(u8::from(points[p][*i].as_ref() == Some(word))),
        };
        inputs.iter().map(value).collect()
    };
    let table: Vec<Vec<f64>> = usable.iter().map(row).collect();
    let interest: Vec<f64> = usable.iter().map(|(_, share)| *share).collect();
    let (found, path) = prim(&table, &interest, search)?;
    let everywhere = interest.iter().sum::<f64>() / interest.len() as f64;
    Some(Discovery {
        conditions: conditions(&found, &inputs),
        cases: found.cases,
        points: usable.len(),
        coverage: found.coverage,
        density: found.density,
        everywhere,
        path: path.iter().map(|f| (f.cases, f.coverage, f.density, f.restrictions.len())).collect(),
    })
}

/// Parameters that are numbers, and the words of those that are not.
fn inputs(points: &[Vec<Option<Cell>>]) -> Vec<Input> {
    let columns = points.first().map_or(0, Vec::len);
    let mut inputs = Vec::new();
    for i in 0..columns {
        let mut words: Vec<Cell> = Vec::new();
        for cell in points.iter().filter_map(|p| p.get(i)?.as_ref()) {
            if matches!(cell, Cell::Word(_)) && !words.contains(cell) {
                words.push(cell.clone());
            }
        }
        if words.is_empty() {
            inputs.push(Input::Number(i));
        } else {
            inputs.extend(words.into_iter().map(|word| Input::Word(i, word)));
        }
    }
    inputs
}

fn conditions(found: &Found, inputs: &[Input]) -> Vec<Condition> {
    let condition = |r: &crate::stats::prim::Restriction| match &inputs[r.input] {
        Input::Number(i) => {
            Condition { parameter: *i, bounds: Bounds::Between(r.low, r.high), chance: r.chance }
        }
        Input::Word(i, word) => {
            let bounds = if r.low.is_some() {
                Bounds::Is(word.clone())
            } else {
                Bounds::IsNot(word.clone())
            };
            Condition { parameter: *i, bounds, chance: r.chance }
        }
    };
    found.restrictions.iter().map(condition).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::study::Outcome;

    #[test]
    fn conditions_on_numbers_and_words_are_found() {
        let word = |w: &str| Some(Cell::Word(format!("\"{w}\"")));
        let mut points = Vec::new();
        let mut values = Values::new(600);
        for i in 0..600u32 {
            let x = f64::from(i * 367 % 600) / 600.0;
            let w = ["a", "b", "c"][(i % 3) as usize];
            let misses = x < 0.4 && w != "b";
            points.push(vec![Some(Cell::Number(x)), word(w)]);
            let future = Ok(vec![Some(if misses { 0.0 } else { 1.0 })]);
            values.add(&Outcome { point: i, futures: vec![future; 2] }, 0);
        }
        let found = discover(&points, &values, |x| x < 0.5, Search::default()).unwrap();
        let [a, b] = &found.conditions[..] else { panic!("{found:?}") };
        let Bounds::Between(None, Some(high)) = a.bounds else { panic!("{a:?}") };
        assert!((0.35..0.5).contains(&high), "{high}");
        assert_eq!(b.bounds, Bounds::IsNot(Cell::Word("\"b\"".to_owned())));
        assert!(found.coverage > 0.9 && found.density >= 0.8, "{found:?}");
        assert_eq!(discover(&points, &values, |x| x < -1.0, Search::default()), None);
    }
}
