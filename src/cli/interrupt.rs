//! Ctrl-C: the first asks for a stop after the futures under way, the second stops at once.

use std::process;
use std::sync::atomic::{AtomicBool, Ordering};

use super::exit::Exit;

static ASKED: AtomicBool = AtomicBool::new(false);

/// Watch for Ctrl-C (and the signals that ask a program to end) from here on.
pub fn watch() {
    // Without a handler Ctrl-C ends the program at once, which is the system's own way: so a
    // refusal needs no word.
    let _ = ctrlc::set_handler(|| {
        if ASKED.swap(true, Ordering::SeqCst) {
            #[allow(clippy::disallowed_methods, reason = "the user insists; nothing to return to")]
            process::exit(Exit::Interrupted as i32);
        }
    });
}

/// True once the user has asked for a stop.
pub fn asked() -> bool {
    ASKED.load(Ordering::SeqCst)
}
