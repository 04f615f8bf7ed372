//! Reading TOML tables key by key, with the place of every key and value, collecting problems as they come.

use std::ops::Range;

use rust_decimal::Decimal;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::answer::Given;
use crate::diagnostic::{Problem, Site};
use crate::text::did_you_mean;

const A_DATE: &str = "a date, as 2026-12-01";
const A_TIME: &str = "a time of day, as \"09:00\"";

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sited<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub site: Site,
}

impl<T> Sited<T> {
    /// Another value at the same place.
    pub fn with<U>(&self, value: U) -> Sited<U> {
        Sited { value, site: self.site.clone() }
    }
}

/// What is being read: which source, and the problems found in it so far.
pub struct Reading<'p> {
    /// The source's number among the layers.
    pub source: usize,
    /// The problems found so far, of all layers.
    pub problems: &'p mut Vec<Problem>,
}

impl Reading<'_> {
    /// The place of a span in this source.
    pub fn site(&self, span: Range<usize>) -> Site {
        Site::new(self.source, span)
    }

    /// Notes a problem.
    pub fn problem(
        &mut self,
        site: Site,
        message: impl Into<String>,
        label: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.problems.push(Problem { site, message: message.into(), label: label.into(), help: help.into() });
    }

    fn wrong_type(&mut self, value: &Spanned<DeValue<'_>>, key: &str, expected: &str) {
        let found = kind_of(value.get_ref());
        let site = self.site(value.span());
        self.problem(
            site,
            format!("`{key}` takes {expected}, and this is {found}"),
            found,
            format!("write {expected}"),
        );
    }

    /// Reports every key of the table that is not among `known`.
    pub fn only(&mut self, table: &DeTable<'_>, known: &[&str], place: &str) {
        for key in table.keys() {
            let name = key.get_ref().as_ref();
            if known.contains(&name) {
                continue;
            }
            let help = match did_you_mean(name, known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("the keys {place} are {}", quoted(known)),
            };
            let site = self.site(key.span());
            self.problem(site, format!("unknown key `{}` {place}", clip(name)), "not a key known here", help);
        }
    }

    /// The value under a key, if it is one of the right type.
    fn value<'t, 'i, T>(
        &mut self,
        table: &'t DeTable<'i>,
        key: &str,
        expected: &str,
        read: impl FnOnce(&'t DeValue<'i>) -> Option<T>,
    ) -> Option<Sited<T>> {
        let (_, value) = entry(table, key)?;
        let found = read(value.get_ref()).map(|found| Sited { value: found, site: self.site(value.span()) });
        if found.is_none() {
            self.wrong_type(value, key, expected);
        }
        found
    }

    /// The string under a key.
    pub fn text(&mut self, table: &DeTable<'_>, key: &str) -> Option<Sited<String>> {
        self.value(table, key, "text in quotes", |value| value.as_str().map(str::to_owned))
    }

    /// The boolean under a key.
    pub fn flag(&mut self, table: &DeTable<'_>, key: &str) -> Option<Sited<bool>> {
        self.value(table, key, "`true` or `false`", DeValue::as_bool)
    }

    /// The number under a key, whole or decimal.
    pub fn number(&mut self, table: &DeTable<'_>, key: &str) -> Option<Sited<Decimal>> {
        self.value(table, key, "a number", number)
    }

    /// The whole number under a key, within the bounds, both included.
    pub fn whole(
        &mut self,
        table: &DeTable<'_>,
        key: &str,
        bounds: std::ops::RangeInclusive<u32>,
    ) -> Option<Sited<u32>> {
        let number = self.number(table, key)?;
        let whole = number.value.normalize().to_string().parse().ok().filter(|whole| bounds.contains(whole));
        if whole.is_none() {
            let expected = format!("a whole number from {} to {}", bounds.start(), bounds.end());
            self.problem(
                number.site.clone(),
                format!("`{key}` takes {expected}"),
                "outside",
                format!("write {expected}"),
            );
        }
        whole.map(|whole| number.with(whole))
    }

    /// The date under a key.
    pub fn date(&mut self, table: &DeTable<'_>, key: &str) -> Option<Sited<chrono::NaiveDate>> {
        let (_, value) = entry(table, key)?;
        let text = match value.get_ref() {
            DeValue::Datetime(date) => date.to_string(),
            DeValue::String(text) => text.to_string(),
            _ => {
                self.wrong_type(value, key, A_DATE);
                return None;
            }
        };
        let site = self.site(value.span());
        let Ok(date) = text.parse() else {
            self.problem(
                site,
                format!("`{key}` takes {A_DATE}, and `{}` is none", clip(&text)),
                "not a date",
                format!("write {A_DATE}"),
            );
            return None;
        };
        Some(Sited { value: date, site })
    }

    /// The time of day under a key, to the minute or the second.
    pub fn time(&mut self, table: &DeTable<'_>, key: &str) -> Option<Sited<chrono::NaiveTime>> {
        let (_, value) = entry(table, key)?;
        let text = match value.get_ref() {
            DeValue::Datetime(time) => time.to_string(),
            DeValue::String(text) => text.to_string(),
            _ => {
                self.wrong_type(value, key, A_TIME);
                return None;
            }
        };
        let site = self.site(value.span());
        let read = |format| chrono::NaiveTime::parse_from_str(&text, format).ok();
        let Some(time) = read("%H:%M").or_else(|| read("%H:%M:%S")) else {
            self.problem(
                site,
                format!("`{key}` takes {A_TIME}, and `{}` is none", clip(&text)),
                "not a time of day",
                format!("write {A_TIME}"),
            );
            return None;
        };
        Some(Sited { value: time, site })
    }

    /// The table under a key, at the place of the key.
    pub fn table<'t, 'i>(&mut self, table: &'t DeTable<'i>, key: &str) -> Option<Sited<&'t DeTable<'i>>> {
        let (key_span, _) = entry(table, key)?;
        let found = self.value(table, key, "a table", DeValue::as_table)?;
        Some(Sited { value: found.value, site: self.site(key_span) })
    }

    /// The list under a key.
    pub fn list<'t, 'i>(&mut self, table: &'t DeTable<'i>, key: &str) -> Option<Sited<Vec<&'t Spanned<DeValue<'i>>>>> {
        self.value(table, key, "a list", |value| value.as_array().map(|items| items.iter().collect()))
    }

    /// The list of tables under a key, each with its place.
    pub fn tables<'t, 'i>(&mut self, table: &'t DeTable<'i>, key: &str) -> Vec<Sited<&'t DeTable<'i>>> {
        let mut found = Vec::new();
        if let Some((_, value)) = entry(table, key)
            && let DeValue::Table(_) = value.get_ref()
        {
            let site = self.site(value.span());
            self.problem(
                site,
                format!("`{key}` is a list of tables"),
                "a single table",
                format!("write `[[{key}]]` with two brackets"),
            );
            return found;
        }
        for item in self.list(table, key).map(|list| list.value).unwrap_or_default() {
            match item.get_ref() {
                DeValue::Table(inner) => {
                    found
                        .push(Sited { value: inner, site: self.site(first_key(inner).unwrap_or_else(|| item.span())) });
                }
                _ => self.wrong_type(item, key, "a table"),
            }
        }
        found
    }

    /// The list of texts under a key, each with its place.
    pub fn texts(&mut self, table: &DeTable<'_>, key: &str) -> Option<Vec<Sited<String>>> {
        let list = self.list(table, key)?;
        let mut texts = Vec::new();
        for item in list.value {
            let site = self.site(item.span());
            match item.get_ref() {
                DeValue::String(text) => texts.push(Sited { value: text.to_string(), site }),
                other => {
                    self.problem(
                        site,
                        format!("an entry of `{key}` is text in quotes"),
                        kind_of(other),
                        "put the words in quotes",
                    );
                }
            }
        }
        Some(texts)
    }

    /// Reports a key that has to be there.
    pub fn missing(&mut self, site: &Site, key: &str, place: &str) {
        self.problem(site.clone(), format!("`{key}` is missing {place}"), "here", format!("add `{key} = ...`"));
    }
}

/// What a value is, in words, with its article.
pub fn kind_of(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(true) => "`true`",
        DeValue::Boolean(false) => "`false`",
        DeValue::Datetime(_) => "a date or time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// The span of the key and the value under it.
pub fn entry<'t, 'i>(table: &'t DeTable<'i>, key: &str) -> Option<(Range<usize>, &'t Spanned<DeValue<'i>>)> {
    table.get_key_value(key).map(|(found, value)| (found.span(), value))
}

/// The keys and values of a table in the order of the file.
pub fn in_file_order<'t, 'i>(
    table: &'t DeTable<'i>,
) -> Vec<(&'t Spanned<toml::de::DeString<'i>>, &'t Spanned<DeValue<'i>>)> {
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(key, value)| (key.span().start, value.span().start));
    entries
}

fn first_key(table: &DeTable<'_>) -> Option<Range<usize>> {
    in_file_order(table).first().map(|(key, _)| key.span())
}

/// A number of any notation TOML has, if it is finite and fits.
pub fn number(value: &DeValue<'_>) -> Option<Decimal> {
    match value {
        DeValue::Integer(integer) => {
            i64::from_str_radix(&integer.as_str().replace('_', ""), integer.radix()).ok().map(Decimal::from)
        }
        DeValue::Float(float) => {
            let text = float.as_str().replace('_', "");
            text.parse().ok().or_else(|| Decimal::from_scientific(&text).ok())
        }
        _ => None,
    }
}

/// The value as answers are read from it; `None` for a number that does not fit.
pub fn given(value: &DeValue<'_>) -> Option<Given> {
    Some(match value {
        DeValue::String(text) => Given::Text(text.to_string()),
        DeValue::Datetime(datetime) => Given::Text(datetime.to_string()),
        DeValue::Boolean(flag) => Given::Bool(*flag),
        DeValue::Integer(_) | DeValue::Float(_) => Given::Number(number(value)?),
        DeValue::Array(items) => Given::List(items.iter().map(|item| given(item.get_ref())).collect::<Option<_>>()?),
        DeValue::Table(table) => Given::Table(
            in_file_order(table)
                .into_iter()
                .map(|(key, value)| Some((key.get_ref().to_string(), given(value.get_ref())?)))
                .collect::<Option<_>>()?,
        ),
    })
}

/// Words in backticks, with commas.
pub fn quoted(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

/// A name from a file, short enough for a message.
pub fn clip(name: &str) -> String {
    crate::text::clip(&crate::escape::term(name), 60).into_owned()
}
