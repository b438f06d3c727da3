//! `uptake describe KEY`.

use uptake::forces::Meta;
use uptake::forces::document::{self, Document};
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
    let mut text = page(&description, terminal.width());
    if let Some(name) = args.key.strip_prefix("forces.")
        && let Some(force) = document::force(name)
    {
        text.push_str(&mechanism(force.meta(), terminal.width()));
    }
    terminal.data(&text)
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

/// What the head of the force's file says.
fn mechanism(meta: &Meta, width: usize) -> String {
    let document = Document::of(meta);
    let mut text = format!("\n{}\n", wrap(&document.title, width));
    for (heading, part) in &document.parts {
        text.push_str(&format!("\n{heading}\n"));
        for paragraph in part.split("\n\n") {
            text.push_str(&format!("{}\n", wrap(&format!("  {paragraph}"), width)));
        }
    }
    text
}
