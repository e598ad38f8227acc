//! Which languages a text is in, the stems of its words, and the small words that carry a question.
//!
//! A text is judged by the small words in it (`stop-words`, which is quick and sure on a note of a few words), and
//! where it has none, by its letters (`whatlang`). A stem is kept with the code of its language, so that the German
//! *boot* is no English shoe. Names are not stemmed (`document.rs`). Nothing here reads the database.

use std::collections::HashMap;
use std::sync::OnceLock;

use frostem::Stemmer;
use whatlang::{Detector, Lang};

use super::words::{Kind, Word, fold, words};

/// A language that is stemmed.
struct Language {
    /// Its ISO 639-1 code.
    code: &'static str,
    /// As `whatlang` knows it.
    lang: Lang,
    script: Script,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Latin,
    Cyrillic,
    Greek,
    Arabic,
    Devanagari,
    Hebrew,
    Other,
}

const fn of(code: &'static str, lang: Lang, script: Script) -> Language {
    Language { code, lang, script }
}

/// The languages that are stemmed; a language's place is its bit in [`Languages`].
const LANGUAGES: [Language; 20] = [
    of("en", Lang::Eng, Script::Latin),
    of("de", Lang::Deu, Script::Latin),
    of("fr", Lang::Fra, Script::Latin),
    of("es", Lang::Spa, Script::Latin),
    of("it", Lang::Ita, Script::Latin),
    of("pt", Lang::Por, Script::Latin),
    of("nl", Lang::Nld, Script::Latin),
    of("sv", Lang::Swe, Script::Latin),
    of("da", Lang::Dan, Script::Latin),
    of("no", Lang::Nob, Script::Latin),
    of("fi", Lang::Fin, Script::Latin),
    of("hu", Lang::Hun, Script::Latin),
    of("ro", Lang::Ron, Script::Latin),
    of("tr", Lang::Tur, Script::Latin),
    of("pl", Lang::Pol, Script::Latin),
    of("cs", Lang::Ces, Script::Latin),
    of("ru", Lang::Rus, Script::Cyrillic),
    of("el", Lang::Ell, Script::Greek),
    of("ar", Lang::Ara, Script::Arabic),
    of("hi", Lang::Hin, Script::Devanagari),
];

/// Small words that `stop-words` does not have: those of whole languages, and those that ask.
const MORE_SMALL_WORDS: [(&str, &str); 20] = [
    (
        "pl",
        "i w we z ze na do nie się to że jest o jak po co ale za od czy dla jego jej ich mi mu ma był była było były \
         być już tylko przez przy może kto kiedy gdzie który która które którzy jestem są tym tej tego ten ta te \
         komu kogo czyj ile dlaczego skąd dokąd jaki jaka jakie",
    ),
    (
        "cs",
        "a v ve z ze na do ne se to že je o jak po co ale za od pro jeho její jejich mi má byl byla bylo byli být už \
         jen při může kdo kdy kde který která které kteří jsem jsou tím té toho ten ta ty s si k komu koho proč",
    ),
    ("hi", "का के की में है और से को पर यह वह ने हैं था थी थे कि जो भी हो गया कौन कब कहाँ क्या किस किसने"),
    ("en", "whose whom"),
    ("de", "wer wem wen wessen wann warum wieso weshalb woher wohin wo wie was welche welcher welches hat haben"),
    ("fr", "qui que quoi quand pourquoi où comment quel quelle quels quelles combien est-ce a-t-il ont"),
    ("es", "quién quiénes cuándo dónde cómo qué cuál cuáles cuánto por"),
    ("it", "chi quando dove come perché quale quali quanto che cosa"),
    ("pt", "quem quando onde como qual quais porquê porque quanto"),
    ("nl", "wie wanneer waar hoe waarom welke welk wat hoeveel"),
    ("sv", "vem vems när var hur varför vilken vilket vilka"),
    ("da", "hvem hvornår hvor hvordan hvorfor hvilken hvilket hvis"),
    ("no", "hvem når hvor hvordan hvorfor hvilken hvilket"),
    ("fi", "kuka kenen kenelle ketä milloin missä mistä mihin miten miksi mikä"),
    ("hu", "ki kinek kit mikor hol hova honnan hogyan miért melyik mi"),
    ("ro", "cine cui când unde cum care cât de ce"),
    ("tr", "kim kimin kime ne zaman nerede nereye nasıl neden niçin hangi kaç"),
    ("ru", "кто кого кому чей чья когда где куда откуда как почему зачем какой какая какие сколько"),
    ("el", "ποιος ποια ποιο ποιοι ποιον πότε πού πώς γιατί τι πόσο"),
    ("ar", "من متى أين كيف لماذا ماذا ما هل كم أي"),
];

/// Languages whose small words are known and that are not stemmed.
const UNSTEMMED: [&str; 1] = ["he"];

/// A set of languages, one bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Languages(u32);

impl Languages {
    fn iter(self) -> impl Iterator<Item = usize> {
        (0..LANGUAGES.len()).filter(move |place| self.0 & (1 << place) != 0)
    }

    fn of_script(self, script: Script) -> Languages {
        let fits = |place: &usize| LANGUAGES.get(*place).is_some_and(|language| language.script == script);
        Languages(self.iter().filter(fits).fold(0, |bits, place| bits | 1 << place))
    }

    /// The language of a code; none where it is not stemmed.
    pub fn named(code: &str) -> Languages {
        let place = LANGUAGES.iter().position(|language| language.code == code);
        Languages(place.map_or(0, |place| 1 << place))
    }

    /// The languages whose codes these stems bear.
    pub fn of_stems<'a>(stems: impl Iterator<Item = &'a String>) -> Languages {
        let place_of = |stem: &String| LANGUAGES.iter().position(|language| stem.starts_with(language.code));
        Languages(stems.filter_map(place_of).fold(0, |bits, place| bits | 1 << place))
    }

    /// Whether a stem always begins with the letter its word begins with. English alone is known to.
    pub fn keep_beginnings(self) -> bool {
        self.0 & !1 == 0
    }

    /// All that are stemmed.
    const ALL: Languages = Languages((1 << LANGUAGES.len()) - 1);
}

/// The folded small words, with the languages in which they are.
fn small_words() -> &'static HashMap<String, Languages> {
    static SMALL: OnceLock<HashMap<String, Languages>> = OnceLock::new();
    SMALL.get_or_init(|| {
        let mut small: HashMap<String, Languages> = HashMap::new();
        let mut add = |text: &str, bits: u32| {
            for word in words(text).filter(|word| word.kind == Kind::Word) {
                small.entry(word.text).or_default().0 |= bits;
            }
        };
        for (place, language) in LANGUAGES.iter().enumerate() {
            for word in stop_words::lookup(language.code).unwrap_or_default() {
                add(word, 1 << place);
            }
        }
        for (code, list) in MORE_SMALL_WORDS {
            let place = LANGUAGES.iter().position(|language| language.code == code);
            add(list, place.map_or(0, |place| 1 << place));
        }
        for code in UNSTEMMED {
            for word in stop_words::lookup(code).unwrap_or_default() {
                add(word, 0);
            }
        }
        small
    })
}

/// Small words that the lists lack: they carry a question, not its matter.
const OF_QUESTIONS: [&str; 26] = [
    "many", "much", "could", "would", "may", "might", "shall", "us", "tell", "tells", "told", "say", "says", "said",
    "ask", "asked", "happen", "happened", "get", "got", "anyone", "anybody", "somebody", "someone", "name", "named",
];

/// The languages in which a folded word is a small one; `None` where it is in none.
fn small_in(folded: &str) -> Option<Languages> {
    if OF_QUESTIONS.contains(&folded) {
        return Some(Languages(1));
    }
    small_words().get(folded).copied()
}

/// The languages a query seems to be in, and which of its folded words are small ones there.
pub fn are_small(folded: &[&str]) -> Vec<bool> {
    let of: Vec<Option<Languages>> = folded.iter().map(|word| small_in(word)).collect();
    // "die" is small in German and none in English: the language with most small words in the query decides.
    let mut votes = [0_u32; LANGUAGES.len()];
    for languages in of.iter().flatten() {
        for place in languages.iter() {
            if let Some(votes) = votes.get_mut(place) {
                *votes += 1;
            }
        }
    }
    let leading = votes.iter().enumerate().max_by_key(|(place, count)| (**count, std::cmp::Reverse(*place)));
    let leading = Languages(leading.filter(|(_, count)| **count > 0).map_or(0, |(place, _)| 1 << place));
    let is_small = |languages: &Option<Languages>| match languages {
        Some(Languages(0)) => true,
        Some(languages) => languages.0 & leading.0 != 0,
        None => false,
    };
    of.iter().map(is_small).collect()
}

/// Words of a text below which its letters tell nothing.
const TOO_SHORT: usize = 30;

/// What finds the languages of texts and the stems of words.
pub struct Stems {
    /// The languages the user writes in; all, where none was named.
    allowed: Languages,
    /// What a text is taken for that does not say.
    usual: Languages,
    codes: Vec<String>,
    detector: Detector,
    stemmers: Vec<Option<Stemmer>>,
}

impl Stems {
    /// For the codes of the languages the user writes in (`en`, `de`, …); unknown ones are left out. Without any, all
    /// are looked for, and a text that does not say is taken for English.
    pub fn new(codes: &[String]) -> Stems {
        let place_of = |code: &String| LANGUAGES.iter().position(|language| language.code == code);
        let named = Languages(codes.iter().filter_map(place_of).fold(0, |bits, place| bits | 1 << place));
        let allowed = if named.0 == 0 { Languages::ALL } else { named };
        let usual = if named.0 == 0 { Languages(1) } else { named };
        let known = |place: usize| LANGUAGES.get(place);
        Stems {
            allowed,
            usual,
            codes: named.iter().filter_map(known).map(|language| language.code.to_owned()).collect(),
            detector: Detector::with_allowlist(allowed.iter().filter_map(known).map(|of| of.lang).collect()),
            stemmers: LANGUAGES.iter().map(|language| Stemmer::try_from_name(language.code).ok()).collect(),
        }
    }

    /// The codes of the languages the user named.
    pub fn codes(&self) -> &[String] {
        &self.codes
    }

    /// The languages of a text that was cut into words.
    pub fn languages_of(&self, text: &str, cut: &[Word]) -> Languages {
        let mut votes = [0.0_f32; LANGUAGES.len()];
        for word in cut.iter().filter(|word| word.kind == Kind::Word) {
            let Some(of) = small_words().get(&word.text) else { continue };
            let of = Languages(of.0 & self.allowed.0);
            let share = 1.0 / of.0.count_ones().max(1) as f32;
            for place in of.iter() {
                if let Some(votes) = votes.get_mut(place) {
                    *votes += share;
                }
            }
        }
        let most = votes.iter().copied().fold(0.0, f32::max);
        if most >= SURE {
            let near = votes.iter().enumerate().filter(|(_, votes)| **votes >= NEARLY * most);
            return Languages(near.fold(0, |bits, (place, _)| bits | 1 << place));
        }
        self.by_letters(text).unwrap_or(self.usual)
    }

    fn by_letters(&self, text: &str) -> Option<Languages> {
        text.char_indices().nth(TOO_SHORT)?;
        let found = self.detector.detect(text).filter(|found| found.confidence() >= LIKELY)?;
        let place = LANGUAGES.iter().position(|language| language.lang == found.lang())?;
        Some(Languages(1 << place))
    }

    /// Puts the stems of a word into `to`, each with the code of its language. `lower` is the word as it stands in
    /// small letters, where folding changed it: a stemmer wants the accents, who types may leave them out.
    pub fn put(&self, folded: &str, lower: Option<&str>, languages: Languages, to: &mut Vec<String>) {
        let script = script_of(lower.unwrap_or(folded));
        if script == Script::Hebrew {
            return without_prefix(folded, to);
        }
        let mut languages = languages.of_script(script);
        if languages == Languages::default() {
            // A Greek word in an English note.
            languages = Languages::ALL.of_script(script);
            if script == Script::Latin {
                languages = self.usual.of_script(script);
            }
        }
        for place in languages.iter() {
            let (Some(language), Some(Some(stemmer))) = (LANGUAGES.get(place), self.stemmers.get(place)) else {
                continue;
            };
            let stem = stemmer.stem(folded);
            push(to, language.code, &stem);
            if let Some(lower) = lower {
                push(to, language.code, &fold(&stemmer.stem(lower)));
            }
        }
    }

    /// The stems of a word that is asked for, in every language it may be in.
    pub fn asked(&self, folded: &str, lower: Option<&str>) -> Vec<String> {
        let mut stems = Vec::new();
        self.put(folded, lower, self.allowed, &mut stems);
        stems
    }
}

impl std::fmt::Debug for Stems {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Stems").field("codes", &self.codes).finish_non_exhaustive()
    }
}

/// Votes from which small words settle the language.
const SURE: f32 = 0.9;
/// Languages with so much of the most votes are taken too: Danish and Norwegian share most small words.
const NEARLY: f32 = 0.75;
/// How sure `whatlang` must be.
const LIKELY: f64 = 0.4;

fn push(to: &mut Vec<String>, code: &str, stem: &str) {
    if stem.is_empty() {
        return;
    }
    let tagged = format!("{code}{stem}");
    if !to.contains(&tagged) {
        to.push(tagged);
    }
}

/// Letters that stand for small words and are written with the next one: and, the, in, to, from, that, as.
const HEBREW_PREFIXES: [char; 7] = ['ו', 'ה', 'ב', 'ל', 'מ', 'ש', 'כ'];

/// A Hebrew word, and the same without a letter that may be a small word before it.
fn without_prefix(folded: &str, to: &mut Vec<String>) {
    push(to, "he", folded);
    let rest = folded.strip_prefix(HEBREW_PREFIXES).filter(|rest| rest.chars().count() >= 3);
    rest.into_iter().for_each(|rest| push(to, "he", rest));
}

fn script_of(word: &str) -> Script {
    match word.chars().next() {
        Some(first) if first.is_ascii() => Script::Latin,
        Some('\u{0370}'..='\u{03FF}' | '\u{1F00}'..='\u{1FFF}') => Script::Greek,
        Some('\u{0400}'..='\u{052F}') => Script::Cyrillic,
        Some('\u{0600}'..='\u{06FF}' | '\u{0750}'..='\u{077F}') => Script::Arabic,
        Some('\u{0900}'..='\u{097F}') => Script::Devanagari,
        Some('\u{0590}'..='\u{05FF}') => Script::Hebrew,
        Some('\u{00C0}'..='\u{024F}' | '\u{1E00}'..='\u{1EFF}') => Script::Latin,
        _ => Script::Other,
    }
}

/// A word as it stands, in small letters, where folding changed more than its case.
pub fn lower<'a>(text: &str, word: &Word, held: &'a mut String) -> Option<&'a str> {
    let original = text.get(word.from..word.to)?;
    if original.is_ascii() {
        return None;
    }
    *held = original.to_lowercase();
    (*held != word.text).then_some(held.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn languages(text: &str) -> Vec<&'static str> {
        let cut: Vec<Word> = words(text).collect();
        let found = Stems::new(&[]).languages_of(text, &cut);
        found.iter().map(|place| LANGUAGES[place].code).collect()
    }

    #[test]
    fn the_language_of_a_note_is_told_by_its_small_words() {
        for (code, text) in [
            ("en", "She had just started to sail with the boat of her father."),
            ("de", "Wir haben lange über das neue Boot gesprochen."),
            ("fr", "Elle cherche un comptable pour son entreprise."),
            ("es", "Busca una persona que hable con los clientes."),
            ("it", "Vorrebbe conoscere qualcuno che sappia di vino."),
            ("pt", "Ela não quer vender a casa da praia."),
            ("nl", "Hij zoekt een nieuwe baan in de haven."),
            ("pl", "Szuka kogoś do księgowości i nie ma czasu."),
            ("ru", "Она ищет бухгалтера для своей фирмы."),
            ("tr", "Yeni bir iş için çok heyecanlı ve mutlu."),
            ("el", "Ψάχνει για έναν λογιστή για την εταιρεία."),
            ("sv", "Hon letar efter en ny båt och vill segla."),
        ] {
            assert_eq!(languages(text), [code], "{text}");
        }
    }

    #[test]
    fn a_text_that_does_not_say_is_of_the_users_languages() {
        assert_eq!(languages("Regatta!"), ["en"]);
        let german = Stems::new(&["de".into(), "klingon".into()]);
        assert_eq!(german.codes(), ["de"]);
        let text = "The boats of the others";
        let cut: Vec<Word> = words(text).collect();
        assert_eq!(german.languages_of(text, &cut).iter().count(), 1);
    }

    #[test]
    fn stems_stay_apart_by_language_and_forgive_missing_accents() {
        let stems = Stems::new(&[]);
        assert!(stems.asked("sailing", None).contains(&"ensail".to_owned()));
        let (mut typed, mut written) = (Vec::new(), Vec::new());
        stems.put("hauser", None, Languages(2), &mut typed);
        stems.put("hauser", Some("häuser"), Languages(2), &mut written);
        assert!(typed.iter().any(|stem| written.contains(stem)), "{typed:?} {written:?}");
        let mut house = Vec::new();
        stems.put("haus", None, Languages(2), &mut house);
        assert!(house.iter().any(|stem| written.contains(stem)), "{house:?} {written:?}");
    }

    #[test]
    fn small_words_are_judged_by_the_language_of_the_question() {
        assert_eq!(are_small(&["who", "will", "die", "first"]), [true, true, false, false]);
        assert_eq!(are_small(&["wer", "sucht", "die", "wohnung"]), [true, false, true, false]);
        assert_eq!(are_small(&["who", "has", "a", "boat"]), [true, true, true, false]);
    }

    #[test]
    fn every_language_has_a_stemmer_and_small_words() {
        let stems = Stems::new(&[]);
        for (place, language) in LANGUAGES.iter().enumerate() {
            assert!(stems.stemmers[place].is_some(), "{}", language.code);
            assert!(small_words().values().any(|of| of.0 & (1 << place) != 0), "{}", language.code);
        }
    }

    #[test]
    fn the_languages_that_can_be_named_are_those_that_are_stemmed() {
        use crate::settings::NoteLanguage;
        for language in LANGUAGES {
            let named: Result<NoteLanguage, _> = serde_json::from_value(language.code.into());
            assert!(named.is_ok(), "{} cannot be named", language.code);
        }
        let none = serde_json::from_value::<NoteLanguage>("xx".into()).unwrap_err().to_string();
        assert_eq!(none.matches('`').count(), 2 * (LANGUAGES.len() + 1), "{none}");
    }
}
