//! The forces that act as players of a game: families, orders, and scenarios with a set of them.

use crate::forces::{self, Meta};
use crate::rng::{Lot, Purpose, name_hash};
use crate::scenario::Scenario;
use crate::stats::shapley::owen_order;

/// Families of forces, in the order of the framework: name in files, and title. They are the three
/// themes of the framework, of which the first is parted into radical innovation (1.1), by far its
/// largest group, and the others.
pub const FAMILIES: [(&str, &str); 4] = [
    ("radical_innovation", "1.1 Radical innovation"),
    ("challenges", "1.2–1.9 Other challenges"),
    ("drivers", "2 Drivers"),
    ("ambivalent", "3 Ambivalent forces"),
];

/// Position in [`FAMILIES`] of a force with that number in the framework.
pub fn family_of(section: &str) -> usize {
    match section {
        s if s == "1.1" || s.starts_with("1.1.") => 0,
        s if s.starts_with("1.") => 1,
        s if s.starts_with("2.") => 2,
        _ => 3,
    }
}

/// A set of players; bit `i` is player `i`.
pub type Set = u128;

/// The forces of a scenario that act, and those that do not.
#[derive(Debug)]
pub struct Players {
    /// Those that act, in the order of the framework.
    pub forces: Vec<&'static Meta>,
    /// Family of each, as a position in `families`.
    pub family: Vec<usize>,
    /// Positions in [`FAMILIES`] of those with a player.
    pub families: Vec<usize>,
    /// Names of those whose strength is 0.
    pub absent: Vec<&'static str>,
}

impl Players {
    /// Those of a scenario.
    pub fn of(scenario: &Scenario) -> Self {
        let (acting, absent): (Vec<_>, Vec<_>) =
            forces::registry().partition(|force| force.strength(&scenario.forces) > 0.0);
        let forces: Vec<&'static Meta> = acting.iter().map(|force| force.meta()).collect();
        let own: Vec<usize> = forces.iter().map(|meta| family_of(meta.section)).collect();
        let families: Vec<usize> = (0..FAMILIES.len()).filter(|f| own.contains(f)).collect();
        let place = |f: &usize| families.iter().position(|g| g == f).unwrap_or(0);
        Players {
            family: own.iter().map(place).collect(),
            forces,
            families,
            absent: absent.iter().map(|force| force.meta().name).collect(),
        }
    }

    /// All of them.
    pub fn all(&self) -> Set {
        (0..self.forces.len()).fold(0, |set, i| set | 1 << i)
    }

    /// Those of a coalition of families; bit `f` of it is family `f`.
    pub fn members(&self, coalition: usize) -> Set {
        let of = self.family.iter().enumerate().filter(|(_, f)| coalition >> **f & 1 == 1);
        of.fold(0, |set, (i, _)| set | 1 << i)
    }

    /// The order in which forces are switched on in a future: families in random order, and the
    /// forces of each in random order. Future `2k + 1` has the reverse of the order of future `2k`
    /// (an antithetic pair). A force or family more moves no other.
    pub fn order(&self, seed: u64, replicate: u32) -> Vec<usize> {
        let lot = Lot::new(seed, replicate / 2);
        let draw = |is_family: bool, which: usize| {
            let name =
                if is_family { FAMILIES[self.families[which]].0 } else { self.forces[which].name };
            let address = name_hash(name);
            lot.draw(Purpose::SwitchingOn, u64::from(is_family), address).uniform()
        };
        let mut order = owen_order(&self.family, draw);
        if replicate % 2 == 1 {
            order.reverse();
        }
        order
    }

    /// The sets on the way from none to all in that order, both ends included.
    pub fn path(&self, order: &[usize]) -> Vec<Set> {
        let mut sets = vec![0];
        let mut set = 0;
        for player in order {
            set |= 1 << player;
            sets.push(set);
        }
        sets
    }

    /// The scenario with only these players on.
    pub fn only(&self, scenario: &Scenario, set: Set) -> Scenario {
        let mut own = scenario.clone();
        for (i, meta) in self.forces.iter().enumerate() {
            if set >> i & 1 == 0
                && let Some(strength) = own.forces.strength_mut(meta.name)
            {
                *strength = 0.0;
            }
        }
        own
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::builtin;

    #[test]
    fn every_force_has_a_family_and_fits_into_a_set() {
        let players = Players::of(&builtin(&[]).unwrap().scenario);
        let all = players.forces.len();
        assert_eq!((all, players.absent.len()), (forces::registry().count(), 0));
        assert!(all <= Set::BITS as usize);
        assert_eq!(players.families, [0, 1, 2, 3]);
        let sizes: Vec<usize> =
            (0..4).map(|f| players.family.iter().filter(|&&own| own == f).count()).collect();
        assert_eq!(sizes, [12, 21, 5, 9]);
        assert_eq!(players.members(0b1111), players.all());
    }

    #[test]
    fn orders_come_in_pairs_that_run_both_ways() {
        let players = Players::of(&builtin(&[]).unwrap().scenario);
        let mut reverse = players.order(1, 7);
        reverse.reverse();
        assert_eq!(players.order(1, 6), reverse);
        assert_ne!(players.order(1, 6), players.order(1, 8));
        // A force that is absent moves no other.
        let fewer = builtin(&["forces.scandal.strength=0".to_owned()]).unwrap().scenario;
        let fewer = Players::of(&fewer);
        let names = |p: &Players| -> Vec<&str> {
            p.order(1, 6)
                .into_iter()
                .map(|i| p.forces[i].name)
                .filter(|&n| n != "scandal")
                .collect()
        };
        assert_eq!(names(&fewer), names(&players));
        assert_eq!(fewer.absent, ["scandal"]);
    }

    #[test]
    fn a_path_switches_one_force_on_at_a_time() {
        let players = Players::of(&builtin(&[]).unwrap().scenario);
        let path = players.path(&players.order(3, 1));
        assert_eq!((path[0], path[path.len() - 1]), (0, players.all()));
        assert!(path.windows(2).all(|w| w[1] & w[0] == w[0] && (w[1] ^ w[0]).count_ones() == 1));
        let scenario = builtin(&[]).unwrap().scenario;
        let acting = |set| forces::acting(&players.only(&scenario, set)).len();
        assert_eq!((acting(0), acting(path[5]), acting(players.all())), (0, 5, 47));
    }
}
