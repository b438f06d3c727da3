//! A comparison as a small table.

use uptake::measures::{Counter, measure};
use uptake::outputs::answer::{goal_in_words, goal_shown, is_same_goal, month, prices};
use uptake::outputs::words::{FEWEST_FOR_PERCENTILES, count, spread};
use uptake::outputs::{Alone, Compared, ComparisonSummary, TargetSummary};
use uptake::results::Ensemble;

use super::terminal::wrap;

/// The table: scenario, real use, goal, cost; below its width a list. It ends with a line break.
pub fn table(compared: &Compared, summary: &ComparisonSummary, width: usize) -> String {
    let goal = goal_shown(summary);
    let met = |alone: &Alone| {
        let goal = goal?;
        let target = alone.targets.iter().find(|t| is_same_goal(t, goal))?;
        Some(format!("{} of {}", count(target.met.into()), count(target.replicates.into())))
    };
    let row = |(alone, ensemble): (&Alone, &Ensemble)| -> Vec<String> {
        let in_use = format!("{}{}", count(alone.real_use.p50), range(ensemble));
        let mut cells = vec![alone.scenario.clone(), in_use];
        cells.extend(met(alone));
        cells.push(format!("£{}", count(alone.cost.p50)));
        cells
    };
    let mut heads = vec!["scenario", "real use", "spent"];
    if goal.is_some() {
        heads.insert(2, "goal met");
    }
    let rows: Vec<Vec<String>> =
        summary.scenarios.iter().zip(compared.ensembles).map(row).collect();
    let mut text = laid_out(&heads, &rows, width);
    text.push('\n');
    for line in legend(compared, summary, goal) {
        text.push_str(&wrap(&line, width));
        text.push('\n');
    }
    text
}

/// " (24–37)": organisations in real use at the end; nothing where there is no range.
fn range(ensemble: &Ensemble) -> String {
    let week = ensemble.weeks as usize;
    let values = ensemble.replicates.iter();
    let values = values.map(|r| r.trajectory.get(Counter::OrgRealUse, 0, week)).collect();
    match spread(values).map(|spread| (count(spread.low), count(spread.high))) {
        Some((low, high)) if low != high => format!(" ({low}–{high})"),
        _ => String::new(),
    }
}

fn laid_out(heads: &[&str], rows: &[Vec<String>], width: usize) -> String {
    let longest = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column)).map(|c| c.chars().count());
        cells.max().unwrap_or(0).max(heads[column].len())
    };
    let widths: Vec<usize> = (0..heads.len()).map(longest).collect();
    let mut text = String::new();
    if widths.iter().sum::<usize>() + 3 * (widths.len() - 1) > width {
        for row in rows {
            text.push_str(&format!("{}\n", row[0]));
            for (head, cell) in heads.iter().zip(row).skip(1) {
                text.push_str(&format!("  {head:<9} {cell}\n"));
            }
        }
        return text;
    }
    let mut line = |cells: &[&str]| {
        let rest = cells.iter().zip(&widths).skip(1);
        let rest: String = rest.map(|(cell, width)| format!("   {cell:>width$}")).collect();
        text.push_str(&format!("{:<width$}{rest}\n", cells[0], width = widths[0]));
    };
    line(heads);
    for row in rows {
        line(&row.iter().map(String::as_str).collect::<Vec<_>>());
    }
    text
}

/// What the columns are.
fn legend(
    compared: &Compared,
    summary: &ComparisonSummary,
    goal: Option<&TargetSummary>,
) -> Vec<String> {
    let base = compared.ensembles.first();
    let when = base.map_or_else(String::new, |e| month(e.date(e.weeks)));
    let shown = match summary.replicates {
        1 => "one future".to_owned(),
        n if (n as usize) < FEWEST_FOR_PERCENTILES => {
            format!("the middle and the range of {}", count(n.into()))
        }
        n => format!("the middle of {} and the range of 90 of 100", count(n.into())),
    };
    let mut lines = vec![format!(
        "real use: of {} organisations in {when}, {shown}",
        count(summary.organisations.into())
    )];
    if let (Some(goal), Some(base)) = (goal, base)
        && let Some(measure) = measure(goal.measure)
    {
        let by = month(base.date(goal.week));
        lines.push(format!("goal met: {} by {by}", goal_in_words(goal.at_least, measure)));
    }
    lines.push(format!("spent: by {when}, {}", prices(compared)));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_that_is_too_wide_becomes_a_list() {
        let rows = vec![vec!["half-team".to_owned(), "14 (9–20)".to_owned(), "£1,000".to_owned()]];
        let heads = ["scenario", "real use", "spent"];
        assert_eq!(
            laid_out(&heads, &rows, 80),
            "scenario     real use    spent\nhalf-team   14 (9–20)   £1,000\n"
        );
        let narrow = laid_out(&heads, &rows, 24);
        assert_eq!(narrow, "half-team\n  real use  14 (9–20)\n  spent     £1,000\n");
    }
}
