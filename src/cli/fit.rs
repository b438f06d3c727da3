//! A fit from what is asked to a document: who simulates the waves is for the caller.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use miette::Severity;

use uptake::engine::{Options, Size};
use uptake::experiments::Progress as Step;
use uptake::experiments::fit::{self, NoFit, Points, Question, Simulated};
use uptake::experiments::study::{Kept, Simulate, Task, simulate};
use uptake::experiments::uncertainty::prepare_draws;
use uptake::outputs::FileRecord;
use uptake::outputs::fit::{FitTold, implausible};
use uptake::outputs::sha256_hex;
use uptake::outputs::words::count;
use uptake::parallel::on_threads;
use uptake::results::fit::Fitted;
use uptake::results::{Group, ParameterDraws, month_ends};
use uptake::scenario::study::{Cell, Design, Luck, Study};
use uptake::scenario::{Observed, Problems, Read, Scenario, read_observed};
use uptake::store::{ShardName, StudyFolder, WAVES};

use super::ask::Found;
use super::diagnostics;
use super::estimate::{Estimate, Task as Taken, duration, future};
use super::exit::{Exit, Failure};
use super::load::Loaded;
use super::study::{self, LoadedStudy, Place};
use super::terminal::Terminal;

/// Simulates the points of a wave.
pub type Wave<'a> = dyn FnMut(&Question, &Points) -> Result<Vec<Simulated>, Failure> + 'a;

/// Processors in whose minutes a budget is given: the same on every machine, so that the same command
/// simulates the same futures.
const PROCESSORS: f64 = 2.0;
/// Share of a budget that is simulated; the rest reads points, learns from them and writes.
const SIMULATED: f64 = 0.8;
/// Futures beyond which more budget buys nothing that can be seen.
const ENOUGH: f64 = 6_000.0;
/// Draws whose futures the report shows.
const SHOWN: usize = 100;
/// Points that are simulated between two looks at whether to go on.
const TOGETHER: usize = 64;

/// What is asked of a scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// The table of what was observed.
    pub observed: FileRecord,
    /// Futures in all.
    pub futures: u32,
    /// What is varied; none for all.
    pub vary: Vec<String>,
    /// What a year adds to the discrepancy.
    pub discrepancy: f64,
}

/// Futures that a budget comes to.
pub fn futures_of(minutes: f64, scenario: &Scenario) -> u32 {
    let each = future(&Size::of(scenario)) * 1e-9;
    let all = SIMULATED * minutes * 60.0 * PROCESSORS / each;
    all.clamp(f64::from(fit::FEWEST_FUTURES), ENOUGH).round() as u32
}

/// Futures of the draws that the report shows.
pub const fn shown() -> u32 {
    SHOWN as u32
}

impl Asked {
    /// What was observed, as the scenario reads it.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn read(&self, scenario: &Scenario) -> Result<Observed, Problems> {
        read_observed(&self.observed.name, &self.observed.text, scenario, true)
    }

    /// The question.
    ///
    /// # Errors
    /// Exit 3 if nothing is documented of what is to be varied.
    pub fn question(&self, read: &Read, observed: &Observed) -> Result<Question, Failure> {
        let study = Study::of_documented(read, &self.vary)
            .map_err(|why| Failure::runtime(why).with_exit(Exit::Invalid))?;
        if study.parameters.is_empty() {
            return Err(Failure::runtime("nothing in this scenario is documented to be uncertain")
                .with_exit(Exit::Invalid));
        }
        let scenario = &read.scenario;
        let calendar = month_ends(scenario.start, scenario.weeks);
        let how = (scenario.seed, self.futures, self.discrepancy);
        Ok(Question::of(study.parameters, observed, &calendar, how))
    }

    /// What it takes, and what it does in words.
    ///
    /// # Errors
    /// As [`Asked::question`].
    pub fn size(
        &self,
        read: &Read,
        observed: &Observed,
        jobs: Option<usize>,
    ) -> Result<(Estimate, String), Failure> {
        let question = self.question(read, observed)?;
        let run = Taken { tables: false, recorded: false, ..Taken::run(shown()) };
        let futures = f64::from(self.futures);
        // Points are read to check them, and again to run them.
        let work = Taken { looked_at: futures, draws: 2.0 * futures, ..run };
        let size = Estimate::of(&read.scenario, work, jobs);
        let words = format!(
            "{} observations to fit to and {} held back, {} parameters varied, {} simulated futures in {} \
             waves: {}",
            count(observed.fit.len() as f64),
            count(observed.hold.len() as f64),
            count(question.parameters.len() as f64),
            count(futures),
            fit::WAVES,
            duration(size.seconds)
        );
        Ok((size, words))
    }

    /// Fit, and tell of it with futures of the draws; `run` simulates a wave.
    ///
    /// # Errors
    /// What `run` says, that no point is plausible, or that a chart cannot be drawn.
    pub fn find(
        &self,
        read: &Read,
        jobs: Option<usize>,
        step: &(dyn Fn(Step) -> ControlFlow<()> + Sync),
        run: &mut Wave<'_>,
    ) -> Result<Found, Failure> {
        let scenario = &read.scenario;
        let observed = self.read(scenario).map_err(Failure::runtime)?;
        let question = self.question(read, &observed)?;
        let found = fit::fit(&question, &mut |points| run(&question, points))
            .map_err(|none| failed(none, &observed))?;
        // From here on there are draws, and what was held back may be looked at.
        let held = (!observed.hold.is_empty()).then(|| sha256_hex(observed.held_text.as_bytes()));
        let scored =
            (!observed.hold.is_empty()).then(|| fit::score(&found, &observed, scenario.seed));
        let draws = draws_of(&found);
        let prepared = prepare_draws(read, draws)
            .map_err(|refused| Failure::runtime(refused).with_exit(Exit::Invalid))?;
        let futures = prepared.futures();
        let options = Options { replicates: 0..futures, jobs, ..Options::of(scenario) };
        let base = prepared.run(&options, &|done| step(Step { done, of: futures }));
        if (base.replicates.len() as u32) < futures {
            return Ok(Found::of(base, 1, None, true));
        }
        let told = FitTold {
            scenario,
            base: &base,
            observed: &observed,
            held: held.as_deref(),
            found: &found,
            scored: scored.as_ref(),
        };
        let document = told.document().map_err(Failure::runtime)?;
        let next = "uptake run and compare take the draws with --draws".to_owned();
        Ok(Found { next, ..Found::of(base, 1, Some(document), false) })
    }
}

/// Draws that are shown, a future of each: spread evenly over all.
fn draws_of(found: &Fitted) -> ParameterDraws {
    let apart = found.draws.len().div_ceil(SHOWN).max(1);
    let all = |values: &Vec<f64>| -> Vec<f64> {
        let own = found.parameters.iter().zip(values);
        own.flat_map(|(p, value)| p.keys.iter().map(move |_| *value)).collect()
    };
    ParameterDraws {
        replicates_per_draw: 1,
        keys: found.parameters.iter().flat_map(|p| p.keys.clone()).collect(),
        values: found.draws.iter().step_by(apart).map(all).collect(),
    }
}

fn failed(none: NoFit<Failure>, observed: &Observed) -> Failure {
    match none {
        NoFit::Stopped(failure) => failure,
        NoFit::TooFew => Failure::runtime("too few simulated futures came to their end to say anything")
            .with_exit(Exit::Partial),
        NoFit::Implausible(found) => Failure::runtime(implausible(&found, &observed.fit))
            .with_exit(Exit::Partial)
            .with_help(
                "look up these rows; say how sure they are (sd, denominator); vary more; or allow that the \
                 model is off: --discrepancy 0.5. No draws were written",
            ),
    }
}

/// A study whose points are those of a wave.
///
/// # Errors
/// If nothing is documented of what is varied.
fn study_of(
    loaded: &Loaded,
    vary: &[String],
    question: &Question,
    points: &Points,
) -> Result<LoadedStudy, Failure> {
    let mut study = Study::of_documented(&loaded.read, vary)
        .map_err(|why| Failure::runtime(why).with_exit(Exit::Invalid))?;
    study.name = format!("{}-fit-wave-{}", study.name, points.wave + 1);
    study.design = Design::Table(points.cells.clone());
    (study.replicates, study.luck) = (1, Luck::IndependentFrom(points.first));
    (study.measures, study.weeks) = (question.measures.clone(), question.weeks.clone());
    study.threshold = None;
    let file = FileRecord::new(&loaded.name, "");
    let base =
        Loaded { read: loaded.read.clone(), name: loaded.name.clone(), list: loaded.list.clone() };
    Ok(LoadedStudy { study, base, file })
}

/// Simulates waves in memory.
///
/// # Errors
/// If somebody stops it.
pub fn in_memory(
    read: &Read,
    jobs: Option<usize>,
    step: &(dyn Fn(Step) -> ControlFlow<()> + Sync),
    (question, points): (&Question, &Points),
) -> Result<Vec<Simulated>, Failure> {
    let groups = Group::all(&read.scenario);
    let place = |id: &String| groups.iter().position(|group| group.id == *id);
    let kept = Kept {
        measures: question.measures.clone(),
        groups: question.groups.iter().filter_map(place).collect(),
        weeks: question.weeks.clone(),
    };
    let luck = Luck::IndependentFrom(points.first);
    let how = Simulate { base: read, kept: &kept, replicates: 1, luck };
    let set = |cells: &Vec<Cell>| -> Vec<String> {
        question
            .parameters
            .iter()
            .zip(cells)
            .flat_map(|(p, c)| p.set(c).collect::<Vec<_>>())
            .collect()
    };
    let tasks: Vec<Task> =
        (0..).zip(&points.cells).map(|(point, cells)| Task { point, set: set(cells) }).collect();
    let before: u32 = question.waves()[..points.wave].iter().map(|n| *n as u32).sum();
    let mut simulated = Vec::with_capacity(tasks.len());
    for some in tasks.chunks(TOGETHER) {
        let outcomes = on_threads(jobs, || simulate(how, some, &|_| ()));
        simulated.extend(outcomes.into_iter().map(|o| o.futures.into_iter().next()?.ok()));
        let done = before + simulated.len() as u32;
        if step(Step { done, of: question.futures }).is_break() {
            return Err(Failure::Told(Exit::Interrupted));
        }
    }
    Ok(simulated)
}

/// Simulates waves in a folder, a study each: what is done is kept, whoever did it.
pub struct Waves<'a> {
    /// The scenario.
    pub loaded: &'a Loaded,
    /// What is varied.
    pub vary: &'a [String],
    /// Folder of the fit.
    pub folder: PathBuf,
    /// The part of each wave that is simulated here.
    pub shard: ShardName,
    /// Threads.
    pub jobs: Option<usize>,
    /// What the command takes beside what was given, to go on.
    pub more: Vec<String>,
    /// The terminal.
    pub terminal: Terminal,
}

impl Waves<'_> {
    /// What was kept of the future of each point.
    ///
    /// # Errors
    /// If the folder holds other waves, something cannot be read or written, somebody stops it, or
    /// others have not done their parts.
    pub fn run(&self, question: &Question, points: &Points) -> Result<Vec<Simulated>, Failure> {
        let loaded = study_of(self.loaded, self.vary, question, points)?;
        let all = uptake::experiments::study::Points::new(&loaded.study)
            .map_err(|error| Failure::runtime(error).with_exit(Exit::Invalid))?;
        let mut draft = study::draft(&loaded, &all);
        draft.groups.clone_from(&question.groups);
        draft = study::hashed(draft, &all);
        let folder = self.folder.join(WAVES).join(format!("wave-{}", points.wave + 1));
        let place = Place { folder, resume: true };
        let (folder, plan) = study::plan(&loaded, &all, draft, &place, self.terminal)?;
        if let Some(whole) = whole(&folder, &plan)? {
            return Ok(whole);
        }
        self.terminal.say(&format!(
            "Wave {} of {}: {} …",
            points.wave + 1,
            fit::WAVES,
            study::part_in_words(&plan, self.shard)
        ));
        let base = &loaded.base.read;
        let done = study::work(&folder, &plan, base, self.shard, self.jobs, self.terminal)?;
        if done.stopped {
            let more: Vec<&str> = self.more.iter().map(String::as_str).collect();
            return Err(Failure::Because {
                exit: Exit::Interrupted,
                message: format!(
                    "stopped in wave {}; {} of {} futures of it are done and kept",
                    points.wave + 1,
                    done.done,
                    done.points
                ),
                help: format!("to go on: {}", super::record::again(&more)),
            });
        }
        whole(&folder, &plan)?.ok_or_else(|| Failure::Because {
            exit: Exit::Partial,
            message: format!(
                "part {} of {} of wave {} is done; other parts are missing",
                self.shard.index,
                self.shard.of,
                points.wave + 1
            ),
            help: format!(
                "give the same command once they are there; uptake status {} says which",
                folder.path().display()
            ),
        })
    }
}

/// What was kept of every point, if all are there.
fn whole(
    folder: &StudyFolder,
    plan: &uptake::outputs::study::Plan,
) -> Result<Option<Vec<Simulated>>, Failure> {
    let mut simulated: Vec<Simulated> = Vec::with_capacity(plan.points as usize);
    for outcome in folder.merged(plan).map_err(Failure::store)? {
        let outcome = outcome.map_err(Failure::store)?;
        if outcome.point as usize != simulated.len() {
            return Ok(None);
        }
        simulated.push(outcome.futures.into_iter().next().and_then(Result::ok));
    }
    Ok((simulated.len() == plan.points as usize).then_some(simulated))
}

/// Show what is wrong with a table of observations, and fail.
pub fn told(Problems(problems): &Problems, terminal: Terminal) -> Failure {
    diagnostics::show(problems, Severity::Error, terminal);
    let plural = if problems.len() == 1 { "" } else { "s" };
    terminal.raw_error(&format!("{} problem{plural}; nothing was written.", problems.len()));
    Failure::Told(Exit::Invalid)
}

/// A table of observations as text.
///
/// # Errors
/// If it cannot be read, or is no UTF-8 text.
pub fn open(path: &Path) -> Result<FileRecord, Failure> {
    let text = uptake::store::read_text(path, uptake::store::SCENARIO_LIMIT).map_err(|error| {
        Failure::store(error)
            .or_help("save it as CSV in UTF-8: uptake fit --help shows a table to start from")
    })?;
    Ok(FileRecord::new(path.display().to_string(), text))
}
