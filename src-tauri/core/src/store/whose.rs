//! Whose rhythm a change may have moved, read from its changeset: so that those of others need not be read again.

use rusqlite::hooks::Action;
use rusqlite::session::ChangesetItem;
use rusqlite::types::ValueRef;

use super::undo::each_item;
use crate::changes::Whose;
use crate::id::{ContactId, ConversationId, ExchangeId};

/// Bytes of a changeset, as of some hundred rows: of a longer one all are read again, which is quicker then.
const LONG: usize = 64 << 10;

/// Whose rhythm a changeset may have moved, done or undone; everyone's, should it not be understood.
pub(super) fn whose(changeset: &[u8]) -> Whose {
    let mut whose = Whose::default();
    if changeset.len() > LONG || each_item(changeset, |item| note(item, &mut whose)).is_err() {
        return Whose::everyone();
    }
    whose
}

/// Notes whom one row concerns. The columns are counted as the schema has them, which adds new ones at the end.
fn note(item: &ChangesetItem, whose: &mut Whose) -> rusqlite::Result<()> {
    let operation = item.op()?;
    let key = |column: usize| match operation.code() {
        Action::SQLITE_INSERT => number(item.new_value(column)?),
        _ => number(item.old_value(column)?),
    };
    match operation.table_name() {
        "contacts" => drop(whose.contacts.insert(ContactId(key(0)?))),
        "memberships" => {
            whose.memberships = true;
            whose.contacts.insert(ContactId(key(0)?));
        }
        "conversations" => drop(whose.conversations.insert(ConversationId(key(0)?))),
        "conversation_people" => drop(whose.contacts.insert(ContactId(key(1)?))),
        "exchanges" => {
            whose.exchanges.insert(ExchangeId(key(0)?));
            // One that is gone, or went over to another conversation, says where it was.
            let sides = [item.old_value(3), item.new_value(3)].into_iter().flatten();
            whose.conversations.extend(sides.filter_map(|side| number(side).ok()).map(ConversationId));
        }
        "groups" | "settings" => whose.everyone = true,
        _ => {}
    }
    Ok(())
}

fn number(value: ValueRef<'_>) -> rusqlite::Result<i64> {
    Ok(value.as_i64()?)
}
