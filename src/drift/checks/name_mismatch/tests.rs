//! Sentences with names, wrong and right, in many languages.

use super::*;
use crate::drift::checks::testing::{
    assert_clean, assert_clean_across, assert_drift, assert_drift_across, findings,
};

#[test]
fn another_name_is_found() {
    let found = assert_drift(
        &NameMismatch,
        "fr",
        &[
            "Le maire de Lyon a signé le texte.",
            "Le maire de Nantes a signé le texte.",
            "Le maire de Lyon a signé ce texte.",
        ],
    );
    assert_eq!(found.first().and_then(|f| f.culprit), Some(1));
}

#[test]
fn spellings_and_other_names_are_clean() {
    assert_clean(&NameMismatch, "en", &["The talks in Kyiv went on.", "The talks in Kiev went on."]);
    assert_clean(&NameMismatch, "en", &["Then John Ratcliffe spoke.", "Then John Radcliffe spoke."]);
    assert_clean(&NameMismatch, "en", &["He left America in May.", "He left the United States in May."]);
    assert_clean(&NameMismatch, "de", &["Er las den Vertrag vor.", "Er las das Abkommen vor."]);
    assert_clean(&NameMismatch, "es", &["Ayer habló Müller en la sala.", "Ayer habló Mueller en la sala."]);
    assert_clean(&NameMismatch, "ru", &["Вчера Орлова видели в Москве.", "Вчера Орлов был в Москве."]);
    assert_clean(&NameMismatch, "en", &["Yesterday Miller resigned.", "Yesterday the mayor resigned."]);
}

/// A sentence with a gap, and what stands in it in two versions.
const WRONG: &[(&str, &str, &str, &str)] = &[
    ("en", "The committee heard _ on the new bridge.", "Kessler", "Kestner"),
    ("en", "On Friday _ Hollen opened the new school.", "Lena", "Lana"),
    ("en", "The painter _ Brandão sold two works.", "Paulo", "Paula"),
    ("en", "They moved to _ before the war.", "Ostrova", "Ostrava"),
    ("en", "The judge sent _ back to prison.", "Hamdan", "Hamdi"),
    ("en", "The actor _ Bellini left the stage.", "Mario", "Maria"),
    ("en", "The ship sailed from _ in the night.", "Austria", "Australia"),
    ("en", "“_ Hollen said the roof was safe.”", "Marta", "Maria"),
    ("en", "_ Hollen said the roof was safe.", "Marta", "Maria"),
    ("en", "The report by _ was read aloud.", "Petersen", "Peterson"),
    ("fr", "Hier, _ Morel a fermé la boutique.", "Gabriel", "Gabrielle"),
    ("fr", "Le train de _ avait une heure de retard.", "Valmont", "Valmy"),
    ("es", "El alcalde de _ firmó el acuerdo.", "Almería", "Almansa"),
    ("es", "La profesora entregó el libro a _ ayer.", "Hernández", "Fernández"),
    ("it", "Il sindaco ha incontrato _ in piazza.", "Moretti", "Morelli"),
    ("pt", "O treinador chamou _ para o jogo.", "Tavares", "Tavora"),
    ("nl", "De brief van _ kwam gisteren aan.", "Verhagen", "Verhoeven"),
    ("pl", "Wczoraj minister _ otworzył szpital.", "Malinowski", "Kalinowski"),
    ("ru", "Вчера министр _ открыл новую больницу.", "Борисов", "Баринов"),
    ("ru", "Письмо получила _ из соседней деревни.", "Лена", "Лина"),
    ("uk", "Учора лікар _ оглянув пацієнтів.", "Бондаренко", "Бондарчук"),
    ("tr", "Dün akşam _ yeni köprüyü açtı.", "Hasan", "Hakan"),
    ("de", "Das Schreiben von _ kam erst am Abend an.", "Kessler", "Kestner"),
    ("de", "Am Abend sprach Frau _ im Rathaus.", "Seidel", "Jansen"),
    ("de", "Gestern hat Jette _ den Laden geöffnet.", "Lehmann", "Lohmann"),
    ("de", "Der Zug nach _ fuhr eine Stunde später ab.", "Ostrova", "Ostrava"),
    ("de", "_ Holm hat gestern den Laden geöffnet.", "Jette", "Jutta"),
    ("ja", "代表団は_で記者会見を開いた。", "ハンセン", "ハンソン"),
];

/// The same, with two ways of writing one name or with words that are no names.
const RIGHT: &[(&str, &str, &str, &str)] = &[
    ("en", "The talks with _ went on all night.", "Zelensky", "Zelenskyy"),
    ("en", "The book about _ was sold out.", "Tchaikovsky", "Tschaikowski"),
    ("en", "In the end _ signed the paper.", "Mohammed", "Muhammad"),
    ("en", "In the end _ signed the paper.", "Alexander", "Alex"),
    ("en", "In the end _ signed the paper.", "William", "Bill"),
    ("en", "In the end _ signed the paper.", "Omar", "Umar"),
    ("en", "On the way they saw _ from the train.", "Prague", "Praha"),
    ("en", "The _ approved the new law.", "Parliament", "Council"),
    ("en", "The _ approved the new law.", "Ministry", "Department"),
    ("en", "The _ army crossed the river.", "German", "Germany's"),
    ("en", "The _ army crossed the river.", "Ukraine", "Ukrainian"),
    ("en", "They meet again on _ at the harbour.", "Monday", "Mondays"),
    ("en", "_ the mayor opened the new school.", "Then", "When"),
    ("en", "_ Hollen opened the new school.", "Mayor", "Minister"),
    ("en", "_ Hollen opened the new school.", "Yesterday", "Today"),
    ("en", "_ of the mill were glad.", "Owners", "Tenants"),
    ("en", "_ were glad of the rain.", "Farmers", "Farmhands"),
    ("en", "Her phone, a _, was broken.", "Lumo 7", "Lumo-7"),
    ("fr", "La ville de _ a grandi depuis la guerre.", "Kharkov", "Kharkiv"),
    ("fr", "Le _ a voté la loi.", "Parlement", "Conseil"),
    ("fr", "Les _ ont voté hier.", "Français", "Françaises"),
    ("es", "La carta de _ llegó ayer.", "María", "Maria"),
    ("es", "El _ aprobó la ley.", "Senado", "Congreso"),
    ("it", "Il volo per _ parte alle nove.", "Londra", "London"),
    ("pt", "O avião para _ partiu cedo.", "Moscou", "Moscovo"),
    ("nl", "De trein naar _ was laat.", "Antwerpen", "Anvers"),
    ("pl", "Rozmowa o _ trwała długo.", "Warszawie", "Warszawę"),
    ("pl", "Książka dla _ leży na stole.", "Marka", "Marek"),
    ("ru", "Вчера приехал _ из столицы.", "Пётр", "Петр"),
    ("ru", "Говорили о _ и о погоде.", "Москве", "Москву"),
    ("ru", "Фильм о _ показали вчера.", "Тэтчер", "Тетчер"),
    ("uk", "Розмова про _ тривала довго.", "Харків", "Харкова"),
    ("tr", "Kitabı _ aldı ve okudu.", "Ertuna", "Ertuna'nın"),
    ("fi", "Juna _ oli myöhässä eilen.", "Helsingistä", "Helsingin"),
    ("de", "Er stellte sein _ vor das Haus.", "Auto", "Wagen"),
    ("de", "Gestern kamen _ aus dem Dorf zusammen.", "Anwohner", "Einwohner"),
    ("de", "Gestern kamen _ aus der Stadt zusammen.", "Studenten", "Studierende"),
    ("de", "Die neue _ gilt ab sofort.", "Verordnung", "Anordnung"),
    ("de", "Sie kaufte _ und Brot.", "Äpfel", "Apfel"),
    ("de", "Das Schreiben von _ kam erst am Abend an.", "Müller", "Mueller"),
    ("de", "Sie trank eine Tasse _ am Fenster.", "Kaffee", "Tee"),
    ("de", "_ Scholz sprach am Abend.", "Kanzler", "Bundeskanzler"),
    ("de", "Der Hafen lag voller _ aus dem Norden.", "Schiffe", "Boote"),
    ("de", "Er wohnt in einem _ am Fluss.", "Schulhaus", "Schulhof"),
    ("de", "Mit _ fing alles an.", "Kälte", "Kühle"),
    ("ja", "彼は_で三年暮らした。", "ヴェネツィア", "ベネチア"),
    ("ja", "新しい_を買った。", "コンピューター", "コンピュータ"),
];

/// Pairs of whole sentences that say the same with other capitals, bodies and nouns.
const REWORDED: &[(&str, &str, &str)] = &[
    ("en", "Officials in the Netherlands said so.", "Officials in Holland said so."),
    ("en", "He told the Guardian about the case.", "He told The Guardian about the case."),
    ("en", "Yesterday Congress passed the bill.", "Congress passed the bill yesterday."),
    ("en", "Residents of the Old Town complained.", "Inhabitants of the old town complained."),
    ("en", "It rained in Western Europe all week.", "It rained in West Europe all week."),
    ("en", "He studied English at Oxford.", "He studied English in Oxford."),
    ("en", "Smith's brother came late to the game.", "Smiths brother came late to the game."),
    ("en", "Internet users were angry at this.", "Web users were angry at this."),
    ("en", "Workers left the site at noon.", "Employees left the site at noon."),
    ("en", "Workers left the site at noon.", "Labourers left the site at noon."),
    ("fr", "Les Américains ont refusé le plan.", "Les États-Unis ont refusé le plan."),
    ("fr", "Il vit dans l'État de Sonora.", "Il vit dans l'état de Sonora."),
    ("es", "El Gobierno aprobó la ley ayer.", "El Ejecutivo aprobó la ley ayer."),
    ("es", "La Alcaldía anunció el plan ayer.", "El Ayuntamiento anunció el plan ayer."),
    ("de", "Die Zahl der Unfälle stieg im Sommer.", "Die Zahl der Unglücke stieg im Sommer."),
    ("de", "Viele Bürger kamen zur Sitzung.", "Viele Bewohner kamen zur Sitzung."),
    ("de", "Nach Angaben der Polizei starb niemand.", "Nach Auskunft der Polizei starb niemand."),
    ("de", "Bei Regen fällt das Fest aus.", "Bei Regenwetter fällt das Fest aus."),
    ("de", "Er kam mit Freunden und Familie.", "Er kam mit Freundinnen und Familie."),
    ("de", "Gestern wurden Leitungen im Ort verlegt.", "Gestern wurden Leitung im Ort verlegt."),
    ("de", "Er sprach über Klima und Politik.", "Er sprach über Klimawandel und Politik."),
    ("de", "Ende Januar kam der Schnee zurück.", "Anfang Januar kam der Schnee zurück."),
    ("de", "Sie fordern Reformen in Europa.", "Sie fordern Neuerungen in Europa."),
    ("ru", "Власти Москвы закрыли мост вчера.", "Московские власти закрыли мост вчера."),
    ("ru", "Житель Твери получил письмо.", "Житель Тверской области получил письмо."),
    ("pl", "Rosjanie wycofali się z miasta.", "Rosja wycofała się z miasta."),
    ("pl", "Wczoraj w Krakowie padał deszcz.", "Wczoraj pod Krakowem padał deszcz."),
    ("tr", "Dün Türkiye anlaşmayı imzaladı.", "Dün Türk tarafı anlaşmayı imzaladı."),
    ("tr", "Ankara'da toplantı dün yapıldı.", "Ankara toplantısı dün yapıldı."),
    ("it", "Il Comune di Siena ha deciso ieri.", "Il Municipio di Siena ha deciso ieri."),
    ("pt", "O Governo anunciou o plano ontem.", "O Executivo anunciou o plano ontem."),
    ("nl", "Morgen komt Sinterklaas in de stad aan.", "Morgen komt Sint in de stad aan."),
    ("ja", "彼女はインターネットで本を買った。", "彼女はネットで本を買った。"),
    ("zh", "主任陈述了理由。", "主任说明了理由。"),
    ("ko", "시장은 어제 회의를 열었다", "군수는 어제 회의를 열었다"),
    ("hi", "वह दिल्ली शहर में रहता है", "वह इसी शहर में रहता है"),
    ("ar", "قال رئيس الوزراء إن الخطة جاهزة", "قال رئيس الوزارة إن الخطة جاهزة"),
    ("ar", "حضر وزير سابق الاجتماع أمس", "حضر وزير سوري الاجتماع أمس"),
    ("fi", "Helsingissä satoi eilen lunta.", "Helsinki sai eilen lunta."),
    ("cs", "Včera ministr Novák otevřel most.", "Včera ministr Nováka otevřel most."),
];

fn sentences(case: &(&str, &str, &str, &str)) -> [String; 2] {
    [case.1.replace('_', case.2), case.1.replace('_', case.3)]
}

#[test]
fn names_that_look_alike_are_found() {
    let missed: Vec<[String; 2]> = WRONG
        .iter()
        .map(|case| (case.0, sentences(case)))
        .filter(|(language, [x, y])| {
            let found = findings(&NameMismatch, &[(language, x), (language, y)]);
            found.first().is_none_or(|f| f.confidence < 0.4)
        })
        .map(|(_, pair)| pair)
        .collect();
    assert_eq!(missed, Vec::<[String; 2]>::new());
}

#[test]
fn spellings_inflections_and_common_words_are_clean() {
    let flagged: Vec<[String; 2]> = RIGHT
        .iter()
        .map(|case| (case.0, sentences(case)))
        .filter(|(language, [x, y])| !findings(&NameMismatch, &[(language, x), (language, y)]).is_empty())
        .map(|(_, pair)| pair)
        .collect();
    assert_eq!(flagged, Vec::<[String; 2]>::new());
}

#[test]
fn rewordings_are_clean() {
    for (language, x, y) in REWORDED {
        assert_clean(&NameMismatch, language, &[x, y]);
    }
}

#[test]
fn a_doubtful_name_is_weighed_by_the_other_members() {
    let (kroll, krull) = ("The report by Kroll was read aloud.", "The report by Krull was read aloud.");
    let alone = assert_drift(&NameMismatch, "en", &[kroll, krull]);
    let source = [("en", kroll), ("en", krull), ("source:de", "Der Bericht von Kroll wurde verlesen.")];
    let kept = assert_drift_across(&NameMismatch, &source);
    let confidence = |found: &[Finding]| found.first().map_or(0.0, |f| f.confidence);
    assert!(confidence(&alone) < confidence(&kept), "{alone:?} {kept:?}");
    assert_clean_across(
        &NameMismatch,
        &[("en", kroll), ("en", krull), ("source:ru", "Доклад Кролля зачитали вслух.")],
    );
}

#[test]
fn a_name_at_the_start_is_known_from_other_sentences() {
    let (bare, named) = (
        ["Hollen resigned in the evening.", "Marsden resigned in the evening."],
        [
            "All of them knew that Hollen was ill. Hollen resigned in the evening.",
            "All of them knew that Marsden was ill. Marsden resigned in the evening.",
        ],
    );
    assert_clean(&NameMismatch, "en", &bare);
    assert_drift(&NameMismatch, "en", &named);
}
