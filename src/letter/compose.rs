//! From the wording and what the customer may read to the letter, with every required part that is missing.

use super::fill::{Filled, Speech, chunk, one_line, promise_to_come};
use super::tongue::Tongue;
use super::{Around, Block, Letter, Missing, Need, Paragraph};
use crate::answer::{Person, Value};
use crate::playbook::letter::{Known, Slot};
use crate::playbook::letter_text::{Part, Template};
use crate::playbook::{AtGate, LetterWording, ParagraphWording};
use crate::record::correspondence::OwedToThem;
use crate::spine::{Gate, Name};
use crate::untrusted::Untrusted;

/// The letter, filled in as far as it can be.
pub fn draft(wording: &LetterWording, around: Around<'_>) -> Letter {
    let language = around.playbook.language.as_ref();
    let tongue = Tongue::of(language.map(Untrusted::as_stored));
    let said = around.said;
    let signer = wording.signed_by.as_ref().and_then(|id| said.person(id.as_str())).or_else(|| said.person("owner"));
    let speech = Speech { tongue, zone: around.zone };
    let mut drafting = Drafting { around, speech, signer: signer.cloned(), said_already: Vec::new() };
    let standing: Vec<&ParagraphWording> =
        wording.paragraphs.iter().filter(|paragraph| drafting.stands(paragraph)).collect();
    drafting.said_already = drafting.promises_named(&standing);
    let here = around.zone.at(around.now.to_utc());
    let whole = |text: Option<&Template>| text.and_then(|text| drafting.line(text));
    let title = wording.title.clone().unwrap_or_default();
    let customer = said.person("customer");
    let mut body: Vec<Paragraph> = standing.iter().filter_map(|paragraph| drafting.paragraph(paragraph)).collect();
    without_repetition(&mut body);
    Letter {
        name: wording.id.clone(),
        incident: said.id,
        training: said.training,
        language: language.cloned(),
        house: around.house.clone(),
        date: tongue.date(here.date_naive()),
        at: here,
        addressee: customer.map(|customer| customer.name.clone()),
        contact: customer.and_then(|customer| customer.contact.clone()),
        reference: said.answer("reference").and_then(Value::text).cloned(),
        subject: whole(drafting.subject(wording)).unwrap_or_else(|| said.id.to_string().into()),
        greeting: whole(wording.greeting.as_ref()),
        body,
        closing: whole(wording.closing.as_ref()),
        signature: drafting.signature(),
        missing: wording.paragraphs.iter().filter_map(|paragraph| drafting.missing(paragraph)).collect(),
        title,
    }
}

/// Whoever takes responsibility in the words that begin the apology has taken it once.
fn without_repetition(body: &mut Vec<Paragraph>) {
    let flat = |paragraph: &Paragraph| match paragraph.blocks.as_slice() {
        [Block::Text(text)] => Some(folded(text)),
        _ => None,
    };
    let texts: Vec<Option<String>> = body.iter().map(flat).collect();
    let is_repeated = |at: usize| {
        texts.get(at).cloned().flatten().is_some_and(|text| {
            let mut others = texts.iter().enumerate().filter(|(other, _)| *other != at);
            others.any(|(other, longer)| {
                longer.as_ref().is_some_and(|longer| longer.starts_with(&text) && (*longer != text || other < at))
            })
        })
    };
    let keep: Vec<bool> = (0..body.len()).map(|at| !is_repeated(at)).collect();
    let mut keep = keep.into_iter();
    body.retain(|_| keep.next().unwrap_or(true));
}

fn folded(text: &Untrusted) -> String {
    text.as_stored().split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

struct Drafting<'a> {
    around: Around<'a>,
    speech: Speech<'a>,
    /// Who signs: whoever the letter names for that, else the owner.
    signer: Option<Person>,
    /// Promises that a paragraph names by their question, so that the list of what is owed does not say them again.
    said_already: Vec<Name>,
}

impl Drafting<'_> {
    /// The subject as the gate stands.
    const fn subject<'w>(&self, wording: &'w LetterWording) -> Option<&'w Template> {
        match self.around.said.gate {
            Gate::Open => wording.subject.as_ref(),
            Gate::Closed => wording.subject_under_gate.as_ref(),
        }
    }

    /// Whether a paragraph has its place in this letter as the answers and the gate stand.
    fn stands(&self, paragraph: &ParagraphWording) -> bool {
        let gate = self.around.said.gate;
        let fits = match paragraph.at_gate() {
            AtGate::Any => true,
            AtGate::Open => gate == Gate::Open,
            AtGate::Closed => gate == Gate::Closed,
        };
        fits && self.is_wanted(paragraph)
    }

    fn is_wanted(&self, paragraph: &ParagraphWording) -> bool {
        paragraph.off != Some(true) && self.around.opened.holds(paragraph.when.as_ref())
    }

    /// The questions whose promises these paragraphs say in so many words.
    fn promises_named(&self, standing: &[&ParagraphWording]) -> Vec<Name> {
        let filled = standing.iter().filter(|paragraph| self.paragraph(paragraph).is_some());
        let slots = filled.filter_map(|paragraph| paragraph.text.as_ref()).flat_map(Template::slots);
        let answers = slots.filter_map(|slot| match slot {
            Slot::Answer(id) => Some(id),
            _ => None,
        });
        answers.filter(|id| matches!(self.around.said.answer(id.as_str()), Some(Value::Promise(_)))).cloned().collect()
    }

    /// The paragraph; where it cannot be filled in and is required, a gap in its place.
    fn paragraph(&self, paragraph: &ParagraphWording) -> Option<Paragraph> {
        let text = paragraph.text.as_ref()?;
        let filled: Option<Vec<Block>> =
            text.chunks.iter().map(|parts| chunk(parts, &|part| self.fill(part))).collect();
        let gap = || paragraph.required.clone().map(|what| vec![Block::Gap(what)]);
        let blocks = filled.filter(|blocks| !blocks.is_empty()).or_else(gap)?;
        Some(Paragraph { name: paragraph.id.clone(), blocks })
    }

    fn line(&self, text: &Template) -> Option<Untrusted> {
        one_line(&text.chunks, &|part| self.fill(part))
    }

    fn fill(&self, part: &Part) -> Option<Filled> {
        match part {
            Part::Slot(slot) => self.slot(slot),
            Part::Words(_) => None,
        }
    }

    fn slot(&self, slot: &Slot) -> Option<Filled> {
        let said = self.around.said;
        match slot {
            Slot::Answer(id) => match said.answers.get(id)?.value.get() {
                Value::Promise(_) => self.promise(id),
                value => Filled::of(value, &said.answers.get(id)?.kind, self.speech),
            },
            Slot::Due(id) => {
                let due = self.around.zone.at(said.due.get(id)?.get().to_utc());
                Some(Filled::plain(self.speech.tongue.day(due.date_naive())))
            }
            Slot::Known(known) => self.known(*known),
        }
    }

    /// What somebody promised, if it is still to come.
    fn promise(&self, id: &Name) -> Option<Filled> {
        let owed = self.to_come().find(|owed| owed.question == *id)?;
        let promise = crate::answer::Promise { by: self.keeper(owed).cloned(), ..owed.promise.get().clone() };
        Filled::of(&Value::Promise(promise), &crate::answer::Kind::Promise, self.speech)
    }

    /// Who keeps a promise, where that is somebody else than whoever signs: what the signer does needs no name behind it.
    fn keeper<'o>(&self, owed: &'o OwedToThem) -> Option<&'o Person> {
        let by = owed.by.as_ref()?.get();
        self.signer.as_ref().is_none_or(|signer| !signer.is_same_as(by)).then_some(by)
    }

    fn to_come(&self) -> impl Iterator<Item = &OwedToThem> {
        self.around.said.owed.iter().filter(|owed| owed.promise.get().due >= self.around.now)
    }

    fn known(&self, known: Known) -> Option<Filled> {
        let (said, house) = (self.around.said, self.around.house);
        let of_house = |text: &Option<Untrusted>| {
            let lines = text.as_ref()?.as_stored().lines().map(str::trim).filter(|line| !line.is_empty());
            let line = lines.collect::<Vec<_>>().join(", ");
            (!line.is_empty()).then(|| Filled::plain(line))
        };
        let day = |at: chrono::DateTime<chrono::FixedOffset>| {
            Filled::plain(self.speech.tongue.date(self.around.zone.at(at.to_utc()).date_naive()))
        };
        match known {
            Known::Today => Some(day(self.around.now)),
            Known::Incident => Some(Filled::plain(said.id.to_string())),
            Known::CustomerName => said.person("customer").map(name),
            Known::OwnerName => said.person("owner").map(name),
            Known::OwnerContact => {
                let own = said.person("owner").and_then(|owner| owner.contact.as_ref());
                let own = own.filter(|contact| !contact.is_blank());
                let own = own.map(|contact| Filled::plain(contact.as_stored().trim()));
                own.or_else(|| of_house(&house.phone)).or_else(|| of_house(&house.email))
            }
            Known::OnRecordSince => Some(day(said.opened_at)),
            Known::PromisesOwed => {
                let owed = self.to_come().filter(|owed| !self.said_already.contains(&owed.question));
                let lines = owed.map(|owed| promise_to_come(owed.promise.get(), self.keeper(owed), self.speech));
                Filled::listed(lines.collect())
            }
            Known::HouseName => of_house(&house.name),
            Known::HousePhone => of_house(&house.phone),
            Known::HouseEmail => of_house(&house.email),
            Known::HouseAddress => of_house(&house.address),
            Known::HouseWebsite => of_house(&house.website),
        }
    }

    /// Who signs, and what the house puts beneath; the house itself where nobody is known who could.
    fn signature(&self) -> Vec<Untrusted> {
        let mut lines = Vec::new();
        if let Some(signer) = &self.signer {
            lines.push(signer.name.clone());
            lines.extend(signer.role.clone());
        }
        match &self.around.house.signature {
            Some(signature) => {
                let own = signature.as_stored().lines().map(str::trim).filter(|line| !line.is_empty());
                lines.extend(own.map(Untrusted::from));
            }
            None => lines.extend(self.around.house.name.clone()),
        }
        lines
    }

    /// What a required paragraph lacks, where it lacks something.
    fn missing(&self, paragraph: &ParagraphWording) -> Option<Missing> {
        let what = paragraph.required.clone()?;
        let held_back = paragraph.at_gate() == AtGate::Open && self.around.said.gate == Gate::Closed;
        if !self.is_wanted(paragraph) || paragraph.at_gate() == AtGate::Closed && !self.stands(paragraph) {
            return None;
        }
        let needs = if held_back { vec![Need::Gate] } else { self.needs(paragraph) };
        let source = paragraph.source.as_ref().and_then(|id| self.around.playbook.evidence(id));
        let source = source.map(|evidence| evidence.title.clone());
        (!needs.is_empty()).then(|| Missing { paragraph: paragraph.id.clone(), what, needs, source })
    }

    fn needs(&self, paragraph: &ParagraphWording) -> Vec<Need> {
        let mut needs: Vec<Need> = Vec::new();
        for slot in paragraph.text.iter().flat_map(Template::slots) {
            if self.slot(slot).is_none() {
                let need = self.need(slot);
                if !needs.contains(&need) {
                    needs.push(need);
                }
            }
        }
        needs
    }

    fn need(&self, slot: &Slot) -> Need {
        let ask = |id: &str| {
            let question = self.around.playbook.question(id);
            question.map(|question| question.ask.clone()).unwrap_or_default()
        };
        let of = |id: &str| id.parse().map_or(Need::Known(Known::CustomerName), |name| Need::Answer(name, ask(id)));
        match slot {
            Slot::Answer(id) => match self.around.said.answer(id.as_str()) {
                Some(Value::Promise(_)) => Need::Promise(id.clone()),
                None if self.around.said.held.contains(id) => Need::Gate,
                _ => Need::Answer(id.clone(), ask(id.as_str())),
            },
            Slot::Due(id) => Need::Due(id.clone()),
            Slot::Known(Known::CustomerName) => of("customer"),
            Slot::Known(Known::OwnerName) => of("owner"),
            Slot::Known(Known::OwnerContact) => Need::House(Known::HousePhone),
            Slot::Known(Known::PromisesOwed) => of("next_contact"),
            Slot::Known(known @ (Known::Today | Known::Incident | Known::OnRecordSince)) => Need::Known(*known),
            Slot::Known(known) => Need::House(*known),
        }
    }
}

fn name(person: &Person) -> Filled {
    Filled::plain(person.name.as_stored().trim())
}
