//! Parts of one replicate that are worked on side by side.
//!
//! Within a week organisations see of each other only last week's end state, so that any division of
//! them gives the same result to the last digit; these lie next to each other, so that columns
//! can be divided with them. A replicate that is small, or one of many that keep all threads busy
//! anyway, gains nothing by being divided, and loses little.

use std::ops::Range;

/// Organisations that are worked on together, at least: some tens of microseconds a week and step
/// (England: 28 milliseconds a week, 13 steps, 29 parts), against about one to hand work over.
pub const PART: usize = 1024;

/// How a replicate is divided.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parts {
    /// Neighbouring regions: for what sums over a region.
    pub regions: Vec<Range<usize>>,
    /// Neighbouring organisations, of whatever region.
    pub organisations: Vec<Range<usize>>,
    /// Neighbouring lists of patients: as many parts.
    pub lists: Vec<Range<usize>>,
}

impl Parts {
    /// Parts of `least` organisations, or a few more; all in one if two would be too small. Of the
    /// parts of whole regions the last takes what is left, be it less.
    pub fn of(region_orgs: &[Range<usize>], lists: usize, least: usize) -> Self {
        let all = region_orgs.last().map_or(0, |last| last.end);
        let many = (all / least.max(1)).max(1);
        let cut =
            |all: usize| (0..many).map(move |n| n * all / many..(n + 1) * all / many).collect();
        let (mut regions, mut first) = (vec![], 0);
        for (r, orgs) in region_orgs.iter().enumerate() {
            if orgs.end - region_orgs[first].start >= least.max(1) || r + 1 == region_orgs.len() {
                regions.push(first..r + 1);
                first = r + 1;
            }
        }
        Parts { regions, organisations: cut(all), lists: cut(lists) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_follow_each_other_and_leave_nobody_out() {
        let regions = [0..5, 5..5, 5..12, 12..13, 13..40];
        for least in [0, 1, 3, 7, 13, 39, 40, 1000] {
            let parts = Parts::of(&regions, 17, least);
            for (parts, all) in
                [(&parts.regions, regions.len()), (&parts.organisations, 40), (&parts.lists, 17)]
            {
                assert_eq!(parts.first().unwrap().start, 0);
                assert_eq!(parts.last().unwrap().end, all);
                assert!(parts.windows(2).all(|pair| pair[0].end == pair[1].start));
            }
            assert!(parts.organisations.iter().all(|part| part.len() >= least.clamp(1, 40)));
        }
        assert_eq!(Parts::of(&regions, 17, 14).organisations, [0..20, 20..40]);
        assert_eq!(Parts::of(&regions, 17, 6).regions, [0..3, 3..5]);
        assert_eq!(Parts::of(&regions, 17, 1000).regions.len(), 1);
    }
}
