//! From the values of all runs to what binds and what each force adds.

use std::collections::BTreeMap;

use crate::results::{
    Attribution, Effect, Ensemble, Explanation, FamilyShare, ForceShare, Observed, Outcome, Period,
    Relaxed, ReplicateResult, Spread, binding, tell,
};
use crate::scenario::Scenario;
use crate::stats::shapley;

use super::players::{FAMILIES, Set};
use super::{Future, Piece, Question, Values, Work, observed};

impl Work {
    /// The explanation from all runs of the futures of `base`, piece by piece; none if there is no pair
    /// of futures with all values.
    pub(super) fn explanation(
        &self,
        scenario: &Scenario,
        question: &Question,
        base: &Ensemble,
        pieces: &[(u32, Piece)],
        values: &[Values],
    ) -> Option<Explanation> {
        let mut runs: BTreeMap<u32, Vec<(Piece, &Values)>> = BTreeMap::new();
        for ((replicate, piece), values) in pieces.iter().zip(values) {
            runs.entry(*replicate).or_default().push((*piece, values));
        }
        let none = Vec::new();
        let future = |result: &ReplicateResult| {
            let own = runs.get(&result.replicate).unwrap_or(&none);
            self.future(question, result, own).map(|future| (result.replicate, future))
        };
        // Orders come in pairs, so futures are kept in pairs.
        let pairs = base
            .replicates
            .chunks_exact(2)
            .filter_map(|pair| pair.iter().map(future).collect::<Option<Vec<(u32, Future)>>>());
        let futures: Vec<(u32, Future)> = pairs.flatten().collect();
        if futures.is_empty() {
            return None;
        }
        let of_base = base.replicates.len() as u32;
        let done: usize =
            base.replicates.iter().map(|r| runs.get(&r.replicate).map_or(0, Vec::len)).sum();
        Some(Explanation {
            outcome: question.outcome.clone(),
            week: question.week,
            replicates: futures.len() as u32,
            without_value: of_base - futures.len() as u32,
            runs: done as u64,
            constraints: self.relaxed.iter().map(|(constraint, _)| *constraint).collect(),
            not_relaxed: self.not_relaxed.clone(),
            periods: (0..self.periods.len())
                .map(|p| self.period((scenario, &question.outcome), base, &futures, p))
                .collect::<Option<_>>()?,
            attribution: self.attribution(scenario.seed, &futures),
            absent: self.players.absent.clone(),
        })
    }

    fn period(
        &self,
        (scenario, outcome): (&Scenario, &Outcome),
        base: &Ensemble,
        futures: &[(u32, Future)],
        p: usize,
    ) -> Option<Period> {
        let (from, to) = self.periods[p];
        let mut within = Vec::new();
        let mut relaxed = Vec::new();
        for i in 0..self.relaxed.len() {
            let by_end: Vec<f64> = futures.iter().map(|(_, f)| f.gains[i][p + 1]).collect();
            let made: Vec<f64> =
                futures.iter().map(|(_, f)| f.gains[i][p + 1] - f.gains[i][p]).collect();
            relaxed.push(Relaxed { by_end: Effect::of(&by_end)?, within: Effect::of(&made)? });
            within.push(made);
        }
        tell(relaxed.iter_mut().map(|r| &mut r.by_end));
        tell(relaxed.iter_mut().map(|r| &mut r.within));
        let mut observed = observed::observed(scenario, base, from, to);
        let values = base.replicates.iter().filter_map(|r| outcome.value(r, to));
        let values: Vec<f64> = values.map(f64::from).collect();
        let own = Spread::of(&values).map(|spread| Observed {
            name: outcome.measure.name,
            label: outcome.measure.label,
            unit: outcome.measure.unit,
            spread,
        });
        observed.extend(own);
        Some(Period { from, to, observed, relaxed, binding: binding(&within) })
    }

    fn attribution(&self, seed: u64, futures: &[(u32, Future)]) -> Option<Attribution> {
        let players = &self.players;
        let all = players.all();
        let at = |future: &Future, set: Set| future.values.get(&set).copied();
        let column = |set: Set| -> Option<Vec<f64>> {
            futures.iter().map(|(_, future)| at(future, set)).collect()
        };
        let less = |set: Set| -> Option<Vec<f64>> {
            futures.iter().map(|(_, future)| Some(at(future, all)? - at(future, set)?)).collect()
        };
        let steps: Vec<Vec<f64>> = futures
            .iter()
            .map(|(replicate, future)| {
                let order = players.order(seed, *replicate);
                let sets = players.path(&order).into_iter();
                let values: Vec<f64> = sets.map(|set| at(future, set)).collect::<Option<_>>()?;
                shapley::along(&order, &values)
            })
            .collect::<Option<_>>()?;
        let exact: Vec<Vec<f64>> = futures
            .iter()
            .map(|(_, future)| {
                let table: Vec<f64> =
                    self.coalitions.iter().map(|&set| at(future, set)).collect::<Option<_>>()?;
                shapley::exact(&table)
            })
            .collect::<Option<_>>()?;
        let mut forces = Vec::new();
        for (i, (meta, without)) in players.forces.iter().zip(self.knock_outs()).enumerate() {
            let sampled: Vec<f64> = steps.iter().map(|own| own[i]).collect();
            forces.push(ForceShare {
                name: meta.name,
                title: meta.title,
                section: meta.section,
                family: players.family[i],
                knock_out: Effect::of(&less(without)?)?,
                sampled: Effect::of_pairs(&sampled)?,
            });
        }
        let mut families = Vec::new();
        for (f, &which) in players.families.iter().enumerate() {
            let own = |i: &usize| players.family[*i] == f;
            let sum = |steps: &Vec<f64>| (0..steps.len()).filter(own).map(|i| steps[i]).sum();
            let sampled: Vec<f64> = steps.iter().map(sum).collect();
            let exact: Vec<f64> = exact.iter().map(|own| own[f]).collect();
            families.push(FamilyShare {
                name: FAMILIES[which].0,
                title: FAMILIES[which].1,
                forces: players.family.iter().filter(|&&own| own == f).count(),
                knock_out: Effect::of(&less(all & !players.members(1 << f))?)?,
                sampled: Effect::of_pairs(&sampled)?,
                exact: Effect::of(&exact)?,
            });
        }
        tell(forces.iter_mut().map(|f| &mut f.knock_out));
        tell(forces.iter_mut().map(|f| &mut f.sampled));
        tell(families.iter_mut().map(|f| &mut f.knock_out));
        tell(families.iter_mut().map(|f| &mut f.sampled));
        tell(families.iter_mut().map(|f| &mut f.exact));
        let totals = less(0)?;
        let mut total = Effect::of(&totals)?;
        tell([&mut total]);
        if forces.is_empty() {
            return None;
        }
        Some(Attribution {
            all_on: Spread::of(&column(all)?)?,
            all_off: Spread::of(&column(0)?)?,
            total,
            forces,
            families,
            steps,
            exact,
            totals,
        })
    }
}
