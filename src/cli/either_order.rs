//! `recover promise add 42 …` means what `recover promise 42 add …` means: people type the verb first as often as the incident.

use std::ffi::OsString;

/// The commands that take an incident and then a verb, with their verbs.
const VERBS: &[(&str, &[&str])] = &[
    ("promise", &["list", "add", "keep", "break", "release", "move"]),
    ("failure", &["list", "add", "right", "leave"]),
    ("clock", &["met", "extend", "waive"]),
    ("gate", &["close", "lift"]),
];

/// The arguments with the incident before the verb.
pub fn in_order(mut arguments: Vec<OsString>) -> Vec<OsString> {
    let is = |argument: Option<&OsString>, words: &[&str]| {
        argument.and_then(|argument| argument.to_str()).is_some_and(|argument| words.contains(&argument))
    };
    for (command, verbs) in VERBS {
        let Some(place) = arguments.iter().skip(1).position(|argument| is(Some(argument), &[*command])) else {
            continue;
        };
        let (verb, incident) = (place + 2, place + 3);
        let names_an_incident =
            arguments.get(incident).and_then(|argument| argument.to_str()).is_some_and(|text| !text.starts_with('-'));
        let already = is(arguments.get(incident), verbs);
        if is(arguments.get(verb), verbs) && names_an_incident && !already {
            arguments.swap(verb, incident);
        }
        break;
    }
    arguments
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ordered(typed: &str) -> String {
        let arguments = in_order(typed.split(' ').map(OsString::from).collect());
        arguments.iter().map(|argument| argument.to_str().unwrap()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn the_verb_may_come_first() {
        assert_eq!(ordered("recover promise add 42 ring --due x"), "recover promise 42 add ring --due x");
        assert_eq!(ordered("recover --quiet gate lift 42 --by x"), "recover --quiet gate 42 lift --by x");
    }

    #[test]
    fn what_is_in_order_stays() {
        for typed in [
            "recover promise 42 add ring",
            "recover promise list",
            "recover promise add --help",
            "recover note 42 promise",
        ] {
            assert_eq!(ordered(typed), typed);
        }
    }
}
