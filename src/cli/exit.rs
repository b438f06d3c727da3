//! How the program ends: one table of exit codes, and the failures that carry them.

use std::fmt::{self, Display};

use uptake::experiments::Mismatch;
use uptake::experiments::study::DesignError;
use uptake::experiments::study::decisions::NoDecision;
use uptake::experiments::uncertainty::Refused;
use uptake::outputs::charts::ChartError;
use uptake::outputs::{FingerprintError, ManifestError, OutputError};
use uptake::scenario::{Problems, Unknown};
use uptake::store::StoreError;

/// An exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    Ok = 0,
    Runtime = 1,
    Flags = 2,
    Invalid = 3,
    Mismatch = 4,
    Partial = 5,
    Interrupted = 130,
}

/// Every exit code and what it means, as `uptake --help` prints it.
pub const TABLE: [(Exit, &str); 7] = [
    (Exit::Ok, "all went well"),
    (Exit::Runtime, "a file or folder cannot be used, or two runs differ (diff)"),
    (Exit::Flags, "the command line is not understood"),
    (Exit::Invalid, "a file was read and is not valid, or a study was changed"),
    (Exit::Mismatch, "results are not those that their manifest tells of"),
    (Exit::Partial, "part of the work is missing"),
    (Exit::Interrupted, "stopped by Ctrl-C; what was complete is kept"),
];

impl Exit {
    /// Of a manifest that cannot be used: changed, it tells of other results than there were.
    pub fn of_manifest(error: &ManifestError) -> Self {
        match error {
            ManifestError::Altered { .. } | ManifestError::Changed => Exit::Mismatch,
            _ => Exit::Invalid,
        }
    }
}

/// What can go wrong, with the exit code that it has in whatever command it is met.
pub trait Fault: Display {
    /// The code.
    fn exit(&self) -> Exit {
        Exit::Runtime
    }
}

impl Fault for String {}
impl Fault for &str {}
impl Fault for std::io::Error {}
impl Fault for serde_json::Error {}
impl Fault for ChartError {}

impl Fault for StoreError {
    fn exit(&self) -> Exit {
        match self {
            StoreError::Manifest { source, .. } => source.exit(),
            StoreError::OtherResult { .. } => Exit::Mismatch,
            StoreError::Table { source, .. } => source.exit(),
            // What was read, and is not what it should be.
            StoreError::Plan { .. }
            | StoreError::Shard { .. }
            | StoreError::Conflict { .. }
            | StoreError::Changed { .. }
            | StoreError::NotUtf8 { .. }
            | StoreError::TooLarge { .. } => Exit::Invalid,
            _ => Exit::Runtime,
        }
    }
}

impl Fault for ManifestError {
    fn exit(&self) -> Exit {
        Exit::of_manifest(self)
    }
}

impl Fault for OutputError {
    fn exit(&self) -> Exit {
        match self {
            OutputError::Unreadable(_) => Exit::Invalid,
            _ => Exit::Runtime,
        }
    }
}

/// What was read, or asked for, and makes no sense here.
macro_rules! invalid {
    ($($fault:ty),*) => {
        $(impl Fault for $fault {
            fn exit(&self) -> Exit {
                Exit::Invalid
            }
        })*
    };
}

invalid!(FingerprintError, DesignError, NoDecision, Refused, Mismatch, Problems, Unknown);

/// Why a command stops before its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// Whoever read standard output has gone (`uptake … | head`): nothing is wrong.
    OutputClosed,
    /// The user has been told already.
    Told(Exit),
    /// To be told: what happened, and what can be done.
    Because {
        /// Exit code.
        exit: Exit,
        /// What happened.
        message: String,
        /// What can be done; may be empty.
        help: String,
    },
}

impl Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Because { message, .. } => f.write_str(message),
            Failure::OutputClosed | Failure::Told(_) => Ok(()),
        }
    }
}

impl Failure {
    /// Something that went wrong, with its own exit code.
    pub fn runtime(fault: impl Fault) -> Self {
        Failure::Because { exit: fault.exit(), message: fault.to_string(), help: String::new() }
    }

    /// A file or folder, with the exit code that its fault has in every command.
    pub fn store(error: StoreError) -> Self {
        Failure::runtime(error)
    }

    /// The same failure with advice, unless it has some.
    pub fn or_help(self, help: impl Into<String>) -> Self {
        match self {
            Failure::Because { help: ref own, .. } if own.is_empty() => self.with_help(help),
            other => other,
        }
    }

    /// The same failure with another exit code.
    pub fn with_exit(self, exit: Exit) -> Self {
        match self {
            Failure::Because { message, help, .. } => Failure::Because { exit, message, help },
            other => other,
        }
    }

    /// The same failure with advice.
    pub fn with_help(self, help: impl Into<String>) -> Self {
        match self {
            Failure::Because { exit, message, .. } => {
                Failure::Because { exit, message, help: help.into() }
            }
            other => other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_codes_are_those_that_scripts_rely_on() {
        let codes: Vec<u8> = TABLE.iter().map(|(exit, _)| *exit as u8).collect();
        assert_eq!(codes, [0, 1, 2, 3, 4, 5, 130]);
    }
}
