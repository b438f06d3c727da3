//! Reads Rust source as far as it takes to find the paths in it.

use std::iter::Peekable;
use std::slice::Iter;

/// A path of names, as `crate::a::b` or `std::fs::read`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path {
    ours: bool,
    segments: Vec<String>,
}

impl Path {
    /// True if it starts at this package.
    pub fn is_ours(&self) -> bool {
        self.ours
    }

    /// The path in words, without the package.
    pub fn name(&self) -> String {
        self.segments.join("::")
    }

    /// True if its first names are those of `prefix`.
    pub fn starts_with(&self, prefix: &str) -> bool {
        let mut own = self.segments.iter();
        prefix.split("::").all(|name| own.next().is_some_and(|s| s == name))
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Name(String),
    Colons,
    Mark(char),
}

/// All paths with two names or more, outside comments, strings and test modules. `depth` is the
/// number of names in the path of the file's module: so many `super` reach the package's root.
pub fn paths(text: &str, depth: usize) -> Vec<Path> {
    written(text).into_iter().filter_map(|names| rooted(names, depth)).collect()
}

/// The same, with those that stay within the module at `module`, from the package's root on.
pub fn paths_from(text: &str, module: &[String]) -> Vec<Path> {
    let resolved = |names: Vec<String>| {
        let supers = names.iter().take_while(|n| *n == "super").count();
        let above = module.len().checked_sub(supers).filter(|_| supers > 0);
        let Some(above) = above else { return rooted(names, module.len()) };
        let segments = module[..above].iter().cloned().chain(names.into_iter().skip(supers));
        Some(Path { ours: true, segments: segments.collect() })
    };
    written(text).into_iter().filter_map(resolved).collect()
}

/// All paths as they are written.
fn written(text: &str) -> Vec<Vec<String>> {
    let tokens = without_tests(tokens(text));
    let mut found = Vec::new();
    let mut rest = tokens.iter().peekable();
    while let Some(token) = rest.next() {
        if let Token::Name(first) = token {
            follow(vec![first.clone()], &mut rest, &mut found);
        }
    }
    found
}

/// Collects the paths that begin with `so_far`, through groups in braces.
fn follow(so_far: Vec<String>, rest: &mut Peekable<Iter<'_, Token>>, into: &mut Vec<Vec<String>>) {
    if rest.peek() != Some(&&Token::Colons) {
        into.push(so_far);
        return;
    }
    rest.next();
    match rest.peek() {
        Some(Token::Name(name)) => {
            rest.next();
            let mut longer = so_far;
            longer.push(name.clone());
            follow(longer, rest, into);
        }
        Some(Token::Mark('{')) => {
            rest.next();
            loop {
                match rest.next() {
                    Some(Token::Name(name)) => {
                        let mut longer = so_far.clone();
                        longer.push(name.clone());
                        follow(longer, rest, into);
                    }
                    Some(Token::Mark('}')) | None => break,
                    _ => {}
                }
            }
        }
        // A glob, or the `<` of type arguments: the path ends here.
        _ => into.push(so_far),
    }
}

/// The path without its package, or `None` for one that stays within the module.
fn rooted(names: Vec<String>, depth: usize) -> Option<Path> {
    let supers = names.iter().take_while(|n| *n == "super").count();
    let ours = names[0] == "crate" || names[0] == "uptake" || (supers > 0 && supers >= depth);
    let skip = if supers > 0 { supers } else { usize::from(ours) };
    let local = ["self", "Self"].contains(&names[0].as_str()) || (supers > 0 && !ours);
    let segments: Vec<String> = names.into_iter().skip(skip).collect();
    // A lone name that is not reached through the package is a variable or a keyword.
    let lone = !ours && segments.len() < 2;
    (!local && !lone && !segments.is_empty()).then_some(Path { ours, segments })
}

/// Drops every module marked `#[cfg(test)]`.
fn without_tests(tokens: Vec<Token>) -> Vec<Token> {
    let name = |s: &str| Token::Name(s.to_owned());
    let mark = [
        Token::Mark('#'),
        Token::Mark('['),
        name("cfg"),
        Token::Mark('('),
        name("test"),
        Token::Mark(')'),
        Token::Mark(']'),
        name("mod"),
    ];
    let mut kept = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if !tokens[at..].starts_with(&mark) {
            kept.push(tokens[at].clone());
            at += 1;
            continue;
        }
        let mut open = 0usize;
        while at < tokens.len() {
            let token = &tokens[at];
            at += 1;
            match token {
                Token::Mark('{') => open += 1,
                Token::Mark('}') => {
                    open -= 1;
                    if open == 0 {
                        break;
                    }
                }
                Token::Mark(';') if open == 0 => break,
                _ => {}
            }
        }
    }
    kept
}

fn tokens(text: &str) -> Vec<Token> {
    let chars: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let next = chars.get(at + 1).copied();
        match chars[at] {
            '/' if next == Some('/') => at = end_of_line(&chars, at),
            '/' if next == Some('*') => at = end_of_comment(&chars, at),
            '"' => at = end_of_string(&chars, at),
            'r' if raw_hashes(&chars, at + 1).is_some() => at = end_of_raw(&chars, at + 1),
            'b' if next == Some('r') && raw_hashes(&chars, at + 2).is_some() => {
                at = end_of_raw(&chars, at + 2);
            }
            '\'' => at = end_of_quote(&chars, at),
            ':' if next == Some(':') => {
                found.push(Token::Colons);
                at += 2;
            }
            c if c.is_alphabetic() || c == '_' => {
                let end = (at..chars.len())
                    .find(|&i| !(chars[i].is_alphanumeric() || chars[i] == '_'))
                    .unwrap_or(chars.len());
                found.push(Token::Name(chars[at..end].iter().collect()));
                at = end;
            }
            c => {
                if !c.is_whitespace() {
                    found.push(Token::Mark(c));
                }
                at += 1;
            }
        }
    }
    found
}

fn end_of_line(chars: &[char], at: usize) -> usize {
    (at..chars.len()).find(|&i| chars[i] == '\n').unwrap_or(chars.len())
}

fn end_of_comment(chars: &[char], at: usize) -> usize {
    let mut depth = 0;
    let mut i = at;
    while i + 1 < chars.len() {
        match (chars[i], chars[i + 1]) {
            ('/', '*') => {
                depth += 1;
                i += 2;
            }
            ('*', '/') => {
                depth -= 1;
                i += 2;
                if depth == 0 {
                    return i;
                }
            }
            _ => i += 1,
        }
    }
    chars.len()
}

fn end_of_string(chars: &[char], at: usize) -> usize {
    let mut i = at + 1;
    while i < chars.len() {
        match chars[i] {
            '\\' => i += 2,
            '"' => return i + 1,
            _ => i += 1,
        }
    }
    chars.len()
}

/// Number of hashes before the quote of a raw string, if one starts here.
fn raw_hashes(chars: &[char], at: usize) -> Option<usize> {
    let hashes = chars.get(at..)?.iter().take_while(|c| **c == '#').count();
    (chars.get(at + hashes) == Some(&'"')).then_some(hashes)
}

fn end_of_raw(chars: &[char], at: usize) -> usize {
    let hashes = raw_hashes(chars, at).unwrap_or(0);
    let body = at + hashes + 1;
    (body..chars.len())
        .find(|&i| {
            chars[i] == '"'
                && chars[i + 1..].iter().take(hashes).filter(|c| **c == '#').count() == hashes
        })
        .map_or(chars.len(), |i| i + 1 + hashes)
}

/// A quoted character is skipped whole; of a lifetime only the quote.
fn end_of_quote(chars: &[char], at: usize) -> usize {
    match (chars.get(at + 1), chars.get(at + 2)) {
        (Some('\\'), _) => {
            (at + 3..chars.len()).find(|&i| chars[i] == '\'').map_or(chars.len(), |i| i + 1)
        }
        (Some(_), Some('\'')) => at + 3,
        _ => at + 1,
    }
}
