//! The eight steps of a recovery, in their order.

use serde::{Deserialize, Serialize};

/// One of the eight steps: intake, the six steps of a recovery, and learning from it.
///
/// The six between intake and learn are C. S. Clarke's ("How Do You Recover From Customer Service Mistakes?"). The
/// order of the variants is the order of the walk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// Who, what happened in the customer's words, how bad it is for them.
    Intake,
    /// A named person owns it and has accepted.
    TakeResponsibility,
    /// Who apologised, how, when and in which words; what could be explained.
    ApologiseAndExplain,
    /// What was put right, or why it could not be and what was done in its place.
    Correct,
    /// What was offered beyond putting it right, or why nothing.
    Compensate,
    /// The customer's verdict, in their own words.
    AskIfSatisfied,
    /// How it ended, honestly.
    AcceptTheUnforgivable,
    /// Why it happened and what will keep it from happening again.
    Learn,
}

impl Step {
    /// Every step in the order of the walk.
    pub const ALL: [Self; 8] = [
        Self::Intake,
        Self::TakeResponsibility,
        Self::ApologiseAndExplain,
        Self::Correct,
        Self::Compensate,
        Self::AskIfSatisfied,
        Self::AcceptTheUnforgivable,
        Self::Learn,
    ];

    /// The step's name in playbooks, answers files and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Intake => "intake",
            Self::TakeResponsibility => "take-responsibility",
            Self::ApologiseAndExplain => "apologise-and-explain",
            Self::Correct => "correct",
            Self::Compensate => "compensate",
            Self::AskIfSatisfied => "ask-if-satisfied",
            Self::AcceptTheUnforgivable => "accept-the-unforgivable",
            Self::Learn => "learn",
        }
    }

    /// The heading used where a playbook gives none.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Intake => "What happened",
            Self::TakeResponsibility => "Take responsibility",
            Self::ApologiseAndExplain => "Apologise and explain",
            Self::Correct => "Correct the mistake",
            Self::Compensate => "Compensate",
            Self::AskIfSatisfied => "Ask if they are satisfied",
            Self::AcceptTheUnforgivable => "Accept the unforgivable",
            Self::Learn => "Learn",
        }
    }

    /// The step of that name, exactly as [`Step::name`] writes it.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.name() == name)
    }

    /// The step's place in the walk, from 1.
    pub const fn number(self) -> usize {
        self as usize + 1
    }
}
