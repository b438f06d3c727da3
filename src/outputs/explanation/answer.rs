//! The answer in three sentences, each made of figures of the tables.

use super::Explained;
use crate::outputs::words::{count, futures, matched_futures, percent};
use crate::results::{Attribution, Binding, Effect};
use crate::stats::paired::FEWEST_FOR_VERDICT;
use crate::stats::quantiles::quantile;

/// Where coverage is and where most is lost; what binds year by year; what the forces add.
pub(super) fn explained_answer(explained: &Explained) -> [String; 3] {
    [level(explained), bound(explained), forces(explained)]
}

/// What no force stands for, and so is not attributed.
pub(super) fn not_attributed(explained: &Explained) -> String {
    let absent = match &explained.found.absent[..] {
        [] => String::new(),
        absent => {
            format!(" Forces of strength 0 in this scenario are left out: {}.", absent.join(", "))
        }
    };
    format!(
        "Not attributed, since they act with all forces off too: forgetting, staff turnover, the ageing \
         of records, everyday load, the hours that tasks take, and the size of the team.{absent}"
    )
}

/// "In the middle of 40 simulated futures, 22 of 330 organisations …"
fn level(explained: &Explained) -> String {
    let found = explained.found;
    let (measure, week) = (found.outcome.measure, found.week);
    let values = explained.base.replicates.iter().filter_map(|r| found.outcome.value(r, week));
    let mut values: Vec<f32> = values.collect();
    values.sort_unstable_by(f32::total_cmp);
    let middle = if values.is_empty() { 0.0 } else { quantile(&values, 0.5) };
    let (scale, unit) = explained.scale();
    let acts = ["used", "have"].iter().any(|verb| measure.label.starts_with(verb));
    let are = if acts { "" } else { "are " };
    let figure = match unit {
        "organisations" | "staff" => {
            format!("{} of {} {unit} {are}{}", count(scale * middle), count(scale), measure.label)
        }
        "percentage points" if measure.of.is_empty() => {
            format!("{} is at {}", measure.label, percent(middle))
        }
        "percentage points" => {
            format!("{} of {} are {}", percent(middle), measure.of, measure.label)
        }
        _ => format!("there are {} {}", count(middle), measure.label),
    };
    let figure = figure + explained.gains().whose();
    let of = futures(values.len());
    let claim = explained.funnel().claim_within();
    format!(
        "In {} in this model, in the middle of {of}, {}; {claim}",
        explained.when(),
        figure.replace("are staff who ", "staff ")
    )
}

/// "Which of 11 constraints binds, in this model: technical hours in year 1; …"
fn bound(explained: &Explained) -> String {
    // Periods in a row with the same answer are said once.
    let mut said: Vec<(Vec<usize>, &Binding)> = Vec::new();
    for (year, period) in (1..).zip(&explained.found.periods) {
        match said.iter_mut().find(|(_, binding)| **binding == period.binding) {
            Some((years, _)) => years.push(year),
            None => said.push((vec![year], &period.binding)),
        }
    }
    let label = |i: &usize| explained.constraint(*i).label;
    let parts = said.into_iter().map(|(years, binding)| match binding {
        Binding::One(one) => format!("{} in {}", label(one), in_words(&years)),
        Binding::Several(several) => {
            let labels: Vec<&str> = several.iter().map(label).collect();
            format!("in {} these cannot be told apart: {}", in_words(&years), labels.join(", "))
        }
        Binding::Nothing => {
            format!("none whose gain can be told from luck in {}", in_words(&years))
        }
    });
    let parts: Vec<String> = parts.collect();
    let n = explained.found.replicates;
    if n < FEWEST_FOR_VERDICT {
        return format!(
            "{} too few to say which of {} constraints binds, or what cannot be told from 0 \
             ({FEWEST_FOR_VERDICT} are the fewest: --replicates); the tables hold what was seen.",
            match n {
                1 => "One matched future is".to_owned(),
                n => format!("{} are", matched_futures(n as usize)),
            },
            explained.found.constraints.len()
        );
    }
    format!(
        "Which of {} constraints binds, in this model: {}.{}",
        explained.found.constraints.len(),
        parts.join("; "),
        most_by_end(explained)
    )
}

/// " By December 2030 technical hours gain most: +16 ± 3.4 organisations, in 12 of 12 …".
fn most_by_end(explained: &Explained) -> String {
    let Some(gains) = explained.found.periods.last().map(|period| &period.relaxed) else {
        return String::new();
    };
    let told = gains.iter().enumerate().filter(|(_, g)| g.by_end.told && g.by_end.mean() > 0.0);
    let most = told.max_by(|(_, a), (_, b)| a.by_end.mean().total_cmp(&b.by_end.mean()));
    let Some((which, most)) = most else {
        return format!(" By {} no gain can be told from luck.", explained.when());
    };
    let (effect, constraint) = (&most.by_end, explained.constraint(which));
    let (_, unit) = explained.scale();
    let unit = if unit.is_empty() { String::new() } else { format!(" {unit}") };
    format!(
        " By {} the largest mean gain is that of {} ({}): {}{unit}, a gain in {} of {}.",
        explained.when(),
        constraint.label,
        constraint.relaxed,
        explained.with_half_width(effect.mean(), effect.half_width),
        count(effect.more.into()),
        matched_futures(effect.spread.replicates as usize)
    )
}

/// "year 2", "years 1 and 2", "years 1, 2 and 5".
fn in_words(years: &[usize]) -> String {
    let words: Vec<String> = years.iter().map(usize::to_string).collect();
    match &words[..] {
        [] => String::new(),
        [one] => format!("year {one}"),
        [some @ .., last] => format!("years {} and {last}", some.join(", ")),
    }
}

/// "All 47 forces together take 260 organisations …"
fn forces(explained: &Explained) -> String {
    let Some(found) = &explained.found.attribution else {
        return "No force acts in this scenario, so there is nothing to attribute.".to_owned();
    };
    let total = &found.total;
    let all = matched_futures(total.spread.replicates as usize);
    let (scale, unit) = explained.scale();
    let unit = if unit.is_empty() { String::new() } else { format!(" {unit}") };
    let (verb, doing, often) = match total.mean() < 0.0 {
        true => ("take", "taking", total.fewer()),
        false => ("add", "adding", total.more),
    };
    let sum = match total.told {
        true => format!(
            "All {} forces together {verb} {}{unit} (on average {} with them and {} with none of them; \
             {doing} in {} of {all})",
            found.forces.len(),
            super::plain(scale * total.mean()),
            super::plain(scale * found.all_on.mean),
            super::plain(scale * found.all_off.mean),
            count(often.into()),
        ),
        false => format!(
            "What all {} forces together add cannot be told from 0 in {all}",
            found.forces.len()
        ),
    };
    format!("{sum}; by family: {}.", families(explained, found))
}

fn families(explained: &Explained, found: &Attribution) -> String {
    let figure = |effect: &Effect| {
        if effect.told {
            explained.with_half_width(effect.mean(), effect.half_width)
        } else {
            "cannot be told from 0".to_owned()
        }
    };
    let each = found.families.iter().map(|f| format!("{} {}", f.title, figure(&f.exact)));
    each.collect::<Vec<_>>().join(", ")
}

/// Why a force's share and what it takes alone differ, by the force where they differ most; none where
/// none can be told to differ.
pub(super) fn why_they_differ(explained: &Explained) -> Option<String> {
    let found = explained.found.attribution.as_ref()?;
    let apart = |share: &Effect, alone: &Effect| {
        let open = share.half_width.unwrap_or(0.0) + alone.half_width.unwrap_or(0.0);
        let gap = (share.mean() - alone.mean()).abs();
        (gap > open && gap > 0.0).then_some(gap)
    };
    let forces = found.forces.iter().map(|f| (f.title, &f.sampled, &f.knock_out));
    let (_, name, share, alone) = forces
        .filter_map(|(name, share, alone)| Some((apart(share, alone)?, name, share, alone)))
        .max_by(|a, b| a.0.total_cmp(&b.0))?;
    let why = if share.mean() * alone.mean() < 0.0 {
        "beside the others it works the other way"
    } else if share.mean().abs() > alone.mean().abs() {
        "where the others act too they leave it little to work on, and take much of the same without it"
    } else {
        "it works mainly on what the others do"
    };
    let (_, unit) = explained.scale();
    Some(format!(
        "The two differ since forces act on each other. “Adds” is the mean change when forces are \
         switched on one after the other from none, in every order alike; “alone off” is the change when \
         only that one is switched off and all others act. They differ most for {name}: {} and {} {unit}; \
         {why}. Ask “adds” for its share in the whole, “alone off” for what removing it would bring.",
        explained.signed(share.mean()),
        explained.signed(alone.mean()),
    ))
}
