//! Randomness: draws are addressed, not consumed.
//!
//! A draw is a function of *what it decides* (master seed, replicate, purpose, and the address
//! of the person, task or event), never of how many draws came before. So what one person
//! meets by luck does not depend on what anyone else did, on threads, on which outputs are
//! asked for, on how many replicates run, or on which kinds and regions a scenario adds; and
//! two scenarios that differ in one thing meet the same luck everywhere else.
//!
//! There are two sources. [`Lot`] hashes an address to one [`Draw`]; it serves everything that
//! is rare or drawn once. [`StaffWords`] serves the loop over all posts and weeks from ChaCha8
//! blocks, whose counter *is* the address:
//! organisation key (40 bits) | group of eight posts (13 bits) | week (11 bits).
//!
//! Addresses on the people's clock (leaving, use) name the week; addresses on the project's
//! clock (a contact, the effort of a task, a recruitment) name the attempt, so that a scenario
//! in which the same attempt comes later still meets the same luck.

mod staff_words;

pub use staff_words::{MAX_POSTS, PartWords, PostWords, StaffWords};

use crate::stats::maths;

/// Weeks that an address can name.
pub const MAX_WEEKS: u32 = 1 << 11;

/// What a draw decides. The number is part of the address: never reorder or reuse one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u64)]
pub enum Purpose {
    /// Size of an organisation (the same in every replicate).
    Size = 1,
    /// IT system of an organisation (the same in every replicate).
    System = 2,
    /// Fixed unseen inclination of an organisation.
    Frailty = 3,
    /// Whether an organisation never agrees.
    Refuser = 4,
    /// Whether an incumbent is embedded.
    Incumbent = 5,
    /// Place in a random order.
    Order = 6,
    /// State at week 0.
    Initial = 7,
    /// Share of contacts that falls to a post.
    Propensity = 8,
    /// Outcome of a persuasion contact.
    Contact = 9,
    /// Effort of a task.
    Effort = 10,
    /// Silent stop of an organisation.
    Exit = 11,
    /// Return of one that stopped.
    Return = 12,
    /// Adoption without the project.
    Spontaneous = 13,
    /// A team member's leaving.
    MemberLeaves = 14,
    /// Weeks to recruit one.
    Recruitment = 15,
    /// Who comes to a training session.
    Attendance = 16,
    /// For how long a skill lasts.
    Retention = 17,
    /// Standing induction of a newcomer.
    Induction = 18,
    /// What an opening of the tool turns out to be.
    Opening = 19,
    /// Slow swing of load.
    Swing = 20,
    /// Arrivals, recognition and deaths on a list.
    Panel = 21,
    /// What happens to a recognised patient in a week.
    Patient = 22,
    /// Which patient a write is about, and how good it is.
    Write = 23,
    /// Posts that are empty when an organisation goes live.
    Vacancy = 24,
    /// Leaving, hiring, learning and use of each post (block generator).
    Staff = 25,
    /// Value of a parameter that nobody knows exactly.
    Parameter = 26,
    /// What is fixed about an organisation in one future.
    Trait = 27,
    /// Whether an event comes, how long it lasts, whom it touches.
    Event = 28,
    /// Whether a launch that was promised happens.
    Promise = 29,
    /// Whether a task has to be done again.
    Rework = 30,
    /// Whether one that refuses for ever becomes open.
    Soften = 31,
    /// Incidents in which the tool has a part.
    Incident = 32,
    /// Error of an evaluation.
    Evaluation = 33,
    /// What is fixed about a region in one future.
    Region = 34,
    /// A vendor's switching the tool on.
    SwitchOn = 35,
    /// Whether an organisation has a local champion, and which of its posts.
    Champion = 36,
    /// Whether a project ends, is taken over, and what becomes of its records.
    Survival = 37,
    /// Whether the local lead of an organisation leaves.
    LocalLead = 40,
    /// Place of a point in the design of a study. Numbers from 64 on belong to experiments.
    Design = 64,
    /// Place of a force or family in a random order in which forces are switched on.
    SwitchingOn = 65,
}

/// Finaliser of MurmurHash3 with the constants of SplitMix64: every bit of the input moves
/// every bit of the output with chance one half.
#[inline]
const fn mix(mut x: u64) -> u64 {
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

/// Hash of two numbers.
#[inline]
pub const fn join(a: u64, b: u64) -> u64 {
    join_address(a, address(b))
}

/// The half of a [`join`] that hangs on its second number alone, for what is drawn every week: it
/// can be kept.
#[inline]
pub const fn address(b: u64) -> u64 {
    mix(b.wrapping_add(GOLDEN))
}

#[inline]
const fn join_address(a: u64, address: u64) -> u64 {
    mix(a.wrapping_mul(GOLDEN) ^ address)
}

/// Hash of a name.
pub fn name_hash(name: &str) -> u64 {
    name.bytes().fold(name.len() as u64, |h, b| join(h, u64::from(b)))
}

/// Forty-bit key of an organisation: from region, kind, and ordinal or name. A running index
/// would change everybody's luck whenever a scenario adds a kind. Two of 30,000 organisations
/// share a key with chance 0.0004; they would then meet the same luck, nothing worse.
pub fn organisation_key(region: &str, kind: &str, which: u64) -> u64 {
    join(join(name_hash(region), name_hash(kind)), which) >> 24
}

/// All luck of one replicate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lot(u64);

impl Lot {
    /// The luck of replicate `replicate` under a master seed.
    pub fn new(seed: u64, replicate: u32) -> Self {
        Lot(join(mix(seed ^ GOLDEN), u64::from(replicate) + 1))
    }

    /// Luck that is the same in every replicate: facts of the region that a seed stands for.
    pub fn of_region(seed: u64) -> Self {
        Lot(join(mix(seed ^ GOLDEN), 0))
    }

    /// The draw at an address.
    #[inline]
    pub fn draw(self, purpose: Purpose, a: u64, b: u64) -> Draw {
        self.half(purpose, address(a)).then(b)
    }

    /// The half of [`draw`](Self::draw) that hangs on the purpose and the [`address`] of the first
    /// number: the draw is what follows from it with the second.
    #[inline]
    pub fn half(self, purpose: Purpose, address: u64) -> Draw {
        Draw(join_address(self.0 ^ (purpose as u64).wrapping_mul(GOLDEN), address))
    }

    /// The draw at an address of three parts.
    #[inline]
    pub fn draw3(self, purpose: Purpose, a: u64, b: u64, c: u64) -> Draw {
        Draw(join(self.draw(purpose, a, b).0, c))
    }
}

/// One draw: sixty-four random bits, turned into whatever is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Draw(u64);

impl Draw {
    /// A draw that follows from this one and a number.
    #[inline]
    pub fn then(self, n: u64) -> Draw {
        Draw(join(self.0, n))
    }

    /// The same, of a number whose [`address`] was kept.
    #[inline]
    pub fn then_at(self, address: u64) -> Draw {
        Draw(join_address(self.0, address))
    }

    /// The follower of a 32-bit word of the block generator.
    #[inline]
    pub fn of_word(word: u32, n: u32) -> Draw {
        Draw(mix((u64::from(n) << 32 | u64::from(word)).wrapping_add(GOLDEN).wrapping_mul(GOLDEN)))
    }

    /// Uniform on the open interval (0, 1), in steps of 2⁻⁵³.
    #[inline]
    pub fn uniform(self) -> f64 {
        ((self.0 >> 11) as f64 + 0.5) * (1.0 / (1u64 << 53) as f64)
    }

    /// The upper and lower half, each uniform on the 32-bit words.
    #[inline]
    pub fn halves(self) -> (u32, u32) {
        ((self.0 >> 32) as u32, self.0 as u32)
    }

    /// The bits.
    pub fn bits(self) -> u64 {
        self.0
    }

    /// True with probability `p`.
    #[inline]
    pub fn chance(self, p: f64) -> bool {
        self.uniform() < p
    }

    /// True if something that comes at `rate` a step comes in this one: with probability
    /// 1 − e^−rate. As that is at most the rate, a draw above the rate needs no exponential.
    #[inline]
    pub fn comes(self, rate: f64) -> bool {
        self.may_come(rate) && self.uniform() < maths::probability(rate)
    }

    /// False only if it [`comes`](Self::comes) neither at this rate nor at any lower one.
    #[inline]
    pub fn may_come(self, rate: f64) -> bool {
        self.uniform() < rate * ROUNDED_UP
    }

    /// Standard normal, by inversion.
    #[inline]
    pub fn normal(self) -> f64 {
        maths::normal_quantile(self.uniform())
    }

    /// Exponential with mean 1, by inversion.
    #[inline]
    pub fn exponential(self) -> f64 {
        -maths::ln(self.uniform())
    }

    /// Log-normal with the given *median* and standard deviation of the logarithm.
    #[inline]
    pub fn log_normal(self, median: f64, sigma: f64) -> f64 {
        if sigma == 0.0 { median } else { median * maths::exp(sigma * self.normal()) }
    }

    /// Poisson with mean `lambda`, by inversion.
    #[inline]
    pub fn poisson(self, lambda: f64) -> u32 {
        poisson_inverse(self.uniform(), lambda)
    }

    /// The same, of a mean whose [`poisson_none`] was kept (0 where it was not).
    #[inline]
    pub fn poisson_past(self, none: f64, lambda: f64) -> u32 {
        match self.uniform() {
            u if u <= none => 0,
            u if none > 0.0 => poisson_walk(u, lambda, none),
            u => poisson_inverse(u, lambda),
        }
    }

    /// Gamma with mean 1 and the given shape (Marsaglia & Tsang 2000, with their boost for
    /// shapes below 1). It rejects, but each try has its own address, so that nothing else
    /// is shifted; used for lasting traits only.
    pub fn gamma(self, shape: f64) -> f64 {
        let boosted = if shape < 1.0 { shape + 1.0 } else { shape };
        let d = boosted - 1.0 / 3.0;
        let c = 1.0 / (9.0 * d).sqrt();
        let mut attempt = 0;
        let unit = loop {
            let x = self.then(2 * attempt + 1).normal();
            let v = (1.0 + c * x) * (1.0 + c * x) * (1.0 + c * x);
            let log_u = maths::ln(self.then(2 * attempt + 2).uniform());
            if v > 0.0 && log_u < 0.5 * x * x + d - d * v + d * maths::ln(v) {
                break d * v;
            }
            attempt += 1;
        };
        let boost = if shape < 1.0 { maths::exp(maths::ln(self.uniform()) / shape) } else { 1.0 };
        unit * boost / shape
    }
}

/// Lifts a rate above the rounding of 1 − e^−rate.
const ROUNDED_UP: f64 = 1.0 + 1e-12;
/// Far above the rounding of e^−λ and its series, far below what a draw is ever decided by.
const POISSON_MARGIN: f64 = 1e-12;

/// Above this mean half of it is drawn twice, well before e^−λ runs out of digits (708).
const POISSON_WHOLE: f64 = 500.0;

/// The chance that a Poisson with mean `lambda` is 0, for draws past it; 0 where it has no digits.
pub fn poisson_none(lambda: f64) -> f64 {
    if lambda > POISSON_WHOLE { 0.0 } else { maths::exp(-lambda) }
}

/// Number of events of a Poisson with mean `lambda` at cumulative probability `u`.
///
/// The walk up the distribution starts at zero; above a mean of 500 half of it is drawn by its own follower of
/// `u`, twice.
pub fn poisson_inverse(u: f64, lambda: f64) -> u32 {
    if lambda > POISSON_WHOLE {
        let follow = Draw(u.to_bits());
        return follow.then(1).poisson(lambda / 2.0) + follow.then(2).poisson(lambda / 2.0);
    }
    // e^−λ lies above the first four terms of its series, and the margin is more than any error of
    // their digits: most draws of something rare end here.
    let series = 1.0 - lambda * (1.0 - lambda / 2.0 * (1.0 - lambda / 3.0));
    if u < series - POISSON_MARGIN {
        return 0;
    }
    poisson_walk(u, lambda, maths::exp(-lambda))
}

/// The walk up the distribution, from its chance of 0.
fn poisson_walk(u: f64, lambda: f64, none: f64) -> u32 {
    let (mut term, mut below) = (none, none);
    let mut k = 0;
    while u > below && k < 2_000 {
        k += 1;
        term *= lambda / f64::from(k);
        below += term;
    }
    k
}

/// The word below which lies a probability: `word < threshold(p)` with chance `p`.
#[inline]
pub fn threshold(p: f64) -> u64 {
    (p * 4_294_967_296.0) as u64
}
