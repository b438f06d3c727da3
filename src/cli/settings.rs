//! How scenarios are compared: what the command line says, and what the manifest keeps of it.

use std::collections::BTreeMap;

use uptake::experiments::{Matched, Precision};
use uptake::measures::measure;
use uptake::outputs::{Compared, HEADLINES};
use uptake::results::{Comparison, Ensemble};

/// The measure whose difference is to be known precisely, unless the user names another.
pub const USUAL_MEASURE: &str = "organisations.real_use";
/// To within what: a percentage point.
pub const USUAL_PRECISION: f64 = 0.01;

/// Names of the entries in the manifest's options.
const MEASURE: &str = "measure";
const PRECISION: &str = "precision";
const DISCOUNT: &str = "discount";

/// How scenarios are compared. The results depend on this, the scenarios, and the number of
/// futures.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// What is to be known, and how precisely.
    pub precision: Precision,
    /// Share by which a pound counts less a year later.
    pub discount_per_year: f64,
}

impl Settings {
    /// As entries of a manifest.
    pub fn to_options(self) -> BTreeMap<String, String> {
        BTreeMap::from([
            (MEASURE.to_owned(), self.precision.measure.name.to_owned()),
            (PRECISION.to_owned(), self.precision.half_width.to_string()),
            (DISCOUNT.to_owned(), self.discount_per_year.to_string()),
        ])
    }

    /// From the entries of a manifest; `None` if one is missing or makes no sense.
    pub fn of_options(options: &BTreeMap<String, String>) -> Option<Self> {
        let number = |name: &str| options.get(name)?.parse().ok().filter(|x: &f64| x.is_finite());
        Some(Settings {
            precision: Precision {
                measure: measure(options.get(MEASURE)?)?,
                half_width: number(PRECISION)?,
            },
            discount_per_year: number(DISCOUNT)?,
        })
    }

    /// The differences of every other ensemble from the first.
    pub fn comparisons(self, ensembles: &[Ensemble]) -> Vec<Comparison> {
        let measures: Vec<_> = HEADLINES.iter().filter_map(|name| measure(name)).collect();
        let Some((base, others)) = ensembles.split_first() else { return Vec::new() };
        others
            .iter()
            .filter_map(|other| Comparison::of(base, other, &measures, self.discount_per_year))
            .collect()
    }

    /// All that outputs are made from.
    pub fn compared<'a>(
        self,
        matched: &'a Matched,
        ensembles: &'a [Ensemble],
        comparisons: &'a [Comparison],
    ) -> Compared<'a> {
        Compared {
            scenarios: matched.scenarios(),
            notes: matched.notes(),
            ensembles,
            comparisons,
            precise: self.precision.measure,
            half_width: self.precision.half_width,
            discount_per_year: self.discount_per_year,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_manifest_keeps_every_setting() {
        let precision = Precision { measure: measure("staff.weekly").unwrap(), half_width: 0.003 };
        let settings = Settings { precision, discount_per_year: 0.035 };
        assert_eq!(Settings::of_options(&settings.to_options()), Some(settings));
        assert_eq!(Settings::of_options(&BTreeMap::new()), None);
    }
}
