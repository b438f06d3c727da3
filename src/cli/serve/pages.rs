//! The files of the page, as they were when the program was built.

macro_rules! files {
    ($($path:literal: $kind:expr, $file:literal;)*) => {
        const FILES: &[(&str, &str, &[u8])] =
            &[$(($path, $kind, include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/", $file))),)*];
    };
}

const HTML: &str = "text/html; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";
const STYLE: &str = "text/css; charset=utf-8";
const TEXT: &str = "text/plain; charset=utf-8";

// The page imports `engine.js` and does not know which one it is given.
files! {
    "/": HTML, "web/page/index.html";
    "/index.html": HTML, "web/page/index.html";
    "/style.css": STYLE, "web/page/style.css";
    "/icon.svg": "image/svg+xml", "web/page/icon.svg";
    "/main.js": SCRIPT, "web/page/main.js";
    "/asking.js": SCRIPT, "web/page/asking.js";
    "/controls.js": SCRIPT, "web/page/controls.js";
    "/dom.js": SCRIPT, "web/page/dom.js";
    "/engine.js": SCRIPT, "web/page/native.js";
    "/fan.js": SCRIPT, "web/page/fan.js";
    "/files.js": SCRIPT, "web/page/files.js";
    "/parameters.js": SCRIPT, "web/page/parameters.js";
    "/plan.js": SCRIPT, "web/page/plan.js";
    "/views.js": SCRIPT, "web/page/views.js";
    "/words.js": SCRIPT, "web/page/words.js";
    "/Roboto-Regular-subset.ttf": "font/ttf", "assets/fonts/Roboto-Regular-subset.ttf";
    "/Roboto-Bold-subset.ttf": "font/ttf", "assets/fonts/Roboto-Bold-subset.ttf";
    "/gallery/cambridgeshire.toml": TEXT, "scenarios/cambridgeshire.toml";
    "/gallery/double-team.toml": TEXT, "scenarios/double-team.toml";
    "/gallery/half-team.toml": TEXT, "scenarios/half-team.toml";
    "/gallery/senders-first.toml": TEXT, "scenarios/senders-first.toml";
    "/gallery/funding-ends.toml": TEXT, "scenarios/funding-ends.toml";
    "/gallery/funding-ends-kept.toml": TEXT, "scenarios/funding-ends-kept.toml";
    "/gallery/mandate.toml": TEXT, "scenarios/mandate.toml";
    "/gallery/backfill.toml": TEXT, "scenarios/backfill.toml";
    "/gallery/refresher-3-months.toml": TEXT, "scenarios/refresher-3-months.toml";
    "/gallery/scandal.toml": TEXT, "scenarios/scandal.toml";
    "/gallery/reorganisation.toml": TEXT, "scenarios/reorganisation.toml";
    "/gallery/care-home-county.toml": TEXT, "scenarios/care-home-county.toml";
    "/gallery/two-systems.toml": TEXT, "scenarios/two-systems.toml";
    "/gallery/all-recommendations.toml": TEXT, "scenarios/all-recommendations.toml";
    "/gallery/all-recommendations-resourced.toml": TEXT, "scenarios/all-recommendations-resourced.toml";
}

/// The file at a path, with its kind.
pub fn page(path: &str) -> Option<(&'static str, &'static [u8])> {
    FILES.iter().find(|(known, ..)| *known == path).map(|(_, kind, bytes)| (*kind, *bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every file that a module imports and every plan of the gallery is served.
    #[test]
    fn nothing_that_the_page_names_is_missing() {
        let mut names = 0;
        for (path, _, bytes) in FILES.iter().filter(|(path, ..)| path.ends_with(".js")) {
            let text = std::str::from_utf8(bytes).expect("text");
            for line in text.lines() {
                let import = line.split_once(" from \"./").map(|(_, rest)| format!("/{rest}"));
                let plan = line.strip_prefix("  [\"").filter(|_| *path == "/plan.js");
                let plan =
                    plan.map(|rest| format!("/gallery/{}", rest.replacen('"', ".toml\"", 1)));
                for found in import.into_iter().chain(plan) {
                    let name = found.split('"').next().unwrap_or_default();
                    assert!(page(name).is_some(), "{path} names {name}");
                    names += 1;
                }
            }
        }
        assert!(names > 30, "{names}");
    }
}
