//! What travels: the records of the archive (CONTRACT.md), which a vCard is read into as well.
//!
//! A field that is missing says nothing; `null` says there is none. Only `name`, `start` and `people` must be
//! there, and a `uid` only where something refers to it.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::cadence::Interval;
use crate::civil::{Start, double_option};
use crate::conversations::{Channel, Initiator};
use crate::exchanges::{Direction, ExchangeKind};
use crate::facts::FactKind;
use crate::followups::{FollowUpKind, FollowUpState};
use crate::groups::Intent;
use crate::occasions::OccasionKind;
use crate::people::{AddressParts, ContactKind, PointKind};

/// The version of the archive's format.
pub const ARCHIVE_VERSION: u32 = 1;

/// A field that may be missing, null or given.
pub type Field<T> = Option<Option<T>>;

macro_rules! record {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty,)* } $(nullable { $($(#[$null_doc:meta])* $null:ident: $null_type:ty,)* })?) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
        #[serde(default)]
        pub struct $name {
            $($(#[$field_doc])* #[serde(skip_serializing_if = "Option::is_none")] pub $field: Option<$type>,)*
            $($($(#[$null_doc])*
            #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "double_option")]
            pub $null: Field<$null_type>,)*)?
        }
    };
}

record! {
    /// A contact.
    ContactRecord {
        /// Its id everywhere.
        uid: String,
        /// The name as shown.
        name: String,
        /// Person or organisation.
        kind: ContactKind,
        /// Given name.
        given: String,
        /// Family name.
        family: String,
        /// Nicknames.
        nicknames: Vec<String>,
        /// Organisation, as text.
        org: String,
        /// Title.
        title: String,
        /// Markdown.
        about: String,
        /// What they want from us.
        expectations: String,
        /// E-mail addresses.
        emails: Vec<PointRecord>,
        /// Phone numbers.
        phones: Vec<PointRecord>,
        /// Postal addresses.
        addresses: Vec<PointRecord>,
        /// Links.
        urls: Vec<PointRecord>,
        /// Profiles and chat addresses.
        profiles: Vec<PointRecord>,
        /// Names of groups.
        groups: Vec<String>,
        /// Since when, by the group's name.
        memberships: BTreeMap<String, MembershipRecord>,
        /// Occasions.
        occasions: Vec<OccasionRecord>,
        /// Facts.
        facts: Vec<FactRecord>,
        /// Connections that begin here.
        connections: Vec<ConnectionRecord>,
        /// The file of the import it came from.
        source: String,
        /// Lines of a vCard that are kept for the way back.
        vcard_extra: Vec<String>,
        /// When it was made: milliseconds UTC.
        created_at: i64,
        /// When it was changed: milliseconds UTC.
        updated_at: i64,
    } nullable {
        /// SHA-256 of the photo.
        photo: String,
        /// Its own cadence.
        cadence: CadenceRecord,
        /// The day it was archived.
        archived_on: NaiveDate,
        /// The day they died: `YYYY-MM-DD`, `YYYY-MM`, `YYYY`, or `unknown`.
        deceased_on: String,
        /// Nothing is due before this day.
        paused_until: NaiveDate,
        /// Set aside until this day.
        snoozed_until: NaiveDate,
        /// The last skip.
        skipped_on: NaiveDate,
    }
}

record! {
    /// An address, number or link.
    PointRecord {
        /// As typed.
        value: String,
        /// “work”, “home” …
        label: String,
        /// An address's parts.
        parts: AddressParts,
    }
}

record! {
    /// An interval, and since when.
    CadenceRecord {
        /// How many units; missing where the unit is `none`.
        every: u32,
        /// `day`, `week`, `month`, `year`, or `none`: no rhythm, whatever the groups say.
        unit: String,
        /// The day it was set.
        set_on: NaiveDate,
        /// The first due day, where many were set at once.
        first_due: NaiveDate,
        /// The longest interval beside it.
        latest: Interval,
    }
}

record! {
    /// Since when someone is in a group.
    MembershipRecord {
        /// The day they were added.
        added_on: NaiveDate,
        /// The first due day, where many were added at once.
        first_due: NaiveDate,
    }
}

record! {
    /// A date that returns.
    OccasionRecord {
        /// Its id everywhere.
        uid: String,
        /// Its kind.
        kind: OccasionKind,
        /// What it is called.
        label: String,
        /// `YYYY-MM-DD`, `--MM-DD`, `YYYY-MM` or `--MM`.
        date: String,
        /// Days before.
        lead_days: u32,
        /// When it was noted: milliseconds UTC.
        created_at: i64,
    }
}

record! {
    /// A fact.
    FactRecord {
        /// Its id everywhere.
        uid: String,
        /// The line.
        text: String,
        /// Its kind.
        kind: FactKind,
        /// When it was noted: milliseconds UTC.
        created_at: i64,
    } nullable {
        /// The `uid` of the conversation it came from.
        conversation: String,
    }
}

record! {
    /// A connection to another contact.
    ConnectionRecord {
        /// The other's `uid`.
        to: String,
        /// What the other is, as `spouse`.
        kind: String,
        /// A note.
        note: String,
    }
}

record! {
    /// A group.
    GroupRecord {
        /// Its id everywhere.
        uid: String,
        /// Its name.
        name: String,
        /// What its members want from us.
        expectations: String,
        /// Its members live together.
        household: bool,
        /// When it was made: milliseconds UTC.
        created_at: i64,
    } nullable {
        /// What one means to do with it.
        intent: Intent,
        /// The cadence members inherit.
        cadence: CadenceRecord,
        /// The search that finds the members of a smart group.
        query: String,
    }
}

record! {
    /// A conversation.
    ConversationRecord {
        /// Its id everywhere.
        uid: String,
        /// When it began.
        start: Start,
        /// How.
        channel: Channel,
        /// It did not reach them.
        attempt: bool,
        /// Where.
        place: String,
        /// The contacts' `uid`s, in order.
        people: Vec<String>,
        /// The note (Markdown).
        note: String,
        /// Tags, without `#`.
        tags: Vec<String>,
        /// What was given, received and asked in it.
        exchanges: Vec<ExchangeRecord>,
        /// When it was logged: milliseconds UTC.
        created_at: i64,
        /// When it was changed: milliseconds UTC.
        updated_at: i64,
    } nullable {
        /// How long.
        minutes: u32,
        /// Who began it.
        initiated_by: Initiator,
        /// The day to try again.
        again_on: NaiveDate,
        /// The line as typed.
        line: String,
    }
}

record! {
    /// An exchange.
    ExchangeRecord {
        /// Its id everywhere.
        uid: String,
        /// The contact's `uid`; in a conversation the first of its people where missing.
        with: String,
        /// Which way.
        direction: Direction,
        /// Its kind.
        kind: ExchangeKind,
        /// What.
        text: String,
        /// When; in a conversation its day where missing.
        day: NaiveDate,
        /// When it was noted: milliseconds UTC.
        created_at: i64,
    } nullable {
        /// Worth in money, as `120 EUR`.
        worth: String,
    }
}

record! {
    /// A follow-up.
    FollowUpRecord {
        /// Its id everywhere.
        uid: String,
        /// The contact's `uid`.
        with: String,
        /// Its kind.
        kind: FollowUpKind,
        /// Owed by them.
        theirs: bool,
        /// What.
        text: String,
        /// Where it stands.
        state: FollowUpState,
        /// When it was noted: milliseconds UTC.
        created_at: i64,
    } nullable {
        /// The `uid` of the conversation it came from.
        conversation: String,
        /// When it is due.
        due: NaiveDate,
        /// When it was kept or dropped.
        closed_on: NaiveDate,
    }
}

record! {
    /// Feedback.
    FeedbackRecord {
        /// Its id everywhere.
        uid: String,
        /// The contact's `uid`.
        with: String,
        /// Their words.
        text: String,
        /// When.
        day: NaiveDate,
        /// When it was noted: milliseconds UTC.
        created_at: i64,
    } nullable {
        /// The `uid` of the conversation it came from.
        conversation: String,
        /// 0 to 10.
        score: u8,
    }
}

/// Settings, by key.
pub type SettingsRecord = serde_json::Map<String, Value>;

impl PointRecord {
    /// A point without parts.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: Some(value.into()), label: Some(label.into()), parts: None }
    }

    /// The value, or an address put together from its parts.
    pub fn shown(&self) -> String {
        match self.value.as_deref().map(str::trim).filter(|v| !v.is_empty()) {
            Some(value) => value.to_owned(),
            None => self.parts.as_ref().map(one_line).unwrap_or_default(),
        }
    }
}

/// An address on one line, whatever stands in its parts.
pub fn one_line(parts: &AddressParts) -> String {
    let town = [&parts.postcode, &parts.city].into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" ");
    [&parts.street, &parts.extended, &parts.po_box]
        .into_iter()
        .flatten()
        .cloned()
        .chain([town])
        .chain([&parts.region, &parts.country].into_iter().flatten().cloned())
        .map(|part| part.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(", ")
}

impl ContactRecord {
    /// The list of a kind of point.
    pub fn points(&self, kind: PointKind) -> Option<&Vec<PointRecord>> {
        match kind {
            PointKind::Email => self.emails.as_ref(),
            PointKind::Phone => self.phones.as_ref(),
            PointKind::Address => self.addresses.as_ref(),
            PointKind::Url => self.urls.as_ref(),
            PointKind::Profile => self.profiles.as_ref(),
        }
    }

    /// The list of a kind of point, to add to.
    pub fn points_mut(&mut self, kind: PointKind) -> &mut Vec<PointRecord> {
        let list = match kind {
            PointKind::Email => &mut self.emails,
            PointKind::Phone => &mut self.phones,
            PointKind::Address => &mut self.addresses,
            PointKind::Url => &mut self.urls,
            PointKind::Profile => &mut self.profiles,
        };
        list.get_or_insert_default()
    }
}

/// All kinds of point, in the order in which they are kept.
pub const POINT_KINDS: [PointKind; 5] =
    [PointKind::Email, PointKind::Phone, PointKind::Address, PointKind::Url, PointKind::Profile];
