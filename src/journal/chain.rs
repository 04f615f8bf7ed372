//! The hash chain: one for a whole store, in the order in which its events were written.
//!
//! Each event holds a *commitment* to its body, `SHA-256(salt ‖ body)`, and a hash over the hash of the event
//! before it in the store, its own fields and that commitment. The first event stands on [`genesis`].
//!
//! It **proves** that no event before a hash you hold was changed, removed, reordered or inserted by anyone who
//! did not recompute every hash after it. Together with the head that a store keeps (the number of events and the
//! last hash), it also shows that a tail was cut clumsily. A body may be erased without breaking the chain: the
//! commitment stays, and the salt that would let someone guess the text goes with the text.
//!
//! It **does not prove** who wrote an event, when, or that it is true; nor that the tail is whole against someone
//! who can write the file, for they can recompute everything; nor that two copies are of the same history. For
//! more, keep the head hash somewhere else: on paper, in a letter, in somebody's mail.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest, Sha256};
use thiserror::Error;

use super::incident_id::IncidentId;

/// What the hash of an empty store is made of.
pub const GENESIS: &str = "recover: an empty store, chain version 1";

/// Sixteen random bytes that keep a commitment from being guessed.
pub type Salt = [u8; 16];

/// A SHA-256 hash, written as 64 lower-case hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash([u8; 32]);

/// The text is not 64 hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{typed}` is not a hash of 64 hexadecimal digits")]
pub struct HashError {
    /// What was given.
    pub typed: String,
}

impl Hash {
    /// The hash with these bytes.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Its 32 bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    fn of(hasher: Sha256) -> Self {
        Self(hasher.finalize().into())
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl FromStr for Hash {
    type Err = HashError;

    /// Reads 64 hexadecimal digits in either case, as a person may have typed them from paper.
    ///
    /// # Errors
    ///
    /// [`HashError`] for anything else.
    fn from_str(typed: &str) -> Result<Self, Self::Err> {
        let refuse = || HashError { typed: typed.to_owned() };
        if typed.len() != 64 || !typed.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(refuse());
        }
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(typed.as_bytes().chunks(2)) {
            let pair = std::str::from_utf8(pair).map_err(|_| refuse())?;
            *byte = u8::from_str_radix(pair, 16).map_err(|_| refuse())?;
        }
        Ok(Self(bytes))
    }
}

/// The fields of an event that are hashed, exactly as they are stored.
#[derive(Debug, Clone, Copy)]
pub struct Link<'a> {
    /// The incident the event belongs to.
    pub incident: IncidentId,
    /// Its place in that incident, from 1.
    pub seq: u64,
    /// When it happened: the RFC 3339 text that is stored, see [`instant`].
    pub at: &'a str,
    /// Who recorded it.
    pub author: &'a str,
    /// What kind of event it is.
    pub kind: &'a str,
    /// The version of its wire form.
    pub version: u16,
    /// JSON without personal text.
    pub head: &'a str,
    /// The commitment to its body.
    pub commitment: Hash,
}

impl Link<'_> {
    /// The hash of this event, standing on the hash of the event before it in the store.
    pub fn hash(&self, previous: &Hash) -> Hash {
        let mut hasher = Sha256::new();
        hasher.update(previous.0);
        field(&mut hasher, self.incident.to_string().as_bytes());
        field(&mut hasher, &self.seq.to_be_bytes());
        field(&mut hasher, self.at.as_bytes());
        field(&mut hasher, self.author.as_bytes());
        field(&mut hasher, self.kind.as_bytes());
        field(&mut hasher, &self.version.to_be_bytes());
        field(&mut hasher, self.head.as_bytes());
        field(&mut hasher, &self.commitment.0);
        Hash::of(hasher)
    }
}

/// Adds a field behind its length, so that text cannot move from one field into the next unnoticed.
fn field(hasher: &mut Sha256, bytes: &[u8]) {
    let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    hasher.update(length.to_be_bytes());
    hasher.update(bytes);
}

/// The hash an empty store has, on which its first event stands.
pub fn genesis() -> Hash {
    let mut hasher = Sha256::new();
    hasher.update(GENESIS.as_bytes());
    Hash::of(hasher)
}

/// The commitment to a body: it shows later that the body was not changed, and tells nothing once the salt is gone.
pub fn commitment(salt: &Salt, body: &str) -> Hash {
    let mut hasher = Sha256::new();
    hasher.update(salt);
    hasher.update(body.as_bytes());
    Hash::of(hasher)
}

/// The SHA-256 of a text as 64 lower-case hexadecimal digits: the name under which a playbook's source is stored.
pub fn digest(text: &str) -> String {
    let mut hasher = Sha256::new();
    hasher.update(text.as_bytes());
    Hash::of(hasher).to_string()
}

/// The text of an instant as events store and hash it: RFC 3339 with its offset and as many digits as it has.
pub fn instant(at: &chrono::DateTime<chrono::FixedOffset>) -> String {
    at.to_rfc3339()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn link<'a>(author: &'a str, kind: &'a str) -> Link<'a> {
        Link {
            incident: IncidentId::new(2026, 1).unwrap(),
            seq: 1,
            at: "2026-11-20T16:40:00+00:00",
            author,
            kind,
            version: 1,
            head: "{}",
            commitment: commitment(&[7; 16], "hello"),
        }
    }

    #[test]
    fn the_chain_of_version_1_never_changes() {
        assert_eq!(genesis().to_string(), "0e4a53b97053a3808cea6b52db14bfe8b38fff6b820075bd8cd1f9a75c5d9537");
        assert_eq!(
            link("sam", "noted").hash(&genesis()).to_string(),
            "bb14260cc56d238082a30c940ca67b864758914eab9784cf12d8f65d75b60945"
        );
    }

    #[test]
    fn a_digest_is_plain_sha_256() {
        assert_eq!(digest("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    #[test]
    fn text_cannot_move_between_fields() {
        assert_ne!(link("ab", "c").hash(&genesis()), link("a", "bc").hash(&genesis()));
    }

    #[test]
    fn the_same_body_with_another_salt_has_another_commitment() {
        assert_ne!(commitment(&[0; 16], "same"), commitment(&[1; 16], "same"));
    }

    #[test]
    fn a_hash_may_be_typed_in_capitals() {
        let typed = genesis().to_string().to_uppercase();
        assert_eq!(typed.parse::<Hash>().unwrap(), genesis());
        assert!("xyz".parse::<Hash>().is_err());
    }

    proptest! {
        #[test]
        fn every_field_counts(author in ".{0,8}", kind in ".{0,8}", seq in 2u64.., version in 2u16.., head in ".{1,8}") {
            let plain = link("sam", "noted");
            let hash = plain.hash(&genesis());
            if author != "sam" { prop_assert_ne!(Link { author: &author, ..plain }.hash(&genesis()), hash); }
            if kind != "noted" { prop_assert_ne!(Link { kind: &kind, ..plain }.hash(&genesis()), hash); }
            if head != "{}" { prop_assert_ne!(Link { head: &head, ..plain }.hash(&genesis()), hash); }
            prop_assert_ne!(Link { seq, ..plain }.hash(&genesis()), hash);
            prop_assert_ne!(Link { version, ..plain }.hash(&genesis()), hash);
            prop_assert_ne!(Link { at: "x", ..plain }.hash(&genesis()), hash);
            prop_assert_ne!(Link { incident: IncidentId::new(2026, 2).unwrap(), ..plain }.hash(&genesis()), hash);
            prop_assert_ne!(plain.hash(&hash), hash);
        }
    }
}
