//! How far long work is: a bar on standard error, where a person looks at it.

use std::io::{self, IsTerminal};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use kith_core::api::Request;
use kith_core::owner::Door;
use serde_json::{Value, json};

/// Work that is done sooner shows no bar.
const PATIENCE: Duration = Duration::from_millis(400);
const BETWEEN_LOOKS: Duration = Duration::from_millis(150);

/// Whether there is somebody to show a bar to.
pub(crate) fn is_watched(json: bool) -> bool {
    !json && io::stderr().is_terminal()
}

/// Does the work and shows meanwhile how far the job is.
pub(crate) fn shown<T>(watcher: Door, job: &str, doing: &'static str, work: impl FnOnce() -> T) -> T {
    let (done, ended) = channel::<()>();
    thread::scope(|scope| {
        scope.spawn(move || {
            let mut watcher = watcher;
            if ended.recv_timeout(PATIENCE) != Err(RecvTimeoutError::Timeout) {
                return;
            }
            let bar = ProgressBar::new_spinner().with_message(doing);
            loop {
                look(&mut watcher, job, &bar);
                if ended.recv_timeout(BETWEEN_LOOKS) != Err(RecvTimeoutError::Timeout) {
                    return bar.finish_and_clear();
                }
            }
        });
        let _done: Sender<()> = done;
        work()
    })
}

fn look(watcher: &mut Door, job: &str, bar: &ProgressBar) {
    let request = Request { command: "job_status".into(), input: json!({ "job": job }), now: None };
    let status = watcher.call(&request).unwrap_or_default();
    let number = |field: &str| status.get(field).and_then(Value::as_u64).unwrap_or(0);
    if bar.length().is_none()
        && number("total") > 0
        && let Ok(style) = ProgressStyle::with_template("{msg} {wide_bar} {human_pos} of {human_len}, {eta}")
    {
        bar.set_style(style);
        bar.set_length(number("total"));
    }
    bar.set_position(number("done"));
    bar.tick();
}
