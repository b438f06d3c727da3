//! What a first page is about: all organisations, or those of the kind, system or region that the goal for
//! organisations in real use names.

use super::words::count;
use crate::measures::Counter;
use crate::results::{Comparison, Ensemble};
use crate::scenario::Scenario;

/// The measure of the first sentence, figure and chart.
pub(crate) const REACH: &str = "organisations.real_use";

/// The organisations that it is about.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct About {
    /// Index of their group; 0 for all.
    pub(crate) group: usize,
    /// Their identifier; none for all.
    pub(crate) of: Option<String>,
    /// How many they are.
    pub(crate) all: f64,
    /// What they are called: “organisations”, “GP practices”, “organisations (Ward)”.
    pub(crate) noun: String,
}

/// The kind, system or region that a first page is about; none for all organisations.
pub fn subject(scenario: &Scenario, ensemble: &Ensemble) -> Option<String> {
    About::of(scenario, ensemble).of
}

impl About {
    /// Those of the first goal for organisations in real use; all where it names none.
    pub(crate) fn of(scenario: &Scenario, ensemble: &Ensemble) -> Self {
        let goal = scenario.targets.iter().find(|target| target.measure == REACH);
        Self::named(ensemble, goal.and_then(|goal| Some(goal.of.as_ref()?.id.as_str())))
    }

    /// Those of that kind, system or region; all where nothing was kept of it.
    pub(crate) fn named(ensemble: &Ensemble, of: Option<&str>) -> Self {
        let everything = || About {
            group: 0,
            of: None,
            all: ensemble.organisations.into(),
            noun: if ensemble.organisations == 1 { "organisation" } else { "organisations" }
                .to_owned(),
        };
        let Some(one) = ensemble.replicates.first().filter(|_| of.is_some()) else {
            return everything();
        };
        // A kind before a system before a region of the same name, as goals have it.
        let at = one.trajectory.layout().index_of(of);
        if at == 0 {
            return everything();
        }
        let label = &ensemble.groups[at].label;
        About {
            group: at,
            of: of.map(str::to_owned),
            all: one.trajectory.get(Counter::OrgAll, at, 0).into(),
            noun: if label.ends_with('s') {
                label.clone()
            } else {
                format!("organisations ({label})")
            },
        }
    }

    /// What a comparison of scenarios counts.
    pub(crate) fn compared(comparison: &Comparison, ensembles: &[Ensemble]) -> Option<Self> {
        Some(Self::named(ensembles.first()?, comparison.of.as_deref()))
    }

    /// “organisation in real use”, “one of the GP practices in real use”.
    pub(crate) fn each(&self) -> String {
        match self.of {
            None => "organisation in real use".to_owned(),
            Some(_) => format!("one of the {} in real use", self.noun),
        }
    }

    /// “96 GP practices”.
    pub(crate) fn counted(&self) -> String {
        format!("{} {}", count(self.all), self.noun)
    }

    /// “GP practices in real use”, “Organisations in real use”.
    pub(crate) fn in_real_use(&self) -> String {
        let mut letters = self.noun.chars();
        let first = letters.next().map_or(String::new(), |c| c.to_uppercase().to_string());
        format!("{first}{} in real use", letters.as_str())
    }
}
