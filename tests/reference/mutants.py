"""Would the comparison notice a mistake? Twelve are sown, one in each process of the weekly cycle.

A copy of the source is made outside the repository in which each of twelve lines has a wrong twin that
an environment variable chooses; it is built once, and cases a and b are run with each of them (and with
none). The comparison with the reference implementation, at the same ten dates, six measures and
Holm-adjusted level, has to find every mistake in one case at least, but for those of `TOO_SMALL`; without
a mistake both cases must agree.

    python tests/reference/mutants.py FOLDER [--replicates 400]

FOLDER holds out-a.csv and out-b.csv, which `model.py a` and `model.py b` write.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import compare

ROOT = pathlib.Path(__file__).resolve().parents[2]
# Process, the line with the expression in « » that goes wrong, and the wrong one.
MUTANTS = [
    ("climate", "(«planned - region.flows.reported_coverage»).max(0.0)",
     "region.flows.reported_coverage - planned"),
    ("events", "maths::probability(«rate» / WEEKS_PER_YEAR))\n}\n\nfn national", "12.0 * rate"),
    ("funder", "let kept = «looks >= own.tolerance * planned * held»;", "looks < own.tolerance * planned"),
    ("money", "member.hours * size * share / «effort»;", "effort.recip()"),
    ("project_work", "«learned * effort» * setting_up", "effort"),
    ("joining", "- «j.load_weight» * world.orgs.load[o]", "-j.load_weight"),
    ("network", "if total > 0.0 { «sum / total» } else { 0.0 }", "1.0 - sum / total"),
    ("workforce", "let attend = «share * step.effects.org.left(OrgCoef::AttendLost, o)»;", "share"),
    ("usage", "habit_left: 1.0 - «u.habit_loss» as f32", "4.0 * u.habit_loss"),
    ("records", "let mine = s.kinds[b.kind[o]].contacts * begun * «trained» * able;", "1.0"),
    ("survey", "p.writable = if «agreed» { weight } else { 0.0 };", "true"),
    ("load", "+ season + orgs.swing[o] + «added»;", "0.0"),
]
# The wrong sign of slippage, and a load without what the tool adds, are lost in luck: each acts at a quarter of what it
# could.
TOO_SMALL = {"climate", "load"}
CHOICE = '''
/// Which wrong line is chosen; 0 for none.
pub fn mutant() -> u32 {
    static CHOSEN: std::sync::OnceLock<u32> = std::sync::OnceLock::new();
    *CHOSEN.get_or_init(|| std::env::var("MUTANT").ok().and_then(|m| m.parse().ok()).unwrap_or(0))
}
'''


def sow(copy):
    """Give each expression its wrong twin, chosen at run time."""
    lib = copy / "src/lib.rs"
    lib.write_text(lib.read_text() + CHOICE)
    for number, (process, line, wrong) in enumerate(MUTANTS, 1):
        path = copy / f"src/processes/{process}.rs"
        text = path.read_text()
        before, right, after = re.split("[«»]", line)
        assert text.count(before + right + after) == 1, f"{process}: the line has changed: {line}"
        twin = choose(number, right, wrong)
        path.write_text(text.replace(before + right + after, before + twin + after))


def choose(number, right, wrong):
    """The wrong expression if that number is chosen, else the right one."""
    return f"(if crate::mutant() == {number} {{ {wrong} }} else {{ {right} }})"


def main():
    folder = pathlib.Path(sys.argv[1])
    references = {case: compare.ours(folder / f"out-{case}.csv") for case in "ab"}
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
            agree = []
            for case, reference in references.items():
                out = pathlib.Path(folder) / f"{process}-{case}"
                subprocess.run([program, "run", copy / f"tests/reference/cases/case-{case}.toml", "--replicates",
                                replicates, "--parquet", "-q", "-o", out], check=True,
                               env=dict(env, MUTANT=str(number)), stdout=subprocess.DEVNULL)
                agree.append(compare.agreement(reference, compare.theirs([out / "replicates.parquet"])))
            print(f"{process:14} agrees at {agree[0]} and {agree[1]} of 60", flush=True)
            if (min(agree) < 60) == (number == 0 or process in TOO_SMALL):
                missed.append(process)
    print("all as it should be" if not missed else f"not as it should be: {missed}")
    return bool(missed)


if __name__ == "__main__":
    sys.exit(main())
