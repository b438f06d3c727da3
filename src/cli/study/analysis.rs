//! What analyses read from the folder of a study, and how they print.

use uptake::experiments::study::Values;
use uptake::measures::{Measure, measure};
use uptake::outputs::study::{Column, Plan};
use uptake::scenario::study::Cell;
use uptake::store::StudyFolder;

use crate::cli::exit::{Exit, Failure};

/// The values of one column, by point and replicate.
///
/// # Errors
/// If a shard cannot be read.
pub fn values(folder: &StudyFolder, plan: &Plan, column: usize) -> Result<Values, Failure> {
    let mut values = Values::new(plan.points as usize);
    for outcome in folder.merged(plan).map_err(Failure::store)? {
        values.add(&outcome.map_err(Failure::store)?, column);
    }
    Ok(values)
}

/// The values of all parameters, by point.
///
/// # Errors
/// If the table of points cannot be read.
pub fn points(folder: &StudyFolder, plan: &Plan) -> Result<Vec<Vec<Option<Cell>>>, Failure> {
    let design = folder.design(plan).map_err(Failure::store)?;
    design
        .points(0..plan.points as usize)
        .map(|row| row.map(|(_, cells)| cells).map_err(Failure::runtime))
        .collect()
}

/// Where a measure in a week is kept; the study's first measure and its last week if nothing is
/// said.
///
/// # Errors
/// Exit 3 if the study does not keep it.
pub fn column(
    plan: &Plan,
    name: Option<&str>,
    week: Option<u32>,
) -> Result<(usize, Column), Failure> {
    let name = name.or(plan.measures.first().map(String::as_str)).unwrap_or_default();
    let week = week.or(plan.weeks.last().copied()).unwrap_or(0);
    let found = plan.column(name, week);
    let column = found.and_then(|i| Some((i, *plan.columns().get(i)?)));
    column.ok_or_else(|| {
        let weeks: Vec<String> = plan.weeks.iter().map(u32::to_string).collect();
        Failure::runtime(format!("the study does not keep {name} in week {week}"))
            .with_exit(Exit::Invalid)
            .with_help(format!(
                "it keeps {} in week {}",
                plan.measures.join(", "),
                weeks.join(", ")
            ))
    })
}

/// Points of which nothing is there.
pub fn missing(plan: &Plan, values: &Values) -> usize {
    (0..plan.points as usize).filter(|&p| values.of(p).is_empty()).count()
}

/// The measure of that name; the command line admits no other.
///
/// # Errors
/// If there is none.
pub fn named(name: &str) -> Result<&'static Measure, Failure> {
    measure(name).ok_or_else(|| Failure::runtime(format!("there is no measure {name}")))
}

/// Rows under headings, the first column to the left and the others to the right. Where the
/// terminal is too narrow the first column has lines of its own.
pub fn laid_out(headings: &[&str], rows: &[Vec<String>], width: usize) -> String {
    let wide = |text: &str| text.chars().count();
    let columns = headings.len();
    let widths: Vec<usize> = (0..columns)
        .map(|c| {
            let cells = rows.iter().filter_map(|row| row.get(c)).map(|cell| wide(cell));
            cells.chain([wide(headings[c])]).max().unwrap_or(0)
        })
        .collect();
    let others: usize = widths.iter().skip(1).map(|w| w + 2).sum();
    let apart = widths[0] + others > width;
    let first = if apart { 0 } else { widths[0] };
    let mut text = String::new();
    let head: Vec<String> = headings.iter().map(|&h| h.to_owned()).collect();
    for row in std::iter::once(&head).chain(rows) {
        let name = row.first().map_or("", String::as_str);
        let mut line = name.to_owned() + &" ".repeat(first.saturating_sub(wide(name)));
        if apart {
            text.push_str(line.trim_end());
            text.push('\n');
            line.clear();
        }
        for (cell, &w) in row.iter().zip(&widths).skip(1) {
            line.push_str(&" ".repeat(2 + w.saturating_sub(wide(cell))));
            line.push_str(cell);
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::laid_out;

    #[test]
    fn tables_fit_the_terminal() {
        let rows = [vec!["skill.attend".to_owned(), "1".to_owned(), "22".to_owned()]];
        let wide = laid_out(&["parameter", "a", "b"], &rows, 40);
        assert_eq!(wide, "parameter     a   b\nskill.attend  1  22\n");
        let narrow = laid_out(&["parameter", "a", "b"], &rows, 15);
        assert_eq!(narrow, "parameter\n  a   b\nskill.attend\n  1  22\n");
    }
}
