//! What money buys: plans that cost a sum, found in simulated futures, since what a lever costs hangs on
//! what it brings.

use std::ops::ControlFlow;

use super::bench::Bench;
use super::{Choice, Plan, Progress, Question, Work};
use crate::experiments::uncertainty::prepare_draws;
use crate::measures::measure;
use crate::results::ParameterDraws;
use crate::scenario::{Intervention, Level, Lever, Read, Scenario};
use crate::world::WEEKS_PER_YEAR;

/// Hours a week of more people that the money pays for, unless the user names a sum: a day.
const A_DAY: f64 = 7.5;
/// A cost within this share of the money is the money.
const CLOSE: f64 = 0.01;
/// Corrections of a dose whose cost hangs on what it brings.
const CORRECTIONS: usize = 3;
/// Share of the money that has to be spent where it is spent on more people.
const SPENT: f64 = 0.9;
/// Pounds below which a day a week of more people costs nothing.
const A_POUND: f64 = 1.0;
/// Share of the money below which a lever's own cost is nothing.
const NOTHING: f64 = 1e-6;
/// Futures in which the price of one purchase is found.
const PILOT: u32 = 32;

/// The money of the question cannot be spent: the scenario's own budget leaves too little of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Unpaid {
    /// Pounds of the question; none where the price of a day a week of more people was to be found.
    pub money: Option<f64>,
    /// Pounds of it that would be spent, on average.
    pub spent: f64,
}

/// What so many pounds a year buy.
#[derive(Debug, Clone, PartialEq)]
pub struct Purchase {
    /// What the scenario gets, from its first week on and for as long as its money lasts.
    pub interventions: Vec<Intervention>,
    /// What was bought, in words.
    pub words: String,
    /// Pounds that it adds to what the project spends over the plan, in the mean over some futures.
    pub spent: f64,
}

/// What `pounds` a year on a choice buy in a scenario: its hours hired, what it leaves spent on more hours of
/// the middle level, or a part of it where it costs more. The scenario's own budget holds. None if the
/// user stops.
///
/// # Errors
/// If the scenario's own budget leaves too little of the money.
pub fn bought_for(
    read: &Read,
    (choice, pounds): (Choice, f64),
    jobs: Option<usize>,
    progress: &(dyn Fn(Progress) -> ControlFlow<()> + Sync),
) -> Option<Result<Purchase, Unpaid>> {
    let s = &read.scenario;
    let lasts = Intervention::throughout(choice.lever, choice.level, 1.0, s).end;
    let question = Question {
        outcome: measure("organisations.real_use")?.into(),
        less: false,
        week: s.weeks,
        budget: Some(pounds * f64::from(lasts) / WEEKS_PER_YEAR),
        indifference: 0.0,
        choices: vec![choice],
    };
    let draws = ParameterDraws {
        replicates_per_draw: 2 * PILOT,
        keys: Vec::new(),
        values: vec![Vec::new()],
    };
    // Nothing is drawn, so that nothing can be refused.
    let prepared = prepare_draws(read, draws).ok()?;
    let mut bench = Bench::new(&prepared, &question, jobs, progress);
    let mut base = bench.run(&[Plan::default()], 0..PILOT)?.pop()?;
    // Plans are rated in the first half; there is nothing to judge on a second.
    base.extend_from_within(..);
    let mut work = Work { bench, base };
    let (money, hour) = match work.money(question.budget)? {
        Ok(price) => price,
        Err(unpaid) => return Some(Err(unpaid)),
    };
    let plan = if choice.lever == Lever::ExtraHours {
        // Those of each level have a price of their own.
        work.hours_of(choice, money)?
    } else {
        let full = work.cost(&Plan::one(choice, 1.0, true))?;
        work.at_equal_money(choice, full, (money, hour))?
    };
    let spent = work.cost(&plan)?;
    let interventions = plan.of(s).interventions.split_off(s.interventions.len());
    Some(Ok(Purchase { interventions, words: in_words(&plan, s), spent }))
}

/// A plan in words: “40 % of backfill”, “all of mapping and 12.3 more hours a week (middle)”.
fn in_words(plan: &Plan, s: &Scenario) -> String {
    let hours = |hours: f64, level: Level| format!("{hours:.1} more hours a week ({})", level.id());
    let bought = |&(choice, dose): &(Choice, f64)| {
        let (note, intensity) = (choice.lever.note(), choice.intensity(s, dose));
        match choice.lever {
            Lever::ExtraHours => hours(intensity, choice.level),
            lever if lever.is_share() && intensity >= 1.0 => format!("all of {}", note.id),
            lever if lever.is_share() => format!("{:.0} % of {}", 100.0 * intensity, note.id),
            Lever::Payment => format!("{intensity:.0} pounds a year for each live organisation"),
            Lever::Refresher => format!("{} every {intensity:.0} {}", note.id, note.unit),
            _ => format!("{intensity:.1} {} of {}", note.unit, note.id),
        }
    };
    let rest = (plan.hours > 0.0).then(|| hours(plan.hours, Choice::HOURS.level));
    plan.doses.iter().map(bought).chain(rest).collect::<Vec<_>>().join(" and ")
}

impl Work<'_> {
    /// Mean pounds that a plan adds to what is spent; none if the user stops.
    fn cost(&mut self, plan: &Plan) -> Option<f64> {
        let [first, _] = self.halves();
        Some(self.rate(std::slice::from_ref(plan), first)?.first()?.cost.mean)
    }

    /// The money, that of a day a week of more people where no sum is named, and the pounds of an hour a week
    /// over the plan; none if the user stops.
    pub(super) fn money(&mut self, budget: Option<f64>) -> Option<Result<(f64, f64), Unpaid>> {
        let hour = self.cost(&Plan::default().with_hours(A_DAY))? / A_DAY;
        if hour * A_DAY < A_POUND {
            return Some(Err(Unpaid { money: budget, spent: 0.0 }));
        }
        let money = budget.unwrap_or(hour * A_DAY);
        let spent = self.cost(&Plan::default().with_hours(money / hour))?;
        if spent < SPENT * money {
            return Some(Err(Unpaid { money: budget, spent }));
        }
        Some(Ok((money, hour)))
    }

    /// More hours of a level for the money.
    fn hours_of(&mut self, choice: Choice, money: f64) -> Option<Plan> {
        let mut dose = 1.0;
        // Where a year's money binds, twice the hours are less than twice the pounds.
        for _ in 0..=CORRECTIONS {
            let cost = self.cost(&Plan::one(choice, dose, false))?;
            if (cost - money).abs() <= CLOSE * money {
                break;
            }
            dose *= money / cost.max(A_POUND);
        }
        Some(Plan::one(choice, dose, false))
    }

    /// A plan that costs the money on average, or a little less: fewer hours on top, or smaller doses
    /// where there are none.
    pub(super) fn within(&mut self, mut plan: Plan, money: f64, hour: f64) -> Option<Plan> {
        let aim = money * (1.0 - CLOSE / 2.0);
        for _ in 0..CORRECTIONS {
            let [first, _] = self.halves();
            let cost = self.rate(std::slice::from_ref(&plan), first)?.first()?.cost.mean;
            if cost <= money && (cost >= money * (1.0 - CLOSE) || cost <= NOTHING * money) {
                break;
            }
            let hours = plan.hours - (cost - aim) / hour;
            if hours < 0.0 {
                let left = (cost - plan.hours * hour).max(NOTHING * money);
                plan.doses.iter_mut().for_each(|dose| dose.1 *= (aim / left).min(1.0));
            }
            plan.hours = hours.max(0.0);
        }
        Some(plan)
    }

    /// A lever with its hours hired that costs the money: with more hours for what it leaves, or in
    /// part. What costs nothing by itself, or less than nothing, leaves all of it.
    pub(super) fn at_equal_money(
        &mut self,
        choice: Choice,
        full: f64,
        (money, hour): (f64, f64),
    ) -> Option<Plan> {
        if choice == Choice::HOURS {
            return Some(Plan::default().with_hours(money / hour));
        }
        let dose = if full > money { money / full } else { 1.0 };
        let mut plan = Plan::one(choice, dose, true);
        if full <= money {
            plan.hours = (money - full.max(0.0)) / hour;
        }
        for _ in 0..CORRECTIONS {
            let [first, _] = self.halves();
            let cost = self.rate(std::slice::from_ref(&plan), first)?.first()?.cost.mean;
            let over = cost - money;
            if over.abs() <= CLOSE * money {
                break;
            }
            if plan.hours > 0.0 {
                plan.hours = (plan.hours - over / hour).max(0.0);
            } else if cost > NOTHING * money {
                plan.doses[0].1 = (plan.doses[0].1 * money / cost).min(1.0);
            }
        }
        Some(plan)
    }
}
