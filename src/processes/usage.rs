//! Step 6: use. Contacts, openings, pay-offs, expectation, habit, minutes paid and saved.
//!
//! With `A = access · √(1 − load) · √max(s, untrained)` (`s` = 1 if competent), `g(e) = min(1, e/floor)`
//! and the Hill function `φ(e) = e⁴/(θ⁴ + e⁴)`, the chance of opening the tool at a contact is
//! `A · [g h · habitual + (1 − g h)(curiosity + deliberate φ(e) + peer x)]`, with `h` the
//! habit and `x` the share of the team that used it lately, times the role's weight and what the forces
//! leave. Reading has the expectation `e_r`, writing `e_w`; a record can be written at a share
//! `W` of contacts; forces raise or lower both rates (`Reading`, `Writing`). Openings of a post in a
//! week are Poisson with mean contacts × chance: a thinned Poisson is Poisson, so contacts themselves
//! need not be drawn. Of the openings that would not be made otherwise a mandate or payment of strength
//! `m` has a share `mandated m` made, in busy weeks and by the unskilled too.
//!
//! *Seeing before looking.* In a share `flag` of contacts staff see, without opening anything, whether
//! there is a record, and look only if there is. `e_r` is what is expected of a record that is seen: it
//! helps with `U / exist_o`, `U = fill_o · Q · (1 − PayoffLost)`. In the other contacts one looks blind,
//! expects `L e_r` with `L = 1 − flag + flag · exist_o`, since flags tell how rare records are, and is
//! helped with `U`; to find nothing there then says little about what a record is worth, and lowers `e_r` by
//! `1 − flag` of what another disappointment does. With `flag = 0` one expectation holds for both, and all
//! misses count. In a share `role.protocol` of its contacts a role looks by routine, whatever it expects.
//! With `tool.act = "send"` opening it is sending: it works with `Q · (1 − PayoffLost)`, hangs on nobody's
//! records, and nothing is written.
//!
//! `e_r ← e_r + α (y − e_r)` for each look-up, `y` = 1 if it found what was needed; falling is
//! faster by `FallFaster`. `e_w` moves towards `own + (1 − own) min(1, R/ρ)`, `R` the useful
//! reads a record and week that people hear of. `h ← 1 − (1 − h)(1 − η)` for each use; a week
//! without use costs a share of it.
//!
//! *What others see.* While it is live an organisation gets `min(1, share of posts active lately /
//! real_use) · min(1, S / P)`, with `S` and `P` the minutes that use has saved and taken lately (each moves by
//! a tenth of the gap to the week's): comparable organisations, interest and funders go by it as far as
//! `diffusion.benefit_seen`, `joining.interest_benefit` and `funder.benefit` say.

mod glance;

use std::ops::Range;

use super::{Staff, Step, Week, for_staff};
use crate::forces::coefficients::{OrgCoef, RoleCoef};
use crate::rng::{Draw, poisson_inverse};
use crate::scenario::{Act, Refresh};
use crate::stats::maths::exp_neg;
use crate::world::{LATELY, NEVER, PartPosts, RoleSpan, Stage, World};
use glance::{BLOCK, BlockRates, BlockWeights, Person, Rates, Setting, Weights, may_open};

/// Uses in a week that make a daily user: one on each working day.
const DAILY: u32 = 5;
/// Weekly share by which the moving share of failed look-ups follows the week's.
const FAILING_PACE: f64 = 0.1;

/// What openings do to the person, the same for all posts of one organisation this week.
struct Lesson {
    up: f32,
    down: f32,
    /// What a blind look-up that finds no record takes.
    nothing: f32,
    write_target: f32,
    /// Of look-ups where a record is seen beforehand, and of blind ones.
    seen: Chances,
    blind: Chances,
    practice: f32,
}

/// Chances that a look-up is useful; that it is useful or stale; and that there is a record at all.
struct Chances {
    useful: f64,
    found: f64,
    exists: f64,
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
    waiting: u32,
    expectation: [f64; 2],
    habit: f64,
}

/// Let the staff of every organisation whose posts are simulated meet patients.
pub fn run(world: &mut World, step: &mut Step<'_>) {
    let s = step.scenario;
    let habit = |role| s.r#use.habit_gain * step.effects.role.factor(RoleCoef::Habit, role);
    // What a use leaves of the gap between habit and 1, by role.
    let kept: Vec<f32> = (0..s.roles.len()).map(|role| 1.0 - habit(role).min(1.0) as f32).collect();
    let tallies = for_staff(world, step, |world, now, mut staff| {
        let mut block = (BlockWeights::default(), BlockRates::default());
        let mut tallies = Vec::with_capacity(staff.organisations.len());
        for o in staff.organisations.clone() {
            if world.orgs.ever_live[o] || now.visit_never_live {
                tallies.push((o, organisation(world, now, &mut staff, (o, &kept), &mut block)));
            }
        }
        tallies
    });
    for (o, tally) in tallies.iter().flatten() {
        book(world, step, *o, tally);
    }
    hear(world, step);
}

fn setting(world: &World, step: Week<'_>, o: usize) -> Setting {
    let (s, orgs) = (step.scenario, &world.orgs);
    let u = &s.r#use;
    let posts = step.blueprint.posts[o].len().max(1) as f64;
    let peers = f64::from(orgs.active[o]) / posts;
    let access = u.access * (1.0 - s.organisation.neglect_access * orgs.neglect[o]);
    let left = step.effects.org.left(OrgCoef::UseLost, o);
    let asked = match s.kinds[step.blueprint.kind[o]].mandated {
        true if u.mandated > 0.0 => {
            world.regions[step.blueprint.region[o]].incentive(s.events.full_payment)
        }
        _ => 0.0,
    };
    let (reach, kept) = if orgs.usable(o) {
        (access * (1.0 - orgs.load[o]).sqrt() * left, u.mandated * asked)
    } else {
        (0.0, 0.0)
    };
    let flag = flag(step);
    Setting {
        week: step.week as i32,
        contacts: orgs.contacts[o] as f32,
        reach: reach as f32,
        kept: kept as f32,
        flagged: (flag * orgs.exist[o]) as f32,
        blind: (1.0 - flag) as f32,
        known: (1.0 - flag + flag * orgs.exist[o]) as f32,
        untrained: (u.untrained as f32).sqrt(),
        curiosity_and_peers: (u.curiosity + u.peer * peers) as f32,
        deliberate: u.deliberate as f32,
        habitual: u.habitual as f32,
        threshold: u.threshold as f32,
        habit_floor: 1.0 / u.habit_floor as f32,
        habit_left: 1.0 - u.habit_loss as f32,
    }
}

/// Share of contacts in which it is seen beforehand whether there is something to open it for: what is sent
/// hangs on nobody's records.
fn flag(step: Week<'_>) -> f64 {
    match step.scenario.tool.act {
        Act::LookUp => step.scenario.r#use.flag,
        Act::Send => 0.0,
    }
}

fn lesson(world: &World, step: Week<'_>, o: usize) -> Lesson {
    let (s, orgs, region) = (step.scenario, &world.orgs, &world.regions[step.blueprint.region[o]]);
    let u = &s.r#use;
    let down = (u.learning * step.effects.org.factor(OrgCoef::FallFaster, o)).min(1.0);
    let heard = (region.flows.reads_per_record / u.heard_reads).min(1.0);
    let works = region.quality * step.effects.org.left(OrgCoef::PayoffLost, o);
    let blind = match s.tool.act {
        Act::LookUp => {
            let useful = orgs.fill[o] * works;
            Chances { useful, found: useful + orgs.stale[o], exists: orgs.exist[o] }
        }
        Act::Send => Chances { useful: works, found: works, exists: 1.0 },
    };
    // Where none is seen, nobody looks for having seen one.
    let all = if blind.exists > 0.0 { blind.exists } else { 1.0 };
    let seen = Chances { useful: blind.useful / all, found: blind.found / all, exists: 1.0 };
    Lesson {
        up: u.learning as f32,
        down: down as f32,
        nothing: (down * (1.0 - flag(step))) as f32,
        write_target: (u.own_benefit + (1.0 - u.own_benefit) * heard) as f32,
        seen,
        blind,
        practice: s.skill.practice_gain as f32,
    }
}

fn organisation(
    world: &World,
    step: Week<'_>,
    staff: &mut Staff<'_>,
    (o, kept): (usize, &[f32]),
    looked: &mut (BlockWeights, BlockRates),
) -> Tally {
    let range = staff.posts.place(&step.blueprint.posts[o]);
    let mut tally = Tally::default();
    let set = setting(world, step, o);
    if set.contacts * set.reach == 0.0 {
        // Nobody can open it: all that happens is that habits fade.
        let vacant = &staff.posts.vacant[range.clone()];
        for (habit, &vacant) in staff.posts.habit[range.clone()].iter_mut().zip(vacant) {
            *habit *= if vacant { 1.0 } else { set.habit_left };
        }
    } else {
        let mut first = range.start;
        while first < range.end {
            let block = first..range.end.min(first + BLOCK);
            first = block.end;
            some_posts(world, step, staff, (o, block, kept), &set, looked, &mut tally);
        }
    }
    let new_weeks = step.scenario.skill.new_weeks as i32;
    if step.scenario.policy.refresh == Refresh::Need {
        let (vacant, waits) =
            (&staff.posts.vacant[range.clone()], &staff.posts.waits[range.clone()]);
        tally.waiting = vacant.iter().zip(waits).map(|(&v, &w)| u32::from(!v & w)).sum();
    }
    tally.see(&staff.posts, range, set.week, new_weeks);
    tally
}

/// What some posts of one organisation do this week.
fn some_posts(
    world: &World,
    step: Week<'_>,
    staff: &mut Staff<'_>,
    (o, block, kept): (usize, Range<usize>, &[f32]),
    set: &Setting,
    (weights, rates): &mut (BlockWeights, BlockRates),
    tally: &mut Tally,
) {
    let b = step.blueprint;
    let spans = &b.spans[o];
    let writable = match step.scenario.tool.act {
        Act::LookUp => world.orgs.writable[o],
        Act::Send => 0.0,
    };
    // A weight of a contact: nobody can look or write more often than at every one.
    let [reading, writing] =
        [OrgCoef::Reading, OrgCoef::Writing].map(|c| step.effects.org.factor(c, o));
    for span in spans {
        let role = &step.scenario.roles[span.role];
        let here = staff.posts.place(&span.posts);
        let (from, to) = (here.start.max(block.start), here.end.min(block.end));
        let (read, write) = ((role.read * reading).min(1.0), (role.write * writing).min(1.0));
        let here = Weights {
            routine: role.protocol as f32,
            read: (read * (1.0 - role.protocol)) as f32,
            write: (write * writable) as f32,
        };
        for post in from..to {
            weights.set(post - block.start, here);
        }
    }
    let first = staff.posts.place(&b.posts[o]).start;
    let words = staff.words.week(o, b.key[o], step.week).usage;
    let ahead = &words[block.start - first..];
    let mut marks = may_open(&mut staff.posts, block.clone(), ahead, set, (weights, rates));
    if marks == 0 {
        return;
    }
    let lesson = lesson(world, step, o);
    while marks != 0 {
        let at = marks.trailing_zeros() as usize;
        marks &= marks - 1;
        let post = block.start + at;
        let end = |span: &RoleSpan| staff.posts.place(&span.posts).end;
        let Some(span) = spans.iter().find(|span| post < end(span)) else { return };
        let word = words[post - first];
        let rates = rates.at(at);
        let rates =
            rates.unwrap_or_else(|| set.rate(Person::of(&staff.posts, post), weights.at(at)));
        meet(&mut staff.posts, post, word, (set, &lesson), rates, kept[span.role], tally);
    }
}

/// Number of openings at the cumulative probability that a word stands for, known not to be 0.
fn count(word: u32, rate: f32) -> u32 {
    let u = (f64::from(word) + 0.5) / 4_294_967_296.0;
    poisson_inverse(u, f64::from(rate)).max(1)
}

/// The closer look at one person whose word may stand for an opening.
fn meet(
    posts: &mut PartPosts<'_>,
    post: usize,
    word: u32,
    (set, lesson): (&Setting, &Lesson),
    Rates { mean, seen, read, write }: Rates,
    habit_kept: f32,
    tally: &mut Tally,
) {
    if f64::from(word) < f64::from(exp_neg(mean)) * 4_294_967_296.0 {
        posts.habit[post] *= set.habit_left;
        return;
    }
    let openings = count(word, mean);
    let [seen_share, read_share] =
        [seen, read].map(|part| f64::from(part / (read + write)) * 4_294_967_296.0);
    let skilled = posts.competent_until[post] > set.week as f32;
    let (mut e_read, mut e_write) = (posts.expect_read[post], posts.expect_write[post]);
    let mut kept = 1.0 - posts.habit[post];
    for nth in 0..openings {
        let draw = Draw::of_word(word, nth);
        let (which, outcome) = draw.halves();
        kept *= habit_kept;
        let which = f64::from(which) + 0.5;
        if which < read_share {
            let outcome = (f64::from(outcome) + 0.5) / 4_294_967_296.0;
            let chances = if which < seen_share { &lesson.seen } else { &lesson.blind };
            if outcome < chances.useful {
                tally.views[0] += 1;
                e_read += lesson.up * (1.0 - e_read);
            } else {
                tally.views[if outcome < chances.found { 1 } else { 2 }] += 1;
                let there = outcome < chances.exists;
                e_read -= if there { lesson.down } else { lesson.nothing } * e_read;
            }
        } else {
            tally.writes[usize::from(!skilled)] += 1;
            let gap = lesson.write_target - e_write;
            e_write += if gap > 0.0 { lesson.up } else { lesson.down } * gap;
        }
    }
    posts.expect_read[post] = e_read;
    posts.expect_write[post] = e_write;
    posts.habit[post] = 1.0 - kept;
    posts.last_use[post] = set.week;
    posts.uses[post] = posts.uses[post].saturating_add(openings);
    if skilled {
        let until =
            set.week as f32 + posts.retention[post] * (1.0 + lesson.practice * posts.habit[post]);
        posts.competent_until[post] = posts.competent_until[post].max(until);
    }
    tally.week += 1;
    tally.day += u32::from(openings >= DAILY);
}

impl Tally {
    /// Count the filled posts as they stand at the end of the week.
    fn see(&mut self, posts: &PartPosts<'_>, range: Range<usize>, week: i32, new_weeks: i32) {
        let vacant = &posts.vacant[range.clone()];
        let untils = &posts.competent_until[range.clone()];
        let (last_uses, hired) = (&posts.last_use[range.clone()], &posts.hired[range.clone()]);
        for (((&vacant, &until), &last_use), &hired) in
            vacant.iter().zip(untils).zip(last_uses).zip(hired)
        {
            self.filled += u32::from(!vacant);
            self.competent += u32::from(!vacant & (until > week as f32));
            self.active += u32::from(!vacant & (last_use > week - LATELY));
            self.ever += u32::from(!vacant & (last_use != NEVER));
            self.newcomers += u32::from(!vacant & (hired > week - new_weeks));
        }
        // Sums of fractions keep their order; an empty post adds nothing.
        let (reads, writes) =
            (&posts.expect_read[range.clone()], &posts.expect_write[range.clone()]);
        for (((&vacant, &read), &write), &habit) in
            vacant.iter().zip(reads).zip(writes).zip(&posts.habit[range])
        {
            let [read, write, habit] = if vacant { [0.0; 3] } else { [read, write, habit] };
            self.expectation[0] += f64::from(read);
            self.expectation[1] += f64::from(write);
            self.habit += f64::from(habit);
        }
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
    orgs.waiting[o] = t.waiting;
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
    for (lately, now) in
        orgs.minutes_lately[o].iter_mut().zip([orgs.minutes_saved[o], orgs.minutes_paid[o]])
    {
        *lately += FAILING_PACE * (now - *lately);
    }
    let [saved, paid] = orgs.minutes_lately[o];
    let worth = if paid > 0.0 { (saved / paid).min(1.0) } else { 0.0 };
    let least = s.organisation.real_use * step.blueprint.posts[o].len() as f64;
    let use_of_it = if orgs.stage[o] != Stage::Live || t.active == 0 {
        0.0
    } else {
        (f64::from(t.active) / least.max(1.0)).min(1.0)
    };
    orgs.gets[o] = use_of_it * worth;
    orgs.used[o] |= t.week > 0;
    orgs.openings[o] = t.views.iter().chain(&t.writes).sum();
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
        let (here, mut gets) = (b.region_orgs[r].clone(), 0.0);
        let (orgs, all_here) = (&world.orgs, here.len());
        let columns = orgs.views[here.clone()].iter().zip(&orgs.stage[here.clone()]);
        let columns = columns.zip(&orgs.contacts[here.clone()]).zip(&orgs.gets[here.clone()]);
        for (o, (((views, &stage), &met), &get)) in here.zip(columns) {
            useful += f64::from(views[0]);
            stale += f64::from(views[1]);
            all += f64::from(views.iter().sum::<u32>());
            contacts += met;
            gets += get;
            if stage == Stage::Live {
                live += 1;
                if orgs.in_real_use(o, b.posts[o].len(), least) {
                    covered += met;
                    used += 1;
                }
            }
        }
        // As they stood at the end of last week: nothing has touched them since.
        let panels = &world.panels[b.region_panels[r].clone()];
        let records: u32 = panels.iter().map(|panel| panel.counts.recorded).sum();
        let flows = &mut world.regions[r].flows;
        flows.reads_per_record = if records > 0 { useful / f64::from(records) } else { 0.0 };
        flows.failing = if all > 0.0 { 1.0 - useful / all } else { flows.failing };
        flows.stale = if all > 0.0 { stale / all } else { flows.stale };
        flows.looked = all;
        flows.used = f64::from(used) / f64::from(live.max(1));
        flows.benefit = [gets / all_here.max(1) as f64, gets / f64::from(live.max(1))];
        flows.contacts_covered = if contacts > 0.0 { covered / contacts } else { 0.0 };
    }
}
