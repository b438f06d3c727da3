//! Studies over a table of draws: what is not known is taken from it, in place of what the study says.

use super::super::read::Read;
use super::super::uncertainty::uncertain;
use super::cell::Cell;
use super::complete::own_value;
use super::model::{Design, Range, Study, StudyParameter};
use crate::stats::designs::Grid;
use crate::stats::distributions::Shape;
use crate::stats::quantiles::quantile;

/// Ends of what a table holds of a parameter: 90 of 100 draws, as those of what is documented.
const ENDS: (f64, f64) = (0.05, 0.95);

impl Study {
    /// Every draw crossed with every combination of what can be decided, in place of the study's own
    /// design: `values[d]` are the values of the `keys` in draw `d`.
    ///
    /// # Errors
    /// In words, if nothing is known of a key, or it is one that is decided.
    pub fn over_draws(
        &mut self,
        base: &Read,
        keys: &[String],
        values: &[Vec<f64>],
    ) -> Result<(), String> {
        let known = uncertain(base);
        self.parameters.retain(|parameter| parameter.decision);
        let decided: Vec<Vec<Cell>> = self.parameters.iter().map(|p| p.grid_levels(None)).collect();
        for key in keys {
            if self.parameters.iter().any(|p| p.decision && p.keys.contains(key)) {
                return Err(format!(
                    "{key} is decided by the study, and stands among the draws too"
                ));
            }
            let Some(found) = known.iter().find(|parameter| parameter.key == *key) else {
                return Err(format!(
                    "the draws set {key}, of which nothing is uncertain in this scenario: they are of \
                     another"
                ));
            };
            let mut parameter = StudyParameter::documented(key, vec![key.clone()], found.clone());
            parameter.base = own_value(base, key);
            self.parameters.push(parameter);
        }
        let options = Grid::new(decided.iter().map(Vec::len).collect());
        let option = |nth: usize| -> Vec<Cell> {
            let levels = options.point(nth);
            levels.iter().zip(&decided).filter_map(|(&l, cells)| cells.get(l).cloned()).collect()
        };
        let many = options.len().unwrap_or(1);
        let row = |draw: &Vec<f64>, nth: usize| {
            let mut row = option(nth);
            row.extend(draw.iter().map(|x| Cell::Number(*x)));
            row
        };
        let rows = values.iter().flat_map(|draw| (0..many).map(move |nth| (draw, nth)));
        self.design = Design::Table(rows.map(|(draw, nth)| row(draw, nth)).collect());
        Ok(())
    }

    /// Every parameter over what the draws hold of it, in place of what is documented. What they do not
    /// hold stays as it is.
    ///
    /// # Errors
    /// In words, if they hold nothing of any parameter.
    pub fn narrow(&mut self, keys: &[String], values: &[Vec<f64>]) -> Result<(), String> {
        let mut narrowed = 0;
        for parameter in self.parameters.iter_mut().filter(|p| !p.decision) {
            let first = parameter.keys.first().unwrap_or(&parameter.key);
            let Some(place) = keys.iter().position(|key| key == first) else { continue };
            let mut sorted: Vec<f64> =
                values.iter().filter_map(|row| row.get(place).copied()).collect();
            sorted.sort_by(f64::total_cmp);
            let (low, high) = (quantile(&sorted, ENDS.0), quantile(&sorted, ENDS.1));
            if low >= high {
                continue;
            }
            let whole =
                matches!(&parameter.range, Range::Documented(Some(p)) if p.distribution.whole);
            let shape = Shape::Uniform;
            parameter.range = Range::Span { low, high, log: false, whole, shape };
            narrowed += 1;
        }
        match narrowed {
            0 => Err("the draws hold nothing of any parameter that is varied".to_owned()),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::builtin;

    #[test]
    fn draws_take_the_place_of_what_is_documented() {
        let base = builtin(&[]).expect("sound");
        let mut study =
            Study::of_documented(&base, &["skill.attend".to_owned()]).expect("documented");
        let keys = ["skill.attend".to_owned(), "use.curiosity".to_owned()];
        let values = vec![vec![0.7, 0.01], vec![0.8, 0.02]];
        study.over_draws(&base, &keys, &values).expect("of this scenario");
        assert_eq!(study.parameters.len(), 2);
        let Design::Table(rows) = &study.design else { panic!("{:?}", study.design) };
        assert_eq!(rows[1], [Cell::Number(0.8), Cell::Number(0.02)]);
        let other = study.over_draws(&base, &["weeks".to_owned()], &values);
        assert!(other.expect_err("decided").contains("weeks"));
        let mut study =
            Study::of_documented(&base, &["skill.attend".to_owned()]).expect("documented");
        study.narrow(&keys, &values).expect("held");
        assert!(
            matches!(study.parameters[0].range, Range::Span { low, high, .. } if low < high && high <= 0.8)
        );
        assert!(study.narrow(&["use.flag".to_owned()], &values).is_err());
    }
}
