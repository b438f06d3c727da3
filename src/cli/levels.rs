//! The table of levels of use at each year's end: access, skill, use, records.

use jiff::ToSpan;

use uptake::measures::LEVELS;
use uptake::outputs::words::{count, futures, percent};
use uptake::results::{Curves, Ensemble};

use super::terminal::wrap;

/// Width of a column, without the gap before it.
const CELL: usize = 9;
/// Width of "Jan 2027".
const DATE: usize = 8;
/// Width of the whole table; a narrower terminal gets a list.
const TABLE: usize = DATE + LEVELS.len() * (CELL + 1);

/// The table, or below its width a list, that ends with a line break.
pub fn levels(ensemble: &Ensemble, curves: &Curves, width: usize) -> String {
    let among = match ensemble.replicates.len() {
        1 => futures(1),
        n => format!("the middle of {}", futures(n)),
    };
    let mut text = wrap(&format!("Levels of use, {among}:"), width);
    text.push_str("\n\n");
    if width > TABLE {
        text.push_str(&table(ensemble, curves));
    } else {
        text.push_str(&list(ensemble, curves));
    }
    text.push('\n');
    text.push_str(&legend(ensemble, curves, width));
    text
}

fn table(ensemble: &Ensemble, curves: &Curves) -> String {
    let mut text = " ".repeat(DATE);
    for (_, heading) in LEVELS {
        text.push_str(&format!(" {heading:>CELL$}"));
    }
    text.push('\n');
    for week in year_ends(ensemble) {
        text.push_str(&format!("{:<DATE$}", month(ensemble, week)));
        for (measure, _) in LEVELS {
            text.push_str(&format!(" {:>CELL$}", middle(curves, measure, week)));
        }
        text.push('\n');
    }
    text
}

fn list(ensemble: &Ensemble, curves: &Curves) -> String {
    let mut text = String::new();
    for week in year_ends(ensemble) {
        text.push_str(&format!("{}\n", month(ensemble, week)));
        for (measure, heading) in LEVELS {
            text.push_str(&format!("  {heading:<CELL$} {:>6}\n", middle(curves, measure, week)));
        }
    }
    text
}

/// What each column is a share of.
fn legend(ensemble: &Ensemble, curves: &Curves, width: usize) -> String {
    let patients = curves
        .get("patients.true_current", 0)
        .and_then(|c| c.points.last())
        .map_or(0.0, |p| p.denominator.round());
    let lines = [
        format!(
            "live, real use: of {} organisations (real use: a tenth or more of the posts in \
             scope used it within the month)",
            count(f64::from(ensemble.organisations))
        ),
        format!(
            "access, competent, used it within the month, within the week: of {} posts in scope",
            count(f64::from(ensemble.posts_in_scope))
        ),
        format!("record, true and current: of about {} recognised patients", count(patients)),
    ];
    lines.iter().map(|line| wrap(line, width) + "\n").collect()
}

fn middle(curves: &Curves, measure: &str, week: u32) -> String {
    curves
        .get(measure, 0)
        .and_then(|c| c.points.get(week as usize))
        .filter(|p| p.replicates > 0)
        .map_or_else(|| "–".to_owned(), |p| percent(p.p50).replace('\u{a0}', " "))
}

fn month(ensemble: &Ensemble, week: u32) -> String {
    ensemble.date(week).strftime("%b %Y").to_string()
}

/// The last week of each year since the start, and the horizon.
fn year_ends(ensemble: &Ensemble) -> Vec<u32> {
    let mut weeks: Vec<u32> = (1..)
        .map(|year| ensemble.start.saturating_add(i64::from(year).years()))
        .map(|day| (day - ensemble.start).get_days().max(0) as u32 / 7)
        .take_while(|&week| week < ensemble.weeks)
        .collect();
    // A horizon of five times 52 weeks falls days before the fifth anniversary.
    if weeks.last().is_some_and(|&last| ensemble.weeks - last < 4) {
        weeks.pop();
    }
    weeks.push(ensemble.weeks);
    weeks
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn empty(weeks: u32) -> Ensemble {
        Ensemble {
            scenario: "test".to_owned(),
            start: date(2026, 1, 5),
            weeks,
            groups: Vec::new(),
            organisations: 330,
            posts: 13_000,
            posts_in_scope: 5_296,
            replicates: Vec::new(),
            draws: None,
        }
    }

    #[test]
    fn years_end_on_anniversaries_and_the_horizon_is_shown_once() {
        assert_eq!(year_ends(&empty(260)), [52, 104, 156, 208, 260]);
        assert_eq!(year_ends(&empty(26)), [26]);
        assert_eq!(year_ends(&empty(60)), [52, 60]);
        assert_eq!(year_ends(&empty(1)), [1]);
    }

    #[test]
    fn a_narrow_terminal_gets_a_list_and_no_long_line() {
        let ensemble = empty(104);
        let curves = Curves {
            scenario: "test".to_owned(),
            dates: Vec::new(),
            groups: Vec::new(),
            curves: Vec::new(),
        };
        for width in [40, 80, 200] {
            let text = levels(&ensemble, &curves, width);
            let widest = text.lines().map(|l| l.chars().count()).max();
            assert!(widest <= Some(width), "{widest:?} at {width}:\n{text}");
            let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(flat.contains("of 5,296 posts in scope"), "{text}");
        }
    }
}
