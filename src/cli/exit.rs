//! How the program ends: one table of exit codes, and the failures that carry them.

use std::fmt::Display;
use std::process::ExitCode;

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
    (Exit::Runtime, "a file cannot be read or written, or two runs differ (diff)"),
    (Exit::Flags, "the command line is not understood"),
    (Exit::Invalid, "a file was read and is not a valid scenario or study"),
    (Exit::Mismatch, "reproduce found other results than the manifest's"),
    (Exit::Partial, "part of the work is missing"),
    (Exit::Interrupted, "stopped by Ctrl-C; what was complete is kept"),
];

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(exit as u8)
    }
}

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

impl Failure {
    /// Something that the machine refused.
    pub fn runtime(message: impl Display) -> Self {
        Failure::Because { exit: Exit::Runtime, message: message.to_string(), help: String::new() }
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
