//! Money, policy, goals and interventions: what is placed in time.

use jiff::civil::Date;

use super::{Context, Read, week_of};
use crate::measures::measure;
use crate::scenario::fit::{in_per_cent, plain, quoted};
use crate::scenario::goals::{last_day, unfit_level, week_of_plan};
use crate::scenario::groups::GroupName;
use crate::scenario::layer::Entry;
use crate::scenario::model::{
    EventKind, Intervention, Lever, Money, Order, Policy, ScheduledEvent, Target,
};
use crate::scenario::raw::{RawEvent, RawIntervention, RawMoney, RawPolicy, RawTarget};
use crate::scenario::suggest::did_you_mean;

pub(super) fn targets(
    cx: &mut Context,
    start: Date,
    weeks: u32,
    groups: &[GroupName],
) -> Vec<Target> {
    let read: Vec<Read<RawTarget>> = cx.each("target");
    let mut targets = Vec::new();
    for Read { entry, raw } in read {
        let doubtful = entry.misfits.contains("measure") || entry.misfits.contains("at_least");
        let unfit = measure(&raw.measure).and_then(|of| unfit_level(of, raw.at_least));
        if let Some((message, help)) = unfit
            && !doubtful
        {
            cx.error(entry.place_of("at_least"), message, help);
        }
        let week = match raw.date {
            None => weeks,
            Some(day) => {
                let week = week_of_plan(start, weeks, day.0);
                if week.is_none() && !horizon_is_doubtful(cx) {
                    let message = format!("{} lies outside the simulated time", day.0);
                    let help = format!(
                        "the scenario starts on {start} and runs to {} ({weeks} weeks): move the date, \
                         leave the goal out, or set weeks",
                        last_day(start, weeks)
                    );
                    cx.error(entry.place_of("date"), message, help);
                }
                week.unwrap_or(weeks)
            }
        };
        let of =
            raw.of.and_then(|name| match GroupName::of(&name, measure(&raw.measure), groups) {
                Ok(group) => Some(group),
                Err((message, help)) => {
                    cx.error(entry.place_of("of"), message, help);
                    None
                }
            });
        targets.push(Target { measure: raw.measure, of, at_least: raw.at_least, week });
    }
    targets
}

pub(super) fn horizon_is_doubtful(cx: &Context) -> bool {
    let root = cx.layer.entry(0, "");
    root.is_some_and(|root| root.misfits.contains("start") || root.misfits.contains("weeks"))
}

pub(super) fn interventions(
    cx: &mut Context,
    weeks: u32,
    money_ends: Option<u32>,
) -> Vec<Intervention> {
    let read: Vec<Read<RawIntervention>> = cx.each("intervention");
    let doubtful = horizon_is_doubtful(cx);
    let mut interventions = Vec::new();
    for Read { entry, raw } in read {
        let fits = |key: &str| !entry.misfits.contains(key);
        if let Some(end) = raw.end
            && end <= raw.start
            && fits("start")
        {
            let message =
                format!("an intervention must end after its start, found {end} and {}", raw.start);
            let help = "`end` is the first week after it; leave it out to go on to the horizon";
            cx.error(entry.place_of("end"), message, help);
        }
        if raw.start >= weeks && !doubtful {
            let message = format!("the intervention never acts: the scenario ends in week {weeks}");
            let help = "start it earlier, or give `weeks` a later horizon".to_owned();
            cx.report.warn(entry.place_of("start"), message, help);
        }
        let note = raw.lever.note();
        let (most, unit) = (note.most, note.unit);
        let intensity = raw.intensity;
        if fits("lever") && fits("intensity") {
            if intensity > most {
                let message = format!("{unit} must lie in 0..{most}, found {}", plain(intensity));
                let help = "intensity: hours a week for extra_hours and secondment, weeks between sessions for refresher, pounds a year for payment, a share for all others";
                cx.error(entry.place_of("intensity"), message, help);
            } else if intensity == 0.0 && raw.lever != Lever::Refresher && raw.cost_per_week == 0.0
            {
                let help = "give it an `intensity` above 0".to_owned();
                let place = entry.place_of("intensity");
                cx.report.warn(place, "the intervention never acts: its intensity is 0", help);
            }
        }
        let intervention = Intervention {
            lever: raw.lever,
            start: raw.start,
            end: raw.end.unwrap_or(weeks),
            intensity,
            level: raw.level.unwrap_or(note.level),
            hours_per_week: raw.hours_per_week.unwrap_or(note.hours),
            order: raw.order,
            cost_per_week: raw.cost_per_week,
        };
        if !doubtful && let Some(ends) = money_ends.filter(|&ends| ends < weeks) {
            beyond_the_money(cx, entry, &intervention, ends);
        }
        interventions.push(intervention);
    }
    interventions
}

/// A lever that somebody has to pay for and that is to go on when there is no money.
fn beyond_the_money(cx: &mut Context, entry: &Entry, i: &Intervention, ends: u32) {
    if !i.ends_with_money() || i.end <= ends {
        return;
    }
    let id = i.lever.note().id;
    let when = if i.start >= ends { "never" } else { "only until then" };
    let message = format!(
        "the project's money ends in week {ends}: {id} is paid for and given {when}, not until \
         week {}",
        i.end
    );
    let help = if i.start >= ends {
        "start it earlier, or let the money end later".to_owned()
    } else {
        format!("say `end = {ends}`, or let the money end later")
    };
    cx.report.warn(entry.place_of(if i.start >= ends { "start" } else { "end" }), message, help);
}

/// Events that the file schedules.
pub(super) fn events(cx: &mut Context, weeks: u32, regions: &[&str]) -> Vec<ScheduledEvent> {
    let read: Vec<Read<RawEvent>> = cx.each("event");
    let doubtful = horizon_is_doubtful(cx);
    let mut events = Vec::new();
    for Read { entry, raw } in read {
        let region = raw.region.as_deref().map(|id| regions.iter().position(|known| *known == id));
        if let (Some(None), Some(id)) = (region, raw.region.as_deref()) {
            let help = did_you_mean(id, regions.iter().copied());
            cx.error(entry.place_of("region"), format!("unknown region {}", quoted(id)), help);
        }
        if raw.week > weeks && !doubtful {
            let message = format!("the event never comes: the scenario ends in week {weeks}");
            let help = "let it come earlier, or give `weeks` a later horizon".to_owned();
            cx.report.warn(entry.place_of("week"), message, help);
        }
        let share = !matches!(raw.event, EventKind::SupplierDelay);
        if share && raw.size > 1.0 && !entry.misfits.contains("size") {
            let message =
                format!("size of {} must lie in 0..1, found {}", raw.event.id(), plain(raw.size));
            cx.error(entry.place_of("size"), message, in_per_cent(raw.size));
        }
        events.push(ScheduledEvent {
            event: raw.event,
            week: raw.week,
            region: region.flatten(),
            size: raw.size,
        });
    }
    events.sort_by_key(|event| event.week);
    events
}

pub(super) fn money(cx: &mut Context, start: Date) -> Option<Money> {
    let raw: RawMoney = cx.one("money")?;
    let entry = cx.layer.named("money").first();
    let ends_week = raw.ends.map(|day| {
        let week = week_of(start, day.0);
        if week < 0 && !horizon_is_doubtful(cx) {
            let message = format!("the money ends on {}, before the start on {start}", day.0);
            let help = "give a later day, or leave `ends` out if it does not end";
            cx.error(entry.and_then(|entry| entry.place_of("ends")), message, help);
        }
        u32::try_from(week).unwrap_or(0)
    });
    if let Some(total) = raw.total.filter(|&total| total < raw.committed) {
        let message = format!("£{} of £{} are committed", plain(raw.committed), plain(total));
        let help = "commit less, or raise `total`".to_owned();
        cx.error(entry.and_then(|entry| entry.place_of("committed")), message, help);
    }
    let by_year = raw.by_year.unwrap_or_default();
    if let Some(&first) = by_year.first().filter(|&&first| first < raw.committed) {
        let message = format!(
            "£{} are committed in the first week, and the first year has £{}",
            plain(raw.committed),
            plain(first)
        );
        let help = "commit less, or give the first year more".to_owned();
        cx.error(entry.and_then(|entry| entry.place_of("committed")), message, help);
    }
    if raw.carry_over && by_year.is_empty() {
        let message = "there are no years of which money could carry over";
        let help = "add by_year = [200000, 100000], pounds for each year";
        cx.error(entry.and_then(|entry| entry.place_of("carry_over")), message, help);
    }
    Some(Money {
        price_year: raw.price_year,
        ends_week,
        kept_for_maintenance: raw.kept_for_maintenance,
        budget_per_year: raw.budget_per_year,
        total: raw.total,
        by_year,
        carry_over: raw.carry_over,
        committed: raw.committed,
        backfill_per_hour: raw.backfill_per_hour,
        other_per_year: raw.other_per_year,
    })
}

pub(super) fn policy(cx: &mut Context, kinds: &[&str]) -> Option<Policy> {
    let raw: RawPolicy = cx.one("policy")?;
    let entry = cx.layer.named("policy").first();
    if let Some(setting) = entry.and_then(|entry| entry.settings.get("kind_order")) {
        for (index, name) in raw.kind_order.iter().enumerate() {
            if !kinds.contains(&name.as_str()) {
                let help = did_you_mean(name, kinds.iter().copied());
                cx.error(Some(setting.part(index)), format!("unknown kind {}", quoted(name)), help);
            }
        }
    }
    let named = !raw.kind_order.is_empty()
        || entry.is_some_and(|entry| entry.misfits.contains("kind_order"));
    if raw.order == Order::ByKind && !named {
        let help = "add kind_order = [\"…\"]; kinds not named come last";
        let place = entry.and_then(|entry| entry.place_of("order"));
        cx.error(place, "order \"by_kind\" needs `kind_order`", help);
    }
    let rank = |kind: &&str| {
        let position = raw.kind_order.iter().position(|name| name == kind);
        u32::try_from(position.unwrap_or(raw.kind_order.len())).unwrap_or(u32::MAX)
    };
    Some(Policy {
        order: raw.order,
        kind_rank: kinds.iter().map(rank).collect(),
        work_in_progress: raw.work_in_progress,
        first: raw.first,
        maintenance_cap: raw.maintenance_cap,
        refresher_weeks: raw.refresher_weeks,
        follow_up_weeks: raw.follow_up_weeks,
        renegotiate_weeks: raw.renegotiate_weeks,
        refresh: raw.refresh,
        refresh_share: raw.refresh_share,
        lever_price: raw.lever_price,
        lever_weeks: raw.lever_weeks,
        mapping_maps: raw.mapping_maps,
    })
}
