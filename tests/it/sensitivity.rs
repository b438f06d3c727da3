//! Sensitivity, discovery and value from the command line.

use super::cli::{Desk, widest_line};

/// A small region over a year.
const SMALL_REGION: &str = "name = \"region\"\nweeks = 52\n[region.here]\nsize = 0.06\n\
                            systems = { systmone = 0.6, paper = 0.4 }\n";

/// How many organisations need to be engaged matters for what the team can do; the odds of a yes
/// matter much; the wage of a post does not change who goes live.
const STUDY: &str = "scenario = \"region.toml\"\nreplicates = 6\n\
    measures = [\"organisations.live\", \"project.spend\"]\n[parameters.\"joining.base\"]\n\
    from = -4\nto = 2\n[parameters.\"money.backfill_per_hour\"]\nfrom = 10\nto = 40\n";

fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("region.toml", SMALL_REGION);
    desk.write("study.toml", STUDY);
    desk
}

fn rows(desk: &Desk, file: &str) -> Vec<Vec<String>> {
    let text = desk.text(file);
    text.lines().skip(1).map(|line| line.split(',').map(str::to_owned).collect()).collect()
}

fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn what_matters_is_told_from_what_does_not_by_all_three_methods() {
    let desk = desk();
    for (method, more) in [
        ("morris", vec!["--trajectories", "5"]),
        ("sobol", vec!["--rows", "16", "--replicates", "2"]),
        ("tornado", vec![]),
    ] {
        let args = ["sensitivity", "study.toml", "--method", method, "-o", method];
        let told = desk.ok(&[&args[..], &more].concat());
        let found = rows(&desk, &format!("{method}/sensitivity.csv"));
        assert_eq!(found[0][0], "joining.base", "{method}: {found:?}");
        assert_eq!(found[0].last().unwrap(), "true", "{method}: {found:?}");
        let idle = found.iter().find(|row| row[0] == "money.backfill_per_hour").unwrap();
        assert_eq!(idle.last().unwrap(), "false", "{method}: {found:?}");
        assert!(told.out.contains("joining.base") && widest_line(&told.out) <= 88, "{}", told.out);
        assert!(told.err.contains("Next: uptake "), "{}", told.err);
        assert!(desk.has(&format!("{method}/sensitivity.svg")));
    }
    let sobol = rows(&desk, "sobol/sensitivity.csv");
    let total =
        |row: &[String]| -> (f64, f64) { (row[3].parse().unwrap(), row[4].parse().unwrap()) };
    // One parameter explains all that is not luck: 1 lies in its interval (95 in 100; the seed is
    // fixed), and 0 in that of the other, but not the other way round.
    let ((all, half), (nothing, other)) = (total(&sobol[0]), total(&sobol[1]));
    assert!((all - 1.0).abs() <= half && all > half, "{sobol:?}");
    assert!(nothing.abs() <= other && (nothing - 1.0).abs() > other, "{sobol:?}");
}

#[test]
fn a_scenario_alone_is_analysed_over_its_documented_uncertainty() {
    let desk = desk();
    let args = ["sensitivity", "region.toml", "--parameter", "joining", "--trajectories", "2"];
    let told = desk.ok(&[&args[..], &["--replicates", "2"]].concat());
    assert!(flat(&told.out).contains("parameters,"), "{}", told.out);
    let found = rows(&desk, "output/region-morris/sensitivity.csv");
    assert!(found.len() > 5 && found.iter().all(|row| row[0].starts_with("joining.")), "{found:?}");
    // The same again goes on with what is there, another analysis has a folder of its own.
    desk.ok(&[&args[..], &["--replicates", "2"]].concat());
    desk.ok(&[&args[..], &["--replicates", "3"]].concat());
    assert!(desk.has("output/region-morris-2/sensitivity.csv"));
    assert!(!desk.has("output/region-morris-3"));

    let many = desk.run(&["sensitivity", "region.toml", "--method", "sobol"]);
    assert_eq!(many.code, 2, "{}", many.err);
    assert!(flat(&many.err).contains("find the few that matter first"), "{}", many.err);
    let unknown = desk.run(&["sensitivity", "region.toml", "--parameter", "skill.atend"]);
    assert_eq!(unknown.code, 3);
    assert!(flat(&unknown.err).contains("did you mean skill.attend?"), "{}", unknown.err);
    let dry = desk.ok(&["sensitivity", "region.toml", "--dry-run", "--trajectories", "2"]);
    assert!(dry.out.contains("Nothing was run"), "{}", dry.out);
}

#[test]
fn the_conditions_under_which_a_goal_is_missed_are_found() {
    let desk = desk();
    let design = "[design]\nkind = \"sobol\"\npoints = 32\n\
                  [threshold]\nmeasure = \"organisations.live\"\nat_least = 0.3\n";
    desk.write("study.toml", &STUDY.replacen("[parameters", &format!("{design}[parameters"), 1));
    desk.ok(&["-q", "sweep", "study.toml", "-o", "here"]);
    let found = desk.ok(&["discover", "here"]);
    let out = flat(&found.out);
    assert!(
        out.contains("The goal (30 % of all organisations live by January 2027) is missed in"),
        "{out}"
    );
    assert!(out.contains("joining.base at most"), "{out}");
    assert!(!out.contains("money.backfill_per_hour"), "{out}");
    assert!(rows(&desk, "here/discover.csv").iter().any(|row| row[0] == "chosen"));
    let never = desk.ok(&["discover", "here", "--below", "-1"]);
    assert!(flat(&never.out).contains("is missed in no simulated future"), "{}", never.out);
    let other = desk.run(&["discover", "here", "--measure", "load.mean", "--below", "0.2"]);
    assert_eq!(other.code, 3);
    assert!(flat(&other.err).contains("does not keep load.mean"), "{}", other.err);
    assert_eq!(desk.run(&["value", "here"]).code, 3, "nothing is decided");
}

#[test]
fn options_are_held_against_each_other_over_what_is_not_known() {
    let desk = desk();
    let design = "[design]\nkind = \"lhs\"\npoints = 24\n[parameters.\"team.*.hours\"]\n\
                  values = [4, 20]\ndecision = true\n";
    desk.write("study.toml", &STUDY.replacen("[parameters", &format!("{design}[parameters"), 1));
    desk.ok(&["-q", "sweep", "study.toml", "-o", "here"]);
    let plain = desk.ok(&["value", "here"]);
    let out = flat(&plain.out);
    assert!(
        out.contains("Best on average over 24 states of the world: team.*.hours = 20."),
        "{out}"
    );
    assert!(out.contains("Knowing the state before choosing would be worth between"), "{out}");
    let regret = rows(&desk, "here/regret.csv");
    assert_eq!(regret.len(), 2);
    let value = rows(&desk, "here/value.csv");
    assert_eq!(value[2][0], "joining.base");
    assert!(widest_line(&plain.out) <= 88, "{}", plain.out);
    // At a penny for each percentage point, the cheaper team is the better one.
    let cheap = desk.ok(&["value", "here", "--worth", "0.01"]);
    assert!(flat(&cheap.out).contains("team.*.hours = 4."), "{}", cheap.out);
}
