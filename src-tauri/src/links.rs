//! What is named on the command line, by a link or a file manager: shown, and never a change of data.

use std::path::{Path, PathBuf};

use crate::acts::Act;

/// The longest name or query of a link, in bytes as written.
const LONGEST: usize = 2_000;

/// What the arguments of a start ask for; files are looked for from `folder`.
pub fn act(arguments: &[String], folder: &Path) -> Option<Act> {
    let link = arguments.iter().find_map(|argument| argument.strip_prefix("kith:"));
    if let Some(link) = link {
        return Some(read(link).unwrap_or(Act::Refused));
    }
    let paths: Vec<PathBuf> =
        arguments.iter().map(|argument| folder.join(argument)).filter(|path| path.is_file()).collect();
    match (paths.is_empty(), arguments.is_empty()) {
        (false, _) => Some(Act::Import { paths }),
        (true, false) => Some(Act::Refused),
        (true, true) => None,
    }
}

/// Reads `contact/UID`, `search?q=TEXT` and `log`; anything else is no link of ours.
fn read(link: &str) -> Option<Act> {
    if link.len() > LONGEST {
        return None;
    }
    // Some programs write an authority where there is none.
    let link = link.strip_prefix("//").unwrap_or(link);
    if link == "log" {
        return Some(Act::Log { contact_id: None });
    }
    if let Some(uid) = link.strip_prefix("contact/") {
        let uid = decoded(uid)?;
        return (!uid.trim().is_empty()).then_some(Act::ContactNamed { who: uid });
    }
    let query = link.strip_prefix("search?q=").or_else(|| link.strip_prefix("search/?q="))?;
    let text = decoded(&query.replace('+', " "))?;
    Some(Act::Search { text })
}

/// Percent-encoded text; none with a control character, a half escape or bytes that are no text.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let mut digit = || char::from(rest.next()?).to_digit(16);
        bytes.push(u8::try_from(digit()? * 16 + digit()?).ok()?);
    }
    String::from_utf8(bytes).ok().filter(|text| !text.chars().any(char::is_control))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at what it did not expect")]
mod tests {
    use super::*;

    fn of(argument: &str) -> Option<Act> {
        act(&[argument.to_owned()], Path::new("/nowhere"))
    }

    #[test]
    fn a_link_leads_to_a_contact_or_a_search() {
        assert_eq!(of("kith:contact/a%2Fb-1"), Some(Act::ContactNamed { who: "a/b-1".into() }));
        assert_eq!(of("kith://contact/urn:uuid:1"), Some(Act::ContactNamed { who: "urn:uuid:1".into() }));
        assert_eq!(of("kith:search?q=sails+%C3%A9t%C3%A9"), Some(Act::Search { text: "sails été".into() }));
        assert_eq!(of("kith:log"), Some(Act::Log { contact_id: None }));
        assert_eq!(act(&[], Path::new("/")), None);
    }

    #[test]
    fn a_hostile_link_is_refused() {
        for link in [
            "kith:",
            "kith:contact/",
            "kith:contact/%",
            "kith:contact/%zz",
            "kith:contact/%00",
            "kith:contact/a%0Ab",
            "kith:contact/%ff%fe",
            "kith:delete/1",
            "kith:search",
            "kith:search?x=1",
            "kith:../../etc/passwd",
            "kith:javascript:alert(1)",
            "kith:call?command=undo",
            "javascript:alert(1)",
            "no-such-file",
        ] {
            assert_eq!(of(link), Some(Act::Refused), "{link}");
        }
        assert_eq!(of(&format!("kith:contact/{}", "a".repeat(3_000))), Some(Act::Refused));
    }

    #[test]
    fn files_are_offered_for_import() {
        let folder = std::env::temp_dir();
        let file = folder.join(format!("kith-links-{}.vcf", std::process::id()));
        std::fs::write(&file, "").unwrap();
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        assert_eq!(act(&[name], &folder), Some(Act::Import { paths: vec![file.clone()] }));
        std::fs::remove_file(file).unwrap();
    }
}
