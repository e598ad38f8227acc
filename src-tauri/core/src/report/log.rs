//! Lines of the log without what may be personal.

use std::fs;
use std::path::Path;

/// Lines at most, the newest.
const LINES: usize = 200;
/// Bytes of a log file that are looked at, from its end.
const LOOKED_AT: usize = 256 << 10;

/// The last lines of the logs in a folder, redacted; a line that is none of ours is left out.
pub(super) fn last_lines(folder: &Path) -> Vec<String> {
    let mut files: Vec<_> = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    // They are named by their day.
    files.sort();
    let mut lines = Vec::new();
    for file in files.iter().rev() {
        let bytes = fs::read(file).unwrap_or_default();
        let end = bytes.get(bytes.len().saturating_sub(LOOKED_AT)..).unwrap_or_default();
        let text = String::from_utf8_lossy(end);
        lines.extend(text.lines().rev().filter_map(redacted).take(LINES.saturating_sub(lines.len())));
        if lines.len() >= LINES {
            break;
        }
    }
    lines.reverse();
    lines
}

/// Time, level, part of the program, fixed words, and fields that hold a number or a word of the command table.
fn redacted(line: &str) -> Option<String> {
    let mut words = line.split_whitespace();
    let time = words.next().filter(|time| is_time(time))?;
    let level = words.next().filter(|level| ["TRACE", "DEBUG", "INFO", "WARN", "ERROR"].contains(level))?;
    let part = words.next()?.strip_suffix(':').filter(|part| is_name(part))?;
    let mut told = format!("{time} {level} {part}:");
    // What others write into the log is not known to be without names.
    if !part.starts_with("kith") {
        return Some(told);
    }
    let mut in_fields = false;
    for word in words {
        match word.split_once('=') {
            Some((key, value)) if is_name(key) => {
                in_fields = true;
                told.push_str(&format!(" {key}={}", if is_harmless(value) { value } else { "…" }));
            }
            // A text of several words goes on.
            _ if in_fields => {}
            _ if word.chars().all(|c| c.is_ascii_lowercase() || ",;:.-'".contains(c)) => {
                told.push(' ');
                told.push_str(word);
            }
            _ => told.push_str(" …"),
        }
    }
    Some(told)
}

fn is_time(word: &str) -> bool {
    word.len() >= 20 && word.chars().all(|c| c.is_ascii_digit() || "-:.TZ+".contains(c))
}

fn is_name(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == ':')
}

fn is_harmless(value: &str) -> bool {
    let value = value.trim_matches('"');
    ["true", "false", "None"].contains(&value)
        || value.chars().all(|c| c.is_ascii_digit() || c == '.' || c == '-')
        || crate::api::COMMANDS.contains(&value)
}

#[cfg(test)]
mod tests {
    use super::redacted;

    #[test]
    fn a_line_keeps_its_fixed_words_and_its_numbers() {
        let line = "2026-11-21T09:00:00.123456Z  INFO kith_desktop::desk: refused command=\"contact_add\" millis=12 \
                    code=Invalid detail=Some(\"Dana Moreau sails\")";
        let told = redacted(line);
        assert_eq!(
            told.as_deref(),
            Some(
                "2026-11-21T09:00:00.123456Z INFO kith_desktop::desk: refused command=\"contact_add\" millis=12 code=… detail=…"
            )
        );
    }

    #[test]
    fn what_others_say_and_what_is_no_line_of_ours_is_left_out() {
        let foreign = redacted("2026-11-21T09:00:00.123456Z  WARN tantivy::index: cannot open Dana.idx");
        assert_eq!(foreign.as_deref(), Some("2026-11-21T09:00:00.123456Z WARN tantivy::index:"));
        assert_eq!(redacted("thread 'main' panicked at Dana"), None);
        assert_eq!(redacted(""), None);
    }
}
