//! The screens in a browser: who is let in, and that the folder is nobody else's business.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command};
use std::sync::Arc;
use std::time::Duration;

use kith_core::app::{App, Options};
use kith_core::clock::SystemClock;
use kith_core::owner::serve_in;
use kith_tests::Terminal;
use serde_json::{Value, json};

use crate::kith;

/// A running `kith serve`, and a browser that has nothing but a cookie.
struct Served {
    child: Child,
    address: String,
    port: u16,
    token: String,
    cookie: String,
}

/// What was answered.
struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Served {
    /// Starts it and waits for the address.
    fn start(kith: &Terminal) -> Self {
        let mut child = kith.command().args(["serve", "--json"]).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let said: Value = serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"));
        let url = said["url"].as_str().unwrap().to_owned();
        let (address, token) = url.trim_start_matches("http://").split_once("/?token=").unwrap();
        let port = address.rsplit_once(':').unwrap().1.parse().unwrap();
        Self { child, address: address.into(), port, token: token.into(), cookie: String::new() }
    }

    /// Starts it and exchanges the token.
    fn enter(kith: &Terminal) -> Self {
        let mut served = Self::start(kith);
        let answer = served.get(&format!("/?token={}", served.token));
        assert_eq!(answer.status, 200, "{}", answer.head);
        let cookie = answer.head.lines().find_map(|line| line.strip_prefix("set-cookie: ")).unwrap().to_owned();
        assert!(cookie.ends_with("; Path=/; HttpOnly; SameSite=Strict"), "{cookie}");
        served.cookie = cookie.split(';').next().unwrap().to_owned();
        served
    }

    fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[], b"")
    }

    /// One request; a header given here is not added again.
    fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let mut stream = self.send(method, path, headers, body);
        let mut text = Vec::new();
        stream.read_to_end(&mut text).unwrap();
        let text = String::from_utf8_lossy(&text).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or(0);
        Answer { status, head: head.replace("\r\n", "\n"), body: body.to_owned() }
    }

    fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> TcpStream {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        let mut head = format!("{method} {path} HTTP/1.1\r\nConnection: close\r\nContent-Length: {}\r\n", body.len());
        let here = format!("http://{}", self.address);
        let usual = [
            ("Host", self.address.as_str()),
            ("Cookie", &self.cookie),
            ("Origin", &here),
            ("Content-Type", "application/json"),
        ];
        let all = usual.iter().filter(|(name, _)| headers.iter().all(|(given, _)| given != name)).chain(headers);
        for (name, value) in all.filter(|(_, value)| !value.is_empty()) {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        stream.write_all(format!("{head}\r\n").as_bytes()).unwrap();
        // One that is refused may be hung up on while it still speaks.
        let _ = stream.write_all(body);
        stream
    }

    /// One command, as the screens ask it.
    fn call(&self, command: &str, input: Value) -> Value {
        let body = json!({ "command": command, "input": input }).to_string();
        let answer = self.ask("POST", "/call", &[], body.as_bytes());
        assert_eq!(answer.status, 200, "{}", answer.head);
        serde_json::from_str(&answer.body).unwrap()
    }

    /// Ctrl+C; how it ended.
    fn interrupt(mut self) -> Option<i32> {
        Command::new("kill").args(["-INT", &self.child.id().to_string()]).status().unwrap();
        let code = self.child.wait().unwrap().code();
        let mut said = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        assert_eq!(said, "");
        code
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn the_printed_address_opens_the_screens_once_and_ctrl_c_ends_them_cleanly() {
    let kith = kith();
    let served = Served::enter(&kith);
    assert_eq!(served.get(&format!("/?token={}", served.token)).status, 200, "whoever is in may look at it again");
    let again = served.ask("GET", &format!("/?token={}", served.token), &[("Cookie", "")], b"");
    assert_eq!(again.status, 401, "the token is worthless now");
    let page = served.get("/");
    assert!(page.status == 200 && page.body.contains("Kith"), "{}", page.head);
    assert!(page.head.contains("default-src 'none'") && page.head.contains("frame-ancestors 'none'"), "{}", page.head);
    let added = served.call("contact_add", json!({ "name": "Dana Moreau" }));
    assert_eq!(added["ok"]["name"], "Dana Moreau");
    assert_eq!(served.call("contact_get", json!({ "who": "Nobody" }))["err"]["code"], "not_found");
    assert_eq!(kith.json(&["show", "Dana"])["name"], "Dana Moreau", "the terminal is answered beside it");
    assert_eq!(served.interrupt(), Some(0));
    assert!(!kith.data().join("kith.db-wal").exists());
    assert_eq!(kith.json(&["people"])["total"], 1);
}

#[test]
fn neither_a_stranger_nor_another_site_nor_a_foreign_name_gets_anything() {
    let kith = kith();
    let served = Served::enter(&kith);
    let body = json!({ "command": "contact_add", "input": { "name": "Mallory" } }).to_string();
    let refused = |headers: &[(&str, &str)]| served.ask("POST", "/call", headers, body.as_bytes()).status;
    assert_eq!(refused(&[("Cookie", "")]), 401);
    assert_eq!(refused(&[("Origin", "http://evil.example")]), 403);
    assert_eq!(refused(&[("Origin", "")]), 403);
    assert_eq!(refused(&[("Host", "evil.example")]), 403);
    assert_eq!(refused(&[("Sec-Fetch-Site", "same-site")]), 403);
    assert_eq!(refused(&[("Content-Type", "text/plain")]), 415);
    for path in ["/", "/start", "/changes", "/files/1", "/assets/", "/call"] {
        assert_eq!(served.ask("GET", path, &[("Cookie", "")], b"").status, 401, "{path}");
    }
    assert_eq!(served.ask("POST", "/call", &[], b"[[[[").status, 200, "nonsense is answered");
    assert_eq!(served.call("status", json!({}))["ok"]["contacts"], 0, "nothing came in");
    let outside = std::net::UdpSocket::bind("0.0.0.0:0").and_then(|socket| {
        socket.connect("192.0.2.1:9")?;
        socket.local_addr()
    });
    if let Ok(own) = outside
        && !own.ip().is_loopback()
    {
        assert!(TcpStream::connect((own.ip(), served.port)).is_err(), "it listens on loopback alone");
    }
}

#[test]
fn a_page_is_told_of_what_the_terminal_does() {
    let kith = kith();
    let served = Served::enter(&kith);
    let mut events = BufReader::new(served.send("GET", "/changes", &[], b""));
    let mut line = String::new();
    while line.trim() != "" || line.is_empty() {
        line.clear();
        events.read_line(&mut line).unwrap();
    }
    kith.json(&["add", "Dana Moreau"]);
    let told = events.lines().map(Result::unwrap).find(|line| line.contains("people"));
    assert!(told.unwrap().contains(r#"{"kinds":["people","history"]}"#));
    assert_eq!(served.interrupt(), Some(0), "a page that listens keeps nobody from ending");
}

#[test]
fn beside_the_window_the_window_answers_and_when_it_closes_the_browser_goes_on() {
    let kith = kith();
    let app = Arc::new(App::open(Options { data_dir: kith.data(), clock: Arc::new(SystemClock) }).unwrap());
    let window = serve_in(Arc::clone(&app), &kith.runtime().join("kith")).unwrap();
    let served = Served::enter(&kith);
    let state: Value = serde_json::from_str(&served.get("/start").body).unwrap();
    assert_eq!((&state["state"], &state["remote"]), (&json!("ready"), &json!(true)));
    served.call("contact_add", json!({ "name": "Dana Moreau" }));
    drop((window, app));
    assert_eq!(served.call("status", json!({}))["ok"]["contacts"], 1);
    let state: Value = serde_json::from_str(&served.get("/start").body).unwrap();
    assert_eq!(state["remote"], false, "it has the folder now");
    assert_eq!(kith.json(&["people"])["total"], 1);
    assert_eq!(served.interrupt(), Some(0));
    assert!(!kith.data().join("kith.db-wal").exists());
}

#[test]
fn a_file_is_brought_in_and_an_export_fetched() {
    let kith = kith();
    let served = Served::enter(&kith);
    let card = "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Zoë Dupont\r\nEND:VCARD\r\n";
    let brought = served.ask("POST", "/files?name=..%2F..%2Fcards.vcf", &[], card.as_bytes());
    let path = serde_json::from_str::<Value>(&brought.body).unwrap()["path"].as_str().unwrap().to_owned();
    assert!(path.ends_with("/cards.vcf") && !path.contains(".."), "{path}");
    assert_eq!(served.call("import", json!({ "paths": [path] }))["ok"]["added"], 1);
    let place = served.ask("POST", "/files/place?name=contacts.vcf", &[], b"");
    let place: Value = serde_json::from_str(&place.body).unwrap();
    let wrote = served.call("export", json!({ "format": "vcard", "dest": place["path"], "overwrite": true }));
    assert!(wrote["ok"].is_object(), "{wrote}");
    let fetched = served.get(&format!("/files/{}", place["number"]));
    assert!(fetched.body.contains("FN:Zoë Dupont"), "{}", fetched.head);
    assert!(fetched.head.contains("attachment; filename*=UTF-8''contacts.vcf"), "{}", fetched.head);
    let folder = std::path::Path::new(&path).ancestors().nth(2).unwrap().to_path_buf();
    assert_eq!(served.interrupt(), Some(0));
    assert!(!folder.exists(), "what was handed over goes away with the program");
}
