//! Organisations that stand twice in a list, or nearly.

use std::collections::BTreeMap;

use super::rows::{Organisation, Read};
use super::table::{numbers, rows_of, short};
use super::words::normal;

/// Neighbours in the order of names that are compared.
const NEIGHBOURS: usize = 4;
/// Names shorter than this differ by a letter without being the same.
const SHORT: usize = 8;
/// Pairs that are named.
const NAMED: usize = 4;
/// Words that do not tell two organisations apart.
const COMMON: [&str; 12] = [
    "the", "surgery", "practice", "medical", "centre", "center", "ltd", "limited", "llp", "nhs",
    "dr", "drs",
];

/// Takes out rows that say the same twice, gives names of their own to those that share one, and names
/// pairs that may be one.
pub(super) fn settle(read: &mut Read) {
    let mut first: BTreeMap<String, usize> = BTreeMap::new();
    let (mut same, mut shared) = (Vec::new(), Vec::new());
    let mut kept: Vec<Organisation> = Vec::new();
    for mut organisation in std::mem::take(&mut read.organisations) {
        let known = first.get(&organisation.name).map(|at| &kept[*at]);
        if let Some(known) = known {
            let as_known = Organisation { row: known.row, at: known.at, ..organisation.clone() };
            if as_known == *known {
                same.push(organisation.row);
                continue;
            }
            shared.push(organisation.row);
            organisation.name = format!("{} (row {})", organisation.name, organisation.row);
        }
        first.insert(organisation.name.clone(), kept.len());
        kept.push(organisation);
    }
    if !same.is_empty() {
        read.said.push(format!(
            "Left out: {} repeating one above ({}).",
            rows_of(same.len()),
            numbers(&same)
        ));
    }
    if !shared.is_empty() {
        read.said.push(format!("The name of {} stands above already, with other values: the row was added to it ({}). If they are one, take one out.", rows_of(shared.len()), numbers(&shared)));
    }
    let pairs = pairs(&kept);
    if !pairs.is_empty() {
        let one = |(a, b): &(usize, usize)| {
            format!(
                "“{}” and “{}” (rows {}, {})",
                short(&kept[*a].name),
                short(&kept[*b].name),
                kept[*a].row,
                kept[*b].row
            )
        };
        let named: Vec<String> = pairs.iter().take(NAMED).map(one).collect();
        let more = if pairs.len() > NAMED {
            format!("; and {} more pairs", pairs.len() - NAMED)
        } else {
            String::new()
        };
        read.said.push(format!("May be the same, and both are kept: {}{more}.", named.join("; ")));
    }
    read.organisations = kept;
}

/// Pairs of the same kind whose names are made of the same telling words, or differ by a letter.
fn pairs(all: &[Organisation]) -> Vec<(usize, usize)> {
    let key = |o: &Organisation| {
        let name = normal(&o.name);
        let mut words: Vec<&str> = name.split(' ').filter(|word| !COMMON.contains(word)).collect();
        words.sort_unstable();
        words.join(" ")
    };
    let mut sorted: Vec<(usize, String, usize)> =
        all.iter().enumerate().map(|(at, o)| (o.kind, key(o), at)).collect();
    sorted.sort();
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let mut found = Vec::new();
    for (nth, (kind, key, at)) in sorted.iter().enumerate() {
        for (other_kind, other, other_at) in sorted.iter().skip(nth + 1).take(NEIGHBOURS) {
            if kind != other_kind || key.is_empty() {
                break;
            }
            let slip = key.len() >= SHORT
                && digits(key) == digits(other)
                && strsim::osa_distance(key, other) <= 1;
            if key == other || slip {
                found.push(((*at).min(*other_at), (*at).max(*other_at)));
            }
        }
    }
    found.sort_unstable();
    found
}
