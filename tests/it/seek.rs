//! What it takes: the command, what it writes, and what it says where a goal is out of reach.

use serde_json::Value;

use super::cli::Desk;

/// Twenty organisations over a year and a half.
const SMALL: &str = "name = \"here\"\nweeks = 80\n[initial]\nmapped = 0.8\n[region.here]\nsize = 0.06\n\
                     systems = { systmone = 0.6, paper = 0.4 }\n";
/// So few runs show the shape.
const FEW: [&str; 4] = ["--runs", "240", "--replicates", "30"];

fn seek(desk: &Desk, target: &str, vary: &[&str], folder: &str) -> super::cli::Outcome {
    desk.write("here.toml", SMALL);
    let mut args = vec!["seek", "here.toml", "--target", target, "-o", folder, "-q"];
    vary.iter().for_each(|vary| args.extend(["--vary", vary]));
    args.extend(FEW);
    desk.run(&args)
}

fn found(desk: &Desk, folder: &str) -> Value {
    serde_json::from_str(&desk.text(&format!("{folder}/seek.json"))).unwrap()
}

#[test]
fn a_plan_that_is_plainly_good_enough_is_found_and_can_be_reproduced() {
    let desk = Desk::new();
    let vary = ["team.facilitators.count=0..4", "policy.order=random,senders_first"];
    let told = seek(&desk, "organisations.live of gp_practice >= 10 % by 2027-04", &vary, "out");
    assert_eq!(told.code, 0, "{}", told.err);
    assert!(told.out.contains("The cheapest plan found"), "{}", told.out);
    assert!(told.out.replace('\n', " ").contains("of GP practices live"), "{}", told.out);
    let json = found(&desk, "out");
    assert_eq!((&json["within_reach"], &json["plans"]), (&true.into(), &10.into()));
    assert_eq!(json["goals"][0]["of"], "gp_practice");
    let first = &json["options"][0];
    assert_eq!(first["verdict"], "good");
    assert!(first["whole_cost_mean"].as_f64() > first["cost_mean"].as_f64());
    for file in ["seek.csv", "binds.csv", "seek.svg", "report.html", "manifest.json"] {
        assert!(desk.has(&format!("out/{file}")), "{file}");
    }
    let again = desk.run(&["reproduce", "out/manifest.json"]);
    assert_eq!(again.code, 0, "{}{}", again.out, again.err);
    // On one thread the same comes out.
    let args = ["--jobs", "1", "--target", "organisations.live of gp_practice >= 10 % by 2027-04"];
    let mut one = vec!["seek", "here.toml", "-o", "one", "-q"];
    vary.iter().for_each(|vary| one.extend(["--vary", vary]));
    one.extend(args.iter().chain(&FEW));
    assert_eq!(desk.run(&one).code, 0);
    assert_eq!(desk.text("one/seek.csv"), desk.text("out/seek.csv"));
}

#[test]
fn out_of_reach_is_an_answer_and_says_what_binds() {
    let desk = Desk::new();
    let vary = ["team.facilitators.count=0..4"];
    let told = seek(&desk, "organisations.live >= 99 % by 2026-09", &vary, "out");
    assert_eq!(told.code, 0, "{}", told.err);
    let said = told.out.replace('\n', " ");
    assert!(said.contains("Not reachable within these choices"), "{said}");
    assert!(said.contains("The most is 0 of"), "{said}");
    let json = found(&desk, "out");
    assert_eq!(json["within_reach"], false);
    assert!(!json["binds"].as_array().unwrap().is_empty());
}

#[test]
fn slips_are_told_all_at_once_and_nothing_is_written() {
    let desk = Desk::new();
    let told = seek(&desk, "organisations.live > 10", &["backfill=0..12", "seed=1..2"], "out");
    assert_eq!(told.code, 3);
    for part in ["`>` is no way", "must lie in 0..1", "`seed` is no decision", "3 problems"] {
        assert!(told.err.contains(part), "{part}: {}", told.err);
    }
    assert!(!desk.has("out"));
}
