//! Pictures of every screen, light and dark, from the demo data: `cargo xtask screens`.

use std::path::PathBuf;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::harness::{NOW, Window, journey};

/// The kinds of way to a screen.
enum Way {
    /// An address of the screens.
    At(&'static str),
    /// An address, then keys, then words to type.
    Keys(&'static str, &'static str, &'static str),
    /// The page of the person who has the most to show.
    Contact,
}

/// Every picture from the demo: its name, the way to it, and the role and name of what shows that it is there.
const DEMO: &[(&str, Way, (&str, &str))] = &[
    ("today", Way::At("#/today"), ("heading", "Reach out")),
    ("people", Way::At("#/people"), ("main", "")),
    ("contact", Way::Contact, ("main", "")),
    ("journal", Way::At("#/journal"), ("main", "")),
    ("search", Way::At("#/search?q=sailing"), ("list", "")),
    ("who-matters", Way::At("#/who-matters"), ("heading", "Who matters?")),
    ("settings", Way::At("#/settings"), ("main", "")),
    ("log", Way::Keys("#/today", "Ctrl+L", ""), ("dialog", "What happened?")),
    ("palette", Way::Keys("#/today", "Ctrl+Shift+P", ""), ("dialog", "")),
    ("keys", Way::Keys("#/today", "?", ""), ("dialog", "")),
];

#[test]
#[ignore = "makes assets/screens; run by `cargo xtask screens`"]
fn pictures() -> Result<()> {
    journey("pictures-start", &["--now", NOW], async |window| {
        window.see("button", "Choose a file").await?;
        light_and_dark(window, "start").await
    })?;
    journey("pictures", &["--now", NOW, "--demo"], async |window| {
        window.see("heading", "Reach out").await?;
        for (name, way, (role, said)) in DEMO.iter().filter(|(name, ..)| is_wanted(name)) {
            go(window, way).await?;
            window.see(role, said).await.with_context(|| format!("the picture “{name}”"))?;
            light_and_dark(window, name).await?;
            window.press("Escape").await?;
        }
        Ok(())
    })
}

/// Whether a picture was asked for; without names, all are.
fn is_wanted(name: &str) -> bool {
    let asked = std::env::var("KITH_PICTURES").unwrap_or_default();
    asked.is_empty() || asked.split(',').any(|part| name.contains(part))
}

/// Goes to a screen.
async fn go(window: &Window, way: &Way) -> Result<()> {
    match way {
        Way::At(address) => window.go_to(address).await,
        Way::Keys(address, chord, words) => {
            window.go_to(address).await?;
            window.settle().await?;
            window.press(chord).await?;
            if words.is_empty() { Ok(()) } else { window.type_text(words).await }
        }
        Way::Contact => {
            let found = window.call("contact_find", json!({ "text": "Dana", "limit": 1 })).await?;
            let id = found.pointer("/0/id").and_then(Value::as_i64).unwrap_or(1);
            window.go_to(&format!("#/people/{id}")).await
        }
    }
}

/// Takes both pictures of what is shown.
async fn light_and_dark(window: &Window, name: &str) -> Result<()> {
    if !is_wanted(name) {
        return Ok(());
    }
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../assets/screens");
    std::fs::create_dir_all(&folder)?;
    for theme in ["light", "dark"] {
        window.call("settings_set", json!({ "theme": theme })).await?;
        window.settle().await?;
        std::fs::write(folder.join(format!("{name}-{theme}.png")), window.picture().await?)?;
    }
    window.call("settings_set", json!({ "theme": "light" })).await?;
    println!("{name}");
    Ok(())
}
