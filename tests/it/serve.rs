//! `uptake serve` is no hole: who may ask, how much, and what happens to everybody else.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

/// The program, serving on a port of its own; it is ended with the test.
struct Served {
    child: Child,
    port: u16,
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn served() -> Served {
    let mut child = Command::new(env!("CARGO_BIN_EXE_uptake"))
        .args(["serve", "--port", "0"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
    let port = first.trim().trim_end_matches('/').rsplit(':').next().unwrap().parse();
    Served { child, port: port.unwrap() }
}

impl Served {
    /// What comes back for these bytes; nothing where the connection was cut.
    fn send(&self, bytes: &[u8]) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        let _ = stream.write_all(bytes);
        let mut back = Vec::new();
        let _ = stream.read_to_end(&mut back);
        String::from_utf8_lossy(&back).into_owned()
    }

    fn get(&self, path: &str, headers: &str) -> String {
        let host = format!("Host: 127.0.0.1:{}\r\n", self.port);
        let host = if headers.contains("Host:") { String::new() } else { host };
        self.send(format!("GET {path} HTTP/1.1\r\n{host}{headers}\r\n").as_bytes())
    }

    fn post(&self, body: &str, headers: &str) -> String {
        let head = format!(
            "POST /ask HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nContent-Length: {}\r\n{headers}\r\n",
            self.port,
            body.len()
        );
        self.send(format!("{head}{body}").as_bytes())
    }

    fn ask(&self, body: &str) -> serde_json::Value {
        let reply = self.post(body, JSON);
        let body = reply.split_once("\r\n\r\n").expect("a reply").1;
        serde_json::from_str(body).unwrap_or_else(|_| panic!("{reply}"))
    }

    fn is_alive(&self) -> bool {
        self.get("/", "").starts_with("HTTP/1.1 200 ")
    }
}

const JSON: &str = "Content-Type: application/json\r\n";
const CHECK: &str = r#"{"ask":"check","plan":{"scenario":"weeks = 10\n"}}"#;

fn is_refused(reply: &str, status: u16) -> bool {
    reply.starts_with(&format!("HTTP/1.1 {status} "))
}

#[test]
fn the_page_and_its_parts_are_served_and_nothing_else() {
    let served = served();
    let page = served.get("/", "");
    assert!(page.starts_with("HTTP/1.1 200 ") && page.contains("default-src 'self'"), "{page}");
    assert!(served.get("/engine.js?x=1", "").contains("export class Engine"));
    for path in
        ["/Cargo.toml", "/../Cargo.toml", "/gallery/../../Cargo.toml", "//etc/passwd", "/%2e%2e/x"]
    {
        assert!(is_refused(&served.get(path, ""), 404), "{path}");
    }
}

#[test]
fn another_page_in_the_same_browser_is_refused() {
    let served = served();
    for host in ["evil.example", "evil.example:80", "127.0.0.1", "10.0.0.1:80"] {
        assert!(is_refused(&served.get("/", &format!("Host: {host}\r\n")), 403), "{host}");
    }
    assert!(is_refused(&served.send(b"GET / HTTP/1.1\r\n\r\n"), 403));
    let sound = served.post(CHECK, JSON);
    assert!(sound.starts_with("HTTP/1.1 200 ") && sound.contains("\"sound\""), "{sound}");
    let own = format!(
        "{JSON}Origin: http://127.0.0.1:{}\r\nSec-Fetch-Site: same-origin\r\n",
        served.port
    );
    assert!(served.post(CHECK, &own).contains("\"sound\""));
    for headers in [
        "Content-Type: text/plain\r\n",
        "Content-Type: application/x-www-form-urlencoded\r\n",
        "",
        "Content-Type: application/json\r\nOrigin: http://evil.example\r\n",
        "Content-Type: application/json\r\nOrigin: null\r\n",
        "Content-Type: application/json\r\nSec-Fetch-Site: cross-site\r\n",
    ] {
        assert!(is_refused(&served.post(CHECK, headers), 403), "{headers}");
    }
}

#[test]
fn what_is_too_much_or_makes_no_sense_is_refused_and_the_server_lives() {
    let served = served();
    let large = format!(
        "POST /ask HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n{JSON}Content-Length: 104857600\r\n\r\n",
        served.port
    );
    assert!(is_refused(&served.send(large.as_bytes()), 413));
    let long = format!("X: {}\r\n", "x".repeat(20_000));
    assert!(is_refused(&served.get("/", &long), 431));
    let mut seed = 1_u64;
    for _ in 0..1_000 {
        // Bytes that are no request, from a fixed sequence.
        let noise: Vec<u8> = (0..40)
            .map(|_| {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                (seed >> 33) as u8
            })
            .collect();
        let reply = served.send(&[&noise[..], b"\r\n\r\n"].concat());
        assert!(reply.is_empty() || is_refused(&reply, 400), "{reply}");
    }
    for (asked, said) in [
        ("{", "error"),
        (r#"{"ask":"open"}"#, "error"),
        (r#"{"ask":"csv","plan":{"scenario":""},"most":100000}"#, "error"),
        (r#"{"ask":"check","plan":{"scenario":"organisations = \"/etc/passwd\"\n"}}"#, "problems"),
        (r#"{"ask":"check","plan":{"scenario":"weeks = \"<script>\"\n"}}"#, "problems"),
    ] {
        let reply = served.ask(asked);
        assert!(reply.get(said).is_some(), "{asked}: {reply}");
        assert!(!reply.to_string().contains("root:"), "{reply}");
    }
    assert!(served.is_alive());
}

#[test]
fn fifty_who_never_finish_their_request_keep_nobody_out_for_long() {
    let served = served();
    let slow: Vec<TcpStream> = (0..50)
        .map(|_| {
            let mut stream = TcpStream::connect(("127.0.0.1", served.port)).unwrap();
            let _ = stream.write_all(b"GET / HT");
            stream
        })
        .collect();
    // Every one of them is told, the first after the server's patience: then there is room.
    for mut stream in slow {
        let mut back = String::new();
        let _ = stream.read_to_string(&mut back);
        assert!(back.is_empty() || is_refused(&back, 408) || is_refused(&back, 503), "{back}");
    }
    // A reader may see the end of a refusal before the server has counted its place as free: until then it
    // says that it is busy, and nothing else.
    let mut busy = 0;
    loop {
        let reply = served.get("/", "");
        if reply.starts_with("HTTP/1.1 200 ") {
            break;
        }
        assert!(is_refused(&reply, 503) && busy < 1_000, "{busy}: {reply}");
        busy += 1;
    }
}

#[test]
fn a_plan_is_told_of_as_run_tells_of_it() {
    let served = served();
    // A goal of a kind, and two regions, of which pounds are the sum.
    let text = "name = \"mine\"\nweeks = 30\n[region.north]\n[region.south]\n[[target]]\n\
        measure = \"organisations.real_use\"\nof = \"gp_practice\"\nat_least = 0.01\n";
    let asked = serde_json::json!({ "ask": "tell", "page": "p", "turn": 1, "most": 3, "base": null,
        "plan": { "name": "mine.toml", "scenario": text }, "measures": ["organisations.real_use", "organisations.live"] });
    let told = served.ask(&asked.to_string());
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mine.toml");
    std::fs::write(&file, text).unwrap();
    let run = Command::new(env!("CARGO_BIN_EXE_uptake"))
        .args(["run", "mine.toml", "--replicates", "3", "-o", "out"])
        .current_dir(folder.path())
        .env("COLUMNS", "10000")
        .output()
        .unwrap();
    let answer: Vec<&str> =
        told["told"]["answer"].as_array().unwrap().iter().map(|s| s.as_str().unwrap()).collect();
    assert!(answer[0].contains("GP practices"), "{answer:?}");
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let printed = words(&String::from_utf8_lossy(&run.stdout));
    for sentence in answer {
        assert!(printed.contains(&words(sentence)), "{sentence}\n{printed}");
    }
    let out = |name: &str| std::fs::read_to_string(folder.path().join("out").join(name)).unwrap();
    assert!(out("coverage.svg").contains("GP practices in real use, share of all"));
    let csv = out("coverage.csv");
    let rows = told["told"]["rows"].as_str().unwrap();
    assert_eq!(rows.lines().count(), 1 + 2 * 31);
    let of_kind = rows.lines().filter(|row| row.contains(",kind,gp_practice,"));
    assert!(of_kind.clone().all(|row| row.contains("organisations.real_use")));
    assert_eq!(of_kind.count(), 31);
    assert!(rows.lines().all(|row| csv.lines().any(|there| there == row)));
    // A page that has moved on is not waited for.
    let late = served.ask(&asked.to_string().replace("\"turn\":1", "\"turn\":0"));
    assert_eq!(late["replaced"], true);
}

#[test]
fn a_port_that_is_taken_is_said() {
    let served = served();
    let again = Command::new(env!("CARGO_BIN_EXE_uptake"))
        .args(["serve", "--port", &served.port.to_string()])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&again.stderr).into_owned();
    assert_eq!(again.status.code(), Some(1), "{said}");
    assert!(said.contains("another program has port"), "{said}");
}

// By the signal that asks to end, which is handled as Ctrl-C is: that one may be ignored where tests run.
#[cfg(unix)]
#[test]
fn it_ends_cleanly_when_asked() {
    let mut served = served();
    let killed = Command::new("kill").args(["-TERM", &served.child.id().to_string()]).status();
    assert!(killed.unwrap().success());
    let status = served.child.wait().unwrap();
    let mut said = String::new();
    served.child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert_eq!(status.code(), Some(0), "{said}");
    assert!(said.contains("Stopped."), "{said}");
}
