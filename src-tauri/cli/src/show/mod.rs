//! Answers in words for a person: plain, aligned, without colours.

mod field;
mod lists;
mod things;

pub(crate) use self::lists::{export, found, groups, history, import, import_exit, people, reminders, today};
pub(crate) use self::things::{
    backup, contact, contact_in_full, conversation, day_item, deleted, exchange, fact, feedback, follow_up, group,
    occasion, pace, redone, undone,
};
