//! Commands that are watched, stopped or killed while they work. No test sleeps or reads a clock: it
//! looks until what the command is about to bring about is there, or the command has ended.

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::yield_now;

use super::cli::Desk;

/// A command that was started; it ends with the test, however that ends.
pub struct Started(pub Child);

impl Drop for Started {
    fn drop(&mut self) {
        // One that has ended already cannot be killed, and need not.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Started {
    /// Look until something holds; whether it came about before the command ended.
    pub fn until(&mut self, holds: impl Fn() -> bool) -> bool {
        loop {
            let ended = self.0.try_wait().unwrap().is_some();
            if holds() {
                return true;
            }
            if ended {
                return false;
            }
            yield_now();
        }
    }

    /// Send it a signal by its short name, "INT".
    pub fn signal(&self, name: &str) {
        let to = self.0.id().to_string();
        assert!(Command::new("kill").args([&format!("-{name}"), &to]).status().unwrap().success());
    }
}

/// Start the program; what it says on standard error can be read.
pub fn start(desk: &Desk, args: &[&str]) -> Started {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin("uptake"));
    command.current_dir(desk.path()).args(args);
    Started(command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap())
}

/// Bytes that the journals of a study hold.
pub fn journaled(folder: &Path) -> u64 {
    let Ok(entries) = fs::read_dir(folder.join("shards")) else { return 0 };
    let journal = |entry: &fs::DirEntry| entry.file_name().to_string_lossy().contains(".journal-");
    let entries = entries.filter_map(Result::ok).filter(journal);
    entries.filter_map(|entry| Some(entry.metadata().ok()?.len())).sum()
}
