//! Elementary effects (Morris 1991; μ* of Campolongo, Cariboni & Saltelli 2007) of a model with luck.
//!
//! An effect is a difference of matched futures, divided by the step *that was made* as a share of the
//! input's range: a whole number or a list moves further, or less far, than the grid would have it.
//!
//! μ* is the mean of the absolute effects on the expected output. Luck makes the plain mean of
//! absolute values too high: also an input that does nothing has effects. Taking the size from one
//! future and the sign from the others of the same trajectory is right on average where the sign is
//! known, 0 where the input does nothing, and never too high. So the one bounds μ* from above and the
//! other from below; the interval reaches beyond both as far as either may be off.
//! Both are means over trajectories that were drawn independently, each with luck of its own.

use super::mean_and_half_width;
use crate::stats::moments::moments;
use crate::stats::paired::FEWEST_FOR_VERDICT;

/// What one input does, over all trajectories.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ElementaryEffects {
    /// Mean of the absolute effects: how much the input matters. In units of the output for a
    /// step across the whole range of the input. Halfway between the two means, where there are two.
    pub mu_star: f64,
    /// Half-width of the 95 % interval of `mu_star`; none from one trajectory or from single futures.
    pub half_width: Option<f64>,
    /// Mean of the absolute effects as they come out, what luck adds included.
    pub plain: f64,
    /// Mean of the effects: which way it works.
    pub mu: f64,
    /// Standard deviation of the effects: how much it depends on where one stands, by
    /// interaction or curvature, and on the luck of a simulation. 0 from one trajectory.
    pub sigma: f64,
    /// Trajectories that have an effect for it.
    pub effects: usize,
    /// Pairs of matched futures behind them.
    pub futures: usize,
}

impl ElementaryEffects {
    /// True if the interval holds 0, there is none, or there are too few futures for a verdict.
    pub fn cannot_be_told_from_luck(&self) -> bool {
        self.futures < FEWEST_FOR_VERDICT as usize
            || self.half_width.is_none_or(|half| self.mu_star - half <= 0.0)
    }
}

/// The effects of one input: `effects[t]` are those of trajectory t, future by future. None without
/// any.
pub fn elementary_effects(effects: &[Vec<f64>]) -> Option<ElementaryEffects> {
    let effects: Vec<&Vec<f64>> = effects.iter().filter(|own| !own.is_empty()).collect();
    let means: Vec<f64> =
        effects.iter().map(|own| own.iter().sum::<f64>() / own.len() as f64).collect();
    let absolute: Vec<f64> = means.iter().map(|e| e.abs()).collect();
    let (plain, above) = mean_and_half_width(&absolute)?;
    let (mu, variance) = moments(&means)?;
    let crossed: Option<Vec<f64>> = effects.iter().map(|own| crossed(own)).collect();
    let below = crossed.and_then(|crossed| mean_and_half_width(&crossed));
    let (mu_star, half_width) = match (below, above) {
        (Some((low, Some(below))), Some(above)) => {
            // The ± goes as far as the farther of the two ends.
            let middle = 0.5 * (low + plain);
            (middle, Some(0.5 * (plain - low).abs() + f64::max(below, above)))
        }
        _ => (plain, None),
    };
    let futures = effects.iter().map(|own| own.len()).sum();
    Some(ElementaryEffects {
        mu_star,
        half_width,
        plain,
        mu,
        sigma: variance.sqrt(),
        effects: means.len(),
        futures,
    })
}

/// Mean of each future's effect with the sign of the mean of the others; none of a single future.
fn crossed(effects: &[f64]) -> Option<f64> {
    let sum: f64 = effects.iter().sum();
    // A rest that is all rounding has no sign.
    let least = 1e-12 * effects.iter().map(|e| e.abs()).sum::<f64>();
    let signed = |own: &f64| match sum - own {
        others if others.abs() <= least => 0.0,
        others if others > 0.0 => *own,
        _ => -own,
    };
    (effects.len() > 1).then(|| effects.iter().map(signed).sum::<f64>() / effects.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::designs::{test_bits, trajectories};

    /// Effects of a function without luck, in two futures that are the same.
    fn effects(f: &dyn Fn(&[f64]) -> f64, dimensions: usize) -> Vec<ElementaryEffects> {
        let walks = trajectories(20, dimensions, 4, &test_bits(2));
        let mut found = vec![Vec::new(); dimensions];
        for walk in &walks {
            for (i, &j) in walk.moves.iter().enumerate() {
                let (from, to) = (&walk.points[i], &walk.points[i + 1]);
                found[j].push(vec![(f(to) - f(from)) / (to[j] - from[j]); 2]);
            }
        }
        found.iter().map(|own| elementary_effects(own).unwrap()).collect()
    }

    #[test]
    fn a_linear_function_gives_its_coefficients_and_no_spread() {
        let c = [3.0, -2.0, 0.0, 0.5, 10.0];
        let linear = |x: &[f64]| x.iter().zip(c).map(|(x, c)| x * c).sum();
        for (found, c) in effects(&linear, 5).iter().zip(c) {
            assert!((found.mu_star - c.abs()).abs() < 1e-12, "{found:?}");
            assert!((found.mu - c).abs() < 1e-12 && found.sigma < 1e-12, "{found:?}");
            assert!(found.half_width.unwrap() < 1e-12);
        }
    }

    #[test]
    fn an_interaction_shows_in_the_spread_and_in_mu_star_alone() {
        let product = |x: &[f64]| (x[0] - 0.5) * (x[1] - 0.5) + x[2];
        let found = effects(&product, 3);
        assert!(found[0].sigma > 0.2 && found[0].mu_star > 2.0 * found[0].mu.abs());
        assert!(found[2].sigma < 1e-12);
    }

    #[test]
    fn what_luck_alone_does_is_not_told_from_luck() {
        // Futures that go either way: the plain mean of absolute effects is well above 0.
        let luck: Vec<Vec<f64>> = (0..12)
            .map(|t| (0..4).map(|r| f64::from((t * 7 + r * 5 + r * r) % 11) - 5.0).collect())
            .collect();
        let found = elementary_effects(&luck).unwrap();
        assert!(found.plain > 0.5 && found.cannot_be_told_from_luck(), "{found:?}");
        let strong: Vec<Vec<f64>> =
            luck.iter().map(|own| own.iter().map(|e| e + 20.0).collect()).collect();
        let found = elementary_effects(&strong).unwrap();
        assert!(!found.cannot_be_told_from_luck() && (found.mu_star - found.plain).abs() < 1e-9);
    }

    #[test]
    fn nothing_is_told_of_too_little() {
        assert_eq!(elementary_effects(&[vec![], vec![]]), None);
        let single = elementary_effects(&[vec![3.0], vec![3.0]]).unwrap();
        assert_eq!((single.half_width, single.mu_star), (None, 3.0));
        let few = elementary_effects(&[vec![3.0; 2], vec![3.1; 2]]).unwrap();
        assert!(few.cannot_be_told_from_luck(), "four futures are too few");
    }
}
