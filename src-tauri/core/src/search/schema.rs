//! What the index holds: its fields, and the number that says so.
//!
//! Invariant: [`INDEX_VERSION`] changes whenever a field, the way of cutting words or what is put into a field does;
//! a test fails otherwise. Nothing is stored: passages come from the database's rows. Texts are cut once
//! (`tokens.rs`) and handed to tantivy as tokens, so it knows no analyzer of ours.

use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, NumericOptions, STRING, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{RawTokenizer, TextAnalyzer, TokenizerManager};

/// The version of what is in the index: another one means that it is built anew.
pub const INDEX_VERSION: u32 = 2;

/// The fields, by their handles.
#[derive(Clone, Copy, Debug)]
pub struct Fields {
    /// What a row of the database made, to delete by: see [`key`].
    pub key: Field,
    /// A [`Row`](super::document::Row) as a number.
    pub kind: Field,
    /// The row's id.
    pub id: Field,
    /// The contacts it belongs to.
    pub people: Field,
    /// Days since 1970-01-01; absent without a date.
    pub day: Field,
    /// The number of the channel in `query::CHANNELS`.
    pub channel: Field,
    /// Who began a conversation: 1 me, 2 them; absent where nobody said.
    pub from: Field,
    /// The minutes of a conversation, the score of feedback.
    pub number: Field,
    /// Names and nicknames of a contact, with positions.
    pub name: Field,
    /// Everything else that was written, with positions.
    pub text: Field,
    /// The stems of `text`, each with the code of its language.
    pub stem: Field,
    /// Overlapping pairs of characters of `name` and `text`, for scripts without spaces.
    pub pair: Field,
    /// Organisation, with positions; it is in `text` too.
    pub org: Field,
    /// Title, with positions; it is in `text` too.
    pub title: Field,
    /// Place of a conversation, with positions; it is in `text` too.
    pub place: Field,
    /// Folded tags, whole.
    pub tag: Field,
    /// Folded names of groups, whole.
    pub group: Field,
    /// The digits of phone numbers from each digit on, and the whole number with a `=` before it.
    pub digits: Field,
    /// How the words of a name sound, with the word behind it: see `sound.rs`.
    pub sound: Field,
    /// Tags as written, for facets.
    pub tag_facet: Field,
    /// Names of groups as written, for facets.
    pub group_facet: Field,
    /// The organisation as written, for facets.
    pub org_facet: Field,
    /// The place as written, for facets.
    pub place_facet: Field,
}

/// The number under which everything made from one contact or conversation is deleted.
pub fn key(is_conversation: bool, id: i64) -> u64 {
    id.unsigned_abs().saturating_mul(2) | u64::from(is_conversation)
}

/// The schema and its fields.
pub fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let words = |option, fieldnorms| {
        let indexing = TextFieldIndexing::default().set_index_option(option).set_fieldnorms(fieldnorms);
        TextOptions::default().set_indexing_options(indexing)
    };
    let (placed, counted) = (IndexRecordOption::WithFreqsAndPositions, IndexRecordOption::WithFreqs);
    let facet = || TextOptions::default().set_fast("raw");
    let whole = || STRING;
    let number = || NumericOptions::default() | FAST;
    let fields = Fields {
        key: builder.add_u64_field("key", INDEXED),
        kind: builder.add_u64_field("kind", number()),
        id: builder.add_u64_field("id", number()),
        people: builder.add_u64_field("people", number()),
        day: builder.add_i64_field("day", number()),
        channel: builder.add_u64_field("channel", number()),
        from: builder.add_u64_field("from", number()),
        number: builder.add_u64_field("number", number()),
        name: builder.add_text_field("name", words(placed, false)),
        text: builder.add_text_field("text", words(placed, true)),
        stem: builder.add_text_field("stem", words(counted, false)),
        pair: builder.add_text_field("pair", words(placed, false)),
        org: builder.add_text_field("org", words(placed, false)),
        title: builder.add_text_field("title", words(placed, false)),
        place: builder.add_text_field("place", words(placed, false)),
        tag: builder.add_text_field("tag", whole()),
        group: builder.add_text_field("group", whole()),
        digits: builder.add_text_field("digits", whole()),
        sound: builder.add_text_field("sound", whole()),
        tag_facet: builder.add_text_field("tag_facet", facet()),
        group_facet: builder.add_text_field("group_facet", facet()),
        org_facet: builder.add_text_field("org_facet", facet()),
        place_facet: builder.add_text_field("place_facet", facet()),
    };
    (builder.build(), fields)
}

/// The analyzers that tantivy asks for, though every text comes to it cut.
pub fn analyzers() -> TokenizerManager {
    let manager = TokenizerManager::new();
    for name in ["raw", "default"] {
        manager.register(name, TextAnalyzer::builder(RawTokenizer::default()).build());
    }
    manager
}

#[cfg(test)]
mod tests {
    use sha2::{Digest, Sha256};

    use super::super::languages::Stems;
    use super::super::tokens::Cutter;
    use super::*;

    /// Fails when the schema or the cutting changes: then raise `INDEX_VERSION` and write the new pair here.
    #[test]
    fn the_index_version_changes_with_what_is_in_the_index() {
        let sample = "Café O'Brien's C++ sailing, sailed! 東京都で #Tag-one 12:30 Łódź ИЗБА naïve 🎉 كتاب";
        let (schema, _) = schema();
        let mut cutter = Cutter::new(Stems::new(&[]));
        let described = format!(
            "{} {:?} {:?} {:?} {}",
            serde_json::to_string(&schema).unwrap(),
            cutter.cut(sample),
            super::super::sound::keys("Catherine").collect::<Vec<_>>(),
            super::super::document::digits_of("+33 4 91").collect::<Vec<_>>(),
            super::super::document::CONTENT,
        );
        let hash = Sha256::digest(described.as_bytes());
        let short: String = hash.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
        assert_eq!((INDEX_VERSION, short.as_str()), (2, "7364b07c4390"), "{short}: {described}");
    }
}
