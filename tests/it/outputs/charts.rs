//! Charts: their words and structure, and that no text is cut off or printed over another.

use resvg::tiny_skia::Rect;
use resvg::usvg::{Group, Node};
use uptake::outputs::charts::{Chart, charts, png};
use uptake::results::Curves;

use super::synthetic::{Spec, ensemble, scenario};

/// Cases at the edges of what a chart must bear.
fn cases() -> Vec<(&'static str, Spec)> {
    let usual = Spec::default();
    vec![
        ("usual", usual.clone()),
        ("money_ends", Spec { money_ends: Some(130), ..usual.clone() }),
        ("money_ends_at_once", Spec { money_ends: Some(0), ..usual.clone() }),
        ("money_ends_last", Spec { money_ends: Some(260), ..usual.clone() }),
        ("one_replicate", Spec { replicates: 1, ..usual.clone() }),
        ("few_replicates", Spec { replicates: 5, ..usual.clone() }),
        ("one_week", Spec { weeks: 1, ..usual.clone() }),
        ("one_year", Spec { weeks: 52, ..usual.clone() }),
        ("twenty_years", Spec { weeks: 1040, ..usual.clone() }),
        ("small", Spec { organisations: 3, posts_in_scope: 12, ..usual.clone() }),
        ("large", Spec { organisations: 30_000, posts_in_scope: 1_300_000, ..usual.clone() }),
        ("nothing_happens", Spec { life: 0.0, ..usual.clone() }),
        ("nobody", Spec { organisations: 0, posts_in_scope: 0, ..usual.clone() }),
        (
            "long_title",
            Spec { title: format!("A & <b> \u{7} {} {}", "Very".repeat(40), "long ".repeat(40)), ..usual },
        ),
    ]
}

fn draw(spec: &Spec) -> Vec<Chart> {
    let ensemble = ensemble(spec);
    charts(&scenario(spec), &ensemble, &Curves::of(&ensemble)).unwrap()
}

#[test]
fn look() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("charts");
    std::fs::create_dir_all(&folder).unwrap();
    for (case, spec) in cases() {
        for chart in draw(&spec) {
            std::fs::write(folder.join(format!("{case}-{}.png", chart.name)), png(&chart.svg).unwrap()).unwrap();
            std::fs::write(folder.join(format!("{case}-{}.svg", chart.name)), &chart.svg).unwrap();
        }
    }
}
