//! The language of templates, and what is found in them before they are used.

use serde_json::json;

use super::*;
use crate::untrusted::hostile;

fn source(text: &str) -> Source {
    Source { name: "record.md".into(), text: text.into() }
}

fn made(text: &str, medium: Medium, document: &Json) -> Result<String, Box<Problems>> {
    Prepared::new(&source(text), medium)?.render(document)
}

fn found(text: &str) -> Vec<String> {
    let problems = check(&source(text), Kind::Record, Medium::Markdown);
    let all = problems.iter().flat_map(Problems::places);
    all.map(|(place, problem)| format!("{place}: {}; {}", problem.message, problem.help)).collect()
}

#[test]
fn every_template_to_begin_with_is_right_and_says_something() {
    for kind in Kind::ALL {
        for medium in kind.media() {
            let source = source(kind.starter(*medium));
            if let Some(problems) = check(&source, kind, *medium) {
                panic!("{} {}\n{}", kind.name(), medium.ending(), problems.render(100));
            }
            let prepared = Prepared::new(&source, *medium).unwrap();
            for sample in kind.samples() {
                let text = prepared.render(&serde_json::from_str(sample).unwrap()).unwrap();
                assert!(text.len() > 60, "{text}");
            }
        }
    }
}

#[test]
fn what_somebody_said_is_text_in_every_medium() {
    for words in hostile::all() {
        let document = json!({ "x": words });
        let line = |medium| made("{{ x }}", medium, &document).unwrap();
        assert_eq!(line(Medium::Markdown), crate::escape::markdown(&words));
        assert_eq!(line(Medium::Text), crate::escape::term(&words));
        assert_eq!(line(Medium::Html), format!("{}{}", POLICY_OF_AN_EMPTY_PAGE, crate::escape::html(&words)));
        assert_eq!(
            made("{{ x|paragraphs }}", Medium::Markdown, &document).unwrap(),
            crate::escape::markdown_block(&words)
        );
    }
}

const POLICY_OF_AN_EMPTY_PAGE: &str = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
                                       style-src 'unsafe-inline'; img-src data:; font-src data:\">";

#[test]
fn the_policy_stands_before_anything_that_could_be_run() {
    let page = |text: &str| made(text, Medium::Html, &json!({ "x": "X" })).unwrap();
    for text in [
        "<!-- our <head> begins here --><script>1</script>",
        "<script>1</script><head></head>",
        "<html><HEAD lang=en><title>x</title></head>",
        "<!-- <!doctype html> --><p>x",
        "{{ x }}<!doctype html>",
    ] {
        assert!(page(text).starts_with(POLICY_OF_AN_EMPTY_PAGE), "{}", page(text));
    }
    for (doctype, rest) in [
        ("<!DOCTYPE html>", "\n<html><HEAD lang=en><title>x</title></head>"),
        ("\n <!doctype html>", "<header>x</header>"),
        ("<!doctype html>", "<!-- our <head> begins here --><script>1</script><head>"),
        // A doctype ends at its first `>`, also within a quotation.
        ("<!doctype html PUBLIC \">", "<script>1</script>\">"),
    ] {
        assert_eq!(page(&format!("{doctype}{rest}")), format!("{doctype}{POLICY_OF_AN_EMPTY_PAGE}{rest}"));
    }
}

#[test]
fn what_is_unknown_is_nothing_and_what_is_not_there_is_a_problem() {
    let document = json!({ "ref": null, "closed_at": null, "due": "2026-06-12T10:00:00+01:00", "paid": {"amount": "45.00", "currency": "GBP"} });
    assert_eq!(made("[{{ ref }}{{ closed_at|moment }}]", Medium::Text, &document).unwrap(), "[]");
    assert_eq!(
        made("{{ due|day }} {{ due|moment }} {{ paid|money }}", Medium::Text, &document).unwrap(),
        "Fri 12 Jun 2026 Fri 12 Jun 2026, 10:00 £45.00"
    );
    let problems = made("\n{{ reff }}", Medium::Text, &document).unwrap_err();
    assert_eq!(problems.places().next().unwrap().0, "record.md:2:4");
    assert!(made("{{ paid }}", Medium::Text, &document).is_err());
}

#[test]
fn an_error_in_use_says_nothing_of_the_document() {
    let document = json!({ "secret": "planted", "parts": {"planted": "planted"} });
    for text in [
        "{{ secret|int }}",
        "{{ secret|money }}",
        "{{ secret.a.b }}",
        "{{ parts }}",
        "{{ secret|round }}",
        "{{ parts|first|day }}",
        "{{ secret + 1 }}",
        "{% for a, b in secret %}{% endfor %}",
        "{{ parts[secret].x }}",
        "{{ parts|join }}{{ secret|moment }}",
    ] {
        let said = made(text, Medium::Text, &document).expect_err(text).render(100);
        assert!(!said.contains("planted"), "{text}: {said}");
    }
}

#[test]
fn names_that_the_document_does_not_have_are_found_with_their_place_also_in_loops() {
    assert_eq!(found("{{ custmer.name }}"), ["record.md:1:4: there is no `custmer` here; did you mean `customer`?"]);
    assert!(found("{{ customer.nam }}")[0].contains("record.md:1:4: there is no `nam` here; did you mean `name`?"));
    assert!(
        found("{% for p in promises %}\n{{ p.waht }}\n{% endfor %}")[0]
            .contains("record.md:2:4: there is no `waht` here; did you mean `what`?")
    );
    assert!(
        found("{% for p in promises|rejectattr('verdict') %}{{ p.number }}{{ p.by.rol }}{% endfor %}")[0]
            .contains("there is no `rol` here")
    );
    assert!(found("{% for p in promises %}{% endfor %}{{ p.what }}")[0].contains("there is no `p` here"));
    assert!(found("{% set o = owner %}{{ o.rol }}")[0].contains("did you mean `role`?"));
    assert!(found("{{ promises.what }}")[0].contains("loop over them"));
    assert!(found("{% set own = steps.intake.questions %}{% if own.line_test is defined %}{{ own.line_test.answer }}{% endif %}").is_empty());
    assert!(found("{{ steps.intake.questions.customer.aks }}")[0].contains("did you mean `ask`?"));
    assert!(found("{{ id|uper }}")[0].ends_with("there is no filter `uper`; did you mean `upper`?"));
    assert!(found("{{ id is strin }}")[0].contains("did you mean `string`?"));
}

#[test]
fn names_and_forbidden_signs_are_found_in_what_a_template_makes_itself() {
    for text in [
        "{{ {'a': nosuch} is mapping }}",
        "{{ {nosuch: 1} is mapping }}",
        "{{ (id, nosuch) is sequence }}",
        "{{ [id, nosuch] is sequence }}",
        "{% for one in (nosuch,) %}{% endfor %}",
    ] {
        assert!(found(text)[0].contains("there is no `nosuch` here"), "{text}: {:?}", found(text));
    }
    for text in [
        "{{ {'a': id ~ id} is mapping }}",
        "{{ (id, 'x' * 9) is sequence }}",
        "{{ {'a': range(9)} is mapping }}",
        "{{ (id, debug()) is sequence }}",
        "{{ [id|first(*steps)] is sequence }}",
    ] {
        assert!(found(text)[0].contains("templates of a house have no "), "{text}: {:?}", found(text));
    }
    assert!(found("{{ {'a': id} is mapping }}{{ (id, 1) is sequence }}").is_empty());
}

#[test]
fn a_long_text_with_signs_that_turn_nothing_is_right() {
    assert!(found(&format!("{{{{ '{}' }}}}", "- not ".repeat(50))).is_empty());
    assert!(
        found(&format!("{{# {} #}}{{% raw %}}{{{{ {} {{% endraw %}}", "-".repeat(900), "-".repeat(900))).is_empty()
    );
}

#[test]
fn every_problem_is_found_at_once() {
    assert_eq!(found("{{ a }}\n{{ b }}{{ id|c }}").len(), 3);
}

#[test]
fn what_goes_wrong_with_a_nearly_empty_incident_is_found() {
    let found = found("{{ owner.name }}");
    assert_eq!(found.len(), 1);
    assert!(found[0].contains("a nearly empty incident"), "{found:?}");
}

#[test]
fn a_slip_in_the_syntax_has_its_place() {
    let found = found("ok\n{% if id %}\n{{ id }\n");
    assert!(found[0].starts_with("record.md:3:"), "{found:?}");
}

#[test]
fn nothing_makes_much_of_little() {
    let doubling = "{% set a = 'xxxxxxxxxx' %}".to_owned() + &"{% set a = a ~ a %}".repeat(60);
    let loops = "{% for a in steps|items %}".repeat(12) + "{{ id }}" + &"{% endfor %}".repeat(12);
    let joined = "{% set a = ['xxxxxxxxxxxxxxxxxxxxxxxxxxxxx'] %}".to_owned()
        + &"{% set a = [a|join, a|join] %}".repeat(60)
        + "{{ a|join }}";
    for text in [
        doubling.as_str(),
        "{{ 'x' * 999999999 }}",
        "{{ 9 ** 99999999 }}",
        "{{ id|format('%999999999d') }}",
        "{{ range(999999999)|join }}",
        "{{ id + id }}",
        "{% set a %}{{ id }}{% endset %}",
        "{% macro a() %}{{ a() }}{% endmacro %}",
        "{% include 'other' %}",
        "{{ debug() }}",
        "{{ id|safe }}",
        "{% autoescape false %}{{ id }}{% endautoescape %}",
        "{{ id|replace('', id) }}",
        "{{ id|center(999999999) }}",
        loops.as_str(),
        joined.as_str(),
    ] {
        assert!(!found(text).is_empty(), "{}", crate::text::clip(text, 60));
        assert!(
            made(text, Medium::Text, &serde_json::from_str(Kind::Record.samples()[0]).unwrap()).is_err(),
            "{}",
            crate::text::clip(text, 60)
        );
    }
}

#[test]
fn no_template_exhausts_the_stack() {
    for text in [
        format!("{{{{ {} }}}}", "-".repeat(20_000)),
        format!("{{{{ {}1 }}}}", "not ".repeat(20_000)),
        "{% if id %}".repeat(20_000),
        format!("{{{{ {}{} }}}}", "(".repeat(20_000), ")".repeat(20_000)),
        format!("{{{{ id{} }}}}", ".a".repeat(20_000)),
        format!("{{{{ id{} }}}}", "|upper".repeat(20_000)),
        format!("{{{{ {}1 }}}}", "-".repeat(900)),
        format!("{{{{ {}1 }}}}", "not ".repeat(240)),
        "{%if id%}{%elif id%}".repeat(39) + &"{%elif id%}".repeat(4000),
        // The end of a tag within a string is no end.
        format!("{{{{ \"}}}}\" and {}id }}}}", "not ".repeat(60_000)),
        format!("{{% if '%}}' and {}id %}}{{% endif %}}", "not ".repeat(60_000)),
        // The beginning of a comment within `raw` is no beginning.
        format!("{{% raw %}}{{#{{% endraw %}}{{{{ {}id }}}}", "not ".repeat(60_000)),
        format!("{{% raw %}}{{#{{% endraw %}}{}", "{% if id %}".repeat(20_000)),
        // What ends another block is no end of a condition.
        format!("{{% if id %}}{}{{% set a %}}{{% endset %}}", "{% elif id %}".repeat(38)).repeat(140),
        // A tag that never ends, and one that cannot be read to its end.
        format!("{{{{ {}id", "not ".repeat(60_000)),
        format!("{{{{ {}'id }}}}", "not ".repeat(60_000)),
        format!("{{{{ {}id{} }}}}", "(".repeat(190), ")".repeat(190)),
        format!("{{{{ {}id{} }}}}", "[".repeat(190), "]".repeat(190)),
        format!("{}{{{{ {}id{} }}}}", "{% if id %}".repeat(40), "(".repeat(100), ")".repeat(100)),
        "{% filter upper %}".repeat(20_000),
        "{% autoescape false %}".repeat(20_000),
        "{% macro a() %}".repeat(20_000),
        "{% set a %}".repeat(20_000),
    ] {
        let _any_problem_will_do = check(&source(&text), Kind::Record, Medium::Html);
    }
}

/// The names in a document that a sample does not have, by their paths.
fn strangers(document: &Json, shape: &shape::Shape, path: &str, found: &mut Vec<String>) {
    match (document, shape) {
        (Json::Object(parts), shape::Shape::Object(known)) => {
            for (name, part) in parts {
                let path = format!("{path}.{name}");
                match known.get(name) {
                    Some(shape) => strangers(part, shape, &path, found),
                    None => found.push(path),
                }
            }
        }
        (Json::Object(parts), shape::Shape::Open(inner)) => {
            for part in parts.values() {
                strangers(part, inner, path, found);
            }
        }
        (Json::Array(parts), shape::Shape::List(element)) => {
            for part in parts {
                strangers(part, element, path, found);
            }
        }
        _ => {}
    }
}

#[test]
fn the_samples_have_every_name_that_records_have() {
    let snapshots = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/snapshots");
    for (kind, whose) in [(Kind::Record, "house"), (Kind::RecordCustomer, "customer")] {
        let samples: Vec<Json> = kind.samples().iter().map(|sample| serde_json::from_str(sample).unwrap()).collect();
        let shape = shape::of(&samples);
        for incident in ["rich", "gated", "nearly_empty"] {
            let file = std::fs::read_to_string(format!("{snapshots}/render__{incident}_{whose}.json.snap")).unwrap();
            let document: Json = serde_json::from_str(file.splitn(3, "---\n").nth(2).unwrap()).unwrap();
            let mut found = Vec::new();
            strangers(&document, &shape, "", &mut found);
            assert!(found.is_empty(), "{} {incident}: {found:?}", kind.name());
        }
    }
}
