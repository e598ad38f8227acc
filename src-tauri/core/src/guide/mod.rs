//! The user guide inside the program: the pages of `assets/guide`, as the screens show them.
//!
//! The text is ours and was read when the program was built; nothing of the user's goes in.

use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd, html};
use serde::Serialize;
use ts_rs::TS;

use crate::api::{Call, Nothing};
use crate::error::Result;

/// One page of the guide.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct GuidePage {
    /// Its name in addresses: that of its file.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// The page as HTML, without its heading. Links to other pages are addresses of the screens, `#/guide/ID`.
    pub html: String,
    /// Its words in lines, for a search.
    pub text: String,
}

macro_rules! pages {
    ($($name:literal)*) => {
        /// The pages in the order of the contents; the first is the contents.
        const PAGES: &[(&str, &str)] = &[
            $(($name, include_str!(concat!("../../../../assets/guide/", $name, ".md")))),*
        ];
    };
}

pages! {
    "README" "first-start" "today" "log" "search" "wanted" "people" "journal" "forecast" "reminders" "calendar"
    "background" "settings" "keys" "terminal"
    "data" "languages" "licences"
}

/// All pages.
pub fn guide_pages(_: &Call<'_>, _: Nothing) -> Result<Vec<GuidePage>> {
    Ok(PAGES.iter().map(|(id, markdown)| page(id, markdown)).collect())
}

fn page(id: &str, markdown: &str) -> GuidePage {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut title = String::new();
    let mut text = String::new();
    let mut body = Vec::new();
    let mut in_title = false;
    for event in Parser::new_ext(markdown, options) {
        match &event {
            Event::Start(Tag::Heading { level: pulldown_cmark::HeadingLevel::H1, .. }) if title.is_empty() => {
                in_title = true;
                continue;
            }
            Event::End(TagEnd::Heading(_)) if in_title => {
                in_title = false;
                continue;
            }
            Event::Text(words) | Event::Code(words) if in_title => {
                title.push_str(words);
                continue;
            }
            Event::Text(words) | Event::Code(words) => text.push_str(words),
            Event::SoftBreak => text.push(' '),
            Event::End(TagEnd::TableCell | TagEnd::Paragraph | TagEnd::Item | TagEnd::Heading(_)) => text.push('\n'),
            _ => {}
        }
        body.push(linked(event));
    }
    let mut page = String::new();
    html::push_html(&mut page, body.into_iter());
    GuidePage { id: id.into(), title, html: page, text: text.trim().into() }
}

/// A link to another file of the guide leads to its page.
fn linked(event: Event<'_>) -> Event<'_> {
    match event {
        Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
            let file = dest_url.split('#').next().and_then(|path| path.strip_suffix(".md"));
            let dest_url = match file {
                Some(file) => CowStr::from(format!("#/guide/{file}")),
                None => dest_url,
            };
            Event::Start(Tag::Link { link_type, dest_url, title, id })
        }
        other => other,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at what it did not expect")]
mod tests {
    use super::*;

    #[test]
    fn every_page_there_is_can_be_read_in_the_program() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/guide");
        let mut files: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .filter_map(|entry| entry.unwrap().file_name().to_str()?.strip_suffix(".md").map(str::to_owned))
            .collect();
        let mut known: Vec<String> = PAGES.iter().map(|(id, _)| (*id).to_owned()).collect();
        files.sort();
        known.sort();
        assert_eq!(known, files);
    }

    #[test]
    fn a_page_has_its_heading_its_words_and_links_that_lead_to_pages() {
        for (id, markdown) in PAGES {
            let page = page(id, markdown);
            assert!(!page.title.is_empty() && !page.text.is_empty() && !page.html.contains("<h1>"), "{id}");
            for link in page.html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
                let leads = match link.strip_prefix("#/guide/") {
                    Some(other) => PAGES.iter().any(|(id, _)| *id == other),
                    None => link.starts_with("https://"),
                };
                assert!(leads, "{id} leads to {link}");
            }
        }
    }
}
