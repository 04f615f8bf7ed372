//! How tellings and questions are laid out: the same words on every side, with colour only where the look allows it.

use std::borrow::Cow;

use super::{Form, Opt, Prompt, Telling, Tone, typed};
use crate::{out::Look, text};

/// Narrower than this, the lines after the first hang by two columns only.
const NARROW: usize = 40;

/// The most of an earlier answer that is shown in brackets, in bytes.
const BEFORE_BYTES: usize = 1000;

/// A telling, with the end of its last line.
pub(super) fn telling(telling: &Telling, look: Look) -> String {
    let said = &telling.text;
    match telling.tone {
        Tone::Gap => String::from("\n"),
        Tone::Heading => format!("\n{}", worded("", said, look, Look::bold)),
        Tone::Plain => worded("", said, look, plain),
        Tone::Aside => worded("", &format!("({said})"), look, Look::dim),
        Tone::Say => worded("say: ", said, look, Look::green),
        Tone::Never => worded("never say: ", said, look, Look::red),
        Tone::Coach => worded("coach: ", said, look, Look::yellow),
        Tone::Instead => worded("instead: ", said, look, Look::green),
        Tone::Recorded => worded("recorded: ", said, look, Look::green),
        Tone::Refused => worded("not taken: ", said, look, Look::yellow),
        Tone::Help => worded("help: ", said, look, plain),
        Tone::Laid => said.split('\n').flat_map(|line| [text::clip(line, look.width), Cow::Borrowed("\n")]).collect(),
    }
}

fn plain<'a>(_: &Look, text: &'a str) -> Cow<'a, str> {
    Cow::Borrowed(text)
}

type Style = for<'a> fn(&Look, &'a str) -> Cow<'a, str>;

/// Wrapped lines after a word that says how they are meant. The lines are styled one by one, after their widths are known.
fn worded(word: &str, said: &str, look: Look, style: Style) -> String {
    let hang = if look.width < NARROW { word.len().min(2) } else { word.len() };
    text::wrap_hanging(said, look.width, word, &" ".repeat(hang))
        .split('\n')
        .flat_map(|line| [style(&look, line), Cow::Borrowed("\n")])
        .collect()
}

/// A question with what is expected, its options if `with_options`, and what Enter takes if `with_before`.
pub(super) fn question(prompt: &Prompt, look: Look, with_options: bool, with_before: bool) -> String {
    let mut laid = worded("", &prompt.ask, look, Look::bold);
    if !prompt.expects.is_empty() {
        laid.push_str(&worded("", &format!("({})", prompt.expects), look, Look::dim));
    }
    if with_options && let Form::One(options) | Form::Several(options) = &prompt.form {
        laid.push_str(&listed(options, look));
    }
    if with_before
        && !prompt.is_draft
        && let Some(before) = &prompt.before
    {
        laid.push_str(&worded("", &format!("Enter takes [{}]", shown_before(prompt, before)), look, plain));
    }
    laid
}

/// The earlier answer as it reads: by the labels where it names options.
fn shown_before(prompt: &Prompt, before: &str) -> String {
    let chosen = typed::chosen_before(prompt);
    match &prompt.form {
        Form::One(options) | Form::Several(options) if !chosen.is_empty() => numbered(options, &chosen),
        _ => text::clip_bytes(before, BEFORE_BYTES).into_owned(),
    }
}

/// Options one a line, numbered from 1, whole.
pub(super) fn listed(options: &[Opt], look: Look) -> String {
    let width = options.len().to_string().len();
    let lines = options
        .iter()
        .enumerate()
        .map(|(at, option)| worded(&format!("{:>width$} ", at + 1), label(option), look, plain));
    lines.collect()
}

/// What is read of an option.
pub(super) fn label(option: &Opt) -> &str {
    if option.label.is_empty() { &option.name } else { &option.label }
}

/// Options in one line: `1 by e-mail; 3 in a letter`.
pub(super) fn numbered(options: &[Opt], chosen: &[usize]) -> String {
    let chosen: Vec<String> =
        chosen.iter().filter_map(|at| options.get(*at).map(|option| format!("{} {}", at + 1, label(option)))).collect();
    chosen.join("; ")
}

/// The line that confirms a choice.
pub(super) fn confirmed(options: &[Opt], chosen: &[usize], look: Look) -> String {
    let chosen = numbered(options, chosen);
    worded("chose: ", if chosen.is_empty() { "none of them" } else { &chosen }, look, plain)
}

/// An answer that came as several lines and was made one.
pub(super) fn joined(line: &str, look: Look) -> String {
    worded("", &format!("several lines were pasted; joined into one: {line}"), look, plain)
}

/// Why a typed line is no reply yet, with lines as they are given.
pub(super) fn told(words: &str, look: Look) -> String {
    worded("", words, look, plain)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::term::Command;

    const NARROWEST: Look = Look { colour: false, width: 30 };

    fn tell(tone: Tone, text: &str, look: Look) -> String {
        telling(&Telling { tone, text: text.into() }, look)
    }

    #[test]
    fn every_tone_that_could_be_mistaken_has_a_word_or_a_sign() {
        assert_eq!(tell(Tone::Heading, "Step 1", Look::PLAIN), "\nStep 1\n");
        assert_eq!(tell(Tone::Aside, "by the way", Look::PLAIN), "(by the way)\n");
        assert_eq!(tell(Tone::Never, "it was you", Look::PLAIN), "never say: it was you\n");
        assert_eq!(tell(Tone::Gap, "", Look::PLAIN), "\n");
    }

    #[test]
    fn lines_hang_under_their_word() {
        assert_eq!(
            tell(Tone::Say, "We are sorry that this took so long", NARROWEST),
            "say: We are sorry that this\n  took so long\n"
        );
    }

    #[test]
    fn colour_is_put_on_after_wrapping() {
        let look = Look { colour: true, width: 20 };
        assert_eq!(
            tell(Tone::Heading, "one two three four five", look),
            "\n\u{1b}[1mone two three four\u{1b}[0m\n\u{1b}[1mfive\u{1b}[0m\n"
        );
    }

    #[test]
    fn laid_text_is_clipped_line_by_line() {
        assert_eq!(
            tell(Tone::Laid, "a\n山田太郎山田太郎山田太郎山田太郎", NARROWEST),
            "a\n山田太郎山田太郎山田太郎山田…\n"
        );
    }

    #[test]
    fn a_question_shows_its_options_and_what_enter_takes() {
        let options = vec![
            Opt { name: "email".into(), label: "by e-mail".into() },
            Opt { name: "phone".into(), label: "by phone, to a person who knows the customer".into() },
        ];
        let prompt = Prompt {
            ask: "How did they tell us?".into(),
            expects: "one of these".into(),
            form: Form::One(options),
            before: Some("email".into()),
            is_draft: false,
            commands: vec![Command::Back],
        };
        assert_eq!(
            question(&prompt, NARROWEST, true, true),
            "How did they tell us?\n(one of these)\n1 by e-mail\n2 by phone, to a person who\n  knows the customer\nEnter takes [1 by e-mail]\n"
        );
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_the_terminal(text in "[a-z 山👩é\n]{0,200}", width in 20_usize..120) {
            let look = Look { colour: false, width };
            for tone in [Tone::Heading, Tone::Aside, Tone::Never, Tone::Laid] {
                for line in tell(tone, &text, look).lines() {
                    prop_assert!(text::display_width(line) <= width, "{line}");
                }
            }
        }
    }
}
