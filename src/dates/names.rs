//! Names of months and weekdays in the languages of news, from the Unicode CLDR (<https://cldr.unicode.org>): full and
//! abbreviated, in the forms that are used next to a day.

use std::collections::HashMap;
use std::sync::LazyLock;

/// The names of the twelve months in each language, in lower case. Variants are separated by `|`, and `-` means that
/// there is no name. The parser handles a full stop after an abbreviation.
const MONTHS: [&str; 47] = [
    // English, German, French, Spanish, Italian, Portuguese, Dutch
    "january|jan|jany february|feb|febr|feby march|mar april|apr may june|jun july|jul august|aug september|sept|sep|septr october|oct|octr november|nov|novr|novbr december|dec|decr|decbr",
    "januar|jänner|jän februar|feber märz|mär|mrz april mai juni juli august september oktober|okt november dezember|dez",
    "janvier|janv février|fevrier|févr|fév|fevr mars avril|avr mai juin juillet|juil août|aout septembre octobre novembre décembre|decembre|déc",
    "enero|ene febrero marzo abril|abr mayo junio julio agosto|ago septiembre|setiembre|set octubre noviembre diciembre|dic",
    "gennaio|gen febbraio marzo aprile maggio|mag giugno|giu luglio|lug agosto settembre ottobre|ott novembre dicembre",
    "janeiro fevereiro|fev março|marco abril maio|mai junho julho agosto setembro outubro|out novembro dezembro",
    "januari februari maart|mrt april mei juni juli augustus september oktober november december",
    // Swedish, Danish, Norwegian; Finnish
    "januari|januar februari|februar mars|marts april maj|mai juni juli augusti|august september oktober november december|desember|des",
    "tammikuuta|tammikuu helmikuuta|helmikuu maaliskuuta|maaliskuu huhtikuuta|huhtikuu toukokuuta|toukokuu kesäkuuta|kesäkuu heinäkuuta|heinäkuu elokuuta|elokuu syyskuuta|syyskuu lokakuuta|lokakuu marraskuuta|marraskuu joulukuuta|joulukuu",
    // Polish, Czech, Slovak
    "stycznia|styczeń|sty lutego|luty|lut marca|marzec kwietnia|kwiecień|kwi maja czerwca|czerwiec|cze lipca|lipiec|lip sierpnia|sierpień|sie września|wrzesień|wrz października|październik|paź listopada|listopad|lis grudnia|grudzień|gru",
    "ledna|leden února|únor března|březen dubna|duben května|květen června|červen července|červenec srpna|srpen září října|říjen listopadu prosince|prosinec",
    "januára|január februára|február marca apríla|apríl mája júna|jún júla|júl augusta septembra októbra|október novembra decembra",
    // Turkish, Romanian, Hungarian
    "ocak|oca şubat|şub mart nisan|nis mayıs haziran|haz temmuz|tem ağustos|ağu eylül|eyl ekim|eki kasım|kas aralık|ara",
    "ianuarie|ian februarie martie aprilie mai iunie|iun iulie|iul august septembrie octombrie noiembrie|noi decembrie",
    "január február március|márc április|ápr május|máj június július augusztus szeptember|szept október november december",
    // Russian, Ukrainian, Bulgarian and Serbian, Greek
    "января|январь|янв февраля|февраль|фев марта|март|мар апреля|апрель|апр мая|май июня|июнь|июн июля|июль|июл августа|август|авг сентября|сентябрь|сен|сент октября|октябрь|окт ноября|ноябрь|ноя декабря|декабрь|дек",
    "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
    "януари|јануар февруари|фебруар март април май|мај юни|јун юли|јул август|аугуст септември|септембар октомври|октобар ноември|новембар декември|децембар",
    "ιανουαρίου|ιαν φεβρουαρίου|φεβ μαρτίου|μαρ απριλίου|απρ μαΐου|μαϊ ιουνίου ιουλίου αυγούστου|αυγ σεπτεμβρίου|σεπ οκτωβρίου|οκτ νοεμβρίου|νοε δεκεμβρίου|δεκ",
    // Indonesian and Malay, Arabic
    "januari februari|pebruari maret|mac april mei juni|jun juli|julai agustus|ogos|agt september oktober november|nopember desember|disember",
    // Catalan, Croatian, Estonian, Icelandic, Hebrew, Levantine Arabic
    "gener febrer març abril maig juny juliol agost setembre octubre novembre desembre",
    "siječnja|siječanj veljače|veljača ožujka|ožujak travnja|travanj svibnja|svibanj lipnja|lipanj srpnja|srpanj kolovoza|kolovoz rujna|rujan listopada|- studenoga|studenog|studeni prosinca|prosinac",
    "jaanuar|jaan veebruar|veebr märts aprill mai juuni juuli august|aug september oktoober|okt november detsember|dets",
    "janúar febrúar mars apríl maí júní júlí ágúst september október nóvember desember",
    "ינואר|בינואר פברואר|בפברואר מרץ|מרס|במרץ|במרס אפריל|באפריל מאי|במאי יוני|ביוני יולי|ביולי אוגוסט|באוגוסט ספטמבר|בספטמבר אוקטובר|באוקטובר נובמבר|בנובמבר דצמבר|בדצמבר",
    "- شباط آذار نيسان أيار|ايار حزيران تموز آب أيلول|ايلول - - -",
    // Persian, Urdu, Hindi, Bengali, Tamil, Thai; Vietnamese writes numbers
    "ژانویه فوریه مارس آوریل مه|می ژوئن ژوئیه|ژوئيه اوت سپتامبر اکتبر نوامبر دسامبر",
    "جنوری فروری مارچ اپریل مئی جون جولائی اگست ستمبر اکتوبر نومبر دسمبر",
    "जनवरी फ़रवरी|फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर|सितम्बर अक्टूबर|अक्तूबर नवंबर|नवम्बर दिसंबर|दिसम्बर",
    "জানুয়ারি|জানুয়ারী ফেব্রুয়ারি|ফেব্রুয়ারী মার্চ এপ্রিল মে জুন জুলাই আগস্ট সেপ্টেম্বর অক্টোবর নভেম্বর ডিসেম্বর",
    "ஜனவரி பிப்ரவரி மார்ச் ஏப்ரல் மே ஜூன் ஜூலை ஆகஸ்ட் செப்டம்பர் அக்டோபர் நவம்பர் டிசம்பர்",
    "มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม",
    // Belarusian, Kazakh, Serbian in Latin script, Slovene; Latvian, Lithuanian, Albanian
    "студзеня лютага сакавіка красавіка мая чэрвеня ліпеня жніўня верасня кастрычніка лістапада снежня",
    "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан",
    "januar februar mart april maj jun jul avgust septembar|september oktobar|oktober novembar|november decembar|december",
    "janvāris|janvārī|janvāra februāris|februārī|februāra marts|martā|marta aprīlis|aprīlī|aprīļa maijs|maijā|maija jūnijs|jūnijā|jūnija jūlijs|jūlijā|jūlija augusts|augustā|augusta septembris|septembrī|septembra oktobris|oktobrī|oktobra novembris|novembrī|novembra decembris|decembrī|decembra",
    "sausio vasario kovo balandžio gegužės birželio liepos rugpjūčio rugsėjo spalio lapkričio gruodžio",
    "janar shkurt mars prill maj qershor korrik gusht shtator tetor nëntor dhjetor",
    // Azerbaijani, Georgian, Armenian; Basque, Irish, Welsh; Swahili, Filipino
    "yanvar fevral mart aprel may iyun iyul avqust sentyabr oktyabr noyabr dekabr",
    "იანვარი|იანვარს თებერვალი|თებერვალს მარტი|მარტს აპრილი|აპრილს მაისი|მაისს ივნისი|ივნისს ივლისი|ივლისს აგვისტო|აგვისტოს სექტემბერი|სექტემბერს ოქტომბერი|ოქტომბერს ნოემბერი|ნოემბერს დეკემბერი|დეკემბერს",
    "հունվար|հունվարի փետրվար|փետրվարի մարտ|մարտի ապրիլ|ապրիլի մայիս|մայիսի հունիս|հունիսի հուլիս|հուլիսի օգոստոս|օգոստոսի սեպտեմբեր|սեպտեմբերի հոկտեմբեր|հոկտեմբերի նոյեմբեր|նոյեմբերի դեկտեմբեր|դեկտեմբերի",
    "urtarrilaren otsailaren martxoaren apirilaren maiatzaren ekainaren uztailaren abuztuaren irailaren urriaren azaroaren abenduaren",
    "eanáir feabhra márta aibreán bealtaine meitheamh iúil lúnasa - - samhain nollaig",
    "ionawr chwefror mawrth ebrill mai mehefin gorffennaf awst medi hydref tachwedd rhagfyr",
    "januari februari machi aprili mei juni julai agosti septemba oktoba novemba desemba",
    "enero pebrero marso abril mayo hunyo hulyo agosto setyembre oktubre nobyembre disyembre",
    "يناير فبراير مارس أبريل|ابريل مايو يونيو يوليو أغسطس|اغسطس سبتمبر أكتوبر|اكتوبر نوفمبر ديسمبر",
];

/// The weekdays from Monday, with variants separated by `|`.
const WEEKDAYS: [&str; 15] = [
    "monday|mon tuesday|tue|tues wednesday|wed thursday|thu|thurs|thur friday|fri saturday|sat sunday|sun",
    "montag|mo dienstag|di mittwoch|mi donnerstag|do freitag|fr samstag|sonnabend|sa sonntag|so",
    "lundi|lun mardi|mar mercredi|mer jeudi|jeu vendredi|ven samedi|sam dimanche|dim",
    "lunes|lun martes|mar miércoles|mié|mie jueves|jue viernes|vie sábado|sáb domingo|dom",
    "lunedì|lun martedì|mar mercoledì|mer giovedì|gio venerdì|ven sabato|sab domenica|dom",
    "segunda|seg terça|ter quarta|qua quinta|qui sexta|sex sábado|sáb domingo|dom",
    "maandag|ma dinsdag|di woensdag|wo donderdag|do vrijdag|vr zaterdag|za zondag|zo",
    "måndag|mandag tisdag|tirsdag onsdag torsdag fredag lördag|lørdag söndag|søndag",
    "maanantai tiistai keskiviikko torstai perjantai lauantai sunnuntai",
    "poniedziałek wtorek środa czwartek piątek sobota niedziela",
    "pondělí úterý středa čtvrtek pátek sobota neděle",
    "pazartesi|pzt salı çarşamba perşembe cuma cumartesi pazar",
    "понедельник|пн вторник|вт среда|ср четверг|чт пятница|пт суббота|сб воскресенье|вс",
    "الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد",
    "δευτέρα τρίτη τετάρτη πέμπτη παρασκευή σάββατο κυριακή",
];

/// Numbers by name. If a name has different numbers in two languages, the first language takes precedence.
type Numbers = HashMap<&'static str, u32>;

static MONTH_NUMBERS: LazyLock<Numbers> = LazyLock::new(|| numbers(&MONTHS));
static WEEKDAY_NUMBERS: LazyLock<Numbers> = LazyLock::new(|| numbers(&WEEKDAYS));

fn numbers(languages: &[&'static str]) -> Numbers {
    let mut numbers = Numbers::new();
    for language in languages {
        for (number, variants) in (0..).zip(language.split(' ')) {
            for name in variants.split('|').filter(|name| *name != "-") {
                numbers.entry(name).or_insert(number);
            }
        }
    }
    numbers
}

fn position(numbers: &Numbers, word: &str) -> Option<u32> {
    if word.len() > 32 {
        return None;
    }
    numbers.get(word.to_lowercase().as_str()).copied()
}

/// Returns the month (1 to 12) that a word names.
pub fn month(word: &str) -> Option<u32> {
    position(&MONTH_NUMBERS, word).map(|at| at + 1)
}

/// Returns the weekday (0 for Monday) that a word names.
pub fn weekday(word: &str) -> Option<u32> {
    position(&WEEKDAY_NUMBERS, word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_names_twelve_months_and_seven_days() {
        assert!(MONTHS.iter().all(|language| language.split(' ').count() == 12));
        assert!(WEEKDAYS.iter().all(|language| language.split(' ').count() == 7));
        assert_eq!((month("März"), month("ОКТЯБРЯ"), month("palms")), (Some(3), Some(10), None));
    }
}
