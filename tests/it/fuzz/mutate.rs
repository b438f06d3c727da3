//! Changes to sound inputs, as a slip of the hand, a spreadsheet, a broken disk or ill will makes
//! them. All luck comes from one number.

use serde_json::{Map, Value, json};

/// Luck: SplitMix64.
pub struct Luck(u64);

impl Luck {
    pub fn new(seed: u64) -> Self {
        Luck(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }

    pub fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    pub fn pick<'a, T: ?Sized>(&mut self, all: &[&'a T]) -> &'a T {
        all[self.below(all.len())]
    }
}

/// Values that stand at the edges of something.
pub const EDGES: &[&str] = &[
    "0",
    "1",
    "2",
    "0.5",
    "0.01",
    "0.99",
    "1.0",
    "3.0",
    "1.4",
    "-1",
    "-0.0",
    "12",
    "52",
    "104",
    "260",
    "520",
    "1000",
    "1040",
    "100000",
    "1000000",
    "1e7",
    "1e9",
    "1e300",
    "5e-324",
    "1e-9",
    "-1e300",
    "inf",
    "nan",
    "9007199254740991",
    "9223372036854775807",
    "99999999999999999999",
    "4294967295",
    "4294967296",
    "true",
    "false",
    "\"\"",
    "\"a\"",
    "\"random\"",
    "\"by_system\"",
    "\"all\"",
    "\"own\"",
    "\"nearby\"",
    "\"-rf\"",
    "\"CON\"",
    "\"../up\"",
    "\"organisations.real_use\"",
    "\"project.spend\"",
    "2026-01-05",
    "2029-03-31",
    "9999-12-31",
    "[]",
    "{}",
    "[1, 2]",
    "[\"a\", \"b\"]",
    "{ paper = 1.0 }",
    "{ from = 0, to = 1 }",
];

/// Characters that do something to a terminal, a spreadsheet or a reader.
const ODD: &[&str] = &[
    "\u{0}",
    "\u{1b}]0;x\u{7}",
    "\u{1b}[2J",
    "\r",
    "\u{7f}",
    "\u{9b}",
    "\u{feff}",
    "\u{200b}",
    "\u{202e}",
    "＝1+1",
    "=1+1",
    "'",
    "\"",
    "<script>",
    "&",
    "é",
    "𝔘",
    "\n",
    "\t",
    ",",
    ";",
    "#",
    "]]",
];

/// A changed text of lines `key = value`. `keys` are names that mean something here.
pub fn lines(luck: &mut Luck, base: &str, keys: &[&str]) -> String {
    let mut lines: Vec<String> = base.lines().map(str::to_owned).collect();
    for _ in 0..1 + luck.below(2) {
        let at = luck.below(lines.len());
        let other = luck.below(lines.len());
        match luck.below(12) {
            0 if !lines.is_empty() => {
                lines.remove(at);
            }
            1 if !lines.is_empty() => lines.insert(other, lines[at].clone()),
            2 if !lines.is_empty() => lines.swap(at, other),
            // A number that is larger or smaller.
            3 | 4 if !lines.is_empty() => {
                if let Some((key, value)) = lines[at].split_once('=') {
                    let factor = [0.0, 0.1, 0.5, 2.0, 3.0, 10.0, 1000.0][luck.below(7)];
                    if let Ok(number) = value.trim().parse::<i64>() {
                        lines[at] = format!("{key}= {}", (number as f64 * factor) as i64);
                    } else if let Ok(number) = value.trim().parse::<f64>() {
                        lines[at] = format!("{key}= {:?}", number * factor);
                    }
                }
            }
            // A value that is another one's, or at an edge.
            5 | 6 if !lines.is_empty() => {
                if let Some((key, _)) = lines[at].split_once('=') {
                    let value = luck.pick(EDGES);
                    lines[at] = format!("{key}= {value}");
                }
            }
            7 => {
                if let (Some((_, value)), Some((key, _))) = (
                    lines.get(at).and_then(|l| l.split_once('=')),
                    lines.get(other).and_then(|l| l.split_once('=')),
                ) {
                    lines[other] = format!("{key}={value}");
                }
            }
            8 | 9 if !keys.is_empty() => {
                // At the top, where a whole path is understood.
                lines.insert(0, format!("{} = {}", luck.pick(keys), luck.pick(EDGES)));
            }
            10 => {
                let many = 1 << luck.below(12);
                let line = match luck.below(3) {
                    0 => format!(
                        "{} = [{}]",
                        if keys.is_empty() { "x" } else { luck.pick(keys) },
                        "1, ".repeat(many)
                    ),
                    1 => format!("x = {}", "[".repeat(many)),
                    _ => (0..many).map(|n| format!("[region.r{n}]\n")).collect(),
                };
                lines.insert(at, line);
            }
            _ => return raw(luck, &lines.join("\n")),
        }
    }
    lines.join("\n") + "\n"
}

/// A text cut off, or with strange characters in it.
pub fn raw(luck: &mut Luck, text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let at = luck.below(chars.len());
    let (before, after) = chars.split_at(at.min(chars.len()));
    let (before, after): (String, String) = (before.iter().collect(), after.iter().collect());
    match luck.below(3) {
        0 => before,
        1 => before + luck.pick(ODD) + &after,
        _ => String::from_utf8_lossy(&bytes(luck, text.as_bytes())).into_owned(),
    }
}

/// Changed bytes: flipped, overwritten, cut, doubled, longer.
pub fn bytes(luck: &mut Luck, base: &[u8]) -> Vec<u8> {
    let mut all = base.to_vec();
    for _ in 0..1 + luck.below(4) {
        let at = luck.below(all.len());
        match luck.below(7) {
            0 => all.truncate(at),
            1 => {
                let end = (at + 1 + luck.below(64)).min(all.len());
                all.drain(at.min(end)..end);
            }
            2 => {
                let end = (at + 1 + luck.below(64)).min(all.len());
                let piece = all[at.min(end)..end].to_vec();
                let to = luck.below(all.len());
                all.splice(to..to, piece);
            }
            3 => all.extend(std::iter::repeat_n(luck.below(256) as u8, 1 + luck.below(32))),
            4 => {
                let edge = [0u32, 1, 0x7fff_ffff, u32::MAX][luck.below(4)].to_le_bytes();
                for (byte, new) in all.iter_mut().skip(at).zip(edge) {
                    *byte = new;
                }
            }
            _ => {
                if let Some(byte) = all.get_mut(at) {
                    *byte ^= 1 << luck.below(8);
                }
            }
        }
    }
    all
}

/// Values at the edges, in JSON.
fn edge(luck: &mut Luck) -> Value {
    match luck.below(20) {
        0 => Value::Null,
        1 => json!(0),
        2 => json!(1),
        3 => json!(-1),
        4 => json!(2),
        5 => json!(u32::MAX),
        6 => json!(u64::MAX),
        7 => json!(1e300),
        8 => json!(5e-324),
        9 => json!(0.5),
        10 => json!(""),
        11 => json!("a"),
        12 => json!("ab"),
        13 => json!("4000000000"),
        14 => json!(luck.pick(ODD)),
        15 => json!("é".repeat(40)),
        16 => json!([]),
        17 => json!({}),
        18 => json!(true),
        _ => json!(vec![u32::MAX; 1 << luck.below(12)]),
    }
}

fn paths(value: &Value, here: &str, into: &mut Vec<String>) {
    let escaped = |key: &str| key.replace('~', "~0").replace('/', "~1");
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                let path = format!("{here}/{}", escaped(key));
                paths(value, &path, into);
                into.push(path);
            }
        }
        Value::Array(all) => {
            for (i, value) in all.iter().enumerate() {
                let path = format!("{here}/{i}");
                paths(value, &path, into);
                into.push(path);
            }
        }
        _ => {}
    }
}

/// A changed document: keys deleted, added, doubled or swapped, other types, numbers at the edges.
pub fn document(luck: &mut Luck, base: &Value) -> Value {
    let mut all = base.clone();
    for _ in 0..1 + luck.below(3) {
        let mut known = Vec::new();
        paths(&all, "", &mut known);
        if known.is_empty() {
            return edge(luck);
        }
        let path = known[luck.below(known.len())].clone();
        let other = known[luck.below(known.len())].clone();
        match luck.below(8) {
            0 => remove(&mut all, &path),
            1 => {
                if let Some(Value::Object(map)) = all.pointer_mut(&path) {
                    map.insert("more".to_owned(), json!(1));
                } else if let Some(Value::Array(list)) = all.pointer_mut(&path) {
                    list.extend(list.first().cloned());
                }
            }
            2 => {
                let value = all.pointer(&other).cloned();
                if let (Some(place), Some(value)) = (all.pointer_mut(&path), value) {
                    *place = value;
                }
            }
            3 => {
                if let Some(Value::String(text)) = all.pointer_mut(&path) {
                    *text = raw(luck, text);
                }
            }
            _ => {
                let value = edge(luck);
                if let Some(place) = all.pointer_mut(&path) {
                    *place = value;
                }
            }
        }
    }
    all
}

fn remove(all: &mut Value, path: &str) {
    let Some((parent, key)) = path.rsplit_once('/') else { return };
    match all.pointer_mut(parent) {
        Some(Value::Object(map)) => {
            let key = key.replace("~1", "/").replace("~0", "~");
            let _: Option<Value> = Map::remove(map, &key);
        }
        Some(Value::Array(list)) => {
            if let Ok(i) = key.parse::<usize>() {
                list.remove(i);
            }
        }
        _ => {}
    }
}
