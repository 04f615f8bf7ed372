//! Sentences as features, and the machines for all outputs learnt from them.

use std::collections::HashMap;

use recover::coach::model::OUTPUTS;
use recover::coach::token::{self, Token};
use recover::coach::{Category, features};

use crate::data::{Said, Sentence};
use crate::machine::{self, Example};

/// In how many sentences a word, a pair and three words must stand to be learnt.
const LEAST_SEEN: [usize; 3] = [1, 1, 2];

/// What a mistake costs for harm, for a category, for an element.
const COST: [f32; 3] = [0.7, 0.7, 1.0];

/// What was learnt: each feature with its weight in the length of a sentence and its weights for the outputs; the biases.
pub struct Learnt {
    pub features: Vec<(u64, f32, [f32; OUTPUTS])>,
    pub bias: [f32; OUTPUTS],
}

pub fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    token::read(text, 0, &mut tokens);
    tokens
}

/// How often each feature occurs, and of how many words it is.
type Counts = HashMap<u64, (f32, usize)>;

fn counted(tokens: &[Token]) -> Counts {
    let mut counts = HashMap::new();
    features::each(tokens, |feature, size| counts.entry(feature).or_insert((0.0, size)).0 += 1.0);
    counts
}

/// Learns from these sentences.
pub fn fit(sentences: &[&Sentence]) -> Learnt {
    let read: Vec<Counts> = sentences.iter().map(|sentence| counted(&tokens(&sentence.text))).collect();
    let mut seen: HashMap<u64, (usize, usize)> = HashMap::new();
    for counts in &read {
        for (feature, (_, size)) in counts {
            seen.entry(*feature).or_insert((0, *size)).0 += 1;
        }
    }
    let often_enough = |(_, (seen, size)): &(u64, (usize, usize))| *seen >= LEAST_SEEN[*size - 1];
    let mut known: Vec<(u64, f32)> =
        seen.into_iter().filter(often_enough).map(|(feature, (seen, _))| (feature, seen as f32)).collect();
    known.sort_by_key(|(feature, _)| *feature);
    let all = sentences.len() as f32;
    let lengths: Vec<f32> = known.iter().map(|(_, seen)| ((1.0 + all) / (1.0 + seen)).ln() + 1.0).collect();
    let number: HashMap<u64, u32> = known.iter().zip(0..).map(|((feature, _), number)| (*feature, number)).collect();
    let examples: Vec<Example> = read
        .iter()
        .map(|counts| {
            let mut example: Example = counts
                .iter()
                .filter_map(|(feature, (count, _))| {
                    let number = *number.get(feature)?;
                    Some((number, count * lengths[number as usize]))
                })
                .collect();
            example.sort_by_key(|(number, _)| *number);
            let length = example.iter().map(|(_, value)| value * value).sum::<f32>().sqrt();
            example.iter_mut().for_each(|(_, value)| *value /= length);
            example
        })
        .collect();
    let width = known.len();
    let weights = machines(sentences, &examples, width);
    let row = |at: usize, times: f32| std::array::from_fn(|output| weights[output][at] * times);
    Learnt {
        features: known
            .iter()
            .enumerate()
            .map(|(at, (feature, _))| (*feature, lengths[at], row(at, lengths[at])))
            .collect(),
        bias: row(width, 1.0),
    }
}

/// One machine for each output, on as many threads as there are cores.
fn machines(sentences: &[&Sentence], examples: &[Example], width: usize) -> Vec<Vec<f32>> {
    let said: Vec<[Said; OUTPUTS]> = sentences.iter().map(|sentence| sentence.said()).collect();
    let learn = |output: usize| {
        let chosen: Vec<(&Example, bool)> = (examples.iter().zip(&said))
            .filter(|(_, said)| said[output] != Said::Open)
            .map(|(example, said)| (example, said[output] == Said::Yes))
            .collect();
        let yes = chosen.iter().filter(|(_, yes)| *yes).count().max(1) as f32;
        let cost = COST[usize::from(output > 0) + usize::from(output > Category::ALL.len())];
        // A rare category is no less worth than a common one, and harm in all no less than none.
        let no = chosen.len() as f32 - yes;
        let rare = if output == 0 { no / yes } else { (chosen.len() as f32 / (13.0 * yes)).clamp(1.0, 4.0) };
        machine::learn(width, &chosen, [cost, cost * rare])
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let mut weights = vec![Vec::new(); OUTPUTS];
    std::thread::scope(|scope| {
        let learn = &learn;
        let workers: Vec<_> = (0..threads)
            .map(|first| {
                scope.spawn(move || (first..OUTPUTS).step_by(threads).map(|at| (at, learn(at))).collect::<Vec<_>>())
            })
            .collect();
        for (output, learnt) in workers.into_iter().flat_map(|worker| worker.join().unwrap()) {
            weights[output] = learnt;
        }
    });
    weights
}
