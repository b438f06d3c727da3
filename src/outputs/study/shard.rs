//! The results of a shard: a head, a line for each point, and a foot with a digest.
//!
//! ```text
//! uptake shard 1 <design hash> <first point> <end> <replicates>
//! <point>\t<future>\t<future>…\t<check>
//! end <sha-256 of everything above>
//! ```
//!
//! A future is its values with spaces between them, `-` where there is none, or `!` and what the
//! model said. Values are single precision and written so that they read back to the same. The
//! check is the first half of the line's SHA-256: a line that was cut off by a kill shows. A
//! journal is a shard without a foot.

use std::io::{self, BufRead};

use sha2::{Digest, Sha256};

use super::digest::hex;
use crate::outputs::sha256_hex;
use crate::results::study::{Future, Outcome};

/// First words of a shard.
const MAGIC: &str = "uptake shard 1";
/// First word of its foot.
const FOOT: &str = "end ";
/// Digits of a line's check.
const CHECK: usize = 32;

/// What a shard's first line says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShardHead {
    /// Hash of the design that it is a part of.
    pub design_hash: String,
    /// First point.
    pub from: u32,
    /// One past its last point.
    pub to: u32,
    /// Futures of each point.
    pub replicates: u32,
}

/// Why a shard cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ShardError {
    /// It cannot be read.
    #[error("cannot be read: {0}")]
    Io(#[from] io::Error),
    /// Not a shard.
    #[error("is not a shard of a study")]
    Foreign,
    /// A shard of another study.
    #[error("belongs to another design ({found}…, not {wanted}…)")]
    OtherDesign {
        /// First digits of its design hash.
        found: String,
        /// First digits of the plan's.
        wanted: String,
    },
    /// It was changed, or cut off.
    #[error("is damaged at line {line}; remove it and run its part again")]
    Damaged {
        /// Where.
        line: usize,
    },
}

/// The first line.
pub fn shard_head(head: &ShardHead) -> String {
    let ShardHead { design_hash, from, to, replicates } = head;
    format!("{MAGIC} {design_hash} {from} {to} {replicates}\n")
}

/// The line of a point.
pub fn shard_line(outcome: &Outcome) -> String {
    let mut line = outcome.point.to_string();
    for future in &outcome.futures {
        line.push('\t');
        match future {
            Ok(values) => {
                for (i, value) in values.iter().enumerate() {
                    if i > 0 {
                        line.push(' ');
                    }
                    match value {
                        Some(x) => line.push_str(&x.to_string()),
                        None => line.push('-'),
                    }
                }
            }
            Err(why) => {
                line.push('!');
                line.extend(why.chars().map(|c| if c.is_control() { ' ' } else { c }));
            }
        }
    }
    let check = sha256_hex(line.as_bytes());
    line.push('\t');
    line.push_str(&check[..CHECK]);
    line.push('\n');
    line
}

/// The foot of a shard whose lines went into this hash.
pub fn shard_footer(hash: Sha256) -> String {
    format!("{FOOT}{}\n", hex(hash))
}

/// The point of a line, if it is sound: whole, and with so many futures of so many values.
pub fn shard_point(line: &str, replicates: u32, columns: usize) -> Option<Outcome> {
    let (body, check) = line.strip_suffix('\n')?.rsplit_once('\t')?;
    if sha256_hex(body.as_bytes())[..CHECK] != *check {
        return None;
    }
    let mut fields = body.split('\t');
    let point = fields.next()?.parse().ok()?;
    let value = |text: &str| match text {
        "-" => Some(None),
        number => number.parse().ok().map(Some),
    };
    let future = |field: &str| -> Option<Future> {
        if let Some(why) = field.strip_prefix('!') {
            return Some(Err(why.to_owned()));
        }
        let values: Vec<Option<f32>> = field.split(' ').map(value).collect::<Option<_>>()?;
        (values.len() == columns).then_some(Ok(values))
    };
    let futures: Vec<Future> = fields.map(future).collect::<Option<_>>()?;
    (futures.len() == replicates as usize).then_some(Outcome { point, futures })
}

/// Reads a shard or a journal line by line.
pub struct ShardLines<R> {
    source: R,
    head: ShardHead,
    columns: usize,
    /// A journal may end anywhere; what follows its last sound line is left out.
    journal: bool,
    hash: Sha256,
    line: usize,
    last: Option<u32>,
    ended: bool,
}

impl<R: BufRead> ShardLines<R> {
    /// Open a shard of that design, or with `journal` what a shard left that never ended.
    ///
    /// # Errors
    /// If it is no shard, or one of another design. None for a journal without a whole head.
    pub fn new(
        mut source: R,
        design_hash: &str,
        columns: usize,
        journal: bool,
    ) -> Result<Option<Self>, ShardError> {
        let mut text = String::new();
        read_line(&mut source, &mut text)?;
        if journal && !text.ends_with('\n') {
            return Ok(None);
        }
        let head = parse_head(&text).ok_or(ShardError::Foreign)?;
        if head.design_hash != design_hash {
            let digits = |hash: &str| hash.chars().take(12).collect();
            let (found, wanted) = (digits(&head.design_hash), digits(design_hash));
            return Err(ShardError::OtherDesign { found, wanted });
        }
        let hash = Sha256::new_with_prefix(text.as_bytes());
        Ok(Some(ShardLines {
            source,
            head,
            columns,
            journal,
            hash,
            line: 1,
            last: None,
            ended: false,
        }))
    }

    /// What its first line says.
    pub fn head(&self) -> &ShardHead {
        &self.head
    }

    fn next_outcome(&mut self) -> Result<Option<Outcome>, ShardError> {
        let mut text = String::new();
        read_line(&mut self.source, &mut text)?;
        self.line += 1;
        let damaged = ShardError::Damaged { line: self.line };
        if let Some(digest) = text.strip_prefix(FOOT) {
            let own = hex(std::mem::take(&mut self.hash));
            return if !self.journal && digest.trim_end() == own { Ok(None) } else { Err(damaged) };
        }
        match shard_point(&text, self.head.replicates, self.columns) {
            Some(outcome) if self.follows(outcome.point) => {
                self.hash.update(text.as_bytes());
                self.last = Some(outcome.point);
                Ok(Some(outcome))
            }
            _ if self.journal => Ok(None),
            _ => Err(damaged),
        }
    }

    fn follows(&self, point: u32) -> bool {
        (self.head.from..self.head.to).contains(&point) && self.last.is_none_or(|last| last < point)
    }
}

impl<R: BufRead> Iterator for ShardLines<R> {
    type Item = Result<Outcome, ShardError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let next = self.next_outcome().transpose();
        self.ended = !matches!(next, Some(Ok(_)));
        next
    }
}

/// A line; what is not UTF-8 is no line of a shard, and read as an empty one.
fn read_line(source: &mut impl BufRead, text: &mut String) -> io::Result<()> {
    match source.read_line(text) {
        Err(error) if error.kind() == io::ErrorKind::InvalidData => {
            text.clear();
            Ok(())
        }
        other => other.map(|_| ()),
    }
}

fn parse_head(text: &str) -> Option<ShardHead> {
    let mut words = text.strip_prefix(MAGIC)?.split_whitespace();
    let design_hash = words.next()?.to_owned();
    let mut number = || words.next()?.parse().ok();
    let (from, to, replicates) = (number()?, number()?, number()?);
    Some(ShardHead { design_hash, from, to, replicates })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcomes() -> Vec<Outcome> {
        let futures = vec![
            Ok(vec![Some(0.1), None]),
            Err("a value\tis NaN".to_owned()),
            Ok(vec![Some(f32::MIN_POSITIVE), Some(-123_456.79)]),
        ];
        vec![Outcome { point: 3, futures: futures.clone() }, Outcome { point: 5, futures }]
    }

    fn shard() -> String {
        let head = ShardHead { design_hash: "abc".into(), from: 3, to: 7, replicates: 3 };
        let body: String =
            std::iter::once(shard_head(&head)).chain(outcomes().iter().map(shard_line)).collect();
        let foot = shard_footer(Sha256::new_with_prefix(body.as_bytes()));
        body + &foot
    }

    fn read(text: &str, journal: bool) -> Result<Vec<Outcome>, ShardError> {
        match ShardLines::new(text.as_bytes(), "abc", 2, journal)? {
            Some(lines) => lines.collect(),
            None => Ok(Vec::new()),
        }
    }

    #[test]
    fn a_shard_reads_back_to_the_same() {
        let mut expected = outcomes();
        for outcome in &mut expected {
            outcome.futures[1] = Err("a value is NaN".to_owned());
        }
        assert_eq!(read(&shard(), false).unwrap(), expected);
    }

    #[test]
    fn a_shard_that_was_cut_or_changed_anywhere_is_damaged_and_a_journal_keeps_what_is_whole() {
        let whole = shard();
        let first = whole.find('\n').unwrap() + 1;
        let second = first + whole[first..].find('\n').unwrap() + 1;
        for cut in 0..whole.len() - 1 {
            assert!(read(&whole[..cut], false).is_err(), "cut at {cut}");
            let kept = read(&whole[..cut], true);
            if cut < first {
                assert!(kept.is_ok_and(|k| k.is_empty()), "cut at {cut}");
            } else if cut < second {
                assert_eq!(kept.unwrap().len(), 0, "cut at {cut}");
            }
        }
        for at in first..whole.len() - 1 {
            let mut changed = whole.clone().into_bytes();
            changed[at] ^= 1;
            let changed = String::from_utf8_lossy(&changed).into_owned();
            assert!(read(&changed, false).is_err(), "changed at {at}");
        }
    }

    #[test]
    fn what_is_no_shard_of_this_design_is_told_apart() {
        assert!(matches!(read("point,value\n", false), Err(ShardError::Foreign)));
        let other = shard().replace("abc", "abd");
        assert!(matches!(read(&other, false), Err(ShardError::OtherDesign { .. })));
        assert!(matches!(read("", false), Err(ShardError::Foreign)));
        assert_eq!(read("", true).unwrap(), []);
    }
}
