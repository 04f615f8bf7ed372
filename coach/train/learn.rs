//! Cross-validation by writer, the settings chosen from it, and the weights learnt from everything.

use recover::coach::model::{Margins, Model, OUTPUTS, element_at};
use recover::coach::score::FACTS;
use recover::coach::{Coach, Element, shipped};

use crate::data::{Message, Sentence, Wording};
use crate::figures::Figures;
use crate::fit::{Learnt, fit};
use crate::pack::{Settings, pack};

/// So many parts; a writer's wording is all in one of them, so nothing is judged by what learnt from the same hand.
const PARTS: usize = 5;

/// Of the messages without anything defensive, at most so many may be flagged.
const CLEAN_FLAGGED: f32 = 0.03;

/// What is learnt from all parts is surer than what was learnt from four of them: thresholds below 0 move towards it.
const SURER: f32 = 0.9;

/// How strongly the weights of the score are held small.
const RIDGE: f64 = 3.0;

/// What cross-validation came to.
pub struct Validated {
    settings: Settings,
    figures: Figures,
}

impl Validated {
    pub fn print(&self) {
        self.figures.print(&self.settings);
    }
}

/// A part that was left out, and what was learnt from the others.
struct Part<'w> {
    learnt: Learnt,
    sentences: Vec<&'w Sentence>,
    messages: Vec<&'w Message>,
}

fn coach(learnt: &Learnt, settings: &Settings) -> Coach {
    let bytes: &'static [u8] = pack(learnt, settings).leak();
    Coach::new(Model::of(bytes).unwrap())
}

pub fn cross_validated(wording: &Wording) -> Validated {
    let mut writers: Vec<char> = wording.sentences.iter().map(|sentence| sentence.writer).collect();
    writers.sort_unstable();
    writers.dedup();
    let part_of = |writer: char| writers.iter().position(|known| *known == writer).unwrap() % PARTS;
    let parts: Vec<Part<'_>> = (0..PARTS)
        .map(|part| {
            let (out, kept): (Vec<&Sentence>, Vec<&Sentence>) =
                wording.sentences.iter().partition(|sentence| part_of(sentence.writer) == part);
            Part {
                learnt: fit(&kept),
                sentences: out.into_iter().filter(|sentence| !sentence.of_message).collect(),
                messages: wording.messages.iter().filter(|message| part_of(message.writer) == part).collect(),
            }
        })
        .collect();
    let mut settings = Settings::default();
    choose_thresholds(&parts, &mut settings);
    choose_score(&parts, &mut settings);
    let mut figures = Figures::default();
    for part in &parts {
        let coach = coach(&part.learnt, &settings);
        part.sentences.iter().for_each(|sentence| figures.sentence(sentence, &coach.read(&sentence.text)));
        part.messages.iter().for_each(|message| figures.message(message, &coach.read(&message.text)));
    }
    Validated { settings, figures }
}

/// The figures of the shipped coach on wording that it has not learnt from.
pub fn measured(wording: &Wording) -> Figures {
    measured_with(&shipped::coach().unwrap(), wording)
}

pub fn measured_with(coach: &Coach, wording: &Wording) -> Figures {
    let mut figures = Figures::default();
    let alone = wording.sentences.iter().filter(|sentence| !sentence.of_message);
    alone.for_each(|sentence| figures.sentence(sentence, &coach.read(&sentence.text)));
    wording.messages.iter().for_each(|message| figures.message(message, &coach.read(&message.text)));
    figures
}

/// The file learnt from everything, with the settings that cross-validation chose.
pub fn whole(wording: &Wording, validated: &Validated) -> Vec<u8> {
    let all: Vec<&Sentence> = wording.sentences.iter().collect();
    pack(&fit(&all), &validated.settings)
}

/// Chooses the thresholds of the elements, and the doubt. The threshold of harm stays where the machine puts it, at 0: half
/// of the labelled sentences are hard on purpose, and a threshold that is best for them would be too eager for others.
fn choose_thresholds(parts: &[Part<'_>], settings: &mut Settings) {
    let mut elements: Vec<Vec<(f32, bool)>> = vec![Vec::new(); OUTPUTS];
    let mut clean: Vec<Vec<(f32, f32)>> = Vec::new();
    for part in parts {
        let coach = coach(&part.learnt, settings);
        for message in &part.messages {
            let margins = coach.margins(&message.text);
            let highest = highest(&margins);
            for element in Element::ALL {
                let at = element_at(element);
                elements[at].push((highest[at], message.elements.contains(&element)));
            }
            if !message.defensive {
                let doubts = margins.len().checked_ilog2().unwrap_or(0) as f32;
                clean.push(margins.iter().map(|margins| (margins[0], doubts)).collect());
            }
        }
    }
    for element in Element::ALL {
        let at = element_at(element);
        settings.threshold[at] = SURER * best_threshold(std::mem::take(&mut elements[at]));
    }
    let flagged = |crowd: f32| {
        let over = |(margin, doubts): &(f32, f32)| *margin > settings.threshold[0] + crowd * doubts;
        clean.iter().filter(|message| message.iter().any(over)).count() as f32 / clean.len() as f32
    };
    settings.crowd = (0..100).map(|step| step as f32 / 100.0).find(|crowd| flagged(*crowd) <= CLEAN_FLAGGED).unwrap();
}

fn highest(margins: &[Margins]) -> Margins {
    let over = |one: Margins, other: &Margins| std::array::from_fn(|at| one[at].max(other[at]));
    margins.iter().fold([-9.0; OUTPUTS], over)
}

/// The threshold with the best F1: nothing at it, everything over it.
fn best_threshold(mut said: Vec<(f32, bool)>) -> f32 {
    said.sort_by(|one, other| other.0.total_cmp(&one.0));
    let all = said.iter().filter(|(_, yes)| *yes).count() as f32;
    let (mut right, mut best) = (0.0, (0.0, 0.0));
    for (at, (margin, yes)) in said.iter().enumerate() {
        right += if *yes { 1.0 } else { 0.0 };
        let f1 = 2.0 * right / (all + at as f32 + 1.0);
        let next = said.get(at + 1).map_or(*margin - 0.1, |(next, _)| *next);
        if f1 > best.0 && next < *margin {
            best = (f1, f32::midpoint(*margin, next));
        }
    }
    best.1
}

/// The weights of the score by least squares, from what coaches say that have not learnt from the messages.
fn choose_score(parts: &[Part<'_>], settings: &mut Settings) {
    let mut rows: Vec<([f32; FACTS], f32)> = Vec::new();
    for part in parts {
        let coach = coach(&part.learnt, settings);
        rows.extend(part.messages.iter().map(|message| (coach.facts(&message.text), message.rating)));
    }
    settings.score = least_squares(&rows);
}

/// Solves for the weights with the least squared error, held small, by Gaussian elimination.
fn least_squares(rows: &[([f32; FACTS], f32)]) -> [f32; FACTS] {
    let mut system = vec![[0.0_f64; FACTS + 1]; FACTS];
    for (facts, rating) in rows {
        for (one, equation) in system.iter_mut().enumerate() {
            for other in 0..FACTS {
                equation[other] += f64::from(facts[one]) * f64::from(facts[other]);
            }
            equation[FACTS] += f64::from(facts[one]) * f64::from(*rating);
        }
    }
    for (at, equation) in system.iter_mut().enumerate() {
        equation[at] += RIDGE;
    }
    for pivot in 0..FACTS {
        let best =
            (pivot..FACTS).max_by(|one, other| system[*one][pivot].abs().total_cmp(&system[*other][pivot].abs()));
        system.swap(pivot, best.unwrap());
        let row = system[pivot];
        for (at, equation) in system.iter_mut().enumerate() {
            if at != pivot {
                let times = equation[pivot] / row[pivot];
                equation.iter_mut().zip(row).for_each(|(value, of)| *value -= times * of);
            }
        }
    }
    std::array::from_fn(|at| (system[at][FACTS] / system[at][at]) as f32)
}
