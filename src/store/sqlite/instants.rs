//! The instants of a line as sixteen bytes each.
//!
//! Reading RFC 3339 takes longer than all the rest of reading a line, and lists read many. Each instant is its whole
//! seconds since 1970 (eight bytes), the nanoseconds beyond (four) and its offset in seconds east (four), all with
//! the high byte first. One that is not there has the offset [`NONE`].

use chrono::{DateTime, FixedOffset};

/// An offset that no place on earth has.
const NONE: i32 = i32::MIN;

pub(super) type Instant = Option<DateTime<FixedOffset>>;

/// The instants one after the other.
pub(super) fn pack<const N: usize>(instants: [Instant; N]) -> Vec<u8> {
    let mut packed = Vec::with_capacity(N * 16);
    for instant in instants {
        let (seconds, nanos, offset) = instant
            .map_or((0, 0, NONE), |at| (at.timestamp(), at.timestamp_subsec_nanos(), at.offset().local_minus_utc()));
        packed.extend(seconds.to_be_bytes());
        packed.extend(nanos.to_be_bytes());
        packed.extend(offset.to_be_bytes());
    }
    packed
}

/// So many instants, or nothing when the bytes are not what [`pack`] makes of so many.
pub(super) fn unpack<const N: usize>(packed: &[u8]) -> Option<[Instant; N]> {
    let (each, rest) = packed.as_chunks::<16>();
    if !rest.is_empty() || each.len() != N {
        return None;
    }
    let mut instants = [None; N];
    for (instant, packed) in instants.iter_mut().zip(each) {
        *instant = one(packed)?;
    }
    Some(instants)
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
            let _ = unpack::<4>(&packed);
        }
    }
}
