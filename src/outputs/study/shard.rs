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

/// What the plan says of its shards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShardOf<'a> {
    /// Hash of the design.
    pub design_hash: &'a str,
    /// Points of the study.
    pub points: u32,
    /// Futures of each point.
    pub replicates: u32,
    /// Values of each future.
    pub columns: usize,
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
    /// A shard that does not fit the plan, with the plan's design.
    #[error(
        "has {replicates} futures of each of the points {from} to {to}, which the plan does not \
         have; remove it and run its part again"
    )]
    OtherPlan {
        /// First point.
        from: u32,
        /// Past the last.
        to: u32,
        /// Futures of each.
        replicates: u32,
    },
    /// It was changed, or cut off, or something was added.
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
        // A value that is no number is recorded as a future that failed.
        number => number.parse().ok().filter(|x: &f32| x.is_finite()).map(Some),
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
    /// Open a shard of a plan, or with `journal` what a shard left that never ended.
    ///
    /// # Errors
    /// If it is no shard, or one of another plan. None for a journal without a whole head.
    pub fn new(
        mut source: R,
        plan: ShardOf<'_>,
        journal: bool,
    ) -> Result<Option<Self>, ShardError> {
        let mut text = String::new();
        read_line(&mut source, &mut text)?;
        if journal && !text.ends_with('\n') {
            return Ok(None);
        }
        let head = parse_head(&text).ok_or(ShardError::Foreign)?;
        if head.design_hash != plan.design_hash {
            let digits = |hash: &str| hash.chars().take(12).collect();
            let (found, wanted) = (digits(&head.design_hash), digits(plan.design_hash));
            return Err(ShardError::OtherDesign { found, wanted });
        }
        let ShardHead { from, to, replicates, .. } = head;
        if replicates != plan.replicates || from > to || to > plan.points {
            return Err(ShardError::OtherPlan { from, to, replicates });
        }
        let hash = Sha256::new_with_prefix(text.as_bytes());
        Ok(Some(ShardLines {
            source,
            head,
            columns: plan.columns,
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
        if text.starts_with(FOOT) && !self.journal {
            let foot = shard_footer(std::mem::take(&mut self.hash));
            let is_whole = self.wanted() == self.head.to;
            let ends = text == foot && self.source.fill_buf()?.is_empty();
            return if is_whole && ends { Ok(None) } else { Err(damaged) };
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

    /// The next point of a shard, which holds all of its points, each once.
    fn wanted(&self) -> u32 {
        self.last.map_or(self.head.from, |last| last + 1)
    }

    fn follows(&self, point: u32) -> bool {
        let fits = if self.journal { point >= self.wanted() } else { point == self.wanted() };
        fits && point < self.head.to
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

    const PLAN: ShardOf<'_> = ShardOf { design_hash: "abc", points: 9, replicates: 3, columns: 2 };

    fn outcomes() -> Vec<Outcome> {
        let futures = vec![
            Ok(vec![Some(0.1), None]),
            Err("a value\tis NaN".to_owned()),
            Ok(vec![Some(f32::MIN_POSITIVE), Some(-123_456.79)]),
        ];
        vec![Outcome { point: 3, futures: futures.clone() }, Outcome { point: 4, futures }]
    }

    /// A shard of these points that says it has those from 3 to `to`, with a right digest.
    fn of(outcomes: &[Outcome], to: u32, replicates: u32) -> String {
        let head = ShardHead { design_hash: "abc".into(), from: 3, to, replicates };
        let body: String =
            std::iter::once(shard_head(&head)).chain(outcomes.iter().map(shard_line)).collect();
        let foot = shard_footer(Sha256::new_with_prefix(body.as_bytes()));
        body + &foot
    }

    fn shard() -> String {
        of(&outcomes(), 5, 3)
    }

    fn read(text: &str, journal: bool) -> Result<Vec<Outcome>, ShardError> {
        match ShardLines::new(text.as_bytes(), PLAN, journal)? {
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

    /// Kind of fault: a shard whose digests hold and that says less, or other things, than the
    /// plan wants: taken for whole.
    #[test]
    fn a_shard_that_is_sound_and_not_what_the_plan_wants_is_refused() {
        let damaged = |text: &str| matches!(read(text, false), Err(ShardError::Damaged { .. }));
        // Points that lack: at the end, at the beginning, in between.
        let [first, second] = &outcomes()[..] else { panic!("two") };
        assert!(damaged(&of(&outcomes(), 6, 3)));
        assert!(damaged(&of(std::slice::from_ref(second), 5, 3)));
        let third = Outcome { point: 5, ..second.clone() };
        assert!(damaged(&of(&[first.clone(), third], 6, 3)));
        assert!(damaged(&of(&[first.clone(), first.clone()], 5, 3)));
        // Fewer futures of each point, and more points than there are.
        let fewer = |o: &Outcome| Outcome { point: o.point, futures: o.futures[..2].to_vec() };
        let fewer: Vec<Outcome> = outcomes().iter().map(fewer).collect();
        assert!(matches!(read(&of(&fewer, 5, 2), false), Err(ShardError::OtherPlan { .. })));
        assert!(damaged(&of(&fewer, 5, 3)));
        assert!(matches!(read(&of(&[], 10, 3), false), Err(ShardError::OtherPlan { .. })));
        assert!(matches!(read(&of(&[], 2, 3), false), Err(ShardError::OtherPlan { .. })));
        // What follows the end, and values that are none.
        for more in ["\n", " ", "x", "end\n"] {
            assert!(damaged(&(shard() + more)), "{more:?}");
        }
        for none in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
            let mut changed = outcomes();
            changed[1].futures[0] = Ok(vec![Some(none), None]);
            assert!(damaged(&of(&changed, 5, 3)), "{none}");
            assert_eq!(read(&of(&changed, 5, 3), true).unwrap().len(), 1, "{none}");
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
