//! Step 5: workforce. People leave, are hired, are trained, learn from colleagues, forget.
//!
//! Every post and week has one word for this, and the order within it is: leave, else hire (if
//! empty), else learn (if not competent), else lapse (if competent). Someone hired this week
//! passes the standing induction or not; a training session then trains those who attend.
//!
//! A trained person is competent until `T` weeks without use, `T ~ logN(median, σ)`, one draw
//! for each hire and session. Chance of learning a week: `self + colleagues · share competent`
//! (share at the start of the week), less what the forces take from teaching and learning.

use super::{Staff, Step, Week, champions, for_staff, levers};
use crate::forces::coefficients::{OrgCoef, RoleCoef};
use crate::rng::{Lot, Purpose, threshold};
use crate::scenario::{Skill, Task};
use crate::world::turnover::leave_and_fill;
use crate::world::{Due, PartPosts, RoleSpan, Stage, World};

/// Let people leave, come and learn in every organisation whose posts are simulated.
pub fn run(world: &mut World, step: &mut Step<'_>) {
    let now = step.now();
    let roles: Vec<RoleChances> =
        (0..now.scenario.roles.len()).map(|role| RoleChances::of(now, role)).collect();
    let leavers = for_staff(world, step, |world, now, mut staff| {
        let mut leavers = Vec::with_capacity(staff.organisations.len());
        for o in staff.organisations.clone() {
            if world.orgs.ever_live[o] || now.visit_never_live {
                leavers.push((o, turnover(world, now, &mut staff, o, &roles)));
            }
        }
        leavers
    });
    for &(o, leavers) in leavers.iter().flatten() {
        if world.orgs.ever_live[o] {
            world.orgs.leavers[o] = leavers;
        }
        train(world, step, o);
    }
    levers::bill_cover(world, step);
    for o in 0..now.blueprint.organisations() {
        world.orgs.completed[o] = None;
        world.orgs.due_done[o] = [false; Due::COUNT];
        world.orgs.taught[o] = 0.0;
    }
    champions::run(world, step);
}

/// Weekly chances of one role, as thresholds on a 32-bit word.
struct RoleChances {
    leave: u64,
    fill: u64,
    /// Leave or lapse.
    lapse: u64,
    /// The highest words at which an empty post is filled, and at which a holder leaves or lapses.
    at_most: Limits,
    /// An empty post is filled in the week in which it falls empty.
    at_once: bool,
    /// Chance of leaving.
    leaves: f64,
    /// Share of those taught who learn.
    able: f64,
}

impl RoleChances {
    fn of(step: Week<'_>, role: usize) -> Self {
        let (leave, fill) = leave_and_fill(&step.scenario.roles[role]);
        let lapse = threshold(leave + (1.0 - leave) * step.scenario.skill.lapse_per_week);
        let [empty, held] = [threshold(fill), lapse].map(word);
        RoleChances {
            leave: threshold(leave),
            fill: threshold(fill),
            lapse,
            at_most: Limits { empty, held },
            at_once: fill >= 1.0,
            leaves: leave,
            able: step.effects.role.left(RoleCoef::LearnLost, role),
        }
    }

    /// Leave or learn, where a share of those who can learn does.
    fn learn(&self, share: f64) -> u64 {
        threshold(self.leaves + (1.0 - self.leaves) * (share * self.able))
    }
}

/// Share of those who are not competent in an organisation who would learn the tool this week:
/// only those with the tool in use can learn it or be shown it.
fn learning(world: &World, step: Week<'_>, o: usize) -> f64 {
    if !world.orgs.usable(o) {
        return 0.0;
    }
    let skill = &step.scenario.skill;
    let posts = step.blueprint.posts[o].len().max(1) as f64;
    let competent = f64::from(world.orgs.competent[o]) / posts;
    let taught = skill.from_colleagues * competent * step.effects.org.left(OrgCoef::TeachLost, o);
    let by_oneself = (skill.self_taught + taught).min(1.0);
    1.0 - (1.0 - by_oneself) * (1.0 - skill.induction)
}

/// How skill is gained in one role of one organisation this week.
struct Lesson<'a> {
    skill: &'a Skill,
    lot: Lot,
    key: u64,
    week: u32,
    /// What the forces make of retention.
    factor: f64,
}

impl<'a> Lesson<'a> {
    fn new(step: Week<'a>, o: usize, role: usize) -> Self {
        Lesson {
            skill: &step.scenario.skill,
            lot: step.lot,
            key: step.blueprint.key[o],
            week: step.week,
            factor: step.effects.org.factor(OrgCoef::Retention, o)
                * step.effects.role.factor(RoleCoef::Retention, role),
        }
    }

    /// Address of a person: the post and who in a row holds it.
    fn who(posts: &PartPosts<'_>, post: usize, nth: usize) -> u64 {
        (nth as u64) << 16 | u64::from(posts.hire[post])
    }

    /// The holder of a post has just learnt the tool; `occasion` is the address of how long
    /// that lasts.
    fn learnt(&self, posts: &mut PartPosts<'_>, post: usize, nth: usize, occasion: u64) {
        let who = Self::who(posts, post, nth);
        let draw = self.lot.draw3(Purpose::Retention, self.key, who, occasion);
        let weeks = draw.log_normal(self.skill.retention_weeks, self.skill.retention_sigma);
        let weeks = (weeks * self.factor) as f32;
        posts.retention[post] = weeks;
        posts.waits[post] = false;
        let practised = 1.0 + self.skill.practice_gain as f32 * posts.habit[post];
        posts.competent_until[post] = self.week as f32 + weeks * practised;
    }

    /// Outside a session, the week is the occasion.
    fn by_the_way(&self) -> u64 {
        1 << 32 | u64::from(self.week)
    }
}

/// Words in a block, which is a multiple of them: known when it is compiled, they are looked at without a check of
/// bounds.
const TOGETHER: usize = 8;

/// The highest words at which anything may happen in an organisation: to an empty post, and to one
/// that is held.
#[derive(Clone, Copy)]
struct Limits {
    empty: u32,
    held: u32,
}

/// The word at a threshold.
fn word(threshold: u64) -> u32 {
    threshold.min(u64::from(u32::MAX)) as u32
}

impl Limits {
    /// The highest over the roles. Leaving comes before learning and lapsing, so that their
    /// thresholds lie above its own.
    fn of(spans: &[RoleSpan], roles: &[RoleChances], learning: f64) -> Self {
        let mut limits = Limits { empty: 0, held: 0 };
        for span in spans {
            let role = &roles[span.role];
            limits.empty = limits.empty.max(role.at_most.empty);
            limits.held = limits.held.max(role.at_most.held);
            if learning > 0.0 {
                limits.held = limits.held.max(word(role.learn(learning)));
            }
        }
        limits
    }
}

/// Who comes and goes in one organisation, and learns or lapses; how many left.
fn turnover(
    world: &World,
    step: Week<'_>,
    staff: &mut Staff<'_>,
    o: usize,
    roles: &[RoleChances],
) -> u32 {
    let b = step.blueprint;
    let (place, spans) = (staff.posts.place(&b.posts[o]), &b.spans[o]);
    let learning = learning(world, step, o);
    let limits = Limits::of(spans, roles, learning);
    let words = staff.words.week(o, b.key[o], step.week).workforce;
    let (posts, mut leavers) = (&mut staff.posts, 0);
    let most = limits.empty.max(limits.held);
    for (block, words) in words.as_chunks::<TOGETHER>().0.iter().enumerate() {
        for (nth, &word) in (block * TOGETHER..).zip(words) {
            if word > most {
                continue;
            }
            // There are a few more words than posts.
            let post = place.start + nth;
            let end = |span: &RoleSpan| posts.place(&span.posts).end;
            let Some(span) = spans.iter().find(|span| post < end(span)) else { break };
            if word <= limits.held || posts.vacant[post] {
                let chances = (&roles[span.role], learning);
                leavers +=
                    u32::from(change(world, step, posts, (o, span.role, nth), chances, word));
            }
        }
    }
    leavers
}

/// The closer look at one post, the `nth` of its organisation; true if its holder left.
fn change(
    world: &World,
    step: Week<'_>,
    posts: &mut PartPosts<'_>,
    (o, role, nth): (usize, usize, usize),
    (c, learning): (&RoleChances, f64),
    word: u32,
) -> bool {
    let b = step.blueprint;
    let (key, word) = (b.key[o], u64::from(word));
    let post = posts.place(&b.posts[o]).start + nth;
    let (mut left, mut hired) = (false, false);
    if posts.vacant[post] {
        hired = word < c.fill;
    } else if word < c.leave {
        left = true;
        hired = c.at_once;
        posts.vacant[post] = true;
        posts.competent_until[post] = f32::NEG_INFINITY;
    } else if posts.competent_until[post] > step.week as f32 {
        if word < c.lapse {
            posts.competent_until[post] = f32::NEG_INFINITY;
        }
    } else if word < c.learn(learning) {
        let lesson = Lesson::new(step, o, role);
        lesson.learnt(posts, post, nth, lesson.by_the_way());
    }
    if hired {
        posts.hire(post, step.week, world.orgs.expectation[o]);
        let induction = step.scenario.skill.induction;
        let draw = step.lot.draw3(Purpose::Induction, key, nth as u64, u64::from(step.week));
        if induction > 0.0 && world.orgs.usable(o) && draw.chance(induction) {
            let lesson = Lesson::new(step, o, role);
            lesson.learnt(posts, post, nth, lesson.by_the_way());
        }
    }
    left
}

/// A session of the project, of the organisation's own people or of its vendor, if one was held this
/// week: `attend · Π (1 − AttendLost)` of those who are asked come. To one for newcomers are asked those
/// in post to whom nobody has shown the tool; to any other, all.
fn train(world: &mut World, step: &mut Step<'_>, o: usize) {
    world.orgs.minutes_trained[o] = 0.0;
    let first = world.orgs.completed[o] == Some(Task::Train);
    let done = world.orgs.due_done[o];
    let again = done[Due::Refresh as usize];
    let held = first || again || done[Due::Newcomers as usize];
    let for_all = first || again || !held;
    // Where the vendor holds it, those whom it means to reach come.
    let share = if held { step.scenario.skill.attend } else { world.orgs.taught[o] };
    if share <= 0.0 && !held || world.orgs.stage[o] != Stage::Live {
        return;
    }
    let session = u64::from(world.orgs.sessions[o]);
    world.orgs.sessions[o] = world.orgs.sessions[o].saturating_add(1);
    let (b, s) = (step.blueprint, step.scenario);
    let attend = share * step.effects.org.left(OrgCoef::AttendLost, o);
    let (mut came, mut asked) = (0, 0);
    for span in &b.spans[o] {
        let able = step.effects.role.left(RoleCoef::LearnLost, span.role);
        let lesson = Lesson::new(step.now(), o, span.role);
        let mut posts = world.posts.whole();
        for post in span.posts.clone() {
            if posts.vacant[post] || !(for_all || posts.waits[post]) {
                continue;
            }
            asked += 1;
            let nth = post - b.posts[o].start;
            let who = Lesson::who(&posts, post, nth);
            let draw = step.lot.draw3(Purpose::Attendance, b.key[o], who, session);
            let comes = draw.chance(attend);
            came += u32::from(comes);
            posts.waits[post] &= !comes;
            // Of those who come, some do not learn it.
            if draw.chance(attend * able) {
                lesson.learnt(&mut posts, post, nth, session);
            }
        }
    }
    world.orgs.last_contact[o] = step.week as i32;
    world.orgs.minutes_trained[o] = f64::from(came) * s.time.train;
    let what = if first { "trained" } else { "refreshed" };
    step.note_organisation(o, what, || match for_all {
        true => format!("{came} of {asked} staff in post came"),
        false => format!("{came} of {asked} newcomers came"),
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_happens_above_the_limits() {
        let role = |leave: f64, fill: f64, able: f64| {
            let lapse = threshold(leave + (1.0 - leave) * 0.01);
            let [empty, held] = [threshold(fill), lapse].map(word);
            RoleChances {
                leave: threshold(leave),
                fill: threshold(fill),
                lapse,
                at_most: Limits { empty, held },
                at_once: fill >= 1.0,
                leaves: leave,
                able,
            }
        };
        let roles = [role(0.002, 0.1, 0.5), role(0.02, 1.0, 1.0), role(0.0, 0.05, 0.0)];
        let spans: Vec<RoleSpan> =
            (0..3).map(|role| RoleSpan { role, posts: 4 * role..4 * role + 4 }).collect();
        for some in [&spans[..1], &spans[1..2], &spans[2..], &spans[..]] {
            for learning in [0.0, 0.001, 0.3, 1.0] {
                let limits = Limits::of(some, &roles, learning);
                for c in some.iter().map(|span| &roles[span.role]) {
                    assert!(u64::from(limits.empty) + 1 >= c.fill);
                    for held in [c.leave, c.lapse, c.learn(learning)] {
                        assert!(u64::from(limits.held) + 1 >= held, "{learning}");
                    }
                }
            }
        }
    }
}
