//! The built-in region, embedded in the program.

use std::sync::OnceLock;

use super::check::check;
use super::layer::Layer;
use super::problem::{Origin, Report};

/// Text of the built-in example, `scenarios/cambridgeshire.toml`.
pub const BUILTIN: &str = include_str!("../../scenarios/cambridgeshire.toml");

/// What problems and provenance call it.
pub const BUILTIN_NAME: &str = "cambridgeshire.toml";

/// The built-in region as a layer, read once.
pub(crate) fn builtin_layer() -> &'static Layer {
    static LAYER: OnceLock<Layer> = OnceLock::new();
    LAYER.get_or_init(|| {
        let mut report = Report::new(BUILTIN_NAME, BUILTIN);
        report.add_text(Origin::Builtin, BUILTIN_NAME, BUILTIN);
        // A test holds that the embedded file has no problems.
        check(BUILTIN, Origin::Builtin, &mut report).unwrap_or_else(Layer::empty)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_region_fits_the_registry() {
        let mut report = Report::new(BUILTIN_NAME, BUILTIN);
        let layer = check(BUILTIN, Origin::File, &mut report).expect("TOML");
        assert_eq!(report.finish(), Ok(vec![]));
        assert_eq!(layer.named("kind").len(), 7);
    }
}
