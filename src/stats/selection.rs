//! Ranking and selection: which of several options is the best, from as few runs as it takes.
//!
//! The procedure is that of Kim & Nelson (2001, ACM Trans. Model. Comput. Simul. 11(3)), fully
//! sequential, in its form with the variances of *differences* (paired): it stays valid when all
//! options meet the same luck, and then needs far fewer runs. With chance 1 − α or more it ends
//! with the best option where that is better than all others by the least difference that matters,
//! and with one that is no worse than the best by that difference otherwise (for normal outputs).

use super::maths;

/// What a selection is to guarantee.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Guarantee {
    /// Chance of a wrong selection, between 0 and 1 − 1/k for k options.
    pub alpha: f64,
    /// Least difference that matters, in the unit of the outputs.
    pub difference: f64,
}

/// η of the procedure: ½ ((2α / (k − 1))^(−2 / (n₀ − 1)) − 1) for k options and n₀ first
/// outputs of each (their c = 1).
pub fn kn_constant(options: usize, first: usize, alpha: f64) -> f64 {
    let base = 2.0 * alpha / (options - 1) as f64;
    0.5 * (maths::pow(base, -2.0 / (first - 1) as f64) - 1.0)
}

/// A selection under way: give it one output of each survivor at a time until one is left.
#[derive(Debug, Clone, PartialEq)]
pub struct KimNelson {
    sums: Vec<f64>,
    survivors: Vec<usize>,
    /// Outputs of each survivor so far.
    outputs: usize,
    /// h² S²_il / δ² for each pair: how many outputs that pair can take at most.
    reach: Vec<f64>,
    difference: f64,
}

impl KimNelson {
    /// Begin with the first outputs of each option: `first[i][r]` is output r of option i. More
    /// is better. None unless there are two options or more, and three outputs or more of each.
    pub fn new(first: &[Vec<f64>], guarantee: Guarantee) -> Option<Self> {
        let (k, n) = (first.len(), first.iter().map(Vec::len).min().unwrap_or(0));
        if k < 2 || n < 3 {
            return None;
        }
        let eta = kn_constant(k, n, guarantee.alpha);
        let h_squared = 2.0 * eta * (n - 1) as f64;
        let variance = |i: usize, l: usize| {
            let d = |r: usize| first[i][r] - first[l][r];
            let mean = (0..n).map(d).sum::<f64>() / n as f64;
            (0..n).map(|r| (d(r) - mean) * (d(r) - mean)).sum::<f64>() / (n - 1) as f64
        };
        let scale = h_squared / (guarantee.difference * guarantee.difference);
        let reach = (0..k * k).map(|at| scale * variance(at / k, at % k)).collect();
        let mut selection = KimNelson {
            sums: first.iter().map(|values| values[..n].iter().sum()).collect(),
            survivors: (0..k).collect(),
            outputs: n,
            reach,
            difference: guarantee.difference,
        };
        selection.screen();
        Some(selection)
    }

    /// Options that are still in, in their order; one when the selection is made.
    pub fn survivors(&self) -> &[usize] {
        &self.survivors
    }

    /// Outputs of each survivor so far.
    pub fn outputs(&self) -> usize {
        self.outputs
    }

    /// The selected option, once it is known.
    pub fn selected(&self) -> Option<usize> {
        match self.survivors[..] {
            [one] => Some(one),
            _ => None,
        }
    }

    /// One more output of each survivor, in their order.
    pub fn advance(&mut self, outputs: &[f64]) {
        for (&option, output) in self.survivors.iter().zip(outputs) {
            self.sums[option] += output;
        }
        self.outputs += 1;
        self.screen();
    }

    /// Leave out every option that is behind another by more than W_il(r), which shrinks with
    /// the number of outputs and is 0 in the end.
    fn screen(&mut self) {
        let (k, r) = (self.sums.len(), self.outputs as f64);
        let lead =
            |i: usize, l: usize| (self.difference / 2.0 * (self.reach[i * k + l] - r)).max(0.0);
        let behind = |&i: &usize| {
            self.survivors.iter().any(|&l| l != i && self.sums[i] < self.sums[l] - lead(i, l))
        };
        let left: Vec<usize> = self.survivors.iter().copied().filter(|i| !behind(i)).collect();
        // Beyond the greatest reach only exact ties are left; the first of them is as good.
        let most = self.reach.iter().copied().fold(0.0, f64::max);
        self.survivors = if r > most { left.into_iter().take(1).collect() } else { left };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::designs::{test_bits, unit};

    const GUARANTEE: Guarantee = Guarantee { alpha: 0.05, difference: 1.0 };

    #[test]
    fn the_constant_is_that_of_the_paper() {
        assert!((kn_constant(5, 10, 0.05) - 0.6349673).abs() < 1e-7);
    }

    /// Output r of option i of a problem: five options, the third being better than all others by
    /// exactly the difference that matters (the hardest case), standard deviation 3; a share of the
    /// variance is luck that all options meet.
    fn output(problem: u64, shared: f64, option: usize, r: usize) -> f64 {
        let bits = test_bits(problem);
        let normal = |a: u64| maths::normal_quantile(unit(bits(a, r as u64)));
        let luck = f64::sqrt(shared) * normal(99) + f64::sqrt(1.0 - shared) * normal(option as u64);
        f64::from(u8::from(option == 2)) + 3.0 * luck
    }

    /// Share of 1,000 problems in which the best is selected, and mean outputs of an option.
    fn play(shared: f64) -> (f64, f64) {
        let (mut right, mut outputs) = (0, 0);
        for problem in 0..1_000 {
            let of = |i: usize, r: usize| output(problem, shared, i, r);
            let first: Vec<Vec<f64>> =
                (0..5).map(|i| (0..10).map(|r| of(i, r)).collect()).collect();
            let mut selection = KimNelson::new(&first, GUARANTEE).unwrap();
            while selection.selected().is_none() {
                let r = selection.outputs();
                let next: Vec<f64> = selection.survivors().iter().map(|&i| of(i, r)).collect();
                outputs += next.len();
                selection.advance(&next);
            }
            right += u32::from(selection.selected() == Some(2));
        }
        (f64::from(right) / 1e3, 10.0 + outputs as f64 / 5e3)
    }

    #[test]
    fn the_best_is_selected_in_95_of_100_problems_or_more() {
        // A procedure that is right with chance 0.95 exactly would give 0.936 or less in 2 of
        // 100 sets of 1,000; this one is conservative, so the figure itself is asked for.
        let (right, outputs) = play(0.0);
        assert!(right >= 0.95, "{right}");
        let (paired_right, paired_outputs) = play(0.8);
        assert!(paired_right >= 0.95, "{paired_right}");
        assert!(paired_outputs < 0.4 * outputs, "{paired_outputs} of {outputs}");
    }

    #[test]
    fn the_first_ten_outputs_alone_do_not_select_so_well() {
        let right = (0..1_000).filter(|&problem| {
            let mean = |i: usize| (0..10).map(|r| output(problem, 0.0, i, r)).sum::<f64>();
            (0..5).all(|i| i == 2 || mean(2) > mean(i))
        });
        assert!((right.count() as f64) < 800.0);
    }

    #[test]
    fn options_without_luck_are_told_apart_at_once_and_equal_ones_end() {
        let first = [vec![1.0; 3], vec![2.0; 3]];
        assert_eq!(KimNelson::new(&first, GUARANTEE).unwrap().selected(), Some(1));
        let same = [vec![1.0, 2.0, 3.0], vec![1.0, 2.0, 3.0]];
        assert_eq!(KimNelson::new(&same, GUARANTEE).unwrap().selected(), Some(0));
        assert_eq!(KimNelson::new(&first[..1], GUARANTEE), None);
    }
}
