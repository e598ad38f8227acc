//! The way into a data folder for a program that does not care who owns it.

use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::Client;
use crate::api::{self, ApiCode, ApiError, Request};
use crate::app::{App, Options};
use crate::error::{Error, Result};

/// How long to wait for a folder that another process has and does not share.
const PATIENCE: Duration = Duration::from_secs(5);
const BETWEEN_TRIES: Duration = Duration::from_millis(15);

/// An open folder: our own, or another process's.
pub struct Door {
    options: Options,
    way: Way,
}

enum Way {
    Own(Arc<App>),
    Owner(Client),
}

impl Door {
    /// Takes the folder's lock and opens it, or connects to the process that has it.
    ///
    /// Fails with [`Error::Busy`] when for 5 s neither can be done.
    pub fn open(options: Options) -> Result<Self> {
        let way = find(&options)?;
        Ok(Self { options, way })
    }

    /// Another way into the same folder, to look at work that the first one does.
    pub fn another(&self) -> Result<Self> {
        let way = match &self.way {
            Way::Own(app) => Way::Own(Arc::clone(app)),
            Way::Owner(_) => find(&self.options)?,
        };
        Ok(Self { options: self.options.clone(), way })
    }

    /// Whether this process owns the folder.
    pub fn is_own(&self) -> bool {
        matches!(self.way, Way::Own(_))
    }

    /// Calls a command here or there.
    pub fn call(&mut self, request: &Request) -> Result<Value, ApiError> {
        let began = Instant::now();
        loop {
            let answer = match &mut self.way {
                Way::Own(app) => return api::call(app, request),
                Way::Owner(owner) => owner.call(request),
            };
            match answer {
                // Nothing was done: the owner is closing, or too busy.
                Err(error) if error.code == ApiCode::Busy && began.elapsed() < PATIENCE => {
                    thread::sleep(BETWEEN_TRIES);
                    self.way = find(&self.options)?;
                }
                answer => return answer,
            }
        }
    }
}

fn find(options: &Options) -> Result<Way> {
    let began = Instant::now();
    loop {
        let busy = match App::open(options.clone()) {
            Ok(app) => return Ok(Way::Own(Arc::new(app))),
            Err(error @ Error::Busy { .. }) => error,
            Err(error) => return Err(error),
        };
        if let Some(owner) = Client::connect(&options.data_dir)? {
            return Ok(Way::Owner(owner));
        }
        if began.elapsed() >= PATIENCE {
            return Err(busy);
        }
        thread::sleep(BETWEEN_TRIES);
    }
}
