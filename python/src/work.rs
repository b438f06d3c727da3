//! Work beside the interpreter: on a thread of its own, so that Ctrl-C and other Python threads need
//! not wait for it.

use std::any::Any;
use std::num::NonZero;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use pyo3::exceptions::{PyRuntimeError, PyValueError};
use pyo3::prelude::*;

/// How often signals are looked for and progress is told.
const BEAT: Duration = Duration::from_millis(50);

/// How far the work has come, and whether it is still wanted.
#[derive(Default)]
pub struct Tally {
    done: AtomicU32,
    unwanted: AtomicBool,
}

impl Tally {
    /// A future more is done.
    pub fn step(&self) -> ControlFlow<()> {
        self.done.fetch_add(1, Ordering::Relaxed);
        match self.unwanted.load(Ordering::Relaxed) {
            true => ControlFlow::Break(()),
            false => ControlFlow::Continue(()),
        }
    }
}

/// Threads for a piece of work, which gets a pool of its own: the shared one does not live on in a forked
/// process, and one piece would wait there for another.
pub fn threads(jobs: Option<usize>) -> PyResult<usize> {
    match jobs {
        Some(0) => Err(PyValueError::new_err("jobs must be 1 or more, found 0")),
        Some(jobs) => Ok(jobs),
        None => Ok(thread::available_parallelism().map_or(1, NonZero::get)),
    }
}

/// Do the work and give its result. `progress` is called with how many futures are done; what it
/// raises, and Ctrl-C, end the wait at once, and the work after the futures under way.
pub fn wait<T: Send + 'static>(
    py: Python<'_>,
    progress: Option<&Bound<'_, PyAny>>,
    work: impl FnOnce(&Tally) -> T + Send + 'static,
) -> PyResult<T> {
    let tally = Arc::new(Tally::default());
    let (send, mut receive) = mpsc::channel();
    let its = Arc::clone(&tally);
    let worker = thread::Builder::new().name("uptake".to_owned()).spawn(move || {
        // Nobody may be waiting any more.
        let _ = send.send(work(&its));
    })?;
    let mut told = 0;
    let mut tell = || {
        let done = tally.done.load(Ordering::Relaxed);
        match progress {
            Some(progress) if done > told => {
                told = done;
                progress.call1((done,)).map(drop)
            }
            _ => Ok(()),
        }
    };
    loop {
        let waiting = &mut receive;
        match py.detach(move || waiting.recv_timeout(BEAT)) {
            Ok(found) => return tell().map(|()| found),
            Err(RecvTimeoutError::Timeout) => {
                if let Err(stop) = py.check_signals().and_then(|()| tell()) {
                    tally.unwanted.store(true, Ordering::Relaxed);
                    return Err(stop);
                }
            }
            Err(RecvTimeoutError::Disconnected) => {
                let why = worker.join().err();
                return Err(PyRuntimeError::new_err(why.map_or_else(String::new, in_words)));
            }
        }
    }
}

/// What a thread that has failed says.
fn in_words(why: Box<dyn Any + Send>) -> String {
    let text = why.downcast_ref::<String>().cloned();
    text.or_else(|| why.downcast_ref::<&str>().map(|&text| text.to_owned())).unwrap_or_default()
}
