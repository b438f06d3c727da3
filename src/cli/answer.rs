//! What a run prints: the answer in three sentences and the table of levels of use.

use uptake::results::{Curves, Ensemble};
use uptake::scenario::Scenario;

use super::exit::Failure;
use super::levels;
use super::terminal::Terminal;
use super::words;

/// Print the answer. The ensemble holds at least one future.
///
/// # Errors
/// If standard output cannot be written to.
pub fn print(
    scenario: &Scenario,
    ensemble: &Ensemble,
    curves: &Curves,
    terminal: Terminal,
) -> Result<(), Failure> {
    if !scenario.question.is_empty() {
        terminal.prose(&format!("Question: {}", scenario.question))?;
        terminal.data("\n")?;
    }
    for sentence in words::answer(scenario, ensemble) {
        terminal.prose(&sentence)?;
    }
    terminal.data("\n")?;
    terminal.data(&levels::levels(ensemble, curves, terminal.width()))
}
