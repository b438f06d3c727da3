//! Where the report comes from, how to get it again, and its data.

use super::html::{details, p, section as whole, table, text};
use super::{Origin, Report, Subject, data};
use crate::outputs::charts::Table;
use crate::outputs::study::{AnalysisDesign, MergeReport, Plan, PlannedAnalysis};
use crate::outputs::words::count;
use crate::outputs::{FileRecord, OutputError, OutputRecord};

/// Digits of a digest that are shown.
const DIGEST: usize = 16;

pub(super) fn section(report: &Report, first: &Subject) -> Result<String, OutputError> {
    let manifest = match report.origin {
        Origin::Run(manifest) => manifest,
        Origin::Study { plan, merged } => return of_study(report, first, plan, merged),
    };
    let mut rows = Table::new(["What", "Value"]);
    let mut row = |what: &str, value: String| rows.row([what.to_owned(), value]);
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
    let again = p(
        "To get the same result files again, and see that they are the same, in the folder of this \
         report: `uptake reproduce manifest.json`. To make this report again: `uptake report .`",
    );
    let files = files(&manifest.outputs);
    let inner = format!("{again}{}{files}{}", table("Provenance", &rows), data::links(report)?);
    Ok(whole("provenance", "Provenance and data", &inner))
}

fn files(outputs: &[OutputRecord]) -> String {
    let mut files = Table::new(["File", "SHA-256", "Bytes"]);
    for output in outputs {
        let digest = format!("{} …", short(&output.sha256));
        files.row([output.file.clone(), digest, count(output.bytes as f64)]);
    }
    details("Result files and their digests", &table("Result files", &files))
}

/// That of the points of a study, which name no time and no machine.
fn of_study(
    report: &Report,
    first: &Subject,
    plan: &Plan,
    merged: &MergeReport,
) -> Result<String, OutputError> {
    let mut rows = Table::new(["What", "Value"]);
    let mut row = |what: &str, value: String| rows.row([what.to_owned(), value]);
    row("Program", format!("{} {}", plan.tool.name, plan.tool.version));
    let asked = plan.analysis.as_ref().map(|analysis| asked(plan, analysis));
    if let Some(asked) = &asked {
        row("Command", asked.clone());
    }
    if !plan.study.text.is_empty() {
        row("Study", record(&plan.study));
    }
    row("Scenario", record(&plan.scenario));
    if let Some(list) = &plan.organisations {
        row("List of organisations", record(list));
    }
    row("Design", format!("{}, {} points", plan.design, count(plan.points.into())));
    row("Design hash", plan.design_hash.clone());
    row("Simulated futures of each point", count(plan.replicates.into()));
    row("Luck", plan.luck.clone());
    row("Master seed", plan.seed.to_string());
    row("Draws", plan.seed_rule.clone());
    row("Simulated futures of the base", count(first.ensemble.replicates.len() as f64));
    row("Digest of the base's futures", format!("{:016x}", first.ensemble.digest()));
    let again = match asked {
        Some(asked) => format!(
            "To get the same result files again, from the folder of the scenario: `{asked} -o ANOTHER`; \
             `merge.json` then holds the same digests. To make this report again from the results, in \
             the folder of this report: `uptake report .`"
        ),
        None => "To make this report again from the results: `uptake report .`".to_owned(),
    };
    let mut data = data::links(report)?;
    for frame in &report.document.frames {
        let name = format!("{}.csv", frame.name);
        let link = data_link(&name, &String::from_utf8_lossy(&frame.csv()?));
        data.push_str(&format!("<p>{}: {link}</p>\n", text(&frame.caption)));
    }
    let files = files(&merged.outputs);
    let inner = format!("{}{}{files}{data}", p(&again), table("Provenance", &rows));
    Ok(whole("provenance", "Provenance and data", &inner))
}

/// The command of an analysis, made of its plan.
fn asked(plan: &Plan, analysis: &PlannedAnalysis) -> String {
    let name = plan.study.name.rsplit(['/', '\\']).next().unwrap_or(&plan.study.name);
    let mut words = ["uptake", "sensitivity", name, "--method"].map(str::to_owned).to_vec();
    words.push(analysis.design.method().to_owned());
    let mut option = |name: &str, value: String| words.extend([name.to_owned(), value]);
    match analysis.design {
        AnalysisDesign::Morris { trajectories, .. } => {
            option("--trajectories", trajectories.to_string());
        }
        AnalysisDesign::Sobol { rows, scrambles } => {
            option("--rows", rows.to_string());
            option("--scrambles", scrambles.to_string());
        }
        AnalysisDesign::Tornado => {}
    }
    option("--replicates", plan.replicates.to_string());
    plan.measures.iter().for_each(|measure| option("--measure", measure.clone()));
    plan.weeks.iter().for_each(|week| option("--week", week.to_string()));
    analysis.set.iter().for_each(|set| option("--set", set.clone()));
    analysis.chosen.iter().for_each(|key| option("--parameter", key.clone()));
    command(&words)
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
