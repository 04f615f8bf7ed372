//! What a good message of recovery holds: the ten elements.

use std::fmt;

/// One of the ten elements. A message has it when at least one clause gives it without a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Element {
    /// The failure was ours, said actively and in the first person.
    Ownership,
    /// Regret for the failure, without a condition.
    Apology,
    /// What concretely happened on our side.
    Explanation,
    /// What it cost this customer beyond the failure itself.
    Impact,
    /// What puts this customer's problem right.
    Correction,
    /// A specific change so that it does not happen again.
    Prevention,
    /// Something for the trouble beyond the correction.
    Compensation,
    /// A next step with a time and a named owner.
    Promise,
    /// The question whether the customer is satisfied or what is still wrong.
    Invitation,
    /// Thanks for telling us, for patience, for the chance or for their custom.
    Thanks,
}

impl Element {
    /// All of them, in the order in which a message usually gives them.
    pub const ALL: [Self; 10] = [
        Self::Ownership,
        Self::Apology,
        Self::Explanation,
        Self::Impact,
        Self::Correction,
        Self::Prevention,
        Self::Compensation,
        Self::Promise,
        Self::Invitation,
        Self::Thanks,
    ];

    /// The name that files use, such as `ownership`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ownership => "ownership",
            Self::Apology => "apology",
            Self::Explanation => "explanation",
            Self::Impact => "impact",
            Self::Correction => "correction",
            Self::Prevention => "prevention",
            Self::Compensation => "compensation",
            Self::Promise => "promise",
            Self::Invitation => "invitation",
            Self::Thanks => "thanks",
        }
    }

    /// The element of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|element| element.name() == name)
    }

    /// Its place in [`Element::ALL`], from 0.
    pub const fn index(self) -> usize {
        self as usize
    }

    /// What a responder can say to give it, as half a sentence.
    pub const fn hint(self) -> &'static str {
        match self {
            Self::Ownership => "say `we` or `I` with what went wrong: “we sent the wrong one”",
            Self::Apology => "say sorry for what we did, without `if` or `but`",
            Self::Explanation => "say what happened on our side, so that they know how it came about",
            Self::Impact => "name what it cost them: the time, the money, the day",
            Self::Correction => "say what has been or will be put right",
            Self::Prevention => "name the one thing that changes, so that it does not happen again",
            Self::Compensation => "offer something for the trouble, beyond putting it right",
            Self::Promise => "say who does what next, and by when",
            Self::Invitation => "ask whether this puts it right, or what is still wrong",
            Self::Thanks => "thank them for telling us",
        }
    }
}

impl fmt::Display for Element {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

/// A set of elements.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Elements(u16);

impl Elements {
    /// Puts one in.
    pub const fn insert(&mut self, element: Element) {
        self.0 |= 1 << element as u16;
    }

    /// Whether it is in.
    pub const fn has(self, element: Element) -> bool {
        self.0 & (1 << element as u16) != 0
    }

    /// How many there are, 0 to 10.
    pub const fn count(self) -> u32 {
        self.0.count_ones()
    }
}

#[cfg(test)]
mod tests {
    use super::{Element, Elements};

    #[test]
    fn an_element_is_found_by_its_name_and_stands_at_its_place() {
        for (place, element) in Element::ALL.into_iter().enumerate() {
            assert_eq!(Element::named(element.name()), Some(element));
            assert_eq!(element.index(), place);
        }
    }

    #[test]
    fn a_set_holds_what_was_put_in() {
        let mut set = Elements::default();
        set.insert(Element::Thanks);
        set.insert(Element::Ownership);
        set.insert(Element::Thanks);
        assert!(set.has(Element::Thanks) && set.has(Element::Ownership) && !set.has(Element::Impact));
        assert_eq!(set.count(), 2);
    }
}
