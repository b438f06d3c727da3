//! Quality: verification, validation, warnings, and how the results settle.

use super::html::{figure, list, p, section as whole};
use super::known::{found, inside, verified};
use super::{Report, Subject};
use crate::outputs::OutputError;
use crate::outputs::answer::sentences;
use crate::outputs::charts::{second_half, settling};
use crate::outputs::words::{between, count, futures};
use crate::results::Verified;

/// Two-sided 95 % point of the normal distribution.
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
    inner.push_str(&precision(report));
    let charts = super::figures::all(first)?;
    if let Some(chart) = charts.iter().find(|chart| chart.name == "convergence") {
        inner.push_str(&figure(chart));
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
/// normal approximation of the binomial (Conover 1999, section 3.2). None below ten futures.
fn middle_known(subject: &Subject) -> Option<(f64, f64)> {
    let week = subject.ensemble.weeks as usize;
    let counter = crate::measures::Counter::OrgRealUse;
    let mut values: Vec<f32> =
        subject.ensemble.replicates.iter().map(|r| r.trajectory.get(counter, 0, week)).collect();
    let n = values.len();
    if n < 10 {
        return None;
    }
    values.sort_unstable_by(f32::total_cmp);
    let (half, spread) = (n as f64 / 2.0, NORMAL_95 * (n as f64).sqrt() / 2.0);
    let rank = |rank: f64| values[(rank.max(1.0) as usize).min(n) - 1];
    Some((rank((half - spread).floor()).into(), rank((half + spread).ceil() + 1.0).into()))
}

/// How well differences are known.
fn precision(report: &Report) -> String {
    let Some(compared) = report.compared else { return String::new() };
    let each = compared.comparisons.iter().map(|c| {
        let [_, _, certainty] = sentences(c, compared);
        p(&format!("{} beside {}: {certainty}", c.scenario, c.base))
    });
    each.collect()
}
