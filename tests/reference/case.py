"""Reads a resolved scenario and a layout into module constants that numba compiles in.
Left out (none of the three cases uses it): scale.programme, shared_experience != 0, work_in_progress > 0,
expansion first, maintenance_cap < 1, sending, switch-on, policies other than random/by_kind/senders_first,
levers other than extra_hours, backfill, payment, mapping, refresher, ring_fence; core_only; variation; begins."""
import sys, csv, tomllib, datetime as dt
import numpy as np
import pathlib
HERE = pathlib.Path(__file__).parent
CASE = sys.argv[1]
with open(f'{HERE}/cases/case-{CASE}-resolved.toml', 'rb') as f: T = tomllib.load(f)
with open(f'{HERE}/cases/case-{CASE}-layout.csv') as f: LAY = list(csv.DictReader(f))
G = {}
for sec in ('money','policy','scale','experience','joining','diffusion','organisation','embedding','skill','use','patients','records','time','tool','plan','initial','funder','events'):
    for k, v in T[sec].items():
        if isinstance(v, (int, float)) and not isinstance(v, bool): G[f'{sec}_{k}'] = float(v)
for fn, d in T['forces'].items():
    if isinstance(d, dict):
        assert d['strength'] == 1.0, fn
        for k, v in d.items(): G[f'f_{fn}_{k}'] = float(v)
S = float(T['forces']['own_share']); G['S'] = S
YR = 52.178571; G['YR'] = YR
REG = list(T['region']); KIN = list(T['kind']); ROL = list(T['role']); SYS = list(T['system'])
NR, NK, NRO, NS, NO = len(REG), len(KIN), len(ROL), len(SYS), len(LAY)
G.update(NR=NR, NK=NK, NRO=NRO, NS=NS, NO=NO)
f8 = lambda x: np.array(x, dtype=np.float64)
i8 = lambda x: np.array(x, dtype=np.int64)
for k in ('load','contacts','independence','minutes_saved','outside','boundary','mobile','detail','own_template','represented','waits','upheaval','incumbent','hold'):
    G['k_'+k] = f8([T['kind'][n][k] for n in KIN])
G['k_keeps'] = i8([T['kind'][n]['keeps_list'] for n in KIN])
G['k_mandated'] = i8([T['kind'][n]['mandated'] for n in KIN])
kr = np.zeros((NK, NRO)); ks = np.zeros((NR, NK, NS))
for a, n in enumerate(KIN):
    for r, v in T['kind'][n]['roles'].items(): kr[a, ROL.index(r)] = v
    for b, rn in enumerate(REG):
        sy = T['region'][rn].get('systems') or T['kind'][n]['systems']
        for s, v in sy.items(): ks[b, a, SYS.index(s)] = v
for k in ('leave_per_year','weeks_to_fill','write','read','protocol','core','converse','it_skill'):
    G['r_'+k] = f8([T['role'][n][k] for n in ROL])
G['kr'] = kr; G['ks'] = ks
G['k_core'] = kr @ G['r_core']; G['k_it'] = kr @ G['r_it_skill']
G['r_q'] = 1 - np.exp(-G['r_leave_per_year'] / YR)
G['r_f'] = np.where(G['r_weeks_to_fill'] > 0, 1 - np.exp(-1 / np.maximum(G['r_weeks_to_fill'], 1e-9)), 1.0)
G['r_emp'] = np.where(G['r_weeks_to_fill'] > 0, G['r_q'] / (G['r_q'] + G['r_f']), 0.0)
reads = np.zeros((NS, NS))
for a, n in enumerate(SYS):
    for m, v in T['system'][n]['reads'].items(): reads[a, SYS.index(m)] = v
    reads[a, a] = 1
G['reads'] = reads
G['s_waits'] = i8([T['system'][n]['waits_for_vendor'] for n in SYS])
off = reads - np.eye(NS)
G['s_paper'] = i8([off[:, a].sum() == 0 and off[a].sum() > 0 for a in range(NS)])
# team members, one a place
LV = ['technical', 'middle', 'top']
mem = [(LV.index(m['level']), m['hours'], m['salary'], m['paid_by'] == 'project', m['leads'], m['leave_per_year'], m['weeks_to_recruit'])
       for m in T['team'].values() for _ in range(m['count'])]
NM = len(mem); G['NM'] = NM
for i, k in enumerate(('m_level','m_hours','m_salary','m_proj','m_leads','m_leave','m_rec')):
    G[k] = (i8 if k in ('m_level','m_proj','m_leads') else f8)([x[i] for x in mem])
TASKS = ['map','persuade','negotiate','govern','configure','tailor','launch','train','refresh','renegotiate','follow_up','develop','support','fit_in']
NT = len(TASKS); G['NT'] = NT
for k in ('hours','sigma','hours_per_post','least_weeks'): G['t_'+k] = f8([T['task'][n][k] for n in TASKS])
G['t_lev'] = i8([[l in T['task'][n]['levels'] for l in LV] for n in TASKS])
MAP, PER, NEG, GOV, CON, TAI, LAU, TRA, REF, REN, FOL, DEV, SUP, FIT = range(NT)
G.update(MAP=MAP, PER=PER, NEG=NEG, GOV=GOV, CON=CON, TAI=TAI, LAU=LAU, TRA=TRA, REF=REF, REN=REN, FOL=FOL, DEV=DEV, SUP=SUP, FIT=FIT)
# regions, organisations
G['g_team'] = f8([T['region'][r]['team_size'] for r in REG])
bud = [T['region'][r].get('budget_per_year', T['money'].get('budget_per_year', -1.0)) for r in REG]
G['g_budget'] = f8([-1.0 if b is None else b for b in bud])
o_reg = i8([REG.index(r['region']) for r in LAY]); o_kind = i8([KIN.index(r['kind']) for r in LAY])
o_sys0 = i8([SYS.index(r['system']) for r in LAY]); o_posts = i8([int(r['posts_in_scope']) for r in LAY]); o_staff = i8([int(r['staff']) for r in LAY])
G.update(o_reg=o_reg, o_kind=o_kind, o_sys0=o_sys0, o_posts=o_posts)
G['g_n'] = np.bincount(o_reg, minlength=NR)
G['o_p0'] = np.concatenate([[0], np.cumsum(o_posts)]); NP = int(o_posts.sum()); G['NP'] = NP
p_role = np.zeros(NP, np.int64); p_org = np.repeat(np.arange(NO), o_posts)
for o in range(NO):
    cum = np.floor(np.cumsum(kr[o_kind[o]]) * o_posts[o] + 0.5 + 1e-9).astype(int); prev = 0; j = G['o_p0'][o]
    for r in range(NRO):
        p_role[j + prev: j + cum[r]] = r; prev = cum[r]
G.update(p_role=p_role, p_org=p_org)
# lists: one for each organisation of a kind that keeps one; weights organisation -> lists (CSR)
keep = [o for o in range(NO) if G['k_keeps'][o_kind[o]]]
NL = len(keep); G['NL'] = NL; G['l_org'] = i8(keep)
own = {o: i for i, o in enumerate(keep)}
rl = [[i for i, o in enumerate(keep) if o_reg[o] == r] for r in range(NR)]
met = []
for o in range(NO):
    k = T['kind'][KIN[o_kind[o]]]; L = rl[o_reg[o]]; n = len(L)
    peers = [q for q in range(NO) if o_reg[q] == o_reg[o] and o_kind[q] == o_kind[o]]
    if k['lists'] == 'own': met.append([own[o]])
    elif k['lists'] == 'all': met.append(list(L))
    else:
        c = min(n, max(k['lists_near'], -(-n // len(peers)))); a = peers.index(o) * n // len(peers)
        met.append([L[(a + j) % n] for j in range(c)])
tot = {}
for o in range(NO):
    for l in met[o]: tot[(o_kind[o], l)] = tot.get((o_kind[o], l), 0) + o_posts[o]
G['w0'] = i8(np.concatenate([[0], np.cumsum([len(m) for m in met])]))
G['w_list'] = i8([l for m in met for l in m])
G['w_w'] = f8([o_posts[o] / tot[(o_kind[o], l)] for o in range(NO) for l in met[o]])
start = T['start']; G['DAY0'] = float(start.timetuple().tm_yday)
ends = T['money'].get('ends'); G['ENDS'] = 10**6 if ends is None else (ends - start).days // 7
G['NEED'] = T['policy']['refresh'] == 'need'; G['NET'] = ['comparable','complete','ring'].index(T['diffusion']['network'])
G['COUNTS'] = T['funder']['shown'] == 'counts'; G['SUCCESS'] = ['impression','need','others'].index(T['funder']['success'])
G['WEEKS'] = T['weeks']
ORDER = T['policy']['order']; G['ORDER'] = ['random','by_kind','senders_first'].index(ORDER)
ko = T['policy'].get('kind_order') or []
G['k_rank'] = f8([ko.index(k) if k in ko else len(ko) for k in KIN])
LVN = ['extra_hours','backfill','payment','mapping','refresher','ring_fence']
iv = {k: (10**6, 10**6, 0.0) for k in LVN}
for x in T.get('intervention', []): iv[x['lever']] = (x['start'], x.get('end', 10**6), float(x['intensity'])); assert x['cost_per_week'] == 0
for k in LVN: G['lv_'+k] = i8(iv[k][:2]); G['li_'+k] = iv[k][2]
EVN = ['mandate','local_scandal','reorganisation']
G['ev'] = f8([[EVN.index(e['event']), e['week'], REG.index(e['region']) if e.get('region') else -1, e.get('size', 1.0)] for e in T.get('event', [])] or [[9, -1, -1, 0]])
