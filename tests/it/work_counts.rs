//! How much work a run is, in counts that no clock can blur: staff-weeks, words drawn, openings,
//! leavers. Extra work shows here before it shows in a time.
//!
//! The digest stands beside the counts: a change that only makes things faster leaves all of
//! these lines as they are. One that is meant to change results is taken up by
//!
//! ```text
//! INSTA_UPDATE=always cargo test --test it work_counts
//! ```

use std::fmt::Write as _;
use std::ops::ControlFlow;

use uptake::engine::{self, Options};
use uptake::results::Ensemble;
use uptake::scenario;

/// The first two futures of the built-in region over so many weeks, with a few keys changed.
fn futures(weeks: u32, changes: &[&str]) -> Ensemble {
    let changes: Vec<String> = changes.iter().map(|&x| x.to_owned()).collect();
    let mut region = scenario::builtin(&changes).expect("a valid scenario").scenario;
    region.end_after(weeks);
    region.replicates = 2;
    let options = Options { record: None, ..Options::of(&region) };
    engine::ensemble(&region, &options, &|_| ControlFlow::Continue(()))
}

/// Their counts and digests, a line each.
fn lines(futures: &Ensemble) -> String {
    let mut text = String::new();
    for future in &futures.replicates {
        let w = future.work;
        let _ = writeln!(
            text,
            "future {}: {} staff-weeks, {} live, {} words, {} openings, {} leavers, digest {:016x}",
            future.replicate,
            w.staff_weeks,
            w.staff_weeks_live,
            w.words_drawn,
            w.openings,
            w.leavers,
            future.digest,
        );
    }
    text
}

#[test]
fn work_of_a_year_from_the_start() {
    insta::assert_snapshot!(lines(&futures(52, &[])));
}

#[test]
fn work_of_half_a_year_with_the_tool_everywhere() {
    let changes = ["initial.live=1", "initial.competent=0.7", "initial.records=0.5"];
    insta::assert_snapshot!(lines(&futures(26, &changes)));
}

#[test]
fn an_organisation_that_never_goes_live_draws_no_words() {
    // Nobody can be won and set up in three weeks.
    let work = futures(3, &[]).work();
    assert_eq!(
        (work.staff_weeks_live, work.words_drawn, work.openings, work.leavers),
        (0, 0, 0, 0)
    );
    assert!(work.staff_weeks > 30_000);
}
