//! Oppositional and ambivalent forces (3.1 to 3.9): each has a counterpart that resolves it,
//! or is a challenge and a driver at once.

pub mod recurring;
