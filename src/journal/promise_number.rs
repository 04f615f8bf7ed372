//! How a promise is called within its incident.

use std::fmt;
use std::num::NonZeroU32;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The number of a promise in its incident: `P1` for the first that was made, and so on. A number is never given twice, and a promise
/// keeps its number whatever becomes of it.
///
/// Read as `P3`, `p3` or `3`; shown as `P3`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PromiseNumber(NonZeroU32);

/// A text that is no promise's number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{}` is no promise's number, such as P3", crate::escape::term(.0))]
pub struct NoPromiseNumber(String);

impl PromiseNumber {
    /// The number of the promise that was made after `earlier` others.
    pub fn after(earlier: usize) -> Self {
        let number = u32::try_from(earlier).unwrap_or(u32::MAX).saturating_add(1);
        Self(NonZeroU32::new(number).unwrap_or(NonZeroU32::MIN))
    }
}

impl fmt::Display for PromiseNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "P{}", self.0)
    }
}

impl FromStr for PromiseNumber {
    type Err = NoPromiseNumber;

    fn from_str(typed: &str) -> Result<Self, Self::Err> {
        let digits = typed.trim();
        let digits = digits.strip_prefix(['P', 'p']).unwrap_or(digits);
        let is_plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        let number = is_plain.then(|| digits.parse().ok()).flatten();
        number.map(Self).ok_or_else(|| NoPromiseNumber(typed.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_as_it_is_shown_and_without_its_letter() {
        let third = PromiseNumber::after(2);
        assert_eq!(third.to_string(), "P3");
        for typed in ["P3", "p3", " 3 "] {
            assert_eq!(typed.parse(), Ok(third));
        }
        for typed in ["", "P", "P0", "-3", "P3x", "+3"] {
            assert!(typed.parse::<PromiseNumber>().is_err(), "{typed}");
        }
    }
}
