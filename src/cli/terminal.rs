//! Standard output and standard error: data to the one, words to the other.

use std::borrow::Cow;
use std::env;
use std::io::{self, IsTerminal, Write};

use super::exit::{Exit, Failure};

/// Width where none is known.
const USUAL_WIDTH: usize = 80;
/// Lines of prose longer than this are hard to read.
const WIDEST_PROSE: usize = 88;
/// Below this nothing can be laid out.
const NARROWEST: usize = 20;

/// The terminal, or the files and pipes that stand in for it.
#[derive(Debug, Clone, Copy)]
pub struct Terminal {
    quiet: bool,
    width: usize,
}

impl Terminal {
    /// The terminal as it is now. `quiet` leaves out everything but data and errors.
    pub fn new(quiet: bool) -> Self {
        // COLUMNS first, so that a user (or a test) can overrule what the terminal says.
        let stated = env::var("COLUMNS").ok().and_then(|c| c.trim().parse().ok());
        let width = stated
            .or_else(|| terminal_size::terminal_size().map(|(w, _)| usize::from(w.0)))
            .unwrap_or(USUAL_WIDTH);
        Terminal { quiet, width: width.max(NARROWEST) }
    }

    /// Columns.
    pub fn width(self) -> usize {
        self.width
    }

    /// True if only data and errors are wanted.
    pub fn is_quiet(self) -> bool {
        self.quiet
    }

    /// True if standard error is a terminal and the user has not asked for quiet.
    pub fn shows_progress(self) -> bool {
        !self.quiet && io::stderr().is_terminal()
    }

    /// True if colour may be used on standard error (see <https://no-color.org>).
    pub fn has_colour(self) -> bool {
        let refused = env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty())
            || env::var_os("TERM").is_some_and(|t| t == "dumb");
        !refused && io::stderr().is_terminal()
    }

    /// Write data to standard output. What would move the cursor or hide text is shown escaped.
    ///
    /// # Errors
    /// [`Failure::OutputClosed`] if the reader has gone; another failure if the disk is full.
    pub fn data(self, text: &str) -> Result<(), Failure> {
        let mut out = io::stdout().lock();
        out.write_all(visible(text).as_bytes()).and_then(|()| out.flush()).map_err(|error| {
            match error.kind() {
                io::ErrorKind::BrokenPipe => Failure::OutputClosed,
                _ => Failure::runtime(format!("cannot write to standard output: {error}")),
            }
        })
    }

    /// Write prose to standard output, a paragraph, wrapped to the width.
    ///
    /// # Errors
    /// As [`Terminal::data`].
    pub fn prose(self, text: &str) -> Result<(), Failure> {
        self.data(&(wrap(text, self.width.min(WIDEST_PROSE)) + "\n"))
    }

    /// A word to the user on standard error, unless quiet.
    pub fn say(self, text: &str) {
        if !self.quiet {
            self.error(text);
        }
    }

    /// A warning on standard error, unless quiet.
    pub fn warn(self, text: &str) {
        self.say(&format!("warning: {text}"));
    }

    /// Text to standard error, wrapped; nobody can be told if that fails.
    fn error(self, text: &str) {
        let lines: Vec<String> =
            visible(text).lines().map(|line| wrap(line, self.width.min(WIDEST_PROSE))).collect();
        self.raw_error(&lines.join("\n"));
    }

    /// Text to standard error as it is: laid out already, and what is not our own made [`visible`].
    pub fn raw_error(self, text: &str) {
        let _ = writeln!(io::stderr().lock(), "{text}");
    }

    /// Say what has to be said about the outcome, and turn it into an exit code.
    pub fn close(self, outcome: Result<(), Failure>) -> u8 {
        match outcome {
            Ok(()) | Err(Failure::OutputClosed) => Exit::Ok as u8,
            Err(Failure::Told(exit)) => exit as u8,
            Err(Failure::Because { exit, message, help }) => {
                self.error(&format!("error: {message}"));
                if !help.is_empty() {
                    self.error(&format!("help: {help}"));
                }
                exit as u8
            }
        }
    }
}

/// Say what is wrong with the command line, or the help that was asked for; gives the exit code.
///
/// The command line is quoted there: what would act on a terminal is shown escaped, and then without
/// colours.
pub fn refuse(error: &clap::Error) -> u8 {
    let plain = error.to_string();
    // Nobody can be told if that fails.
    let _ = match visible(&plain) {
        Cow::Borrowed(_) => error.print(),
        Cow::Owned(shown) => write!(io::stderr().lock(), "{shown}"),
    };
    u8::try_from(error.exit_code()).unwrap_or(Exit::Flags as u8)
}

/// Text in which nothing acts on a terminal: control characters but for line breaks and tabs, and
/// those that turn the direction of writing, are shown as JSON writes them, `\u001b`.
///
/// Texts of users are shown in messages: names, manifests, arguments, lines of files. A terminal
/// would do what such characters say.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(acts) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if acts(c) {
            shown.push_str(&format!("\\u{:04x}", u32::from(c)));
        } else {
            shown.push(c);
        }
    }
    Cow::Owned(shown)
}

fn acts(c: char) -> bool {
    let turns = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    turns || (c.is_control() && c != '\n' && c != '\t')
}

/// Break a paragraph at spaces so that no line is wider than `width` (a longer word stays
/// whole). The indentation of the paragraph is kept. A no-break space does not break, and is
/// written as a plain space.
pub fn wrap(text: &str, width: usize) -> String {
    let indent = " ".repeat(text.len() - text.trim_start_matches(' ').len());
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split(' ').filter(|w| !w.is_empty()) {
        let fits = line.chars().count() + 1 + word.chars().count() <= width;
        if line.is_empty() {
            line = format!("{indent}{word}");
        } else if fits {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(std::mem::replace(&mut line, format!("{indent}{word}")));
        }
    }
    lines.push(line);
    lines.join("\n").replace('\u{a0}', " ")
}

#[cfg(test)]
mod tests {
    use super::{visible, wrap};

    #[test]
    fn no_line_is_wider_than_asked_and_no_word_is_lost() {
        let text = "In 90 of 100 simulated futures, between 24 and 37 of 50 organisations share.";
        let wrapped = wrap(text, 22);
        assert!(wrapped.lines().all(|l| l.len() <= 22), "{wrapped}");
        assert_eq!(wrapped.replace('\n', " "), text);
    }

    #[test]
    fn nothing_acts_on_the_terminal_and_all_else_stays() {
        assert_eq!(visible("a\u{1b}]0;x\u{7}\r\u{9b}"), "a\\u001b]0;x\\u0007\\u000d\\u009b");
        assert_eq!(visible("a\u{202e}b"), "a\\u202eb");
        assert_eq!(visible("1,200\u{a0}% – £3\n\tä ＝"), "1,200\u{a0}% – £3\n\tä ＝");
    }

    #[test]
    fn a_number_stays_with_its_unit() {
        assert_eq!(wrap("of them 48\u{a0}%", 10), "of them\n48 %");
    }

    #[test]
    fn a_word_wider_than_the_terminal_stays_whole() {
        assert_eq!(wrap("  see output/cambridgeshire", 10), "  see\n  output/cambridgeshire");
    }
}
