//! The tables of a ranking, for programs and people, and the main figures for programs.

use serde_json::{Value as Json, json};

use super::Ranked;
use crate::outputs::document::{Cell, Frame, Rows, six};
use crate::outputs::words::{count, each_in_brief, pounds};
use crate::results::ranking::{Rated, Table};
use crate::stats::ratio::Ratio;

/// A row of a table of levers: its place, and the option.
type Row<'a> = (usize, &'a Rated);

impl Ranked<'_> {
    /// The levers of a table of the ranking, by its name.
    pub(super) fn levers(&self, name: &'static str, table: &Table) -> Frame {
        let first = |of: fn(&crate::results::ranking::Bought) -> Cell| {
            move |(_, r): &Row| r.bought.first().map_or(Cell::none(), of)
        };
        let group = |i: usize| {
            let told = if table.told[i] { "" } else { " ○" };
            Cell::count(table.group[i]).shown(format!("{}{told}", table.group[i]))
        };
        let rows: Vec<Row> = table.rated.iter().enumerate().collect();
        let rows = Frame::of("ranking", "Each lever, alone and for the same money", rows)
            .column("table", |_| Cell::text(name))
            .column("rank", |(i, _)| Cell::count(*i as u64 + 1))
            .headed("group", "group", |(i, _)| group(*i))
            .column("told_from_nothing", |(i, _)| yes(table.told[*i]))
            .seen("bought", |(_, r)| r.name())
            .column("bought", first(|b| Cell::text(&b.name)))
            .column("dose", first(|b| Cell::digits(b.dose)))
            .column("intensity", first(|b| Cell::digits(b.intensity)))
            .column("unit", first(|b| Cell::text(b.unit)))
            .column("hours", |(_, r)| Cell::digits(r.hours));
        self.figures(rows).frame()
    }

    /// Every option that was judged on futures that the search had not seen.
    pub(super) fn mixes(&self) -> Frame {
        let found = self.found;
        let rows = Frame::of("mixes", "Each mix", found.mixes.iter().enumerate().collect())
            .headed("mix", "bought", |(_, r): &Row| Cell::text(r.name()))
            .column("best", |(i, _)| yes(*i == found.best.mix))
            .column("as_good", |(i, _)| yes(found.best.as_good.contains(i)))
            .column("frontier", |(i, _)| yes(found.frontier.contains(i)));
        self.figures(rows).frame()
    }

    fn figures<'r>(&self, rows: Rows<Row<'r>>) -> Rows<Row<'r>> {
        let (found, gains) = (self.found, self.gains());
        let of = |n: u32, all: usize| format!("{} of {}", count(n.into()), count(all as f64));
        let rows = rows
            .column("measure", |_| Cell::text(found.outcome.name()))
            .column("week", |_| Cell::count(found.week))
            .column("futures", |(_, r)| Cell::count(r.gain.replicates))
            .column("draws", |(_, r)| Cell::count(r.gain.units))
            .headed("gain", "mean gain", |(_, r)| {
                let mean = gains.signed(r.gain.mean);
                let half = r.gain.half_width.map(|half| format!(" ± {}", gains.plain(half)));
                Cell::digits(r.gain.mean).shown(mean + &half.unwrap_or_default())
            })
            .column("gain_half_width", |(_, r)| Cell::digits(r.gain.half_width))
            .column("gain_p05", |(_, r)| Cell::digits(r.gain.p05))
            .column("gain_p50", |(_, r)| Cell::digits(r.gain.p50))
            .column("gain_p95", |(_, r)| Cell::digits(r.gain.p95))
            .seen("range", |(_, r)| {
                format!("{} to {}", gains.signed(r.gain.p05), gains.signed(r.gain.p95))
            })
            .headed("more", "more in", |(_, r)| {
                Cell::count(r.gain.more).shown(of(r.gain.more, r.gain.replicates as usize))
            })
            .headed("cost", "cost", |(_, r)| Cell::digits(r.cost.mean).shown(price(r.cost.mean)))
            .headed("over_money", "dearer in", |(_, r)| {
                let over = r.over(found.money).0;
                Cell::count(over).shown(of(over, r.costs.len()))
            });
        let rows = each(rows, "per_organisation", "each", |r| r.per_organisation);
        each(rows, "per_patient", "each patient", |r| r.per_patient)
    }

    /// The main figures.
    pub(super) fn facts(&self) -> Json {
        let found = self.found;
        let table = |table: &Table| -> Json {
            let row = |(i, r): (usize, &Rated)| {
                let mut row = self.row(r);
                row["group"] = json!(table.group[i]);
                row["told_from_nothing"] = json!(table.told[i]);
                row
            };
            table.rated.iter().enumerate().map(row).collect()
        };
        let options =
            |places: &[usize]| places.iter().map(|&i| self.row(&found.mixes[i])).collect::<Json>();
        let step = |(mix, settled): &(String, bool)| json!({ "mix": mix, "settled": settled });
        json!({
            "scenario": self.scenario.name,
            "measure": found.outcome.name(),
            "less_is_better": found.less,
            "unit": found.outcome.measure.unit,
            "week": found.week,
            "date": self.base.date(found.week).to_string(),
            "seed": self.scenario.seed,
            "draws": found.draws,
            "futures": found.futures,
            "runs": found.runs,
            "money": six(found.money),
            "indifference": found.indifference,
            "alone": table(&found.alone),
            "equal_money": table(&found.equal),
            "best": self.row(&found.mixes[found.best.mix]),
            "as_good": options(&found.best.as_good),
            "steps": found.best.steps.iter().map(step).collect::<Json>(),
            "frontier": options(&found.frontier),
        })
    }

    fn row(&self, r: &Rated) -> Json {
        let value = |ratio: Option<Ratio>| ratio.map(|ratio| six(ratio.value));
        let interval =
            |ratio: Option<Ratio>| ratio?.interval.map(|(low, high)| [six(low), six(high)]);
        json!({
            "bought": r.name(),
            "gain": six(r.gain.mean),
            // Of the 95 % interval of the mean; the unit is the draw.
            "gain_half_width": r.gain.half_width.map(six),
            "p05": six(r.gain.p05),
            "p95": six(r.gain.p95),
            "more": r.gain.more,
            "cost": six(r.cost.mean),
            "over_money": r.over(self.found.money).0,
            "per_organisation": value(r.per_organisation),
            "per_organisation_interval": interval(r.per_organisation),
            "per_patient": value(r.per_patient),
            "per_patient_interval": interval(r.per_patient),
        })
    }
}

/// What one more costs, with its interval.
fn each<'r>(
    rows: Rows<Row<'r>>,
    key: &str,
    heading: &'static str,
    of: fn(&Rated) -> Option<Ratio>,
) -> Rows<Row<'r>> {
    let interval = |r: &Rated| of(r).and_then(|ratio| ratio.interval);
    rows.headed(key, heading, |(_, r)| {
        let said = of(r).map_or("–".to_owned(), each_in_brief);
        Cell::digits(of(r).map(|ratio| ratio.value)).shown(said)
    })
    .column(format!("{key}_low"), |(_, r)| Cell::digits(interval(r).map(|ends| ends.0)))
    .column(format!("{key}_high"), |(_, r)| Cell::digits(interval(r).map(|ends| ends.1)))
}

fn yes(is: bool) -> Cell {
    Cell::text(if is { "yes" } else { "no" })
}

/// Pounds; nothing where it is less than one.
fn price(x: f64) -> String {
    match x {
        x if x.abs() < 1.0 => "£0".to_owned(),
        x if x < 0.0 => format!("−{}", pounds(-x)),
        x => pounds(x),
    }
}
