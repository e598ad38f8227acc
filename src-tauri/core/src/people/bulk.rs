//! A change of many contacts at once, checked, and how it is called in the history. Pure.

use super::checked::checked_names;
use super::{ContactsBulk, rhythm_said};
use crate::cadence::{Choice, Wanted};
use crate::error::{Error, Result};
use crate::id::ContactId;
use crate::said;
use crate::said::{Part, Said};
use crate::text::short;

/// A checked change.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "as in ContactsBulk")]
pub struct Change {
    pub ids: Vec<ContactId>,
    pub cadence: Option<Wanted>,
    pub add_groups: Vec<String>,
    pub remove_groups: Vec<String>,
    pub archive: Option<bool>,
    pub delete: bool,
}

impl Change {
    /// Checks what was given: each contact once, in the order of their ids.
    pub fn checked(input: ContactsBulk) -> Result<Self> {
        let mut ids = input.ids;
        ids.sort_unstable();
        ids.dedup();
        let change = Self {
            ids,
            cadence: input.cadence.as_deref().map(|every| Wanted::parse(every, input.latest.as_deref())).transpose()?,
            add_groups: checked_names("add_groups", input.add_groups.as_deref().unwrap_or_default())?,
            remove_groups: checked_names("remove_groups", input.remove_groups.as_deref().unwrap_or_default())?,
            archive: input.archive,
            delete: input.delete.unwrap_or(false),
        };
        if input.latest.is_some() && change.cadence.is_none() {
            return Err(Error::invalid(
                "latest",
                "“At the latest” stands beside a rhythm of their own. Set that as well.",
            ));
        }
        if change.ids.is_empty() {
            return Err(Error::invalid("ids", "Nobody was chosen."));
        }
        if change.delete && change.changes() > 1 {
            return Err(Error::invalid("delete", "People who are deleted cannot be changed as well."));
        }
        Ok(change)
    }

    fn changes(&self) -> usize {
        [
            self.cadence.is_some(),
            !self.add_groups.is_empty(),
            !self.remove_groups.is_empty(),
            self.archive.is_some(),
            self.delete,
        ]
        .into_iter()
        .filter(|given| *given)
        .count()
    }

    /// How it is called in the history; `alone` is the name of the only contact.
    pub fn label(&self, alone: Option<&str>) -> Said {
        let whom: Part = match alone {
            Some(name) => short(name).into(),
            None => said!("{n} people", n = self.ids.len()).into(),
        };
        if self.changes() != 1 {
            return said!("Changed {whom}", whom = whom);
        }
        match (self.cadence.map(|wanted| wanted.choice), self.archive) {
            (Some(Choice::Every(interval)), _) => {
                let rhythm = rhythm_said(interval);
                match rhythm.pattern.strip_prefix("every ") {
                    Some(length) => {
                        let length = Said { pattern: length.to_owned(), parts: rhythm.parts.clone() };
                        said!("Set a rhythm of {length} for {whom}", length = length, whom = whom)
                    }
                    None => said!("Set a {rhythm} rhythm for {whom}", rhythm = rhythm, whom = whom),
                }
            }
            (Some(Choice::Declined), _) => said!("Set no rhythm for {whom}", whom = whom),
            (Some(Choice::Inherit), _) => said!("Left the rhythm of {whom} to the groups", whom = whom),
            (None, Some(true)) => said!("Archived {whom}", whom = whom),
            (None, Some(false)) => said!("Brought {whom} back", whom = whom),
            (None, None) if self.delete => said!("Deleted {whom}", whom = whom),
            (None, None) if !self.add_groups.is_empty() => {
                said!("Added {whom} to {groups}", whom = whom, groups = self.add_groups.join(", "))
            }
            (None, None) => {
                said!("Took {whom} out of {groups}", whom = whom, groups = self.remove_groups.join(", "))
            }
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at what it did not expect")]
mod tests {
    use super::*;

    fn label(input: ContactsBulk) -> String {
        Change::checked(input).unwrap().label(None).to_string()
    }

    #[test]
    fn the_history_says_what_was_done_to_how_many() {
        let ids = || (1..=40).map(ContactId).collect::<Vec<_>>();
        let of = |change: ContactsBulk| label(ContactsBulk { ids: ids(), ..change });
        let cadence = |every: &str| ContactsBulk { cadence: Some(every.into()), ..ContactsBulk::default() };
        assert_eq!(of(cadence("1m")), "Set a monthly rhythm for 40 people");
        assert_eq!(of(cadence("6w")), "Set a rhythm of 6 weeks for 40 people");
        assert_eq!(of(cadence("none")), "Set no rhythm for 40 people");
        assert_eq!(of(cadence("inherit")), "Left the rhythm of 40 people to the groups");
        let groups = Some(vec!["Clients".to_owned(), "Peers".to_owned()]);
        assert_eq!(
            of(ContactsBulk { add_groups: groups.clone(), ..ContactsBulk::default() }),
            "Added 40 people to Clients, Peers"
        );
        assert_eq!(
            of(ContactsBulk { remove_groups: groups, ..ContactsBulk::default() }),
            "Took 40 people out of Clients, Peers"
        );
        assert_eq!(of(ContactsBulk { archive: Some(true), ..ContactsBulk::default() }), "Archived 40 people");
        assert_eq!(of(ContactsBulk { archive: Some(false), ..ContactsBulk::default() }), "Brought 40 people back");
        assert_eq!(of(ContactsBulk { delete: Some(true), ..ContactsBulk::default() }), "Deleted 40 people");
        assert_eq!(of(ContactsBulk { archive: Some(true), ..cadence("1m") }), "Changed 40 people");
    }

    #[test]
    fn each_contact_is_changed_once() {
        let ids = [3, 1, 3, 2].map(ContactId).to_vec();
        let change = Change::checked(ContactsBulk { ids, archive: Some(true), ..ContactsBulk::default() }).unwrap();
        assert_eq!(change.ids, [1, 2, 3].map(ContactId));
        assert!(Change::checked(ContactsBulk::default()).is_err());
    }
}
