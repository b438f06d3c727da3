"""Mesa, agent = one member of staff, activated in order within its organisation."""

import mesa

from toy import FORGETS, ORGANISATIONS, QUIT, STAFF, WEEKS, learns, report


class Person(mesa.Agent):
    def __init__(self, model, organisation):
        super().__init__(model)
        self.organisation = organisation
        self.trained = False

    def step(self):
        u = self.model.draw()
        if self.trained:
            if u < FORGETS:
                self.trained = False
                self.organisation.trained -= 1
        elif QUIT <= u < self.organisation.learns:
            self.trained = True
            self.organisation.trained += 1


class Organisation:
    def __init__(self):
        self.trained = 0
        self.learns = learns(0)


class Region(mesa.Model):
    def __init__(self, seed):
        super().__init__(rng=seed)
        self.draw = self.random.random
        self.organisations = [Organisation() for _ in range(ORGANISATIONS)]
        Person.create_agents(
            self,
            ORGANISATIONS * STAFF,
            [organisation for organisation in self.organisations for _ in range(STAFF)],
        )
        self.curve = []

    def step(self):
        for organisation in self.organisations:
            organisation.learns = learns(organisation.trained / STAFF)
        self.agents.do("step")
        all_trained = sum(organisation.trained for organisation in self.organisations)
        self.curve.append(all_trained / (ORGANISATIONS * STAFF))


def run(seed):
    region = Region(seed)
    for _ in range(WEEKS):
        region.step()
    return region.curve


report("mesa", run)
