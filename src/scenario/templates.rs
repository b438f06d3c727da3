//! Scenario files to start from: what `uptake new` writes.

/// A file to start from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Template {
    /// The word that chooses it.
    pub name: &'static str,
    /// What it is for, in one line.
    pub about: &'static str,
    /// The file.
    pub text: &'static str,
}

/// Every template, the simplest first.
pub const TEMPLATES: &[Template] = &[
    Template {
        name: "minimal",
        about: "a few changes to the built-in region",
        text: include_str!("../../scenarios/templates/minimal.toml"),
    },
    Template {
        name: "region",
        about: "a region of your own: organisations, team, money, policy, a goal and a lever",
        text: include_str!("../../scenarios/templates/region.toml"),
    },
    Template {
        name: "national",
        about: "three regions, each with its own team",
        text: include_str!("../../scenarios/templates/national.toml"),
    },
];

/// The template of that name.
pub fn template(name: &str) -> Option<&'static Template> {
    TEMPLATES.iter().find(|template| template.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{NoFiles, Problems, Source, read};

    #[test]
    fn every_template_reads_without_a_problem_or_warning() {
        for Template { name, text, .. } in TEMPLATES {
            let first = read(Source { name: "my.toml", text }, &[], &NoFiles);
            let first = first.unwrap_or_else(|problems| panic!("{name}: {problems}"));
            assert_eq!(first.warnings, [], "{name}: {}", Problems(first.warnings.clone()));
            assert_eq!(first.scenario.name, "my", "a new file is named after itself");
            let again = Source { name: "again.toml", text: &first.resolved };
            let again = read(again, &[], &NoFiles).map(|again| again.scenario);
            assert_eq!(again, Ok(first.scenario), "{name}: the resolved text means the same");
        }
        assert_eq!(template("national").map(|t| t.name), Some("national"));
        assert_eq!(template("nation"), None);
    }

    #[test]
    fn the_national_template_has_regions_of_its_own() {
        let text = template("national").map_or("", |template| template.text);
        let read = read(Source { name: "my.toml", text }, &[], &NoFiles).expect("sound");
        assert_eq!(read.scenario.regions.len(), 3);
        assert!(read.scenario.regions.iter().all(|region| region.counts.iter().sum::<u32>() > 20));
    }
}
