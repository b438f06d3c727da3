//! Problems of a scenario, shown where they are: file, line, column, a caret, what is allowed.

use std::fmt::{self, Display};
use std::ops::Range;
use std::sync::Arc;

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, NamedSource, Severity,
    SourceCode,
};
use serde_json::{Value, json};

use uptake::scenario::Problem;

use super::terminal::{Terminal, visible};

/// A problem with the text in which it stands, nothing of which acts on a terminal.
#[derive(Debug)]
struct Shown {
    message: String,
    help: Option<String>,
    severity: Severity,
    text: Option<(NamedSource<Arc<str>>, Range<usize>)>,
}

impl Shown {
    fn new(problem: &Problem, severity: Severity) -> Self {
        let shown = |text: &str| visible(text).into_owned();
        // Without a span there is no line to draw; the name then stands before the message.
        let text = problem.span.clone().map(|span| {
            // Where characters are written out, what comes after them moves. Line ends of Windows are line ends.
            let seen = |text: &str| visible(&text.replace("\r\n", "\n")).into_owned();
            let moved = |at: usize| problem.text.get(..at).map_or(at, |text| seen(text).len());
            let text: Arc<str> = seen(&problem.text).into();
            (NamedSource::new(shown(&problem.source), text), moved(span.start)..moved(span.end))
        });
        let message = shown(&problem.message);
        Shown { message, help: problem.help.as_deref().map(shown), severity, text }
    }
}

impl Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Shown {}

impl Diagnostic for Shown {
    fn severity(&self) -> Option<Severity> {
        Some(self.severity)
    }

    fn help<'b>(&'b self) -> Option<Box<dyn Display + 'b>> {
        let help = self.help.as_ref()?;
        Some(Box::new(help))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.text.as_ref().map(|(text, _)| text as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let (_, span) = self.text.as_ref()?;
        Some(Box::new(std::iter::once(LabeledSpan::underline(span.clone()))))
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
        let mut report = String::new();
        if handler.render_report(&mut report, &Shown::new(problem, severity)).is_err() {
            report = visible(&format!("{}: {}", place(problem), problem.message)).into_owned();
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
