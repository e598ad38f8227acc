//! From commands to calls: each line typed is one call of the command table, now and then two.

mod edit;
mod routine;

use std::path::Path;

use kith_core::api::{ApiError, Request};
use kith_core::clock::Now;
use kith_core::conversations::Channel;
use kith_core::error::Error;
use kith_core::exchanges::ExchangeKind;
use kith_core::facts::FactKind;
use kith_core::followups::FollowUpKind;
use kith_core::groups::Intent;
use kith_core::occasions::OccasionKind;
use kith_core::owner::Door;
use kith_core::people::PeopleFilter;
use kith_core::transfer::{ExportFormat, ImportFormat};
use serde_json::{Value, json};

use crate::args::{Add, Command, Exchange, Followup, IndexCommand, Log, Names, Occasion, People};
use crate::input::{Input, maybe_spelled, path, spelled, text_or_stdin};
use crate::{pages, progress, remind, show};

/// The open folder and the moment of the call.
pub(crate) struct Kith {
    door: Door,
    now: String,
    json: bool,
}

impl Kith {
    pub(crate) fn new(door: Door, now: Now, json: bool) -> Self {
        Self { door, now: now.to_string(), json }
    }

    pub(crate) fn call(&mut self, command: &str, input: impl Into<Value>) -> Result<Value, ApiError> {
        let request = Request { command: command.to_owned(), input: input.into(), now: Some(self.now.clone()) };
        self.door.call(&request)
    }

    /// As [`Kith::call`], with a bar on standard error where a person looks at it.
    fn call_watched(&mut self, command: &str, doing: &'static str, input: Input) -> Result<Value, ApiError> {
        let Some(watcher) = progress::is_watched(self.json).then(|| self.door.another().ok()).flatten() else {
            return self.call(command, input);
        };
        let job = format!("terminal-{}", std::process::id());
        let input = if matches!(command, "import" | "export" | "index_rebuild") {
            input.with("job", job.as_str())
        } else {
            input
        };
        progress::shown(watcher, &job, doing, || self.call(command, input))
    }
}

/// What is answered, how it is put in words, and how the program ends.
pub(crate) struct Reply {
    pub(crate) value: Value,
    words: fn(&Value) -> String,
    pub(crate) exit: u8,
}

impl Reply {
    pub(crate) fn in_words(&self) -> String {
        (self.words)(&self.value)
    }
}

/// A command whose words were understood; what is left to do needs the open folder.
pub(crate) type Prepared = Box<dyn FnOnce(&mut Kith) -> Result<Value, ApiError>>;

/// How the answer is come by.
enum Way {
    /// By calls to the open folder.
    Ask(Prepared),
    /// It is known already: no folder is opened.
    Known(Value),
}

/// What was typed, ready to be asked.
pub(crate) struct Asked {
    way: Way,
    words: fn(&Value) -> String,
    exit: fn(&Value) -> u8,
    /// The backup to restore where the database cannot be opened.
    recovery: Option<String>,
    /// The answer where there is no data folder yet, of a command that shall not make one.
    where_nothing_is: Option<Value>,
}

impl Asked {
    /// The way for a folder whose database cannot be opened, if this command is one.
    pub(crate) fn recovery(&self) -> Option<&str> {
        self.recovery.as_deref()
    }

    /// The answer, where it takes no open folder: none is made for it.
    pub(crate) fn without_folder(&self, folder: &Path) -> Option<Value> {
        match &self.way {
            Way::Known(answer) => Some(answer.clone()),
            Way::Ask(_) => self.where_nothing_is.clone().filter(|_| !folder.exists()),
        }
    }

    /// The reply, where another way led to the answer.
    pub(crate) fn reply(&self, value: Value) -> Reply {
        Reply { exit: (self.exit)(&value), value, words: self.words }
    }
}

/// Asks, and makes the reply.
pub(crate) fn run(asked: Asked, kith: &mut Kith) -> Result<Reply, ApiError> {
    let value = match asked.way {
        Way::Ask(asking) => asking(kith)?,
        Way::Known(answer) => answer,
    };
    let exit = (asked.exit)(&value);
    Ok(Reply { value, words: asked.words, exit })
}

fn one(command: &'static str, input: Input, words: fn(&Value) -> String) -> Result<Asked, ApiError> {
    steps(move |kith| kith.call(command, input), words)
}

fn steps(
    asking: impl FnOnce(&mut Kith) -> Result<Value, ApiError> + 'static,
    words: fn(&Value) -> String,
) -> Result<Asked, ApiError> {
    Ok(Asked { way: Way::Ask(Box::new(asking)), words, exit: |_| 0, recovery: None, where_nothing_is: None })
}

/// Long work, of which the terminal shows how far it is.
fn long(
    command: &'static str,
    doing: &'static str,
    input: Input,
    words: fn(&Value) -> String,
) -> Result<Asked, ApiError> {
    steps(move |kith| kith.call_watched(command, doing, input), words)
}

/// What is known without any folder.
fn known(answer: Value, words: fn(&Value) -> String) -> Asked {
    Asked { way: Way::Known(answer), words, exit: |_| 0, recovery: None, where_nothing_is: None }
}

/// Understands a command's words; fails where they can mean nothing.
pub(crate) fn prepare(command: Command) -> Result<Asked, ApiError> {
    match command {
        Command::Add(typed) => add(typed),
        Command::Show { who } => one("contact_get", who_is(who), show::contact_in_full),
        Command::People(typed) => people(typed),
        Command::Log(typed) => log(typed),
        Command::Edit(typed) => edit::edit(typed),
        Command::Merge { into, from } => edit::merge(into, from),
        Command::Delete { kind, id } => edit::delete(&kind, id),
        Command::Fact { who, text, kind } => {
            let kind = maybe_spelled::<FactKind>("kind", kind.as_deref())?;
            one("fact_add", who_is(who).with("text", text).maybe("kind", kind), show::fact)
        }
        Command::Followup(typed) => follow_up(typed),
        Command::Gave(typed) => exchange("gave", typed),
        Command::Received(typed) => exchange("received", typed),
        Command::Asked(typed) => exchange("asked", typed),
        Command::Feedback { who, first, second } => feedback(who, first, second),
        Command::Occasion(typed) => occasion(typed),
        Command::Want { text, limit, hits } => want(text, limit, hits),
        Command::Introductions { who, limit } => {
            one("introductions", who_is(who).maybe("limit", limit), show::introductions)
        }
        Command::Search { query, limit, hits, sort, flat, explain } => {
            let (command, shown): (_, fn(&Value) -> String) = match (flat, explain) {
                (true, _) => ("search_hits", show::found_flat),
                (false, true) => ("search_explain", show::explained),
                (false, false) => ("search_people", show::found),
            };
            let sort = sort.map(|sort| sort.replace([' ', '-'], "_"));
            let input = Input::new().with("query", query).maybe("limit", limit).maybe("hits", hits).maybe("sort", sort);
            one(command, input, shown)
        }
        Command::Index(IndexCommand::Status) => one("index_status", Input::new(), show::index),
        Command::Index(IndexCommand::Rebuild) => long("index_rebuild", "Building", Input::new(), show::index),
        Command::Index(IndexCommand::Verify) => {
            let asked = one("index_verify", Input::new(), show::index_verified)?;
            Ok(Asked { exit: show::index_exit, ..asked })
        }
        Command::Today { on, format: Some(format), .. } => routine::today_in_a_line(on, &format),
        Command::Today { on, more: None, format: None } => one("today_get", Input::new().maybe("on", on), show::today),
        Command::Today { on: _, more: Some(count), format: None } => routine::today_more(count),
        Command::Done { id, dropped, open } => {
            let state = match (dropped, open) {
                (true, _) => "dropped",
                (false, true) => "open",
                (false, false) => "kept",
            };
            one("follow_up_close", Input::new().with("id", id).with("state", state), show::follow_up)
        }
        Command::Snooze(typed) => routine::until("snooze", typed),
        Command::Skip { who } => one("skip", who_is(who), show::day_item),
        Command::Pause(typed) => routine::until("pause", typed),
        Command::Tried { who, again, channel } => {
            let channel = maybe_spelled::<Channel>("channel", channel.as_deref())?;
            one("tried", who_is(who).maybe("again", again).maybe("channel", channel), show::day_item)
        }
        Command::Happened { id, not: false } => {
            one("conversation_confirm", Input::new().with("id", id), show::conversation)
        }
        Command::Happened { id, not: true } => {
            one("conversation_confirm", Input::new().with("id", id).with("happened", false), show::deleted)
        }
        Command::Cadence { who, interval, latest } => {
            one("cadence_set", who_is(who).with("every", interval).maybe("latest", latest), show::contact)
        }
        Command::Pace { slow: true, .. } => steps(routine::slow, show::pace),
        Command::Pace { people, day, minutes, raise, slow: false } => routine::pace(people, &day, minutes, raise),
        Command::Report { file: None } => one("report_get", Input::new(), show::report),
        Command::Report { file: Some(file) } => one("report_save", Input::new().with("dest", path(&file)?), |_| {
            "Written. Look at it before you send it.".into()
        }),
        // Asks nothing itself: its visitors do.
        Command::Serve { .. } => Err(Error::invalid("command", "The screens are served by the program itself.").into()),
        Command::Forecast { days } => one("forecast", Input::new().maybe("days", days), show::forecast),
        Command::Kept { weeks } => one("kept", Input::new().maybe("weeks", weeks), show::kept),
        Command::Vacation(typed) => routine::vacation(typed),
        Command::Group { name, query, every, intent } => {
            let input = Input::new()
                .with("name", name)
                .maybe("query", query)
                .maybe("every", every)
                .maybe("intent", maybe_spelled::<Intent>("intent", intent.as_deref())?);
            one("group_add", input, show::group)
        }
        Command::Groups => one("group_list", Input::new(), show::groups),
        Command::Import { files, dry_run, format } => import(&files, dry_run, format.as_deref()),
        Command::Export { format, dest, overwrite } => {
            let format = spelled::<ExportFormat>("format", &format)?;
            if format == "ics" && dest == Path::new("-") {
                return one("calendar_text", Input::new(), show::calendar_text);
            }
            let input = Input::new().with("format", format).with("dest", path(&dest)?).flag("overwrite", overwrite);
            long("export", "Exporting", input, show::export)
        }
        Command::Calendar { folder, off, remove, names } => calendar(folder.as_deref(), off, remove, names),
        Command::Remind => steps(remind::round, show::reminders),
        Command::Undo { id } => steps(move |kith| taken_back(kith, "undo", Input::new().maybe("id", id)), show::undone),
        Command::Redo => steps(|kith| taken_back(kith, "redo", Input::new()), show::redone),
        Command::History { limit } => one("history", Input::new().maybe("limit", limit), show::history),
        Command::Completions { shell } => Ok(known(pages::completions(shell), show::script)),
        Command::Man { dir } => Ok(known(pages::man(&dir)?, show::script)),
        Command::Backup { list: true, .. } => one("backup_list", Input::new(), show::backups),
        Command::Restore { file, dry_run } => restore(&file, dry_run),
        Command::Check { repair } => {
            let asked = long("check", "Checking", Input::new().flag("repair", repair), show::check)?;
            Ok(Asked { exit: show::check_exit, ..asked })
        }
        Command::Backup { file, list: false } => {
            let file = file.map(|file| path(&file)).transpose()?;
            one("backup_now", Input::new().maybe("path", file), show::backup)
        }
    }
}

fn who_is(who: String) -> Input {
    Input::new().with("who", who)
}

fn add(typed: Add) -> Result<Asked, ApiError> {
    let points = points(&typed.email, &typed.phone);
    let input = Input::new()
        .with("name", typed.name)
        .maybe("kind", typed.organisation.then_some("organisation"))
        .maybe("points", (!points.is_empty()).then_some(points))
        .maybe("org", typed.org)
        .maybe("title", typed.title)
        .maybe("about", typed.about)
        .list("groups", typed.group)
        .list("nicknames", typed.nickname)
        .maybe("every", typed.every)
        .maybe("birthday", typed.birthday);
    one("contact_add", input, show::contact)
}

fn points(emails: &[String], phones: &[String]) -> Vec<Value> {
    let point = |kind: &'static str| move |value: &String| json!({ "kind": kind, "value": value });
    let given = |value: &&String| !value.is_empty();
    emails.iter().filter(given).map(point("email")).chain(phones.iter().filter(given).map(point("phone"))).collect()
}

fn people(typed: People) -> Result<Asked, ApiError> {
    if let People { group: Some(group), query: None, filter: None, offset: None, limit } = &typed {
        let (group, limit) = (group.clone(), *limit);
        return steps(move |kith| members(kith, &group, limit), show::people);
    }
    let input = Input::new()
        .maybe("query", typed.query)
        .maybe("group", typed.group)
        .maybe("filter", maybe_spelled::<PeopleFilter>("filter", typed.filter.as_deref())?)
        .maybe("limit", typed.limit)
        .maybe("offset", typed.offset);
    one("contact_list", input, show::people)
}

/// More people than anyone knows.
const EVERYONE: u32 = 100_000;

/// Who is in a group: put there, or found by its search.
fn members(kith: &mut Kith, group: &str, limit: Option<u32>) -> Result<Value, ApiError> {
    let groups = kith.call("group_list", Input::new())?;
    let is_meant = |one: &&Value| {
        let name = one.get("name").and_then(Value::as_str).unwrap_or_default();
        name.to_lowercase() == group.trim().to_lowercase() && one.get("query").is_some_and(Value::is_string)
    };
    let Some(smart) = groups.as_array().and_then(|groups| groups.iter().find(is_meant)) else {
        return kith.call("contact_list", Input::new().with("group", group).maybe("limit", limit));
    };
    let id = smart.get("id").cloned().unwrap_or_default();
    let found =
        kith.call("smart_group", Input::new().with("id", id).with("hits", 0).with("limit", limit.unwrap_or(EVERYONE)))?;
    let people = found.get("people").and_then(Value::as_array).into_iter().flatten();
    let people: Vec<&Value> = people.filter_map(|person| person.get("contact")).collect();
    Ok(json!({ "people": people, "total": found.get("total_people") }))
}

fn log(typed: Log) -> Result<Asked, ApiError> {
    let initiated_by = match (typed.from_them, typed.from_me) {
        (true, _) => Some("them"),
        (false, true) => Some("me"),
        (false, false) => None,
    };
    let input = Input::new()
        .with("note", text_or_stdin(typed.text)?)
        .list("people", typed.with)
        .maybe("start", typed.at)
        .maybe("channel", maybe_spelled::<Channel>("channel", typed.channel.as_deref())?)
        .maybe("minutes", typed.minutes)
        .maybe("place", typed.place)
        .maybe("initiated_by", initiated_by)
        .flag("attempt", typed.attempt)
        .flag("plain", typed.plain);
    one("conversation_log", input, show::conversation)
}

fn follow_up(typed: Followup) -> Result<Asked, ApiError> {
    let input = who_is(typed.who)
        .with("text", typed.text)
        .maybe("due", typed.due)
        .flag("theirs", typed.theirs)
        .maybe("kind", maybe_spelled::<FollowUpKind>("kind", typed.kind.as_deref())?);
    one("follow_up_add", input, show::follow_up)
}

fn exchange(direction: &'static str, typed: Exchange) -> Result<Asked, ApiError> {
    let input = who_is(typed.who)
        .with("direction", direction)
        .with("text", typed.text)
        .maybe("kind", maybe_spelled::<ExchangeKind>("kind", typed.kind.as_deref())?)
        .maybe("worth", typed.worth)
        .maybe("day", typed.on);
    one("exchange_add", input, show::exchange)
}

/// `WHO TEXT` or `WHO SCORE TEXT`.
fn feedback(who: String, first: String, second: Option<String>) -> Result<Asked, ApiError> {
    let (score, text) = match second {
        None => (None, first),
        Some(text) => {
            let score: u8 = first.parse().map_err(|_| {
                Error::invalid_hint("score", format!("“{first}” is no score."), "A score is a number from 0 to 10.")
            })?;
            (Some(score), text)
        }
    };
    one("feedback_add", who_is(who).with("text", text).maybe("score", score), show::feedback)
}

fn occasion(typed: Occasion) -> Result<Asked, ApiError> {
    let kind = spelled::<OccasionKind>("kind", typed.kind.as_deref().unwrap_or("birthday"))?;
    let input = who_is(typed.who)
        .with("date", typed.date)
        .with("kind", kind)
        .maybe("label", typed.label)
        .maybe("lead_days", typed.lead);
    one("occasion_add", input, show::occasion)
}

fn import(files: &[std::path::PathBuf], dry_run: bool, format: Option<&str>) -> Result<Asked, ApiError> {
    let paths = files.iter().map(|file| path(file)).collect::<Result<Vec<_>, _>>()?;
    let input = Input::new()
        .with("paths", paths)
        .flag("dry_run", dry_run)
        .maybe("format", maybe_spelled::<ImportFormat>("format", format)?);
    let asked = long("import", "Importing", input, show::import)?;
    Ok(Asked { exit: show::import_exit, ..asked })
}

/// A file is read first; a word that is no file here is the text itself.
fn want(typed: String, limit: Option<u32>, hits: Option<u32>) -> Result<Asked, ApiError> {
    let file = Path::new(&typed);
    let is_file = typed != "-" && file.is_file();
    let source = if is_file { path(file)? } else { text_or_stdin(typed)? };
    steps(
        move |kith| {
            let asked = Input::new().maybe("limit", limit).maybe("hits", hits);
            let asked = if is_file {
                let article = kith.call("article_read", Input::new().with("path", source))?;
                ["title", "text", "link", "from"]
                    .into_iter()
                    .fold(asked, |asked, field| asked.maybe(field, article.get(field).cloned()))
            } else {
                asked.with("text", source)
            };
            kith.call("wanted_by", asked)
        },
        show::wanted,
    )
}

/// Sets what was typed, and says how the calendar file stands.
fn calendar(folder: Option<&Path>, off: bool, remove: bool, names: Option<Names>) -> Result<Asked, ApiError> {
    let changes = folder.is_some() || off;
    if remove && !changes {
        return Err(Error::invalid_hint(
            "remove",
            "No other place was named.",
            "It goes with --off, or with a folder.",
        )
        .into());
    }
    let kept = Input::new().maybe("folder", folder.map(path).transpose()?).flag("remove", remove);
    steps(
        move |kith| {
            if let Some(names) = names {
                kith.call("settings_set", Input::new().with("calendar_private", names == Names::Hide))?;
            }
            if changes { kith.call("calendar_keep", kept) } else { kith.call("calendar_get", Input::new()) }
        },
        show::calendar,
    )
}

fn restore(file: &Path, dry_run: bool) -> Result<Asked, ApiError> {
    // A name that is no file here is one of the folder of backups.
    let file = if file.exists() { path(file)? } else { file.display().to_string() };
    let input = Input::new().with("file", file.clone()).flag("dry_run", dry_run);
    let asked = long("restore", "Restoring", input, show::restore)?;
    Ok(Asked { recovery: (!dry_run).then_some(file), ..asked })
}

/// An operation with what was kept of it, or null when there was nothing to take back.
fn taken_back(kith: &mut Kith, command: &str, input: Input) -> Result<Value, ApiError> {
    let mut report = kith.call(command, input)?;
    let kept = report.get("kept").cloned();
    let mut operation = report.get_mut("operation").map(Value::take).unwrap_or_default();
    if let (Some(kept), Some(fields)) = (kept, operation.as_object_mut()) {
        fields.insert("kept".into(), kept);
    }
    Ok(operation)
}
