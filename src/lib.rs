//! `uptake` simulates how a patient-data-sharing tool spreads, or fails to, through
//! hundreds of care organisations and the people in them.
//!
//! Three steps make a study: read a [`scenario`], run an ensemble of simulated futures with the
//! [`engine`], and read the curves in [`results`].
//!
//! ```
//! use std::ops::ControlFlow;
//! use uptake::{engine, results::Curves, scenario};
//!
//! // The built-in region of 330 organisations, with what differs for this question.
//! let changes = ["replicates=3", "team.facilitators.count=4"];
//! let read = scenario::builtin(&changes.map(String::from))?;
//!
//! let region = &read.scenario;
//! let options = engine::Options::of(region);
//! let futures = engine::ensemble(region, &options, &|_done| ControlFlow::Continue(()));
//!
//! let curves = Curves::of(&futures);
//! let live = curves.get("organisations.live", 0).expect("a measure of that name");
//! let end = live.points[260];
//! println!("{:.0} % of {} organisations live", 100.0 * end.p50, end.denominator);
//! # assert!(end.p50 > 0.0 && end.denominator == 330.0);
//! # Ok::<(), scenario::Problems>(())
//! ```
//!
//! Data flows one way: scenario file → validated scenario → [`world::Blueprint`] →
//! [`world::World`] → [`forces`] write coefficients → [`processes`] change state → [`observers`]
//! count [`measures`] → [`results`] → [`outputs`] (bytes) → [`store`] (files). To understand the
//! model, read [`processes`] in the order of [`processes::PLAN`], then a file or two of [`forces`];
//! to understand why two runs can be compared future by future, read [`rng`].

// `cli` names the library as whoever uses it does.
#[cfg(feature = "cli")]
extern crate self as uptake;

#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;
pub mod engine;
pub mod experiments;
pub mod forces;
#[cfg(feature = "import")]
pub mod import;
pub mod measures;
pub mod observers;
pub mod outputs;
pub mod page;
pub mod parallel;
pub mod processes;
pub mod results;
pub mod rng;
pub mod scenario;
pub mod stats;
#[cfg(feature = "cli")]
pub mod store;
pub mod world;
