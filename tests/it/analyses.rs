//! What analyses of studies say where there is nothing to say, where a threshold means nothing, where
//! less is better, and of parameters that are no numbers. Also one rule for the ends of a plan.

use super::cli::{Desk, Outcome};

const REGION: &str = "name = \"region\"\nweeks = 52\nreplicates = 4\n\
                      [region.here]\nsize = 0.04\nsystems = { systmone = 0.6, paper = 0.4 }\n";
/// Two ways to decide in eight states of the world that are numbers, words and days.
const STUDY: &str = "scenario = \"region.toml\"\nreplicates = 4\n\
    measures = [\"project.spend\", \"encounters.missing\", \"project.hours\"]\nweeks = [2, 52]\n\
    [parameters.\"team.facilitators.count\"]\nvalues = [1, 4.0]\ndecision = true\n\
    [parameters.\"policy.order\"]\nvalues = [\"random\", 'as_listed']\n\
    [parameters.\"money.ends\"]\nvalues = [2026-03-01, 2026-09-01]\n\
    [parameters.\"skill.attend\"]\nvalues = [0.5, 0.9]\n";

fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("region.toml", REGION);
    desk.write("study.toml", STUDY);
    desk
}

fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace("│ ", "")
}

fn said(outcome: &Outcome) -> String {
    flat(&format!("{} {}", outcome.out, outcome.err))
}

/// The kind of fault: an answer in words over nothing at all, with the exit code of success.
#[test]
fn where_no_future_has_a_value_that_is_said_with_its_exit_code() {
    let desk = desk();
    desk.ok(&["sweep", "study.toml", "-o", "here"]);
    let missing = ["--measure", "encounters.missing", "--week", "2"];
    let in_study = "encounters.missing in week 2 has no value in any of 64 simulated futures";
    for (command, more) in [("discover", &["--below", "0.5"][..]), ("value", &[])] {
        let none = desk.run(&[&[command, "here"], &missing[..], more].concat());
        assert_eq!(none.code, 5, "{command}: {}", said(&none));
        assert!(said(&none).contains(in_study), "{command}: {}", said(&none));
    }
    for method in ["morris", "sobol", "tornado"] {
        let mut args = vec!["sensitivity", "region.toml", "--method", method, "-o", method];
        args.extend(missing);
        args.extend(["--parameter", "skill.attend", "--rows", "4", "--scrambles", "2"]);
        let none = desk.run(&args);
        assert_eq!(none.code, 5, "{method}: {}", said(&none));
        assert!(said(&none).contains("has no value in any of"), "{method}: {}", said(&none));
    }
    let ranked = ["--levers", "handover", "--draws", "4", "--at", "1", "-o", "rank"];
    let args = [&["rank", "region.toml", "--measure", "deaths.with_record"], &ranked[..]].concat();
    let bare = desk.run(&[&args[..], &["--set", "patients.recognised_per_week=0"]].concat());
    assert_eq!(bare.code, 5, "{}", said(&bare));
    assert!(!desk.has("rank"), "nothing came of it");
    // A goal without a value is met in none, which is not the same as missed by all.
    let goal = "[[target]]\nmeasure = \"encounters.missing\"\nat_least = 0.1\ndate = 2026-01-15\n";
    desk.write("goal.toml", &format!("{REGION}{goal}"));
    let run = desk.ok(&["run", "goal.toml"]);
    let words = "met in none of 4 simulated futures: it has no value in any of them";
    assert!(said(&run).contains(words), "{}", said(&run));
}

/// The kind of fault: a level that means nothing for its measure, taken in one place and refused in
/// another.
#[test]
fn a_level_that_means_nothing_is_refused_wherever_it_stands() {
    let desk = desk();
    desk.ok(&["sweep", "study.toml", "-o", "here"]);
    let share = "`encounters.missing` is a share and must lie in 0..1, found 30";
    let target = "[[target]]\nmeasure = \"encounters.missing\"\nat_least = 30\n";
    desk.write("target.toml", &format!("{REGION}{target}"));
    let threshold = "[threshold]\nmeasure = \"encounters.missing\"\nat_least = 30\n";
    desk.write("threshold.toml", &format!("{STUDY}{threshold}"));
    let measure = ["--measure", "encounters.missing"];
    for (code, args) in [
        (3, vec!["check", "target.toml"]),
        (3, vec!["sweep", "threshold.toml", "--dry-run"]),
        (2, [&["discover", "here", "--below", "30"], &measure[..]].concat()),
        (2, [&["discover", "here", "--above", "30"], &measure[..]].concat()),
    ] {
        let refused = desk.run(&args);
        assert_eq!(refused.code, code, "{args:?}: {}", said(&refused));
        assert!(said(&refused).contains(share), "{args:?}: {}", said(&refused));
        assert!(said(&refused).contains("30 % is written 0.3"), "{args:?}: {}", said(&refused));
    }
    for args in [
        vec!["discover", "here", "--below=-1"],
        vec!["compare", "region.toml", "region.toml", "--precision", "5"],
        vec!["rank", "region.toml", "--indifference", "2"],
    ] {
        let refused = desk.run(&args);
        assert_eq!(refused.code, 2, "{args:?}: {}", said(&refused));
    }
    let negative = threshold.replace("encounters.missing", "project.spend").replace("30", "-1");
    desk.write("threshold.toml", &format!("{STUDY}{negative}"));
    let refused = desk.run(&["sweep", "threshold.toml", "--dry-run"]);
    assert!(
        said(&refused).contains("is a number of pounds from 0, found -1"),
        "{}",
        said(&refused)
    );
}

/// The kind of fault: the option that spends most is praised as the best.
#[test]
fn where_less_is_better_the_least_is_the_best() {
    let desk = desk();
    desk.ok(&["sweep", "study.toml", "-o", "here"]);
    let spent = desk.ok(&["value", "here", "--measure", "project.spend"]);
    let words = said(&spent);
    assert!(
        words.contains("Best on average over 8 states of the world: team.facilitators.count = 1.")
    );
    assert!(words.contains("less being better"), "{words}");
    let other =
        said(&desk.ok(&["value", "here", "--measure", "project.spend", "--better", "more"]));
    assert!(other.contains("team.facilitators.count = 4."), "{other}");
    // Sums are what they are, and no less than nothing.
    let table = desk.text("here/regret.csv");
    assert!(table.lines().skip(1).all(|line| !line.contains(",-")), "{table}");
    let asked = desk.run(&["value", "here", "--measure", "project.hours"]);
    assert_eq!(asked.code, 2, "{}", said(&asked));
    assert!(said(&asked).contains("--better more"), "{}", said(&asked));
    desk.ok(&["value", "here", "--measure", "project.hours", "--better", "less"]);
    let twice = desk.run(&["value", "here", "--measure", "project.spend", "--worth", "1"]);
    assert_eq!(twice.code, 2, "{}", said(&twice));
}

/// The kind of fault: a parameter that is a word or a day is left out, or read as something else, and
/// nobody is told.
#[test]
fn days_and_words_are_worth_knowing_as_numbers_are() {
    let desk = desk();
    desk.ok(&["sweep", "study.toml", "-o", "here"]);
    desk.ok(&["value", "here", "--measure", "project.spend"]);
    let table = desk.text("here/value.csv");
    for key in ["policy.order", "money.ends", "skill.attend"] {
        assert!(table.lines().any(|line| line.starts_with(key)), "no {key} in:\n{table}");
    }
    // Who is paid for longer spends more: the day on which the money ends is what it hangs on.
    let found = desk.ok(&["discover", "here", "--above", "60000", "--measure", "project.spend"]);
    let words = said(&found);
    assert!(words.contains("money.ends at least 2026-09-01"), "{words}");
    // Days that the base has in several places cannot be named: the rest is still searched.
    let several = "scenario = \"region.toml\"\nreplicates = 2\nmeasures = [\"project.spend\"]\n\
                   [design]\nkind = \"one_at_a_time\"\n[parameters.\"team.*.count\"]\n\
                   values = [1, 2]\n[parameters.\"skill.attend\"]\nvalues = [0.2, 0.9]\n";
    desk.write("several.toml", several);
    desk.ok(&["sweep", "several.toml", "-o", "several"]);
    let found = desk.ok(&["discover", "several", "--above", "1"]);
    assert!(said(&found).contains("team.*.count is left out"), "{}", said(&found));
    assert!(said(&found).contains("of 10 simulated futures"), "{}", said(&found));
}

/// The kind of fault: the last day of a plan is one day for a goal, and another for a question.
#[test]
fn a_plan_ends_on_one_day_for_goals_and_questions_alike() {
    let desk = desk();
    // 52 weeks from 5 January 2026: the last week begins on 4 January 2027.
    let target = |day: &str| {
        let text = format!(
            "{REGION}[[target]]\nmeasure = \"staff.weekly\"\nat_least = 0.1\ndate = {day}\n"
        );
        desk.write("goal.toml", &text);
        desk.run(&["check", "goal.toml"]).code
    };
    let asked = |day: &str| {
        let args = ["explain", "region.toml", "--replicates", "2", "--at", day, "-o", "explained"];
        let code = desk.run(&args).code;
        let _ = std::fs::remove_dir_all(desk.path().join("explained"));
        code
    };
    for (day, is_within) in
        [("2026-01-07", false), ("2026-01-12", true), ("2027-01-10", true), ("2027-01-11", false)]
    {
        assert_eq!(target(day), if is_within { 0 } else { 3 }, "goal on {day}");
        assert_eq!(asked(day) != 3, is_within, "question about {day}");
    }
    desk.write("late.toml", &format!("{REGION}begins = 52\n"));
    let late = REGION.replace("systems", "begins = 52\nsystems");
    desk.write("late.toml", &late);
    let warned = desk.ok(&["check", "late.toml"]);
    assert!(said(&warned).contains("the project of `here` never begins"), "{}", said(&warned));
}

/// The kind of fault: a count with a point behind it, refused in one place and taken in another.
#[test]
fn whole_numbers_with_a_point_are_counts_everywhere() {
    let desk = desk();
    desk.write("whole.toml", &format!("{REGION}[team.facilitators]\ncount = 2.0\n"));
    desk.ok(&["check", "whole.toml"]);
    desk.ok(&["check", "region.toml", "--set", "team.facilitators.count=3.0"]);
    assert_eq!(desk.run(&["check", "region.toml", "--set", "weeks=2.5"]).code, 3);
    desk.write("list.csv", "name,kind,system,staff,state\nA,ward,paper,50.0,live\n");
    desk.write("listed.toml", "weeks = 4\norganisations = \"list.csv\"\n");
    desk.ok(&["check", "listed.toml"]);
    let study = STUDY
        .replace("replicates = 4", "replicates = 4.0")
        .replace("weeks = [2, 52]", "weeks = [2.0, 52.0]")
        .replace("[1, 4.0]", "[1.0, 4]");
    desk.write("whole.toml", &study);
    desk.ok(&["sweep", "whole.toml", "-o", "whole"]);
    desk.ok(&["sweep", "study.toml", "-o", "plain"]);
    assert!(desk.text("whole/results.csv") == desk.text("plain/results.csv"));
}
