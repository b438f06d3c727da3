#!/usr/bin/env python3
"""The model of docs/ODD.md, written again from the text alone (one region, no interventions).

    python tests/reference/model.py scenarios/cambridgeshire.toml --replicates 400 --out python.csv

Written from ODD.md, FORCES.md, PARAMETERS.md and LEVERS.md in docs/ as they stood with all forces of
version 0.1, without the program, its source or its results; questions.md has the readings chosen
where these left something open. Since then five things have followed the text: an upheaval comes at
a yearly rate; what acts inside an organisation does not act in the week of its launch; a session
teaches also where the tool cannot be used just then; renegotiation breaks the silence; and a task
done makes the next of the same week shorter. Defaults
are read from src/scenario/defaults, sizes and systems of organisations (which hang on the master
seed) from the file that --layout names. Draws come from one generator, so that distributions can be
compared, not numbers.

Not implemented: interventions, budgets and the end of the money, several regions, scheduled events,
organisations live at the start, networks other than comparable ones, orders other than random.
"""
import argparse, csv, datetime, math, os, sys, time, tomllib
import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
DEFAULTS = os.path.join(HERE, "..", "..", "src", "scenario", "defaults")
PARTS = ["model", "radical_innovation", "challenges", "drivers", "ambivalent", "plan"]
YEAR = 52.178571                      # weeks in a year
UNMAPPED, MAPPED, AGREED, LIVE, LAPSED = range(5)
TASKS = ["map", "persuade", "negotiate", "govern", "configure", "tailor", "launch", "train",
         "refresh", "renegotiate", "follow_up", "support", "develop", "fit_in"]
(MAP, PERSUADE, NEGOTIATE, GOVERN, CONFIGURE, TAILOR, LAUNCH, TRAIN,
 REFRESH, RENEGOTIATE, FOLLOW_UP, SUPPORT, DEVELOP, FIT_IN) = range(14)
MAINT = [REFRESH, RENEGOTIATE, FOLLOW_UP]
LEVELS = ["top", "middle", "technical"]
INF = np.inf
DATES = [26, 52, 78, 104, 130, 156, 182, 208, 234, 260]


# ------------------------------------------------------------------ parameters
def merge(base, over):
    out = dict(base)
    for k, v in over.items():
        out[k] = merge(out[k], v) if isinstance(v, dict) and isinstance(out.get(k), dict) else v
    return out


def read_scenario(path):
    text = [open(os.path.join(DEFAULTS, part + ".toml"), encoding="utf-8").read() for part in PARTS]
    defaults = tomllib.loads("".join(text))
    with open(path, "rb") as f:
        scenario = tomllib.load(f)
    out = {}
    for key in set(defaults) | set(scenario):
        d, s = defaults.get(key), scenario.get(key)
        if isinstance(d, dict) and "*" in d:            # a collection
            out[key] = {n: merge(d["*"], e) for n, e in (s or {}).items()}
        elif isinstance(d, dict):
            out[key] = merge(d, s or {})
        elif isinstance(d, list) and d and isinstance(d[0], dict):
            out[key] = s or []
        else:
            out[key] = d if s is None else s
    return out


def half_up(x):
    return np.floor(np.asarray(x, float) + 0.5)


def prob(rate):                       # rate a week -> probability
    return 1.0 - np.exp(-np.asarray(rate))


def logn(rng, median, sigma, size=None):
    return median * np.exp(sigma * rng.standard_normal(size))


# ------------------------------------------------------------------ the layout
class Layout:
    """What does not differ between replicates: organisations' sizes, systems, lists, weights."""

    def __init__(self, P, path):
        self.P = P
        self.kinds = [k for k in P["kind"] if P["kind"][k]["count"] > 0]
        self.roles = list(P["role"])
        self.systems = list(P["system"])
        rows = []
        for r in csv.DictReader(open(path)):
            rows.append((r["kind"], r["system"], int(r["staff"]), int(r["posts_in_scope"])))
        self.N = N = len(rows)
        self.kind = np.array([self.kinds.index(r[0]) for r in rows])
        self.system0 = np.array([self.systems.index(r[1]) for r in rows])
        self.posts = np.array([r[3] for r in rows])
        self.total = int(self.posts.sum())
        # posts: organisation and role, by cumulative rounding of the shares
        org, role = [], []
        for o in range(N):
            K = P["kind"][self.kinds[self.kind[o]]]
            n, cum, last = self.posts[o], 0.0, 0
            names = list(K["roles"])
            for i, r in enumerate(names):
                cum += K["roles"][r]
                upto = n if i == len(names) - 1 else int(half_up(n * cum))
                role += [self.roles.index(r)] * (upto - last)
                last = upto
            org += [o] * n
        self.org, self.role = np.array(org), np.array(role)
        # lists and weights
        self.keeper = np.array([o for o in range(N) if P["kind"][self.kinds[self.kind[o]]]["keeps_list"]])
        self.L = L = len(self.keeper)
        meets = np.zeros((N, L), bool)
        for k, name in enumerate(self.kinds):
            K = P["kind"][name]
            members = np.flatnonzero(self.kind == k)
            for place, o in enumerate(members):
                if K["lists"] == "own":
                    meets[o, np.flatnonzero(self.keeper == o)] = True
                elif K["lists"] == "all":
                    meets[o] = True
                else:
                    m = max(K["lists_near"], math.ceil(L / len(members)))
                    first = place * L // len(members)
                    meets[o, (first + np.arange(min(m, L))) % L] = True
        w = meets * self.posts[:, None].astype(float)
        self.weight = np.zeros((N, L))
        for k in range(len(self.kinds)):
            m = self.kind == k
            tot = w[m].sum(0)
            self.weight[m] = w[m] / np.where(tot > 0, tot, 1)
        # role traits by post; kind traits by organisation
        R = lambda key: np.array([P["role"][r][key] for r in self.roles], float)
        K = lambda key: np.array([P["kind"][k][key] for k in self.kinds], float)
        self.rolep, self.kindp = R, K
        mean = lambda x: np.bincount(self.org, x[self.role], N) / np.maximum(1, self.posts)
        q = prob(R("leave_per_year") / YEAR)
        wf = R("weeks_to_fill")
        f = np.where(wf > 0, prob(1 / np.where(wf > 0, wf, 1)), 1.0)
        self.q, self.f = q, f
        self.vacant = np.where(wf > 0, q / (q + f), 0.0)
        self.vacant_org = mean(self.vacant)
        self.core_org = mean(R("core"))
        self.role_mean = mean
        it = R("it_skill")
        self.skill_kind = np.array([sum(s * it[self.roles.index(r)] for r, s in P["kind"][k]["roles"].items())
                                    for k in self.kinds])
        S = len(self.systems)
        self.reads = np.eye(S)
        for i, s in enumerate(self.systems):
            for t, v in P["system"][s]["reads"].items():
                self.reads[i, self.systems.index(t)] = v
        off = self.reads - np.eye(S)
        self.paper = (off.max(0) == 0) & (off.max(1) > 0)     # nobody reads it, it shows others
        self.waits_vendor = np.array([P["system"][s]["waits_for_vendor"] for s in self.systems])
        self.kind_systems = np.zeros((len(self.kinds), S))
        for k, name in enumerate(self.kinds):
            for s, v in P["kind"][name]["systems"].items():
                self.kind_systems[k, self.systems.index(s)] = v


# ------------------------------------------------------------------ one future
class Coef:
    pass


class World:
    def __init__(self, lay, seed):
        P = self.P = lay.P
        L = self.lay = lay
        rng = self.rng = np.random.default_rng(seed)
        N = self.N = L.N
        Fp = self.F = P["forces"]
        K = {k: L.kindp(k)[L.kind] for k in ("hold", "incumbent", "boundary", "represented", "detail", "waits",
             "own_template", "upheaval", "load", "contacts", "independence", "minutes_saved", "outside",
             "mobile", "keeps_list")}
        self.K = K
        U = lambda: rng.random(N)
        J = P["joining"]
        # ---- traits
        self.kind, self.posts, self.org, self.role = L.kind, L.posts, L.org, L.role
        self.nk = len(L.kinds)
        self.system = L.system0.copy()
        self.frailty = J["frailty_sigma"] * rng.standard_normal(N)
        self.refuser = U() < J["refusers"]
        self.hold = np.where(U() < K["incumbent"], K["hold"], 0.0)
        self.boundary = U() < K["boundary"]
        self.remote = U()
        self.represented = U() < K["represented"]
        self.detail = np.clip(K["detail"] + 0.25 * rng.standard_normal(N), 0, 1)
        self.structure = np.clip(0.5 + 0.25 * rng.standard_normal(N), 0, 1)
        self.waits = np.where(U() < K["waits"], 0.05 + 0.30 * U(), 0.0)
        self.template = U() < K["own_template"]
        up = K["upheaval"] > 0                        # a rate a year
        x = YEAR * (rng.exponential(1.0, N) / np.where(up, K["upheaval"], 1) - 1)
        y = 26 + 78 * U()
        self.frozen_from = np.where(up, np.floor(np.maximum(0, x)), INF)
        self.frozen_to = np.where(up, np.floor(np.maximum(0, x + y)), -INF)
        self.vendor = np.zeros(len(L.systems))
        for s in np.flatnonzero(L.waits_vendor):
            E = P["events"]
            if E["supplier_delay"] != "off":
                self.vendor[s] = math.floor(logn(rng, E["supplier_delay_weeks"], E["supplier_delay_sigma"]))
        # ---- state of organisations
        I = P["initial"]
        assert I["live"] == 0, "live at the start is left out"
        self.state = np.where(U() < I["mapped"], MAPPED, UNMAPPED)
        self.ever = np.zeros(N, bool)                 # has ever been live
        self.reported = np.zeros(N, bool)
        self.hollow = np.zeros(N, bool)
        self.paused = np.zeros(N, bool)
        self.held = np.zeros(N, bool)
        self.reconf = np.zeros(N, bool)
        self.usable = np.zeros(N, bool)
        self.task = np.full(N, -1)
        self.begun = np.zeros(N, int)
        self.fresh = np.zeros(N, bool)                # taken in hand this week: worked on at once
        self.rem = np.zeros(N)
        self.cool = np.zeros(N)                       # not approached before this week
        self.due = np.full((3, N), INF)
        self.mrem = np.full((3, N), np.nan)
        self.neglect = np.zeros(N)
        self.disrupted = np.zeros(N)
        self.failing_o = np.zeros(N)
        self.conversed = np.zeros(N)
        self.heard = np.zeros(N)                      # week of last session or call
        self.load = K["load"].copy()
        self.swing = np.zeros(N)
        self.paid, self.saved, self.train_min = np.zeros(N), np.zeros(N), np.zeros(N)
        self.uses, self.stale_views = np.zeros(N), np.zeros(N)
        self.real = np.zeros(N, bool)
        self.order = rng.permutation(N)
        self.place = np.argsort(self.order)
        # ---- posts
        M = L.total
        self.filled = np.zeros(M, bool)
        self.until = np.full(M, -INF)
        self.D = np.zeros(M)
        self.er, self.ew, self.h = np.zeros(M), np.zeros(M), np.zeros(M)
        self.hired = np.full(M, -INF)
        self.last = np.full(M, -INF)
        self.share = np.zeros(M)
        # ---- region
        self.w, self.trust, self.slip, self.slipped, self.evidence = J["interest"], 1.0, 0.0, 0.0, 0.5
        self.sponsor_from, self.conflict_until, self.pause_until = 0, 0, 0
        self.alternatives = P["events"]["alternatives"]
        self.rival_week = -INF
        self.Q = P["tool"]["quality"]
        self.mismatch = np.full(self.nk, P["tool"]["mismatch"])
        self.fit_done, self.funding, self.failures = 0.0, 1.0, 0
        self.incidents, self.failing, self.stale, self.R = 0.0, 0.0, 0.0, 0.0
        self.used, self.covered, self.lookups = 0.0, 0.0, 0
        self.exper = np.zeros((len(TASKS), len(L.systems)))
        self.events = []
        # ---- team
        team = []
        for m in P["team"].values():
            team += [m] * int(m["count"])
        self.mh = np.array([m["hours"] for m in team], float)
        self.mlevel = np.array([LEVELS.index(m["level"]) for m in team])
        self.mproject = np.array([m["paid_by"] == "project" for m in team])
        self.mleave = np.array([m["leave_per_year"] for m in team], float)
        self.mrecruit = np.array([m["weeks_to_recruit"] for m in team], float)
        self.mfrom = np.zeros(len(team))              # in post from this week on
        self.expo = np.zeros(len(team))
        self.inpost = np.ones(len(team), bool)
        # ---- tasks
        T = P["task"]
        self.thours = np.array([T[t]["hours"] for t in TASKS], float)
        self.tsigma = np.array([T[t]["sigma"] for t in TASKS], float)
        self.tpost = np.array([T[t]["hours_per_post"] for t in TASKS], float)
        self.tweeks = np.array([T[t]["least_weeks"] for t in TASKS], float)
        self.tlevels = [[LEVELS.index(l) for l in T[t]["levels"]] for t in TASKS]
        # ---- patients
        Pt = P["patients"]
        r = Pt["recognised_per_week"]
        a = r / Pt["recognised_share"]
        cs = Pt["cancer_share"]
        self.come = np.array([a * cs, a * (1 - cs)])
        qc = Pt["recognised_cancer"]
        self.qrec = np.array([qc, (Pt["recognised_share"] - cs * qc) / (1 - cs)])
        n = rng.poisson(r * Pt["stay_weeks"], L.L)
        self.plist = np.repeat(np.arange(L.L), n)
        k = len(self.plist)
        self.asked = np.zeros(k, int)                 # 0 not asked, 1 declined, 2 agreed
        self.written = np.full(k, -INF)
        self.good = np.zeros(k, bool)
        self.over = np.zeros(k, bool)
        self.unrec = rng.poisson(self.come[:, None] * Pt["unrecognised_weeks"], (2, L.L))
        self.N_p = np.bincount(self.plist, minlength=L.L)
        # ---- who sees whom
        self.nkind = np.bincount(self.kind, minlength=self.nk)
        self.nsys0 = np.bincount(L.system0, minlength=len(L.systems))
        # role coefficients (fixed)
        f = Fp
        it, core = L.rolep("it_skill"), L.rolep("core")
        self.r_learn_lost = f["it_skills"]["not_learnt"] * (1 - it)
        self.r_retention = -f["it_skills"]["forgotten"] * (1 - it) - f["core_and_peripheral"]["retention"] * (1 - core)
        self.r_habit = -f["core_and_peripheral"]["habit"] * (1 - core)
        self.r_conv = L.rolep("converse") * (1 - f["core_and_peripheral"]["deferred"] * (1 - core))
        self.converse_o = L.role_mean(self.r_conv)
        self.wr, self.rd = L.rolep("write")[self.role], L.rolep("read")[self.role]
        self.habit_gain = np.minimum(1, P["use"]["habit_gain"] * np.exp(self.r_habit))[self.role]
        self.leave_p, self.fill_p = L.q[self.role], L.f[self.role]
        # measures of organisations' staff, as of last week's end
        self.tally(0)
        self.forces(0)
        self.survey(0)

    # ------------------------------------------------------------ helpers
    def by_org(self, x):
        return np.bincount(self.org, x, self.N)

    def tally(self, week):
        """Staff of each organisation at the end of a week."""
        self.nfill = self.by_org(self.filled)
        posts = np.maximum(1, self.posts)
        comp = self.filled & (self.until > week)
        self.ncomp = self.by_org(comp)
        self.c_posts = self.ncomp / posts
        f = np.maximum(1, self.nfill)
        self.c_staff = self.ncomp / f
        self.new_o = self.by_org(self.filled & (week - self.hired < self.P["skill"]["new_weeks"])) / f
        self.mean_er = self.by_org(np.where(self.filled, self.er, 0)) / f
        self.mean_ew = self.by_org(np.where(self.filled, self.ew, 0)) / f
        self.used4 = self.by_org(week - self.last < 4) / posts
        self.empty_o = np.where(self.ever, 1 - self.nfill / posts, self.lay.vacant_org)
        # what an organisation sees of others
        D = self.P["diffusion"]
        yes = ((self.state == AGREED) | (self.state == LIVE)).astype(float)
        num = den = 0.0
        for code, size, wt in ((self.kind, self.nkind, D["see_kind"]), (self.lay.system0, self.nsys0, D["see_system"])):
            others = size[code] - 1
            s = np.bincount(code, yes, len(size))[code] - yes
            num = num + wt * np.where(others > 0, s / np.maximum(1, others), 0)
            den = den + wt * (others > 0)
        num = num + D["see_region"] * (yes.sum() - yes) / (self.N - 1)
        self.seen = num / (den + D["see_region"])

    def coverage(self):
        return self.reported.mean()

    def looks(self):
        p = 1.0 if self.P["funder"]["shown"] == "proportions" else 0.0
        r, n = self.coverage(), self.reported.sum()
        return p * r + (1 - p) * max(r, 1 - math.exp(-n / self.P["funder"]["impressed"]))

    # ------------------------------------------------------------ forces
    def forces(self, week):
        f, P, N, K, lay = self.F, self.P, self.N, self.K, self.lay
        c = self.c = Coef()
        ev = self.ever.astype(float)
        z = lambda: np.zeros(N)
        keep = lambda *xs: np.prod([1 - np.asarray(x) for x in xs], axis=0) if False else _keep(*xs)
        hill = lambda e: e**4 / (P["use"]["threshold"]**4 + e**4)
        R1 = min(1, self.R / P["use"]["heard_reads"])
        no_sponsor = week < self.sponsor_from
        conflict = week < self.conflict_until
        x_o, failing, S = self.seen, self.failing, self.stale
        hrs = self.mh * P["region"]["cambridgeshire"]["team_size"] * self.inpost
        tot = hrs.sum()
        employer = hrs[~self.mproject].sum() / tot if tot > 0 else 0.0
        technical = hrs[self.mlevel == 2].sum() / tot if tot > 0 else 0.0
        lead = float((self.inpost & (self.mlevel == 0)).any())
        levels = np.unique(self.mlevel)
        filled_levels = np.mean([self.inpost[self.mlevel == l].any() for l in levels])
        m = self.mismatch[self.kind]
        nS = len(lay.systems)
        psys = np.bincount(self.system, minlength=nS) / N
        p_o = psys[self.system]
        minority = 1 - p_o / psys.max()
        reported_sys = np.bincount(self.system, self.reported, nS) / np.maximum(1, psys * N)
        live = self.state == LIVE
        fit_o = 1 - (np.abs(self.detail - f["values"]["tool_detail"]) + np.abs(self.structure - f["values"]["tool_structure"]))
        heard = np.where(self.represented, 1 - f["uneven_involvement"]["ineffective"], 0.0)
        disrupt = (week < self.disrupted).astype(float)
        k_inc = 1 - math.exp(-self.incidents / f["workarounds"]["heard"])
        a_alt = math.log(1 + self.alternatives) / math.log(14)
        contacts = getattr(self, "contacts", z())
        ftot = contacts.sum()
        fill = getattr(self, "fill", z()) * ev
        cov = self.covered
        # --- members
        rep = f["repetition"]
        emp = ~self.mproject
        c.m_effort = (rep["effort"] * self.expo
                      + emp * (-math.log(1 - f["own_organisation_first"]["diverted"]))
                      + emp * f["precarious_involvement"]["not_confronted"]
                      - f["leadership"]["style"] * filled_levels)
        c.m_leave = (rep["leave_per_year"] * self.expo
                     + np.where(emp, f["precarious_involvement"]["leave_per_year"], f["precarious_involvement"]["contract_per_year"]))
        c.m_leaveless = f["leadership"]["retains"] * lead
        # --- region
        c.r_effort = math.log(1 + rep["left_to_team"])
        c.reuse_lost = f["uniqueness"]["not_reused"]
        c.rework = f["languages"]["misunderstood"]
        c.hollow = f["promises"]["not_acted_on"] * (1 - self.represented.mean())
        mean_h = heard[live].mean() if live.any() else 0.0
        c.feedback_lost = 1 - _keep(f["disappointment"]["feedback_lost"] * failing, f["uneven_involvement"]["not_escalated"] * (1 - mean_h))
        c.hours_lost = 1 - _keep(min(1, f["governance_friction"]["reporting"] * self.slip),
                                 f["external_support"]["hours_lost"] * no_sponsor,
                                 f["fragmentation"]["overlapping"],
                                 f["politics"]["hours_lost"] * conflict,
                                 f["market_forces"]["agenda"] * employer,
                                 f["market_forces"]["consultancies"] * (self.funding < 1 or no_sponsor))
        sd = f["self_defeating_success"]
        xs = max(0, (self.looks() - sd["from_success"]) / (1 - sd["from_success"]))
        xe = 2 * self.evidence - 1
        c.money_lost = 1 - _keep(sd["money_lost"] * xs, f["external_support"]["money_lost"] * no_sponsor,
                                 f["evidence"]["money_lost"] * max(0, -xe))
        c.interest_fade = (sd["interest_lost_per_year"] * xs + f["slipping_timelines"]["momentum_per_year"] * self.slipped
                           + f["scandal"]["fade_per_year"] * (1 - self.trust))
        eco = f["ecosystem"]
        c.interest_growth = eco["interest_growth"] + eco["trailblazers"] * eco["elsewhere"]
        c.agree = eco["consent"] - f["scandal"]["decline"] * (1 - self.trust)
        wip = f["work_in_progress"]
        c.quality_fade = wip["outgrown_per_year"] + wip["revealed_per_year"] * cov
        c.conflict_less = 1 - _keep(f["leadership"]["calm"] * lead * min(1, week / f["leadership"]["settle_weeks"]))
        c.fit_hours = f["fit"]["hours"] if self.fit_done < 1 else 0.0
        rv = f["reversals"]
        c.reconsider = rv["reconsider_per_year"] + rv["learn_per_year"] * max(0, failing - S)
        c.withdraw = rv["withdraw_per_year"] * S
        share_hold = (self.hold > 0).mean()
        c.event = dict(
            reorganisation=f["transformation"]["reorganisation_per_year"],
            boundary_change=f["fragmentation"]["boundary_per_year"],
            sponsor_loss=f["external_support"]["loss_per_year"],
            conflict=f["politics"]["conflict_per_year"],
            local_scandal=f["scandal"]["local_per_year"] + f["scandal"]["per_incident"] * self.incidents
            * self.coverage() * (1 + f["scandal"]["stoked"] * share_hold),
            national_scandal=f["scandal"]["national_per_year"],
            contract_collapse=f["market_forces"]["collapses_per_year"]
            + wip["withdrawn_per_year"] * (self.Q < wip["good_enough"]),
            tool_setback=wip["setback_per_year"],
            new_alternative=f["market_forces"]["alternatives_per_year"],
            rival_fails=f["vicarious"]["rival_fails_per_year"])
        # --- kinds
        live_share = np.bincount(self.kind, live, self.nk) / self.nkind
        c.drift = f["uneven_involvement"]["drift_per_year"] * (1 - live_share) * float(live.any())
        # --- tasks
        c.t_effort, c.t_delay = np.zeros(len(TASKS)), np.zeros(len(TASKS))
        for t in (GOVERN, RENEGOTIATE):
            c.t_effort[t] += math.log(f["information_governance"]["effort"])
            c.t_delay[t] += math.log(f["information_governance"]["delay"])
        c.t_effort[CONFIGURE] += f["immaturity"]["sticky"]
        # --- links
        opened = 1 - _keep(f["market_forces"]["opened"] * np.outer(reported_sys, reported_sys),
                           1 - math.exp(-eco["functions_per_year"] * week / YEAR))
        c.readable = 1 - (1 - lay.reads) * (1 - opened)
        # --- organisations: joining
        sol, fit, inq = f["solution"], f["fit"], f["inequality"]
        wants = self.waits > 0
        enough = x_o >= self.waits
        vic = f["vicarious"]
        waiting_vendor = lay.waits_vendor[self.system] & (week < self.vendor[self.system])
        c.join = (-f["alternatives"]["confusion"] * a_alt
                  - f["external_support"]["doors_shut"] * no_sponsor
                  - f["delayed_innovation"]["hesitation"] * waiting_vendor
                  - f["slipping_timelines"]["credibility"] * self.slipped
                  - f["politics"]["wary"] * conflict
                  - f["it_skills"]["laughed_off"] * lay.skill_kind[self.kind] * (1 - technical)
                  - f["scandal"]["distance"] * (1 - self.trust)
                  + sol["vision_weight"] * sol["vision"] + sol["quality_weight"] * (self.Q - sol["usual_quality"])
                  + sol["commitment"] * lay.core_org
                  + f["leadership"]["lead_weight"] * lead
                  + fit["join"] * self.fit_done + fit["networks"] * employer
                  + f["values"]["join"] * fit_o - f["values"]["independence_weight"] * K["independence"]
                  + f["evidence"]["weight"] * (xe + f["evidence"]["hype"] * (1 - abs(xe)))
                  + np.where(wants, np.where(enough, vic["follow"], -vic["wait"]), 0.0)
                  + vic["contrast"] * (week - self.rival_week <= 52))
        c.peer_lost = wants.astype(float)
        c.effort = (f["fragmentation"]["travel"] * self.remote + inq["slower"] * minority - inq["designed_for"] * p_o
                    - vic["learn"] * x_o)
        c.delay = (f["uneven_involvement"]["on_and_off"] * (1 - heard) + f["deprioritised_extras"]["delay"] * self.load
                   + inq["slower"] * minority)
        frozen = (self.frozen_from <= week) & (week < self.frozen_to)
        c.launch_from = np.where(waiting_vendor, self.vendor[self.system], 0.0)
        if conflict:
            c.launch_from = np.maximum(c.launch_from, self.conflict_until - f["politics"]["short_weeks"])
        c.launch_from = np.maximum(c.launch_from, self.pause_until)
        c.launch_from = np.where(frozen, np.maximum(c.launch_from, self.frozen_to), c.launch_from)
        c.use_from = self.pause_until
        out = ~self.represented & (self.state == UNMAPPED) & (self.remote >= 1 - f["uneven_involvement"]["excluded"])
        c.map_from = np.where(out, INF, 0.0)
        c.exit = (f["disappointment"]["exit_per_year"] * self.failing_o
                  + f["precarious_involvement"]["exit_per_year"] * ~self.represented
                  + f["workarounds"]["stop_per_year"] * k_inc)
        c.merger = f["transformation"]["merger_per_year"]
        c.system_change = f["transformation"]["system_change_per_year"]
        c.ret = rv["return_per_year"] * x_o
        c.soften = rv["soften_per_year"] * x_o
        # --- organisations: staff
        tmp = f["temporary"]
        c.attend_lost = 1 - _keep(min(1, f["alternatives"]["attendance_lost"] * a_alt),
                                  f["investment_before_savings"]["attendance_lost"] * self.load * (1 - f["investment_before_savings"]["backfill"]),
                                  f["uneven_involvement"]["not_cascaded"] * (1 - heard),
                                  tmp["saturation"] * (week < tmp["saturation_weeks"]))
        tr, rec = f["transformation"], f["recurring"]
        c.teach_lost = 1 - _keep(tr["teaching_lost"] * disrupt, rec["teaching_lost"] * self.new_o)
        c.retention = -rec["out_of_touch"] * np.clip((week - self.heard) / 52, 0, 1) * ev
        c.hope = sol["hope"] * (sol["vision"] - 0.5)
        inv = f["investment_before_savings"]
        c.load = (inv["burden"] * (self.paid - self.saved + self.train_min * (1 - inv["backfill"]))
                  / (P["time"]["slack"] * np.maximum(1, self.posts)) * ev
                  + f["resource_limits"]["pressure"] + f["resource_limits"]["vacancy"] * self.empty_o
                  + tr["load"] * disrupt + rec["induction_load"] * self.new_o * ev
                  + inq["remote_load"] * (2 * self.remote - 1))
        # --- organisations: use
        imm = f["immaturity"]
        c.use_lost = 1 - _keep(self.hold * (1 - f["good_enough"]["shaken_off"] * hill(self.mean_er)),
                               tr["use_lost"] * disrupt,
                               imm["signal"] * K["mobile"], imm["paper"] * lay.paper[self.system],
                               tmp["login_lost"] * (week < tmp["single_sign_on_week"]))
        other_sys = self.system[:, None] != self.system[lay.keeper][None, :]
        met = lay.weight @ self.N_p
        x_switch = (lay.weight * other_sys) @ self.N_p / np.maximum(1e-12, met)
        ctx, un, msm = f["contexts"], f["unintended"], f["mismatch"]
        c.view_minutes = f["interoperability"]["switch_minutes"] * x_switch
        c.reading = (-f["uneven_involvement"]["weakest_link"] * (1 - cov) - f["interoperability"]["put_off"] * x_switch
                     + math.log(1 - ctx["irrelevant"]) + un["overconfidence"] * fill)
        cc = ctx["cross_population"]
        c.writing = (-f["deprioritised_extras"]["writing"] * self.load
                     - f["own_organisation_first"]["own_first"] * (1 - R1)
                     - msm["put_off"] * m
                     + np.log(1 - f["technology_and_users"]["miscoded"] * (1 - self.c_staff))
                     + f["brevity"]["writing"] * f["brevity"]["brevity"]
                     + fit["writing"] * self.fit_done
                     + ctx["double_entry"] * (2 * cc - 1) * self.template
                     + f["values"]["writing"] * fit_o
                     - un["interference"] * K["independence"] * R1 * K["keeps_list"]
                     - un["alone"] * (1 - self.used))
        c.entry_minutes = (msm["minutes"] * m - f["brevity"]["minutes"] * f["brevity"]["brevity"]
                           - ctx["entry_minutes"] * (2 * cc - 1) * self.template)
        lc = np.where(live, contacts, 0)
        lt = lc.sum()
        d_o = 1 - np.bincount(self.kind, lc, self.nk)[self.kind] / lt if lt > 0 else z()
        c.payoff_lost = 1 - _keep(msm["payoff"] * m, ctx["withheld"], ctx["foreign_content"] * d_o, inq["copies"] * minority)
        tu = f["technology_and_users"]
        c.quality_lost = 1 - _keep(f["workarounds"]["untrue"] * m, tu["careless"] * (1 - self.c_staff), tu["coding"],
                                   inq["copies"] * minority)
        wk = f["workarounds"]
        c.incidents = (52.18 * self.uses * wk["unsafe_share"] * m * wk["harm"]
                       + un["incident_per_stale_view"] * self.stale_views * YEAR) * ev
        c.fall_faster = (f["disappointment"]["faster_fall"] + wk["shaken"] * k_inc
                         + sol["gap"] * np.maximum(0, sol["vision"] - (1 - self.failing_o))
                         + un["stale_sting"] * S - un["overconfidence"] * fill)
        cs = f["conversation_skills"]
        c.converse_lost = 1 - _keep(cs["hard"] * (1 - (1 - self.new_o) * (1 - np.exp(-self.conversed / cs["needed"]))),
                                    un["addressed"] * fill)
        c.fill_lost = K["outside"]
        # What acts inside an organisation is written only where it had ever been live by the end of
        # last week: not yet in the week of a first launch (question 60, mended after the comparison).
        for name in ("exit", "attend_lost", "teach_lost", "use_lost", "view_minutes", "reading",
                     "writing", "entry_minutes", "payoff_lost", "quality_lost", "fall_faster",
                     "converse_lost"):
            setattr(c, name, getattr(c, name) * ev)

    # ------------------------------------------------------------ climate
    def climate(self, week):
        P, c, rng, E, N = self.P, self.c, self.rng, self.P["events"], self.N
        w = self.w
        self.w = min(1, max(0, w + (c.interest_growth * w * (1 - w) - (P["joining"]["interest_fade"] + c.interest_fade) * w) / YEAR))
        self.trust += (1 - self.trust) / E["trust_recovery_weeks"]
        self.slip = max(0.0, min(1, week / P["plan"]["weeks_to_all"]) - self.coverage())
        self.slipped += (self.slip - self.slipped) / 26
        for name, rate in c.event.items():
            if E[name] == "off":
                continue
            if name == "conflict":
                rate *= 1 - c.conflict_less
            if rng.random() < prob(rate / YEAR):
                self.happen(name, week)
        since = week - E["evaluation_first"]
        if E["evaluation"] != "off" and since >= 0 and since % E["evaluation_weeks"] == 0 and self.lookups > 0:
            found = min(1, max(0, 1 - self.failing + E["evaluation_noise"] * rng.standard_normal()))
            self.evidence += E["evaluation_weight"] * (found - self.evidence)

    def drop_task(self, who):
        self.task[who] = -1

    def off_books(self, who):
        self.reported[who] = False
        self.hollow[who] = False
        self.due[:, who] = INF
        self.mrem[:, who] = np.nan

    def happen(self, name, week):
        E, rng, N = self.P["events"], self.rng, self.N
        self.events.append((week, name))
        wait = lambda mean: math.ceil(rng.exponential(mean))
        if name == "reorganisation":
            self.w *= 1 - E["interest_lost"]
            self.sponsor_from = week + wait(E["new_sponsor_weeks"])
            lost = (self.state == AGREED) & (rng.random(N) < E["agreements_lost"])
            self.state[lost] = MAPPED
            self.drop_task(lost)
            self.off_books(lost)
            if self.P["policy"]["renegotiate_weeks"] > 0:
                again = (self.state == LIVE) & (rng.random(N) < E["agreements_reopened"])
                self.due[1, again] = np.minimum(self.due[1, again], week)
        elif name == "boundary_change":
            gone = self.boundary & (rng.random(N) < E["boundary_share"])
            self.drop_task(gone)
            self.off_books(gone)
            self.cool[gone] = week + E["boundary_weeks"]
            self.state[gone & (self.state == AGREED)] = MAPPED
            self.state[gone & (self.state == LIVE)] = LAPSED
        elif name == "sponsor_loss":
            self.sponsor_from = week + wait(E["new_sponsor_weeks"])
        elif name == "conflict":
            self.conflict_until = week + wait(E["conflict_weeks"])
        elif name in ("local_scandal", "national_scandal"):
            self.trust *= 1 - E["scandal_trust"]
            self.pause_until = max(self.pause_until, week + int(half_up(E["scandal_pause_weeks"])))
        elif name == "contract_collapse":
            l = 1 - E["contract_migrated"]
            self.Q -= l * max(0, self.Q - self.P["tool"]["quality"])
            self.reconf |= (self.state == LIVE) & (rng.random(N) < l)
        elif name == "tool_setback":
            self.Q *= 1 - E["setback"]
        elif name == "new_alternative":
            self.alternatives += 1
            hit = rng.random(N) < E["alternative_reach"]
            self.hold = np.where(hit, 1 - (1 - self.hold) * (1 - self.K["hold"]), self.hold)
        elif name == "rival_fails":
            self.rival_week = week

    # ------------------------------------------------------------ money
    def money(self, week):
        P, c, rng = self.P, self.c, self.rng
        in_post = week >= self.mfrom
        leave = in_post & (rng.random(len(self.mh)) < prob((self.mleave + c.m_leave) * (1 - c.m_leaveless) / YEAR))
        for i in np.flatnonzero(leave):
            self.mfrom[i] = week + max(1, math.ceil(rng.exponential(self.mrecruit[i])))
            self.exper *= 1 - self.mh[i] / self.mh.sum() * (1 - P["experience"]["handover"])
            self.expo[i] = 0.0
        self.inpost = week >= self.mfrom
        Fu = P["funder"]
        if Fu["review_weeks"] > 0 and week % Fu["review_weeks"] == 0:
            if self.looks() < Fu["tolerance"] * min(1, week / P["plan"]["weeks_to_all"]):
                self.failures += 1
                if self.failures > Fu["patience"]:
                    self.funding *= 1 - Fu["cut"]
                    self.failures = 0
            else:
                self.failures = 0
        share = np.where(self.mproject, self.funding * (1 - c.money_lost), 1.0)
        h = self.mh * P["region"]["cambridgeshire"]["team_size"] * share * np.exp(-c.m_effort) * self.inpost
        self.hours = [float(h[self.mlevel == l].sum() * (1 - c.hours_lost)) for l in range(3)]

    # ------------------------------------------------------------ project work
    def take(self, task, wanted):
        """Take hours from the levels that may do it, the fullest first."""
        got, H = 0.0, self.hours
        for l in sorted(self.tlevels[task], key=lambda l: -H[l]):
            x = min(H[l], wanted - got)
            if x > 0:
                H[l] -= x
                self.worked[l][task] += x
                got += x
        return got

    def draw_hours(self, task, o):
        return logn(self.rng, self.thours[task], self.tsigma[task]) + self.tpost[task] * self.posts[o]

    def begin(self, o, task, week, fresh=False):
        self.task[o] = task
        self.begun[o] = week
        self.fresh[o] = fresh
        self.rem[o] = self.draw_hours(task, o)

    def work(self, week):
        P, c, rng, N = self.P, self.c, self.rng, self.N
        self.worked = [[0.0] * len(TASKS) for _ in range(3)]
        self.done = []                                  # (organisation, task) completed this week
        pr = math.log2(P["experience"]["progress_ratio"])
        plain = np.exp(c.t_effort)
        plain[:TRAIN + 1] *= math.exp(c.r_effort)

        def learned(t, o):                              # grows within the week
            return plain[t] * (1 + self.exper[t, self.system[o]] * (1 - c.reuse_lost)) ** pr

        org_effort = np.exp(c.effort)
        org_delay = np.exp(c.delay)
        t_delay = np.exp(c.t_delay)
        H = self.hours
        # --- support
        live = self.state == LIVE
        want = (self.thours[SUPPORT] + self.tpost[SUPPORT] * self.posts)[live].sum()
        if want > 0:
            unmet = 1 - self.take(SUPPORT, want) / want
            self.neglect[live] += P["organisation"]["neglect_rate"] * (unmet - self.neglect[live])
        # --- maintenance that is due
        active = self.reported & (self.due <= week)
        if active.any():
            i, o = np.nonzero(active)
            sort = np.argsort(self.due[i, o], kind="stable")
            for j in sort:
                a, b = i[j], o[j]
                t = MAINT[a]
                if np.isnan(self.mrem[a, b]):
                    self.mrem[a, b] = self.draw_hours(t, b)
                r = self.mrem[a, b]
                if r > 0:
                    if all(H[l] <= 0 for l in self.tlevels[t]):
                        continue
                    fac = learned(t, b) * org_effort[b]
                    need = r * fac
                    got = self.take(t, need)
                    r = 0.0 if got >= need - 1e-12 else r - got / fac
                    self.mrem[a, b] = r
                if r <= 0 and week - self.due[a, b] >= half_up(self.tweeks[t] * t_delay[t] * org_delay[b]):
                    self.done.append((b, t))
                    self.exper[t, self.system[b]] += 1
        # --- development of the tool, then fitting in
        dev = self.take(DEVELOP, self.thours[DEVELOP])
        self.develop(dev)
        total = self.thours[FIT_IN]
        if c.fit_hours > 0 and self.fit_done < 1:
            got = self.take(FIT_IN, min(c.fit_hours, total * (1 - self.fit_done)))
            self.fit_done = min(1.0, self.fit_done + got / total)
        # --- new work: take in hand
        in_hand = int(((self.task >= 0) & (self.task != TRAIN)).sum())
        places = P["policy"]["work_in_progress"] - in_hand
        if places > 0:
            ok = (self.task < 0) & (week >= self.cool) & ~self.reported
            ok &= (self.state == MAPPED) | (self.state == LAPSED) | ((self.state == UNMAPPED) & (week >= c.map_from))
            ok |= (self.task < 0) & live & self.reconf
            for o in self.order[ok[self.order]][:places]:
                first = {UNMAPPED: MAP, LIVE: CONFIGURE}.get(int(self.state[o]), PERSUADE)
                self.begin(o, first, week, fresh=True)
        # --- and work on it, in order
        for o in self.order[self.task[self.order] >= 0]:
            t = self.task[o]
            if self.begun[o] == week and not self.fresh[o]:
                continue
            if CONFIGURE <= t <= LAUNCH and week < c.launch_from[o]:
                continue
            r = self.rem[o]
            if r > 0:
                if all(H[l] <= 0 for l in self.tlevels[t]):
                    continue
                fac = learned(t, o) * org_effort[o]
                need = r * fac
                got = self.take(t, need)
                r = 0.0 if got >= need - 1e-12 else r - got / fac
                self.rem[o] = r
            if r <= 0 and week - self.begun[o] >= half_up(self.tweeks[t] * t_delay[t] * org_delay[o]):
                self.done.append((o, t))
                self.exper[t, self.system[o]] += 1
        # --- experience fades, exposure to repetition follows
        self.exper *= 1 - P["experience"]["loss_per_week"]
        for l in range(3):
            tot = sum(self.worked[l])
            share = max(self.worked[l]) / tot if tot > 0 else 0.0
            who = self.inpost & (self.mlevel == l)
            self.expo[who] += (share - self.expo[who]) / P["experience"]["exposure_weeks"]

    def develop(self, hours):
        T, c = self.P["tool"], self.c
        fb = 1 - c.feedback_lost
        self.Q += (1 - self.Q) * T["gain_per_100_hours"] * hours / 100 * self.used * fb
        real_kind = np.bincount(self.kind, self.real, self.nk) / self.nkind
        self.mismatch = self.mismatch * (1 - np.minimum(1, T["relief_per_100_hours"] * hours / 100 * fb * real_kind))
        self.mismatch += (1 - self.mismatch) * prob(c.drift / YEAR)
        self.Q *= math.exp(-c.quality_fade / YEAR)

    # ------------------------------------------------------------ joining
    def go_live(self, o, week, trained):
        pol = self.P["policy"]
        self.state[o] = LIVE
        self.reported[o] = True
        self.hollow[o] = False
        self.reconf[o] = False
        self.neglect[o] = 0.0
        for a, key in enumerate(("refresher_weeks", "renegotiate_weeks", "follow_up_weeks")):
            self.due[a, o] = week + pol[key] if pol[key] > 0 else INF
        self.mrem[:, o] = np.nan
        self.heard[o] = week
        self.task[o] = -1
        if not self.ever[o]:
            self.ever[o] = True
            me = self.org == o
            n = int(me.sum())
            rng, use = self.rng, self.P["use"]
            self.filled[me] = rng.random(n) >= self.lay.vacant[self.role[me]]
            g = rng.gamma(use["concentration"], 1.0, n)
            self.share[me] = g / g.sum() if g.sum() > 0 else 1.0 / max(1, n)
            self.er[me] = min(1, max(0, use["first_read"] + self.c.hope))
            self.ew[me] = min(1, max(0, use["first_write"] + self.c.hope))
            self.mean_er[o], self.mean_ew[o] = self.er[me].mean(), self.ew[me].mean()
        if trained:
            self.begin(o, TRAIN, week)

    def joining(self, week):
        P, c, rng, N = self.P, self.c, self.rng, self.N
        E, J, O, pol = P["events"], P["joining"], P["organisation"], P["policy"]
        live = self.state == LIVE
        if E["merger"] != "off":
            hit = rng.random(N) < prob(c.merger / YEAR)
            self.disrupted[hit] = np.maximum(self.disrupted[hit], week + E["merger_weeks"])
            again = hit & live & (rng.random(N) < E["agreements_reopened"])
            self.due[1, again] = np.minimum(self.due[1, again], week)
        if E["system_change"] != "off":
            for o in np.flatnonzero(rng.random(N) < prob(c.system_change / YEAR)):
                sh = self.lay.kind_systems[self.kind[o]].copy()
                sh[self.system[o]] = 0
                if sh.sum() <= 0:
                    continue
                self.system[o] = rng.choice(len(sh), p=sh / sh.sum())
                self.disrupted[o] = max(self.disrupted[o], week + E["system_change_weeks"])
                if live[o]:
                    self.reconf[o] = True
        self.refuser &= ~(rng.random(N) < prob(c.soften / YEAR))
        # --- what was completed
        self.sessions = []
        for o, t in self.done:
            if t == MAP:
                self.state[o] = MAPPED
                self.begin(o, PERSUADE, week)
            elif t == PERSUADE:
                zz = (J["base"] + J["peer_weight"] * self.seen[o] * (1 - c.peer_lost[o]) + J["interest_weight"] * self.w
                      - J["load_weight"] * self.load[o] + self.frailty[o] + c.join[o])
                if not self.refuser[o] and rng.random() < 1 / (1 + math.exp(-zz)):
                    self.state[o] = AGREED
                    self.begin(o, LAUNCH if self.ever[o] else NEGOTIATE, week)
                else:
                    self.task[o] = -1
                    self.cool[o] = week + J["cool_off_weeks"]
            elif t in (NEGOTIATE, GOVERN):
                self.begin(o, t + 1, week)
            elif t in (CONFIGURE, TAILOR):
                if rng.random() < c.rework:
                    self.begin(o, t, week)
                elif self.state[o] == LIVE:
                    self.reconf[o] = False
                    self.task[o] = -1
                else:
                    self.begin(o, t + 1, week)
            elif t == LAUNCH:
                if rng.random() < c.hollow:
                    self.reported[o] = self.hollow[o] = True
                    self.due[:, o] = INF
                    self.mrem[:, o] = np.nan
                    self.due[2, o] = week + pol["follow_up_weeks"] if pol["follow_up_weeks"] > 0 else INF
                    self.task[o] = -1
                else:
                    self.go_live(o, week, True)
            elif t == TRAIN:
                self.task[o] = -1
                self.sessions.append(o)
                self.heard[o] = week
            elif self.reported[o]:                       # maintenance
                if self.hollow[o]:
                    self.off_books(o)
                    self.begin(o, LAUNCH, week)
                elif self.state[o] != LIVE:              # it stopped: the books are put right
                    self.off_books(o)
                    self.cool[o] = 0
                else:
                    a = MAINT.index(t)
                    self.due[a, o] = week + pol[("refresher_weeks", "renegotiate_weeks", "follow_up_weeks")[a]]
                    self.mrem[a, o] = np.nan
                    self.heard[o] = week
                    if t == REFRESH:
                        self.sessions.append(o)
        # --- held, stopping, returning, pausing
        live, lapsed = self.state == LIVE, self.state == LAPSED
        stop = live & (rng.random(N) < prob((O["exit_per_year"] + O["neglect_exit_per_year"] * self.neglect + c.exit) / YEAR))
        self.state[stop] = LAPSED
        self.task[stop] = -1
        back = lapsed & (rng.random(N) < prob((O["return_per_year"] + c.ret) / YEAR))
        for o in np.flatnonzero(back):
            self.go_live(o, week, False)
        p, q = P["diffusion"]["spontaneous_per_year"], P["diffusion"]["contagion_per_year"]
        if p > 0 or q > 0:
            new = (self.state < LIVE) & (rng.random(N) < prob((p + q * self.seen) / YEAR))
            for o in np.flatnonzero(new):
                self.go_live(o, week, False)
        live = self.state == LIVE
        self.held = live & (week < c.use_from)
        self.paused = live & (week - self.due[1] > O["agreement_grace_weeks"])
        self.usable = live & ~self.held & ~self.paused & ~self.reconf

    # ------------------------------------------------------------ workforce
    def learn_skill(self, who, week):
        S = self.P["skill"]
        n = len(who)
        if n:
            T = logn(self.rng, S["retention_weeks"], S["retention_sigma"], n)
            self.D[who] = T * np.exp(self.r_retention[self.role[who]] + self.c.retention[self.org[who]])
            self.until[who] = week + self.D[who] * (1 + S["practice_gain"] * self.h[who])

    def workforce(self, week):
        P, c, rng = self.P, self.c, self.rng
        S = P["skill"]
        act = self.ever[self.org]
        u = rng.random(len(self.org))
        filled0 = self.filled & act
        leave = filled0 & (u < self.leave_p)
        hire = act & ~self.filled & (u < self.fill_p)
        p_org = np.minimum(1, S["self_taught"] + S["from_colleagues"] * self.c_posts * (1 - c.teach_lost))
        p_org = (1 - (1 - p_org) * (1 - S["induction"])) * self.usable
        p = p_org[self.org] * (1 - self.r_learn_lost[self.role])
        v = (u - self.leave_p) / (1 - self.leave_p)      # uniform, given that one stays
        learn = filled0 & ~leave & (self.until <= week) & (v < p)
        self.filled[leave] = False
        self.until[leave] = -INF
        self.h[leave] = 0
        self.last[leave] = -INF
        if hire.any():
            i = np.flatnonzero(hire)
            o = self.org[i]
            some = self.nfill[o] > 0
            first_r, first_w = P["use"]["first_read"] + c.hope, P["use"]["first_write"] + c.hope
            self.filled[i] = True
            self.er[i] = np.where(some, self.mean_er[o], first_r)
            self.ew[i] = np.where(some, self.mean_ew[o], first_w)
            self.h[i], self.hired[i], self.until[i], self.last[i], self.D[i] = 0, week, -INF, -INF, 0
        self.learn_skill(np.flatnonzero(learn), week)
        self.train_min[:] = 0
        if self.sessions:
            held = np.zeros(self.N, bool)
            held[self.sessions] = True
            i = np.flatnonzero(held[self.org] & self.filled)
            o = self.org[i]
            attend = S["attend"] * (1 - c.attend_lost[o])
            u = rng.random(len(i))
            came = u < attend
            self.train_min += P["time"]["train"] * np.bincount(o[came], minlength=self.N)
            got = u < attend * (1 - self.r_learn_lost[self.role[i]])
            self.learn_skill(i[got], week)

    # ------------------------------------------------------------ use
    def use(self, week):
        P, c, rng, N = self.P, self.c, self.rng, self.N
        Up, T, O = P["use"], P["time"], P["organisation"]
        act = np.flatnonzero(self.filled & self.ever[self.org])
        o = self.org[act]
        comp = self.until[act] > week
        A_o = (Up["access"] * (1 - O["neglect_access"] * self.neglect) * np.sqrt(1 - self.load) * (1 - c.use_lost)) * self.usable
        base_r, base_w = self.contacts * A_o, self.contacts * A_o * self.W
        A = np.where(comp, 1.0, math.sqrt(Up["untrained"])) * self.share[act]
        er, ew, h = self.er[act], self.ew[act], self.h[act]
        th4 = Up["threshold"] ** 4
        x = self.used4[o]

        def P_of(e):
            e4 = (e * e) ** 2
            g = np.minimum(1, e / Up["habit_floor"]) * h
            return np.minimum(1, g * Up["habitual"] + (1 - g) * (Up["curiosity"] + Up["peer"] * x + Up["deliberate"] * e4 / (th4 + e4)))

        reading = base_r[o] * np.minimum(1, self.rd[act] * np.exp(c.reading)[o]) * A * P_of(er)
        writing = base_w[o] * np.minimum(1, self.wr[act] * np.exp(c.writing)[o]) * A * P_of(ew)
        reads, writes = rng.poisson(reading), rng.poisson(writing)
        # look-ups, one after another
        p_use = (self.fill * self.Q * (1 - c.payoff_lost))[o]
        p_stale = self.stale_o[o]
        fall = np.minimum(1, Up["learning"] * np.exp(c.fall_faster))
        n_useful, n_stale = np.zeros(N), np.zeros(N)
        idx = np.flatnonzero(reads > 0)
        left = reads[idx]
        while len(idx):
            u = rng.random(len(idx))
            useful = u < p_use[idx]
            stale = ~useful & (u < p_use[idx] + p_stale[idx])
            e = er[idx]
            er[idx] = np.where(useful, e + Up["learning"] * (1 - e), e - fall[o[idx]] * e)
            n_useful += np.bincount(o[idx[useful]], minlength=N)
            n_stale += np.bincount(o[idx[stale]], minlength=N)
            left = left - 1
            idx, left = idx[left > 0], left[left > 0]
        # writes
        target = Up["own_benefit"] + (1 - Up["own_benefit"]) * min(1, self.R / Up["heard_reads"])
        step = np.where(ew < target, Up["learning"], fall[o])
        ew = target + (ew - target) * (1 - step) ** writes
        openings = reads + writes
        some = openings > 0
        h = np.where(some, 1 - (1 - h) * (1 - self.habit_gain[act]) ** openings, h * (1 - Up["habit_loss"]))
        self.er[act], self.ew[act], self.h[act] = er, ew, h
        self.last[act[some]] = week
        cu = act[some & comp]
        self.until[cu] = np.maximum(self.until[cu], week + self.D[cu] * (1 + P["skill"]["practice_gain"] * self.h[cu]))
        # books of the week
        n_read, n_write = np.bincount(o, reads, N), np.bincount(o, writes, N)
        self.paid = (np.maximum(0, T["write"] + c.entry_minutes) * n_write + np.maximum(0, T["view"] + c.view_minutes) * n_read)
        self.saved = self.K["minutes_saved"] * n_useful
        self.uses, self.stale_views = n_read + n_write, n_stale
        got = n_read > 0
        self.failing_o[got] += 0.1 * ((n_read - n_useful)[got] / n_read[got] - self.failing_o[got])
        self.lookups = n_read.sum()
        have = (self.written > -INF).sum()
        self.R = n_useful.sum() / have if have > 0 else 0.0
        if self.lookups > 0:
            self.failing = 1 - n_useful.sum() / self.lookups
            self.stale = n_stale.sum() / self.lookups
        self.find_real(week)
        # who wrote, for the records
        wi = np.flatnonzero(writes > 0)
        self.w_org = np.repeat(o[wi], writes[wi])
        self.w_comp = np.repeat(comp[wi], writes[wi])

    def find_real(self, week):
        live = self.state == LIVE
        used4 = self.by_org(week - self.last < 4) / np.maximum(1, self.posts)
        self.real = live & (used4 >= self.P["organisation"]["real_use"])
        self.used = self.real[live].mean() if live.any() else 0.0
        tot = self.contacts.sum()
        self.covered = self.contacts[self.real].sum() / tot if tot > 0 else 0.0

    # ------------------------------------------------------------ records
    def pweights(self, week):
        """Weights with which writes go to patients, and who has a current record."""
        Rc = self.P["records"]
        self.current = week - self.written < Rc["current_weeks"]
        true = self.current & ~self.over
        return np.where(self.asked == 2, np.where(true, Rc["update_current"], 1.0), 0.0)

    def records(self, week):
        P, c, rng, lay, N = self.P, self.c, self.rng, self.lay, self.N
        Rc, Pt = P["records"], P["patients"]
        if len(self.w_org):                              # weights of last week's end: self.pw
            rows = lay.weight * self.S_p
            cum = np.cumsum(rows, axis=1)
            o = self.w_org
            tot = cum[o, -1]
            ok = tot > 0
            o, comp = o[ok], self.w_comp[ok]
            if len(o):
                r = rng.random(len(o)) * cum[o, -1]
                lists = np.minimum((cum[o] <= r[:, None]).sum(1), lay.L - 1)
                pc = np.concatenate(([0.0], np.cumsum(self.pw)))
                start = np.concatenate(([0], np.cumsum(self.N_p)))
                lo, hi = pc[start[lists]], pc[start[lists + 1]]
                pat = np.searchsorted(pc, lo + rng.random(len(o)) * (hi - lo), side="right") - 1
                pat = np.clip(pat, start[lists], start[lists + 1] - 1)
                qual = np.where(comp, Rc["quality_competent"], Rc["quality_untrained"]) * (1 - c.quality_lost[o])
                self.written[pat] = week
                self.good[pat] = rng.random(len(o)) < qual
                self.over[pat] = False
        n = rng.poisson(c.incidents / YEAR).sum()
        self.incidents += n - self.incidents / YEAR
        # --- patients
        comp_o = self.by_org(self.filled & (self.until > week))
        c_o = comp_o / np.maximum(1, self.posts)
        ask_o = self.K["contacts"] * c_o * self.converse_o * (1 - c.converse_lost) * self.usable
        ask_p = ask_o @ lay.weight
        open_p = np.bincount(self.plist, self.asked == 0, lay.L)
        held = ask_o * (lay.weight @ open_p)             # conversations expected
        self.conversed += np.where(comp_o > 0, held / np.maximum(1, comp_o), 0)
        self.paid = self.paid + P["time"]["converse"] * held
        k = len(self.plist)
        dead = rng.random(k) < prob(1 / Pt["stay_weeks"])
        u = rng.random(k)
        lo = math.log(Pt["agree"] / (1 - Pt["agree"])) + c.agree
        agree = 1 / (1 + math.exp(-lo))
        st = self.asked
        asked = (st == 0) & (u < prob(ask_p)[self.plist])
        recon = (st == 1) & (u < prob(c.reconsider / YEAR))
        pw_, po = prob(c.withdraw / YEAR), prob(Rc["overtaken_per_week"] * (1 - self.covered))
        withdraw = (st == 2) & (u < pw_)
        overtaken = (st == 2) & ~withdraw & (self.written > -INF) & ~self.over & (u < pw_ + (1 - pw_) * po)
        new = st.copy()
        new[asked] = np.where(rng.random(int(asked.sum())) < agree, 2, 1)
        new[recon] = 2
        new[withdraw] = 1
        self.written[withdraw] = -INF
        self.over[withdraw] = self.good[withdraw] = False
        self.over[overtaken] = True
        # --- arrivals
        uw = Pt["unrecognised_weeks"]
        U = self.unrec
        q = self.qrec[:, None]
        rec = np.minimum(U, rng.poisson(U * q / uw))
        die = np.minimum(U - rec, rng.poisson(U * (1 - q) / uw))
        self.unrec = U - rec - die + rng.poisson(self.come[:, None] * np.ones((1, lay.L)))
        fresh = np.repeat(np.arange(lay.L), rec.sum(0))
        live = ~dead
        plist = np.concatenate((self.plist[live], fresh))
        sort = np.argsort(plist, kind="stable")
        nf = len(fresh)
        join = lambda a, v: np.concatenate((a[live], np.full(nf, v, a.dtype)))[sort]
        self.plist = plist[sort]
        self.asked = join(new, 0)
        self.written, self.good, self.over = join(self.written, -INF), join(self.good, False), join(self.over, False)
        self.survey(week)

    def survey(self, week):
        lay, c = self.lay, self.c
        self.pw = self.pweights(week)
        L = lay.L
        self.N_p = np.bincount(self.plist, minlength=L)
        self.S_p = np.bincount(self.plist, self.pw, L)
        ok = np.bincount(self.plist, self.current & self.good & ~self.over, L)
        old = np.bincount(self.plist, self.current & self.over, L)
        met = lay.weight @ self.N_p
        m = np.maximum(1e-12, met)
        self.contacts = self.K["contacts"] * met
        self.W = (lay.weight @ self.S_p) / m
        wr = lay.weight * c.readable[self.system[:, None], self.system[lay.keeper][None, :]]
        self.fill = (1 - c.fill_lost) * (wr @ ok) / m
        self.stale_o = (1 - c.fill_lost) * (wr @ old) / m

    # ------------------------------------------------------------ load
    def loads(self, week):
        T = self.P["time"]
        s = self.P["start"]
        d = s.timetuple().tm_yday + 7 * week
        k = T["swing_carry"]
        self.swing = k * self.swing + T["swing"] * math.sqrt(1 - k * k) * self.rng.standard_normal(self.N)
        self.load = np.clip(self.K["load"] + T["season"] * math.cos(2 * math.pi * (d - 15) / 365.25) + self.swing + self.c.load, 0, 0.95)

    # ------------------------------------------------------------ a week
    def step(self, week):
        if week > 1 or True:
            self.forces(week)
        self.climate(week)
        self.money(week)
        self.work(week)
        self.joining(week)
        self.workforce(week)
        self.use(week)
        self.records(week)
        self.loads(week)
        self.tally(week)

    def observe(self, week):
        M = self.lay.total
        comp = self.filled & (self.until > week) & self.ever[self.org]
        return {"organisations.live": (self.state == LIVE).mean(),
                "organisations.real_use": self.real.mean(),
                "staff.access": (self.filled & self.usable[self.org]).sum() / M,
                "staff.competent": comp.sum() / M,
                "staff.monthly": (week - self.last < 4).sum() / M,
                "patients.true_current": (self.current & ~self.over).sum() / max(1, len(self.plist))}


def _keep(*xs):
    out = 1.0
    for x in xs:
        out = out * (1 - x)
    return out


def replicate(job):
    lay, rep = job
    w = World(lay, [lay.P["seed"], rep, 77])
    rows = []
    for week in range(1, lay.P["weeks"] + 1):
        w.step(week)
        if week in DATES:
            rows += [(rep, week, k, v) for k, v in w.observe(week).items()]
    return rows


_LAY = None


def _init(lay):
    global _LAY
    _LAY = lay


def _run(rep):
    return replicate((_LAY, rep))


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("scenario")
    ap.add_argument("--replicates", type=int, default=400)
    ap.add_argument("--first", type=int, default=0)
    ap.add_argument("--processes", type=int, default=2)
    ap.add_argument("--layout", default=os.path.join(HERE, "layout.csv"))
    ap.add_argument("--out", default="python.csv")
    a = ap.parse_args()
    lay = Layout(read_scenario(a.scenario), a.layout)
    print(f"{lay.N} organisations, {lay.total} posts in scope, {lay.L} lists", file=sys.stderr)
    reps = range(a.first, a.first + a.replicates)
    t0 = time.time()
    if a.processes > 1:
        import multiprocessing as mp
        with mp.get_context("fork").Pool(a.processes, _init, (lay,)) as pool:
            out = list(pool.imap(_run, reps, chunksize=2))
    else:
        _init(lay)
        out = [_run(r) for r in reps]
    with open(a.out, "w", newline="") as f:
        w = csv.writer(f)
        w.writerow(["replicate", "week", "measure", "value"])
        for rows in out:
            for r, wk, m, v in rows:
                w.writerow([r, wk, m, f"{v:.8g}"])
    print(f"{time.time() - t0:.1f} s", file=sys.stderr)
    names = list(dict.fromkeys(m for _, _, m, _ in out[0]))
    print("measure".ljust(24), *[f"{d:>7}" for d in DATES])
    for m in names:
        print(m.ljust(24), *[f"{np.mean([v for rows in out for _, wk, n, v in rows if n == m and wk == d]):7.4f}" for d in DATES])


if __name__ == "__main__":
    for v in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ.setdefault(v, "1")
    main()
