//! Small dense linear algebra: ridge regression with its leave-one-out errors, and the principal
//! directions of a symmetric matrix. Sums run in one order, so that a result is the same everywhere.

/// Penalties that are tried, as shares of the number of rows.
const PENALTIES: [f64; 7] = [1e-6, 1e-3, 1e-2, 5e-2, 0.2, 1.0, 5.0];
/// Up to this many rows a symmetric matrix is turned as a whole; beyond, directions that are carried along
/// with those that are wanted, and how often they are multiplied by the matrix.
const SMALL: usize = 60;
const SPARE: usize = 6;
const ITERATIONS: usize = 30;
/// Sweeps of rotations after which a symmetric matrix is as good as diagonal.
const SWEEPS: usize = 60;

/// A ridge regression of some outputs on common inputs, each output with the penalty that predicts
/// best what it has not seen.
#[derive(Debug, Clone, PartialEq)]
pub struct Ridge {
    centre: Vec<f64>,
    scale: Vec<f64>,
    /// Of each output: its mean, then a coefficient an input.
    coefficients: Vec<Vec<f64>>,
    /// Of each output: the mean square of its leave-one-out errors.
    pub errors: Vec<f64>,
    /// Of each output: its leave-one-out predictions.
    pub left_out: Vec<Vec<f64>>,
}

impl Ridge {
    /// Fit `outputs[j][i]` on `inputs[i]`, with a weight a row. None if there are fewer than three
    /// rows, or none has a weight.
    pub fn of(inputs: &[Vec<f64>], outputs: &[Vec<f64>], weights: Option<&[f64]>) -> Option<Ridge> {
        let (n, p) = (inputs.len(), inputs.first()?.len());
        if n < 3 {
            return None;
        }
        let sum: f64 = weights.map_or(n as f64, |w| w.iter().sum());
        // Weights have a mean of one, so that penalties mean the same with them and without.
        let weight = |i: usize| weights.map_or(1.0, |w| w[i] * n as f64 / sum);
        if sum <= 0.0 || !sum.is_finite() {
            return None;
        }
        let mean =
            |of: &dyn Fn(usize) -> f64| (0..n).map(|i| weight(i) * of(i)).sum::<f64>() / n as f64;
        let centre: Vec<f64> = (0..p).map(|k| mean(&|i| inputs[i][k])).collect();
        let spread = |k: usize| mean(&|i| squared(inputs[i][k] - centre[k])).sqrt();
        let scale: Vec<f64> =
            (0..p).map(|k| Some(spread(k)).filter(|s| *s > 1e-12).unwrap_or(1.0)).collect();
        let row = |i: usize| -> Vec<f64> {
            let root = weight(i).sqrt();
            (0..p).map(|k| root * (inputs[i][k] - centre[k]) / scale[k]).collect()
        };
        let rows: Vec<Vec<f64>> = (0..n).map(row).collect();
        let mut gram = vec![vec![0.0; p]; p];
        for x in &rows {
            for a in 0..p {
                for b in 0..=a {
                    gram[a][b] += x[a] * x[b];
                }
            }
        }
        let means: Vec<f64> = outputs.iter().map(|y| mean(&|i| y[i])).collect();
        let mut found = Ridge {
            centre,
            scale,
            coefficients: vec![vec![]; outputs.len()],
            errors: vec![f64::INFINITY; outputs.len()],
            left_out: vec![vec![]; outputs.len()],
        };
        for penalty in PENALTIES {
            let mut lower = gram.clone();
            (0..p).for_each(|k| lower[k][k] += penalty * n as f64);
            let Some(lower) = cholesky(lower) else { continue };
            // How far each row pulls the line towards itself, its own mean with it.
            let leverage = |i: usize| {
                let half = forward(&lower, &rows[i]);
                half.iter().map(|x| x * x).sum::<f64>() + weight(i) / n as f64
            };
            let pull: Vec<f64> = (0..n).map(leverage).collect();
            for (j, y) in outputs.iter().enumerate() {
                let mut right = vec![0.0; p];
                for i in 0..n {
                    let value = weight(i).sqrt() * (y[i] - means[j]);
                    (0..p).for_each(|k| right[k] += rows[i][k] * value);
                }
                let solved = backward(&lower, forward(&lower, &right));
                let fitted = |i: usize| {
                    let root = weight(i).sqrt();
                    let line: f64 = rows[i].iter().zip(&solved).map(|(x, c)| x * c).sum();
                    if root > 0.0 { means[j] + line / root } else { means[j] }
                };
                let out = |i: usize| {
                    let error = (y[i] - fitted(i)) / (1.0 - pull[i]).max(1e-6);
                    (y[i] - error, error)
                };
                let out: Vec<(f64, f64)> = (0..n).map(out).collect();
                let error = mean(&|i| out[i].1 * out[i].1);
                if error < found.errors[j] {
                    found.errors[j] = error;
                    found.left_out[j] = out.into_iter().map(|(predicted, _)| predicted).collect();
                    found.coefficients[j] = std::iter::once(means[j]).chain(solved).collect();
                }
            }
        }
        found.coefficients.iter().all(|c| c.len() == p + 1).then_some(found)
    }

    /// What is predicted of all outputs.
    pub fn predict(&self, input: &[f64]) -> Vec<f64> {
        let scaled: Vec<f64> =
            (0..input.len()).map(|k| (input[k] - self.centre[k]) / self.scale[k]).collect();
        let line =
            |c: &Vec<f64>| c[0] + c[1..].iter().zip(&scaled).map(|(c, x)| c * x).sum::<f64>();
        self.coefficients.iter().map(line).collect()
    }

    /// How much the outputs move with the inputs from one place to another.
    pub fn moved(&self, from: &[f64], to: &[f64]) -> Vec<f64> {
        let (from, to) = (self.predict(from), self.predict(to));
        to.iter().zip(&from).map(|(to, from)| to - from).collect()
    }
}

/// The lower triangle whose square a positive matrix is; of the matrix the lower triangle alone is
/// read. None if it is not positive.
pub fn cholesky(mut a: Vec<Vec<f64>>) -> Option<Vec<Vec<f64>>> {
    for j in 0..a.len() {
        for i in j..a.len() {
            let inner: f64 = (0..j).map(|k| a[i][k] * a[j][k]).sum();
            let rest = a[i][j] - inner;
            if i == j {
                if rest <= 0.0 || !rest.is_finite() {
                    return None;
                }
                a[j][j] = rest.sqrt();
            } else {
                a[i][j] = rest / a[j][j];
            }
        }
    }
    Some(a)
}

fn forward(lower: &[Vec<f64>], right: &[f64]) -> Vec<f64> {
    let mut solved: Vec<f64> = Vec::with_capacity(right.len());
    for (i, row) in lower.iter().enumerate() {
        let inner: f64 = row[..i].iter().zip(&solved).map(|(a, x)| a * x).sum();
        solved.push((right[i] - inner) / row[i]);
    }
    solved
}

fn backward(lower: &[Vec<f64>], mut right: Vec<f64>) -> Vec<f64> {
    for i in (0..right.len()).rev() {
        let inner: f64 = (i + 1..right.len()).map(|k| lower[k][i] * right[k]).sum();
        right[i] = (right[i] - inner) / lower[i][i];
    }
    right
}

/// Eigenvalues of a symmetric matrix, the greatest first, each with its direction (Jacobi's
/// rotations).
pub fn principal(mut a: Vec<Vec<f64>>) -> Vec<(f64, Vec<f64>)> {
    let n = a.len();
    let mut directions: Vec<Vec<f64>> =
        (0..n).map(|i| (0..n).map(|j| f64::from(u8::from(i == j))).collect()).collect();
    for _ in 0..SWEEPS {
        let off: f64 =
            (0..n).flat_map(|i| (0..i).map(move |j| (i, j))).map(|(i, j)| squared(a[i][j])).sum();
        if off < 1e-22 {
            break;
        }
        for p in 0..n {
            for q in p + 1..n {
                if a[p][q].abs() < 1e-15 {
                    continue;
                }
                let theta = (a[q][q] - a[p][p]) / (2.0 * a[p][q]);
                let t = theta.signum() / (theta.abs() + (theta * theta + 1.0).sqrt());
                let c = 1.0 / (t * t + 1.0).sqrt();
                let s = t * c;
                for row in &mut a {
                    (row[p], row[q]) = (c * row[p] - s * row[q], s * row[p] + c * row[q]);
                }
                let (above, below) = a.split_at_mut(q);
                for (x, y) in above[p].iter_mut().zip(&mut below[0]) {
                    (*x, *y) = (c * *x - s * *y, s * *x + c * *y);
                }
                for row in &mut directions {
                    (row[p], row[q]) = (c * row[p] - s * row[q], s * row[p] + c * row[q]);
                }
            }
        }
    }
    let mut found: Vec<(f64, Vec<f64>)> =
        (0..n).map(|j| (a[j][j], directions.iter().map(|row| row[j]).collect())).collect();
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    found
}

/// The first so many of them, of a large matrix by subspace iteration.
pub fn leading(a: &[Vec<f64>], many: usize) -> Vec<(f64, Vec<f64>)> {
    let n = a.len();
    let many = many.min(n);
    if n <= SMALL {
        return principal(a.to_vec()).into_iter().take(many).collect();
    }
    let times = |x: &[f64]| -> Vec<f64> {
        a.iter().map(|row| row.iter().zip(x).map(|(a, x)| a * x).sum()).collect()
    };
    // It begins with the columns in which most happens.
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by(|&i, &j| a[j][j].total_cmp(&a[i][i]).then(i.cmp(&j)));
    let columns = order.iter().take(many + SPARE);
    let mut basis = orthogonal(columns.map(|&j| a.iter().map(|row| row[j]).collect()).collect());
    for _ in 0..ITERATIONS {
        basis = orthogonal(basis.iter().map(|x| times(x)).collect());
    }
    let moved: Vec<Vec<f64>> = basis.iter().map(|x| times(x)).collect();
    let inner = |x: &[f64], y: &[f64]| x.iter().zip(y).map(|(x, y)| x * y).sum::<f64>();
    let small = basis.iter().map(|x| moved.iter().map(|y| inner(x, y)).collect()).collect();
    let direction = |weights: &[f64]| -> Vec<f64> {
        (0..n).map(|i| weights.iter().zip(&basis).map(|(w, x)| w * x[i]).sum()).collect()
    };
    let found = principal(small).into_iter().take(many);
    found.map(|(value, weights)| (value, direction(&weights))).collect()
}

/// Directions at right angles that span what these span (Gram and Schmidt, twice for the digits).
fn orthogonal(vectors: Vec<Vec<f64>>) -> Vec<Vec<f64>> {
    let mut basis: Vec<Vec<f64>> = Vec::with_capacity(vectors.len());
    for mut x in vectors {
        let long = x.iter().map(|x| x * x).sum::<f64>().sqrt();
        for _ in 0..2 {
            for b in &basis {
                let along: f64 = b.iter().zip(&x).map(|(b, x)| b * x).sum();
                x.iter_mut().zip(b).for_each(|(x, b)| *x -= along * b);
            }
        }
        let left = x.iter().map(|x| x * x).sum::<f64>().sqrt();
        if left > 1e-10 * long && left > 0.0 {
            x.iter_mut().for_each(|x| *x /= left);
            basis.push(x);
        }
    }
    basis
}

fn squared(x: f64) -> f64 {
    x * x
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_found_again_and_what_has_no_say_is_not() {
        let inputs: Vec<Vec<f64>> = (0..200)
            .map(|i| vec![f64::from(i % 20), f64::from(i / 20), f64::from(i * 7 % 13)])
            .collect();
        let noise = |i: usize| if i.is_multiple_of(2) { 0.1 } else { -0.1 };
        let line: Vec<f64> =
            inputs.iter().enumerate().map(|(i, x)| 3.0 + 2.0 * x[0] - x[1] + noise(i)).collect();
        let found = Ridge::of(&inputs, std::slice::from_ref(&line), None).unwrap();
        let at = found.predict(&[10.0, 5.0, 3.0])[0];
        assert!((at - 18.0).abs() < 0.05, "{at}");
        assert!((found.errors[0] - 0.01).abs() < 0.002, "{:?}", found.errors);
        let moved = found.moved(&[0.0, 0.0, 0.0], &[0.0, 0.0, 10.0])[0];
        assert!(moved.abs() < 0.05, "{moved}");
        // Rows without a weight have no say.
        let mut wild = line;
        wild[3] = 1e6;
        let weights: Vec<f64> = (0..200).map(|i| f64::from(u8::from(i != 3))).collect();
        let found = Ridge::of(&inputs, &[wild], Some(&weights)).unwrap();
        assert!((found.predict(&[10.0, 5.0, 3.0])[0] - 18.0).abs() < 0.05);
        assert_eq!(Ridge::of(&inputs[..2], &[vec![1.0, 2.0]], None), None);
    }

    #[test]
    fn leaving_one_out_is_what_leaving_it_out_gives() {
        let inputs: Vec<Vec<f64>> = (0..12).map(|i| vec![f64::from(i * i % 11)]).collect();
        let y: Vec<f64> = (0..12).map(|i| f64::from(i * 5 % 7)).collect();
        let whole = Ridge::of(&inputs, std::slice::from_ref(&y), None).unwrap();
        let (mut x, mut rest) = (inputs.clone(), y.clone());
        x.remove(4);
        rest.remove(4);
        // The penalty is a share of the rows, and the mean moves: the same but for that.
        let without = Ridge::of(&x, &[rest], None).unwrap();
        let (one, other) = (without.predict(&inputs[4])[0], whole.left_out[0][4]);
        assert!((one - other).abs() < 0.05, "{one} {other}");
    }

    #[test]
    fn principal_directions_come_in_order() {
        let found = principal(vec![vec![2.0, 1.0, 0.0], vec![1.0, 2.0, 0.0], vec![0.0, 0.0, 5.0]]);
        let values: Vec<f64> = found.iter().map(|(value, _)| *value).collect();
        for (value, expected) in values.iter().zip([5.0, 3.0, 1.0]) {
            assert!((value - expected).abs() < 1e-9, "{values:?}");
        }
        assert!((found[1].1[0].abs() - 0.5f64.sqrt()).abs() < 1e-9);
        // A large one of three directions, found as a whole and by iteration.
        let factor = |i: usize, k: usize| f64::from(((i * (k + 3) * 7) % 11) as u8) - 5.0;
        let entry = |i, j| (0..3).map(|k| factor(i, k) * factor(j, k) / (1 << k) as f64).sum();
        let large: Vec<Vec<f64>> =
            (0..80).map(|i| (0..80).map(|j| entry(i, j)).collect()).collect();
        let (few, all) = (leading(&large, 3), principal(large));
        for (few, all) in few.iter().zip(&all) {
            assert!((few.0 / all.0 - 1.0).abs() < 1e-9, "{} {}", few.0, all.0);
            let same: f64 = few.1.iter().zip(&all.1).map(|(a, b)| a * b).sum();
            assert!((same.abs() - 1.0).abs() < 1e-6, "{same}");
        }
    }
}
