//! Text for a terminal: what a name or note holds must not move the cursor or colour the screen.

use std::sync::atomic::{AtomicBool, Ordering};

use comfy_table::{Attribute, Cell, ContentArrangement, Table, presets};

/// Whether standard output shows colours.
static PAINTED: AtomicBool = AtomicBool::new(false);

/// Colours what is written from now on, if it goes to a terminal that wants it (<https://no-color.org>).
pub(crate) fn paint(is_terminal: bool) {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let is_dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    PAINTED.store(is_terminal && !is_dumb && !is_set("NO_COLOR"), Ordering::Relaxed);
}

fn painted(text: &str, code: &str) -> String {
    if PAINTED.load(Ordering::Relaxed) && !text.is_empty() {
        format!("\u{1b}[{code}m{text}\u{1b}[0m")
    } else {
        text.to_owned()
    }
}

/// What the eye shall find first: a name, a heading.
pub(crate) fn strong(text: &str) -> String {
    painted(text, "1")
}

/// What is seldom looked for: an id, a date.
pub(crate) fn soft(text: &str) -> String {
    painted(text, "2")
}

/// What was searched for.
pub(crate) fn mark(text: &str) -> String {
    painted(text, "1;33")
}

/// What asks for something to be done.
pub(crate) fn warm(text: &str) -> String {
    painted(text, "33")
}

/// One line: every control character is shown as its code, line ends too.
pub(crate) fn line(text: &str) -> String {
    escape(text, |_| false)
}

/// Several lines: as [`line`], but line ends and tabs stay.
pub(crate) fn lines(text: &str) -> String {
    escape(&text.replace("\r\n", "\n"), |c| matches!(c, '\n' | '\t'))
}

fn escape(text: &str, keep: impl Fn(char) -> bool) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        // The overrides turn the rest of the line around; isolates and marks are honest writing.
        if (c.is_control() || matches!(c, '\u{202d}' | '\u{202e}')) && !keep(c) {
            shown.extend(c.escape_unicode());
        } else {
            shown.push(c);
        }
    }
    shown
}

/// The first line of a text, shortened to `most` characters.
pub(crate) fn first_line(text: &str, most: usize) -> String {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default().trim();
    let mut short: String = first.chars().take(most).collect();
    if first.chars().nth(most).is_some() {
        short.push('…');
    }
    line(&short)
}

/// `text` with every line indented.
pub(crate) fn indented(text: &str) -> String {
    lines(text).lines().map(|line| if line.is_empty() { "\n".to_owned() } else { format!("  {line}\n") }).collect()
}

/// Rows in aligned columns under a heading.
pub(crate) fn table(heading: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut table = Table::new();
    table.load_preset(presets::NOTHING).set_content_arrangement(ContentArrangement::Disabled);
    if PAINTED.load(Ordering::Relaxed) {
        table.enforce_styling();
    } else {
        table.force_no_tty();
    }
    if !heading.is_empty() {
        table.set_header(heading.iter().map(|name| Cell::new(name.to_uppercase()).add_attribute(Attribute::Bold)));
    }
    let mut empty = true;
    for row in rows {
        empty = false;
        table.add_row(row.iter().map(|cell| line(cell)));
    }
    if empty {
        return String::new();
    }
    for column in table.column_iter_mut() {
        column.set_padding((0, 2));
    }
    table.to_string().lines().map(|line| format!("{}\n", line.trim_end())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_move_the_cursor() {
        assert_eq!(line("Eve\u{1b}[2J\nX\u{9b}"), "Eve\\u{1b}[2J\\u{a}X\\u{9b}");
        assert_eq!(lines("a\r\nb\u{7}"), "a\nb\\u{7}");
        assert_eq!(line("שלום Zoë 🙂"), "שלום Zoë 🙂");
    }

    #[test]
    fn columns_stand_in_line() {
        let shown = table(&["id", "name"], [vec!["1".into(), "Dana".into()], vec!["12".into(), "Rohan Mehta".into()]]);
        assert_eq!(shown, "ID  NAME\n1   Dana\n12  Rohan Mehta\n");
    }
}
