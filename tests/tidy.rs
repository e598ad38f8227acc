//! The walls of the house, held by reading its sources: who may name whom, who reads the clock, who sees SQL.
//!
//! A check looks at the text, not at what the compiler makes of it: coarse, quick, and readable in its message.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at what it did not expect")]

use std::fs;
use std::path::{Path, PathBuf};

use kith_core::store::undo::ATTACHED;

/// A file of the project: its path from the root, with `/`, and its text.
struct Source {
    path: String,
    text: String,
}

impl Source {
    fn made_up(path: &str, text: &str) -> Self {
        Self { path: path.into(), text: text.into() }
    }

    fn is_in(&self, folder: &str) -> bool {
        self.path.starts_with(folder)
    }

    /// The lines that are code, tests at the end of a file left out, with their numbers.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text
            .lines()
            .enumerate()
            .take_while(|(_, line)| !line.starts_with("#[cfg(test)]"))
            .map(|(number, line)| (number + 1, line))
            .filter(|(_, line)| !line.trim_start().starts_with("//"))
    }

    /// The lines of code that name one of `words`.
    fn naming(&self, words: &[&str]) -> Vec<String> {
        self.code()
            .filter(|(_, line)| words.iter().any(|word| names(line, word)))
            .map(|(number, line)| format!("{}:{number}: {}", self.path, line.trim()))
            .collect()
    }
}

/// Whether `line` holds `word` and not only as a part of a longer one.
fn names(line: &str, word: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back().is_some_and(part) && word.starts_with(part);
        let after = line[at + word.len()..].chars().next().is_some_and(part) && word.ends_with(part);
        !before && !after
    })
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_path_buf()
}

/// Everything in `folder` whose name ends in one of `endings`; what is built or fetched is left out.
fn sources(folder: &str, endings: &[&str]) -> Vec<Source> {
    let mut found = Vec::new();
    walk(&root(), &root().join(folder), endings, &mut found);
    assert!(!found.is_empty(), "nothing is looked at in {folder}");
    found
}

fn walk(root: &Path, folder: &Path, endings: &[&str], found: &mut Vec<Source>) {
    const NOT_OURS: &[&str] = &["target", "node_modules", "dist", "gen", ".git", "fixtures"];
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            if !NOT_OURS.contains(&name.as_str()) {
                walk(root, &path, endings, found);
            }
        } else if endings.iter().any(|ending| name.ends_with(ending)) {
            let inside = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
            found.push(Source { path: inside, text: fs::read_to_string(&path).unwrap() });
        }
    }
}

fn none(wall: &str, breaches: Vec<String>) {
    assert!(breaches.is_empty(), "{wall}\n  {}", breaches.join("\n  "));
}

const CORE: &str = "src-tauri/core/src/";
/// Features that others read; they never name those that read them.
const READ: &[&str] = &[
    "people",
    "conversations",
    "capture",
    "facts",
    "exchanges",
    "followups",
    "occasions",
    "groups",
    "feedback",
    "cadence",
];
const READING: &[&str] = &["search", "insights", "transfer", "today", "notices"];

#[test]
fn the_core_depends_on_no_window_terminal_or_runtime() {
    let manifest = fs::read_to_string(root().join("src-tauri/core/Cargo.toml")).unwrap();
    let forbidden = ["tauri", "tokio", "clap", "notify-rust", "kith-cli", "kith-desktop", "comfy-table"];
    let breaches = manifest.lines().filter(|line| forbidden.iter().any(|name| line.starts_with(name)));
    none("core must not depend on a door", breaches.map(str::to_owned).collect());
}

#[test]
fn the_doors_depend_on_the_core_and_not_on_each_other() {
    for (door, other) in [("src-tauri/cli", "kith-desktop"), ("src-tauri", "kith-cli")] {
        let manifest = fs::read_to_string(root().join(door).join("Cargo.toml")).unwrap();
        assert!(manifest.contains("kith-core"), "{door} must stand on the core");
        assert!(!manifest.contains(other), "{door} must not depend on {other}");
    }
}

#[test]
fn every_crate_keeps_the_lints() {
    let workspace = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    for lint in ["unsafe_code = \"forbid\"", "unwrap_used", "expect_used", "indexing_slicing", "panic = \"deny\""] {
        assert!(workspace.contains(lint), "the workspace must keep the lint {lint}");
    }
    for manifest in sources("src-tauri", &["Cargo.toml"]).iter().chain(&sources("tests", &["Cargo.toml"])) {
        let kept: &[&str] = match manifest.path.as_str() {
            // The one place with `unsafe`, each use of it with its reason.
            "src-tauri/memory/Cargo.toml" => {
                &["unwrap_used", "indexing_slicing", "undocumented_unsafe_blocks = \"deny\""]
            }
            _ => &["[lints]\nworkspace = true"],
        };
        assert!(kept.iter().all(|lint| manifest.text.contains(lint)), "{} must keep the lints", manifest.path);
    }
    let core = fs::read_to_string(root().join(CORE).join("lib.rs")).unwrap();
    assert!(core.contains("#![warn(missing_docs)]") || core.contains("#![deny(missing_docs)]"));
}

fn clock_breaches(sources: &[Source]) -> Vec<String> {
    // How old a file is says nothing about the user's time, so the chores may ask.
    let looked_at = |source: &&Source| source.path != format!("{CORE}clock.rs") && !source.is_in("src-tauri/xtask/");
    let words = ["Utc::now", "Local::now", "SystemTime"];
    sources.iter().filter(looked_at).flat_map(|source| source.naming(&words)).collect()
}

#[test]
fn the_system_clock_is_read_in_one_place() {
    none("only clock.rs reads the system's clock", clock_breaches(&sources("src-tauri", &[".rs"])));
}

/// Handing a snapshot (`Db`) on is no breach; running SQL on it, or naming SQLite, is.
fn database_breaches(sources: &[Source]) -> Vec<String> {
    let may = |path: &str| {
        let inside = path.trim_start_matches(CORE);
        // How a value of ours is a column's value, the few tables without a feature, and what tests read with.
        let exceptions =
            ["error.rs", "id.rs", "civil.rs", "spelled.rs", "settings.rs", "drafts.rs", "api/system.rs", "testing.rs"];
        inside.starts_with("store/")
            || inside.ends_with("/store.rs")
            || inside.contains("/store/")
            || inside.starts_with("transfer/")
            || exceptions.contains(&inside)
    };
    let words = ["rusqlite", "Connection", "db.prepare", "tx.prepare", ".prepare_cached(", ".query_row(", ".execute("];
    let tests = |path: &str| path.ends_with("tests.rs") || path.ends_with("properties.rs");
    let looked_at = |source: &&Source| !may(&source.path) && !tests(&source.path);
    sources.iter().filter(looked_at).flat_map(|source| source.naming(&words)).collect()
}

#[test]
fn sql_is_run_in_the_store_and_the_features_store_files_alone() {
    none("SQL belongs into store.rs", database_breaches(&sources("src-tauri/core/src", &[".rs"])));
}

fn feature_breaches(sources: &[Source]) -> Vec<String> {
    let mut breaches = Vec::new();
    for feature in READ {
        let forbidden: Vec<String> = READING.iter().map(|reading| format!("crate::{reading}")).collect();
        let forbidden: Vec<&str> = forbidden.iter().map(String::as_str).collect();
        for source in sources.iter().filter(|source| source.is_in(&format!("{CORE}{feature}/"))) {
            breaches.extend(source.naming(&forbidden));
        }
    }
    breaches
}

#[test]
fn features_never_name_those_that_read_them() {
    none(
        "search, insights, transfer, today and notices read features",
        feature_breaches(&sources("src-tauri/core/src", &[".rs"])),
    );
}

fn api_breaches(sources: &[Source]) -> Vec<String> {
    let mut breaches = Vec::new();
    for source in
        sources.iter().filter(|source| !source.is_in(&format!("{CORE}api/")) && !source.path.ends_with("tests.rs"))
    {
        let own = source.path.trim_start_matches(CORE).split('/').next().unwrap_or_default();
        for (number, line) in source.code() {
            let names_another = READ
                .iter()
                .chain(READING)
                .filter(|feature| **feature != own)
                .any(|feature| names(line, &format!("crate::{feature}::api")));
            if names_another {
                breaches.push(format!("{}:{number}: {}", source.path, line.trim()));
            }
        }
    }
    breaches
}

#[test]
fn a_feature_uses_anothers_rules_and_rows_but_never_its_commands() {
    none("only the command table names a feature's api", api_breaches(&sources("src-tauri/core/src", &[".rs"])));
}

#[test]
fn a_features_rules_hold_no_sql() {
    let breaches = sources("src-tauri/core/src", &["/mod.rs", "mod.rs"])
        .iter()
        .filter(|source| !source.path.contains("/store/"))
        .flat_map(|source| source.naming(&["SELECT", "INSERT INTO", "DELETE FROM"]))
        .collect();
    none("a feature's SQL stands in its store.rs", breaches);
}

#[test]
fn the_window_is_named_in_one_file_of_the_screens() {
    let breaches = sources("ui/src", &[".ts", ".svelte"])
        .iter()
        .filter(|source| source.path != "ui/src/host/tauri.ts")
        .flat_map(|source| source.naming(&["@tauri-apps"]))
        .collect();
    none("only host/tauri.ts imports @tauri-apps", breaches);
}

/// What a file of the screens imports, as paths from `ui/src/`.
fn imports(source: &Source) -> Vec<String> {
    let folder = source.path.trim_start_matches("ui/src/").rsplit_once('/').map_or("", |(folder, _)| folder);
    source
        .code()
        .filter(|(_, line)| line.contains("import") || line.contains("from "))
        .filter_map(|(_, line)| {
            let target = line.split(['"', '\'']).find(|part| part.starts_with('.') || part.starts_with("$"))?;
            let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
            for part in target.split('/') {
                match part {
                    "." => {}
                    ".." => drop(parts.pop()),
                    part => parts.push(part),
                }
            }
            Some(parts.join("/"))
        })
        .collect()
}

fn screen_breaches(sources: &[Source]) -> Vec<String> {
    let mut breaches = Vec::new();
    for source in sources.iter().filter(|source| !source.path.ends_with(".test.ts")) {
        let inside = source.path.trim_start_matches("ui/src/");
        for target in imports(source) {
            let allowed = if inside.starts_with("components/") {
                target.starts_with("components/") || target.starts_with("lib/")
            } else if let Some(feature) = inside.strip_prefix("features/").and_then(|rest| rest.split('/').next()) {
                !target.starts_with("features/") || target.starts_with(&format!("features/{feature}/"))
            } else {
                true
            };
            if !allowed {
                breaches.push(format!("{} imports {target}", source.path));
            }
        }
    }
    breaches
}

#[test]
fn components_know_no_features_and_features_not_each_other() {
    none("the screens' walls", screen_breaches(&sources("ui/src", &[".ts", ".svelte"])));
}

#[test]
fn no_file_is_longer_than_eight_hundred_lines() {
    let ours = ["src-tauri", "tests", "ui/src"]
        .into_iter()
        .flat_map(|folder| sources(folder, &[".rs", ".ts", ".svelte", ".css", ".sql"]));
    let generated = |source: &Source| source.path == "ui/src/api/bindings.ts";
    let long = ours.filter(|source| !generated(source) && source.text.lines().count() >= 800);
    none("a file under 800 lines can be read", long.map(|source| source.path).collect());
}

/// The statements of all migrations that make a table, with the table's name.
fn tables(migrations: &[Source]) -> Vec<(String, String)> {
    let statements = migrations.iter().flat_map(|source| source.text.split(";\n"));
    statements
        .filter_map(|statement| {
            let (_, rest) = statement.split_once("CREATE TABLE ")?;
            Some((rest.split_whitespace().next()?.to_owned(), rest.trim().to_owned()))
        })
        .collect()
}

#[test]
fn every_table_is_strict() {
    let tables = tables(&sources("src-tauri/core/src/store/migrations", &[".sql"]));
    assert!(tables.len() > 10, "the tables are found");
    let loose = tables.into_iter().filter(|(_, text)| !text.rsplit(')').next().unwrap_or_default().contains("STRICT"));
    none("a table must be STRICT", loose.map(|(name, _)| name).collect());
}

#[test]
fn what_can_be_undone_has_no_cascades_and_never_uses_an_id_again() {
    for (name, text) in tables(&sources("src-tauri/core/src/store/migrations", &[".sql"])) {
        if !ATTACHED.contains(&name.as_str()) {
            continue;
        }
        let text = text.to_uppercase();
        assert!(
            !text.contains("CASCADE") && !text.contains("SET NULL"),
            "{name}: undo cannot see what the database does by itself"
        );
        assert!(text.contains("PRIMARY KEY"), "{name} needs a primary key to be undone");
        assert!(
            text.contains("AUTOINCREMENT") || text.contains("WITHOUT ROWID"),
            "{name}: an id must not be used again"
        );
    }
}

#[test]
fn triggers_write_only_what_is_not_undone() {
    let triggers = fs::read_to_string(root().join("src-tauri/core/src/store/triggers.sql")).unwrap();
    let mut breaches = Vec::new();
    for (number, line) in triggers.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("--")) {
        // `CREATE TRIGGER … AFTER UPDATE OF … ON contacts` watches a table, the statements behind BEGIN write.
        let statement = line.split("CREATE TRIGGER").next().unwrap_or_default();
        for verb in ["INSERT INTO ", "UPDATE ", "DELETE FROM "] {
            for written in statement.split(verb).skip(1).filter_map(|rest| rest.split_whitespace().next()) {
                if ATTACHED.contains(&written) {
                    breaches.push(format!("triggers.sql:{}: {written}", number + 1));
                }
            }
        }
    }
    none("undo fires triggers again", breaches);
}

#[test]
fn a_published_migration_is_never_changed() {
    let published = fs::read_to_string(root().join("tests/migrations/published.txt")).unwrap();
    for line in published.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()) {
        let (hash, name) = line.split_once("  ").unwrap();
        let text = fs::read(root().join("src-tauri/core/src/store/migrations").join(name)).unwrap();
        assert_eq!(kith_tests::sha256(&text), hash, "{name} was published and must stay as it was");
    }
}

#[test]
fn no_text_names_a_folder_of_somebodys_machine() {
    let homes: Vec<String> = ["work", "root", "Users"].iter().map(|home| format!("/{home}/")).collect();
    let mut breaches = Vec::new();
    for folder in ["src-tauri", "tests", "ui/src", "assets"] {
        for source in sources(folder, &[".rs", ".ts", ".svelte", ".md", ".toml", ".json", ".sql", ".html", ".css"]) {
            for (number, line) in source.text.lines().enumerate() {
                if homes.iter().any(|home| {
                    line.contains(&format!(" {home}"))
                        || line.contains(&format!("\"{home}"))
                        || line.contains(&format!("`{home}"))
                }) {
                    breaches.push(format!("{}:{}: {}", source.path, number + 1, line.trim()));
                }
            }
        }
    }
    none("a path of one machine is true on no other", breaches);
}

#[test]
fn the_screens_know_the_commands_as_they_are() {
    let written = fs::read_to_string(root().join("ui/src/api/bindings.ts")).unwrap();
    assert!(
        written == kith_core::api::bindings::bindings(),
        "ui/src/api/bindings.ts is old: write it with `cargo xtask bindings`"
    );
}

#[test]
fn the_walls_notice_a_breach() {
    let made_up = [
        Source::made_up(
            "src-tauri/core/src/people/mod.rs",
            "use crate::search::Index;\nlet now = Utc::now();\ndb.query_row(sql);",
        ),
        Source::made_up("src-tauri/core/src/today/mod.rs", "use crate::people::api::contact_get;"),
        Source::made_up("ui/src/components/Button.svelte", "import { call } from \"../api/client\";"),
        Source::made_up(
            "ui/src/features/log/Form.svelte",
            "import Card from '../people/Card.svelte';\nimport X from './X.svelte';",
        ),
    ];
    assert_eq!(clock_breaches(&made_up), ["src-tauri/core/src/people/mod.rs:2: let now = Utc::now();"]);
    assert_eq!(database_breaches(&made_up), ["src-tauri/core/src/people/mod.rs:3: db.query_row(sql);"]);
    assert_eq!(feature_breaches(&made_up), ["src-tauri/core/src/people/mod.rs:1: use crate::search::Index;"]);
    assert_eq!(api_breaches(&made_up), ["src-tauri/core/src/today/mod.rs:1: use crate::people::api::contact_get;"]);
    assert_eq!(screen_breaches(&made_up).len(), 2);
    assert!(!names("DbPool is another word", "Db") && names("fn f(db: &Db)", "Db"));
}
