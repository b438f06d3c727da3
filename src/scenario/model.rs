//! The validated scenario: what the engine reads.
//!
//! Names have become indices, percentages have been checked against their ranges, and
//! impossible combinations have been refused. Nothing here can be built from text except
//! through [`crate::scenario::read()`], so code downstream never has to doubt a value.
//!
//! Units are in the field names or notes; the full note of a parameter (unit, range,
//! default, source, how sure) is what `uptake describe KEY` prints from `defaults/*.toml`.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::groups::GroupName;

pub use super::event_kind::EventKind;
pub use super::forces::Forces;
pub use super::levers::Lever;
pub use super::sections::{
    Act, Chance, Diffusion, Embedding, Events, Experience, Funder, Initial, Joining, Network,
    OrganisationDynamics, Patients, Plan, Records, Scale, Shown, Skill, Success, Time, Tool, Use,
    Variation,
};

/// Index into [`Scenario::kinds`].
pub type KindId = usize;
/// Index into [`Scenario::roles`].
pub type RoleId = usize;
/// Index into [`Scenario::systems`].
pub type SystemId = usize;

/// A validated scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    /// Short name; also the name of the output folder.
    pub name: String,
    /// One line that heads the charts.
    pub title: String,
    /// The question that the scenario is there to answer.
    pub question: String,
    /// First day of week 0.
    pub start: Date,
    /// Horizon in weeks; results have `weeks + 1` rows, the first being the start.
    pub weeks: u32,
    /// How many simulated futures.
    pub replicates: u32,
    /// Master seed.
    pub seed: u64,
    /// Regions, in the order of the file.
    pub regions: Vec<Region>,
    /// Kinds of organisation.
    pub kinds: Vec<Kind>,
    /// Roles of staff.
    pub roles: Vec<Role>,
    /// IT systems.
    pub systems: Vec<System>,
    /// Members of the project team, one entry a person (a `count` of 2 gives two). Each region has its own such team.
    pub team: Vec<Member>,
    /// The user's own list of organisations, if there is one; then the kinds' counts are not used.
    pub organisations: Option<Vec<ListedOrganisation>>,
    /// Money over time.
    pub money: Money,
    /// How the work is ordered.
    pub policy: Policy,
    /// Learning by doing in the team.
    pub experience: Experience,
    /// Tasks, indexed by [`Task`].
    pub tasks: [TaskSpec; Task::COUNT],
    /// How regions differ.
    pub variation: Variation,
    /// What goes by the size of a region.
    pub scale: Scale,
    /// Local champions.
    pub embedding: Embedding,
    /// Persuasion.
    pub joining: Joining,
    /// Adoption without the project.
    pub diffusion: Diffusion,
    /// Stopping, returning, neglect.
    pub organisation: OrganisationDynamics,
    /// Training and forgetting.
    pub skill: Skill,
    /// Encounters and use.
    pub r#use: Use,
    /// Patients of a list.
    pub patients: Patients,
    /// Records.
    pub records: Records,
    /// Front-line minutes and load.
    pub time: Time,
    /// The tool.
    pub tool: Tool,
    /// What was promised.
    pub plan: Plan,
    /// The state at week 0.
    pub initial: Initial,
    /// Strength and parameters of each force.
    pub forces: Forces,
    /// What the funder is shown and does.
    pub funder: Funder,
    /// Events: which come by chance, and what each does.
    pub events: Events,
    /// Events that are scheduled.
    pub scheduled: Vec<ScheduledEvent>,
    /// Goals.
    pub targets: Vec<Target>,
    /// Levers with their weeks.
    pub interventions: Vec<Intervention>,
    /// The assumptions register.
    pub assumptions: Vec<Assumption>,
}

/// A region: a health economy with its own project team and money.
#[derive(Debug, Clone, PartialEq)]
pub struct Region {
    /// Identifier in the file; part of the address of every draw.
    pub id: String,
    /// What tables and events call it (the identifier if the file gives no label).
    pub label: String,
    /// Number of organisations of each kind (already scaled).
    pub counts: Vec<u32>,
    /// Shares of the systems by kind, `shares[kind][system]`, each row adding up to 1.
    pub system_shares: Vec<Vec<f64>>,
    /// Multiplies the hours of its team.
    pub team_size: f64,
    /// Most that its project can pay a year, pounds.
    pub budget_per_year: Option<f64>,
    /// Week in which its project begins.
    pub begins: u32,
}

/// A kind of organisation.
#[derive(Debug, Clone, PartialEq)]
pub struct Kind {
    /// Identifier in the file; part of the address of every draw.
    pub id: String,
    /// What charts call it (the identifier if the file gives no label).
    pub label: String,
    /// People in posts in one organisation, mean.
    pub staff: f64,
    /// Standard deviation of the logarithm of that number.
    pub staff_sigma: f64,
    /// Share of posts in scope.
    pub in_scope: f64,
    /// Shares of roles among the posts in scope, by [`RoleId`], adding up to 1.
    pub role_shares: Vec<f64>,
    /// Share of organisations with an incumbent.
    pub incumbent: f64,
    /// Its hold.
    pub hold: f64,
    /// Base load.
    pub load: f64,
    /// Contacts per recognised patient and week, over the region.
    pub contacts: f64,
    /// Which lists its organisations meet.
    pub lists: Lists,
    /// True if each keeps a list of patients.
    pub keeps_list: bool,
    /// Preference for independence.
    pub independence: f64,
    /// Minutes saved by a useful view.
    pub minutes_saved: f64,
    /// Share of contacts about patients whose records lie outside the region.
    pub outside: f64,
    /// Share of organisations in areas that change their allegiance.
    pub boundary: f64,
    /// Share of work away from a desk.
    pub mobile: f64,
    /// Preference for detail.
    pub detail: f64,
    /// Share of organisations with a template of their own.
    pub own_template: f64,
    /// Share represented on the project's groups.
    pub represented: f64,
    /// Share that wait for others to go first.
    pub waits: f64,
    /// Chance a year of bringing in an electronic record of one's own.
    pub upheaval: f64,
    /// True if a mandate or a payment is for this kind.
    pub mandated: bool,
}

/// Which patient lists the organisations of a kind meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lists {
    /// Their own.
    Own,
    /// So many near by.
    Nearby(u32),
    /// All in the region.
    All,
}

/// A role of staff.
#[derive(Debug, Clone, PartialEq)]
pub struct Role {
    /// Identifier in the file.
    pub id: String,
    /// What tables call it.
    pub label: String,
    /// Leavers per post and year.
    pub leave_per_year: f64,
    /// Mean weeks to fill an empty post; 0 fills it at once.
    pub weeks_to_fill: f64,
    /// Weight of writing.
    pub write: f64,
    /// Weight of reading.
    pub read: f64,
    /// Share of contacts in which looking is routine.
    pub protocol: f64,
    /// How core the task is to the role, 0 to 1.
    pub core: f64,
    /// Chance per contact of starting the conversation.
    pub converse: f64,
    /// Skill with computers in general.
    pub it_skill: f64,
}

/// An IT system.
#[derive(Debug, Clone, PartialEq)]
pub struct System {
    /// Identifier in the file.
    pub id: String,
    /// What tables call it.
    pub label: String,
    /// Share of content written in system `s` that can be read from this one, by [`SystemId`]; 1 for itself.
    pub reads: Vec<f64>,
    /// True if a vendor's function is needed before its users can be set up.
    pub waits_for_vendor: bool,
    /// Hazard a year at which its vendor, once ready, switches the tool on at an organisation.
    pub switch_on_per_year: f64,
    /// True if it does so at all of them together.
    pub switch_on_together: bool,
}

/// Level of authority of a member of the team.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, PartialOrd, Ord, Hash)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Can negotiate with those who lead organisations.
    Top,
    /// Manages, trains, facilitates.
    Middle,
    /// Configures and develops.
    Technical,
}

impl Level {
    /// All levels, the order used in arrays.
    pub const ALL: [Level; 3] = [Level::Top, Level::Middle, Level::Technical];
    /// The word used in files.
    pub fn id(self) -> &'static str {
        ["top", "middle", "technical"][self as usize]
    }
}

/// One person of the team.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// Identifier in the file; with an ordinal where `count` is above 1 (`facilitators.2`).
    pub id: String,
    /// Name of the person's luck. That of the first is the entry's own, so that a second person
    /// changes nothing of what happens to the first.
    pub luck: String,
    /// What tables call the person.
    pub label: String,
    /// Level of authority.
    pub level: Level,
    /// Productive hours a week.
    pub hours: f64,
    /// Full-time yearly salary with on-costs, pounds.
    pub salary: f64,
    /// True if the project pays.
    pub paid_by_project: bool,
    /// True for one who leads the project.
    pub leads: bool,
    /// Chance of leaving, a year.
    pub leave_per_year: f64,
    /// Mean weeks until the place is filled.
    pub weeks_to_recruit: f64,
}

/// One organisation of the user's own list.
#[derive(Debug, Clone, PartialEq)]
pub struct ListedOrganisation {
    /// Name; part of the address of every draw, so that two scenarios match by it.
    pub name: String,
    /// Index into [`Scenario::regions`].
    pub region: usize,
    /// Its kind.
    pub kind: KindId,
    /// Its IT system.
    pub system: SystemId,
    /// People in posts.
    pub staff: u32,
    /// Where it stands today.
    pub state: StateToday,
    /// Of one that is live: since when, if it is known; not after [`Scenario::start`].
    pub live_since: Option<Date>,
    /// Of one that is live: whether it is in real use, if it is known.
    pub in_use: Option<bool>,
    /// Of one that is live: people trained and still there, if it is known; at most its staff.
    pub trained: Option<u32>,
}

/// Where a listed organisation stands at week 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StateToday {
    /// Not known to the project.
    Unmapped,
    /// Known, not persuaded.
    Mapped,
    /// Agreed, not live.
    Agreed,
    /// Live.
    Live,
    /// Was live, has stopped.
    Lapsed,
}

/// Money over time.
#[derive(Debug, Clone, PartialEq)]
pub struct Money {
    /// Year of prices.
    pub price_year: u32,
    /// Week in which the project's money ends, if it does within any horizon.
    pub ends_week: Option<u32>,
    /// Share of hours kept for maintenance after that.
    pub kept_for_maintenance: f64,
    /// Most that can be paid a year, pounds.
    pub budget_per_year: Option<f64>,
    /// All that can be paid over the plan, pounds.
    pub total: Option<f64>,
    /// What can be paid in each year of the plan, pounds; nothing where years have no limit of their own.
    pub by_year: Vec<f64>,
    /// True if what is not spent in a year is there in the next.
    pub carry_over: bool,
    /// What of it is promised elsewhere, paid in the first week, pounds.
    pub committed: f64,
    /// What an hour of covered staff time costs, pounds.
    pub backfill_per_hour: f64,
    /// Money for anything but salaries, pounds a year.
    pub other_per_year: f64,
}

impl Money {
    /// The year of the plan, from 0, in which a week begins (weeks count from 1).
    pub fn year_of(week: u32) -> usize {
        (f64::from(week.saturating_sub(1)) * 7.0 / 365.25) as usize
    }
}

/// How the work is ordered.
#[derive(Debug, Clone, PartialEq)]
pub struct Policy {
    /// Order in which organisations are approached.
    pub order: Order,
    /// Rank of each kind for [`Order::ByKind`], by [`KindId`].
    pub kind_rank: Vec<u32>,
    /// Most organisations in hand at a time.
    pub work_in_progress: u32,
    /// What comes first when hours are short.
    pub first: First,
    /// Most that maintenance may take when it comes first.
    pub maintenance_cap: f64,
    /// Weeks between refreshers; 0 for none.
    pub refresher_weeks: u32,
    /// Weeks between follow-up calls; 0 for none.
    pub follow_up_weeks: u32,
    /// Weeks for which an agreement holds; 0 for ever.
    pub renegotiate_weeks: u32,
    /// When sessions are held again.
    pub refresh: Refresh,
    /// Share of posts held by newcomers who wait at which a session for them is due.
    pub refresh_share: f64,
    /// What the hours and pounds of levers are for.
    pub lever_price: LeverPrice,
    /// Weeks over which the effect of a lever builds up and fades; 0 for at once.
    pub lever_weeks: f64,
    /// True if the hours of the lever `mapping` map organisations.
    pub mapping_maps: bool,
}

/// When sessions are held again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refresh {
    /// At intervals only.
    Calendar,
    /// Also as soon as enough newcomers wait.
    Need,
}

/// What the stated hours and pounds of a lever are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LeverPrice {
    /// A region, whatever its size.
    Region,
    /// For those that are work at every organisation: 330 of them, as many as the built-in region has.
    Organisation,
}

/// Order in which organisations are approached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// At random (by an addressed draw, new in each replicate).
    Random,
    /// As the file lists kinds and organisations.
    AsListed,
    /// Most posts in scope first.
    LargestFirst,
    /// Fewest first.
    SmallestFirst,
    /// Those who would write most records first.
    SendersFirst,
    /// By the given order of kinds.
    ByKind,
    /// System by system, the commonest first.
    BySystem,
    /// Those likeliest to agree first.
    ReadiestFirst,
}

/// What comes first when hours are short.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum First {
    /// Keeping launched organisations going.
    Maintenance,
    /// Launching new ones.
    Expansion,
}

/// A task of the project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Task {
    /// Find out that an organisation exists, whom to ask, what it uses.
    Map,
    /// Win its agreement.
    Persuade,
    /// Agree how it takes part.
    Negotiate,
    /// Information-governance agreement.
    Govern,
    /// Set up its systems and computers.
    Configure,
    /// Fit the tool to it.
    Tailor,
    /// Launch.
    Launch,
    /// First training.
    Train,
    /// Refresher session.
    Refresh,
    /// Renew the agreement.
    Renegotiate,
    /// Answer questions, mend log-ins.
    Support,
    /// Find out whether it still uses the tool.
    FollowUp,
    /// Work on the tool itself.
    Develop,
    /// Sub-projects of fitting in with the world outside.
    FitIn,
    /// What levers ask.
    Levers,
}

impl Task {
    /// How many tasks there are.
    pub const COUNT: usize = 15;
    /// All tasks in the order of an organisation's way through them.
    pub const ALL: [Task; Task::COUNT] = [
        Task::Map,
        Task::Persuade,
        Task::Negotiate,
        Task::Govern,
        Task::Configure,
        Task::Tailor,
        Task::Launch,
        Task::Train,
        Task::Refresh,
        Task::Renegotiate,
        Task::Support,
        Task::FollowUp,
        Task::Develop,
        Task::FitIn,
        Task::Levers,
    ];
    /// The word used in files.
    pub fn id(self) -> &'static str {
        [
            "map",
            "persuade",
            "negotiate",
            "govern",
            "configure",
            "tailor",
            "launch",
            "train",
            "refresh",
            "renegotiate",
            "support",
            "follow_up",
            "develop",
            "fit_in",
            "levers",
        ][self as usize]
    }
}

/// Effort of a task.
#[derive(Debug, Clone, PartialEq)]
pub struct TaskSpec {
    /// Who may do it, indexed by [`Level`].
    pub levels: [bool; 3],
    /// Median hours (a week, for `support` and `develop`).
    pub hours: f64,
    /// Standard deviation of their logarithm.
    pub sigma: f64,
    /// Further hours per post in scope.
    pub hours_per_post: f64,
    /// Least weeks from start to end.
    pub least_weeks: u32,
}

/// A goal.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Target {
    /// Measure of `coverage.csv`.
    pub measure: String,
    /// The group that it is about; none for everything together.
    pub of: Option<GroupName>,
    /// Share or number to reach.
    pub at_least: f64,
    /// Week by which.
    pub week: u32,
}

/// A lever with its weeks.
#[derive(Debug, Clone, PartialEq)]
pub struct Intervention {
    /// Which lever.
    pub lever: Lever,
    /// First week.
    pub start: u32,
    /// First week after its end (the horizon if the file gives none).
    pub end: u32,
    /// How much, in the lever's unit.
    pub intensity: f64,
    /// Level of authority whose hours it takes or gives.
    pub level: Level,
    /// Hours a week that it takes from the team at intensity 1.
    pub hours_per_week: f64,
    /// Order of approach, for [`Lever::Sequencing`].
    pub order: Order,
    /// Pounds a week on top.
    pub cost_per_week: f64,
}

/// Something that happens in a given week.
#[derive(Debug, Clone, PartialEq)]
pub struct ScheduledEvent {
    /// What happens.
    pub event: EventKind,
    /// Week.
    pub week: u32,
    /// Index into [`Scenario::regions`]; none for all.
    pub region: Option<usize>,
    /// How large, in the unit of the kind of event.
    pub size: f64,
}

/// A line of the assumptions register.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[derive(Default)]
pub struct Assumption {
    /// The key of the parameter, or words.
    pub parameter: String,
    /// Why this value.
    pub why: String,
    /// Where it comes from.
    pub source: String,
    /// Who decided.
    pub who: String,
    /// When.
    pub when: String,
    /// How sure.
    pub sure: String,
}
