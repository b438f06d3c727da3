//! Values that are allowed and rarely meant: a percentage where a rate is wanted, a share of a post
//! where hours are, thousands of pounds where pounds are. Each is warned about with what was likely
//! meant.

use super::fit::{in_per_cent, plain};
use super::layer::{Entry, Layer, is_users};
use super::problem::Report;
use super::registry::{Key, Section, registry};
use super::value::Value;

/// A rate a year from which on it reads like a percentage: everybody goes twice a year.
const HIGH_RATE: f64 = 2.0;
/// Hours a week up to which a number reads like a share of a full-time post.
const A_POST: f64 = 1.0;
/// Hours in a full-time week.
const FULL_TIME: f64 = 37.5;
/// Pounds a year below which a sum reads like thousands of pounds.
const THOUSANDS: f64 = 1_000.0;
/// Pounds a year below which a payment for an organisation is none.
const PENCE: f64 = 10.0;

/// Warns of the user's values that are likely to be slips.
pub(super) fn warn_of_slips(layer: &Layer, report: &mut Report) {
    for (index, section) in registry().sections.iter().enumerate() {
        for entry in layer.entries(index) {
            for key in &section.keys {
                let Some(setting) = entry.settings.get(&key.name) else { continue };
                let Value::Number(x) = setting.value else { continue };
                if is_users(setting.place)
                    && let Some((message, help)) = slip(section, entry, key, x)
                {
                    report.warn(setting.place, message, help);
                }
            }
        }
    }
}

/// What is doubtful about a value, and what was likely meant.
fn slip(section: &Section, entry: &Entry, key: &Key, x: f64) -> Option<(String, String)> {
    let name = section.full_key(&entry.id, &key.name);
    let (unit, found) = (key.note.unit.as_str(), plain(x));
    let usual = |key: &Key| matches!(key.default, Some(Value::Number(d)) if d < HIGH_RATE);
    if unit == "per year" && x >= HIGH_RATE && usual(key) {
        let message =
            format!("`{name}`: {found} a year is {} % a year", plain((x * 100.0).round()));
        return Some((message, format!("if a percentage is meant: {}", in_per_cent(x))));
    }
    let is_post = section.name() == "team" && key.name == "hours";
    let lends = matches!(lever(entry), Some("extra_hours" | "secondment"));
    if (is_post || key.name == "intensity" && lends) && x > 0.0 && x <= A_POST {
        let message =
            format!("`{name}`: {found} is {found} of an hour a week, in a full week of 37.5")
                .replace("1 of an hour", "one hour");
        let help = format!(
            "if a share of a full-time post is meant: {found} of it is {} hours",
            plain(FULL_TIME * x)
        );
        return Some((message, help));
    }
    if key.name == "intensity" && lever(entry) == Some("payment") && x > 0.0 && x < PENCE {
        let message =
            format!("a payment of £{x:.2} a year for each live organisation moves nobody");
        let help = "intensity of payment is in pounds a year, not a share; `uptake describe \
                    events.full_payment` says what counts as much";
        return Some((message, help.to_owned()));
    }
    let salary = is_salary(section, key);
    let sum = salary || matches!(key.name.as_str(), "budget_per_year" | "other_per_year" | "total");
    if sum && x > 0.0 && x < THOUSANDS {
        let message = match key.name.as_str() {
            "total" => format!("`{name}`: £{found} in all is little"),
            _ => format!("`{name}`: £{found} a year is little"),
        };
        return Some((message, format!("if thousands are meant: {}", plain(x * THOUSANDS))));
    }
    None
}

fn is_salary(section: &Section, key: &Key) -> bool {
    section.name() == "team" && key.name == "salary"
}

/// The lever of an intervention.
fn lever(entry: &Entry) -> Option<&str> {
    match &entry.settings.get("lever")?.value {
        Value::Text(word) => Some(word),
        _ => None,
    }
}
