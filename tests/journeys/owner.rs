//! One owner for a folder: whoever has it answers the others, or they wait and say so.

use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use kith_core::app::{App, Options};
use kith_core::clock::SystemClock;
use kith_core::owner::{self, Lock};
use kith_core::paths::Paths;
use kith_tests::{Terminal, ended};
use serde_json::json;

use crate::kith;

/// The folder's owner in this process, as the window is; the socket goes where the terminal's would be.
fn window(kith: &Terminal) -> (Arc<App>, owner::Server) {
    let options = Options { data_dir: kith.data(), clock: Arc::new(SystemClock) };
    let app = Arc::new(App::open(options).unwrap());
    let server = owner::serve_in(Arc::clone(&app), &kith.runtime().join("kith")).unwrap();
    (app, server)
}

fn socket(kith: &Terminal) -> PathBuf {
    let folder = kith.runtime().join("kith");
    let found: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(found.len(), 1, "{found:?}");
    found[0].clone()
}

#[test]
fn the_terminal_speaks_to_the_window_that_has_the_folder() {
    let kith = kith();
    let (app, server) = window(&kith);
    assert_eq!(std::fs::metadata(server.socket()).unwrap().permissions().mode() & 0o777, 0o600);
    kith.json(&["pace", "2"]);
    let settings = kith_core::api::call(
        &app,
        &kith_core::api::Request { command: "settings_get".into(), input: json!({}), now: None },
    );
    assert_eq!(settings.unwrap()["pace"]["per_day"]["mon"], 2, "the window sees it at once");
    assert_eq!(kith.fails(3, &["undo", "99"])["code"], "not_found", "errors travel whole");
    drop(server);
    assert!(std::fs::read_dir(kith.runtime().join("kith")).unwrap().next().is_none(), "no socket is left behind");
    drop(app);
    assert_eq!(kith.json(&["pace"])["per_day"]["mon"], 2);
}

#[test]
fn a_request_carries_its_own_moment_and_zone_to_the_owner() {
    let kith = kith();
    let _window = window(&kith);
    let mut client = owner::Client::connect_in(&kith.data(), &kith.runtime().join("kith")).unwrap().unwrap();
    let mut day = |now: &str| {
        let request = kith_core::api::Request { command: "status".into(), input: json!({}), now: Some(now.into()) };
        client.call(&request).unwrap()["civil_day"].as_str().unwrap().to_owned()
    };
    assert_eq!(day("2026-11-21T23:30:00Z[Europe/London]"), "2026-11-21");
    assert_eq!(day("2026-11-21T23:30:00Z[Pacific/Auckland]"), "2026-11-22");
}

#[test]
fn hundreds_of_calls_at_once_are_all_answered_by_the_window() {
    let kith = kith();
    let _window = window(&kith);
    let started: Vec<_> =
        (0..200).map(|n| kith.command().args(["pace", &(n % 50).to_string()]).spawn().unwrap()).collect();
    for child in started {
        let ran = ended(child);
        assert_eq!(ran.code, 0, "{ran:?}");
    }
    let history = kith.json(&["history", "--limit", "1000"]);
    assert!(history.as_array().unwrap().len() > 1, "{history}");
}

#[test]
fn without_a_window_calls_at_once_take_turns() {
    let kith = kith();
    kith.json(&["pace"]);
    let started: Vec<_> = (1..=12)
        .map(|n| kith.command().args(["pace", "--day", &format!("mon={n}"), "--json"]).spawn().unwrap())
        .collect();
    for child in started {
        let ran = ended(child);
        assert_eq!(ran.code, 0, "{ran:?}");
    }
    let history = kith.json(&["history"]);
    assert!(history.as_array().unwrap().len() >= 11, "{history}");
}

#[test]
fn a_folder_that_another_process_has_and_does_not_share_is_busy_after_five_seconds() {
    let kith = kith();
    kith.json(&["pace"]);
    let lock = Lock::take(&Paths::make(&kith.data()).unwrap()).unwrap();
    let began = Instant::now();
    assert_eq!(kith.fails(5, &["pace"])["code"], "busy");
    assert!(began.elapsed() >= Duration::from_secs(5));
    // One that lets go in time is waited for.
    let waiting = kith.command().args(["pace", "--json"]).spawn().unwrap();
    std::thread::sleep(Duration::from_millis(700));
    drop(lock);
    assert_eq!(ended(waiting).code, 0);
}

#[test]
fn an_owner_that_does_not_answer_is_said_to_be_silent() {
    let kith = kith();
    let (app, server) = window(&kith);
    let socket = server.socket().to_path_buf();
    drop(server);
    let silent = UnixListener::bind(&socket).unwrap();
    let began = Instant::now();
    let error = kith.fails(5, &["pace"]);
    assert!(error["message"].as_str().unwrap().contains("does not answer"), "{error}");
    assert!(began.elapsed() >= Duration::from_secs(3));
    drop(silent);
    // What the silent one left behind is in nobody's way.
    let server = owner::serve_in(Arc::clone(&app), &kith.runtime().join("kith")).unwrap();
    assert_eq!(kith.run(&["pace"]).code, 0);
    drop((app, server));
}

#[test]
fn an_owner_killed_midway_loses_nothing_it_had_answered() {
    let kith = kith();
    kith.json(&["add", "Dana Moreau"]);
    let mut owner = Command::new(env!("CARGO_BIN_EXE_kith-victim"))
        .arg(kith.data())
        .arg("own")
        .arg(kith.runtime().join("kith"))
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = String::new();
    BufReader::new(owner.stdout.as_mut().unwrap()).read_line(&mut said).unwrap();
    let log =
        |n: usize| kith.command().args(["log", &format!("Talk {n}"), "--with", "Dana", "--json"]).spawn().unwrap();
    let started: Vec<_> = (0..40).map(log).collect();
    std::thread::sleep(Duration::from_millis(400));
    owner.kill().unwrap();
    owner.wait().unwrap();
    let mut answered = 0;
    for child in started {
        let ran = ended(child);
        // Answered, cut off without an answer, or another's turn took too long: never anything else.
        assert!([0, 1, 5].contains(&ran.code), "{ran:?}");
        answered += i64::from(ran.code == 0);
    }
    let shown = kith.json(&["show", "Dana"]);
    let there = shown["conversation_count"].as_i64().unwrap();
    assert!(answered <= there && there <= 40, "{answered} answered, {there} there");
    assert!(PathBuf::from(said.trim()).exists(), "the socket outlived its owner, and was in nobody's way");
}

#[test]
fn a_lock_and_a_socket_that_outlived_their_process_are_no_obstacle() {
    let kith = kith();
    let (app, server) = window(&kith);
    let socket = server.socket().to_path_buf();
    drop((server, app));
    drop(UnixListener::bind(&socket).unwrap());
    assert!(socket.exists() && kith.data().join("kith.lock").exists());
    let began = Instant::now();
    assert_eq!(kith.run(&["pace"]).code, 0);
    assert!(began.elapsed() < Duration::from_secs(5));
    let (_app, _server) = window(&kith);
    assert_eq!(kith.run(&["pace"]).code, 0);
}

#[test]
fn a_visitor_who_talks_nonsense_too_much_or_not_at_all_stops_nobody() {
    let kith = kith();
    let (_app, server) = window(&kith);
    let visit = || UnixStream::connect(server.socket()).unwrap();
    let silent: Vec<_> = (0..20).map(|_| visit()).collect();
    let mut nonsense = visit();
    nonsense.write_all(b"GET / HTTP/1.1\r\n\r\n").unwrap();
    let mut endless = visit();
    endless.write_all(&u32::MAX.to_be_bytes()).unwrap();
    let mut told = Vec::new();
    endless.read_to_end(&mut told).unwrap();
    assert!(String::from_utf8_lossy(&told).contains("more than Kith can take"));
    assert_eq!(kith.run(&["pace"]).code, 0);
    let mut first = [0; 4];
    silent.into_iter().next().unwrap().read_exact(&mut first).unwrap();
    assert!(u32::from_be_bytes(first) > 0, "even a silent one is greeted");
    assert_eq!(socket(&kith), server.socket());
}

#[test]
fn a_folder_for_the_socket_that_others_can_open_is_not_trusted() {
    let kith = kith();
    let folder = kith.runtime().join("kith");
    std::fs::create_dir(&folder).unwrap();
    std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o755)).unwrap();
    let app = Arc::new(App::open(Options { data_dir: kith.data(), clock: Arc::new(SystemClock) }).unwrap());
    assert!(owner::serve_in(app, &folder).is_err());
}
