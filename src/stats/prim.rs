//! Scenario discovery by the patient rule induction method: a box of few inputs in which most of
//! the cases of interest lie (Friedman & Fisher 1999, Stat. Comput. 9(2); for scenarios Bryant &
//! Lempert 2010, Technol. Forecast. Soc. Change 77(1)).

use super::student::incomplete_beta;

/// What is of interest in the cases.
#[derive(Debug, Clone, Copy)]
pub struct Interest<'a> {
    /// Of each case the share of its trials that are of interest.
    pub shares: &'a [f64],
    /// Trials of each case: its futures.
    pub trials: &'a [usize],
    /// True if the cases were drawn: then trials of one case are as alike as they show themselves to
    /// be. Of cases that were chosen, as in a grid, each trial counts by itself.
    pub drawn: bool,
}

/// Settings of a search.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Search {
    /// Share of the cases in the box that one peel takes away.
    pub peel: f64,
    /// Smallest share of all cases that a box may hold.
    pub least_mass: f64,
    /// Density that a box should have; of those that have it the one with the most coverage is
    /// taken, and the densest where none has it.
    pub density: f64,
}

impl Default for Search {
    fn default() -> Self {
        Search { peel: 0.05, least_mass: 0.05, density: 0.8 }
    }
}

/// A side of a box.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Restriction {
    /// Which input.
    pub input: usize,
    /// Least value inside, or none if the side is open.
    pub low: Option<f64>,
    /// Greatest value inside, likewise.
    pub high: Option<f64>,
    /// Chance that the trials inside would be as dense if this input did not matter: the upper
    /// tail of a binomial with the density of the box without it (Bryant & Lempert 2010), over the
    /// trials that the cases inside are worth. It is of this box alone: that it was searched for is
    /// not taken into account.
    pub chance: f64,
}

/// A box with what it holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// Its sides, by input; inputs that are not restricted are left out.
    pub restrictions: Vec<Restriction>,
    /// Cases inside.
    pub cases: usize,
    /// Share of all interest that lies inside.
    pub coverage: f64,
    /// Mean interest inside.
    pub density: f64,
}

/// Least and greatest value of each input.
type Sides = Vec<(f64, f64)>;

/// The box that the settings choose, and all boxes on the way to it, from the whole space to the
/// smallest.
///
/// `inputs[c][j]` is input j of case c. None if there are no cases, or none is of interest.
pub fn prim(
    inputs: &[Vec<f64>],
    interest: Interest<'_>,
    search: Search,
) -> Option<(Found, Vec<Found>)> {
    let all: f64 = interest.shares.iter().sum();
    if inputs.is_empty() || all <= 0.0 {
        return None;
    }
    let cases = Cases { inputs, interest: interest.shares, of: interest, all };
    let mut sides: Sides = vec![(f64::NEG_INFINITY, f64::INFINITY); inputs[0].len()];
    let mut path = vec![sides.clone()];
    let least = (search.least_mass * inputs.len() as f64).ceil().max(1.0) as usize;
    while let Some(next) = cases.peel(&sides, search.peel, least) {
        path.push(next.clone());
        sides = next;
    }
    let path: Vec<Found> = path.iter().map(|sides| cases.found(sides)).collect();
    let best = choose(&path, search.density)?;
    let pasted = cases.paste(&cases.sides_of(&path[best]), search.peel);
    Some((cases.found(&cases.without_idle(pasted)), path))
}

fn choose(path: &[Found], density: f64) -> Option<usize> {
    let dense = path.iter().enumerate().filter(|(_, f)| f.density >= density);
    // The first of the path has the most coverage: boxes only shrink.
    dense.map(|(i, _)| i).next().or_else(|| {
        let better = |best: Option<usize>, i: usize| match best {
            Some(b) if path[b].density >= path[i].density => Some(b),
            _ => Some(i),
        };
        (0..path.len()).fold(None, better)
    })
}

struct Cases<'a> {
    inputs: &'a [Vec<f64>],
    interest: &'a [f64],
    of: Interest<'a>,
    all: f64,
}

impl Cases<'_> {
    fn inside(&self, sides: &Sides) -> Vec<usize> {
        let within = |c: &usize| {
            let values = self.inputs[*c].iter().zip(sides);
            values.into_iter().all(|(x, (low, high))| low <= x && x <= high)
        };
        (0..self.inputs.len()).filter(within).collect()
    }

    fn mean(&self, cases: &[usize]) -> f64 {
        if cases.is_empty() {
            return 0.0;
        }
        cases.iter().map(|&c| self.interest[c]).sum::<f64>() / cases.len() as f64
    }

    /// The peel that leaves the most interest for what it takes away; none if each takes too
    /// much, or makes the box no denser.
    fn peel(&self, sides: &Sides, share: f64, least: usize) -> Option<Sides> {
        let inside = self.inside(sides);
        let before = self.mean(&inside);
        let mut best: Option<(f64, Sides)> = None;
        for j in 0..sides.len() {
            let mut values: Vec<f64> = inside.iter().map(|&c| self.inputs[c][j]).collect();
            values.sort_unstable_by(f64::total_cmp);
            for upper in [false, true] {
                let Some(cut) = cut(&values, share, upper) else { continue };
                let mut peeled = sides.clone();
                if upper {
                    peeled[j].1 = cut;
                } else {
                    peeled[j].0 = cut;
                }
                let left: Vec<usize> = inside
                    .iter()
                    .copied()
                    .filter(|&c| (peeled[j].0..=peeled[j].1).contains(&self.inputs[c][j]))
                    .collect();
                let gone = inside.len() - left.len();
                if left.len() < least || gone == 0 {
                    continue;
                }
                // Where inputs have few values a peel may take many cases: what is gained is
                // taken for each case given up.
                let gain = (self.mean(&left) - before) / gone as f64;
                if gain > 0.0 && best.as_ref().is_none_or(|(most, _)| gain > *most) {
                    best = Some((gain, peeled));
                }
            }
        }
        best.map(|(_, sides)| sides)
    }

    /// Widen the sides again, one at a time by a small share, as long as the box gets denser.
    fn paste(&self, sides: &Sides, share: f64) -> Sides {
        let mut sides = sides.clone();
        loop {
            let inside = self.inside(&sides);
            let before = self.mean(&inside);
            let room = ((share * inside.len() as f64).ceil() as usize).max(1);
            let mut best: Option<(f64, Sides)> = None;
            for j in 0..sides.len() {
                for upper in [false, true] {
                    let Some(wider) = self.widened(&sides, j, upper, room) else { continue };
                    let mean = self.mean(&self.inside(&wider));
                    if mean > before && best.as_ref().is_none_or(|(most, _)| mean > *most) {
                        best = Some((mean, wider));
                    }
                }
            }
            match best {
                Some((_, wider)) => sides = wider,
                None => return sides,
            }
        }
    }

    /// The box with one side moved out by at least so many cases; none if it is open or no case
    /// lies there.
    fn widened(&self, sides: &Sides, j: usize, upper: bool, room: usize) -> Option<Sides> {
        let mut open = sides.clone();
        if upper {
            open[j].1 = f64::INFINITY;
        } else {
            open[j].0 = f64::NEG_INFINITY;
        }
        let outside = |&c: &usize| {
            let x = self.inputs[c][j];
            if upper { x > sides[j].1 } else { x < sides[j].0 }
        };
        let mut values: Vec<f64> =
            self.inside(&open).into_iter().filter(outside).map(|c| self.inputs[c][j]).collect();
        values.sort_unstable_by(f64::total_cmp);
        if !upper {
            values.reverse();
        }
        let to = *values.get(room - 1).or(values.last())?;
        if upper {
            open[j].1 = to;
        } else {
            open[j].0 = to;
        }
        Some(open)
    }

    /// Open the sides beyond which no case of the whole sample lies, and those whose removal
    /// leaves the box as dense and lets in more.
    fn without_idle(&self, mut sides: Sides) -> Sides {
        for j in 0..sides.len() {
            let mut open = sides.clone();
            open[j] = (f64::NEG_INFINITY, f64::INFINITY);
            let (now, then) = (self.inside(&sides), self.inside(&open));
            if self.mean(&then) >= self.mean(&now) {
                sides = open;
            }
        }
        sides
    }

    fn sides_of(&self, found: &Found) -> Sides {
        let mut sides = vec![(f64::NEG_INFINITY, f64::INFINITY); self.inputs[0].len()];
        for r in &found.restrictions {
            sides[r.input] = (r.low.unwrap_or(f64::NEG_INFINITY), r.high.unwrap_or(f64::INFINITY));
        }
        sides
    }

    /// Chance of so many trials of interest in some cases, if they were like all of a wider box.
    fn chance(&self, inside: &[usize], wider: &[usize]) -> f64 {
        let trials = |cases: &[usize]| cases.iter().map(|&c| self.of.trials[c] as f64).sum::<f64>();
        let hits = |cases: &[usize]| -> f64 {
            cases.iter().map(|&c| self.interest[c] * self.of.trials[c] as f64).sum()
        };
        let n = trials(inside);
        if n <= 0.0 {
            return 1.0;
        }
        let outside: Vec<usize> =
            wider.iter().copied().filter(|c| inside.binary_search(c).is_err()).collect();
        let alike = if self.of.drawn { self.design_effect([inside, &outside]) } else { 1.0 };
        upper_tail(n / alike, hits(inside) / alike, hits(wider) / trials(wider))
    }

    /// How many trials of one case are worth one independent trial: 1 + (n₀ − 1) ρ, with the correlation
    /// ρ of trials of one case from an analysis of variance within the groups (Fleiss, Levin & Paik
    /// 2003, Statistical Methods for Rates and Proportions, 15.2; n₀ is the mean size).
    fn design_effect(&self, groups: [&[usize]; 2]) -> f64 {
        let (mut between, mut within) = (0.0, 0.0);
        let (mut cases, mut trials, mut means) = (0.0, 0.0, 0.0);
        for group in groups.into_iter().filter(|group| !group.is_empty()) {
            let of = |c: &usize| (self.interest[*c], self.of.trials[*c] as f64);
            let n: f64 = group.iter().map(of).map(|(_, n)| n).sum();
            let mean = group.iter().map(of).map(|(p, n)| p * n).sum::<f64>() / n;
            between += group.iter().map(of).map(|(p, n)| n * (p - mean) * (p - mean)).sum::<f64>();
            within += group.iter().map(of).map(|(p, n)| n * p * (1.0 - p)).sum::<f64>();
            cases += group.len() as f64;
            trials += n;
            means += 1.0;
        }
        let size = trials / cases;
        if size <= 1.0 {
            return 1.0;
        }
        let (between, within) = (between / (cases - means), within / (trials - cases));
        let alike = (between - within) / (between + (size - 1.0) * within);
        // Cases that are all alike say nothing of how alike their trials are.
        let alike = if alike.is_finite() { alike.clamp(0.0, 1.0) } else { 1.0 };
        1.0 + (size - 1.0) * alike
    }

    fn found(&self, sides: &Sides) -> Found {
        let inside = self.inside(sides);
        let interest: f64 = inside.iter().map(|&c| self.interest[c]).sum();
        let restriction = |(input, &(low, high)): (usize, &(f64, f64))| {
            let (low, high) =
                (Some(low).filter(|x| x.is_finite()), Some(high).filter(|x| x.is_finite()));
            (low.is_some() || high.is_some()).then(|| {
                let mut open = sides.clone();
                open[input] = (f64::NEG_INFINITY, f64::INFINITY);
                let chance = self.chance(&inside, &self.inside(&open));
                Restriction { input, low, high, chance }
            })
        };
        Found {
            restrictions: sides.iter().enumerate().filter_map(restriction).collect(),
            cases: inside.len(),
            coverage: interest / self.all,
            density: self.mean(&inside),
        }
    }
}

/// The value from which (or up to which) the rest lies when a share is peeled off sorted values;
/// none if all are the same. Equal values go together.
fn cut(sorted: &[f64], share: f64, upper: bool) -> Option<f64> {
    let n = sorted.len();
    let gone = ((share * n as f64) as usize).max(1);
    if n <= gone {
        return None;
    }
    if upper {
        let edge = sorted[n - gone];
        sorted[..n - gone].iter().rev().find(|x| **x < edge).copied()
    } else {
        let edge = sorted[gone - 1];
        sorted[gone..].iter().find(|x| **x > edge).copied()
    }
}

/// Chance of at least `k` of `n` with probability `p` each; neither has to be a whole number (I_p(k,
/// n − k + 1), Abramowitz & Stegun 1964, 26.5.24).
fn upper_tail(n: f64, k: f64, p: f64) -> f64 {
    if k <= 0.0 || p >= 1.0 {
        return 1.0;
    }
    if p <= 0.0 {
        return 0.0;
    }
    incomplete_beta(k, (n - k).max(0.0) + 1.0, p)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::designs::{Latin, test_bits, unit};

    /// A box in two of five inputs, with some noise on either side.
    fn planted(n: usize, inside: f64, outside: f64) -> (Vec<Vec<f64>>, Vec<f64>) {
        let bits = test_bits(21);
        let latin = Latin::new(n, 5, &bits);
        let inputs: Vec<Vec<f64>> = (0..n).map(|i| latin.point(i, &bits)).collect();
        let interest = |(c, x): (usize, &Vec<f64>)| {
            let hit = x[1] < 0.4 && (0.3..0.8).contains(&x[3]);
            let p = if hit { inside } else { outside };
            f64::from(u8::from(unit(bits(1 << 50, c as u64)) < p))
        };
        let interest = inputs.iter().enumerate().map(interest).collect();
        (inputs, interest)
    }

    fn single(shares: &[f64]) -> Interest<'_> {
        // One trial a case, of whatever number.
        static ONES: [usize; 2_000] = [1; 2_000];
        Interest { shares, trials: &ONES[..shares.len()], drawn: true }
    }

    /// Kind of fault: a point of hundreds of futures counted as one trial, and the other way round.
    #[test]
    fn trials_are_counted_as_the_design_makes_them() {
        let inputs: Vec<Vec<f64>> = (0..6).map(|i| vec![f64::from(i)]).collect();
        let (shares, trials) = ([0.55, 0.5, 0.53, 0.35, 0.4, 0.37], [300; 6]);
        let search = Search { density: 0.5, least_mass: 0.3, ..Search::default() };
        let chance = |shares: &[f64], trials: &[usize], drawn| {
            let interest = Interest { shares, trials, drawn };
            prim(&inputs, interest, search).unwrap().0.restrictions[0].chance
        };
        // A grid: 900 futures at three points, of which 53 % instead of 45 % miss.
        assert!(chance(&shares, &trials, false) < 1e-5);
        assert!(chance(&shares, &[1; 6], false) > 0.2, "six trials say nothing");
        // Points that were drawn, and differ as much among themselves as from the others.
        let apart = [0.9, 0.2, 0.5, 0.1, 0.7, 0.4];
        let (inside, wider) = ([0, 1, 2], [0, 1, 2, 3, 4, 5]);
        let of = |drawn| {
            let of = Interest { shares: &apart, trials: &trials, drawn };
            let cases = Cases { inputs: &inputs, interest: &apart, of, all: 2.8 };
            cases.chance(&inside, &wider)
        };
        assert!(of(true) > 0.3 && of(false) < 0.01, "{} {}", of(true), of(false));
    }

    #[test]
    fn a_planted_box_is_found_and_nothing_else_is_restricted() {
        let (inputs, interest) = planted(2_000, 1.0, 0.0);
        // A box that may hold one in five others would be wider than what was planted.
        let pure = Search { density: 0.98, ..Search::default() };
        let (found, path) = prim(&inputs, single(&interest), pure).unwrap();
        let restricted: Vec<usize> = found.restrictions.iter().map(|r| r.input).collect();
        assert_eq!(restricted, [1, 3], "{found:?}");
        let [a, b] = found.restrictions[..] else { panic!("{found:?}") };
        assert!(a.low.is_none() && (a.high.unwrap() - 0.4).abs() < 0.05, "{a:?}");
        assert!((b.low.unwrap() - 0.3).abs() < 0.05 && (b.high.unwrap() - 0.8).abs() < 0.05);
        assert!(found.coverage > 0.9 && found.density > 0.97, "{found:?}");
        assert!(a.chance < 1e-6 && b.chance < 1e-6);
        assert_eq!((path[0].coverage, path[0].cases), (1.0, 2_000));
        assert!(path.windows(2).all(|w| w[1].cases < w[0].cases));
    }

    #[test]
    fn a_planted_box_is_found_through_noise() {
        let (inputs, interest) = planted(2_000, 0.9, 0.05);
        let (found, _) = prim(&inputs, single(&interest), Search::default()).unwrap();
        let sure: Vec<usize> =
            found.restrictions.iter().filter(|r| r.chance < 0.01).map(|r| r.input).collect();
        assert_eq!(sure, [1, 3], "{found:?}");
        assert!(found.density >= 0.75 && found.coverage > 0.7, "{found:?}");
    }

    #[test]
    fn where_nothing_is_planted_no_dense_box_of_any_size_is_found() {
        let (inputs, interest) = planted(2_000, 0.3, 0.3);
        let big = Search { least_mass: 0.2, ..Search::default() };
        let (found, _) = prim(&inputs, single(&interest), big).unwrap();
        assert!(found.density < 0.45, "{found:?}");
    }

    #[test]
    fn equal_values_are_peeled_together_and_nothing_is_made_of_nothing() {
        assert_eq!(cut(&[1.0, 1.0, 1.0, 2.0], 0.05, false), Some(2.0));
        assert_eq!(cut(&[1.0, 1.0, 2.0, 2.0], 0.05, true), Some(1.0));
        assert_eq!(cut(&[1.0, 1.0], 0.05, true), None);
        assert_eq!(prim(&[], single(&[]), Search::default()), None);
        assert_eq!(prim(&[vec![1.0]], single(&[0.0]), Search::default()), None);
    }

    #[test]
    fn tails_of_the_binomial() {
        assert!((upper_tail(3.0, 2.0, 0.5) - 0.5).abs() < 1e-12);
        assert!((upper_tail(10.0, 10.0, 0.3) - crate::stats::maths::pow(0.3, 10.0)).abs() < 1e-15);
        assert_eq!((upper_tail(5.0, 0.0, 0.2), upper_tail(5.0, 1.0, 0.0)), (1.0, 0.0));
    }
}
