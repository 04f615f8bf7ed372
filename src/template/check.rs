//! What is wrong with a template before it is used: what the language does not have, and names that the document does not have.

use std::collections::BTreeMap;
use std::ops::Range;

use minijinja::machinery::ast::{BinOpKind, CallArg, Expr, Stmt};
use minijinja::machinery::{Span, parse};
use minijinja::value::ValueKind;

use super::Kind;
use super::engine::{TESTS, syntax};
use super::filter::FILTERS;
use super::shape::Shape;
use super::size::too_much;
use crate::diagnostic::{Problem, Site, Source};
use crate::escape;
use crate::text::{clip, did_you_mean};

/// How many characters of a name are shown.
const SHOWN: usize = 60;

/// What keeps a template from being used at all.
pub fn unsound(source: &Source) -> Vec<Problem> {
    problems_of(source, None)
}

/// [`unsound`], and every name that documents of this shape do not have.
pub fn problems(source: &Source, shape: &Shape, kind: Kind) -> Vec<Problem> {
    problems_of(source, Some((shape, kind)))
}

fn problems_of(source: &Source, known: Option<(&Shape, Kind)>) -> Vec<Problem> {
    if let Some(problem) = too_much(&source.text) {
        return vec![problem];
    }
    let template = match parse(&source.text, "template", syntax()) {
        Ok(template) => template,
        Err(error) => {
            let range = error.range().or_else(|| error.line().map(|line| line_range(&source.text, line)));
            let said = error.detail().map(escape::library_message).unwrap_or_default();
            return vec![problem(range.unwrap_or(0..0), format!("this is no template: {said}"), LANGUAGE.into())];
        }
    };
    let mut walk = Walk { found: Vec::new(), scopes: Vec::new(), known };
    if let Some((Shape::Object(names), _)) = known {
        walk.scopes.push(names.iter().map(|(name, shape)| (name.clone(), shape.clone())).collect());
    } else {
        walk.scopes.push(BTreeMap::new());
    }
    walk.statement(&template);
    walk.found
}

const LANGUAGE: &str = "see `docs/documents.md` for the language of templates";

fn problem(range: Range<usize>, message: String, help: String) -> Problem {
    Problem { site: Site::new(0, range), message, label: "here".into(), help }
}

/// The bytes of a line, from 1.
pub fn line_range(text: &str, line: usize) -> Range<usize> {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let length = text.get(start..).and_then(|rest| rest.lines().next()).map_or(0, str::len);
    start..start + length
}

struct Walk<'k> {
    found: Vec<Problem>,
    scopes: Vec<BTreeMap<String, Shape>>,
    known: Option<(&'k Shape, Kind)>,
}

impl Walk<'_> {
    fn at(&mut self, span: Span, message: String, help: impl Into<String>) {
        let range = span.start_offset as usize..span.end_offset as usize;
        self.found.push(problem(range, message, help.into()));
    }

    fn refuse(&mut self, span: Span, what: &str, help: &str) {
        self.at(span, format!("templates of a house have no {what}"), help);
    }

    fn body(&mut self, statements: &[Stmt<'_>]) {
        for statement in statements {
            self.statement(statement);
        }
    }

    fn within(&mut self, scope: BTreeMap<String, Shape>, statements: &[Stmt<'_>]) {
        self.scopes.push(scope);
        self.body(statements);
        self.scopes.pop();
    }

    fn statement(&mut self, statement: &Stmt<'_>) {
        match statement {
            Stmt::Template(template) => self.body(&template.children),
            Stmt::EmitExpr(emit) => drop(self.expression(&emit.expr)),
            Stmt::EmitRaw(_) => {}
            Stmt::ForLoop(each) => {
                if each.recursive {
                    self.refuse(each.span(), "loops that call themselves", "write one loop inside the other");
                }
                let element = self.expression(&each.iter).element();
                let mut scope = BTreeMap::new();
                bind(&each.target, &element, &mut scope);
                scope.insert("loop".to_owned(), Shape::Any);
                self.scopes.push(scope);
                if let Some(filter) = &each.filter_expr {
                    self.expression(filter);
                }
                self.body(&each.body);
                self.scopes.pop();
                self.within(BTreeMap::new(), &each.else_body);
            }
            Stmt::IfCond(condition) => {
                self.expression(&condition.expr);
                self.body(&condition.true_body);
                self.body(&condition.false_body);
            }
            Stmt::WithBlock(with) => {
                let mut scope = BTreeMap::new();
                for (target, value) in &with.assignments {
                    let shape = self.expression(value);
                    bind(target, &shape, &mut scope);
                }
                self.within(scope, &with.body);
            }
            Stmt::Set(set) => {
                let shape = self.expression(&set.expr);
                if let Some(scope) = self.scopes.last_mut() {
                    bind(&set.target, &shape, scope);
                }
            }
            Stmt::SetBlock(block) => {
                self.refuse(block.span(), "`{% set %}` over several lines", "write the text where it is needed");
            }
            Stmt::AutoEscape(block) => {
                self.refuse(block.span(), "`{% autoescape %}`", "what somebody said is always escaped");
            }
            Stmt::FilterBlock(block) => {
                self.refuse(block.span(), "`{% filter %}`", "write the filter behind the value: `{{ value|upper }}`");
            }
            Stmt::Do(block) => self.refuse(block.span(), "`{% do %}`", LANGUAGE),
            // Another feature of the library was switched on somewhere: what is not known here is not allowed.
            #[allow(unreachable_patterns, reason = "which kinds there are depends on features of the library")]
            _ => self.found.push(problem(0..0, "templates of a house have no such block".into(), LANGUAGE.into())),
        }
    }

    fn expression(&mut self, expression: &Expr<'_>) -> Shape {
        match expression {
            Expr::Var(var) => self.variable(var.id, var.span()),
            Expr::Const(_) => Shape::Leaf,
            Expr::GetAttr(part) => {
                let whole = self.expression(&part.expr);
                self.part(&whole, part.name, part.span())
            }
            Expr::GetItem(part) => {
                let whole = self.expression(&part.expr);
                let named = match &part.subscript_expr {
                    Expr::Const(name) => name.value.as_str().map(str::to_owned),
                    other => {
                        self.expression(other);
                        None
                    }
                };
                match named {
                    Some(name) => self.part(&whole, &name, part.span()),
                    None => {
                        if let Shape::Open(inner) = whole {
                            *inner
                        } else {
                            whole.element()
                        }
                    }
                }
            }
            Expr::Slice(slice) => {
                for bound in [&slice.start, &slice.stop, &slice.step].into_iter().flatten() {
                    self.expression(bound);
                }
                self.expression(&slice.expr)
            }
            Expr::Filter(filter) => {
                let inner = filter.expr.as_ref().map_or(Shape::Any, |inner| self.expression(inner));
                self.arguments(&filter.args);
                self.name_is_known(filter.name, FILTERS, "filter", filter.span());
                match filter.name {
                    "first" | "last" => inner.element(),
                    "sort" | "reverse" | "unique" | "list" | "select" | "reject" | "selectattr" | "rejectattr"
                    | "default" | "d" => inner,
                    "items" | "dictsort" | "groupby" | "map" | "lines" => Shape::Any,
                    _ => Shape::Leaf,
                }
            }
            Expr::Test(test) => {
                self.expression(&test.expr);
                self.arguments(&test.args);
                self.name_is_known(test.name, TESTS, "test", test.span());
                Shape::Leaf
            }
            Expr::Call(call) => {
                self.refuse(call.span(), "functions", "use a filter: `{{ value|day }}`");
                Shape::Any
            }
            Expr::UnaryOp(unary) => self.leaf_of([&unary.expr]),
            Expr::BinOp(binary) => {
                self.operator(binary.op, &binary.left, &binary.right, binary.span());
                self.leaf_of([&binary.left, &binary.right])
            }
            Expr::Compare(compare) => {
                self.expression(&compare.expr);
                for op in &compare.ops {
                    self.expression(&op.expr);
                }
                Shape::Leaf
            }
            Expr::IfExpr(choice) => {
                self.expression(&choice.test_expr);
                let shape = self.expression(&choice.true_expr);
                let other = choice.false_expr.as_ref().map(|other| self.expression(other));
                if other.is_none_or(|other| other == shape) { shape } else { Shape::Any }
            }
            Expr::List(list) => self.any_of(&list.items),
            Expr::Tuple(tuple) => self.any_of(&tuple.items),
            Expr::Map(map) => self.any_of(map.keys.iter().chain(&map.values)),
        }
    }

    fn leaf_of<const N: usize>(&mut self, parts: [&Expr<'_>; N]) -> Shape {
        for part in parts {
            self.expression(part);
        }
        Shape::Leaf
    }

    fn any_of<'e>(&mut self, parts: impl IntoIterator<Item = &'e Expr<'e>>) -> Shape {
        for part in parts {
            self.expression(part);
        }
        Shape::Any
    }

    fn arguments(&mut self, arguments: &[CallArg<'_>]) {
        for argument in arguments {
            match argument {
                CallArg::Pos(value) | CallArg::Kwarg(_, value) => drop(self.expression(value)),
                CallArg::PosSplat(value) | CallArg::KwargSplat(value) => {
                    self.refuse(value.span(), "`*` in arguments", LANGUAGE);
                }
            }
        }
    }

    /// What makes much of little, text of text, has no place in a document: a name doubled forty times fills any machine.
    fn operator(&mut self, op: BinOpKind, left: &Expr<'_>, right: &Expr<'_>, span: Span) {
        let is_number =
            |expression: &Expr<'_>| expression.as_const().is_some_and(|value| value.kind() == ValueKind::Number);
        match op {
            BinOpKind::Concat => self.refuse(span, "`~`", "write one behind the other: `{{ a }}{{ b }}`"),
            BinOpKind::Mul | BinOpKind::Pow => {
                self.refuse(span, "`*`", "figures are counted by the program, not by a template");
            }
            BinOpKind::Add | BinOpKind::Sub if !is_number(left) && !is_number(right) => {
                self.refuse(
                    span,
                    "sums of two values",
                    "add a number, as in `loop.index + 1`, or write one behind the other: `{{ a }}{{ b }}`",
                );
            }
            _ => {}
        }
    }

    fn name_is_known(&mut self, name: &str, all: &[&str], what: &str, span: Span) {
        if all.contains(&name) {
            return;
        }
        let shown = clip(&escape::term(name), SHOWN).into_owned();
        let help = match did_you_mean(name, all.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => LANGUAGE.to_owned(),
        };
        self.at(span, format!("there is no {what} `{shown}`"), help);
    }

    fn variable(&mut self, name: &str, span: Span) -> Shape {
        if let Some(shape) = self.scopes.iter().rev().find_map(|scope| scope.get(name)) {
            return shape.clone();
        }
        let Some((_, kind)) = self.known else { return Shape::Any };
        let known: Vec<&str> = self.scopes.iter().flat_map(|scope| scope.keys().map(String::as_str)).collect();
        let help = nearest(name, &known, kind);
        self.unknown(name, span, help);
        Shape::Any
    }

    fn part(&mut self, whole: &Shape, name: &str, span: Span) -> Shape {
        let Some((_, kind)) = self.known else { return Shape::Any };
        match whole {
            Shape::Any => Shape::Any,
            Shape::Open(inner) => (**inner).clone(),
            Shape::Object(parts) => {
                if let Some(part) = parts.get(name) {
                    return part.clone();
                }
                let known: Vec<&str> = parts.keys().map(String::as_str).collect();
                let help = nearest(name, &known, kind);
                self.unknown(name, span, help);
                Shape::Any
            }
            Shape::List(_) => {
                self.unknown(name, span, "there are several here: loop over them with `{% for one in ... %}`".into());
                Shape::Any
            }
            Shape::Leaf => {
                self.unknown(name, span, "what stands before the dot has no parts".into());
                Shape::Any
            }
        }
    }

    fn unknown(&mut self, name: &str, span: Span, help: String) {
        let shown = clip(&escape::term(name), SHOWN).into_owned();
        self.at(span, format!("there is no `{shown}` here"), help);
    }
}

fn nearest(name: &str, known: &[&str], kind: Kind) -> String {
    match did_you_mean(name, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if known.len() <= 12 => format!("there are {}", crate::text::list_and(known)),
        None => format!("`{}` shows every name", kind.command()),
    }
}

/// Gives the names of a target what is behind them.
fn bind(target: &Expr<'_>, shape: &Shape, scope: &mut BTreeMap<String, Shape>) {
    match target {
        Expr::Var(var) => drop(scope.insert(var.id.to_owned(), shape.clone())),
        Expr::List(list) => list.items.iter().for_each(|item| bind(item, &Shape::Any, scope)),
        Expr::Tuple(tuple) => tuple.items.iter().for_each(|item| bind(item, &Shape::Any, scope)),
        _ => {}
    }
}
