//! What an archive gives, laid over what is here: a field that is not given stays as it is.

use std::collections::BTreeSet;

use crate::transfer::record::{CadenceRecord, ContactRecord, ConversationRecord, OccasionRecord, POINT_KINDS};

/// What is here with what is given laid over it.
pub(super) fn overlaid(old: &ContactRecord, given: ContactRecord) -> ContactRecord {
    let mut new = old.clone();
    macro_rules! over {
        ($($field:ident)*) => {$(if given.$field.is_some() { new.$field = given.$field; })*};
    }
    over!(name kind given family nicknames org title about expectations emails phones addresses urls profiles source
          vcard_extra created_at updated_at photo archived_on deceased_on paused_until snoozed_until skipped_on);
    if let Some(cadence) = given.cadence {
        let before = old.cadence.clone().flatten().unwrap_or_default();
        new.cadence = Some(cadence.map(|given| {
            let is_since = given.set_on.is_none() || given.set_on == before.set_on;
            let is_same = is_since && (given.every, &given.unit) == (before.every, &before.unit);
            let first_due = given.first_due.or(before.first_due.filter(|_| is_same));
            CadenceRecord { set_on: given.set_on.or(before.set_on), first_due, ..given }
        }));
    }
    for kind in POINT_KINDS {
        for point in new.points_mut(kind) {
            point.value = Some(point.shown());
            point.label.get_or_insert_default();
        }
    }
    if let Some(groups) = given.groups {
        let mut memberships = old.memberships.clone().unwrap_or_default();
        memberships.retain(|name, _| groups.contains(name));
        for (name, since) in given.memberships.unwrap_or_default() {
            if groups.contains(&name) {
                memberships.insert(name, since);
            }
        }
        new.memberships = Some(memberships);
        new.groups = Some(groups);
    }
    for occasion in given.occasions.unwrap_or_default() {
        let list = new.occasions.get_or_insert_default();
        match list.iter_mut().find(|other| other.uid == occasion.uid) {
            Some(other) => {
                let label = occasion.label.or(other.label.take());
                let lead_days = occasion.lead_days.or(other.lead_days);
                *other = OccasionRecord {
                    label,
                    lead_days,
                    created_at: other.created_at,
                    uid: other.uid.take(),
                    ..occasion
                };
            }
            None => list.push(occasion),
        }
    }
    new
}

/// A conversation that is here with what is given laid over it.
pub(super) fn over_conversation(old: &ConversationRecord, given: &ConversationRecord) -> ConversationRecord {
    let mut new = ConversationRecord { exchanges: old.exchanges.clone(), ..old.clone() };
    macro_rules! over {
        ($($field:ident)*) => {$(if given.$field.is_some() { new.$field = given.$field.clone(); })*};
    }
    over!(start channel attempt place people note updated_at minutes initiated_by again_on line);
    if let Some(tags) = &given.tags {
        let tags: BTreeSet<String> = tags.iter().map(|tag| tag.trim_start_matches('#').to_owned()).collect();
        new.tags = Some(tags.into_iter().collect());
    }
    new
}
