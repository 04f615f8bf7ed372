//! What is owed, as scripts read it: `recover.due/1`.

use chrono::{DateTime, FixedOffset};
use serde::Serialize;

use super::{Failure, Owed};
use crate::store::DueLine;

/// One thing that is owed.
#[derive(Serialize)]
struct Item<'l> {
    incident: String,
    #[serde(rename = "ref")]
    reference: Option<&'l str>,
    customer: Option<&'l str>,
    summary: Option<&'l str>,
    playbook: &'l str,
    severity: Option<&'l str>,
    owner: Option<&'l str>,
    key: &'l str,
    kind: &'static str,
    what: Option<&'l str>,
    who: Option<&'l str>,
    deputy: Option<&'l str>,
    since: String,
    due: Option<String>,
    by_day: bool,
    late: bool,
    late_by: Option<i64>,
    alarm: bool,
    moved: u32,
}

/// Writes one document, item by item, so that memory stays flat.
pub fn json(owed: &Owed<'_>, write: &mut dyn FnMut(&str) -> Result<(), Failure>) -> Result<(), Failure> {
    let count = owed.count()?;
    write(&format!(
        "{{\"schema\":\"recover.due/1\",\"now\":\"{}\",\"count\":{{\"all\":{},\"late\":{},\"unowned\":{},\"or_more\":{}}},\"items\":[",
        owed.now.to_rfc3339(),
        count.all,
        count.late,
        count.alarms,
        count.or_more
    ))?;
    let mut first = true;
    owed.each(|line| {
        let between = if first { "\n" } else { ",\n" };
        first = false;
        let item = serde_json::to_string(&item(line, owed.now)).unwrap_or_default();
        write(&format!("{between}{item}"))
    })?;
    write("\n]}\n")
}

fn item(line: &DueLine, now: DateTime<FixedOffset>) -> Item<'_> {
    let (summary, owed) = (&line.summary, &line.owed);
    let late = owed.is_late(now);
    Item {
        incident: summary.id.to_string(),
        reference: summary.external_ref.as_deref(),
        customer: summary.customer.as_deref(),
        summary: summary.summary.as_deref(),
        playbook: &summary.playbook,
        severity: summary.severity.as_deref(),
        owner: summary.owner.as_deref(),
        key: &owed.key,
        kind: owed.kind.as_str(),
        what: Some(owed.what.as_str()).filter(|what| !what.is_empty()),
        who: owed.who.as_deref(),
        deputy: owed.deputy.as_deref(),
        since: owed.since.to_rfc3339(),
        due: owed.due.map(|due| due.to_rfc3339()),
        by_day: owed.by_day,
        late,
        late_by: owed.due.filter(|_| late).map(|due| (now - due).num_seconds()),
        alarm: owed.kind.is_alarm(),
        moved: owed.moved,
    }
}
