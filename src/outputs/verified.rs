//! What verification and validation found, as JSON, tables and the rows of a page.

use super::OutputError;
use super::study::{plain_table, six_digits};
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
    if !found.limits.is_empty() {
        files.push(("limits.csv", limits(&found.limits)?));
    }
    if !found.forces.is_empty() {
        files.push(("forces.csv", forces(&found.forces)?));
    }
    if !found.patterns.is_empty() {
        files.push(("patterns.csv", patterns(&found.patterns)?));
    }
    if !found.targets.is_empty() {
        files.push(("targets.csv", targets(&found.targets)?));
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

fn limits(found: &[LimitFound]) -> Result<Vec<u8>, OutputError> {
    let head = ["limit", "what", "simulated", "exact", "values", "z", "critical", "holds"];
    let row = |x: &LimitFound| {
        let number = |v: f64| six_digits(v);
        vec![
            x.limit.clone(),
            x.what.clone(),
            number(x.simulated),
            number(x.exact),
            x.values.to_string(),
            number(x.z),
            number(x.critical),
            x.holds.to_string(),
        ]
    };
    plain_table(&head, &found.iter().map(row).collect::<Vec<_>>())
}

fn forces(found: &[ForceFound]) -> Result<Vec<u8>, OutputError> {
    let head = [
        "section",
        "force",
        "keys",
        "outcome",
        "week",
        "raises",
        "pairs",
        "mean",
        "half_width",
        "right",
        "without",
        "holds",
    ];
    let row = |x: &ForceFound| {
        vec![
            x.section.clone(),
            x.force.clone(),
            x.keys.join("; "),
            x.outcome.clone(),
            x.week.to_string(),
            x.raises.to_string(),
            x.pairs.to_string(),
            six_digits(x.mean),
            six_digits(x.half_width),
            six_digits(x.right),
            six_digits(x.without),
            x.holds.to_string(),
        ]
    };
    plain_table(&head, &found.iter().map(row).collect::<Vec<_>>())
}

fn patterns(found: &[PatternFound]) -> Result<Vec<u8>, OutputError> {
    let head = ["number", "claim", "mechanism", "figure", "twin", "least", "least_varied", "holds"];
    let row = |x: &PatternFound| {
        vec![
            x.number.to_string(),
            x.claim.clone(),
            x.mechanism.clone(),
            six_digits(x.figure),
            six_digits(x.twin),
            six_digits(x.least),
            least_varied(x).map(six_digits).unwrap_or_default(),
            x.holds.to_string(),
        ]
    };
    plain_table(&head, &found.iter().map(row).collect::<Vec<_>>())
}

/// The least figure with a parameter moved by a fifth.
fn least_varied(x: &PatternFound) -> Option<f64> {
    x.variations.iter().map(|&(_, figure)| figure).reduce(f64::min)
}

fn targets(found: &[TargetFound]) -> Result<Vec<u8>, OutputError> {
    let head = [
        "id",
        "scenario",
        "unit",
        "strength",
        "low",
        "high",
        "futures",
        "values",
        "parameters_drawn",
        "p05",
        "p50",
        "p95",
        "verdict",
    ];
    let maybe = |x: Option<f64>| x.map(six_digits).unwrap_or_default();
    let row = |x: &TargetFound| {
        vec![
            x.id.clone(),
            x.scenario.clone(),
            x.unit.clone(),
            x.strength.clone(),
            six_digits(x.low),
            six_digits(x.high),
            x.futures.to_string(),
            x.values.to_string(),
            x.parameters_drawn.to_string(),
            maybe(x.p05),
            maybe(x.p50),
            maybe(x.p95),
            x.verdict.words().replace(' ', "_"),
        ]
    };
    plain_table(&head, &found.iter().map(row).collect::<Vec<_>>())
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

/// The table of targets as Markdown.
pub fn targets_table(found: &[TargetFound]) -> String {
    let mut text =
        "| Target | What, when | Worth | Evidence, and why the range is that wide | Range | \
                    Simulated: median (5 to 95 %) | Inside? |\n|---|---|---|---|---|---|---|\n"
            .to_owned();
    for x in found {
        let verdict = match x.verdict {
            Verdict::Inside => "inside".to_owned(),
            other => format!("**{}**", other.words()),
        };
        let drawn = if x.parameters_drawn { "" } else { " ‡" };
        text += &format!(
            "| `{}` | `{}`: {}, {} | {} | {} | {} to {} | {}{drawn} | {verdict} |\n",
            x.id,
            x.scenario,
            x.quantity,
            x.when,
            x.strength,
            x.evidence,
            value_of(x.low, &x.unit),
            value_of(x.high, &x.unit),
            simulated(x),
        );
    }
    text
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

/// The table of forces as Markdown.
pub fn forces_table(found: &[ForceFound]) -> String {
    let mut text = "| Force | Outcome | On less off, points | Pairs | Right sign | Holds |\n\
                    |---|---|---|---|---|---|\n"
        .to_owned();
    for x in found {
        text += &format!(
            "| {} {} | `{}`, week {} | {} ± {:.1} | {} | {} | {} |\n",
            x.section,
            x.title.trim_start_matches(&x.section).trim(),
            x.outcome,
            x.week,
            format!("{:+.1}", 100.0 * x.mean).replace('-', "−"),
            100.0 * x.half_width,
            x.pairs,
            words::percent(x.right),
            if x.holds { "yes" } else { "**no**" }
        );
    }
    text
}

/// The table of patterns as Markdown.
pub fn patterns_table(found: &[PatternFound]) -> String {
    let mut text = "| Pattern | Mechanism | Figure | At least | Least with a parameter moved by a \
                    fifth | Without the mechanism | Holds |\n|---|---|---|---|---|---|---|\n"
        .to_owned();
    let figure = |x: f64| format!("{x:.3}").replace('-', "−");
    for x in found {
        text += &format!(
            "| {}. {} | {} | {} | {} | {} | {} | {} |\n",
            x.number,
            x.claim,
            x.mechanism,
            figure(x.figure),
            figure(x.least),
            least_varied(x).map_or("–".to_owned(), figure),
            figure(x.twin),
            if x.holds { "yes" } else { "**no**" }
        );
    }
    text
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
