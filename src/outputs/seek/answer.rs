//! What it takes, in plain sentences.

use super::{Seeking, level};
use crate::measures::Unit;
use crate::outputs::answer::{goal_in_words, month};
use crate::outputs::words::{capital, count, percent, pounds};
use crate::results::seek::{Binds, Judged, Standing, Tried};
use crate::scenario::Goal;

/// Standard deviations below which a share of futures is not luck alone, once in twenty.
const SURE: f64 = 1.645;

/// "80 of 100 simulated futures".
pub(super) fn of_100(chance: f64) -> String {
    let many = 100.0 * chance;
    let text = format!("{many:.1}");
    format!("{} of 100 simulated futures", text.strip_suffix(".0").unwrap_or(&text))
}

/// "853 of 1,000".
pub(super) fn met(judged: &Judged) -> String {
    format!("{} of {}", count(judged.met.into()), count(judged.futures.into()))
}

/// "at least 60 % of GP practices in real use in March 2030".
pub(super) fn goals(seeking: &Seeking) -> String {
    let one = |goal: &Goal| {
        let bound = if goal.at_most { "at most" } else { "at least" };
        let when = month(seeking.base.date(goal.week));
        let of = goal.of.as_ref().map(|of| of.label.as_str());
        format!("{bound} {} in {when}", goal_in_words(goal.level, goal.measure, of))
    };
    seeking.found.goals.iter().map(one).collect::<Vec<_>>().join(", and ")
}

/// What it takes, or how much there is; how the plan as it stands does; what binds.
pub(super) fn answer(seeking: &Seeking) -> Vec<String> {
    let found = seeking.found;
    let Some(first) = found.options.first() else { return vec!["No plan was judged.".to_owned()] };
    let mut said = match (first.judged.standing, found.within_reach) {
        (Standing::Good, _) => vec![cheapest(seeking, first), not_ruled_out(seeking, first)],
        (Standing::Open, true) => {
            vec![perhaps(seeking, first), surer(seeking), not_ruled_out(seeking, first)]
        }
        _ => vec![out_of_reach(seeking, first)],
    };
    let stands = &found.as_it_stands;
    said.push(format!(
        "As it stands, {} meets the goal in {} simulated futures, for {} on average.",
        seeking.scenario.name,
        met(stands),
        pounds(stands.cost[0])
    ));
    if !found.settled {
        said.push(format!(
            "The search used up its {} runs before it had settled: a cheaper plan may have been \
             missed, and --runs gives it more.",
            count(found.searched.into())
        ));
    }
    said.retain(|words| !words.is_empty());
    said
}

/// "team.facilitators.count 4, backfill 0.5".
fn named(seeking: &Seeking, option: &Tried) -> String {
    seeking.name(option).replace(" + ", ", ")
}

/// "… costs £412,000 on average (90 of 100 futures: £390,000 to £430,000) up to December 2030".
fn costs(seeking: &Seeking, option: &Tried) -> String {
    let [mean, low, high] = option.judged.cost;
    let end = month(seeking.base.date(seeking.base.weeks));
    format!(
        "{} on average up to {end} (90 of 100 futures: {} to {}); with what employers and clinicians give, \
         {}",
        pounds(mean),
        pounds(low),
        pounds(high),
        pounds(option.whole)
    )
}

fn cheapest(seeking: &Seeking, option: &Tried) -> String {
    format!(
        "The cheapest plan found that has {}, in {} or more: {}. It costs {}. It meets the goal in {} \
         futures that the search had not seen; were it met less often than is wanted, so many would come \
         once in twenty at most.",
        goals(seeking),
        of_100(seeking.found.chance),
        named(seeking, option),
        costs(seeking, option),
        met(&option.judged)
    )
}

fn perhaps(seeking: &Seeking, option: &Tried) -> String {
    format!(
        "The cheapest plan that seems to have {}, in {} or more: {}. It costs {}. It meets the goal in {} \
         futures that the search had not seen, too near to what is wanted to be sure.",
        goals(seeking),
        of_100(seeking.found.chance),
        named(seeking, option),
        costs(seeking, option),
        met(&option.judged)
    )
}

/// The cheapest plan of which one can be sure, where it is not the answer.
fn surer(seeking: &Seeking) -> String {
    let good = seeking.found.options.iter().filter(|o| o.judged.standing == Standing::Good);
    let cheapest = good.min_by(|a, b| a.judged.cost[0].total_cmp(&b.judged.cost[0]));
    cheapest.map_or_else(String::new, |option| {
        format!(
            "One can be sure of {}: {} futures, for {} on average.",
            named(seeking, option),
            met(&option.judged),
            pounds(option.judged.cost[0])
        )
    })
}

/// Cheaper plans that were looked at in so few futures that they may be good enough.
fn not_ruled_out(seeking: &Seeking, answer: &Tried) -> String {
    let wanted = seeking.found.chance;
    let open = |o: &&Tried| {
        let n = f64::from(o.judged.futures);
        let luck = SURE * (wanted * (1.0 - wanted) / n.max(1.0)).sqrt();
        matches!(o.judged.standing, Standing::Unjudged | Standing::Open)
            && o.judged.cost[0] < answer.judged.cost[0]
            && f64::from(o.judged.met) / n.max(1.0) >= wanted - luck
    };
    let each: Vec<String> = seeking
        .found
        .options
        .iter()
        .filter(open)
        .map(|o| {
            let cost = pounds(o.judged.cost[0]);
            format!("{} ({} futures, {cost})", named(seeking, o), met(&o.judged))
        })
        .collect();
    match each.is_empty() {
        true => String::new(),
        false => format!(
            "The search thought too little of cheaper plans to judge them in as many futures; those that              were looked at do not rule them out: {}.",
            each.join("; ")
        ),
    }
}

fn out_of_reach(seeking: &Seeking, option: &Tried) -> String {
    let found = seeking.found;
    let told = option.judged.standing == Standing::Denied;
    let begins = match told {
        true => "Not reachable within these choices",
        false => "No plan within these choices was found to be good enough",
    };
    let least = match (found.goals.first(), option.reached.first()) {
        (Some(goal), Some(&reached)) if found.goals.len() == 1 => {
            let beyond = if goal.at_most { "stays within" } else { "reaches" };
            format!(
                " It {beyond} {} in {}, where {} is asked.",
                level(reached, goal.measure.unit),
                of_100(found.chance),
                level(goal.level, goal.measure.unit)
            )
        }
        _ => String::new(),
    };
    format!(
        "{begins}: {}, in {} or more. The most is {} futures, with {}, for {} on average.{least}{}",
        goals(seeking),
        of_100(found.chance),
        met(&option.judged),
        named(seeking, option),
        pounds(option.judged.cost[0]),
        because(seeking)
    )
}

/// What binds most, of what is decided and of what the model lacks.
fn because(seeking: &Seeking) -> String {
    let unit = seeking.found.goals.first().map_or(Unit::Share, |goal| goal.measure.unit);
    let told = || seeking.found.binds.iter().filter(|b| b.told);
    let first = |choice: bool| told().find(|b| b.choice == choice);
    let of = |b: &Binds| format!("{} of {} futures", count(b.met.into()), count(b.futures.into()));
    let limit = first(false).map(|b| {
        format!(
            " Most in the way is {} (changed to see: {}): so changed, the goal would be met in {} rather than \
             {}, and {} of them would reach {}.",
            b.what,
            b.relaxed,
            of(b),
            count(b.before.into()),
            of_100(seeking.found.chance).replace("simulated futures", "").trim_end(),
            level(b.reached, unit)
        )
    });
    let end = first(true).map(|b| {
        format!(
            " {} is the end of what may be chosen, and its last step still brought something: a wider range \
             may reach more.",
            capital(&b.what)
        )
    });
    if told().next().is_none() {
        return " Nothing that was changed to see what is in the way moved it by more than luck."
            .to_owned();
    }
    limit.unwrap_or_default() + &end.unwrap_or_default()
}

/// How the plan is run by itself.
pub(super) fn to_run(seeking: &Seeking) -> Vec<String> {
    let found = seeking.found;
    let Some(first) = found.options.first() else { return vec![] };
    let chosen = || found.decisions.iter().zip(&first.levels);
    let set: Vec<String> = chosen().filter_map(|(vary, &level)| vary.set(level)).collect();
    let mut lines = vec![];
    if !set.is_empty() {
        let set: Vec<String> = set.iter().map(|set| format!(" --set {set}")).collect();
        lines.push(format!("uptake run {}.toml{}", seeking.scenario.name, set.concat()));
    }
    for (vary, &level) in chosen() {
        if let (Some((lever, at)), Some(cell)) = (vary.lever, vary.levels.get(level))
            && cell.to_string() != "0"
        {
            lines.push(format!(
                "[[intervention]] with lever = \"{}\", intensity = {cell}, level = \"{}\"",
                lever.note().id,
                at.id()
            ));
        }
    }
    lines
}

/// How it was found.
pub(super) fn how(seeking: &Seeking) -> String {
    let found = seeking.found;
    let end = match found.settled {
        true => "it ended when no cheaper plan had a fair chance",
        false => "it ended with its runs",
    };
    format!(
        "The search looked at {} of {} plans in {} runs, all plans in the same futures, and took from \
         Gaussian processes over how often the goal is met and what it costs which plan to look at next \
         (constrained expected improvement); {end}. What it proposes was judged on other futures. “Often \
         enough” and “too seldom” are said with one-sided exact limits that are wrong once in twenty at most \
         over all plans that are judged so. A plan's cost is what its project spends up to the end of the \
         plan, not discounted. Chances closer to {} than 5 futures in 100 are not told apart.",
        count(found.looked as f64),
        count(found.plans as f64),
        count(found.searched.into()),
        percent(found.chance)
    )
}
