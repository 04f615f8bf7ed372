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
];

/// The shipped playbook of that name.
pub fn shipped(id: &str) -> Option<&'static Shipped> {
    SHIPPED.iter().find(|shipped| shipped.id == id)
}
