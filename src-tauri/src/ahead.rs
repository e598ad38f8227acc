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
    /// Asks what Today asks. To be called before anybody else can change anything.
    pub fn ask(app: &App) -> Self {
        let since = Instant::now();
        let answers = ["settings_get", "today_get"].into_iter().filter_map(|command| ask(app, command)).collect();
        Self { answers, generation: app.changes.generation(), since }
    }

    /// The answers, if they still hold.
    pub fn answers(self, app: &App) -> Vec<Answer> {
        let hold = self.since.elapsed() < HOLDS && self.generation == app.changes.generation();
        if hold { self.answers } else { Vec::new() }
    }
}

/// One answer; none where there is an error, which the screens are told when they ask themselves.
fn ask(app: &App, command: &'static str) -> Option<Answer> {
    let request = Request { command: command.into(), input: json!({}), now: None };
    let answer = kith_core::api::call(app, &request).ok()?;
    Some(Answer { command, input: request.input, answer })
}
