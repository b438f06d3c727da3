//! What every comma-separated table shares.

use super::OutputError;
use crate::measures::GroupKind;

/// Text that came from a user's file, for a cell: a spreadsheet takes a leading `=`, `+`,
/// `-`, `@`, tab or carriage return for the start of a formula, so such text gets an
/// apostrophe in front (OWASP, "CSV injection").
pub(super) fn text_cell(text: &str) -> std::borrow::Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}").into()
    } else {
        text.into()
    }
}

/// The bytes of a finished table.
pub(super) fn finish(table: csv::Writer<Vec<u8>>) -> Result<Vec<u8>, OutputError> {
    table.into_inner().map_err(|error| OutputError::Table(error.into_error().into()))
}

/// The word for a sort of group, as it is written to files.
pub(super) fn group_kind_id(kind: GroupKind) -> &'static str {
    match kind {
        GroupKind::All => "all",
        GroupKind::Region => "region",
        GroupKind::Kind => "kind",
        GroupKind::System => "system",
        GroupKind::Task => "task",
        GroupKind::Level => "level",
    }
}
