//! What other programs call their properties.

/// The service of a chat address, by the name of its property.
pub(super) fn service(name: &str) -> Option<String> {
    const SERVICES: [&str; 21] = [
        "AIM",
        "ICQ",
        "JABBER",
        "MSN",
        "YAHOO",
        "SKYPE",
        "SKYPE-USERNAME",
        "GTALK",
        "GOOGLE-TALK",
        "GOOGLE TALK",
        "QQ",
        "SAMETIME",
        "GADUGADU",
        "GROUPWISE",
        "TWITTER",
        "MATRIX",
        "TELEGRAM",
        "SIGNAL",
        "MASTODON",
        "LINKEDIN",
        "FACEBOOK",
    ];
    if name == "X-MS-IMADDRESS" {
        return Some("im".into());
    }
    if let Some(service) = name.strip_prefix("X-MESSAGING/") {
        return Some(service.trim_end_matches("-ALL").to_lowercase());
    }
    let bare = name.strip_prefix("X-EVOLUTION-").or_else(|| name.strip_prefix("X-"))?;
    SERVICES.contains(&bare).then(|| bare.trim_end_matches("-USERNAME").replace('-', " ").to_lowercase())
}

/// What someone named by `X-SPOUSE` and the like is.
pub(super) fn relation(name: &str) -> Option<&'static str> {
    match name {
        "X-SPOUSE" | "X-MS-SPOUSE" | "X-EVOLUTION-SPOUSE" | "X-KADDRESSBOOK-X-SPOUSESNAME" => Some("spouse"),
        "X-MANAGER" | "X-MS-MANAGER" | "X-EVOLUTION-MANAGER" | "X-KADDRESSBOOK-X-MANAGERSNAME" => Some("manager"),
        "X-ASSISTANT" | "X-MS-ASSISTANT" | "X-EVOLUTION-ASSISTANT" | "X-KADDRESSBOOK-X-ASSISTANTSNAME" => {
            Some("assistant")
        }
        "X-MS-CHILD" | "X-CHILDREN" => Some("child"),
        "X-ABRELATEDNAMES" => Some("related"),
        _ => None,
    }
}

/// List and label in one of FullContact's property names.
pub(super) fn full_contact(name: &str) -> Option<(String, String)> {
    let hex = name.strip_prefix("X-FCENCODED-")?.as_bytes();
    let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    let text = String::from_utf8(hex.chunks(2).map(byte).collect::<Option<Vec<u8>>>()?).ok()?;
    text.split_once(':').map(|(list, label)| (list.to_owned(), label.to_owned()))
}

/// Lines that everyone writes and nobody misses: kept without a word.
pub(super) fn is_well_known(name: &str) -> bool {
    const NAMES: [&str; 38] = [
        "GENDER",
        "LANG",
        "TZ",
        "GEO",
        "LOGO",
        "SOUND",
        "KEY",
        "SOURCE",
        "CLIENTPIDMAP",
        "FBURL",
        "CALADRURI",
        "CALURI",
        "MAILER",
        "CLASS",
        "SORT-STRING",
        "XML",
        "NAME",
        "BIRTHPLACE",
        "DEATHPLACE",
        "EXPERTISE",
        "HOBBY",
        "INTEREST",
        "ORG-DIRECTORY",
        "CREATED",
        "GRAMGENDER",
        "LANGUAGE",
        "PRONOUNS",
        "JSPROP",
        "X-ABUID",
        "X-ABADR",
        "X-ABLABEL",
        "X-GENDER",
        "X-ID",
        "X-ETAG",
        "X-PHONETIC-FIRST-NAME",
        "X-PHONETIC-LAST-NAME",
        "X-PHONETIC-MIDDLE-NAME",
        "X-IMAGETYPE",
    ];
    NAMES.contains(&name)
        || [
            "X-MS-OL-",
            "X-EVOLUTION-",
            "X-MOZILLA-",
            "X-KADDRESSBOOK-",
            "X-APPLE-",
            "X-IMAGE",
            "X-SHARED-",
            "X-GOOGLE-",
        ]
        .iter()
        .any(|start| name.starts_with(start))
}
