//! Arguments of `uptake loops`.

use clap::Args;

use super::Asked;

/// Futures, unless the user says how many: the fewest that a verdict is made of.
const FUTURES: u32 = 20;

/// Say how strongly each vicious circle turns, year by year, and which lever weakens it.
///
/// Every future is run again with the same luck, with the link of one loop cut for one year: what the
/// year after then lacks is what the loop brings back. Each future takes about 65 runs. The plan must
/// have two whole years.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  uptake loops my.toml\n  uptake loops my.toml --measure patients.true_current --replicates 40"
)]
pub struct Loops {
    /// The measure that loops are said to move, of all or of a kind, system or region
    /// ('organisations.real_use of gp_practice').
    #[arg(long, value_name = "NAME", default_value = "organisations.real_use")]
    pub measure: String,
    /// How many matched futures.
    #[arg(long, value_name = "N", default_value_t = FUTURES, value_parser = clap::value_parser!(u32).range(2..=100_000))]
    pub replicates: u32,
    #[command(flatten)]
    pub asked: Asked,
}
