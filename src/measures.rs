//! What is measured: counters that observers fill every week, and the measures made of them.
//!
//! A counter is a plain number per group and week. A measure is one counter, or one counter
//! over another (its denominator), so that every share can be shown with what it is a share of.

use serde::Serialize;

/// What observers count, every week, for every group of the counter's family.
///
/// Names with `Cum` are totals since week 0; measures take differences of them. Those for which
/// [`Counter::is_total`] holds are added up week by week; the others come as totals from the state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(usize)]
pub enum Counter {
    /// All organisations that need to be engaged.
    OrgAll,
    /// Organisations known to the project.
    OrgMapped,
    /// Organisations that were asked to take part and have answered, whatever became of it.
    OrgAnswered,
    /// Organisations that have agreed to take part (and have not gone back on it).
    OrgAgreed,
    /// Organisations truly live.
    OrgLive,
    /// Organisations that the project's books show as live.
    OrgReported,
    /// Organisations in real use.
    OrgRealUse,
    /// Organisations that were live and have stopped.
    OrgLapsed,
    /// Live organisations that cannot use the tool for now.
    OrgPaused,
    /// Organisations whose staff can use the tool now.
    OrgAccess,
    /// … of which somebody has ever used it.
    OrgEver,
    /// … of which somebody in post used it within the last four weeks.
    OrgMonth,
    /// … of which somebody used it this week.
    OrgWeek,
    /// … in which it was opened as often as there are working days this week.
    OrgDay,
    /// Posts in scope.
    StaffInScope,
    /// Filled posts with access to the tool.
    StaffAccess,
    /// Competent staff (the trained, now).
    StaffCompetent,
    /// Staff who have ever used the tool in their post.
    StaffEver,
    /// Staff who used it within the last four weeks.
    StaffMonth,
    /// Staff who used it this week.
    StaffWeek,
    /// Staff who used it on every working day of this week (five uses or more).
    StaffDay,
    /// Staff with access who could expect at least one contact in four weeks.
    StaffOpportunity,
    /// Of these, staff who used it within the last four weeks.
    StaffMonthOpportunity,
    /// Staff in post in organisations that have had the tool.
    StaffReached,
    /// Sum of their expectation that a look-up pays off.
    ExpectReadSum,
    /// Sum of their expectation that writing pays off.
    ExpectWriteSum,
    /// Sum of their habit.
    HabitSum,
    /// Recognised patients alive.
    PatRecognised,
    /// … who have been asked about sharing.
    PatApproached,
    /// … who agreed.
    PatAgreed,
    /// … with any record.
    PatRecorded,
    /// … with a record written within the period of validity.
    PatApparent,
    /// … with a record that is also true.
    PatTrue,
    /// Deaths of recognised and unrecognised patients, total.
    DeathsCum,
    /// Deaths with any record, total.
    DeathsRecordCum,
    /// Deaths of those with cancer, total.
    DeathsCancerCum,
    /// Of these, with any record, total.
    DeathsCancerRecordCum,
    /// Contacts in which a reader would look for a record, total (expected).
    EncountersCum,
    /// Openings of the tool to read, total.
    ViewsCum,
    /// Openings that found a true, readable and useful record, total.
    InformedCum,
    /// Openings that found nothing, total.
    MissingCum,
    /// Openings that found a record overtaken by events, total.
    StaleCum,
    /// Records written or updated, total.
    WritesCum,
    /// Front-line minutes spent on the tool (writing, opening, training, asking), total.
    MinutesPaidCum,
    /// Front-line minutes saved by useful views, total.
    MinutesSavedCum,
    /// Sum of the organisations' load.
    LoadSum,
    /// People who left posts with access, total.
    LeaversCum,
    /// Uses by the tenth of staff who used it most.
    TopTenthUses,
    /// Uses by all staff in post.
    AllUses,
    /// Largest gap between kinds in monthly use (a share).
    GapKinds,
    /// Largest gap between IT systems in monthly use (a share).
    GapSystems,
    /// One, for measures of the whole that are a value of their own.
    One,
    /// Regions: the denominator of what each region has one of.
    Regions,
    /// Project hours worked, total.
    HoursCum,
    /// Project hours on maintenance tasks, total.
    HoursMaintenanceCum,
    /// Plain work done in those hours, total: what they would have taken without what forces and experience
    /// make of them.
    HoursPlainCum,
    /// Hours of all places in the team, as stated, total.
    HoursStatedCum,
    /// Hours of those in post, total.
    HoursPostCum,
    /// Hours handed out, total: what money, fatigue and other demands leave.
    HoursGivenCum,
    /// Places in the team.
    TeamPlaces,
    /// Places filled.
    TeamFilled,
    /// Sum over those in post of exposure to repetition.
    TeamRepetition,
    /// Retained experience, mean over tasks (repetitions remembered).
    TeamExperience,
    /// Project hours for which there was nothing to do, total.
    HoursIdleCum,
    /// Pounds spent, total.
    SpendCum,
    /// Pounds that employers of unpaid members paid, total.
    EmployersCum,
    /// Pounds' worth of front-line minutes spent, total, but for those that the project covered.
    CliniciansCum,
    /// The three together, total.
    WholeCostCum,
    /// Pounds that the project had and that turned elsewhere or were cut, total.
    TakenCum,
    /// Interest in the region (a share).
    Interest,
    /// Quality of the tool (a share).
    ToolQuality,
    /// Regions whose project has not been stopped for good.
    ProjectsRunning,
    /// Live organisations that keep the tool going by themselves.
    OrgEmbedded,
    /// Pounds of the project's money for salaries, total.
    SpendTeamCum,
    /// … for levers, total.
    SpendLeversCum,
    /// … for cover of training, total.
    SpendCoverCum,
    /// … for anything else, total.
    SpendOtherCum,
    /// Of those for salaries, pounds for hours in which there was nothing to do, total.
    SpendIdleCum,
}

impl Counter {
    /// How many counters there are.
    pub const COUNT: usize = Counter::SpendIdleCum as usize + 1;
    /// All counters, in order.
    pub const ALL: [Counter; Counter::COUNT] = [
        Counter::OrgAll,
        Counter::OrgMapped,
        Counter::OrgAnswered,
        Counter::OrgAgreed,
        Counter::OrgLive,
        Counter::OrgReported,
        Counter::OrgRealUse,
        Counter::OrgLapsed,
        Counter::OrgPaused,
        Counter::OrgAccess,
        Counter::OrgEver,
        Counter::OrgMonth,
        Counter::OrgWeek,
        Counter::OrgDay,
        Counter::StaffInScope,
        Counter::StaffAccess,
        Counter::StaffCompetent,
        Counter::StaffEver,
        Counter::StaffMonth,
        Counter::StaffWeek,
        Counter::StaffDay,
        Counter::StaffOpportunity,
        Counter::StaffMonthOpportunity,
        Counter::StaffReached,
        Counter::ExpectReadSum,
        Counter::ExpectWriteSum,
        Counter::HabitSum,
        Counter::PatRecognised,
        Counter::PatApproached,
        Counter::PatAgreed,
        Counter::PatRecorded,
        Counter::PatApparent,
        Counter::PatTrue,
        Counter::DeathsCum,
        Counter::DeathsRecordCum,
        Counter::DeathsCancerCum,
        Counter::DeathsCancerRecordCum,
        Counter::EncountersCum,
        Counter::ViewsCum,
        Counter::InformedCum,
        Counter::MissingCum,
        Counter::StaleCum,
        Counter::WritesCum,
        Counter::MinutesPaidCum,
        Counter::MinutesSavedCum,
        Counter::LoadSum,
        Counter::LeaversCum,
        Counter::TopTenthUses,
        Counter::AllUses,
        Counter::GapKinds,
        Counter::GapSystems,
        Counter::One,
        Counter::Regions,
        Counter::HoursCum,
        Counter::HoursMaintenanceCum,
        Counter::HoursPlainCum,
        Counter::HoursStatedCum,
        Counter::HoursPostCum,
        Counter::HoursGivenCum,
        Counter::TeamPlaces,
        Counter::TeamFilled,
        Counter::TeamRepetition,
        Counter::TeamExperience,
        Counter::HoursIdleCum,
        Counter::SpendCum,
        Counter::EmployersCum,
        Counter::CliniciansCum,
        Counter::WholeCostCum,
        Counter::TakenCum,
        Counter::Interest,
        Counter::ToolQuality,
        Counter::ProjectsRunning,
        Counter::OrgEmbedded,
        Counter::SpendTeamCum,
        Counter::SpendLeversCum,
        Counter::SpendCoverCum,
        Counter::SpendOtherCum,
        Counter::SpendIdleCum,
    ];

    /// True for totals since week 0.
    pub fn is_total(self) -> bool {
        use Counter::*;
        matches!(
            self,
            EncountersCum
                | ViewsCum
                | InformedCum
                | MissingCum
                | StaleCum
                | WritesCum
                | MinutesPaidCum
                | MinutesSavedCum
                | LeaversCum
        )
    }
}

/// Groups for which a counter is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum GroupKind {
    /// Everything.
    All,
    /// One region (only where there is more than one).
    Region,
    /// One kind of organisation.
    Kind,
    /// One IT system.
    System,
    /// One task of the project.
    Task,
    /// One level of authority.
    Level,
}

/// Which groups a measure has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// All, regions, kinds, systems.
    Organisation,
    /// All, regions, systems (of the list).
    Patient,
    /// All, regions.
    Project,
    /// All, regions, tasks and levels.
    Work,
    /// All only.
    Whole,
}

impl Family {
    /// True if measures of this family are kept for such a group.
    pub fn covers(self, group: GroupKind) -> bool {
        use GroupKind::*;
        match self {
            Family::Organisation => matches!(group, All | Region | Kind | System),
            Family::Patient => matches!(group, All | Region | System),
            Family::Project => matches!(group, All | Region),
            Family::Work => matches!(group, All | Region | Task | Level),
            Family::Whole => matches!(group, All),
        }
    }
}

/// Unit of a measure as written to `coverage.csv`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Between 0 and 1.
    Share,
    /// A number of things.
    Count,
    /// Hours a week.
    Hours,
    /// Minutes a week.
    Minutes,
    /// Pounds since the start.
    Pounds,
}

impl Unit {
    /// The word used in files.
    pub fn id(self) -> &'static str {
        ["share", "count", "hours", "minutes", "pounds"][self as usize]
    }

    /// What is counted, in words.
    pub fn in_words(self) -> &'static str {
        ["shares", "things", "hours a week", "minutes a week", "pounds"][self as usize]
    }
}

/// Which way a measure is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Better {
    /// The more the better.
    More,
    /// The less the better.
    Less,
}

/// Measures of which less is better.
const LESS: [&str; 11] = [
    "spend.idle",
    "organisations.lapsed",
    "organisations.paused",
    "encounters.missing",
    "encounters.stale",
    "minutes.paid",
    "load.mean",
    "staff.leavers",
    "inequality.kinds",
    "inequality.systems",
    "project.spend",
];
/// Measures that are good or bad by what is asked.
const EITHER: [&str; 9] = [
    "spend.team",
    "spend.levers",
    "spend.cover",
    "spend.other",
    "patients.recognised",
    "staff.top_tenth",
    "project.hours",
    "project.maintenance",
    "project.repetition",
];

/// Over which weeks a measure is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Window {
    /// The state at the end of the week.
    Now,
    /// The total since week 0.
    Total,
    /// A mean per week over the last so many weeks (for a share: the ratio of the two totals).
    Last(u32),
}

/// A measure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measure {
    /// Name in `coverage.csv`.
    pub name: &'static str,
    /// Unit.
    pub unit: Unit,
    /// What it is, in words that fit a chart's axis.
    pub label: &'static str,
    /// What the denominator is, in words; empty for measures without one.
    pub of: &'static str,
    /// Counter on top.
    pub top: Counter,
    /// Counter below.
    pub bottom: Option<Counter>,
    /// Weeks over which it is taken.
    pub window: Window,
    /// Groups for which it is kept.
    pub family: Family,
}

impl Measure {
    /// Which way it is better; none where that depends on what is asked.
    pub fn better(&self) -> Option<Better> {
        match self.name {
            name if LESS.contains(&name) => Some(Better::Less),
            name if EITHER.contains(&name) => None,
            _ => Some(Better::More),
        }
    }

    /// "of all organisations in real use", "of look-ups that found nothing": what a share is of, and
    /// what it is, without a word twice.
    pub fn share_in_words(&self) -> String {
        let (first, last) = (self.of.split(' ').next(), self.of.rsplit(' ').next());
        let (word, rest) = self.label.split_once(' ').unwrap_or((self.label, ""));
        match self.label.strip_prefix(self.of) {
            _ if self.of.is_empty() => self.label.to_owned(),
            Some(rest) => format!("{}{rest}", self.of),
            None if last == Some(word) => format!("{} {rest}", self.of),
            None if first == Some(word) => format!("{}: {}", self.of, self.label),
            None => format!("{} {}", self.of, self.label),
        }
    }
}

const fn share(
    name: &'static str,
    label: &'static str,
    of: &'static str,
    (top, bottom): (Counter, Counter),
    window: Window,
    family: Family,
) -> Measure {
    Measure { name, unit: Unit::Share, label, of, top, bottom: Some(bottom), window, family }
}

const fn plain(
    name: &'static str,
    unit: Unit,
    label: &'static str,
    top: Counter,
    window: Window,
    family: Family,
) -> Measure {
    Measure { name, unit, label, of: "", top, bottom: None, window, family }
}

const ORGS: &str = "all organisations";
const STAFF: &str = "posts in scope";
const REACHED: &str = "staff in post where the tool has been";
const PATIENTS: &str = "recognised patients";

/// Every measure, in the order of `coverage.csv`.
#[rustfmt::skip] // One row a measure: it is read as a table.
pub const MEASURES: &[Measure] = {
    use Counter::*;
    use Family::*;
    use Window::*;
    &[
        share("organisations.mapped", "known to the project", ORGS, (OrgMapped, OrgAll), Now, Organisation),
        share("organisations.answered", "asked to take part, with an answer", ORGS, (OrgAnswered, OrgAll), Now, Organisation),
        share("organisations.agreed", "agreed to take part", ORGS, (OrgAgreed, OrgAll), Now, Organisation),
        share("organisations.live", "live", ORGS, (OrgLive, OrgAll), Now, Organisation),
        share("organisations.reported_live", "live in the project's books", ORGS, (OrgReported, OrgAll), Now, Organisation),
        share("organisations.real_use", "in real use", ORGS, (OrgRealUse, OrgAll), Now, Organisation),
        share("organisations.lapsed", "stopped after being live", ORGS, (OrgLapsed, OrgAll), Now, Organisation),
        share("organisations.paused", "live, but paused", ORGS, (OrgPaused, OrgAll), Now, Organisation),
        share("organisations.embedded", "live, and keeping it going by themselves", ORGS, (OrgEmbedded, OrgAll), Now, Organisation),
        share("organisations.access", "whose staff can use it", ORGS, (OrgAccess, OrgAll), Now, Organisation),
        share("organisations.ever", "that have access and have used it", ORGS, (OrgEver, OrgAll), Now, Organisation),
        share("organisations.monthly", "that have access and used it within a month", ORGS, (OrgMonth, OrgAll), Now, Organisation),
        share("organisations.weekly", "that have access and used it this week", ORGS, (OrgWeek, OrgAll), Now, Organisation),
        share("organisations.daily", "that have access and used it on each working day", ORGS, (OrgDay, OrgAll), Now, Organisation),
        share("staff.access", "with access", STAFF, (StaffAccess, StaffInScope), Now, Organisation),
        share("staff.competent", "competent", STAFF, (StaffCompetent, StaffInScope), Now, Organisation),
        share("staff.ever", "ever used it", STAFF, (StaffEver, StaffInScope), Now, Organisation),
        share("staff.monthly", "used it within a month", STAFF, (StaffMonth, StaffInScope), Now, Organisation),
        share("staff.weekly", "used it this week", STAFF, (StaffWeek, StaffInScope), Now, Organisation),
        share("staff.daily", "used it every working day", STAFF, (StaffDay, StaffInScope), Now, Organisation),
        share("staff.monthly_of_opportunity", "used it within a month, of those who had an opportunity", "staff with access and a contact to expect within four weeks", (StaffMonthOpportunity, StaffOpportunity), Now, Organisation),
        share("staff.top_tenth", "share of use by the top tenth of users", "all uses by staff in post", (TopTenthUses, AllUses), Now, Whole),
        share("staff.expectation_read", "expectation that a look-up pays off", REACHED, (ExpectReadSum, StaffReached), Now, Organisation),
        share("staff.expectation_write", "expectation that writing pays off", REACHED, (ExpectWriteSum, StaffReached), Now, Organisation),
        share("staff.habit", "habit", REACHED, (HabitSum, StaffReached), Now, Organisation),
        plain("patients.recognised", Unit::Count, "recognised patients", PatRecognised, Now, Patient),
        share("patients.approached", "asked about sharing", PATIENTS, (PatApproached, PatRecognised), Now, Patient),
        share("patients.agreed", "agreed to share", PATIENTS, (PatAgreed, PatRecognised), Now, Patient),
        share("patients.recorded", "with any record", PATIENTS, (PatRecorded, PatRecognised), Now, Patient),
        share("patients.apparent_current", "with a recent record", PATIENTS, (PatApparent, PatRecognised), Now, Patient),
        share("patients.true_current", "with a truly current record", PATIENTS, (PatTrue, PatRecognised), Now, Patient),
        share("patients.fill", "with a truly current record, of those who agreed", "recognised patients who agreed", (PatTrue, PatAgreed), Now, Patient),
        share("deaths.with_record", "died with a record, last year", "deaths of those with palliative needs", (DeathsRecordCum, DeathsCum), Last(52), Patient),
        share("deaths.with_record_cancer", "died of cancer with a record, last year", "deaths of those with cancer", (DeathsCancerRecordCum, DeathsCancerCum), Last(52), Patient),
        share("encounters.opened", "contacts in which the tool was opened", "contacts in which a record could help", (ViewsCum, EncountersCum), Last(4), Organisation),
        share("encounters.informed", "contacts informed by a record", "contacts in which a record could help", (InformedCum, EncountersCum), Last(4), Organisation),
        share("encounters.missing", "look-ups that found nothing", "look-ups", (MissingCum, ViewsCum), Last(4), Organisation),
        share("encounters.stale", "look-ups that found a record overtaken by events", "look-ups", (StaleCum, ViewsCum), Last(4), Organisation),
        plain("records.written", Unit::Count, "records written or updated a week", WritesCum, Last(4), Organisation),
        plain("minutes.paid", Unit::Minutes, "front-line minutes spent a week", MinutesPaidCum, Last(4), Organisation),
        plain("minutes.saved", Unit::Minutes, "front-line minutes saved a week", MinutesSavedCum, Last(4), Organisation),
        share("load.mean", "load", ORGS, (LoadSum, OrgAll), Now, Organisation),
        plain("staff.leavers", Unit::Count, "people leaving posts with access, a week", LeaversCum, Last(13), Organisation),
        share("inequality.kinds", "gap between kinds in monthly use", "", (GapKinds, One), Now, Whole),
        share("inequality.systems", "gap between IT systems in monthly use", "", (GapSystems, One), Now, Whole),
        plain("project.hours", Unit::Hours, "project hours a week", HoursCum, Last(4), Work),
        plain("project.hours_plain", Unit::Hours, "plain work done, hours a week", HoursPlainCum, Last(4), Work),
        plain("project.hours_stated", Unit::Hours, "hours of all places in the team, a week", HoursStatedCum, Last(4), Project),
        plain("project.hours_in_post", Unit::Hours, "hours of those in post, a week", HoursPostCum, Last(4), Project),
        plain("project.hours_given", Unit::Hours, "hours handed out, a week", HoursGivenCum, Last(4), Project),
        plain("project.idle", Unit::Hours, "project hours a week with nothing to do", HoursIdleCum, Last(4), Project),
        share("project.maintenance", "hours that keep launched organisations going", "project hours", (HoursMaintenanceCum, HoursCum), Last(4), Project),
        share("project.filled", "places in the team filled", "places in the team", (TeamFilled, TeamPlaces), Now, Project),
        share("project.repetition", "exposure to repetition", "members of the team in post", (TeamRepetition, TeamFilled), Now, Project),
        plain("project.experience", Unit::Count, "repetitions of a task that the team remembers", TeamExperience, Now, Project),
        plain("project.spend", Unit::Pounds, "spent since the start", SpendCum, Total, Project),
        plain("project.taken", Unit::Pounds, "taken from the project's money since the start", TakenCum, Total, Project),
        plain("spend.team", Unit::Pounds, "spent on the team since the start", SpendTeamCum, Total, Project),
        plain("spend.levers", Unit::Pounds, "spent on levers since the start", SpendLeversCum, Total, Project),
        plain("spend.cover", Unit::Pounds, "spent on cover of training since the start", SpendCoverCum, Total, Project),
        plain("spend.other", Unit::Pounds, "spent on anything else since the start", SpendOtherCum, Total, Project),
        plain("spend.idle", Unit::Pounds, "paid since the start for hours with nothing to do", SpendIdleCum, Total, Project),
        share("project.survival", "projects that have not been stopped for good", "regions", (ProjectsRunning, Regions), Now, Project),
        plain("cost.employers", Unit::Pounds, "paid by employers of unpaid members since the start", EmployersCum, Total, Project),
        plain("cost.clinicians", Unit::Pounds, "front-line minutes since the start, in pounds", CliniciansCum, Total, Project),
        plain("cost.whole", Unit::Pounds, "whole cost since the start", WholeCostCum, Total, Project),
        share("climate.interest", "interest", "", (Interest, Regions), Now, Project),
        share("tool.quality", "quality of the tool", "", (ToolQuality, Regions), Now, Project),
    ]
};

/// The headline measures, in their order: those of summaries, comparisons, drawn parameters, and those that
/// can be explained and ranked.
pub const HEADLINES: [&str; 17] = [
    "organisations.live",
    "organisations.reported_live",
    "organisations.real_use",
    "organisations.access",
    "organisations.monthly",
    "organisations.weekly",
    "organisations.daily",
    "staff.access",
    "staff.competent",
    "staff.monthly",
    "staff.weekly",
    "patients.recorded",
    "patients.true_current",
    "deaths.with_record",
    "encounters.informed",
    "project.spend",
    "cost.whole",
];

/// The levels of use among them that the screen tabulates, each with its heading.
pub const LEVELS: [(&str, &str); 7] = [
    ("organisations.live", "live"),
    ("organisations.real_use", "real use"),
    ("staff.access", "access"),
    ("staff.competent", "competent"),
    ("staff.monthly", "monthly"),
    ("staff.weekly", "weekly"),
    ("patients.true_current", "record"),
];

/// The measure of that name.
pub fn measure(name: &str) -> Option<&'static Measure> {
    MEASURES.iter().find(|m| m.name == name)
}

#[cfg(test)]
mod tests;
