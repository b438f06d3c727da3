//! Step 6: use. Contacts, openings, pay-offs, expectation, habit, minutes paid and saved.
//!
//! With `A = access · √(1 − load) · √max(s, untrained)` (`s` = 1 if competent), `g(e) = min(1, e/floor)`
//! and the Hill function `φ(e) = e⁴/(θ⁴ + e⁴)`, the chance of opening the tool at a contact is
//! `A · [g h · habitual + (1 − g h)(curiosity + deliberate φ(e) + peer x)]`, with `h` the habit and
//! `x` the share of the team that used it lately, times the role's weight and what the forces
//! leave. Reading has the expectation `e_r`, writing `e_w`; a record can be written at a share
//! `W` of contacts; forces raise or lower both rates (`Reading`, `Writing`). Openings of a post in a week are Poisson with mean contacts × chance: a
//! thinned Poisson is Poisson, so contacts themselves need not be drawn.
//!
//! `e_r ← e_r + α (y − e_r)` for each look-up, `y` = 1 if it found what was needed; falling is
//! faster by `FallFaster`. `e_w` moves towards `own + (1 − own) min(1, R/ρ)`, `R` the useful
//! reads a record and week that people hear of. `h ← 1 − (1 − h)(1 − η)` for each use; a week
//! without use costs a share of it.

use super::Step;
use crate::forces::coefficients::{OrgCoef, RoleCoef};
use crate::rng::{Draw, poisson_inverse};
use crate::stats::maths::{exp_neg, hill};
use crate::world::{LATELY, NEVER, Posts, Stage, World};

/// Uses in a week that make a daily user: one on each working day.
const DAILY: u32 = 5;
/// Weekly share by which the moving share of failed look-ups follows the week's.
const FAILING_PACE: f64 = 0.1;

/// What is the same for all posts of one role in one organisation this week.
struct Setting {
    week: i32,
    /// Contacts of the whole organisation.
    contacts: f32,
    /// Access × √(1 − load) × what forces leave; 0 where the tool cannot be used.
    reach: f32,
    untrained: f32,
    curiosity_and_peers: f32,
    deliberate: f32,
    habitual: f32,
    threshold: f32,
    habit_floor: f32,
    read: f32,
    write: f32,
    up: f32,
    down: f32,
    write_target: f32,
    habit_kept: f32,
    habit_left: f32,
    /// Chances that a look-up is useful, and that it is useful or stale.
    useful: f64,
    found: f64,
    practice: f32,
}

/// Sums over the posts of one organisation.
#[derive(Default)]
struct Tally {
    views: [u32; 3],
    writes: [u32; 2],
    filled: u32,
    competent: u32,
    active: u32,
    week: u32,
    day: u32,
    ever: u32,
    newcomers: u32,
    expectation: [f64; 2],
    habit: f64,
}

/// Let the staff of every organisation whose posts are simulated meet patients.
pub fn run(world: &mut World, step: &mut Step<'_>) {
    for o in 0..step.blueprint.organisations() {
        if world.orgs.ever_live[o] || step.visit_never_live {
            let tally = organisation(world, step, o);
            book(world, step, o, &tally);
        }
    }
    hear(world, step);
}

fn setting(world: &World, step: &Step<'_>, o: usize, role: usize) -> Setting {
    let (s, orgs) = (step.scenario, &world.orgs);
    let (u, region) = (&s.r#use, &world.regions[step.blueprint.region[o]]);
    let posts = step.blueprint.posts[o].len().max(1) as f64;
    let peers = f64::from(orgs.active[o]) / posts;
    let access = u.access * (1.0 - s.organisation.neglect_access * orgs.neglect[o]);
    let left = step.effects.org.left(OrgCoef::UseLost, o);
    let reach = if orgs.usable(o) { access * (1.0 - orgs.load[o]).sqrt() * left } else { 0.0 };
    let fall = u.learning * step.effects.org.factor(OrgCoef::FallFaster, o);
    let heard = (region.flows.reads_per_record / u.heard_reads).min(1.0);
    let useful = orgs.fill[o] * region.quality * step.effects.org.left(OrgCoef::PayoffLost, o);
    // A weight of a contact: nobody can look or write more often than at every one.
    let rate = |weight: f64, c: OrgCoef| (weight * step.effects.org.factor(c, o)).min(1.0);
    let gain = u.habit_gain * step.effects.role.factor(RoleCoef::Habit, role);
    Setting {
        week: step.week as i32,
        contacts: orgs.contacts[o] as f32,
        reach: reach as f32,
        untrained: (u.untrained as f32).sqrt(),
        curiosity_and_peers: (u.curiosity + u.peer * peers) as f32,
        deliberate: u.deliberate as f32,
        habitual: u.habitual as f32,
        threshold: u.threshold as f32,
        habit_floor: 1.0 / u.habit_floor as f32,
        read: rate(s.roles[role].read, OrgCoef::Reading) as f32,
        write: (rate(s.roles[role].write, OrgCoef::Writing) * orgs.writable[o]) as f32,
        up: u.learning as f32,
        down: fall.min(1.0) as f32,
        write_target: (u.own_benefit + (1.0 - u.own_benefit) * heard) as f32,
        habit_kept: 1.0 - gain.min(1.0) as f32,
        habit_left: 1.0 - u.habit_loss as f32,
        useful,
        found: useful + orgs.stale[o],
        practice: s.skill.practice_gain as f32,
    }
}

impl Setting {
    /// Chance of opening the tool at a contact, before access and the role's weight.
    #[inline]
    fn chance(&self, expectation: f32, habit: f32) -> f32 {
        let held = (expectation * self.habit_floor).min(1.0) * habit;
        let deliberate =
            self.curiosity_and_peers + self.deliberate * hill(expectation, self.threshold);
        (held * self.habitual + (1.0 - held) * deliberate).min(1.0)
    }
}

fn organisation(world: &mut World, step: &mut Step<'_>, o: usize) -> Tally {
    let b = step.blueprint;
    let (key, first) = (b.key[o], b.posts[o].start);
    let mut tally = Tally::default();
    let new_weeks = step.scenario.forces.recurring.new_weeks as i32;
    for span in &b.spans[o] {
        let set = setting(world, step, o, span.role);
        let words = step.words.week(o, key, step.week);
        let posts = &mut world.posts;
        for post in span.posts.clone() {
            if posts.vacant[post] {
                continue;
            }
            let skilled = posts.competent_until[post] > set.week as f32;
            let reach = set.reach * if skilled { 1.0 } else { set.untrained };
            let habit = posts.habit[post];
            let read = set.read * set.chance(posts.expect_read[post], habit);
            let write = set.write * set.chance(posts.expect_write[post], habit);
            let rate = set.contacts * posts.contact_share[post] * reach * (read + write);
            let none = exp_neg(rate);
            let word = words.of(post - first).1;
            if f64::from(word) < f64::from(none) * 4_294_967_296.0 {
                posts.habit[post] = habit * set.habit_left;
            } else {
                let openings = count(word, rate);
                open(
                    posts,
                    post,
                    &set,
                    (word, openings),
                    read / (read + write),
                    skilled,
                    &mut tally,
                );
            }
            tally.see(posts, post, set.week, new_weeks);
        }
    }
    tally
}

/// Number of openings at the cumulative probability that a word stands for, known not to be 0.
fn count(word: u32, rate: f32) -> u32 {
    let u = (f64::from(word) + 0.5) / 4_294_967_296.0;
    poisson_inverse(u, f64::from(rate)).max(1)
}

/// What the openings of one person in one week turn out to be.
fn open(
    posts: &mut Posts,
    post: usize,
    set: &Setting,
    (word, openings): (u32, u32),
    read_share: f32,
    skilled: bool,
    tally: &mut Tally,
) {
    let (mut e_read, mut e_write) = (posts.expect_read[post], posts.expect_write[post]);
    let mut kept = 1.0 - posts.habit[post];
    for nth in 0..openings {
        let draw = Draw::of_word(word, nth);
        let (which, outcome) = draw.halves();
        kept *= set.habit_kept;
        if (f64::from(which) + 0.5) < f64::from(read_share) * 4_294_967_296.0 {
            let outcome = (f64::from(outcome) + 0.5) / 4_294_967_296.0;
            if outcome < set.useful {
                tally.views[0] += 1;
                e_read += set.up * (1.0 - e_read);
            } else {
                tally.views[if outcome < set.found { 1 } else { 2 }] += 1;
                e_read -= set.down * e_read;
            }
        } else {
            tally.writes[usize::from(!skilled)] += 1;
            let gap = set.write_target - e_write;
            e_write += if gap > 0.0 { set.up } else { set.down } * gap;
        }
    }
    posts.expect_read[post] = e_read;
    posts.expect_write[post] = e_write;
    posts.habit[post] = 1.0 - kept;
    posts.last_use[post] = set.week;
    posts.uses[post] = posts.uses[post].saturating_add(openings);
    if skilled {
        let until =
            set.week as f32 + posts.retention[post] * (1.0 + set.practice * posts.habit[post]);
        posts.competent_until[post] = posts.competent_until[post].max(until);
    }
    tally.week += 1;
    tally.day += u32::from(openings >= DAILY);
}

impl Tally {
    /// Count one filled post as it stands at the end of the week.
    #[inline]
    fn see(&mut self, posts: &Posts, post: usize, week: i32, new_weeks: i32) {
        self.filled += 1;
        self.competent += u32::from(posts.competent_until[post] > week as f32);
        self.active += u32::from(posts.last_use[post] > week - LATELY);
        self.ever += u32::from(posts.last_use[post] != NEVER);
        self.newcomers += u32::from(posts.hired[post] > week - new_weeks);
        self.expectation[0] += f64::from(posts.expect_read[post]);
        self.expectation[1] += f64::from(posts.expect_write[post]);
        self.habit += f64::from(posts.habit[post]);
    }
}

/// Put the sums of one organisation into its columns.
fn book(world: &mut World, step: &Step<'_>, o: usize, t: &Tally) {
    if !world.orgs.ever_live[o] {
        return; // Visited for a test: what it did before going live leaves no trace.
    }
    let (s, orgs) = (step.scenario, &mut world.orgs);
    orgs.views[o] = t.views;
    orgs.writes[o] = t.writes;
    orgs.filled[o] = t.filled;
    orgs.competent[o] = t.competent;
    orgs.active[o] = t.active;
    orgs.users_week[o] = t.week;
    orgs.users_day[o] = t.day;
    orgs.users_ever[o] = t.ever;
    orgs.newcomers[o] = t.newcomers;
    if t.filled > 0 {
        orgs.expectation[o] = t.expectation.map(|sum| (sum / f64::from(t.filled)) as f32);
        orgs.habit[o] = (t.habit / f64::from(t.filled)) as f32;
    }
    let views = f64::from(t.views.iter().sum::<u32>());
    let writes = f64::from(t.writes.iter().sum::<u32>());
    let view = (s.time.view + step.effects.org.get(OrgCoef::ViewMinutes, o)).max(0.0);
    let entry = (s.time.write + step.effects.org.get(OrgCoef::EntryMinutes, o)).max(0.0);
    orgs.minutes_paid[o] = views * view + writes * entry;
    orgs.minutes_saved[o] = f64::from(t.views[0]) * s.kinds[step.blueprint.kind[o]].minutes_saved;
    if views > 0.0 {
        let failed = 1.0 - f64::from(t.views[0]) / views;
        orgs.failing[o] += FAILING_PACE * (failed - orgs.failing[o]);
    }
}

/// What a region hears of its use: useful reads a record, failed look-ups, contacts covered.
fn hear(world: &mut World, step: &Step<'_>) {
    let (b, least) = (step.blueprint, step.scenario.organisation.real_use);
    for r in 0..world.regions.len() {
        let (mut useful, mut stale, mut all) = (0.0, 0.0, 0.0);
        let (mut covered, mut contacts) = (0.0, 0.0);
        let (mut used, mut live) = (0u32, 0u32);
        for o in b.region_orgs[r].clone() {
            useful += f64::from(world.orgs.views[o][0]);
            stale += f64::from(world.orgs.views[o][1]);
            all += f64::from(world.orgs.views[o].iter().sum::<u32>());
            live += u32::from(world.orgs.stage[o] == Stage::Live);
            contacts += world.orgs.contacts[o];
            if world.orgs.in_real_use(o, b.posts[o].len(), least) {
                covered += world.orgs.contacts[o];
                used += 1;
            }
        }
        let panels = &world.panels[b.region_panels[r].clone()];
        let records =
            panels.iter().flat_map(|p| &p.patients).filter(|p| p.written != NEVER).count();
        let flows = &mut world.regions[r].flows;
        flows.reads_per_record = if records > 0 { useful / records as f64 } else { 0.0 };
        flows.failing = if all > 0.0 { 1.0 - useful / all } else { flows.failing };
        flows.stale = if all > 0.0 { stale / all } else { flows.stale };
        flows.looked = all;
        flows.used = f64::from(used) / f64::from(live.max(1));
        flows.contacts_covered = if contacts > 0.0 { covered / contacts } else { 0.0 };
    }
}
