//! Worth in money: `120 EUR`, kept as hundredths and a currency.

use std::fmt;
use std::str::FromStr;

use crate::error::{Error, Result};
use crate::said;

/// An amount of money.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Worth {
    /// Hundredths of the currency's unit.
    pub cents: i64,
    /// ISO 4217.
    pub currency: String,
}

impl fmt::Display for Worth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, cents) = (self.cents / 100, self.cents % 100);
        match cents {
            0 => write!(f, "{whole} {}", self.currency),
            _ => write!(f, "{whole}.{cents:02} {}", self.currency),
        }
    }
}

impl FromStr for Worth {
    type Err = Error;

    /// Reads `120 EUR`, `EUR 1,200.50`, `1.200,50 €`.
    fn from_str(text: &str) -> Result<Self> {
        read(text).ok_or_else(|| {
            Error::invalid_hint(
                "worth",
                said!("“{text}” is no amount of money.", text = text.trim()),
                "Write it as 120 EUR: an amount, then the three letters of a currency.",
            )
        })
    }
}

fn read(text: &str) -> Option<Worth> {
    let text = text.trim();
    let first = text.find(|c: char| c.is_ascii_digit())?;
    let last = text.rfind(|c: char| c.is_ascii_digit())?;
    let (before, rest) = text.split_at_checked(first)?;
    let (amount, after) = rest.split_at_checked(last + 1 - first)?;
    let currency = match (before.trim(), after.trim()) {
        (name, "") | ("", name) => currency(name)?,
        _ => return None,
    };
    Some(Worth { cents: cents(amount)?, currency })
}

fn currency(name: &str) -> Option<String> {
    let name = match name {
        "€" => "EUR",
        "$" => "USD",
        "£" => "GBP",
        "¥" => "JPY",
        other => other,
    };
    (name.len() == 3 && name.bytes().all(|b| b.is_ascii_alphabetic())).then(|| name.to_ascii_uppercase())
}

/// The last comma or dot parts the cents when one or two digits follow it; the others group thousands.
fn cents(amount: &str) -> Option<i64> {
    let (whole, part) = match amount.rfind(['.', ',']).and_then(|at| amount.split_at_checked(at)) {
        Some((whole, part)) if part.len() <= 3 => (whole, part.get(1..)?),
        _ => (amount, ""),
    };
    let mut digits = String::with_capacity(whole.len());
    for (position, group) in whole.split([',', '.', '\'', '’', ' ', '\u{a0}', '\u{202f}']).enumerate() {
        if position > 0 && group.len() != 3 || !group.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        digits.push_str(group);
    }
    let whole: i64 = digits.parse().ok()?;
    let part: i64 = match part.len() {
        0 => 0,
        1 => part.parse::<i64>().ok()? * 10,
        _ => part.parse().ok()?,
    };
    whole.checked_mul(100)?.checked_add(part)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at what it did not expect")]
mod tests {
    use super::*;

    #[test]
    fn money_is_read_as_people_write_it() {
        for (text, shown) in [
            ("120 EUR", "120 EUR"),
            ("eur 120", "120 EUR"),
            ("1,200.50 USD", "1200.50 USD"),
            ("1.200,5 €", "1200.50 EUR"),
            ("€12", "12 EUR"),
            ("1 200 CHF", "1200 CHF"),
            ("1'200.05CHF", "1200.05 CHF"),
            ("1,200 GBP", "1200 GBP"),
            ("0 EUR", "0 EUR"),
        ] {
            assert_eq!(text.parse::<Worth>().unwrap().to_string(), shown, "{text}");
        }
    }

    #[test]
    fn what_is_no_money_is_refused() {
        for text in
            ["", "120", "much", "EUR", "-5 EUR", "1,2,3 EUR", "12 euros", "99999999999999999999 EUR", "EUR 5 EUR"]
        {
            assert!(text.parse::<Worth>().is_err(), "{text}");
        }
    }
}
