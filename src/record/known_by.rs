//! Under what a customer is known, so that their other incidents are found: by name, e-mail address, telephone number and reference.

use crate::answer::{Person, Value};
use crate::untrusted::Untrusted;
use crate::walk::Walk;

/// What stands before a name.
const NAME: &str = "name";

/// The fewest digits of a telephone number.
const FEWEST_DIGITS: usize = 6;

/// So many digits from the end tell numbers apart; what stands before them is written in several ways.
const TELLING_DIGITS: usize = 9;

/// Under what the customer of a walk is known, each in the form in which it is compared, once each.
pub fn known_by(walk: &Walk) -> Vec<String> {
    let customer = walk.answer_to("customer").and_then(Value::person);
    let reference = walk.answer_to("reference").and_then(Value::text);
    let mut keys: Vec<String> = customer.map(of_person).unwrap_or_default();
    keys.extend(reference.and_then(of_reference));
    keys.dedup();
    keys
}

/// Of what somebody is known by, what tells them for certain: two customers may share a name.
pub fn certainly(mut keys: Vec<String>) -> Vec<String> {
    keys.retain(|key| !key.starts_with(NAME));
    keys
}

/// Under what a person is known.
pub fn of_person(person: &Person) -> Vec<String> {
    let mut keys = vec![format!("{NAME} {}", folded(person.name.as_stored()))];
    if let Some(contact) = &person.contact {
        let words = contact.as_stored().split([',', ';', ' ', '<', '>']).filter(|word| word.contains('@'));
        keys.extend(words.map(|address| format!("mail {}", address.trim_end_matches('.').to_lowercase())));
        keys.extend(telephone(contact.as_stored()));
    }
    keys
}

/// A reference without spaces, in lower case.
fn of_reference(reference: &Untrusted) -> Option<String> {
    let plain: String = reference.as_stored().split_whitespace().collect::<String>().to_lowercase();
    (!plain.is_empty()).then(|| format!("ref {plain}"))
}

fn telephone(contact: &str) -> Option<String> {
    let no_address: String = contact.split_whitespace().filter(|word| !word.contains('@')).collect();
    let digits: Vec<char> = no_address.chars().filter(char::is_ascii_digit).collect();
    let telling = digits.get(digits.len().saturating_sub(TELLING_DIGITS)..).unwrap_or(&digits);
    (digits.len() >= FEWEST_DIGITS).then(|| format!("tel {}", telling.iter().collect::<String>()))
}

/// Lower case with single spaces.
fn folded(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(name: &str, contact: &str) -> Person {
        Person { contact: Some(contact.into()), ..Person::named(name) }
    }

    #[test]
    fn a_number_is_the_same_however_it_is_written() {
        let abroad = of_person(&person("Martin Hale", "+44 7700 900123"));
        let home = of_person(&person("martin  hale", "07700 900 123"));
        assert_eq!(abroad, home);
        assert_eq!(home, ["name martin hale", "tel 700900123"]);
    }

    #[test]
    fn an_address_and_a_number_may_stand_together() {
        let both = of_person(&person("Zoë", "Zoe@Example.org, 020 7946 0999"));
        assert_eq!(both, ["name zoë", "mail zoe@example.org", "tel 079460999"]);
    }

    #[test]
    fn a_few_digits_are_no_number() {
        assert_eq!(of_person(&person("Ann", "room 12")), ["name ann"]);
    }
}
