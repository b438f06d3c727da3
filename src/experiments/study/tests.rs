use std::ops::ControlFlow;

use super::*;
use crate::measures::measure;
use crate::parallel;
use crate::scenario::study::{Cell, Luck, Study, read_study};
use crate::scenario::{NoFiles, Read, Source, read};

fn study(text: &str) -> (Study, Read) {
    let source = Source { name: "s.toml", text };
    let mut study = read_study(source, &|_| Err(String::new())).expect("sound");
    let base = Source { name: "base.toml", text: "" };
    let base = read(base, &study.set, &NoFiles).expect("sound");
    study.complete(&base).expect("complete");
    (study, base)
}

fn all(text: &str) -> Vec<Vec<Option<Cell>>> {
    let (study, _) = study(text);
    let points = Points::new(&study).expect("a design");
    (0..points.len()).map(|i| points.point(i)).collect()
}

fn number(cell: &Option<Cell>) -> f64 {
    match cell {
        Some(Cell::Number(x)) => *x,
        other => panic!("{other:?}"),
    }
}

const TWO: &str = "[parameters]\n\"skill.attend\" = [0.5, 0.6]\n\
                   \"policy.order\" = [\"by_kind\", \"random\"]\n";

#[test]
fn a_grid_crosses_numbers_and_words_and_one_at_a_time_begins_with_the_base() {
    let grid = all(TWO);
    assert_eq!(grid.len(), 4);
    let word = |text: &str| Some(Cell::Word(format!("\"{text}\"")));
    assert_eq!(grid[1], [Some(Cell::Number(0.5)), word("random")]);
    let single = all(&format!("[design]\nkind = \"one_at_a_time\"\n{TWO}"));
    assert_eq!(single.len(), 5);
    assert_eq!(number(&single[0][0]), 0.8, "the base's own value");
    assert_eq!(
        (single[1][0].clone(), single[1][1].clone()),
        (Some(Cell::Number(0.5)), single[0][1].clone())
    );
}

#[test]
fn decisions_are_crossed_with_every_draw_of_what_is_not_known() {
    let points = all("[design]\nkind = \"sobol\"\npoints = 8\n[parameters.\"skill.attend\"]\n\
         [parameters.\"team.facilitators.count\"]\nvalues = [1, 2, 4]\ndecision = true\n\
         [parameters.\"tool.quality\"]\n");
    assert_eq!(points.len(), 24);
    for state in points.chunks(3) {
        let options: Vec<f64> = state.iter().map(|p| number(&p[1])).collect();
        assert_eq!(options, [1.0, 2.0, 4.0]);
        assert!(state.iter().all(|p| p[0] == state[0][0] && p[2] == state[0][2]));
    }
    // The draws of one parameter do not depend on whether there are others.
    let alone = all("[design]\nkind = \"sobol\"\npoints = 8\n[parameters.\"skill.attend\"]\n");
    let first: Vec<f64> = alone.iter().map(|p| number(&p[0])).collect();
    let again: Vec<f64> = points.iter().step_by(3).map(|p| number(&p[0])).collect();
    assert_eq!(first, again);
    let mut ranks = first.clone();
    ranks.sort_unstable_by(f64::total_cmp);
    assert!(ranks[3] < 0.8 && 0.8 < ranks[4], "half of a net lies below the median: {ranks:?}");
}

#[test]
fn empty_and_endless_designs_are_refused() {
    let (mut many, _) =
        study("[design]\nkind = \"lhs\"\npoints = 900000\n[parameters.\"skill.attend\"]\n");
    many.replicates = 10_000;
    let said = |study: &Study| Points::new(study).err().map(|e| e.to_string()).unwrap_or_default();
    assert!(said(&many).contains("more than a billion"));
    let levels: String = ["skill.attend", "tool.quality", "use.curiosity"]
        .iter()
        .map(|key| format!("[parameters.\"{key}\"]\nlevels = 200\n"))
        .collect();
    assert!(said(&study(&levels).0).contains("8000000 points"));
}

#[test]
fn points_that_make_no_scenario_are_found_before_anything_runs() {
    let text = "[parameters]\n\"skill.attend\" = [0.5, 0.6]\n\"weeks\" = [300, 10]\n\
                \"kind.wart.load\" = [0.1, 0.2]\n";
    let text = format!("weeks = [260]\n{text}");
    let (study, base) = study(&text);
    let points = Points::new(&study).unwrap();
    let found = check_points(&study, &base, &points, &|_| ControlFlow::Continue(())).unwrap();
    let said = study.problems(&found).to_string();
    assert!(said.contains("s.toml:5:1: point 0, and 7 further points (kind.wart.load): the scenario has no kind `wart`"), "{said}");
    assert!(said.contains("did you mean `ward`?"), "{said}");
}

#[test]
fn results_depend_on_point_and_replicate_alone() {
    let (mut study, base) =
        study("set = [\"weeks=30\"]\n[parameters]\n\"skill.attend\" = [0.5, 0.9]\n");
    study.replicates = 10;
    let points = Points::new(&study).unwrap();
    let kept = Kept {
        measures: vec![measure("staff.competent").unwrap()],
        groups: vec![0],
        weeks: vec![20, 30],
    };
    let task = |i: usize| Task { point: i as u32, set: study.overrides(&points.point(i)) };
    let run = |tasks: &[Task], replicates, luck| {
        let how = Simulate { base: &base, kept: &kept, replicates, luck };
        simulate(how, tasks, &|_| {})
    };
    let together = run(&[task(0), task(1)], 10, Luck::Matched);
    assert_eq!(together[1..], run(&[task(1)], 10, Luck::Matched));
    let fewer = parallel::on_threads(Some(1), || run(&[task(1)], 3, Luck::Matched));
    assert_eq!(together[1].futures[..3], fewer[0].futures);
    assert_ne!(together[0].futures, together[1].futures);
    // The same point under independent luck: replicate 0 of point 1 is future 10 of the seed.
    let independent = run(&[task(0), Task { point: 1, ..task(0) }], 10, Luck::Independent);
    assert_eq!(independent[0].futures, together[0].futures);
    assert_ne!(independent[1].futures, independent[0].futures);
}
