//! A comparison as a small table.

use uptake::measures::{Counter, measure};
use uptake::outputs::answer::{goal_in_words, goal_shown, is_same_goal, month, prices};
use uptake::outputs::charts::Table;
use uptake::outputs::words::{FEWEST_FOR_PERCENTILES, count, spread};
use uptake::outputs::{Alone, Compared, ComparisonSummary, TargetSummary};
use uptake::results::Ensemble;

use super::exit::Failure;
use super::tables::show;
use super::terminal::Terminal;

/// The table (scenario, real use, goal, cost), and what its columns are.
///
/// # Errors
/// If the terminal is gone.
pub fn show_compared(
    compared: &Compared,
    summary: &ComparisonSummary,
    terminal: Terminal,
) -> Result<(), Failure> {
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
    let head = ["scenario", "real use", "goal met", "spent"];
    let head = head.iter().filter(|head| goal.is_some() || **head != "goal met");
    let rows = summary.scenarios.iter().zip(compared.ensembles).map(row).collect();
    show(&Table { head: head.map(|&head| head.to_owned()).collect(), rows }, terminal)?;
    terminal.data("\n")?;
    legend(compared, summary, goal).iter().try_for_each(|line| terminal.prose(line))
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
