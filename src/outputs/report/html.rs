//! Pieces of HTML. Text is escaped here and nowhere else.

use std::fmt::Write;

use crate::outputs::charts::{Chart, Table};
use crate::outputs::document::Glance;
use crate::outputs::words::capital;

/// Text as HTML; what stands between two backticks is code.
pub(super) fn text(words: &str) -> String {
    let mut out = String::with_capacity(words.len() + 16);
    for (i, part) in words.split('`').enumerate() {
        let is_code = i % 2 == 1;
        out.push_str(if is_code { "<code>" } else { "" });
        for c in part.chars() {
            match c {
                '&' => out.push_str("&amp;"),
                '<' => out.push_str("&lt;"),
                '>' => out.push_str("&gt;"),
                '"' => out.push_str("&quot;"),
                c if c.is_control() && c != '\n' => out.push(' '),
                c => out.push(c),
            }
        }
        out.push_str(if is_code { "</code>" } else { "" });
    }
    out
}

/// A paragraph.
pub(super) fn p(words: &str) -> String {
    format!("<p>{}</p>\n", text(words))
}

/// A section of the report with its heading.
pub(super) fn section(id: &str, heading: &str, inner: &str) -> String {
    let heading = text(heading);
    format!(
        "<section id=\"{id}\" aria-labelledby=\"{id}-heading\">\n\
         <h2 id=\"{id}-heading\">{heading}</h2>\n{inner}</section>\n"
    )
}

/// A list; `ol` or `ul`.
pub(super) fn list(tag: &str, items: &[String]) -> String {
    let items: String = items.iter().map(|item| format!("<li>{}</li>\n", text(item))).collect();
    format!("<{tag}>\n{items}</{tag}>\n")
}

/// Terms and what belongs to each.
pub(super) fn terms(pairs: &[(&str, String)]) -> String {
    let pair = |(term, words): &(&str, String)| {
        format!("<div><dt>{}</dt><dd>{}</dd></div>\n", text(term), text(words))
    };
    format!("<dl class=\"brief\">\n{}</dl>\n", pairs.iter().map(pair).collect::<String>())
}

/// Something to be opened.
pub(super) fn details(summary: &str, inner: &str) -> String {
    format!("<details>\n<summary>{}</summary>\n{inner}</details>\n", text(summary))
}

/// A table in a box that scrolls by itself where it is wider than the page. The first column
/// heads its rows.
pub(super) fn table(caption: &str, table: &Table) -> String {
    let caption = text(caption);
    let mut out = format!(
        "<div class=\"scroll\" role=\"group\" aria-label=\"{caption}\" tabindex=\"0\">\n\
         <table>\n<caption>{caption}</caption>\n<thead><tr>"
    );
    for head in &table.head {
        // Writing to a String cannot fail.
        let _ = write!(out, "<th scope=\"col\">{}</th>", text(head));
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for row in &table.rows {
        out.push_str("<tr>");
        for (i, cell) in row.iter().enumerate() {
            let cell = text(cell);
            let _ = match i {
                0 => write!(out, "<th scope=\"row\">{cell}</th>"),
                _ => write!(out, "<td>{cell}</td>"),
            };
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n</div>\n");
    out
}

/// A few figures: of one scenario in boxes, of several in a table.
pub(super) fn glance(glance: &Glance) -> String {
    let [only] = &glance.rows[..] else {
        let legend = glance.head.iter().map(|[head, what]| format!("{}: {what}.", capital(head)));
        return table(&glance.caption, &glance.table().capitals())
            + &format!("<p class=\"meta\">{}</p>\n", text(&legend.collect::<Vec<_>>().join(" ")));
    };
    let fact = |([head, what], [value, beside]): (&[String; 2], &[String; 2])| {
        format!(
            "<div><dt>{}</dt><dd><b>{}</b> <span>{}</span> <small>{}</small></dd></div>\n",
            text(&capital(head)),
            text(value),
            text(beside),
            text(what)
        )
    };
    let facts: String = glance.head.iter().zip(&only.figures).map(fact).collect();
    format!(
        "<dl class=\"facts\">\n{facts}</dl>\n<p class=\"meta\">{}.</p>\n",
        text(&glance.caption)
    )
}

/// A chart with its table. The picture has a box of its own that scrolls where the page is too
/// narrow for its letters, and in which a keyboard can move.
pub(super) fn figure(chart: &Chart) -> String {
    let name = spoken(chart.name);
    let behind = details(
        "Table behind the chart",
        &table(&format!("Values of the chart {name}"), &chart.table),
    );
    let read_out = chart.read_out.map_or(String::new(), |r| {
        let places = [r.left, r.right, r.top, r.bottom].map(|x| x.to_string()).join(" ");
        format!(" data-plot=\"{places} {} {}\"", r.from, r.to)
    });
    format!(
        "<figure{read_out}>\n<div class=\"picture\" role=\"group\" aria-label=\"Chart {name}\" \
         tabindex=\"0\">\n{}</div>\n{behind}</figure>\n",
        chart.inline.as_ref().unwrap_or(&chart.svg)
    )
}

/// A name of a chart as words.
pub(super) fn spoken(name: &str) -> String {
    name.replace('_', " ")
}

/// Text within a `data:` address.
pub(super) fn percent_encoded(content: &str) -> String {
    let mut out = String::with_capacity(content.len() + content.len() / 8);
    for byte in content.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b',' | b'.' | b'-' | b'_' | b':' => {
                out.push(char::from(byte));
            }
            other => {
                let _ = write!(out, "%{other:02X}");
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_user_writes_is_text_and_nothing_else() {
        assert_eq!(text("<b> & \"q\"\u{7}"), "&lt;b&gt; &amp; &quot;q&quot; ");
        assert_eq!(text("say `uptake <x>` twice"), "say <code>uptake &lt;x&gt;</code> twice");
        assert_eq!(percent_encoded("a,b\n\"é\""), "a,b%0A%22%C3%A9%22");
    }

    #[test]
    fn tables_head_their_rows() {
        let words = |words: [&str; 2]| words.map(str::to_owned).to_vec();
        let values = Table { head: words(["A", "B"]), rows: vec![words(["x", "1"])] };
        assert!(table("T", &values).contains("<tr><th scope=\"row\">x</th><td>1</td></tr>"));
    }
}
