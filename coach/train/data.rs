//! The labelled wording, read from `coach/labelled`.

use std::collections::BTreeSet;
use std::path::Path;

use recover::coach::model::{OUTPUTS, category_at, element_at};
use recover::coach::{Category, Element};
use serde_json::Value;

/// What a sentence is for one output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    Yes,
    No,
    /// Either would do, so nothing is learnt from it.
    Open,
}

/// A sentence and what it is said to be.
#[derive(Debug, Clone)]
pub struct Sentence {
    pub writer: char,
    pub text: String,
    pub labels: BTreeSet<Category>,
    pub also: BTreeSet<Category>,
    pub hard: bool,
    pub elements: BTreeSet<Element>,
    /// Whether it was cut from a message, where most sentences are sound.
    pub of_message: bool,
}

impl Sentence {
    /// What it is for each output: harm, the categories, the elements.
    pub fn said(&self) -> [Said; OUTPUTS] {
        let of = |yes: bool| if yes { Said::Yes } else { Said::No };
        let mut said = [Said::No; OUTPUTS];
        said[0] = of(!self.labels.is_empty());
        for category in Category::ALL {
            said[category_at(category)] =
                if self.also.contains(&category) { Said::Open } else { of(self.labels.contains(&category)) };
        }
        for element in Element::ALL {
            said[element_at(element)] = of(self.elements.contains(&element));
        }
        said
    }
}

/// A message and how it was rated.
#[derive(Debug, Clone)]
pub struct Message {
    pub writer: char,
    pub text: String,
    pub elements: BTreeSet<Element>,
    pub defensive: bool,
    pub rating: f32,
}

/// Everything.
pub struct Wording {
    pub sentences: Vec<Sentence>,
    pub messages: Vec<Message>,
}

impl Wording {
    /// Reads every file of `coach/labelled`, in the order of their names.
    pub fn read() -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("coach/labelled");
        let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        Self::of_files(&paths)
    }

    /// Reads these files, whose names begin with the writer's letter; messages need not be cut into sentences.
    pub fn of_files(paths: &[impl AsRef<Path>]) -> Self {
        let mut wording = Self { sentences: Vec::new(), messages: Vec::new() };
        for path in paths {
            let path = path.as_ref();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            let writer = name.chars().next().unwrap();
            for line in std::fs::read_to_string(path).unwrap().lines() {
                let line: Value = serde_json::from_str(line).unwrap();
                if name.ends_with("sentences.jsonl") {
                    wording.sentences.push(sentence(writer, &line, false));
                } else {
                    wording.messages.push(message(writer, &line));
                    let parts = line["sentences"].as_array().into_iter().flatten();
                    wording.sentences.extend(parts.map(|part| sentence(writer, part, true)));
                }
            }
        }
        wording
    }
}

fn categories(value: &Value) -> BTreeSet<Category> {
    let names: Vec<&str> = match value {
        Value::String(one) => vec![one],
        Value::Array(several) => several.iter().map(|one| one.as_str().unwrap()).collect(),
        _ => Vec::new(),
    };
    names.into_iter().filter(|name| *name != "sound").map(|name| Category::named(name).unwrap()).collect()
}

fn sentence(writer: char, line: &Value, of_message: bool) -> Sentence {
    Sentence {
        writer,
        text: line["text"].as_str().unwrap().to_owned(),
        labels: categories(&line["label"]),
        also: categories(&line["also"]),
        hard: line["hard"].as_bool().unwrap_or_default(),
        elements: (line["elements"].as_array().into_iter().flatten())
            .map(|name| Element::named(name.as_str().unwrap()).unwrap())
            .collect(),
        of_message,
    }
}

fn message(writer: char, line: &Value) -> Message {
    let has = |element: &Element| line["elements"][element.name()].as_bool().unwrap();
    Message {
        writer,
        text: line["text"].as_str().unwrap().to_owned(),
        elements: Element::ALL.into_iter().filter(has).collect(),
        defensive: !categories(&line["defensive"]).is_empty(),
        rating: line["rating"].as_f64().unwrap() as f32,
    }
}
