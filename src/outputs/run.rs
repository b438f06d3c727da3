//! A run as a document: how far the tool spreads, at which levels it is used, and where coverage is lost.

use crate::measures::{LEVELS, measure};
use crate::results::{Curves, Ensemble};
use crate::scenario::{Observed, Scenario};

use super::about::{About, REACH};
use super::answer::{answer, change_of_one, month, why};
use super::calendar::{short_month_and_year, year_ends};
use super::charts::charts;
use super::document::{Block, Document, Frame, ResultFile, Rung, Sketch};
use super::money::Spending;
use super::words::{
    FEWEST_FOR_PERCENTILES, count, futures, middle_of, percent, percent_range, spread,
};
use super::{
    OutputError, SUMMARY_SCHEMA, Summary, coverage_csv, events_csv, fingerprints_csv, glance, lost,
    money_frame, parameter_draws_csv, summary_json,
};

/// The document of a run, with what was observed as dots on its charts.
///
/// # Errors
/// If a table or a chart cannot be encoded.
pub fn run_document(
    scenario: &Scenario,
    ensemble: &Ensemble,
    curves: &Curves,
    seen: Option<&Observed>,
) -> Result<Document, OutputError> {
    let recorded = ensemble.replicates.first();
    let events = recorded.map_or(&[][..], |r| &r.events);
    let fingerprints = recorded.map_or(&[][..], |r| &r.fingerprints);
    let json = summary_json(scenario, ensemble, curves)?;
    let mut written = vec![
        ResultFile::new("coverage.csv", coverage_csv(curves)?),
        ResultFile::new("summary.json", json.clone()),
        ResultFile::new("events.csv", events_csv(events)?),
        ResultFile::new("fingerprints.csv", fingerprints_csv(fingerprints)?),
    ];
    if let Some(draws) = &ensemble.draws {
        written.push(ResultFile::new("parameter_draws.csv", parameter_draws_csv(draws)?));
    }
    let spending = Spending::of(scenario, ensemble);
    let money = money_frame(&[(&scenario.name, &spending)]);
    let mut said = answer(ensemble, &Summary::of(scenario, ensemble, curves));
    let rest = said.split_off(1).join("\n");
    let one = std::slice::from_ref(ensemble);
    let mut body = lost::blocks(one);
    body.extend(ladder(ensemble, curves));
    body.extend(levels(ensemble, curves));
    body.extend(sketch(&About::of(scenario, ensemble), ensemble, curves).map(Block::Sketch));
    Ok(Document {
        name: "summary",
        schema: SUMMARY_SCHEMA,
        answer: said.into_iter().chain([rest]).collect(),
        charts: charts(scenario, ensemble, curves, seen)?,
        frames: vec![money],
        written,
        own_json: Some(json),
        glance: glance::glance(std::slice::from_ref(scenario), one, &[], 0.0),
        brief: vec![("Why", why(ensemble, curves)), ("What to change", change_of_one())],
        why: "Why: where coverage is lost",
        body,
        ..Document::default()
    })
}

/// The rungs of engagement, from the widest to the narrowest, each with who stands on it.
const RUNGS: [(&str, &str); 5] = [
    ("staff.access", "have access"),
    ("staff.ever", "have ever used it"),
    ("staff.monthly", "used it within a month"),
    ("staff.weekly", "used it this week"),
    ("staff.daily", "used it every working day"),
];

/// The ladder of engagement at the horizon; nothing where nobody is in scope.
fn ladder(ensemble: &Ensemble, curves: &Curves) -> Vec<Block> {
    let rung = |(name, label): (&str, &'static str)| {
        let point = curves.get(name, 0)?.points.last().filter(|p| p.replicates > 0)?;
        let ends = spread(ensemble.values(measure(name)?, 0, ensemble.weeks))?;
        let range = percent_range(ends.low, ends.high);
        let of = format!("{range} of {} posts in scope", count(point.denominator));
        let (shares, figures) = ([ends.low, point.p50, ends.high], [percent(point.p50), of]);
        Some(Rung { label, shares, figures })
    };
    let rungs: Vec<Rung> = RUNGS.into_iter().filter_map(rung).collect();
    let when = month(ensemble.date(ensemble.weeks));
    let words = format!(
        "Staff in {when}, {}. Each dot is 1 in 50 of the posts in scope: dark up to the low end of the \
         range, mid up to the middle, pale up to the high end.",
        middle_of(ensemble)
    );
    match rungs.is_empty() {
        true => Vec::new(),
        false => {
            let heading = Block::Heading("The ladder of engagement");
            vec![heading, Block::Ladder(rungs), Block::Aside(words)]
        }
    }
}

/// The levels of use at each year's end, and what each is a share of.
fn levels(ensemble: &Ensemble, curves: &Curves) -> Vec<Block> {
    let middle = |measure: &str, week: usize| {
        let point = curves.get(measure, 0).and_then(|c| c.points.get(week));
        let known = point.filter(|p| p.replicates > 0);
        known.map_or_else(|| "–".to_owned(), |p| percent(p.p50))
    };
    let caption = format!("Levels of use at the end of each year, {}", middle_of(ensemble));
    let mut rows = Frame::of("levels", caption, year_ends(&curves.dates))
        .seen("month", |&week| short_month_and_year(curves.dates[week]));
    for (measure, heading) in LEVELS {
        rows = rows.seen(heading, |&week| middle(measure, week));
    }
    let patients = curves.get("patients.true_current", 0).and_then(|c| c.points.last());
    let patients = patients.map_or(0.0, |p| p.denominator.round());
    let what = format!(
        "Live, real use: of {} organisations (real use: a tenth or more of the posts in scope used it \
         within the month). Access, competent, used it within the month, within the week: of {} posts in \
         scope. Record, true and current: of about {} recognised patients.",
        count(ensemble.organisations.into()),
        count(ensemble.posts_in_scope.into()),
        count(patients)
    );
    vec![Block::Heading("Levels of use"), rows.frame().block(usize::MAX), Block::Words(what)]
}

/// The curve of coverage; none where there is nothing to draw.
fn sketch(about: &About, ensemble: &Ensemble, curves: &Curves) -> Option<Sketch> {
    let points = curves.get(REACH, about.group)?.points.clone();
    let band = match ensemble.replicates.len() {
        1 => "* one simulated future".to_owned(),
        n if n < FEWEST_FOR_PERCENTILES => format!("* the middle, : all {}", futures(n)),
        n => format!("* the middle, : 90 of 100 of {}", futures(n)),
    };
    Some(Sketch {
        heading: format!("{}, share of {} ({band})", about.in_real_use(), count(about.all)),
        ends: [0, ensemble.weeks].map(|week| short_month_and_year(ensemble.date(week))),
        points,
    })
}
