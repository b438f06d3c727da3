//! The page: a table of all origins, and sentences that follow from it alone.

use uptake::experiments::fit::{RECORD, Record};
use uptake::results::forecast::{Foretold, Method};

/// What an origin gave.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    pub series: String,
    pub origin: String,
    pub rows: usize,
    /// What the model is taken to be off by after a year, and by what the spread of the mixture is multiplied.
    pub learnt: [f64; 2],
    /// By method: mean CRPS in percentage points and rows within 90 of 100; none without a fit.
    pub scores: Vec<Option<(f64, usize)>>,
}

fn place(method: Method) -> usize {
    Method::ALL.iter().position(|m| *m == method).unwrap()
}

impl Line {
    pub fn of(series: &str, origin: &str, learnt: [f64; 2], rows: &[Vec<Foretold>]) -> Line {
        let score = |method: &Method| {
            let own: Vec<&Foretold> =
                rows.iter().flatten().filter(|r| r.method == *method).collect();
            let mean = own.iter().map(|r| r.crps).sum::<f64>() / own.len().max(1) as f64;
            let inside = own.iter().filter(|r| r.inside).count();
            (!own.is_empty()).then(|| ((1e5 * mean).round() / 1e3, inside))
        };
        Line {
            series: series.to_owned(),
            origin: origin.to_owned(),
            rows: rows.len(),
            learnt: learnt.map(|x| (100.0 * x).round() / 100.0),
            scores: Method::ALL.iter().map(score).collect(),
        }
    }

    pub fn text(&self) -> String {
        let cell = |score: &Option<(f64, usize)>| match score {
            Some((crps, inside)) => format!("{crps:.3} ({inside})"),
            None => "no fit".to_owned(),
        };
        let cells: Vec<String> = self.scores.iter().map(cell).collect();
        let Line { series, origin, rows, learnt: [size, spread], .. } = self;
        format!(
            "| {series} | {origin} | {rows} | {size:.2} | {spread:.2} | {} |",
            cells.join(" | ")
        )
    }

    fn crps(&self, method: Method) -> Option<f64> {
        self.scores[place(method)].map(|score| score.0)
    }

    fn best(&self) -> (Method, f64) {
        let all = Method::SIMPLE.iter().filter_map(|m| Some((*m, self.crps(*m)?)));
        all.min_by(|a, b| a.1.total_cmp(&b.1)).unwrap()
    }
}

/// The lines of a page.
pub fn read(page: &str) -> Vec<Line> {
    let line = |text: &str| {
        let cells: Vec<&str> = text.trim_matches('|').split('|').map(str::trim).collect();
        let score = |cell: &&str| {
            let (crps, inside) = cell.strip_suffix(')')?.split_once(" (")?;
            Some((crps.parse().ok()?, inside.parse().ok()?))
        };
        Some(Line {
            series: (*cells.first()?).to_owned(),
            origin: (*cells.get(1)?).to_owned(),
            rows: cells.get(2)?.parse().ok()?,
            learnt: [cells.get(3)?.parse().ok()?, cells.get(4)?.parse().ok()?],
            scores: cells[5..].iter().map(score).collect(),
        })
    };
    page.lines().filter(|text| text.starts_with("| ")).filter_map(line).collect()
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let half = values.len() / 2;
    if values.len() % 2 == 1 { values[half] } else { (values[half - 1] + values[half]) / 2.0 }
}

/// Median over origins of the score of one beside that of the other; no fit counts as twice as bad.
fn beside(lines: &[Line], method: Method, other: &dyn Fn(&Line) -> f64) -> f64 {
    median(lines.iter().map(|l| l.crps(method).map_or(2.0, |own| own / other(l))).collect())
}

/// What the table says.
pub fn sentences(lines: &[Line]) -> Vec<String> {
    let judged = [Method::Mixture, Method::WithDiscrepancy, Method::Model];
    let of_best = |l: &Line| l.best().1;
    // The simple rule that does best as one rule for all.
    let rule = |m: &Method| beside(lines, *m, &of_best);
    let single = Method::SIMPLE.into_iter().min_by(|a, b| rule(a).total_cmp(&rule(b))).unwrap();
    let of_single = |l: &Line| l.crps(single).unwrap();
    let ratios = |other: &dyn Fn(&Line) -> f64| {
        judged.map(|m| format!("{} {:.2}", m.name(), beside(lines, m, other))).join(", ")
    };
    let (all, holds): (usize, usize) = lines.iter().fold((0, 0), |(all, holds), l| {
        (all + l.rows, holds + l.scores[place(Method::Mixture)].map_or(0, |s| s.1))
    });
    let share = 100.0 * holds as f64 / all as f64;
    let alone: usize =
        lines.iter().filter_map(|l| l.scores[place(Method::Model)]).map(|s| s.1).sum();
    let met = |yes: bool| if yes { "met" } else { "**not met**" };
    let mut said = vec![
        format!(
            "Of the simple rules, {} does best as one rule for all origins. Median over the {} origins of the CRPS \
             beside that of this rule: {}.",
            single.name(),
            lines.len(),
            ratios(&of_single)
        ),
        format!(
            "Beside whichever simple rule did best at each origin, which nobody could have known: {}.",
            ratios(&of_best)
        ),
        format!(
            "The 90 % bands of the mixture hold {holds} of {all} rows ({share:.0} %), those of the model alone {alone}."
        ),
        format!(
            "The goal, a mixture that scores no worse than the best single simple rule in the median, is {}; the other, \
             bands that hold 80 to 97 % of rows, is {}.",
            met(beside(lines, Method::Mixture, &of_single) <= 1.0),
            met((80.0..=97.0).contains(&share))
        ),
    ];
    for method in judged {
        let lost: Vec<String> = lines
            .iter()
            .filter(|l| l.crps(method).is_none_or(|own| own > of_single(l)))
            .map(|l| format!("{} {}", l.series, l.origin))
            .collect();
        said.push(match lost.len() {
            0 => format!("The {} loses to {} at no origin.", method.name(), single.name()),
            n => format!(
                "**Where the {} loses** to {} ({n} of {} origins): {}.",
                method.name(),
                single.name(),
                lines.len(),
                lost.join(", ")
            ),
        });
    }
    said
}

/// What a fit of a new series takes from these.
pub fn record(record: &Record) -> String {
    let Record { weights, spread } = record;
    let each = Method::MIXED.map(|m| format!("{} {:.2}", m.name(), weights.of(m)));
    format!(
        "What all origins together say to a new series, which `uptake fit` takes: methods count in the mixture as {}; its \
         spread is multiplied by {spread:.2}.",
        each.join(", ")
    )
}

pub fn page(futures: &str, lines: &[Line]) -> String {
    let titles: Vec<&str> = Method::ALL.iter().map(|m| m.name()).collect();
    let table: Vec<String> = lines.iter().map(Line::text).collect();
    format!(
        "# Forecasts\n\nHow well fits of the training series of [the evidence](evidence/README.md) foretell what came \
         after, beside simple rules that know nothing of a scenario. A test makes this page (CONTRIBUTING.md); each fit \
         has {futures} simulated futures.\n\nEvery series with four rows or more to calibrate with is foretold from each of \
         these rows that has two before it and one after it. What is foretold are such rows too: years that are kept \
         back stay so, but for hospitals, which have three rows to calibrate with and have been shown with two to \
         validate with since the first version of this page. Set-ups are in `scenarios/forecasts`: one region of \
         adopters who see all others, the dates of what was planned by then, and wide priors that are the same for all \
         (`priors.toml`). The simple rules see the same rows.\n\nNothing is set by hand from these scores. What the model \
         is off by in a year (*off by*, on the log-odds) is estimated at each origin from the errors of the model alone \
         at all origins of the other series and at earlier ones of its own, with a prior around 0.3; so is how much \
         each method counts in the mixture, and by what the mixture's spread is multiplied (*spread*, about its median, \
         with a prior around 1): a mixture of methods that are each as wide as they should be is too wide (Gneiting & \
         Ranjan 2013). That factor was added after the first version of this \
         page, whose bands held all rows. Other series may lie later in the calendar.\n\nScores are mean CRPS in \
         percentage points, the less the better; in brackets rows within 90 of 100.\n\n| Series | Origin | Rows | Off by | Spread | {} \
         |\n|---|---|---|---|---|{}\n{}\n\n{}\n\n{}\n\nOrigins of one series hang together, series are few, and two of the five are \
         about a drug and a seed: this says little of how such forecasts do in general. \
         Series that number their months or years only have a calendar that stands for them.\n",
        titles.join(" | "),
        "---|".repeat(titles.len()),
        table.join("\n"),
        sentences(lines).join("\n\n"),
        record(&RECORD),
    )
}
