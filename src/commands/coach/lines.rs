//! Many texts from a stream: one line out for each good line in, in their order.

use std::borrow::Cow;
use std::io::Read;
use std::path::PathBuf;

use serde::Deserialize;

use super::{Told, json};
use crate::coach::Coach;
use crate::coach::allow::Allowance;
use crate::commands::Failure;
use crate::commands::line_reader::{Line, LineReader};
use crate::escape;
use crate::exit_code::ExitCode;
use crate::files::FileError;
use crate::limits;
use crate::out::{Out, OutError};

/// What is to be done with the stream.
pub(super) struct Task<'c> {
    pub coach: &'c Coach,
    pub allowances: &'c [Allowance],
    pub check: bool,
}

/// What a line has to say; its other keys are nobody's business.
#[derive(Deserialize)]
struct Given<'l> {
    #[serde(borrow)]
    id: Cow<'l, str>,
    #[serde(borrow)]
    text: Cow<'l, str>,
}

impl Task<'_> {
    /// Answers every line. A bad one is told with its number, gets no line of its own, and decides the exit code.
    ///
    /// # Errors
    /// When the stream cannot be read or the output not be written.
    pub fn run(&self, name: &str, stream: impl Read, out: &mut Out) -> Result<ExitCode, Failure> {
        let mut reader = LineReader::new(stream, limits::COACHED_LINE_BYTES);
        let mut answer = Vec::new();
        let (mut bad, mut found) = (false, false);
        loop {
            // Whoever writes one text and waits for its answer gets it before the next is read.
            if reader.may_wait() {
                out.prompt("")?;
            }
            let line = reader.next().map_err(|source| {
                Failure::GivenFile(FileError::Io { doing: "read", path: PathBuf::from(name), source })
            })?;
            let Some(line) = line else { break };
            if line.bytes.is_some_and(|bytes| bytes.trim_ascii().is_empty()) {
                continue;
            }
            match given(&line) {
                Ok(given) => {
                    let told = Told::of(self.coach, &given.text, self.allowances);
                    found |= told.is_flagged();
                    answer.clear();
                    json::line(&given.id, &told, !self.allowances.is_empty(), &mut answer)
                        .map_err(|error| OutError::from(std::io::Error::from(error)))?;
                    out.document_bytes(&answer)?;
                }
                Err(why) => {
                    bad = true;
                    let help = "write one object a line, with the texts `id` and `text`";
                    out.message(&format!("{}:{}: {why}\nhelp: {help}", escape::term(name), line.number))?;
                }
            }
        }
        Ok(match (bad, self.check && found) {
            (true, _) => ExitCode::Usage,
            (false, true) => ExitCode::Found,
            (false, false) => ExitCode::Done,
        })
    }
}

/// The id and the text of a line, or what is wrong with it.
fn given<'l>(line: &Line<'l>) -> Result<Given<'l>, String> {
    let Some(bytes) = line.bytes else {
        return Err(format!("the line is longer than {}", limits::COACHED_LINE_BYTES));
    };
    let text = std::str::from_utf8(bytes).map_err(|_| "the line is not UTF-8".to_owned())?;
    if !text.trim_ascii_start().starts_with('{') {
        return Err("the line is no JSON object".to_owned());
    }
    // serde_json counts lines within what it was given, which is one line.
    serde_json::from_str(text).map_err(|error| {
        let told = error.to_string();
        let told = told.rsplit_once(" at line ").map_or(told.as_str(), |(told, _)| told);
        format!("{} (column {})", escape::library_message(told), error.column())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &[u8]) -> Result<(String, String), String> {
        given(&Line { number: 1, bytes: Some(text) }).map(|given| (given.id.into_owned(), given.text.into_owned()))
    }

    #[test]
    fn other_keys_are_ignored_however_deep() {
        let deep = format!("{}{}", "[".repeat(5000), "]".repeat(5000));
        let line = format!(r#"{{"x":{deep},"text":"a\n😀","n":1e999,"id":""}}"#);
        assert_eq!(read(line.as_bytes()).unwrap(), (String::new(), "a\n😀".to_owned()));
    }

    #[test]
    fn what_is_no_object_with_two_texts_is_told() {
        for bad in [
            r#"["a","b"]"#,
            r#""a""#,
            "null",
            "{",
            r#"{"id":"a"}"#,
            r#"{"id":1,"text":"x"}"#,
            r#"{"id":"a","text":null}"#,
            r#"{"id":"a","text":"x"} {}"#,
            r#"{"id":"a","text":"\ud83d"}"#,
        ] {
            assert!(read(bad.as_bytes()).is_err(), "{bad}");
        }
        assert!(read(b"{\"id\":\"a\",\"text\":\"\xff\"}").is_err());
        assert!(given(&Line { number: 1, bytes: None }).is_err());
    }

    #[test]
    fn what_is_told_of_a_line_is_short_and_has_no_control_characters() {
        let told = read(format!(r#"{{"id":{{"{}":1}},"text":"x"}}"#, "\\u001b".repeat(10_000)).as_bytes()).unwrap_err();
        assert!(told.len() < 1000 && !told.contains('\u{1b}'), "{told}");
    }
}
