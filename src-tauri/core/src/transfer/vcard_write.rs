//! A contact as a vCard 4.0, with the lines that an import kept.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::record::{ContactRecord, OccasionRecord, PointRecord};
use crate::occasions::OccasionKind;
use crate::people::photo::kind_of;
use crate::people::{AddressParts, ContactKind};

/// One card.
pub fn card(contact: &ContactRecord, photo: Option<&[u8]>) -> String {
    let mut card = Card { text: String::new(), groups: 0 };
    card.line("BEGIN:VCARD");
    card.line("VERSION:4.0");
    card.value("UID", contact.uid.as_deref());
    if contact.kind == Some(ContactKind::Organisation) {
        card.line("KIND:org");
    }
    card.value("FN", contact.name.as_deref());
    let extra = Extra::of(contact);
    card.names(contact, &extra);
    card.list("NICKNAME", contact.nicknames.as_deref());
    card.organisation(contact, &extra);
    card.value("TITLE", contact.title.as_deref());
    card.points("EMAIL", contact.emails.as_deref());
    card.points("TEL", contact.phones.as_deref());
    card.addresses(contact.addresses.as_deref());
    card.points("URL", contact.urls.as_deref());
    card.profiles(contact.profiles.as_deref());
    card.list("CATEGORIES", contact.groups.as_deref());
    for occasion in contact.occasions.iter().flatten() {
        card.occasion(occasion);
    }
    card.death(contact, &extra);
    card.value("NOTE", contact.about.as_deref());
    if let Some((bytes, kind)) = photo.and_then(|bytes| kind_of(bytes).map(|kind| (bytes, kind))) {
        card.line(&format!("PHOTO:data:{kind};base64,{}", STANDARD.encode(bytes)));
    }
    for line in extra.rest {
        card.kept(&line);
    }
    card.line("END:VCARD");
    card.text
}

/// The kept lines: those that say a field in full, and the rest.
struct Extra {
    name: Option<String>,
    organisations: Vec<String>,
    says_death: bool,
    rest: Vec<String>,
}

impl Extra {
    /// `N` and `ORG` as they came go out again as long as they still say what the contact says.
    fn of(contact: &ContactRecord) -> Self {
        let mut extra = Self { name: None, organisations: Vec::new(), says_death: false, rest: Vec::new() };
        let organisation = unspaced(contact.org.as_deref().unwrap_or_default());
        for line in contact.vcard_extra.iter().flatten() {
            let name = line.split([':', ';']).next().unwrap_or_default().to_uppercase();
            match name.as_str() {
                "N" if extra.name.is_none() && says_name(line, contact) => extra.name = Some(line.clone()),
                "ORG" if unspaced(line).contains(&organisation) && !organisation.is_empty() => {
                    extra.organisations.push(line.clone());
                }
                "N" | "ORG" => {}
                // As it came it says when, where Kith does not know it.
                "DEATHDATE" if contact.deceased_on.clone().flatten().as_deref() != Some("unknown") => {}
                "DEATHDATE" => {
                    extra.says_death = true;
                    extra.rest.push(line.clone());
                }
                _ => extra.rest.push(line.clone()),
            }
        }
        extra
    }
}

fn unspaced(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase()
}

fn says_name(line: &str, contact: &ContactRecord) -> bool {
    let plain = !line.to_uppercase().contains("QUOTED-PRINTABLE");
    let value = line.split_once(':').map(|(_, value)| value).unwrap_or_default();
    let mut parts = value.split(';').map(str::trim);
    plain && parts.next() == contact.family.as_deref() && parts.next() == contact.given.as_deref()
}

struct Card {
    text: String,
    groups: u32,
}

impl Card {
    /// A line, folded at 75 bytes, never within a letter.
    fn line(&mut self, line: &str) {
        let mut length = 0;
        for char in line.chars() {
            if length + char.len_utf8() > 75 {
                self.text.push_str("\r\n ");
                length = 1;
            }
            self.text.push(char);
            length += char.len_utf8();
        }
        self.text.push_str("\r\n");
    }

    fn value(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            self.line(&format!("{name}:{}", escaped(value)));
        }
    }

    fn list(&mut self, name: &str, values: Option<&[String]>) {
        let values: Vec<String> = values.unwrap_or_default().iter().map(|value| escaped(value)).collect();
        if !values.is_empty() {
            self.line(&format!("{name}:{}", values.join(",")));
        }
    }

    fn names(&mut self, contact: &ContactRecord, extra: &Extra) {
        let (family, given) =
            (contact.family.as_deref().unwrap_or_default(), contact.given.as_deref().unwrap_or_default());
        match &extra.name {
            Some(line) => self.kept(line),
            None if !(family.is_empty() && given.is_empty()) => {
                self.line(&format!("N:{};{};;;", escaped(family), escaped(given)));
            }
            None => {}
        }
    }

    fn organisation(&mut self, contact: &ContactRecord, extra: &Extra) {
        if extra.organisations.is_empty() {
            return self.value("ORG", contact.org.as_deref());
        }
        for line in &extra.organisations {
            self.kept(line);
        }
    }

    /// A line kept from an older card, brought to the form of 4.0.
    fn kept(&mut self, line: &str) {
        let line = line.replace("\r\n", "\\n").replace(['\r', '\n'], "\\n");
        if !line.to_uppercase().contains("QUOTED-PRINTABLE") {
            return self.line(&line);
        }
        let raw =
            super::lines::Line { number: 0, bytes: line.clone().into_bytes(), written: super::lines::Written::Quoted };
        match super::property::Property::read(&raw, "2.1") {
            Some(property) => self.line(&format!("{}:{}", property.header(), property.raw)),
            None => self.line(&line),
        }
    }

    fn points(&mut self, name: &str, points: Option<&[PointRecord]>) {
        for point in points.unwrap_or_default() {
            let value = if name == "URL" { point.shown() } else { escaped(&point.shown()) };
            self.labelled(name, "", point.label.as_deref().unwrap_or_default(), &value);
        }
    }

    fn profiles(&mut self, points: Option<&[PointRecord]>) {
        for point in points.unwrap_or_default() {
            let (value, label) = (point.shown(), point.label.as_deref().unwrap_or_default());
            let service = if label.is_empty() { String::new() } else { format!(";X-SERVICE-TYPE={}", quoted(label)) };
            self.line(&format!("IMPP{service}:{}", escaped(&value)));
        }
    }

    fn addresses(&mut self, points: Option<&[PointRecord]>) {
        for point in points.unwrap_or_default() {
            let parts = point.parts.clone().unwrap_or_default();
            let in_full = if parts == AddressParts::default() {
                format!(";;{};;;;", escaped(&point.shown()))
            } else {
                let all = [
                    parts.po_box,
                    parts.extended,
                    parts.street,
                    parts.city,
                    parts.region,
                    parts.postcode,
                    parts.country,
                ];
                all.map(|part| escaped(part.as_deref().unwrap_or_default())).join(";")
            };
            self.labelled("ADR", "", point.label.as_deref().unwrap_or_default(), &in_full);
        }
    }

    /// A label that is a type is written as one; any other as Apple does it, on a line of its own.
    fn labelled(&mut self, name: &str, params: &str, label: &str, value: &str) {
        match types(label) {
            Some(types) if types.is_empty() => self.line(&format!("{name}{params}:{value}")),
            Some(types) => self.line(&format!("{name}{params};TYPE={types}:{value}")),
            None => {
                self.groups += 1;
                let group = self.groups;
                self.line(&format!("kith{group}.{name}{params}:{value}"));
                self.line(&format!("kith{group}.X-ABLabel:{}", escaped(label)));
            }
        }
    }

    /// The day of death (RFC 6474).
    fn death(&mut self, contact: &ContactRecord, extra: &Extra) {
        match contact.deceased_on.as_ref().and_then(Option::as_deref) {
            None => {}
            Some("unknown") if extra.says_death => {}
            Some("unknown") => self.line("DEATHDATE;VALUE=text:unknown"),
            Some(date) if date.len() == 10 => self.line(&format!("DEATHDATE:{}", date.replace('-', ""))),
            Some(date) => self.line(&format!("DEATHDATE:{date}")),
        }
    }

    fn occasion(&mut self, occasion: &OccasionRecord) {
        let date = occasion.date.as_deref().unwrap_or_default();
        let compact = match date.strip_prefix("--") {
            Some(rest) => format!("--{}", rest.replace('-', "")),
            // A year and a month keep their dash (RFC 6350, 4.3.1).
            None if date.len() == 7 => date.to_owned(),
            None => date.replace('-', ""),
        };
        match (occasion.kind, occasion.label.as_deref().unwrap_or_default()) {
            (Some(OccasionKind::Birthday), _) => self.line(&format!("BDAY:{compact}")),
            (Some(OccasionKind::Anniversary), "") => self.line(&format!("ANNIVERSARY:{compact}")),
            (Some(OccasionKind::Anniversary | OccasionKind::Custom) | None, label) => {
                self.groups += 1;
                let group = self.groups;
                self.line(&format!("kith{group}.X-ABDATE:{date}"));
                self.line(&format!("kith{group}.X-ABLabel:{}", escaped(label)));
            }
        }
    }
}

/// The types a label stands for; `None` where it is in the user's own words.
fn types(label: &str) -> Option<String> {
    let mut types = Vec::new();
    for word in label.split_whitespace() {
        types.push(match word {
            "mobile" => "cell",
            "work" | "home" | "fax" | "cell" | "pager" | "video" | "textphone" => word,
            _ => return None,
        });
    }
    Some(types.join(","))
}

fn escaped(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace(',', "\\,").replace(';', "\\;");
    text.replace("\r\n", "\\n").replace(['\r', '\n'], "\\n")
}

fn quoted(text: &str) -> String {
    let text: String = text.chars().filter(|c| *c != '"' && !c.is_control()).collect();
    if text.contains([':', ';', ',']) { format!("\"{text}\"") } else { text }
}
