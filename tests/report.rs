//! The report, from the built program, against what is counted another way from the same incidents.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::format_push_string,
    clippy::needless_pass_by_value,
    clippy::too_many_lines,
    reason = "a test that cannot go on says so by panicking, and is read more often than it is run"
)]

#[path = "support/company.rs"]
mod company;
#[path = "support/house.rs"]
mod house;

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate, Weekday};
use company::{Company, NOW, Planted, Pledge, at};
use house::{House, Run};
use recover::answer::{Direction, Verdict};
use recover::report::define::DEFINITIONS;
use recover::store::SqliteStore;
use serde_json::{Value, json};

/// A house with a store full of made-up incidents, at the day on which figures are read.
fn company(seed: u64, incidents: u32) -> (House, Vec<Planted>) {
    let house = House::new().at("2027-01-04T09:00:00+00:00").in_zone("UTC");
    let mut store = SqliteStore::open_for_writing(&house.path().join("year.db")).unwrap();
    let planted = Company::new(seed).fill(&mut store, incidents);
    (house, planted)
}

fn report(house: &House, args: &[&str]) -> Run {
    house.run(&[&["--store", "year.db", "report"], args].concat())
}

// The independent calculation. It knows nothing of facts, of tallies or of walks: it looks at what was made up, sorts whole lists, and
// uses floating point, as somebody with a spreadsheet would.

fn known(yes: usize, of: usize) -> Value {
    let percent = (of >= 20).then(|| (yes as f64 / of as f64 * 1000.0 + 1e-9).round() / 10.0);
    json!({ "count": yes, "of": of, "percent": percent })
}

fn rounded(seconds: i64) -> i64 {
    match seconds.max(0) {
        seconds if seconds < 3600 => seconds,
        seconds if seconds < 30 * 86_400 => seconds / 60 * 60,
        seconds => seconds / 3600 * 3600,
    }
}

fn span(mut lengths: Vec<i64>, unknown: usize, not_yet: usize) -> Value {
    lengths = lengths.into_iter().map(rounded).collect();
    lengths.sort_unstable();
    let n = lengths.len();
    let rank = |share: f64| lengths[((n as f64 * share - 1e-9).ceil() as usize).max(1) - 1];
    let mut figure = json!({
        "n": n, "unknown": unknown, "not_yet": not_yet,
        "median": (n >= 5).then(|| rank(0.5)), "p90": (n >= 10).then(|| rank(0.9)),
    });
    if (1..5).contains(&n) {
        figure["values"] = json!(lengths);
    }
    figure
}

fn mean(total: f64, n: usize, places: i32) -> Value {
    let scale = 10_f64.powi(places);
    if n < 5 { Value::Null } else { json!((total / n as f64 * scale + 1e-7).round() / scale) }
}

fn share_of(name: &str, yes: usize, of: usize, unknown: usize, not_yet: usize) -> Value {
    json!({ "n": of, "unknown": unknown, "not_yet": not_yet, name: known(yes, of) })
}

fn is_open(it: &Planted) -> bool {
    it.ended.is_none()
}

fn count(of: &[&Planted], is: impl Fn(&Planted) -> bool) -> usize {
    of.iter().filter(|it| is(it)).count()
}

fn time(of: &[&Planted], end: impl Fn(&Planted) -> Option<i64>) -> Value {
    let lengths = of.iter().filter_map(|it| Some(end(it)? - it.received)).collect();
    let unknown = count(of, |it| end(it).is_none() && !is_open(it));
    span(lengths, unknown, count(of, |it| end(it).is_none() && is_open(it)))
}

/// What was assumed is known where it was later than what began it.
fn live(moment: i64, assumed: bool, begun: i64) -> bool {
    !assumed || moment > begun
}

/// When the customer was reached; time limits are met by an apology at an assumed moment as well.
fn reached(it: &Planted, for_limit: bool) -> Option<i64> {
    let contacts = it
        .contacts
        .iter()
        .filter(|had| had.with_customer && had.direction == Direction::Out && had.answered != Some(false));
    let apologised = it.apologised.iter().filter(|(at, assumed)| for_limit || live(*at, *assumed, it.opened));
    contacts.map(|had| had.at).chain(apologised.map(|(at, _)| *at)).min()
}

fn acknowledged(it: &Planted) -> Option<i64> {
    it.acknowledged_said.or_else(|| reached(it, false))
}

fn spoken(it: &Planted) -> Option<i64> {
    let answered = it
        .contacts
        .iter()
        .filter(|had| had.with_customer && had.direction == Direction::In && had.answered == Some(true));
    answered.map(|had| had.at).chain(reached(it, false)).min()
}

fn fixed(it: &Planted) -> bool {
    ["corrected", "unchecked"].contains(&it.correction.unwrap_or_default())
}

fn recovered(it: &Planted) -> Option<i64> {
    let asked = it.asked_at.map(|asked| Some(asked).filter(|asked| live(*asked, it.asked_assumed, it.opened)));
    asked.unwrap_or(it.ended).filter(|at| ended_well(it) && !badly(it) && *at >= it.received)
}

fn ended_well(it: &Planted) -> bool {
    it.ending == Some("satisfied")
}

/// Whether the customer is not satisfied, with the outcome or with the handling, or the ending says so.
fn badly(it: &Planted) -> bool {
    said(it) == Some(false)
        || ["partly", "no"].contains(&it.handling.unwrap_or_default())
        || ["accepted-not-forgiven", "not-satisfied"].contains(&it.ending.unwrap_or_default())
}

fn said(it: &Planted) -> Option<bool> {
    match it.outcome? {
        "yes" => Some(true),
        "no" | "more-correct" | "more-compensate" => Some(false),
        _ => None,
    }
}

fn pledges(of: &[&Planted], name: &str, those: impl Fn(&Planted) -> &Vec<Pledge>) -> Value {
    let all: Vec<Pledge> = of.iter().flat_map(|it| those(it)).copied().collect();
    let with = |verdict| all.iter().filter(|pledge| pledge.verdict == Some(verdict)).count();
    let (kept, late, broken) = (with(Verdict::Kept), with(Verdict::Late), with(Verdict::Broken));
    let overdue = all.iter().filter(|pledge| pledge.verdict.is_none() && pledge.due < NOW).count();
    let owed = all.iter().filter(|pledge| pledge.verdict.is_none() && pledge.due >= NOW).count();
    json!({
        "n": kept + late + broken, "unknown": overdue, "not_yet": owed, name: known(kept, kept + late + broken),
        "made": all.len(), "late": late, "broken": broken, "released": with(Verdict::Released), "owed": owed, "overdue": overdue,
    })
}

/// Bank holidays of England and Wales, from memory and not from the shipped calendar.
const HOLIDAYS: &[(i32, u32, u32)] = &[
    (2025, 12, 25),
    (2025, 12, 26),
    (2026, 1, 1),
    (2026, 4, 3),
    (2026, 4, 6),
    (2026, 5, 4),
    (2026, 5, 25),
    (2026, 8, 31),
    (2026, 12, 25),
    (2026, 12, 28),
    (2027, 1, 1),
];

/// The last second of the fifth business day after that moment.
fn five_business_days(from: i64) -> i64 {
    let mut day = at(from).date_naive();
    let mut left = 5;
    while left > 0 {
        day = day + Days::new(1);
        let holiday = HOLIDAYS.iter().any(|(y, m, d)| NaiveDate::from_ymd_opt(*y, *m, *d) == Some(day));
        left -= i32::from(!holiday && ![Weekday::Sat, Weekday::Sun].contains(&day.weekday()));
    }
    day.and_hms_opt(23, 59, 59).unwrap().and_utc().timestamp()
}

/// By when each limit of an incident is due, and when it was met.
fn limit(it: &Planted) -> Option<(&'static str, i64, Option<i64>)> {
    match it.playbook {
        "shops" => Some(("shops/first-word", it.received + 86_400, it.acknowledged_said.or(reached(it, true)))),
        "delivery" if !it.answer_waived => Some(("delivery/answer", five_business_days(it.received), it.answer_met)),
        _ => None,
    }
}

fn limits(of: &[&Planted]) -> Value {
    let mut rows: BTreeMap<&str, [usize; 6]> = BTreeMap::new();
    for it in of {
        if it.answer_waived {
            rows.entry("delivery/answer").or_default()[5] += 1;
        }
        let Some((name, due, met)) = limit(it) else { continue };
        let row = rows.entry(name).or_default();
        match (met, is_open(it)) {
            (Some(met), _) if met <= due => row[0] += 1,
            (Some(_), _) => row[1] += 1,
            (None, false) => row[3] += 1,
            (None, true) if due < NOW => {
                row[1] += 1;
                row[2] += 1;
            }
            (None, true) => row[4] += 1,
        }
    }
    let sum = |place: usize| rows.values().map(|row| row[place]).sum::<usize>();
    let listed: Vec<Value> = rows
        .iter()
        .map(|(name, [kept, late, running, unknown, not_yet, waived])| {
            let rule = if *name == "shops/first-word" {
                "24 hours after it was received"
            } else {
                "5 business days after it was received, GB-ENG"
            };
            json!({
                "key": name, "rule": rule, "in_time": known(*kept, kept + late), "late": late, "running_late": running,
                "unknown": unknown, "not_yet": not_yet, "waived": waived,
            })
        })
        .collect();
    json!({
        "n": sum(0) + sum(1), "unknown": sum(3), "not_yet": sum(4), "in_time": known(sum(0), sum(0) + sum(1)),
        "late": sum(1), "running_late": sum(2), "waived": sum(5), "rows": listed,
    })
}

fn breakdown(codes: Vec<&str>) -> Value {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for code in &codes {
        *counts.entry(code).or_default() += 1;
    }
    let mut rows: Vec<(&str, usize)> = counts.into_iter().collect();
    rows.sort_by_key(|(_, times)| std::cmp::Reverse(*times));
    rows.into_iter().map(|(key, times)| json!({ "key": key, "incidents": known(times, codes.len()) })).collect()
}

fn currency(it: &Planted) -> &'static str {
    if it.playbook == "delivery" { "EUR" } else { "GBP" }
}

fn pounds(minor: i64) -> String {
    format!("{}.{:02}", minor / 100, minor % 100)
}

/// A row a currency.
fn money(amounts: &[(&'static str, i64)]) -> Value {
    let mut by: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
    for (code, minor) in amounts {
        by.entry(code).or_default().push(*minor);
    }
    let row = |(code, all): (&&str, &Vec<i64>)| {
        let total: i64 = all.iter().sum();
        let n = i64::try_from(all.len()).unwrap();
        let mean = (n >= 5).then(|| json!({ "amount": pounds((total * 2 + n) / (2 * n)), "currency": code }));
        json!({ "key": code, "total": { "amount": pounds(total), "currency": code }, "mean": mean, "amounts": n })
    };
    by.iter().map(row).collect()
}

fn marks(of: &[&Planted], mark: impl Fn(&Planted) -> Option<u8>) -> (Vec<u8>, usize, usize) {
    let all = of.iter().filter_map(|it| mark(it)).collect();
    let missing = |open: bool| count(of, |it| mark(it).is_none() && is_open(it) == open);
    (all, missing(false), missing(true))
}

/// Every figure of some incidents.
fn figures(of: &[&Planted]) -> Value {
    let n = of.len();
    let mut all = serde_json::Map::new();
    let mut put = |id: &str, figure: Value| assert!(all.insert(id.into(), figure).is_none());
    put("received", json!({ "n": n, "unknown": 0, "not_yet": 0, "incidents": n }));
    put("time_to_own", time(of, |it| it.owned));
    put("time_to_acknowledge", time(of, acknowledged));
    put("time_to_first_contact", time(of, spoken));
    let at_a_time = |it: &Planted| it.corrected.filter(|at| fixed(it) && live(*at, it.corrected_assumed, it.opened));
    let lengths = of.iter().filter_map(|it| Some(at_a_time(it)? - it.received)).collect();
    let unknown = count(of, |it| (fixed(it) && at_a_time(it).is_none()) || (it.correction.is_none() && !is_open(it)));
    put(
        "time_to_fix",
        span(lengths, unknown, count(of, |it| [None, Some("partly")].contains(&it.correction) && is_open(it))),
    );
    let lengths = of.iter().filter_map(|it| Some(recovered(it)? - it.received)).collect();
    let timeless = count(of, |it| ended_well(it) && !badly(it) && recovered(it).is_none());
    put("time_to_recovered", span(lengths, timeless, count(of, is_open)));
    put("promises", pledges(of, "kept", |it| &it.promises));
    put("in_limit", limits(of));
    let with = |it: &Planted| it.contacts.iter().filter(|had| had.with_customer).copied().collect::<Vec<_>>();
    let chases = |it: &Planted| with(it).iter().filter(|had| had.chased == Some(true)).count();
    let tells = |it: &Planted| {
        let had = with(it);
        !had.is_empty() && had.iter().all(|had| had.direction != Direction::In || had.chased.is_some())
    };
    let telling: Vec<&&Planted> = of.iter().filter(|it| tells(it)).collect();
    let told: usize = telling.iter().map(|it| chases(it)).sum();
    let once = telling.iter().filter(|it| chases(it) > 0).count();
    put(
        "chases",
        json!({
            "n": telling.len(), "unknown": n - telling.len(), "not_yet": 0, "mean": mean(told as f64, telling.len(), 2),
            "total": of.iter().map(|it| chases(it)).sum::<usize>(), "at_least_once": known(once, telling.len()),
        }),
    );
    let owned = count(of, |it| it.owned.is_some());
    let hand_overs: u64 = of.iter().map(|it| it.hand_overs).sum();
    put(
        "hand_overs",
        json!({
            "n": owned, "unknown": count(of, |it| it.owned.is_none() && !is_open(it)),
            "not_yet": count(of, |it| it.owned.is_none() && is_open(it)), "mean": mean(hand_overs as f64, owned, 2),
            "total": hand_overs, "at_least_once": known(count(of, |it| it.hand_overs > 0), owned),
        }),
    );
    let came_back = |it: &Planted| {
        with(it).iter().filter(|had| had.direction == Direction::In).count() > 1 || chases(it) > 0 || it.reopened > 0
    };
    let got_through = |had: &company::Had| match had.direction {
        Direction::Out => had.answered != Some(false),
        _ => had.answered == Some(true),
    };
    let unsure = |had: &company::Had| had.direction == Direction::In && had.chased.is_none();
    let at_once = |it: &Planted| {
        !came_back(it) && ended_well(it) && with(it).iter().any(got_through) && !with(it).iter().any(unsure)
    };
    let not_at_once = |it: &Planted| came_back(it) || (!is_open(it) && !ended_well(it) && said(it).is_some());
    let (yes, no) = (count(of, at_once), count(of, not_at_once));
    let waiting = count(of, |it| is_open(it) && !came_back(it));
    put("first_contact_resolution", share_of("resolved", yes, yes + no, n - yes - no - waiting, waiting));
    let endings: Vec<&str> = of.iter().filter_map(|it| it.ending).collect();
    let satisfied = endings.iter().filter(|ending| **ending == "satisfied").count();
    put(
        "endings",
        json!({
            "n": endings.len(), "unknown": 0, "not_yet": n - endings.len(), "satisfied": known(satisfied, endings.len()),
            "rows": breakdown(endings),
        }),
    );
    let answered = count(of, |it| said(it).is_some());
    let outcome = |word: &'static str| count(of, |it| it.outcome == Some(word));
    let unasked = |open: bool| count(of, |it| it.outcome.is_none() && is_open(it) == open);
    put(
        "satisfied_outcome",
        json!({
            "n": answered, "unknown": outcome("no-answer") + outcome("not-asked") + unasked(false), "not_yet": unasked(true),
            "satisfied": known(outcome("yes"), answered), "asked": answered + outcome("no-answer"), "answered": answered,
            "not_asked": outcome("not-asked"),
        }),
    );
    let handling = |word: &'static str| count(of, |it| it.handling == Some(word));
    let on_handling = handling("yes") + handling("partly") + handling("no");
    let silent = handling("no-answer") + outcome("no-answer");
    let waiting = count(of, |it| {
        it.handling.is_none() && is_open(it) && !["no-answer", "not-asked"].contains(&it.outcome.unwrap_or_default())
    });
    put(
        "satisfied_handling",
        json!({
            "n": on_handling, "unknown": n - on_handling - waiting, "not_yet": waiting,
            "satisfied": known(handling("yes"), on_handling), "asked": on_handling + silent, "answered": on_handling,
            "not_asked": outcome("not-asked"),
        }),
    );
    let well =
        |it: &Planted| !badly(it) && (ended_well(it) || (it.outcome == Some("yes") && it.handling == Some("yes")));
    let good = count(of, |it| fixed(it) && well(it));
    let bad = count(of, |it| fixed(it) && badly(it));
    let unsure = |open: bool| count(of, |it| fixed(it) && !well(it) && !badly(it) && is_open(it) == open);
    put("fixed_not_recovered", share_of("not_recovered", bad, good + bad, unsure(false), unsure(true)));
    let back = count(of, |it| it.reopened > 0);
    let never = count(of, |it| is_open(it) && it.reopened == 0);
    put("reopened", share_of("reopened", back, n - never, 0, never));
    let before = |yes: bool| count(of, |it| it.failed_before == Some(yes));
    put(
        "repeat_failures",
        share_of(
            "failed_before",
            before(true),
            before(true) + before(false),
            count(of, |it| it.failed_before.is_none()),
            0,
        ),
    );
    let again = count(of, |it| it.failed > 0);
    let not_again = count(of, |it| it.failed == 0 && !is_open(it) && said(it).is_some());
    let waiting = count(of, |it| it.failed == 0 && is_open(it));
    put(
        "double_deviations",
        share_of("failed_again", again, again + not_again, n - again - not_again - waiting, waiting),
    );
    let (csat, unknown, not_yet) = marks(of, |it| it.csat);
    let total: f64 = csat.iter().map(|mark| f64::from(*mark)).sum();
    put(
        "csat",
        json!({
            "n": csat.len(), "unknown": unknown, "not_yet": not_yet, "mean": mean(total, csat.len(), 2),
            "four_or_five": known(csat.iter().filter(|mark| **mark >= 4).count(), csat.len()),
        }),
    );
    let (nps, unknown, not_yet) = marks(of, |it| it.nps);
    let promoters = nps.iter().filter(|mark| **mark >= 9).count();
    let detractors = nps.iter().filter(|mark| **mark <= 6).count();
    let points = (promoters as f64 - detractors as f64) * 100.0 / nps.len() as f64;
    put(
        "nps",
        json!({
            "n": nps.len(), "unknown": unknown, "not_yet": not_yet,
            "score": (nps.len() >= 20).then(|| (points + 1e-9 * points.signum()).round() as i64),
            "promoters": promoters, "passives": nps.len() - promoters - detractors, "detractors": detractors,
        }),
    );
    let (ces, unknown, not_yet) = marks(of, |it| it.ces);
    let total: f64 = ces.iter().map(|mark| f64::from(*mark)).sum();
    put("ces", json!({ "n": ces.len(), "unknown": unknown, "not_yet": not_yet, "mean": mean(total, ces.len(), 2) }));
    let offers: Vec<(&Planted, company::Offered)> =
        of.iter().flat_map(|it| it.offers.iter().map(move |offer| (*it, *offer))).collect();
    let real: Vec<_> = offers.iter().filter(|(_, offer)| !offer.kind.starts_with("none-")).collect();
    let accepted: Vec<_> = real.iter().filter(|(_, offer)| offer.taken == Some("accepted")).collect();
    let amounts: Vec<(&'static str, i64)> =
        accepted.iter().filter_map(|(it, offer)| Some((currency(it), offer.minor?))).collect();
    let unsaid = |open: bool| {
        real.iter()
            .filter(|(it, offer)| {
                !["accepted", "refused"].contains(&offer.taken.unwrap_or_default()) && is_open(it) == open
            })
            .count()
    };
    put(
        "remedy_total",
        json!({
            "n": amounts.len(), "unknown": accepted.len() - amounts.len() + unsaid(false), "not_yet": unsaid(true),
            "refused": real.iter().filter(|(_, offer)| offer.taken == Some("refused")).count(), "rows": money(&amounts),
        }),
    );
    let mut kinds = breakdown(offers.iter().map(|(_, offer)| offer.kind).collect());
    for row in kinds.as_array_mut().unwrap() {
        let mut by: BTreeMap<&str, i64> = BTreeMap::new();
        for (it, offer) in accepted.iter().filter(|(_, offer)| row["key"] == offer.kind) {
            if let Some(minor) = offer.minor {
                *by.entry(currency(it)).or_default() += minor;
            }
        }
        let sums: Vec<Value> =
            by.iter().map(|(code, minor)| json!({ "amount": pounds(*minor), "currency": code })).collect();
        if !sums.is_empty() {
            row["accepted"] = sums.into();
        }
    }
    let without = |open: bool| count(of, |it| it.offers.is_empty() && is_open(it) == open);
    put(
        "remedy_by_kind",
        json!({
            "n": offers.len(), "unknown": without(false), "not_yet": without(true), "offers": real.len(),
            "nothing_offered": offers.len() - real.len(), "rows": kinds,
        }),
    );
    let over = |it: &Planted, offer: &company::Offered| {
        offer.minor.is_some_and(|minor| minor > if currency(it) == "EUR" { 3000 } else { 5000 })
    };
    let above: Vec<_> = real.iter().filter(|(it, offer)| over(it, offer)).collect();
    let valued = real.iter().filter(|(_, offer)| offer.minor.is_some()).count();
    let approved = above.iter().filter(|(_, offer)| offer.approved_by).count();
    let mut figure = share_of("over_limit", above.len(), valued, real.len() - valued, 0);
    figure["approved"] = known(approved, above.len());
    put("remedy_over_limit", figure);
    let approved = |offer: &company::Offered| {
        offer.approved.filter(|at| live(*at, offer.approved_assumed, offer.asked)).map(|at| at - offer.asked)
    };
    let lags = above.iter().filter_map(|(_, offer)| approved(offer)).collect();
    let unapproved = |open: bool| {
        let lacking = above.iter().filter(|(_, offer)| approved(offer).is_none());
        lacking.filter(|(it, offer)| (is_open(it) && !offer.approved_by) == open).count()
    };
    put("approval_lag", span(lags, unapproved(false), unapproved(true)));
    let costs: Vec<(&'static str, i64)> = of.iter().filter_map(|it| Some((currency(it), it.cost?))).collect();
    let missing = |open: bool| count(of, |it| it.cost.is_none() && is_open(it) == open);
    put(
        "cost",
        json!({ "n": costs.len(), "unknown": missing(false), "not_yet": missing(true), "rows": money(&costs) }),
    );
    let causes: Vec<&str> = of.iter().filter_map(|it| it.cause).filter(|cause| *cause != "unknown").collect();
    let missing = |open: bool| count(of, |it| it.cause.is_none_or(|cause| cause == "unknown") && is_open(it) == open);
    put(
        "causes",
        json!({ "n": causes.len(), "unknown": missing(false), "not_yet": missing(true), "rows": breakdown(causes) }),
    );
    let could = |yes: bool| count(of, |it| it.preventable == Some(yes));
    let missing = |open: bool| count(of, |it| it.preventable.is_none() && is_open(it) == open);
    put("preventable", share_of("preventable", could(true), could(true) + could(false), missing(false), missing(true)));
    put("prevention", pledges(of, "done_on_time", |it| &it.prevention));
    let works = |yes: bool| count(of, |it| it.works == Some(yes));
    let owes = |it: &Planted| it.prevention.iter().any(|pledge| pledge.verdict.is_none());
    let unlooked = |owed: bool| count(of, |it| !it.prevention.is_empty() && it.works.is_none() && owes(it) == owed);
    put(
        "prevention_effect",
        share_of("works", works(true), works(true) + works(false), unlooked(false), unlooked(true)),
    );
    let overdue = |it: &Planted| {
        let pledged = it.promises.iter().chain(&it.inside).chain(&it.prevention);
        let clock = limit(it).is_some_and(|(_, due, met)| met.is_none() && due < NOW);
        clock || pledged.into_iter().any(|pledge| pledge.verdict.is_none() && pledge.due < NOW)
    };
    put(
        "backlog",
        json!({
            "n": n, "unknown": 0, "not_yet": 0, "open": count(of, is_open), "overdue": count(of, |it| is_open(it) && overdue(it)),
            "unowned": count(of, |it| is_open(it) && it.owner.is_none()),
            "no_next_contact": count(of, |it| is_open(it) && it.promises.iter().all(|pledge| pledge.verdict.is_some())),
        }),
    );
    all.into()
}

/// Numbers are numbers, however they were made: 4 and 4.0 are the same mark.
#[track_caller]
fn same(found: &Value, expected: &Value, at: &str) {
    match (found, expected) {
        (Value::Object(found), Value::Object(expected)) => {
            let names = |object: &serde_json::Map<String, Value>| {
                let mut names: Vec<String> = object.keys().cloned().collect();
                names.sort();
                names
            };
            assert_eq!(names(found), names(expected), "{at}");
            for (name, value) in found {
                same(value, &expected[name], &format!("{at}.{name}"));
            }
        }
        (Value::Array(found), Value::Array(expected)) => {
            assert_eq!(found.len(), expected.len(), "{at}: {found:?} {expected:?}");
            for (place, (found, expected)) in found.iter().zip(expected).enumerate() {
                same(found, expected, &format!("{at}[{place}]"));
            }
        }
        (Value::Number(one), Value::Number(other)) => {
            assert!((one.as_f64().unwrap() - other.as_f64().unwrap()).abs() < 1e-9, "{at}: {one} is not {other}");
        }
        (found, expected) => assert_eq!(found, expected, "{at}"),
    }
}

fn group_of(it: &Planted, by: &str) -> Option<String> {
    match by {
        "month" => Some(at(it.received).format("%Y-%m").to_string()),
        "week" => Some(at(it.received).date_naive().week(Weekday::Mon).first_day().to_string()),
        "playbook" => Some(it.playbook.to_owned()),
        "owner" => it.owner.clone(),
        "site" => it.site.clone(),
        "channel" => it.channel.map(str::to_owned),
        "severity" => it.severity.map(str::to_owned),
        "cause" => it.cause.filter(|cause| *cause != "unknown").map(str::to_owned),
        "ending" => it.ending.map(str::to_owned),
        "failed_before" => it.failed_before.map(|yes| (if yes { "yes" } else { "no" }).to_owned()),
        "csat" => it.csat.map(|mark| mark.to_string()),
        other => panic!("{other}"),
    }
}

#[test]
fn every_figure_of_every_group_is_what_another_calculation_finds() {
    let (house, planted) = company(2026, 700);
    let real: Vec<&Planted> = planted.iter().filter(|it| !it.training).collect();
    let everything = figures(&real);
    assert_eq!(everything.as_object().unwrap().len(), DEFINITIONS.len(), "every figure is counted another way");
    for by in [
        "month",
        "week",
        "playbook",
        "owner",
        "site",
        "channel",
        "severity",
        "cause",
        "ending",
        "failed_before",
        "csat",
    ] {
        let found = report(&house, &["--by", by, "--format", "json"]).ends(0).json();
        same(&found["total"], &everything, "total");
        let mut groups: BTreeMap<Option<String>, Vec<&Planted>> = BTreeMap::new();
        for it in &real {
            groups.entry(group_of(it, by)).or_default().push(it);
        }
        let listed = found["groups"].as_array().unwrap();
        assert_eq!(listed.len(), groups.len(), "{by}");
        for group in listed {
            let name = group["group"].as_str().map(str::to_owned);
            same(&group["figures"], &figures(&groups[&name]), &format!("{by} {name:?}"));
        }
    }
}

#[test]
fn a_period_takes_what_was_received_in_it_and_nothing_else() {
    let (house, planted) = company(3, 300);
    let (from, to) = (at(1_772_323_200), at(1_780_272_000));
    assert_eq!(
        (from.to_rfc3339(), to.to_rfc3339()),
        ("2026-03-01T00:00:00+00:00".into(), "2026-06-01T00:00:00+00:00".into())
    );
    let within: Vec<&Planted> =
        planted.iter().filter(|it| !it.training && (from.timestamp()..to.timestamp()).contains(&it.received)).collect();
    assert!(within.len() > 30);
    let found = report(&house, &["--since", "2026-03-01", "--until", "2026-06-01", "--format", "json"]).ends(0).json();
    same(&found["total"], &figures(&within), "total");
}

#[test]
fn totals_over_groups_are_the_total() {
    let (house, _) = company(11, 400);
    for by in ["site", "month", "owner", "cause"] {
        let found = report(&house, &["--by", by, "--format", "json"]).ends(0).json();
        let counts = [
            "/received/incidents",
            "/time_to_own/n",
            "/time_to_own/unknown",
            "/time_to_own/not_yet",
            "/promises/made",
            "/promises/broken",
            "/promises/overdue",
            "/endings/n",
            "/causes/unknown",
            "/chases/total",
            "/backlog/open",
            "/remedy_by_kind/offers",
            "/satisfied_outcome/satisfied/count",
        ];
        for count in counts {
            let groups = found["groups"].as_array().unwrap().iter();
            let sum: u64 = groups.map(|group| group["figures"].pointer(count).unwrap().as_u64().unwrap()).sum();
            assert_eq!(found["total"].pointer(count).unwrap().as_u64(), Some(sum), "{by}{count}");
        }
    }
}

#[test]
fn nothing_that_people_wrote_and_no_customer_is_kept_for_reports() {
    let (house, _) = company(5, 120);
    let shell = rusqlite::Connection::open(house.path().join("year.db")).unwrap();
    let mut statement = shell.prepare("SELECT facts FROM fact").unwrap();
    let facts: Vec<String> = statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    assert_eq!(facts.len(), 120);
    assert!(facts.iter().any(|facts| facts.contains("Till 3")), "short texts of the house are kept");
    assert!(facts.iter().all(|facts| !facts.contains("SECRET")), "{facts:?}");
}

#[test]
fn no_cell_of_the_spreadsheet_begins_a_formula() {
    let (house, planted) = company(5, 200);
    assert!(planted.iter().any(|it| it.site.as_deref().is_some_and(|site| site.starts_with('='))));
    let out = report(&house, &["--by", "site", "--format", "csv"]).ends(0).out;
    let mut reader = csv::Reader::from_reader(out.as_bytes());
    let mut rows = 0;
    for row in reader.records() {
        let row = row.unwrap();
        rows += 1;
        for cell in &row {
            let is_number = cell.parse::<f64>().is_ok();
            assert!(is_number || !cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell}");
        }
    }
    assert!(rows > 1000 && out.contains("'=cmd"), "{rows}");
}

#[test]
fn a_page_runs_nothing_and_fetches_nothing() {
    let house = House::new();
    for (place, hostile) in
        ["<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "</text><svg onload=alert(1)>", "]]>{{7*7}}"]
            .iter()
            .enumerate()
    {
        let answers = include_str!("stories/shortest.toml")
            .replace("legal_risk = false", &format!("legal_risk = false\nsite = '{hostile}'"));
        house.file(&format!("a{place}.toml"), answers);
        house.run(&["--store", "year.db", "start", "--answers", &format!("a{place}.toml")]).ends(0);
    }
    for format in ["html", "markdown"] {
        let page = report(&house, &["--by", "site", "--format", format]).ends(0).out;
        let lower = page.to_lowercase();
        for bad in ["<script", "<img", "onload=alert(1)>", "javascript:", "http-equiv=\"refresh"] {
            let shown = bad == "onload=alert(1)>" && !lower.contains("<svg onload");
            assert!(shown || !lower.contains(bad), "{format}: {bad}");
        }
        assert_eq!(lower.matches("http://").count() + lower.matches("https://").count(), 0, "{format}");
    }
}

#[test]
fn an_unknown_field_is_named_with_what_there_is() {
    let (house, _) = company(5, 20);
    let run = report(&house, &["--by", "sit"]).ends(2);
    assert!(
        run.err.contains("nothing to group by called `sit`") && run.err.contains("did you mean `site`?"),
        "{}",
        run.err
    );
    let run = report(&house, &["--by", "whisper"]).ends(2);
    assert!(run.err.contains("whisper"), "a confidential question is none to group by: {}", run.err);
    report(&house, &["--by", "till"]).ends(0);
    let run = report(&house, &["--since", "2026-06-01", "--until", "2026-05-01"]).ends(2);
    assert!(run.err.contains("`--until` is not after `--since`"), "{}", run.err);
    let run = report(&house, &["--since", "the other day"]).ends(2);
    assert!(run.err.contains("--since"), "{}", run.err);
}

#[test]
fn an_empty_house_and_a_single_incident_are_reports_as_well() {
    let house = House::new();
    for format in ["table", "json", "csv", "html", "markdown"] {
        let run = house.run(&["report", "--format", format, "--by", "month"]).ends(0);
        assert!(!run.out.contains("NaN") && (format == "html" || !run.out.contains('%')), "{format}: {}", run.out);
    }
    house.file("a.toml", include_str!("stories/shortest.toml"));
    house.run(&["start", "--answers", "a.toml"]).ends(0);
    for format in ["table", "json", "csv", "html", "markdown"] {
        let run = house.run(&["report", "--format", format, "--by", "cause"]).ends(0);
        assert!(format == "html" || !run.out.contains("100%"), "one of one is no percentage: {format}");
    }
}

#[test]
fn a_file_appears_whole_by_the_form_of_its_ending() {
    let (house, _) = company(5, 20);
    for (name, begins) in
        [("r.html", "<!DOCTYPE html>"), ("r.csv", "group,figure"), ("r.json", "{"), ("r.md", "# "), ("r.txt", "20 inc")]
    {
        let run = report(&house, &["--output", name]).ends(0);
        assert_eq!(run.out, format!("{name}\n"));
        assert!(house.read(name).starts_with(begins) || name == "r.txt", "{name}");
    }
    let run = report(&house, &["--output", "-", "--format", "csv"]).ends(0);
    assert!(run.out.starts_with("group,figure"));
}

#[test]
fn every_figure_is_explained() {
    let house = House::new();
    let all = house.run(&["report", "--explain"]).ends(0).out;
    let json = house.run(&["report", "--explain", "--format", "json"]).ends(0).json();
    let listed = json["figures"].as_array().unwrap();
    assert_eq!(listed.len(), DEFINITIONS.len());
    for definition in DEFINITIONS {
        assert!(all.contains(&format!("({})", definition.id)), "{}", definition.id);
        house.run(&["report", "--explain", definition.id]).ends(0);
    }
    let run = house.run(&["report", "--explain", "time_to_won"]).ends(2);
    assert!(run.err.contains("did you mean `time_to_own`?"), "{}", run.err);
}

#[test]
fn the_document_defines_every_figure_as_the_program_does() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/report.md");
    let text = std::fs::read_to_string(&path).unwrap();
    let (start, end) = ("<!-- figures: made by a test -->\n", "<!-- end of figures -->");
    let (before, rest) = text.split_once(start).unwrap();
    let (_, after) = rest.split_once(end).unwrap();
    let mut made = String::new();
    for section in recover::report::define::Section::ALL {
        made.push_str(&format!(
            "\n### {}\n\n| figure | what it counts | clock | unknown |\n| --- | --- | --- | --- |\n",
            section.title()
        ));
        for is in DEFINITIONS.iter().filter(|is| is.section == section) {
            made.push_str(&format!(
                "| **{}** `{}` | {} | {} | {} |\n",
                is.title, is.id, is.definition, is.clock, is.unknown
            ));
        }
    }
    let whole = [before, start, &made, "\n", end, after].concat();
    if bless() {
        std::fs::write(&path, &whole).unwrap();
    }
    assert!(text == whole || bless(), "docs/report.md is not what the program says; run with BLESS=1");
}

/// Whether the golden files are to be written anew.
#[allow(clippy::disallowed_methods, reason = "a test is asked for it by its environment")]
fn bless() -> bool {
    std::env::var_os("BLESS").is_some()
}

/// A year of sixty incidents, small enough to be read.
fn small() -> House {
    company(60, 60).0
}

fn at_width(house: &House, columns: &str, args: &[&str]) -> String {
    let whole = [&["--store", "year.db", "report"], args].concat();
    let run: Run = house.command(&whole).env("COLUMNS", columns).output().unwrap().into();
    run.ends(0).out
}

#[test]
fn a_table_fits_the_terminal_and_reads_well() {
    let house = small();
    for columns in ["60", "100", "200"] {
        let shown = at_width(&house, columns, &["--by", "playbook"]);
        let widest = shown.lines().map(recover::text::display_width).max().unwrap();
        assert!(widest <= columns.parse().unwrap(), "{widest}");
        insta::assert_snapshot!(format!("table_{columns}"), shown);
    }
    let plain = at_width(&house, "100", &["--plain", "--by", "month"]);
    assert!(plain.is_ascii(), "{plain}");
    let run: Run = house.command(&["--store", "year.db", "report"]).env("LANG", "C").output().unwrap().into();
    assert!(run.ends(0).out.is_ascii());
}

#[test]
fn the_other_forms_read_well() {
    let house = small();
    for (format, ending) in [("markdown", "md"), ("csv", "csv"), ("json", "json"), ("html", "html")] {
        let shown = report(&house, &["--by", "playbook", "--format", format]).ends(0).out;
        insta::assert_snapshot!(format!("small.{ending}"), shown.replace("\r\n", "\n"));
    }
}

#[test]
fn what_was_entered_at_one_stroke_says_nothing_of_how_long_it_took() {
    let house = House::new();
    let answers = include_str!("stories/shortest.toml");
    assert!(!answers.contains("corrected_at") && !answers.contains("asked_at"), "nobody gave these times");
    house.file("a.toml", answers);
    house.run(&["start", "--answers", "a.toml"]).ends(0);
    let total = house.run(&["report", "--format", "json"]).ends(0).json()["total"].clone();
    for figure in ["time_to_fix", "time_to_recovered"] {
        assert_eq!((&total[figure]["n"], &total[figure]["unknown"]), (&json!(0), &json!(1)), "{figure}: {total}");
    }
}

#[test]
fn an_ending_that_no_form_goes_by_is_refused() {
    let (house, _) = company(5, 20);
    let run = report(&house, &["--output", "x.xlsx"]).ends(2);
    assert!(run.err.contains("`.xlsx`") && run.err.contains("`.csv`"), "{}", run.err);
    assert!(!house.path().join("x.xlsx").exists());
    report(&house, &["--output", "plain"]).ends(0);
}

#[test]
fn a_site_called_all_is_not_the_total_and_nobody_is_nobody() {
    let (house, _) = company(5, 120);
    let csv = report(&house, &["--by", "owner", "--format", "csv"]).ends(0).out;
    assert!(csv.contains("\r\n,received,") && csv.contains("\r\nnobody,received,"), "{csv}");
    assert!(!csv.contains("\r\nall,") && !csv.contains("\r\nunknown,received,"), "{csv}");
    let shown = report(&house, &["--by", "cause"]).ends(0).out;
    assert!(shown.contains("By cause\n"), "{shown}");
}
