//! Who sees whom: the share of those that an organisation sees which have something, or the mean of what
//! they get from it, as it stood at the end of last week.
//!
//! Comparable organisations are seen through blocks: the same kind, the same IT system and all of
//! the region, weighted by `diffusion.see_*`; a block in which nobody else stands has no weight.

use crate::scenario::{Diffusion, Network};
use crate::world::Blueprint;

/// What the organisations of a block have together, and how many there are.
#[derive(Debug, Clone, Copy, Default)]
struct Block {
    with: f64,
    all: u32,
}

impl Block {
    fn count(&mut self, has: f64) {
        self.with += has;
        self.all += 1;
    }

    /// Mean over the others, if there are any.
    fn share(self, own: f64) -> Option<f64> {
        let others = self.all.checked_sub(1).filter(|&others| others > 0)?;
        Some((self.with - own).max(0.0) / f64::from(others))
    }

    /// The same with a weight; no weight for one who stands there alone.
    fn weighed(self, own: f64, weight: f64) -> [f64; 2] {
        self.share(own).map_or([0.0; 2], |share| [weight * share, weight])
    }
}

/// Means seen by every organisation, from a snapshot of what each has: 1 or 0 for something that one
/// has or has not, a share for what there is more or less of.
pub struct Seen<'a> {
    diffusion: &'a Diffusion,
    blueprint: &'a Blueprint,
    has: Vec<f64>,
    everybody: Block,
    regions: Vec<Block>,
    kinds: Vec<Block>,
    systems: Vec<Block>,
    widths: (usize, usize),
}

impl<'a> Seen<'a> {
    /// Add up once what each has; `kinds` and `systems` say how many of each there are.
    pub fn of(
        diffusion: &'a Diffusion,
        b: &'a Blueprint,
        (kinds, systems): (usize, usize),
        has: Vec<f64>,
    ) -> Self {
        let regions = b.region_orgs.len();
        let blocks = |n: usize| vec![Block::default(); n];
        let (mut everybody, mut by_region) = (Block::default(), blocks(regions));
        let (mut by_kind, mut by_system) = (blocks(regions * kinds), blocks(regions * systems));
        for (o, &has) in has.iter().enumerate() {
            everybody.count(has);
            by_region[b.region[o]].count(has);
            by_kind[b.region[o] * kinds + b.kind[o]].count(has);
            by_system[b.region[o] * systems + b.system[o]].count(has);
        }
        Seen {
            diffusion,
            blueprint: b,
            everybody,
            regions: by_region,
            kinds: by_kind,
            systems: by_system,
            widths: (kinds, systems),
            has,
        }
    }

    /// Share of those that `o` sees which have it; `o` itself does not count.
    pub fn share(&self, o: usize) -> f64 {
        let own = self.has[o];
        let n = self.has.len();
        match self.diffusion.network {
            Network::Complete => self.everybody.share(own).unwrap_or(0.0),
            Network::Comparable => self.blocks(o, own),
            Network::Ring => {
                let with = [self.has[(o + n - 1) % n], self.has[(o + 1) % n]];
                with.iter().sum::<f64>() / 2.0
            }
        }
    }

    fn blocks(&self, o: usize, own: f64) -> f64 {
        let (b, d, (kinds, systems)) = (self.blueprint, self.diffusion, self.widths);
        let region = b.region[o];
        let blocks = [
            self.kinds[region * kinds + b.kind[o]].weighed(own, d.see_kind),
            self.systems[region * systems + b.system[o]].weighed(own, d.see_system),
            self.regions[region].weighed(own, d.see_region),
        ];
        let (mut sum, mut total) = (0.0, 0.0);
        for [share, weight] in blocks {
            sum += share;
            total += weight;
        }
        if total > 0.0 { sum / total } else { 0.0 }
    }
}

/// What an organisation goes by in those that it sees: that they have something, and, as far as
/// `diffusion.benefit_seen` says, what they get from it: `(1 − s) · share that has it + s · mean benefit`.
pub struct GoneBy<'a> {
    has: Seen<'a>,
    gets: Option<&'a Seen<'a>>,
}

impl<'a> GoneBy<'a> {
    /// Of those who have it, and what they get, where that counts.
    pub fn of(has: Seen<'a>, gets: Option<&'a Seen<'a>>) -> Self {
        GoneBy { has, gets }
    }

    /// Share by which `o` goes.
    pub fn share(&self, o: usize) -> f64 {
        let has = self.has.share(o);
        match self.gets {
            None => has,
            Some(gets) => {
                let weight = self.has.diffusion.benefit_seen;
                (1.0 - weight) * has + weight * gets.share(o)
            }
        }
    }
}
