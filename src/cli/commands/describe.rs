//! `uptake describe KEY`.

use uptake::scenario::{self, Description};

use crate::cli::args::Describe;
use crate::cli::exit::{Exit, Failure};
use crate::cli::terminal::{Terminal, wrap};

/// Print the note of a parameter, or what a section holds.
pub fn run(args: &Describe, terminal: Terminal) -> Result<(), Failure> {
    let description = scenario::describe(&args.key).map_err(|unknown| {
        let help = match &unknown.did_you_mean {
            Some(meant) => format!("did you mean {meant}?"),
            None => "uptake describe forces lists the forces".to_owned(),
        };
        Failure::runtime(unknown).with_exit(Exit::Invalid).with_help(help)
    })?;
    terminal.data(&page(&description, terminal.width()))
}

/// The description, wrapped to the width.
fn page(description: &Description, width: usize) -> String {
    let mut text = format!("{}\n", description.key);
    let mut line = |words: &str| {
        text.push_str(&wrap(words, width));
        text.push('\n');
    };
    line(&format!("  {}", description.prose));
    if let Some(parameter) = &description.parameter {
        let default = parameter.default.as_deref().unwrap_or("none (may be left out)");
        line(&format!("  allowed:  {}", parameter.allowed));
        line(&format!("  default:  {default}"));
        if let Some(value) = &parameter.built_in {
            line(&format!("  built in: {value}"));
        }
        line(&format!("  how sure: {}", parameter.sure));
        line(&format!("  source:   {}", parameter.source));
        if let Some(drawn) = &parameter.drawn {
            line(&format!("  if drawn: {drawn}"));
        }
    }
    for (name, prose) in &description.members {
        line(&format!("  {name}: {prose}"));
    }
    text
}
