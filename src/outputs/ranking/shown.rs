//! What people read below the answer: each lever for the same money, the best mix, each lever alone.

use super::Ranked;
use super::answer::how_ranked;
use crate::outputs::charts::Table;
use crate::outputs::document::{Block, Frame, Shown};
use crate::outputs::words::pounds;

/// Levers that are shown before the whole table is opened.
const FIRST: usize = 12;
/// Columns of the tables on a terminal.
const EQUAL: [&str; 4] = ["bought", "group", "mean gain", "each"];
const ALONE: [&str; 4] = ["bought", "group", "mean gain", "cost"];
const MIXES: [&str; 4] = ["bought", "mean gain", "cost", "dearer in"];
const FRONTIER: [&str; 3] = ["bought", "mean gain", "cost"];

/// Mixes by their places, in that order.
pub(super) fn some(mixes: &Frame, places: impl IntoIterator<Item = usize>) -> Table {
    let all = mixes.table();
    Table { rows: places.into_iter().map(|i| all.rows[i].clone()).collect(), ..all }
}

pub(super) fn body(ranked: &Ranked, [alone, equal, mixes]: [&Frame; 3]) -> Vec<Block> {
    let (found, best) = (ranked.found, &ranked.found.best);
    let money = pounds(found.money);
    let table =
        |caption: String, table, first, brief| Block::Table(Shown { caption, table, first, brief });
    let aside = |words: &str| Block::Aside(words.to_owned());
    let as_good = std::iter::once(best.mix).chain(best.as_good.iter().copied());
    let steps: Vec<String> = best.steps.iter().map(|(mix, _)| mix.clone()).collect();
    let mut blocks = vec![
        Block::Words(how_ranked(ranked)),
        Block::Heading("For the same money"),
        aside(
            "The hours that a lever takes are hired, so that it robs nothing else, and what it leaves of \
             the money buys more hours at the middle level; a lever that costs more is bought in part. So \
             each asks: is it a better use of the money than more people?",
        ),
        table(
            format!(
                "Each lever for {money}, its hours hired and the rest of the money on more hours"
            ),
            equal.table(),
            FIRST,
            &EQUAL,
        ),
        Block::Heading("The best mix"),
        aside(
            "Found by steps to the best neighbour, each decided by ranking and selection (Kim & Nelson \
             2001, fully sequential, with paired variances); judged on futures that the search had not \
             seen. The first row is the best mix; the others cannot be told from it.",
        ),
        table(
            format!("The best mix for {money} and those that cannot be told from it"),
            some(mixes, as_good),
            usize::MAX,
            &MIXES,
        ),
    ];
    if !steps.is_empty() {
        blocks.push(Block::List("Steps of the search", steps));
    }
    blocks.extend([
        Block::Heading("What nothing cheaper outdoes"),
        table(
            "What nothing cheaper outdoes, in order of its cost".to_owned(),
            some(mixes, found.frontier.iter().copied()),
            usize::MAX,
            &FRONTIER,
        ),
        Block::Heading("One at a time"),
        aside(
            "As an intervention in the scenario's file would act: what the team has no hours for does not \
             happen, and other work goes without the hours that it takes.",
        ),
        table(
            "Each lever at its full dose, its hours found by the present team".to_owned(),
            alone.table(),
            FIRST,
            &ALONE,
        ),
    ]);
    blocks
}
