//! Money: an exact amount with its currency.

use std::cmp::Ordering;
use std::fmt;

use iso_currency::Currency;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// An amount of money, never negative and never finer than its currency allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Money {
    amount: Decimal,
    currency: Currency,
}

/// Why a text is no amount of money.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoMoney {
    /// Nothing that could be an amount was found.
    #[error("no amount of money")]
    NoAmount,
    /// No currency was given and the playbook names none.
    #[error("an amount without its currency")]
    NoCurrency,
    /// The three letters are no ISO 4217 code.
    #[error("`{0}` is no currency code")]
    UnknownCurrency(String),
    /// The amount is below nought.
    #[error("an amount below nought")]
    Negative,
    /// The amount has more decimals than the currency.
    #[error("more decimals than {0} has")]
    TooFine(&'static str),
    /// The amount is larger than any remedy: over a thousand million.
    #[error("a larger amount than can be kept")]
    TooLarge,
}

const SYMBOLS: &[(char, Currency)] =
    &[('£', Currency::GBP), ('€', Currency::EUR), ('¥', Currency::JPY), ('₹', Currency::INR)];

/// Currencies written with a plain dollar sign at home.
const DOLLARS: &[Currency] =
    &[Currency::USD, Currency::CAD, Currency::AUD, Currency::NZD, Currency::SGD, Currency::HKD];

impl Money {
    /// The largest amount that can be kept, in whole units.
    pub const MOST: u64 = 1_000_000_000;

    /// An amount in that currency.
    ///
    /// # Errors
    /// When it is negative, larger than [`Money::MOST`] or finer than the currency.
    pub fn new(amount: Decimal, currency: Currency) -> Result<Self, NoMoney> {
        if amount.is_sign_negative() && !amount.is_zero() {
            return Err(NoMoney::Negative);
        }
        if amount > Decimal::from(Self::MOST) {
            return Err(NoMoney::TooLarge);
        }
        let decimals = u32::from(currency.exponent().unwrap_or(2));
        if amount.normalize().scale() > decimals {
            return Err(NoMoney::TooFine(currency.code()));
        }
        let mut amount = amount.normalize();
        amount.rescale(decimals);
        Ok(Self { amount, currency })
    }

    /// Reads `12.50`, `£12.50`, `12.50 EUR`, `EUR 12.50` and `1,234.50`; a bare number and `$` are read in `usual`.
    ///
    /// # Errors
    /// Why it is no amount; see [`NoMoney`].
    pub fn read(text: &str, usual: Option<Currency>) -> Result<Self, NoMoney> {
        let mut currency = None;
        let mut digits = String::new();
        let mut letters = String::new();
        let mut negative = false;
        for c in text.trim().chars() {
            match c {
                '0'..='9' | '.' => digits.push(c),
                ',' | '_' | '\'' | ' ' | '\u{a0}' | '\u{202f}' => {}
                '-' | '−' if digits.is_empty() => negative = true,
                '$' => currency = Some(usual.filter(|usual| DOLLARS.contains(usual)).unwrap_or(Currency::USD)),
                'a'..='z' | 'A'..='Z' => letters.push(c.to_ascii_uppercase()),
                _ => match SYMBOLS.iter().find(|(symbol, _)| *symbol == c) {
                    Some((_, found)) => currency = Some(*found),
                    None => return Err(NoMoney::NoAmount),
                },
            }
        }
        if !letters.is_empty() {
            currency = Some(Currency::from_code(&letters).ok_or_else(|| NoMoney::UnknownCurrency(letters.clone()))?);
        }
        if comma_as_decimal_point(text) {
            return Err(NoMoney::NoAmount);
        }
        let amount: Decimal = digits.parse().map_err(|_| NoMoney::NoAmount)?;
        if negative {
            return Err(NoMoney::Negative);
        }
        Self::new(amount, currency.or(usual).ok_or(NoMoney::NoCurrency)?)
    }

    /// The amount in whole units of the currency.
    pub const fn amount(&self) -> Decimal {
        self.amount
    }

    /// The currency.
    pub const fn currency(&self) -> Currency {
        self.currency
    }

    /// Whether this is more than `bound`; `None` where the currencies differ, since nothing here converts them.
    pub fn is_over(&self, bound: &Self) -> Option<bool> {
        (self.currency == bound.currency).then(|| self.amount.cmp(&bound.amount) == Ordering::Greater)
    }
}

/// Whether the last comma is followed by one or two digits only, so that it may be meant as a decimal point.
fn comma_as_decimal_point(text: &str) -> bool {
    match text.rsplit_once(',') {
        Some((_, rest)) => rest.chars().take_while(char::is_ascii_digit).count() != 3,
        None => false,
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.currency {
            Currency::GBP => write!(f, "£{}", self.amount),
            Currency::EUR => write!(f, "€{}", self.amount),
            Currency::USD => write!(f, "${}", self.amount),
            other => write!(f, "{} {}", self.amount, other.code()),
        }
    }
}

#[derive(Serialize, Deserialize)]
struct Wire {
    amount: String,
    currency: String,
}

impl Serialize for Money {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Wire { amount: self.amount.to_string(), currency: self.currency.code().to_owned() }.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        use serde::de::Error;
        let wire = Wire::deserialize(deserializer)?;
        let amount = wire.amount.parse().map_err(|_| D::Error::custom("not an amount"))?;
        let currency = Currency::from_code(&wire.currency).ok_or_else(|| D::Error::custom("not a currency code"))?;
        Self::new(amount, currency).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<String, NoMoney> {
        Money::read(text, Some(Currency::GBP)).map(|money| money.to_string())
    }

    #[test]
    fn amounts_are_read_as_people_write_them() {
        assert_eq!(read("12.50").unwrap(), "£12.50");
        assert_eq!(read("12.5").unwrap(), "£12.50");
        assert_eq!(read("£1,234").unwrap(), "£1234.00");
        assert_eq!(read("eur 12").unwrap(), "€12.00");
        assert_eq!(read("12 CHF").unwrap(), "12.00 CHF");
        assert_eq!(read("$240").unwrap(), "$240.00");
        assert_eq!(read("1000 JPY").unwrap(), "1000 JPY");
    }

    #[test]
    fn what_may_be_misunderstood_is_refused() {
        assert_eq!(read("12,50"), Err(NoMoney::NoAmount));
        assert_eq!(read("-5"), Err(NoMoney::Negative));
        assert_eq!(read("12.505"), Err(NoMoney::TooFine("GBP")));
        assert_eq!(read("12 XYZZ"), Err(NoMoney::UnknownCurrency("XYZZ".into())));
        assert_eq!(read("free"), Err(NoMoney::UnknownCurrency("FREE".into())));
        assert_eq!(read(""), Err(NoMoney::NoAmount));
        assert_eq!(read("99999999999999999999999999999999"), Err(NoMoney::NoAmount));
        assert_eq!(read("2000000000"), Err(NoMoney::TooLarge));
        assert_eq!(Money::read("5", None), Err(NoMoney::NoCurrency));
    }
}
