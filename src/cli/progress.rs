//! A bar with the time left, on standard error; nothing where that is not a terminal.

use indicatif::{ProgressBar, ProgressStyle};

use super::terminal::Terminal;

/// Width that the words beside the bar need.
const WORDS: usize = 40;

/// Progress of an ensemble.
pub struct Progress(ProgressBar);

impl Progress {
    /// A bar for so many futures.
    pub fn new(terminal: Terminal, futures: u32) -> Self {
        if !terminal.shows_progress() {
            return Progress(ProgressBar::hidden());
        }
        let bar = ProgressBar::new(u64::from(futures));
        // Plain characters and no colour: readable everywhere, also under NO_COLOR.
        let template = if terminal.width() > WORDS + 10 {
            "  [{bar:24}] {pos} of {len} futures, {eta} left"
        } else {
            "  {pos} of {len}, {eta} left"
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style.progress_chars("=> "));
        }
        bar.tick();
        Progress(bar)
    }

    /// So many futures are done.
    pub fn set(&self, done: u32) {
        self.0.set_position(u64::from(done));
    }

    /// There are so many futures after all.
    pub fn set_length(&self, futures: u32) {
        self.0.set_length(u64::from(futures));
    }

    /// Take the bar away.
    pub fn clear(&self) {
        self.0.finish_and_clear();
    }
}
