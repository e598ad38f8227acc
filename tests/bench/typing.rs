//! From a key to its picture: "sailing" typed into the search field of the real window, with 10,000 people and 100,000
//! conversations: `cargo xtask bench typing [--rounds N] [--word WORD]`.
//!
//! The keys come from the X server, as a keyboard's do. Both moments are taken in the page: when the key went down, as
//! its event says, and the second frame after the answer to it is there (`search-painted`).

#[path = "../window/harness.rs"]
#[allow(dead_code, reason = "a benchmark needs less of it than the tests")]
mod harness;
#[path = "../window/page.rs"]
#[allow(dead_code, reason = "a benchmark needs less of it than the tests")]
mod page;

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use harness::{NOW, Window, until};
use kith_bench::ask::read;
use kith_bench::folder::{self, copy};
use kith_bench::life;
use kith_bench::measure::Times;

/// Between two keys of somebody who types well.
const RHYTHM: Duration = Duration::from_millis(150);
/// Notes when a letter's key goes down; an event that does not know is dated when it is heard.
const LISTEN: &str = "window.keysDown = [];
    addEventListener('keydown', (event) => {
        const now = performance.now();
        const isKnown = event.timeStamp <= now && now - event.timeStamp < 1000;
        if (event.key.length === 1 && !event.ctrlKey) window.keysDown.push(isKnown ? event.timeStamp : now);
    }, true);";
const FORGET: &str = "window.keysDown = []; performance.clearMarks('search-painted');";
/// From the key to the first picture after it.
const TOOK: &str = "const [down] = window.keysDown;
    const painted = performance.getEntriesByName('search-painted').map((mark) => mark.startTime);
    const first = painted.find((at) => at > down);
    return first === undefined ? null : first - down;";

fn main() -> Result<()> {
    let size = life::Size { people: read("--people", 10_000)?, talks: read("--talks", 100_000)? };
    let (rounds, word): (usize, String) = (read("--rounds", 15)?, read("--word", "sailing".into())?);
    let program = std::env::var_os("KITH_DESKTOP").context("KITH_DESKTOP names no program")?;
    let program = PathBuf::from(program).canonicalize()?;
    let life = tempfile::tempdir()?;
    folder::make(&life.path().join("kith"), size, NOW)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let mut window = Window::prepare(&program, &["--now", NOW])?;
        copy(&life.path().join("kith"), &window.folder())?;
        window.start().await?;
        let mut keys: Vec<Times> = word.chars().map(|_| Times::default()).collect();
        window.see("button", "Log a conversation").await?;
        window.settle().await?;
        window.script(LISTEN, vec![]).await?;
        window.press("Ctrl+K").await?;
        for round in 0..=rounds {
            for (letter, times) in word.chars().zip(&mut keys) {
                let took = key_to_paint(&window, letter).await?;
                // The first word fetches the screen and warms the caches.
                if round > 0 {
                    times.push(took);
                }
            }
            empty(&window).await?;
        }
        window.close().await;
        tell(&word, &keys, (size, rounds));
        anyhow::Ok(())
    })
}

/// Presses a key of the display's and says how long its picture took.
async fn key_to_paint(window: &Window, letter: char) -> Result<Duration> {
    window.script(FORGET, vec![]).await?;
    ensure!(window.xdotool(&["key", &letter.to_string()])?, "xdotool has no such key");
    tokio::time::sleep(RHYTHM).await;
    let took = || async { Ok(window.script(TOOK, vec![]).await?.as_f64()) };
    let took = until("the answer is painted", took).await?;
    Ok(Duration::from_secs_f64(took / 1e3))
}

/// Empties the field, in which the cursor stays.
async fn empty(window: &Window) -> Result<()> {
    window.press("Ctrl+A").await?;
    window.press("Delete").await?;
    let is_empty = || async {
        let text = window.script("return document.querySelector('[role=search] input').value", vec![]).await?;
        Ok((text == "").then_some(()))
    };
    until("the field is empty", is_empty).await?;
    tokio::time::sleep(RHYTHM).await;
    Ok(())
}

fn tell(word: &str, keys: &[Times], (size, rounds): (life::Size, usize)) {
    println!("{} people, {} conversations; “{word}” typed {rounds} times", size.people, size.talks);
    let mut all = Times::default();
    for (letters, times) in (1..).zip(keys) {
        let typed: String = word.chars().take(letters).collect();
        println!("{}", times.line(&format!("  key to paint: {typed}")));
        all.extend(times);
    }
    println!("{}", all.line("key to paint, all keys"));
    println!("key to paint at p95: {:.1} ms   (goal: at most 50)", all.percentile(0.95));
}
