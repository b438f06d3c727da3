//! `uptake levers`.

use uptake::scenario::{LEVERS, LeverNote};

use crate::cli::args::{Format, Levers};
use crate::cli::exit::Failure;
use crate::cli::terminal::{Terminal, wrap};

/// List the levers.
pub fn run(args: &Levers, terminal: Terminal) -> Result<(), Failure> {
    if args.format == Format::Json {
        let text = serde_json::to_string_pretty(LEVERS).map_err(Failure::runtime)?;
        return terminal.data(&format!("{text}\n"));
    }
    let mut text = String::new();
    for note in LEVERS {
        text.push_str(&entry(note, terminal.width()));
    }
    terminal.data(&text)?;
    terminal.say(
        "All sizes of effect are assumed.\nNext: write one as [[intervention]]; `uptake describe intervention` shows the keys.",
    );
    Ok(())
}

/// One lever, wrapped to the width.
fn entry(note: &LeverNote, width: usize) -> String {
    let asks = match (note.hours > 0.0, note.pounds_per_week > 0.0) {
        (false, false) => "what it says in `acts through`".to_owned(),
        (true, false) => format!("{} {} hours a week", note.hours, note.level.id()),
        (false, true) => format!("£{} a week", note.pounds_per_week),
        (true, true) => {
            format!("{} {} hours and £{} a week", note.hours, note.level.id(), note.pounds_per_week)
        }
    };
    let mut text = format!("{}\n", note.id);
    for line in [
        format!("  {}", note.what.trim()),
        format!("  intensity:    {}", note.unit),
        format!("  asks:         {asks}"),
        format!("  acts through: {} (assumed effect)", note.acts),
        format!("  from:         {}", note.source),
    ] {
        text.push_str(&wrap(&line, width));
        text.push('\n');
    }
    text
}
