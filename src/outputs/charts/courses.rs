//! The recorded future's organisations as rows of few enough to be seen: each one organisation,
//! or, where there are many, several that fared alike.

use std::cmp::Reverse;

use crate::results::{Course, Standing, Standings};

/// Most rows of a picture.
pub(super) const MOST_ROWS: usize = 400;

/// All standings, in the order of the states of [`super::states`].
pub(super) const STANDINGS: [Standing; 6] = [
    Standing::RealUse,
    Standing::Live,
    Standing::Lapsed,
    Standing::Agreed,
    Standing::Known,
    Standing::Unknown,
];

/// A row: how many organisations it stands for, and the state of most of them by month.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row {
    pub organisations: usize,
    pub standings: Vec<Standing>,
}

/// Rows for these organisations, at most so many, ordered by how they end and how soon they
/// were live, agreed and known.
pub(super) fn rows(courses: &[&Course], most: usize) -> Vec<Row> {
    let mut sorted = courses.to_vec();
    sorted.sort_by_cached_key(|course| order(course));
    let each = sorted.len().div_ceil(most.max(1)).max(1);
    sorted.chunks(each).map(row).collect()
}

/// How an organisation ends, then how soon it came how far; then its name, so that the order is
/// always the same.
fn order(course: &Course) -> (Option<Standing>, [usize; 4], String) {
    let first = |wanted: fn(Standing) -> bool| {
        course.standings.iter().position(|&s| wanted(s)).unwrap_or(usize::MAX)
    };
    let soonest = [
        first(|s| s <= Standing::Lapsed),
        first(|s| s <= Standing::Agreed),
        first(|s| s <= Standing::Known),
        first(|s| s == Standing::RealUse),
    ];
    (course.standings.last().copied(), soonest, course.name.clone())
}

/// Several organisations as one: month by month the state of most of them, of equals the one
/// that comes first.
fn row(courses: &[&Course]) -> Row {
    let months = courses.first().map_or(0, |course| course.standings.len());
    let most = |month: usize| {
        let mut counts = [0usize; STANDINGS.len()];
        for course in courses {
            counts[course.standings[month] as usize] += 1;
        }
        let best = (0..counts.len()).min_by_key(|&i| (Reverse(counts[i]), i)).unwrap_or(0);
        STANDINGS[best]
    };
    Row { organisations: courses.len(), standings: (0..months).map(most).collect() }
}

/// Organisations in each state at the end of a month.
pub(super) fn counts(standings: &Standings, month: usize) -> [usize; STANDINGS.len()] {
    let mut counts = [0; STANDINGS.len()];
    for course in &standings.courses {
        if let Some(&standing) = course.standings.get(month) {
            counts[standing as usize] += 1;
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn course(name: &str, standings: [Standing; 3]) -> Course {
        Course { name: name.to_owned(), kind: 0, standings: standings.to_vec() }
    }

    #[test]
    fn rows_are_ordered_by_how_they_end_and_then_how_soon() {
        use Standing::*;
        let courses = [
            course("never", [Unknown, Unknown, Unknown]),
            course("late", [Known, Known, Live]),
            course("gone", [Live, RealUse, Lapsed]),
            course("soon", [Known, Live, Live]),
        ];
        let all: Vec<&Course> = courses.iter().collect();
        let ends: Vec<_> = rows(&all, 10).into_iter().map(|row| row.standings).collect();
        assert_eq!(ends, [3, 1, 2, 0].map(|i| courses[i].standings.clone()));
        let two = rows(&all, 2);
        assert_eq!(two.iter().map(|row| row.organisations).collect::<Vec<_>>(), [2, 2]);
        assert_eq!(two[0].standings, [Known, Live, Live]);
        assert!(rows(&[], 10).is_empty());
    }
}
