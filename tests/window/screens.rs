//! Every screen there is, and the way a person goes there: what pictures, layout and accessibility are looked at on.

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use crate::harness::{NOW, Window, until};

/// One step on the way to a screen.
#[derive(Debug, Clone, Copy)]
pub enum Step {
    /// An address of the screens.
    At(&'static str),
    /// The page of the person who has the most to show, and what follows in the address.
    Contact(&'static str),
    /// The page of the person of that name, and what follows in the address.
    Someone(&'static str, &'static str),
    /// Keys pressed at once.
    Press(&'static str),
    /// Words typed.
    Type(&'static str),
    /// The button of that name, which opens something.
    Open(&'static str),
    /// The list of that name, and what is chosen from it by its first letters.
    Choose(&'static str, &'static str),
    /// A conversation that was planned yesterday for this morning.
    Planned,
    /// That the person who has the most to show has died.
    Died,
}

use Step::{At, Choose, Contact, Died, Open, Planned, Press, Someone, Type};

/// A screen: its name, the way there, and the role and name of what shows that it is there.
pub type Screen = (&'static str, &'static [Step], (&'static str, &'static str));

/// Every screen there is: each set stands on another life than those before it.
pub const ALL: &[&[Screen]] = &[SCREENS, PLANNED, DIED];

/// Something to pass on.
const ARTICLE: &str = "Sailing back in time: why wooden Folkboats win regattas again. Sail makers along the Baltic, from \
    mast to rope, are busy; every harbour has its regatta, and the letterpress poster for it.";

/// The screens of the made-up life.
const SCREENS: &[Screen] = &[
    ("today", &[At("#/today")], ("heading", "Reach out")),
    ("routine", &[At("#/today"), Press("R")], ("button", "Leave the routine")),
    ("later", &[At("#/today"), Press("Down"), Press("S")], ("dialog", "later")),
    ("pause", &[At("#/today"), Press("Down"), Press("P")], ("dialog", "pause")),
    ("card-menu", &[At("#/today"), Open("More for")], ("menu", "")),
    ("people", &[At("#/people")], ("grid", "")),
    ("people-chosen", &[At("#/people"), Press("Down"), Press("Space"), Press("Down"), Press("Space")], CHOSEN),
    ("people-rhythm", &[At("#/people"), Press("Down"), Press("R")], ("dialog", "")),
    ("people-group", &[At("#/people"), Press("Down"), Press("G")], ("dialog", "Groups of")),
    ("contact", &[Contact("")], ("heading", "Dana Moreau")),
    ("contact-details", &[Contact("/details")], ("textbox", "Name as shown")),
    ("contact-rhythm", &[Contact(""), Press("R")], ("dialog", "How often")),
    ("contact-menu", &[Contact(""), Open("More for Dana")], ("menu", "")),
    ("add", &[At("#/people"), Press("Ctrl+N")], ("dialog", "")),
    ("journal", &[At("#/journal")], ("heading", "Journal")),
    ("forecast", &[At("#/forecast")], ("heading", "The days ahead")),
    ("kept", &[At("#/kept")], ("heading", "Keeping at it")),
    ("search", &[At("#/search?q=sailing")], ("heading", "match")),
    ("wanted-empty", &[At("#/wanted"), Press("E"), Press("Ctrl+A"), Press("Delete")], ("heading", "worth passing on")),
    (
        "wanted",
        &[At("#/wanted"), Press("E"), Press("Ctrl+A"), Type(ARTICLE), Press("Escape")],
        ("heading", "would want this"),
    ),
    ("introductions", &[Someone("Rohan", "/introductions")], ("heading", "French tutor")),
    ("introduce", &[Someone("Rohan", "/introductions"), Open("Introduce… Luc")], ("dialog", "What happened?")),
    ("search-completion", &[At("#/search?q="), Press("Ctrl+K"), Type("sailing channel:")], ("option", "call")),
    ("search-let-go", &[At("#/search?q=sailing+zebra")], ("button", "Only with")),
    ("search-flat", &[At("#/search?q=sailing&view=conversations")], ("heading", "match")),
    ("search-smart", &[At("#/search?q=sailing"), Press("Ctrl+D")], ("dialog", "A smart group")),
    ("search-acts", &[At("#/search?q=sailing"), Press("Alt+A")], ("menu", "")),
    ("search-nothing", &[At("#/search?q=zzzz")], ("button", "Add a person")),
    ("who-matters", &[At("#/who-matters")], ("heading", "Who matters?")),
    ("group", &[At("#/who-matters"), Press("G")], ("dialog", "which group?")),
    ("settings", &[At("#/settings")], ("heading", "Settings")),
    ("data", &[At("#/settings/data")], ("button", "Back up now")),
    ("history", &[At("#/settings/history")], ("button", "Undo")),
    ("reminders", &[At("#/settings/reminders")], ("heading", "Settings")),
    ("about", &[At("#/settings/about")], ("heading", "Settings")),
    ("guide", &[At("#/guide")], ("heading", "guide")),
    ("guide-keys", &[At("#/guide/keys")], ("heading", "Every key")),
    ("report", &[At("#/settings/about"), Open("Report a problem")], ("dialog", "")),
    ("log", &[At("#/today"), Press("Ctrl+L")], ("dialog", "What happened?")),
    (
        "log-filled",
        &[At("#/today"), Press("Down"), Press("L"), Type("She sails. #sailing")],
        ("dialog", "What happened?"),
    ),
    ("palette", &[At("#/today"), Press("Ctrl+Shift+P")], ("dialog", "")),
    ("keys", &[At("#/today"), Press("?")], ("dialog", "")),
    ("group-edit", &[At("#/people"), Choose("Group", "C"), Open("Edit this group")], ("dialog", "The group")),
];

/// A conversation was planned, and its time is over.
const PLANNED: &[Screen] = &[
    ("planned", &[Planned, At("#/today")], ("heading", "Did it happen?")),
    ("planned-menu", &[At("#/today"), Open("More for Call")], ("menu", "")),
];

/// Somebody has died.
const DIED: &[Screen] = &[
    ("died", &[Died, Contact("")], ("heading", "Dana Moreau")),
    ("died-details", &[Contact("/details")], ("textbox", "Died on")),
];

/// The bar of those who were chosen.
const CHOSEN: (&str, &str) = ("toolbar", "With those chosen");

/// Goes to a screen, and waits until it is there.
pub async fn go(window: &Window, (name, way, (role, said)): &Screen) -> Result<()> {
    for step in *way {
        match step {
            At(address) => arrive(window, address).await?,
            Contact(rest) => person(window, "Dana", rest).await?,
            Someone(name, rest) => person(window, name, rest).await?,
            Press(chord) => window.press(chord).await?,
            Type(words) => {
                let field = "return document.activeElement?.matches('input, textarea') || null";
                let has_focus = || async { Ok(window.script(field, vec![]).await?.as_bool()) };
                until("a field has the focus", has_focus).await?;
                window.type_text(words).await?;
            }
            Open(button) => open(window, "button", button).await?,
            Choose(list, letters) => {
                open(window, "combobox", list).await?;
                window.settle().await?;
                window.type_text(letters).await?;
                window.press("Enter").await?;
            }
            Planned => {
                let call = ["--with", "Dana Moreau", "--channel", "call", "--at", "2026-11-21T08:00:00+01:00"];
                type_in_the_terminal(
                    window,
                    &[&["--now", "2026-11-20T09:00:00Z[Europe/Paris]", "log", ""], &call[..]],
                )?;
            }
            Died => {
                let died = ["edit", "contact", "Dana Moreau", "--deceased", "2026-11-03"];
                type_in_the_terminal(window, &[&["--now", NOW], &died[..]])?;
            }
        }
    }
    window.see(role, said).await.with_context(|| format!("the screen “{name}”"))?;
    window.settle().await
}

/// Goes to somebody's page.
async fn person(window: &Window, name: &str, rest: &str) -> Result<()> {
    let found = window.call("contact_find", json!({ "text": name, "limit": 1 })).await?;
    let id = found.pointer("/0/id").and_then(Value::as_i64).with_context(|| format!("a person called {name}"))?;
    arrive(window, &format!("#/people/{id}{rest}")).await
}

/// Opens something by the keyboard: the driver does not know where things are once the page is zoomed.
async fn open(window: &Window, role: &str, name: &str) -> Result<()> {
    let found = serde_json::to_value(window.see(role, name).await?)?;
    window.script("arguments[0].focus()", vec![found]).await?;
    window.press("Enter").await
}

/// Has the terminal change the life that the window shows.
fn type_in_the_terminal(window: &Window, words: &[&[&str]]) -> Result<()> {
    let mut terminal = window.beside(env!("CARGO_BIN_EXE_kith-in-tests"))?;
    terminal.arg("--data").arg(window.folder()).args(words.concat());
    ensure!(terminal.status()?.success(), "the terminal did not do it");
    Ok(())
}

/// Leaves what lies over the page.
pub async fn leave(window: &Window) -> Result<()> {
    for _ in 0..2 {
        window.press("Escape").await?;
    }
    window.script("document.activeElement?.blur?.()", vec![]).await?;
    window.see_no("dialog", "").await
}

/// Goes to an address, and waits until its page stands.
async fn arrive(window: &Window, address: &str) -> Result<()> {
    window.go_to(address).await?;
    window.see("main", "").await?;
    window.see_no("status", "Loading").await?;
    window.settle().await
}
