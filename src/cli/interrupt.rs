//! Ctrl-C: the first asks for a stop after the futures under way, the second stops at once.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock, Once};

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;
use uptake::store::read_text;

use super::exit::Exit;

static ASKED: LazyLock<Arc<AtomicBool>> = LazyLock::new(Arc::default);
static WATCHING: Once = Once::new();

/// Number of the signal that a closed terminal sends, on every system that has it.
const SIGHUP: i32 = 1;
/// What Linux says of a process, and most bytes of it.
const STATUS: &str = "/proc/self/status";
const STATUS_LIMIT: u64 = 1_000_000;

/// Watch for Ctrl-C, and for the signals that ask a program to end, from here on.
///
/// What the program was started to ignore, as `nohup` has it ignore a closed terminal, it goes on to
/// ignore.
pub fn watch() {
    WATCHING.call_once(|| {
        let ignored = ignored();
        let is_ignored = |signal: i32| ignored.is_some_and(|bits| bits >> (signal - 1) & 1 == 1);
        // Where it is not known what is ignored, a closed terminal is left to the system.
        let signals = [SIGINT, SIGTERM].into_iter().chain(ignored.map(|_| SIGHUP));
        for signal in signals.filter(|signal| !is_ignored(*signal)) {
            // Without a handler the program ends at once, which is the system's own way: so a
            // refusal needs no word. The one that ends it comes first: it sees what was before.
            let _ =
                flag::register_conditional_shutdown(signal, Exit::Interrupted as i32, asked_flag())
                    .and_then(|_| flag::register(signal, asked_flag()));
        }
    });
}

/// True once the user has asked for a stop.
pub fn asked() -> bool {
    ASKED.load(Ordering::SeqCst)
}

fn asked_flag() -> Arc<AtomicBool> {
    Arc::clone(&ASKED)
}

/// Signals that are ignored, the first in the lowest bit; none where the system does not say.
fn ignored() -> Option<u64> {
    let status = read_text(Path::new(STATUS), STATUS_LIMIT).ok()?;
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"))?;
    u64::from_str_radix(mask.trim(), 16).ok()
}
