import numpy as np, math, sys, time
from numba import njit
from case import *
globals().update(G)
UNM, MPD, AGR, LIV, LAP = 0, 1, 2, 3, 4
BIG = 10**7
O_dt = np.dtype([(n, 'f8') for n in '''u hold remote detail structure wait_share load swing loadc neglect failing Sv Pv gets contacts W fill stale exist xsys
 exp_r exp_w c_posts c_post_in n_new empty used4 incid conversed paid saved trainmin uses stalev views hours_left h_ref h_ren h_fol h_new seen seen_mix
 Join AttendLost FallFaster Exit UseLost Reading Writing PayoffLost QualityLost Effort Delay TeachLost Retention ConverseLost Incid EntryMin ViewMin PeerLost mcur comp_now convn'''.split()]
 + [(n, 'i8') for n in '''state sys refuser boundary represented waits own_template fr_from fr_to books hollow ever task begun reconf due_ref due_ren due_fol due_new not_before
 disr byself train_out t_task paused held usable champ embed nochamp launch_week contact first_trained done_task done_ref done_ren done_fol done_new done_train filled_new
 LaunchFrom MapFrom UseFrom everlast nlaunch sess sess_new vend champ_try rank'''.split()])
R_dt = np.dtype([(n, 'f8') for n in '''w T slipped slippage rc planned evid alts mand Q fit funding V Vlive used covered Rr failing stale incid look succ nsup Q0
 aff fund bf_fund g_bf g_pay g_map e_map g_ring mapbank opened_t trainhrs fund_target behind
 HoursLost MoneyLost FeedbackLost Effort Rework Hollow InterestGrowth InterestFade Agree QualityFade Reconsider Withdraw LeaveLess anyl lookups miss staleshare anylook'''.split()]
 + [(n, 'i8') for n in '''sponsor conflict pause mand_until end fails rival closed taken nlive ninhand'''.split()])
P_dt = np.dtype([(n, 'f8') for n in 'share until D er ew h'.split()] + [(n, 'i8') for n in 'filled last hired wait'.split()])
lg = math.log; ex = math.exp

@njit(inline='always')
def LS(x): return 1.0 - (1.0 - x) ** S
@njit(inline='always')
def pr(rate): return 1.0 - math.exp(-rate) if rate > 0 else 0.0
@njit(inline='always')
def U(): return np.random.random()
@njit(inline='always')
def hill(e):
    e4 = e ** 4
    return e4 / (use_threshold ** 4 + e4)
@njit(inline='always')
def rnd(x): return int(math.floor(x + 0.5))
@njit(inline='always')
def expw(mean): return int(math.ceil(np.random.exponential(mean)))
@njit(inline='always')
def logn(med, sig): return med * math.exp(sig * np.random.normal()) if sig > 0 else med

@njit
def forces(week, O, R, ready, m_until, m_exp, mism, lr_learn, read_eff, ncoef):
    """Coefficients of the coming week from last week's end state."""
    yrs = week / YR
    for r in range(NR):
        g = R[r]
        # team in post
        hin = 0.0; htec = 0.0; hemp = 0.0; hall = 0.0; L = 0.0
        have = np.zeros(3); fil = np.zeros(3)
        for m in range(NM):
            have[m_level[m]] = 1; hall += m_hours[m]
            if week >= m_until[r, m]:
                fil[m_level[m]] = 1; hin += m_hours[m]
                if m_level[m] == 0: htec += m_hours[m]
                if not m_proj[m]: hemp += m_hours[m]
                if m_leads[m]: L = 1.0
        t = htec / hin if hin > 0 else 0.0
        un = hemp / hin if hin > 0 else 0.0
        k = fil.sum() / have.sum()
        A = g.alts
        a_alt = lg(1 + A) / lg(14.0)
        e_map = g.e_map
        nosp = week < g.sponsor
        conf = week < g.conflict
        # counts over organisations
        n = 0; nrep = 0.0; nl = 0.0; hs = 0.0; nh = 0.0; Sc = 0.0; Nc = 0.0; clive = 0.0
        sysn = np.zeros(NS); sysb = np.zeros(NS); ckind = np.zeros(NK); lk = np.zeros(NK); nk = np.zeros(NK)
        for o in range(NO):
            if o_reg[o] != r: continue
            q = O[o]; kd = o_kind[o]
            n += 1; nrep += q.represented; sysn[q.sys] += 1; nk[kd] += 1
            if q.books: sysb[q.sys] += 1
            h = (1 - f_uneven_involvement_ineffective) if q.represented else 0.0
            if q.state == LIV:
                nl += 1; hs += h; lk[kd] += 1; clive += q.contacts; ckind[kd] += q.contacts
            if q.hold > 0: nh += 1
            if q.everlast:
                inpost = o_posts[o] * (1 - q.empty)
                Sc += q.c_posts * o_posts[o] * k_core[kd]; Nc += inpost * (1 - k_core[kd])
        g.nlive = int(nl)
        pmax = sysn.max() / n
        # regional coefficients
        x = max(0.0, (g.succ - f_self_defeating_success_from_success) / (1 - f_self_defeating_success_from_success))
        keep = 1.0
        keep *= 1 - LS(min(1.0, f_governance_friction_reporting * g.slippage))
        keep *= 1 - LS(f_fragmentation_overlapping)
        if nosp: keep *= 1 - LS(f_external_support_hours_lost)
        if conf: keep *= 1 - LS(f_politics_hours_lost)
        keep *= 1 - LS(f_market_forces_agenda * un)
        if nosp or g.funding < 1: keep *= 1 - LS(f_market_forces_consultancies)
        g.HoursLost = 1 - keep
        xe = 2 * g.evid - 1
        keep = 1 - LS(f_self_defeating_success_money_lost * x)
        if nosp: keep *= 1 - LS(f_external_support_money_lost)
        if xe < 0: keep *= 1 - LS(f_evidence_money_lost * (-xe))
        g.MoneyLost = 1 - keep
        keep = 1 - LS(f_disappointment_feedback_lost * g.failing)
        hm = hs / nl if nl > 0 else 0.0
        keep *= 1 - LS(f_uneven_involvement_not_escalated * (1 - hm))
        g.FeedbackLost = 1 - keep
        g.Effort = S * lg(1 + f_repetition_left_to_team)
        g.Rework = LS(f_languages_misunderstood)
        g.Hollow = LS(f_promises_not_acted_on * (1 - nrep / n))
        oth = f_ecosystem_elsewhere
        if NR > 1:
            oth = 0.0
            for r2 in range(NR):
                if r2 != r: oth += R[r2].rc / (NR - 1)
        g.InterestGrowth = S * (f_ecosystem_interest_growth + f_ecosystem_trailblazers * oth)
        g.InterestFade = S * (f_self_defeating_success_interest_lost_per_year * x + f_slipping_timelines_momentum_per_year * g.slipped + f_scandal_fade_per_year * (1 - g.T))
        g.Agree = f_ecosystem_consent - f_scandal_decline * (1 - g.T)
        g.QualityFade = S * (f_work_in_progress_outgrown_per_year + f_work_in_progress_revealed_per_year * g.covered)
        g.Reconsider = S * (f_reversals_reconsider_per_year + f_reversals_learn_per_year * max(0.0, g.failing - g.stale))
        g.Withdraw = S * f_reversals_withdraw_per_year * g.stale
        g.LeaveLess = LS(f_leadership_retains * L)
        # drift by kind in ncoef[r, kind]
        for kd in range(NK):
            l = lk[kd] / nk[kd] if nk[kd] > 0 else 1.0
            ncoef[r, kd] = S * f_uneven_involvement_drift_per_year * (1 - l) if nl > 0 else 0.0
        # event rates in ncoef[r, NK + j]
        eb = NK
        ncoef[r, eb + 0] = f_transformation_reorganisation_per_year
        ncoef[r, eb + 1] = f_fragmentation_boundary_per_year
        ncoef[r, eb + 2] = f_external_support_loss_per_year
        calm = LS(f_leadership_calm * L * min(1.0, max(0.0, week / f_leadership_settle_weeks)))
        ncoef[r, eb + 3] = S * f_politics_conflict_per_year * (1 - calm)
        ncoef[r, eb + 4] = f_scandal_local_per_year + f_scandal_per_incident * g.incid * g.rc * (1 + f_scandal_stoked * nh / n)
        ncoef[r, eb + 5] = f_scandal_national_per_year
        ncoef[r, eb + 6] = f_market_forces_collapses_per_year + (f_work_in_progress_withdrawn_per_year if g.Q < f_work_in_progress_good_enough else 0.0)
        ncoef[r, eb + 7] = f_work_in_progress_setback_per_year
        ncoef[r, eb + 8] = f_market_forces_alternatives_per_year
        ncoef[r, eb + 9] = f_vicarious_rival_fails_per_year
        ncoef[r, eb + 10] = k   # levels of authority filled
        # roles
        for ro in range(NRO):
            sup = min(1.0, f_core_and_peripheral_supports * Sc / Nc) if Nc > 0 else 1.0
            lr_learn[r, ro] = 1 - (1 - LS(f_it_skills_not_learnt * (1 - r_it_skill[ro]))) * (1 - LS(f_core_and_peripheral_unsupported * (1 - r_core[ro]) * (1 - sup)))
        # links
        for a in range(NS):
            for b in range(NS):
                if a == b: read_eff[r, a, b] = 1.0; continue
                op = 1 - (1 - f_market_forces_opened * (sysb[a] / max(1.0, sysn[a])) * (sysb[b] / max(1.0, sysn[b]))) * ex(-f_ecosystem_functions_per_year * yrs)
                read_eff[r, a, b] = 1 - (1 - reads[a, b]) * (1 - op)
        org_forces(week, r, O, R, ready, mism, L, t, un, a_alt, sysn, pmax, n, clive, ckind)

@njit
def incentive(week, g, kd):
    if k_mandated[kd] == 0: return 0.0
    m = g.mand if week < g.mand_until else 0.0
    return max(m, min(1.0, g.g_pay / events_full_payment))

@njit
def role_ret(ro): return -S * (f_it_skills_forgotten * (1 - r_it_skill[ro]) + f_core_and_peripheral_retention * (1 - r_core[ro]))

@njit
def org_forces(week, r, O, R, ready, mism, L, t, un, a_alt, sysn, pmax, n, clive, ckind):
    g = R[r]; nosp = week < g.sponsor; conf = week < g.conflict
    xe = 2 * g.evid - 1
    f = g.fit  # no lever fit_in
    join_reg = -f_alternatives_confusion * a_alt * (1 - g.e_map) - f_slipping_timelines_credibility * g.slipped - f_scandal_distance * (1 - g.T)
    if nosp: join_reg -= f_external_support_doors_shut
    if conf: join_reg -= f_politics_wary
    join_reg += f_solution_vision_weight * f_solution_vision + f_solution_quality_weight * (g.Q - f_solution_usual_quality)
    join_reg += f_leadership_lead_weight * L + f_fit_join * f + f_fit_networks * un
    join_reg += f_evidence_weight * (xe + f_evidence_hype * (1 - abs(xe)))
    if week - g.rival < 52: join_reg += f_vicarious_contrast
    for o in range(NO):
        if o_reg[o] != r: continue
        q = O[o]; kd = o_kind[o]; sy = q.sys; posts = o_posts[o]
        wt = s_waits[sy] == 1 and week < ready[sy]
        m = incentive(week, g, kd); q.mcur = m
        fit_o = 1 - (abs(q.detail - f_values_tool_detail) + abs(q.structure - f_values_tool_structure))
        J = join_reg + f_solution_commitment * k_core[kd] - f_it_skills_laughed_off * k_it[kd] * (1 - t) + f_fit_mandate_join * m
        J += f_values_join * fit_o - f_values_independence_weight * k_independence[kd]
        if wt: J -= f_delayed_innovation_hesitation
        q.PeerLost = 0.0
        if q.waits:
            q.PeerLost = 1.0
            J += -f_vicarious_wait if q.seen < q.wait_share else f_vicarious_follow
        q.Join = S * J
        h = (1 - f_uneven_involvement_ineffective) if q.represented else 0.0
        mo = 1 - (sysn[sy] / n) / pmax
        q.Effort = S * (f_fragmentation_travel * q.remote - f_fit_mandate_effort * m + f_inequality_slower * mo - f_inequality_designed_for * sysn[sy] / n - f_vicarious_learn * q.seen)
        q.Delay = S * (f_uneven_involvement_on_and_off * (1 - h) + f_deprioritised_extras_delay * q.load + f_inequality_slower * mo)
        q.MapFrom = BIG if (not q.represented and q.remote > 1 - f_uneven_involvement_excluded * (1 - g.e_map)) else 0
        lf = 0
        if wt: lf = ready[sy]
        if conf: lf = max(lf, g.conflict - int(f_politics_short_weeks))
        lf = max(lf, g.pause)
        if q.fr_from <= week < q.fr_to: lf = max(lf, q.fr_to)
        q.LaunchFrom = lf; q.UseFrom = g.pause
        disr = week < q.disr
        # load, everywhere
        ld = f_resource_limits_pressure
        emp = q.empty
        if not q.ever:
            emp = 0.0
            for ro in range(NRO): emp += kr[kd, ro] * r_emp[ro]
        ld += f_resource_limits_vacancy * emp + f_inequality_remote_load * (2 * q.remote - 1)
        if disr: ld += f_transformation_load
        ever = q.everlast
        if ever:
            ld += f_investment_before_savings_burden * (q.paid + q.trainmin - q.saved) / (time_slack * posts)
            ld += f_recurring_induction_load * q.n_new
        q.loadc = S * ld
        q.AttendLost = 0.0; q.FallFaster = 0.0; q.Exit = 0.0; q.UseLost = 0.0; q.Reading = 0.0; q.Writing = 0.0; q.PayoffLost = 0.0
        q.QualityLost = 0.0; q.TeachLost = 0.0; q.Retention = 0.0; q.ConverseLost = 0.0; q.Incid = 0.0; q.EntryMin = 0.0; q.ViewMin = 0.0
        if not ever: continue
        bf = min(1.0, f_investment_before_savings_backfill + g.g_bf)
        kp = (1 - LS(min(1.0, f_alternatives_attendance_lost * a_alt * (1 - g.e_map)))) * (1 - LS(f_investment_before_savings_attendance_lost * q.load * (1 - bf)))
        kp *= 1 - LS(f_uneven_involvement_not_cascaded * (1 - h))
        if week < f_temporary_saturation_weeks: kp *= 1 - LS(f_temporary_saturation)
        q.AttendLost = 1 - kp
        ki = 1 - ex(-g.incid / f_workarounds_heard)
        q.FallFaster = S * (f_disappointment_faster_fall + f_workarounds_shaken * ki + f_solution_gap * max(0.0, f_solution_vision - (1 - q.failing))
                            + f_unintended_stale_sting * g.stale - f_unintended_overconfidence * q.fill)
        q.Exit = S * (f_disappointment_exit_per_year * q.failing + f_workarounds_stop_per_year * ki + (0.0 if q.represented else f_precarious_involvement_exit_per_year))
        mi = mism[r, kd]
        kp = 1 - LS(q.hold * (1 - f_good_enough_shaken_off * hill(q.exp_r)))
        pp = float(s_paper[sy])
        kp *= 1 - LS(1 - (1 - f_immaturity_signal * k_mobile[kd]) * (1 - f_immaturity_paper * pp))
        if disr: kp *= 1 - LS(f_transformation_use_lost)
        if week < f_temporary_single_sign_on_week: kp *= 1 - LS(f_temporary_login_lost)
        q.UseLost = 1 - kp
        q.Reading = S * (-f_uneven_involvement_weakest_link * (1 - g.covered) - f_interoperability_put_off * q.xsys + lg(1 - f_contexts_irrelevant) + f_unintended_overconfidence * q.fill)
        c2 = 2 * f_contexts_cross_population - 1
        ot = 1.0 if q.own_template else 0.0
        rr = min(1.0, g.Rr / use_heard_reads)
        wr = -f_deprioritised_extras_writing * q.load - f_own_organisation_first_own_first * (1 - rr) - f_mismatch_put_off * mi
        wr += lg(1 - f_technology_and_users_miscoded * (1 - q.c_post_in)) + f_brevity_writing * f_brevity_brevity + f_fit_writing * f + f_fit_mandate_writing * m
        wr += ot * f_contexts_double_entry * c2 + f_values_writing * fit_o
        wr -= f_unintended_interference * k_independence[kd] * rr * k_keeps[kd] + f_unintended_alone * (1 - g.used)
        q.Writing = S * wr
        do = (clive - ckind[kd]) / clive if clive > 0 else 0.0
        q.PayoffLost = 1 - (1 - LS(f_mismatch_payoff * mi)) * (1 - LS(1 - (1 - f_contexts_withheld) * (1 - f_contexts_foreign_content * do))) * (1 - LS(f_inequality_copies * mo))
        q.QualityLost = 1 - (1 - LS(f_workarounds_untrue * mi)) * (1 - LS(f_technology_and_users_careless * (1 - q.c_post_in))) * (1 - LS(f_technology_and_users_coding)) * (1 - LS(f_recurring_tick_box * m)) * (1 - LS(f_inequality_copies * mo))
        kp = 1 - LS(f_recurring_teaching_lost * q.n_new)
        if disr: kp *= 1 - LS(f_transformation_teaching_lost)
        q.TeachLost = 1 - kp
        q.Retention = -S * f_recurring_out_of_touch * min(1.0, (week - q.contact) / 52.0)
        kp = 1 - LS(f_conversation_skills_hard * (1 - (1 - q.n_new) * (1 - ex(-q.conversed / f_conversation_skills_needed))))
        kp *= 1 - LS(f_unintended_addressed * q.fill)
        q.ConverseLost = 1 - kp
        inc = 52.18 * q.uses * f_workarounds_unsafe_share * mi * f_workarounds_harm
        inc += 52.18 * (f_unintended_incident_per_stale_view * q.stalev + f_unintended_misled * (1 - k_core[kd]) * q.fill * q.views)
        q.Incid = S * inc
        q.EntryMin = S * (f_mismatch_minutes * mi - f_brevity_minutes * f_brevity_brevity - ot * f_contexts_entry_minutes * c2)
        q.ViewMin = S * f_interoperability_switch_minutes * q.xsys

@njit
def leave_books(q, lapse):
    q.books = 0; q.hollow = 0; q.due_ref = -1; q.due_ren = -1; q.due_fol = -1; q.due_new = -1
    q.h_ref = -1; q.h_ren = -1; q.h_fol = -1; q.h_new = -1

@njit
def drop_task(q): q.task = -1; q.hours_left = -1.0

@njit
def do_lapse(q):
    q.state = LAP; q.train_out = 0; drop_task(q)   # a first training outstanding and a reconfiguration in hand are dropped

@njit
def close(g, week):
    if not g.closed: g.closed = 1; g.end = min(g.end, week)

@njit
def reorganisation(week, r, z, O, R):
    g = R[r]; g.w *= 1 - events_interest_lost * z
    g.sponsor = week + expw(events_new_sponsor_weeks * z)
    for o in range(NO):
        if o_reg[o] != r: continue
        q = O[o]
        if q.state == AGR and U() < events_agreements_lost * z:
            q.state = MPD; q.books = 0; q.hollow = 0; q.due_fol = -1; q.h_fol = -1.0; drop_task(q)
        elif q.state == LIV and U() < events_agreements_reopened * z and policy_renegotiate_weeks > 0:
            if q.due_ren < 0 or q.due_ren > week: q.due_ren = week

@njit
def scandal(week, r, z, O, R, local):
    g = R[r]; y = z
    g.T *= 1 - events_scandal_trust * y
    g.pause = max(g.pause, week + rnd(events_scandal_pause_weeks * y))
    if local:
        for r2 in range(NR):
            if r2 != r: R[r2].T *= 1 - events_scandal_trust * events_scandal_spill * z
    if U() < events_scandal_sponsor * y: g.sponsor = max(g.sponsor, week + expw(events_new_sponsor_weeks))
    for o in range(NO):
        if o_reg[o] == r and O[o].state == LIV and U() < events_scandal_leave * y:
            do_lapse(O[o]); leave_books(O[o], True)
    if U() < events_scandal_ends * y: close(g, week)

@njit
def climate(week, O, R, ncoef, pst, pw, pn):
    for r in range(NR):
        g = R[r]
        g.w += ((g.InterestGrowth + joining_interest_benefit * g.V) * g.w * (1 - g.w) - (joining_interest_fade + g.InterestFade) * g.w) / 52.18
        g.w = min(1.0, max(0.0, g.w))
        g.T += (1 - g.T) / events_trust_recovery_weeks
        g.planned = min(1.0, max(0.0, week / plan_weeks_to_all))
        nb = 0
        for o in range(NO):
            if o_reg[o] == r and O[o].books: nb += 1
        g.rc = nb / g_n[r]
        g.slippage = max(0.0, g.planned - g.rc)
        g.slipped += (g.slippage - g.slipped) / 26.0
    for i in range(ev.shape[0]):
        if int(ev[i, 1]) != week: continue
        for r in range(NR):
            if ev[i, 2] >= 0 and int(ev[i, 2]) != r: continue
            k = int(ev[i, 0]); z = ev[i, 3]
            if k == 0: R[r].mand = z; R[r].mand_until = week + int(events_mandate_weeks)
            elif k == 1: scandal(week, r, z, O, R, True)
            elif k == 2: reorganisation(week, r, z, O, R)
    nat = 0.0
    for r in range(NR): nat = max(nat, ncoef[r, NK + 5])
    for r in range(NR):
        g = R[r]
        if U() < pr(ncoef[r, NK + 0] / YR): reorganisation(week, r, 1.0, O, R)
        if U() < pr(ncoef[r, NK + 1] / YR):
            for o in range(NO):
                q = O[o]
                if o_reg[o] == r and q.boundary and U() < events_boundary_share:
                    leave_books(q, False)
                    if q.state == LIV: do_lapse(q)
                    elif q.state == AGR: q.state = MPD
                    drop_task(q); q.not_before = max(q.not_before, week + int(events_boundary_weeks))
        if U() < pr(ncoef[r, NK + 2] / YR): g.sponsor = week + expw(events_new_sponsor_weeks)
        if U() < pr(ncoef[r, NK + 3] / YR): g.conflict = week + expw(events_conflict_weeks)
        if U() < pr(ncoef[r, NK + 4] / YR): scandal(week, r, 1.0, O, R, True)
    if U() < pr(nat / YR):
        for r in range(NR): scandal(week, r, 1.0, O, R, False)
    for r in range(NR):
        g = R[r]
        if U() < pr(ncoef[r, NK + 6] / YR):
            l = 1 - events_contract_migrated
            if g.Q > tool_quality: g.Q -= l * (g.Q - tool_quality)
            for o in range(NO):
                if o_reg[o] == r and O[o].state == LIV and U() < l: O[o].reconf = 1
        if U() < pr(ncoef[r, NK + 7] / YR): g.Q *= 1 - events_setback
        if U() < pr(ncoef[r, NK + 8] / YR):
            g.alts += 1
            for o in range(NO):
                if o_reg[o] == r and U() < events_alternative_reach: O[o].hold = 1 - (1 - O[o].hold) * (1 - k_hold[o_kind[o]])
        if U() < pr(ncoef[r, NK + 9] / YR): g.rival = week
        if not g.closed and U() < pr(events_takeover_per_year / YR):
            keep = U() < events_takeover_kept
            g.taken = 1 if keep else 2
            for o in range(NO):
                if o_reg[o] != r: continue
                q = O[o]
                if keep:
                    q.due_ref = -1; q.due_ren = -1; q.due_fol = -1; q.due_new = -1
                else:
                    leave_books(q, True)
                    if q.state == LIV: do_lapse(q)
                    elif q.state == AGR: q.state = MPD
                    drop_task(q)
            if not keep:
                for l in range(NL):
                    if o_reg[l_org[l]] == r:
                        for i in range(pn[l]): pw[l, i] = -1000
            close(g, week)
        d = week - int(events_evaluation_first)
        if d >= 0 and d % int(events_evaluation_weeks) == 0 and g.anylook > 0:
            fnd = min(1.0, max(0.0, 1 - g.failing + events_evaluation_noise * np.random.normal()))
            g.evid += events_evaluation_weight * (fnd - g.evid)
        # slipped at the end of events? reported coverage of Climate stays as worked out

@njit
def active(week, lv): return lv[0] + 1 <= week <= lv[1]

@njit
def money(week, O, R, m_until, m_exp, nexp, H, ncoef, mem_eff):
    for r in range(NR):
        g = R[r]
        if g.conflict > 0: pass
        ended = week > g.end
        tot = 0.0
        for m in range(NM): tot += m_hours[m]
        for m in range(NM):
            if week < m_until[r, m]: continue
            lv = S * f_repetition_leave_per_year * m_exp[r, m] + S * (f_precarious_involvement_contract_per_year if m_proj[m] else f_precarious_involvement_leave_per_year)
            if U() < pr((m_leave[m] + lv) * (1 - g.LeaveLess) / YR):
                m_until[r, m] = week + max(1, expw(m_rec[m])); m_exp[r, m] = 0.0
                lost = m_hours[m] / tot * (1 - experience_handover)
                for t in range(NT):
                    for s in range(NS): nexp[r, t, s] *= 1 - lost
        nb = 0; nl = 0; vl = 0.0; npay = 0; tgt = 0.0
        for o in range(NO):
            if o_reg[o] != r: continue
            q = O[o]
            if q.books:
                nb += 1
                if k_mandated[o_kind[o]]: npay += 1
            if q.state == LIV: nl += 1; vl += q.gets
            if q.task == LAU or q.train_out or (q.due_ref >= 0 and q.due_ref <= week + 1 and q.books): tgt += o_posts[o]
        vl = vl / nl if nl > 0 else 0.0
        B = funder_benefit * vl
        imp = max(g.rc, 1 - ex(-nb / funder_impressed)) if COUNTS else g.rc
        lk = 1 - (1 - imp) * (1 - B)
        behind = lk < funder_tolerance * g.planned
        if week > 0 and week % int(funder_review_weeks) == 0 and not ended:
            if behind: g.fails += 1
            else:
                g.fails = 0; g.funding += B * (1 - g.funding)
            if g.fails > funder_patience:
                g.funding *= 1 - funder_cut; g.fails = 0
                if g.funding < funder_stops_below: close(g, week)
        if SUCCESS == 0: g.succ = imp
        else: g.succ = 0.0 if behind else g.rc
        # salaries
        sal = 0.0; mid = 0.0; nm = 0
        for m in range(NM):
            if week >= m_until[r, m]:
                if m_proj[m]: sal += m_salary[m] / YR * m_hours[m] * g_team[r] / 37.5
                if m_level[m] == 1: mid += m_salary[m]; nm += 1
        msal = mid / nm if nm > 0 else 53000.0
        open_ = not ended
        price = 0.0
        xh = li_extra_hours if (open_ and active(week, lv_extra_hours)) else 0.0
        price += xh * msal / YR / 37.5
        pay = li_payment if (open_ and active(week, lv_payment)) else 0.0
        price += pay / YR * max(1, npay)
        bfon = open_ and active(week, lv_backfill)
        lack = 0.0; target = 0.0
        if bfon:
            target = li_backfill * tgt * time_train / 60 * money_backfill_per_hour
            lack = max(0.0, target - g.bf_fund)
        need = sal + price + (money_other_per_year / YR if open_ else 0.0) + lack
        af = 1.0
        if g_budget[r] >= 0 and need > 0: af = min(1.0, g_budget[r] / YR / need)
        g.aff = af
        if bfon:
            g.bf_fund += af * lack
            g.g_bf = li_backfill * (min(1.0, g.bf_fund / target) if target > 0 else 1.0)
        else: g.g_bf = 0.0
        g.g_pay = pay * af          # hours found are put to it in project work
        kept = 1.0
        if ended: kept = max(money_kept_for_maintenance, g.g_ring)
        g.g_ring = li_ring_fence if active(week, lv_ring_fence) else 0.0
        k = ncoef[r, NK + 10]
        for l in range(3): H[r, l] = 0.0
        for m in range(NM):
            if week < m_until[r, m]: continue
            e = S * (f_repetition_effort * mem_eff[r, m] - f_leadership_style * k)
            if not m_proj[m]: e += S * (-lg(1 - f_own_organisation_first_diverted) + f_precarious_involvement_not_confronted)
            sh = kept * g.funding * (1 - g.MoneyLost) * af if m_proj[m] else kept
            H[r, m_level[m]] += m_hours[m] * g_team[r] * sh * ex(-e)
        H[r, 1] += xh * af
        for l in range(3): H[r, l] *= 1 - g.HoursLost

@njit
def take(H, r, task, want, worked, grp):
    got = 0.0
    while want - got > 1e-12:
        b = -1
        for l in range(3):
            if t_lev[task, l] and H[r, l] > 1e-12 and (b < 0 or H[r, l] > H[r, b]): b = l
        if b < 0: break
        x = min(H[r, b], want - got)
        H[r, b] -= x; got += x; worked[b, grp] += x
    return got

@njit
def factor(g, q, nexp, r, task):
    e = q.Effort
    if task <= TRA: e += g.Effort
    if task == GOV or task == REN: e += S * lg(f_information_governance_effort)
    if task == CON: e += S * f_immaturity_sticky
    n = nexp[r, task, q.sys] * (1 - LS(f_uniqueness_not_reused))
    return (1 + n) ** math.log2(experience_progress_ratio) * ex(e)

@njit
def least(q, task):
    d = q.Delay
    if task == GOV or task == REN: d += S * lg(f_information_governance_delay)
    return rnd(t_least_weeks[task] * ex(d))

@njit
def draw(task, posts): return logn(t_hours[task], t_sigma[task]) + t_hours_per_post[task] * posts

@njit
def help_share(q, g):
    if q.embed or g.taken == 1: return 1.0
    return 1 - (1 - (diffusion_supported if q.byself else 0.0)) * (1 - (embedding_helps if q.champ >= 0 else 0.0))

@njit
def begin(q, task, posts, week):
    q.task = task; q.hours_left = draw(task, posts); q.t_task = week

@njit
def work_on(week, r, g, q, nexp, H, worked, task):
    """Work on the new task of an organisation; sets done_task when complete."""
    if task in (CON, TAI, LAU) and week < q.LaunchFrom: return
    if q.hours_left > 0:
        f = factor(g, q, nexp, r, task)
        got = take(H, r, task, q.hours_left * f, worked, 7 if task == TRA else task)
        q.hours_left -= got / f
        if q.hours_left < 1e-9: q.hours_left = 0.0
    if q.hours_left <= 0 and week - q.t_task >= least(q, task):
        q.done_task = task; nexp[r, task, q.sys] += g_team[r] ** (scale_shared_experience - 1)

@njit
def project(week, r, O, R, P, nexp, mism, H, m_until, m_exp, m_now, order, ncoef):
    g = R[r]; ended = week > g.end
    worked = np.zeros((3, NT)); NRel = g_n[r] / scale_reference_size if scale_reference_size > 0 else 1.0
    # levers
    if g.g_pay > 0:
        x = min(H[r, 1], 0.5); H[r, 1] -= x; g.g_pay *= x / 0.5
    gm = 0.0
    if active(week, lv_mapping):
        wnt = 4.0 * NRel * li_mapping
        x = min(H[r, 1], wnt); H[r, 1] -= x; gm = li_mapping * (x / wnt if wnt > 0 else 1.0)
        g.mapbank += x
        for i in range(NO):
            o = order[i]
            if o_reg[o] != r: continue
            if g.mapbank < t_hours[MAP]: break
            q = O[o]
            if q.state == UNM and q.task < 0 and week >= q.MapFrom and week >= q.not_before:
                q.state = MPD; g.mapbank -= t_hours[MAP]
    lw = max(1.0, policy_lever_weeks)
    g.g_map = gm
    # support
    want = 0.0
    for o in range(NO):
        if o_reg[o] == r and O[o].state == LIV: want += (t_hours[SUP] + t_hours_per_post[SUP] * o_posts[o]) * (1 - help_share(O[o], g))
    got = take(H, r, SUP, want, worked, SUP)
    nn = 1 - got / want if want > 1e-12 else 0.0
    for o in range(NO):
        q = O[o]
        if o_reg[o] == r and q.state == LIV:
            q.neglect += organisation_neglect_rate * (nn * (1 - help_share(q, g)) - q.neglect)
    # maintenance
    keys = np.empty(4 * NO); ids = np.empty(4 * NO, np.int64); c = 0
    for i in range(NO):
        o = order[i]
        if o_reg[o] != r: continue
        q = O[o]
        if q.books == 0: continue
        if NEED and q.ever and q.due_new < 0 and q.hollow == 0 and g.taken == 0:
            wn = 0
            for p in range(o_p0[o], o_p0[o + 1]):
                if P[p].filled and P[p].wait: wn += 1
            if wn >= max(1, rnd(policy_refresh_share * o_posts[o])):
                q.due_new = week; q.h_new = (logn(t_hours[TRA], t_sigma[TRA]) + t_hours_per_post[TRA] * wn)
        for ty in range(4):
            due = q.due_ref if ty == 0 else q.due_ren if ty == 1 else q.due_fol if ty == 2 else q.due_new
            if due >= 0 and due <= week:
                keys[c] = due * 1e6 + i * 10 + ty; ids[c] = o * 4 + ty; c += 1
    idx = np.argsort(keys[:c])
    for j in range(c):
        o = ids[idx[j]] // 4; ty = ids[idx[j]] % 4; q = O[o]
        task = REF if ty == 0 else REN if ty == 1 else FOL if ty == 2 else TRA
        due = q.due_ref if ty == 0 else q.due_ren if ty == 1 else q.due_fol if ty == 2 else q.due_new
        h = q.h_ref if ty == 0 else q.h_ren if ty == 1 else q.h_fol if ty == 2 else q.h_new
        if h < 0: h = draw(task, o_posts[o])
        a = help_share(q, g) if (ty == 0 or ty == 3) and q.state == LIV else 0.0
        if a >= 1.0: h = 0.0
        elif h > 0:
            f = factor(g, q, nexp, r, task) * (1 - a)
            x = take(H, r, task, h * f, worked, 7 if task in (TRA, REF) else task)
            h -= x / f
            if h < 1e-9: h = 0.0
        if ty == 0: q.h_ref = h
        elif ty == 1: q.h_ren = h
        elif ty == 2: q.h_fol = h
        else: q.h_new = h
        if h <= 0 and (a >= 1.0 or week - due >= least(q, task)):
            if a < 1.0: nexp[r, task, q.sys] += g_team[r] ** (scale_shared_experience - 1)
            if ty == 0: q.done_ref = 1; q.h_ref = -1.0; q.due_ref = week + int(policy_refresher_weeks)
            elif ty == 1: q.done_ren = 1; q.h_ren = -1.0; q.due_ren = week + int(policy_renegotiate_weeks)
            elif ty == 2: q.done_fol = 1; q.h_fol = -1.0; q.due_fol = week + int(policy_follow_up_weeks)
            else: q.done_new = 1; q.h_new = -1.0; q.due_new = -1
    if not ended:
        # development
        nlive = 0; nru = 0; kr_ = np.zeros(NK); kn = np.zeros(NK)
        for o in range(NO):
            if o_reg[o] != r: continue
            q = O[o]; kn[o_kind[o]] += 1
            if q.state == LIV:
                nlive += 1
                if q.used4 >= organisation_real_use * o_posts[o]: nru += 1; kr_[o_kind[o]] += 1
        h = 0.0
        if nlive > 0: h = take(H, r, DEV, t_hours[DEV] * NRel, worked, DEV) / NRel
        if nlive > 0: g.Q += (1 - g.Q) * tool_gain_per_100_hours * h / 100 * (nru / nlive) * (1 - g.FeedbackLost)
        for k in range(NK):
            if kn[k] == 0: continue
            mism[r, k] *= 1 - min(1.0, tool_relief_per_100_hours * h / 100 * (1 - g.FeedbackLost) * kr_[k] / kn[k])
            mism[r, k] += (1 - mism[r, k]) * pr(ncoef[r, k] / YR)
        g.Q *= 1 - pr(g.QualityFade / YR)
        if g.fit < 1:
            tot = t_hours[FIT] * NRel
            wf = min(f_fit_hours * NRel, (1 - g.fit) * tot)
            g.fit = min(1.0, g.fit + take(H, r, FIT, wf, worked, FIT) / tot)
        # new work
        nh = 0
        for o in range(NO):
            if o_reg[o] == r and O[o].task >= 0 and O[o].task <= LAU: nh += 1
        cap = max(1, rnd(scale_in_hand_per_person * NM * g_team[r]))
        for i in range(NO):
            o = order[i]
            if o_reg[o] != r: continue
            q = O[o]; posts = o_posts[o]
            if q.task >= 0: work_on(week, r, g, q, nexp, H, worked, q.task)
            elif q.train_out: pass
            elif nh < cap:
                if q.state == LIV:
                    if q.reconf: begin(q, CON, posts, week); nh += 1; work_on(week, r, g, q, nexp, H, worked, CON)
                elif q.hollow == 0 and q.books == 0 and week >= q.not_before:
                    if q.state == UNM:
                        if week >= q.MapFrom: begin(q, MAP, posts, week); nh += 1; work_on(week, r, g, q, nexp, H, worked, MAP)
                    elif q.state == MPD or q.state == LAP:
                        begin(q, PER, posts, week); nh += 1; work_on(week, r, g, q, nexp, H, worked, PER)
                    elif q.state == AGR:
                        begin(q, LAU if q.ever else NEG, posts, week); nh += 1; work_on(week, r, g, q, nexp, H, worked, q.task)
    # repetition, members in post this week
    for m in range(NM):
        if week < m_until[r, m]: continue
        l = m_level[m]; s = 0.0; mx = 0.0
        for t in range(NT): s += worked[l, t]; mx = max(mx, worked[l, t])
        m_exp[r, m] += ((mx / s if s > 0 else 0.0) - m_exp[r, m]) / experience_exposure_weeks
    for t in range(NT):
        for s_ in range(NS): nexp[r, t, s_] *= 1 - experience_loss_per_week
    g.e_map += (g.g_map - g.e_map) / lw

@njit
def launch(q, o, week, P, hope_w, first_er, first_ew):
    """Live, with books and intervals; posts filled at the first time."""
    posts = o_posts[o]
    q.state = LIV; q.books = 1; q.hollow = 0; q.neglect = 0.0; q.reconf = 0; q.byself = 0; q.nlaunch += 1
    q.launch_week = week; q.contact = week; q.champ_try = 1; q.embed = 0; q.nochamp = 0
    q.due_ref = week + int(policy_refresher_weeks); q.due_ren = week + int(policy_renegotiate_weeks); q.due_fol = week + int(policy_follow_up_weeks)
    q.due_new = -1; q.h_new = -1.0; q.h_ref = -1.0; q.h_ren = -1.0; q.h_fol = -1.0
    drop_task(q)
    for p in range(o_p0[o], o_p0[o + 1]): P[p].wait = 0
    if q.ever == 0:
        q.ever = 1; tot = 0.0
        q.exp_r = min(1.0, max(0.0, first_er + hope_w)); q.exp_w = min(1.0, max(0.0, first_ew + hope_w))
        for p in range(o_p0[o], o_p0[o + 1]):
            z = P[p]; z.share = np.random.gamma(use_concentration); tot += z.share
            z.filled = 0 if U() < r_emp[p_role[p]] else 1
            z.er = q.exp_r; z.ew = q.exp_w; z.h = 0.0; z.until = -1.0; z.D = 0.0; z.last = -1000; z.hired = -1000; z.wait = 0
        for p in range(o_p0[o], o_p0[o + 1]): P[p].share /= tot

@njit
def seen_all(O, flag, out):
    """Mean of flag over the others seen by each organisation."""
    if NET == 1:
        for r in range(NR):
            pass
        t = flag.sum()
        for o in range(NO): out[o] = (t - flag[o]) / (NO - 1)
    elif NET == 2:
        for o in range(NO): out[o] = 0.5 * (flag[(o + 1) % NO] + flag[(o - 1) % NO])
    else:
        sk = np.zeros((NR, NK)); nk = np.zeros((NR, NK)); ss = np.zeros((NR, NS)); ns = np.zeros((NR, NS)); sr = np.zeros(NR)
        for o in range(NO):
            r = o_reg[o]; sk[r, o_kind[o]] += flag[o]; nk[r, o_kind[o]] += 1; ss[r, o_sys0[o]] += flag[o]; ns[r, o_sys0[o]] += 1; sr[r] += flag[o]
        for o in range(NO):
            r = o_reg[o]; a = 0.0; b = 0.0; k = o_kind[o]; s = o_sys0[o]
            if nk[r, k] > 1: a += diffusion_see_kind * (sk[r, k] - flag[o]) / (nk[r, k] - 1); b += diffusion_see_kind
            if ns[r, s] > 1: a += diffusion_see_system * (ss[r, s] - flag[o]) / (ns[r, s] - 1); b += diffusion_see_system
            if g_n[r] > 1: a += diffusion_see_region * (sr[r] - flag[o]) / (g_n[r] - 1); b += diffusion_see_region
            out[o] = a / b if b > 0 else 0.0

@njit
def advance(q, o, week, r, g, P, nexp, SA, SB, hope):
    """What follows from a completed new task."""
    t = q.done_task; q.done_task = -1; posts = o_posts[o]
    if q.task != t: return
    if t == MAP: q.state = MPD; begin(q, PER, posts, week)
    elif t == PER:
        x = (1 - diffusion_benefit_seen) * SA[o] + diffusion_benefit_seen * SB[o]
        z = joining_base + joining_peer_weight * x * (1 - q.PeerLost) + joining_interest_weight * g.w - joining_load_weight * q.load + q.u + q.Join
        if q.refuser == 0 and U() < 1 / (1 + ex(-z)):
            q.state = AGR; begin(q, LAU if q.ever else NEG, posts, week)
        else:
            drop_task(q); q.not_before = week + int(joining_cool_off_weeks)
    elif t == NEG: begin(q, GOV, posts, week)
    elif t == GOV: begin(q, CON, posts, week)
    elif t == CON:
        if U() < g.Rework: begin(q, CON, posts, week)
        elif q.state == LIV: q.reconf = 0; drop_task(q)
        else: begin(q, TAI, posts, week)
    elif t == TAI:
        if U() < g.Rework: begin(q, TAI, posts, week)
        else: begin(q, LAU, posts, week)
    elif t == LAU:
        if U() < g.Hollow:
            q.hollow = 1; q.books = 1; q.due_fol = week + int(policy_follow_up_weeks); q.h_fol = -1.0; drop_task(q)
        else:
            launch(q, o, week, P, hope, use_first_read, use_first_write)
            q.train_out = 1; begin(q, TRA, posts, week)
    elif t == TRA:
        q.train_out = 0; drop_task(q); q.sess = 1

@njit
def joining(week, O, R, P, nexp, ready, hope):
    fa = np.zeros(NO); fl = np.zeros(NO); fb = np.zeros(NO); SA = np.zeros(NO); SL = np.zeros(NO); SB = np.zeros(NO)
    for o in range(NO):
        if O[o].state == AGR or O[o].state == LIV: fa[o] = 1
        if O[o].state == LIV: fl[o] = 1; fb[o] = O[o].gets
    seen_all(O, fa, SA); seen_all(O, fl, SL); seen_all(O, fb, SB)
    for o in range(NO):
        q = O[o]; r = o_reg[o]; g = R[r]; kd = o_kind[o]; posts = o_posts[o]
        q.sess = 0; q.sess_new = 0; q.vend = 0; q.champ_try = 0; launched = False
        if week == 1 and q.state == LIV: q.champ_try = 1
        if U() < pr(f_transformation_merger_per_year / YR):
            q.disr = max(q.disr, week + int(events_merger_weeks))
            if q.state == LIV and U() < events_agreements_reopened and g.taken == 0:
                if q.due_ren < 0 or q.due_ren > week: q.due_ren = week
        if U() < pr(f_transformation_system_change_per_year / YR):
            tot = 0.0
            for s in range(NS):
                if s != q.sys: tot += ks[r, kd, s]
            if tot > 0:
                x = U() * tot; ns = -1
                for s in range(NS):
                    if s == q.sys or ks[r, kd, s] <= 0: continue
                    ns = s; x -= ks[r, kd, s]
                    if x <= 0: break
                q.sys = ns; q.disr = max(q.disr, week + int(events_system_change_weeks))
                if q.state == LIV: q.reconf = 1
        if q.refuser and U() < pr(S * f_reversals_soften_per_year * q.seen / YR): q.refuser = 0
        was = q.state
        if q.done_task >= 0: advance(q, o, week, r, g, P, nexp, SA, SB, hope)
        if q.done_ref or q.done_ren or q.done_fol or q.done_new:
            q.contact = week
            if q.state == LAP:
                q.books = 0; q.due_ref = -1; q.due_ren = -1; q.due_fol = -1; q.due_new = -1; q.not_before = 0
                q.h_ref = -1.0; q.h_ren = -1.0; q.h_fol = -1.0; q.h_new = -1.0
            elif q.state == LIV:
                if q.done_ref: q.sess = 1
                if q.done_new: q.sess_new = 1
            elif q.hollow and q.done_fol:
                q.hollow = 0; q.books = 0; q.due_fol = -1; begin(q, LAU, posts, week)
            q.done_ref = 0; q.done_ren = 0; q.done_fol = 0; q.done_new = 0
        if q.sess or q.sess_new: q.contact = week
        if q.state == LIV:
            lv = 0.0
            for ro in range(NRO): lv += kr[kd, ro] * r_leave_per_year[ro]
            if U() < pr(organisation_lead_leaves * lv / YR) and g.taken == 0:
                if q.due_ren < 0 or q.due_ren > week: q.due_ren = week
            q.held = 1 if week < q.UseFrom else 0
            q.paused = 1 if (q.due_ren >= 0 and week - q.due_ren > organisation_agreement_grace_weeks) else 0
            if U() < pr((organisation_exit_per_year + organisation_neglect_exit_per_year * q.neglect + q.Exit) / YR):
                do_lapse(q)
        elif g.taken != 2:
            if q.state == LAP:
                if U() < pr((organisation_return_per_year + S * f_reversals_return_per_year * q.seen) / YR):
                    launch(q, o, week, P, hope, use_first_read, use_first_write); launched = True
            else:
                m = incentive(week, g, kd)
                x = (1 - diffusion_benefit_seen) * SL[o] + diffusion_benefit_seen * SB[o]
                rate = diffusion_spontaneous_per_year + diffusion_contagion_per_year * x + diffusion_mandate_per_year * m
                gate = (s_waits[q.sys] == 1 and week < ready[q.sys]) or week < q.LaunchFrom
                if gate: rate *= 1 - diffusion_gated
                if rate > 0 and U() < pr(rate / YR):
                    launch(q, o, week, P, hope, use_first_read, use_first_write); launched = True
                    q.byself = 1; q.vend = 1; q.train_out = 0
            if launched: q.held = 0; q.paused = 0
        if q.state == LIV and q.byself and q.reconf and U() < diffusion_supported: q.reconf = 0
        q.usable = 1 if (q.state == LIV and not q.held and not q.paused and not q.reconf) else 0
        if q.state == LIV and g.taken == 1: q.due_ref = -1; q.due_ren = -1; q.due_fol = -1; q.due_new = -1
    for o in range(NO): O[o].seen = SA[o]

@njit
def learn(z, q, ro, week):
    z.D = logn(skill_retention_weeks, skill_retention_sigma) * ex(q.Retention + role_ret(ro))
    z.until = week + z.D * (1 + skill_practice_gain * z.h); z.wait = 0

@njit
def session(q, o, week, P, att, lr, r, only_new):
    came = 0
    pa = att * (1 - q.AttendLost)
    for p in range(o_p0[o], o_p0[o + 1]):
        z = P[p]
        if not z.filled or (only_new and not z.wait): continue
        x = U()
        if x < pa * (1 - lr[r, p_role[p]]): learn(z, q, p_role[p], week); came += 1
        elif x < pa: z.wait = 0; came += 1
    return came

@njit
def workforce(week, O, R, P, lr):
    for o in range(NO):
        q = O[o]; r = o_reg[o]; g = R[r]
        q.trainmin = 0.0
        if not q.ever: continue
        for p in range(o_p0[o], o_p0[o + 1]):
            z = P[p]; ro = p_role[p]; hire = False; stay = False
            if z.filled:
                if U() < r_q[ro]:
                    z.filled = 0; z.until = -1.0; z.D = 0.0; z.h = 0.0; z.last = -1000; z.wait = 0
                    if q.champ == p: q.champ = -1
                    if r_weeks_to_fill[ro] <= 0: hire = True
                else: stay = True
            elif U() < r_f[ro]: hire = True
            if hire:
                z.filled = 1; z.hired = week; z.er = q.exp_r; z.ew = q.exp_w; z.h = 0.0; z.until = -1.0; z.D = 0.0; z.last = -1000; z.wait = 1
            elif stay:
                if z.until <= week:
                    if q.usable:
                        pl = min(1.0, skill_self_taught + skill_from_colleagues * q.c_posts * (1 - q.TeachLost))
                        if U() < pl * (1 - lr[r, ro]): learn(z, q, ro, week)
        came = 0
        if q.state == LIV:
            if q.vend: came += session(q, o, week, P, diffusion_trained, lr, r, False)
            if q.sess: came += session(q, o, week, P, skill_attend, lr, r, False)
            if q.sess_new: came += session(q, o, week, P, skill_attend, lr, r, True)
        q.trainmin = came * time_train * (1 - min(1.0, g.g_bf)) * (1 - f_investment_before_savings_backfill)
        if came > 0 and g.bf_fund > 0: g.bf_fund = max(0.0, g.bf_fund - came * time_train / 60 * money_backfill_per_hour * g.g_bf)
        # champions
        if q.state == LIV:
            if q.champ < 0:
                if (q.champ_try and U() < embedding_champions) or (not q.champ_try and U() < pr(embedding_arises_per_year / YR)):
                    p = o_p0[o] + int(U() * o_posts[o])
                    if P[p].filled: q.champ = p
            if q.champ >= 0:
                q.nochamp = 0
                if q.used4 >= embedding_threshold * o_posts[o]: q.embed = 1
            else:
                q.nochamp += 1
                if q.nochamp >= embedding_grace_weeks: q.embed = 0
        else: q.embed = 0

@njit
def use(week, O, R, P, wr_org, wr_comp):
    nw = 0; f = use_flag
    look = np.zeros(NR); usef = np.zeros(NR); stl = np.zeros(NR); ct = np.zeros(NR); cr = np.zeros(NR); nl = np.zeros(NR); nr_ = np.zeros(NR); V = np.zeros(NR)
    for o in range(NO):
        q = O[o]; r = o_reg[o]; g = R[r]; kd = o_kind[o]; posts = o_posts[o]
        if q.ever:
            A0 = use_access * (1 - organisation_neglect_access * q.neglect) * math.sqrt(1 - q.load) * (1 - q.UseLost)
            x4 = q.used4 / posts; kk = use_mandated * incentive(week, g, kd)
            Uu = q.fill * g.Q * (1 - q.PayoffLost); L = 1 - f + f * q.exist
            dd = min(1.0, use_learning * ex(q.FallFaster)); tgt = use_own_benefit + (1 - use_own_benefit) * min(1.0, g.Rr / use_heard_reads)
            ml = 0.0; mw = 0.0; nlk = 0; nus = 0; nst = 0; nop = 0; u4 = 0; comp = 0; inp = 0; new = 0; se = 0.0; sw = 0.0
            vm = max(0.0, time_view + q.ViewMin); wm = max(0.0, time_write + q.EntryMin)
            for p in range(o_p0[o], o_p0[o + 1]):
                z = P[p]
                if not z.filled: continue
                ro = p_role[p]; k = 0; isc = z.until > week
                if q.usable and q.contacts > 0:
                    A = A0 if isc else A0 * math.sqrt(use_untrained)
                    lam = q.contacts * z.share
                    gr = min(1.0, z.er / use_habit_floor) * z.h; Pr = min(1.0, gr * use_habitual + (1 - gr) * (use_curiosity + use_peer * x4 + use_deliberate * hill(z.er)))
                    el = L * z.er
                    gb = min(1.0, el / use_habit_floor) * z.h; Pb = min(1.0, gb * use_habitual + (1 - gb) * (use_curiosity + use_peer * x4 + use_deliberate * hill(el)))
                    gw = min(1.0, z.ew / use_habit_floor) * z.h; Pw = min(1.0, gw * use_habitual + (1 - gw) * (use_curiosity + use_peer * x4 + use_deliberate * hill(z.ew)))
                    c = r_protocol[ro]; w = (1 - c) * min(1.0, r_read[ro] * ex(q.Reading))
                    b1 = lam * f * q.exist; b2 = lam * (1 - f); b3 = lam * min(1.0, r_write[ro] * ex(q.Writing)) * q.W
                    r1 = b1 * A * (c + w * Pr); r2 = b2 * A * (c + w * Pb); r3 = b3 * A * Pw
                    if kk > 0:
                        r1 += kk * (b1 * (c + w) - r1); r2 += kk * (b2 * (c + w) - r2); r3 += kk * (b3 - r3)
                    tot = r1 + r2 + r3
                    if tot > 0: k = np.random.poisson(tot)
                    for i in range(k):
                        x = U() * tot
                        if x < r3:
                            wr_org[nw] = o; wr_comp[nw] = 1 if isc else 0; nw += 1; mw += wm
                            z.ew += (tgt - z.ew) * (use_learning if tgt > z.ew else dd)
                        else:
                            nlk += 1; y = U(); ml += vm
                            if x < r3 + r1:
                                y *= q.exist
                                if y < Uu: z.er += use_learning * (1 - z.er); nus += 1
                                else:
                                    z.er -= dd * z.er
                                    if y < Uu + q.stale: nst += 1
                            else:
                                if y < Uu: z.er += use_learning * (1 - z.er); nus += 1
                                elif y < Uu + q.stale: z.er -= dd * z.er; nst += 1
                                elif y < q.exist: z.er -= dd * z.er
                                else: z.er -= dd * (1 - f) * z.er
                if k > 0:
                    z.h = 1 - (1 - z.h) * (1 - min(1.0, use_habit_gain * ex(-S * f_core_and_peripheral_habit * (1 - r_core[ro])))) ** k
                    z.last = week; nop += k
                else: z.h *= 1 - use_habit_loss
                if k > 0 and isc: z.until = max(z.until, week + z.D * (1 + skill_practice_gain * z.h))
                if z.until > week: comp += 1
                if week - z.last <= 3: u4 += 1
                inp += 1; se += z.er; sw += z.ew
                if week - z.hired < skill_new_weeks: new += 1
            q.comp_now = comp; q.used4 = u4; q.c_posts = comp / posts; q.c_post_in = comp / inp if inp > 0 else 0.0
            q.empty = 1 - inp / posts; q.n_new = new / inp if inp > 0 else 0.0
            if inp > 0: q.exp_r = se / inp; q.exp_w = sw / inp
            if nlk > 0: q.failing += 0.1 * ((nlk - nus) / nlk - q.failing)
            q.saved = nus * k_minutes_saved[kd]; q.paid = ml + mw
            q.Sv += 0.1 * (q.saved - q.Sv); q.Pv += 0.1 * (q.paid - q.Pv)
            q.gets = 0.0
            if q.state == LIV and q.Pv > 0: q.gets = min(1.0, u4 / max(1.0, organisation_real_use * posts)) * min(1.0, q.Sv / q.Pv)
            q.uses = nop; q.views = nlk; q.stalev = nst
            look[r] += nlk; usef[r] += nus; stl[r] += nst
            V[r] += q.gets
            if q.state == LIV:
                nl[r] += 1
                if u4 >= organisation_real_use * posts: nr_[r] += 1; cr[r] += q.contacts
        ct[r] += q.contacts
    for r in range(NR):
        g = R[r]; g.anylook = look[r]
        g.Rr = usef[r] / g.opened_t if g.opened_t > 0 else 0.0
        if look[r] > 0: g.failing = (look[r] - usef[r]) / look[r]; g.stale = stl[r] / look[r]
        g.used = nr_[r] / nl[r] if nl[r] > 0 else 0.0
        g.covered = cr[r] / ct[r] if ct[r] > 0 else 0.0
        g.V = V[r] / g_n[r]
    return nw

CAP = 160
@njit
def survey(week, O, R, read_eff, pst, pw, pg, pv, pwt, pn, lN, lW):
    lcur = np.zeros((NL, 3)); rec = np.zeros(NR)
    for l in range(NL):
        lN[l] = pn[l]; lW[l] = 0.0
        for i in range(pn[l]):
            w = 0.0
            if pst[l, i] == 2:
                if pw[l, i] > -1000: rec[o_reg[l_org[l]]] += 1
                cur = pw[l, i] > -1000 and week - pw[l, i] < records_current_weeks
                w = records_update_current if (cur and not pv[l, i]) else 1.0
                if cur:
                    lcur[l, 2] += 1
                    if pv[l, i]: lcur[l, 1] += 1
                    elif pg[l, i]: lcur[l, 0] += 1
            pwt[l, i] = w; lW[l] += w
    for r in range(NR): R[r].opened_t = rec[r]
    for o in range(NO):
        q = O[o]; kd = o_kind[o]; r = o_reg[o]; n = 0.0; W = 0.0; fi = 0.0; st = 0.0; exi = 0.0; xs = 0.0
        for j in range(w0[o], w0[o + 1]):
            l = w_list[j]; ww = w_w[j]; ls = O[l_org[l]].sys; rd = read_eff[r, q.sys, ls]
            n += ww * lN[l]; W += ww * lW[l]
            fi += ww * rd * lcur[l, 0]; st += ww * rd * lcur[l, 1]; exi += ww * rd * lcur[l, 2]
            if ls != q.sys: xs += ww * lN[l]
        q.contacts = k_contacts[kd] * n
        if n > 0:
            fl = 1 - k_outside[kd]
            q.W = W / n; q.fill = fl * fi / n; q.stale = fl * st / n; q.exist = fl * exi / n; q.xsys = xs / n
        else: q.W = 0.0; q.fill = 0.0; q.stale = 0.0; q.exist = 0.0; q.xsys = 0.0

@njit
def records(week, O, R, P, wr_org, wr_comp, nw, pst, pw, pg, pv, pwt, pn, pc, unr, lN, lW, lr_unused):
    for i in range(nw):
        o = wr_org[i]; q = O[o]; tot = 0.0
        for j in range(w0[o], w0[o + 1]): tot += w_w[j] * lW[w_list[j]]
        x = U() * tot; l = -1
        for j in range(w0[o], w0[o + 1]):
            v = w_w[j] * lW[w_list[j]]
            if v <= 0: continue
            l = w_list[j]; x -= v
            if x <= 0: break
        if l < 0: continue
        x = U() * lW[l]; b = -1
        for k in range(pn[l]):
            if pwt[l, k] <= 0: continue
            b = k; x -= pwt[l, k]
            if x <= 0: break
        pw[l, b] = week; pv[l, b] = 0
        qu = (records_quality_competent if wr_comp[i] else records_quality_untrained) * (1 - q.QualityLost)
        pg[l, b] = 1 if U() < qu else 0
    for r in range(NR):
        R[r].incid -= R[r].incid / 52.18
    n0 = np.zeros(NL); ask = np.zeros(NL)
    for l in range(NL):
        for i in range(pn[l]):
            if pst[l, i] == 0: n0[l] += 1
    for o in range(NO):
        q = O[o]
        if q.Incid > 0: R[o_reg[o]].incid += np.random.poisson(q.Incid / 52.18)
        q.convn = 0.0
        if not q.usable: continue
        kd = o_kind[o]; cv = 0.0
        for ro in range(NRO):
            cv += kr[kd, ro] * r_converse[ro] * (1 - LS(f_core_and_peripheral_deferred * (1 - r_core[ro])))
        base = k_contacts[kd] * q.c_posts * cv * (1 - q.ConverseLost)
        for j in range(w0[o], w0[o + 1]):
            l = w_list[j]; a = base * w_w[j]; ask[l] += a; q.convn += a * n0[l]
        if q.comp_now > 0: q.conversed += q.convn / q.comp_now
        q.paid += q.convn * time_converse
    a_tot = patients_recognised_per_week / patients_recognised_share
    qc = patients_recognised_cancer; qo = (patients_recognised_share - patients_cancer_share * qc) / (1 - patients_cancer_share)
    for l in range(NL):
        g = R[o_reg[l_org[l]]]; pa = pr(ask[l]); prc = pr(g.Reconsider / YR)
        pwd = pr(g.Withdraw / YR); pov = pr(records_overtaken_per_week * (1 - g.covered)); pdie = pr(1 / patients_stay_weeks)
        lo = lg(patients_agree / (1 - patients_agree)) + g.Agree; pag = 1 / (1 + ex(-lo))
        i = 0
        while i < pn[l]:
            if U() < pdie:
                n = pn[l] - 1
                pst[l, i] = pst[l, n]; pw[l, i] = pw[l, n]; pg[l, i] = pg[l, n]; pv[l, i] = pv[l, n]; pc[l, i] = pc[l, n]
                pn[l] = n; continue
            x = U()
            if pst[l, i] == 0:
                if x < pa: pst[l, i] = 2 if U() < pag else 1
            elif pst[l, i] == 1:
                if x < prc: pst[l, i] = 2
            else:
                if x < pwd: pst[l, i] = 1; pw[l, i] = -1000; pv[l, i] = 0
                elif x < pwd + pov and pw[l, i] > -1000 and not pv[l, i]: pv[l, i] = 1
            i += 1
        for c in range(2):
            qq = qc if c == 0 else qo; ai = a_tot * (patients_cancer_share if c == 0 else 1 - patients_cancer_share)
            u = unr[l, c]
            n1 = min(u, np.random.poisson(u * qq / patients_unrecognised_weeks)); u -= n1
            n2 = min(u, np.random.poisson(unr[l, c] * (1 - qq) / patients_unrecognised_weeks)); u -= n2
            unr[l, c] = u + np.random.poisson(ai)
            for k in range(n1):
                if pn[l] < CAP:
                    i = pn[l]; pst[l, i] = 0; pw[l, i] = -1000; pg[l, i] = 0; pv[l, i] = 0; pc[l, i] = c; pn[l] += 1

@njit
def load(week, O):
    for o in range(NO):
        q = O[o]
        q.swing = time_swing_carry * q.swing + time_swing * math.sqrt(1 - time_swing_carry ** 2) * np.random.normal()
        d = DAY0 + 7 * week
        q.load = min(0.95, max(0.0, k_load[o_kind[o]] + time_season * math.cos(2 * math.pi * (d - 15) / 365.25) + q.swing + q.loadc))

NOUT = 12
@njit
def simulate(seed, O, R, P, out, trace):
    np.random.seed(seed)
    mism = np.full((NR, NK), tool_mismatch); lr = np.zeros((NR, NRO)); read_eff = np.zeros((NR, NS, NS)); ncoef = np.zeros((NR, NK + 12))
    m_until = np.zeros((NR, NM), np.int64); m_exp = np.zeros((NR, NM)); nexp = np.zeros((NR, NT, NS)); H = np.zeros((NR, 3))
    pst = np.zeros((NL, CAP), np.int64); pw = np.full((NL, CAP), -1000); pg = np.zeros((NL, CAP), np.int64); pv = np.zeros((NL, CAP), np.int64)
    pc = np.zeros((NL, CAP), np.int64); pwt = np.zeros((NL, CAP)); pn = np.zeros(NL, np.int64); unr = np.zeros((NL, 2), np.int64); lN = np.zeros(NL); lW = np.zeros(NL)
    wr_org = np.zeros(200000, np.int64); wr_comp = np.zeros(200000, np.int64); ready = np.zeros(NS, np.int64)
    hope = S * f_solution_hope * (f_solution_vision - 0.5)
    for s in range(NS):
        if s_waits[s]: ready[s] = int(logn(events_supplier_delay_weeks, events_supplier_delay_sigma))
    a_tot = patients_recognised_per_week / patients_recognised_share
    for l in range(NL):
        pn[l] = min(CAP, np.random.poisson(patients_recognised_per_week * patients_stay_weeks))
        for i in range(pn[l]): pc[l, i] = 0 if U() < patients_cancer_share * patients_recognised_cancer / patients_recognised_share else 1
        unr[l, 0] = np.random.poisson(a_tot * patients_cancer_share * patients_unrecognised_weeks)
        unr[l, 1] = np.random.poisson(a_tot * (1 - patients_cancer_share) * patients_unrecognised_weeks)
    for r in range(NR):
        g = R[r]; g.w = joining_interest; g.T = 1.0; g.evid = 0.5; g.alts = events_alternatives; g.funding = 1.0; g.end = ENDS; g.Q = tool_quality
        g.rival = -1000; g.sponsor = 0
    key = np.zeros(NO)
    for o in range(NO):
        q = O[o]; kd = o_kind[o]
        q.sys = o_sys0[o]; q.u = joining_frailty_sigma * np.random.normal(); q.refuser = 1 if U() < joining_refusers else 0
        q.hold = k_hold[kd] if U() < k_incumbent[kd] else 0.0
        q.boundary = 1 if U() < k_boundary[kd] else 0; q.remote = U(); q.represented = 1 if U() < k_represented[kd] else 0
        q.detail = min(1.0, max(0.0, k_detail[kd] + 0.25 * np.random.normal())); q.structure = min(1.0, max(0.0, 0.5 + 0.25 * np.random.normal()))
        q.waits = 1 if U() < k_waits[kd] else 0
        ws = 0.05 + 0.3 * U(); q.wait_share = ws if q.waits else 0.0
        q.own_template = 1 if U() < k_own_template[kd] else 0
        x = YR * (np.random.exponential(1.0) / k_upheaval[kd] - 1); y = 26 + 78 * U()
        q.fr_from = int(min(1e6, max(0.0, x))); q.fr_to = int(min(1e6, max(0.0, x + y)))
        q.load = k_load[kd]; q.champ = -1; q.task = -1; q.done_task = -1; q.hours_left = -1.0
        q.due_ref = -1; q.due_ren = -1; q.due_fol = -1; q.due_new = -1; q.h_ref = -1.0; q.h_ren = -1.0; q.h_fol = -1.0; q.h_new = -1.0
        ww = 0.0
        for j in range(w0[o], w0[o + 1]): ww += w_w[j]
        wrt = 0.0
        for ro in range(NRO): wrt += kr[kd, ro] * r_write[ro]
        if ORDER == 0: key[o] = U()
        elif ORDER == 1: key[o] = k_rank[kd] + U()
        else: key[o] = -k_contacts[kd] * ww * wrt
        if U() < initial_live:
            launch(q, o, 0, P, hope, use_first_read, use_first_write); q.everlast = 1
            q.due_ref = 1 + int(U() * policy_refresher_weeks); q.due_ren = 1 + int(U() * policy_renegotiate_weeks)
            q.due_fol = 1 + int(U() * policy_follow_up_weeks)
            q.usable = 1; inp = 0
            for p in range(o_p0[o], o_p0[o + 1]): inp += P[p].filled
            q.empty = 1 - inp / o_posts[o]
        elif U() < initial_mapped: q.state = MPD
    order = np.argsort(key)
    forces(0, O, R, ready, m_until, m_exp, mism, lr, read_eff, ncoef)
    survey(0, O, R, read_eff, pst, pw, pg, pv, pwt, pn, lN, lW)
    for week in range(1, int(WEEKS) + 1):
        forces(week, O, R, ready, m_until, m_exp, mism, lr, read_eff, ncoef)
        climate(week, O, R, ncoef, pst, pw, pn)
        mold = m_exp.copy()
        money(week, O, R, m_until, m_exp, nexp, H, ncoef, mold)
        for r in range(NR): project(week, r, O, R, P, nexp, mism, H, m_until, m_exp, mold, order, ncoef)
        joining(week, O, R, P, nexp, ready, hope)
        workforce(week, O, R, P, lr)
        nw = use(week, O, R, P, wr_org, wr_comp)
        records(week, O, R, P, wr_org, wr_comp, nw, pst, pw, pg, pv, pwt, pn, pc, unr, lN, lW, lr)
        survey(week, O, R, read_eff, pst, pw, pg, pv, pwt, pn, lN, lW)
        load(week, O)
        for o in range(NO): O[o].everlast = O[o].ever
        if week % 26 == 0:
            i = week // 26 - 1; live = 0.0; ru = 0.0; acc = 0.0; comp = 0.0; u4 = 0.0
            for o in range(NO):
                q = O[o]
                if q.state == LIV:
                    live += 1
                    if q.used4 >= organisation_real_use * o_posts[o]: ru += 1
                if q.ever:
                    comp += q.comp_now; u4 += q.used4
                    if q.usable:
                        for p in range(o_p0[o], o_p0[o + 1]): acc += P[p].filled
            tc = 0.0; tcg = 0.0; cu = 0.0; n = 0.0; nu = 0.0
            for l in range(NL):
                n += pn[l]; nu += unr[l, 0] + unr[l, 1]
                for k in range(pn[l]):
                    if pst[l, k] == 2 and pw[l, k] > -1000 and week - pw[l, k] < records_current_weeks:
                        cu += 1
                        if not pv[l, k]:
                            tc += 1
                            if pg[l, k]: tcg += 1
            out[i, 0] = live / NO; out[i, 1] = ru / NO; out[i, 2] = acc / NP; out[i, 3] = comp / NP; out[i, 4] = u4 / NP
            out[i, 5] = tc / max(1.0, n); out[i, 6] = tcg / max(1.0, n); out[i, 7] = tc / (n + nu); out[i, 8] = tcg / (n + nu); out[i, 9] = cu / max(1.0, n)
            ag = 0.0; bk = 0.0
            for o in range(NO):
                ag += 1 if (O[o].state == AGR or O[o].state == LIV) else 0; bk += O[o].books
            out[i, 10] = ag / NO; out[i, 11] = bk / NO

if __name__ == '__main__':
    n = int(sys.argv[2]); seed0 = int(sys.argv[3]) if len(sys.argv) > 3 else 12345
    t0 = time.time(); res = np.zeros((n, int(WEEKS) // 26, NOUT)); tr = np.zeros((1, 1))
    for i in range(n):
        simulate(seed0 * 100003 + i & 0x7fffffff, np.zeros(NO, O_dt), np.zeros(NR, R_dt), np.zeros(NP, P_dt), res[i], tr)
        if i == 0: print('first', time.time() - t0, flush=True); t1 = time.time()
    print('per replicate', (time.time() - t1) / max(1, n - 1))
    np.save(f'out-{CASE}.npy', res)
    M = ['organisations.live','organisations.real_use','staff.access','staff.competent','staff.monthly','patients.true_current']
    with open(f'out-{CASE}.csv', 'w') as f:
        f.write('replicate,week,measure,value\n')
        for i in range(n):
            for w in range(res.shape[1]):
                for j, m in enumerate(M): f.write(f'{i},{26 * (w + 1)},{m},{res[i, w, j]:.9g}\n')
    np.set_printoptions(precision=4, suppress=True, linewidth=160); print(res.mean(0))
