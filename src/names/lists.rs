//! Words that are capitalized without being names, and words around names.
//!
//! The lists are in lower case. They are English except for forms of address, particles and legal forms, because
//! English capitalizes adjectives of nations, titles and months, which most other languages do not.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// Forms of address and offices before a person's name.
const TITLES: &str = "\
    adm admiral ambassador analyst archbishop ayatollah baron baroness bishop brigadier capt captain cardinal chairman \
    chairwoman chancellor chief coach col colonel commissioner comptroller congressman congresswoman count dame dealer \
    delegate deputy director doña dr economist emir emperor envoy executive frau gen general gov governor herr \
    hojatoleslam judge justice king lady leader lieutenant lord lt madame maj major manager marshal mayor messrs \
    minister miss mlle mme monsieur mr mrs ms officer pope premier president prince princess prof professor queen rep \
    representative rev reverend secretary sen senator sergeant señor sgt shaikh sheikh signor sir speaker spokesman \
    spokeswoman sr sra sultan trader treasurer undersecretary г-жа г-н";

/// Titles that are often surnames when they come last.
const SURNAMES_TOO: &str = "\
    baron bishop cardinal count dame judge justice king lord major marshal miss pope prince queen sr";

/// Nouns at the end of the names of organizations and places. A title before one of them belongs to the name
/// (General Motors, Justice Department). A person's name has none of them.
const HEADS: &str = "\
    academy accident administration agency agreement air airlines airport airways army assembly associates association \
    authority bancorp bancshares bank banks bay board bros brothers bureau canal capital center centre chamber \
    chemical church cinema city club college commission committee commodities communications community computer \
    confederation conference congress corps council county court data department development dynamics electric \
    electronics energy enterprises exchange fed federation financial foods forum foundation fund funds gas gold group \
    gulf health holding holdings hospital hotel hotels house industries institute instrument instruments insurance \
    international investment investments island islands lake league life light line lines markets medical mills mines \
    mining ministry monitor motor motors museum national nations navy news office oil organisation organization \
    pacific paper parliament partners party petroleum pharmaceuticals post power press products properties railway re \
    reserve resources rubber savings school sea secretariat securities senate service services society solutions \
    states steel stores street system systems technologies technology telecom telegraph telephone times tire transport \
    treasury trust union university valley";

/// Legal forms of companies.
const LEGAL_FORMS: &str = "\
    ab ag as asa bhd bv cie co company corp corporation cos gmbh inc incorporated kg kgaa kk limited llc llp lp ltd \
    ltda nv oy oyj plc pty sa sarl se spa srl оао ооо";

/// Adjectives and nouns of nations, peoples, languages, faiths and parties, which English capitalizes. A plural ends
/// with `s`.
const PEOPLES: &str = "\
    afghan african albanian algerian american angolan arab arabian arabic argentine argentinian asian australian \
    austrian bahraini bangladeshi basque belgian bolivian brazilian british briton buddhist bulgarian burmese \
    cambodian canadian catalan catholic chilean chinese christian colombian communist conservative cuban cypriot czech \
    dane danish democrat democratic dutch eastern ecuadorean egyptian english ethiopian european filipino finn finnish \
    flemish french frenchman german ghanaian greek guatemalan gurkha haitian hebrew hindu hispanic honduran hungarian \
    icelandic indian indonesian iranian iraqi irish islamic israeli italian jamaican japanese jew jewish jordanian \
    kenyan korean kurd kurdish kuwaiti lebanese liberal liberian libyan malaysian maltese marxist mexican moroccan \
    moslem muslim nepalese nicaraguan nigerian northern norwegian oriental pakistani palestinian panamanian paraguayan \
    parisian persian peruvian polish portuguese presbyterian protestant republican roman romanian russian salvadorean \
    saudi scandinavian scot scottish serb serbian shiite sikh singaporean slovak socialist somali southern soviet \
    spaniard spanish sudanese sunni swede swedish swiss syrian taiwanese tamil texan thai tories tory tunisian turk \
    turkish ugandan ukrainian uruguayan venezuelan vietnamese welsh western yemeni yugoslav zairean zambian zimbabwean";

/// Words before an adjective of a nation that do not make it a name, and words before names of places that
/// distinguish them from each other.
const DIRECTIONS: &str = "\
    anglo anti central east eastern franco great latin lower new non north northern old pan pro sino south southeast \
    southern united upper west western";

/// Months, days and holidays.
const TIMES: &str = "\
    apr april aug august bst cet christmas dec december easter edt feb february fri friday gmt jan january jul july \
    jun june march may mon monday nov november oct october pst ramadan saturday sep sept september sunday thanksgiving \
    thu thursday tue tues tuesday utc wednesday";

/// Capitalized words that alone name nothing: generic nouns, parts of documents, units and abbreviations.
const GENERIC: &str = "\
    aa aaa act acting ad adr adrs affairs afternoon agriculture aids am annual apl arbs article assn assoc associate \
    atm autumn avg ba baa bb bbb bc bid bill bln board bond bonds bpd budget caf cd cds ceo cfo chapter cif class \
    commerce common constitution contra contras cpi cst cts defence defense dlr dlrs dna east ecu ecus eight eps est \
    etf eurobond eurobonds eurodollar eurodollars fas federal finance first fiscal five fob footnote foreign former \
    four franc francs frn frns gdp gnp god government half head hiv hq id ii iii inc index interior internet ipo iq it \
    iv joint jr lbo libid libor limean lp mar mark marks mbpd mln mm moody morning mp mps mths nco net nil nine north \
    note notes oem ok one oper page pc pcs pct phase pl plan pm pound ppi preferred prime proposition q qtr quarter \
    rate rates record rev revs rights sat sdr sdrs second section senior series seven shr six south spotlights spring \
    sr state sterling stg summer sun table tax ten third three title tonnes tons trade tv two untrd vat venture vi \
    vice vii viii vip vs warrants wed west winter world yen";

/// Nouns at the end of a name that is not one of a person, a place or an organization.
const THINGS: &str = "\
    accord act agreement average award awards bill bonds code corn crude cup currency day dollar dollars edition \
    futures games index intermediate notes olympics pact plan prize program programme quotations rate rates report \
    requirement requirements round series shares sour soybeans spotlights stock stocks summit survey sweet treaty \
    units venture war wheat";

/// Units after numbers, which no name ends with.
const UNITS: &str = "\
    barrels bln bpd bushels cts dlr dlrs ecus franc francs mln mths pct shr stg tonnes tons yen";

/// Lower-case words that may be between the words of a name, in any language.
const PARTICLES: &str = "\
    af al av bin da das de degli dei del della dello den der des di do dos du e el ibn la las le les los of ten ter \
    the van von y zu zum zur";

/// Nouns after which `of` continues a name (Bank of England).
const BEFORE_OF: &str = "\
    academy agency agreement archbishop association authority bank bay board bureau cape chamber church city co \
    college commission committee commonwealth community company confederation conference congress council court \
    department district division duke emirates exchange faculty federation gulf house houses institute institution \
    isle kingdom league library ministry museum office organisation organization party port province republic school \
    society sons state strait straits trade tribune union university";

/// Words before `and` in the name of an organization (Food and Drug Administration).
const BEFORE_AND: &str = "\
    agriculture arts atomic commerce cooperation culture customs economic education energy finance fire fisheries food \
    forestry health housing immigration industry labor labour loan marine oil research safety savings science \
    securities standard standards steel tariffs trade transport ways works";

/// Words at the end of a name that follow `and` (Merrill Lynch and Co).
const AFTER_AND: &str = "\
    associates bros brothers co company partners sons";

/// Nouns of organizations and places that are names even alone.
const NAMES_ALONE: &str = "army congress fed gulf navy pacific parliament senate treasury";

/// What is known of a word: the lists that it is in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Kinds(u16);

impl Kinds {
    /// A form of address or an office before a person's name.
    pub const TITLE: Kinds = Kinds(1);
    /// A title that can be a surname if it comes last.
    pub const SURNAME_TOO: Kinds = Kinds(1 << 1);
    /// The noun of an organization or a place.
    pub const HEAD: Kinds = Kinds(1 << 2);
    /// The legal form of a company.
    pub const LEGAL_FORM: Kinds = Kinds(1 << 3);
    /// An adjective or a noun of a people, a language, a faith or a party.
    pub const PEOPLE: Kinds = Kinds(1 << 4);
    /// A word that distinguishes parts of a region.
    pub const DIRECTION: Kinds = Kinds(1 << 5);
    /// A month, a day or a time of the year.
    pub const TIME: Kinds = Kinds(1 << 6);
    /// A word that alone names nothing.
    pub const GENERIC: Kinds = Kinds(1 << 7);
    /// A lower-case word that may be within a name.
    pub const PARTICLE: Kinds = Kinds(1 << 8);
    /// A noun after which `of` continues a name.
    pub const BEFORE_OF: Kinds = Kinds(1 << 9);
    /// A word before which `and` continues a name.
    pub const AFTER_AND: Kinds = Kinds(1 << 10);
    /// A word after which `and` continues a name.
    pub const BEFORE_AND: Kinds = Kinds(1 << 12);
    /// A noun at the end of a name that is not one of a person, a place or an organization.
    pub const THING: Kinds = Kinds(1 << 13);
    /// A unit after numbers.
    pub const UNIT: Kinds = Kinds(1 << 14);
    /// A noun that is a name even alone.
    pub const NAME_ALONE: Kinds = Kinds(1 << 11);

    /// Returns the kinds of a word in lower case.
    pub fn of(word: &str) -> Kinds {
        let known = |word: &str| KNOWN.get(word).copied().unwrap_or_default();
        let kinds = known(word);
        // The plurals of nations and days.
        let plural = Kinds::PEOPLE.0 | if word.ends_with("days") { Kinds::TIME.0 } else { 0 };
        match word.strip_suffix('s') {
            Some(one) => Kinds(kinds.0 | known(one).0 & plural),
            None => kinds,
        }
    }

    /// Returns the kinds of both.
    pub const fn or(self, other: Kinds) -> Kinds {
        Kinds(self.0 | other.0)
    }

    /// Returns whether the word is of any of some kinds.
    pub fn are(self, kinds: Kinds) -> bool {
        self.0 & kinds.0 != 0
    }

    /// Returns whether the word alone names nothing.
    pub fn is_no_name_alone(self) -> bool {
        let nothing = Kinds::GENERIC.or(Kinds::HEAD).or(Kinds::LEGAL_FORM).or(Kinds::DIRECTION);
        let nothing = nothing.or(Kinds::PEOPLE).or(Kinds::TIME);
        self.are(nothing) && !self.are(Kinds::NAME_ALONE)
            || self.are(Kinds::TITLE) && !self.are(Kinds::SURNAME_TOO)
    }
}

static KNOWN: LazyLock<FxHashMap<&str, Kinds>> = LazyLock::new(|| {
    let lists: [(&'static str, Kinds); 15] = [
        (TITLES, Kinds::TITLE),
        (SURNAMES_TOO, Kinds::SURNAME_TOO),
        (HEADS, Kinds::HEAD),
        (LEGAL_FORMS, Kinds::LEGAL_FORM),
        (PEOPLES, Kinds::PEOPLE),
        (DIRECTIONS, Kinds::DIRECTION),
        (TIMES, Kinds::TIME),
        (GENERIC, Kinds::GENERIC),
        (PARTICLES, Kinds::PARTICLE),
        (BEFORE_OF, Kinds::BEFORE_OF),
        (AFTER_AND, Kinds::AFTER_AND),
        (BEFORE_AND, Kinds::BEFORE_AND),
        (THINGS, Kinds::THING),
        (UNITS, Kinds::UNIT),
        (NAMES_ALONE, Kinds::NAME_ALONE),
    ];
    let mut known: FxHashMap<&str, Kinds> = FxHashMap::default();
    for (words, kind) in lists {
        for word in words.split_whitespace() {
            known.entry(word).or_default().0 |= kind.0;
        }
    }
    known
});
