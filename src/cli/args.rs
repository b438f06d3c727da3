//! The command line, as one table.

use std::path::PathBuf;

use clap::builder::{NonEmptyStringValueParser, PossibleValue, PossibleValuesParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use jiff::civil::Date;
use uptake::outputs::HEADLINES;
use uptake::scenario::TEMPLATES;

mod eval;
mod explain;
mod fit;
mod loops;
mod rank;
mod seek;
mod studies;

pub use eval::{Eval, Shape};
pub use explain::{Explain, reached};
pub use fit::{Fit, USUAL_DISCREPANCY, USUAL_MINUTES};
pub use loops::Loops;
pub use rank::{DRAWS as USUAL_DRAWS, Many, Rank};
pub use seek::Seek;
pub use studies::{Discover, Merge, Method, Sensitivity, Status, Sweep, Value, Way};

/// How does a patient-data-sharing tool spread through hundreds of care organisations, or
/// why does it not?
///
/// Describe a region, its project team and its money in a scenario file; uptake simulates
/// many futures of it, week by week, and says how many organisations, staff and patients
/// are reached. Without a command it runs the built-in example.
#[derive(Debug, Parser)]
#[command(name = "uptake", version, after_help = after_help())]
pub struct Arguments {
    /// What to do; nothing runs the built-in example.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// Say nothing but the answer and errors.
    #[arg(short, long, global = true)]
    pub quiet: bool,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    New(New),
    Import(Import),
    Check(Check),
    Run(Run),
    Compare(Compare),
    Eval(Eval),
    Explain(Explain),
    Loops(Loops),
    Rank(Rank),
    Seek(Seek),
    Fit(Fit),
    Report(Report),
    Sweep(Sweep),
    Merge(Merge),
    Status(Status),
    Sensitivity(Sensitivity),
    Discover(Discover),
    Value(Value),
    Trace(Trace),
    Diff(Diff),
    Reproduce(Reproduce),
    Describe(Describe),
    Levers(Levers),
    Verify(Verify),
    Serve(Serve),
    Schema(Schema),
    Completions(Completions),
    Man(Man),
}

/// Write a scenario file to change.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  uptake new my.toml --template region")]
pub struct New {
    /// Where to write it; must not exist.
    pub file: PathBuf,
    /// What to start from.
    #[arg(long, value_name = "NAME", default_value = TEMPLATES[0].name, value_parser = templates())]
    pub template: String,
    /// Replace a file that exists.
    #[arg(long)]
    pub force: bool,
}

/// Make a scenario of a list of organisations in a spreadsheet.
///
/// Reads a workbook (.xlsx) or a table in text (CSV of any separator and encoding), finds the row that names
/// the columns, and takes columns and values for what they are most likely to be. How it was read stands in
/// FILE-mapping.toml, to be changed and given back with --mapping; what cannot be told is asked there, and
/// until it is decided nothing else is written.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  uptake import practices.xlsx\n  uptake import practices.xlsx --mapping practices-mapping.toml\n  uptake import list.csv -o ours.toml --start 2026-04-06"
)]
pub struct Import {
    /// The list.
    pub file: PathBuf,
    /// How it is read: a mapping that was written before.
    #[arg(long, value_name = "FILE")]
    pub mapping: Option<PathBuf>,
    /// The sheet of a workbook [default: the one that looks most like a list].
    #[arg(long, value_name = "NAME")]
    pub sheet: Option<String>,
    /// First day of the scenario, on which organisations stand where the list says [default: today, or the
    /// mapping's].
    #[arg(long, value_name = "DAY", conflicts_with = "mapping", value_parser = start_day)]
    pub start: Option<Date>,
    /// The scenario; the list and the mapping are written beside it [default: the list's name].
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Replace files that exist.
    #[arg(long)]
    pub force: bool,
}

/// A scenario and changes to it.
#[derive(Debug, Args)]
pub struct ScenarioArguments {
    /// Scenario file.
    pub file: PathBuf,
    /// Change one value for this time; may be given often.
    #[arg(long = "set", value_name = "KEY=VALUE")]
    pub set: Vec<String>,
}

/// List the levers: what each asks of the team and the budget, and where it comes from.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  uptake levers\n  uptake levers --format json")]
pub struct Levers {
    /// Words for people or JSON for programs.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// Serve the page from this machine: plans tried by hand in a browser.
///
/// It simulates on all processors, prints the address, and ends with Ctrl-C. Only this machine can reach it
/// unless --listen says otherwise.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  uptake serve --open\n  uptake serve --port 0")]
pub struct Serve {
    /// Port; 0 takes one that is free.
    #[arg(long, value_name = "PORT", default_value_t = 8017)]
    pub port: u16,
    /// Address to listen on; others than this machine can reach it if it is not one of its own.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    pub listen: std::net::IpAddr,
    /// Show the page in a browser.
    #[arg(long)]
    pub open: bool,
}

/// Check the model against what is claimed of it.
///
/// Verification: limits meet their exact answers; every force is switched off in a scenario in
/// which it matters, while all others act, and must change an outcome by a point or more, in the
/// direction that the paper gives it; patterns come out of their mechanisms and not without them.
/// Validation: simulations are held beside what is known from outside the model; what is not met
/// there is a gap and is named. All of it takes some minutes, and with --long four times as long.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  uptake verify --only limits\n  uptake verify --only scandal -o output/verification"
)]
pub struct Verify {
    /// More futures for every claim, and every pattern also with three parameters a fifth lower and
    /// higher.
    #[arg(long)]
    pub long: bool,
    /// Only the forces of this name or number; `patterns` for the patterns, `pattern-3` for one;
    /// `limits`; `targets` for the evidence.
    #[arg(long, value_name = "NAME")]
    pub only: Option<String>,
    /// Write tables, figures and verification.json into this folder; must not exist.
    #[arg(short, long, value_name = "DIR")]
    pub output: Option<PathBuf>,
}

/// Find every problem in a scenario; run nothing.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  uptake check my.toml\n  uptake check my.toml --format json\n  uptake check my.toml --observed observed.csv"
)]
pub struct Check {
    #[command(flatten)]
    pub scenario: ScenarioArguments,
    /// Also this table of what was observed, and say how long uptake fit takes.
    #[arg(long, value_name = "FILE", conflicts_with = "format")]
    pub observed: Option<PathBuf>,
    /// Words for people or JSON for programs.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// How data are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Words and tables.
    Text,
    /// JSON.
    Json,
}

/// Simulate a scenario and write its results.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  uptake run my.toml\n  uptake run my.toml --set team.facilitators.count=4 -o output/four\n  uptake run my.toml --replicates 1000 --seed 7 --format json\n  uptake run my.toml --parameter-draws 50"
)]
pub struct Run {
    #[command(flatten)]
    pub scenario: ScenarioArguments,
    #[command(flatten)]
    pub futures: Futures,
    /// Draw the parameters that are not known so often; --replicates then counts the futures
    /// of each draw [default: 8].
    #[arg(long, value_name = "D", value_parser = clap::value_parser!(u32).range(2..=100_000))]
    pub parameter_draws: Option<u32>,
    /// Take the parameters from this table of draws, which uptake fit writes (plausible.parquet);
    /// --replicates then counts the futures of each draw [default: 8].
    #[arg(long, value_name = "FILE", conflicts_with = "parameter_draws")]
    pub draws: Option<PathBuf>,
    /// Show this table of what was observed (CSV, as uptake fit takes it) as dots on the curves; nothing
    /// is fitted to it.
    #[arg(long, value_name = "FILE")]
    pub observed: Option<PathBuf>,
    /// Folder for the results [default: output/NAME, then NAME-2, NAME-3 …].
    #[arg(short, long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// Write into a folder that exists.
    #[arg(long, requires = "output")]
    pub force: bool,
    /// Also write every value of every future (replicates.parquet).
    #[arg(long)]
    pub parquet: bool,
    /// Also say which vicious circles turn, from so many matched futures of some 65 runs each.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(2..=10_000))]
    pub loops: Option<u32>,
    /// Also a workbook with the answer, the tables behind the charts, assumptions and provenance
    /// (results.xlsx).
    #[arg(long)]
    pub xlsx: bool,
    /// How the answer is printed.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Check, and say what would be run and written; run nothing.
    #[arg(short = 'n', long)]
    pub dry_run: bool,
}

/// Compare scenarios that meet the same luck.
///
/// The first scenario is the base. Its seed and number of futures hold for all; they are
/// compared future by future over the shortest horizon, and must start on the same day with
/// the same organisations.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  uptake compare my.toml more-people.toml\n  uptake compare a.toml b.toml c.toml --replicates 500 --discount 0.035\n  uptake compare a.toml b.toml --precision 0.005 --measure staff.weekly"
)]
pub struct Compare {
    /// The base.
    #[arg(value_name = "BASE")]
    pub base: PathBuf,
    /// One to three scenarios to hold against it, or options by price: '£120,000 a year on backfill |
    /// payment | facilitators' is the base with more hours, or of a lever what the money buys.
    #[arg(value_name = "OTHER", required = true, num_args = 1..=3)]
    pub others: Vec<PathBuf>,
    #[command(flatten)]
    pub futures: Futures,
    /// Run twice as many futures, again and again (first 50, or those of --replicates; at most
    /// 5,000), until the mean difference is known to within so much at the horizon.
    #[arg(long, value_name = "X", value_parser = precision)]
    pub precision: Option<f64>,
    /// The measure whose difference --precision is about [default: organisations.real_use].
    #[arg(long, value_name = "NAME", requires = "precision", hide_possible_values = true, value_parser = PossibleValuesParser::new(HEADLINES))]
    pub measure: Option<String>,
    /// Take the parameters from this table of draws, which uptake fit writes (plausible.parquet): each
    /// future has a draw of its own, the same in every scenario [default: as many futures as draws].
    #[arg(long, value_name = "FILE", conflicts_with = "precision")]
    pub draws: Option<PathBuf>,
    /// By what share a pound counts less a year later.
    #[arg(long, value_name = "SHARE", default_value_t = 0.0, value_parser = discount)]
    pub discount: f64,
    /// Folder for the results [default: output/compare-BASE-OTHER, then …-2, …-3].
    #[arg(short, long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// Write into a folder that exists.
    #[arg(long, requires = "output")]
    pub force: bool,
    /// Also a workbook with the answer, the tables behind the charts, assumptions and provenance
    /// (results.xlsx).
    #[arg(long)]
    pub xlsx: bool,
    /// How the answer is printed.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// Make the report of a run again.
///
/// The manifest's scenarios are simulated again, which takes as long as the run did; the report
/// is written into the folder, in place of the one there.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  uptake report output/my")]
pub struct Report {
    /// Folder of a run or a comparison.
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// Threads; changes the time taken and nothing else [default: all processors].
    #[arg(long, value_name = "N", value_parser = threads)]
    pub jobs: Option<usize>,
}

/// A scenario, and where what is found of it goes.
#[derive(Debug, Args)]
pub struct Asked {
    #[command(flatten)]
    pub scenario: ScenarioArguments,
    /// Master seed [default: the scenario's].
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    /// Threads; changes the time taken and nothing else [default: all processors].
    #[arg(long, value_name = "N", value_parser = threads)]
    pub jobs: Option<usize>,
    /// Folder for the results [default: output/COMMAND-NAME, then …-2, …-3].
    #[arg(short, long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// Write into a folder that exists.
    #[arg(long, requires = "output")]
    pub force: bool,
    /// Also a workbook with the answer, the tables behind the charts, assumptions and provenance
    /// (results.xlsx).
    #[arg(long)]
    pub xlsx: bool,
    /// How the answer is printed.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

impl Asked {
    /// Its futures.
    pub fn futures(&self, replicates: u32) -> Futures {
        Futures { replicates: Some(replicates), seed: self.seed, jobs: self.jobs }
    }
}

/// How many futures, from which seed, on how many threads.
#[derive(Debug, Clone, Copy, Args)]
pub struct Futures {
    /// How many simulated futures [default: the scenario's].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub replicates: Option<u32>,
    /// Master seed [default: the scenario's].
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    /// Threads; changes the time taken and nothing else [default: all processors].
    #[arg(long, value_name = "N", value_parser = threads)]
    pub jobs: Option<usize>,
}

/// Tell one organisation's story in one simulated future.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  uptake trace my.toml --organisation gp_practice-2 --replicate 3"
)]
pub struct Trace {
    #[command(flatten)]
    pub scenario: ScenarioArguments,
    /// The organisation, as events.csv names it.
    #[arg(long, value_name = "ID", value_parser = NonEmptyStringValueParser::new())]
    pub organisation: String,
    /// Which future, from 0.
    #[arg(long, value_name = "K", default_value_t = 0, value_parser = clap::value_parser!(u32).range(..1_000_000))]
    pub replicate: u32,
    /// Master seed [default: the scenario's].
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
}

/// Find the first week, region and process in which two runs part.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  uptake diff output/my output/my-2")]
pub struct Diff {
    /// Folder of one run.
    pub one: PathBuf,
    /// Folder of the other.
    pub other: PathBuf,
}

/// Run a manifest's scenario again and compare the results with its digests.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  uptake reproduce output/my/manifest.json")]
pub struct Reproduce {
    /// A run's manifest.json.
    pub manifest: PathBuf,
    /// Threads; changes the time taken and nothing else [default: all processors].
    #[arg(long, value_name = "N", value_parser = threads)]
    pub jobs: Option<usize>,
}

/// Unit, range, default and source of a parameter.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  uptake describe skill.attend\n  uptake describe forces.repetition\n  \
                  uptake describe measures\n  uptake describe turnover"
)]
pub struct Describe {
    /// The parameter, as scenario files name it; a measure; `measures` for all of them; or a word for
    /// what is sought (turnover, "real use").
    pub key: String,
}

/// Print the JSON Schema of scenario files, for editors.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  uptake schema > scenario.schema.json")]
pub struct Schema {}

/// Print completions for a shell.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  uptake completions bash > ~/.local/share/bash-completion/completions/uptake"
)]
pub struct Completions {
    /// The shell.
    #[arg(value_enum)]
    pub shell: Shell,
}

/// Print the manual page, or write the pages of all commands.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  uptake man | man -l -\n  uptake man -o man1")]
pub struct Man {
    /// Folder for one page a command; without it the main page is printed.
    #[arg(short, long, value_name = "DIR")]
    pub output: Option<PathBuf>,
}

/// The templates with what each is for.
fn templates() -> PossibleValuesParser {
    PossibleValuesParser::new(TEMPLATES.iter().map(|t| PossibleValue::new(t.name).help(t.about)))
}

fn threads(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(n @ 1..=1024) => Ok(n),
        _ => Err("a number of threads between 1 and 1024".to_owned()),
    }
}

fn start_day(text: &str) -> Result<Date, String> {
    match text.parse::<Date>() {
        Ok(day) if (1990..2100).contains(&day.year()) => Ok(day),
        _ => Err("a day from 1990 to 2099, such as 2026-04-06".to_owned()),
    }
}

fn precision(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(x) if x > 0.0 && f64::is_finite(x) => Ok(x),
        _ => Err("a number above 0, such as 0.01 for a percentage point".to_owned()),
    }
}

fn discount(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(x) if (0.0..=1.0).contains(&x) => Ok(x),
        _ => Err("a share between 0 and 1, such as 0.035".to_owned()),
    }
}

fn after_help() -> String {
    let codes: Vec<String> = super::exit::TABLE
        .iter()
        .map(|(exit, meaning)| format!("  {:>3}  {meaning}", *exit as u8))
        .collect();
    format!(
        "Examples:\n  uptake\n  uptake new my.toml\n  uptake run my.toml\n\nExit codes:\n{}",
        codes.join("\n")
    )
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::Arguments;

    #[test]
    fn every_command_shows_an_example() {
        let command = Arguments::command();
        command.clone().debug_assert();
        for sub in command.get_subcommands() {
            let help = sub.get_after_help().map(ToString::to_string).unwrap_or_default();
            let example = format!("uptake {} ", sub.get_name());
            assert!(help.contains(&example), "{}: {help}", sub.get_name());
        }
    }
}
