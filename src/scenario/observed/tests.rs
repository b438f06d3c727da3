use super::*;
use crate::scenario::builtin;

const HEAD: &str = "date,measure,group,value,denominator,sd,role\n";
const GOOD: &str =
    "2026-06,organisations.live,,12,330,,fit\n2026-07,organisations.live,,15,330,,fit\n";

fn read(text: &str) -> Result<Observed, Vec<String>> {
    let scenario = builtin(&[]).expect("sound").scenario;
    read_observed("seen.csv", text, &scenario, true)
        .map_err(|problems| problems.0.iter().map(|p| p.to_string()).collect())
}

fn first(rows: &str) -> String {
    read(&format!("{HEAD}{GOOD}{rows}")).expect_err(rows).remove(0)
}

#[test]
fn rows_are_counts_shares_and_amounts() {
    let text = format!(
        "\u{feff}{HEAD}\r\n2026-06-30,organisations.live,gp_practice,23,88,,fit\r\n,,,,,,\r\n2026-07,staff.weekly,,0.05,,0.01,fit\n2027-01,project.spend,,\"90000\",,,hold\n2026-08,organisations.live,all,0.5,330,,fit\n2026-09,organisations.live,all,1,330,,fit\n2026-10,organisations.live,all,2.0,330,,fit\n"
    );
    let found = read(&text).unwrap_or_else(|e| panic!("{e:?}"));
    assert_eq!((found.fit.len(), found.hold.len()), (5, 1));
    let shares: Vec<f64> = found.fit.iter().map(|row| row.value).collect();
    assert_eq!(shares, [23.0 / 88.0, 0.05, 0.5, 1.0 / 330.0, 2.0 / 330.0]);
    assert_eq!((found.fit[0].line, found.fit[0].week), (3, 25));
    assert_eq!(found.fit[1].date.to_string(), "2026-07-31");
    assert_eq!((found.hold[0].value, found.hold[0].group.as_str()), (90_000.0, "all"));
    assert!(found.held_text.ends_with("project.spend,,\"90000\",,,hold"), "{}", found.held_text);
}

#[test]
fn every_fault_is_told_of_at_its_place_and_with_its_mend() {
    for (row, said, mend) in [
        ("2025-06,organisations.live,,1,330,,fit", "seen.csv:4:1: 2025-06 lies outside", "start ="),
        ("2031-02-01,organisations.live,,1,330,,fit", "4:1: 2031-02-01 lies outside", "weeks ="),
        (
            "31/08/2026,organisations.live,,1,330,,fit",
            "4:1: `31/08/2026` is not a date",
            "2026-08-31",
        ),
        ("2026-13,organisations.live,,1,330,,fit", "4:1: `2026-13` is not a date", "2027-03"),
        (",organisations.live,,1,330,,fit", "4:1: the row has no date", ""),
        ("2026-08,organisation.live,,1,330,,fit", "4:9: unknown measure", "`organisations.live`"),
        (
            "2026-08,organisations.live,gp_practise,1,330,,fit",
            "4:28: unknown group",
            "`gp_practice`",
        ),
        ("2026-08,project.spend,gp_practice,1,,,fit", "4:23: `project.spend` is not kept", "all"),
        ("2026-08,organisations.live,,1.4,,,fit", "4:29: `organisations.live` is a share", "1.4 %"),
        ("2026-08,organisations.live,,23,,,fit", "is a share", "denominator"),
        ("2026-08,organisations.live,,23 %,,,fit", "4:29: `23 %` is not a number", "0.23"),
        ("2026-08,organisations.live,,400,330,,fit", "4:29: 400 of 330 is more than all", ""),
        ("2026-08,organisations.live,,2.5,330,,fit", "no whole number", ""),
        ("2026-08,organisations.live,,-1,330,,fit", "must lie in 0..", ""),
        ("2026-08,organisations.live,,nan,330,,fit", "`nan` is not a number", ""),
        ("2026-08,organisations.live,,,330,,fit", "the row has no value", "leave out"),
        ("2026-08,organisations.live,,1,0,,fit", "4:31: a denominator must be", ""),
        ("2026-08,project.spend,,1,330,,fit", "has no denominator", "empty"),
        ("2026-08,organisations.live,,0.1,,0,fit", "4:34: the sd of a share", ""),
        ("2026-08,organisations.live,,0.1,,2,fit", "the sd of a share", "percentage points"),
        ("2026-08,organisations.live,,1,330,,validate", "4:36: unknown role `validate`", "hold"),
        ("2026-08,organisations.live,,1,330,,", "the row has no role", "fit"),
        ("2026-08,organisations.live,,0,12,330,,fit", "the line has 8 fields", "point"),
        ("2026-08,organisations.live", "the line has 2 fields", ""),
        ("2026-07-30,organisations.live,,15,330,,fit", "line 3 has organisations.live", "take one"),
        (
            "2026-07-30,organisations.live,,16,330,,fit",
            "contradicts line 3: organisations.live of all is 15 of 330 there and 16 of 330 here",
            "keep the one",
        ),
        ("2026-07-30,organisations.live,,15,330,,hold", "the other role", "held back"),
        ("2026-07,organisations.real_use,,0.6,,,fit", "4:33: contradicts line 3", "group"),
        (
            "2026-08,project.spend,,9,,,fit\n2026-09,project.spend,,8,,,fit",
            "5:24: contradicts line 4",
            "total",
        ),
    ] {
        let found = first(row);
        assert!(found.contains(said), "{row}: {found}");
        assert!(found.contains(mend), "{row}: {found}");
    }
}

#[test]
fn tables_that_cannot_be_fitted_to_are_refused() {
    let fault = |text: &str| read(text).expect_err(text).remove(0);
    assert!(fault("").contains("there are no observations"));
    assert!(fault(HEAD).contains("there are no observations"));
    assert!(fault("date;measure;value;role\n").contains("parted by `;`"));
    assert!(fault("date,measure,value\n").contains("missing column `role`"));
    assert!(fault("date,mesure,value,role\n").contains("did you mean `measure`?"));
    assert!(fault("date,date,measure,value,role\n").contains("column `date` stands twice"));
    let one = GOOD.lines().next().unwrap();
    assert!(fault(&format!("{HEAD}{one}")).contains("2:37: one row alone"));
    let held = GOOD.replace("fit", "hold");
    assert!(fault(&format!("{HEAD}{held}")).contains("every row is held back"));
    let scenario = builtin(&[]).expect("sound").scenario;
    let shown = read_observed("seen.csv", &format!("{HEAD}{held}"), &scenario, false);
    assert_eq!(
        shown.map(|found| found.hold.len()),
        Ok(2),
        "dots on a chart need no role of their own"
    );
}

#[test]
fn all_faults_are_told_of_at_once() {
    let said = read(&format!("{HEAD}soon,organisations.liv,alll,x,y,z,why\n")).expect_err("seven");
    assert_eq!(said.len(), 7, "{said:?}");
}

#[test]
fn a_row_knows_of_how_many_organisations_it_could_be() {
    let text = format!(
        "{HEAD}{GOOD}2026-08,organisations.live,gp_practice,9,88,,fit\n2026-08,organisations.live,,900,8228,,fit\n\
         2026-08,staff.weekly,,9,88,,fit\n2026-08,organisations.live,emis,9,40,,fit\n"
    );
    let found = read(&text).unwrap_or_else(|e| panic!("{e:?}")).fit;
    let populations: Vec<Option<f64>> = found.iter().map(|row| row.population).collect();
    let (all, gps) = (found[0].population, found[2].population);
    assert!(all > gps && gps.is_some(), "{populations:?}");
    assert_eq!(populations[3], all);
    assert_eq!(populations[4..], [None, None], "staff, and a system, whose users are drawn");
    let census = Observation { denominator: all, ..found[0].clone() };
    assert!(census.is_census() && census.left_to_sampling() == 0.0);
    assert_eq!(found[3].left_to_sampling(), 1.0, "a larger place");
    assert!((0.0..1.0).contains(&found[2].left_to_sampling()) || gps == Some(88.0));
}
