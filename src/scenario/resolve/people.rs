//! Roles of staff, the project team, and who of it may do which task.

use super::{Context, Read, label_or, users_first};
use crate::scenario::layer::Entry;
use crate::scenario::model::{Intervention, Level, Lever, Member, Role, Task, TaskSpec};
use crate::scenario::raw::{RawMember, RawPayer, RawRole, RawTask};

/// Without these tasks nothing goes live; the later ones only keep it so.
const ON_THE_WAY: std::ops::RangeInclusive<Task> = Task::Map..=Task::Train;

/// Most people in one region's team; real ones have fewer than a hundred.
const MOST_PEOPLE: u32 = 1_000;

pub(super) fn roles(cx: &mut Context) -> Vec<Role> {
    let read: Vec<Read<RawRole>> = cx.each("role");
    read.into_iter()
        .map(|Read { entry, raw }| Role {
            id: entry.id.clone(),
            label: label_or(raw.label, &entry.id),
            leave_per_year: raw.leave_per_year,
            weeks_to_fill: raw.weeks_to_fill,
            write: raw.write,
            read: raw.read,
            protocol: raw.protocol,
            core: raw.core,
            converse: raw.converse,
            it_skill: raw.it_skill,
        })
        .collect()
}

/// One member for each person: a `count` of 2 gives `x.1` and `x.2`.
pub(super) fn team(cx: &mut Context) -> Vec<Member> {
    let read: Vec<Read<RawMember>> = cx.each("team");
    let mut team = Vec::new();
    let people: u32 = read.iter().fold(0, |sum, member| sum.saturating_add(member.raw.count));
    if people > MOST_PEOPLE {
        let place = users_first(read.iter().map(|member| member.entry.place_of("count")));
        let message = format!("the team has {people} people, more than {MOST_PEOPLE}");
        cx.error(place, message, "every region has such a team; lower `count`");
        return team;
    }
    for Read { entry, raw } in read {
        for number in 1..=raw.count {
            let numbered = format!("{}.{number}", entry.id);
            let luck = if number > 1 { numbered.clone() } else { entry.id.clone() };
            team.push(Member {
                id: if raw.count > 1 { numbered } else { entry.id.clone() },
                luck,
                label: label_or(raw.label.clone(), &entry.id),
                level: raw.level,
                hours: raw.hours,
                salary: raw.salary,
                paid_by_project: raw.paid_by == RawPayer::Project,
                leads: raw.leads,
                leave_per_year: raw.leave_per_year,
                weeks_to_recruit: raw.weeks_to_recruit,
            });
        }
    }
    team
}

/// Efforts of the tasks; an error where nobody of a team can do one that has to be done.
pub(super) fn tasks(
    cx: &mut Context,
    team: &[Member],
    interventions: &[Intervention],
) -> Option<[TaskSpec; Task::COUNT]> {
    let mut tasks = Vec::with_capacity(Task::COUNT);
    for task in Task::ALL {
        let section = format!("task.{}", task.id());
        let raw: RawTask = cx.one(&section)?;
        let levels = Level::ALL.map(|level| raw.levels.contains(&level));
        let spec = TaskSpec {
            levels,
            hours: raw.hours,
            sigma: raw.sigma,
            hours_per_post: raw.hours_per_post,
            least_weeks: raw.least_weeks,
        };
        check_somebody_can(cx, task, &spec, team, interventions);
        tasks.push(spec);
    }
    tasks.try_into().ok()
}

fn check_somebody_can(
    cx: &mut Context,
    task: Task,
    spec: &TaskSpec,
    team: &[Member],
    interventions: &[Intervention],
) {
    let may = |level: Level| spec.levels[level as usize];
    let member = team.iter().any(|member| member.hours > 0.0 && may(member.level));
    let lent = interventions.iter().any(|intervention| {
        matches!(intervention.lever, Lever::ExtraHours | Lever::Secondment)
            && intervention.intensity > 0.0
            && may(intervention.level)
    });
    let section = format!("task.{}", task.id());
    let task_entry = cx.layer.named(&section).first();
    let team_entries = cx.layer.named("team");
    let doubtful = task_entry.is_some_and(|entry| entry.misfits.contains("levels"))
        || team_entries.iter().any(|entry| !entry.misfits.is_empty());
    // An empty team is a choice: adoption then goes its own way. Levers name their own level.
    if team.is_empty() || task == Task::Levers || member || lent || doubtful {
        return;
    }
    let levels: Vec<&str> = Level::ALL.into_iter().filter(|l| may(*l)).map(Level::id).collect();
    let of_task = task_entry.and_then(|entry| entry.settings.get("levels")).map(|s| s.place);
    let settings = |entry: &Entry| {
        let keys = ["level", "hours", "count"].map(|key| entry.settings.get(key).map(|s| s.place));
        users_first(keys)
    };
    let of_team = team_entries.iter().map(settings).chain(team_entries.iter().map(|e| e.place));
    let place = users_first(std::iter::once(of_task).chain(of_team));
    let message =
        format!("nobody on the team may do `{}` (levels: {})", task.id(), levels.join(", "));
    let help = format!(
        "give a [team.NAME] with hours one of these levels, or {section}.levels another level of the team"
    );
    if ON_THE_WAY.contains(&task) {
        cx.error(place, message, help);
    } else {
        cx.report.warn(place, message, help);
    }
}
