//! The report of an analysis of sensitivity, on invented findings.

use jiff::civil::date;
use uptake::measures::measure;
use uptake::outputs::document::Document;
use uptake::outputs::sensitivity::Analysed;
use uptake::outputs::study::{
    AnalysisDesign, Column, MergeReport, PLAN_SCHEMA, Plan, PlannedAnalysis,
};
use uptake::outputs::{FileRecord, Origin, OutputRecord, Report, Subject, ToolRecord, report_html};
use uptake::results::Curves;
use uptake::results::sensitivity::{Found, Screened, Shares, Swing, Swings};
use uptake::scenario::study::{Cell, Study};
use uptake::stats::sensitivity::{ElementaryEffects, Index};

use super::super::synthetic::{Spec, ensemble, scenario};
use super::{assert_is_whole, blocks, section};

/// Three parameters: one that gives more, one that gives now more and now less, one in luck.
const KEYS: [&str; 3] = ["joining.base", "skill.attend", "joining.interest"];

fn morris() -> Found {
    let one = |parameter: usize, mu_star: f64, half: f64, mu: f64| Screened {
        parameter,
        effects: ElementaryEffects {
            mu_star,
            half_width: Some(half),
            plain: mu_star,
            mu,
            sigma: 0.0213,
            effects: 10,
            futures: 40,
        },
    };
    Found::Morris(vec![
        one(0, 0.0812, 0.0204, 0.0812),
        one(1, 0.0411, 0.0101, 0.0102),
        one(2, 0.0048, 0.0051, -0.0048),
    ])
}

fn sobol() -> Found {
    let index = |value, half| Index { value, interval: Some((value - half, value + half)) };
    Found::Sobol(Shares {
        indices: vec![
            (index(0.61, 0.05), index(0.7, 0.08)),
            (index(0.2, 0.06), index(0.31, 0.09)),
            (index(-0.01, 0.02), index(0.01, 0.03)),
        ],
        variance: 0.003,
        noise_share: 0.4,
        scrambles: 8,
    })
}

fn tornado() -> Found {
    let level = |x: f64, mean: f64| Swing {
        cell: Cell::Number(x),
        mean,
        half_width: Some(0.004),
        futures: 40,
    };
    let swings = vec![
        Swings { parameter: 0, levels: vec![level(-9.0, -0.031), level(9.0, 0.052)] },
        Swings { parameter: 1, levels: vec![level(0.1, -0.02), level(0.95, 0.001)] },
        Swings { parameter: 2, levels: vec![level(0.01, 0.001), level(9.5, -0.002)] },
    ];
    Found::Tornado { base: 0.069, swings }
}

/// An invented analysis, and its report.
fn analysed(found: &Found) -> (Document, String) {
    let read = uptake::scenario::builtin(&[]).unwrap();
    let mut study = Study::of_documented(&read, &KEYS.map(str::to_owned)).unwrap();
    let place = |key: &str| KEYS.iter().position(|k| *k == key).unwrap();
    study.parameters.sort_by_key(|p| place(&p.key));
    let design = match found {
        Found::Morris(_) => AnalysisDesign::Morris { trajectories: 10, levels: 4 },
        Found::Sobol(_) => AnalysisDesign::Sobol { rows: 64, scrambles: 8 },
        Found::Tornado { .. } => AnalysisDesign::Tornado,
    };
    study.design = design.design();
    let spec = Spec { weeks: 60, replicates: 20, ..Spec::default() };
    let plan = Plan {
        plan_version: PLAN_SCHEMA,
        tool: ToolRecord::this(),
        name: "county-analysis".to_owned(),
        study: FileRecord::new("plans/county.toml", ""),
        scenario: FileRecord::new("plans/county.toml", "schema = 1\n"),
        organisations: None,
        design_hash: "0123456789abcdef".repeat(4),
        design: study.design.name().to_owned(),
        points: 40,
        replicates: 4,
        seed: 7,
        seed_rule: "a rule".to_owned(),
        luck: "matched".to_owned(),
        measures: vec!["organisations.real_use".to_owned()],
        groups: vec![],
        weeks: vec![60],
        start: "2026-01-05".to_owned(),
        parameters: Vec::new(),
        threshold: None,
        draws: None,
        analysis: Some(PlannedAnalysis {
            design,
            set: vec!["skill.attend=0.7".to_owned()],
            chosen: KEYS.map(str::to_owned).to_vec(),
        }),
        outputs: Vec::new(),
    };
    let merged = MergeReport {
        design_hash: plan.design_hash.clone(),
        points: 40,
        missing: 0,
        futures: 160,
        failed: 0,
        outputs: vec![OutputRecord::new("results.csv", b"abc")],
    };
    let column = Column {
        measure: measure("organisations.real_use").unwrap(),
        week: 60,
        date: date(2027, 3, 1),
    };
    let (scenario, ensemble) = (scenario(&spec), ensemble(&spec));
    let analysed = Analysed { study: &study, plan: &plan, scenario: &scenario, column, found };
    let document = analysed.document().unwrap();
    let curves = Curves::of(&ensemble);
    let subject = Subject {
        scenario: &scenario,
        changed: &[],
        warnings: &[],
        ensemble: &ensemble,
        curves: &curves,
    };
    let report = Report {
        origin: Origin::Study { plan: &plan, merged: &merged },
        subjects: &[subject],
        document: &document,
    };
    let html = String::from_utf8(report_html(&report).unwrap()).unwrap();
    (document, html)
}

#[test]
fn reports_of_all_methods_are_whole_and_come_out_the_same_again() {
    for found in [morris(), sobol(), tornado()] {
        let (document, html) = analysed(&found);
        assert_is_whole(&html);
        assert_eq!(analysed(&found), (document.clone(), html.clone()));
        let csv = document.frames[0].csv().unwrap();
        assert!(html.contains("download=\"sensitivity.csv\""));
        assert!(String::from_utf8(csv).unwrap().lines().count() >= 4);
    }
}

#[test]
fn the_sections_of_results_read_as_they_did() {
    let mut shown = String::new();
    for found in [morris(), sobol(), tornado()] {
        let (_, html) = analysed(&found);
        for id in ["answer", "caveats", "why", "drivers"] {
            shown.push_str(&format!("## {id}\n"));
            for (tag, words) in blocks(section(&html, id)) {
                // New parameters and findings elsewhere do not change this analysis.
                let counted = words.contains("thought experiment") || words.contains("published");
                let words = if counted { "[counted elsewhere]" } else { &words };
                shown.push_str(&format!("{tag}: {words}\n"));
            }
        }
    }
    insta::assert_snapshot!(shown);
}

/// Kind of fault: −102 % printed as 0 %, and 86 % ± 174 % as if it were known.
#[test]
fn what_luck_leaves_open_is_not_printed_as_a_share() {
    let index = |value, low, high| Index { value, interval: Some((low, high)) };
    let open = Index { value: 0.86, interval: None };
    let found = Found::Sobol(Shares {
        indices: vec![
            (index(0.86, -0.88, 2.6), index(-1.02, -3.1, 1.06)),
            (open, index(-0.2, -0.5, 0.1)),
            (index(0.5, 0.4, 0.6), index(0.97, 0.8, 1.14)),
        ],
        variance: 0.003,
        noise_share: 0.94,
        scrambles: 8,
    });
    let (document, html) = analysed(&found);
    let rows = document.frames[0].table().rows;
    let cells = |key: &str| {
        let row = rows.iter().find(|row| row[0] == key).unwrap();
        [1, 2, 3].map(|i| row[i].replace('\u{a0}', " "))
    };
    assert_eq!(cells(KEYS[0]), ["cannot be told", "cannot be told", "no"]);
    assert_eq!(cells(KEYS[1]), ["cannot be told", "cannot be told from 0 (at most 10 %)", "no"]);
    assert_eq!(cells(KEYS[2]), ["50 % (40–60 %)", "97 % (80–100 %)", "yes"]);
    assert!(section(&html, "answer").contains("2 of 3 parameters cannot be told from luck"));
    let csv = document.frames[0].csv().unwrap();
    assert!(String::from_utf8(csv).unwrap().contains(",-1.02,"), "figures as they come out");
}

/// What is claimed turns with what was found.
#[test]
fn directions_and_doubt_are_told_as_they_were_found() {
    let said = |found: &Found| <[String; 3]>::try_from(analysed(found).0.answer).unwrap();
    let [matters, luck, not] = said(&morris());
    assert!(matters.contains("Of 3 parameters, 2 can be told from luck"), "{matters}");
    assert!(
        matters.contains("8.1 ± 2 percentage points across its range, the mean of 10 steps, more with a higher value"),
        "{matters}"
    );
    assert!(matters.contains("now more and now less with a higher value"), "{matters}");
    assert!(luck.contains("leave ± 0.5 to 2 percentage points open"), "{luck}");
    assert!(not.contains("1 of 3 parameters cannot be told from luck (joining.interest)"), "{not}");
    let Found::Morris(mut screened) = morris() else { unreachable!() };
    screened[0].effects.mu = -screened[0].effects.mu;
    let [matters, ..] = said(&Found::Morris(screened.clone()));
    assert!(matters.contains("the mean of 10 steps, less with a higher value"), "{matters}");
    screened.iter_mut().for_each(|s| s.effects.half_width = Some(1.0));
    let [matters, _, not] = said(&Found::Morris(screened));
    assert!(matters.contains("none can be told from luck"), "{matters}");
    assert!(not.starts_with("3 of 3 parameters cannot"), "{not}");

    let [matters, luck, _] = said(&tornado());
    assert!(matters.contains("−3.1 ± 0.4 percentage points at -9"), "{matters}");
    assert!(matters.contains("+5.2 ± 0.4 percentage points at 9, more with a higher value"));
    assert!(luck.contains("The base has 7\u{a0}% on average"), "{luck}");
    let [matters, luck, _] = said(&sobol());
    assert!(
        matters.contains("61\u{a0}% (56–66\u{a0}%) of the variance that is not luck alone"),
        "{matters}"
    );
    assert!(
        luck.starts_with("Luck is 40\u{a0}% of the variance") && luck.contains("other 60\u{a0}%")
    );
}
