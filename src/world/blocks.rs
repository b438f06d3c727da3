//! Who stands with whom: organisations of one kind, of one IT system and of one region.

/// Blocks of organisations: facts of the blueprint. Those that stand in the same blocks are of one sort.
#[derive(Debug, Clone, Default)]
pub struct Blocks {
    /// Sort of each organisation.
    pub sort: Vec<usize>,
    /// Blocks in which each sort stands: its kind and its IT system in its region, all of its region,
    /// and everybody.
    pub of_sort: Vec<[usize; 4]>,
    /// How many stand in each block.
    pub all: Vec<u32>,
    /// Blocks of each region: those of its kinds first.
    in_region: usize,
}

impl Blocks {
    /// Blocks of organisations by region, kind and IT system, of which there are so many of each.
    pub fn of(
        [region, kind, system]: [&[usize]; 3],
        [regions, kinds, systems]: [usize; 3],
    ) -> Self {
        let in_region = kinds + systems + 1;
        let everybody = regions * in_region;
        let mut blocks = Blocks { all: vec![0; everybody + 1], in_region, ..Blocks::default() };
        for ((r, kind), system) in region.iter().zip(kind).zip(system) {
            let first = r * in_region;
            let own = [first + kind, first + kinds + system, first + kinds + systems, everybody];
            // The last first: neighbours are often of one sort.
            let known = blocks.of_sort.iter().rposition(|&sort| sort == own);
            let sort = known.unwrap_or_else(|| {
                blocks.of_sort.push(own);
                blocks.of_sort.len() - 1
            });
            blocks.sort.push(sort);
            own.iter().for_each(|&block| blocks.all[block] += 1);
        }
        blocks
    }

    /// How many organisations of each of so many kinds there are in a region.
    pub fn of_kinds(&self, region: usize, kinds: usize) -> &[u32] {
        &self.all[region * self.in_region..][..kinds]
    }
}
