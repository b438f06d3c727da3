//! The levers: recommendations of the paper as things that a scenario can do.
//!
//! No lever is free. Each asks the team for hours at a level of authority, in proportion to its
//! intensity, and costs pounds; what the team cannot find the hours for has no effect that week.

use serde::{Deserialize, Serialize};

use super::model::{Intervention, Level, Order, Scenario};

macro_rules! levers {
    ($($(#[doc = $doc:literal])+ $variant:ident $id:ident ($unit:literal, $most:expr, $level:ident, $hours:expr, $pounds:expr,
        $source:literal, $acts:literal);)*) => {
        /// A lever.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Lever { $($(#[doc = $doc])+ $variant,)* }

        /// All levers with what they ask and do, in the order of [`Lever`].
        pub const LEVERS: &[LeverNote] = &[$(LeverNote {
            lever: Lever::$variant,
            id: stringify!($id),
            what: concat!($($doc),+),
            unit: $unit,
            most: $most,
            level: Level::$level,
            hours: $hours,
            pounds_per_week: $pounds,
            source: $source,
            acts: $acts,
        },)*];
    };
}

/// What a lever asks and does.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct LeverNote {
    /// The lever.
    pub lever: Lever,
    /// Its word in scenarios.
    pub id: &'static str,
    /// What is done, in one sentence.
    pub what: &'static str,
    /// Unit of its intensity.
    pub unit: &'static str,
    /// Greatest intensity.
    pub most: f64,
    /// Level of authority whose hours it takes.
    pub level: Level,
    /// Hours a week that it takes from a region's team, at intensity 1 (a share).
    pub hours: f64,
    /// Pounds a week and region at intensity 1, beside the hours.
    pub pounds_per_week: f64,
    /// The recommendation that it stands for.
    pub source: &'static str,
    /// Through what it acts. All sizes of effect are priors.
    pub acts: &'static str,
}

levers! {
    /// More hours a week at a level of authority.
    ExtraHours extra_hours ("hours", f64::INFINITY, Middle, 0.0, 0.0, "Box 3: appropriate resourcing", "hours to hand out; paid at the level's salary");
    /// Staff time for training paid and covered.
    Backfill backfill ("share", 1.0, Middle, 0.0, 0.0, "Box 3: more staff time is needed first", "attendance and load (investment_before_savings); paid by the hour covered");
    /// Another interval between refresher sessions.
    Refresher refresher ("weeks", 520.0, Middle, 0.0, 0.0, "3.2: training again and again", "policy.refresher_weeks; the sessions take the team's hours");
    /// First users as co-developers, who forgive misses.
    Grace grace ("share", 1.0, Middle, 3.0, 0.0, "Box 3: first users as co-developers", "disappointment");
    /// A share of all hours kept for maintenance, also after the money ends.
    RingFence ring_fence ("share", 1.0, Middle, 0.0, 0.0, "Box 3: appropriate resourcing; 1.1.3", "money, project work");
    /// Organisations, contacts, alternatives and systems mapped meticulously.
    Mapping mapping ("share", 1.0, Middle, 4.0, 0.0, "Box 3: map meticulously", "alternatives, uneven_involvement; organisations mapped (policy.mapping_maps)");
    /// Those left for later kept in view.
    PlanLeftOut plan_left_out ("share", 1.0, Middle, 3.0, 0.0, "Box 3: do not lose the big picture", "uneven_involvement");
    /// Members of the team change tasks, so that nobody does one for ever.
    JobRotation job_rotation ("share", 1.0, Middle, 2.0, 0.0, "Discussion: job rotations", "repetition");
    /// Leavers hand over what they know.
    Handover handover ("share", 1.0, Middle, 1.5, 0.0, "Discussion: mid-project handovers", "experience that stays with the team");
    /// Hours of colleagues from partner organisations, for a time.
    Secondment secondment ("hours", 1000.0, Middle, 0.0, 0.0, "Discussion: secondments", "hours to hand out, paid by partners; a larger team has more conflict (leadership)");
    /// An easy route to report where the tool and practice do not match.
    FeedbackRoute feedback_route ("share", 1.0, Technical, 3.0, 0.0, "Box 3: enable the easy reporting of mismatch", "mismatch, workarounds, feedback that reaches the developers");
    /// Staff with go-between roles.
    BoundarySpanners boundary_spanners ("share", 1.0, Middle, 5.0, 0.0, "Box 3: attract boundary spanners", "fit, languages, conflict");
    /// A plan for misunderstanding and scandal.
    ScandalPreparedness scandal_preparedness ("share", 1.0, Top, 1.5, 0.0, "Box 3: expect scandal", "what a scandal does to pauses and trust");
    /// The funder is shown proportions of all that need to be engaged, not raw counts.
    ReportProportions report_proportions ("share", 1.0, Middle, 2.0, 0.0, "Box 3: present a proportion of all entities", "reviews of the funder, self_defeating_success");
    /// Bridges from present reality to the vision.
    VisionBridges vision_bridges ("share", 1.0, Top, 1.5, 0.0, "Box 5: build reality-vision bridges", "disappointment that a high vision sets up (solution)");
    /// Evaluation rather than evidence that decides whether the project goes on.
    Evaluation evaluation ("share", 1.0, Middle, 3.0, 200.0, "Box 5: evaluate rather than evidence", "noise and weight of evaluations, patience of the funder");
    /// More work on fitting in.
    FitIn fit_in ("share", 1.0, Middle, 5.0, 0.0, "Box 5: be strategic about fitting in", "fit");
    /// A place in local forums and training.
    JoinForums join_forums ("share", 1.0, Middle, 2.0, 0.0, "Box 5: be integrated in forums; 3.1", "fit, saturation with projects (temporary)");
    /// Versions of the tool for different contexts.
    ContextVersions context_versions ("share", 1.0, Technical, 5.0, 100.0, "Box 7: context-specific solutions", "contexts, values");
    /// A voice for weaker partners, and a way to decide.
    WeakerVoice weaker_voice ("share", 1.0, Middle, 2.0, 0.0, "Box 7: perspectives and levels of power", "uneven_involvement, inequality, own_organisation_first");
    /// A watch on unintended consequences.
    UnintendedWatch unintended_watch ("share", 1.0, Middle, 2.0, 0.0, "Box 7: there will be unintended consequences", "unintended, workarounds");
    /// Funding as a programme, not as a project.
    ProgrammeFunding programme_funding ("share", 1.0, Top, 0.5, 300.0, "Box 7: not conventional projects", "governance_friction, slipping_timelines; reviews (funder.programme)");
    /// One log-in for all systems.
    SingleSignOn single_sign_on ("share", 1.0, Technical, 6.0, 400.0, "3.1: a single log-in", "separate log-ins (temporary)");
    /// Roll-out timed around each organisation's own upheavals.
    Retiming retiming ("share", 1.0, Middle, 1.0, 0.0, "3.1: changing the timing", "work on organisations that are frozen (temporary)");
    /// Another order in which organisations are approached.
    Sequencing sequencing ("share", 1.0, Middle, 1.0, 0.0, "Box 3: one step at a time", "order of approach");
    /// Payment for each live organisation, as an incentive.
    Payment payment ("pounds", 1_000_000.0, Middle, 0.5, 0.0, "2.3: incentive structures", "joining and use (fit), quality of records (recurring)");
}

impl Intervention {
    /// A lever from the first week of a plan on, for as long as its money lasts.
    pub fn throughout(lever: Lever, level: Level, intensity: f64, scenario: &Scenario) -> Self {
        let weeks = scenario.weeks;
        Intervention {
            lever,
            start: 0,
            end: scenario.money.ends_week.map_or(weeks, |week| week.min(weeks)),
            intensity,
            level,
            hours_per_week: lever.note().hours,
            order: match lever {
                Lever::Sequencing => Order::SendersFirst,
                _ => Order::Random,
            },
            cost_per_week: 0.0,
        }
    }
}

impl Lever {
    /// How many there are.
    pub const COUNT: usize = LEVERS.len();

    /// What it asks and does.
    pub fn note(self) -> &'static LeverNote {
        &LEVERS[self as usize]
    }

    /// The measure that it is for: what the recommendation is to raise first of all.
    pub fn aim(self) -> &'static str {
        use Lever::*;
        match self {
            Backfill | Refresher | WeakerVoice => "staff.competent",
            Grace | VisionBridges => "staff.expectation_read",
            ExtraHours | Secondment | Retiming | Payment => "organisations.live",
            RingFence => "patients.true_current",
            Mapping => "organisations.mapped",
            PlanLeftOut | FeedbackRoute | ContextVersions | SingleSignOn => "staff.monthly",
            JobRotation => "project.filled",
            Handover => "project.experience",
            BoundarySpanners | FitIn | JoinForums => "organisations.agreed",
            ScandalPreparedness => "patients.agreed",
            ReportProportions | Evaluation | ProgrammeFunding => "project.hours",
            UnintendedWatch | Sequencing => "records.written",
        }
    }

    /// True for levers that are work at every organisation: what they ask grows with their number, if
    /// `policy.lever_price` says so.
    pub fn by_organisation(self) -> bool {
        use Lever::*;
        matches!(
            self,
            Grace
                | Mapping
                | PlanLeftOut
                | FeedbackRoute
                | Evaluation
                | WeakerVoice
                | UnintendedWatch
                | Retiming
        )
    }

    /// True for levers that act at once; others work through people, and take
    /// `policy.lever_weeks` to show and to fade.
    pub fn at_once(self) -> bool {
        use Lever::*;
        matches!(
            self,
            ExtraHours
                | Backfill
                | Refresher
                | RingFence
                | Secondment
                | ReportProportions
                | Retiming
                | Sequencing
                | Payment
        )
    }

    /// True for levers whose intensity is a share; several of them combine like shares.
    pub fn is_share(self) -> bool {
        self.note().unit == "share"
    }
}

impl Intervention {
    /// True if somebody has to pay pounds for it.
    pub fn costs(&self) -> bool {
        let paid = matches!(self.lever, Lever::ExtraHours | Lever::Backfill | Lever::Payment);
        paid || self.cost_per_week > 0.0 || self.lever.note().pounds_per_week > 0.0
    }

    /// True if it ends when the project's money does: what costs pounds, and colleagues whom
    /// partners lend to the project.
    pub fn ends_with_money(&self) -> bool {
        self.costs() || self.lever == Lever::Secondment
    }
}

/// `docs/LEVERS.md`: what each lever is, asks and acts through.
pub fn levers_page() -> String {
    let mut page = String::from(
        "# The levers\n\n\
         Recommendations of Petrova & Barclay (2024) as things that a scenario can do, as\n\
         `[[intervention]]` with a start, an end and an intensity. None is free: each takes hours of a\n\
         level of authority from the region's own team, and pounds from its budget; what the team\n\
         cannot find the hours for, or the budget the pounds, has no effect that week and is not\n\
         billed. What costs pounds ends with the project's money. **All sizes of effect are assumed.**\n\
         Not modelled: grace in winning, acknowledging what the context contributed.\n\n\
         With `policy.lever_price = \"organisation\"` the hours and pounds of those marked * are for 330\n\
         organisations, and grow with how many there are. With `policy.lever_weeks` the effect of those\n\
         marked † follows what is granted with a delay of so many weeks, up and down.\n\n\
         | Lever | What is done | For | Unit | Hours a week | Pounds a week | From | Acts through |\n\
         |---|---|---|---|---:|---:|---|---|\n",
    );
    for note in LEVERS {
        page.push_str(&format!(
            "| `{}`{}{} | {} | `{}` | {} | {} | {} | {} | {} |\n",
            note.id,
            if note.lever.by_organisation() { " *" } else { "" },
            if note.lever.at_once() { "" } else { " †" },
            note.what.trim(),
            note.lever.aim(),
            note.unit,
            if note.hours > 0.0 {
                format!("{} {}", note.hours, note.level.id())
            } else {
                String::new()
            },
            if note.pounds_per_week > 0.0 {
                format!("{}", note.pounds_per_week)
            } else {
                String::new()
            },
            note.source,
            note.acts
        ));
    }
    page
}
