//! Two contacts of one person become one: what it then is. Pure.
//!
//! Nothing of either is lost. The one that stays keeps its id, name and kind; the other fills what is blank, and
//! what stands against it is kept beside: a name as a nickname, an organisation or title as a fact, a text under the
//! text, a second birthday as a date of its own. Of two photos, rhythms or days of death only the first's can stay.

use super::{Core, DiedOn, NewPoint, PointKind, names};
use crate::civil::StoredDay;
use crate::error::Result;
use crate::id::OccasionId;
use crate::occasions::{OccasionKind, parse_date};
use crate::text::{self, fold};

/// What stands in the row of a contact, as far as merging decides about it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[allow(missing_docs, reason = "as in the table")]
pub struct Half {
    pub core: Core,
    pub source: String,
    pub archived_on: Option<StoredDay>,
    pub deceased_on: Option<DiedOn>,
    pub rhythm: OwnRhythm,
    pub paused_until: Option<StoredDay>,
    pub snoozed_until: Option<StoredDay>,
    pub skipped_on: Option<StoredDay>,
    pub vcard_extra: Vec<String>,
    pub created_at: i64,
}

/// A rhythm of one's own with all that hangs on it; without a unit it is left to the groups.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[allow(missing_docs, reason = "as in the table")]
pub struct OwnRhythm {
    pub every: Option<u32>,
    pub unit: Option<String>,
    pub set_on: Option<StoredDay>,
    pub first_due: Option<StoredDay>,
    pub latest_every: Option<u32>,
    pub latest_unit: Option<String>,
}

impl Half {
    /// This contact with what the other adds to it. Fails where two texts are too long to stand in one.
    pub fn joined(self, other: &Self) -> Result<Self> {
        let died = match (self.deceased_on, other.deceased_on) {
            (None | Some(DiedOn::Unknown), Some(known)) => Some(known),
            (Some(own), Some(other)) if other.completes(own) => Some(other),
            (own, _) => own,
        };
        let mut extra = self.vcard_extra;
        extra.extend(other.vcard_extra.iter().filter(|line| !extra.contains(line)).cloned().collect::<Vec<_>>());
        Ok(Self {
            core: core(self.core, &other.core)?,
            source: filled(self.source, &other.source),
            archived_on: match died {
                None => self.archived_on.zip(other.archived_on).map(|(own, _)| own),
                Some(_) => self.archived_on.or(other.archived_on),
            },
            deceased_on: died,
            rhythm: if self.rhythm.unit.is_some() { self.rhythm } else { other.rhythm.clone() },
            paused_until: self.paused_until.max(other.paused_until),
            snoozed_until: self.snoozed_until.max(other.snoozed_until),
            skipped_on: self.skipped_on.max(other.skipped_on),
            vcard_extra: extra,
            created_at: self.created_at.min(other.created_at),
        })
    }
}

fn core(own: Core, other: &Core) -> Result<Core> {
    Ok(Core {
        nicknames: nicknames(&own, other),
        kind: own.kind,
        name: own.name,
        given: filled(own.given, &other.given),
        family: filled(own.family, &other.family),
        org: filled(own.org, &other.org),
        title: filled(own.title, &other.title),
        about: text::note("about", &both(own.about, &other.about))?,
        expectations: text::note("expectations", &both(own.expectations, &other.expectations))?,
        photo: own.photo.or_else(|| other.photo.clone()),
    })
}

fn filled(own: String, other: &str) -> String {
    if own.is_empty() { other.to_owned() } else { own }
}

/// One text under the other, unless one of them says it all.
fn both(own: String, other: &str) -> String {
    if own.contains(other) {
        own
    } else if other.contains(&own) {
        other.to_owned()
    } else {
        format!("{own}\n\n{other}")
    }
}

/// All nicknames of both, and the other's name, so that whoever looks for it finds the person.
fn nicknames(own: &Core, other: &Core) -> Vec<String> {
    let mut all = own.nicknames.clone();
    let parts = (other.given.clone(), other.family.clone());
    // Parts that were corrected say more than the name they were read from.
    let corrected = parts != names::split(&other.name) && !parts.0.is_empty() && !parts.1.is_empty();
    let corrected = corrected.then(|| format!("{} {}", parts.0, parts.1));
    for name in [&other.name].into_iter().chain(&other.nicknames).chain(&corrected) {
        if !says(&own.name, name) && !all.iter().any(|known| says(known, name)) {
            all.push(name.clone());
        }
    }
    all
}

/// Whether a name says all of another: the same but for case, or it has accents where the other has none. Signs that
/// are read alike are no such names: 张伟 and 章伟 are two.
fn says(name: &str, other: &str) -> bool {
    name.to_lowercase() == other.to_lowercase() || other.is_ascii() && fold(name) == fold(other)
}

/// The other's work, where it stands against one's own: kept as a fact.
pub fn work_beside(own: &Core, other: &Core) -> Option<String> {
    let against = |own: &str, other: &str| !own.is_empty() && !other.is_empty() && fold(own) != fold(other);
    let stands_against = against(&own.org, &other.org) || against(&own.title, &other.title);
    let said = [&other.title, &other.org].into_iter().filter(|text| !text.is_empty());
    stands_against.then(|| said.map(String::as_str).collect::<Vec<_>>().join(", "))
}

/// All ways to reach both, each once.
pub fn points(own: Vec<NewPoint>, other: Vec<NewPoint>) -> Vec<NewPoint> {
    let mut all = own;
    for point in other {
        let same = all.iter_mut().find(|known| known.kind == point.kind && key(known) == key(&point));
        match same {
            Some(known) => {
                known.label = filled(std::mem::take(&mut known.label), &point.label);
                if known.parts == Default::default() {
                    known.parts = point.parts;
                }
            }
            None => all.push(point),
        }
    }
    all
}

/// What is the same for two spellings of one address or number.
fn key(point: &NewPoint) -> String {
    match point.kind {
        PointKind::Email => point.value.to_lowercase(),
        PointKind::Phone => {
            // Letters too: they are an extension, or digits by another name.
            let digits: String = point.value.chars().filter(char::is_ascii_alphanumeric).collect();
            if digits.is_empty() { point.value.clone() } else { digits.to_lowercase() }
        }
        PointKind::Address | PointKind::Url | PointKind::Profile => point.value.clone(),
    }
}

/// A date that returns, as far as merging decides about it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "as in Occasion")]
pub struct Date {
    pub id: OccasionId,
    pub kind: OccasionKind,
    pub label: String,
    pub date: String,
}

/// What becomes of one of the other's dates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// It is here already.
    Same,
    /// It is a birthday that says more than the one here, which takes its date.
    Better(OccasionId),
    /// It stays as it is.
    Kept,
    /// It is a second birthday, and stays as a date of its own.
    Second,
}

/// What becomes of a date of the other, beside one's own. A person has one birthday.
pub fn fate(own: &[Date], other: &Date) -> Fate {
    if own.iter().any(|date| (date.kind, &date.label, &date.date) == (other.kind, &other.label, &other.date)) {
        return Fate::Same;
    }
    let birthday = own.iter().find(|date| other.kind == OccasionKind::Birthday && date.kind == other.kind);
    match birthday {
        None => Fate::Kept,
        Some(birthday) if completes(&birthday.date, &other.date) => Fate::Same,
        Some(birthday) if completes(&other.date, &birthday.date) => Fate::Better(birthday.id),
        Some(_) => Fate::Second,
    }
}

/// Whether a date says all of another: `1986-03-04` that of `--03-04`, of `1986-03` and of `--03`.
fn completes(date: &str, other: &str) -> bool {
    let (Ok(date), Ok(other)) = (parse_date(date), parse_date(other)) else { return date == other };
    let year = other.year.is_none() || other.year == date.year;
    year && other.month == date.month && (other.day.is_none() || other.day == date.day)
}

#[cfg(test)]
#[path = "merge_tests.rs"]
mod tests;
