//! What limits coverage, each relaxed from the start: hours and places in hand are doubled, what
//! is lost is not lost, and what is in the way is halved. A gain is that of the relaxation as it
//! is defined here, and another definition has another gain.

use crate::results::Constraint;
use crate::scenario::{Level, Scenario};
use crate::stats::maths;

/// A constraint with what relaxes it.
pub struct Relaxation {
    /// What it is.
    pub constraint: Constraint,
    /// Relax it; or why that cannot be done in this scenario.
    relax: fn(&mut Scenario) -> Result<(), &'static str>,
}

impl Relaxation {
    /// The scenario without the constraint, or why there is none.
    ///
    /// # Errors
    /// In words, if the scenario has nothing to relax.
    pub fn of(&self, scenario: &Scenario) -> Result<Scenario, &'static str> {
        let mut relaxed = scenario.clone();
        (self.relax)(&mut relaxed)?;
        if relaxed == *scenario {
            return Err("it is relaxed in the scenario already");
        }
        Ok(relaxed)
    }
}

macro_rules! relaxations {
    ($($name:literal, $label:literal, $relaxed:literal, $relax:expr;)*) => {
        &[$(Relaxation {
            constraint: Constraint { name: $name, label: $label, relaxed: $relaxed },
            relax: $relax,
        },)*]
    };
}

/// All of them.
pub static RELAXATIONS: &[Relaxation] = relaxations! {
    "hours_top", "hours at the top", "the team's hours at the top level doubled, at no cost",
        |s| double(s, Level::Top);
    "hours_middle", "hours in the middle", "the team's hours at the middle level doubled, at no cost",
        |s| double(s, Level::Middle);
    "hours_technical", "technical hours", "the team's technical hours doubled, at no cost",
        |s| double(s, Level::Technical);
    "in_hand", "organisations in hand", "twice as many organisations in hand at a time", |s| {
        s.policy.work_in_progress = s.policy.work_in_progress.saturating_mul(2);
        s.scale.in_hand_per_person *= 2.0;
        Ok(())
    };
    "agreement", "agreement", "the odds of a yes doubled, and no organisation refuses for ever", |s| {
        s.joining.base += maths::ln(2.0);
        s.joining.refusers = 0.0;
        Ok(())
    };
    "team_turnover", "leaving the team", "nobody leaves the team but those whom a force drives out", |s| {
        s.team.iter_mut().for_each(|member| member.leave_per_year = 0.0);
        Ok(())
    };
    "staff_turnover", "staff turnover", "no member of staff leaves", |s| {
        s.roles.iter_mut().for_each(|role| role.leave_per_year = 0.0);
        Ok(())
    };
    "workload", "workload", "the load of everyday work halved", |s| {
        s.kinds.iter_mut().for_each(|kind| kind.load *= 0.5);
        Ok(())
    };
    "attendance", "attendance at training", "everybody comes to training but those whom a force keeps away", |s| {
        s.skill.attend = 1.0;
        Ok(())
    };
    "critical_mass", "critical mass",
        "all recognised patients start with a current record, and writing pays whatever others do", |s| {
        s.initial.records = 1.0;
        s.r#use.own_benefit = 1.0;
        Ok(())
    };
    "money", "money", "the project's money never ends, has no ceiling and is not cut", |s| {
        (s.money.ends_week, s.money.budget_per_year, s.money.total) = (None, None, None);
        s.money.by_year.clear();
        s.regions.iter_mut().for_each(|region| region.budget_per_year = None);
        s.funder.cut = 0.0;
        Ok(())
    };
};

/// Twice the hours at a level, at the same pay.
fn double(s: &mut Scenario, level: Level) -> Result<(), &'static str> {
    let mut any = false;
    for member in s.team.iter_mut().filter(|m| m.level == level && m.hours > 0.0) {
        member.hours *= 2.0;
        member.salary *= 0.5;
        any = true;
    }
    if any { Ok(()) } else { Err("the team has no hours at this level") }
}
