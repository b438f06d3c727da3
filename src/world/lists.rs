//! Patient lists and their recognised patients with records.

use super::NEVER;
use crate::rng::address;

/// Where a recognised patient stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Patients {
    /// Recognised as nearing the end of life, not asked yet.
    Recognised,
    /// Asked; does not want to share.
    Declined,
    /// Agreed to share.
    Agreed,
}

/// Groups of illness: cancer, and every other.
pub const ILLNESSES: usize = 2;

/// One recognised patient.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Patient {
    /// Number among those ever recognised on the list.
    pub number: u32,
    /// [`crate::rng::address`] of that number, for the patient's draws.
    pub address: u64,
    /// True for cancer.
    pub cancer: bool,
    /// Where the patient stands.
    pub state: Patients,
    /// Week of the last write; `NEVER` without a record.
    pub written: i32,
    /// True if the record says what a reader needs.
    pub good: bool,
    /// True if care elsewhere has overtaken what it says.
    pub overtaken: bool,
    /// Weight with which a write of the coming week is about this patient.
    pub writable: f32,
}

impl Patient {
    /// One who has just been recognised.
    pub fn recognised(number: u32, cancer: bool) -> Self {
        Patient {
            number,
            address: address(u64::from(number)),
            cancer,
            state: Patients::Recognised,
            written: NEVER,
            good: false,
            overtaken: false,
            writable: 0.0,
        }
    }

    /// True for one about whom nothing is counted but that there is one.
    pub fn is_plain(&self) -> bool {
        self.state == Patients::Recognised && self.written == NEVER
    }
}

/// Recognised patients of a list, counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PatientCounts {
    /// All of them.
    pub recognised: u32,
    /// Who have been asked.
    pub approached: u32,
    /// Who agreed to share.
    pub agreed: u32,
    /// With any record.
    pub recorded: u32,
    /// With a record written within the period of validity.
    pub apparent: u32,
    /// With a record that is also true.
    pub current: u32,
}

/// Sorts of recent record that a reader can find.
pub const FOUND: usize = 3;

/// One list of patients.
#[derive(Debug, Clone, Default)]
pub struct Panel {
    /// People who could be recognised and have not been: with cancer, with another illness.
    pub unrecognised: [u32; ILLNESSES],
    /// Recognised patients.
    pub patients: Vec<Patient>,
    /// How many have ever been recognised.
    pub ever: u32,
    /// The patients counted, as of the last survey, which ends every week.
    pub counts: PatientCounts,
    /// True if anything that is counted has changed since, other than how many patients there are.
    pub changed: bool,
    /// Week in which the first of the recent records is no longer recent.
    pub expires: i32,
    /// Patients by what a reader would find: a record that is current, true and good; one that is
    /// recent but overtaken; one that is current and true but does not say what a reader needs.
    pub found: [u32; FOUND],
    /// Weight of patients about whom a record could be written: 1 each who needs one, less for
    /// those whose record is current.
    pub writable: f64,
    /// Deaths so far, with and without recognition, by illness.
    pub deaths: [u64; ILLNESSES],
    /// Of these, with a record.
    pub deaths_with_record: [u64; ILLNESSES],
}
