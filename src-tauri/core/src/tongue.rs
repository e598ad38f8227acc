//! What Kith itself says outside of its screens (reminders, the tray), in the language that is set.
//!
//! The screens translate a [`Said`] by `ui/messages/core`; the same files are compiled in here.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::said::{Part, Said};
use crate::settings::Language;

type Texts = BTreeMap<String, String>;

/// A file that is no JSON is found by the tests; what has no translation is said in English.
static GERMAN: LazyLock<Texts> = LazyLock::new(|| {
    let file = include_str!("../../../ui/messages/core/de.json");
    serde_json::from_str(file).inspect_err(|error| tracing::error!(%error, "no German")).unwrap_or_default()
});

/// A language to say things in.
#[derive(Debug, Clone, Copy, Default)]
pub struct Tongue(Option<&'static Texts>);

impl Tongue {
    /// The language that is set, or that of the system.
    pub fn of(language: Language) -> Self {
        match language {
            Language::English => Self(None),
            Language::German => Self(Some(&GERMAN)),
            // What the tests expect is English on every machine.
            Language::System if cfg!(test) => Self(None),
            Language::System => Self::among(&["LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"].map(std::env::var)),
        }
    }

    /// Which language that is; never that of the system.
    pub fn language(self) -> Language {
        if self.0.is_some() { Language::German } else { Language::English }
    }

    /// What the first of these that says anything says: `de_DE.UTF-8`, `de:en`.
    fn among<E>(said: &[Result<String, E>]) -> Self {
        let first = said.iter().flatten().find(|value| !value.is_empty());
        let code = first.map(|value| value.split(['_', '.', ':', '@', '-']).next().unwrap_or_default());
        Self((code == Some("de")).then_some(&GERMAN))
    }

    /// The sentence in this language; in English where it has no translation.
    pub fn say(self, said: &Said) -> String {
        let Some(texts) = self.0 else { return said.to_string() };
        let pattern = texts.get(&said.pattern).unwrap_or(&said.pattern).clone();
        let parts = said.parts.iter().map(|(name, part)| {
            let part = match part {
                Part::Text(text) => text.clone(),
                Part::Said(said) => self.say(said),
            };
            (name.clone(), Part::Text(part))
        });
        Said { pattern, parts: parts.collect() }.to_string()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at what it did not expect")]
mod tests {
    use super::*;
    use crate::said;

    #[test]
    fn a_sentence_and_its_parts_are_said_in_the_language_that_is_set() {
        let talk = said!("{what} with {names}", what = said!("a call"), names = "a call");
        let said = said!("Logged {talk}", talk = talk);
        assert_eq!(Tongue::of(Language::English).say(&said), "Logged a call with a call");
        assert_eq!(Tongue::of(Language::German).say(&said), "Festgehalten: ein Anruf mit a call");
        assert_eq!(Tongue::of(Language::German).say(&Said::from("nobody says this")), "nobody says this");
    }

    #[test]
    fn the_systems_language_is_the_first_that_is_said() {
        let german = |said: &[&str]| {
            let said: Vec<Result<String, ()>> = said.iter().map(|value| Ok((*value).to_owned())).collect();
            Tongue::among(&said).0.is_some()
        };
        assert!(german(&["", "de_DE.UTF-8"]) && german(&["de:en", "C"]) && german(&["de"]));
        assert!(!german(&["en_GB.UTF-8", "de_DE.UTF-8"]) && !german(&["C.UTF-8"]) && !german(&[]));
    }
}
