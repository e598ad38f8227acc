//! The day in words: why someone stands on the list, what comes, and whether the pace holds the rhythms.

use chrono::{Datelike, NaiveDate};

use super::Why;
use crate::civil::Start;
use crate::conversations::{Channel, Conversation};
use crate::occasions::{Occasion, OccasionKind};
use crate::said;
use crate::said::Said;

/// Why someone stands on the list, the strongest reason first.
pub(super) fn why(reasons: &[Why]) -> Vec<Said> {
    let asked = reasons.iter().any(|why| matches!(why, Why::AskedLast { .. }));
    reasons.iter().map(|why| reason(why, asked)).collect()
}

fn reason(why: &Why, asked: bool) -> Said {
    match why {
        Why::Latest { days: 0 } => said!("at the latest today"),
        Why::Latest { days } => said!("{days} past “at the latest”", days = days_of(*days)),
        Why::DueToday { cadence_days } => said!("due today, rhythm {n}", n = cadence_days.to_string()),
        Why::Overdue { days, since_touch: None, cadence_days } => {
            said!("{days} late, rhythm {n}", days = days_of(*days), n = cadence_days.to_string())
        }
        Why::Overdue { since_touch: Some(since), cadence_days, .. } => {
            let (days, n) = (days_of(*since), cadence_days.to_string());
            if asked {
                said!("{days} since more than an ask, rhythm {n}", days = days, n = n)
            } else {
                said!("{days} since you spoke, rhythm {n}", days = days, n = n)
            }
        }
        Why::Never => said!("never spoken"),
        Why::AskedLast { days: 0 } => said!("spoke today, asking"),
        Why::AskedLast { days: 1 } => said!("spoke yesterday, asking"),
        Why::AskedLast { days } => said!("spoke {n} days ago, asking", n = days.to_string()),
        Why::Chosen => said!("put on the list by you"),
        Why::GaveLast => said!("You gave last"),
        Why::Tried { times: 1 } => said!("tried once"),
        Why::Tried { times: 2 } => said!("tried {n} times", n = 2),
        Why::Tried { times } => {
            said!("tried {n} times in a row, no answer: perhaps another way", n = times.to_string())
        }
    }
}

fn days_of(n: i64) -> Said {
    if n == 1 { said!("1 day") } else { said!("{n} days", n = n.to_string()) }
}

fn years_of(n: i32) -> Said {
    if n == 1 { said!("1 year") } else { said!("{n} years", n = n.to_string()) }
}

/// “Your rhythms need 7.2 people a day; your pace is 5: …”
pub(super) fn load(with_rhythm: u32, needed: f64, pace: f64, to_slow: usize) -> String {
    if with_rhythm == 0 {
        return "Nobody has a rhythm yet.".into();
    }
    let people = if shown(needed) == "1" { "person" } else { "people" };
    let need = format!("Your rhythms need {} {people} a day; your pace is {}", shown(needed), shown(pace));
    if pace <= 0.0 {
        return format!("{need}: nobody comes up until you set one.");
    }
    let load = needed / pace;
    if load <= 1.0 {
        format!("{need}: everyone comes up in time.")
    } else {
        // Stretch shares it out: each rhythm becomes longer by this same factor.
        let times = shown(load.max(1.1));
        let slow = match to_slow {
            0 => String::new(),
            1 => ", or slow this one person".into(),
            n => format!(", or slow these {n} people"),
        };
        format!("{need}: expect every rhythm to run {times} times as long. Raise the pace{slow}.")
    }
}

/// A number of people a day, as one says it: 5, 3.2, less than 0.1.
fn shown(number: f64) -> String {
    let rounded = (number * 10.0).round() / 10.0;
    if number > 0.0 && rounded < 0.1 {
        return "less than 0.1".into();
    }
    if rounded.fract() == 0.0 { format!("{rounded:.0}") } else { format!("{rounded:.1}") }
}

/// “Amara Okafor turns 40”; with its date where that is more than a week away.
pub(crate) fn occasion(name: &str, occasion: &Occasion, date: NaiveDate, today: NaiveDate) -> Said {
    let label = occasion.label.trim();
    let years = occasion.years.filter(|years| *years > 0);
    let text = match (occasion.kind, label, years) {
        (OccasionKind::Birthday, _, Some(years)) => said!("{name} turns {n}", name = name, n = years.to_string()),
        (OccasionKind::Birthday, _, None) => said!("{name}’s birthday", name = name),
        (OccasionKind::Anniversary, "", None) => said!("{name}’s anniversary", name = name),
        (OccasionKind::Anniversary, "", Some(years)) => {
            said!("{name}’s anniversary, {years}", name = name, years = years_of(years))
        }
        (OccasionKind::Custom, "", _) => said!("{name}’s day", name = name),
        (OccasionKind::Anniversary | OccasionKind::Custom, label, None) => {
            said!("{label}: {name}", label = label, name = name)
        }
        (OccasionKind::Anniversary | OccasionKind::Custom, label, Some(years)) => {
            said!("{label}: {name}, {years}", label = label, name = name, years = years_of(years))
        }
    };
    if date.signed_duration_since(today).num_days() > 7 {
        said!("{what} on {day}", what = text, day = day(date))
    } else {
        text
    }
}

/// A day as one says it: “12 March”.
pub(crate) fn day(date: NaiveDate) -> Said {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let month = usize::try_from(date.month0()).ok().and_then(|month| MONTHS.get(month)).unwrap_or(&"");
    said!("{day} {month}", day = date.day().to_string(), month = Said::from(*month))
}

/// “Meeting with Priya Nair at Chez Max, 15:00”.
pub(super) fn planned(conversation: &Conversation) -> String {
    let what = match conversation.channel {
        Channel::InPerson => "Meeting",
        Channel::Call => "Call",
        Channel::Video => "Video call",
        Channel::Message => "Message",
        Channel::Mail => "Mail",
        Channel::Letter => "Letter",
        Channel::Event => "Event",
        Channel::Other => "Conversation",
    };
    let mut text = String::from(what);
    let names: Vec<&str> = conversation.people.iter().map(|person| person.name.as_str()).collect();
    match names.as_slice() {
        [] => {}
        [one] => text.push_str(&format!(" with {one}")),
        [one, other] => text.push_str(&format!(" with {one} and {other}")),
        [one, rest @ ..] => text.push_str(&format!(" with {one} and {} others", rest.len())),
    }
    if !conversation.place.is_empty() {
        text.push_str(&format!(" at {}", conversation.place));
    }
    if let Start::Moment(moment) = conversation.start {
        text.push_str(&moment.format(", %H:%M").to_string());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn why(reasons: &[Why]) -> Vec<String> {
        super::why(reasons).iter().map(Said::to_string).collect()
    }

    #[test]
    fn a_card_says_why_today_in_words() {
        let asked =
            [Why::Overdue { days: 232, since_touch: Some(292), cadence_days: 60 }, Why::AskedLast { days: 112 }];
        assert_eq!(why(&asked), ["292 days since more than an ask, rhythm 60", "spoke 112 days ago, asking"]);
        let due = [Why::DueToday { cadence_days: 30 }, Why::GaveLast];
        assert_eq!(why(&due), ["due today, rhythm 30", "You gave last"]);
        let never = [Why::Overdue { days: 1, since_touch: None, cadence_days: 7 }, Why::Never, Why::Tried { times: 2 }];
        assert_eq!(why(&never), ["1 day late, rhythm 7", "never spoken", "tried 2 times"]);
    }

    #[test]
    fn every_month_has_its_german_name() {
        let german = crate::tongue::Tongue::of(crate::settings::Language::German);
        let said =
            (1..=12).filter_map(|month| NaiveDate::from_ymd_opt(2026, month, 3)).map(|date| german.say(&day(date)));
        let months = "3. Januar 3. Februar 3. März 3. April 3. Mai 3. Juni 3. Juli 3. August 3. September 3. Oktober \
                      3. November 3. Dezember";
        assert_eq!(said.collect::<Vec<_>>().join(" "), months);
    }

    #[test]
    fn a_pace_that_cannot_hold_the_rhythms_says_so_and_by_how_much() {
        assert_eq!(
            load(300, 7.2, 5.0, 40),
            "Your rhythms need 7.2 people a day; your pace is 5: expect every rhythm to run 1.4 times as long. \
             Raise the pace, or slow these 40 people."
        );
        assert_eq!(
            load(64, 3.2, 5.0, 0),
            "Your rhythms need 3.2 people a day; your pace is 5: everyone comes up in time."
        );
        assert_eq!(
            load(1, 0.01, 5.0, 0),
            "Your rhythms need less than 0.1 people a day; your pace is 5: everyone comes up in time."
        );
        assert_eq!(
            load(9, 1.0, 0.0, 0),
            "Your rhythms need 1 person a day; your pace is 0: nobody comes up until you set one."
        );
        assert_eq!(load(0, 0.0, 5.0, 0), "Nobody has a rhythm yet.");
    }
}
