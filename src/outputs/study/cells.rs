//! What the charts of a study show: one measure over the first two parameters that vary, with all
//! others averaged over. It takes memory for a hundred or so cells, however many the points.

use super::Column;
use super::plan::Plan;
use super::rows::shown;
use super::summary::PointSummary;
use crate::results::study::Outcome;
use crate::scenario::study::Cell;
use crate::stats::maths;

/// Most values of a parameter that are shown one by one.
const MOST_LEVELS: usize = 12;
/// Bins of a parameter with more.
const BINS: usize = 8;
/// A range wider than this many times its lower end is cut into bins on a logarithmic scale.
const WIDE: f64 = 30.0;

/// A parameter along one side of a chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Axis {
    /// Its path.
    pub key: String,
    /// What each level or bin is called.
    pub labels: Vec<String>,
    /// Place of each level or the middle of each bin, for parameters that are numbers.
    pub places: Option<Vec<f64>>,
    /// True if bins stand for more values.
    pub binned: bool,
    parameter: usize,
    edges: Vec<f64>,
    levels: Vec<Cell>,
}

/// A cell: the points that fall into it.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct StudyCell {
    /// Futures with a value.
    pub futures: u64,
    /// Sum of their values.
    pub sum: f64,
    /// Of them reach the threshold.
    pub reached: u64,
}

impl StudyCell {
    /// Mean over futures; none of an empty cell.
    pub fn mean(&self) -> Option<f64> {
        (self.futures > 0).then(|| self.sum / self.futures as f64)
    }

    /// Share of the futures that reach the threshold; none of an empty cell.
    pub fn share(&self) -> Option<f64> {
        (self.futures > 0).then(|| self.reached as f64 / self.futures as f64)
    }
}

/// All cells.
#[derive(Debug, Clone, PartialEq)]
pub struct StudyCells {
    /// Sideways; none where nothing varies, or the design is no sample of whole ranges.
    pub across: Option<Axis>,
    /// Upwards; none with a single parameter.
    pub up: Option<Axis>,
    /// Row by row from the lowest.
    pub cells: Vec<StudyCell>,
    /// What is shown.
    pub column: Option<Column>,
    /// What counts as success.
    pub at_least: Option<f64>,
    position: usize,
}

impl StudyCells {
    /// Find the axes from all points of a plan.
    ///
    /// # Errors
    /// If the points cannot be read.
    pub fn survey<E>(
        plan: &Plan,
        points: impl Iterator<Item = Result<(usize, Vec<Option<Cell>>), E>>,
    ) -> Result<Self, E> {
        let mut seen: Vec<Seen> = plan.parameters.iter().map(|_| Seen::default()).collect();
        // Designs that walk or move one thing at a time fill no map.
        let fills = !matches!(plan.design.as_str(), "one_at_a_time" | "morris" | "saltelli");
        if fills {
            for point in points {
                let (_, cells) = point?;
                seen.iter_mut().zip(&cells).for_each(|(seen, cell)| seen.add(cell.as_ref()));
            }
        }
        let axes = plan.parameters.iter().zip(&seen).enumerate();
        let mut axes = axes.filter_map(|(i, (p, seen))| seen.axis(i, &p.key));
        let (mut across, mut up) = (axes.next(), axes.next());
        // Numbers run across, so that lines can be drawn along them.
        let is_number = |axis: &Option<Axis>| axis.as_ref().is_some_and(|a| a.places.is_some());
        if !is_number(&across) && is_number(&up) {
            std::mem::swap(&mut across, &mut up);
        }
        let columns = plan.columns();
        let threshold = plan.threshold.as_ref();
        let chosen = threshold.and_then(|t| Some((plan.column(&t.measure, t.week)?, t.at_least)));
        // Without a threshold: the first measure in the last week.
        let position = chosen.map_or(plan.weeks.len().saturating_sub(1), |(column, _)| column);
        let size = |axis: &Option<Axis>| axis.as_ref().map_or(1, |axis| axis.labels.len());
        Ok(StudyCells {
            cells: vec![StudyCell::default(); size(&across) * size(&up)],
            across,
            up,
            column: columns.get(position).copied(),
            at_least: chosen.map(|(_, at_least)| at_least),
            position,
        })
    }

    /// Take in a point.
    pub fn add(
        &mut self,
        values: &[Option<Cell>],
        outcome: &Outcome,
        summaries: &[Option<PointSummary>],
    ) {
        let at = |axis: &Option<Axis>| match axis {
            Some(axis) => axis.level(values.get(axis.parameter)?.as_ref()?),
            None => Some(0),
        };
        let (Some(x), Some(y)) = (at(&self.across), at(&self.up)) else { return };
        let width = self.across.as_ref().map_or(1, |axis| axis.labels.len());
        let Some(Some(summary)) = summaries.get(self.position) else { return };
        let Some(cell) = self.cells.get_mut(y * width + x) else { return };
        cell.futures += u64::from(summary.replicates);
        cell.sum += summary.mean * f64::from(summary.replicates);
        if let Some(at_least) = self.at_least {
            let values = outcome.values(self.position);
            cell.reached += values.filter(|&x| x >= at_least as f32).count() as u64;
        }
    }

    /// The cell at a level of each axis.
    pub fn cell(&self, x: usize, y: usize) -> StudyCell {
        let width = self.across.as_ref().map_or(1, |axis| axis.labels.len());
        self.cells.get(y * width + x).copied().unwrap_or_default()
    }
}

/// Values of a parameter so far.
#[derive(Default)]
struct Seen {
    levels: Vec<Cell>,
    low: f64,
    high: f64,
    numbers: bool,
}

impl Seen {
    fn add(&mut self, cell: Option<&Cell>) {
        let Some(cell) = cell else { return };
        if let Cell::Number(x) = cell {
            (self.low, self.high) = match self.numbers {
                true => (self.low.min(*x), self.high.max(*x)),
                false => (*x, *x),
            };
            self.numbers = true;
        }
        if self.levels.len() <= MOST_LEVELS && !self.levels.contains(cell) {
            self.levels.push(cell.clone());
        }
    }

    fn axis(&self, parameter: usize, key: &str) -> Option<Axis> {
        let axis = |labels, places, binned, edges, levels| Axis {
            key: key.to_owned(),
            labels,
            places,
            binned,
            parameter,
            edges,
            levels,
        };
        match self.levels.len() {
            0 | 1 => None,
            n if n <= MOST_LEVELS => {
                let mut levels = self.levels.clone();
                let number = |cell: &Cell| match cell {
                    Cell::Number(x) => Some(*x),
                    Cell::Word(_) => None,
                };
                if self.numbers {
                    levels.sort_by(|a, b| {
                        number(a).partial_cmp(&number(b)).unwrap_or(std::cmp::Ordering::Equal)
                    });
                }
                let labels = levels.iter().map(label).collect();
                let places = levels.iter().map(number).collect();
                Some(axis(labels, places, false, Vec::new(), levels))
            }
            _ if self.numbers => {
                let log = self.low > 0.0 && self.high > WIDE * self.low;
                let edge = |i: usize| {
                    let share = i as f64 / BINS as f64;
                    if log {
                        let (a, b) = (maths::ln(self.low), maths::ln(self.high));
                        maths::exp(a + share * (b - a))
                    } else {
                        self.low + share * (self.high - self.low)
                    }
                };
                let edges: Vec<f64> = (1..BINS).map(edge).collect();
                let middles: Vec<f64> = (0..BINS).map(|i| 0.5 * (edge(i) + edge(i + 1))).collect();
                let labels = middles.iter().map(|x| three_digits(*x)).collect();
                Some(axis(labels, Some(middles), true, edges, Vec::new()))
            }
            _ => None,
        }
    }
}

impl Axis {
    fn level(&self, cell: &Cell) -> Option<usize> {
        match cell {
            Cell::Number(x) if self.binned => Some(self.edges.iter().filter(|e| *e <= x).count()),
            _ => self.levels.iter().position(|level| level == cell),
        }
    }
}

fn label(cell: &Cell) -> String {
    match cell {
        Cell::Number(x) => three_digits(*x),
        other => shown(Some(other)),
    }
}

/// A number to three significant digits.
pub fn three_digits(x: f64) -> String {
    // What Rust writes as text it also reads back.
    let rounded: f64 = format!("{x:.2e}").parse().unwrap_or(x);
    rounded.to_string()
}
