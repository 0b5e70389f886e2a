//! `negation`: one version negates what another states.

use crate::{
    Span,
    drift::{
        Check, Comparison, Finding, Kind, Severity,
        comparison::{Pair, Reading},
        judge::{Clash, Said, Wording, judge},
        kind::Example,
    },
    features::{Word, lexicon::Mark},
};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// The kind.
pub const KIND: Kind = Kind {
    name: "negation",
    mqm: "accuracy/mistranslation",
    severity: Severity::Critical,
    finds: "A negation that one version has and another, in otherwise the same words, has not.",
    matters: "The reader is told the opposite.",
    examples: &[
        Example {
            language: "en",
            says: "The water is [not] safe to drink.",
            drifts: "The water is safe to drink.",
        },
        Example {
            language: "de",
            says: "Der Minister hat den Vertrag [nicht] unterschrieben.",
            drifts: "Der Minister hat den Vertrag unterschrieben.",
        },
        Example {
            language: "ru",
            says: "Врачи [не] советуют пить это лекарство.",
            drifts: "Врачи советуют пить это лекарство.",
        },
        Example {
            language: "zh", says: "这种药[不]适合儿童服用。", drifts: "这种药适合儿童服用。"
        },
    ],
    misses: "Negation by an antonym or a prefix is not told apart from a lost one, so the check is silent where the negated word itself was changed. Turkish verbs in rarer forms, verbs whose negated form begins otherwise (Polish “otwórz”, “nie otwieraj”), and who or what is negated in a sentence with several negations.",
};

/// Below this share of common words a sentence may be turned round without a negation. On minimal pairs in
/// English, French and Spanish 0.45 finds 90% more than 0.6 and has no more false alarms.
const LEAST_AGREEMENT: f32 = 0.45;

/// Words of so many letters may be pronouns, which move when a verb is negated (“lávese”, “no se lave”).
const LONGEST_PRONOUN: usize = 3;

/// So many words after a negation may be what it negates: a pronoun and the verb.
const NEGATED_WORDS: usize = 3;

/// Below this share of common words a word that begins alike is no sign that a sentence was turned round. By hand: of 3,900
/// honest rewordings in 15 languages seven were new alarms without it, one with it.
const RESHAPED_AGREEMENT: f32 = 0.58;

/// What is left of the confidence where the sentence may have been turned round. By hand, on negations found in written and made
/// pairs: 32 to 44 of the 76 false ones were of that sort, and a fifth of the 258 others, half of which named the wrong thing.
const DOUBTED: f32 = 0.6;

/// Two negative words this close are one negation in languages with concord: *ne … jamais*, *никто не*.
const CONCORD_WORDS: usize = 5;

/// The check.
#[derive(Debug)]
pub struct Negation;

impl Check for Negation {
    fn kind(&self) -> &'static Kind {
        &KIND
    }

    fn check(&self, group: &Comparison<'_>) -> Vec<Finding> {
        let wording =
            Wording { kind: KIND.name, differ: "One negates, the other does not", lacks: "no negation" };
        let negations: Vec<Vec<Span>> = group.readings.iter().map(negations).collect();
        let mut clashes = Vec::new();
        for pair in &group.pairs {
            let (Some((a, b)), Some(in_a), Some(in_b)) =
                (group.both(pair), negations.get(pair.a), negations.get(pair.b))
            else {
                continue;
            };
            let found = if in_a.len() >= in_b.len() {
                lost(pair, (a, in_a), (b, in_b))
            } else {
                lost(&pair.swapped(), (b, in_b), (a, in_a)).map(|(x, y, confidence)| (y, x, confidence))
            };
            if let Some((in_a, in_b, confidence)) = found {
                clashes.push(Clash { a: pair.a, b: pair.b, in_a, in_b, confidence, severity: KIND.severity });
            }
        }
        judge(group, wording, &clashes)
    }
}

/// The strong negations of a reading; in languages with concord, neighbours are one.
fn negations(reading: &Reading<'_>) -> Vec<Span> {
    let concord = reading.lexicon().is_some_and(|l| l.concord);
    let mut out: Vec<Span> = Vec::new();
    for span in reading.marked(Mark::Negation) {
        // Turkish endings that negate are endings of names as well: Solmaz, Yılmaz.
        let name = reading.language.code() == "tr" && reading.written(span).starts_with(char::is_uppercase);
        if name && span.start > reading.extent().start {
            continue;
        }
        if let Some(last) = out.last_mut().filter(|_| concord) {
            let between = Span::new(last.end, span.start);
            let clause = reading.written(between).contains([',', ';', '—', ':', '.', '!', '?']);
            if !clause && reading.words_in(between).count() <= CONCORD_WORDS {
                *last = last.cover(span);
                continue;
            }
        }
        out.push(span);
    }
    out
}

/// Whether `b`, which has fewer negations, lost one of `a`: what each says, and how surely.
fn lost(
    pair: &Pair,
    (a, in_a): (&Reading<'_>, &[Span]),
    (b, in_b): (&Reading<'_>, &[Span]),
) -> Option<(Said, Said, f32)> {
    if in_a.len() == in_b.len() || a.lexicon().is_none() || b.lexicon().is_none() {
        return None;
    }
    // A weak negation that only `b` has says the same: "without", "refused".
    if b.marked(Mark::WeakNegation).count() > a.marked(Mark::WeakNegation).count() {
        return None;
    }
    if !pair.same_language {
        return across(pair, (a, in_a), (b, in_b));
    }
    if pair.agreement < LEAST_AGREEMENT || pair.lengths < 0.6 {
        return None;
    }
    let span = *in_a.iter().find(|span| stands_alone(pair, a, **span, in_b, b))?;
    let next = a.words.iter().position(|w| w.span.start >= span.end);
    let at = a.words_in(span).last();
    // The words that are negated must stand in `b` unchanged: the one after the negation, or before it.
    let kept = |i: Option<usize>| i.and_then(|i| pair.in_b(i));
    let after = kept(next).or_else(|| kept(next.map(|n| n + 1)));
    let before = kept(at.and_then(|at| at.checked_sub(1)));
    // In many languages a verb changes its form when it is negated: “lávese”, “no se lave”.
    let reshaped = if begins_clause(a, span) { reshaped(pair, a, b) } else { Vec::new() };
    let negated = next.map_or(0..0, |n| n..n + NEGATED_WORDS);
    let after = after.is_some() || reshaped.iter().any(|(i, _)| negated.contains(i));
    // At the end of a German clause the negation follows what it negates.
    let settled = after || (next.is_none_or(|n| n >= a.words.len()) && before.is_some());
    if !settled || excused(pair, a, b, in_a, &reshaped) {
        return None;
    }
    let others = if in_b.is_empty() { 1.0 } else { 0.6 };
    let exchanged = next.is_some_and(|n| is_exchanged(pair, (a, n), b, &reshaped));
    let doubt = if exchanged || has_other_weak_negation(pair, b) { DOUBTED } else { 1.0 };
    let confidence = doubt * others * (0.3 + 0.6 * pair.trust());
    let beside = at.map(|i| pair.beside_in_b(i, b)).unwrap_or_default();
    let said = Said::words(a, span);
    Some((said, Said { spans: beside, what: None }, confidence))
}

/// Whether the word of `a` at `n` is gone, no other form of it is there, and `b` has a word of its own where it stood: “did not
/// touch the rates”, “kept the rates”. Short words are pronouns and the like, which come and go with a negation.
fn is_exchanged(
    pair: &Pair,
    (a, n): (&Reading<'_>, usize),
    b: &Reading<'_>,
    reshaped: &[(usize, usize)],
) -> bool {
    let long = |w: &Word| w.folded.chars().count() > LONGEST_PRONOUN;
    let gone = pair.in_b(n).is_none() && a.words.get(n).is_some_and(long);
    if !gone || reshaped.iter().any(|(own, _)| *own == n) {
        return false;
    }
    let before = (0..n).rev().find_map(|i| pair.in_b(i)).map_or(0, |j| j + 1);
    let after = (n + 1..a.words.len()).find_map(|i| pair.in_b(i)).unwrap_or(b.words.len());
    // Where its neighbours stand the other way round, anywhere.
    let place = if before <= after { before..after } else { 0..b.words.len() };
    b.words.iter().enumerate().any(|(j, w)| place.contains(&j) && pair.in_a(j).is_none() && long(w))
}

/// Whether `b` negates in part by a word that `a` has not: “nobody but the guard saw it”, “only the guard saw it”.
fn has_other_weak_negation(pair: &Pair, b: &Reading<'_>) -> bool {
    b.marked(Mark::WeakNegation).any(|span| b.words_in(span).all(|j| pair.in_a(j).is_none()))
}

/// Whether no negation of `b` answers the one of `a` at `span`: none is the same word, none stands by the word
/// that follows it.
fn stands_alone(pair: &Pair, a: &Reading<'_>, span: Span, in_b: &[Span], b: &Reading<'_>) -> bool {
    !a.words_in(span)
        .filter_map(|i| pair.in_b(i))
        .filter_map(|j| b.words.get(j))
        .any(|w| in_b.iter().any(|n| n.overlaps(w.span)))
}

/// The words that each other's text lacks and that look like two forms of one word: accents aside, they share at least three
/// letters at the beginning, and half of the shorter. Each word of `b` once.
fn reshaped(pair: &Pair, a: &Reading<'_>, b: &Reading<'_>) -> Vec<(usize, usize)> {
    let plain = |word: &str| -> Vec<char> { word.nfd().filter(|c| !is_combining_mark(*c)).collect() };
    if pair.agreement < RESHAPED_AGREEMENT {
        return Vec::new();
    }
    let mut free: Vec<(usize, Vec<char>)> = (b.words.iter().enumerate())
        .filter(|(j, _)| pair.in_a(*j).is_none())
        .map(|(j, w)| (j, plain(&w.folded)))
        .collect();
    let negations = negations(a);
    let negative = |i: usize| a.words.get(i).is_some_and(|w| negations.iter().any(|n| n.overlaps(w.span)));
    let mut out = Vec::new();
    for (i, word) in a.words.iter().enumerate().filter(|(i, _)| pair.in_b(*i).is_none()) {
        let own = plain(&word.folded);
        let same_stem = |(_, other): &(usize, Vec<char>)| {
            let common = own.iter().zip(other).take_while(|(x, y)| x == y).count();
            common >= 3 && common * 2 >= own.len().min(other.len())
        };
        match free.iter().position(same_stem) {
            Some(at) => out.push((i, free.remove(at).0)),
            // More than the negation and pronouns went: “not before”, “do not stop”, whose verb is not negated.
            None if own.len() > LONGEST_PRONOUN && !negative(i) => return Vec::new(),
            None => {}
        }
    }
    out
}

/// Whether a negation stands first in its clause, and the text is no question: as in an order, whose verb changes its form.
fn begins_clause(a: &Reading<'_>, span: Span) -> bool {
    let asks = a.text.contains(['?', '？', '؟']) || a.words.iter().any(|w| w.folded == "ли");
    let before = a.words.iter().rev().find(|w| w.span.end <= span.start);
    let apart =
        |end| a.written(Span::new(end, span.start)).contains([',', ';', ':', '.', '!', '¡', '—', '–']);
    !asks && before.is_none_or(|w| apart(w.span.end))
}

/// A word of `b` that is new there and negative by its form, of a word of `a` or of none; or several new words,
/// one of which may be an antonym. Other forms of a word (`reshaped`) are not new.
fn excused(
    pair: &Pair,
    a: &Reading<'_>,
    b: &Reading<'_>,
    in_a: &[Span],
    reshaped: &[(usize, usize)],
) -> bool {
    let Some(lexicon) = b.lexicon() else { return true };
    let new_in_b: Vec<&str> = b
        .words
        .iter()
        .enumerate()
        .filter(|(j, _)| pair.in_a(*j).is_none() && !reshaped.iter().any(|(_, other)| other == j))
        .map(|(_, w)| w.folded.as_str())
        .collect();
    let gone: usize = a
        .words
        .iter()
        .enumerate()
        .filter(|(i, w)| {
            pair.in_b(*i).is_none()
                && !reshaped.iter().any(|(own, _)| own == i)
                && !in_a.iter().any(|n| n.overlaps(w.span))
                && w.folded.chars().count() > 3
        })
        .count();
    let by_form = new_in_b.iter().any(|w| {
        a.words.iter().any(|x| lexicon.is_negative_of(w, &x.folded))
            || lexicon
                .negative_prefixes
                .iter()
                .any(|p| p.len() > 1 && w.len() > p.len() + 3 && w.starts_with(p.as_str()))
    });
    let long_new = new_in_b.iter().filter(|w| w.chars().count() > 3).count();
    by_form || (long_new > 0 && gone > 0 && a.words.len() < 6) || long_new.min(gone) * 3 > a.words.len()
}

/// Across languages only the plain case: negated here, and there no word that could negate.
fn across(
    pair: &Pair,
    (a, in_a): (&Reading<'_>, &[Span]),
    (b, in_b): (&Reading<'_>, &[Span]),
) -> Option<(Said, Said, f32)> {
    let hidden = matches!(b.language.code(), "tr" | "ko");
    let weak = b.marked(Mark::WeakNegation).next().is_some();
    let prefixed = b.lexicon().is_some_and(|l| {
        b.words.iter().any(|w| {
            l.negative_prefixes
                .iter()
                .any(|p| p.len() > 1 && w.folded.len() > p.len() + 4 && w.folded.starts_with(p.as_str()))
        })
    });
    if hidden || weak || prefixed || !in_b.is_empty() || pair.lengths < 0.6 {
        return None;
    }
    let what = in_a.first().map(|span| a.written(*span).to_owned());
    Some((Said { spans: in_a.to_vec(), what }, Said::default(), 0.35 * pair.trust().max(0.5)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drift::checks::testing::{
        assert_clean, assert_clean_across, assert_drift, assert_drift_across,
    };

    #[test]
    fn a_lost_negation_is_found() {
        assert_drift(
            &Negation,
            "fr",
            &["Le vaccin n’est pas disponible en pharmacie.", "Le vaccin est disponible en pharmacie."],
        );
        assert_drift(
            &Negation,
            "ar",
            &["لم توافق الحكومة على الخطة الجديدة.", "توافق الحكومة على الخطة الجديدة."],
        );
        assert_drift(&Negation, "hi", &["यह दवा बच्चों के लिए सुरक्षित नहीं है।", "यह दवा बच्चों के लिए सुरक्षित है।"]);
        assert_drift_across(
            &Negation,
            &[("es", "El puente no está cerrado."), ("en", "The bridge is closed.")],
        );
    }

    #[test]
    fn a_negation_that_changes_the_form_of_its_verb_is_found() {
        for (language, with, without) in [
            (
                "es",
                "No se lave las manos y evite tocarse el rostro.",
                "Lávese las manos y evite tocarse el rostro.",
            ),
            ("es", "No abran la ventana por la noche.", "Abrid la ventana por la noche."),
            (
                "it",
                "Non toccare il cavo rosso sotto il coperchio.",
                "Tocca il cavo rosso sotto il coperchio.",
            ),
            ("pt", "Não se sente na primeira fila do barco.", "Sente-se na primeira fila do barco."),
            ("fr", "N’ouvrez pas la vanne avant le départ.", "Ouvre la vanne avant le départ."),
            ("ru", "Не открывайте окно во время грозы.", "Откройте окно во время грозы."),
            ("pl", "Nie kupuj biletów w kiosku przy porcie.", "Kup bilety w kiosku przy porcie."),
        ] {
            assert_drift(&Negation, language, &[with, without]);
        }
    }

    #[test]
    fn a_verb_that_says_the_same_without_a_negation_is_clean() {
        assert_clean(&Negation, "es", &["No toque la valvula caliente.", "Evite tocar la valvula caliente."]);
        assert_clean(&Negation, "es", &["No deje de beber agua.", "Beba agua."]);
        assert_clean(&Negation, "ru", &["Не забудьте закрыть окно.", "Закройте окно."]);
        assert_clean(&Negation, "it", &["Non dimenticare di chiudere la porta.", "Chiudi la porta."]);
        assert_clean(&Negation, "pt", &["Não se esqueça de fechar a porta.", "Feche a porta."]);
        assert_clean(&Negation, "pl", &["Nie zapomnij zamknąć okna.", "Zamknij okno."]);
        assert_clean(
            &Negation,
            "es",
            &["No abre hasta el lunes por la mañana.", "Abrirá el lunes por la mañana."],
        );
        assert_clean(
            &Negation,
            "es",
            &["No deja de repetir la misma frase en casa.", "Repite siempre la misma frase en casa."],
        );
        assert_clean(
            &Negation,
            "it",
            &["Il museo non riaprirà prima di lunedì mattina.", "Il museo riapre lunedì mattina."],
        );
        assert_clean(
            &Negation,
            "en",
            &["She couldn’t help smiling at the old dog.", "She smiled at the old dog."],
        );
        assert_clean(
            &Negation,
            "ru",
            &["Магазин не открывался до понедельника.", "Магазин открылся в понедельник."],
        );
        assert_clean(&Negation, "ru", &["Не хотите ли взять карту города?", "Хотели бы взять карту города?"]);
        assert_clean(&Negation, "es", &["El puente no sirve ya.", "El puente dejó de servir."]);
    }

    #[test]
    fn a_negated_verb_that_another_replaces_is_doubted() {
        let says = "El banco central no modificó los tipos de interés este jueves.";
        let sure = |drifts| assert_drift(&Negation, "es", &[says, drifts])[0].confidence;
        let lost = sure("El banco central modificó los tipos de interés este jueves.");
        let replaced = sure("El banco central mantuvo los tipos de interés este jueves.");
        assert!(replaced < 0.65 * lost, "{replaced} {lost}");
    }

    #[test]
    fn words_that_hold_a_negation_and_do_not_negate_are_clean() {
        assert_clean(&Negation, "zh", &["要不停搅拌，以免酱汁粘在锅底。", "要持续搅拌，以免酱汁粘在锅底。"]);
        assert_clean(&Negation, "ja", &["苦情は何年も無視されていた。", "苦情は何年も放置されていた。"]);
        assert_clean(&Negation, "de", &["Er startet nicht in Ulm.", "Er verzichtet auf den Start in Ulm."]);
    }

    #[test]
    fn negations_whose_first_letters_make_another_word_are_found() {
        for (with, without) in [
            ("专家指出没有证据证明这一点。", "专家指出有证据证明这一点。"),
            ("会议将不公开举行。", "会议将公开举行。"),
            ("列车不停靠上海站。", "列车停靠上海站。"),
        ] {
            assert_drift(&Negation, "zh", &[with, without]);
        }
        assert_drift(&Negation, "ja", &["契約書を読まず、署名した。", "契約書を読み、署名した。"]);
    }

    #[test]
    fn words_that_begin_like_a_weak_negation_are_none() {
        assert_drift(
            &Negation,
            "fr",
            &["Le groupe n’a pas signé l’accord.", "Le groupe privé a signé l’accord."],
        );
        assert_drift(
            &Negation,
            "ru",
            &["Жители не согласились с этим решением.", "Жители согласились с этим решением о перестановке."],
        );
        assert_drift(
            &Negation,
            "es",
            &["La empresa no firmó el acuerdo.", "La empresa firmó el acuerdo antes de junio."],
        );
    }

    #[test]
    fn the_version_that_lost_it_is_the_culprit() {
        let found = assert_drift(
            &Negation,
            "en",
            &["The dam is not safe.", "The dam is safe.", "This dam is not safe."],
        );
        assert_eq!(found.first().and_then(|f| f.culprit), Some(1));
    }

    #[test]
    fn negation_in_other_words_is_clean() {
        assert_clean(&Negation, "en", &["The water is not safe.", "The water is unsafe."]);
        assert_clean(&Negation, "en", &["He did not appear in court.", "He failed to appear in court."]);
        assert_clean(&Negation, "en", &["The road is not open.", "The road is closed."]);
        assert_clean(
            &Negation,
            "en",
            &["She left and did not say a word.", "She left without saying a word."],
        );
        assert_clean(&Negation, "en", &["It is not only cheap but good.", "It is cheap and also good."]);
        assert_clean(&Negation, "de", &["Das ist nicht möglich.", "Das ist unmöglich."]);
        assert_clean(&Negation, "ru", &["Никто не пришёл.", "Не пришёл никто."]);
        assert_clean(&Negation, "fr", &["Il n’a jamais rien dit.", "Il n’a rien dit, jamais."]);
        assert_clean(&Negation, "ja", &["彼は行かなければならない。", "彼は行く必要がある。"]);
        assert_clean(
            &Negation,
            "en",
            &["Don’t worry, the bridge is safe.", "Rest assured, the bridge is safe."],
        );
        assert_clean(&Negation, "de", &["Keine Sorge, der Zug fährt.", "Seien Sie beruhigt, der Zug fährt."]);
        assert_clean(
            &Negation,
            "fr",
            &["Ne vous inquiétez pas, le train part.", "Soyez tranquilles, le train part."],
        );
        assert_clean(&Negation, "es", &["No se preocupe, el tren sale.", "Quédese tranquilo, el tren sale."]);
        assert_clean(&Negation, "ru", &["Не волнуйтесь, поезд идёт.", "Будьте спокойны, поезд идёт."]);
        assert_clean(&Negation, "zh", &["别担心，火车照常开。", "请放心，火车照常开。"]);
        assert_clean(&Negation, "de", &["Darin war nichts als ein Brief.", "Darin war bloß ein Brief."]);
        assert_clean(&Negation, "en", &["The child said nothing.", "The child kept silent."]);
        assert_clean_across(&Negation, &[("en", "Nobody came."), ("pl", "Nikt nie przyszedł.")]);
        assert_clean_across(&Negation, &[("zh", "这不仅便宜，而且很好。"), ("en", "It is cheap and good.")]);
    }
}
