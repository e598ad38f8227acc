//! From what was typed to a command's input.

use std::io::Read;
use std::path::Path;

use kith_core::api::ApiError;
use kith_core::error::Error;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// An input of the fields that were given.
#[derive(Debug, Default)]
pub(crate) struct Input(Map<String, Value>);

impl Input {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// A field that is always there.
    pub(crate) fn with(mut self, field: &str, value: impl Into<Value>) -> Self {
        self.0.insert(field.to_owned(), value.into());
        self
    }

    /// A field that may not have been typed.
    pub(crate) fn maybe<T: Into<Value>>(self, field: &str, value: Option<T>) -> Self {
        match value {
            Some(value) => self.with(field, value),
            None => self,
        }
    }

    /// A flag; not typed is not said.
    pub(crate) fn flag(self, field: &str, typed: bool) -> Self {
        if typed { self.with(field, true) } else { self }
    }

    /// A list; none typed is not said, and a single empty text is the empty list.
    pub(crate) fn list(self, field: &str, values: Vec<String>) -> Self {
        match values.as_slice() {
            [] => self,
            [one] if one.is_empty() => self.with(field, Vec::<String>::new()),
            _ => self.with(field, values),
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<Input> for Value {
    fn from(input: Input) -> Self {
        Self::Object(input.0)
    }
}

/// A word of an enumeration, as PRODUCT.md spells it; `answer-owed` and `Answer owed` are understood too.
pub(crate) fn spelled<T: Serialize + DeserializeOwned>(field: &'static str, typed: &str) -> Result<Value, ApiError> {
    let lower = typed.trim().to_lowercase();
    let mut complaint = String::new();
    for spelling in
        [lower.clone(), lower.replace(['-', '_'], " "), lower.replace([' ', '-'], "_"), lower.replace(' ', "-")]
    {
        match serde_json::from_value::<T>(Value::String(spelling)) {
            Ok(word) => return Ok(serde_json::to_value(word).unwrap_or_default()),
            Err(error) => complaint = error.to_string(),
        }
    }
    let choices = complaint.split_once("expected ").map_or("", |(_, choices)| choices).replace('`', "");
    let choices = choices.trim_start_matches("one of ");
    Err(Error::invalid_hint(field, format!("“{typed}” is no {field}."), format!("It is one of: {choices}.")).into())
}

/// As [`spelled`], for an option that may not have been typed.
pub(crate) fn maybe_spelled<T: Serialize + DeserializeOwned>(
    field: &'static str,
    typed: Option<&str>,
) -> Result<Option<Value>, ApiError> {
    typed.map(|typed| spelled::<T>(field, typed)).transpose()
}

/// Text as typed, or from standard input for `-`. The line end behind the last line is not part of it.
pub(crate) fn text_or_stdin(typed: String) -> Result<String, ApiError> {
    if typed != "-" {
        return Ok(typed);
    }
    let mut bytes = Vec::new();
    std::io::stdin()
        .lock()
        .read_to_end(&mut bytes)
        .map_err(|source| Error::Io { doing: "reading standard input", source })?;
    let mut text = String::from_utf8(bytes).map_err(|_| Error::invalid("text", "Standard input is not UTF-8 text."))?;
    if text.ends_with('\n') {
        text.pop();
        if text.ends_with('\r') {
            text.pop();
        }
    }
    Ok(text)
}

/// A path that means the same in another process.
pub(crate) fn path(typed: &Path) -> Result<String, ApiError> {
    let absolute = std::path::absolute(typed).map_err(|_| Error::invalid("file", "This is no file name."))?;
    absolute
        .into_os_string()
        .into_string()
        .map_err(|_| Error::invalid("file", "This file's name is not UTF-8 text.").into())
}
