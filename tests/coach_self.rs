//! What the program says and teaches passes its own coach: the wording of playbooks and letters, what they give to be said, and the
//! program's own words.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::format_collect,
    reason = "a test that cannot go on says so by panicking, and is read more often than it is run"
)]

use std::fs;
use std::path::{Path, PathBuf};

use recover::coach::shipped;
use recover::playbook::letter_text::{Part, Template};
use recover::playbook::library::SHIPPED;
use recover::playbook::{LetterWording, Playbook, standard};
use recover::shelf::Shelf;

/// Words to customers that the coach hears something in and that are left as they are: a part of the sentence, after why. What stands
/// under `heard wrongly` is sound by the guide, and waits for better weights.
const EXCEPTIONS: &str = include_str!("support/coach-exceptions.txt");

/// The sentences that are excepted.
fn exceptions() -> impl Iterator<Item = &'static str> {
    EXCEPTIONS.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// Words and where they are from.
type Said = (String, String);

/// What a text is to the coach.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Is {
    /// A message to a customer, which is what its weights have learnt.
    AMessage,
    /// Words about the program: held to the rules that name words, and not to what messages sound like.
    AboutTheProgram,
}

/// A sentence that the coach would have changed, where it is from, and the rule that hears it.
struct Heard {
    place: String,
    rule: String,
    sentence: String,
}

/// Every sentence of these that the coach would have changed.
fn heard_in(all: &[Said], is: Is) -> Vec<Heard> {
    assert!(!all.is_empty(), "nothing was read");
    let coach = shipped::coach().unwrap();
    let mut heard = Vec::new();
    for (place, text) in all {
        for finding in coach.read(text).findings {
            let from = recover::coach::sentence::all(text).into_iter().find(|one| one.contains(&finding.span.start));
            let sentence = from.map_or(text.as_str(), |range| &text[range]);
            let sentence = sentence.split_whitespace().collect::<Vec<_>>().join(" ");
            let by_sound = finding.rule == finding.category.name();
            if finding.severity.counts() && !(by_sound && is == Is::AboutTheProgram) {
                heard.push(Heard { place: place.clone(), rule: finding.rule, sentence });
            }
        }
    }
    heard
}

#[track_caller]
fn passes(all: &[Said], is: Is) {
    let heard: Vec<String> = heard_in(all, is)
        .into_iter()
        .filter(|heard| !exceptions().any(|part| heard.sentence.contains(part)))
        .map(|heard| format!("{}: [{}] {}", heard.place, heard.rule, heard.sentence))
        .collect();
    assert!(heard.is_empty(), "{} found:\n{}", heard.len(), heard.join("\n"));
}

fn playbooks() -> Vec<Playbook> {
    let shelf = Shelf::new("no-such-folder", None);
    SHIPPED.iter().map(|shipped| shelf.take(shipped.id).unwrap().playbook).collect()
}

/// The words of a letter with something harmless in the place of each answer.
fn filled_in(template: &Template) -> String {
    let part = |part: &Part| match part {
        Part::Words(words) => words.as_stored().to_owned(),
        Part::Slot(_) => "12 June".to_owned(),
    };
    let chunks = template.chunks.iter().map(|chunk| chunk.iter().map(part).collect::<String>());
    chunks.collect::<Vec<_>>().join("\n\n")
}

fn in_letter(place: &str, letter: &LetterWording) -> Vec<Said> {
    let head = [&letter.subject, &letter.subject_under_gate, &letter.greeting, &letter.closing];
    let paragraphs = letter.paragraphs.iter().filter_map(|paragraph| paragraph.text.as_ref());
    let all = head.into_iter().flatten().chain(paragraphs);
    all.map(|text| (format!("{place}, letter {}", letter.id), filled_in(text))).collect()
}

/// What playbooks give to be said.
fn given_to_be_said() -> Vec<Said> {
    let mut said: Vec<Said> = Vec::new();
    for playbook in playbooks() {
        let mut add = |kind: &str, text: &recover::untrusted::Untrusted| {
            said.push((format!("{}, {kind}", playbook.id), text.as_stored().to_owned()));
        };
        for page in &playbook.pages {
            page.do_.iter().filter(|advice| advice.spoken).for_each(|advice| add("say", &advice.text));
            page.dont.iter().filter_map(|advice| advice.instead.as_ref()).for_each(|text| add("instead", text));
        }
        let to_them = playbook.questions.iter().filter(|question| question.is_said_to_the_customer());
        to_them.filter_map(|question| question.example.as_ref()).for_each(|text| add("example", text));
        playbook.legal.say.iter().chain(&playbook.again.say).for_each(|text| add("say", text));
    }
    said.sort_by(|one, other| one.1.cmp(&other.1));
    said.dedup_by(|one, other| one.1 == other.1);
    said
}

#[test]
fn what_playbooks_give_to_be_said_passes_the_coach() {
    passes(&given_to_be_said(), Is::AMessage);
}

/// The wording of every letter.
fn wording_of_letters() -> Vec<Said> {
    let standard = standard::letters().unwrap();
    let mut said: Vec<Said> = standard.iter().flat_map(|letter| in_letter("standard", letter)).collect();
    for playbook in playbooks() {
        said.extend(playbook.letters.iter().flat_map(|letter| in_letter(playbook.id.as_str(), letter)));
    }
    said.sort_by(|one, other| one.1.cmp(&other.1));
    said.dedup_by(|one, other| one.1 == other.1);
    said
}

#[test]
fn the_wording_of_letters_passes_the_coach() {
    passes(&wording_of_letters(), Is::AMessage);
}

/// The files of a folder with that ending, in order.
fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut found: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    found.retain(|path| path.to_str().unwrap().ends_with(ending));
    found.sort();
    found
}

/// The running text of a file: without comments, code and what is quoted from a customer.
fn running(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let mut in_code = false;
    let lines = text.lines().take_while(|line| !line.starts_with("<!--")).map(|line| {
        in_code ^= line.starts_with("```");
        let is_other = in_code || line.starts_with(['|', '#', '`']) || line.starts_with("    ");
        if is_other { String::new() } else { line.trim_end_matches('\\').replace('`', "") }
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The letters of the scenarios.
fn whole_letters() -> Vec<Said> {
    let letters = files("tests/scenarios", ".letter.md");
    let said: Vec<Said> =
        letters.iter().map(|path| (path.file_stem().unwrap().to_str().unwrap().to_owned(), running(path))).collect();
    said
}

#[test]
fn whole_letters_of_the_scenarios_pass_the_coach() {
    passes(&whole_letters(), Is::AMessage);
}

/// The program's own words: its help, and what it says in conversations.
fn own_words() -> Vec<Said> {
    let mut said: Vec<Said> = Vec::new();
    let commands = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/commands.md");
    let text = fs::read_to_string(commands).unwrap();
    let help = text.lines().filter(|line| !line.starts_with("```") && !line.starts_with('#'));
    // Each line of help is a sentence or two of its own; options and usage have no words.
    said.extend(
        help.filter(|line| line.contains(' ')).map(|line| ("docs/commands.md".to_owned(), line.trim().to_owned())),
    );
    for path in
        files("tests/snapshots", ".snap").into_iter().filter(|path| path.to_str().unwrap().contains("conversations__"))
    {
        let text = fs::read_to_string(&path).unwrap();
        // What somebody typed is theirs, and what is never to be said is there to be recognised.
        let ours = text.lines().skip(4).filter(|line| !line.starts_with(['>', ' ']) && !line.starts_with("never say:"));
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        said.extend(ours.map(|line| (name.clone(), line.trim_start_matches("say: ").to_owned())));
    }
    said
}

#[test]
fn the_program_s_own_words_pass_the_coach() {
    passes(&own_words(), Is::AboutTheProgram);
}

#[test]
fn every_exception_is_still_needed() {
    let said = [given_to_be_said(), wording_of_letters(), whole_letters()].concat();
    let mut heard = heard_in(&said, Is::AMessage);
    heard.extend(heard_in(&own_words(), Is::AboutTheProgram));
    let idle: Vec<&str> =
        exceptions().filter(|part| !heard.iter().any(|heard| heard.sentence.contains(part))).collect();
    assert!(idle.is_empty(), "no longer heard, so no exception:\n{}", idle.join("\n"));
}
