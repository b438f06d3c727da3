//! Two words of luck for every post and week, drawn in blocks.

use std::ops::Range;

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::{Lot, Purpose};

/// Posts in scope that one organisation can have.
pub const MAX_POSTS: usize = POSTS_PER_BLOCK << 13;
const POSTS_PER_BLOCK: usize = 8;
const WORDS_PER_BLOCK: usize = 16;
const WEEKS_PER_FILL: u32 = 4;
const WORDS_PER_FILL: usize = WORDS_PER_BLOCK * WEEKS_PER_FILL as usize;
/// Rows of words in a fill: two a week.
const PLANES: usize = 2 * WEEKS_PER_FILL as usize;

/// Two 32-bit words for every post and week: one for leaving, hiring and learning, one for use.
///
/// ChaCha8 yields four blocks at a time. With the week in the lowest bits of the counter, the
/// four blocks are four weeks of the same eight posts, so that nothing drawn is thrown away.
/// They are kept as the staff loop reads them: by organisation, week and use, side by side over
/// the posts.
#[derive(Debug, Clone)]
pub struct StaffWords {
    generator: ChaCha8Rng,
    words: Vec<u32>,
    /// Where the words of each organisation begin.
    start: Vec<usize>,
    /// The four weeks that each organisation's words are for, and how many times they were drawn.
    filled: Vec<u32>,
    fills: Vec<u32>,
}

impl StaffWords {
    /// The words of one replicate for organisations of the given numbers of posts.
    pub fn new(lot: Lot, posts: impl Iterator<Item = usize>) -> Self {
        let mut start = vec![0];
        for n in posts {
            debug_assert!(n <= MAX_POSTS);
            let last = start[start.len() - 1];
            start.push(last + n.div_ceil(POSTS_PER_BLOCK) * WORDS_PER_FILL);
        }
        let mut seed = [0; 32];
        for (i, chunk) in seed.chunks_exact_mut(8).enumerate() {
            chunk.copy_from_slice(&lot.draw(Purpose::Staff, i as u64, 0).bits().to_le_bytes());
        }
        StaffWords {
            generator: ChaCha8Rng::from_seed(seed),
            words: vec![0; start[start.len() - 1]],
            filled: vec![u32::MAX; start.len() - 1],
            fills: vec![0; start.len() - 1],
            start,
        }
    }

    /// All words as one part.
    pub fn whole(&mut self) -> PartWords<'_> {
        PartWords {
            first: 0,
            generator: self.generator.clone(),
            words: &mut self.words,
            start: &self.start,
            filled: &mut self.filled,
            fills: &mut self.fills,
        }
    }

    /// The words of each of these parts, which follow each other from the first organisation on.
    pub fn parts(
        &mut self,
        organisations: impl Iterator<Item = Range<usize>>,
    ) -> Vec<PartWords<'_>> {
        let mut rest = self.whole();
        organisations.map(|part| rest.take(part.len())).collect()
    }

    /// How many words have been drawn so far.
    pub fn drawn(&self) -> u64 {
        let lengths = self.start.windows(2).map(|ends| (ends[1] - ends[0]) as u64);
        lengths.zip(&self.fills).map(|(length, &fills)| length * u64::from(fills)).sum()
    }
}

/// The words of some neighbouring organisations: addresses know no neighbours, so that each part
/// can be drawn while others are.
#[derive(Debug)]
pub struct PartWords<'a> {
    /// Index of the first organisation.
    first: usize,
    generator: ChaCha8Rng,
    words: &'a mut [u32],
    /// Where the words of each organisation begin among all words, and those of the last end.
    start: &'a [usize],
    filled: &'a mut [u32],
    fills: &'a mut [u32],
}

impl PartWords<'_> {
    /// Those of the first `n` organisations, which are left out from here on.
    fn take(&mut self, n: usize) -> Self {
        let words = self.start[n] - self.start[0];
        let taken = PartWords {
            first: self.first,
            generator: self.generator.clone(),
            words: self.words.split_off_mut(..words).unwrap_or_default(),
            start: &self.start[..=n],
            filled: self.filled.split_off_mut(..n).unwrap_or_default(),
            fills: self.fills.split_off_mut(..n).unwrap_or_default(),
        };
        self.first += n;
        self.start = &self.start[n..];
        taken
    }

    /// The words of one organisation in one week.
    #[inline(always)]
    pub fn week(&mut self, organisation: usize, key: u64, week: u32) -> PostWords<'_> {
        let o = organisation - self.first;
        let (from, to) = (self.start[o] - self.start[0], self.start[o + 1] - self.start[0]);
        let fill = week / WEEKS_PER_FILL;
        if self.filled[o] != fill {
            self.filled[o] = fill;
            self.fills[o] += 1;
            self.fill(from..to, key, fill);
        }
        let posts = (to - from) / PLANES;
        let first = from + (week % WEEKS_PER_FILL) as usize * 2 * posts;
        let (workforce, usage) = self.words[first..first + 2 * posts].split_at(posts);
        PostWords { workforce, usage }
    }

    /// Draw four weeks of one organisation, and sort the words by week and use.
    fn fill(&mut self, place: Range<usize>, key: u64, fill: u32) {
        let posts = place.len() / PLANES;
        let words = &mut self.words[place];
        for first in (0..posts).step_by(POSTS_PER_BLOCK) {
            let group = (first / POSTS_PER_BLOCK) as u64;
            let block = (key << 24) | (group << 11) | u64::from(fill * WEEKS_PER_FILL);
            self.generator.set_word_pos(u128::from(block) * WORDS_PER_BLOCK as u128);
            // All that one turn of the generator yields, as it lies in its buffer.
            let mut bytes = [0; WORDS_PER_FILL * size_of::<u32>()];
            self.generator.fill_bytes(&mut bytes);
            let (pairs, _) = bytes.as_chunks::<{ 2 * size_of::<u32>() }>();
            for (week, pairs) in pairs.chunks_exact(POSTS_PER_BLOCK).enumerate() {
                for half in 0..2 {
                    let plane = (2 * week + half) * posts + first;
                    let to = &mut words[plane..plane + POSTS_PER_BLOCK];
                    for (word, pair) in to.iter_mut().zip(pairs) {
                        let both = u64::from_le_bytes(*pair);
                        *word = (both >> (32 * half)) as u32;
                    }
                }
            }
        }
    }
}

/// The words of one organisation in one week, by post; a few more than it has posts.
#[derive(Debug, Clone, Copy)]
pub struct PostWords<'a> {
    /// For leaving, hiring and learning.
    pub workforce: &'a [u32],
    /// For use.
    pub usage: &'a [u32],
}

impl PostWords<'_> {
    /// The two words of a post: (leaving, hiring, learning; use).
    #[inline]
    pub fn of(&self, post: usize) -> (u32, u32) {
        (self.workforce[post], self.usage[post])
    }
}
