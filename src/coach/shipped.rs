//! The weights and rules shipped in the program.

use super::model::Model;
use super::pattern::Lists;
use super::rule::{Origin, Rule, Rules};
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

/// The shipped coach cannot be made: what is in the program does not fit together, which no test let pass.
#[derive(Debug, thiserror::Error)]
pub enum Unfit {
    /// A shipped file of rules is wrong.
    #[error("a shipped rule is wrong")]
    Rules(Box<Problems>),
    /// The weights are no weights.
    #[error("the shipped weights are of another form")]
    Weights,
}

/// The lists that any rule may name.
pub fn lists() -> Lists {
    shared_lists(LISTS)
}

/// The shipped rules.
///
/// # Errors
/// When a shipped file is wrong, which a test refuses.
pub fn rules() -> Result<Rules, Unfit> {
    let lists = lists();
    let mut rules: Vec<Rule> = Vec::new();
    for (name, text) in FILES {
        let file = RuleFile::read(&format!("{name}.toml"), text, &lists, Origin::Shipped)
            .map_err(|problems| Unfit::Rules(Box::new(problems)))?;
        rules.extend(file.rules);
    }
    Ok(Rules::of(rules))
}

/// The shipped coach.
///
/// # Errors
/// When what is shipped does not fit together, which a test refuses.
pub fn coach() -> Result<Coach, Unfit> {
    Ok(Coach::new(Model::of(WEIGHTS).ok_or(Unfit::Weights)?, rules()?))
}
