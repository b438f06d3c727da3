//! 1.7 to 1.9 at their limits: what each writes where the answer is known exactly.

use uptake::forces::coefficients::{EventCoef, LinkCoef, OrgCoef, RegionCoef};

use super::{Alone, same};

const LIVE: &str = "initial.live=1";

#[test]
fn conversations_are_learnt_by_having_them_and_unlearnt_by_those_who_come_new() {
    let mut alone = Alone::of("conversation_skills", &[LIVE]);
    let own = alone.s.forces.conversation_skills.clone();
    let lost = |alone: &Alone| alone.written(1).org.get(OrgCoef::ConverseLost, 0);
    assert!(same(lost(&alone), own.hard));
    alone.world.orgs.conversed[0] = own.needed;
    assert!(same(lost(&alone), own.hard * (-1.0_f64).exp()), "{}", lost(&alone));
    alone.world.orgs.conversed[0] = 1e9;
    assert!(same(lost(&alone), 0.0));
    alone.world.orgs.newcomers[0] = alone.world.orgs.filled[0];
    assert!(same(lost(&alone), own.hard));
}

#[test]
fn scandal_grows_with_incidents_in_view_and_leaves_mistrust() {
    let mut alone = Alone::of("scandal", &[]);
    let own = alone.s.forces.scandal.clone();
    let quiet = alone.written(9);
    assert!(same(quiet.event.get(EventCoef::LocalScandal, 0), own.local_per_year));
    assert!(same(quiet.event.get(EventCoef::NationalScandal, 0), own.national_per_year));
    for o in 0..alone.b.organisations() {
        for c in [OrgCoef::Join, OrgCoef::UseFrom, OrgCoef::LaunchFrom] {
            assert!(same(quiet.org.get(c, o), 0.0));
        }
    }

    // Incidents that nobody hears of grow into nothing.
    alone.world.regions[0].flows.incidents = 4.0;
    let unseen = alone.written(9).event.get(EventCoef::LocalScandal, 0);
    assert!(same(unseen, own.local_per_year));
    alone.world.regions[0].flows.reported_coverage = 1.0;
    alone.world.orgs.hold.fill(0.0);
    let seen = alone.written(9).event.get(EventCoef::LocalScandal, 0);
    assert!(same(seen, own.local_per_year + 4.0 * own.per_incident));
    alone.world.orgs.hold.fill(0.3);
    let stoked = alone.written(9).event.get(EventCoef::LocalScandal, 0);
    assert!(same(stoked, own.local_per_year + 4.0 * own.per_incident * (1.0 + own.stoked)));

    let climate = &mut alone.world.regions[0].climate;
    (climate.trust, climate.scandal_until) = (0.5, 20);
    let after = alone.written(9);
    assert!(same(after.org.get(OrgCoef::Join, 3), -0.5 * own.distance));
    assert!(same(after.region.get(RegionCoef::Agree, 0), -0.5 * own.decline));
    assert!(same(after.region.get(RegionCoef::InterestFade, 0), 0.5 * own.fade_per_year));
    assert!(same(after.org.get(OrgCoef::UseFrom, 3), 20.0));
    assert!(same(after.org.get(OrgCoef::LaunchFrom, 3), 20.0));
    assert!(same(alone.written(20).org.get(OrgCoef::UseFrom, 3), 0.0));
}

#[test]
fn where_all_are_competent_only_coding_spoils_records() {
    let mut alone = Alone::of("technology_and_users", &[LIVE]);
    let own = alone.s.forces.technology_and_users.clone();
    let lost = |alone: &Alone| alone.written(1).org.get(OrgCoef::QualityLost, 0);
    let written = |alone: &Alone| alone.written(1).org.factor(OrgCoef::Writing, 0);
    assert!(same(lost(&alone), 1.0 - (1.0 - own.careless) * (1.0 - own.coding)));
    assert!(same(written(&alone), 1.0 - own.miscoded));
    alone.world.orgs.competent[0] = alone.world.orgs.filled[0];
    assert!(same(lost(&alone), own.coding));
    assert!(same(written(&alone), 1.0));
}

#[test]
fn unpaid_work_has_an_agenda_and_vendors_open_what_pays() {
    let mut alone = Alone::of("market_forces", &[]);
    let own = alone.s.forces.market_forces.clone();
    let hours = |alone: &Alone| alone.written(1).region.get(RegionCoef::HoursLost, 0);
    let unpaid: f64 =
        alone.s.team.iter().filter(|m| !m.paid_by_project).map(|m| m.hours).sum::<f64>()
            / alone.s.team.iter().map(|m| m.hours).sum::<f64>();
    assert!(unpaid > 0.0 && same(hours(&alone), own.agenda * unpaid));
    alone.s.team.iter_mut().for_each(|m| m.paid_by_project = true);
    assert!(same(hours(&alone), 0.0));
    alone.world.regions[0].review.funded = 0.75;
    assert!(same(hours(&alone), own.consultancies));

    let systems = alone.s.systems.len();
    let opened = |alone: &Alone, pair| alone.written(1).link.get(LinkCoef::Opened, pair);
    assert!((0..systems * systems).all(|pair| same(opened(&alone, pair), 0.0)));
    alone.world.orgs.reported_live.fill(true);
    assert!(same(opened(&alone, 1), own.opened), "system 0 reading system 1");
    assert!(same(opened(&alone, 0), 0.0), "a system reads its own");
}
