//! An analysis of sensitivity as a folder holds it: its files, and its report again from its
//! plan and shards alone.

use uptake::experiments::study::sensitivity::analyse;
use uptake::outputs::document::Document;
use uptake::outputs::sensitivity::Analysed;
use uptake::outputs::study::{Column, Plan, PlannedAnalysis};
use uptake::outputs::words::count;
use uptake::outputs::{FileRecord, Origin, OutputRecord, REPORT_FILE, ToolRecord};
use uptake::results::sensitivity::Found;
use uptake::results::{Curves, Ensemble};
use uptake::scenario::study::{Luck, Study, is_study, read_study};
use uptake::scenario::{Read, Scenario, Source};
use uptake::store::{OwnStudy, StudyFolder};

use super::again;
use super::estimate::{Estimate, Task};
use super::exit::{Exit, Failure};
use super::load::Loaded;
use super::progress::watched;
use super::results::report;
use super::simulate::Work;
use super::study::{self, LoadedStudy, analysis};
use super::terminal::Terminal;

/// Most and fewest futures of the base that the report shows; in between a tenth of the work.
const MOST_OF_BASE: u32 = 100;
const FEWEST_OF_BASE: u32 = 20;

/// What was found at the points of a folder.
///
/// # Errors
/// Exit 5 if values are missing, so that nothing can be said.
fn found(folder: &StudyFolder, plan: &Plan, study: &Study) -> Result<(Column, Found), Failure> {
    let (position, column) = analysis::column(plan, None, None)?;
    let values = analysis::values(folder, plan, position)?;
    let (all, without) = values.without();
    if all > 0 && without == all {
        let name = column.measure.name;
        let message = format!(
            "{name} in week {} has no value in any of {} simulated futures",
            column.week,
            count(all as f64)
        );
        return Err(Failure::runtime(message)
            .with_exit(Exit::Partial)
            .with_help("choose another --measure or a later --week"));
    }
    let found = analyse(study, &values).ok_or_else(|| {
        let name = column.measure.name;
        let message = format!(
            "{name} in week {} has no value in some points, or does not vary beyond luck",
            column.week
        );
        Failure::runtime(message)
            .with_exit(Exit::Partial)
            .with_help("choose another --measure or --week, or more --replicates")
    })?;
    Ok((column, found))
}

/// What a finished analysis leaves: its result files and after them the report. Gives the document and
/// the parameters that can be told from luck, the most important first; if there is none, the most
/// important one stands by itself in the second place.
///
/// # Errors
/// If something cannot be read, encoded or written, nothing can be said, or the user stops.
pub fn conclude(
    own: &OwnStudy<'_>,
    LoadedStudy { study, base: Loaded { read, .. }, .. }: &LoadedStudy,
    plan: &Plan,
    jobs: Option<usize>,
    terminal: Terminal,
) -> Result<(Document, [Vec<String>; 2]), Failure> {
    let folder = own.folder();
    let (column, found) = found(folder, plan, study)?;
    let analysed = Analysed { study, plan, scenario: &read.scenario, column, found: &found };
    let mut document = analysed.document().map_err(Failure::runtime)?;
    let keys = |keys: &[&str]| keys.iter().map(|&key| key.to_owned()).collect();
    let matter = [keys(&analysed.told()), keys(analysed.first().as_slice())];
    let merged = folder.merge_report(plan).map_err(Failure::store)?;
    let mut merged = merged.ok_or_else(|| {
        let name = folder.path().display();
        Failure::runtime(format!("{name} holds no merge that came to its end"))
            .with_exit(Exit::Partial)
            .with_help(format!("uptake merge {name} makes one"))
    })?;
    for file in document.files().map_err(Failure::runtime)? {
        own.write(&file.name, &file.bytes).map_err(Failure::store)?;
        merged.outputs.push(OutputRecord::new(&file.name, &file.bytes));
    }
    let base = base(own, read, plan, jobs, terminal)?;
    let origin = Origin::Study { plan, merged: &merged };
    let curves = [Curves::of(&base)];
    let report = report(origin, std::iter::once(read), (&[base], &curves), &document);
    own.write(REPORT_FILE, &report.map_err(Failure::runtime)?).map_err(Failure::store)?;
    Ok((document, matter))
}

/// Futures of the base that the report shows: about a tenth of what the analysis ran.
fn futures_of_base(scenario: &Scenario, plan: &Plan) -> u32 {
    let tenth = plan.points.saturating_mul(plan.replicates) / 10;
    scenario.replicates.min(tenth.clamp(FEWEST_OF_BASE, MOST_OF_BASE))
}

/// What they take, beside the points of the study.
pub fn estimated_base(scenario: &Scenario, plan: &Plan, jobs: Option<usize>) -> Estimate {
    let run = Task::run(futures_of_base(scenario, plan));
    Estimate::of(scenario, Task { tables: false, ..run }, jobs)
}

/// Simulate some futures of the base, for its figures in the report.
fn base(
    own: &OwnStudy<'_>,
    read: &Read,
    plan: &Plan,
    jobs: Option<usize>,
    terminal: Terminal,
) -> Result<Ensemble, Failure> {
    let replicates = futures_of_base(&read.scenario, plan);
    estimated_base(&read.scenario, plan, jobs).fits(own.folder().path())?;
    let work = Work::of(read, None)?;
    let base = watched(terminal, "futures", |step| work.run(replicates, jobs, step));
    if (base.replicates.len() as u32) < replicates {
        return Err(Failure::Because {
            exit: Exit::Interrupted,
            message: "stopped before the report was written; the results are all there".to_owned(),
            help: format!("to write it: uptake report {}", own.folder().path().display()),
        });
    }
    Ok(base)
}

/// The report of a folder again.
///
/// # Errors
/// If the folder holds no analysis, one of another version, or results are missing.
pub fn report_again(
    folder: &StudyFolder,
    plan: &Plan,
    jobs: Option<usize>,
    terminal: Terminal,
) -> Result<(), Failure> {
    let name = folder.path().display();
    let Some(analysis) = &plan.analysis else {
        return Err(Failure::runtime(format!("{name} holds a study, and studies have no report"))
            .with_exit(Exit::Invalid)
            .with_help(format!(
                "uptake discover {name} and uptake value {name} say what it shows"
            )));
    };
    let loaded = loaded_again(folder, plan, analysis)?;
    let points = uptake::experiments::study::Points::new(&loaded.study)
        .map_err(|error| Failure::runtime(error).with_exit(Exit::Invalid))?;
    if study::draft(&loaded, &points).design_hash != plan.design_hash {
        let ours = ToolRecord::this().version;
        let message = format!(
            "{name} holds an analysis of other points than uptake {ours} makes of its plan"
        );
        return Err(Failure::runtime(message)
            .with_exit(Exit::Mismatch)
            .with_help("run it again with this version"));
    }
    let own = folder.own().map_err(Failure::store)?;
    conclude(&own, &loaded, plan, jobs, terminal).map(drop)
}

/// The study and its base from the plan.
fn loaded_again(
    folder: &StudyFolder,
    plan: &Plan,
    asked: &PlannedAnalysis,
) -> Result<LoadedStudy, Failure> {
    let base =
        again::loaded(&folder.path().display(), &plan.scenario, plan.organisations.as_ref())?;
    let invalid = |why: &dyn std::fmt::Display| {
        let message = format!("{}: its study is not valid here: {why}", folder.path().display());
        Failure::runtime(message).with_exit(Exit::Invalid)
    };
    let mut study = study_again(&base, &plan.study, asked).map_err(|why| invalid(&why))?;
    let planned = |key: &str| plan.parameters.iter().any(|p| p.key == key);
    study.parameters.retain(|p| planned(&p.key));
    study.name.clone_from(&plan.name);
    study.measures = analysis::column(plan, None, None).map(|(_, c)| vec![c.measure])?;
    study.weeks.clone_from(&plan.weeks);
    study.threshold = None;
    study.replicates = plan.replicates;
    study.design = asked.design.design();
    study.luck = Luck::named(&plan.luck).unwrap_or(Luck::Matched);
    Ok(LoadedStudy { study, base, file: plan.study.clone() })
}

fn study_again(base: &Loaded, file: &FileRecord, asked: &PlannedAnalysis) -> Result<Study, String> {
    if !is_study(&file.text) {
        return Study::of_documented(&base.read, &asked.chosen);
    }
    // A table of points beside the study is not needed: the design is another.
    let none = |name: &str| Err(format!("the plan holds no {name}"));
    let source = Source { name: &file.name, text: &file.text };
    let mut study = read_study(source, &none).map_err(|problems| problems.to_string())?;
    study.weeks.retain(|&week| week <= base.read.scenario.weeks);
    study.threshold = None;
    study.complete(&base.read).map_err(|problems| problems.to_string())?;
    Ok(study)
}
