//! A bar with the time left, on standard error; nothing where that is not a terminal.

use std::ops::ControlFlow;

use indicatif::{ProgressBar, ProgressStyle};
use uptake::experiments::Progress as Step;

use super::interrupt;
use super::terminal::Terminal;

/// Width that the words beside the bar need.
const WORDS: usize = 40;

/// Do some work with a bar that counts `what`, and an ear for Ctrl-C.
pub fn watched<T>(
    terminal: Terminal,
    what: &str,
    work: impl FnOnce(&(dyn Fn(Step) -> ControlFlow<()> + Sync)) -> T,
) -> T {
    interrupt::watch();
    let progress = Progress::of(terminal, 0, what);
    let found = work(&|step| {
        progress.set_length(step.of);
        progress.set(step.done);
        if interrupt::asked() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    progress.clear();
    found
}

/// Progress of an ensemble.
pub struct Progress(ProgressBar);

impl Progress {
    /// A bar for so many futures.
    pub fn new(terminal: Terminal, futures: u32) -> Self {
        Progress::of(terminal, futures, "futures")
    }

    /// A bar for so many of something else.
    pub fn of(terminal: Terminal, many: u32, what: &str) -> Self {
        if !terminal.shows_progress() {
            return Progress(ProgressBar::hidden());
        }
        let bar = ProgressBar::new(u64::from(many));
        // Plain characters and no colour: readable everywhere, also under NO_COLOR.
        let template = if terminal.width() > WORDS + 10 {
            format!("  [{{bar:24}}] {{pos}} of {{len}} {what}, {{eta}} left")
        } else {
            "  {pos} of {len}, {eta} left".to_owned()
        };
        if let Ok(style) = ProgressStyle::with_template(&template) {
            bar.set_style(style.progress_chars("=> "));
        }
        bar.tick();
        Progress(bar)
    }

    /// So many futures are done.
    pub fn set(&self, done: u32) {
        self.0.set_position(u64::from(done));
    }

    /// So many were done before: they say nothing of how long the others take.
    pub fn start_at(&self, done: u32) {
        self.0.set_position(u64::from(done));
        self.0.reset_eta();
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
