//! Text for a cell of a spreadsheet.

use std::borrow::Cow;

use super::term;

/// The characters with which spreadsheets begin a formula, and the forms that are normalised to them (NFKC) or look like them, which some
/// programs take for the same: full width, small, superscript, subscript, and the minus sign.
const BEGINS_A_FORMULA: &[char] = &[
    '=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠', '⁼', '⁺', '⁻', '₌', '₊', '₋', '﹦', '﹢', '﹣', '﹫',
    '\u{2212}',
];

/// Text as one cell that no spreadsheet takes for a formula: one line, hidden characters visible, and an apostrophe in front of whatever
/// would begin a formula. Quoting the cell for the file is the work of whoever writes the file.
///
/// ```
/// assert_eq!(recover::escape::csv("=1+1"), "'=1+1");
/// assert_eq!(recover::escape::csv("Leeds - North"), "Leeds - North");
/// ```
pub fn csv(text: &str) -> Cow<'_, str> {
    let shown = term(text);
    // White space in front is skipped by some programs before they look for a formula.
    if shown.trim_start().starts_with(BEGINS_A_FORMULA) { Cow::Owned(["'", &shown].concat()) } else { shown }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::untrusted::hostile;

    const FORMULAS: &[&str] = &[
        "=1+1",
        "+1+1",
        "-1+1",
        "@SUM(1;1)",
        "\t=1+1",
        "\r=1+1",
        "\n=1+1",
        " =1+1",
        "\u{a0}=1+1",
        "\u{3000}=1+1",
        "＝1+1",
        "＋1",
        "－1",
        "＠SUM(1)",
        "=cmd|' /C calc'!A0",
        "=HYPERLINK(\"http://example.org\",\"x\")",
        "=\u{202e}1+1",
        "-",
    ];

    fn begins_a_formula(cell: &str) -> bool {
        cell.trim_start().starts_with(BEGINS_A_FORMULA)
    }

    #[test]
    fn no_cell_begins_a_formula() {
        for text in FORMULAS.iter().map(|text| (*text).to_owned()).chain(hostile::all()) {
            let cell = csv(&text);
            assert!(!begins_a_formula(&cell), "{text:?} became {cell:?}");
            assert!(!cell.contains(['\r', '\n', '\t']), "{text:?} became {cell:?}");
        }
    }

    #[test]
    fn what_is_no_formula_stays_as_it_is() {
        for text in ["Leeds", "a=b", "1-2", "Zoë 山田", "", "'quoted'"] {
            assert_eq!(csv(text), text);
        }
    }

    proptest! {
        #[test]
        fn any_text_is_a_safe_cell(text in any::<String>()) {
            prop_assert!(!begins_a_formula(&csv(&text)));
        }
    }

    #[test]
    fn what_becomes_a_sign_of_formulas_when_it_is_normalised_begins_none() {
        for sign in "⁼⁺⁻₌₊₋﹦﹢﹣﹫−".chars() {
            assert_eq!(csv(&format!("{sign}1+1")), format!("'{sign}1+1"));
        }
    }
}
