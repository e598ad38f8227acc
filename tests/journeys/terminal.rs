//! The terminal fits in: completions, man pages, a line for a prompt, colours only where they show.

use std::process::Command;

use crate::kith;

#[test]
fn a_prompt_asks_for_one_line_without_beginning_anything() {
    let mut kith = kith();
    let line = |kith: &kith_tests::Terminal, format: &str| kith.says(&["today", "--format", format]);
    assert_eq!(line(&kith, "[{left} today]"), "");
    assert!(!kith.data().exists(), "no folder is made for a prompt");
    kith.json(&["add", "Dana Moreau", "--every", "weekly"]);
    kith.at("2026-11-30T10:00:00+01:00[Europe/Paris]");
    assert_eq!(line(&kith, "[{due} to reach, first {first}]"), "1 to reach, first Dana Moreau\n");
    let drawn: i64 = rusqlite::Connection::open(kith.data().join("kith.db"))
        .unwrap()
        .query_row("SELECT count(*) FROM day_lists", [], |row| row.get(0))
        .unwrap();
    assert_eq!(drawn, 0, "looking does not draw the list");
    kith.json(&["log", "She sails.", "--with", "Dana"]);
    assert_eq!(line(&kith, "{done}[, {due} to go]"), "1\n");
    assert_eq!(kith.json(&["today", "--format", "{left}"])["line"], "0");
    let error = kith.fails(4, &["today", "--format", "{dew}"]);
    assert!(error["hint"].as_str().unwrap().contains("promises"), "{error}");
}

#[test]
fn completions_are_written_for_every_shell_and_bash_takes_them() {
    let kith = kith();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        assert!(kith.says(&["completions", shell]).contains("restore"), "{shell}");
    }
    assert!(!kith.data().exists());
    let script = kith.beside("kith.bash");
    std::fs::write(&script, kith.says(&["completions", "bash"])).unwrap();
    let asked = format!(
        "source {}; COMP_WORDS=(kith res); COMP_CWORD=1; _kith kith res kith; echo \"${{COMPREPLY[@]}}\"",
        script.display()
    );
    let Ok(output) = Command::new("bash").args(["-c", &asked]).output() else { return };
    assert_eq!(String::from_utf8_lossy(&output.stdout), "restore\n", "{output:?}");
}

#[test]
fn there_is_a_man_page_for_every_command() {
    let kith = kith();
    let folder = kith.beside("man");
    kith.says(&["man", folder.to_str().unwrap()]);
    for page in ["kith.1", "kith-log.1", "kith-restore.1", "kith-edit-contact.1"] {
        let text = std::fs::read_to_string(folder.join(page)).unwrap();
        assert!(text.contains(".SH NAME"), "{page}");
    }
    assert!(!folder.join("kith-man.1").exists(), "what is hidden stays so");
}

/// What a terminal would be sent.
fn on_a_terminal(kith: &kith_tests::Terminal, args: &str, no_colour: &str) -> Option<String> {
    let program = kith.command();
    let mut typed = vec![program.get_program().to_string_lossy().into_owned()];
    typed.extend(program.get_args().map(|arg| format!("'{}'", arg.to_string_lossy())));
    let mut command = Command::new("script");
    command.args(["-qec", &format!("{} {args}", typed.join(" ")), "/dev/null"]);
    command.env("TERM", "xterm").env("NO_COLOR", no_colour).env("XDG_RUNTIME_DIR", kith.runtime());
    let output = command.output().ok().filter(|output| output.status.success())?;
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

#[test]
fn colours_are_for_terminals_that_want_them() {
    let kith = kith();
    kith.json(&["add", "Dana Moreau"]);
    kith.json(&["log", "She sails a Folkboat.", "--with", "Dana"]);
    for args in ["people", "search sails", "today"] {
        let split: Vec<&str> = args.split(' ').collect();
        assert!(!kith.says(&split).contains('\u{1b}'), "{args}: none in a pipe");
        let Some(painted) = on_a_terminal(&kith, args, "") else {
            println!("skipped: there is no `script` here");
            return;
        };
        assert!(args == "today" || painted.contains("\u{1b}["), "{args}: {painted:?}");
        let plain = on_a_terminal(&kith, args, "1").unwrap();
        assert!(!plain.contains('\u{1b}'), "{args}: {plain:?}");
    }
    let found = on_a_terminal(&kith, "search sails", "").unwrap();
    assert!(found.contains("\u{1b}[1;33msails \u{1b}[0m"), "what was found is marked: {found:?}");
}
