"""An independent re-implementation, from the text only, of the weekly model of ODD.md.

One region, all forces at strength 1, chance events, no levers, budgets, schedules.
(Qn) refers to questions.md. Nothing has been changed in it since it was compared, but where the
defaults and the list of organisations are read from.

    python tests/reference/second/model.py scenarios/cambridgeshire.toml --replicates 400 --out second.csv
    python tests/reference/compare.py second.csv DIR/replicates.parquet
"""
import os
os.environ.setdefault("OMP_NUM_THREADS", "1")
import argparse, csv, glob, math, tomllib
import datetime as dt
from multiprocessing import Pool
import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
DEFAULTS = os.path.join(HERE, "..", "..", "..", "src", "scenario", "defaults")
YEAR = 52.178571
UNMAPPED, MAPPED, AGREED, LIVE, LAPSED = range(5)
TASKS = ["map", "persuade", "negotiate", "govern", "configure", "tailor", "launch", "train",
         "refresh", "renegotiate", "follow_up", "support", "develop", "fit_in"]
(T_MAP, T_PERS, T_NEG, T_GOV, T_CONF, T_TAIL, T_LAUNCH, T_TRAIN,
 T_REF, T_REN, T_FOL, T_SUP, T_DEV, T_FIT) = range(14)
MAINT = [T_REF, T_REN, T_FOL]
TECH, MID, TOP = 0, 1, 2             # in the order that breaks ties
LEVEL = {"technical": TECH, "middle": MID, "top": TOP}
WEEKS = list(range(26, 261, 26))
MEASURES = ["organisations.live", "organisations.real_use", "staff.access",
            "staff.competent", "staff.monthly", "patients.true_current"]
INF = float("inf")


def merge(a, b):
    for k, v in b.items():
        if isinstance(v, dict) and isinstance(a.get(k), dict):
            merge(a[k], v)
        else:
            a[k] = v
    return a


def with_defaults(group):
    """Entries of a collection with the defaults of '*' filled in, in the file's order."""
    star = group.get("*", {})
    return {k: {**star, **v} for k, v in group.items() if k != "*"}


def load_scenario(path):
    P = {}
    for f in sorted(glob.glob(os.path.join(DEFAULTS, "*.toml"))):
        with open(f, "rb") as h:
            merge(P, tomllib.load(h))
    with open(path, "rb") as h:
        merge(P, tomllib.load(h))
    for g in ("region", "kind", "role", "system", "team"):
        P[g] = with_defaults(P[g])
    first = P["task"]["map"]
    return P


class Setup:
    """All that is the same in every replicate."""

    def __init__(self, path):
        P = self.P = load_scenario(path)
        kinds = list(P["kind"]); roles = list(P["role"]); systems = list(P["system"])
        with open(os.path.join(HERE, "..", "layout.csv")) as h:
            rows = list(csv.DictReader(h))
        self.no = no = len(rows)
        self.kinds, self.roles, self.systems = kinds, roles, systems
        K, R = P["kind"], P["role"]
        self.kind = np.array([kinds.index(r["kind"]) for r in rows])
        self.sys0 = np.array([systems.index(r["system"]) for r in rows])
        self.posts = np.array([int(r["posts_in_scope"]) for r in rows])
        nk, nr, ns = len(kinds), len(roles), len(systems)
        self.nk, self.ns = nk, ns

        def kv(key):
            return np.array([float(K[k][key]) for k in kinds])[self.kind]

        def rv(key):
            return np.array([float(R[r][key]) for r in roles])
        self.k_load, self.k_contacts = kv("load"), kv("contacts")
        self.k_hold, self.k_incumbent = kv("hold"), kv("incumbent")
        self.k_indep, self.k_saved, self.k_outside = kv("independence"), kv("minutes_saved"), kv("outside")
        self.k_boundary, self.k_mobile, self.k_detail = kv("boundary"), kv("mobile"), kv("detail")
        self.k_template, self.k_repr, self.k_waits = kv("own_template"), kv("represented"), kv("waits")
        self.k_upheaval = kv("upheaval")
        self.k_keeps = np.array([bool(K[k]["keeps_list"]) for k in kinds])[self.kind]
        self.kind_n = np.bincount(self.kind, minlength=nk).astype(float)
        share = np.array([[float(K[k]["roles"].get(r, 0.0)) for r in roles] for k in kinds])
        self.k_core = (share @ rv("core"))[self.kind]
        self.k_skill = (share @ rv("it_skill"))[self.kind]
        self.sys_share = np.array([[float(K[k]["systems"].get(s, 0.0)) for s in systems] for k in kinds])
        # posts by role: cumulative rounding, halves up
        self.rolecount = np.zeros((no, nr), int)
        for o in range(no):
            b = np.floor(np.cumsum(share[self.kind[o]]) * self.posts[o] + 0.5 + 1e-9).astype(int)
            b[-1] = self.posts[o]
            b = np.minimum(b, self.posts[o])
            self.rolecount[o] = np.diff(np.concatenate([[0], b]))
        self.porg = np.repeat(np.arange(no), self.posts)
        self.prole = np.concatenate([np.repeat(np.arange(nr), self.rolecount[o]) for o in range(no)])
        self.np_ = len(self.porg)
        self.pstart = np.concatenate([[0], np.cumsum(self.posts)])
        rs = self.rolecount / self.posts[:, None]
        F = P["forces"]
        core, skill = rv("core"), rv("it_skill")
        cp, it = F["core_and_peripheral"], F["it_skills"]
        self.r_read, self.r_write = rv("read")[self.prole], rv("write")[self.prole]
        learnlost = it["not_learnt"] * (1 - skill)
        self.r_learnlost = learnlost[self.prole]
        self.r_retention = (-it["forgotten"] * (1 - skill) - cp["retention"] * (1 - core))[self.prole]
        self.r_habitgain = np.minimum(1, P["use"]["habit_gain"] * np.exp(-cp["habit"] * (1 - core)))[self.prole]
        conv = rv("converse") * (1 - cp["deferred"] * (1 - core))
        self.o_converse = rs @ conv
        q = 1 - np.exp(-rv("leave_per_year") / YEAR)
        f = np.array([1 - math.exp(-1 / R[r]["weeks_to_fill"]) if R[r]["weeks_to_fill"] > 0 else 1.0 for r in roles])
        sett = np.where(rv("weeks_to_fill") > 0, q / (q + f), 0.0)
        self.r_leave, self.r_fill, self.r_settled = q[self.prole], f[self.prole], sett[self.prole]
        self.longrun = rs @ sett
        # systems
        S = P["system"]
        reads = np.array([[1.0 if a == b else float(S[a]["reads"].get(b, 0.0)) for b in systems] for a in systems])
        self.readlost = 1 - reads
        np.fill_diagonal(self.readlost, 0.0)
        off = reads - np.diag(np.diag(reads))
        self.is_paper = (off.sum(0) == 0) & (off.sum(1) > 0)
        self.waits_vendor = np.array([bool(S[s]["waits_for_vendor"]) for s in systems])
        # patient lists
        self.keepers = np.flatnonzero(self.k_keeps)
        nl = self.nl = len(self.keepers)
        w = np.zeros((no, nl))
        place_of_list = {o: i for i, o in enumerate(self.keepers)}
        for k, name in enumerate(kinds):
            orgs = np.flatnonzero(self.kind == k)
            n = len(orgs)
            for i, o in enumerate(orgs):
                how = K[name]["lists"]
                if how == "own":
                    w[o, place_of_list[o]] = self.posts[o]
                elif how == "all":
                    w[o, :] = self.posts[o]
                else:
                    m = min(nl, max(int(K[name]["lists_near"]), math.ceil(nl / n)))
                    a = (i * nl) // n
                    w[o, (a + np.arange(m)) % nl] = self.posts[o]
            tot = w[orgs].sum(0)
            w[orgs] /= np.where(tot > 0, tot, 1)
        self.weight = w
        # tasks
        T = P["task"]
        self.t_levels, self.t_hours, self.t_sigma, self.t_pp, self.t_least = [], [], [], [], []
        for t in TASKS:
            self.t_levels.append(tuple(sorted(LEVEL[x] for x in T[t]["levels"])))
            self.t_hours.append(float(T[t]["hours"])); self.t_sigma.append(float(T[t]["sigma"]))
            self.t_pp.append(float(T[t]["hours_per_post"])); self.t_least.append(float(T[t]["least_weeks"]))
        # team
        self.m_level, self.m_hours, self.m_proj, self.m_leave, self.m_recruit = [], [], [], [], []
        ts = list(P["region"].values())[0]["team_size"]
        self.team_size = ts
        for m in P["team"].values():
            for _ in range(int(m["count"])):
                self.m_level.append(LEVEL[m["level"]]); self.m_hours.append(float(m["hours"]))
                self.m_proj.append(m["paid_by"] == "project")
                self.m_leave.append(float(m["leave_per_year"])); self.m_recruit.append(float(m["weeks_to_recruit"]))
        self.m_level = np.array(self.m_level); self.m_hours = np.array(self.m_hours)
        self.m_proj = np.array(self.m_proj); self.m_leave = np.array(self.m_leave)
        self.m_recruit = np.array(self.m_recruit)
        # diffusion blocks
        st = P["start"]
        self.day0 = st.timetuple().tm_yday
        self.begins = int(list(P["region"].values())[0]["begins"])


def hill(e, thr):
    e4 = e ** 4
    return e4 / (thr ** 4 + e4)


def p_of(rate_per_year):
    return -np.expm1(-rate_per_year / YEAR)


def rnd(x):
    return math.floor(x + 0.5)


class Run:
    def __init__(self, S, rep):
        self.S = S
        P = S.P
        self.rng = rng = np.random.Generator(np.random.PCG64(np.random.SeedSequence([int(P["seed"]), 77, rep])))
        no, npst = S.no, S.np_
        J, U, I = P["joining"], P["use"], P["initial"]
        EV = P["events"]
        # ---- traits
        self.perm = rng.permutation(no)
        self.rank = np.empty(no, int); self.rank[self.perm] = np.arange(no)
        self.frailty = rng.normal(0, J["frailty_sigma"], no)
        self.refuser = rng.random(no) < J["refusers"]
        self.hold = np.where(rng.random(no) < S.k_incumbent, S.k_hold, 0.0)
        self.boundary = rng.random(no) < S.k_boundary
        self.remote = rng.random(no)
        self.represented = rng.random(no) < S.k_repr
        self.detail = np.clip(rng.normal(S.k_detail, 0.25), 0, 1)
        self.structure = np.clip(rng.normal(0.5, 0.25, no), 0, 1)
        self.waits = rng.random(no) < S.k_waits
        self.waits_for = np.where(self.waits, rng.uniform(0.05, 0.35, no), 0.0)
        self.template = rng.random(no) < S.k_template
        with np.errstate(divide="ignore"):
            x = 52.18 * (rng.exponential(1, no) / S.k_upheaval - 1)
        y = rng.uniform(26, 104, no)
        self.fr_start = np.floor(np.maximum(0, x)); self.fr_end = np.floor(np.maximum(0, x + y))
        self.status = np.where(rng.random(no) < I["mapped"], MAPPED, UNMAPPED)
        # ---- state of organisations
        self.system = S.sys0.copy()
        self.ever = np.zeros(no, bool)
        self.paused = np.zeros(no, bool); self.held = np.zeros(no, bool); self.reconf = np.zeros(no, bool)
        self.reported = np.zeros(no, bool); self.hollow = np.zeros(no, bool)
        self.disrupted = np.zeros(no); self.load = S.k_load.copy(); self.swing = np.zeros(no)
        self.neglect = np.zeros(no); self.failing_o = np.zeros(no); self.conversed = np.zeros(no)
        self.next_approach = np.zeros(no); self.last_contact = np.zeros(no)
        self.due = np.full((no, 3), INF)
        self.mrem = np.full((no, 3), np.nan)
        self.task = np.full(no, -1); self.rem = np.zeros(no); self.begun = np.zeros(no)
        self.x_seen = np.zeros(no)
        self.paid = np.zeros(no); self.saved = np.zeros(no)
        self.uses_o = np.zeros(no); self.stale_o = np.zeros(no)
        self.nfilled = np.zeros(no); self.ncomp = np.zeros(no); self.nnew = np.zeros(no)
        self.usedshare = np.zeros(no); self.real = np.zeros(no, bool)
        self.mean_er = np.full(no, U["first_read"]); self.mean_ew = np.full(no, U["first_write"])
        # ---- posts
        self.filled = np.zeros(npst, bool); self.skill = np.full(npst, -INF); self.D = np.zeros(npst)
        self.er = np.zeros(npst); self.ew = np.zeros(npst); self.h = np.zeros(npst)
        self.last = np.full(npst, -INF); self.hired = np.full(npst, -INF); self.share = np.zeros(npst)
        # ---- region
        self.w = J["interest"]; self.T = 1.0; self.slip = 0.0; self.slipped = 0.0; self.planned = 0.0
        self.evidence = 0.5; self.sponsor = 0; self.conflict = 0; self.pause = 0; self.rival = -INF
        self.A = float(EV["alternatives"]); self.Q = P["tool"]["quality"]
        self.mismatch = np.full(S.nk, P["tool"]["mismatch"]); self.fit_hours = 0.0; self.fit = 0.0
        self.funding = 1.0; self.failures = 0; self.reported_cov = 0.0; self.look = 0.0
        self.R = 0.0; self.failing = 0.0; self.stale = 0.0; self.used = 0.0; self.covered = 0.0
        self.incidents = 0.0; self.lookups_last = 0
        med, sg = EV["supplier_delay_weeks"], EV["supplier_delay_sigma"]
        self.ready = np.where(S.waits_vendor, np.floor(med * np.exp(rng.normal(0, sg, S.ns))), 0.0)
        if EV["supplier_delay"] == "off":
            self.ready[:] = 0
        # ---- team
        nm = len(S.m_hours)
        self.back = np.zeros(nm); self.exposure = np.zeros(nm)
        self.exp = [[0.0] * S.ns for _ in TASKS]
        # ---- patients
        pt = P["patients"]
        r = pt["recognised_per_week"]
        n0 = rng.poisson(r * pt["stay_weeks"], S.nl)
        self.pl = np.repeat(np.arange(S.nl), n0)
        n = len(self.pl)
        self.pstate = np.zeros(n, np.int8)          # 0 not asked, 1 declined, 2 agreed
        self.pw = np.full(n, -INF); self.pgood = np.zeros(n, bool); self.pover = np.zeros(n, bool)
        a = r / pt["recognised_share"]
        self.a_i = np.array([a * pt["cancer_share"], a * (1 - pt["cancer_share"])])
        qc = pt["recognised_cancer"]
        self.q_i = np.array([qc, (pt["recognised_share"] - pt["cancer_share"] * qc) / (1 - pt["cancer_share"])])
        self.Un = rng.poisson(self.a_i * pt["unrecognised_weeks"], (S.nl, 2))
        self.forces(0)
        self.survey(0)

    # ------------------------------------------------------------------ forces
    def forces(self, t):
        S, P = self.S, self.S.P
        F = P["forces"]
        no = S.no
        C = self.C = {}
        ever, load = self.ever, self.load
        kind = S.kind
        posts = S.posts
        m_k = self.mismatch[kind]
        rep = self.represented
        # team in post in the coming week
        inpost = self.back <= t
        hrs = S.m_hours * inpost
        tot = hrs.sum()
        u_emp = hrs[~S.m_proj].sum() / tot if tot > 0 else 0.0
        t_tech = hrs[S.m_level == TECH].sum() / tot if tot > 0 else 0.0
        L = 1.0 if (inpost & (S.m_level == TOP)).any() else 0.0
        levels = np.unique(S.m_level)
        klev = sum(1 for l in levels if (inpost & (S.m_level == l)).any()) / len(levels)
        nosponsor = t < self.sponsor
        inconflict = t < self.conflict

        join = np.zeros(no); effort = np.zeros(no); delay = np.zeros(no)
        loadc = np.zeros(no); reading = np.zeros(no); writing = np.zeros(no)
        fall = np.zeros(no); exit_ = np.zeros(no); incid = np.zeros(no)
        entry = np.zeros(no); view = np.zeros(no); reten = np.zeros(no)
        attend = np.ones(no); teach = np.ones(no); use = np.ones(no); payoff = np.ones(no)
        qual = np.ones(no); conv = np.ones(no)      # these hold what is kept: products of 1 - lost
        launch_from = np.zeros(no); use_from = 0.0
        m_effort = np.zeros(len(S.m_hours)); m_leave = np.zeros(len(S.m_hours))
        hours = 1.0; money = 1.0; feedback = 1.0; fade = 0.0; growth = 0.0; agree = 0.0

        # 1.1.1 repetition
        f = F["repetition"]
        m_effort += f["effort"] * self.exposure
        m_leave += f["leave_per_year"] * self.exposure
        C["r_effort"] = math.log1p(f["left_to_team"])
        # 1.1.2 alternatives
        f = F["alternatives"]
        a = math.log1p(self.A) / math.log(14)
        join -= f["confusion"] * a
        attend *= 1 - min(1, f["attendance_lost"] * a)
        # 1.1.3 disappointment
        f = F["disappointment"]
        fall += f["faster_fall"]
        exit_ += f["exit_per_year"] * self.failing_o
        feedback *= 1 - f["feedback_lost"] * self.failing
        # governance friction
        hours *= 1 - min(1, F["governance_friction"]["reporting"] * self.slip)
        # investment before savings
        f = F["investment_before_savings"]
        attend *= 1 - f["attendance_lost"] * load * (1 - f["backfill"])
        loadc += np.where(ever, f["burden"] * (self.paid - self.saved) / (P["time"]["slack"] * posts), 0)
        # good enough
        f = F["good_enough"]
        use *= 1 - self.hold * (1 - f["shaken_off"] * hill(self.mean_er, P["use"]["threshold"]))
        # self-defeating success
        f = F["self_defeating_success"]
        x = max(0.0, (self.look - f["from_success"]) / (1 - f["from_success"]))
        money *= 1 - f["money_lost"] * x
        fade += f["interest_lost_per_year"] * x
        # 1.1.4 uneven involvement
        f = F["uneven_involvement"]
        h = np.where(rep, 1 - f["ineffective"], 0.0)
        delay += f["on_and_off"] * (1 - h)
        attend *= 1 - f["not_cascaded"] * (1 - h)
        live = self.status == LIVE
        nlive = live.sum()
        if nlive:
            feedback *= 1 - f["not_escalated"] * (1 - h[live].mean())
            lk = np.bincount(kind[live], minlength=S.nk) / S.kind_n
            C["drift"] = f["drift_per_year"] * (1 - lk)
        else:
            C["drift"] = np.zeros(S.nk)
        C["never_map"] = ~rep & (self.remote > 1 - f["excluded"])
        reading -= f["weakest_link"] * (1 - self.covered)
        # 1.1.5 uniqueness
        C["reuse"] = 1 - F["uniqueness"]["not_reused"]
        # 1.1.6 external support
        f = F["external_support"]
        ev = {"sponsor_loss": f["loss_per_year"]}
        if nosponsor:
            join -= f["doors_shut"]; hours *= 1 - f["hours_lost"]; money *= 1 - f["money_lost"]
        # 1.1.7 delayed innovation
        f = F["delayed_innovation"]
        rdy = self.ready[self.system]
        waiting = S.waits_vendor[self.system] & (t < rdy)
        launch_from = np.maximum(launch_from, np.where(waiting, rdy, 0))
        join -= f["hesitation"] * waiting
        # 1.1.8 slipping timelines
        f = F["slipping_timelines"]
        join -= f["credibility"] * self.slipped
        fade += f["momentum_per_year"] * self.slipped
        # 1.2 resource limits
        f = F["resource_limits"]
        loadc += f["pressure"] + f["vacancy"] * np.where(ever, 1 - self.nfilled / posts, S.longrun)
        # fragmentation
        f = F["fragmentation"]
        C["fill_kept"] = 1 - S.k_outside
        ev["boundary_change"] = f["boundary_per_year"]
        effort += f["travel"] * self.remote
        hours *= 1 - f["overlapping"]
        # transformation
        f = F["transformation"]
        ev["reorganisation"] = f["reorganisation_per_year"]
        C["merger"], C["system_change"] = f["merger_per_year"], f["system_change_per_year"]
        dis = t < self.disrupted
        use *= np.where(dis, 1 - f["use_lost"], 1); teach *= np.where(dis, 1 - f["teaching_lost"], 1)
        loadc += f["load"] * dis
        # deprioritised extras
        f = F["deprioritised_extras"]
        delay += f["delay"] * load; writing -= f["writing"] * load
        # 1.3 politics
        f = F["politics"]
        conflict_rate = f["conflict_per_year"]
        if inconflict:
            hours *= 1 - f["hours_lost"]; join -= f["wary"]
            launch_from = np.maximum(launch_from, self.conflict - f["short_weeks"])
        # own organisation first
        f = F["own_organisation_first"]
        Rn = min(1.0, self.R / P["use"]["heard_reads"])
        writing -= f["own_first"] * (1 - Rn)
        emp = ~S.m_proj
        m_effort[emp] -= math.log(1 - f["diverted"])
        # promises
        C["hollow"] = F["promises"]["not_acted_on"] * (1 - rep.mean())
        # languages
        C["rework"] = F["languages"]["misunderstood"]
        # precarious involvement
        f = F["precarious_involvement"]
        m_leave += np.where(emp, f["leave_per_year"], f["contract_per_year"])
        m_effort[emp] += f["not_confronted"]
        exit_ += f["exit_per_year"] * ~rep
        # 1.4 interoperability (x_o from the last survey's patients)
        f = F["interoperability"]
        if t > 0:
            xo = self.other_system()
            view += f["switch_minutes"] * xo; reading -= f["put_off"] * xo
        # information governance
        f = F["information_governance"]
        te = [0.0] * len(TASKS); td = [0.0] * len(TASKS)
        for k in (T_GOV, T_REN):
            te[k] += math.log(f["effort"]); td[k] += math.log(f["delay"])
        # immaturity
        f = F["immaturity"]
        use *= (1 - f["signal"] * S.k_mobile) * (1 - f["paper"] * S.is_paper[self.system])
        te[T_CONF] += f["sticky"]
        # IT skills (roles: in Setup)
        join -= F["it_skills"]["laughed_off"] * S.k_skill * (1 - t_tech)
        # work in progress
        f = F["work_in_progress"]
        C["qfade"] = f["outgrown_per_year"] + f["revealed_per_year"] * self.covered
        ev["tool_setback"] = f["setback_per_year"]
        ev["contract_collapse"] = f["withdrawn_per_year"] if self.Q < f["good_enough"] else 0.0
        # 1.5 mismatch
        f = F["mismatch"]
        entry += f["minutes"] * m_k; writing -= f["put_off"] * m_k; payoff *= 1 - f["payoff"] * m_k
        # workarounds
        f = F["workarounds"]
        qual *= 1 - f["untrue"] * m_k
        incid += YEAR * self.uses_o * f["unsafe_share"] * m_k * f["harm"]
        k = 1 - math.exp(-self.incidents / f["heard"])
        fall += f["shaken"] * k; exit_ += f["stop_per_year"] * k
        # 1.7 conversation skills
        f = F["conversation_skills"]
        new = self.nnew / posts
        conv *= 1 - f["hard"] * (1 - (1 - new) * (1 - np.exp(-self.conversed / f["needed"])))
        # scandal
        f = F["scandal"]
        ev["local_scandal"] = f["local_per_year"] + f["per_incident"] * self.incidents * self.reported_cov * \
            (1 + f["stoked"] * (self.hold > 0).mean())
        ev["national_scandal"] = f["national_per_year"]
        use_from = self.pause
        launch_from = np.maximum(launch_from, self.pause)
        join -= f["distance"] * (1 - self.T); agree -= f["decline"] * (1 - self.T)
        fade += f["fade_per_year"] * (1 - self.T)
        # 1.8 technology and users
        f = F["technology_and_users"]
        co = np.where(self.nfilled > 0, self.ncomp / np.maximum(self.nfilled, 1), 0.0)
        writing += np.log(1 - f["miscoded"] * (1 - co))
        qual *= (1 - f["careless"] * (1 - co)) * (1 - f["coding"])
        # 1.9 market forces
        f = F["market_forces"]
        ev["new_alternative"] = f["alternatives_per_year"]
        ev["contract_collapse"] += f["collapses_per_year"]
        hours *= 1 - f["agenda"] * u_emp
        if self.funding < 1 or nosponsor:
            hours *= 1 - f["consultancies"]
        nsys = np.bincount(self.system, minlength=S.ns)
        cs = np.bincount(self.system[self.reported], minlength=S.ns) / np.maximum(nsys, 1)
        closed = 1 - f["opened"] * np.outer(cs, cs)
        # 2.1 solution
        f = F["solution"]
        join += f["vision_weight"] * f["vision"] + f["quality_weight"] * (self.Q - f["usual_quality"]) + \
            f["commitment"] * S.k_core
        C["hope"] = f["hope"] * (f["vision"] - 0.5)
        fall += f["gap"] * np.maximum(0, f["vision"] - (1 - self.failing_o))
        # brevity
        f = F["brevity"]
        entry -= f["minutes"] * f["brevity"]; writing += f["writing"] * f["brevity"]
        # 2.2 leadership
        f = F["leadership"]
        join += f["lead_weight"] * L
        C["leave_less"] = f["retains"] * L
        m_effort -= f["style"] * klev
        conflict_less = f["calm"] * L * min(1, max(0, t - S.begins) / f["settle_weeks"])
        ev["conflict"] = conflict_rate * (1 - conflict_less)
        # 2.3 fit
        f = F["fit"]
        C["fit_hours"] = f["hours"] if self.fit < 1 else 0.0
        join += f["join"] * self.fit + f["networks"] * u_emp
        writing += f["writing"] * self.fit
        # 2.4 ecosystem
        f = F["ecosystem"]
        growth += f["interest_growth"] + f["trailblazers"] * f["elsewhere"]
        agree += f["consent"]
        closed = closed * math.exp(-f["functions_per_year"] * t / YEAR)
        C["readable"] = 1 - S.readlost * closed       # the diagonal of readlost is 0
        # 3.1 temporary
        f = F["temporary"]
        frozen = (self.fr_start <= t) & (t < self.fr_end)
        launch_from = np.maximum(launch_from, np.where(frozen, self.fr_end, 0))
        if t < f["saturation_weeks"]:
            attend *= 1 - f["saturation"]
        if t < f["single_sign_on_week"]:
            use *= 1 - f["login_lost"]
        # 3.2 recurring
        f = F["recurring"]
        teach *= 1 - f["teaching_lost"] * new
        loadc += np.where(ever, f["induction_load"] * new, 0)
        reten -= f["out_of_touch"] * np.clip((t - self.last_contact) / 52, 0, 1)
        # 3.3 contexts
        f = F["contexts"]
        reading += math.log(1 - f["irrelevant"])
        if t > 0 and nlive:
            ck = np.bincount(kind[live], weights=self.contacts[live], minlength=S.nk)
            d = (1 - ck / ck.sum())[kind] if ck.sum() > 0 else np.zeros(no)
        else:
            d = np.zeros(no)
        payoff *= (1 - f["withheld"]) * (1 - f["foreign_content"] * d)
        c = f["cross_population"]
        writing += f["double_entry"] * (2 * c - 1) * self.template
        entry -= f["entry_minutes"] * (2 * c - 1) * self.template
        # 3.4 values
        f = F["values"]
        fit_o = 1 - (np.abs(self.detail - f["tool_detail"]) + np.abs(self.structure - f["tool_structure"]))
        join += f["join"] * fit_o - f["independence_weight"] * S.k_indep
        writing += f["writing"] * fit_o
        # 3.5 inequality
        f = F["inequality"]
        ps = nsys / no
        po = ps[self.system]; mo = 1 - po / ps.max()
        effort += f["slower"] * mo - f["designed_for"] * po
        delay += f["slower"] * mo
        payoff *= 1 - f["copies"] * mo; qual *= 1 - f["copies"] * mo
        loadc += f["remote_load"] * (2 * self.remote - 1)
        # 3.6 unintended
        f = F["unintended"]
        fill = self.fill if t > 0 else np.zeros(no)
        writing -= f["interference"] * S.k_indep * Rn * S.k_keeps + f["alone"] * (1 - self.used)
        conv *= 1 - f["addressed"] * fill
        reading += f["overconfidence"] * fill
        fall += f["stale_sting"] * self.stale - f["overconfidence"] * fill
        incid += f["incident_per_stale_view"] * self.stale_o * YEAR
        # 3.7 reversals
        f = F["reversals"]
        M = max(0.0, self.failing - self.stale)
        C["reconsider"] = f["reconsider_per_year"] + f["learn_per_year"] * M
        C["withdraw"] = f["withdraw_per_year"] * self.stale
        C["return"] = f["return_per_year"] * self.x_seen
        C["soften"] = f["soften_per_year"] * self.x_seen
        # 3.8 evidence
        f = F["evidence"]
        x = 2 * self.evidence - 1
        join += f["weight"] * (x + f["hype"] * (1 - abs(x)))
        if x < 0:
            money *= 1 - f["money_lost"] * -x
        # 3.9 vicarious
        f = F["vicarious"]
        C["peer_kept"] = np.where(self.waits, 0.0, 1.0)
        join += np.where(self.waits, np.where(self.x_seen < self.waits_for, -f["wait"], f["follow"]), 0.0)
        effort -= f["learn"] * self.x_seen
        if t - self.rival < 52:
            join += f["contrast"]
        ev["rival_fails"] = f["rival_fails_per_year"]

        # what happens inside acts only where it had ever been live by the end of last week
        one = np.ones(no)
        C["attend"] = np.where(ever, attend, one); C["teach"] = np.where(ever, teach, one)
        C["use"] = np.where(ever, use, one); C["payoff"] = np.where(ever, payoff, one)
        C["qual"] = np.where(ever, qual, one); C["conv"] = np.where(ever, conv, one)
        for name, v in (("reten", reten), ("reading", reading), ("writing", writing), ("fall", fall),
                        ("entry", entry), ("view", view), ("exit", exit_), ("incid", incid)):
            C[name] = np.where(ever, v, 0.0)
        C.update(join=join, effort=effort, delay=delay, load=loadc, launch_from=launch_from,
                 use_from=use_from, m_effort=m_effort, m_leave=m_leave, hours=hours, money=money,
                 feedback=feedback, fade=fade, growth=growth, agree=agree, te=te, td=td, ev=ev)

    def other_system(self):
        S = self.S
        ksys = self.system[S.keepers]
        N = self.Np
        tot = self.wN
        out = np.zeros(S.no)
        G = S.weight @ (N[:, None] * (ksys[:, None] == np.arange(S.ns)))
        same = G[np.arange(S.no), self.system]
        np.divide(tot - same, tot, out=out, where=tot > 0)
        return np.clip(out, 0, 1)

    # ----------------------------------------------------------------- climate
    def climate(self, t):
        S, P, C, rng = self.S, self.S.P, self.C, self.rng
        EV, J = P["events"], P["joining"]
        no = S.no
        w = self.w
        w += (C["growth"] * w * (1 - w) - (J["interest_fade"] + C["fade"]) * w) / YEAR
        self.w = min(1, max(0, w))
        self.T += (1 - self.T) / EV["trust_recovery_weeks"]
        self.planned = min(1, max(0, (t - S.begins) / P["plan"]["weeks_to_all"]))
        self.reported_cov = self.reported.mean()
        self.slip = max(0.0, self.planned - self.reported_cov)
        self.slipped += (self.slip - self.slipped) / 26
        ev = C["ev"]

        def comes(kind):
            return EV[kind] != "off" and rng.random() < -math.expm1(-ev[kind] / YEAR)
        if comes("reorganisation"):
            self.w *= 1 - EV["interest_lost"]
            self.sponsor = t + math.ceil(rng.exponential(EV["new_sponsor_weeks"]))
            hit = (self.status == AGREED) & (rng.random(no) < EV["agreements_lost"])
            self.status[hit] = MAPPED
            self.task[hit] = -1; self.hollow[hit] = False; self.reported[hit] = False
            self.due[hit] = INF
            if P["policy"]["renegotiate_weeks"] > 0:
                hit = (self.status == LIVE) & (rng.random(no) < EV["agreements_reopened"])
                self.due[hit, 1] = np.minimum(self.due[hit, 1], t)
        if comes("boundary_change"):
            hit = self.boundary & (rng.random(no) < EV["boundary_share"])
            self.task[hit] = -1; self.reported[hit] = False; self.hollow[hit] = False
            self.due[hit] = INF
            self.next_approach[hit] = np.maximum(self.next_approach[hit], t + EV["boundary_weeks"])
            self.status[hit & (self.status == AGREED)] = MAPPED
            gone = hit & (self.status == LIVE)
            self.status[gone] = LAPSED
            self.paused[gone] = False; self.held[gone] = False
        if comes("sponsor_loss"):
            self.sponsor = t + math.ceil(rng.exponential(EV["new_sponsor_weeks"]))
        if comes("conflict"):
            self.conflict = t + math.ceil(rng.exponential(EV["conflict_weeks"]))
        for k in ("local_scandal", "national_scandal"):
            if comes(k):
                self.T *= 1 - EV["scandal_trust"]
                self.pause = max(self.pause, t + rnd(EV["scandal_pause_weeks"]))
        if comes("contract_collapse"):
            l = 1 - EV["contract_migrated"]
            self.Q -= l * max(0.0, self.Q - P["tool"]["quality"])
            self.reconf |= (self.status == LIVE) & (rng.random(no) < l)
        if comes("tool_setback"):
            self.Q *= 1 - EV["setback"]
        if comes("new_alternative"):
            self.A += 1
            hit = rng.random(no) < EV["alternative_reach"]
            self.hold = np.where(hit, 1 - (1 - self.hold) * (1 - S.k_hold), self.hold)
        if comes("rival_fails"):
            self.rival = t
        k = t - S.begins - EV["evaluation_first"]
        if EV["evaluation"] != "off" and k >= 0 and k % EV["evaluation_weeks"] == 0 and self.lookups_last > 0:
            found = min(1, max(0, 1 - self.failing + EV["evaluation_noise"] * rng.normal()))
            self.evidence += EV["evaluation_weight"] * (found - self.evidence)

    # ------------------------------------------------------------------- money
    def money(self, t):
        S, P, C, rng = self.S, self.S.P, self.C, self.rng
        inpost = self.back <= t
        rate = (S.m_leave + C["m_leave"]) * (1 - C["leave_less"])
        leave = inpost & (rng.random(len(inpost)) < p_of(rate))
        for m in np.flatnonzero(leave):
            self.back[m] = t + max(1, math.ceil(rng.exponential() * S.m_recruit[m]))
            self.exposure[m] = 0.0
            keep = 1 - S.m_hours[m] / S.m_hours.sum() * (1 - P["experience"]["handover"])
            self.exp = [[v * keep for v in row] for row in self.exp]
        n = self.reported.sum()
        r = self.reported_cov
        fu = P["funder"]
        p = 1.0 if fu["shown"] == "proportions" else 0.0
        self.look = p * r + (1 - p) * max(r, 1 - math.exp(-n / fu["impressed"]))
        wk = t - S.begins
        if fu["review_weeks"] > 0 and wk > 0 and wk % fu["review_weeks"] == 0:
            if self.look < fu["tolerance"] * self.planned:
                self.failures += 1
            else:
                self.failures = 0
            if self.failures > fu["patience"]:
                self.funding *= 1 - fu["cut"]
                self.failures = 0
        self.inpost = inpost = self.back <= t
        share = np.where(S.m_proj, self.funding * C["money"], 1.0)
        h = S.m_hours * S.team_size * inpost * share * np.exp(-C["m_effort"]) * C["hours"]
        self.H = [h[S.m_level == l].sum() for l in (TECH, MID, TOP)]

    # ------------------------------------------------------------ project work
    def draw_hours(self, task, o):
        S = self.S
        h = S.t_hours[task]
        if S.t_sigma[task] > 0:
            h *= math.exp(S.t_sigma[task] * self.rng.standard_normal())
        return h + S.t_pp[task] * float(S.posts[o])

    def take(self, task, want):
        """Hours from the levels that may do the task; returns what was found."""
        H, W = self.H, self.W
        got = 0.0
        lv = self.S.t_levels[task]
        if len(lv) > 1:
            lv = sorted(lv, key=lambda l: -H[l])
        for l in lv:
            g = min(H[l], want - got)
            if g > 0:
                H[l] -= g; W[l][task] += g; got += g
                if got >= want:
                    break
        return got

    def work(self, task, o, rem):
        """Works on a task; returns the plain hours left."""
        if rem <= 0:
            return 0.0
        lv = self.S.t_levels[task]
        if all(self.H[l] <= 0 for l in lv):
            return rem
        C = self.C
        e = C["te"][task] + self.eff[o] + (C["r_effort"] if task <= T_TRAIN else 0.0)
        fac = (1 + self.exp[task][self.system[o]] * C["reuse"]) ** self.lpr * math.exp(e)
        want = rem * fac
        got = self.take(task, want)
        if got >= want * (1 - 1e-12):
            return 0.0
        return rem - got / fac

    def project(self, t):
        S, P, C = self.S, self.S.P, self.C
        no = S.no
        self.W = [[0.0] * len(TASKS) for _ in range(3)]
        self.lpr = math.log2(P["experience"]["progress_ratio"])
        self.eff = C["effort"].tolist()
        ed = np.exp(C["delay"]).tolist()
        done = self.done = []
        status = self.status
        live = status == LIVE
        # ---- maintenance (first, cap 1)
        want = (live * (S.t_hours[T_SUP] + S.t_pp[T_SUP] * S.posts)).sum()
        if want > 0:
            unmet = 1 - self.take(T_SUP, want) / want
            self.neglect[live] += P["organisation"]["neglect_rate"] * (unmet - self.neglect[live])
        oo, jj = np.nonzero((self.due <= t) & self.reported[:, None])
        if len(oo):
            dd = self.due[oo, jj]
            for i in np.lexsort((jj, self.rank[oo], dd)).tolist():
                o, j = int(oo[i]), int(jj[i])
                task = MAINT[j]
                rem = self.mrem[o, j]
                if rem != rem:
                    rem = self.draw_hours(task, o)
                rem = self.work(task, o, rem)
                if rem <= 0 and t - dd[i] >= rnd(S.t_least[task] * math.exp(C["td"][task]) * ed[o]):
                    done.append((o, task))
                    self.exp[task][self.system[o]] += 1
                    rem = np.nan
                self.mrem[o, j] = rem
        # ---- development
        dev = self.take(T_DEV, S.t_hours[T_DEV])
        g = dev / 100 * C["feedback"]
        tool = P["tool"]
        self.Q += (1 - self.Q) * tool["gain_per_100_hours"] * g * self.used
        rk = np.bincount(S.kind[self.real], minlength=S.nk) / S.kind_n
        self.mismatch = self.mismatch * (1 - np.minimum(1, tool["relief_per_100_hours"] * g * rk))
        self.mismatch += (1 - self.mismatch) * p_of(C["drift"])
        self.Q *= math.exp(-C["qfade"] / YEAR)
        # ---- fitting in
        total = S.t_hours[T_FIT]
        fw = min(C["fit_hours"], total - self.fit_hours)
        if fw > 0:
            self.fit_hours += self.take(T_FIT, fw)
            self.fit = min(1.0, self.fit_hours / total) if self.fit_hours < total - 1e-9 else 1.0
        # ---- new work, in the policy's order
        task = self.task
        slots = P["policy"]["work_in_progress"] - int(((task >= 0) & (task != T_TRAIN)).sum())
        free = task < 0
        elig = free & (self.next_approach <= t) & (
            ((status == UNMAPPED) & ~C["never_map"]) | (status == MAPPED) | ((status == LAPSED) & ~self.reported))
        elig |= free & live & self.reconf
        lf = C["launch_from"]
        for o in self.perm[(elig | ~free)[self.perm]].tolist():
            if task[o] < 0:
                if slots <= 0:
                    continue
                slots -= 1
                st = status[o]
                self.begin(o, T_CONF if st == LIVE else T_MAP if st == UNMAPPED else T_PERS, t)
            k = int(task[o])
            if T_CONF <= k <= T_LAUNCH and t < lf[o]:
                continue
            rem = self.rem[o] = self.work(k, o, self.rem[o])
            if rem <= 0 and t - self.begun[o] >= rnd(S.t_least[k] * math.exp(C["td"][k]) * ed[o]):
                done.append((o, k))
                self.exp[k][self.system[o]] += 1
        # ---- experience fades, exposure follows
        keep = 1 - P["experience"]["loss_per_week"]
        self.exp = [[v * keep for v in row] for row in self.exp]
        pace = 1 / P["experience"]["exposure_weeks"]
        for m in np.flatnonzero(self.inpost):
            W = self.W[S.m_level[m]]
            s = sum(W)
            self.exposure[m] += pace * ((max(W) / s if s > 0 else 0.0) - self.exposure[m])

    def begin(self, o, task, t):
        self.task[o] = task; self.begun[o] = t; self.rem[o] = self.draw_hours(task, o)

    # ----------------------------------------------------------------- joining
    def goes_live(self, o, t, train):
        S, P, rng = self.S, self.S.P, self.rng
        pol = P["policy"]
        if not self.ever[o]:
            self.ever[o] = True
            a, b = S.pstart[o], S.pstart[o + 1]
            n = b - a
            self.filled[a:b] = rng.random(n) >= S.r_settled[a:b]
            g = rng.standard_gamma(P["use"]["concentration"], n)
            self.share[a:b] = g / g.sum() if g.sum() > 0 else 1 / n
            hope = self.C["hope"]
            er = min(1, max(0, P["use"]["first_read"] + hope)); ew = min(1, max(0, P["use"]["first_write"] + hope))
            self.er[a:b] = er; self.ew[a:b] = ew
            self.mean_er[o] = er; self.mean_ew[o] = ew
            self.h[a:b] = 0; self.skill[a:b] = -INF; self.D[a:b] = 0; self.last[a:b] = -INF; self.hired[a:b] = -INF
        self.status[o] = LIVE
        self.reported[o] = True; self.hollow[o] = False; self.reconf[o] = False
        self.paused[o] = False; self.held[o] = False
        self.neglect[o] = 0.0; self.last_contact[o] = t
        for j, key in enumerate(("refresher_weeks", "renegotiate_weeks", "follow_up_weeks")):
            self.due[o, j] = t + pol[key] if pol[key] > 0 else INF
        if train:
            self.begin(o, T_TRAIN, t)
        else:
            self.task[o] = -1

    def joining(self, t):
        S, P, C, rng = self.S, self.S.P, self.C, self.rng
        no, J, D, EV, O = S.no, P["joining"], P["diffusion"], P["events"], P["organisation"]
        status, kind = self.status, S.kind
        # shares seen, as this step begins
        ag = ((status == AGREED) | (status == LIVE)).astype(float)

        def block(group, n):
            size = np.bincount(group, minlength=n)[group] - 1
            cnt = np.bincount(group, weights=ag, minlength=n)[group] - ag
            return np.where(size > 0, cnt / np.maximum(size, 1), 0.0), size > 0
        num = np.zeros(no); den = np.zeros(no)
        for wgt, grp, n in ((D["see_kind"], kind, S.nk), (D["see_system"], S.sys0, S.ns),
                            (D["see_region"], np.zeros(no, int), 1)):
            s, ok = block(grp, n)
            num += wgt * s * ok; den += wgt * ok
        x = self.x_seen = num / np.maximum(den, 1e-12)
        # what comes over it
        live0 = status == LIVE
        if EV["merger"] != "off":
            hit = rng.random(no) < p_of(C["merger"])
            self.disrupted[hit] = np.maximum(self.disrupted[hit], t + EV["merger_weeks"])
            if P["policy"]["renegotiate_weeks"] > 0:
                hit &= live0 & (rng.random(no) < EV["agreements_reopened"])
                self.due[hit, 1] = np.minimum(self.due[hit, 1], t)
        if EV["system_change"] != "off":
            for o in np.flatnonzero(rng.random(no) < p_of(C["system_change"])):
                pr = S.sys_share[kind[o]].copy(); pr[self.system[o]] = 0
                if pr.sum() <= 0:
                    continue
                self.system[o] = rng.choice(S.ns, p=pr / pr.sum())
                self.disrupted[o] = max(self.disrupted[o], t + EV["system_change_weeks"])
                if live0[o]:
                    self.reconf[o] = True
        self.refuser &= ~(rng.random(no) < p_of(C["soften"]))
        # what follows from completed tasks
        z = J["base"] + J["peer_weight"] * x * C["peer_kept"] + J["interest_weight"] * self.w \
            - J["load_weight"] * self.load + self.frailty + C["join"]
        sessions = set()
        nxt = {T_NEG: T_GOV, T_GOV: T_CONF, T_CONF: T_TAIL, T_TAIL: T_LAUNCH}
        pol = P["policy"]
        for o, k in self.done:
            if k in MAINT:
                j = MAINT.index(k)
                self.last_contact[o] = t
                if status[o] == LIVE:
                    ivl = (pol["refresher_weeks"], pol["renegotiate_weeks"], pol["follow_up_weeks"])[j]
                    self.due[o, j] = t + ivl if ivl > 0 else INF
                    if k == T_REF:
                        sessions.add(o)
                else:
                    self.reported[o] = False
                    self.due[o] = INF
                    if self.hollow[o]:
                        self.hollow[o] = False
                        self.begin(o, T_LAUNCH, t)
                    elif status[o] == LAPSED:
                        self.next_approach[o] = t
            elif k == T_MAP:
                status[o] = MAPPED
                self.begin(o, T_PERS, t)
            elif k == T_PERS:
                yes = rng.random() < 1 / (1 + math.exp(-z[o])) and not self.refuser[o]
                if yes:
                    status[o] = AGREED
                    self.begin(o, T_LAUNCH if self.ever[o] else T_NEG, t)
                else:
                    self.task[o] = -1
                    self.next_approach[o] = t + J["cool_off_weeks"]
            elif k in (T_CONF, T_TAIL) and rng.random() < C["rework"]:
                self.begin(o, k, t)
            elif k == T_CONF and status[o] == LIVE:
                self.reconf[o] = False
                self.task[o] = -1
            elif k in nxt:
                self.begin(o, nxt[k], t)
            elif k == T_LAUNCH:
                if rng.random() < C["hollow"]:
                    self.reported[o] = True; self.hollow[o] = True; self.task[o] = -1
                    self.due[o] = INF
                    if pol["follow_up_weeks"] > 0:
                        self.due[o, 2] = t + pol["follow_up_weeks"]
                else:
                    self.goes_live(o, t, True)
            elif k == T_TRAIN:
                self.task[o] = -1
                sessions.add(o)
        # live: held, paused, stops
        live = status == LIVE
        self.held = live & (t < C["use_from"])
        self.paused = live & (t - self.due[:, 1] > O["agreement_grace_weeks"])
        stop = live & (rng.random(no) < p_of(O["exit_per_year"] + O["neglect_exit_per_year"] * self.neglect + C["exit"]))
        status[stop] = LAPSED
        self.task[stop] = -1
        self.held[stop] = False; self.paused[stop] = False
        # not live: returns
        back = (status == LAPSED) & ~stop & (rng.random(no) < p_of(O["return_per_year"] + C["return"]))
        for o in np.flatnonzero(back):
            self.goes_live(o, t, False)
        pq = D["spontaneous_per_year"] + D["contagion_per_year"] * x
        if (pq > 0).any():
            take = (status != LIVE) & (status != LAPSED) & (rng.random(no) < p_of(pq))
            for o in np.flatnonzero(take):
                self.goes_live(o, t, False)
        self.usable = (status == LIVE) & ~self.held & ~self.paused & ~self.reconf
        self.sessions = [o for o in sessions if status[o] == LIVE]

    # --------------------------------------------------------------- workforce
    def learn(self, idx, t):
        """People learn: a new D, and a new end."""
        S, sk = self.S, self.S.P["skill"]
        ret = S.r_retention[idx] + self.C["reten"][S.porg[idx]]
        self.D[idx] = sk["retention_weeks"] * np.exp(sk["retention_sigma"] * self.rng.standard_normal(len(idx)) + ret)
        self.skill[idx] = t + self.D[idx] * (1 + sk["practice_gain"] * self.h[idx])

    def workforce(self, t):
        S, P, C, rng = self.S, self.S.P, self.C, self.rng
        sk = P["skill"]
        self.trained_o = np.zeros(S.no)
        act = np.flatnonzero(self.ever[S.porg])
        if not len(act):
            return
        o = S.porg[act]
        u = rng.random(len(act))
        fil = self.filled[act]
        leave = fil & (u < S.r_leave[act])
        hire = ~fil & (u < S.r_fill[act])
        c = self.ncomp / S.posts
        pl_o = 1 - (1 - np.minimum(1, sk["self_taught"] + sk["from_colleagues"] * c * C["teach"])) * (1 - sk["induction"])
        pl_o = pl_o * self.usable
        comp = self.skill[act] > t
        stay = fil & ~leave
        u2 = rng.random(len(act))
        learn = stay & ~comp & (u2 < pl_o[o] * (1 - S.r_learnlost[act]))
        if sk["lapse_per_week"] > 0:
            self.skill[act[stay & comp & (u2 < sk["lapse_per_week"])]] = -INF
        li = act[leave]
        self.filled[li] = False; self.skill[li] = -INF; self.D[li] = 0; self.h[li] = 0; self.last[li] = -INF
        self.hired[li] = -INF
        hi = act[hire]
        self.filled[hi] = True; self.hired[hi] = t; self.h[hi] = 0; self.skill[hi] = -INF; self.D[hi] = 0
        self.last[hi] = -INF
        self.er[hi] = self.mean_er[S.porg[hi]]; self.ew[hi] = self.mean_ew[S.porg[hi]]
        if sk["induction"] > 0:
            k = hi[(rng.random(len(hi)) < sk["induction"] * (1 - S.r_learnlost[hi])) & self.usable[S.porg[hi]]]
            self.learn(k, t)
        if learn.any():
            self.learn(act[learn], t)
        for s in self.sessions:
            a, b = S.pstart[s], S.pstart[s + 1]
            idx = np.arange(a, b)[self.filled[a:b]]
            self.last_contact[s] = t
            if not len(idx):
                continue
            pa = sk["attend"] * C["attend"][s]
            u = rng.random(len(idx))
            self.trained_o[s] += (u < pa).sum()
            k = idx[u < pa * (1 - S.r_learnlost[idx])]
            if len(k):
                self.learn(k, t)

    # --------------------------------------------------------------------- use
    def use(self, t):
        S, P, C, rng = self.S, self.S.P, self.C, self.rng
        U, O, no = P["use"], P["organisation"], S.no
        self.paid = P["time"]["train"] * self.trained_o
        self.saved = np.zeros(no); self.uses_o = np.zeros(no); self.stale_o = np.zeros(no)
        self.write_post = np.zeros(0, int); self.write_comp = np.zeros(0, bool)
        nlook = nuse = nstale = 0
        pid = np.flatnonzero(self.filled & self.usable[S.porg])
        opened = np.zeros(S.np_, bool)
        if len(pid):
            o = S.porg[pid]
            Ao = U["access"] * (1 - O["neglect_access"] * self.neglect) * np.sqrt(1 - self.load) * C["use"]
            comp = self.skill[pid] > t
            er, ew, h = self.er[pid], self.ew[pid], self.h[pid]
            base = self.contacts[o] * self.share[pid] * Ao[o] * np.where(comp, 1.0, math.sqrt(U["untrained"]))
            peer = U["curiosity"] + U["peer"] * self.usedshare[o]

            def Pr(e):
                g = np.minimum(1, e / U["habit_floor"]) * h
                return np.minimum(1, g * U["habitual"] + (1 - g) * (peer + U["deliberate"] * hill(e, U["threshold"])))
            lam_r = base * np.minimum(1, S.r_read[pid] * np.exp(C["reading"])[o]) * Pr(er)
            lam_w = base * np.minimum(1, S.r_write[pid] * np.exp(C["writing"])[o]) * self.Wsurv[o] * Pr(ew)
            L = rng.poisson(lam_r); W = rng.poisson(lam_w)
            fallp = np.minimum(1, U["learning"] * np.exp(C["fall"]))
            pu_o = self.fill * self.Q * C["payoff"]
            ps_o = self.stale_chance
            # look-ups, one after another
            i = np.flatnonzero(L)
            use_o = np.zeros(no); look_o = np.bincount(o, weights=L, minlength=no)
            if len(i):
                e = er.copy()
                left = L[i].copy()
                while len(i):
                    oi = o[i]
                    u = rng.random(len(i))
                    good = u < pu_o[oi]
                    st = ~good & (u < pu_o[oi] + ps_o[oi])
                    ei = e[i]
                    e[i] = np.where(good, ei + U["learning"] * (1 - ei), ei - fallp[oi] * ei)
                    if good.any():
                        use_o += np.bincount(oi[good], minlength=no)
                    if st.any():
                        self.stale_o += np.bincount(oi[st], minlength=no)
                    left -= 1
                    k = left > 0
                    i, left = i[k], left[k]
                self.er[pid] = e
            # writes
            wi = np.flatnonzero(W)
            if len(wi):
                goal = U["own_benefit"] + (1 - U["own_benefit"]) * min(1, self.R / U["heard_reads"])
                e = ew[wi]
                rate = np.where(e < goal, U["learning"], fallp[o[wi]])
                self.ew[pid[wi]] = goal + (e - goal) * (1 - rate) ** W[wi]
                self.write_post = np.repeat(pid[wi], W[wi])
                self.write_comp = np.repeat(comp[wi], W[wi])
            n = L + W
            ui = n > 0
            up = pid[ui]
            opened[up] = True
            hn = 1 - (1 - h[ui]) * (1 - S.r_habitgain[up]) ** n[ui]
            self.h[up] = hn
            cu = up[comp[ui]]
            self.skill[cu] = np.maximum(self.skill[cu], t + self.D[cu] * (1 + P["skill"]["practice_gain"] * self.h[cu]))
            self.last[up] = t
            wr_o = np.bincount(o, weights=W, minlength=no)
            self.paid += wr_o * np.maximum(0, P["time"]["write"] + C["entry"]) + \
                look_o * np.maximum(0, P["time"]["view"] + C["view"])
            self.saved = S.k_saved * use_o
            self.uses_o = look_o + wr_o
            any_ = look_o > 0
            self.failing_o[any_] += 0.1 * (1 - use_o[any_] / look_o[any_] - self.failing_o[any_])
            nlook, nuse, nstale = int(look_o.sum()), use_o.sum(), self.stale_o.sum()
        rest = self.filled & ~opened
        self.h[rest] *= 1 - U["habit_loss"]
        # the region
        nrec = int(np.isfinite(self.pw).sum())
        self.R = nuse / nrec if nrec else 0.0
        if nlook:
            self.failing = 1 - nuse / nlook
            self.stale = nstale / nlook
        self.lookups_last = nlook
        self.tally(t)
        live = self.status == LIVE
        self.real = live & (self.usedshare >= O["real_use"])
        nl = live.sum()
        self.used = self.real.sum() / nl if nl else 0.0
        tot = self.contacts.sum()
        self.covered = self.contacts[self.real].sum() / tot if tot > 0 else 0.0

    def tally(self, t):
        S, no = self.S, self.S.no
        po = S.porg
        fil = self.filled
        self.nfilled = np.bincount(po[fil], minlength=no).astype(float)
        self.ncomp = np.bincount(po[fil & (self.skill > t)], minlength=no).astype(float)
        self.nnew = np.bincount(po[fil & (t - self.hired < S.P["skill"]["new_weeks"])], minlength=no).astype(float)
        self.usedshare = np.bincount(po[fil & (self.last >= t - 3)], minlength=no) / S.posts
        sr = np.bincount(po[fil], weights=self.er[fil], minlength=no)
        sw = np.bincount(po[fil], weights=self.ew[fil], minlength=no)
        ok = self.nfilled > 0
        self.mean_er[ok] = sr[ok] / self.nfilled[ok]
        self.mean_ew[ok] = sw[ok] / self.nfilled[ok]

    # ----------------------------------------------------------------- records
    def write_weights(self, t):
        rc = self.S.P["records"]
        ok = (t - self.pw < rc["current_weeks"]) & ~self.pover
        return np.where(self.pstate == 2, np.where(ok, rc["update_current"], 1.0), 0.0)

    def records(self, t):
        S, P, C, rng = self.S, self.S.P, self.C, self.rng
        rc, pt, no, nl = P["records"], P["patients"], S.no, S.nl
        # writes
        if len(self.write_post):
            order = rng.permutation(len(self.write_post))
            wp, wc = self.write_post[order], self.write_comp[order]
            wo = S.porg[wp]
            ww = self.write_weights(t - 1)
            Sp = np.bincount(self.pl, weights=ww, minlength=nl)
            uo, inv = np.unique(wo, return_inverse=True)
            cw = np.cumsum(S.weight[uo] * Sp, axis=1)
            tot = cw[:, -1]
            u = rng.random(len(wo)) * tot[inv]
            lst = np.minimum((cw[inv] <= u[:, None]).sum(1), nl - 1)
            good = rng.random(len(wo)) < np.where(wc, rc["quality_competent"], rc["quality_untrained"]) * C["qual"][wo]
            pc = np.cumsum(ww)
            before = np.concatenate([[0], np.cumsum(Sp)])[lst]
            j = np.searchsorted(pc, before + rng.random(len(wo)) * Sp[lst], side="right")
            j = np.minimum(j, len(pc) - 1)
            ok = (tot[inv] > 0) & (ww[j] > 0)
            j, good = j[ok], good[ok]
            self.pw[j] = t; self.pover[j] = False
            self.pgood[j] = good                      # of several, the last counts
        # incidents
        n = rng.poisson(C["incid"].sum() / YEAR)
        self.incidents += n - self.incidents / YEAR
        # patients
        v = S.k_contacts * self.usable * (self.ncomp / S.posts) * S.o_converse * C["conv"]
        Uask = np.bincount(self.pl[self.pstate == 0], minlength=nl)
        rate = v @ S.weight
        conv = v * (S.weight @ Uask)
        self.paid += P["time"]["converse"] * conv
        ok = self.ncomp > 0
        self.conversed[ok] += conv[ok] / self.ncomp[ok]
        n = len(self.pl)
        die = rng.random(n) < -math.expm1(-1 / pt["stay_weeks"])
        u = rng.random(n)
        st = self.pstate
        lo = math.log(pt["agree"] / (1 - pt["agree"])) + C["agree"]
        pa = 1 / (1 + math.exp(-lo))
        asked = (st == 0) & (u < -np.expm1(-rate)[self.pl])
        yes = asked & (rng.random(n) < pa)
        recon = (st == 1) & (u < p_of(C["reconsider"]))
        pwd = p_of(C["withdraw"])
        wd = (st == 2) & (u < pwd)
        pov = -math.expm1(-rc["overtaken_per_week"] * (1 - self.covered))
        over = (st == 2) & ~wd & np.isfinite(self.pw) & ~self.pover & (u < pwd + pov)
        st[asked] = 1; st[yes] = 2; st[recon] = 2; st[wd] = 1
        self.pw[wd] = -INF; self.pgood[wd] = False; self.pover[wd] = False
        self.pover[over] = True
        # arrivals
        uw = pt["unrecognised_weeks"]
        rec = np.minimum(rng.poisson(self.Un * self.q_i / uw), self.Un)
        dead = np.minimum(rng.poisson(self.Un * (1 - self.q_i) / uw), self.Un - rec)
        self.Un = self.Un - rec - dead + rng.poisson(np.broadcast_to(self.a_i, self.Un.shape))
        new = np.repeat(np.arange(nl), rec.sum(1))
        k = ~die
        m = len(new)
        pl = np.concatenate([self.pl[k], new])
        order = np.argsort(pl, kind="stable")
        self.pl = pl[order]
        self.pstate = np.concatenate([st[k], np.zeros(m, np.int8)])[order]
        self.pw = np.concatenate([self.pw[k], np.full(m, -INF)])[order]
        self.pgood = np.concatenate([self.pgood[k], np.zeros(m, bool)])[order]
        self.pover = np.concatenate([self.pover[k], np.zeros(m, bool)])[order]
        self.survey(t)

    def survey(self, t):
        S, C = self.S, self.C
        nl, no = S.nl, S.no
        self.Np = np.bincount(self.pl, minlength=nl).astype(float)
        self.wN = S.weight @ self.Np
        self.contacts = S.k_contacts * self.wN
        cur = t - self.pw < S.P["records"]["current_weeks"]
        ww = np.bincount(self.pl, weights=self.write_weights(t), minlength=nl)
        g = np.bincount(self.pl[cur & self.pgood & ~self.pover], minlength=nl)
        s = np.bincount(self.pl[cur & self.pover], minlength=nl)
        inv = np.divide(1.0, self.wN, out=np.zeros(no), where=self.wN > 0)
        self.Wsurv = (S.weight @ ww) * inv
        ks = self.system[S.keepers]
        hot = (ks[:, None] == np.arange(S.ns)).astype(float)
        rd = C["readable"][self.system]                       # organisations x systems of keepers
        kept = C["fill_kept"] * inv
        self.fill = kept * ((S.weight @ (g[:, None] * hot)) * rd).sum(1)
        self.stale_chance = kept * ((S.weight @ (s[:, None] * hot)) * rd).sum(1)
        self.true_current = float((cur & ~self.pover).sum()) / len(self.pl) if len(self.pl) else 0.0

    # -------------------------------------------------------------------- load
    def load_step(self, t):
        S, tm = self.S, self.S.P["time"]
        c = tm["swing_carry"]
        self.swing = c * self.swing + tm["swing"] * math.sqrt(1 - c * c) * self.rng.standard_normal(S.no)
        d = S.day0 + 7 * t
        season = tm["season"] * math.cos(2 * math.pi * (d - 15) / 365.25)
        self.load = np.clip(S.k_load + season + self.swing + self.C["load"], 0, 0.95)

    def week(self, t):
        self.forces(t)
        self.climate(t)
        if t >= self.S.begins + 1:
            self.money(t)
            self.project(t)
        self.joining(t)
        self.workforce(t)
        self.use(t)
        self.records(t)
        self.load_step(t)

    def measures(self, t):
        S = self.S
        n = S.np_
        fil = self.filled
        return [(self.status == LIVE).mean(), self.real.mean(),
                (fil & self.usable[S.porg]).sum() / n,
                (fil & (self.skill > t)).sum() / n,
                (fil & (self.last >= t - 3)).sum() / n,
                self.true_current]


_S = None


def init(path):
    global _S
    _S = Setup(path)


def replicate(rep):
    r = Run(_S, rep)
    out = []
    for t in range(1, WEEKS[-1] + 1):
        r.week(t)
        if t in WEEKS:
            out += [(rep, t, m, float(v)) for m, v in zip(MEASURES, r.measures(t))]
    return out


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("scenario")
    ap.add_argument("--replicates", type=int, default=400)
    ap.add_argument("--processes", type=int, default=2)
    ap.add_argument("--out", default="python.csv")
    a = ap.parse_args()
    with open(a.out, "w", newline="") as h:
        w = csv.writer(h)
        w.writerow(["replicate", "week", "measure", "value"])
        if a.processes > 1:
            with Pool(a.processes, initializer=init, initargs=(a.scenario,)) as pool:
                res = pool.imap(replicate, range(a.replicates), chunksize=4)
                for rows in res:
                    w.writerows((r, t, m, f"{v:.8g}") for r, t, m, v in rows)
        else:
            init(a.scenario)
            for rep in range(a.replicates):
                w.writerows((r, t, m, f"{v:.8g}") for r, t, m, v in replicate(rep))


if __name__ == "__main__":
    main()
