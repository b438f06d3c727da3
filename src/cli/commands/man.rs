//! `uptake man`: the manual pages.

use clap::{Command, CommandFactory};
use clap_mangen::Man as Page;

use uptake::store::{RunFolder, StoreError};

use crate::cli::args::{Arguments, Man};
use crate::cli::exit::Failure;
use crate::cli::terminal::Terminal;

/// Print the main page, or write one page a command into a folder.
pub fn run(args: &Man, terminal: Terminal) -> Result<(), Failure> {
    let mut command = Arguments::command();
    command.build();
    let Some(folder) = &args.output else {
        return terminal.data(&String::from_utf8_lossy(&page(&command)?));
    };
    let folder = match RunFolder::open(folder) {
        Err(StoreError::NotFound { .. }) => {
            RunFolder::create(folder, "", Some(folder), false).map_err(Failure::runtime)?
        }
        other => other.map_err(Failure::runtime)?,
    };
    let mut commands = vec![command.clone()];
    commands.extend(command.get_subcommands().filter(|c| c.get_name() != "help").cloned());
    for command in &commands {
        let name = command.get_display_name().unwrap_or_else(|| command.get_name());
        folder.write(&format!("{name}.1"), &page(command)?).map_err(Failure::runtime)?;
    }
    terminal.say(&format!("Wrote {} pages to {}.", commands.len(), folder.path().display()));
    Ok(())
}

fn page(command: &Command) -> Result<Vec<u8>, Failure> {
    let mut text = Vec::new();
    Page::new(command.clone())
        .render(&mut text)
        .map_err(|error| Failure::runtime(format!("cannot write the manual page: {error}")))?;
    Ok(text)
}
