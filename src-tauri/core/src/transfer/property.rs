//! One line of a vCard: decoded, brought to one form, and read by calcard.
//!
//! calcard takes UTF-8 only and knows quoted-printable only in its long form, so both are undone here first.
//! It sees one line at a time: an odd one cannot spoil the next, and each keeps its number.

use base64::alphabet::STANDARD;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use base64::engine::{DecodePaddingMode, Engine};
use calcard::common::{IanaString as _, IanaType};
use calcard::vcard::{VCard, VCardEntry, VCardParameterName, VCardParameterValue, VCardValue};
use encoding_rs::{Encoding, WINDOWS_1252};

use super::lines::{Line, Written};

const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// One line of a card, read.
#[derive(Debug, Clone)]
pub struct Property {
    /// The line it began on.
    pub line: u32,
    /// The line as it stood, unfolded and decoded, for the way back.
    pub text: String,
    /// What ties lines together, as `item1`; lower case, may be empty.
    pub group: String,
    /// Its name in capitals, without the group.
    pub name: String,
    /// The value as it stands, escapes and all.
    pub raw: String,
    /// Bytes, where the value is base64 or a `data:` address.
    pub bytes: Option<Vec<u8>>,
    entry: VCardEntry,
}

/// A line as calcard takes it, and what is known of it before.
struct Prepared {
    line: u32,
    text: String,
    group: String,
    name: String,
    raw: String,
    bytes: Option<Vec<u8>>,
    /// The line for calcard.
    plain: String,
}

impl Prepared {
    fn of(line: &Line) -> Option<Self> {
        let text = decoded(&line.bytes);
        let colon = colon_of(&text)?;
        let (header, raw) = (text.get(..colon)?.trim(), text.get(colon + 1..)?);
        let (group, name) = names(header)?;
        let raw = match line.written {
            Written::Quoted => unquoted(&line.bytes, header),
            Written::Plain | Written::Base64 => raw.to_owned(),
        };
        let bytes = match line.written {
            Written::Base64 => LENIENT.decode(compact(&raw)).ok(),
            Written::Plain | Written::Quoted => data_uri(&raw),
        };
        let shown = if bytes.is_some() || line.written == Written::Base64 { "" } else { raw.as_str() };
        let mut plain = format!("{}:{shown}", plain_header(header));
        if plain.contains(['\r', '\n']) {
            plain = plain.replace(['\r', '\n'], " ");
        }
        Some(Self { line: line.number, group, name, raw, bytes, plain, text })
    }

    /// calcard reads on behind an equals sign without a name, into the next line.
    fn has_nameless_parameter(&self) -> bool {
        let header = colon_of(&self.plain).and_then(|colon| self.plain.get(..colon)).unwrap_or(&self.plain);
        split_outside_quotes(header, ';').iter().skip(1).any(|part| part.trim_start().starts_with('='))
    }

    fn with(self, entry: VCardEntry) -> Property {
        let Self { line, text, group, name, raw, bytes, plain: _ } = self;
        Property { line, text, group, name, raw, bytes, entry }
    }
}

impl Property {
    /// Reads the lines of a card; `None` for one that has no colon or no name.
    pub fn read_all(lines: &[Line], version: &str) -> Vec<Option<Self>> {
        let prepared: Vec<Option<Prepared>> = lines.iter().map(Prepared::of).collect();
        // At once is quicker; a card with an odd line is read line by line, so that it spoils no other.
        let at_once = entries(prepared.iter().flatten(), version);
        let at_once = at_once.filter(|entries| fits(prepared.iter().flatten(), entries));
        let mut at_once = at_once.into_iter().flatten();
        let mut read = |one: Prepared| {
            let alone = || entries(std::iter::once(&one), version)?.into_iter().next();
            let entry = at_once.next().or_else(alone)?;
            Some(one.with(entry))
        };
        prepared.into_iter().map(|one| read(one?)).collect()
    }

    /// Reads a line; `None` where it has no colon or no name.
    pub fn read(line: &Line, version: &str) -> Option<Self> {
        Self::read_all(std::slice::from_ref(line), version).pop().flatten()
    }

    /// The header as it is written in 4.0: without encodings.
    pub fn header(&self) -> String {
        let colon = colon_of(&self.text).unwrap_or(self.text.len());
        plain_header(self.text.get(..colon).unwrap_or_default())
    }

    /// The whole value as text.
    pub fn value(&self) -> String {
        self.entry.values.iter().map(text_of).collect::<Vec<_>>().join(",").trim().to_owned()
    }

    /// The parts of a list or of a structured value; a part that is a list itself is joined by `glue`.
    pub fn parts(&self, glue: &str) -> Vec<String> {
        self.entry
            .values
            .iter()
            .map(|value| match value {
                VCardValue::Component(list) => {
                    list.iter().map(|t| t.trim()).filter(|t| !t.is_empty()).collect::<Vec<_>>().join(glue)
                }
                other => text_of(other).trim().to_owned(),
            })
            .collect()
    }

    /// Its types in lower case, whichever way they are written: `TYPE=work`, `WORK`, `TYPE="work,cell"`.
    pub fn types(&self) -> Vec<String> {
        let mut types = Vec::new();
        for parameter in &self.entry.params {
            let word = match (&parameter.name, &parameter.value) {
                (VCardParameterName::Type, VCardParameterValue::Type(kind)) => kind.as_str().to_owned(),
                (VCardParameterName::Type, VCardParameterValue::Text(text)) => text.clone(),
                (VCardParameterName::Other(word), VCardParameterValue::Null) => word.clone(),
                (VCardParameterName::Pref, VCardParameterValue::Null) => "pref".into(),
                _ => continue,
            };
            let words = word.split(',').map(|w| w.trim().to_lowercase());
            // `TYPE=HOME,TYPE=VOICE` is written too.
            types.extend(words.map(|w| w.trim_start_matches("type=").to_owned()).filter(|w| !w.is_empty()));
        }
        types
    }

    /// 1 for the most preferred; 101 where nothing is said.
    pub fn preference(&self) -> u32 {
        let given = self.entry.parameters(&VCardParameterName::Pref).find_map(|value| match value.as_integer() {
            Some(IanaType::Iana(rank)) => Some(rank),
            Some(IanaType::Other(_)) | None => None,
        });
        given.unwrap_or_else(|| if self.types().iter().any(|t| t == "pref") { 1 } else { 101 })
    }

    /// The text of a parameter, by its name in any case.
    pub fn parameter(&self, name: &str) -> Option<String> {
        self.entry.params.iter().find_map(|parameter| {
            (parameter.name.as_str().eq_ignore_ascii_case(name)).then(|| match &parameter.value {
                VCardParameterValue::Null => String::new(),
                value => value.clone().into_text().into_owned(),
            })
        })
    }

    /// Whether the value is said to be a link.
    pub fn is_uri(&self) -> bool {
        self.parameter("VALUE").is_some_and(|v| v.eq_ignore_ascii_case("uri") || v.eq_ignore_ascii_case("url"))
    }
}

fn text_of(value: &VCardValue) -> String {
    match value {
        VCardValue::Component(list) => list.join(","),
        VCardValue::Binary(data) => data.to_unwrapped_string(),
        VCardValue::Integer(n) => n.to_string(),
        VCardValue::Float(n) => n.to_string(),
        VCardValue::Boolean(b) => b.to_string(),
        // Dates are read from the raw value (dates.rs).
        VCardValue::PartialDateTime(_) => String::new(),
        VCardValue::Text(_) | VCardValue::Sex(_) | VCardValue::GramGender(_) | VCardValue::Kind(_) => {
            value.as_text().unwrap_or_default().to_owned()
        }
    }
}

/// Lets calcard read lines.
fn entries<'a>(lines: impl Iterator<Item = &'a Prepared>, version: &str) -> Option<Vec<VCardEntry>> {
    let mut text = format!("BEGIN:VCARD\r\nVERSION:{version}\r\n");
    for line in lines {
        text.push_str(&line.plain);
        text.push_str("\r\n");
    }
    text.push_str("END:VCARD\r\n");
    let mut entries = VCard::parse(text).ok()?.entries;
    Some(entries.split_off(entries.len().min(1)))
}

/// Whether each line became one property of its name.
fn fits<'a>(mut lines: impl Iterator<Item = &'a Prepared>, entries: &[VCardEntry]) -> bool {
    let mut named = entries.iter().map(|entry| entry.name.as_str());
    let each = lines.by_ref().all(|line| {
        !line.has_nameless_parameter() && named.next().is_some_and(|name| name.eq_ignore_ascii_case(&line.name))
    });
    each && named.next().is_none()
}

/// UTF-8 if it is; else what the line says it is; else the likeliest.
fn decoded(bytes: &[u8]) -> String {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return text.to_owned();
    }
    let header = bytes.split(|b| *b == b':').next().unwrap_or_default();
    let encoding = charset_of(&String::from_utf8_lossy(header)).unwrap_or_else(|| likeliest(bytes));
    encoding.decode(bytes).0.into_owned()
}

fn likeliest(bytes: &[u8]) -> &'static Encoding {
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    detector.guess(None, chardetng::Utf8Detection::Allow)
}

fn charset_of(header: &str) -> Option<&'static Encoding> {
    header.split(';').find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        let fits = name.trim().eq_ignore_ascii_case("charset");
        fits.then(|| Encoding::for_label(value.trim().trim_matches('"').as_bytes())).flatten()
    })
}

/// The colon between name and value, outside of quotes.
fn colon_of(text: &str) -> Option<usize> {
    let mut quoted = false;
    for (at, char) in text.char_indices() {
        match char {
            '"' => quoted = !quoted,
            ':' if !quoted => return Some(at),
            _ => {}
        }
    }
    // A quote that is never closed hides every colon: then the first one is meant.
    text.find(':')
}

/// Group and name of `item1.TEL;TYPE=work`.
fn names(header: &str) -> Option<(String, String)> {
    let name = header.split(';').next()?.trim();
    let (group, name) = name.split_once('.').unwrap_or(("", name));
    let fits = !name.is_empty() && name.chars().all(|c| !c.is_whitespace() || c == ' ');
    fits.then(|| (group.to_lowercase(), name.to_uppercase()))
}

/// The header without what was undone here.
fn plain_header(header: &str) -> String {
    // As most are.
    if header.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return header.to_owned();
    }
    let mut kept = Vec::new();
    for (at, part) in split_outside_quotes(header, ';').into_iter().enumerate() {
        let word = part.trim().to_ascii_uppercase();
        let gone = word.starts_with("ENCODING=")
            || word.starts_with("CHARSET=")
            || matches!(word.as_str(), "QUOTED-PRINTABLE" | "BASE64" | "8BIT" | "7BIT");
        if at == 0 || !gone {
            kept.push(part);
        }
    }
    // calcard takes a dot in a name for a group, of which there may be only one.
    match kept.first_mut() {
        Some(first) if first.matches('.').count() > 1 => *first = first.rsplit('.').next().unwrap_or(first),
        Some(_) | None => {}
    }
    kept.join(";")
}

fn split_outside_quotes(text: &str, at: char) -> Vec<&str> {
    let mut quoted = false;
    text.split(move |c| {
        quoted ^= c == '"';
        c == at && !quoted
    })
    .collect()
}

/// The value of a quoted-printable line. What stood encoded is escaped, so that it is not taken for a mark.
fn unquoted(line: &[u8], header: &str) -> String {
    let value = line.iter().position(|b| *b == b':').and_then(|at| line.get(at + 1..)).unwrap_or_default();
    let bytes = unquoted_bytes(value);
    let text = match charset_of(header) {
        Some(encoding) => encoding.decode_without_bom_handling(&bytes).0.into_owned(),
        None => match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => WINDOWS_1252.decode(error.as_bytes()).0.into_owned(),
        },
    };
    text.replace("\r\n", "\\n").replace(['\r', '\n'], "\\n")
}

fn unquoted_bytes(value: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value;
    while let Some((first, tail)) = rest.split_first() {
        let decoded = match (first, tail.first(), tail.get(1)) {
            (b'=', Some(high), Some(low)) => hex(*high).zip(hex(*low)).map(|(high, low)| high << 4 | low),
            _ => None,
        };
        match decoded {
            Some(byte) => {
                if matches!(byte, b';' | b',') {
                    bytes.push(b'\\');
                }
                bytes.push(byte);
                rest = tail.get(2..).unwrap_or_default();
            }
            // A soft break at the very end.
            None if *first == b'=' && tail.is_empty() => rest = tail,
            None => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    bytes
}

fn hex(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

fn compact(text: &str) -> Vec<u8> {
    text.bytes().filter(|b| !b.is_ascii_whitespace()).collect()
}

/// The bytes of `data:image/png;base64,…`, also with an escaped comma, and of Outlook's `data:base64,…`.
fn data_uri(raw: &str) -> Option<Vec<u8>> {
    let rest = raw.trim().get(..5).filter(|s| s.eq_ignore_ascii_case("data:")).and_then(|_| raw.trim().get(5..))?;
    let (kind, body) = rest.split_once(',')?;
    let kind = kind.trim_end_matches('\\').to_ascii_lowercase();
    kind.ends_with("base64").then(|| LENIENT.decode(compact(body)).ok()).flatten()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at what it did not expect")]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;
    use crate::transfer::lines::{Cards, Piece};

    fn plain_line(text: String) -> Line {
        Line { number: 1, bytes: text.into_bytes(), written: Written::Plain }
    }

    fn property(line: &[u8]) -> Property {
        let mut file = b"BEGIN:VCARD\n".to_vec();
        file.extend_from_slice(line);
        file.extend_from_slice(b"\nEND:VCARD\n");
        match Cards::new(&file[..]).next_piece().unwrap().unwrap() {
            Piece::Card(card) => Property::read(&card.lines[0], "2.1").unwrap(),
            Piece::Stray(_) => panic!("a card was expected"),
        }
    }

    #[test]
    fn quoted_printable_is_read_in_both_its_forms_and_in_its_charset() {
        assert_eq!(property(b"FN;QUOTED-PRINTABLE:M=C3=A4x").value(), "Mäx");
        assert_eq!(property(b"FN;ENCODING=QUOTED-PRINTABLE;CHARSET=ISO-8859-1:Bj=F8rn").value(), "Bjørn");
        assert_eq!(property(b"NOTE;ENCODING=QUOTED-PRINTABLE:Reid=92s").value(), "Reid’s");
        assert_eq!(property(b"N;QUOTED-PRINTABLE:a=3Bb;c").parts(" "), ["a;b", "c"]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]
        #[test]
        fn a_line_is_read_the_same_with_others_as_alone(
            lines in vec(
                prop_oneof![
                    "(item1\\.)?(TEL|EMAIL|ADR|NOTE|N|X-ODD|BDAY)(;TYPE=\"?(work|home,cell))?:[ -~é]{0,12}",
                    "[A-Za-z.;:=\", \\\\-]{0,16}",
                    Just("END:VCARD".to_owned()),
                    Just("BEGIN:VCARD".to_owned()),
                    Just("NOTE;ENCODING=QUOTED-PRINTABLE:a=0D=0Ab".to_owned()),
                ],
                0..8,
            ),
            version in prop_oneof![Just("2.1"), Just("3.0"), Just("4.0")],
        ) {
            let lines: Vec<Line> = lines.into_iter().map(plain_line).collect();
            let together = Property::read_all(&lines, version);
            let alone: Vec<_> = lines.iter().map(|line| Property::read(line, version)).collect();
            prop_assert_eq!(format!("{:?}", together), format!("{:?}", alone));
        }
    }

    #[test]
    fn a_parameter_without_a_name_spoils_no_other_line() {
        let lines = ["a;=:", "TEL;TYPE=work:1"].map(|line| plain_line(line.to_owned()));
        let read = Property::read_all(&lines, "2.1");
        let phone = read[1].as_ref().unwrap();
        assert_eq!((phone.value(), phone.types()), ("1".to_owned(), vec!["work".to_owned()]));
    }

    #[test]
    fn a_line_in_an_old_encoding_is_decoded() {
        assert_eq!(property(b"FN;CHARSET=ISO-8859-1:Bj\xF8rn").value(), "Bjørn");
        assert_eq!(property(b"FN:Ren\xE9 Magritte").value(), "René Magritte");
    }

    #[test]
    fn types_are_read_in_all_their_forms() {
        assert_eq!(property(b"TEL;WORK;VOICE:1").types(), ["work", "voice"]);
        assert_eq!(property(b"TEL;TYPE=WORK;TYPE=FAX:1").types(), ["work", "fax"]);
        assert_eq!(property(b"TEL;TYPE=\"work,cell\":1").types(), ["work", "cell"]);
        assert_eq!(property(b"EMAIL;PREF;INTERNET:a@b.example").preference(), 1);
        assert_eq!(property(b"EMAIL;type=INTERNET;type=pref:a@b.example").preference(), 1);
        assert_eq!(property(b"EMAIL;PREF=2:a@b.example").preference(), 2);
    }

    #[test]
    fn pictures_come_as_base64_or_as_data_addresses() {
        for line in [
            &b"PHOTO;ENCODING=b;TYPE=PNG:iVBO\n Rw0K"[..],
            b"PHOTO;PNG;BASE64:\n iVBO\n Rw0K",
            b"PHOTO:data:image/png;base64\\,iVBORw0K",
            b"PHOTO:data:image/png;base64,iVBORw0K",
            b"PHOTO;TYPE=PNG:data:base64\\,iVBORw0K",
        ] {
            assert_eq!(property(line).bytes.as_deref(), Some(&b"\x89PNG\r\n"[..]), "{}", String::from_utf8_lossy(line));
        }
    }
}
