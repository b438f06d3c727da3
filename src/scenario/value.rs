//! A checked value of a parameter, free of TOML's layout and of places.

use std::fmt;

use jiff::civil::Date;

/// A value that a registry entry allows.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    /// A whole number.
    Whole(i64),
    /// A number.
    Number(f64),
    /// Text, a choice, a measure or the name of a file.
    Text(String),
    /// True or false.
    Flag(bool),
    /// A day.
    Day(Date),
    /// A list of words.
    List(Vec<String>),
    /// Numbers in their order.
    Numbers(Vec<f64>),
    /// Numbers by name, in the order of the file.
    Map(Vec<(String, Value)>),
}

impl Value {
    /// The same as JSON, from which typed sections are read.
    pub(crate) fn to_json(&self) -> serde_json::Value {
        match self {
            Value::Whole(n) => (*n).into(),
            Value::Number(x) => (*x).into(),
            Value::Text(text) => text.as_str().into(),
            Value::Flag(flag) => (*flag).into(),
            Value::Day(day) => day.to_string().into(),
            Value::List(words) => words.as_slice().into(),
            Value::Numbers(numbers) => numbers.as_slice().into(),
            Value::Map(entries) => serde_json::Value::Object(
                entries.iter().map(|(name, value)| (name.clone(), value.to_json())).collect(),
            ),
        }
    }
}

/// As it stands in a scenario file.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Whole(n) => write!(f, "{n}"),
            Value::Number(x) => write!(f, "{}", toml_edit::Value::from(*x)),
            Value::Text(text) => write!(f, "{}", toml_edit::Value::from(text.as_str())),
            Value::Flag(flag) => write!(f, "{flag}"),
            Value::Day(day) => write!(f, "{day}"),
            Value::List(words) => {
                list(f, words.iter().map(|word| toml_edit::Value::from(word.as_str())))
            }
            Value::Numbers(numbers) => list(f, numbers.iter().map(|&x| toml_edit::Value::from(x))),
            Value::Map(entries) if entries.is_empty() => f.write_str("{}"),
            Value::Map(entries) => {
                f.write_str("{ ")?;
                for (i, (name, value)) in entries.iter().enumerate() {
                    let comma = if i == 0 { "" } else { ", " };
                    write!(f, "{comma}{} = {value}", toml_edit::Key::new(name.as_str()))?;
                }
                f.write_str(" }")
            }
        }
    }
}

fn list(f: &mut fmt::Formatter<'_>, values: impl Iterator<Item = toml_edit::Value>) -> fmt::Result {
    f.write_str("[")?;
    for (i, value) in values.enumerate() {
        write!(f, "{}{value}", if i == 0 { "" } else { ", " })?;
    }
    f.write_str("]")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_written_as_toml_that_reads_back() {
        let values = [
            (Value::Whole(3), "3"),
            (Value::Number(1.0), "1.0"),
            (Value::Number(1e-7), "0.0000001"),
            (Value::Text("a \"b\"\n".into()), ""),
            (Value::List(vec!["top".into(), "middle".into()]), r#"["top", "middle"]"#),
            (Value::Numbers(vec![200_000.0, 0.5]), "[200000.0, 0.5]"),
            (Value::Map(vec![("gp".into(), Value::Number(0.5))]), "{ gp = 0.5 }"),
            (Value::Map(vec![]), "{}"),
        ];
        for (value, expected) in values {
            let text = value.to_string();
            if !expected.is_empty() {
                assert_eq!(text, expected);
            }
            let line: toml::Table = format!("v = {text}").parse().expect("valid TOML");
            let read = serde_json::to_value(&line["v"]).expect("no dates in it");
            assert_eq!(read, value.to_json(), "{text}");
        }
    }
}
