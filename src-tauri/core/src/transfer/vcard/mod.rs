//! A vCard, 2.1 to 4.0, as a contact's record: what it holds, what is kept as a line, what was not understood.
//!
//! Nothing is fetched: a photo behind a link becomes a message. A line that has no place in Kith goes to
//! `vcard_extra`, and back out with the next export.

mod names;
mod points;
mod told;

use std::collections::BTreeMap;

use self::names::{full_contact, is_well_known, relation, service};
use super::lines::RawCard;
use super::property::Property;
use super::record::{ContactRecord, PointRecord};
use crate::people::photo::{LARGEST, kind_of};
use crate::people::{ContactKind, PointKind};

/// Longer lines are not kept for the way back.
const EXTRA_BYTES: usize = 64 << 10;

/// A card, read.
#[derive(Debug, Default)]
pub struct Card {
    /// The line of its `BEGIN`.
    pub line: u32,
    /// The contact; its name may be empty.
    pub contact: ContactRecord,
    /// The picture's bytes.
    pub photo: Option<Vec<u8>>,
    /// The members, where it is a group.
    pub members: Option<Vec<String>>,
    /// `RELATED` to another card: what they are, and the `uid`.
    pub related: Vec<(String, String)>,
    /// What was not understood, by line.
    pub problems: Vec<(u32, String)>,
    /// Properties kept as lines that are not shown, by name.
    pub unknown: Vec<(u32, String)>,
}

/// Reads a card.
pub fn read(raw: &RawCard) -> Card {
    let mut reading = Reading { card: Card { line: raw.number, ..Card::default() }, ..Reading::default() };
    if raw.too_large() {
        reading.problem(raw.number, "This card is too large and was left out.");
        return reading.card;
    }
    if !raw.ended {
        reading.problem(raw.number, "This card has no END:VCARD; it was read as far as it goes.");
    }
    if let Some(line) = raw.nested {
        reading.problem(line, "The agent’s card within this card was left out.");
    }
    let version = version(raw);
    let mut properties = Vec::with_capacity(raw.lines.len());
    for (line, property) in raw.lines.iter().zip(Property::read_all(&raw.lines, version)) {
        match property {
            Some(property) => properties.push(property),
            None => {
                reading.problem(line.number, "This line is no property (it has no name or no colon) and was left out.")
            }
        }
    }
    reading.labels = labels(&properties);
    // The most preferred point comes first; other lines keep their order.
    properties.sort_by_cached_key(Property::preference);
    for property in properties {
        reading.take(property);
    }
    reading.finish()
}

fn version(raw: &RawCard) -> &'static str {
    let text = raw.lines.iter().find_map(|line| {
        let text = String::from_utf8_lossy(&line.bytes);
        let (name, value) = text.split_once(':')?;
        name.trim().eq_ignore_ascii_case("VERSION").then(|| value.trim().to_owned())
    });
    match text.as_deref() {
        Some("2.1") => "2.1",
        Some("4.0") => "4.0",
        Some(_) | None => "3.0",
    }
}

/// Apple's labels by group: `item1.X-ABLabel:_$!<HomePage>!$_`.
fn labels(properties: &[Property]) -> BTreeMap<String, String> {
    let label = |p: &Property| {
        let value = p.value();
        let bare = value.strip_prefix("_$!<").and_then(|v| v.strip_suffix(">!$_")).map(str::to_lowercase);
        bare.unwrap_or(value)
    };
    properties
        .iter()
        .filter(|p| p.name == "X-ABLABEL" && !p.group.is_empty())
        .map(|p| (p.group.clone(), label(p)))
        .collect()
}

#[derive(Default)]
struct Reading {
    card: Card,
    labels: BTreeMap<String, String>,
    titles: Vec<String>,
    roles: Vec<Property>,
    orgs: Vec<Property>,
    name: Option<Property>,
    formatted: Option<String>,
    notes: Vec<String>,
    written_addresses: Vec<Property>,
    shows_company: bool,
    is_group: bool,
}

impl Reading {
    fn problem(&mut self, line: u32, message: impl Into<String>) {
        self.card.problems.push((line, message.into()));
    }

    /// Keeps a line for the way back.
    fn keep(&mut self, property: &Property) {
        if property.text.len() > EXTRA_BYTES {
            self.problem(property.line, format!("{} is too long to be kept and was left out.", property.name));
            return;
        }
        self.card.contact.vcard_extra.get_or_insert_default().push(property.text.clone());
    }

    fn take(&mut self, property: Property) {
        match property.name.as_str() {
            "VERSION" | "PRODID" | "REV" | "BEGIN" | "END" | "PROFILE" => {}
            "X-ABLABEL" if !property.group.is_empty() => {}
            "FN" => {
                let value = property.value();
                if self.formatted.is_none() && !value.is_empty() {
                    self.formatted = Some(value);
                }
            }
            "N" => self.take_name(property),
            "NICKNAME" => self.nicknames(property.parts(" ")),
            "ORG" => self.orgs.push(property),
            "TITLE" => self.titles.extend(Some(property.value()).filter(|t| !t.is_empty())),
            "ROLE" => self.roles.push(property),
            "NOTE" => self.notes.extend(Some(property.value()).filter(|n| !n.is_empty())),
            "UID" => self.card.contact.uid = Some(property.value()).filter(|u| !u.is_empty()),
            "CATEGORIES" => self.groups(&property),
            "KIND" | "X-ADDRESSBOOKSERVER-KIND" => self.kind(&property),
            "X-ABSHOWAS" => self.shows_company |= property.value().eq_ignore_ascii_case("company"),
            "MEMBER" | "X-ADDRESSBOOKSERVER-MEMBER" => {
                self.card.members.get_or_insert_default().push(property.value());
            }
            "EMAIL" | "TEL" | "URL" | "X-MS-TEL" | "IMPP" | "SOCIALPROFILE" | "X-SOCIALPROFILE" | "CONTACT-URI" => {
                self.point(&property);
            }
            "ADR" => self.address(&property),
            "LABEL" => self.written_addresses.push(property),
            "PHOTO" => self.photo(&property),
            "BDAY"
            | "ANNIVERSARY"
            | "X-ANNIVERSARY"
            | "X-MS-ANNIVERSARY"
            | "X-EVOLUTION-ANNIVERSARY"
            | "X-KADDRESSBOOK-X-ANNIVERSARY"
            | "X-ABDATE" => self.date(&property),
            "DEATHDATE" => self.death(&property),
            "RELATED" => self.related(&property),
            "AGENT" => {
                self.problem(property.line, "AGENT was kept as a line; the card in it is not shown.");
                self.keep(&property);
            }
            "X-ANDROID-CUSTOM" => self.android(&property),
            other => match (service(other), relation(other)) {
                (Some(label), _) => self.profile(&property, &label),
                (None, Some(relation)) => self.relative(&property, relation),
                (None, None) => self.other(&property),
            },
        }
    }

    /// A line without a place here.
    fn other(&mut self, property: &Property) {
        if let Some((list, label)) = full_contact(&property.name) {
            return self.full_contact(property, &list, &label);
        }
        if !is_well_known(&property.name) {
            self.card.unknown.push((property.line, property.name.clone()));
        }
        self.keep(property);
    }

    fn take_name(&mut self, property: Property) {
        let parts = property.parts(" ");
        let part = |at: usize| parts.get(at).cloned().unwrap_or_default();
        if self.name.is_some() || (part(0).is_empty() && part(1).is_empty() && part(2).is_empty()) {
            // Another form of the name, as in another script.
            if parts.iter().any(|p| !p.is_empty()) {
                self.keep(&property);
            }
            return;
        }
        self.card.contact.family = Some(part(0));
        self.card.contact.given = Some(part(1));
        if parts.len() > 5 || !(part(2).is_empty() && part(3).is_empty() && part(4).is_empty()) {
            self.keep(&property);
        }
        self.name = Some(property);
    }

    fn nicknames(&mut self, names: Vec<String>) {
        let list = self.card.contact.nicknames.get_or_insert_default();
        for name in names {
            if !name.is_empty() && !list.contains(&name) {
                list.push(name);
            }
        }
    }

    fn groups(&mut self, property: &Property) {
        // Some programs escape the commas between categories.
        let names = property.parts(",");
        let list = self.card.contact.groups.get_or_insert_default();
        for name in names.iter().flat_map(|n| n.split(',')).map(str::trim) {
            let everyone =
                matches!(name.trim_start_matches("* ").to_lowercase().as_str(), "mycontacts" | "my contacts");
            let known = list.iter().any(|other| other.to_lowercase() == name.to_lowercase());
            let of_the_service = name == "myContacts" || everyone && name.starts_with("* ");
            if !(name.is_empty() || known || of_the_service) {
                list.push(name.to_owned());
            }
        }
    }

    fn kind(&mut self, property: &Property) {
        match property.value().to_lowercase().as_str() {
            "group" => self.is_group = true,
            "org" | "organization" => self.card.contact.kind = Some(ContactKind::Organisation),
            "" | "individual" => {}
            other => {
                self.problem(property.line, format!("KIND “{other}” is not one Kith knows; taken as a person."));
                self.keep(property);
            }
        }
    }

    fn photo(&mut self, property: &Property) {
        let link = property.raw.trim();
        match &property.bytes {
            Some(bytes) if u64::try_from(bytes.len()).is_ok_and(|length| length > LARGEST) => {
                self.problem(property.line, "This photo is too large and was left out.");
            }
            Some(bytes) if kind_of(bytes).is_some() => {
                if self.card.photo.is_none() {
                    self.card.photo = Some(bytes.clone());
                } else {
                    self.problem(property.line, "A card has one photo in Kith; this further one was left out.");
                }
            }
            None if link.contains("://") || property.is_uri() => {
                self.problem(property.line, "This photo is a link; links are never fetched. The line was kept.");
                self.keep(property);
            }
            Some(_) | None => {
                self.problem(property.line, "This photo is no picture that Kith can show; the line was kept.");
                self.keep(property);
            }
        }
    }

    fn finish(mut self) -> Card {
        self.finish_organisation();
        self.finish_titles();
        self.finish_addresses();
        if !self.notes.is_empty() {
            self.card.contact.about = Some(self.notes.join("\n\n"));
        }
        if self.shows_company && self.card.contact.kind.is_none() {
            self.card.contact.kind = Some(ContactKind::Organisation);
        }
        self.card.contact.name = Some(self.shown_name());
        if self.is_group {
            self.card.members.get_or_insert_default();
        } else if self.card.members.take().is_some() {
            self.problem(self.card.line, "Only a card of KIND group has members; they were left out.");
        }
        self.card
    }

    fn finish_organisation(&mut self) {
        let mut names: Vec<String> = Vec::new();
        for property in std::mem::take(&mut self.orgs) {
            let parts: Vec<String> = property.parts(", ").into_iter().filter(|p| !p.is_empty()).collect();
            let name = parts.join(", ");
            if name.is_empty() || names.contains(&name) {
                continue;
            }
            if parts.len() > 1 || !names.is_empty() {
                self.keep(&property);
            }
            names.push(name);
        }
        self.card.contact.org = Some(names.join("; ")).filter(|o| !o.is_empty());
    }

    fn finish_titles(&mut self) {
        for role in std::mem::take(&mut self.roles) {
            if self.titles.is_empty() && !role.value().is_empty() {
                self.titles.push(role.value());
            } else {
                self.keep(&role);
            }
        }
        self.titles.dedup();
        self.card.contact.title = Some(self.titles.join(", ")).filter(|t| !t.is_empty());
    }

    /// `FN`, else from `N`, else nickname, organisation, or a way to reach them.
    fn shown_name(&mut self) -> String {
        if let Some(name) = self.formatted.take().map(|n| one_space(&n)).filter(|n| !n.is_empty()) {
            return name;
        }
        let parts = self.name.as_ref().map(|n| n.parts(" ")).unwrap_or_default();
        let of_parts = [3, 1, 2, 0, 4].iter().filter_map(|at| parts.get(*at)).cloned().collect::<Vec<_>>().join(" ");
        let contact = &self.card.contact;
        let first = |kind| contact.points(kind).and_then(|list| list.first()).map(PointRecord::shown);
        let candidates = [
            Some(of_parts),
            contact.nicknames.as_ref().and_then(|n| n.first().cloned()),
            contact.org.clone(),
            first(PointKind::Email),
            first(PointKind::Phone),
            first(PointKind::Profile),
            first(PointKind::Url),
        ];
        let name = candidates.into_iter().flatten().map(|n| one_space(&n)).find(|n| !n.is_empty());
        if parts.iter().all(String::is_empty)
            && name.is_some()
            && name == contact.org.as_ref().map(|o| one_space(o))
            && contact.kind.is_none()
        {
            self.card.contact.kind = Some(ContactKind::Organisation);
        }
        name.unwrap_or_default()
    }
}

fn one_space(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
