//! Criterion benches. Time per element is time per staff-week (a post in scope, a week).
//!
//! `cargo bench --bench engine`; add a name to run a part, such as `-- toy` or `-- process`.
//! Ratios are read from `cargo bench --bench ratios`, which interleaves.

#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "a bench reads the clock")]
#![allow(missing_docs, reason = "criterion makes a public function")]

mod cases;

use std::hint::black_box;
use std::time::Duration;

use cases::{Case, YARDSTICK_STAFF_WEEKS, baseline, weeks};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

fn yardstick(c: &mut Criterion) {
    let mut group = c.benchmark_group("yardstick");
    group.sample_size(10).throughput(Throughput::Elements(YARDSTICK_STAFF_WEEKS));
    group.bench_function("toy", |b| b.iter(|| black_box(baseline::run(1))));
    group.finish();
}

fn replicates(c: &mut Criterion) {
    let mut group = c.benchmark_group("replicate");
    group.sample_size(10);
    for Case { name, scenario, .. } in cases::cases() {
        let work = cases::replicate(&scenario, 0);
        group.throughput(Throughput::Elements(work.staff_weeks));
        group.bench_function(name, |b| b.iter(|| black_box(cases::replicate(&scenario, 0))));
    }
    group.finish();
}

fn processes(c: &mut Criterion) {
    let regions = [("default", cases::default_region(1, 260)), ("all_live", cases::all_live())];
    for (name, scenario) in regions {
        let mut group = c.benchmark_group(format!("process/{name}"));
        let (warm_up, measure) = (Duration::from_millis(500), Duration::from_secs(2));
        group.sample_size(10).warm_up_time(warm_up).measurement_time(measure);
        group.throughput(Throughput::Elements(weeks::replicate(&scenario, 0).staff_weeks));
        for (i, part) in weeks::parts().into_iter().enumerate() {
            group.bench_function(part, |b| {
                b.iter_custom(|times| {
                    (0..times).map(|_| weeks::replicate(&scenario, 0).spent[i]).sum::<Duration>()
                });
            });
        }
        group.finish();
    }
}

criterion_group!(benches, yardstick, replicates, processes);
criterion_main!(benches);
