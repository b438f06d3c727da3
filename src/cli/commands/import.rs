//! `uptake import FILE`: a list of organisations from a spreadsheet.

use std::path::{Path, PathBuf};

use jiff::civil::Date;
use jiff::tz::Offset;

use uptake::import::{self, ASIDE, LIMIT, LIST, MAPPING, SCENARIO, Wanted};
use uptake::store::{RunFolder, SCENARIO_LIMIT, StoreError, read_bytes, read_text, same_file};

use crate::cli::args::Import;
use crate::cli::exit::{Exit, Failure};
use crate::cli::record::quoted;
use crate::cli::terminal::Terminal;

/// Read the list, say how, and write the scenario.
pub fn run(args: &Import, terminal: Terminal) -> Result<(), Failure> {
    let bytes = read_bytes(&args.file, LIMIT).map_err(Failure::runtime)?;
    let mapping = match &args.mapping {
        Some(path) => Some((
            path.display().to_string(),
            read_text(path, SCENARIO_LIMIT).map_err(Failure::runtime)?,
        )),
        None => None,
    };
    let output = args
        .output
        .clone()
        .unwrap_or_else(|| PathBuf::from(format!("{}{SCENARIO}", stem(&args.file))));
    let stem =
        output.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let folder =
        output.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let folder = RunFolder::open(folder).map_err(Failure::runtime)?;
    let keeps = mapping.is_some();
    // Nothing that is there is replaced; a mapping that was given back stays as it is.
    let endings = [SCENARIO, LIST, ASIDE, MAPPING];
    for ending in &endings[..if keeps { 3 } else { 4 }] {
        let name = format!("{stem}{ending}");
        if same_file(&folder.path().join(&name), &args.file) {
            let help = "choose another name with -o";
            return Err(
                Failure::runtime(format!("{name} is the list that is read")).with_help(help)
            );
        }
        let there = !matches!(folder.read(&name, 0), Err(StoreError::NotFound { .. }));
        if there && !args.force {
            let help = if *ending == MAPPING {
                format!("give it back with --mapping {name}, or replace it with --force")
            } else {
                "choose another name with -o, or replace it with --force".to_owned()
            };
            return Err(Failure::runtime(format!("{name} already exists")).with_help(help));
        }
    }
    let name = args.file.file_name().unwrap_or(args.file.as_os_str()).to_string_lossy();
    let wanted = Wanted {
        name: &name,
        bytes: &bytes,
        stem: &stem,
        mapping: mapping.as_ref().map(|(name, text)| (name.as_str(), text.as_str())),
        sheet: args.sheet.as_deref(),
        start: args.start.unwrap_or_else(today),
    };
    let imported = import::import(&wanted).map_err(|refused| {
        Failure::runtime(refused.message).with_exit(Exit::Invalid).with_help(refused.help)
    })?;
    for paragraph in &imported.said {
        terminal.prose(paragraph)?;
    }
    let write =
        |name: &str, text: &str| folder.write(name, text.as_bytes()).map_err(Failure::runtime);
    let map = format!("{stem}{MAPPING}");
    if !keeps {
        write(&map, &imported.mapping)?;
    }
    let map = args.mapping.as_ref().map_or(folder.path().join(&map), Clone::clone);
    let map = quoted(&map.display().to_string());
    let file = quoted(&args.file.display().to_string());
    let map = map.strip_prefix("./").unwrap_or(&map);
    if !imported.open.is_empty() {
        let open: Vec<String> = imported.open.iter().map(|text| format!("- {text}")).collect();
        let message = format!("before there can be a list:\n{}", open.join("\n"));
        let more = args
            .output
            .as_ref()
            .map_or(String::new(), |o| format!(" -o {}", quoted(&o.display().to_string())));
        return Err(Failure::runtime(message).with_exit(Exit::Invalid).with_help(format!(
            "decide it in {map}, then: uptake import {file} --mapping {map}{more}"
        )));
    }
    let mut names = Vec::new();
    for (ending, text) in &imported.files {
        let name = format!("{stem}{ending}");
        write(&name, text)?;
        names.push(name);
    }
    terminal.say(&format!("Wrote {}; how the list was read is in {map}.", names.join(", ")));
    let scenario = output.with_file_name(format!("{stem}{SCENARIO}"));
    terminal.say(&format!("Next: uptake check {}", quoted(&scenario.display().to_string())));
    Ok(())
}

/// The name of a file as the name of a scenario.
fn stem(file: &Path) -> String {
    let stem =
        file.file_stem().map(|stem| stem.to_string_lossy().to_lowercase()).unwrap_or_default();
    let parts = stem.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty());
    let name: String = parts.collect::<Vec<_>>().join("-").chars().take(60).collect();
    if name.is_empty() { "list".to_owned() } else { name }
}

/// Today, where the clock stands for Greenwich.
fn today() -> Date {
    Offset::UTC.to_datetime(jiff::Timestamp::now()).date()
}
