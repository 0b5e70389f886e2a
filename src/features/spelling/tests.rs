//! Names in pairs, in many languages and scripts.

use super::{Likeness, compare};
use crate::Language;

fn likeness(language: &str, x: &str, y: &str) -> Likeness {
    let language = Language::parse(language).unwrap();
    let found = compare(&x.to_lowercase(), &y.to_lowercase(), language);
    assert_eq!(found, compare(&y.to_lowercase(), &x.to_lowercase(), language), "{x} {y}");
    found
}

/// One name, written in two ways: a language, then pairs.
const SAME: &[(&str, &str)] = &[
    (
        "en",
        "Kyiv/Kiev Zelensky/Zelenskyy Zelensky/Zelenskiy Mohammed/Muhammad Mohammed/Mohamed Gaddafi/Kadhafi",
    ),
    (
        "en",
        "Tchaikovsky/Tschaikowski Hussein/Husayn Ratcliffe/Radcliffe Anna/Ana Philipp/Philip Yeltsin/Jelzin",
    ),
    (
        "en",
        "Sarah/Sara Sophie/Sofie Clark/Clarke Johnson/Jonson Catherine/Katherine Erik/Eric Christian/Kristian",
    ),
    (
        "en",
        "Gorbachev/Gorbatschow Khrushchev/Chruschtschow Dostoevsky/Dostoyevsky Shevchenko/Ševčenko Ivanov/Iwanow",
    ),
    (
        "en",
        "Germany/German Germany/Germans Ukraine/Ukrainian Iraq/Iraqi Italy/Italian China/Chinese Poland/Polish",
    ),
    (
        "en",
        "Kessler/Kessler's Williams/Williams' O'Neill/ONeill Ivanov/Ivanova Abdullah/Abdulla Istanbul/Istambul",
    ),
    (
        "en",
        "Parliament/Parliamentary Minister/Ministry Democrat/Democratic Republican/Republicans Nour/Nur Islamic/Islamist Arabs/Arabic",
    ),
    (
        "de",
        "Müller/Mueller Müller/Muller Straßer/Strasser Selenskyj/Selenski Kessler/Kesslers Ahmed/Ahmet Björn/Bjoern",
    ),
    ("es", "Maria/María Maria/Marie José/Jose Múller/Muller Elizabeth/Elisabeth Tatiana/Tatyana"),
    (
        "fr",
        "Ivan/Iwan Tchaïkovski/Tchaikovsky Nikolaï/Nikolay Sébastien/Sebastien Paris/Parisiens Europe/Européens",
    ),
    ("it", "Milano/Milan Antonio/Anton Lodz/Łódź Aleksandr/Alexandr"),
    ("nl", "Ystad/IJstad Amerika/Amerikaanse Jørgensen/Jorgensen Ålborg/Aalborg"),
    (
        "pl",
        "Łódź/Łodzi Kowalski/Kowalskiego Kowalska/Kowalskiej Marek/Marka Paweł/Pawła Warszawa/Warszawie Praga/Pradze",
    ),
    ("pl", "Moskwa/Moskwie Nowak/Nowakiem Wałęsa/Wałęsie Bruksela/Brukseli Kielce/Kielcach Marta/Marcie"),
    (
        "ru",
        "Орлов/Орлова Орлов/Орловым Павел/Павла Москва/Москве Рига/Риги Пётр/Петр Мария/Марии Кэмерон/Кемерон",
    ),
    ("ru", "Тэтчер/Тетчер Софья/София Уотсон/Ватсон Гофман/Хофман Чарлз/Чарльз Достоевский/Достоевского"),
    (
        "uk",
        "Київ/Києва Харків/Харкова Прага/Празі Сергій/Сергія Шевченко/Шевченка Гданськ/Гданська Ганна/Ганни",
    ),
    ("tr", "Ankara/Ankara'da Ertuna/Ertuna'nın Yılmaz/Yilmaz Erdoğan/Erdogan'ın İzmir/İzmir'de"),
    ("fi", "Helsinki/Helsingin Tampere/Tampereella"),
    ("ar", "أحمد/احمد فاطمة/فاطمه ليلى/ليلي القاهرة/بالقاهرة الحدّاد/الحداد غوغل/جوجل"),
    ("hi", "ज़ाकिर/जाकिर हिन्दी/हिंदी मीरा/मिरा गाँधी/गांधी"),
    (
        "ja",
        "ヴェネツィア/ベネチア コンピューター/コンピュータ イタリア/イタリヤ ピーター/ピータ インターネット/ネット",
    ),
    ("zh", "陈伟/陳偉 罗马/羅馬"),
];

/// Two names that look alike.
const WRONG: &[(&str, &str)] = &[
    (
        "en",
        "Kessler/Kestner Paulo/Paula Marin/Martin Ostrova/Ostrava Hamdan/Hamdi Mario/Maria Paul/Paula Simon/Simone",
    ),
    (
        "en",
        "Hansen/Hanson Petersen/Peterson Thomas/Thomsen Iran/Iraq Austria/Australia Slovakia/Slovenia Niger/Nigeria",
    ),
    (
        "en",
        "Baker/Barker Hanna/Anna Robert/Rupert Martin/Martina Colombia/Columbia Harding/Hardy Delmar/Delmas",
    ),
    ("en", "Corwin/Corbin Marsden/Marston Whitfield/Whitford Alvarez/Alvarado"),
    (
        "de",
        "Thomas/Thomsen Quellbach/Quellbau Lehmann/Lohmann Brandt/Brandes Holm/Hohn Jette/Jutta Seidel/Seiler",
    ),
    ("fr", "Gabriel/Gabrielle Lefort/Lefèvre Moreau/Morel Daniel/Danielle Bertin/Bertrand"),
    ("es", "Hernández/Fernández Marcelo/Marcela Ibarra/Ibáñez Morales/Moreno Carlos/Carla"),
    ("it", "Rossi/Rosso Bruni/Bruno Moretti/Morelli Mauro/Maura Ferrara/Ferrari"),
    ("pt", "Julio/Julia Almeida/Almada Tavares/Torres"),
    ("pl", "Nowak/Nowicki Malinowski/Kalinowski Kowalski/Kowalczyk Toruń/Tarnów Mario/Maria"),
    (
        "ru",
        "Борисов/Баринов Петров/Петровский Лена/Лина Марин/Мартин Орлов/Осипов Александр/Александра Кротов/Кратов",
    ),
    ("uk", "Шевченко/Шевчук Бондар/Бондаренко Марченко/Мартиненко"),
    ("tr", "Hasan/Hakan Demir/Demirel Yılmaz/Yıldız Mersin/Mardin Bolu/Bodrum"),
    ("ar", "سليم/سلمى حمدان/حمدي خالد/خلف كريم/كرم سليمان/سلطان حمدان/حمران"),
    ("hi", "मीरा/मीना देवल/देसाई रमेश/राकेश"),
    ("ja", "パリ/バリ ケスラー/ケストナー マリン/マーチン ハンセン/ハンソン"),
    ("zh", "林若溪/林若云"),
    ("ko", "김민수/김문수"),
];

/// One sound of a short name: transcription, or another name.
const DOUBTFUL: &[(&str, &str)] = &[
    ("en", "Kroll/Krull Selim/Salim Omar/Umar Mona/Muna Mira/Mera"),
    ("de", "Kroll/Krull"),
    ("ru", "Кроль/Круль"),
];

fn pairs(table: &'static [(&str, &str)]) -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    table.iter().flat_map(|(language, list)| {
        list.split(' ').filter_map(|pair| pair.split_once('/')).map(|(x, y)| (*language, x, y))
    })
}

fn amiss(
    table: &'static [(&str, &str)],
    right: impl Fn(Likeness) -> bool,
) -> Vec<(&'static str, &'static str, &'static str, Likeness)> {
    pairs(table).map(|(l, x, y)| (l, x, y, likeness(l, x, y))).filter(|found| !right(found.3)).collect()
}

#[test]
fn spellings_of_one_name_are_the_same() {
    assert!(pairs(SAME).count() > 100);
    assert_eq!(amiss(SAME, |l| l == Likeness::Same), []);
}

#[test]
fn names_that_look_alike_are_two() {
    assert!(pairs(WRONG).count() > 80);
    assert_eq!(amiss(WRONG, |l| l >= Likeness::Near), []);
}

#[test]
fn a_vowel_of_a_short_name_is_in_doubt() {
    assert_eq!(amiss(DOUBTFUL, |l| l == Likeness::Doubtful), []);
}

#[test]
fn unlike_names_are_others() {
    for (language, x, y) in [
        ("en", "Leeds", "Bristol"),
        ("ru", "Орлов", "Соколов"),
        ("ja", "パリ", "ロンドン"),
        ("en", "Orlov", "Орлов"),
    ] {
        assert_eq!(likeness(language, x, y), Likeness::Other, "{x} {y}");
    }
}

#[test]
fn hostile_words_end() {
    let long = "ab".repeat(3_000);
    assert_eq!(likeness("de", &long, &format!("{long}x")), Likeness::Other);
    assert_eq!(likeness("en", "'", "-"), Likeness::Same);
}
