//! The share of a force's stated effect that is its own.

use super::{futures, moves};

/// Stacked as independent penalties the forces hold back nearly everything; at a quarter each they do
/// not. Facts are not scaled: with all forces off but those that hand them on, the share moves nothing.
#[test]
fn the_stack_of_forces_gives_way_and_facts_do_not() {
    let keys = ["weeks=104", "policy.order=senders_first"];
    let quarter = ["weeks=104", "policy.order=senders_first", "forces.own_share=0.25"];
    let (whole, own) = (futures(&keys, 8), futures(&quarter, 8));
    moves(&whole, &own, ("organisations.live", 104), 0.05);

    let facts = [
        "weeks=30",
        "forces.*.strength=0",
        "initial.live=1",
        "initial.competent=0.9",
        "initial.records=0.5",
        "forces.market_forces.strength=1",
        "forces.market_forces.agenda=0",
        "forces.market_forces.consultancies=0",
        "forces.delayed_innovation.strength=1",
        "forces.delayed_innovation.hesitation=0",
        "system.emis.waits_for_vendor=true",
    ];
    let own: Vec<&str> = facts.into_iter().chain(["forces.own_share=0.25"]).collect();
    assert_eq!(futures(&facts, 2).digest(), futures(&own, 2).digest());
}
