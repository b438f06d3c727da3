//! The answer in sentences.

use super::{Looped, decimals, with_half};
use crate::outputs::answer::month;
use crate::outputs::words::matched_futures;
use crate::results::loops::LoopFound;

impl Looped<'_> {
    /// Which loop moves coverage most in which year, which feeds itself most, and what weakens it.
    pub(super) fn answer(&self) -> Vec<String> {
        vec![self.dominance(), self.strongest(), self.weakened()]
    }

    fn dominance(&self) -> String {
        let years: Vec<u32> =
            self.found.loops.first().map_or(vec![], |l| l.years.iter().map(|y| y.year).collect());
        let mut said: Vec<(Vec<u32>, Option<&LoopFound>)> = Vec::new();
        for year in years {
            let own = self.found.dominant(year);
            match said.iter_mut().find(|(_, of)| of.map(|l| l.name) == own.map(|l| l.name)) {
                Some((years, _)) => years.push(year),
                None => said.push((vec![year], own)),
            }
        }
        let part = |(years, found): &(Vec<u32>, Option<&LoopFound>)| {
            let years: Vec<String> = years.iter().map(u32::to_string).collect();
            let word = if years.len() == 1 { "year" } else { "years" };
            match found {
                Some(found) => {
                    format!("in {word} {} {}", years.join(", "), found.title.to_lowercase())
                }
                None => format!("in {word} {} none that can be told from luck", years.join(", ")),
            }
        };
        format!(
            "Of {} loops, the one that moves {} most a year after it is cut, in this model: {}.",
            self.found.loops.len(),
            self.gains().unit_in_words(),
            said.iter().map(part).collect::<Vec<_>>().join("; ")
        )
    }

    fn strongest(&self) -> String {
        let told = self.found.loops.iter().filter_map(|found| {
            let year = found.years.iter().filter(|y| y.gain.is_some_and(|g| g.told));
            let year = year.max_by(|a, b| {
                let of = |y: &&crate::results::loops::LoopYear| y.gain.map_or(0.0, |g| g.mean());
                of(a).total_cmp(&of(b))
            })?;
            let gain = year.gain?;
            (gain.mean() > 0.0).then_some((found, year.year, gain))
        });
        match told.max_by(|a, b| a.2.mean().total_cmp(&b.2.mean())) {
            Some((found, year, gain)) => format!(
                "The one that feeds itself most is “{}”: {}. Of its pressure in year {year}, {} comes back \
                 within a year, on average of {}.",
                found.title.to_lowercase(),
                found.words,
                with_half(&gain, decimals),
                matched_futures(self.found.replicates as usize)
            ),
            None => format!(
                "In no loop can it be told from luck that it feeds itself, in {}.",
                matched_futures(self.found.replicates as usize)
            ),
        }
    }

    fn weakened(&self) -> String {
        let gains = self.gains();
        let each = self.found.loops.iter().filter_map(|found| {
            let best = found.best_lever()?;
            Some(format!(
                "“{}” most by {} (cut throughout, the loop would give {} by {}; with the lever {})",
                found.title.to_lowercase(),
                best.name,
                gains.signed(found.cost.mean()),
                month(self.base.date(self.base.weeks)),
                gains.signed(best.cost.mean())
            ))
        });
        let each: Vec<String> = each.collect();
        match each.is_empty() {
            true => {
                "No lever can be told to weaken a loop, at the doses that were tried.".to_owned()
            }
            false => format!(
                "Levers at full dose, their hours found by the team, weaken {}; in {}.",
                each.join("; "),
                gains.unit_in_words()
            ),
        }
    }
}
