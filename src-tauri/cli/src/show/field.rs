//! Reading the fields of an answer; what is missing reads as nothing.

use serde_json::Value;

use crate::text;

/// A field as text; empty where it is missing or null.
pub(super) fn string(of: &Value, field: &str) -> String {
    match of.get(field) {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    }
}

/// A field as one line that is safe to show.
pub(super) fn line(of: &Value, field: &str) -> String {
    text::line(&string(of, field))
}

/// A field that is a list.
pub(super) fn list<'a>(of: &'a Value, field: &str) -> &'a [Value] {
    of.get(field).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// The same field of each in a list, with commas.
pub(super) fn joined(of: &Value, list_field: &str, field: &str) -> String {
    let parts: Vec<String> = list(of, list_field)
        .iter()
        .map(|item| if item.is_string() { text::line(item.as_str().unwrap_or_default()) } else { line(item, field) })
        .collect();
    parts.join(", ")
}

pub(super) fn number(of: &Value, field: &str) -> f64 {
    of.get(field).and_then(Value::as_f64).unwrap_or(0.0)
}

pub(super) fn is(of: &Value, field: &str) -> bool {
    of.get(field).and_then(Value::as_bool).unwrap_or(false)
}

/// `2 months`, as an interval of an answer reads; empty for none.
pub(super) fn interval(of: &Value, field: &str) -> String {
    let Some(interval) = of.get(field).filter(|interval| interval.is_object()) else { return String::new() };
    let every = number(interval, "every");
    let unit = line(interval, "unit");
    if every == 1.0 { format!("every {unit}") } else { format!("every {every} {unit}s") }
}

/// `1 person`, `3 people`.
pub(super) fn count(n: f64, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1.0 { one } else { many })
}
