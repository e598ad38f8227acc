//! One import as one operation: in batches, with progress, stopped at any time without a trace; or only tried.

use std::time::{Duration, Instant};

use super::store::is_written;
use crate::api::Call;
use crate::error::{Error, Result};
use crate::id::OperationId;
use crate::jobs::Job;
use crate::store::{Db, Op};

/// A batch ends after so many steps, or so long.
const BATCH_STEPS: usize = 500;
const BATCH_TIME: Duration = Duration::from_millis(250);

/// Something that is written step by step.
pub trait Steps {
    /// Does one step; `false` when there was nothing left to do.
    fn step(&mut self, tx: &Db) -> Result<bool>;
}

/// Does all steps as one operation; answers with it, or none when nothing changed. Any failure takes back everything.
pub fn apply(call: &Call<'_>, job: &Job, op: &Op, steps: &mut dyn Steps) -> Result<Option<OperationId>> {
    let store = &call.app.store;
    let operation = store.begin_operation(call.now, op)?;
    let written = batches(call, job, operation, steps).and_then(|()| call.read(|db| is_written(db, operation)));
    match written {
        Ok(true) => store.finish_operation(operation).map(|()| Some(operation)),
        Ok(false) => store.abort_operation(operation).map(|()| None),
        Err(error) => {
            store.abort_operation(operation)?;
            Err(error)
        }
    }
}

fn batches(call: &Call<'_>, job: &Job, operation: OperationId, steps: &mut dyn Steps) -> Result<()> {
    let mut more = true;
    while more {
        job.check()?;
        more = call.app.store.batch(operation, |tx| {
            let begun = Instant::now();
            for _ in 0..BATCH_STEPS {
                if !steps.step(tx)? {
                    return Ok(false);
                }
                job.step()?;
                if begun.elapsed() > BATCH_TIME {
                    break;
                }
            }
            Ok(true)
        })?;
    }
    Ok(())
}

/// Does all steps and takes them back, so that what would happen is told by what happens.
pub fn try_out(call: &Call<'_>, job: &Job, op: &Op, steps: &mut dyn Steps) -> Result<()> {
    let mut outcome = Ok(());
    let taken_back = call.transact(op, |tx| -> Result<()> {
        outcome = (|| {
            while steps.step(tx)? {
                job.step()?;
            }
            Ok(())
        })();
        // An error rolls the transaction back; this one says only that.
        Err(Error::Cancelled)
    });
    match taken_back {
        Err(Error::Cancelled) | Ok(()) => outcome,
        Err(error) => outcome.and(Err(error)),
    }
}
