//! Arguments of `uptake explain`.

use clap::Args;
use uptake::measures::{Unit, measure};
use uptake::outputs::HEADLINES;

use super::Asked;

/// Futures, unless the user says how many: enough to tell the larger forces from luck, in about two
/// minutes on two processors.
const FUTURES: u32 = 40;

/// Say why coverage is where it is, in this model: where it is lost, what binds, which forces take it.
///
/// Every future is run again with the same luck: with each constraint relaxed, with each force and
/// each family of forces off, and with forces switched on one by one in random order, so that what
/// they add or take adds up. Each future takes about 120 runs.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  uptake explain my.toml\n  uptake explain my.toml --measure staff.weekly --at 2029-03\n  uptake explain my.toml --replicates 8 --set team.facilitators.count=4"
)]
pub struct Explain {
    /// The measure to explain, of all or of a kind, system or region ('organisations.real_use of
    /// gp_practice').
    #[arg(long, value_name = "NAME", default_value = "organisations.real_use")]
    pub measure: String,
    /// When: a month (2029-03), a day (2029-03-31) or a number of weeks [default: the horizon].
    #[arg(long, value_name = "DATE")]
    pub at: Option<String>,
    /// How many matched futures, an even number.
    #[arg(long, value_name = "N", default_value_t = FUTURES, value_parser = pairs)]
    pub replicates: u32,
    #[command(flatten)]
    pub asked: Asked,
}

/// Measures of which more is more coverage.
pub fn reached() -> Vec<&'static str> {
    let is_reach = |name: &&str| measure(name).is_some_and(|m| m.unit != Unit::Pounds);
    HEADLINES.iter().copied().filter(is_reach).collect()
}

fn pairs(text: &str) -> Result<u32, String> {
    match text.parse() {
        Ok(n @ 2..=100_000) if u32::is_multiple_of(n, 2) => Ok(n),
        _ => Err(
            "an even number of futures from 2 to 100000: orders come in pairs that run both ways"
                .to_owned(),
        ),
    }
}
