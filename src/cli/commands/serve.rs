//! `uptake serve`: the page from this machine.

use std::io::ErrorKind;
use std::net::{SocketAddr, TcpListener};
use std::process::{Command, Stdio};

use crate::cli::args::Serve;
use crate::cli::exit::Failure;
use crate::cli::interrupt;
use crate::cli::serve::serve;
use crate::cli::terminal::Terminal;

/// Serve the page until Ctrl-C.
pub fn run(args: &Serve, terminal: Terminal) -> Result<(), Failure> {
    interrupt::watch();
    let address = SocketAddr::new(args.listen, args.port);
    let listener = TcpListener::bind(address).map_err(|error| refused(address, &error))?;
    let own = listener.local_addr().map_err(Failure::runtime)?;
    let url = format!("http://{own}/");
    terminal.data(&format!("{url}\n"))?;
    if !own.ip().is_loopback() {
        terminal.warn("everybody who can reach this machine can use the page");
    }
    terminal.say("Serving the page there; Ctrl-C ends it.");
    if args.open {
        open(&url, terminal);
    }
    serve(&listener, interrupt::asked).map_err(Failure::runtime)?;
    terminal.say("Stopped.");
    Ok(())
}

fn refused(address: SocketAddr, error: &std::io::Error) -> Failure {
    let failure = Failure::runtime(format!("cannot listen on {address}: {error}"));
    match error.kind() {
        ErrorKind::AddrInUse => failure.with_help(format!(
            "another program has port {}, perhaps this one in another window; --port 0 takes one that is free",
            address.port()
        )),
        _ => failure,
    }
}

/// Ask the system to show the page. Where it does not, the address has been printed.
fn open(url: &str, terminal: Terminal) {
    let program = if cfg!(target_os = "macos") {
        "open"
    } else if cfg!(windows) {
        "explorer"
    } else {
        "xdg-open"
    };
    let asked = Command::new(program).arg(url).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    if asked.is_err() {
        terminal.say("No browser could be opened: open the address above in one.");
    }
}
