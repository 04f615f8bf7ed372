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
#[path = "support/spreadsheet.rs"]
mod spreadsheet;

use std::collections::BTreeMap;

use company::{Company, Planted, at};
use house::{House, Run};
use recover::report::define::DEFINITIONS;
use recover::store::SqliteStore;
use serde_json::json;
use spreadsheet::{figures, group_of, same};

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
fn a_day_on_which_the_clocks_change_begins_at_its_own_midnight() {
    // It is summer time in London from one o'clock on 29 March 2026, and winter time again from two o'clock on 25 October.
    for (opened, day, others) in [
        ("2026-03-28T23:30:00+00:00", "2026-03-29", "2026-03-28"),
        ("2026-10-24T23:30:00+01:00", "2026-10-25", "2026-10-24"),
    ] {
        let house = House::new().at(opened);
        house.file("a.toml", include_str!("stories/shortest.toml"));
        house.run(&["--store", "s.db", "start", "--answers", "a.toml"]).ends(0);
        let house = house.at("2026-12-01T12:00:00+00:00");
        for (option, wanted) in [("--since", 0), ("--until", 1)] {
            let listed =
                house.run(&["--store", "s.db", "list", "--all", option, day, "--format", "json"]).ends(0).json();
            assert_eq!(listed.as_array().unwrap().len(), wanted, "list {option} {day}");
            let out = format!("records{option}-{day}");
            house.run(&["--store", "s.db", "record", "--all", option, day, "--output", &out]).ends(0);
            let records = std::fs::read_dir(house.path().join(&out)).map_or(0, Iterator::count);
            assert_eq!(records, wanted, "record {option} {day}");
            let json = house.run(&["--store", "s.db", "report", option, day, "--format", "json"]).ends(0).json();
            assert_eq!(json["total"]["received"]["n"], wanted, "report {option} {day}");
        }
        let listed = house.run(&["--store", "s.db", "list", "--all", "--since", others, "--format", "json"]).ends(0);
        assert_eq!(listed.json().as_array().unwrap().len(), 1, "{others}");
    }
}

#[test]
fn a_period_lies_behind_and_what_was_understood_is_said_back() {
    // A Wednesday.
    let house = House::new().at("2026-11-18T10:00:00+00:00");
    let since = |said: &str| {
        let run = house.run(&["report", "--since", said, "--format", "json"]).ends(0);
        (run.json()["since"].as_str().map(|at| at[..16].to_owned()).unwrap_or_default(), run.err)
    };
    for (said, day, told) in [
        ("monday", "2026-11-16T00:00", "--since: Mon 16 Nov 2026\n"),
        ("friday", "2026-11-13T00:00", "--since: Fri 13 Nov 2026\n"),
        ("30d", "2026-10-19T00:00", "--since: Mon 19 Oct 2026\n"),
        ("2 weeks", "2026-11-04T00:00", "--since: Wed 4 Nov 2026\n"),
        ("last week", "2026-11-11T00:00", "--since: Wed 11 Nov 2026\n"),
        ("1 Dec", "2025-12-01T00:00", "--since: Mon 1 Dec 2025\n"),
        ("today", "2026-11-18T00:00", "--since: Wed 18 Nov 2026\n"),
        ("2026-11-01", "2026-11-01T00:00", ""),
    ] {
        assert_eq!(since(said), (day.to_owned(), told.to_owned()), "{said}");
    }
    let (day, told) = since("wednesday");
    assert_eq!(day, "2026-11-18T00:00");
    assert!(told.contains("today is that weekday, too; the other reading is Wed 11 Nov 2026"), "{told}");
    for command in [&["list"][..], &["record", "--all", "--output", "d"]] {
        let run = house.run(&[command, &["--since", "monday", "--until", "tuesday"]].concat()).ends(0);
        assert!(run.err.starts_with("--since: Mon 16 Nov 2026\n--until: Tue 17 Nov 2026\n"), "{}", run.err);
    }
    assert_eq!(house.run(&["--quiet", "report", "--since", "monday"]).ends(0).err, "");
}

#[test]
fn a_period_ends_ahead_only_where_it_was_said_so() {
    let house = House::new().at("2026-11-18T10:00:00+00:00");
    let until = |args: &[&str]| {
        let run = house.run(&[&["report", "--format", "json"], args].concat()).ends(0);
        (run.json()["until"].as_str().map(|at| at[..10].to_owned()).unwrap_or_default(), run.err)
    };
    let to_come = ", which is still to come\n";
    assert_eq!(until(&["--until", "friday"]), ("2026-11-13".into(), "--until: Fri 13 Nov 2026\n".into()));
    assert_eq!(until(&["--until", "7d"]), ("2026-11-11".into(), "--until: Wed 11 Nov 2026\n".into()));
    assert_eq!(until(&["--until", "2027-01-01"]), ("2027-01-01".into(), String::new()));
    assert_eq!(until(&["--until", "tomorrow"]), ("2026-11-19".into(), format!("--until: Thu 19 Nov 2026{to_come}")));
    // It would end before it begins.
    assert_eq!(until(&["--since", "2026-11-01", "--until", "1 Dec"]).0, "2026-12-01");
    assert_eq!(until(&["--since", "2026-11-16", "--until", "friday"]).0, "2026-11-20");
    let never = house.run(&["report", "--since", "friday", "--until", "2026-11-02"]).ends(2);
    assert!(never.err.contains("from Fri 13 Nov 2026 until Mon 2 Nov 2026"), "{}", never.err);
}

#[test]
fn what_is_no_time_is_told_in_the_same_words_by_whatever_takes_a_period() {
    let house = House::new();
    let told = [&["list"][..], &["record", "--all", "--output", "d"], &["report"]].map(|command| {
        let run = house.run(&[command, &["--since", "the other day"]].concat()).ends(2);
        assert!(run.err.contains("`--since`"), "{}", run.err);
        run.err
    });
    assert!(told.iter().all(|words| *words == told[0]), "{told:?}");
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
    let told: u32 = shell
        .query_row("SELECT count(*) FROM body WHERE text LIKE '%The till, for SECRET CUSTOMER%'", [], |row| row.get(0))
        .unwrap();
    assert!(told > 0, "a customer's name stands in a text of one line as well");
    assert!(facts.iter().all(|facts| !facts.contains("SECRET")), "{facts:?}");
}

/// Makes the store say that every incident was written by an older program.
fn outdated(house: &House) {
    let shell = rusqlite::Connection::open(house.path().join("year.db")).unwrap();
    shell.execute_batch("INSERT INTO stale SELECT incident FROM summary").unwrap();
}

#[test]
fn it_is_said_how_many_incidents_are_counted_anew_before_it_is_done() {
    for command in ["report", "due"] {
        let (house, _) = company(5, 120);
        outdated(&house);
        let err = house.run(&["--store", "year.db", command]).ends(0).err;
        assert!(err.contains("counting 120 incidents anew"), "{command}: {err}");
        let err = house.run(&["--store", "year.db", command]).ends(0).err;
        assert!(!err.contains("anew"), "once is enough: {command}: {err}");
    }
}

#[test]
fn what_cannot_be_counted_anew_is_said_with_what_to_do() {
    let (house, _) = company(5, 20);
    outdated(&house);
    let shell = rusqlite::Connection::open(house.path().join("year.db")).unwrap();
    shell.execute_batch("PRAGMA user_version = 99").unwrap();
    let run = report(&house, &["--format", "json"]).ends(0);
    assert!(run.err.contains("20 incidents were counted by an older") && run.err.contains("help: "), "{}", run.err);
    assert_eq!(run.json()["uncounted"], 20);
}

#[test]
fn facts_of_another_form_are_made_anew_or_left_out_and_never_end_a_report() {
    let (house, planted) = company(5, 30);
    let store = house.path().join("year.db");
    let change = |to: &str, number: u32| {
        let shell = rusqlite::Connection::open(&store).unwrap();
        let sql = format!("UPDATE fact SET facts = {to} WHERE incident % 1000000000 = {number}");
        assert_eq!(shell.execute(&sql, []).unwrap(), 1);
    };
    let real = planted.iter().filter(|it| !it.training).count();
    let numbers = (1_u32..).zip(&planted).filter(|(_, it)| !it.training).map(|(number, _)| number);
    let [older, broken, newer] = numbers.take(3).collect::<Vec<_>>()[..] else { panic!("too few") };
    change("'0 {}'", older);
    change("'1 {\"pb\":'", broken);
    let found = report(&house, &["--format", "json"]).ends(0);
    assert_eq!(found.json()["uncounted"], 0, "{}", found.err);
    assert_eq!(found.json()["total"]["received"]["n"], real);
    change("'4' || substr(facts, 2)", newer);
    let found = report(&house, &["--format", "json"]).ends(0);
    assert!(found.err.contains("1 incident was counted by a newer version"), "{}", found.err);
    assert!(found.err.contains("help: ") && !found.err.contains("damaged"), "{}", found.err);
    assert_eq!((&found.json()["uncounted"], &found.json()["total"]["received"]["n"]), (&json!(1), &json!(real - 1)));
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
    assert!(run.err.contains("help: try `yesterday 17:00`"), "{}", run.err);
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

#[test]
fn a_chart_spans_the_period_and_marks_the_months_that_are_not_whole() {
    let (house, _) = company(8, 200);
    let page = report(&house, &["--since", "2026-01-15", "--until", "2026-12-20", "--format", "html"]).ends(0).out;
    assert!(page.contains("Not whole: Jan 2026, from 15 Jan; Dec 2026, until 19 Dec."), "{page}");
    assert!(page.contains("class=\"part\"") && page.contains("incidents of a month in part"), "{page}");
    let whole = report(&house, &["--since", "2026-01-01", "--until", "2027-01-01", "--format", "html"]).ends(0).out;
    assert!(!whole.contains("Not whole") && !whole.contains("class=\"part\""), "{whole}");
    // Nothing was received after the year, and the weeks up to now are drawn all the same.
    let quiet = report(&house, &["--since", "2026-12-07", "--format", "html"]).ends(0).out;
    assert!(quiet.contains("4 Jan, in part</bdi>"), "{quiet}");
    let months = ["--since", "2026-01-15", "--until", "2026-12-20", "--by", "month"];
    for format in ["table", "html", "markdown"] {
        let shown = report(&house, &[&months[..], &["--format", format]].concat()).ends(0).out;
        assert!(shown.contains("from 15 Jan") && shown.contains("until 19 Dec"), "{format} {shown}");
    }
}

#[test]
fn columns_for_which_there_is_no_room_are_announced() {
    let (house, _) = company(5, 60);
    let narrow = at_width(&house, "80", &["--by", "site"]);
    assert!(narrow.contains("left out for want of room") && narrow.contains("`open now`"), "{narrow}");
    let wide = at_width(&house, "132", &["--by", "csat"]);
    assert!(wide.contains("open now") && !wide.contains("left out"), "{wide}");
}
