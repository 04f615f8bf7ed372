//! The choices of the built-in questions, with the labels used where a playbook gives none.

/// A built-in choice: its name and its plain label.
pub type StaticChoice = (&'static str, &'static str);

/// Why legal proceedings may follow.
pub const LEGAL_REASON: &[StaticChoice] = &[
    ("injury", "somebody was hurt or taken ill"),
    ("safety", "danger to people or property"),
    ("discrimination", "discrimination, harassment or violence is alleged"),
    ("data", "somebody's personal data got out"),
    ("large-loss", "a large loss is claimed"),
    ("lawyer", "a lawyer or a claim was mentioned"),
    ("regulator", "a regulator or the police was mentioned"),
    ("press", "the press is asking"),
    ("other", "another reason"),
];

/// How bad it is for the customer.
pub const SEVERITY: &[StaticChoice] = &[
    ("s1", "danger, a lot of money, or their business stopped"),
    ("s2", "a day or an event spoilt, or the second failure"),
    ("s3", "an inconvenience"),
    ("s4", "an irritation"),
];

/// How somebody got in touch.
pub const CHANNEL: &[StaticChoice] = &[
    ("phone", "by phone"),
    ("face-to-face", "face to face"),
    ("e-mail", "by e-mail"),
    ("chat", "by chat or text message"),
    ("letter", "by letter"),
    ("social", "in public, on social media"),
    ("review-site", "on a review site"),
    ("web-form", "by web form"),
    ("other", "another way"),
];

/// For whom the owner answers.
pub const ON_BEHALF: &[StaticChoice] =
    &[("self", "for their own work"), ("team", "for their team"), ("contractor", "for a contractor")];

/// What is known of the cause.
pub const CAUSE: &[StaticChoice] = &[
    ("told", "known, and it is in the words above"),
    ("known", "known, and still to be told"),
    ("confidential", "known, and it cannot be told"),
    ("unknown", "not known yet"),
];

/// How far it was put right.
pub const CORRECTION: &[StaticChoice] = &[
    ("corrected", "put right, and checked"),
    ("unchecked", "put right, not checked yet"),
    ("partly", "partly put right"),
    ("impossible", "it cannot be put right"),
];

/// What was offered. The first three are reasons for offering nothing.
pub const REMEDY: &[StaticChoice] = &[
    ("none-slight", "nothing: no great inconvenience is left"),
    ("none-declined", "nothing: they do not want anything"),
    ("none-other", "nothing, for another reason"),
    ("refund", "a refund"),
    ("money", "money"),
    ("credit", "a credit"),
    ("fee-waived", "a fee or charge waived"),
    ("redo", "the service again, free"),
    ("replacement", "a replacement"),
    ("gift", "a gift"),
    ("help", "practical help"),
    ("other", "something else"),
];

/// The names among [`REMEDY`] on which rules hang.
pub const REMEDY_FIXED: &[&str] =
    &["none-slight", "none-declined", "none-other", "refund", "money", "credit", "fee-waived"];

/// Whether the offer was taken.
pub const REMEDY_ACCEPTED: &[StaticChoice] =
    &[("accepted", "they accepted"), ("refused", "they refused"), ("no-answer", "no answer yet")];

/// The customer's answer when asked whether it is put right.
pub const OUTCOME: &[StaticChoice] = &[
    ("yes", "yes, it is put right"),
    ("more-correct", "they want something more put right"),
    ("more-compensate", "they want something more by way of amends"),
    ("no", "no, and nothing more is wanted"),
    ("no-answer", "they gave no answer"),
    ("not-asked", "they were not asked"),
];

/// The customer's answer about how they were treated.
pub const HANDLING: &[StaticChoice] =
    &[("yes", "yes"), ("partly", "partly"), ("no", "no"), ("no-answer", "they did not say")];

/// The honest endings.
pub const ENDING: &[StaticChoice] = &[
    ("satisfied", "satisfied"),
    ("accepted-not-forgiven", "accepted, not forgiven"),
    ("not-satisfied", "not satisfied, and told where to take it"),
    ("contact-declined", "they want no more contact"),
    ("unreachable", "could not be reached"),
    ("legal-hold", "on hold for legal reasons"),
    ("withdrawn", "withdrawn by the customer"),
];

/// The class of cause, for the figures.
pub const CAUSE_CLASS: &[StaticChoice] = &[
    ("people", "somebody's slip or manner"),
    ("process", "the way we work has a gap"),
    ("promise", "we promised what we could not do"),
    ("product", "the product or the work itself"),
    ("supplier", "a supplier or contractor"),
    ("communication", "nobody told the customer"),
    ("system", "a system failed"),
    ("chance", "chance, with nothing to change"),
    ("unknown", "not known yet"),
];
