//! Choices by arrow keys, drawn by us and steered by dialoguer.

use std::fmt;

use console::Term;
use dialoguer::{MultiSelect, Select, theme::Theme};

use crate::{
    out::Look,
    term::{Gone, Signals, input::gone},
    text,
};

/// What dialoguer adds to the prompt of a list that takes several pages: ` [Page 10/12] `.
const PAGE_COLUMNS: usize = 14;

/// The columns before an item: the arrow, and for several the box.
const BEFORE_ITEM: usize = 6;

/// What was chosen.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Chosen {
    /// These options, from 0.
    Options(Vec<usize>),
    /// The last item, which is no option.
    Other,
    /// Nothing: Esc.
    Left,
}

/// A theme that draws an item by its number. dialoguer takes the bytes of an item for its columns, so it only ever sees
/// the numbers.
pub(super) struct Drawn {
    /// Every item with its number, whole.
    whole: Vec<String>,
    items: Vec<String>,
    /// How many of the items are options; the rest is one that leads elsewhere. None where all are the same.
    options: Option<usize>,
    look: Look,
}

impl Drawn {
    /// Items of which the first `options` have numbers, or none of them where that is 0.
    pub(super) fn new<'a>(labels: impl Iterator<Item = &'a str>, options: usize, look: Look) -> Self {
        let width = options.to_string().len();
        let whole = labels
            .enumerate()
            .map(|(at, label)| if at < options { format!("{:>width$} {label}", at + 1) } else { label.to_owned() })
            .collect();
        Self { whole, items: Vec::new(), options: (options > 0).then_some(options), look }.at(look)
    }

    /// The same in another width.
    pub(super) fn at(&self, look: Look) -> Self {
        // A line that is full to its last column makes some terminals begin another one.
        let room = look.width.saturating_sub(BEFORE_ITEM + 1);
        let items = self.whole.iter().map(|item| text::clip(&item.replace('\n', " "), room).into_owned()).collect();
        Self { whole: self.whole.clone(), items, options: self.options, look }
    }

    /// How many columns there are for the words above the items.
    pub(super) fn room_for_head(&self, term: &Term) -> usize {
        // A line for these words and one for the cursor are not for items.
        let has_pages = self.items.len() + 2 > usize::from(term.size().0);
        self.look.width.saturating_sub(if has_pages { PAGE_COLUMNS + 1 } else { 1 })
    }

    fn numbers(&self) -> impl Iterator<Item = String> {
        (0..self.items.len()).map(|at| at.to_string())
    }

    fn item(&self, number: &str) -> &str {
        number.parse().ok().and_then(|at: usize| self.items.get(at)).map_or("", String::as_str)
    }

    fn chosen(&self, at: Vec<usize>) -> Chosen {
        let Some(options) = self.options else { return Chosen::Options(at) };
        let all = at.len() == self.items.len();
        if at.contains(&options) && !(all && options > 1) {
            Chosen::Other
        } else {
            // All of them are checked by one key, which does not mean the last one.
            Chosen::Options(at.into_iter().filter(|at| *at < options).collect())
        }
    }
}

impl Theme for Drawn {
    fn format_select_prompt(&self, f: &mut dyn fmt::Write, prompt: &str) -> fmt::Result {
        f.write_str(&self.look.dim(prompt))
    }

    fn format_multi_select_prompt(&self, f: &mut dyn fmt::Write, prompt: &str) -> fmt::Result {
        f.write_str(&self.look.dim(prompt))
    }

    fn format_select_prompt_item(&self, f: &mut dyn fmt::Write, text: &str, active: bool) -> fmt::Result {
        let item = self.item(text);
        if active { write!(f, "> {}", self.look.bold(item)) } else { write!(f, "  {item}") }
    }

    fn format_multi_select_prompt_item(
        &self,
        f: &mut dyn fmt::Write,
        text: &str,
        checked: bool,
        active: bool,
    ) -> fmt::Result {
        let item = self.item(text);
        let mark = if checked { "[x]" } else { "[ ]" };
        if active { write!(f, "> {mark} {}", self.look.bold(item)) } else { write!(f, "  {mark} {item}") }
    }
}

/// Asks for one item, with the arrow on `before`. Where there is none the arrow appears with the first arrow key, so that
/// Enter pressed once too often chooses nothing.
pub(super) fn one(
    term: &Term,
    signals: &Signals,
    drawn: &Drawn,
    head: &str,
    before: Option<usize>,
) -> Result<Chosen, Gone> {
    let select = Select::with_theme(drawn).with_prompt(head).items(drawn.numbers()).report(false);
    let select = match before {
        Some(at) => select.default(at),
        None => select,
    };
    let chosen = during(signals, || select.interact_on_opt(term))?;
    Ok(chosen.map_or(Chosen::Left, |at| drawn.chosen(vec![at])))
}

/// Asks for several items, with those of `before` checked.
pub(super) fn several(
    term: &Term,
    signals: &Signals,
    drawn: &Drawn,
    head: &str,
    before: &[usize],
) -> Result<Chosen, Gone> {
    let items = drawn.numbers().enumerate().map(|(at, number)| (number, before.contains(&at)));
    let select = MultiSelect::with_theme(drawn).with_prompt(head).items_checked(items).report(false);
    let chosen = during(signals, || select.interact_on_opt(term))?;
    Ok(chosen.map_or(Chosen::Left, |at| drawn.chosen(at)))
}

fn during<T>(signals: &Signals, choose: impl FnOnce() -> dialoguer::Result<T>) -> Result<T, Gone> {
    let chosen = signals.during_prompt(|| match signals.pending() {
        Some(gone) => Err(gone),
        None => choose().map_err(why),
    });
    match (chosen, signals.pending()) {
        (Err(_), Some(gone)) => Err(gone),
        (chosen, _) => chosen,
    }
}

fn why(error: dialoguer::Error) -> Gone {
    let dialoguer::Error::IO(error) = error;
    match error.kind() {
        std::io::ErrorKind::Interrupted => Gone::Interrupted,
        std::io::ErrorKind::UnexpectedEof => Gone::HungUp,
        _ => gone(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(width: usize) -> Drawn {
        Drawn::new(["by e-mail", "山田太郎さんに電話で", "other: back"].into_iter(), 2, Look { colour: false, width })
    }

    #[test]
    fn items_are_numbered_and_the_last_is_not() {
        assert_eq!(drawn(80).items, ["1 by e-mail", "2 山田太郎さんに電話で", "other: back"]);
    }

    #[test]
    fn items_are_cut_by_columns_and_that_is_known() {
        assert_eq!(drawn(20).items, ["1 by e-mail", "2 山田太郎さ…", "other: back"]);
    }

    #[test]
    fn a_wider_terminal_shows_more_again() {
        assert_eq!(drawn(20).at(Look { colour: false, width: 80 }).items[1], "2 山田太郎さんに電話で");
    }

    #[test]
    fn dialoguer_sees_short_items_only() {
        assert_eq!(drawn(80).numbers().collect::<Vec<_>>(), ["0", "1", "2"]);
        let mut line = String::new();
        drawn(80).format_select_prompt_item(&mut line, "0", true).unwrap();
        assert_eq!(line, "> 1 by e-mail");
    }

    #[test]
    fn the_last_item_leads_elsewhere_unless_all_were_checked_at_once() {
        assert_eq!(drawn(80).chosen(vec![2]), Chosen::Other);
        assert_eq!(drawn(80).chosen(vec![0, 2]), Chosen::Other);
        assert_eq!(drawn(80).chosen(vec![0, 1, 2]), Chosen::Options(vec![0, 1]));
        assert_eq!(drawn(80).chosen(vec![1]), Chosen::Options(vec![1]));
    }
}
