//! The lists: one a kind of trouble.

use rust_xlsxwriter::{ExcelDateTime, Format, Formula};

use super::made::{Made, archive, built, latin, text, utf16, workbook};

/// What becomes of a list.
pub enum Then {
    /// So many organisations, and what is said.
    Imports(usize, &'static [&'static str]),
    /// What has to be decided.
    Asks(&'static [&'static str]),
    /// The message, and the help.
    Refuses(&'static str, &'static str),
}

use Then::{Asks, Imports, Refuses};

const PLAIN: &str = "Name,Type,System,Staff,Status\nÀ Surgery,GP practice,EMIS,12,Live\nB House,Care home,paper,40,Not started\n";

fn swapped(separator: &str) -> String {
    PLAIN.replace(',', separator)
}

pub fn all() -> Vec<Made> {
    let mut all = encodings();
    all.extend(layouts());
    all.extend(values());
    all.extend(workbooks());
    all.extend(refused());
    all.extend(doubtful());
    all
}

fn made(title: &'static str, name: &'static str, bytes: impl Into<Vec<u8>>, then: Then) -> Made {
    Made { title, name, bytes: bytes.into(), then }
}

fn encodings() -> Vec<Made> {
    let two: &[&str] = &["2 organisations", "Taken for kinds"];
    vec![
        made("UTF-8", "a.csv", PLAIN, Imports(2, two)),
        made("UTF-8 with a mark", "a.csv", format!("\u{feff}{PLAIN}"), Imports(2, two)),
        made(
            "UTF-16 LE with a mark",
            "a.csv",
            utf16(PLAIN, false, true),
            Imports(2, &["UTF-16LE"]),
        ),
        made("UTF-16 BE with a mark", "a.csv", utf16(PLAIN, true, true), Imports(2, &["UTF-16BE"])),
        made("UTF-16 LE without", "a.txt", utf16(PLAIN, false, false), Imports(2, &["UTF-16LE"])),
        made("UTF-16 BE without", "a.txt", utf16(PLAIN, true, false), Imports(2, &["UTF-16BE"])),
        made("Windows-1252", "a.csv", latin(PLAIN), Imports(2, &["windows-1252"])),
        made("semicolons", "a.csv", swapped(";"), Imports(2, &["semicolon"])),
        made("tabs", "a.tsv", swapped("\t"), Imports(2, &["tab"])),
        made("bars", "a.txt", swapped("|"), Imports(2, &["bar"])),
        made(
            "sep= in the first line",
            "a.csv",
            format!("sep=;\r\n{}", swapped(";").replace('\n', "\r\n")),
            Imports(2, &["semicolon"]),
        ),
        made("old line ends", "a.csv", PLAIN.replace('\n', "\r"), Imports(2, two)),
        made(
            "commas and line breaks in quotes",
            "a.csv",
            "Name,Type,Status\n\"Smith, Jones\n& Partners\",GP,Live\n",
            Imports(1, two.get(1..).unwrap_or_default()),
        ),
    ]
}

fn layouts() -> Vec<Made> {
    vec![
        made(
            "titles above, notes and totals below",
            "a.csv",
            "Digital programme,,,\nAs of March 2026,,,\n,,,\nOrganisation,Type,Headcount,Status\nA,GP,12,Live\n,,,\nB,GP,9,Live\nTotal,,21,\nSource: the ICB,,,\n",
            Imports(
                2,
                &[
                    "2 rows above the names of the columns",
                    "1 row of totals (row 8)",
                    "1 row of notes",
                    "1 blank row",
                ],
            ),
        ),
        made(
            "the names of the columns again on each page",
            "a.csv",
            "Name,Type,Status\nA,GP,Live\nName,Type,Status\nB,GP,Live\n",
            Imports(2, &["that name the columns again (row 3)"]),
        ),
        made(
            "two tables in one sheet",
            "a.csv",
            "Name,Type,Status,Staff\nA,GP,Live,4\nB,GP,Live,2\n\nSupplier,System,Cost,\nEMIS,EMIS,1,\n\nName,Type,System,Status\nZ,GP,EMIS,Live\n",
            Imports(2, &["another table, from row 5"]),
        ),
        made(
            "headings of parts in the place of a column for the kind",
            "a.csv",
            "Name,Status\nGP practices,\nA,Live\nB,Live\nNursing homes,\nC,Live\n",
            Imports(3, &["3 organisations"]),
        ),
        made(
            "kinds by the name alone",
            "a.csv",
            "Name,Status\nOak Surgery,Live\nRose Care Home,Live\n",
            Imports(2, &["is taken from their name"]),
        ),
        made(
            "no kind that could be told",
            "a.csv",
            "Name,Status\nOak,Live\nRose,Live\n",
            Asks(&["2 organisations have no kind"]),
        ),
        made(
            "no names of columns",
            "a.csv",
            "Oak Surgery,GP,Live\nRose,GP,Live\n",
            Refuses("no row of the file names the columns", "Name, Type, System"),
        ),
        made(
            "extra columns, and two of one name",
            "a.csv",
            "Name,ODS code,Type,Notes,Notes,Status\nA,Y1,GP,x,=1+1,Live\n",
            Imports(1, &["Kept aside: ODS code, Notes, Notes column E"]),
        ),
        made(
            "columns in words of their own",
            "a.csv",
            "Provider name;Care setting;Clinical IT system;No. of staff;Implementation status\nA;General Practice;TPP;7;Signed DSA\n",
            Imports(1, &["“Signed DSA” = agreed"]),
        ),
        made(
            "kinds under a heading that says nothing",
            "a.csv",
            "Name,X,Status\nA,GP practice,Live\nB,Nursing home,Live\n",
            Imports(2, &["kind = “X”"]),
        ),
        made(
            "rows shorter and longer than the names",
            "a.csv",
            "Name,Type,Status\nA,GP\nB,GP,Live,,,\n",
            Imports(2, &[]),
        ),
        made(
            "duplicates and near ones",
            "a.csv",
            "Name,Type,Status\nOak Surgery,GP,Live\nOak Surgery,GP,Live\nOak Surgery,GP,Not started\nThe Oak Surgery,GP,Live\nRosewood House,Care home,Live\nRosewod House,Care home,Live\nWard 1 East,ward,Live\nWard 2 East,ward,Live\n",
            Imports(
                7,
                &[
                    "1 row repeating one above (row 3)",
                    "stands above already",
                    "“Rosewood House” and “Rosewod House”",
                ],
            ),
        ),
        made(
            "closed ones",
            "a.csv",
            "Name,Type,Status\nA,GP,Live\nB,GP,Closed 2024\n",
            Imports(1, &["that their state leaves out (row 3)"]),
        ),
    ]
}

fn values() -> Vec<Made> {
    vec![
        made(
            "thousands, pounds, decimals",
            "a.csv",
            "Name,Type,Staff,Status\nA,ward,\"1,200\",Live\nB,GP,45.5,Live\nC,GP,£9,Live\n",
            Imports(3, &[]),
        ),
        made(
            "decimal commas",
            "a.csv",
            "Name;Type;Staff;Status\nA;ward;1.200;Live\nB;GP;45,5;Live\n",
            Imports(2, &["semicolon"]),
        ),
        made(
            "decimals both ways",
            "a.csv",
            "Name;Type;Staff;Status\nA;GP;45.5;Live\nB;GP;45,5;Live\n",
            Asks(&["decimal point"]),
        ),
        made(
            "staff that is no number",
            "a.csv",
            "Name,Type,Staff,Status\nA,GP,c. 50,Live\nB,GP,0,Live\nC,GP,-3,Live\nD,GP,12,Live\nE,GP,7,Live\n",
            Imports(5, &["“c. 50” in row 2", "3 of 5 organisations have no number of staff"]),
        ),
        made(
            "days of the month first",
            "a.csv",
            "Name,Type,Go live date,Status\nA,GP,03/31/2025,Live\nB,GP,01/02/2025,Live\n",
            Imports(2, &[]),
        ),
        made(
            "days that could be both",
            "a.csv",
            "Name,Type,Go live date,Status\nA,GP,03/04/2025,Live\n",
            Imports(1, &["could be read in two ways"]),
        ),
        made(
            "days that are both",
            "a.csv",
            "Name,Type,Go live date,Status\nA,GP,31/01/2025,Live\nB,GP,01/31/2025,Live\n",
            Asks(&["day/month/year only"]),
        ),
        made(
            "days of all sorts",
            "a.csv",
            "Name,Type,Go live\nA,GP,2025-03-31\nB,GP,31 March 2025\nC,GP,Mar-25\nD,GP,45747\nE,GP,soon\n",
            Imports(5, &["“soon” in row 6", "Months without a day"]),
        ),
        made(
            "days to come, and states that say otherwise",
            "a.csv",
            "Name,Type,Go live,Status\nA,GP,01/09/2030,\nB,GP,13/01/2025,Not started\nC,GP,01/09/2030,Live\n",
            Imports(
                3,
                &[
                    "taken as agreed",
                    "not by its state, which holds",
                    "since a day after the start",
                ],
            ),
        ),
        made(
            "percentages trained",
            "a.csv",
            "Name,Type,Staff,Status,Trained\nA,GP,10,Live,50%\nB,GP,10,Live,0.5\nC,GP,10,Live,12\n",
            Imports(3, &["Trained that is no number of its staff"]),
        ),
        made(
            "states by colours",
            "a.csv",
            "Name,Type,RAG\nA,GP,Red\nB,GP,Green\n",
            Asks(&["“Red” (1), “Green” (1)"]),
        ),
        made(
            "systems that are not known",
            "a.csv",
            "Name,Type,System,Status\nA,GP,Vision,Live\n",
            Asks(&["“Vision” (1)"]),
        ),
        made(
            "names that are formulas",
            "a.csv",
            "Name,Type,Status,Note\n=1+1,GP,Live,=cmd|' /C calc'!A0\n+44 Surgery,GP,Live,@x\n-Oak,GP,Live,\n@Home,GP,Live,\n＝2,GP,Live,\n",
            Imports(5, &[]),
        ),
        made(
            "letters that act",
            "a.csv",
            "Name,Type,Status\nA\u{1b}[2J,GP,Live\nB\u{202e}C,GP,Live\n\u{200b}D,GP,Live\n",
            Imports(3, &[]),
        ),
        made(
            "names longer than any",
            "a.csv",
            format!("Name,Type,Status\n{},GP,Live\n", "x".repeat(5_000)),
            Imports(1, &[]),
        ),
    ]
}

fn workbooks() -> Vec<Made> {
    let list = "Name,Type,System,Staff,Status\nA,GP,EMIS,12,Live\nB,Care home,paper,40,Agreed\n";
    let formulas = built(|book| {
        let sheet = book.add_worksheet();
        for (column, name) in ["Name", "Type", "Staff", "Status", "Go live"].iter().enumerate() {
            sheet.write_string(0, column as u16, *name).unwrap();
        }
        let day = Format::new().set_num_format("dd/mm/yyyy");
        for row in 1..4u32 {
            sheet
                .write_formula(
                    row,
                    0,
                    Formula::new(format!("\"Surgery \"&{row}"))
                        .set_result(format!("Surgery {row}")),
                )
                .unwrap();
            sheet.write_string(row, 1, "GP").unwrap();
            sheet.write_formula(row, 2, Formula::new("4*3").set_result("12")).unwrap();
            sheet.write_string(row, 3, "Live").unwrap();
            sheet
                .write_with_format(
                    row,
                    4,
                    ExcelDateTime::from_ymd(2025, 3, row as u8).unwrap(),
                    &day,
                )
                .unwrap();
        }
    });
    let merged = built(|book| {
        let sheet = book.add_worksheet();
        let plain = Format::new();
        sheet.merge_range(0, 0, 0, 4, "Our programme", &plain).unwrap();
        sheet.merge_range(1, 0, 1, 1, "Organisation", &plain).unwrap();
        sheet.merge_range(1, 2, 1, 3, "Where it stands", &plain).unwrap();
        for (column, name) in ["Name", "Type", "Status", "Staff"].iter().enumerate() {
            sheet.write_string(2, column as u16, *name).unwrap();
        }
        sheet.merge_range(3, 1, 5, 1, "GP practice", &plain).unwrap();
        for row in 3..6u32 {
            sheet.write_string(row, 0, format!("Surgery {row}")).unwrap();
            sheet.write_string(row, 2, "Live").unwrap();
            sheet.write_number(row, 3, 10.0).unwrap();
        }
    });
    let faults = built(|book| {
        let sheet = book.add_worksheet();
        for (row, cells) in text("Name,Type,Staff,Status\nA,GP,,Live\n").iter().enumerate() {
            for (column, cell) in cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
                sheet.write_string(row as u32, column as u16, cell).unwrap();
            }
        }
        sheet.write_formula(1, 2, Formula::new("1/0").set_result("#DIV/0!")).unwrap();
    });
    let corners = built(|book| {
        let sheet = book.add_worksheet();
        for (row, cells) in text(list).iter().enumerate() {
            for (column, cell) in cells.iter().enumerate() {
                sheet.write_string(row as u32, column as u16, cell).unwrap();
            }
        }
        sheet.write_string(1_048_575, 16_383, "far away").unwrap();
    });
    let two = "Name,Type,Status\nA,GP,Live\nB,GP,Live\n";
    vec![
        made(
            "a workbook",
            "a.xlsx",
            workbook(&[("List", false, text(list))]),
            Imports(2, &["sheet “List”"]),
        ),
        made(
            "a workbook under another name",
            "a.csv",
            workbook(&[("List", false, text(list))]),
            Imports(2, &[]),
        ),
        made(
            "hidden sheets, notes beside",
            "a.xlsx",
            workbook(&[
                ("Read me", false, text("How to use this\n")),
                ("Old", true, text(list)),
                ("List", false, text(list)),
            ]),
            Imports(2, &["sheet “List”", "“Old” (hidden)"]),
        ),
        made(
            "two sheets that could be it",
            "a.xlsx",
            workbook(&[("GPs", false, text(two)), ("Homes", false, text(two))]),
            Refuses("2 sheets could be the list", "--sheet 'GPs'"),
        ),
        made("formulas with stored results", "a.xlsx", formulas, Imports(3, &["3 organisations"])),
        made(
            "merged names of columns and kinds",
            "a.xlsx",
            merged,
            Imports(3, &["2 rows above", "merged"]),
        ),
        made("a formula that failed", "a.xlsx", faults, Imports(1, &["#DIV/0!"])),
        made("a cell in the far corner", "a.xlsx", corners, Imports(2, &["Cells beyond row"])),
        made(
            "text as numbers, spaces around",
            "a.xlsx",
            workbook(&[("L", false, text("Name , Type,Staff ,Status\n A , GP ,  12  , Live \n"))]),
            Imports(1, &[]),
        ),
    ]
}

fn refused() -> Vec<Made> {
    let empty = built(|book| {
        book.add_worksheet();
    });
    let mut locked = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    locked.resize(600, 0);
    let old = locked.clone();
    locked.extend(utf16("EncryptedPackage", false, false));
    let mut cut = workbook(&[("L", false, text("Name,Type\nA,GP\n"))]);
    cut.truncate(cut.len() / 2);
    let zeros = vec![b' '; 200_000_000];
    vec![
        made("an empty file", "a.csv", "", Refuses("is empty", "right file")),
        made("blank lines alone", "a.csv", "\n\n,,,\n", Refuses("nothing in it", "right file")),
        made(
            "names of columns alone",
            "a.csv",
            "Name,Type,Status\n",
            Refuses("holds no organisation", "--sheet"),
        ),
        made("an empty workbook", "a.xlsx", empty, Refuses("nothing in it", "right file")),
        made(
            "a workbook behind a password",
            "a.xlsx",
            locked,
            Refuses("protected by a password", "Encrypt with Password"),
        ),
        made("an old workbook", "a.xls", old, Refuses(".xls", ".xlsx")),
        made(
            "an OpenDocument file",
            "a.ods",
            archive(&[
                ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
                ("content.xml", b"<a/>"),
            ]),
            Refuses("OpenDocument", ".xlsx"),
        ),
        made(
            "a binary workbook",
            "a.xlsb",
            archive(&[("xl/workbook.bin", b"x")]),
            Refuses(".xlsb", ".xlsx"),
        ),
        made("a cut-off workbook", "a.xlsx", cut, Refuses("damaged", "save a copy")),
        made(
            "an archive of something else",
            "a.zip",
            archive(&[("list.csv", b"a")]),
            Refuses("archive", "unpack"),
        ),
        made(
            "a workbook with nothing right in it",
            "a.xlsx",
            archive(&[("xl/workbook.xml", b"<x>"), ("[Content_Types].xml", b"")]),
            Refuses("damaged", "save a copy"),
        ),
        made(
            "a small file that unpacks to a large one",
            "a.xlsx",
            archive(&[("xl/workbook.xml", &zeros)]),
            Refuses("unpacks to more than", "copy the sheet"),
        ),
        made("a PDF", "a.pdf", "%PDF-1.7\n", Refuses("PDF", "export")),
        made(
            "a web page under the name of a workbook",
            "a.xls",
            "<html><table><tr><td>Name</td></tr></table>",
            Refuses("page", ".xlsx"),
        ),
        made(
            "a picture",
            "a.png",
            vec![0x89, b'P', b'N', b'G', 0, 1, 2, 3, 0, 0, 0, 0, 5, 6],
            Refuses("neither a workbook nor", ".csv"),
        ),
        made(
            "a quote that nothing closes",
            "a.csv",
            format!("Name,Type,Status\n\"A,GP,Live\n{}", "B,GP,Live\n".repeat(300)),
            Refuses("nothing closes it", "double it"),
        ),
    ]
}

/// Lists that look plain and are not.
fn doubtful() -> Vec<Made> {
    let homes = text("Home,Type,Status\nA House,Care home,Live\nB House,Care home,Live\n");
    let practices = text("Practice,Type,Status\nA,GP,Live\nB,GP,Live\nC,GP,Live\n");
    vec![
        made(
            "a sheet for each kind",
            "a.xlsx",
            workbook(&[("GPs", false, practices), ("Care homes", false, homes)]),
            Refuses("2 sheets could be the list", "--sheet"),
        ),
        made(
            "rows that are filtered away",
            "a.xlsx",
            built(|book| {
                let sheet = book.add_worksheet();
                for (row, cells) in text(PLAIN).iter().enumerate() {
                    sheet.write_row(row as u32, 0, cells).unwrap();
                }
                sheet.set_row_hidden(2).unwrap();
            }),
            Imports(2, &["1 row is hidden or filtered away, and read like the others"]),
        ),
        made(
            "states that are turned round or put off",
            "a.csv",
            "Name,Type,Status\nA,GP,Not in use\nB,GP,To go live Sept\nC,GP,Live\n",
            Asks(&["“Not in use” (1), “To go live Sept” (1)"]),
        ),
        made(
            "two columns of states",
            "a.csv",
            "Name,Type,Status Mar 25,Status Apr 26\nOak,GP,Not started,Live\nElm,GP,Live,Live\n",
            Asks(&["several columns could be `state`: “Status Mar 25”, “Status Apr 26”"]),
        ),
        made(
            "a state that was, and one that is",
            "a.csv",
            "Name,Type,Previous status,Status\nOak,GP,Not started,Live\n",
            Imports(1, &["state = “Status”", "Kept aside: Previous status"]),
        ),
        made(
            "a quote that swallows rows",
            "a.csv",
            "Name,Type,Status\nAsh,GP,Live\n\"Elm,GP,Live\nOak,GP,Live\n\"Yew\" Surgery,GP,Live\n",
            Refuses("in line 3 a double quote opens a cell", "double it"),
        ),
        made(
            "the day on which somebody else began something",
            "a.csv",
            "Name,Type,Location HSCA start date\nA House,Care home,2011-01-20\n",
            Imports(1, &["Kept aside: Location HSCA start date", "that is unmapped"]),
        ),
        made(
            "patients where staff might stand",
            "a.csv",
            "Name,Type,Staff,Practice size,Status\nA,GP,9500,8500,Live\n",
            Imports(1, &["Kept aside: Practice size", "more than ten times the usual"]),
        ),
        made(
            "sums with a kind",
            "a.csv",
            "Name,Type,Staff,Status\nA,GP,9,Live\nB,GP,12,Live\nTotal,GP,21,\n",
            Imports(2, &["1 row of totals (row 4)"]),
        ),
        made(
            "counts where states stand",
            "a.csv",
            "Name,Type,Status\nA,GP,Live\nNorth: 2 practices,GP,0 live\n",
            Asks(&["“0 live” (1)"]),
        ),
        made(
            "states of something else",
            "a.csv",
            "Name,Type,CQC rating status,Dormant (Y/N)\nA,GP,Active,N\nB,GP,Inactive,N\n",
            Imports(2, &["Kept aside: CQC rating status, Dormant (Y/N)"]),
        ),
        made(
            "kinds by the name alone",
            "a.csv",
            "Name,Status\nHospital Road Surgery,Live\nOak Care Home,Live\nSmile Dental Surgery,Live\n",
            Imports(3, &["(1 care_home, 1 gp_practice, 1 other)"]),
        ),
        made(
            "days without a year",
            "a.csv",
            "Name,Type,Go live date\nA,GP,2025-03-01\nB,GP,12 Feb\nC,GP,2025-04-01\n",
            Imports(3, &["Days that cannot be read, taken as empty: “12 Feb” in row 3"]),
        ),
        made(
            "columns that are days by what stands in them",
            "a.csv",
            "Name,Type,Live\nA,GP,2025-03-01\nB,GP,2025-04-01\n",
            Imports(2, &["live_since = “Live”"]),
        ),
        made(
            "words that are values for the names of columns",
            "a.csv",
            "Practice,Code,Live?\nOak Surgery,A1,Y\nElm Surgery,A2,N\n",
            Imports(2, &["state = “Live?”"]),
        ),
        made(
            "a table on its side",
            "a.csv",
            "Organisation,Oak,Elm\nType,GP,Care home\nStatus,Live,Agreed\nStaff,10,40\n",
            Refuses("an organisation in every column", "transpose"),
        ),
        made(
            "text of an old Macintosh",
            "a.csv",
            b"Name,Type,Status\rCh\x89teau,GP,Live\r".to_vec(),
            Imports(1, &["macintosh"]),
        ),
    ]
}
