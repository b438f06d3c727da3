//! What a browser may do with a report: nothing but show it, with the styles and the script that it
//! was written with. A name in a scenario that slipped through as HTML could then still run nothing.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

/// The policy as an element of the head: of what is in the page, each style and script by its digest
/// (Content Security Policy, level 3).
pub(super) fn policy(page: &str) -> String {
    format!(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src {}; \
         script-src {}; base-uri 'none'; form-action 'none'\">\n",
        sources(page, "style"),
        sources(page, "script")
    )
}

/// Digests of the elements of that name, each once; `'none'` if there are none.
fn sources(page: &str, element: &str) -> String {
    let (opens, closes) = (format!("<{element}>"), format!("</{element}>"));
    let parts = page.split(&opens).skip(1).filter_map(|rest| rest.split(&closes).next());
    let mut digests: Vec<String> = parts
        .map(|content| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(content.as_bytes()))))
        .collect();
    digests.sort_unstable();
    digests.dedup();
    if digests.is_empty() { "'none'".to_owned() } else { digests.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_and_scripts_are_let_in_by_their_digest() {
        // The digest of the empty text, as in FIPS 180-4.
        let empty = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='";
        let page = "<style></style><p>a</p><style></style>";
        let policy = policy(page);
        assert!(policy.contains(&format!("style-src {empty}; script-src 'none';")), "{policy}");
        assert!(policy.contains("default-src 'none'"));
    }
}
