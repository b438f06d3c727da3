//! What a sensitivity analysis says: a sentence, a table, a chart.

use uptake::experiments::study::Values;
use uptake::experiments::study::sensitivity::{screen, shares, swings};
use uptake::outputs::charts::{Bar, Bars};
use uptake::outputs::study::{Column, six_digits, three_digits};
use uptake::outputs::words::percent;
use uptake::scenario::study::Study;

use super::args::Method;
use super::exit::{Exit, Failure};
use super::study::analysis::{scale, shown, with_half_width};
use uptake::outputs::answer::month;

/// Parameters that are shown on the screen and in the chart.
const SHOWN: usize = 15;

/// The result of an analysis in words and numbers.
pub struct Told {
    /// What heads the chart.
    pub title: String,
    /// What the chart says.
    pub message: String,
    /// What it shows.
    pub statistics: String,
    /// Its bars.
    pub bars: Vec<Bars>,
    /// The answer.
    pub answer: String,
    /// Headings and rows on the screen.
    pub headings: Vec<&'static str>,
    pub rows: Vec<Vec<String>>,
    /// Columns and rows of `sensitivity.csv`, all parameters.
    pub columns: Vec<&'static str>,
    pub table: Vec<Vec<String>>,
    /// Parameters that can be told from nought, the most important first.
    pub matter: Vec<String>,
    /// The most important.
    pub first: Option<String>,
}

/// Make of an analysis what is to be said.
///
/// # Errors
/// Exit 5 if values are missing, so that nothing can be said.
pub fn told(
    method: Method,
    study: &Study,
    values: &Values,
    column: Column,
) -> Result<Told, Failure> {
    let told = match method {
        Method::Morris => morris(study, values, column),
        Method::Sobol => sobol(study, values, column),
        Method::Tornado => tornado(study, values, column),
    };
    told.ok_or_else(|| {
        let name = column.measure.name;
        let message = format!(
            "{name} in week {} has no value in some points, or does not vary beyond luck",
            column.week
        );
        Failure::runtime(message)
            .with_exit(Exit::Partial)
            .with_help("choose another --measure or --week, or more --replicates")
    })
}

fn subject(column: Column) -> String {
    format!("{} in {}", column.measure.name, month(column.date))
}

fn morris(study: &Study, values: &Values, column: Column) -> Option<Told> {
    let found = screen(study, values)?;
    let (times, unit) = scale(column.measure);
    let key = |s: &uptake::experiments::study::sensitivity::Screened| {
        study.parameters[s.parameter].key.clone()
    };
    let matter: Vec<String> =
        found.iter().filter(|s| !s.cannot_be_told_from_luck()).map(&key).collect();
    let rows = found.iter().take(SHOWN).map(|s| {
        let e = &s.effects;
        let told = if s.cannot_be_told_from_luck() { "within luck" } else { "" };
        vec![
            key(s),
            with_half_width(times * e.mu_star, e.half_width.map(|h| times * h)),
            three_digits(times * e.mu),
            three_digits(times * e.sigma),
            told.to_owned(),
        ]
    });
    let table = found.iter().map(|s| {
        let e = &s.effects;
        let half = e.half_width.map_or(String::new(), six_digits);
        let told = (!s.cannot_be_told_from_luck()).to_string();
        let figures = [e.mu_star, e.mu, e.sigma, s.noise].map(six_digits);
        let [mu_star, mu, sigma, noise] = figures;
        vec![key(s), mu_star, half, mu, sigma, noise, e.effects.to_string(), told]
    });
    let bars = found.iter().take(SHOWN).map(|s| {
        let e = &s.effects;
        Bars {
            name: key(s),
            bars: vec![Bar {
                value: e.mu_star,
                half_width: e.half_width,
                faint: s.cannot_be_told_from_luck(),
            }],
            words: three_digits(times * e.mu_star),
        }
    });
    let of = study.parameters.len();
    let answer = format!(
        "Of {of} parameters, {} can be told from luck in what they do to {}. μ* is the mean change \
         in {unit} for a step across a parameter's whole range, μ which way it goes, and σ how much \
         it depends on the others.",
        matter.len(),
        subject(column)
    );
    Some(Told {
        title: study.name.clone(),
        message: format!("What matters for {}", subject(column)),
        statistics: format!(
            "Elementary effects (μ*, in {unit}) with 95 in 100 intervals; grey: cannot be told from \
             luck. The first {} of {of} parameters.",
            found.len().min(SHOWN)
        ),
        bars: bars.collect(),
        answer,
        headings: vec!["parameter", "μ*", "μ", "σ", ""],
        rows: rows.collect(),
        columns: vec![
            "parameter",
            "mu_star",
            "mu_star_half_width",
            "mu",
            "sigma",
            "mu_star_by_luck",
            "effects",
            "told_from_luck",
        ],
        table: table.collect(),
        first: found.first().map(&key),
        matter,
    })
}

fn sobol(study: &Study, values: &Values, column: Column) -> Option<Told> {
    let found = shares(study, values)?;
    let mut order: Vec<usize> = (0..study.parameters.len()).collect();
    order.sort_by(|&a, &b| found.indices[b].1.value.total_cmp(&found.indices[a].1.value));
    let key = |i: usize| study.parameters[i].key.clone();
    let verdict = |i: usize| {
        let told = !found.indices[i].1.cannot_be_told_from_zero();
        if told { "" } else { "cannot be told from 0" }
    };
    let rows = order.iter().take(SHOWN).map(|&i| {
        let (first, total) = found.indices[i];
        vec![
            key(i),
            with_half_width(first.value, first.half_width),
            with_half_width(total.value, total.half_width),
            verdict(i).to_owned(),
        ]
    });
    let table = order.iter().map(|&i| {
        let (first, total) = found.indices[i];
        let half = |half: Option<f64>| half.map_or(String::new(), six_digits);
        vec![
            key(i),
            six_digits(first.value),
            half(first.half_width),
            six_digits(total.value),
            half(total.half_width),
            (!total.cannot_be_told_from_zero()).to_string(),
        ]
    });
    let bars = order.iter().take(SHOWN).map(|&i| {
        let (first, total) = found.indices[i];
        let bar = |index: uptake::stats::sensitivity::Index| Bar {
            value: index.value,
            half_width: index.half_width,
            faint: index.cannot_be_told_from_zero(),
        };
        Bars {
            name: key(i),
            bars: vec![bar(first), bar(total)],
            words: format!("{}, {}", percent(first.value.max(0.0)), percent(total.value.max(0.0))),
        }
    });
    let answer = format!(
        "Luck is {} of the variance of {} in one simulated future; the parameters make the rest, \
         of which the table gives each one's share, alone (first) and with all that it takes part \
         in (total). Intervals are 95 in 100, from {} independent scrambles.",
        percent(found.noise_share),
        subject(column),
        found.scrambles
    );
    let matter = order.iter().filter(|&&i| verdict(i).is_empty()).map(|&i| key(i)).collect();
    Some(Told {
        title: study.name.clone(),
        message: format!("What explains the variance of {}", subject(column)),
        statistics: format!(
            "Sobol indices, first order (blue) and total (orange), with 95 in 100 intervals; grey: \
             cannot be told from 0. Luck is {} of the variance of one future.",
            percent(found.noise_share)
        ),
        bars: bars.collect(),
        answer,
        headings: vec!["parameter", "first", "total", ""],
        rows: rows.collect(),
        columns: vec![
            "parameter",
            "first",
            "first_half_width",
            "total",
            "total_half_width",
            "told_from_zero",
        ],
        table: table.collect(),
        first: order.first().map(|&i| key(i)),
        matter,
    })
}

fn tornado(study: &Study, values: &Values, column: Column) -> Option<Told> {
    let found = swings(study, values)?;
    let base = values.mean(0)?;
    let (times, unit) = scale(column.measure);
    let mut rows = Vec::new();
    let mut table = Vec::new();
    for swing in &found {
        let key = &study.parameters[swing.parameter].key;
        for level in &swing.levels {
            let told = !level.cannot_be_told_from_zero();
            let value = shown(Some(&level.cell));
            rows.push(vec![
                format!("{key} = {value}"),
                with_half_width(times * level.mean, level.half_width.map(|h| times * h)),
                if told { "" } else { "within luck" }.to_owned(),
            ]);
            let half = level.half_width.map_or(String::new(), six_digits);
            let cell = level.cell.to_string().trim_matches('"').to_owned();
            table.push(vec![key.clone(), cell, six_digits(level.mean), half, told.to_string()]);
        }
    }
    let bars = found.iter().filter(|s| !s.levels.is_empty()).take(SHOWN).map(|swing| {
        let by = |a: &&uptake::experiments::study::sensitivity::Swing,
                  b: &&uptake::experiments::study::sensitivity::Swing| {
            a.mean.total_cmp(&b.mean)
        };
        let ends = [swing.levels.iter().min_by(by), swing.levels.iter().max_by(by)];
        let mut ends: Vec<_> = ends.into_iter().flatten().collect();
        ends.dedup();
        let words: Vec<String> = ends.iter().map(|e| three_digits(times * e.mean)).collect();
        Bars {
            name: study.parameters[swing.parameter].key.clone(),
            bars: ends
                .iter()
                .map(|e| Bar {
                    value: e.mean,
                    half_width: e.half_width,
                    faint: e.cannot_be_told_from_zero(),
                })
                .collect(),
            words: words.join(" to "),
        }
    });
    let told = |s: &&uptake::experiments::study::sensitivity::Swings| {
        s.levels.iter().any(|level| !level.cannot_be_told_from_zero())
    };
    let key = |s: &uptake::experiments::study::sensitivity::Swings| {
        study.parameters[s.parameter].key.clone()
    };
    let answer = format!(
        "The base has {} of {} on average ({}). The table gives the mean change in {unit}, in \
         matched futures, when one parameter moves to an end of its range; the half-width is what \
         luck leaves open.",
        three_digits(times * base),
        subject(column),
        unit
    );
    Some(Told {
        title: study.name.clone(),
        message: format!("What moves {}", subject(column)),
        statistics: format!(
            "Mean change in {unit} in {} matched futures, one parameter at a time; lines: what luck \
             leaves open (95 in 100); grey: cannot be told from none.",
            study.replicates
        ),
        bars: bars.collect(),
        answer,
        headings: vec!["parameter", "change", ""],
        rows: rows.into_iter().take(2 * SHOWN).collect(),
        columns: vec!["parameter", "value", "change", "half_width", "told_from_zero"],
        table,
        matter: found.iter().filter(told).map(&key).collect(),
        first: found.first().map(&key),
    })
}
