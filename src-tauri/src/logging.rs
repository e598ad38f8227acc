//! The log: a file a day in the open folder's `logs/`, a week of them. No names and no notes go in.
//!
//! The folder is only known to be ours once it is open, and may change: until then, and without one, standard error.

use std::io::{self, Write};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use tracing::Level;
use tracing_appender::rolling::{RollingFileAppender, Rotation};
use tracing_subscriber::filter::{EnvFilter, FilterExt, filter_fn};
use tracing_subscriber::fmt::{self, MakeWriter};
use tracing_subscriber::layer::{Layer, SubscriberExt};
use tracing_subscriber::util::SubscriberInitExt;

/// Where the log goes at present.
#[derive(Clone, Default)]
pub struct Log(Arc<Mutex<Option<RollingFileAppender>>>);

impl Log {
    /// Starts logging to standard error. `KITH_LOG` filters as in `kith_core=debug`.
    pub fn start() -> Self {
        let log = Self::default();
        let wanted = EnvFilter::try_from_env("KITH_LOG")
            .unwrap_or_else(|_| EnvFilter::new("warn,kith_core=info,kith_desktop=info"));
        // Others may write what they work on: what cleans a note's HTML does so, word by word.
        let ours = filter_fn(|line| line.target().starts_with("kith") || *line.level() <= Level::WARN);
        let lines = fmt::layer().with_ansi(false).with_writer(log.clone()).with_filter(wanted.and(ours));
        if let Err(error) = tracing_subscriber::registry().with(lines).try_init() {
            eprintln!("there will be no log: {error}");
        }
        log
    }

    /// Moves the log into a folder, or back to standard error.
    pub fn move_to(&self, folder: Option<&Path>) {
        let file = folder.and_then(|folder| {
            let appender = RollingFileAppender::builder()
                .rotation(Rotation::DAILY)
                .max_log_files(7)
                .filename_prefix("kith")
                .filename_suffix("log")
                .build(folder);
            appender.map_err(|error| eprintln!("{}: no log there: {error}", folder.display())).ok()
        });
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = file;
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Line;

    fn make_writer(&'a self) -> Line {
        Line(self.clone())
    }
}

/// One line on its way into the log.
pub struct Line(Log);

impl Write for Line {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self.0.0.lock().unwrap_or_else(PoisonError::into_inner).as_mut() {
            Some(file) => file.write(bytes),
            None => io::stderr().write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self.0.0.lock().unwrap_or_else(PoisonError::into_inner).as_mut() {
            Some(file) => file.flush(),
            None => io::stderr().flush(),
        }
    }
}
