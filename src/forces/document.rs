//! What the head of a force's file says, for `uptake describe` and for `docs/FORCES.md`: the file
//! is the one place where a mechanism is described.

use std::fmt::Write;

use super::{Force, Meta, registry};

/// The head of a force's file, by heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The first line: number and name.
    pub title: String,
    /// Heading and text, in the order of the file; paragraphs are kept, lines joined.
    pub parts: Vec<(String, String)>,
}

/// Headings that every force's file has, in order.
pub const HEADINGS: [&str; 6] =
    ["What it does", "Equation", "Parameters", "Writes", "Limits", "Test"];

impl Document {
    /// Read the head of a file.
    pub fn of(meta: &Meta) -> Self {
        let head = meta.text.lines().map_while(|line| line.strip_prefix("//!"));
        let mut document = Document { title: String::new(), parts: vec![] };
        for line in head.map(str::trim) {
            if let Some(heading) = line.strip_prefix("# ") {
                document.parts.push((heading.to_owned(), String::new()));
                continue;
            }
            let text = match document.parts.last_mut() {
                Some((_, text)) => text,
                None => &mut document.title,
            };
            match line {
                "" if !text.is_empty() && !text.ends_with("\n\n") => text.push_str("\n\n"),
                "" => {}
                _ => {
                    if !text.is_empty() && !text.ends_with('\n') {
                        text.push(' ');
                    }
                    text.push_str(&plain(line));
                }
            }
        }
        document.title = document.title.trim().to_owned();
        for (_, text) in &mut document.parts {
            *text = text.trim().to_owned();
        }
        document
    }

    /// The text under a heading; empty if it is not there.
    pub fn part(&self, heading: &str) -> &str {
        self.parts.iter().find(|(name, _)| name == heading).map_or("", |(_, text)| text)
    }
}

/// A line without the brackets that make names links of the documentation.
fn plain(line: &str) -> String {
    line.replace("[`", "`").replace("`]", "`")
}

/// The force of that name.
pub fn force(name: &str) -> Option<&'static dyn Force> {
    registry().find(|force| force.meta().name == name)
}

/// `docs/FORCES.md`: a row for each mechanism, in the order of the framework, then each one.
pub fn page() -> String {
    let mut page = String::from(
        "# The forces\n\n\
         Every mechanism of the framework of Petrova & Barclay (2024), as the head of its file\n\
         describes it. This page is made from those heads; a test holds it to them.\n\n\
         | § | Mechanism | Writes | Seen in |\n|---|---|---|---|\n",
    );
    // Writing to a String cannot fail.
    for force in registry() {
        let meta = force.meta();
        let _ = writeln!(
            page,
            "| {} | [{}](#{}) | {} | {} |",
            meta.section,
            meta.title,
            meta.name,
            written(meta),
            seen(meta)
        );
    }
    for force in registry() {
        let meta = force.meta();
        let document = Document::of(meta);
        let _ = write!(page, "\n<a id=\"{}\"></a>\n## {}\n", meta.name, document.title);
        for (heading, text) in &document.parts {
            let _ = write!(page, "\n**{heading}.** {text}\n");
        }
        for shows in meta.shows {
            let keys = match shows.keys {
                [] => "the built-in region as it is".to_owned(),
                keys => format!("`{}`", keys.join("`, `")),
            };
            let direction = if shows.raises { "raises" } else { "lowers" };
            let event = shows.event.map(|e| format!(", where `{}` has come", e.id()));
            let _ = write!(
                page,
                "\n**Seen in.** {keys}: {direction} `{}` by week {}{}.\n",
                shows.outcome,
                shows.week,
                event.unwrap_or_default()
            );
        }
    }
    page
}

fn written(meta: &Meta) -> String {
    let names: Vec<String> =
        meta.writes.iter().map(|c| format!("`{}`", c.coefficient().name)).collect();
    names.join(", ")
}

fn seen(meta: &Meta) -> String {
    let sign = |raises| if raises { "+" } else { "−" };
    let each = meta.shows.iter().map(|s| format!("{} `{}`", sign(s.raises), s.outcome));
    each.collect::<Vec<_>>().join(", ")
}
