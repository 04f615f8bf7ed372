//! Who may read an answer, as types: a customer document can be built from [`ForCustomer`] values only, and only
//! [`Guarded::for_customer`] makes them.

use serde::{Deserialize, Serialize};

/// Who may read an answer, widest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Audience {
    /// The customer, and everybody in the house.
    Customer,
    /// The house.
    Internal,
    /// Only those in the house who need it.
    Confidential,
}

impl Audience {
    /// Every audience, widest first.
    pub const ALL: [Self; 3] = [Self::Customer, Self::Internal, Self::Confidential];

    /// The audience's name in playbooks.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Internal => "internal",
            Self::Confidential => "confidential",
        }
    }

    /// The audience of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|audience| audience.name() == name)
    }
}

/// Whether legal proceedings may follow, so that facts and admissions wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Gate {
    /// The ordinary path.
    Open,
    /// Customer text holds regret and undertaking only.
    Closed,
}

/// What happens to a customer answer while the gate is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnderGate {
    /// Regret, an undertaking, or what addresses the customer: still shown.
    Shown,
    /// A fact or an admission: held back until the gate is lifted.
    Held,
}

impl UnderGate {
    /// Both, in the order of the reference.
    pub const ALL: [Self; 2] = [Self::Shown, Self::Held];

    /// Its name in playbooks.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Shown => "shown",
            Self::Held => "held",
        }
    }
}

/// A value together with who may read it. The value is reached through the two doors below and no other way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guarded<T> {
    audience: Audience,
    under_gate: UnderGate,
    value: T,
}

/// A value that the customer may read; made by [`Guarded::for_customer`] alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForCustomer<T>(T);

impl<T> Guarded<T> {
    /// Puts a value behind its audience.
    pub const fn new(value: T, audience: Audience, under_gate: UnderGate) -> Self {
        Self { audience, under_gate, value }
    }

    /// Who may read it.
    pub const fn audience(&self) -> Audience {
        self.audience
    }

    /// The house's door: the value whatever its audience.
    pub const fn for_house(&self) -> &T {
        &self.value
    }

    /// The customer's door: the value if it is a customer answer and the gate lets it through.
    pub fn for_customer(&self, gate: Gate) -> Option<ForCustomer<&T>> {
        let passes_gate = gate == Gate::Open || self.under_gate == UnderGate::Shown;
        (self.audience == Audience::Customer && passes_gate).then_some(ForCustomer(&self.value))
    }
}

impl<T> ForCustomer<T> {
    /// What the customer may read.
    pub fn into_inner(self) -> T {
        self.0
    }

    /// What the customer may read.
    pub const fn get(&self) -> &T {
        &self.0
    }

    /// A part of it, or another form of it; nothing from elsewhere.
    pub fn map<U>(self, part: impl FnOnce(T) -> U) -> ForCustomer<U> {
        ForCustomer(part(self.0))
    }

    /// A part of it where there is one.
    pub fn filter_map<U>(self, part: impl FnOnce(T) -> Option<U>) -> Option<ForCustomer<U>> {
        part(self.0).map(ForCustomer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_customer_answers_pass_the_customers_door() {
        for audience in Audience::ALL {
            let guarded = Guarded::new(1, audience, UnderGate::Shown);
            assert_eq!(guarded.for_customer(Gate::Open).is_some(), audience == Audience::Customer);
        }
    }

    #[test]
    fn a_closed_gate_holds_facts_and_lets_regret_through() {
        let fact = Guarded::new(1, Audience::Customer, UnderGate::Held);
        let regret = Guarded::new(1, Audience::Customer, UnderGate::Shown);
        assert!(fact.for_customer(Gate::Open).is_some());
        assert!(fact.for_customer(Gate::Closed).is_none());
        assert!(regret.for_customer(Gate::Closed).is_some());
    }
}
