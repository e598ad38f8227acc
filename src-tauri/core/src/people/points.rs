//! Contact points: the ways to reach someone.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::id::PointId;

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
