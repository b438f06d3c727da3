//! What the report can be used for, and what not.

use super::html::{list, p, section as whole};

/// What the model is for.
const FOR: [&str; 3] = [
    "to compare plans for the same region under the same luck: team, money, order of work, upkeep;",
    "to find which steps lose most coverage, and what keeping going costs;",
    "to see how far luck alone spreads the results of one plan.",
];
/// What it is not for.
const NOT_FOR: [&str; 5] = [
    "to promise a date or a number: absolute levels rest on assumed effect sizes;",
    "to judge whether sharing data is good for patients: benefits and harms are not in the model;",
    "to judge or rank organisations or people: those simulated are not real ones;",
    "to transfer figures to another region or tool without a scenario of its own;",
    "to value things that are not counted here: trust, equity between patients, staff wellbeing.",
];

pub(super) fn section() -> String {
    let items =
        |items: &[&str]| list("ul", &items.iter().map(|&i| i.to_owned()).collect::<Vec<_>>());
    let inner = format!(
        "{}{}{}{}{}",
        p("Use it"),
        items(&FOR),
        p("Do not use it"),
        items(&NOT_FOR),
        p("Mechanisms that are not in the model cannot show in its results, and nothing in the \
           ranges covers what is wrong with those that are.")
    );
    whole("limits", "Limits, and what not to use it for", &inner)
}
