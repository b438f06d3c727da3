//! Finds parameters, sections, levers and measures by what they are about: by the words of their notes,
//! and by words that people use for the same.

use super::describe::Description;
use super::levers::LEVERS;
use super::registry::{Shape, registry};
use crate::measures::MEASURES;

/// Words that people use, and words that the notes use for the same.
const SAME: &[(&[&str], &[&str])] = &[
    (&["turnover", "attrition", "churn", "resignation", "quit"], &["leave", "leavers", "leaving"]),
    (&["incentive", "reward", "bonus", "pay-for-performance", "qof"], &["payment", "mandate"]),
    (&["training", "session", "lesson"], &["train", "refresher", "attend"]),
    (&["facilitator", "trainer", "coach"], &["facilitators", "team"]),
    (&["money", "funding", "grant", "finance", "cash"], &["budget", "money", "funder"]),
    (&["wage", "pay"], &["salary", "payment"]),
    (&["dropout", "abandon", "stop"], &["lapsed", "exit", "stops"]),
    (&["adoption", "uptake", "usage", "active"], &["real_use", "use", "live"]),
    (&["consent", "permission"], &["agree", "agreed", "asking"]),
    (&["software", "vendor", "supplier", "ehr", "emr"], &["system", "vendor"]),
    (&["recruitment", "hiring", "vacancy"], &["recruit", "vacant", "fill"]),
    (&["seed", "randomness", "luck", "random"], &["seed", "replicates"]),
    (&["outdated", "old", "expired"], &["stale", "current"]),
    (&["reform", "restructuring"], &["reorganisation"]),
    (&["enthusiasm", "hype", "buzz"], &["interest"]),
    (&["workload", "busy", "pressure"], &["load", "slack"]),
    (&["goal", "objective", "aim"], &["target"]),
    (&["action", "recommendation"], &["lever", "intervention"]),
    (
        &["cost", "price", "spend", "spending", "expense"],
        &["budget", "salary", "pounds", "spend", "cost"],
    ),
    (&["doctor", "physician", "clinician"], &["gp", "hospital_doctor"]),
    (&["hospital", "acute", "inpatient"], &["ward", "hospital"]),
    (&["residential", "nursing"], &["care_home"]),
    (&["surgery", "practice"], &["gp_practice"]),
    (&["persuade", "convince", "engagement", "recruit"], &["joining", "persuade", "approach"]),
    (&["refusal", "decline", "reject", "resistance"], &["refusers", "refuse"]),
    (&["locum", "cover", "agency"], &["backfill"]),
    (&["leadership", "leader", "executive", "board"], &["sponsor", "lead"]),
    (&["integration", "interface", "api"], &["interoperability", "reads"]),
    (
        &["privacy", "legal", "gdpr", "dpia", "compliance"],
        &["information_governance", "governance"],
    ),
    (&["leak", "press", "newspaper"], &["scandal"]),
    (&["advocate", "superuser", "enthusiast"], &["champion"]),
    (&["late", "lateness", "overrun"], &["delay", "slipping", "slip"]),
    (&["horizon", "duration", "year"], &["weeks"]),
    (&["reminder", "nudge"], &["refresher", "follow_up"]),
    (&["competence", "competency", "ability"], &["competent", "skill"]),
    (&["spreadsheet", "excel", "csv", "import"], &["organisations"]),
    (&["fte", "wte", "capacity", "staffing"], &["hours", "staff"]),
    (&["equity", "fairness", "deprivation"], &["inequality"]),
    (&["cohort", "caseload", "register"], &["patients"]),
];
/// Words that say nothing of what is sought.
const EMPTY: &[&str] = &[
    "the", "a", "an", "of", "how", "many", "people", "much", "what", "which", "is", "are", "who",
    "that", "to", "in", "for", "and", "do", "does", "i", "we", "our", "my", "their", "per", "rate",
    "number", "level", "with", "on", "by",
];
/// Letters of a word from which on one letter that differs is a slip.
const SLIP: usize = 6;
/// Most that are listed.
const MOST: usize = 12;
/// Letters of a word below which its beginning is no help.
const SHORT: usize = 4;

/// What is found, with the place of the word in it.
struct Entry {
    key: String,
    prose: String,
}

/// What is about `wanted`, the nearest first; none if nothing is.
pub(super) fn find(wanted: &str) -> Option<Description> {
    let mut asked: Vec<String> = words(wanted);
    if asked.iter().any(|word| !EMPTY.contains(&word.as_str())) {
        asked.retain(|word| !EMPTY.contains(&word.as_str()));
    }
    if asked.is_empty() || asked.len() > 6 {
        return None;
    }
    let ranked = |alike: &Alike| -> Vec<(u32, usize, Entry)> {
        let all = entries().into_iter().enumerate();
        all.filter_map(|(place, entry)| Some((score(&asked, &entry, alike)?, place, entry)))
            .collect()
    };
    let mut ranked = match ranked(&alike) {
        // A slip in a name of the file's own is asked back.
        none if none.is_empty() && !wanted.contains(['.', '_']) => {
            ranked(&|a, b| alike(a, b) || slip(a, b))
        }
        found => found,
    };
    ranked.sort_by_key(|(score, place, _)| (std::cmp::Reverse(*score), *place));
    let all = ranked.len();
    let members: Vec<(String, String)> =
        ranked.into_iter().take(MOST).map(|(_, _, entry)| (entry.key, entry.prose)).collect();
    let more = if all > MOST { format!(", of {all}") } else { String::new() };
    let prose = format!(
        "No parameter, section or measure has this name. About it, the nearest first ({}{more}):",
        members.len()
    );
    (!members.is_empty()).then(|| Description {
        key: wanted.to_owned(),
        prose,
        parameter: None,
        members,
    })
}

/// Everything that can be described.
fn entries() -> Vec<Entry> {
    let mut all = Vec::new();
    for section in registry().sections.iter() {
        if !section.path.is_empty() {
            all.push(Entry { key: section.name(), prose: section.prose.clone() });
        }
        // What the built-in region has of a collection is found by its name.
        if section.shape == Shape::Collection {
            for entry in super::builtin::builtin_layer().named(&section.name()) {
                let label = match entry.settings.get("label").map(|label| label.value.to_string()) {
                    Some(label) => label.trim_matches('"').to_owned(),
                    None => section.prose.clone(),
                };
                all.push(Entry { key: format!("{}.{}", section.name(), entry.id), prose: label });
            }
        }
        let keys = section.keys.iter().map(|key| Entry {
            key: section.full_key("", &key.name),
            prose: key.note.prose.clone(),
        });
        all.extend(keys);
    }
    all.extend(MEASURES.iter().map(|m| {
        let of = if m.of.is_empty() { String::new() } else { format!("{}: ", m.of) };
        Entry { key: m.name.to_owned(), prose: format!("A measure: {of}{}.", m.label) }
    }));
    all.extend(LEVERS.iter().map(|note| Entry {
        key: format!("lever {}", note.id),
        prose: format!("{} It acts through: {}.", note.what.trim(), note.acts),
    }));
    all
}

/// How near an entry is to the words asked for: every word has to be in its key or its note, by itself,
/// by its beginning, or by a word for the same.
fn score(asked: &[String], entry: &Entry, alike: &Alike) -> Option<u32> {
    let (key, prose) = (words(&entry.key), words(&entry.prose));
    let near = |word: &String| {
        let same = SAME.iter().filter(|(people, _)| people.iter().any(|p| alike(word, p)));
        let notes = same.flat_map(|(_, notes)| notes.iter().map(|note| (*note).to_owned()));
        let with = |word: &str, exact: u32, in_prose: u32| {
            let parts = words(word);
            let holds = |text: &[String]| {
                parts.iter().all(|part| text.iter().any(|other| alike(part, other)))
            };
            if holds(&key) {
                exact
            } else if holds(&prose) {
                in_prose
            } else {
                0
            }
        };
        let itself = with(word, 9, 4);
        notes.map(|note| with(&note, 6, 1)).fold(itself, u32::max)
    };
    let nearest: Vec<u32> = asked.iter().map(near).collect();
    nearest.iter().all(|&near| near > 0).then(|| nearest.iter().sum())
}

/// Whether two words are taken for the same.
type Alike = dyn Fn(&str, &str) -> bool;

/// True for two long words that differ by a letter, or by two that changed places.
fn slip(a: &str, b: &str) -> bool {
    a.len().min(b.len()) >= SLIP && strsim::osa_distance(a, b) <= 1
}

/// True for two words with the same stem: one is the other with an ending.
fn alike(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    let ending = long.strip_prefix(short).unwrap_or("not an ending");
    short.len() >= SHORT
        && matches!(ending, "s" | "es" | "d" | "ed" | "r" | "rs" | "ing" | "er" | "ers")
}

/// Words in lower case; what joins parts of a name parts them.
fn words(text: &str) -> Vec<String> {
    let parts = text.split(|c: char| !c.is_alphanumeric() && c != '-');
    parts.filter(|part| !part.is_empty()).map(str::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::describe;

    fn found(wanted: &str) -> Vec<String> {
        let described = describe(wanted).unwrap_or_else(|unknown| panic!("{unknown}"));
        described.members.into_iter().map(|(key, _)| key).collect()
    }

    /// Kind of fault: what people call a thing finds nothing.
    #[test]
    fn words_that_people_use_find_what_they_mean() {
        for (word, key) in [
            ("turnover", "team.*.leave_per_year"),
            ("Turnover", "role.*.leave_per_year"),
            ("incentive", "lever payment"),
            ("incentives", "events.full_payment"),
            ("facilitators", "team.facilitators"),
            ("facilitator", "team.facilitators"),
            ("real use", "organisations.real_use"),
            ("payment", "lever payment"),
            ("staff turnover", "staff.leavers"),
            ("funding", "money.budget_per_year"),
            ("wages", "team.*.salary"),
            ("outdated", "encounters.stale"),
            ("how many people leave", "role.*.leave_per_year"),
            ("turnovr", "role.*.leave_per_year"),
            ("price", "money.budget_per_year"),
            ("privacy", "forces.information_governance"),
        ] {
            let all = found(word);
            assert!(all.iter().any(|k| k == key), "{word} should find {key}: {all:?}");
            assert!(all.len() <= MOST);
        }
        // The nearest comes first: what has the word in its name before what mentions it.
        assert!(found("real use")[..3].iter().any(|k| k == "organisations.real_use"));
    }

    #[test]
    fn what_there_is_not_is_not_found() {
        for word in
            ["banana", "kind.banana", "kind.banana.count", "target.banana", "real banana", ""]
        {
            assert!(describe(word).is_err(), "{word}");
        }
        for word in
            ["kind.*", "kind.gp_practice", "kind.*.count", "kind.gp_practice.count", "target.1"]
        {
            assert!(describe(word).is_ok(), "{word}");
        }
    }
}
