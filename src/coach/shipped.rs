//! The weights and rules shipped in the program.

use super::model::Model;
use super::pattern::Lists;
use super::rule::{Origin, Rules};
use super::rule_file::{RuleFile, shared_lists};
use super::{Category, Coach};
use crate::diagnostic::Problems;

/// The learnt weights, made by `coach/train.rs`.
const WEIGHTS: &[u8] = include_bytes!("../../coach/weights.bin");

/// Lists that the shipped rules, and those of houses and playbooks, may name.
const LISTS: &str = include_str!("../../coach/rules/lists.toml");

/// The shipped files of rules, one for each category, in the order of the categories.
pub const FILES: [(&str, &str); Category::ALL.len()] = [
    ("blame-customer", include_str!("../../coach/rules/blame-customer.toml")),
    ("blame-other", include_str!("../../coach/rules/blame-other.toml")),
    ("excuse", include_str!("../../coach/rules/excuse.toml")),
    ("non-apology", include_str!("../../coach/rules/non-apology.toml")),
    ("minimise", include_str!("../../coach/rules/minimise.toml")),
    ("we-are-busy", include_str!("../../coach/rules/we-are-busy.toml")),
    ("never-happened-before", include_str!("../../coach/rules/never-happened-before.toml")),
    ("avoidance", include_str!("../../coach/rules/avoidance.toml")),
    ("spin-or-evasion", include_str!("../../coach/rules/spin-or-evasion.toml")),
    ("over-promise", include_str!("../../coach/rules/over-promise.toml")),
    ("cold-policy", include_str!("../../coach/rules/cold-policy.toml")),
    ("conditional", include_str!("../../coach/rules/conditional.toml")),
];

/// The shipped weights are of another form than the program reads, which no test lets pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the shipped weights of the wording coach are of another form")]
pub struct Unfit;

/// The lists that any rule may name.
pub fn lists() -> Lists {
    shared_lists(LISTS)
}

/// The shipped rules of a category.
///
/// A test reads every file and refuses what is wrong in one; should it happen all the same, the category is left without rules
/// and its findings without words, which beats a letter that cannot be written.
pub fn rules_of(category: Category) -> Rules {
    checked_rules_of(category).unwrap_or_default()
}

/// The shipped rules of a category.
///
/// # Errors
/// When the shipped file is wrong: every problem in it.
pub fn checked_rules_of(category: Category) -> Result<Rules, Problems> {
    let (name, text) = FILES[category.index()];
    let file = RuleFile::read(&format!("{name}.toml"), text, &lists(), Origin::Shipped)?;
    Ok(Rules::of(file.rules))
}

/// The shipped coach.
///
/// # Errors
/// When the weights are no weights, which a test refuses.
pub fn coach() -> Result<Coach, Unfit> {
    Model::of(WEIGHTS).map(Coach::new).ok_or(Unfit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_rule_reads_and_has_a_name_of_its_own() {
        let mut names = std::collections::BTreeSet::new();
        for category in Category::ALL {
            assert_eq!(FILES[category.index()].0, category.name());
            let rules = checked_rules_of(category).unwrap_or_else(|problems| panic!("{}", problems.render(100)));
            assert!(rules.general(category).is_some());
            for rule in rules.all() {
                assert!(names.insert(rule.id.clone()), "{} is there twice", rule.id);
                assert_eq!(rule.category, category, "{}", rule.id);
            }
        }
        assert!(names.len() > 150);
    }
}
