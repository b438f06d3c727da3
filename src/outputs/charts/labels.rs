//! Labels that stand one above the other without touching, each as near to its curve as
//! the others let it.

/// Centres of labels that want to be at `wanted`, with these heights, within `top..bottom`.
///
/// The order from top to bottom is that of `wanted`; equal ones keep theirs. This is
/// least-squares placement under the order: labels that would touch form a block, which
/// stands at the mean of what its members want (pool adjacent violators).
pub(super) fn spread(wanted: &[f64], heights: &[f64], top: f64, bottom: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|&a, &b| wanted[a].total_cmp(&wanted[b]));

    let mut blocks: Vec<Block> = Vec::new();
    for &label in &order {
        let mut block = Block::of(label, wanted[label], heights[label]);
        block.settle(top, bottom);
        while let Some(above) = blocks.pop_if(|above| above.start + above.height > block.start) {
            block = above.join(block);
            block.settle(top, bottom);
        }
        blocks.push(block);
    }

    let mut centres = vec![0.0; wanted.len()];
    for block in blocks {
        let mut y = block.start;
        for label in block.members {
            centres[label] = y + heights[label] / 2.0;
            y += heights[label];
        }
    }
    centres
}

/// Labels that touch.
struct Block {
    members: Vec<usize>,
    height: f64,
    /// Sum over members of where the block would start if only that member counted.
    starts: f64,
    start: f64,
}

impl Block {
    fn of(label: usize, wanted: f64, height: f64) -> Self {
        let start = wanted - height / 2.0;
        Block { members: vec![label], height, starts: start, start }
    }

    fn join(mut self, below: Block) -> Self {
        self.starts += below.starts - self.height * below.members.len() as f64;
        self.height += below.height;
        self.members.extend(below.members);
        self
    }

    fn settle(&mut self, top: f64, bottom: f64) {
        let start = self.starts / self.members.len() as f64;
        // If all is too tall the bottom gives way, so that the first label stays in view.
        self.start = start.min(bottom - self.height).max(top);
    }
}

#[cfg(test)]
mod tests {
    use super::spread;

    #[test]
    fn labels_with_room_stay_where_they_want_to_be() {
        assert_eq!(spread(&[90.0, 10.0, 50.0], &[20.0; 3], 0.0, 100.0), [90.0, 10.0, 50.0]);
    }

    #[test]
    fn labels_that_would_touch_move_apart_evenly_and_keep_their_order() {
        assert_eq!(spread(&[50.0, 50.0], &[20.0; 2], 0.0, 100.0), [40.0, 60.0]);
        assert_eq!(spread(&[55.0, 50.0], &[20.0; 2], 0.0, 100.0), [62.5, 42.5]);
    }

    #[test]
    fn labels_never_overlap_nor_leave_their_range() {
        let wanted = [0.0, 1.0, 99.0, 100.0, 100.0, 42.0];
        let heights = [20.0, 10.0, 10.0, 20.0, 20.0, 15.0];
        let centres = spread(&wanted, &heights, 0.0, 100.0);
        let mut spans: Vec<(f64, f64)> =
            centres.iter().zip(&heights).map(|(c, h)| (c - h / 2.0, c + h / 2.0)).collect();
        spans.sort_by(|a, b| a.0.total_cmp(&b.0));
        assert!(spans[0].0 >= -1e-9 && spans[5].1 <= 100.0 + 1e-9, "{spans:?}");
        assert!(spans.windows(2).all(|s| s[0].1 <= s[1].0 + 1e-9), "{spans:?}");
    }
}
