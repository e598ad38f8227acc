//! What the user set, with sensible values for what was not.

use std::collections::BTreeMap;
use std::path::Path;

use chrono::NaiveTime;
use rusqlite::OptionalExtension;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::cadence::DaysOff;
use crate::clock::Now;
use crate::error::{During, Error, Result};
use crate::said;
use crate::store::Db;
use crate::vacation::{self, Vacation};

/// A day of the week, as scripts spell it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "the days say it themselves")]
pub enum Weekday {
    Mon,
    Tue,
    Wed,
    Thu,
    Fri,
    Sat,
    Sun,
}

impl Weekday {
    /// All seven, Monday first.
    pub const ALL: [Self; 7] = [Self::Mon, Self::Tue, Self::Wed, Self::Thu, Self::Fri, Self::Sat, Self::Sun];
}

impl From<chrono::Weekday> for Weekday {
    fn from(day: chrono::Weekday) -> Self {
        match day {
            chrono::Weekday::Mon => Self::Mon,
            chrono::Weekday::Tue => Self::Tue,
            chrono::Weekday::Wed => Self::Wed,
            chrono::Weekday::Thu => Self::Thu,
            chrono::Weekday::Fri => Self::Fri,
            chrono::Weekday::Sat => Self::Sat,
            chrono::Weekday::Sun => Self::Sun,
        }
    }
}

/// What a day can hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Pace {
    /// Reach-outs a day, per weekday; 0 is a day off.
    pub per_day: BTreeMap<Weekday, u32>,
    /// The length of the routine in minutes.
    pub minutes: u32,
}

impl Default for Pace {
    fn default() -> Self {
        Self { per_day: Weekday::ALL.iter().map(|day| (*day, 5)).collect(), minutes: 30 }
    }
}

impl Pace {
    /// Reach-outs on that day of the week.
    pub fn on(&self, day: Weekday) -> u32 {
        self.per_day.get(&day).copied().unwrap_or(0)
    }

    /// Mean reach-outs a day over a week.
    pub fn mean(&self) -> f64 {
        f64::from(self.per_day.values().sum::<u32>()) / 7.0
    }
}

/// Light, dark, or as the system has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    /// As the system has it.
    #[default]
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

/// The language of the screens; the terminal speaks English.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// That of the system, where Kith has it.
    #[default]
    System,
    /// English.
    #[serde(rename = "en")]
    English,
    /// German.
    #[serde(rename = "de")]
    German,
}

/// Where 29 February is observed in common years.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum LeapDay {
    /// On 28 February.
    #[default]
    Feb28,
    /// On 1 March.
    Mar1,
}

/// Whether Kith stays when its window is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum KeepRunning {
    /// Where a tray shows that it is there.
    #[default]
    Auto,
    /// Everywhere.
    Always,
    /// Nowhere.
    Never,
}

/// The hours in which no reminder comes; past midnight where they end before they begin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct QuietHours {
    /// When they begin, as `22:00`.
    pub from: String,
    /// When they end, as `07:00`.
    pub to: String,
}

impl QuietHours {
    fn hold(&self, time: NaiveTime) -> bool {
        match (parse_time(&self.from), parse_time(&self.to)) {
            (Some(from), Some(to)) if from <= to => (from..to).contains(&time),
            (Some(from), Some(to)) => time >= from || time < to,
            _ => false,
        }
    }

    fn check(&self) -> Result<()> {
        check_time("quiet_hours", &self.from, "Write it as 22:00.")?;
        check_time("quiet_hours", &self.to, "Write it as 07:00.")?;
        if parse_time(&self.from) == parse_time(&self.to) {
            return Err(Error::invalid("quiet_hours", "Quiet hours do not end when they begin. Nothing was changed."));
        }
        Ok(())
    }
}

/// A language notes may be in whose words are known in all their forms, by its ISO 639-1 code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum NoteLanguage {
    /// English.
    En,
    /// German.
    De,
    /// French.
    Fr,
    /// Spanish.
    Es,
    /// Italian.
    It,
    /// Portuguese.
    Pt,
    /// Dutch.
    Nl,
    /// Swedish.
    Sv,
    /// Danish.
    Da,
    /// Norwegian.
    No,
    /// Finnish.
    Fi,
    /// Hungarian.
    Hu,
    /// Romanian.
    Ro,
    /// Turkish.
    Tr,
    /// Polish.
    Pl,
    /// Czech.
    Cs,
    /// Russian.
    Ru,
    /// Greek.
    El,
    /// Arabic.
    Ar,
    /// Hindi.
    Hi,
}

/// Everything the user can set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Settings {
    /// What a day can hold.
    pub pace: Pace,
    /// When a routine day begins, as `04:00`.
    pub rollover: String,
    /// Light or dark.
    pub theme: Theme,
    /// The language of the screens.
    pub language: Language,
    /// The languages notes are written in; without any, each may be in any of those that are known.
    pub note_languages: Vec<NoteLanguage>,
    /// Days until someone who did not answer comes back.
    pub again_days: u32,
    /// Whether a conversation that was only an ask counts as keeping in touch.
    pub ask_alone_is_touch: bool,
    /// Where 29 February is observed in common years.
    pub leap_day: LeapDay,
    /// Vacation and holidays, by their first day.
    pub vacations: Vec<Vacation>,
    /// Whether reminders are shown.
    pub notices: bool,
    /// Whether reminders leave names out.
    pub notices_private: bool,
    /// When the routine begins, and with it the day's reminders, as `09:00`.
    pub routine_time: String,
    /// Minutes by which a planned conversation is announced before it begins; 0 for not at all.
    pub planned_lead_minutes: u32,
    /// When no reminder comes; what is due then comes after them.
    pub quiet_hours: Option<QuietHours>,
    /// The folder in which a calendar file is kept up to date, as a full path; empty for none.
    pub calendar_folder: String,
    /// Whether the calendar file leaves names out.
    pub calendar_private: bool,
    /// Whether Kith stays when its window is closed.
    pub keep_running: KeepRunning,
    /// Whether a key opens the log form from anywhere.
    pub log_shortcut: bool,
    /// Whether the first start was gone through.
    pub welcomed: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            pace: Pace::default(),
            rollover: "04:00".into(),
            theme: Theme::default(),
            language: Language::default(),
            note_languages: Vec::new(),
            again_days: 3,
            ask_alone_is_touch: false,
            leap_day: LeapDay::default(),
            vacations: Vec::new(),
            notices: true,
            notices_private: false,
            routine_time: "09:00".into(),
            planned_lead_minutes: 30,
            quiet_hours: None,
            calendar_folder: String::new(),
            calendar_private: false,
            keep_running: KeepRunning::default(),
            log_shortcut: false,
            welcomed: false,
        }
    }
}

impl Settings {
    /// The rollover as a time of day.
    pub fn rollover_time(&self) -> NaiveTime {
        parse_time(&self.rollover).unwrap_or(NaiveTime::MIN)
    }

    /// The beginning of the routine as a time of day.
    pub fn routine_time(&self) -> NaiveTime {
        parse_time(&self.routine_time).unwrap_or(NaiveTime::MIN)
    }

    /// Whether no reminder comes at this moment.
    pub fn is_quiet(&self, now: &Now) -> bool {
        self.quiet_hours.as_ref().is_some_and(|hours| hours.hold(now.local().time()))
    }

    /// The days on which nothing is due.
    pub fn days_off(&self) -> DaysOff {
        DaysOff::new(self.vacations.iter().map(|vacation| (vacation.from, vacation.to)))
    }

    /// Refuses what makes no sense.
    pub fn check(&self) -> Result<()> {
        check_time("rollover", &self.rollover, "Write it as 04:00.")?;
        check_time("routine_time", &self.routine_time, "Write it as 09:00.")?;
        if self.pace.per_day.values().any(|people| *people > 1000) {
            return Err(Error::invalid("pace", "Nobody reaches more than 1000 people a day."));
        }
        if self.pace.minutes > 24 * 60 {
            return Err(Error::invalid("minutes", "A day has 1440 minutes."));
        }
        if !(1..=365).contains(&self.again_days) {
            return Err(Error::invalid("again_days", "Choose between 1 and 365 days."));
        }
        if self.planned_lead_minutes > 120 {
            return Err(Error::invalid("planned_lead_minutes", "Choose at most two hours (120 minutes)."));
        }
        if !self.calendar_folder.is_empty() && !Path::new(&self.calendar_folder).is_absolute() {
            return Err(Error::invalid("calendar_folder", "Name the folder by its full path."));
        }
        self.quiet_hours.as_ref().map_or(Ok(()), QuietHours::check)?;
        vacation::check(&self.vacations)?;
        Ok(())
    }
}

fn check_time(field: &'static str, text: &str, hint: &str) -> Result<()> {
    match parse_time(text) {
        Some(_) => Ok(()),
        None => {
            Err(Error::invalid_hint(field, said!("“{text}” is no time of day.", text = crate::text::short(text)), hint))
        }
    }
}

fn parse_time(text: &str) -> Option<NaiveTime> {
    NaiveTime::parse_from_str(text, "%H:%M").ok()
}

/// The codes of the languages of the notes, as they are stored: asked at every search, which needs nothing else.
pub fn note_languages(db: &Db) -> Result<Vec<String>> {
    let stored = db
        .prepare_cached("SELECT value FROM settings WHERE key = 'note_languages'")
        .and_then(|mut statement| statement.query_row([], |row| row.get::<_, String>(0)).optional())
        .during("reading the languages of the notes")?;
    Ok(stored.and_then(|stored| serde_json::from_str(&stored).ok()).unwrap_or_default())
}

/// Reads the settings; a value that no longer fits falls back to its default.
pub fn load(db: &Db) -> Result<Settings> {
    let mut merged = serde_json::to_value(Settings::default()).unwrap_or_default();
    let mut statement = db.prepare_cached("SELECT key, value FROM settings").during("reading the settings")?;
    let mut rows = statement.query([]).during("reading the settings")?;
    while let Some(row) = rows.next().during("reading the settings")? {
        let key: String = row.get(0)?;
        let value = serde_json::from_str(&row.get::<_, String>(1)?).unwrap_or_default();
        let Some(object) = merged.as_object_mut() else { break };
        let Some(previous) = object.insert(key.clone(), value) else { continue };
        if serde_json::from_value::<Settings>(merged.clone()).is_err()
            && let Some(object) = merged.as_object_mut()
        {
            tracing::warn!(key, "a setting does not fit and is left at its default");
            object.insert(key, previous);
        }
    }
    Ok(serde_json::from_value(merged).unwrap_or_default())
}

/// Writes what differs from what is stored.
pub fn save(tx: &Db, settings: &Settings) -> Result<()> {
    settings.check()?;
    let before = serde_json::to_value(load(tx)?).unwrap_or_default();
    let after = serde_json::to_value(settings).unwrap_or_default();
    for (key, value) in after.as_object().into_iter().flatten() {
        if before.get(key) != Some(value) {
            tx.prepare_cached(
                "INSERT INTO settings (key, value) VALUES (?1, ?2)
                 ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            )
            .and_then(|mut statement| statement.execute((key, value.to_string())))
            .during("saving the settings")?;
        }
    }
    Ok(())
}
