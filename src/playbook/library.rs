//! The playbooks shipped in the program.

/// A shipped playbook: its name and its text.
#[derive(Debug, Clone, Copy)]
pub struct Shipped {
    /// Its name.
    pub id: &'static str,
    /// Its text.
    pub text: &'static str,
}

/// Every shipped playbook; the first is the one used when none is named.
pub const SHIPPED: &[Shipped] = &[
    Shipped { id: "service-recovery", text: include_str!("../../playbooks/service-recovery.toml") },
    Shipped { id: "it-support", text: include_str!("../../playbooks/it-support.toml") },
    Shipped { id: "field-service", text: include_str!("../../playbooks/field-service.toml") },
    Shipped { id: "restaurant", text: include_str!("../../playbooks/restaurant.toml") },
    Shipped { id: "uk-financial", text: include_str!("../../playbooks/uk-financial.toml") },
    Shipped { id: "uk-housing", text: include_str!("../../playbooks/uk-housing.toml") },
    Shipped { id: "uk-nhs", text: include_str!("../../playbooks/uk-nhs.toml") },
    Shipped { id: "us-cfpb", text: include_str!("../../playbooks/us-cfpb.toml") },
    Shipped { id: "us-airline", text: include_str!("../../playbooks/us-airline.toml") },
    Shipped { id: "eu-airline", text: include_str!("../../playbooks/eu-airline.toml") },
    Shipped { id: "data-breach", text: include_str!("../../playbooks/data-breach.toml") },
];

/// The shipped playbook of that name.
pub fn shipped(id: &str) -> Option<&'static Shipped> {
    SHIPPED.iter().find(|shipped| shipped.id == id)
}
