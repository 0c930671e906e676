"""Invented news: a happening is a seed; a voice tells it in words of its own, the same for ever.

People, places and bodies are made of syllables and exist nowhere. Two happenings share sentence patterns at most;
two voices on one happening share its names, place and figures.
"""

from dataclasses import dataclass
from random import Random

LEAST_WORDS = 230
"""Words of a text at least: an article of fewer than 200 may be refused as too short."""


def _list(text: str) -> list[str]:
    return text.split("|")


_HEADS = _list(
    "Bar|Cal|Dor|Fen|Gal|Hest|Ister|Jor|Kel|Lor|Mar|Nor|Oster|Pel|Quar|Ros|Sel|Tar|Ulv|Vor|Wes|Yar|Zel|Brin|Crest|Drav|Elm|Farn|Grev|Holm"
)
_MIDS = _list("a|e|i|o|u|an|en|il|or|ul|av|em")
_TAILS = _list("ford|ton|mere|wick|holm|dale|stad|vik|burg|port|grad|minster|haven|field|mouth")
_FIRST = _list(
    "Ada|Boris|Clara|Dmitar|Elin|Farid|Greta|Hana|Ivo|Jana|Karim|Lena|Milos|Nadia|Oskar|Petra|Rafael|Sana|Tomas|Ursula|Viktor|Wanda|Yusuf|Zora"
)
_LAST = _list("ak|ard|ein|elt|enko|ert|ic|ides|ine|ley|mann|ova|rud|sen|sky|strom|ton|vale|win|zade")
_BODIES = _list(
    "council|ministry|port authority|workers' union|water board|border service|rescue service|farmers' league|harbour company|electoral board|central bank|health office"
)
_ROLES = _list(
    "mayor|governor|foreign minister|defence minister|police chief|harbour master|chief engineer|opposition leader|union leader|head of the relief service"
)
_GOODS = _list(
    "grain|copper|timber|fertiliser|medicine|diesel|cement|fish|steel|paper|turbines|rail cars|solar panels|coal|seed potatoes|cables"
)
_SITES = _list(
    "railway bridge|northern dam|fish market|old harbour|power station|airport road|border crossing|grain terminal|city hospital|pumping station|cathedral square|oil depot"
)
_DAYS = _list("Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday")
_WEATHER = _list(
    "heavy rain|thick fog|a cold wind|unusual heat|early snow|a spring tide|dry lightning|freezing drizzle"
)
_MOODS = _list("relief|anger|caution|surprise|doubt|hope|weariness|disbelief")

# Titles, leads, details: every voice has one of the titles, one of the leads and all details.
_KINDS = (
    (
        ("{place} {body} and {rival} sign {good} accord", "Accord on {good} ends {number}-day dispute in {place}", "{leader} seals {good} deal with {rival}"),
        ("The {body} of {place} signed an agreement with {rival} on {day}, ending a dispute over {good} that had lasted {number} days.", "After {number} days of quarrel over {good}, {place} and neighbouring {rival} put their names to a common agreement on {day}."),
        ("{leader}, the {role}, said the accord would let shipments of {good} pass the {site} again.", "Under the text, each side withdraws its inspectors from the {site} within {small} weeks."),
    ),
    (
        ("Blast at {place} {site} kills {small}", "{small} dead after explosion near {site} in {place}", "Explosion tears through {site}, {place} mourns"),
        ("An explosion at the {site} in {place} killed {small} people and wounded {number} others on {day}, the {body} said.", "At least {small} people died and {number} were hurt when a blast tore through the {site} of {place} on {day}."),
        ("{leader}, the {role}, said investigators had found traces of {good} in the ruins of the {site}.", "The {body} ruled out an attack and pointed to a fault in a store of {good}."),
    ),
    (
        ("Thousands march in {place} over price of {good}", "{place} crowds demand that {leader} resign", "Protest over {good} shuts {site} in {place}"),
        ("About {number} thousand people marched through {place} on {day} to protest against the rising price of {good}.", "Crowds put by the {body} at {number} thousand filled the streets around the {site} of {place} on {day}, angry at what {good} now costs."),
        ("They called on {leader}, the {role}, to step down before the end of the month.", "Police closed the {site} but did not use force, witnesses said."),
    ),
    (
        ("{rival} closes border with {place}", "{place} cut off from {rival} after row over {good}", "{leader} protests as {rival} shuts crossing"),
        ("{rival} closed its border with {place} on {day} and accused the {body} there of smuggling {good}.", "No lorry has passed between {place} and {rival} since {day}, when guards shut the {site} in a quarrel about {good}."),
        ("{leader}, the {role} of {place}, rejected the charge and summoned the envoy of {rival}.", "Some {number} drivers were stranded with perishable loads near the {site}."),
    ),
    (
        ("Flood drives {number} families from {place}", "River bursts banks at {place}, {number} families flee", "{place} under water after {weather}"),
        ("Some {number} families left their homes in {place} on {day} after {weather} sent the river over its banks.", "The river rose {small} metres at {place} on {day} following {weather}, and {number} families had to leave."),
        ("{leader}, the {role}, asked {rival} for boats and {good}.", "Water stood knee-deep in the {site}, and the {body} cut the power to three districts."),
    ),
    (
        ("{leader} wins vote in {place}", "{place} elects {leader} by {number} votes", "Narrow victory for {leader} in {place} poll"),
        ("{leader} won the election in {place} by only {number} votes, the {body} announced on {day}.", "By a margin of {number} votes, {leader} carried the poll in {place}, according to a count that ended on {day}."),
        ("The former {role} had promised cheaper {good} and a new road to {rival}.", "Observers from {rival} called the vote orderly but asked for a recount at the {site}."),
    ),
    (
        ("Strike halts {good} at {place} {site}", "{place} workers walk out over {good} contract", "{number} workers strike in {place}"),
        ("About {number} workers walked out at the {site} in {place} on {day}, halting all loading of {good}.", "Work stopped at the {site} of {place} on {day} when {number} employees refused a new contract on {good}."),
        ("The {body} offered {small} per cent more, which {leader} called an insult.", "Ships bound for {rival} lay idle in the roads."),
    ),
    (
        ("{place} sends {good} to {rival}", "Aid convoy with {good} leaves {place}", "{leader} pledges {good} for stricken {rival}"),
        ("A convoy of {number} lorries with {good} left {place} for {rival} on {day}, the {body} said.", "{place} sent {number} lorries loaded with {good} to {rival} on {day}, the first such help in {small} years."),
        ("{leader}, the {role}, thanked the drivers in person at the {site}.", "It is to reach the stricken districts within {small} days."),
    ),
)  # fmt: skip
_MORE = (
    "In {other}, {count} kilometres to the {way}, residents spoke of {mood} when the news reached them by radio.",
    "{person}, who has run a shop near the {site2} since {year}, said nobody in the street had expected it.",
    '"We have waited {count} years for someone to explain this to us," said {person}, a teacher from {other}.',
    "The {body2} of {other} put the cost at {count} million crowns, a third more than in {year}.",
    "Traffic between {other} and the coast was diverted through {other2} for most of the afternoon.",
    "A report by {person}, an economist in {other}, had warned of such a turn as early as {year}.",
    '"There is no plan for {good2}, and there never was one," {person} told a meeting of the {body2}.',
    "Two neighbours of the {site2}, {person} and {person2}, said they had heard shouting before dawn.",
    "Under a charter from {year}, the {body2} must answer within {count} days or lose its say in the matter.",
    "Prices for {good2} rose by {count} per cent in {other} the same evening and fell again by the next morning.",
    "The {body2} will send {count} specialists from {other2}, led by {person}, to look into what happened.",
    "Schools in {other} stayed open, although {weather2} kept many pupils of the {way} quarter at home.",
    "{person}, a lawyer who speaks for {count} households, said a complaint would be lodged in {other2}.",
    "Older people compared it with the autumn of {year}, when {weather2} had emptied the {site2} for weeks.",
    "A spokeswoman for the {body2}, {person}, declined to say who had given the order.",
    "Of the {count} lamps along the road to {other}, most had been dark for a month, {person} said.",
    "Farmers near {other2} reported that {count} tonnes of {good2} had been left in the open.",
    "The next session is planned for {day2} in {other}, in a hall that holds {count} people.",
    "{person2}, deputy to {person}, said that talks about {good2} would go on whatever came of it.",
    'Asked about the {site2}, {person} answered only that "every stone of it" belonged to {other}.',
    "Volunteers brought {count} blankets and some {good2} to the gymnasium of {other2}.",
    "A ferry captain, {person}, counted {count} small boats off {other} in {weather2}.",
    "By {day2}, the mood in {other} had turned to {mood}, and the benches of the {site2} were full.",
    "It is the {ordinal} time since {year} that the {body2} of {other} has had to meet at night.",
    "An earlier inquiry, closed in {year}, had blamed {weather2} and {count} missing bolts.",
    "{person} of the {body2} drew a map of {other2} on a napkin to show where {good2} had been kept.",
    "Musicians who were to play at the {site2} on {day2} gave their fees to families from {other}.",
    "The bakery of {person2} in {other} gave away {count} loaves before noon.",
)
_WAYS = _list("north|south|east|west|north-east|south-west")
_ORDINALS = _list("second|third|fourth|fifth|sixth|seventh|ninth")


@dataclass(frozen=True, slots=True)
class Happening:
    """What happened: the same for every voice."""

    seed: str
    kind: int
    facts: dict[str, str]


@dataclass(frozen=True, slots=True)
class Telling:
    """How one voice tells it."""

    title: str
    paragraphs: tuple[str, ...]
    author: str


def happening(seed: str) -> Happening:
    """Invent what happened."""
    draw = Random(f"happening {seed}")  # noqa: S311 - made-up news
    facts = {
        "place": town(draw),
        "rival": town(draw),
        "leader": person(draw),
        "role": draw.choice(_ROLES),
        "body": draw.choice(_BODIES),
        "good": draw.choice(_GOODS),
        "site": draw.choice(_SITES),
        "day": draw.choice(_DAYS),
        "weather": draw.choice(_WEATHER),
        "number": str(draw.randrange(11, 980)),
        "small": str(draw.randrange(3, 19)),
    }
    return Happening(seed, draw.randrange(len(_KINDS)), facts)


def tell(told: Happening, voice: str) -> Telling:
    """Tell a happening in one voice: its facts first, then what this voice alone has heard."""
    draw = Random(f"telling {told.seed} {voice}")  # noqa: S311
    titles, leads, details = _KINDS[told.kind]
    sentences = [draw.choice(leads), *draw.sample(details, len(details))]
    text = [_capital(sentence.format(**told.facts)) for sentence in sentences]
    for pattern in draw.sample(_MORE, len(_MORE)):
        if sum(len(sentence.split()) for sentence in text) >= LEAST_WORDS:
            break
        text.append(_capital(pattern.format(**_asides(draw))))
    title = _capital(draw.choice(titles).format(**told.facts))
    return Telling(title, tuple(_paragraphs(text, draw)), person(draw))


def town(draw: Random) -> str:
    """Name a place."""
    return draw.choice(_HEADS) + draw.choice(_MIDS) + draw.choice(_TAILS)


def person(draw: Random) -> str:
    """Name a person."""
    family = draw.choice(_HEADS) + draw.choice(_MIDS) + draw.choice(_LAST)
    return f"{draw.choice(_FIRST)} {family}"


def _asides(draw: Random) -> dict[str, str]:
    return {
        "other": town(draw),
        "other2": town(draw),
        "person": person(draw),
        "person2": person(draw),
        "site2": draw.choice(_SITES),
        "body2": draw.choice(_BODIES),
        "good2": draw.choice(_GOODS),
        "weather2": draw.choice(_WEATHER),
        "day2": draw.choice(_DAYS),
        "mood": draw.choice(_MOODS),
        "way": draw.choice(_WAYS),
        "ordinal": draw.choice(_ORDINALS),
        "count": str(draw.randrange(4, 870)),
        "year": str(draw.randrange(1958, 2019)),
    }


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _paragraphs(sentences: list[str], draw: Random) -> list[str]:
    paragraphs = []
    while sentences:
        size = draw.choice((1, 2, 2, 3))
        paragraphs.append(" ".join(sentences[:size]))
        sentences = sentences[size:]
    return paragraphs
