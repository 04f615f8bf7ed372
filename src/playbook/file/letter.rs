//! Reading the letters of one playbook file.

use toml::de::{DeTable, DeValue};

use super::super::raw::{RawLetter, RawParagraph, keys};
use super::super::table::{Reading, Sited, clip, in_file_order};
use super::unread;
use crate::spine::Name;

impl Reading<'_> {
    /// `[letter.NAME]`, in the order of the file.
    pub(super) fn letters(&mut self, top: &DeTable<'_>) -> Vec<RawLetter> {
        let named = self.named_tables(top, "letter", "a letter");
        named.into_iter().map(|(id, table)| self.letter(id, table)).collect()
    }

    fn letter(&mut self, id: Sited<Name>, table: &DeTable<'_>) -> RawLetter {
        self.only(table, keys::LETTER, "in a letter");
        let (title, subject) = (self.text(table, "title"), self.text(table, "subject"));
        let in_place_of = self.texts(table, "in_place_of");
        let read = [("title", title.is_some()), ("subject", subject.is_some()), ("in_place_of", in_place_of.is_some())];
        let paragraphs = self.named_tables(table, "paragraph", "a paragraph");
        RawLetter {
            id,
            unread: unread(table, read),
            title,
            when: self.opened_by(table, "when"),
            subject,
            subject_under_gate: self.text(table, "subject_under_gate"),
            greeting: self.text(table, "greeting"),
            closing: self.text(table, "closing"),
            signed_by: self.text(table, "signed_by"),
            like: self.text(table, "like"),
            in_place_of,
            in_place_when: self.opened_by(table, "in_place_when"),
            off: self.flag(table, "off"),
            paragraphs: paragraphs.into_iter().map(|(id, table)| self.paragraph(id, table)).collect(),
        }
    }

    fn paragraph(&mut self, id: Sited<Name>, table: &DeTable<'_>) -> RawParagraph {
        self.only(table, keys::PARAGRAPH, "in a paragraph");
        let text = self.text(table, "text");
        RawParagraph {
            id,
            unread: unread(table, [("text", text.is_some())]),
            text,
            when: self.opened_by(table, "when"),
            gate: self.text(table, "gate"),
            required: self.text(table, "required"),
            source: self.text(table, "source"),
            after: self.text(table, "after"),
            off: self.flag(table, "off"),
        }
    }

    /// The tables under a key by their names, in the order of the file.
    fn named_tables<'t, 'i>(
        &mut self,
        table: &'t DeTable<'i>,
        key: &str,
        one: &str,
    ) -> Vec<(Sited<Name>, &'t DeTable<'i>)> {
        let Some(tables) = self.table(table, key) else { return Vec::new() };
        let mut found = Vec::new();
        for (name, value) in in_file_order(tables.value) {
            let (text, site) = (name.get_ref().as_ref(), self.site(name.span()));
            match (text.parse::<Name>(), value.get_ref()) {
                (Ok(id), DeValue::Table(inner)) => found.push((Sited { value: id, site }, inner)),
                (Err(why), _) => {
                    let message = format!("`{}` cannot name {one}", clip(text));
                    self.problem(site, message, "not a name", why.to_string());
                }
                (Ok(_), _) => {
                    let message = format!("`{key}.{text}` takes a table");
                    self.problem(site, message, "not a table", "write its keys in a table of its own");
                }
            }
        }
        found
    }
}
