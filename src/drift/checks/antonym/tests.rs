use super::*;
use crate::drift::checks::testing::{assert_clean, assert_drift};

#[test]
fn opposites_are_found_in_many_languages() {
    for (language, texts) in [
        ("en", ["The council will allow cars on the bridge.", "The council will ban cars on the bridge."]),
        ("en", ["The company bought the old mill.", "The company sold the old mill."]),
        ("en", ["Smoking there is legal since May.", "Smoking there is illegal since May."]),
        ("fr", ["Le prix du pain a augmenté en mars.", "Le prix du pain a diminué en mars."]),
        ("it", ["La squadra ha vinto la partita.", "La squadra ha perso la partita."]),
        ("pt", ["A ponte fica ao norte da cidade.", "A ponte fica ao sul da cidade."]),
        ("nl", ["De prijs van brood is gestegen.", "De prijs van brood is gedaald."]),
        ("pl", ["Sklep otwarto w maju.", "Sklep zamknięto w maju."]),
        ("uk", ["Ціна хліба зросла в березні.", "Ціна хліба впала в березні."]),
        ("ja", ["会社は株を購入した。", "会社は株を売却した。"]),
        ("ar", ["ارتفع سعر الخبز في مارس.", "انخفض سعر الخبز في مارس."]),
        ("tr", ["Ekmek fiyatı mart ayında arttı.", "Ekmek fiyatı mart ayında azaldı."]),
        ("hi", ["रोटी की कीमत मार्च में बढ़ी।", "रोटी की कीमत मार्च में घटी।"]),
        ("ko", ["빵값이 3월에 올랐다.", "빵값이 3월에 내렸다."]),
        ("ko", ["회사는 혐의를 부인했다.", "회사는 혐의를 인정했다."]),
    ] {
        assert_drift(&Antonym, language, &texts);
    }
}

#[test]
fn the_lone_opposite_is_the_culprit() {
    let found = assert_drift(
        &Antonym,
        "en",
        &["Exports rose last year.", "The exports rose last year.", "Exports fell last year."],
    );
    assert_eq!(found.first().and_then(|f| f.culprit), Some(2));
}

#[test]
fn what_makes_up_for_the_opposite_is_clean() {
    for (language, texts) in [
        ("en", ["The door did not open all day.", "The door stayed closed all day."]),
        ("en", ["Prices did not rise in May.", "Prices fell in May."]),
        ("ko", ["문은 하루 종일 열리지 않았다.", "문은 하루 종일 닫혀 있었다."]),
        ("ko", ["더 이상 할 말이 없다.", "말할 것이 더 없다."]),
        ("en", ["Ann sold the house to Ben.", "Ben bought the house from Ann."]),
        ("en", ["The house was sold for a million.", "The house was bought for a million."]),
        ("en", ["Goods pass from buyers to sellers.", "Goods pass to sellers from buyers."]),
        ("en", ["He ate before he left.", "He left after he ate."]),
        ("en", ["The firm had higher losses in May.", "The firm had lower profits in May."]),
        ("en", ["Prices rose sharply.", "Prices climbed sharply."]),
        ("de", ["Der Preis stieg stark.", "Der Preis nahm stark zu."]),
        ("de", ["Das ist nicht leicht für ihn.", "Das ist schwer für ihn."]),
        ("de", ["Anna verkaufte Ben das Haus.", "Ben kaufte das Haus von Anna."]),
        ("fr", ["Il n’est pas pauvre du tout.", "Il est riche."]),
        ("es", ["El pan no es caro aquí.", "El pan es barato aquí."]),
        ("ru", ["Это не трудно для него.", "Это легко для него."]),
        ("zh", ["价格没有上升。", "价格下降了。"]),
        ("en", ["The glass on it was half full.", "The glass on it was half empty."]),
        ("en", ["More than 40 people came in.", "No fewer than 40 people came in."]),
        ("fr", ["La salle est à moitié vide ce soir.", "La salle est à moitié pleine ce soir."]),
    ] {
        assert_clean(&Antonym, language, &texts);
    }
}

#[test]
fn a_prefix_that_negates_nothing_is_clean() {
    for (language, texts) in [
        ("en", ["Many migrants crossed the border.", "Many immigrants crossed the border."]),
        ("en", ["Her advice was valuable to us.", "Her advice was invaluable to us."]),
        ("en", ["The liquid is flammable and cold.", "The liquid is inflammable and cold."]),
        ("de", ["Die Kosten der Reise waren hoch.", "Die Unkosten der Reise waren hoch."]),
        ("nl", ["De kosten van de reis waren hoog.", "De onkosten van de reis waren hoog."]),
        ("fr", ["Les migrants sont arrivés hier.", "Les immigrants sont arrivés hier."]),
        ("es", ["Los migrantes llegaron a la costa.", "Los inmigrantes llegaron a la costa."]),
        ("pt", ["Os migrantes chegaram à costa.", "Os imigrantes chegaram à costa."]),
    ] {
        assert_clean(&Antonym, language, &texts);
    }
}

/// Manuals, law, weather, money, travel, stories: what each version says is the opposite of the other.
const CHANGED: &[(&str, &[[&str; 2]])] = &[
    (
        "en",
        &[
            ["Switch on the pump before midnight.", "Switch off the pump before midnight."],
            ["The judges granted her appeal on Friday.", "The judges dismissed her appeal on Friday."],
            ["Tighten the two screws at the back.", "Loosen the two screws at the back."],
            ["The village upstream had no water.", "The village downstream had no water."],
            ["Critics praised the play for its ending.", "Critics condemned the play for its ending."],
        ],
    ),
    (
        "de",
        &[
            ["Schalten Sie die Pumpe vor Mitternacht ein.", "Schalten Sie die Pumpe vor Mitternacht aus."],
            ["Die Zahl der Betriebe nahm im Osten zu.", "Die Zahl der Betriebe nahm im Osten ab."],
            ["Der Antrag wird am Freitag bewilligt.", "Der Antrag wird am Freitag abgelehnt."],
            // What stands between the two parts of the verb is compared all the same.
            ["Schalten Sie die Pumpe vor Mitternacht ein.", "Schalten Sie die Pumpe nach Mitternacht ein."],
            ["Das Benzin wird im Herbst teurer.", "Das Benzin wird im Herbst billiger."],
            ["Der Deckel der Dose war verschlossen.", "Der Deckel der Dose war geöffnet."],
        ],
    ),
    (
        "es",
        &[
            ["Apague la bomba antes de medianoche.", "Encienda la bomba antes de medianoche."],
            ["El tribunal absolvió al alcalde el viernes.", "El tribunal condenó al alcalde el viernes."],
            ["Los precios del pan subirán en otoño.", "Los precios del pan bajarán en otoño."],
            ["Apriete los dos tornillos de la tapa.", "Afloje los dos tornillos de la tapa."],
        ],
    ),
    (
        "fr",
        &[
            ["Éteignez la pompe avant minuit.", "Allumez la pompe avant minuit."],
            ["La cour a confirmé la peine vendredi.", "La cour a annulé la peine vendredi."],
            ["Le prix du pain baissera en automne.", "Le prix du pain augmentera en automne."],
            ["Serrez les deux vis du couvercle.", "Desserrez les deux vis du couvercle."],
        ],
    ),
    (
        "it",
        &[
            ["Spenga la pompa prima di mezzanotte.", "Accenda la pompa prima di mezzanotte."],
            ["Il tribunale ha accolto il ricorso venerdì.", "Il tribunale ha respinto il ricorso venerdì."],
            ["I prezzi del pane saliranno in autunno.", "I prezzi del pane scenderanno in autunno."],
            ["Il treno è partito dalla stazione di Pisa.", "Il treno è arrivato dalla stazione di Pisa."],
        ],
    ),
    (
        "pt",
        &[
            ["Ligue a bomba antes da meia-noite.", "Desligue a bomba antes da meia-noite."],
            ["O tribunal absolveu o autarca na sexta.", "O tribunal condenou o autarca na sexta."],
            ["Os preços do pão vão subir no outono.", "Os preços do pão vão cair no outono."],
            ["O avião descolou de Lisboa ao meio-dia.", "O avião aterrou de Lisboa ao meio-dia."],
        ],
    ),
    (
        "nl",
        &[
            ["Zet de pomp voor middernacht aan.", "Zet de pomp voor middernacht uit."],
            ["Het aantal bedrijven neemt hier toe.", "Het aantal bedrijven neemt hier af."],
            ["De rechter heeft de eis toegewezen.", "De rechter heeft de eis afgewezen."],
            ["De benzine wordt in het najaar duurder.", "De benzine wordt in het najaar goedkoper."],
        ],
    ),
    (
        "pl",
        &[
            ["Włącz pompę tuż po obiedzie.", "Wyłącz pompę tuż po obiedzie."],
            ["Sąd uwzględnił skargę w piątek rano.", "Sąd oddalił skargę w piątek rano."],
            ["Benzyna podrożeje jesienią w całym kraju.", "Benzyna potanieje jesienią w całym kraju."],
            ["Otwórz zawór z tyłu kotła.", "Zamknij zawór z tyłu kotła."],
        ],
    ),
    (
        "ru",
        &[
            ["Включите насос до полуночи.", "Выключите насос до полуночи."],
            ["Суд удовлетворил жалобу в пятницу.", "Суд отклонил жалобу в пятницу."],
            ["Бензин осенью подорожает во всей стране.", "Бензин осенью подешевеет во всей стране."],
            ["Ночью в горах заметно похолодает.", "Ночью в горах заметно потеплеет."],
        ],
    ),
    (
        "uk",
        &[
            ["Увімкніть насос до вечора.", "Вимкніть насос до вечора."],
            ["Суд задовольнив скаргу у п'ятницю.", "Суд відхилив скаргу у п'ятницю."],
            ["Бензин восени подорожчає по всій країні.", "Бензин восени подешевшає по всій країні."],
            ["Літак злетів о сьомій годині.", "Літак приземлився о сьомій годині."],
            // One word is listed in full, the other by its stem only.
            ["На озері сьогодні тепліше.", "На озері сьогодні холодно."],
        ],
    ),
    (
        "tr",
        &[
            ["Bu vanayı akşam yemeğinden önce açın.", "Bu vanayı akşam yemeğinden önce kapatın."],
            ["Benzin sonbaharda bütün ülkede ucuzlayacak.", "Benzin sonbaharda bütün ülkede pahalanacak."],
            ["Mahkeme cuma günü itirazı onayladı.", "Mahkeme cuma günü itirazı reddetti."],
            ["Depoyu suyla yavaş yavaş doldurun.", "Depoyu suyla yavaş yavaş boşaltın."],
        ],
    ),
    (
        "hi",
        &[
            ["रात से पहले पंप चालू करें।", "रात से पहले पंप बंद करें।"],
            ["अदालत ने उसे शुक्रवार को दोषी ठहराया।", "अदालत ने उसे शुक्रवार को निर्दोष ठहराया।"],
            ["अगले महीने पेट्रोल महँगा होगा।", "अगले महीने पेट्रोल सस्ता होगा।"],
            ["नदी का पानी कल बहुत गहरा था।", "नदी का पानी कल बहुत उथला था।"],
        ],
    ),
    (
        "ar",
        &[
            ["سيرتفع سعر الخبز في الخريف.", "سينخفض سعر الخبز في الخريف."],
            ["برأت المحكمة رئيس البلدية يوم الجمعة.", "أدانت المحكمة رئيس البلدية يوم الجمعة."],
            ["جلس الحارس وأغلق باب الحديقة القديمة.", "جلس الحارس وفتح باب الحديقة القديمة."],
            ["أقلعت الطائرة في مطار المدينة.", "هبطت الطائرة في مطار المدينة."],
        ],
    ),
    (
        "zh",
        &[
            ["请在午饭前打开水泵。", "请在午饭前关闭水泵。"],
            ["法院星期五驳回了他的申请。", "法院星期五受理了他的申请。"],
            ["飞机七点在北京起飞。", "飞机七点在北京降落。"],
            ["请把后盖的螺丝拧紧。", "请把后盖的螺丝拧松。"],
        ],
    ),
    (
        "ja",
        &[
            ["裁判所は金曜日に訴えを棄却した。", "裁判所は金曜日に訴えを認容した。"],
            ["飛行機は七時に大阪で離陸した。", "飛行機は七時に大阪で着陸した。"],
            ["来年は都市部の人口が増加する。", "来年は農村部の人口が増加する。"],
            ["この薬は体に有害だと書いてある。", "この薬は体に有益だと書いてある。"],
        ],
    ),
];

/// The same said otherwise: a negated opposite, two changes that make up for each other, the words in other
/// places, in idioms or with their other meanings.
const HARMLESS: &[(&str, &[[&str; 2]])] = &[
    (
        "en",
        &[
            ["The valve must not be opened today.", "The valve must stay closed today."],
            ["The tank was no longer empty at noon.", "The tank was full again at noon."],
            ["He put on a brave face in public.", "He put on a brave face before everyone."],
            [
                "The landlord thanked the tenant for the keys.",
                "The tenant was thanked by the landlord for the keys.",
            ],
            ["The right answer stood on the left page.", "On the left page stood the right answer."],
            ["Three people found death on the ice road.", "Three people met their death on the ice road."],
        ],
    ),
    (
        "de",
        &[
            [
                "Das Ventil am Kessel darf heute nicht geöffnet sein.",
                "Das Ventil am Kessel muss heute geschlossen sein.",
            ],
            [
                "Bei dem Brand im Hafen fanden drei Menschen den Tod.",
                "Bei dem Brand im Hafen verloren drei Menschen das Leben.",
            ],
            ["Die Zahl nimmt hier nicht zu.", "Die Zahl nimmt hier ab."],
            ["Der Mieter zahlt es dem Vermieter.", "Der Vermieter bekommt es vom Mieter."],
            ["Laut Polizei war es dort leise.", "Nach Angaben der Polizei war es dort leise."],
        ],
    ),
    (
        "es",
        &[
            ["La válvula no debe abrirse hoy.", "La válvula debe quedar cerrada hoy."],
            [
                "Tres personas perdieron la vida en la carretera.",
                "Tres personas encontraron la muerte en la carretera.",
            ],
            ["Cerca de 40 personas llegaron tarde.", "Casi 40 personas llegaron tarde."],
            ["El depósito ya no estaba vacío hoy.", "El depósito estaba lleno otra vez hoy."],
        ],
    ),
    (
        "fr",
        &[
            [
                "La vanne de la chaudière n’est pas ouverte ce soir.",
                "La vanne de la chaudière est fermée ce soir.",
            ],
            [
                "Trois personnes ont perdu la vie sur la route.",
                "Trois personnes ont trouvé la mort sur la route.",
            ],
            ["Le travail prend fin à midi.", "Le travail se termine à midi."],
            ["La porte n’était pas verrouillée ce soir-là.", "La porte était déverrouillée ce soir-là."],
        ],
    ),
    (
        "it",
        &[
            ["La valvola non va aperta oggi.", "La valvola va tenuta chiusa oggi."],
            [
                "Tre persone hanno perso la vita sulla strada.",
                "Tre persone hanno trovato la morte sulla strada.",
            ],
            ["Il sale è accanto al pepe in cucina.", "In cucina il sale è accanto al pepe."],
            ["Il serbatoio non era più vuoto ieri.", "Il serbatoio era di nuovo pieno ieri."],
        ],
    ),
    (
        "pt",
        &[
            ["A válvula não deve ser aberta hoje.", "A válvula deve ficar fechada hoje."],
            ["Três pessoas perderam a vida na estrada.", "Três pessoas encontraram a morte na estrada."],
            ["Chegaram cerca de 40 pessoas à praia.", "Chegaram quase 40 pessoas à praia."],
            ["O depósito já não estava vazio hoje.", "O depósito estava cheio outra vez hoje."],
        ],
    ),
    (
        "nl",
        &[
            ["De klep van de ketel is vandaag niet open.", "De klep van de ketel is vandaag dicht."],
            ["Drie mensen verloren het leven op de snelweg.", "Drie mensen vonden de dood op de snelweg."],
            ["Het aantal neemt hier niet toe.", "Het aantal neemt hier af."],
            [
                "De huurder betaalt de verhuurder contant.",
                "De verhuurder krijgt contant geld van de huurder.",
            ],
        ],
    ),
    (
        "pl",
        &[
            ["Zawór kotła nie jest dzisiaj otwarty.", "Zawór kotła jest dzisiaj zamknięty."],
            ["Zbiornik nie był już pusty w środę.", "Zbiornik był znów pełny w środę."],
            ["Po raz pierwszy spadł tu śnieg.", "Śnieg spadł tu po raz pierwszy."],
            ["Ceny mleka nie wzrosną w maju.", "Ceny mleka w maju spadną lub nie wzrosną."],
        ],
    ),
    (
        "ru",
        &[
            ["Клапан котла сегодня не открыт.", "Клапан котла сегодня закрыт."],
            ["Этот бак в среду утром не был пустым.", "Этот бак в среду утром был полным."],
            ["Они всегда помогали друг другу.", "Они всегда помогали один другому."],
            ["Цены на молоко не вырастут в мае.", "Цены на молоко в мае не будут выше."],
        ],
    ),
    (
        "uk",
        &[
            ["Клапан котла сьогодні не відкритий.", "Клапан котла сьогодні закритий."],
            ["Цей бак у середу вранці не був порожнім.", "Цей бак у середу вранці був повним."],
            ["До речі, ціни зросли восени.", "Між іншим, ціни зросли восени."],
            ["Двері увечері не були зачинені.", "Двері увечері були відчинені."],
        ],
    ),
    (
        "tr",
        &[
            ["Bu kapı dün gece kapalı değildi.", "Bu kapı dün gece açıktı."],
            ["Dün en son gelen kişi oydu.", "Dün gelen en son kişi oydu."],
            ["Büyük depo bugün öğlen boş değildi.", "Büyük depo bugün öğlen doluydu."],
            ["Fiyatlar mayısta hiç artmadı.", "Fiyatlar mayısta aynı kaldı."],
        ],
    ),
    (
        "hi",
        &[
            ["आज वह दरवाज़ा खुला नहीं है।", "आज वह दरवाज़ा बंद है।"],
            ["टंकी कल शाम खाली नहीं थी।", "टंकी कल शाम भरी थी।"],
            ["पेट्रोल मई में सस्ता नहीं हुआ।", "पेट्रोल मई में महंगा हुआ।"],
            ["शाम को राम अंदर बैठा था।", "राम शाम को अंदर बैठा था।"],
        ],
    ),
    (
        "ar",
        &[
            ["لم يكن باب المدرسة مفتوحا أمس.", "كان باب المدرسة مغلقا أمس."],
            ["لم يكن الخزان فارغا في المساء.", "كان الخزان ممتلئا في المساء."],
            ["لا يزال الشرق الأوسط هادئا.", "ما زال الشرق الأوسط هادئا."],
            ["وصل القطار متأخرا في المساء.", "في المساء وصل القطار متأخرا."],
        ],
    ),
    (
        "zh",
        &[
            ["今天不要打开这个阀门。", "今天请关闭这个阀门。"],
            ["他们的计划没有成功。", "他们的计划失败了。"],
            ["会上至少有40人。", "会上有不少于40人。"],
            ["水箱中午已经不满。", "中午水箱已经不满。"],
        ],
    ),
    (
        "ja",
        &[
            ["今日はこの扉を開けないでください。", "今日はこの扉を閉めておいてください。"],
            ["市の新しい計画は成功しなかった。", "市の新しい計画は失敗した。"],
            ["彼は合格しなかったと聞いた。", "彼は不合格だったと聞いた。"],
            ["夕方に雨が上がった。", "雨は夕方に上がった。"],
        ],
    ),
];

#[test]
fn opposites_of_manuals_law_and_weather_are_found() {
    for (language, pairs) in CHANGED {
        for texts in *pairs {
            assert_drift(&Antonym, language, texts);
        }
    }
}

#[test]
fn opposites_that_say_the_same_are_clean() {
    for (language, pairs) in HARMLESS {
        for texts in *pairs {
            assert_clean(&Antonym, language, texts);
        }
    }
}
