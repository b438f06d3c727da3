//! `uptake sweep STUDY -o DIR`: many points of a scenario's parameters, in one go or in parts.

use std::path::{Path, PathBuf};

use uptake::experiments::study::Points;
use uptake::store::ShardName;

use crate::cli::args::Sweep;
use crate::cli::drawn::Draws;
use crate::cli::exit::{Exit, Failure};
use crate::cli::record::{BASE, quoted};
use crate::cli::study::{self, Done, Place};
use crate::cli::terminal::Terminal;

/// Plan a study, simulate it or a part of it, and merge what is whole.
pub fn run(args: &Sweep, terminal: Terminal) -> Result<(), Failure> {
    let mut loaded = study::load(&args.study, &[], terminal)?;
    let draws = args.draws.as_deref().map(Draws::open).transpose()?;
    if let Some(draws) = &draws {
        let over =
            loaded.study.over_draws(&loaded.base.read, &draws.table.keys, &draws.table.values);
        over.map_err(|why| Failure::runtime(why).with_exit(Exit::Invalid))?;
        terminal.say(&draws.in_words());
    }
    let points = Points::new(&loaded.study)
        .map_err(|error| Failure::runtime(error).with_exit(Exit::Invalid))?;
    let folder = folder(args.output.as_deref(), &loaded.study.name);
    let size = study::StudySize::of(&loaded.study, &loaded.base.read, &points, args.jobs);
    if args.dry_run {
        study::check(&loaded, &points, terminal)?;
        terminal.prose(&size.in_words())?;
        size.fits(&folder)?;
        return terminal.prose(&format!(
            "Nothing was run. Without --dry-run the results go to {}.",
            folder.display()
        ));
    }
    size.fits(&folder)?;
    // Parts are begun on many machines: whoever comes second finds the plan of the first.
    let resume = args.resume || args.shard.is_some();
    let mut draft = study::draft(&loaded, &points);
    draft.draws = draws.as_ref().map(|draws| format!("{} {}", draws.digest(), draws.name));
    let place = Place { folder, resume };
    let (folder, plan) = study::plan(&loaded, &points, draft, &place, terminal)?;
    let shard = args.shard.unwrap_or(ShardName::WHOLE);
    let name = folder.path().display().to_string();
    terminal.say(&format!("Running {}: {} …", plan.name, study::part_in_words(&plan, shard)));
    let done = study::work(&folder, &plan, &loaded.base.read, shard, args.jobs, terminal)
        .map_err(|failure| failure.or_help("what was done is kept: --resume goes on with it"))?;
    if done.stopped {
        return Err(stopped(done, args, folder.path()));
    }
    if done.failed > 0 {
        terminal.warn(&format!(
            "{} simulated futures ended with an error of the model, which the results name",
            done.failed
        ));
    }
    if args.shard.is_some() {
        terminal.say(&format!("Results of this part: {name}/shards"));
        terminal.say(&format!(
            "Next: uptake status {name}; once all parts are there, uptake merge {name}."
        ));
        return Ok(());
    }
    let own = folder.own().map_err(Failure::store)?;
    let merged = study::merge(&own, &plan, false, terminal)?;
    study::say_merged(&folder, &plan, &merged, terminal)
}

/// The user's folder, or one named after the study.
fn folder(output: Option<&Path>, name: &str) -> PathBuf {
    output.map_or_else(|| Path::new(BASE).join(name), Path::to_path_buf)
}

fn stopped(done: Done, args: &Sweep, folder: &Path) -> Failure {
    let shard = args.shard.map_or(String::new(), |s| format!(" --shard {}/{}", s.index, s.of));
    let jobs = args.jobs.map_or(String::new(), |n| format!(" --jobs {n}"));
    let (study, folder) = (args.study.display().to_string(), folder.display().to_string());
    Failure::Because {
        exit: Exit::Interrupted,
        message: format!("stopped; {} of {} points are done and kept", done.done, done.points),
        help: format!(
            "to go on: uptake sweep {} -o {} --resume{shard}{jobs}",
            quoted(&study),
            quoted(&folder)
        ),
    }
}
