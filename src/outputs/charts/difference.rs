//! Paired differences in organisations in real use over time, one plot a scenario.

use plotters::style::Color;

use super::axes::Scale;
use super::blocks::{Block, FOOTER, MARGIN, WIDTH};
use super::canvas::{At, Canvas};
use super::coverage::weeks_drawn;
use super::palette::{BLUE, WHITE};
use super::plot::{Across, CALENDAR_HEIGHT, EndLabel, Frame, Plot};
use super::svg::{accessible, plain};
use super::{Chart, ChartError, Table, fonts, heading};
use crate::outputs::about::About;
use crate::outputs::calendar::{month_and_year, short_date, year_ends};
use crate::outputs::gains::plain as in_figures;
use crate::outputs::words::{self, FEWEST_FOR_PERCENTILES, count, matched_futures, signed_count};
use crate::outputs::{Compared, Verdict};
use crate::results::Comparison;
use crate::scenario::Scenario;
use crate::stats::paired::Paired;

/// Height of each plot where there are one, two, or more.
const PLOT_HEIGHTS: [f64; 3] = [340.0, 240.0, 200.0];

/// The differences of one scenario from the base, as numbers of organisations.
struct Panel<'a> {
    comparison: &'a Comparison,
    about: About,
    /// Low end, middle and high end by week, where there is a value.
    points: Vec<Option<[f64; 3]>>,
    money_ends: Option<(u32, String)>,
}

/// The chart `difference` of scenarios that met the same luck. The same results give the same
/// bytes.
///
/// # Errors
/// If the drawing library refuses; nothing in the results makes it do so.
pub fn difference(compared: &Compared) -> Result<Chart, ChartError> {
    fonts::register()?;
    let base = compared.scenarios.first();
    let others = compared.scenarios.iter().skip(1);
    let pairs = compared.comparisons.iter().zip(others);
    let panels: Vec<Panel> = pairs.filter_map(|(c, s)| Panel::of(c, compared, s)).collect();
    let values = || panels.iter().flat_map(|p| p.points.iter().flatten().flatten().copied());
    let scale = Scale::differences(values().fold(0.0, f64::min), values().fold(0.0, f64::max));
    let labels = |panel: &Panel| if panels.len() == 1 { panel.labels() } else { panel.label() };
    let labels: Vec<Vec<EndLabel>> = panels.iter().map(labels).collect();
    let plots: Vec<Plot> = panels
        .iter()
        .zip(&labels)
        .map(|(panel, labels)| Plot {
            across: Across::Weeks(&panel.comparison.dates),
            scale: &scale,
            labels,
            money_ends: panel.money_ends.clone(),
        })
        .collect();

    let (message, statistics) = (message(compared), statistics(compared));
    let title = base.map_or("", heading);
    let mut blocks = Vec::from(Block::headings(title, &message, &statistics));
    let mut bottom = blocks.last().map_or(MARGIN, Block::bottom);
    let height = PLOT_HEIGHTS[panels.len().clamp(1, PLOT_HEIGHTS.len()) - 1];
    let mut frames = Vec::new();
    for (panel, plot) in panels.iter().zip(&plots) {
        let axis = Block::axis(&panel.axis(), bottom);
        let frame = plot.frame(axis.bottom() + plot.room_above(), height);
        bottom = frame.ends().1 + CALENDAR_HEIGHT;
        blocks.push(axis);
        frames.push(frame);
    }
    Frame::align(&mut frames);
    let footer = Block::footer(bottom);
    let size = (WIDTH, (footer.bottom() + MARGIN).ceil());
    blocks.push(footer);
    let drawn = Canvas::draw(size, |canvas| {
        canvas.block((0.0, 0.0), size, WHITE.to_rgba())?;
        for ((panel, plot), frame) in panels.iter().zip(&plots).zip(&frames) {
            plot.draw(canvas, frame, |c, f| panel.draw(c, f), |_, _| Ok(()))?;
        }
        blocks.iter().try_for_each(|block| block.draw(canvas))
    })?;
    let in_words: Vec<String> = panels.iter().map(Panel::in_words).collect();
    let description = format!("{statistics} {} {FOOTER}", in_words.join(" "));
    let id = format!("{}-difference", base.map_or("", |base| &base.name));
    Ok(Chart {
        name: "difference",
        svg: accessible(&drawn, size, &id, &message, &description),
        alt: plain(&format!("{message} {description}")),
        table: table(&panels),
        inline: None,
        read_out: None,
    })
}

impl<'a> Panel<'a> {
    fn of(comparison: &'a Comparison, compared: &Compared, other: &Scenario) -> Option<Self> {
        let base = compared.scenarios.first()?;
        let about = About::compared(comparison, compared.ensembles)?;
        let shown = |p: &Paired| {
            let (low, high) = words::ends(p);
            [low, p.p50, high]
        };
        let last = comparison.dates.len().saturating_sub(1) as u32;
        let ends = |s: &Scenario| s.money.ends_week.filter(|&week| week <= last);
        let money_ends = match (ends(base), ends(other)) {
            (Some(a), Some(b)) if a == b => Some((a, "Project".to_owned())),
            (_, Some(week)) => Some((week, format!("{}:", other.name))),
            (Some(week), None) => Some((week, format!("{}:", base.name))),
            (None, None) => None,
        };
        let points = comparison.in_use.iter().map(|point| point.as_ref().map(shown)).collect();
        Some(Panel { comparison, about, points, money_ends })
    }

    fn axis(&self) -> String {
        let Comparison { base, scenario, .. } = self.comparison;
        let About { noun, all, .. } = &self.about;
        format!("{scenario} minus {base}: {noun} in real use, of {}", count(*all))
    }

    fn replicates(&self) -> usize {
        self.comparison.cost.replicates as usize
    }

    fn draw(&self, canvas: &Canvas, frame: &Frame) -> Result<(), ChartError> {
        let line = |which: usize| -> Vec<At> {
            let place = |w: usize| Some(frame.at(w as f64, self.points[w]?[which]));
            weeks_drawn(self.points.len()).filter_map(place).collect()
        };
        let (low, middle, high) = (line(0), line(1), line(2));
        if self.replicates() > 1 {
            let around = high.iter().chain(low.iter().rev()).copied();
            canvas.shape(around, BLUE.mix(0.16))?;
            for edge in [low, high] {
                canvas.line(edge, BLUE.mix(0.75), 1.1)?;
            }
        }
        canvas.line(middle, BLUE.to_rgba(), 3.6)
    }

    /// One label with the middle and the ends, where three would not find room.
    fn label(&self) -> Vec<EndLabel> {
        let Some(last) = self.points.last().copied().flatten() else { return Vec::new() };
        let [low, middle, high] = last.map(signed_count);
        let range = (low != high).then(|| format!("{low} to {high}"));
        let lines = std::iter::once(middle).chain(range).collect();
        vec![EndLabel { value: last[1], colour: BLUE, lines }]
    }

    /// A label each for the middle and the ends.
    fn labels(&self) -> Vec<EndLabel> {
        let Some([low, middle, high]) = self.points.last().copied().flatten() else {
            return Vec::new();
        };
        let label = |value: f64, first: &str, second: String| EndLabel {
            value,
            colour: BLUE,
            lines: vec![first.to_owned(), second],
        };
        let figure = signed_count;
        let centre = label(middle, "Middle", figure(middle));
        match self.replicates() {
            1 => vec![EndLabel { lines: vec![figure(middle)], ..centre }],
            _ if figure(low) == figure(high) => vec![centre],
            n if n < FEWEST_FOR_PERCENTILES => {
                vec![
                    label(high, "Highest", figure(high)),
                    centre,
                    label(low, "Lowest", figure(low)),
                ]
            }
            _ => vec![
                label(high, "5 in 100", format!("above {}", figure(high))),
                centre,
                label(low, "5 in 100", format!("below {}", figure(low))),
            ],
        }
    }

    /// The differences at each year's end, in words.
    fn in_words(&self) -> String {
        let Comparison { base, scenario, dates, .. } = self.comparison;
        let at = |week: usize| {
            let [low, middle, high] = self.points.get(week).copied().flatten()?;
            let (date, middle) = (short_date(dates[week]), signed_count(middle));
            let (low, high) = (signed_count(low), signed_count(high));
            Some(format!("{date}: middle {middle}, range {low} to {high}."))
        };
        let years: Vec<String> = year_ends(dates).into_iter().filter_map(at).collect();
        format!("{scenario} minus {base}, {}: {}", self.about.noun, years.join(" "))
    }
}

/// The differences at each year's end.
fn table(panels: &[Panel]) -> Table {
    let few = panels.first().is_some_and(|p| p.replicates() < FEWEST_FOR_PERCENTILES);
    let range = if few { "Range of all matched futures" } else { "90 of 100 matched futures" };
    let noun = panels.first().map_or("organisations", |panel| &panel.about.noun);
    let middle = format!("Middle difference, {noun} in real use");
    let mut table = Table::new(["Scenarios", "Week of", &middle, range]);
    for panel in panels {
        let Comparison { base, scenario, dates, .. } = panel.comparison;
        for week in year_ends(dates) {
            let Some([low, middle, high]) = panel.points.get(week).copied().flatten() else {
                continue;
            };
            table.row([
                format!("{scenario} minus {base}"),
                short_date(dates[week]),
                signed_count(middle),
                format!("{} to {}", signed_count(low), signed_count(high)),
            ]);
        }
    }
    table
}

/// What the chart says: whether there is a difference on average, and how often.
fn message(compared: &Compared) -> String {
    let (Some(first), Some(base)) = (compared.comparisons.first(), compared.ensembles.first())
    else {
        return "There is nothing to compare.".to_owned();
    };
    let month = month_and_year(base.date(base.weeks));
    let n = base.replicates.len();
    let about = About::named(base, first.of.as_deref());
    let noun = &about.noun;
    let found = |c: &Comparison| {
        let difference = &c.real_use.difference;
        let mean = in_figures(difference.mean);
        match Verdict::of(difference) {
            Verdict::More => Some((mean, "more", difference.more)),
            Verdict::Fewer => Some((mean, "fewer", difference.fewer())),
            Verdict::Alike | Verdict::TooFew => None,
        }
    };
    let few = Verdict::of(&first.real_use.difference) == Verdict::TooFew;
    if compared.comparisons.len() == 1 {
        let (other, base) = (&first.scenario, &first.base);
        return match found(first) {
            Some((mean, word, some)) => format!(
                "On average {other} has {mean} {word} {noun} in real use in {month} than {base} \
                 ({word} in {} of {}).",
                count(some.into()),
                matched_futures(n)
            ),
            None if few => format!(
                "{} too few to say whether {other} or {base} has more {noun} in real use.",
                match n {
                    1 => "One matched future is".to_owned(),
                    n => format!("{} are", matched_futures(n)),
                }
            ),
            None => format!(
                "{other} and {base} cannot be told apart on average by {noun} in real use in {month}."
            ),
        };
    }
    let verdict = |c: &Comparison| match found(c) {
        Some((mean, word, some)) => {
            format!("{}: {mean} {word} on average, {word} in {}", c.scenario, count(some.into()))
        }
        None if few => format!("{}: too few futures to say", c.scenario),
        None => format!("{}: cannot be told apart on average", c.scenario),
    };
    let verdicts: Vec<String> = compared.comparisons.iter().map(verdict).collect();
    format!(
        "{} in {month} against {}, of {}. {}.",
        about.in_real_use(),
        first.base,
        matched_futures(n),
        verdicts.join("; ")
    )
}

fn statistics(compared: &Compared) -> String {
    let n = compared.ensembles.first().map_or(0, |e| e.replicates.len());
    let shows = match n {
        1 => "Line: one matched future.".to_owned(),
        n if n < FEWEST_FOR_PERCENTILES => {
            format!("Line: the middle of {}; band: all of them.", matched_futures(n))
        }
        n => format!("Line: the middle of {}; band: 90 of 100.", matched_futures(n)),
    };
    let use_means = compared.scenarios.first().map_or_else(String::new, |base| {
        format!(
            " Real use: {} or more of its posts in scope used the tool within 4 weeks.",
            words::percent(base.organisation.real_use)
        )
    });
    format!(
        "Difference in each matched future: the same luck, another scenario. {shows}{use_means}"
    )
}
