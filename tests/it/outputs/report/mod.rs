//! The report: its shape on invented results, and every sentence and figure of a comparison
//! against its CSV.

mod expected;
mod facts;
mod figures;
mod lost;
mod money;
mod sensitivity;

use std::collections::BTreeSet;

use uptake::outputs::{Manifest, Origin, Report, Subject, report_html, run_document};
use uptake::results::Curves;

use super::synthetic::{Spec, ensemble, scenario};
use super::tables::manifest;
use facts::Facts;

/// A report of invented results.
fn invented(spec: &Spec) -> String {
    let (scenario, ensemble) = (scenario(spec), ensemble(spec));
    let curves = Curves::of(&ensemble);
    let subject = Subject {
        scenario: &scenario,
        changed: &[],
        warnings: &[],
        ensemble: &ensemble,
        curves: &curves,
    };
    let manifest = Manifest { replicates: spec.replicates, ..manifest() };
    let document = run_document(&scenario, &ensemble, &curves, None).unwrap();
    let report =
        Report { origin: Origin::Run(&manifest), subjects: &[subject], document: &document };
    String::from_utf8(report_html(&report).unwrap()).unwrap()
}

/// The text with everything between two marks, and the marks, replaced.
fn without(text: &str, from: &str, to: &str, instead: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(start) = rest.find(from) {
        out.push_str(&rest[..start]);
        out.push_str(instead);
        let inside = start + from.len();
        let end = rest[inside..].find(to).map_or(rest.len(), |at| inside + at + to.len());
        rest = &rest[end..];
    }
    out + rest
}

/// What a reader reads, block by block: tag and text, from the start of a section to its end.
fn blocks(section: &str) -> Vec<(String, String)> {
    let text = without(section, "<svg", "</svg>", "");
    let mut found = Vec::new();
    let mut rest = text.as_str();
    while let Some(start) = rest.find('<') {
        let tag_end = start + rest[start..].find('>').unwrap();
        let tag: String =
            rest[start + 1..tag_end].chars().take_while(|c| c.is_ascii_alphanumeric()).collect();
        let is_block = ["p", "li", "dd", "td", "th", "caption", "h2", "h3"].contains(&tag.as_str());
        if is_block {
            let close = format!("</{tag}>");
            let end = tag_end + rest[tag_end..].find(&close).unwrap();
            let inner = without(&rest[tag_end + 1..end], "<", ">", "");
            found.push((tag, decoded(&inner)));
            rest = &rest[end..];
        } else {
            rest = &rest[tag_end..];
        }
    }
    found
}

fn decoded(text: &str) -> String {
    let pairs = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&"), ("\u{a0}", " ")];
    pairs.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

/// A section of a report by its id.
fn section<'a>(html: &'a str, id: &str) -> &'a str {
    let start = html.find(&format!("<section id=\"{id}\"")).unwrap();
    let end = start + html[start..].find("</section>").unwrap();
    &html[start..end]
}

#[test]
fn a_small_report_reads_as_it_did() {
    let html = invented(&Spec { money_ends: Some(130), organisations: 12, ..Spec::default() });
    let html = without(&html, "<style>", "</style>", "<style></style>");
    let html = without(&html, "<meta http-equiv", ">\n", "");
    let html = without(&html, "<script>", "</script>", "<script></script>");
    let html = without(&html, "<svg", "</svg>", "[chart]");
    let html = without(&html, "href=\"data:", "</a>", "href=\"data\">[data]</a>");
    let html = without(&html, "</a> (", " rows)", "</a> ([some] rows)");
    // New parameters do not change a report.
    let html = without(&html, "<summary>Every parameter", "</details>", "[parameters]</details>");
    let html = without(&html, "<p>Of ", "are assumed.", "<p>[how sure]");
    let html = without(&html, "not a forecast: ", " parameters", "not a forecast: [some]");
    let version = format!("uptake {}", env!("CARGO_PKG_VERSION"));
    insta::assert_snapshot!(html.replace(&version, "uptake VERSION"));
}

#[test]
fn every_report_has_its_sections_in_order_and_nothing_from_outside() {
    for spec in [
        Spec::default(),
        Spec { replicates: 1, ..Spec::default() },
        Spec { replicates: 3, weeks: 1, ..Spec::default() },
        Spec { life: 0.0, ..Spec::default() },
        Spec { organisations: 0, posts_in_scope: 0, ..Spec::default() },
        Spec { organisations: 10_000, ..Spec::default() },
        Spec { title: "<script>alert(1)</script> & `x`".to_owned(), ..Spec::default() },
    ] {
        let html = invented(&spec);
        assert_is_whole(&html);
    }
}

/// All sections in their order, nothing from outside, and not too large.
pub fn assert_is_whole(html: &str) {
    let order = [
        "<header>",
        "id=\"answer\"",
        "id=\"caveats\"",
        "id=\"figures\"",
        "id=\"why\"",
        "id=\"drivers\"",
        "id=\"assumptions\"",
        "id=\"limits\"",
        "id=\"quality\"",
        "id=\"provenance\"",
        "<script>",
    ];
    let places: Vec<usize> = order.iter().map(|mark| html.find(mark).expect(mark)).collect();
    assert!(places.is_sorted(), "{places:?}");
    assert_eq!(html.matches("<script").count(), 1, "a script that is not ours");
    let outside = html.replace("http://www.w3.org/2000/svg", "");
    // Digests may hold any letters.
    let outside = without(&outside, "<meta http-equiv", ">\n", "");
    let banned = ["http:", "https:", "src=", "url(", "@import", "NaN", "inf ", "fetch(", "import("];
    for banned in banned {
        assert!(!outside.contains(banned), "{banned}");
    }
    assert!(html.len() < 3_000_000, "{} bytes", html.len());
    let ids: Vec<&str> =
        html.split(" id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "an id twice");
    // Sources of parameters may quote such words.
    let own = without(html, "<summary>Every parameter", "</details>", "");
    let own = without(&own, "<section id=\"drivers\"", "</section>", "");
    for word in ["prediction", "confidence interval", "significant", " will "] {
        assert!(!own.contains(word), "{word}");
    }
}

#[test]
fn the_script_is_little_and_the_page_is_whole_without_it() {
    let html = invented(&Spec { weeks: 60, replicates: 20, ..Spec::default() });
    let start = html.find("<script>").unwrap() + "<script>".len();
    let end = html.find("</script>").unwrap();
    assert!(end - start < 4096, "{} bytes", end - start);
    // What it needs to read a month off the chart stands in the page.
    let figure = &html[html.find("<figure data-plot=").unwrap()..];
    let figure = &figure[..figure.find("</figure>").unwrap()];
    let plot = figure.split('"').nth(1).unwrap();
    let [left, right, top, bottom, from, to]: [&str; 6] =
        plot.split(' ').collect::<Vec<_>>().try_into().unwrap();
    let number = |text: &str| text.parse::<u32>().unwrap();
    assert!(number(left) < number(right) && number(top) < number(bottom), "{plot}");
    assert!(number(right) < 1000 && number(bottom) < 1000 && from < to, "{plot}");
    let rows = figure.matches("<tr><th scope=\"row\">").count();
    assert_eq!(rows, uptake::results::month_ends(from.parse().unwrap(), 60).len());
    // Buttons, the line and the words are made by the script alone.
    let still = format!("{}{}", &html[..start], &html[end..]);
    let still = without(&still, "<style>", "</style>", "");
    for made in ["<button", "cursor", "read-out", "aria-sort"] {
        assert!(!still.contains(made), "{made}");
    }
}

#[test]
fn the_same_results_give_the_same_report() {
    let spec = Spec { weeks: 60, replicates: 20, ..Spec::default() };
    assert_eq!(invented(&spec), invented(&spec));
}

/// The report of a comparison of four scenarios of the built-in region: what a reader reads in
/// the sections made of results is made again here, from the CSV (and, where a sentence is about
/// single futures, from their counters), and must be the same, word by word. Text without digits
/// is left to the snapshot.
#[test]
fn every_sentence_and_figure_of_a_comparison_is_that_of_its_csv() {
    let facts = Facts::of_a_comparison();
    let html = facts.html();
    let allowed: BTreeSet<String> = expected::all(facts).into_iter().collect();
    let (mut checked, mut unknown) = (0, Vec::new());
    for id in ["answer", "caveats", "figures", "why", "drivers", "quality"] {
        for (tag, words) in blocks(section(&html, id)) {
            if !words.chars().any(|c| c.is_ascii_digit()) {
                continue;
            }
            checked += 1;
            if !allowed.contains(&words) {
                unknown.push(format!("{id}: <{tag}> {words}"));
            }
        }
    }
    // All that was expected is there, too.
    let read: BTreeSet<String> = blocks(&html).into_iter().map(|(_, words)| words).collect();
    let missing: Vec<&String> = allowed.iter().filter(|words| !read.contains(*words)).collect();
    assert!(
        unknown.is_empty() && missing.is_empty(),
        "not of the CSV: {unknown:#?}\nnot in the report: {missing:#?}"
    );
    assert!(checked > 250, "only {checked} texts with figures were found");
}

/// What charts say to those who cannot see them holds the values of the CSV, and the monthly
/// values inside the report are rows of it.
#[test]
fn descriptions_of_charts_and_the_data_inside_are_those_of_the_csv() {
    let facts = Facts::of_a_comparison();
    let html = facts.html();
    figures::check_descriptions(facts, &html);
    figures::check_data(facts, &html);
}

/// A report with one figure changed is caught.
#[test]
fn a_wrong_figure_would_be_found() {
    let facts = Facts::of_a_comparison();
    let allowed: BTreeSet<String> = expected::all(facts).into_iter().collect();
    let html = facts.html();
    let real: Vec<String> = blocks(section(&html, "answer"))
        .into_iter()
        .map(|(_, words)| words)
        .filter(|words| words.contains("the mean difference is "))
        .collect();
    assert!(!real.is_empty());
    for words in real {
        let wrong = words.replacen("the mean difference is ", "the mean difference is 1", 1);
        assert!(allowed.contains(&words) && !allowed.contains(&wrong), "{wrong}");
    }
}
