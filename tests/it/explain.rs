//! Why coverage is where it is: what has to add up, what has to be nothing, and the command.
//!
//! Fixed seeds. Where a claim is statistical, α = 0.01 by Holm over all that is tested, and a twin
//! that is wrong has to fail.

use std::ops::ControlFlow;

use uptake::engine::{self, Options};
use uptake::experiments::explanation::{Question, Run, explain};
use uptake::measures::measure;
use uptake::outputs::document::Block;
use uptake::outputs::explanation::Explained;
use uptake::results::{Attribution, Binding, Effect, Explanation, Outcome};
use uptake::scenario::{NoFiles, Scenario, Source, read};
use uptake::stats::holm::{holm, p_of_mean};

use super::cli::{Desk, outcome, widest_line};

/// Twenty organisations over a year and a half, half of them live from the start.
const SMALL: &str = "name = \"small\"\nweeks = 80\n[initial]\nmapped = 0.8\nlive = 0.4\n\
                     competent = 0.6\nrecords = 0.3\n[region.here]\nsize = 0.06\n\
                     systems = { systmone = 0.6, paper = 0.4 }\n[forces]\nown_share = 1\n";

fn small(replicates: u32, set: &[&str]) -> Scenario {
    let set: Vec<String> = set.iter().map(|text| (*text).to_owned()).collect();
    let mut scenario =
        read(Source { name: "small.toml", text: SMALL }, &set, &NoFiles).unwrap().scenario;
    scenario.replicates = replicates;
    scenario
}

fn question(week: u32) -> Question {
    Question { outcome: measure("organisations.real_use").unwrap().into(), week }
}

fn run(scenario: &Scenario, jobs: Option<usize>) -> Run {
    let run = explain(scenario, &question(scenario.weeks), jobs, &|_| ControlFlow::Continue(()));
    assert!(!run.stopped);
    run
}

fn found(scenario: &Scenario) -> Explanation {
    run(scenario, None).explanation.unwrap()
}

/// The measure at the end of every future.
fn values(scenario: &Scenario) -> Vec<f64> {
    let ensemble =
        engine::ensemble(scenario, &Options::of(scenario), &|_| ControlFlow::Continue(()));
    let values = ensemble.values(question(1).outcome.measure, 0, scenario.weeks);
    values.into_iter().map(f64::from).collect()
}

/// Kind of fault: an explanation of everything where one kind was asked for. Nothing of a force that acts
/// on practices alone shows in care homes, whose figures are those of their group.
#[test]
fn a_kind_can_be_asked_for() {
    let scenario = small(4, &[]);
    let live = measure("organisations.live").unwrap();
    let outcome = Outcome { measure: live, of: Some("care_home".to_owned()) };
    let asked = Question { outcome, week: scenario.weeks };
    let run = explain(&scenario, &asked, None, &|_| ControlFlow::Continue(()));
    let found = run.explanation.unwrap();
    let group = run.base.replicates[0].trajectory.layout().index_of(Some("care_home"));
    assert!(group > 0);
    let mean = |group| {
        let values = run.base.values(live, group, scenario.weeks);
        values.iter().copied().map(f64::from).sum::<f64>() / values.len() as f64
    };
    let attribution = found.attribution.unwrap();
    let whole = attribution.totals.iter().sum::<f64>() / 4.0;
    assert!((attribution.all_on.mean - mean(group)).abs() < 1e-6, "{attribution:?}");
    assert!((mean(group) - mean(0)).abs() > 1e-3, "or it could be everything");
    assert!((attribution.all_on.mean - attribution.all_off.mean - whole).abs() < 1e-6);
}

#[test]
fn contributions_add_up_in_every_future() {
    let scenario = small(4, &[]);
    let found = found(&scenario).attribution.unwrap();
    let off = values(&small(4, &["forces.*.strength=0"]));
    let totals: Vec<f64> = values(&scenario).iter().zip(&off).map(|(on, off)| on - off).collect();
    assert_eq!(found.totals, totals, "all forces on less all off, run by themselves");
    assert!(totals.iter().any(|total| *total != 0.0));
    for ((steps, exact), total) in found.steps.iter().zip(&found.exact).zip(&totals) {
        assert_eq!((steps.len(), exact.len()), (47, 4));
        for account in [steps, exact] {
            assert!((account.iter().sum::<f64>() - total).abs() < 1e-12, "{account:?}, {total}");
        }
    }
    let sum = |of: &dyn Fn(&uptake::results::FamilyShare) -> f64| -> f64 {
        found.families.iter().map(of).sum()
    };
    assert!((sum(&|f| f.exact.mean()) - found.total.mean()).abs() < 1e-12);
    assert!((sum(&|f| f.sampled.mean()) - found.total.mean()).abs() < 1e-12);
    // Knock-outs do not: forces act on each other.
    assert!((sum(&|f| f.knock_out.mean()) - found.total.mean()).abs() > 0.01);
}

#[test]
fn a_force_of_strength_0_is_left_out_and_knocking_it_out_changes_nothing() {
    let scenario = small(4, &[]);
    let without = small(4, &["forces.disappointment.strength=0"]);
    let (all, fewer) = (found(&scenario), found(&without));
    assert_eq!((all.absent.len(), &fewer.absent[..]), (0, &["disappointment"][..]));
    let fewer = fewer.attribution.unwrap();
    assert_eq!(fewer.forces.len(), 46);
    assert!(fewer.forces.iter().all(|force| force.name != "disappointment"));
    // What the knock-out runs is the scenario without it, digit for digit: taken out of that
    // scenario, the force takes exactly nothing.
    let all = all.attribution.unwrap();
    let knocked = all.forces.iter().find(|force| force.name == "disappointment").unwrap();
    let differences: Vec<f64> =
        values(&scenario).iter().zip(values(&without)).map(|(on, off)| on - off).collect();
    let mut expected = Effect::of(&differences).unwrap();
    expected.told = knocked.knock_out.told;
    assert_eq!(knocked.knock_out, expected);
    assert_eq!(values(&without), values(&small(4, &["forces.disappointment.strength=0"])));
    // None at all: nothing to attribute, and still a funnel and constraints.
    let core = found(&small(2, &["forces.*.strength=0"]));
    assert_eq!((core.attribution, core.absent.len()), (None, 47));
    assert!(!core.constraints.is_empty());
}

fn bytes(scenario: &Scenario, run: &Run) -> Vec<Vec<u8>> {
    let found = run.explanation.as_ref().unwrap();
    let explained = Explained { scenario, base: &run.base, found };
    let document = explained.document().unwrap();
    let tables = document.frames.iter().map(|frame| frame.csv().unwrap());
    tables.chain([document.json().unwrap()]).collect()
}

/// Kind of fault: two figures of one force, one of them six times the other, and no word why.
#[test]
fn where_a_share_and_what_removing_a_force_brings_differ_the_reason_is_said() {
    let scenario = small(4, &[]);
    let run = run(&scenario, None);
    // What the forces add and take alone, in shares of all 20 organisations, of which luck leaves little
    // open; every other force adds nothing.
    let said = |add: f64, alone: f64| {
        let mut found = run.explanation.clone().unwrap();
        let effect = |of: f64| Effect::of(&[of - 0.001, of, of + 0.001, of]).unwrap();
        let forces = &mut found.attribution.as_mut().unwrap().forces;
        for force in forces.iter_mut() {
            (force.sampled, force.knock_out) = (effect(0.0), effect(0.0));
        }
        (forces[3].sampled, forces[3].knock_out) = (effect(add), effect(alone));
        let title = forces[3].title;
        let explained = Explained { scenario: &scenario, base: &run.base, found: &found };
        let told = |block: &Block| match block {
            Block::Words(words) if words.starts_with("The two differ") => Some(words.clone()),
            _ => None,
        };
        let words = explained.document().unwrap().body.iter().find_map(told);
        words.inspect(|words| assert!(words.contains(title), "{words}"))
    };
    for (add, alone, figures, why) in [
        (-0.5, -0.1, "−9.5 and −1.9 organisations", "take much of the same without it"),
        (-0.1, -0.5, "−1.9 and −9.5 organisations", "works mainly on what the others do"),
        (-0.2, 0.1, "−3.8 and +1.9 organisations", "works the other way"),
    ] {
        let words = said(add, alone).unwrap();
        assert!(words.contains(figures) && words.contains(why), "{words}");
    }
    // A gap within what luck leaves open is none.
    assert_eq!(said(-0.2, -0.2005), None);
}

#[test]
fn threads_change_no_byte() {
    let scenario = small(4, &[]);
    let (one, two) = (run(&scenario, Some(1)), run(&scenario, Some(2)));
    assert_eq!(one, two);
    assert_eq!(bytes(&scenario, &one), bytes(&scenario, &two));
    let mut other = scenario.clone();
    other.seed += 1;
    assert_ne!(bytes(&other, &run(&other, None)), bytes(&scenario, &one));
}

#[test]
fn a_run_that_is_stopped_leaves_the_pairs_that_were_complete() {
    let scenario = small(6, &[]);
    let stop = |done| {
        move |step: uptake::experiments::Progress| match step.done < done {
            true => ControlFlow::Continue(()),
            false => ControlFlow::Break(()),
        }
    };
    let most = 6 + 4 * 130;
    let run = explain(&scenario, &question(80), Some(2), &stop(most));
    assert!(run.stopped);
    let complete = run.base.replicates.len() as u32;
    assert!((2..6).contains(&complete) && complete.is_multiple_of(2), "{complete}");
    let fewer = small(complete, &[]);
    assert_eq!(run.explanation.unwrap(), found(&fewer));
    let early = explain(&scenario, &question(80), Some(2), &stop(3));
    assert!(early.stopped && early.explanation.is_none() && early.base.replicates.len() < 6);
}

/// P-values of families by another account less their exact values, over pairs of futures.
fn p_of_difference(found: &Attribution, of: impl Fn(usize, usize) -> f64) -> Vec<f64> {
    let families = 0..found.families.len();
    let p = families.map(|f| {
        let differences: Vec<f64> =
            (0..found.exact.len()).map(|r| of(r, f) - found.exact[r][f]).collect();
        let pairs: Vec<f64> =
            differences.chunks(2).map(|pair| pair.iter().sum::<f64>() / 2.0).collect();
        p_of_mean(&pairs)
    });
    p.collect()
}

#[test]
fn sampled_orders_agree_with_all_coalitions_and_forces_take_what_they_are_said_to() {
    let found = found(&small(40, &[])).attribution.unwrap();
    let sampled = |r: usize, f: usize| -> f64 {
        let of_family = |i: &usize| found.forces[*i].family == f;
        (0..found.forces.len()).filter(of_family).map(|i| found.steps[r][i]).sum()
    };
    let agrees = holm(&p_of_difference(&found, sampled), 0.01);
    assert_eq!(agrees, [false; 4], "{:?}", p_of_difference(&found, sampled));
    // The broken twin counts each force for the family after its own.
    let shifted = |r: usize, f: usize| sampled(r, (f + 1) % 4);
    assert!(holm(&p_of_difference(&found, shifted), 0.01).contains(&true));

    // Challenges take coverage, drivers do not: the paper's signs.
    let family = |name: &str| found.families.iter().find(|f| f.name == name).unwrap();
    for hurts in ["radical_innovation", "challenges"] {
        let own = family(hurts);
        assert!(own.exact.told && own.exact.mean() < 0.0, "{hurts}: {:?}", own.exact);
        assert!(own.sampled.mean() < 0.0 && own.knock_out.mean() < 0.0, "{hurts}");
    }
    assert!(found.total.told && found.total.fewer() > 30, "{:?}", found.total);
    for name in ["core_and_peripheral", "immaturity"] {
        let force = found.forces.iter().find(|force| force.name == name).unwrap();
        assert!(force.sampled.told && force.sampled.mean() < 0.0, "{name}: {:?}", force.sampled);
    }
}

/// Which constraint binds in the first year for live organisations, by name; the core alone.
fn binds(set: &[&str]) -> Vec<&'static str> {
    let core = ["forces.*.strength=0", "initial.live=0", "initial.competent=0", "weeks=52"];
    let mut scenario = small(24, &[&core[..], &["region.here.size=0.5"], set].concat());
    scenario.targets.clear();
    let live = Question { outcome: measure("organisations.live").unwrap().into(), week: 52 };
    let run = explain(&scenario, &live, None, &|_| ControlFlow::Continue(()));
    let found = run.explanation.unwrap();
    let which = match found.periods[0].binding.clone() {
        Binding::One(one) => vec![one],
        Binding::Several(several) => several,
        Binding::Nothing => vec![],
    };
    which.into_iter().map(|i| found.constraints[i].name).collect()
}

#[test]
fn the_constraint_that_a_scenario_is_made_of_binds() {
    // Everybody says yes, and few technical hours set them up.
    assert_eq!(binds(&["joining.base=6", "team.it_analysts.hours=3"]), ["hours_technical"]);
    // The twin has technical hours in plenty: they are not what binds.
    let plenty = binds(&["joining.base=6", "team.it_analysts.hours=60"]);
    assert!(!plenty.is_empty() && !plenty.contains(&"hours_technical"), "{plenty:?}");
    // And where hardly anybody says yes, agreement does.
    assert_eq!(binds(&["joining.base=-3", "joining.refusers=0.6"]), ["agreement"]);
}

fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("small.toml", SMALL);
    desk
}

fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Rows of a table by column name.
struct Rows(Vec<String>, Vec<Vec<String>>);

impl Rows {
    fn of(desk: &Desk, file: &str) -> Self {
        let text = desk.text(file);
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let cells = |record: &csv::StringRecord| record.iter().map(str::to_owned).collect();
        let head = cells(reader.headers().unwrap());
        Rows(head, reader.records().map(|record| cells(&record.unwrap())).collect())
    }

    fn get<'a>(&self, row: &'a [String], column: &str) -> &'a str {
        &row[self.0.iter().position(|head| head == column).unwrap()]
    }

    fn number(&self, row: &[String], column: &str) -> f64 {
        self.get(row, column).parse().unwrap()
    }

    fn find(&self, wanted: &[(&str, &str)]) -> Vec<&[String]> {
        let fits = |row: &&Vec<String>| wanted.iter().all(|(c, v)| self.get(row, c) == *v);
        self.1.iter().filter(fits).map(Vec::as_slice).collect()
    }
}

/// As the answer writes numbers.
fn plain(x: f64) -> String {
    let text = if x.abs() < 9.95 { format!("{:.1}", x.abs()) } else { format!("{:.0}", x.abs()) };
    text.trim_end_matches(".0").to_owned()
}

fn signed(x: f64) -> String {
    let sign = if plain(x) == "0" {
        ""
    } else if x < 0.0 {
        "−"
    } else {
        "+"
    };
    format!("{sign}{}", plain(x))
}

#[test]
fn every_figure_of_the_answer_is_one_of_the_tables() {
    let desk = desk();
    let told = desk.ok(&["explain", "small.toml", "--replicates", "8", "-o", "out"]);
    let out = flat(&told.out);
    let says = |words: String| assert!(out.contains(&words), "{words}\n{out}");
    let [funnel, constraints, forces] = ["funnel", "constraints", "attribution"]
        .map(|name| Rows::of(&desk, &format!("out/{name}.csv")));
    let all = funnel.number(&funnel.1[0], "denominator");
    // Where coverage is, and the largest step down.
    let own = constraints.find(&[("name", "organisations.real_use"), ("period", "2")]);
    // Between two futures the middle may be a half, which the table's digits may put on either side.
    let middle = all * constraints.number(own[0], "p50");
    let say = |x: f64| {
        let x = x.round();
        format!("in the middle of 8 simulated futures, {x} of {all} organisations are in real use")
    };
    let either = [middle - 1e-3, middle + 1e-3].map(say);
    assert!(either.iter().any(|words| out.contains(words)), "{either:?}\n{out}");
    let largest =
        funnel.1.iter().skip(1).map(|row| funnel.number(row, "largest_in")).fold(0.0, f64::max);
    says(format!("in {largest} of 8 simulated futures"));
    for row in funnel.1.iter().skip(1) {
        says(funnel.get(row, "label").to_owned());
    }
    // What binds.
    for year in ["1", "2"] {
        let gains = constraints.find(&[("period", year), ("kind", "gain_within")]);
        assert!(gains.len() > 8);
        for row in gains {
            let gain = signed(all * constraints.number(row, "mean"));
            let half = plain(all * constraints.number(row, "half_width"));
            if constraints.get(row, "binds") != "no" {
                says(format!("{} {gain} ± {half}", constraints.get(row, "label")));
            }
        }
    }
    let by_end = constraints.find(&[("period", "2"), ("kind", "gain_by_end")]);
    let best = by_end.iter().map(|row| constraints.number(row, "mean")).fold(f64::MIN, f64::max);
    says("8 matched futures are too few to say which of".to_owned());
    if !out.contains("too few to say") && !out.contains("no gain can be told from luck") {
        says(format!("): {} ±", signed(all * best)));
    }
    // What the forces add.
    let total = forces.find(&[("level", "all")])[0];
    let count = forces.find(&[("level", "force"), ("method", "sampled")]).len();
    assert_eq!(count, 47);
    match forces.get(total, "told_from_zero") {
        "true" => says(format!(
            "All 47 forces together take {} organisations",
            plain(all * forces.number(total, "mean"))
        )),
        _ => says("What all 47 forces together add cannot be told from 0".to_owned()),
    }
    for row in forces.find(&[("level", "family"), ("method", "exact")]) {
        let figure = format!(
            "{} {} ± {}",
            forces.get(row, "title"),
            signed(all * forces.number(row, "mean")),
            plain(all * forces.number(row, "half_width"))
        );
        says(figure); // In the table at least; in the sentence:
        if forces.get(row, "told_from_zero") == "false" {
            says(format!("{} cannot be told from 0", forces.get(row, "title")));
        }
    }
    says("Not attributed, since they act with all forces off too: forgetting".to_owned());
    assert!(!out.contains(" will ") && !out.contains("cause"), "{out}");
    assert!(widest_line(&told.out) <= 80, "{}", told.out);
    assert!(told.err.contains("Report: out/report.html"), "{}", told.err);

    let narrow =
        outcome(desk.command(&["explain", "small.toml", "--replicates", "2"]).env("COLUMNS", "50"));
    assert!(widest_line(&narrow.out) <= 50, "{}", narrow.out);

    // The same again, from the manifest alone; the report too.
    assert!(flat(&desk.ok(&["reproduce", "out/manifest.json"]).out).starts_with("the same: all 6"));
    let report = desk.text("out/report.html");
    assert!(report.contains("Why, in this model") && report.contains("All 47 rows"));
    assert!(report.contains("1.1 Radical innovation"));
    desk.ok(&["report", "out"]);
    let again = desk.text("out/report.html");
    let body = |text: &str| text[..text.find("id=\"provenance\"").unwrap()].to_owned();
    assert_eq!(body(&again), body(&report));
}

#[test]
fn what_cannot_be_asked_is_refused_in_words() {
    let desk = desk();
    for (code, args, words) in [
        (2, vec!["--measure", "staff.wekly"], "did you mean `staff.weekly`?"),
        (2, vec!["--measure", "project.spend"], "none of those that can be asked about here"),
        (2, vec!["--replicates", "7"], "an even number of futures"),
        (3, vec!["--at", "2040-01"], "2040-01 does not lie within the plan, from January 2026 to"),
        (3, vec!["--at", "81"], "week 81 does not lie in the horizon of 80 weeks"),
        (3, vec!["--at", "soon"], "`soon` is not a date"),
    ] {
        let told = desk.run(&[&["explain", "small.toml"][..], &args].concat());
        assert_eq!(told.code, code, "{args:?}: {}", told.err);
        assert!(flat(&told.err).contains(words), "{args:?}: {}", told.err);
        assert_eq!(told.out, "");
    }
    assert!(!desk.has("output"), "nothing was written");
    let early = desk.ok(&[
        "explain",
        "small.toml",
        "--at",
        "2026-06",
        "--replicates",
        "2",
        "--format",
        "json",
    ]);
    let json: serde_json::Value = serde_json::from_str(&early.out).unwrap();
    assert_eq!((json["week"].as_u64(), json["date"].as_str()), (Some(25), Some("2026-06-29")));
}
