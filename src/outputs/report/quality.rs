//! Quality: verification, validation, warnings, and how the results settle.

use super::figures::{OF_QUALITY, of};
use super::html::{figure, list, p, section as whole};
use super::known::{found, inside, verified};
use super::{Report, Subject};
use crate::outputs::OutputError;
use crate::outputs::charts::{second_half, settling};
use crate::outputs::words::{between, count, futures};
use crate::results::Verified;
use crate::stats::paired::{FEWEST_FOR_VERDICT, Paired};
use crate::stats::student::student_quantile;

/// Two-sided 95 % point, and that of the normal distribution.
const BELOW: f64 = 0.975;
const NORMAL_95: f64 = 1.96;

/// What has been done to show that the program computes the model that is described.
const VERIFICATION: [&str; 4] = [
    "Limits with a known solution are tests of the program: fixed and learning capacity, leaving and \
     training, the age of records, contagion in a ring and among all, a Markov chain of one \
     organisation.",
    "Two readers wrote the model again from its description alone. The first agreed with this program in \
     59 of 60 comparisons of 400 futures each; its questions were answered in the description, and the \
     second, given that, agreed in 60 of 60 at once.",
    "The same scenario and seed give the same result files, byte for byte, with any number of \
     threads.",
    "A force of strength 0 changes no digit; two scenarios that differ in one thing meet the same \
     luck elsewhere.",
];

/// What has been done to show that the model resembles the world.
fn validation(found: &Verified) -> String {
    let (inside, all) = inside(found);
    format!(
        "Validation: does the model resemble the world? The built-in scenarios were held against {all} \
         published figures: {inside} lie inside the simulated range, {} outside, named as gaps in \
         docs/VALIDATION.md. None of this is about the region simulated here. Defaults come from \
         published evidence where there is some, each with its source; that is plausibility, not \
         validation.",
        all - inside
    )
}

pub(super) fn section(report: &Report, first: &Subject) -> Result<String, OutputError> {
    let found = found();
    let mut verification = vec![verified(&found)];
    verification.extend(VERIFICATION.map(str::to_owned));
    let mut inner = p("Verification: does the program compute the model that is described?");
    inner.push_str(&list("ul", &verification));
    inner.push_str(&p(&validation(&found)));
    inner.push_str(&warnings(report));
    for subject in report.subjects {
        inner.push_str(&settled(subject));
    }
    inner.extend(report.document.known.iter().map(|known| p(known)));
    let drawn = report.document.charts.iter().find(|chart| chart.name == OF_QUALITY);
    match drawn {
        Some(chart) => inner.push_str(&figure(chart)),
        None => inner.extend(of(first, &[OF_QUALITY])?.iter().map(figure)),
    }
    Ok(whole("quality", "Quality", &inner))
}

/// What `check` says of the scenarios.
fn warnings(report: &Report) -> String {
    let all: Vec<String> = report
        .subjects
        .iter()
        .flat_map(|s| s.warnings.iter().map(|w| format!("{}: {}", s.scenario.name, w.message)))
        .collect();
    match all.len() {
        0 => p("Reading the scenarios gave no warning."),
        1 => p("Reading the scenarios gave one warning:") + &list("ul", &all),
        n => p(&format!("Reading the scenarios gave {n} warnings:")) + &list("ul", &all),
    }
}

/// How well the middle is known, and how it settled.
fn settled(subject: &Subject) -> String {
    let settled = settling(subject.ensemble);
    let n = subject.ensemble.replicates.len();
    let name = &subject.scenario.name;
    let (Some((low, high)), Some((from, to))) = (second_half(&settled), middle_known(subject))
    else {
        return p(&format!("{name}: {} cannot show how results settle.", futures(n)));
    };
    let all = count(subject.ensemble.organisations.into());
    p(&format!(
        "{name}: over the second half of {} the middle result stays at {} of {all} organisations. Run \
         again with other luck it would lie {} of {all} about 95 times of 100.",
        futures(n),
        between(low, high),
        between_or_at(from, to)
    ))
}

fn between_or_at(low: f64, high: f64) -> String {
    if count(low) == count(high) { format!("at {}", count(low)) } else { between(low, high) }
}

/// Between which values the median of as many other futures would lie: order statistics by the
/// normal approximation of the binomial (Conover 1999, section 3.2). Where parameters are drawn the
/// draw is the unit: ranks lie as much further apart as the shares of a draw's futures below the
/// median vary more than independent futures would (the design effect, Woodruff 1952, J. Am. Stat.
/// Assoc. 47). None below twenty futures, or draws.
fn middle_known(subject: &Subject) -> Option<(f64, f64)> {
    let ensemble = subject.ensemble;
    let week = ensemble.weeks as usize;
    let counter = crate::measures::Counter::OrgRealUse;
    let values: Vec<f32> =
        ensemble.replicates.iter().map(|r| r.trajectory.get(counter, 0, week)).collect();
    let unit = |i: usize| ensemble.unit(ensemble.replicates[i].replicate);
    middle_interval(&values, unit)
}

fn middle_interval(values: &[f32], unit: impl Fn(usize) -> usize) -> Option<(f64, f64)> {
    let n = values.len() as f64;
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f32::total_cmp);
    let median = sorted.get(values.len() / 2).copied()?;
    // Ties count half.
    let below: Vec<f64> = values
        .iter()
        .map(|x| if *x == median { 0.5 } else { f64::from(u8::from(*x < median)) })
        .collect();
    let half = vec![0.0; below.len()];
    let drawn = Paired::in_units(&half, &below, unit)?;
    let alone = Paired::of(&half, &below)?;
    if drawn.units < FEWEST_FOR_VERDICT {
        return None;
    }
    let error = |p: &Paired| p.deviation / f64::from(p.units).sqrt();
    let effect = if error(&alone) > 0.0 { error(&drawn) / error(&alone) } else { 1.0 };
    // The variance of a binomial is known; that between draws is not.
    let t = match drawn.units == drawn.replicates {
        true => NORMAL_95,
        false => student_quantile(BELOW, drawn.units - 1)?,
    };
    let (half, spread) = (n / 2.0, t * n.sqrt() / 2.0 * effect.max(1.0));
    let rank = |rank: f64| sorted[(rank.max(1.0) as usize).min(sorted.len()) - 1];
    Some((rank((half - spread).floor()).into(), rank((half + spread).ceil() + 1.0).into()))
}

#[cfg(test)]
mod tests {
    use super::middle_interval;

    /// Kind of fault: futures of one draw taken as independent.
    #[test]
    fn the_middle_of_drawn_parameters_is_known_as_well_as_the_draws_allow() {
        // Thirty draws of eight futures that are all alike.
        let values: Vec<f32> = (0..240).map(|i| ((i / 8) * 7 % 30) as f32).collect();
        let drawn = middle_interval(&values, |i| i / 8).unwrap();
        let alone = middle_interval(&values, |i| i).unwrap();
        let thirty: Vec<f32> = (0..30).map(|i| (i * 7 % 30) as f32).collect();
        let plain = middle_interval(&thirty, |i| i).unwrap();
        let width = |(low, high): (f64, f64)| high - low;
        assert!((width(drawn) - width(plain)).abs() <= 2.0, "{drawn:?} {plain:?}");
        assert!(width(alone) < 0.5 * width(drawn), "{alone:?} {drawn:?}");
        assert_eq!(middle_interval(&values[..152], |i| i / 8), None, "nineteen draws");
    }
}
