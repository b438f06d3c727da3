//! The fields of a row, each checked by itself.

use jiff::civil::Date;

use super::super::fit::{in_per_cent, plain, quoted};
use super::super::goals::{last_day, week_of_plan};
use super::super::suggest::did_you_mean;
use super::census::population;
use super::{ALL, Observation, RowRole, Table};
use crate::measures::{GroupKind, MEASURES, Measure, Unit, measure};

/// Greatest amount and denominator that can be meant.
const MOST: f64 = 1e12;
/// Greatest error of a share.
const MOST_SD: f64 = 0.5;

impl Table<'_, '_> {
    /// A row, all of whose fields are looked at before it is given up.
    pub(super) fn row(&mut self, record: &csv::StringRecord, start: usize) -> Option<Observation> {
        let beyond = record.iter().skip(self.titles.len()).any(|field| !field.trim().is_empty());
        if beyond || record.len() < self.titles.len() {
            let (place, wanted) = (self.place(start, 0), self.titles.len());
            let message = format!("the line has {} fields, the header {wanted}", record.len());
            let help = "decimals have a point, thousands no comma, and words with a comma stand in \
                        double quotes";
            self.report.error(place, message, help.to_owned());
            return None;
        }
        let text = |column: &str| {
            let field = self.column(column).and_then(|number| record.get(number));
            field.unwrap_or("").trim().to_owned()
        };
        let [date, name, group, value, denominator, sd, role] =
            ["date", "measure", "group", "value", "denominator", "sd", "role"].map(text);
        let when = self.when(&date, start);
        let measure = self.measure(&name, start);
        let group = self.group(&group, measure, start);
        let role = self.role(&role, start);
        let denominator = self.denominator(&denominator, measure, start);
        let value = self.value(&value, measure, denominator, start);
        let sd = self.sd(&sd, measure, start);
        let (date, week) = when?;
        let (measure, group) = (measure?, group?);
        Some(Observation {
            population: population(self.scenario, measure, &group),
            line: self.line(start),
            date,
            week,
            measure,
            group,
            value: value?,
            denominator: denominator.ok()?,
            sd: sd.ok()?,
            role: role?,
        })
    }

    /// The day and its week.
    fn when(&mut self, text: &str, start: usize) -> Option<(Date, u32)> {
        let place = self.field(start, "date");
        let (from, weeks) = (self.scenario.start, self.scenario.weeks);
        let last = last_day(from, weeks);
        let found = match text.parse::<Date>() {
            Ok(day) if text.len() == 10 => Some((day, day)),
            // The month in which the plan ends may go on after its last week.
            _ if text.len() == 7 => format!("{text}-01")
                .parse::<Date>()
                .ok()
                .map(|day| (day, day.last_of_month().min(last).max(day))),
            _ => None,
        };
        let Some((_, day)) = found else {
            let message = match text {
                "" => "the row has no date".to_owned(),
                text => format!("{} is not a date", quoted(text)),
            };
            let help = match meant_day(text) {
                Some(meant) => format!("write it as {meant}, if that is what is meant"),
                None => "write a day as 2027-03-31, or a month as 2027-03".to_owned(),
            };
            self.report.error(place, message, help);
            return None;
        };
        let week = week_of_plan(from, weeks, day);
        if week.is_none() {
            let first = from.saturating_add(jiff::Span::new().days(7));
            let message = format!("{text} lies outside the plan, which is from {from} to {last}");
            let help = match day < first {
                true => format!(
                    "the first day that can be compared is {first}, a week after the start; begin \
                     the scenario earlier (start = …), or take the row out"
                ),
                false => "make the plan longer (weeks = …), or take the row out".to_owned(),
            };
            self.report.error(place, message, help);
        }
        Some((day, week?))
    }

    fn measure(&mut self, name: &str, start: usize) -> Option<&'static Measure> {
        let found = measure(name);
        if found.is_none() && !self.report.is_full() {
            let place = self.field(start, "measure");
            let names = MEASURES.iter().map(|m| m.name);
            let help =
                format!("{} (uptake describe measures tells of all)", did_you_mean(name, names));
            let message = match name {
                "" => "the row has no measure".to_owned(),
                name => format!("unknown measure {}", quoted(name)),
            };
            self.report.error(place, message, help);
        }
        found
    }

    fn group(
        &mut self,
        name: &str,
        measure: Option<&'static Measure>,
        start: usize,
    ) -> Option<String> {
        let name = if name.is_empty() { ALL } else { name };
        let place = self.field(start, "group");
        let found = self.names.groups.iter().find(|(id, _)| id == name).cloned();
        let Some((id, kind)) = found else {
            if !self.report.is_full() {
                let names: Vec<String> =
                    self.names.groups.iter().map(|(id, _)| id.clone()).collect();
                let help = did_you_mean(name, names.iter().map(String::as_str));
                self.report.error(place, format!("unknown group {}", quoted(name)), help);
            }
            return None;
        };
        if let Some(measure) = measure.filter(|m| !m.family.covers(kind)) {
            let kept = |(id, kind): &&(String, GroupKind)| {
                let _ = id;
                measure.family.covers(*kind)
            };
            let groups: Vec<&str> =
                self.names.groups.iter().filter(kept).map(|(id, _)| id.as_str()).collect();
            let message = format!("`{}` is not kept for {}", measure.name, quoted(&id));
            self.report.error(place, message, format!("it is kept for {}", few(&groups)));
            return None;
        }
        Some(id)
    }

    fn role(&mut self, text: &str, start: usize) -> Option<RowRole> {
        let role = match text {
            "fit" => Some(RowRole::Fit),
            "hold" => Some(RowRole::Hold),
            _ => None,
        };
        if role.is_none() {
            let place = self.field(start, "role");
            let message = match text {
                "" => "the row has no role".to_owned(),
                text => format!("unknown role {}", quoted(text)),
            };
            let help = "fit: the scenario is fitted to the row; hold: it is kept back, and the \
                        forecast is compared with it";
            self.report.error(place, message, help.to_owned());
        }
        role
    }

    /// Of how many; none if nothing stands there.
    fn denominator(
        &mut self,
        text: &str,
        measure: Option<&'static Measure>,
        start: usize,
    ) -> Result<Option<f64>, ()> {
        if text.is_empty() {
            return Ok(None);
        }
        let place = self.field(start, "denominator");
        if let Some(measure) = measure.filter(|m| m.unit != Unit::Share) {
            let message = format!(
                "`{}` is a number of {} and has no denominator",
                measure.name,
                measure.unit.in_words()
            );
            self.report.error(place, message, "leave the field empty".to_owned());
            return Err(());
        }
        match number(text).filter(|x| x.fract() == 0.0 && (1.0..=MOST).contains(x)) {
            Some(x) => Ok(Some(x)),
            None => {
                let message =
                    format!("a denominator must be a whole number from 1, found {}", quoted(text));
                let help = "of how many the value is a part; left empty, the value is a share";
                self.report.error(place, message, help.to_owned());
                Err(())
            }
        }
    }

    fn value(
        &mut self,
        text: &str,
        measure: Option<&'static Measure>,
        denominator: Result<Option<f64>, ()>,
        start: usize,
    ) -> Option<f64> {
        let place = self.field(start, "value");
        let Some(value) = number(text) else {
            let message = match text {
                "" => "the row has no value".to_owned(),
                text => format!("{} is not a number", quoted(text)),
            };
            let per_cent = text.strip_suffix('%').and_then(|x| number(x.trim()));
            let help = match per_cent {
                Some(share) => in_per_cent(share),
                None => "write a half as 0.5, and leave out a row that was not observed".to_owned(),
            };
            self.report.error(place, message, help);
            return None;
        };
        // Of a denominator that was told of, nothing can be said further on.
        let (measure, denominator) = (measure?, denominator.ok()?);
        let name = measure.name;
        let fault = match (measure.unit, denominator) {
            (_, _) if !(0.0..=MOST).contains(&value) => {
                let range = format!("`{name}` must lie in 0..{}", plain(MOST));
                Some((format!("{range}, found {}", plain(value)), "leave the sign out".to_owned()))
            }
            (Unit::Share, Some(all)) if value > all => Some((
                format!("{} of {} is more than all", plain(value), plain(all)),
                "the value is the number out of the denominator".to_owned(),
            )),
            // A share beside its denominator: the number out of it is what was counted.
            (Unit::Share, Some(all)) if value.fract() != 0.0 && value > 1.0 => Some((
                format!("{} of {} is no whole number", plain(value), plain(all)),
                "the value is the number out of the denominator, or the share of it".to_owned(),
            )),
            // As tables of numbers are often written: one of ten, or all of them?
            (Unit::Share, Some(all)) if value == 1.0 && all > 1.0 && text.contains('.') => Some((
                format!("{text} of {} may be one of them, or all", plain(all)),
                format!("write 1 for one, and {} for all", plain(all)),
            )),
            (Unit::Share, None) if value > 1.0 => Some((
                format!("`{name}` is a share and must lie in 0..1, found {}", plain(value)),
                match value <= 100.0 {
                    true => format!("{}; of a count, give the denominator", in_per_cent(value)),
                    false => "of a count, give the denominator: of how many".to_owned(),
                },
            )),
            _ => None,
        };
        if let Some((message, help)) = fault {
            self.report.error(place, message, help);
            return None;
        }
        Some(match denominator {
            // Up to 1 and with a point it is a share: 0.4. Else it is a count: 1 is one, and so is 2.0 two.
            Some(all) if value > 1.0 || !text.contains('.') => value / all,
            _ => value,
        })
    }

    fn sd(
        &mut self,
        text: &str,
        measure: Option<&'static Measure>,
        start: usize,
    ) -> Result<Option<f64>, ()> {
        if text.is_empty() {
            return Ok(None);
        }
        let place = self.field(start, "sd");
        let is_share = measure.is_some_and(|m| m.unit == Unit::Share);
        let most = if is_share { MOST_SD } else { MOST };
        match number(text).filter(|&x| x > 0.0 && x <= most) {
            Some(sd) => Ok(Some(sd)),
            None => {
                let message = match is_share {
                    true => {
                        format!("the sd of a share must lie in 0..{most}, found {}", quoted(text))
                    }
                    false => format!("an sd must be a number above 0, found {}", quoted(text)),
                };
                let help = "the standard deviation of the error of what was reported, in the unit of \
                            the value: 0.02 is two percentage points; left empty, one is assumed";
                self.report.error(place, message, help.to_owned());
                Err(())
            }
        }
    }
}

/// A finite number, written with a point and without thousands.
fn number(text: &str) -> Option<f64> {
    let plain = text.bytes().all(|b| b.is_ascii_digit() || b"+-.eE".contains(&b));
    text.parse().ok().filter(|x: &f64| plain && x.is_finite())
}

/// The day that somebody may have meant who writes days first, or with other marks.
fn meant_day(text: &str) -> Option<String> {
    let parts: Vec<&str> = text.split(['/', '.', '-', ' ']).filter(|p| !p.is_empty()).collect();
    let [a, b, c] = parts[..] else { return None };
    let numbers: Option<Vec<i16>> = [a, b, c].iter().map(|p| p.parse().ok()).collect();
    let [a, b, c] = numbers?[..] else { return None };
    let (year, month, day) = if a > 31 { (a, b, c) } else { (c, b, a) };
    let year = if (0..100).contains(&year) { year + 2000 } else { year };
    let day = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    Some(day.to_string())
}

fn few(names: &[&str]) -> String {
    match names {
        [] => "nothing here".to_owned(),
        [first] => (*first).to_owned(),
        names if names.len() > 12 => format!("{}, …", names[..12].join(", ")),
        names => names.join(", "),
    }
}
