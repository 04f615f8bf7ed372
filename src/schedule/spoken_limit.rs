//! Reading a time limit as people say it: "10 business days", "8 weeks", "one month", "5 bd".

use super::count::MOST_UNITS;
use super::rule::Unit;

/// The longest text that is looked at, in bytes.
const LONGEST_TEXT: usize = 80;

/// Why words are no time limit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoLimit {
    /// The words are not understood.
    #[error("`{}` is not a time limit", crate::text::clip(&crate::escape::term(.0), 60))]
    Unreadable(String),
    /// It is understood, and more than is counted.
    #[error("`{}` is more than is counted", crate::text::clip(&crate::escape::term(.0), 60))]
    TooMuch(String),
}

impl NoLimit {
    /// What to do next.
    pub fn help(&self) -> String {
        match self {
            Self::Unreadable(_) => {
                "write it as `10 business days`, `8 weeks`, `72 hours`, `4 business hours` or `one month`".to_owned()
            }
            Self::TooMuch(_) => format!("at most {MOST_UNITS} units are counted"),
        }
    }
}

/// How many units, and which. Case does not matter, nor do hyphens; `working` means `business`, days without a word are
/// calendar days, a fortnight is two weeks and a year twelve months.
///
/// # Errors
/// [`NoLimit`].
pub fn spoken_limit(text: &str) -> Result<(u32, Unit), NoLimit> {
    let unreadable = || NoLimit::Unreadable(text.to_owned());
    // A hyphen joins words here; in front of a number it would be a sign.
    if text.len() > LONGEST_TEXT || text.trim_start().starts_with('-') {
        return Err(unreadable());
    }
    let said = text.to_lowercase().replace(['-', '_'], " ");
    let said = said.trim();
    let digits = said.find(|c: char| !c.is_ascii_digit()).unwrap_or(said.len());
    let (number, rest) = match said.split_at_checked(digits) {
        Some((digits, rest)) if !digits.is_empty() => (digits, rest),
        _ => said.split_once(char::is_whitespace).ok_or_else(unreadable)?,
    };
    let words: Vec<&str> = rest.split_whitespace().collect();
    let (each, unit) = unit(&words.join(" ")).ok_or_else(unreadable)?;
    let too_much = || NoLimit::TooMuch(text.to_owned());
    let number = if digits > 0 {
        number.parse().map_err(|_| too_much())?
    } else {
        number_word(number).ok_or_else(unreadable)?
    };
    let n: u32 = u32::checked_mul(number, each).ok_or_else(too_much)?;
    if n > MOST_UNITS { Err(too_much()) } else { Ok((n, unit)) }
}

/// A unit, and how many of it one of what was said is.
fn unit(said: &str) -> Option<(u32, Unit)> {
    Some(match said {
        "bd" | "wd" | "business day" | "business days" | "working day" | "working days" | "workday" | "workdays" => {
            (1, Unit::BusinessDays)
        }
        "d" | "cd" | "day" | "days" | "calendar day" | "calendar days" => (1, Unit::CalendarDays),
        "w" | "wk" | "wks" | "week" | "weeks" => (1, Unit::Weeks),
        "fortnight" | "fortnights" => (2, Unit::Weeks),
        "month" | "months" | "calendar month" | "calendar months" => (1, Unit::Months),
        "year" | "years" => (12, Unit::Months),
        "h" | "hr" | "hrs" | "hour" | "hours" => (1, Unit::Hours),
        "bh" | "business hour" | "business hours" | "working hour" | "working hours" => (1, Unit::BusinessHours),
        _ => return None,
    })
}

fn number_word(word: &str) -> Option<u32> {
    const WORDS: [&str; 20] = [
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
    ];
    match word {
        "a" | "an" => Some(1),
        "thirty" => Some(30),
        "forty" => Some(40),
        "sixty" => Some(60),
        "ninety" => Some(90),
        _ => WORDS.iter().position(|known| *known == word).and_then(|at| u32::try_from(at + 1).ok()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn limits_are_read_as_people_say_them() {
        for (said, n, unit) in [
            ("10 business days", 10, Unit::BusinessDays),
            ("3 Working Days", 3, Unit::BusinessDays),
            ("5 bd", 5, Unit::BusinessDays),
            ("5bd", 5, Unit::BusinessDays),
            ("10-business-days", 10, Unit::BusinessDays),
            ("8 weeks", 8, Unit::Weeks),
            ("a fortnight", 2, Unit::Weeks),
            ("72 hours", 72, Unit::Hours),
            ("four  business hours", 4, Unit::BusinessHours),
            ("one month", 1, Unit::Months),
            ("a year", 12, Unit::Months),
            ("14 days", 14, Unit::CalendarDays),
        ] {
            assert_eq!(spoken_limit(said), Ok((n, unit)), "{said}");
        }
    }

    #[test]
    fn what_is_no_limit_is_told_with_what_would_be() {
        for said in ["", "soon", "10", "days", "-3 days", "3.5 days", "10 bananas", "ten business days or so"] {
            let error = spoken_limit(said).unwrap_err();
            assert!(matches!(error, NoLimit::Unreadable(_)), "{said}");
            assert!(error.help().contains("`8 weeks`"));
        }
        for said in ["10001 days", "99999999999999999999 weeks", "5001 fortnights"] {
            assert!(matches!(spoken_limit(said), Err(NoLimit::TooMuch(_))), "{said}");
        }
    }

    #[test]
    fn every_unit_is_read_as_it_is_shown() {
        for unit in Unit::ALL {
            for n in [1, 2, 20] {
                assert_eq!(spoken_limit(&unit.counted(n)), Ok((n, unit)));
            }
        }
    }

    proptest! {
        #[test]
        fn any_text_is_a_limit_or_not(text in any::<String>()) {
            let _either = spoken_limit(&text);
        }
    }
}
