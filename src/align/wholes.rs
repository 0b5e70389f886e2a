//! Runs of neighbouring segments, each as one: its vectors' length, its hubs, its weight.

use super::{
    Settings,
    evidence::Run,
    lexicon,
    neighbours::NEAREST,
    prepared::{Prepared, dot},
};

/// How many imagined neighbours at the expected background each segment has beside its real ones.
const IMAGINED: f32 = 1.0;

/// What a run of segments is as a whole.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Whole {
    /// Length of its vector.
    pub meaning: f32,
    /// Length of its terms as a vector.
    pub writing: f32,
    /// How much text it has, in letters.
    pub mass: f32,
    /// How near everything is to it (0..1), by meaning and by writing.
    pub hub: [f32; 2],
    /// What it weighs in the sum that the search maximises; 1 for a segment of mean length.
    pub weight: f32,
    /// Its row among the runs that were read as one text; `None` where it is the sum of its parts.
    pub joined: Option<u32>,
}

/// Every run of up to [`Settings::longest`] segments of a version, as the evidence against another one needs it.
pub(super) struct Wholes {
    longest: usize,
    /// Row `start * longest + len - 1`.
    runs: Vec<Whole>,
}

impl Wholes {
    /// `pairs` are the candidates of each segment: its index, cosine of vectors, cosine of terms.
    pub fn new(side: &Prepared, pairs: impl Iterator<Item = (usize, f32, f32)>, settings: &Settings) -> Self {
        let hubs = hubs(side, pairs);
        Self { longest: settings.longest.max(1), runs: wholes(side, &hubs, settings) }
    }

    /// The run as one.
    pub fn of(&self, run: Run) -> Whole {
        let index = (run.start * self.longest + run.len).checked_sub(1);
        index.and_then(|k| self.runs.get(k)).copied().unwrap_or_default()
    }

    /// Takes the vector of a run that was read as one text. Its neighbours are those of its parts; as many are
    /// left out of the hub as the run has parts, for each may have a true partner.
    pub fn join(
        &mut self,
        run: Run,
        row: u32,
        vector: &[f32],
        near: &[Vec<usize>],
        own: &Prepared,
        other: &Prepared,
    ) {
        let Some(slot) = self.runs.get_mut(run.start * self.longest + run.len - 1) else { return };
        let norm = dot(vector, vector).sqrt();
        let mut neighbours: Vec<usize> =
            near.iter().skip(run.start).take(run.len).flatten().copied().collect();
        neighbours.sort_unstable();
        neighbours.dedup();
        let mut cosines: Vec<f32> = neighbours
            .into_iter()
            .filter_map(|j| {
                let length = norm * other.norms.get(j)?;
                (length > 1e-9).then(|| dot(vector, other.row(j)) / length)
            })
            .collect();
        cosines.sort_by(|x, y| y.total_cmp(x));
        let rest = || cosines.iter().skip(run.len).take(NEAREST - 1);
        let hub = (rest().sum::<f32>() + IMAGINED * own.background) / (rest().count() as f32 + IMAGINED);
        *slot = Whole { meaning: norm, hub: [hub, slot.hub[1]], joined: Some(row), ..*slot };
    }
}

/// For every segment how near its second-best and further neighbours are, by meaning and by writing: the
/// margin of Artetxe and Schwenk (2019), with the best left out so that a true partner does not count
/// against itself.
fn hubs(side: &Prepared, pairs: impl Iterator<Item = (usize, f32, f32)>) -> Vec<[f32; 2]> {
    let mut near: Vec<(Vec<f32>, Vec<f32>)> = vec![Default::default(); side.len()];
    for (i, meaning, writing) in pairs {
        if let Some((m, w)) = near.get_mut(i) {
            m.push(meaning);
            w.push(writing);
        }
    }
    let rest = |values: &mut Vec<f32>| {
        values.sort_by(|x, y| y.total_cmp(x));
        let rest: Vec<f32> = values.iter().skip(1).take(NEAREST - 1).copied().collect();
        (rest.iter().sum::<f32>(), rest.len() as f32)
    };
    near.iter_mut()
        .map(|(meaning, writing)| {
            let (sum, n) = rest(meaning);
            let (written, _) = rest(writing);
            let hub = (sum + IMAGINED * side.background) / (n + IMAGINED);
            [hub, written / (NEAREST - 1) as f32]
        })
        .collect()
}

/// What every run of up to `longest` segments is as a whole; row `i * longest + len - 1`.
fn wholes(side: &Prepared, hubs: &[[f32; 2]], settings: &Settings) -> Vec<Whole> {
    let longest = settings.longest.max(1);
    let mean = side.mass.iter().sum::<f32>() / side.mass.len().max(1) as f32;
    let mut out = vec![Whole::default(); side.len() * longest];
    for i in 0..side.len() {
        let mut run = Whole::default();
        // Sums over the parts: of the hubs by mass, and of the hubs by length of the vectors.
        let (mut parts, mut lengths) = ([0.0; 2], [0.0; 2]);
        for len in 1..=longest.min(side.len() - i) {
            let last = i + len - 1;
            let own = side.mass.get(last).copied().unwrap_or(1.0);
            for k in i..=last {
                // Off the diagonal every product counts twice.
                let times = if k == last { 1.0 } else { 2.0 };
                let other = side.mass.get(k).copied().unwrap_or(1.0);
                run.meaning += times * own * other * dot(side.row(k), side.row(last));
                if let (Some(s), Some(t)) = (side.terms.get(k), side.terms.get(last)) {
                    run.writing += times * lexicon::dot(s, t);
                }
            }
            let hub = hubs.get(last).copied().unwrap_or_default();
            let norms = [
                own * side.norms.get(last).copied().unwrap_or(0.0),
                side.term_norms.get(last).copied().unwrap_or(0.0),
            ];
            for channel in 0..2 {
                if let (Some(part), Some(length), Some(hub), Some(norm)) =
                    (parts.get_mut(channel), lengths.get_mut(channel), hub.get(channel), norms.get(channel))
                {
                    *part += own * hub;
                    *length += norm * hub;
                }
            }
            run.mass += own;
            run.weight += (own / mean).powf(settings.weight);
            let norms = [f32::max(run.meaning, 0.0).sqrt(), f32::max(run.writing, 0.0).sqrt()];
            let hub = |part: f32, length: f32, norm: f32| {
                let apart = part / run.mass;
                let together = if norm > 1e-9 { (length / norm).min(1.0) } else { apart };
                apart + settings.spread * (together - apart)
            };
            if let Some(slot) = out.get_mut(i * longest + len - 1) {
                *slot = Whole {
                    meaning: norms[0],
                    writing: norms[1],
                    hub: [hub(parts[0], lengths[0], norms[0]), hub(parts[1], lengths[1], norms[1])],
                    ..run
                };
            }
        }
    }
    out
}
