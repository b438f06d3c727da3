//! As much of HTTP as a page of one's own needs, with a limit on everything: no connection is kept, and none
//! is waited for longer than a deadline.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::{Duration, Instant};

/// Until then a request has come in whole.
const PATIENCE: Duration = Duration::from_secs(5);
/// Longest wait for somebody who does not take the reply.
const WRITING: Duration = Duration::from_secs(20);
/// Longest head, and body, of a request.
const MOST_HEAD: usize = 16 * 1024;
const MOST_BODY: usize = 2_000_000;
/// What is read and thrown away of a body that is refused, so that the refusal arrives.
const DRAINED: u64 = 256 * 1024;

/// What every reply says: the page's own files and nobody else's, in nobody else's frame.
const ALWAYS: &str = "Connection: close\r\n\
    Cache-Control: no-store\r\n\
    Content-Security-Policy: default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; \
    frame-ancestors 'none'\r\n\
    Cross-Origin-Opener-Policy: same-origin\r\n\
    Cross-Origin-Resource-Policy: same-origin\r\n\
    Referrer-Policy: no-referrer\r\n\
    X-Content-Type-Options: nosniff\r\n";

/// A request.
#[derive(Debug, Default, PartialEq)]
pub struct Request {
    pub method: String,
    pub path: String,
    pub body: Vec<u8>,
    headers: Vec<(String, String)>,
}

impl Request {
    /// The value of a header that stands once.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut found = self.headers.iter().filter(|(known, _)| known == name);
        let value = found.next().map(|(_, value)| value.as_str());
        if found.next().is_some() { None } else { value }
    }

    /// True if a header stands there, be it more than once.
    pub fn has(&self, name: &str) -> bool {
        self.headers.iter().any(|(known, _)| known == name)
    }
}

/// A reply.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub kind: &'static str,
    pub body: Vec<u8>,
}

impl Reply {
    pub fn new(kind: &'static str, body: impl Into<Vec<u8>>) -> Self {
        Reply { status: 200, kind, body: body.into() }
    }

    /// A refusal in words.
    pub fn refused(status: u16, why: &str) -> Self {
        Reply { status, kind: "text/plain; charset=utf-8", body: format!("{why}\n").into_bytes() }
    }
}

/// Read a request.
pub fn read(stream: &mut TcpStream) -> Result<Request, Reply> {
    let until = Instant::now() + PATIENCE;
    let mut bytes = Vec::new();
    let end = loop {
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break end;
        }
        if bytes.len() > MOST_HEAD {
            return Err(too_long());
        }
        more(stream, &mut bytes, until)?;
    };
    if end > MOST_HEAD {
        return Err(too_long());
    }
    let mut request =
        head(&bytes[..end]).ok_or_else(|| Reply::refused(400, "this is no request"))?;
    let length = body_length(&request)?;
    bytes.drain(..end + 4);
    while bytes.len() < length {
        more(stream, &mut bytes, until)?;
    }
    bytes.truncate(length);
    request.body = bytes;
    Ok(request)
}

fn too_long() -> Reply {
    Reply::refused(431, "the head of the request is too long")
}

fn more(stream: &mut TcpStream, bytes: &mut Vec<u8>, until: Instant) -> Result<(), Reply> {
    let late = || Reply::refused(408, "the request did not come in time");
    let left = until.checked_duration_since(Instant::now()).filter(|left| !left.is_zero());
    stream.set_read_timeout(Some(left.ok_or_else(late)?)).map_err(|_| late())?;
    let mut some = [0; 8192];
    match stream.read(&mut some) {
        Ok(0) | Err(_) => Err(late()),
        Ok(n) => {
            bytes.extend_from_slice(&some[..n]);
            Ok(())
        }
    }
}

/// The first line and the headers; none where they are not in order.
fn head(bytes: &[u8]) -> Option<Request> {
    let text = std::str::from_utf8(bytes).ok()?;
    let mut lines = text.split("\r\n");
    let parts: Vec<&str> = lines.next()?.split(' ').collect();
    let [method, target, "HTTP/1.1" | "HTTP/1.0"] = parts[..] else { return None };
    if !target.starts_with('/') || target.chars().any(char::is_control) {
        return None;
    }
    let mut headers = Vec::new();
    for line in lines {
        let (name, value) = line.split_once(':')?;
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        if name.is_empty() || !name.chars().all(is_name) || value.chars().any(char::is_control) {
            return None;
        }
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    let path = target.split(['?', '#']).next().unwrap_or_default();
    Some(Request { method: method.to_owned(), path: path.to_owned(), body: Vec::new(), headers })
}

fn body_length(request: &Request) -> Result<usize, Reply> {
    if request.has("transfer-encoding") {
        return Err(Reply::refused(411, "the length of the body must be stated"));
    }
    if !request.has("content-length") {
        return Ok(0);
    }
    let length = request.header("content-length").filter(|l| l.bytes().all(|b| b.is_ascii_digit()));
    match length.map(str::parse::<usize>) {
        Some(Ok(length)) if length <= MOST_BODY => Ok(length),
        Some(_) => Err(Reply::refused(413, "the body is longer than 2 MB")),
        None => Err(Reply::refused(400, "the length of the body is no number")),
    }
}

/// Send a reply and end the connection. Whoever does not take it is not waited for.
pub fn send(stream: &mut TcpStream, reply: &Reply) {
    let words = match reply.status {
        200 => "OK",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        503 => "Service Unavailable",
        _ => "Refused",
    };
    let head = format!(
        "HTTP/1.1 {} {words}\r\nContent-Type: {}\r\nContent-Length: {}\r\n{ALWAYS}\r\n",
        reply.status,
        reply.kind,
        reply.body.len()
    );
    let sent = stream
        .set_write_timeout(Some(WRITING))
        .and_then(|()| stream.write_all(head.as_bytes()))
        .and_then(|()| stream.write_all(&reply.body))
        .and_then(|()| stream.shutdown(Shutdown::Write));
    if sent.is_ok() && reply.status != 200 {
        // A connection that is closed with something unread takes the refusal with it.
        let _ = stream.set_read_timeout(Some(Duration::from_millis(500)));
        let _ = std::io::copy(&mut stream.take(DRAINED), &mut std::io::sink());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_in_order_or_none() {
        let sound = head(b"GET /a?b HTTP/1.1\r\nHost: x:1\r\nOrigin:y").expect("a head");
        assert_eq!((sound.method.as_str(), sound.path.as_str()), ("GET", "/a"));
        assert_eq!((sound.header("host"), sound.header("origin")), (Some("x:1"), Some("y")));
        let bad: [&[u8]; 8] = [
            b"",
            b"GET",
            b"GET / HTTP/2",
            b"GET http://x/ HTTP/1.1",
            b"GET  / HTTP/1.1",
            b"GET / HTTP/1.1\r\nno colon",
            b"GET / HTTP/1.1\r\na b: c",
            b"\xff / HTTP/1.1",
        ];
        for bytes in bad {
            assert_eq!(head(bytes), None, "{}", String::from_utf8_lossy(bytes));
        }
        let twice = head(b"GET / HTTP/1.1\r\nHost: a\r\nHost: b").expect("a head");
        assert_eq!(twice.header("host"), None, "two hosts are none");
    }
}
