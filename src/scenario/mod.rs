//! Scenario files: text in, a validated [`Scenario`] out, or every problem at its place.
//!
//! | Step | Module |
//! |---|---|
//! | every parameter with its note, from `defaults/*.toml` | `registry`, `note`, `describe` |
//! | the user's text, beside the registry | `check`, `fit`, `overrides` |
//! | defaults ← built-in region ← file ← `--set` | `layer`, `read` |
//! | what nobody knows exactly, and how far it may lie off | `uncertainty` |
//! | names to indices, dates to weeks, sense | `resolve`, `organisations` |
//! | what results are compared with | `evidence` |
//! | goals and decisions as the command line says them | `goal_text`, `vary`, `groups` |
//! | what was observed | `observed` |
//! | where the fields of a table lie | `record` |
//! | what is allowed and rarely meant | `slips` |
//! | for people and editors | `changed`, `resolved`, `schema`, `templates` |
//!
//! Nothing here touches the file system: a file that a scenario names is asked for through
//! [`Files`].

mod builtin;
mod changed;
mod check;
mod describe;
mod event_kind;
mod evidence;
mod find;
mod fit;
pub mod forces;
mod goal_text;
mod goals;
mod groups;
mod layer;
mod levers;
mod model;
mod note;
mod observed;
mod organisations;
mod overrides;
mod problem;
mod raw;
mod read;
mod record;
mod registry;
mod resolve;
mod resolved;
mod schema;
mod sections;
mod slips;
pub mod study;
mod suggest;
mod templates;
mod uncertainty;
mod value;
mod vary;
mod written;

pub use builtin::{BUILTIN, BUILTIN_NAME};
pub use changed::Changed;
pub use describe::{Description, Drawn, Parameter, Unknown, all_keys, describe, parameters_page};
pub use evidence::{EVIDENCE_TARGETS, EvidenceTarget, compared_scenario, evidence_targets};
pub use goal_text::{Goal, Reading};
pub use goals::{BeyondTheEnd, last_day, unfit_level, week_meant, week_of_plan};
pub use groups::GroupName;
pub use levers::{LEVERS, LeverNote, levers_page};
pub use model::*;
pub use note::Sure;
pub use observed::{ALL, Observation, Observed, RowRole, read_observed};
pub use problem::{Problem, Problems};
pub use read::{Files, MOST_BYTES, NoFiles, Read, Source, builtin, decode, read};
pub use schema::schema;
pub use templates::{TEMPLATES, Template, template};
pub use uncertainty::{Distribution, Scale, UncertainParameter, uncertain};
pub use vary::{MOST_PLANS, Vary};
pub use written::written;
