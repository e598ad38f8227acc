//! Contacts: who they are, how to reach them, what is known of them.

pub mod api;
pub mod bulk;
mod checked;
mod deceased;
mod list;
pub mod merge;
pub mod names;
pub mod photo;
mod points;
pub mod store;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

pub use self::checked::{Core, NewContact, NewPoint, spread};
pub use self::deceased::DiedOn;
pub use self::list::{ContactList, ContactListInput, ContactRow, PeopleCounts, PeopleFilter, PeopleSort};
pub use self::points::{AddressParts, Labelled, Point, PointInput, PointKind};
use crate::cadence::{Interval, Rhythm};
use crate::civil::double_option;
use crate::conversations::Conversation;
use crate::exchanges::Exchange;
use crate::facts::Fact;
use crate::feedback::Feedback;
use crate::followups::FollowUp;
use crate::groups::GroupRef;
use crate::id::ContactId;
use crate::occasions::Occasion;
use crate::said;
use crate::said::Said;

/// A person or an organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum ContactKind {
    /// A person.
    #[default]
    Person,
    /// An organisation.
    Organisation,
}

impl ContactKind {
    /// As it is stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organisation => "organisation",
        }
    }

    /// The kind of that name, as it is stored.
    pub fn named(name: &str) -> Self {
        if name == "organisation" { Self::Organisation } else { Self::Person }
    }
}

/// How a contact is named elsewhere: in a conversation, a picker, a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ContactRef {
    /// Its id here.
    pub id: ContactId,
    /// Its id everywhere.
    pub uid: String,
    /// Its name as shown.
    pub name: String,
}

/// A contact, whole but for its lists of other things.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct Contact {
    /// Its id here.
    pub id: ContactId,
    /// Its id everywhere.
    pub uid: String,
    /// Person or organisation.
    pub kind: ContactKind,
    /// The name as shown.
    pub name: String,
    /// Given name; may be empty.
    pub given: String,
    /// Family name; may be empty.
    pub family: String,
    /// Nicknames.
    pub nicknames: Vec<String>,
    /// The organisation they belong to, as text.
    pub org: String,
    /// What they do there.
    pub title: String,
    /// Markdown; a vCard's NOTE.
    pub about: String,
    /// The same as sanitised HTML.
    pub about_html: String,
    /// What they want from us, in their words.
    pub expectations: String,
    /// Its groups.
    pub groups: Vec<GroupRef>,
    /// E-mail addresses.
    pub emails: Vec<Labelled>,
    /// Phone numbers.
    pub phones: Vec<Labelled>,
    /// Links.
    pub urls: Vec<Labelled>,
    /// Profiles and chat addresses.
    pub profiles: Vec<Labelled>,
    /// Postal addresses.
    pub addresses: Vec<Labelled>,
    /// All of these with ids and parts, in order.
    pub points: Vec<Point>,
    /// SHA-256 of the photo; see `photo_get`.
    pub photo: Option<String>,
    /// The file it was imported from; may be empty.
    pub source: String,
    /// The day it was archived.
    #[ts(type = "string | null")]
    pub archived_on: Option<NaiveDate>,
    /// The day they died, as far as it is known: `YYYY-MM-DD`, `YYYY-MM`, `YYYY`, or `unknown`; null for the living.
    #[ts(type = "string | null")]
    pub deceased_on: Option<DiedOn>,
    /// Cadence, last touch, due date and stretch.
    #[serde(flatten)]
    pub rhythm: Rhythm,
}

/// A contact with everything about it.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct ContactDetail {
    /// The contact.
    #[serde(flatten)]
    pub contact: Contact,
    /// Facts, oldest first.
    pub facts: Vec<Fact>,
    /// Follow-ups, open ones first.
    pub follow_ups: Vec<FollowUp>,
    /// Occasions.
    pub occasions: Vec<Occasion>,
    /// Exchanges, newest first.
    pub exchanges: Vec<Exchange>,
    /// Feedback, newest first.
    pub feedback: Vec<Feedback>,
    /// The latest conversations, newest first, at most 20; `conversation_list` gives the rest.
    pub conversations: Vec<Conversation>,
    /// How many there are in all.
    #[ts(type = "number")]
    pub conversation_count: i64,
}

/// Which contact: id, uid or name, as CONTRACT.md says.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Who {
    /// An id, a uid or a name.
    #[ts(type = "number | string")]
    pub who: Value,
}

/// A new contact.
#[derive(Debug, Clone, Default, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct ContactAdd {
    /// The name as shown; the only thing needed.
    pub name: String,
    /// Person, unless said.
    pub kind: Option<ContactKind>,
    /// Given name; read from the name where missing.
    pub given: Option<String>,
    /// Family name; read from the name where missing.
    pub family: Option<String>,
    /// Nicknames.
    pub nicknames: Option<Vec<String>>,
    /// Organisation.
    pub org: Option<String>,
    /// Title.
    pub title: Option<String>,
    /// Markdown.
    pub about: Option<String>,
    /// What they want from us.
    pub expectations: Option<String>,
    /// Points, in order.
    pub points: Option<Vec<PointInput>>,
    /// Names of groups; new ones are made.
    pub groups: Option<Vec<String>>,
    /// Cadence: `7d 2w 1m 3m 1y`, `weekly monthly quarterly yearly`, or `none`.
    pub every: Option<String>,
    /// Birthday: `YYYY-MM-DD`, `--MM-DD`, `--MM` …
    pub birthday: Option<String>,
}

/// A change of a contact: what is missing stays.
#[derive(Debug, Clone, Default, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct ContactEdit {
    /// Which one.
    #[ts(type = "number | string", optional = false)]
    pub who: Value,
    /// The name as shown.
    pub name: Option<String>,
    /// Person or organisation.
    pub kind: Option<ContactKind>,
    /// Given name.
    pub given: Option<String>,
    /// Family name.
    pub family: Option<String>,
    /// Nicknames.
    pub nicknames: Option<Vec<String>>,
    /// Organisation.
    pub org: Option<String>,
    /// Title.
    pub title: Option<String>,
    /// Markdown.
    pub about: Option<String>,
    /// What they want from us.
    pub expectations: Option<String>,
    /// All points, in order.
    pub points: Option<Vec<PointInput>>,
    /// Names of all groups; new ones are made.
    pub groups: Option<Vec<String>>,
    /// SHA-256 of a file in the data folder; null takes the photo away.
    #[serde(deserialize_with = "double_option")]
    #[ts(as = "Option<String>")]
    pub photo: Option<Option<String>>,
    /// The day they died: `YYYY-MM-DD`, `YYYY-MM`, `YYYY`, or `unknown`; they are archived with it. Null for the living.
    #[serde(deserialize_with = "double_option")]
    #[ts(as = "Option<String>")]
    pub deceased: Option<Option<String>>,
    /// Path of a JPEG, PNG, GIF or WebP picture, at most 10 MB, which is kept in the data folder as the photo.
    pub photo_file: Option<String>,
}

/// Two contacts of one person.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ContactMerge {
    /// The one that stays.
    #[ts(type = "number | string")]
    pub into: Value,
    /// The one that goes into it.
    #[ts(type = "number | string")]
    pub from: Value,
}

/// Who might be meant by what is typed in a picker.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct ContactFindInput {
    /// What was typed; empty gives those spoken with last.
    pub text: String,
    /// At most so many; 8 where missing.
    #[serde(default)]
    pub limit: Option<u32>,
}

/// One candidate of a picker.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Candidate {
    /// The contact.
    #[serde(flatten)]
    pub contact: ContactRef,
    /// Organisation, to tell namesakes apart; may be empty.
    pub org: String,
    /// SHA-256 of the photo.
    pub photo: Option<String>,
}

/// A change of many contacts at once, as one operation.
#[derive(Debug, Clone, Default, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct ContactsBulk {
    /// Whom.
    #[ts(optional = false)]
    pub ids: Vec<ContactId>,
    /// Cadence for all: an interval, `none`, or `inherit`.
    pub cadence: Option<String>,
    /// The longest interval beside it, or `none`; that there is stays where it is missing.
    pub latest: Option<String>,
    /// Names of groups to add them to; new ones are made.
    pub add_groups: Option<Vec<String>>,
    /// Names of groups to take them out of.
    pub remove_groups: Option<Vec<String>>,
    /// Archive, or bring back.
    pub archive: Option<bool>,
    /// Delete them with everything that is theirs alone (conversations stay).
    pub delete: Option<bool>,
}

/// How many were changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct Changed {
    /// Contacts changed.
    pub changed: u32,
}

/// Which photo.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PhotoInput {
    /// Its SHA-256.
    pub sha256: String,
}

/// A photo, ready for an `img`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Photo {
    /// A `data:` URI.
    pub uri: String,
}

/// A cadence to set.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct CadenceSet {
    /// Whom.
    #[ts(type = "number | string")]
    pub who: Value,
    /// `7d 2w 1m 3m 1y`, `weekly monthly quarterly yearly`, `none`, or `inherit` (from the groups).
    pub every: String,
    /// The longest interval beside it, or `none`; that there is stays where it is missing and not shorter.
    #[serde(default)]
    pub latest: Option<String>,
}

/// Rhythms to set, as one operation.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CadencesSet {
    /// Whose is to become what.
    pub cadences: Vec<CadenceOf>,
}

/// The rhythm of one of several.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CadenceOf {
    /// Whose.
    pub id: ContactId,
    /// An interval, `none`, or `inherit`.
    pub every: String,
}

#[cfg(test)]
mod tests;

/// Shown where an interval is wanted in words: “every 60 days”, “monthly”.
pub fn interval_words(interval: Interval) -> String {
    rhythm_said(interval).to_string()
}

/// The same, for a sentence that can be said in another language.
pub(crate) fn rhythm_said(interval: Interval) -> Said {
    use crate::cadence::Unit;
    let n = interval.every.to_string();
    match (interval.every, interval.unit) {
        (1, Unit::Day) => "daily".into(),
        (1, Unit::Week) => "weekly".into(),
        (1, Unit::Month) => "monthly".into(),
        (3, Unit::Month) => "quarterly".into(),
        (1, Unit::Year) => "yearly".into(),
        (_, Unit::Day) => said!("every {n} days", n = n),
        (_, Unit::Week) => said!("every {n} weeks", n = n),
        (_, Unit::Month) => said!("every {n} months", n = n),
        (_, Unit::Year) => said!("every {n} years", n = n),
    }
}
