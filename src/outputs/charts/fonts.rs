//! The embedded font (assets/fonts), for measuring text and for drawing it.

use std::sync::{Arc, OnceLock};

use plotters::style::{FontStyle, IntoFont, register_font};
use resvg::usvg::fontdb::Database;

use super::ChartError;

/// plotters writes a font's size divided by this.
pub(super) const PLOTTERS_EM: f64 = 1.24;

/// Family of the embedded font.
pub(super) const FAMILY: &str = "Roboto";

static REGULAR: &[u8] = include_bytes!("../../../assets/fonts/Roboto-Regular-subset.ttf");
static BOLD: &[u8] = include_bytes!("../../../assets/fonts/Roboto-Bold-subset.ttf");

/// Make the font known to plotters; done once.
pub(super) fn register() -> Result<(), ChartError> {
    static DONE: OnceLock<bool> = OnceLock::new();
    let done = DONE.get_or_init(|| {
        register_font(FAMILY, FontStyle::Normal, REGULAR).is_ok()
            && register_font(FAMILY, FontStyle::Bold, BOLD).is_ok()
    });
    if *done { Ok(()) } else { Err(ChartError::Font { name: FAMILY }) }
}

/// The font for resvg.
pub(super) fn database() -> Arc<Database> {
    static FONTS: OnceLock<Arc<Database>> = OnceLock::new();
    let load = || {
        let mut fonts = Database::new();
        fonts.load_font_data(REGULAR.to_vec());
        fonts.load_font_data(BOLD.to_vec());
        Arc::new(fonts)
    };
    FONTS.get_or_init(load).clone()
}

/// Weight of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    Regular,
    Bold,
}

impl Weight {
    pub(super) fn style(self) -> FontStyle {
        match self {
            Weight::Regular => FontStyle::Normal,
            Weight::Bold => FontStyle::Bold,
        }
    }
}

/// Width of a text of that size in pixels, on the generous side: plotters takes the size
/// for 1.06 em, which leaves room for a browser's stand-in font.
pub(super) fn width(text: &str, size: f64, weight: Weight) -> f64 {
    // Measured large, because plotters rounds down to whole pixels.
    const LARGE: f64 = 100.0;
    let font = (FAMILY, LARGE * PLOTTERS_EM, weight.style()).into_font();
    let large = font.layout_box(text).map_or(0, |((x0, _), (x1, _))| x1 - x0);
    f64::from(large) * size / LARGE
}

/// A text broken into lines of at most that width, at spaces; words that are too long
/// are broken where they must be. What does not fit into `most` lines ends in an ellipsis.
pub(super) fn wrap(text: &str, size: f64, weight: Weight, room: f64, most: usize) -> Vec<String> {
    let fits = |line: &str| width(line, size, weight) <= room;
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    // Not `split_whitespace`, which would break at the no-break space of `62 %`.
    for word in text.split([' ', '\n', '\t', '\r']).filter(|w| !w.is_empty()) {
        let joined = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if fits(&joined) {
            line = joined;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        for letter in word.chars() {
            line.push(letter);
            if !fits(&line) && line.chars().nth(1).is_some() {
                line.pop();
                lines.push(std::mem::replace(&mut line, letter.to_string()));
            }
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            while !last.is_empty() && !fits(&format!("{last}…")) {
                last.pop();
            }
            last.truncate(last.trim_end().len());
            last.push('…');
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_fit_and_lose_no_word() {
        register().unwrap();
        let text = "In 90 of 100 simulated futures, between 24 and 37 of 50 organisations";
        let lines = wrap(text, 20.0, Weight::Bold, 200.0, 9);
        assert!(lines.len() > 2);
        assert!(lines.iter().all(|l| width(l, 20.0, Weight::Bold) <= 200.0));
        assert_eq!(lines.join(" "), text);
    }

    #[test]
    fn long_words_are_broken_and_long_texts_cut_with_an_ellipsis() {
        register().unwrap();
        let lines = wrap(&"x".repeat(80), 20.0, Weight::Regular, 100.0, 99);
        assert_eq!(lines.concat(), "x".repeat(80));
        let cut = wrap(&"word ".repeat(80), 20.0, Weight::Regular, 100.0, 2);
        assert_eq!(cut.len(), 2);
        assert!(cut[1].ends_with('…') && width(&cut[1], 20.0, Weight::Regular) <= 100.0);
    }
}
