//! The names of months and weekdays in the languages of news, as data.
//!
//! They are from the Unicode CLDR 49 (<https://cldr.unicode.org>, under the Unicode License v3): full and abbreviated,
//! alone and next to a day. Abbreviations that are ordinary words of large languages are left out. Cases that
//! newspapers use and the CLDR lacks are added.

/// The names of the twelve months in each language, in lower case. Variants are separated by `|`, an underscore is a
/// space in a name, and `-` means that there is no name of its own. The parser handles a full stop after an
/// abbreviation. If a name means different months in two languages, the first language takes precedence.
pub(super) const MONTHS: [&str; 142] = [
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
    // Ukrainian
    "січ|січень лют|лютий бер|березень квіт|квітень трав|травень черв|червень лип|липень серп|серпень вер|вересень жовт|жовтень листопад груд|грудень",
    // Bulgarian
    "яну - - - - - - - сеп - ное -",
    // Serbian
    "јан феб - - - - - - - - нов дец",
    // Serbian (Latin)
    "- - - - - - - avg - - - -",
    // Greek
    "ιανουάριος φεβρουάριος μάρτιος|μάρ απρίλιος μαΐ|μάιος|μάι ιουν|ιούνιος|ιούν ιουλ|ιούλιος|ιούλ αύγουστος|αύγ σεπτέμβριος οκτώβριος νοέμβριος|νοέ δεκέμβριος",
    // Indonesian
    "- - - - - - - agu - - - -",
    // Malay
    "- - - - - - - ogo - - - -",
    // Croatian
    "sij velj ožu - svi - - - ruj - stu -",
    // Czech
    "- úno bře - kvě čvn čvc - zář říj - -",
    // Hebrew
    "ינו פבר - אפר - - - אוג ספט אוק נוב דצמ",
    // Hindi
    "जन फ़र - - - - जुल अग सित अक्टू नव दिस",
    // Bengali
    "জানু ফেব - এপ্রি - - জুল আগ সেপ|সেপ্ট অক্টো নভে ডিসে",
    // Tamil
    "ஜன பிப் மார் ஏப் - - - ஆக செப் அக் நவ டிச",
    // Belarusian
    "студзень люты сак|сакавік красавік - чэр|чэрвень ліп|ліпень жні|жнівень верасень кас|кастрычнік ліс|лістапад сне|снежань",
    // Kazakh
    "қаң ақп - сәу мам мау шіл - қыр қаз қар жел",
    // Slovene
    "- - marec - - junij julij - - - - -",
    // Latvian
    "- - - - - jūn jūl - - - - -",
    // Lithuanian
    "saus|sausis vasaris kov|kovas balandis geg|gegužė birž|birželis liep|liepa rugp|rugpjūtis rugs|rugsėjis spal|spalis lapkr|lapkritis gruod|gruodis",
    // Albanian
    "- shk - - - qer korr gush - - nën dhj",
    // Azerbaijani
    "yan - - - - iyn iyl avq sen - noy dek",
    // Georgian
    "იან თებ მარ აპრ მაი ივნ ივლ აგვ სექ ოქტ ნოე დეკ",
    // Armenian
    "հնվ փտվ մրտ ապր մյս հնս հլս օգս սեպ հոկ նոյ դեկ",
    // Basque
    "urtarrila otsaila|ots martxoa apirila maiatza ekaina|eka uztaila|uzt abuztua|abu iraila urria|urr azaroa abendua",
    // Irish
    "ean feabh - aib beal meith - lún mfómh dfómh samh noll",
    // Welsh
    "- chwef|chw - ebr - meh gorff - - - - rhag",
    // Filipino
    "- peb - - - hun hul - - - nob -",
    // Telugu
    "జనవరి|జన ఫిబ్రవరి|ఫిబ్ర మార్చి ఏప్రిల్|ఏప్రి మే జూన్ జులై ఆగస్టు|ఆగ సెప్టెంబర్|సెప్టెం అక్టోబర్|అక్టో నవంబర్|నవం డిసెంబర్|డిసెం",
    // Kannada
    "ಜನವರಿ|ಜನ ಫೆಬ್ರವರಿ|ಫೆಬ್ರ ಮಾರ್ಚ್ ಏಪ್ರಿಲ್|ಏಪ್ರಿ ಮೇ ಜೂನ್ ಜುಲೈ ಆಗಸ್ಟ್|ಆಗ ಸೆಪ್ಟೆಂಬರ್|ಸೆಪ್ಟೆಂ ಅಕ್ಟೋಬರ್|ಅಕ್ಟೋ ನವೆಂಬರ್|ನವೆಂ ಡಿಸೆಂಬರ್|ಡಿಸೆಂ",
    // Malayalam
    "ജനുവരി|ജനു ഫെബ്രുവരി|ഫെബ്രു മാർച്ച്|മാർ ഏപ്രിൽ|ഏപ്രി മേയ് ജൂൺ ജൂലൈ ഓഗസ്റ്റ്|ഓഗ സെപ്റ്റംബർ|സെപ്റ്റം ഒക്ടോബർ|ഒക്ടോ നവംബർ|നവം ഡിസംബർ|ഡിസം",
    // Marathi
    "जानेवारी|जाने फेब्रुवारी|फेब्रु - एप्रिल|एप्रि मे - जुलै ऑगस्ट|ऑग सप्टेंबर|सप्टें ऑक्टोबर|ऑक्टो नोव्हेंबर|नोव्हें डिसेंबर|डिसें",
    // Gujarati
    "જાન્યુઆરી|જાન્યુ ફેબ્રુઆરી|ફેબ્રુ માર્ચ એપ્રિલ મે જૂન જુલાઈ ઑગસ્ટ સપ્ટેમ્બર|સપ્ટે ઑક્ટોબર|ઑક્ટો નવેમ્બર|નવે ડિસેમ્બર|ડિસે",
    // Punjabi
    "ਜਨਵਰੀ|ਜਨ ਫ਼ਰਵਰੀ|ਫ਼ਰ ਮਾਰਚ ਅਪ੍ਰੈਲ|ਅਪ੍ਰੈ ਮਈ ਜੂਨ ਜੁਲਾਈ|ਜੁਲਾ ਅਗਸਤ|ਅਗ ਸਤੰਬਰ|ਸਤੰ ਅਕਤੂਬਰ|ਅਕਤੂ ਨਵੰਬਰ|ਨਵੰ ਦਸੰਬਰ|ਦਸੰ",
    // Odia
    "ଜାନୁଆରୀ ଫେବୃଆରୀ ମାର୍ଚ୍ଚ ଅପ୍ରେଲ ମଇ ଜୁନ ଜୁଲାଇ ଅଗଷ୍ଟ ସେପ୍ଟେମ୍ବର ଅକ୍ଟୋବର ନଭେମ୍ବର ଡିସେମ୍ବର",
    // Assamese
    "জানুৱাৰী ফেব্ৰুৱাৰী|ফেব্ৰু মাৰ্চ এপ্ৰিল - - - আগষ্ট ছেপ্তেম্বৰ|ছেপ্তে অক্টোবৰ নৱেম্বৰ|নৱে ডিচেম্বৰ|ডিচে",
    // Nepali
    "- फेब्रुअरी - अप्रिल - जुन - अगस्ट सेप्टेम्बर अक्टोबर नोभेम्बर डिसेम्बर",
    // Burmese
    "ဇန်နဝါရီ|ဇန် ဖေဖော်ဝါရီ|ဖေ မတ် ဧပြီ မေ ဇွန် ဇူလိုင်|ဇူ ဩဂုတ် စက်တင်ဘာ|စက် အောက်တိုဘာ|အောက် နိုဝင်ဘာ|နို ဒီဇင်ဘာ|ဒီ",
    // Khmer
    "មករា កុម្ភៈ មីនា មេសា ឧសភា មិថុនា កក្កដា សីហា កញ្ញា តុលា វិច្ឆិកា ធ្នូ",
    // Lao
    "ມັງກອນ|ມກ ກຸມພາ|ກພ ມີນາ|ມນ ເມສາ|ມສ ພຶດສະພາ|ພພ ມິຖຸນາ|ມິຖ ກໍລະກົດ|ກລ ສິງຫາ|ສຫ ກັນຍາ|ກຍ ຕຸລາ|ຕລ ພະຈິກ|ພຈ ທັນວາ|ທວ",
    // Uzbek
    "- - - - - - - - sentabr oktabr - -",
    // Tajik
    "январ феврал - апрел - - - - сентябр октябр ноябр декабр",
    // Turkmen
    "ýanwar|ýan fewral - - maý iýun iýul awgust|awg sentýabr oktýabr noýabr|noý -",
    // Tatar
    "гыйнвар|гыйн - - - - - - - - - нояб -",
    // Bashkir
    "ғинуар|ғин - - - - - - - - - - -",
    // Amharic
    "ጃንዋሪ|ጃን ፌብሩዋሪ|ፌብ ማርች ኤፕሪል|ኤፕሪ ሜይ ጁን ጁላይ ኦገስት|ኦገስ ሴፕቴምበር|ሴፕቴ ኦክቶበር|ኦክቶ ኖቬምበር|ኖቬም ዲሴምበር|ዲሴም",
    // Hausa
    "janairu faburairu|fab maris afirilu|afi mayu yuni|yun yuli|yul agusta satumba - nuwamba disamba",
    // Igbo
    "jenụwarị febrụwarị maachị epreel|epr - juu julaị ọgọọst|ọgọ - ọktoba|ọkt - disemba",
    // Zulu
    "januwari februwari mashi ephreli|eph meyi|mey - julayi agasti septhemba okthoba - -",
    // Xhosa
    "janyuwari - matshi epreli - - - - - okthobha - -",
    // Somali
    "janaayo|jannaayo febraayo maarso abriil maayo juun luulyo ogs|ogosto sebtembar|sebteembar oktoobar noofeembar|nof diseembar",
    // Afrikaans
    "januarie - - - - junie julie - - - - -",
    // Luxembourgish
    "- - mäerz|mäe abrëll - - - - - - - -",
    // Macedonian
    "јануари - - - - јуни јули - - - - -",
    // Galician
    "xaneiro|xan febreiro - - - xuño xullo|xul - - - - decembro",
    // Maltese
    "jannar frar|fra marzu - mejju ġunju|ġun lulju awwissu|aww settembru ottubru novembru diċembru|diċ",
    // Icelandic
    "- - - - - - - ágú - - nóv -",
    // Thai
    "มค กพ มีค เมย พค มิย กค สค กย ตค พย ธค",
    // Asturian
    "xineru febreru - - - xunu xunetu agostu - ochobre payares avientu",
    // Occitan
    "genièr febrièr - - - junh julhet - - octòbre - -",
    // Scottish Gaelic
    "fhaoilleach|faoilleach ghearran|gearran mhàrt|màrt ghiblean|giblean chèitean|cèitean ògmhios|t-ògmhios iuchar|t-iuchar lùnastal t-sultain dàmhair t-samhain dùbhlachd",
    // Frisian
    "jannewaris febrewaris - - maaie - - - septimber - novimber desimber",
    // Pashto
    "جنوري فبروري|فېبروري - - مۍ - جولای اګست سېپتمبر|سپتمبر - - -",
    // Kurdish (Latin)
    "rêbendan sibat adar nîsan gulan hezîran tîrmeh tebax îlon cotmeh mijdar berfanbar",
    // Sindhi
    "- فيبروري - اپريل مئي - جولاءِ آگسٽ سيپٽمبر آڪٽوبر - ڊسمبر",
    // Uyghur
    "يانۋار فېۋرال مارت ئاپرېل ماي ئىيۇن ئىيۇل ئاۋغۇست سېنتەبىر ئۆكتەبىر نويابىر دېكابىر",
    // Romansh
    "schaner favrer - avrigl matg zercladur fanadur avust settember - - -",
    // Upper Sorbian
    "januara februara měrca|měrc apryla|apryl meje|meja junija julija awgusta - - nowembra|nowember -",
    // Malagasy
    "janoary febroary martsa aprily - jona jolay aogositra septambra - novambra desambra",
    // Kinyarwanda
    "mutarama gashyantare werurwe - gicurasi - nyakanga kanama nzeri ukwakira ugushyingo ukuboza",
    // Shona
    "- kukadzi kurume kubvumbi chivabvu chikumi chikunguru nyamavhuvhu gunyana gumiguru - -",
    // Oromo
    "amajjii guraandhala bitootessa eebila caamsaa waxabajjii adoolessa hagayya fulbaana onkoloolessa sadaasa mudde",
    // Esperanto
    "januaro februaro marto aprilo majo - - aŭgusto septembro oktobro - -",
    // Greenlandic
    "januaarip|januaari februaarip|februaari marsip|marsi apriilip|apriili maajip|maaji juunip juulip aggustip|aggusti septembarip|septembari oktobarip|oktobari novembarip|novembari decembarip|decembari",
    // Northern Sami
    "ođđajagemánnu guovvamánnu njukčamánnu cuoŋománnu miessemánnu geassemánnu suoidnemánnu borgemánnu čakčamánnu golggotmánnu skábmamánnu juovlamánnu",
    // Low German
    "januaar februaar - - - - - - - oktover - -",
    // Cebuano
    "- - - - - - - - septiyembre - - -",
    // Sundanese
    "- pébruari - - méi - - - séptémber - nopémber désémber",
    // Breton
    "genver - meurzh ebrel - mezheven gouere - gwengolo - - kerzu",
    // Serbian, Bosnian and Croatian; Slovene; Finnish; Estonian; Basque
    "- - - aprila - juna jula avgusta - - - -",
    "јануара фебруара - априла маја јуна јула - септембра октобра новембра децембра",
    "januarja februarja - - - - - - - - - -",
    "tammikuun helmikuun maaliskuun huhtikuun toukokuun kesäkuun heinäkuun elokuun syyskuun lokakuun marraskuun joulukuun",
    "jaanuaril veebruaril märtsil aprillil - juunil juulil augustil septembril oktoobril novembril detsembril",
    "urtarrilak otsailak martxoak apirilak maiatzak ekainak uztailak abuztuak irailak urriak azaroak abenduak",
    // Arabic of the Levant, the Maghreb and Algeria, Sorani Kurdish, Irish: names of two words
    "كانون_الثاني|كانون_ثاني فيفري اذار أفريل|افريل - جوان جويلية|يوليوز أوت|غشت شتنبر تشرين_الأول|تشرين_الاول|تشرين_أول تشرين_الثاني|تشرين_ثاني|نونبر كانون_الأول|كانون_الاول|كانون_أول|دجنبر",
    "جانفي - - - - - - - - - - -",
    "کانوونی_دووەم شوبات ئازار نیسان ئایار حوزەیران تەمووز ئاب ئەیلوول تشرینی_یەکەم تشرینی_دووەم کانوونی_یەکەم|کانونی_یەکەم",
    "- - - - - meithimh - - meán_fómhair|meáin_fómhair deireadh_fómhair samhna nollag",
    // Abbreviations of Canadian French, Russian, Ukrainian, Luxembourgish and Assamese
    "- février - - - - juill - - - - -",
    "- февр - - - - - - - - нояб -",
    "- - - - - - - - - - лист -",
    "- - - - mee|মে - - - - - - -",
    // Kurdish next to a day
    "rêbendanê sibatê adarê nîsanê gulanê hezîranê tîrmehê tebaxê îlonê cotmehê mijdarê berfanbarê",
    // Sinhala; Dari
    "ජනවාරි පෙබරවාරි මාර්තු අප්රේල් මැයි ජූනි ජූලි අගෝස්තු සැප්තැම්බර් ඔක්තෝබර් නොවැම්බර් දෙසැම්බර්",
    "- فبروری - - - - - آگوست - - - دیسمبر",
    // Mongolian, which writes numbers as words
    "нэгдүгээр хоёрдугаар гуравдугаар дөрөвдүгээр тавдугаар зургаадугаар|зургадугаар долоодугаар|долдугаар наймдугаар есдүгээр аравдугаар арван_нэгдүгээр арван_хоёрдугаар",
];

/// The weekdays from Monday, with variants separated by `|`.
pub(super) const WEEKDAYS: [&str; 15] = [
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
