//! Calendar out: occasions, open follow-ups, planned conversations and the daily routine as iCalendar (RFC 5545).
//!
//! An entry has the same UID for ever, and a revision: the moment it last began to say something else, kept in the
//! database. DTSTAMP is that moment (the file has no METHOD, so that is what it means, 3.8.7.2), and SEQUENCE counts its
//! seconds. A number that only grows by itself needs no counter that a new database or a restored backup would set
//! back: whatever a calendar program read before, what it reads next is newer, or the same.
//!
//! Absent on purpose: attendees (some programs would write to them), notes of conversations (they stay in Kith), and
//! what is over, kept or dropped.

pub mod entries;
pub mod keep;
#[cfg(test)]
mod keep_tests;
mod lines;
#[cfg(test)]
mod properties;
mod store;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, DurationRound, Utc};

use self::entries::Entry;
use self::lines::Lines;
use crate::api::Call;
use crate::error::Result;
use crate::settings::{Language, Settings};
use crate::tongue::Tongue;

/// Who writes the file: by this line Kith knows it again. No version in it: a new Kith alone changes no calendar.
const PRODUCT: &str = "PRODID:-//Kith//Calendar//EN";
/// How often a program that subscribed to the file should look.
const LOOK_AGAIN: &str = "PT1H";
/// 1 January 2020: seconds since then fit into a SEQUENCE, a signed number of 32 bits, until 2088.
const BEGINNING: DateTime<Utc> = match DateTime::from_timestamp(1_577_836_800, 0) {
    Some(moment) => moment,
    None => DateTime::UNIX_EPOCH,
};

/// Since when an entry says what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// A hash of what it says.
    pub fingerprint: String,
    /// In whole seconds; never twice the same for what differs.
    pub revised: DateTime<Utc>,
}

/// The calendar as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    /// All of it.
    pub text: String,
    /// Entries by kind.
    pub counts: BTreeMap<String, u32>,
}

/// Makes the calendar, and notes the revisions of what is new in it.
pub fn calendar(call: &Call<'_>) -> Result<Calendar> {
    let settings = call.settings()?;
    let (facts, known, spoken) =
        call.read(|db| Ok((store::facts(db, &call.now)?, store::revisions(db)?, store::language(db)?)))?;
    let language = language(&settings, spoken.as_deref());
    let entries = entries::entries(&facts, &settings, Tongue::of(language));
    let is_restored = known.is_none();
    let known = known.unwrap_or_default();
    let revised = revise(&entries, &known, call.now.instant);

    let new: Vec<(&str, &Revision)> = revised
        .iter()
        .filter(|(entry, revision)| known.get(&entry.uid) != Some(revision))
        .map(|(entry, revision)| (entry.uid.as_str(), revision))
        .collect();
    let mut gone = known;
    entries.iter().for_each(|entry| drop(gone.remove(&entry.uid)));
    let gone: Vec<&str> = gone.keys().map(String::as_str).collect();
    let speaks = (settings.language == Language::System).then(|| code(language));
    if is_restored || !new.is_empty() || !gone.is_empty() || spoken.as_deref() != speaks {
        call.app.store.aside(&[], |tx| {
            store::remember(tx, &new, &gone)?;
            store::set_language(tx, speaks)
        })?;
    }
    Ok(write(&revised, call.now.zone.name()))
}

/// The revision each entry is in: the one it was in while it says the same, else one of this moment.
fn revise<'a>(
    entries: &'a [Entry],
    known: &BTreeMap<String, Revision>,
    now: DateTime<Utc>,
) -> Vec<(&'a Entry, Revision)> {
    let now = now.duration_trunc(Duration::seconds(1)).unwrap_or(now).max(BEGINNING);
    let revision = |entry: &Entry| {
        let fingerprint = entry.fingerprint();
        match known.get(&entry.uid) {
            Some(known) if known.fingerprint == fingerprint => known.clone(),
            // Also where the clock was set back.
            Some(known) => Revision { fingerprint, revised: now.max(known.revised + Duration::seconds(1)) },
            None => Revision { fingerprint, revised: now },
        }
    };
    entries.iter().map(|entry| (entry, revision(entry))).collect()
}

fn write(revised: &[(&Entry, Revision)], zone: &str) -> Calendar {
    let mut lines = Lines::default();
    for line in ["BEGIN:VCALENDAR", "VERSION:2.0", PRODUCT, "CALSCALE:GREGORIAN", "X-WR-CALNAME:Kith"] {
        lines.line(line);
    }
    // Some programs take a time without a zone for UTC unless this says otherwise.
    lines.text("X-WR-TIMEZONE", zone);
    lines.line(&format!("REFRESH-INTERVAL;VALUE=DURATION:{LOOK_AGAIN}"));
    lines.line(&format!("X-PUBLISHED-TTL:{LOOK_AGAIN}"));
    let mut counts = BTreeMap::new();
    for (entry, revision) in revised {
        entry.write(&mut lines, revision.revised, (revision.revised - BEGINNING).num_seconds());
        *counts.entry(entry.kind.counted().to_owned()).or_default() += 1;
    }
    lines.line("END:VCALENDAR");
    Calendar { text: lines.into_text(), counts }
}

/// The language it speaks. Left to the system it stays what it was: a timer that runs without the user's surroundings
/// must not turn the file into English and back.
fn language(settings: &Settings, spoken: Option<&str>) -> Language {
    match (settings.language, spoken) {
        (Language::System, Some("de")) => Language::German,
        (Language::System, Some(_)) => Language::English,
        (language, _) => Tongue::of(language).language(),
    }
}

fn code(language: Language) -> &'static str {
    match language {
        Language::German => "de",
        Language::English | Language::System => "en",
    }
}
