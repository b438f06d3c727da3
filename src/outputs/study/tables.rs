//! Numbers of the tables that analyses leave.

/// A number to six significant digits, the same on every machine.
pub fn six_digits(x: f64) -> String {
    if !x.is_finite() {
        return String::new();
    }
    // What Rust writes as text it also reads back.
    let rounded: f64 = format!("{x:.5e}").parse().unwrap_or(x);
    (rounded + 0.0).to_string()
}
