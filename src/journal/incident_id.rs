//! The number people quote on the telephone: `INC-2026-0042`.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The name of one incident within one store.
///
/// Grammar: `INC-` *year* `-` *number*. The year has exactly four digits and is at least 0001. The number has
/// four to nine digits, is at least 0001, and is padded with zeros to four digits and no further, so that every
/// incident has exactly one spelling. Numbers start again from 0001 each year. The order is by year, then number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct IncidentId {
    year: u16,
    number: u32,
}

/// Why a text is no incident number.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum IncidentIdError {
    /// The text does not follow the grammar of [`IncidentId`].
    #[error("`{typed}` is not an incident number like `INC-2026-0042`")]
    Grammar {
        /// What was given.
        typed: String,
    },
    /// The year is not within 1 to 9999.
    #[error("the year of an incident lies between 1 and 9999, not {year}")]
    Year {
        /// What was given.
        year: u16,
    },
    /// The number is not within 1 to 999,999,999.
    #[error("the number of an incident lies between 1 and {}, not {number}", IncidentId::MAX_NUMBER)]
    Number {
        /// What was given.
        number: u32,
    },
}

impl IncidentId {
    /// The largest number an incident can have within its year (inclusive).
    pub const MAX_NUMBER: u32 = 999_999_999;

    /// Names the incident with this number in this year.
    ///
    /// # Errors
    ///
    /// [`IncidentIdError::Year`] unless the year is within 1 to 9999, [`IncidentIdError::Number`] unless the
    /// number is within 1 to [`IncidentId::MAX_NUMBER`].
    pub fn new(year: u16, number: u32) -> Result<Self, IncidentIdError> {
        if !(1..=9999).contains(&year) {
            return Err(IncidentIdError::Year { year });
        }
        if !(1..=Self::MAX_NUMBER).contains(&number) {
            return Err(IncidentIdError::Number { number });
        }
        Ok(Self { year, number })
    }

    /// The year it was opened in, 1 to 9999.
    pub fn year(&self) -> u16 {
        self.year
    }

    /// Its number within that year, 1 to [`IncidentId::MAX_NUMBER`].
    pub fn number(&self) -> u32 {
        self.number
    }
}

impl fmt::Display for IncidentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = format_args!("INC-{:04}-{:04}", self.year, self.number).to_string();
        f.pad(&text)
    }
}

impl FromStr for IncidentId {
    type Err = IncidentIdError;

    /// Reads the one spelling [`IncidentId`] documents.
    ///
    /// # Errors
    ///
    /// [`IncidentIdError::Grammar`] for anything else, lower case and missing zeros included.
    fn from_str(typed: &str) -> Result<Self, Self::Err> {
        parse(typed).ok_or_else(|| IncidentIdError::Grammar { typed: typed.to_owned() })
    }
}

fn parse(typed: &str) -> Option<IncidentId> {
    let (year, number) = typed.strip_prefix("INC-")?.split_once('-')?;
    if year.len() != 4 || !(4..=9).contains(&number.len()) || (number.len() > 4 && number.starts_with('0')) {
        return None;
    }
    IncidentId::new(digits(year)?, digits(number)?).ok()
}

/// Reads ASCII digits only: Rust's own parser would let a `+` through.
fn digits<N: FromStr>(text: &str) -> Option<N> {
    if !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

impl TryFrom<String> for IncidentId {
    type Error = IncidentIdError;

    fn try_from(typed: String) -> Result<Self, Self::Error> {
        typed.parse()
    }
}

impl From<IncidentId> for String {
    fn from(id: IncidentId) -> Self {
        id.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_number_is_padded_to_four_digits_and_no_further() {
        assert_eq!(IncidentId::new(2026, 42).unwrap().to_string(), "INC-2026-0042");
        assert_eq!(IncidentId::new(2026, 12_345).unwrap().to_string(), "INC-2026-12345");
    }

    #[test]
    fn every_incident_has_one_spelling() {
        for other in [
            "INC-2026-042",
            "INC-2026-00042",
            "inc-2026-0042",
            "INC-2026-0000",
            "INC-0000-0001",
            "INC-2026-+042",
            "INC-2026-0042 ",
            " INC-2026-0042",
            "INC-26-0042",
            "INC-2026-1234567890",
            "INC-2026-٠٠٤٢",
            "2026-0042",
            "",
        ] {
            assert!(other.parse::<IncidentId>().is_err(), "{other}");
        }
    }

    #[test]
    fn ids_are_ordered_by_year_then_number() {
        let ids = ["INC-2025-10000", "INC-2026-0002", "INC-2026-9999", "INC-2026-10000"];
        let parsed: Vec<IncidentId> = ids.iter().map(|id| id.parse().unwrap()).collect();
        assert!(parsed.is_sorted());
    }

    #[test]
    fn json_keeps_an_id_as_its_text() {
        let id = IncidentId::new(2026, 42).unwrap();
        assert_eq!(serde_json::to_string(&id).unwrap(), "\"INC-2026-0042\"");
        assert!(serde_json::from_str::<IncidentId>("\"42\"").is_err());
    }

    proptest! {
        #[test]
        fn what_is_printed_is_read_back(year in 1u16..=9999, number in 1u32..=IncidentId::MAX_NUMBER) {
            let id = IncidentId::new(year, number).unwrap();
            prop_assert_eq!(id.to_string().parse::<IncidentId>().unwrap(), id);
        }

        #[test]
        fn no_text_makes_the_parser_panic(text in ".{0,40}") {
            if let Ok(id) = text.parse::<IncidentId>() {
                prop_assert_eq!(id.to_string(), text);
            }
        }
    }
}
