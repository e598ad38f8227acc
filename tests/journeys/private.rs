//! What is a person's own stays so: no other user reads it, and no other program finds SQLite in ours.

use std::os::unix::fs::{FileTypeExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use kith_tests::ended;

use crate::kith;

#[test]
fn files_and_folders_are_the_users_alone_under_any_umask() {
    for umask in ["000", "002", "022", "077", "777"] {
        let kith = kith();
        let (export, report) = (kith.beside("out.json"), kith.beside("report.txt"));
        let (export_to, report_to) = (export.display().to_string(), report.display().to_string());
        let commands: [&[&str]; 6] = [
            &["add", "Dana Moreau", "--every", "1w"],
            &["search", "dana"],
            &["today"],
            &["backup"],
            &["export", "archive", &export_to],
            &["report", &report_to],
        ];
        for arguments in commands {
            let command = kith.command();
            let mut under = Command::new("sh");
            under.args(["-c", &format!("umask {umask}; exec \"$0\" \"$@\"")]).arg(command.get_program());
            under.args(command.get_args()).args(arguments).envs(command.get_envs().filter_map(|(k, v)| Some((k, v?))));
            let ran = ended(under.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap());
            assert_eq!(ran.code, 0, "umask {umask}, {arguments:?}: {ran:?}");
        }
        let mut all = vec![export, report];
        collect(&kith.data(), &mut all);
        assert!(all.len() > 10, "{all:?}");
        for path in all {
            let meta = std::fs::symlink_metadata(&path).unwrap();
            let wanted = if meta.is_dir() { 0o700 } else { 0o600 };
            assert!(!meta.file_type().is_socket());
            assert_eq!(meta.permissions().mode() & 0o777, wanted, "umask {umask}: {}", path.display());
        }
    }
}

#[test]
fn no_program_gives_its_sqlite_to_others() {
    // The terminal goes by another name among the tests; the window's program stands beside it.
    let terminal = PathBuf::from(env!("CARGO_BIN_EXE_kith-in-tests"));
    let window = terminal.with_file_name("kith-desktop");
    for program in [terminal, window] {
        let Ok(listed) = Command::new("nm").args(["-D", "--defined-only"]).arg(&program).output() else {
            eprintln!("skipped: there is no nm to look with");
            return;
        };
        assert!(listed.status.success(), "{}: {}", program.display(), String::from_utf8_lossy(&listed.stderr));
        let text = String::from_utf8_lossy(&listed.stdout);
        let given: Vec<&str> = text.lines().filter(|line| line.contains("sqlite3_")).collect();
        assert!(given.is_empty(), "{}: {given:?}", program.display());
    }
}

fn collect(path: &Path, all: &mut Vec<PathBuf>) {
    all.push(path.to_owned());
    if path.is_dir() {
        for entry in std::fs::read_dir(path).unwrap() {
            collect(&entry.unwrap().path(), all);
        }
    }
}
