//! The words of [`super`]'s grammar, over folded tokens. Pure.

use chrono::{Datelike, Days, NaiveDate, NaiveTime};

use super::{Sense, shift};
use crate::cadence::Unit;

/// A date as the calendar names it; it need not exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Calendar {
    pub day: u32,
    pub month: u32,
    pub year: Option<i32>,
}

/// Lower case, without accents and commas; “2026-08-01T15:20” falls into its two words.
pub(super) fn fold(text: &str) -> String {
    let folded = crate::text::fold(text).replace([',', ';'], " ");
    let digit = |c: char| c.is_ascii_digit();
    match folded.split_once('t') {
        Some((day, time)) if day.starts_with(digit) && day.ends_with(digit) && time.starts_with(digit) => {
            format!("{day} {time}")
        }
        _ => folded,
    }
}

const FILLERS: &[&str] = &["on", "the", "a", "an", "of", "at", "am", "um", "den", "dem", "der", "by", "until", "bis"];

/// Takes words away that carry nothing: “on the 12th of march” is “12th march”. “a week” keeps its “a”.
pub(super) fn drop_fillers(tokens: &mut Vec<&str>) {
    let mut kept = Vec::with_capacity(tokens.len());
    for (i, token) in tokens.iter().enumerate() {
        let before_unit = tokens.get(i + 1).is_some_and(|next| unit(next).is_some() || *next == "couple");
        let a_number = matches!(*token, "a" | "an") && before_unit;
        if a_number || !FILLERS.contains(token) {
            kept.push(*token);
        }
    }
    *tokens = kept;
}

/// Takes a time of day from the end or the beginning: “15:30”, “3pm”, “at 15”, “15 uhr”, “15h30”, “noon”.
pub(super) fn take_time(tokens: &mut Vec<&str>) -> Option<NaiveTime> {
    for width in (1..=3).rev() {
        let Some(split) = tokens.len().checked_sub(width) else { continue };
        if let Some(time) = tokens.get(split..).and_then(time_of) {
            tokens.truncate(split);
            return Some(time);
        }
        if let Some(time) = tokens.get(..width).and_then(time_of) {
            tokens.drain(..width);
            return Some(time);
        }
    }
    None
}

fn time_of(tokens: &[&str]) -> Option<NaiveTime> {
    match tokens {
        ["at" | "um" | "@", rest @ ..] => match rest {
            [hour] if all_digits(hour) => clock_time(hour, None),
            _ => bare_time(rest),
        },
        _ => bare_time(tokens),
    }
}

fn bare_time(tokens: &[&str]) -> Option<NaiveTime> {
    match tokens {
        ["noon" | "midday" | "mittag" | "mittags"] => NaiveTime::from_hms_opt(12, 0, 0),
        ["midnight" | "mitternacht"] => Some(NaiveTime::MIN),
        [hour, half @ ("am" | "pm" | "a.m." | "p.m.")] => clock_time(hour, half.chars().next()),
        [hour, "uhr" | "o'clock" | "h"] => clock_time(&hour.replace('.', ":"), None),
        [one] => one_word_time(one.strip_prefix('@').unwrap_or(one)),
        _ => None,
    }
}

fn one_word_time(token: &str) -> Option<NaiveTime> {
    for (suffix, half) in [("am", 'a'), ("pm", 'p'), ("a.m.", 'a'), ("p.m.", 'p')] {
        if let Some(hour) = token.strip_suffix(suffix) {
            return clock_time(hour, Some(half));
        }
    }
    if let Some((hours, minutes)) = token.split_once('h').filter(|(hours, _)| all_digits(hours)) {
        let minutes = if minutes.is_empty() { "0" } else { minutes };
        return clock_time(&format!("{hours}:{minutes}"), None);
    }
    if token.contains(':') { clock_time(token, None) } else { None }
}

/// `15`, `15:30` or `15:30:20`, with `a` or `p` behind it on a twelve-hour clock.
fn clock_time(text: &str, half: Option<char>) -> Option<NaiveTime> {
    let mut parts = text.split(':');
    let mut next = |missing: Option<u32>| match parts.next() {
        Some(part) if part.len() <= 2 && all_digits(part) => part.parse().ok(),
        Some(_) => None,
        None => missing,
    };
    let (hour, minute, second) = (next(None)?, next(Some(0))?, next(Some(0))?);
    if parts.next().is_some() {
        return None;
    }
    let hour = match (half, hour) {
        (None, hour) => hour,
        (Some(_), 0 | 13..) => return None,
        (Some('a'), 12) => 0,
        (Some('p'), 1..=11) => hour + 12,
        (Some(_), hour) => hour,
    };
    NaiveTime::from_hms_opt(hour, minute, second)
}

fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// Words that are counted from today.
pub(super) fn relative(tokens: &[&str], today: NaiveDate, sense: Sense) -> Option<NaiveDate> {
    let days = |n: i64| shift(today, n, Unit::Day);
    match tokens {
        ["today" | "heute" | "tonight" | "now" | "jetzt"] => Some(today),
        ["this" | "heute", "morning" | "afternoon" | "evening" | "noon" | "abend" | "mittag" | "morgen" | "fruh"] => {
            Some(today)
        }
        ["yesterday" | "gestern"]
        | ["yesterday" | "gestern", "morning" | "afternoon" | "evening" | "abend"]
        | ["last", "night"] => days(-1),
        ["day", "before", "yesterday"] | ["vorgestern"] => days(-2),
        ["tomorrow" | "morgen"] | ["tomorrow", "morning" | "afternoon" | "evening"] => days(1),
        ["day", "after", "tomorrow"] | ["ubermorgen" | "uebermorgen"] => days(2),
        ["end", "month"] | ["monatsende"] => shift(today.with_day(1)?, 1, Unit::Month)?.pred_opt(),
        ["in", rest @ ..] => counted(rest, today, 1),
        ["vor", rest @ ..] | [rest @ .., "ago" | "back"] => counted(rest, today, -1),
        [rest @ .., "from", "now" | "today"] => counted(rest, today, 1),
        _ => weekday_or_unit(tokens, today, sense).or_else(|| {
            counted(
                tokens,
                today,
                match sense {
                    Sense::Past => -1,
                    Sense::Future => 1,
                },
            )
        }),
    }
}

fn weekday_or_unit(tokens: &[&str], today: NaiveDate, sense: Sense) -> Option<NaiveDate> {
    match tokens {
        [day] => {
            let day = weekday(day)?;
            Some(match sense {
                Sense::Past => before(today, day),
                Sense::Future => after(today, day),
            })
        }
        [which, what] => match (which_of(which)?, weekday(what), unit(what)) {
            (Which::Last, Some(day), _) => Some(before(today, day)),
            (Which::Next, Some(day), _) => Some(after(today, day)),
            (Which::This, Some(day), _) => in_week_of(today, day),
            (Which::Last, None, Some(unit)) => shift(today, -1, unit),
            (Which::Next, None, Some(unit)) => shift(today, 1, unit),
            (Which::This, None, Some(Unit::Day)) => Some(today),
            (Which::This, None, _) | (Which::Last | Which::Next, None, None) => None,
        },
        [day, which, week] | [which, week, day] if unit(week) == Some(Unit::Week) => {
            let day = weekday(day)?;
            let week = match which_of(which)? {
                Which::Last => shift(today, -1, Unit::Week)?,
                Which::This => today,
                Which::Next => shift(today, 1, Unit::Week)?,
            };
            in_week_of(week, day)
        }
        _ => None,
    }
}

#[derive(Clone, Copy)]
enum Which {
    Last,
    This,
    Next,
}

fn which_of(token: &str) -> Option<Which> {
    match token {
        "last" | "past" | "previous" => Some(Which::Last),
        "this" => Some(Which::This),
        "next" | "coming" => Some(Which::Next),
        _ if token.starts_with("letzte") || token.starts_with("vorige") => Some(Which::Last),
        _ if token.starts_with("diese") => Some(Which::This),
        _ if ["nachste", "naechste", "kommende"].iter().any(|w| token.starts_with(w)) => Some(Which::Next),
        _ => None,
    }
}

fn before(today: NaiveDate, day: chrono::Weekday) -> NaiveDate {
    let back = (today.weekday().days_since(day) + 6) % 7 + 1;
    today.checked_sub_days(Days::new(back.into())).unwrap_or(today)
}

fn after(today: NaiveDate, day: chrono::Weekday) -> NaiveDate {
    let on = (day.days_since(today.weekday()) + 6) % 7 + 1;
    today.checked_add_days(Days::new(on.into())).unwrap_or(today)
}

fn in_week_of(day: NaiveDate, weekday: chrono::Weekday) -> Option<NaiveDate> {
    let monday = day.checked_sub_days(Days::new(day.weekday().num_days_from_monday().into()))?;
    monday.checked_add_days(Days::new(weekday.num_days_from_monday().into()))
}

/// “3 weeks”, “2w”, “a month”, “two years”, “a couple days”, “a fortnight”.
fn counted(tokens: &[&str], today: NaiveDate, direction: i64) -> Option<NaiveDate> {
    let (count, unit) = match tokens {
        ["fortnight"] | ["a" | "one", "fortnight"] => (2, Unit::Week),
        [one] => {
            let split = one.find(|c: char| !c.is_ascii_digit())?;
            let (count, letters) = one.split_at_checked(split)?;
            (count.parse().ok()?, unit(letters)?)
        }
        ["a" | "an", "couple", what] => (2, unit(what)?),
        [count, what] => (number(count)?, unit(what)?),
        _ => return None,
    };
    shift(today, direction.checked_mul(count)?, unit)
}

fn number(token: &str) -> Option<i64> {
    const WORDS: &[(&[&str], i64)] = &[
        (&["a", "an", "one", "ein", "eine", "einem", "einer"], 1),
        (&["two", "zwei", "couple"], 2),
        (&["three", "drei"], 3),
        (&["four", "vier"], 4),
        (&["five", "funf", "fuenf"], 5),
        (&["six", "sechs"], 6),
        (&["seven", "sieben"], 7),
        (&["eight", "acht"], 8),
        (&["nine", "neun"], 9),
        (&["ten", "zehn"], 10),
        (&["eleven", "elf"], 11),
        (&["twelve", "zwolf", "zwoelf"], 12),
    ];
    if all_digits(token) {
        return token.parse().ok();
    }
    WORDS.iter().find(|(words, _)| words.contains(&token)).map(|(_, n)| *n)
}

fn unit(token: &str) -> Option<Unit> {
    match token {
        "d" | "day" | "days" | "tag" | "tage" | "tagen" => Some(Unit::Day),
        "w" | "wk" | "wks" | "week" | "weeks" | "woche" | "wochen" => Some(Unit::Week),
        "m" | "mo" | "month" | "months" | "monat" | "monate" | "monaten" => Some(Unit::Month),
        "y" | "yr" | "yrs" | "year" | "years" | "jahr" | "jahre" | "jahren" => Some(Unit::Year),
        _ => None,
    }
}

fn weekday(token: &str) -> Option<chrono::Weekday> {
    use chrono::Weekday as Day;
    const DAYS: &[(&str, &[&str], Day)] = &[
        ("monday", &["montag"], Day::Mon),
        ("tuesday", &["dienstag"], Day::Tue),
        ("wednesday", &["mittwoch"], Day::Wed),
        ("thursday", &["donnerstag"], Day::Thu),
        ("friday", &["freitag"], Day::Fri),
        ("saturday", &["samstag", "sonnabend"], Day::Sat),
        ("sunday", &["sonntag"], Day::Sun),
    ];
    let token = token.strip_suffix('.').unwrap_or(token);
    DAYS.iter()
        .find(|(english, german, _)| token.len() >= 3 && english.starts_with(token) || german.contains(&token))
        .map(|(_, _, day)| *day)
}

/// “12 mar”, “march 12th 2026”, “12.3.2026”, “12/31/2026”, “2026/3/12”, “03-12”.
pub(super) fn calendar(tokens: &[&str]) -> Option<Calendar> {
    let tokens: Vec<&str> =
        tokens.iter().copied().filter(|t| !["on", "the", "of", "am", "den", "der"].contains(t)).collect();
    match tokens.as_slice() {
        [one] => numeric(one),
        [a, b] => day_month(a, b, None),
        [a, b, year] => day_month(a, b, Some(four_digits(year)?)),
        _ => None,
    }
}

fn day_month(a: &str, b: &str, year: Option<i32>) -> Option<Calendar> {
    let (day, month) = match (ordinal(a), month(b)) {
        (Some(day), Some(month)) => (day, month),
        _ => (ordinal(b)?, month(a)?),
    };
    Some(Calendar { day, month, year })
}

fn ordinal(token: &str) -> Option<u32> {
    let digits = ["st", "nd", "rd", "th", "."].iter().find_map(|end| token.strip_suffix(end)).unwrap_or(token);
    small(digits)
}

fn month(token: &str) -> Option<u32> {
    const MONTHS: [(&str, &str); 12] = [
        ("january", "januar"),
        ("february", "februar"),
        ("march", "maerz"),
        ("april", "april"),
        ("may", "mai"),
        ("june", "juni"),
        ("july", "juli"),
        ("august", "august"),
        ("september", "september"),
        ("october", "oktober"),
        ("november", "november"),
        ("december", "dezember"),
    ];
    let token = token.strip_suffix('.').unwrap_or(token);
    if matches!(token, "marz" | "jaenner" | "janner") {
        return Some(if token == "marz" { 3 } else { 1 });
    }
    let fits = |name: &str| token.len() >= 3 && name.starts_with(token);
    let found = MONTHS.iter().position(|(english, german)| fits(english) || fits(german))?;
    u32::try_from(found + 1).ok()
}

fn small(text: &str) -> Option<u32> {
    if text.len() <= 2 && all_digits(text) { text.parse().ok() } else { None }
}

fn four_digits(text: &str) -> Option<i32> {
    if text.len() == 4 && all_digits(text) { text.parse().ok() } else { None }
}

/// A date in numbers. What could be read two ways (03/04/2026) is not read at all.
fn numeric(token: &str) -> Option<Calendar> {
    let dotted = token.strip_suffix('.').unwrap_or(token);
    for separator in ['.', '-', '/'] {
        let parts: Vec<&str> = dotted.split(separator).collect();
        let found = match parts.as_slice() {
            [year, month, day] if year.len() == 4 => (small(day)?, small(month)?, Some(four_digits(year)?)),
            [day, month, year] if separator == '.' => (small(day)?, small(month)?, Some(four_digits(year)?)),
            [day, month] if separator == '.' => (small(day)?, small(month)?, None),
            [month, day] if separator == '-' => (small(day)?, small(month)?, None),
            [a, b, year] => {
                let (day, month) = unambiguous(a, b)?;
                (day, month, Some(four_digits(year)?))
            }
            [a, b] => {
                let (day, month) = unambiguous(a, b)?;
                (day, month, None)
            }
            _ => continue,
        };
        return Some(Calendar { day: found.0, month: found.1, year: found.2 });
    }
    None
}

fn unambiguous(a: &str, b: &str) -> Option<(u32, u32)> {
    match (small(a)?, small(b)?) {
        (a, b) if a == b => Some((a, b)),
        (a @ 13.., b @ 1..=12) => Some((a, b)),
        (a @ 1..=12, b @ 13..) => Some((b, a)),
        _ => None,
    }
}
