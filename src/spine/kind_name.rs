//! The kinds of question, by name.

/// What kind of answer a question takes; what else a kind needs (choices, scale, bounds) is the playbook's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KindName {
    /// One line of text.
    Text,
    /// Several lines of text.
    LongText,
    /// One of the choices.
    Choice,
    /// Several of the choices.
    Choices,
    /// Yes or no.
    YesNo,
    /// An exact decimal number.
    Number,
    /// An amount with its currency.
    Money,
    /// A day.
    Date,
    /// An instant, with its offset.
    DateTime,
    /// A length of time.
    Duration,
    /// A person: name, and perhaps role and contact.
    Person,
    /// A mark on a scale.
    Rating,
    /// Something promised, by when, by whom.
    Promise,
    /// One contact with the customer.
    Contact,
    /// One dated failure within the incident.
    Failure,
}

impl KindName {
    /// Every kind, in the order of the reference.
    pub const ALL: [Self; 15] = [
        Self::Text,
        Self::LongText,
        Self::Choice,
        Self::Choices,
        Self::YesNo,
        Self::Number,
        Self::Money,
        Self::Date,
        Self::DateTime,
        Self::Duration,
        Self::Person,
        Self::Rating,
        Self::Promise,
        Self::Contact,
        Self::Failure,
    ];

    /// The kind's name in playbooks.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::LongText => "long-text",
            Self::Choice => "choice",
            Self::Choices => "choices",
            Self::YesNo => "yes-no",
            Self::Number => "number",
            Self::Money => "money",
            Self::Date => "date",
            Self::DateTime => "date-time",
            Self::Duration => "duration",
            Self::Person => "person",
            Self::Rating => "rating",
            Self::Promise => "promise",
            Self::Contact => "contact",
            Self::Failure => "failure",
        }
    }

    /// The kind of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}
