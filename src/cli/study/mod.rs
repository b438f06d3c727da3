//! Studies from the command line: read and checked, planned, simulated in parts, merged.

pub mod analysis;
mod load;
mod merge;
mod plan;
mod size;
mod work;

pub use load::{LoadedStudy, check, load, load_documented, told};
pub use merge::{Merging, merge, missing_in_words, survey};
pub use plan::{Place, draft, hashed, plan, planned};
pub use size::StudySize;
pub use work::{Done, work};

use uptake::outputs::study::Plan;
use uptake::outputs::words::{count, futures, points};
use uptake::store::{ShardName, StudyFolder};

use super::exit::{Exit, Failure};
use super::terminal::Terminal;

/// "part 2 of 7, 29 of 200 points, 20 simulated futures of each".
pub fn part_in_words(plan: &Plan, shard: ShardName) -> String {
    let (all, own) = (f64::from(plan.points), shard.range(plan.points).len() as f64);
    let each = futures(plan.replicates as usize);
    if shard.of == 1 {
        return format!("{}, {each} of each", points(all));
    }
    let part = format!("part {} of {}", shard.index, shard.of);
    format!("{part}, {} of {}, {each} of each", count(own), points(all))
}

/// Say what was merged, and what is useful next.
///
/// # Errors
/// Exit 5 if futures ended with an error of the model.
pub fn say_merged(
    folder: &StudyFolder,
    plan: &Plan,
    merged: &Merging,
    terminal: Terminal,
) -> Result<(), Failure> {
    let name = folder.path().display();
    terminal.prose(&format!(
        "{}: {} points, {} simulated futures in results.csv and results.parquet, a row for each \
         point in summary.csv.",
        plan.name,
        count(f64::from(merged.points)),
        count(f64::from(merged.points) * f64::from(plan.replicates)),
    ))?;
    terminal.say(&format!("Results: {name}"));
    if plan.threshold.is_some() {
        terminal.say(&format!(
            "Next: uptake discover {name} finds the conditions under which the goal is missed."
        ));
    } else {
        terminal.say(&format!("Next: look at {name}/summary.csv; uptake value {name} says what is worth knowing first."));
    }
    if merged.failed > 0 {
        terminal
            .warn(&format!("{} simulated futures ended with an error of the model", merged.failed));
        return Err(Failure::Told(Exit::Partial));
    }
    Ok(())
}
