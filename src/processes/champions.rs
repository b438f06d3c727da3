//! Part of step 5: local champions, and organisations that keep the tool going by themselves.
//!
//! An organisation has a champion, the holder of one of its posts, with chance `champions` when it goes
//! live; one arises at `arises_per_year` where there is none. A champion is lost when the holder of the
//! post leaves, so that turnover of staff is turnover of champions. With a champion and at least
//! `threshold` of its posts in use an organisation embeds: its own people hold the refreshers and answer
//! the questions, so that the project neither can nor has to. It is embedded no more once it has been
//! without a champion for `grace_weeks`. Before that a champion takes a share `helps` of both.

use super::Step;
use crate::rng::address;
use crate::world::WEEKS_PER_YEAR;
use crate::world::{Stage, World};

/// Share of support and refreshers that somebody other than the project takes at an organisation: its
/// own people, its vendor where it took the tool up without the project, or the rival that has it now.
#[inline]
pub(super) fn help(world: &World, step: &Step<'_>, o: usize) -> f64 {
    let (s, orgs) = (step.scenario, &world.orgs);
    if orgs.embedded[o] || world.regions[step.blueprint.region[o]].taken_over {
        return 1.0;
    }
    let vendor = if orgs.by_itself[o] { s.diffusion.supported } else { 0.0 };
    let champion = if orgs.champion[o].is_some() { s.embedding.helps } else { 0.0 };
    1.0 - (1.0 - vendor) * (1.0 - champion)
}

/// Champions come and go; organisations embed and fall back.
pub(super) fn run(world: &mut World, step: &mut Step<'_>) {
    let own = &step.scenario.embedding;
    if own.champions == 0.0 && own.arises_per_year == 0.0 {
        return;
    }
    let week = address(u64::from(step.week));
    for o in 0..step.blueprint.organisations() {
        if world.orgs.stage[o] != Stage::Live {
            world.orgs.champion[o] = None;
            world.orgs.embedded[o] = false;
            continue;
        }
        let posts = step.blueprint.posts[o].clone();
        if let Some((nth, holder)) = world.orgs.champion[o] {
            let post = posts.start + nth;
            if world.posts.vacant[post] || world.posts.hire[post] != holder {
                world.orgs.champion[o] = None;
                world.orgs.alone_since[o] = step.week;
                step.note_organisation(o, "champion_left", || {
                    "and was not replaced yet".to_string()
                });
            }
        }
        let draw = world.orgs.luck[o].champion.then_at(week);
        let since = world.orgs.live_since[o];
        let launched = since == step.week as i32 || (since == 0 && step.week == 1);
        let found = || {
            (launched && draw.chance(own.champions))
                || draw.then(1).comes(own.arises_per_year / WEEKS_PER_YEAR)
        };
        if world.orgs.champion[o].is_none() && !posts.is_empty() && found() {
            let nth = ((draw.then(2).uniform() * posts.len() as f64) as usize).min(posts.len() - 1);
            let post = posts.start + nth;
            if !world.posts.vacant[post] {
                world.orgs.champion[o] = Some((nth, world.posts.hire[post]));
                step.note_organisation(o, "champion", || "somebody has taken it on".to_string());
            }
        }
        let orgs = &mut world.orgs;
        let used = || f64::from(orgs.active[o]) >= own.threshold * posts.len() as f64;
        if orgs.champion[o].is_some() && !orgs.embedded[o] && used() {
            orgs.embedded[o] = true;
            step.note_organisation(o, "embedded", || {
                "it keeps the tool going by itself".to_string()
            });
        } else if orgs.embedded[o]
            && orgs.champion[o].is_none()
            && step.week >= orgs.alone_since[o] + own.grace_weeks
        {
            orgs.embedded[o] = false;
            step.note_organisation(o, "not_embedded", || "it needs the project again".to_string());
        }
    }
}
