//! How good the coach is, counted as the labelled sets are scored.

use std::collections::BTreeSet;

use recover::coach::{Category, Element, Reading, Rules};

use crate::data::{Message, Sentence, Wording};
use crate::fit::tokens;
use crate::pack::Settings;

/// Right, wrongly said, missed.
#[derive(Debug, Clone, Copy, Default)]
struct Count {
    right: usize,
    wrong: usize,
    missed: usize,
}

impl Count {
    fn add(&mut self, said: bool, is: bool) {
        match (said, is) {
            (true, true) => self.right += 1,
            (true, false) => self.wrong += 1,
            (false, true) => self.missed += 1,
            (false, false) => {}
        }
    }

    fn f1(self) -> f64 {
        2.0 * self.right as f64 / ((2 * self.right + self.wrong + self.missed).max(1) as f64)
    }

    fn precision(self) -> f64 {
        self.right as f64 / ((self.right + self.wrong).max(1) as f64)
    }

    fn recall(self) -> f64 {
        self.right as f64 / ((self.right + self.missed).max(1) as f64)
    }
}

/// The figures so far.
#[derive(Debug, Default)]
pub struct Figures {
    harm: Count,
    categories: [Count; 12],
    elements: [Count; 10],
    exact: (usize, usize),
    hard_sound: (usize, usize),
    hard_defensive: (usize, usize),
    clean_flagged: (usize, usize),
    defensive_flagged: (usize, usize),
    ratings: Vec<(f32, f32)>,
}

fn tick(counts: &mut (usize, usize), yes: bool) {
    counts.0 += usize::from(yes);
    counts.1 += 1;
}

fn share(counts: (usize, usize)) -> f64 {
    counts.0 as f64 / counts.1.max(1) as f64
}

impl Figures {
    pub fn sentence(&mut self, sentence: &Sentence, reading: &Reading) {
        let found: BTreeSet<Category> = (reading.findings.iter().filter(|finding| finding.severity.counts()))
            .map(|finding| finding.category)
            .collect();
        let defensive = !sentence.labels.is_empty();
        self.harm.add(!found.is_empty(), defensive);
        for category in Category::ALL {
            if !sentence.also.contains(&category) {
                self.categories[category.index()].add(found.contains(&category), sentence.labels.contains(&category));
            }
        }
        let worst = (reading.findings.iter().filter(|finding| finding.severity.counts()))
            .min_by_key(|finding| (std::cmp::Reverse(finding.severity), finding.span.start));
        let exact = worst.map_or(!defensive, |finding| {
            sentence.labels.contains(&finding.category) || sentence.also.contains(&finding.category)
        });
        tick(&mut self.exact, exact);
        if sentence.hard {
            let counts = if defensive { &mut self.hard_defensive } else { &mut self.hard_sound };
            tick(counts, !found.is_empty());
        }
    }

    pub fn message(&mut self, message: &Message, reading: &Reading) {
        for element in Element::ALL {
            self.elements[element.index()].add(reading.elements.has(element), message.elements.contains(&element));
        }
        let counts = if message.defensive { &mut self.defensive_flagged } else { &mut self.clean_flagged };
        tick(counts, reading.is_flagged());
        self.ratings.push((f32::from(reading.score), message.rating));
    }

    pub fn print(&self, settings: &Settings) {
        println!("sentences {}, messages {}", self.exact.1, self.ratings.len());
        let harm = self.harm;
        println!("harm           P {:.3}  R {:.3}  F1 {:.3}", harm.precision(), harm.recall(), harm.f1());
        println!("hard sound flagged {:.3} of {}", share(self.hard_sound), self.hard_sound.1);
        println!("hard defensive heard {:.3} of {}", share(self.hard_defensive), self.hard_defensive.1);
        println!("exact of 13    {:.3}", share(self.exact));
        for category in Category::ALL {
            let count = self.categories[category.index()];
            println!("  {category:<22} P {:.3}  R {:.3}  F1 {:.3}", count.precision(), count.recall(), count.f1());
        }
        println!("macro-F1       {:.3}", self.categories.iter().map(|count| count.f1()).sum::<f64>() / 12.0);
        for element in Element::ALL {
            let count = self.elements[element.index()];
            println!("  {element:<22} P {:.3}  R {:.3}  F1 {:.3}", count.precision(), count.recall(), count.f1());
        }
        println!("element macro-F1 {:.3}", self.elements.iter().map(|count| count.f1()).sum::<f64>() / 10.0);
        println!("rank correlation of score and rating {:.3}", spearman(&self.ratings));
        println!("clean messages flagged {:.3} of {}", share(self.clean_flagged), self.clean_flagged.1);
        println!("defensive messages flagged {:.3} of {}", share(self.defensive_flagged), self.defensive_flagged.1);
        println!("threshold {:.3}, doubt {:.3}", settings.threshold[0], settings.crowd);
    }
}

fn ranks(values: impl Iterator<Item = f32>) -> Vec<f64> {
    let values: Vec<f32> = values.collect();
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|one, other| values[*one].total_cmp(&values[*other]));
    let mut ranks = vec![0.0; values.len()];
    let mut at = 0;
    while at < order.len() {
        let same = order[at..].iter().take_while(|next| values[**next] == values[order[at]]).count();
        order[at..at + same].iter().for_each(|place| ranks[*place] = at as f64 + (same as f64 - 1.0) / 2.0);
        at += same;
    }
    ranks
}

fn spearman(pairs: &[(f32, f32)]) -> f64 {
    let (one, other) = (ranks(pairs.iter().map(|pair| pair.0)), ranks(pairs.iter().map(|pair| pair.1)));
    let mean = (pairs.len() as f64 - 1.0) / 2.0;
    let spread = |ranks: &[f64]| ranks.iter().map(|rank| (rank - mean).powi(2)).sum::<f64>();
    let both: f64 = one.iter().zip(&other).map(|(one, other)| (one - mean) * (other - mean)).sum();
    both / (spread(&one) * spread(&other)).sqrt()
}

/// How often each rule is right in the labelled wording: hits, hits in its own category, hits in sound sentences.
pub fn rules(wording: &Wording, rules: &Rules) {
    let mut counts = vec![(0, 0, 0, Vec::new()); rules.all().len()];
    let mut alone = [(0_usize, 0_usize); 12];
    for sentence in &wording.sentences {
        let read = tokens(&sentence.text);
        let hits = rules.hits(&read);
        for hit in &hits {
            let count = &mut counts[hit.rule];
            let rule = &rules.all()[hit.rule];
            count.0 += 1;
            count.1 += usize::from(sentence.labels.contains(&rule.category) || sentence.also.contains(&rule.category));
            if sentence.labels.is_empty() {
                count.2 += 1;
                count.3.push(sentence.text.as_str());
            }
        }
        for category in &sentence.labels {
            let heard = hits.iter().any(|hit| rules.all()[hit.rule].category == *category);
            tick(&mut alone[category.index()], heard);
        }
    }
    for category in Category::ALL {
        let (heard, all) = alone[category.index()];
        println!("\n{category}: {heard} of {all} sentences are heard by a rule");
        for (rule, (hits, right, sound, examples)) in rules.all().iter().zip(&counts) {
            if rule.category == category && !rule.is_general() {
                println!("  {:<34} {hits:>4} hits  {right:>4} right  {sound:>4} sound", rule.id.as_str());
                for example in examples.iter().take(if std::env::args().any(|arg| arg == "--sound") { 5 } else { 0 }) {
                    println!("      sound: {example}");
                }
            }
        }
    }
}
