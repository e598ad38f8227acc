//! A text as the index takes it in: cut once into words, from which stems and pairs are made.

use std::collections::HashMap;
use std::sync::Arc;

use tantivy::tokenizer::{PreTokenizedString, Token};

use super::languages::{Languages, Stems, lower};
use super::words::{Kind, Word, words};

/// Stems that are kept from one text to the next; then they are forgotten together.
const KEPT: usize = 50_000;

/// The tokens of one text, for each field that takes them.
#[derive(Debug)]
pub struct Cut {
    /// The words as they stand, folded.
    pub words: PreTokenizedString,
    /// Their stems.
    pub stems: PreTokenizedString,
    /// Pairs of touching characters of scripts without spaces.
    pub pairs: PreTokenizedString,
}

/// Cuts texts. Words come again, so their stems are kept.
pub struct Cutter {
    stems: Arc<Stems>,
    kept: HashMap<(Languages, String), Vec<String>>,
}

impl Cutter {
    /// A cutter for the user's languages.
    pub fn new(stems: impl Into<Arc<Stems>>) -> Cutter {
        Cutter { stems: stems.into(), kept: HashMap::new() }
    }

    /// Cuts a text.
    pub fn cut(&mut self, text: &str) -> Cut {
        let read: Vec<Word> = words(text).collect();
        let languages = self.stems.languages_of(text, &read);
        let mut stems = Vec::with_capacity(read.len());
        for word in read.iter().filter(|word| matches!(word.kind, Kind::Word | Kind::Reading)) {
            self.stem(text, word, languages, &mut stems);
        }
        let pairs = pairs(&read);
        let words = read.into_iter().map(|word| token(word.position, word.text)).collect();
        Cut { words: together(words), stems: together(stems), pairs: together(pairs) }
    }

    /// Cuts a text into its words alone.
    pub fn words(text: &str) -> PreTokenizedString {
        together(words(text).map(|word| token(word.position, word.text)).collect())
    }

    fn stem(&mut self, text: &str, word: &Word, languages: Languages, to: &mut Vec<Token>) {
        let mut held = String::new();
        if let Some(lower) = lower(text, word, &mut held) {
            let mut stems = Vec::new();
            self.stems.put(&word.text, Some(lower), languages, &mut stems);
            to.extend(stems.into_iter().map(|stem| token(word.position, stem)));
            return;
        }
        if self.kept.len() > KEPT {
            self.kept.clear();
        }
        let stems = self.kept.entry((languages, word.text.clone())).or_insert_with(|| {
            let mut stems = Vec::new();
            self.stems.put(&word.text, None, languages, &mut stems);
            stems
        });
        to.extend(stems.iter().map(|stem| token(word.position, stem.clone())));
    }
}

/// The pairs of characters that touch: what a search for two or more of them is found by.
pub fn pairs(read: &[Word]) -> Vec<Token> {
    let two = read.windows(2).filter_map(|two| match two {
        [a, b] if a.kind == Kind::Glyph && b.kind == Kind::Glyph && a.to == b.from => {
            Some(token(b.position, format!("{}{}", a.text, b.text)))
        }
        _ => None,
    });
    two.collect()
}

fn token(position: usize, text: String) -> Token {
    Token { position, text, ..Token::default() }
}

fn together(tokens: Vec<Token>) -> PreTokenizedString {
    PreTokenizedString { text: String::new(), tokens }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(cut: &PreTokenizedString) -> Vec<String> {
        cut.tokens.iter().map(|token| format!("{}@{}", token.text, token.position)).collect()
    }

    #[test]
    fn sails_sailed_and_sailing_share_a_stem() {
        let cut = Cutter::new(Stems::new(&["en".into()])).cut("sails sailed Sailing");
        assert_eq!(said(&cut.stems), ["ensail@0", "ensail@1", "ensail@2"]);
        assert_eq!(said(&cut.words), ["sails@0", "sailed@1", "sailing@2"]);
    }

    #[test]
    fn pairs_are_read_only_within_a_run_of_characters() {
        let mut cutter = Cutter::new(Stems::new(&[]));
        assert_eq!(said(&cutter.cut("東京都 in 大阪").pairs), ["東京@1", "京都@2", "大阪@5"]);
        assert_eq!(said(&cutter.cut("plain words").pairs), [] as [&str; 0]);
    }
}
