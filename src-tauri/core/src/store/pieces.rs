//! A changeset cut into small ones.
//!
//! SQLite applies a changeset under one savepoint, and with `temp_store = MEMORY` each row then walks the
//! whole savepoint's journal: the time grows with the square of the rows. A few hundred rows at a time it
//! grows with their number. The format is the one described at the head of SQLite's `sqlite3session.c`.

use std::collections::BTreeSet;

const INSERT: u8 = 18;
const UPDATE: u8 = 23;
const DELETE: u8 = 9;

/// Cuts a changeset into changesets of at most `rows` rows; what is not understood stays whole.
pub(super) fn pieces(changeset: &[u8], rows: usize) -> Vec<Vec<u8>> {
    cut(changeset, rows.max(1)).unwrap_or_else(|| vec![changeset.to_vec()])
}

fn cut(changeset: &[u8], rows: usize) -> Option<Vec<Vec<u8>>> {
    let mut pieces = Vec::new();
    let mut piece: Vec<u8> = Vec::new();
    let mut held = 0;
    let mut header: &[u8] = &[];
    let mut columns = 0;
    let mut rest = changeset;
    while let Some(kind) = rest.first() {
        let before = rest;
        if *kind == b'T' {
            (columns, _, rest) = table(rest)?;
            header = taken(before, rest)?;
            piece.extend_from_slice(header);
            continue;
        }
        rest = row(rest, columns)?;
        if held == rows {
            pieces.push(std::mem::replace(&mut piece, header.to_vec()));
            held = 0;
        }
        piece.extend_from_slice(taken(before, rest)?);
        held += 1;
    }
    if held > 0 {
        pieces.push(piece);
    }
    Some(pieces)
}

/// The tables whose rows a changeset changes; none where it is not understood.
pub(super) fn tables(changeset: &[u8]) -> Option<BTreeSet<&str>> {
    let mut tables = BTreeSet::new();
    let mut columns = 0;
    let mut rest = changeset;
    while let Some(kind) = rest.first() {
        if *kind == b'T' {
            let name;
            (columns, name, rest) = table(rest)?;
            tables.insert(std::str::from_utf8(name).ok()?);
        } else {
            rest = row(rest, columns)?;
        }
    }
    Some(tables)
}

/// What stood between two positions.
fn taken<'a>(before: &'a [u8], after: &[u8]) -> Option<&'a [u8]> {
    before.get(..before.len().checked_sub(after.len())?)
}

/// A table's header: its number of columns, its name, and what follows.
fn table(text: &[u8]) -> Option<(usize, &[u8], &[u8])> {
    let (columns, rest) = varint(text.get(1..)?)?;
    let rest = rest.get(columns..)?;
    let end = rest.iter().position(|byte| *byte == 0)?;
    Some((columns, rest.get(..end)?, rest.get(end + 1..)?))
}

/// What follows a row.
fn row(text: &[u8], columns: usize) -> Option<&[u8]> {
    let values = match text.first()? {
        &INSERT | &DELETE => columns,
        &UPDATE => 2 * columns,
        _ => return None,
    };
    let mut rest = text.get(2..)?;
    for _ in 0..values {
        rest = value(rest)?;
    }
    Some(rest)
}

/// What follows a value.
fn value(text: &[u8]) -> Option<&[u8]> {
    let (kind, rest) = text.split_first()?;
    match kind {
        0 | 5 => Some(rest),
        1 | 2 => rest.get(8..),
        3 | 4 => {
            let (length, rest) = varint(rest)?;
            rest.get(length..)
        }
        _ => None,
    }
}

/// SQLite's varint: seven bits a byte, the greatest first, and all eight of a ninth.
fn varint(text: &[u8]) -> Option<(usize, &[u8])> {
    let mut value: u64 = 0;
    for at in 0..9 {
        let byte = *text.get(at)?;
        if at == 8 {
            value = value << 8 | u64::from(byte);
        } else {
            value = value << 7 | u64::from(byte & 0x7f);
        }
        if at == 8 || byte & 0x80 == 0 {
            return Some((usize::try_from(value).ok()?, text.get(at + 1..)?));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{pieces, tables};

    #[test]
    fn bytes_that_are_no_changeset_stay_whole() {
        for bytes in [&b"T"[..], b"nonsense", &[b'T', 2, 1, 0, b'a', 0, 99, 0]] {
            assert_eq!(pieces(bytes, 1), [bytes.to_vec()]);
            assert_eq!(tables(bytes), None);
        }
        assert!(pieces(b"", 1).is_empty());
    }
}
