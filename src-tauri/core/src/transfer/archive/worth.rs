//! Money as the archive writes it: `120 EUR`, `12.50 USD`.

/// Hundredths and currency as text.
pub fn written(cents: i64, currency: &str) -> String {
    let (whole, rest) = (cents / 100, cents % 100);
    if rest == 0 { format!("{whole} {currency}") } else { format!("{whole}.{rest:02} {currency}") }
}

/// Reads hundredths and currency; `None` where it is neither.
pub fn read(text: &str) -> Option<(i64, String)> {
    let (amount, currency) = text.trim().split_once(char::is_whitespace)?;
    let (whole, rest) = amount.split_once('.').unwrap_or((amount, ""));
    let digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(rest) || rest.len() > 2 {
        return None;
    }
    let rest: i64 = format!("{rest:0<2}").parse().ok()?;
    let cents = whole.parse::<i64>().ok()?.checked_mul(100)?.checked_add(rest)?;
    let currency = currency.trim();
    (currency.len() == 3 && currency.bytes().all(|b| b.is_ascii_alphabetic())).then(|| (cents, currency.to_uppercase()))
}
