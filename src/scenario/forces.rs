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
            /// Share of a force's stated effect that is its own, and not also another's.
            pub own_share: f64,
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
    Repetition repetition { effort, leave_per_year, left_to_team }
    /// 1.1.2 Alternatives.
    Alternatives alternatives { confusion, attendance_lost }
    /// 1.1.3 Disappointment.
    Disappointment disappointment { faster_fall, exit_per_year, feedback_lost }
    /// 1.1.3 Governance friction.
    GovernanceFriction governance_friction { reporting }
    /// 1.1.3 Investment before savings.
    InvestmentBeforeSavings investment_before_savings { attendance_lost, burden, backfill }
    /// 1.1.3 Good enough.
    GoodEnough good_enough { shaken_off }
    /// 1.1.3 Self-defeating success.
    SelfDefeatingSuccess self_defeating_success { from_success, money_lost, interest_lost_per_year }
    /// 1.1.4 Uneven involvement.
    UnevenInvolvement uneven_involvement {
        ineffective, on_and_off, not_cascaded, not_escalated, drift_per_year, excluded, weakest_link,
    }
    /// 1.1.5 Overvaluing one's uniqueness.
    Uniqueness uniqueness { not_reused }
    /// 1.1.6 External support.
    ExternalSupport external_support { loss_per_year, doors_shut, hours_lost, money_lost }
    /// 1.1.7 Delayed innovation elsewhere.
    DelayedInnovation delayed_innovation { hesitation }
    /// 1.1.8 Slipping timelines.
    SlippingTimelines slipping_timelines { credibility, momentum_per_year }

    // ---- 1.2 a health service on the edge
    /// 1.2 Resource limits.
    ResourceLimits resource_limits { vacancy, pressure }
    /// 1.2 Fragmentation.
    Fragmentation fragmentation { boundary_per_year, travel, overlapping }
    /// 1.2 Constant transformation.
    Transformation transformation {
        reorganisation_per_year, merger_per_year, system_change_per_year, use_lost, teaching_lost, load,
    }
    /// 1.2 Extras are put last.
    DeprioritisedExtras deprioritised_extras { delay, writing }

    // ---- 1.3 large impermanent teams
    /// 1.3 Politics and conflict.
    Politics politics { conflict_per_year, spanned, hours_lost, wary, short_weeks }
    /// 1.3 Own organisation first.
    OwnOrganisationFirst own_organisation_first { own_first, diverted }
    /// 1.3 Promises not acted on.
    Promises promises { not_acted_on }
    /// 1.3 Different languages.
    Languages languages { misunderstood, bridged }
    /// 1.3 Precarious involvement.
    PrecariousInvolvement precarious_involvement { leave_per_year, contract_per_year, not_confronted, exit_per_year }

    // ---- 1.4 IT work, narrowly construed
    /// 1.4 Non-interoperable systems.
    Interoperability interoperability { switch_minutes, put_off }
    /// 1.4 Information governance.
    InformationGovernance information_governance { effort, delay }
    /// 1.4 Immature digital environment.
    Immaturity immaturity { signal, paper, sticky }
    /// 1.4 IT skills.
    ItSkills it_skills { not_learnt, forgotten, laughed_off }
    /// 1.4 Work in progress.
    WorkInProgress work_in_progress { outgrown_per_year, revealed_per_year, setback_per_year, withdrawn_per_year, good_enough }

    // ---- 1.5 rules and art
    /// 1.5 Rules and art: mismatch with practice.
    Mismatch mismatch { minutes, put_off, payoff }
    /// 1.5 Rules and art: unsafe workarounds.
    Workarounds workarounds { untrue, unsafe_share, harm, shaken, stop_per_year, heard }

    // ---- 1.6 core and peripheral
    /// 1.6 Core tasks, peripheral tasks.
    CoreAndPeripheral core_and_peripheral { retention, habit, deferred, unsupported, supports }

    // ---- 1.7 highly sensitive work
    /// 1.7 Skills for hard conversations.
    ConversationSkills conversation_skills { hard, needed }
    /// 1.7 Scandal.
    Scandal scandal {
        local_per_year, per_incident, stoked, national_per_year, distance, decline, fade_per_year
    }

    // ---- 1.8 technology, human users
    /// 1.8 Technology, human users.
    TechnologyAndUsers technology_and_users { miscoded, careless, coding }

    // ---- 1.9 market forces
    /// 1.9 Market forces and public good.
    MarketForces market_forces {
        alternatives_per_year, collapses_per_year, agenda, consultancies, opened
    }

    // ---- 2 drivers
    /// 2.1 The solution: vision, quality, commitment.
    Solution solution {
        vision, vision_weight, quality_weight, usual_quality, commitment, hope, gap
    }
    /// 2.1 Brevity of the template.
    Brevity brevity { brevity, minutes, writing }
    /// 2.2 The team.
    Leadership leadership {
        lead_weight, retains, style, calm, settle_weeks, bridged, extended_per_year
    }
    /// 2.3 Fit between inside and outside.
    Fit fit {
        hours, strategic, join, writing, networks, spanners, forums, mandate_join,
        mandate_writing, mandate_effort
    }
    /// 2.4 The wider health-IT ecosystem.
    Ecosystem ecosystem { interest_growth, trailblazers, elsewhere, consent, functions_per_year }

    // ---- 3 ambivalent
    /// 3.1 Oppositional, temporary.
    Temporary temporary { saturation, saturation_weeks, login_lost, single_sign_on_week }
    /// 3.2 Oppositional, recurring.
    Recurring recurring { teaching_lost, induction_load, out_of_touch, tick_box }
    /// 3.3 Differences of context.
    Contexts contexts {
        irrelevant, withheld, foreign_content, double_entry, entry_minutes, cross_population,
    }
    /// 3.4 Divergence of values.
    Values values { tool_detail, tool_structure, join, writing, independence_weight }
    /// 3.5 Uneven opportunities.
    Inequality inequality { slower, designed_for, copies, remote_load }
    /// 3.6 Unintended consequences.
    Unintended unintended {
        interference, alone, addressed, overconfidence, stale_sting, incident_per_stale_view,
        misled,
    }
    /// 3.7 Reversals of the negative.
    Reversals reversals {
        reconsider_per_year, learn_per_year, withdraw_per_year, return_per_year, soften_per_year,
    }
    /// 3.8 Conflicting or unclear evidence.
    Evidence evidence { weight, hype, money_lost }
    /// 3.9 Vicarious learning.
    Vicarious vicarious { wait, follow, learn, contrast, rival_fails_per_year }
}
