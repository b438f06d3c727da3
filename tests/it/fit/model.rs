//! Known truths of the model itself: a small region is simulated at points drawn from the priors, its
//! record is made up with the errors that the table states, and the fit of that record has to hold the
//! truth, and what comes after the record, as often as it says.

use uptake::experiments::fit::{self, Points, Question};
use uptake::rng::{Lot, Purpose};
use uptake::scenario::study::Study;
use uptake::scenario::{ALL, NoFiles, Observation, Observed, Read, RowRole, Source, read};
use uptake::stats::holm::holm;

use super::{Honest, number, truths};
use crate::forecasts::futures;

/// What is not known; leaving hardly shows in such a record.
const KEYS: [&str; 6] = [
    "skill.attend",
    "use.curiosity",
    "use.deliberate",
    "skill.from_colleagues",
    "organisation.exit_per_year",
    "joining.base",
];
const MEASURES: [&str; 2] = ["organisations.live", "staff.monthly"];
/// Weeks of the record, and the one that is foretold.
const RECORD: [u32; 6] = [13, 26, 39, 52, 65, 78];
const AHEAD: u32 = 104;
/// How many are asked in each survey.
const ASKED: u64 = 100;
/// Futures of a fit, and of the first truth: none is one of a fit.
const FUTURES: u32 = 400;
const FIRST: u32 = 3_000_000_000;

/// Twenty organisations over two years.
const SMALL: &str =
    "name = \"small\"\nweeks = 104\n[plan]\nweeks_to_all = 60\n[region.here]\nsize = 0.06\n";

fn region() -> Read {
    read(Source { name: "small.toml", text: SMALL }, &[], &NoFiles)
        .unwrap_or_else(|p| panic!("{p}"))
}

/// Rows of the record, without values.
fn rows(weeks: &[u32], role: RowRole) -> Vec<Observation> {
    let row = |(line, (name, week)): (usize, (&str, u32))| Observation {
        line,
        date: jiff::civil::Date::constant(2027, 1, 1),
        week,
        measure: uptake::measures::measure(name).unwrap(),
        group: ALL.to_owned(),
        value: 0.0,
        denominator: Some(ASKED as f64),
        population: None,
        sd: None,
        role,
    };
    let each = MEASURES.into_iter().flat_map(|name| weeks.iter().map(move |week| (name, *week)));
    each.enumerate().map(row).collect()
}

#[test]
fn intervals_of_the_model_itself_hold_the_truth() {
    let read = region();
    let study = Study::of_documented(&read, &KEYS.map(str::to_owned)).unwrap();
    let parameters = study.parameters;
    let (many, long) = truths();
    let many = if long { many } else { 3 };
    let lot = Lot::of_region(1_717);
    let quantities = KEYS.len() + MEASURES.len();
    let (mut inside, mut ranks) = (vec![0; quantities], vec![[0usize; 10]; quantities]);
    let mut note = |k: usize, sample: &[f64], truth: f64| {
        let below = sample.iter().filter(|x| **x < truth).count();
        // Counts of so many asked tie: half of those that are equal lie below.
        let ties = sample.iter().filter(|x| **x == truth).count();
        let share = (below as f64 + ties as f64 / 2.0) / sample.len() as f64;
        inside[k] += usize::from((0.05..=0.95).contains(&share));
        ranks[k][((10.0 * share) as usize).min(9)] += 1;
    };
    for nth in 0..many as u64 {
        let place = |k: u64| lot.draw(Purpose::Trait, nth, k).uniform();
        let cells: Vec<_> = (0..).zip(&parameters).map(|(k, p)| p.at(place(k))).collect();
        let mut observed = Observed {
            fit: rows(&RECORD, RowRole::Fit),
            hold: rows(&[AHEAD], RowRole::Hold),
            ..Observed::default()
        };
        let asked = (nth, FUTURES, 0.0);
        let blank = Question::of(parameters.clone(), &observed, &[], asked);
        let points = Points { wave: 0, first: FIRST + nth as u32, cells: vec![cells.clone()] };
        let came = futures(&read, &blank, &points).pop().unwrap().unwrap();
        for (i, row) in observed.fit.iter_mut().chain(&mut observed.hold).enumerate() {
            let p = f64::from(came[blank.column(row).unwrap()].unwrap());
            let luck = lot.draw(Purpose::Opening, nth, i as u64);
            let yes = (0..ASKED).filter(|k| luck.then(*k).chance(p)).count();
            row.value = yes as f64 / ASKED as f64;
        }
        let question = Question::of(parameters.clone(), &observed, &[], asked);
        // The truth is one of the points: to find none is to miss it.
        let Ok(found) = fit::fit_all(&question, &mut |points| futures(&read, &question, points))
        else {
            continue;
        };
        for (k, cell) in cells.iter().enumerate() {
            let draws: Vec<f64> = found.draws.iter().map(|draw| draw[k]).collect();
            note(k, &draws, number(cell));
        }
        for (k, (row, [model, _])) in observed.hold.iter().zip(&found.ahead).enumerate() {
            note(KEYS.len() + k, model, row.value);
        }
    }
    eprintln!("held {inside:?} of {many}: {KEYS:?}, {MEASURES:?} in week {AHEAD}");
    let held: usize = inside.iter().sum();
    // Half of them would be held by chance alone once in thousands of times.
    assert!(2 * held > quantities * many, "{inside:?} of {many}");
    if long {
        let p = Honest::evenness(&ranks, many);
        eprintln!("p-values of the ranks {p:?}");
        assert!(holm(&p, 0.01).iter().all(|rejected| !rejected), "{p:?} {ranks:?}");
        for (k, inside) in inside.iter().enumerate() {
            let share = *inside as f64 / many as f64;
            assert!((0.84..=0.96).contains(&share), "quantity {k}: {share}");
        }
    }
}
