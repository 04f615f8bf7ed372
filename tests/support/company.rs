//! A company of forty sites and its year: incidents made up from a seed, with the gaps that real ones have, walked through the real events
//! and written to a real store. What was made up is handed back, so that figures can be counted from it another way.
#![allow(dead_code, reason = "not every test uses all of it")]

use std::rc::Rc;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset};
use recover::answer::{Contact, Direction, Money, Person, Promise, Value, Verdict};
use recover::calendars::shipped;
use recover::journal::wire::to_row;
use recover::journal::{Envelope, Event, IncidentId, LayerRef, Opening, Origin, PromiseNumber, Uid};
use recover::playbook::library::SHIPPED;
use recover::playbook::{Layer, Playbook, load};
use recover::record::standing::standing;
use recover::schedule::calendar::{Calendar, Calendars};
use recover::store::{self, Source, Store, digest};
use recover::walk::Walk;

/// The playbook of the shops: pounds, and the customer hears from somebody within a day of hours.
pub const SHOPS: &str = "format = 1\nid = \"shops\"\ntitle = \"Shops\"\nextends = \"service-recovery\"\ncurrency = \"GBP\"\n\n\
    [[deadline]]\nid = \"first-word\"\nwhat = \"the customer hears from somebody\"\nn = 24\nunit = \"hours\"\nstop = \"acknowledged\"\n\n\
    [step.intake.question.till]\nask = \"At which till?\"\nkind = \"text\"\naudience = \"internal\"\nrequired = false\n\n\
    [step.intake.question.for_whom]\nask = \"What stopped working, and for whom?\"\nkind = \"text\"\naudience = \"customer\"\nrequired = false\n\n\
    [step.intake.question.whisper]\nask = \"What must nobody know?\"\nkind = \"text\"\naudience = \"confidential\"\nrequired = false\n";

/// The playbook of the deliveries: euros, and an answer within five business days.
pub const DELIVERY: &str = "format = 1\nid = \"delivery\"\ntitle = \"Delivery\"\nextends = \"service-recovery\"\ncurrency = \"EUR\"\n\n\
    [authority]\nlimit = \"30 EUR\"\n\n\
    [[deadline]]\nid = \"answer\"\nwhat = \"a written answer\"\nn = 5\nunit = \"business_days\"\ncalendar = \"GB-ENG\"\ntime_zone = \"UTC\"\n";

/// The shipped calendar of England, and no other.
pub struct England(Arc<Calendar>);

impl England {
    pub fn new() -> Self {
        Self(Arc::new(shipped("GB-ENG").unwrap()))
    }
}

impl Calendars for England {
    fn calendar(&self, name: &str) -> Result<Arc<Calendar>, String> {
        if name == "GB-ENG" { Ok(Arc::clone(&self.0)) } else { Err("there is no such calendar".into()) }
    }
}

/// Chance that is the same every time: splitmix64.
#[derive(Debug, Clone)]
pub struct Chance(u64);

impl Chance {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below that one.
    pub fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    pub fn percent(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// One of them by weight; what is left of a hundred is none.
    pub fn pick<T: Copy>(&mut self, weighted: &[(u64, T)]) -> Option<T> {
        let mut at = self.below(100);
        for (weight, one) in weighted {
            if at < *weight {
                return Some(*one);
            }
            at -= weight;
        }
        None
    }

    /// A length in seconds with a long tail: most are near the scale, some fifty times it.
    pub fn wait(&mut self, scale: u64) -> i64 {
        let tail = [1, 1, 1, 2, 2, 3, 5, 8, 20, 50][usize::try_from(self.below(10)).unwrap()];
        i64::try_from(self.below(scale * tail + 1)).unwrap()
    }
}

/// What became of a promise, as it was made up.
#[derive(Debug, Clone, Copy)]
pub struct Pledge {
    pub verdict: Option<Verdict>,
    pub due: i64,
}

/// A contact, as it was made up.
#[derive(Debug, Clone, Copy)]
pub struct Had {
    pub at: i64,
    pub direction: Direction,
    pub with_customer: bool,
    pub answered: Option<bool>,
    pub chased: Option<bool>,
}

/// An offer, as it was made up: pence or cents.
#[derive(Debug, Clone, Copy)]
pub struct Offered {
    pub kind: &'static str,
    pub minor: Option<i64>,
    pub taken: Option<&'static str>,
    pub asked: i64,
    pub approved: Option<i64>,
    pub approved_assumed: bool,
    pub approved_by: bool,
}

/// An incident, as it was made up.
#[derive(Debug, Clone, Default)]
#[allow(clippy::struct_excessive_bools, reason = "each says one thing that was made up, apart from the others")]
pub struct Planted {
    pub playbook: &'static str,
    pub training: bool,
    pub opened: i64,
    pub received: i64,
    pub site: Option<String>,
    pub channel: Option<&'static str>,
    pub severity: Option<&'static str>,
    pub failed_before: Option<bool>,
    pub owner: Option<String>,
    pub owned: Option<i64>,
    pub hand_overs: u64,
    pub contacts: Vec<Had>,
    pub acknowledged_said: Option<i64>,
    /// When, and whether that was assumed.
    pub apologised: Vec<(i64, bool)>,
    pub promises: Vec<Pledge>,
    pub inside: Vec<Pledge>,
    pub correction: Option<&'static str>,
    pub corrected: Option<i64>,
    pub corrected_assumed: bool,
    pub offers: Vec<Offered>,
    pub outcome: Option<&'static str>,
    pub handling: Option<&'static str>,
    pub asked_at: Option<i64>,
    pub asked_assumed: bool,
    pub csat: Option<u8>,
    pub nps: Option<u8>,
    pub ces: Option<u8>,
    pub ending: Option<&'static str>,
    pub ended: Option<i64>,
    pub reopened: u64,
    pub failed: u64,
    pub cause: Option<&'static str>,
    pub preventable: Option<bool>,
    pub prevention: Vec<Pledge>,
    pub works: Option<bool>,
    pub cost: Option<i64>,
    pub answer_met: Option<i64>,
    pub answer_waived: bool,
}

/// The company: its playbooks, its calendars, its chance.
pub struct Company {
    chance: Chance,
    england: England,
    base: Rc<Walkable>,
    shops: Rc<Walkable>,
    delivery: Rc<Walkable>,
}

struct Walkable {
    playbook: Arc<Playbook>,
    sources: Vec<Source>,
    refs: Vec<LayerRef>,
}

fn walkable(over: &[(&str, &str)]) -> Rc<Walkable> {
    let texts: Vec<(&str, &str)> =
        std::iter::once(("service-recovery", SHIPPED[0].text)).chain(over.iter().copied()).collect();
    let layers: Vec<Layer> =
        texts.iter().map(|(name, text)| Layer { name: (*name).into(), text: (*text).into() }).collect();
    let playbook = Arc::new(load(&layers).unwrap_or_else(|problems| panic!("{}", problems.render(100))));
    let sources = texts.iter().map(|(name, text)| Source::new(*name, *text)).collect();
    let refs = texts.iter().map(|(name, text)| LayerRef { name: (*name).into(), digest: digest(text) }).collect();
    Rc::new(Walkable { playbook, sources, refs })
}

/// The first moment of the company's year: 1 January 2026, UTC.
pub const YEAR: i64 = 1_767_225_600;

/// When its figures are read: 4 January 2027, 09:00 UTC.
pub const NOW: i64 = YEAR + 368 * 86_400 + 9 * 3_600;

pub fn at(seconds: i64) -> DateTime<FixedOffset> {
    DateTime::from_timestamp(seconds, 0).unwrap().fixed_offset()
}

/// What is told of an incident as it is made up: events in the order of time.
struct Told {
    events: Vec<(i64, Event)>,
    /// The promises by when they were made, and what became of each; numbers follow from the order of time.
    promises: Vec<(i64, &'static str, Pledge)>,
}

impl Told {
    fn says(&mut self, at: i64, question: &str, value: Value) {
        let question = question.parse().unwrap();
        self.events.push((at, Event::Answered { question, value, origin: Origin::Given, kept: Vec::new() }));
    }

    fn choice(&mut self, at: i64, question: &str, choice: &str) {
        self.says(at, question, Value::Choice(choice.parse().unwrap()));
    }

    fn moment(&mut self, at: i64, question: &str, moment: i64) {
        self.says(at, question, Value::DateTime(self::at(moment)));
    }

    /// A moment as it was given, or of two in five as it was assumed: measured, or, of one of the two, as it is where everything is entered
    /// at once. Hands back which it is, and whether it was assumed.
    fn perhaps_assumed(&mut self, at: i64, question: &str, begun: i64) -> (i64, bool) {
        let (moment, origin) = match at % 5 {
            0 => (at, Origin::Assumed),
            1 => (begun, Origin::Assumed),
            _ => (at, Origin::Given),
        };
        let value = Value::DateTime(self::at(moment));
        self.events
            .push((at, Event::Answered { question: question.parse().unwrap(), value, origin, kept: Vec::new() }));
        (moment, origin == Origin::Assumed)
    }

    /// A promise and what became of it.
    fn pledges(&mut self, said: i64, under: &'static str, pledge: &Pledge) {
        self.promises.push((said, under, *pledge));
    }

    /// Everything in the order of time, promises with the numbers that they get by it.
    fn in_order(mut self) -> Vec<(i64, Event)> {
        self.promises.sort_by_key(|(said, _, _)| *said);
        for (place, (said, under, pledge)) in self.promises.into_iter().enumerate() {
            let promise = Promise {
                what: "what was promised".into(),
                due: at(pledge.due),
                by: None,
                to: None,
                verdict: None,
                settled_at: None,
                reason: None,
            };
            self.events.push((said, Event::Promised { under: under.parse().unwrap(), promise }));
            if let Some(verdict) = pledge.verdict {
                let settled = pledge.due + if verdict == Verdict::Kept { 0 } else { 60 };
                let number = PromiseNumber::after(place);
                let reason = Some("so it was".into());
                let event = Event::PromiseSettled { number, verdict, settled_at: at(settled), reason };
                self.events.push((settled, event));
            }
        }
        self.events.sort_by_key(|(at, _)| *at);
        self.events
    }
}

const CHANNELS: &[(u64, &str)] =
    &[(40, "phone"), (20, "face-to-face"), (15, "e-mail"), (7, "chat"), (4, "review-site"), (3, "letter")];
const CAUSES: &[(u64, &str)] = &[
    (24, "process"),
    (18, "people"),
    (12, "supplier"),
    (9, "communication"),
    (7, "system"),
    (4, "product"),
    (3, "promise"),
    (4, "chance"),
    (6, "unknown"),
];
const VERDICTS: &[(u64, Verdict)] =
    &[(66, Verdict::Kept), (10, Verdict::Late), (7, Verdict::Broken), (4, Verdict::Released)];

impl Company {
    pub fn new(seed: u64) -> Self {
        Self {
            chance: Chance(seed),
            england: England::new(),
            base: walkable(&[]),
            shops: walkable(&[("shops", SHOPS)]),
            delivery: walkable(&[("delivery", DELIVERY)]),
        }
    }

    fn yes(&mut self, percent: u64) -> bool {
        self.chance.percent(percent)
    }

    /// Makes up one incident, and tells it.
    fn make_up(&mut self) -> (Planted, Told) {
        let mut it = Planted {
            playbook: self.chance.pick(&[(60, "shops"), (25, "delivery")]).unwrap_or("service-recovery"),
            ..Planted::default()
        };
        let day = i64::try_from(self.chance.below(365)).unwrap();
        // More goes wrong in summer and before Christmas than in February.
        let day = if self.yes(25) { 170 + day % 60 } else { day };
        it.opened = YEAR + day * 86_400 + 8 * 3600 + i64::try_from(self.chance.below(12 * 3600)).unwrap();
        it.training = self.yes(2);
        let mut told = Told { events: Vec::new(), promises: Vec::new() };
        it.received = it.opened;
        if self.yes(70) {
            it.received = it.opened - self.chance.wait(600);
            told.moment(it.opened, "received_at", it.received);
        }
        self.intake(&mut it, &mut told);
        self.ownership(&mut it, &mut told);
        self.contacts(&mut it, &mut told);
        self.pledge_all(&mut it, &mut told);
        if it.owned.is_some() || self.yes(30) {
            let began = it.owned.unwrap_or(it.opened);
            self.recovery(&mut it, &mut told, began, true);
            self.learning(&mut it, &mut told);
            self.comes_back(&mut it, &mut told);
        }
        if it.playbook == "delivery" {
            self.answers_in_writing(&mut it, &mut told);
        }
        (it, told)
    }

    fn intake(&mut self, it: &mut Planted, told: &mut Told) {
        let opened = it.opened;
        told.says(opened, "customer", Value::Person(Person::named("SECRET CUSTOMER")));
        told.says(opened, "what_happened", Value::Text("SECRET WORDS of the customer".into()));
        told.says(opened, "legal_risk", Value::YesNo(false));
        if self.yes(92) {
            let number = self.chance.below(40);
            let site = if number == 7 { "=cmd|' /C calc'!A0".to_owned() } else { format!("Site {:02}", number + 1) };
            told.says(opened, "site", Value::Text(site.as_str().into()));
            it.site = Some(site);
        }
        it.channel = self.chance.pick(CHANNELS);
        it.severity = self.chance.pick(&[(4, "s1"), (26, "s2"), (40, "s3"), (15, "s4")]);
        it.failed_before = self.chance.pick(&[(8, true), (60, false)]);
        for (question, choice) in [("channel", it.channel), ("severity", it.severity)] {
            if let Some(choice) = choice {
                told.choice(opened, question, choice);
            }
        }
        if let Some(yes) = it.failed_before {
            told.says(opened, "failed_before", Value::YesNo(yes));
        }
        if it.playbook == "shops" && self.yes(40) {
            told.says(opened, "till", Value::Text("Till 3".into()));
            told.says(opened, "for_whom", Value::Text("The till, for SECRET CUSTOMER".into()));
            told.says(opened, "whisper", Value::Text("SECRET WHISPER".into()));
        }
    }

    fn ownership(&mut self, it: &mut Planted, told: &mut Told) {
        let somebody = Person::named(format!("Owner {:02}", self.chance.below(60)));
        if self.yes(4) {
            return;
        }
        if self.yes(3) {
            told.events.push((it.opened, Event::Assigned { to: somebody, reason: None }));
            return;
        }
        let owned = it.opened + self.chance.wait(240);
        told.events.push((owned, Event::Owned { by: somebody.clone() }));
        (it.owned, it.owner) = (Some(owned), Some(somebody.name.as_stored().to_owned()));
        if self.yes(8) {
            let next = Person::named(format!("Relief {:02}", self.chance.below(12)));
            let later = owned + 3600 + self.chance.wait(7200);
            told.events.push((later, Event::Assigned { to: next.clone(), reason: None }));
            told.events.push((later + 60, Event::Owned { by: next.clone() }));
            it.hand_overs = 1;
            it.owner = Some(next.name.as_stored().to_owned());
        }
    }

    fn contacts(&mut self, it: &mut Planted, told: &mut Told) {
        for _ in 0..[0, 0, 1, 1, 1, 2, 2, 3, 4, 6][usize::try_from(self.chance.below(10)).unwrap()] {
            let direction = self.chance.pick(&[(35, Direction::In), (58, Direction::Out)]).unwrap_or(Direction::Inside);
            let came_in = direction == Direction::In;
            let had = Had {
                at: it.opened + self.chance.wait(5400),
                direction,
                with_customer: direction != Direction::Inside && !self.yes(5),
                answered: self.chance.pick(&[(25, true), (15, false)]),
                chased: if came_in { self.chance.pick(&[(18, true), (70, false)]) } else { None },
            };
            it.contacts.push(had);
            let contact = Contact {
                answered: had.answered,
                chased: had.chased,
                with: (!had.with_customer && direction != Direction::Inside).then(|| "the supplier".into()),
                ..Contact::plain(at(had.at), direction, "SECRET TALK".into())
            };
            told.events.push((had.at, Event::Contacted { contact, kept: Vec::new() }));
        }
        if self.yes(15) {
            let said = it.received + self.chance.wait(1200);
            told.moment(it.opened, "acknowledged_at", said);
            it.acknowledged_said = Some(said);
        }
    }

    fn pledge(&mut self, from: i64, scale: u64) -> Pledge {
        let due = from + 600 + self.chance.wait(scale);
        let verdict = self.chance.pick(VERDICTS);
        // Whatever falls due after the day on which figures are read has no verdict yet.
        Pledge { verdict: verdict.filter(|_| due + 60 < NOW), due }
    }

    fn pledge_all(&mut self, it: &mut Planted, told: &mut Told) {
        for _ in 0..[0, 1, 1, 1, 2, 3][usize::try_from(self.chance.below(6)).unwrap()] {
            let pledge = self.pledge(it.opened, 30_000);
            told.pledges(it.opened, "promises", &pledge);
            it.promises.push(pledge);
        }
        if self.yes(10) {
            let pledge = self.pledge(it.opened, 90_000);
            told.pledges(it.opened, "actions", &pledge);
            it.inside.push(pledge);
        }
    }

    /// Apology, correction, remedy, the customer's answer and the end: once, from that moment on.
    fn recovery(&mut self, it: &mut Planted, told: &mut Told, began: i64, with_remedy: bool) {
        let mut now = began + 60;
        if self.yes(60) {
            now += self.chance.wait(300);
            let apologised = told.perhaps_assumed(now, "apologised_at", it.opened);
            // Where the recovery had not failed, the answer takes the place of the one before.
            if !with_remedy {
                it.apologised.clear();
            }
            it.apologised.push(apologised);
        }
        it.correction = self.chance.pick(&[(62, "corrected"), (8, "unchecked"), (13, "partly"), (6, "impossible")]);
        it.corrected = None;
        if let Some(correction) = it.correction {
            now += self.chance.wait(7200);
            told.choice(now, "correction", correction);
            if correction != "impossible" && self.yes(92) {
                let (corrected, assumed) = told.perhaps_assumed(now, "corrected_at", it.opened);
                (it.corrected, it.corrected_assumed) = (Some(corrected), assumed);
            }
        }
        now += 120;
        if with_remedy {
            self.remedy(it, told, now);
        }
        now += 900 + self.chance.wait(40_000);
        self.verdict(it, told, now);
        // What began lately is still going on more often than what began long ago.
        let open = if now > YEAR + 350 * 86_400 { 45 } else { 3 };
        if now + 600 >= NOW || self.yes(open) {
            return;
        }
        let ending = self.ending(it);
        now += 300;
        told.choice(now, "ending", ending);
        told.events.push((now, Event::Ended { ending: ending.parse().unwrap() }));
        (it.ending, it.ended) = (Some(ending), Some(now));
    }

    fn remedy(&mut self, it: &mut Planted, told: &mut Told, now: i64) {
        const KINDS: &[(u64, &str)] =
            &[(32, "none-slight"), (10, "none-declined"), (20, "refund"), (10, "money"), (12, "credit"), (4, "gift")];
        let Some(kind) = self.chance.pick(KINDS) else { return };
        told.choice(now, "remedy", kind);
        let mut offer = Offered {
            kind,
            minor: None,
            taken: None,
            asked: now,
            approved: None,
            approved_assumed: false,
            approved_by: false,
        };
        if !kind.starts_with("none-") {
            let currency = if it.playbook == "delivery" { "EUR" } else { "GBP" };
            let limit = if it.playbook == "delivery" { 3000 } else { 5000 };
            if self.yes(96) {
                let minor = 100 + i64::try_from(self.chance.below(9000)).unwrap();
                let amount = format!("{}.{:02} {currency}", minor / 100, minor % 100);
                told.says(now, "remedy_value", Value::Money(Money::read(&amount, None).unwrap()));
                offer.minor = Some(minor);
                if minor > limit && self.yes(80) {
                    let approved = now + self.chance.wait(1800);
                    told.says(approved, "approved_by", Value::Person(Person::named("Ana Ruiz")));
                    offer.approved_by = true;
                    // Some know who approved it and not when.
                    if approved % 7 > 0 {
                        let (approved, assumed) = told.perhaps_assumed(approved, "approved_at", now);
                        (offer.approved, offer.approved_assumed) = (Some(approved), assumed);
                    }
                }
            }
            offer.taken = self.chance.pick(&[(74, "accepted"), (10, "refused"), (8, "no-answer")]);
            if let Some(taken) = offer.taken {
                told.choice(now, "remedy_accepted", taken);
            }
        }
        it.offers.push(offer);
    }

    fn verdict(&mut self, it: &mut Planted, told: &mut Told, now: i64) {
        const OUTCOMES: &[(u64, &str)] =
            &[(62, "yes"), (6, "no"), (4, "more-correct"), (4, "more-compensate"), (8, "no-answer"), (6, "not-asked")];
        (it.outcome, it.handling, it.asked_at) = (self.chance.pick(OUTCOMES), None, None);
        (it.csat, it.nps, it.ces) = (None, None, None);
        let Some(outcome) = it.outcome else { return };
        told.choice(now, "outcome", outcome);
        if outcome != "not-asked" && self.yes(80) {
            if now % 5 == 2 {
                // A slip of whoever typed it: before the customer told the house.
                told.moment(now, "asked_at", it.received - 60);
                (it.asked_at, it.asked_assumed) = (Some(it.received - 60), false);
            } else {
                let (asked, assumed) = told.perhaps_assumed(now, "asked_at", it.opened);
                (it.asked_at, it.asked_assumed) = (Some(asked), assumed);
            }
        }
        if ["no-answer", "not-asked"].contains(&outcome) {
            return;
        }
        it.handling = self.chance.pick(&[(70, "yes"), (15, "partly"), (8, "no"), (4, "no-answer")]);
        if let Some(handling) = it.handling {
            told.choice(now, "handling", handling);
        }
        if self.yes(35) {
            let mark = u8::try_from(1 + self.chance.below(5)).unwrap();
            told.says(now, "csat", Value::Rating(mark));
            it.csat = Some(mark);
        }
        if self.yes(30) {
            let mark = u8::try_from(self.chance.below(11)).unwrap();
            told.says(now, "nps", Value::Number(mark.into()));
            it.nps = Some(mark);
        }
        if self.yes(10) {
            let mark = u8::try_from(1 + self.chance.below(7)).unwrap();
            told.says(now, "ces", Value::Rating(mark));
            it.ces = Some(mark);
        }
    }

    fn ending(&mut self, it: &Planted) -> &'static str {
        match it.outcome {
            Some("yes") => self.chance.pick(&[(92, "satisfied"), (4, "accepted-not-forgiven")]).unwrap_or("withdrawn"),
            Some("no" | "more-correct" | "more-compensate") => {
                self.chance.pick(&[(60, "not-satisfied"), (30, "accepted-not-forgiven")]).unwrap_or("contact-declined")
            }
            _ => self.chance.pick(&[(60, "unreachable"), (15, "contact-declined")]).unwrap_or("withdrawn"),
        }
    }

    fn learning(&mut self, it: &mut Planted, told: &mut Told) {
        let now = it.ended.map_or(it.opened + 100, |ended| ended - 1);
        it.cause = self.chance.pick(CAUSES);
        if let Some(cause) = it.cause {
            told.choice(now, "cause_class", cause);
            if !["chance", "unknown"].contains(&cause) && self.yes(45) {
                let pledge = self.pledge(now, 400_000);
                told.pledges(now, "prevention", &pledge);
                it.prevention.push(pledge);
                it.works = self.chance.pick(&[(35, true), (10, false)]);
                if let Some(works) = it.works {
                    told.says(now, "prevention_works", Value::YesNo(works));
                }
            }
        }
        it.preventable = self.chance.pick(&[(35, true), (20, false)]);
        if let Some(preventable) = it.preventable {
            told.says(now, "preventable", Value::YesNo(preventable));
        }
        if self.yes(30) {
            let minor = i64::try_from(self.chance.below(40_000)).unwrap();
            let currency = if it.playbook == "delivery" { "EUR" } else { "GBP" };
            let amount = format!("{}.{:02} {currency}", minor / 100, minor % 100);
            told.says(now, "cost", Value::Money(Money::read(&amount, None).unwrap()));
            it.cost = Some(minor);
        }
    }

    /// Some come back after the end: because it failed again, or with something else.
    fn comes_back(&mut self, it: &mut Planted, told: &mut Told) {
        let Some(ended) = it.ended.filter(|_| self.chance.percent(6)) else { return };
        let back = ended + 86_400 + self.chance.wait(300_000);
        if back >= NOW {
            return;
        }
        let failed = self.yes(60);
        told.events.push((back, Event::Reopened { reason: "it happened again".into(), failed }));
        it.reopened = 1;
        it.failed = u64::from(failed);
        (it.ending, it.ended, it.outcome, it.handling, it.asked_at) = (None, None, None, None, None);
        (it.csat, it.nps, it.ces, it.correction, it.corrected) = (None, None, None, None, None);
        if failed {
            it.failed_before = Some(true);
            let next = Person::named(format!("Senior {:02}", self.chance.below(9)));
            told.events.push((back + 60, Event::Owned { by: next.clone() }));
            it.hand_overs += u64::from(it.owned.is_some());
            it.owned = it.owned.or(Some(back + 60));
            it.owner = Some(next.name.as_stored().to_owned());
        }
        if self.yes(75) {
            // Without a failure the earlier offer stands.
            self.recovery(it, told, back + 120, failed);
        }
    }

    fn answers_in_writing(&mut self, it: &mut Planted, told: &mut Told) {
        let clock = || "answer".parse().unwrap();
        if self.yes(5) {
            told.events.push((
                it.opened + 60,
                Event::ClockWaived { clock: clock(), reason: "asked for by phone only".into() },
            ));
            it.answer_waived = true;
        } else if self.yes(70) {
            let met = it.opened + 3600 + self.chance.wait(200_000);
            told.events.push((met, Event::ClockMet { clock: clock(), met_at: at(met) }));
            it.answer_met = Some(met);
        }
    }

    fn playbook(&self, name: &str) -> Rc<Walkable> {
        Rc::clone(match name {
            "shops" => &self.shops,
            "delivery" => &self.delivery,
            _ => &self.base,
        })
    }

    /// The next incident: as it was made up, and ready for a store.
    pub fn next(&mut self, number: u32) -> (Planted, store::Opening) {
        // What would go on after the day on which figures are read is made up anew.
        let (planted, mut events) = loop {
            let (planted, told) = self.make_up();
            let events = told.in_order();
            if events.last().is_none_or(|(at, _)| *at < NOW) {
                break (planted, events);
            }
        };
        let base = self.playbook(planted.playbook);
        let opening = Opening {
            playbook: base.playbook.id.clone(),
            layers: base.refs.clone(),
            training: planted.training,
            external_ref: None,
            responder: None,
            time_zone: Some("UTC".into()),
            tool: "test".into(),
        };
        events.insert(0, (planted.opened, Event::Opened(opening)));
        let mut walk = Walk::replay(Arc::clone(&base.playbook), []);
        let mut rows = Vec::with_capacity(events.len());
        for (seq, (seconds, event)) in (1..).zip(events) {
            let moment = at(seconds);
            rows.push(to_row(&event, moment, &"Maria Lopez".into()));
            walk.apply(&Envelope { seq, at: moment, author: "Maria Lopez".into(), event });
        }
        let mut uid = [0; 16];
        uid[..4].copy_from_slice(&number.to_be_bytes());
        let uid = Uid::from_bytes(uid);
        let placeholder = IncidentId::new(2026, 1).unwrap();
        let made = standing(&walk, placeholder, uid, &self.england).unwrap();
        let opening = store::Opening {
            year: 2026,
            uid,
            external_ref: None,
            training: planted.training,
            sources: base.sources.clone(),
            rows,
            summarise: Box::new(move |id| {
                let mut standing = made;
                standing.summary.id = id;
                standing
            }),
        };
        (planted, opening)
    }

    /// Fills a store with so many incidents, and hands back what was made up.
    pub fn fill(&mut self, store: &mut dyn Store, incidents: u32) -> Vec<Planted> {
        let mut all = Vec::new();
        let mut openings = Vec::new();
        for number in 0..incidents {
            let (planted, opening) = self.next(number);
            all.push(planted);
            openings.push(opening);
            if openings.len() == 500 || number + 1 == incidents {
                store.open_incidents(std::mem::take(&mut openings)).unwrap();
            }
        }
        all
    }
}
