//! The native build of the core: a request on standard input, its reply on standard output.

use std::io::{self, Read, Write};

fn main() -> io::Result<()> {
    let mut request = vec![];
    io::stdin().read_to_end(&mut request)?;
    io::stdout().write_all(&uptake_web::answer(&request))
}
