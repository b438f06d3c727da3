//! Who sees whom: the share of those that an organisation sees which have something, or the mean of what
//! they get from it, as it stood at the end of last week.
//!
//! Comparable organisations are seen through blocks: the same kind, the same IT system and all of
//! the region, weighted by `diffusion.see_*`; a block in which nobody else stands has no weight.

use crate::scenario::{Diffusion, Network};
use crate::world::Blocks;

/// A block of which an organisation is one, as it is seen by all of its sort.
#[derive(Debug, Clone, Copy)]
struct Block {
    /// What they have together.
    with: f64,
    /// How many others there are; 1 of no weight where it stands alone.
    others: f64,
    weight: f64,
}

/// What organisations of one sort see: the blocks, their weights together, and the share that it comes
/// to for those who have nothing and for those who have all, as most do.
#[derive(Debug, Clone, Copy)]
struct View {
    blocks: [Block; 3],
    weight: f64,
    plain: [f64; 2],
}

impl View {
    fn of(blocks: [Block; 3]) -> Self {
        let weight = blocks.iter().fold(0.0, |sum, block| sum + block.weight);
        let view = View { blocks, weight, plain: [0.0; 2] };
        View { plain: [view.mean(0.0), view.mean(1.0)], ..view }
    }

    #[inline]
    fn share(&self, own: f64) -> f64 {
        match own {
            0.0 => self.plain[0],
            1.0 => self.plain[1],
            _ => self.mean(own),
        }
    }

    /// Mean over the others of each block. Seldom asked for: what is asked for often stays small.
    #[inline(never)]
    fn mean(&self, own: f64) -> f64 {
        let mut sum = 0.0;
        for block in &self.blocks {
            sum += block.weight * ((block.with - own).max(0.0) / block.others);
        }
        if self.weight > 0.0 { sum / self.weight } else { 0.0 }
    }
}

/// Means seen by every organisation, from a snapshot of what each has: 1 or 0 for something that one
/// has or has not, a share for what there is more or less of.
pub struct Seen<'a> {
    diffusion: &'a Diffusion,
    blocks: &'a Blocks,
    has: Vec<f64>,
    /// By sort.
    views: Vec<View>,
}

impl<'a> Seen<'a> {
    /// Add up once what each has.
    pub fn of(diffusion: &'a Diffusion, blocks: &'a Blocks, has: Vec<f64>) -> Self {
        let mut with = vec![0.0; blocks.all.len()];
        for (&sort, &has) in blocks.sort.iter().zip(&has).filter(|&(_, &has)| has != 0.0) {
            blocks.of_sort[sort].iter().for_each(|&block| with[block] += has);
        }
        let d = diffusion;
        let block = |block: usize, weight: f64| match blocks.all[block] - 1 {
            0 => Block { with: 0.0, others: 1.0, weight: 0.0 },
            others => Block { with: with[block], others: f64::from(others), weight },
        };
        let view = |&[kind, system, region, everybody]: &[usize; 4]| {
            View::of(match d.network {
                Network::Complete => [block(everybody, 1.0), block(region, 0.0), block(kind, 0.0)],
                Network::Comparable | Network::Ring => [
                    block(kind, d.see_kind),
                    block(system, d.see_system),
                    block(region, d.see_region),
                ],
            })
        };
        let views = blocks.of_sort.iter().map(view).collect();
        Seen { diffusion, blocks, has, views }
    }

    /// For each organisation, the share of those that it sees which have it; it does not count itself.
    fn for_each(&self, entries: &mut [f64], take: impl Fn(&mut f64, f64)) {
        match self.diffusion.network {
            Network::Complete | Network::Comparable => {
                let own = self.blocks.sort.iter().zip(&self.has);
                for (entry, (&sort, &has)) in entries.iter_mut().zip(own) {
                    take(entry, self.views[sort].share(has));
                }
            }
            Network::Ring => {
                let n = self.has.len();
                for (o, entry) in entries.iter_mut().enumerate() {
                    let with = [self.has[(o + n - 1) % n], self.has[(o + 1) % n]];
                    take(entry, with.iter().sum::<f64>() / 2.0);
                }
            }
        }
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

    /// Write the share by which each organisation goes into its entry.
    pub fn write(&self, entries: &mut [f64]) {
        self.has.for_each(entries, |entry, has| *entry = has);
        if let Some(gets) = self.gets {
            let weight = self.has.diffusion.benefit_seen;
            gets.for_each(entries, |entry, gets| *entry = (1.0 - weight) * *entry + weight * gets);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Draw;
    use crate::scenario::builtin;
    use crate::world::Blueprint;

    /// The share that `o` sees, gone through organisation by organisation.
    fn one_by_one(d: &Diffusion, b: &Blueprint, has: &[f64], o: usize) -> f64 {
        let n = has.len();
        let mean = |same: &dyn Fn(usize) -> bool| {
            let with: f64 = (0..n).filter(|&x| same(x)).map(|x| has[x]).sum();
            let others = (0..n).filter(|&x| x != o && same(x)).count();
            (others > 0).then(|| (with - has[o]).max(0.0) / others as f64)
        };
        let here = |x: usize| b.region[x] == b.region[o];
        let blocks = match d.network {
            Network::Ring => return (has[(o + n - 1) % n] + has[(o + 1) % n]) / 2.0,
            Network::Complete => vec![(mean(&|_| true), 1.0)],
            Network::Comparable => vec![
                (mean(&|x| here(x) && b.kind[x] == b.kind[o]), d.see_kind),
                (mean(&|x| here(x) && b.system[x] == b.system[o]), d.see_system),
                (mean(&here), d.see_region),
            ],
        };
        let others = blocks.iter().filter_map(|&(share, weight)| Some((share?, weight)));
        let (sum, total) = others.fold((0.0, 0.0), |(sum, total), (share, weight)| {
            (sum + weight * share, total + weight)
        });
        if total > 0.0 { sum / total } else { 0.0 }
    }

    #[test]
    fn what_a_sort_sees_is_what_each_of_it_sees() {
        let s = builtin(&[]).unwrap().scenario;
        let b = Blueprint::of(&s);
        let luck: Vec<f64> =
            (0..b.organisations() as u32).map(|o| Draw::of_word(o, 0).uniform()).collect();
        let snapshots = [|x| f64::from(u8::from(x < 0.4)), |x| if x < 0.4 { x } else { 0.0 }];
        for network in [Network::Comparable, Network::Complete, Network::Ring] {
            let d = Diffusion { network, ..s.diffusion.clone() };
            for has in snapshots {
                let has: Vec<f64> = luck.iter().copied().map(has).collect();
                let seen = Seen::of(&d, &b.blocks, has.clone());
                let mut shares = vec![0.0; has.len()];
                GoneBy::of(seen, None).write(&mut shares);
                for (o, share) in shares.into_iter().enumerate() {
                    assert_eq!(share.to_bits(), one_by_one(&d, &b, &has, o).to_bits());
                }
            }
        }
    }
}
