//! `uptake rank FILE`: what each lever buys, and the best mix for a budget.

use uptake::experiments::ranking::{Choice, Question};
use uptake::measures::measure;
use uptake::outputs::ranking::{
    Ranked, alone_shown, brief, equal_shown, frontier_shown, how_ranked, mixes_shown,
    ranking_answer, ranking_json,
};
use uptake::outputs::words::{count, pounds};
use uptake::outputs::{self, Origin};
use uptake::results::Curves;
use uptake::store::MANIFEST_FILE;

use crate::cli::args::{Format, Futures, Rank};
use crate::cli::estimate::duration;
use crate::cli::exit::{Exit, Failure};
use crate::cli::explanation::week_of;
use crate::cli::interrupt;
use crate::cli::load;
use crate::cli::ranking::{Asked, MOST_DRAWS, estimated, nothing_to_spend, simulate, to_options};
use crate::cli::record::{Ending, Place, Record};
use crate::cli::results::{Told, ranking_results, report};
use crate::cli::study::analysis;
use crate::cli::tables::show;
use crate::cli::terminal::Terminal;

/// Levers in a table on the terminal.
const SHOWN: usize = 12;
/// Columns of the tables on the terminal; the report has all.
const EQUAL: [&str; 4] = ["bought", "group", "mean gain", "each"];
const ALONE: [&str; 4] = ["bought", "group", "mean gain", "cost"];
const MIXES: [&str; 4] = ["bought", "mean gain", "cost", "dearer in"];
const FRONTIER: [&str; 3] = ["bought", "mean gain", "cost"];

/// Rank the levers and write what was found.
pub fn run(args: &Rank, terminal: Terminal) -> Result<(), Failure> {
    let futures = Futures { replicates: Some(args.replicates), seed: args.seed, jobs: args.jobs };
    let loaded = load::scenario(&args.scenario, Some(&futures), terminal)?;
    let scenario = &loaded.read.scenario;
    if args.draws.saturating_mul(args.replicates) > MOST_DRAWS {
        return Err(Failure::runtime(format!(
            "{} draws with {} futures each are more than {} futures",
            args.draws,
            args.replicates,
            count(MOST_DRAWS.into())
        ))
        .with_exit(Exit::Flags));
    }
    let asked = asked(args, scenario)?;
    let place = Place { output: args.output.clone(), force: args.force };
    let name = format!("rank-{}", scenario.name);
    let size = estimated(&loaded.read, &asked, args.jobs);
    size.fits(place.folder())?;
    let record = Record::open(&place, &name, (&loaded, &[]), to_options(&asked), args.jobs)?;
    terminal.say(&format!(
        "Ranking {} levers in {} over {} draws of what nobody knows exactly, {} …",
        asked.question.choices.len(),
        scenario.name,
        count(args.draws.into()),
        duration(size.seconds)
    ));
    let run = match simulate(&loaded.read, &asked, args.jobs, terminal) {
        Ok(run) => run,
        Err(failure) => {
            record.discard()?;
            return Err(failure);
        }
    };
    let all = 2 * args.draws * args.replicates;
    let found = match run.ranking {
        Some(Ok(found)) => found,
        Some(Err(unpaid)) => {
            record.discard()?;
            return Err(nothing_to_spend(unpaid));
        }
        None => {
            record.discard()?;
            // All futures of the scenario itself are there, and none has a value.
            if run.base.replicates.len() as u32 == all && !interrupt::asked() {
                let (measure, week) = (asked.question.measure.name, asked.question.week);
                return Err(Failure::runtime(format!(
                    "{measure} in week {week} has no value in any of {} simulated futures",
                    count(all.into())
                ))
                .with_exit(Exit::Partial)
                .with_help("choose another --measure, or a later --at"));
            }
            return Err(place.stopped(0, all));
        }
    };
    let ranked = Ranked { scenario, base: &run.base, found: &found };
    let curves = Curves::of(&run.base);
    let ending =
        Ending { asked: args.replicates, complete: all, stopped: false, digest: run.base.digest() };
    let folder = record.close(&ending, ranking_results(&ranked), |manifest| {
        let all = [(&loaded.read, &run.base, &curves)];
        report(Origin::Run(manifest), &all, Told::Ranking(&ranked))
    })?;
    match args.format {
        Format::Json => {
            let json = ranking_json(&ranked).map_err(Failure::runtime)?;
            terminal.data(&String::from_utf8_lossy(&json))?;
        }
        Format::Text => print(&ranked, terminal)?,
    }
    terminal.say(&format!("Results: {}", folder.display()));
    terminal.say(&format!(
        "Next: open {} in a browser; uptake levers says what each lever is; uptake reproduce {} shows \
         that the same comes out again.",
        folder.join(outputs::REPORT_FILE).display(),
        folder.join(MANIFEST_FILE).display()
    ));
    Ok(())
}

fn asked(args: &Rank, scenario: &uptake::scenario::Scenario) -> Result<Asked, Failure> {
    let week = week_of(args.at.as_deref(), scenario)?;
    // The command line admits no other name.
    let measure = measure(&args.measure)
        .ok_or_else(|| Failure::runtime(format!("there is no measure {}", args.measure)))?;
    let wanted = |choice: &Choice| {
        args.levers.is_empty() || args.levers.iter().any(|id| id == choice.lever.note().id)
    };
    let choices = Choice::all().into_iter().filter(wanted).collect();
    analysis::check_level("--indifference", measure, args.indifference)?;
    let less = analysis::less_is_better(measure, args.better)?;
    let (budget, indifference) = (args.budget, args.indifference);
    let question = Question { measure, less, week, budget, indifference, choices };
    Ok(Asked { question, draws: args.draws })
}

fn print(ranked: &Ranked, terminal: Terminal) -> Result<(), Failure> {
    if !ranked.scenario.question.is_empty() {
        terminal.prose(&format!("Question: {}\n", ranked.scenario.question))?;
    }
    for paragraph in ranking_answer(ranked) {
        terminal.prose(&paragraph)?;
        terminal.data("\n")?;
    }
    terminal.prose(&how_ranked(ranked))?;
    let found = ranked.found;
    let money = pounds(found.money);
    terminal.prose(&format!(
        "\nEach lever for {money}, its hours hired and the rest of the money on more hours:"
    ))?;
    show(&brief(equal_shown(ranked, SHOWN), &EQUAL), terminal)?;
    terminal.prose("\nOne at a time at full dose, its hours found by the present team:")?;
    show(&brief(alone_shown(ranked, SHOWN), &ALONE), terminal)?;
    terminal
        .prose(&format!("\nThe best mix for {money} and those that cannot be told from it:"))?;
    show(&brief(mixes_shown(ranked), &MIXES), terminal)?;
    terminal.prose("\nWhat nothing cheaper outdoes, of all that was looked at:")?;
    show(&brief(frontier_shown(ranked), &FRONTIER), terminal)
}
