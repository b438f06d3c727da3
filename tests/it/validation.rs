//! Evidence beside simulations: every target has a function, and what is found is what the
//! scenarios do.

use uptake::experiments::verification::validation::{QUANTITIES, Size, quantity, validate};
use uptake::results::{TargetFound, Verdict};
use uptake::scenario::{
    EVIDENCE_TARGETS, EvidenceTarget, NoFiles, Source, compared_scenario, evidence_targets, read,
};

fn targets() -> Vec<EvidenceTarget> {
    evidence_targets(EVIDENCE_TARGETS).expect("the shipped table")
}

/// Few futures: what is asked here does not need more.
const FEW: Size = Size { draws: 2, replicates: 1, national: 4, isolated: 2 };

fn compared(targets: &[EvidenceTarget]) -> Vec<TargetFound> {
    match validate(targets, FEW, &|_| {}) {
        Ok(found) => found,
        Err(problems) => panic!("{problems}"),
    }
}

#[test]
fn every_target_has_a_function_and_a_scenario_that_is_valid() {
    let targets = targets();
    assert_eq!(targets.len(), 25);
    for target in &targets {
        assert!(quantity(&target.id).is_some(), "no function for {}", target.id);
        let text = compared_scenario(&target.scenario).expect("a shipped scenario");
        let read = read(Source { name: &target.scenario, text }, &[], &NoFiles);
        assert!(read.is_ok_and(|read| read.scenario.name == target.scenario), "{}", target.id);
    }
    for quantity in QUANTITIES {
        assert!(targets.iter().any(|t| t.id == quantity.id), "no target {}", quantity.id);
    }
}

#[test]
fn hospitals_and_unused_skills_are_compared() {
    let all = targets();
    let of = |id: &str| all.iter().find(|t| t.id == id).expect("a target").clone();
    let some = [of("us-hospitals-2011"), of("retention-unused")];
    let found = compared(&some);
    let [hospitals, skills] = &found[..] else { panic!("{} results", found.len()) };
    assert_eq!((hospitals.id.as_str(), hospitals.values), ("us-hospitals-2011", 4));
    // More than in 2008, which is where they start, and fewer than all.
    assert!(hospitals.p50.is_some_and(|x| (0.1..0.9).contains(&x)), "{hospitals:?}");
    // The curve that the refresher trial was fitted to: log-normal, median 5.35 weeks, sigma 1.97.
    assert!(skills.p50.is_some_and(|x| (x - 0.675).abs() < 0.05), "{skills:?}");
    assert_eq!(skills.verdict, Verdict::Inside);
}

#[test]
fn a_range_elsewhere_is_a_miss_and_an_unknown_target_is_said_to_be_one() {
    let mut moved = targets().into_iter().find(|t| t.id == "retention-unused").expect("a target");
    (moved.low, moved.high) = (0.0, 0.1);
    let mut unknown = moved.clone();
    unknown.id = "something-new".to_owned();
    let found = compared(&[moved, unknown]);
    assert_eq!(found[0].verdict, Verdict::Outside);
    assert_eq!((found[1].verdict, found[1].p50), (Verdict::NotComputable, None));
}

#[test]
fn a_table_with_a_word_for_a_number_is_refused() {
    let broken = EVIDENCE_TARGETS.replacen(",0.14,", ",some,", 1);
    assert!(evidence_targets(&broken).is_err_and(|error| error.to_string().contains("invalid")));
}
