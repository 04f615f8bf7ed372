//! How much the responder may offer without asking anybody.

use crate::answer::Money;
use crate::spine::Name;
use crate::untrusted::Untrusted;

/// How much the responder may offer alone, and who decides above that.
#[derive(Debug, Clone, Default)]
pub struct Authority {
    /// The most, included.
    pub limit: Limit,
    /// Whose limit that is.
    pub role: Option<Untrusted>,
    /// Who decides above it.
    pub approver: Option<Untrusted>,
    /// Where the limit comes from.
    pub source: Option<Name>,
}

/// The most the responder may offer alone.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Limit {
    /// Nothing was set: every amount needs somebody's approval.
    #[default]
    Unset,
    /// Up to this, included.
    UpTo(Money),
    /// Any amount: whoever responds owns the house.
    Unlimited,
}

impl Limit {
    /// The word for [`Limit::Unlimited`] in playbooks.
    pub const NONE: &'static str = "none";

    /// Whether the amount needs somebody's approval; an amount in another currency does, since nothing here converts.
    pub fn is_exceeded_by(&self, amount: &Money) -> bool {
        match self {
            Self::Unset => true,
            Self::UpTo(most) => amount.is_over(most).unwrap_or(true),
            Self::Unlimited => false,
        }
    }

    /// The amount, where there is one.
    pub const fn amount(&self) -> Option<&Money> {
        match self {
            Self::UpTo(most) => Some(most),
            Self::Unset | Self::Unlimited => None,
        }
    }
}
