"""starsim: a module with one state; arrays over all people, organisations by position."""

import numpy as np
import starsim as ss

from toy import FORGETS, ORGANISATIONS, QUIT, STAFF, WEEKS, learns, report


class Learning(ss.Module):
    def __init__(self):
        super().__init__()
        self.define_pars(luck=ss.random())
        self.define_states(ss.BoolState("trained"))

    def init_results(self):
        super().init_results()
        self.define_results(ss.Result("share", dtype=float))

    def step(self):
        trained = self.trained.values.reshape(ORGANISATIONS, STAFF)
        chance = learns(trained.mean(axis=1, keepdims=True))
        u = self.pars.luck.rvs(ORGANISATIONS * STAFF).reshape(trained.shape)
        self.trained[:] = np.where(trained, u >= FORGETS, (u >= QUIT) & (u < chance)).ravel()

    def update_results(self):
        super().update_results()
        self.results.share[self.ti] = self.trained.values.mean()


def run(seed):
    sim = ss.Sim(
        n_agents=ORGANISATIONS * STAFF,
        dur=WEEKS - 1,
        rand_seed=seed,
        modules=Learning(),
        use_aging=False,
        people_results=False,
        verbose=0,
    )
    sim.run()
    return sim.results.learning.share.values


report("starsim", run)
