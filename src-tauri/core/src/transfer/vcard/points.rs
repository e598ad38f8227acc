//! The ways to reach someone: addresses, numbers, pages, profiles.

use super::Reading;
use crate::people::{AddressParts, PointKind};
use crate::transfer::property::Property;
use crate::transfer::record::{PointRecord, one_line};

impl Reading {
    pub(super) fn point(&mut self, property: &Property) {
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

    pub(super) fn profile(&mut self, property: &Property, label: &str) {
        self.add_point(PointKind::Profile, PointRecord::new(property.value(), label));
    }

    /// The same address or number twice is one, with the labels it has.
    pub(super) fn add_point(&mut self, kind: PointKind, point: PointRecord) {
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

    pub(super) fn label(&self, property: &Property) -> String {
        match self.labels.get(&property.group).filter(|_| !property.group.is_empty()) {
            Some(label) => label.clone(),
            None => label_of(&property.types()),
        }
    }

    pub(super) fn address(&mut self, property: &Property) {
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

    /// A `LABEL` is the writing on the envelope of an `ADR`; without one it is the address itself.
    pub(super) fn finish_addresses(&mut self) {
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

fn phone(value: &str) -> String {
    without_scheme(value, "tel:").replace(";ext=", " ext. ")
}

fn without_scheme(value: &str, scheme: &str) -> String {
    match value.get(..scheme.len()) {
        Some(start) if start.eq_ignore_ascii_case(scheme) => value.get(scheme.len()..).unwrap_or_default().to_owned(),
        Some(_) | None => value.to_owned(),
    }
}
