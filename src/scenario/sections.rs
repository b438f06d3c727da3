//! The sections of a scenario that hold numbers only: they are read straight into these
//! structs once the registry has checked every value against its range.
//!
//! A field's meaning, unit, range, default, source and how sure it is are noted once, in
//! `defaults/*.toml`; the one-line notes here repeat the first sentence for readers of the code.

use serde::Deserialize;

/// Whom an organisation sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Network {
    /// Those of the same kind, the same system and the same region, by weights.
    Comparable,
    /// All of them.
    Complete,
    /// Its two neighbours on a ring.
    Ring,
}

/// What opening the tool is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// Looking a record up; others have to have written it.
    LookUp,
    /// Sending something to a named reader.
    Send,
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
    /// Weeks over which exposure to repetition builds up and fades (weeks in 1..520).
    pub exposure_weeks: f64,
}

/// How regions differ in one simulated future.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Variation {
    /// Standard deviation of the logarithm of a region's team hours (number in 0..2).
    pub team_sigma: f64,
    /// Weeks within which a region's project begins, after its stated beginning (weeks in 0..520).
    pub begins_weeks: u32,
    /// Standard deviation of a region's own base of joining (logit in 0..5).
    pub joining_sigma: f64,
    /// Standard deviation of a region's readiness, in points of load (share in 0..0.5).
    pub readiness_sigma: f64,
}

/// What of a team's work goes by the size of its region.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scale {
    /// Organisations for which the hours of developing and of fitting in are stated; 0: for any number (count in 0..1000000).
    pub reference_size: u32,
    /// True if all regions buy the tool's development together.
    pub programme: bool,
    /// True if development waits until somebody in the region has the tool.
    pub develop_waits: bool,
    /// Organisations in hand for each place in the team, where the policy states no number; 0: no limit (number in 0..100000).
    pub in_hand_per_person: f64,
    /// Share of what one member of a large team learns that the others have as well (share in 0..1).
    pub shared_experience: f64,
}

/// Local champions, and organisations that keep the tool going by themselves.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Embedding {
    /// Chance that an organisation has a champion when it goes live (probability in 0..1).
    pub champions: f64,
    /// Chance a year that one arises in a live organisation without (per year in 0..100).
    pub arises_per_year: f64,
    /// Share of support and of refreshers that a champion takes off the project (share in 0..1).
    pub helps: f64,
    /// Share of posts that used it lately from which an organisation with a champion embeds (share in 0..1).
    pub threshold: f64,
    /// Weeks for which an embedded organisation goes on without a champion (weeks in 0..520).
    pub grace_weeks: u32,
}

/// Whether an organisation says yes.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Joining {
    /// Log-odds of a yes from an average organisation with nothing for or against (logit in -20..20).
    pub base: f64,
    /// Weight of the share of comparable organisations that have agreed (logit in 0..20).
    pub peer_weight: f64,
    /// Weight of the interest in the region (logit in 0..20).
    pub interest_weight: f64,
    /// Weight of the load (logit in 0..20).
    pub load_weight: f64,
    /// Standard deviation of what is fixed and unseen about an organisation (logit in 0..5).
    pub frailty_sigma: f64,
    /// Share that never agrees (share in 0..1).
    pub refusers: f64,
    /// Weeks before one that said no is approached again (weeks in 0..520).
    pub cool_off_weeks: u32,
    /// Interest at the start (share in 0..1).
    pub interest: f64,
    /// Fading of interest a year (per year in 0..20).
    pub interest_fade: f64,
    /// Growth of interest added a year where all get what they can from the tool (per year in 0..20).
    pub interest_benefit: f64,
}

/// Adoption without the project.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Diffusion {
    /// Hazard p a year of taking the tool up by itself (per year in 0..100).
    pub spontaneous_per_year: f64,
    /// Hazard q a year when all those seen have taken it up (per year in 0..100).
    pub contagion_per_year: f64,
    /// Hazard m a year of taking it up by itself under a full mandate or payment (per year in 0..100).
    pub mandate_per_year: f64,
    /// Share of those hazards that waits until its vendor is ready (share in 0..1).
    pub gated: f64,
    /// Share of staff whom the vendor trains where it is taken up without the project (share in 0..1).
    pub trained: f64,
    /// Share of the support of such organisations that the vendor gives (share in 0..1).
    pub supported: f64,
    /// Whom an organisation sees: comparable ones (kind, system, region, by weights), all, or two neighbours on a ring (one of comparable, complete, ring).
    pub network: Network,
    /// Weight of organisations of the same kind and region (number in 0..100).
    pub see_kind: f64,
    /// Weight of those on the same IT system in the region (number in 0..100).
    pub see_system: f64,
    /// Weight of all in the region (number in 0..100).
    pub see_region: f64,
    /// Share of what counts in those seen that is what they get from the tool (share in 0..1).
    pub benefit_seen: f64,
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
    /// How often the local lead of a live organisation leaves, as a multiple of its staff's turnover (number in 0..20).
    pub lead_leaves: f64,
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
    /// Weeks for which staff count as new (weeks in 1..260).
    pub new_weeks: u32,
}

/// Encounters and use.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Use {
    /// Share of contacts in which staff see, without opening the tool, whether there is a record (share in 0..1).
    pub flag: f64,
    /// Chance of an opening by a person of no expectation and no habit (probability in 0..1).
    pub curiosity: f64,
    /// Added chance at full expectation (probability in 0..1).
    pub deliberate: f64,
    /// Added chance when the whole team uses it (probability in 0..1).
    pub peer: f64,
    /// Chance of an opening by full habit (probability in 0..1).
    pub habitual: f64,
    /// Share of the openings that would not be made otherwise which are made where use is mandated or paid for in full (probability in 0..1).
    pub mandated: f64,
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
    /// Share of those who come to need palliative care that have cancer (share in 0..1).
    pub cancer_share: f64,
    /// Share of those with cancer who die that are recognised before (share in 0.01..1).
    pub recognised_cancer: f64,
    /// Mean weeks for which the others could have been recognised (weeks in 1..1000).
    pub unrecognised_weeks: f64,
    /// Share who agree when asked (probability in 0..1).
    pub agree: f64,
}

impl Patients {
    /// Those who come to need palliative care, a list and week, and the share of them who are
    /// recognised before they die: with cancer, with another illness.
    pub fn by_illness(&self) -> [(f64, f64); 2] {
        let all = self.recognised_per_week / self.recognised_share;
        let cancer = self.cancer_share;
        let other = 1.0 - cancer;
        let rest = self.recognised_share - cancer * self.recognised_cancer;
        let share = if other > 0.0 { (rest / other).clamp(0.0, 1.0) } else { 0.0 };
        [(all * cancer, self.recognised_cancer), (all * other, share)]
    }
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
}

/// The tool.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tool {
    /// What opening it is: looking a record up, or sending (one of look_up, send).
    pub act: Act,
    /// Quality at the start: chance that a good record can be found and read well in it (share in 0..1).
    pub quality: f64,
    /// Share of the gap to perfect closed by 100 developer hours with full feedback (share in 0..1).
    pub gain_per_100_hours: f64,
    /// Mismatch with practice at the start (share in 0..1).
    pub mismatch: f64,
    /// Share of a kind's mismatch removed by 100 developer hours with full feedback (share in 0..1).
    pub relief_per_100_hours: f64,
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

/// What the funder is shown and does.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Funder {
    /// Weeks between reviews; 0 for none (weeks in 0..520).
    pub review_weeks: u32,
    /// What it is shown (one of counts, proportions).
    pub shown: Shown,
    /// What looks like success (one of impression, need, others).
    pub success: Success,
    /// Weight of what users get in a review (share in 0..1).
    pub benefit: f64,
    /// Share of its milestones to which a programme is not held (share in 0..1).
    pub programme: f64,
    /// Organisations live in the books at which raw counts look like 63 % of success (count).
    pub impressed: f64,
    /// Share of the plan that has to be kept (share in 0..1).
    pub tolerance: f64,
    /// Failed reviews in a row that are forgiven (count in 0..100).
    pub patience: u32,
    /// Share of the project's money that is cut when patience ends (share in 0..1).
    pub cut: f64,
    /// Share of its original money below which the funder stops the project; 0: never (share in 0..1).
    pub stops_below: f64,
}

/// What a funder is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shown {
    /// Raw numbers of organisations.
    Counts,
    /// Shares of all that need to be engaged.
    Proportions,
}

/// What looks like success.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Success {
    /// The impression that a review has.
    Impression,
    /// The share of all organisations.
    Need,
    /// The lead over other areas.
    Others,
}

/// Whether a kind of event comes by chance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Chance {
    /// Drawn at the rate that the forces give it.
    Random,
    /// Only as scheduled.
    Off,
}

/// Events: which come by chance, and what each does when it comes.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Events {
    /// Reorganisations by chance.
    pub reorganisation: Chance,
    /// Changes of allegiance by chance.
    pub boundary_change: Chance,
    /// Losses of the sponsor by chance.
    pub sponsor_loss: Chance,
    /// Conflicts by chance.
    pub conflict: Chance,
    /// Local scandals by chance.
    pub local_scandal: Chance,
    /// National scandals by chance.
    pub national_scandal: Chance,
    /// Contract collapses by chance.
    pub contract_collapse: Chance,
    /// Setbacks of the tool by chance.
    pub tool_setback: Chance,
    /// New alternatives by chance.
    pub new_alternative: Chance,
    /// Failures of rivals by chance.
    pub rival_fails: Chance,
    /// Mergers by chance.
    pub merger: Chance,
    /// Changes of IT system by chance.
    pub system_change: Chance,
    /// Delay of vendor functions by chance.
    pub supplier_delay: Chance,
    /// Evaluations at their intervals.
    pub evaluation: Chance,
    /// Mean weeks until a new sponsor is found (weeks in 1..520).
    pub new_sponsor_weeks: f64,
    /// Share of live organisations whose agreement a reorganisation or merger reopens (share in 0..1).
    pub agreements_reopened: f64,
    /// Share of organisations agreed but not live that a reorganisation loses (share in 0..1).
    pub agreements_lost: f64,
    /// Share of interest that a reorganisation takes (share in 0..1).
    pub interest_lost: f64,
    /// Weeks for which a merger disrupts an organisation (weeks in 0..520).
    pub merger_weeks: u32,
    /// Weeks for which a change of system disrupts one (weeks in 0..520).
    pub system_change_weeks: u32,
    /// Share of boundary organisations that a boundary change takes away (share in 0..1).
    pub boundary_share: f64,
    /// Weeks before one that was taken away may be approached again (weeks in 0..520).
    pub boundary_weeks: u32,
    /// Mean weeks of a conflict (weeks in 1..520).
    pub conflict_weeks: f64,
    /// Weeks for which a scandal pauses the tool (weeks in 0..520).
    pub scandal_pause_weeks: f64,
    /// Share of trust that a scandal takes (share in 0..1).
    pub scandal_trust: f64,
    /// Share of that which spills over to other regions (share in 0..1).
    pub scandal_spill: f64,
    /// Chance that a scandal ends the region's project for good (probability in 0..1).
    pub scandal_ends: f64,
    /// Share of live organisations that leave in a scandal (share in 0..1).
    pub scandal_leave: f64,
    /// Chance that the sponsor steps back in a scandal (probability in 0..1).
    pub scandal_sponsor: f64,
    /// Chance a year that a rival takes the project over (per year in 0..20).
    pub takeover_per_year: f64,
    /// Chance that the organisations and their records are kept in a takeover (probability in 0..1).
    pub takeover_kept: f64,
    /// Mean weeks in which trust recovers (weeks in 1..1040).
    pub trust_recovery_weeks: f64,
    /// Share of live organisations that keep working when a contract collapses (share in 0..1).
    pub contract_migrated: f64,
    /// Share of the tool's quality that a setback takes (share in 0..1).
    pub setback: f64,
    /// Alternatives at the start (count in 0..1000).
    pub alternatives: u32,
    /// Share of organisations in which a new alternative is embedded (share in 0..1).
    pub alternative_reach: f64,
    /// Median weeks by which a vendor's function is late (weeks in 0..1040).
    pub supplier_delay_weeks: f64,
    /// Standard deviation of the logarithm of that (number in 0..3).
    pub supplier_delay_sigma: f64,
    /// Weeks for which a mandate or payment holds (weeks in 1..1040).
    pub mandate_weeks: u32,
    /// Pounds a year and live organisation at which payment counts as a full mandate (pounds in 1..1000000).
    pub full_payment: f64,
    /// Weeks from the start to the first evaluation (weeks in 1..1040).
    pub evaluation_first: u32,
    /// Weeks between evaluations (weeks in 1..1040).
    pub evaluation_weeks: u32,
    /// Standard deviation of an evaluation's error (number in 0..2).
    pub evaluation_noise: f64,
    /// Weight of a new evaluation in what is believed (share in 0..1).
    pub evaluation_weight: f64,
}
