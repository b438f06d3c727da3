//! `uptake compare A B …`: scenarios that meet the same luck, side by side.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::Path;

use uptake::experiments::{self, Batches, Matched, Precision, Progress as Step, Run};
use uptake::measures::measure;
use uptake::outputs::words::matched_futures;
use uptake::outputs::{Compared, HEADLINES, subject};
use uptake::results::{Comparison, Curves};
use uptake::scenario::{Read, Scenario};

use crate::cli::analysis::{Job, perform};
use crate::cli::args::{Compare, Futures, ScenarioArguments};
use crate::cli::ask::{Ask, Found};
use crate::cli::drawn::Draws;
use crate::cli::estimate::{Estimate, Task, duration};
use crate::cli::exit::{Exit, Failure};
use crate::cli::load::{self, Subjects};
use crate::cli::offer::Offer;
use crate::cli::record::{BASE, Place};
use crate::cli::study::analysis::{check_level, named};
use crate::cli::terminal::Terminal;

/// The measure whose difference is to be known precisely, unless the user names another.
const USUAL_MEASURE: &str = "organisations.real_use";
/// To within what: a percentage point.
const USUAL_PRECISION: f64 = 0.01;
/// Futures before the first look at the precision.
const FIRST_LOOK: u32 = 50;
/// Most futures that a precision may take.
const MOST_FUTURES: u32 = 5_000;
/// Most scenarios that are held against the base.
const MOST_OTHERS: usize = 3;
/// Longest name of a folder that is made of the scenarios' names: file systems allow 255.
const LONGEST_NAME: usize = 200;

/// Names of the entries in the manifest's options.
const MEASURE: &str = "measure";
const PRECISION: &str = "precision";
const DISCOUNT: &str = "discount";

/// How scenarios are compared. The results depend on this, the scenarios, and the number of
/// futures.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    matched: Matched,
    /// What is to be known, and how precisely.
    precision: Precision,
    /// Futures before the first look at the precision, where more are run until it is reached.
    first: Option<u32>,
    /// Share by which a pound counts less a year later.
    discount_per_year: f64,
    /// The table from which the parameters are taken, if they are not the scenarios' own.
    draws: Option<Draws>,
}

/// From the entries of a manifest, of the scenarios that it holds.
///
/// # Errors
/// If an entry is missing or makes no sense, or the scenarios cannot be matched.
pub fn asked_by(options: &BTreeMap<String, String>, all: &mut Subjects) -> Result<Asked, String> {
    let number = |name: &str| options.get(name)?.parse().ok().filter(|x: &f64| x.is_finite());
    let settings = || {
        let measure = measure(options.get(MEASURE)?)?;
        let precision = Precision { measure, half_width: number(PRECISION)? };
        Some((precision, number(DISCOUNT)?))
    };
    let (precision, discount_per_year) =
        settings().ok_or("it does not say how its scenarios were compared")?;
    let draws = Draws::of_options(options);
    let matched = matched(all, draws.as_ref()).map_err(|failure| match failure {
        Failure::Because { message, .. } => message,
        _ => "its scenarios cannot be matched".to_owned(),
    })?;
    Ok(Asked { matched, precision, first: None, discount_per_year, draws })
}

/// Match scenarios that were read, over draws of their parameters if there are any: a future of each.
///
/// # Errors
/// If they do not match, a draw makes no valid scenario, or there are fewer draws than futures.
fn matched(all: &mut Subjects, draws: Option<&Draws>) -> Result<Matched, Failure> {
    let matched = Matched::new(all.each().map(|read| read.scenario.clone()).collect());
    let mut matched =
        matched.map_err(|mismatch| Failure::runtime(mismatch).with_exit(Exit::Invalid))?;
    if let Some(draws) = draws {
        let futures = matched.base().replicates;
        if futures > draws.len() {
            let message =
                format!("{} holds {} draws for {futures} futures", draws.name, draws.len());
            return Err(Failure::runtime(message)
                .with_exit(Exit::Flags)
                .with_help(format!("take --replicates {} or fewer", draws.len())));
        }
        let drawn = |read: &Read| -> Result<Vec<Scenario>, Failure> {
            let prepared = draws.prepare(read, futures, 1)?;
            Ok((0..futures).map(|future| prepared.scenario(future).clone()).collect())
        };
        let each: Vec<Vec<Scenario>> = all.each().map(drawn).collect::<Result<_, _>>()?;
        matched = matched.over(draws.parameters(futures, 1), each);
    }
    let reads = std::iter::once(&mut all.base).chain(&mut all.others).map(|l| &mut l.read);
    for (read, scenario) in reads.zip(matched.scenarios()) {
        read.scenario.clone_from(scenario);
    }
    Ok(matched)
}

impl Asked {
    /// What so many futures of each take. They have the same organisations and horizon, so the first
    /// stands for all.
    fn size(&self, futures: u32, jobs: Option<usize>) -> Estimate {
        let subjects = self.matched.scenarios().len() as f64;
        let run = Task { recorded: false, subjects, ..Task::run(futures) };
        Estimate::of(self.matched.base(), Task { kept: subjects * run.kept, ..run }, jobs)
    }
}

impl Ask for Asked {
    fn name(&self) -> &'static str {
        "compare"
    }

    /// `compare-A-B`.
    fn folder(&self, all: &Subjects) -> String {
        let names = all.each().map(|read| read.scenario.name.as_str());
        let name = std::iter::once(self.name()).chain(names).collect::<Vec<_>>().join("-");
        name.chars().take(LONGEST_NAME).collect()
    }

    fn options(&self) -> BTreeMap<String, String> {
        let mut options = BTreeMap::from([
            (MEASURE.to_owned(), self.precision.measure.name.to_owned()),
            (PRECISION.to_owned(), self.precision.half_width.to_string()),
            (DISCOUNT.to_owned(), self.discount_per_year.to_string()),
        ]);
        options.extend(self.draws.iter().flat_map(Draws::options));
        options
    }

    fn futures(&self, scenario: &Scenario) -> u32 {
        self.first.map_or(scenario.replicates, |_| MOST_FUTURES)
    }

    fn runs(&self, scenario: &Scenario) -> f64 {
        self.matched.scenarios().len() as f64 * f64::from(self.futures(scenario))
    }

    fn estimate(&self, scenario: &Scenario, jobs: Option<usize>) -> Result<Estimate, Failure> {
        Ok(self.size(self.futures(scenario), jobs))
    }

    fn doing(&self) -> String {
        "Comparing".to_owned()
    }

    fn begins(&self, scenario: &Scenario, jobs: Option<usize>) -> String {
        let others = self.matched.scenarios().iter().skip(1).map(|s| s.name.as_str());
        let others = others.collect::<Vec<_>>().join(", ");
        let futures = self.first.unwrap_or(scenario.replicates);
        let first = if self.first.is_some() { " first" } else { "" };
        format!(
            "Comparing {} with {others}: {}{first}, {}",
            scenario.name,
            matched_futures(futures as usize),
            duration(self.size(futures, jobs).seconds)
        )
    }

    fn counted(&self) -> &'static str {
        "futures"
    }

    fn find(
        &self,
        all: &Subjects,
        jobs: Option<usize>,
        step: &(dyn Fn(Step) -> ControlFlow<()> + Sync),
    ) -> Result<Found, Failure> {
        let precision = self.precision;
        let most = self.futures(&all.base.read.scenario);
        let batches = match self.first {
            None => Batches::Fixed(most),
            Some(first) => Batches::Until { first, most, precision },
        };
        let Run { ensembles, stopped } = experiments::run(&self.matched, batches, jobs, step);
        let complete = ensembles.first().map_or(0, |e| e.replicates.len() as u32);
        let measures: Vec<_> = HEADLINES.iter().filter_map(|name| measure(name)).collect();
        let of = ensembles.first().and_then(|base| subject(self.matched.base(), base));
        let comparisons: Vec<Comparison> = ensembles
            .iter()
            .skip(1)
            .filter_map(|e| {
                let what = (&measures[..], of.as_deref());
                Comparison::of(&ensembles[0], e, what, self.discount_per_year)
            })
            .collect();
        let compared = Compared {
            scenarios: self.matched.scenarios(),
            notes: self.matched.notes(),
            ensembles: &ensembles,
            comparisons: &comparisons,
            precise: precision.measure,
            half_width: precision.half_width,
            discount_per_year: self.discount_per_year,
        };
        let curves: Vec<Curves> = ensembles.iter().map(Curves::of).collect();
        let document = (complete > 0).then(|| compared.document(&curves)).transpose();
        let mut document = document.map_err(Failure::runtime)?;
        if let (Some(document), Some(draws)) = (&mut document, &self.draws) {
            document.answer.push(draws.in_words());
        }
        let is_short = self.first.is_some() && !precision.is_reached(&ensembles);
        let warning = is_short.then(|| {
            format!(
                "the precision asked for is not reached with {MOST_FUTURES} futures, the most that \
                 are run for it"
            )
        });
        let asked = if stopped { most } else { complete };
        let next = String::new();
        Ok(Found { ensembles, curves, asked, document, stopped, warning, next })
    }

    /// A comparison always has something to say.
    fn nothing(&self) -> Failure {
        Failure::runtime("no simulated future is complete")
    }
}

/// Compare scenarios and write the differences.
pub fn run(args: &Compare, terminal: Terminal) -> Result<(), Failure> {
    let mut all = scenarios(args, terminal)?;
    let measure = named(args.measure.as_deref().unwrap_or(USUAL_MEASURE))?;
    if let Some(x) = args.precision {
        check_level("--precision", measure, x)?;
    }
    // Who exists is laid out to match the scenarios: one future of the base has to fit before.
    let one = Estimate::of(&all.base.read.scenario, Task::run(1), args.futures.jobs);
    one.fits(Path::new(BASE))?;
    let draws = args.draws.as_deref().map(Draws::open).transpose()?;
    let matched = matched(&mut all, draws.as_ref())?;
    for note in matched.notes() {
        terminal.say(&format!("note: {note}"));
    }
    let half_width = args.precision.unwrap_or(USUAL_PRECISION);
    let ask = Asked {
        matched,
        precision: Precision { measure, half_width },
        first: args.precision.map(|_| args.futures.replicates.unwrap_or(FIRST_LOOK)),
        discount_per_year: args.discount,
        draws,
    };
    let place = Place { output: args.output.clone(), force: args.force };
    let job = Job { place, jobs: args.futures.jobs, format: args.format, xlsx: args.xlsx };
    perform(&ask, &all, &job, terminal).map(drop)
}

/// Read the base, and the others with its seed and number of futures; options by price are bought.
fn scenarios(args: &Compare, terminal: Terminal) -> Result<Subjects, Failure> {
    let read = |file: &std::path::PathBuf, futures: &Futures| {
        let scenario = ScenarioArguments { file: file.clone(), set: Vec::new() };
        load::scenario(&scenario, Some(futures), terminal)
    };
    // As many futures as there are draws, unless somebody says how many.
    let many = match &args.draws {
        Some(table) if args.futures.replicates.is_none() => Some(Draws::open(table)?.len()),
        _ => args.futures.replicates,
    };
    let base = read(&args.base, &Futures { replicates: many, ..args.futures })?;
    let as_base = Futures {
        replicates: Some(base.read.scenario.replicates),
        seed: Some(base.read.scenario.seed),
        jobs: None,
    };
    let offers = |other: &std::path::PathBuf| {
        let text = other.to_str().filter(|text| !other.exists() && Offer::is_one(text));
        text.map(|text| Offer::read_all(text, &base.read.scenario)).transpose()
    };
    // Nothing is simulated before it is known that there are not too many.
    let all: Vec<Option<Vec<Offer>>> = args.others.iter().map(offers).collect::<Result<_, _>>()?;
    let many: usize = all.iter().map(|offers| offers.as_ref().map_or(1, Vec::len)).sum();
    if many > MOST_OTHERS {
        let message = format!("{many} scenarios beside the base; {MOST_OTHERS} are the most");
        return Err(Failure::runtime(message).with_exit(Exit::Flags));
    }
    let mut others = Vec::with_capacity(many);
    for (file, offers) in args.others.iter().zip(all) {
        match offers {
            None => others.push(read(file, &as_base)?),
            Some(offers) => {
                for offer in offers {
                    others.push(offer.buy(&base, args.futures.jobs, terminal)?);
                }
            }
        }
    }
    Ok(Subjects { base, others })
}
