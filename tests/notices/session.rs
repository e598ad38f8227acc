//! One story of reminders, told in a process of its own whose session bus is ours: twenty folders at once, each with
//! something due, before a notification service that misbehaves. `kith-in-session STORY` fails when the story does.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a story may stop at what it did not expect"
)]

use std::sync::Arc;
use std::time::{Duration, Instant};

use kith_core::api::{Request, call};
use kith_core::app::{App, Options};
use kith_core::clock::{Now, TestClock};
use kith_notify::Reminders;
use kith_tests::desktop::{Manner, Notifications};
use serde_json::{Value, json};
use tempfile::TempDir;

const TIMES: usize = 20;
const PATIENCE: Duration = Duration::from_secs(120);

/// A folder in which someone is due, and the thread that tells it.
struct Kith {
    app: Arc<App>,
    reminders: Option<Reminders>,
    _folder: TempDir,
}

impl Kith {
    fn new(number: usize) -> Self {
        let folder = kith_tests::folder();
        let now = Now::parse("2026-11-20T09:30:00+01:00[Europe/Paris]", chrono_tz::Tz::UTC).unwrap();
        let clock = Arc::new(TestClock::new(now));
        let app = Arc::new(App::open(Options { data_dir: folder.path().join("kith"), clock }).unwrap());
        let kith = Self { app, reminders: None, _folder: folder };
        kith.ask("contact_add", json!({ "name": format!("Number {number}"), "every": "1w" }));
        kith
    }

    fn ask(&self, command: &str, input: Value) -> Value {
        call(&self.app, &Request { command: command.into(), input, now: None }).unwrap()
    }

    /// Starts the thread, as the window does.
    fn start(&mut self) {
        self.reminders = None;
        self.reminders = Some(Reminders::start(&self.app, |_, _| {}));
        self.round();
    }

    fn round(&self) {
        self.reminders.as_ref().unwrap().round();
    }

    /// How long the folder takes to answer, in milliseconds.
    fn answers_in(&self) -> u128 {
        let begun = Instant::now();
        self.ask("status", json!({}));
        begun.elapsed().as_millis()
    }
}

/// Twenty folders and the service.
struct Story {
    service: Notifications,
    all: Vec<Kith>,
    slowest: u128,
}

impl Story {
    fn begin() -> Self {
        let address = std::env::var("DBUS_SESSION_BUS_ADDRESS").unwrap();
        let all = (0..TIMES).map(Kith::new).collect();
        Self { service: Notifications::absent(&address), all, slowest: 0 }
    }

    fn start(&mut self) {
        self.all.iter_mut().for_each(Kith::start);
    }

    fn round(&mut self) {
        self.all.iter().for_each(Kith::round);
    }

    /// Lets time pass, and looks how fast the folders answer meanwhile.
    fn wait(&mut self, time: Duration) {
        let end = Instant::now() + time;
        while Instant::now() < end {
            let slowest = self.all.iter().map(Kith::answers_in).max().unwrap();
            self.slowest = self.slowest.max(slowest);
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Waits until so many are shown.
    fn until_shown(&mut self, number: usize) {
        let end = Instant::now() + PATIENCE;
        while self.service.seen().shown.len() < number {
            assert!(Instant::now() < end, "only {} of {number} were shown", self.service.seen().shown.len());
            self.wait(Duration::from_millis(100));
        }
    }

    /// Everyone was told of exactly once, and nobody is told again: not by another round, not after a restart.
    fn end(mut self, name: &str) {
        self.until_shown(TIMES);
        self.wait(Duration::from_millis(500));
        self.round();
        self.wait(Duration::from_millis(300));
        self.start();
        self.wait(Duration::from_millis(700));
        let mut shown = self.service.seen().shown.clone();
        shown.sort();
        let mut expected: Vec<String> = (0..TIMES).map(|n| format!("Number {n} is first today")).collect();
        expected.sort();
        assert_eq!(shown, expected, "each once");
        println!("{name}: {TIMES} told once each; a folder answered in at most {} ms meanwhile", self.slowest);
    }
}

fn main() {
    let name = std::env::args().nth(1).unwrap();
    let mut story = Story::begin();
    match name.as_str() {
        "absent" => {
            story.start();
            story.wait(Duration::from_secs(1));
            story.round();
            story.wait(Duration::from_secs(1));
            // Nobody is woken: the threads hear themselves that it came.
            story.service.appear(Manner::Prompt);
        }
        "hanging" => {
            story.service.appear(Manner::Hanging);
            story.start();
            for _ in 0..3 {
                story.wait(Duration::from_secs(2));
                story.round();
            }
            assert_eq!(story.service.seen().asked, TIMES, "what it was given is given to it once");
            story.service.die();
            story.service.appear(Manner::Prompt);
        }
        "slow" => {
            story.service.appear(Manner::Slow(Duration::from_secs(10)));
            story.start();
            for _ in 0..3 {
                story.wait(Duration::from_secs(3));
                story.round();
            }
        }
        "failing" => {
            story.service.appear(Manner::Failing);
            story.start();
            for _ in 0..3 {
                story.wait(Duration::from_millis(700));
                story.round();
            }
            story.wait(Duration::from_millis(300));
            assert!(story.service.seen().asked > TIMES, "it is tried again");
            story.service.become_(Manner::Prompt);
            story.round();
        }
        "restarting" => {
            story.start();
            for _ in 0..TIMES {
                story.service.appear(Manner::Hanging);
                story.wait(Duration::from_millis(100));
                story.service.die();
            }
            story.service.appear(Manner::Prompt);
        }
        other => panic!("there is no story “{other}”"),
    }
    story.end(&name);
}
