//! The one short line of keys under a question.

use super::Command;
use crate::text;

const BETWEEN: &str = " · ";

/// How many commands are named where the line is brief, beside the one that shows all.
const BRIEF: usize = 2;

/// A command as it is named on the line of keys.
const fn named(command: Command) -> &'static str {
    match command {
        Command::Back => "< back",
        Command::Help => "? help",
        Command::Clear => "- clear",
        Command::Commands => "/ commands",
        Command::Skip => "/skip",
        Command::Later => "/later",
        Command::Note => "/note",
        Command::Contact => "/contact",
        Command::Jump => "/jump",
        Command::Said => "/said",
        Command::More => "/more",
        Command::Edit => "/edit",
        Command::Stop => "/stop",
    }
}

/// The keys in at most `width` columns: `first` ones, then the commands in their order, as many as there is room for (two
/// where it is `brief`), and last the one that shows all of them. Empty where there are none.
pub(super) fn line(first: &[&str], commands: &[Command], brief: bool, width: usize) -> String {
    let last = commands.contains(&Command::Commands).then(|| named(Command::Commands));
    let room = width.saturating_sub(last.map_or(0, |last| text::display_width(BETWEEN) + text::display_width(last)));
    let others = commands.iter().filter(|command| **command != Command::Commands).map(|command| named(*command));
    let wanted = first.iter().copied().chain(others.take(if brief { BRIEF } else { usize::MAX }));

    let mut line = String::new();
    for key in wanted {
        let between = if line.is_empty() { "" } else { BETWEEN };
        let longer = format!("{line}{between}{key}");
        if text::display_width(&longer) > room {
            break;
        }
        line = longer;
    }
    match last {
        Some(last) if line.is_empty() => text::clip(last, width).into_owned(),
        Some(last) => format!("{line}{BETWEEN}{last}"),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_first_question_shows_all_that_fit() {
        assert_eq!(
            line(&[], &Command::ALL, false, 80),
            "< back · ? help · /skip · /later · /note · /jump · /said · /more · / commands"
        );
    }

    #[test]
    fn later_questions_show_the_first_two() {
        assert_eq!(line(&[], &Command::ALL, true, 80), "< back · ? help · / commands");
    }

    #[test]
    fn thirty_columns_are_enough() {
        assert_eq!(line(&[], &Command::ALL, false, 30), "< back · ? help · / commands");
    }

    #[test]
    fn keys_of_the_form_come_first() {
        assert_eq!(line(&["an empty line ends it"], &[Command::Back], true, 60), "an empty line ends it · < back");
    }

    #[test]
    fn no_commands_make_no_line() {
        assert_eq!(line(&[], &[], false, 80), "");
    }

    proptest! {
        #[test]
        fn the_line_is_never_wider_than_it_may_be(width in 0_usize..100, brief: bool) {
            prop_assert!(text::display_width(&line(&["Esc back"], &Command::ALL, brief, width)) <= width);
        }
    }
}
