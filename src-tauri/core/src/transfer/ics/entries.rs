//! What stands in the calendar file, entry by entry: pure, from what is known, what is set and the day.
//!
//! Three kinds of time, each the one that says what is meant:
//! - a **day** (an occasion, a due date) is the user's own date everywhere: `VALUE=DATE`;
//! - a **planned conversation** is an instant, kept with an offset and without the name of a zone: it is written in
//!   UTC, which every program shows in its own zone, exactly;
//! - the **routine** is at 09:00 wherever the user is, across changes of the clock too: a local time without a zone
//!   (RFC 5545's "floating" time), which is what Kith's own reminders keep to.

use chrono::{DateTime, Datelike, Duration, NaiveDate, NaiveTime, Timelike, Utc};

use super::lines::{Lines, duration};
use crate::civil::Start;
use crate::conversations::Channel;
use crate::conversations::label;
use crate::occasions::{Occasion, OccasionDate, OccasionKind};
use crate::said;
use crate::said::Said;
use crate::settings::{LeapDay, Pace, Settings, Weekday};
use crate::today::occasion_in_words;
use crate::tongue::Tongue;
use crate::transfer::files::sha256;

/// The longest summary, in characters; what is longer is told whole in the description.
const LONGEST_SUMMARY: usize = 200;
/// Minutes before a planned conversation at which a program is asked to remind of it.
const BEFORE: i64 = 15;
/// The first year written: older programs know none before.
const FIRST_YEAR: i32 = 1900;
/// The year from which on a date of unknown year returns: a leap year, so that 29 February is in it.
const UNKNOWN_YEAR: i32 = 2000;

/// What is known.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// Dates that return, of people who are not archived.
    pub occasions: Vec<Returning>,
    /// What is open, with people who are not archived.
    pub follow_ups: Vec<Owed>,
    /// What is planned and not over, today's whole.
    pub planned: Vec<Planned>,
}

/// A date that returns.
#[derive(Debug, Clone)]
pub struct Returning {
    /// The occasion.
    pub occasion: Occasion,
    /// Its date; a month alone is never observed, and so in no calendar.
    pub date: OccasionDate,
    /// Whose.
    pub name: String,
}

/// Something owed.
#[derive(Debug, Clone)]
pub struct Owed {
    /// Its id everywhere.
    pub uid: String,
    /// With whom.
    pub name: String,
    /// Owed by them, not by me.
    pub theirs: bool,
    /// What.
    pub text: String,
    /// When it is due.
    pub due: Option<NaiveDate>,
}

/// A conversation that is planned.
#[derive(Debug, Clone)]
pub struct Planned {
    /// Its id everywhere.
    pub uid: String,
    /// When.
    pub start: Start,
    /// How long, where known.
    pub minutes: Option<u32>,
    /// How.
    pub channel: Channel,
    /// Where; may be empty.
    pub place: String,
    /// With whom, in order.
    pub people: Vec<String>,
}

/// What an entry is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The daily routine.
    Routine,
    /// A date that returns.
    Occasion,
    /// A follow-up.
    FollowUp,
    /// A planned conversation.
    Conversation,
}

impl Kind {
    /// What it counts as.
    pub fn counted(self) -> &'static str {
        match self {
            Self::Routine => "routine",
            Self::Occasion => "occasions",
            Self::FollowUp => "follow_ups",
            Self::Conversation => "conversations",
        }
    }

    fn component(self) -> &'static str {
        match self {
            Self::FollowUp => "VTODO",
            Self::Routine | Self::Occasion | Self::Conversation => "VEVENT",
        }
    }
}

/// One entry, without the revision it is in.
#[derive(Debug, Clone)]
pub struct Entry {
    /// What it is about.
    pub kind: Kind,
    /// Its id in every calendar: made from the thing's own, which an archive may have brought with anything in it.
    pub uid: String,
    lines: Lines,
    /// The routine begins with its revision, so that no past is filled with it.
    routine: Option<Routine>,
}

/// When the routine is.
#[derive(Debug, Clone, Copy)]
struct Routine {
    time: NaiveTime,
    minutes: u32,
    /// Monday first.
    days: [bool; 7],
}

impl Entry {
    fn new(kind: Kind, uid: &str) -> Self {
        let hash = sha256(uid.as_bytes());
        let uid = format!("{}-{}@kith", kind.counted().replace('_', "-"), hash.get(..32).unwrap_or(&hash));
        Self { kind, uid, lines: Lines::default(), routine: None }
    }

    /// A hash of all it says, by which a later revision is told from this one.
    pub fn fingerprint(&self) -> String {
        sha256(format!("{}{:?}", self.lines.as_str(), self.routine).as_bytes())
    }

    /// Writes it in the revision of that moment.
    pub fn write(&self, to: &mut Lines, revised: DateTime<Utc>, sequence: i64) {
        to.line(&format!("BEGIN:{}", self.kind.component()));
        to.text("UID", &self.uid);
        to.line(&format!("DTSTAMP:{}", utc(revised)));
        to.line(&format!("SEQUENCE:{sequence}"));
        if let Some(routine) = &self.routine {
            routine.write(to, revised.date_naive());
        }
        to.add(&self.lines);
        to.line(&format!("END:{}", self.kind.component()));
    }

    /// One line that says it; beside it all of it, where that is cut short, and what there is more to say.
    fn say(&mut self, text: &str, more: Option<String>) {
        let line = one_line(text);
        let whole = (line != text).then(|| text.to_owned());
        self.lines.text("SUMMARY", &line);
        self.lines.text("DESCRIPTION", &[whole, more].into_iter().flatten().collect::<Vec<_>>().join("\n"));
        // Others who are shown the calendar see that something is there, and not what.
        self.lines.line("CLASS:PRIVATE");
    }

    fn day(&mut self, day: NaiveDate) {
        self.lines.line(&format!("DTSTART;VALUE=DATE:{}", date(day)));
        // A year of five digits has no place in a calendar.
        if let Some(next) = day.succ_opt().filter(|next| next.year() <= 9999) {
            self.lines.line(&format!("DTEND;VALUE=DATE:{}", date(next)));
        }
    }

    fn alarm(&mut self, trigger: &str, text: &str) {
        for line in ["BEGIN:VALARM", "ACTION:DISPLAY"] {
            self.lines.line(line);
        }
        self.lines.text("DESCRIPTION", &one_line(text));
        self.lines.line(&format!("TRIGGER{trigger}"));
        self.lines.line("END:VALARM");
    }
}

impl Routine {
    /// On its first day from `since` on; the UTC day of a revision, so that travelling does not move it.
    fn write(&self, to: &mut Lines, since: NaiveDate) {
        let is_on = |day: &NaiveDate| self.days.get(day.weekday().num_days_from_monday() as usize) == Some(&true);
        let Some(begin) = since.iter_days().take(7).find(is_on).map(|day| day.and_time(self.time)) else { return };
        to.line(&format!("DTSTART:{}", begin.format("%Y%m%dT%H%M%S")));
        if self.minutes > 0 {
            to.line(&format!("DURATION:{}", duration(self.minutes.into())));
        }
    }
}

/// Everything in the file, in its order.
pub fn entries(facts: &Facts, settings: &Settings, tongue: Tongue) -> Vec<Entry> {
    let words = Words { settings, tongue, private: settings.calendar_private };
    let routine = words.routine().into_iter();
    let occasions = facts.occasions.iter().filter_map(|returning| words.occasion(returning));
    let follow_ups = facts.follow_ups.iter().map(|owed| words.follow_up(owed));
    let planned = facts.planned.iter().filter_map(|planned| words.planned(planned));
    routine.chain(occasions).chain(follow_ups).chain(planned).collect()
}

/// How things are said: in which language, and whether nothing may tell whom it is about.
struct Words<'a> {
    settings: &'a Settings,
    tongue: Tongue,
    private: bool,
}

impl Words<'_> {
    /// Minutes from the beginning of a day to its reminders: a routine before the rollover belongs to the night after.
    fn morning(&self) -> i64 {
        let minutes = i64::from(self.settings.routine_time().num_seconds_from_midnight() / 60);
        if self.settings.routine_time() < self.settings.rollover_time() { minutes + 1440 } else { minutes }
    }

    fn routine(&self) -> Option<Entry> {
        let days = weekdays(&self.settings.pace, self.morning() >= 1440);
        let named: Vec<&str> = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
            .into_iter()
            .zip(days)
            .filter_map(|(name, is_on)| is_on.then_some(name))
            .collect();
        if named.is_empty() {
            return None;
        }
        let mut entry = Entry::new(Kind::Routine, "routine");
        let said = self.tongue.say(&said!("Time to reach out"));
        entry.lines.line(&format!("RRULE:FREQ=WEEKLY;BYDAY={}", named.join(",")));
        entry.say(&said, None);
        entry.alarm(":PT0S", &said);
        let (time, minutes) = (self.settings.routine_time(), self.settings.pace.minutes);
        entry.routine = Some(Routine { time, minutes, days });
        Some(entry)
    }

    fn occasion(&self, returning: &Returning) -> Option<Entry> {
        let Returning { occasion, date, name } = returning;
        let first = NaiveDate::from_ymd_opt(date.year.unwrap_or(UNKNOWN_YEAR).max(FIRST_YEAR), 1, 1)?;
        let first = date.next(first, self.settings.leap_day)?;
        let mut entry = Entry::new(Kind::Occasion, &occasion.uid);
        entry.day(first);
        entry.lines.line(&format!("RRULE:FREQ=YEARLY{}", yearly(date, self.settings.leap_day)));
        let said = match self.private {
            true => self.tongue.say(&said!("A date to remember")),
            // How many years it will be is another number each year.
            false => {
                self.tongue.say(&occasion_in_words(name, &Occasion { years: None, ..occasion.clone() }, first, first))
            }
        };
        let since = date.year.filter(|_| !self.private).map(|year| match occasion.kind {
            OccasionKind::Birthday => said!("Born in {year}", year = year.to_string()),
            OccasionKind::Anniversary | OccasionKind::Custom => said!("Since {year}", year = year.to_string()),
        });
        entry.say(&said, since.map(|since| self.tongue.say(&since)));
        entry.lines.line("TRANSP:TRANSPARENT");
        let lead = i64::from(occasion.lead_days) * 1440;
        // The lead time first: some programs keep one alarm only.
        for before in [Some(lead).filter(|lead| *lead > 0), Some(0)].into_iter().flatten() {
            entry.alarm(&format!(":{}", duration(self.morning() - before)), &said);
        }
        Some(entry)
    }

    fn follow_up(&self, owed: &Owed) -> Entry {
        let mut entry = Entry::new(Kind::FollowUp, &owed.uid);
        let said = match (self.private, owed.theirs) {
            (true, false) => said!("Keep your word"),
            (true, true) => said!("Something is owed to you"),
            (false, false) => said!("{name}: {text}", name = owed.name.as_str(), text = owed.text.as_str()),
            (false, true) => said!("{name} owes you: {text}", name = owed.name.as_str(), text = owed.text.as_str()),
        };
        let said = self.tongue.say(&said);
        if let Some(due) = owed.due {
            entry.lines.line(&format!("DUE;VALUE=DATE:{}", date(due)));
        }
        entry.say(&said, None);
        entry.lines.line("STATUS:NEEDS-ACTION");
        if owed.due.is_some() {
            entry.alarm(&format!(";RELATED=END:{}", duration(self.morning())), &said);
        }
        entry
    }

    fn planned(&self, planned: &Planned) -> Option<Entry> {
        let mut entry = Entry::new(Kind::Conversation, &planned.uid);
        let alarm = match planned.start {
            Start::Day(day) => {
                entry.day(day);
                self.morning()
            }
            Start::Moment(moment) => {
                let begin = moment.to_utc();
                let end = begin.checked_add_signed(Duration::minutes(planned.minutes.unwrap_or(0).into()))?;
                if end.year() > 9999 {
                    return None;
                }
                entry.lines.line(&format!("DTSTART:{}", utc(begin)));
                if end > begin {
                    entry.lines.line(&format!("DTEND:{}", utc(end)));
                }
                -BEFORE
            }
        };
        let said = self.tongue.say(&self.meeting(planned));
        // The summary names the first of many.
        let all = (!self.private && planned.people.len() > 3).then(|| planned.people.join(", "));
        entry.say(&said, all);
        if !self.private {
            entry.lines.text("LOCATION", &planned.place);
        }
        entry.alarm(&format!(":{}", duration(alarm)), &said);
        Some(entry)
    }

    /// “Call with Dana Moreau and Rohan Hall”.
    fn meeting(&self, planned: &Planned) -> Said {
        let what = match planned.channel {
            Channel::InPerson => said!("Meeting"),
            Channel::Call => said!("Call"),
            Channel::Video => said!("Video call"),
            Channel::Message => said!("Message"),
            Channel::Mail => said!("Mail"),
            Channel::Letter => said!("Letter"),
            Channel::Event => said!("Event"),
            Channel::Other => said!("Conversation"),
        };
        let people: Vec<&str> = planned.people.iter().map(String::as_str).collect();
        match label::names(&people).filter(|_| !self.private) {
            Some(names) => said!("{what} with {names}", what = what, names = names),
            None => what,
        }
    }
}

/// On which weekdays the routine is, Monday first; a day later where it is in the night after.
fn weekdays(pace: &Pace, later: bool) -> [bool; 7] {
    let mut days = Weekday::ALL.map(|day| pace.on(day) > 0);
    if later {
        days.rotate_right(1);
    }
    days
}

/// What makes 29 February observed as set in every year; nothing for other dates.
fn yearly(date: &OccasionDate, leap_day: LeapDay) -> &'static str {
    match (date.month, date.day, leap_day) {
        // The last day of February, and the 60th of the year.
        (2, Some(29), LeapDay::Feb28) => ";BYMONTH=2;BYMONTHDAY=-1",
        (2, Some(29), LeapDay::Mar1) => ";BYYEARDAY=60",
        _ => "",
    }
}

fn date(day: NaiveDate) -> String {
    format!("{:04}{:02}{:02}", day.year(), day.month(), day.day())
}

fn utc(moment: DateTime<Utc>) -> String {
    format!("{}T{}Z", date(moment.date_naive()), moment.format("%H%M%S"))
}

/// The text in one line, not too long for a calendar's box.
fn one_line(text: &str) -> String {
    let line = if text.contains(char::is_control) {
        text.split(|c: char| c.is_control()).filter(|part| !part.trim().is_empty()).collect::<Vec<_>>().join(" ")
    } else {
        text.to_owned()
    };
    match line.char_indices().nth(LONGEST_SUMMARY) {
        Some((at, _)) => format!("{}…", line.get(..at).unwrap_or_default().trim_end()),
        None => line,
    }
}
