//! The day's list: whom to reach today, and why.
//!
//! `day` says who is due and who was spoken with, `list` what was drawn and what of it still stands, `view`
//! puts the cards together, `words` says it. The list is drawn at the first look of a routine day and kept:
//! nothing is stored of who is done, so that undo brings everyone back by itself.

pub mod api;
mod day;
pub mod forecast;
mod glance;
pub mod kept;
mod list;
pub mod load;
mod memo;
#[cfg(any(test, feature = "testing"))]
pub mod scenario;
pub mod simulation;
mod slower;
pub mod store;
mod view;
mod week;
mod words;

pub use glance::{Glance, glance};
pub use memo::Memo;
pub(crate) use words::{day as day_in_words, occasion as occasion_in_words};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use crate::civil::Start;
use crate::conversations::{Channel, Conversation};
use crate::facts::Fact;
use crate::followups::FollowUp;
use crate::id::{ContactId, ConversationId};
use crate::occasions::Occasion;
use crate::people::{ContactRef, ContactRow};

/// Why someone stands on the day's list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Why {
    /// The longest interval ran out.
    Latest {
        /// Days since it did: 0 today.
        #[ts(type = "number")]
        days: i64,
    },
    /// The rhythm ran out today.
    DueToday {
        /// Days of the rhythm.
        #[ts(type = "number")]
        cadence_days: i64,
    },
    /// The rhythm ran out before today.
    Overdue {
        /// Days since it ran out.
        #[ts(type = "number")]
        days: i64,
        /// Days since the last touch; null when there was none.
        #[ts(type = "number | null")]
        since_touch: Option<i64>,
        /// Days of the rhythm.
        #[ts(type = "number")]
        cadence_days: i64,
    },
    /// Never spoken with.
    Never,
    /// The latest conversation was only an ask.
    AskedLast {
        /// Days since it.
        #[ts(type = "number")]
        days: i64,
    },
    /// Put on the list by hand.
    Chosen,
    /// The latest exchange was something given.
    GaveLast,
    /// The latest conversations did not reach them.
    Tried {
        /// How many in a row.
        times: u32,
    },
}

/// Where a person of the day's list stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum ReachOutState {
    /// Still to be reached.
    Open,
    /// Reached, or otherwise off the list for today.
    Done,
}

/// One person to reach.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct ReachOut {
    /// Who.
    pub contact: ContactRow,
    /// The latest conversation that counts.
    #[ts(type = "string | null")]
    pub last_touch: Option<NaiveDate>,
    /// The day to reach them.
    #[ts(type = "string | null")]
    pub due: Option<NaiveDate>,
    /// 1.0 on the due date, 2.0 after twice as long.
    pub stretch: Option<f64>,
    /// Days from the anchor to the due date.
    #[ts(type = "number | null")]
    pub cadence_days: Option<i64>,
    /// The day to reach them at the latest.
    #[ts(type = "string | null")]
    pub latest_on: Option<NaiveDate>,
    /// Where they stand.
    pub state: ReachOutState,
    /// Why today, as data.
    pub reasons: Vec<Why>,
    /// Why today, in words.
    pub why: Vec<String>,
    /// The latest conversation with a note.
    pub last_conversation: Option<Conversation>,
    /// The line of it to begin with; may be empty.
    pub last_line: String,
    /// What is known of them.
    pub facts: Vec<Fact>,
    /// What is owed to or by them.
    pub follow_ups: Vec<FollowUp>,
}

/// What comes within the next seven days.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Upcoming {
    /// An occasion.
    Occasion {
        /// The day it is observed.
        #[ts(type = "string")]
        date: NaiveDate,
        /// Whose.
        contact: ContactRef,
        /// What.
        occasion: Occasion,
        /// “Amara Okafor turns 40”.
        text: String,
    },
    /// A planned conversation.
    Planned(Planned),
}

impl Upcoming {
    /// The day it is observed or held.
    fn date(&self) -> NaiveDate {
        match self {
            Self::Occasion { date, .. } | Self::Planned(Planned { date, .. }) => *date,
        }
    }
}

/// A conversation that was written down ahead of its time.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct Planned {
    /// Its day.
    #[ts(type = "string")]
    pub date: NaiveDate,
    /// With whom.
    pub people: Vec<ContactRef>,
    /// Which.
    pub conversation_id: ConversationId,
    /// The way.
    pub channel: Channel,
    /// Where; empty when not said.
    pub place: String,
    /// When: its date, or date and time.
    pub start: Start,
    /// “Coffee with Priya”.
    pub text: String,
}

impl From<Conversation> for Planned {
    fn from(conversation: Conversation) -> Self {
        Self {
            date: conversation.start.day(),
            text: words::planned(&conversation),
            conversation_id: conversation.id,
            channel: conversation.channel,
            place: conversation.place,
            start: conversation.start,
            people: conversation.people,
        }
    }
}

/// The pace of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct DayPace {
    /// Reach-outs this day holds, top-ups added.
    pub people: u32,
    /// The length of the routine in minutes.
    pub minutes: u32,
}

/// The day's list.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct TodayView {
    /// The routine day.
    #[ts(type = "string")]
    pub date: NaiveDate,
    /// The pace of the day.
    pub pace: DayPace,
    /// Planned conversations that are over, of which nobody has said whether they took place; the oldest first.
    pub to_confirm: Vec<Planned>,
    /// Follow-ups due, the oldest first.
    pub follow_ups: Vec<FollowUp>,
    /// Whom to reach, in the order drawn; those done are left out.
    pub reach_outs: Vec<ReachOut>,
    /// What comes within seven days.
    pub this_week: Vec<Upcoming>,
    /// Σ 1/cadence over the mean pace: above 1 the pace cannot hold the rhythms. Null when the pace is 0.
    pub load: Option<f64>,
    /// People a day that the rhythms need.
    pub needed_per_day: f64,
    /// The mean pace of a week, in people a day.
    pub pace_per_day: f64,
    /// The load as a sentence.
    pub load_sentence: String,
    /// People whose slower rhythms the pace would hold, where it does not hold those there are.
    pub to_slow: u32,
    /// People reached today, on the list or not.
    pub done: u32,
    /// Due beyond the day's pace.
    pub waiting: u32,
    /// Contacts with a rhythm.
    pub with_rhythm: u32,
    /// Reached this week, Monday to Sunday.
    pub week_done: u32,
    /// The pace of this week.
    pub week_pace: u32,
    /// The day is off, and nothing is due before this one.
    #[ts(type = "string | null")]
    pub vacation_until: Option<NaiveDate>,
}

/// Which day.
#[derive(Debug, Clone, Default, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct TodayInput {
    /// A day to look ahead to, as a date or words; the list is then neither drawn nor stored.
    pub on: Option<String>,
}

/// How many more.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct TopUp {
    /// People to add to today's list.
    pub count: u32,
}

/// Whom to put on today's list, or to take off it again.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct TodayAdd {
    /// Whom.
    pub contacts: Vec<ContactId>,
}

/// Who came onto the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct TodayAdded {
    /// Those who were not on it before.
    pub added: Vec<ContactId>,
}

/// Whom to set aside until when.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Until {
    /// Whom.
    #[ts(type = "number | string")]
    pub who: Value,
    /// A date or words (“in 3 weeks”, “monday”: the next one).
    pub until: String,
}

/// Who did not answer.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct Tried {
    /// Whom.
    #[ts(type = "number | string")]
    pub who: Value,
    /// After which interval to try again (`3d`); the setting where missing.
    #[serde(default)]
    pub again: Option<String>,
    /// How it was tried; call where missing.
    #[serde(default)]
    pub channel: Option<Channel>,
}

/// What an action of the day did.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct DayItem {
    /// Whom it was about.
    pub contact: ContactRef,
    /// When they are due now.
    #[ts(type = "string | null")]
    pub due: Option<NaiveDate>,
    /// When they come back on the list, where that is later than due.
    #[ts(type = "string | null")]
    pub back_on: Option<NaiveDate>,
    /// The conversation that was logged by it.
    pub conversation_id: Option<ConversationId>,
    /// Attempts in a row that did not reach them, this one too.
    pub tried: u32,
}

#[cfg(test)]
mod failures_tests;
#[cfg(test)]
mod newcomers_tests;
#[cfg(test)]
mod planned_tests;
#[cfg(test)]
mod proof;
#[cfg(test)]
mod speed;
#[cfg(test)]
mod tests;
