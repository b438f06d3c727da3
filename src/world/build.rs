//! The world at week 0, and the posts of an organisation at the moment it goes live.

use super::Heading;
use super::turnover::vacancy_share;
use super::{
    Blueprint, Character, Climate, Due, Flows, ILLNESSES, LATELY, Luck, Member, NEVER,
    Organisations, Panel, Patient, PatientCounts, Patients, Posts, RegionState, Review, Stage,
    Traits, Unrecognised, World,
};
use crate::rng::{Lot, Purpose, name_hash};
use crate::scenario::{Chance, EventKind, Lever, Order, Scenario, StateToday, System, Task};

/// Least expectation and habit of the staff of one that is known to be in use. Assumed: that use which has
/// lasted is expected to pay off and is a habit.
const IN_USE: (f32, f32) = (0.8, 0.8);

impl World {
    /// The world of one replicate at the end of "week 0": nothing has been worked on yet.
    pub fn new(b: &Blueprint, s: &Scenario, lot: Lot) -> Self {
        let mut world = World {
            regions: (0..s.regions.len()).map(|r| region(s, lot, r)).collect(),
            orgs: organisations(b, s, lot),
            traits: Traits::of(b, s, lot),
            posts: Posts::new(b.posts_in_scope()),
            panels: (0..b.panel_org.len()).map(|p| panel(b, s, lot, p)).collect(),
            unrecognised: Unrecognised::default(),
            happened: [0; EventKind::COUNT],
        };
        for o in 0..b.organisations() {
            if world.orgs.stage[o] == Stage::Live {
                world.open_posts(b, s, lot, o, (0, 0.0));
                world.start_from_today(b, s, lot, o);
            }
        }
        for region in 0..s.regions.len() {
            let order = approach_order((b, s, lot), s.policy.order, region, &world.orgs);
            for (rank, &o) in order.iter().enumerate() {
                world.orgs.rank[o] = rank as u32 + 1;
            }
            world.regions[region].order = order;
        }
        world
    }

    /// Fill the posts of an organisation that goes live for the first time.
    ///
    /// Until then its posts are represented by their expectation: the tool cannot touch them,
    /// so nothing is lost, and their state now is drawn from the distribution that turnover
    /// has long settled to, at addresses without a week. `hope` is added to first expectations.
    pub fn open_posts(
        &mut self,
        b: &Blueprint,
        s: &Scenario,
        lot: Lot,
        o: usize,
        (week, hope): (u32, f64),
    ) {
        let first = [s.r#use.first_read, s.r#use.first_write]
            .map(|expectation| (expectation + hope).clamp(0.0, 1.0) as f32);
        self.orgs.ever_live[o] = true;
        let mut total = 0.0;
        for span in &b.spans[o] {
            let empty = vacancy_share(&s.roles[span.role]);
            for post in span.posts.clone() {
                let nth = (post - b.posts[o].start) as u64;
                let draw = lot.draw(Purpose::Propensity, b.key[o], nth);
                let share = draw.gamma(s.r#use.concentration) as f32;
                total += f64::from(share);
                // Long in post: turnover long before the tool came makes no newcomer.
                self.posts.whole().hire(post, week, first);
                self.posts.hired[post] = NEVER;
                self.posts.waits[post] = false;
                self.posts.hire[post] = 0;
                self.posts.contact_share[post] = share;
                self.posts.vacant[post] = lot.draw(Purpose::Vacancy, b.key[o], nth).chance(empty);
            }
        }
        let posts = b.posts[o].clone();
        for share in &mut self.posts.contact_share[posts.clone()] {
            *share = if total > 0.0 { *share / total as f32 } else { 1.0 / posts.len() as f32 };
        }
        self.orgs.expectation[o] = first;
        self.orgs.filled[o] = posts.filter(|&p| !self.posts.vacant[p]).count() as u32;
    }

    /// Staff of an organisation that is live at the start: skills, expectations and habit as
    /// the scenario states them.
    fn start_from_today(&mut self, b: &Blueprint, s: &Scenario, lot: Lot, o: usize) {
        let start = &s.initial;
        let read = start.expectation_read.unwrap_or(s.r#use.first_read) as f32;
        let write = start.expectation_write.unwrap_or(s.r#use.first_write) as f32;
        let known = b.known[o];
        // One that is live and not used has found that nothing comes of it; one that is in use, the opposite.
        let (read, write, habit) = match known.in_use {
            Some(false) => (0.0, 0.0, 0.0),
            Some(true) => {
                let habit = (start.habit as f32).max(IN_USE.1);
                (read.max(IN_USE.0), write.max(IN_USE.0), habit)
            }
            None => (read, write, start.habit as f32),
        };
        let trained = self.trained_today(b, lot, o);
        for (post, is_trained) in b.posts[o].clone().zip(trained) {
            let nth = (post - b.posts[o].start) as u64;
            let draw = lot.draw(Purpose::Initial, b.key[o], 1 + nth);
            let is_competent = is_trained.unwrap_or_else(|| draw.chance(start.competent));
            if is_competent && !self.posts.vacant[post] {
                let retention =
                    draw.then(1).log_normal(s.skill.retention_weeks, s.skill.retention_sigma);
                self.posts.retention[post] = retention as f32;
                self.posts.competent_until[post] = retention as f32;
                self.orgs.competent[o] += 1;
            }
            self.posts.expect_read[post] = read;
            self.posts.expect_write[post] = write;
            self.posts.habit[post] = habit;
        }
        if known.in_use == Some(true) {
            self.in_use_today(b, s, lot, o);
        }
        self.orgs.expectation[o] = [read, write];
        self.orgs.habit[o] = habit;
        self.orgs.live_since[o] = known.live_since.unwrap_or(0);
        self.orgs.last_contact[o] = 0;
        self.orgs.reported_live[o] = true;
        self.orgs.sessions[o] = 1;
        let policy =
            [s.policy.refresher_weeks, s.policy.renegotiate_weeks, s.policy.follow_up_weeks];
        for (due, interval) in policy.into_iter().enumerate() {
            // Spread over the interval, as if launches had been.
            let wait = lot.draw3(Purpose::Initial, b.key[o], u64::MAX, due as u64).uniform();
            self.orgs.due[o][due] = first_due(1 + (wait * f64::from(interval)) as u32, interval);
        }
    }
}

impl World {
    /// Who of its posts is trained, if it is known of how many: those in post, in an order that luck
    /// gives.
    fn trained_today(&self, b: &Blueprint, lot: Lot, o: usize) -> Vec<Option<bool>> {
        let posts = b.posts[o].clone();
        let Some(trained) = b.known[o].trained else { return vec![None; posts.len()] };
        let order = self.by_luck(b, lot, o, |_| true);
        let mut is_trained = vec![Some(false); posts.len()];
        for &post in order.iter().take(trained as usize) {
            is_trained[post - posts.start] = Some(true);
        }
        is_trained
    }

    /// Staff of one that is in real use used it in the last weeks: as many as real use takes, the
    /// competent first.
    fn in_use_today(&mut self, b: &Blueprint, s: &Scenario, lot: Lot, o: usize) {
        let posts = b.posts[o].len() as f64;
        let users = ((s.organisation.real_use * posts).ceil() as usize).max(1);
        let competent = |post: usize| self.posts.competent_until[post] > 0.0;
        let mut order = self.by_luck(b, lot, o, competent);
        order.extend(self.by_luck(b, lot, o, |post| !competent(post)));
        for (nth, &post) in order.iter().take(users).enumerate() {
            // Some this week, some three weeks ago.
            self.posts.last_use[post] = -(nth as i32 % LATELY);
            self.posts.uses[post] = 1;
            self.orgs.active[o] += 1;
            self.orgs.users_ever[o] += 1;
        }
        self.orgs.used[o] = self.orgs.active[o] > 0;
    }

    /// Its posts that are filled and of which something holds, in an order that luck gives.
    fn by_luck(
        &self,
        b: &Blueprint,
        lot: Lot,
        o: usize,
        holds: impl Fn(usize) -> bool,
    ) -> Vec<usize> {
        let first = b.posts[o].start;
        let luck = |post: &usize| lot.draw(Purpose::Initial, b.key[o], 1 + (post - first) as u64);
        let filled = b.posts[o].clone().filter(|&post| !self.posts.vacant[post] && holds(post));
        let mut order: Vec<usize> = filled.collect();
        order.sort_by_key(|post| (luck(post).bits(), *post));
        order
    }
}

/// Week in which something that recurs is due; never, if its interval is 0.
fn first_due(week: u32, interval: u32) -> u32 {
    if interval == 0 { u32::MAX } else { week }
}

/// What is fixed about a region in one future: its team's hours are log-normal around what is stated,
/// its project begins within some weeks of the stated one, and its base of joining and the readiness
/// of its organisations are normal around those of all. Each is the stated one where it does not vary.
fn character(s: &Scenario, lot: Lot, r: usize) -> Character {
    let (v, stated) = (&s.variation, &s.regions[r]);
    let draw = |nth: u64| lot.draw(Purpose::Region, name_hash(&stated.id), nth);
    let normal = |nth: u64, sigma: f64| if sigma > 0.0 { sigma * draw(nth).normal() } else { 0.0 };
    Character {
        team_size: draw(0).log_normal(stated.team_size, v.team_sigma),
        begins: stated.begins + (draw(1).uniform() * f64::from(v.begins_weeks)) as u32,
        joining: normal(2, v.joining_sigma),
        load: normal(3, v.readiness_sigma),
    }
}

fn region(s: &Scenario, lot: Lot, r: usize) -> RegionState {
    RegionState {
        own: character(s, lot, r),
        closed: false,
        taken_over: false,
        gone: false,
        climate: Climate {
            interest: s.joining.interest,
            trust: 1.0,
            slipped: 0.0,
            evidence: 0.5,
            sponsor_from: 0,
            conflict_until: 0,
            scandal_until: 0,
            alternatives: s.events.alternatives,
            rival_failed: NEVER,
            mandate: 0.0,
            mandate_until: 0,
            vendor_ready: s.systems.iter().map(|system| vendor_ready(s, system, lot)).collect(),
        },
        review: Review { failed: 0, funded: 1.0 },
        quality: s.tool.quality,
        members: vec![Member { from_week: 0, departures: 0, repetition: 0.0 }; s.team.len()],
        experience: vec![vec![0.0; s.systems.len()]; Task::COUNT],
        hours: [0.0; 3],
        only_maintenance: false,
        affordable: 1.0,
        cover_paid: 1.0,
        set_aside: 0.0,
        granted: [0.0; Lever::COUNT],
        mismatch: vec![s.tool.mismatch; s.kinds.len()],
        fit: 0.0,
        spent: 0.0,
        spent_on: [0.0; Heading::COUNT],
        salaries: 0.0,
        paid_idle: 0.0,
        granted_pounds: 0.0,
        years_begun: 0,
        run_out: false,
        employers: 0.0,
        clinicians: 0.0,
        hours_had: [0.0; 3],
        plain_by_task: [0.0; Task::COUNT],
        mapping_hours: 0.0,
        newcomer_hours: 0.0,
        taken: 0.0,
        idle: 0.0,
        hours_by_task: [0.0; Task::COUNT],
        hours_by_level: [0.0; 3],
        flows: Flows::default(),
        order: vec![],
    }
}

/// Week in which the vendor of a system has what is needed.
fn vendor_ready(s: &Scenario, system: &System, lot: Lot) -> u32 {
    if !system.waits_for_vendor || s.events.supplier_delay == Chance::Off {
        return 0;
    }
    let draw = lot.draw(Purpose::Event, name_hash(&system.id), u64::MAX);
    draw.log_normal(s.events.supplier_delay_weeks, s.events.supplier_delay_sigma).min(10_000.0)
        as u32
}

fn organisations(b: &Blueprint, s: &Scenario, lot: Lot) -> Organisations {
    let n = b.organisations();
    let stage = (0..n).map(|o| match b.today[o] {
        Some(StateToday::Unmapped) => Stage::Unmapped,
        Some(StateToday::Mapped) => Stage::Mapped,
        Some(StateToday::Agreed) => Stage::Agreed,
        Some(StateToday::Live) => Stage::Live,
        Some(StateToday::Lapsed) => Stage::Lapsed,
        None => {
            let (live, mapped) = lot.draw(Purpose::Initial, b.key[o], 0).halves();
            if (f64::from(live) + 0.5) < s.initial.live * 4_294_967_296.0 {
                Stage::Live
            } else if (f64::from(mapped) + 0.5) < s.initial.mapped * 4_294_967_296.0 {
                Stage::Mapped
            } else {
                Stage::Unmapped
            }
        }
    });
    let each = |purpose, o: usize| lot.draw(purpose, b.key[o], 0);
    Organisations {
        stage: stage.collect(),
        task: vec![None; n],
        hours_left: vec![0.0; n],
        task_begun: vec![0; n],
        completed: vec![None; n],
        attempts: vec![[0; Task::COUNT]; n],
        cool_until: vec![0; n],
        frailty: (0..n)
            .map(|o| s.joining.frailty_sigma * each(Purpose::Frailty, o).normal())
            .collect(),
        refuser: (0..n).map(|o| each(Purpose::Refuser, o).chance(s.joining.refusers)).collect(),
        hold: (0..n)
            .map(|o| {
                let kind = &s.kinds[b.kind[o]];
                if each(Purpose::Incumbent, o).chance(kind.incumbent) { kind.hold } else { 0.0 }
            })
            .collect(),
        load: (0..n).map(|o| s.kinds[b.kind[o]].load).collect(),
        luck: b.key_address.iter().map(|&key| Luck::of(lot, key)).collect(),
        by_itself: vec![false; n],
        taught: vec![0.0; n],
        champion: vec![None; n],
        embedded: vec![false; n],
        alone_since: vec![0; n],
        swing: vec![0.0; n],
        neglect: vec![0.0; n],
        live_since: vec![NEVER; n],
        ever_live: vec![false; n],
        reported_live: vec![false; n],
        paused: vec![false; n],
        held: vec![false; n],
        to_configure: vec![false; n],
        hollow: vec![false; n],
        disrupted_until: vec![0; n],
        system: b.system.clone(),
        peers: vec![0.0; n],
        conversed: vec![0.0; n],
        due: vec![[u32::MAX; Due::COUNT]; n],
        due_left: vec![[0.0; Due::COUNT]; n],
        due_done: vec![[false; Due::COUNT]; n],
        sessions: vec![0; n],
        last_contact: vec![NEVER; n],
        rank: vec![0; n],
        filled: vec![0; n],
        competent: vec![0; n],
        active: vec![0; n],
        users_week: vec![0; n],
        users_day: vec![0; n],
        users_ever: vec![0; n],
        newcomers: vec![0; n],
        waiting: vec![0; n],
        expectation: vec![[s.r#use.first_read as f32, s.r#use.first_write as f32]; n],
        habit: vec![0.0; n],
        contacts: vec![0.0; n],
        writable: vec![0.0; n],
        fill: vec![0.0; n],
        stale: vec![0.0; n],
        exist: vec![0.0; n],
        views: vec![[0; 3]; n],
        writes: vec![[0; 2]; n],
        leavers: vec![0; n],
        minutes_paid: vec![0.0; n],
        minutes_trained: vec![0.0; n],
        minutes_saved: vec![0.0; n],
        failing: vec![0.0; n],
        minutes_lately: vec![[0.0; 2]; n],
        gets: vec![0.0; n],
        used: vec![false; n],
        openings: vec![0; n],
    }
}

fn panel(b: &Blueprint, s: &Scenario, lot: Lot, p: usize) -> Panel {
    let key = b.key[b.panel_org[p]];
    let draw = lot.draw(Purpose::Panel, key, u64::MAX);
    let weekly = s.patients.recognised_per_week;
    let illnesses = s.patients.by_illness();
    let unrecognised =
        |i: usize| draw.then(2 + i as u64).poisson(illnesses[i].0 * s.patients.unrecognised_weeks);
    let cancer = illnesses[0].0 * illnesses[0].1 / weekly;
    let recognised = draw.then(1).poisson(weekly * s.patients.stay_weeks);
    let patients = (0..recognised).map(|number| {
        let draw = lot.draw3(Purpose::Initial, key, u64::from(number), 0);
        let recorded = draw.chance(s.initial.records);
        let age = draw.then(1).uniform() * f64::from(s.records.current_weeks);
        let mut patient = Patient::recognised(number, draw.then(3).chance(cancer));
        if recorded {
            patient.state = Patients::Agreed;
            patient.written = -(age as i32);
            patient.good = draw.then(2).chance(s.records.quality_competent);
        }
        patient
    });
    Panel {
        unrecognised: [unrecognised(0), unrecognised(1)],
        patients: patients.collect(),
        ever: recognised,
        counts: PatientCounts::default(),
        uncounted: true,
        expires: i32::MAX,
        writable: 0.0,
        deaths: [0; ILLNESSES],
        deaths_with_record: [0; ILLNESSES],
    }
}

/// The order in which the organisations of a region are approached.
pub fn approach_order(
    (b, s, lot): (&Blueprint, &Scenario, Lot),
    by: Order,
    region: usize,
    orgs: &Organisations,
) -> Vec<usize> {
    let mut order: Vec<usize> = b.region_orgs[region].clone().collect();
    let random = |o: usize| lot.draw(Purpose::Order, b.key[o], 0).bits();
    let lists = b.region_panels[region].len() as f64;
    let writers = |o: usize| -> f64 {
        let kind = &s.kinds[b.kind[o]];
        let own = b.links[o].iter().map(|l| l.1).sum::<f64>();
        let contacts = kind.contacts * (own + b.share_of_all[o] * lists);
        let write: f64 = kind.role_shares.iter().zip(&s.roles).map(|(w, r)| w * r.write).sum();
        contacts * write
    };
    let mut common = vec![0; s.systems.len()];
    b.region_orgs[region].clone().for_each(|o| common[b.system[o]] += 1);
    let readiness = |o: usize| {
        let kind = &s.kinds[b.kind[o]];
        s.joining.load_weight * kind.load + kind.independence
    };
    match by {
        Order::AsListed => {}
        Order::Random => order.sort_by_key(|&o| random(o)),
        Order::LargestFirst => {
            order.sort_by_key(|&o| (usize::MAX - b.posts[o].len(), random(o)));
        }
        Order::SmallestFirst => order.sort_by_key(|&o| (b.posts[o].len(), random(o))),
        Order::SendersFirst => order.sort_by(|&x, &y| {
            writers(y).total_cmp(&writers(x)).then_with(|| random(x).cmp(&random(y)))
        }),
        Order::ByKind => {
            order.sort_by_key(|&o| (s.policy.kind_rank[b.kind[o]], random(o)));
        }
        Order::BySystem => {
            order.sort_by_cached_key(|&o| {
                (usize::MAX - common[b.system[o]], b.system[o], random(o))
            });
        }
        Order::ReadiestFirst => order.sort_by(|&x, &y| {
            readiness(x).total_cmp(&readiness(y)).then_with(|| random(x).cmp(&random(y)))
        }),
    }
    // Those already agreed come first: they are in hand.
    order.sort_by_key(|&o| orgs.stage[o] != Stage::Agreed);
    order
}
