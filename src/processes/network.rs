//! Who sees whom: the share of those that an organisation sees which have something, as it
//! stood at the end of last week.

use crate::scenario::Network;
use crate::world::Blueprint;

/// Shares seen by every organisation, from a snapshot of who has it.
pub struct Seen<'a> {
    network: Network,
    blueprint: &'a Blueprint,
    has: Vec<bool>,
    /// How many have it: of everybody, and by region and kind.
    all: u32,
    alike: Vec<u32>,
    alike_total: Vec<u32>,
    kinds: usize,
}

impl<'a> Seen<'a> {
    /// Count once who has it.
    pub fn of(network: Network, b: &'a Blueprint, kinds: usize, has: Vec<bool>) -> Self {
        let cells = b.region_orgs.len() * kinds;
        let (mut alike, mut alike_total) = (vec![0; cells], vec![0; cells]);
        for (o, &h) in has.iter().enumerate() {
            let cell = b.region[o] * kinds + b.kind[o];
            alike[cell] += u32::from(h);
            alike_total[cell] += 1;
        }
        let all = has.iter().map(|&h| u32::from(h)).sum();
        Seen { network, blueprint: b, has, all, alike, alike_total, kinds }
    }

    /// Share of those that `o` sees which have it; `o` itself does not count.
    pub fn share(&self, o: usize) -> f64 {
        let own = u32::from(self.has[o]);
        let n = self.has.len();
        let ratio =
            |with: u32, all: u32| if all == 0 { 0.0 } else { f64::from(with) / f64::from(all) };
        match self.network {
            Network::Complete => ratio(self.all - own, n as u32 - 1),
            Network::Comparable => {
                let cell = self.blueprint.region[o] * self.kinds + self.blueprint.kind[o];
                ratio(self.alike[cell] - own, self.alike_total[cell] - 1)
            }
            Network::Ring => {
                let with = [self.has[(o + n - 1) % n], self.has[(o + 1) % n]];
                with.iter().map(|&h| f64::from(u8::from(h))).sum::<f64>() / 2.0
            }
        }
    }
}
