//! What the routine promises, over six years of days: nobody is left out, nobody waits much longer than the load says,
//! and every rhythm stretches alike.
#![allow(clippy::unwrap_used, reason = "a test may stop at what it did not expect")]

use proptest::prelude::*;

use super::scenario::{DAYS, Event, Order, Scenario};
use crate::testing::Chance;

/// Rhythms of which there are many people, so that there is a mean to speak of.
const RHYTHMS: [u32; 7] = [7, 14, 30, 60, 90, 180, 365];

/// 600 people with rhythms of a week to a year, and a pace that makes the load about what is wanted.
fn scenario() -> impl Strategy<Value = Scenario> {
    let event = prop_oneof![
        2 => Just(Event::Nothing),
        1 => proptest::collection::vec(7..=365_u32, 50..=150).prop_map(Event::Import),
        1 => Just(Event::Mailing),
    ];
    let periods = |longest| proptest::collection::vec((0..DAYS, 1..=longest), 0..=6);
    (0.8..3.0_f64, any::<bool>(), periods(30_u64), periods(10_u64), event, any::<u64>()).prop_map(
        |(load, weekends_off, vacations, absences, event, seed)| {
            let mut chance = Chance::new(seed);
            let rhythms: Vec<u32> = (0..600).map(|_| 7 + u32::try_from(chance.below(359)).unwrap()).collect();
            let later: &[u32] = if let Event::Import(later) = &event { later } else { &[] };
            let needed: f64 = rhythms.iter().chain(later).map(|every| 1.0 / f64::from(*every)).sum();
            let days = if weekends_off { 5.0 / 7.0 } else { 1.0 };
            // Rounded down the load could be more than 3, which is as far as the promise goes.
            let pace = (needed / load / days).ceil().max(1.0) as u32;
            Scenario { rhythms, pace, weekends_off, vacations, absences, event, disturbed: false, seed }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn in_six_years_nobody_is_left_out_and_nobody_waits_longer_than_promised(scenario in scenario()) {
        let years = scenario.play(Order::Stretch);
        prop_assert_eq!(years.left_out, 0);
        let (worst, promised) = (years.worst(), years.promised());
        prop_assert!(worst <= promised, "worst {:.3}, promised {:.3} at load {:.2}", worst, promised, years.load);
    }

    #[test]
    fn with_a_pace_on_all_days_every_rhythm_stretches_alike(scenario in scenario()) {
        let rhythms: Vec<u32> = RHYTHMS.iter().cycle().take(600).copied().collect();
        let needed: f64 = rhythms.iter().map(|every| 1.0 / f64::from(*every)).sum();
        let load = 0.8 + (scenario.seed % 220) as f64 / 100.0;
        let years = Scenario {
            rhythms,
            pace: (needed / load).ceil() as u32,
            weekends_off: false,
            absences: Vec::new(),
            event: Event::Nothing,
            ..scenario
        }.play(Order::Stretch);
        let means = years.stretched.iter().filter_map(|of| Some((of.interval.every, of.mean?)));
        let least = means.clone().map(|(_, mean)| mean).fold(f64::MAX, f64::min);
        for (every, mean) in means {
            // A weekly rhythm stretches by whole sevenths: half a day beside the ten in a hundred.
            let most = least * 1.1 + 0.5 / f64::from(every);
            prop_assert!(mean <= most, "every {}: {:.3} beside {:.3} at load {:.2}", every, mean, least, years.load);
        }
    }
}

/// Six years in which nothing happens but the routine, on all days of the week.
fn steady(pace: u32) -> Scenario {
    Scenario {
        rhythms: RHYTHMS.iter().cycle().take(600).copied().collect(),
        pace,
        weekends_off: false,
        vacations: Vec::new(),
        absences: Vec::new(),
        event: Event::Nothing,
        disturbed: false,
        seed: 1,
    }
}

#[test]
fn at_loads_from_four_fifths_to_nearly_three_the_means_lie_within_ten_in_a_hundred() {
    // Of the 22 whole paces in between, 20 and 23 miss it: a weekly rhythm has nothing between two days, a seventh apart.
    for (pace, load) in [(30, 0.8), (24, 1.0), (16, 1.5), (12, 2.0), (10, 2.4), (9, 2.7)] {
        let years = steady(pace).play(Order::Stretch);
        assert!((years.load - load).abs() < 0.04, "{}", years.load);
        let means: Vec<f64> = years.stretched.iter().filter_map(|of| of.mean).collect();
        let (least, most) = means.iter().fold((f64::MAX, 0.0_f64), |(least, most), m| (least.min(*m), most.max(*m)));
        assert!(most <= least * 1.1, "{least:.3} to {most:.3} at load {:.2}", years.load);
    }
}

#[test]
fn the_most_days_overdue_first_or_anyone_would_not_keep_it() {
    let scenario = steady(9);
    for (order, keeps) in [(Order::Stretch, true), (Order::EarliestDue, false), (Order::Random, false)] {
        let years = scenario.play(order);
        assert!(years.load > 2.0 && years.load < 3.0, "{}", years.load);
        assert_eq!(
            years.worst() <= years.promised(),
            keeps,
            "{order:?}: {:.2}, {:.2}",
            years.worst(),
            years.promised()
        );
    }
}
