//! `kith remind`: one round of reminders, shown by the desktop where there is one, else printed; and of the calendar
//! file, where one is kept.

use std::time::Duration;

use kith_core::api::ApiError;
use kith_core::error::Error;
use kith_core::notices::{Answer, Notice, Notifier, tell};
use kith_notify::{Desktop, has_a_desktop};
use serde_json::{Value, json};

use crate::ask::Kith;

/// How long a desktop that answers late is waited for: whoever leaves before does not learn what was shown.
const LONGEST: Duration = Duration::from_secs(20);

/// The terminal itself: what is handed to it is read.
struct Printed;

impl Notifier for Printed {
    fn show(&self, _: &Notice, answer: Answer) {
        answer(Ok(()));
    }
}

/// One round of reminders.
pub(crate) fn round(kith: &mut Kith) -> Result<Value, ApiError> {
    let desktop = has_a_desktop();
    let notifier: Box<dyn Notifier> = if desktop { Box::new(Desktop::without_buttons()) } else { Box::new(Printed) };
    let told = tell(Box::new(|command, input| kith.call(command, input)), notifier.as_ref(), LONGEST)?;
    let mut told = serde_json::to_value(told)
        .map_err(|error| Error::Io { doing: "writing the answer", source: std::io::Error::other(error.to_string()) })?;
    if let Some(fields) = told.as_object_mut() {
        fields.insert("on".into(), json!(if desktop { "desktop" } else { "terminal" }));
        let calendar = kith.call("calendar_get", json!({}))?;
        fields.insert("calendar".into(), calendar);
    }
    Ok(told)
}
