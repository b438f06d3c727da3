//! `uptake new FILE`: a scenario to change.

use std::path::Path;

use uptake::scenario;
use uptake::store::{RunFolder, StoreError};

use crate::cli::args::New;
use crate::cli::exit::Failure;
use crate::cli::terminal::Terminal;

/// Write a template.
pub fn run(args: &New, terminal: Terminal) -> Result<(), Failure> {
    // The command line admits no other name.
    let template = scenario::template(&args.template)
        .ok_or_else(|| Failure::runtime(format!("there is no template {}", args.template)))?;
    let file = args.file.display();
    let (Some(folder), Some(name)) = (args.file.parent(), args.file.file_name()) else {
        return Err(Failure::runtime(format!("{file} cannot be the name of a file")));
    };
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let folder = RunFolder::open(folder).map_err(Failure::runtime)?;
    let name = name.to_string_lossy();
    match folder.read(&name, 0) {
        Err(StoreError::NotFound { .. }) => {}
        _ if args.force => {}
        _ => {
            return Err(Failure::runtime(format!("{file} already exists"))
                .with_help("choose another name, or replace it with --force"));
        }
    }
    folder.write(&name, template.text.as_bytes()).map_err(Failure::runtime)?;
    terminal.say(&format!("Wrote {file}. Open it in any text editor; it is made to be changed."));
    terminal.say(&format!("Next: uptake check {file}"));
    Ok(())
}
