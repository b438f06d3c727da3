//! Reading a scenario: defaults, built-in region, the user's file, overrides, in this order.

use std::sync::OnceLock;

use super::builtin::{BUILTIN, BUILTIN_NAME, builtin_layer};
use super::changed::{Changed, changed, warn_of_unexplained};
use super::check::{check, name_of_file};
use super::fit::Fitted;
use super::layer::{Layer, Setting};
use super::model::Scenario;
use super::organisations::ListText;
use super::overrides;
use super::problem::{Origin, Place, Problem, Problems, Report};
use super::registry::registry;
use super::resolve::resolve;
use super::resolved::resolved;
use super::slips::warn_of_slips;
use super::value::Value;

/// Longest text that is read, bytes: about a hundred times what a large region needs.
pub const MOST_BYTES: usize = 10_000_000;

/// What describes the layer below rather than the model: not inherited.
const OWN_WORDS: [&str; 3] = ["name", "title", "question"];
/// Goals and reasons are whose they are: not inherited either.
const OWN_LISTS: [&str; 2] = ["target", "assumption"];

/// A text with its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Source<'a> {
    /// What problems call it; a scenario without a `name` is named after it.
    pub name: &'a str,
    /// The text.
    pub text: &'a str,
}

/// Gives the texts of files that a scenario names, so that reading needs no file system.
pub trait Files {
    /// The text of the file at a path relative to the scenario's folder.
    ///
    /// # Errors
    /// Why it cannot be read, as a fragment in lower case.
    fn read(&self, relative: &str) -> Result<String, String>;
}

/// No files at hand.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoFiles;

impl Files for NoFiles {
    fn read(&self, _relative: &str) -> Result<String, String> {
        Err("no files can be read here".to_owned())
    }
}

/// A scenario that was read.
#[derive(Debug, Clone)]
pub struct Read {
    /// What the engine reads.
    pub scenario: Scenario,
    /// The same as TOML with every parameter stated; reads back to an equal scenario.
    pub resolved: String,
    /// Parameters that differ from their defaults.
    pub changed: Vec<Changed>,
    /// What is doubtful, in the order of the text.
    pub warnings: Vec<Problem>,
    /// The layers as one, from which the resolved text was written.
    pub(super) layer: Layer,
    /// The list of organisations that the scenario names, as it was read.
    list: Option<ListText>,
    /// The resolved text as a layer, read once: a study lays thousands of overrides over it.
    again: OnceLock<Result<Layer, Problems>>,
}

impl Read {
    /// The scenario with further overrides (`key=value`), under all checks of [`read`]; no file
    /// is asked for again.
    ///
    /// # Errors
    /// Every problem, placed in the overrides or in the resolved text.
    pub fn with(&self, overrides: &[String]) -> Result<Scenario, Problems> {
        let source = self.resolved_source();
        let set = overrides::as_text(overrides);
        let read = || {
            let mut report = report_of(source, "");
            let layer = below_overrides(source.text, &mut report);
            layer.filter(|_| report.is_sound()).ok_or_else(|| report.refuse())
        };
        let layer = self.again.get_or_init(read).clone()?;
        let mut report = report_of(source, &set);
        let files = ReadBefore(self.list.as_ref());
        match lay_over(layer, source.name, &set, &files, &mut report) {
            Some((.., scenario)) => report.finish().map(|_| scenario),
            None => Err(report.refuse()),
        }
    }

    fn resolved_source(&self) -> Source<'_> {
        Source { name: &self.scenario.name, text: &self.resolved }
    }

    /// What is doubtful in the resolved text alone: what somebody finds who has only that, as a
    /// manifest keeps it.
    pub fn resolved_warnings(&self) -> Vec<Problem> {
        let again = read(self.resolved_source(), &[], &ReadBefore(self.list.as_ref()));
        // The resolved text of a valid scenario is valid (a test holds that).
        again.map(|read| read.warnings).unwrap_or_default()
    }
}

/// The list of organisations that was read before, under whatever name.
struct ReadBefore<'a>(Option<&'a ListText>);

impl Files for ReadBefore<'_> {
    fn read(&self, relative: &str) -> Result<String, String> {
        self.0.map(|list| list.text.clone()).ok_or_else(|| format!("{relative} was not read"))
    }
}

/// Reads a scenario and lays the overrides (`key=value`) over it.
///
/// # Errors
/// Everything that is wrong, each problem at its place and with how to mend it.
pub fn read(source: Source, overrides: &[String], files: &dyn Files) -> Result<Read, Problems> {
    if source.text.len() > MOST_BYTES {
        return Err(too_long(source.name));
    }
    let set = overrides::as_text(overrides);
    let mut report = report_of(source, &set);
    let laid = below_overrides(source.text, &mut report)
        .and_then(|layer| lay_over(layer, source.name, &set, files, &mut report));
    let Some((layer, list, scenario)) = laid else { return Err(report.refuse()) };
    warn_of_unexplained(&layer, &mut report);
    warn_of_slips(&layer, &mut report);
    let warnings = report.finish()?;
    let (resolved, changed) = (resolved(&layer), changed(&layer));
    Ok(Read { scenario, resolved, changed, warnings, layer, list, again: OnceLock::new() })
}

/// An empty report with the texts to which places refer.
fn report_of(source: Source, set: &str) -> Report {
    let mut report = Report::new(source.name, source.text);
    report.add_text(Origin::Set, overrides::SOURCE, set);
    report.add_text(Origin::Builtin, BUILTIN_NAME, BUILTIN);
    report
}

/// The built-in example with overrides.
///
/// # Errors
/// Problems of the overrides; the example itself has none.
pub fn builtin(overrides: &[String]) -> Result<Read, Problems> {
    read(Source { name: BUILTIN_NAME, text: BUILTIN }, overrides, &NoFiles)
}

/// A scenario's bytes as text.
///
/// # Errors
/// A problem in words if there are too many bytes or they are not UTF-8.
pub fn decode(name: &str, bytes: Vec<u8>) -> Result<String, Problems> {
    if bytes.len() > MOST_BYTES {
        return Err(too_long(name));
    }
    String::from_utf8(bytes).map_err(|error| {
        let sound = error.utf8_error().valid_up_to();
        let bytes = error.into_bytes();
        let utf16 = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
        let text = String::from_utf8_lossy(&bytes);
        let mut report = Report::new(name, &text);
        let (message, help) = if utf16 || !text.contains('=') {
            let what = if utf16 { "it is UTF-16" } else { "it is not UTF-8" };
            (format!("this is not a text file that can be read: {what}"), "save it as UTF-8 text")
        } else {
            ("a character is not UTF-8".to_owned(), "save the file as UTF-8 text")
        };
        report.error(Place::new(Origin::File, sound..sound + 1), message, help.to_owned());
        report.refuse()
    })
}

fn too_long(name: &str) -> Problems {
    let mut report = Report::new(name, "");
    let message = format!("the file is longer than {} MB", MOST_BYTES / 1_000_000);
    report.error(None, message, "is it a scenario? a large region needs a few kB".to_owned());
    report.refuse()
}

/// What a text says, over the defaults and the built-in region; none only if what prevents it was
/// reported.
fn below_overrides(text: &str, report: &mut Report) -> Option<Layer> {
    let user = check(text, Origin::File, report)?;
    let bare = matches!(user.root("base"), Some(s) if s.value == Value::Text("bare".to_owned()));
    let mut layer = if bare { Layer::empty() } else { builtin_layer().clone() };
    if let Some(root) = layer.entries_mut(0).first_mut() {
        root.settings.retain(|key, _| !OWN_WORDS.contains(&key.as_str()));
    }
    for list in OWN_LISTS {
        if let Some((section, _)) = registry().named(list) {
            layer.entries_mut(section).clear();
        }
    }
    layer.lay_over(user);
    Some(layer)
}

/// All layers as one, and the scenario; none only if what prevents it was reported.
fn lay_over(
    mut layer: Layer,
    name: &str,
    set: &str,
    files: &dyn Files,
    report: &mut Report,
) -> Option<(Layer, Option<ListText>, Scenario)> {
    overrides::apply(set, &mut layer, report);
    name_after(name, &mut layer);
    call_the_region_ours(&mut layer);
    layer.leave_the_core();
    let list = list_of_organisations(&layer, files, report);
    let scenario = resolve(&layer, list.as_ref(), report)?;
    Some((layer, list, scenario))
}

/// Names a scenario without a name after its file.
fn name_after(source: &str, layer: &mut Layer) {
    if layer.root("name").is_some() {
        return;
    }
    if let Some(name) = name_of_file(source) {
        let place = Place::new(Origin::File, 0..0);
        let setting = Setting::new(Fitted::from(Value::Text(name)), place);
        layer.entry_or_new(0, "", place).settings.insert("name".to_owned(), setting);
    }
}

/// A region that is not the file's own is shown under the name of the scenario. Its identifier stays:
/// luck hangs on it.
fn call_the_region_ours(layer: &mut Layer) {
    let name = layer.root("name").map(|setting| setting.value.clone());
    let (Some(Value::Text(name)), Some((section, _))) = (name, registry().named("region")) else {
        return;
    };
    for region in layer.entries_mut(section) {
        let own = region.place.is_none_or(|place| place.origin != Origin::Builtin);
        if !own && !region.settings.contains_key("label") {
            let place = region.place.unwrap_or(Place::new(Origin::Builtin, 0..0));
            let setting = Setting::new(Fitted::from(Value::Text(name.clone())), place);
            region.settings.insert("label".to_owned(), setting);
        }
    }
}

fn list_of_organisations(
    layer: &Layer,
    files: &dyn Files,
    report: &mut Report,
) -> Option<ListText> {
    let setting = layer.root("organisations")?;
    let Value::Text(name) = &setting.value else { return None };
    match files.read(name) {
        Ok(text) if text.len() > MOST_BYTES => {
            let message = format!("`{name}` is longer than {} MB", MOST_BYTES / 1_000_000);
            report.error(setting.place, message, None);
            None
        }
        Ok(text) => {
            report.add_text(Origin::List, name, &text);
            Some(ListText { text })
        }
        Err(why) => {
            let help = "organisations: a CSV file beside the scenario".to_owned();
            report.error(setting.place, format!("cannot read `{name}`: {why}"), help);
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_reads_without_a_problem_or_warning() {
        let read = builtin(&[]).unwrap_or_else(|problems| panic!("{problems}"));
        assert_eq!(read.warnings, [], "{}", Problems(read.warnings.clone()));
        assert_eq!(read.changed, []);
        let scenario = &read.scenario;
        assert_eq!(scenario.regions[0].counts.iter().sum::<u32>(), 330);
        assert_eq!(scenario.team.len(), 7);
        assert_eq!(scenario.targets[1].week, 260);
        assert_eq!(scenario.systems[0].reads[..2], [1.0, 0.5]);
    }

    #[test]
    fn the_resolved_text_reads_back_to_an_equal_scenario() {
        let changes = ["kind.*.hold=0.123456789", "money.ends=2029-01-01", "title=x"];
        let first = builtin(&changes.map(str::to_owned)).expect("sound");
        let again = Source { name: "other.toml", text: &first.resolved };
        let again = read(again, &[], &NoFiles).unwrap_or_else(|problems| panic!("{problems}"));
        assert_eq!(again.scenario, first.scenario);
        assert_eq!(again.resolved, first.resolved);
        assert_eq!(again.changed, first.changed);
    }

    struct Ours;

    impl Files for Ours {
        fn read(&self, relative: &str) -> Result<String, String> {
            assert_eq!(relative, "ours.csv");
            Ok("name,kind,system,staff,state\nA,ward,paper,50,live\nB,ward,emis,9,mapped\n".into())
        }
    }

    #[test]
    fn a_list_of_organisations_takes_the_place_of_the_counts() {
        let text = "organisations = \"ours.csv\"\n";
        let first = read(Source { name: "a.toml", text }, &[], &Ours).expect("sound");
        assert_eq!(first.scenario.organisations.as_ref().map(Vec::len), Some(2));
        assert_eq!(first.scenario.regions[0].counts, [0, 0, 0, 2, 0, 0, 0]);
        let again = read(Source { name: "b", text: &first.resolved }, &[], &Ours).expect("sound");
        assert_eq!(again.scenario, first.scenario);
        let attend = first.with(&["skill.attend=0.4".to_owned()]).expect("sound");
        assert_eq!(
            (attend.skill.attend, &attend.organisations),
            (0.4, &first.scenario.organisations)
        );
        let refused = first.with(&["skill.attend=4".to_owned()]).expect_err("out of range");
        assert!(refused.to_string().starts_with("--set:1:14: share must lie in 0..1"), "{refused}");
    }

    #[test]
    fn overrides_later_are_overrides_of_the_resolved_text() {
        let bare = "base = \"bare\"\n[region.a]\n[kind.ward]\ncount = 2\nstaff = 9\nroles = { gp = 1 }\n\
                    systems = { paper = 1 }\n[role.gp]\n[system.paper]\n";
        let core = "core_only = true\n[forces.evidence]\nstrength = 0.5\n[skill]\nattend = 0.7\n";
        let sets: [&[&str]; 6] = [
            &[],
            &["skill.attend=0.4", "weeks=26"],
            &["kind.*.hold=0.25", "name=other", "forces.evidence.strength=0"],
            &["core_only=false"],
            &["skill.attend=4", "no.such=1"],
            &["team.facilitators.count=3", "money.ends=1999-01-01"],
        ];
        for text in ["", bare, core, "organisations = \"ours.csv\"\n"] {
            let first = read(Source { name: "a.toml", text }, &[], &Ours);
            let first = first.unwrap_or_else(|problems| panic!("{problems}"));
            for set in sets {
                let set: Vec<String> = set.iter().map(|word| (*word).to_owned()).collect();
                let files = ReadBefore(first.list.as_ref());
                let anew = read(first.resolved_source(), &set, &files).map(|read| read.scenario);
                assert_eq!(first.with(&set), anew, "{text} {set:?}");
            }
        }
    }

    #[test]
    fn a_team_has_one_member_for_each_person() {
        let read = builtin(&["team.facilitators.count=3".to_owned()]).expect("sound");
        let ids: Vec<&str> = read.scenario.team.iter().map(|member| member.id.as_str()).collect();
        assert!(ids.contains(&"facilitators.3") && ids.contains(&"sponsor"), "{ids:?}");
        let empty = builtin(&["team.*.count=0".to_owned()]).expect("an empty team is allowed");
        assert_eq!(empty.scenario.team, []);
    }

    #[test]
    fn regions_scale_kinds_but_not_their_own_counts() {
        let text = "[region.a]\nsize = 0.5\ncounts = { ward = 7 }\nsystems = { paper = 1.0 }\n";
        let scenario =
            read(Source { name: "a.toml", text }, &[], &NoFiles).expect("sound").scenario;
        assert_eq!(scenario.regions.len(), 1, "the built-in region is replaced");
        assert_eq!(scenario.regions[0].counts, [54, 70, 13, 7, 3, 4, 10]);
        assert_eq!(scenario.regions[0].system_shares[0], [0.0, 0.0, 0.0, 0.0, 0.0, 1.0]);
    }

    #[test]
    fn an_empty_file_is_the_region_under_the_files_name() {
        let read = read(Source { name: "dir/my plan.toml", text: "" }, &[], &NoFiles);
        let scenario = read.expect("sound").scenario;
        assert_eq!((scenario.name.as_str(), scenario.title.as_str()), ("my-plan", "my-plan"));
        assert_eq!(scenario.kinds.len(), 7);
    }

    #[test]
    fn changes_are_listed_and_warned_of_until_an_assumption_covers_them() {
        let text = "[skill]\nattend = 0.9\n[kind.gp_practise]\ncount = 1\nroles = { gp = 1 }\nsystems = { emis = 1 }\n";
        let first = read(Source { name: "a.toml", text }, &[], &NoFiles).expect("sound");
        let keys: Vec<&str> = first.changed.iter().map(|c| c.key.as_str()).collect();
        assert!(keys.contains(&"skill.attend") && keys.contains(&"kind.gp_practise.count"));
        let warnings: Vec<String> = first.warnings.iter().map(|w| w.to_string()).collect();
        assert_eq!(warnings.len(), 2, "{warnings:?}");
        assert!(warnings[0].starts_with("a.toml:2:10: `skill.attend` is changed from 0.8 to 0.9"));
        assert!(warnings[1].contains("did you mean `gp_practice`?"));
        let more = "[[assumption]]\nparameter = \"skill\"\n[[assumption]]\nparameter = \"kind.gp_practise\"\n";
        let text = format!("{text}{more}");
        let second = read(Source { name: "a.toml", text: &text }, &[], &NoFiles).expect("sound");
        assert_eq!(second.warnings, []);
        assert_eq!(second.scenario.assumptions.len(), 2, "its own, and none of the region's");
    }

    #[test]
    fn goals_of_the_region_are_not_those_of_a_scenario_built_on_it() {
        let read = read(Source { name: "a.toml", text: "weeks = 52\n" }, &[], &NoFiles);
        let read = read.expect("sound");
        assert_eq!((read.scenario.targets, read.warnings), (vec![], vec![]));
    }

    #[test]
    fn bytes_that_are_not_text_are_refused_in_words() {
        assert_eq!(decode("a", b"weeks = 3".to_vec()).as_deref(), Ok("weeks = 3"));
        let said = |bytes: &[u8]| decode("a", bytes.to_vec()).expect_err("bad").to_string();
        assert!(said(b"name = \"a\"\nx = \"\xe9\"").starts_with("a:2:6: a character is not UTF-8"));
        assert!(said(b"\xff\xfen\0a\0").contains("it is UTF-16"));
        assert!(said(&vec![b' '; MOST_BYTES + 1]).contains("longer than 10 MB"));
    }
}
