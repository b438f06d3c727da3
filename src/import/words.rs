//! What people call columns, kinds of organisation, IT systems and states.

use std::collections::BTreeSet;
use std::sync::LazyLock;

/// What a column of a list can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    Name,
    Kind,
    System,
    Staff,
    State,
    LiveSince,
    InUse,
    Trained,
}

impl Role {
    pub(super) const ALL: [Role; 8] = [
        Role::Name,
        Role::Kind,
        Role::System,
        Role::Staff,
        Role::State,
        Role::LiveSince,
        Role::InUse,
        Role::Trained,
    ];

    /// As a mapping calls it.
    pub(super) fn id(self) -> &'static str {
        ["name", "kind", "system", "staff", "state", "live_since", "in_use", "trained"]
            [self as usize]
    }

    /// Headings that mean it, the plainest first; words that stand in them in this order.
    pub(super) fn headings(self) -> &'static [&'static str] {
        match self {
            Role::Name => &[
                "name",
                "organisation",
                "organization",
                "organisation name",
                "provider",
                "practice name",
                "site",
                "site name",
                "practice",
                "care home",
                "home name",
                "home",
                "surgery",
                "provider name",
                "location name",
                "service",
                "service name",
                "org name",
                "org",
                "hospital",
                "team",
                "setting name",
                "account name",
            ],
            Role::Kind => &[
                "kind",
                "type",
                "organisation type",
                "organization type",
                "org type",
                "provider type",
                "setting",
                "category",
                "sector",
                "care setting",
                "service type",
                "type of organisation",
                "type of provider",
                "type of service",
                "site type",
                "setting type",
                "class",
                "group",
            ],
            Role::System => &[
                "system",
                "it system",
                "clinical system",
                "system supplier",
                "supplier",
                "epr",
                "software",
                "record system",
                "gp system",
                "clinical it system",
                "vendor",
                "ehr",
                "emr",
                "patient record system",
                "care record system",
                "digital system",
                "main system",
            ],
            Role::Staff => &[
                "staff",
                "headcount",
                "number of staff",
                "staff numbers",
                "no of staff",
                "staff count",
                "employees",
                "workforce",
                "fte",
                "wte",
                "people",
                "size",
                "total staff",
                "staff headcount",
                "staff total",
                "no staff",
                "staff fte",
                "staff wte",
                "people in posts",
                "posts",
                "staff in post",
                "number of employees",
            ],
            Role::State => &[
                "state",
                "status",
                "stage",
                "progress",
                "implementation status",
                "rollout status",
                "roll out status",
                "project status",
                "current status",
                "engagement",
                "engagement status",
                "where today",
                "phase",
                "current stage",
                "deployment status",
                "status today",
                "position",
                "rag",
                "live",
            ],
            Role::LiveSince => &[
                "live since",
                "go live",
                "go live date",
                "date live",
                "live date",
                "date of go live",
                "golive",
                "golive date",
                "went live",
                "date went live",
                "start date",
                "launch date",
                "implementation date",
                "live from",
                "live",
                "actual go live",
                "actual go live date",
                "deployed on",
                "date deployed",
                "onboarded",
                "date onboarded",
                "first use",
                "launched",
            ],
            Role::InUse => &[
                "in use",
                "in real use",
                "using",
                "using it",
                "is in use",
                "active",
                "active users",
                "in use today",
                "used",
                "actively using",
                "currently using",
                "in use yes no",
                "users",
                "using tool",
            ],
            Role::Trained => &[
                "trained",
                "staff trained",
                "number trained",
                "no trained",
                "trained staff",
                "people trained",
                "users trained",
                "training completed",
                "trained users",
                "total trained",
                "training",
                "staff trained to date",
                "number of staff trained",
            ],
        }
    }
}

/// What a text is made of: words in lower case, of letters and digits.
pub(super) fn normal(text: &str) -> String {
    let lower = text.to_lowercase().replace(['\'', '’'], "").replace('&', " and ");
    let parts = lower.split(|c: char| !c.is_alphanumeric());
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Headings that say enough alone and nothing beside other words: “contract start date”, “practice size”.
const ALONE: [&str; 5] = ["start date", "size", "people", "posts", "live"];

/// True for a heading of what counts something else, is somebody's or somebody else's, or not yet so.
pub(super) fn counts_else(heading: &str) -> bool {
    const ELSE: &str = "code|id|ods|lead|manager|contact|email|phone|notes|note|comment|comments|patients|list|\
        beds|address|postcode|planned|target|forecast|expected|url|owner|residents|cost|budget|population|turnover|\
        vacancies|vacancy|sickness|capacity|rate|cqc|dspt|rating|inspection|registration|registered|hsca|contract|\
        dormant|proposed|estimated|provisional|revised|previous|previously|last|former|old|prior|earlier";
    normal(heading).split(' ').any(|word| ELSE.split('|').any(|other| other == word))
}

/// How well a heading names a role: 0 not at all, 3 exactly.
pub(super) fn names(heading: &str, role: Role) -> u32 {
    let heading = normal(heading);
    let bare: Vec<&str> = heading
        .split(' ')
        .filter(|word| !["the", "of", "a", "is", "current", "yes", "no", "y", "n"].contains(word))
        .collect();
    let bare = bare.join(" ");
    let mut best = 0;
    for known in role.headings() {
        let same = heading == *known || bare == *known;
        let ends = |part: &str| {
            heading.starts_with(&format!("{part} ")) || heading.ends_with(&format!(" {part}"))
        };
        let found = if same {
            3
        } else if ALONE.contains(known) {
            0
        } else if known.contains(' ') && ends(known) {
            2
        } else if ends(known) && heading.split(' ').count() <= 5 {
            1
        } else {
            0
        };
        best = best.max(found);
    }
    if counts_else(&heading) && best < 3 { 0 } else { best }
}

/// Words for a thing, in the order in which they are tried: the first that stands in the text decides.
type Words = &'static [(&'static str, &'static str)];

const KINDS: Words = &[
    ("urgent_care", "out of hours|ooh|111|ambulance|urgent|walk in|utc|paramedic|minor injuries"),
    ("specialist", "hospice|palliative|end of life"),
    (
        "care_home",
        "care home|care homes|carehome|carehomes|nursing home|nursing homes|residential home|residential homes|residential care|residential|nursing|ch|care home nursing",
    ),
    (
        "other",
        "community pharmacy|community pharmacies|pharmacy|pharmacies|pharmacist|chemist|dental practice|dental surgery|social care|domiciliary|home care|homecare|council|local authority|mental health|prison|voluntary|charity|optician|optometry|other|others|misc",
    ),
    (
        "community_team",
        "community|district nurse|district nurses|district nursing|neighbourhood|integrated team|dn team|cmht|rapid response",
    ),
    (
        "gp_practice",
        "gp|gps|general practice|general practices|general practitioner|practice|practices|surgery|surgeries|medical centre|medical center|medical practice|health centre|health center|primary care|primary medical|primary medical services|doctor|doctors|family practice|partnership",
    ),
    (
        "ward",
        "ward|wards|hospital|hospitals|community hospital|community hospitals|cottage hospital|acute|emergency department|ed|a and e|accident and emergency|inpatient|infirmary|foundation trust|trust",
    ),
];

const SYSTEMS: Words = &[
    ("systmone", "systmone|systemone|system one|systm one|s1|tpp|systm1|system1"),
    ("emis", "emis|emisweb|emis web|optum"),
    ("urgent_system", "adastra|cleric|iucs|out of hours system|urgent system|odyssey"),
    (
        "care_system",
        "pcs|person centred software|nourish|care system|care home system|log my care|caredocs|careplanner|fusion|radar|kareinn|mcm|access care",
    ),
    (
        "hospital_record",
        "epic|cerner|lorenzo|millennium|epr|meditech|nervecentre|careflow|hospital|hospital record|oracle health|medway|sunrise|patient centre",
    ),
    ("paper", "paper|none|no system|no it system|manual|not digital|n a|na|nil"),
];

const STATES: Words = &[
    (
        "lapsed",
        "lapsed|stopped|withdrawn|withdrew|dropped out|no longer|inactive|left|discontinued|ended|ceased",
    ),
    (
        "unmapped",
        "no|n|false|not started|not contacted|no contact|to do|todo|not engaged|unmapped|not yet|not approached|unknown|tbc|tbd|none|not known|not begun|new|not live yet|no progress",
    ),
    (
        "mapped",
        "declined|refused|rejected|contacted|engaged|interested|in discussion|discussing|expression of interest|eoi|approached|mapped|known|meeting|aware|negotiating|not signed|considering|undecided|in contact|not live|on hold",
    ),
    (
        "agreed",
        "agreed|signed|signed up|committed|contract|planned|scheduled|in progress|implementing|training|onboarding|mobilising|ready|booked|consented|pilot planned|accepted|approved|in implementation|configuring|setting up|set up",
    ),
    (
        "live",
        "live|yes|y|true|in use|using|active|rolled out|complete|completed|done|deployed|implemented|onboarded|operational|adopted|gone live|went live|fully live|bau|business as usual|embedded|pilot|piloting|rollout complete",
    ),
];

/// What a state is called that leaves the row out.
pub(super) const LEAVE_OUT: &str = "leave out";
const GONE: &str = "closed|closed down|merged|duplicate|deregistered|out of scope|not applicable|decommissioned|out of area|dormant";

/// States that a list may have.
pub(super) const STATE_IDS: [&str; 5] = ["unmapped", "mapped", "agreed", "live", "lapsed"];

/// True if the words of one text stand in another, in order and whole.
fn holds(text: &str, part: &str) -> bool {
    let (text, part) = (format!(" {text} "), format!(" {part} "));
    text.contains(&part)
}

/// Words that say something alone, and nothing within other words: “left voicemail”, “new contact”.
const WHOLE: [&str; 4] = ["left", "new", "known", "none"];

/// Words that turn round what stands beside them.
const TURNS: &str =
    "not|non|never|no|failed|cancelled|cannot|cant|wont|isnt|hasnt|unable|without|nearly|almost";
/// Words that put off what would be so already.
const DEFERS: &str = "to|awaiting|await|awaits|waiting|due|will|tbc|tbd|planned|planning|delayed|pending|expected|\
    proposed|hopes|hoping|until|before|soon|target|targeted|forecast|provisional|aims|aiming";

/// What a text means of what there is: itself, words that are the same for it, or words in it.
fn meant(text: &str, words: Words, known: &[&str]) -> Option<String> {
    let text = normal(text);
    if text.is_empty() {
        return None;
    }
    if let Some(id) =
        known.iter().find(|id| normal(id) == text || format!("{}s", normal(id)) == text)
    {
        return Some((*id).to_owned());
    }
    let words = words.iter().filter(|(id, _)| known.contains(id));
    let exactly = words.clone().find(|(_, same)| same.split('|').any(|word| word == text));
    // Of words in it the longest says most: “nursing home” beside “home”. What another word turns round or
    // puts off (“not agreed”, “due to go live”) cannot be told.
    let within = || {
        let all = words.clone().flat_map(|(id, same)| same.split('|').map(move |word| (*id, word)));
        let mut found: Vec<_> = all
            .filter(|(_, word)| word.len() > 1 && !WHOLE.contains(word) && holds(&text, word))
            .collect();
        found.sort_by_key(|(_, word)| std::cmp::Reverse(word.len()));
        let (id, word) = found.first()?;
        let rest = format!(" {text} ").replacen(&format!(" {word} "), " ", 1);
        let stands = |all: &str| rest.split(' ').any(|word| all.split('|').any(|one| one == word));
        let done = ["live", "lapsed"].contains(id);
        (!(stands(TURNS) || done && stands(DEFERS))).then_some(*id)
    };
    exactly.map(|(id, _)| *id).or_else(within).map(str::to_owned)
}

/// Professions with practices and surgeries of their own.
const OTHERS: &str = "dentist|dentists|dental|orthodontic|veterinary|vet|vets|physiotherapy|physio|optician|opticians|\
    optometry|optometrist|chiropody|podiatry|osteopath|osteopathy|chiropractic";

/// The kind that a text means; a count of some (“2 practices”) is none.
pub(super) fn kind(text: &str, known: &[&str]) -> Option<String> {
    let plain = normal(text);
    if known.contains(&"other") && plain.split(' ').any(|w| OTHERS.split('|').any(|o| o == w)) {
        return Some("other".to_owned());
    }
    if is_count(&plain) { None } else { meant(text, KINDS, known) }
}

/// The kind that a name tells: the last word of one decides, so that the surgery in Hospital Road is none.
pub(super) fn kind_of_name(name: &str, known: &[&str]) -> Option<String> {
    let name = name.split(',').next().unwrap_or_default();
    let plain = normal(name);
    let words: Vec<&str> = plain.split(' ').collect();
    let other = words.iter().any(|w| OTHERS.split('|').any(|o| o == *w));
    if other || words.len() < 2 {
        return kind(name, known);
    }
    (0..words.len()).rev().find_map(|from| {
        let streets =
            ["road", "rd", "lane", "street", "st", "close", "avenue", "way", "hill", "square"];
        let street = words.get(from + 1).is_some_and(|next| streets.contains(next));
        if street { None } else { kind(&words[from..].join(" "), known) }
    })
}

/// True for a number of something: “2 practices”, “0 live”; 111 is a service.
fn is_count(plain: &str) -> bool {
    let first = plain.split(' ').next().unwrap_or_default();
    first != "111" && plain.contains(' ') && first.bytes().all(|b| b.is_ascii_digit())
}

/// True for what heads a part of a list and names a kind, and nothing else: “GP practices”.
pub(super) fn is_kind(text: &str) -> bool {
    let plain = normal(text);
    KINDS.iter().any(|(id, same)| {
        let known = |part: &str| {
            same.split('|').any(|word| word == part || part.strip_suffix('s') == Some(word))
        };
        normal(id) == plain || known(&plain) || (!plain.is_empty() && plain.split(' ').all(known))
    })
}

/// True for what stands in a list as a kind or a state.
pub(super) fn is_value(text: &str) -> bool {
    let plain = normal(text);
    is_kind(text) || STATES.iter().any(|(_, same)| same.split('|').any(|word| word == plain))
}

/// The IT system that a text means.
pub(super) fn system(text: &str, known: &[&str]) -> Option<String> {
    meant(text, SYSTEMS, known)
}

/// The state that a text means.
pub(super) fn state(text: &str) -> Option<String> {
    let plain = normal(text);
    if plain == LEAVE_OUT || GONE.split('|').any(|word| holds(&plain, word)) {
        return Some(LEAVE_OUT.to_owned());
    }
    if is_count(&plain) { None } else { meant(text, STATES, &STATE_IDS) }
}

/// True for what plainly names a column, and is no value.
pub(super) fn is_heading(text: &str) -> bool {
    static ALL: LazyLock<BTreeSet<&str>> =
        LazyLock::new(|| Role::ALL.iter().flat_map(|role| role.headings()).copied().collect());
    ALL.contains(normal(text).as_str()) && !is_value(text)
}

/// True for nothing but the word for a sum.
pub(super) fn is_sum(text: &str) -> bool {
    let plain = normal(text);
    ["total", "totals", "grand total", "subtotal", "sub total"].contains(&plain.as_str())
}

/// True for the words in front of a sum of rows.
pub(super) fn is_total(text: &str) -> bool {
    let plain = normal(text);
    let sums = [
        "total",
        "totals",
        "grand total",
        "subtotal",
        "sub total",
        "sum",
        "summe",
        "overall",
        "average",
        "mean",
        "count",
    ];
    let begins = ["total ", "grand total", "subtotal", "sub total"];
    sums.contains(&plain.as_str())
        || begins.iter().any(|word| plain.starts_with(word))
        || plain.ends_with(" total")
        || plain.ends_with(" totals")
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [&str; 7] = [
        "gp_practice",
        "care_home",
        "community_team",
        "ward",
        "specialist",
        "urgent_care",
        "other",
    ];

    #[test]
    fn kinds_are_known_by_what_people_call_them() {
        for (text, id) in [
            ("GP practice", "gp_practice"),
            ("General Practices", "gp_practice"),
            ("gp_practice", "gp_practice"),
            ("Nursing Home", "care_home"),
            ("Care home with nursing", "care_home"),
            ("District Nursing Team", "community_team"),
            ("Acute hospital", "ward"),
            ("A&E", "ward"),
            ("Hospice", "specialist"),
            ("NHS 111 / OOH", "urgent_care"),
            ("Community pharmacy", "other"),
            ("Dental practice", "other"),
            ("Community hospital", "ward"),
        ] {
            assert_eq!(kind(text, &ALL).as_deref(), Some(id), "{text}");
        }
        for (name, id) in [
            ("Hospital Road Surgery", Some("gp_practice")),
            ("Hospice Lane Surgery", Some("gp_practice")),
            ("Surgery Street Nursing Home", Some("care_home")),
            ("Dental Surgery", Some("other")),
            ("Hospital Road", None),
        ] {
            assert_eq!(kind_of_name(name, &ALL).as_deref(), id, "{name}");
        }
        assert_eq!(kind("2 practices", &ALL), None);
        assert_eq!(kind("Non-GP", &ALL), None);
        assert!(is_kind("GP practices") && is_kind("Nursing homes") && !is_kind("Oak Surgery"));
        assert_eq!(kind("Widgets", &ALL), None);
        assert_eq!(kind("", &ALL), None);
    }

    #[test]
    fn states_and_systems_are_known_and_what_is_not_is_not() {
        for (text, id) in [
            ("Live", "live"),
            ("Not live", "mapped"),
            ("Not live yet", "unmapped"),
            ("NOT STARTED", "unmapped"),
            ("Signed DSA", "agreed"),
            ("Declined", "mapped"),
            ("No longer using", "lapsed"),
            ("Closed 2024", LEAVE_OUT),
            ("Planned go-live Sept", "agreed"),
            ("Live since Jan 25", "live"),
        ] {
            assert_eq!(state(text).as_deref(), Some(id), "{text}");
        }
        for doubtful in [
            "Amber",
            "Not deployed",
            "To go live Sept",
            "Awaiting go live",
            "Due to complete Dec 2026",
            "Never live",
            "Failed pilot",
            "Not agreed",
            "Left voicemail",
            "0 live",
        ] {
            assert_eq!(state(doubtful), None, "{doubtful}");
        }
        let known = ["systmone", "emis", "paper"];
        assert_eq!(system("TPP SystmOne", &known).as_deref(), Some("systmone"));
        assert_eq!(system("EMIS Web (hosted)", &known).as_deref(), Some("emis"));
        assert_eq!(system("Vision", &known), None);
    }

    #[test]
    fn headings_name_roles_and_codes_do_not() {
        assert_eq!(names("Organisation name", Role::Name), 3);
        assert_eq!(names("Practice code", Role::Name), 0);
        assert_eq!(names("Go-live date", Role::LiveSince), 3);
        assert_eq!(names("Planned go-live date", Role::LiveSince), 0);
        assert_eq!(names("In use?", Role::InUse), 3);
        assert_eq!(names("No. of staff", Role::Staff), 3);
        assert_eq!(names("List size", Role::Staff), 0);
        for other in ["Practice size", "Staff turnover %", "Staff vacancies", "Population size"] {
            assert_eq!(names(other, Role::Staff), 0, "{other}");
        }
        for other in ["Location HSCA start date", "Contract start date", "Proposed go-live date"] {
            assert_eq!(names(other, Role::LiveSince), 0, "{other}");
        }
        assert_eq!(names("DSPT status", Role::State), 0);
        assert_eq!(names("Previous system", Role::System), 0);
    }
}
