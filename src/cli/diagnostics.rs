//! Problems of a scenario, shown where they are: file, line, column, a caret, what is allowed.

use std::fmt::{self, Display};
use std::sync::Arc;

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, NamedSource, Severity,
    SourceCode,
};
use serde_json::{Value, json};

use uptake::scenario::Problem;

use super::terminal::Terminal;

/// A problem with the text in which it stands.
#[derive(Debug)]
struct Shown<'a> {
    problem: &'a Problem,
    severity: Severity,
    text: Option<NamedSource<Arc<str>>>,
}

impl Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.problem.message)
    }
}

impl std::error::Error for Shown<'_> {}

impl Diagnostic for Shown<'_> {
    fn severity(&self) -> Option<Severity> {
        Some(self.severity)
    }

    fn help<'b>(&'b self) -> Option<Box<dyn Display + 'b>> {
        let help = self.problem.help.as_ref()?;
        Some(Box::new(help))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.text.as_ref().map(|text| text as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let span = self.problem.span.clone().filter(|_| self.text.is_some())?;
        Some(Box::new(std::iter::once(LabeledSpan::underline(span))))
    }
}

/// Show problems on standard error, each with its line.
pub fn show(problems: &[Problem], severity: Severity, terminal: Terminal) {
    let theme = if terminal.has_colour() {
        GraphicalTheme::unicode()
    } else {
        GraphicalTheme::unicode_nocolor()
    };
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_width(terminal.width())
        .with_context_lines(1);
    for problem in problems {
        // Without a span there is no line to draw; the name then stands before the message.
        let text =
            problem.span.is_some().then(|| NamedSource::new(&problem.source, problem.text.clone()));
        let mut report = String::new();
        let shown = Shown { problem, severity, text };
        if handler.render_report(&mut report, &shown).is_err() {
            report = format!("{}: {}", place(problem), problem.message);
        }
        terminal.raw_error(report.trim_end());
    }
}

/// Problems as JSON, for `check --format json`.
pub fn to_json(problems: &[Problem]) -> Vec<Value> {
    let one = |p: &Problem| {
        json!({
            "source": p.source,
            "line": p.line,
            "column": p.column,
            "message": p.message,
            "help": p.help,
        })
    };
    problems.iter().map(one).collect()
}

fn place(problem: &Problem) -> String {
    format!("{}:{}:{}", problem.source, problem.line, problem.column)
}
