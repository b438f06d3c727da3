//! A study's text: every key known, every value of the right type, or a problem at its place.

use std::ops::Range as Span;

use toml_edit::{Item, TableLike};

use super::super::check::{FOLDER_NAME, is_folder_name, name_of_file};
use super::super::fit::{found, quoted, whole};
use super::super::goals::unfit_level;
use super::super::problem::{Origin, Place, Problems, Report};
use super::super::read::Source;
use super::super::suggest::did_you_mean;
use super::model::{Design, Luck, STUDY_LIMIT, Study, Threshold};
use super::{parameters, table};
use crate::measures::{MEASURES, Measure, measure};

/// Keys of a study.
const KEYS: [&str; 12] = [
    "schema",
    "name",
    "scenario",
    "set",
    "replicates",
    "luck",
    "measures",
    "weeks",
    "design",
    "parameters",
    "threshold",
    "title",
];
/// Keys of its design.
const DESIGN_KEYS: [&str; 4] = ["kind", "points", "file", "seed"];
/// Designs that a study can name.
const DESIGNS: [&str; 5] = ["grid", "one_at_a_time", "lhs", "sobol", "table"];
/// Keys of its threshold.
const THRESHOLD_KEYS: [&str; 3] = ["measure", "at_least", "week"];
/// Replicates where a study names none.
const USUAL_REPLICATES: u32 = 20;
/// Measures where a study names none.
const USUAL_MEASURES: [&str; 4] =
    ["organisations.real_use", "staff.monthly", "patients.true_current", "project.spend"];

/// Asks for the text of a file beside the study.
pub(super) type Ask<'a> = &'a dyn Fn(&str) -> Result<String, String>;

/// Reads a study; `files` gives the text of a table of points that it names.
///
/// # Errors
/// Everything that is wrong, each problem at its place and with how to mend it. What depends on
/// the base scenario is checked by [`Study::complete`].
pub fn read_study(source: Source, files: Ask<'_>) -> Result<Study, Problems> {
    let mut reader = Reader { report: Report::new(source.name, source.text) };
    let document = match toml_edit::Document::parse(source.text) {
        Ok(document) => document,
        Err(error) => {
            let place = error.span().map(|span| Place::new(Origin::File, span));
            let message = format!("not valid TOML: {}", error.message().replace('\n', ", "));
            let help = "a study has keys such as replicates = 20, and sections such as [design]";
            reader.report.error(place, message, help.to_owned());
            return Err(reader.report.refuse());
        }
    };
    let root = document.as_table();
    reader.known(root, &KEYS, "key of a study");
    let parameters = match root.get("parameters") {
        Some(item) => parameters::read(item, &mut reader),
        None => Vec::new(),
    };
    let (design, design_seed) = reader.design(root, &parameters, files);
    if parameters.is_empty() && root.get("parameters").is_none_or(Item::is_table_like) {
        let help =
            "name what is varied: [parameters.\"team.facilitators.count\"] values = [1, 2, 4]";
        let place = root.get("parameters").and_then(Item::span).map(place);
        reader.report.error(place, "the design is empty: no parameter is varied", help.to_owned());
    }
    let study = Study {
        name: reader.name(root, source.name),
        scenario: reader.text(root, "scenario"),
        set: reader.texts(root, "set").into_iter().map(|(text, _)| text).collect(),
        replicates: reader
            .whole(root, "replicates", 1..1_000_001)
            .map_or(USUAL_REPLICATES, |n| n as u32),
        luck: match reader.choice(root, "luck", &["matched", "independent"]) {
            Some("independent") => Luck::Independent,
            _ => Luck::Matched,
        },
        measures: reader.measures(root),
        weeks: reader.weeks(root),
        design,
        design_seed,
        parameters,
        threshold: reader.threshold(root),
        source: source.name.to_owned(),
        text: source.text.to_owned(),
    };
    reader.report.finish()?;
    Ok(study)
}

pub(super) fn place(span: Span<usize>) -> Place {
    Place::new(Origin::File, span)
}

/// Reads values and notes what does not fit.
pub(super) struct Reader {
    pub(super) report: Report,
}

impl Reader {
    pub(super) fn error(
        &mut self,
        item: &Item,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.report.error(item.span().map(place), message, help.into());
    }

    /// Notes every key that is not among these.
    pub(super) fn known(&mut self, table: &dyn TableLike, keys: &[&str], what: &str) {
        for (name, item) in table.iter() {
            if !keys.contains(&name) {
                let span = table.key(name).and_then(toml_edit::Key::span).or_else(|| item.span());
                let help = did_you_mean(name, keys.iter().copied());
                self.report.error(
                    span.map(place),
                    format!("unknown {what} {}", quoted(name)),
                    help,
                );
            }
        }
    }

    fn name(&mut self, root: &dyn TableLike, source: &str) -> String {
        let usual = name_of_file(source).unwrap_or_else(|| "study".to_owned());
        match (self.text(root, "name"), root.get("name")) {
            (Some(name), Some(item)) if !is_folder_name(&name) => {
                self.error(item, format!("unfit name {}", quoted(&name)), FOLDER_NAME);
                usual
            }
            (name, _) => name.unwrap_or(usual),
        }
    }

    pub(super) fn text(&mut self, table: &dyn TableLike, key: &str) -> Option<String> {
        let item = table.get(key)?;
        match item.as_str() {
            Some(text) => Some(text.to_owned()),
            None => {
                self.error(item, format!("{key} needs text in quotes, found {}", found(item)), "");
                None
            }
        }
    }

    /// A list of texts, each with its place.
    fn texts(&mut self, table: &dyn TableLike, key: &str) -> Vec<(String, Option<Place>)> {
        let Some(item) = table.get(key) else { return Vec::new() };
        let Some(array) = item.as_array() else {
            let help = format!("write {key} = [\"…\", \"…\"]");
            self.error(item, format!("{key} needs a list, found {}", found(item)), help);
            return Vec::new();
        };
        let mut texts = Vec::new();
        for value in array {
            match value.as_str() {
                Some(text) => texts.push((text.to_owned(), value.span().map(place))),
                None => {
                    let message = format!("{key} needs text in quotes");
                    self.report.error(value.span().map(place), message, None);
                }
            }
        }
        texts
    }

    pub(super) fn whole(
        &mut self,
        table: &dyn TableLike,
        key: &str,
        allowed: Span<i64>,
    ) -> Option<i64> {
        let item = table.get(key)?;
        match whole(item.as_value()) {
            Some(n) if allowed.contains(&n) => Some(n),
            found_number => {
                let found = found_number.map_or_else(|| found(item), |n| n.to_string());
                let ends = format!("{}..{}", allowed.start, allowed.end - 1);
                let message = format!("{key} needs a whole number in {ends}, found {found}");
                self.error(item, message, "");
                None
            }
        }
    }

    pub(super) fn number(&mut self, table: &dyn TableLike, key: &str) -> Option<f64> {
        let item = table.get(key)?;
        let number = item.as_float().or_else(|| item.as_integer().map(|n| n as f64));
        match number.filter(|x| x.is_finite()) {
            Some(x) => Some(x),
            None => {
                self.error(item, format!("{key} needs a number, found {}", found(item)), "");
                None
            }
        }
    }

    pub(super) fn flag(&mut self, table: &dyn TableLike, key: &str) -> bool {
        match table.get(key).map(|item| (item, item.as_bool())) {
            Some((_, Some(flag))) => flag,
            Some((item, None)) => {
                self.error(item, format!("{key} needs true or false, found {}", found(item)), "");
                false
            }
            None => false,
        }
    }

    pub(super) fn choice<'a>(
        &mut self,
        table: &dyn TableLike,
        key: &str,
        words: &[&'a str],
    ) -> Option<&'a str> {
        let text = self.text(table, key)?;
        let known = words.iter().copied().find(|word| *word == text);
        if let (None, Some(item)) = (known, table.get(key)) {
            let help = did_you_mean(&text, words.iter().copied());
            self.error(item, format!("unknown {key} {}", quoted(&text)), help);
        }
        known
    }

    fn measures(&mut self, root: &dyn TableLike) -> Vec<&'static Measure> {
        let mut found: Vec<&'static Measure> = Vec::new();
        for (name, place) in self.texts(root, "measures") {
            match measure(&name) {
                Some(measure) if !found.contains(&measure) => found.push(measure),
                Some(_) => {}
                None => self.unknown_measure(&name, place),
            }
        }
        if found.is_empty() {
            found.extend(USUAL_MEASURES.iter().filter_map(|name| measure(name)));
        }
        found
    }

    fn unknown_measure(&mut self, name: &str, place: Option<Place>) {
        let help = did_you_mean(name, MEASURES.iter().map(|m| m.name));
        self.report.error(place, format!("unknown measure {}", quoted(name)), help);
    }

    fn weeks(&mut self, root: &dyn TableLike) -> Vec<u32> {
        let Some(item) = root.get("weeks") else { return Vec::new() };
        let Some(array) = item.as_array() else {
            self.error(item, "weeks needs a list of whole numbers", "write weeks = [52, 260]");
            return Vec::new();
        };
        let mut weeks = Vec::new();
        for value in array {
            match whole(Some(value)) {
                Some(week @ 0..=2_000) => weeks.push(week as u32),
                _ => self.report.error(
                    value.span().map(place),
                    "a week is a whole number from 0 (the start) to the horizon",
                    None,
                ),
            }
        }
        weeks.sort_unstable();
        weeks.dedup();
        weeks
    }

    fn threshold(&mut self, root: &dyn TableLike) -> Option<Threshold> {
        let item = root.get("threshold")?;
        let Some(table) = item.as_table_like() else {
            self.error(item, "threshold is a section", "write [threshold] and its keys below");
            return None;
        };
        self.known(table, &THRESHOLD_KEYS, "key of a threshold");
        let (name, at_least) = (self.text(table, "measure"), self.number(table, "at_least"));
        let week = self.whole(table, "week", 0..2_001);
        let (Some(name), Some(at_least)) = (name, at_least) else {
            self.error(item, "a threshold needs a measure and at_least", "");
            return None;
        };
        let Some(measure) = measure(&name) else {
            self.unknown_measure(&name, table.get("measure").and_then(Item::span).map(place));
            return None;
        };
        if let Some((message, help)) = unfit_level(measure, at_least)
            && let Some(item) = table.get("at_least")
        {
            self.error(item, message, help);
        }
        // Without a week: the last one kept, once that is known.
        Some(Threshold { measure, at_least, week: week.map_or(u32::MAX, |w| w as u32) })
    }

    fn design(
        &mut self,
        root: &dyn TableLike,
        parameters: &[super::StudyParameter],
        files: Ask<'_>,
    ) -> (Design, u64) {
        let empty = toml_edit::Table::new();
        let table: &dyn TableLike =
            match root.get("design").map(|item| (item, item.as_table_like())) {
                Some((_, Some(table))) => table,
                Some((item, None)) => {
                    self.error(item, "design is a section", "write [design] and its keys below");
                    &empty
                }
                None => &empty,
            };
        self.known(table, &DESIGN_KEYS, "key of a design");
        let seed = self.whole(table, "seed", 0..i64::MAX).map_or(1, |n| n as u64);
        let kind = self.choice(table, "kind", &DESIGNS).unwrap_or("grid");
        if let (Some(item), false) = (table.get("points"), matches!(kind, "lhs" | "sobol")) {
            let message = format!("a {kind} has as many points as its levels make");
            self.error(item, message, "leave points out, or choose kind = \"lhs\" or \"sobol\"");
        }
        let points = match (kind, table.get("points")) {
            ("lhs" | "sobol", Some(_)) => self.whole(table, "points", 1..STUDY_LIMIT as i64 + 1),
            ("lhs" | "sobol", None) => {
                let help = "add points = 64 below [design]".to_owned();
                self.report.error(None, format!("a {kind} needs a number of points"), help);
                None
            }
            _ => None,
        };
        let points = points.unwrap_or(1) as usize;
        let design = match kind {
            "one_at_a_time" => Design::OneAtATime,
            "lhs" => Design::Latin(points),
            "sobol" => {
                if !points.is_power_of_two()
                    && let Some(item) = table.get("points")
                {
                    let near = points.next_power_of_two();
                    let message =
                        format!("a Sobol design has a power of two of points, found {points}");
                    self.error(item, message, format!("take {} or {near}", near / 2));
                }
                Design::Sobol(points)
            }
            "table" => table::read(table, parameters, files, self),
            _ => Design::Grid,
        };
        (design, seed)
    }
}
