//! The project: hours by task and level, people, experience, money; the climate and the tool.

use super::{Row, Sight};
use crate::measures::Counter as C;
use crate::scenario::{Level, Task};
use crate::world::Heading;

/// Pounds by what they were for.
const HEADINGS: [(C, Heading); Heading::COUNT] = [
    (C::SpendTeamCum, Heading::Team),
    (C::SpendLeversCum, Heading::Levers),
    (C::SpendCoverCum, Heading::Cover),
    (C::SpendOtherCum, Heading::Other),
];
/// Tasks that keep launched organisations going.
const MAINTENANCE: [Task; 4] = [Task::Refresh, Task::Renegotiate, Task::Support, Task::FollowUp];

/// Count the project's people, hours and pounds.
pub fn observe(see: &Sight<'_>, row: &mut Row<'_>) {
    for (r, region) in see.world.regions.iter().enumerate() {
        for task in Task::ALL {
            let hours = region.hours_by_task[task as usize];
            row.region(r, C::HoursCum, hours);
            row.task(task, C::HoursCum, hours);
            let plain = region.plain_by_task[task as usize];
            row.region(r, C::HoursPlainCum, plain);
            row.task(task, C::HoursPlainCum, plain);
            if MAINTENANCE.contains(&task) {
                row.region(r, C::HoursMaintenanceCum, hours);
            }
        }
        row.region(r, C::HoursMaintenanceCum, region.newcomer_hours);
        for level in Level::ALL {
            row.level(level, C::HoursCum, region.hours_by_level[level as usize]);
        }
        for state in &region.members {
            row.region(r, C::TeamPlaces, 1.0);
            if see.week >= state.from_week {
                row.region(r, C::TeamFilled, 1.0);
                row.region(r, C::TeamRepetition, state.repetition);
            }
        }
        let remembered: f64 = region.experience.iter().flatten().sum();
        row.region(r, C::TeamExperience, remembered / Task::COUNT as f64);
        let [stated, in_post, given] = region.hours_had;
        row.region(r, C::HoursStatedCum, stated);
        row.region(r, C::HoursPostCum, in_post);
        row.region(r, C::HoursGivenCum, given);
        row.region(r, C::SpendCum, region.spent);
        for (counter, heading) in HEADINGS {
            row.region(r, counter, region.spent_on[heading as usize]);
        }
        row.region(r, C::SpendIdleCum, region.paid_idle);
        row.region(r, C::EmployersCum, region.employers);
        row.region(r, C::CliniciansCum, region.clinicians);
        row.region(r, C::WholeCostCum, region.spent + region.employers + region.clinicians);
        row.region(r, C::HoursIdleCum, region.idle);
        row.region(r, C::TakenCum, region.taken);
        row.region(r, C::Interest, region.climate.interest);
        row.region(r, C::ToolQuality, region.quality);
        row.region(r, C::Regions, 1.0);
        row.region(r, C::ProjectsRunning, f64::from(u8::from(!region.closed)));
    }
}
