//! The patterns that must emerge, each with a twin in which its mechanism is off and it is absent.
//! Fixed seed. That they also hold with parameters a fifth lower or higher is for
//! `uptake verify --long`; the test here holds that these runs say what they mean to.

use uptake::experiments::verification::patterns::{Pattern, check, patterns, scenario_of};

/// Looks for the patterns of some numbers; every failure is told, not the first only.
fn walk(numbers: &[u8]) {
    let mut failed = Vec::new();
    for pattern in patterns().into_iter().filter(|p| numbers.contains(&p.number)) {
        let outcome = check(pattern, pattern.replicates, false).unwrap();
        let words = format!(
            "{:2} {:.4} ({} at least), twin {:.4}: {}",
            pattern.number, outcome.figure, pattern.least, outcome.twin, pattern.claim
        );
        if !outcome.holds(pattern) {
            failed.push(words);
        }
    }
    assert!(failed.is_empty(), "\n{}", failed.join("\n"));
}

#[test]
fn toe_and_treadmill() {
    walk(&[1, 2]);
}

#[test]
fn critical_mass() {
    walk(&[3]);
}

#[test]
fn cascade_and_lag() {
    walk(&[4, 5]);
}

#[test]
fn senders_and_receivers() {
    walk(&[6, 8]);
}

#[test]
fn money() {
    walk(&[7, 11]);
}

#[test]
fn turnover_books_and_regions() {
    walk(&[9, 10, 12]);
}

#[test]
fn mandate_scandal_and_incentive() {
    walk(&[13, 14]);
}

#[test]
fn order_and_illness() {
    walk(&[15, 16]);
}

#[test]
fn all_sixteen_are_there() {
    for number in 1..=16 {
        assert!(patterns().iter().any(|p| p.number == number), "{number}");
    }
}

/// What is varied has the value that the list states, and a fifth less and more are allowed.
#[test]
fn variations_start_from_the_value_in_force() {
    for pattern in patterns() {
        for parameter in &pattern.vary {
            for variant in pattern.variants {
                let scenario = |more: &[&str]| scenario_of(pattern, variant, more).unwrap();
                let (plain, same) = (scenario(&[]), parameter.times(1.0));
                assert!(plain == scenario(&[&same]), "{} {same}", pattern.number);
                for factor in [0.8, 1.2] {
                    let moved = parameter.times(factor);
                    assert!(plain != scenario(&[&moved]), "{} {moved}", pattern.number);
                }
            }
        }
    }
}

/// The walker can fail: a claim that asks for more than there is, or a twin that has the pattern.
#[test]
fn a_pattern_that_is_not_there_is_found_out() {
    let toe: &Pattern = patterns()[0];
    let outcome = check(toe, 4, false).unwrap();
    let holds = |least, without| {
        let claim = Pattern { least, without, ..copy(toe) };
        let twin = if without == toe.without { outcome.twin } else { outcome.figure };
        uptake::experiments::verification::patterns::Outcome { twin, ..outcome.clone() }
            .holds(&claim)
    };
    assert!(holds(toe.least, toe.without));
    assert!(!holds(outcome.figure + 1.0, toe.without));
    assert!(!holds(toe.least, &[]));
    let mut nothing = outcome.clone();
    nothing.figure = f64::NAN;
    assert!(!nothing.holds(toe));
}

fn copy(p: &Pattern) -> Pattern {
    Pattern { ..*p }
}
