//! Money that is for a year each: hand arithmetic to the penny, what is lost and what carries over.

use std::ops::ControlFlow;

use uptake::engine::{Options, ensemble};
use uptake::measures::Counter;
use uptake::outputs::money::Spending;
use uptake::results::Ensemble;
use uptake::scenario::{NoFiles, Scenario, Source, read};

use super::cli::Desk;

/// £500.25 at once and £1,000 a week in one region; nobody is paid by the project, so luck spends nothing.
const PLAN: &str = "name = \"plan\"\nstart = 2026-04-06\nweeks = 120\nreplicates = 3\n[region.here]\nsize = 0.02\n\
                    [money]\ncommitted = 500.25\nother_per_year = 52178.571428571428\n";

fn futures(set: &[&str]) -> (Scenario, Ensemble) {
    let mut set: Vec<String> = set.iter().map(|&text| text.to_owned()).collect();
    set.push("team.*.paid_by=\"employer\"".to_owned());
    let scenario = read(Source { name: "plan.toml", text: PLAN }, &set, &NoFiles).unwrap().scenario;
    let options = Options::of(&scenario);
    let futures = ensemble(&scenario, &options, &|_| ControlFlow::Continue(()));
    (scenario, futures)
}

/// Pence spent up to a week, the same in all futures.
fn pence(futures: &Ensemble, week: usize) -> i64 {
    let each = futures.replicates.iter();
    let spent =
        each.map(|r| (100.0 * r.trajectory.exact(Counter::SpendCum, 0, week)).round() as i64);
    let mut spent: Vec<i64> = spent.collect();
    spent.dedup();
    assert_eq!(spent.len(), 1, "no luck: {spent:?}");
    spent[0]
}

#[test]
fn a_year_that_runs_out_waits_for_the_next() {
    let (scenario, futures) = futures(&["money.by_year=[20000.50, 10000]"]);
    let weeks = [1, 19, 20, 53, 54, 62, 63, 120].map(|week| pence(&futures, week));
    let year = 2_000_050;
    assert_eq!(
        weeks,
        [
            150_025,
            1_950_025,
            year,
            year,
            year + 100_000,
            year + 900_000,
            year + 1_000_000,
            3_000_050
        ]
    );
    let money = Spending::of(&scenario, &futures);
    assert_eq!(money.available, Some(30_000.5));
    assert_eq!((money.spent(), money.lost(), money.unspent()), (3_000_050, 0, Some(0)));
    let [first, second] = &money.plan_years[..] else { panic!("{:?}", money.plan_years) };
    assert_eq!((first.there, first.spent), (year, year));
    assert_eq!((second.there, second.spent), (1_000_000, 1_000_000));
    let out = |week: u32| Some(futures.date(week).to_string());
    assert_eq!((&first.runs_out.middle, first.runs_out.futures), (&out(20), 3));
    assert_eq!(second.runs_out.middle, out(63));
    assert_eq!(money.runs_out.middle, out(63));
}

#[test]
fn what_a_year_leaves_is_lost_or_carries_over() {
    let years = "money.by_year=[60000, 10000]";
    let (scenario, lost) = futures(&[years]);
    // 53 weeks begin in the first year: the last of them on its last day.
    assert_eq!([53, 63, 120].map(|week| pence(&lost, week)), [5_350_025, 6_350_025, 6_350_025]);
    let money = Spending::of(&scenario, &lost);
    assert_eq!((money.lost(), money.unspent()), (649_975, Some(649_975)));
    assert_eq!(money.plan_years[0].runs_out.futures, 0);
    let (scenario, kept) = futures(&[years, "money.carry_over=true"]);
    assert_eq!([53, 69, 70].map(|week| pence(&kept, week)), [5_350_025, 6_950_025, 7_000_000]);
    let money = Spending::of(&scenario, &kept);
    assert_eq!((money.lost(), money.unspent()), (0, Some(0)));
    assert_eq!(money.plan_years[1].there, 1_649_975);
    // A year of which there is enough changes nothing, nor does one below a total.
    let (_, open) = futures(&[]);
    let (_, enough) = futures(&["money.by_year=[60000, 60000, 60000]"]);
    assert_eq!(open.digest(), enough.digest());
    let (_, total) = futures(&[years, "money.total=55000"]);
    assert_eq!(pence(&total, 120), 5_500_000);
}

#[test]
fn the_answer_says_which_year_ran_out_and_what_was_lost() {
    let desk = Desk::new();
    desk.write("plan.toml", PLAN);
    let set = ["--set", "team.*.paid_by=\"employer\"", "--set", "money.by_year=[60000, 10000]"];
    let told = desk.ok(&[&["run", "plan.toml", "-o", "run"][..], &set].concat());
    let said = told.out.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in [
        "Year 1, from 2026-04-06: £53,500.25 of £60,000.00 are spent, and £6,499.75 are lost at its end",
        "this year's money runs out in none of 3",
        "Year 2, from 2027-04-12: £10,000.00 of £10,000.00 are spent; this year's money runs out in 3 of 3",
    ] {
        assert!(said.contains(part), "{part} in {said}");
    }
    assert!(desk.text("run/money.csv").contains("plan,all,lost,6499.75,not spent"));
    let refused =
        |set: &str| desk.run(&["check", "plan.toml", "--set", set]).err.replace('\n', " ");
    for (set, why) in [
        ("money.by_year=[]", "needs a list of numbers"),
        ("money.by_year=[400, 1000]", "the first year has £400"),
        ("money.by_year=[600, -1]", "pounds must lie in"),
        ("money.carry_over=true", "there are no years of which money could carry over"),
    ] {
        let told = refused(set);
        assert!(told.contains(why), "{set}: {told}");
    }
}
