//! Patient lists and their recognised patients with records.

use super::NEVER;
use crate::rng::address;
use crate::scenario::Records;

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

    /// True if the record was written within the period of validity.
    fn apparent(&self, by: Currency) -> bool {
        by.week - self.written < by.valid
    }

    /// Work out the weight with which a write is about this patient.
    fn weigh(&mut self, by: Currency) {
        let current = self.apparent(by) && !self.overtaken;
        let weight = if current { by.update } else { 1.0 };
        self.writable = if self.state == Patients::Agreed { weight } else { 0.0 };
    }
}

/// By what a record counts as current.
#[derive(Debug, Clone, Copy)]
pub struct Currency {
    /// The week in which it is looked at.
    week: i32,
    /// Weeks for which it is recent after a write.
    valid: i32,
    /// Weight with which a write is about somebody whose record is current, against one who needs
    /// a record.
    update: f32,
}

impl Currency {
    /// As it holds in a week.
    pub fn of(records: &Records, week: i32) -> Self {
        let valid = records.current_weeks as i32;
        Currency { week, valid, update: records.update_current as f32 }
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
    /// With one that also says what a reader needs.
    pub good: u32,
}

impl PatientCounts {
    /// Count a patient in (`by` 1) or out (−1), but not among all of them.
    #[inline]
    fn add(&mut self, p: &Patient, currency: Currency, by: i32) {
        let count = |n: &mut u32, is: bool| *n = n.wrapping_add_signed(by * i32::from(is));
        let apparent = p.apparent(currency);
        let current = apparent && !p.overtaken;
        count(&mut self.approached, p.state != Patients::Recognised);
        count(&mut self.agreed, p.state == Patients::Agreed);
        count(&mut self.recorded, p.written != NEVER);
        count(&mut self.apparent, apparent);
        count(&mut self.current, current);
        count(&mut self.good, current && p.good);
    }

    /// Patients by what a reader would find: a record that is current, true and good; one that is
    /// recent but overtaken; one that is current and true but does not say what a reader needs.
    pub fn found(&self) -> [u32; FOUND] {
        [self.good, self.apparent - self.current, self.current - self.good]
    }

    /// Weight of patients about whom a record could be written: 1 each who needs one, less for
    /// those whose record is current. Whoever has a record has agreed. A list is short enough for
    /// the product and the sum to lose no digit of a weight in single precision.
    pub fn writable(&self, by: Currency) -> f64 {
        f64::from(self.agreed - self.current) + f64::from(self.current) * f64::from(by.update)
    }
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
    /// The patients counted, as of the last survey, which ends every week; on the way there it is
    /// kept up with what happens to them.
    pub counts: PatientCounts,
    /// True if they have to be counted anew.
    pub uncounted: bool,
    /// No recent record stops being recent before this week.
    pub expires: i32,
    /// Weight of patients about whom a record could be written, as of the last survey.
    pub writable: f64,
    /// Deaths so far, with and without recognition, by illness.
    pub deaths: [u64; ILLNESSES],
    /// Of these, with a record.
    pub deaths_with_record: [u64; ILLNESSES],
}

impl Panel {
    /// Count all patients as they stood in a week.
    pub fn count(&mut self, by: Currency) {
        self.counts = PatientCounts::default();
        for p in &mut self.patients {
            p.weigh(by);
            self.counts.add(p, by, 1);
        }
        (self.uncounted, self.expires) = (false, by.week + 1);
    }

    /// Go on from what was counted last week: some records are no longer recent.
    pub fn age(&mut self, by: Currency) {
        if by.week < self.expires {
            return;
        }
        let (before, limit) = (Currency { week: by.week - 1, ..by }, by.week - by.valid);
        let mut oldest = i32::MAX;
        for p in &mut self.patients {
            if p.written == limit {
                self.counts.add(p, before, -1);
                p.weigh(by);
                self.counts.add(p, by, 1);
            }
            oldest = oldest.min(if p.written > limit { p.written } else { i32::MAX });
        }
        self.expires = oldest.saturating_add(by.valid);
    }

    /// A record is written about a patient.
    pub fn write(&mut self, nth: usize, good: bool, by: Currency, week: i32) {
        let p = &mut self.patients[nth];
        self.counts.add(p, by, -1);
        (p.written, p.good, p.overtaken) = (week, good, false);
        p.weigh(by);
        self.counts.add(p, by, 1);
        self.expires = self.expires.min(week + by.valid);
    }

    /// Something may happen to each patient: `met` says what, `change` what comes of it and whether
    /// the patient lives.
    #[inline]
    pub fn each<T>(
        &mut self,
        by: Currency,
        met: impl Fn(&Patient) -> Option<T>,
        mut change: impl FnMut(&mut Patient, T) -> bool,
    ) {
        let mut deaths = 0;
        for p in &mut self.patients {
            let Some(what) = met(p) else { continue };
            self.counts.add(p, by, -1);
            if change(p, what) {
                p.weigh(by);
                self.counts.add(p, by, 1);
            } else {
                (p.number, deaths) = (DEAD, deaths + 1);
            }
        }
        let dead = |p: &Patient| p.number == DEAD;
        match deaths {
            0 => {}
            // Those behind move up in one piece.
            1 => {
                if let Some(nth) = self.patients.iter().position(dead) {
                    self.patients.remove(nth);
                }
            }
            _ => self.patients.retain(|p| !dead(p)),
        }
    }
}

/// Number of a patient who has died and is about to leave the list.
const DEAD: u32 = u32::MAX;
