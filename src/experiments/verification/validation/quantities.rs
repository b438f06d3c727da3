//! One small function for each target: from a simulated future to the quantity that is known.

use crate::stats::moments::moments;
use jiff::civil::{Date, date};

use super::special;
use crate::measures::{Counter, GroupKind, measure};
use crate::results::{Ensemble, ReplicateResult};
use crate::scenario::{EventKind, Problems, Scenario};

/// What belongs to a target.
#[derive(Debug, Clone, Copy)]
pub struct Quantity {
    /// Identifier of the target.
    pub id: &'static str,
    /// Weeks that have to be simulated for it.
    pub until: u32,
    /// How it is made.
    pub(super) of: Of,
}

/// How a quantity is made.
#[derive(Debug, Clone, Copy)]
pub(super) enum Of {
    /// From a future of the scenario as it stands.
    Future(fn(&Future<'_>) -> Option<f64>),
    /// From futures of a set-up of its own: that many values, each of one future or pair of them.
    Isolated(fn(u32) -> Result<Vec<Option<f64>>, Problems>),
}

const fn future(id: &'static str, until: u32, of: fn(&Future<'_>) -> Option<f64>) -> Quantity {
    Quantity { id, until, of: Of::Future(of) }
}

const fn isolated(
    id: &'static str,
    until: u32,
    of: fn(u32) -> Result<Vec<Option<f64>>, Problems>,
) -> Quantity {
    Quantity { id, until, of: Of::Isolated(of) }
}

/// A quantity for every target.
pub const QUANTITIES: &[Quantity] = &[
    future("deaths-with-record", 260, deaths_with_record),
    future("opened-between-kinds", 260, opened_between_kinds),
    future("opened-where-recorded", 260, opened_where_recorded),
    future("cancer-gap", 260, cancer_gap),
    future("never-opened", 156, never_opened),
    future("active-monthly", 208, active_monthly),
    future("practices-ever-used", 208, practices_ever_used),
    future("eps-use-at-live", EPS_WEEKS, eps_use_at_live),
    future("eps-toe", EPS_WEEKS, |x| x.share("organisations.live", x.week_of(EPS_TOE)?)),
    future("eps-climb", EPS_WEEKS, |x| x.share("organisations.live", x.week_of(EPS_CLIMB)?)),
    future("eps-items", EPS_WEEKS, |x| x.share("encounters.opened", x.week_of(EPS_ITEMS)?)),
    future("us-hospitals-2011", 209, |x| {
        x.share("organisations.live", x.week_of(date(2011, 12, 31))?)
    }),
    future("us-hospitals-2012", 209, |x| {
        x.share("organisations.live", x.week_of(date(2012, 12, 31))?)
    }),
    future("mandate-year", 156, mandate_year),
    future("scandal-recovery", 180, scandal_recovery),
    future("scandal-declines", 182, scandal_declines),
    future("regions-spread", 156, regions_spread),
    future("funding-end", 260, funding_end),
    isolated("retention-unused", 13, |n| special::not_competent_after(13, n)),
    isolated("retention-unused-year", 52, |n| special::not_competent_after(52, n)),
    isolated("yearly-lapse", 156, special::lapsed_in_a_year),
    future("care-homes-later", 260, care_homes_later),
    future("use-lags-records", 260, use_lags_records),
    isolated("senders-and-receivers", 156, special::senders_and_receivers),
    future("first-year-net-cost", 52, first_year_net_cost),
];

const EPS_WEEKS: u32 = 416;
const EPS_TOE: Date = date(2012, 10, 12);
const EPS_CLIMB: Date = date(2014, 9, 15);
/// The middle of the month.
const EPS_ITEMS: Date = date(2017, 6, 15);
/// Mean coverage at which regions are compared.
const SPREAD_AT: f64 = 0.09;

/// One simulated future, and what it is a future of.
pub(super) struct Future<'a> {
    pub ensemble: &'a Ensemble,
    pub one: &'a ReplicateResult,
    pub scenario: &'a Scenario,
}

impl Future<'_> {
    /// A measure over everything.
    pub(super) fn share(&self, name: &str, week: u32) -> Option<f64> {
        self.of_group(name, 0, week)
    }

    fn of_group(&self, name: &str, group: usize, week: u32) -> Option<f64> {
        (week <= self.ensemble.weeks)
            .then(|| self.one.trajectory.measure(measure(name)?, group, week as usize))?
            .map(f64::from)
    }

    fn kind(&self, id: &str) -> Option<usize> {
        self.ensemble.group(GroupKind::Kind, id)
    }

    fn count(&self, counter: Counter, group: usize, week: u32) -> f64 {
        f64::from(self.one.trajectory.get(counter, group, week as usize))
    }

    /// What a total has grown by between two weeks.
    fn grown(&self, counter: Counter, group: usize, (from, to): (u32, u32)) -> f64 {
        self.count(counter, group, to) - self.count(counter, group, from)
    }

    /// Mean of a measure over weeks, both ends included.
    fn mean(&self, name: &str, group: usize, (from, to): (u32, u32)) -> Option<f64> {
        let values: Vec<f64> =
            (from..=to).map(|w| self.of_group(name, group, w)).collect::<Option<_>>()?;
        Some(values.iter().sum::<f64>() / values.len() as f64)
    }

    /// The week in which a day falls.
    fn week_of(&self, day: Date) -> Option<u32> {
        u32::try_from((day - self.ensemble.start).get_days() / 7).ok()
    }

    /// The week of the first scheduled event of a kind.
    fn event(&self, kind: EventKind) -> Option<u32> {
        self.scenario.scheduled.iter().find(|event| event.event == kind).map(|event| event.week)
    }
}

/// A quotient that exists.
fn over(top: f64, bottom: f64) -> Option<f64> {
    (bottom > 0.0).then(|| top / bottom)
}

/// The share of deaths with a record in the fifth year.
fn deaths_with_record(x: &Future<'_>) -> Option<f64> {
    x.share("deaths.with_record", 260)
}

/// Openings per contact at live organisations: the kind with most over the kind with least.
fn opened_between_kinds(x: &Future<'_>) -> Option<f64> {
    let weeks = (156, 260);
    let at_live = |group: usize| {
        let opened = over(
            x.grown(Counter::ViewsCum, group, weeks),
            x.grown(Counter::EncountersCum, group, weeks),
        )?;
        over(opened, x.mean("organisations.live", group, weeks)?)
    };
    let kinds = x.ensemble.groups.iter().enumerate().filter(|(_, g)| g.kind == GroupKind::Kind);
    let rates: Vec<f64> = kinds.filter_map(|(group, _)| at_live(group)).collect();
    let (least, most) =
        (rates.iter().copied().reduce(f64::min)?, rates.iter().copied().reduce(f64::max)?);
    over(most, least)
}

/// Of contacts of live urgent care with a patient who has a recent record, the share in which one
/// was opened and found.
fn opened_where_recorded(x: &Future<'_>) -> Option<f64> {
    let (weeks, urgent) = ((156, 260), x.kind("urgent_care")?);
    let found =
        x.grown(Counter::ViewsCum, urgent, weeks) - x.grown(Counter::MissingCum, urgent, weeks);
    let each = over(found, x.grown(Counter::EncountersCum, urgent, weeks))?;
    let with_access = x.mean("organisations.live", urgent, weeks)?;
    over(each, with_access * x.mean("patients.apparent_current", 0, weeks)?)
}

/// The share of deaths of cancer with a record over that of all other deaths, in the fifth year.
fn cancer_gap(x: &Future<'_>) -> Option<f64> {
    let year = (208, 260);
    let (all, cancer) =
        (x.grown(Counter::DeathsCum, 0, year), x.grown(Counter::DeathsCancerCum, 0, year));
    let (recorded, of_cancer) = (
        x.grown(Counter::DeathsRecordCum, 0, year),
        x.grown(Counter::DeathsCancerRecordCum, 0, year),
    );
    over(over(of_cancer, cancer)?, over(recorded - of_cancer, all - cancer)?)
}

/// Of staff with access, the share that has never used it.
fn never_opened(x: &Future<'_>) -> Option<f64> {
    Some(1.0 - over(x.share("staff.ever", 156)?, x.share("staff.access", 156)?)?)
}

/// Of staff with access, the share that used it within the month.
fn active_monthly(x: &Future<'_>) -> Option<f64> {
    over(x.share("staff.monthly", 208)?, x.share("staff.access", 208)?)
}

/// Staff of practices who have ever used it.
fn practices_ever_used(x: &Future<'_>) -> Option<f64> {
    x.of_group("staff.ever", x.kind("gp_practice")?, 208)
}

/// Sendings per occasion at live practices.
fn eps_use_at_live(x: &Future<'_>) -> Option<f64> {
    let week = x.week_of(EPS_ITEMS)?;
    over(x.share("encounters.opened", week)?, x.share("organisations.live", week)?)
}

/// What the share of referrals that are sent gains in the year after the rule.
fn mandate_year(x: &Future<'_>) -> Option<f64> {
    let week = x.event(EventKind::Mandate)?;
    Some(x.share("encounters.opened", week + 52)? - x.share("encounters.opened", week)?)
}

/// Points a year gained in the 83 weeks after the pause over those gained across its 26 weeks;
/// none where nothing was gained across it.
fn scandal_recovery(x: &Future<'_>) -> Option<f64> {
    let from = x.event(EventKind::LocalScandal)?;
    let end = from + 26;
    let live = |week: u32| x.share("organisations.live", week);
    over((live(end + 83)? - live(end)?) / 83.0, (live(end)? - live(from)?) / 26.0)
}

/// By how much the share that declines rises in the year after the scandal.
fn scandal_declines(x: &Future<'_>) -> Option<f64> {
    let week = x.event(EventKind::LocalScandal)?;
    let declines = |week: u32| {
        Some(1.0 - over(x.share("patients.agreed", week)?, x.share("patients.approached", week)?)?)
    };
    Some(declines(week + 52)? - declines(week)?)
}

/// Coefficient of variation of coverage between regions, when its mean passes 9 %.
fn regions_spread(x: &Future<'_>) -> Option<f64> {
    let groups = x.ensemble.groups.iter().enumerate();
    let regions: Vec<usize> =
        groups.filter(|(_, g)| g.kind == GroupKind::Region).map(|(i, _)| i).collect();
    (0..=x.ensemble.weeks).find_map(|week| {
        let live: Vec<f64> = regions
            .iter()
            .map(|&r| x.of_group("organisations.live", r, week))
            .collect::<Option<_>>()?;
        let (mean, variance) = moments(&live)?;
        (mean >= SPREAD_AT && live.len() > 1).then(|| variance.sqrt() / mean)
    })
}

/// Organisations live two years after the money ends, over those live when it ends.
fn funding_end(x: &Future<'_>) -> Option<f64> {
    let week = x.scenario.money.ends_week?;
    over(x.share("organisations.live", week + 104)?, x.share("organisations.live", week)?)
}

/// Coverage of care homes over that of practices.
fn care_homes_later(x: &Future<'_>) -> Option<f64> {
    let live = |kind: &str| x.of_group("organisations.live", x.kind(kind)?, 260);
    over(live("care_home")?, live("gp_practice")?)
}

/// Openings per record in the fifth year over those in the second.
fn use_lags_records(x: &Future<'_>) -> Option<f64> {
    let per_record = |week: u32| {
        over(
            x.grown(Counter::ViewsCum, 0, (week - 4, week)),
            x.count(Counter::PatRecorded, 0, week),
        )
    };
    over(per_record(260)?, per_record(104)?)
}

/// Minutes saved over minutes spent at the end of the first year.
fn first_year_net_cost(x: &Future<'_>) -> Option<f64> {
    over(x.share("minutes.saved", 52)?, x.share("minutes.paid", 52)?)
}
