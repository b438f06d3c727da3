//! The figures of an explanation: three tables, and the main ones for programs.

use serde_json::{Value as Json, json};

use super::Explained;
use crate::outputs::document::{Cell, Frame, Rows};
use crate::outputs::funnel::{ALL, FunnelStep, Left};
use crate::outputs::numbers::rounded;
use crate::outputs::words::{count, percent, percent_range};
use crate::results::{Binding, Effect, Spread};

/// A row of `constraints.csv`: what was seen in a period, or what a relaxation gains.
struct Row<'a> {
    which: usize,
    /// `observed`, `gain_within` (made within the period) or `gain_by_end`.
    kind: &'static str,
    /// Name, label, how it was relaxed, unit.
    words: [&'static str; 4],
    spread: &'a Spread,
    effect: Option<&'a Effect>,
    /// `yes`, `level` (not told from the largest) or `no`.
    binds: &'static str,
}

/// Mean, half-width, percentiles; counts and verdict of what is a difference.
fn figures<T>(rows: Rows<T>, of: impl Fn(&T) -> (&Spread, Option<&Effect>) + Copy) -> Rows<T> {
    let count = |x: &T, n: fn(&Effect) -> u32| {
        of(x).1.map_or(Cell::none(), |effect| Cell::count(n(effect)))
    };
    rows.column("replicates", |x| Cell::count(of(x).0.replicates))
        .column("mean", |x| Cell::plain(of(x).0.mean))
        .column("half_width", |x| Cell::plain(of(x).1.and_then(|effect| effect.half_width)))
        .column("p05", |x| Cell::plain(of(x).0.p05))
        .column("p50", |x| Cell::plain(of(x).0.p50))
        .column("p95", |x| Cell::plain(of(x).0.p95))
        .column("more", |x| count(x, |effect| effect.more))
        .column("same", |x| count(x, |effect| effect.same))
        .column("fewer", |x| count(x, Effect::fewer))
        .column("told_from_zero", |x| {
            of(x).1.map_or(Cell::none(), |effect| Cell::flag(effect.told))
        })
}

impl Explained<'_> {
    /// `funnel.csv`: a row a step, from all organisations on; shares of what each is a share of.
    pub(super) fn funnel_frame(&self) -> Frame {
        let funnel = self.funnel();
        let date = self.base.date(funnel.week).to_string();
        let steps = (1..).zip(funnel.steps.iter().map(Some));
        let rows: Vec<(u32, Option<&FunnelStep>)> = [(0, None)].into_iter().chain(steps).collect();
        let left = |step: &Option<&FunnelStep>, of: fn(&Left) -> f64| match step {
            None => Cell::count(1u32),
            Some(step) => Cell::plain(step.left.as_ref().map(of)),
        };
        let shown = |step: Option<&FunnelStep>, words: fn(Left) -> String| {
            step.map(|step| step.left.map_or_else(|| "–".to_owned(), words))
        };
        Frame::of("funnel", "What is left after each step", rows)
            .column("step", |(i, _)| Cell::count(*i))
            .column("date", |_| Cell::text(&date))
            .column("week", |_| Cell::count(funnel.week))
            .column("chain", |(_, s)| Cell::text(s.map_or("organisations", |s| s.chain)))
            .headed("label", "step", |(_, s)| Cell::text(s.map_or(ALL, |s| s.label)))
            .seen("middle", |(_, s)| shown(*s, |left| percent(left.p50)).unwrap_or_default())
            .seen("range", |(_, s)| {
                let range = shown(*s, |left| percent_range(left.p05, left.p95));
                range.filter(|words| words != "–").unwrap_or_default()
            })
            .seen("of", |(_, s)| match s {
                None => format!("{} organisations", count(funnel.organisations.into())),
                Some(s) => s.left.map_or(s.of.to_owned(), |l| format!("{} {}", count(l.of), s.of)),
            })
            .seen("missing", |(_, s)| s.map_or("", |s| s.missing.word()).to_owned())
            .column("missing", |(_, s)| Cell::text(s.map_or("", |s| s.missing.word())))
            .column("of", |(_, s)| Cell::text(s.map_or("organisations", |s| s.of)))
            .column("denominator", |(_, s)| match s {
                None => Cell::count(funnel.organisations),
                Some(_) => left(s, |l| l.of),
            })
            .column("replicates", |(_, s)| {
                let of_step = |s: &FunnelStep| s.left.map_or(0, |l| l.replicates);
                Cell::count(s.map_or(funnel.futures, of_step) as u64)
            })
            .column("low", |(_, s)| left(s, |l| l.p05))
            .column("p50", |(_, s)| left(s, |l| l.p50))
            .column("high", |(_, s)| left(s, |l| l.p95))
            .column("largest_in", |(_, s)| {
                s.map_or(Cell::none(), |s| Cell::count(s.largest_in as u64))
            })
            .frame()
    }

    /// `constraints.csv`: for each period what was seen, and what each relaxation gains.
    pub(super) fn constraints_frame(&self) -> Frame {
        let found = self.found;
        let mut rows = Vec::new();
        for (which, period) in found.periods.iter().enumerate() {
            rows.extend(period.observed.iter().map(|seen| Row {
                which,
                kind: "observed",
                words: [seen.name, seen.label, "", seen.unit.id()],
                spread: &seen.spread,
                effect: None,
                binds: "",
            }));
            for (i, relaxed) in period.relaxed.iter().enumerate() {
                let constraint = self.constraint(i);
                let (name, label) = (constraint.name, constraint.label);
                let binds = match &period.binding {
                    Binding::One(one) if *one == i => "yes",
                    Binding::Several(several) if several.contains(&i) => "level",
                    _ => "no",
                };
                let words = [name, label, constraint.relaxed, found.outcome.measure.unit.id()];
                for (kind, effect, binds) in
                    [("gain_within", &relaxed.within, binds), ("gain_by_end", &relaxed.by_end, "")]
                {
                    let (spread, effect) = (&effect.spread, Some(effect));
                    rows.push(Row { which, kind, words, spread, effect, binds });
                }
            }
        }
        let period = |row: &Row| &found.periods[row.which];
        let rows = Frame::of("constraints", "What was seen, and what each relaxation gains", rows)
            .column("period", |row| Cell::count(row.which as u64 + 1))
            .column("from_week", |row| Cell::count(period(row).from))
            .column("to_week", |row| Cell::count(period(row).to))
            .column("to_date", |row| Cell::text(self.base.date(period(row).to).to_string()))
            .column("kind", |row| Cell::text(row.kind))
            .column("name", |row| Cell::text(row.words[0]))
            .column("label", |row| Cell::text(row.words[1]))
            .column("relaxed", |row| Cell::text(row.words[2]))
            .column("unit", |row| Cell::text(row.words[3]));
        figures(rows, |row| (row.spread, row.effect))
            .column("binds", |row| Cell::text(row.binds))
            .frame()
    }

    /// `attribution.csv`: what forces, families and all forces add, in the measure's unit. `method`
    /// is `knock_out`, `sampled` (Owen value) or `exact` (Shapley value among families).
    pub(super) fn attribution_frame(&self) -> Frame {
        let outcome = &self.found.outcome;
        let mut rows: Vec<([&str; 6], &Effect)> = Vec::new();
        if let Some(found) = &self.found.attribution {
            rows.push((["all", "knock_out", "all", "All forces", "", ""], &found.total));
            for f in &found.families {
                let methods =
                    [("exact", &f.exact), ("sampled", &f.sampled), ("knock_out", &f.knock_out)];
                let row =
                    |(method, effect)| (["family", method, f.name, f.title, "", f.name], effect);
                rows.extend(methods.map(row));
            }
            for f in &found.forces {
                let family = found.families[f.family].name;
                let methods = [("sampled", &f.sampled), ("knock_out", &f.knock_out)];
                let row = |(method, effect)| {
                    (["force", method, f.name, f.title, f.section, family], effect)
                };
                rows.extend(methods.map(row));
            }
        }
        let mut rows = Frame::of("attribution", "What each force adds", rows);
        let keys = ["level", "method", "name", "title", "section", "family"];
        for (i, key) in keys.into_iter().enumerate() {
            rows = rows.column(key, |(words, _)| Cell::text(words[i]));
        }
        let rows = rows
            .column("measure", |_| Cell::text(outcome.name()))
            .column("unit", |_| Cell::text(outcome.measure.unit.id()));
        figures(rows, |(_, effect)| (&effect.spread, Some(effect))).frame()
    }

    /// The main figures.
    pub(super) fn facts(&self) -> Json {
        let found = self.found;
        let attribution = found.attribution.as_ref();
        let date = |week: u32| self.base.date(week).to_string();
        let names = |binding: &Binding| -> Vec<&'static str> {
            binding.all().iter().map(|&i| self.constraint(i).name).collect()
        };
        json!({
            "scenario": self.scenario.name,
            "measure": found.outcome.name(),
            "unit": found.outcome.measure.unit,
            "week": found.week,
            "date": date(found.week),
            "seed": self.scenario.seed,
            "replicates": found.replicates,
            "without_value": found.without_value,
            "runs": found.runs,
            "largest_step": self.funnel().largest.map(|largest| json!({
                "from": largest.from,
                "to": largest.to,
                "futures": largest.futures,
                "of": largest.all,
            })),
            // One if a constraint binds, several if they cannot be told apart, none if nothing gains.
            "periods": found.periods.iter().map(|period| json!({
                "from_week": period.from,
                "to_week": period.to,
                "to_date": date(period.to),
                "binding": names(&period.binding),
            })).collect::<Json>(),
            "not_relaxed": found.not_relaxed.iter().map(|(constraint, why)| json!({
                "name": constraint.name,
                "why": why,
            })).collect::<Json>(),
            "total": attribution.map(|a| effect(&a.total)),
            "all_on": attribution.map(|a| rounded(a.all_on.mean, 6)),
            "all_off": attribution.map(|a| rounded(a.all_off.mean, 6)),
            "families": attribution.map_or(&[][..], |a| &a.families).iter().map(|f| json!({
                "name": f.name,
                "exact": effect(&f.exact),
                "sampled": effect(&f.sampled),
                "knock_out": effect(&f.knock_out),
            })).collect::<Json>(),
            "forces": attribution.map_or(&[][..], |a| &a.forces).iter().map(|f| json!({
                "name": f.name,
                "sampled": effect(&f.sampled),
                "knock_out": effect(&f.knock_out),
            })).collect::<Json>(),
            "absent": found.absent,
        })
    }
}

/// A mean difference in the measure's unit.
fn effect(effect: &Effect) -> Json {
    let number = |x: f64| rounded(x, 6);
    json!({
        "mean": number(effect.mean()),
        "half_width": effect.half_width.map(number),
        "p05": number(effect.spread.p05),
        "p50": number(effect.spread.p50),
        "p95": number(effect.spread.p95),
        "more": effect.more,
        "same": effect.same,
        "fewer": effect.fewer(),
        "told_from_zero": effect.told,
    })
}
