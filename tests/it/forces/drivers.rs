//! The drivers at their limits, and the levers and events that act through them.

use uptake::forces::coefficients::{EventCoef, LinkCoef, MemberCoef, OrgCoef, RegionCoef};
use uptake::scenario::{EventKind, Level, Lever, Region, ScheduledEvent};

use super::{Alone, paired, region, run, same};

const LIVE: &str = "initial.live=1";

fn grant(alone: &mut Alone, lever: Lever, intensity: f64) {
    alone.world.regions[0].granted[lever as usize] = intensity;
}

#[test]
fn a_vision_above_what_look_ups_deliver_disappoints_unless_bridged() {
    let mut alone = Alone::of("solution", &[LIVE, "tool.quality=0.75"]);
    let own = alone.s.forces.solution.clone();
    let faster = |alone: &Alone| alone.written(1).org.get(OrgCoef::FallFaster, 0);
    assert!(same(faster(&alone), 0.0), "nothing has failed yet");
    alone.world.orgs.failing[0] = 0.8;
    assert!(same(faster(&alone), own.gap * (own.vision - 0.2)), "{}", faster(&alone));
    alone.s.forces.solution.vision = 0.95;
    assert!(same(faster(&alone), own.gap * 0.75));
    grant(&mut alone, Lever::VisionBridges, 1.0);
    assert!(same(faster(&alone), 0.0));

    alone.s.forces.solution.commitment = 0.0;
    let join = alone.written(1).org.get(OrgCoef::Join, 0);
    assert!(same(join, own.vision_weight * 0.95), "the usual quality neither wins nor loses");
    alone.world.regions[0].quality = 0.5;
    assert!(alone.written(1).org.get(OrgCoef::Join, 0) < join, "a bad release loses");
}

#[test]
fn those_whose_work_it_is_are_the_most_committed() {
    let alone = Alone::of("solution", &[]);
    let join = |id: &str| {
        let kind = alone.s.kinds.iter().position(|k| k.id == id).unwrap();
        let o = alone.b.kind.iter().position(|&k| k == kind).unwrap();
        alone.written(1).org.get(OrgCoef::Join, o)
    };
    assert!(join("specialist") > join("gp_practice") && join("gp_practice") > join("ward"));
}

#[test]
fn without_anybody_at_the_top_there_is_no_lead() {
    let mut alone = Alone::of("leadership", &[]);
    let own = alone.s.forces.leadership.clone();
    let led = alone.written(60);
    assert!(same(led.org.get(OrgCoef::Join, 0), own.lead_weight));
    assert!(same(led.member.get(MemberCoef::LeaveLess, 0), own.retains));
    assert!(same(led.member.get(MemberCoef::Effort, 0), -own.style));
    for (member, state) in alone.s.team.iter().zip(&mut alone.world.regions[0].members) {
        state.from_week = if member.level == Level::Top { 99 } else { 0 };
    }
    let left = alone.written(60);
    assert!(same(left.org.get(OrgCoef::Join, 0), 0.0));
    assert!(same(left.member.get(MemberCoef::LeaveLess, 0), 0.0));
    assert!(same(left.member.get(MemberCoef::Effort, 0), -own.style * 2.0 / 3.0));
    assert!(same(left.region.get(RegionCoef::ConflictLess, 0), 0.0));
}

#[test]
fn where_somebody_leads_nobody_else_does() {
    let mut alone = Alone::of("leadership", &["team.clinical_lead.leads=true"]);
    let own = alone.s.forces.leadership.clone();
    let led = |alone: &Alone| alone.written(60).org.get(OrgCoef::Join, 0);
    assert!(same(led(&alone), own.lead_weight));
    let at = |alone: &Alone, id: &str| alone.s.team.iter().position(|m| m.id == id).unwrap();
    let (lead, sponsor) = (at(&alone, "clinical_lead"), at(&alone, "sponsor"));
    alone.world.regions[0].members[sponsor].from_week = 99;
    assert!(same(led(&alone), own.lead_weight));
    alone.world.regions[0].members[sponsor].from_week = 0;
    alone.world.regions[0].members[lead].from_week = 99;
    assert!(same(led(&alone), 0.0));
}

#[test]
fn calm_grows_with_time_and_is_shaken_when_the_team_is_extended() {
    let mut alone = Alone::of("leadership", &[]);
    let own = alone.s.forces.leadership.clone();
    let calm = |alone: &Alone, week| alone.written(week).region.get(RegionCoef::ConflictLess, 0);
    assert!(same(calm(&alone, 0), 0.0) && same(calm(&alone, 26), own.calm / 2.0));
    assert!(same(calm(&alone, 52), own.calm) && same(calm(&alone, 200), own.calm));
    grant(&mut alone, Lever::BoundarySpanners, 1.0);
    assert!(same(calm(&alone, 0), own.bridged));

    let conflict = |alone: &Alone| alone.written(9).event.get(EventCoef::Conflict, 0);
    assert!(same(conflict(&alone), 0.0));
    let hours = alone.s.team.iter().map(|m| m.hours).sum();
    grant(&mut alone, Lever::Secondment, hours);
    assert!(same(conflict(&alone), own.extended_per_year / 2.0));
}

#[test]
fn fitting_in_ends_when_all_is_done_and_doors_open_by_people() {
    let mut alone = Alone::of("fit", &[LIVE]);
    let own = alone.s.forces.fit.clone();
    alone.s.team.iter_mut().for_each(|m| m.paid_by_project = true);
    let at = |alone: &Alone| {
        let effects = alone.written(1);
        (
            effects.region.get(RegionCoef::FitHours, 0),
            effects.org.get(OrgCoef::Join, 0),
            effects.org.get(OrgCoef::Writing, 0),
        )
    };
    assert_eq!(at(&alone), (own.hours, 0.0, 0.0), "nothing done, no networks");
    alone.world.regions[0].fit = 1.0;
    assert_eq!(at(&alone), (0.0, own.join, own.writing));
    alone.world.regions[0].fit = 0.0;
    for (lever, intensity, join, writing) in [
        (Lever::FitIn, 1.0, own.strategic * own.join, own.strategic * own.writing),
        (Lever::BoundarySpanners, 1.0, own.spanners, 0.0),
        (Lever::JoinForums, 1.0, own.forums, 0.0),
        (
            Lever::Payment,
            alone.s.events.full_payment / 2.0,
            own.mandate_join / 2.0,
            own.mandate_writing / 2.0,
        ),
        (Lever::Payment, alone.s.events.full_payment * 9.0, own.mandate_join, own.mandate_writing),
    ] {
        grant(&mut alone, lever, intensity);
        let (_, j, w) = at(&alone);
        assert!(same(j, join) && same(w, writing), "{lever:?}: {j} {w}");
        grant(&mut alone, lever, 0.0);
    }
    alone.world.regions[0].climate.mandate = 1.0;
    assert!(same(at(&alone).1, own.mandate_join));
}

#[test]
fn a_mandate_wins_organisations() {
    let mut s = region(104);
    s.regions[0].team_size = 2.0;
    let without = s.clone();
    let mandate = ScheduledEvent { event: EventKind::Mandate, week: 1, region: None, size: 1.0 };
    s.scheduled.push(mandate);
    let (live, above) = paired(&run(&s), &run(&without), "organisations.live", 0, 104);
    assert!(live > 0.02 && above > 0.9, "{live} {above}");
}

#[test]
fn interest_grows_faster_beside_a_trailblazer_and_vendors_add_functions() {
    let mut s = Alone::of("ecosystem", &["region.cambridgeshire.size=0.05"]).s;
    let own = s.forces.ecosystem.clone();
    let by_itself = Alone::at_the_start(s.clone()).written(1);
    let beyond = own.interest_growth + own.trailblazers * own.elsewhere;
    assert!(same(by_itself.region.get(RegionCoef::InterestGrowth, 0), beyond));
    assert!(same(by_itself.region.get(RegionCoef::Agree, 0), own.consent));
    for id in ["beside", "beyond"] {
        s.regions.push(Region { id: id.to_owned(), ..s.regions[0].clone() });
    }
    let mut alone = Alone::at_the_start(s);
    let growth = |alone: &Alone, r| alone.written(1).region.get(RegionCoef::InterestGrowth, r);
    assert!(same(growth(&alone, 0), own.interest_growth));
    alone.world.regions[0].flows.reported_coverage = 1.0;
    assert!(same(growth(&alone, 0), own.interest_growth), "a region does not follow itself");
    let beside = own.interest_growth + own.trailblazers / 2.0;
    assert!(same(growth(&alone, 1), beside));
    let opened = |week| alone.written(week).link.get(LinkCoef::Opened, 1);
    assert!(same(opened(0), 0.0) && opened(52) > 0.0 && opened(520) > opened(52));
}
