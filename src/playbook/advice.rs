//! What a playbook says about a step: why it matters, what to do and say, what never to, and how sure that is.

use chrono::NaiveDate;

use crate::spine::Name;
use crate::untrusted::Untrusted;

/// How strong the evidence behind a piece of advice is, strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// A statute or a regulator's rule.
    Law,
    /// Several studies taken together.
    MetaAnalysis,
    /// An experiment with real customers.
    FieldExperiment,
    /// An experiment.
    Experiment,
    /// A survey.
    Survey,
    /// Guidance of an ombudsman, a standard or a trade body.
    Guidance,
    /// What practitioners do and recommend.
    Practice,
    /// One story.
    Anecdote,
}

impl Strength {
    /// Every strength, strongest first.
    pub const ALL: [Self; 8] = [
        Self::Law,
        Self::MetaAnalysis,
        Self::FieldExperiment,
        Self::Experiment,
        Self::Survey,
        Self::Guidance,
        Self::Practice,
        Self::Anecdote,
    ];

    /// Its name in playbooks.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Law => "law",
            Self::MetaAnalysis => "meta-analysis",
            Self::FieldExperiment => "field-experiment",
            Self::Experiment => "experiment",
            Self::Survey => "survey",
            Self::Guidance => "guidance",
            Self::Practice => "practice",
            Self::Anecdote => "anecdote",
        }
    }

    /// The strength of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|strength| strength.name() == name)
    }
}

/// Where advice or a figure comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// Its name in the playbook.
    pub id: Name,
    /// The title of the work.
    pub title: Untrusted,
    /// Who wrote it.
    pub author: Option<Untrusted>,
    /// When.
    pub year: Option<u32>,
    /// Where it can be found.
    pub place: Option<Untrusted>,
    /// How strong it is.
    pub strength: Strength,
    /// The day on which a figure from law was looked up.
    pub as_of: Option<NaiveDate>,
    /// The day by which it should be looked up again, included.
    pub review_by: Option<NaiveDate>,
}

/// One thing to do or say, or never to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advice {
    /// What to do; or the words, when `spoken`.
    pub text: Untrusted,
    /// Whether the text is words to be spoken.
    pub spoken: bool,
    /// Why.
    pub why: Option<Untrusted>,
    /// What to say in its place.
    pub instead: Option<Untrusted>,
    /// Where that comes from.
    pub source: Option<Name>,
    /// Which of the files laid over each other says it: 0 is the base, and the last one is nearest to the work.
    pub layer: usize,
}
