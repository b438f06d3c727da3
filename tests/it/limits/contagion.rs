//! Contagion between organisations, on a complete network and on a ring.

use uptake::stats::exact::contagion::Contagion;
use uptake::stats::exact::{Moments, ring, ring_pairs};
use uptake::world::WEEKS_PER_YEAR;

use super::{Exact, Family, Must as _, limit, samples};

const COMPLETE: &str = include_str!("../../../scenarios/verification/contagion-complete.toml");
const RING: &str = include_str!("../../../scenarios/verification/contagion-ring.toml");
const WEEKS: [u32; 2] = [260, 520];

/// The exact side, in steps of a week, with the rates that the scenarios state a year.
fn weekly(organisations: u32) -> Contagion {
    Contagion {
        organisations,
        spontaneous: 0.03 / WEEKS_PER_YEAR,
        contagion: 0.38 / WEEKS_PER_YEAR,
    }
}

/// Broken twin: contagion a fifth too strong. Every sample here is large enough to place it five
/// standard errors away or more, so that its rejection is no luck of the seed.
fn too_strong(organisations: u32) -> Contagion {
    let right = weekly(organisations);
    Contagion { contagion: 1.2 * right.contagion, ..right }
}

/// Share live in each replicate, at both dates.
fn live(text: &str, organisations: u32, replicates: u32) -> Vec<Vec<f64>> {
    let mut s = limit(text, &[&format!("kind.organisation.count={organisations}")]);
    s.replicates = replicates;
    samples(&s, "organisations.live", &WEEKS)
}

fn both(exact: Vec<Moments>) -> impl Iterator<Item = Exact> {
    exact.into_iter().map(Exact::Both)
}

#[test]
fn few_who_all_see_one_another() {
    let found = live(COMPLETE, 10, 1_200);
    Family::of(&WEEKS, &found, both(weekly(10).complete(&WEEKS))).must_agree();
    Family::of(&WEEKS, &found, both(too_strong(10).complete(&WEEKS))).must_not_agree();
    Family::of(&WEEKS, &found, both(ring::chain(&weekly(10), &WEEKS))).must_not_agree();
}

#[test]
fn a_hundred_who_all_see_one_another() {
    let found = live(COMPLETE, 100, 300);
    Family::of(&WEEKS, &found, both(weekly(100).complete(&WEEKS))).must_agree();
    Family::of(&WEEKS, &found, both(too_strong(100).complete(&WEEKS))).must_not_agree();
    // Independent organisations of the right mean: only the variance can tell.
    let independent = weekly(100).complete(&WEEKS);
    let independent = independent.iter().map(|m| {
        let alone = Moments::of_binomial(100.0, m.mean).times(0.01);
        Exact::Both(Moments { mean: m.mean, ..alone })
    });
    Family::of(&WEEKS, &found, independent).must_not_agree();
}

#[test]
fn a_thousand_who_all_see_one_another() {
    let found = live(COMPLETE, 1_000, 40);
    Family::of(&WEEKS, &found, both(weekly(1_000).complete(&WEEKS))).must_agree();
    Family::of(&WEEKS, &found, both(too_strong(1_000).complete(&WEEKS))).must_not_agree();
}

#[test]
fn few_on_a_ring() {
    let found = live(RING, 10, 1_200);
    Family::of(&WEEKS, &found, both(ring::chain(&weekly(10), &WEEKS))).must_agree();
    Family::of(&WEEKS, &found, both(ring::chain(&too_strong(10), &WEEKS))).must_not_agree();
    Family::of(&WEEKS, &found, both(weekly(10).complete(&WEEKS))).must_not_agree();
}

#[test]
fn many_on_a_ring() {
    // What happens far away on a ring is unrelated, so that the variance falls as 1/N: that of a
    // hundred serves for a thousand (a unit test of `ring_pairs` holds this).
    let hundred = ring_pairs::moments(&weekly(100), &WEEKS);
    for (organisations, replicates) in [(100, 300), (1_000, 40)] {
        let found = live(RING, organisations, replicates);
        let means = ring::mean(&weekly(organisations), &WEEKS);
        let exact = means.iter().zip(&hundred).map(|(&mean, m)| {
            Moments::of_normal(mean, m.variance * 100.0 / f64::from(organisations))
        });
        let exact: Vec<Moments> = exact.collect();
        Family::of(&WEEKS, &found, both(exact.clone())).must_agree();
        let wrong = ring::mean(&too_strong(organisations), &WEEKS);
        let wrong = wrong.iter().zip(&exact).map(|(&mean, m)| Moments { mean, ..*m });
        Family::of(&WEEKS, &found, both(wrong.collect())).must_not_agree();
    }
    // Organisations that see nobody, of the right mean: only the variance can tell.
    let found = live(RING, 100, 300);
    let alone = hundred.iter().map(|m| {
        let variance = m.mean * (1.0 - m.mean) / 100.0;
        Moments::of_normal(m.mean, variance)
    });
    Family::of(&WEEKS, &found, both(alone.collect())).must_not_agree();
}
