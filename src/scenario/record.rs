//! Where the fields of a record of a CSV text lie, for messages at their place.

use std::ops::Range;

/// The first byte of a record that the reader counts from the end of the one before.
pub(super) fn start_of(text: &str, from: usize) -> usize {
    let from = from.min(text.len());
    let rest = text.get(from..).unwrap_or("");
    from + (rest.len() - rest.trim_start_matches(['\r', '\n']).len())
}

/// The bytes of the field with that number in the record that starts at a byte.
pub(super) fn field(text: &str, start: usize, number: usize) -> Range<usize> {
    let from = start_of(text, start);
    let (mut begin, mut seen, mut in_quotes) = (from, 0, false);
    let mut end = text.len();
    for (offset, byte) in text.as_bytes()[from..].iter().enumerate() {
        match byte {
            b'"' => in_quotes = !in_quotes,
            b',' if !in_quotes && seen < number => {
                seen += 1;
                begin = from + offset + 1;
            }
            b',' | b'\n' | b'\r' if !in_quotes => {
                end = from + offset;
                break;
            }
            _ => {}
        }
    }
    begin..end.max(begin)
}
