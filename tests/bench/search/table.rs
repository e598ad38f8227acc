//! The figures as Markdown, with the goals beside them, as README.md shows them.

use std::fmt::Write as _;

use kith_bench::measure::Times;

use super::asked::Class;
use super::figures::{Built, Figures, Size};

/// From so many conversations on, Kith is to be ten times as fast as FTS5.
const MANY: usize = 1_000_000;
/// Up to so many, every class is to be answered within a frame.
const SOME: usize = 100_000;
/// A frame of the screen, in milliseconds.
const FRAME: f64 = 16.0;
/// What the shortest beginnings may take instead.
const SHORTEST: f64 = 50.0;

/// All tables.
pub fn markdown(figures: &Figures) -> String {
    let mut text = String::new();
    for (talks, size) in &figures.sizes {
        let _ = writeln!(text, "**{} people, {} conversations**\n", thousands(size.people), thousands(*talks));
        text.push_str(&asked(*talks, size));
        text.push('\n');
    }
    text.push_str(&kept(figures));
    text
}

/// What was asked of one size, class by class.
fn asked(talks: usize, size: &Size) -> String {
    let mut text = "| class | queries | people | conversations | Kith | FTS5 | FTS5 ÷ Kith | goal | |\n".to_owned();
    text.push_str("|---|---|---|---|---|---|---|---|---|\n");
    for class in Class::ALL {
        let queries = size.of(class);
        if queries.is_empty() {
            continue;
        }
        let (kith, full_text) = size.times(class);
        let (goal, is_met) = goal(talks, size, class);
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {} | {} | {} | {goal} | {} |",
            class.name(),
            queries.len(),
            range(queries.iter().map(|query| query.people)),
            range(queries.iter().map(|query| query.rows)),
            both(&kith),
            both(&full_text),
            times_faster(&kith, &full_text),
            if goal == "–" {
                ""
            } else if is_met {
                "met"
            } else {
                "**missed**"
            },
        );
    }
    text
}

/// What the class is to reach at this size, with what decides it, and whether it does.
fn goal(talks: usize, size: &Size, class: Class) -> (String, bool) {
    let (kith, full_text) = size.times(class);
    let worst = kith.percentile(0.99);
    if talks >= MANY {
        let factor = if class == Class::Rare { 1.0 } else { 10.0 };
        let is_faster = [0.5, 0.99].iter().all(|at| full_text.percentile(*at) >= factor * kith.percentile(*at));
        let few = size.of(class).into_iter().filter(|query| query.rows * 10 <= talks);
        let few = few.map(|query| query.kith.percentile(0.99)).fold(f64::NAN, f64::max);
        let within = if few.is_nan() { String::new() } else { format!("; where a tenth match < {FRAME}: {few:.1}") };
        return (format!("≥ {factor} ×{within}"), is_faster && (few.is_nan() || few < FRAME));
    }
    if talks >= SOME {
        let most = if matches!(class, Class::Prefix(1 | 2)) { SHORTEST } else { FRAME };
        return (format!("< {most}"), worst < most);
    }
    ("–".to_owned(), true)
}

/// What keeping the indexes takes, size by size.
fn kept(figures: &Figures) -> String {
    let mut text = "| | goal |".to_owned();
    let mut line = "|---|---|".to_owned();
    for talks in figures.sizes.keys() {
        let _ = write!(text, " {} |", thousands(*talks));
        line.push_str("---|");
    }
    let _ = writeln!(text, "\n{line}");
    type Tell = fn(&Size) -> Option<String>;
    let rows: [(&str, &str, Tell); 5] = [
        ("built, seconds: Kith, FTS5", "ratio ≤ 2", |size| size.build.map(|pair| against(pair, |b| b.seconds))),
        ("on disk, MB: Kith, FTS5", "ratio ≤ 1", |size| size.build.map(|pair| against(pair, |b| b.megabytes))),
        ("memory while building, MB: Kith, FTS5", "", |size| {
            size.build.map(|[kith, fts]| format!("{}, {}", memory(kith.memory), memory(fts.memory)))
        }),
        ("memory while searching, MB", "", |size| size.searching.map(memory)),
        ("saved to found under load, ms", "", |size| size.findable.as_ref().map(both)),
    ];
    for (name, goal, tell) in rows {
        let cells: Vec<String> = figures.sizes.values().map(|size| tell(size).unwrap_or_default()).collect();
        let _ = writeln!(text, "| {name} | {goal} | {} |", cells.join(" | "));
    }
    text
}

fn against([kith, full_text]: [Built; 2], of: fn(&Built) -> f64) -> String {
    let (kith, full_text) = (of(&kith), of(&full_text));
    format!("{}, {} = **{:.2}**", figure(kith), figure(full_text), kith / full_text)
}

fn memory((all, own): (f64, f64)) -> String {
    format!("{} ({} its own)", figure(all), figure(own))
}

/// `p50 / p99` in milliseconds.
fn both(times: &Times) -> String {
    if times.is_empty() {
        return "–".to_owned();
    }
    format!("{} / {}", figure(times.percentile(0.5)), figure(times.percentile(0.99)))
}

fn times_faster(kith: &Times, full_text: &Times) -> String {
    if full_text.is_empty() {
        return "–".to_owned();
    }
    let [half, most] = [0.5, 0.99].map(|at| figure(full_text.percentile(at) / kith.percentile(at)));
    format!("{half} / {most}")
}

/// With three figures that mean something.
pub fn figure(value: f64) -> String {
    if value >= 999.5 {
        thousands(value.round() as usize)
    } else if value >= 99.95 {
        format!("{value:.0}")
    } else if value >= 9.995 {
        format!("{value:.1}")
    } else {
        format!("{value:.2}")
    }
}

/// With a comma after each three digits.
pub fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn range(numbers: impl Iterator<Item = usize> + Clone) -> String {
    let (least, most) = (numbers.clone().min().unwrap_or(0), numbers.max().unwrap_or(0));
    if least == most { thousands(least) } else { format!("{} to {}", thousands(least), thousands(most)) }
}
