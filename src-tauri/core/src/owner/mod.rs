//! One owner for each data folder.
//!
//! Whoever holds the [`Lock`] is the only process that opens the database and the index. The system lets go of
//! the lock when the process ends, however it ends, so a left-over file is no obstacle. A long-lived owner (the
//! window) answers the others with [`serve`]; a short-lived one (the terminal) serves nobody. [`Door`] is the
//! way in for everyone who does not care which of the two it is.
//!
//! On the socket ([`place`]) frames of JSON travel ([`frame`]): the owner says hello, then each
//! [`Request`](crate::api::Request) is answered by `{"ok": …}` or `{"err": ApiError}`. A request carries its own
//! moment and zone: the clock belongs to the call. One who asks for `listen` instead of a command is told the kinds
//! of every commit from then on, and now and then nothing, as a sign of life.
//!
//! Invariant: an answer of the code `busy` means that nothing was done, so asking again is safe. An answer that
//! does not come means that nobody knows; it is never asked again by itself.

mod client;
mod door;
mod frame;
mod place;
mod server;

use std::fs::{File, TryLockError};

pub use self::client::Client;
pub use self::door::Door;
pub use self::server::{Server, serve, serve_in};
use crate::error::{Error, Result};
use crate::paths::{Paths, private_file};
use crate::said;

/// The lock on a data folder; let go when dropped.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock, or says [`Error::Busy`] when another process has it.
    pub fn take(paths: &Paths) -> Result<Self> {
        let file = private_file(&paths.lock())?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(Error::Busy {
                message: said!("Another Kith is using {folder}.", folder = paths.root().display().to_string()),
            }),
            Err(TryLockError::Error(source)) => Err(Error::Io { doing: "taking the lock on the data folder", source }),
        }
    }
}
