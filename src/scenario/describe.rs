//! What `uptake describe KEY` knows about a parameter, a section or a group of sections.

use std::fmt;

use super::builtin::builtin_layer;
use super::find::find;
use super::note::{Form, Sure};
use super::registry::{Address, Key, Section, Shape, registry};
use super::suggest::closest;
use super::uncertainty::{Scale, of_value};
use super::value::Value;
use crate::measures::{MEASURES, Measure, Unit, measure};

/// Everything that is noted about a key.
#[derive(Debug, Clone, PartialEq)]
pub struct Description {
    /// The key that was asked for.
    pub key: String,
    /// What it is.
    pub prose: String,
    /// For a parameter: its unit, range, default and source.
    pub parameter: Option<Parameter>,
    /// For a section or group: what is in it, each with the first words about it.
    /// For a parameter that names a measure: the measures.
    pub members: Vec<(String, String)>,
}

/// The note of a parameter.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    /// Name of the unit.
    pub unit: String,
    /// What is allowed: `share in 0..1`, `one of top, middle, technical`.
    pub allowed: String,
    /// The default as it would stand in a file; none for a key that may be left out.
    pub default: Option<String>,
    /// Its value in the built-in region, where that states one.
    pub built_in: Option<String>,
    /// How sure the default is.
    pub sure: Sure,
    /// Where it comes from: `[P §x]` is a section of Petrova & Barclay (2024), `[E x]` a row of
    /// the evidence tables.
    pub source: String,
    /// How the number is distributed where parameters are drawn, around its value in the
    /// built-in region or its default; none for what is not drawn.
    pub drawn: Option<Drawn>,
}

/// How a parameter is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Drawn {
    /// The scale on which it is normal.
    pub scale: Scale,
    /// 5th percentile.
    pub p05: f64,
    /// 95th percentile.
    pub p95: f64,
}

/// `log-normal, 90 of 100 draws in 21.9..81.3`.
impl fmt::Display for Drawn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (low, high) = (three_digits(self.p05), three_digits(self.p95));
        write!(f, "{}, 90 of 100 draws in {low}..{high}", self.scale.name())
    }
}

/// A number to three significant digits, without trailing zeros.
fn three_digits(x: f64) -> f64 {
    // What Rust writes as text it also reads back.
    format!("{x:.2e}").parse().unwrap_or(x)
}

/// There is no such key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no parameter or section `{key}`")]
pub struct Unknown {
    /// The key that was asked for.
    pub key: String,
    /// The key that was probably meant.
    pub did_you_mean: Option<String>,
}

/// What is noted about a parameter (`skill.attend`, `kind.gp_practice.count`, `kind.*.count`),
/// a section (`skill`, `forces.repetition`, `kind`) or a group of sections (`forces`, `task`).
///
/// # Errors
/// [`Unknown`] if there is no such key, with the one that was probably meant.
pub fn describe(key: &str) -> Result<Description, Unknown> {
    let registry = registry();
    let wanted = key.trim();
    let known = |address: &&Address| {
        is_entry(&registry.sections[address.section], address.entry.as_deref().unwrap_or("*"))
    };
    if let Some(address) = registry.locate(wanted).iter().find(known) {
        let section = &registry.sections[address.section];
        let noted = &section.keys[address.key];
        let mut found = of_key(wanted, section, noted, address);
        // `records.quality` is a parameter, and the name of what becomes of it.
        if let Some(measured) = of_measures(wanted) {
            found.prose = format!("{} {}", found.prose, measured.prose);
        }
        return Ok(found);
    }
    let parts: Vec<&str> = wanted.split('.').collect();
    let members: Vec<(String, String)> = registry
        .group(wanted)
        .filter_map(|name| registry.named(&format!("{wanted}.{name}")))
        .map(|(_, section)| (section.name(), section.prose.clone()))
        .collect();
    if !members.is_empty() {
        // A group may have keys of its own.
        let own = registry.named(wanted).map(|(_, section)| of_section(wanted, section).members);
        let prose = format!("{} sections.", members.len());
        let members = own.unwrap_or_default().into_iter().chain(members).collect();
        return Ok(Description { key: wanted.to_owned(), prose, parameter: None, members });
    }
    for section in &registry.sections[1..] {
        let entry_of = section.shape != Shape::Single && parts.len() == section.path.len() + 1;
        let head = if entry_of { &parts[..parts.len() - 1] } else { &parts[..] };
        if section.path == head && (!entry_of || is_entry(section, parts[parts.len() - 1])) {
            return Ok(of_section(wanted, section));
        }
    }
    if let Some(found) = of_measures(wanted) {
        return Ok(found);
    }
    if let Some(found) = find(wanted) {
        return Ok(found);
    }
    let measures = MEASURES.iter().map(|measure| measure.name);
    let (parameter, measure) = (registry.nearest(wanted), closest(wanted, measures));
    let both = parameter.as_deref().into_iter().chain(measure);
    let did_you_mean = closest(wanted, both).map(str::to_owned).or(parameter);
    Err(Unknown { key: wanted.to_owned(), did_you_mean })
}

/// True for an entry that can be described: one of the built-in region, any (`*`), or one of a list by
/// its number.
fn is_entry(section: &Section, entry: &str) -> bool {
    entry == "*"
        || match section.shape {
            Shape::Single => true,
            Shape::Collection => {
                builtin_layer().named(&section.name()).iter().any(|known| known.id == entry)
            }
            Shape::List => entry.parse::<u32>().is_ok(),
        }
}

/// All measures, or the one of that name: the `measure` column of results.
fn of_measures(wanted: &str) -> Option<Description> {
    let what = |m: &Measure| match m.of {
        "" => m.label.to_owned(),
        of => format!("{of}: {}", m.label),
    };
    let (prose, members) = if wanted == "measures" {
        let prose = format!(
            "{} measures: the names that targets, studies, --measure and the column `measure` of \
             coverage.csv use.",
            MEASURES.len()
        );
        (prose, MEASURES.iter().map(|m| (m.name.to_owned(), what(m))).collect())
    } else {
        let m = measure(wanted)?;
        let unit = match m.unit {
            Unit::Share => "a share between 0 and 1",
            Unit::Count => "a number",
            Unit::Hours => "hours",
            Unit::Minutes => "minutes",
            Unit::Pounds => "pounds",
        };
        (format!("A measure, {unit}: {}.", what(m)), Vec::new())
    };
    Some(Description { key: wanted.to_owned(), prose, parameter: None, members })
}

/// `docs/PARAMETERS.md`: every parameter of the model with its unit, range, default, how sure it is
/// and where it comes from.
pub fn parameters_page() -> String {
    let mut page = String::from(
        "# Parameters\n\n\
         Every parameter, as `uptake describe KEY` shows it. `[P §x]` is a section of Petrova &\n\
         Barclay (2024), `[E x]` a row of the evidence tables (`docs/evidence`). This page is made\n\
         from the registry; a test holds it to that.\n",
    );
    for section in &registry().sections {
        let name = section.header("NAME");
        let title = if section.path.is_empty() { "the run itself" } else { name.as_str() };
        page.push_str(&format!("\n## `{title}`\n\n{}\n\n", section.prose));
        page.push_str("| Key | What it is | Allowed | Default | How sure | Source |\n|---|---|---|---|---|---|\n");
        for key in &section.keys {
            let default = key.default.as_ref().map_or("none".to_owned(), Value::to_string);
            page.push_str(&format!(
                "| `{}` | {} | {} | `{}` | {} | {} |\n",
                key.name,
                key.note.prose,
                key.note.allowed().replace('|', "/"),
                default,
                key.note.sure,
                key.note.source.replace('|', "/")
            ));
        }
    }
    page
}

/// Every key with its parameter's note, in the order of the registry; entries as `*`.
pub fn all_keys() -> Vec<String> {
    let sections = registry().sections.iter();
    sections.flat_map(|section| section.key_names().map(|key| section.full_key("", key))).collect()
}

fn of_key(wanted: &str, section: &Section, key: &Key, address: &Address) -> Description {
    let entry = address.entry.as_deref().unwrap_or("");
    let stated = builtin_layer()
        .entry(address.section, entry)
        .and_then(|entry| entry.settings.get(&key.name))
        .map(|setting| &setting.value);
    let drawn = stated
        .or(key.default.as_ref())
        .and_then(|value| of_value(section, entry, key, value, None))
        .map(|p| Drawn { scale: p.distribution.scale, p05: p.p05, p95: p.p95 });
    let built_in = stated.map(Value::to_string).filter(|_| section.shape == Shape::Collection);
    let shown = |value: &Value| match value {
        Value::Text(text) if text.is_empty() => "\"\" (empty)".to_owned(),
        other => other.to_string(),
    };
    let members = match key.note.form {
        Form::Measure => MEASURES.iter().map(|m| (m.name.to_owned(), m.label.to_owned())).collect(),
        _ => Vec::new(),
    };
    Description {
        key: wanted.to_owned(),
        prose: key.note.prose.clone(),
        parameter: Some(Parameter {
            unit: key.note.unit.clone(),
            allowed: key.note.allowed(),
            default: key.default.as_ref().map(shown),
            built_in,
            sure: key.note.sure,
            source: key.note.source.clone(),
            drawn,
        }),
        members,
    }
}

fn of_section(wanted: &str, section: &Section) -> Description {
    let members = section.keys.iter().map(|key| (key.name.clone(), key.note.prose.clone()));
    Description {
        key: wanted.to_owned(),
        prose: section.prose.clone(),
        parameter: None,
        members: members.collect(),
    }
}

impl fmt::Display for Description {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}\n  {}", self.key, self.prose)?;
        if let Some(parameter) = &self.parameter {
            writeln!(f, "  allowed   {}", parameter.allowed)?;
            let default = parameter.default.as_deref().unwrap_or("none (may be left out)");
            writeln!(f, "  default   {default}")?;
            if let Some(value) = &parameter.built_in {
                writeln!(f, "  built in  {value}")?;
            }
            writeln!(f, "  how sure  {}", parameter.sure)?;
            writeln!(f, "  source    {}", parameter.source)?;
            if let Some(drawn) = &parameter.drawn {
                writeln!(f, "  if drawn  {drawn}")?;
            }
        }
        let width = self.members.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
        for (name, prose) in &self.members {
            writeln!(f, "  {name:width$}  {prose}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_sections_and_groups_are_described() {
        let attend = describe("skill.attend").expect("known").parameter.expect("a parameter");
        assert_eq!(attend.default.as_deref(), Some("0.8"));
        assert_eq!(attend.allowed, "share in 0..1");
        let count = describe("kind.gp_practice.count").expect("known").parameter.expect("one");
        assert_eq!((count.default.as_deref(), count.built_in.as_deref()), (Some("0"), Some("107")));
        assert!(describe("forces.repetition").expect("known").members.len() >= 4);
        let forces = describe("forces").expect("known").members.len();
        assert_eq!(forces, 1 + crate::scenario::Forces::NAMES.len(), "all forces and own_share");
        assert!(describe("kind").expect("known").members.len() > 10);
        assert!(describe("kind.gp_practice").expect("known").members.len() > 10);
        assert!(describe("target.*.measure").expect("known").members.len() > 20);
        assert_eq!(
            describe("money.ends").expect("known").parameter.expect("a parameter").default,
            None
        );
    }

    #[test]
    fn measures_are_listed_and_described() {
        let all = describe("measures").expect("known");
        assert_eq!(all.members.len(), MEASURES.len());
        for (name, _) in &all.members {
            let one = describe(name).expect(name);
            assert!(one.prose.contains("A measure, "), "{}", one.prose);
        }
        let share = describe("organisations.real_use").expect("known").prose;
        assert_eq!(share, "A measure, a share between 0 and 1: all organisations: in real use.");
        let slip = describe("organisations.reel_use").expect_err("misspelt");
        assert_eq!(slip.did_you_mean.as_deref(), Some("organisations.real_use"));
    }

    #[test]
    fn what_is_drawn_is_described_around_its_built_in_value() {
        let said = |key: &str| describe(key).expect("known").to_string();
        let attend = said("skill.attend");
        assert!(
            attend.contains("if drawn  logit-normal, 90 of 100 draws in 0.599..0.915"),
            "{attend}"
        );
        let ward = said("kind.ward.contacts");
        assert!(ward.contains("if drawn  log-normal, 90 of 100 draws in 0.0621..0.232"), "{ward}");
        assert!(!said("records.current_weeks").contains("if drawn"));
        assert!(!said("kind.ward.count").contains("if drawn"));
    }

    #[test]
    fn slips_are_answered_with_what_was_meant() {
        let unknown = describe("skill.atend").expect_err("misspelt");
        assert_eq!(unknown.did_you_mean.as_deref(), Some("skill.attend"));
        assert_eq!(unknown.to_string(), "there is no parameter or section `skill.atend`");
        assert_eq!(describe("").expect_err("empty").did_you_mean, None);
    }

    #[test]
    fn every_key_can_be_described_and_printed() {
        for key in all_keys() {
            let text = describe(&key).expect(&key).to_string();
            assert!(text.starts_with(&key) && text.contains("source"), "{text}");
        }
    }
}
