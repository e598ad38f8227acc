//! A contact's input, checked and tidied before anything is written. Pure.

use chrono::{Days, NaiveDate};

use super::{AddressParts, ContactAdd, ContactEdit, ContactKind, PointInput, PointKind, names};
use crate::cadence::{self, Choice, Interval};
use crate::error::{Error, Result};
use crate::id::ContactId;
use crate::occasions::{self, OccasionDate};
use crate::text;

/// The texts of a contact.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[allow(missing_docs, reason = "as in Contact")]
pub struct Core {
    pub kind: ContactKind,
    pub name: String,
    pub given: String,
    pub family: String,
    pub nicknames: Vec<String>,
    pub org: String,
    pub title: String,
    pub about: String,
    pub expectations: String,
    pub photo: Option<String>,
}

/// A way to reach a contact.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "as in Point")]
pub struct NewPoint {
    pub kind: PointKind,
    pub value: String,
    pub label: String,
    pub parts: AddressParts,
}

/// A contact to make.
#[derive(Debug, Clone)]
pub struct NewContact {
    /// Its texts.
    pub core: Core,
    /// How to reach it, in order.
    pub points: Vec<NewPoint>,
    /// Names of its groups.
    pub groups: Vec<String>,
    /// Its rhythm; from the groups where none was given.
    pub cadence: Option<Choice>,
    /// Its birthday.
    pub birthday: Option<OccasionDate>,
}

impl NewContact {
    /// Checks what was given.
    pub fn checked(input: ContactAdd) -> Result<Self> {
        let name = text::name(&input.name)?;
        let kind = input.kind.unwrap_or_default();
        let (given, family) = parts_of_name(kind, &name);
        let core = Core { kind, name, given, family, ..Core::default() };
        let core = core.with(&CoreInput {
            name: None,
            kind: None,
            given: input.given.as_deref(),
            family: input.family.as_deref(),
            nicknames: input.nicknames.as_deref(),
            org: input.org.as_deref(),
            title: input.title.as_deref(),
            about: input.about.as_deref(),
            expectations: input.expectations.as_deref(),
        })?;
        Ok(Self {
            core,
            points: checked_points(input.points.as_deref().unwrap_or_default())?,
            groups: checked_names("groups", input.groups.as_deref().unwrap_or_default())?,
            cadence: input.every.as_deref().map(cadence::parse_choice).transpose()?,
            birthday: input.birthday.as_deref().map(occasions::parse_date).transpose()?,
        })
    }
}

/// Texts as they are given; what is missing stays.
struct CoreInput<'a> {
    name: Option<&'a str>,
    kind: Option<ContactKind>,
    given: Option<&'a str>,
    family: Option<&'a str>,
    nicknames: Option<&'a [String]>,
    org: Option<&'a str>,
    title: Option<&'a str>,
    about: Option<&'a str>,
    expectations: Option<&'a str>,
}

impl Core {
    /// These texts with what an edit gives. The photo is not looked at here.
    pub fn edited(self, edit: &ContactEdit) -> Result<Self> {
        self.with(&CoreInput {
            name: edit.name.as_deref(),
            kind: edit.kind,
            given: edit.given.as_deref(),
            family: edit.family.as_deref(),
            nicknames: edit.nicknames.as_deref(),
            org: edit.org.as_deref(),
            title: edit.title.as_deref(),
            about: edit.about.as_deref(),
            expectations: edit.expectations.as_deref(),
        })
    }

    fn with(mut self, input: &CoreInput<'_>) -> Result<Self> {
        let was_read = (self.given.clone(), self.family.clone()) == parts_of_name(self.kind, &self.name);
        self.kind = input.kind.unwrap_or(self.kind);
        if let Some(name) = input.name {
            self.name = text::name(name)?;
        }
        if was_read {
            // Parts that nobody corrected follow the name.
            (self.given, self.family) = parts_of_name(self.kind, &self.name);
        }
        set_line(&mut self.given, "given", input.given, text::LONGEST_NAME)?;
        set_line(&mut self.family, "family", input.family, text::LONGEST_NAME)?;
        set_line(&mut self.org, "org", input.org, text::LONGEST_NAME)?;
        set_line(&mut self.title, "title", input.title, text::LONGEST_NAME)?;
        if let Some(nicknames) = input.nicknames {
            self.nicknames = checked_names("nicknames", nicknames)?;
        }
        if let Some(about) = input.about {
            self.about = text::note("about", about)?;
        }
        if let Some(expectations) = input.expectations {
            self.expectations = text::note("expectations", expectations)?;
        }
        Ok(self)
    }
}

fn set_line(slot: &mut String, field: &'static str, given: Option<&str>, longest: usize) -> Result<()> {
    if let Some(given) = given {
        *slot = text::line(field, given, longest)?;
    }
    Ok(())
}

fn parts_of_name(kind: ContactKind, name: &str) -> (String, String) {
    match kind {
        ContactKind::Person => names::split(name),
        ContactKind::Organisation => (String::new(), String::new()),
    }
}

/// Names that are tidy, not empty, and each there once.
pub(crate) fn checked_names(field: &'static str, names: &[String]) -> Result<Vec<String>> {
    let mut checked: Vec<String> = Vec::with_capacity(names.len());
    for name in names {
        let name = text::line(field, name, text::LONGEST_NAME)?;
        if !name.is_empty() && !checked.contains(&name) {
            checked.push(name);
        }
    }
    Ok(checked)
}

/// Points that are tidy; empty ones are left out, as a form has empty rows.
pub(crate) fn checked_points(points: &[PointInput]) -> Result<Vec<NewPoint>> {
    let mut checked = Vec::with_capacity(points.len());
    for point in points {
        let label = text::line("label", point.label.as_deref().unwrap_or_default(), text::LONGEST_NAME)?;
        let parts = checked_parts(point)?;
        let mut value = text::line("points", &point.value, text::LONGEST_LINE)?;
        if value.is_empty() {
            value = on_one_line(&parts);
        }
        if !value.is_empty() {
            checked.push(NewPoint { kind: point.kind, value, label, parts });
        }
    }
    Ok(checked)
}

fn checked_parts(point: &PointInput) -> Result<AddressParts> {
    let Some(parts) = &point.parts else { return Ok(AddressParts::default()) };
    let part = |text: &Option<String>| -> Result<Option<String>> {
        let line = text.as_deref().map(|part| text::line("points", part, text::LONGEST_LINE)).transpose()?;
        Ok(line.filter(|line| !line.is_empty()))
    };
    let parts = AddressParts {
        po_box: part(&parts.po_box)?,
        extended: part(&parts.extended)?,
        street: part(&parts.street)?,
        city: part(&parts.city)?,
        region: part(&parts.region)?,
        postcode: part(&parts.postcode)?,
        country: part(&parts.country)?,
    };
    if point.kind != PointKind::Address && parts != AddressParts::default() {
        return Err(Error::invalid("points", "Only an address has parts."));
    }
    Ok(parts)
}

/// An address's parts on one line: “12 Quai Sud, 13002 Marseille, France”.
pub fn on_one_line(parts: &AddressParts) -> String {
    let town = [&parts.postcode, &parts.city].into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" ");
    let town = Some(town).filter(|town| !town.is_empty());
    [&parts.po_box, &parts.extended, &parts.street, &town, &parts.region, &parts.country]
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect::<Vec<_>>()
        .join(", ")
}

/// First due days over the first rhythm for people whose rhythm was set at once, in the order given.
pub fn spread(ids: &[ContactId], today: NaiveDate, interval: Interval) -> Vec<(ContactId, NaiveDate)> {
    let length = cadence::add(today, interval).signed_duration_since(today).num_days();
    let count = i64::try_from(ids.len()).unwrap_or(i64::MAX).max(1);
    let day = |at: usize| {
        let after = i64::try_from(at).unwrap_or(0).saturating_mul(length) / count;
        today.checked_add_days(Days::new(after.unsigned_abs())).unwrap_or(today)
    };
    ids.iter().enumerate().map(|(at, id)| (*id, day(at))).collect()
}
