//! The rules as they stand in `coach/rules` now, so that they can be tried without building anything anew.

use std::path::Path;

use recover::coach::rule_file::{RuleFile, shared_lists};
use recover::coach::{Category, Origin, Rules};

/// Reads the rules; shows every problem of a file and goes on without it.
pub fn from_files() -> Rules {
    let folder = Path::new("coach/rules");
    let text = |name: &str| std::fs::read_to_string(folder.join(format!("{name}.toml"))).unwrap();
    let lists = shared_lists(&text("lists"));
    let mut rules = Vec::new();
    for category in Category::ALL {
        match RuleFile::read(&format!("{category}.toml"), &text(category.name()), &lists, Origin::Shipped) {
            Ok(file) => rules.extend(file.rules),
            Err(problems) => println!("{}", problems.render(100)),
        }
    }
    Rules::of(rules)
}
