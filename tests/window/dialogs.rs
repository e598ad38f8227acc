//! The system's own dialogs for files and folders, answered by keys as a person would.

use std::path::Path;

use anyhow::Result;

use crate::harness::{Window, until};

impl Window {
    /// Answers the system's file dialog of that title with every file of a folder, by keys.
    pub async fn answer_file_dialog(&self, title: &str, folder: &Path) -> Result<()> {
        let place = format!("{}/", folder.canonicalize()?.display());
        self.file_dialog(title).await?;
        // Ctrl+L shows the field for a path, in its own time, and Enter goes to the folder.
        self.xdotool(&["key", "ctrl+l", "sleep", "0.5", "key", "ctrl+a", "type", "--delay", "5", &place])?;
        self.xdotool(&["sleep", "0.5", "key", "Return", "sleep", "0.5"])?;
        // Until the folder is read there is nothing to take: Ctrl+A takes all, Enter opens. Each try is given a while,
        // since an Enter too many would go to the window behind.
        let answered = || async {
            self.xdotool(&["search", "--onlyvisible", "--name", title, "windowfocus", "--sync"])?;
            self.xdotool(&["key", "ctrl+a", "sleep", "0.5", "key", "Return"])?;
            self.goes_soon(title)
        };
        until(&format!("the file dialog “{title}” takes the answer"), answered).await
    }

    /// Answers the system's file dialog of that title with one file, there or to be written, by keys.
    pub async fn answer_file_dialog_with(&self, title: &str, file: &Path) -> Result<()> {
        self.file_dialog(title).await?;
        self.xdotool(&["key", "ctrl+l", "sleep", "0.3", "key", "ctrl+a"])?;
        self.xdotool(&["type", "--delay", "5", &file.display().to_string()])?;
        self.xdotool(&["sleep", "0.5", "key", "Return"])?;
        self.no_file_dialog(title).await
    }

    /// Answers the system's folder dialog of that title with a folder, by keys.
    pub async fn answer_folder_dialog(&self, title: &str, folder: &Path) -> Result<()> {
        self.file_dialog(title).await?;
        // Among the files used last, where it begins, no folder can be chosen.
        self.xdotool(&["key", "alt+Home", "sleep", "0.7", "key", "ctrl+l", "sleep", "0.3", "key", "ctrl+a"])?;
        self.xdotool(&["type", "--delay", "5", &folder.display().to_string()])?;
        // The first Enter may only complete the path. Each try is given a while, since an Enter too many would go to
        // the window behind.
        let answered = || async {
            self.xdotool(&["sleep", "0.5", "search", "--onlyvisible", "--name", title, "windowfocus", "--sync"])?;
            self.xdotool(&["key", "Return"])?;
            self.goes_soon(title)
        };
        until(&format!("the folder dialog “{title}” takes the answer"), answered).await
    }

    /// Closes the system's file dialog of that title without an answer.
    pub async fn dismiss_file_dialog(&self, title: &str) -> Result<()> {
        self.file_dialog(title).await?;
        self.xdotool(&["key", "Escape"])?;
        self.no_file_dialog(title).await
    }

    /// Waits for the system's file dialog of that title, and gives it the keys.
    async fn file_dialog(&self, title: &str) -> Result<()> {
        let shown = || async { Ok(self.xdotool(&["search", "--onlyvisible", "--name", title])?.then_some(())) };
        until(&format!("there is a file dialog “{title}”"), shown).await?;
        self.xdotool(&["search", "--onlyvisible", "--name", title, "windowfocus", "--sync"])?;
        Ok(())
    }

    /// Whether the dialog of that title goes within two seconds.
    fn goes_soon(&self, title: &str) -> Result<Option<()>> {
        for _ in 0..20 {
            if !self.xdotool(&["search", "--onlyvisible", "--name", title])? {
                return Ok(Some(()));
            }
            self.xdotool(&["sleep", "0.1"])?;
        }
        Ok(None)
    }

    /// Waits until the system's file dialog of that title is gone.
    async fn no_file_dialog(&self, title: &str) -> Result<()> {
        let gone = || async { Ok((!self.xdotool(&["search", "--onlyvisible", "--name", title])?).then_some(())) };
        until(&format!("the file dialog “{title}” is gone"), gone).await
    }
}
