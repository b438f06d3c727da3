//! A comparison as a document: what differs, how often, at what cost, and where coverage is lost.

use super::about::About;
use super::answer::{change, month, sentences, told, why};
use super::charts::comparison_charts;
use super::document::{Block, Document, Futures, ResultFile};
use super::money::Spending;
use super::words::count;
use super::{
    COMPARISON_SCHEMA, Compared, OutputError, Verdict, comparison_json, coverage_csv,
    differences_csv, glance, lost, money_frame,
};
use crate::measures::Counter;
use crate::results::{Comparison, Curves, Ensemble, ReplicateResult};

/// Rows of a table that stands in a report alone.
const REPORT_ALONE: usize = 0;

impl Compared<'_> {
    /// Each matched future as a dot, for each of the other scenarios.
    fn futures(&self) -> impl Iterator<Item = Block> {
        let pairs = self.ensembles.iter().skip(1).zip(self.comparisons);
        pairs.filter_map(move |(other, comparison)| {
            let base = self.ensembles.first()?;
            let about = About::compared(comparison, self.ensembles)?;
            let in_use = |e: &Ensemble, r: &ReplicateResult| {
                r.trajectory.get(Counter::OrgRealUse, about.group, e.weeks as usize)
            };
            let pairs = base.replicates.iter().zip(&other.replicates);
            let more = pairs.map(|(b, o)| (in_use(other, o) - in_use(base, b)).round() as i32);
            let difference = &comparison.real_use.difference;
            let caption = format!(
                "{} beside {}: each dot is one future lived twice, to the right where more {} \
                 are in real use at the end: more in {}, the same in {}, fewer in {}.",
                comparison.scenario,
                comparison.base,
                about.noun,
                count(difference.more.into()),
                count(difference.same.into()),
                count(difference.fewer().into())
            );
            Some(Block::Futures(Futures { caption, more: more.collect() }))
        })
    }

    /// The document; `curves` are those of the scenarios, in their order.
    ///
    /// # Errors
    /// If a table or a chart cannot be encoded.
    pub fn document(&self, curves: &[Curves]) -> Result<Document, OutputError> {
        let json = comparison_json(self)?;
        let mut written = vec![
            ResultFile::new("differences.csv", differences_csv(self.comparisons)?),
            ResultFile::new("comparison.json", json.clone()),
        ];
        for curves in curves {
            let name = format!("{}.coverage.csv", curves.scenario);
            written.push(ResultFile::new(name, coverage_csv(curves)?));
        }
        let both = self.scenarios.iter().zip(self.ensembles);
        let spent: Vec<Spending> = both.map(|(s, e)| Spending::of(s, e)).collect();
        let names: Vec<_> = self.scenarios.iter().map(|s| s.name.as_str()).zip(&spent).collect();
        let money = money_frame(&names);
        let end = self.ensembles.first().map_or_else(String::new, |e| month(e.date(e.weeks)));
        let left = names.iter().filter_map(|(name, spent)| spent.left(name, &end));
        let mut body: Vec<Block> = self.futures().chain(lost::blocks(self.ensembles)).collect();
        body.extend([Block::Heading("Money"), money.block(REPORT_ALONE)]);
        let said = || self.comparisons.iter().map(|c| (c, sentences(c, self)));
        // What brings most comes first, then what cannot be told apart, then what takes.
        let brings = |c: &Comparison| match Verdict::of(&c.real_use.difference).is_told() {
            true => c.real_use.difference.mean,
            false => 0.0,
        };
        let mut first: Vec<_> = said().collect();
        first.sort_by(|a, b| brings(b.0).total_cmp(&brings(a.0)));
        let base = self.ensembles.first().zip(curves.first());
        Ok(Document {
            name: "comparison",
            schema: COMPARISON_SCHEMA,
            answer: first
                .into_iter()
                .flat_map(|(_, [coverage, cost, _])| [coverage, cost])
                .chain(left)
                .collect(),
            charts: comparison_charts(self, curves)?,
            frames: vec![money],
            written,
            own_json: Some(json),
            glance: glance::glance(
                self.scenarios,
                self.ensembles,
                self.comparisons,
                self.discount_per_year,
            ),
            brief: vec![
                ("Why", base.map_or_else(String::new, |(ensemble, curves)| why(ensemble, curves))),
                ("What to change", change(self)),
            ],
            told: told(self),
            known: said()
                .map(|(c, [_, _, how])| format!("{} beside {}: {how}", c.scenario, c.base))
                .collect(),
            notes: self.notes.to_vec(),
            why: "Future by future, and where coverage is lost",
            body,
            ..Document::default()
        })
    }
}
