//! Draws of the parameters in place of the scenario's own values: from what is documented of them, or
//! from a table of what is plausible by what was observed.

use std::collections::BTreeMap;
use std::path::Path;

use uptake::experiments::uncertainty::{Design, Prepared, prepare, prepare_draws};
use uptake::outputs::Plausible;
use uptake::outputs::words::count;
use uptake::results::ParameterDraws;
use uptake::scenario::{Read, uncertain};
use uptake::store::read_draws;

use super::exit::{Exit, Failure};

/// Entries of the manifest's options: how often the parameters were drawn; or the table that they were
/// taken from, and its name.
const DOCUMENTED: &str = "parameter_draws";
const TABLE: &str = "draws";
const NAME: &str = "draws_name";

/// A table of draws.
#[derive(Debug, Clone, PartialEq)]
pub struct Draws {
    /// Name of its file.
    pub name: String,
    /// What it holds.
    pub table: Plausible,
}

impl Draws {
    /// Read a table.
    ///
    /// # Errors
    /// If it cannot be read, or is no table of draws.
    pub fn open(path: &Path) -> Result<Self, Failure> {
        let help = "uptake fit writes one: plausible.parquet";
        let table = read_draws(path).map_err(|error| Failure::store(error).or_help(help))?;
        Ok(Draws { name: path.display().to_string(), table })
    }

    /// How many it has.
    pub fn len(&self) -> u32 {
        self.table.values.len() as u32
    }

    /// The first so many, or all of them over and over, each with so many futures.
    pub fn parameters(&self, many: u32, replicates: u32) -> ParameterDraws {
        let values = self.table.values.iter().cycle().take(many as usize).cloned().collect();
        let keys = self.table.keys.clone();
        ParameterDraws { replicates_per_draw: replicates, keys, values }
    }

    /// The first so many, each read as a scenario.
    ///
    /// # Errors
    /// Exit 3 if a draw makes no valid scenario.
    pub fn prepare<'a>(
        &self,
        read: &'a Read,
        many: u32,
        replicates: u32,
    ) -> Result<Prepared<'a>, Failure> {
        let known = uncertain(read);
        let is_known = |key: &&String| known.iter().any(|parameter| parameter.key == **key);
        let unknown = self.table.keys.iter().find(|key| !is_known(key)).map(|key| {
            format!("the draws set {key}, of which nothing is uncertain in this scenario")
        });
        let refused = |why: String| {
            Failure::runtime(why).with_exit(Exit::Invalid).with_help(format!(
                "{} holds draws of another scenario: fit this one, or take the one that was fitted",
                self.name
            ))
        };
        if let Some(why) = unknown {
            return Err(refused(why));
        }
        prepare_draws(read, self.parameters(many, replicates))
            .map_err(|why| refused(why.to_string()))
    }

    /// Which draws an answer is over.
    pub fn in_words(&self) -> String {
        format!(
            "Parameters: {} draws that are plausible by what was observed ({}, {} parameters, {}).",
            count(f64::from(self.len())),
            self.name,
            count(self.table.keys.len() as f64),
            &self.digest()[..12]
        )
    }

    /// SHA-256 of what it holds.
    pub fn digest(&self) -> String {
        self.table.digest()
    }

    /// As entries of a manifest, which has to hold all that is needed to run again.
    pub fn options(&self) -> BTreeMap<String, String> {
        BTreeMap::from([
            (TABLE.to_owned(), self.table.text()),
            (NAME.to_owned(), self.name.clone()),
        ])
    }

    /// From the entries of a manifest; none if there are none, or they make no table.
    pub fn of_options(options: &BTreeMap<String, String>) -> Option<Self> {
        let mut lines = options.get(TABLE)?.lines();
        let keys: Vec<String> = lines.next()?.split(',').map(str::to_owned).collect();
        let row = |line: &str| -> Option<Vec<f64>> {
            let numbers = line.split(',').map(|x| x.parse().ok().filter(|x: &f64| x.is_finite()));
            numbers.collect::<Option<Vec<f64>>>().filter(|row| row.len() == keys.len())
        };
        let values: Vec<Vec<f64>> = lines.map(row).collect::<Option<_>>()?;
        let name = options.get(NAME)?.clone();
        (!values.is_empty()).then_some(Draws { name, table: Plausible { keys, values } })
    }
}

/// Where the values of the parameters come from.
#[derive(Debug, Clone, PartialEq)]
pub enum Drawn {
    /// So many draws of what is documented.
    Documented(u32),
    /// A table.
    Plausible(Draws),
}

impl Drawn {
    /// How many draws.
    pub fn len(&self) -> u32 {
        match self {
            Drawn::Documented(draws) => *draws,
            Drawn::Plausible(draws) => draws.len(),
        }
    }

    /// Each draw read as a scenario, with as many futures as the scenario has.
    ///
    /// # Errors
    /// Exit 3 if a draw makes no valid scenario.
    pub fn prepare<'a>(&self, read: &'a Read) -> Result<Prepared<'a>, Failure> {
        match self {
            Drawn::Documented(draws) => prepare(read, &Design::of(read, *draws))
                .map_err(|refused| Failure::runtime(refused).with_exit(Exit::Invalid)),
            Drawn::Plausible(draws) => draws.prepare(read, draws.len(), read.scenario.replicates),
        }
    }

    /// As entries of a manifest.
    pub fn options(&self) -> BTreeMap<String, String> {
        match self {
            Drawn::Documented(draws) => {
                BTreeMap::from([(DOCUMENTED.to_owned(), draws.to_string())])
            }
            Drawn::Plausible(draws) => draws.options(),
        }
    }

    /// From the entries of a manifest; none if the parameters are the scenario's own.
    ///
    /// # Errors
    /// The name of an entry that makes no sense.
    pub fn of_options(options: &BTreeMap<String, String>) -> Result<Option<Self>, &'static str> {
        if options.contains_key(TABLE) {
            return Draws::of_options(options).map(|d| Some(Drawn::Plausible(d))).ok_or(TABLE);
        }
        let documented = options.get(DOCUMENTED).map(|text| text.parse()).transpose();
        documented.map(|draws| draws.map(Drawn::Documented)).map_err(|_| DOCUMENTED)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_keeps_the_draws_to_the_last_digit() {
        let table = Plausible {
            keys: vec!["use.access".to_owned(), "skill.attend".to_owned()],
            values: vec![vec![0.1 + 0.2, 1.0 / 3.0], vec![1e-9, 0.5]],
        };
        let drawn = Drawn::Plausible(Draws { name: "a.parquet".to_owned(), table });
        assert_eq!(Drawn::of_options(&drawn.options()), Ok(Some(drawn)));
        let documented = Drawn::Documented(7);
        assert_eq!(Drawn::of_options(&documented.options()), Ok(Some(documented)));
        assert_eq!(Drawn::of_options(&BTreeMap::new()), Ok(None));
        let damaged = [(TABLE.to_owned(), "a,b\n1".to_owned()), (NAME.to_owned(), String::new())];
        assert_eq!(Drawn::of_options(&BTreeMap::from(damaged)), Err(TABLE));
    }
}
