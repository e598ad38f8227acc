//! Six years of the routine, in Kith's order and in others: `cargo xtask bench routine [--seeds N]`.
//!
//! 600 people with rhythms of a week to a year. No clock is read: what is told is how long people wait, as multiples of
//! their rhythm, in the steady state. The table of `assets/guide/today.md` is from here.

use anyhow::Result;
use kith_bench::ask::read;
use kith_core::testing::Chance;
use kith_core::today::scenario::{Event, Order, Scenario, Years};

const RHYTHMS: [u32; 7] = [7, 14, 30, 60, 90, 180, 365];
const ORDERS: [(Order, bool, &str); 4] = [
    (Order::Stretch, false, "the most stretched first (Kith)"),
    (Order::Stretch, true, "the same, with snoozes, tries and skips"),
    (Order::EarliestDue, false, "the most days overdue first"),
    (Order::Random, false, "anyone"),
];

fn main() -> Result<()> {
    let seeds: u64 = read("--seeds", 5)?;
    println!("600 people, six years, a pace on all days; {seeds} lives each; in rhythms waited");
    println!("| load | order | weekly, mean | weekly, worst | yearly, mean | yearly, worst | all, worst |");
    println!("|---|---|---|---|---|---|---|");
    for load in [0.8, 1.0, 1.5, 2.0, 3.0] {
        for (order, disturbed, name) in ORDERS {
            let years: Vec<Years> = (0..seeds).map(|seed| life(load, seed, disturbed).play(order)).collect();
            let mean = |every: u32| {
                let means = years.iter().filter_map(|years| stretched(years, every)?.0);
                means.sum::<f64>() / years.len() as f64
            };
            let worst = |every| years.iter().filter_map(|years| stretched(years, every)?.1).fold(0.0, f64::max);
            let actual = years.iter().map(|years| years.load).sum::<f64>() / years.len() as f64;
            println!(
                "| {actual:.1} | {name} | {:.2} | {:.2} | {:.2} | {:.2} | {:.2} |",
                mean(7),
                worst(7),
                mean(365),
                worst(365),
                years.iter().map(Years::worst).fold(0.0, f64::max),
            );
        }
    }
    Ok(())
}

/// The mean and the worst stretch of a rhythm.
fn stretched(years: &Years, every: u32) -> Option<(Option<f64>, Option<f64>)> {
    years.stretched.iter().find(|of| of.interval.every == every).map(|of| (of.mean, of.worst))
}

/// A life whose rhythms need about `load` times the pace.
fn life(load: f64, seed: u64, disturbed: bool) -> Scenario {
    let mut chance = Chance::new(seed);
    let rhythms: Vec<u32> = RHYTHMS.iter().cycle().skip(chance.below(7)).step_by(3).take(600).copied().collect();
    let needed: f64 = rhythms.iter().map(|every| 1.0 / f64::from(*every)).sum();
    Scenario {
        rhythms,
        pace: (needed / load).round() as u32,
        weekends_off: false,
        vacations: Vec::new(),
        absences: Vec::new(),
        event: Event::Nothing,
        disturbed,
        seed,
    }
}
