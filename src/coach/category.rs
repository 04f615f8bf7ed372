//! What a sentence can do to the customer who hears it: the twelve kinds of defensive wording.

use std::fmt;

/// A kind of defensive wording. The order is that in which they are listed and, of two that fit a sentence equally, named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Category {
    /// Puts a part of the failure on the customer, or doubts their account.
    BlameCustomer,
    /// Moves the fault to somebody else, so that it leaves the speaker.
    BlameOther,
    /// Offers a circumstance in place of ownership.
    Excuse,
    /// Has the shape of an apology and admits nothing.
    NonApology,
    /// Makes the harm small.
    Minimise,
    /// Says that the workload or other customers come first.
    WeAreBusy,
    /// Answers with the track record.
    NeverHappenedBefore,
    /// Declines to deal with it, now or at all.
    Avoidance,
    /// Says it so that nobody did anything.
    SpinOrEvasion,
    /// Promises what nobody can promise.
    OverPromise,
    /// Puts a rule in place of help.
    ColdPolicy,
    /// Makes the apology or the remedy a bargain or a maybe.
    Conditional,
}

impl Category {
    /// All of them, in their order.
    pub const ALL: [Self; 12] = [
        Self::BlameCustomer,
        Self::BlameOther,
        Self::Excuse,
        Self::NonApology,
        Self::Minimise,
        Self::WeAreBusy,
        Self::NeverHappenedBefore,
        Self::Avoidance,
        Self::SpinOrEvasion,
        Self::OverPromise,
        Self::ColdPolicy,
        Self::Conditional,
    ];

    /// The name that files and options use, such as `blame-customer`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::BlameCustomer => "blame-customer",
            Self::BlameOther => "blame-other",
            Self::Excuse => "excuse",
            Self::NonApology => "non-apology",
            Self::Minimise => "minimise",
            Self::WeAreBusy => "we-are-busy",
            Self::NeverHappenedBefore => "never-happened-before",
            Self::Avoidance => "avoidance",
            Self::SpinOrEvasion => "spin-or-evasion",
            Self::OverPromise => "over-promise",
            Self::ColdPolicy => "cold-policy",
            Self::Conditional => "conditional",
        }
    }

    /// What it does to the customer, as half a sentence.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::BlameCustomer => "puts a part of the failure on the customer, or doubts their account",
            Self::BlameOther => "moves the fault to somebody else, so that it leaves the speaker",
            Self::Excuse => "offers a circumstance in place of ownership",
            Self::NonApology => "has the shape of an apology and admits nothing",
            Self::Minimise => "makes the harm small",
            Self::WeAreBusy => "says that the workload or other customers come first",
            Self::NeverHappenedBefore => "answers with the track record",
            Self::Avoidance => "declines to deal with it, now or at all",
            Self::SpinOrEvasion => "says it so that nobody did anything",
            Self::OverPromise => "promises what nobody can promise",
            Self::ColdPolicy => "puts a rule in place of help",
            Self::Conditional => "makes the apology or the remedy a bargain or a maybe",
        }
    }

    /// The category of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|category| category.name() == name)
    }

    /// Its place in [`Category::ALL`], from 0.
    pub const fn index(self) -> usize {
        self as usize
    }
}

impl fmt::Display for Category {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::Category;

    #[test]
    fn a_category_is_found_by_its_name_and_stands_at_its_place() {
        for (place, category) in Category::ALL.into_iter().enumerate() {
            assert_eq!(Category::named(category.name()), Some(category));
            assert_eq!(category.index(), place);
        }
        assert_eq!(Category::named("rude"), None);
    }
}
