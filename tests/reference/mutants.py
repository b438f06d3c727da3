"""Would the comparison notice a mistake? Twelve are sown, one in each process of the weekly cycle.

A copy of the source is made outside the repository in which each of twelve lines has a wrong twin that
an environment variable chooses; it is built once, and the built-in example is run with each of them
(and with none). Every mistake has to be found by the comparison with the reference implementation, at
the same ten dates, six measures and Holm-adjusted level; the program without one must agree.

    python tests/reference/mutants.py python.csv [--replicates 400]

`python.csv` is what model.py wrote.
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import compare

ROOT = pathlib.Path(__file__).resolve().parents[2]
# Process, the line as it is, the line as it should not be.
MUTANTS = [
    ("climate", "(planned - region.flows.reported_coverage).max(0.0)",
     "(planned - region.flows.reported_coverage).min(0.0)"),
    ("events", "maths::probability(rate / WEEKS_PER_YEAR))\n}\n\nfn national",
     "maths::probability(12.0 * rate / WEEKS_PER_YEAR))\n}\n\nfn national"),
    ("funder", "if looks >= own.tolerance * planned {", "if looks < own.tolerance * planned {"),
    ("money", "member.hours * size * share / effort;", "member.hours * size * share * effort;"),
    ("project_work", "learned * effort * setting_up", "effort * setting_up"),
    ("joining", "world.orgs.cool_until[o] = step.week + j.cool_off_weeks;",
     "world.orgs.cool_until[o] = step.week;"),
    ("network", "if total > 0.0 { sum / total } else { 0.0 }",
     "if total > 0.0 { 1.0 - sum / total } else { 0.0 }"),
    ("workforce", "let attend = s.skill.attend * step.effects.org.left(OrgCoef::AttendLost, o);",
     "let attend = s.skill.attend;"),
    ("usage", "habit_left: 1.0 - u.habit_loss as f32", "habit_left: 1.0 - 4.0 * u.habit_loss as f32"),
    ("records", "s.records.overtaken_per_week * (1.0 - covered)",
     "3.0 * s.records.overtaken_per_week * (1.0 - covered)"),
    ("survey", "orgs.fill[o] = found[0] * per * here;", "orgs.fill[o] = found[0] * per;"),
    ("load", "+ season + orgs.swing[o] + added;", "+ season + orgs.swing[o];"),
]
CHOICE = '''
/// Which wrong line is chosen; 0 for none.
pub fn mutant() -> u32 {
    static CHOSEN: std::sync::OnceLock<u32> = std::sync::OnceLock::new();
    *CHOSEN.get_or_init(|| std::env::var("MUTANT").ok().and_then(|m| m.parse().ok()).unwrap_or(0))
}
'''


def sow(copy):
    """Give each line its wrong twin, chosen at run time."""
    lib = copy / "src/lib.rs"
    lib.write_text(lib.read_text() + CHOICE)
    for number, (process, right, wrong) in enumerate(MUTANTS, 1):
        path = copy / f"src/processes/{process}.rs"
        text = path.read_text()
        assert text.count(right) == 1, f"{process}: the line has changed: {right}"
        path.write_text(text.replace(right, twin(number, right, wrong)))


def twin(number, right, wrong):
    """An expression, statement or condition that is the wrong one if that number is chosen."""
    chosen = f"crate::mutant() == {number}"
    if right.startswith("if looks"):
        condition = (right[3:-2], wrong[3:-2])
        return f"if (if {chosen} {{ {condition[1]} }} else {{ {condition[0]} }}) {{"
    if right.startswith("maths::probability"):
        return right.replace("rate /", f"(if {chosen} {{ 12.0 }} else {{ 1.0 }}) * rate /")
    if right.startswith("habit_left"):
        return right.replace("u.habit_loss", f"(if {chosen} {{ 4.0 }} else {{ 1.0 }}) * u.habit_loss")
    if right.startswith("+ season"):
        return right.replace("+ added", f"+ if {chosen} {{ 0.0 }} else {{ added }}")
    if right.startswith("let attend"):
        return f"let attend = if {chosen} {{ {wrong[13:-1]} }} else {{ {right[13:-1]} }};"
    if right.endswith(";") and "=" not in right.split("*")[0]:
        return f"if {chosen} {{ {wrong[:-1]} }} else {{ {right[:-1]} }};"
    if right.endswith(";"):
        return f"if {chosen} {{ {wrong} }} else {{ {right} }}"
    return f"(if {chosen} {{ {wrong} }} else {{ {right} }})"


def main():
    reference = compare.ours(sys.argv[1])
    replicates = sys.argv[sys.argv.index("--replicates") + 1] if "--replicates" in sys.argv else "400"
    missed = []
    with tempfile.TemporaryDirectory() as folder:
        copy = pathlib.Path(folder) / "copy"
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns("target", ".git", "output"))
        sow(copy)
        target = os.environ.get("CARGO_TARGET_DIR", str(copy / "target"))
        env = dict(os.environ, CARGO_TARGET_DIR=target)
        subprocess.run(["cargo", "build", "--release", "--locked"], cwd=copy, env=env, check=True)
        program = pathlib.Path(target) / "release/uptake"
        for number, process in enumerate(["none", *(m[0] for m in MUTANTS)]):
            out = pathlib.Path(folder) / process
            subprocess.run([program, "run", copy / "scenarios/cambridgeshire.toml", "--replicates",
                            replicates, "--parquet", "-q", "-o", out], check=True,
                           env=dict(env, MUTANT=str(number)), stdout=subprocess.DEVNULL)
            agree = compare.agreement(reference, compare.theirs([out / "replicates.parquet"]))
            found = agree < 60
            print(f"{process:14} agrees at {agree} of 60", flush=True)
            if found == (number == 0):
                missed.append(process)
    print("every mistake is found, and nothing else" if not missed else f"not as it should be: {missed}")
    return bool(missed)


if __name__ == "__main__":
    sys.exit(main())
