//! What a study file says.

use std::cmp::Ordering;

use super::super::problem::{Place, Problems, Report};
use super::super::uncertainty::{Scale, UncertainParameter};
use super::cell::Cell;
use crate::measures::Measure;
use crate::stats::distributions::Shape;
use crate::stats::maths;
use crate::stats::sensitivity::Saltelli;

/// Most points of a study.
pub const STUDY_LIMIT: usize = 1_000_000;
/// Most futures of a study.
pub const MOST_FUTURES: u64 = 1_000_000_000;
/// Levels of a range in a grid, where the study gives none.
const USUAL_LEVELS: usize = 5;
/// What counts as the whole range of a documented distribution: 90 of 100 draws.
const DOCUMENTED: (f64, f64) = (0.05, 0.95);

/// The values that a parameter takes.
#[derive(Debug, Clone, PartialEq)]
pub enum Range {
    /// These.
    List(Vec<Cell>),
    /// Numbers between two ends.
    Span {
        /// Least.
        low: f64,
        /// Greatest.
        high: f64,
        /// Even on a logarithmic scale.
        log: bool,
        /// Whole numbers only.
        whole: bool,
        /// How likely each is, where points are drawn.
        shape: Shape,
    },
    /// What the parameter's note says of how sure it is (see [`crate::scenario::uncertain`]);
    /// filled in once the base scenario is known.
    Documented(Option<UncertainParameter>),
}

/// A parameter that is varied.
#[derive(Debug, Clone, PartialEq)]
pub struct StudyParameter {
    /// Its path, as `--set` takes it.
    pub key: String,
    /// Paths that are set to the same value; the path itself, unless a documented range covers
    /// entries that share what is not known.
    pub keys: Vec<String>,
    /// Its values.
    pub range: Range,
    /// Levels in a grid or one at a time, where the study says so.
    pub levels: Option<usize>,
    /// True for what can be decided; the others are what is not known.
    pub decision: bool,
    /// The base's own value; none until the base is known, or where the path covers entries with
    /// other values, or one that is not set.
    pub base: Option<Cell>,
    pub(crate) place: Place,
}

/// Which points are looked at.
#[derive(Debug, Clone, PartialEq)]
pub enum Design {
    /// Every combination of levels.
    Grid,
    /// The base, and each parameter at each of its levels.
    OneAtATime,
    /// A Latin hypercube of so many points.
    Latin(usize),
    /// So many points of an Owen-scrambled Sobol sequence, a power of two.
    Sobol(usize),
    /// The user's own points, row by row in the order of the parameters.
    Table(Vec<Vec<Cell>>),
    /// Trajectories for elementary effects.
    Morris {
        /// How many.
        trajectories: usize,
        /// Levels of the grid that they walk on.
        levels: usize,
    },
    /// Samples for Sobol indices.
    Saltelli {
        /// Rows of each, a power of two.
        rows: usize,
        /// Independent scrambles.
        scrambles: usize,
    },
}

impl Design {
    /// Its name in study files and manifests.
    pub fn name(&self) -> &'static str {
        match self {
            Design::Grid => "grid",
            Design::OneAtATime => "one_at_a_time",
            Design::Latin(_) => "lhs",
            Design::Sobol(_) => "sobol",
            Design::Table(_) => "table",
            Design::Morris { .. } => "morris",
            Design::Saltelli { .. } => "saltelli",
        }
    }
}

/// Which luck the points meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Luck {
    /// Replicate r meets the same luck in every point, so that points can be compared.
    Matched,
    /// No two points share their luck, so that noise can be told from effects.
    Independent,
    /// The same from this future of the seed on, so that they meet no luck that others have met.
    IndependentFrom(u32),
    /// Points in a row share their luck, so that they can be compared, and no others do, so that
    /// rows are independent.
    Rows {
        /// Points of a row.
        points: u32,
        /// The point of each row that has luck of its own after all, if one has.
        apart: Option<u32>,
    },
}

impl Luck {
    /// Its name in study files and manifests.
    pub fn name(self) -> String {
        match self {
            Luck::Matched => "matched".to_owned(),
            Luck::Independent => "independent".to_owned(),
            Luck::IndependentFrom(first) => format!("independent from future {first}"),
            Luck::Rows { points, apart: None } => format!("matched within every {points} points"),
            Luck::Rows { points, apart: Some(apart) } => {
                format!("matched within every {points} points but point {apart}")
            }
        }
    }

    /// The luck of that name.
    pub fn named(name: &str) -> Option<Self> {
        let rows = |text: &str| {
            let (points, apart) = match text.split_once(" but point ") {
                Some((points, apart)) => (points, Some(apart.parse().ok()?)),
                None => (text, None),
            };
            let points = points.strip_suffix(" points")?.parse().ok().filter(|&n| n > 0)?;
            Some(Luck::Rows { points, apart })
        };
        match name {
            "matched" => Some(Luck::Matched),
            "independent" => Some(Luck::Independent),
            name => match name.strip_prefix("independent from future ") {
                Some(first) => first.parse().ok().map(Luck::IndependentFrom),
                None => rows(name.strip_prefix("matched within every ")?),
            },
        }
    }

    /// That of the design: where its analysis asks for none in particular, the one given.
    pub fn of_design(design: &Design, parameters: usize, usual: Luck) -> Self {
        let parameters = parameters as u32;
        match design {
            // A trajectory's effects are of matched futures; trajectories are independent.
            Design::Morris { .. } => Luck::Rows { points: parameters + 1, apart: None },
            Design::Saltelli { .. } => {
                let b = Saltelli::B as u32;
                Luck::Rows { points: parameters + 2, apart: Some(b) }
            }
            _ => usual,
        }
    }

    /// Number of the first of the futures of a point: which luck it meets.
    pub fn first(self, point: u32, replicates: u32) -> u32 {
        let which = match self {
            Luck::Matched => 0,
            Luck::Independent => point,
            Luck::IndependentFrom(first) => return first + point * replicates,
            Luck::Rows { points, apart: None } => point / points,
            Luck::Rows { points, apart } => {
                2 * (point / points) + u32::from(Some(point % points) == apart)
            }
        };
        which * replicates
    }
}

/// What counts as success.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Threshold {
    /// The measure.
    pub measure: &'static Measure,
    /// What it has to reach.
    pub at_least: f64,
    /// In which week.
    pub week: u32,
}

/// A study.
#[derive(Debug, Clone, PartialEq)]
pub struct Study {
    /// Short name; also of the output folder.
    pub name: String,
    /// File of the base scenario, relative to the study; none for the built-in region.
    pub scenario: Option<String>,
    /// Changes to the base that hold in every point.
    pub set: Vec<String>,
    /// Simulated futures of each point.
    pub replicates: u32,
    /// Which luck the points meet.
    pub luck: Luck,
    /// Measures that are kept.
    pub measures: Vec<&'static Measure>,
    /// Weeks in which they are kept; the last week once the base is known, if the study gives
    /// none.
    pub weeks: Vec<u32>,
    /// Which points.
    pub design: Design,
    /// Seed of the design.
    pub design_seed: u64,
    /// What is varied.
    pub parameters: Vec<StudyParameter>,
    /// What counts as success, if anything does.
    pub threshold: Option<Threshold>,
    pub(crate) source: String,
    pub(crate) text: String,
}

/// A point that makes no scenario, or one that the study cannot use.
#[derive(Debug, Clone, PartialEq)]
pub struct Refused {
    /// Which.
    pub point: usize,
    /// Position of the parameter that is to blame, if one is.
    pub parameter: Option<usize>,
    /// Why.
    pub message: String,
    /// How to mend it.
    pub help: Option<String>,
}

impl Study {
    /// Problems of points as problems of the study, each at its parameter: points with the same
    /// problem are told of once.
    pub fn problems(&self, refused: &[Refused]) -> Problems {
        let mut report = Report::new(&self.source, &self.text);
        let mut told: Vec<(&Refused, usize)> = Vec::new();
        for one in refused {
            let same =
                |other: &Refused| other.parameter == one.parameter && other.message == one.message;
            match told.iter_mut().find(|(other, _)| same(other)) {
                Some((_, times)) => *times += 1,
                None => told.push((one, 1)),
            }
        }
        for (one, times) in told {
            let parameter = one.parameter.and_then(|p| self.parameters.get(p));
            let whose = parameter.map_or(String::new(), |p| format!(" ({})", p.key));
            let more = match times {
                1 => String::new(),
                n => format!(", and {} further points", n - 1),
            };
            let message = format!("point {}{more}{whose}: {}", one.point, one.message);
            report.error(parameter.map(|p| p.place), message, one.help.clone());
        }
        report.refuse()
    }
}

impl StudyParameter {
    /// A parameter that is drawn as its note says.
    pub fn documented(key: &str, keys: Vec<String>, parameter: UncertainParameter) -> Self {
        let own = parameter.value;
        StudyParameter {
            key: key.to_owned(),
            keys,
            range: Range::Documented(Some(parameter)),
            levels: None,
            decision: false,
            base: Some(Cell::Number(own)),
            place: Place::new(super::super::problem::Origin::File, 0..0),
        }
    }

    /// The value at a place between 0 and 1 of its range: by how likely values are.
    pub fn at(&self, u: f64) -> Cell {
        match &self.range {
            Range::List(cells) => {
                let which = ((u * cells.len() as f64) as usize).min(cells.len().saturating_sub(1));
                cells.get(which).cloned().unwrap_or(Cell::Number(f64::NAN))
            }
            Range::Span { low, high, log: true, whole, .. } => {
                let (a, b) = (maths::ln(*low), maths::ln(*high));
                let x = maths::exp(a + u * (b - a)).clamp(*low, *high);
                Cell::Number(if *whole { x.round() } else { x })
            }
            // Every whole number has a bin of the same width.
            Range::Span { low, high, whole: true, shape: Shape::Uniform, .. } => {
                Cell::Number((low + u * (high - low + 1.0)).floor().clamp(*low, *high))
            }
            Range::Span { low, high, whole, shape, .. } => {
                let x = shape.quantile(u, *low, *high);
                Cell::Number(if *whole { x.round() } else { x })
            }
            Range::Documented(found) => {
                let (from, to) = (1e-9, 1.0 - 1e-9);
                let x = found.as_ref().map(|p| p.distribution.quantile(u.clamp(from, to)));
                Cell::Number(x.unwrap_or(f64::NAN))
            }
        }
    }

    /// The value at a place between the ends of its range, for designs that go from end to end:
    /// the ends of a documented distribution are those of 90 draws of 100.
    pub fn between(&self, u: f64) -> Cell {
        match &self.range {
            Range::Documented(_) => self.at(DOCUMENTED.0 + u * (DOCUMENTED.1 - DOCUMENTED.0)),
            Range::Span { low, high, whole, log: false, .. } => {
                let x = low + u * (high - low);
                Cell::Number(if *whole { x.round() } else { x })
            }
            // The places of a list are evenly far apart.
            Range::List(cells) => {
                let last = cells.len().saturating_sub(1);
                let which = ((u * last as f64).round() as usize).min(last);
                cells.get(which).cloned().unwrap_or(Cell::Number(f64::NAN))
            }
            Range::Span { log: true, .. } => self.at(u),
        }
    }

    /// The step from one value to another as a share of the way from end to end of the range, on the
    /// scale on which the parameter is varied. From one word to another it is the whole way, up or
    /// down the list. None if they are the same.
    pub fn step(&self, from: &Cell, to: &Cell) -> Option<f64> {
        let (Cell::Number(a), Cell::Number(b)) = (from, to) else {
            let Range::List(cells) = &self.range else { return None };
            let place = |cell: &Cell| cells.iter().position(|own| own == cell);
            return match place(to)?.cmp(&place(from)?) {
                Ordering::Greater => Some(1.0),
                Ordering::Less => Some(-1.0),
                Ordering::Equal => None,
            };
        };
        let (low, high) = self.ends()?;
        let share = |of: &dyn Fn(f64) -> f64| (of(*b) - of(*a)) / (of(high) - of(low));
        let logit = |x: f64| maths::ln(x) - maths::ln(1.0 - x);
        let scaled = match &self.range {
            Range::Span { log: true, .. } => share(&maths::ln),
            Range::Documented(Some(found)) => match found.distribution.scale {
                Scale::Normal | Scale::Triangular => share(&|x| x),
                Scale::LogNormal => share(&maths::ln),
                Scale::LogitNormal => share(&logit),
            },
            _ => share(&|x| x),
        };
        // At the ends of a range a logarithm may have none.
        let step = if scaled.is_finite() { scaled } else { share(&|x| x) };
        (step.is_finite() && step != 0.0).then_some(step)
    }

    /// The least and the greatest number of the range.
    fn ends(&self) -> Option<(f64, f64)> {
        let cells = match &self.range {
            Range::List(cells) => cells.clone(),
            Range::Span { low, high, .. } => return Some((*low, *high)),
            Range::Documented(_) => vec![self.between(0.0), self.between(1.0)],
        };
        let numbers = cells.iter().map(|cell| match cell {
            Cell::Number(x) => Some(*x),
            Cell::Word(_) => None,
        });
        let numbers: Vec<f64> = numbers.collect::<Option<_>>()?;
        let ends = |(low, high): (f64, f64), x: &f64| (low.min(*x), high.max(*x));
        Some(numbers.iter().fold((f64::INFINITY, f64::NEG_INFINITY), ends))
    }

    /// Levels for a grid: the list, all whole numbers of a short range, or even steps.
    pub fn grid_levels(&self, usual: Option<usize>) -> Vec<Cell> {
        let steps = |n: usize| -> Vec<Cell> {
            let last = n.saturating_sub(1).max(1) as f64;
            let mut cells: Vec<Cell> = (0..n).map(|i| self.between(i as f64 / last)).collect();
            cells.dedup();
            cells
        };
        match (&self.range, self.levels.or(usual)) {
            (Range::List(cells), _) => cells.clone(),
            (_, Some(n)) => steps(n),
            (Range::Span { low, high, whole: true, .. }, None) if high - low < 12.0 => {
                (0..=(high - low) as usize).map(|i| Cell::Number(low + i as f64)).collect()
            }
            _ => steps(USUAL_LEVELS),
        }
    }

    /// True if all its values are numbers.
    pub fn is_number(&self) -> bool {
        let is_number = |cell: &Cell| matches!(cell, Cell::Number(_));
        let listed = match &self.range {
            Range::List(cells) => cells.iter().all(is_number),
            _ => true,
        };
        listed && self.base.as_ref().is_none_or(is_number)
    }

    /// The overrides that give it a value.
    pub fn set(&self, cell: &Cell) -> impl Iterator<Item = String> {
        self.keys.iter().map(move |key| format!("{key}={cell}"))
    }
}

/// True if a text reads like a study rather than a scenario: it has a table of parameters or a
/// design.
pub fn is_study(text: &str) -> bool {
    toml_edit::Document::parse(text).is_ok_and(|document| {
        document.contains_key("parameters") || document.contains_key("design")
    })
}
