//! The page from this machine: `uptake serve`.
//!
//! Whoever can reach the port can only ask for the page's own files and for futures of a scenario that comes
//! with the request: nothing from a request reaches the disk, and another page in the same browser is refused
//! by its `Host`, `Origin` and content type.

mod futures;
mod http;
mod pages;

use std::net::{IpAddr, SocketAddr, TcpListener, TcpStream};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use futures::Simulator;
use http::{Reply, Request};

/// Connections at once; whoever comes then is asked to come again.
const MOST: usize = 32;
/// Between looks at whether somebody has come or asks for an end.
const LOOK: Duration = Duration::from_millis(15);

/// Serve until `stop` says so.
pub fn serve(listener: &TcpListener, stop: fn() -> bool) -> std::io::Result<()> {
    let own = listener.local_addr()?;
    listener.set_nonblocking(true)?;
    let simulator = Arc::new(Simulator::new(stop));
    let open = Arc::new(AtomicUsize::new(0));
    while !stop() {
        let Ok((mut stream, _)) = listener.accept() else {
            // Nobody has come, or one has gone before we looked.
            thread::sleep(LOOK);
            continue;
        };
        if stream.set_nonblocking(false).is_err() {
            continue;
        }
        let (simulator, counted) = (Arc::clone(&simulator), Arc::clone(&open));
        if open.fetch_add(1, Ordering::SeqCst) >= MOST {
            let _ = stream.set_read_timeout(Some(LOOK));
            http::send(
                &mut stream,
                &Reply { status: 503, ..Reply::new("text/plain", "too many at once\n") },
            );
            open.fetch_sub(1, Ordering::SeqCst);
            continue;
        }
        let started = thread::Builder::new().spawn(move || {
            let _ = catch_unwind(AssertUnwindSafe(|| answer(&mut stream, own, &simulator)));
            counted.fetch_sub(1, Ordering::SeqCst);
        });
        if started.is_err() {
            open.fetch_sub(1, Ordering::SeqCst);
        }
    }
    Ok(())
}

fn answer(stream: &mut TcpStream, own: SocketAddr, simulator: &Simulator) {
    let reply = match http::read(stream) {
        Ok(request) => reply(&request, own, simulator),
        Err(refused) => refused,
    };
    http::send(stream, &reply);
}

fn reply(request: &Request, own: SocketAddr, simulator: &Simulator) -> Reply {
    let Some(host) = request.header("host").filter(|host| is_ours(host, own)) else {
        return Reply::refused(403, "this host is not served here");
    };
    let origin = format!("http://{host}");
    if request.has("origin") && request.header("origin") != Some(&origin) {
        return Reply::refused(403, "another page may not ask");
    }
    let from = request.header("sec-fetch-site").unwrap_or("none");
    match request.method.as_str() {
        "GET" => match pages::page(&request.path) {
            Some((kind, bytes)) => Reply::new(kind, bytes),
            None => Reply::refused(404, "there is no such page"),
        },
        "POST" if request.path != "/ask" => Reply::refused(404, "there is nothing to ask"),
        "POST" if !matches!(from, "none" | "same-origin") => {
            Reply::refused(403, "another page may not ask")
        }
        // A form of another page cannot send this kind of text.
        "POST" if request.header("content-type") != Some("application/json") => {
            Reply::refused(403, "only JSON is read")
        }
        "POST" => simulator.answer(&request.body),
        _ => Reply::refused(405, "only GET and POST are understood"),
    }
}

/// True for a number of this machine, or `localhost`, at our port: a name of somebody else's that leads here
/// is refused.
fn is_ours(host: &str, own: SocketAddr) -> bool {
    let Some((name, port)) = host.rsplit_once(':') else { return false };
    let number = name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    let known = match number {
        Ok(number) => !own.ip().is_loopback() || number.is_loopback(),
        Err(_) => name == "localhost",
    };
    known && port.parse() == Ok(own.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_numbers_and_localhost_are_ours() {
        let own = SocketAddr::from(([127, 0, 0, 1], 8017));
        for host in ["127.0.0.1:8017", "localhost:8017", "[::1]:8017"] {
            assert!(is_ours(host, own), "{host}");
        }
        for host in [
            "",
            "127.0.0.1",
            "evil.example:8017",
            "127.0.0.1:80",
            "10.0.0.1:8017",
            "localhost.evil.example:8017",
        ] {
            assert!(!is_ours(host, own), "{host}");
        }
    }
}
