//! How well fits of the training series forecast, by rolling origin: `docs/FORECASTS.md`.
//!
//! Of each series for which there is a scenario, every row that may be calibrated to is an origin, from
//! the second on: the scenario is fitted to the rows up to it that have this role, and all later ones are
//! held back. `UPTAKE_TEST_FORECASTS=300 UPDATE_DOCS=1 cargo test --test it forecasts -- --nocapture` makes the page
//! anew, with so many futures of each fit.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use super::cli::Desk;

/// Series, its scenario, and the measure that it is of. National electronic prescriptions have 8,228
/// practices, whose fits take hours.
const SERIES: [(&str, &str); 1] = [("US_HOSP_BASIC", "us-hospitals")];
const MEASURE: &str = "organisations.live";
const METHODS: [&str; 6] = [
    "model alone",
    "model with discrepancy",
    "last value and trend",
    "logistic",
    "Bass",
    "mixture",
];

/// A row of a series: its day or month, its share, and whether it may be calibrated to.
struct Row {
    date: String,
    share: f64,
    calibrate: bool,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The rows of a series after its first, with which the scenario starts.
fn series(name: &str) -> Vec<Row> {
    let text = fs::read_to_string(root().join("docs/evidence/adoption_series.csv")).unwrap();
    let mut table = csv::Reader::from_reader(text.as_bytes());
    let head = table.headers().unwrap().clone();
    let place = |title: &str| head.iter().position(|own| own == title).unwrap();
    let (own, date, value, role) = (place("series"), place("date"), place("value"), place("role"));
    let rows = table.records().map(Result::unwrap).filter(|row| &row[own] == name);
    let row = |row: csv::StringRecord| Row {
        // A survey of a year is that of its end.
        date: if row[date].len() == 4 {
            format!("{}-12-31", &row[date])
        } else {
            row[date].to_owned()
        },
        share: row[value].parse::<f64>().unwrap() / 100.0,
        calibrate: &row[role] == "calibrate",
    };
    rows.skip(1).map(row).collect()
}

/// Score and whether it was inside, by method, of the rows that a fit held back.
type Scores = BTreeMap<String, Vec<(f64, bool)>>;

fn scores(desk: &Desk, scenario: &str, rows: &[Row], origin: usize, futures: &str) -> Scores {
    let mut table = "date,measure,value,role\n".to_owned();
    for (i, row) in rows.iter().enumerate() {
        let role = match (i <= origin, row.calibrate) {
            (true, true) => "fit",
            (false, _) => "hold",
            (true, false) => continue,
        };
        writeln!(table, "{},{MEASURE},{},{role}", row.date, row.share).unwrap();
    }
    let folder = format!("{scenario}-{origin}");
    desk.write("seen.csv", &table);
    let file = root().join(format!("scenarios/{scenario}.toml"));
    let file = file.to_str().unwrap();
    desk.ok(&["fit", file, "seen.csv", "--futures", futures, "-o", &folder, "-q"]);
    let text = desk.text(&format!("{folder}/fit_scores.csv"));
    let mut read = csv::Reader::from_reader(text.as_bytes());
    let head = read.headers().unwrap().clone();
    let place = |title: &str| head.iter().position(|own| own == title).unwrap();
    let mut scores = Scores::new();
    for row in read.records().map(Result::unwrap) {
        let score = (row[place("crps")].parse().unwrap(), &row[place("inside")] == "true");
        scores.entry(row[place("method")].to_owned()).or_default().push(score);
    }
    scores
}

fn mean(scores: &[(f64, bool)]) -> f64 {
    scores.iter().map(|s| s.0).sum::<f64>() / scores.len() as f64
}

fn page(futures: &str) -> String {
    let desk = Desk::new();
    let mut page = format!(
        "# Forecasts\n\nHow well fits of the training series of [the evidence](evidence/README.md) foretell what came \
         after, beside simple rules that know nothing of a scenario. A test makes this page (CONTRIBUTING.md); each fit \
         has {futures} simulated futures. A scenario is fitted to the rows with the role `calibrate` up to the \
         origin, and no default is changed by it. It knows what was planned, such as payment for use from 2011 on, \
         which the rules do not, and its pace before 2011 had been set by hand to the same rows. Scores are mean CRPS in percentage points, the less the better; in \
         brackets rows within 90 of 100.\n\n| Series | Origin | Rows after | {} |\n|---|---|---|{}\n",
        METHODS.join(" | "),
        "---|".repeat(METHODS.len())
    );
    let (mut origins, mut loses, mut held, mut all) = (0, Vec::new(), 0, 0);
    for (name, scenario) in SERIES {
        let rows = series(name);
        let may = (0..rows.len()).filter(|&i| rows[i].calibrate).skip(1);
        for origin in may.filter(|i| i + 1 < rows.len()) {
            let scores = scores(&desk, scenario, &rows, origin, futures);
            let cell = |method: &&str| {
                let own = &scores[*method];
                let inside = own.iter().filter(|s| s.1).count();
                format!("{:.2} ({inside} of {})", 100.0 * mean(own), own.len())
            };
            let cells: Vec<String> = METHODS.iter().map(cell).collect();
            let n = scores["mixture"].len();
            writeln!(page, "| {name} | {} | {n} | {} |", rows[origin].date, cells.join(" | "))
                .unwrap();
            let best = METHODS[2..5].iter().map(|m| (mean(&scores[*m]), *m));
            let best = best.min_by(|a, b| a.0.total_cmp(&b.0)).unwrap();
            for method in [METHODS[0], METHODS[1], METHODS[5]] {
                if mean(&scores[method]) > best.0 {
                    loses.push(format!(
                        "the {method} to the {} rule ({name}, {})",
                        best.1, rows[origin].date
                    ));
                }
            }
            held += scores["mixture"].iter().filter(|s| s.1).count();
            all += n;
            origins += 1;
        }
    }
    let lost = match loses.len() {
        0 => "None of the three loses to the best simple rule at any origin.".to_owned(),
        _ => format!("**Where the model loses:** {}.", loses.join("; ")),
    };
    write!(
        page,
        "\n{lost}\n\nThe 90 % bands of the mixture hold {held} of {all} rows at {origins} origin{}. That is far too few \
         to say how well such forecasts do in general: other series have no scenario, or one whose fit takes hours \
         (`EPS_R2_GP`, 8,228 practices), and years that are kept back stay so.\n",
        if origins == 1 { "" } else { "s" }
    )
    .unwrap();
    page
}

#[test]
fn forecasts_are_as_the_page_says() {
    let file = root().join("docs/FORECASTS.md");
    // Fits take minutes: without being asked, what the page says of its rows is held to the evidence.
    let Ok(futures) = std::env::var("UPTAKE_TEST_FORECASTS") else {
        let page = fs::read_to_string(&file).unwrap();
        for (name, _) in SERIES {
            let rows = series(name);
            let origins: Vec<&Row> = rows.iter().filter(|row| row.calibrate).skip(1).collect();
            for origin in origins {
                assert!(page.contains(&format!("| {name} | {} |", origin.date)), "{}", origin.date);
            }
        }
        return;
    };
    let made = page(&futures);
    eprintln!("{made}");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&file, made).unwrap();
        return;
    }
    assert_eq!(fs::read_to_string(&file).unwrap(), made);
}
