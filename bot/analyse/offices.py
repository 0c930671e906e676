"""Words that tell for whom an office is held: a state, a part of one, a company, a person, nobody.

Closed lists of kinds of nouns and verbs; none names a person, a body or an event.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(word.replace("_", " ") for word in text.split())


STATE_OFFICES = _words(
    "president vice-president minister premier chancellor king queen emperor empress emir sultan prince princess "
    "monarch pope secretary senator sen. sen rep. rep congressman congresswoman gen. gen general admiral adm. marshal "
    "colonel col. ambassador governor gov. leader prosecutor general-secretary soldier deputy "
    "mayor prefect politician candidate lawmaker legislator undersecretary lt. maj. capt. brig. sergeant shah crown commander speaker"
)
"""Heads of roles that one holds for a state, so that a state may be read from the sentence around them."""

OFFICERS = STATE_OFFICES | _words(
    "official officer chief head spokesman spokeswoman spokesperson envoy diplomat negotiator adviser advisor aide "
    "commissioner inspector consul consul-general attache attaché delegate representative mediator judge magistrate "
    "justice director policeman policewoman detective sheriff councillor mp parliamentarian premier-designate regulator "
    "ombudsman ombudswoman counsellor counselor superintendent peacekeeper paratrooper conscript marine airman guard "
    "guardsman chairman chairwoman boss comptroller coordinator strategist"
)
"""Who may speak for a state where one is named beside the role ("Croatia's chief asylum officer", "Thai diplomat")."""

STATE_WORDS = _words(
    "government presidential parliamentary military army navy foreign defence defense interior ministry police customs "
    "border immigration coastguard coast intelligence security prison prisons fire rescue protection weather meteorological "
    "space disaster statistics electoral embassy consular provincial district regional municipal county federal central "
    "air health finance energy trade economy state asylum cabinet rights irrigation culture agriculture"
)
"""Before "spokesman" or "chief" they make it an office held for a state."""

UNOFFICIAL = _words(
    "rebel rebels militia militant insurgent guerrilla separatist jihadist company firm hospital school bank movement group "
    "guild cartel mafia civic aid relief charity co-op cooperative industry union party strike student church business community tribal village religious gang team club labour labor"
)
"""Before "leader" they make it an office that no state gives."""

LOCAL = _words(
    "mayor governor provincial district county village town city municipal regional sheriff councillor alderman council "
    "borough parish prefect rescue councilman councilwoman"
)
"""Words of an office held for a part of a state."""

PUBLIC = LOCAL | _words(
    "judge magistrate justice prosecutor superintendent inspector sergeant constable ranger warden coroner lawmaker "
    "legislator deputy senator mp parliamentarian congressman congresswoman speaker commissioner police policeman "
    "firefighter soldier conscript teacher headmaster headmistress prefect customs registrar"
)
"""Who serve a state or a part of it, most often the one that a text happens in."""

TERRITORIAL = _words(
    "mayor governor bishop archbishop resident native citizen councillor sheriff king queen prince princess emir sultan "
    "duke duchess patriarch metropolitan prefect imam mufti rabbi"
)
"""Who holds office over a place, so that a name behind "of" is one."""

ABROAD = _words("ambassador envoy consul diplomat embassy")
"""Who hold a post in another country."""

PERSONAL = _words(
    "lawyer attorney counsel doctor physician agent publicist friend biographer landlord neighbour barrister solicitor "
    "teacher editor"
)
"""Whom "his" and "her" ties to a person and not to their state."""

TEAM = _words("coach manager captain")
"""Who may be a state's own where its adjective stands before them; a player's tells where they come from."""

BOARD = _words(
    "executive founder co-founder cofounder chairman chairwoman chairperson ceo boss owner manager"
)
"""Who head a company, and need not say which at the beginning of a sentence about it."""

CHIEFS = _words("chief_executive_officer chief_operating_officer chief_financial_officer finance_chief")
"""Such offices of several words."""

BOARDROOM = _words(
    "officer executive chairman chairwoman chairperson chair founder co-founder cofounder director ceo manager owner "
    "head boss spokesman spokeswoman spokesperson secretary-general director-general treasurer editor reporter correspondent columnist "
    "journalist photographer"
)
"""Behind whom "of" and an unknown name of two capitals is a body."""

DESK = _words(
    "counterpart analyst economist strategist trader broker partner banker executive researcher trainee"
)
"""Who are "at" a firm or an institute, and hardly at a place."""

SERVANTS = _words(
    "adviser advisor aide assistant counsel counsellor secretary deputy chaplain physician bodyguard"
)
"""Who belongs to whom they are one "to"; an envoy to somebody does not."""

PARLEYERS = _words("negotiator mediator liaison envoy interlocutor delegate")
"""Who deal "with" another party than their own."""

AGAINST = _words(
    "critic opponent survivor victim resident native citizen supporter witness historian scholar expert specialist "
    "observer visitor refugee migrant neighbour neighbor rival enemy friend descendant immigrant author writer "
    "biographer admirer fan lover sympathiser sympathizer hostage captive prisoner defector exile"
)
"""Whose "of X" says what they know, suffered or oppose."""

MINISTRIES = _words("ministry department treasury parliament cabinet embassy")
"""First or last words of an organ of state, however long its name is."""

BOARDS_OF_STATE = _words(
    "commission council court committee tribunal corps region command service agency authority"
)
STATELY_WORDS = _words(
    "electoral election elections constitutional appeals army navy police intelligence judiciary"
)
"""With a noun of ``BOARDS_OF_STATE`` they make an organ of state ("Constitutional Council", "Third Army Corps")."""

UNITS = _words("fleet squadron brigade battalion regiment division corps garrison flotilla")
"""Last words of units of an army, whose soldiers speak for the state."""

GOVERNING = _words(
    "government president prime foreign defence defense interior finance health military forces troops police central "
    "regime cabinet authorities border coast national intelligence security state army navy parliament"
)
"""Behind a demonym they tell that a state's own organ is meant."""

STATELY = GOVERNING | _words(
    "court courts prosecutors officials authorities customs judges judge lawmakers lawmaker officer official diplomat "
    "island islands town city village province region district coast capital port county diplomats soldiers jets warships navy spokesman spokeswoman envoy envoys ministry"
)
"""Behind a demonym they tell that the state acts, and is no mere origin."""

HOSTS = _words(
    "hospital clinic school university college monastery museum theatre theater mine factory prison zoo"
)
"""Lower-case nouns for where somebody works; a name that holds the word must have come before."""

OTHER_BODIES = _words(
    "union party ministry council commission committee university hospital police court army movement association school "
    "institute league federation parliament senate ministry department agency centre center church"
)
"""Words in a name that tell that it is no company's."""

ACTING_FOR = _words("speaking acting writing testifying appearing campaigning lobbying")
"""Before "for" or "on behalf of" they lead to whom somebody speaks for."""

SERVES = _words(
    "works worked work teaches taught plays played lectures lectured volunteers volunteered trains campaigns studies "
    "fights fought"
)
"""Verbs of ", who works for …"."""

DEALINGS = _words(
    "signed met meets talks talked talking war deal agreement accord ties peace clashed fought agreed spoke speaks merger "
    "contract partnership along together meeting angry dealing working worked clash clashes row dispute"
)
"""Before a name they tell that "with" behind it belongs to them."""

UNOFFICIAL_BODIES = _words(
    "association federation league club company corporation foundation institute church trust"
)
"""Nouns of bodies whose officers speak for no state."""
