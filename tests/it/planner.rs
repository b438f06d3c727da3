//! What a planner trips over: foreign goals, likely slips, idle hours, a pause on the closing date, lost and
//! waiting organisations, narrow terminals.

use std::ops::ControlFlow;

use uptake::engine::{self, Options};
use uptake::measures::Counter as C;
use uptake::outputs::Summary;
use uptake::outputs::answer::answer;
use uptake::outputs::funnel::{Funnel, Missing};
use uptake::results::{Curves, Ensemble};
use uptake::scenario::{self, EventKind, NoFiles, Read, Scenario, ScheduledEvent, Source};

use super::cli::{Desk, widest_line};

fn read(text: &str, set: &[&str]) -> Result<Read, String> {
    let set: Vec<String> = set.iter().map(|text| (*text).to_owned()).collect();
    let source = Source { name: "mine.toml", text };
    scenario::read(source, &set, &NoFiles).map_err(|problems| problems.to_string())
}

fn small(text: &str, set: &[&str]) -> Scenario {
    let size = ["region.cambridgeshire.size=0.08"];
    read(&format!("weeks = 60\nreplicates = 3\n{text}"), &[&size[..], set].concat())
        .unwrap()
        .scenario
}

fn run(s: &Scenario) -> Ensemble {
    let options = Options { record: None, ..Options::of(s) };
    engine::ensemble(s, &options, &|_| ControlFlow::Continue(()))
}

fn said(s: &Scenario) -> String {
    let ensemble = run(s);
    let curves = Curves::of(&ensemble);
    answer(&ensemble, &Summary::of(s, &ensemble, &curves)).join(" ")
}

/// Kind of fault: goals, reasons and the name of the built-in region shown as the planner's own.
#[test]
fn a_scenario_built_on_the_region_shows_nothing_of_it_as_its_own() {
    let builtin = scenario::builtin(&[]).unwrap().scenario;
    assert!(!builtin.targets.is_empty() && !builtin.assumptions.is_empty());
    let mine = read("name = \"ours\"\nweeks = 200\n", &[]).unwrap();
    assert!(mine.scenario.targets.is_empty() && mine.scenario.assumptions.is_empty());
    assert_eq!(mine.scenario.regions[0].label, "ours");
    assert_eq!(mine.scenario.regions[0].id, builtin.regions[0].id, "luck hangs on it");
    assert!(mine.warnings.is_empty(), "{:?}", mine.warnings);
    // It is so for whoever has only the resolved text, too.
    let again = read(&mine.resolved, &[]).unwrap().scenario;
    assert_eq!(again, mine.scenario);
    // What it states is its own.
    let text =
        "[region.county]\nsize = 0.1\n[[target]]\nmeasure = \"staff.monthly\"\nat_least = 0.1\n";
    let own = read(text, &[]).unwrap().scenario;
    assert_eq!(own.targets.len(), 1);
    assert_eq!(own.regions[0].label, "county");
    assert_eq!(builtin.regions[0].label, builtin.regions[0].id);
}

/// Kind of fault: a value that is allowed and means something else.
#[test]
fn likely_slips_are_warned_about_with_what_was_likely_meant() {
    let warned = |text: &str| -> Vec<String> {
        let read = read(text, &[]).unwrap();
        let slips = read.warnings.iter().filter(|w| !w.message.contains("assumption"));
        slips.map(|w| format!("{} {}", w.message, w.help.clone().unwrap_or_default())).collect()
    };
    let lever =
        |id: &str, x: &str| format!("[[intervention]]\nlever = \"{id}\"\nintensity = {x}\n");
    for (slip, likely, fine) in [
        (
            "[role.gp]\nleave_per_year = 12\n".to_owned(),
            "0.12",
            "[role.gp]\nleave_per_year = 0.12\n".to_owned(),
        ),
        (
            "[team.facilitators]\nleave_per_year = 14\n".to_owned(),
            "0.14",
            "[team.facilitators]\nleave_per_year = 0.9\n".to_owned(),
        ),
        (
            "[team.facilitators]\nhours = 1.0\n".to_owned(),
            "37.5",
            "[team.facilitators]\nhours = 37.5\n".to_owned(),
        ),
        (
            "[team.facilitators]\nsalary = 53\n".to_owned(),
            "53000",
            "[team.facilitators]\nsalary = 53000\n".to_owned(),
        ),
        (
            "[money]\nbudget_per_year = 150\n".to_owned(),
            "150000",
            "[money]\nbudget_per_year = 150000\n".to_owned(),
        ),
        (lever("payment", "0.5"), "pounds a year", lever("payment", "500")),
        (lever("extra_hours", "0.5"), "18.75", lever("extra_hours", "18.75")),
    ] {
        let found = warned(&slip);
        assert_eq!(found.len(), 1, "{slip}: {found:?}");
        assert!(found[0].contains(likely), "{slip}: {found:?}");
        assert_eq!(warned(&fine), [""; 0], "{fine}");
    }
    // What is refused says what was likely meant.
    for (text, likely) in [
        ("[role.gp]\nleave_per_year = 35\n", "35 % is written 0.35"),
        ("[skill]\nattend = 35\n", "35 % is written 0.35"),
        ("[role.\"*\"]\nleave_per_year = 0.2\n", "--set 'role.*."),
    ] {
        let refused = read(text, &[]).unwrap_err();
        assert!(refused.contains(likely), "{text}: {refused}");
    }
    let step = read("", &["team.facilitators.count=+2"]).unwrap_err();
    let now = scenario::builtin(&[]).unwrap().scenario.team;
    let now = now.iter().filter(|m| m.id.starts_with("facilitators")).count();
    assert!(step.contains(&format!("team.facilitators.count={}", now + 2)), "{step}");
    assert!(read("", &["team.facilitators.count=2"]).is_ok());
}

/// Kind of fault: people who are paid and have nothing to do look like reach.
#[test]
fn idle_hours_are_said_where_there_are_many() {
    let idle = |s: &Scenario| {
        let ensemble = run(s);
        let share = |r: &uptake::results::ReplicateResult| {
            let at = |c| f64::from(r.trajectory.get(c, 0, 60));
            at(C::HoursIdleCum) / (at(C::HoursIdleCum) + at(C::HoursCum))
        };
        let mut shares: Vec<f64> = ensemble.replicates.iter().map(share).collect();
        shares.sort_by(f64::total_cmp);
        shares[1]
    };
    for (count, many) in [(1, false), (100, true)] {
        let s = small("", &[&format!("team.facilitators.count={count}")]);
        let (share, said) = (idle(&s), said(&s));
        assert!(!many || share > 0.5, "{share}");
        let words = format!("For {:.0}\u{a0}% of the team's", 100.0 * share);
        assert_eq!(said.contains(&words), share >= 0.1, "{share}: {said}");
    }
}

/// Kind of fault: less is spent than was planned, and nothing says who took it.
#[test]
fn money_that_the_model_takes_away_is_said() {
    let never = ["plan.weeks_to_all=1", "funder.tolerance=1", "funder.review_weeks=4"];
    let cut = ["core_only=true", "funder.patience=0", "funder.cut=0.6"];
    let own = small("", &[&never[..], &cut[..]].concat());
    assert!(said(&own).contains("turn elsewhere or are cut"), "{}", said(&own));
    let kept = small("", &["core_only=true", "funder.cut=0"]);
    assert!(!said(&kept).contains("turn elsewhere"), "{}", said(&kept));
}

/// Kind of fault: "0 to 10 %" where the 0 is a pause in the very week that is reported.
#[test]
fn a_pause_in_the_closing_week_is_said() {
    let mut s = small(
        "",
        &[
            "events.local_scandal=off",
            "events.national_scandal=off",
            "initial.live=0.8",
            "initial.competent=0.8",
        ],
    );
    assert!(!said(&s).contains("paused in that very week"));
    s.scheduled.push(ScheduledEvent {
        event: EventKind::NationalScandal,
        week: 58,
        region: None,
        size: 1.0,
    });
    let paused = run(&s)
        .replicates
        .iter()
        .filter(|r| {
            let at = |c| r.trajectory.get(c, 0, 60);
            at(C::OrgPaused) >= 0.5 * at(C::OrgLive)
        })
        .count();
    assert_eq!(paused, 3, "the event pauses all");
    assert!(said(&s).contains("paused in that very week"), "{}", said(&s));
    s.scheduled[0].week = 10;
    s.events.scandal_pause_weeks = 4.0;
    assert!(!said(&s).contains("paused in that very week"), "a pause that is over is none");
}

/// Each step counts some of the one before, in every week of every future: a chain of one denominator.
#[test]
fn steps_on_the_way_are_nested_counts() {
    let chains: [&[&[C]]; 4] = [
        &[
            &[C::OrgAll],
            &[C::OrgMapped],
            &[C::OrgAnswered],
            &[C::OrgAgreed, C::OrgLapsed],
            &[C::OrgLive, C::OrgLapsed],
            &[C::OrgLive],
            &[C::OrgRealUse],
        ],
        &[&[C::StaffInScope], &[C::StaffReached], &[C::StaffEver], &[C::StaffMonth]],
        &[&[C::PatRecognised], &[C::PatApproached], &[C::PatAgreed], &[C::PatTrue]],
        &[&[C::ViewsCum], &[C::InformedCum]],
    ];
    let start =
        ["initial.mapped=0.7", "initial.live=0.4", "initial.competent=0.6", "initial.records=0.4"];
    let e = run(&small("", &start));
    for r in &e.replicates {
        for week in 1..=60 {
            for chain in chains {
                let of = |step: &[C]| -> f32 {
                    step.iter().map(|&c| r.trajectory.get(c, 0, week)).sum()
                };
                let counts: Vec<f32> = chain.iter().map(|step| of(step)).collect();
                assert!(counts.is_sorted_by(|a, b| a >= b), "week {week}: {chain:?} {counts:?}");
            }
        }
    }
}

/// Kind of fault: "most is lost from all to known" where a small team has not come to them yet.
#[test]
fn a_queue_is_no_loss() {
    let slow = ["policy.work_in_progress=1", "initial.mapped=0", "core_only=true"];
    let e = run(&small("", &slow));
    let funnel = Funnel::of(&e, 60);
    let all = f64::from(funnel.organisations);
    assert!(funnel.waiting[1] > 0.7 * all, "{:?} of {all}", funnel.waiting);
    for step in funnel.steps.iter().filter(|s| s.missing == Missing::Waits) {
        assert_eq!(step.largest_in, 0, "{}", step.label);
    }
    // Where many are asked and refuse, that is where they are lost.
    let refused = ["initial.mapped=1", "joining.base=-8", "core_only=true", "team.*.hours=60"];
    let e = run(&small("", &refused));
    let funnel = Funnel::of(&e, 60);
    assert_eq!(
        funnel.largest.map(|l| l.to),
        Some("Have agreed to take part"),
        "{}",
        funnel.claim()
    );
    assert!(funnel.largest.unwrap().holds());
}

/// Kind of fault: lines that break in the middle on a narrow terminal.
#[test]
fn a_narrow_terminal_breaks_no_line() {
    let desk = Desk::new();
    desk.write(
        "other.toml",
        "name = \"other\"\nweeks = 26\nreplicates = 3\n[team.facilitators]\ncount = 4\n",
    );
    for width in [30usize, 36] {
        for args in [
            &["run", "small.toml", "-o", "a", "--force"][..],
            &["compare", "small.toml", "other.toml", "-o", "b", "--force"],
            &["describe", "turnover"],
            &["explain", "small.toml", "--replicates", "2", "-o", "c", "--force"],
        ] {
            let mut command = desk.command(args);
            let told = super::cli::outcome(command.env("COLUMNS", width.to_string()));
            assert_eq!(told.code, 0, "{}", told.err);
            for line in told.out.lines() {
                // A single word, such as a key or a path, stays whole.
                let words = line.split_whitespace().count();
                assert!(words < 2 || widest_line(line) <= width, "{args:?} {width}: {line:?}");
            }
        }
    }
}

/// Kind of fault: "NaN" and "inf" in what is written. Nothing in a folder of results holds them, whatever is
/// nothing: the budget, the team, the organisations in use.
#[test]
fn no_output_holds_what_is_not_a_number() {
    let desk = Desk::new();
    let head = "weeks = 26\nreplicates = 2\n[region.county]\nsize = 0.05\n";
    for (name, text) in [
        (
            "broke",
            "[money]\nbudget_per_year = 0\nother_per_year = 0\n[[intervention]]\nlever = \"payment\"\nintensity = 800\n",
        ),
        ("nobody", "[team.facilitators]\ncount = 0\n[funder]\ncut = 1\n"),
    ] {
        desk.write(&format!("{name}.toml"), &format!("name = \"{name}\"\n{head}{text}"));
    }
    let told = [
        desk.ok(&["run", "broke.toml", "-o", "run"]),
        desk.ok(&["compare", "broke.toml", "nobody.toml", "-o", "compare"]),
        desk.ok(&["explain", "nobody.toml", "-o", "explain"]),
    ];
    let is_none = |word: &str| {
        let word =
            word.trim_start_matches(['-', '+', '£', '−', '"']).trim_end_matches(['%', '"', ';']);
        ["nan", "inf", "infinity"].contains(&word.to_lowercase().as_str())
    };
    let holds = |text: &str| {
        text.split(|c: char| c.is_whitespace() || ",:<>()[]{}".contains(c)).any(is_none)
    };
    assert!(holds("a,NaN") && holds("+ inf h/week") && holds("£NaN") && !holds("infer banana"));
    for told in told {
        assert!(!holds(&told.out) && !holds(&told.err), "{}{}", told.out, told.err);
    }
    for folder in ["run", "compare", "explain"] {
        for entry in std::fs::read_dir(desk.path().join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if let Ok(text) = std::fs::read_to_string(&path) {
                assert!(!holds(&text), "{}", path.display());
            }
        }
    }
}

/// Kind of fault: four scenarios under one title.
#[test]
fn scenarios_that_share_a_title_are_told_by_their_names() {
    let desk = Desk::new();
    let plan = |name: &str, more: &str| {
        format!("name = \"{name}\"\ntitle = \"Our plan\"\nweeks = 8\nreplicates = 2\n{more}")
    };
    desk.write("first.toml", &plan("first", ""));
    desk.write("second.toml", &plan("second", "[team.facilitators]\ncount = 4\n"));
    desk.ok(&["compare", "first.toml", "second.toml", "-o", "both"]);
    let html = desk.text("both/report.html");
    let title = html.split("<h1>").nth(1).and_then(|rest| rest.split("</h1>").next());
    assert_eq!(title, Some("first, compared with: second"));
}
