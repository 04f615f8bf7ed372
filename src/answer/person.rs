//! A person: a name, and perhaps a role and a way to reach them.

use serde::{Deserialize, Serialize};

use crate::untrusted::Untrusted;

/// A named person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The person's name; never empty.
    pub name: Untrusted,
    /// What they are in the house, or to the customer.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub role: Option<Untrusted>,
    /// A number or address they can be reached under.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub contact: Option<Untrusted>,
}

/// Why a text names no person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoPerson {
    /// There is no name in it.
    Nameless,
    /// It names a team, a queue or a place.
    Team,
    /// It names a role and not who holds it.
    RoleOnly,
}

/// Words that never stand in a person's name. A name that contains one is no person.
const GROUPS: &[&str] = &[
    "team",
    "teams",
    "queue",
    "department",
    "dept",
    "desk",
    "helpdesk",
    "everyone",
    "everybody",
    "anyone",
    "anybody",
    "someone",
    "somebody",
    "nobody",
    "unassigned",
    "crew",
    "lads",
    "company",
    "management",
    "unknown",
    "committee",
    "headquarters",
    "ltd",
    "limited",
    "inc",
    "gmbh",
    "plc",
];

/// Words that name a group or a place, and are somebody's name as well. Alone, or with a role, they name nobody.
const PLACES: &[&str] = &[
    "none",
    "staff",
    "office",
    "reception",
    "we",
    "us",
    "they",
    "them",
    "tbd",
    "tba",
    "tbc",
    "n/a",
    "group",
    "shop",
    "kitchen",
    "store",
    "branch",
    "warehouse",
    "hq",
    "line",
    "first",
    "second",
    "front",
    "back",
    "yes",
    "no",
    "ok",
];

/// Words that name what somebody is. A name made only of these is no name.
const ROLES: &[&str] = &[
    "manager",
    "owner",
    "boss",
    "supervisor",
    "director",
    "engineer",
    "technician",
    "lead",
    "leader",
    "duty",
    "shift",
    "head",
    "of",
    "the",
    "a",
    "chef",
    "waiter",
    "agent",
    "assistant",
    "customer",
    "service",
    "services",
    "support",
    "technical",
    "general",
    "area",
    "regional",
    "operations",
    "sales",
    "accounts",
    "it",
    "care",
    "success",
    "on",
    "call",
    "night",
    "day",
    "our",
    "my",
];

impl Person {
    /// A person of that name, without role or contact.
    pub fn named(name: impl Into<Untrusted>) -> Self {
        Self { name: name.into(), role: None, contact: None }
    }

    /// Reads `NAME`, `NAME, ROLE` and either with `<CONTACT>` at the end; a telephone number or an e-mail address behind a comma is a
    /// contact as well.
    ///
    /// # Errors
    /// [`NoPerson::Nameless`] when no letter is left for a name.
    pub fn read(text: &str) -> Result<Self, NoPerson> {
        let text = text.trim();
        let (named, contact) = match text.strip_suffix('>').and_then(|rest| rest.rsplit_once('<')) {
            Some((named, contact)) => (named.trim(), non_empty(contact)),
            None => (text, None),
        };
        let (name, rest) = named.split_once(',').map_or((named, ""), |(name, rest)| (name.trim(), rest.trim()));
        let (role, last) = rest.rsplit_once(',').map_or(("", rest), |(role, last)| (role.trim(), last.trim()));
        let (role, contact) = match contact {
            None if is_contact(last) => (non_empty(role), non_empty(last)),
            contact => (non_empty(rest), contact),
        };
        if name.chars().any(char::is_alphabetic) {
            Ok(Self { name: name.into(), role, contact })
        } else {
            Err(NoPerson::Nameless)
        }
    }

    /// Whether this is somebody who can own something: not a team, a queue or a role.
    ///
    /// # Errors
    /// Which of the three it is instead. Seed of the rule: a call that lay in an unassigned queue.
    pub fn somebody(&self) -> Result<(), NoPerson> {
        let lower = self.name.as_stored().to_lowercase();
        let words: Vec<&str> =
            lower.split(|c: char| c.is_whitespace() || c == '-').filter(|word| !word.is_empty()).collect();
        if words.iter().all(|word| ROLES.contains(word)) {
            return Err(NoPerson::RoleOnly);
        }
        let is_place = words.iter().all(|word| PLACES.contains(word) || ROLES.contains(word));
        let article_and_no_name = words.first() == Some(&"the")
            && !self
                .name
                .as_stored()
                .split_whitespace()
                .skip(1)
                .any(|word| word.chars().next().is_some_and(char::is_uppercase));
        if is_place || article_and_no_name || words.iter().any(|word| GROUPS.contains(word)) || lower.contains('@') {
            return Err(NoPerson::Team);
        }
        Ok(())
    }

    /// Whether both are the same person as far as their names tell, whatever case and spacing.
    pub fn is_same_as(&self, other: &Self) -> bool {
        let folded =
            |person: &Self| person.name.as_stored().split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        folded(self) == folded(other)
    }

    /// The person as [`Person::read`] takes it.
    pub fn as_typed(&self) -> String {
        let mut typed = self.name.as_stored().to_owned();
        if let Some(role) = &self.role {
            typed.push_str(", ");
            typed.push_str(role.as_stored());
        }
        if let Some(contact) = &self.contact {
            typed.push_str(" <");
            typed.push_str(contact.as_stored());
            typed.push('>');
        }
        typed
    }
}

/// Whether a text is a telephone number or an e-mail address: digits and what stands between them, or a word with an `@`.
fn is_contact(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let is_number = digits >= 6 && !text.chars().any(char::is_alphabetic);
    let is_address = text.contains('@') && !text.contains(char::is_whitespace);
    is_number || is_address
}

fn non_empty(text: &str) -> Option<Untrusted> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn name_role_and_contact_are_read_in_one_line() {
        let maria = Person::read("Maria Lopez, shift manager <0161 496 0000>").unwrap();
        assert_eq!(maria.name.as_stored(), "Maria Lopez");
        assert_eq!(maria.role.as_ref().unwrap().as_stored(), "shift manager");
        assert_eq!(maria.contact.as_ref().unwrap().as_stored(), "0161 496 0000");
        assert_eq!(Person::read(&maria.as_typed()).unwrap(), maria);
        assert_eq!(Person::read("山田 太郎").unwrap().name.as_stored(), "山田 太郎");
        assert_eq!(Person::read(" , x"), Err(NoPerson::Nameless));
    }

    #[test]
    fn a_number_or_an_address_behind_a_comma_is_no_role() {
        for (typed, role, contact) in [
            ("Martin Hale, 020 7946 0999", None, "020 7946 0999"),
            ("Martin Hale, tenant, +44 20 7946 0999", Some("tenant"), "+44 20 7946 0999"),
            ("Martin Hale, m.hale@example.org", None, "m.hale@example.org"),
            ("Martin Hale, flat 12 <020 7946 0999>", Some("flat 12"), "020 7946 0999"),
        ] {
            let martin = Person::read(typed).unwrap();
            assert_eq!(martin.name.as_stored(), "Martin Hale", "{typed}");
            assert_eq!(martin.role.as_ref().map(Untrusted::as_stored), role, "{typed}");
            assert_eq!(martin.contact.as_ref().unwrap().as_stored(), contact, "{typed}");
        }
        assert_eq!(Person::read("Ann, room 12").unwrap().role.unwrap().as_stored(), "room 12");
    }

    #[test]
    fn a_team_a_queue_and_a_role_are_nobody() {
        for team in [
            "the support team",
            "unassigned queue",
            "Front desk",
            "everyone",
            "support@example.org",
            "IT department",
            "the shop",
            "Kitchen",
            "the bristol lot",
            "yes",
        ] {
            assert_eq!(Person::read(team).unwrap().somebody(), Err(NoPerson::Team), "{team}");
        }
        for role in ["the manager", "Duty manager", "customer service", "Head of support"] {
            assert_eq!(Person::read(role).unwrap().somebody(), Err(NoPerson::RoleOnly), "{role}");
        }
        for person in [
            "Maria Lopez",
            "Rob",
            "Desmond Teamer",
            "أحمد",
            "Support Jones",
            "Mary-Ann Day",
            "Michael Kitchen",
            "Michelle Branch",
            "Kim No",
            "The O. Donoghue",
        ] {
            assert_eq!(Person::read(person).unwrap().somebody(), Ok(()), "{person}");
        }
    }
}
