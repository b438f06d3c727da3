//! Strength and parameters of every force.
//!
//! All are numbers; meaning, unit, range, default, source and how sure are noted once, beside the
//! defaults (`uptake describe forces.NAME.KEY`). A test holds the two lists to each other.

use serde::Deserialize;

macro_rules! forces {
    ($($(#[doc = $doc:literal])* $type:ident $name:ident { $($field:ident),* $(,)? })*) => {
        $(
        $(#[doc = $doc])*
        ///
        #[doc = concat!("Section `forces.", stringify!($name), "` of a scenario.")]
        #[derive(Debug, Clone, PartialEq, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $type {
            /// Strength: 0 is absent, 1 as described.
            pub strength: f64,
            $(
                #[doc = concat!("`forces.", stringify!($name), ".", stringify!($field), "`.")]
                pub $field: f64,
            )*
        }
        )*

        /// Strength and parameters of every force.
        #[derive(Debug, Clone, PartialEq, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct Forces {
            $(
                $(#[doc = $doc])*
                pub $name: $type,
            )*
        }

        impl Forces {
            /// Names of all forces, in the order of the framework.
            pub const NAMES: &'static [&'static str] = &[$(stringify!($name)),*];

            /// The strength of a force, to change it; none if there is no such force.
            pub fn strength_mut(&mut self, name: &str) -> Option<&mut f64> {
                match name {
                    $(stringify!($name) => Some(&mut self.$name.strength),)*
                    _ => None,
                }
            }
        }
    };
}

forces! {
    // ---- 1.1 radical innovation
    /// 1.1.1 Magnitude of repetition.
    Repetition repetition { effort, leave_per_year, memory_weeks, left_to_team }
    /// 1.1.3 Disappointment.
    Disappointment disappointment { faster_fall, exit_per_year, feedback_lost }
    /// 1.1.3 Governance friction.
    GovernanceFriction governance_friction { reporting }
    /// 1.1.3 Investment before savings.
    InvestmentBeforeSavings investment_before_savings { attendance_lost, burden, backfill }
    /// 1.1.3 Good enough.
    GoodEnough good_enough { shaken_off }
    /// 1.1.3 Self-defeating success.
    SelfDefeatingSuccess self_defeating_success { from_coverage, money_lost, interest_lost_per_year }

    // ---- 1.2 a health service on the edge

    // ---- 1.3 large impermanent teams

    // ---- 1.4 IT work, narrowly construed

    // ---- 1.5 rules and art

    // ---- 1.6 core and peripheral
    /// 1.6 Core tasks, peripheral tasks.
    CoreAndPeripheral core_and_peripheral { retention, habit, deferred }

    // ---- 1.7 highly sensitive work

    // ---- 1.8 technology, human users

    // ---- 1.9 market forces

    // ---- 2 drivers

    // ---- 3 ambivalent
    /// 3.2 Oppositional, recurring.
    Recurring recurring { teaching_lost, induction_load, out_of_touch, new_weeks }
}
