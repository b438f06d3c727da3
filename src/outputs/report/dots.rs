//! Pictures made of dots: the ladder of engagement, and matched futures one by one.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::html::text;
use crate::outputs::document::{Futures, Rung};
use crate::outputs::words::signed_count;

/// Dots of a rung, and from one to the next.
const OF_A_RUNG: usize = 50;
const PITCH: f64 = 10.0;
/// Width and most height of a picture of futures, which is drawn at about its own size on a telephone.
const WIDTH: f64 = 320.0;
const HIGHEST: f64 = 140.0;
/// Room for the figures below.
const AXIS: f64 = 18.0;
/// Most columns of futures; wider ranges share columns.
const COLUMNS: i32 = 60;

/// Each rung with its figures and a row of dots.
pub(super) fn ladder(rungs: &[Rung]) -> String {
    let rung = |Rung { label, shares: [low, middle, high], figures: [figure, range] }: &Rung| {
        let dot = |i: usize| {
            let share = (i as f64 + 0.5) / OF_A_RUNG as f64;
            let kind = match share {
                share if share <= *low => "full",
                share if share <= *middle => "middle",
                share if share <= *high => "some",
                _ => "none",
            };
            format!(
                "<circle class=\"{kind}\" cx=\"{}\" cy=\"6\" r=\"3.6\"/>",
                (i as f64 + 0.5) * PITCH
            )
        };
        let dots: String = (0..OF_A_RUNG).map(dot).collect();
        let (label, figure, range) = (text(label), text(figure), text(range));
        format!(
            "<li><span>{label}</span> <span><b>{figure}</b> ({range})</span>\n\
             <svg class=\"dots\" viewBox=\"0 0 {} 12\" aria-hidden=\"true\">{dots}</svg></li>\n",
            OF_A_RUNG as f64 * PITCH
        )
    };
    format!("<ul class=\"rungs\">\n{}</ul>\n", rungs.iter().map(rung).collect::<String>())
}

/// Futures as dots over the difference that each of them makes.
pub(super) fn dots(Futures { caption, more }: &Futures) -> String {
    let least = more.iter().copied().fold(0, i32::min);
    let most = more.iter().copied().fold(0, i32::max);
    let each = (most - least + 1).div_euclid(COLUMNS) + 1;
    let columns = (most - least) / each + 1;
    let pitch = (WIDTH / f64::from(columns)).min(PITCH);
    let left = (WIDTH - pitch * f64::from(columns)) / 2.0;
    let mut heights: BTreeMap<i32, u32> = BTreeMap::new();
    more.iter().for_each(|x| *heights.entry((x - least) / each).or_default() += 1);
    let highest = heights.values().copied().fold(1, u32::max);
    let rise = pitch.min(HIGHEST / f64::from(highest));
    let floor = rise * f64::from(highest);
    let place = |x: i32| left + (f64::from((x - least) / each) + 0.5) * pitch;
    let mut drawn = String::new();
    let mut stacked: BTreeMap<i32, u32> = BTreeMap::new();
    for &x in more {
        let stack = stacked.entry((x - least) / each).or_default();
        let y = floor - (f64::from(*stack) + 0.5) * rise;
        *stack += 1;
        let kind = match x {
            0 => "same",
            x if x > 0 => "more",
            _ => "fewer",
        };
        // Writing to a String cannot fail.
        let _ = write!(
            drawn,
            "<circle class=\"{kind}\" cx=\"{:.1}\" cy=\"{y:.1}\" r=\"{:.1}\"/>",
            place(x),
            0.42 * pitch
        );
    }
    let mut marks = vec![least, 0, most];
    marks.dedup();
    let marks: String = marks
        .into_iter()
        .map(|x| {
            let (at, y, words) = (place(x), floor + 14.0, signed_count(x.into()));
            format!("<text x=\"{at:.1}\" y=\"{y:.1}\" text-anchor=\"middle\">{words}</text>")
        })
        .collect();
    let caption = text(caption);
    format!(
        "<figure class=\"futures\">\n<svg class=\"dots\" viewBox=\"0 0 {WIDTH} {:.0}\" role=\"img\" \
         aria-label=\"{caption}\">{drawn}<path d=\"M0 {floor:.1}H{WIDTH}\"/>{marks}</svg>\n\
         <figcaption>{caption}</figcaption>\n</figure>\n",
        floor + AXIS
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_future_is_a_dot_and_none_lies_outside() {
        for more in [vec![0; 7], vec![-3, 0, 0, 5], (-400..500).step_by(9).collect(), vec![12]] {
            let picture = dots(&Futures { caption: "<a>".to_owned(), more: more.clone() });
            assert_eq!(picture.matches("<circle").count(), more.len());
            assert!(picture.contains("&lt;a&gt;") && !picture.contains("<a>"));
            for at in picture.split(" cx=\"").skip(1) {
                let x: f64 = at.split('"').next().unwrap().parse().unwrap();
                assert!((0.0..=WIDTH).contains(&x), "{x}");
            }
        }
    }

    #[test]
    fn a_rung_has_as_many_dark_dots_as_its_low_end() {
        let figures = ["30 %", "20–40 %"].map(str::to_owned);
        let ladder = ladder(&[Rung { label: "have access", shares: [0.2, 0.3, 0.4], figures }]);
        let dots = |kind: &str| ladder.matches(&format!("class=\"{kind}\"")).count();
        assert_eq!(["full", "middle", "some", "none"].map(dots), [10, 5, 5, 30]);
    }
}
