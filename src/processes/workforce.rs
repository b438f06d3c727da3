//! Step 5: workforce. People leave, are hired, are trained, learn from colleagues, forget.
//!
//! Every post and week has one word for this, and the order within it is: leave, else hire (if
//! empty), else learn (if not competent), else lapse (if competent). Someone hired this week
//! passes the standing induction or not; a training session then trains those who attend.
//!
//! A trained person is competent until `T` weeks without use, `T ~ logN(median, σ)`, one draw
//! for each hire and session. Chance of learning a week: `self + colleagues · share competent`
//! (share at the start of the week), less what the forces take from teaching and learning.

use super::Step;
use crate::forces::coefficients::{OrgCoef, RoleCoef};
use crate::rng::{Lot, Purpose, threshold};
use crate::scenario::{Skill, Task};
use crate::world::build::leave_and_fill;
use crate::world::{Due, Posts, RoleSpan, Stage, World};

/// Let people leave, come and learn in every organisation whose posts are simulated.
pub fn run(world: &mut World, step: &mut Step<'_>) {
    for o in 0..step.blueprint.organisations() {
        if world.orgs.ever_live[o] || step.visit_never_live {
            turnover(world, step, o);
            train(world, step, o);
        }
        world.orgs.completed[o] = None;
        world.orgs.due_done[o] = [false; 3];
    }
}

/// Weekly chances of one role in one organisation, as thresholds on a 32-bit word.
struct Chances {
    leave: u64,
    fill: u64,
    /// Leave or learn.
    learn: u64,
    /// Leave or lapse.
    lapse: u64,
    /// An empty post is filled in the week in which it falls empty.
    at_once: bool,
}

fn chances(world: &World, step: &Step<'_>, o: usize, span: &RoleSpan) -> Chances {
    let skill = &step.scenario.skill;
    let (leave, fill) = leave_and_fill(&step.scenario.roles[span.role]);
    // Only those with the tool in use can learn it or be shown it.
    let learn = if world.orgs.usable(o) {
        let posts = step.blueprint.posts[o].len().max(1) as f64;
        let competent = f64::from(world.orgs.competent[o]) / posts;
        let taught =
            skill.from_colleagues * competent * step.effects.org.left(OrgCoef::TeachLost, o);
        let by_oneself = (skill.self_taught + taught).min(1.0);
        let able = step.effects.role.left(RoleCoef::LearnLost, span.role);
        (1.0 - (1.0 - by_oneself) * (1.0 - skill.induction)) * able
    } else {
        0.0
    };
    Chances {
        leave: threshold(leave),
        fill: threshold(fill),
        learn: threshold(leave + (1.0 - leave) * learn),
        lapse: threshold(leave + (1.0 - leave) * skill.lapse_per_week),
        at_once: fill >= 1.0,
    }
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
    fn new(step: &Step<'a>, o: usize, role: usize) -> Self {
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
    fn who(posts: &Posts, post: usize, nth: usize) -> u64 {
        (nth as u64) << 16 | u64::from(posts.hire[post])
    }

    /// The holder of a post has just learnt the tool; `occasion` is the address of how long
    /// that lasts.
    fn learnt(&self, posts: &mut Posts, post: usize, nth: usize, occasion: u64) {
        let who = Self::who(posts, post, nth);
        let draw = self.lot.draw3(Purpose::Retention, self.key, who, occasion);
        let weeks = draw.log_normal(self.skill.retention_weeks, self.skill.retention_sigma);
        let weeks = (weeks * self.factor) as f32;
        posts.retention[post] = weeks;
        let practised = 1.0 + self.skill.practice_gain as f32 * posts.habit[post];
        posts.competent_until[post] = self.week as f32 + weeks * practised;
    }

    /// Outside a session, the week is the occasion.
    fn by_the_way(&self) -> u64 {
        1 << 32 | u64::from(self.week)
    }
}

fn turnover(world: &mut World, step: &mut Step<'_>, o: usize) {
    let b = step.blueprint;
    let (key, first) = (b.key[o], b.posts[o].start);
    let usable = world.orgs.usable(o);
    let induction = if usable { step.scenario.skill.induction } else { 0.0 };
    let expectation = world.orgs.expectation[o];
    let mut leavers = 0;
    for span in &b.spans[o] {
        let c = chances(world, step, o, span);
        let lesson = Lesson::new(step, o, span.role);
        let words = step.words.week(o, key, step.week);
        let posts = &mut world.posts;
        for post in span.posts.clone() {
            let nth = post - first;
            let word = u64::from(words.of(nth).0);
            let mut hired = false;
            if posts.vacant[post] {
                hired = word < c.fill;
            } else if word < c.leave {
                leavers += 1;
                hired = c.at_once;
                posts.vacant[post] = true;
                posts.competent_until[post] = f32::NEG_INFINITY;
            } else if posts.competent_until[post] > step.week as f32 {
                if word < c.lapse {
                    posts.competent_until[post] = f32::NEG_INFINITY;
                }
            } else if word < c.learn {
                lesson.learnt(posts, post, nth, lesson.by_the_way());
            }
            if hired {
                posts.hire(post, step.week, expectation);
                let week = u64::from(step.week);
                let draw = step.lot.draw3(Purpose::Induction, key, nth as u64, week);
                if induction > 0.0 && draw.chance(induction) {
                    lesson.learnt(posts, post, nth, lesson.by_the_way());
                }
            }
        }
    }
    if world.orgs.ever_live[o] {
        world.orgs.leavers[o] = leavers;
    }
}

/// A session, if one was held this week: `attend · Π (1 − AttendLost)` of those in post come.
fn train(world: &mut World, step: &mut Step<'_>, o: usize) {
    world.orgs.minutes_trained[o] = 0.0;
    let first = world.orgs.completed[o] == Some(Task::Train);
    let held = first || world.orgs.due_done[o][Due::Refresh as usize];
    if !held || world.orgs.stage[o] != Stage::Live {
        return;
    }
    let session = u64::from(world.orgs.sessions[o]);
    world.orgs.sessions[o] = world.orgs.sessions[o].saturating_add(1);
    let (b, s) = (step.blueprint, step.scenario);
    let attend = s.skill.attend * step.effects.org.left(OrgCoef::AttendLost, o);
    let (mut came, mut in_post) = (0, 0);
    for span in &b.spans[o] {
        let able = step.effects.role.left(RoleCoef::LearnLost, span.role);
        let lesson = Lesson::new(step, o, span.role);
        for post in span.posts.clone() {
            if world.posts.vacant[post] {
                continue;
            }
            in_post += 1;
            let nth = post - b.posts[o].start;
            let who = Lesson::who(&world.posts, post, nth);
            let draw = step.lot.draw3(Purpose::Attendance, b.key[o], who, session);
            came += u32::from(draw.chance(attend));
            // Of those who come, some do not learn it.
            if draw.chance(attend * able) {
                lesson.learnt(&mut world.posts, post, nth, session);
            }
        }
    }
    world.orgs.last_contact[o] = step.week as i32;
    world.orgs.minutes_trained[o] = f64::from(came) * s.time.train;
    step.note_organisation(o, if first { "trained" } else { "refreshed" }, || {
        format!("{came} of {in_post} staff in post came")
    });
}
