//! From what was counted to figures: each with what it rests on, what is unknown, and no share of a handful.
//!
//! How few are too few is our own choice: a share of fewer than 20 moves by five points or more with one customer, a ninetieth
//! percentile of fewer than 10 is the largest value, and a median of fewer than 5 is nearly any of them. The counts, or the values
//! themselves, stand instead.

use rust_decimal::{Decimal, RoundingStrategy};

use super::define::{Definition, FigureId};
use super::tally::{Asked, Backlog, Gaps, Marks, Often, Part as Known, Promises, Span, Sums, Tally};

/// Below this many there is no percentage.
pub const LEAST_FOR_PERCENT: u64 = 20;

/// Below this many there is no ninetieth percentile.
pub const LEAST_FOR_P90: u64 = 10;

/// Below this many there is no median and no mean; the values or the total stand instead.
pub const LEAST_FOR_MEDIAN: u64 = 5;

/// One figure of one group.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// What it is.
    pub is: &'static Definition,
    /// How many incidents, promises, offers or marks it rests on, as its definition says.
    pub n: u64,
    /// Of how many it could be known, and nobody knows.
    pub unknown: u64,
    /// Of how many it is not known yet.
    pub not_yet: u64,
    /// What it says, the most important first.
    pub parts: Vec<Part>,
    /// What it says of each ending, cause, time limit, currency or kind.
    pub rows: Vec<Row>,
}

/// One value of a figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// Its name for scripts.
    pub name: &'static str,
    /// What it is.
    pub value: Value,
    /// Whether there can be several of that name beside each other, such as one for each currency.
    pub repeats: bool,
}

/// What a figure says of one thing among several.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The name of that thing: of a choice, a currency, or a playbook and its limit. It is text from elsewhere.
    pub key: String,
    /// A word on it, such as how a limit counts. It is text from elsewhere.
    pub note: Option<String>,
    /// Its values.
    pub parts: Vec<Part>,
}

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// How many.
    Count(u64),
    /// How many of how many.
    Share {
        /// How many.
        part: u64,
        /// Of how many.
        of: u64,
    },
    /// A length of time in seconds; none where there are too few.
    Length(Option<u64>),
    /// Every length, in seconds, where there are too few for a median.
    Lengths(Vec<u64>),
    /// A mean or a score; none where there are too few.
    Number(Option<Decimal>),
    /// An amount of money with the code of its currency; none where there are too few.
    Amount(Option<Decimal>, &'static str),
}

/// Tenths of a per cent, rounded half up; `None` where it is a share of too few.
pub const fn per_mille(part: u64, of: u64) -> Option<u64> {
    if of < LEAST_FOR_PERCENT { None } else { Some((part.saturating_mul(2000) + of) / (of * 2)) }
}

const fn part(name: &'static str, value: Value) -> Part {
    Part { name, value, repeats: false }
}

const fn one_of_several(name: &'static str, value: Value) -> Part {
    Part { name, value, repeats: true }
}

const fn count(name: &'static str, of: u64) -> Part {
    part(name, Value::Count(of))
}

const fn share(name: &'static str, yes: u64, of: u64) -> Part {
    part(name, Value::Share { part: yes, of })
}

fn figure(id: FigureId, n: u64, gaps: Gaps, parts: Vec<Part>) -> Figure {
    Figure { is: id.definition(), n, unknown: gaps.unknown, not_yet: gaps.waiting, parts, rows: Vec::new() }
}

fn ratio(total: Decimal, n: u64, places: u32) -> Option<Decimal> {
    let mean = total.checked_div(Decimal::from(n)).filter(|_| n >= LEAST_FOR_MEDIAN)?;
    Some(mean.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero))
}

fn span(id: FigureId, span: &Span) -> Figure {
    let lengths = &span.lengths;
    let n = lengths.n();
    let enough = |least: u64, percent: u64| (n >= least).then(|| lengths.rank(percent)).flatten();
    let mut parts = vec![
        part("median", Value::Length(enough(LEAST_FOR_MEDIAN, 50))),
        part("p90", Value::Length(enough(LEAST_FOR_P90, 90))),
    ];
    if n > 0 && n < LEAST_FOR_MEDIAN {
        parts.push(part("values", Value::Lengths(lengths.first(usize::MAX))));
    }
    figure(id, n, span.gaps, parts)
}

fn known(id: FigureId, name: &'static str, known: Known) -> Figure {
    figure(id, known.of, known.gaps, vec![share(name, known.yes, known.of)])
}

fn promises(id: FigureId, kept: &'static str, of: Promises) -> Figure {
    let gaps = Gaps { unknown: of.overdue, waiting: of.owed };
    let parts = vec![
        share(kept, of.kept, of.judged()),
        count("made", of.all()),
        count("late", of.late),
        count("broken", of.broken),
        count("released", of.released),
        count("owed", of.owed),
        count("overdue", of.overdue),
    ];
    figure(id, of.judged(), gaps, parts)
}

fn often(id: FigureId, often: Often) -> Figure {
    let n = often.once.of;
    let parts = vec![
        part("mean", Value::Number(ratio(Decimal::from(often.known), n, 2))),
        count("total", often.total),
        share("at_least_once", often.once.yes, n),
    ];
    figure(id, n, often.once.gaps, parts)
}

fn asked(id: FigureId, of: Asked) -> Figure {
    let answered = of.satisfied.of;
    let parts = vec![
        share("satisfied", of.satisfied.yes, answered),
        count("asked", answered + of.no_answer),
        count("answered", answered),
        count("not_asked", of.not_asked),
    ];
    figure(id, answered, of.satisfied.gaps, parts)
}

fn among(marks: &Marks, range: std::ops::RangeInclusive<usize>) -> u64 {
    marks.iter().enumerate().filter(|(mark, _)| range.contains(mark)).map(|(_, times)| times).sum()
}

fn mean_mark(marks: &Marks) -> Value {
    let total: u64 = marks.iter().zip(0_u64..).map(|(times, mark)| times * mark).sum();
    Value::Number(ratio(Decimal::from(total), among(marks, 0..=10), 2))
}

fn csat((marks, gaps): &(Marks, Gaps)) -> Figure {
    let n = among(marks, 0..=10);
    let parts = vec![part("mean", mean_mark(marks)), share("four_or_five", among(marks, 4..=5), n)];
    figure(FigureId::Csat, n, *gaps, parts)
}

fn nps((marks, gaps): &(Marks, Gaps)) -> Figure {
    let n = among(marks, 0..=10);
    let (promoters, detractors) = (among(marks, 9..=10), among(marks, 0..=6));
    let points = (Decimal::from(promoters) - Decimal::from(detractors)) * Decimal::ONE_HUNDRED;
    let score = ratio(points, n, 0).filter(|_| n >= LEAST_FOR_PERCENT);
    let parts = vec![
        part("score", Value::Number(score)),
        count("promoters", promoters),
        count("passives", among(marks, 7..=8)),
        count("detractors", detractors),
    ];
    figure(FigureId::Nps, n, *gaps, parts)
}

fn ces((marks, gaps): &(Marks, Gaps)) -> Figure {
    figure(FigureId::Ces, among(marks, 0..=10), *gaps, vec![part("mean", mean_mark(marks))])
}

/// Money, a row a currency. The mean is as fine as amounts of the currency are.
fn money(sums: &Sums) -> Vec<Row> {
    let row = |(code, sum): (&&'static str, &super::tally::Sum)| Row {
        key: (*code).to_owned(),
        note: None,
        parts: vec![
            part("total", Value::Amount(Some(sum.total), code)),
            part("mean", Value::Amount(ratio(sum.total, sum.n, sum.total.scale()), code)),
            count("amounts", sum.n),
        ],
    };
    sums.iter().map(row).collect()
}

fn sums(id: FigureId, sums: &Sums, gaps: Gaps, parts: Vec<Part>) -> Figure {
    let n = sums.values().map(|sum| sum.n).sum();
    Figure { rows: money(sums), ..figure(id, n, gaps, parts) }
}

/// Counts by name, the largest first, each with its share.
fn breakdown<'c>(counts: impl Iterator<Item = (&'c String, u64)>, n: u64) -> Vec<Row> {
    let mut counts: Vec<(&String, u64)> = counts.collect();
    counts.sort_by_key(|(name, times)| (std::cmp::Reverse(*times), *name));
    let row = |(name, times): (&String, u64)| Row {
        key: name.clone(),
        note: None,
        parts: vec![share("incidents", times, n)],
    };
    counts.into_iter().map(row).collect()
}

impl Tally {
    /// Its figures, in the order of [`super::define::DEFINITIONS`] but for their sections.
    pub fn figures(&self) -> Vec<Figure> {
        let received =
            figure(FigureId::Received, self.received, Gaps::default(), vec![count("incidents", self.received)]);
        let mut figures = vec![
            received,
            span(FigureId::TimeToOwn, &self.time_to_own),
            span(FigureId::TimeToAcknowledge, &self.time_to_acknowledge),
            span(FigureId::TimeToFirstContact, &self.time_to_first_contact),
            span(FigureId::TimeToFix, &self.time_to_fix),
            span(FigureId::TimeToRecovered, &self.time_to_recovered),
            promises(FigureId::Promises, "kept", self.promises),
            self.limit_figure(),
            often(FigureId::Chases, self.chases),
            often(FigureId::HandOvers, self.hand_overs),
            known(FigureId::FirstContactResolution, "resolved", self.first_contact_resolution),
            self.endings(),
            asked(FigureId::SatisfiedOutcome, self.outcome),
            asked(FigureId::SatisfiedHandling, self.handling),
            known(FigureId::FixedNotRecovered, "not_recovered", self.fixed_not_recovered),
            known(FigureId::Reopened, "reopened", self.reopened),
            known(FigureId::RepeatFailures, "failed_before", self.repeat_failures),
            known(FigureId::DoubleDeviations, "failed_again", self.double_deviations),
            csat(&self.csat),
            nps(&self.nps),
            ces(&self.ces),
        ];
        figures.extend(self.money_figures());
        figures.extend(self.learning_figures());
        figures
    }

    fn limit_figure(&self) -> Figure {
        let all = self.in_limit();
        let mut rows = Vec::new();
        let (mut running_late, mut waived) = (0, 0);
        for ((playbook, id), limit) in &self.limits {
            let Known { yes, of, gaps } = limit.kept;
            running_late += limit.running_late;
            waived += limit.waived;
            let several = || "counted by more than one rule in the period".to_owned();
            rows.push(Row {
                key: [playbook, "/", id].concat(),
                note: Some(limit.rule.clone().unwrap_or_else(several)),
                parts: vec![
                    share("in_time", yes, of),
                    count("late", of - yes),
                    count("running_late", limit.running_late),
                    count("unknown", gaps.unknown),
                    count("not_yet", gaps.waiting),
                    count("waived", limit.waived),
                ],
            });
        }
        let parts = vec![
            share("in_time", all.yes, all.of),
            count("late", all.of - all.yes),
            count("running_late", running_late),
            count("waived", waived),
        ];
        Figure { rows, ..figure(FigureId::InLimit, all.of, all.gaps, parts) }
    }

    fn endings(&self) -> Figure {
        let n = self.endings.values().sum();
        let gaps = Gaps { unknown: 0, waiting: self.received - n };
        let satisfied = self.endings.get("satisfied").copied().unwrap_or(0);
        let rows = breakdown(self.endings.iter().map(|(name, times)| (name, *times)), n);
        Figure { rows, ..figure(FigureId::Endings, n, gaps, vec![share("satisfied", satisfied, n)]) }
    }

    fn money_figures(&self) -> [Figure; 5] {
        let (kinds, gaps) = &self.kinds;
        let offers = kinds.values().map(|kind| kind.offers).sum();
        let mut rows = breakdown(kinds.iter().map(|(name, kind)| (name, kind.offers)), offers);
        for row in &mut rows {
            let accepted = kinds.get(&row.key).into_iter().flat_map(|kind| &kind.accepted);
            row.parts
                .extend(accepted.map(|(code, sum)| one_of_several("accepted", Value::Amount(Some(sum.total), code))));
        }
        let nothing = kinds.iter().filter(|(name, _)| name.starts_with("none-")).map(|(_, kind)| kind.offers).sum();
        let parts = vec![count("offers", offers - nothing), count("nothing_offered", nothing)];
        let by_kind = figure(FigureId::RemedyByKind, offers, *gaps, parts);
        let mut over = known(FigureId::RemedyOverLimit, "over_limit", self.over_limit);
        over.parts.push(share("approved", self.approved, self.over_limit.yes));
        let (remedies, missing) = &self.remedies;
        [
            sums(FigureId::RemedyTotal, remedies, *missing, vec![count("refused", self.refused)]),
            Figure { rows, ..by_kind },
            over,
            span(FigureId::ApprovalLag, &self.approval_lag),
            sums(FigureId::Cost, &self.cost.0, self.cost.1, Vec::new()),
        ]
    }

    fn learning_figures(&self) -> [Figure; 5] {
        let (causes, gaps) = &self.causes;
        let n = causes.values().sum();
        let rows = breakdown(causes.iter().map(|(name, times)| (name, *times)), n);
        let Backlog { open, overdue, unowned, no_word } = self.backlog;
        let parts = vec![
            count("open", open),
            count("overdue", overdue),
            count("unowned", unowned),
            count("no_next_contact", no_word),
        ];
        [
            Figure { rows, ..figure(FigureId::Causes, n, *gaps, Vec::new()) },
            known(FigureId::Preventable, "preventable", self.preventable),
            promises(FigureId::Prevention, "done_on_time", self.prevention),
            known(FigureId::PreventionEffect, "works", self.prevention_works),
            figure(FigureId::Backlog, self.received, Gaps::default(), parts),
        ]
    }
}
