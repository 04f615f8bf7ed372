//! The configuration file: who is answering, where things are kept.

use std::path::PathBuf;

use chrono::NaiveDate;
use toml::de::DeTable;

use crate::answer::Person;
use crate::diagnostic::{Problem, Problems, Site, Source};
use crate::letter::Letterhead;
use crate::table::{Reading, Sited};

/// What the configuration file says. Everything in it may be left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Config {
    /// Who answers on this machine, for `me`.
    pub me: Option<Person>,
    /// The store.
    pub store: Option<PathBuf>,
    /// The folder that records are written to.
    pub records: Option<PathBuf>,
    /// The playbook that `recover start` takes.
    pub playbook: Option<String>,
    /// Who is away when, and who stands in.
    pub away: Vec<Away>,
    /// What stands at the head and the foot of letters.
    pub house: Letterhead,
    /// The picture above it, PNG, JPEG or SVG; a path that is not absolute is looked up beside the configuration file.
    pub logo: Option<PathBuf>,
    /// The program that makes PDF files, by name or path; without it, one that is installed is looked for.
    pub pdf_engine: Option<String>,
    /// Whether the wording coach is switched off.
    pub coach_is_off: bool,
}

/// Somebody's absence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Away {
    /// Who is away.
    pub who: Person,
    /// Who stands in.
    pub deputy: Person,
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub until: NaiveDate,
}

impl Away {
    /// Whether they are away on that day.
    pub fn is_away(&self, today: NaiveDate) -> bool {
        self.from <= today && today <= self.until
    }
}

impl Config {
    /// Reads the text of a configuration file.
    ///
    /// # Errors
    /// Every problem in it.
    pub fn read(source: Source) -> Result<Self, Box<Problems>> {
        let mut problems = Vec::new();
        let text = source.text.clone();
        let (table, errors) = DeTable::parse_recoverable(&text);
        for error in &errors {
            problems.push(Problem {
                site: Site::new(0, error.span().unwrap_or(0..0)),
                message: format!("this is not TOML: {}", crate::escape::library_message(error.message())),
                label: "here".into(),
                help: "see `docs/guides/managers.md` for the keys of the configuration file".into(),
            });
        }
        let mut reading = Reading { source: 0, problems: &mut problems };
        let top = table.get_ref();
        reading.only(
            top,
            &["me", "store", "records", "playbook", "away", "house", "pdf_engine", "coach"],
            "in the configuration file",
        );
        let me = reading.table(top, "me").and_then(|me| {
            reading.only(me.value, &["name", "role", "contact"], "in `[me]`");
            let words = |text: Option<crate::table::Sited<String>>| text.map(|text| text.value.into());
            let name = reading.text(me.value, "name");
            if name.is_none() {
                reading.missing(&me.site, "name", "in `[me]`");
            }
            Some(Person {
                name: name?.value.into(),
                role: words(reading.text(me.value, "role")),
                contact: words(reading.text(me.value, "contact")),
            })
        });
        let path = |text: Option<crate::table::Sited<String>>| text.map(|text| PathBuf::from(text.value));
        let (letterhead, logo) =
            reading.table(top, "house").map(|table| house(&mut reading, &table)).unwrap_or_default();
        let config = Self {
            me,
            store: path(reading.text(top, "store")),
            records: path(reading.text(top, "records")),
            playbook: reading.text(top, "playbook").map(|name| name.value),
            away: reading.tables(top, "away").iter().filter_map(|table| away(&mut reading, table)).collect(),
            house: letterhead,
            logo,
            pdf_engine: reading.text(top, "pdf_engine").map(|engine| engine.value),
            coach_is_off: reading.flag(top, "coach").is_some_and(|coach| !coach.value),
        };
        match Problems::found(vec![source], problems) {
            None => Ok(config),
            Some(problems) => Err(Box::new(problems)),
        }
    }
}

/// `[house]`: the letterhead, and the path of the picture above it.
fn house(reading: &mut Reading<'_>, table: &Sited<&DeTable<'_>>) -> (Letterhead, Option<PathBuf>) {
    reading.only(table.value, &["name", "address", "phone", "email", "website", "signature", "logo"], "in `[house]`");
    let mut words = |key: &str| reading.text(table.value, key).map(|text| text.value.into());
    let letterhead = Letterhead {
        name: words("name"),
        address: words("address"),
        phone: words("phone"),
        email: words("email"),
        website: words("website"),
        signature: words("signature"),
    };
    (letterhead, reading.text(table.value, "logo").map(|path| PathBuf::from(path.value)))
}

/// One `[[away]]`.
fn away(reading: &mut Reading<'_>, table: &Sited<&DeTable<'_>>) -> Option<Away> {
    const KEYS: &[&str] = &["who", "deputy", "from", "until"];
    let place = "in this `[[away]]`";
    reading.only(table.value, KEYS, place);
    for key in KEYS.iter().filter(|key| !table.value.contains_key(**key)) {
        reading.missing(&table.site, key, place);
    }
    let (who, deputy) = (reading.text(table.value, "who"), reading.text(table.value, "deputy"));
    let (from, until) = (reading.date(table.value, "from"), reading.date(table.value, "until"));
    if let (Some(from), Some(until)) = (&from, &until)
        && until.value < from.value
    {
        reading.problem(
            until.site.clone(),
            "the last day of the absence is before the first".to_owned(),
            "before `from`",
            "give the first day as `from` and the last, included, as `until`",
        );
    }
    let person = |text: Sited<String>| Person::read(&text.value).ok();
    Some(Away { who: person(who?)?, deputy: person(deputy?)?, from: from?.value, until: until?.value })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Config, Box<Problems>> {
        Config::read(Source { name: "config.toml".into(), text: text.into() })
    }

    #[test]
    fn everything_may_be_left_out() {
        assert_eq!(read("").unwrap(), Config::default());
    }

    #[test]
    fn the_house_says_what_stands_on_its_letters() {
        let text = "pdf_engine = \"weasyprint\"\n[house]\nname = \"The Blue Door\"\naddress = \"1 High St\\nLeeds\"\nlogo = \"logo.png\"\n";
        let config = read(text).unwrap();
        assert_eq!(config.house.name, Some("The Blue Door".into()));
        assert_eq!(config.house.address, Some("1 High St\nLeeds".into()));
        assert_eq!(config.logo, Some(PathBuf::from("logo.png")));
        assert_eq!(config.house.phone, None);
        assert_eq!(config.pdf_engine.as_deref(), Some("weasyprint"));
    }

    #[test]
    fn the_coach_listens_unless_it_is_switched_off() {
        assert!(!read("").unwrap().coach_is_off);
        assert!(!read("coach = true").unwrap().coach_is_off);
        assert!(read("coach = false").unwrap().coach_is_off);
        assert!(read("coach = \"off\"").unwrap_err().render(80).contains("takes `true` or `false`"));
    }

    #[test]
    fn an_absence_has_a_first_and_a_last_day_and_both_are_part_of_it() {
        let text = "[[away]]\nwho = \"Rob Shaw\"\ndeputy = \"Maria Lopez\"\nfrom = 2026-06-08\nuntil = 2026-06-19\n";
        let config = read(text).unwrap();
        let day = |text: &str| text.parse().unwrap();
        for (today, away) in [("2026-06-07", false), ("2026-06-08", true), ("2026-06-19", true), ("2026-06-20", false)]
        {
            assert_eq!(config.away[0].is_away(day(today)), away, "{today}");
        }
        let turned = text.replace("2026-06-19", "2026-06-01").replace("deputy", "deputies");
        let shown = read(&turned).unwrap_err().render(80);
        assert!(shown.contains("before the first") && shown.contains("`deputy` is missing"), "{shown}");
    }

    #[test]
    fn a_misspelt_key_is_named_with_its_place() {
        let problems = read("[me]\nname = \"Rob\"\nrol = \"owner\"\n").unwrap_err();
        let shown = problems.render(80);
        assert!(shown.contains("config.toml:3:1"), "{shown}");
        assert!(shown.contains("did you mean `role`?"), "{shown}");
    }
}
