//! What nobody knows exactly: the distribution of each parameter around its value.
//!
//! One rule serves all parameters. The *scale* follows from the unit, so that nothing can be
//! drawn that makes no sense; the *width* follows from how sure the note is:
//!
//! | Unit | Scale on which it is normal | measured | analogue | assumed |
//! |---|---|---|---|---|
//! | share or probability in a range up to 1 | logit | 0.1 | 0.3 | 0.6 |
//! | logit that may be negative | itself | 0.1 | 0.3 | 0.6 |
//! | anything else that cannot be negative | logarithm | 0.05 | 0.2 | 0.4 |
//!
//! The figures are standard deviations, and **the widths themselves are assumed**. In words, for
//! 90 draws of 100: a measured quantity lies within 8 % of its value (sampling error, another
//! year), an analogue within about 40 % either way (another place or another tool), an assumed
//! one between half and twice it. A share of a half lies in 0.46..0.54, 0.38..0.62, 0.27..0.73.
//! What is drawn is clamped to the range of the note; the median is the scenario's own value.
//!
//! Not drawn are
//! - what a scenario decides rather than does not know: the run itself, regions, team, money,
//!   policy, plan, state at week 0, targets and interventions; counts; the strength of a force;
//! - whatever is no single number: texts, choices, flags, dates, lists and maps;
//! - what the note calls `fixed`: definitions, and who exists (so that every draw has the same
//!   posts in scope to be a share of);
//! - values of 0 and at the ends of their range: they say that something is absent, or whole.
//!
//! A note may give the width itself (`sd 0.2`), or a triangle (`triangular 0.2 0.5`) of which the
//! scenario's own value is the top, not the median; a value outside it is a choice, and not drawn. The grammar is at the head of `defaults.toml`.
//! How sure a scenario's own value is, its register may say: an `[[assumption]]` that covers the
//! key takes the place of the note's word, and of its width.
//!
//! Each parameter is drawn by itself: nobody has measured how what is not known hangs
//! together. The one exception is that entries of a collection which have the registry's
//! default share one draw, since it is one number that is not known.

use super::changed::is_covered;
use super::layer::{Entry, Layer, parameter};
use super::note::{Form, Note, Spread, Sure};
use super::read::Read;
use super::registry::{Key, Section, Shape, registry};
use super::value::Value;
use crate::stats::distributions::Shape as Stretch;
use crate::stats::maths;

/// Sections of decisions; the first is the keys before any section.
const DECIDED: [&str; 10] = [
    "",
    "region",
    "team",
    "money",
    "policy",
    "plan",
    "initial",
    "target",
    "intervention",
    "assumption",
];

/// Units of what is decided wherever it stands.
const DECIDED_UNITS: [&str; 3] = ["count", "strength", "year"];

/// The scale on which a parameter is normally distributed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// The number itself.
    Normal,
    /// Its logarithm.
    LogNormal,
    /// Its log-odds.
    LogitNormal,
    /// The number itself, on a triangle with its top at the scenario's own value.
    Triangular,
}

impl Scale {
    /// Name of the distribution.
    pub fn name(self) -> &'static str {
        match self {
            Scale::Normal => "normal",
            Scale::LogNormal => "log-normal",
            Scale::LogitNormal => "logit-normal",
            Scale::Triangular => "triangular",
        }
    }

    /// Standard deviation on this scale. Assumed, as the head of this file says.
    fn sd(self, sure: Sure) -> f64 {
        match (self, sure) {
            (Scale::LogNormal, Sure::Measured) => 0.05,
            (Scale::LogNormal, Sure::Analogue) => 0.2,
            (Scale::LogNormal, Sure::Assumed) => 0.4,
            (Scale::Normal | Scale::LogitNormal, Sure::Measured) => 0.1,
            (Scale::Normal | Scale::LogitNormal, Sure::Analogue) => 0.3,
            (Scale::Normal | Scale::LogitNormal, Sure::Assumed) => 0.6,
            // Its ends say it.
            (Scale::Triangular, _) => 1.0,
        }
    }
}

/// How a parameter is distributed around its value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Distribution {
    /// The scale on which it is normal.
    pub scale: Scale,
    /// Median, in the parameter's unit: the scenario's own value. Of a triangle, its top.
    pub median: f64,
    /// Standard deviation on that scale; 0 for a parameter that is known after all. Of a triangle,
    /// its width as a share of what the note says.
    pub sd: f64,
    /// Least value allowed. Of a triangle, its lower end.
    pub low: f64,
    /// Greatest value allowed. Of a triangle, its upper end.
    pub high: f64,
    /// True for a parameter that is a whole number: quantiles are rounded.
    pub whole: bool,
}

impl Distribution {
    /// The distribution of a parameter with that note and value, of which the register says how
    /// sure it is; none if it is not drawn.
    fn of(note: &Note, value: &Value, registered: Option<Sure>) -> Option<Distribution> {
        let (median, low, high, whole) = match (value, &note.form) {
            (Value::Number(x), Form::Number { low, high }) => (*x, *low, *high, false),
            (Value::Whole(n), Form::Whole { low, high }) => {
                (*n as f64, *low as f64, *high as f64, true)
            }
            _ => return None,
        };
        if let (Spread::Triangular(low, high), None) = (note.spread, registered) {
            let drawn = (low..=high).contains(&median);
            let scale = Scale::Triangular;
            return drawn.then_some(Distribution { scale, median, sd: 1.0, low, high, whole });
        }
        let decided = note.spread == Spread::Fixed || DECIDED_UNITS.contains(&note.unit.as_str());
        if decided || median == 0.0 || median <= low || median >= high {
            return None;
        }
        let share = matches!(note.unit.as_str(), "share" | "probability");
        let scale = match () {
            () if share && high <= 1.0 => Scale::LogitNormal,
            () if low < 0.0 => Scale::Normal,
            () => Scale::LogNormal,
        };
        let sd = match (registered, note.spread) {
            (None, Spread::Sd(sd)) => sd,
            (sure, _) => scale.sd(sure.unwrap_or(note.sure)),
        };
        Some(Distribution { scale, median, sd, low, high, whole })
    }

    /// The value below which a share `p` of the distribution lies, for `p` strictly between 0
    /// and 1. At a half (but for a triangle), or with a standard deviation of 0, it is the scenario's
    /// own value digit for digit.
    pub fn quantile(&self, p: f64) -> f64 {
        let step = match self.scale {
            Scale::Triangular => 0.0,
            _ => self.sd * maths::normal_quantile(p),
        };
        let value = match self.scale {
            Scale::Normal => self.median + step,
            Scale::LogNormal => self.median * maths::exp(step),
            Scale::LogitNormal => {
                let odds = self.median * maths::exp(step);
                odds / (1.0 - self.median + odds)
            }
            Scale::Triangular => {
                let top = Stretch::Triangular { mode: self.median };
                self.median + self.sd * (top.quantile(p, self.low, self.high) - self.median)
            }
        };
        let value = if self.whole { value.round() } else { value };
        value.clamp(self.low, self.high)
    }
}

/// A parameter that nobody knows exactly.
#[derive(Debug, Clone, PartialEq)]
pub struct UncertainParameter {
    /// The key, as an override names it: `skill.attend`, `kind.gp_practice.contacts`.
    pub key: String,
    /// The scenario's own value.
    pub value: f64,
    /// 5th percentile of its distribution.
    pub p05: f64,
    /// 95th percentile of its distribution.
    pub p95: f64,
    /// Its distribution.
    pub distribution: Distribution,
    /// Whose luck it has: its own key, or `kind.*.hold` for all entries with the default.
    pub luck: String,
}

impl UncertainParameter {
    /// The same with another standard deviation on the scale of its distribution.
    pub fn with_sd(self, sd: f64) -> UncertainParameter {
        let distribution = Distribution { sd, ..self.distribution };
        UncertainParameter {
            p05: distribution.quantile(0.05),
            p95: distribution.quantile(0.95),
            distribution,
            ..self
        }
    }

    /// The override that gives it this value.
    pub fn set(&self, value: f64) -> String {
        // Rust writes no exponent and as many digits as read back to the same number.
        format!("{}={value}", self.key)
    }
}

/// Every parameter of a scenario that is drawn, in the order of the registry.
pub fn uncertain(read: &Read) -> Vec<UncertainParameter> {
    let mut found = Vec::new();
    for (index, section) in registry().sections.iter().enumerate() {
        let none = [Entry::new("", None)];
        let entries = match (section.shape, read.layer.entries(index)) {
            (Shape::Single, []) => &none[..],
            (_, entries) => entries,
        };
        for entry in entries {
            found.extend(section.keys.iter().filter_map(|key| {
                let value = entry.value(section, &key.name)?;
                let sure = registered(&read.layer, &section.full_key(&entry.id, &key.name));
                of_value(section, &entry.id, key, value, sure)
            }));
        }
    }
    found
}

/// What the register says of how sure a key is: the first assumption that covers it, which is
/// the user's before the region's.
fn registered(layer: &Layer, key: &str) -> Option<Sure> {
    let (_, section) = registry().named("assumption")?;
    let assumptions = layer.named("assumption").iter();
    let mut covering = assumptions.filter(|a| parameter(a).is_some_and(|p| is_covered(key, p)));
    match covering.next()?.value(section, "sure")? {
        Value::Text(word) => Sure::named(word),
        _ => None,
    }
}

/// The parameter in one entry, of which the register says how sure it is; none if it is not
/// drawn at this value.
pub(super) fn of_value(
    section: &Section,
    entry: &str,
    key: &Key,
    value: &Value,
    sure: Option<Sure>,
) -> Option<UncertainParameter> {
    if DECIDED.contains(&section.name().as_str()) {
        return None;
    }
    let distribution = Distribution::of(&key.note, value, sure)?;
    let shared = section.shape == Shape::Collection && key.default.as_ref() == Some(value);
    Some(UncertainParameter {
        key: section.full_key(entry, &key.name),
        value: distribution.median,
        p05: distribution.quantile(0.05),
        p95: distribution.quantile(0.95),
        distribution,
        luck: section.full_key(if shared { "" } else { entry }, &key.name),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{NoFiles, Source, builtin, read};

    fn of(overrides: &[&str]) -> Vec<UncertainParameter> {
        let owned: Vec<String> = overrides.iter().map(|text| (*text).to_owned()).collect();
        uncertain(&builtin(&owned).expect("sound"))
    }

    fn named<'a>(all: &'a [UncertainParameter], key: &str) -> Option<&'a UncertainParameter> {
        all.iter().find(|parameter| parameter.key == key)
    }

    #[test]
    fn the_scale_follows_from_the_unit_and_the_width_from_how_sure() {
        let all = of(&[]);
        let said = |key: &str| {
            let d = named(&all, key).expect(key).distribution;
            (d.scale, d.sd)
        };
        assert_eq!(said("skill.attend"), (Scale::LogitNormal, 0.6));
        assert_eq!(said("experience.progress_ratio"), (Scale::LogitNormal, 0.3));
        assert_eq!(said("patients.recognised_share"), (Scale::LogitNormal, 0.1));
        assert_eq!(said("joining.base"), (Scale::Normal, 0.6));
        assert_eq!(said("joining.peer_weight"), (Scale::LogNormal, 0.4), "a weight is positive");
        assert_eq!(
            said("forces.resource_limits.vacancy"),
            (Scale::LogNormal, 0.4),
            "a share that may exceed 1"
        );
        assert_eq!(said("skill.retention_weeks"), (Scale::LogNormal, 0.2));
        assert_eq!(said("patients.stay_weeks"), (Scale::LogNormal, 0.05));
        assert_eq!(said("task.govern.least_weeks"), (Scale::LogNormal, 0.4));
    }

    #[test]
    fn what_is_decided_defined_or_absent_is_not_drawn() {
        let all = of(&["joining.refusers=0", "skill.attend=1", "skill.induction=0.2"]);
        for key in [
            "weeks",
            "region.cambridgeshire.size",
            "team.facilitators.hours",
            "money.backfill_per_hour",
            "policy.refresher_weeks",
            "initial.mapped",
            "kind.ward.count",
            "kind.ward.staff",
            "kind.ward.in_scope",
            "kind.ward.lists_near",
            "forces.repetition.strength",
            "records.current_weeks",
            "organisation.real_use",
            "joining.cool_off_weeks",
            "diffusion.spontaneous_per_year",
            "skill.lapse_per_week",
            "joining.refusers",
            "skill.attend",
            "skill.induction",
            "role.palliative_specialist.core",
        ] {
            assert_eq!(named(&all, key), None, "{key}");
        }
        assert!(named(&of(&[]), "joining.refusers").is_some());
        assert!(all.iter().all(|p| !p.key.ends_with(".strength") && !p.key.ends_with(".count")));
    }

    #[test]
    fn percentiles_are_those_of_the_distribution() {
        let all = of(&["use.curiosity=0.5"]);
        let half = named(&all, "use.curiosity").expect("drawn");
        // logistic(±1.6449 × 0.6)
        assert!((half.p05 - 0.2715).abs() < 1e-4 && (half.p95 - 0.7285).abs() < 1e-4, "{half:?}");
        let stay = named(&all, "patients.stay_weeks").expect("drawn");
        // 46 exp(±1.6449 × 0.05)
        assert!((stay.p05 - 42.368).abs() < 1e-2 && (stay.p95 - 49.943).abs() < 1e-2, "{stay:?}");
        let known = stay.clone().with_sd(0.0);
        assert_eq!((known.p05, known.p95), (46.0, 46.0));
    }

    #[test]
    fn a_triangle_has_its_top_at_the_value_and_is_not_drawn_outside() {
        let key = "forces.own_share";
        let quarter = of(&["forces.own_share=0.25"]);
        let share = named(&quarter, key).expect("drawn");
        assert_eq!(share.distribution.scale, Scale::Triangular);
        // Of a triangle (a, c, b): a + sqrt(p (b - a) (c - a)), b - sqrt((1 - p) (b - a) (b - c)).
        let (a, c, b): (f64, f64, f64) = (0.2, 0.25, 0.3333);
        assert!((share.p05 - (a + (0.05 * (b - a) * (c - a)).sqrt())).abs() < 1e-12, "{share:?}");
        assert!((share.p95 - (b - (0.05 * (b - a) * (b - c)).sqrt())).abs() < 1e-12, "{share:?}");
        assert_eq!(share.clone().with_sd(0.0).p05, 0.25);
        assert_eq!(named(&of(&["forces.own_share=1"]), key), None, "version 1 is a choice");
        assert_eq!(named(&of(&["forces.own_share=0.5"]), key), None);
    }

    #[test]
    fn no_quantile_leaves_the_range_and_the_median_is_the_value() {
        let all = of(&["experience.progress_ratio=0.99", "forces.repetition.effort=4.9"]);
        assert!(all.len() > 150, "{}", all.len());
        for parameter in &all {
            let d = &parameter.distribution;
            if d.scale != Scale::Triangular {
                assert_eq!(d.quantile(0.5), parameter.value, "{}", parameter.key);
            }
            for p in [1e-16, 1e-6, 0.05, 0.3, 0.7, 0.95, 1.0 - 1e-6, 1.0 - 1e-16] {
                let x = d.quantile(p);
                assert!((d.low..=d.high).contains(&x), "{}: {x} at {p}", parameter.key);
            }
            assert!(parameter.p05 <= parameter.value && parameter.value <= parameter.p95);
        }
        let effort = named(&all, "forces.repetition.effort").expect("drawn");
        assert_eq!(effort.p95, 5.0, "clamped to the range, not drawn again");
    }

    #[test]
    fn the_register_says_how_sure_a_scenarios_own_value_is() {
        let text = "[skill]\nattend = 0.9\n[[assumption]]\nparameter = \"skill.attend\"\n\
                    sure = \"measured\"\n[[assumption]]\nparameter = \"kind.ward\"\n";
        let first = read(Source { name: "a.toml", text }, &[], &NoFiles).expect("sound");
        let all = uncertain(&first);
        let sd = |key: &str| named(&all, key).expect(key).distribution.sd;
        assert_eq!(sd("skill.attend"), 0.1);
        assert_eq!(sd("skill.practice_gain"), 0.4);
        assert_eq!(sd("kind.ward.load"), 0.6, "who does not say how sure has assumed it");
        let again = Source { name: "b.toml", text: &first.resolved };
        assert_eq!(uncertain(&read(again, &[], &NoFiles).expect("sound")), all);
    }

    #[test]
    fn entries_with_the_default_share_one_draw() {
        let all = of(&["kind.ward.hold=0.2"]);
        let luck = |key: &str| named(&all, key).expect(key).luck.as_str();
        assert_eq!(luck("kind.gp_practice.hold"), "kind.*.hold");
        assert_eq!(luck("kind.care_home.hold"), "kind.*.hold");
        assert_eq!(luck("kind.ward.hold"), "kind.ward.hold");
        assert_eq!(luck("skill.attend"), "skill.attend");
    }

    #[test]
    fn an_override_reads_back_to_the_drawn_number() {
        let read = builtin(&[]).expect("sound");
        let all = uncertain(&read);
        let curiosity = named(&all, "use.curiosity").expect("drawn");
        let (small, weeks) = (1.234_567_890_123e-7, "organisation.agreement_grace_weeks");
        let weeks = named(&all, weeks).expect("drawn");
        let set = [curiosity.set(small), weeks.set(weeks.p95)];
        let scenario = read.with(&set).expect("sound");
        assert_eq!(scenario.r#use.curiosity, small);
        assert_eq!(f64::from(scenario.organisation.agreement_grace_weeks), weeks.p95);
    }
}
