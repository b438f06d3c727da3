//! Every sampling path: its values are fixed (value stability), its distribution is right
//! (Kolmogorov–Smirnov and χ², fixed seed, α = 0.001), and a broken twin fails the same test.

use uptake::rng::{Draw, Lot, Purpose, StaffWords, poisson_inverse};

const N: usize = 40_000;

/// Largest distance between an empirical distribution and a distribution function.
fn ks_distance(mut sample: Vec<f64>, cdf: impl Fn(f64) -> f64) -> f64 {
    sample.sort_by(f64::total_cmp);
    let n = sample.len() as f64;
    let gaps = sample.iter().enumerate().map(|(i, &x)| {
        let f = cdf(x);
        (f - i as f64 / n).max((i as f64 + 1.0) / n - f)
    });
    gaps.fold(0.0, f64::max)
}

/// Critical distance at α = 0.001 (asymptotic Kolmogorov distribution).
fn ks_critical(n: usize) -> f64 {
    1.949_5 / (n as f64).sqrt()
}

/// χ² of counts against expected probabilities, cells with expectation below 10 pooled, and its
/// critical value at α = 0.001 (Wilson–Hilferty).
fn chi_square(counts: &[f64], probabilities: &[f64]) -> (f64, f64) {
    let n: f64 = counts.iter().sum();
    let (mut statistic, mut cells, mut pooled) = (0.0, 0.0, (0.0, 0.0));
    for (&c, &p) in counts.iter().zip(probabilities) {
        pooled = (pooled.0 + c, pooled.1 + n * p);
        if pooled.1 >= 10.0 {
            statistic += (pooled.0 - pooled.1) * (pooled.0 - pooled.1) / pooled.1;
            cells += 1.0;
            pooled = (0.0, 0.0);
        }
    }
    let k = cells - 1.0_f64;
    let w = 2.0 / (9.0 * k);
    (statistic, k * (1.0 - w + 3.090_2 * w.sqrt()).powi(3))
}

fn draws() -> impl Iterator<Item = Draw> {
    let lot = Lot::new(42, 7);
    (0..N as u64).map(move |i| lot.draw(Purpose::Effort, i / 200, i % 200))
}

fn normal_cdf(x: f64) -> f64 {
    0.5 * libm::erfc(-x / std::f64::consts::SQRT_2)
}

#[test]
fn values_are_stable() {
    let lot = Lot::new(1, 0);
    let draw = lot.draw(Purpose::Contact, 3, 5);
    let numbers = [draw.uniform(), draw.normal(), draw.log_normal(5.35, 1.97), draw.gamma(0.3)];
    assert_eq!(draw.bits(), BITS);
    assert_eq!(numbers.map(f64::to_bits), NUMBERS);
    assert_eq!(draw.poisson(3.7), COUNT);
    let mut words = StaffWords::new(lot, [20].into_iter());
    let mut words = words.whole();
    let week = words.week(0, 0x12_3456_789a, 17);
    assert_eq!([week.of(0), week.of(9), week.of(19)], WORDS);
}

// What version 0.1 draws. If one of these changes, every result does: say so in the changelog.
const BITS: u64 = 2_264_348_750_158_285_655;
const NUMBERS: [u64; 4] = [
    4_593_509_532_968_470_732,
    13_831_281_093_841_846_227,
    4_603_065_594_312_255_276,
    4_565_223_068_625_813_672,
];
const COUNT: u32 = 2;
const WORDS: [(u32, u32); 3] =
    [(975_237_569, 2_863_472_797), (2_834_653_068, 2_435_193_860), (869_230_615, 914_308_760)];

#[test]
fn uniform_normal_and_exponential_have_their_distributions() {
    let d = ks_critical(N);
    assert!(ks_distance(draws().map(|x| x.uniform()).collect(), |x| x) < d);
    assert!(ks_distance(draws().map(|x| x.normal()).collect(), normal_cdf) < d);
    let exponential = draws().map(|x| x.exponential()).collect();
    assert!(ks_distance(exponential, |x| 1.0 - (-x).exp()) < d);
    let log_normal = draws().map(|x| x.log_normal(5.35, 1.97)).collect();
    assert!(ks_distance(log_normal, |x| normal_cdf((x / 5.35).ln() / 1.97)) < d);
}

#[test]
fn a_sampler_that_takes_the_mean_for_the_median_is_found() {
    let broken = draws().map(|x| x.log_normal(5.35, 0.3) * (0.3_f64 * 0.3 / 2.0).exp()).collect();
    assert!(ks_distance(broken, |x| normal_cdf((x / 5.35).ln() / 0.3)) > ks_critical(N));
}

#[test]
fn gamma_has_its_moments_and_its_distribution_at_shape_one() {
    for shape in [0.3, 0.8, 1.0, 4.0] {
        let x: Vec<f64> = draws().map(|d| d.gamma(shape)).collect();
        let mean = x.iter().sum::<f64>() / N as f64;
        let variance = x.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / N as f64;
        // Standard errors of the mean and of the variance of a gamma of mean 1.
        let se_mean = (1.0 / shape / N as f64).sqrt();
        let kurtosis = 3.0 + 6.0 / shape;
        let se_variance = ((kurtosis - 1.0) / N as f64).sqrt() / shape;
        assert!((mean - 1.0).abs() < 4.0 * se_mean, "shape {shape}: mean {mean}");
        assert!((variance - 1.0 / shape).abs() < 4.0 * se_variance, "shape {shape}: {variance}");
    }
    let x = draws().map(|d| d.gamma(1.0)).collect();
    assert!(ks_distance(x, |x| 1.0 - (-x).exp()) < ks_critical(N));
}

fn poisson_probabilities(lambda: f64) -> Vec<f64> {
    let mut p = (-lambda).exp();
    (0..200)
        .map(|k| {
            let now = p;
            p *= lambda / (k + 1) as f64;
            now
        })
        .collect()
}

fn poisson_counts(sample: impl Iterator<Item = u32>) -> Vec<f64> {
    let mut counts = vec![0.0; 200];
    sample.for_each(|k| counts[(k as usize).min(199)] += 1.0);
    counts
}

#[test]
fn poisson_has_its_distribution_from_rare_to_many() {
    for lambda in [0.01, 0.1, 0.7, 3.0, 10.0, 20.0, 50.0] {
        let counts = poisson_counts(draws().map(|d| d.poisson(lambda)));
        let (statistic, critical) = chi_square(&counts, &poisson_probabilities(lambda));
        assert!(statistic < critical, "λ = {lambda}: {statistic} against {critical}");
    }
}

#[test]
fn a_poisson_table_that_ends_at_sixteen_is_found() {
    let counts = poisson_counts(draws().map(|d| poisson_inverse(d.uniform(), 20.0).min(16)));
    let (statistic, critical) = chi_square(&counts, &poisson_probabilities(20.0));
    assert!(statistic > critical);
}

#[test]
fn words_of_posts_and_weeks_are_uniform_and_unrelated() {
    let mut words = StaffWords::new(Lot::new(9, 3), [64].into_iter());
    let mut words = words.whole();
    let (mut sample, mut joint) = (vec![], vec![0.0; 16]);
    for week in 0..600 {
        let week = words.week(0, 77, week);
        for post in 0..64 {
            let (a, b) = week.of(post);
            sample.push((f64::from(a) + 0.5) / 4_294_967_296.0);
            joint[(a >> 30) as usize * 4 + (b >> 30) as usize] += 1.0;
        }
    }
    let n = sample.len();
    assert!(ks_distance(sample, |x| x) < ks_critical(n));
    let (statistic, critical) = chi_square(&joint, &[1.0 / 16.0; 16]);
    assert!(statistic < critical);
}

#[test]
fn words_do_not_depend_on_who_else_draws_or_how_many_posts_there_are() {
    let lot = Lot::new(5, 5);
    let mut few = StaffWords::new(lot, [9].into_iter());
    let mut many = StaffWords::new(lot, [100, 40].into_iter());
    let (mut few, mut many) = (few.whole(), many.whole());
    for week in [1, 2, 3, 4, 5, 8, 100] {
        many.week(0, 1, week);
        let a: Vec<_> = (0..9).map(|p| few.week(0, 2, week).of(p)).collect();
        let b: Vec<_> = (0..9).map(|p| many.week(1, 2, week).of(p)).collect();
        assert_eq!(a, b);
    }
    // Out of order, the same.
    let late = many.week(1, 2, 100).of(3);
    many.week(1, 2, 7);
    assert_eq!(many.week(1, 2, 100).of(3), late);
}

#[test]
fn words_drawn_in_parts_are_those_of_the_whole() {
    let posts = [9, 0, 100, 40, 8, 1];
    let of = || StaffWords::new(Lot::new(5, 6), posts.into_iter());
    let (mut whole, mut divided) = (of(), of());
    for week in [1, 2, 3, 4, 5, 8, 100] {
        for part in [0..1, 1..4, 4..4, 4..6] {
            let mut parts = divided.parts([0..part.start, part.clone()].into_iter());
            for o in part {
                let (key, mut whole) = (7 + o as u64, whole.whole());
                let (all, mine) = (whole.week(o, key, week), parts[1].week(o, key, week));
                assert_eq!((all.workforce, all.usage), (mine.workforce, mine.usage));
            }
        }
    }
    assert_eq!(whole.drawn(), divided.drawn());
    assert!(whole.drawn() > 0);
}
