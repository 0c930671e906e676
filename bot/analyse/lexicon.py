"""Words by which English names people and bodies: titles, role nouns, heads of bodies, words that name nobody.

Closed lists read off the usage of news prose and style guides; each is a kind of word, none a person or an event.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(word.replace("_", " ") for word in text.split())


LONG_ROLE = 9
"""Words of a phrase behind a role's head ("chair of the joint committee on fisheries and ports" has nine)."""

HONORIFICS = _words(
    "mr. mrs. ms. dr. mr mrs ms dr sir dame madam lady sheikh sheik shaikh ayatollah hojatoleslam imam mullah "
    "prof. rev. fr. st. hajji haji monsignor msgr. coun cllr datuk dato"
)
"""They mark a person and say no office."""

RANKS = _words(
    "gen. gen lt. lt lieut. lieut col. col maj. maj capt. capt sgt. sgt cpl. adm. adm brig. brig cmdr. brigadier lieutenant "
    "colonel major captain sergeant corporal admiral commodore marshal sen. sen rep. rep gov. gov amb. sen general private "
    "major-general lieutenant-general brigadier-general colonel-general lieutenant-colonel lieutenant-commander "
    "vice-admiral rear-admiral sergeant-major"
)
"""Offices that a better description beside the name replaces."""

FULL_RANKS = {
    "gen.": "General", "gen": "General", "lt.": "Lieutenant", "lieut.": "Lieutenant", "col.": "Colonel", "maj.": "Major", "capt.": "Captain",
    "sgt.": "Sergeant", "cpl.": "Corporal", "adm.": "Admiral", "brig.": "Brigadier", "cmdr.": "Commander",
    "sen.": "Senator", "sen": "Senator", "rep.": "Representative", "rep": "Representative", "gov.": "Governor",
    "gov": "Governor", "amb.": "Ambassador",
}  # fmt: skip
"""What the shortened ranks stand for (Associated Press style shortens them before a name)."""

ROLES = _words(
    "president minister premier chancellor leader chief head envoy ambassador spokesman spokeswoman spokesperson "
    "spokesmen adviser advisor aide official diplomat secretary undersecretary secretary-general commander governor "
    "mayor senator lawmaker legislator deputy director chairman chairwoman chairperson chair prosecutor judge "
    "justice attorney lawyer analyst researcher economist professor scholar historian expert activist politician "
    "candidate negotiator representative delegate coach goalkeeper striker midfielder defender referee captain "
    "player footballer actor actress filmmaker cinematographer composer producer novelist writer author poet "
    "journalist reporter editor singer musician artist resident farmer teacher student doctor nurse surgeon soldier "
    "officer sergeant colonel lieutenant monarch king queen emperor empress emir sultan prince princess pope "
    "archbishop bishop cardinal rabbi imam patriarch founder cofounder co-founder owner executive boss manager "
    "speaker member figure counterpart successor predecessor veteran inspector mediator rapporteur commissioner "
    "coordinator counselor counsellor consul attaché attache strategist scientist physicist engineer pilot "
    "astronaut athlete billionaire businessman businesswoman financier banker investor trader magnate tycoon "
    "oligarch dictator strongman warlord militant fighter rebel insurgent cleric preacher dissident refugee "
    "witness survivor victim widow neighbour neighbor father mother brother sister son daughter wife husband "
    "relative cousin uncle nephew grandson heir general admiral marshal major whip treasurer chairmen ceo "
    "president-elect vice-president vice-chairman ex-president ex-minister stateswoman statesman congressman "
    "congresswoman councillor councilman councilwoman mp backbencher technician driver worker shopkeeper "
    "policeman policewoman sheriff detective agent spy bodyguard hostage captive prisoner fugitive suspect "
    "defendant plaintiff magistrate notary clerk librarian curator architect designer photographer "
    "choreographer dancer conductor pianist presenter anchor broadcaster columnist commentator blogger "
    "campaigner organizer organiser volunteer principal dean rector lecturer psychologist biologist chemist "
    "virologist epidemiologist meteorologist geologist seismologist astronomer mathematician philosopher "
    "theologian sociologist anthropologist archaeologist cyclist swimmer sprinter boxer wrestler golfer driver "
    "winger forward quarterback pitcher batsman bowler umpire skipper champion medalist medallist trainer "
    "colleague opposite_number nun monk priest pastor abbot reverend d'affaires headteacher quartermaster dockworker beekeeper "
    "firefighter jurist pathologist ombudsman ombudswoman cameraman mufti superintendent prefect headmistress headmaster grandmaster arbiter maestro constable barrister solicitor midwife chef medic "
    "paramedic provost chaplain vicar vice-governor parent national passenger opener spinner"
)
"""Nouns for what one person is; the last of them before a name is its role's head."""

RELATIONS = _words(
    "father mother brother sister son daughter wife husband relative cousin uncle nephew grandson widow heir "
    "neighbour neighbor friend aunt grandmother grandfather granddaughter stepson stepdaughter mum mom dad fiance fiancé "
    "fiancée girlfriend boyfriend spouse twin sister-in-law brother-in-law father-in-law mother-in-law son-in-law "
    "daughter-in-law counterpart colleague opposite_number successor predecessor"
)
"""Roles that tie a person to a person, so a state before them need not be the one they speak for."""

MODIFIERS = _words(
    "vice prime foreign defence defense interior home finance economic economy trade energy oil health justice "
    "education transport agriculture environment climate labour labor culture information communications "
    "intelligence security national state federal regional provincial local central supreme general attorney "
    "chief deputy assistant associate acting interim former ex late longtime long-time outgoing incoming "
    "incumbent elected senior top junior special permanent principal executive managing crown military army navy "
    "naval air police border coast guard opposition government presidential parliamentary congressional "
    "legislative political party campaign press policy affairs nuclear atomic human rights peace border staff "
    "supreme spiritual religious rebel separatist militia militant exiled jailed ousted deposed caretaker "
    "transitional veteran hard-line hardline reformist conservative liberal socialist communist nationalist "
    "republican democratic democrat governing ruling right-wing left-wing far-right far-left centrist prominent "
    "leading well-known retired chief-of-staff under private royal financial research science scientific "
    "technical legal media football soccer cricket basketball baseball tennis film stage theatre opera rock pop "
    "theater tv television radio sports business tech technology world current then-president then new old "
    "wartime western anti-war student union labor city district county village community tribal clan front house "
    "majority minority commerce treasury tourism housing immigration migration relief aid refugee humanitarian "
    "emergency crisis disaster space aviation maritime shipping fisheries fire cyber counter-terrorism "
    "charge chargé counterterrorism anti-corruption elections electoral constitutional high district appeals criminal chief"
)
"""Words that may stand before a role's head."""

TITLE_OBJECTS = _words(
    "state defense defence staff affairs war treasury commerce interior health energy justice labor education "
    "transportation agriculture homeland mission government parliament intelligence operations finance trade "
    "culture security information"
)
"""What "secretary of", "minister of" and "chief of" go on with before a name."""

BODY_HEADS = _words(
    "party council committee commission center centre group forces league legion union alliance movement front "
    "court agency association organization organisation bank company corp corporation inc university college "
    "institute foundation federation army guard guards brigade brigades battalion militia militias assembly "
    "parliament senate congress authority bureau office command corps coalition observatory board club church "
    "society network fund initiative campaign forum tribunal ministry department treasury police embassy service "
    "services directorate administration council's academy hospital school trust partners holdings industries "
    "airlines airways motors systems group's ltd plc llc campaign regiment division junta cabinet panel task "
    "mission secretariat chamber exchange conference congregation"
)
"""Nouns that head the name of a body ("National Electoral Council")."""

ORGANS = _words(
    "ministry department treasury army navy police embassy parliament cabinet directorate office service services "
    "guard command administration senate assembly division mission"
)
"""Heads of organs that act as their state and are no actors of their own."""

PLACE_HEADS = _words(
    "city town sea ocean river lake mount mountain mountains island islands isle bay gulf strait straits street "
    "square avenue road boulevard airport hall palace bridge coast peninsula desert valley province district "
    "county region state states east west north south hills heights port harbor harbour canal park plaza stadium "
    "base airfield camp village border territory zone strip corridor dam plant station tower house castle cape "
    "forest plateau basin delta reef channel pass crossing highway expressway freeway motorway turnpike parkway railway "
    "field africa asia europe america"
)
"""Last words of names of places, buildings and sites."""

SURNAMES_TOO = _words(
    "hill hills house houses park field east west north south castle forest lake rivers camp port "
    "mount bridge cape pass dam day week price pace bible easter may herald law bill hall crossing "
    "plant prior     "
)
"""Of those words and the ones below: what also ends people's names."""

OTHER_HEADS = _words(
    "war wars day night week year cup prize award awards oscars olympics games championship championships "
    "resolution treaty accord accords agreement pact act bill law amendment convention protocol declaration "
    "summit conference election elections crisis revolution uprising holocaust intifada festival bible koran "
    "quran christmas easter ramadan eid passover system plan operation doctrine code project program programme "
    "jr sr age era times post news herald tribune gazette journal telegraph mail press wire newswire"
)
"""Last words of names of events, texts, works and newspapers."""

CALENDAR = _words(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december jan feb mar apr jun jul aug sept sep oct nov dec"
)

PARTICLES = _words(
    "al bin bint ibn abu von van de da del della di dos der den du la le el y ben ould ul zu af av das ter ten ag wa"
)
"""Small words inside a name."""

FUNCTION = _words(
    "a an the this that these those some any all both each every no not none i you he she it we they me him her "
    "us them my your his its our their mine one two three four five six seven eight nine ten eleven twelve dozens "
    "hundreds thousands millions several many most more much few other another such same own and or but nor so yet "
    "if when while after before since until as because although though unless whether where wherever why how what "
    "which who whom whose there here then now today yesterday tomorrow tonight later earlier soon still also even "
    "only just about above across against along among around at behind below beneath beside between beyond by "
    "down during except for from in inside into like near of off on onto out outside over past per than through "
    "throughout to toward towards under up upon via with within without according despite however meanwhile "
    "moreover nevertheless nonetheless instead otherwise perhaps indeed thus hence therefore again once ever never "
    "always often sometimes is are was were be been being am do does did done have has had having will would shall "
    "should can could may might must let yes oh well asked speaking under amid ahead back last next first second "
    "third asking given following including based officials people"
)
"""Words that begin a sentence with a capital and name nobody."""

INSIDE_NAMES = _words(
    "near first second third next last one two three four five seven all under over now here"
)
"""Of those, the ones that a name may begin with inside a sentence ("Near East Foundation", "All Blacks")."""

SPEECH = _words(
    "said says say told tells added adds stated states warned warns vowed vows announced announces argued argues "
    "called calls asked asks urged urges denied denies accused accuses condemned condemns denounced denounces "
    "rejected rejects confirmed confirms insisted insists claimed claims wrote writes replied replies tweeted "
    "posted declared declares pledged pledges promised promises praised praises welcomed welcomes thanked "
    "criticized criticised explained explains noted notes reported described describes demanded demands appealed "
    "voiced expressed expects hopes believes thinks acknowledged admitted conceded recalled suggested testified "
    "speaks spoke met meets visited arrived left resigned won lost signed ordered attacked dedicated played scored"
)
"""Verbs whose subject is somebody: mostly of saying."""

LEADS = {
    "heads": "head of", "headed": "head of", "leads": "leader of", "led": "leader of", "runs": "head of",
    "ran": "head of", "chairs": "chair of", "chaired": "chair of", "commands": "commander of",
    "commanded": "commander of", "directs": "director of", "directed": "director of", "oversees": "overseer of",
    "founded": "founder of", "manages": "manager of", "edits": "editor of", "represents": "representative of",
    "governs": "governor of", "rules": "ruler of", "ruled": "ruler of",
}  # fmt: skip
"""Verbs of ", who heads the …" → the noun of the same office."""

BODY_NOUNS = _words(
    "company group airline firm charity bank newspaper magazine union club militia cartel network operator manufacturer "
    "retailer conglomerate startup consultancy thinktank band broadcaster shipper miner carmaker bloc"
)
"""Right before a name with a capital they tell that a body bears it ("the mining company X")."""

COMPANY_TAILS = _words(
    "shipping mining steel petroleum pharmaceuticals technologies telecom logistics resources insurance energy electric "
    "foods studios pictures records rovers wanderers albion athletic"
)
"""Last words of names of companies and clubs that are no names of people."""

MOVEMENTS = _words(
    "movement party alliance coalition militia brigade guerrillas rebels insurgents cartel faction front network sect"
)
"""Right behind a name with a capital they tell what bears it ("the Green Dawn movement")."""

BUSINESSES = _words("company firm airline bank club board charity foundation institute newspaper network")
"""Of the generic bodies below, those that no armed group is."""

ALIASES = _words("alias aka nicknamed dubbed codenamed")
"""Between a name and another one of the same person."""

COMPANY_OFFICES = _words(
    "executive chairman chairwoman chairperson ceo founder co-founder cofounder owner coach goalkeeper striker "
    "midfielder defender quarterback shareholders shareholder shares"
)
"""Who stands behind a company's or a club's possessive, or before "of" and its name."""

PLAYERS = _words(
    "captain coach manager striker midfielder defender goalkeeper winger forward quarterback pitcher skipper fullback "
    "full-back centre-back batsman bowler opener spinner seamer lock prop hooker flanker fly-half scrum-half wicketkeeper all-rounder guard"
)
"""Who stands between a team and a name ("Harwich Town striker X")."""

LEADERS = _words("leader leaders member members commander fighters boss head")
"""Before "of the" and a name of several words they tell that a body bears it."""

SPOKESPEOPLE = _words("spokesman spokeswoman spokesperson")

TRADES = _words(
    "makes runs owns operates produces employs sells builds manufactures supplies publishes mines"
)
"""What a company does behind ", which"."""

VESSELS = _words(
    "tanker frigate destroyer corvette cruiser submarine ferry vessel ship freighter trawler yacht liner carrier warship "
    "cutter mv ss uss hms barge schooner steamer tugboat icebreaker battleship gunboat minesweeper"
)
"""Before or behind a name they tell that a ship bears it."""

PLACE_OPENERS = _words(
    "San Santa Santo São Saint Sainte Fort Port Mount Lake Cape Puerto Ciudad Villa Rio Río"
)
"""First words of names of towns and sites that are called after people."""

ARMED = _words(
    "liberation resistance militia militias jihad mujahideen guerrilla insurgent militant brigades armed rebel"
)
"""Words in the name of an armed group, or in what it is called beside it."""

FIGHTERS = _words("fighters militia militias rebels insurgents guerrillas militants gunmen jihadists")

PLURALS = _words("people women men children")
"""Whose bodies are named with a possessive: "People's Front"; beside them the plurals in -men and -s'."""

GENERIC_BODIES = _words(
    "council group movement party ministry agency government union army organization organisation commission "
    "committee bloc alliance militia faction front force forces league court bank company club board country "
    "nation kingdom state republic team side mission firm airline charity foundation institute newspaper network "
    "rebels insurgents guerrillas militants fighters separatists regulator watchdog junta tribunal assembly cartel gang clan navy police military guard"
)
"""Lower-case nouns that stand for a body or state named shortly before ("the council's spokesman")."""

STATE_ORGANS = _words("ministry army navy police military guard parliament cabinet embassy treasury")
"""Of those, the organs that act as a state: their officials speak for one that the words around name."""

OF_BODIES = GENERIC_BODIES - STATE_ORGANS - _words("government country nation kingdom state republic")
"""Of those, the ones whose officers speak for no state."""

OWNERS = _words("its his her their")
"""Whose office it is: the subject's of the sentence or of the one before, or the person's named last."""

PEERS = _words("counterpart counterparts colleague colleagues opposite_number")
"""Who holds the same office for another party."""

SUCCESSIONS = _words("successor predecessor") | PEERS
"""Relations between holders of offices: whoever is meant speaks for the same kind of party."""

OFFICES = ROLES | MODIFIERS
"""Every word of a title."""

THING_HEADS = PLACE_HEADS | OTHER_HEADS
"""Last words of names of anything but people and bodies."""
