//! The side of those who ask the owner.

use std::io::{self, ErrorKind};
use std::path::Path;
use std::time::Duration;

use interprocess::ConnectWaitMode;
use interprocess::local_socket::traits::Stream as _;
use interprocess::local_socket::{ConnectOptions, Stream};
use serde_json::Value;

use super::frame::{self, Answer, Hello, Told};
use super::place;
use crate::api::{ApiError, Request};
use crate::changes::ChangeSet;
use crate::error::{Error, Result};
use crate::said;

/// How long an owner may take to say hello.
const PATIENCE: Duration = Duration::from_secs(3);

/// How long an owner that has signs of life to give may be silent.
const SILENCE: Duration = Duration::from_secs(30);

/// A connection to the owner of a data folder.
#[derive(Debug)]
pub struct Client {
    stream: Stream,
}

impl Client {
    /// Connects to the folder's owner; `None` when nobody listens.
    ///
    /// Fails with [`Error::Busy`] when one listens and does not answer, or speaks another protocol.
    pub fn connect(root: &Path) -> Result<Option<Self>> {
        for socket in place::to_ask(root)? {
            if let Some(client) = Self::ask_at(&socket, root)? {
                return Ok(Some(client));
            }
        }
        Ok(None)
    }

    /// As [`Client::connect`], for an owner that listens in a folder of its own choice.
    pub fn connect_in(root: &Path, folder: &Path) -> Result<Option<Self>> {
        Self::ask_at(&place::in_folder(root, folder)?, root)
    }

    fn ask_at(socket: &Path, root: &Path) -> Result<Option<Self>> {
        match open(socket) {
            Ok(stream) => greet(stream, root),
            Err(_) => Ok(None),
        }
    }

    /// Asks, and waits for the answer however long the work takes.
    pub fn call(&mut self, request: &Request) -> Result<Value, ApiError> {
        match self.exchange(request) {
            Ok(Answer::Ok(answer)) => Ok(answer),
            Ok(Answer::Err(error)) => Err(error),
            Err(error) if error.kind() == ErrorKind::FileTooLarge => {
                Err(Error::invalid("input", "This is more than Kith can take at once.").into())
            }
            Err(source) => Err(unanswered(source).into()),
        }
    }

    /// Hears of every commit's kinds, and of none as a sign of life, until `heard` says false or the owner ends.
    pub fn listen(mut self, mut heard: impl FnMut(&ChangeSet) -> bool) -> io::Result<()> {
        frame::send(&mut self.stream, &Request { command: frame::LISTEN.into(), input: Value::Null, now: None })?;
        drop(self.stream.set_recv_timeout(Some(SILENCE)));
        while let Some(told) = frame::receive(&mut self.stream, frame::LONGEST_REQUEST)? {
            if !heard(&serde_json::from_slice::<Told>(&told)?.kinds) {
                break;
            }
        }
        Ok(())
    }

    fn exchange(&mut self, request: &Request) -> io::Result<Answer> {
        let sent = frame::send(&mut self.stream, request);
        // One who refuses a request answers and hangs up while it is still being sent.
        let received = frame::receive(&mut self.stream, frame::LONGEST_ANSWER);
        match (sent, received) {
            (_, Ok(Some(answer))) => Ok(serde_json::from_slice(&answer)?),
            (Err(error), _) | (Ok(()), Err(error)) => Err(error),
            (Ok(()), Ok(None)) => Err(ErrorKind::UnexpectedEof.into()),
        }
    }
}

/// Nobody knows whether it was done.
fn unanswered(source: io::Error) -> Error {
    Error::Io { doing: "waiting for the Kith that has the data folder: look whether this was done", source }
}

fn open(socket: &Path) -> io::Result<Stream> {
    let name = place::address(socket)?;
    ConnectOptions::new().name(name).wait_mode(ConnectWaitMode::Timeout(PATIENCE)).connect_sync()
}

/// Waits for hello; `None` when the other side hangs up, because it is closing or has too many visitors.
fn greet(mut stream: Stream, root: &Path) -> Result<Option<Client>> {
    drop(stream.set_recv_timeout(Some(PATIENCE)));
    let hello = match frame::receive(&mut stream, frame::LONGEST_REQUEST) {
        Ok(Some(hello)) => hello,
        Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => return Err(silent(root)),
        Ok(None) | Err(_) => return Ok(None),
    };
    drop(stream.set_recv_timeout(None));
    match serde_json::from_slice::<Hello>(&hello) {
        Ok(hello) if hello.kith == frame::PROTOCOL => Ok(Some(Client { stream })),
        Ok(hello) => Err(Error::Busy {
            message: said!(
                "{folder} is in use by Kith {version}, which this version cannot speak with.",
                folder = root.display().to_string(),
                version = hello.version
            ),
        }),
        Err(_) => Err(silent(root)),
    }
}

fn silent(root: &Path) -> Error {
    Error::Busy {
        message: said!("Another Kith is using {folder} and does not answer.", folder = root.display().to_string()),
    }
}
