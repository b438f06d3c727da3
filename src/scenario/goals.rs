//! What a goal may say, wherever it stands: a file, a study or the command line.

use jiff::civil::Date;

use super::fit::{in_per_cent, plain};
use super::model::Scenario;
use crate::measures::{Measure, Unit};

/// Days of one step.
const DAYS_PER_WEEK: i64 = 7;

/// Why a level of a measure can mean nothing, and how to mend it; none if it can.
pub fn unfit_level(measure: &Measure, level: f64) -> Option<(String, String)> {
    let (name, found) = (measure.name, plain(level));
    match measure.unit {
        Unit::Share if !(0.0..=1.0).contains(&level) => Some((
            format!("`{name}` is a share and must lie in 0..1, found {found}"),
            if level > 1.0 { in_per_cent(level) } else { "write a half as 0.5".to_owned() },
        )),
        Unit::Share => None,
        unit if !(level >= 0.0 && level.is_finite()) => Some((
            format!("`{name}` is a number of {} from 0, found {found}", unit.in_words()),
            "write a number without a sign".to_owned(),
        )),
        _ => None,
    }
}

/// The week of a plan in which a day lies: week 1 begins a week after the start, and the last week
/// is a whole one. None for a day outside, and for those of week 0, at whose end the plan begins.
pub fn week_of_plan(start: Date, weeks: u32, day: Date) -> Option<u32> {
    let days = day.duration_since(start).as_hours() / 24;
    let week = u32::try_from(days.div_euclid(DAYS_PER_WEEK)).ok()?;
    (1..=weeks).contains(&week).then_some(week)
}

/// The last day that lies within a plan.
pub fn last_day(start: Date, weeks: u32) -> Date {
    start.saturating_add(jiff::Span::new().days((i64::from(weeks) + 1) * DAYS_PER_WEEK - 1))
}

/// The week that a text means: a number of weeks, the last week that begins in a month, or the week of a
/// day.
///
/// # Errors
/// In words, if it is not a date, or does not lie within the plan.
pub fn week_meant(start: Date, weeks: u32, text: &str) -> Result<u32, String> {
    if let (Ok(week), true) = (text.parse::<u32>(), text.len() < 5) {
        let outside = || format!("week {week} does not lie in the horizon of {weeks} weeks");
        return Some(week).filter(|week| (1..=weeks).contains(week)).ok_or_else(outside);
    }
    let last = last_day(start, weeks);
    let (first, day) = match text.parse::<Date>() {
        Ok(day) => (day, day),
        Err(_) => {
            let first: Date =
                format!("{text}-01").parse().map_err(|_| format!("`{text}` is not a date"))?;
            // The month in which the plan ends may go on after its last week.
            (first, first.last_of_month().min(last))
        }
    };
    let within = Some(day).filter(|day| *day >= first);
    within.and_then(|day| week_of_plan(start, weeks, day)).ok_or_else(|| {
        let month = |day: Date| day.strftime("%B %Y").to_string();
        format!("{text} does not lie within the plan, from {} to {}", month(start), month(last))
    })
}

/// A goal that lies beyond the end of its plan.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{} lies beyond the horizon of {weeks} weeks: end the plan with Scenario::end_after, which \
         leaves such goals out", goal_in_week(.measure, *.week))]
pub struct BeyondTheEnd {
    /// Measure of the goal.
    pub measure: String,
    /// Its week.
    pub week: u32,
    /// Weeks of the plan.
    pub weeks: u32,
}

fn goal_in_week(measure: &str, week: u32) -> String {
    format!("the goal for {measure} in week {week}")
}

impl Scenario {
    /// End the plan after so many weeks; goals that lie beyond its end are left out.
    pub fn end_after(&mut self, weeks: u32) {
        self.weeks = weeks;
        self.targets.retain(|target| target.week <= weeks);
    }

    /// What reading a file sees to, and a change made in code may break: no goal lies beyond the end.
    ///
    /// # Errors
    /// The first goal that does.
    pub fn holds_together(&self) -> Result<(), BeyondTheEnd> {
        match self.targets.iter().find(|target| target.week > self.weeks) {
            None => Ok(()),
            Some(target) => Err(BeyondTheEnd {
                measure: target.measure.clone(),
                week: target.week,
                weeks: self.weeks,
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::measures::measure;

    #[test]
    fn levels_are_held_to_the_unit_of_their_measure() {
        let unfit = |name: &str, level: f64| unfit_level(measure(name).expect(name), level);
        for (name, level) in [("staff.weekly", 0.0), ("staff.weekly", 1.0), ("project.spend", 3e6)]
        {
            assert_eq!(unfit(name, level), None);
        }
        let (said, help) = unfit("staff.weekly", 30.0).expect("no share");
        assert_eq!(said, "`staff.weekly` is a share and must lie in 0..1, found 30");
        assert_eq!(help, "30 % is written 0.3");
        for (name, level) in
            [("staff.weekly", -0.1), ("staff.weekly", f64::NAN), ("project.hours", -3.0)]
        {
            assert!(unfit(name, level).is_some(), "{name} {level}");
        }
        let (said, _) = unfit("project.spend", f64::INFINITY).expect("no sum");
        assert_eq!(said, "`project.spend` is a number of pounds from 0, found inf");
    }

    #[test]
    fn the_last_week_of_a_plan_is_a_whole_one() {
        let start = date(2026, 1, 5);
        let week = |day| week_of_plan(start, 52, day);
        assert_eq!(week(date(2026, 1, 11)), None, "nothing has happened in week 0");
        assert_eq!(week(date(2026, 1, 12)), Some(1));
        assert_eq!((week(date(2027, 1, 4)), week(date(2027, 1, 10))), (Some(52), Some(52)));
        assert_eq!((week(date(2027, 1, 11)), week(date(2025, 12, 1))), (None, None));
        assert_eq!(last_day(start, 52), date(2027, 1, 10));
    }

    /// `weeks` set in code below a goal is what the command line refuses.
    #[test]
    fn goals_beyond_the_end_are_found_and_left_out() {
        let mut scenario = crate::scenario::builtin(&[]).expect("sound").scenario;
        assert_eq!(scenario.holds_together(), Ok(()));
        scenario.weeks = 52;
        let refused = scenario.holds_together().expect_err("goals in weeks 168 and 260");
        assert!(refused.to_string().contains("lies beyond the horizon of 52 weeks"), "{refused}");
        scenario.end_after(200);
        assert_eq!((scenario.holds_together(), scenario.targets.len()), (Ok(()), 1));
    }
}
