use super::*;
use crate::scenario::{NoFiles, Problems, Source};

fn read(text: &str) -> Result<Study, Problems> {
    let files = |name: &str| match name {
        "points.csv" => {
            Ok("point,skill.attend,policy.order\n0,0.5,by_kind\n1,0.7,random\n".to_owned())
        }
        "bad.csv" => Ok("skill.attend,x\n0.5,1\n".to_owned()),
        "low.csv" => Ok("skill.attend\n0.5\n-1\nx\n".to_owned()),
        _ => Err("not found".to_owned()),
    };
    let mut study = read_study(Source { name: "dir/my study.toml", text }, &files)?;
    let base = Source { name: "base.toml", text: "" };
    study.complete(&crate::scenario::read(base, &study.set, &NoFiles).expect("sound"))?;
    Ok(study)
}

fn said(text: &str) -> String {
    read(text).expect_err("wrong").to_string()
}

fn numbers(cells: &[Cell]) -> Vec<f64> {
    cells.iter().map(|c| if let Cell::Number(x) = c { *x } else { f64::NAN }).collect()
}

#[test]
fn a_study_says_what_is_varied_and_what_is_kept() {
    let study = read(
        "replicates = 7\nset = [\"weeks=104\"]\nmeasures = [\"staff.weekly\"]\nweeks = [104, 52]\n\
         [design]\nkind = \"sobol\"\npoints = 8\nseed = 3\n\
         [parameters]\n\"team.facilitators.count\" = { values = [1, 2, 4], decision = true }\n\
         [parameters.\"skill.attend\"]\nfrom = 0.2\nto = 0.8\n\
         [parameters.skill.retention_weeks]\nfrom = 10\nto = 1000\nscale = \"log\"\n\
         [parameters.\"kind.*.hold\"]\n[threshold]\nmeasure = \"staff.weekly\"\nat_least = 0.2\n",
    )
    .unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!((study.name.as_str(), study.replicates, study.design_seed), ("my-study", 7, 3));
    assert_eq!((study.weeks.as_slice(), study.luck), (&[52, 104][..], Luck::Matched));
    assert_eq!(study.design, Design::Sobol(8));
    assert_eq!(study.threshold.map(|t| (t.measure.name, t.week)), Some(("staff.weekly", 104)));
    let [team, attend, weeks, hold] = &study.parameters[..] else { panic!("{study:?}") };
    assert!(team.decision && team.keys == ["team.facilitators.count"]);
    assert_eq!(attend.at(0.5), Cell::Number(0.5));
    assert_eq!(numbers(&attend.grid_levels(Some(3))), [0.2, 0.5, 0.8]);
    let middle = numbers(&[weeks.at(0.5)])[0];
    assert!((middle - 100.0).abs() < 1e-9, "{middle}");
    assert_eq!(hold.keys.len(), 7, "all kinds with the default: {:?}", hold.keys);
    assert_eq!(hold.set(&Cell::Number(0.5)).next().as_deref(), Some("kind.gp_practice.hold=0.5"));
}

#[test]
fn whole_numbers_are_each_as_likely_and_every_value_is_reached() {
    let study = read("[parameters.\"team.facilitators.count\"]\nfrom = 1\nto = 3\n").unwrap();
    let p = &study.parameters[0];
    let drawn: Vec<f64> = numbers(&[0.0, 0.3, 0.34, 0.66, 0.67, 1.0].map(|u| p.at(u)));
    assert_eq!(drawn, [1.0, 1.0, 2.0, 2.0, 3.0, 3.0]);
    assert_eq!(numbers(&p.grid_levels(None)), [1.0, 2.0, 3.0]);
}

#[test]
fn every_problem_is_told_at_once_with_its_place() {
    let said = said(
        "replicats = 3\nmeasures = [\"staff.weakly\"]\n[design]\nkind = \"lsh\"\n\
         [parameters]\n\"skill.atend\" = [0.5]\n\"skill.attend\" = [0.5, 1.4]\n\
         \"policy.order\" = [\"by_kind\", \"chance\"]\n\"replicates\" = [3, 4]\n\
         [parameters.\"skill.practice_gain\"]\nfrom = 0.9\nto = 0.2\n\
         [parameters.\"tool.quality\"]\nfrom = -1\nto = 2\nlevel = 3\n",
    );
    for part in [
        "my study.toml:1:1: unknown key of a study `replicats`\n  help: did you mean `replicates`?",
        ":2:13: unknown measure `staff.weakly`",
        ":4:8: unknown kind `lsh`",
        ":6:1: unknown parameter `skill.atend`\n  help: did you mean `skill.attend`?",
        ":7:24: share must lie in 0..1, found 1.4",
        ":8:30: unknown choice `chance`",
        ":9:1: `replicates` is not varied by a study",
        ":10:13: the range is empty: 0.9 is not below 0.2",
        ":14:8: share must lie in 0..1, found -1",
        ":15:6: share must lie in 0..1, found 2",
        ":16:1: unknown key of a parameter `level`",
    ] {
        assert!(said.contains(part), "no {part} in:\n{said}");
    }
}

#[test]
fn empty_designs_are_refused_in_words() {
    assert!(said("replicates = 3\n").contains("the design is empty: no parameter is varied"));
    assert!(said("[parameters]\n").contains("the design is empty"));
    assert!(said("[parameters]\n\"skill.attend\" = []\n").contains("the list has no value"));
    let no_points = "[design]\nkind = \"lhs\"\n[parameters.\"skill.attend\"]\n";
    assert!(said(no_points).contains("a lhs needs a number of points"));
    let odd = "[design]\nkind = \"sobol\"\npoints = 6\n[parameters.\"skill.attend\"]\n";
    assert!(said(odd).contains("take 4 or 8"), "{}", said(odd));
}

#[test]
fn what_the_base_has_to_say_is_checked_against_it() {
    let late = "weeks = [900]\n[parameters.\"skill.attend\"]\n";
    assert!(said(late).contains("week 900 lies beyond the horizon of 260 weeks"));
    let unknown = "[parameters.\"team.facilitators.count\"]\n";
    assert!(said(unknown).contains("nothing is documented of how far team.facilitators.count"));
    let other =
        "[parameters.\"skill.attend\"]\n[threshold]\nmeasure = \"load.mean\"\nat_least = 1\n";
    assert!(said(other).contains("load.mean in week 260, which is not kept"));
}

#[test]
fn a_table_of_points_is_read_by_its_columns() {
    let of = |file: &str, more: &str| {
        format!(
            "[design]\nkind = \"table\"\nfile = \"{file}\"\n[parameters.\"skill.attend\"]\n{more}"
        )
    };
    let study =
        read(&of("points.csv", "[parameters]\n\"policy.order\" = [\"by_kind\", \"random\"]\n"));
    let study = study.unwrap_or_else(|problems| panic!("{problems}"));
    let Design::Table(rows) = &study.design else { panic!("{study:?}") };
    assert_eq!(rows[1], [Cell::Number(0.7), Cell::Word("\"random\"".to_owned())]);
    assert!(said(&of("bad.csv", "")).contains("column `x` is no parameter of the study"));
    let low = said(&of("low.csv", ""));
    assert!(low.contains("line 3, skill.attend: share must lie in 0..1"), "{low}");
    assert!(low.contains("line 4, skill.attend: "), "{low}");
    assert!(said(&of("gone.csv", "")).contains("cannot read `gone.csv`: not found"));
}

#[test]
fn a_study_is_told_from_a_scenario() {
    assert!(is_study("[design]\nkind = \"lhs\"\n") && is_study("[parameters]\n"));
    assert!(!is_study("weeks = 3\n") && !is_study("not toml ["));
}

#[test]
fn problems_of_points_are_told_at_their_parameter_and_once() {
    let study = read("[parameters]\n\"skill.attend\" = [0.5, 0.6]\n").unwrap();
    let one = |point| Refused { point, parameter: Some(0), message: "no".into(), help: None };
    let said = study.problems(&[one(3), one(4), one(5)]).to_string();
    assert_eq!(said, "dir/my study.toml:2:1: point 3, and 2 further points (skill.attend): no");
}

#[test]
fn luck_is_read_back_by_its_name_and_rows_share_theirs() {
    let rows = Luck::Rows { points: 5, apart: Some(1) };
    let walks = Luck::Rows { points: 4, apart: None };
    for luck in [Luck::Matched, Luck::Independent, rows, walks] {
        assert_eq!(Luck::named(&luck.name()), Some(luck), "{}", luck.name());
    }
    assert_eq!(Luck::named("matched within every 0 points"), None);
    assert_eq!(Luck::named("free"), None);
    // Point 1 of each row has luck of its own; no two rows share any.
    let first: Vec<u32> = (0..10).map(|point| rows.first(point, 3)).collect();
    assert_eq!(first, [0, 3, 0, 0, 0, 6, 9, 6, 6, 6]);
    assert_eq!((walks.first(3, 2), walks.first(4, 2)), (0, 2));
}
