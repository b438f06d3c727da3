//! The yardstick: the toy rule in plain Rust, as one would write it on a good day and no better.
//!
//! A thousand organisations of fifty people, 520 weeks. In a week each person quits with
//! probability .005 and is replaced by someone untrained; else an untrained one learns with
//! probability .002 + .05 × (share trained in the organisation, at the start of the week); else a
//! trained one forgets with probability .01. Struct of arrays, ChaCha8, two draws a staff-week.
//!
//! **Frozen.** Every ratio in `docs/PERFORMANCE.md` has this time below the line; a change here
//! would move them all and make nothing faster.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

pub const ORGANISATIONS: usize = 1_000;
pub const STAFF: usize = 50;
pub const WEEKS: usize = 520;

const QUIT: f64 = 0.005;
const ALONE: f64 = 0.002;
const COLLEAGUES: f64 = 0.05;
const LAPSE: f64 = 0.01;

struct World {
    /// By person, those of one organisation side by side.
    trained: Vec<bool>,
    /// By organisation, at the start of the week.
    share: Vec<f64>,
}

/// Share of all people who are trained, at the end of every week.
pub fn run(seed: u64) -> Vec<f64> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut world =
        World { trained: vec![false; ORGANISATIONS * STAFF], share: vec![0.0; ORGANISATIONS] };
    let mut curve = Vec::with_capacity(WEEKS);
    for _ in 0..WEEKS {
        let mut all = 0;
        for (staff, share) in world.trained.chunks_exact_mut(STAFF).zip(&mut world.share) {
            let learn = ALONE + COLLEAGUES * *share;
            let mut count = 0;
            for trained in staff {
                let (leaves, moves) = (rng.random::<f64>(), rng.random::<f64>());
                *trained = leaves >= QUIT && if *trained { moves >= LAPSE } else { moves < learn };
                count += usize::from(*trained);
            }
            *share = count as f64 / STAFF as f64;
            all += count;
        }
        curve.push(all as f64 / (ORGANISATIONS * STAFF) as f64);
    }
    curve
}
