//! Rules as they are written in TOML: shipped, of a house, or of a playbook.

use std::collections::BTreeMap;

use toml::de::DeTable;

use super::category::Category;
use super::pattern::{Lists, Pattern, PatternError};
use super::rule::{Origin, Rule};
use super::severity::Severity;
use crate::diagnostic::{Problem, Problems, Site, Source};
use crate::spine::Name;
use crate::table::{Reading, Sited, clip, entry, in_file_order};
use crate::text::did_you_mean;

/// The keys of a rule.
pub const RULE_KEYS: [&str; 10] =
    ["id", "category", "severity", "patterns", "unless", "why", "instead", "before", "after", "source"];

/// The keys at the top of a file of rules.
const TOP_KEYS: [&str; 5] = ["lists", "rule", "off", "severity", "format"];

/// The longest text of a rule, in bytes.
pub const LONGEST_TEXT: usize = 600;

/// The most patterns of a rule.
pub const MOST_PATTERNS: usize = 100;

/// What a file of rules says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RuleFile {
    /// Rules of its own.
    pub rules: Vec<Rule>,
    /// Rules and whole categories that are not to speak, each with where it is named.
    pub off: Vec<Sited<String>>,
    /// Severities set for rules and whole categories.
    pub severities: Vec<(Sited<String>, Severity)>,
}

impl RuleFile {
    /// Reads a file of rules.
    ///
    /// # Errors
    /// When something is wrong with it: every problem, each at its place.
    pub fn read(name: &str, text: &str, lists: &Lists, origin: Origin) -> Result<Self, Problems> {
        let mut problems = Vec::new();
        let (table, errors) = DeTable::parse_recoverable(text);
        for error in &errors {
            problems.push(Problem {
                site: Site::new(0, error.span().unwrap_or(0..0)),
                message: format!("this is not TOML: {}", error.message().trim()),
                label: "here".to_owned(),
                help: "mend this place first; what follows may be a consequence".to_owned(),
            });
        }
        let mut file = Self::default();
        if errors.is_empty() {
            let mut reading = Reading { source: 0, problems: &mut problems };
            file = reading.rule_file(table.get_ref(), lists, origin);
        }
        let source = Source { name: name.to_owned(), text: text.to_owned() };
        Problems::found(vec![source], problems).map_or(Ok(file), Err)
    }
}

impl Reading<'_> {
    fn rule_file(&mut self, top: &DeTable<'_>, lists: &Lists, origin: Origin) -> RuleFile {
        self.only(top, &TOP_KEYS, "in a file of wording rules");
        self.whole(top, "format", 1..=1);
        let mut lists = lists.clone();
        self.lists(top, &mut lists);
        let mut rules: Vec<Rule> = Vec::new();
        for table in self.tables(top, "rule") {
            let Some(rule) = self.wording_rule(&table, &lists, origin) else { continue };
            if rules.iter().any(|known| known.id == rule.id) {
                self.problem(
                    table.site.clone(),
                    format!("the rule `{}` is written twice", rule.id),
                    "the second",
                    "give it another `id`, or take one of them out",
                );
            }
            rules.push(rule);
        }
        let off = self.texts(top, "off").unwrap_or_default();
        RuleFile { rules, off, severities: self.severities(top) }
    }

    fn lists(&mut self, top: &DeTable<'_>, lists: &mut Lists) {
        let Some(table) = self.table(top, "lists") else { return };
        for (key, _) in in_file_order(table.value) {
            let name = key.get_ref().to_string();
            if let Some(words) = self.texts(table.value, &name) {
                lists.insert(name, words.into_iter().map(|word| word.value).collect());
            }
        }
    }

    fn severities(&mut self, top: &DeTable<'_>) -> Vec<(Sited<String>, Severity)> {
        let Some(table) = self.table(top, "severity") else { return Vec::new() };
        let mut found = Vec::new();
        for (key, _) in in_file_order(table.value) {
            let site = self.site(key.span());
            let name = key.get_ref().to_string();
            if let Some(severity) = self.severity(table.value, &name) {
                found.push((Sited { value: name, site }, severity));
            }
        }
        found
    }

    /// Reads one rule, whoever's it is; `None` when something in it is wrong, which is then among the problems.
    pub fn wording_rule(&mut self, table: &Sited<&DeTable<'_>>, lists: &Lists, origin: Origin) -> Option<Rule> {
        let before = self.problems.len();
        self.only(table.value, &RULE_KEYS, "in a wording rule");
        for key in ["id", "category", "why", "instead"] {
            if entry(table.value, key).is_none() {
                self.missing(&table.site, key, "in a wording rule");
            }
        }
        let id = self.rule_id(table.value);
        let category = self.category(table.value);
        let severity = self.severity(table.value, "severity").unwrap_or(Severity::Warning);
        let patterns = self.patterns(table.value, "patterns", lists);
        let hears = self.as_written(table.value, "patterns");
        let unless = self.patterns(table.value, "unless", lists);
        let mut text = |key| self.short_text(table.value, key);
        let (why, instead) = (text("why"), text("instead"));
        let (said_before, said_after, source) = (text("before"), text("after"), text("source"));
        let rule = Rule {
            id: id?,
            category: category?,
            severity,
            hears,
            patterns,
            unless,
            why: why?,
            instead: instead?,
            before: said_before.unwrap_or_default(),
            after: said_after.unwrap_or_default(),
            source: source.unwrap_or_default(),
            origin,
        };
        if rule.patterns.is_empty() && !rule.is_general() && self.problems.len() == before {
            self.missing(&table.site, "patterns", "in a wording rule");
        }
        (self.problems.len() == before).then_some(rule)
    }

    fn rule_id(&mut self, table: &DeTable<'_>) -> Option<Name> {
        let id = self.text(table, "id")?;
        match id.value.parse() {
            Ok(name) => Some(name),
            Err(bad) => {
                let bad: crate::spine::BadName = bad;
                self.problem(id.site, format!("`{}` is no name for a rule", clip(&id.value)), "here", bad.to_string());
                None
            }
        }
    }

    fn category(&mut self, table: &DeTable<'_>) -> Option<Category> {
        let name = self.text(table, "category")?;
        let found = Category::named(&name.value);
        if found.is_none() {
            let known = Category::ALL.map(Category::name);
            self.unknown(&name, "category", &known);
        }
        found
    }

    fn severity(&mut self, table: &DeTable<'_>, key: &str) -> Option<Severity> {
        let name = self.text(table, key)?;
        let found = Severity::named(&name.value);
        if found.is_none() {
            let known = Severity::ALL.map(Severity::name);
            self.unknown(&name, "severity", &known);
        }
        found
    }

    fn unknown(&mut self, name: &Sited<String>, what: &str, known: &[&str]) {
        let help = match did_you_mean(&name.value, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("write one of {}", crate::table::quoted(known)),
        };
        self.problem(name.site.clone(), format!("no {what} `{}`", clip(&name.value)), "not known", help);
    }

    fn short_text(&mut self, table: &DeTable<'_>, key: &str) -> Option<String> {
        let text = self.text(table, key)?;
        if text.value.trim().is_empty() || text.value.len() > LONGEST_TEXT {
            self.problem(
                text.site,
                format!("`{key}` takes one or two sentences"),
                if text.value.trim().is_empty() { "empty" } else { "too long" },
                format!("write 1 to {LONGEST_TEXT} bytes"),
            );
            return None;
        }
        Some(text.value)
    }

    fn patterns(&mut self, table: &DeTable<'_>, key: &str, lists: &Lists) -> Vec<Pattern> {
        let written = self.texts(table, key).unwrap_or_default();
        if let Some(over) = written.get(MOST_PATTERNS) {
            self.problem(
                over.site.clone(),
                format!("a rule has at most {MOST_PATTERNS} patterns"),
                "one too many",
                "make two rules of it",
            );
            return Vec::new();
        }
        let mut read = Vec::new();
        for one in written {
            match Pattern::read(&one.value, lists) {
                Ok(pattern) => read.push(pattern),
                Err(error) => self.bad_pattern(one.site, &error),
            }
        }
        read
    }

    /// Texts as they are written, without a second look at what is wrong with them.
    fn as_written(&self, table: &DeTable<'_>, key: &str) -> Vec<String> {
        let mut told_already = Vec::new();
        let mut reading = Reading { source: self.source, problems: &mut told_already };
        let texts = reading.texts(table, key).unwrap_or_default();
        texts.into_iter().map(|text| text.value).collect()
    }

    fn bad_pattern(&mut self, site: Site, error: &PatternError) {
        self.problem(site, clip(&error.to_string()), "in this pattern", error.help());
    }
}

/// Lists by name, from the `[lists]` of a text that holds nothing else, as the shipped ones do.
pub fn shared_lists(text: &str) -> Lists {
    let mut lists = BTreeMap::new();
    let (table, _) = DeTable::parse_recoverable(text);
    let mut unseen = Vec::new();
    Reading { source: 0, problems: &mut unseen }.lists(table.get_ref(), &mut lists);
    lists
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(text: &str) -> String {
        RuleFile::read("coach.toml", text, &Lists::new(), Origin::Own).unwrap_err().render(80)
    }

    const RULE: &str =
        "id = \"x\"\ncategory = \"excuse\"\nwhy = \"w\"\ninstead = \"i\"\npatterns = [\"the printer\"]\n";

    #[test]
    fn a_rule_of_a_house_is_read() {
        let text = format!("off = [\"we-are-busy\"]\n[severity]\nexcuse = \"error\"\n[[rule]]\n{RULE}");
        let file = RuleFile::read("coach.toml", &text, &Lists::new(), Origin::Own).unwrap();
        assert_eq!(file.rules.len(), 1);
        assert_eq!(file.rules[0].severity, Severity::Warning);
        assert_eq!(file.off[0].value, "we-are-busy");
        assert_eq!(file.severities[0].1, Severity::Error);
    }

    #[test]
    fn every_problem_of_a_rule_is_told_at_once() {
        let told = problems(
            "[[rule]]\nid = \"No Name\"\ncategory = \"excuses\"\nseverity = \"bad\"\nwhy = \"\"\npatterns = [\"..3 late\", 4, \"the @cook\"]\ncolour = 1\n",
        );
        for part in [
            "no name for a rule",
            "did you mean `excuse`?",
            "no severity `bad`",
            "`why` takes one or two sentences",
            "could begin anywhere",
            "an entry of `patterns` is text in quotes",
            "no list `@cook`",
            "unknown key `colour`",
            "`instead` is missing",
        ] {
            assert!(told.contains(part), "{part}\n{told}");
        }
    }

    #[test]
    fn a_rule_without_patterns_speaks_only_for_its_category() {
        let told = problems("[[rule]]\nid = \"x\"\ncategory = \"excuse\"\nwhy = \"w\"\ninstead = \"i\"\n");
        assert!(told.contains("`patterns` is missing"), "{told}");
    }

    #[test]
    fn a_rule_written_twice_is_told() {
        assert!(problems(&format!("[[rule]]\n{RULE}[[rule]]\n{RULE}")).contains("written twice"));
    }
}
