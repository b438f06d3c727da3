//! How well fits of the training series forecast, by rolling origin: `docs/FORECASTS.md`.
//!
//! `UPTAKE_TEST_FORECASTS=600 UPDATE_DOCS=1 cargo test --test it forecasts -- --nocapture` makes the page anew, with so
//! many futures of each fit. Without it the page's series and origins are held to the evidence, and its
//! sentences to its table.

mod page;
mod series;

use std::fs;

use series::{SERIES, Series, root};
use uptake::experiments::fit::{
    self, NoFit, Origin, PRIOR, Points, Question, RECORD, Record, Simulated,
};
use uptake::experiments::study::{Kept, Simulate, Task, simulate};
use uptake::results::Group;
use uptake::results::forecast::Method;
use uptake::scenario::Read;
use uptake::scenario::study::{Cell, Luck, StudyParameter};

/// Points that are simulated together, as `uptake fit` does.
const TOGETHER: usize = 64;

/// What is kept of the futures of some points.
pub(crate) fn futures(read: &Read, question: &Question, points: &Points) -> Vec<Simulated> {
    let groups = Group::all(&read.scenario);
    let place = |id: &String| groups.iter().position(|group| group.id == *id);
    let kept = Kept {
        measures: question.measures.clone(),
        groups: question.groups.iter().filter_map(place).collect(),
        weeks: question.weeks.clone(),
    };
    let set = |cells: &Vec<Cell>| -> Vec<String> {
        let all = question.parameters.iter().zip(cells);
        all.flat_map(|(p, cell)| p.set(cell).collect::<Vec<_>>()).collect()
    };
    let tasks: Vec<Task> =
        (0..).zip(&points.cells).map(|(point, cells)| Task { point, set: set(cells) }).collect();
    let luck = Luck::IndependentFrom(points.first);
    let how = Simulate { base: read, kept: &kept, replicates: 1, luck };
    let mut all = Vec::with_capacity(tasks.len());
    // A few at a time: a worker that waits takes up other points, each deeper in its stack.
    for some in tasks.chunks(TOGETHER) {
        let outcomes = simulate(how, some, &|_| ());
        all.extend(outcomes.into_iter().map(|o| o.futures.into_iter().next().unwrap().ok()));
    }
    all
}

/// A series from one of its origins, fitted with a discrepancy of that size a year.
fn foretold(
    series: &Series,
    origin: usize,
    parameters: &[StudyParameter],
    (many, discrepancy): (u32, f64),
) -> Origin {
    let read = series.scenario();
    let observed = series.observed(&read.scenario, origin);
    let how = (read.scenario.seed, many, discrepancy);
    let question = Question::of(parameters.to_vec(), &observed, &[], how);
    let found = fit::fit_all(&question, &mut |points| futures(&read, &question, points));
    let ahead = match &found {
        Ok(found) => &found.ahead[..],
        // Then the simple rules stand alone, and the page says that there is no fit.
        Err(NoFit::Implausible(_)) => &[],
        Err(none) => panic!("{} {origin}: {none:?}", series.name),
    };
    let week = observed.fit.last().unwrap().week;
    let rows = fit::forecasts(ahead, &observed, read.scenario.seed);
    Origin { series: series.name.to_owned(), week, rows }
}

/// The lines of the table: first all origins with the discrepancy that was assumed before, for what is
/// learnt from them, then each with the size that the others let expect.
fn lines(many: u32) -> Vec<page::Line> {
    let parameters = series::priors();
    let all: Vec<Series> = SERIES.iter().map(Series::read).collect();
    let each = || all.iter().flat_map(|s| s.origins().into_iter().map(move |origin| (s, origin)));
    let first: Vec<Origin> = each()
        .map(|(series, origin)| foretold(series, origin, &parameters, (many, PRIOR.0)))
        .collect();
    // What all of them say to whoever forecasts next.
    let next = Origin { series: String::new(), week: 0, rows: Vec::new() };
    let weights = fit::weights(&first, &next);
    let found = Record { weights, spread: fit::spread(&first, &next, &weights) };
    let size = fit::discrepancy(&first, &next);
    assert_eq!(
        page::record(&found),
        page::record(&RECORD),
        "src/experiments/fit/record.rs is to hold {found:?}; off by {size:.2}"
    );
    let line = |((series, origin), before): ((&Series, usize), &Origin)| {
        let (size, weights) = (fit::discrepancy(&first, before), fit::weights(&first, before));
        let spread = fit::spread(&first, before, &weights);
        let again = foretold(series, origin, &parameters, (many, size));
        let rows: Vec<_> = again.rows.iter().map(|ahead| ahead.all(&weights, spread)).collect();
        let learnt = [size, spread];
        let line = page::Line::of(series.name, &series.rows[origin].date, learnt, &rows);
        eprintln!("{}", line.text());
        line
    };
    each().zip(&first).map(line).collect()
}

#[test]
fn forecasts_are_as_the_page_says() {
    let file = root().join("docs/FORECASTS.md");
    let Ok(many) = std::env::var("UPTAKE_TEST_FORECASTS") else {
        let page = fs::read_to_string(&file).unwrap();
        let lines = page::read(&page);
        let wanted = SERIES.iter().map(Series::read).flat_map(|series| {
            let origins = series.origins().into_iter();
            origins.map(|i| (series.name, series.rows[i].date.clone())).collect::<Vec<_>>()
        });
        let found: Vec<_> = lines.iter().map(|l| (l.series.clone(), l.origin.clone())).collect();
        let wanted: Vec<_> = wanted.map(|(name, date)| (name.to_owned(), date)).collect();
        assert_eq!(found, wanted, "every origin of every series, and no other");
        for sentence in page::sentences(&lines).into_iter().chain([page::record(&RECORD)]) {
            assert!(page.contains(&sentence), "the table gives: {sentence}");
        }
        return;
    };
    let made = page::page(&many, &lines(many.parse().unwrap()));
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&file, made).unwrap();
        return;
    }
    assert_eq!(fs::read_to_string(&file).unwrap(), made);
}

/// Every set-up can be run, and its register covers what it changes.
#[test]
fn set_ups_of_forecasts_are_sound() {
    for facts in SERIES {
        let series = Series::read(&facts);
        let read = series.scenario();
        assert!(!read.warnings.iter().any(|w| w.message.contains("assumption")), "{}", facts.name);
        for origin in series.origins() {
            assert!(origin >= 2, "three rows before: {} {origin}", facts.name);
            let observed = series.observed(&read.scenario, origin);
            let (before, after) = (observed.fit.last().unwrap(), observed.hold.first().unwrap());
            assert!(before.week < after.week);
        }
    }
    assert_eq!(series::priors().len(), 4);
}

/// A made-up record: three series whose model was off by so much a year, known exactly otherwise.
fn record(off: f64) -> Vec<Origin> {
    let series = Series::read(&SERIES[1]);
    let read = series.scenario();
    let one = |(nth, name): (usize, &str)| {
        let observed = series.observed(&read.scenario, 2);
        let rows = observed.hold.iter().enumerate().map(|(i, row)| {
            let scale = fit::Scale::Logit(500.0);
            let years = (i + 1) as f64;
            let sign = if nth % 2 == 0 { 1.0 } else { -1.0 };
            let middle = scale.to(row.value) + sign * off * years.sqrt();
            let spread = |k: usize| scale.from(middle + 0.01 * (k as f64 - 10.0));
            let model: Vec<f64> = (0..21).map(spread).collect();
            let wide = |k: usize| (row.value + 0.02 * (k as f64 - 10.0)).clamp(0.0, 1.0);
            let samples = vec![
                (Method::Model, model.clone()),
                (Method::WithDiscrepancy, model),
                (Method::Trend, (0..21).map(wide).collect()),
            ];
            fit::Ahead { row: row.clone(), samples }
        });
        let week = observed.fit.last().unwrap().week;
        Origin { series: name.to_owned(), week, rows: rows.collect() }
    };
    ["a", "b", "c", "d", "e", "f", "g", "h"].into_iter().enumerate().map(one).collect()
}

#[test]
fn the_size_of_the_discrepancy_and_the_weights_are_learnt_from_what_was_missed() {
    let far = record(1.0);
    let size = fit::discrepancy(&far, &far[0]);
    // Seven origins of errors of exactly one a root year, and a prior around 0.3.
    assert!((0.75..1.0).contains(&size), "{size}");
    let near = record(0.05);
    assert!(fit::discrepancy(&near, &near[0]) < 0.15);
    assert!((fit::discrepancy(&[], &far[0]) / PRIOR.0 - 1.0).abs() < 0.02, "nothing but the prior");
    // Its own later rows are not looked at: alone in the world it has the prior only.
    assert!((fit::discrepancy(&far[..1], &far[0]) / PRIOR.0 - 1.0).abs() < 0.02);
    let weight = |all: &[Origin]| {
        let weights = fit::weights(all, &all[0]);
        [Method::WithDiscrepancy, Method::Trend, Method::Bass].map(|method| weights.of(method))
    };
    let [model, trend, bass] = weight(&far);
    assert!(model < trend && bass == 1.0, "{model} {trend} {bass}");
    let [model, trend, _] = weight(&near);
    assert!(model > trend, "{model} {trend}");
}

/// Two methods that are each right on average and as wide as their errors: their pool is too wide, and is
/// narrowed; its twin of methods that are far too sure is widened.
#[test]
fn a_pool_of_methods_that_are_right_by_themselves_is_narrowed() {
    let series = Series::read(&SERIES[1]);
    let row = series.observed(&series.scenario().scenario, 2).hold[0].clone();
    let scale = fit::Scale::Logit(500.0);
    // Truths lie evenly within what both allow: their errors are opposite, each as large as it says.
    let origin = |(nth, wide): (usize, f64)| {
        let truth = scale.to(row.value) + 0.01 * nth as f64;
        let sample = |middle: f64| -> Vec<f64> {
            (0..41).map(|k| scale.from(middle + wide * (f64::from(k) - 20.0) / 12.0)).collect()
        };
        let samples =
            vec![(Method::Trend, sample(truth + 0.5)), (Method::Logistic, sample(truth - 0.5))];
        let row = uptake::scenario::Observation { value: scale.from(truth), ..row.clone() };
        Origin { series: nth.to_string(), week: 10, rows: vec![fit::Ahead { row, samples }] }
    };
    let factor = |wide: f64| {
        let all: Vec<Origin> = (0..8).map(|nth| origin((nth, wide))).collect();
        fit::spread(&all, &all[0], &fit::weights(&all, &all[0]))
    };
    assert!(factor(0.5) < 0.6, "{}", factor(0.5));
    // Alone a method that misses by five of its spreads.
    let far: Vec<Origin> = (0..8)
        .map(|nth| {
            let mut origin = origin((nth, 0.1));
            origin.rows[0].samples.truncate(1);
            origin
        })
        .collect();
    assert!(fit::spread(&far, &far[0], &fit::weights(&far, &far[0])) > 2.0);
    assert!((fit::spread(&[], &far[0], &fit::weights(&[], &far[0])) - 1.0).abs() < 0.02);
}
