//! The SQL of exchanges.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rusqlite::{OptionalExtension, Params, Row, params};

use super::{Direction, Exchange, ExchangeKind, Worth};
use crate::civil::StoredDay;
use crate::clock::Now;
use crate::error::{During, Error, Result};
use crate::id::{ContactId, ConversationId, ExchangeId, json, new_uid};
use crate::people::ContactRef;
use crate::store::Db;

/// An exchange to write.
#[derive(Debug, Clone)]
pub struct NewExchange<'a> {
    /// With whom.
    pub contact_id: ContactId,
    /// In which conversation.
    pub conversation_id: Option<ConversationId>,
    /// Which way.
    pub direction: Direction,
    /// Its kind.
    pub kind: ExchangeKind,
    /// What.
    pub text: &'a str,
    /// Worth in money.
    pub worth: Option<&'a Worth>,
    /// When.
    pub day: NaiveDate,
}

/// Writes an exchange.
pub fn insert(tx: &Db, now: &Now, new: &NewExchange<'_>) -> Result<ExchangeId> {
    tx.prepare_cached(
        "INSERT INTO exchanges (uid, contact_id, conversation_id, direction, kind, text, worth_cents, currency, day, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )
    .and_then(|mut statement| {
        statement.execute(params![
            new_uid(),
            new.contact_id,
            new.conversation_id,
            new.direction,
            new.kind,
            new.text,
            new.worth.map(|worth| worth.cents),
            new.worth.map(|worth| &worth.currency),
            StoredDay(new.day),
            now.millis(),
        ])
    })
    .during("saving an exchange")?;
    Ok(ExchangeId(tx.last_insert_rowid()))
}

macro_rules! select {
    ($tail:literal) => {
        concat!(
            "SELECT x.id, x.uid, x.conversation_id, x.direction, x.kind, x.text, x.worth_cents, x.currency, x.day,
                    c.id, c.uid, c.name
             FROM exchanges AS x
             JOIN contacts AS c ON c.id = x.contact_id ",
            $tail
        )
    };
}

fn row(row: &Row<'_>) -> rusqlite::Result<Exchange> {
    let worth = row.get::<_, Option<i64>>(6)?.zip(row.get::<_, Option<String>>(7)?);
    Ok(Exchange {
        id: row.get(0)?,
        uid: row.get(1)?,
        conversation_id: row.get(2)?,
        direction: row.get(3)?,
        kind: row.get(4)?,
        text: row.get(5)?,
        worth: worth.map(|(cents, currency)| Worth { cents, currency }.to_string()),
        day: row.get::<_, StoredDay>(8)?.0,
        with: ContactRef { id: row.get(9)?, uid: row.get(10)?, name: row.get(11)? },
    })
}

fn select(db: &Db, sql: &str, params: impl Params) -> Result<Vec<Exchange>> {
    db.prepare_cached(sql)
        .and_then(|mut statement| statement.query_map(params, row)?.collect())
        .during("reading the exchanges")
}

/// One exchange.
pub fn get(db: &Db, id: ExchangeId) -> Result<Exchange> {
    db.prepare_cached(select!("WHERE x.id = ?1"))
        .and_then(|mut statement| statement.query_row([id], row).optional())
        .during("reading an exchange")?
        .ok_or_else(|| Error::not_found("exchange", id))
}

/// All with a contact, newest first.
pub fn of_contact(db: &Db, contact: ContactId) -> Result<Vec<Exchange>> {
    select(db, select!("WHERE x.contact_id = ?1 ORDER BY x.day DESC, x.id DESC"), [contact])
}

/// Those of these conversations, in the order written.
pub fn of_conversations(db: &Db, ids: &[ConversationId]) -> Result<BTreeMap<ConversationId, Vec<Exchange>>> {
    let wanted = select!("WHERE x.conversation_id IN (SELECT value FROM json_each(?1)) ORDER BY x.id");
    let mut found: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for exchange in select(db, wanted, [json(ids)])? {
        if let Some(conversation) = exchange.conversation_id {
            found.entry(conversation).or_default().push(exchange);
        }
    }
    Ok(found)
}

/// The latest with each of these contacts.
pub fn latest(db: &Db, contacts: &[ContactId]) -> Result<BTreeMap<ContactId, Exchange>> {
    let wanted = select!(
        "WHERE x.id IN (
           SELECT (SELECT l.id FROM exchanges AS l WHERE l.contact_id = w.value ORDER BY l.day DESC, l.id DESC LIMIT 1)
           FROM json_each(?1) AS w)"
    );
    Ok(select(db, wanted, [json(contacts)])?.into_iter().map(|exchange| (exchange.with.id, exchange)).collect())
}

/// Deletes one.
pub fn delete(tx: &Db, id: ExchangeId) -> Result<()> {
    tx.prepare_cached("DELETE FROM exchanges WHERE id = ?1")
        .and_then(|mut statement| statement.execute([id]))
        .during("deleting an exchange")?;
    Ok(())
}
