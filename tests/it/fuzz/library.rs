//! Changed inputs, given to the library: read, and where they are accepted and small, run and
//! written out.

use std::ops::ControlFlow;

use uptake::engine::{Options, Size, ensemble};
use uptake::experiments::study::Points;
use uptake::outputs::study::{
    DesignReader, MergeReport, Outcome, Plan, PlannedParameter, ShardHead, ShardLines, ShardOf,
    shard_footer, shard_head, shard_line,
};
use uptake::outputs::{self, Manifest};
use uptake::results::Curves;
use uptake::scenario::study::read_study;
use uptake::scenario::{self, Files, Read, Source, all_keys};

use super::Outcome as Came;
use super::mutate::{Luck, bytes, document, lines, raw};

/// Bytes and steps (posts, organisations and patients by week) up to which what is accepted is run.
const MEMORY: f64 = 100e6;
const STEPS: f64 = 3e5;

struct List<'a>(&'a str);

impl Files for List<'_> {
    fn read(&self, _: &str) -> Result<String, String> {
        Ok(self.0.to_owned())
    }
}

/// Something that is small, has every section, and runs in a moment.
pub const SMALL: &str = "\
name = \"small\"
weeks = 12
seed = 3
replicates = 2
[region.county]
size = 0.05
team_size = 0.5
[skill]
attend = 0.7
[patients]
recognised_per_week = 0.6
stay_weeks = 46.0
[use]
curiosity = 0.02
[policy]
order = \"random\"
[kind.gp_practice]
count = 80
lists_near = 3
[team.facilitators]
count = 2
[money]
budget_per_year = 200000
ends = 2026-03-01
[forces.repetition]
strength = 0.5
[[target]]
measure = \"organisations.live\"
at_least = 0.3
date = 2026-03-02
[[intervention]]
lever = \"backfill\"
start = 2
end = 8
intensity = 0.5
[[event]]
event = \"local_scandal\"
week = 5
[[assumption]]
parameter = \"skill.attend\"
";

const STUDY: &str = "\
name = \"trial\"
set = [\"region.cambridgeshire.size=0.05\", \"weeks=8\"]
replicates = 2
measures = [\"organisations.live\", \"project.spend\"]
weeks = [4, 8]
[design]
kind = \"lhs\"
points = 5
seed = 1
[parameters]
\"policy.order\" = [\"random\", \"as_listed\"]
\"team.facilitators.count\" = [1, 2, 4]
[parameters.\"skill.attend\"]
from = 0.4
to = 0.9
[threshold]
measure = \"organisations.live\"
at_least = 0.3
week = 8
";

const OWN_LIST: &str =
    "name = \"small\"\nweeks = 12\nreplicates = 2\norganisations = \"ours.csv\"\n";

const LIST: &str = "\
name,kind,system,staff,state
A,ward,paper,9,live
\"B, C\",gp_practice,emis,30,mapped
D,gp_practice,systmone,12,unmapped
E,care_home,paper,40,agreed
F,gp_practice,emis,25,lapsed
";

/// What is changed is sound before: the small scenario and the list run, the study is laid out.
pub fn assert_sound() {
    let mut luck = Luck::new(0);
    for own in [SMALL, OWN_LIST] {
        let read = scenario::read(Source { name: "my.toml", text: own }, &[], &List(LIST));
        let read = read.unwrap_or_else(|problems| panic!("{problems}"));
        assert_eq!(run(&mut luck, &read), Came::Ran);
    }
    assert_eq!(laid_out(STUDY), Came::Accepted);
}

/// A scenario's text, with changes from the command line.
pub fn scenario(luck: &mut Luck) -> Came {
    let keys = all_keys();
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    let templates = scenario::TEMPLATES;
    let base = match luck.below(8) {
        0 => templates[luck.below(templates.len())].text,
        1 => scenario::BUILTIN,
        _ => SMALL,
    };
    let text = if luck.one_in(8) { raw(luck, base) } else { lines(luck, base, &keys) };
    let mut set = vec![];
    while luck.one_in(3) {
        set.push(format!("{}={}", luck.pick(&keys), luck.pick(super::mutate::EDGES)));
    }
    match scenario::read(Source { name: "my.toml", text: &text }, &set, &List(LIST)) {
        Ok(read) => run(luck, &read),
        Err(_) => Came::Refused,
    }
}

/// A list of organisations.
pub fn list(luck: &mut Luck) -> Came {
    let mut rows: Vec<String> = LIST.lines().map(str::to_owned).collect();
    for _ in 0..luck.below(4) {
        let at = luck.below(rows.len());
        let mut cells: Vec<String> = rows[at].split(',').map(str::to_owned).collect();
        let cell = luck.below(cells.len());
        match luck.below(6) {
            0 => rows.push(rows[at].clone()),
            1 => drop(rows.remove(at)),
            2 => cells[cell] = luck.pick(super::mutate::EDGES).to_owned(),
            3 => {
                let other = luck.below(cells.len());
                cells.swap(cell, other);
            }
            4 => cells.push("x".repeat(1 << luck.below(14))),
            _ => rows.extend((0..1 << luck.below(10)).map(|n| format!("o{n},ward,paper,{n},live"))),
        }
        if let Some(row) = rows.get_mut(at).filter(|_| luck.one_in(2)) {
            *row = cells.join(",");
        }
        if rows.is_empty() {
            break;
        }
    }
    let mut text = rows.join(luck.pick(&["\n", "\r\n", "\r"]));
    if luck.one_in(4) {
        text = raw(luck, &text);
    }
    match scenario::read(Source { name: "my.toml", text: OWN_LIST }, &[], &List(&text)) {
        Ok(read) => run(luck, &read),
        Err(_) => Came::Refused,
    }
}

/// The text of a study, changed.
pub fn changed_study(luck: &mut Luck) -> String {
    let keys = [
        "points",
        "replicates",
        "luck",
        "weeks",
        "measures",
        "scenario",
        "design.seed",
        "name",
        "set",
        "threshold.week",
        "\"use.curiosity\"",
        "\"team.*.count\"",
        "\"start\"",
        "\"weeks\"",
    ];
    let base = if luck.one_in(4) {
        STUDY.replace("lhs", luck.pick(&["sobol", "grid", "factorial", "one_at_a_time", "table"]))
    } else {
        STUDY.to_owned()
    };
    if luck.one_in(8) { raw(luck, &base) } else { lines(luck, &base, &keys) }
}

/// A study: read, and some of its points.
pub fn study(luck: &mut Luck) -> Came {
    laid_out(&changed_study(luck))
}

fn laid_out(text: &str) -> Came {
    let beside = |_: &str| Ok("skill.attend\n0.5\n".to_owned());
    let Ok(mut study) = read_study(Source { name: "study.toml", text }, &beside) else {
        return Came::Refused;
    };
    let source = Source { name: "base.toml", text: "" };
    let Ok(base) = scenario::read(source, &study.set, &List(LIST)) else { return Came::Refused };
    if study.complete(&base).is_err() {
        return Came::Refused;
    }
    let Ok(points) = Points::new(&study) else { return Came::Refused };
    let mut came = Came::Refused;
    for i in [0, points.len() / 2, points.len() - 1] {
        let overrides = study.overrides(&points.point(i));
        if let Ok(scenario) = base.with(&overrides) {
            let size = Size::of(&scenario);
            assert!(size.world_bytes().is_finite() && size.kept_bytes().is_finite());
            came = Came::Accepted;
        }
    }
    came
}

/// A run's manifest, its digests made right again half of the time.
pub fn manifest(luck: &mut Luck, base: &serde_json::Value) -> Came {
    let mut changed = document(luck, base);
    if luck.one_in(2) {
        seal(&mut changed);
    }
    let text = sealed(luck, changed);
    let text = if luck.one_in(8) { raw(luck, &text) } else { text };
    let Ok(manifest) = Manifest::from_json(&text) else { return Came::Refused };
    let source = Source { name: &manifest.scenario.name, text: &manifest.scenario.text };
    match scenario::read(source, &[], &List(LIST)) {
        Ok(read) => run(luck, &read),
        Err(_) => Came::Refused,
    }
}

/// The plan of a study.
pub fn plan(luck: &mut Luck, base: &serde_json::Value) -> Came {
    let mut changed = document(luck, base);
    if luck.one_in(2) {
        seal(&mut changed);
    }
    let text = sealed(luck, changed);
    let text = if luck.one_in(8) { raw(luck, &text) } else { text };
    match Plan::from_json(&text) {
        Ok(plan) => {
            let columns = plan.columns();
            assert!(columns.len() <= plan.measures.len() * plan.weeks.len());
            let parsed = Plan::from_json(&plan.to_json().unwrap()).unwrap();
            assert_eq!(parsed, plan, "a plan reads back to the same");
            Came::Accepted
        }
        Err(_) => Came::Refused,
    }
}

/// A document as text, with the digest of its own that plans and records of merges end with: made
/// right again three times in four.
pub fn sealed(luck: &mut Luck, document: serde_json::Value) -> String {
    if luck.one_in(4) || !document.is_object() {
        return document.to_string();
    }
    resealed(document)
}

/// The same, always made right again.
pub fn resealed(mut document: serde_json::Value) -> String {
    document.as_object_mut().map(|map| map.remove("digest"));
    let text = serde_json::to_string_pretty(&document).unwrap() + "\n";
    let digest = outputs::sha256_hex(text.as_bytes());
    let open = text.trim_end_matches("\n}\n");
    format!("{open},\n  \"digest\": \"{digest}\"\n}}\n")
}

/// Digests of the texts that a document holds, made right again.
pub fn seal(document: &mut serde_json::Value) {
    match document {
        serde_json::Value::Object(map) => {
            if let Some(text) = map.get("text").and_then(|text| text.as_str()) {
                let digest = outputs::sha256_hex(text.as_bytes());
                map.insert("sha256".to_owned(), digest.into());
            }
            map.values_mut().for_each(seal);
        }
        serde_json::Value::Array(all) => all.iter_mut().for_each(seal),
        _ => {}
    }
}

/// The table of a study's points.
pub fn design(luck: &mut Luck, (base, parameters): (&[u8], &[PlannedParameter])) -> Came {
    let changed = bytes(luck, base);
    let mut file = tempfile::tempfile().unwrap();
    std::io::Write::write_all(&mut file, &changed).unwrap();
    let Ok(design) = DesignReader::new(file, parameters) else { return Came::Refused };
    let mut rows = 0;
    for row in design.points(0..10_000) {
        match row {
            Ok((_, cells)) => {
                assert!(cells.len() <= parameters.len(), "more cells than parameters");
                rows += 1;
            }
            Err(_) => return Came::Refused,
        }
        assert!(rows <= 10_000);
    }
    Came::Accepted
}

/// A shard, its checks made right again half of the time.
pub fn shard(luck: &mut Luck) -> Came {
    let odd = [0.5, 0.0, f32::NAN, f32::INFINITY, f32::MIN_POSITIVE, -1e30];
    let value = |luck: &mut Luck| {
        let known = if luck.one_in(9) { odd.len() } else { 2 };
        (!luck.one_in(5)).then(|| odd[luck.below(known)])
    };
    let head = ShardHead { design_hash: "abc".into(), from: 0, to: 4, replicates: 2 };
    let mut text = shard_head(&head);
    for point in 0..4 {
        let point = if luck.one_in(8) { u32::MAX } else { point };
        let one = |luck: &mut Luck| match luck.below(9) {
            0 => Err("a value\tis\u{1b}NaN".to_owned()),
            1 => Ok(vec![value(luck)]),
            _ => Ok(vec![value(luck), value(luck)]),
        };
        let futures = (0..2 + usize::from(luck.one_in(9))).map(|_| one(luck)).collect();
        text.push_str(&shard_line(&Outcome { point, futures }));
    }
    text.push_str(&shard_footer(<sha2::Sha256 as sha2::Digest>::new_with_prefix(text.as_bytes())));
    let changed = if luck.one_in(2) { text.into_bytes() } else { bytes(luck, text.as_bytes()) };
    let journal = luck.one_in(3);
    let of = ShardOf { design_hash: "abc", points: 4, replicates: 2, columns: 2 };
    let Ok(Some(lines)) = ShardLines::new(&changed[..], of, journal) else {
        return Came::Refused;
    };
    let mut last = None;
    for outcome in lines {
        let Ok(outcome) = outcome else { return Came::Refused };
        assert!(last < Some(outcome.point) && outcome.point < 4, "points in their order");
        assert_eq!(outcome.futures.len(), 2);
        for value in outcome.futures.iter().flatten().flatten().flatten() {
            assert!(value.is_finite(), "a shard holds {value}");
        }
        last = Some(outcome.point);
    }
    Came::Accepted
}

/// The record of a merge.
pub fn merge(luck: &mut Luck, base: &serde_json::Value) -> Came {
    let text = {
        let changed = document(luck, base);
        sealed(luck, changed)
    };
    let text = if luck.one_in(4) { raw(luck, &text) } else { text };
    match MergeReport::from_json(&text) {
        Some(report) => {
            assert_eq!(MergeReport::from_json(&report.to_json().unwrap()).unwrap(), report);
            Came::Accepted
        }
        None => Came::Refused,
    }
}

/// What is accepted is run if it is small, and all of its tables hold numbers.
fn run(luck: &mut Luck, read: &Read) -> Came {
    let mut s = read.scenario.clone();
    let size = Size::of(&s);
    let needed = size.world_bytes() + size.shared_bytes() + size.kept_bytes() + size.curve_bytes();
    assert!(needed.is_finite() && needed > 0.0, "{size:?}");
    let each_week = size.posts_in_scope / 10.0
        + size.organisations
        + size.patients
        + size.contacts / 10.0
        + size.links
        + size.seats
        + size.cells
        + size.groups
        + size.contacts / 1e3 * size.patients_per_list();
    if needed > MEMORY || size.weeks * each_week > STEPS {
        return Came::TooLarge;
    }
    s.replicates = s.replicates.min(2);
    let options = Options { jobs: Some(1), ..Options::of(&s) };
    let futures = ensemble(&s, &options, &|_| ControlFlow::Continue(()));
    let curves = Curves::of(&futures);
    let recorded = &futures.replicates[0];
    let mut written = vec![
        outputs::coverage_csv(&curves).unwrap(),
        outputs::summary_json(&s, &futures, &curves).unwrap(),
        outputs::events_csv(&recorded.events).unwrap(),
        outputs::fingerprints_csv(&recorded.fingerprints).unwrap(),
    ];
    let summary = outputs::Summary::of(&s, &futures, &curves);
    written.push(outputs::answer::answer(&futures, &summary).join("\n").into_bytes());
    if luck.one_in(20) {
        for chart in outputs::charts::charts(&s, &futures, &curves, None).unwrap() {
            written.push(chart.svg.into_bytes());
        }
    }
    for bytes in written {
        super::assert_numbers(&String::from_utf8(bytes).expect("text"));
    }
    for m in uptake::measures::MEASURES {
        if let Some(curve) = curves.get(m.name, 0) {
            assert!(
                curve.points.iter().all(|p| p.mean.is_finite() && p.p95.is_finite()),
                "{}",
                m.name
            );
        }
    }
    Came::Ran
}
