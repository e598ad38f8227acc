//! What is due to be told: pure, from facts, moment and settings.
//!
//! Occurrences are named by civil dates, so that a change of zone or clock finds the same ones again; what was told is
//! known by key, so that none comes twice however the clock runs.

use std::collections::BTreeSet;

use chrono::{DateTime, Days, Duration, NaiveDate, Utc};

use super::{Key, NoticeKind};
use crate::civil::Start;
use crate::clock::{Now, instant_of};
use crate::conversations::planned::Planned;
use crate::occasions::OccasionDate;
use crate::settings::Settings;

/// Days back that are looked through for what was missed.
const LOOK_BACK: u64 = 366;
/// From so many missed days on, one summary stands for all.
const SEVERAL: usize = 2;

/// What the rules go by.
#[derive(Debug, Clone, Default)]
pub(super) struct Facts {
    /// The routine day from which on reminders were wanted; what came due before is nobody's business.
    pub since: Option<NaiveDate>,
    /// The last day whose digest had nothing to say when it was looked at: past, it is no morning that was missed.
    pub quiet_on: Option<NaiveDate>,
    /// What was told, or is being told.
    pub told: BTreeSet<Key>,
    /// Dates that return.
    pub occasions: Vec<Returning>,
    /// What was planned and not written to since.
    pub talks: Vec<Planned>,
    /// What was asked to be told once more, and has not been.
    pub agains: Vec<Again>,
}

/// A date that returns.
#[derive(Debug, Clone)]
pub(super) struct Returning {
    pub uid: String,
    pub date: OccasionDate,
    pub lead_days: u32,
    /// The routine day on which it was noted: earlier ones were never to be told.
    pub noted_on: NaiveDate,
}

/// A wish to be told once more.
#[derive(Debug, Clone)]
pub(super) struct Again {
    pub key: Key,
    pub asked_at: i64,
    pub due_at: i64,
}

/// Something due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Due {
    pub key: Key,
    /// The routine day on which it was to be told.
    pub day: NaiveDate,
}

/// Something to tell, and all that is told by it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Telling {
    pub key: Key,
    pub with: Vec<Due>,
}

/// The moment at which a routine day's reminders come: in a gap of the clock the first instant after it.
pub(super) fn moment(now: &Now, settings: &Settings, day: NaiveDate) -> DateTime<Utc> {
    let time = settings.routine_time();
    let civil = if time >= settings.rollover_time() { day } else { plus(day, 1) };
    instant_of(now.zone, civil, time)
}

/// All that is due and was not told, the oldest first.
pub(super) fn due(facts: &Facts, now: &Now, settings: &Settings) -> Vec<Due> {
    let today = now.routine_day(settings.rollover_time());
    // A clock that was ahead when reminders began does not silence them.
    let begin = facts.since.unwrap_or(today).min(today).max(minus(today, LOOK_BACK));
    let has_come = |day: NaiveDate| day <= today && moment(now, settings, day) <= now.instant;
    let mut due = digests(facts, now, settings, begin, today);
    for returning in &facts.occasions {
        let begin = begin.max(returning.noted_on.min(today));
        due.extend(of_occasion(returning, begin, today, settings, &has_come));
    }
    due.extend(facts.talks.iter().filter_map(|talk| of_talk(talk, begin, now, settings)));
    due.retain(|due| !facts.told.contains(&due.key));
    let asked = |again: &&Again| now.millis() >= again.due_at || now.millis() < again.asked_at;
    due.extend(facts.agains.iter().filter(asked).map(|again| Due { key: again.key.clone(), day: today }));
    due.sort_by(|a, b| (a.day, &a.key).cmp(&(b.day, &b.key)));
    due
}

/// The digests of days on which people are to be reached. One older than a digest that was told,
/// or had nothing to say, says nothing new.
fn digests(facts: &Facts, now: &Now, settings: &Settings, begin: NaiveDate, today: NaiveDate) -> Vec<Due> {
    // Today may still have something to say later in the day.
    let quiet = facts.quiet_on.map(|day| day.min(minus(today, 1)));
    let told = facts.told.iter().filter(|key| key.kind == NoticeKind::Digest).filter_map(Key::day);
    let last = told.filter(|day| *day <= today).chain(quiet).max();
    let first = last.map_or(begin, |last| plus(last, 1).max(begin)).min(today);
    let off = settings.days_off();
    let comes = |day: &NaiveDate| {
        let at = moment(now, settings, *day);
        // A day that the zone's clocks left out (Apia, 30 December 2011) has no morning.
        let exists =
            settings.routine_time() < settings.rollover_time() || at.with_timezone(&now.zone).date_naive() == *day;
        settings.pace.on(chrono::Datelike::weekday(day).into()) > 0
            && off.until(*day).is_none()
            && exists
            && at <= now.instant
    };
    let days = first.iter_days().take_while(|day| *day <= today);
    days.filter(comes).map(|day| Due { key: Key::digest(day), day }).collect()
}

/// An occasion on its days, and on the days its lead time begins; once the day has come, the lead is past.
fn of_occasion(
    returning: &Returning,
    begin: NaiveDate,
    today: NaiveDate,
    settings: &Settings,
    has_come: &impl Fn(NaiveDate) -> bool,
) -> Vec<Due> {
    let lead = u64::from(returning.lead_days);
    let mut found = Vec::new();
    let mut from = begin;
    while let Some(observed) = returning.date.next(from, settings.leap_day) {
        let lead_day = minus(observed, lead);
        if lead_day > today {
            break;
        }
        if has_come(observed) {
            found.push(Due { key: Key::occasion(NoticeKind::Occasion, &returning.uid, observed), day: observed });
        } else if lead > 0 && lead_day >= begin && has_come(lead_day) {
            found.push(Due { key: Key::occasion(NoticeKind::Lead, &returning.uid, observed), day: lead_day });
        }
        from = plus(observed, 1);
    }
    found
}

/// A planned conversation: shortly before it begins, and once it is over. One without a time is told of with the day's
/// reminders, on its day and on the next.
fn of_talk(talk: &Planned, begin: NaiveDate, now: &Now, settings: &Settings) -> Option<Due> {
    let due = |kind, day| Due { key: Key::planned(kind, &talk.uid, &talk.start), day };
    let over = talk.over(now);
    let (before, after) = match talk.start {
        Start::Moment(moment) => {
            let lead = Duration::minutes(settings.planned_lead_minutes.into());
            (moment.to_utc().checked_sub_signed(lead)?, over)
        }
        Start::Day(day) => (moment(now, settings, day), moment(now, settings, plus(day, 1)).max(over)),
    };
    let routine_day = |instant| Now { instant, ..*now }.routine_day(settings.rollover_time());
    if after <= now.instant {
        let day = routine_day(after);
        return (day >= begin).then(|| due(NoticeKind::Happened, day));
    }
    let begins = talk.start.millis().unwrap_or(over.timestamp_millis());
    let was_known = talk.written_at <= before.timestamp_millis();
    let is_told =
        settings.planned_lead_minutes > 0 && was_known && (before.timestamp_millis()..begins).contains(&now.millis());
    is_told.then(|| due(NoticeKind::Planned, routine_day(before)))
}

/// Puts together what is told at once: after several missed days all of it, else the digests. What is about to begin is
/// told by itself.
pub(super) fn gather(due: Vec<Due>, today: NaiveDate) -> Vec<Telling> {
    let (beginning, due): (Vec<Due>, Vec<Due>) =
        due.into_iter().partition(|due| due.key.original().kind == NoticeKind::Planned);
    let mut tellings = gather_past(due, today);
    tellings.extend(beginning.into_iter().map(alone));
    tellings
}

fn gather_past(due: Vec<Due>, today: NaiveDate) -> Vec<Telling> {
    let missed: BTreeSet<NaiveDate> = due.iter().map(|due| due.day).filter(|day| *day < today).collect();
    if let (true, Some(first)) = (missed.len() >= SEVERAL, missed.first()) {
        let occurrence = format!("{first}..{today}");
        let key = Key { kind: NoticeKind::Summary, subject: String::new(), occurrence };
        return vec![Telling { key, with: due }];
    }
    let newest = due.iter().rev().find(|due| due.key.kind == NoticeKind::Digest).cloned();
    let Some(newest) = newest else {
        return due.into_iter().map(alone).collect();
    };
    let (with, others): (Vec<Due>, Vec<Due>) = due.into_iter().partition(|due| is_of_the_day(&due.key));
    let digest = Telling { key: newest.key, with };
    std::iter::once(digest).chain(others.into_iter().map(alone)).collect()
}

/// Whether it is about the day's list: a digest, or one asked for once more.
pub(super) fn is_of_the_day(key: &Key) -> bool {
    matches!(key.original().kind, NoticeKind::Digest | NoticeKind::Summary)
}

fn alone(due: Due) -> Telling {
    Telling { key: due.key.clone(), with: vec![due] }
}

fn plus(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_add_days(Days::new(days)).unwrap_or(day)
}

fn minus(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_sub_days(Days::new(days)).unwrap_or(day)
}
