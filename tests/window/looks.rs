//! Every screen in a small window, at twice the size, and as someone meets it who does not see it well.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use crate::harness::{NOW, Window, journey, until};
use crate::screens::{ALL, go, leave};

/// The size that every screen must make do with.
const SMALL: (u32, u32) = (900, 600);

#[test]
fn every_screen_fits_into_a_small_window() -> Result<()> {
    journey("small", &["--now", NOW], async |window| {
        window.see("button", "Choose a file").await?;
        resize(window, SMALL).await?;
        say(&on_screen(window, "start").await?)
    })?;
    journey("small-demo", &["--now", NOW, "--demo"], async |window| {
        window.see("heading", "Reach out").await?;
        resize(window, SMALL).await?;
        say(&on_every_screen(window).await?)
    })
}

#[test]
fn every_screen_fits_at_twice_the_size() -> Result<()> {
    journey("zoomed", &["--now", NOW], async |window| {
        window.see("button", "Choose a file").await?;
        zoom_to_twice(window).await?;
        say(&on_screen(window, "start").await?)
    })?;
    journey("zoomed-demo", &["--now", NOW, "--demo"], async |window| {
        window.see("heading", "Reach out").await?;
        zoom_to_twice(window).await?;
        say(&on_every_screen(window).await?)
    })
}

#[test]
fn control_and_plus_minus_and_nought_change_the_size() -> Result<()> {
    journey("zoom", &["--now", NOW], async |window| {
        window.see("button", "Choose a file").await?;
        let first = width(window).await?;
        window.press("Ctrl+=").await?;
        until("everything is larger", || async { Ok((width(window).await? < first).then_some(())) }).await?;
        window.press("Ctrl+0").await?;
        until("everything is as before", || async { Ok((width(window).await? == first).then_some(())) }).await?;
        window.press("Ctrl+-").await?;
        until("everything is smaller", || async { Ok((width(window).await? > first).then_some(())) }).await
    })
}

#[test]
fn axe_finds_nothing_on_any_screen_light_or_dark() -> Result<()> {
    journey("axe-start", &["--now", NOW], async |window| {
        window.see("button", "Choose a file").await?;
        let mut found = Vec::new();
        for theme in ["light", "dark"] {
            wear(window, theme).await?;
            found.extend(heard(window, &format!("start, {theme}")).await?);
        }
        say(&found)
    })?;
    journey("axe", &["--now", NOW, "--demo"], async |window| {
        window.see("heading", "Reach out").await?;
        let mut found = Vec::new();
        for screens in ALL {
            for theme in ["light", "dark"] {
                wear(window, theme).await?;
                for screen in *screens {
                    go(window, screen).await?;
                    found.extend(heard(window, &format!("{}, {theme}", screen.0)).await?);
                    leave(window).await?;
                }
            }
        }
        say(&found)
    })
}

/// What is cut off, covered or out of reach on each screen.
async fn on_every_screen(window: &Window) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for screen in ALL.iter().copied().flatten() {
        go(window, screen).await?;
        found.extend(on_screen(window, screen.0).await?);
        leave(window).await?;
    }
    Ok(found)
}

/// What is cut off, covered or out of reach now.
async fn on_screen(window: &Window, name: &str) -> Result<Vec<String>> {
    // What was still on its way to its place is looked at again.
    for _ in 0..20 {
        tokio::time::sleep(Duration::from_millis(150)).await;
        window.settle().await?;
        let found = window.script(include_str!("layout.js"), vec![]).await?;
        if found.as_array().is_some_and(Vec::is_empty) {
            return Ok(Vec::new());
        }
    }
    Ok(sentences(name, &window.script(include_str!("layout.js"), vec![]).await?))
}

/// What axe-core finds now.
async fn heard(window: &Window, name: &str) -> Result<Vec<String>> {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../ui/node_modules/axe-core/axe.min.js");
    let axe = std::fs::read_to_string(&file).with_context(|| format!("{}: run `npm ci` in ui/", file.display()))?;
    window.settle().await?;
    window.script(&axe, vec![]).await?;
    let found = window.client()?.execute_async(include_str!("axe.js"), vec![]).await?;
    Ok(sentences(name, &found))
}

/// The sentences of an answer, each with the screen it is about.
fn sentences(name: &str, found: &Value) -> Vec<String> {
    let all = found.as_array().into_iter().flatten();
    all.filter_map(Value::as_str).map(|sentence| format!("{name}: {sentence}")).collect()
}

/// Fails with everything that was found.
fn say(found: &[String]) -> Result<()> {
    ensure!(found.is_empty(), "{}", found.join("\n"));
    Ok(())
}

/// Gives the window a size.
async fn resize(window: &Window, (wide, high): (u32, u32)) -> Result<()> {
    window.client()?.set_window_size(wide, high).await?;
    let done = || async { Ok((width(window).await? == u64::from(wide)).then_some(())) };
    until("the window has its size", done).await
}

/// Makes everything twice as large, as a person does.
async fn zoom_to_twice(window: &Window) -> Result<()> {
    let first = width(window).await?;
    for _ in 0..5 {
        window.press("Ctrl+=").await?;
    }
    until("everything is twice as large", || async { Ok((width(window).await? <= first / 2).then_some(())) }).await
}

/// How wide the page is, in its own pixels.
async fn width(window: &Window) -> Result<u64> {
    window.script("return innerWidth", vec![]).await?.as_u64().context("a width")
}

/// Puts on the light or the dark.
async fn wear(window: &Window, theme: &str) -> Result<()> {
    window.call("settings_set", json!({ "theme": theme })).await?;
    let worn = || async {
        let now = window.script("return document.documentElement.dataset.theme", vec![]).await?;
        Ok((now == theme).then_some(()))
    };
    until(&format!("it is {theme}"), worn).await
}
