//! An option by its price: “£120,000 a year on backfill | payment | facilitators”.

use uptake::experiments::ranking::{Choice, Purchase, Unpaid, bought_for};
use uptake::outputs::words::pounds;
use uptake::scenario::{Intervention, Level, Lever, Scenario};

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
        let text = text.trim_start().to_lowercase();
        let sum = text.starts_with(|c: char| c.is_ascii_digit()) && text.contains(" on ");
        sum || text.starts_with('£') || text.contains(A_YEAR.trim_end())
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
            wrong(format!("'{}' is no sum of a pound or more", money.trim()), EXAMPLE)
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
        let scenario = &read.scenario;
        let full = self.choice.full(scenario);
        let has = |i: &&Intervention| {
            i.lever == self.choice.lever
                && (i.lever.is_share() || i.lever == Lever::Payment)
                && (i.intensity >= full && i.start == 0 && i.end >= scenario.weeks)
        };
        if scenario.interventions.iter().any(|i| has(&i)) {
            let message = format!("the plan has a full dose of {} already", self.on);
            return Err(Failure::runtime(message).with_exit(Exit::Invalid));
        }
        let price = (self.choice, self.pounds);
        let bought = watched(terminal, "pilot futures", |step| bought_for(read, price, jobs, step));
        let bought = bought.ok_or(Failure::Told(Exit::Interrupted))?;
        let unpaid = |unpaid: Unpaid| {
            let (each, spent) = (pounds(self.pounds), pounds(unpaid.spent));
            let all =
                unpaid.money.map_or_else(String::new, |all| format!(" ({} over it)", pounds(all)));
            Failure::runtime(format!(
                "of {each} a year on {}{all} the plan can spend {spent}: its own money leaves no more",
                self.on
            ))
            .with_exit(Exit::Invalid)
            .with_help("leave money.total, by_year or budget_per_year out, raise them, or name a smaller sum")
        };
        let Purchase { interventions, words, spent } = bought.map_err(unpaid)?;
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

/// Pounds: `£120,000`, `120000`, `120k`, `0.5m`, `99.50`; commas stand between thousands alone.
fn sum(text: &str) -> Option<f64> {
    let plain = text.trim().trim_start_matches('£').trim();
    let (digits, times) = match plain.strip_suffix('k') {
        Some(digits) => (digits, 1e3),
        None => plain.strip_suffix('m').map_or((plain, 1.0), |digits| (digits, 1e6)),
    };
    let (whole, pence) = digits.split_once('.').unwrap_or((digits, ""));
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default();
    let thousands = whole.contains(',');
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let sound = is_number(first)
        && (!thousands || first.len() <= 3)
        && groups.all(|group| group.len() == 3 && is_number(group))
        && pence.len() <= 2
        && (pence.is_empty() || is_number(pence));
    let value: f64 = digits.replace(',', "").parse().ok()?;
    Some(value * times).filter(|x| sound && (1.0..=MOST).contains(x))
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
        for text in [
            "",
            "£",
            "-3",
            "0",
            "0.4",
            "15.000",
            "15,00",
            "1,5000",
            "nan",
            "1e5",
            "12 pounds",
            "9999999999999999",
        ] {
            assert_eq!(sum(text), None, "{text}");
        }
    }
}
