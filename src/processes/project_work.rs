//! Step 3: project work. Hours are shared out over maintenance, work on the tool, and winning
//! and setting up further organisations; tasks progress; experience and repetition move.
//!
//! A task is `logN(m[task], σ[task]) + per post` hours of plain work; an hour does
//! `1 / ((1 + n)^log2(progress ratio) · Effort)` of it, with `n` the experience retained with that
//! task on that system *when it is worked on*. A task may be done only at the levels of authority
//! that its entry names, and not before its least weeks have passed. Support is a demand every
//! week: what of it is missing becomes neglect.

use super::Step;
use super::{champions, levers};
use crate::forces::coefficients::{KindCoef, OrgCoef, RegionCoef, TaskCoef};
use crate::rng::Purpose;
use crate::scenario::{First, Lever, Refresh, Task, TaskSpec};
use crate::stats::maths;
use crate::world::WEEKS_PER_YEAR;
use crate::world::{Due, RegionState, Stage, World};

/// Hours below this are nothing.
const NOTHING: f64 = 1e-9;

/// Share out the week's hours.
pub fn run(world: &mut World, step: &mut Step<'_>) {
    for r in 0..world.regions.len() {
        let hours = world.regions[r].hours;
        let mut desk = Desk::of(step, r, hours);
        levers::grant(world, step, r, &mut |level, wanted| desk.lend(level, wanted));
        map_by_lever(world, step, r);
        match step.scenario.policy.first {
            First::Maintenance => {
                desk.maintain(world, step, step.scenario.policy.maintenance_cap);
                desk.develop(world, step);
                desk.fit_in(world, step);
                desk.expand(world, step);
            }
            First::Expansion => {
                desk.expand(world, step);
                desk.develop(world, step);
                desk.fit_in(world, step);
                desk.maintain(world, step, 1.0);
            }
        }
        desk.close(world, step);
    }
}

/// The hours of one region and week, and where they went.
struct Desk {
    region: usize,
    /// Hours left by level.
    hours: [f64; 3],
    /// Hours worked by level and task.
    worked: [[f64; Task::COUNT]; 3],
    /// Plain work done by task.
    plain: [f64; Task::COUNT],
    /// What experience makes of an hour of plain work, by task and system; not a number until it
    /// is asked for, or where experience has grown since.
    learned: Vec<[f64; Task::COUNT]>,
    /// Power of experience that an hour of plain work takes.
    slope: f64,
}

impl Desk {
    fn of(step: &Step<'_>, region: usize, hours: [f64; 3]) -> Self {
        let learned = vec![[f64::NAN; Task::COUNT]; step.scenario.systems.len()];
        let plain = [0.0; Task::COUNT];
        let slope = maths::ln(step.scenario.experience.progress_ratio) / std::f64::consts::LN_2;
        Desk { region, hours, worked: [[0.0; Task::COUNT]; 3], plain, learned, slope }
    }

    /// Take up to `wanted` hours for a task out of a pot, from whoever may do it and has most
    /// time left; how many there were.
    fn take(&mut self, spec: &TaskSpec, task: Task, wanted: f64, pot: &mut [f64; 3]) -> f64 {
        let mut missing = wanted;
        let mut levels = [2, 1, 0];
        levels.sort_by(|&a, &b| pot[b].total_cmp(&pot[a]));
        for level in levels.into_iter().filter(|&l| spec.levels[l]) {
            let taken = missing.min(pot[level]).max(0.0);
            pot[level] -= taken;
            self.hours[level] -= taken;
            self.worked[level][task as usize] += taken;
            missing -= taken;
        }
        wanted - missing
    }

    /// Hours of one level for what a lever asks; how many there were.
    fn lend(&mut self, level: usize, wanted: f64) -> f64 {
        let given = wanted.min(self.hours[level]).max(0.0);
        self.hours[level] -= given;
        self.worked[level][Task::Levers as usize] += given;
        self.plain[Task::Levers as usize] += given;
        given
    }

    /// Support, then whatever is due, the longest overdue first.
    fn maintain(&mut self, world: &mut World, step: &mut Step<'_>, cap: f64) {
        let b = step.blueprint;
        let mut pot = self.hours.map(|h| h * cap);
        let spec = &step.scenario.tasks[Task::Support as usize];
        let need = |o: usize| spec.hours + spec.hours_per_post * b.posts[o].len() as f64;
        let mut live: Vec<(usize, f64)> = Vec::with_capacity(b.region_orgs[self.region].len());
        let mut wanted = 0.0;
        for o in b.region_orgs[self.region].clone() {
            if world.orgs.stage[o] == Stage::Live {
                let left = 1.0 - champions::help(world, step, o);
                wanted += need(o) * left;
                live.push((o, left));
            }
        }
        let given = self.take(spec, Task::Support, wanted, &mut pot);
        self.plain[Task::Support as usize] += given;
        let unmet = if wanted > 0.0 { 1.0 - given / wanted } else { 0.0 };
        let rate = step.scenario.organisation.neglect_rate;
        for &(o, left) in &live {
            world.orgs.neglect[o] += rate * (unmet * left - world.orgs.neglect[o]);
        }

        let mut due: Vec<(u32, u32, usize, Due)> = vec![];
        for o in b.region_orgs[self.region].clone() {
            if world.orgs.reported_live[o] {
                invite_newcomers(world, step, o);
                for (d, &since) in Due::ALL.into_iter().zip(&world.orgs.due[o]) {
                    if since <= step.week {
                        due.push((since, world.orgs.rank[o], o, d));
                    }
                }
            }
        }
        due.sort_unstable_by_key(|&(week, rank, _, d)| (week, rank, d as usize));
        for (since, _, o, d) in due {
            let i = d as usize;
            let session = matches!(d, Due::Refresh | Due::Newcomers);
            let helped = if session { champions::help(world, step, o) } else { 0.0 };
            if helped == 1.0 {
                // Its own people hold the session.
                world.orgs.due_left[o][i] = 0.0;
                world.orgs.due_done[o][i] = true;
                continue;
            }
            if world.orgs.due_left[o][i] <= 0.0 {
                let plain = due_hours(world, step, o, d) * (1.0 - helped);
                world.orgs.due_left[o][i] = plain.max(NOTHING);
            }
            let before = self.hours.iter().sum::<f64>();
            let left = self.work(world, step, o, d.task(), world.orgs.due_left[o][i], &mut pot);
            if d == Due::Newcomers {
                world.regions[self.region].newcomer_hours +=
                    before - self.hours.iter().sum::<f64>();
            }
            // Worked, but not before its least weeks are over: nothing more than nothing is left.
            world.orgs.due_left[o][i] = left.max(NOTHING);
            if left == 0.0 && step.week >= since + least_weeks(step, o, d.task()) {
                world.orgs.due_left[o][i] = 0.0;
                world.orgs.due_done[o][i] = true;
                self.learn(world, step, o, d.task());
            }
        }
    }

    /// Work on the tool; users' feedback decides what it is worth.
    fn develop(&mut self, world: &mut World, step: &mut Step<'_>) {
        if world.regions[self.region].only_maintenance {
            return;
        }
        let b = step.blueprint;
        let hours = self.developed(world, step);
        let least = step.scenario.organisation.real_use;
        let (mut live, mut used) = (0_usize, vec![0_u32; step.scenario.kinds.len()]);
        for o in b.region_orgs[self.region].clone() {
            if world.orgs.stage[o] == Stage::Live {
                live += 1;
                let in_use = world.orgs.in_real_use(o, b.posts[o].len(), least);
                used[b.kind[o]] += u32::from(in_use);
            }
        }
        let heard = f64::from(used.iter().sum::<u32>()) / live.max(1) as f64
            * step.effects.region.left(RegionCoef::FeedbackLost, self.region);
        let region = &mut world.regions[self.region];
        let gain = step.scenario.tool.gain_per_100_hours * hours / 100.0 * heard;
        region.quality += (1.0 - region.quality) * gain.min(1.0);
        self.relieve(world, step, hours, &used);
    }

    /// Hours of work on the tool this week, in those of a region of the reference size: more
    /// organisations take more hours for the same. A programme's are those of all its regions, of last
    /// week.
    fn developed(&mut self, world: &World, step: &Step<'_>) -> f64 {
        let (s, b) = (step.scenario, step.blueprint);
        let spec = &s.tasks[Task::Develop as usize];
        let live = |o: usize| world.orgs.stage[o] == Stage::Live;
        if s.scale.develop_waits && !b.region_orgs[self.region].clone().any(live) {
            return 0.0;
        }
        let (own, all) = (size(step, self.region), size_of(step, b.organisations()));
        let share = b.region_orgs[self.region].len() as f64 / b.organisations().max(1) as f64;
        let wanted = if s.scale.programme { all * share } else { own };
        let mut pot = self.hours;
        let given = self.take(spec, Task::Develop, spec.hours * wanted, &mut pot);
        self.plain[Task::Develop as usize] += given;
        match s.scale.programme {
            true => {
                let hours =
                    |region: &RegionState| region.flows.hours_by_task[Task::Develop as usize];
                world.regions.iter().map(hours).sum::<f64>() / all
            }
            false => given / own,
        }
    }

    /// Developers remove mismatch of those kinds of organisation whose users say what is wrong;
    /// by itself the tool drifts away from what the others need. `used` counts those in real use by
    /// kind.
    fn relieve(&self, world: &mut World, step: &Step<'_>, hours: f64, used: &[u32]) {
        let tool = &step.scenario.tool;
        let (kinds, all) = (used.len(), step.blueprint.blocks.of_kinds(self.region, used.len()));
        let heard = step.effects.region.left(RegionCoef::FeedbackLost, self.region);
        let region = &mut world.regions[self.region];
        let route = 1.0 + region.granted[Lever::FeedbackRoute as usize];
        let relief = tool.relief_per_100_hours * hours / 100.0 * heard * route;
        for kind in 0..kinds {
            let share = f64::from(used[kind]) / f64::from(all[kind].max(1));
            let m = &mut region.mismatch[kind];
            *m *= 1.0 - (relief * share).min(1.0);
            let drift = step.effects.kind.get(KindCoef::Drift, self.region * kinds + kind);
            *m += (1.0 - *m) * maths::probability(drift / WEEKS_PER_YEAR);
        }
        let fade = step.effects.region.get(RegionCoef::QualityFade, self.region);
        region.quality *= 1.0 - maths::probability(fade / WEEKS_PER_YEAR);
    }

    /// Sub-projects that make the tool fit the world outside, until they are done.
    fn fit_in(&mut self, world: &mut World, step: &Step<'_>) {
        let spec = &step.scenario.tasks[Task::FitIn as usize];
        let region = &world.regions[self.region];
        if region.only_maintenance || region.fit >= 1.0 || spec.hours <= 0.0 {
            return;
        }
        let size = size(step, self.region);
        let wanted = step.effects.region.get(RegionCoef::FitHours, self.region) * size;
        let mut pot = self.hours;
        let given = self.take(spec, Task::FitIn, wanted, &mut pot);
        self.plain[Task::FitIn as usize] += given;
        let fit = &mut world.regions[self.region].fit;
        *fit = (*fit + given / (spec.hours * size)).min(1.0);
    }

    /// Further organisations, in the order of the policy, as many in hand as it allows.
    fn expand(&mut self, world: &mut World, step: &mut Step<'_>) {
        if world.regions[self.region].only_maintenance {
            return;
        }
        let ring_fence = world.regions[self.region].granted[Lever::RingFence as usize];
        let mut pot = self.hours.map(|h| h * (1.0 - ring_fence));
        let order = std::mem::take(&mut world.regions[self.region].order);
        let in_hand =
            |world: &World, o: usize| matches!(world.orgs.task[o], Some(t) if t != Task::Train);
        let per_person = step.scenario.scale.in_hand_per_person;
        let places = step.scenario.team.len() as f64 * world.regions[self.region].own.team_size;
        let most = match step.scenario.policy.work_in_progress as usize {
            0 if per_person > 0.0 => (per_person * places).round().max(1.0) as usize,
            0 => usize::MAX,
            stated => stated,
        };
        let mut room = match most {
            usize::MAX => most,
            _ => most.saturating_sub(order.iter().filter(|&&o| in_hand(world, o)).count()),
        };
        for &o in &order {
            if world.orgs.task[o].is_none()
                && room > 0
                && !self.better_later(world, step, o)
                && let Some(task) = first_task(world, step, o)
            {
                room -= 1;
                begin(world, step, o, task);
            }
            let Some(task) = world.orgs.task[o] else { continue };
            if (Task::Configure..=Task::Launch).contains(&task) && frozen(step, o) {
                continue;
            }
            let left = self.work(world, step, o, task, world.orgs.hours_left[o], &mut pot);
            world.orgs.hours_left[o] = left;
            if left == 0.0 && step.week >= world.orgs.task_begun[o] + least_weeks(step, o, task) {
                world.orgs.completed[o] = Some(task);
                self.learn(world, step, o, task);
            }
        }
        world.regions[self.region].order = order;
    }

    /// Work on a task of which so many plain hours are left; how many are left then.
    fn work(
        &mut self,
        world: &World,
        step: &Step<'_>,
        o: usize,
        task: Task,
        left: f64,
        pot: &mut [f64; 3],
    ) -> f64 {
        let spec = &step.scenario.tasks[task as usize];
        let none = left == 0.0 || spec.levels.iter().zip(&*pot).all(|(&may, &h)| !may || h <= 0.0);
        if none {
            // Nothing to do, or nobody to do it: no need to know how fast it would go.
            return if left <= NOTHING { 0.0 } else { left };
        }
        let pace = self.hours_per_plain_hour(world, step, o, task);
        let given = self.take(spec, task, left * pace, pot);
        let left = left - given / pace;
        self.plain[task as usize] += given / pace;
        if left <= NOTHING { 0.0 } else { left }
    }

    /// With roll-out timed around upheavals, one that is frozen now is left for later.
    fn better_later(&self, world: &World, step: &Step<'_>, o: usize) -> bool {
        let retimed = world.regions[self.region].granted[Lever::Retiming as usize];
        retimed > 0.0
            && frozen(step, o)
            && step.lot.draw(Purpose::Trait, step.blueprint.key[o], 8).chance(retimed)
    }

    /// What experience and the forces make of an hour of plain work.
    fn hours_per_plain_hour(
        &mut self,
        world: &World,
        step: &Step<'_>,
        o: usize,
        task: Task,
    ) -> f64 {
        let learned = &mut self.learned[world.orgs.system[o]][task as usize];
        if learned.is_nan() {
            let reused = step.effects.region.left(RegionCoef::ReuseLost, self.region);
            let experience = &world.regions[self.region].experience[task as usize];
            let known = experience[world.orgs.system[o]] * reused;
            let ratio = step.scenario.experience.progress_ratio;
            *learned = if ratio == 1.0 { 1.0 } else { maths::pow(1.0 + known, self.slope) };
        }
        let learned = *learned;
        let effort = step.effects.task.factor(TaskCoef::Effort, task as usize)
            * step.effects.org.factor(OrgCoef::Effort, o);
        let setting_up = match task <= Task::Train {
            true => step.effects.region.factor(RegionCoef::Effort, self.region),
            false => 1.0,
        };
        learned * effort * setting_up
    }

    /// What a team of more people than stated does is known to one such team by the share that they
    /// do not share.
    fn learn(&mut self, world: &mut World, step: &Step<'_>, o: usize, task: Task) {
        let system = world.orgs.system[o];
        self.learned[system][task as usize] = f64::NAN;
        let apart = 1.0 - step.scenario.scale.shared_experience;
        let region = &mut world.regions[self.region];
        let known = match apart > 0.0 && region.own.team_size > 0.0 {
            true => maths::pow(region.own.team_size, -apart),
            false => 1.0,
        };
        region.experience[task as usize][system] += known;
    }

    /// Book the hours; experience fades, repetition moves.
    fn close(self, world: &mut World, step: &Step<'_>) {
        let s = step.scenario;
        let region = &mut world.regions[self.region];
        region.flows.hours_by_task = [0.0; Task::COUNT];
        let idle = self.hours.iter().map(|h| h.max(0.0)).sum::<f64>();
        region.idle += idle;
        // Nobody knows whose hours they are: those whom the project pays have their share of them.
        let all: f64 = region.hours.iter().sum();
        if all > 0.0 {
            region.paid_idle += region.salaries * (idle / all).min(1.0);
        }
        for (level, worked) in self.worked.iter().enumerate() {
            let total: f64 = worked.iter().sum();
            region.flows.hours_by_level[level] = total;
            region.hours_by_level[level] += total;
            for (task, hours) in worked.iter().enumerate() {
                region.flows.hours_by_task[task] += hours;
                region.hours_by_task[task] += hours;
            }
        }
        for (all, done) in region.plain_by_task.iter_mut().zip(self.plain) {
            *all += done;
        }
        let kept = 1.0 - s.experience.loss_per_week;
        region.experience.iter_mut().flatten().for_each(|x| *x *= kept);
        let pace = (1.0 / s.experience.exposure_weeks).min(1.0);
        for (member, state) in s.team.iter().zip(&mut region.members) {
            if step.week >= state.from_week {
                let worked = &self.worked[member.level as usize];
                let total: f64 = worked.iter().sum();
                // The same lesson, to those who are first, those who came since and those who forgot.
                let [train, refresh] = [Task::Train, Task::Refresh].map(|t| worked[t as usize]);
                let most = worked.iter().copied().fold(train + refresh, f64::max);
                let now = if total > NOTHING { most / total } else { 0.0 };
                state.repetition += pace * (now - state.repetition);
            }
        }
    }
}

/// Size of a number of organisations, in regions of the reference size; 1 where there is none.
fn size_of(step: &Step<'_>, organisations: usize) -> f64 {
    match step.scenario.scale.reference_size {
        0 => 1.0,
        reference => (organisations as f64 / f64::from(reference)).max(NOTHING),
    }
}

/// Size of a region.
fn size(step: &Step<'_>, r: usize) -> f64 {
    size_of(step, step.blueprint.region_orgs[r].len())
}

/// The hours that the lever `mapping` has got map organisations, each for the median hours of that task.
fn map_by_lever(world: &mut World, step: &mut Step<'_>, r: usize) {
    let each = step.scenario.tasks[Task::Map as usize].hours;
    if !step.scenario.policy.mapping_maps || world.regions[r].mapping_hours < each {
        return;
    }
    let order = std::mem::take(&mut world.regions[r].order);
    for &o in &order {
        let open = world.orgs.stage[o] == Stage::Unmapped && world.orgs.task[o].is_none();
        if open && first_task(world, step, o) == Some(Task::Map) {
            if world.regions[r].mapping_hours < each {
                break;
            }
            world.regions[r].mapping_hours -= each;
            world.orgs.stage[o] = Stage::Mapped;
        }
    }
    let region = &mut world.regions[r];
    region.order = order;
    // With nobody left to be mapped, what is over is spent on what else the lever is for.
    region.mapping_hours = region.mapping_hours.min(each);
}

/// The task with which work on an organisation starts, if it may start now.
fn first_task(world: &World, step: &Step<'_>, o: usize) -> Option<Task> {
    let orgs = &world.orgs;
    if step.week < orgs.cool_until[o] {
        return None;
    }
    match orgs.stage[o] {
        // One that nobody knows of cannot be mapped.
        Stage::Unmapped => {
            let known = f64::from(step.week) >= step.effects.org.get(OrgCoef::MapFrom, o);
            known.then_some(Task::Map)
        }
        Stage::Mapped => Some(Task::Persuade),
        // One that was promised is not known to be undone.
        Stage::Agreed => (!orgs.hollow[o]).then_some(Task::Govern),
        Stage::Live => orgs.to_configure[o].then_some(Task::Configure),
        // One that the books still show as live is not known to need winning back.
        Stage::Lapsed => (!orgs.reported_live[o]).then_some(Task::Persuade),
    }
}

/// True if something outside keeps the organisation from being set up now.
fn frozen(step: &Step<'_>, o: usize) -> bool {
    f64::from(step.week) < step.effects.org.get(OrgCoef::LaunchFrom, o)
}

/// Least weeks that a task takes at an organisation.
fn least_weeks(step: &Step<'_>, o: usize, task: Task) -> u32 {
    let least = step.scenario.tasks[task as usize].least_weeks;
    let delay = step.effects.task.factor(TaskCoef::Delay, task as usize)
        * step.effects.org.factor(OrgCoef::Delay, o);
    if delay == 1.0 { least } else { (f64::from(least) * delay).round().min(10_000.0) as u32 }
}

/// Begin a task at an organisation.
pub(super) fn begin(world: &mut World, step: &Step<'_>, o: usize, task: Task) {
    world.orgs.task[o] = Some(task);
    world.orgs.task_begun[o] = step.week;
    world.orgs.hours_left[o] = plain_hours(world, step, o, task);
}

/// Where sessions follow need, one for newcomers is due as soon as enough of them wait.
fn invite_newcomers(world: &mut World, step: &Step<'_>, o: usize) {
    let policy = &step.scenario.policy;
    let due = &mut world.orgs.due[o][Due::Newcomers as usize];
    if policy.refresh == Refresh::Need && *due == u32::MAX {
        let waiting = f64::from(world.orgs.waiting[o]);
        let enough = policy.refresh_share * step.blueprint.posts[o].len() as f64;
        if waiting >= 1.0 && waiting >= enough.round() {
            *due = step.week;
        }
    }
}

/// Hours of plain work in something that recurs. A session for newcomers is their first training: it takes
/// what one takes, and for each of them what it takes for a post.
fn due_hours(world: &mut World, step: &Step<'_>, o: usize, due: Due) -> f64 {
    match due {
        Due::Newcomers => {
            let each = step.scenario.tasks[Task::Train as usize].hours_per_post;
            let people = f64::from(world.orgs.waiting[o]);
            plain_hours_for(world, step, o, (due.task(), each * people))
        }
        _ => plain_hours(world, step, o, due.task()),
    }
}

/// Hours of plain work in a task at an organisation. The attempt is part of the address, so that
/// the same go at the same task meets the same luck, early or late.
fn plain_hours(world: &mut World, step: &Step<'_>, o: usize, task: Task) -> f64 {
    let posts = step.blueprint.posts[o].len() as f64;
    let people = step.scenario.tasks[task as usize].hours_per_post * posts;
    plain_hours_for(world, step, o, (task, people))
}

/// The same, with the hours that its people take.
fn plain_hours_for(
    world: &mut World,
    step: &Step<'_>,
    o: usize,
    (task, people): (Task, f64),
) -> f64 {
    let spec = &step.scenario.tasks[task as usize];
    let attempt = &mut world.orgs.attempts[o][task as usize];
    let nth = u64::from(*attempt);
    *attempt = attempt.saturating_add(1);
    let address = (task as u64) << 16 | nth;
    let luck = step.lot.draw(Purpose::Effort, step.blueprint.key[o], address);
    luck.log_normal(spec.hours, spec.sigma) + people
}
