//! Elementary effects (Morris 1991; μ* of Campolongo, Cariboni & Saltelli 2007).

use super::mean_and_half_width;
use crate::stats::designs::Trajectory;

/// What one input does, over all trajectories.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ElementaryEffects {
    /// Mean of the absolute effects: how much the input matters. In units of the output for a
    /// step across the whole range of the input.
    pub mu_star: f64,
    /// Half-width of the 95 % interval of `mu_star`; none from one trajectory.
    pub half_width: Option<f64>,
    /// Mean of the effects: which way it works.
    pub mu: f64,
    /// Standard deviation of the effects: how much it depends on where one stands, by
    /// interaction or curvature, and on the luck of a simulation. 0 from one trajectory.
    pub sigma: f64,
    /// Trajectories that have an effect for it.
    pub effects: usize,
}

/// The effects of each input: `values[t][i]` is the output at point i of trajectory t, missing
/// where there is none. None for an input without any effect.
pub fn elementary_effects(
    trajectories: &[Trajectory],
    values: &[Vec<Option<f64>>],
) -> Vec<Option<ElementaryEffects>> {
    let dimensions = trajectories.first().map_or(0, |t| t.moves.len());
    let mut effects = vec![Vec::new(); dimensions];
    for (trajectory, values) in trajectories.iter().zip(values) {
        for (i, &j) in trajectory.moves.iter().enumerate() {
            let step = trajectory.points[i + 1][j] - trajectory.points[i][j];
            if let (Some(Some(before)), Some(Some(after))) = (values.get(i), values.get(i + 1)) {
                effects[j].push((after - before) / step);
            }
        }
    }
    effects.iter().map(|effects| of(effects)).collect()
}

fn of(effects: &[f64]) -> Option<ElementaryEffects> {
    let absolute: Vec<f64> = effects.iter().map(|e| e.abs()).collect();
    let (mu_star, half_width) = mean_and_half_width(&absolute)?;
    let n = effects.len();
    let mu = effects.iter().sum::<f64>() / n as f64;
    let squares: f64 = effects.iter().map(|e| (e - mu) * (e - mu)).sum();
    let sigma = if n > 1 { (squares / (n - 1) as f64).sqrt() } else { 0.0 };
    Some(ElementaryEffects { mu_star, half_width, mu, sigma, effects: n })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::designs::{test_bits, trajectories};

    fn effects(f: &dyn Fn(&[f64]) -> f64, dimensions: usize) -> Vec<ElementaryEffects> {
        let bits = test_bits(2);
        let walks = trajectories(20, dimensions, 4, 60, &bits);
        let value = |x: &Vec<f64>| Some(f(x));
        let values: Vec<Vec<Option<f64>>> =
            walks.iter().map(|w| w.points.iter().map(value).collect()).collect();
        elementary_effects(&walks, &values).into_iter().map(|e| e.unwrap()).collect()
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
    fn a_missing_value_takes_away_the_two_effects_beside_it() {
        let bits = test_bits(2);
        let walks = trajectories(1, 3, 4, 1, &bits);
        let values = [vec![Some(0.0), None, Some(1.0), Some(2.0)]];
        let found = elementary_effects(&walks, &values);
        assert_eq!(found.iter().flatten().count(), 1);
        assert_eq!(found[walks[0].moves[2]].unwrap().half_width, None);
    }
}
