//! JSON files that end with a digest of all that stands before it, so that an edit shows.

use super::sha256_hex;

/// What stands before the digest, and after it.
const BEFORE: &str = ",\n  \"digest\": \"";
const AFTER: &str = "\"\n}\n";
/// End of an object without it.
const END: &str = "\n}\n";

/// An indented object with its digest as the last field.
pub(super) fn sealed(mut json: String) -> String {
    json.push('\n');
    let digest = sha256_hex(json.as_bytes());
    json.truncate(json.len() - END.len());
    json + BEFORE + &digest + AFTER
}

/// The object without its digest; `None` if it has none, or any byte of it was changed.
pub(super) fn unsealed(text: &str) -> Option<String> {
    let (body, digest) = text.strip_suffix(AFTER)?.rsplit_once(BEFORE)?;
    let json = body.to_owned() + END;
    (sha256_hex(json.as_bytes()) == digest).then_some(json)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Kind of fault: a record that can be edited without a trace.
    #[test]
    fn an_edit_anywhere_shows() {
        let json = "{\n  \"a\": 1\n}";
        let text = sealed(json.to_owned());
        assert_eq!(unsealed(&text).unwrap(), format!("{json}\n"));
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value["digest"].as_str().unwrap().len(), 64);
        for at in 0..text.len() {
            let mut changed = text.clone().into_bytes();
            changed[at] ^= 1;
            assert_eq!(unsealed(&String::from_utf8_lossy(&changed)), None, "changed at {at}");
            assert_eq!(unsealed(&text[..at]), None, "cut at {at}");
        }
        assert_eq!(unsealed(&(text + "\n")), None);
    }
}
