//! Starting where a programme stands: what the list of organisations says is so at week 0, and what is in
//! use stays about as it is in the first weeks.

use std::ops::ControlFlow;

use uptake::engine::{Options, ensemble};
use uptake::measures::measure;
use uptake::results::Ensemble;
use uptake::scenario::{Files, Source, read};

struct List(String);

impl Files for List {
    fn read(&self, _: &str) -> Result<String, String> {
        Ok(self.0.clone())
    }
}

/// Fifty practices that are live, of which so many of each ten are in use, with so many trained.
fn futures(in_use: u32, trained: [u32; 2]) -> Ensemble {
    let mut list = "name,kind,system,staff,state,live_since,in_use,trained\n".to_owned();
    for i in 0..50 {
        let used = i % 10 < in_use;
        let (word, trained) = if used { ("yes", trained[0]) } else { ("no", trained[1]) };
        list += &format!("Practice {i},gp_practice,emis,20,live,2025-03-03,{word},{trained}\n");
    }
    let text =
        "organisations = \"ours.csv\"\nweeks = 12\nreplicates = 12\n[initial]\nrecords = 0.3\n";
    let read =
        read(Source { name: "a.toml", text }, &[], &List(list)).unwrap_or_else(|p| panic!("{p}"));
    let options = Options::of(&read.scenario);
    ensemble(&read.scenario, &options, &|_| ControlFlow::Continue(()))
}

fn mean(ensemble: &Ensemble, name: &str, week: u32) -> f64 {
    let values = ensemble.values(measure(name).unwrap(), 0, week);
    values.iter().map(|x| f64::from(*x)).sum::<f64>() / values.len() as f64
}

#[test]
fn what_the_list_says_is_so_at_the_start() {
    let found = futures(4, [8, 0]);
    assert!((mean(&found, "organisations.live", 0) - 1.0).abs() < 1e-6);
    assert!((mean(&found, "organisations.real_use", 0) - 0.4).abs() < 1e-6);
    let competent = mean(&found, "staff.competent", 0);
    let none = mean(&futures(0, [8, 0]), "staff.competent", 0);
    assert!(competent > 0.1 && none == 0.0, "{competent} {none}");
}

#[test]
fn where_nobody_is_trained_and_nothing_is_used_the_first_weeks_bring_no_jump() {
    let found = futures(0, [0, 0]);
    for week in [4, 8] {
        let used = mean(&found, "organisations.real_use", week);
        // A few begin by themselves, since three patients of ten have a record.
        assert!(used < 0.12, "week {week}: {used}");
    }
    let half = futures(5, [10, 0]);
    let (start, soon) =
        (mean(&half, "organisations.real_use", 0), mean(&half, "organisations.real_use", 6));
    assert!((start - 0.5).abs() < 1e-6 && (soon - start).abs() < 0.2, "{start} {soon}");
}
