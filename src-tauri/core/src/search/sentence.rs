//! What of a query is a sentence, as one asks a friend: its small words, its days, its pairs of characters.

use chrono::{Datelike, NaiveDate};

use super::languages::are_small;
use super::query::{Expr, Term};
use super::term::month_named;
use super::tokens;
use super::words::{Kind, plain, words};

/// Words that matter from which a query with small words in it is taken for a sentence: nobody needs to have them all.
const SENTENCE: usize = 4;

/// Characters in a row from which a run without spaces is a sentence.
const LONG_RUN: usize = 5;

/// A sentence of a script without spaces as the pairs of its characters; `None` where there is none.
pub fn spelled_out(parts: &[Expr]) -> Option<Vec<Expr>> {
    let mut any = false;
    let spelled = parts.iter().flat_map(|part| {
        let Expr::Term(Term::Words { text, .. }) = part else { return vec![part.clone()] };
        let read = plain(text);
        if read.iter().filter(|word| word.kind == Kind::Glyph).count() < LONG_RUN {
            return vec![part.clone()];
        }
        any = true;
        let pairs = tokens::pairs(&read).into_iter().map(|pair| pair.text);
        let others = read.iter().filter(|word| word.kind == Kind::Word).map(|word| word.text.clone());
        let word = |text| Expr::Term(Term::Words { text, prefix: false });
        others.chain(pairs).map(word).collect()
    });
    let spelled = spelled.collect();
    any.then_some(spelled)
}

/// The places of the small words, which carry a question rather than its matter; none where there is nothing else.
pub fn small_ones(parts: &[Expr]) -> Vec<usize> {
    let plain = parts.iter().enumerate().filter_map(|(at, part)| match part {
        // Who writes or types a beginning means a word that goes on.
        Expr::Term(Term::Words { text, prefix: false }) => {
            if text.contains(['+', '#']) {
                return None;
            }
            let mut read = words(text).filter(|word| word.kind != Kind::Reading);
            let (first, second) = (read.next()?, read.next());
            // "don't" and "she's" are read as two.
            let is_short = second.as_ref().is_none_or(|second| second.text.len() <= 2) && read.next().is_none();
            (is_short && first.kind == Kind::Word).then_some((at, first.text))
        }
        _ => None,
    });
    let (places, texts): (Vec<usize>, Vec<String>) = plain.unzip();
    let folded: Vec<&str> = texts.iter().map(String::as_str).collect();
    let small: Vec<usize> =
        places.into_iter().zip(are_small(&folded)).filter(|(_, is_small)| *is_small).map(|(place, _)| place).collect();
    let has_matter = parts.iter().enumerate().any(|(at, part)| !small.contains(&at) && !matches!(part, Expr::Not(_)));
    if has_matter { small } else { Vec::new() }
}

/// Whether people who have only most of it match too: it has words enough and small ones among them, or it asks.
pub fn reads_so(parts: &[Expr], telling: usize, has_small: bool) -> bool {
    telling >= SENTENCE && has_small || telling >= 2 && is_asked(parts)
}

/// Whether it ends as a question does.
fn is_asked(parts: &[Expr]) -> bool {
    let asks = |part: &Expr| matches!(part, Expr::Term(Term::Words { text, .. }) if text.ends_with(['?', '？', '؟']));
    parts.last().is_some_and(asks)
}

/// The days that a sentence names by a year, or by a month and a year.
pub fn days_spoken_of(parts: &[Expr]) -> Option<(NaiveDate, NaiveDate)> {
    let plain: Vec<String> = parts
        .iter()
        .filter_map(|part| match part {
            Expr::Term(Term::Words { text, .. }) => words(text).next().map(|word| word.text),
            _ => None,
        })
        .collect();
    let at = plain.iter().position(|word| word.len() == 4 && word.parse::<i32>().is_ok_and(|year| year > 1900))?;
    let year: i32 = plain.get(at)?.parse().ok()?;
    let near = plain.get(at.saturating_sub(2)..at)?.iter().rev().find_map(|word| month_named(word));
    let (first, last) = match near {
        Some(month) => {
            let first = NaiveDate::from_ymd_opt(year, month, 1)?;
            (first, first.checked_add_months(chrono::Months::new(1))?.pred_opt()?)
        }
        None => (NaiveDate::from_ymd_opt(year, 1, 1)?, NaiveDate::from_ymd_opt(year, 12, 31)?),
    };
    (first.year() == year).then_some((first, last))
}
