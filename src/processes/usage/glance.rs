//! Who may open the tool this week: a first look at many posts at a time, without a branch.
//!
//! It costs the same for everybody and finds the few whose week has to be looked at closely; what it
//! passes over is exactly what the closer look would leave alone. Sums and products are those of
//! the closer look, one by one, so that wider registers change no digit.

use std::ops::Range;

use crate::stats::maths::{exp_neg, hill};
use crate::world::PartPosts;

/// Posts that are looked at together: a bit of a mark each.
pub const BLOCK: usize = u64::BITS as usize;
/// Posts that one step of that look takes; the last step of an organisation may reach into the
/// posts of the next, and leaves them as they are.
const LANES: usize = 4;

/// What is the same for all posts of one organisation this week.
pub struct Setting {
    pub week: i32,
    /// Contacts of the whole organisation.
    pub contacts: f32,
    /// Access × √(1 − load) × what forces leave; 0 where the tool cannot be used.
    pub reach: f32,
    /// Share of the openings that would not be made otherwise which a mandate has made.
    pub kept: f32,
    /// Shares of contacts in which one sees a record without looking, and in which one cannot see.
    pub flagged: f32,
    pub blind: f32,
    /// What is expected of a look-up made blind, as a share of what a record that is seen promises.
    pub known: f32,
    pub untrained: f32,
    pub curiosity_and_peers: f32,
    pub deliberate: f32,
    pub habitual: f32,
    pub threshold: f32,
    pub habit_floor: f32,
    pub habit_left: f32,
}

/// How often in a contact, at most, a role reads (where it sees a record, or cannot see) and writes; and
/// how often it reads by routine, whatever is expected.
#[derive(Clone, Copy)]
pub struct Weights {
    pub routine: f32,
    pub read: f32,
    pub write: f32,
}

/// The weights of the posts of a block.
pub struct BlockWeights {
    pub routine: [f32; BLOCK],
    pub read: [f32; BLOCK],
    pub write: [f32; BLOCK],
}

impl Default for BlockWeights {
    fn default() -> Self {
        BlockWeights { routine: [0.0; BLOCK], read: [0.0; BLOCK], write: [0.0; BLOCK] }
    }
}

impl BlockWeights {
    /// Set those of one post.
    pub fn set(&mut self, at: usize, to: Weights) {
        (self.routine[at], self.read[at], self.write[at]) = (to.routine, to.read, to.write);
    }

    /// Those of one post.
    pub fn at(&self, at: usize) -> Weights {
        Weights { routine: self.routine[at], read: self.read[at], write: self.write[at] }
    }
}

/// What decides whether a person opens the tool.
#[derive(Clone, Copy)]
pub struct Person {
    pub share: f32,
    pub until: f32,
    pub read: f32,
    pub write: f32,
    pub habit: f32,
}

impl Setting {
    /// Chance of opening the tool at a contact, before access and the role's weight.
    #[inline(always)]
    fn chance(&self, expectation: f32, habit: f32) -> f32 {
        let held = at_most_one(expectation * self.habit_floor) * habit;
        let deliberate =
            self.curiosity_and_peers + self.deliberate * hill(expectation, self.threshold);
        at_most_one(held * self.habitual + (1.0 - held) * deliberate)
    }

    /// Openings to expect of a person.
    #[inline(always)]
    pub fn rate(&self, person: Person, weights: Weights) -> Rates {
        let skilled = person.until > self.week as f32;
        let reach = self.reach * if skilled { 1.0 } else { self.untrained };
        let most = weights.routine + weights.read;
        let reads = |expectation: f32| {
            let own = weights.routine + weights.read * self.chance(expectation, person.habit);
            reach * own + self.kept * (most - reach * own)
        };
        let seen = self.flagged * reads(person.read);
        let read = seen + self.blind * reads(person.read * self.known);
        let write = reach * weights.write * self.chance(person.write, person.habit);
        let write = write + self.kept * (weights.write - write);
        Rates { mean: self.contacts * person.share * (read + write), seen, read, write }
    }
}

/// Openings to expect of a person in a week: their mean number; and of it the parts to read (of that, where
/// a record is seen beforehand) and to write, in the same unknown unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rates {
    pub mean: f32,
    pub seen: f32,
    pub read: f32,
    pub write: f32,
}

/// What the first look has worked out of the posts of a block, for the closer one.
pub struct BlockRates {
    mean: [f32; BLOCK],
    seen: [f32; BLOCK],
    read: [f32; BLOCK],
    write: [f32; BLOCK],
    /// How many of them, from the first on.
    known: usize,
}

impl Default for BlockRates {
    fn default() -> Self {
        let none = [0.0; BLOCK];
        BlockRates { mean: none, seen: none, read: none, write: none, known: 0 }
    }
}

impl BlockRates {
    /// Those of one post, unless it was among the last of all.
    #[inline]
    pub fn at(&self, at: usize) -> Option<Rates> {
        let known = at < self.known;
        known.then(|| Rates {
            mean: self.mean[at],
            seen: self.seen[at],
            read: self.read[at],
            write: self.write[at],
        })
    }
}

/// `min(x, 1)`, in one instruction.
#[inline(always)]
fn at_most_one(x: f32) -> f32 {
    if x < 1.0 { x } else { 1.0 }
}

/// Marks the people whose word may stand for an opening (all of whom it does, and those of one
/// word in sixteen million beside them), and lets the habits of the others fade.
///
/// The lowest eight bits of the word are left to the closer look, so that the comparison is one
/// of whole numbers that single precision holds exactly.
pub fn may_open(
    posts: &mut PartPosts<'_>,
    block: Range<usize>,
    words: &[u32],
    set: &Setting,
    (weights, rates): (&BlockWeights, &mut BlockRates),
) -> u64 {
    let (first, count) = (block.start, block.len());
    let end = posts.len().min(first + count.next_multiple_of(LANES));
    let vacant = posts.vacant[first..end].as_chunks::<LANES>().0;
    let shares = posts.contact_share[first..end].as_chunks::<LANES>().0;
    let untils = posts.competent_until[first..end].as_chunks::<LANES>().0;
    let reads = posts.expect_read[first..end].as_chunks::<LANES>().0;
    let writes = posts.expect_write[first..end].as_chunks::<LANES>().0;
    let habits = posts.habit[first..end].as_chunks_mut::<LANES>().0;
    let words = words.as_chunks::<LANES>().0;
    let (w_reads, w_writes) =
        (weights.read.as_chunks::<LANES>().0, weights.write.as_chunks::<LANES>().0);
    let w_routines = weights.routine.as_chunks::<LANES>().0;
    let (means, seens) =
        (rates.mean.as_chunks_mut::<LANES>().0, rates.seen.as_chunks_mut::<LANES>().0);
    let (read_rates, write_rates) =
        (rates.read.as_chunks_mut::<LANES>().0, rates.write.as_chunks_mut::<LANES>().0);
    rates.known = habits.len() * LANES;
    let mut marks = 0;
    for at in 0..habits.len() {
        let (share, until, habit) = (&shares[at], &untils[at], &mut habits[at]);
        let (e_read, e_write, word) = (&reads[at], &writes[at], &words[at]);
        let (w_read, w_write, vacant) = (&w_reads[at], &w_writes[at], &vacant[at]);
        let w_routine = &w_routines[at];
        let (mean, seen) = (&mut means[at], &mut seens[at]);
        let (read_rate, write_rate) = (&mut read_rates[at], &mut write_rates[at]);
        let left = (count - at * LANES) as u32;
        let (mut mark, mut fade) = ([false; LANES], [1.0; LANES]);
        for i in 0..LANES {
            let person = Person {
                share: share[i],
                until: until[i],
                read: e_read[i],
                write: e_write[i],
                habit: habit[i],
            };
            let weights = Weights { routine: w_routine[i], read: w_read[i], write: w_write[i] };
            let rate = set.rate(person, weights);
            (mean[i], seen[i]) = (rate.mean, rate.seen);
            (read_rate[i], write_rate[i]) = (rate.read, rate.write);
            let nothing = exp_neg(rate.mean) * 16_777_216.0;
            let opens = (word[i] >> 8) as i32 as f32 + 1.0 > nothing;
            let here = !vacant[i] & ((i as u32) < left);
            mark[i] = here & opens;
            fade[i] = if here & !opens { set.habit_left } else { 1.0 };
        }
        for i in 0..LANES {
            habit[i] *= fade[i];
        }
        marks |= bits(mark) << (at * LANES);
    }
    // The last posts of all, where a step would reach beyond them, get the closer look.
    for post in first + habits.len() * LANES..block.end {
        marks |= u64::from(!posts.vacant[post]) << (post - first);
    }
    marks
}

/// Four flags as the lowest four bits: the product moves each to its place, and none meets another.
#[inline(always)]
fn bits(flags: [bool; LANES]) -> u64 {
    u64::from(u32::from_le_bytes(flags.map(u8::from)).wrapping_mul(0x0102_0408) >> 24 & 0xf)
}

impl Person {
    /// As it stands.
    pub fn of(posts: &PartPosts<'_>, post: usize) -> Self {
        Person {
            share: posts.contact_share[post],
            until: posts.competent_until[post],
            read: posts.expect_read[post],
            write: posts.expect_write[post],
            habit: posts.habit[post],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::{Lot, Purpose};
    use crate::world::Posts;

    /// Posts in every state, from addresses; some empty, some habits and expectations at 0 or 1.
    fn posts(count: usize) -> Posts {
        let mut posts = Posts::new(count);
        for i in 0..count {
            let draw = |n: u64| Lot::new(8, 0).draw(Purpose::Initial, i as u64, n).uniform() as f32;
            let edge = |n: u64| (1.2 * draw(n) - 0.1).clamp(0.0, 1.0);
            posts.vacant[i] = draw(0) < 0.1;
            posts.contact_share[i] = 2.0 * draw(1) / count as f32;
            posts.competent_until[i] = if draw(2) < 0.5 { 30.0 } else { f32::NEG_INFINITY };
            (posts.expect_read[i], posts.expect_write[i]) = (edge(3), edge(4));
            posts.habit[i] = edge(5);
        }
        posts
    }

    #[test]
    fn the_glance_passes_over_exactly_those_who_do_not_open_it() {
        let set = Setting {
            week: 20,
            contacts: 60.0,
            reach: 0.7,
            kept: 0.1,
            flagged: 0.2,
            blind: 0.6,
            known: 0.5,
            untrained: 0.5,
            curiosity_and_peers: 0.02,
            deliberate: 0.3,
            habitual: 0.8,
            threshold: 0.5,
            habit_floor: 4.0,
            habit_left: 0.98,
        };
        let (mut opened, mut beside) = (0, 0);
        // Two organisations side by side, of every size up to a block; nothing after the second.
        for (first, count) in (1..=BLOCK).flat_map(|n| [(0, n), (7, n)]) {
            let mut before = posts(first + count + if first == 0 { 3 } else { 0 });
            let mut weights = BlockWeights::default();
            let mut known = BlockRates::default();
            for i in 0..count {
                let (read, write) = (0.1 * (i % 11) as f32, 0.05 * (i % 7) as f32);
                weights.set(i, Weights { routine: 0.01 * (i % 5) as f32, read, write });
            }
            for turn in 0..40 {
                let word = |i: usize| {
                    let at = (count * 100 + turn) as u64;
                    Lot::new(9, 1).draw(Purpose::Staff, at, i as u64).halves().0
                };
                let words: Vec<u32> = (0..count.next_multiple_of(8)).map(word).collect();
                let mut after = before.clone();
                let (block, rates) = (first..first + count, (&weights, &mut known));
                let marks = may_open(&mut after.whole(), block, &words, &set, rates);
                for i in 0..before.len() {
                    let at = i.wrapping_sub(first);
                    if at >= count || before.vacant[i] {
                        assert!(at >= count || marks >> at & 1 == 0);
                        assert_eq!(after.habit[i], before.habit[i]);
                        continue;
                    }
                    let rates = set.rate(Person::of(&before.whole(), i), weights.at(at));
                    assert!(known.at(at).is_none_or(|known| known == rates));
                    let nothing = f64::from(exp_neg(rates.mean)) * 4_294_967_296.0;
                    let opens = f64::from(words[at]) >= nothing;
                    let marked = marks >> at & 1 == 1;
                    assert!(marked || !opens, "post {i} of {count} opens it and is passed over");
                    let fades = if marked { 1.0 } else { set.habit_left };
                    assert_eq!(after.habit[i], before.habit[i] * fades);
                    opened += u32::from(opens);
                    beside += u32::from(marked && !opens);
                }
            }
        }
        // Beside them are marked only the last posts of all, up to three, where a step would
        // reach beyond them.
        assert!(opened > 5_000, "{opened}");
        assert!(beside < 5_000, "{beside}");
    }
}
