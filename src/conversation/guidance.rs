//! What is shown around the questions: where the walk is, what to say and what never to, why something is asked.

use super::{Guide, Stage, Talk};
use crate::answer::Value;
use crate::playbook::{Advice, Limit, Page, Playbook, Question};
use crate::record::Ledger;
use crate::spine::{Asked, Gate, Name, Step};
use crate::term::Tone;
use crate::text::{clip, plural};
use crate::walk::Standing;

/// How many pieces of advice are shown unasked.
const SHOWN: usize = 2;

impl Guide<'_> {
    /// The rules, said once.
    pub(super) fn greet(&mut self) -> Talk<()> {
        let title = self.case.walk().playbook().title.term().into_owned();
        let begun = self.case.id().map(|id| format!("{id}, "));
        self.tell(Tone::Heading, format!("{}{title}", begun.unwrap_or_default()))?;
        self.where_it_stands()?;
        self.opened_again()?;
        self.tell(Tone::Aside, "Every answer is kept as soon as you give it. Enter takes what stands in brackets.")?;
        self.tell(Tone::Aside, "< goes back, ? says why something is asked, / shows all else, /stop stops and keeps.")
    }

    /// When an incident is taken up again: who it is about, and what they were promised next.
    fn where_it_stands(&mut self) -> Talk<()> {
        let walk = self.case.walk();
        let Some(customer) = walk.answer_to("customer").and_then(Value::person) else { return Ok(()) };
        let name = customer.name.term().into_owned();
        let what =
            walk.answer_to("what_happened").and_then(Value::text).map(|text| clip(&text.term(), 200).into_owned());
        let due = Ledger::of(walk).next_due();
        self.tell(Tone::Plain, what.map_or_else(|| name.clone(), |what| format!("{name}: {what}")))?;
        let Some(due) = due else { return Ok(()) };
        let overdue = if due < (self.around.now)() { "OVERDUE: " } else { "" };
        let when = self.moment(due);
        self.tell(Tone::Plain, format!("{overdue}the next thing they were promised is due {when}."))
    }

    /// Where the walk is: a heading when the step changes, and always how far it is.
    pub(super) fn place(&mut self, question: &Question) -> Talk<()> {
        let stage = Self::stage(question);
        if self.shown != Some(stage) {
            if self.shown == Some(Stage::First) {
                self.enough_for_now()?;
            }
            self.shown = Some(stage);
            let first_time = self.advised.insert(stage);
            match stage {
                Stage::First => self.first_heading(first_time)?,
                Stage::Step(step) => self.step_heading(step, first_time)?,
            }
        }
        let line = match stage {
            Stage::First => self.first_progress(question),
            Stage::Step(step) => self.step_progress(step),
        };
        self.tell(Tone::Gap, "")?;
        self.tell(Tone::Aside, line)
    }

    fn first_heading(&mut self, first_time: bool) -> Talk<()> {
        self.tell(Tone::Heading, "First, what is needed while they are with you")?;
        if first_time { self.advice(Step::TakeResponsibility, 1, SHOWN) } else { Ok(()) }
    }

    fn step_heading(&mut self, step: Step, first_time: bool) -> Talk<()> {
        let title = self.page(step).map(|page| page.title.term().into_owned()).unwrap_or_default();
        self.tell(Tone::Heading, format!("Step {} of {}: {title}", step.number(), Step::ALL.len()))?;
        if first_time { self.advice(step, SHOWN, SHOWN) } else { Ok(()) }
    }

    fn first_progress(&self, question: &Question) -> String {
        let walk = self.case.walk();
        let first: Vec<&Question> = walk
            .playbook()
            .questions
            .iter()
            .filter(|question| question.asked == Asked::Now && walk.applies(&question.id))
            .collect();
        let here = first.iter().position(|other| other.id == question.id).map_or(1, |place| place + 1);
        format!("first things first, {here} of {}", first.len())
    }

    fn step_progress(&self, step: Step) -> String {
        let progress = self.case.walk().progress(step);
        let title = self.page(step).map(|page| page.title.term().into_owned()).unwrap_or_default();
        let mut line = format!(
            "step {} of {}, {title}: {} done, {} to go",
            step.number(),
            Step::ALL.len(),
            progress.done,
            progress.open
        );
        if progress.put_off > 0 {
            line.extend([", ", &progress.put_off.to_string(), " put off"]);
        }
        line
    }

    /// Once the first answers are there: what was promised, and that the rest can wait.
    fn enough_for_now(&mut self) -> Talk<()> {
        let walk = self.case.walk();
        let all = walk.playbook().questions.iter().filter(|question| question.asked == Asked::Now);
        let complete =
            all.clone().all(|question| !matches!(walk.standing(question), Standing::Open | Standing::Reconsider(_)));
        if self.told_enough || !complete {
            return Ok(());
        }
        self.told_enough = true;
        let Some(id) = self.case.id() else { return Ok(()) };
        let promised = match walk.answer_to("next_contact") {
            Some(Value::Promise(promise)) => Some(self.moment(promise.due)),
            _ => None,
        };
        let hears = promised.map_or_else(String::new, |due| format!(" They hear from us {due}."));
        self.tell(Tone::Gap, "")?;
        self.tell(Tone::Recorded, format!("That is what was needed first, kept as {id}.{hears}"))?;
        self.tell(Tone::Aside, format!("The rest can wait: /stop now, and go on later with `recover resume {id}`."))
    }

    /// What to say and what never to, for a step; while the legal gate is closed, what holds then.
    pub(super) fn advice(&mut self, step: Step, most_do: usize, most_dont: usize) -> Talk<()> {
        if self.case.walk().gate() == Gate::Closed && step != Step::Learn {
            return self.legal_advice(most_do, most_dont);
        }
        let Some(page) = self.page(step) else { return Ok(()) };
        let say: Vec<String> = first_spoken(&page.do_, most_do).map(spoken).collect();
        let never: Vec<String> = first_spoken(&page.dont, most_dont).map(never).collect();
        for line in say {
            self.tell(Tone::Say, line)?;
        }
        for line in never {
            self.tell(Tone::Never, line)?;
        }
        Ok(())
    }

    fn legal_advice(&mut self, most_say: usize, most_never: usize) -> Talk<()> {
        let legal = &self.case.walk().playbook().legal;
        let say: Vec<String> =
            legal.say.iter().take(most_say).map(|text| format!("\u{201c}{}\u{201d}", text.term())).collect();
        let never: Vec<String> =
            legal.never.iter().take(most_never).map(|text| format!("\u{201c}{}\u{201d}", text.term())).collect();
        for line in say {
            self.tell(Tone::Say, line)?;
        }
        for line in never {
            self.tell(Tone::Never, line)?;
        }
        Ok(())
    }

    /// The notice when the gate closes.
    pub(super) fn gate_closed(&mut self) -> Talk<()> {
        let notice = self.case.walk().playbook().legal.notice.as_ref().map_or_else(
            || "From here on, what the customer reads holds regret and what we undertake to do. Facts wait until a named person says so. This is not legal advice.".to_owned(),
            |notice| notice.term().into_owned(),
        );
        self.tell(Tone::Gap, "")?;
        self.tell(Tone::Plain, notice)?;
        self.legal_advice(2, SHOWN)
    }

    /// Why a question is asked, what a good answer is, and what the step is about.
    pub(super) fn explain(&mut self, question: &Question) -> Talk<()> {
        match &question.help {
            Some(help) => self.tell(Tone::Plain, help.term_block().into_owned())?,
            None => self.tell(Tone::Plain, "There is nothing more to say about this question.")?,
        }
        if let Some(example) = &question.example {
            self.tell(Tone::Plain, format!("For example: {}", example.term_block()))?;
        }
        let audience = match question.audience {
            crate::spine::Audience::Customer => "The customer may read the answer.",
            crate::spine::Audience::Internal => "The answer stays in the house.",
            crate::spine::Audience::Confidential => "The answer is confidential, also in the house.",
        };
        self.tell(Tone::Aside, audience)?;
        let playbook = self.case.walk().shared_playbook();
        let Some(page) = playbook.page(question.step) else { return Ok(()) };
        if let Some((why, source)) = &page.why {
            self.tell(
                Tone::Plain,
                format!("{}: {}{}", page.title.term(), why.term_block(), cited(&playbook, source.as_ref())),
            )?;
        }
        for advice in page.do_.iter().filter(|advice| !advice.spoken) {
            self.tell(Tone::Plain, format!("do: {}{}", advice.text.term(), because(&playbook, advice)))?;
        }
        for advice in page.dont.iter().filter(|advice| !advice.spoken) {
            self.tell(Tone::Plain, format!("never: {}{}", never(advice), because(&playbook, advice)))?;
        }
        if question.step == Step::Compensate {
            self.bands(&playbook)?;
        }
        Ok(())
    }

    fn bands(&mut self, playbook: &Playbook) -> Talk<()> {
        for band in &playbook.bands {
            let mut line = format!("{}: {}", band.title.term(), band.when.term());
            for (word, text) in [
                ("they kept it", &band.kept),
                ("they gave it back", &band.rejected),
                ("form", &band.form),
                ("who may", &band.approver),
            ] {
                if let Some(text) = text {
                    line.extend(["; ", word, ": ", &text.term()]);
                }
            }
            self.tell(Tone::Plain, line)?;
        }
        let role = playbook.authority.role.as_ref().map_or_else(|| "you".into(), |role| role.term());
        match &playbook.authority.limit {
            Limit::UpTo(limit) => self.tell(Tone::Plain, format!("Up to {limit}, {role} may decide alone.")),
            Limit::Unlimited => self.tell(Tone::Plain, format!("Whatever the amount, {role} may decide alone.")),
            Limit::Unset => Ok(()),
        }
    }

    fn page(&self, step: Step) -> Option<&Page> {
        self.case.walk().playbook().page(step)
    }

    /// How many more questions a step has on request.
    pub(super) fn more_in(&self, step: Step) -> usize {
        self.case.walk().on_request(step).count()
    }

    /// Says what a step still offers, when leaving it would hide that.
    pub(super) fn offer_more(&mut self, step: Step) -> Talk<()> {
        let more = self.more_in(step);
        if more == 0 {
            return self.tell(Tone::Plain, "There is nothing more to record in this step.");
        }
        self.tell(Tone::Aside, format!("{} can be recorded here.", plural(more, "more thing", "more things")))
    }
}

fn first_spoken(advice: &[Advice], most: usize) -> impl Iterator<Item = &Advice> {
    advice.iter().filter(|advice| advice.spoken).take(most)
}

fn spoken(advice: &Advice) -> String {
    if advice.spoken { format!("\u{201c}{}\u{201d}", advice.text.term()) } else { advice.text.term().into_owned() }
}

fn never(advice: &Advice) -> String {
    let instead =
        advice.instead.as_ref().map_or_else(String::new, |instead| format!(" Say: \u{201c}{}\u{201d}", instead.term()));
    format!("{}{instead}", spoken(advice))
}

fn because(playbook: &Playbook, advice: &Advice) -> String {
    let why = advice.why.as_ref().map_or_else(String::new, |why| format!(" ({})", why.term()));
    format!("{why}{}", cited(playbook, advice.source.as_ref()))
}

fn cited(playbook: &Playbook, source: Option<&Name>) -> String {
    let Some(source) = source.and_then(|source| playbook.evidence(source)) else { return String::new() };
    let author = source.author.as_ref().map_or_else(|| source.title.term(), |author| author.term());
    let year = source.year.map_or_else(String::new, |year| format!(", {year}"));
    format!(" [{author}{year}; {}]", source.strength.name())
}
