//! Step 7: records and patients. Writes reach patients; patients are recognised, asked, agree or
//! decline, and die; records are overtaken by care that nobody wrote up, and age.
//!
//! A list of `U` people with cancer, and as many with another illness, who could be recognised gains
//! `Poisson(r / share)` a week, of whom `share` are recognised before they die (more of those with
//! cancer). A recognised patient dies at rate `1 / stay`, is
//! asked at rate `Σ_o weight · contacts · converse_o` over organisations whose trained staff use
//! the tool, and agrees with a fixed chance. A record counts as current for a number of weeks
//! after the last write; care elsewhere overtakes it at a rate that falls with the share of
//! contacts at organisations in real use.

use super::{Step, Week, survey};
use crate::forces::coefficients::{OrgCoef, RegionCoef, RoleCoef};
use crate::parallel::side_by_side;
use crate::rng::{Draw, Purpose, address, threshold};
use crate::scenario::Lever;
use crate::stats::maths;
use crate::world::{
    Blueprint, Currency, ILLNESSES, NEVER, Panel, Patient, Patients, Unrecognised, WEEKS_PER_YEAR,
    World,
};

/// Move records and patients on by a week.
pub fn run(world: &mut World, step: &mut Step<'_>) {
    // Until the survey patients are counted by what was current last week.
    let by = Currency::of(&step.scenario.records, step.week as i32 - 1);
    deliver_writes(world, step, by);
    incidents(world, step);
    let (asking, now) = (asking(world, step), step.now());
    let own = &step.scenario.patients;
    world.unrecognised.keep(own.unrecognised_weeks, own.by_illness());
    clinicians(world, step);
    let fates: Vec<Fate> = (0..world.regions.len()).map(|r| Fate::of(world, now, r)).collect();
    let (week, unrecognised) = (address(u64::from(step.week)), &world.unrecognised);
    for_lists(&mut world.panels, now.blueprint, |p, panel| {
        let o = now.blueprint.panel_org[p];
        let luck = |purpose| now.lot.half(purpose, now.blueprint.key_address[o]).then_at(week);
        let fate = &fates[now.blueprint.region[o]];
        patients(panel, by, luck(Purpose::Patient), asking[p], fate);
        arrivals(panel, luck(Purpose::Panel), unrecognised);
    });
    survey::run(world, step.blueprint, step.scenario, step.effects, step.week);
}

/// Move every list on by itself, side by side where a replicate is large.
fn for_lists(panels: &mut [Panel], b: &Blueprint, work: impl Fn(usize, &mut Panel) + Send + Sync) {
    let mut rest = panels;
    let parts = b
        .parts
        .lists
        .iter()
        .map(|lists| (lists.start, rest.split_off_mut(..lists.len()).unwrap_or_default()));
    side_by_side(parts.collect(), |(first, part): (usize, &mut [Panel])| {
        for (nth, panel) in part.iter_mut().enumerate() {
            work(first + nth, panel);
        }
    });
}

/// Every write of the week reaches a patient about whom something could be written: a list by
/// weight, then a patient of it, by the weights of the start of the week.
fn deliver_writes(world: &mut World, step: &Step<'_>, by: Currency) {
    let (b, s) = (step.blueprint, step.scenario);
    let (mut lists, mut all_lists, mut region) = (vec![], vec![], None);
    let mut written = vec![];
    for (o, &[skilled, unskilled]) in world.orgs.writes.iter().enumerate() {
        if skilled + unskilled == 0 {
            continue;
        }
        // Cumulative weights over the lists, as they stood when the week began; for those who
        // meet all lists they are the same for the whole region.
        let lists = if b.share_of_all[o] > 0.0 {
            if region != Some(b.region[o]) {
                region = Some(b.region[o]);
                let lists = b.region_panels[b.region[o]].clone().map(|p| (p, 1.0));
                cumulate(&mut all_lists, lists, world);
            }
            &all_lists
        } else {
            cumulate(&mut lists, b.links[o].iter().copied(), world);
            &lists
        };
        let total = lists.last().map_or(0.0, |&(_, cumulative)| cumulative);
        let kept = step.effects.org.left(OrgCoef::QualityLost, o);
        let luck = step.lot.draw(Purpose::Write, b.key[o], u64::from(step.week));
        for nth in 0..skilled + unskilled {
            let draw = luck.then(u64::from(nth));
            let target = draw.uniform() * total;
            let list = lists.partition_point(|&(_, cumulative)| cumulative <= target);
            let Some(&(p, _)) = lists.get(list) else { continue };
            let quality = if nth < skilled {
                s.records.quality_competent
            } else {
                s.records.quality_untrained
            };
            if let Some(patient) = about(&world.panels[p], draw) {
                written.push((p, patient, draw.then(2).chance(quality * kept)));
            }
        }
    }
    for (p, patient, good) in written {
        world.panels[p].write(patient, good, by, step.week as i32);
    }
}

/// Lists with the sum of the weights so far of patients about whom something could be written.
fn cumulate(
    lists: &mut Vec<(usize, f64)>,
    weights: impl Iterator<Item = (usize, f64)>,
    world: &World,
) {
    lists.clear();
    let mut total = 0.0;
    lists.extend(weights.map(|(p, weight)| {
        total += weight * world.panels[p].writable;
        (p, total)
    }));
}

/// The patient of a list whom a write is about.
fn about(panel: &Panel, draw: Draw) -> Option<usize> {
    let mut target = draw.then(1).uniform() * panel.writable;
    panel.patients.iter().position(|p| {
        p.writable > 0.0 && {
            target -= f64::from(p.writable);
            target <= 0.0
        }
    })
}

/// Weekly rate at which a recognised patient of each list is asked; minutes of asking go to the
/// organisations that ask.
fn asking(world: &mut World, step: &Step<'_>) -> Vec<f64> {
    let (b, s) = (step.blueprint, step.scenario);
    let mut rate = vec![0.0; world.panels.len()];
    let roles = s.roles.iter().enumerate();
    let converse: Vec<(f64, f64)> = roles
        .map(|(i, role)| (role.converse, step.effects.role.left(RoleCoef::ConverseLost, i)))
        .collect();
    let unasked = |panel: &Panel| f64::from(panel.counts.recognised - panel.counts.approached);
    let unasked: Vec<f64> = world.panels.iter().map(unasked).collect();
    for r in 0..world.regions.len() {
        let panels = b.region_panels[r].clone();
        let region_unasked: f64 = unasked[panels.clone()].iter().sum();
        let mut everywhere = 0.0;
        for o in b.region_orgs[r].clone() {
            let competent = world.orgs.competent[o];
            if competent == 0 || !world.orgs.usable(o) {
                continue;
            }
            let posts = b.posts[o].len() as f64;
            let trained = f64::from(competent) / posts;
            let begun: f64 = b.spans[o]
                .iter()
                .map(|span| {
                    let (converse, left) = converse[span.role];
                    span.posts.len() as f64 / posts * converse * left
                })
                .sum();
            let able = step.effects.org.left(OrgCoef::ConverseLost, o);
            let mine = s.kinds[b.kind[o]].contacts * begun * trained * able;
            let mut conversations = mine * b.share_of_all[o] * region_unasked;
            everywhere += mine * b.share_of_all[o];
            for &(p, weight) in &b.links[o] {
                rate[p] += mine * weight;
                conversations += mine * weight * unasked[p];
            }
            world.orgs.minutes_paid[o] += conversations * s.time.converse;
            world.orgs.conversed[o] += conversations / f64::from(competent);
        }
        rate[panels].iter_mut().for_each(|x| *x += everywhere);
    }
    rate
}

/// What the week's front-line minutes cost; of those of training, what the project has not covered.
fn clinicians(world: &mut World, step: &Step<'_>) {
    let an_hour = step.scenario.money.backfill_per_hour;
    for (r, region) in world.regions.iter_mut().enumerate() {
        let covered = region.granted[Lever::Backfill as usize];
        let here = step.blueprint.region_orgs[r].clone();
        let trained = &world.orgs.minutes_trained[here.clone()];
        let both = world.orgs.minutes_paid[here].iter().zip(trained);
        let minutes: f64 = both.map(|(paid, trained)| paid + (1.0 - covered) * trained).sum();
        region.clinicians += minutes / 60.0 * an_hour;
    }
}

/// Incidents in which the tool had a part; their rate is remembered for about a year.
fn incidents(world: &mut World, step: &mut Step<'_>) {
    let b = step.blueprint;
    for r in 0..world.regions.len() {
        let (mut count, here) = (0, b.region_orgs[r].clone());
        let yearly = &step.effects.org.column(OrgCoef::Incidents)[here.clone()];
        for (o, &yearly) in here.zip(yearly) {
            if yearly > 0.0 {
                let draw = step.lot.draw(Purpose::Incident, b.key[o], u64::from(step.week));
                let happened = draw.poisson((yearly / WEEKS_PER_YEAR).min(100.0));
                if happened > 0 {
                    step.note_organisation(o, "incident", || "the tool had a part".to_string());
                }
                count += happened;
            }
        }
        let flows = &mut world.regions[r].flows;
        flows.incidents += f64::from(count) - flows.incidents / WEEKS_PER_YEAR;
    }
}

/// Weekly chances of the patients of one region, as thresholds on a 32-bit word, and the chance
/// that one who is asked agrees.
struct Fate {
    die: u64,
    reconsider: u64,
    withdraw: u64,
    overtake: u64,
    agree: f64,
}

impl Fate {
    fn of(world: &World, step: Week<'_>, r: usize) -> Self {
        let (s, region) = (step.scenario, &step.effects.region);
        let yearly =
            |c: RegionCoef| threshold(maths::probability(region.get(c, r) / WEEKS_PER_YEAR));
        let covered = world.regions[r].flows.contacts_covered;
        let overtaken = s.records.overtaken_per_week * (1.0 - covered);
        let shift = region.get(RegionCoef::Agree, r);
        Fate {
            die: threshold(maths::probability(1.0 / s.patients.stay_weeks)),
            reconsider: yearly(RegionCoef::Reconsider),
            withdraw: yearly(RegionCoef::Withdraw),
            overtake: threshold(maths::probability(overtaken)),
            agree: maths::shift_log_odds(s.patients.agree, shift),
        }
    }
}

/// What happens to each recognised patient of a list.
#[inline]
fn patients(panel: &mut Panel, by: Currency, luck: Draw, asking: f64, fate: &Fate) {
    let ask = threshold(maths::probability(asking));
    let (mut deaths, mut recorded) = ([0; ILLNESSES], [0; ILLNESSES]);
    // By state: words from here on change nothing, which is what most do.
    let mut nothing = [0; 3];
    nothing[Patients::Recognised as usize] = ask;
    nothing[Patients::Declined as usize] = fate.reconsider;
    nothing[Patients::Agreed as usize] = fate.withdraw + fate.overtake;
    let met = |p: &Patient| {
        let draw = luck.then_at(p.address);
        let (dies, other) = draw.halves();
        let (dies, other) = (u64::from(dies) < fate.die, u64::from(other));
        if dies | (other < nothing[p.state as usize]) { Some((dies, other, draw)) } else { None }
    };
    panel.each(by, met, |p, (dies, other, draw)| {
        if dies {
            deaths[usize::from(!p.cancer)] += 1;
            recorded[usize::from(!p.cancer)] += u64::from(p.written != NEVER);
        } else {
            something(p, draw, other, fate);
        }
        !dies
    });
    for i in 0..ILLNESSES {
        panel.deaths[i] += deaths[i];
        panel.deaths_with_record[i] += recorded[i];
    }
}

/// What a word below the limit of a patient's state does.
fn something(p: &mut Patient, draw: Draw, word: u64, fate: &Fate) {
    match p.state {
        Patients::Recognised => {
            let yes = draw.then(1).chance(fate.agree);
            p.state = if yes { Patients::Agreed } else { Patients::Declined };
        }
        Patients::Declined => p.state = Patients::Agreed,
        // Who withdraws takes the record along.
        Patients::Agreed if word < fate.withdraw => {
            p.state = Patients::Declined;
            (p.written, p.good, p.overtaken) = (NEVER, false, false);
        }
        Patients::Agreed => p.overtaken |= p.written != NEVER,
    }
}

/// Addresses of the three draws of each illness on a list and week.
const THREE_DRAWS: [[u64; 3]; ILLNESSES] =
    [[address(1), address(2), address(3)], [address(4), address(5), address(6)]];

/// People come to need palliative care; some are recognised, some die unrecognised.
fn arrivals(panel: &mut Panel, draw: Draw, people: &Unrecognised) {
    for (i, addresses) in THREE_DRAWS.iter().enumerate() {
        let luck = addresses.map(|address| draw.then_at(address));
        let [recognised, died, come] = people.week(i, panel.unrecognised[i], luck);
        panel.unrecognised[i] = panel.unrecognised[i] - recognised - died + come;
        panel.deaths[i] += u64::from(died);
        for _ in 0..recognised {
            panel.patients.push(Patient::recognised(panel.ever, i == 0));
            panel.ever += 1;
        }
    }
}
