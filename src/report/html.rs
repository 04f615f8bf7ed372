//! (to come)
use super::Report;
use crate::untrusted::Untrusted;
/// (to come)
pub fn render(report: &Report<'_>, _: Option<&Untrusted>) -> String {
    super::markdown::render(report)
}
