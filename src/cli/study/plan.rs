//! The plan of a study: made, or found and held against what is asked for.

use std::path::PathBuf;

use uptake::experiments::study::Points;
use uptake::outputs::study::{
    DESIGN_FILE, DesignHasher, DesignWriter, Digesting, PLAN_SCHEMA, Plan, PlannedParameter,
    PlannedThreshold,
};
use uptake::outputs::{FileRecord, ToolRecord};
use uptake::scenario::study::Luck;
use uptake::store::StudyFolder;

use super::load::{LoadedStudy, check};
use crate::cli::exit::{Exit, Failure};
use crate::cli::terminal::Terminal;

/// Where a study is worked on, and whether it may have been begun.
pub struct Place {
    /// The folder.
    pub folder: PathBuf,
    /// A plan that is there already is gone on with.
    pub resume: bool,
}

/// Plan a study as drafted, or find that it is planned already. Every point is checked before anything is
/// written.
///
/// # Errors
/// Exit 3 if a point is not valid or the folder holds another plan, 1 if the folder cannot be
/// written or holds a plan and nobody said to resume.
pub fn plan(
    loaded: &LoadedStudy,
    points: &Points<'_>,
    mut draft: Plan,
    place: &Place,
    terminal: Terminal,
) -> Result<(StudyFolder, Plan), Failure> {
    if let Some(found) = there(place)? {
        return held_against(found, &draft, place);
    }
    check(loaded, points, terminal)?;
    let folder = StudyFolder::at(&place.folder).map_err(Failure::store)?;
    let own = folder.own_to_plan().map_err(Failure::store)?;
    // Another may have planned while the points were checked.
    if folder.has_plan() {
        drop(own);
        let plan = planned(&folder)?;
        return held_against((folder, plan), &draft, place);
    }
    let part = own.part(DESIGN_FILE).map_err(Failure::store)?;
    let written = DesignWriter::new(&draft, Digesting::new(part)).and_then(|mut table| {
        (0..points.len()).try_for_each(|i| table.point(points.point(i)))?;
        table.finish()
    });
    let name = place.folder.join(DESIGN_FILE);
    let written = written
        .map_err(|error| Failure::runtime(format!("cannot write {}: {error}", name.display())))?;
    let (part, record) = written.finish(DESIGN_FILE);
    part.publish().map_err(Failure::store)?;
    draft.outputs.push(record);
    own.write_plan(&draft).map_err(Failure::store)?;
    drop(own);
    Ok((folder, draft))
}

/// The plan in a folder; it and the table of points are as they were planned.
///
/// # Errors
/// Exit 1 if there is none, 3 if there is one that this version does not work on, or it or the
/// table was changed.
pub fn planned(folder: &StudyFolder) -> Result<Plan, Failure> {
    if !folder.has_plan() {
        let message = format!("{} holds no study", folder.path().display());
        return Err(Failure::runtime(message)
            .with_help("uptake sweep study.toml -o DIR plans one and runs it"));
    }
    let plan = folder.plan().map_err(Failure::store)?;
    folder.design(&plan).map_err(Failure::store)?;
    Ok(plan)
}

/// The folder and its plan, if there is one.
fn there(place: &Place) -> Result<Option<(StudyFolder, Plan)>, Failure> {
    match StudyFolder::open(&place.folder) {
        Ok(folder) if folder.has_plan() => {
            let plan = planned(&folder)?;
            Ok(Some((folder, plan)))
        }
        Ok(_) | Err(uptake::store::StoreError::NotFound { .. }) => Ok(None),
        Err(error) => Err(Failure::store(error)),
    }
}

fn held_against(
    (folder, plan): (StudyFolder, Plan),
    draft: &Plan,
    place: &Place,
) -> Result<(StudyFolder, Plan), Failure> {
    let name = place.folder.display();
    if plan.design_hash != draft.design_hash {
        let message = format!(
            "{name} holds the plan of another design: the study, its scenario or the seed has \
             changed since it was planned"
        );
        return Err(Failure::runtime(message)
            .with_exit(Exit::Invalid)
            .with_help("plan it anew in another folder: -o DIR"));
    }
    if !place.resume {
        return Err(Failure::runtime(format!("{name} holds this study already"))
            .with_help("--resume goes on with what is missing"));
    }
    Ok((folder, plan))
}

/// The plan before its table is written.
pub fn draft(loaded: &LoadedStudy, points: &Points<'_>) -> Plan {
    hashed(without_hash(loaded, points), points)
}

/// The plan with the hash of what it now says.
pub fn hashed(mut plan: Plan, points: &Points<'_>) -> Plan {
    let mut hasher = DesignHasher::new(&plan);
    (0..points.len()).for_each(|i| hasher.point(&points.point(i)));
    plan.design_hash = hasher.finish();
    plan
}

fn without_hash(loaded: &LoadedStudy, points: &Points<'_>) -> Plan {
    let LoadedStudy { study, base, file } = loaded;
    let scenario = &base.read.scenario;
    let which = match study.luck {
        Luck::Matched => "replicate r is the same luck in every point",
        Luck::Independent => {
            "replicate r of point p is future p times replicates plus r of the seed"
        }
        Luck::IndependentFrom(_) => {
            "replicate r of point p is future p times replicates plus r of the seed, counted from the one \
             that its luck names"
        }
        Luck::Rows { apart: None, .. } => {
            "replicate r of the points of row n is future n times replicates plus r of the seed"
        }
        Luck::Rows { .. } => {
            "replicate r of the points of row n is future 2n times replicates plus r of the seed, of \
             the point apart future 2n + 1 times replicates plus r"
        }
    };
    let seed_rule = format!(
        "every draw is a function of seed, replicate, purpose, place, and time or attempt; {which}"
    );
    let planned = |p: &uptake::scenario::study::StudyParameter| PlannedParameter {
        key: p.key.clone(),
        keys: p.keys.clone(),
        number: p.is_number(),
        decision: p.decision,
    };
    Plan {
        plan_version: PLAN_SCHEMA,
        tool: ToolRecord::this(),
        name: study.name.clone(),
        study: file.clone(),
        scenario: FileRecord::new(&base.name, &base.read.resolved),
        organisations: base.list.clone(),
        design_hash: String::new(),
        design: study.design.name().to_owned(),
        points: points.len() as u32,
        replicates: study.replicates,
        seed: scenario.seed,
        seed_rule,
        luck: study.luck.name(),
        measures: study.measures.iter().map(|m| m.name.to_owned()).collect(),
        groups: Vec::new(),
        weeks: study.weeks.clone(),
        start: scenario.start.to_string(),
        parameters: study.parameters.iter().map(planned).collect(),
        threshold: study.threshold.map(|t| PlannedThreshold {
            measure: t.measure.name.to_owned(),
            at_least: t.at_least,
            week: t.week,
        }),
        draws: None,
        analysis: None,
        outputs: Vec::new(),
    }
}
