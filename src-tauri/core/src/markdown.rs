//! Notes (Markdown) as sanitised HTML, and as one plain line.
//!
//! No word is lost: HTML in a note is shown as it was typed, never obeyed; a line break stays a line break.
//! Nothing remote is ever loaded: an image becomes a link to it. Links keep their address and say that they
//! lead outside; the screens show where before they open one.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use pulldown_cmark::{CowStr, Event, LinkType, Options, Parser, Tag, TagEnd, html as writer};

/// Deeper nesting and longer blocks than any note has are shown as plain text.
const DEEPEST: usize = 64;
const LONGEST_BLOCK: usize = 32 << 10;

/// About how much HTML is cleaned at once.
const AT_ONCE: usize = 16 << 10;

/// How much of a note [`plain_line`] looks at, and how long its line may be, in characters.
const LOOKED_AT: usize = 2_000;
const LONGEST_LINE: usize = 300;

static CLEANER: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    let mut cleaner = ammonia::Builder::empty();
    cleaner
        .tags(
            [
                "a",
                "blockquote",
                "br",
                "code",
                "del",
                "em",
                "h1",
                "h2",
                "h3",
                "h4",
                "h5",
                "h6",
                "hr",
                "li",
                "ol",
                "p",
                "pre",
                "strong",
                "table",
                "tbody",
                "td",
                "th",
                "thead",
                "tr",
                "ul",
            ]
            .into(),
        )
        .tag_attributes(HashMap::from([("a", ["href", "title"].into()), ("ol", ["start"].into())]))
        .url_schemes(["http", "https", "mailto", "tel"].into())
        .url_relative(ammonia::UrlRelative::Deny)
        .link_rel(Some("noopener noreferrer nofollow"));
    cleaner
});

fn options() -> Options {
    Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TABLES
}

/// The note as HTML that may be put into a page.
///
/// Blocks are cleaned some at a time: the cleaner takes quadratic time on what is hostile, and so has little
/// of it at once. A block that is too deep or too long for that is shown as plain text.
pub fn html(note: &str) -> String {
    let mut page = String::with_capacity(note.len() * 5 / 4);
    let mut raw = String::new();
    let mut block = Block::default();
    for (event, range) in Parser::new_ext(note, options()).into_offset_iter() {
        if !block.push(event, range) {
            continue;
        }
        let done = std::mem::take(&mut block);
        if done.is_plain() {
            clean_into(&mut page, &mut raw);
            page.push_str(&as_text(note.get(done.range).unwrap_or_default()));
        } else {
            writer::push_html(&mut raw, done.events.into_iter());
            if raw.len() > AT_ONCE {
                clean_into(&mut page, &mut raw);
            }
        }
    }
    clean_into(&mut page, &mut raw);
    page
}

/// One block of a note, as it is read.
#[derive(Default)]
struct Block<'a> {
    events: Vec<Event<'a>>,
    range: Range<usize>,
    depth: usize,
    deepest: usize,
}

impl<'a> Block<'a> {
    /// Takes an event; true when the block is complete.
    fn push(&mut self, event: Event<'a>, range: Range<usize>) -> bool {
        if self.events.is_empty() {
            self.range = range;
        }
        match &event {
            Event::Start(_) => {
                self.depth += 1;
                self.deepest = self.deepest.max(self.depth);
            }
            Event::End(_) => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        self.events.push(harmless(event));
        self.depth == 0
    }

    fn is_plain(&self) -> bool {
        self.deepest > DEEPEST || self.range.len() > LONGEST_BLOCK
    }
}

fn clean_into(page: &mut String, raw: &mut String) {
    if !raw.is_empty() {
        page.push_str(&CLEANER.clean(raw).to_string());
        raw.clear();
    }
}

/// A block as it was typed.
fn as_text(block: &str) -> String {
    let escaped = block.trim().replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    format!("<p>{}</p>\n", escaped.replace('\n', "<br>\n"))
}

/// HTML as text, an image as a link, a line break as one.
fn harmless(event: Event<'_>) -> Event<'_> {
    match event {
        Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
        Event::Start(Tag::HtmlBlock) => Event::Start(Tag::Paragraph),
        Event::End(TagEnd::HtmlBlock) => Event::End(TagEnd::Paragraph),
        Event::Start(Tag::Image { dest_url, title, id, .. }) => {
            Event::Start(Tag::Link { link_type: LinkType::Inline, dest_url, title, id })
        }
        Event::End(TagEnd::Image) => Event::End(TagEnd::Link),
        Event::SoftBreak => Event::HardBreak,
        event => event,
    }
}

/// The first line of a note without its marks, at most 300 characters; empty for an empty note.
pub fn plain_line(note: &str) -> String {
    let end = note.char_indices().nth(LOOKED_AT).map_or(note.len(), |(at, _)| at);
    let head = note.get(..end).unwrap_or(note);
    let mut line = String::new();
    for event in Parser::new_ext(head, options()) {
        match event {
            Event::Text(text) | Event::Code(text) | Event::InlineHtml(text) => line.push_str(&text),
            Event::Html(text) => push_first_line(&mut line, &text),
            Event::SoftBreak | Event::HardBreak | Event::End(_) if ends_line(&event, &line) => break,
            _ => {}
        }
    }
    shortened(&line)
}

fn push_first_line(line: &mut String, text: &CowStr<'_>) {
    if line.trim().is_empty() {
        line.push_str(text.trim());
    }
}

fn ends_line(event: &Event<'_>, line: &str) -> bool {
    let inline = matches!(
        event,
        Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image)
    );
    !inline && !line.trim().is_empty()
}

fn shortened(line: &str) -> String {
    let mut words = line.lines().find(|l| !l.trim().is_empty()).unwrap_or_default().split_whitespace();
    let mut short = String::new();
    if let Some(first) = words.next() {
        short.push_str(first);
    }
    for word in words {
        short.push(' ');
        short.push_str(word);
    }
    match short.char_indices().nth(LONGEST_LINE) {
        Some((at, _)) => format!("{}…", short.get(..at).unwrap_or_default().trim_end()),
        None => short,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_note_becomes_html() {
        assert_eq!(html("*Rush* order\nfor **Lyon**"), "<p><em>Rush</em> order<br>\nfor <strong>Lyon</strong></p>\n");
        assert_eq!(html("- one\n- two"), "<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n");
        assert_eq!(html("  \n"), "");
    }

    #[test]
    fn links_are_kept_and_say_that_they_lead_outside() {
        assert_eq!(
            html("[their site](https://harbour.example/a?b=1&c=2)"),
            "<p><a href=\"https://harbour.example/a?b=1&amp;c=2\" rel=\"noopener noreferrer nofollow\">their site</a></p>\n"
        );
        assert!(html("<mailto:dana@harbour.example>").contains("href=\"mailto:dana@harbour.example\""));
    }

    #[test]
    fn scripts_and_pages_of_others_never_run() {
        for hostile in [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "[x](javascript:alert(1))",
            "[x](JaVaScRiPt:alert(1))",
            "[x](data:text/html;base64,PHNjcmlwdD4=)",
            "<iframe src=https://tracker.example></iframe>",
            "<a href=\"https://a.example\" onclick=\"x()\">a</a>",
            "<svg/onload=alert(1)>",
            "`</code><script>alert(1)</script>`",
            "<style>@import url(https://tracker.example)</style>",
        ] {
            let page = html(hostile);
            for tag in
                ["<script", "<img", "<iframe", "<svg", "<style", "href=\"javascript", "href=\"data", "href=\"JaVa"]
            {
                assert!(!page.contains(tag), "{hostile} gave {page}");
            }
        }
    }

    #[test]
    fn html_in_a_note_is_shown_as_it_was_typed() {
        assert_eq!(html("we <3 the <b>boat</b>"), "<p>we &lt;3 the &lt;b&gt;boat&lt;/b&gt;</p>\n");
        assert!(html("<div>\nhello\n</div>").contains("&lt;div&gt;"));
    }

    #[test]
    fn an_image_is_a_link_and_is_never_loaded() {
        let page = html("![the boat](https://tracker.example/p.gif)");
        assert!(page.contains("<a href=\"https://tracker.example/p.gif\""), "{page}");
        assert!(page.contains("the boat") && !page.contains("<img"), "{page}");
    }

    #[test]
    fn a_hostile_depth_is_shown_as_plain_text() {
        let page = html(&format!("before\n\n{}\n\n*after*", "> ".repeat(5_000)));
        assert!(page.starts_with("<p>before</p>\n<p>&gt; &gt;"), "{page}");
        assert!(page.ends_with("<p><em>after</em></p>\n"), "{page}");
        assert!(html(&format!("{}x", "*a **b ".repeat(2_000))).contains("a"));
    }

    #[test]
    fn two_million_characters_are_fine() {
        let note = "Rush order for the Lyon fair & more. ".repeat(54_054);
        assert!(html(&note).len() > note.len());
        assert!(plain_line(&note).chars().count() <= 301);
        let note = "Rush order for the *Lyon* fair.\n\n".repeat(20_000);
        assert_eq!(html(&note).matches("<em>Lyon</em>").count(), 20_000);
    }

    #[test]
    fn what_a_cleaner_is_slow_with_is_given_to_it_in_small_pieces() {
        let started = std::time::Instant::now();
        for piece in ["&amp", "<b>", "![", "**x* ", "[a](", "<!--", "# a\n\n", "`a``"] {
            assert!(!html(&piece.repeat(50_000)).is_empty());
        }
        assert!(started.elapsed().as_secs() < 60, "it took {:?}", started.elapsed());
    }

    #[test]
    fn the_first_line_is_plain_text() {
        assert_eq!(plain_line("# Rush order\n\nfor Lyon"), "Rush order");
        assert_eq!(plain_line("\n\n- *one*   [two](https://x.example) `three`\n- four"), "one two three");
        assert_eq!(plain_line("we <3 the <b>boat</b>\nsecond"), "we <3 the <b>boat</b>");
        assert_eq!(plain_line("![](https://x.example/a.png)\n\nText"), "Text");
        assert_eq!(plain_line("> quoted **words**\n> more"), "quoted words");
        assert_eq!(plain_line(""), "");
    }

    proptest! {
        #[test]
        fn no_note_brings_it_down(note in "\\PC*") {
            let page = html(&note);
            prop_assert!(!page.contains("<script") && !page.contains("<img"));
            prop_assert!(plain_line(&note).chars().count() <= 301);
            prop_assert!(!plain_line(&note).contains('\n'));
        }
    }
}
