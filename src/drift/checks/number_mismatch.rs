//! `number-mismatch`: the versions give different numbers.

use crate::{
    Span,
    drift::{
        Check, Comparison, Finding, Kind, Severity,
        comparison::{Pair, Reading},
        judge::{Clash, Said, Wording, judge},
        kind::Example,
    },
    features::number::{Number, same_value},
};

/// The kind.
pub const KIND: Kind = Kind {
    name: "number-mismatch",
    mqm: "accuracy/mistranslation",
    severity: Severity::Critical,
    finds: "A number that differs between versions, in digits or in words, whatever the script, the grouping and the decimal mark; or a number that one version leaves out of an otherwise equal sentence.",
    matters: "Doses, votes, victims, prices: a wrong number is believed, and nothing in the sentence shows that it is wrong.",
    examples: &[
        Example {
            language: "en",
            says: "The ferry carried [thirty] passengers and two cars.",
            drifts: "The ferry carried [13] passengers and two cars.",
        },
        Example {
            language: "de",
            says: "Der Bau kostet [1,5 Millionen] Euro mehr als geplant.",
            drifts: "Der Bau kostet [1,5 Milliarden] Euro mehr als geplant.",
        },
        Example {
            language: "zh", says: "火灾造成[三十五]人受伤。", drifts: "火灾造成[53]人受伤。"
        },
        Example {
            language: "ar",
            says: "وصل [٢٥] متطوعا إلى القرية صباح اليوم.",
            drifts: "وصل [٥٢] متطوعا إلى القرية صباح اليوم.",
        },
    ],
    misses: "Numbers that both versions round differently are reported with little confidence. Silent on words for one, on numbers that the other version may express by a word such as “both” or “a dozen”, and on fractions in words; of lone numerals in Chinese and Japanese on those before other measures than the common ones.",
};

/// The check.
#[derive(Debug)]
pub struct NumberMismatch;

impl Check for NumberMismatch {
    fn kind(&self) -> &'static Kind {
        &KIND
    }

    fn check(&self, group: &Comparison<'_>) -> Vec<Finding> {
        let wording = Wording { kind: KIND.name, differ: "The numbers differ", lacks: "no such number" };
        let mut clashes = Vec::new();
        for pair in &group.pairs {
            if let Some((a, b)) = group.both(pair) {
                clashes.extend(compare(pair, a, b));
            }
        }
        judge(group, wording, &clashes)
    }
}

/// Least length of the shorter version, as a share of the longer, before a number counts as missing: beyond
/// that the sentence lost more than a number, which is an omission.
const LEAST_LENGTH: f32 = 0.7;

/// Least agreement of the words before a number that one version lacks is reported at all.
const LEAST_AGREEMENT: f32 = 0.75;

fn compare(pair: &Pair, a: &Reading<'_>, b: &Reading<'_>) -> Vec<Clash> {
    let (only_a, only_b) = leftovers(a, b);
    let clash = |x: Said, y: Said, confidence: f32| Clash {
        a: pair.a,
        b: pair.b,
        in_a: x,
        in_b: y,
        confidence,
        severity: KIND.severity,
    };
    let said = |reading: &Reading<'_>, number: &Number| Said::words(reading, number.whole);
    let mut out = Vec::new();
    if !only_a.is_empty() && !only_b.is_empty() {
        // As many on both sides stand in the same order; else which answers which is a guess.
        let sure = if only_a.len() == only_b.len() { 1.0 } else { 0.6 };
        for (x, y) in only_a.iter().zip(&only_b) {
            let mut confidence = sure * (0.35 + 0.6 * pair.trust());
            if x.rounds_to(y) {
                confidence *= 0.4;
            }
            if x.soft && y.soft {
                confidence *= 0.7;
            }
            out.push(clash(said(a, x), said(b, y), confidence));
        }
        return out;
    }
    let comparable =
        pair.lengths >= LEAST_LENGTH && (!pair.same_language || pair.agreement >= LEAST_AGREEMENT);
    // A number in words cannot be read in a language without word lists.
    if !comparable || a.lexicon().is_none() || b.lexicon().is_none() {
        return out;
    }
    let confidence = if pair.same_language { 0.25 + 0.3 * pair.trust() } else { 0.3 * pair.trust() };
    for (numbers, from, to, view) in [(&only_a, a, b, pair), (&only_b, b, a, &pair.swapped())] {
        for number in numbers.iter().filter(|n| !n.soft) {
            let beside =
                from.words_in(number.span).next().map(|i| view.beside_in_b(i, to)).unwrap_or_default();
            let lacking = Said { spans: beside, what: None };
            let (x, y) =
                if view.a == pair.a { (said(from, number), lacking) } else { (lacking, said(from, number)) };
            out.push(clash(x, y, confidence));
        }
    }
    out
}

/// The numbers of each that the other does not have in any form.
fn leftovers<'r>(a: &'r Reading<'_>, b: &'r Reading<'_>) -> (Vec<&'r Number>, Vec<&'r Number>) {
    let mut taken = vec![false; b.numbers.len()];
    let mut only_a = Vec::new();
    for x in &a.numbers {
        let same = b.numbers.iter().zip(&mut taken).find(|(y, taken)| !**taken && x.same(y));
        match same {
            Some((_, taken)) => *taken = true,
            None => only_a.push(x),
        }
    }
    let only_b: Vec<&Number> = b.numbers.iter().zip(&taken).filter(|(_, t)| !**t).map(|(y, _)| y).collect();
    let only_a = only_a.into_iter().filter(|x| !said_otherwise(x, a, b)).collect();
    let only_b = only_b.into_iter().filter(|y| !said_otherwise(y, b, a)).collect();
    (only_a, only_b)
}

/// Whether `other` says the number in another way, or another kind compares it.
fn said_otherwise(number: &Number, own: &Reading<'_>, other: &Reading<'_>) -> bool {
    let date = own.dates.iter().find(|d| d.span.overlaps(number.span));
    if date.is_some() || number.is(1.0) {
        return true;
    }
    // The same number twice and once: what is said once is said.
    if other.numbers.iter().any(|n| number.same(n)) {
        return true;
    }
    let unread = own.lexicon().is_none() || other.lexicon().is_none();
    // "14,4 miliarde" in a language whose word for a thousand million is not known.
    let magnitude = |x: f64, y: f64| {
        let power = (x / y).abs().log10();
        power.abs() >= 2.9 && (power - power.round()).abs() < 1e-6
    };
    let scaled = unread
        && number
            .values
            .iter()
            .any(|x| other.numbers.iter().flat_map(|n| &n.values).any(|y| magnitude(*x, *y)));
    let in_words = unread && !own.written(number.span).contains(|c: char| c.is_numeric());
    // The 二 of 十二 or 周二 is no two.
    let is_read = |span: Span| {
        other.numbers.iter().any(|n| n.span.overlaps(span))
            || other.dates.iter().any(|d| d.span.overlaps(span))
    };
    let soft = other.soft_numbers.iter().any(|hit| number.is(hit.means) && !is_read(hit.span));
    let share = is_share(number, own, other);
    let century = |x: f64, y: f64| (1000.0..3000.0).contains(&x) && same_value(x % 100.0, y);
    let short_year = number
        .values
        .iter()
        .any(|x| other.numbers.iter().flat_map(|n| &n.values).any(|y| century(*x, *y) || century(*y, *x)));
    let converted = own
        .quantities
        .iter()
        .filter(|q| q.span.overlaps(number.span))
        .any(|q| other.quantities.iter().any(|o| q.converts_to(o)));
    // What a date of its own answers to is not said for this one: “4 ships in April” is no April the fourth.
    let parts = |reading: &Reading<'_>| -> Vec<[Option<f64>; 3]> {
        let days = reading.dates.iter().flat_map(|d| &d.readings);
        days.map(|day| [day.day.map(f64::from), day.month.map(f64::from), day.year.map(f64::from)]).collect()
    };
    let own_parts = parts(own);
    let in_date = parts(other).iter().any(|day| {
        let is_free = |at: usize, part: &f64| own_parts.iter().all(|own| own.get(at) != Some(&Some(*part)));
        day.iter()
            .enumerate()
            .any(|(at, part)| part.as_ref().is_some_and(|part| number.is(*part) && is_free(at, part)))
    });
    // "COVID-19" and "COVID19".
    let written = own.written(number.span);
    let inside = written.chars().all(|c| c.is_ascii_digit())
        && other.words.iter().any(|w| {
            w.folded.len() > written.len()
                && w.folded.ends_with(written)
                && !w.folded.starts_with(|c: char| c.is_ascii_digit())
        });
    scaled
        || in_words
        || soft
        || share
        || short_year
        || converted
        || in_date
        || inside
        || in_compound(own, written, other)
}

/// “A quarter of the voters”, “25%”, “by a third”.
fn is_share(number: &Number, own: &Reading<'_>, other: &Reading<'_>) -> bool {
    let is_percent = |reading: &Reading<'_>, number: &Number| {
        reading.quantities.iter().any(|q| q.number.overlaps(number.span) && q.is_percent())
    };
    let is_part = |percent: f64, part: f64| {
        let part = if part >= 1.0 { part.recip() } else { part };
        (percent - 100.0 * part).abs() < 1.0
    };
    if is_percent(own, number) {
        let part = |part: f64| number.values.iter().any(|percent| is_part(*percent, part));
        let ordinal = |n: &Number| !is_percent(other, n) && n.values.iter().any(|v| part(*v));
        return other.soft_numbers.iter().any(|hit| part(hit.means)) || other.numbers.iter().any(ordinal);
    }
    let whole = |percent: &f64| number.values.iter().any(|v| *v >= 2.0 && is_part(*percent, *v));
    other.numbers.iter().any(|n| is_percent(other, n) && n.values.iter().any(whole))
}

/// Letters of the shortest number word that a compound is looked up for: shorter ones begin other words (`ten`, `tent`).
const SHORTEST_IN_COMPOUND: usize = 4;

/// “sieben Monate” and “siebenmonatig”, “Milliarden” and “milliardenfach”: a German or Dutch compound that begins with the
/// number and that only the other one has, unless it is a number itself (“drei”, “dreißig”).
fn in_compound(own: &Reading<'_>, written: &str, other: &Reading<'_>) -> bool {
    let word = crate::text::fold_in(written, own.language);
    own.language == other.language
        && matches!(own.language.code(), "de" | "nl")
        && word.chars().all(char::is_alphabetic)
        && word.chars().count() >= SHORTEST_IN_COMPOUND
        && other.words.iter().any(|w| {
            w.folded.len() > word.len()
                && w.folded.starts_with(&word)
                && !own.words.iter().any(|x| x.folded == w.folded)
                && !other.numbers.iter().any(|n| n.span.overlaps(w.span))
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drift::checks::testing::{
        assert_clean, assert_clean_across, assert_drift, assert_drift_across,
    };

    #[test]
    fn different_numbers_are_found() {
        assert_drift(
            &NumberMismatch,
            "ru",
            &["В зале было двадцать пять человек.", "В зале было 52 человека."],
        );
        assert_drift(&NumberMismatch, "hi", &["सभा में १५ लोग थे।", "सभा में ५० लोग थे।"]);
        assert_drift_across(
            &NumberMismatch,
            &[("de", "Der Zug kam um 20 Uhr an."), ("en", "The train arrived at 9 p.m.")],
        );
    }

    #[test]
    fn the_minority_is_the_culprit() {
        let found = assert_drift(
            &NumberMismatch,
            "en",
            &["It took 30 days.", "It took thirty days.", "It took 13 days.", "This took 30 days."],
        );
        assert_eq!(found.len(), 1);
        let first = found.first().unwrap();
        assert_eq!(first.culprit, Some(2));
        assert!(
            first.reason.contains("Three of four versions") && first.reason.contains("“13”"),
            "{}",
            first.reason
        );
    }

    #[test]
    fn the_source_decides_between_two_versions() {
        let found = assert_drift_across(
            &NumberMismatch,
            &[
                ("source:de", "Es dauerte dreißig Tage."),
                ("en", "It took 13 days."),
                ("en", "It took 30 days."),
            ],
        );
        assert_eq!(found.first().and_then(|f| f.culprit), Some(1));
    }

    #[test]
    fn lone_numerals_before_a_measure_are_numbers() {
        let differ = |language, x, y| assert_drift(&NumberMismatch, language, &[x, y]);
        differ("zh", "警方周二在火车站逮捕了两名嫌疑人。", "警方周二在火车站逮捕了三名嫌疑人。");
        differ("zh", "公司在南方有三家工厂。", "公司在南方有五家工厂。");
        differ("zh", "他在那里住了十年。", "他在那里住了两年。");
        differ("zh", "比赛有十二名选手参加。", "比赛有两名选手参加。");
        differ("ja", "警察は駅で容疑者二人を逮捕した。", "警察は駅で容疑者三人を逮捕した。");
        differ("ja", "工事は三か月かかる。", "工事は五か月かかる。");
        let clean = |language, x, y| assert_clean(&NumberMismatch, language, &[x, y]);
        clean("zh", "警方逮捕了三名嫌疑人。", "警方逮捕了3名嫌疑人。");
        clean("zh", "周三人们聚集在广场上。", "星期三人们聚集在广场上。");
        clean("zh", "村子四周都是山。", "村子周围都是山。");
        clean("zh", "两个孩子都来了。", "孩子们都来了。");
        clean("ja", "六本木で会議が開かれた。", "会議は六本木で開かれた。");
        clean("ja", "三つの案が出た。", "案が3つ出た。");
        clean("zh", "这部电影有三个半小时长。", "这部电影长3.5小时。");
        clean("ja", "会議は三時間半続いた。", "会議は3.5時間続いた。");
        clean("zh", "车票涨了三元五角。", "车票涨了3.5元。");
        clean("zh", "初三年级学生今天考试。", "九年级学生今天考试。");
        clean("zh", "廿三人在事故中受伤。", "23人在事故中受伤。");
        clean("zh", "星期二十名学生缺席。", "十名学生星期二缺席。");
        clean("zh", "他三天两头迟到。", "他经常迟到。");
        differ("zh", "会议为期三天。", "会议为期五天。");
        differ("zh", "工厂把产量提高三倍。", "工厂把产量提高五倍。");
        differ("zh", "他等了十分钟。", "他等了五分钟。");
        assert_clean_across(
            &NumberMismatch,
            &[("zh", "警方逮捕了三名嫌疑人。"), ("en", "Police arrested three suspects.")],
        );
    }

    #[test]
    fn a_number_that_is_a_months_is_still_a_number() {
        let found = assert_drift(
            &NumberMismatch,
            "es",
            &["Tres personas murieron en marzo.", "Cinco personas murieron en marzo."],
        );
        assert!(found.iter().all(|f| f.reason.contains("“Tres”")), "{found:?}");
        assert_drift(&NumberMismatch, "de", &["Im März sanken 3 Schiffe.", "Im März sanken 9 Schiffe."]);
        assert_clean(
            &NumberMismatch,
            "de",
            &["Am 3. März sank ein Schiff.", "Am dritten März sank ein Schiff."],
        );
    }

    #[test]
    fn the_same_number_in_another_form_is_clean() {
        let clean = |language, x, y| assert_clean(&NumberMismatch, language, &[x, y]);
        clean("en", "We sold 1,500 tickets.", "We sold fifteen hundred tickets.");
        clean("en", "It rose by 2.5 million.", "It rose by 2,500,000.");
        clean("en", "Both doors are shut.", "The two doors are shut.");
        clean("en", "The meeting is at 8 p.m. today.", "The meeting is at 20:00 today.");
        clean("en", "He lives 5 km from here.", "He lives 3.1 miles from here.");
        clean("de", "Es kamen zweihundertfünfzig Gäste.", "Es kamen 250 Gäste.");
        clean("fr", "Quatre-vingt-dix-sept maisons", "97 maisons");
        clean("fr", "1 500 habitants", "1500 habitants");
        clean("zh", "共有三万五千人参加。", "共有3.5万人参加。");
        clean("ja", "1億2000万円を支払った。", "120,000,000円を支払った。");
        clean("ar", "حضر خمسة وعشرون طالبا.", "حضر 25 طالبا.");
        clean("en", "This is one of the reasons.", "This is among the reasons.");
        clean(
            "de",
            "Sie schlafen sechs oder sieben Monate lang.",
            "Sie halten einen sechs- bis siebenmonatigen Schlaf.",
        );
        clean(
            "de",
            "Es ist Milliarden Mal so schwer wie die Sonne.",
            "Es ist milliardenfach so schwer wie die Sonne.",
        );
        clean("en", "It weighs between 375 and 400 pounds.", "It weighs between 170 and 180 kilograms.");
        clean("fr", "Il pèse de 170 à 180 kilos.", "Il pèse de 375 à 400 livres.");
    }

    #[test]
    fn halves_shares_and_times_of_day_are_compared_by_value() {
        let clean = |language, x, y| assert_clean(&NumberMismatch, language, &[x, y]);
        clean("es", "La empresa pagó 2,5 millones.", "La empresa pagó dos millones y medio.");
        clean("it", "L'azienda ha pagato 2,5 milioni.", "L'azienda ha pagato due milioni e mezzo.");
        clean("fr", "L'entreprise a versé 2,5 M€.", "L'entreprise a versé deux millions et demi d'euros.");
        clean("ru", "Фирма заплатила 2,5 млн евро.", "Фирма заплатила два с половиной миллиона евро.");
        clean("de", "Die Firma zahlte 2,5 Mio. Euro.", "Die Firma zahlte zweieinhalb Millionen Euro.");
        clean("nl", "Het bedrijf betaalde 2,5 miljoen.", "Het bedrijf betaalde tweeënhalf miljoen.");
        clean("tr", "Şirket 2,5 milyon avro ödedi.", "Şirket iki buçuk milyon avro ödedi.");
        clean("hi", "कंपनी ने ढाई करोड़ रुपये दिए।", "कंपनी ने 2.5 करोड़ रुपये दिए।");
        clean("zh", "会议持续了3个半小时。", "会议持续了三个半小时。");
        clean("ja", "会議は3時間半続いた。", "会議は三時間半続いた。");
        clean("en", "Half of the voters stayed at home.", "50% of the voters stayed at home.");
        clean("fr", "Un quart des électeurs ont voté.", "25 % des électeurs ont voté.");
        clean("es", "La reunión es a las 15.00 horas.", "La reunión es a las tres de la tarde.");
        clean("en", "The bus leaves at half past seven.", "The bus leaves at 7:30.");
        clean("en", "Closed from 3 to 5 p.m. today.", "Closed from 15:00 to 17:00 today.");
        clean("en", "It grew by a third.", "It grew by 33%.");
        clean("es", "Dos años y medio después volvió.", "Volvió 2,5 años después.");
        clean("ar", "يغادر القطار الساعة 15:00.", "يغادر القطار الساعة الثالثة بعد الظهر.");
        clean("ru", "Поезд отходит в 15:00.", "Поезд отходит в три часа дня.");
        clean("ko", "회의는 오후 세 시에 시작했다.", "회의는 15시에 시작했다.");
        clean("ko", "회사는 250만 유로를 지불했다.", "회사는 이백오십만 유로를 지불했다.");
        let differ = |language, x, y| assert_drift(&NumberMismatch, language, &[x, y]);
        differ("es", "La empresa pagó tres millones.", "La empresa pagó dos millones y medio.");
        differ("en", "The bus leaves at half past seven.", "The bus leaves at 8:30.");
        differ("en", "Closed from 3 to 5 p.m. today.", "Closed from 17:00 to 19:00 today.");
        differ("ru", "Поезд отходит в 17:00.", "Поезд отходит в три часа дня.");
        differ("fr", "La réunion est à 15 heures.", "La réunion est à 5 heures de l'après-midi.");
        differ("en", "A quarter of the voters stayed at home.", "50% of the voters stayed at home.");
        differ("ko", "용의자 세 명을 체포했다.", "용의자 다섯 명을 체포했다.");
        differ("ar", "بلغ عدد القتلى خمسة عشر شخصا.", "بلغ عدد القتلى خمسين شخصا.");
    }

    #[test]
    fn the_same_number_across_languages_is_clean() {
        for texts in [
            [("en", "It cost 1.5 billion dollars."), ("de", "Es kostete 1,5 Milliarden Dollar.")],
            [("en", "3 million people voted."), ("hi", "30 लाख लोगों ने वोट दिया।")],
            [("en", "About 20,000 people live here."), ("ja", "ここには約2万人が住んでいる。")],
            [("ru", "Прошло двадцать пять лет."), ("uk", "Минуло 25 років.")],
            [("de", "Um 20 Uhr"), ("en", "At 8 p.m.")],
        ] {
            assert_clean_across(&NumberMismatch, &texts);
        }
    }
}
