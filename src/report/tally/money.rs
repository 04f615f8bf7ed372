//! What was offered and accepted, and what it cost: each currency for itself.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::Tally;
use crate::answer::Money;
use crate::journal::facts::{Facts, Offer};

/// Money of one currency.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sum {
    /// How many amounts.
    pub n: u64,
    /// What they come to.
    pub total: Decimal,
}

/// Money by the code of its currency; nothing is converted.
pub type Sums = BTreeMap<&'static str, Sum>;

fn add_money(sums: &mut Sums, money: &Money) {
    let sum = sums.entry(money.currency().code()).or_default();
    sum.n += 1;
    sum.total = sum.total.saturating_add(money.amount());
}

/// What was offered of one kind.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Kind {
    /// How often.
    pub offers: u64,
    /// What was accepted of it.
    pub accepted: Sums,
}

impl Tally {
    pub(super) fn money(&mut self, facts: &Facts) {
        let open = facts.is_open();
        if facts.offers.is_empty() {
            self.kinds.1.add(open);
        }
        for offer in &facts.offers {
            self.kinds.0.entry(offer.kind.clone()).or_default().offers += 1;
            if !offer.kind.starts_with("none-") {
                self.offer(offer, open);
            }
        }
        match &facts.cost {
            Some(cost) => add_money(&mut self.cost.0, cost),
            None => self.cost.1.add(open),
        }
    }

    fn offer(&mut self, offer: &Offer, open: bool) {
        match (offer.taken.as_deref(), &offer.value) {
            (Some("accepted"), Some(value)) => {
                add_money(&mut self.remedies.0, value);
                add_money(&mut self.kinds.0.entry(offer.kind.clone()).or_default().accepted, value);
            }
            (Some("accepted"), None) => self.remedies.1.unknown += 1,
            (Some("refused"), _) => self.refused += 1,
            (_, _) => self.remedies.1.add(open),
        }
        match offer.value {
            Some(_) => self.over_limit.known(offer.over_limit),
            None => self.over_limit.gaps.unknown += 1,
        }
        if offer.over_limit {
            self.approved += u64::from(offer.is_approved);
            match (offer.asked, offer.approved) {
                (Some(asked), Some(approved)) => self.approval_lag.lengths.between(asked, approved),
                _ => self.approval_lag.gaps.add(open && !offer.is_approved),
            }
        }
    }
}
