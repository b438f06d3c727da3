//! Exact answers of special cases of the model, in the model's own weekly step.
//!
//! With everything else switched off, single mechanisms have answers that need no simulation:
//! Markov chains, linear recursions, sums. The scenarios in `scenarios/verification` switch
//! everything else off; what they give must meet these numbers, in mean and in variance, as
//! [`score`] tells. Nothing here knows of scenarios or of the engine: an exact answer that
//! shared code with what it checks would check nothing.
//!
//! | limit | exact answer |
//! |---|---|
//! | contagion between organisations that all see one another | [`contagion::Contagion::complete`] |
//! | contagion on a ring | [`ring::mean`], [`ring::chain`] |
//! | staff who learn from one another and forget | [`staff::Colleagues`] |
//! | leavers, and newcomers who are trained | [`staff::Induction`] |
//! | launches with so many hours a week | [`capacity::Capacity`] |
//! | records that are written and age | [`records::Ageing`] |
//! | what look-ups teach people to expect | [`uses::Expectation`] |
//! | habit | [`uses::habit`] |

pub mod binomial;
pub mod capacity;
pub mod chain;
pub mod contagion;
pub mod moments;
pub mod records;
pub mod ring;
pub mod ring_pairs;
pub mod score;
pub mod staff;
pub mod uses;

pub use moments::Moments;
