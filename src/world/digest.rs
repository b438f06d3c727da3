//! Fingerprints of the state: two runs that agree in every bit have the same.

use super::{Blueprint, ILLNESSES, NEVER, Patient, Patients, World};

/// An order-dependent hash of 64-bit words; not cryptographic, only very unlikely to collide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fingerprinter(u64);

impl Default for Fingerprinter {
    fn default() -> Self {
        Fingerprinter(0x243f_6a88_85a3_08d3)
    }
}

impl Fingerprinter {
    /// Take in a word.
    #[inline]
    pub fn add(&mut self, word: u64) {
        self.0 =
            (self.0 ^ word).wrapping_mul(0x9fb2_1c65_1e98_df25).rotate_left(27) ^ (self.0 >> 41);
    }

    /// Take in some words, one after the other.
    pub fn all(&mut self, words: &[u64]) {
        words.iter().for_each(|&word| self.add(word));
    }

    /// Take in a number, bit by bit.
    #[inline]
    pub fn number(&mut self, x: f64) {
        self.add(x.to_bits());
    }

    /// The fingerprint.
    pub fn finish(self) -> u64 {
        let mut x = self.0;
        x = (x ^ (x >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93);
        x ^ (x >> 32)
    }
}

/// A patient in one word: there are many, and they are hashed after every process.
fn patient(p: &Patient) -> u64 {
    let state = match p.state {
        Patients::Recognised => 0,
        Patients::Declined => 1,
        Patients::Agreed => 2,
    };
    // Weeks lie between those of the longest validity before the start and `MAX_WEEKS`.
    let written = if p.written == NEVER { 0 } else { (p.written + (1 << 20)) as u64 & 0xff_ffff };
    u64::from(p.number) << 32
        | written << 8
        | u64::from(p.cancer) << 4
        | state << 2
        | u64::from(p.good) << 1
        | u64::from(p.overtaken)
}

impl World {
    /// Fingerprint of one region.
    pub fn fingerprint(&self, b: &Blueprint, region: usize) -> u64 {
        let mut f = Fingerprinter::default();
        let r = &self.regions[region];
        for x in
            [r.quality, r.spent, r.set_aside, r.fit, r.flows.reads_per_record, r.flows.slippage]
        {
            f.number(x);
        }
        let c = &r.climate;
        for x in [c.interest, c.trust, c.slipped, c.evidence, c.mandate, r.review.funded] {
            f.number(x);
        }
        f.add(u64::from(c.sponsor_from) << 32 | u64::from(c.conflict_until));
        f.add(u64::from(c.scandal_until) << 32 | u64::from(c.alternatives));
        if r.closed {
            f.add(u64::from(r.taken_over) << 1 | u64::from(r.gone));
        }
        r.mismatch.iter().chain(&r.granted).for_each(|&x| f.number(x));
        r.hours.iter().chain(&r.hours_by_task).for_each(|&x| f.number(x));
        r.experience.iter().flatten().for_each(|&x| f.number(x));
        for m in &r.members {
            f.add(u64::from(m.from_week) << 32 | u64::from(m.departures));
            f.number(m.repetition);
        }
        for o in b.region_orgs[region].clone() {
            self.organisation_into(b, o, &mut f);
        }
        for panel in &self.panels[b.region_panels[region].clone()] {
            f.add(u64::from(panel.ever));
            for illness in 0..ILLNESSES {
                f.add(u64::from(panel.unrecognised[illness]));
                f.all(&[panel.deaths[illness], panel.deaths_with_record[illness]]);
            }
            panel.patients.iter().for_each(|p| f.add(patient(p)));
        }
        f.finish()
    }

    fn organisation_into(&self, b: &Blueprint, o: usize, f: &mut Fingerprinter) {
        let orgs = &self.orgs;
        f.add(
            (orgs.stage[o] as u64) << 8
                | (orgs.system[o] as u64) << 16
                | u64::from(orgs.to_configure[o]) << 4
                | u64::from(orgs.champion[o].is_some()) << 7
                | u64::from(orgs.embedded[o]) << 6
                | u64::from(orgs.by_itself[o]) << 5
                | u64::from(orgs.hollow[o]) << 3
                | u64::from(orgs.held[o]) << 2
                | u64::from(orgs.paused[o]) << 1
                | u64::from(orgs.reported_live[o]),
        );
        f.number(orgs.load[o]);
        f.number(orgs.neglect[o]);
        f.number(orgs.hours_left[o]);
        if !orgs.ever_live[o] {
            return;
        }
        let p = &self.posts;
        for i in b.posts[o].clone() {
            f.add(u64::from(p.vacant[i]) << 63 | u64::from(p.hire[i]) << 32 | u64::from(p.uses[i]));
            f.add(
                u64::from(p.competent_until[i].to_bits()) << 32 | u64::from(p.habit[i].to_bits()),
            );
            f.add(
                u64::from(p.expect_read[i].to_bits()) << 32
                    | u64::from(p.expect_write[i].to_bits()),
            );
        }
    }

    /// Fingerprint of everything.
    pub fn fingerprint_all(&self, b: &Blueprint) -> u64 {
        let mut f = Fingerprinter::default();
        (0..self.regions.len()).for_each(|r| f.add(self.fingerprint(b, r)));
        f.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::Fingerprinter;

    /// Kind of fault: counts packed into one word, where a large one reaches into the next.
    #[test]
    fn counts_of_any_size_do_not_meet_in_a_fingerprint() {
        let of = |words: &[u64]| {
            let mut f = Fingerprinter::default();
            f.all(words);
            f.finish()
        };
        // Openings, leavers and live posts of a week.
        assert_ne!(of(&[0, 1 << 12, 0]), of(&[1, 0, 0]));
        assert_ne!(of(&[0, 1, 0]), of(&[0, 0, 1 << 20]));
        assert_ne!(of(&[1, 1, 1]), of(&[1, 0, 1 | 1 << 20]));
        // Deaths, and those with a record.
        assert_ne!(of(&[1, 0]), of(&[0, 1 << 20]));
        assert_eq!(of(&[5, 6, 7]), of(&[5, 6, 7]));
    }
}
