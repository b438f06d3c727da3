use super::*;
use crate::scenario::study::Study;
use crate::scenario::{ALL, Read, RowRole, builtin};

/// Rows of a series, out of so many, at some weeks.
fn rows(all: f64, found: &[(u32, f64)]) -> Observed {
    let row = |&(week, value): &(u32, f64)| Observation {
        line: week as usize,
        date: jiff::civil::Date::constant(2027, 1, 1),
        week,
        measure: crate::measures::measure("organisations.live").unwrap(),
        group: ALL.to_owned(),
        value,
        denominator: Some(all),
        population: None,
        sd: None,
        role: RowRole::Fit,
    };
    Observed { fit: found.iter().map(row).collect(), ..Observed::default() }
}

fn question(read: &Read, vary: &[&str], observed: &Observed, futures: u32) -> Question {
    let wanted: Vec<String> = vary.iter().map(|key| (*key).to_owned()).collect();
    let study = Study::of_documented(read, &wanted).expect("documented");
    Question::of(study.parameters, observed, &[], (7, futures, 0.0))
}

/// A made-up model: a share that is the first parameter itself, and moves by it alone.
fn by_first(question: &Question) -> impl FnMut(&Points) -> Vec<Simulated> {
    let many = question.weeks.len();
    move |points| {
        let one = |cells: &Vec<Cell>| Some(vec![Some(number(&cells[0]) as f32); many]);
        points.cells.iter().map(one).collect()
    }
}

#[test]
fn what_the_rows_say_is_learnt_and_of_what_they_do_not_say_nothing() {
    let read = builtin(&[]).expect("sound");
    let keys = ["skill.attend", "skill.retention_weeks", "use.curiosity"];
    let observed = rows(100.0, &[(10, 0.75), (20, 0.77), (30, 0.73)]);
    let question = question(&read, &keys, &observed, 1_200);
    let found = fit_all(&question, &mut by_first(&question)).expect("plausible");
    // 0.75 of 300 with a prior that is wide beside it: a standard error of 0.025.
    let moved = question.parameters[0].key.clone();
    let known = |key: &str| found.parameters.iter().find(|p| p.key == key).unwrap();
    let told = known(&moved);
    assert!((told.after[1] - 0.75).abs() < 0.02, "{told:?}");
    assert!((0.06..0.12).contains(&(told.after[2] - told.after[0])), "{told:?}");
    for other in found.parameters.iter().filter(|p| p.key != moved) {
        assert!((0.9..1.1).contains(&other.width) && !other.told, "{other:?}");
    }
    assert_eq!(found.draws.len(), DRAWS);
    let again = fit_all(&question, &mut by_first(&question)).expect("plausible");
    assert_eq!(found, again, "the same futures give the same draws");
}

#[test]
fn rows_that_conflict_are_named() {
    let read = builtin(&[]).expect("sound");
    // One number cannot be 0.2 and 0.9 of two thousand.
    let observed = rows(2_000.0, &[(10, 0.2), (20, 0.21), (30, 0.9)]);
    let question = question(&read, &["skill.attend"], &observed, 600);
    match fit_all(&question, &mut by_first(&question)) {
        Err(NoFit::Implausible(found)) => {
            assert!(found.off > CUT && !found.together.is_empty(), "{found:?}");
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn waves_are_parts_of_all_futures_and_columns_are_those_of_what_is_kept() {
    let read = builtin(&[]).expect("sound");
    let observed = rows(100.0, &[(10, 0.6), (30, 0.58)]);
    let question = question(&read, &["skill"], &observed, 1_000);
    assert_eq!(question.waves().iter().sum::<usize>(), 1_000);
    let columns: Vec<usize> = question.targets().iter().map(|t| t.column).collect();
    assert_eq!((question.weeks.clone(), columns), (vec![10, 30], vec![0, 1]));
}

/// Conjugate: a share with a beta prior of which so many are counted. The distribution of a logit-normal
/// prior is summed on a grid.
#[test]
fn one_share_meets_its_exact_answer() {
    let read = builtin(&[]).expect("sound");
    let observed = rows(60.0, &[(10, 0.75), (20, 0.7)]);
    let question = question(&read, &["skill.attend"], &observed, 2_000);
    let found = fit_all(&question, &mut by_first(&question)).expect("plausible");
    let parameter = &question.parameters[0];
    let at = |i: usize| (i as f64 + 0.5) / 20_000.0;
    let (mut sum, mut mean, mut square) = (0.0, 0.0, 0.0);
    for i in 0..20_000 {
        let p = number(&parameter.at(at(i)));
        let likelihood = crate::stats::maths::exp(
            87.0 * crate::stats::maths::ln(p) + 33.0 * crate::stats::maths::ln(1.0 - p) + 70.0,
        );
        (sum, mean, square) =
            (sum + likelihood, mean + likelihood * p, square + likelihood * p * p);
    }
    let (mean, sd) = (mean / sum, (square / sum - (mean / sum) * (mean / sum)).sqrt());
    let draws: Vec<f64> = found.draws.iter().map(|d| d[0]).collect();
    let (own, variance) = crate::stats::moments::moments(&draws).unwrap();
    assert!((own / mean - 1.0).abs() < 0.02, "mean {own}, exactly {mean}");
    assert!((variance.sqrt() / sd - 1.0).abs() < 0.1, "sd {}, exactly {sd}", variance.sqrt());
}
