//! The sections of a scenario that hold numbers only: they are read straight into these
//! structs once the registry has checked every value against its range.
//!
//! A field's meaning, unit, range, default, source and how sure it is are noted once, in
//! `defaults.toml`; the one-line notes here repeat the first sentence for readers of the code.

use serde::Deserialize;

/// Whom an organisation sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Network {
    /// Those of the same kind and region.
    Comparable,
    /// All of them.
    Complete,
    /// Its two neighbours on a ring.
    Ring,
}

/// Learning by doing in the project team.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Experience {
    /// Effort of the next when experience doubles: hours x (1 + n)^(log2 of this) (share in 0.5..1).
    pub progress_ratio: f64,
    /// Share of the team's experience lost a week (share in 0..1).
    pub loss_per_week: f64,
    /// Share of a leaver's experience that stays with the team (share in 0..1).
    pub handover: f64,
}

/// Whether an organisation says yes.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Joining {
    /// Log-odds of a yes from an average organisation with nothing for or against (logit in -20..20).
    pub base: f64,
    /// Weight of the vision: how compelling the promised benefits are (logit in 0..20).
    pub vision_weight: f64,
    /// The vision itself (share in 0..1).
    pub vision: f64,
    /// Weight of a clinical lead in post (a filled place at the top level) (logit in 0..20).
    pub lead_weight: f64,
    /// Weight of the share of comparable organisations that have agreed (logit in 0..20).
    pub peer_weight: f64,
    /// Weight of the interest in the region (logit in 0..20).
    pub interest_weight: f64,
    /// Weight of the load (logit in 0..20).
    pub load_weight: f64,
    /// Weight of the preference for independence (logit in 0..20).
    pub independence_weight: f64,
    /// Standard deviation of what is fixed and unseen about an organisation (logit in 0..5).
    pub frailty_sigma: f64,
    /// Share that never agrees (share in 0..1).
    pub refusers: f64,
    /// Weeks before one that said no is approached again (weeks in 0..520).
    pub cool_off_weeks: u32,
    /// Interest at the start (share in 0..1).
    pub interest: f64,
    /// Growth of interest a year, dw = r w (1 - w) - fade w (per year in 0..20).
    pub interest_growth: f64,
    /// Fading of interest a year (per year in 0..20).
    pub interest_fade: f64,
}

/// Adoption without the project.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Diffusion {
    /// Hazard p a year of taking the tool up by itself (per year in 0..100).
    pub spontaneous_per_year: f64,
    /// Hazard q a year when all those seen have taken it up (per year in 0..100).
    pub contagion_per_year: f64,
    /// Whom an organisation sees: comparable ones (kind and region), all, or two neighbours on a ring (one of comparable, complete, ring).
    pub network: Network,
}

/// Stopping, returning, neglect.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrganisationDynamics {
    /// Chance of a silent stop, a year (per year in 0..100).
    pub exit_per_year: f64,
    /// Chance a year that one that stopped starts again by itself (per year in 0..100).
    pub return_per_year: f64,
    /// Share of the gap by which neglect follows unmet support, a week (share in 0..1).
    pub neglect_rate: f64,
    /// How much of access is lost when support is wholly unmet (share in 0..1).
    pub neglect_access: f64,
    /// Added chance of a silent stop, a year, when support is wholly unmet (per year in 0..100).
    pub neglect_exit_per_year: f64,
    /// Weeks after an agreement's end for which use goes on before it is paused (weeks in 0..520).
    pub agreement_grace_weeks: u32,
    /// Share of in-scope posts that used the tool within four weeks from which an organisation counts as in real use (share in 0..1).
    pub real_use: f64,
}

/// Training, forgetting, learning from colleagues.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Skill {
    /// Share of staff who come to a training session when nothing is in the way (share in 0..1).
    pub attend: f64,
    /// Median weeks until a trained person who does not use the tool is no longer competent (weeks in 0.01..100000).
    pub retention_weeks: f64,
    /// Spread of that time (standard deviation of its logarithm) (number in 0..4).
    pub retention_sigma: f64,
    /// How much longer a person with full habit retains (1 = twice as long) (number in 0..20).
    pub practice_gain: f64,
    /// Chance a week that a competent person loses the skill whatever they do (probability in 0..1).
    pub lapse_per_week: f64,
    /// Chance a week of learning the tool by oneself (probability in 0..1).
    pub self_taught: f64,
    /// Chance a week of learning from colleagues if all were competent and active (probability in 0..1).
    pub from_colleagues: f64,
    /// Chance a week that a person without the skill passes the standing induction (probability in 0..1).
    pub induction: f64,
}

/// Encounters and use.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Use {
    /// Chance of an opening by a person of no expectation and no habit (probability in 0..1).
    pub curiosity: f64,
    /// Added chance at full expectation (probability in 0..1).
    pub deliberate: f64,
    /// Added chance when the whole team uses it (probability in 0..1).
    pub peer: f64,
    /// Chance of an opening by full habit (probability in 0..1).
    pub habitual: f64,
    /// Expectation at which deliberate use is half way (share in 0.01..1).
    pub threshold: f64,
    /// Expectation at which habit is no longer held back (share in 0.01..1).
    pub habit_floor: f64,
    /// Share of contacts in which the tool can be reached at all (log-in, signal, time at a screen) (share in 0..1).
    pub access: f64,
    /// Share of a competent person's openings that an untrained one manages (share in 0..1).
    pub untrained: f64,
    /// Share of the gap by which expectation moves at a pay-off or a miss (share in 0..1).
    pub learning: f64,
    /// Expectation of a useful record, at first (share in 0..1).
    pub first_read: f64,
    /// Expectation that writing pays, at first (share in 0..1).
    pub first_write: f64,
    /// What a writer gets from a record in any case (share in 0..1).
    pub own_benefit: f64,
    /// Useful reads a record and week, heard of, at which writing feels fully worth while (per week in 0.0001..100).
    pub heard_reads: f64,
    /// Growth of habit a use (share in 0..1).
    pub habit_gain: f64,
    /// Share of habit lost in a week without use (share in 0..1).
    pub habit_loss: f64,
    /// Shape of the gamma by which contacts are shared among posts; small is concentrated (number in 0.05..100).
    pub concentration: f64,
}

/// Patients of one list.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Patients {
    /// Newly recognised as nearing the end of life, a list and week (per week in 0..1000).
    pub recognised_per_week: f64,
    /// Mean weeks from recognition to death (weeks in 1..1000).
    pub stay_weeks: f64,
    /// Share of those who die that are recognised before (share in 0.01..1).
    pub recognised_share: f64,
    /// Mean weeks for which the others could have been recognised (weeks in 1..1000).
    pub unrecognised_weeks: f64,
    /// Share who agree when asked (probability in 0..1).
    pub agree: f64,
    /// Chance a year that one who declined agrees after all (per year in 0..100).
    pub reconsider_per_year: f64,
}

/// Records.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Records {
    /// Weeks for which a record counts as current after a write (weeks in 1..520).
    pub current_weeks: u32,
    /// Rate a week at which care elsewhere, not written up, makes a current record untrue (per week in 0..10).
    pub overtaken_per_week: f64,
    /// Chance that a contact leads to an update although the record is current, against one that needs it (share in 0..1).
    pub update_current: f64,
    /// Chance that a record says what a reader needs if a competent person wrote it (probability in 0..1).
    pub quality_competent: f64,
    /// The same if an untrained one wrote it (probability in 0..1).
    pub quality_untrained: f64,
}

/// Front-line time and load.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Time {
    /// Minutes to write or update a record (minutes in 0..240).
    pub write: f64,
    /// Minutes to open and read one (minutes in 0..240).
    pub view: f64,
    /// Minutes of the conversation in which a patient is asked (minutes in 0..240).
    pub converse: f64,
    /// Minutes of one training session (minutes in 0..2400).
    pub train: f64,
    /// Minutes a week and post in scope that everyday work leaves; what the tool takes or gives is measured against it (minutes in 1..2400).
    pub slack: f64,
    /// Swing of load over the year (winter high) (share in 0..0.5).
    pub season: f64,
    /// Standard deviation of the slow random swing of an organisation's load (share in 0..0.5).
    pub swing: f64,
    /// Share of that swing that carries over to the next week (share in 0..0.999).
    pub swing_carry: f64,
    /// Load added when all posts are vacant (a tenth of this at 10 %) (share in 0..5).
    pub vacancy: f64,
}

/// The tool.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tool {
    /// Quality at the start: chance that a good record can be found and read well in it (share in 0..1).
    pub quality: f64,
    /// Share of the gap to perfect closed by 100 developer hours with full feedback (share in 0..1).
    pub gain_per_100_hours: f64,
}

/// What was promised.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// Weeks in which all organisations were to be live (weeks in 1..1040).
    pub weeks_to_all: u32,
}

/// The state at week 0.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Initial {
    /// Share of organisations mapped (share in 0..1).
    pub mapped: f64,
    /// Share of organisations live, chosen at random (share in 0..1).
    pub live: f64,
    /// Share of the staff of live organisations who are competent (share in 0..1).
    pub competent: f64,
    /// Expectation of those staff, reading; none: that of newcomers (share in 0..1).
    pub expectation_read: Option<f64>,
    /// Expectation of those staff, writing; none: that of newcomers (share in 0..1).
    pub expectation_write: Option<f64>,
    /// Habit of those staff (share in 0..1).
    pub habit: f64,
    /// Share of recognised patients with a current record (share in 0..1).
    pub records: f64,
}

/// Strength and parameters of every force.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Forces {
    /// Force `repetition`.
    pub repetition: Repetition,
    /// Force `disappointment`.
    pub disappointment: Disappointment,
    /// Force `governance_friction`.
    pub governance_friction: GovernanceFriction,
    /// Force `investment_before_savings`.
    pub investment_before_savings: InvestmentBeforeSavings,
    /// Force `good_enough`.
    pub good_enough: GoodEnough,
    /// Force `self_defeating_success`.
    pub self_defeating_success: SelfDefeatingSuccess,
    /// Force `core_and_peripheral`.
    pub core_and_peripheral: CoreAndPeripheral,
    /// Force `recurring`.
    pub recurring: Recurring,
}

/// Strength and parameters of the force `repetition`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Repetition {
    /// Strength: 0 is absent, 1 as described (strength in 0..5).
    pub strength: f64,
    /// Log of the effort multiplier of a person who has done nothing but one task for long (log factor in 0..5).
    pub effort: f64,
    /// Added chance of leaving, a year, of such a person (per year in 0..20).
    pub leave_per_year: f64,
    /// Weeks over which exposure to repetition builds up and fades (weeks in 1..520).
    pub memory_weeks: f64,
    /// Share of the user-owned work that users leave to the team (share in 0..1).
    pub left_to_team: f64,
}

/// Strength and parameters of the force `disappointment`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Disappointment {
    /// Strength: 0 is absent, 1 as described (strength in 0..5).
    pub strength: f64,
    /// Log of how much faster expectation falls at a miss than it rises at a pay-off (log factor in 0..5).
    pub faster_fall: f64,
    /// Added chance a year that an organisation gives up when every look-up fails (per year in 0..20).
    pub exit_per_year: f64,
    /// Share of feedback to the developers that is lost when every look-up fails (share in 0..1).
    pub feedback_lost: f64,
}

/// Strength and parameters of the force `governance_friction`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GovernanceFriction {
    /// Strength: 0 is absent, 1 as described (strength in 0..5).
    pub strength: f64,
    /// Share of the team's hours that reporting takes when the project is wholly behind its plan (share in 0..1).
    pub reporting: f64,
}

/// Strength and parameters of the force `investment_before_savings`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InvestmentBeforeSavings {
    /// Strength: 0 is absent, 1 as described (strength in 0..5).
    pub strength: f64,
    /// Share of attendance at training lost at full load (share in 0..1).
    pub attendance_lost: f64,
    /// Weight of the minutes that the tool takes, in the load (number in 0..20).
    pub burden: f64,
    /// Share of staff time for training that is backfilled (share in 0..1).
    pub backfill: f64,
}

/// Strength and parameters of the force `good_enough`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoodEnough {
    /// Strength: 0 is absent, 1 as described (strength in 0..5).
    pub strength: f64,
    /// Share of the incumbent's hold that a team which finds the new tool reliable shakes off (share in 0..1).
    pub shaken_off: f64,
}

/// Strength and parameters of the force `self_defeating_success`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SelfDefeatingSuccess {
    /// Strength: 0 is absent, 1 as described (strength in 0..5).
    pub strength: f64,
    /// Reported coverage above which success counts as achieved (share in 0..1).
    pub from_coverage: f64,
    /// Share of the money that turns elsewhere at full reported coverage (share in 0..1).
    pub money_lost: f64,
    /// Fading of interest added a year at full reported coverage (per year in 0..20).
    pub interest_lost_per_year: f64,
}

/// Strength and parameters of the force `core_and_peripheral`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CoreAndPeripheral {
    /// Strength: 0 is absent, 1 as described (strength in 0..5).
    pub strength: f64,
    /// Log of how much shorter those retain for whom the task is wholly peripheral (log factor in 0..5).
    pub retention: f64,
    /// Log of how much slower their habit grows (log factor in 0..5).
    pub habit: f64,
    /// Share of their hard conversations that are deferred to specialists (share in 0..1).
    pub deferred: f64,
}

/// Strength and parameters of the force `recurring`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recurring {
    /// Strength: 0 is absent, 1 as described (strength in 0..5).
    pub strength: f64,
    /// Share of teaching among colleagues lost when all colleagues are new (share in 0..1).
    pub teaching_lost: f64,
    /// Load added when all posts are held by new staff (share in 0..5).
    pub induction_load: f64,
    /// Log of how much shorter skills last where nobody has heard from the project for long (log factor in 0..5).
    pub out_of_touch: f64,
    /// Weeks for which staff count as new (weeks in 1..260).
    pub new_weeks: u32,
}
