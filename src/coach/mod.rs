//! The wording coach: hears defensiveness before the customer does.
//!
//! A text is cut into sentences ([`sentence`]), a sentence into words ([`token`]). Learnt weights ([`model`]) say how much
//! its words speak for harm, for each of the twelve [`Category`]s and for each of the ten [`Element`]s; rules ([`rule`]) say
//! which words they are, why they hurt and what to say instead. A shipped rule helps to name the kind of harm where the weights
//! find any; a house's or a playbook's own rule always speaks. From all sentences comes the [`score`].
//!
//! Nothing here reads a clock, a file or a setting of the machine: the same text has the same findings everywhere.

pub mod allow;
pub mod category;
pub mod element;
pub mod features;
pub mod finding;
pub mod model;
pub mod pattern;
pub mod rule;
pub mod rule_file;
pub mod score;
pub mod sentence;
pub mod severity;
pub mod shipped;
pub mod token;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::OnceLock;

pub use category::Category;
pub use element::{Element, Elements};
pub use finding::{Finding, Reading};
pub use rule::{Origin, Rule, Rules};
pub use severity::Severity;

use model::{Margins, Model, category_at, element_at};
use rule_file::RuleFile;
use score::Measured;
use token::Token;

/// The output that says whether there is harm at all.
const HARM: usize = 0;

/// What a rule's hit adds to the margin of its category: it helps to name the harm, and leaves to the weights whether there
/// is any. Rules that also spoke for harm fitted the sentences they were written from, and no others: F1 on sentences of
/// other hands fell from 0.93 to 0.91.
const HEARD: f32 = 0.4;

/// How many words at most are shown as those that do the harm, where no rule says which.
const WIDEST: usize = 8;

/// So far under its threshold a sentence that a rule hears still gets a note.
const NEARLY: f32 = 0.12;

/// The coach, with the rules it goes by.
#[derive(Debug, Clone)]
pub struct Coach {
    model: Model,
    /// The shipped rules by category, read when the first sentence of that kind is met: it takes half a millisecond.
    shipped: [OnceLock<Rules>; Category::ALL.len()],
    own: Rules,
    off: Vec<String>,
    severities: BTreeMap<String, Severity>,
}

/// A name in a house's file of rules that is neither a rule nor a category.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownName(pub crate::table::Sited<String>);

/// One sentence, weighed.
struct Weighed {
    span: Range<usize>,
    /// Which of the text's tokens.
    tokens: Range<usize>,
    margins: Margins,
}

/// A text, weighed sentence by sentence.
struct Text<'t> {
    whole: &'t str,
    tokens: Vec<Token>,
    sentences: Vec<Weighed>,
}

impl Coach {
    /// A coach with these weights and the shipped rules.
    pub const fn new(model: Model) -> Self {
        let shipped = [const { OnceLock::new() }; Category::ALL.len()];
        Self { model, shipped, own: Rules::none(), off: Vec::new(), severities: BTreeMap::new() }
    }

    /// The rules it goes by, by category, those that are switched off among them. A rule of the house's own stands in the place
    /// of a shipped one of the same name.
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        Category::ALL.into_iter().flat_map(|category| {
            let shipped =
                self.shipped_of(category).all().iter().filter(|rule| self.own.named(rule.id.as_str()).is_none());
            shipped.chain(self.own.all().iter().filter(move |rule| rule.category == category))
        })
    }

    fn shipped_of(&self, category: Category) -> &Rules {
        self.shipped[category.index()].get_or_init(|| shipped::rules_of(category))
    }

    fn named(&self, name: &str) -> Option<&Rule> {
        self.own.named(name).or_else(|| self.rules().find(|rule| rule.id.as_str() == name))
    }

    /// The rule that speaks for what no other rule of the category hears.
    fn general(&self, category: Category) -> Option<&Rule> {
        self.own.general(category).or_else(|| self.shipped_of(category).general(category))
    }

    /// Whether this rule has been switched off, by its own name or with its category.
    pub fn is_off(&self, rule: &Rule) -> bool {
        self.off.iter().any(|off| off == rule.id.as_str() || off == rule.category.name())
    }

    /// Whether that is the name of a rule or of a category.
    pub fn knows(&self, name: &str) -> bool {
        Category::named(name).is_some() || self.named(name).is_some()
    }

    /// The rule or category that was probably meant by a name, if there is one.
    pub fn meant_by(&self, name: &str) -> Option<&str> {
        let rules = self.rules().map(|rule| rule.id.as_str());
        crate::text::did_you_mean(name, Category::ALL.map(Category::name).into_iter().chain(rules))
    }

    /// How much a finding of this rule matters, as the house set it or as the rule says.
    pub fn severity_of(&self, rule: &Rule) -> Severity {
        let set = self.severities.get(rule.id.as_str()).or_else(|| self.severities.get(rule.category.name()));
        set.copied().unwrap_or(rule.severity)
    }

    /// Adds a house's own rules, and does as it says with the others.
    ///
    /// # Errors
    /// When something is switched off or set that is neither a rule nor a category: all of these names.
    pub fn take(&mut self, file: RuleFile) -> Result<(), Vec<UnknownName>> {
        for rule in file.rules {
            self.own.add(rule);
        }
        let mut unknown = Vec::new();
        for name in file.off {
            if self.knows(&name.value) {
                self.off.push(name.value);
            } else {
                unknown.push(UnknownName(name));
            }
        }
        for (name, severity) in file.severities {
            if self.knows(&name.value) {
                self.severities.insert(name.value, severity);
            } else {
                unknown.push(UnknownName(name));
            }
        }
        if unknown.is_empty() { Ok(()) } else { Err(unknown) }
    }

    /// Adds one rule, such as a playbook's.
    pub fn add(&mut self, rule: Rule) {
        self.own.add(rule);
    }

    /// Reads a text.
    pub fn read(&self, text: &str) -> Reading {
        let text = self.weigh(text);
        let (findings, elements) = self.judge_all(&text);
        let score = score::score(&self.measured(&text, &findings, elements), self.model.score());
        Reading { findings, elements, score }
    }

    /// How strongly each sentence of a text speaks for each output; what the weights' settings are chosen by.
    pub fn margins(&self, text: &str) -> Vec<Margins> {
        self.weigh(text).sentences.into_iter().map(|sentence| sentence.margins).collect()
    }

    /// What enters the score of a text; what the weights of the score are learnt from.
    pub fn facts(&self, text: &str) -> [f32; score::FACTS] {
        let text = self.weigh(text);
        let (findings, elements) = self.judge_all(&text);
        score::facts(&self.measured(&text, &findings, elements))
    }

    fn judge_all(&self, text: &Text<'_>) -> (Vec<Finding>, Elements) {
        let mut findings = Vec::new();
        let mut elements = Elements::default();
        for sentence in &text.sentences {
            self.judge(text, sentence, &mut findings);
            for element in Element::ALL {
                let at = element_at(element);
                if sentence.margins[at] > self.model.threshold(at) {
                    elements.insert(element);
                }
            }
        }
        findings.sort_by(|one, other| {
            let key = |finding: &Finding| (finding.span.start, finding.span.end, finding.category.name());
            key(one).cmp(&key(other))
        });
        (findings, elements)
    }

    /// How far the harm of a sentence is over what is let pass in a text of so many.
    fn over(&self, sentence: &Weighed, sentences: usize) -> f32 {
        sentence.margins[HARM] - self.model.threshold(HARM) - self.model.crowd() * logarithm(sentences)
    }

    fn measured<'f>(&self, text: &Text<'_>, findings: &'f [Finding], elements: Elements) -> Measured<'f> {
        let sentences = text.sentences.len();
        let overs = || text.sentences.iter().map(|sentence| self.over(sentence, sentences));
        Measured {
            elements,
            findings,
            sentences,
            tokens: text.tokens.len(),
            worst: overs().max_by(f32::total_cmp).unwrap_or_default(),
            mean: overs().sum::<f32>() / count(sentences.max(1)),
        }
    }

    fn weigh<'t>(&self, text: &'t str) -> Text<'t> {
        let mut tokens = Vec::with_capacity(text.len() / 4);
        let sentences = sentence::all(text)
            .into_iter()
            .map(|span| {
                let first = tokens.len();
                token::read(&text[span.clone()], span.start, &mut tokens);
                let margins = self.model.margins(&tokens[first..]);
                Weighed { span, tokens: first..tokens.len(), margins }
            })
            .collect();
        Text { whole: text, tokens, sentences }
    }

    /// What is to be said of one sentence.
    fn judge(&self, text: &Text<'_>, sentence: &Weighed, findings: &mut Vec<Finding>) {
        let tokens = &text.tokens[sentence.tokens.clone()];
        for hit in self.own.hits(tokens) {
            self.tell(text, sentence, &self.own.all()[hit.rule], hit.tokens, None, findings);
        }
        let alone = self.over(sentence, 1);
        if alone <= -NEARLY {
            return;
        }
        let (category, heard) = self.kind(tokens, &sentence.margins);
        // Words that a rule names are not doubted for standing in a long message.
        let over = if heard.is_some() { alone } else { self.over(sentence, text.sentences.len()) };
        let severity = (over <= 0.0).then_some(Severity::Note);
        match (heard, self.general(category)) {
            (Some((rule, words)), _) => self.tell(text, sentence, rule, words, severity, findings),
            (None, Some(rule)) if severity.is_none() => {
                let words = self.model.strongest(tokens, category_at(category), WIDEST);
                self.tell(text, sentence, rule, words, None, findings);
            }
            _ => {}
        }
    }

    /// What kind of harm a sentence does, and the shipped rule that says with which words, if one hears it.
    fn kind(&self, tokens: &[Token], margins: &Margins) -> (Category, Option<(&Rule, Range<usize>)>) {
        let margin = |category: Category| margins[category_at(category)];
        let highest = Category::ALL.into_iter().map(margin).fold(f32::MIN, f32::max);
        let mut best = (f32::MIN, Category::BlameCustomer, None);
        for category in Category::ALL.into_iter().filter(|category| margin(*category) >= highest - HEARD) {
            let heard = self.heard(category, tokens);
            let weight = margin(category) + if heard.is_some() { HEARD } else { 0.0 };
            if weight > best.0 {
                best = (weight, category, heard);
            }
        }
        (best.1, best.2)
    }

    /// The shipped rule of a category that hears a sentence earliest, and of several there the first.
    fn heard(&self, category: Category, tokens: &[Token]) -> Option<(&Rule, Range<usize>)> {
        let rules = self.shipped_of(category);
        let hit = rules.earliest(tokens, |rule| self.own.named(rule.id.as_str()).is_some())?;
        Some((&rules.all()[hit.rule], hit.tokens))
    }

    fn tell(
        &self,
        text: &Text<'_>,
        sentence: &Weighed,
        rule: &Rule,
        words: Range<usize>,
        severity: Option<Severity>,
        findings: &mut Vec<Finding>,
    ) {
        if self.is_off(rule) {
            return;
        }
        let span = match text.tokens[sentence.tokens.clone()].get(words) {
            Some([first, .., last]) => first.start..last.end,
            Some([only]) => only.start..only.end,
            _ => sentence.span.clone(),
        };
        let said = text.whole.get(span.clone()).unwrap_or_default();
        let fill = |wording: &str| wording.replace("{words}", &one_line(said));
        findings.push(Finding {
            category: rule.category,
            span,
            severity: severity.unwrap_or_else(|| self.severity_of(rule)),
            rule: rule.id.to_string(),
            message: fill(&rule.why),
            suggestion: fill(&rule.instead),
        });
    }
}

/// The found words on one line.
fn one_line(said: &str) -> String {
    said.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[expect(clippy::cast_precision_loss, reason = "a number of sentences")]
const fn count(sentences: usize) -> f32 {
    sentences as f32
}

/// The binary logarithm of a number of sentences, rounded down, 0 for none: the same on every machine.
fn logarithm(sentences: usize) -> f32 {
    sentences.checked_ilog2().map_or(0.0, |log| count(usize::try_from(log).unwrap_or(0)))
}
