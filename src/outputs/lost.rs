//! Where coverage is lost, side by side: from all organisations to a record that is seen.

use super::answer::month;
use super::charts::Table;
use super::document::{Block, Shown};
use super::funnel::{ALL, Funnel, NOTE};
use super::words::{count, futures, percent};
use crate::results::Ensemble;

/// The steps at the horizon, and what is claimed of them: for a report alone.
pub(super) fn blocks(ensembles: &[Ensemble]) -> Vec<Block> {
    let Some(first) = ensembles.first() else { return Vec::new() };
    let when = month(first.date(first.weeks));
    let intro = format!(
        "From all who need to be engaged to a record that is seen, in four chains: organisations, posts, \
         patients, contacts. Each step counts some of the one before, as a share of the whole of its \
         chain in {when}, the middle of {}. What is missing at a step waits for the project, or was \
         reached and is lost.",
        futures(first.replicates.len())
    );
    let funnels: Vec<Funnel> = ensembles.iter().map(|e| Funnel::of(e, e.weeks)).collect();
    let table = steps(ensembles, &funnels);
    let caption = format!("What is left after each step, {when}");
    let steps = Block::Table(Shown { caption, table, first: 0, brief: &[] });
    let claim = |(ensemble, funnel): (&Ensemble, &Funnel)| match ensembles.len() {
        1 => funnel.claim(),
        _ => format!("{}: {}", ensemble.scenario, funnel.claim_within()),
    };
    let claims = ensembles.iter().zip(&funnels).map(claim).map(Block::Aside);
    let note = Block::Aside(NOTE.to_owned());
    [Block::Aside(intro), steps].into_iter().chain(claims).chain([note]).collect()
}

/// A step a row, a scenario a column.
fn steps(ensembles: &[Ensemble], funnels: &[Funnel]) -> Table {
    let row = |first: &str, cells: &dyn Fn(&Funnel) -> String, last: &str| -> Vec<String> {
        let cells = funnels.iter().map(cells);
        [first.to_owned()].into_iter().chain(cells).chain([last.to_owned()]).collect()
    };
    let names = ensembles.iter().map(|e| e.scenario.clone());
    let head = ["step".to_owned()].into_iter().chain(names).chain(["missing".to_owned()]);
    let all = |f: &Funnel| format!("{} organisations", count(f.organisations.into()));
    let mut rows = vec![row(ALL, &all, "")];
    let labels = funnels.first().map_or(&[][..], |funnel| &funnel.steps);
    for (i, step) in labels.iter().enumerate() {
        let cell = |funnel: &Funnel| {
            let left = funnel.steps.get(i).and_then(|s| s.left);
            let of = |left: super::funnel::Left| {
                format!("{} of {} {}", percent(left.p50), count(left.of), step.of)
            };
            left.map_or_else(|| "–".to_owned(), of)
        };
        rows.push(row(step.label, &cell, step.missing.word()));
    }
    Table { head: head.collect(), rows }
}
