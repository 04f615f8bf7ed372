//! A name no other incident in any store has, for exports, imports and retries.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Sixteen random bytes, written as 32 lower-case hexadecimal digits.
///
/// The bytes are drawn at the edge and passed in; nothing here is random.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Uid([u8; 16]);

/// The text is not 32 lower-case hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{typed}` is not 32 lower-case hexadecimal digits")]
pub struct UidError {
    /// What was given.
    pub typed: String,
}

impl Uid {
    /// Takes sixteen bytes that somebody else drew at random.
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// The sixteen bytes.
    pub fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl fmt::Display for Uid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl FromStr for Uid {
    type Err = UidError;

    /// Reads 32 lower-case hexadecimal digits.
    ///
    /// # Errors
    ///
    /// [`UidError`] for anything else.
    fn from_str(typed: &str) -> Result<Self, Self::Err> {
        let refuse = || UidError { typed: typed.to_owned() };
        let lower_hex = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
        if typed.len() != 32 || !typed.bytes().all(lower_hex) {
            return Err(refuse());
        }
        let number = u128::from_str_radix(typed, 16).map_err(|_| refuse())?;
        Ok(Self(number.to_be_bytes()))
    }
}

impl TryFrom<String> for Uid {
    type Error = UidError;

    fn try_from(typed: String) -> Result<Self, Self::Error> {
        typed.parse()
    }
}

impl From<Uid> for String {
    fn from(uid: Uid) -> Self {
        uid.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_uid_is_32_lower_case_digits_and_nothing_else() {
        assert!("00112233445566778899aabbccddeeff".parse::<Uid>().is_ok());
        for other in ["", "00112233445566778899AABBCCDDEEFF", "+0112233445566778899aabbccddeeff", "001122"] {
            assert!(other.parse::<Uid>().is_err(), "{other}");
        }
    }

    proptest! {
        #[test]
        fn what_is_printed_is_read_back(bytes: [u8; 16]) {
            let uid = Uid::from_bytes(bytes);
            prop_assert_eq!(uid.to_string().parse::<Uid>().unwrap(), uid);
        }
    }
}
