//! The independent calculation. It knows nothing of facts, of tallies or of walks: it looks at what was made up, sorts whole lists, and
//! uses floating point, as somebody with a spreadsheet would.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate, Weekday};
use recover::answer::{Direction, Verdict};
use serde_json::{Value, json};

use super::company::{Had, NOW, Offered, Planted, Pledge, at};

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
pub fn figures(of: &[&Planted]) -> Value {
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
    let got_through = |had: &Had| match had.direction {
        Direction::Out => had.answered != Some(false),
        _ => had.answered == Some(true),
    };
    let unsure = |had: &Had| had.direction == Direction::In && had.chased.is_none();
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
    let offers: Vec<(&Planted, Offered)> =
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
    let over = |it: &Planted, offer: &Offered| {
        offer.minor.is_some_and(|minor| minor > if currency(it) == "EUR" { 3000 } else { 5000 })
    };
    let above: Vec<_> = real.iter().filter(|(it, offer)| over(it, offer)).collect();
    let valued = real.iter().filter(|(_, offer)| offer.minor.is_some()).count();
    let approved = above.iter().filter(|(_, offer)| offer.approved_by).count();
    let mut figure = share_of("over_limit", above.len(), valued, real.len() - valued, 0);
    figure["approved"] = known(approved, above.len());
    put("remedy_over_limit", figure);
    let approved = |offer: &Offered| {
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
pub fn same(found: &Value, expected: &Value, at: &str) {
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

pub fn group_of(it: &Planted, by: &str) -> Option<String> {
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
