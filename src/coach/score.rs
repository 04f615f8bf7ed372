//! The score of a message, from what was found in it.
//!
//! The weights are learnt from messages that people rated from 0 to 100; the facts below are all that enters.

use super::element::{Element, Elements};
use super::finding::Finding;
use super::severity::Severity;

/// How many facts enter the score.
pub const FACTS: usize = Element::ALL.len() + 12;

/// What is known of a message when it is scored.
#[derive(Debug, Clone, Copy)]
pub struct Measured<'f> {
    /// Its elements.
    pub elements: Elements,
    /// What was found.
    pub findings: &'f [Finding],
    /// How many sentences it has.
    pub sentences: usize,
    /// How many words and marks.
    pub tokens: usize,
    /// The highest margin of harm of a sentence, over its threshold.
    pub worst: f32,
    /// The mean margin of harm of its sentences.
    pub mean: f32,
}

/// The facts, in the order of the weights.
#[expect(clippy::cast_precision_loss, reason = "counts of sentences and words, far below what a float holds exactly")]
pub fn facts(measured: &Measured<'_>) -> [f32; FACTS] {
    let mut facts = [0.0; FACTS];
    for element in Element::ALL {
        facts[element.index()] = if measured.elements.has(element) { 1.0 } else { 0.0 };
    }
    let counted = measured.findings.iter().filter(|finding| finding.severity.counts()).count();
    let errors = measured.findings.iter().filter(|finding| finding.severity == Severity::Error).count();
    let count = measured.elements.count() as f32;
    let sentences = measured.sentences.max(1) as f32;
    let clean = if counted == 0 { 1.0 } else { 0.0 };
    let worst = measured.worst.clamp(-2.0, 2.0);
    let rest = [
        1.0,
        clean,
        half_life(counted as f32),
        half_life(errors as f32),
        counted as f32 / sentences,
        worst,
        measured.mean.clamp(-2.0, 2.0),
        half_life(measured.tokens as f32 / 20.0),
        count * count / 10.0,
        count * clean,
        worst * count / 10.0,
        if count > 6.5 { 1.0 } else { 0.0 },
    ];
    facts[Element::ALL.len()..].copy_from_slice(&rest);
    facts
}

/// From 0 towards 1, half of it at 1: the first of several weighs most.
fn half_life(count: f32) -> f32 {
    count / (1.0 + count)
}

/// The score by these weights, 0 to 100.
pub fn score(measured: &Measured<'_>, weights: &[f32; FACTS]) -> u8 {
    let sum: f32 = facts(measured).iter().zip(weights).map(|(fact, weight)| fact * weight).sum();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0 to 100 just here")]
    let score = sum.clamp(0.0, 100.0).round() as u8;
    score
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_score_stays_within_its_bounds() {
        let measured =
            Measured { elements: Elements::default(), findings: &[], sentences: 0, tokens: 0, worst: 0.0, mean: 0.0 };
        assert_eq!(score(&measured, &[1000.0; FACTS]), 100);
        assert_eq!(score(&measured, &[-1000.0; FACTS]), 0);
    }
}
