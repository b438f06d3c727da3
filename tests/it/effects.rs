//! Every force of the framework matters somewhere: in a scenario of at most five changed keys,
//! with all other forces acting, it moves an outcome by a point or more, and in the direction that
//! the paper gives it. Fixed seed; the interval of the mean is a 99 % one (α = 0.01).

use uptake::experiments::verification::effects::{Effect, measure_effect, scenario_of};
use uptake::forces::{Force, Shows, registry};

/// Pairs of futures; more where an event has to come first.
const PAIRS: u32 = 24;
const PAIRS_WITH_EVENT: u32 = 48;
/// Outcomes in which a claim may be made.
const OUTCOMES: [&str; 4] =
    ["organisations.live", "staff.weekly", "patients.true_current", "encounters.informed"];

/// Numbers of the framework, each with how many mechanisms stand for it.
const FRAMEWORK: [(&str, usize); 22] = [
    ("1.1", 12),
    ("1.2", 4),
    ("1.3", 5),
    ("1.4", 5),
    ("1.5", 2),
    ("1.6", 1),
    ("1.7", 2),
    ("1.8", 1),
    ("1.9", 1),
    ("2.1", 2),
    ("2.2", 1),
    ("2.3", 1),
    ("2.4", 1),
    ("3.1", 1),
    ("3.2", 1),
    ("3.3", 1),
    ("3.4", 1),
    ("3.5", 1),
    ("3.6", 1),
    ("3.7", 1),
    ("3.8", 1),
    ("3.9", 1),
];

fn of(number: &str) -> Vec<&'static dyn Force> {
    let head = |section: &str| section.splitn(3, '.').take(2).collect::<Vec<_>>().join(".");
    registry().filter(|f| head(f.meta().section) == number).collect()
}

#[test]
fn the_whole_framework_is_there() {
    for (number, mechanisms) in FRAMEWORK {
        assert_eq!(of(number).len(), mechanisms, "{number}");
    }
    let all: usize = FRAMEWORK.iter().map(|(_, n)| n).sum();
    assert_eq!(registry().count(), all);
}

#[test]
fn claims_are_well_formed_and_ambivalent_forces_claim_both_signs() {
    for force in registry() {
        let meta = force.meta();
        assert!(!meta.shows.is_empty(), "{}", meta.name);
        for shows in meta.shows {
            assert!(shows.keys.len() <= 5, "{}", meta.name);
            assert!(OUTCOMES.contains(&shows.outcome), "{}: {}", meta.name, shows.outcome);
            assert!(scenario_of(shows).is_ok(), "{}: {:?}", meta.name, shows.keys);
        }
        let signs = |raises| meta.shows.iter().any(|s| s.raises == raises);
        match meta.section.as_bytes() {
            [b'1', ..] => assert!(!signs(true), "{} is a challenge", meta.name),
            [b'2', ..] => assert!(!signs(false), "{} is a driver", meta.name),
            [b'3', b'.', b'3'..=b'9'] => assert!(signs(true) && signs(false), "{}", meta.name),
            _ => {}
        }
    }
}

/// Walks the claims of some numbers of the framework; every failure is told, not the first only.
fn walk(numbers: &[&str]) {
    let mut failed = Vec::new();
    for force in numbers.iter().flat_map(|number| of(number)) {
        for shows in force.meta().shows {
            let pairs = if shows.event.is_some() { PAIRS_WITH_EVENT } else { PAIRS };
            let effect = measure_effect(force, shows, pairs).unwrap();
            if !effect.holds(shows.raises) {
                failed.push(format!("{}: {}", force.meta().name, in_words(shows, &effect)));
            }
        }
    }
    assert!(failed.is_empty(), "\n{}", failed.join("\n"));
}

fn in_words(shows: &Shows, e: &Effect) -> String {
    format!(
        "{} {:+.4} ± {:.4} from {:.3}, sign right in {:.0} % of {} pairs",
        shows.outcome,
        e.mean,
        e.half_width,
        e.without,
        100.0 * e.right,
        e.pairs
    )
}

#[test]
fn radical_innovation() {
    walk(&["1.1"]);
}

#[test]
fn edge_and_teams() {
    walk(&["1.2", "1.3"]);
}

#[test]
fn it_work_and_art() {
    walk(&["1.4", "1.5"]);
}

#[test]
fn other_challenges() {
    walk(&["1.6", "1.7", "1.8", "1.9"]);
}

#[test]
fn drivers() {
    walk(&["2.1", "2.2", "2.3", "2.4"]);
}

#[test]
fn oppositional_and_ambivalent() {
    walk(&["3.1", "3.2", "3.3", "3.4", "3.5", "3.6", "3.7", "3.8", "3.9"]);
}

/// The walker can fail: a claim of the wrong sign, or of an outcome that the force cannot move.
#[test]
fn a_false_claim_is_found_out() {
    let force = registry().find(|f| f.meta().name == "good_enough").unwrap();
    let mut shows = force.meta().shows[0];
    let effect = measure_effect(force, &shows, 8).unwrap();
    assert!(!effect.holds(!shows.raises));
    shows.outcome = "organisations.live";
    shows.week = 4;
    assert!(!measure_effect(force, &shows, 8).unwrap().holds(shows.raises));
}

/// A force of strength 0 is not there: its other parameters change no digit.
#[test]
fn strength_zero_leaves_every_digit() {
    use std::ops::ControlFlow;
    use uptake::engine::{self, Options};
    use uptake::scenario::{self, all_keys};
    let digest = |keys: &[String]| {
        let mut s = scenario::builtin(keys).unwrap().scenario;
        s.end_after(30);
        s.replicates = 1;
        s.targets.clear();
        engine::ensemble(&s, &Options::of(&s), &|_| ControlFlow::Continue(())).digest()
    };
    for force in registry() {
        let name = force.meta().name;
        let off = format!("forces.{name}.strength=0");
        let head = format!("forces.{name}.");
        let mut moved = vec![off.clone()];
        for key in all_keys().into_iter().filter(|key| key.starts_with(&head)) {
            if let Some(value) = other_value(&key) {
                moved.push(format!("{key}={value}"));
            }
        }
        assert_eq!(digest(&[off]), digest(&moved), "{name}: {moved:?}");
    }
}

/// Half the default of a parameter other than the strength.
fn other_value(key: &str) -> Option<String> {
    use uptake::scenario::{builtin, describe};
    if key.ends_with(".strength") {
        return None;
    }
    let default: f64 = describe(key).ok()?.parameter?.default?.parse().ok()?;
    let half = format!("{}", default / 2.0);
    builtin(&[format!("{key}={half}")]).is_ok().then_some(half)
}
