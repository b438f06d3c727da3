//! The limits with exact answers: with everything else switched off, what is left of the model
//! must meet its exact answer in mean and in variance, through the same code as any run.
//!
//! Each limit is a scenario in `scenarios/verification`, run here in a smaller size where that
//! says the same, and scored as `uptake verify` does ([`uptake::experiments::verification::limits`]).
//! Each limit also has broken twins, in which the exact side or the scenario is wrong in one thing:
//! the same scores must reject them, or they would be worth nothing.

mod capacity;
mod contagion;
mod records;
mod seeing;
mod staff;
mod uses;

use std::fmt::Write as _;

use uptake::experiments::verification::limits;
use uptake::scenario::Scenario;

use limits::{Exact, Family, of_each, samples};

/// A verification scenario with some values set otherwise.
fn limit(text: &str, overrides: &[&str]) -> Scenario {
    limits::limit(text, overrides).unwrap_or_else(|problems| panic!("{problems}"))
}

/// What must be said of a family of scores.
trait Must {
    fn must_agree(&self);
    fn must_not_agree(&self);
}

impl Must for Family {
    #[track_caller]
    fn must_agree(&self) {
        assert!(self.agrees(), "the exact answer is not met:\n{}", table(self));
    }

    #[track_caller]
    fn must_not_agree(&self) {
        assert!(!self.agrees(), "a broken twin passes:\n{}", table(self));
    }
}

fn table(family: &Family) -> String {
    let mut lines = String::new();
    for score in &family.0 {
        let _ = writeln!(lines, "{:8.2} {}", score.z, score.what);
    }
    let _ = write!(lines, "critical {:.2}", family.critical());
    lines
}

#[test]
fn the_program_runs_limits_itself() {
    let quick = ["contagion, 10 on a ring", "a fixed number of hours a week"];
    for name in quick {
        let limit = limits::LIMITS.iter().find(|limit| limit.name == name).expect("a limit");
        let found = limits::check(limit).unwrap_or_else(|problems| panic!("{problems}"));
        assert!(found.iter().all(|x| x.holds && x.limit == name), "{found:#?}");
    }
    // Nothing simulated is no agreement.
    assert!(!Family(vec![]).agrees());
    let none = Exact::Mean(uptake::stats::exact::Moments::of_normal(0.0, 1.0));
    Family::of(&[1], &[vec![]], [none]).must_not_agree();
}
