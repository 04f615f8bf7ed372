//! One case on a line of JSON.

use std::fmt;

use chrono::{DateTime, FixedOffset};
use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::limit::opening_hours;
use crate::escape::{library_message, term};
use crate::schedule::count::MOST_UNITS;
use crate::schedule::named_zone::NamedZone;
use crate::schedule::rule::{AfterHours, Roll, Rule, Unit};
use crate::schedule::zone::Zone;
use crate::table::quoted;
use crate::text::{clip, did_you_mean};

const KEYS: [&str; 11] =
    ["id", "calendar", "tz", "start", "n", "unit", "after_hours", "roll", "inclusive", "open", "close"];

/// What is wrong with a line, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

impl Fault {
    pub(super) fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: help.into() }
    }
}

/// What a line asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Case {
    /// The calendar, if one is named.
    pub calendar: Option<String>,
    /// The zone, if one is named; else the offset of the start holds.
    pub zone: Option<NamedZone>,
    /// The start.
    pub start: DateTime<FixedOffset>,
    /// How it counts.
    pub rule: Rule,
}

impl Case {
    /// The zone whose days are counted.
    pub(super) fn zone(&self) -> &dyn Zone {
        self.zone.as_ref().map_or(self.start.offset(), |zone| zone as &dyn Zone)
    }
}

/// The fields of a line in their order, each as it was written.
pub(super) struct Fields<'l>(Vec<(String, &'l RawValue)>);

impl<'l> Deserialize<'l> for Fields<'l> {
    fn deserialize<D: Deserializer<'l>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(FieldsVisitor)
    }
}

struct FieldsVisitor;

impl<'l> Visitor<'l> for FieldsVisitor {
    type Value = Fields<'l>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'l>>(self, mut map: A) -> Result<Fields<'l>, A::Error> {
        let mut fields: Vec<(String, &'l RawValue)> = Vec::with_capacity(KEYS.len());
        while let Some((key, value)) = map.next_entry::<String, &'l RawValue>()? {
            if fields.iter().any(|(seen, _)| *seen == key) {
                return Err(de::Error::custom(format!("`{key}` stands there twice")));
            }
            if fields.len() > KEYS.len() {
                return Err(de::Error::custom("more keys than a case has"));
            }
            fields.push((key, value));
        }
        Ok(Fields(fields))
    }
}

impl<'l> Fields<'l> {
    /// Reads a line as an object.
    pub(super) fn read(line: &'l str) -> Result<Self, Fault> {
        serde_json::from_str(line).map_err(|error| {
            Fault::new(
                format!("this is not a case in JSON: {}", library_message(&error.to_string())),
                "write one object a line, such as {\"id\": 1, \"start\": \"2026-06-12T09:00:00+01:00\", \"n\": 8, \"unit\": \"weeks\"}",
            )
        })
    }

    /// The id as it was written; `None` when there is none.
    pub(super) fn id(&self) -> Result<Option<&'l str>, Fault> {
        let Some(id) = self.raw("id") else { return Ok(None) };
        if id.starts_with(|c: char| c == '"' || c == '-' || c.is_ascii_digit()) {
            Ok(Some(id))
        } else {
            Err(Fault::new("`id` takes text or a number", "write it in quotes"))
        }
    }

    /// The case the line asks for.
    pub(super) fn case(&self) -> Result<Case, Fault> {
        for (key, _) in &self.0 {
            if !KEYS.contains(&key.as_str()) {
                let help = match did_you_mean(key, KEYS) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("the keys of a case are {}", quoted(&KEYS)),
                };
                return Err(Fault::new(format!("unknown key `{}`", short(key)), help));
            }
        }
        Ok(Case {
            calendar: self.text("calendar")?,
            zone: self.zone()?,
            start: self.start()?,
            rule: Rule {
                n: self.n()?,
                unit: self.unit()?,
                after_hours: if self.moves("after_hours")? { AfterHours::NextBusinessDay } else { AfterHours::Ignore },
                roll: if self.moves("roll")? { Roll::NextBusinessDay } else { Roll::None },
                inclusive: self.flag("inclusive")?,
                hours: self.hours()?,
            },
        })
    }

    /// The value under a key; what is null is not there.
    fn raw(&self, key: &str) -> Option<&'l str> {
        let (_, value) = self.0.iter().find(|(known, _)| known == key)?;
        Some(value.get()).filter(|value| *value != "null")
    }

    fn text(&self, key: &str) -> Result<Option<String>, Fault> {
        let text = |value| {
            serde_json::from_str(value)
                .map_err(|_| Fault::new(format!("`{key}` takes text"), "write it in quotes, or leave it out"))
        };
        self.raw(key).map(text).transpose()
    }

    fn needed(&self, key: &str) -> Result<String, Fault> {
        self.text(key)?
            .ok_or_else(|| Fault::new(format!("`{key}` is missing"), "every case needs `start`, `n` and `unit`"))
    }

    fn flag(&self, key: &str) -> Result<bool, Fault> {
        match self.raw(key) {
            None | Some("false") => Ok(false),
            Some("true") => Ok(true),
            Some(_) => {
                Err(Fault::new(format!("`{key}` takes `true` or `false`"), "write one of the two, without quotes"))
            }
        }
    }

    fn zone(&self) -> Result<Option<NamedZone>, Fault> {
        let named = self.text("tz")?.map(|name| name.parse::<NamedZone>());
        named.transpose().map_err(|unknown| Fault::new(unknown.to_string(), unknown.help()))
    }

    fn start(&self) -> Result<DateTime<FixedOffset>, Fault> {
        let said = self.needed("start")?;
        DateTime::parse_from_rfc3339(&said).map_err(|_| {
            Fault::new(
                format!("`{}` is not an instant", short(&said)),
                "write `start` as `2025-12-23T16:30:00+00:00`, with its offset",
            )
        })
    }

    fn n(&self) -> Result<u32, Fault> {
        let Some(value) = self.raw("n") else {
            return Err(Fault::new("`n` is missing", "every case needs `start`, `n` and `unit`"));
        };
        value.parse().ok().filter(|n| *n <= MOST_UNITS).ok_or_else(|| {
            let expected = format!("a whole number from 0 to {MOST_UNITS}");
            Fault::new(format!("`n` takes {expected}"), format!("write {expected}"))
        })
    }

    fn unit(&self) -> Result<Unit, Fault> {
        let said = self.needed("unit")?;
        let names = Unit::ALL.map(Unit::name);
        Unit::ALL.into_iter().find(|unit| unit.name() == said).ok_or_else(|| {
            let help = match did_you_mean(&said, names) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("the units are {}", quoted(&names)),
            };
            Fault::new(format!("`{}` is not a unit", short(&said)), help)
        })
    }

    /// Whether a key says that something moves to the next business day.
    fn moves(&self, key: &str) -> Result<bool, Fault> {
        match self.text(key)?.as_deref() {
            None | Some("none" | "ignore") => Ok(false),
            Some("next_business_day" | "next-business-day") => Ok(true),
            Some(other) => {
                Err(Fault::new(format!("`{key}` knows no `{}`", short(other)), "write `none` or `next_business_day`"))
            }
        }
    }

    fn hours(&self) -> Result<crate::schedule::rule::OpeningHours, Fault> {
        let open = self.text("open")?;
        let close = self.text("close")?;
        opening_hours(open.as_deref().unwrap_or("09:00"), close.as_deref().unwrap_or("17:00"))
            .map_err(|message| Fault::new(message, "write `open` and `close` as `09:00` and `17:00`"))
    }
}

/// A word from a line, short enough for a message.
fn short(word: &str) -> String {
    clip(&term(word), 60).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(line: &str) -> Result<Case, Fault> {
        Fields::read(line).and_then(|fields| fields.case())
    }

    const START: &str = r#""start":"2026-06-12T09:00:00+01:00""#;

    #[test]
    fn what_is_left_out_or_null_has_its_usual_meaning() {
        let short = case(&format!(r#"{{{START},"n":8,"unit":"weeks"}}"#)).unwrap();
        let nulls = format!(
            r#"{{"id":null,"calendar":null,"tz":null,{START},"n":8,"unit":"weeks","after_hours":null,"roll":null,"inclusive":null,"open":null,"close":null}}"#
        );
        assert_eq!(case(&nulls).unwrap(), short);
        assert_eq!((short.rule, &short.calendar, &short.zone), (Rule::plain(8, Unit::Weeks), &None, &None));
        let words = format!(r#"{{{START},"n":8,"unit":"weeks","after_hours":"none","roll":"ignore"}}"#);
        assert_eq!(case(&words).unwrap(), short);
    }

    #[test]
    fn an_id_comes_back_as_it_was_written() {
        for id in [r#""a\u0041""#, "12345678901234567890123", "-1.50e3"] {
            let line = format!(r#"{{"id": {id} }}"#);
            assert_eq!(Fields::read(&line).unwrap().id(), Ok(Some(id)));
        }
        for id in ["[1]", "{}", "true"] {
            let line = format!(r#"{{"id":{id}}}"#);
            assert!(Fields::read(&line).unwrap().id().is_err());
        }
        assert_eq!(Fields::read("{}").unwrap().id(), Ok(None));
    }

    #[test]
    fn every_fault_says_what_would_be_right() {
        for (line, told, help) in [
            ("nothing", "this is not a case in JSON", "write one object a line"),
            ("[1]", "this is not a case in JSON", "write one object a line"),
            (r#"{"n":1,"n":2}"#, "`n` stands there twice", "write one object a line"),
            (r#"{"nn":1}"#, "unknown key `nn`", "did you mean `n`?"),
            (r#"{"unit":"weeks"}"#, "`start` is missing", "every case needs"),
            (r#"{"start":"2026-06-12","n":1}"#, "`2026-06-12` is not an instant", "with its offset"),
            (&format!(r#"{{{START},"unit":"weeks"}}"#), "`n` is missing", "every case needs"),
            (&format!(r#"{{{START},"n":-1,"unit":"weeks"}}"#), "`n` takes a whole number", "from 0 to 10000"),
            (&format!(r#"{{{START},"n":10001,"unit":"weeks"}}"#), "`n` takes a whole number", "from 0 to 10000"),
            (&format!(r#"{{{START},"n":1,"unit":"week"}}"#), "`week` is not a unit", "did you mean `weeks`?"),
            (&format!(r#"{{{START},"n":1,"unit":"weeks","tz":"Europe/Lodnon"}}"#), "no time zone", "Europe/London"),
            (&format!(r#"{{{START},"n":1,"unit":"weeks","roll":"up"}}"#), "`roll` knows no `up`", "next_business_day"),
            (&format!(r#"{{{START},"n":1,"unit":"weeks","open":"18:00"}}"#), "not after opening time", "`17:00`"),
        ] {
            let fault = case(line).unwrap_err();
            assert!(fault.message.contains(told), "{line}: {}", fault.message);
            assert!(fault.help.contains(help), "{line}: {}", fault.help);
        }
    }
}
