//! An option by its price: “£120,000 a year on backfill | payment | facilitators”.

use uptake::experiments::ranking::{Choice, Purchase, bought_for};
use uptake::outputs::words::pounds;
use uptake::scenario::{Intervention, Level, Lever, Scenario};

use super::commands::rank::nothing_to_spend;
use super::exit::{Exit, Failure};
use super::load::{File, Loaded};
use super::progress::watched;
use super::terminal::Terminal;

/// What divides the money from what it is spent on.
const A_YEAR: &str = " a year on ";
/// How it is written, for who wrote it otherwise.
const EXAMPLE: &str = "write it as '£120,000 a year on backfill | payment | facilitators'";
/// Most pounds a year.
const MOST: f64 = 1e12;

/// Pounds a year, and what they are spent on.
#[derive(Debug, Clone, PartialEq)]
pub struct Offer {
    pounds: f64,
    choice: Choice,
    /// What it is spent on, as it was named.
    on: String,
}

impl Offer {
    /// True for a text that is meant as one: no file is called so.
    pub fn is_one(text: &str) -> bool {
        text.trim_start().starts_with('£') || text.to_lowercase().contains(A_YEAR.trim_end())
    }

    /// All of a text; what it is spent on are levers, or members of the team, for more hours of their level.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read_all(text: &str, scenario: &Scenario) -> Result<Vec<Offer>, Failure> {
        let wrong = |message: String, help: &str| {
            Failure::runtime(message).with_exit(Exit::Flags).with_help(help.to_owned())
        };
        let mut plain = text.to_lowercase().replace(" on: ", " on ");
        for other in [" per year on ", " each year on ", " p.a. on ", "/year on "] {
            plain = plain.replace(other, A_YEAR);
        }
        let Some((money, on)) = plain.split_once(A_YEAR) else {
            return Err(wrong(format!("'{text}' does not say how much a year on what"), EXAMPLE));
        };
        let pounds = sum(money).ok_or_else(|| {
            wrong(format!("'{}' is no sum of pounds above 0", money.trim()), EXAMPLE)
        })?;
        let one = |name: &str| match choice(name.trim(), scenario) {
            Some(choice) => Ok(Offer { pounds, choice, on: name.trim().to_owned() }),
            None => {
                let names = Choice::all().into_iter().map(Choice::name);
                let team = scenario.team.iter().map(|m| member(&m.id).to_owned());
                let mut names: Vec<String> = names.chain(team).collect();
                names.dedup();
                Err(wrong(
                    format!("'{}' is no lever, and nobody of the team", name.trim()),
                    &format!("one of: {}", names.join(", ")),
                ))
            }
        };
        on.split('|').map(one).collect()
    }

    /// The scenario with what the money buys.
    ///
    /// # Errors
    /// If the scenario's own budget leaves too little of it, or the user stops.
    pub fn buy(
        &self,
        base: &Loaded,
        jobs: Option<usize>,
        terminal: Terminal,
    ) -> Result<Loaded, Failure> {
        let read = &base.read;
        let price = (self.choice, self.pounds);
        let bought = watched(terminal, "pilot futures", |step| bought_for(read, price, jobs, step));
        let bought = bought.ok_or(Failure::Told(Exit::Interrupted))?;
        let Purchase { interventions, words, spent } = bought.map_err(nothing_to_spend)?;
        let (name, each) = (self.name(), pounds(self.pounds));
        terminal.say(&format!(
            "{name}: {words}, {} more over the plan in the mean over pilot futures",
            pounds(spent)
        ));
        let added: String = interventions.iter().map(entry).collect();
        let text = format!("{}\n{added}", read.resolved);
        let title = format!("{each} a year on {}: {words}", self.on);
        let set = [format!("name={name}"), format!("title={title:?}")];
        let file = File { name: base.name.clone(), text };
        file.parse(&set).map_err(|problems| Failure::runtime(problems).with_exit(Exit::Invalid))
    }

    /// Fit for files.
    fn name(&self) -> String {
        let word = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
        let on: String = self.on.chars().map(word).collect();
        format!("{}-{:.0}", on.trim_matches('-').replace("--", "-"), self.pounds)
    }
}

/// An intervention as it stands in a file.
fn entry(bought: &Intervention) -> String {
    let Intervention { lever, start, end, intensity, .. } = bought;
    let more = match lever {
        Lever::ExtraHours => format!("level = \"{}\"\n", bought.level.id()),
        Lever::Sequencing => "order = \"senders_first\"\n".to_owned(),
        _ => String::new(),
    };
    let id = lever.note().id;
    format!(
        "\n[[intervention]]\nlever = \"{id}\"\nstart = {start}\nend = {end}\nintensity = {intensity:?}\n{more}"
    )
}

/// Pounds: `£120,000`, `120000`, `120k`, `0.5m`.
fn sum(text: &str) -> Option<f64> {
    let plain = text.trim().trim_start_matches('£').replace([',', ' '], "");
    let (digits, times) = match plain.strip_suffix('k') {
        Some(digits) => (digits, 1e3),
        None => plain.strip_suffix('m').map_or((plain.as_str(), 1.0), |digits| (digits, 1e6)),
    };
    let plain = digits.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    digits.parse().ok().map(|x: f64| x * times).filter(|x| plain && *x > 0.0 && *x <= MOST)
}

/// A person's entry in the file: several of one entry have a number.
fn member(id: &str) -> &str {
    id.split_once('.').map_or(id, |(entry, _)| entry)
}

fn choice(name: &str, scenario: &Scenario) -> Option<Choice> {
    let hours = |level: Level| Choice { lever: Lever::ExtraHours, level };
    let team = || scenario.team.iter().find(|m| member(&m.id) == name).map(|m| hours(m.level));
    let lever = Choice::all().into_iter().find(|c| c.name() == name);
    lever
        .or_else(team)
        .or_else(|| (name == hours(Level::Middle).lever.note().id).then_some(Choice::HOURS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_read_as_people_write_them() {
        for (text, pounds) in
            [("£120,000", 120_000.0), ("120k", 120_000.0), (" £0.5m ", 500_000.0), ("7", 7.0)]
        {
            assert_eq!(sum(text), Some(pounds), "{text}");
        }
        for text in ["", "£", "-3", "0", "nan", "inf", "1e5", "12 pounds", "9999999999999999"] {
            assert_eq!(sum(text), None, "{text}");
        }
    }
}
