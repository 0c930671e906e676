"""Is a noun one for a person? By the list of offices and callings, else by how English forms such nouns."""

import re
from functools import cache

from bot.analyse import lexicon as lex


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_PREFIX = re.compile(r"(?:ex|co|vice|deputy|sub|then|arch|mid|non)-")
_SUFFIX = re.compile(
    r"(?<!secretary)(?<!director)-general$|-(?:elect|designate|in-chief|in-waiting|in-residence|at-large|in-exile)$"
)
_AGENT = re.compile(
    r"[a-zà-ÿ-]*[a-zà-ÿ]{2}(?:er|or|ist|ician|arian|ologian|man|woman|person|eer|ee|smith|wright|herd|crat|naut|mate|lord|arch)"
)
"""Endings of nouns for who does something."""

_NO_PERSON = _words(
    # what ends like them and is a thing, a measure, a deed or no noun at all
    "number order paper river winter power water letter matter corner danger weather summer border dinner "
    "helicopter computer quarter timber copper fever shelter theater center charter chapter character "
    "factor sector floor door error motor tractor corridor minor major mirror labor harbor honor color favor humor "
    "terror horror vigor rumor tumor armor behavior behaviour labour monitor reactor meter doctorate interior exterior "
    "superior inferior anterior senior junior junta later former under over after other another whether rather however "
    "together altogether never ever forever further either neither per her longer older younger earlier greater "
    "higher lower larger smaller bigger better stronger weaker closer wider deeper faster slower newer easier harder "
    "broader poor cyber buffer frontier handover takeover turnover crossover whatever whoever sever waver splinter outer inner upper latter utter sheer proper bitter eager clever sober tender super amber silver rubber leather "
    "feather butter sugar pepper offer refer prefer suffer differ consider remember deliver recover discover cover "
    "enter alter render surrender wonder hinder answer foster gather transfer register administer "
    "layer tower flower shower ladder bladder fibre fiber cancer ulcer disorder disaster murder slaughter laughter "
    "encounter counter barrier carrier trailer boiler cooler freezer container tanker freighter cruiser trawler "
    "steamer schooner destroyer launcher mortar cluster canister cylinder filter printer scanner server "
    "router tracker folder poster banner paper newspaper wallpaper whisper supper lager cider tuber rubber header "
    "chamber december november october september easter ulster manner dagger anger hunger finger liver shoulder "
    "boulder gutter shutter sweater trouser offer tier pier spider tiger panther lobster hamster oyster "
    "calendar dollar vector elevator generator indicator refrigerator calculator accelerator radiator "
    "ventilator escalator equator crater meteor decor tenor liquor odor savor flavor "
    "list exist resist insist persist consist assist twist wrist mist fist gist checklist shortlist playlist "
    "waitlist communist socialist nationalist separatist islamist fascist maoist marxist terrorist racist sexist "
    "feminist human woman german roman ottoman norman committee coffee degree guarantee fee tree free agree flee "
    "three jubilee spree knee see bee glee decree oversee disagree guarantees pedigree toffee "
    "career beer deer peer sheer steer cheer veer search march research arch approach climate estimate "
    "ultimate intimate debate mandate automate animate bystand word sword accord afford record chord herd "
    "overheard humanitarian vegetarian authoritarian agrarian utilitarian sectarian "
    "totalitarian egalitarian libertarian unitarian caesarian"
)

_MORE = _words(
    # callings and kin that no ending tells
    "abbot abbess chef cook monk nun vicar deacon chaplain mufti caliph sheikha guide guard guardsman sentry cadet recruit "
    "conscript warden apprentice fellow intern scribe pundit critic mechanic academic sceptic skeptic convict patient "
    "tenant accountant consultant assistant attendant immigrant migrant merchant applicant superintendent "
    "correspondent midwife housewife spouse fiance fiancé fiancée boyfriend girlfriend friend aunt grandmother "
    "grandfather granddaughter mum dad mom twin opponent proponent paramedic medic undergraduate graduate "
    "bailiff schoolboy schoolgirl cowboy deckhand farmhand coxswain bosun pathologist chieftain clergy clergyman alderman "
    "constable marine native citizen expatriate orphan infant teen teenager toddler juror docent provost "
    "chargé councilor counsel barrister solicitor apostle prophet guru monsignor mullah thinker savant legate nuncio "
    "attaché consul ombudsman ombudswoman ombudsperson trustee secretary-general director-general "
    "comic comedian clown stuntman mogul baron baroness earl duke duchessess viscount marquess knight squire "
    "comptroller controller bursar registrar matron sister-in-law brother-in-law father-in-law mother-in-law "
    "son-in-law daughter-in-law stepson stepdaughter adjutant quartermaster lieutenant-general aide-de-camp "
    "spox scout usher valet butler maid nanny envoy operative informant mole "
    "number-two second-in-command point-man virtuoso maestro soprano "
    "runner-up seed qualifier wildcard fullback halfback linebacker all-rounder "
    "laureate centre-half playmaker winger keeper cox jockey rookie"
)


@cache
def is_person(word: str) -> bool:
    """Does the word, in lower case, name somebody by office, calling or tie ("minister", "beekeeper", "ex-president")?"""
    if word in lex.ROLES or word in _MORE:
        return True
    if word in _NO_PERSON or word in lex.FUNCTION or word in lex.VESSELS:
        return False
    plain = stem(word)
    if plain != word:
        return is_person(plain)
    return bool(_AGENT.fullmatch(word)) or ("-" in word and is_person(word.rpartition("-")[2]))


def stem(word: str) -> str:
    """The office without what tells its beginning, end or rank: "ex-president", "minister-designate", "co-leader"."""
    return _SUFFIX.sub("", _PREFIX.sub("", word)) if "-" in word else word


def singular(word: str) -> str | None:
    """The singular of a plural noun for people ("Ministers", "deputies", "spokesmen"); ``None`` if it is none."""
    lower = word.lower()
    if lower.endswith("ies"):
        one = word[:-3] + "y"
    elif lower.endswith("men"):
        one = word[:-2] + "an"
    elif lower.endswith("s"):
        one = word[:-1]
    else:
        return None
    return one if lower not in lex.ROLES and one.lower() in lex.ROLES | _MORE else None
