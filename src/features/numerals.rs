//! Numbers in Chinese characters, as Chinese and Japanese write them.

use super::number::Number;
use crate::Span;

fn value(c: char) -> Option<f64> {
    const DIGITS: &str = "〇一二三四五六七八九";
    match c {
        '零' => Some(0.0),
        '两' | '兩' => Some(2.0),
        _ => DIGITS.chars().position(|d| d == c).map(|v| v as f64),
    }
}

fn magnitude(c: char) -> Option<f64> {
    match c {
        '十' => Some(10.0),
        '百' => Some(100.0),
        '千' => Some(1000.0),
        '万' | '萬' => Some(1e4),
        '亿' | '億' => Some(1e8),
        '兆' => Some(1e12),
        _ => None,
    }
}

/// Whether a character is a numeral.
pub(super) fn is_numeral(c: char) -> bool {
    value(c).is_some() || magnitude(c).is_some()
}

/// Words that are written with numerals and count nothing.
const WORDS: &[&str] = &[
    "十分",
    "万一",
    "千万别",
    "一一",
    "统一",
    "唯一",
    "统一",
    "一般",
    "一定",
    "一起",
    "一样",
    "一直",
    "一切",
    "一部",
    "一致",
    "一旦",
    "一方",
    "一番",
    "一时",
    "一時",
    "一度",
    "一緒",
    "一体",
    "万全",
    "百姓",
    "四川",
    "三角",
    "五輪",
    "八百屋",
    "千葉",
    "九州",
    "四国",
    "十字",
    "七夕",
    "第一",
    "第二",
    "四周",
    "五台山",
    "七台河",
    "六本木",
    "二本松",
    "三本木",
    "星期",
    "周一",
    "周二",
    "周三",
    "周四",
    "周五",
    "周六",
    "礼拜",
    "万博",
    "千島",
    "三明治",
    "张三",
    "李四",
    "三天两头",
    "四天王",
    "三位一体",
    "三位一體",
    "三次元",
    "二次元",
    "三人称",
    "二人三脚",
    "十人十色",
    "三枚目",
    "三軒茶屋",
    "四つん",
    "八つ当",
    "七人制",
    "五人制",
];

/// What is counted with a numeral alone, in Chinese or Japanese: measure words, and some units. Not those that numerals stand before
/// in names of places and days (条, 所, 日, 月), nor those of clocks and fractions (点, 分).
const MEASURES: &[&str] = &[
    "名", "位", "个", "個", "人", "家", "台", "辆", "輛", "架", "艘", "座", "栋", "棟", "间", "間", "只",
    "隻", "匹", "头", "頭", "张", "張", "册", "冊", "份", "件", "次", "场", "場", "天", "年", "岁", "歲",
    "歳", "周", "週", "倍", "枚", "瓶", "杯", "票", "本", "回", "社", "校", "軒", "羽", "つ", "か月", "カ月",
    "ヶ月", "ケ月", "ヵ月", "か国", "カ国", "ヶ国", "か所", "カ所", "ヶ所", "公里", "米", "吨", "噸", "元",
    "美元", "小时", "小時", "時間", "分钟", "分鐘",
];

/// What stands before a numeral that is the name of a weekday: 周三人们, 星期三.
const WEEKDAY: [&str; 5] = ["周", "週", "星期", "礼拜", "禮拜"];

/// What stands before the year of an era: 昭和三年 is no three years.
const ERAS: [&str; 19] = [
    "明治", "大正", "昭和", "平成", "令和", "洪武", "永乐", "万历", "顺治", "康熙", "雍正", "乾隆", "嘉庆",
    "道光", "咸丰", "同治", "光绪", "宣统", "民国",
];

/// Tens before a numeral: of 廿三, twenty-three.
const TENS: &str = "廿卅卌";

/// Schools before the number of their year: 初三年级. Elsewhere they belong to another word (提高三倍).
const SCHOOLS: &str = "初高大";

/// Numbers of at least two numerals, or one from two to ten before a measure. A lone numeral is part of a word too often, and one is an
/// article.
#[must_use]
pub fn numerals(text: &str) -> Vec<Number> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(&(start, _)) = chars.get(at) {
        let mut run: Vec<char> = chars
            .get(at..)
            .unwrap_or_default()
            .iter()
            .map(|(_, c)| *c)
            .take_while(|c| is_numeral(*c))
            .collect();
        if run.is_empty() {
            at += 1;
            continue;
        }
        let follows =
            |list: &[&str], at: usize| text.get(..at).is_some_and(|t| list.iter().any(|w| t.ends_with(w)));
        // 星期二十名: ten, on a Tuesday.
        let is_weekday = |c: &char| value(*c).is_some_and(|v| (1.0..=6.0).contains(&v));
        if run.len() > 1 && follows(&WEEKDAY, start) && run.first().is_some_and(is_weekday) {
            run.remove(0);
            at += 1;
        }
        let start = chars.get(at).map_or(start, |(i, _)| *i);
        at += run.len();
        let end = chars.get(at).map_or(text.len(), |(i, _)| *i);
        let before = text.get(..start).and_then(|t| t.chars().next_back());
        let around = before.map_or(start, |c| start - c.len_utf8());
        let stretch = text.get(around..).unwrap_or_default();
        let rest = text.get(end..).unwrap_or_default();
        // 十分 is “very”, and ten minutes in 十分钟.
        let is_minutes = rest.starts_with("分钟") || rest.starts_with("分鐘");
        let is_word = |t: &str, w: &str| t.starts_with(w) && !(w == "十分" && is_minutes);
        let in_word =
            WORDS.iter().any(|w| is_word(stretch, w) || text.get(start..).is_some_and(|t| is_word(t, w)));
        // 数十, 几百, 十几: some tens, some hundreds.
        let vague = before.is_some_and(|c| "数几幾何".contains(c))
            || chars.get(at).is_some_and(|(_, c)| "几幾数余餘多".contains(*c));
        let lone = |c: char| value(c).is_some_and(|v| v >= 2.0) || c == '十';
        let measure = MEASURES.iter().filter(|m| rest.starts_with(**m)).max_by_key(|m| m.len());
        let after = measure.and_then(|m| rest.strip_prefix(m)).unwrap_or_default();
        let is_grade = rest.starts_with("年级") || rest.starts_with("年級");
        let belongs = before.is_some_and(|c| TENS.contains(c) || (is_grade && SCHOOLS.contains(c)))
            || follows(&WEEKDAY, start);
        // 三元五角: a price in two units.
        let in_parts = after.starts_with(|c| value(c).is_some())
            && after.chars().nth(1).is_some_and(|c| "角毛".contains(c));
        let counted = measure.is_some() && !belongs && !in_parts;
        let in_era = rest.starts_with('年') && follows(&ERAS, start);
        let is_number = run.len() > 1 || run.first().is_some_and(|c| counted && lone(*c));
        if !is_number || in_word || vague || in_era {
            continue;
        }
        let half = half_after(rest).unwrap_or_default();
        if let Some(value) = read(&run).map(|value| value + half) {
            out.push(Number {
                span: Span::new(start, end),
                whole: Span::new(start, end),
                values: vec![value],
                clock: Vec::new(),
                soft: value <= 2.0,
            });
        }
    }
    out
}

/// The half that what follows a number adds to it: 三个半小时, 五年半.
pub(super) fn half_after(rest: &str) -> Option<f64> {
    let measure = MEASURES.iter().filter(|m| rest.starts_with(**m)).max_by_key(|m| m.len())?;
    rest.strip_prefix(measure)?.starts_with('半').then_some(0.5)
}

/// 三百二十一 by place, 二〇二〇 digit by digit; `None` for 三四 ("three or four").
pub(super) fn read(run: &[char]) -> Option<f64> {
    if run.iter().all(|c| magnitude(*c).is_none()) {
        let digits: String = run.iter().filter_map(|c| char::from_digit(value(*c)? as u32, 10)).collect();
        return (run.len() != 2).then(|| digits.parse().ok()).flatten();
    }
    let (mut total, mut section, mut current) = (0.0, 0.0, 0.0);
    for c in run {
        match (value(*c), magnitude(*c)) {
            (Some(v), _) => current = v,
            (_, Some(m)) if m < 1e4 => {
                section += f64::max(current, 1.0) * m;
                current = 0.0;
            }
            (_, Some(m)) => {
                total += f64::max(section + current, 1.0) * m;
                (section, current) = (0.0, 0.0);
            }
            _ => return None,
        }
    }
    Some(total + section + current)
}
