"""The forms of an English verb or noun, so that a table lists each word once."""

from collections.abc import Mapping
from enum import IntFlag
from functools import cache

from bot.analyse.vocabulary import vocabulary

IRREGULAR = {
    "beat": "beat beaten", "begin": "began begun", "bet": "bet bet", "bind": "bound bound", "bite": "bit bitten",
    "blow": "blew blown", "break": "broke broken", "bring": "brought brought", "build": "built built",
    "burn": "burned|burnt burned|burnt", "buy": "bought bought", "catch": "caught caught", "cling": "clung clung", "come": "came come",
    "cost": "cost cost", "cut": "cut cut", "deal": "dealt dealt", "draw": "drew drawn", "drive": "drove driven",
    "fall": "fell fallen", "feel": "felt felt", "fight": "fought fought", "find": "found found",
    "flee": "fled fled", "fling": "flung flung", "forbid": "forbade forbidden", "fly": "flew flown", "forgive": "forgave forgiven", "freeze": "froze frozen",
    "get": "got got|gotten", "give": "gave given", "go": "went gone", "grow": "grew grown",
    "hang": "hanged|hung hanged|hung", "hear": "heard heard", "hide": "hid hidden", "hit": "hit hit", "hold": "held held",
    "keep": "kept kept", "know": "knew known", "lay": "laid laid", "lead": "led led", "leave": "left left",
    "lend": "lent lent", "let": "let let", "lose": "lost lost", "make": "made made", "meet": "met met",
    "overcome": "overcame overcome", "overrun": "overran overrun", "overthrow": "overthrew overthrown", "pay": "paid paid", "put": "put put",
    "quit": "quit quit", "read": "read read", "retake": "retook retaken", "ring": "rang rung", "rise": "rose risen", "run": "ran run", "say": "said said",
    "see": "saw seen", "seek": "sought sought", "sell": "sold sold", "send": "sent sent", "slide": "slid slid", "spend": "spent spent", "spring": "sprang sprung", "set": "set set",
    "shake": "shook shaken", "shoot": "shot shot", "show": "showed shown", "shut": "shut shut", "sink": "sank|sunk sunk", "sit": "sat sat", "slay": "slew slain", "speak": "spoke spoken",
    "stand": "stood stood", "steal": "stole stolen", "strike": "struck struck|stricken",
    "swear": "swore sworn", "sweep": "swept swept", "take": "took taken", "tear": "tore torn", "tell": "told told",
    "think": "thought thought", "throw": "threw thrown", "undertake": "undertook undertaken",
    "win": "won won", "withdraw": "withdrew withdrawn", "withhold": "withheld withheld",
    "write": "wrote written", "have": "had had", "do": "did done", "be": "was|were been",
}  # fmt: skip
"""Base form → past forms and participles, as any dictionary lists them."""

DOUBLING = vocabulary(
    "ban bar beg bid blot bog cancel chat chop clap clog commit compel confer control counsel cut deter dig drag "
    "drop enrol equip expel fit flag gag get grab gun hit hum impel jam jet jog knit knot lag let "
    "mug net nod occur omit pat permit pet pin plan plot plug prefer prod propel put quit ram rap rebel rebut "
    "recur refer regret repel rid rob rub run scan scrap ship shun shut sit skim slam slap slip snap snub sob "
    "spot stab star step stop submit sun swap swim tag tap thin tip top transfer transmit trap trim wed wet "
    "whip win wrap zap club sin defer pen rip"
)
"""Verbs that double their last letter before -ed and -ing ("banned"); British "cancelled" among them."""


class Form(IntFlag):
    """What a form of a verb can be; "struck" is both past and participle."""

    BASE = 1
    PRESENT = 2
    PAST = 4
    PARTICIPLE = 8
    ING = 16


@cache
def verb(base: str) -> Mapping[str, Form]:
    """Every form of a verb: "fly" → fly, flies, flew, flown, flying."""
    forms: dict[str, Form] = {}

    def add(word: str, form: Form) -> None:
        forms[word] = forms.get(word, Form(0)) | form

    add(base, Form.BASE)
    add(plural(base), Form.PRESENT)
    if base == "be":
        for word in ("is", "are", "am"):
            add(word, Form.PRESENT)
    past, participle = IRREGULAR.get(base, f"{_regular(base, 'ed')} {_regular(base, 'ed')}").split()
    for word in past.split("|"):
        add(word, Form.PAST)
    for word in participle.split("|"):
        add(word, Form.PARTICIPLE)
    add(_regular(base, "ing"), Form.ING)
    return forms


def plural(word: str) -> str:
    """The form in -s: "fly" → flies, "clash" → clashes. It is the plural of a noun, too."""
    if word.endswith("y") and word[-2:-1] not in set("aeiou"):
        return word[:-1] + "ies"
    if word == "go" or word.endswith(("s", "sh", "ch", "x", "z")):
        return word + "es"
    return word + "s"


def _regular(base: str, ending: str) -> str:
    if base in DOUBLING:
        return base + base[-1] + ending
    if base.endswith("ie") and ending == "ing":
        return base[:-2] + "ying"
    if base.endswith("e") and not base.endswith(("ee", "oe", "ye") if ending == "ing" else ()):
        return base + "d" if ending == "ed" else base[:-1] + "ing"
    if ending == "ed" and base.endswith("y") and base[-2:-1] not in set("aeiou"):
        return base[:-1] + "ied"
    return base + ending
