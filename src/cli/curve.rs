//! The curve of coverage as a small chart of letters.

use uptake::outputs::document::Sketch;
use uptake::outputs::words::percent;
use uptake::results::Point;

use super::terminal::wrap;

/// Rows of the chart.
const ROWS: usize = 7;
/// Most columns, and fewest of which a chart is made.
const WIDEST: usize = 60;
const NARROWEST: usize = 20;
/// Width of the words along the side: "100 % ".
const SIDE: usize = 6;
/// Tops of the scale: the least that holds the curve is taken, since coverage is often low.
const TOPS: [f64; 9] = [0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.6, 0.8, 1.0];

/// The chart, that ends with a line break; nothing where there is no room or nothing to draw.
pub fn curve(Sketch { heading, ends, points }: &Sketch, width: usize) -> String {
    let columns = width.saturating_sub(SIDE + 2).min(WIDEST);
    let known = |p: &&Point| p.replicates > 0;
    let highest = points.iter().filter(known).map(|p| p.p95).fold(0.0, f64::max);
    if columns < NARROWEST || points.iter().filter(known).count() < 2 {
        return String::new();
    }
    let top = TOPS.into_iter().find(|&top| top >= highest).unwrap_or(1.0);
    let mut text = wrap(&format!("{heading}:"), width) + "\n";
    for row in 0..ROWS {
        let (high, low) = (level(top, row), level(top, row + 1));
        let side = match row {
            0 => percent(top),
            r if r + 1 == ROWS => percent(0.0),
            _ => String::new(),
        };
        let cells: String =
            (0..columns).map(|c| cell(at(points, c, columns), (low, high), row)).collect();
        let side = side.replace('\u{a0}', " ");
        text.push_str(format!("{side:>SIDE$} |{cells}").trim_end());
        text.push('\n');
    }
    let [start, end] = ends;
    let gap = columns.saturating_sub(start.chars().count() + end.chars().count());
    text.push_str(&format!("{:>SIDE$} +{}\n", "", "-".repeat(columns)));
    text.push_str(&format!("{:>SIDE$}  {start}{}{end}\n", "", " ".repeat(gap)));
    text
}

/// The value at the upper edge of a row.
fn level(top: f64, row: usize) -> f64 {
    top * (ROWS - row) as f64 / ROWS as f64
}

/// The week that a column shows: the first and the last week at the ends.
fn at(points: &[Point], column: usize, columns: usize) -> Option<&Point> {
    let last = points.len().saturating_sub(1);
    let week = (column * last + (columns - 1) / 2) / (columns - 1).max(1);
    points.get(week).filter(|p| p.replicates > 0)
}

/// What stands in a row between two values; the lowest row holds nought.
fn cell(point: Option<&Point>, (low, high): (f64, f64), row: usize) -> char {
    let Some(p) = point else { return ' ' };
    let is_lowest = row + 1 == ROWS;
    let above = |x: f64| x > low || (is_lowest && x >= low);
    // Above the scale only rounding can lie.
    let below = |x: f64| x <= high || row == 0;
    match () {
        () if above(p.p50) && below(p.p50) => '*',
        () if above(p.p95) && (p.p05 <= high || row == 0) => ':',
        () => ' ',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(p05: f64, p50: f64, p95: f64) -> Point {
        let [p25, p75] = [f64::midpoint(p05, p50), f64::midpoint(p50, p95)];
        Point { replicates: 40, denominator: 330.0, mean: p50, p05, p25, p50, p75, p95 }
    }

    #[test]
    fn every_column_has_one_middle_within_its_band() {
        for p in [point(0.0, 0.0, 0.0), point(0.01, 0.04, 0.09), point(0.2, 0.31, 1.0)] {
            let top = TOPS.into_iter().find(|&t| t >= p.p95).unwrap();
            let column: String =
                (0..ROWS).map(|r| cell(Some(&p), (level(top, r + 1), level(top, r)), r)).collect();
            assert_eq!(column.matches('*').count(), 1, "{column:?} of {p:?}");
            assert!(!column.trim().contains(' '), "a hole: {column:?}");
        }
        assert_eq!(cell(None, (0.0, 1.0), 0), ' ');
    }

    #[test]
    fn the_ends_of_the_calendar_are_the_first_and_the_last_week() {
        let points: Vec<Point> = (0..=260).map(|w| point(0.0, f64::from(w), 300.0)).collect();
        let shown = |column| at(&points, column, 60).map(|p| p.p50);
        assert_eq!((shown(0), shown(59)), (Some(0.0), Some(260.0)));
    }
}
