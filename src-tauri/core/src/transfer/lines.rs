//! A vCard file as cards of logical lines, each with the number of the line it began on.
//!
//! Cut here and not by the parser, so that a card without an end does not swallow the next, and so that a
//! message can name a line. Works on bytes: a fold may stand in the middle of a letter. Never holds more than
//! one card; what is larger than [`CARD_BYTES`] is skipped and said so.

use std::io::{self, BufRead};

/// The largest card that is read.
const CARD_BYTES: usize = 32 << 20;

/// How a line's value is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// As it is.
    Plain,
    /// As quoted-printable.
    Quoted,
    /// As base64.
    Base64,
}

/// One line, unfolded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The number of the line it began on, from 1.
    pub number: u32,
    /// Its bytes, folds taken out.
    pub bytes: Vec<u8>,
    /// How its value is written.
    pub written: Written,
}

/// One card, in lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawCard {
    /// The line of its `BEGIN`.
    pub number: u32,
    /// Its lines without `BEGIN` and `END`.
    pub lines: Vec<Line>,
    /// Whether its `END` was there.
    pub ended: bool,
    /// Whether it held a card of its own (an agent's), which is left out.
    pub nested: Option<u32>,
    size: usize,
}

impl RawCard {
    fn begun(number: u32) -> Self {
        Self { number, lines: Vec::new(), ended: false, nested: None, size: 0 }
    }

    /// Whether it was too large and is not whole.
    pub fn too_large(&self) -> bool {
        self.size > CARD_BYTES
    }

    fn push(&mut self, number: u32, bytes: &[u8]) {
        self.size = self.size.saturating_add(bytes.len());
        if self.too_large() {
            self.lines.clear();
            return;
        }
        if bytes.iter().all(u8::is_ascii_whitespace) {
            return;
        }
        if let Some(last) = self.lines.last_mut()
            && last.continued_by(bytes)
        {
            return;
        }
        self.lines.push(Line { number, bytes: bytes.to_vec(), written: written(bytes) });
    }

    /// `AGENT:` with nothing behind it announces a card within the card (2.1).
    fn awaits_agent(&self) -> bool {
        self.lines.last().is_some_and(|line| {
            let text = line.bytes.trim_ascii();
            text.ends_with(b":") && text.get(..5).is_some_and(|name| name.eq_ignore_ascii_case(b"AGENT"))
        })
    }
}

impl Line {
    /// Takes `bytes` in, if they continue this line.
    fn continued_by(&mut self, bytes: &[u8]) -> bool {
        if self.written == Written::Quoted && self.bytes.ends_with(b"=") {
            self.bytes.pop();
            // A value that was cut off after its break does not take the next line with it.
            if begins_property(bytes) {
                return false;
            }
            self.bytes.extend_from_slice(bytes);
            return true;
        }
        if let Some((b' ' | b'\t', rest)) = bytes.split_first() {
            self.bytes.extend_from_slice(rest);
            // The parameters themselves may be folded.
            self.written = written(&self.bytes);
            return true;
        }
        let stray_base64 = self.written == Written::Base64 && bytes.iter().all(|b| is_base64(*b));
        if stray_base64 {
            self.bytes.extend_from_slice(bytes);
        }
        stray_base64
    }
}

/// Whether a line begins like one of the common properties.
fn begins_property(bytes: &[u8]) -> bool {
    const NAMES: [&[u8]; 18] = [
        b"N",
        b"FN",
        b"TEL",
        b"EMAIL",
        b"ADR",
        b"LABEL",
        b"ORG",
        b"TITLE",
        b"ROLE",
        b"NOTE",
        b"URL",
        b"BDAY",
        b"PHOTO",
        b"CATEGORIES",
        b"REV",
        b"UID",
        b"NICKNAME",
        b"VERSION",
    ];
    let name = bytes.split(|b| matches!(b, b':' | b';')).next().filter(|name| name.len() < bytes.len());
    name.is_some_and(|name| NAMES.contains(&name) || name.starts_with(b"X-"))
}

fn is_base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=' | b' ')
}

fn written(bytes: &[u8]) -> Written {
    let header = bytes.split(|b| *b == b':').next().unwrap_or_default().to_ascii_uppercase();
    let mut parameters = header.split(|b| *b == b';').skip(1).map(<[u8]>::trim_ascii);
    let mut written = Written::Plain;
    if header.len() > 4096 {
        return written;
    }
    for parameter in &mut parameters {
        match parameter.strip_prefix(b"ENCODING=").unwrap_or(parameter).trim_ascii() {
            b"QUOTED-PRINTABLE" => written = Written::Quoted,
            b"BASE64" => written = Written::Base64,
            b"B" if parameter.len() > 1 => written = Written::Base64,
            _ => {}
        }
    }
    written
}

/// What stands in a file, in order.
#[derive(Debug, PartialEq, Eq)]
pub enum Piece {
    /// A card.
    Card(RawCard),
    /// Something outside of any card, on that line.
    Stray(u32),
}

/// The cards of a file, one after another.
pub struct Cards<R> {
    input: R,
    number: u32,
    current: Option<RawCard>,
    depth: u32,
    stray: bool,
}

impl<R: BufRead> Cards<R> {
    /// Begins to read.
    pub fn new(input: R) -> Self {
        Self { input, number: 0, current: None, depth: 0, stray: false }
    }

    /// The next card, or the first of some lines outside of cards.
    pub fn next_piece(&mut self) -> io::Result<Option<Piece>> {
        while let Some(line) = self.read_line()? {
            if let Some(piece) = self.take(self.number, &line) {
                return Ok(Some(piece));
            }
        }
        self.depth = 0;
        Ok(self.current.take().map(Piece::Card))
    }

    fn take(&mut self, number: u32, bytes: &[u8]) -> Option<Piece> {
        let (begins, ends) = (is_mark(bytes, b"BEGIN"), is_mark(bytes, b"END"));
        let Some(card) = &mut self.current else { return self.outside(number, bytes, begins) };
        if self.depth > 0 {
            match (begins, ends) {
                (true, _) => self.depth += 1,
                (_, true) => self.depth -= 1,
                _ => {}
            }
            return None;
        }
        if begins {
            if card.awaits_agent() {
                card.nested = Some(number);
                card.lines.pop();
                self.depth = 1;
                return None;
            }
            return Some(Piece::Card(std::mem::replace(card, RawCard::begun(number))));
        }
        if ends {
            card.ended = true;
            return self.current.take().map(Piece::Card);
        }
        card.push(number, bytes);
        None
    }

    /// Of several stray lines in a row only the first is told.
    fn outside(&mut self, number: u32, bytes: &[u8], begins: bool) -> Option<Piece> {
        if begins {
            self.stray = false;
            self.current = Some(RawCard::begun(number));
            return None;
        }
        if bytes.iter().all(u8::is_ascii_whitespace) || self.stray {
            return None;
        }
        self.stray = true;
        Some(Piece::Stray(number))
    }

    /// One physical line without its end; what is beyond the bound of a card is dropped.
    fn read_line(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut line = Vec::new();
        let mut any = false;
        loop {
            let (used, complete) = {
                let buffer = self.input.fill_buf()?;
                if buffer.is_empty() {
                    break;
                }
                any = true;
                let end = buffer.iter().position(|b| *b == b'\n');
                let part = buffer.get(..end.unwrap_or(buffer.len())).unwrap_or(buffer);
                if line.len() <= CARD_BYTES {
                    line.extend_from_slice(part);
                }
                (end.map_or(buffer.len(), |end| end + 1), end.is_some())
            };
            self.input.consume(used);
            if complete {
                break;
            }
        }
        if !any {
            return Ok(None);
        }
        self.number = self.number.saturating_add(1);
        if line.last() == Some(&b'\r') {
            line.pop();
        }
        if self.number == 1 && line.starts_with(b"\xEF\xBB\xBF") {
            line.drain(..3);
        }
        Ok(Some(line))
    }
}

/// Whether a line says `BEGIN:VCARD` or `END:VCARD`, in any case and with spaces around.
fn is_mark(bytes: &[u8], word: &[u8]) -> bool {
    let Some(at) = bytes.iter().position(|b| *b == b':') else { return false };
    let (before, after) = bytes.split_at(at);
    before.trim_ascii_end().eq_ignore_ascii_case(word)
        && after.get(1..).is_some_and(|rest| rest.trim_ascii().eq_ignore_ascii_case(b"VCARD"))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at what it did not expect")]
mod tests {
    use super::*;

    fn pieces(text: &str) -> Vec<Piece> {
        let mut cards = Cards::new(text.as_bytes());
        std::iter::from_fn(|| cards.next_piece().unwrap()).collect()
    }

    fn lines(piece: &Piece) -> Vec<(u32, String)> {
        match piece {
            Piece::Card(card) => {
                card.lines.iter().map(|l| (l.number, String::from_utf8_lossy(&l.bytes).into_owned())).collect()
            }
            Piece::Stray(_) => Vec::new(),
        }
    }

    #[test]
    fn a_card_without_an_end_does_not_swallow_the_next() {
        let found = pieces("BEGIN:VCARD\nFN:Dana\nBEGIN:VCARD\r\nFN:Rohan\r\nEND:VCARD\r\n");
        assert_eq!(found.len(), 2);
        assert_eq!(lines(&found[0]), [(2, "FN:Dana".into())]);
        assert_eq!(lines(&found[1]), [(4, "FN:Rohan".into())]);
        assert!(matches!(&found[0], Piece::Card(card) if !card.ended));
    }

    #[test]
    fn folds_are_taken_out_even_within_a_letter() {
        let mut cards = Cards::new(&b"BEGIN:VCARD\nFN:In\xC3\n \xA8s\nNOTE:a\n\tb\n  c\nEND:VCARD"[..]);
        let piece = cards.next_piece().unwrap().unwrap();
        assert_eq!(lines(&piece), [(2, "FN:Inès".into()), (4, "NOTE:ab c".into())]);
    }

    #[test]
    fn quoted_printable_goes_on_after_a_soft_break() {
        let found = pieces("BEGIN:VCARD\nNOTE;QUOTED-PRINTABLE:one=\n two=0D=0A=\nthree\nEND:VCARD\n");
        assert_eq!(lines(&found[0]), [(2, "NOTE;QUOTED-PRINTABLE:one two=0D=0Athree".into())]);
    }

    #[test]
    fn a_quoted_value_that_was_cut_off_does_not_take_the_next_line_with_it() {
        let found = pieces("BEGIN:VCARD\nORG;QUOTED-PRINTABLE:one=\nTEL;CELL:1\nEND:VCARD\n");
        assert_eq!(lines(&found[0]), [(2, "ORG;QUOTED-PRINTABLE:one".into()), (3, "TEL;CELL:1".into())]);
    }

    #[test]
    fn an_agent_within_a_card_is_left_out() {
        let found = pieces("BEGIN:VCARD\nFN:A\nAGENT:\nBEGIN:VCARD\nFN:B\nEND:VCARD\nTEL:1\nEND:VCARD\n");
        assert_eq!(found.len(), 1);
        assert_eq!(lines(&found[0]), [(2, "FN:A".into()), (7, "TEL:1".into())]);
    }

    #[test]
    fn lines_outside_of_cards_are_told_once() {
        let found = pieces("<html>\n<body>\n\nBEGIN:VCARD\nFN:A\nEND:VCARD\nmore\n");
        assert_eq!(found.len(), 3);
        assert_eq!(found[0], Piece::Stray(1));
        assert_eq!(found[2], Piece::Stray(7));
    }

    #[test]
    fn a_card_of_endless_lines_is_bounded() {
        let mut text = b"BEGIN:VCARD\nFN:A\nNOTE:".to_vec();
        text.resize(text.len() + CARD_BYTES + 10, b'x');
        text.extend_from_slice(b"\nEND:VCARD\nBEGIN:VCARD\nFN:B\nEND:VCARD\n");
        let mut cards = Cards::new(&text[..]);
        assert!(matches!(cards.next_piece().unwrap(), Some(Piece::Card(card)) if card.too_large()));
        assert!(matches!(cards.next_piece().unwrap(), Some(Piece::Card(card)) if card.lines.len() == 1));
    }
}
