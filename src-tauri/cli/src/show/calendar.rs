//! The calendar file in words.

use serde_json::Value;

use super::field::{count, line, number, string};

/// How it stands.
pub(crate) fn calendar(of: &Value) -> String {
    let left = match line(of, "left") {
        left if left.is_empty() => String::new(),
        left => format!("{left} stays where it is, and is not kept up to date any more.\n"),
    };
    let stands = match (line(of, "file"), calendar_problem(of)) {
        (file, _) if file.is_empty() => "No calendar file is kept.\n".to_owned(),
        (file, problem) if problem.is_empty() => {
            format!("{file} is kept up to date: {}.\n", count(number(of, "entries"), "entry", "entries"))
        }
        (file, problem) => format!("{file} is not up to date. {problem}"),
    };
    left + &stands
}

/// Why it is not up to date; nothing where it is.
pub(super) fn calendar_problem(of: &Value) -> String {
    match line(of, "problem") {
        problem if problem.is_empty() => problem,
        problem => format!("{problem}\n"),
    }
}

/// The calendar itself, for another program.
pub(crate) fn calendar_text(of: &Value) -> String {
    string(of, "text")
}
