//! Enumerations in the database, spelled as serde spells them: one spelling for screens, scripts and tables.

/// Lets an enumeration without fields stand in a statement and come out of a row.
macro_rules! spelled {
    ($($name:ty),* $(,)?) => {$(
        impl rusqlite::types::FromSql for $name {
            fn column_result(value: rusqlite::types::ValueRef<'_>) -> rusqlite::types::FromSqlResult<Self> {
                use serde::Deserialize as _;
                use serde::de::{IntoDeserializer as _, value::{Error, StrDeserializer}};
                let word: StrDeserializer<'_, Error> = value.as_str()?.into_deserializer();
                Self::deserialize(word).map_err(|_| rusqlite::types::FromSqlError::InvalidType)
            }
        }

        impl rusqlite::types::ToSql for $name {
            fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
                let word = serde_json::to_value(self).ok();
                let word = word.as_ref().and_then(serde_json::Value::as_str).unwrap_or_default().to_owned();
                Ok(rusqlite::types::ToSqlOutput::from(word))
            }
        }
    )*};
}

pub(crate) use spelled;
