//! What a fit says in sentences.

use super::FitTold;
use super::data::{figure, three};
use crate::measures::measure;
use crate::outputs::answer::month;
use crate::outputs::document::{Block, Frame};
use crate::outputs::words::count;
use crate::results::fit::{Implausible, Known};
use crate::results::forecast::Method;
use crate::scenario::{ALL, Observation};

/// Names in one sentence, and rows of a table before the rest is opened.
const NAMED: usize = 5;
const FIRST: usize = 12;

pub(super) fn answer(told: &FitTold<'_>) -> Vec<String> {
    let mut answer = vec![plausible(told), moved(told), misfit(told), ahead(told)];
    answer.extend(held(told));
    answer.retain(|words| !words.is_empty());
    answer
}

fn plausible(told: &FitTold<'_>) -> String {
    let found = told.found;
    let futures: usize = found.waves.iter().map(|wave| wave.points).sum();
    format!(
        "Fitted to {} observations with {} simulated futures in {} waves, each with parameters and luck of \
         its own: {} draws of {} parameters that are plausible, made from the {} nearest futures (worth {} \
         of equal weight).",
        count(told.observed.fit.len() as f64),
        count(futures as f64),
        count(found.waves.len() as f64),
        count(found.draws.len() as f64),
        count(found.parameters.len() as f64),
        count(found.accepted.0 as f64),
        count(found.accepted.1.round()),
    )
}

/// What the chart says: where the first series ends.
pub(super) fn headline(told: &FitTold<'_>) -> String {
    let end = told.found.series.first().and_then(|series| {
        let measure = measure(series.measure)?;
        let [low, _, high] = series.with_discrepancy.last()?.map(|x| figure(measure, x));
        let when = month(told.base.date(*series.weeks.last()?));
        Some(format!(
            "Given what was observed, {low} to {high} is plausible of {} in {when}.",
            series.measure
        ))
    });
    end.unwrap_or_else(|| "What was observed beside what is plausible.".to_owned())
}

/// What the data move and what not.
fn moved(told: &FitTold<'_>) -> String {
    let mut known: Vec<&Known> = told.found.parameters.iter().filter(|k| k.told).collect();
    known.sort_by(|a, b| a.width.total_cmp(&b.width));
    let all = told.found.parameters.len();
    let others = match all - known.len() {
        0 => String::new(),
        n => format!(
            " Of the other {} they say next to nothing: these are about as wide as before.",
            count(n as f64)
        ),
    };
    match known.len() {
        0 => format!(
            "The observations move none of {} parameters: they can be met with all that was plausible \
             before.",
            count(all as f64)
        ),
        n => {
            let names: Vec<String> = known
                .iter()
                .take(NAMED)
                .map(|k| format!("{} (width {:.2} of what it was)", k.key, k.width))
                .collect();
            let more = if n > NAMED { format!(" and {} more", n - NAMED) } else { String::new() };
            format!(
                "The observations say something of {} of {} parameters: {}{more}.{others}",
                count(n as f64),
                count(all as f64),
                names.join(", ")
            )
        }
    }
}

/// How well the rows are met.
fn misfit(told: &FitTold<'_>) -> String {
    let rows = &told.found.rows;
    let out: Vec<&Observation> =
        rows.iter().filter(|r| r.rank < 0.05 || r.rank > 0.95).map(|r| &r.row).collect();
    let all = count(rows.len() as f64);
    match out.len() {
        0 => format!("All {all} observations lie within what is plausible in 90 of 100 futures."),
        n => {
            let names: Vec<String> = out.iter().take(NAMED).map(|row| row_in_words(row)).collect();
            format!(
                "{} of {all} observations lie outside what is plausible in 90 of 100 futures, where one in \
                 ten would: {}.",
                count(n as f64),
                names.join("; ")
            )
        }
    }
}

/// What comes at the end of the plan, series by series.
fn ahead(told: &FitTold<'_>) -> String {
    let said = told.found.series.iter().take(3).filter_map(|series| {
        let measure = measure(series.measure)?;
        let [low, middle, high] = *series.with_discrepancy.last()?;
        let when = month(told.base.date(*series.weeks.last()?));
        let whose =
            if series.group == ALL { String::new() } else { format!(" of {}", series.group) };
        let [low, middle, high] = [low, middle, high].map(|x| figure(measure, x));
        Some(format!("{}{whose} in {when}: {middle} ({low} to {high})", series.measure))
    });
    let said: Vec<String> = said.collect();
    let off = match told.found.discrepancy {
        0.0 => ", by the model alone: what it is itself off by is not in them",
        _ => ", with what the model itself may be off by",
    };
    match said.is_empty() {
        true => String::new(),
        false => format!("Given what was observed{off}: {}.", said.join("; ")),
    }
}

/// How what was held back is foretold.
fn held(told: &FitTold<'_>) -> Option<String> {
    let scored = told.scored?;
    let of = |method: Method| scored.mean(method);
    let (own, with, mixed) =
        (of(Method::Model)?, of(Method::WithDiscrepancy)?, of(Method::Mixture)?);
    let best = Method::SIMPLE
        .into_iter()
        .filter_map(|m| Some((m, of(m)?)))
        .min_by(|a, b| a.1.crps.total_cmp(&b.1.crps))?;
    let better = match own.crps <= best.1.crps {
        true => "The model is the better forecast here".to_owned(),
        false => {
            format!("The model loses here to the simplest rule that does best, {}", best.0.name())
        }
    };
    Some(format!(
        "{better}: over {} held back the model alone has a mean CRPS of {} ({} of {} within \
         its 90 of 100), with discrepancy {} ({}), {} {} ({}), the mixture of all {} ({}).",
        match own.rows {
            1 => "one row that was".to_owned(),
            n => format!("{} rows that were", count(n as f64)),
        },
        three(own.crps),
        own.inside,
        own.rows,
        three(with.crps),
        with.inside,
        best.0.name(),
        three(best.1.crps),
        best.1.inside,
        three(mixed.crps),
        mixed.inside
    ))
}

pub(super) fn body(told: &FitTold<'_>, parameters: &Frame, rows: &Frame) -> Vec<Block> {
    let mut body = vec![
        Block::Words(
            "Width: how wide a parameter is after, of what it was before, as a standard deviation on the \
             scale on which it is drawn. Outside: what was observed lies in the outer tenth of what is \
             plausible."
                .to_owned(),
        ),
        parameters.block(FIRST),
        rows.block(FIRST),
    ];
    body.extend(told.scores().map(|frame| frame.block(FIRST)));
    let waves: Vec<String> = (1..)
        .zip(&told.found.waves)
        .map(|(n, wave)| {
            format!(
                "wave {n}: {} futures{}, after which {:.0} % of them are still plausible",
                count(wave.points as f64),
                if wave.failed > 0 {
                    format!(", of which {} failed", wave.failed)
                } else {
                    String::new()
                },
                100.0 * wave.left
            )
        })
        .collect();
    body.push(Block::Aside(format!(
        "How: a scrambled Sobol bank over what is documented of each parameter, then history matching (a \
         point is dropped if a ridge emulator puts it three standard errors or more from any row; {}), then \
         approximate Bayesian computation with a regression adjustment in the {} directions of the rows that \
         foretell the parameters.",
        waves.join("; "),
        told.found.directions
    )));
    body
}

pub(super) fn caveats(told: &FitTold<'_>) -> Vec<String> {
    let mut caveats = vec![
        "The bands are those of this model with these priors. Where the model is wrong about how things \
         work, fitting it to past counts does not make it right about the future."
            .to_owned(),
        "Errors that the table of observations does not state are assumed: 0.1 on the log-odds of a share, \
         a twentieth of an amount."
            .to_owned(),
    ];
    if told.found.discrepancy == 0.0 {
        caveats.push(
            "The fit takes the model at its word (--discrepancy 0), so that its bands may be too narrow."
                .to_owned(),
        );
    }
    caveats
}

/// "organisations.live of all on 2027-03-31 (line 7): 12 %".
fn row_in_words(row: &Observation) -> String {
    format!(
        "{} of {} on {} (line {}): {}",
        row.measure.name,
        row.group,
        row.date,
        row.line,
        figure(row.measure, row.value)
    )
}

/// Why no point is plausible, with the rows that conflict.
pub fn implausible(found: &Implausible, rows: &[Observation]) -> String {
    let list = |which: &[usize]| -> String {
        let named: Vec<String> = which
            .iter()
            .filter_map(|&j| rows.get(j))
            .take(2 * NAMED)
            .map(|row| format!("\n  {}", row_in_words(row)))
            .collect();
        let more = which.len().saturating_sub(2 * NAMED);
        let more = if more > 0 { format!("\n  and {more} more") } else { String::new() };
        named.concat() + &more
    };
    let mut said = format!(
        "no values of the parameters that are documented make these observations plausible: the nearest of \
         {} futures is {:.1} standard errors off, and 3 are allowed",
        count(found.futures as f64),
        found.off
    );
    if !found.alone.is_empty() {
        said += &format!(
            "\nnothing comes near these rows, whatever the others say:{}",
            list(&found.alone)
        );
    }
    let others: Vec<usize> =
        found.together.iter().copied().filter(|j| !found.alone.contains(j)).collect();
    if !others.is_empty() {
        said += &format!("\nthese cannot be met together with the others:{}", list(&others));
        if !found.met.is_empty() {
            said += &format!("\nthose that the nearest future meets:{}", list(&found.met));
        }
    }
    said
}
