//! Every coefficient that a force may write and a process reads, by what it is indexed by.
//!
//! The table of all of them, with their rule and their reader, is in the documentation of each
//! family; which forces write which is in `docs/FORCES.md`.

use super::effects::{Effects, PartColumns, Rule};
use super::powers::Powers;
use crate::world::Blueprint;

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

/// How the coefficients of a family are divided when regions are worked on side by side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// By region: so many of each.
    Regions,
    /// By organisation.
    Organisations,
    /// Not at all: they are the same for all regions.
    Everywhere,
}

/// A family of coefficients that share their index (organisation, role, region, member …).
pub trait Column: Copy {
    /// How many coefficients the family has.
    const COUNT: usize;
    /// How it is divided.
    const SCOPE: Scope;
    /// Place in the family.
    fn index(self) -> usize;
    /// Rule of combination.
    fn rule(self) -> Rule;
    /// The same, without its type.
    fn any(self) -> AnyCoefficient;
    /// The family's columns among all of a part, and the part's powers.
    fn columns<'w, 'a>(
        effects: &'w mut PartEffects<'a>,
    ) -> (&'w mut PartColumns<'a, Self>, &'w mut Powers);
}

macro_rules! coefficients {
    ($($(#[$outer:meta])* $name:ident in $field:ident by $scope:ident { $($variant:ident: $rule:ident, $acts:literal;)* })*) => {
        $(
        $(#[$outer])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        #[repr(usize)]
        pub enum $name { $(#[doc = concat!("`", stringify!($rule), "`: ", $acts, ".")] $variant,)* }
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
            const SCOPE: Scope = Scope::$scope;
            // Whoever writes or reads names the coefficient: inlined, what hangs on it costs nothing.
            #[inline(always)]
            fn index(self) -> usize { self as usize }
            #[inline(always)]
            fn rule(self) -> Rule { match self { $($name::$variant => Rule::$rule,)* } }
            #[inline(always)]
            fn any(self) -> AnyCoefficient { AnyCoefficient::$name(self) }
            fn columns<'w, 'a>(
                effects: &'w mut PartEffects<'a>,
            ) -> (&'w mut PartColumns<'a, Self>, &'w mut Powers) {
                (&mut effects.$field, &mut effects.powers)
            }
        }
        )*

        /// The coefficients of one part of a replicate, to be written while others write theirs.
        pub struct PartEffects<'a> { powers: &'a mut Powers, $($field: PartColumns<'a, $name>,)* }

        impl Effects {
            /// What each part of the replicate writes.
            pub(super) fn parts(&mut self, b: &Blueprint) -> Vec<PartEffects<'_>> {
                $(let mut $field = self.$field.parts(b).into_iter();)*
                let parts = self.powers.iter_mut();
                parts.map_while(|powers| Some(PartEffects { powers, $($field: $field.next()?,)* })).collect()
            }
        }

        impl PartEffects<'_> {
            /// Back to neutral, for the next week.
            pub(super) fn clear(&mut self) { $(self.$field.clear();)* }
        }

        /// Any coefficient, for the list of what a force writes.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum AnyCoefficient { $($(#[$outer])* $name($name),)* }

        impl AnyCoefficient {
            /// Name, rule and reader.
            pub fn coefficient(self) -> Coefficient {
                match self { $(AnyCoefficient::$name(c) => c.coefficient(),)* }
            }
        }
    };
}

impl AnyCoefficient {
    /// True for what a force states rather than does: how often events from outside come, what one
    /// system shows of another, patients from elsewhere, hours that fitting in takes. It is stated
    /// once, so that no part of it is another force's. Conflict is the parties' own doing, an effect.
    #[inline(always)]
    pub const fn is_fact(self) -> bool {
        match self {
            AnyCoefficient::EventCoef(event) => !matches!(event, EventCoef::Conflict),
            AnyCoefficient::LinkCoef(_) => true,
            AnyCoefficient::OrgCoef(
                OrgCoef::Merger | OrgCoef::SystemChange | OrgCoef::FillLost,
            ) => true,
            // How many more decline is read off counts of those who opted out, not off interviews.
            AnyCoefficient::RegionCoef(RegionCoef::FitHours | RegionCoef::Agree) => true,
            _ => false,
        }
    }
}

impl AnyCoefficient {
    /// How many coefficients of organisations are [`noted`](Self::noted).
    pub(super) const NOTED: usize = 1;

    /// Place among the coefficients whose [`Shares`](super::shares::Shares) are noted and combined when they
    /// are read. Sessions are held at few organisations in a week.
    #[inline(always)]
    pub(super) const fn noted(self) -> Option<usize> {
        match self {
            AnyCoefficient::OrgCoef(OrgCoef::AttendLost) => Some(0),
            _ => None,
        }
    }
}

coefficients! {
    /// Coefficients of a region.
    RegionCoef in region by Regions {
        HoursLost: Lost, "share of the team's hours that never reach a task (money)";
        MoneyLost: Lost, "share of the project's money that turns elsewhere (money)";
        Effort: LogFactor, "hours that a task of setting up takes the team (project work)";
        ReuseLost: Lost, "share of experience that is not reused at the next organisation (project work)";
        FeedbackLost: Lost, "share of users' feedback that never reaches the developers (project work)";
        FitHours: Points, "hours a week wanted for fitting in with the world outside (project work)";
        QualityFade: Hazard, "share of the tool's quality lost, a year (project work)";
        Rework: Lost, "chance that configuring or tailoring, once done, has to be done again (joining)";
        HollowLaunch: Lost, "chance that a launch happens in the books only (joining)";
        InterestGrowth: Hazard, "growth of interest, a year (climate)";
        InterestFade: Hazard, "added fading of interest, a year (climate)";
        ConflictLess: Lost, "share of conflicts that are avoided (climate)";
        Agree: Logit, "log-odds that a patient who is asked agrees (records)";
        Reconsider: Hazard, "chance that a patient who declined agrees after all, a year (records)";
        Withdraw: Hazard, "chance that a patient who agreed withdraws, a year (records)";
    }
    /// Chances of events in a region, a year; all are drawn by the climate.
    EventCoef in event by Regions {
        Reorganisation: Hazard, "reorganisation of the region's health economy";
        BoundaryChange: Hazard, "organisations at the boundary change their allegiance";
        SponsorLoss: Hazard, "the sponsor or host is lost";
        Conflict: Hazard, "open conflict among the parties";
        LocalScandal: Hazard, "scandal in the region";
        NationalScandal: Hazard, "scandal everywhere (the largest over the regions counts)";
        ContractCollapse: Hazard, "the contract for the tool ends or collapses";
        ToolSetback: Hazard, "a release of the tool disappoints";
        NewAlternative: Hazard, "a further alternative arrives";
        RivalFails: Hazard, "a rival project fails for all to see";
    }
    /// Coefficients of a member of the team.
    MemberCoef in member by Regions {
        Effort: LogFactor, "hours that the same work takes this person (money)";
        Leave: Hazard, "added chance of leaving, a year (money)";
        LeaveLess: Lost, "share of departures that are avoided (money)";
    }
    /// Coefficients of a task.
    TaskCoef in task by Everywhere {
        Effort: LogFactor, "hours that the task takes the team (project work)";
        Delay: LogFactor, "least weeks from start to end (project work)";
    }
    /// Coefficients of an organisation.
    OrgCoef in org by Organisations {
        Join: Logit, "log-odds that a persuasion contact succeeds (joining)";
        PeerLost: Lost, "share of the weight of peers that does not act (joining)";
        Soften: Hazard, "chance that one that refuses for ever becomes open, a year (joining)";
        Exit: Hazard, "added chance of a silent stop, a year (joining)";
        Return: Hazard, "added chance that one that stopped comes back, a year (joining)";
        MapFrom: Until, "first week in which it can be found and mapped (project work)";
        LaunchFrom: Until, "first week in which it can be configured and launched (project work)";
        UseFrom: Until, "first week in which the tool may be used (joining)";
        Merger: Hazard, "chance of a merger or change of owner, a year (joining)";
        SystemChange: Hazard, "chance of a change of IT system, a year (joining)";
        Effort: LogFactor, "hours that a task at this organisation takes the team (project work)";
        Delay: LogFactor, "least weeks of a task at this organisation (project work)";
        AttendLost: Lost, "share of staff kept from a training session (workforce)";
        TeachLost: Lost, "share of learning from colleagues lost (workforce)";
        Retention: LogFactor, "weeks for which a skill lasts without use (workforce, use)";
        Hope: Points, "added first expectation of staff (joining, workforce)";
        UseLost: Lost, "share of openings of the tool that do not happen (use)";
        Reading: LogFactor, "rate of looking for a record, at most every contact (use)";
        Writing: LogFactor, "rate of writing a record, at most every contact (use)";
        PayoffLost: Lost, "share of useful look-ups that do not pay off (use)";
        FallFaster: LogFactor, "speed at which expectation falls after a miss (use)";
        EntryMinutes: Points, "minutes added to writing a record (use)";
        ViewMinutes: Points, "minutes added to looking one up (use)";
        FillLost: Lost, "share of contacts about patients whose records lie elsewhere (records)";
        QualityLost: Lost, "share of good records spoilt at entry (records)";
        ConverseLost: Lost, "share of conversations about sharing that are not begun (records)";
        Incidents: Hazard, "incidents that the tool has a part in, a year (records)";
        Load: Points, "added load (load)";
    }
    /// Coefficients of a role of staff.
    RoleCoef in role by Everywhere {
        Retention: LogFactor, "weeks for which a skill lasts without use (workforce, use)";
        Habit: LogFactor, "growth of habit a use (use)";
        LearnLost: Lost, "share of those taught who do not learn (workforce)";
        ConverseLost: Lost, "share of conversations about sharing that are not begun (records)";
    }
    /// Coefficients of a kind of organisation in a region: `region × kinds + kind`.
    KindCoef in kind by Regions {
        Drift: Hazard, "pace at which the tool drifts away from what the kind needs, a year (project work)";
    }
    /// Coefficients of a pair of IT systems: `reader × systems + writer`.
    LinkCoef in link by Everywhere {
        ReadLost: Lost, "share of the writer's content that the reader's system cannot show (records)";
        Opened: Lost, "share of that loss which vendors have opened (records)";
    }
}
