//! The parameters of a study: their paths, and the values that they take.

use toml_edit::{Item, TableLike, Value as Toml};

use super::super::fit::{fit, found, quoted};
use super::super::note::{Form, Note};
use super::super::registry::{Address, registry};
use super::cell::Cell;
use super::model::{Range, StudyParameter};
use super::read::{Reader, place};
use crate::stats::distributions::Shape;

/// What a parameter's table may say.
const KEYS: [&str; 13] = [
    "values",
    "from",
    "to",
    "levels",
    "scale",
    "integer",
    "distribution",
    "mean",
    "sd",
    "mode",
    "alpha",
    "beta",
    "decision",
];
/// Distributions by name.
const DISTRIBUTIONS: [&str; 5] = ["uniform", "normal", "triangular", "beta", "documented"];
/// Keys that the study itself decides.
const DECIDED: [&str; 8] =
    ["replicates", "seed", "name", "title", "question", "base", "organisations", "schema"];

/// Why a study does not vary a parameter: what to do instead.
fn not_varied(key: &str) -> Option<&'static str> {
    match key {
        "start" => Some(
            "a week has one date in all points; `uptake compare` holds scenarios that start on \
             other days beside each other",
        ),
        key if DECIDED.contains(&key) => {
            Some("replicates stand in the study itself; name another parameter")
        }
        key if key.starts_with("target.") => {
            Some("nothing that happens hangs on a goal; [threshold] says what counts as success")
        }
        _ => None,
    }
}

/// All parameters, in the order of the text.
pub(super) fn read(item: &Item, reader: &mut Reader) -> Vec<StudyParameter> {
    let mut parameters = Vec::new();
    match item.as_table_like() {
        Some(table) => walk("", table, reader, &mut parameters),
        None => reader.error(
            item,
            "parameters is a section",
            "write [parameters] and below it \
                             \"skill.attend\" = [0.5, 0.7]",
        ),
    }
    parameters
}

/// Paths may stand in quotes (`"skill.attend"`), or as tables within tables.
fn walk(path: &str, table: &dyn TableLike, reader: &mut Reader, into: &mut Vec<StudyParameter>) {
    for (name, item) in table.iter() {
        let own = if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
        let is_known = !registry().locate(&own).is_empty();
        match item.as_table_like() {
            Some(inner)
                if !is_known
                    && inner.iter().any(|(_, item)| item.is_table_like() || item.is_array())
                    && !inner.contains_key("values") =>
            {
                walk(&own, inner, reader, into);
            }
            _ => {
                let span = table.key(name).and_then(toml_edit::Key::span).or_else(|| item.span());
                into.extend(parameter(&own, item, span.map_or_else(|| place(0..0), place), reader));
            }
        }
    }
}

fn parameter(
    key: &str,
    item: &Item,
    place: super::super::problem::Place,
    reader: &mut Reader,
) -> Option<StudyParameter> {
    let addresses = registry().locate(key);
    let Some(address) = addresses.first() else {
        let help = match registry().nearest(key) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => "`uptake describe KEY` explains a parameter".to_owned(),
        };
        reader.report.error(place, format!("unknown parameter {}", quoted(key)), help);
        return None;
    };
    if let Some(help) = not_varied(key) {
        let message = format!("{} is not varied by a study", quoted(key));
        reader.report.error(place, message, help.to_owned());
        return None;
    }
    let section = &registry().sections[address.section];
    let noted = &section.keys[address.key];
    let note = &noted.note;
    let help = noted.help(&section.full_key(address.entry.as_deref().unwrap_or(""), &noted.name));
    if item.is_array() {
        let range = list(item, note, &help, reader)?;
        return Some(of(key, range, None, false, place));
    }
    let Some(table) = item.as_table_like() else {
        let hint = format!("{key} = [1, 2, 4], or a section with from = and to =");
        reader.error(item, format!("{key} needs a list or a range, found {}", found(item)), hint);
        return None;
    };
    reader.known(table, &KEYS, "key of a parameter");
    let levels = reader.whole(table, "levels", 2..1_001).map(|n| n as usize);
    let decision = reader.flag(table, "decision");
    if let Some(values) = table.get("values") {
        for other in ["from", "to", "levels", "scale", "distribution", "integer"] {
            if let Some(item) = table.get(other) {
                reader.error(item, format!("values and {other} exclude each other"), "");
            }
        }
        let range = list(values, note, &help, reader)?;
        return Some(of(key, range, None, decision, place));
    }
    let range = span(key, table, note, &help, place, reader)?;
    if decision && levels.is_none() && !matches!(range, Range::Span { whole: true, .. }) {
        let help = "add values = [1, 2, 4], or levels = 3".to_owned();
        reader.report.error(place, "a decision has a number of options", help);
    }
    Some(of(key, range, levels, decision, place))
}

/// Pairs of parameters that set one value in a scenario: patterns and what they cover, the same
/// path in two spellings, a path that shares what is not known with another. A point could not
/// have both values.
pub(super) fn overlaps(parameters: &[StudyParameter]) -> Vec<(usize, usize)> {
    let located = |p: &StudyParameter| -> Vec<Address> {
        p.keys.iter().flat_map(|key| registry().locate(key)).collect()
    };
    let all: Vec<Vec<Address>> = parameters.iter().map(located).collect();
    let meet = |a: &Address, b: &Address| {
        let entries = match (a.entry.as_deref(), b.entry.as_deref()) {
            (Some(a), Some(b)) => a == b || a == "*" || b == "*",
            _ => true,
        };
        (a.section, a.key) == (b.section, b.key) && entries
    };
    let pairs = (0..all.len()).flat_map(|i| (0..i).map(move |j| (j, i)));
    pairs.filter(|&(j, i)| all[j].iter().any(|a| all[i].iter().any(|b| meet(a, b)))).collect()
}

fn of(
    key: &str,
    range: Range,
    levels: Option<usize>,
    decision: bool,
    place: super::super::problem::Place,
) -> StudyParameter {
    let (key, keys) = (key.to_owned(), vec![key.to_owned()]);
    StudyParameter { key, keys, range, levels, decision, base: None, place }
}

/// A list of values, each of which must be one that the parameter can have.
fn list(item: &Item, note: &Note, help: &str, reader: &mut Reader) -> Option<Range> {
    let Some(array) = item.as_array() else {
        reader.error(item, format!("values needs a list, found {}", found(item)), help);
        return None;
    };
    if array.is_empty() {
        reader.error(item, "the design is empty: the list has no value", help);
        return None;
    }
    let mut cells = Vec::new();
    for value in array {
        match cell(value, note) {
            Ok(cell) => cells.push(cell),
            Err(messages) => {
                for message in messages {
                    let span = value.span().or_else(|| item.span()).map(place);
                    reader.report.error(span, message, help.to_owned());
                }
            }
        }
    }
    for (i, cell) in cells.iter().enumerate() {
        if cells[..i].contains(cell) {
            reader.error(item, format!("{cell} stands twice in the list"), "take one out");
        }
    }
    (cells.len() == array.len()).then_some(Range::List(cells))
}

fn cell(value: &Toml, note: &Note) -> Result<Cell, Vec<String>> {
    match fit(note, &Item::Value(value.clone())) {
        Ok(_) => Ok(Cell::of(value)),
        Err(misfits) => Err(misfits.into_iter().map(|misfit| misfit.message).collect()),
    }
}

/// A range, with its scale and distribution.
fn span(
    key: &str,
    table: &dyn TableLike,
    note: &Note,
    help: &str,
    place: super::super::problem::Place,
    reader: &mut Reader,
) -> Option<Range> {
    let named = reader.choice(table, "distribution", &DISTRIBUTIONS);
    let (from, to) = (reader.number(table, "from"), reader.number(table, "to"));
    let bare = !table.contains_key("from") && !table.contains_key("to");
    if named == Some("documented") || (bare && named.is_none()) {
        if !bare {
            reader.report.error(
                place,
                "a documented range has its own ends",
                "take from and to out, \
                or choose another distribution"
                    .to_owned(),
            );
        }
        return Some(Range::Documented(None));
    }
    let ends = match note.form {
        Form::Number { low, high } => Some((low, high)),
        Form::Whole { low, high } => Some((low as f64, high as f64)),
        _ => None,
    };
    let Some((least, greatest)) = ends else {
        let message = format!("{key} has no range: {}", note.allowed());
        reader.report.error(place, message, "give a list: values = [ … ]".to_owned());
        return None;
    };
    let (Some(low), Some(high)) = (from, to) else {
        reader.report.error(place, format!("{key} needs from and to"), help.to_owned());
        return None;
    };
    let mut sound = true;
    for (name, end) in [("from", low), ("to", high)] {
        if !(least..=greatest).contains(&end) {
            let item = table.get(name).and_then(Item::span).map(super::read::place);
            let message = format!("{} must lie in {least}..{greatest}, found {end}", note.unit);
            reader.report.error(item.unwrap_or(place), message, help.to_owned());
            sound = false;
        }
    }
    if low >= high {
        reader.report.error(
            place,
            format!("the range is empty: {low} is not below {high}"),
            help.to_owned(),
        );
        sound = false;
    }
    let whole = matches!(note.form, Form::Whole { .. }) || reader.flag(table, "integer");
    if whole && (low.fract() != 0.0 || high.fract() != 0.0) {
        reader.report.error(place, format!("{key} takes whole numbers"), help.to_owned());
        sound = false;
    }
    let log = reader.choice(table, "scale", &["linear", "log"]) == Some("log");
    let shape = shape(table, named, (low, high), place, reader)?;
    if log && (low <= 0.0 || shape != Shape::Uniform) {
        let message = "a logarithmic range begins above 0 and is uniform on its scale";
        reader.report.error(place, message, None);
        sound = false;
    }
    sound.then_some(Range::Span { low, high, log, whole, shape })
}

fn shape(
    table: &dyn TableLike,
    named: Option<&str>,
    (low, high): (f64, f64),
    place: super::super::problem::Place,
    reader: &mut Reader,
) -> Option<Shape> {
    let mut need = |names: [&str; 2], usual: [Option<f64>; 2]| {
        let mut values = [0.0; 2];
        for ((value, name), usual) in values.iter_mut().zip(names).zip(usual) {
            let given =
                if name.is_empty() { Some(0.0) } else { reader.number(table, name).or(usual) };
            let Some(given) = given else {
                let message = format!("a {} distribution needs {name}", named.unwrap_or(""));
                reader.report.error(place, message, None);
                return None;
            };
            *value = given;
        }
        Some(values)
    };
    let middle = 0.5 * (low + high);
    let (shape, fits, what) = match named {
        Some("normal") => {
            let [mean, sd] = need(["mean", "sd"], [Some(middle), None])?;
            (Shape::Normal { mean, sd }, sd > 0.0, "sd must be above 0")
        }
        Some("triangular") => {
            let [mode, _] = need(["mode", ""], [Some(middle), None])?;
            (
                Shape::Triangular { mode },
                (low..=high).contains(&mode),
                "mode must lie between from and to",
            )
        }
        Some("beta") => {
            let [alpha, beta] = need(["alpha", "beta"], [None, None])?;
            (
                Shape::Beta { alpha, beta },
                alpha > 0.0 && beta > 0.0,
                "alpha and beta must be above 0",
            )
        }
        _ => (Shape::Uniform, true, ""),
    };
    if !fits {
        reader.report.error(place, what, None);
    }
    fits.then_some(shape)
}
