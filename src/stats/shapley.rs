//! Shapley values: how a total is shared out among those who made it together.
//!
//! A *game* gives every set of players a value. A player's Shapley value is what it adds when it
//! joins, on average over all orders in which all could join (Shapley 1953); the values add up to
//! that of all players less that of none. With players in groups, orders that keep the members of
//! a group together give the Owen value (Owen 1977): the values of a group's members add up to the
//! Shapley value of the group in the game that groups play among themselves.

/// Most players of an exact computation: a table of 2²⁰ values.
pub const MOST_PLAYERS: usize = 20;

/// Exact Shapley values from a table of the values of all sets of players. Bit `i` of a place in
/// the table says whether player `i` is in the set, so the first value is that of nobody and the
/// last that of all.
///
/// `None` unless the table has 2ᵏ values, k ≤ [`MOST_PLAYERS`]; with no player the list is empty.
pub fn exact(table: &[f64]) -> Option<Vec<f64>> {
    let players = table.len().checked_ilog2()? as usize;
    if table.len() != 1 << players || players > MOST_PLAYERS {
        return None;
    }
    // Share of all orders in which exactly the players of a set of that size come before one:
    // s! (k − s − 1)! / k!
    let mut weights = vec![0.0; players];
    for (size, weight) in weights.iter_mut().enumerate() {
        let binomial = (1..=size).fold(1.0, |b, i| b * (players - i) as f64 / i as f64);
        *weight = 1.0 / (players as f64 * binomial);
    }
    let value = |player: usize| {
        let without = (0..table.len()).filter(|set| set >> player & 1 == 0);
        let added = |set: usize| {
            weights[set.count_ones() as usize] * (table[set | 1 << player] - table[set])
        };
        without.map(added).sum()
    };
    Some((0..players).map(value).collect())
}

/// A random order of players that keeps the members of a group together: the groups in random
/// order, and the members of each in random order.
///
/// `groups` is the group of each player; `draw` gives a uniform number for a group
/// (`draw(true, group)`) and for a player (`draw(false, player)`), so that another player more
/// moves no other.
pub fn owen_order(groups: &[usize], draw: impl Fn(bool, usize) -> f64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..groups.len()).collect();
    order.sort_by(|&a, &b| {
        let (one, other) = (groups[a], groups[b]);
        draw(true, one)
            .total_cmp(&draw(true, other))
            .then(one.cmp(&other))
            .then(draw(false, a).total_cmp(&draw(false, b)))
            .then(a.cmp(&b))
    });
    order
}

/// What each player adds when all join in this order; `values` are those of the sets on the way,
/// one more than there are players, the first being that of nobody. The result is by player.
///
/// `None` unless `order` names each of its players once.
pub fn along(order: &[usize], values: &[f64]) -> Option<Vec<f64>> {
    if values.len() != order.len() + 1 {
        return None;
    }
    let mut added = vec![None; order.len()];
    for (&player, step) in order.iter().zip(values.windows(2)) {
        let place = added.get_mut(player)?;
        if place.replace(step[1] - step[0]).is_some() {
            return None;
        }
    }
    added.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(players: usize, value: impl Fn(usize) -> f64) -> Vec<f64> {
        (0..1 << players).map(value).collect()
    }

    fn assert_near(found: &[f64], expected: &[f64]) {
        assert_eq!(found.len(), expected.len());
        for (found_one, expected_one) in found.iter().zip(expected) {
            assert!((found_one - expected_one).abs() < 1e-12, "{found:?} not {expected:?}");
        }
    }

    #[test]
    fn in_an_additive_game_each_gets_its_own() {
        let own = [3.0, -1.0, 0.0, 7.5];
        let sum = |set: usize| (0..4).filter(|i| set >> i & 1 == 1).map(|i| own[i]).sum::<f64>();
        assert_near(&exact(&table(4, |set| 5.0 + sum(set))).unwrap(), &own);
    }

    #[test]
    fn the_glove_game_has_its_known_values() {
        // Players 0 and 1 hold left gloves, player 2 the only right one (Shapley 1953).
        let pair = |set: usize| f64::from(u8::from(set >> 2 & 1 == 1 && set & 3 != 0));
        assert_near(&exact(&table(3, pair)).unwrap(), &[1.0 / 6.0, 1.0 / 6.0, 4.0 / 6.0]);
    }

    #[test]
    fn symmetric_players_get_the_same_and_one_who_adds_nothing_gets_nothing() {
        // Player 3 adds nothing; the others count by their number, squared.
        let square = |set: usize| f64::from((set & 7).count_ones() * (set & 7).count_ones());
        assert_near(&exact(&table(4, square)).unwrap(), &[3.0, 3.0, 3.0, 0.0]);
    }

    #[test]
    fn values_add_up_to_all_less_none_in_any_game() {
        // Some table without a pattern.
        let game = table(6, |set| ((set * 7919 + 13) % 101) as f64 - 40.0);
        let found = exact(&game).unwrap();
        assert!((found.iter().sum::<f64>() - (game[63] - game[0])).abs() < 1e-10);
        assert_eq!(exact(&game[..63]), None, "no table of all sets");
        assert_eq!(exact(&[]), None);
        assert_eq!(exact(&[4.0]), Some(vec![]), "nobody plays");
    }

    /// Numbers without a pattern between 0 and 1, by an address.
    fn scrambled(of: u64, group: bool, which: usize) -> f64 {
        let mut x = of.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ (which as u64) << 1 ^ u64::from(group);
        for _ in 0..3 {
            x = (x ^ (x >> 31)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        }
        (x >> 11) as f64 / (1u64 << 53) as f64
    }

    /// A game of five players in which it matters who is there already.
    fn game(set: usize) -> f64 {
        let has = |i: usize| f64::from(set as u8 >> i & 1);
        2.0 * has(0) + has(1) * has(2) - 3.0 * has(0) * has(3) + has(4) * (1.0 + has(1))
    }

    fn walked(order: &[usize]) -> Vec<f64> {
        let mut values = vec![game(0)];
        let mut set = 0;
        for player in order {
            set |= 1 << player;
            values.push(game(set));
        }
        along(order, &values).unwrap()
    }

    #[test]
    fn orders_keep_groups_together_and_average_to_the_game_that_the_groups_play() {
        let groups = [0, 0, 1, 1, 2];
        let whole = |coalition: usize| {
            (0..5).filter(|&i| coalition >> groups[i] & 1 == 1).fold(0, |set, i| set | 1 << i)
        };
        let expected = exact(&table(3, |coalition| game(whole(coalition)))).unwrap();
        let mean_by_group = |orders: &dyn Fn(u64) -> Vec<usize>| {
            let mut sums = [0.0; 3];
            for of in 0..4000 {
                let order = orders(of);
                for (player, added) in walked(&order).into_iter().enumerate() {
                    sums[groups[player]] += added / 4000.0;
                }
            }
            sums
        };
        let random = |of: u64| owen_order(&groups, |group, which| scrambled(of, group, which));
        for of in 0..50 {
            let order: Vec<usize> = random(of).into_iter().map(|i| groups[i]).collect();
            let mut runs = order.clone();
            runs.dedup();
            assert_eq!(runs.len(), 3, "{order:?}");
        }
        // Standard errors are below 0.03; the seeds are fixed.
        let found = mean_by_group(&random);
        for (one, other) in found.iter().zip(&expected) {
            assert!((one - other).abs() < 0.1, "{found:?} not {expected:?}");
        }
        // The broken twin: the groups always join in the order of their numbers.
        let fixed = |of: u64| {
            owen_order(
                &groups,
                |group, which| {
                    if group { which as f64 } else { scrambled(of, group, which) }
                },
            )
        };
        let biased = mean_by_group(&fixed);
        assert!(biased.iter().zip(&expected).any(|(a, b)| (a - b).abs() > 0.3), "{biased:?}");
    }

    #[test]
    fn what_players_add_along_an_order_adds_up() {
        assert_eq!(along(&[1, 0], &[1.0, 4.0, 2.0]), Some(vec![-2.0, 3.0]));
        assert_eq!(along(&[1, 1], &[1.0, 4.0, 2.0]), None, "one joins twice");
        assert_eq!(along(&[0], &[1.0]), None, "a value is missing");
    }
}
