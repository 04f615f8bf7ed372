//! What a document looks like: which names it has, and what is behind each, learnt from samples.

use std::collections::BTreeMap;

use serde_json::Value as Json;

/// What is behind a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shape {
    /// Nothing is known about it.
    Any,
    /// A text, a number, yes or no.
    Leaf,
    /// Named parts.
    Object(BTreeMap<String, Shape>),
    /// Parts whose names are not ours, such as the questions of a playbook, all of one shape.
    Open(Box<Shape>),
    /// Several of one shape.
    List(Box<Shape>),
}

/// Objects whose names come from a playbook.
const OPEN: &[&str] = &["questions"];

/// The shape that all of these samples have together.
pub fn of(samples: &[Json]) -> Shape {
    samples.iter().map(one).reduce(Shape::merged).unwrap_or(Shape::Any)
}

fn one(sample: &Json) -> Shape {
    match sample {
        Json::Null => Shape::Any,
        Json::Bool(_) | Json::Number(_) | Json::String(_) => Shape::Leaf,
        Json::Array(parts) => Shape::List(Box::new(of(parts))),
        Json::Object(parts) => {
            Shape::Object(parts.iter().map(|(name, part)| (name.clone(), named(name, part))).collect())
        }
    }
}

fn named(name: &str, part: &Json) -> Shape {
    match part {
        Json::Object(parts) if OPEN.contains(&name) => {
            Shape::Open(Box::new(parts.values().map(one).reduce(Shape::merged).unwrap_or(Shape::Any)))
        }
        _ => one(part),
    }
}

impl Shape {
    fn merged(self, other: Self) -> Self {
        match (self, other) {
            (Self::Any, known) | (known, Self::Any) => known,
            (Self::Leaf, Self::Leaf) => Self::Leaf,
            (Self::List(one), Self::List(other)) => Self::List(Box::new(one.merged(*other))),
            (Self::Open(one), Self::Open(other)) => Self::Open(Box::new(one.merged(*other))),
            (Self::Object(mut one), Self::Object(other)) => {
                for (name, shape) in other {
                    let known = one.remove(&name).unwrap_or(Self::Any);
                    one.insert(name, known.merged(shape));
                }
                Self::Object(one)
            }
            // An answer is a text here and an object there.
            _ => Self::Any,
        }
    }

    /// One of several.
    pub fn element(&self) -> Self {
        match self {
            Self::List(element) => (**element).clone(),
            Self::Object(_) | Self::Open(_) => Self::Leaf,
            Self::Any | Self::Leaf => Self::Any,
        }
    }
}
