//! Mean, variance and the interval of a mean, in one place. Sums run in the order of the values.

use super::student::student_quantile;

/// Mean; none of no values.
pub fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

/// Mean and variance (over n − 1; 0 for one value); none of no values.
pub fn moments(values: &[f64]) -> Option<(f64, f64)> {
    let mean = mean(values)?;
    let squares: f64 = values.iter().map(|x| (x - mean) * (x - mean)).sum();
    let more = values.len() > 1;
    Some((mean, if more { squares / (values.len() as f64 - 1.0) } else { 0.0 }))
}

/// Half-width of the interval of a mean by Student's t, with this probability beyond each end; none of
/// fewer than two values.
pub fn half_width(variance: f64, n: usize, tail: f64) -> Option<f64> {
    let t = student_quantile(1.0 - tail, n.checked_sub(1)? as u32)?;
    Some(t * (variance / n as f64).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_those_of_the_books() {
        assert_eq!(moments(&[2.0, 4.0, 9.0]), Some((5.0, 13.0)));
        assert_eq!((moments(&[3.0]), moments(&[])), (Some((3.0, 0.0)), None));
        // t with 2 degrees of freedom: 4.303.
        let half = half_width(13.0, 3, 0.025).unwrap();
        assert!((half - 4.3027 * (13.0f64 / 3.0).sqrt()).abs() < 1e-3, "{half}");
        assert_eq!(half_width(1.0, 1, 0.025), None);
    }
}
