//! Sample quantiles.

/// Quantile `q` of values sorted in ascending order, by linear interpolation between the
/// order statistics at `(n − 1) q` (Hyndman & Fan 1996, type 7).
///
/// # Panics
/// If `sorted` is empty.
pub fn quantile<T: Copy + Into<f64>>(sorted: &[T], q: f64) -> f64 {
    let position = q * (sorted.len() - 1) as f64;
    let below = position.floor() as usize;
    let above = (below + 1).min(sorted.len() - 1);
    let weight = position - below as f64;
    sorted[below].into() * (1.0 - weight) + sorted[above].into() * weight
}

#[cfg(test)]
mod tests {
    use super::quantile;

    #[test]
    fn quantiles_interpolate_between_order_statistics() {
        let x = [1.0_f32, 2.0, 3.0, 4.0, 10.0];
        assert_eq!(quantile(&x, 0.0), 1.0);
        assert_eq!(quantile(&x, 0.5), 3.0);
        assert_eq!(quantile(&x, 1.0), 10.0);
        assert!((quantile(&x, 0.9) - 7.6).abs() < 1e-12);
        assert_eq!(quantile(&[5.0_f64], 0.3), 5.0);
    }
}
