//! The four instants of a summary as sixteen bytes each.
//!
//! Reading RFC 3339 takes longer than all the rest of reading a line, and lists read many. Each instant is its whole
//! seconds since 1970 (eight bytes), the nanoseconds beyond (four) and its offset in seconds east (four), all with
//! the high byte first. One that is not there has the offset [`NONE`].

use chrono::{DateTime, FixedOffset};

use crate::journal::summary::Summary;

/// How many bytes the four take.
const LENGTH: usize = 64;

/// An offset that no place on earth has.
const NONE: i32 = i32::MIN;

type Instant = Option<DateTime<FixedOffset>>;

/// Opened, updated, closed and due next, in this order.
pub(super) fn pack(summary: &Summary) -> Vec<u8> {
    let instants = [Some(summary.opened_at), Some(summary.updated_at), summary.closed_at, summary.next_due];
    let mut packed = Vec::with_capacity(LENGTH);
    for instant in instants {
        let (seconds, nanos, offset) = instant
            .map_or((0, 0, NONE), |at| (at.timestamp(), at.timestamp_subsec_nanos(), at.offset().local_minus_utc()));
        packed.extend(seconds.to_be_bytes());
        packed.extend(nanos.to_be_bytes());
        packed.extend(offset.to_be_bytes());
    }
    packed
}

/// The four instants, or nothing when the bytes are not what [`pack`] makes.
pub(super) fn unpack(packed: &[u8]) -> Option<[Instant; 4]> {
    let (four, rest) = packed.as_chunks::<16>();
    let [opened, updated, closed, due] = four else {
        return None;
    };
    if !rest.is_empty() {
        return None;
    }
    Some([one(opened)?, one(updated)?, one(closed)?, one(due)?])
}

fn one(packed: &[u8; 16]) -> Option<Instant> {
    let (seconds, rest) = packed.split_first_chunk()?;
    let (nanos, rest) = rest.split_first_chunk()?;
    let offset = i32::from_be_bytes(rest.try_into().ok()?);
    if offset == NONE {
        return Some(None);
    }
    let utc = DateTime::from_timestamp(i64::from_be_bytes(*seconds), u32::from_be_bytes(*nanos))?;
    Some(Some(utc.with_timezone(&FixedOffset::east_opt(offset)?)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(packed in proptest::collection::vec(any::<u8>(), 0..80)) {
            let _ = unpack(&packed);
        }
    }
}
