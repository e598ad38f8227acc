//! One owner for each data folder.
//!
//! Whoever holds the lock is the only process that opens the database and the index. The system lets go of
//! the lock when the process ends, however it ends, so a left-over file is no obstacle.

use std::fs::{File, TryLockError};

use crate::error::{Error, Result};
use crate::paths::{Paths, private_file};

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
            Err(TryLockError::WouldBlock) => {
                Err(Error::Busy { message: format!("Another Kith is using {}.", paths.root().display()) })
            }
            Err(TryLockError::Error(source)) => Err(Error::Io { doing: "taking the lock on the data folder", source }),
        }
    }
}
