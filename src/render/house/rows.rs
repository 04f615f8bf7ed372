//! How the built-in answers are gathered into rows, and what they are called there.

use crate::spine::Step;

/// A row of a step: a label and the answers that make it up.
pub(super) struct Row {
    /// What it is called.
    pub label: &'static str,
    /// The answers, in the order of reading.
    pub parts: &'static [Part],
    /// How a single long text is shown.
    pub tone: Tone,
}

/// One answer of a row.
pub(super) struct Part {
    /// The question.
    pub id: &'static str,
    /// What is said when it is not known, where the step has to establish it.
    pub unknown: Option<&'static str>,
    /// How yes and no read here.
    pub yes_no: (&'static str, &'static str),
}

/// How a single long text is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Tone {
    /// As text.
    Plain,
    /// As the customer's own words.
    TheirWords,
}

/// What is said of something that a step has to establish and nobody recorded.
pub(super) const NOT_RECORDED: &str = "not recorded";

const fn part(id: &'static str) -> Part {
    Part { id, unknown: None, yes_no: ("yes", "no") }
}

const fn must(id: &'static str) -> Part {
    Part { unknown: Some(NOT_RECORDED), ..part(id) }
}

const fn must_say(id: &'static str, unknown: &'static str) -> Part {
    Part { unknown: Some(unknown), ..part(id) }
}

const fn row(label: &'static str, parts: &'static [Part]) -> Row {
    Row { label, parts, tone: Tone::Plain }
}

const fn words(label: &'static str, parts: &'static [Part]) -> Row {
    Row { label, parts, tone: Tone::TheirWords }
}

const INTAKE: &[Row] = &[
    row("Customer", &[must("customer")]),
    words("In their words", &[must("what_happened")]),
    row("What it did to them", &[must("effect")]),
    row("Where", &[part("site")]),
    row("When", &[must("happened_at")]),
    row("They told us", &[must_say("received_at", "when: not recorded"), must_say("channel", "how: not recorded")]),
    row("First word from us", &[part("acknowledged_at")]),
    row("We were sure", &[part("aware_at")]),
    row("Taken further", &[part("escalated_at")]),
    row("How bad for them", &[must("severity")]),
    row("Their reference", &[part("reference")]),
    row("Others affected", &[part("others_affected")]),
    row("Failed before", &[part("failed_before")]),
    row(
        "Legal risk",
        &[Part { yes_no: ("yes", "none seen"), ..must("legal_risk") }, part("legal_reason"), part("legal_note")],
    ),
    row("Decides what is said", &[part("legal_owner")]),
    row("Gate lifted by", &[part("gate_lifted_by")]),
    row("Why it was lifted", &[part("gate_lifted_why")]),
];

const OWN: &[Row] = &[
    row(
        "Owner",
        &[
            must("owner"),
            Part { yes_no: ("accepted", "has not accepted"), ..must_say("owner_accepted", "acceptance not recorded") },
        ],
    ),
    row("Answering", &[must("on_behalf")]),
    row("In these words", &[part("responsibility_words")]),
    row("They hear next", &[must("next_contact")]),
    row("Promised besides", &[part("promises")]),
    row("Their own part in it", &[part("customer_part")]),
];

const EXPLAIN: &[Row] = &[
    row("Somebody senior", &[part("senior_contact")]),
    row("Regret", &[part("regret_words")]),
    row("Apology", &[must("apology_words")]),
    row(
        "Given",
        &[
            must_say("apologised_by", "by whom: not recorded"),
            must_say("apology_how", "how: not recorded"),
            must_say("apologised_at", "when: not recorded"),
        ],
    ),
    row("Cause", &[must("cause")]),
    row("Explanation", &[part("explanation")]),
    row("They will hear", &[part("explanation_promise")]),
    row("The cause, for the file", &[part("cause_detail")]),
];

const CORRECT: &[Row] = &[
    row("Where it stands", &[must("correction")]),
    row("What was done", &[part("correction_what")]),
    row("When", &[must("corrected_at")]),
    row("What cannot be", &[part("correction_why_not")]),
    row("In its place", &[part("alternative")]),
    row("Checked by", &[must("checked_by")]),
    row("Still to be checked", &[part("check_promise")]),
];

const COMPENSATE: &[Row] = &[
    row("Offered", &[must("remedy")]),
    row("What they get", &[part("remedy_what")]),
    row("Worth", &[part("remedy_value")]),
    row("Why", &[part("remedy_reason")]),
    row("Approved by", &[part("approved_by"), part("approved_at")]),
    row("Taken up", &[part("remedy_accepted")]),
];

const ASK: &[Row] = &[
    row("Their answer", &[must("outcome")]),
    row("Why not asked", &[part("not_asked_why")]),
    words("In their words", &[part("verdict_words")]),
    row("Content with handling", &[part("handling")]),
    row("Their mark for it", &[part("csat")]),
    row("Would recommend us", &[part("nps")]),
    row("How easy it was", &[part("ces")]),
    row("Asked by", &[must_say("asked_by", "by whom: not recorded"), must_say("asked_at", "when: not recorded")]),
    words("Something more", &[part("more_wanted")]),
];

const END: &[Row] = &[row("Ending", &[must("ending")]), row("Where they can turn", &[part("route")])];

const LEARN: &[Row] = &[
    row("Kind of cause", &[must("cause_class")]),
    row("Could be prevented", &[part("preventable")]),
    row("What changes", &[must("prevention")]),
    row(
        "Whether it works",
        &[Part { yes_no: ("looked at, and it works", "looked at, and it does not"), ..part("prevention_works") }],
    ),
    row("Done besides", &[part("actions")]),
    row("What it cost us", &[must("cost")]),
    row("Lesson", &[part("lesson")]),
];

/// The rows of a step, in the order of the record. A built-in answer in no row is shown under its question.
pub(super) const fn rows(step: Step) -> &'static [Row] {
    match step {
        Step::Intake => INTAKE,
        Step::TakeResponsibility => OWN,
        Step::ApologiseAndExplain => EXPLAIN,
        Step::Correct => CORRECT,
        Step::Compensate => COMPENSATE,
        Step::AskIfSatisfied => ASK,
        Step::AcceptTheUnforgivable => END,
        Step::Learn => LEARN,
    }
}

/// Answers that have a table of their own.
pub(super) const IN_TABLES: &[&str] = &["failures", "contacts", "earlier_promises", "attempts"];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spine::builtin::{BUILTINS, builtin};

    #[test]
    fn every_built_in_answer_has_one_place_in_the_record() {
        for question in BUILTINS {
            let rows = Step::ALL.into_iter().flat_map(rows).flat_map(|row| row.parts);
            let rows = rows.filter(|part| part.id == question.id).count();
            let tables = IN_TABLES.iter().filter(|id| **id == question.id).count();
            assert_eq!(rows + tables, 1, "{}", question.id);
        }
    }

    #[test]
    fn every_row_is_of_built_in_answers_of_its_step() {
        for step in Step::ALL {
            for part in rows(step).iter().flat_map(|row| row.parts) {
                assert_eq!(builtin(part.id).unwrap().step, step, "{}", part.id);
            }
        }
    }
}
