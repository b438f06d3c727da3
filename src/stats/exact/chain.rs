//! Markov chains on few states, with the same transitions in every step.

/// A Markov chain on states 0, 1, 2 …
#[derive(Debug, Clone, PartialEq)]
pub struct Chain {
    /// For each state, the states that may follow and their probabilities.
    rows: Vec<Vec<(u32, f64)>>,
}

impl Chain {
    /// A chain on `states` states; `row` gives the states that may follow one, with their
    /// probabilities. Each row is to add up to 1.
    pub fn new(states: u32, row: impl Fn(u32) -> Vec<(u32, f64)>) -> Self {
        let rows: Vec<Vec<(u32, f64)>> = (0..states).map(row).collect();
        debug_assert!(
            rows.iter().all(|r| (r.iter().map(|&(_, p)| p).sum::<f64>() - 1.0).abs() < 1e-12)
        );
        Chain { rows }
    }

    /// Probabilities of the states after each of these numbers of steps (ascending), from
    /// state `start` at step 0.
    pub fn after(&self, start: u32, steps: &[u32]) -> Vec<Vec<f64>> {
        let mut now = vec![0.0; self.rows.len()];
        now[start as usize] = 1.0;
        let mut done = 0;
        let mut results = vec![];
        for &wanted in steps {
            while done < wanted {
                let mut next = vec![0.0; now.len()];
                // States that cannot matter in double precision are passed over.
                for (row, &weight) in self.rows.iter().zip(&now).filter(|&(_, &w)| w > 1e-30) {
                    for &(state, p) in row {
                        next[state as usize] += weight * p;
                    }
                }
                now = next;
                done += 1;
            }
            results.push(now.clone());
        }
        results
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::maths;

    #[test]
    fn a_chain_of_two_states_meets_its_formula() {
        let (a, b) = (0.1, 0.03);
        let chain = Chain::new(2, |s| match s {
            0 => vec![(0, 1.0 - a), (1, a)],
            _ => vec![(0, b), (1, 1.0 - b)],
        });
        let steps = [0, 1, 7, 50];
        for (found, t) in chain.after(0, &steps).iter().zip(steps) {
            let exact = a / (a + b) * (1.0 - maths::pow(1.0 - a - b, f64::from(t)));
            assert!((found[1] - exact).abs() < 1e-14);
        }
    }
}
