//! Bytes → sheets, by what they are and not by the ending of a name.

use super::sheet::Book;
use super::{Refused, text, workbook};

/// Most bytes of a file.
pub const LIMIT: u64 = 50_000_000;

const AS_XLSX: &str =
    "open it in a spreadsheet program and save it as an Excel workbook (.xlsx) or as CSV";

/// The sheets of a file.
pub(super) fn open(name: &str, bytes: &[u8]) -> Result<Book, Refused> {
    let refused = |what: &str, help: &str| Err(Refused::new(format!("{name} {what}"), help));
    let begins = |with: &[u8]| bytes.starts_with(with);
    if bytes.is_empty() {
        return refused("is empty", "is it the right file?");
    }
    if begins(b"PK") {
        return workbook::open(name, bytes);
    }
    if begins(&[0xd0, 0xcf, 0x11, 0xe0]) {
        // What locks a workbook is named in UTF-16.
        let locked: Vec<u8> =
            "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        if bytes.windows(locked.len()).any(|part| part == locked) {
            let help = "open it in Excel, choose File, Info, Protect Workbook, Encrypt with Password, \
                        leave the password empty and save a copy";
            return refused("is protected by a password", help);
        }
        return refused("is a workbook of the old Excel format (.xls)", AS_XLSX);
    }
    if begins(b"%PDF") {
        return refused("is a PDF", "export the list from where it was made, as .xlsx or CSV");
    }
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(400)]).trim_start().to_lowercase();
    let head = head.trim_start_matches('\u{feff}');
    if ["<!doctype", "<html", "<?xml", "<table", "{\\rtf"].iter().any(|tag| head.starts_with(tag)) {
        return refused("is a page or a document under the name of a table", AS_XLSX);
    }
    text::open(name, bytes)
}

/// What other archives hold, told by the names in them.
pub(super) fn archive(name: &str, holds: &dyn Fn(&str) -> bool) -> Option<Refused> {
    let what = if holds("xl/workbook.bin") {
        "is a binary workbook (.xlsb)"
    } else if holds("content.xml") {
        "is an OpenDocument file (.ods)"
    } else if holds("word/document.xml") {
        "is a Word document"
    } else if holds("Index/Document.iwa") {
        "is a Numbers document"
    } else {
        return None;
    };
    Some(Refused::new(format!("{name} {what}"), AS_XLSX))
}
