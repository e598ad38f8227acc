//! What the stories are told with: the terminal in a folder of its own.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at what it did not expect")]

pub mod desktop;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::Value;
use sha2::{Digest, Sha256};
use tempfile::TempDir;

/// The hash of `bytes`, as `sha256sum` writes it.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A folder that goes away with the value; in memory where the system has such a place.
pub fn folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { TempDir::new_in(memory).unwrap() } else { TempDir::new().unwrap() }
}

/// The program `kith` with a data folder and a moment of its own.
pub struct Terminal {
    program: PathBuf,
    home: TempDir,
    now: String,
}

/// How a run ended.
#[derive(Debug)]
pub struct Ran {
    /// The exit code; -1 for a signal.
    pub code: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Ran {
    /// The JSON on standard output.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The `error` of the JSON on standard error.
    pub fn error(&self) -> Value {
        let told: Value = serde_json::from_str(&self.err).unwrap_or_else(|error| panic!("{error}: {self:?}"));
        told.get("error").cloned().unwrap_or_else(|| panic!("no error: {self:?}"))
    }
}

impl Terminal {
    /// An empty Kith on Saturday, 21 November 2026, 10:00 in Paris.
    pub fn new(program: impl Into<PathBuf>) -> Self {
        let home = folder();
        let runtime = home.path().join("run");
        std::fs::create_dir(&runtime).unwrap();
        Self { program: program.into(), home, now: "2026-11-21T10:00:00+01:00[Europe/Paris]".into() }
    }

    /// The same folder at another moment.
    pub fn at(&mut self, now: &str) -> &mut Self {
        self.now = now.into();
        self
    }

    /// The data folder.
    pub fn data(&self) -> PathBuf {
        self.home.path().join("kith")
    }

    /// A place for other files.
    pub fn beside(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    /// Where the owner's socket is.
    pub fn runtime(&self) -> PathBuf {
        self.home.path().join("run")
    }

    /// The program without any argument but the folder and the moment.
    pub fn command(&self) -> Command {
        let mut command = self.bare_command();
        command.arg("--data").arg(self.data()).arg("--now").arg(&self.now);
        command
    }

    /// The program without any argument.
    pub fn bare_command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.env("LC_ALL", "C.UTF-8").env_remove("LANGUAGE");
        command.env_remove("KITH_DATA").env("XDG_RUNTIME_DIR", self.runtime()).env("HOME", self.home.path());
        command.env_remove("XDG_DATA_HOME").env("TZ", "UTC").current_dir(self.home.path());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Runs `kith` with these arguments.
    pub fn run(&self, args: &[&str]) -> Ran {
        ended(self.command().args(args).spawn().unwrap())
    }

    /// Runs `kith` with these arguments and this text on standard input.
    pub fn run_with(&self, args: &[&str], input: &[u8]) -> Ran {
        let mut child = self.command().args(args).stdin(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(input).unwrap();
        ended(child)
    }

    /// Runs `kith --json` and reads the answer; it must succeed.
    pub fn json(&self, args: &[&str]) -> Value {
        let ran = self.run(&[args, &["--json"]].concat());
        assert_eq!(ran.code, 0, "kith {args:?}: {ran:?}");
        assert_eq!(ran.err, "", "kith {args:?} says nothing but its answer");
        ran.json()
    }

    /// Runs `kith --json`, which must fail with that exit code, and reads the error.
    pub fn fails(&self, code: i32, args: &[&str]) -> Value {
        let ran = self.run(&[&["--json"], args].concat());
        assert_eq!(ran.code, code, "kith {args:?}: {ran:?}");
        assert_eq!(ran.out, "", "kith {args:?} answers nothing");
        ran.error()
    }

    /// Runs `kith` and reads what it says to a person; it must succeed.
    pub fn says(&self, args: &[&str]) -> String {
        let ran = self.run(args);
        assert_eq!(ran.code, 0, "kith {args:?}: {ran:?}");
        ran.out
    }
}

/// Waits for a program that was started.
pub fn ended(child: Child) -> Ran {
    let output = child.wait_with_output().unwrap();
    Ran {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}
