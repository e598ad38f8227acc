//! Percentiles and the lines in which benchmarks report.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// Times of one kind of thing.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Times(Vec<Duration>);

impl Times {
    /// Takes one more.
    pub fn push(&mut self, time: Duration) {
        self.0.push(time);
    }

    /// Takes all of others.
    pub fn extend(&mut self, others: &Times) {
        self.0.extend_from_slice(&others.0);
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The time that `share` (0 to 1) of them do not exceed, in milliseconds.
    pub fn percentile(&self, share: f64) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let last = sorted.len().saturating_sub(1);
        let at = (last as f64 * share).round() as usize;
        sorted.get(at).map_or(f64::NAN, |time| time.as_secs_f64() * 1e3)
    }

    /// `p50`, `p99` and the most, in milliseconds.
    pub fn line(&self, name: &str) -> String {
        let [half, most, worst] = [0.5, 0.99, 1.0].map(|share| self.percentile(share));
        format!("{name:<44} p50 {half:8.2} ms   p99 {most:8.2} ms   max {worst:8.2} ms")
    }
}

impl FromIterator<Duration> for Times {
    fn from_iter<I: IntoIterator<Item = Duration>>(times: I) -> Times {
        Times(times.into_iter().collect())
    }
}

/// `a` as a multiple of `b`, at p50 and p99.
pub fn ratio(a: &Times, b: &Times) -> String {
    let at = |share| a.percentile(share) / b.percentile(share);
    format!("p50 {:.2}, p99 {:.2}", at(0.5), at(0.99))
}
