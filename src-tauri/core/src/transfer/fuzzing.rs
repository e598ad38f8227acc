//! The readers of foreign bytes as the fuzz targets call them: no database, no panic caught on the way.

use super::archive::scan::Scan;
use super::lines::{Cards, Piece};
use super::record::{ContactRecord, ConversationRecord};
use super::vcard;

/// Reads bytes as a file of vCards; answers how many cards it found.
pub fn cards(bytes: &[u8]) -> usize {
    let mut cards = Cards::new(bytes);
    let mut found = 0;
    while let Ok(Some(piece)) = cards.next_piece() {
        if let Piece::Card(raw) = piece {
            vcard::read(&raw);
            found += 1;
        }
    }
    found
}

/// Reads bytes as an archive's JSON; answers how many records it found.
pub fn archive(bytes: &[u8]) -> usize {
    let mut scan = Scan::new(bytes);
    let mut found = 0;
    while let Ok(Some(item)) = scan.next_item() {
        found += usize::from(serde_json::from_slice::<ContactRecord>(&item.json).is_ok());
        found += usize::from(serde_json::from_slice::<ConversationRecord>(&item.json).is_ok());
    }
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_bytes_are_cards_or_none(bytes: Vec<u8>, card in "[A-Za-z;=,:.\\\\\n \u{e9}0-9-]{0,200}") {
            super::cards(&bytes);
            prop_assert_eq!(super::cards(format!("BEGIN:VCARD\n{card}\nEND:VCARD\n").as_bytes()), 1);
        }

        #[test]
        fn any_bytes_are_an_archive_or_none(bytes: Vec<u8>, text in "[\\[\\]{}\",:a-z0-9\\\\ \n]{0,200}") {
            super::archive(&bytes);
            super::archive(format!("{{\"kith_archive\":1,\"contacts\":[{text}").as_bytes());
        }
    }
}
