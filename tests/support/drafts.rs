//! Every letter of an incident in every form, the message taken apart by another reader than the writer.
#![allow(dead_code, reason = "not every test uses all of it")]

use mail_parser::MessageParser;
use recover::letter::{Around, Letter, Letterhead, Opened, draft, notes};
use recover::playbook::letter::complete;
use recover::playbook::standard;
use recover::record::Correspondence;
use recover::render::{self, html, mail, markdown, text};
use recover::untrusted::Untrusted;

use super::incident::{Incident, summer};

/// A house of which everything is known.
pub fn house(words: &str) -> Letterhead {
    let said = || Some(Untrusted::from(words));
    Letterhead { name: said(), address: said(), phone: said(), email: said(), website: said(), signature: said() }
}

/// Every letter there is for the incident, drafted before anything in it is past its time.
pub fn letters(it: &Incident, house: &Letterhead) -> Vec<(Letter, String)> {
    letters_at(it, house, "2026-06-12T09:00:00+01:00")
}

/// Every letter there is for the incident, drafted then.
pub fn letters_at(it: &Incident, house: &Letterhead, now: &str) -> Vec<(Letter, String)> {
    let zone = summer();
    let playbook = it.walk.playbook();
    let record = it.record();
    let said = Correspondence::of(&record, playbook);
    let now = now.parse().unwrap();
    let around = Around { playbook, said: &said, opened: Opened::by(&it.walk), house, now, zone: &zone };
    let letters = complete(&playbook.letters, &standard::letters().unwrap());
    let drafted = letters.iter().map(|wording| {
        let letter = draft(wording, around);
        let json = render::letter::json(&letter, &notes(&letter, around, &record)).to_string();
        (letter, json)
    });
    drafted.collect()
}

/// A letter in every form that people read.
pub fn forms(letter: &Letter) -> [String; 3] {
    let document = render::letter(letter, None);
    [markdown::render(&document), text::render(&document), html::render(&document)]
}

/// The message as it is written, and what another program reads in it: subject, sender, receiver, text and page.
pub fn message(letter: &Letter) -> (String, [String; 5]) {
    let written = String::from_utf8(mail::render(letter).unwrap()).unwrap();
    let read = MessageParser::default().parse(written.as_bytes()).unwrap();
    let address = |found: Option<&mail_parser::Address<'_>>| {
        let first = found.and_then(|found| found.first());
        first.map(|first| format!("{} <{}>", first.name().unwrap_or_default(), first.address().unwrap_or_default()))
    };
    let parts = [
        read.subject().unwrap_or_default().to_owned(),
        address(read.from()).unwrap_or_default(),
        address(read.to()).unwrap_or_default(),
        read.body_text(0).unwrap_or_default().into_owned(),
        read.body_html(0).unwrap_or_default().into_owned(),
    ];
    (written.clone(), parts)
}
