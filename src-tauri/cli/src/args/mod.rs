//! What can be typed. CONTRACT: scripts rely on these names; they may grow, not change.

mod words;

use std::path::PathBuf;

use clap::{Parser, Subcommand};

pub(crate) use self::words::{
    Add, Edit, EditContact, EditConversation, Exchange, Followup, Log, Names, Occasion, People, Until, Vacation,
};

/// Keeps what was said, finds who cares about what, and says each morning whom to reach.
#[derive(Debug, Parser)]
#[command(name = "kith", version, disable_help_subcommand = true, max_term_width = 100)]
pub(crate) struct Typed {
    /// The folder that holds everything
    #[arg(long, global = true, value_name = "DIR", env = "KITH_DATA", help_heading = "Everywhere")]
    pub(crate) data: Option<PathBuf>,
    /// Answer with one JSON value; errors as JSON on standard error
    #[arg(long, global = true, help_heading = "Everywhere")]
    pub(crate) json: bool,
    /// Act as if it were that moment: RFC 3339, with [Zone/Name] behind it for another zone
    #[arg(long, global = true, value_name = "INSTANT", help_heading = "Everywhere")]
    pub(crate) now: Option<String>,
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make a contact
    Add(Add),
    /// Show a contact with facts, follow-ups, dates and last conversations
    Show {
        /// An id, a uid or a name
        who: String,
    },
    /// List contacts
    People(People),
    /// Log a conversation
    Log(Log),
    /// Change a contact, a conversation, a fact, a group or an occasion
    #[command(subcommand)]
    Edit(Edit),
    /// Make one contact of two of the same person; `kith undo` makes two of it again
    Merge {
        /// The one that stays: an id, a uid or a name
        into: String,
        /// The one that goes into it
        from: String,
    },
    /// Delete something; `kith undo` brings it back
    Delete {
        /// contact, conversation, fact, follow-up, exchange, feedback, occasion or group
        kind: String,
        /// Its id; a contact or group may be given by name
        id: String,
    },
    /// Note a fact about someone
    Fact {
        /// An id, a uid or a name
        who: String,
        /// One line worth remembering
        #[arg(allow_hyphen_values = true)]
        text: String,
        /// personal, professional, wants, offers, likes or dislikes
        #[arg(long, value_name = "K")]
        kind: Option<String>,
    },
    /// Note what is owed
    Followup(Followup),
    /// Note what you gave
    Gave(Exchange),
    /// Note what you received
    Received(Exchange),
    /// Note what you asked for
    Asked(Exchange),
    /// Note what someone said of you: WHO [SCORE] TEXT
    #[command(override_usage = "kith feedback [OPTIONS] <WHO> [SCORE] <TEXT>")]
    Feedback {
        /// An id, a uid or a name
        who: String,
        /// 0 to 10, or the text
        #[arg(value_name = "SCORE|TEXT", allow_hyphen_values = true)]
        first: String,
        /// Their words, after a score
        #[arg(value_name = "TEXT", allow_hyphen_values = true)]
        second: Option<String>,
    },
    /// Note a date that returns
    Occasion(Occasion),
    /// Find who matches
    Search {
        /// Words, in any script
        #[arg(allow_hyphen_values = true)]
        query: String,
        /// People at most
        #[arg(long, value_name = "N")]
        limit: Option<u32>,
        /// Passages of each at most
        #[arg(long, value_name = "N")]
        hits: Option<u32>,
        /// By relevance, name, last-touch or stretch
        #[arg(long, value_name = "ORDER", conflicts_with_all = ["flat", "explain"])]
        sort: Option<String>,
        /// List conversations, whoever they were with
        #[arg(long, conflicts_with = "explain")]
        flat: bool,
        /// Say why each ranks where it does
        #[arg(long)]
        explain: bool,
    },
    /// Look after the search index
    #[command(subcommand)]
    Index(IndexCommand),
    /// Find who would want to read a text
    Want {
        /// A file (txt, md, html, eml), - for standard input, or the text itself: an article, a title, a link
        #[arg(value_name = "FILE|-|TEXT", allow_hyphen_values = true)]
        text: String,
        /// People at most
        #[arg(long, value_name = "N")]
        limit: Option<u32>,
        /// Passages of each at most
        #[arg(long, value_name = "N")]
        hits: Option<u32>,
    },
    /// Show who could give someone what they want, and who could use what they offer
    Introductions {
        /// An id, a uid or a name
        who: String,
        /// People at most for each
        #[arg(long, value_name = "N")]
        limit: Option<u32>,
    },
    /// Show the day's list
    Today {
        /// Look ahead to a day; that list is neither drawn nor kept
        #[arg(long, value_name = "DATE")]
        on: Option<String>,
        /// Add N more people to today's list
        #[arg(long, value_name = "N", conflicts_with = "on")]
        more: Option<u32>,
        /// One line for a prompt or a status bar, as '[{due} to reach, first {first}]'; draws no list
        #[arg(long, value_name = "TEXT", conflicts_with = "more")]
        format: Option<String>,
    },
    /// Mark a follow-up kept
    Done {
        /// The follow-up's id
        #[arg(value_name = "FOLLOWUP-ID")]
        id: i64,
        /// It will not be kept: drop it
        #[arg(long, conflicts_with = "open")]
        dropped: bool,
        /// Open it again
        #[arg(long)]
        open: bool,
    },
    /// Set someone aside until a day
    Snooze(Until),
    /// Skip this round with someone
    Skip {
        /// An id, a uid or a name
        who: String,
    },
    /// Let nothing be due for someone until a day
    Pause(Until),
    /// Log an attempt that did not reach them
    Tried {
        /// An id, a uid or a name
        who: String,
        /// Try again after this interval
        #[arg(long, value_name = "I")]
        again: Option<String>,
        /// How it was tried
        #[arg(long, value_name = "C")]
        channel: Option<String>,
    },
    /// Show what was done week by week, and how many routine days in a row
    Kept {
        /// How many weeks; a year where missing
        #[arg(long, value_name = "N")]
        weeks: Option<u32>,
    },
    /// Say that a planned conversation took place
    Happened {
        /// The id of the conversation, as `kith today` shows it
        id: i64,
        /// It did not: it is deleted
        #[arg(long)]
        not: bool,
    },
    /// Set how often you mean to be in touch
    Cadence {
        /// An id, a uid or a name
        who: String,
        /// 7d 2w 1m 3m 1y, weekly monthly quarterly yearly, none, or inherit (from the groups)
        #[arg(value_name = "I")]
        interval: String,
        /// The longest interval to let pass, or none; past it they come first
        #[arg(long, value_name = "I")]
        latest: Option<String>,
    },
    /// Show or set what a day can hold
    Pace {
        /// People a day, all seven days
        people: Option<u32>,
        /// One weekday, as mon=3
        #[arg(long, value_name = "DAY=N")]
        day: Vec<String>,
        /// The length of the routine
        #[arg(long, value_name = "M")]
        minutes: Option<u32>,
        /// Raise the pace to what the rhythms need
        #[arg(long, conflicts_with_all = ["people", "day", "slow"])]
        raise: bool,
        /// Slow the fewest rhythms, so that the pace holds them all
        #[arg(long, conflicts_with_all = ["people", "day", "minutes"])]
        slow: bool,
    },
    /// Look at the days ahead: who comes due, what the pace holds, how far each rhythm stretches
    Forecast {
        /// How many days; 84 where it is not given
        #[arg(long, value_name = "N")]
        days: Option<u32>,
    },
    /// Show, add or remove vacation and holidays: days on which nothing is due
    Vacation(Vacation),
    /// Make a group: one into which people are put, or a smart group, whose search finds who is in it
    Group {
        /// Its name
        name: String,
        /// The search that finds its members; it gives no rhythm
        #[arg(long, value_name = "QUERY", allow_hyphen_values = true)]
        query: Option<String>,
        /// The rhythm its members inherit
        #[arg(long, value_name = "I", conflicts_with = "query")]
        every: Option<String>,
        /// grow, keep, re-engineer or let go
        #[arg(long)]
        intent: Option<String>,
    },
    /// List the groups
    Groups,
    /// Bring data in, as one undoable operation
    Import {
        /// Files, or folders of them
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// Only say what would happen
        #[arg(long)]
        dry_run: bool,
        /// vcard or archive; by name and content where it is not given
        #[arg(long = "as", value_name = "FORMAT")]
        format: Option<String>,
    },
    /// Write data out
    Export {
        /// archive, vcard, csv or ics
        format: String,
        /// The file to write; with ics, `-` writes to standard output
        dest: PathBuf,
        /// Write over a file that is there
        #[arg(long)]
        overwrite: bool,
    },
    /// Keep a calendar file up to date in a folder, or show how it stands
    Calendar {
        /// The folder; kith.ics is written there, and again whenever it is to say something else
        #[arg(conflicts_with = "off")]
        folder: Option<PathBuf>,
        /// Keep none any more; the file stays
        #[arg(long)]
        off: bool,
        /// Delete the file that was kept until now
        #[arg(long)]
        remove: bool,
        /// Whether names stand in it: show or hide
        #[arg(long, value_name = "HOW")]
        names: Option<Names>,
    },
    /// Show the reminders that are due, once, and bring the calendar file up to date; for a timer
    Remind,
    /// Undo the last operation, or the one given
    Undo {
        /// An operation's id, from `kith history`
        id: Option<i64>,
    },
    /// Do again what was undone last
    Redo,
    /// List what was done
    History {
        /// Entries at most
        #[arg(long, value_name = "N")]
        limit: Option<u32>,
    },
    /// Report a problem: versions, counts, sizes and the log, without anything personal
    Report {
        /// The file to write; shown where it is not given
        file: Option<PathBuf>,
    },
    /// Show the screens in a browser of this machine, until Ctrl+C
    Serve {
        /// The port; any free one where it is not given
        #[arg(long, value_name = "N")]
        port: Option<u16>,
    },
    /// Make a backup now, or list those there are
    Backup {
        /// Where; in the data folder where it is not given
        file: Option<PathBuf>,
        /// List the backups with what they hold
        #[arg(long, conflicts_with = "file")]
        list: bool,
    },
    /// Put a backup in the place of what is there; `kith undo` takes it back
    Restore {
        /// A name from `kith backup --list`, or any file
        file: PathBuf,
        /// Only say what would change
        #[arg(long)]
        dry_run: bool,
    },
    /// Write the completions of a shell to standard output
    Completions {
        /// bash, elvish, fish, powershell or zsh
        shell: clap_complete::Shell,
    },
    /// Write the man pages into a folder
    #[command(hide = true)]
    Man {
        /// The folder; made where it is missing
        dir: PathBuf,
    },
    /// Check database, index, photos and backups
    Check {
        /// Make what can be derived anew where it is wrong
        #[arg(long)]
        repair: bool,
    },
}

/// What can be done with the search index.
#[derive(Debug, Subcommand)]
pub(crate) enum IndexCommand {
    /// Show how it stands
    Status,
    /// Build it anew from the database
    Rebuild,
    /// Compare it with the database
    Verify,
}
