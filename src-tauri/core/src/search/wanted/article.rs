//! A file as a text: plain text and Markdown as they are, a page without its markup, a mail by its own words.

use std::path::Path;

use encoding_rs::Encoding;
use mail_parser::MessageParser;
use mail_parser::decoders::html::html_to_text;

use super::Article;
use crate::error::{Error, Result};
use crate::said;

/// The largest file that is read, in bytes: no article is longer.
const LARGEST: u64 = 8 << 20;
/// The longest first line that is taken for a title, in characters.
const LONGEST_TITLE: usize = 160;
/// Tags within a line; before all others a word ends.
const INLINE: [&str; 20] = [
    "a", "abbr", "b", "bdi", "cite", "code", "del", "em", "font", "i", "ins", "kbd", "mark", "q", "s", "small", "span",
    "strong", "sub", "u",
];

/// Reads a file.
pub fn read(path: &str) -> Result<Article> {
    let place = Path::new(path);
    let name = place.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let unread = |_| {
        Error::invalid_hint(
            "path",
            said!("{file} cannot be read.", file = name.as_str()),
            "Look whether it is still there and may be opened.",
        )
    };
    let about = std::fs::metadata(place).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => Error::not_found("file", path),
        _ => unread(error),
    })?;
    if !about.is_file() {
        return Err(unread(std::io::Error::other("a folder")));
    }
    if about.len() > LARGEST {
        return Err(Error::invalid_hint(
            "path",
            said!("{file} is larger than any article.", file = name.as_str()),
            "Copy the part that matters and paste it.",
        ));
    }
    of_bytes(&name, &std::fs::read(place).map_err(unread)?)
}

/// The text of a file's bytes; its name says what it is, and its beginning where the name does not.
pub fn of_bytes(name: &str, bytes: &[u8]) -> Result<Article> {
    let ending = Path::new(name).extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
    let article = match ending.as_str() {
        "eml" => mail(bytes),
        _ => {
            let text = decoded(bytes).filter(|text| !text.contains('\0'));
            let text = text.ok_or_else(|| no_text(name))?;
            if matches!(ending.as_str(), "html" | "htm" | "xhtml") || is_page(&text) {
                page(&text)
            } else {
                plain(text)
            }
        }
    };
    if article.text.trim().is_empty() && article.title.is_empty() { Err(no_text(name)) } else { Ok(article) }
}

fn no_text(name: &str) -> Error {
    Error::invalid_hint(
        "path",
        said!("There is no text in {file} that Kith can read.", file = name),
        "It reads txt, md, html and eml. Of anything else, copy the text and paste it.",
    )
}

/// UTF-8 if it is, else what its first bytes say, else the likeliest.
fn decoded(bytes: &[u8]) -> Option<String> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return Some(encoding.decode_without_bom_handling(bytes.get(mark..)?).0.into_owned());
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Some(text.to_owned());
    }
    if bytes.contains(&0) {
        return None;
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    Some(detector.guess(None, chardetng::Utf8Detection::Allow).decode(bytes).0.into_owned())
}

fn is_page(text: &str) -> bool {
    let start: String = text.trim_start().chars().take(15).collect::<String>().to_lowercase();
    start.starts_with("<!doctype html") || start.starts_with("<html")
}

/// Text as it is.
fn plain(text: String) -> Article {
    Article { title: title_of(&text), link: link_of(&text), text, from: None }
}

/// A page: its title, and the article in it where it says which part that is.
fn page(html: &str) -> Article {
    let low = html.to_ascii_lowercase();
    let body = between(html, &low, "<article", "</article>", true)
        .or_else(|| between(html, &low, "<main", "</main>", true))
        .or_else(|| low.find("<body").and_then(|at| html.get(at..)))
        .unwrap_or(html);
    let words = |part: &str| html_to_text(&apart(part)).split_whitespace().collect::<Vec<_>>().join(" ");
    let title = between(html, &low, "<title", "</title>", false)
        .map(|part| words(part.split_once('>').map_or("", |(_, title)| title)))
        .unwrap_or_default();
    let text = html_to_text(&apart(body)).trim().to_owned();
    let title = if title.is_empty() { title_of(&text) } else { title };
    Article { title, link: canonical(html, &low).or_else(|| link_of(&text)), text, from: None }
}

/// What stands between the first `from` and the last (or first) `to` behind it.
fn between<'a>(html: &'a str, low: &str, from: &str, to: &str, last: bool) -> Option<&'a str> {
    let start = low.find(from)?;
    let behind = low.get(start..)?;
    let end = if last { behind.rfind(to)? } else { behind.find(to)? };
    html.get(start..start + end)
}

/// The address a page gives itself.
fn canonical(html: &str, low: &str) -> Option<String> {
    let at = low.find("rel=\"canonical\"")?;
    let start = low.get(..at)?.rfind('<')?;
    let end = start + low.get(start..)?.find('>')?;
    let address = low.get(start..end)?.find("href=\"").map(|href| start + href + 6)?;
    html.get(address..end)?.split('"').next().and_then(link_of)
}

/// The page with a gap before each tag that ends a word: `<li>one</li><li>two</li>` is two words.
fn apart(html: &str) -> String {
    let mut spaced = String::with_capacity(html.len() + html.len() / 8);
    for (at, piece) in html.split('<').enumerate() {
        if at > 0 {
            let name = piece.trim_start_matches('/');
            let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
            let name = name.get(..end).unwrap_or_default();
            if !name.is_empty() && !INLINE.iter().any(|inline| name.eq_ignore_ascii_case(inline)) {
                spaced.push('\n');
            }
            spaced.push('<');
        }
        spaced.push_str(piece);
    }
    spaced
}

/// A mail: its subject, its own text, and whom it is from.
fn mail(bytes: &[u8]) -> Article {
    let Some(message) = MessageParser::default().parse(bytes) else { return Article::default() };
    let parts = (0..message.text_body_count()).filter_map(|at| message.body_text(at));
    let text = parts.map(|part| part.trim().to_owned()).collect::<Vec<_>>().join("\n\n");
    let from = message.from().and_then(|from| from.first()).and_then(|from| from.address()).map(str::to_owned);
    let title = message.subject().map(bare_subject).unwrap_or_default();
    Article { title, link: link_of(&text), text, from }
}

/// A subject without its `Re:`, `Fwd:`, `AW:` and `WG:`.
fn bare_subject(subject: &str) -> String {
    let mut bare = subject.trim();
    while let Some((before, rest)) = bare.split_once(':') {
        if !["re", "fw", "fwd", "aw", "wg", "tr"].iter().any(|mark| before.trim().eq_ignore_ascii_case(mark)) {
            break;
        }
        bare = rest.trim_start();
    }
    bare.to_owned()
}

/// What a text is called: its first line, if that is short enough to be a title, or else its beginning.
pub fn title_of(text: &str) -> String {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && *line != "---");
    let Some(first) = lines.next() else { return String::new() };
    if let Some(link) = link_of(first).filter(|link| *link == first) {
        let told = lines.next().is_some();
        return if told { title_of(text.split_once(first).map_or("", |(_, rest)| rest)) } else { slug(&link) };
    }
    let first = first.trim_start_matches('#').trim_start();
    if first.chars().nth(LONGEST_TITLE).is_none() {
        return first.to_owned();
    }
    let start: String = first.chars().take(LONGEST_TITLE / 2).collect();
    format!("{}…", start.rsplit_once(char::is_whitespace).map_or(start.as_str(), |(whole, _)| whole))
}

/// What a bare address says of its page: the words of its last part; the address itself where it has none.
fn slug(link: &str) -> String {
    let path = path_of(link).trim_end_matches('/');
    let last = path.rsplit('/').next().unwrap_or_default();
    let last = last.rsplit_once('.').map_or(last, |(name, _)| name);
    let words: Vec<&str> = last.split(['-', '_', '+']).filter(|word| !word.is_empty()).collect();
    if words.len() > 1 { words.join(" ") } else { link.to_owned() }
}

/// The first `http` address in a text.
pub fn link_of(text: &str) -> Option<String> {
    let start = [text.find("https://"), text.find("http://")].into_iter().flatten().min()?;
    let rest = text.get(start..)?;
    let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"')).unwrap_or(rest.len());
    let link = rest.get(..end)?.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '\'', '*']);
    (link.len() > "https://".len()).then(|| link.to_owned())
}

/// The text with only the path of each address: what a host and a query are called tells nothing.
pub fn without_hosts(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(link) = link_of(rest) {
        let Some((before, behind)) = rest.split_once(link.as_str()) else { break };
        kept.push_str(before);
        kept.push(' ');
        kept.push_str(path_of(&link));
        rest = behind;
    }
    kept.push_str(rest);
    kept
}

fn path_of(link: &str) -> &str {
    let address = link.split_once("://").map_or(link, |(_, address)| address);
    let path = address.split_once('/').map_or("", |(_, path)| path);
    path.split(['?', '#']).next().unwrap_or_default()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at what it did not expect")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_page_is_read_without_its_markup() {
        let page = "<!DOCTYPE html><html><head><title>Sailing &amp; you – M&uuml;ller</title>\
             <link href=\"https://sail.example/news\" rel=\"canonical\"><style>p{color:red}</style></head>\
             <body><nav>Subscribe now</nav><article><h1>Sailing</h1><p>The <b>re</b>gatta</p><ul><li>one</li><li>two\
             </li></ul><script>evil()</script></article><footer>Imprint</footer></body></html>";
        let article = of_bytes("page.html", page.as_bytes()).unwrap();
        assert_eq!(article.title, "Sailing & you – Müller");
        assert_eq!(article.link.as_deref(), Some("https://sail.example/news"));
        assert_eq!(article.text.split_whitespace().collect::<Vec<_>>(), ["Sailing", "The", "regatta", "one", "two"]);
        assert_eq!(of_bytes("saved", page.as_bytes()).unwrap(), article, "its beginning says that it is a page");
    }

    #[test]
    fn a_mail_is_read_by_its_own_words() {
        let mail = "From: Jonas Becker <jonas@sails.example>\r\nSubject: Fwd: =?utf-8?Q?Die_gro=C3=9Fe_Regatta?=\r\n\
             MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=x\r\n\r\n--x\r\n\
             Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
             Sch=C3=B6n war es: https://regatta.example/2026.\r\n--x\r\nContent-Type: text/html\r\n\r\n\
             <p>Sch&ouml;n</p>\r\n--x--\r\n";
        let article = of_bytes("mail.eml", mail.as_bytes()).unwrap();
        assert_eq!(article.title, "Die große Regatta");
        assert_eq!(article.text, "Schön war es: https://regatta.example/2026.");
        assert_eq!(article.link.as_deref(), Some("https://regatta.example/2026"));
        assert_eq!(article.from.as_deref(), Some("jonas@sails.example"));
    }

    #[test]
    fn text_is_taken_as_it_is_in_any_encoding() {
        let article = of_bytes("note.md", "# Segeln für alle\n\nSchön.".as_bytes()).unwrap();
        assert_eq!((article.title.as_str(), article.text.as_str()), ("Segeln für alle", "# Segeln für alle\n\nSchön."));
        let old = of_bytes("note.txt", b"Gr\xfc\xdfe aus M\xfcnchen, sch\xf6n war es").unwrap();
        assert_eq!(old.text, "Grüße aus München, schön war es");
        let wide: Vec<u8> = "\u{feff}Regatta".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(of_bytes("note.txt", &wide).unwrap().text, "Regatta");
    }

    #[test]
    fn what_holds_no_text_is_said_with_what_to_do() {
        for (name, bytes) in
            [("a.pdf", &b"%PDF\x00\x01\xff"[..]), ("empty.txt", b"  \n"), ("page.html", b"<html></html>")]
        {
            let error = crate::api::ApiError::from(of_bytes(name, bytes).unwrap_err());
            assert!(error.message.contains(name) && error.hint.unwrap().contains("paste"), "{name}");
        }
    }

    #[test]
    fn a_title_is_the_first_line_or_what_an_address_says() {
        assert_eq!(title_of("\n\n# Sailing\nmore"), "Sailing");
        assert_eq!(title_of("https://x.example/2026/the-great-regatta.html?id=1"), "the great regatta");
        assert_eq!(title_of("https://x.example/\nThe regatta\n"), "The regatta");
        assert_eq!(title_of("https://x.example"), "https://x.example");
        let long = "word ".repeat(60);
        assert!(title_of(&long).ends_with("word…") && title_of(&long).chars().count() < 90);
        assert_eq!(without_hosts("See https://www.boats.example/sailing-news?utm=mail now"), "See  sailing-news now");
    }

    proptest! {
        #[test]
        fn no_file_brings_it_down(bytes in prop::collection::vec(any::<u8>(), 0..300), text in "\\PC{0,80}|(<[a-z/!\\- ]{0,8}>?|&[a-z#0-9]{0,5};?|é){0,30}") {
            for name in ["a.eml", "a.html", "a.txt", ""] {
                let _ = of_bytes(name, &bytes);
                let _ = of_bytes(name, text.as_bytes());
            }
            let _ = (title_of(&text), without_hosts(&text));
        }
    }
}
