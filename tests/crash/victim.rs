//! Logs conversations as fast as it can and says so after each, until it is killed.
//!
//! `kith-victim FOLDER FIRST [early]`: numbers them from FIRST; `early` says so before it has logged, which is the
//! mistake that the test must be able to see. `kith-victim FOLDER own RUNTIME`: owns the folder and answers others.
//! `kith-victim FOLDER restore BACKUP…`: restores one backup after the other, again and again.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at what it did not expect")]

use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use kith_core::api::{Request, call};
use kith_core::app::{App, Options};
use kith_core::clock::SystemClock;
use kith_core::owner;
use serde_json::json;

fn main() {
    let mut args = std::env::args().skip(1);
    let folder = args.next().unwrap();
    let how = args.next().unwrap();
    let app = App::open(Options { data_dir: folder.into(), clock: Arc::new(SystemClock) }).unwrap();
    if how == "own" {
        let server = owner::serve_in(Arc::new(app), Path::new(&args.next().unwrap())).unwrap();
        println!("{}", server.socket().display());
        loop {
            std::thread::park();
        }
    }
    if how == "restore" {
        return restore(&app, &args.collect::<Vec<_>>());
    }
    let first: u64 = how.parse().unwrap();
    let early = args.next().is_some();
    let say = |number: u64| {
        let mut out = std::io::stdout().lock();
        writeln!(out, "{number}").and_then(|()| out.flush()).unwrap();
    };
    for number in first.. {
        if early {
            say(number);
        }
        log(&app, number);
        if !early {
            say(number);
        }
    }
}

fn restore(app: &App, backups: &[String]) {
    for backup in backups.iter().cycle() {
        let request = Request { command: "restore".into(), input: json!({ "file": backup }), now: None };
        call(app, &request).unwrap();
        let mut out = std::io::stdout().lock();
        writeln!(out, "{backup}").and_then(|()| out.flush()).unwrap();
    }
}

fn log(app: &App, number: u64) {
    let input = json!({
        "people": ["Dana Moreau"],
        "start": "2026-11-20",
        "note": format!("Talk {number} about word{number}. #crash"),
        "exchanges": [{ "direction": "gave", "text": format!("gift {number}") }],
    });
    let request = Request { command: "conversation_log".into(), input, now: None };
    call(app, &request).unwrap();
}
