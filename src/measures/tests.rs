use super::*;

/// A measure that is given another name must not turn into one of which more is better.
#[test]
fn directions_are_those_of_measures_that_there_are() {
    let known = |name: &&str| measure(name).is_some();
    assert!(LESS.iter().chain(&EITHER).all(known));
    assert_eq!(measure("project.spend").and_then(Measure::better), Some(Better::Less));
    assert_eq!(measure("staff.weekly").and_then(Measure::better), Some(Better::More));
    assert_eq!(measure("project.hours").and_then(Measure::better), None);
}

/// Kind of fault: "5 % of look-ups look-ups that found nothing".
#[test]
fn no_share_says_a_word_twice_in_a_row() {
    for m in MEASURES.iter().filter(|m| m.unit == Unit::Share) {
        let said = m.share_in_words();
        let words: Vec<&str> = said.split_whitespace().collect();
        assert!(words.windows(2).all(|w| w[0] != w[1]), "{said}");
    }
    let missing = measure("encounters.missing").map(Measure::share_in_words);
    assert_eq!(missing.as_deref(), Some("look-ups that found nothing"));
}
