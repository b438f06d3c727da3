//! Under which conditions a goal is missed.

use super::inputs::Kind;
use super::values::Values;
use crate::scenario::study::Cell;
use crate::stats::prim::{Found, Interest, Search, prim};

/// A condition on one parameter.
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    /// Position of the parameter.
    pub parameter: usize,
    /// What it has to be.
    pub bounds: Bounds,
    /// Chance that as many futures inside would miss the goal if the condition did not matter, trials
    /// being counted as the design makes them.
    pub chance: f64,
}

/// What a parameter has to be.
#[derive(Debug, Clone, PartialEq)]
pub enum Bounds {
    /// Between two ends, numbers or days, either of which may be open.
    Between(Option<Cell>, Option<Cell>),
    /// This.
    Is(Cell),
    /// Not this.
    IsNot(Cell),
}

/// A part of the points.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// The conditions; all have to hold.
    pub conditions: Vec<Condition>,
    /// Points that fulfil them.
    pub cases: usize,
    /// Share of all misses that they hold.
    pub coverage: f64,
    /// Share of the futures among them that miss the goal.
    pub density: f64,
}

/// Conditions under which a goal is missed.
#[derive(Debug, Clone, PartialEq)]
pub struct Discovery {
    /// The part that was chosen.
    pub chosen: Part,
    /// Points in all.
    pub points: usize,
    /// Share of all futures that miss the goal.
    pub everywhere: f64,
    /// Positions of parameters that were left out, since some points keep several values of the base.
    pub left_out: Vec<usize>,
    /// The way there and beyond, from all points to the smallest part: each is denser than the one
    /// before and holds less of the misses.
    pub path: Vec<Part>,
}

/// An input of the search: a number or day, or whether a parameter has one of its words.
enum Input {
    Ordered(usize, Kind),
    Word(usize, Cell),
}

/// Search the points of a study for conditions under which `misses` holds of a future's value.
/// `drawn` says that the points were drawn, not chosen. None if no future misses.
pub fn discover(
    points: &[Vec<Option<Cell>>],
    values: &Values,
    misses: impl Fn(f64) -> bool,
    drawn: bool,
    search: Search,
) -> Option<Discovery> {
    let share = |point: usize| {
        let known: Vec<f64> = values.of(point).iter().flatten().copied().collect();
        let missed = known.iter().filter(|x| misses(**x)).count();
        (!known.is_empty()).then(|| missed as f64 / known.len() as f64)
    };
    let usable: Vec<(usize, f64)> =
        (0..points.len()).filter_map(|p| Some((p, share(p)?))).collect();
    let (inputs, left_out) = inputs(points);
    let row = |&(p, _): &(usize, f64)| {
        let value = |input: &Input| match input {
            Input::Ordered(i, kind) => {
                points[p][*i].as_ref().and_then(|cell| kind.number(cell)).unwrap_or(f64::NAN)
            }
            Input::Word(i, word) => f64::from(u8::from(points[p][*i].as_ref() == Some(word))),
        };
        inputs.iter().map(value).collect()
    };
    let table: Vec<Vec<f64>> = usable.iter().map(row).collect();
    let shares: Vec<f64> = usable.iter().map(|(_, share)| *share).collect();
    let trials: Vec<usize> =
        usable.iter().map(|(p, _)| values.of(*p).iter().flatten().count()).collect();
    let interest = Interest { shares: &shares, trials: &trials, drawn };
    let (found, path) = prim(&table, interest, search)?;
    let part = |found: &Found| Part {
        conditions: conditions(found, &inputs),
        cases: found.cases,
        coverage: found.coverage,
        density: found.density,
    };
    Some(Discovery {
        chosen: part(&found),
        points: usable.len(),
        left_out,
        everywhere: shares.iter().sum::<f64>() / shares.len() as f64,
        path: path.iter().map(part).collect(),
    })
}

/// Parameters that have an order, the words of those that have none, and which are left out.
fn inputs(points: &[Vec<Option<Cell>>]) -> (Vec<Input>, Vec<usize>) {
    let (mut inputs, mut left_out) = (Vec::new(), Vec::new());
    for i in 0..points.first().map_or(0, Vec::len) {
        match Kind::of(points.iter().map(|p| p.get(i).and_then(Option::as_ref))) {
            Kind::Words(words) => inputs.extend(words.into_iter().map(|w| Input::Word(i, w))),
            Kind::Unclear => left_out.push(i),
            kind => inputs.push(Input::Ordered(i, kind)),
        }
    }
    (inputs, left_out)
}

fn conditions(found: &Found, inputs: &[Input]) -> Vec<Condition> {
    let condition = |r: &crate::stats::prim::Restriction| match &inputs[r.input] {
        Input::Ordered(i, kind) => {
            let end = |x: Option<f64>| x.map(|x| kind.value(x));
            let bounds = Bounds::Between(end(r.low), end(r.high));
            Condition { parameter: *i, bounds, chance: r.chance }
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
        let found = discover(&points, &values, |x| x < 0.5, true, Search::default()).unwrap();
        let [a, b] = &found.chosen.conditions[..] else { panic!("{found:?}") };
        let Bounds::Between(None, Some(Cell::Number(high))) = a.bounds else { panic!("{a:?}") };
        assert!((0.35..0.5).contains(&high), "{high}");
        assert_eq!(b.bounds, Bounds::IsNot(Cell::Word("\"b\"".to_owned())));
        assert!(found.chosen.coverage > 0.9 && found.chosen.density >= 0.8, "{found:?}");
        // Every part on the way says what it is.
        assert!(found.path[1..].iter().all(|part| !part.conditions.is_empty()), "{found:?}");
        assert_eq!(discover(&points, &values, |x| x < -1.0, true, Search::default()), None);
    }

    /// Days are no words without an order, and one point that keeps several values of the base does
    /// not take every other point away.
    #[test]
    fn conditions_on_days_are_found_and_what_cannot_be_used_is_named() {
        let mut points = Vec::new();
        let mut values = Values::new(400);
        for i in 0..400u32 {
            let day = format!("2029-{:02}-{:02}", 1 + i * 7 % 12, 1 + i * 11 % 28);
            let misses = day.as_str() < "2029-05-01";
            let other = (i > 0).then(|| Cell::Number(f64::from(i % 5)));
            points.push(vec![Some(Cell::Word(day)), other]);
            let value = if misses { 0.0 } else { 1.0 };
            values.add(&Outcome { point: i, futures: vec![Ok(vec![Some(value)]); 2] }, 0);
        }
        let found = discover(&points, &values, |x| x < 0.5, true, Search::default()).unwrap();
        let [only] = &found.chosen.conditions[..] else { panic!("{found:?}") };
        let Bounds::Between(None, Some(Cell::Word(last))) = &only.bounds else {
            panic!("{only:?}")
        };
        assert!(last.as_str() > "2029-03-31" && last.as_str() < "2029-06-15", "{last}");
        assert_eq!((found.left_out.as_slice(), found.points), (&[1][..], 400));
    }
}
