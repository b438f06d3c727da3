//! What never changes over a run: who exists and who meets whom.

use std::ops::Range;

use jiff::civil::Date;

use super::blocks::Blocks;
use super::parts::{PART, Parts};
use super::turnover::vacancy_share;
use crate::rng::{self, Lot, MAX_POSTS, Purpose};
use crate::scenario::{ListedOrganisation, Lists, Scenario, StateToday};

/// Posts of one role within one organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleSpan {
    /// Index into the scenario's roles.
    pub role: usize,
    /// Posts of that role, as indices into [`super::Posts`].
    pub posts: Range<usize>,
}

/// What is known of where an organisation stands at week 0, beyond its state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Known {
    /// The week in which it went live: 0 or before.
    pub live_since: Option<i32>,
    /// Whether it is in real use.
    pub in_use: Option<bool>,
    /// People trained and still there.
    pub trained: Option<u32>,
}

/// Facts about all organisations, shared by all replicates. Each field has one entry an
/// organisation unless it says otherwise.
#[derive(Debug, Clone, Default)]
pub struct Blueprint {
    /// Address of its draws.
    pub key: Vec<u64>,
    /// The [`address`](rng::address) of that key, for what is drawn every week.
    pub key_address: Vec<u64>,
    /// Identifier for readers: `kind-12`, or its name in the user's list.
    pub name: Vec<String>,
    /// Region.
    pub region: Vec<usize>,
    /// Kind.
    pub kind: Vec<usize>,
    /// IT system.
    pub system: Vec<usize>,
    /// People in posts, in scope or not.
    pub staff: Vec<u32>,
    /// Where it stands at week 0, if the user's list says so.
    pub today: Vec<Option<StateToday>>,
    /// What the user's list says more of one that is live.
    pub known: Vec<Known>,
    /// Posts in scope, as indices into [`super::Posts`].
    pub posts: Vec<Range<usize>>,
    /// Those posts by role.
    pub spans: Vec<Vec<RoleSpan>>,
    /// Share of its posts that stand empty in the long run, with the turnover of their roles.
    pub vacancy: Vec<f64>,
    /// The list that it keeps, as an index into `panel_org`.
    pub own_panel: Vec<Option<usize>>,
    /// Lists that it meets, with the share of their contacts with its kind; empty for kinds
    /// that meet all lists, which then have `share_of_all`.
    pub links: Vec<Vec<(usize, f64)>>,
    /// Share of every list's contacts with its kind, for kinds that meet all lists.
    pub share_of_all: Vec<f64>,
    /// The organisation that keeps each list.
    pub panel_org: Vec<usize>,
    /// Organisations of each region.
    pub region_orgs: Vec<Range<usize>>,
    /// Lists of each region.
    pub region_panels: Vec<Range<usize>>,
    /// Address of the draws of each region.
    pub region_key: Vec<u64>,
    /// Address of the draws of each place in a team: `region × places + place`.
    pub member_key: Vec<u64>,
    /// Who stands with whom.
    pub blocks: Blocks,
    /// What is worked on side by side; it changes no digit of a result.
    pub parts: Parts,
}

impl Blueprint {
    /// Lay out the organisations of a scenario.
    ///
    /// Sizes and systems hang on the master seed only: they stand for facts of the region,
    /// which are the same in every simulated future.
    pub fn of(scenario: &Scenario) -> Self {
        let mut b = Blueprint::default();
        for region in 0..scenario.regions.len() {
            let (orgs, panels) = (b.key.len(), b.panel_org.len());
            match &scenario.organisations {
                Some(list) => {
                    for listed in list.iter().filter(|o| o.region == region) {
                        b.add_listed(scenario, listed);
                    }
                }
                None => b.add_counted(scenario, region),
            }
            b.region_orgs.push(orgs..b.key.len());
            b.region_panels.push(panels..b.panel_org.len());
            b.link_region(scenario, region);
            let key = rng::name_hash(&scenario.regions[region].id);
            b.region_key.push(key);
            let places = scenario.team.iter();
            b.member_key.extend(places.map(|m| rng::join(key, rng::name_hash(&m.luck))));
        }
        let widths = [b.region_orgs.len(), scenario.kinds.len(), scenario.systems.len()];
        b.blocks = Blocks::of([&b.region, &b.kind, &b.system], widths);
        b.in_parts(PART)
    }

    /// The same, worked on in parts of at least so many organisations.
    pub fn in_parts(mut self, least: usize) -> Self {
        self.parts = Parts::of(&self.region_orgs, self.panel_org.len(), least);
        self
    }

    /// The organisations of some neighbouring regions.
    pub fn organisations_of(&self, regions: &Range<usize>) -> Range<usize> {
        let regions = &self.region_orgs[regions.clone()];
        regions.first().map_or(0, |r| r.start)..regions.last().map_or(0, |r| r.end)
    }

    /// Number of organisations.
    pub fn organisations(&self) -> usize {
        self.key.len()
    }

    /// Number of posts in scope.
    pub fn posts_in_scope(&self) -> usize {
        self.posts.last().map_or(0, |p| p.end)
    }

    /// Number of people in posts, in scope or not.
    pub fn staff_total(&self) -> u32 {
        self.staff.iter().sum()
    }

    fn add_counted(&mut self, scenario: &Scenario, region: usize) {
        let facts = Lot::of_region(scenario.seed);
        for (kind, spec) in scenario.kinds.iter().enumerate() {
            for ordinal in 0..u64::from(scenario.regions[region].counts[kind]) {
                let key = rng::organisation_key(&scenario.regions[region].id, &spec.id, ordinal);
                let z = facts.draw(Purpose::Size, key, 0).normal();
                let sigma = spec.staff_sigma;
                // Median set so that the mean is `staff`.
                let size = spec.staff * crate::stats::maths::exp(sigma * z - 0.5 * sigma * sigma);
                let shares = &scenario.regions[region].system_shares[kind];
                let system = pick(shares, facts.draw(Purpose::System, key, 0).uniform());
                let prefix = match scenario.regions.len() {
                    1 => String::new(),
                    _ => format!("{}/", scenario.regions[region].id),
                };
                let name = format!("{prefix}{}-{}", spec.id, ordinal + 1);
                self.add(
                    scenario,
                    key,
                    name,
                    region,
                    kind,
                    system,
                    size.round().clamp(1.0, MAX_POSTS as f64) as u32,
                );
                self.today.push(None);
                self.known.push(Known::default());
            }
        }
    }

    fn add_listed(&mut self, scenario: &Scenario, listed: &ListedOrganisation) {
        let key = rng::organisation_key(
            &scenario.regions[listed.region].id,
            &scenario.kinds[listed.kind].id,
            rng::name_hash(&listed.name),
        );
        let name = listed.name.clone();
        self.add(scenario, key, name, listed.region, listed.kind, listed.system, listed.staff);
        self.today.push(Some(listed.state));
        let weeks = |day: Date| (scenario.start.duration_since(day).as_hours() / 24 / 7) as i32;
        self.known.push(Known {
            live_since: listed.live_since.map(|day| -weeks(day).max(0)),
            in_use: listed.in_use,
            trained: listed.trained,
        });
    }

    #[allow(clippy::too_many_arguments, reason = "one value a column")]
    fn add(
        &mut self,
        scenario: &Scenario,
        key: u64,
        name: String,
        region: usize,
        kind: usize,
        system: usize,
        staff: u32,
    ) {
        let spec = &scenario.kinds[kind];
        let in_scope = (f64::from(staff) * spec.in_scope).round() as usize;
        let first = self.posts_in_scope();
        let mut spans = vec![];
        let (mut cumulative, mut start) = (0.0, 0);
        for (role, share) in spec.role_shares.iter().enumerate() {
            cumulative += share;
            let end = ((cumulative * in_scope as f64).round() as usize).min(in_scope);
            if end > start {
                spans.push(RoleSpan { role, posts: first + start..first + end });
                start = end;
            }
        }
        let end = spans.last().map_or(first, |s| s.posts.end);
        self.own_panel.push(spec.keeps_list.then_some(self.panel_org.len()));
        if spec.keeps_list {
            self.panel_org.push(self.key.len());
        }
        self.key.push(key);
        self.key_address.push(rng::address(key));
        self.name.push(name);
        self.region.push(region);
        self.kind.push(kind);
        self.system.push(system);
        self.staff.push(staff);
        let empty = |x: &RoleSpan| vacancy_share(&scenario.roles[x.role]) * x.posts.len() as f64;
        let posts = (end - first).max(1) as f64;
        self.vacancy.push(spans.iter().map(empty).sum::<f64>() / posts);
        self.posts.push(first..end);
        self.spans.push(spans);
        self.links.push(vec![]);
        self.share_of_all.push(0.0);
    }

    /// Who meets whose patients. The shares of a list's contacts with one kind add up to 1
    /// over the organisations of that kind, in proportion to their posts in scope.
    fn link_region(&mut self, scenario: &Scenario, region: usize) {
        let panels = self.region_panels[region].clone();
        let orgs = self.region_orgs[region].clone();
        for (kind, spec) in scenario.kinds.iter().enumerate() {
            let of_kind: Vec<usize> = orgs.clone().filter(|&o| self.kind[o] == kind).collect();
            if of_kind.is_empty() || panels.is_empty() {
                continue;
            }
            match spec.lists {
                Lists::Own => {
                    for &o in &of_kind {
                        self.links[o] = self.own_panel[o].map(|p| (p, 1.0)).into_iter().collect();
                    }
                }
                Lists::All => {
                    let total: usize = of_kind.iter().map(|&o| self.posts[o].len()).sum();
                    for &o in &of_kind {
                        self.share_of_all[o] = self.posts[o].len() as f64 / total.max(1) as f64;
                    }
                }
                Lists::Nearby(near) => self.link_nearby(&of_kind, panels.clone(), near as usize),
            }
        }
    }

    /// Lists lie on a ring; the organisations of a kind are spread evenly over it, and each
    /// meets those nearest to it (more than asked for, if some list would meet nobody).
    fn link_nearby(&mut self, of_kind: &[usize], panels: Range<usize>, near: usize) {
        let lists = panels.len();
        let span = near.max(lists.div_ceil(of_kind.len())).min(lists);
        let mut met = vec![0.0; lists];
        for (place, &o) in of_kind.iter().enumerate() {
            let first = place * lists / of_kind.len();
            for step in 0..span {
                let list = (first + step) % lists;
                let weight = self.posts[o].len().max(1) as f64;
                met[list] += weight;
                self.links[o].push((panels.start + list, weight));
            }
        }
        for &o in of_kind {
            for (panel, weight) in &mut self.links[o] {
                *weight /= met[*panel - panels.start];
            }
        }
    }
}

/// Index of the share in which a uniform number falls.
fn pick(shares: &[f64], u: f64) -> usize {
    let mut below = 0.0;
    for (i, share) in shares.iter().enumerate() {
        below += share;
        if u < below {
            return i;
        }
    }
    shares.iter().rposition(|&s| s > 0.0).unwrap_or(0)
}
