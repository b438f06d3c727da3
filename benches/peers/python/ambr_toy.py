"""AMBER, the lane of array kernels: the whole population as arrays, one step a week."""

import ambr

from toy import FORGETS, ORGANISATIONS, QUIT, STAFF, WEEKS, learns, report


class Region(ambr.ArrayKernelModel):
    def init_state(self, xp, n, rng, p):
        return {"trained": xp.zeros(n, dtype=bool)}

    def step_state(self, xp, state, rng, p):
        trained = state["trained"].reshape(ORGANISATIONS, STAFF)
        chance = learns(trained.mean(axis=1, keepdims=True)).astype(xp.float32)
        u = rng.random(trained.shape, dtype=xp.float32)
        state["trained"] = xp.where(
            trained, u >= xp.float32(FORGETS), (u >= xp.float32(QUIT)) & (u < chance)
        ).reshape(-1)
        return state

    def metrics(self, xp, state):
        return {"share": float(state["trained"].mean())}


def run(seed):
    region = Region({"n": ORGANISATIONS * STAFF, "steps": WEEKS, "seed": seed})
    return region.run(prefer_gpu=False).model["share"].to_list()


report("ambr", run)
