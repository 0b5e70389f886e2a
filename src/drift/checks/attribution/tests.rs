//! What `attribution` finds and what it lets pass, in fifteen languages.

use super::*;
use crate::{
    document::Role,
    drift::{
        GroupView, Member,
        checks::{
            run,
            testing::{Versions, assert_clean, assert_drift},
        },
        view::MemberSegment,
    },
    encode::Encoding,
    features::{Encoded, Features},
    language::Language,
};

#[test]
fn other_sources_are_found() {
    for (language, texts) in [
        ("en", ["Prosecutors said he had lied.", "Victims said he had lied."]),
        ("en", ["Rebels said that forty soldiers had died.", "The army said that forty soldiers had died."]),
        (
            "en",
            [
                "The plant will close in May, the unions announced.",
                "The plant will close in May, the company announced.",
            ],
        ),
        (
            "en",
            [
                "According to the court, the firm hid the money.",
                "According to prosecutors, the firm hid the money.",
            ],
        ),
        (
            "de",
            [
                "Der Polizei zufolge war die Brücke am Abend gesperrt.",
                "Der Opposition zufolge war die Brücke am Abend gesperrt.",
            ],
        ),
        (
            "de",
            [
                "Ein Sprecher der Polizei sagte, die Straße sei frei.",
                "Ein Sprecher der Staatsanwaltschaft sagte, die Straße sei frei.",
            ],
        ),
        ("fr", ["Selon la police, le pont est fermé.", "Selon l’opposition, le pont est fermé."]),
        (
            "fr",
            [
                "Le prévenu a menti, a indiqué le procureur mardi.",
                "Le prévenu a menti, a indiqué le médecin mardi.",
            ],
        ),
        (
            "es",
            [
                "El puente es viejo, informó el sindicato el martes.",
                "El puente es viejo, informó el gobierno el martes.",
            ],
        ),
        (
            "it",
            ["La polizia ha detto che il ponte è chiuso.", "L’opposizione ha detto che il ponte è chiuso."],
        ),
        ("pt", ["A polícia disse que a ponte caiu.", "A oposição disse que a ponte caiu."]),
        ("nl", ["Volgens de politie is de brug dicht.", "Volgens getuigen is de brug dicht."]),
        (
            "pl",
            ["Według policji most jest zamknięty od maja.", "Według świadków most jest zamknięty od maja."],
        ),
        ("ru", ["По данным полиции, мост закрыт.", "По данным прокуратуры, мост закрыт."]),
        ("ru", ["В полиции сообщили, что мост закрыт.", "В прокуратуре сообщили, что мост закрыт."]),
        ("uk", ["За словами поліції, міст закрито.", "За словами свідків, міст закрито."]),
        ("tr", ["Polise göre köprü dün gece kapandı.", "Tanıklara göre köprü dün gece kapandı."]),
        ("ar", ["قالت الشرطة إن الجسر مغلق منذ الصباح.", "قالت المعارضة إن الجسر مغلق منذ الصباح."]),
        ("ar", ["وفقا للشرطة فإن الجسر مغلق منذ الصباح.", "وفقا للمعارضة فإن الجسر مغلق منذ الصباح."]),
        ("hi", ["पुलिस के अनुसार पुल कल से बंद है।", "विपक्ष के अनुसार पुल कल से बंद है।"]),
        ("ja", ["警察によると、橋は閉鎖された。", "目撃者によると、橋は閉鎖された。"]),
        ("zh", ["检察官指出，该公司隐瞒了资金。", "工会指出，该公司隐瞒了资金。"]),
    ] {
        assert_drift(&Attribution, language, &texts);
    }
}

#[test]
fn the_version_with_another_source_is_the_culprit() {
    let texts = [
        "Police said the young driver had fled.",
        "Witnesses said the young driver had fled.",
        "The police said the young driver had fled.",
    ];
    let found = assert_drift(&Attribution, "en", &texts);
    assert_eq!(found.first().and_then(|f| f.culprit), Some(1));
    let texts = [
        "The old bridge is safe, the mayor said.",
        "The old bridge is safe, said the mayor.",
        "The old bridge is safe.",
    ];
    let found = assert_drift(&Attribution, "en", &texts);
    assert_eq!(found.first().and_then(|f| f.culprit), Some(2));
}

#[test]
fn a_claim_without_its_source_is_found() {
    for (language, texts) in [
        ("en", ["The bridge is safe, the mayor said.", "The bridge is safe."]),
        ("en", ["The judges said that the strike was proportionate.", "The strike was proportionate."]),
        ("en", ["Doctors say the new drug is harmless.", "The new drug is harmless."]),
        (
            "en",
            [
                "The dock will stay closed until May, the fire brigade said.",
                "The dock will stay closed until May.",
            ],
        ),
        ("en", ["The mayor said the old bridge was safe.", "The old bridge is safe."]),
        ("de", ["Die Brücke ist sicher, sagte der Bürgermeister.", "Die Brücke ist sicher."]),
        ("de", ["Laut dem Hersteller ist das Gerät wasserdicht.", "Das Gerät ist wasserdicht."]),
        ("de", ["Die Zeugen sagten, der Fahrer sei betrunken.", "Der Fahrer ist betrunken."]),
        ("nl", ["Volgens de burgemeester is de brug veilig.", "De brug is veilig."]),
        ("fr", ["Selon le maire, le pont est fermé depuis mai.", "Le pont est fermé depuis mai."]),
        ("es", ["El puente es seguro, según el alcalde.", "El puente es seguro."]),
        ("it", ["Secondo il sindaco, il ponte è sicuro.", "Il ponte è sicuro."]),
        ("pt", ["A ponte é segura, disse o prefeito.", "A ponte é segura."]),
        ("pl", ["Zdaniem burmistrza most jest całkiem bezpieczny.", "Most jest całkiem bezpieczny."]),
        ("ru", ["По словам мэра, этот мост совсем новый.", "Этот мост совсем новый."]),
        ("uk", ["Цей міст цілком безпечний, повідомила поліція.", "Цей міст цілком безпечний."]),
        ("tr", ["Belediye başkanına göre eski köprü çok güvenli.", "Eski köprü çok güvenli."]),
        ("ar", ["قال العمدة إن الجسر القديم آمن تماما.", "الجسر القديم آمن تماما."]),
        ("hi", ["महापौर के अनुसार पुराना पुल सुरक्षित है।", "पुराना पुल सुरक्षित है।"]),
        ("ja", ["消防によると、橋は閉鎖された。", "橋は閉鎖された。"]),
        ("ja", ["市長によると、古い橋は安全だ。", "古い橋は安全だ。"]),
        ("zh", ["市长表示，这座旧桥非常安全。", "这座旧桥非常安全。"]),
    ] {
        let found = assert_drift(&Attribution, language, &texts);
        assert!(found.iter().all(|f| f.reason.contains("no source")), "{found:?}");
    }
}

#[test]
fn other_ways_of_naming_the_source_are_clean() {
    for (language, texts) in [
        ("en", ["Police said he had fled.", "According to police, he had fled."]),
        ("en", ["Police said he had fled.", "Officers said he had fled."]),
        ("en", ["Doctors say coffee is harmless.", "Researchers say coffee is harmless."]),
        (
            "en",
            ["Government opponents said the vote was rigged.", "The opposition said the vote was rigged."],
        ),
        ("en", ["A police union said pay was low.", "A union said pay was low."]),
        ("en", ["Hospital staff said he was well.", "Doctors said he was well."]),
        ("en", ["Hospital staff said he was well.", "Hospital doctors said he was well."]),
        ("en", ["Survivors said the bus was full.", "Witnesses said the bus was full."]),
        ("en", ["Investigators said the safe was open.", "Prosecutors said the safe was open."]),
        ("de", ["Die Polizei sagte, er sei weg.", "Laut Polizei ist er weg."]),
        ("de", ["Die Ermittler teilten mit, er sei weg.", "Die Polizei teilte mit, er sei weg."]),
        ("fr", ["Le parquet a indiqué qu’il était parti.", "Le procureur a déclaré qu’il était parti."]),
        ("es", ["Los vecinos dijeron que oyeron gritos.", "Los testigos dijeron que oyeron gritos."]),
        ("it", ["I carabinieri hanno detto che è fuggito.", "La polizia ha detto che è fuggito."]),
        ("pt", ["O juiz disse que a lei é clara.", "O tribunal disse que a lei é clara."]),
        ("pl", ["Policja poinformowała, że most jest zamknięty.", "Według policji most jest zamknięty."]),
        ("ru", ["Полиция сообщила, что он ушёл.", "По данным полиции, он ушёл."]),
        ("uk", ["Лікарі заявили, що він здоровий.", "За словами медиків, він здоровий."]),
        ("tr", ["Tanıklara göre köprü kapandı.", "Görgü tanıklarına göre köprü kapandı."]),
        ("ar", ["قالت الشرطة إن الجسر مغلق.", "وفقا للشرطة فإن الجسر مغلق."]),
        ("hi", ["डॉक्टरों के अनुसार वह ठीक है।", "चिकित्सकों के अनुसार वह ठीक है।"]),
        ("ja", ["医師によると、彼は元気だ。", "病院によると、彼は元気だ。"]),
        ("zh", ["警方表示，大桥已关闭。", "据警方称，大桥已关闭。"]),
        ("zh", ["医生表示，他已经康复。", "院方表示，他已经康复。"]),
    ] {
        assert_clean(&Attribution, language, &texts);
    }
}

#[test]
fn those_who_do_not_speak_are_no_sources() {
    for (language, texts) in [
        ("en", ["The police arrested two men.", "Prosecutors arrested two men."]),
        ("en", ["He said to police that he was ill.", "He said to doctors that he was ill."]),
        ("en", ["Witnesses told police he had fled.", "Police were told by witnesses he had fled."]),
        ("en", ["He ran from police, a neighbour said.", "He ran from soldiers, a neighbour said."]),
        ("de", ["Sie sagte der Polizei, er sei krank.", "Sie sagte dem Arzt, er sei krank."]),
        ("fr", ["Il a dit à la police qu’il partait.", "Il a dit au juge qu’il partait."]),
        ("ru", ["Он сообщил полиции, что болен.", "Он сообщил врачам, что болен."]),
        ("zh", ["他对警方表示，自己没有犯罪。", "他对法官表示，自己没有犯罪。"]),
    ] {
        assert_clean(&Attribution, language, &texts);
    }
}

#[test]
fn what_falls_away_without_harm_is_clean() {
    for (language, texts) in [
        ("en", ["The bridge is closed, he said.", "The bridge is closed."]),
        ("en", ["The mayor said: “The bridge is safe.”", "“The bridge is safe.”"]),
        ("en", ["It is the largest in the United States.", "It is the largest."]),
        ("en", ["The bridge is safe, the mayor said.", "The bridge is reportedly safe."]),
        ("en", ["The bridge is safe, the mayor said.", "The bridge is said to be safe."]),
        ("en", ["According to plan, the bridge opens in May.", "The bridge opens in May."]),
        ("en", ["That said, the old bridge is safe.", "The old bridge is safe."]),
        ("en", ["The old shop was shut, and police said a man died.", "The old shop was shut."]),
        ("en", ["The old bridge is safe, according to the mayor.", "The mayor calls the old bridge safe."]),
        ("de", ["Die Brücke ist sicher, sagte er.", "Die Brücke ist sicher."]),
        ("de", ["Laut Bürgermeister ist die Brücke sicher.", "Die Brücke soll sicher sein."]),
        ("fr", ["Il est parti après la guerre.", "Il est parti."]),
        ("fr", ["Elle a dit que le pont est fermé.", "Le pont est fermé."]),
        ("es", ["Dijo además que el puente es seguro.", "El puente es seguro."]),
        ("pt", ["Ele saiu no segundo tempo.", "Ele saiu ontem."]),
        ("it", ["Ha perso nel secondo tempo.", "Ha perso la partita."]),
        ("it", ["Secondo il sindaco, il ponte è sicuro.", "Il ponte sarebbe sicuro."]),
        ("ru", ["По слухам, этот мост совсем новый.", "Этот мост якобы совсем новый."]),
        ("ru", ["Он сказал, что этот мост новый.", "Этот мост новый."]),
        ("ar", ["قال إن الجسر القديم آمن تماما.", "الجسر القديم آمن تماما."]),
        ("hi", ["उन्होंने कहा कि पुल सुरक्षित है।", "पुल सुरक्षित है।"]),
        ("ja", ["彼によると、古い橋は安全だ。", "古い橋は安全だ。"]),
        ("zh", ["他们表示，这座旧桥非常安全。", "这座旧桥非常安全。"]),
        ("zh", ["市长表示，这座旧桥非常安全。", "据说这座旧桥非常安全。"]),
    ] {
        assert_clean(&Attribution, language, &texts);
    }
}

#[test]
fn other_words_for_one_statement_are_clean() {
    for (language, texts) in [
        ("en", ["Fire crews said the blaze was out.", "Firefighters said the fire was out."]),
        ("en", ["The ministry said on Friday it would pay.", "On Friday, the government said it would pay."]),
        ("en", ["Two men were held, said police.", "Police said that two men had been detained."]),
        ("en", ["The airline says it is sorry.", "The company says it is sorry."]),
        (
            "de",
            [
                "Nach Angaben der Feuerwehr ist der Brand gelöscht.",
                "Das Feuer ist aus, teilte die Feuerwehr mit.",
            ],
        ),
        (
            "de",
            ["Der Richter sagte, die Klage sei zulässig.", "Das Gericht erklärte, die Klage sei zulässig."],
        ),
        ("de", ["Forscher sagen, der See sei sauber.", "Laut einer Studie ist der See sauber."]),
        ("fr", ["Le pont est fermé, a annoncé la mairie.", "La mairie a annoncé que le pont est fermé."]),
        ("fr", ["D’après les médecins, il va bien.", "Selon l’hôpital, il va bien."]),
        ("fr", ["Les salariés ont dit qu’ils partaient.", "Les syndicats ont dit qu’ils partaient."]),
        ("es", ["La alcaldesa dijo que llueve mucho.", "El ayuntamiento dijo que llueve mucho."]),
        ("es", ["Según la fiscalía, mintió dos veces.", "El fiscal afirmó que mintió dos veces."]),
        ("it", ["Il giudice ha detto che la legge è chiara.", "Secondo il tribunale la legge è chiara."]),
        ("it", ["Secondo l’azienda il prodotto è buono.", "L’impresa ha detto che il prodotto è buono."]),
        ("pt", ["Segundo a empresa, o voo atrasou.", "A companhia informou que o voo atrasou."]),
        ("pt", ["Os moradores disseram que faltou luz.", "Os vizinhos disseram que faltou luz."]),
        ("nl", ["Volgens de rechter is de wet helder.", "De rechtbank zegt dat de wet helder is."]),
        ("nl", ["De arts zei dat hij gezond is.", "De dokter zei dat hij gezond is."]),
        (
            "pl",
            ["Naukowcy powiedzieli, że jezioro jest czyste.", "Badacze powiedzieli, że jezioro jest czyste."],
        ),
        (
            "pl",
            ["Sąd poinformował, że sprawa jest zamknięta.", "Sędzia poinformował, że sprawa jest zamknięta."],
        ),
        ("ru", ["Учёные сообщили, что озеро чистое.", "Исследователи сообщили, что озеро чистое."]),
        ("ru", ["Очевидцы рассказали, что автобус горел.", "По словам свидетелей, автобус горел."]),
        ("uk", ["Мерія повідомила, що води не буде.", "Міська рада повідомила, що води не буде."]),
        ("tr", ["Savcıya göre para saklandı.", "Savcılığa göre para saklandı."]),
        ("tr", ["Doktorlar onun iyi olduğunu söyledi.", "Hastane onun iyi olduğunu söyledi."]),
        ("ar", ["قال الأطباء إنه بخير اليوم.", "ذكر المستشفى أنه بخير اليوم."]),
        ("ar", ["أعلنت المحكمة أن القضية أغلقت.", "أعلن القاضي أن القضية أغلقت."]),
        ("hi", ["अदालत ने कहा कि कानून साफ है।", "न्यायाधीश ने कहा कि कानून साफ है।"]),
        ("ja", ["警視庁によると、男は逃げた。", "警察の発表では、男は逃げた。"]),
        ("ja", ["住民によると、大きな音がした。", "目撃者によると、大きな音がした。"]),
        ("zh", ["研究人员指出，湖水很干净。", "科学家指出，湖水很干净。"]),
        ("zh", ["法官表示，法律很清楚。", "法院表示，法律很清楚。"]),
        ("zh", ["据村民说，夜里有声音。", "据居民说，夜里有声音。"]),
    ] {
        assert_clean(&Attribution, language, &texts);
    }
}

#[test]
fn two_sides_of_a_contrast_are_told_once() {
    let texts = [
        ("fr", "Les employeurs ont dit que la paie est juste."),
        ("fr", "Les salariés ont dit que la paie est juste."),
    ];
    let found = run(&Versions::of(&texts).group(), Vec::new());
    assert_eq!(found.iter().filter(|f| f.kind == "antonym" || f.kind == KIND.name).count(), 1, "{found:?}");
}

/// Versions of which only the second sentence is compared.
fn in_context(texts: &[&str]) -> Vec<Finding> {
    let language = Language::parse("en").unwrap();
    let sentences: Vec<(usize, Encoded)> = texts
        .iter()
        .map(|text| {
            let at = text.find(". ").unwrap() + 2;
            let sentence = Span::new(at, text.len()).of(text);
            let features = Features::of(sentence, language);
            (at, Encoded { text: sentence.to_owned(), encoding: Encoding::default(), features })
        })
        .collect();
    let members = texts
        .iter()
        .zip(&sentences)
        .enumerate()
        .map(|(version, (text, (at, encoded)))| Member {
            version,
            role: Role::Version,
            original: 0,
            language,
            text,
            segments: vec![MemberSegment { span: Span::new(*at, text.len()), language, encoded }],
        })
        .collect();
    let group = GroupView { members, versions: texts.len(), confidence: 1.0, glossary: None };
    Attribution.check(&Comparison::of(&group))
}

#[test]
fn a_source_that_is_named_in_the_sentence_before_is_not_lost() {
    let said = "The council met. The old bridge is safe, the mayor said.";
    assert!(!in_context(&[said, "The council met. The old bridge is safe."]).is_empty());
    assert!(in_context(&[said, "The mayor spoke after the council met. The old bridge is safe."]).is_empty());
}
