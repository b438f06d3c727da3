"""An independent re-implementation of the model, written from ODD.md, defaults.toml and a scenario
alone. Plain numpy, one region; draws from one Generator (so: distributions, not numbers).

    python model.py cambridgeshire.toml --replicates 40 --out python.csv

Where the ODD left something open the choice is marked [Qn]; see questions.md. This is the corrected
version: the readings of part A there were changed after a look at the project's source. Q7 and Q28
were then decided the reader's way in the program, and follow it here.
Not implemented (off in the example): interventions, the end of the money, budgets, several
regions, an organisation list of one's own, orders other than random, initial.live/records.
"""
import argparse
import csv
import datetime
import math
import time
import tomllib
from types import SimpleNamespace

import numpy as np

YEAR = 52.178571                       # weeks
UNMAPPED, MAPPED, AGREED, LIVE, LAPSED = range(5)
NOT_ASKED, DECLINED, CONSENTED = range(3)
NEVER, FAR = -10_000, 10_000           # a week long ago, a week that never comes
STEPS = ["map", "persuade", "negotiate", "govern", "configure", "tailor", "launch", "train"]
UPKEEP = {"refresh": "refresher_weeks", "renegotiate": "renegotiate_weeks",
          "follow_up": "follow_up_weeks"}
DATES = [26, 52, 78, 104, 130, 156, 182, 208, 234, 260]


def prob(rate):
    """The chance in a week of something with this rate a week."""
    return 1.0 - np.exp(-rate)


# ---- the scenario ------------------------------------------------------------------------------

def read_scenario(path, defaults="defaults.toml"):
    """The scenario with every key it leaves out filled in from the defaults."""
    def merge(base, own):
        out = {k: v for k, v in base.items() if k != "*"}
        if "*" in base:                                     # a collection: its entries' defaults
            return {name: merge(base["*"], entry) for name, entry in own.items()}
        for k, v in own.items():
            both = isinstance(v, dict) and isinstance(base.get(k), dict) and base[k]
            out[k] = merge(base[k], v) if both else v
        return out
    with open(defaults, "rb") as f:
        base = tomllib.load(f)
    with open(path, "rb") as f:
        return merge(base, tomllib.load(f))


# ---- the world at the start --------------------------------------------------------------------

def lay_out(sc, rng):
    """What hangs on the master seed only: organisations, their sizes, systems, posts, lists."""
    w = SimpleNamespace(sc=sc)
    w.kinds, w.roles, w.systems = list(sc["kind"]), list(sc["role"]), list(sc["system"])
    kind, place, of_kind, size, system, post_org, post_role = [], [], [], [], [], [], []
    for k, name in enumerate(w.kinds):
        K = sc["kind"][name]
        n = round(K["count"] * next(iter(sc["region"].values()))["size"])
        cum = np.cumsum(list(K["roles"].values()))
        names = [w.roles.index(r) for r in K["roles"]]
        for i in range(n):
            o = len(kind)
            staff = K["staff"] * math.exp(K["staff_sigma"] * rng.standard_normal()
                                          - K["staff_sigma"] ** 2 / 2)
            posts = round(max(1, round(staff)) * K["in_scope"])                       # [Q1]
            kind.append(k); place.append(i); of_kind.append(n); size.append(posts)
            share = np.array(list(K["systems"].values()))
            system.append(w.systems.index(rng.choice(list(K["systems"]), p=share / share.sum())))
            ends = np.rint(cum / cum[-1] * posts).astype(int)
            for r, count in zip(names, np.diff(np.r_[0, ends])):
                post_role += [r] * count
            post_org += [o] * posts
    w.kind, w.size, w.system = np.array(kind), np.array(size), np.array(system)
    w.org, w.role = np.array(post_org), np.array(post_role)
    w.n, w.posts = len(kind), len(post_org)
    w.first = np.searchsorted(w.org, np.arange(w.n + 1))

    # Who meets whose patients: weight[o, l], adding up to 1 over the organisations of a kind.
    keepers = [o for o in range(w.n) if sc["kind"][w.kinds[w.kind[o]]]["keeps_list"]]
    w.lists = len(keepers)
    meets = np.zeros((w.n, w.lists))
    for o in range(w.n):
        K = sc["kind"][w.kinds[w.kind[o]]]
        if K["lists"] == "all":
            meets[o, :] = 1
        elif K["lists"] == "own":
            meets[o, keepers.index(o)] = 1
        else:
            near = max(K["lists_near"], math.ceil(w.lists / of_kind[o]))            # [Q2]
            start = place[o] * w.lists // of_kind[o]
            meets[o, (start + np.arange(min(near, w.lists))) % w.lists] = 1
    weight = meets * w.size[:, None]
    for k in range(len(w.kinds)):
        mine = w.kind == k
        total = weight[mine].sum(axis=0)
        weight[mine] /= np.where(total > 0, total, 1)
    w.weight = weight
    reads = np.eye(len(w.systems))
    for a, name in enumerate(w.systems):
        for b, v in sc["system"][name]["reads"].items():
            reads[a, w.systems.index(b)] = v
    w.readable = reads[w.system][:, w.system[keepers]]

    def by_kind(key):
        return np.array([sc["kind"][k][key] for k in w.kinds], dtype=float)[w.kind]

    def by_role(key):
        return np.array([sc["role"][r][key] for r in w.roles], dtype=float)
    w.kload, w.kcontacts, w.saves = by_kind("load"), by_kind("contacts"), by_kind("minutes_saved")
    w.independence, w.khold, w.kincumbent = by_kind("independence"), by_kind("hold"), by_kind("incumbent")
    w.leave = prob(by_role("leave_per_year") / YEAR)[w.role]
    weeks = by_role("weeks_to_fill")
    w.fill_chance = np.where(weeks > 0, prob(1 / np.maximum(weeks, 1e-9)), 1.0)[w.role]  # [Q3]
    w.empty_share = np.where(weeks[w.role] > 0, w.leave / (w.leave + w.fill_chance), 0.0)
    w.read, w.write = by_role("read")[w.role], by_role("write")[w.role]
    w.core, w.converse = by_role("core")[w.role], by_role("converse")[w.role]
    return w


def build_world(layout, rng):
    w = SimpleNamespace(**vars(layout))
    sc, n = w.sc, w.n
    w.rng, w.week = rng, 0
    J = sc["joining"]
    # organisations
    w.frailty = rng.normal(0, J["frailty_sigma"], n)
    w.refuser = rng.random(n) < J["refusers"]
    w.hold = np.where(rng.random(n) < w.kincumbent, w.khold, 0.0)
    w.state = np.where(rng.random(n) < sc["initial"]["mapped"], MAPPED, UNMAPPED)
    w.paused, w.ever_live = np.zeros(n, bool), np.zeros(n, bool)
    w.reported = np.zeros(n, bool)                     # the books
    w.neglect, w.failing_o, w.swing = np.zeros(n), np.zeros(n), np.zeros(n)
    w.load = w.kload.copy()
    w.free_at = np.zeros(n, int)                       # end of the cool-off
    w.step = [None] * n                                # step of new work in hand
    w.begun, w.hours_left = np.zeros(n, int), np.zeros(n)
    w.due = {t: np.full(n, FAR) for t in UPKEEP}       # week in which it is due
    w.upkeep_left = {t: np.zeros(n) for t in UPKEEP}   # plain hours left, if begun
    w.touched = np.full(n, NEVER)                      # launch or last upkeep
    w.rank = rng.permutation(n)                        # the policy's order (random)
    w.minutes_paid, w.minutes_saved, w.minutes_trained = np.zeros(n), np.zeros(n), np.zeros(n)
    w.accepted_before = np.zeros(n, bool)              # agreed or live at last week's end
    w.live_before = np.zeros(n, bool)
    # posts
    w.filled = np.zeros(w.posts, bool)
    w.share = np.zeros(w.posts)
    w.until = np.full(w.posts, float(NEVER))           # skill lasts until
    w.T = np.zeros(w.posts)
    w.er, w.ew, w.habit = np.zeros(w.posts), np.zeros(w.posts), np.zeros(w.posts)
    w.last_use, w.hired = np.full(w.posts, NEVER), np.full(w.posts, NEVER)
    w.c, w.x, w.real = np.zeros(n), np.zeros(n), np.zeros(n, bool)
    # the region
    w.interest, w.slippage, w.reported_share = J["interest"], 0.0, 0.0
    w.quality, w.failing, w.R, w.covered = sc["tool"]["quality"], 0.0, 0.0, 0.0
    w.experience = {t: np.zeros(len(w.systems)) for t in sc["task"]}
    w.team = [SimpleNamespace(level=m["level"], hours=m["hours"], paid_by=m["paid_by"], back=0,
                              leave=m["leave_per_year"], recruit=m["weeks_to_recruit"], m=0.0)
              for m in sc["team"].values() for _ in range(m["count"])]
    # patients
    per_list = rng.poisson(sc["patients"]["recognised_per_week"] * sc["patients"]["stay_weeks"], w.lists)
    w.unrecognised = rng.poisson(sc["patients"]["recognised_per_week"] / sc["patients"]["recognised_share"]
                                 * sc["patients"]["unrecognised_weeks"], w.lists)
    w.p_list = np.repeat(np.arange(w.lists), per_list)
    w.p_state = np.zeros(len(w.p_list), int)
    w.p_written = np.full(len(w.p_list), NEVER)
    w.p_good, w.p_overtaken = np.zeros(len(w.p_list), bool), np.zeros(len(w.p_list), bool)
    survey(w)
    return w


def per_org(w, values):
    return np.bincount(w.org, weights=values, minlength=w.n)


def usable(w):
    return (w.state == LIVE) & ~w.paused


def competent(w):
    return w.filled & (w.until > w.week)


# ---- the week ----------------------------------------------------------------------------------

def forces(w):
    """Coefficients from last week's end state."""
    F, f = w.sc["forces"], SimpleNamespace()
    s = {k: v["strength"] for k, v in F.items()}
    lost = lambda x, name: 1 - (1 - x) ** s[name]
    ever = w.ever_live
    staff = np.maximum(per_org(w, w.filled), 1)
    # repetition
    r = F["repetition"]
    f.member_effort = [s["repetition"] * r["effort"] * m.m for m in w.team]
    f.member_leave = [s["repetition"] * r["leave_per_year"] * m.m for m in w.team]
    f.effort = s["repetition"] * math.log(1 + r["left_to_team"])
    # disappointment
    d = F["disappointment"]
    f.fall_faster = s["disappointment"] * d["faster_fall"]
    f.exit = np.where(ever, s["disappointment"] * d["exit_per_year"] * w.failing_o, 0)
    f.feedback_lost = lost(d["feedback_lost"] * w.failing, "disappointment")
    # governance friction
    f.hours_lost = lost(min(1, F["governance_friction"]["reporting"] * w.slippage), "governance_friction")
    # investment before savings
    i = F["investment_before_savings"]
    opened = 1 - i["backfill"]
    name = "investment_before_savings"
    f.attend_lost = np.where(ever, lost(np.minimum(1, i["attendance_lost"] * w.load * opened), name), 0)
    f.load = np.where(ever, s[name] * i["burden"] * (w.minutes_paid + opened * w.minutes_trained - w.minutes_saved)
                      / (w.sc["time"]["slack"] * np.maximum(w.size, 1)), 0)
    # good enough
    g = F["good_enough"]
    f.use_lost = lost(w.hold * (1 - g["shaken_off"] * phi(w, per_org(w, w.er * w.filled) / staff)), "good_enough")
    # self-defeating success
    y = F["self_defeating_success"]
    above = max(0.0, (w.reported_share - y["from_coverage"]) / (1 - y["from_coverage"]))
    f.money_lost = lost(y["money_lost"] * above, "self_defeating_success")
    f.interest_fade = s["self_defeating_success"] * y["interest_lost_per_year"] * above
    # core and peripheral
    c = F["core_and_peripheral"]
    f.retention = -s["core_and_peripheral"] * c["retention"] * (1 - w.core)
    f.habit = -s["core_and_peripheral"] * c["habit"] * (1 - w.core)
    f.converse_lost = lost(c["deferred"] * (1 - w.core), "core_and_peripheral")
    # recurring
    r = F["recurring"]
    new = per_org(w, w.filled & (w.hired > w.week - r["new_weeks"])) / staff   # week: last week's
    f.teach_lost = lost(r["teaching_lost"] * new, "recurring")
    f.load = f.load + s["recurring"] * r["induction_load"] * new
    away = np.minimum(1, (w.week + 1 - w.touched) / 52)                               # [Q28]
    f.retention = f.retention - s["recurring"] * r["out_of_touch"] * away[w.org]
    return f


def climate(w, f):
    J = w.sc["joining"]
    x = w.interest
    x += (J["interest_growth"] * x * (1 - x) - (J["interest_fade"] + f.interest_fade) * x) / YEAR
    w.interest = min(1, max(0, x))
    w.reported_share = w.reported.mean()
    w.slippage = max(0, min(1, w.week / w.sc["plan"]["weeks_to_all"]) - w.reported_share)


def money(w, f):
    """Who of the team leaves; the hours of each level."""
    rng = w.rng
    total = sum(m.hours for m in w.team)
    w.hours = {"top": 0.0, "middle": 0.0, "technical": 0.0}
    for m, effort, leave in zip(w.team, f.member_effort, f.member_leave):
        if w.week >= m.back and rng.random() < prob((m.leave + leave) / YEAR):
            m.back = w.week + max(1, math.ceil(rng.exponential() * m.recruit))       # [Q4]
            m.m = 0.0
            keep = 1 - m.hours / total * (1 - w.sc["experience"]["handover"])
            for n in w.experience.values():
                n *= keep
        if w.week >= m.back:
            share = 1 - f.money_lost if m.paid_by == "project" else 1.0
            w.hours[m.level] += m.hours * share * math.exp(-effort)
    for level in w.hours:
        w.hours[level] *= 1 - f.hours_lost


def take(w, task, wanted):
    """Hours for a task from the levels that may do it, most hours left first."""
    got = 0.0
    for level in sorted(w.sc["task"][task]["levels"], key=lambda v: -w.left[v]):
        h = min(wanted - got, w.left[level])
        if h > 0:
            w.left[level] -= h
            w.spent[level][task] = w.spent[level].get(task, 0.0) + h
            got += h
    return got


def plain_hours(w, o, name):
    P = w.sc["task"][name]
    return P["hours"] * math.exp(P["sigma"] * w.rng.standard_normal()) + P["hours_per_post"] * w.size[o]


def work(w, f, o, name, left):
    """Work on so many plain hours of a task; how many are left then."""
    price = (1 + w.experience[name][w.system[o]]) ** math.log2(w.sc["experience"]["progress_ratio"])
    if name in STEPS:
        price *= math.exp(f.effort)
    left -= take(w, name, left * price) / price
    return left if left > 1e-9 else 0.0


def begin(w, o, step):
    """The next step of new work; it may be worked on from the next time it is its turn."""
    P = w.sc["task"][step]
    while step not in ("map", "persuade", "launch", "train") \
            and P["hours"] == P["hours_per_post"] == P["least_weeks"] == 0:
        step = STEPS[STEPS.index(step) + 1]
        P = w.sc["task"][step]
    w.step[o], w.begun[o], w.hours_left[o] = step, w.week, plain_hours(w, o, step)    # [Q5]


def project_work(w, f):
    sc = w.sc
    w.left = dict(w.hours)
    w.spent = {level: {} for level in w.hours}
    w.step_done, w.upkeep_done = [], []                # what joining and workforce make of it
    # -- maintenance: support, then what is due
    live = w.state == LIVE
    S = sc["task"]["support"]
    wanted = (S["hours"] + S["hours_per_post"] * w.size)[live].sum()
    unmet = 1 - take(w, "support", wanted) / wanted if wanted > 0 else 0.0             # [Q6]
    w.neglect[live] += sc["organisation"]["neglect_rate"] * (unmet - w.neglect[live])
    due = []                                                                          # [Q7]
    for i, name in enumerate(UPKEEP):
        due += [(w.due[name][o], w.rank[o], i, o, name)
                for o in np.flatnonzero(w.reported & (w.due[name] <= w.week))]
    for _, _, _, o, name in sorted(due):
        if w.upkeep_left[name][o] <= 0:
            w.upkeep_left[name][o] = plain_hours(w, o, name)
        left = work(w, f, o, name, w.upkeep_left[name][o])
        w.upkeep_left[name][o] = max(left, 1e-9)       # worked, but perhaps too soon
        if left == 0 and w.week >= w.due[name][o] + sc["task"][name]["least_weeks"]:
            w.upkeep_left[name][o] = 0
            w.upkeep_done.append((o, name))
            w.experience[name][w.system[o]] += 1
    # -- development of the tool
    h = take(w, "develop", sc["task"]["develop"]["hours"])
    in_use = w.real[live].mean() if live.any() else 0.0
    w.quality += (1 - w.quality) * sc["tool"]["gain_per_100_hours"] * h / 100 * in_use * (1 - f.feedback_lost)
    # -- new work, in the policy's order                                              [Q8]
    room = sc["policy"]["work_in_progress"] - sum(step not in (None, "train") for step in w.step)
    for o in np.argsort(w.rank):
        if w.step[o] is None and room > 0 and w.free_at[o] <= w.week and not w.reported[o] \
                and w.state[o] in (UNMAPPED, MAPPED, LAPSED):
            room -= 1
            begin(w, o, "map" if w.state[o] == UNMAPPED else "persuade")
        if w.step[o] is not None:
            step = w.step[o]
            w.hours_left[o] = work(w, f, o, step, w.hours_left[o])
            if w.hours_left[o] == 0 and w.week >= w.begun[o] + sc["task"][step]["least_weeks"]:
                w.step_done.append(o)
                w.experience[step][w.system[o]] += 1
    # -- experience fades, repetition tires                                       [Q9, Q18]
    for n in w.experience.values():
        n *= 1 - sc["experience"]["loss_per_week"]
    pace = 1 / sc["forces"]["repetition"]["memory_weeks"]
    for m in w.team:
        if w.week >= m.back:
            most = max(w.spent[m.level].values(), default=0.0)
            worked = sum(w.spent[m.level].values())
            share = most / worked if worked > 1e-9 else 0.0
            m.m += pace * (share - m.m)


def persuaded(w, o):
    J = w.sc["joining"]
    lead = any(m.level == "top" and w.week >= m.back for m in w.team)
    peers = w.kind == w.kind[o]
    others = peers.sum() - 1
    x = (w.accepted_before[peers].sum() - w.accepted_before[o]) / others if others else 0.0
    z = (J["base"] + J["vision_weight"] * J["vision"] + J["lead_weight"] * lead + J["peer_weight"] * x
         + J["interest_weight"] * w.interest - J["load_weight"] * w.load[o]
         - J["independence_weight"] * w.independence[o] + w.frailty[o])
    return not w.refuser[o] and w.rng.random() < 1 / (1 + math.exp(-z))


def go_live(w, o):
    w.state[o], w.paused[o], w.reported[o] = LIVE, False, True
    w.neglect[o] = 0.0                                                                # [Q10]
    for name in UPKEEP:                                                               # [Q11]
        schedule(w, o, name)
    w.touched[o] = w.week
    if not w.ever_live[o]:
        w.ever_live[o] = True
        p = slice(w.first[o], w.first[o + 1])
        k = w.first[o + 1] - w.first[o]
        w.filled[p] = w.rng.random(k) >= w.empty_share[p]
        g = w.rng.gamma(w.sc["use"]["concentration"], size=k) + 1e-300
        w.share[p] = g / g.sum()
        w.er[p], w.ew[p] = w.sc["use"]["first_read"], w.sc["use"]["first_write"]


def schedule(w, o, name):
    interval = w.sc["policy"][UPKEEP[name]]
    w.due[name][o] = w.week + interval if interval else FAR


def next_step(w, o):
    """What follows from a step of new work that was completed this week."""
    step = w.step[o]
    w.step[o] = None
    if step == "map":
        w.state[o] = MAPPED
        begin(w, o, "persuade")
    elif step == "persuade":
        if persuaded(w, o):
            w.state[o] = AGREED
            begin(w, o, "launch" if w.ever_live[o] else "negotiate")
        else:
            w.free_at[o] = w.week + w.sc["joining"]["cool_off_weeks"]
    elif step == "launch":
        go_live(w, o)
        begin(w, o, "train")
    elif step == "train":                              # held in workforce; a contact   [Q28]
        w.sessions.append(o)
        w.touched[o] = w.week
    else:
        begin(w, o, STEPS[STEPS.index(step) + 1])


def upkeep(w, o, name):
    """What follows from upkeep that was done this week."""
    if w.state[o] == LAPSED:                           # found out: the books are put right
        if w.reported[o]:
            w.reported[o], w.free_at[o] = False, w.week
            for name in UPKEEP:
                w.due[name][o] = FAR
        return
    schedule(w, o, name)
    w.touched[o] = w.week
    if name == "renegotiate":
        w.paused[o] = False
    elif name == "refresh":
        w.sessions.append(o)


def session(w, f, o):
    """Training or a refresher: those who come learn, also those who are competent already."""
    p = np.arange(w.first[o], w.first[o + 1])
    chance = w.sc["skill"]["attend"] * (1 - f.attend_lost[o])
    came = p[w.filled[p] & (w.rng.random(len(p)) < chance)]
    learn(w, f, came)
    w.minutes_trained[o] = w.sc["time"]["train"] * len(came)


def learn(w, f, p):
    S = w.sc["skill"]
    T = S["retention_weeks"] * np.exp(S["retention_sigma"] * w.rng.standard_normal(len(p)))
    w.T[p] = T * np.exp(f.retention[p])                                               # [Q12]
    w.until[p] = w.week + w.T[p] * (1 + S["practice_gain"] * w.habit[p])              # [Q26]


def joining(w, f):
    """Silent stops, returns, take-up without the project, pauses."""
    O, D, rng = w.sc["organisation"], w.sc["diffusion"], w.rng
    w.sessions = []
    for o in w.step_done:
        next_step(w, o)
    for o, name in w.upkeep_done:
        upkeep(w, o, name)
    live, lapsed = w.state == LIVE, w.state == LAPSED
    w.paused |= live & (w.week > w.due["renegotiate"] + O["agreement_grace_weeks"])   # [Q14]
    u = rng.random(w.n)
    stop = live & (u < prob((O["exit_per_year"] + O["neglect_exit_per_year"] * w.neglect + f.exit) / YEAR))
    back = lapsed & (u < prob(O["return_per_year"] / YEAR))
    if D["spontaneous_per_year"] + D["contagion_per_year"] > 0:
        of = np.bincount(w.kind, minlength=len(w.kinds))[w.kind]
        yes = np.bincount(w.kind, weights=w.live_before)[w.kind]
        seen = (yes - w.live_before) / np.maximum(of - 1, 1)
        rate = (D["spontaneous_per_year"] + D["contagion_per_year"] * seen) / YEAR
        back |= ~live & ~lapsed & (u < prob(rate))
    w.state[stop] = LAPSED
    for o in np.flatnonzero(stop):
        w.step[o] = None                               # training falls away
    for o in np.flatnonzero(back):                     # as if launched: books, clocks  [Q13]
        w.step[o] = None
        go_live(w, o)


def workforce(w, f):
    S, rng = w.sc["skill"], w.rng
    ever = w.ever_live[w.org]
    staff = np.maximum(per_org(w, w.filled), 1)
    mean_r, mean_w = per_org(w, w.er * w.filled) / staff, per_org(w, w.ew * w.filled) / staff
    u = rng.random(w.posts)
    gone = ever & w.filled & (u < w.leave)
    come = ever & ~w.filled & (u < w.fill_chance)
    self_chance = np.minimum(1, S["self_taught"] + S["from_colleagues"] * w.c * (1 - f.teach_lost))
    chance = (1 - (1 - self_chance) * (1 - S["induction"]))[w.org]
    able = usable(w)[w.org]
    stays = ever & w.filled & ~gone
    learns = stays & able & ~competent(w) & (rng.random(w.posts) < chance)
    w.filled[gone] = False
    w.until[gone], w.last_use[gone], w.hired[gone], w.habit[gone] = NEVER, NEVER, NEVER, 0
    w.filled[come] = True
    w.hired[come] = w.week
    w.er[come], w.ew[come] = mean_r[w.org[come]], mean_w[w.org[come]]
    learn(w, f, np.flatnonzero(learns | (come & able & (rng.random(w.posts) < S["induction"]))))
    if S["lapse_per_week"] > 0:
        w.until[stays & ~learns & (rng.random(w.posts) < S["lapse_per_week"])] = NEVER
    w.minutes_trained = np.zeros(w.n)
    for o in w.sessions:
        if w.state[o] == LIVE:
            session(w, f, o)


def phi(w, e):
    t = w.sc["use"]["threshold"] ** 4
    return e ** 4 / (t + e ** 4)


def use(w, f):
    U, rng, sc = w.sc["use"], w.rng, w.sc
    A = (U["access"] * (1 - sc["organisation"]["neglect_access"] * w.neglect)
         * np.sqrt(1 - w.load) * (1 - f.use_lost) * usable(w))
    skilled = competent(w)
    reach = A[w.org] * np.where(skilled, 1.0, math.sqrt(U["untrained"]))
    g = np.minimum(1, w.er / U["habit_floor"]) * w.habit
    gw = np.minimum(1, w.ew / U["habit_floor"]) * w.habit

    def P(e, g):
        return np.minimum(1, g * U["habitual"] + (1 - g)
                          * (U["curiosity"] + U["peer"] * w.x[w.org] + U["deliberate"] * phi(w, e)))
    contacts = w.contacts[w.org] * w.share * w.filled
    reading = contacts * w.read * reach * P(w.er, g)
    writing = contacts * w.write * w.W[w.org] * reach * P(w.ew, gw)                   # [Q15]
    looks, writes = rng.poisson(reading), rng.poisson(writing)
    # look-ups, each in turn
    up, down = U["learning"], min(1, U["learning"] * math.exp(f.fall_faster))
    useful_n = np.zeros(w.posts, int)
    good_chance = (w.fill * w.quality)[w.org]
    for k in range(looks.max(initial=0)):
        p = np.flatnonzero(looks > k)
        good = rng.random(len(p)) < good_chance[p]
        w.er[p] += np.where(good, up * (1 - w.er[p]), -down * w.er[p])
        useful_n[p] += good
    aim = U["own_benefit"] + (1 - U["own_benefit"]) * min(1, w.R / U["heard_reads"])
    pace = np.where(w.ew < aim, up, down)
    w.ew += (aim - w.ew) * (1 - (1 - pace) ** writes)
    # habit and skill
    n = looks + writes
    gain = np.minimum(1, U["habit_gain"] * np.exp(f.habit))
    w.habit = np.where(n > 0, 1 - (1 - w.habit) * (1 - gain) ** n, w.habit * (1 - U["habit_loss"]))
    w.last_use[n > 0] = w.week
    p = np.flatnonzero(skilled & (n > 0))
    w.until[p] = np.maximum(w.until[p], w.week + w.T[p] * (1 + sc["skill"]["practice_gain"] * w.habit[p]))  # [Q12]
    # what it cost, what it gave
    Lo, Us, Wr = per_org(w, looks), per_org(w, useful_n), per_org(w, writes)
    w.minutes_paid = sc["time"]["write"] * Wr + sc["time"]["view"] * Lo
    w.minutes_saved = w.saves * Us
    some = Lo > 0
    w.failing_o[some] += 0.1 * (1 - Us[some] / Lo[some] - w.failing_o[some])
    if Lo.sum() > 0:
        w.failing = 1 - Us.sum() / Lo.sum()
    w.R = Us.sum() / w.with_record if w.with_record > 0 else 0.0
    w.real = real_use(w)
    w.covered = (w.contacts * w.real).sum() / max(w.contacts.sum(), 1e-9)
    w.writes_skilled, w.writes_unskilled = per_org(w, writes * skilled), per_org(w, writes * ~skilled)


def monthly(w):
    return w.filled & (w.last_use >= w.week - 3)


def real_use(w):
    users = per_org(w, monthly(w))
    return (w.state == LIVE) & (users > 0) & (users >= w.sc["organisation"]["real_use"] * w.size - 1e-9)


def record_state(w):
    current = w.week - w.p_written < w.sc["records"]["current_weeks"]
    return current, current & ~w.p_overtaken


def write_weights(w):
    _, true = record_state(w)
    return (w.p_state == CONSENTED) * np.where(true, w.sc["records"]["update_current"], 1.0)


def records(w, f):
    R, Pt, rng = w.sc["records"], w.sc["patients"], w.rng
    # writes: by list, then by patient (weights of last week's end)
    ends = np.cumsum(w.write_weights)
    bounds = np.r_[0, np.cumsum(w.list_write)]
    for count, quality in ((w.writes_skilled, R["quality_competent"]), (w.writes_unskilled, R["quality_untrained"])):
        for o in np.flatnonzero(count):
            weight = w.weight[o] * w.list_write                                       # [Q16]
            if weight.sum() <= 0:
                continue
            lists = rng.choice(w.lists, size=int(count[o]), p=weight / weight.sum())
            at = bounds[lists] + rng.random(len(lists)) * w.list_write[lists]
            who = np.minimum(np.searchsorted(ends, at, side="right"), len(ends) - 1)
            w.p_written[who] = w.week
            w.p_good[who] = rng.random(len(who)) < quality
            w.p_overtaken[who] = False
    # patients: die, or are asked, or reconsider, or are overtaken
    size = np.maximum(w.size, 1)
    trained = per_org(w, competent(w)) / size                                         # [Q17]
    ask = w.kcontacts * trained * per_org(w, w.converse * (1 - f.converse_lost)) / size * usable(w)
    rate = ask @ w.weight                                            # for a patient of each list
    unasked = np.bincount(w.p_list, weights=w.p_state == NOT_ASKED, minlength=w.lists)
    w.minutes_paid += w.sc["time"]["converse"] * ask * (w.weight @ unasked)
    k = len(w.p_list)
    dies = rng.random(k) < prob(1 / Pt["stay_weeks"])
    asked = (w.p_state == NOT_ASKED) & (rng.random(k) < prob(rate)[w.p_list])
    again = (w.p_state == DECLINED) & (rng.random(k) < prob(Pt["reconsider_per_year"] / YEAR))
    over = (w.p_written > NEVER) & (rng.random(k) < prob(R["overtaken_per_week"] * (1 - w.covered)))
    w.p_state[asked] = np.where(rng.random(asked.sum()) < Pt["agree"], CONSENTED, DECLINED)
    w.p_state[again] = CONSENTED
    w.p_overtaken |= over
    # arrivals, kept in the order of the lists
    leaving = w.unrecognised / Pt["unrecognised_weeks"]                               # [Q24]
    recognised = np.minimum(rng.poisson(leaving * Pt["recognised_share"]), w.unrecognised)
    left = w.unrecognised - recognised
    w.unrecognised = (left - np.minimum(rng.poisson(leaving * (1 - Pt["recognised_share"])), left)
                      + rng.poisson(Pt["recognised_per_week"] / Pt["recognised_share"], w.lists))
    new = np.repeat(np.arange(w.lists), recognised)
    z = len(new)
    lists = np.r_[w.p_list[~dies], new]
    order = np.argsort(lists, kind="stable")
    w.p_list = lists[order]
    w.p_state = np.r_[w.p_state[~dies], np.zeros(z, int)][order]
    w.p_written = np.r_[w.p_written[~dies], np.full(z, NEVER)][order]
    w.p_good = np.r_[w.p_good[~dies], np.zeros(z, bool)][order]
    w.p_overtaken = np.r_[w.p_overtaken[~dies], np.zeros(z, bool)][order]
    survey(w)


def survey(w):
    """What every organisation will meet next week."""
    per_list = lambda v: np.bincount(w.p_list, weights=v, minlength=w.lists)
    current, true = record_state(w)
    w.write_weights = write_weights(w)
    N, w.list_write = per_list(np.ones(len(w.p_list))), per_list(w.write_weights)
    met = w.weight @ N
    w.contacts = w.kcontacts * met
    met = np.maximum(met, 1e-12)
    w.W = w.weight @ w.list_write / met
    w.fill = (w.weight * w.readable) @ per_list(true & w.p_good) / met
    w.with_record = (w.p_written > NEVER).sum()


def load(w, f):
    T = w.sc["time"]
    day = datetime.date.fromisoformat(str(w.sc["start"])).timetuple().tm_yday + 7 * w.week
    w.swing = T["swing_carry"] * w.swing + T["swing"] * math.sqrt(1 - T["swing_carry"] ** 2) * w.rng.standard_normal(w.n)
    empty = per_org(w, np.where(w.ever_live[w.org], ~w.filled, w.empty_share)) / np.maximum(w.size, 1)
    w.load = np.clip(w.kload + T["season"] * math.cos(2 * math.pi * (day - 15) / 365.25) + w.swing
                     + T["vacancy"] * empty + f.load, 0, 0.95)


def week_ends(w):
    """What others will see of this week's end state."""
    w.accepted_before = (w.state == AGREED) | (w.state == LIVE)
    w.live_before = w.state == LIVE
    w.c = per_org(w, competent(w)) / np.maximum(w.size, 1)
    w.x = per_org(w, monthly(w)) / np.maximum(w.size, 1)


# ---- measures and runs -------------------------------------------------------------------------

def measures(w):
    _, true = record_state(w)
    return {
        "organisations.live": (w.state == LIVE).mean(),
        "organisations.real_use": real_use(w).mean(),
        "staff.access": (w.filled & usable(w)[w.org]).mean(),
        "staff.competent": competent(w).mean(),
        "staff.monthly": monthly(w).mean(),
        "patients.true_current": true.mean(),
    }


def run(sc, layout, rng):
    w = build_world(layout, rng)
    out = {}
    for week in range(1, sc["weeks"] + 1):
        f = forces(w)                                   # of last week's end
        w.week = week
        for process in (climate, money, project_work, joining, workforce, use, records, load):
            process(w, f)
        week_ends(w)
        if week in DATES:
            out[week] = measures(w)
    return out


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("scenario")
    ap.add_argument("--replicates", type=int, default=40)
    ap.add_argument("--first", type=int, default=0)
    ap.add_argument("--layouts", action="store_true", help="a layout of its own for every replicate")
    ap.add_argument("--out", default="python.csv")
    a = ap.parse_args()
    sc = read_scenario(a.scenario)
    layout = lay_out(sc, np.random.default_rng(sc["seed"]))
    began = time.time()
    with open(a.out, "w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["replicate", "week", "measure", "value"])
        for r in range(a.first, a.first + a.replicates):
            if a.layouts:
                layout = lay_out(sc, np.random.default_rng((sc["seed"], r, 1)))
            for week, values in run(sc, layout, np.random.default_rng((sc["seed"], r))).items():
                for name, v in values.items():
                    rows.writerow([r, week, name, f"{v:.6f}"])
            file.flush()
    print(f"{a.replicates} replicates in {time.time() - began:.0f} s")


if __name__ == "__main__":
    main()
