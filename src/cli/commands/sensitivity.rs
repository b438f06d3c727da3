//! `uptake sensitivity FILE`: which parameters matter.

use std::path::{Path, PathBuf};

use uptake::experiments::study::Points;
use uptake::outputs::REPORT_FILE;
use uptake::outputs::study::{AnalysisDesign, Plan, PlannedAnalysis};
use uptake::scenario::study::{Design, Luck, is_study};
use uptake::store::{SCENARIO_LIMIT, ShardName, StudyFolder, read_text};

use crate::cli::args::{Method, Sensitivity};
use crate::cli::drawn::Draws;
use crate::cli::exit::{Exit, Failure};
use crate::cli::record::{BASE, again};
use crate::cli::sensitivity::{conclude, estimated_base};
use crate::cli::study::{self, LoadedStudy, Place, analysis};
use crate::cli::tables::show_document;
use crate::cli::terminal::Terminal;

/// Replicates of each point: few where points are many, and more where one is held against
/// another.
const REPLICATES: u32 = 4;
const REPLICATES_TORNADO: u32 = 40;
/// Levels of the grid on which trajectories walk (Morris 1991).
const MORRIS_LEVELS: usize = 4;
/// More parameters than this have no Sobol indices unless each is named.
const MOST_FOR_SOBOL: usize = 12;

/// Analyse a scenario or a study.
pub fn run(args: &Sensitivity, terminal: Terminal) -> Result<(), Failure> {
    let mut loaded = load(args, terminal)?;
    if let Some(table) = &args.draws {
        let draws = Draws::open(table)?;
        let narrowed = loaded.study.narrow(&draws.table.keys, &draws.table.values);
        narrowed.map_err(|why| Failure::runtime(why).with_exit(Exit::Invalid))?;
        terminal.say(&draws.in_words());
    }
    configure(&mut loaded, args)?;
    let points = Points::new(&loaded.study)
        .map_err(|error| Failure::runtime(error).with_exit(Exit::Invalid))?;
    let size = study::StudySize::of(&loaded.study, &loaded.base.read, &points, args.jobs);
    if args.dry_run {
        study::check(&loaded, &points, terminal)?;
        terminal.prose(&format!("{} Nothing was run.", size.in_words()))?;
        return size.fits(Path::new(BASE));
    }
    let mut draft = study::draft(&loaded, &points);
    draft.analysis = planned_analysis(&loaded, args);
    draft.draws = args.draws.as_ref().map(|table| table.display().to_string());
    let place = place(args, &draft)?;
    size.fits(&place.folder)?;
    estimated_base(&loaded.base.read.scenario, &draft, args.jobs).fits(&place.folder)?;
    let (folder, plan) = study::plan(&loaded, &points, draft, &place, terminal)?;
    let whole = ShardName::WHOLE;
    terminal.say(&format!("Running {}: {} …", plan.name, study::part_in_words(&plan, whole)));
    let done = study::work(&folder, &plan, &loaded.base.read, whole, args.jobs, terminal)?;
    if done.stopped {
        let more = if args.output.is_some() && !args.resume { &["--resume"][..] } else { &[] };
        return Err(Failure::Because {
            exit: Exit::Interrupted,
            message: format!("stopped; {} of {} points are done and kept", done.done, done.points),
            help: format!("to go on: {}", again(more)),
        });
    }
    let own = folder.own().map_err(Failure::store)?;
    study::merge(&own, &plan, false, terminal)?;
    let (document, matter) = conclude(&own, &loaded, &plan, args.jobs, terminal)?;
    show_document(&document, "", args.format, terminal)?;
    say_next(args, &plan, matter, terminal, &folder);
    Ok(())
}

/// What the plan keeps of what was asked.
fn planned_analysis(loaded: &LoadedStudy, args: &Sensitivity) -> Option<PlannedAnalysis> {
    let design = match loaded.study.design {
        Design::Morris { trajectories, levels } => AnalysisDesign::Morris { trajectories, levels },
        Design::Saltelli { rows, scrambles } => AnalysisDesign::Sobol { rows, scrambles },
        Design::OneAtATime => AnalysisDesign::Tornado,
        _ => return None,
    };
    Some(PlannedAnalysis { design, set: args.set.clone(), chosen: args.parameters.clone() })
}

/// The study, or one of all that is documented of a scenario.
fn load(args: &Sensitivity, terminal: Terminal) -> Result<LoadedStudy, Failure> {
    let text = read_text(&args.file, SCENARIO_LIMIT).map_err(Failure::runtime)?;
    if !is_study(&text) {
        return study::load_documented(&args.file, &args.set, &args.parameters, terminal);
    }
    let mut loaded = study::load(&args.file, &args.set, terminal)?;
    if !args.parameters.is_empty() {
        let wanted = |key: &str| args.parameters.iter().any(|w| w == key);
        if let Some(unknown) =
            args.parameters.iter().find(|w| loaded.study.parameters.iter().all(|p| p.key != **w))
        {
            let keys: Vec<&str> = loaded.study.parameters.iter().map(|p| p.key.as_str()).collect();
            return Err(Failure::runtime(format!("the study does not vary {unknown}"))
                .with_exit(Exit::Invalid)
                .with_help(format!("it varies {}", keys.join(", "))));
        }
        loaded.study.parameters.retain(|p| wanted(&p.key));
    }
    Ok(loaded)
}

/// Give the study the design of the method, and what is asked for.
fn configure(loaded: &mut LoadedStudy, args: &Sensitivity) -> Result<(), Failure> {
    let (study, scenario) = (&mut loaded.study, &loaded.base.read.scenario);
    let measure = match (&args.measure, study.measures.first()) {
        (Some(name), _) => analysis::named(name)?,
        (None, Some(first)) => first,
        (None, None) => analysis::named("organisations.real_use")?,
    };
    let week = args.week.or(study.weeks.last().copied()).unwrap_or(scenario.weeks);
    if week > scenario.weeks {
        let message = format!("week {week} lies beyond the horizon of {} weeks", scenario.weeks);
        return Err(Failure::runtime(message).with_exit(Exit::Invalid));
    }
    if study.parameters.is_empty() {
        return Err(Failure::runtime("the design is empty: no parameter is varied")
            .with_exit(Exit::Invalid));
    }
    let many = study.parameters.len();
    if args.method == Method::Sobol && many > MOST_FOR_SOBOL && args.parameters.is_empty() {
        let runs = (many + 2) * args.rows * usize::from(args.scrambles);
        let message = format!("Sobol indices of {many} parameters take {runs} points");
        let help = format!(
            "find the few that matter first, and name those: uptake sensitivity {}",
            args.file.display()
        );
        return Err(Failure::runtime(message).with_exit(Exit::Flags).with_help(help));
    }
    study.name = format!("{}-{}", study.name, args.method.id());
    (study.measures, study.weeks, study.threshold) = (vec![measure], vec![week], None);
    study.replicates = args.replicates.unwrap_or(REPLICATES);
    match args.method {
        Method::Morris => {
            let trajectories = usize::from(args.trajectories);
            study.design = Design::Morris { trajectories, levels: MORRIS_LEVELS };
        }
        Method::Sobol => {
            let (rows, scrambles) = (args.rows, usize::from(args.scrambles));
            study.design = Design::Saltelli { rows, scrambles };
        }
        Method::Tornado => {
            study.design = Design::OneAtATime;
            study.replicates = args.replicates.unwrap_or(REPLICATES_TORNADO);
        }
    }
    study.luck = Luck::of_design(&study.design, many, Luck::Matched);
    Ok(())
}

/// The user's folder; or the first of `output/NAME-METHOD`, `…-2` that is free or holds this very
/// analysis, which then goes on.
fn place(args: &Sensitivity, draft: &Plan) -> Result<Place, Failure> {
    if let Some(folder) = &args.output {
        return Ok(Place { folder: folder.clone(), resume: args.resume });
    }
    for number in 1u32.. {
        let name = match number {
            1 => draft.name.clone(),
            n => format!("{}-{n}", draft.name),
        };
        let folder = PathBuf::from(BASE).join(name);
        let is_own = match StudyFolder::open(&folder) {
            Ok(found) => found.plan().is_ok_and(|plan| plan.design_hash == draft.design_hash),
            Err(uptake::store::StoreError::NotFound { .. }) => true,
            Err(_) => false,
        };
        if is_own {
            return Ok(Place { folder, resume: true });
        }
    }
    Err(Failure::runtime("no folder is free"))
}

fn say_next(
    args: &Sensitivity,
    plan: &Plan,
    [told, first]: [Vec<String>; 2],
    terminal: Terminal,
    folder: &StudyFolder,
) {
    let name = folder.path().display();
    terminal.say(&format!("Results: {name}"));
    terminal.say(&format!("Report: {name}/{REPORT_FILE}"));
    let file = args.file.display();
    let few: Vec<String> = told.iter().take(5).map(|key| format!("--parameter {key}")).collect();
    let next = match args.method {
        Method::Morris if !few.is_empty() => {
            format!("uptake sensitivity {file} --method sobol {}", few.join(" "))
        }
        Method::Morris => {
            format!("uptake sensitivity {file} --replicates {}", 4 * plan.replicates)
        }
        _ => {
            let first = first.first().or(plan.measures.first());
            format!("uptake describe {}", first.map_or("", String::as_str))
        }
    };
    terminal.say(&format!("Next: {next}"));
}
