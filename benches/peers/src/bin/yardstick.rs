//! The frozen yardstick.

fn main() {
    peers::report("yardstick", peers::baseline::run);
}
