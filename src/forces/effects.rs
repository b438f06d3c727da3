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
//!
//! A probability never gets a bare multiplier: it could leave 0 to 1.

use super::Meta;
use crate::stats::maths;

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
}

/// What a coefficient is called and how it combines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Coefficient {
    /// Name in the documentation.
    pub name: &'static str,
    /// Rule of combination.
    pub rule: Rule,
    /// What reads it and what it does there.
    pub acts_on: &'static str,
}

macro_rules! coefficients {
    ($(#[$outer:meta])* $name:ident { $($(#[$inner:meta])* $variant:ident: $rule:ident, $acts:literal;)* }) => {
        $(#[$outer])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        #[repr(usize)]
        pub enum $name { $($(#[$inner])* #[doc = concat!("(`", stringify!($rule), "`): ", $acts)] $variant,)* }
        impl $name {
            /// All of them, in the order of the columns.
            pub const ALL: &'static [$name] = &[$($name::$variant,)*];
            /// Name, rule and reader.
            pub fn coefficient(self) -> Coefficient {
                match self { $($name::$variant => Coefficient {
                    name: concat!(stringify!($name), "::", stringify!($variant)),
                    rule: Rule::$rule,
                    acts_on: $acts,
                },)* }
            }
        }
        impl Column for $name {
            const COUNT: usize = $name::ALL.len();
            fn index(self) -> usize { self as usize }
            fn rule(self) -> Rule { self.coefficient().rule }
            fn any(self) -> AnyCoefficient { AnyCoefficient::$name(self) }
        }
    };
}

/// A family of coefficients that share their index (organisation, role, region, member).
pub trait Column: Copy {
    /// How many coefficients the family has.
    const COUNT: usize;
    /// Place in the family.
    fn index(self) -> usize;
    /// Rule of combination.
    fn rule(self) -> Rule;
    /// The same, without its type.
    fn any(self) -> AnyCoefficient;
}

/// Any coefficient, for the list of what a force writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnyCoefficient {
    /// Of a region.
    RegionCoef(RegionCoef),
    /// Of a member of the team.
    MemberCoef(MemberCoef),
    /// Of an organisation.
    OrgCoef(OrgCoef),
    /// Of a role of staff.
    RoleCoef(RoleCoef),
}

coefficients! {
    /// Coefficients of a region.
    RegionCoef {
        /// Hours lost
        HoursLost: Lost, "share of the team's hours that never reach a task (money)";
        /// Money lost
        MoneyLost: Lost, "share of the project's money that turns elsewhere (money)";
        /// Interest fades
        InterestFade: Hazard, "added fading of interest, a year (climate)";
        /// Feedback lost
        FeedbackLost: Lost, "share of users' feedback that never reaches the developers (project work)";
        /// Effort
        Effort: LogFactor, "hours that a task of setting up takes the team (project work)";
    }
}

coefficients! {
    /// Coefficients of a member of the team.
    MemberCoef {
        /// Effort
        Effort: LogFactor, "hours that the same work takes this person (money)";
        /// Leaving
        Leave: Hazard, "added chance of leaving, a year (money)";
    }
}

coefficients! {
    /// Coefficients of an organisation.
    OrgCoef {
        /// Agreeing
        Join: Logit, "log-odds that a persuasion contact succeeds (joining)";
        /// Stopping
        Exit: Hazard, "added chance of a silent stop, a year (joining)";
        /// Attendance lost
        AttendLost: Lost, "share of staff kept from a training session (workforce)";
        /// Teaching lost
        TeachLost: Lost, "share of learning from colleagues lost (workforce)";
        /// Retention
        Retention: LogFactor, "weeks for which a skill lasts without use (workforce, use)";
        /// Use lost
        UseLost: Lost, "share of openings of the tool that do not happen (use)";
        /// Faster fall
        FallFaster: LogFactor, "speed at which expectation falls after a miss (use)";
        /// Load
        Load: Points, "added load (load)";
    }
}

coefficients! {
    /// Coefficients of a role of staff.
    RoleCoef {
        /// Retention
        Retention: LogFactor, "weeks for which a skill lasts without use (workforce, use)";
        /// Habit
        Habit: LogFactor, "growth of habit a use (use)";
        /// Conversations lost
        ConverseLost: Lost, "share of conversations about sharing that are not begun (records)";
    }
}

/// Values of one family of coefficients: one row a coefficient, one entry an index.
#[derive(Debug, Clone, PartialEq)]
pub struct Columns<C> {
    width: usize,
    values: Vec<f64>,
    family: std::marker::PhantomData<C>,
}

impl<C: Column> Columns<C> {
    fn new(width: usize) -> Self {
        Columns { width, values: vec![0.0; width * C::COUNT], family: std::marker::PhantomData }
    }

    /// The combined value for one index: a sum, or a share lost.
    #[inline]
    pub fn get(&self, c: C, i: usize) -> f64 {
        self.values[c.index() * self.width + i]
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

    #[inline]
    fn combine(&mut self, c: C, i: usize, x: f64, strength: f64) {
        let value = &mut self.values[c.index() * self.width + i];
        match c.rule() {
            Rule::Lost => {
                debug_assert!((0.0..=1.0).contains(&x), "a share lost lies in 0..1, not {x}");
                let left = 1.0 - x.clamp(0.0, 1.0);
                let left = if strength == 1.0 { left } else { maths::pow(left, strength) };
                *value = 1.0 - (1.0 - *value) * left;
            }
            _ => *value += strength * x,
        }
    }
}

/// All coefficients of one week.
#[derive(Debug, Clone, PartialEq)]
pub struct Effects {
    /// By region.
    pub region: Columns<RegionCoef>,
    /// By member of the team: `region × team + member`.
    pub member: Columns<MemberCoef>,
    /// By organisation.
    pub org: Columns<OrgCoef>,
    /// By role of staff.
    pub role: Columns<RoleCoef>,
}

impl Effects {
    /// Neutral effects.
    pub fn neutral(regions: usize, members: usize, organisations: usize, roles: usize) -> Self {
        Effects {
            region: Columns::new(regions),
            member: Columns::new(members),
            org: Columns::new(organisations),
            role: Columns::new(roles),
        }
    }

    /// Back to neutral, for the next week.
    pub fn clear(&mut self) {
        self.region.values.fill(0.0);
        self.member.values.fill(0.0);
        self.org.values.fill(0.0);
        self.role.values.fill(0.0);
    }
}

/// The pen of one force: it holds the force's strength and applies it.
pub struct Writer<'a> {
    effects: &'a mut Effects,
    strength: f64,
    meta: &'static Meta,
}

impl<'a> Writer<'a> {
    pub(super) fn new(effects: &'a mut Effects, strength: f64, meta: &'static Meta) -> Self {
        Writer { effects, strength, meta }
    }

    fn check(&self, c: AnyCoefficient) {
        debug_assert!(
            self.meta.writes.contains(&c),
            "force {} writes {c:?}, which its documentation does not name",
            self.meta.name
        );
    }

    /// Write a coefficient of regions.
    pub fn region(&mut self, c: RegionCoef, i: usize, x: f64) {
        self.check(c.any());
        self.effects.region.combine(c, i, x, self.strength);
    }

    /// Write a coefficient of members of the team.
    pub fn member(&mut self, c: MemberCoef, i: usize, x: f64) {
        self.check(c.any());
        self.effects.member.combine(c, i, x, self.strength);
    }

    /// Write a coefficient of an organisation.
    #[inline]
    pub fn org(&mut self, c: OrgCoef, i: usize, x: f64) {
        self.check(c.any());
        self.effects.org.combine(c, i, x, self.strength);
    }

    /// Write a coefficient of a role of staff.
    pub fn role(&mut self, c: RoleCoef, i: usize, x: f64) {
        self.check(c.any());
        self.effects.role.combine(c, i, x, self.strength);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    static META: Meta = Meta {
        name: "test",
        section: "",
        title: "",
        writes: &[
            AnyCoefficient::OrgCoef(OrgCoef::UseLost),
            AnyCoefficient::OrgCoef(OrgCoef::Join),
        ],
    };

    #[test]
    fn order_of_forces_does_not_matter_and_strength_zero_is_neutral() {
        let writes = [(0.3, 1.0), (0.5, 2.0), (0.1, 0.5)];
        let combined = |order: &[usize]| {
            let mut effects = Effects::neutral(1, 1, 1, 1);
            for &i in order {
                let (x, strength) = writes[i];
                Writer::new(&mut effects, strength, &META).org(OrgCoef::UseLost, 0, x);
                Writer::new(&mut effects, strength, &META).org(OrgCoef::Join, 0, x);
            }
            effects
        };
        let (a, b) = (combined(&[0, 1, 2]), combined(&[2, 0, 1]));
        let exact = 1.0 - 0.7 * 0.25 * 0.9_f64.sqrt();
        assert!((a.org.get(OrgCoef::UseLost, 0) - exact).abs() < 1e-12);
        assert!((a.org.get(OrgCoef::UseLost, 0) - b.org.get(OrgCoef::UseLost, 0)).abs() < 1e-15);
        assert!((a.org.get(OrgCoef::Join, 0) - (0.3 + 1.0 + 0.05)).abs() < 1e-12);

        let mut effects = Effects::neutral(1, 1, 1, 1);
        Writer::new(&mut effects, 0.0, &META).org(OrgCoef::UseLost, 0, 0.9);
        Writer::new(&mut effects, 0.0, &META).org(OrgCoef::Join, 0, 5.0);
        assert_eq!(effects, Effects::neutral(1, 1, 1, 1));
    }

    #[test]
    #[should_panic(expected = "does not name")]
    fn a_force_may_write_only_what_its_documentation_names() {
        let mut effects = Effects::neutral(1, 1, 1, 1);
        Writer::new(&mut effects, 1.0, &META).org(OrgCoef::Load, 0, 0.1);
    }
}
