//! Conditions in words, for the comments of an answers file.

use crate::answer::Value;
use crate::playbook::Condition;
use crate::spine::Name;

/// When a question is asked, as the rest of a sentence that begins with `asked`.
pub(super) fn condition(when: &Condition) -> String {
    match when {
        Condition::All(parts) => match parts.as_slice() {
            [Condition::Answered(question), Condition::Not(not)] => match not.as_ref() {
                Condition::Is { question: same, answers } if same == question => {
                    format!("when `{question}` is answered with anything but {}", choices(answers, "or"))
                }
                _ => joined(parts, "and"),
            },
            _ => joined(parts, "and"),
        },
        Condition::Any(parts) => joined(parts, "or"),
        Condition::Not(part) => match part.as_ref() {
            Condition::Is { question, answers } => format!("unless `{question}` is {}", choices(answers, "or")),
            Condition::Answered(question) => format!("unless `{question}` is answered"),
            other => format!("unless ({})", condition(other)),
        },
        Condition::Is { question, answers } => format!("when `{question}` is {}", choices(answers, "or")),
        Condition::Answered(question) => format!("when `{question}` is answered"),
        Condition::OverNumber(question, bound) => format!("when `{question}` is over {bound}"),
        Condition::OverMoney(question, bound) => format!("when `{question}` is over {bound}"),
        Condition::OverAuthority(question) => format!("when `{question}` is more than the responder may offer alone"),
    }
}

fn joined(parts: &[Condition], word: &str) -> String {
    let bracketed = |part: &Condition| match part {
        Condition::All(inner) | Condition::Any(inner) if inner.len() > 1 => format!("({})", condition(part)),
        other => condition(other),
    };
    match parts {
        [] if word == "and" => "always".into(),
        [] => "never".into(),
        parts => parts.iter().map(bracketed).collect::<Vec<_>>().join(&format!(", {word} ")),
    }
}

fn choices(answers: &[Value], word: &str) -> String {
    let shown: Vec<String> = answers
        .iter()
        .map(|answer| match answer {
            Value::Choice(id) => quoted(id),
            Value::YesNo(yes) => String::from(if *yes { "`true`" } else { "`false`" }),
            Value::Rating(mark) => format!("`{mark}`"),
            _ => String::from("that"),
        })
        .collect();
    match shown.split_last() {
        Some((last, before)) if !before.is_empty() => format!("{} {word} {last}", before.join(", ")),
        _ => shown.concat(),
    }
}

fn quoted(id: &Name) -> String {
    format!("`{id}`")
}

#[cfg(test)]
mod tests {
    use crate::answers_file::tests::shipped;

    #[test]
    fn conditions_are_read_as_sentences() {
        let playbook = shipped("service-recovery");
        let words = |id: &str| super::condition(playbook.question(id).unwrap().when.as_ref().unwrap());
        assert_eq!(words("correction_why_not"), "when `correction` is `partly` or `impossible`");
        assert_eq!(
            words("remedy_reason"),
            "when `remedy` is answered with anything but `none-slight` or `none-declined`"
        );
        assert_eq!(words("apology_words"), "unless `legal_risk` is `yes`, or when `gate_lifted_by` is answered");
        assert_eq!(words("approved_by"), "when `remedy_value` is more than the responder may offer alone");
    }
}
