//! Pictures of every screen, light and dark, from the demo data: `cargo xtask screens`.

use std::path::PathBuf;

use anyhow::Result;
use serde_json::json;

use crate::harness::{NOW, Window, journey};
use crate::screens::{ALL, go, leave};

/// The screens that pictures are taken of, from the demo.
const PICTURED: &[&str] = &[
    "today",
    "routine",
    "people",
    "contact",
    "journal",
    "forecast",
    "kept",
    "search",
    "wanted",
    "introductions",
    "introduce",
    "search-completion",
    "search-let-go",
    "search-acts",
    "search-flat",
    "who-matters",
    "settings",
    "data",
    "history",
    "reminders",
    "guide",
    "report",
    "log",
    "palette",
    "keys",
    "planned",
    "died",
    "group-edit",
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
        // Until the index of the demo is there, only names are found.
        window.call("index_status", json!({})).await?;
        // What a setting opens is seen too.
        window.call("settings_set", json!({ "quiet_hours": { "from": "22:00", "to": "07:00" } })).await?;
        for screen in ALL.iter().copied().flatten().filter(|(name, ..)| PICTURED.contains(name) && is_wanted(name)) {
            go(window, screen).await?;
            light_and_dark(window, screen.0).await?;
            leave(window).await?;
        }
        Ok(())
    })
}

/// Whether a picture was asked for; without names, all are.
fn is_wanted(name: &str) -> bool {
    let asked = std::env::var("KITH_PICTURES").unwrap_or_default();
    asked.is_empty() || asked.split(',').any(|part| name.contains(part))
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
