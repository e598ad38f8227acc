//! Commands of this feature: one call each.

use std::collections::BTreeSet;

use chrono::{Duration, NaiveDate};

use super::rules::{self, Due, Telling};
use super::words::{self, Observed, Words};
use super::{Claimed, Key, Notice, NoticeKind, NoticeOnly, NoticesClaim, NoticesTold, store};
use crate::api::Call;
use crate::conversations;
use crate::conversations::planned::Planned;
use crate::error::Result;
use crate::settings::Settings;
use crate::today::{Glance, glance};
use crate::tongue::Tongue;

/// How long “in an hour” is.
const AN_HOUR: Duration = Duration::hours(1);

/// What is due, put into words.
struct Plan {
    tellings: Vec<(Telling, Words)>,
    /// Past, with nothing to say of it.
    silent: Vec<Key>,
    /// Today's digest has nothing to say so far, which is not noted yet.
    quiet_on: Option<NaiveDate>,
}

/// Takes what is due to be told.
pub fn notices_claim(call: &Call<'_>, input: NoticesClaim) -> Result<Claimed> {
    let mut leases = call.app.leases.hold();
    leases.take(&input.holding);
    let held = leases.all();
    let elsewhere = held.iter().filter(|id| !input.holding.contains(id)).count();
    let elsewhere = u32::try_from(elsewhere).unwrap_or(u32::MAX);
    let settings = call.settings()?;
    if !begin(call, &settings)? || settings.is_quiet(&call.now) {
        return Ok(Claimed { notices: Vec::new(), elsewhere });
    }
    let facts = call.read(|db| store::facts(db, &call.now, &settings, &held))?;
    let plan = plan(call, &settings, &facts)?;
    if plan.tellings.is_empty() && plan.silent.is_empty() && plan.quiet_on.is_none() {
        return Ok(Claimed { notices: Vec::new(), elsewhere });
    }
    let notices = call.app.store.aside(&[], |tx| {
        store::forget_old(tx, &call.now)?;
        if let Some(day) = plan.quiet_on {
            store::had_nothing_to_say(tx, day)?;
        }
        for key in &plan.silent {
            store::pass(tx, &call.now, key)?;
        }
        let claim = |(telling, words): &(Telling, Words)| {
            let with: Vec<&Key> = telling.with.iter().map(|due| &due.key).collect();
            let id = store::claim(tx, &call.now, &telling.key, &with)?;
            let Words { title, body, contact_id, conversation_id } = words.clone();
            let language = settings.language;
            let kind = telling.key.original().kind;
            Ok(Notice { id, kind, title, body, contact_id, conversation_id, language })
        };
        plan.tellings.iter().map(claim).collect::<Result<Vec<Notice>>>()
    })?;
    leases.take(&notices.iter().map(|notice| notice.id).collect::<Vec<_>>());
    Ok(Claimed { notices, elsewhere })
}

/// Notes from when on reminders are wanted; false while they are switched off.
fn begin(call: &Call<'_>, settings: &Settings) -> Result<bool> {
    let today = call.now.routine_day(settings.rollover_time());
    let since = call.read(store::since)?;
    let begins = match &since {
        None => true,
        Some(since) => !settings.notices && *since != today.to_string(),
    };
    if begins {
        call.app.store.aside(&[], |tx| store::begin(tx, today, !settings.notices))?;
    }
    Ok(settings.notices)
}

/// Puts what is due into words.
fn plan(call: &Call<'_>, settings: &Settings, facts: &rules::Facts) -> Result<Plan> {
    let today = call.now.routine_day(settings.rollover_time());
    let due = rules::due(facts, &call.now, settings);
    let (of_the_day, others): (Vec<Due>, Vec<Due>) =
        due.iter().cloned().partition(|due| rules::is_of_the_day(&due.key));
    let day = match of_the_day.is_empty() {
        true => None,
        false => Some(glance(call)?),
    };
    // Mornings on which nobody waits pass without a word; today's may still have something to say later in the day.
    let quiet = day.as_ref().is_some_and(Glance::is_empty);
    let (due, quiet) = if quiet { (others, of_the_day) } else { (due, Vec::new()) };
    let (of_today, silent): (Vec<Key>, Vec<Key>) =
        quiet.into_iter().map(|due| due.key).partition(|key| *key == Key::digest(today));
    let quiet_on = Some(today).filter(|_| !of_today.is_empty() && facts.quiet_on != Some(today));
    let mut plan = Plan { tellings: Vec::new(), silent, quiet_on };
    for telling in rules::gather(due, today) {
        match say(call, settings, &telling, day.as_ref(), &facts.talks)? {
            Some(words) => plan.tellings.push((telling, words)),
            // What it was about is gone.
            None => plan.silent.extend(telling.with.into_iter().map(|due| due.key)),
        }
    }
    Ok(plan)
}

fn say(
    call: &Call<'_>,
    settings: &Settings,
    telling: &Telling,
    day: Option<&Glance>,
    talks: &[Planned],
) -> Result<Option<Words>> {
    let today = call.now.routine_day(settings.rollover_time());
    let private = settings.notices_private;
    let tongue = Tongue::of(settings.language);
    if telling.key.kind == NoticeKind::Summary {
        let mut dates = Vec::new();
        for due in &telling.with {
            dates.extend(observed(call, settings, &due.key.original())?);
        }
        dates.sort_by_key(|observed| observed.date);
        dates.dedup_by_key(|observed| (observed.occasion.id, observed.date));
        let of_talks = telling.with.iter().map(|due| due.key.original());
        let asked: BTreeSet<Key> =
            talks.iter().map(|talk| Key::planned(NoticeKind::Happened, &talk.uid, &talk.start)).collect();
        let to_confirm: BTreeSet<Key> = of_talks.filter(|key| asked.contains(key)).collect();
        return Ok(words::summary(day, &dates, to_confirm.len(), today, private, tongue));
    }
    if rules::is_of_the_day(&telling.key) {
        return Ok(day.and_then(|day| words::digest(day, private, tongue)));
    }
    let key = telling.key.original();
    if let NoticeKind::Planned | NoticeKind::Happened = key.kind {
        let Some(talk) = talks.iter().find(|talk| Key::planned(key.kind, &talk.uid, &talk.start) == key) else {
            // It was confirmed, moved or deleted.
            return Ok(None);
        };
        let is_over = talk.over(&call.now) <= call.now.instant;
        let talk = call.read(|db| conversations::store::get(db, talk.id))?;
        return Ok(match key.kind {
            NoticeKind::Happened => Some(words::happened(&talk, today, private, tongue)),
            _ => (!is_over).then(|| words::planned(&talk, &call.now, private, tongue)),
        });
    }
    let observed = observed(call, settings, &key)?;
    Ok(observed.map(|observed| words::occasion(&observed, today, private, tongue)))
}

/// The occasion a key is about; nothing where it is gone, or the key is about something else.
fn observed(call: &Call<'_>, settings: &Settings, key: &Key) -> Result<Option<Observed>> {
    let date = match key.kind {
        NoticeKind::Occasion | NoticeKind::Lead => key.day(),
        NoticeKind::Digest | NoticeKind::Planned | NoticeKind::Happened | NoticeKind::Again | NoticeKind::Summary => {
            None
        }
    };
    let Some(date) = date else { return Ok(None) };
    let found = call.read(|db| store::occasion(db, &key.subject, date, settings.leap_day))?;
    Ok(found.map(|(occasion, contact_id, name)| Observed { occasion, contact_id, name, date }))
}

/// Says what became of notices that were claimed.
pub fn notices_told(call: &Call<'_>, input: NoticesTold) -> Result<()> {
    let mut leases = call.app.leases.hold();
    if !input.told.is_empty() {
        call.app.store.aside(&[], |tx| store::told(tx, &call.now, &input.told))?;
    }
    leases.release(&input.told);
    leases.release(&input.failed);
    Ok(())
}

/// Tells a notice once more, an hour later.
pub fn notice_again(call: &Call<'_>, input: NoticeOnly) -> Result<()> {
    let key = call.read(|db| store::key(db, input.id))?;
    let subject = serde_json::to_string(&key.original()).unwrap_or_default();
    let again = Key { kind: NoticeKind::Again, subject, occurrence: call.now.millis().to_string() };
    let due_at = call.now.millis().saturating_add(AN_HOUR.num_milliseconds());
    call.app.store.aside(&[], |tx| store::ask_again(tx, &again, due_at))
}
