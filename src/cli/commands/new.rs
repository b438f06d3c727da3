//! `uptake new FILE`: a scenario to change.

use uptake::scenario::templates;
use uptake::store;

use crate::cli::args::{New, Template};
use crate::cli::exit::Failure;
use crate::cli::terminal::Terminal;

/// Write a template.
pub fn run(args: &New, terminal: Terminal) -> Result<(), Failure> {
    let text = match args.template {
        Template::Minimal => templates::MINIMAL,
        Template::Region => templates::REGION,
        Template::National => templates::NATIONAL,
    };
    store::write_new(&args.file, text.as_bytes(), args.force)
        .map_err(|error| Failure::runtime(error.to_string()))?;
    let file = args.file.display();
    terminal.say(&format!("Wrote {file}. Open it in any text editor; it is made to be changed."));
    terminal.say(&format!("Next: uptake check {file}"));
    Ok(())
}
