//! Where the report comes from, how to get it again, and its data.

use super::html::{details, p, section as whole, table, text};
use super::{Report, Subject, data};
use crate::outputs::charts::Table;
use crate::outputs::words::count;
use crate::outputs::{FileRecord, OutputError};

/// Digits of a digest that are shown.
const DIGEST: usize = 16;

pub(super) fn section(report: &Report, first: &Subject) -> Result<String, OutputError> {
    let manifest = report.manifest;
    let mut rows = Table { head: ["What", "Value"].map(str::to_owned).into(), rows: Vec::new() };
    let mut row = |what: &str, value: String| rows.rows.push(vec![what.to_owned(), value]);
    row("Program", format!("{} {}", manifest.tool.name, manifest.tool.version));
    row("Command", command(&manifest.command));
    for (file, list) in std::iter::once((&manifest.scenario, manifest.organisations.as_ref()))
        .chain(manifest.others.iter().map(|o| (&o.scenario, o.organisations.as_ref())))
    {
        row("Scenario", record(file));
        if let Some(list) = list {
            row("List of organisations", record(list));
        }
    }
    row("Master seed", manifest.seed.to_string());
    row("Draws", manifest.seed_rule.clone());
    row("Simulated futures", count(first.ensemble.replicates.len() as f64));
    for (option, value) in &manifest.options {
        row("Option", format!("{} = {value}", option.replace('_', " ")));
    }
    if let Some(digest) = &manifest.ensemble_digest {
        row("Digest of all futures", digest.clone());
    }
    row("Started", manifest.started.clone());
    if let Some(finished) = &manifest.finished {
        row("Finished", finished.clone());
    }
    if let Some(seconds) = manifest.seconds {
        row("Time taken", format!("{seconds:.1} s"));
    }
    let machine = &manifest.machine;
    row("Machine", format!("{} {}, {} cores used", machine.os, machine.arch, machine.cores));
    let mut files =
        Table { head: ["File", "SHA-256", "Bytes"].map(str::to_owned).into(), rows: Vec::new() };
    for output in &manifest.outputs {
        let digest = format!("{} …", short(&output.sha256));
        files.rows.push(vec![output.file.clone(), digest, count(output.bytes as f64)]);
    }
    let again = p(
        "To get the same result files again, and see that they are the same, in the folder of this \
         report: `uptake reproduce manifest.json`. To make this report again: `uptake report .`",
    );
    let files = details("Result files and their digests", &table("Result files", &files));
    let inner = format!("{again}{}{files}{}", table("Provenance", &rows), data::links(report)?);
    Ok(whole("provenance", "Provenance and data", &inner))
}

fn record(file: &FileRecord) -> String {
    // The path is the user's own; its last part is enough to know the file by.
    let name = file.name.rsplit(['/', '\\']).next().unwrap_or(&file.name);
    format!("{name}, SHA-256 {} …", short(&file.sha256))
}

fn short(digest: &str) -> &str {
    digest.get(..DIGEST).unwrap_or(digest)
}

/// The command without the place of the program.
fn command(words: &[String]) -> String {
    let quoted = |word: &String| match word.contains(char::is_whitespace) || word.is_empty() {
        true => format!("'{word}'"),
        false => word.clone(),
    };
    let rest = words.iter().skip(1).map(quoted);
    std::iter::once("uptake".to_owned()).chain(rest).collect::<Vec<_>>().join(" ")
}

/// A link to data that the file itself holds.
pub(super) fn data_link(name: &str, content: &str) -> String {
    format!(
        "<a download=\"{}\" href=\"data:text/csv;charset=utf-8,{}\">{}</a>",
        text(name),
        super::html::percent_encoded(content),
        text(name)
    )
}
