//! Records that are written at a fixed rate and age.

use uptake::measures::Counter;
use uptake::scenario::Scenario;
use uptake::stats::exact::Moments;
use uptake::stats::exact::records::Ageing;
use uptake::stats::maths;

use super::{Exact, Family, Must as _, limit, of_each};

const RECORDS: &str = include_str!("../../../scenarios/verification/record-age.toml");
const WEEKS: [u32; 4] = [13, 26, 60, 208];
const RIGHT: Ageing = Ageing { write: 0.1, stay: 46.0, current: 26 };
/// Recognised a week over all lists.
const ARRIVALS: f64 = 100.0 * 0.645;

/// Patients who agreed and those of them with a current record, in each replicate and date.
fn counts(s: &Scenario) -> Vec<Vec<[f64; 2]>> {
    of_each(s, "patients", |t| {
        let get = |c, week: u32| f64::from(t.get(c, 0, week as usize));
        WEEKS.iter().map(|&w| [get(Counter::PatAgreed, w), get(Counter::PatTrue, w)]).collect()
    })
}

/// The excess of current records over a share `f` of those who agreed. Its mean is 0 if `f` is
/// right, without the bias of a ratio. Recognitions are Poisson, so patients by age are
/// independent Poisson numbers, and its variance is `E[agreed] · f (1 − f)`.
///
/// (They are Poisson only all but: a recognition leaves fewer to be recognised. With a pool that
/// lasts 1,000 weeks that moves the variance by about one in a thousand.)
fn family(counts: &[Vec<[f64; 2]>], exact: &Ageing) -> Family {
    // A patient is asked at every contact, one a week.
    let ask = maths::probability(1.0);
    let at = WEEKS.map(|week| exact.after(week, ask));
    let excess = |i: usize| -> Vec<f64> {
        counts.iter().map(|row| row[i][1] - at[i].fill * row[i][0]).collect()
    };
    let samples: Vec<Vec<f64>> = (0..WEEKS.len()).map(excess).collect();
    let moments = at.map(|a| {
        let variance = ARRIVALS * a.patients * a.fill * (1.0 - a.fill);
        Exact::Both(Moments::of_normal(0.0, variance))
    });
    Family::of(&WEEKS, &samples, moments)
}

#[test]
fn records_meet_the_exact_share_that_is_current() {
    let mut s = limit(RECORDS, &["weeks=208"]);
    s.replicates = 150;
    let found = counts(&s);
    family(&found, &RIGHT).must_agree();
    family(&found, &Ageing { current: 27, ..RIGHT }).must_not_agree();
    family(&found, &Ageing { write: 1.03 * RIGHT.write, ..RIGHT }).must_not_agree();
    // By the last date the share has all but settled.
    assert!((RIGHT.after(208, 0.6).fill - RIGHT.settled()).abs() < 1e-3);
}

#[test]
fn a_model_that_is_wrong_in_one_thing_is_rejected() {
    for wrong in ["records.current_weeks=24", "records.update_current=0.8"] {
        let mut s = limit(RECORDS, &["weeks=208", wrong]);
        s.replicates = 40;
        family(&counts(&s), &RIGHT).must_not_agree();
    }
}
