//! What the first screen asks for, answered while the window is still being made.
//!
//! The page needs half a second until it can ask at all. The answers are given to it once, and only while they hold:
//! nothing was changed since, and no time has passed in which another day may have begun.

use std::time::{Duration, Instant};

use kith_core::api::Request;
use kith_core::app::App;
use serde::Serialize;
use serde_json::{Value, json};

/// How long the answers hold at most.
const HOLDS: Duration = Duration::from_secs(10);

/// An answer of the core's table.
#[derive(Debug, Clone, Serialize)]
pub struct Answer {
    command: &'static str,
    input: Value,
    answer: Value,
}

/// The answers, and until when they hold.
#[derive(Debug)]
pub struct Ahead {
    answers: Vec<Answer>,
    generation: u64,
    since: Instant,
}

impl Ahead {
    /// Asks what Today asks: the settings, the day's list, and the person of its first card, for the panel beside.
    /// To be called before anybody else can change anything.
    pub fn ask(app: &App) -> Self {
        let since = Instant::now();
        let settings = ask(app, "settings_get", json!({}));
        let today = ask(app, "today_get", json!({}));
        let first = today.as_ref().and_then(|today| first_person(&today.answer));
        let panel = first.and_then(|id| ask(app, "contact_get", json!({ "who": id })));
        let answers = [settings, today, panel].into_iter().flatten().collect();
        Self { answers, generation: app.changes.generation(), since }
    }

    /// The answers, if they still hold.
    pub fn answers(self, app: &App) -> Vec<Answer> {
        let hold = self.since.elapsed() < HOLDS && self.generation == app.changes.generation();
        if hold { self.answers } else { Vec::new() }
    }
}

/// The person of the card that stands first: promises come before people, as in `today/items.ts`.
fn first_person(today: &Value) -> Option<&Value> {
    let open = |reach: &&Value| reach["state"] == "open";
    let reach = || today["reach_outs"].as_array()?.iter().find(open)?["contact"].get("id");
    today["follow_ups"].get(0).map_or_else(reach, |promise| promise["with"].get("id"))
}

/// One answer; none where there is an error, which the screens are told when they ask themselves.
fn ask(app: &App, command: &'static str, input: Value) -> Option<Answer> {
    let request = Request { command: command.into(), input, now: None };
    let answer = kith_core::api::call(app, &request).ok()?;
    Some(Answer { command, input: request.input, answer })
}
