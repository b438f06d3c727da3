//! Analysis of variance: how much of a variance lies between groups, and how much within.

/// Components of a variance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Components {
    /// Variance of the groups' true means. The estimate is unbiased but may come out negative
    /// by chance; then 0 stands for it.
    pub between: f64,
    /// Variance within a group (unbiased).
    pub within: f64,
}

impl Components {
    /// Share of the sum that lies between groups; none where nothing varies.
    pub fn share_between(&self) -> Option<f64> {
        let all = self.between + self.within;
        (all > 0.0).then(|| self.between / all)
    }
}

/// One-way random-effects analysis of variance by the method of moments, for groups of equal or
/// unequal size (Searle, Casella & McCulloch 1992, §3.6). Empty groups do not count. None
/// unless there are two groups and one of them has two values.
pub fn one_way(groups: &[Vec<f64>]) -> Option<Components> {
    let groups: Vec<&[f64]> = groups.iter().map(Vec::as_slice).filter(|g| !g.is_empty()).collect();
    let k = groups.len() as f64;
    let n: f64 = groups.iter().map(|g| g.len() as f64).sum();
    if groups.len() < 2 || n <= k {
        return None;
    }
    let mean = groups.iter().flat_map(|g| g.iter()).sum::<f64>() / n;
    let (mut squares_between, mut squares_within, mut sizes) = (0.0, 0.0, 0.0);
    for group in &groups {
        let size = group.len() as f64;
        let own = group.iter().sum::<f64>() / size;
        squares_between += size * (own - mean) * (own - mean);
        squares_within += group.iter().map(|x| (x - own) * (x - own)).sum::<f64>();
        sizes += size * size;
    }
    let within = squares_within / (n - k);
    // The size of a group, or what stands for it where groups differ in size.
    let typical = (n - sizes / n) / (k - 1.0);
    let between = (squares_between / (k - 1.0) - within) / typical;
    Some(Components { between: between.max(0.0), within })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn components_of_a_table_worked_by_hand() {
        // Means 2, 5, 8; squares within 2 each of 2 degrees; between 3 · 18 / 2 = 27.
        let table = [vec![1.0, 2.0, 3.0], vec![4.0, 5.0, 6.0], vec![7.0, 8.0, 9.0]];
        let found = one_way(&table).unwrap();
        assert!((found.within - 1.0).abs() < 1e-12);
        assert!((found.between - 26.0 / 3.0).abs() < 1e-12);
        assert!((found.share_between().unwrap() - 26.0 / 29.0).abs() < 1e-12);
    }

    #[test]
    fn unequal_groups_have_a_typical_size() {
        // Means 1 and 4 of 2 and 4 values: typical size (6 − 20 / 6) / 1.
        let found = one_way(&[vec![0.0, 2.0], vec![3.0, 5.0, 3.0, 5.0], vec![]]).unwrap();
        assert!((found.within - 1.5).abs() < 1e-12);
        assert!((found.between - (12.0 - 1.5) / (6.0 - 20.0 / 6.0)).abs() < 1e-12);
    }

    #[test]
    fn negative_estimates_are_shown_as_none_and_nothing_is_made_of_too_little() {
        let same = one_way(&[vec![0.0, 1.0], vec![1.0, 0.0]]).unwrap();
        assert_eq!((same.between, same.share_between()), (0.0, Some(0.0)));
        assert_eq!(one_way(&[vec![1.0, 2.0]]), None);
        assert_eq!(one_way(&[vec![1.0], vec![2.0]]), None);
        let constant = one_way(&[vec![1.0, 1.0], vec![1.0, 1.0]]).unwrap();
        assert_eq!(constant.share_between(), None);
    }
}
