//! "Did you mean": the name closest to a misspelt one.

/// Names longer than this are not misspelt names.
const LONGEST: usize = 80;

/// The candidate that `name` is most likely a slip for: at most a third of its letters differ.
pub(crate) fn closest<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    if name.len() > LONGEST {
        return None;
    }
    let folded = name.to_lowercase();
    let allowed = (name.chars().count() / 3).max(1);
    let candidates: Vec<&str> = candidates.into_iter().collect();
    let slip = candidates
        .iter()
        .map(|&candidate| (strsim::osa_distance(&folded, &candidate.to_lowercase()), candidate))
        .filter(|&(distance, candidate)| {
            distance <= allowed && distance < candidate.chars().count()
        })
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, candidate)| candidate);
    // Half of a name is no slip of letters, but plain enough.
    let is_part = |candidate: &&str| name.len() >= 4 && candidate.contains(&folded);
    slip.or_else(|| candidates.into_iter().find(is_part))
}

/// The words of a "did you mean" line, or of what there is to choose from.
pub(crate) fn did_you_mean<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str> + Clone,
) -> String {
    match closest(name, candidates.clone()) {
        Some(candidate) => format!("did you mean `{candidate}`?"),
        None => {
            let names: Vec<&str> = candidates.into_iter().take(13).collect();
            match names.len() {
                0 => "there are none yet".to_owned(),
                1 => format!("there is only {}", names[0]),
                13 => format!("there are {}, …", names[..12].join(", ")),
                _ => format!("there are {}", names.join(", ")),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_recognised_and_strangers_are_not() {
        let names = ["attend", "retention_weeks", "practice_gain"];
        assert_eq!(closest("atend", names), Some("attend"));
        assert_eq!(closest("Attend", names), Some("attend"));
        assert_eq!(closest("retention_week", names), Some("retention_weeks"));
        assert_eq!(closest("hospital", names), None);
        assert_eq!(closest("practice", names), Some("practice_gain"));
        assert_eq!(closest("x", ["y"]), None, "one letter is no evidence");
        assert_eq!(closest(&"a".repeat(1_000_000), names), None);
    }
}
