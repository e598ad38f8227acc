//! The piece of a query that the caret is in. Pure.

/// A piece and what of it stands before the caret.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// Its first character; a `-` or bracket before it is not part of it.
    pub from: usize,
    /// The character behind its last.
    pub to: usize,
    /// The field before the colon, as typed.
    pub field: Option<String>,
    /// What of the word, or of the value, stands before the caret; without quotes.
    pub typed: String,
}

/// Whether the language reads it as a quote.
pub(super) fn is_quote(c: char) -> bool {
    is_opening(c) || is_closing(c)
}

fn is_opening(c: char) -> bool {
    matches!(c, '"' | '“' | '„' | '«' | '＂')
}

fn is_closing(c: char) -> bool {
    matches!(c, '"' | '”' | '“' | '»' | '＂')
}

impl Piece {
    /// The piece at a place; `None` inside a phrase and behind a closing quote.
    pub(super) fn at(chars: &[char], at: usize) -> Option<Piece> {
        let (start, quote) = begin(chars, at);
        match quote {
            Some(quote) => Piece::quoted(chars, start, quote, at),
            None => Piece::bare(chars, start, at),
        }
    }

    fn quoted(chars: &[char], from: usize, quote: usize, at: usize) -> Option<Piece> {
        let field = chars.get(from..quote)?.strip_suffix(&[':'])?;
        let typed: String = chars.get(quote + 1..at)?.iter().collect();
        let closing = (at..chars.len()).find(|&place| chars.get(place).is_some_and(|c| is_closing(*c)));
        let to = closing.filter(|&place| is_end(chars.get(place + 1))).map_or(at, |place| place + 1);
        Some(Piece { from, to, field: Some(field.iter().collect()), typed })
    }

    fn bare(chars: &[char], from: usize, at: usize) -> Option<Piece> {
        let typed = chars.get(from..at)?;
        let behind = chars.get(at..)?.iter().position(|c| is_end(Some(c)));
        let to = behind.map_or(chars.len(), |more| at + more);
        let (field, typed) = match typed.iter().position(|c| *c == ':') {
            Some(colon) => (Some(typed.get(..colon)?.iter().collect()), typed.get(colon + 1..)?),
            None => (None, typed),
        };
        let is_whole = !typed.iter().any(|c| is_quote(*c));
        is_whole.then(|| Piece { from, to, field, typed: typed.iter().collect() })
    }
}

/// Where the piece before the caret begins, and the quote in it that is open there.
fn begin(chars: &[char], at: usize) -> (usize, Option<usize>) {
    let (mut start, mut quote) = (0, None);
    for (place, &c) in chars.iter().enumerate().take(at) {
        let before = place.checked_sub(1).and_then(|before| chars.get(before));
        if quote.is_some() {
            if is_closing(c) {
                quote = None;
            }
        } else if c.is_whitespace() || matches!(c, '(' | ')') || (c == '-' && place == start) {
            start = place + 1;
        } else if is_opening(c) && (place == start || before == Some(&':')) {
            quote = Some(place);
        }
    }
    (start, quote)
}

fn is_end(c: Option<&char>) -> bool {
    c.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | ')'))
}
