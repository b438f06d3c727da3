//! The words of the command line, from whoever started the program: the system, or a Python
//! interpreter, whose own command line is another.

use std::ffi::OsString;
use std::sync::OnceLock;

static GIVEN: OnceLock<Vec<OsString>> = OnceLock::new();

/// Keep them; the first time counts.
pub fn keep(words: Vec<OsString>) -> &'static [OsString] {
    GIVEN.get_or_init(|| words)
}

/// All words, the program's name first; in words that can be shown.
pub fn words() -> impl Iterator<Item = String> {
    GIVEN.get().into_iter().flatten().map(|word| word.to_string_lossy().into_owned())
}
