//! When a card stands for someone who is here already, and what it then adds. Pure.
//!
//! Nothing that is here is overwritten by a card, and nothing the card holds is lost: what does not fill a gap
//! is added, or told.

use std::collections::{BTreeMap, BTreeSet};

use super::record::{ContactRecord, POINT_KINDS, PointRecord};
use super::store::Known;
use crate::id::ContactId;
use crate::occasions::OccasionKind;
use crate::people::PointKind;
use crate::text::fold;

/// Everyone who is here, to be found by uid, e-mail, or name and phone.
#[derive(Default)]
pub struct Index {
    by_uid: BTreeMap<String, ContactId>,
    by_email: BTreeMap<String, BTreeSet<ContactId>>,
    by_phone: BTreeMap<String, BTreeSet<ContactId>>,
    names: BTreeMap<ContactId, BTreeSet<String>>,
}

impl Index {
    /// Takes someone in.
    pub fn add(&mut self, known: &Known) {
        self.by_uid.insert(known.uid.clone(), known.id);
        self.names.entry(known.id).or_default().extend(known.names.iter().map(|name| fold(name)));
        for (is_email, value) in &known.points {
            let map = if *is_email { &mut self.by_email } else { &mut self.by_phone };
            let key = if *is_email { email_key(value) } else { phone_key(value) };
            if !key.is_empty() {
                map.entry(key).or_default().insert(known.id);
            }
        }
    }

    /// Takes someone in who is a record.
    pub fn add_record(&mut self, id: ContactId, record: &ContactRecord) {
        let of = |kind: PointKind| record.points(kind).into_iter().flatten().map(PointRecord::shown);
        let points = of(PointKind::Email).map(|v| (true, v)).chain(of(PointKind::Phone).map(|v| (false, v))).collect();
        let uid = record.uid.clone().unwrap_or_default();
        let names = record.name.iter().chain(record.nicknames.iter().flatten()).cloned().collect();
        self.add(&Known { id, uid, names, points });
    }

    /// Who has that uid.
    pub fn by_uid(&self, uid: &str) -> Option<ContactId> {
        let bare = |text: &str| text.strip_prefix("urn:uuid:").unwrap_or(text).to_owned();
        self.by_uid.get(uid).or_else(|| self.by_uid.get(&bare(uid))).copied()
    }

    /// Who is reached by that e-mail address or phone number, if only one is.
    pub fn by_address(&self, value: &str) -> Option<ContactId> {
        let (scheme, rest) = value.split_once(':').unwrap_or(("", value));
        let found = match scheme.to_ascii_lowercase().as_str() {
            "tel" => self.by_phone.get(&phone_key(rest)),
            _ => self.by_email.get(&email_key(rest)),
        };
        found.filter(|ids| ids.len() == 1).and_then(|ids| ids.first()).copied()
    }

    /// Whom a card stands for.
    ///
    /// The same uid always; the same e-mail address where the names have a word in common (two people may
    /// share an address); the same phone number where the names are the same.
    pub fn find(&self, record: &ContactRecord) -> Option<ContactId> {
        if let Some(id) = record.uid.as_ref().and_then(|uid| self.by_uid.get(uid)) {
            return Some(*id);
        }
        let name = fold(record.name.as_deref().unwrap_or_default());
        let names: BTreeSet<String> =
            record.nicknames.iter().flatten().map(|n| fold(n)).chain([name]).filter(|n| !n.is_empty()).collect();
        let fits = |ids: Option<&BTreeSet<ContactId>>, alike: fn(&BTreeSet<String>, &BTreeSet<String>) -> bool| {
            ids.into_iter().flatten().find(|id| self.names.get(id).is_some_and(|known| alike(known, &names))).copied()
        };
        let values = |kind| record.points(kind).into_iter().flatten().map(PointRecord::shown);
        values(PointKind::Email).find_map(|email| fits(self.by_email.get(&email_key(&email)), share_a_word)).or_else(
            || values(PointKind::Phone).find_map(|phone| fits(self.by_phone.get(&phone_key(&phone)), share_a_name)),
        )
    }
}

fn share_a_name(a: &BTreeSet<String>, b: &BTreeSet<String>) -> bool {
    a.intersection(b).next().is_some()
}

fn share_a_word(a: &BTreeSet<String>, b: &BTreeSet<String>) -> bool {
    let words = |names: &BTreeSet<String>| -> BTreeSet<String> {
        names
            .iter()
            .flat_map(|name| name.split(|c: char| !c.is_alphanumeric()))
            .filter(|word| word.chars().count() > 1 || !word.is_ascii())
            .map(str::to_owned)
            .collect()
    };
    share_a_name(a, b) || words(a).intersection(&words(b)).next().is_some()
}

fn email_key(value: &str) -> String {
    value.trim().to_lowercase()
}

/// The last nine digits: a number with and without its country's prefix is one.
fn phone_key(value: &str) -> String {
    let digits: Vec<char> = value.chars().filter(char::is_ascii_digit).collect();
    if digits.len() < 5 { String::new() } else { digits.iter().skip(digits.len().saturating_sub(9)).collect() }
}

/// Fills what is missing in `into` from `from`; answers with what stood against each other and was left.
pub fn fill(into: &mut ContactRecord, from: &ContactRecord) -> Vec<String> {
    let mut left = Vec::new();
    names(into, from);
    for (what, mine, theirs) in [("organisation", &mut into.org, &from.org), ("title", &mut into.title, &from.title)] {
        let Some(theirs) = theirs.as_ref().filter(|t| !t.is_empty()) else { continue };
        match mine.as_deref() {
            None | Some("") => *mine = Some(theirs.clone()),
            Some(mine) if fold(mine).contains(&fold(theirs)) => {}
            Some(mine) => left.push(format!("The {what} “{theirs}” stands against “{mine}”, which was kept.")),
        }
    }
    about(into, from);
    death(into, from, &mut left);
    for kind in POINT_KINDS {
        points(into.points_mut(kind), from.points(kind).map_or(&[][..], Vec::as_slice), kind);
    }
    if into.photo.clone().flatten().is_none() && from.photo.clone().flatten().is_some() {
        into.photo = from.photo.clone();
    }
    extend(&mut into.groups, from.groups.as_deref(), |a, b| a.to_lowercase() == b.to_lowercase());
    occasions(into, from, &mut left);
    extend(&mut into.facts, from.facts.as_deref(), |a, b| a.text == b.text);
    extend(&mut into.vcard_extra, from.vcard_extra.as_deref(), |a, b| a == b);
    left
}

/// A day of death that is known stands before one that is not.
fn death(into: &mut ContactRecord, from: &ContactRecord, left: &mut Vec<String>) {
    let Some(theirs) = from.deceased_on.clone().flatten() else { return };
    match into.deceased_on.clone().flatten() {
        Some(mine) if mine == theirs || theirs == "unknown" => {}
        Some(mine) if mine != "unknown" => {
            left.push(format!("The day of death {theirs} stands against {mine}, which was kept."));
        }
        Some(_) | None => into.deceased_on = Some(Some(theirs)),
    }
}

/// A person has one birthday; other dates may be several.
fn occasions(into: &mut ContactRecord, from: &ContactRecord, left: &mut Vec<String>) {
    let list = into.occasions.get_or_insert_default();
    for date in from.occasions.iter().flatten() {
        if list.iter().any(|o| o.kind == date.kind && o.label == date.label && o.date == date.date) {
            continue;
        }
        let birthday = list.iter_mut().find(|o| date.kind == Some(OccasionKind::Birthday) && o.kind == date.kind);
        let Some(birthday) = birthday else {
            list.push(date.clone());
            continue;
        };
        let (mine, theirs) = (birthday.date.clone().unwrap_or_default(), date.date.clone().unwrap_or_default());
        if mine.starts_with("--") && theirs.ends_with(mine.trim_start_matches('-')) {
            birthday.date = Some(theirs);
        } else if !mine.ends_with(theirs.trim_start_matches('-')) {
            left.push(format!("The birthday {theirs} stands against {mine}, which was kept."));
        }
    }
}

/// Another way to write the name is kept as a nickname, so that it finds the person.
fn names(into: &mut ContactRecord, from: &ContactRecord) {
    for (mine, theirs) in [(&mut into.given, &from.given), (&mut into.family, &from.family)] {
        if mine.as_deref().unwrap_or_default().is_empty() && theirs.is_some() {
            *mine = theirs.clone();
        }
    }
    let own = fold(into.name.as_deref().unwrap_or_default());
    let address =
        |name: &str| POINT_KINDS.iter().any(|kind| into.points(*kind).into_iter().flatten().any(|p| p.shown() == name));
    let other: Vec<String> = from
        .name
        .iter()
        .chain(from.nicknames.iter().flatten())
        .filter(|name| !name.is_empty() && fold(name) != own && !address(name))
        .cloned()
        .collect();
    extend(&mut into.nicknames, Some(&other), |a, b| fold(a) == fold(b));
}

fn about(into: &mut ContactRecord, from: &ContactRecord) {
    let Some(theirs) = from.about.as_ref().filter(|a| !a.trim().is_empty()) else { return };
    match into.about.as_deref() {
        None | Some("") => into.about = Some(theirs.clone()),
        Some(mine) if mine.contains(theirs.trim()) => {}
        Some(mine) => into.about = Some(format!("{mine}\n\n{theirs}")),
    }
}

fn points(into: &mut Vec<PointRecord>, from: &[PointRecord], kind: PointKind) {
    let key = |point: &PointRecord| match kind {
        PointKind::Email => email_key(&point.shown()),
        PointKind::Phone => {
            let key: String = point.shown().chars().filter(|c| c.is_ascii_alphanumeric()).collect();
            if key.is_empty() { point.shown() } else { key }
        }
        PointKind::Address | PointKind::Url | PointKind::Profile => point.shown(),
    };
    for point in from {
        if !into.iter().any(|other| key(other) == key(point)) {
            into.push(point.clone());
        }
    }
}

fn extend<T: Clone>(into: &mut Option<Vec<T>>, from: Option<&[T]>, same: impl Fn(&T, &T) -> bool) {
    for item in from.unwrap_or_default() {
        let list = into.get_or_insert_default();
        if !list.iter().any(|other| same(other, item)) {
            list.push(item.clone());
        }
    }
}
