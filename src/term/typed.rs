//! What a typed line means at a question.

use super::{Command, Form, Opt, Prompt, Reply};
use crate::text;

/// What a line means.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// This reply.
    Reply(Reply),
    /// No reply yet: these words say why, and what to type instead.
    Told(String),
}

/// Reads one line, or the lines of a longer answer.
pub(super) fn meaning(line: &str, prompt: &Prompt) -> Meaning {
    if line.trim().is_empty() {
        return Meaning::Reply(Reply::Enter);
    }
    if let Some(answer) = line.strip_prefix(' ').filter(|answer| answer.starts_with(['/', '<', '?', '-'])) {
        // The space said that this is no command; it is not part of the answer.
        return Meaning::Reply(Reply::Typed(answer.to_owned()));
    }
    if let Some(command) = Command::from_line(line) {
        if prompt.commands.contains(&command) {
            return Meaning::Reply(Reply::Command(command));
        }
        if command == Command::Commands && !prompt.commands.is_empty() {
            return Meaning::Told(there_are(&prompt.commands));
        }
    }
    match stray_command(line, &prompt.commands) {
        Some(told) => Meaning::Told(told),
        None => Meaning::Reply(answer(line, &prompt.form)),
    }
}

/// Why a line that looks like a command is none, where it does and there are any.
fn stray_command(line: &str, commands: &[Command]) -> Option<String> {
    if commands.is_empty() {
        return None;
    }
    let (word, more) = line.trim().split_once(char::is_whitespace).unwrap_or((line.trim(), ""));
    let letters = word.strip_prefix('/')?;
    let is_command = Command::from_line(word).is_some_and(|command| commands.contains(&command));
    if is_command && !more.is_empty() {
        return Some(format!("write `{word}` alone; what it needs is asked next\n{LEADING_SPACE}"));
    }
    if !more.is_empty() || letters.is_empty() || !letters.chars().all(char::is_alphabetic) {
        return None;
    }
    let words = ["/back", "/help"].into_iter().chain(Command::ALL.iter().map(|command| command.typed().0));
    let known = words.filter(|word| Command::from_line(word).is_some_and(|command| commands.contains(&command)));
    let meant = text::did_you_mean(word, known).map(|meant| format!("did you mean `{meant}`?\n")).unwrap_or_default();
    Some(format!("`{word}` is no command here\n{meant}{}\n{LEADING_SPACE}", there_are(commands)))
}

const LEADING_SPACE: &str = "a space in front makes it an answer";

fn there_are(commands: &[Command]) -> String {
    let typed: Vec<String> = commands
        .iter()
        .map(|command| {
            let (typed, does) = command.typed();
            format!("{typed} {does}")
        })
        .collect();
    format!("there are:\n{}", typed.join("\n"))
}

fn answer(line: &str, form: &Form) -> Reply {
    let picked = match form {
        Form::Line | Form::Lines => None,
        Form::One(options) => pick(options, line).map(Reply::Picked),
        Form::Several(options) => pick_several(options, line).map(Reply::PickedSeveral),
    };
    picked.unwrap_or_else(|| Reply::Typed(line.to_owned()))
}

/// The option meant by its number, its name, its label, or the first letters of one of these that no other option has.
pub(super) fn pick(options: &[Opt], typed: &str) -> Option<usize> {
    let typed = typed.trim().to_lowercase();
    if typed.is_empty() {
        return None;
    }
    if let Some(at) = typed.parse::<usize>().ok().and_then(|number| number.checked_sub(1))
        && at < options.len()
    {
        return Some(at);
    }
    let spelt = |option: &Opt| [option.name.to_lowercase(), option.label.to_lowercase()];
    let exactly = options.iter().position(|option| spelt(option).contains(&typed));
    exactly.or_else(|| {
        let mut begun =
            options.iter().enumerate().filter(|(_, option)| spelt(option).iter().any(|s| s.starts_with(&typed)));
        let (at, _) = begun.next()?;
        begun.next().is_none().then_some(at)
    })
}

/// The options meant, in their order, each once: separated by commas or semicolons, or numbers separated by spaces. None
/// unless every one is clear.
pub(super) fn pick_several(options: &[Opt], typed: &str) -> Option<Vec<usize>> {
    let pick_all = |typed: &mut dyn Iterator<Item = &str>| -> Option<Vec<usize>> {
        let mut picked = typed.map(|one| pick(options, one)).collect::<Option<Vec<_>>>()?;
        picked.sort_unstable();
        picked.dedup();
        Some(picked)
    };
    let separated = pick_all(&mut typed.split([',', ';']).filter(|one| !one.trim().is_empty()));
    let picked = separated.or_else(|| {
        let numbers = typed.split([' ', ',', ';', '\t']).filter(|one| !one.is_empty());
        let all = numbers.clone().all(|one| one.bytes().all(|byte| byte.is_ascii_digit()));
        all.then(|| pick_all(&mut numbers.into_iter()))?
    })?;
    (!picked.is_empty()).then_some(picked)
}

/// What the earlier answer or the default chose.
pub(super) fn chosen_before(prompt: &Prompt) -> Vec<usize> {
    let Some(before) = &prompt.before else { return Vec::new() };
    match &prompt.form {
        Form::Line | Form::Lines => Vec::new(),
        Form::One(options) => pick(options, before).into_iter().collect(),
        Form::Several(options) => pick_several(options, before).unwrap_or_default(),
    }
}

/// Several lines as one answer of one line: joined by spaces, empty lines left out.
pub(super) fn joined(lines: &str) -> String {
    let lines: Vec<&str> = lines.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.join(" ")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn options() -> Vec<Opt> {
        ["email by e-mail", "phone by phone", "letter in a letter"]
            .iter()
            .map(|both| {
                let (name, label) = both.split_once(' ').unwrap();
                Opt { name: name.into(), label: label.into() }
            })
            .collect()
    }

    fn prompt(form: Form) -> Prompt {
        Prompt {
            ask: "How?".into(),
            expects: String::new(),
            form,
            before: None,
            is_draft: false,
            commands: vec![Command::Back, Command::Skip, Command::Commands],
        }
    }

    fn line(typed: &str) -> Meaning {
        meaning(typed, &prompt(Form::Line))
    }

    fn typed(text: &str) -> Meaning {
        Meaning::Reply(Reply::Typed(text.into()))
    }

    #[test]
    fn commands_are_whole_lines() {
        assert_eq!(line("<"), Meaning::Reply(Reply::Command(Command::Back)));
        assert_eq!(line(" /SKIP"), typed("/SKIP"));
        assert_eq!(line("/SKIP"), Meaning::Reply(Reply::Command(Command::Skip)));
        assert_eq!(line("< 3 days"), typed("< 3 days"));
    }

    #[test]
    fn a_command_that_means_nothing_here_is_an_answer_if_it_is_a_sign() {
        assert_eq!(line("-"), typed("-"));
        assert_eq!(line("?"), typed("?"));
    }

    #[test]
    fn an_unknown_word_is_told_what_there_is() {
        let Meaning::Told(told) = line("/skpi") else { panic!() };
        assert!(told.starts_with("`/skpi` is no command here\ndid you mean `/skip`?\nthere are:\n< go back"), "{told}");
        let Meaning::Told(told) = line("/bakc") else { panic!() };
        assert!(told.contains("did you mean `/back`?"), "{told}");
        assert!(matches!(line("/note"), Meaning::Told(_)));
    }

    #[test]
    fn a_command_with_more_behind_it_is_told() {
        assert!(matches!(line("/skip no reply"), Meaning::Told(_)));
    }

    #[test]
    fn paths_and_sentences_are_answers() {
        assert_eq!(line("/var/log"), typed("/var/log"));
        assert_eq!(line("/etc was full"), typed("/etc was full"));
        assert_eq!(line(" - 5 °C"), typed("- 5 °C"));
    }

    #[test]
    fn where_there_are_no_commands_everything_is_an_answer() {
        let prompt = Prompt { commands: Vec::new(), ..prompt(Form::Line) };
        assert_eq!(meaning("/skip", &prompt), typed("/skip"));
        assert_eq!(meaning("<", &prompt), typed("<"));
    }

    #[test]
    fn nothing_and_blanks_are_enter() {
        assert_eq!(line(""), Meaning::Reply(Reply::Enter));
        assert_eq!(line(" \t"), Meaning::Reply(Reply::Enter));
    }

    #[test]
    fn an_option_is_meant_by_number_name_label_or_first_letters() {
        for typed in ["2", "phone", "By Phone", "ph", " 2 "] {
            assert_eq!(pick(&options(), typed), Some(1), "{typed}");
        }
        for typed in ["0", "4", "by", "", "fax"] {
            assert_eq!(pick(&options(), typed), None, "{typed}");
        }
    }

    #[test]
    fn several_are_separated_by_commas_or_numbers_by_spaces() {
        assert_eq!(pick_several(&options(), "3, email"), Some(vec![0, 2]));
        assert_eq!(pick_several(&options(), "1 3 1"), Some(vec![0, 2]));
        assert_eq!(pick_several(&options(), "1, 3 2"), Some(vec![0, 1, 2]));
        assert_eq!(pick_several(&options(), "1, fax"), None);
        assert_eq!(pick_several(&options(), ","), None);
    }

    #[test]
    fn what_fits_no_option_is_given_back_as_typed() {
        assert_eq!(meaning("by carrier pigeon", &prompt(Form::One(options()))), typed("by carrier pigeon"));
    }

    #[test]
    fn pasted_lines_are_joined_by_spaces() {
        assert_eq!(joined("a\n\n b \nc"), "a b c");
    }

    proptest! {
        #[test]
        fn text_comes_back_as_it_was_typed(text in "[a-zA-Z山é][^\n]*") {
            prop_assert_eq!(line(&text), typed(&text));
        }
    }
}
