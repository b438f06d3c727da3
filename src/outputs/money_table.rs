//! `money.csv`: pounds by option, year and heading, to the penny, with their sums.

use super::document::{Cell, Frame};
use super::money::{Spending, in_pounds, to_the_penny};

/// A row: option, year, heading, pence.
type Row = (String, String, &'static str, i64);

/// The table of some options, each by its name.
pub fn money_frame(options: &[(&str, &Spending)]) -> Frame {
    let mut rows: Vec<Row> = Vec::new();
    for (option, money) in options {
        let mut row = |year: &str, heading, pence| {
            rows.push(((*option).to_owned(), year.to_owned(), heading, pence));
        };
        for (i, year) in money.years.iter().enumerate() {
            money.project.iter().for_each(|line| row(year, line.name, line.pence[i]));
            row(year, "project", money.by_year()[i]);
            money.others.iter().for_each(|line| row(year, line.name, line.pence[i]));
            let others: i64 = money.others.iter().map(|line| line.pence[i]).sum();
            row(year, "whole", money.by_year()[i] + others);
            [&money.idle, &money.taken].into_iter().for_each(|l| row(year, l.name, l.pence[i]));
        }
        money.project.iter().for_each(|line| row("all", line.name, line.total()));
        row("all", "project", money.spent());
        money.others.iter().for_each(|line| row("all", line.name, line.total()));
        row("all", "whole", money.whole());
        [&money.idle, &money.taken].into_iter().for_each(|l| row("all", l.name, l.total()));
        if let Some(unspent) = money.unspent() {
            row("all", "unspent", unspent);
        }
    }
    Frame::of("money", "Pounds by year and heading, mean of all futures", rows)
        .headed("option", "option", |(option, ..)| Cell::text(option))
        .headed("year", "year", |(_, year, ..)| Cell::text(year))
        .headed("heading", "heading", |(_, _, heading, _)| Cell::text(*heading))
        .headed("pounds", "pounds", |(.., pence)| {
            Cell::number(in_pounds(*pence), to_the_penny(*pence))
        })
        .frame()
}
