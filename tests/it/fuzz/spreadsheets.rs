//! Changed spreadsheets: imported, asked about or refused.

use std::io::{Cursor, Read};

use jiff::civil::date;
use uptake::import::{Wanted, import};
use zip::ZipArchive;

use super::Outcome;
use super::mutate::{Luck, bytes, lines, raw};
use crate::import::made::{archive, csv, workbook};

const TABLE: &str = "Our list,,,,,,\n\nName,Type,System,Staff,Status,Go live,Trained\n\
                     A,GP,EMIS,\"1,200\",Live,31/03/2025,50%\nB,Nursing home,,12.5,Signed,2026-01-02,3\n\
                     B,GP,TPP,9,Not started,45747,\nTotal,,,1221,,,\n";

fn parts(book: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut zip = ZipArchive::new(Cursor::new(book)).unwrap();
    (0..zip.len())
        .map(|at| {
            let mut part = zip.by_index(at).unwrap();
            let mut text = Vec::new();
            part.read_to_end(&mut text).unwrap();
            (part.name().unwrap().into_owned(), text)
        })
        .collect()
}

fn outcome(name: &str, bytes: &[u8], mapping: Option<&str>) -> Outcome {
    let wanted = Wanted {
        name,
        bytes,
        stem: "ours",
        mapping: mapping.map(|text| ("map.toml", text)),
        sheet: None,
        start: date(2026, 4, 6),
    };
    match import(&wanted) {
        Ok(imported) if imported.open.is_empty() => {
            assert!(imported.files.len() >= 2 && imported.organisations > 0);
            Outcome::Accepted
        }
        Ok(imported) => {
            assert!(imported.files.is_empty());
            Outcome::Refused
        }
        Err(refused) => {
            assert!(!refused.message.is_empty());
            Outcome::Refused
        }
    }
}

/// The table in text, or its mapping.
pub fn text(luck: &mut Luck) -> Outcome {
    match luck.below(3) {
        0 => outcome("a.csv", &bytes(luck, TABLE.as_bytes()), None),
        1 => outcome("a.csv", raw(luck, TABLE).as_bytes(), None),
        _ => {
            let wanted = Wanted {
                name: "a.csv",
                bytes: TABLE.as_bytes(),
                stem: "ours",
                mapping: None,
                sheet: None,
                start: date(2026, 4, 6),
            };
            let mapping = import(&wanted).unwrap().mapping;
            let keys =
                ["sheet", "header", "start", "dates", "numbers", "columns", "kinds", "empty"];
            outcome("a.csv", TABLE.as_bytes(), Some(&lines(luck, &mapping, &keys)))
        }
    }
}

/// A workbook: its bytes, or one of the parts that it is packed of.
pub fn book(luck: &mut Luck) -> Outcome {
    let book = workbook(&[("Notes", true, csv("a\n")), ("List", false, csv(TABLE))]);
    if luck.below(4) == 0 {
        return outcome("a.xlsx", &bytes(luck, &book), None);
    }
    let mut all = parts(&book);
    let at = luck.below(all.len());
    all[at].1 = match luck.below(2) {
        0 => bytes(luck, &all[at].1),
        _ => raw(luck, &String::from_utf8_lossy(&all[at].1)).into_bytes(),
    };
    let all: Vec<(&str, &[u8])> =
        all.iter().map(|(name, text)| (name.as_str(), text.as_slice())).collect();
    outcome("a.xlsx", &archive(&all), None)
}
