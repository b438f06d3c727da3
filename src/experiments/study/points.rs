//! From a study to its points.

use crate::rng::{Lot, Purpose};
use crate::scenario::study::{Cell, Design, MOST_FUTURES, STUDY_LIMIT, Study};
use crate::stats::designs::{
    Bits, Grid, Latin, MOST_DIMENSIONS, OneAtATime, Scrambled, Trajectory, trajectories,
};
use crate::stats::sensitivity::Saltelli;

/// What bits of a design are for; part of their address.
const CUBE: u64 = 1;
const WALKS: u64 = 2;
const SCRAMBLES: u64 = 3;

/// Why a study makes no design.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DesignError {
    /// Nothing to run.
    #[error("the design is empty: it has no point")]
    Empty,
    /// More than can be meant.
    #[error("the design has {points} points; {most} are the most that are run")]
    TooMany {
        /// How many.
        points: String,
        /// How many are allowed.
        most: usize,
    },
    /// Points times replicates.
    #[error("{points} points of {replicates} simulated futures each are more than a billion")]
    TooManyFutures {
        /// Points.
        points: usize,
        /// Replicates.
        replicates: u32,
    },
    /// A Sobol sequence has only so many dimensions.
    #[error("a Sobol design has {MOST_DIMENSIONS} dimensions at most, and this one needs {needed}")]
    Dimensions {
        /// How many it would need.
        needed: usize,
    },
}

/// The points of a study, each of which is known from its number. Only a Latin hypercube has to
/// be kept, at 4 bytes for each point and parameter.
pub struct Points<'a> {
    study: &'a Study,
    len: usize,
    /// Parameters that are drawn.
    drawn: usize,
    latin: Option<Latin>,
    /// Levels of each parameter, for designs that go through levels.
    levels: Vec<Vec<Cell>>,
    /// Options: every combination of the decisions of a drawn design.
    options: Grid,
    walks: Vec<Trajectory>,
}

impl<'a> Points<'a> {
    /// The points of a study.
    ///
    /// A drawn design draws the parameters that are not known and crosses each draw with every
    /// combination of what can be decided, so that options meet the same states of the world.
    /// What is drawn of one parameter does not depend on how many others there are.
    ///
    /// # Errors
    /// If there is none, or there are too many.
    pub fn new(study: &'a Study) -> Result<Self, DesignError> {
        let usual = match study.design {
            Design::OneAtATime => Some(2),
            _ => None,
        };
        let levels: Vec<Vec<Cell>> =
            study.parameters.iter().map(|p| p.grid_levels(usual)).collect();
        let drawn = study.parameters.iter().filter(|p| !p.decision).count();
        let is_drawn = matches!(study.design, Design::Latin(_) | Design::Sobol(_));
        let decided = study.parameters.iter().zip(&levels).filter(|(p, _)| p.decision && is_drawn);
        let options = Grid::new(decided.map(|(_, levels)| levels.len()).collect());
        let mut points =
            Points { study, len: 0, drawn, latin: None, levels, options, walks: vec![] };
        points.len = points.count()?;
        match points.len {
            0 => return Err(DesignError::Empty),
            n if n > STUDY_LIMIT => return Err(too_many(n)),
            n if n as u64 * u64::from(study.replicates) > MOST_FUTURES => {
                return Err(DesignError::TooManyFutures {
                    points: n,
                    replicates: study.replicates,
                });
            }
            _ => {}
        }
        match study.design {
            Design::Latin(n) => {
                points.latin = Some(Latin::new(n, drawn, &bits(study.design_seed, CUBE)));
            }
            Design::Sobol(_) if drawn > MOST_DIMENSIONS => {
                return Err(DesignError::Dimensions { needed: drawn });
            }
            Design::Saltelli { .. } if 2 * study.parameters.len() > MOST_DIMENSIONS => {
                return Err(DesignError::Dimensions { needed: 2 * study.parameters.len() });
            }
            Design::Morris { trajectories, levels } => {
                points.walks = morris_trajectories(study, trajectories, levels);
            }
            _ => {}
        }
        Ok(points)
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Never: a design without a point is an error.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The values of all parameters in a point; none for one that keeps several values of the
    /// base.
    pub fn point(&self, index: usize) -> Vec<Option<Cell>> {
        let parameters = &self.study.parameters;
        match &self.study.design {
            Design::Table(rows) => rows[index].iter().cloned().map(Some).collect(),
            Design::Grid => {
                let grid = Grid::new(self.levels.iter().map(Vec::len).collect());
                let point = grid.point(index);
                point.iter().zip(&self.levels).map(|(&i, cells)| cells.get(i).cloned()).collect()
            }
            Design::OneAtATime => {
                let design = OneAtATime::new(self.levels.iter().map(Vec::len).collect());
                let moved = design.point(index);
                let cell = |(p, cells): (usize, &Vec<Cell>)| match moved {
                    Some((factor, level)) if factor == p => cells.get(level).cloned(),
                    _ => parameters[p].base.clone(),
                };
                self.levels.iter().enumerate().map(cell).collect()
            }
            Design::Latin(_) | Design::Sobol(_) => self.drawn(index),
            Design::Morris { .. } => {
                let each = parameters.len() + 1;
                let at = &self.walks[index / each].points[index % each];
                parameters.iter().zip(at).map(|(p, &u)| Some(p.between(u))).collect()
            }
            Design::Saltelli { rows, .. } => {
                let design = Saltelli { inputs: parameters.len(), rows: *rows };
                let scramble = index / design.len();
                let bits = bits(self.study.design_seed, SCRAMBLES + scramble as u64);
                let row = |r: usize| scrambled(2 * parameters.len(), r, &bits);
                let at = design.point(index % design.len(), row);
                parameters.iter().zip(at).map(|(p, u)| Some(p.at(u))).collect()
            }
        }
    }

    fn drawn(&self, index: usize) -> Vec<Option<Cell>> {
        let options = self.options.len().unwrap_or(1);
        let chosen = self.options.point(index % options);
        let (mut chosen, sample) = (chosen.into_iter(), index / options);
        let bits = bits(self.study.design_seed, CUBE);
        let at = match &self.latin {
            Some(latin) => latin.point(sample, &bits),
            None => scrambled(self.drawn, sample, &bits),
        };
        let mut at = at.into_iter();
        let cell = |(p, levels): (&crate::scenario::study::StudyParameter, &Vec<Cell>)| {
            if p.decision {
                chosen.next().and_then(|level| levels.get(level).cloned())
            } else {
                at.next().map(|u| p.at(u))
            }
        };
        self.study.parameters.iter().zip(&self.levels).map(cell).collect()
    }

    fn count(&self) -> Result<usize, DesignError> {
        let lens = || self.levels.iter().map(Vec::len).collect();
        let k = self.study.parameters.len();
        let product = |a: usize, b: Option<usize>| b.and_then(|b| a.checked_mul(b));
        let count = match self.study.design {
            Design::Grid => Grid::new(lens()).len(),
            Design::OneAtATime => Some(OneAtATime::new(lens()).len()),
            Design::Table(ref rows) => Some(rows.len()),
            Design::Latin(n) | Design::Sobol(n) => product(n, self.options.len()),
            Design::Morris { trajectories, .. } => product(trajectories, Some(k + 1)),
            Design::Saltelli { rows, scrambles } => {
                product(scrambles, Some(Saltelli { inputs: k, rows }.len()))
            }
        };
        count.ok_or(DesignError::TooMany { points: "far too many".to_owned(), most: STUDY_LIMIT })
    }
}

/// Point `index` of a scrambled Sobol sequence in no more dimensions than there are; `new` has
/// seen to that.
fn scrambled(dimensions: usize, index: usize, bits: Bits<'_>) -> Vec<f64> {
    Scrambled::new(dimensions, bits).map_or_else(Vec::new, |s| s.point(index as u32))
}

fn too_many(points: usize) -> DesignError {
    DesignError::TooMany { points: points.to_string(), most: STUDY_LIMIT }
}

/// The trajectories that a study walks for elementary effects.
pub fn morris_trajectories(study: &Study, count: usize, levels: usize) -> Vec<Trajectory> {
    let bits = bits(study.design_seed, WALKS);
    trajectories(count, study.parameters.len(), levels, &bits)
}

/// The layout of a study for Sobol indices, if it is one, and how many scrambles it has.
pub fn saltelli(study: &Study) -> Option<(Saltelli, usize)> {
    match study.design {
        Design::Saltelli { rows, scrambles } => {
            Some((Saltelli { inputs: study.parameters.len(), rows }, scrambles))
        }
        _ => None,
    }
}

/// Bits of a design: a function of its seed, what they are for, and their address.
fn bits(seed: u64, purpose: u64) -> impl Fn(u64, u64) -> u64 + Sync {
    let lot = Lot::of_region(seed);
    move |a, b| lot.draw3(Purpose::Design, purpose, a, b).bits()
}
