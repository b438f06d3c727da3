//! How much memory a program takes.

use std::fs;
use std::process::{Command, ExitStatus, Stdio};
use std::thread::yield_now;

/// Run a command to its end; gives the most bytes of memory that it held, 0 where the system does
/// not say.
pub fn watched(mut command: Command) -> (ExitStatus, f64) {
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::inherit()).spawn().unwrap();
    let mut most = 0.0f64;
    loop {
        // The high-water mark only rises, so the last look before the end is enough.
        let text = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        let mark = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kb = mark.and_then(|m| m.trim().strip_suffix("kB")?.trim().parse::<f64>().ok());
        most = most.max(kb.unwrap_or(0.0) * 1024.0);
        match child.try_wait().unwrap() {
            Some(status) => return (status, most),
            None => yield_now(),
        }
    }
}
