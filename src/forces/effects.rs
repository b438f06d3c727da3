//! Effects: how forces speak to processes.
//!
//! Forces never touch state and never see each other. Each adds to *coefficients*; processes
//! read them. A coefficient has a neutral value and one rule of combination that does not hang
//! on the order in which forces write, so that neither the order of the registry nor a force
//! that is absent can change what another does.
//!
//! | rule | forces combine by | neutral | strength s of a force acts as |
//! |---|---|---|---|
//! | [`Rule::Logit`] | sum of log-odds | 0 | s · x |
//! | [`Rule::Hazard`] | sum of rates a year | 0 | s · x |
//! | [`Rule::LogFactor`] | sum of logarithms of factors | 0 | s · x, the factor to the power s |
//! | [`Rule::Points`] | sum | 0 | s · x |
//! | [`Rule::Lost`] | share lost, 1 − Π (1 − x) | 0 | 1 − (1 − x)^s |
//! | [`Rule::Until`] | the latest week | 0 | x, at any strength |
//!
//! A probability never gets a bare multiplier: it could leave 0 to 1.
//!
//! Strength is what a force has of its own, `s = strength · forces.own_share`. The paper's coding is
//! pluralist: an excerpt was given to three to five parameters, so that what was told of once is
//! counted several times where all act. Drivers were coded in the same way, so that the share is
//! theirs as well. Three things it does not scale: how often events from outside come and what a
//! force only hands on ([`is_fact`](super::coefficients::AnyCoefficient::is_fact)), which nobody counts twice, and weeks before
//! which something cannot happen: half a gate is none.

use std::marker::PhantomData;
use std::ops::Range;

use super::Meta;
use super::coefficients::{
    AnyCoefficient, Column, EventCoef, KindCoef, LinkCoef, MemberCoef, OrgCoef, PartEffects,
    RegionCoef, RoleCoef, Scope, TaskCoef,
};
use super::powers::Powers;
use super::shares::Shares;
use crate::stats::maths;
use crate::world::Blueprint;

/// How a coefficient combines what several forces write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// Log-odds add.
    Logit,
    /// Rates (a year) add.
    Hazard,
    /// Logarithms of factors add.
    LogFactor,
    /// Points on a scale add.
    Points,
    /// Shares lost combine as 1 − Π (1 − x).
    Lost,
    /// The latest week holds.
    Until,
}

/// Values of one family of coefficients: one row a coefficient, one entry an index.
#[derive(Debug, Clone, PartialEq)]
pub struct Columns<C> {
    width: usize,
    values: Vec<f64>,
    /// In place of the values of those that are noted: a row each.
    noted: Vec<Shares>,
    family: PhantomData<C>,
}

impl<C: Column> Columns<C> {
    fn new(width: usize) -> Self {
        let rows = if C::SCOPE == Scope::Organisations { AnyCoefficient::NOTED } else { 0 };
        Columns {
            width,
            values: vec![0.0; width * C::COUNT],
            noted: vec![Shares::default(); width * rows],
            family: PhantomData,
        }
    }

    /// The combined value for one index: a sum, or a share lost.
    #[inline]
    pub fn get(&self, c: C, i: usize) -> f64 {
        match c.any().noted() {
            Some(row) => self.noted[row * self.width + i].lost(),
            None => self.values[c.index() * self.width + i],
        }
    }

    /// The combined values of one coefficient, by index.
    #[inline]
    pub fn column(&self, c: C) -> &[f64] {
        debug_assert!(c.any().noted().is_none(), "combined only when it is read");
        &self.values[c.index() * self.width..][..self.width]
    }

    /// The factor for one index, of a [`Rule::LogFactor`]: exactly 1 where no force wrote.
    #[inline]
    pub fn factor(&self, c: C, i: usize) -> f64 {
        debug_assert_eq!(c.rule(), Rule::LogFactor);
        let x = self.get(c, i);
        if x == 0.0 { 1.0 } else { maths::exp(x) }
    }

    /// The share that is left for one index, of a [`Rule::Lost`].
    #[inline]
    pub fn left(&self, c: C, i: usize) -> f64 {
        debug_assert_eq!(c.rule(), Rule::Lost);
        1.0 - self.get(c, i)
    }

    /// The columns of each part of a replicate. A family that does not go by place belongs to the
    /// first part whole.
    pub(super) fn parts(&mut self, b: &Blueprint) -> Vec<PartColumns<'_, C>> {
        let (width, each) = (self.width, self.width / b.region_orgs.len().max(1));
        let mut rest: Vec<&mut [f64]> = self.values.chunks_mut(width.max(1)).collect();
        // Where there is nothing to write about the columns are empty.
        rest.resize_with(C::COUNT, Default::default);
        let mut rest_noted: Vec<&mut [Shares]> = self.noted.chunks_mut(width.max(1)).collect();
        let part = |(nth, regions): (usize, &Range<usize>)| {
            let range = match C::SCOPE {
                Scope::Regions => regions.start * each..regions.end * each,
                Scope::Organisations => b.organisations_of(regions),
                Scope::Everywhere if nth == 0 => 0..width,
                Scope::Everywhere => width..width,
            };
            let n = range.len();
            PartColumns {
                first: range.start,
                columns: next(&mut rest, n),
                noted: next(&mut rest_noted, n),
                kept: C::SCOPE != Scope::Everywhere || nth == 0,
                family: PhantomData,
            }
        };
        b.parts.regions.iter().enumerate().map(part).collect()
    }
}

/// The next `n` entries of each row.
fn next<'a, T>(rows: &mut [&'a mut [T]], n: usize) -> Vec<&'a mut [T]> {
    rows.iter_mut().map(|rest| rest.split_off_mut(..n).unwrap_or_default()).collect()
}

/// The columns of one family, as far as they belong to one part of a replicate.
pub struct PartColumns<'a, C> {
    /// The first index.
    first: usize,
    /// A column for each coefficient.
    columns: Vec<&'a mut [f64]>,
    /// A row for each coefficient that is noted.
    noted: Vec<&'a mut [Shares]>,
    /// False where another part keeps the family.
    kept: bool,
    family: PhantomData<C>,
}

impl<C: Column> PartColumns<'_, C> {
    /// Back to neutral, for the next week.
    pub(super) fn clear(&mut self) {
        self.columns.iter_mut().for_each(|column| column.fill(0.0));
        self.noted.iter_mut().flat_map(|row| row.iter_mut()).for_each(Shares::clear);
    }
}

/// What one force does to the values of one coefficient.
struct Hand<'p> {
    rule: Rule,
    strength: f64,
    powers: &'p mut Powers,
    /// The share lost that it wrote last, and what that left: it mostly writes the same again.
    last: (f64, f64),
}

impl<'p> Hand<'p> {
    #[inline(always)]
    fn new(rule: Rule, strength: f64, powers: &'p mut Powers) -> Self {
        Hand { rule, strength, powers, last: (0.0, 1.0) }
    }

    #[inline(always)]
    fn write(&mut self, value: &mut f64, x: f64) {
        match self.rule {
            Rule::Lost => {
                debug_assert!((0.0..=1.0).contains(&x), "a share lost lies in 0..1, not {x}");
                if x != self.last.0 {
                    self.last = (x, self.powers.get(1.0 - x.clamp(0.0, 1.0), self.strength));
                }
                *value = 1.0 - (1.0 - *value) * self.last.1;
            }
            Rule::Until => *value = value.max(x),
            _ => *value += self.strength * x,
        }
    }
}

/// How many there are of what coefficients are indexed by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Widths {
    /// Regions.
    pub regions: usize,
    /// Members of each region's team.
    pub team: usize,
    /// Organisations.
    pub organisations: usize,
    /// Roles of staff.
    pub roles: usize,
    /// Kinds of organisation.
    pub kinds: usize,
    /// IT systems.
    pub systems: usize,
    /// Tasks.
    pub tasks: usize,
}

/// All coefficients of one week.
#[derive(Debug, Clone, PartialEq)]
pub struct Effects {
    /// By region.
    pub region: Columns<RegionCoef>,
    /// Chances of events, by region.
    pub event: Columns<EventCoef>,
    /// By member of the team: `region × team + member`.
    pub member: Columns<MemberCoef>,
    /// By task.
    pub task: Columns<TaskCoef>,
    /// By organisation.
    pub org: Columns<OrgCoef>,
    /// By role of staff.
    pub role: Columns<RoleCoef>,
    /// By kind in a region: `region × kinds + kind`.
    pub kind: Columns<KindCoef>,
    /// By pair of IT systems: `reader × systems + writer`.
    pub link: Columns<LinkCoef>,
    /// For each part of the replicate; there are no more parts than regions.
    pub(super) powers: Vec<Powers>,
}

impl Effects {
    /// Neutral effects.
    pub fn neutral(w: Widths) -> Self {
        Effects {
            region: Columns::new(w.regions),
            event: Columns::new(w.regions),
            member: Columns::new(w.regions * w.team),
            task: Columns::new(w.tasks),
            org: Columns::new(w.organisations),
            role: Columns::new(w.roles),
            kind: Columns::new(w.regions * w.kinds),
            link: Columns::new(w.systems * w.systems),
            powers: vec![Powers::default(); w.regions],
        }
    }
}

/// The pen of one force: it holds the force's strength and its own share, and applies them.
pub struct Writer<'w, 'a> {
    effects: &'w mut PartEffects<'a>,
    strength: f64,
    own: f64,
    meta: &'static Meta,
}

impl<'w, 'a> Writer<'w, 'a> {
    pub(super) fn new(
        effects: &'w mut PartEffects<'a>,
        (strength, own_share): (f64, f64),
        meta: &'static Meta,
    ) -> Self {
        let own = strength * own_share;
        Writer { effects, strength, own, meta }
    }

    /// Write a coefficient of one index of its family.
    #[inline]
    pub fn add<C: Column>(&mut self, c: C, i: usize, x: f64) {
        let strength = self.strength_in(c.any());
        let (columns, powers) = C::columns(self.effects);
        if C::SCOPE != Scope::Everywhere || columns.kept {
            let i = i - columns.first;
            match c.any().noted() {
                Some(row) => columns.noted[row][i].add(x, strength),
                None => {
                    let value = &mut columns.columns[c.index()][i];
                    Hand::new(c.rule(), strength, powers).write(value, x);
                }
            }
        }
    }

    /// Write a coefficient of organisations that lie next to each other.
    #[inline(always)]
    pub fn all(&mut self, c: OrgCoef, who: &Range<usize>, x: impl Fn(usize) -> f64) {
        if c.any().noted().is_some() {
            return who.clone().for_each(|o| self.add(c, o, x(o)));
        }
        let strength = self.strength_in(c.any());
        let (columns, powers) = OrgCoef::columns(self.effects);
        let first = columns.first;
        let column = &mut columns.columns[c.index()][who.start - first..who.end - first];
        let mut hand = Hand::new(c.rule(), strength, powers);
        for (value, o) in column.iter_mut().zip(who.clone()) {
            hand.write(value, x(o));
        }
    }

    /// Write a coefficient of some organisations.
    #[inline(always)]
    pub fn some(&mut self, c: OrgCoef, who: &[usize], x: impl Fn(usize) -> f64) {
        let strength = self.strength_in(c.any());
        let (columns, powers) = OrgCoef::columns(self.effects);
        if let Some(row) = c.any().noted() {
            let (first, shares) = (columns.first, &mut *columns.noted[row]);
            return who.iter().for_each(|&o| shares[o - first].add(x(o), strength));
        }
        let (first, column) = (columns.first, &mut *columns.columns[c.index()]);
        let mut hand = Hand::new(c.rule(), strength, powers);
        for &o in who {
            hand.write(&mut column[o - first], x(o));
        }
    }

    /// The strength that acts on a coefficient.
    #[inline(always)]
    fn strength_in(&self, c: AnyCoefficient) -> f64 {
        debug_assert!(
            self.meta.writes.contains(&c),
            "force {} writes {c:?}, which its documentation does not name",
            self.meta.name,
        );
        if c.is_fact() { self.strength } else { self.own }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two regions of one organisation each, one of everything else.
    const WIDTHS: Widths =
        Widths { regions: 2, team: 1, organisations: 2, roles: 1, kinds: 1, systems: 1, tasks: 1 };

    fn neutral() -> Effects {
        Effects::neutral(WIDTHS)
    }

    /// Each region a part.
    fn blueprint() -> Blueprint {
        Blueprint { region_orgs: vec![0..1, 1..2], ..Blueprint::default() }.in_parts(1)
    }

    /// Write what the first part writes.
    fn write(effects: &mut Effects, strength: f64, write: impl Fn(&mut Writer<'_, '_>)) {
        for part in effects.parts(&blueprint()).iter_mut().take(1) {
            write(&mut Writer::new(part, (strength, 1.0), &META));
        }
    }

    static META: Meta = Meta {
        name: "test",
        section: "",
        title: "",
        text: "",
        shows: &[],
        writes: &[
            AnyCoefficient::OrgCoef(OrgCoef::UseLost),
            AnyCoefficient::OrgCoef(OrgCoef::AttendLost),
            AnyCoefficient::OrgCoef(OrgCoef::Join),
            AnyCoefficient::RegionCoef(RegionCoef::Agree),
            AnyCoefficient::TaskCoef(TaskCoef::Effort),
            AnyCoefficient::OrgCoef(OrgCoef::LaunchFrom),
            AnyCoefficient::OrgCoef(OrgCoef::Merger),
        ],
    };

    #[test]
    fn order_of_forces_does_not_matter_and_strength_zero_is_neutral() {
        let writes = [(0.3, 1.0), (0.5, 2.0), (0.1, 0.5)];
        let combined = |order: &[usize]| {
            let mut effects = neutral();
            for &i in order {
                let (x, strength) = writes[i];
                write(&mut effects, strength, |out| {
                    out.add(OrgCoef::UseLost, 0, x);
                    out.add(OrgCoef::Join, 0, x);
                });
            }
            effects
        };
        let (a, b) = (combined(&[0, 1, 2]), combined(&[2, 0, 1]));
        let exact = 1.0 - 0.7 * 0.25 * 0.9_f64.sqrt();
        assert!((a.org.get(OrgCoef::UseLost, 0) - exact).abs() < 1e-12);
        assert!((a.org.get(OrgCoef::UseLost, 0) - b.org.get(OrgCoef::UseLost, 0)).abs() < 1e-15);
        assert!((a.org.get(OrgCoef::Join, 0) - (0.3 + 1.0 + 0.05)).abs() < 1e-12);

        let mut effects = neutral();
        write(&mut effects, 0.0, |out| {
            out.add(OrgCoef::UseLost, 0, 0.9);
            out.add(OrgCoef::Join, 0, 5.0);
        });
        assert_eq!(effects, neutral());
    }

    #[test]
    fn the_own_share_scales_effects_as_strength_does_and_neither_facts_nor_gates() {
        let written = |strength: f64, share: f64| {
            let mut effects = neutral();
            for part in effects.parts(&blueprint()).iter_mut().take(1) {
                let mut out = Writer::new(part, (strength, share), &META);
                out.add(OrgCoef::UseLost, 0, 0.4);
                out.add(OrgCoef::Join, 0, -2.0);
                out.add(OrgCoef::LaunchFrom, 0, 30.0);
                out.add(OrgCoef::Merger, 0, 0.1);
            }
            [OrgCoef::UseLost, OrgCoef::Join, OrgCoef::LaunchFrom, OrgCoef::Merger]
                .map(|c| effects.org.get(c, 0))
        };
        let exact = [1.0 - 0.6_f64.sqrt(), -1.0, 30.0, 0.2];
        for (found, exact) in written(2.0, 0.25).into_iter().zip(exact) {
            assert!((found - exact).abs() < 1e-12, "{found} and not {exact}");
        }
        assert_eq!(
            written(0.5, 1.0)[..3],
            written(2.0, 0.25)[..3],
            "it is strength, but for facts"
        );
    }

    #[test]
    fn parts_write_about_their_own_place_and_the_first_about_everywhere() {
        let mut effects = neutral();
        for (region, part) in effects.parts(&blueprint()).iter_mut().enumerate() {
            let mut out = Writer::new(part, (1.0, 1.0), &META);
            let own = 1.0 + region as f64;
            out.add(RegionCoef::Agree, region, own);
            out.add(OrgCoef::Join, region, 10.0 * own);
            out.add(TaskCoef::Effort, 0, own);
        }
        assert_eq!([0, 1].map(|r| effects.region.get(RegionCoef::Agree, r)), [1.0, 2.0]);
        assert_eq!([0, 1].map(|o| effects.org.get(OrgCoef::Join, o)), [10.0, 20.0]);
        assert_eq!(effects.task.get(TaskCoef::Effort, 0), 1.0);
        effects.parts(&blueprint()).iter_mut().for_each(PartEffects::clear);
        assert_eq!(effects, neutral());
    }

    #[test]
    fn many_are_written_as_one_after_the_other() {
        let b = Blueprint { region_orgs: vec![0..3, 3..9], ..Blueprint::default() }.in_parts(1);
        let lost = |o: usize| [0.0, 0.3, 0.3, 1.0, 0.25][o % 5];
        let weeks = |o: usize| o as f64 - 4.0;
        let widths = Widths { organisations: 9, ..WIDTHS };
        let written = |many: bool| {
            let mut effects = Effects::neutral(widths);
            for (part, here) in effects.parts(&b).iter_mut().zip(&b.region_orgs) {
                let odd: Vec<usize> = here.clone().filter(|o| o % 2 == 1).collect();
                let mut out = Writer::new(part, (2.0, 0.4), &META);
                if many {
                    out.all(OrgCoef::UseLost, here, lost);
                    out.all(OrgCoef::LaunchFrom, here, weeks);
                    out.some(OrgCoef::UseLost, &odd, |_| 0.7);
                    out.some(OrgCoef::Join, &odd, weeks);
                    continue;
                }
                for o in here.clone() {
                    out.add(OrgCoef::UseLost, o, lost(o));
                    out.add(OrgCoef::LaunchFrom, o, weeks(o));
                }
                for o in odd {
                    out.add(OrgCoef::UseLost, o, 0.7);
                    out.add(OrgCoef::Join, o, weeks(o));
                }
            }
            effects
        };
        let effects = written(true);
        assert_eq!(effects, written(false));
        assert_eq!([2, 3, 8].map(|o| effects.org.get(OrgCoef::LaunchFrom, o)), [0.0, 0.0, 4.0]);
        assert_eq!([6, 7].map(|o| effects.org.get(OrgCoef::Join, o)), [0.0, 0.8 * 3.0]);
    }

    #[test]
    fn what_is_noted_combines_as_what_is_written() {
        assert_eq!(AnyCoefficient::OrgCoef(OrgCoef::AttendLost).noted(), Some(0));
        // More than are noted at a time, some of them nothing or all.
        let writes =
            [(0.3, 0.4), (0.0, 0.4), (0.5, 1.0), (0.1, 2.0), (0.7, 0.4), (0.2, 0.9), (1.0, 0.4)];
        let mut effects = neutral();
        for (x, strength) in writes {
            write(&mut effects, strength, |out| {
                out.add(OrgCoef::UseLost, 0, x);
                out.some(OrgCoef::AttendLost, &[0], |_| x);
            });
            let [used, attended] =
                [OrgCoef::UseLost, OrgCoef::AttendLost].map(|c| effects.org.get(c, 0));
            assert_eq!(used.to_bits(), attended.to_bits(), "{x} at {strength}");
            assert_eq!(effects.org.get(OrgCoef::AttendLost, 1), 0.0);
        }
        effects.parts(&blueprint()).iter_mut().for_each(PartEffects::clear);
        assert_eq!(effects, neutral());
        write(&mut effects, 1.0, |out| out.all(OrgCoef::AttendLost, &(0..1), |_| 0.25));
        assert_eq!(effects.org.left(OrgCoef::AttendLost, 0), 0.75);
    }

    #[test]
    #[should_panic(expected = "does not name")]
    fn a_force_may_write_only_what_its_documentation_names() {
        let mut effects = neutral();
        write(&mut effects, 1.0, |out| out.add(OrgCoef::Load, 0, 0.1));
    }
}
