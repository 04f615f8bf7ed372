//! Every figure of a report, defined: what it counts, by which clock, and when it is unknown. The one table behind `--explain`, JSON,
//! CSV and `docs/report.md`.

/// A figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FigureId {
    /// Incidents received.
    Received,
    /// From the customer telling the house until somebody answered for it.
    TimeToOwn,
    /// Until the customer first heard that the house has it.
    TimeToAcknowledge,
    /// Until the customer and a person of the house first spoke.
    TimeToFirstContact,
    /// Until it was put right.
    TimeToFix,
    /// Until the customer was satisfied.
    TimeToRecovered,
    /// Time limits kept.
    InLimit,
    /// Put right, and the customer is not satisfied.
    FixedNotRecovered,
    /// Promises by what became of them.
    Promises,
    /// How often customers had to chase.
    Chases,
    /// How often an incident went from one owner to another.
    HandOvers,
    /// Settled without the customer having to come back.
    FirstContactResolution,
    /// Opened again after their end.
    Reopened,
    /// Customers who had been failed before.
    RepeatFailures,
    /// Recoveries that failed themselves.
    DoubleDeviations,
    /// How incidents ended.
    Endings,
    /// Satisfied with what was done.
    SatisfiedOutcome,
    /// Satisfied with how they were treated.
    SatisfiedHandling,
    /// Marks from 1 to 5.
    Csat,
    /// Promoters less detractors.
    Nps,
    /// Marks from 1 to 7 for how easy it was.
    Ces,
    /// What was given.
    RemedyTotal,
    /// Offers by kind.
    RemedyByKind,
    /// Offers above what the responder may offer alone.
    RemedyOverLimit,
    /// From an amount being recorded until it was approved.
    ApprovalLag,
    /// What it cost.
    Cost,
    /// Classes of cause.
    Causes,
    /// Could it have been prevented?
    Preventable,
    /// What the house set itself so that it does not happen again.
    Prevention,
    /// Whether that works.
    PreventionEffect,
    /// What stands now.
    Backlog,
}

/// Under which heading a figure stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// How many.
    Volume,
    /// How fast.
    Speed,
    /// What was promised and what is owed.
    Promises,
    /// What it took of the customer.
    Effort,
    /// How it went.
    Outcome,
    /// Remedies and costs.
    Money,
    /// Causes and prevention.
    Learning,
    /// What stands now.
    Now,
}

impl Section {
    /// Every section, in order.
    pub const ALL: [Self; 8] = [
        Self::Volume,
        Self::Speed,
        Self::Promises,
        Self::Effort,
        Self::Outcome,
        Self::Money,
        Self::Learning,
        Self::Now,
    ];

    /// Its heading.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Volume => "How many",
            Self::Speed => "How fast",
            Self::Promises => "Promises and time limits",
            Self::Effort => "What it took of the customer",
            Self::Outcome => "How it ended, and what they said",
            Self::Money => "Remedies and cost",
            Self::Learning => "Causes and prevention",
            Self::Now => "Where these incidents stand now",
        }
    }
}

/// What a figure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Definition {
    /// The figure.
    pub figure: FigureId,
    /// Its name for scripts and for `--explain`.
    pub id: &'static str,
    /// Its name for people.
    pub title: &'static str,
    /// Under which heading it stands.
    pub section: Section,
    /// What it counts, and what it rests on (`n`).
    pub definition: &'static str,
    /// From which moment to which, from which source; in which kind of time.
    pub clock: &'static str,
    /// What counts as unknown, and what is not yet known.
    pub unknown: &'static str,
}

/// That something is no length of time.
const NO_CLOCK: &str = "none: it is a count, of incidents received in the period";

/// Every figure, in the order of the report.
pub const DEFINITIONS: &[Definition] = &[
    Definition {
        figure: FigureId::Received,
        id: "received",
        title: "Received",
        section: Section::Volume,
        definition: "Incidents that customers told the house of within the period. Drills are never among them. Every other figure rests on these incidents.",
        clock: "an incident belongs to the period in which the customer told the house: the answer to `received_at`, else when it was opened; months, weeks and days are those of the zone the report is made in",
        unknown: "nothing is unknown: every incident was received",
    },
    Definition {
        figure: FigureId::TimeToOwn,
        id: "time_to_own",
        title: "Time to own",
        section: Section::Speed,
        definition: "How long until a named person accepted that they answer for it, for the first time. n is the incidents that somebody has accepted.",
        clock: "wall time, nights and weekends included, from when the customer told the house to when the first owner accepted (journal); nought where that was before they told it",
        unknown: "unknown: it ended and nobody had accepted. Not yet: it is open and nobody has",
    },
    Definition {
        figure: FigureId::TimeToAcknowledge,
        id: "time_to_acknowledge",
        title: "Time to acknowledge",
        section: Section::Speed,
        definition: "How long until the customer first heard that the house has it. n is the incidents in which that is recorded.",
        clock: "wall time, from when the customer told the house to the answer to `acknowledged_at`, else the first contact that reached them, or the apology; nought where that was before they told it. A time of the apology that nobody gave and that was assumed counts only where it is later than the moment the incident was opened here",
        unknown: "unknown: it ended and nothing of the kind is recorded at a known time. Not yet: it is open and nothing is",
    },
    Definition {
        figure: FigureId::TimeToFirstContact,
        id: "time_to_first_contact",
        title: "Time to first human contact",
        section: Section::Speed,
        definition: "How long until the customer and a person of the house first spoke with or wrote to each other. An acknowledgement that a machine may have sent is none. n is the incidents in which such a contact is recorded.",
        clock: "wall time, from when the customer told the house to the earliest contact that reached the customer or in which somebody answered them, or the apology; nought where that was before they told it. A time of the apology that nobody gave and that was assumed counts only where it is later than the moment the incident was opened here",
        unknown: "unknown: it ended and no such contact is recorded at a known time. Not yet: it is open and none is",
    },
    Definition {
        figure: FigureId::TimeToFix,
        id: "time_to_fix",
        title: "Time to fix",
        section: Section::Speed,
        definition: "How long until it was put right as a whole, for the last time where it took several. n is the incidents that were put right and for which the time is recorded. What cannot be put right, or had been put right only in part when it ended, is not among them.",
        clock: "wall time, from when the customer told the house to the answer to `corrected_at`; nought where that was before they told it. A time that nobody gave and that was assumed counts only where it is later than the moment the incident was opened here: what was entered at one stroke says nothing of how long it took",
        unknown: "unknown: it was put right and it is not known when, or it ended and nobody said whether it was. Not yet: it is open and has not been put right, or only in part",
    },
    Definition {
        figure: FigureId::TimeToRecovered,
        id: "time_to_recovered",
        title: "Time to recovered",
        section: Section::Speed,
        definition: "How long until the customer, asked, was satisfied. Fixed is not recovered. n is the incidents that ended as satisfied at a known time. What ended otherwise, or with a customer who was not satisfied with the outcome or with how they were treated, was not recovered and is not among them.",
        clock: "wall time, from when the customer told the house to when they were asked (`asked_at`), else to the end. A time of asking that nobody gave and that was assumed, and the end, count only where they are later than the moment the incident was opened here",
        unknown: "unknown: it ended as satisfied and no such time is known, or they would have been asked before they told the house. Not yet: it is open",
    },
    Definition {
        figure: FigureId::InLimit,
        id: "in_limit",
        title: "Time limits kept",
        section: Section::Promises,
        definition: "Of the time limits of the playbooks, those met in time: what they ask for was done by their last moment, that moment included. Late is what was done afterwards, and what still runs past its time. n is those in time and late together. One line for each limit of each playbook.",
        clock: "as each limit says, with its own calendar: business days or hours by that calendar, or wall time; extensions of which the customer was told are counted in",
        unknown: "unknown: the incident ended and nobody said whether it was done, or it was done and entered after its time without anybody saying when, or the limit cannot be counted. Not yet: it runs and its time has not passed. Waived limits and those that never started do not count",
    },
    Definition {
        figure: FigureId::FixedNotRecovered,
        id: "fixed_not_recovered",
        title: "Fixed but not recovered",
        section: Section::Outcome,
        definition: "Of the incidents that were put right as a whole, those whose customer is not satisfied, with the outcome or with how they were treated, whatever the ending says: asked, they said no or wanted more, were satisfied with their treatment partly or not at all, or it ended as accepted, not forgiven or not satisfied. Recovered is, of the others, who said yes to both, and what ended as satisfied. n is the incidents put right of which it is known whether the customer is satisfied.",
        clock: NO_CLOCK,
        unknown: "unknown: it was put right and ended, not as satisfied, and the customer did not answer both. Not yet: it was put right, is open, and the customer has not answered both",
    },
    Definition {
        figure: FigureId::Promises,
        id: "promises",
        title: "Promises",
        section: Section::Promises,
        definition: "Promises to customers, and to others outside, by what became of them: kept, kept late, broken. What the customer let the house off (released) is shown and not judged. The share kept is of those judged: n. A promise made again before it fell due is one promise.",
        clock: "each promise by its own time, that moment included; the verdict is a person's, never a clock's; promises count with the incident they were made in",
        unknown: "unknown: overdue, its time has passed and nobody has said what became of it. Not yet: owed, and its time has not passed",
    },
    Definition {
        figure: FigureId::Chases,
        id: "chases",
        title: "Customer chases",
        section: Section::Effort,
        definition: "How often customers had to chase. The total is of everything recorded; the mean is of the incidents that say for each contact in which the customer got in touch whether they had to chase: n.",
        clock: NO_CLOCK,
        unknown: "unknown: no contact is recorded, or one in which the customer got in touch does not say whether they had to chase",
    },
    Definition {
        figure: FigureId::HandOvers,
        id: "hand_overs",
        title: "Hand-overs",
        section: Section::Effort,
        definition: "How often an incident went from one person who answered for it to another. n is the incidents that somebody has accepted.",
        clock: NO_CLOCK,
        unknown: "unknown: it ended and nobody had accepted. Not yet: it is open and nobody has",
    },
    Definition {
        figure: FigureId::FirstContactResolution,
        id: "first_contact_resolution",
        title: "First-contact resolution",
        section: Section::Effort,
        definition: "Of the incidents that ended or in which the customer came back, those that ended as satisfied without the customer having to get in touch a second time: at most one contact from them, no chase, one round, never reopened, and a contact that reached them or in which somebody answered them. n is those of which that can be told.",
        clock: NO_CLOCK,
        unknown: "unknown: it ended as satisfied and no contact that reached them is recorded, or a contact from them does not say whether they had to chase, or it ended and the customer's answer is not known. Not yet: it is open and the customer has not come back",
    },
    Definition {
        figure: FigureId::Reopened,
        id: "reopened",
        title: "Reopened",
        section: Section::Outcome,
        definition: "Of the incidents that have ended at least once, those that were opened again. n is the incidents that have ended at least once.",
        clock: NO_CLOCK,
        unknown: "nothing is unknown. Not yet: it has never ended",
    },
    Definition {
        figure: FigureId::RepeatFailures,
        id: "repeat_failures",
        title: "Repeat failures",
        section: Section::Outcome,
        definition: "Incidents whose customer the house had failed before (`failed_before`). n is the incidents in which that is answered.",
        clock: NO_CLOCK,
        unknown: "unknown: `failed_before` is not answered",
    },
    Definition {
        figure: FigureId::DoubleDeviations,
        id: "double_deviations",
        title: "Double deviations",
        section: Section::Outcome,
        definition: "Recoveries that failed themselves: the incident had ended and was opened again because it failed again. n is those, and the incidents that have ended with a known answer of the customer.",
        clock: NO_CLOCK,
        unknown: "unknown: it has ended without the customer's answer, and was not reopened as failed. Not yet: it is open and has not failed again",
    },
    Definition {
        figure: FigureId::Endings,
        id: "endings",
        title: "Endings",
        section: Section::Outcome,
        definition: "How incidents ended, of those that have ended: n.",
        clock: NO_CLOCK,
        unknown: "nothing is unknown: an incident closes only through an ending. Not yet: it is open",
    },
    Definition {
        figure: FigureId::SatisfiedOutcome,
        id: "satisfied_outcome",
        title: "Satisfied with the outcome",
        section: Section::Outcome,
        definition: "Of the customers who were asked whether it is put right and answered, those who said yes. n is those who answered, with their latest answer. Asked are those and whoever gave no answer; not asked is shown beside them.",
        clock: NO_CLOCK,
        unknown: "unknown: they were not asked, gave no answer, or it ended and nobody said. Not yet: it is open and nobody has asked",
    },
    Definition {
        figure: FigureId::SatisfiedHandling,
        id: "satisfied_handling",
        title: "Satisfied with the handling",
        section: Section::Outcome,
        definition: "Of the customers who said whether they are satisfied with how they were treated, those who said yes; partly is not yes. n is those who said.",
        clock: NO_CLOCK,
        unknown: "unknown: they were asked and did not say, were not asked, or it ended and nobody said. Not yet: it is open and it is not recorded what they say of it",
    },
    Definition {
        figure: FigureId::Csat,
        id: "csat",
        title: "CSAT, marks 1 to 5",
        section: Section::Outcome,
        definition: "The mean of the marks that customers gave for how it was put right, and the share of 4 and 5. n is the marks.",
        clock: NO_CLOCK,
        unknown: "unknown: it ended without a mark. Not yet: it is open without one",
    },
    Definition {
        figure: FigureId::Nps,
        id: "nps",
        title: "NPS, marks 0 to 10",
        section: Section::Outcome,
        definition: "Promoters (9 and 10) less detractors (0 to 6), in points: per cent of the marks. n is the marks.",
        clock: NO_CLOCK,
        unknown: "unknown: it ended without a mark. Not yet: it is open without one",
    },
    Definition {
        figure: FigureId::Ces,
        id: "ces",
        title: "CES, marks 1 to 7",
        section: Section::Outcome,
        definition: "The mean of the marks for how easy it was made for the customer, 7 being easiest. n is the marks.",
        clock: NO_CLOCK,
        unknown: "unknown: it ended without a mark. Not yet: it is open without one",
    },
    Definition {
        figure: FigureId::RemedyTotal,
        id: "remedy_total",
        title: "Remedies accepted",
        section: Section::Money,
        definition: "What was offered and accepted: the total and the mean of one, for each currency apart; nothing is converted. n is the accepted offers with an amount. Refused offers are no cost and not among them.",
        clock: NO_CLOCK,
        unknown: "unknown: an accepted offer without an amount, or an offer of which nobody said whether it was taken, of an incident that has ended. Not yet: the answer is still out",
    },
    Definition {
        figure: FigureId::RemedyByKind,
        id: "remedy_by_kind",
        title: "Offers by kind",
        section: Section::Money,
        definition: "What was offered, by kind, in every round; a decision to offer nothing counts as one and its reason is a kind of its own, and how many these are is said apart. n is the offers and those decisions.",
        clock: NO_CLOCK,
        unknown: "unknown: it ended and nobody said whether anything was offered. Not yet: it is open and nobody has",
    },
    Definition {
        figure: FigureId::RemedyOverLimit,
        id: "remedy_over_limit",
        title: "Offers over the limit",
        section: Section::Money,
        definition: "Offers above what the responder may offer alone, by the playbook of the incident, and those of them that somebody approved (`approved_by`), at whatever time. An amount in another currency than that of the limit needs approval as well and counts as above it. n is the offers with an amount.",
        clock: NO_CLOCK,
        unknown: "unknown: something was offered and its amount is not recorded",
    },
    Definition {
        figure: FigureId::ApprovalLag,
        id: "approval_lag",
        title: "Time to approve",
        section: Section::Money,
        definition: "How long an amount over the limit waited for its approval. n is the offers over the limit that were approved at a known time.",
        clock: "wall time, from when the amount was recorded (journal) to the answer to `approved_at`; never below nought where the approval came first. A time of approval that nobody gave and that was assumed counts only where it is later than when the amount was recorded",
        unknown: "unknown: over the limit and approved at a time that is not known, or not approved when the incident ended. Not yet: over the limit, open and not approved",
    },
    Definition {
        figure: FigureId::Cost,
        id: "cost",
        title: "Cost of recovery",
        section: Section::Money,
        definition: "What incidents cost the house (`cost`): the total and the mean of one, for each currency apart. n is the incidents that say.",
        clock: NO_CLOCK,
        unknown: "unknown: it ended and nobody said what it cost. Not yet: it is open and nobody has",
    },
    Definition {
        figure: FigureId::Causes,
        id: "causes",
        title: "Causes",
        section: Section::Learning,
        definition: "The class of cause (`cause_class`), the most frequent first. n is the incidents of which it is known.",
        clock: NO_CLOCK,
        unknown: "unknown: it ended and the class is not answered, or the answer is that it is not known. Not yet: it is open without a known one",
    },
    Definition {
        figure: FigureId::Preventable,
        id: "preventable",
        title: "Preventable",
        section: Section::Learning,
        definition: "Incidents that could have been prevented (`preventable`). n is the incidents in which that is answered.",
        clock: NO_CLOCK,
        unknown: "unknown: it ended and that is not answered. Not yet: it is open and that is not answered",
    },
    Definition {
        figure: FigureId::Prevention,
        id: "prevention",
        title: "Prevention actions",
        section: Section::Learning,
        definition: "What the house set itself so that it does not happen again (`prevention`), by what became of it. Done on time is of those judged: n.",
        clock: "each by its own time, that moment included; the verdict is a person's",
        unknown: "unknown: overdue, its time has passed and nobody has said what became of it. Not yet: owed, and its time has not passed",
    },
    Definition {
        figure: FigureId::PreventionEffect,
        id: "prevention_effect",
        title: "Prevention that works",
        section: Section::Learning,
        definition: "Of the incidents with a prevention in which somebody looked whether it works (`prevention_works`), those in which it does. n is those in which somebody looked.",
        clock: NO_CLOCK,
        unknown: "unknown: there is a prevention that is settled, and nobody has said whether it works. Not yet: the prevention is still owed",
    },
    Definition {
        figure: FigureId::Backlog,
        id: "backlog",
        title: "Open now",
        section: Section::Now,
        definition: "Of the incidents of the period, those that are open now; and of these: something in them is overdue (a promise, an action or a time limit; what is overdue in an incident that has ended is not among them), nobody answers for them, nobody has said when the customer hears next. For everything that is owed, whenever it was received, see `recover due`.",
        clock: "as of the moment the report is made",
        unknown: "nothing is unknown",
    },
];

impl FigureId {
    /// What the figure is.
    pub fn definition(self) -> &'static Definition {
        // The table holds every figure, as a test says.
        DEFINITIONS.iter().find(|definition| definition.figure == self).unwrap_or(&DEFINITIONS[0])
    }
}

/// The figure of that name; hyphens do for underscores.
pub fn by_name(name: &str) -> Option<&'static Definition> {
    let id = name.trim().to_lowercase().replace('-', "_");
    DEFINITIONS.iter().find(|definition| definition.id == id)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_figure_is_defined_once_and_under_its_own_name() {
        let figures: BTreeSet<FigureId> = DEFINITIONS.iter().map(|definition| definition.figure).collect();
        let ids: BTreeSet<&str> = DEFINITIONS.iter().map(|definition| definition.id).collect();
        assert_eq!((figures.len(), ids.len()), (DEFINITIONS.len(), DEFINITIONS.len()));
        assert!(figures.iter().all(|figure| figure.definition().figure == *figure));
    }

    #[test]
    fn every_definition_says_what_its_n_is_by_which_clock_and_what_is_unknown() {
        for definition in DEFINITIONS {
            let rests = ["n is", ": n.", "Every other figure rests", "the moment", "open now"];
            assert!(rests.iter().any(|words| definition.definition.contains(words)), "{}", definition.id);
            assert!(
                !definition.clock.is_empty()
                    && ["nothing", "unknown:"].iter().any(|words| definition.unknown.contains(words)),
                "{}",
                definition.id
            );
        }
    }

    #[test]
    fn a_figure_is_found_by_hyphens_as_well() {
        assert_eq!(by_name("Time-to-Own").map(|found| found.figure), Some(FigureId::TimeToOwn));
        assert_eq!(by_name("happiness"), None);
    }
}
