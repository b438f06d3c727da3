//! Paired comparisons: what must hold exactly, what pairing gains, and the command.

use std::ops::ControlFlow;

use uptake::experiments::{self, Batches, Matched, Mismatch, Precision, Progress};
use uptake::measures::measure;
use uptake::outputs::{DIFFERENCE_COLUMNS, HEADLINES, Manifest, Verdict};
use uptake::results::{Comparison, Ensemble, Spend};
use uptake::scenario::{self, Scenario};
use uptake::stats::paired::Paired;

use super::cli::{Desk, outcome, widest_line};

fn region(weeks: u32, replicates: u32) -> Scenario {
    let mut s = scenario::builtin(&[]).unwrap().scenario;
    s.end_after(weeks);
    s.replicates = replicates;
    s
}

/// The built-in region with so many times the hours of its team.
fn with_hours(weeks: u32, replicates: u32, times: f64) -> Scenario {
    let mut s = region(weeks, replicates);
    s.name = "hours".to_owned();
    s.team.iter_mut().for_each(|member| member.hours *= times);
    s
}

fn run(matched: &Matched, replicates: u32) -> Vec<Ensemble> {
    let go_on = |_| ControlFlow::Continue(());
    let run = experiments::run(matched, Batches::Fixed(replicates), None, &go_on);
    assert!(!run.stopped);
    run.ensembles
}

fn compare(base: Scenario, other: Scenario) -> Comparison {
    let replicates = base.replicates;
    let ensembles = run(&Matched::new(vec![base, other]).unwrap(), replicates);
    let measures: Vec<_> = HEADLINES.iter().map(|name| measure(name).unwrap()).collect();
    Comparison::of(&ensembles[0], &ensembles[1], (&measures, None), 0.0).unwrap()
}

fn points(comparison: &Comparison) -> impl Iterator<Item = &Paired> {
    comparison.differences.iter().flat_map(|d| d.points.iter().flatten())
}

#[test]
fn a_scenario_compared_with_itself_differs_by_exactly_nothing() {
    let c = compare(region(60, 6), region(60, 6));
    assert_eq!((c.base.as_str(), c.scenario.as_str()), ("cambridgeshire", "cambridgeshire-2"));
    assert!(points(&c).count() > 600);
    let all = points(&c).chain([&c.real_use.difference, &c.true_current.difference, &c.cost]);
    for d in all {
        assert_eq!(
            (d.mean, d.least, d.p05, d.p50, d.p95, d.greatest),
            (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
        );
        assert_eq!((d.half_width, d.efficiency, d.same), (Some(0.0), None, d.replicates));
        assert_eq!(Verdict::of(d), Verdict::TooFew);
    }
    assert_eq!(c.real_use.cost_per_extra, None);
}

#[test]
fn a_minus_b_is_exactly_minus_b_minus_a() {
    let there = compare(region(78, 9), with_hours(78, 9, 1.5));
    let back = compare(with_hours(78, 9, 1.5), region(78, 9));
    assert!(points(&there).any(|d| d.mean != 0.0));
    let pairs = points(&there).chain([&there.cost]).zip(points(&back).chain([&back.cost]));
    for (a, b) in pairs {
        assert_eq!((a.mean, a.p05, a.p50, a.p95), (-b.mean, -b.p95, -b.p50, -b.p05));
        assert_eq!((a.half_width, a.efficiency), (b.half_width, b.efficiency));
        assert_eq!((a.more, a.same, a.fewer()), (b.fewer(), b.same, b.more));
        assert_eq!(a.share_more(), b.share_fewer());
    }
}

/// Small changes are what pairing is for. After one year, with the master seeds 1 to 4, it is
/// worth 11 to 20 times the replicates for more hours; as two futures drift apart it is worth
/// less (8 to 10 times after five years), and for a team of half or double the size about 2.
#[test]
fn matched_futures_are_worth_ten_times_as_many_unmatched_ones() {
    const WEEK: usize = 52;
    let more_hours = compare(region(52, 100), with_hours(52, 100, 1.1));
    let mut loyal = region(52, 100);
    loyal.roles.iter_mut().for_each(|role| role.leave_per_year *= 0.9);
    let less_turnover = compare(region(52, 100), loyal);
    for (change, c) in [("10 % more hours", more_hours), ("10 % less turnover", less_turnover)] {
        for name in ["organisations.live", "staff.access"] {
            let d = c.get(name).and_then(|d| d.points[WEEK]).unwrap();
            let efficiency = d.efficiency.unwrap();
            eprintln!("{change}, {name} in week {WEEK}: {efficiency:.1} times");
            assert!(efficiency >= 10.0, "{change}, {name}: {efficiency}");
        }
    }
}

#[test]
fn what_an_extra_organisation_costs_is_said_only_where_there_is_one() {
    let more = compare(region(104, 20), with_hours(104, 20, 2.0));
    assert_eq!(Verdict::of(&more.real_use.difference), Verdict::More);
    let expected = more.cost.mean / more.real_use.difference.mean;
    let each = more.real_use.cost_per_extra.unwrap();
    // The mean of the cost is in whole pence.
    assert!(expected > 0.0 && (each.value / expected - 1.0).abs() < 1e-5, "{each:?}");
    let (low, high) = each.interval.unwrap();
    assert!(0.0 < low && low < expected && expected < high);
    let less = compare(region(104, 20), with_hours(104, 20, 0.5));
    assert_eq!(Verdict::of(&less.real_use.difference), Verdict::Fewer);
    assert_eq!(less.real_use.cost_per_extra, None);
}

#[test]
fn later_pounds_count_for_less_when_discounted() {
    let ensemble = run(&Matched::new(vec![region(104, 2); 2]).unwrap(), 2).swap_remove(0);
    let plain = Spend::of(&ensemble, 104, 0.0).values;
    let discounted = Spend::of(&ensemble, 104, 0.5).values;
    for (plain, discounted) in plain.into_iter().zip(discounted) {
        // Spending is nearly even over the two years: the integral of 1.5^-t from 0 to 2 is
        // 1.370, which is 0.685 of 2.
        let share = discounted / plain;
        assert!((share - 0.685).abs() < 0.05, "{share}");
    }
}

#[test]
fn scenarios_that_cannot_be_matched_are_refused_in_words() {
    let refused = |change: &dyn Fn(&mut Scenario)| {
        let mut other = region(30, 2);
        other.name = "other".to_owned();
        change(&mut other);
        Matched::new(vec![region(30, 2), other]).unwrap_err()
    };
    let fewer = refused(&|s| s.regions[0].counts[0] -= 5);
    let said = fewer.to_string();
    assert!(said.contains("do not have the same organisations"), "{said}");
    assert!(said.contains("only in cambridgeshire: gp_practice-103, gp_practice-104"), "{said}");
    assert!(said.contains("and 2 more"), "{said}");
    let later = refused(&|s| s.start = s.start.tomorrow().unwrap()).to_string();
    assert!(later.contains("2026-01-05") && later.contains("2026-01-06"), "{later}");
    let prices = refused(&|s| s.money.price_year = 2020).to_string();
    assert!(prices.contains("prices of 2020"), "{prices}");
    assert_eq!(Matched::new(vec![region(30, 2)]), Err(Mismatch::TooFew));
}

#[test]
fn the_first_scenario_sets_the_seed_and_the_shortest_the_horizon() {
    let mut other = region(20, 7);
    other.seed = 99;
    let matched = Matched::new(vec![region(30, 3), other]).unwrap();
    let [a, b] = matched.scenarios() else { panic!("two scenarios") };
    assert_eq!((a.weeks, a.seed, a.replicates), (20, 1, 3));
    assert_eq!((b.weeks, b.seed, b.replicates), (20, 1, 3));
    assert!(matched.notes().iter().any(|n| n.contains("20 of its 30 weeks")), "{matched:?}");
    assert!(matched.notes().iter().any(|n| n.contains("seed of cambridgeshire")));
}

#[test]
fn batches_stop_when_the_mean_is_known_precisely_enough() {
    let matched = Matched::new(vec![region(40, 1), with_hours(40, 1, 1.5)]).unwrap();
    let until = |half_width: f64, most: u32| {
        let precision = Precision { measure: measure("organisations.live").unwrap(), half_width };
        let batches = Batches::Until { first: 3, most, precision };
        let run = experiments::run(&matched, batches, None, &|_| ControlFlow::Continue(()));
        (run.ensembles[0].replicates.len(), precision.is_reached(&run.ensembles), run)
    };
    let (n, reached, first) = until(0.01, 96);
    assert!([3, 6, 12, 24, 48].contains(&n) && reached, "{n} {reached}");
    assert_eq!(first.ensembles, run(&matched, n as u32), "batches changed a digit");
    // Before the last doubling the precision was not reached.
    let half: Vec<Ensemble> = run(&matched, n as u32 / 2);
    let precision = Precision { measure: measure("organisations.live").unwrap(), half_width: 0.01 };
    assert!(n == 3 || !precision.is_reached(&half));
    let (n, reached, _) = until(1e-9, 10);
    assert!(n == 10 && !reached, "{n} {reached}");
}

#[test]
fn an_interrupted_comparison_keeps_whole_pairs() {
    let matched = Matched::new(vec![region(10, 1); 2]).unwrap();
    for at in [1, 5, 17, 30] {
        let stop = |p: Progress| {
            if p.done == at { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        let part = experiments::run(&matched, Batches::Fixed(40), Some(2), &stop);
        assert!(part.stopped);
        let n = part.ensembles[0].replicates.len();
        assert!(n <= at as usize && part.ensembles[1].replicates.len() == n, "{at}: {n}");
        assert_eq!(part.ensembles, run(&matched, n as u32));
    }
}

/// Kind of fault: a mean and a share of futures told one for the other. Sixty futures of which 42 gain
/// and 11 lose, whose mean is told from 0 without nine in ten agreeing.
#[test]
fn a_difference_on_average_is_told_although_futures_disagree() {
    let gains: Vec<f64> = (0..60u32)
        .map(|i| match i {
            0..42 => 6.0 + f64::from(i % 5),
            42..53 => -5.0 - f64::from(i % 3),
            _ => 0.0,
        })
        .collect();
    let paired = Paired::of(&[0.0; 60], &gains).unwrap();
    assert_eq!((paired.more, paired.fewer(), paired.same), (42, 11, 7));
    assert!(paired.share_more() < 0.9);
    assert_eq!(Verdict::of(&paired), Verdict::More);
    // The same of nineteen futures is no verdict, and nine in ten of them none on the mean.
    assert_eq!(Verdict::of(&Paired::of(&[0.0; 19], &gains).unwrap()), Verdict::TooFew);
    let mut rare = vec![1.0; 29];
    rare.push(-60.0);
    let rare = Paired::of(&[0.0; 30], &rare).unwrap();
    assert!(rare.share_more() > 0.9 && Verdict::of(&rare) == Verdict::Alike, "{rare:?}");
}

const MORE: &str = "schema = 1\nname = \"more\"\nweeks = 26\nreplicates = 3\n\
                    [team.facilitators]\ncount = 4\n";
const GOAL: &str =
    "[[target]]\nmeasure = \"organisations.mapped\"\nat_least = 0.2\ndate = 2026-06-29\n";

fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("small.toml", &(desk.text("small.toml") + GOAL));
    desk.write("more.toml", MORE);
    desk
}

#[test]
fn compare_writes_its_files_and_can_be_reproduced() {
    let desk = desk();
    let run = desk.ok(&["compare", "small.toml", "more.toml", "--discount", "0.035"]);
    let flat = run.out.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in [
        "costs is not said of so few",
        "2025 prices, discounted by 3.5 % a year",
        "3 of 3",
        "goal met: futures with 20 %",
    ] {
        assert!(flat.contains(part), "no {part:?} in:\n{}", run.out);
    }
    let folder = "output/compare-small-more";
    for file in ["comparison.json", "difference.svg", "difference.png"] {
        assert!(desk.has(&format!("{folder}/{file}")), "{file}");
    }
    assert!(desk.text(&format!("{folder}/more.coverage.csv")).contains("\nmore,26,"));
    let table = desk.text(&format!("{folder}/differences.csv"));
    assert!(table.starts_with(&(DIFFERENCE_COLUMNS.join(",") + "\n")));
    assert!(table.contains("\nsmall,more,26,2026-07-06,organisations.real_use,share,3,"));
    let again = desk.ok(&["reproduce", &format!("{folder}/manifest.json"), "--jobs", "1"]);
    assert!(again.out.contains("same: all 11 result files"), "{}", again.out);

    let manifest = desk.text(&format!("{folder}/manifest.json"));
    desk.write("manifest.json", &manifest.replace("\"0.035\"", "\"0.02\""));
    assert_eq!(desk.run(&["reproduce", "manifest.json"]).code, 4);
    let mut without = Manifest::from_json(&manifest).unwrap();
    without.options.remove("discount");
    desk.write("manifest.json", &without.to_json().unwrap());
    let unclear = desk.run(&["reproduce", "manifest.json"]);
    assert_eq!(unclear.code, 3, "{}", unclear.err);
    assert!(unclear.err.contains("how its scenarios were compared"), "{}", unclear.err);
    desk.write("manifest.json", &manifest.replace("name = \\\"more\\\"", "name = \\\"mare\\\""));
    assert!(desk.run(&["reproduce", "manifest.json"]).err.contains("digest"));
}

#[test]
fn compare_says_when_scenarios_cannot_be_told_apart() {
    let desk = desk();
    let same = desk.ok(&["compare", "small.toml", "small.toml", "-o", "here"]);
    let flat = same.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat.contains("small-2 and small cannot be told apart"), "{}", same.out);
    assert_eq!(desk.run(&["compare", "small.toml", "more.toml", "-o", "here"]).code, 1);
    desk.ok(&["compare", "small.toml", "more.toml", "-o", "here", "--force"]);
    assert!(!desk.has("here/small-2.coverage.csv") && desk.has("here/more.coverage.csv"));
    for width in ["40", "80"] {
        let mut command = desk.command(&["compare", "small.toml", "more.toml"]);
        let text = outcome(command.env("COLUMNS", width)).out;
        assert!(widest_line(&text) <= width.parse().unwrap(), "{width}:\n{text}");
    }
}

#[test]
fn compare_refuses_what_it_cannot_do_and_writes_nothing() {
    let desk = desk();
    let fewer = MORE.replace("[team.facilitators]\ncount = 4", "[kind.gp_practice]\ncount = 100");
    desk.write("fewer.toml", &fewer);
    let other = desk.run(&["compare", "small.toml", "fewer.toml"]);
    assert_eq!(other.code, 3, "{}", other.err);
    assert!(other.err.contains("only in small: gp_practice-101"), "{}", other.err);
    for (code, args) in [
        (2, vec!["compare", "small.toml"]),
        (2, vec!["compare", "small.toml", "more.toml", "--discount", "35"]),
        (2, vec!["compare", "small.toml", "more.toml", "--precision", "0"]),
        (2, vec!["compare", "small.toml", "more.toml", "--measure", "staff.weekly"]),
        (1, vec!["compare", "small.toml", "nowhere.toml"]),
        (3, vec!["compare", "small.toml", "wrong.toml"]),
    ] {
        assert_eq!(desk.run(&args).code, code, "{args:?}");
    }
    assert!(!desk.has("output"));
}

#[test]
fn compare_prints_json_that_programs_read() {
    let desk = desk();
    let args = ["compare", "small.toml", "more.toml", "--format", "json", "--precision", "0.05"];
    let run = desk.ok(&[&args[..], &["--replicates", "2", "-o", "here"]].concat());
    assert_eq!(run.out, desk.text("here/comparison.json"));
    let json: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(json["schema_version"], 2);
    assert_eq!(json["differences"][0]["real_use"]["verdict"], "too_few");
    assert_eq!(json["scenarios"][1]["scenario"], "more");
    let precision = &json["differences"][0]["precision"];
    assert_eq!(precision["wanted"], 0.05);
    assert!(precision["reached"].as_f64().unwrap() <= 0.05, "{precision}");
}

/// A goal of a kind is what a comparison is about: its figures are those of that kind's group.
#[test]
fn a_goal_of_a_kind_leads_a_comparison() {
    let desk = desk();
    let goal = "[[target]]\nmeasure = \"organisations.real_use\"\nof = \"gp_practice\"\nat_least = 0.2\n\
                date = 2026-06-29\n";
    desk.write("small.toml", &(desk.text("small.toml") + goal));
    let run = desk.ok(&["compare", "small.toml", "more.toml", "--replicates", "20"]);
    let flat = run.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat.contains("GP practices in real use"), "{}", run.out);
    let folder = "output/compare-small-more";
    let json: serde_json::Value =
        serde_json::from_str(&desk.text(&format!("{folder}/comparison.json"))).unwrap();
    assert_eq!(json["of"], "gp_practice");
    let table = desk.text(&format!("{folder}/more.coverage.csv"));
    let cells = |row: &str| row.split(',').map(str::to_owned).collect::<Vec<_>>();
    let head = cells(table.lines().next().unwrap());
    let at = |name: &str| head.iter().position(|h| h == name).unwrap();
    let row = table
        .lines()
        .map(cells)
        .find(|row| {
            row[at("week")] == "26"
                && row.contains(&"gp_practice".to_owned())
                && row.contains(&"organisations.real_use".to_owned())
        })
        .unwrap();
    let number = |name: &str| row[at(name)].parse::<f64>().unwrap();
    let middle = number("p50") * number("denominator");
    let told = json["scenarios"][1]["real_use"]["p50"].as_f64().unwrap();
    assert!((told - middle).abs() < 0.01, "{told} {middle}");
    let again = desk.ok(&["reproduce", &format!("{folder}/manifest.json")]);
    assert!(again.out.contains("same: all"), "{}", again.out);
}

/// An option by its price costs what it says, and is kept as what was bought.
#[test]
fn an_option_by_its_price_costs_that_much_and_can_be_reproduced() {
    let desk = desk();
    let offer = "£40,000 a year on: facilitators | mapping";
    let run = desk.ok(&["compare", "small.toml", offer, "--replicates", "20", "-o", "priced"]);
    assert!(run.err.contains("all of mapping and "), "{}", run.err);
    let json: serde_json::Value =
        serde_json::from_str(&desk.text("priced/comparison.json")).unwrap();
    for (nth, name) in [(0, "facilitators-40000"), (1, "mapping-40000")] {
        let beside = &json["differences"][nth];
        assert_eq!(beside["scenario"], name);
        // Half a year of it.
        let cost = beside["cost"]["mean"].as_f64().unwrap();
        assert!((17_000.0..23_000.0).contains(&cost), "{name}: {cost}");
    }
    let again = desk.ok(&["reproduce", "priced/manifest.json"]);
    assert!(again.out.contains("same: all"), "{}", again.out);
    let manifest = Manifest::from_json(&desk.text("priced/manifest.json")).unwrap();
    assert!(manifest.others[1].scenario.text.contains("lever = \"mapping\""));
    for (code, offer, says) in [
        (2, "£40,000 a year on maping", "'maping' is no lever"),
        (2, "much a year on mapping", "no sum of a pound or more"),
        (2, "£1 a year on mapping | grace | handover | backfill", "4 scenarios beside the base"),
        (2, "£40,000 on mapping", "does not say how much a year on what"),
        (2, "£40,000 a year on", "does not say how much a year on what"),
        (2, "£15.000 a year on mapping", "no sum of a pound or more"),
        (2, "15000 on mapping", "does not say how much a year on what"),
        (1, "40000", "40000"),
    ] {
        let told = desk.run(&["compare", "small.toml", offer, "--replicates", "2", "-o", "no"]);
        assert_eq!(told.code, code, "{offer}: {}", told.err);
        assert!(told.err.contains(says), "{offer}: {}", told.err);
    }
    let spent = desk.text("small.toml") + "[money]\nbudget_per_year = 100\n";
    desk.write("poor.toml", &spent);
    let poor = desk.run(&["compare", "poor.toml", offer, "--replicates", "2", "-o", "no"]);
    assert_eq!(poor.code, 3, "{}", poor.err);
    assert!(poor.err.contains("its own money leaves no more"), "{}", poor.err);
    let full = "[[intervention]]\nlever = \"mapping\"\nintensity = 1\n";
    desk.write("full.toml", &(desk.text("small.toml") + full));
    let full = desk.run(&["compare", "full.toml", offer, "--replicates", "2", "-o", "no"]);
    assert_eq!(full.code, 3, "{}", full.err);
    assert!(full.err.contains("has a full dose of mapping already"), "{}", full.err);
    assert!(!desk.has("no"));
}
