//! Binomial probabilities, only where they are not negligible.

/// Weights below this share of the largest are left out: they add up to less than 10⁻¹⁵.
const NEGLIGIBLE: f64 = 1e-20;

/// Probabilities of a binomial count, on the window where they are not negligible.
#[derive(Debug, Clone, PartialEq)]
pub struct Binomial {
    /// Smallest count in the window.
    pub first: u32,
    /// Probabilities from there on; they add up to 1.
    pub probabilities: Vec<f64>,
}

impl Binomial {
    /// Of `n` independent trials of probability `p` (a probability).
    ///
    /// The ratio of neighbouring terms is known, so both wings are walked from the most likely
    /// count and the whole is scaled to 1: no factorial, no underflow.
    pub fn new(n: u32, p: f64) -> Self {
        if p <= 0.0 || n == 0 {
            return Binomial { first: 0, probabilities: vec![1.0] };
        }
        if p >= 1.0 {
            return Binomial { first: n, probabilities: vec![1.0] };
        }
        let odds = p / (1.0 - p);
        let mode = ((f64::from(n) + 1.0) * p).floor().min(f64::from(n)) as u32;
        let up = |k: u32| f64::from(n - k) / f64::from(k + 1) * odds;
        let mut below = vec![];
        let (mut k, mut weight) = (mode, 1.0);
        while k > 0 && weight > NEGLIGIBLE {
            k -= 1;
            weight /= up(k);
            below.push(weight);
        }
        let first = k;
        let mut probabilities: Vec<f64> = below.into_iter().rev().collect();
        (k, weight) = (mode, 1.0);
        probabilities.push(weight);
        while k < n && weight > NEGLIGIBLE {
            weight *= up(k);
            k += 1;
            probabilities.push(weight);
        }
        let total: f64 = probabilities.iter().sum();
        probabilities.iter_mut().for_each(|w| *w /= total);
        Binomial { first, probabilities }
    }

    /// Probability of a count; 0 outside the window.
    pub fn probability(&self, count: u32) -> f64 {
        let at = count.checked_sub(self.first).map(|i| i as usize);
        at.and_then(|i| self.probabilities.get(i)).copied().unwrap_or(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn probabilities_are_those_of_pascals_triangle() {
        for p in [0.0, 1e-6, 0.2, 0.5, 0.97, 1.0] {
            let mut row = vec![1.0];
            for n in 1..=20_u32 {
                let at = |i: Option<usize>| i.and_then(|i| row.get(i)).copied().unwrap_or(0.0);
                row = (0..=n as usize)
                    .map(|k| at(Some(k)) * (1.0 - p) + at(k.checked_sub(1)) * p)
                    .collect();
                let b = Binomial::new(n, p);
                for (k, exact) in row.iter().enumerate() {
                    assert!((b.probability(k as u32) - exact).abs() < 1e-14, "{n} {p} {k}");
                }
            }
        }
    }

    #[test]
    fn large_numbers_neither_underflow_nor_lose_digits() {
        let (n, p) = (1_000_000, 0.4);
        let b = Binomial::new(n, p);
        let mean: f64 = (b.first..).zip(&b.probabilities).map(|(k, w)| f64::from(k) * w).sum();
        assert!((mean - 400_000.0).abs() < 1e-6);
        assert!(b.probabilities.len() < 20_000);
    }
}
