//! What the programs share: the size of the toy, its rule, and how a run is reported.

#[path = "../../baseline/toy.rs"]
pub mod baseline;

pub use baseline::{ORGANISATIONS, STAFF, WEEKS};

pub const QUIT: f64 = 0.005;
pub const LAPSE: f64 = 0.01;

/// Chance that an untrained person learns, if they do not quit.
pub fn learn(share: f64) -> f64 {
    0.002 + 0.05 * share
}

/// What one uniform number makes of a person: below `QUIT` they leave; of what is above, a share
/// `learn` or `LAPSE` lies just above it.
#[inline]
pub fn next(trained: bool, u: f64, learn: f64) -> bool {
    if trained {
        u >= QUIT + (1.0 - QUIT) * LAPSE
    } else {
        u >= QUIT && u < QUIT + (1.0 - QUIT) * learn
    }
}

/// Time a run and print its curve, its time and the process's peak memory as JSON.
pub fn report(name: &str, run: impl FnOnce(u64) -> Vec<f64>) {
    let seed = std::env::args().nth(1).and_then(|x| x.parse().ok()).unwrap_or(1);
    let start = std::time::Instant::now();
    let curve = run(seed);
    let seconds = start.elapsed().as_secs_f64();
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = peak.and_then(|rest| rest.split_whitespace().next()?.parse::<f64>().ok());
    let mib = kib.map_or("null".to_owned(), |kib| format!("{:.1}", kib / 1024.0));
    println!(r#"{{"name": "{name}", "seconds": {seconds}, "peak_mib": {mib}, "curve": {curve:?}}}"#);
}
