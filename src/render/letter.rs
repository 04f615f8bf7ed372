//! A letter as a document, and as JSON for programs.

use serde_json::{Value as Json, json};

use super::document::{Block, Document, Form, Line, Part, Piece, Said};
use super::picture::Picture;
use crate::letter::{self, Letter, Letterhead, Missing, Need, Note};

/// The letter as it goes on paper, with the house's picture where there is one.
pub fn letter<'r>(letter: &'r Letter, logo: Option<&'r Picture>) -> Document<'r> {
    let mut document = Document::titled(Line::said(&letter.subject));
    document.form = Form::Letter;
    document.language = letter.language.as_ref().map(Said::from);
    if letter.training {
        document.head.push(Block::Aside(Line::ours("A drill: this is for practice, and goes to nobody.")));
    }
    document.head.extend(logo.map(Block::Picture));
    lines(&mut document.head, Part::Letterhead, letterhead(&letter.house));
    lines(&mut document.head, Part::Addressee, letter.addressee.iter().map(Line::said).collect());
    lines(&mut document.head, Part::Particulars, particulars(letter));
    said(&mut document, letter);
    document
}

/// The letter as it goes into the text of a message: subject, date and whom it is to are in the message's own head, and the house stands
/// beneath the signature.
pub fn message(letter: &Letter) -> Document<'_> {
    let mut document = Document::titled(Line::new());
    document.form = Form::Letter;
    document.language = letter.language.as_ref().map(Said::from);
    if letter.training {
        document.head.push(Block::Aside(Line::ours("A drill: this is for practice, and goes to nobody.")));
    }
    said(&mut document, letter);
    lines(&mut document.blocks, Part::Letterhead, letterhead(&letter.house));
    document
}

/// From the greeting to the signature.
fn said<'r>(document: &mut Document<'r>, letter: &'r Letter) {
    document.blocks.extend(letter.greeting.iter().map(|text| Block::Paragraph(Line::said(text))));
    for block in letter.body.iter().flat_map(|paragraph| &paragraph.blocks) {
        document.push(match block {
            letter::Block::Text(text) => Block::Prose(Said::from(text)),
            letter::Block::List(lines) => Block::List(lines.iter().map(Line::said).collect()),
            letter::Block::Gap(what) => Block::Aside(Line::ours("Still missing here: ").say(what)),
        });
    }
    document.blocks.extend(letter.closing.iter().map(|text| Block::Paragraph(Line::said(text))));
    lines(&mut document.blocks, Part::Signature, letter.signature.iter().map(Line::said).collect());
}

fn lines<'r>(blocks: &mut Vec<Block<'r>>, part: Part, lines: Vec<Line<'r>>) {
    if !lines.is_empty() {
        blocks.push(Block::Lines(part, lines));
    }
}

fn letterhead(house: &Letterhead) -> Vec<Line<'_>> {
    let mut all: Vec<Line<'_>> = house.name.iter().map(Line::said).collect();
    if let Some(address) = &house.address {
        all.extend(
            address
                .as_stored()
                .lines()
                .map(Said::line)
                .filter(|line| !line.is_blank())
                .map(|line| Line::new().stretch(line)),
        );
    }
    all.extend([&house.phone, &house.email, &house.website].into_iter().flatten().map(Line::said));
    all
}

fn particulars(letter: &Letter) -> Vec<Line<'_>> {
    let mut all = vec![Line::new().stretch(Said::line(&letter.date))];
    all.extend(letter.reference.as_ref().map(|theirs| Line::ours("Your reference: ").say(theirs)));
    all.push(Line::ours("Our number: ").piece(Piece::Id(letter.incident)));
    all
}

/// The letter for programs of the house: with what is missing and would fill it in, and what is noted for whoever sends it.
pub fn json(letter: &Letter, notes: &[Note]) -> Json {
    let mut whole = template_json(letter);
    whole["for"] = json!(letter.title);
    whole["missing"] = letter.missing.iter().map(missing).collect();
    whole["notes"] = notes.iter().map(|note| json!({ "note": note.name(), "message": note.message() })).collect();
    whole
}

/// The letter as a template of the house sees it: what stands in it, and of a gap what belongs there. What would fill it in tells how the
/// gate stands and how internal questions are put, and is not for the customer.
pub fn template_json(letter: &Letter) -> Json {
    json!({
        "schema": "recover.letter/1",
        "id": letter.incident.to_string(),
        "letter": letter.name,
        "training": letter.training,
        "language": letter.language,
        "written_at": letter.at.to_rfc3339(),
        "date": letter.date,
        "house": {
            "name": letter.house.name,
            "address": letter.house.address,
            "phone": letter.house.phone,
            "email": letter.house.email,
            "website": letter.house.website,
            "signature": letter.house.signature,
        },
        "to": letter.addressee,
        "reference": letter.reference,
        "subject": letter.subject,
        "greeting": letter.greeting,
        "paragraphs": letter.body.iter().map(paragraph).collect::<Vec<_>>(),
        "closing": letter.closing,
        "signature": letter.signature,
        "missing": letter.missing.iter().map(|missing| json!({ "what": missing.what })).collect::<Vec<_>>(),
    })
}

fn paragraph(paragraph: &letter::Paragraph) -> Json {
    let blocks = paragraph.blocks.iter().map(|block| match block {
        letter::Block::Text(text) => json!({ "text": text }),
        letter::Block::List(lines) => json!({ "list": lines }),
        letter::Block::Gap(what) => json!({ "missing": what }),
    });
    json!({ "id": paragraph.name, "blocks": blocks.collect::<Vec<_>>() })
}

/// A missing part for programs.
pub fn missing(missing: &Missing) -> Json {
    let needs = missing.needs.iter().map(|need| match need {
        Need::Answer(id, ask) => json!({ "question": id, "ask": ask }),
        Need::Promise(id) => json!({ "promise": id }),
        Need::Refused(id) => json!({ "refused": id }),
        Need::House(known) => json!({ "house": known.name() }),
        Need::Known(known) => json!({ "known": known.name() }),
        Need::Due(id) => json!({ "deadline": id }),
        Need::Gate => json!({ "gate": "closed" }),
    });
    json!({
        "paragraph": missing.paragraph,
        "what": missing.what,
        "needs": needs.collect::<Vec<_>>(),
        "source": missing.source,
    })
}
