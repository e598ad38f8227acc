//! Contacts as a table of comma-separated values (RFC 4180), a line each; several values stand together, parted by `; `.

use super::record::{ContactRecord, PointRecord};
use crate::occasions::OccasionKind;

/// Says that it is UTF-8, without which the commonest program for tables garbles every accent; then the columns.
pub const HEAD: &str = "\u{FEFF}Name,Given name,Family name,Nicknames,Organisation,Title,E-mail,Phone,Address,Link,\
                        Groups,Birthday,About,UID\r\n";

/// One contact.
pub fn line(contact: &ContactRecord) -> String {
    let text = |field: &Option<String>| field.clone().unwrap_or_default();
    let list = |field: &Option<Vec<String>>| field.clone().unwrap_or_default().join("; ");
    let is_birthday = |kind: Option<OccasionKind>| kind == Some(OccasionKind::Birthday);
    let birthday = contact.occasions.iter().flatten().find(|occasion| is_birthday(occasion.kind));
    let cells = [
        text(&contact.name),
        text(&contact.given),
        text(&contact.family),
        list(&contact.nicknames),
        text(&contact.org),
        text(&contact.title),
        values(contact.emails.as_deref()),
        values(contact.phones.as_deref()),
        values(contact.addresses.as_deref()),
        values(contact.urls.as_deref()),
        list(&contact.groups),
        birthday.and_then(|occasion| occasion.date.clone()).unwrap_or_default(),
        text(&contact.about),
        text(&contact.uid),
    ];
    let cells: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
    cells.join(",") + "\r\n"
}

fn values(points: Option<&[PointRecord]>) -> String {
    let values: Vec<&str> = points.unwrap_or_default().iter().filter_map(|point| point.value.as_deref()).collect();
    values.join("; ").replace(['\r', '\n'], " ")
}

fn quoted(cell: &str) -> String {
    let needs_quotes = cell.contains([',', '"', '\r', '\n']) || cell.starts_with(' ') || cell.ends_with(' ');
    if needs_quotes { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_holds_what_a_table_can_and_keeps_commas_quotes_and_breaks() {
        let contact = ContactRecord {
            name: Some("Moreau, Dana \"Dodo\"".into()),
            org: Some("Harbour Supply".into()),
            emails: Some(
                ["a@x.example", "b@x.example"]
                    .map(|value| PointRecord { value: Some(value.into()), ..PointRecord::default() })
                    .into(),
            ),
            about: Some("one\ntwo".into()),
            uid: Some("dana".into()),
            ..ContactRecord::default()
        };
        let expected =
            "\"Moreau, Dana \"\"Dodo\"\"\",,,,Harbour Supply,,a@x.example; b@x.example,,,,,,\"one\ntwo\",dana\r\n";
        assert_eq!(line(&contact), expected);
        assert_eq!(HEAD.split(',').count(), 14);
    }
}
