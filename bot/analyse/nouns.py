"""Common nouns that stand for who and what acts in a conflict: people, groups, places, arms, and adjectives of peoples.

Made by hand from the vocabulary of news and of military reporting, 2026-11; the nouns for parties of events are those
that ``refs`` reads, so that one word is listed once.
"""

from bot.analyse import lexicon as lex
from bot.analyse import refs
from bot.analyse.vocabulary import vocabulary


def _by_name(names: dict[str, str]) -> dict[str, str]:
    return {name: people for people, row in names.items() for name in row.split()}


PEOPLES = _by_name(
    {
        "Arabs": "Arab Arabs",
        "Kurds": "Kurd Kurds Kurdish",
        "Yazidis": "Yazidi Yazidis Yezidi Yezidis",
        "Turkmens": "Turkoman Turkomans Turkmens",
        "Assyrians": "Assyrian Assyrians",
        "Chaldeans": "Chaldean Chaldeans",
        "Rohingya": "Rohingya Rohingyas",
        "Uyghurs": "Uyghur Uyghurs Uighur Uighurs",
        "Tibetans": "Tibetan Tibetans",
        "Tatars": "Tatar Tatars",
        "Chechens": "Chechen Chechens",
        "Pashtuns": "Pashtun Pashtuns",
        "Hazaras": "Hazara Hazaras",
        "Baloch": "Baloch Baluch Balochs",
        "Tamils": "Tamil Tamils",
        "Hutus": "Hutu Hutus",
        "Tutsis": "Tutsi Tutsis",
        "Tuaregs": "Tuareg Tuaregs",
        "Roma": "Roma Romani",
        "Basques": "Basque Basques",
        "Catalans": "Catalan Catalans",
        "Berbers": "Berber Berbers",
        "Fulani": "Fulani",
        "Hausa": "Hausa",
        "Igbo": "Igbo",
        "Yoruba": "Yoruba",
        "Oromo": "Oromo",
        "Tigrayans": "Tigrayan Tigrayans",
        "Amhara": "Amhara",
        "Masalit": "Masalit",
        "Europeans": "European Europeans",
        "Africans": "African Africans",
        "Asians": "Asian Asians",
        "Westerners": "Western Westerner Westerners",
        "Latin Americans": "Hispanic Hispanics Latino Latinos",
        "Slavs": "Slav Slavs Slavic",
        "Persians": "Persian Persians",
        "Cossacks": "Cossack Cossacks",
    }
)
"""What a people is called → one name for them all."""

FAITHS = _by_name(
    {
        "Druze": "Druze",
        "Alawites": "Alawite Alawites",
        "Sunnis": "Sunni Sunnis",
        "Shiites": "Shia Shias Shiite Shiites Shi'ite Shi'ites Shi'a",
        "Muslims": "Muslim Muslims Islamic Islamist Islamists",
        "Christians": "Christian Christians",
        "Copts": "Copt Copts Coptic",
        "Jews": "Jew Jews Jewish",
        "Hindus": "Hindu Hindus",
        "Sikhs": "Sikh Sikhs",
        "Buddhists": "Buddhist Buddhists",
    }
)
"""What the followers of a faith are called, and what is theirs → one name for them all."""

RITES = vocabulary(
    "islam christianity judaism hinduism buddhism sikhism catholicism protestantism orthodoxy hajj umrah ramadan eid "
    "muharram ashura arbaeen nowruz mawlid christmas easter lent pentecost advent passover pesach purim sukkot hanukkah "
    "yom kippur shabbat diwali holi dussehra vesak thanksgiving halloween carnival"
)
"""Faiths, their feasts and their rites: words with a capital that are no place."""

SPEAKING = vocabulary(
    "Arabic Kurmanji Sorani Farsi Dari Pashto Urdu Hebrew English Swahili Hindi Bengali Mandarin"
)
"""Languages that describe who speaks them, and belong to no one state."""

PERSONS = lex.ROLES | vocabulary(
    "man woman boy girl child person teenager infant baby individual citizen civilian gunman sheikh sheik"
)
"""One person, by what they are."""

_PLURAL = frozenset(f"{role}s" for role in lex.ROLES if not role.endswith("s"))

CROWDS = (
    _PLURAL
    | refs.PEOPLE
    | refs.REBELS
    | vocabulary(
        "spokesmen secretaries families men women boys girls children persons teenagers babies individuals "
        "fighters terrorists extremists jihadists jihadis islamists loyalists recruits conscripts troops soldiers "
        "marines airmen sailors commandos paratroopers peacekeepers reservists policemen police guards gunmen personnel "
        "servicemen servicewomen staff crew crews employees workers workforce volunteers members supporters followers "
        "sympathizers backers partners allies friends enemies foes adversaries rivals opponents proxies defectors "
        "perpetrators victims survivors casualties witnesses mourners patients locals residents inhabitants dwellers "
        "returnees evacuees youngsters elders clerics tribesmen clansmen diplomats donors guarantors others shiites "
        "stakeholders participants professionals businessmen experts investigators inspectors observers monitors "
        "reporters contractors advisers trainers instructors linguists engineers pilots officers commanders generals"
    )
)
"""Several people, by what they are."""

BODIES = refs.BODIES | vocabulary(
    "government governments army armies military navy troops force forces regime administration authorities authority "
    "state country countries nation nations coalition alliances opposition parties groups organizations organisations "
    "agencies councils committees commissions movement movements militia militias brigade brigades battalion battalions "
    "regiment division divisions squadron squadrons fleet corps unit units platoon patrol convoy convoys detachment "
    "garrison contingent command component team teams cell cells faction factions network networks gang gangs mafia "
    "cartel insurgency resistance leadership junta cabinet ministry ministries department delegation mission embassy "
    "consulate community communities population populations public society tribe tribes clan clans family families "
    "company companies firm firms business businesses bank banks corporation industry media press newspaper "
    "broadcaster channel charity charities foundation institute association federation institution institutions "
    "police enemy side sides party crowd crowds minority minorities majority peshmerga university universities caliphate"
)
"""Bodies, forces and communities, by what they are."""

PLACES = (
    lex.PLACE_HEADS - vocabulary("field pass channel house plant station states camp party")
) | vocabulary(
    "area areas region regions town towns city cities village villages capital country provinces districts neighborhood "
    "neighbourhood neighborhoods suburb suburbs outskirts countryside territory territories land site sites location "
    "locations home homes house houses building buildings hospital hospitals clinic school schools mosque "
    "mosques church churches shrine temple market markets shop shops store factory farm farms field camp camps base bases "
    "barracks headquarters compound facility facilities airport airports airfield airbase runway airspace road roads "
    "street highway route routes bridge bridges tunnel tunnels checkpoint checkpoints crossing border frontline front "
    "position positions stronghold strongholds bunker bunkers trench trenches depot cache caches warehouse prison jail "
    "refinery pipeline oilfield oilfields wells station stations port ports harbour shore coast waters island cemetery "
    "mountain mountains ridge hill river lake canal reservoir valley desert plain plains peninsula swamp room venue "
    "restaurant hotel library cafe museum stadium park square corner place zone pocket enclave plant centre center terrain fortification fortifications targets hideout hideouts"
)
"""Places, by what they are."""

WEAPONS = vocabulary(
    "weapon weapons weaponry arms missile missiles rocket rockets bomb bombs mortar mortars artillery howitzer howitzers "
    "gun guns rifle rifles pistol machinegun grenade grenades launcher launchers munition munitions ammunition explosive "
    "explosives shell shells warhead warheads mine mines landmine landmines torpedo ied ieds vbied vbieds airstrike "
    "airstrikes round rounds bullets cannon mustard chlorine sarin hardware"
)
"""Arms, by what they are."""

PLATFORMS = vocabulary(
    "aircraft warplane warplanes plane planes jet jets bomber bombers helicopter helicopters gunship gunships drone drones "
    "uav uavs tank tanks apc vehicle vehicles humvee humvees ship ships warship warships frigate frigates destroyer "
    "destroyers submarine submarines cruiser corvette gunboat gunboats vessel vessels boat boats flotilla"
)
"""What carries arms and troops, by what it is."""
