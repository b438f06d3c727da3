//! Posts in scope, as columns. A leaver is replaced by a new person in the same post.

/// State of the posts in scope: one entry each.
#[derive(Debug, Clone, Default)]
pub struct Posts {
    /// True while nobody holds the post.
    pub vacant: Vec<bool>,
    /// Week in which the holder was hired.
    pub hired: Vec<i32>,
    /// How many people have held the post since week 0; part of the address of their traits.
    pub hire: Vec<u16>,
    /// Share of the organisation's contacts that falls to this post.
    pub contact_share: Vec<f32>,
    /// Week until which the holder is competent without further use.
    pub competent_until: Vec<f32>,
    /// Weeks for which the holder's skill lasts without use.
    pub retention: Vec<f32>,
    /// Expectation that a look-up pays off.
    pub expect_read: Vec<f32>,
    /// Expectation that writing pays off.
    pub expect_write: Vec<f32>,
    /// Strength of habit.
    pub habit: Vec<f32>,
    /// Week of the last use.
    pub last_use: Vec<i32>,
    /// Uses by the holder.
    pub uses: Vec<u32>,
}

impl Posts {
    /// So many posts in which nobody has been simulated yet.
    pub fn new(n: usize) -> Self {
        Posts {
            vacant: vec![false; n],
            hired: vec![super::NEVER; n],
            hire: vec![0; n],
            contact_share: vec![0.0; n],
            competent_until: vec![f32::NEG_INFINITY; n],
            retention: vec![0.0; n],
            expect_read: vec![0.0; n],
            expect_write: vec![0.0; n],
            habit: vec![0.0; n],
            last_use: vec![super::NEVER; n],
            uses: vec![0; n],
        }
    }

    /// Number of posts.
    pub fn len(&self) -> usize {
        self.vacant.len()
    }

    /// True if there are none.
    pub fn is_empty(&self) -> bool {
        self.vacant.is_empty()
    }

    /// A new person in the post: no skill, no habit, no use, and the team's expectation.
    pub fn hire(&mut self, post: usize, week: u32, expectation: [f32; 2]) {
        self.vacant[post] = false;
        self.hired[post] = week as i32;
        self.hire[post] = self.hire[post].wrapping_add(1);
        self.competent_until[post] = f32::NEG_INFINITY;
        self.retention[post] = 0.0;
        self.expect_read[post] = expectation[0];
        self.expect_write[post] = expectation[1];
        self.habit[post] = 0.0;
        self.last_use[post] = super::NEVER;
        self.uses[post] = 0;
    }

    /// True if the holder can use the tool well in that week.
    #[inline]
    pub fn competent(&self, post: usize, week: u32) -> bool {
        !self.vacant[post] && self.competent_until[post] > week as f32
    }
}
