//! What this process holds in memory, as the kernel has it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use anyhow::{Context, Result};

/// Makes the kernel forget what was resident at the most so far.
pub fn forget_peak() {
    if std::fs::write("/proc/self/clear_refs", "5").is_err() {
        println!("(the peak of before could not be forgotten: memory is told too high)");
    }
}

/// A figure of this process (`VmRSS`, `VmHWM`, `RssAnon`), in MB.
pub fn resident(name: &str) -> Result<f64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find(|line| line.starts_with(name)).context("no such figure")?;
    let kilobytes: f64 = line.split_whitespace().nth(1).context("no number")?.parse()?;
    Ok(kilobytes / 1e3)
}

/// Looks every few milliseconds how much more this process holds than when the watch began.
#[derive(Debug)]
pub struct Watch {
    before: (f64, f64),
    over: Arc<AtomicBool>,
    looking: JoinHandle<f64>,
}

impl Watch {
    /// Begins.
    pub fn begin() -> Result<Watch> {
        forget_peak();
        let before = (resident("VmRSS")?, resident("RssAnon")?);
        let over = Arc::new(AtomicBool::new(false));
        let ended = Arc::clone(&over);
        let looking = std::thread::spawn(move || {
            let mut most: f64 = 0.0;
            while !ended.load(Ordering::Relaxed) {
                most = most.max(resident("RssAnon").unwrap_or(0.0));
                std::thread::sleep(Duration::from_millis(5));
            }
            most
        });
        Ok(Watch { before, over, looking })
    }

    /// Ends; says how many MB more there were at the most in all, and without the pages of files.
    pub fn end(self) -> Result<(f64, f64)> {
        self.over.store(true, Ordering::Relaxed);
        let own = self.looking.join().ok().context("the watch failed")?;
        Ok((resident("VmHWM")? - self.before.0, own - self.before.1))
    }
}
