//! The tables of `docs/PERFORMANCE.md`: interleaved runs, medians, ratios to the yardstick.
//!
//! ```text
//! cargo bench --bench ratios                     # every table
//! cargo bench --bench ratios -- cases            # cases parts skipped growth replicates threads memory
//!                                                # digests
//! cargo bench --bench ratios -- cases --rounds 3
//! ```
//!
//! A round runs everything of a table once, in turn, the yardstick among it; what slows the
//! machine for a while slows all of it. Quoted are medians over rounds, and ratios of medians.

#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "a bench reads the clock")]
#![allow(clippy::print_stdout, reason = "a bench prints tables")]

mod cases;

use std::hint::black_box;
use std::time::Instant;

use cases::{Case, YARDSTICK_STAFF_WEEKS, baseline, default_region, ensemble, weeks};
use uptake::measures::Counter;
use uptake::results::WorkCounts;
use uptake::scenario::Scenario;

/// Prints a table from so many rounds.
type Table = fn(usize);

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let rounds = words.iter().position(|word| word == "--rounds");
    let rounds = rounds.and_then(|at| words.get(at + 1)?.parse().ok()).unwrap_or(7);
    if let [one, name] = &words[..]
        && one == "--peak-of"
    {
        return peak_of(name);
    }
    let tables: [(&str, Table); 8] = [
        ("cases", cases_table),
        ("parts", parts_table),
        ("skipped", skipped_table),
        ("growth", growth_table),
        ("replicates", replicates_table),
        ("threads", threads_table),
        ("memory", memory_table),
        ("digests", digests_table),
    ];
    let asked = |name: &str| words.iter().any(|word| word == name);
    let all = !tables.iter().any(|(name, _)| asked(name));
    for (_, table) in tables.iter().filter(|(name, _)| all || asked(name)) {
        table(rounds);
    }
}

fn seconds<T>(work: impl FnOnce() -> T) -> f64 {
    let start = Instant::now();
    black_box(work());
    start.elapsed().as_secs_f64()
}

/// Median, least and most.
fn middle(times: &[f64]) -> (f64, f64, f64) {
    let mut sorted = times.to_vec();
    sorted.sort_by(f64::total_cmp);
    (sorted[sorted.len() / 2], sorted[0], sorted[sorted.len() - 1])
}

/// Nanoseconds a staff-week of the yardstick over the rounds.
fn yardstick(times: &[f64]) -> f64 {
    let (median, least, most) = middle(times);
    let ns = |x: f64| x * 1e9 / YARDSTICK_STAFF_WEEKS as f64;
    println!(
        "yardstick: {:.2} ns a staff-week ({:.2} to {:.2})\n",
        ns(median),
        ns(least),
        ns(most)
    );
    ns(median)
}

/// Run the scenarios in turn, `rounds` times, the yardstick with them.
fn interleave(scenarios: &[&Scenario], rounds: usize) -> (Vec<f64>, Vec<(Vec<f64>, WorkCounts)>) {
    let mut base = vec![];
    let mut taken = vec![(vec![], WorkCounts::default()); scenarios.len()];
    for _ in 0..rounds {
        base.push(seconds(|| baseline::run(1)));
        for (scenario, (times, work)) in scenarios.iter().zip(&mut taken) {
            times.push(seconds(|| *work = cases::replicate(scenario, 0)));
        }
    }
    (base, taken)
}

fn cases_table(rounds: usize) {
    println!("## Cases: one replicate on one core, everything included; median of {rounds}\n");
    let cases = cases::cases();
    let scenarios: Vec<&Scenario> = cases.iter().map(|c| &c.scenario).collect();
    let (base, taken) = interleave(&scenarios, rounds);
    let base = yardstick(&base);
    println!(
        "| case | posts in scope | weeks | live share | openings a live staff-week | ms | ns a staff-week (least–most) | × yardstick | ns a live staff-week |"
    );
    println!("|---|---:|---:|---:|---:|---:|---:|---:|---:|");
    for (Case { name, what, scenario }, (times, work)) in cases.iter().zip(&taken) {
        let (median, least, most) = middle(times);
        let all = work.staff_weeks as f64;
        let live = work.staff_weeks_live as f64;
        println!(
            "| {name}: {what} | {} | {} | {:.2} | {:.3} | {:.1} | {:.2} ({:.2}–{:.2}) | {:.2} | {:.2} |",
            work.staff_weeks / u64::from(scenario.weeks),
            scenario.weeks,
            live / all,
            work.openings as f64 / live,
            median * 1e3,
            median * 1e9 / all,
            least * 1e9 / all,
            most * 1e9 / all,
            median * 1e9 / all / base,
            median * 1e9 / live,
        );
    }
    println!();
}

fn parts_table(rounds: usize) {
    println!("## Parts of the week, ns a staff-week; median of {rounds}\n");
    let regions = [
        ("default", default_region(1, 260)),
        ("default ×10", default_region(10, 260)),
        ("all live", cases::all_live()),
        ("busy", cases::busy()),
        ("toy", cases::toy()),
    ];
    let names = weeks::parts();
    let mut taken = vec![vec![vec![]; names.len()]; regions.len()];
    for _ in 0..rounds {
        for ((_, scenario), parts) in regions.iter().zip(&mut taken) {
            let clock = weeks::replicate(scenario, 0);
            for (spent, times) in clock.spent.iter().zip(parts) {
                times.push(spent.as_secs_f64() * 1e9 / clock.staff_weeks as f64);
            }
        }
    }
    println!("| part | {} |", regions.each_ref().map(|r| r.0).join(" | "));
    println!("|---|{}", "---:|".repeat(regions.len()));
    for (i, part) in names.iter().enumerate() {
        let row: Vec<String> =
            taken.iter().map(|parts| format!("{:.2}", middle(&parts[i]).0)).collect();
        println!("| {part} | {} |", row.join(" | "));
    }
    let total = |parts: &[Vec<f64>]| parts.iter().map(|times| middle(times).0).sum::<f64>();
    let row: Vec<String> = taken.iter().map(|parts| format!("{:.2}", total(parts))).collect();
    println!("| all | {} |\n", row.join(" | "));
}

/// What a post costs that the tool has never reached: the difference between many of them and few.
fn skipped_table(rounds: usize) {
    println!("## Skipped staff-weeks: the tool nowhere, few posts and many; median of {rounds}\n");
    let [few, many] = [1.0, 10.0].map(cases::nowhere);
    let (base, taken) = interleave(&[&few, &many], rounds);
    yardstick(&base);
    for (times, work) in &taken {
        println!(
            "  {} staff-weeks, {} live: {:.2} ms",
            work.staff_weeks,
            work.staff_weeks_live,
            middle(times).0 * 1e3
        );
    }
    let more = (taken[1].1.staff_weeks - taken[0].1.staff_weeks) as f64;
    let differences: Vec<f64> =
        taken[0].0.iter().zip(&taken[1].0).map(|(few, many)| (many - few) * 1e9 / more).collect();
    let (median, least, most) = middle(&differences);
    println!("  a skipped staff-week: {median:.3} ns ({least:.3}–{most:.3})\n");
}

fn growth_table(rounds: usize) {
    println!("## Growth: organisations and weeks, one replicate; median of {rounds}\n");
    let sizes = [1, 3, 10, 30, 100].map(|size| default_region(size, 260));
    let horizons = [130, 260, 520, 1_040].map(|weeks| default_region(1, weeks));
    let scenarios: Vec<&Scenario> = sizes.iter().chain(&horizons).collect();
    let (base, taken) = interleave(&scenarios, rounds);
    yardstick(&base);
    println!("| organisations | posts in scope | weeks | ms | ns a staff-week |");
    println!("|---:|---:|---:|---:|---:|");
    for (scenario, (times, work)) in scenarios.iter().zip(&taken) {
        let (median, ..) = middle(times);
        let organisations: u32 = scenario.regions[0].counts.iter().sum();
        println!(
            "| {organisations} | {} | {} | {:.1} | {:.2} |",
            work.staff_weeks / u64::from(scenario.weeks),
            scenario.weeks,
            median * 1e3,
            median * 1e9 / work.staff_weeks as f64,
        );
    }
    let live = |scale: &str| {
        let all = |size: u32| {
            let mut region = default_region(size, 52);
            region.initial.live = 1.0;
            region
        };
        println!("\nexponent of cost in posts, all live, 52 weeks, {scale}:");
        let sizes = [2, 20, 200].map(all);
        let (_, taken) = interleave(&sizes.each_ref(), rounds);
        let points: Vec<(f64, f64)> = taken
            .iter()
            .map(|(times, work)| ((work.staff_weeks as f64 / 52.0), middle(times).0))
            .collect();
        for pair in points.windows(2) {
            println!(
                "  from {:.0} to {:.0} posts: {:.3}",
                pair[0].0,
                pair[1].0,
                (pair[1].1 / pair[0].1).ln() / (pair[1].0 / pair[0].0).ln()
            );
        }
    };
    live("10^4 to 10^6");
    println!();
}

fn replicates_table(rounds: usize) {
    println!("## Replicates: the default region on one thread; median of {rounds}\n");
    let scenario = default_region(1, 260);
    println!("| replicates | s | ms a replicate |");
    println!("|---:|---:|---:|");
    for replicates in [1, 10, 50, 200] {
        let rounds = if replicates > 50 { rounds.min(3) } else { rounds };
        let times: Vec<f64> =
            (0..rounds).map(|_| seconds(|| ensemble(&scenario, 0..replicates, 1))).collect();
        let (median, ..) = middle(&times);
        println!("| {replicates} | {median:.2} | {:.1} |", median * 1e3 / f64::from(replicates));
    }
    println!();
}

fn threads_table(rounds: usize) {
    println!("## Threads: 40 replicates of the default region, {rounds} interleaved pairs\n");
    let scenario = default_region(1, 260);
    let mut ratios = vec![];
    for _ in 0..rounds {
        let one = seconds(|| ensemble(&scenario, 0..40, 1));
        let two = seconds(|| ensemble(&scenario, 0..40, 2));
        ratios.push(one / two);
        println!("  one {one:.2} s, two {two:.2} s, ratio {:.2}", one / two);
    }
    println!("median ratio {:.2}\n", middle(&ratios).0);
    let Some(england) = cases::england() else { return };
    println!("## Threads inside one replicate: England, {} interleaved pairs\n", rounds.min(5));
    let mut ratios = vec![];
    for _ in 0..rounds.min(5) {
        let one = seconds(|| ensemble(&england, 0..1, 1));
        let two = seconds(|| ensemble(&england, 0..1, 2));
        ratios.push(one / two);
        println!("  one {one:.2} s, two {two:.2} s, ratio {:.2}", one / two);
    }
    println!("median ratio {:.2}\n", middle(&ratios).0);
}

/// What a change that only makes things faster must leave as it was: the digest of each case,
/// which is of the state, and that of all its counters.
fn digests_table(_: usize) {
    println!("## Digests: replicates 0 and 1\n");
    println!("| case | state | counters | words | openings |");
    println!("|---|---|---|---:|---:|");
    let most = |case: &Case| case.scenario.organisations.is_none() && case.name != "default_x100";
    for Case { name, mut scenario, .. } in cases::cases().into_iter().filter(most) {
        scenario.end_after(scenario.weeks.min(260));
        let futures = ensemble(&scenario, 0..2, 1);
        let mut hash = 0_u64;
        for trajectory in futures.replicates.iter().map(|r| &r.trajectory) {
            for counter in Counter::ALL {
                for group in 0..futures.groups.len() {
                    for week in 0..=scenario.weeks as usize {
                        let bits = u64::from(trajectory.get(counter, group, week).to_bits());
                        hash = (hash ^ bits).wrapping_mul(0x0000_0100_0000_01b3).rotate_left(23);
                    }
                }
            }
        }
        let work = futures.work();
        let (words, openings) = (work.words_drawn, work.openings);
        println!("| {name} | {:016x} | {hash:016x} | {words} | {openings} |", futures.digest());
    }
    println!();
}

/// Peak memory of a process that does nothing else, in MiB, as the kernel counts it.
fn memory_table(_: usize) {
    println!("## Memory: peak of a process that runs one replicate, MiB\n");
    println!("| case | peak MiB |");
    println!("|---|---:|");
    let this = std::env::current_exe().expect("the bench knows where it is");
    for Case { name, .. } in cases::cases() {
        let child = std::process::Command::new(&this).args(["--peak-of", name]).output();
        let said = child.expect("a child can be started").stdout;
        println!("| {name} | {} |", String::from_utf8_lossy(&said).trim());
    }
    println!();
}

fn peak_of(name: &str) {
    let case = cases::cases().into_iter().find(|case| case.name == name);
    black_box(cases::replicate(&case.expect("a case of that name").scenario, 0));
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = peak.and_then(|rest| rest.split_whitespace().next()?.parse::<f64>().ok());
    match kib {
        Some(kib) => println!("{:.1}", kib / 1024.0),
        None => println!("not known on this system"),
    }
}
