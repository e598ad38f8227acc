//! The Debian package: both programs with everything a desktop wants to know of them, put together by `dpkg-deb`.
//!
//! packaging/README.md says why it is not made by Tauri's bundler.

use crate::shell::{cargo, is_there, output, root, run, say, target};
use crate::system::{Purpose, prepare};
use crate::ui;
use anyhow::{Context, Result, bail};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

pub const HELP: &str = "\
Makes target/package/kith_VERSION_ARCH.deb: both programs, desktop file, icons, man pages, completions, licences

Usage: cargo xtask package [--debug] [--try]

  --debug  take the debug build: quick, for tests of the package itself
  --try    install it in a throw-away copy of this system, start it, remove it, and look that the data is still there

KITH_MAINTAINER names who publishes it.";

const ID: &str = "app.kith.desktop";
const PROGRAMS: [&str; 2] = ["kith-desktop", "kith"];

/// Builds the programs and the package.
pub fn package(arguments: &[String]) -> Result<ExitCode> {
    if let Some(other) = arguments.iter().find(|a| !["--debug", "--try"].contains(&a.as_str())) {
        bail!("`{other}` is not understood\n\n{HELP}");
    }
    for program in ["dpkg-deb", "dpkg-shlibdeps", "strip", "gzip", "md5sum"] {
        if !is_there(program) {
            bail!("`{program}` is missing: install dpkg-dev and binutils");
        }
    }
    let is_debug = arguments.iter().any(|a| a == "--debug");
    prepare(Purpose::Window)?;
    ui::install()?;
    ui::build()?;
    say("Building the programs");
    let mut build = cargo();
    build.args(["build", "--workspace"]);
    if !is_debug {
        // What is not a program is not needed, and all of it is slow.
        build.args(["--release", "--bin", "kith-desktop", "--bin", "kith"]);
    }
    run(&mut build)?;
    say("Putting the package together");
    let package = Package::begin(&target().join(if is_debug { "debug" } else { "release" }))?;
    let file = package.write()?;
    println!("{}", file.display());
    if is_there("lintian") {
        say("Asking lintian");
        // Its opinion is shown; what it only suggests is no failure.
        let mut ask = Command::new("lintian");
        ask.args(["--fail-on", "error"]);
        if std::env::var_os("KITH_MAINTAINER").is_none() {
            // Whoever publishes it names himself; a package that is only tried has nobody to write to.
            ask.args(["--suppress-tags", "bogus-mail-host,bogus-mail-host-in-debian-changelog"]);
        }
        run(ask.arg(&file))?;
    }
    if arguments.iter().any(|a| a == "--try") {
        crate::tryout::install_and_remove(&file)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// A package that is being put together.
struct Package {
    /// What becomes `/` where it is installed.
    tree: PathBuf,
    programs: PathBuf,
    version: String,
    architecture: String,
    /// Seconds since 1970 of the last change of the source: the same source makes the same package.
    time: String,
}

impl Package {
    fn begin(programs: &Path) -> Result<Self> {
        let tree = target().join("package").join("tree");
        if tree.exists() {
            fs::remove_dir_all(&tree)?;
        }
        fs::create_dir_all(&tree)?;
        let architecture = output(Command::new("dpkg").arg("--print-architecture")).context("dpkg does not answer")?;
        let time = output(Command::new("git").current_dir(root()).args(["log", "-1", "--format=%ct"]));
        let time = time.unwrap_or_else(|| "0".into());
        Ok(Self { tree, programs: programs.to_path_buf(), version: version()?, architecture, time })
    }

    /// Fills the tree and makes the package of it.
    fn write(&self) -> Result<PathBuf> {
        self.programs()?;
        self.desktop()?;
        self.pages()?;
        self.documents()?;
        self.control()?;
        tidy(&self.tree)?;
        let name = format!("kith_{}_{}.deb", self.version, self.architecture);
        let file = target().join("package").join(name);
        let mut make = Command::new("dpkg-deb");
        make.args(["--root-owner-group", "-Zxz", "--build"]).arg(&self.tree).arg(&file);
        run(make.env("SOURCE_DATE_EPOCH", &self.time))?;
        Ok(file)
    }

    fn programs(&self) -> Result<()> {
        for program in PROGRAMS {
            let dest = self.put(&self.programs.join(program), &format!("usr/bin/{program}"))?;
            run(Command::new("strip").args(["--strip-unneeded", "--remove-section=.comment"]).arg(&dest))?;
        }
        Ok(())
    }

    fn desktop(&self) -> Result<()> {
        let (ours, icons) = (root().join("packaging/linux"), root().join("assets/icons"));
        let file = |ending: &str| ours.join(format!("{ID}.{ending}"));
        self.put(&file("desktop"), &format!("usr/share/applications/{ID}.desktop"))?;
        self.put(&file("metainfo.xml"), &format!("usr/share/metainfo/{ID}.metainfo.xml"))?;
        for (icon, size) in [("32x32.png", "32x32"), ("128x128.png", "128x128"), ("128x128@2x.png", "256x256")] {
            self.put(&icons.join(icon), &format!("usr/share/icons/hicolor/{size}/apps/{ID}.png"))?;
        }
        self.put(&icons.join("kith.svg"), &format!("usr/share/icons/hicolor/scalable/apps/{ID}.svg"))?;
        Ok(())
    }

    /// Man pages and completions, as the terminal writes them itself.
    fn pages(&self) -> Result<()> {
        let kith = self.programs.join("kith");
        let man = self.tree.join("usr/share/man/man1");
        run(Command::new(&kith).arg("man").arg(&man).stdout(std::process::Stdio::null()))?;
        fs::copy(root().join("packaging/linux/kith-desktop.1"), man.join("kith-desktop.1"))?;
        for page in files(&man)? {
            compress(&page)?;
        }
        for (shell, place) in [
            ("bash", "usr/share/bash-completion/completions/kith"),
            ("zsh", "usr/share/zsh/vendor-completions/_kith"),
            ("fish", "usr/share/fish/vendor_completions.d/kith.fish"),
        ] {
            let script = output(Command::new(&kith).args(["completions", shell])).context("no completions")?;
            self.text(place, &format!("{script}\n"))?;
        }
        Ok(())
    }

    fn documents(&self) -> Result<()> {
        let indented = |file: &str| -> Result<String> {
            let text = fs::read_to_string(root().join(file)).with_context(|| format!("cannot read {file}"))?;
            let line = |line: &str| if line.trim().is_empty() { " .\n".into() } else { format!(" {line}\n") };
            Ok(text.lines().map(line).collect::<String>().trim_end().to_owned())
        };
        let fonts = "ui/node_modules/@fontsource-variable/inter/LICENSE";
        let copyright = fs::read_to_string(root().join("packaging/linux/copyright"))?
            .replace("@MIT@", &indented("LICENSE-MIT")?)
            .replace("@OFL@", &indented(fonts)?);
        self.text("usr/share/doc/kith/copyright", &copyright)?;
        compress(&self.put(&root().join("CHANGELOG.md"), "usr/share/doc/kith/NEWS")?)?;
        let entry = format!(
            "kith ({}) unstable; urgency=medium\n\n  * What changed is in NEWS.gz.\n\n -- {}  {}\n",
            self.version,
            maintainer(),
            output(Command::new("date").args(["--rfc-email", "--date", &format!("@{}", self.time)]))
                .context("no date")?,
        );
        compress(&self.text("usr/share/doc/kith/changelog", &entry)?)?;
        compress(&self.put(&root().join("assets/guide/licences.md"), "usr/share/doc/kith/third-party.md")?)?;
        Ok(())
    }

    fn control(&self) -> Result<()> {
        let size: u64 = all_files(&self.tree)?.iter().filter_map(|file| Some(fs::metadata(file).ok()?.len())).sum();
        let control = format!(
            "Package: kith\nVersion: {}\nArchitecture: {}\nMaintainer: {}\nInstalled-Size: {}\n\
             Depends: {}\nRecommends: libayatana-appindicator3-1, xdg-utils\nSection: utils\nPriority: optional\n\
             Description: remember what was said, and reach the people who matter\n \
             Kith stores your contacts and every conversation with them, finds everyone\n \
             who matches a word, and says each morning whom to reach. Everything stays\n \
             on your own machine; nothing needs an account or a network.\n .\n \
             This package holds the window (kith-desktop) and the terminal (kith).\n",
            self.version,
            self.architecture,
            maintainer(),
            size.div_ceil(1024),
            self.depends()?,
        );
        let sums: Vec<PathBuf> = all_files(&self.tree)?
            .iter()
            .filter_map(|file| Some(file.strip_prefix(&self.tree).ok()?.to_path_buf()))
            .collect();
        let sums = output(Command::new("md5sum").current_dir(&self.tree).args(sums)).context("no sums")?;
        self.text("DEBIAN/md5sums", &format!("{sums}\n"))?;
        self.text("DEBIAN/control", &control)?;
        Ok(())
    }

    /// The libraries the programs are linked with, by package and version.
    fn depends(&self) -> Result<String> {
        let place = target().join("package").join("shlibdeps");
        fs::create_dir_all(place.join("debian"))?;
        fs::write(place.join("debian/control"), "Source: kith\n\nPackage: kith\nArchitecture: any\n")?;
        let mut ask = Command::new("dpkg-shlibdeps");
        ask.current_dir(&place).arg("-O");
        ask.args(PROGRAMS.map(|program| format!("-e{}", self.tree.join("usr/bin").join(program).display())));
        let answer = output(&mut ask).context("dpkg-shlibdeps does not know the libraries")?;
        let depends = answer.lines().find_map(|line| line.strip_prefix("shlibs:Depends="));
        Ok(depends.context("dpkg-shlibdeps names no libraries")?.to_owned())
    }

    /// Copies a file into the tree.
    fn put(&self, from: &Path, to: &str) -> Result<PathBuf> {
        let dest = self.tree.join(to);
        fs::create_dir_all(dest.parent().unwrap_or(&self.tree))?;
        fs::copy(from, &dest).with_context(|| format!("cannot copy {}", from.display()))?;
        Ok(dest)
    }

    /// Writes a text into the tree.
    fn text(&self, to: &str, text: &str) -> Result<PathBuf> {
        let dest = self.tree.join(to);
        fs::create_dir_all(dest.parent().unwrap_or(&self.tree))?;
        fs::write(&dest, text)?;
        Ok(dest)
    }
}

/// Who publishes the package.
fn maintainer() -> String {
    std::env::var("KITH_MAINTAINER").unwrap_or_else(|_| "The Kith contributors <kith@localhost.localdomain>".into())
}

/// The version in Cargo.toml.
fn version() -> Result<String> {
    let manifest = fs::read_to_string(root().join("Cargo.toml"))?;
    let line = manifest.lines().find_map(|line| line.strip_prefix("version = \""));
    Ok(line.context("Cargo.toml names no version")?.trim_end_matches('"').to_owned())
}

/// As Debian wants texts: compressed, without a time in it.
fn compress(file: &Path) -> Result<()> {
    run(Command::new("gzip").args(["-9n", "--force"]).arg(file))
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    files.sort();
    Ok(files)
}

fn all_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut all = Vec::new();
    for path in files(folder)? {
        if path.is_dir() {
            all.extend(all_files(&path)?);
        } else {
            all.push(path);
        }
    }
    Ok(all)
}

/// Readable by all, whatever the mask of whoever builds it; programs can be run.
fn tidy(folder: &Path) -> Result<()> {
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755))?;
    for path in files(folder)? {
        if path.is_dir() {
            tidy(&path)?;
        } else {
            let is_program = path.parent().is_some_and(|folder| folder.ends_with("usr/bin"));
            fs::set_permissions(&path, fs::Permissions::from_mode(if is_program { 0o755 } else { 0o644 }))?;
        }
    }
    Ok(())
}
