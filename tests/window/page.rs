//! What is on the page, as a person has it: found by its role and name, read, clicked and typed into.

use anyhow::{Result, bail};
use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::elements::{Element, ElementRef};
use fantoccini::key::Key;
use serde_json::{Value, json};

use crate::harness::{Window, until};

/// The key under which WebDriver answers elements.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

impl Window {
    /// Goes to an address of the screens, such as `#/today`.
    pub async fn go_to(&self, address: &str) -> Result<()> {
        self.script("location.hash = arguments[0]", vec![json!(address)]).await?;
        Ok(())
    }

    /// One command of the core's table, asked through the window's own bridge.
    pub async fn call(&self, command: &str, input: Value) -> Result<Value> {
        let script = "const [command, input, done] = arguments;
            window.__TAURI_INTERNALS__.invoke('call', { command, input })
                .then((answer) => done({ answer }), (error) => done({ error }));";
        let mut answer = self.client()?.execute_async(script, vec![json!(command), input]).await?;
        match answer.get_mut("answer") {
            Some(answer) => Ok(answer.take()),
            None => bail!("{command}: {answer}"),
        }
    }

    /// Waits for something with that role and name, whole or in part.
    pub async fn see(&self, role: &str, name: &str) -> Result<Element> {
        until(&format!("there is a {role} “{name}”"), || self.find(role, name)).await
    }

    /// Waits until nothing with that role and name is shown.
    pub async fn see_no(&self, role: &str, name: &str) -> Result<()> {
        let gone = || async { Ok(self.find(role, name).await?.is_none().then_some(())) };
        until(&format!("there is no {role} “{name}”"), gone).await
    }

    /// Something with that role and name, if it is shown now.
    pub async fn find(&self, role: &str, name: &str) -> Result<Option<Element>> {
        let found = self.script(include_str!("find.js"), vec![json!(role), json!(name), json!(false)]).await?;
        let Some(id) = found.get(ELEMENT).and_then(Value::as_str) else { return Ok(None) };
        Ok(Some(Element::from_element_id(self.client()?.clone(), ElementRef::from(id.to_owned()))))
    }

    /// Waits until the page shows this text somewhere.
    pub async fn see_text(&self, text: &str) -> Result<()> {
        let shown = || async { Ok(self.text().await?.contains(text).then_some(())) };
        until(&format!("“{text}” is shown"), shown).await
    }

    /// All text that is shown, without doubled spaces.
    pub async fn text(&self) -> Result<String> {
        let text = self.script("return document.body.innerText.replace(/[\\s\\u00a0]+/g, ' ')", vec![]).await?;
        Ok(text.as_str().unwrap_or_default().to_owned())
    }

    /// Clicks something by its role and name.
    pub async fn click(&self, role: &str, name: &str) -> Result<()> {
        let act = || async {
            let Some(element) = self.find(role, name).await? else { return Ok(None) };
            let middle = "arguments[0].scrollIntoView({ block: 'center', behavior: 'instant' })";
            self.script(middle, vec![serde_json::to_value(&element)?]).await?;
            // What moves or is covered is tried again, as a person would.
            Ok(element.click().await.ok())
        };
        until(&format!("a {role} “{name}” can be clicked"), act).await
    }

    /// Types into a field found by its label.
    pub async fn type_into(&self, role: &str, label: &str, text: &str) -> Result<()> {
        let field = self.see(role, label).await?;
        field.click().await?;
        field.send_keys(text).await?;
        Ok(())
    }

    /// Types to whatever has the focus.
    pub async fn type_text(&self, text: &str) -> Result<()> {
        Ok(self.client()?.active_element().await?.send_keys(text).await?)
    }

    /// Presses keys at once, as in `Ctrl+L`, `Escape` or `?`.
    pub async fn press(&self, chord: &str) -> Result<()> {
        let keys = chord.split('+').map(key).collect::<Result<Vec<char>>>()?;
        let down = keys.iter().map(|value| KeyAction::Down { value: *value });
        let up = keys.iter().rev().map(|value| KeyAction::Up { value: *value });
        let actions = down.chain(up).fold(KeyActions::new("keyboard".into()), |actions, action| actions.then(action));
        Ok(self.client()?.perform_actions(actions).await?)
    }
}

/// The key that a name stands for.
fn key(name: &str) -> Result<char> {
    let mut characters = name.chars();
    if let (Some(single), None) = (characters.next(), characters.next()) {
        return Ok(single.to_ascii_lowercase());
    }
    Ok(match name {
        "Ctrl" => Key::Control.into(),
        "Shift" => Key::Shift.into(),
        "Alt" => Key::Alt.into(),
        "Enter" => Key::Enter.into(),
        "Escape" => Key::Escape.into(),
        "Tab" => Key::Tab.into(),
        "Space" => ' ',
        "F6" => Key::F6.into(),
        "Delete" => Key::Delete.into(),
        "Home" => Key::Home.into(),
        "Down" => Key::Down.into(),
        "Up" => Key::Up.into(),
        other => bail!("no key is called {other}"),
    })
}
