//! What a card tells of a life: birthdays and other days, and who someone is to whom.

use super::Reading;
use crate::facts::FactKind;
use crate::occasions::OccasionKind;
use crate::people::DiedOn;
use crate::transfer::dates::{death_date, occasion_date};
use crate::transfer::property::Property;
use crate::transfer::record::{FactRecord, OccasionRecord};

impl Reading {
    pub(super) fn date(&mut self, property: &Property) {
        let omitted = property.parameter("X-APPLE-OMIT-YEAR").and_then(|y| y.parse().ok());
        let (kind, label) = match property.name.as_str() {
            "BDAY" => (OccasionKind::Birthday, String::new()),
            "X-ABDATE" => match self.labels.get(&property.group).filter(|_| !property.group.is_empty()) {
                Some(label) if label == "anniversary" => (OccasionKind::Anniversary, String::new()),
                Some(label) => (OccasionKind::Custom, label.clone()),
                None => (OccasionKind::Custom, "date".into()),
            },
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

    /// The day of death (RFC 6474), as far as it is told; a card has one.
    pub(super) fn death(&mut self, property: &Property) {
        let value = property.raw.replace('\\', "");
        if value.trim().is_empty() {
            return;
        }
        let died = death_date(&value);
        if died.is_none() {
            self.problem(property.line, format!("DEATHDATE “{}” is no date; the line was kept.", value.trim()));
        }
        if died.is_none() || self.card.contact.deceased_on.is_some() {
            self.keep(property);
        }
        self.card.contact.deceased_on.get_or_insert_with(|| Some(died.unwrap_or(DiedOn::Unknown).to_string()));
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

    pub(super) fn related(&mut self, property: &Property) {
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
    pub(super) fn relative(&mut self, property: &Property, relation: &str) {
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
    pub(super) fn android(&mut self, property: &Property) {
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
    pub(super) fn full_contact(&mut self, property: &Property, list: &str, label: &str) {
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
}

/// A word that may stand as a type.
fn token(text: &str) -> String {
    text.to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect()
}
