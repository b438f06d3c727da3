//! What every comma-separated table shares.

use super::OutputError;
use crate::measures::GroupKind;

/// Text that came from a user's file, for a cell: a spreadsheet takes a leading `=`, `+`,
/// `-`, `@`, tab, carriage return or line break for the start of a formula, also where these are
/// full-width letters or stand behind something that is not seen, so such text gets an apostrophe
/// in front (OWASP, "CSV injection").
pub fn text_cell(text: &str) -> std::borrow::Cow<'_, str> {
    let unseen = |c: char| {
        let zero_width = matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}');
        zero_width || c.is_whitespace() || c.is_control()
    };
    let begins = |c: char| "=+-@\u{ff1d}\u{ff0b}\u{ff0d}\u{ff20}".contains(c);
    if text.starts_with(['\t', '\r', '\n']) || text.trim_start_matches(unseen).starts_with(begins) {
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

#[cfg(test)]
mod tests {
    use super::text_cell;

    #[test]
    fn text_that_a_spreadsheet_would_run_gets_an_apostrophe() {
        for formula in [
            "=1+1",
            "+1",
            "-1",
            "@a",
            "\t=1",
            "\rx",
            "\nx",
            "\u{ff1d}1",
            "\u{ff0b}1",
            "\u{ff0d}1",
            "\u{ff20}a",
            "\u{feff}=1",
            "\u{200b}+1",
            "\u{feff}\u{200b} \u{ff1d}1",
            " =1",
            "\u{a0}@a",
        ] {
            assert_eq!(text_cell(formula), format!("'{formula}"));
        }
        for text in ["", "a=1", "Surgery 7 - North", "\u{feff}a", "ä", "'=1"] {
            assert_eq!(text_cell(text), text);
        }
    }
}
