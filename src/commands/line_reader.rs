//! Lines of a stream, one after the other, none kept longer than a limit.

use std::io::{self, BufRead, BufReader, Read};

use crate::limits::Limit;

/// How much is read at once, in bytes.
const CHUNK: usize = 64 << 10;

/// Reads lines.
pub(super) struct LineReader<R> {
    stream: BufReader<R>,
    limit: Limit,
    line: Vec<u8>,
    number: usize,
}

/// One line, without its end and, in the first, without a byte order mark.
pub(super) struct Line<'r> {
    /// Its number, from 1.
    pub number: usize,
    /// Its bytes; `None` when there are more than the limit.
    pub bytes: Option<&'r [u8]>,
}

impl<R: Read> LineReader<R> {
    pub(super) fn new(stream: R, limit: Limit) -> Self {
        Self { stream: BufReader::with_capacity(CHUNK, stream), limit, line: Vec::new(), number: 0 }
    }

    /// The next line; `None` at the end.
    pub(super) fn next(&mut self) -> io::Result<Option<Line<'_>>> {
        self.line.clear();
        let (mut begun, mut fits) = (false, true);
        loop {
            let chunk = match self.stream.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                chunk => chunk?,
            };
            if chunk.is_empty() {
                break;
            }
            begun = true;
            let end = chunk.iter().position(|byte| *byte == b'\n');
            let part = chunk.get(..end.unwrap_or(chunk.len())).unwrap_or_default();
            let taken = part.len() + usize::from(end.is_some());
            fits = fits && self.limit.allows(self.line.len() + part.len());
            if fits {
                self.line.extend_from_slice(part);
            }
            self.stream.consume(taken);
            if end.is_some() {
                break;
            }
        }
        if !begun {
            return Ok(None);
        }
        self.number += 1;
        let mut bytes = self.line.as_slice();
        if self.number == 1 {
            bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        }
        Ok(Some(Line { number: self.number, bytes: fits.then_some(bytes) }))
    }

    /// Whether reading on may have to wait for whoever writes: no whole line is here yet.
    pub(super) fn may_wait(&self) -> bool {
        !self.stream.buffer().contains(&b'\n')
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &[u8], limit: u64) -> Vec<Option<String>> {
        let mut reader = LineReader::new(text, Limit { value: limit, ..crate::limits::LINE_BYTES });
        let mut found = Vec::new();
        while let Some(line) = reader.next().unwrap() {
            found.push(line.bytes.map(|bytes| String::from_utf8(bytes.to_vec()).unwrap()));
        }
        found
    }

    #[test]
    fn lines_come_without_their_ends_and_the_last_needs_none() {
        assert_eq!(lines(b"\xef\xbb\xbfa\n\nb", 9), [Some("a".into()), Some(String::new()), Some("b".into())]);
        assert!(lines(b"", 9).is_empty());
    }

    #[test]
    fn a_line_that_is_too_long_is_left_out_and_the_next_is_read() {
        assert_eq!(lines(b"1234\n12345\n1", 4), [Some("1234".into()), None, Some("1".into())]);
        let long = [vec![b'x'; 1 << 20], b"\nend".to_vec()].concat();
        assert_eq!(lines(&long, 4), [None, Some("end".into())]);
    }
}
