//! Arguments of `uptake seek`.

use clap::Args;

use super::Asked;

/// Most runs of the search, unless the user says how many: with the verdict, some two minutes on two
/// processors for the built-in region.
const RUNS: u32 = 4_000;

/// Say what it takes: the cheapest plan that meets a goal in most simulated futures.
///
/// Plans are all combinations of the values that --vary allows. The search looks at some of them in
/// futures that all share, and what it proposes is judged on futures that it has not seen. Where no plan
/// meets the goal, the most that is reached is said, and what stands in the way.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  uptake seek my.toml --target 'organisations.real_use >= 40 % by 2029-03' --vary team.facilitators.count=0..12\n  uptake seek my.toml --target 'organisations.live of gp_practice >= 60 % by 2029-03' --vary team.facilitators.count=1..6 --vary backfill=0..1:0.25 --vary policy.order=random,senders_first"
)]
pub struct Seek {
    /// The goal: a measure, perhaps of a kind, a system or a region, at least (>=) or at most (<=) a
    /// level, by a date; if given often, all are to be met in the same future.
    #[arg(long = "target", value_name = "GOAL", required = true)]
    pub targets: Vec<String>,
    /// What may be decided: a parameter or a lever (see uptake levers), and its values: 0..12, 0..1:0.25
    /// (in steps), 1,2,4, or words; may be given often.
    #[arg(long, value_name = "KEY=VALUES", required = true)]
    pub vary: Vec<String>,
    /// In how many of 100 futures the goal is to be met.
    #[arg(long, value_name = "N", default_value_t = 80.0, value_parser = of_100)]
    pub chance: f64,
    /// Most runs of the search; the verdict takes some more.
    #[arg(long, value_name = "N", default_value_t = RUNS, value_parser = clap::value_parser!(u32).range(100..=1_000_000))]
    pub runs: u32,
    /// Futures of the first verdict on each plan; doubtful ones get up to five times as many.
    #[arg(long, value_name = "N", default_value_t = 200, value_parser = clap::value_parser!(u32).range(20..=1_000))]
    pub replicates: u32,
    #[command(flatten)]
    pub asked: Asked,
}

fn of_100(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(x) if (50.0..=99.0).contains(&x) => Ok(x),
        _ => Err("a number of futures of 100, from 50 to 99".to_owned()),
    }
}
