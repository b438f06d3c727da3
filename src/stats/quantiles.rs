//! Sample quantiles.

/// Quantile `q` of values sorted in ascending order, by linear interpolation between the
/// order statistics at `(n − 1) q` (Hyndman & Fan 1996, type 7).
///
/// # Panics
/// If `sorted` is empty.
pub fn quantile(sorted: &[f32], q: f64) -> f64 {
    let position = q * (sorted.len() - 1) as f64;
    let below = position.floor() as usize;
    let above = (below + 1).min(sorted.len() - 1);
    let weight = position - below as f64;
    f64::from(sorted[below]) * (1.0 - weight) + f64::from(sorted[above]) * weight
}

#[cfg(test)]
mod tests {
    use super::quantile;

    #[test]
    fn quantiles_interpolate_between_order_statistics() {
        let x = [1.0, 2.0, 3.0, 4.0, 10.0];
        assert_eq!(quantile(&x, 0.0), 1.0);
        assert_eq!(quantile(&x, 0.5), 3.0);
        assert_eq!(quantile(&x, 1.0), 10.0);
        assert!((quantile(&x, 0.9) - 7.6).abs() < 1e-12);
        assert_eq!(quantile(&[5.0], 0.3), 5.0);
    }
}
