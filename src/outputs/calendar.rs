//! Weeks as calendar dates.

use jiff::civil::Date;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Keeps the parts of a date on one line.
const NO_BREAK: char = '\u{a0}';

/// Weeks to report on: the last of every calendar year, and the last of all.
pub(super) fn year_ends(dates: &[Date]) -> Vec<usize> {
    let last = dates.len().saturating_sub(1);
    (0..dates.len()).filter(|&w| w == last || dates[w + 1].year() != dates[w].year()).collect()
}

/// `March 2029`.
pub(super) fn month_and_year(date: Date) -> String {
    format!("{}{NO_BREAK}{}", month(date), date.year())
}

/// `Mar 2029`.
pub(super) fn short_month_and_year(date: Date) -> String {
    format!("{}{NO_BREAK}{}", &month(date)[..3], date.year())
}

/// `31 Mar 2029`.
pub(super) fn short_date(date: Date) -> String {
    format!("{}{NO_BREAK}{}", date.day(), short_month_and_year(date))
}

fn month(date: Date) -> &'static str {
    // Months of a date are 1 to 12; the names are ASCII.
    MONTHS[(date.month() as usize + 11) % 12]
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn years_end_with_their_last_week_and_the_horizon_counts() {
        let dates: Vec<Date> =
            (0..=60).map(|w| date(2026, 1, 5) + jiff::Span::new().weeks(w)).collect();
        let ends = year_ends(&dates);
        assert_eq!(ends, [51, 60]);
        assert_eq!(dates[51], date(2026, 12, 28));
        assert_eq!(year_ends(&dates[..2]), [1]);
        assert!(year_ends(&[]).is_empty());
    }

    #[test]
    fn dates_read_as_people_write_them() {
        assert_eq!(month_and_year(date(2029, 3, 31)), "March\u{a0}2029");
        assert_eq!(short_date(date(2029, 12, 1)), "1\u{a0}Dec\u{a0}2029");
    }
}
