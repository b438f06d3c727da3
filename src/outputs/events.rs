//! `events.csv`: what happened, in words.

use super::OutputError;
use super::tables::{finish, text_cell};
use crate::results::Event;

/// Columns of `events.csv`.
pub const EVENT_COLUMNS: [&str; 5] = ["week", "region", "event", "subject", "note"];

/// The events of one replicate as a table.
///
/// # Errors
/// If the table cannot be encoded, which memory alone can cause.
pub fn events_csv(events: &[Event]) -> Result<Vec<u8>, OutputError> {
    let mut table = csv::Writer::from_writer(Vec::new());
    table.write_record(EVENT_COLUMNS)?;
    for e in events {
        let (region, subject, note) =
            (text_cell(&e.region), text_cell(&e.subject), text_cell(&e.note));
        table.write_record([&e.week.to_string(), &*region, e.event, &*subject, &*note])?;
    }
    finish(table)
}
