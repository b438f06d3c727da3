//! Posts in scope, as columns. A leaver is replaced by a new person in the same post.

use std::ops::Range;

use super::NEVER;

/// Declares the columns once: all posts of a replicate, and those of some neighbouring
/// organisations, which can be changed while others change theirs.
macro_rules! columns {
    ($($(#[$doc:meta])* $name:ident: $type:ty = $empty:expr;)*) => {
        /// State of the posts in scope: one entry each.
        #[derive(Debug, Clone, Default)]
        pub struct Posts { $($(#[$doc])* pub $name: Vec<$type>,)* }

        /// The posts of some neighbouring organisations: the columns of [`Posts`] from the first of
        /// them on.
        #[derive(Debug)]
        pub struct PartPosts<'a> {
            /// Index of their first among all posts.
            pub first: usize,
            $($(#[$doc])* pub $name: &'a mut [$type],)*
        }

        impl Posts {
            /// So many posts in which nobody has been simulated yet.
            pub fn new(n: usize) -> Self {
                Posts { $($name: vec![$empty; n],)* }
            }

            /// All of them as one part.
            pub fn whole(&mut self) -> PartPosts<'_> {
                PartPosts { first: 0, $($name: &mut self.$name,)* }
            }
        }

        impl PartPosts<'_> {
            /// The first `n` of them, which are left out from here on.
            fn take(&mut self, n: usize) -> Self {
                let first = self.first;
                self.first += n;
                PartPosts { first, $($name: self.$name.split_off_mut(..n).unwrap_or_default(),)* }
            }
        }
    };
}

columns! {
    /// True while nobody holds the post.
    vacant: bool = false;
    /// Week in which the holder was hired.
    hired: i32 = NEVER;
    /// How many people have held the post since week 0; part of the address of their traits.
    hire: u16 = 0;
    /// True while nobody has shown the holder the tool: hired since, and not at a session yet.
    waits: bool = false;
    /// Share of the organisation's contacts that falls to this post.
    contact_share: f32 = 0.0;
    /// Week until which the holder is competent without further use.
    competent_until: f32 = f32::NEG_INFINITY;
    /// Weeks for which the holder's skill lasts without use.
    retention: f32 = 0.0;
    /// Expectation that a look-up pays off.
    expect_read: f32 = 0.0;
    /// Expectation that writing pays off.
    expect_write: f32 = 0.0;
    /// Strength of habit.
    habit: f32 = 0.0;
    /// Week of the last use.
    last_use: i32 = NEVER;
    /// Uses by the holder.
    uses: u32 = 0;
}

impl Posts {
    /// Number of posts.
    pub fn len(&self) -> usize {
        self.vacant.len()
    }

    /// True if there are none.
    pub fn is_empty(&self) -> bool {
        self.vacant.is_empty()
    }

    /// The posts of each of these parts, which follow each other from the first post on.
    pub fn parts(&mut self, posts: impl Iterator<Item = Range<usize>>) -> Vec<PartPosts<'_>> {
        let mut rest = self.whole();
        posts.map(|part| rest.take(part.len())).collect()
    }
}

impl PartPosts<'_> {
    /// Number of posts.
    pub fn len(&self) -> usize {
        self.vacant.len()
    }

    /// True if there are none.
    pub fn is_empty(&self) -> bool {
        self.vacant.is_empty()
    }

    /// Where posts that are counted over all of them lie in these columns.
    #[inline]
    pub fn place(&self, posts: &Range<usize>) -> Range<usize> {
        posts.start - self.first..posts.end - self.first
    }

    /// A new person in the post at that place: no skill, no habit, no use, and the team's expectation.
    pub fn hire(&mut self, post: usize, week: u32, expectation: [f32; 2]) {
        self.vacant[post] = false;
        self.waits[post] = true;
        self.hired[post] = week as i32;
        self.hire[post] = self.hire[post].wrapping_add(1);
        self.competent_until[post] = f32::NEG_INFINITY;
        self.retention[post] = 0.0;
        self.expect_read[post] = expectation[0];
        self.expect_write[post] = expectation[1];
        self.habit[post] = 0.0;
        self.last_use[post] = NEVER;
        self.uses[post] = 0;
    }
}
