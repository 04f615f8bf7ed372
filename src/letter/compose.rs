//! From the wording and what the customer may read to the letter, with every required part that is missing.

use super::fill::{Filled, Speech, chunk, one_line, promise_to_come};
use super::tongue::Tongue;
use super::{Around, Block, Letter, Missing, Need, Paragraph};
use crate::answer::{Person, Value};
use crate::journal::PromiseNumber;
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
    drafting.said_already = drafting.promises_said(&standing);
    let here = around.zone.at(around.now.to_utc());
    let whole = |text: Option<&Template>| text.and_then(|text| drafting.line(text));
    let title = wording.title.clone().unwrap_or_default();
    let customer = said.person("customer");
    let mut body: Vec<Paragraph> =
        wording.paragraphs.iter().filter_map(|paragraph| drafting.paragraph(paragraph)).collect();
    without_repetition(&mut body, &wording.paragraphs);
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
        said: drafting.slots_of(wording, true),
        unsaid: drafting.slots_of(wording, false),
        title,
    }
}

/// Whoever takes responsibility in the words that begin the apology has taken it once. What a rule demands stands in any case.
fn without_repetition(body: &mut Vec<Paragraph>, wording: &[ParagraphWording]) {
    let flat = |paragraph: &Paragraph| match paragraph.blocks.as_slice() {
        [Block::Text(text)] => Some(folded(text)),
        _ => None,
    };
    let is_required = |paragraph: &Paragraph| {
        wording.iter().any(|wording| wording.id == paragraph.name && wording.required.is_some())
    };
    let texts: Vec<(Option<String>, bool)> =
        body.iter().map(|paragraph| (flat(paragraph), is_required(paragraph))).collect();
    let is_repeated = |at: usize| {
        let Some((Some(text), false)) = texts.get(at) else { return false };
        texts.iter().enumerate().filter(|(other, _)| *other != at).any(|(other, (longer, stays))| {
            longer.as_deref().and_then(|longer| longer.strip_prefix(text.as_str())).is_some_and(|rest| {
                // The same words twice: the later go, unless they have to stay. `£5.` is not how `£5.50` begins.
                if rest.is_empty() { other < at || *stays } else { rest.starts_with(' ') }
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
    /// Promises that a paragraph says by their question, so that the list of what is owed does not say them again.
    said_already: Vec<PromiseNumber>,
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

    /// Whether it would stand if nothing spoke against facts.
    fn is_held_back(&self, paragraph: &ParagraphWording) -> bool {
        let waits = paragraph.at_gate() == AtGate::Open && self.around.said.gate == Gate::Closed;
        waits && self.is_wanted(paragraph)
    }

    /// The promises that these paragraphs say in so many words. A paragraph that has a gap says none; and one that lists what is owed
    /// besides would have nothing to list, and be left out with what it says.
    fn promises_said(&self, standing: &[&ParagraphWording]) -> Vec<PromiseNumber> {
        let texts = standing.iter().filter(|paragraph| self.filled(paragraph).is_some());
        let texts = texts.filter_map(|paragraph| paragraph.text.as_ref());
        let texts = texts.filter(|text| !text.slots().any(|slot| *slot == Slot::Known(Known::PromisesOwed)));
        let answers = texts.flat_map(Template::slots).filter_map(|slot| match slot {
            Slot::Answer(id) if self.is_promised(id) => Some(id),
            _ => None,
        });
        answers.flat_map(|id| self.to_come_of(id)).map(|owed| owed.number).collect()
    }

    /// The placeholders of the paragraphs that fit the answers and are filled in, or of those that are not.
    fn slots_of(&self, wording: &LetterWording, filled: bool) -> Vec<Slot> {
        let wanted = wording.paragraphs.iter().filter(|paragraph| self.is_wanted(paragraph));
        let is_filled = |paragraph: &ParagraphWording| self.stands(paragraph) && self.filled(paragraph).is_some();
        let texts = wanted.filter(|paragraph| is_filled(paragraph) == filled);
        texts.filter_map(|paragraph| paragraph.text.as_ref()).flat_map(Template::slots).cloned().collect()
    }

    /// Whether the answer to a question is one promise or several.
    fn is_promised(&self, id: &Name) -> bool {
        let answer = self.around.said.answer(id.as_str());
        answer.is_some_and(|answer| answer.parts().any(|part| matches!(part, Value::Promise(_))))
    }

    /// The paragraph; where it is required and cannot be filled in, or waits for the gate, a gap in its place.
    fn paragraph(&self, paragraph: &ParagraphWording) -> Option<Paragraph> {
        let gap = || paragraph.required.clone().map(|what| vec![Block::Gap(what)]);
        let blocks = if self.stands(paragraph) {
            self.filled(paragraph).or_else(gap)?
        } else if self.is_held_back(paragraph) {
            gap()?
        } else {
            return None;
        };
        Some(Paragraph { name: paragraph.id.clone(), blocks })
    }

    /// What a paragraph says; `None` where a placeholder in it stands for nothing.
    fn filled(&self, paragraph: &ParagraphWording) -> Option<Vec<Block>> {
        let text = paragraph.text.as_ref()?;
        let blocks: Option<Vec<Block>> =
            text.chunks.iter().map(|parts| chunk(parts, &|part| self.fill(part))).collect();
        blocks.filter(|blocks| !blocks.is_empty())
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
            Slot::Answer(id) if self.is_promised(id) => self.promised(id),
            Slot::Answer(id) => {
                let answer = said.answers.get(id)?;
                Filled::of(answer.value.get(), &answer.kind, self.speech)
            }
            Slot::Due(id) => {
                let due = self.around.zone.at(said.due.get(id)?.get().to_utc());
                Some(Filled::plain(self.speech.tongue.day(due.date_naive())))
            }
            Slot::Known(known) => self.known(*known),
        }
    }

    /// What was promised in answer to a question and is still to come.
    fn promised(&self, id: &Name) -> Option<Filled> {
        let said = |owed: &OwedToThem| {
            let by = self.keeper(owed).cloned();
            Value::Promise(crate::answer::Promise { by, ..owed.promise.get().clone() })
        };
        let mut promises: Vec<Value> = self.to_come_of(id).map(said).collect();
        let is_one = promises.len() == 1 && !matches!(self.around.said.answer(id.as_str()), Some(Value::Several(_)));
        let value = if is_one { promises.pop()? } else { Value::Several(promises) };
        Filled::of(&value, &crate::answer::Kind::Promise, self.speech)
    }

    /// Who keeps a promise, where that is somebody else than whoever signs: what the signer does needs no name behind it.
    fn keeper<'o>(&self, owed: &'o OwedToThem) -> Option<&'o Person> {
        let by = owed.by.as_ref()?.get();
        self.signer.as_ref().is_none_or(|signer| !signer.is_same_as(by)).then_some(by)
    }

    fn to_come_of<'s>(&'s self, question: &'s Name) -> impl Iterator<Item = &'s OwedToThem> {
        self.to_come().filter(|owed| owed.question == *question)
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
            Known::ReopenedOn => said.reopened_at.map(day),
            Known::PromisesOwed => {
                let owed = self.to_come().filter(|owed| !self.said_already.contains(&owed.number));
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
        if !self.is_wanted(paragraph) || paragraph.at_gate() == AtGate::Closed && !self.stands(paragraph) {
            return None;
        }
        let needs = if self.is_held_back(paragraph) { vec![Need::Gate] } else { self.needs(paragraph) };
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
        let question = |id: &str| self.around.playbook.question(id);
        let answer = |id: &Name| {
            Need::Answer(id.clone(), question(id.as_str()).map(|question| question.ask.clone()).unwrap_or_default())
        };
        let of = |id: &str, known: Known| {
            question(id).map_or(Need::Known(known), |found| Need::Answer(found.id.clone(), found.ask.clone()))
        };
        match slot {
            Slot::Answer(id) if self.is_promised(id) => Need::Promise(id.clone()),
            Slot::Answer(id) if self.around.said.refused.contains(id) => Need::Refused(id.clone()),
            Slot::Answer(id) => match self.around.said.answer(id.as_str()) {
                None if self.around.said.held.contains(id) => Need::Gate,
                _ => answer(id),
            },
            Slot::Due(id) => Need::Due(id.clone()),
            Slot::Known(Known::CustomerName) => of("customer", Known::CustomerName),
            Slot::Known(Known::OwnerName) => of("owner", Known::OwnerName),
            Slot::Known(Known::OwnerContact) => Need::House(Known::HousePhone),
            Slot::Known(Known::PromisesOwed) => of("next_contact", Known::PromisesOwed),
            Slot::Known(known @ (Known::Today | Known::Incident | Known::OnRecordSince | Known::ReopenedOn)) => {
                Need::Known(*known)
            }
            Slot::Known(known) => Need::House(*known),
        }
    }
}

fn name(person: &Person) -> Filled {
    Filled::plain(person.name.as_stored().trim())
}
