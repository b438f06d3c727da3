//! `money.csv`: pounds by option, year and heading, to the penny, with their sums.

use super::document::{Cell, Frame};
use super::money::{Line, Spending, in_pounds, to_the_penny};

/// A row: option, year, heading, pence, and how it adds up.
type Row = (String, String, &'static str, i64, &'static str);

/// Rows of this kind add up to everything; the others are said beside them.
const PART: &str = "part";
/// A sum of parts.
const SUM: &str = "sum";
/// In one of the parts already.
const OF_WHICH: &str = "of which";
/// Not spent.
const NOT_SPENT: &str = "not spent";

/// The table of some options, each by its name.
pub fn money_frame(options: &[(&str, &Spending)]) -> Frame {
    let mut rows: Vec<Row> = Vec::new();
    for (option, money) in options {
        for (i, year) in money.years.iter().enumerate() {
            period(option, year, money, PART, &|line| line.pence[i], &mut rows);
        }
        period(option, "all", money, SUM, &Line::total, &mut rows);
        let unspent = money.unspent().map(|pence| ("unspent", pence));
        let lost = (!money.plan_years.is_empty()).then(|| ("lost", money.lost()));
        rows.extend(
            unspent.into_iter().chain(lost).map(|(name, pence)| {
                ((*option).to_owned(), "all".to_owned(), name, pence, NOT_SPENT)
            }),
        );
    }
    Frame::of("money", "Pounds by year and heading, mean of all futures", rows)
        .headed("option", "option", |(option, ..)| Cell::text(option))
        .headed("year", "year", |(_, year, ..)| Cell::text(year))
        .headed("heading", "heading", |(_, _, heading, ..)| Cell::text(*heading))
        .headed("pounds", "pounds", |(_, _, _, pence, _)| {
            Cell::number(in_pounds(*pence), to_the_penny(*pence))
        })
        .headed("row", "row", |(.., row)| Cell::text(*row))
        .frame()
}

/// The rows of a year, or of all years.
fn period(
    option: &str,
    year: &str,
    money: &Spending,
    each: &'static str,
    of: &dyn Fn(&Line) -> i64,
    rows: &mut Vec<Row>,
) {
    let mut row = |heading, pence, kind| {
        rows.push((option.to_owned(), year.to_owned(), heading, pence, kind));
    };
    money.project.iter().for_each(|line| row(line.name, of(line), each));
    let project: i64 = money.project.iter().map(of).sum();
    row("project", project, SUM);
    money.others.iter().for_each(|line| row(line.name, of(line), each));
    row("whole", project + money.others.iter().map(of).sum::<i64>(), SUM);
    row(money.idle.name, of(&money.idle), OF_WHICH);
    row(money.taken.name, of(&money.taken), NOT_SPENT);
}
