//! The records of an archive one after another, each with its line, in bounded memory.
//!
//! Cuts the outermost object into the elements of its lists; what an element holds is serde's matter. So a
//! record that does not fit spoils no other, and no more than one is in memory.

use std::io::{self, Read};

/// The largest single record.
const RECORD_BYTES: usize = 64 << 20;

/// An element of a list of the outermost object, or a value that is no list.
#[derive(Debug, PartialEq, Eq)]
pub struct Item {
    /// The key it stands under.
    pub section: String,
    /// The line it begins on.
    pub line: u32,
    /// Its JSON.
    pub json: Vec<u8>,
}

/// What is wrong with the file as a whole, and on which line.
#[derive(Debug)]
pub struct Broken {
    /// The line.
    pub line: u32,
    /// What.
    pub reason: String,
}

/// Reads an archive's JSON.
pub struct Scan<R> {
    input: R,
    buffer: Box<[u8]>,
    at: usize,
    end: usize,
    line: u32,
    section: Option<String>,
    begun: bool,
    done: bool,
}

type Outcome<T> = Result<T, Broken>;

impl<R: Read> Scan<R> {
    /// Begins to read.
    pub fn new(input: R) -> Self {
        let buffer = vec![0; 64 << 10].into_boxed_slice();
        Self { input, buffer, at: 0, end: 0, line: 1, section: None, begun: false, done: false }
    }

    /// The next element; `None` behind the last.
    pub fn next_item(&mut self) -> Outcome<Option<Item>> {
        loop {
            if self.done {
                return Ok(None);
            }
            if let Some(section) = self.section.clone() {
                match self.element(&section)? {
                    Some(item) => return Ok(Some(item)),
                    None => continue,
                }
            }
            if let Some(item) = self.member()? {
                return Ok(Some(item));
            }
        }
    }

    /// Within a list: the next element, or its end.
    fn element(&mut self, section: &str) -> Outcome<Option<Item>> {
        match self.peek_mark()? {
            Some(b']') => {
                self.at += 1;
                self.section = None;
                Ok(None)
            }
            Some(b',') => {
                self.at += 1;
                Ok(None)
            }
            Some(_) => self.value(section.to_owned()).map(Some),
            None => Err(self.broken("It ends in the middle of a list")),
        }
    }

    /// Within the outermost object: the next key, whose list is entered or whose value is answered.
    fn member(&mut self) -> Outcome<Option<Item>> {
        let mark = self.peek_mark()?;
        if !self.begun {
            if mark != Some(b'{') {
                return Err(self.broken("It does not begin with “{”"));
            }
            self.at += 1;
            self.begun = true;
            return Ok(None);
        }
        match mark {
            Some(b',') => {
                self.at += 1;
                Ok(None)
            }
            Some(b'}') => {
                self.at += 1;
                self.done = true;
                match self.peek_mark()? {
                    None => Ok(None),
                    Some(_) => Err(self.broken("Something stands behind its end")),
                }
            }
            Some(b'"') => {
                let key = self.value(String::new())?.json;
                let key: String = serde_json::from_slice(&key).map_err(|_| self.broken("A key cannot be read"))?;
                if self.peek_mark()? != Some(b':') {
                    return Err(self.broken("A “:” is missing"));
                }
                self.at += 1;
                if self.peek_mark()? == Some(b'[') {
                    self.at += 1;
                    self.section = Some(key);
                    return Ok(None);
                }
                self.value(key).map(Some)
            }
            Some(_) => Err(self.broken("A key is missing")),
            None => Err(self.broken("It ends before its “}”")),
        }
    }

    /// The bytes of one value, to the mark that ends it.
    fn value(&mut self, section: String) -> Outcome<Item> {
        let line = self.line;
        let (mut json, mut depth, mut quoted, mut escaped) = (Vec::new(), 0_u32, false, false);
        while let Some(byte) = self.peek()? {
            if !quoted && depth == 0 && matches!(byte, b',' | b']' | b'}' | b':') {
                break;
            }
            self.step(byte);
            if json.len() >= RECORD_BYTES {
                return Err(self.broken("A record is too large"));
            }
            json.push(byte);
            match byte {
                _ if escaped => escaped = false,
                b'\\' if quoted => escaped = true,
                b'"' => quoted = !quoted,
                b'{' | b'[' if !quoted => depth += 1,
                b'}' | b']' if !quoted => depth -= 1,
                _ => {}
            }
            // A text or a list ends with its last mark; a number or word with what follows.
            if depth == 0 && !quoted && matches!(byte, b'}' | b']' | b'"') {
                return Ok(Item { section, line, json });
            }
        }
        if quoted || depth > 0 || json.trim_ascii().is_empty() {
            return Err(self.broken("It ends in the middle of a record"));
        }
        Ok(Item { section, line, json })
    }

    /// The next byte that is no space.
    fn peek_mark(&mut self) -> Outcome<Option<u8>> {
        while let Some(byte) = self.peek()? {
            // A byte order mark may stand in front.
            let mark = !self.begun && matches!(byte, 0xEF | 0xBB | 0xBF);
            if !mark && !byte.is_ascii_whitespace() {
                return Ok(Some(byte));
            }
            self.step(byte);
        }
        Ok(None)
    }

    fn peek(&mut self) -> Outcome<Option<u8>> {
        if self.at >= self.end {
            self.at = 0;
            self.end = loop {
                match self.input.read(&mut self.buffer) {
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                    Ok(read) => break read,
                    Err(error) => {
                        return Err(Broken { line: self.line, reason: format!("It cannot be read: {error}") });
                    }
                }
            };
            if self.end == 0 {
                return Ok(None);
            }
        }
        Ok(self.buffer.get(self.at).copied())
    }

    fn step(&mut self, byte: u8) {
        self.at += 1;
        if byte == b'\n' {
            self.line = self.line.saturating_add(1);
        }
    }

    fn broken(&self, reason: &str) -> Broken {
        Broken { line: self.line, reason: reason.to_owned() }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at what it did not expect")]
mod tests {
    use super::*;

    fn items(text: &str) -> Outcome<Vec<(String, u32, String)>> {
        let mut scan = Scan::new(text.as_bytes());
        let mut items = Vec::new();
        while let Some(item) = scan.next_item()? {
            items.push((item.section, item.line, String::from_utf8(item.json).unwrap()));
        }
        Ok(items)
    }

    #[test]
    fn records_come_one_by_one_with_their_lines() {
        let text = "\u{feff}{\"kith_archive\": 1,\n \"a\": [{\"x\": \"],}\\\"\"},\n\n{\"y\":[1,{}]}, 3, null],\n\"settings\": {\"k\": [1]}, \"b\": []}\n";
        let expected = [
            ("kith_archive", 1, "1"),
            ("a", 2, "{\"x\": \"],}\\\"\"}"),
            ("a", 4, "{\"y\":[1,{}]}"),
            ("a", 4, "3"),
            ("a", 4, "null"),
            ("settings", 5, "{\"k\": [1]}"),
        ];
        let expected: Vec<_> = expected.iter().map(|(s, l, j)| ((*s).to_owned(), *l, (*j).to_owned())).collect();
        assert_eq!(items(text).unwrap(), expected);
    }

    #[test]
    fn a_file_that_is_cut_off_is_broken_wherever_the_cut_is() {
        let whole = "{\"a\": [{\"x\": \"y\"}, {\"z\": 1}],\n \"s\": {\"k\": true}}";
        assert!(items(whole).is_ok());
        for cut in (0..whole.len()).filter(|cut| whole.is_char_boundary(*cut)) {
            assert!(items(&whole[..cut]).is_err(), "cut at {cut}");
        }
        assert!(items("{} {}").is_err());
        assert!(items("[1]").is_err());
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_come_to_an_end(bytes in proptest::collection::vec(proptest::sample::select(&b"{}[]\",:\\ \nax1"[..]), 0..60)) {
            let mut scan = Scan::new(&bytes[..]);
            let mut left = 200;
            while let Ok(Some(_)) = scan.next_item() {
                left -= 1;
                proptest::prop_assert!(left > 0);
            }
        }
    }
}
