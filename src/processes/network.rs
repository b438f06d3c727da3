//! Who sees whom: the share of those that an organisation sees which have something, as it
//! stood at the end of last week.
//!
//! Comparable organisations are seen through blocks: the same kind, the same IT system and all of
//! the region, weighted by `diffusion.see_*`; a block in which nobody else stands has no weight.

use crate::scenario::{Diffusion, Network};
use crate::world::Blueprint;

/// How many of a block have it, and how many there are.
#[derive(Debug, Clone, Copy, Default)]
struct Block {
    with: u32,
    all: u32,
}

impl Block {
    fn count(&mut self, has: bool) {
        self.with += u32::from(has);
        self.all += 1;
    }

    /// Share of the others, if there are any.
    fn share(self, own: bool) -> Option<f64> {
        let others = self.all.checked_sub(1).filter(|&others| others > 0)?;
        Some(f64::from(self.with - u32::from(own)) / f64::from(others))
    }
}

/// Shares seen by every organisation, from a snapshot of who has it.
pub struct Seen<'a> {
    diffusion: &'a Diffusion,
    blueprint: &'a Blueprint,
    has: Vec<bool>,
    everybody: Block,
    regions: Vec<Block>,
    kinds: Vec<Block>,
    systems: Vec<Block>,
    widths: (usize, usize),
}

impl<'a> Seen<'a> {
    /// Count once who has it; `kinds` and `systems` say how many of each there are.
    pub fn of(
        diffusion: &'a Diffusion,
        b: &'a Blueprint,
        (kinds, systems): (usize, usize),
        has: Vec<bool>,
    ) -> Self {
        let regions = b.region_orgs.len();
        let mut seen = Seen {
            diffusion,
            blueprint: b,
            everybody: Block::default(),
            regions: vec![Block::default(); regions],
            kinds: vec![Block::default(); regions * kinds],
            systems: vec![Block::default(); regions * systems],
            widths: (kinds, systems),
            has: vec![],
        };
        for (o, &has) in has.iter().enumerate() {
            seen.everybody.count(has);
            seen.regions[b.region[o]].count(has);
            seen.kinds[b.region[o] * kinds + b.kind[o]].count(has);
            seen.systems[b.region[o] * systems + b.system[o]].count(has);
        }
        seen.has = has;
        seen
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
                with.iter().map(|&h| f64::from(u8::from(h))).sum::<f64>() / 2.0
            }
        }
    }

    fn blocks(&self, o: usize, own: bool) -> f64 {
        let (b, d, (kinds, systems)) = (self.blueprint, self.diffusion, self.widths);
        let region = b.region[o];
        let blocks = [
            (d.see_kind, self.kinds[region * kinds + b.kind[o]]),
            (d.see_system, self.systems[region * systems + b.system[o]]),
            (d.see_region, self.regions[region]),
        ];
        let (mut sum, mut total) = (0.0, 0.0);
        for (weight, block) in blocks {
            if let Some(share) = block.share(own) {
                sum += weight * share;
                total += weight;
            }
        }
        if total > 0.0 { sum / total } else { 0.0 }
    }
}
