//! Contacts: who they are, how to reach them, what is known of them.

pub mod api;
pub mod bulk;
mod checked;
pub mod names;
pub mod photo;
pub mod store;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

pub use self::checked::{Core, NewContact, NewPoint, spread};
use crate::cadence::{Interval, Rhythm};
use crate::civil::double_option;
use crate::conversations::Conversation;
use crate::exchanges::Exchange;
use crate::facts::Fact;
use crate::feedback::Feedback;
use crate::followups::FollowUp;
use crate::groups::GroupRef;
use crate::id::{ContactId, PointId};
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

/// The kinds of contact point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "the kinds say it themselves")]
pub enum PointKind {
    Email,
    Phone,
    Address,
    Url,
    Profile,
}

impl PointKind {
    /// As it is stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Address => "address",
            Self::Url => "url",
            Self::Profile => "profile",
        }
    }

    /// The kind of that name, as it is stored.
    pub fn named(name: &str) -> Self {
        match name {
            "email" => Self::Email,
            "phone" => Self::Phone,
            "address" => Self::Address,
            "url" => Self::Url,
            _ => Self::Profile,
        }
    }
}

/// A postal address in parts; each may be empty.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(optional_fields)]
#[allow(missing_docs, reason = "the parts say it themselves")]
pub struct AddressParts {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub po_box: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extended: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub street: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub postcode: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
}

/// One way to reach a contact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Point {
    /// Its id.
    pub id: PointId,
    /// What it is.
    pub kind: PointKind,
    /// The address, number or link as typed; an address on one line.
    pub value: String,
    /// “work”, “home” …; may be empty.
    pub label: String,
    /// An address's parts; empty for the rest.
    pub parts: AddressParts,
}

/// A point as it is given.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct PointInput {
    /// What it is.
    pub kind: PointKind,
    /// The address, number or link.
    pub value: String,
    /// “work”, “home” …
    #[serde(default)]
    pub label: Option<String>,
    /// An address's parts; the value may then be empty and is put together from them.
    #[serde(default)]
    pub parts: Option<AddressParts>,
}

/// An address, number or link with its label, in a contact's lists.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Labelled {
    /// As typed.
    pub value: String,
    /// “work”, “home” …; may be empty.
    pub label: String,
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

/// A row of the People list.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct ContactRow {
    /// Its id here.
    pub id: ContactId,
    /// Its id everywhere.
    pub uid: String,
    /// Person or organisation.
    pub kind: ContactKind,
    /// The name as shown.
    pub name: String,
    /// The organisation they belong to, as text.
    pub org: String,
    /// What they do there.
    pub title: String,
    /// Its groups.
    pub groups: Vec<GroupRef>,
    /// SHA-256 of the photo.
    pub photo: Option<String>,
    /// The first e-mail address; may be empty.
    pub email: String,
    /// The first phone number; may be empty.
    pub phone: String,
    /// The start of what is written about them, one line; may be empty.
    pub about_line: String,
    /// The file it was imported from; may be empty.
    pub source: String,
    /// Whether it is archived.
    pub archived: bool,
    /// Cadence, last touch, due date and stretch.
    #[serde(flatten)]
    pub rhythm: Rhythm,
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
    /// Path of a JPEG, PNG, GIF or WebP picture, at most 10 MB, which is kept in the data folder as the photo.
    pub photo_file: Option<String>,
}

/// Which part of the People list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PeopleFilter {
    /// Everyone who is not archived.
    #[default]
    All,
    /// Those with a rhythm.
    WithRhythm,
    /// Those due today or before.
    Due,
    /// Those never spoken with.
    Never,
    /// Those for whom nobody decided on a rhythm yet: “Who matters?” goes through them.
    Undecided,
    /// The archived.
    Archived,
}

/// How the People list is sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the columns say it themselves")]
pub enum PeopleSort {
    #[default]
    Name,
    Org,
    LastTouch,
    Due,
    Cadence,
    Added,
}

/// What to list.
#[derive(Debug, Clone, Default, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct ContactListInput {
    /// Words in name, nickname, organisation, title, points or groups; each must fit somewhere.
    pub query: Option<String>,
    /// A group's name.
    pub group: Option<String>,
    /// Which part.
    pub filter: Option<PeopleFilter>,
    /// By what.
    pub sort: Option<PeopleSort>,
    /// Last first.
    pub descending: Option<bool>,
    /// Rows at most; all where missing.
    pub limit: Option<u32>,
    /// Rows to leave out at the beginning.
    pub offset: Option<u32>,
}

/// How many contacts each filter holds, archived ones counted only in `archived`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, TS)]
#[allow(missing_docs, reason = "named like the filters")]
pub struct PeopleCounts {
    pub all: u32,
    pub with_rhythm: u32,
    pub due: u32,
    pub never: u32,
    pub undecided: u32,
    pub archived: u32,
}

/// A page of the People list.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct ContactList {
    /// The rows.
    pub people: Vec<ContactRow>,
    /// How many there are without limit and offset.
    pub total: u32,
    /// How many each filter holds (for the query and group given).
    pub counts: PeopleCounts,
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
pub struct CadenceSet {
    /// Whom.
    #[ts(type = "number | string")]
    pub who: Value,
    /// `7d 2w 1m 3m 1y`, `weekly monthly quarterly yearly`, `none`, or `inherit` (from the groups).
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
