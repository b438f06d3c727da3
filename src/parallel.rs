//! Threads: the only code that knows whether there are any.
//!
//! Whatever is divided here keeps its order, so that one thread and many give the same bytes.
//! Without the feature `parallel` everything runs on the thread that asks.

pub use pool::{map, on_every_thread, on_threads, threads};

/// Do a piece of work for each part, side by side where there are several; the results keep the
/// order of the parts.
pub fn side_by_side<P: Send, T: Send>(
    parts: Vec<P>,
    work: impl Fn(P) -> T + Send + Sync,
) -> Vec<T> {
    if parts.len() < 2 {
        return parts.into_iter().map(work).collect();
    }
    map(parts, work)
}

#[cfg(feature = "parallel")]
mod pool {
    use rayon::iter::{IntoParallelIterator, ParallelIterator};

    /// The results of a piece of work for each item, in the order of the items.
    pub fn map<P: Send, T: Send>(items: Vec<P>, work: impl Fn(P) -> T + Send + Sync) -> Vec<T> {
        items.into_par_iter().map(work).collect()
    }

    /// Run something on so many threads; none for as many as there are cores.
    pub fn on_threads<T: Send>(jobs: Option<usize>, run: impl FnOnce() -> T + Send) -> T {
        match jobs.map(|jobs| rayon::ThreadPoolBuilder::new().num_threads(jobs).build()) {
            Some(Ok(pool)) => pool.install(run),
            // A pool that cannot be made (no threads to be had) leaves the shared one.
            _ => run(),
        }
    }

    /// Run the same once on every thread: none takes a second up while it waits for a part of its
    /// own.
    pub fn on_every_thread(run: impl Fn() + Sync) {
        rayon::broadcast(|_| run());
    }

    /// Threads at hand.
    pub fn threads(jobs: Option<usize>) -> usize {
        jobs.unwrap_or_else(rayon::current_num_threads)
    }
}

#[cfg(not(feature = "parallel"))]
mod pool {
    /// The results of a piece of work for each item, in the order of the items.
    pub fn map<P: Send, T: Send>(items: Vec<P>, work: impl Fn(P) -> T + Send + Sync) -> Vec<T> {
        items.into_iter().map(work).collect()
    }

    /// Run something on the one thread there is.
    pub fn on_threads<T: Send>(_jobs: Option<usize>, run: impl FnOnce() -> T + Send) -> T {
        run()
    }

    /// Run something once.
    pub fn on_every_thread(run: impl Fn() + Sync) {
        run();
    }

    /// Threads at hand.
    pub fn threads(_jobs: Option<usize>) -> usize {
        1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_keep_the_order_of_the_parts() {
        let squares: Vec<u64> = (0..100).map(|n| n * n).collect();
        assert_eq!(side_by_side((0..100).collect(), |n: u64| n * n), squares);
        assert_eq!(on_threads(Some(3), || map((0..100).collect(), |n: u64| n * n)), squares);
    }
}
