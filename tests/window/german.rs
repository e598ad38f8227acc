//! The screens in another language.

use anyhow::{Result, ensure};
use serde_json::json;

use crate::harness::{NOW, Window, journey};

/// What reaches beyond its box or beyond the window, by its text.
const TOO_WIDE: &str = "
    const shown = (e) => e.checkVisibility({ visibilityProperty: true }) && e.getBoundingClientRect().width > 0;
    const wide = document.documentElement.scrollWidth > innerWidth ? ['the page'] : [];
    const cut = [...document.querySelectorAll('button, h1, h2, nav a, [role=tab], label')]
        .filter((e) => shown(e) && !e.closest('.hidden-visually, .skip') && e.scrollWidth > e.clientWidth + 1
            && getComputedStyle(e).textOverflow !== 'ellipsis' && getComputedStyle(e).display !== 'inline');
    const main = document.getElementById('main').getBoundingClientRect();
    const out = [...document.querySelectorAll('#main button, #main h1, #main p')]
        .filter((e) => shown(e) && !e.closest('aside, .hidden-visually') && e.getBoundingClientRect().right > main.right + 1);
    return [...wide, ...[...cut, ...out].map((e) => e.innerText)];";

#[test]
fn the_screens_speak_german() -> Result<()> {
    journey("german", &["--now", NOW, "--demo"], async |window| {
        window.see("heading", "Reach out").await?;
        window.client()?.set_window_size(900, 600).await?;
        window.press("Ctrl+L").await?;
        window.see("heading", "What happened?").await?;
        window.type_into("textbox", "Note", "half a thought").await?;

        window.call("settings_set", json!({ "language": "de" })).await?;
        window.see("heading", "Was ist passiert?").await?;
        let note = window.script("return document.querySelector('[role=dialog] textarea').value", vec![]).await?;
        ensure!(note == "half a thought", "the draft is lost: {note}");
        window.press("Escape").await?;
        window.see_no("heading", "Was ist passiert?").await?;

        for (address, role, said) in [
            ("#/today", "heading", "Melde dich"),
            ("#/settings", "heading", "Einstellungen"),
            ("#/people", "heading", "Personen"),
            ("#/journal", "heading", "Tagebuch"),
            ("#/search?q=sailing", "heading", "Treffer"),
            ("#/search?q=sailing+zebra", "button", "Nur mit"),
            ("#/search?q=sailing&view=conversations", "heading", "Treffer"),
            ("#/wanted", "heading", "Wer hätte das gern?"),
        ] {
            window.go_to(address).await?;
            window.see(role, said).await?;
            fits(window, address).await?;
        }
        let language = window.script("return document.documentElement.lang", vec![]).await?;
        ensure!(language == "de", "the page says it speaks {language}");

        window.go_to("#/settings/history").await?;
        window.see_text("Sprache geändert").await?;
        window.call("settings_set", json!({ "language": "en" })).await?;
        window.see_text("Changed the language").await
    })
}

/// Fails when a word of the screen does not fit.
async fn fits(window: &Window, address: &str) -> Result<()> {
    window.settle().await?;
    let wide = window.script(TOO_WIDE, vec![]).await?;
    ensure!(wide.as_array().is_some_and(Vec::is_empty), "{address}: too wide in German: {}", wide);
    Ok(())
}
