//! What verification and validation found, as JSON, tables and the rows of a page.

use super::OutputError;
use super::document::{Cell, Frame};
use super::words;
use crate::results::{ForceFound, LimitFound, PatternFound, TargetFound, Verdict, Verified};

/// A file of results: its name, and its bytes.
pub type NamedBytes = (&'static str, Vec<u8>);

/// `verification.json`, and a table for each part that was run.
///
/// # Errors
/// If memory runs out.
pub fn verified_files(found: &Verified) -> Result<Vec<NamedBytes>, OutputError> {
    let mut json = serde_json::to_vec_pretty(found)?;
    json.push(b'\n');
    let mut files = vec![("verification.json", json)];
    for (name, frame) in [
        ("limits.csv", limits(&found.limits)),
        ("forces.csv", forces(&found.forces)),
        ("patterns.csv", patterns(&found.patterns)),
        ("targets.csv", targets(&found.targets)),
    ] {
        if !frame.rows.is_empty() {
            files.push((name, frame.csv()?));
        }
    }
    Ok(files)
}

/// What was found before, from `verification.json`.
///
/// # Errors
/// If the text is no such file.
pub fn parse_verified(text: &str) -> Result<Verified, OutputError> {
    Ok(serde_json::from_str(text)?)
}

fn limits(found: &[LimitFound]) -> Frame {
    Frame::of("limits", "Limits with an exact answer", found.iter().collect())
        .column("limit", |x: &&LimitFound| Cell::text(&x.limit))
        .column("what", |x| Cell::text(&x.what))
        .column("simulated", |x| Cell::digits(x.simulated))
        .column("exact", |x| Cell::digits(x.exact))
        .column("values", |x| Cell::count(x.values))
        .column("z", |x| Cell::digits(x.z))
        .column("critical", |x| Cell::digits(x.critical))
        .column("holds", |x| holds(x.holds))
        .frame()
}

fn forces(found: &[ForceFound]) -> Frame {
    Frame::of("forces", "Forces, off against on", found.iter().collect())
        .seen("Force", |x: &&ForceFound| {
            format!("{} {}", x.section, x.title.trim_start_matches(&x.section).trim())
        })
        .seen("Outcome", |x| format!("`{}`, week {}", x.outcome, x.week))
        .column("section", |x| Cell::text(&x.section))
        .column("force", |x| Cell::text(&x.force))
        .column("keys", |x| Cell::text(x.keys.join("; ")))
        .column("outcome", |x| Cell::text(&x.outcome))
        .column("week", |x| Cell::count(x.week))
        .column("raises", |x| Cell::flag(x.raises))
        .seen("On less off, points", |x| {
            let mean = format!("{:+.1}", 100.0 * x.mean).replace('-', "−");
            format!("{mean} ± {:.1}", 100.0 * x.half_width)
        })
        .headed("pairs", "Pairs", |x| Cell::count(x.pairs).shown(x.pairs.to_string()))
        .column("mean", |x| Cell::digits(x.mean))
        .column("half_width", |x| Cell::digits(x.half_width))
        .headed("right", "Right sign", |x| Cell::digits(x.right).shown(words::percent(x.right)))
        .column("without", |x| Cell::digits(x.without))
        .headed("holds", "Holds", |x| holds(x.holds))
        .frame()
}

fn patterns(found: &[PatternFound]) -> Frame {
    let figure = |x: f64| Cell::digits(x).shown(format!("{x:.3}").replace('-', "−"));
    Frame::of("patterns", "Patterns that emerge", found.iter().collect())
        .seen("Pattern", |x: &&PatternFound| format!("{}. {}", x.number, x.claim))
        .column("number", |x| Cell::count(x.number))
        .column("claim", |x| Cell::text(&x.claim))
        .headed("mechanism", "Mechanism", |x| Cell::text(&x.mechanism))
        .headed("figure", "Figure", |x| figure(x.figure))
        .column("twin", |x| figure(x.twin))
        .headed("least", "At least", |x| figure(x.least))
        .headed("least_varied", "Least with a parameter moved by a fifth", |x| {
            let least = x.variations.iter().map(|&(_, figure)| figure).reduce(f64::min);
            least.map_or(Cell::none(), figure)
        })
        .seen("Without the mechanism", |x| figure(x.twin).words())
        .headed("holds", "Holds", |x| holds(x.holds))
        .frame()
}

fn targets(found: &[TargetFound]) -> Frame {
    Frame::of("targets", "Evidence beside what is simulated", found.iter().collect())
        .headed("id", "Target", |x: &&TargetFound| Cell::text(&x.id).shown(format!("`{}`", x.id)))
        .seen("What, when", |x| format!("`{}`: {}, {}", x.scenario, x.quantity, x.when))
        .column("scenario", |x| Cell::text(&x.scenario))
        .column("unit", |x| Cell::text(&x.unit))
        .headed("strength", "Worth", |x| Cell::text(&x.strength))
        .seen("Evidence, and why the range is that wide", |x| x.evidence.clone())
        .seen("Range", |x| format!("{} to {}", value_of(x.low, &x.unit), value_of(x.high, &x.unit)))
        .column("low", |x| Cell::digits(x.low))
        .column("high", |x| Cell::digits(x.high))
        .column("futures", |x| Cell::count(x.futures))
        .column("values", |x| Cell::count(x.values))
        .column("parameters_drawn", |x| Cell::flag(x.parameters_drawn))
        .column("p05", |x| Cell::digits(x.p05))
        .column("p50", |x| Cell::digits(x.p50))
        .column("p95", |x| Cell::digits(x.p95))
        .seen("Simulated: median (5 to 95 %)", |x| {
            simulated(x) + if x.parameters_drawn { "" } else { " ‡" }
        })
        .headed("verdict", "Inside?", |x| {
            let words = x.verdict.words();
            let inside = x.verdict == Verdict::Inside;
            let shown = if inside { words.to_owned() } else { format!("**{words}**") };
            Cell::text(words.replace(' ', "_")).shown(shown)
        })
        .frame()
}

fn holds(holds: bool) -> Cell {
    Cell::choice(holds, ["yes", "**no**"])
}

/// A value of a target, to about two digits: shares in per cent, their differences in points, all
/// else as it is.
pub fn value_of(x: f64, unit: &str) -> String {
    let (x, end) = match unit {
        "share" => (100.0 * x, "\u{a0}%"),
        "difference of shares" => (100.0 * x, "\u{a0}points"),
        _ => (x, ""),
    };
    let digits = match x.abs() {
        size if size >= 9.95 => 0,
        size if size >= 0.995 => 1,
        _ => 2,
    };
    let text = format!("{x:.digits$}");
    let is_nothing = text.chars().all(|c| matches!(c, '-' | '0' | '.'));
    let text = if is_nothing { "0" } else { &text };
    format!("{}{end}", text.replace('-', "−"))
}

/// The simulated median and range of a target, or that there is none.
pub fn simulated(x: &TargetFound) -> String {
    match (x.p05, x.p50, x.p95) {
        (Some(low), Some(middle), Some(high)) => {
            let [low, middle, high] = [low, middle, high].map(|v| value_of(v, &x.unit));
            format!("{middle} ({low} to {high})")
        }
        _ => format!("a value in {} of {}", x.values, x.futures),
    }
}

/// How many targets are inside, outside and not computable, in words.
pub fn targets_counted(found: &[TargetFound]) -> String {
    let count = |verdict: Verdict| found.iter().filter(|x| x.verdict == verdict).count();
    let inside = |worth: &str| {
        let of = found.iter().filter(|x| x.strength == worth);
        let hits = of.clone().filter(|x| x.verdict == Verdict::Inside).count();
        format!("{hits} of {} {worth}", of.count())
    };
    format!(
        "Of {} targets {} are inside ({}, {}, {}), {} outside and {} not computable.",
        found.len(),
        count(Verdict::Inside),
        inside("strong"),
        inside("fair"),
        inside("weak"),
        count(Verdict::Outside),
        count(Verdict::NotComputable)
    )
}

/// The gaps: every target that is not inside, as a Markdown list.
pub fn gaps_list(found: &[TargetFound]) -> String {
    let gaps = found.iter().filter(|x| x.verdict != Verdict::Inside);
    let line = |x: &TargetFound| {
        let where_it_lies = match x.p50 {
            Some(middle) if middle < x.low => "too low",
            Some(_) => "too high",
            None => "not computable",
        };
        format!(
            "- `{}` ({}): {where_it_lies}; {} against {} to {}.\n",
            x.id,
            x.strength,
            simulated(x),
            value_of(x.low, &x.unit),
            value_of(x.high, &x.unit)
        )
    };
    gaps.map(line).collect()
}

/// The table of limits as Markdown: a row a limit, with the largest score among its tests.
pub fn limits_table(found: &[LimitFound]) -> String {
    let mut text =
        "| Limit | Tests | Largest score | Largest that passes | Holds |\n|---|---|---|---|---|\n"
            .to_owned();
    let mut names: Vec<&str> = found.iter().map(|x| x.limit.as_str()).collect();
    names.dedup();
    for name in names {
        let own: Vec<&LimitFound> = found.iter().filter(|x| x.limit == name).collect();
        let largest = own.iter().map(|x| x.z.abs()).fold(0.0, f64::max);
        let critical = own.iter().map(|x| x.critical).fold(f64::INFINITY, f64::min);
        let holds = if own.iter().all(|x| x.holds) { "yes" } else { "**no**" };
        text += &format!("| {name} | {} | {largest:.2} | {critical:.2} | {holds} |\n", own.len());
    }
    text
}

/// The tables of forces, patterns and targets as Markdown.
pub fn verified_tables(found: &Verified) -> [String; 3] {
    let frames = [forces(&found.forces), patterns(&found.patterns), targets(&found.targets)];
    frames.map(|frame| frame.markdown())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_said_in_their_unit() {
        assert_eq!(value_of(0.1234, "share"), "12\u{a0}%");
        assert_eq!(value_of(0.0334, "difference of shares"), "3.3\u{a0}points");
        assert_eq!(value_of(-0.02, "share"), "−2.0\u{a0}%");
        assert_eq!(value_of(-0.00001, "share"), "0\u{a0}%");
        assert_eq!(value_of(3.0, "ratio"), "3.0");
        assert_eq!(value_of(0.35, "ratio"), "0.35");
    }

    #[test]
    fn what_was_written_is_read_again() {
        let found = Verified { version: "1".to_owned(), long: true, ..Verified::default() };
        let files = verified_files(&found).expect("bytes");
        assert_eq!(files.len(), 1);
        let text = std::str::from_utf8(&files[0].1).expect("text");
        assert_eq!(parse_verified(text).expect("the same"), found);
    }
}
