//! Documents in a real browser and on real paper: nothing in them runs, nothing is fetched, and nothing of the house's is on the
//! customer's. Without Chromium these tests say so and pass.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::disallowed_macros,
    clippy::format_collect,
    reason = "a test that cannot go on says so by panicking, and is read more often than it is run"
)]

#[path = "support/hostile.rs"]
mod hostile;
#[path = "support/incident.rs"]
mod incident;
#[path = "support/planted.rs"]
mod planted;

use std::ffi::OsString;
use std::io::ErrorKind;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Stdio};

use incident::{Incident, playbook, summer};
use planted::{FACT, SECRET, SECRET_FIGURES, SHOWN, of_every_kind, walked};
use recover::answer::{Money, Person, Value};
use recover::journal::facts::{Facts, LimitFact, LimitState, Offer};
use recover::pdf::{Engine, Family, Printer};
use recover::playbook::library::SHIPPED;
use recover::playbook::{Layer, Playbook, load};
use recover::record::{CustomerRecord, Record};
use recover::render::{card, customer, house, html, sheet};
use recover::report::field::Field;
use recover::report::{self, Period, Report};
use recover::untrusted::Untrusted;

const PATH: &str = "/usr/local/bin:/usr/bin:/bin:/snap/bin:/opt/homebrew/bin";

/// An engine of the machine of that family.
fn engine(family: Family) -> Option<Engine> {
    let path = OsString::from(PATH);
    let names = recover::pdf::NAMES.iter().filter_map(|name| Engine::find(Some(name), Some(&path)).ok());
    let found = names.into_iter().find(|engine| engine.family() == family);
    if found.is_none() {
        eprintln!("not tried: there is no engine of the family {family:?} here");
    }
    found
}

/// What the page is once a browser has opened it and run what it would run.
fn opened(chromium: &Engine, page: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("page.html");
    std::fs::write(&file, page).unwrap();
    let mut command = Command::new(chromium.path());
    command.args([
        "--headless",
        "--disable-gpu",
        "--no-sandbox",
        "--no-first-run",
        "--disable-dev-shm-usage",
        "--dump-dom",
    ]);
    command.arg(format!("--user-data-dir={}", folder.path().join("profile").display()));
    command.arg(format!("file://{}", file.display()));
    let output =
        command.env_clear().env("PATH", PATH).env("HOME", folder.path()).stdin(Stdio::null()).output().unwrap();
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Texts that would run or fetch something, wherever they stood unescaped.
fn attacks(port: u16) -> Vec<String> {
    let at = format!("http://127.0.0.1:{port}/x");
    [
        "<script>document.title='RAN';document.body.id='RAN'</script>".to_owned(),
        format!("<img src='{at}' onerror=\"document.title='RAN'\">"),
        format!("\"><img src={at}><link rel=stylesheet href={at}>"),
        format!("</style></title></p></main><iframe src=\"{at}\"></iframe><svg onload=\"document.title='RAN'\">"),
        format!("' onmouseover='x' style='background:url({at})"),
        format!("@import url({at}); }} body {{ background: url({at}) }}"),
        format!("<meta http-equiv=refresh content='0;url={at}'><base href='{at}'>"),
        format!("--><script src='{at}'></script><!--"),
        "&#60;script&#62;document.title='RAN'&#60;/script&#62;".to_owned(),
        format!("![x]({at}) [y](javascript:document.title='RAN') <{at}>"),
        "{{ 7 * 7 }}{% for x in y %}${7*7}".to_owned(),
    ]
    .into()
}

/// A record in which every text is all of these, one beneath the other.
fn record_of(words: &str) -> Record {
    let said = || Untrusted::from(words);
    let mut it = Incident::begin(playbook(&[]), Some(words));
    let person = Person { name: said(), role: Some(said()), contact: Some(said()) };
    it.give("customer", Value::Person(person))
        .give("what_happened", Value::Text(said()))
        .give("effect", Value::Text(said()));
    it.give("legal_risk", Value::YesNo(false)).give("reference", Value::Text(said()));
    it.say("owner", "Jo Doe")
        .give("responsibility_words", Value::Text(said()))
        .give("apology_words", Value::Text(said()));
    it.note(None, words);
    it.record()
}

fn shipped(id: &str) -> Playbook {
    let text = |id: &str| SHIPPED.iter().find(|shipped| shipped.id == id).unwrap().text.to_owned();
    let base = Layer { name: "base".into(), text: text("service-recovery") };
    let own = (id != "service-recovery").then(|| Layer { name: id.into(), text: text(id) });
    load(&[base].into_iter().chain(own).collect::<Vec<_>>()).unwrap()
}

/// A wall sheet of a playbook whose author wants something else.
fn hostile_sheet(words: &str) -> String {
    let toml: String = words.chars().map(|c| format!("\\U{:08x}", u32::from(c))).collect();
    let parts = [
        format!("format = 1\nid = \"x\"\ntitle = \"{toml}\"\nsummary = \"{toml}\"\n"),
        "language = \"en\\\" onload=\\\"x\"\nextends = \"service-recovery\"\n".to_owned(),
        format!("[step.correct]\ntitle = \"{toml}\"\nalso_do = [{{ text = \"{toml}\" }}]\n"),
        format!("[legal]\nnotice = \"{toml}\"\nsay = [\"{toml}\"]\nnever = [\"{toml}\"]\n"),
    ];
    sheet::page(&incident::playbook(&[&parts.concat()]))
}

#[test]
fn nothing_in_a_page_runs_and_nothing_is_fetched() {
    let Some(chromium) = engine(Family::Chromium) else { return };
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let port = listener.local_addr().unwrap().port();
    let all = attacks(port).into_iter().chain(hostile::HOSTILE.iter().map(|text| (*text).to_owned()));
    let words = all.collect::<Vec<_>>().join("\n").replace('\0', "");
    let record = record_of(&words);
    let zone = summer();
    let of_customer = CustomerRecord::of(&record);
    let now = "2026-06-12T12:00:00+01:00".parse().unwrap();
    let pages = [
        html::render(&house(&record, &zone)),
        html::render(&customer(&of_customer, &zone)),
        html::render(&card::document(&record, now, &zone)),
        hostile_sheet("\"><script>document.title='RAN'</script><img src=x onerror=document.title='RAN'>"),
    ];
    // The browser does run what a page may run: otherwise this would prove nothing.
    assert!(opened(&chromium, "<title>x</title><script>document.title='RAN'</script>").contains("<title>RAN</title>"));
    for page in &pages {
        let dom = opened(&chromium, page);
        assert!(dom.contains("</html>"), "{dom}");
        assert!(!dom.contains("<title>RAN") && !dom.contains("id=\"RAN\""), "{dom}");
        for element in ["<script", "<img", "<iframe", "<link", "<svg", "<base"] {
            assert!(!dom.contains(element), "{element} in {dom}");
        }
        let mut tags = dom.split('<').skip(1).filter_map(|rest| rest.split('>').next());
        assert!(!tags.any(|tag| tag.contains(" on") || tag.contains("url(")), "{dom}");
    }
    for page in &pages {
        let printer = Printer::new(&chromium, Some(PATH.as_ref())).unwrap();
        printer.print(page, &|| false).unwrap();
    }
    assert_eq!(listener.accept().unwrap_err().kind(), ErrorKind::WouldBlock, "something was fetched");
}

/// A report of incidents in which every name and every short answer is all of these, one after the other.
fn hostile_report(texts: &[String], by: &str) -> String {
    let zone = summer();
    let now = "2026-06-12T12:00:00+01:00".parse().unwrap();
    let mut report = Report::new(Period::default(), Some(Field::named(by)), now, &zone);
    for (at, words) in (0..).zip(texts) {
        let said = || words.clone();
        let offer = Offer { kind: said(), value: Money::read("5 GBP", None).ok(), ..Offer::default() };
        let state = LimitState::Late;
        let facts = Facts {
            received: 1_780_000_000 + 86_400 * at,
            playbook: said(),
            owner: Some(said()),
            ended: Some(1_781_000_000),
            ending: Some(said()),
            answers: ["site", "cause_class", "channel"].map(|question| (question.to_owned(), said())).into(),
            limits: vec![LimitFact { id: said(), rule: said(), state, due: None, counted_by: None }],
            offers: vec![Offer { taken: Some("accepted".into()), ..offer }],
            ..Facts::default()
        };
        report.take(&facts).unwrap();
    }
    report::html::render(&report, Some(&Untrusted::from(texts.join("\n").as_str())))
}

#[test]
fn nothing_in_a_report_runs_and_nothing_is_fetched() {
    let Some(chromium) = engine(Family::Chromium) else { return };
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let port = listener.local_addr().unwrap().port();
    let texts: Vec<String> =
        attacks(port).into_iter().chain(hostile::HOSTILE.iter().map(|text| text.replace('\0', ""))).collect();
    for by in ["site", "owner"] {
        let page = hostile_report(&texts, by);
        assert!(page.contains("&lt;script&gt;"), "the corpus is on the page");
        let dom = opened(&chromium, &page);
        assert!(dom.contains("</html>") && dom.contains("What each figure counts"), "{dom}");
        assert!(!dom.contains("<title>RAN") && !dom.contains("id=\"RAN\""), "{dom}");
        for element in ["<script", "<img", "<iframe", "<link", "<base", "<object", "<foreignobject", "<a "] {
            assert!(!dom.to_lowercase().contains(element), "{element} in {dom}");
        }
        let mut tags = dom.split('<').skip(1).filter_map(|rest| rest.split('>').next());
        assert!(!tags.any(|tag| tag.contains(" on") || tag.contains("url(") || tag.contains("href")), "{dom}");
        // Everything that the corpus would close is closed by us alone.
        assert_eq!(dom.matches("</main>").count(), 1, "{dom}");
        Printer::new(&chromium, Some(PATH.as_ref())).unwrap().print(&page, &|| false).unwrap();
    }
    assert_eq!(listener.accept().unwrap_err().kind(), ErrorKind::WouldBlock, "something was fetched");
}

#[test]
fn an_engine_reaches_no_network_even_where_a_page_asks_it_to() {
    for family in [Family::Chromium, Family::WeasyPrint] {
        let Some(engine) = engine(family) else { continue };
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let at = format!("http://127.0.0.1:{}/x", listener.local_addr().unwrap().port());
        let page = format!(
            "<title>x</title><link rel=stylesheet href='{at}'><img src='{at}'><iframe src='{at}'></iframe><p>text"
        );
        let printer = Printer::new(&engine, Some(PATH.as_ref())).unwrap();
        printer.print(&page, &|| false).unwrap();
        assert_eq!(listener.accept().unwrap_err().kind(), ErrorKind::WouldBlock, "{family:?} fetched something");
    }
}

/// The text of a PDF without white space, which no reader of PDF agrees on.
fn text_of(pdf: &[u8]) -> String {
    let document = lopdf::Document::load_mem(pdf).unwrap();
    let pages: Vec<u32> = document.get_pages().keys().copied().collect();
    document.extract_text(&pages).unwrap().split_whitespace().collect()
}

fn flat(text: &str) -> String {
    text.split_whitespace().collect()
}

fn print(engine: &Engine, page: &str) -> Vec<u8> {
    Printer::new(engine, Some(PATH.as_ref())).unwrap().print(page, &|| false).unwrap()
}

#[test]
fn nothing_of_the_house_is_in_the_customers_pdf_and_their_words_are() {
    for family in [Family::Chromium, Family::WeasyPrint] {
        let Some(engine) = engine(family) else { continue };
        let record = walked(&of_every_kind(), false, &[0]).record();
        let zone = summer();
        let theirs = text_of(&print(&engine, &html::render(&customer(&CustomerRecord::of(&record), &zone))));
        let ours = text_of(&print(&engine, &html::render(&house(&record, &zone))));
        for planted in [SECRET].iter().chain(SECRET_FIGURES) {
            assert!(!theirs.contains(&flat(planted)), "{planted} in {theirs}");
        }
        assert!(ours.contains(&flat(SECRET)) && ours.contains(&flat(SHOWN)), "{ours}");
        assert!(theirs.contains(&flat(SHOWN)) && theirs.contains(&flat(FACT)), "{theirs}");
    }
}

#[test]
fn names_of_every_script_are_text_in_the_pdf() {
    let Some(chromium) = engine(Family::Chromium) else { return };
    let mut it = Incident::begin(playbook(&[]), None);
    it.say("customer", "Łukasz Żółć").say("what_happened", "Приветствую. Ελληνικά. محمد");
    it.say("effect", "山田太郎 김철수 王小明 שלום").say("legal_risk", "no");
    let text = text_of(&print(&chromium, &html::render(&house(&it.record(), &summer()))));
    for words in ["ŁukaszŻółć", "Приветствую", "Ελληνικά"] {
        assert!(text.contains(words), "{words} in {text}");
    }
    // What a machine without such a typeface prints holds no text for it.
    for (language, words) in [("ar", "محمد"), ("he", "שלום"), ("ja", "山田太郎"), ("ko", "김철수"), ("zh", "王小明")]
    {
        if has_typeface_for(language) {
            assert!(reads(&text, words), "{words} in {text}");
        } else {
            eprintln!("not proved: no typeface for `{language}` is known of here");
        }
    }
}

/// Whether fontconfig knows a typeface for that language.
fn has_typeface_for(language: &str) -> bool {
    let listed = Command::new("fc-list").arg([":lang=", language].concat()).env("PATH", PATH).output();
    listed.is_ok_and(|listed| !listed.stdout.is_empty())
}

/// Whether words are in the text of a PDF as a reader finds them. What runs from right to left is there in the order of the eye, and
/// joined Arabic letters stand for the letters they are forms of: readers turn both back, and the one for these tests does not.
fn reads(text: &str, words: &str) -> bool {
    let letters: String = text.chars().map(letter).collect();
    let backwards: String = words.chars().rev().collect();
    letters.contains(words) || letters.contains(&backwards)
}

/// The letter that a joined form of Arabic is one of; of those that are used here.
const fn letter(sign: char) -> char {
    match sign {
        '\u{fea1}'..='\u{fea4}' => 'ح',
        '\u{fea9}'..='\u{feaa}' => 'د',
        '\u{fee1}'..='\u{fee4}' => 'م',
        other => other,
    }
}

#[test]
fn every_shipped_wall_sheet_is_one_page() {
    for family in [Family::Chromium, Family::WeasyPrint] {
        let Some(engine) = engine(family) else { continue };
        for shipped_one in SHIPPED {
            let pdf = print(&engine, &sheet::page(&shipped(shipped_one.id)));
            let pages = lopdf::Document::load_mem(&pdf).unwrap().get_pages().len();
            assert_eq!(pages, 1, "{}", shipped_one.id);
        }
    }
}

#[test]
fn no_heading_stands_alone_at_the_foot_of_a_page() {
    let Some(chromium) = engine(Family::Chromium) else { return };
    let zone = summer();
    for lines in [9, 12, 15, 18] {
        let record = record_of(&"One line of what they said.\n".repeat(lines));
        let page = html::render(&house(&record, &zone));
        let headings: Vec<String> = page
            .split("<h2>")
            .skip(1)
            .filter_map(|rest| rest.split("</h2>").next())
            .map(|title| flat(&title.replace("<bdi>", "").replace("</bdi>", "")))
            .collect();
        assert!(headings.len() > 5, "{headings:?}");
        let document = lopdf::Document::load_mem(&print(&chromium, &page)).unwrap();
        let pages = document.get_pages();
        for number in pages.keys() {
            let foot = format!("{number}/{}", pages.len());
            let text = flat(&document.extract_text(&[*number]).unwrap()).replace(&foot, "");
            assert!(!headings.iter().any(|title| text.ends_with(title)), "{lines} lines, page {number}: {text}");
        }
    }
}

#[test]
fn a_long_record_has_page_numbers_a_title_a_language_and_tags() {
    let Some(chromium) = engine(Family::Chromium) else { return };
    let pdf = print(&chromium, &html::render(&house(&incident::rich().record(), &summer())));
    let document = lopdf::Document::load_mem(&pdf).unwrap();
    let catalog = document.catalog().unwrap();
    assert_eq!(catalog.get(b"Lang").unwrap().as_str().unwrap(), b"en-GB");
    assert!(catalog.get(b"MarkInfo").is_ok() && catalog.get(b"Outlines").is_ok());
    let pages = document.get_pages().len();
    assert!((2..=6).contains(&pages), "{pages}");
    assert!(text_of(&pdf).contains(&format!("{pages}/{pages}")));
    assert!(Path::new(chromium.path()).is_absolute());
}
