//! Factorial designs: every combination of levels, or one factor at a time.

/// Every combination of so many levels of each factor; the last factor runs fastest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grid {
    levels: Vec<usize>,
}

impl Grid {
    /// A grid over factors with these numbers of levels.
    pub fn new(levels: Vec<usize>) -> Self {
        Grid { levels }
    }

    /// How many points; none if they are more than a number can hold. A grid over nothing has
    /// one point, and one over a factor without a level has none.
    pub fn len(&self) -> Option<usize> {
        self.levels.iter().try_fold(1usize, |all, &n| all.checked_mul(n))
    }

    /// True if a factor has no level.
    pub fn is_empty(&self) -> bool {
        self.levels.contains(&0)
    }

    /// The level of each factor in a point, counted from 0.
    pub fn point(&self, index: usize) -> Vec<usize> {
        let mut rest = index;
        let mut point = vec![0; self.levels.len()];
        for (level, &n) in point.iter_mut().zip(&self.levels).rev() {
            *level = rest % n.max(1);
            rest /= n.max(1);
        }
        point
    }
}

/// The base, and then each factor at each of its levels with all others at the base.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OneAtATime {
    levels: Vec<usize>,
}

impl OneAtATime {
    /// A design over factors with these numbers of levels.
    pub fn new(levels: Vec<usize>) -> Self {
        OneAtATime { levels }
    }

    /// How many points.
    pub fn len(&self) -> usize {
        1 + self.levels.iter().sum::<usize>()
    }

    /// Never: the base is always there.
    pub fn is_empty(&self) -> bool {
        false
    }

    /// Which factor stands at which of its levels; none for the base, which is point 0.
    pub fn point(&self, index: usize) -> Option<(usize, usize)> {
        let mut rest = index.checked_sub(1)?;
        for (factor, &n) in self.levels.iter().enumerate() {
            if rest < n {
                return Some((factor, rest));
            }
            rest -= n;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grid_has_every_combination_once() {
        let grid = Grid::new(vec![2, 3]);
        let points: Vec<Vec<usize>> = (0..6).map(|i| grid.point(i)).collect();
        assert_eq!(points, [[0, 0], [0, 1], [0, 2], [1, 0], [1, 1], [1, 2]]);
        assert_eq!(grid.len(), Some(6));
        assert_eq!(Grid::new(vec![]).len(), Some(1));
        assert_eq!(Grid::new(vec![usize::MAX, 2]).len(), None);
        assert!(Grid::new(vec![2, 0]).is_empty());
    }

    #[test]
    fn one_at_a_time_begins_with_the_base() {
        let design = OneAtATime::new(vec![2, 1]);
        let points: Vec<_> = (0..design.len()).map(|i| design.point(i)).collect();
        assert_eq!(points, [None, Some((0, 0)), Some((0, 1)), Some((1, 0))]);
        assert_eq!(design.point(4), None);
    }
}
