//! Taking a page of the guide apart.

/// Something on a page that can be followed or checked.
pub(super) enum Part {
    Commands { commands: Vec<String>, exit: i32 },
    Screen(String),
    File { name: String, text: String },
    Shows { name: String, text: String },
    Names(String),
    Picture { made: String, image: String },
}

/// The parts of a page in their order, each with the number of its line.
pub(super) fn parts(page: &str) -> Result<Vec<(usize, Part)>, String> {
    let mut found = Vec::new();
    // The instruction of a comment holds for the block or the image that comes next.
    let mut told: Option<(String, String)> = None;
    // A screen belongs to the commands before it.
    let mut commanded = false;
    let mut lines = page.lines().enumerate();
    while let Some((number, line)) = lines.next() {
        let number = number + 1;
        if let Some(kind) = line.strip_prefix("```") {
            let text: Vec<&str> =
                lines.by_ref().map(|(_, l)| l).take_while(|l| !l.starts_with("```")).collect();
            let whole = format!("{}\n", text.join("\n"));
            let part = match (kind, told.take()) {
                (_, Some((word, name))) if word == "file" => Part::File { name, text: whole },
                (_, Some((word, name))) if word == "shows" => Part::Shows { name, text: whole },
                ("console", code) => {
                    commanded = true;
                    Part::Commands { commands: commands(&text, number)?, exit: exit(code)? }
                }
                ("text", None) if commanded => Part::Screen(whole),
                // What follows code in another language is printed by that.
                _ => {
                    commanded = false;
                    continue;
                }
            };
            found.push((number, part));
        } else if let Some(comment) = line.strip_prefix("<!-- ") {
            let mut words = comment.trim_end_matches("-->").split_whitespace().map(str::to_owned);
            // Other comments, of one word, are notes to writers.
            told = words.next().zip(words.next());
        } else {
            if let Some((_, made)) = told.take_if(|(word, _)| word == "picture") {
                let image = links(line).pop().ok_or(format!("line {number}: no image"))?;
                found.push((number, Part::Picture { made, image }));
            }
            let names = line.split('`').skip(1).step_by(2).filter(|n| n.starts_with("output/"));
            found.extend(names.map(|n| (number, Part::Names(n.to_owned()))));
        }
    }
    Ok(found)
}

fn commands(block: &[&str], line: usize) -> Result<Vec<String>, String> {
    block
        .iter()
        .map(|l| l.strip_prefix("$ ").map(str::to_owned))
        .collect::<Option<Vec<String>>>()
        .filter(|all| !all.is_empty())
        .ok_or(format!("line {line}: in a console block every line begins with `$ `"))
}

fn exit(told: Option<(String, String)>) -> Result<i32, String> {
    match told {
        None => Ok(0),
        Some((word, code)) if word == "exit" => code.parse().map_err(|_| format!("exit {code}?")),
        Some((word, _)) => Err(format!("`{word}` before a console block")),
    }
}

/// True if `text` is `shown`, where a line `…` of `shown` stands for any number of lines and
/// a `…` at the end of a line for the rest of it.
pub(super) fn fits(shown: &str, text: &str) -> bool {
    let lines = |text: &str| -> Vec<String> {
        text.trim_end().lines().map(|line| line.trim_end().to_owned()).collect()
    };
    fit(&lines(shown), &lines(text))
}

fn fit(pattern: &[String], lines: &[String]) -> bool {
    let Some((first, rest)) = pattern.split_first() else { return lines.is_empty() };
    if first == "…" {
        return (0..=lines.len()).any(|skip| fit(rest, &lines[skip..]));
    }
    let Some((line, others)) = lines.split_first() else { return false };
    let same = first.strip_suffix('…').map_or(first == line, |start| line.starts_with(start));
    same && fit(rest, others)
}

/// Links and images of a text that lead to files of this repository.
pub(super) fn links(text: &str) -> Vec<String> {
    text.split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next())
        .filter(|link| !link.starts_with("http") && !link.starts_with('#'))
        .map(str::to_owned)
        .collect()
}
