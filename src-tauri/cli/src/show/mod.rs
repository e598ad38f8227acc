//! Answers in words for a person: aligned, and with colours only where the terminal shows them.

mod calendar;
mod field;
mod lists;
mod safety;
mod search;
mod things;

pub(crate) use self::calendar::{calendar, calendar_text};
pub(crate) use self::lists::{
    export, forecast, groups, history, import, import_exit, in_a_line, kept, people, reminders, script, today,
    vacations,
};
pub(crate) use self::safety::{backup, backups, check, check_exit, report, restore};
pub(crate) use self::search::{explained, found, found_flat, index, index_exit, index_verified};
pub(crate) use self::things::{
    contact, contact_in_full, conversation, day_item, deleted, exchange, fact, feedback, follow_up, group, merged,
    occasion, pace, redone, undone,
};
