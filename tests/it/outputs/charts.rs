//! Charts: their words and structure, and that no text is cut off or printed over another.

use std::sync::OnceLock;

use resvg::tiny_skia::Rect;
use resvg::usvg::{self, Node};
use uptake::measures::measure;
use uptake::outputs::Compared;
use uptake::outputs::charts::{Chart, charts, comparison_charts, png};
use uptake::results::{Comparison, Curves, Ensemble};
use uptake::scenario::Scenario;

use super::synthetic::{Spec, ensemble, scenario};

/// Charts of every run; others need a goal, an end of the money, or organisations.
const NAMES: [&str; 7] = [
    "coverage",
    "levels_of_use",
    "organisation_states",
    "hours_by_task",
    "cost_coverage",
    "twelve_futures",
    "convergence",
];

/// Cases at the edges of what a chart must bear.
fn cases() -> Vec<(&'static str, Spec)> {
    let usual = Spec::default();
    let long = format!("A & <b> \u{7} {} {}", "Very".repeat(40), "long ".repeat(40));
    vec![
        ("usual", usual.clone()),
        ("money_ends", Spec { money_ends: Some(130), ..usual.clone() }),
        ("money_ends_at_once", Spec { money_ends: Some(0), ..usual.clone() }),
        ("money_ends_last", Spec { money_ends: Some(260), ..usual.clone() }),
        ("one_replicate", Spec { replicates: 1, ..usual.clone() }),
        ("few_replicates", Spec { replicates: 5, ..usual.clone() }),
        ("one_week", Spec { weeks: 1, ..usual.clone() }),
        ("one_year", Spec { weeks: 52, ..usual.clone() }),
        ("twenty_years", Spec { weeks: 1040, replicates: 20, ..usual.clone() }),
        ("small", Spec { organisations: 3, posts_in_scope: 12, ..usual.clone() }),
        ("large", Spec { organisations: 30_000, posts_in_scope: 1_300_000, ..usual.clone() }),
        ("nothing_happens", Spec { life: 0.0, ..usual.clone() }),
        ("nobody", Spec { organisations: 0, posts_in_scope: 0, ..usual.clone() }),
        ("long_title", Spec { title: long, ..usual }),
    ]
}

fn draw(spec: &Spec) -> Vec<Chart> {
    let ensemble = ensemble(spec);
    charts(&scenario(spec), &ensemble, &Curves::of(&ensemble), None).unwrap()
}

/// The charts of every case, drawn once for all tests.
fn drawn() -> &'static [(&'static str, Vec<Chart>)] {
    static DRAWN: OnceLock<Vec<(&'static str, Vec<Chart>)>> = OnceLock::new();
    DRAWN.get_or_init(|| cases().into_iter().map(|(case, spec)| (case, draw(&spec))).collect())
}

fn named(spec: &Spec, name: &str) -> Chart {
    draw(spec).into_iter().find(|chart| chart.name == name).unwrap()
}

/// Three scenarios with the luck of the usual one: the first alone, or all, beside it.
fn comparison_cases() -> Vec<(&'static str, Vec<Chart>)> {
    let case = |usual: Spec, others: usize| {
        let lives = [1.0, 0.6, 1.3, 0.0];
        let ensembles: Vec<Ensemble> = (0..=others)
            .map(|i| Ensemble {
                scenario: ["base", "less", "more", "nothing"][i].to_owned(),
                ..ensemble(&Spec { life: lives[i], ..usual.clone() })
            })
            .collect();
        let scenarios: Vec<Scenario> = ensembles
            .iter()
            .map(|e| Scenario { name: e.scenario.clone(), ..scenario(&usual) })
            .collect();
        let precise = measure("organisations.real_use").unwrap();
        let comparisons: Vec<Comparison> = ensembles[1..]
            .iter()
            .map(|other| Comparison::of(&ensembles[0], other, (&[precise], None), 0.0).unwrap())
            .collect();
        let curves: Vec<Curves> = ensembles.iter().map(Curves::of).collect();
        let compared = Compared {
            scenarios: &scenarios,
            notes: &[],
            ensembles: &ensembles,
            comparisons: &comparisons,
            precise,
            half_width: 0.01,
            discount_per_year: 0.0,
        };
        comparison_charts(&compared, &curves).unwrap()
    };
    let usual = Spec::default();
    vec![
        ("difference", case(usual.clone(), 1)),
        ("three_differences", case(Spec { money_ends: Some(130), ..usual.clone() }, 3)),
        ("difference_of_one_pair", case(Spec { replicates: 1, ..usual.clone() }, 1)),
        ("difference_of_few", case(Spec { replicates: 5, weeks: 1, ..usual.clone() }, 2)),
        ("difference_of_many", case(Spec { organisations: 30_000, ..usual.clone() }, 1)),
        ("no_difference", case(Spec { life: 0.0, organisations: 0, ..usual }, 1)),
    ]
}

#[test]
fn a_chart_of_differences_says_what_differs_on_average_and_how_often() {
    let charts = comparison_cases();
    let alt = |case: &str| {
        let (_, charts) = charts.iter().find(|(name, _)| *name == case).unwrap();
        assert_eq!(charts[0].name, "difference");
        charts[0].alt.replace('\u{a0}', " ")
    };
    let less = alt("difference");
    assert!(
        less.starts_with("On average less has ")
            && less.contains(" fewer organisations in real use in ")
            && less.contains("(fewer in 40 of 40 matched futures)"),
        "{less}"
    );
    assert!(less.contains("28 Dec 2026: middle −"), "{less}");
    let three = alt("three_differences");
    for says in ["fewer on average, fewer in 40; more: ", " more on average, more in 40; nothing: "]
    {
        assert!(three.contains(says), "{three}");
    }
    assert!(alt("difference_of_few").contains("too few futures to say"));
    assert!(alt("no_difference").contains("cannot be told apart"));
    for (case, chart) in charts.iter().flat_map(|(case, c)| c.iter().map(move |c| (case, c))) {
        for word in ["NaN", "inf", "significant", " will "] {
            assert!(!chart.alt.contains(word), "{case}: {word:?} in {}", chart.alt);
        }
        assert!(chart.svg.contains(&format!("base-{}-title", chart.name)), "{case}");
    }
}

/// The picture as resvg lays it out with the embedded font.
fn laid_out(svg: &str) -> usvg::Tree {
    let mut options = usvg::Options::default();
    for font in [
        &include_bytes!("../../../assets/fonts/Roboto-Regular-subset.ttf")[..],
        &include_bytes!("../../../assets/fonts/Roboto-Bold-subset.ttf")[..],
    ] {
        options.fontdb_mut().load_font_data(font.to_vec());
    }
    usvg::Tree::from_str(svg, &options).unwrap()
}

/// Texts with their places, and how many more are in groups that cannot be seen.
fn texts(group: &usvg::Group, found: &mut Vec<(String, Rect)>) -> usize {
    let mut unseen = 0;
    for node in group.children() {
        match node {
            Node::Group(inner) if inner.opacity().get() == 0.0 => {
                let mut hidden = Vec::new();
                unseen += texts(inner, &mut hidden) + hidden.len();
            }
            Node::Group(inner) => unseen += texts(inner, found),
            Node::Text(text) => {
                let words: String = text.chunks().iter().map(|c| c.text()).collect();
                found.push((words.trim().to_owned(), text.abs_bounding_box()));
            }
            _ => {}
        }
    }
    unseen
}

#[test]
fn no_text_is_cut_off_or_printed_over_another() {
    for (case, charts) in drawn().iter().cloned().chain(comparison_cases()) {
        for chart in charts {
            let tree = laid_out(&chart.svg);
            let mut found = Vec::new();
            let unseen = texts(tree.root(), &mut found);
            let texts = chart.svg.matches("<text").count();
            assert_eq!(found.len() + unseen, texts, "{case}, {}: a text is lost", chart.name);
            let (width, height) = (tree.size().width(), tree.size().height());
            for (i, (words, place)) in found.iter().enumerate() {
                let inside = place.left() >= 0.0
                    && place.top() >= 0.0
                    && place.right() <= width
                    && place.bottom() <= height;
                assert!(inside, "{case}, {}: {words:?} at {place:?} is cut off", chart.name);
                for (other, beside) in &found[i + 1..] {
                    // A hair's breadth of the line boxes may meet; letters do not.
                    let apart = place.right() <= beside.left()
                        || beside.right() <= place.left()
                        || place.bottom() - 4.0 <= beside.top()
                        || beside.bottom() - 4.0 <= place.top();
                    assert!(apart, "{case}, {}: {words:?} over {other:?}", chart.name);
                }
            }
        }
    }
}

#[test]
fn every_chart_says_what_it_shows() {
    for (case, charts) in drawn() {
        let names: Vec<_> = charts.iter().map(|c| c.name).collect();
        assert!(NAMES.iter().all(|name| names.contains(name)), "{case}: {names:?}");
        for chart in charts {
            assert!(!chart.table.rows.is_empty() || case == &"nobody", "{case}: {}", chart.name);
            for row in &chart.table.rows {
                assert_eq!(row.len(), chart.table.head.len(), "{case}: {}", chart.name);
            }
            let head = &chart.svg[..chart.svg.find("</desc>").unwrap()];
            assert!(head.contains(r#"role="img""#), "{case}");
            assert!(head.contains(&format!(r#"<title id="synthetic-{}-title">"#, chart.name)));
            let title = head.split("-title\">").nth(1).unwrap().split("</title>").next().unwrap();
            let title = title.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
            assert!(chart.alt.starts_with(&title), "{case}: {title}");
            assert!(chart.alt.contains("not a forecast"), "{case}");
            for word in ["prediction", "confidence", "significant", " will ", "NaN", "inf"] {
                assert!(!chart.alt.contains(word), "{case}: {word:?} in {}", chart.alt);
            }
        }
    }
}

#[test]
fn the_fan_has_its_bands_samples_target_and_words() {
    let chart = named(&Spec { replicates: 40, ..Spec::default() }, "coverage");
    let plain = chart.alt.replace('\u{a0}', " ");
    assert!(plain.starts_with("In 90 of 100 simulated futures, between "), "{plain}");
    assert!(plain.contains(" of 330 organisations ("), "{plain}");
    assert!(plain.contains("28 Dec 2026: middle 2 % of 330, 90 of 100 futures"), "{plain}");
    let svg = chart.svg.replace('\u{a0}', " ");
    assert!(svg.contains("Target: 50 % by Mar 2029"));
    assert!(svg.contains("share of all 330"));
    assert!(!svg.contains("Project money ends"));
    // Twelve single futures are thin lines of one colour.
    assert_eq!(svg.matches("#6B7783").count(), 12);
    // Two bands, each with two edges, and the middle.
    assert_eq!(svg.matches(r##"opacity="0.16" fill="#12436D""##).count(), 1);
    assert_eq!(svg.matches(r##"opacity="0.34" fill="#12436D""##).count(), 1);
    assert_eq!(svg.matches(r##"opacity="0.75" stroke="#12436D""##).count(), 4);
}

#[test]
fn few_futures_have_no_bands_and_are_all_named() {
    let few = named(&Spec { replicates: 5, ..Spec::default() }, "coverage");
    assert!(few.alt.starts_with("In all 5 simulated futures, between "), "{}", few.alt);
    assert!(!few.svg.contains(r#"opacity="0.16""#));
    assert_eq!(few.svg.matches("#6B7783").count(), 5);
    let one = named(&Spec { replicates: 1, ..Spec::default() }, "coverage");
    assert!(one.alt.starts_with("In one simulated future, "), "{}", one.alt);
    assert!(!one.svg.contains("Middle"));
}

#[test]
fn the_end_of_money_is_marked_in_words_on_every_chart() {
    let over_weeks = ["coverage", "levels_of_use", "organisation_states", "organisation_months"];
    let charts = draw(&Spec { money_ends: Some(130), ..Spec::default() });
    for chart in charts.iter().filter(|chart| over_weeks.contains(&chart.name)) {
        let svg = chart.svg.replace('\u{a0}', " ");
        assert!(svg.contains("Project money ends, Jul 2028"), "{}", chart.name);
    }
    // Money that ends after the horizon is not marked.
    for chart in draw(&Spec { money_ends: Some(300), ..Spec::default() }) {
        assert!(!chart.svg.contains("Project money ends"), "{}", chart.name);
    }
}

#[test]
fn states_add_up_to_all_organisations() {
    let chart = named(&Spec::default(), "organisation_states");
    // At the last year's end, in words: "30 Dec 2030: live, in real use 200; …".
    let last = chart.alt.rsplit("2030: ").next().unwrap();
    let last = &last[..last.find('.').unwrap()];
    let counts: Vec<f64> =
        last.split("; ").map(|s| s.rsplit(' ').next().unwrap().parse().unwrap()).collect();
    assert_eq!(counts.len(), 6, "{last}");
    assert!((counts.iter().sum::<f64>() - 330.0).abs() <= 3.0, "{last}");
}

#[test]
fn hours_are_grouped_and_say_what_repetition_takes() {
    let chart = named(&Spec::default(), "hours_by_task");
    for group in [
        "Winning over",
        "Setting up",
        "First training",
        "Refreshers",
        "Support, renewal",
        "Developing",
    ] {
        assert!(chart.svg.contains(group), "{group}");
    }
    assert!(chart.alt.contains("keeping launched organisations going takes"), "{}", chart.alt);
    assert!(chart.alt.contains("Repetition: "), "{}", chart.alt);
    let idle = named(&Spec { life: 0.0, ..Spec::default() }, "hours_by_task");
    assert!(idle.alt.starts_with("No project hours are worked"), "{}", idle.alt);
}

#[test]
fn the_same_results_give_the_same_bytes() {
    let spec = Spec { replicates: 20, ..Spec::default() };
    let (first, second) = (draw(&spec), draw(&spec));
    assert_eq!(first, second);
    assert_eq!(png(&first[0].svg).unwrap(), png(&second[0].svg).unwrap());
}

#[test]
fn what_a_user_writes_cannot_break_the_svg() {
    let title = "</text><script>alert(1)</script> & \"quotes\" \u{0}\u{7}\u{ffff}";
    for chart in draw(&Spec { title: title.to_owned(), ..Spec::default() }) {
        assert!(!chart.svg.contains("<script"));
        laid_out(&chart.svg);
    }
}

/// Every case is left in the target folder as SVG, and some as PNG, for people to look at.
#[test]
fn pngs_are_twice_the_size_and_not_blank() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("charts");
    std::fs::create_dir_all(&folder).unwrap();
    for (case, charts) in drawn() {
        for chart in charts {
            let file = folder.join(format!("{case}-{}.svg", chart.name));
            std::fs::write(&file, &chart.svg).unwrap();
            if !["usual", "money_ends", "one_week"].contains(case) {
                continue;
            }
            let png = png(&chart.svg).unwrap();
            assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n");
            let size = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
            let tree = laid_out(&chart.svg);
            assert_eq!(size(16) as f32, tree.size().width() * 2.0);
            assert_eq!(size(20) as f32, tree.size().height() * 2.0);
            assert!(png.len() > 20_000, "{case}: {} bytes", png.len());
            std::fs::write(file.with_extension("png"), png).unwrap();
        }
    }
}

#[test]
fn what_is_no_svg_or_too_large_is_an_error() {
    assert!(png("no svg").is_err());
    let huge = r#"<svg xmlns="http://www.w3.org/2000/svg" width="99999999" height="9"/>"#;
    assert!(png(huge).unwrap_err().to_string().contains("pixels"));
}
