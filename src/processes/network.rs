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
        Some(f64::from(self.with.saturating_sub(u32::from(own))) / f64::from(others))
    }

    /// The same for those who have it and those who have not, with a weight.
    fn weighed(self, weight: f64) -> Weighed {
        match (self.share(false), self.share(true)) {
            (Some(without), Some(with)) => {
                Weighed { share: [weight * without, weight * with], weight }
            }
            _ => Weighed::default(),
        }
    }
}

/// Weighted share of a block, for one of it who has it not and one who has; no weight for one who
/// stands there alone.
#[derive(Debug, Clone, Copy, Default)]
struct Weighed {
    share: [f64; 2],
    weight: f64,
}

/// Shares seen by every organisation, from a snapshot of who has it.
pub struct Seen<'a> {
    diffusion: &'a Diffusion,
    blueprint: &'a Blueprint,
    has: Vec<bool>,
    everybody: Block,
    regions: Vec<Weighed>,
    kinds: Vec<Weighed>,
    systems: Vec<Weighed>,
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
        let blocks = |n: usize| vec![Block::default(); n];
        let (mut everybody, mut by_region) = (Block::default(), blocks(regions));
        let (mut by_kind, mut by_system) = (blocks(regions * kinds), blocks(regions * systems));
        for (o, &has) in has.iter().enumerate() {
            everybody.count(has);
            by_region[b.region[o]].count(has);
            by_kind[b.region[o] * kinds + b.kind[o]].count(has);
            by_system[b.region[o] * systems + b.system[o]].count(has);
        }
        let weighed = |blocks: Vec<Block>, weight| {
            blocks.into_iter().map(|block| block.weighed(weight)).collect()
        };
        Seen {
            diffusion,
            blueprint: b,
            everybody,
            regions: weighed(by_region, diffusion.see_region),
            kinds: weighed(by_kind, diffusion.see_kind),
            systems: weighed(by_system, diffusion.see_system),
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
                with.iter().map(|&h| f64::from(u8::from(h))).sum::<f64>() / 2.0
            }
        }
    }

    fn blocks(&self, o: usize, own: bool) -> f64 {
        let (b, (kinds, systems)) = (self.blueprint, self.widths);
        let region = b.region[o];
        let blocks = [
            self.kinds[region * kinds + b.kind[o]],
            self.systems[region * systems + b.system[o]],
            self.regions[region],
        ];
        let (mut sum, mut total) = (0.0, 0.0);
        for block in blocks {
            sum += block.share[usize::from(own)];
            total += block.weight;
        }
        if total > 0.0 { sum / total } else { 0.0 }
    }
}
