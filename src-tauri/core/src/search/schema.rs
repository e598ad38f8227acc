//! What the index holds: its fields, how each is analysed, and the number that says so.
//!
//! Invariant: [`INDEX_VERSION`] changes whenever a field, an analyzer or what is put into a field does; a test
//! fails otherwise. Nothing is stored: passages come from the database's rows.

use std::borrow::Cow;
use std::collections::VecDeque;

use frostem::Stemmer;
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, NumericOptions, STRING, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer, TokenizerManager};

use super::words::{Kind, Word, Words, words};

/// The version of what is in the index: another one means that it is built anew.
pub const INDEX_VERSION: u32 = 1;

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
    /// Names and nicknames of a contact, with positions.
    pub name: Field,
    /// Everything else that was written, with positions.
    pub text: Field,
    /// The stems of `text`.
    pub stem: Field,
    /// Overlapping pairs of characters of `name` and `text`, for scripts without spaces.
    pub pair: Field,
    /// Folded tags, whole.
    pub tag: Field,
    /// Folded names of groups, whole.
    pub group: Field,
    /// Tags as written, for facets.
    pub tag_facet: Field,
    /// Names of groups as written, for facets.
    pub group_facet: Field,
}

/// The number under which everything made from one contact or conversation is deleted.
pub fn key(is_conversation: bool, id: i64) -> u64 {
    id.unsigned_abs().saturating_mul(2) | u64::from(is_conversation)
}

/// The schema and its fields.
pub fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let analysed = |analyzer: &str, option, fieldnorms| {
        let indexing =
            TextFieldIndexing::default().set_tokenizer(analyzer).set_index_option(option).set_fieldnorms(fieldnorms);
        TextOptions::default().set_indexing_options(indexing)
    };
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
        name: builder.add_text_field("name", analysed("words", IndexRecordOption::WithFreqsAndPositions, false)),
        text: builder.add_text_field("text", analysed("words", IndexRecordOption::WithFreqsAndPositions, true)),
        stem: builder.add_text_field("stem", analysed("stems", IndexRecordOption::WithFreqs, true)),
        pair: builder.add_text_field("pair", analysed("pairs", IndexRecordOption::WithFreqsAndPositions, false)),
        tag: builder.add_text_field("tag", whole()),
        group: builder.add_text_field("group", whole()),
        tag_facet: builder.add_text_field("tag_facet", facet()),
        group_facet: builder.add_text_field("group_facet", facet()),
    };
    (builder.build(), fields)
}

/// The analyzers, for the user's languages.
pub fn analyzers(stems: &Stems) -> TokenizerManager {
    let manager = TokenizerManager::new();
    let analyzer = |read| TextAnalyzer::builder(Analyzer { read, stems: stems.clone() }).dynamic().build();
    for name in ["raw", "default"] {
        // tantivy asks for "default" for fields that are never analysed.
        manager.register(name, TextAnalyzer::builder(tantivy::tokenizer::RawTokenizer::default()).build());
    }
    manager.register("words", analyzer(Read::Words));
    manager.register("stems", analyzer(Read::Stems));
    manager.register("pairs", analyzer(Read::Pairs));
    manager
}

/// The stemmers of the languages the user writes in.
#[derive(Clone)]
pub struct Stems {
    languages: Vec<String>,
    stemmers: Vec<Stemmer>,
}

impl Stems {
    /// Stemmers for language codes (`en`, `de`, …); unknown ones are left out.
    pub fn new(languages: &[String]) -> Stems {
        let known = languages.iter().filter_map(|code| Some((code.clone(), Stemmer::try_from_name(code).ok()?)));
        let (languages, stemmers) = known.unzip();
        Stems { languages, stemmers }
    }

    /// The codes of the languages that are stemmed.
    pub fn languages(&self) -> &[String] {
        &self.languages
    }

    /// Whether a stem always begins with the letter its word begins with. English alone is known to.
    pub fn keep_beginnings(&self) -> bool {
        self.languages.iter().all(|code| code == "en")
    }

    /// The distinct stems of a folded word; the word itself where no language is set.
    pub fn of<'a>(&self, word: &'a str) -> impl Iterator<Item = Cow<'a, str>> {
        let mut stems: Vec<Cow<'a, str>> = Vec::with_capacity(self.stemmers.len().max(1));
        for stemmer in &self.stemmers {
            let stem = stemmer.stem(word);
            if !stem.is_empty() && !stems.contains(&stem) {
                stems.push(stem);
            }
        }
        if stems.is_empty() {
            stems.push(Cow::Borrowed(word));
        }
        stems.into_iter()
    }
}

/// What an analyzer reads out of a text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Read {
    Words,
    Stems,
    Pairs,
}

#[derive(Clone)]
struct Analyzer {
    read: Read,
    stems: Stems,
}

impl Tokenizer for Analyzer {
    type TokenStream<'a> = Stream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream<'a> {
        // Most notes hold no such script: one look at the bytes saves cutting them a third time.
        let text = if self.read == Read::Pairs && !may_hold_glyphs(text) { "" } else { text };
        Stream { analyzer: self, words: words(text), before: None, ready: VecDeque::new(), token: Token::default() }
    }
}

/// Whether a character of U+0E00 or above may be in the text (their first byte in UTF-8 is E0 or more).
fn may_hold_glyphs(text: &str) -> bool {
    text.bytes().any(|byte| byte >= 0xE0)
}

/// The tokens of one text.
struct Stream<'a> {
    analyzer: &'a Analyzer,
    words: Words<'a>,
    before: Option<Word>,
    ready: VecDeque<String>,
    token: Token,
}

impl Stream<'_> {
    fn put(&mut self, word: &Word) {
        self.token.position = word.position;
        self.token.offset_from = word.from;
        self.token.offset_to = word.to;
    }

    /// A pair ends at this word if it touches the glyph before it.
    fn pair(&mut self, word: &Word) -> Option<String> {
        let before = self.before.take();
        if word.kind != Kind::Glyph {
            return None;
        }
        self.before = Some(word.clone());
        let before = before.filter(|before| before.to == word.from)?;
        Some(format!("{}{}", before.text, word.text))
    }
}

impl TokenStream for Stream<'_> {
    fn advance(&mut self) -> bool {
        loop {
            if let Some(text) = self.ready.pop_front() {
                self.token.text = text;
                return true;
            }
            let Some(word) = self.words.next() else { return false };
            self.put(&word);
            match self.analyzer.read {
                Read::Words => self.ready.push_back(word.text),
                Read::Stems if matches!(word.kind, Kind::Word | Kind::Reading) => {
                    self.ready.extend(self.analyzer.stems.of(&word.text).map(Cow::into_owned));
                }
                Read::Stems => {}
                Read::Pairs => {
                    let pair = self.pair(&word);
                    self.ready.extend(pair);
                }
            }
        }
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use sha2::{Digest, Sha256};

    use super::*;

    fn tokens(analyzer: &str, text: &str) -> Vec<String> {
        let mut analyzer = analyzers(&Stems::new(&["en".into()])).get(analyzer).unwrap();
        let mut stream = analyzer.token_stream(text);
        let mut tokens = Vec::new();
        stream.process(&mut |token| tokens.push(format!("{}@{}", token.text, token.position)));
        tokens
    }

    #[test]
    fn sails_sailed_and_sailing_share_a_stem() {
        assert_eq!(tokens("stems", "sails sailed Sailing"), ["sail@0", "sail@1", "sail@2"]);
    }

    #[test]
    fn pairs_are_read_only_within_a_run_of_characters() {
        assert_eq!(tokens("pairs", "東京都 in 大阪"), ["東京@1", "京都@2", "大阪@5"]);
        assert_eq!(tokens("pairs", "plain words"), [] as [&str; 0]);
    }

    #[test]
    fn several_languages_give_several_stems() {
        let stems = Stems::new(&["en".into(), "de".into(), "klingon".into()]);
        assert_eq!(stems.languages(), ["en", "de"]);
        assert!(stems.of("häuser").count() >= 1);
    }

    /// Fails when the schema or an analyzer changes: then raise `INDEX_VERSION` and write the new pair here.
    #[test]
    fn the_index_version_changes_with_what_is_in_the_index() {
        let sample = "Café O'Brien's C++ sailing, sailed! 東京都で #Tag-one 12:30 Łódź ИЗБА naïve 🎉 كتاب";
        let (schema, _) = schema();
        let described = format!(
            "{} {:?} {:?} {:?} {}",
            serde_json::to_string(&schema).unwrap(),
            tokens("words", sample),
            tokens("stems", sample),
            tokens("pairs", sample),
            crate::search::document::CONTENT,
        );
        let hash = Sha256::digest(described.as_bytes());
        let short: String = hash.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
        assert_eq!((INDEX_VERSION, short.as_str()), (1, "1908d0d206d7"), "{short}: {described}");
    }
}
