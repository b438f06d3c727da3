//! Organisations, as columns.

use crate::rng::{Draw, Lot, Purpose};
use crate::scenario::Task;

/// How far an organisation has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Stage {
    /// Not known to the project.
    Unmapped,
    /// Known; not persuaded, or not yet asked.
    Mapped,
    /// Has agreed; being set up.
    Agreed,
    /// Has the tool.
    Live,
    /// Had it and has stopped, whether the project knows or not.
    Lapsed,
}

/// Luck on which an organisation draws every week, by what it decides, as far as it does not hang on
/// the week.
#[derive(Debug, Clone, Copy)]
pub struct Luck {
    /// Mergers and changes of IT system.
    pub event: Draw,
    /// A change of heart.
    pub soften: Draw,
    /// The leaving of its local lead.
    pub lead: Draw,
    /// A silent stop.
    pub exit: Draw,
    /// A return.
    pub comeback: Draw,
    /// Adoption without the project.
    pub spontaneous: Draw,
    /// Its vendor's switching the tool on.
    pub switch_on: Draw,
    /// Local champions.
    pub champion: Draw,
    /// The slow swing of its load.
    pub swing: Draw,
}

impl Luck {
    /// Of the organisation with such an [`address`](crate::rng::address) of its key.
    pub fn of(lot: Lot, key: u64) -> Self {
        let half = |purpose| lot.half(purpose, key);
        Luck {
            event: half(Purpose::Event),
            soften: half(Purpose::Soften),
            lead: half(Purpose::LocalLead),
            exit: half(Purpose::Exit),
            comeback: half(Purpose::Return),
            spontaneous: half(Purpose::Spontaneous),
            switch_on: half(Purpose::SwitchOn),
            champion: half(Purpose::Champion),
            swing: half(Purpose::Swing),
        }
    }
}

/// State of the organisations: one entry each.
#[derive(Debug, Clone, Default)]
pub struct Organisations {
    /// Luck on which it draws every week.
    pub luck: Vec<Luck>,
    /// How far it has come.
    pub stage: Vec<Stage>,
    /// Task that the project has in hand for it.
    pub task: Vec<Option<Task>>,
    /// Hours still to be worked on that task.
    pub hours_left: Vec<f64>,
    /// Week in which that task was begun.
    pub task_begun: Vec<u32>,
    /// Task completed this week, for the step that follows.
    pub completed: Vec<Option<Task>>,
    /// How often each task has been begun; the attempt is part of the address of its effort.
    pub attempts: Vec<[u16; Task::COUNT]>,
    /// First week in which it may be approached (again).
    pub cool_until: Vec<u32>,
    /// Fixed unseen inclination to agree, log-odds.
    pub frailty: Vec<f64>,
    /// True if it never agrees.
    pub refuser: Vec<bool>,
    /// Hold of an embedded incumbent, a share; 0 where there is none.
    pub hold: Vec<f64>,
    /// Load: share of the capacity for anything new that is taken.
    pub load: Vec<f64>,
    /// The slow swing of that load.
    pub swing: Vec<f64>,
    /// How much of needed support has been missing lately, a share.
    pub neglect: Vec<f64>,
    /// Week of the last launch.
    pub live_since: Vec<i32>,
    /// True once it has ever been live: from then on its posts are simulated one by one.
    pub ever_live: Vec<bool>,
    /// True in the project's books.
    pub reported_live: Vec<bool>,
    /// Live, but its agreement has run out.
    pub paused: Vec<bool>,
    /// Live, but something outside keeps the tool from being used for now.
    pub held: Vec<bool>,
    /// Live, but its systems have to be set up anew first.
    pub to_configure: Vec<bool>,
    /// Live in the books only: the launch that was promised has not happened.
    pub hollow: Vec<bool>,
    /// True if it took the tool up without the project.
    pub by_itself: Vec<bool>,
    /// Share of those in post who come to a session that its vendor holds this week; 0 for none.
    pub taught: Vec<f64>,
    /// Its local champion: the post, and the how manieth of its holders; none without one.
    pub champion: Vec<Option<(usize, u16)>>,
    /// True if it keeps the tool going by itself.
    pub embedded: Vec<bool>,
    /// Week in which the last champion went.
    pub alone_since: Vec<u32>,
    /// First week after the disruption of a merger or a change of system.
    pub disrupted_until: Vec<u32>,
    /// IT system now; the one at the start is a fact of the blueprint.
    pub system: Vec<usize>,
    /// Share of comparable organisations that had agreed at the end of last week.
    pub peers: Vec<f64>,
    /// Conversations about sharing held so far, for each competent person (expected).
    pub conversed: Vec<f64>,
    /// Weeks in which what recurs is due next, by [`Due`].
    pub due: Vec<[u32; Due::COUNT]>,
    /// Hours still to be worked on each of these; 0 before it is begun.
    pub due_left: Vec<[f64; Due::COUNT]>,
    /// Which of these were done this week.
    pub due_done: Vec<[bool; Due::COUNT]>,
    /// Training sessions held.
    pub sessions: Vec<u16>,
    /// Week of the last contact with the project (a session or a call).
    pub last_contact: Vec<i32>,
    /// Place in the order in which organisations are approached (1 is first).
    pub rank: Vec<u32>,

    /// Staff in post (posts filled), at the end of the week.
    pub filled: Vec<u32>,
    /// Competent staff.
    pub competent: Vec<u32>,
    /// Staff who used the tool within four weeks.
    pub active: Vec<u32>,
    /// Staff who used it this week.
    pub users_week: Vec<u32>,
    /// Staff who used it five times or more this week.
    pub users_day: Vec<u32>,
    /// Staff who have ever used it in their post.
    pub users_ever: Vec<u32>,
    /// Staff hired recently.
    pub newcomers: Vec<u32>,
    /// Staff hired since, to whom nobody has shown the tool; counted where the policy asks for it.
    pub waiting: Vec<u32>,
    /// Mean expectation of staff in post, reading and writing.
    pub expectation: Vec<[f32; 2]>,
    /// Mean habit of staff in post.
    pub habit: Vec<f32>,

    /// Contacts with recognised patients this week (expected).
    pub contacts: Vec<f64>,
    /// Of those in which a record could be written, the share.
    pub writable: Vec<f64>,
    /// Chance that a look-up finds a true, current, readable record.
    pub fill: Vec<f64>,
    /// Chance that it finds one overtaken by events.
    pub stale: Vec<f64>,
    /// Chance that there is one to be seen that looks current: either of these, or a poor one.
    pub exist: Vec<f64>,
    /// Look-ups this week that found what was needed, something overtaken, nothing.
    pub views: Vec<[u32; 3]>,
    /// Records written this week by competent and by untrained staff.
    pub writes: Vec<[u32; 2]>,
    /// People who left this week.
    pub leavers: Vec<u32>,
    /// Minutes spent on the tool this week.
    pub minutes_paid: Vec<f64>,
    /// Staff minutes spent in training sessions this week.
    pub minutes_trained: Vec<f64>,
    /// Minutes saved this week.
    pub minutes_saved: Vec<f64>,
    /// Moving share of look-ups that failed.
    pub failing: Vec<f64>,
    /// Minutes that use has saved and taken lately, moving means.
    pub minutes_lately: Vec<[f64; 2]>,
    /// What it gets from the tool for others to see: use, as far as real use, times the share of its
    /// minutes that come back.
    pub gets: Vec<f64>,
    /// True once anybody of it has used the tool.
    pub used: Vec<bool>,
    /// Openings this week.
    pub openings: Vec<u32>,
}

impl Organisations {
    /// Number of organisations.
    pub fn len(&self) -> usize {
        self.stage.len()
    }

    /// True if there are none.
    pub fn is_empty(&self) -> bool {
        self.stage.is_empty()
    }

    /// True if it is live and at least a share `least` of its `posts` used the tool lately.
    pub fn in_real_use(&self, o: usize, posts: usize, least: f64) -> bool {
        self.stage[o] == Stage::Live
            && self.active[o] > 0
            && f64::from(self.active[o]) >= least * posts as f64
    }

    /// True if its staff can use the tool this week.
    #[inline]
    pub fn usable(&self, o: usize) -> bool {
        self.stage[o] == Stage::Live && !self.paused[o] && !self.held[o] && !self.to_configure[o]
    }
}

/// Index into [`Organisations::due`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// Refresher session.
    Refresh,
    /// Renegotiation of the agreement.
    Renegotiate,
    /// Follow-up call.
    FollowUp,
    /// Session for those who came since the last, where sessions follow need.
    Newcomers,
}

impl Due {
    /// How many there are.
    pub const COUNT: usize = Due::ALL.len();
    /// All, in the order of the column.
    pub const ALL: [Due; 4] = [Due::Refresh, Due::Renegotiate, Due::FollowUp, Due::Newcomers];

    /// The task that meets it.
    pub fn task(self) -> Task {
        [Task::Refresh, Task::Renegotiate, Task::FollowUp, Task::Train][self as usize]
    }
}
