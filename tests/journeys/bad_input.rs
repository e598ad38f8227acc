//! Every command of the table with input that cannot be meant: a typed error or a harmless answer, and no panic.
//!
//! The inputs are made from the table's own description of itself, so that a new command is included by being there.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use kith_core::api::{self, ApiCode, ApiError, COMMANDS, Request, bindings::bindings};
use kith_core::app::{App, Options};
use kith_core::clock::SystemClock;
use serde_json::{Value, json};

/// Bad inputs of each command at least.
const FEWEST: usize = 100;
/// What a person takes for at once; measured and printed, not asserted, since a busy machine is no fault of Kith's.
const AT_ONCE: Duration = Duration::from_millis(100);

#[test]
fn no_command_panics_or_shrugs_whatever_it_is_given() {
    let home = kith_tests::folder();
    let app = App::open(Options { data_dir: home.path().join("kith"), clock: Arc::new(SystemClock) }).unwrap();
    let demo = Request { command: "demo_load".into(), input: json!({}), now: None };
    api::call(&app, &demo).unwrap();
    let table = Table::read(&bindings());
    let mut times = Vec::new();
    let mut faults = Vec::new();
    for command in COMMANDS {
        let cases = cases(&table, command, home.path());
        assert!(cases.len() >= FEWEST, "{command}: {} bad inputs", cases.len());
        for (what, input) in cases {
            let text = format!(r#"{{"command":"{command}","input":{input}}}"#);
            let begun = Instant::now();
            let answer = catch_unwind(AssertUnwindSafe(|| answer(&app, &text)));
            times.push((begun.elapsed(), format!("{command}: {what}")));
            match answer {
                Ok(Ok(_)) => {}
                Ok(Err(error)) if error.code != ApiCode::Unexpected && !error.message.is_empty() => {}
                Ok(Err(error)) => faults.push(format!("{command}: {what}: {error:?}")),
                Err(_) => faults.push(format!("{command}: {what}: a panic")),
            }
        }
    }
    tell_of(times);
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    let health = Request { command: "status".into(), input: json!({}), now: None };
    assert!(api::call(&app, &health).is_ok(), "Kith goes on");
}

/// Says how long the answers took.
fn tell_of(mut times: Vec<(Duration, String)>) {
    times.sort();
    let late = times.iter().filter(|(took, _)| *took > AT_ONCE).count();
    println!("{} bad inputs of {} commands; {late} took longer than {AT_ONCE:?}", times.len(), COMMANDS.len());
    println!("half of them within {:?}; the slowest:", times[times.len() / 2].0);
    for (took, what) in times.iter().rev().take(12) {
        println!("  {took:>9.1?}  {what}");
    }
}

/// As every door answers: what is no request is an error like any other.
fn answer(app: &App, text: &str) -> Result<Value, ApiError> {
    match serde_json::from_str::<Request>(text) {
        Ok(request) => api::call(app, &request),
        Err(error) => Err(ApiError {
            code: ApiCode::Invalid,
            message: format!("This is no request: {error}."),
            field: None,
            hint: None,
            said: None,
            said_hint: None,
            detail: None,
        }),
    }
}

/// The bad inputs of a command, as JSON texts that need not be JSON, each with a name.
fn cases(table: &Table, command: &str, home: &Path) -> Vec<(String, String)> {
    let input = &table.commands[command];
    let good = table.good(input, "", home);
    let mut cases: Vec<(String, String)> =
        bad().into_iter().map(|(what, text)| (format!("all {what}"), text)).collect();
    let fields: Vec<String> = good.as_object().map(|good| good.keys().cloned().collect()).unwrap_or_default();
    let mut with = |field: &str, what: &str, text: &str| {
        let others = good.as_object().into_iter().flatten().filter(|(name, _)| *name != field);
        let others: Vec<String> = others.map(|(name, value)| format!("{}:{value}", json!(name))).collect();
        let name = json!(field).to_string();
        cases.push((
            format!("{field} {what}"),
            format!("{{{}}}", [&others[..], &[format!("{name}:{text}")]].concat().join(",")),
        ));
    };
    for field in &fields {
        for (what, text) in bad() {
            // A file of that name beside the tests is not what is looked for.
            let names_a_file = ["path", "paths", "dest", "file", "folder"].contains(&field.as_str());
            if !names_a_file || !text.starts_with('"') || text.contains("\\u0000") {
                with(field, what, &text);
            }
        }
        with(field, "missing", "null");
    }
    for (what, text) in bad() {
        with("surprise", what, &text);
    }
    let only = |(what, text)| (format!("only a surprise {what}"), format!(r#"{{"surprise":{text}}}"#));
    cases.extend(bad().into_iter().map(only));
    if let Some(field) = fields.first() {
        let big = format!("\"{}\"", "ab ".repeat(10_000_000 / 3));
        cases.push((format!("{field} of 10 MB"), json!({ field: "BIG" }).to_string().replace("\"BIG\"", &big)));
    }
    cases
}

/// What nobody means, as JSON texts.
fn bad() -> Vec<(&'static str, String)> {
    let plain = [
        ("null", "null"),
        ("true", "true"),
        ("-1", "-1"),
        ("0", "0"),
        ("0.5", "0.5"),
        ("-0", "-0"),
        ("2^53", "9007199254740992"),
        ("2^53 + 1", "9007199254740993"),
        ("the least i64", "-9223372036854775808"),
        ("the largest u64", "18446744073709551615"),
        ("1e308", "1e308"),
        ("1e999", "1e999"),
        ("NaN", "NaN"),
        ("an id of nothing", "99999999"),
        ("an id of nothing as text", "\"99999999\""),
        ("nothing", "\"\""),
        ("a blank", "\" \""),
        ("a list", "[]"),
        ("lists", "[[[[]]]]"),
        ("an object", "{}"),
        ("objects", "{\"a\":{\"a\":{}}}"),
        ("a list of what differs", "[1,\"a\",null,{}]"),
        ("NUL", "\"\\u0000\""),
        ("NUL inside", "\"a\\u0000b\""),
        ("a lone surrogate", "\"\\ud800\""),
        ("surrogates the wrong way round", "\"\\udc00\\ud800\""),
        ("text that runs the other way", "\"\u{202e}\u{2066}abc\""),
        ("SQL", "\"'; DROP TABLE contacts; --\""),
        ("a query's signs", "\"((( AND -:* \\\"\""),
        ("a format", "\"%s%n{0}{}\""),
        ("no day", "\"2026-02-30\""),
        ("a day too far", "\"99999999-01-01\""),
        ("a day before days", "\"-271821-04-20\""),
        ("unfinished", "{\"a\":"),
    ];
    let mut all: Vec<(&str, String)> = plain.iter().map(|(what, text)| (*what, (*text).to_owned())).collect();
    all.push(("10,000 levels deep", format!("{}{}", "[".repeat(10_000), "]".repeat(10_000))));
    all.push(("10,000 objects deep", format!("{}1{}", "{\"a\":".repeat(10_000), "}".repeat(10_000))));
    all.push(("a list of 10,000", format!("[{}1]", "1,".repeat(10_000))));
    all.push(("marks on marks", format!("\"a{}\"", "\u{0301}".repeat(10_000))));
    all
}

/// What `bindings.ts` says: the commands' inputs and all types.
struct Table {
    commands: BTreeMap<String, String>,
    types: BTreeMap<String, String>,
}

impl Table {
    fn read(text: &str) -> Self {
        let text = without_comments(text);
        let types = text.split("export type ").skip(1).filter_map(|one| {
            let (name, rest) = one.split_once(" = ")?;
            // The declaration ends with a line's last semicolon.
            let body = rest.split(";\n").next()?;
            Some((name.trim().to_owned(), body.trim().to_owned()))
        });
        let commands = text.split("export interface Commands {").nth(1).unwrap().lines().filter_map(|line| {
            let (name, rest) = line.trim().split_once(": { input: ")?;
            Some((name.to_owned(), rest.split("; output:").next()?.to_owned()))
        });
        Self { types: types.collect(), commands: commands.collect() }
    }

    /// A value that could be meant, of that type, for a field of that name.
    fn good(&self, wanted: &str, field: &str, home: &Path) -> Value {
        let wanted = wanted.trim();
        let first = alternatives(wanted).into_iter().find(|one| *one != "null").unwrap_or("null");
        if first != wanted {
            return self.good(first, field, home);
        }
        if let Some(inside) = wanted.strip_prefix("Array<").and_then(|rest| rest.strip_suffix('>')) {
            return json!([self.good(inside, field, home)]);
        }
        if let Some(inside) = wanted.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
            return parts(inside, ',')
                .into_iter()
                .filter_map(|part| part.split_once(':'))
                .map(|(name, kind)| {
                    let name = name.trim().trim_end_matches('?').trim_matches('"');
                    (name.to_owned(), self.good(kind, name, home))
                })
                .collect();
        }
        match wanted {
            "number" => json!(1),
            "boolean" => json!(true),
            "string" => match field {
                "path" | "paths" | "dest" | "file" | "folder" => json!(home.join("a-file")),
                "date" | "day" | "until" | "on" | "due" | "start" => json!("2026-12-24"),
                "every" | "again" => json!("2w"),
                _ => json!("Dana"),
            },
            literal if literal.starts_with('"') => serde_json::from_str(literal).unwrap(),
            name => self.types.get(name).map_or_else(|| json!({}), |body| self.good(body, field, home)),
        }
    }
}

/// The parts of a union, outside of brackets.
fn alternatives(text: &str) -> Vec<&str> {
    parts(text, '|').into_iter().map(str::trim).filter(|part| !part.is_empty()).collect()
}

/// Splits at a sign that stands outside of brackets and quotes.
fn parts(text: &str, at: char) -> Vec<&str> {
    let (mut found, mut depth, mut quoted, mut start) = (Vec::new(), 0, false, 0);
    for (place, sign) in text.char_indices() {
        match sign {
            '"' => quoted = !quoted,
            '{' | '<' | '[' | '(' if !quoted => depth += 1,
            '}' | '>' | ']' | ')' if !quoted => depth -= 1,
            _ if sign == at && depth == 0 && !quoted => {
                found.push(&text[start..place]);
                start = place + sign.len_utf8();
            }
            _ => {}
        }
    }
    found.push(&text[start..]);
    found
}

fn without_comments(text: &str) -> String {
    let mut pieces = text.split("/*");
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |kept, piece| kept + piece.split_once("*/").map_or("", |(_, rest)| rest))
}
