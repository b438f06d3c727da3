//! What can be bought: each lever at a full dose, extra hours level by level, and the
//! interventions that a plan of such doses comes to.

use crate::scenario::{Intervention, LEVERS, Level, Lever, Scenario};

/// Hours a week of a full dose of more people: two days.
const TWO_DAYS: f64 = 15.0;
/// Weeks between refresher sessions of a full dose where the scenario has none.
const HALF_A_YEAR: f64 = 26.0;

/// A lever, and for extra hours the level of authority of who is hired.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Choice {
    /// The lever.
    pub lever: Lever,
    /// Level of authority whose hours it takes, or adds.
    pub level: Level,
}

impl Choice {
    /// Every choice: all levers, extra hours once for each level.
    pub fn all() -> Vec<Choice> {
        let levels = |lever: Lever| match lever {
            Lever::ExtraHours => vec![Level::Top, Level::Middle, Level::Technical],
            other => vec![other.note().level],
        };
        let of = |note: &'static crate::scenario::LeverNote| {
            levels(note.lever).into_iter().map(|level| Choice { lever: note.lever, level })
        };
        LEVERS.iter().flat_map(of).collect()
    }

    /// Where money goes that nothing else wants: more hours of those who do most of the work.
    pub const HOURS: Choice = Choice { lever: Lever::ExtraHours, level: Level::Middle };

    /// Its name: that of the lever, with the level where there are several.
    pub fn name(self) -> String {
        let id = self.lever.note().id;
        match self.lever {
            Lever::ExtraHours => format!("{id} ({})", self.level.id()),
            _ => id.to_owned(),
        }
    }

    /// Its full dose, in the lever's unit: all of a share; two days a week of more people; the
    /// payment that counts as a full mandate; refreshers twice as often.
    pub fn full(self, s: &Scenario) -> f64 {
        match self.lever {
            Lever::ExtraHours | Lever::Secondment => TWO_DAYS,
            Lever::Payment => s.events.full_payment,
            Lever::Refresher => self.intensity(s, 1.0),
            lever => lever.note().most,
        }
    }

    /// Intensity of a share of the full dose. For refreshers that is the interval at which there are
    /// `1 + dose` as many.
    pub fn intensity(self, s: &Scenario, dose: f64) -> f64 {
        match self.lever {
            Lever::Refresher => match s.policy.refresher_weeks {
                0 => HALF_A_YEAR / dose,
                usual => f64::from(usual) / (1.0 + dose),
            }
            .round()
            .clamp(1.0, self.lever.note().most),
            _ => dose * self.full(s),
        }
    }

    /// Hours a week that a dose takes of the team.
    fn hours(self, dose: f64) -> f64 {
        let note = self.lever.note();
        if self.lever.is_share() { dose * note.hours } else { note.hours }
    }
}

/// What is bought beyond a scenario.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Plan {
    /// Choices with their shares of the full dose, above 0.
    pub doses: Vec<(Choice, f64)>,
    /// True if the hours that levers take are hired on top; false if the team finds them.
    pub hired: bool,
    /// Hours a week of [`Choice::HOURS`] on top.
    pub hours: f64,
}

impl Plan {
    /// One choice, in a share of its full dose.
    pub fn one(choice: Choice, dose: f64, hired: bool) -> Self {
        Plan { doses: vec![(choice, dose)], hired, hours: 0.0 }
    }

    /// The same with so many hours a week on top.
    pub fn with_hours(mut self, hours: f64) -> Self {
        self.hours = hours;
        self
    }

    /// A scenario with the plan, from its first week on and for as long as its money lasts.
    pub fn of(&self, s: &Scenario) -> Scenario {
        let mut own = s.clone();
        let mut add = |choice: Choice, intensity: f64| {
            let Choice { lever, level } = choice;
            own.interventions.push(Intervention::throughout(lever, level, intensity, s));
        };
        for &(choice, dose) in &self.doses {
            add(choice, choice.intensity(s, dose));
            let hours = if self.hired { choice.hours(dose) } else { 0.0 };
            if hours > 0.0 {
                add(Choice { lever: Lever::ExtraHours, level: choice.level }, hours);
            }
        }
        if self.hours > 0.0 {
            add(Choice::HOURS, self.hours);
        }
        own
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_is_interventions_over_the_whole_plan_with_the_hours_that_they_take() {
        let s = crate::scenario::builtin(&["money.ends=2028-01-03".to_owned()]).unwrap().scenario;
        let grace = Choice::all().into_iter().find(|c| c.lever == Lever::Grace).unwrap();
        let plan = Plan::one(grace, 0.5, true).with_hours(4.0).of(&s);
        let told: Vec<_> =
            plan.interventions.iter().map(|i| (i.lever, i.intensity, i.end)).collect();
        assert_eq!(
            told,
            [
                (Lever::Grace, 0.5, 104),
                (Lever::ExtraHours, 1.5, 104),
                (Lever::ExtraHours, 4.0, 104)
            ]
        );
        assert_eq!(Plan::one(grace, 1.0, false).of(&s).interventions.len(), 1);
        assert_eq!(Plan::default().of(&s), s);
    }

    #[test]
    fn refreshers_come_as_much_oftener_as_the_dose_says() {
        let s =
            crate::scenario::builtin(&["policy.refresher_weeks=26".to_owned()]).unwrap().scenario;
        let refresher = Choice { lever: Lever::Refresher, level: Level::Middle };
        assert_eq!((refresher.intensity(&s, 1.0), refresher.intensity(&s, 0.5)), (13.0, 17.0));
        assert_eq!(Choice::all().len(), LEVERS.len() + 2);
    }
}
