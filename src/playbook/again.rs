//! What changes when the house failed this customer before, or its recovery failed.

use crate::spine::Name;
use crate::untrusted::Untrusted;

/// Who may own a recovery after one that failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NextOwner {
    /// Somebody other than the owner of the recovery that failed.
    #[default]
    Another,
    /// The same person may.
    Same,
}

impl NextOwner {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Another, Self::Same];

    /// Its name in playbooks.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Another => "another",
            Self::Same => "same",
        }
    }
}

/// The path after a second failure. Where a playbook says nothing of it, somebody else owns it and somebody senior speaks to the
/// customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Again {
    /// Who may own it.
    pub owner: NextOwner,
    /// Whether somebody senior speaks to the customer.
    pub senior: bool,
    /// Choices of `remedy` that would be a stock gesture now.
    pub not_remedies: Vec<Name>,
    /// Shown when the path begins.
    pub notice: Option<Untrusted>,
    /// What can be said.
    pub say: Vec<Untrusted>,
    /// What cannot.
    pub never: Vec<Untrusted>,
    /// Where that comes from.
    pub source: Option<Name>,
}

impl Default for Again {
    fn default() -> Self {
        Self {
            owner: NextOwner::Another,
            senior: true,
            not_remedies: Vec::new(),
            notice: None,
            say: Vec::new(),
            never: Vec::new(),
            source: None,
        }
    }
}

impl Again {
    /// Whether that choice of `remedy` would be a stock gesture now.
    pub fn is_stock_gesture(&self, remedy: &str) -> bool {
        self.not_remedies.iter().any(|name| name == remedy)
    }
}
