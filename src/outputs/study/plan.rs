//! `manifest.json` of a study: the plan that every shard and the merge hold to.
//!
//! It names no time and no machine, so that whoever plans the same study writes the same bytes.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::digest::hex;
use crate::measures::measure;
use crate::outputs::sealed::{sealed, unsealed};
use crate::outputs::{FileRecord, OutputRecord, ToolRecord, sha256_hex};
use crate::scenario::study::{Cell, Design, Luck, MOST_FUTURES, STUDY_LIMIT};

/// Version of the plan's format, and of how a point and replicate become a result.
pub const PLAN_SCHEMA: u32 = 2;
/// Last week that a study can keep.
const LAST_WEEK: u32 = 2_000;
/// Name of the table of points.
pub const DESIGN_FILE: &str = "design.parquet";

/// The plan of a study.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// Version of this format, [`PLAN_SCHEMA`].
    pub plan_version: u32,
    /// The program that planned.
    pub tool: ToolRecord,
    /// Name of the study.
    pub name: String,
    /// The study as it was read; for an analysis without a file, what was asked for.
    pub study: FileRecord,
    /// The base scenario, every parameter stated; its digest is the scenario hash.
    pub scenario: FileRecord,
    /// The user's list of organisations, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisations: Option<FileRecord>,
    /// SHA-256 of everything that results depend on.
    pub design_hash: String,
    /// Name of the design.
    pub design: String,
    /// Points.
    pub points: u32,
    /// Simulated futures of each point.
    pub replicates: u32,
    /// Master seed of the futures.
    pub seed: u64,
    /// How luck follows from the seed, in words.
    pub seed_rule: String,
    /// `matched` or `independent`.
    pub luck: String,
    /// Measures that are kept.
    pub measures: Vec<String>,
    /// Groups for which they are kept; none for everything together alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<String>,
    /// Weeks in which they are kept.
    pub weeks: Vec<u32>,
    /// First day of week 0.
    pub start: String,
    /// What is varied, in the order of the table's columns.
    pub parameters: Vec<PlannedParameter>,
    /// What counts as success, if anything does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub threshold: Option<PlannedThreshold>,
    /// The table of draws from which what is not known was taken, if it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub draws: Option<String>,
    /// What an analysis of sensitivity was asked for, if it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub analysis: Option<PlannedAnalysis>,
    /// The table of points.
    pub outputs: Vec<OutputRecord>,
}

/// An analysis of sensitivity in a plan: what its points alone do not say.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlannedAnalysis {
    /// The design.
    pub design: AnalysisDesign,
    /// Changes to the scenario from the command line.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub set: Vec<String>,
    /// Parameters or sections that were chosen; none for all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub chosen: Vec<String>,
}

/// The design of an analysis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "method", rename_all = "snake_case")]
pub enum AnalysisDesign {
    /// Elementary effects.
    Morris {
        /// Trajectories.
        trajectories: usize,
        /// Levels of the grid that they walk on.
        levels: usize,
    },
    /// Sobol indices.
    Sobol {
        /// Rows of each sample.
        rows: usize,
        /// Independent scrambles.
        scrambles: usize,
    },
    /// One at a time.
    Tornado,
}

impl AnalysisDesign {
    /// As the command line names it.
    pub fn method(self) -> &'static str {
        match self {
            AnalysisDesign::Morris { .. } => "morris",
            AnalysisDesign::Sobol { .. } => "sobol",
            AnalysisDesign::Tornado => "tornado",
        }
    }

    /// As a study has it.
    pub fn design(self) -> Design {
        match self {
            AnalysisDesign::Morris { trajectories, levels } => {
                Design::Morris { trajectories, levels }
            }
            AnalysisDesign::Sobol { rows, scrambles } => Design::Saltelli { rows, scrambles },
            AnalysisDesign::Tornado => Design::OneAtATime,
        }
    }
}

/// A parameter in a plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlannedParameter {
    /// Its path; also the name of its column.
    pub key: String,
    /// The paths that are set.
    pub keys: Vec<String>,
    /// True if its column holds numbers, false for text.
    pub number: bool,
    /// True for what can be decided.
    pub decision: bool,
}

impl PlannedParameter {
    /// The overrides that give it a value.
    pub fn set(&self, cell: &Cell) -> Vec<String> {
        self.keys.iter().map(|key| format!("{key}={cell}")).collect()
    }
}

/// A threshold in a plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlannedThreshold {
    /// The measure.
    pub measure: String,
    /// What it has to reach.
    pub at_least: f64,
    /// In which week.
    pub week: u32,
}

/// Why a text is not a plan that can be worked on.
#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    /// Not JSON, or without the fields of a plan.
    #[error("not the plan of a study: {0}")]
    Json(#[from] serde_json::Error),
    /// Written by another version.
    #[error(
        "this plan is of uptake {tool}, plan version {found}; this is uptake {}, plan version \
         {PLAN_SCHEMA}, whose results could differ: plan the study anew in another folder",
        env!("CARGO_PKG_VERSION")
    )]
    Version {
        /// Version of the plan's format.
        found: u64,
        /// Version of the program.
        tool: String,
    },
    /// It is not as it was written.
    #[error(
        "this plan was changed since it was written: it does not match its own digest; put it back, \
         or plan the study anew in another folder"
    )]
    Changed,
    /// A value that no plan has.
    #[error("{what} is {found}, which no plan has")]
    Impossible {
        /// Which value.
        what: &'static str,
        /// What it is.
        found: String,
    },
    /// The manifest of a run.
    #[error("this is the folder of a run, not of a study")]
    IsRun,
    /// A text in it is not the one that was planned.
    #[error("the text of {name} in the plan does not match its digest")]
    Altered {
        /// Which text.
        name: String,
    },
}

impl PlanError {
    /// True if the text is no plan at all, of whatever version or in whatever state.
    pub fn is_of_no_plan(&self) -> bool {
        match self {
            PlanError::Json(_) | PlanError::IsRun => true,
            PlanError::Version { found, .. } => *found == 0,
            _ => false,
        }
    }
}

#[derive(Deserialize)]
struct Head {
    plan_version: Option<u64>,
    schema_version: Option<u64>,
    tool: ToolRecord,
}

impl Plan {
    /// The plan as indented JSON with a final newline.
    ///
    /// # Errors
    /// If memory runs out.
    pub fn to_json(&self) -> Result<String, PlanError> {
        Ok(sealed(serde_json::to_string_pretty(self)?))
    }

    /// Read a plan.
    ///
    /// # Errors
    /// If the text is no plan, is of another version of the format or the program, was changed, or
    /// holds a text that does not match its digest or a value that no plan has.
    pub fn from_json(text: &str) -> Result<Self, PlanError> {
        let head: Head = serde_json::from_str(text)?;
        let Some(found) = head.plan_version else {
            return Err(match head.schema_version {
                Some(_) => PlanError::IsRun,
                None => PlanError::Version { found: 0, tool: head.tool.version },
            });
        };
        if found != u64::from(PLAN_SCHEMA) || head.tool != ToolRecord::this() {
            return Err(PlanError::Version { found, tool: head.tool.version });
        }
        let plan: Plan = serde_json::from_str(&unsealed(text).ok_or(PlanError::Changed)?)?;
        let files = [Some(&plan.study), Some(&plan.scenario), plan.organisations.as_ref()];
        for file in files.into_iter().flatten() {
            if sha256_hex(file.text.as_bytes()) != file.sha256 {
                return Err(PlanError::Altered { name: file.name.clone() });
            }
        }
        plan.possible()?;
        Ok(plan)
    }

    /// Values that would make no sense further on, whoever wrote them.
    fn possible(&self) -> Result<(), PlanError> {
        let futures = u64::from(self.points) * u64::from(self.replicates);
        let last = self.weeks.last().copied().unwrap_or(u32::MAX);
        let is_hash = |text: &str| text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit());
        let unknown = self.measures.iter().find(|name| measure(name).is_none());
        let checks: [(&'static str, bool, String); 8] = [
            (
                "points",
                (1..=STUDY_LIMIT).contains(&(self.points as usize)),
                self.points.to_string(),
            ),
            ("replicates", self.replicates > 0, self.replicates.to_string()),
            ("the number of futures", futures <= MOST_FUTURES, futures.to_string()),
            (
                "weeks",
                self.weeks.is_sorted_by(|a, b| a < b) && last <= LAST_WEEK,
                format!("{:?}", self.weeks),
            ),
            ("measures", !self.measures.is_empty() && unknown.is_none(), self.measures.join(", ")),
            ("start", self.start.parse::<Date>().is_ok(), self.start.clone()),
            ("luck", Luck::named(&self.luck).is_some(), self.luck.clone()),
            ("design_hash", is_hash(&self.design_hash), self.design_hash.clone()),
        ];
        match checks.into_iter().find(|(_, holds, _)| !holds) {
            Some((what, _, found)) => Err(PlanError::Impossible { what, found }),
            None => Ok(()),
        }
    }
}

/// Makes the design hash: of the plan but for its names, and of every point.
pub struct DesignHasher(Sha256);

impl DesignHasher {
    /// Begin with a plan whose `design_hash`, `points` and `outputs` are still open.
    pub fn new(plan: &Plan) -> Self {
        let list = plan.organisations.as_ref().map_or("", |list| &list.sha256);
        let head = [
            format!("uptake {} plan {PLAN_SCHEMA}", plan.tool.version),
            format!("scenario {} list {list}", plan.scenario.sha256),
            format!("replicates {} seed {} luck {}", plan.replicates, plan.seed, plan.luck),
            format!("measures {} weeks {:?}", plan.measures.join(" "), plan.weeks),
        ];
        // A plan without groups keeps the hash that it had before there were any.
        let groups = (!plan.groups.is_empty()).then(|| format!("groups {}", plan.groups.join(" ")));
        let parameters = plan
            .parameters
            .iter()
            .map(|p| format!("parameter {} sets {}", p.key, p.keys.join(" ")));
        let mut hash = Sha256::new();
        for line in head.into_iter().chain(groups).chain(parameters) {
            hash.update(line.as_bytes());
            hash.update(b"\n");
        }
        DesignHasher(hash)
    }

    /// Take in a point.
    pub fn point(&mut self, cells: &[Option<Cell>]) {
        for cell in cells {
            // A length before each value, so that no two rows read the same.
            let text = cell.as_ref().map_or(String::new(), Cell::to_string);
            self.0.update((text.len() as u64).to_le_bytes());
            self.0.update(text.as_bytes());
        }
        self.0.update(b"\n");
    }

    /// The hash as 64 hexadecimal digits.
    pub fn finish(self) -> String {
        hex(self.0)
    }
}
