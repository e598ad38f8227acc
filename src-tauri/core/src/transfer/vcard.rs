//! A vCard, 2.1 to 4.0, as a contact's record: what it holds, what is kept as a line, what was not understood.
//!
//! Nothing is fetched: a photo behind a link becomes a message. A line that has no place in Kith goes to
//! `vcard_extra`, and back out with the next export.

use std::collections::BTreeMap;

use super::dates::occasion_date;
use super::lines::RawCard;
use super::property::Property;
use super::record::{ContactRecord, FactRecord, OccasionRecord, PointRecord, one_line};
use crate::facts::FactKind;
use crate::occasions::OccasionKind;
use crate::people::photo::{LARGEST, kind_of};
use crate::people::{AddressParts, ContactKind, PointKind};

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
    for line in &raw.lines {
        match Property::read(line, version) {
            Some(property) => properties.push(property),
            None => {
                reading.problem(line.number, "This line is no property (it has no name or no colon) and was left out.")
            }
        }
    }
    reading.labels = labels(&properties);
    // The most preferred point comes first; other lines keep their order.
    properties.sort_by_key(Property::preference);
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
            | "X-ABDATE"
            | "DEATHDATE" => self.date(&property),
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

    fn point(&mut self, property: &Property) {
        let (kind, value) = match property.name.as_str() {
            "EMAIL" => (PointKind::Email, without_scheme(&property.value(), "mailto:")),
            "TEL" | "X-MS-TEL" => (PointKind::Phone, phone(&property.value())),
            "URL" | "CONTACT-URI" => (PointKind::Url, property.value()),
            _ => (PointKind::Profile, property.value()),
        };
        let label = match property.parameter("X-SERVICE-TYPE").or_else(|| property.parameter("SERVICE-TYPE")) {
            Some(service) if kind == PointKind::Profile => service.to_lowercase(),
            Some(_) | None => self.label(property),
        };
        let value = match property.parameter("X-USER").filter(|_| kind == PointKind::Profile && value.is_empty()) {
            Some(user) => user,
            None => value,
        };
        self.add_point(kind, PointRecord::new(value, label));
    }

    fn profile(&mut self, property: &Property, label: &str) {
        self.add_point(PointKind::Profile, PointRecord::new(property.value(), label));
    }

    /// The same address or number twice is one, with the labels it has.
    fn add_point(&mut self, kind: PointKind, point: PointRecord) {
        if point.shown().is_empty() {
            return;
        }
        let list = self.card.contact.points_mut(kind);
        match list.iter_mut().find(|other| other.shown() == point.shown()) {
            Some(other) if other.label.as_deref().unwrap_or_default().is_empty() => other.label = point.label,
            Some(_) => {}
            None => list.push(point),
        }
    }

    fn label(&self, property: &Property) -> String {
        match self.labels.get(&property.group).filter(|_| !property.group.is_empty()) {
            Some(label) => label.clone(),
            None => label_of(&property.types()),
        }
    }

    fn address(&mut self, property: &Property) {
        let parts = property.parts(", ");
        let part = |at: usize| {
            let text = parts.get(at).map(|p| p.lines().map(str::trim).collect::<Vec<_>>().join(", "));
            text.map(|t| t.trim_end_matches([',', ' ']).to_owned()).filter(|p| !p.is_empty())
        };
        let mut parts_given = AddressParts {
            po_box: part(0),
            extended: part(1),
            street: part(2),
            city: part(3),
            region: part(4),
            postcode: part(5),
            country: part(6),
        };
        // Beyond the seven parts (RFC 9554) nothing may be lost.
        for more in (7..parts.len()).filter_map(part) {
            let extended = parts_given.extended.get_or_insert_default();
            if !extended.is_empty() {
                extended.push_str(", ");
            }
            extended.push_str(&more);
        }
        let mut point = PointRecord::new(one_line(&parts_given), self.label(property));
        if point.shown().is_empty() {
            point.value = property.parameter("LABEL");
        }
        point.parts = Some(parts_given);
        self.add_point(PointKind::Address, point);
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

    fn date(&mut self, property: &Property) {
        let omitted = property.parameter("X-APPLE-OMIT-YEAR").and_then(|y| y.parse().ok());
        let (kind, label) = match property.name.as_str() {
            "BDAY" => (OccasionKind::Birthday, String::new()),
            "X-ABDATE" => match self.labels.get(&property.group).filter(|_| !property.group.is_empty()) {
                Some(label) if label == "anniversary" => (OccasionKind::Anniversary, String::new()),
                Some(label) => (OccasionKind::Custom, label.clone()),
                None => (OccasionKind::Custom, "date".into()),
            },
            "DEATHDATE" => (OccasionKind::Custom, "day of death".into()),
            _ => (OccasionKind::Anniversary, String::new()),
        };
        match occasion_date(&property.raw.replace('\\', ""), omitted) {
            Some(date) if kind == OccasionKind::Birthday && !self.takes_birthday(&date) => {
                self.problem(property.line, "A person has one birthday; this further one was kept as a line.");
                self.keep(property);
            }
            Some(date) => self.occasion(kind, label, date),
            None if property.raw.trim().is_empty() => {}
            None => {
                let value = property.raw.trim();
                self.problem(property.line, format!("{} “{value}” is no date; the line was kept.", property.name));
                self.keep(property);
            }
        }
    }

    /// Whether a birthday is the first, or the same day as the first.
    fn takes_birthday(&self, date: &str) -> bool {
        let mut birthdays =
            self.card.contact.occasions.iter().flatten().filter(|o| o.kind == Some(OccasionKind::Birthday));
        birthdays.all(|known| known.date.as_deref() == Some(date))
    }

    fn occasion(&mut self, kind: OccasionKind, label: String, date: String) {
        let list = self.card.contact.occasions.get_or_insert_default();
        let known = |o: &OccasionRecord| {
            o.kind == Some(kind) && o.date.as_ref() == Some(&date) && o.label.as_ref() == Some(&label)
        };
        if !list.iter().any(known) {
            let (label, date) = (Some(label), Some(date));
            list.push(OccasionRecord { kind: Some(kind), label, date, ..OccasionRecord::default() });
        }
    }

    fn related(&mut self, property: &Property) {
        let value = property.value();
        let relation = property.types().into_iter().find(|t| t != "pref").unwrap_or_else(|| "related".into());
        let is_text = property.parameter("VALUE").is_some_and(|v| v.eq_ignore_ascii_case("text"));
        if is_text || !(value.contains(':') || value.contains('/')) {
            self.fact(&relation, &value);
            return self.keep(property);
        }
        self.card.related.push((relation, value));
        self.keep(property);
    }

    /// `X-SPOUSE`, `X-MS-MANAGER`, `X-ABRELATEDNAMES` …: someone by name only.
    fn relative(&mut self, property: &Property, relation: &str) {
        let label = self.labels.get(&property.group).filter(|_| !property.group.is_empty());
        let relation = label.cloned().unwrap_or_else(|| relation.to_owned());
        self.fact(&relation, &property.value());
        if !property.group.is_empty() {
            // Its label is a line of its own and would be lost on the way back.
            let line = format!("RELATED;VALUE=text;TYPE={}:{}", token(&relation), property.raw);
            self.card.contact.vcard_extra.get_or_insert_default().push(line);
        } else {
            self.keep(property);
        }
    }

    fn fact(&mut self, relation: &str, name: &str) {
        if name.is_empty() {
            return;
        }
        let mut text = relation.replace(['_', '-'], " ").to_lowercase();
        if let Some(first) = text.get(..1).map(str::to_uppercase) {
            text.replace_range(..1, &first);
        }
        self.card.contact.facts.get_or_insert_default().push(FactRecord {
            text: Some(format!("{text}: {}", name.lines().collect::<Vec<_>>().join(" "))),
            kind: Some(FactKind::Personal),
            ..FactRecord::default()
        });
    }

    /// `X-ANDROID-CUSTOM:vnd.android.cursor.item/nickname;Mäx;1;;`.
    fn android(&mut self, property: &Property) {
        let parts: Vec<String> = property.raw.split(';').map(|p| p.trim().to_owned()).collect();
        let part = |at: usize| parts.get(at).cloned().unwrap_or_default();
        match (part(0).rsplit('/').next().unwrap_or_default(), part(1)) {
            (_, value) if value.is_empty() => self.keep(property),
            ("nickname", value) => self.nicknames(vec![value]),
            ("contact_event", value) => match occasion_date(&value, None) {
                Some(date) => {
                    let (kind, label) = match part(2).as_str() {
                        "1" => (OccasionKind::Anniversary, String::new()),
                        "3" => (OccasionKind::Birthday, String::new()),
                        _ => (
                            OccasionKind::Custom,
                            Some(part(3)).filter(|l| !l.is_empty()).unwrap_or_else(|| "date".into()),
                        ),
                    };
                    self.occasion(kind, label, date);
                }
                None => {
                    self.problem(property.line, format!("“{value}” is no date; the line was kept."));
                    self.keep(property);
                }
            },
            ("relation", value) => {
                self.fact(Some(part(3)).filter(|l| !l.is_empty()).as_deref().unwrap_or("related"), &value);
                self.keep(property);
            }
            _ => self.other(property),
        }
    }

    /// FullContact writes lists into property names: `X-FCENCODED-<hex of X-FC-OtherDates:Anniversary>`.
    fn full_contact(&mut self, property: &Property, list: &str, label: &str) {
        let value = property.value();
        match (list, occasion_date(&value, None)) {
            ("X-FC-OtherDates", Some(date)) if label == "Anniversary" => {
                self.occasion(OccasionKind::Anniversary, String::new(), date);
            }
            ("X-FC-OtherDates", Some(date)) => self.occasion(OccasionKind::Custom, label.to_lowercase(), date),
            ("X-FC-RelatedNames", _) => self.fact(label, &value),
            _ => self.card.unknown.push((property.line, format!("{list}:{label}"))),
        }
        self.keep(property);
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

    /// A `LABEL` is the writing on the envelope of an `ADR`; without one it is the address itself.
    fn finish_addresses(&mut self) {
        let described = self.card.contact.addresses.as_ref().is_some_and(|list| !list.is_empty());
        for property in std::mem::take(&mut self.written_addresses) {
            if described {
                self.keep(&property);
                continue;
            }
            let value =
                property.value().lines().map(str::trim).filter(|l| !l.is_empty()).collect::<Vec<_>>().join(", ");
            let point = PointRecord::new(value, self.label(&property));
            self.add_point(PointKind::Address, point);
        }
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

/// A word that may stand as a type.
fn token(text: &str) -> String {
    text.to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect()
}

fn without_scheme(value: &str, scheme: &str) -> String {
    match value.get(..scheme.len()) {
        Some(start) if start.eq_ignore_ascii_case(scheme) => value.get(scheme.len()..).unwrap_or_default().to_owned(),
        Some(_) | None => value.to_owned(),
    }
}

fn phone(value: &str) -> String {
    without_scheme(value, "tel:").replace(";ext=", " ext. ")
}

/// The label of a point from its types: “work”, “home fax”, “mobile”.
fn label_of(types: &[String]) -> String {
    let mut words: Vec<&str> = Vec::new();
    for kind in types {
        let word = match kind.as_str() {
            "internet" | "pref" | "voice" | "msg" | "postal" | "parcel" | "dom" | "intl" | "text" | "x400"
            | "other" => continue,
            "cell" => "mobile",
            "main-number" => "main",
            other => other.strip_prefix("x-").unwrap_or(other),
        };
        if !words.contains(&word) {
            words.push(word);
        }
    }
    words.join(" ")
}

/// The service of a chat address, by the name of its property.
fn service(name: &str) -> Option<String> {
    const SERVICES: [&str; 21] = [
        "AIM",
        "ICQ",
        "JABBER",
        "MSN",
        "YAHOO",
        "SKYPE",
        "SKYPE-USERNAME",
        "GTALK",
        "GOOGLE-TALK",
        "GOOGLE TALK",
        "QQ",
        "SAMETIME",
        "GADUGADU",
        "GROUPWISE",
        "TWITTER",
        "MATRIX",
        "TELEGRAM",
        "SIGNAL",
        "MASTODON",
        "LINKEDIN",
        "FACEBOOK",
    ];
    if name == "X-MS-IMADDRESS" {
        return Some("im".into());
    }
    if let Some(service) = name.strip_prefix("X-MESSAGING/") {
        return Some(service.trim_end_matches("-ALL").to_lowercase());
    }
    let bare = name.strip_prefix("X-EVOLUTION-").or_else(|| name.strip_prefix("X-"))?;
    SERVICES.contains(&bare).then(|| bare.trim_end_matches("-USERNAME").replace('-', " ").to_lowercase())
}

/// What someone named by `X-SPOUSE` and the like is.
fn relation(name: &str) -> Option<&'static str> {
    match name {
        "X-SPOUSE" | "X-MS-SPOUSE" | "X-EVOLUTION-SPOUSE" | "X-KADDRESSBOOK-X-SPOUSESNAME" => Some("spouse"),
        "X-MANAGER" | "X-MS-MANAGER" | "X-EVOLUTION-MANAGER" | "X-KADDRESSBOOK-X-MANAGERSNAME" => Some("manager"),
        "X-ASSISTANT" | "X-MS-ASSISTANT" | "X-EVOLUTION-ASSISTANT" | "X-KADDRESSBOOK-X-ASSISTANTSNAME" => {
            Some("assistant")
        }
        "X-MS-CHILD" | "X-CHILDREN" => Some("child"),
        "X-ABRELATEDNAMES" => Some("related"),
        _ => None,
    }
}

/// List and label in one of FullContact's property names.
fn full_contact(name: &str) -> Option<(String, String)> {
    let hex = name.strip_prefix("X-FCENCODED-")?.as_bytes();
    let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    let text = String::from_utf8(hex.chunks(2).map(byte).collect::<Option<Vec<u8>>>()?).ok()?;
    text.split_once(':').map(|(list, label)| (list.to_owned(), label.to_owned()))
}

/// Lines that everyone writes and nobody misses: kept without a word.
fn is_well_known(name: &str) -> bool {
    const NAMES: [&str; 38] = [
        "GENDER",
        "LANG",
        "TZ",
        "GEO",
        "LOGO",
        "SOUND",
        "KEY",
        "SOURCE",
        "CLIENTPIDMAP",
        "FBURL",
        "CALADRURI",
        "CALURI",
        "MAILER",
        "CLASS",
        "SORT-STRING",
        "XML",
        "NAME",
        "BIRTHPLACE",
        "DEATHPLACE",
        "EXPERTISE",
        "HOBBY",
        "INTEREST",
        "ORG-DIRECTORY",
        "CREATED",
        "GRAMGENDER",
        "LANGUAGE",
        "PRONOUNS",
        "JSPROP",
        "X-ABUID",
        "X-ABADR",
        "X-ABLABEL",
        "X-GENDER",
        "X-ID",
        "X-ETAG",
        "X-PHONETIC-FIRST-NAME",
        "X-PHONETIC-LAST-NAME",
        "X-PHONETIC-MIDDLE-NAME",
        "X-IMAGETYPE",
    ];
    NAMES.contains(&name)
        || [
            "X-MS-OL-",
            "X-EVOLUTION-",
            "X-MOZILLA-",
            "X-KADDRESSBOOK-",
            "X-APPLE-",
            "X-IMAGE",
            "X-SHARED-",
            "X-GOOGLE-",
        ]
        .iter()
        .any(|start| name.starts_with(start))
}
