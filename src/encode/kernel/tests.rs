use super::*;

/// Numbers that look random and are the same every time, in -1..1, a few of them large.
fn numbers(seed: u32, many: usize) -> Vec<f32> {
    let mut state = seed.wrapping_mul(2_654_435_769) | 1;
    (0..many)
        .map(|i| {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            let x = f64::from(state) / f64::from(u32::MAX) * 2.0 - 1.0;
            (if i % 97 == 5 { x * 30.0 } else { x }) as f32
        })
        .collect()
}

fn kernels() -> Vec<Kernel> {
    Path::available().into_iter().filter_map(Kernel::new).collect()
}

fn bits(numbers: &[f32]) -> Vec<u32> {
    numbers.iter().map(|x| x.to_bits()).collect()
}

/// Shapes with whole and broken panels, strips, blocks and tiles.
const SHAPES: [(usize, usize, usize); 5] =
    [(1, 16, 128), (6, 64, 384), (13, 80, 200), (7, 37, 512), (25, 130, 60)];

#[test]
fn all_paths_multiply_to_the_same_bits_and_close_to_the_exact_product() {
    for (tokens, rows, columns) in SHAPES {
        let (weights, bias) = (numbers(1, rows * columns), numbers(2, rows));
        let input = numbers(3, tokens * columns);
        let matrix = Matrix::new(columns, &bias, |row, to| {
            to.copy_from_slice(&weights[row * columns..(row + 1) * columns]);
        });
        let mut first = Vec::new();
        for kernel in kernels() {
            let mut quantised = Activations::default();
            kernel.quantise(&input, columns, &mut quantised);
            let mut output = vec![f32::NAN; tokens * rows];
            kernel.multiply(&matrix, &quantised, &mut output);
            if first.is_empty() {
                check_product(&weights, &bias, &input, columns, &output);
                first = bits(&output);
            }
            assert_eq!(first, bits(&output), "{:?} {tokens}x{rows}x{columns}", kernel.path());
        }
    }
}

fn check_product(weights: &[f32], bias: &[f32], input: &[f32], columns: usize, output: &[f32]) {
    let rows = bias.len();
    for (at, got) in output.iter().enumerate() {
        let (token, row) = (at / rows, at % rows);
        let (mut want, mut bound) = (f64::from(bias[row]), 1e-3);
        let pairs = weights[row * columns..(row + 1) * columns]
            .iter()
            .zip(&input[token * columns..(token + 1) * columns]);
        for (w, x) in pairs {
            want += f64::from(w * x);
            // Either factor is off by at most half a 127th of its block's peak, which is at most 30.
            let off = 30.0 / 254.0;
            bound += (f64::from(w.abs()) + f64::from(x.abs())) * off + off * off;
        }
        assert!((f64::from(*got) - want).abs() < bound, "{got} for {want} at {at}, bound {bound}");
    }
}

#[test]
fn a_product_of_small_whole_numbers_is_exact_but_for_its_scale() {
    let matrix = Matrix::new(128, &[0.5], |_, to| {
        for (i, x) in to.iter_mut().enumerate() {
            *x = if i == 0 { 127.0 } else { (i % 5) as f32 };
        }
    });
    let input: Vec<f32> = (0..128).map(|i| if i == 1 { -127.0 } else { (i % 3) as f32 }).collect();
    let want: f32 = (0..128)
        .map(|i| (if i == 0 { 127.0 } else { (i % 5) as f32 }) * if i == 1 { -127.0 } else { (i % 3) as f32 })
        .sum();
    for kernel in kernels() {
        let mut quantised = Activations::default();
        kernel.quantise(&input, 128, &mut quantised);
        let mut output = [0.0];
        kernel.multiply(&matrix, &quantised, &mut output);
        assert_eq!(output[0].to_bits(), (want + 0.5).to_bits(), "{:?}", kernel.path());
    }
}

#[test]
fn all_paths_attend_to_the_same_bits_and_close_to_the_definition() {
    for (tokens, heads) in [
        (1, Heads { count: 2, size: 32 }),
        (5, Heads { count: 3, size: 32 }),
        (16, Heads { count: 1, size: 20 }),
        (33, Heads { count: 2, size: 8 }),
    ] {
        let width = heads.width();
        let joined = numbers(7, tokens * 3 * width);
        let mut first = Vec::new();
        for kernel in kernels() {
            let mut output = vec![f32::NAN; tokens * width];
            kernel.attend(heads, &joined, &mut Attention::default(), &mut output);
            if first.is_empty() {
                check_attention(heads, &joined, &output);
                first = bits(&output);
            }
            assert_eq!(first, bits(&output), "{:?} {tokens} tokens, {heads:?}", kernel.path());
        }
    }
}

fn check_attention(heads: Heads, joined: &[f32], output: &[f32]) {
    let (width, size) = (heads.width(), heads.size);
    let tokens = output.len() / width;
    let part = |token: usize, which: usize, head: usize| {
        let at = token * 3 * width + which * width + head * size;
        &joined[at..at + size]
    };
    for token in 0..tokens {
        for head in 0..heads.count {
            let scores: Vec<f64> = (0..tokens)
                .map(|other| {
                    let pairs = part(token, 0, head).iter().zip(part(other, 1, head));
                    pairs.map(|(a, b)| f64::from(a * b)).sum::<f64>() / (size as f64).sqrt()
                })
                .collect();
            let peak = scores.iter().copied().fold(f64::MIN, f64::max);
            let weights: Vec<f64> = scores.iter().map(|s| (s - peak).exp()).collect();
            let total: f64 = weights.iter().sum();
            for e in 0..size {
                let want: f64 =
                    (0..tokens).map(|t| weights[t] / total * f64::from(part(t, 2, head)[e])).sum();
                let got = f64::from(output[token * width + head * size + e]);
                assert!((got - want).abs() < 1e-3, "{got} for {want}");
            }
        }
    }
}

#[test]
fn attention_does_not_remember_a_longer_text() {
    let heads = Heads { count: 1, size: 16 };
    let (long, short) = (numbers(1, 40 * 48), numbers(2, 3 * 48));
    for kernel in kernels() {
        let mut scratch = Attention::default();
        kernel.attend(heads, &long, &mut scratch, &mut vec![0.0; 40 * 16]);
        let (mut used, mut fresh) = (vec![0.0; 48], vec![0.0; 48]);
        kernel.attend(heads, &short, &mut scratch, &mut used);
        kernel.attend(heads, &short, &mut Attention::default(), &mut fresh);
        assert_eq!(bits(&used), bits(&fresh));
    }
}

#[test]
fn all_paths_normalise_and_activate_to_the_same_bits() {
    for width in [384, 60, 5] {
        let (weight, bias) = (numbers(4, width), numbers(5, width));
        let (rows, other) = (numbers(6, 7 * width), numbers(8, 7 * width));
        let mut first: Option<Vec<u32>> = None;
        for kernel in kernels() {
            let mut got = rows.clone();
            kernel.add_normalise(&mut got, Some(&other), &weight, &bias, 1e-12);
            kernel.gelu(&mut got);
            let got = bits(&got);
            assert_eq!(first.get_or_insert_with(|| got.clone()), &got, "{:?} {width}", kernel.path());
        }
    }
}

#[test]
fn a_normalised_row_has_mean_zero_and_variance_one() {
    let mut row = numbers(9, 100);
    Kernel::default().add_normalise(&mut row, None, &[1.0; 100], &[0.0; 100], 0.0);
    let mean = row.iter().sum::<f32>() / 100.0;
    let variance = row.iter().map(|x| (x - mean).powi(2)).sum::<f32>() / 100.0;
    assert!(mean.abs() < 1e-5 && (variance - 1.0).abs() < 1e-4, "{mean} {variance}");
}
