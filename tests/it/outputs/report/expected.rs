//! What the report of the comparison has to say, made from the CSV by other code than its own.

use uptake::measures::Counter;
use uptake::scenario::{all_keys, describe};
use uptake::stats::student::student_quantile;

use super::facts::{FUTURES, Facts, GOAL_WEEK, WEEKS};
use super::figures;
use super::lost::{STEPS, largest};

/// Organisations of the built-in region.
pub const ALL: f64 = 330.0;
const USE: &str = "organisations.real_use";

/// `1,234`, rounded half away from zero.
pub fn count(x: f64) -> String {
    let digits = format!("{:.0}", x.abs().round());
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    if x <= -0.5 { format!("−{text}") } else { text }
}

pub fn signed(x: f64) -> String {
    if x >= 0.5 { format!("+{}", count(x)) } else { count(x) }
}

pub fn pounds(x: f64) -> String {
    if x <= -0.5 { format!("−£{}", count(-x)) } else { format!("£{}", count(x)) }
}

fn figure(share: f64) -> String {
    match share * 100.0 {
        x if x > 0.0 && x < 0.5 => "<1".to_owned(),
        x if (99.5..100.0).contains(&x) => ">99".to_owned(),
        x => format!("{:.0}", x.round()),
    }
}

pub fn percent(share: f64) -> String {
    format!("{} %", figure(share))
}

pub fn percents(low: f64, high: f64) -> String {
    if figure(low) == figure(high) {
        percent(low)
    } else {
        format!("{}–{} %", figure(low), figure(high))
    }
}

/// `January 2028`.
pub fn month(facts: &Facts, week: u32) -> String {
    facts.date(week).strftime("%B %Y").to_string()
}

/// `3 Jan 2028`.
pub fn day(facts: &Facts, week: u32) -> String {
    facts.date(week).strftime("%-d %b %Y").to_string()
}

/// Every text with a figure in the sections made of results.
pub fn all(facts: &Facts) -> Vec<String> {
    let mut texts =
        vec![
        // Found by others, and kept where they are told.
        "Two readers wrote the model again from its description alone. The first agreed with this \
         program in 59 of 60 comparisons of 400 futures each; its questions were answered in the \
         description, and the second, given that, agreed in 60 of 60 at once.".to_owned(),
        "A force of strength 0 changes no digit; two scenarios that differ in one thing meet the \
         same luck elsewhere.".to_owned(),
        "These futures differ in luck alone, so this report cannot say which parameter matters \
         most. uptake run FILE --parameter-draws 50 draws those that nobody knows and divides the \
         variance between them and luck.".to_owned(),
    ];
    texts.extend(answer(facts));
    texts.extend(brief(facts));
    texts.extend(caveats());
    texts.extend(figures::tables(facts));
    texts.extend(why(facts));
    texts.extend(super::money::cells(facts));
    texts.extend(drivers(facts));
    texts.extend(quality(facts));
    texts.extend(verified());
    texts
}

/// Differences of a counter at the horizon, future by future.
fn gaps(facts: &Facts, other: usize, counter: Counter) -> Vec<f64> {
    let base = facts.values(0, counter, WEEKS);
    facts.values(other, counter, WEEKS).iter().zip(base).map(|(o, b)| o - b).collect()
}

/// The 11th of 21.
fn middle(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// The 2nd, the 11th and the 20th of 21.
fn three(mut values: Vec<f64>) -> [f64; 3] {
    assert_eq!(values.len(), 21);
    values.sort_by(f64::total_cmp);
    [values[1], values[10], values[19]]
}

enum Told {
    More,
    Fewer,
    Alike,
}

fn told(facts: &Facts, scenario: &str) -> Told {
    let other = facts.names().iter().position(|name| *name == scenario).unwrap();
    told_of(&gaps(facts, other, Counter::OrgRealUse))
}

fn told_of(d: &[f64]) -> Told {
    let (mean, half) = mean_and_half(d);
    match mean {
        mean if mean > half => Told::More,
        mean if mean < -half => Told::Fewer,
        _ => Told::Alike,
    }
}

/// Mean, and half of its 95 % interval.
fn mean_and_half(d: &[f64]) -> (f64, f64) {
    let n = d.len() as f64;
    let mean = d.iter().sum::<f64>() / n;
    let squares = d.iter().map(|x| (x - mean).powi(2)).sum::<f64>();
    let t = student_quantile(0.975, d.len() as u32 - 1).unwrap();
    (mean, t * (squares / (n - 1.0) / n).sqrt())
}

/// A mean with a decimal where it is small.
fn with_decimal(x: f64) -> String {
    let text = if x.abs() < 9.95 { format!("{:.1}", x.abs()) } else { count(x.abs()) };
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

fn signed_figure(x: f64) -> String {
    match with_decimal(x) {
        text if text == "0" => text,
        text if x < 0.0 => format!("−{text}"),
        text => format!("+{text}"),
    }
}

/// Mean pounds for each in the mean of `d`, and the ends between which ratios are not rejected by a t
/// test, by bisection.
fn each(cost: &[f64], d: &[f64]) -> String {
    let ratio = cost.iter().sum::<f64>() / d.iter().sum::<f64>();
    let outside = |rho: f64| {
        let rest: Vec<f64> = cost.iter().zip(d).map(|(c, d)| c - rho * d).collect();
        let (mean, half) = mean_and_half(&rest);
        mean.abs() > half
    };
    let end = |sign: f64| {
        let mut far = 1.0;
        while !outside(ratio + sign * far) {
            far *= 2.0;
            assert!(far < 1e12, "the interval has no end");
        }
        let (mut inside, mut out) = (ratio, ratio + sign * far);
        for _ in 0..200 {
            let middle = 0.5 * (inside + out);
            if outside(middle) { out = middle } else { inside = middle }
        }
        inside
    };
    let price = |x: f64| if x > 0.0 { pounds(x) } else { "nothing".to_owned() };
    let (low, high) = (price(end(-1.0)), price(end(1.0)));
    if low == high {
        price(ratio)
    } else {
        format!("{} (95 in 100: {low} to {high})", price(ratio))
    }
}

fn answer(facts: &Facts) -> Vec<String> {
    let when = month(facts, WEEKS);
    let mut texts = vec![
        "Scenarios side by side: the middle of 21 simulated futures and the range of 90 of 100; the \
         mean of matched differences is not the difference of two middles"
            .to_owned(),
        format!(
            "Real use: organisations of 330 in {when}. Goal met: futures with 6 % of all organisations in \
             real use by {}. Spent: by {when}, 2025 prices, not discounted. Each extra: cost of each extra \
             one in real use, mean over mean.",
            month(facts, GOAL_WEEK)
        ),
    ];
    for (i, name) in facts.names().into_iter().enumerate() {
        let row = facts.row(name, USE, WEEKS);
        texts.push(format!(
            "{} ({} to {}; {})",
            count(row.p50 * ALL),
            count(row.p05 * ALL),
            count(row.p95 * ALL),
            percents(row.p05, row.p95)
        ));
        texts.push(goal(facts, i));
        let spent = facts.row(name, "project.spend", WEEKS);
        texts.push(format!(
            "{} ({} to {})",
            pounds(spent.p50),
            pounds(spent.p05),
            pounds(spent.p95)
        ));
        if i > 0 {
            texts.extend(sentences(facts, i, name));
            texts.extend(extra(facts, i));
        }
    }
    texts
}

/// In how many futures the goal is met in its week, and when first.
fn goal(facts: &Facts, scenario: usize) -> String {
    let met = |x: &f64| *x >= 0.06 * ALL;
    let in_week = |week: u32| facts.values(scenario, Counter::OrgRealUse, week);
    let number = in_week(GOAL_WEEK).iter().filter(|x| met(x)).count();
    let mut first: Vec<Option<u32>> =
        (0..FUTURES as usize).map(|k| (0..=WEEKS).find(|&w| met(&in_week(w)[k]))).collect();
    first.sort_by_key(|week| week.unwrap_or(u32::MAX));
    let never = first.iter().filter(|week| week.is_none()).count();
    let end = month(facts, WEEKS);
    let at = |rank: usize| first[rank - 1].map(|week| month(facts, week));
    let when = match (at(2), at(11), at(20)) {
        (Some(a), Some(b), Some(c)) if a == c => {
            assert_eq!(a, b);
            format!("first in {b}")
        }
        (Some(a), Some(b), Some(c)) => format!("first in {b}, {a} to {c}"),
        (_, Some(b), None) => format!("first in {b}; not by {end} in {never} of 21"),
        _ if never == 21 => format!("not by {end}"),
        _ => format!("not by {end} in {never} of 21"),
    };
    format!("{number} of 21 ({when})")
}

/// On coverage and on cost.
fn sentences(facts: &Facts, other: usize, name: &str) -> [String; 2] {
    let when = month(facts, WEEKS);
    let d = gaps(facts, other, Counter::OrgRealUse);
    let gap = facts.gap(name, USE, WEEKS);
    let [low, mid, high] = [gap.p05, gap.p50, gap.p95].map(|x| (x * ALL).round());
    let more = d.iter().filter(|x| **x > 0.0).count();
    let fewer = d.iter().filter(|x| **x < 0.0).count();
    let ties = match d.len() - more - fewer {
        0 => String::new(),
        n => format!(" (the same in {n})"),
    };
    let (mean, half) = mean_and_half(&d);
    let verdict = match told(facts, name) {
        Told::More => format!("{name} gives more coverage than base on average"),
        Told::Fewer => format!("{name} gives less coverage than base on average"),
        Told::Alike => format!("{name} and base cannot be told apart on average"),
    };
    let coverage = format!(
        "{verdict}: the mean difference is {} of 330 organisations in real use in {when} (95 % \
         interval of the mean {} to {}). {name} has more in {more} of 21 matched futures and fewer in \
         {fewer}{ties}; the middle difference is {} (range {} to {}).",
        signed_figure(mean),
        signed_figure(mean - half),
        signed_figure(mean + half),
        signed(mid),
        signed(low),
        signed(high)
    );
    let cost = facts.gap(name, "project.spend", WEEKS);
    let spent = gaps(facts, other, Counter::SpendCum);
    let average = mean_and_half(&spent).0;
    let (size, from, to) = if average < 0.0 {
        (format!("{} less on average", pounds(-average)), -cost.p95, -cost.p05)
    } else {
        (format!("{} more on average", pounds(average)), cost.p05, cost.p95)
    };
    let patients = gaps(facts, other, Counter::PatTrue);
    let (mut paid, mut none, mut untold) = (vec![], vec![], vec![]);
    for (gains, what) in
        [(&d, "organisation in real use"), (&patients, "patient with a truly current record")]
    {
        match told_of(gains) {
            Told::More => paid.push(format!("{} for each extra {what}", each(&spent, gains))),
            Told::Fewer => none.push(format!("no extra {what}")),
            Told::Alike => untold.push(format!("no extra {what}")),
        }
    }
    let mut extras = Vec::new();
    if !paid.is_empty() {
        extras.push(format!("that is {}", paid.join(" and ")));
    }
    if !none.is_empty() {
        extras.push(format!("there is {}", none.join(" and ")));
    }
    if !untold.is_empty() {
        extras.push(format!("{} can be told from luck", untold.join(" and ")));
    }
    let cost = format!(
        "By {when} it has cost {size} (range {} to {}; 2025 prices, not discounted); {}.",
        pounds(from),
        pounds(to),
        extras.join("; ")
    );
    [coverage, cost]
}

/// What one more costs, where the cell holds a figure.
fn extra(facts: &Facts, other: usize) -> Option<String> {
    let d = gaps(facts, other, Counter::OrgRealUse);
    let cost = gaps(facts, other, Counter::SpendCum);
    matches!(told_of(&d), Told::More).then(|| each(&cost, &d).replace("95 in 100: ", ""))
}

/// What is stored of verification, counted anew: limits, forces and patterns that hold, published
/// figures inside, each with how many there are.
fn stored() -> [(usize, usize); 4] {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/verification.json");
    let found: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let count = |part: &str, key: &str, good: serde_json::Value| {
        let all = found[part].as_array().unwrap();
        (all.iter().filter(|x| x[key] == good).count(), all.len())
    };
    [
        count("limits", "holds", true.into()),
        count("forces", "holds", true.into()),
        count("patterns", "holds", true.into()),
        count("targets", "verdict", "inside".into()),
    ]
}

/// What the report says of verification and validation.
fn verified() -> Vec<String> {
    let [limits, forces, patterns, (inside, all)] = stored();
    let share =
        |(held, all)| if held == all { format!("all {all}") } else { format!("{held} of {all}") };
    vec![
        format!(
            "uptake verify, run by its makers: {} tests of limits with an exact answer are passed; each \
             force, switched off beside all others in a scenario in which it matters, moves the \
             outcome as is claimed of it in {} cases; and {} patterns that the mechanisms are held to \
             make appear with them and not without.",
            share(limits),
            share(forces),
            share(patterns)
        ),
        format!(
            "Validation: does the model resemble the world? The built-in scenarios were held against \
             {all} published figures: {inside} lie inside the simulated range, {} outside, named as \
             gaps in docs/VALIDATION.md. None of this is about the region simulated here. Defaults \
             come from published evidence where there is some, each with its source; that is \
             plausibility, not validation.",
            all - inside
        ),
    ]
}

fn brief(facts: &Facts) -> Vec<String> {
    let (inside, published) = stored()[3];
    let (step, votes, _) = largest(facts, 0);
    let kept = facts.row("base", "project.maintenance", WEEKS);
    let why = if votes >= 19 {
        format!(
            "In base, of the organisations that the project has reached most are lost {step}, in \
             {votes} of 21 simulated futures."
        )
    } else {
        "In base, which step loses most organisations depends on the future.".to_owned()
    };
    let mut options = Vec::new();
    let mut apart = 0;
    for (i, name) in facts.names().into_iter().enumerate().skip(1) {
        let d = gaps(facts, i, Counter::OrgRealUse);
        let cost = gaps(facts, i, Counter::SpendCum);
        apart += 1;
        options.push(match told(facts, name) {
            Told::More => format!(
                "{name} reaches more on average (more in {} of 21 matched futures), at {} for each \
                 extra organisation",
                d.iter().filter(|x| **x > 0.0).count(),
                each(&cost, &d)
            ),
            Told::Fewer => format!(
                "{name} reaches less on average (less in {} of 21 matched futures), for {} less",
                d.iter().filter(|x| **x < 0.0).count(),
                pounds(-mean_and_half(&cost).0)
            ),
            Told::Alike => {
                apart -= 1;
                format!("{name} cannot be told apart on average")
            }
        });
    }
    vec![
        format!(
            "{why} On average, keeping launched organisations going takes {} of {} project hours a \
             week at the end.",
            percent(kept.mean),
            count(kept.of)
        ),
        format!("Beside base: {}.", options.join("; ")),
        format!(
            "{apart} of 3 mean differences can be told from luck: their 95 % interval, from 21 matched \
             futures, does not hold 0. The ranges are those of 21 simulated futures, over luck only. Most \
             effect sizes are assumed, and of {published} published figures about other roll-outs \
             {inside} lie inside what is simulated: read differences between plans, not dates."
        ),
    ]
}

fn caveats() -> Vec<String> {
    let parameters: Vec<_> = all_keys()
        .iter()
        .filter(|key| key.contains('.'))
        .filter_map(|key| describe(key).unwrap().parameter)
        .filter(|parameter| parameter.allowed != "text")
        .collect();
    let assumed = parameters.iter().filter(|p| p.sure.to_string() == "assumed").count();
    vec![
        format!(
            "This is a thought experiment disciplined by evidence, not a forecast: {assumed} of {} \
             parameters are assumed, most effect sizes among them.",
            parameters.len()
        ),
        // `money.ends` of the last scenario.
        "1 parameter was changed without a reason in the register of assumptions.".to_owned(),
    ]
}

fn why(facts: &Facts) -> Vec<String> {
    let when = month(facts, WEEKS);
    let mut texts = vec![
        format!(
            "From all who need to be engaged to a record that is seen, in four chains: organisations, \
             posts, patients, contacts. Each step counts some of the one before, as a share of the whole \
             of its chain in {when}, the middle of 21 simulated futures. What is missing at a step waits \
             for the project, or was reached and is lost."
        ),
        format!("What is left after each step, {when}"),
        "330 organisations".to_owned(),
    ];
    for (i, name) in facts.names().into_iter().enumerate() {
        use Counter::*;
        let share = |top: &[Counter], bottom: Counter, since: u32| {
            let of = |c: Counter| -> Vec<f64> {
                let then = facts.values(i, c, since);
                let now = facts.values(i, c, WEEKS).into_iter();
                if since == 0 { now.collect() } else { now.zip(then).map(|(n, t)| n - t).collect() }
            };
            let below = of(bottom);
            let tops: Vec<Vec<f64>> = top.iter().map(|&c| of(c)).collect();
            let sum = |k: usize| tops.iter().map(|column| column[k]).sum::<f64>();
            let shares = (0..below.len()).map(|k| sum(k) / below[k]).collect();
            (middle(shares), below.iter().sum::<f64>() / below.len() as f64)
        };
        for (_, counters, _) in STEPS {
            texts.push(format!("{} of 330 organisations", percent(share(counters, OrgAll, 0).0)));
        }
        for (top, bottom, since, of) in [
            (StaffReached, StaffInScope, 0, "posts in scope"),
            (StaffEver, StaffInScope, 0, "posts in scope"),
            (StaffMonth, StaffInScope, 0, "posts in scope"),
            (PatApproached, PatRecognised, 0, "recognised patients"),
            (PatAgreed, PatRecognised, 0, "recognised patients"),
            (PatTrue, PatRecognised, 0, "recognised patients"),
            (ViewsCum, EncountersCum, WEEKS - 4, "contacts"),
            (InformedCum, EncountersCum, WEEKS - 4, "contacts"),
        ] {
            let (left, all) = share(&[top], bottom, since);
            texts.push(format!("{} of {} {of}", percent(left), count(all)));
        }
        let (step, votes, waiting) = largest(facts, i);
        let [low, _, high] = three(waiting).map(count);
        let between = if low == high { low } else { format!("between {low} and {high}") };
        let waits = format!(
            "{name}: {between} of 330 organisations wait for the project (not known, not asked yet, or \
             being set up), which is no loss"
        );
        texts.push(if votes >= 19 {
            format!("{waits}; of the others most are lost {step} in {votes} of 21 simulated futures.")
        } else {
            format!(
                "{waits}; where most of the others are lost cannot be told: it is {step} in {votes} of \
                 21 simulated futures, and another step in the rest."
            )
        });
    }
    texts
}

fn drivers(facts: &Facts) -> Vec<String> {
    let when = month(facts, WEEKS);
    // What the scenarios of this test change.
    let mut texts: Vec<String> = ["1", "2", "4", "2027-03-08", "£0"].map(str::to_owned).into();
    texts.extend([day(facts, 0), day(facts, WEEKS)]);
    for name in facts.names() {
        let kept = facts.row(name, "project.maintenance", WEEKS);
        texts.push(if kept.of > 0.0 {
            format!(
                "{name}: in {when}, keeping launched organisations going takes on average {} of {} \
                 project hours a week, and {} of a member's hours go to the task that they repeat \
                 most.",
                percent(kept.mean),
                count(kept.of),
                percent(facts.row(name, "project.repetition", WEEKS).mean)
            )
        } else {
            format!("{name}: no project hours are worked in {when}.")
        });
    }
    texts
}

fn quality(facts: &Facts) -> Vec<String> {
    let mut texts = facts.warnings();
    for (i, name) in facts.names().into_iter().enumerate() {
        let values = facts.values(i, Counter::OrgRealUse, WEEKS);
        let medians: Vec<f64> = (11..=21)
            .map(|n| {
                let mut first = values[..n].to_vec();
                first.sort_by(f64::total_cmp);
                f64::midpoint(first[(n - 1) / 2], first[n / 2])
            })
            .collect();
        let ends = (
            medians.iter().copied().fold(f64::MAX, f64::min),
            medians.iter().copied().fold(f64::MIN, f64::max),
        );
        let mut sorted = values;
        sorted.sort_by(f64::total_cmp);
        // Ranks 10.5 ± 1.96 √21 / 2, rounded outwards: the 6th and the 16th.
        let known = (sorted[5], sorted[15]);
        let between = |(a, b): (f64, f64), same: &str| match (count(a), count(b)) {
            (a, b) if a == b => format!("{same}{a}"),
            (a, b) => format!("between {a} and {b}"),
        };
        texts.push(format!(
            "{name}: over the second half of 21 simulated futures the middle result stays at {} of \
             330 organisations. Run again with other luck it would lie {} of 330 about 95 times of \
             100.",
            between(ends, ""),
            between(known, "at ")
        ));
        if i > 0 {
            texts.push(format!("{name} beside base: {}", certainty(facts, i)));
        }
    }
    texts.extend(figures::convergence(facts));
    texts
}

/// How much matching helps, and how well the mean is known.
fn certainty(facts: &Facts, other: usize) -> String {
    let moments = |x: &[f64]| {
        let mean = x.iter().sum::<f64>() / x.len() as f64;
        x.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / (x.len() - 1) as f64
    };
    let share = |values: Vec<f64>| values.into_iter().map(|v| v / ALL).collect::<Vec<f64>>();
    let base = share(facts.values(0, Counter::OrgRealUse, WEEKS));
    let there = share(facts.values(other, Counter::OrgRealUse, WEEKS));
    let d: Vec<f64> = there.iter().zip(&base).map(|(o, b)| o - b).collect();
    let times = (moments(&base) + moments(&there)) / moments(&d);
    let helps = if times > 1.05 {
        let times_said = if times < 9.95 { format!("{times:.1}") } else { count(times) };
        format!(
            "These 21 matched futures are as good as {} unmatched ones ({times_said} times). ",
            count(21.0 * times)
        )
    } else if times < 0.95 {
        format!(
            "Matching does not help here: {} unmatched futures are as good as 21. ",
            count(21.0 * times)
        )
    } else {
        "Matching makes no difference here. ".to_owned()
    };
    let half =
        |n: u32| student_quantile(0.975, n - 1).unwrap() * (moments(&d) / f64::from(n)).sqrt();
    let needed = (2..).find(|&n| half(n) <= 0.01).unwrap();
    let points = half(21) * 100.0;
    let points = if points < 1.0 { format!("{points:.2}") } else { format!("{points:.1}") };
    format!(
        "{helps}The mean difference in the share of all organisations in real use is known to \
         within {} percentage points (95 % interval of the mean); one percentage point would take \
         about {needed} matched futures.",
        points.trim_end_matches('0').trim_end_matches('.')
    )
}
