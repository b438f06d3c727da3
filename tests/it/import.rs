//! Lists of organisations as planners have them. Each is imported, or refused or asked about within one
//! screen; what is imported is a scenario that runs; no output holds a formula.

pub mod made;
mod sheets;

use jiff::civil::{Date, date};
use uptake::import::{ASIDE, Imported, LIST, MAPPING, Refused, SCENARIO, Wanted, import};
use uptake::scenario::{self, Files, ListedOrganisation, Read, Source, StateToday};

use super::cli::Desk;
use made::{Made, csv, text};
use sheets::{Then, all};

const START: Date = date(2026, 4, 6);

/// Lines and columns of a screen.
const SCREEN: (usize, usize) = (24, 80);

pub fn wanted<'a>(name: &'a str, bytes: &'a [u8]) -> Wanted<'a> {
    Wanted { name, bytes, stem: "ours", mapping: None, sheet: None, start: START }
}

fn read(name: &str, bytes: &[u8]) -> Result<Imported, Refused> {
    import(&wanted(name, bytes))
}

fn again(name: &str, bytes: &[u8], mapping: &str) -> Result<Imported, Refused> {
    import(&Wanted { mapping: Some(("map.toml", mapping)), ..wanted(name, bytes) })
}

struct One(String);

impl Files for One {
    fn read(&self, relative: &str) -> Result<String, String> {
        assert_eq!(relative, format!("ours{LIST}"));
        Ok(self.0.clone())
    }
}

fn file<'a>(imported: &'a Imported, ending: &str) -> &'a str {
    imported.files.iter().find(|(own, _)| *own == ending).map_or("", |(_, text)| text)
}

fn scenario_of(imported: &Imported) -> Read {
    let source = Source { name: "ours.toml", text: file(imported, SCENARIO) };
    scenario::read(source, &[], &One(file(imported, LIST).to_owned())).unwrap()
}

fn organisations(imported: &Imported) -> Vec<ListedOrganisation> {
    scenario_of(imported).scenario.organisations.unwrap()
}

/// Lines that paragraphs take on a screen.
fn lines(paragraphs: &[String]) -> usize {
    paragraphs.iter().map(|text| text.chars().count().div_ceil(SCREEN.1 - 8)).sum()
}

/// True if a spreadsheet would run one of the cells.
fn runs(text: &str) -> bool {
    let mut rows =
        ::csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let begins = |cell: &str| cell.trim_start().starts_with(['=', '+', '-', '@', '＝', '\t', '\r']);
    rows.records().map(Result::unwrap).any(|row| row.iter().any(begins))
}

/// Forty-odd lists, each of another kind of trouble.
#[test]
fn every_list_is_imported_or_says_in_one_screen_what_to_do() {
    let all = all();
    assert!(all.len() >= 40, "{} lists", all.len());
    for Made { title, name, bytes, then } in &all {
        let found = read(name, bytes);
        match (&found, then) {
            (Ok(imported), Then::Imports(number, phrases)) => {
                assert_eq!(imported.open, [""; 0], "{title}");
                assert_eq!(imported.organisations, *number, "{title}: {:#?}", imported.said);
                let said = imported.said.join("\n");
                for phrase in *phrases {
                    assert!(said.contains(phrase), "{title}: no “{phrase}” in {said}");
                }
                assert!(lines(&imported.said) <= SCREEN.0, "{title}: {said}");
                assert_eq!(organisations(imported).len(), *number, "{title}");
                for (ending, text) in &imported.files {
                    assert!(!ending.ends_with(".csv") || !runs(text), "{title}: {text}");
                }
                // What is given back unchanged changes nothing.
                let second = again(name, bytes, &imported.mapping)
                    .unwrap_or_else(|r| panic!("{title}: {r}\n{}", imported.mapping));
                assert_eq!(second.files, imported.files, "{title}");
            }
            (Ok(imported), Then::Asks(phrases)) => {
                assert_eq!(imported.files, [], "{title}: nothing half written");
                let open = imported.open.join("\n");
                for phrase in *phrases {
                    assert!(open.contains(phrase), "{title}: no “{phrase}” in {open}");
                }
                assert!(
                    imported.mapping.contains("\"?\"")
                        && lines(&imported.open) + lines(&imported.said) <= SCREEN.0,
                    "{title}: {open}"
                );
            }
            (Err(refused), Then::Refuses(phrase, help)) => {
                assert!(refused.message.contains(phrase), "{title}: {}", refused.message);
                assert!(refused.help.contains(help), "{title}: {}", refused.help);
                assert!(lines(&[refused.message.clone(), refused.help.clone()]) <= 8, "{title}");
            }
            (found, _) => panic!("{title}: {found:#?}"),
        }
    }
}

#[test]
fn what_is_known_of_today_stands_in_the_list() {
    let rows = "Name,Type,System,Staff,Status,Go-live date,In use?,Staff trained,ODS code\n\
                A Surgery,GP practice,EMIS,12,Live,31/03/2025,Yes,8,Y001\n\
                B Surgery,GP practice,TPP,\"1,200\",,01/02/2025,No,50%,Y002\n\
                C House,Nursing home,Nourish,40,Not started,,,,V003\n\
                D House,Care home,,45.4,Signed up,30/06/2026,,,V004\n\
                E House,Care home,paper,,Dropped out,01/01/2025,,,V005\n";
    let imported = read("list.csv", rows.as_bytes()).unwrap();
    let all = organisations(&imported);
    let of =
        |n: usize| (all[n].state, all[n].live_since, all[n].in_use, all[n].trained, all[n].staff);
    assert_eq!(of(0), (StateToday::Live, Some(date(2025, 3, 31)), Some(true), Some(8), 12));
    assert_eq!(of(1), (StateToday::Live, Some(date(2025, 2, 1)), Some(false), Some(600), 1200));
    assert_eq!(of(2), (StateToday::Unmapped, None, None, None, 40));
    assert_eq!(of(3), (StateToday::Agreed, None, None, None, 45));
    let kinds = scenario_of(&imported).scenario.kinds;
    let mean = kinds.iter().find(|kind| kind.id == "care_home").unwrap().staff.round() as u32;
    assert_eq!(of(4), (StateToday::Lapsed, None, None, None, mean));
    assert!(
        file(&imported, ASIDE).starts_with("name,row,ODS code\nA Surgery,2,Y001\n"),
        "{}",
        file(&imported, ASIDE)
    );
    // What was filled in stands in the register of assumptions.
    let register = scenario_of(&imported).scenario.assumptions;
    for filled in
        ["1 of 5 organisations have no IT system", "1 of 5 organisations have no number of staff"]
    {
        assert!(register.iter().any(|a| a.why.contains(filled)), "{register:?}");
    }
}

#[test]
fn what_is_decided_in_the_mapping_holds() {
    let rows = "Name,Type,System,Staff,Status\nA,Widget,Vision,12,Amber\nB,GP,EMIS,9,Live\n";
    let asked = read("list.csv", rows.as_bytes()).unwrap();
    assert_eq!(asked.open.len(), 3, "{:?}", asked.open);
    let mapping = asked
        .mapping
        .replace("\"Widget\" = \"?\"", "\"Widget\" = \"other\"")
        .replace("\"Vision\" = \"?\"", "\"Vision\" = \"emis\"")
        .replace("\"Amber\" = \"?\"", "\"Amber\" = \"agreed\"");
    let imported = again("list.csv", rows.as_bytes(), &mapping).unwrap();
    assert!(file(&imported, LIST).contains("A,other,emis,12,agreed"), "{}", file(&imported, LIST));
    // Columns and days that were taken wrongly are put right.
    let other = mapping.replace("staff = \"Staff\"", "# staff = \"\"");
    let imported = again("list.csv", rows.as_bytes(), &other).unwrap();
    assert!(file(&imported, ASIDE).contains("A,2,12"), "{}", file(&imported, ASIDE));
    let days = "Name,Type,Status,Go live\nA,GP,Live,03/04/2025\nB,GP,Live,05/04/2025\n";
    let first = read("list.csv", days.as_bytes()).unwrap();
    assert!(
        first.said.iter().any(|said| said.contains("could be read in two ways")),
        "{:?}",
        first.said
    );
    let second = again(
        "list.csv",
        days.as_bytes(),
        &first.mapping.replace("\"day/month/year\"", "\"month/day/year\""),
    )
    .unwrap();
    assert!(
        file(&first, LIST).contains("2025-04-03") && file(&second, LIST).contains("2025-03-04")
    );
}

#[test]
fn a_mapping_that_does_not_fit_says_where_and_what_there_is() {
    let rows = "Name,Type,Status\nA,GP,Live\n";
    let mapping = read("list.csv", rows.as_bytes()).unwrap().mapping;
    for (from, to, said) in [
        ("kind = \"Type\"", "kind = \"Sort\"", "has no column “Sort”"),
        ("\"GP\" = \"gp_practice\"", "\"GP\" = \"gp\"", "[kinds] takes “GP” for “gp”"),
        ("[columns]", "[colums]", "unknown key `colums`"),
        ("start = 2026-04-06", "start = \"soon\"", "`start` needs a day"),
        ("header = 1", "header = 9", "nothing in row 9"),
        ("dates = \"day/month/year\"", "dates = \"uk\"", "`dates` is"),
        ("state = \"unmapped\"", "state = \"gone\"", "[empty] state cannot be “gone”"),
        ("header = 1", "header = ", "map.toml"),
    ] {
        assert!(mapping.contains(from), "{from} in {mapping}");
        let refused =
            again("list.csv", rows.as_bytes(), &mapping.replacen(from, to, 1)).unwrap_err();
        assert!(refused.message.contains(said), "{to}: {refused}");
        assert!(!refused.help.is_empty(), "{to}");
    }
}

/// Kind of fault: a list that a planner has is a day's work to type in again.
#[test]
fn from_a_workbook_to_curves_in_two_commands() {
    let desk = Desk::new();
    let rows = text(
        "Organisation,Type,Clinical system,Headcount,Status\n=HYPERLINK(1),GP Practice,EMIS Web,12,Live\nB,GP Practice,TPP SystmOne,9,Not started\nC,Nursing home,,40,Live\n",
    );
    std::fs::write(
        desk.path().join("Our list (v2).xlsx"),
        made::workbook(&[("List", false, rows)]),
    )
    .unwrap();
    let told = desk.ok(&["import", "Our list (v2).xlsx", "--start", "2026-04-06"]);
    assert!(
        told.out.contains("3 organisations") && told.err.contains("uptake check our-list-v2.toml"),
        "{}{}",
        told.out,
        told.err
    );
    for ending in [SCENARIO, LIST, MAPPING] {
        assert!(desk.has(&format!("our-list-v2{ending}")), "{ending}");
    }
    desk.ok(&["check", "our-list-v2.toml"]);
    let run = desk.ok(&[
        "run",
        "our-list-v2.toml",
        "--replicates",
        "2",
        "--set",
        "weeks=8",
        "-o",
        "run",
        "--xlsx",
    ]);
    assert!(run.out.contains("of 3 organisations"), "{}", run.out);
    // Nothing that is there is replaced.
    let refused = desk.run(&["import", "Our list (v2).xlsx"]);
    assert!(refused.code == 1 && refused.err.contains("already exists"), "{}", refused.err);
    desk.ok(&["import", "Our list (v2).xlsx", "--mapping", "our-list-v2-mapping.toml", "--force"]);
    // No file that carries the names of the list makes a spreadsheet run them.
    for entry in std::fs::read_dir(desk.path().join("run")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|e| e == "csv") {
            let text = std::fs::read_to_string(&path).unwrap();
            assert!(
                !text.split(['\n', ',']).any(|cell| cell.trim_matches('"').starts_with(['=', '@'])),
                "{}",
                path.display()
            );
        }
    }
    // What has to be decided is asked, and only the mapping is kept.
    desk.write("odd.csv", "Name,Type,Status\nA,Widget,Live\n");
    let asked = desk.run(&["import", "odd.csv"]);
    assert!(asked.code == 3 && asked.err.contains("odd-mapping.toml"), "{}", asked.err);
    assert!(desk.has("odd-mapping.toml") && !desk.has("odd.toml") && !desk.has("odd-list.csv"));
}

/// Kind of fault: a list of a whole country takes an hour, or a bad one all memory.
#[test]
fn fifty_thousand_rows_are_read() {
    let mut rows = "Name,Type,System,Staff,Status\n".to_owned();
    for n in 0..50_000 {
        rows +=
            &format!("Place {n},{},EMIS,{},Not started\n", ["GP", "Care home"][n % 2], 5 + n % 30);
    }
    let imported = read("england.csv", rows.as_bytes()).unwrap();
    assert_eq!(imported.organisations, 50_000);
    assert!(
        imported.said.iter().all(|said| !said.contains("May be the same")),
        "{:?}",
        imported.said
    );
    assert_eq!(csv(file(&imported, LIST)).len(), 50_001);
}
