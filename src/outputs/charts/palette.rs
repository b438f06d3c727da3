//! Colours: the UK Government Analysis Function's palette for categories.
//!
//! Blue never touches pink, nor turquoise orange; neighbours differ in grey as well.

use plotters::style::RGBColor;

pub(super) const BLUE: RGBColor = RGBColor(0x12, 0x43, 0x6D);
pub(super) const TURQUOISE: RGBColor = RGBColor(0x28, 0xA1, 0x97);
pub(super) const PINK: RGBColor = RGBColor(0x80, 0x16, 0x50);
pub(super) const ORANGE: RGBColor = RGBColor(0xF4, 0x6A, 0x25);
pub(super) const DARK_GREY: RGBColor = RGBColor(0x3D, 0x3D, 0x3D);
pub(super) const PURPLE: RGBColor = RGBColor(0xA2, 0x85, 0xD1);

/// Areas of what has not happened yet.
pub(super) const MID_GREY: RGBColor = RGBColor(0xA6, 0xAC, 0xB2);
/// The same, further off.
pub(super) const PALE_GREY: RGBColor = RGBColor(0xE1, 0xE4, 0xE7);
/// Lines of the grid.
pub(super) const GRID: RGBColor = RGBColor(0xD4, 0xD8, 0xDC);
/// The lines of single futures.
pub(super) const SAMPLE: RGBColor = RGBColor(0x6B, 0x77, 0x83);
/// Text: 17 to 1 on white.
pub(super) const INK: RGBColor = RGBColor(0x1A, 0x1F, 0x24);
/// Lesser text: 7 to 1 on white.
pub(super) const LESSER_INK: RGBColor = RGBColor(0x4A, 0x53, 0x5B);
pub(super) const WHITE: RGBColor = RGBColor(0xFF, 0xFF, 0xFF);

/// Scenarios or goals in one plot, in their order.
pub(super) const CATEGORIES: [RGBColor; 4] = [BLUE, TURQUOISE, PINK, ORANGE];
