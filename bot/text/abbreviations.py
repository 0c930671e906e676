"""Words that take a full stop without ending a sentence, by what may follow them.

Compiled by hand from the forms that the AP and Reuters style books prescribe for ranks, months and U.S. states,
and from news agency copy. Written without the last full stop; dotted acronyms (U.S., a.m., e.g.) need no entry
unless they are special, because ``sentences`` knows them by their shape.
"""


def _table(entries: str) -> frozenset[str]:
    return frozenset(entries.split())


NEVER_LAST = _table(
    """
    Mr Mrs Ms Mx Dr Drs Prof Mme Mlle Msgr Fr Rev Hon Pres Gov Sen Sens Rep Reps Atty Amb Supt Insp Det Dep
    Gen Lt Col Maj Capt Cpt Cmdr Cdr Adm Sgt Cpl Pvt Pfc Spc Brig Cdt Ens Ald Asst Assoc Messrs Sra Ste Mt Ft Pt
    vs v cf viz i.e e.g eg ie incl approx ca c esp est
    """
)
"""Titles and the like: something always follows."""

BEFORE_NUMBER = _table(
    """
    No Nos no nos Nr Art Arts art Sec sec Vol vol Fig Figs fig Ch ch Para para paras Par Res Reg Rte Hwy Ext Op
    p pp ver
    Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec
    """
)
"""Not the end where a figure follows (No. 5, Jan. 5); else judged as an ordinary word, or a date's end."""

MAY_BE_LAST = _table(
    """
    Inc Corp Co Cos Ltd Bros Mfg LLC Plc plc Intl Natl Dept dept Univ Assn Govt Jr Sr Esq Ph.D Cia
    St Ave Blvd Rd Sq Bldg etc al
    Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Ky La Md Mass Mich Minn Miss Mo Mont Neb Nev Okla Ore Pa
    Tenn Tex Va Vt Wash Wis Wyo Ont Que
    Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec
    """
)
"""The end only where the next word is one that opens sentences."""

OPENERS = _table(
    """
    A According Additionally After Afterwards Again Against All Almost Already Also Although Amid Among An And
    Another Any Anyone Are Around As Asked At Back Because Before Both But By Can Could Despite Did Do Does During
    Each Earlier Either Even Every Everyone Few Finally First Following For From Further Furthermore Had Has Have
    He Her Here Him His How However I If In Indeed Instead Into Is It Its Just Last Late Later Leaders Like Many
    Meanwhile Moreover Most Much My Neither Nevertheless Next No Nobody None Nonetheless Nor Not Nothing Now Of
    Officials On Once One Only Or Other Others Our Over People Perhaps Police Reports Residents Separately Several
    She Should Similarly Since So Some Soon Speaking Such That The Their Them Then There Therefore These They
    This Those Though Three Through Throughout Thus Till To Today Together Tomorrow Tonight Troops Two Under Unless
    Unlike Until Was We Were What When Whenever Where Whether Which While Who Whose Why Will With Within Without
    Witnesses Would Yesterday Yet You Your
    """
)
"""Words that open English sentences and are seldom part of a name: function words, adverbs of time and link, and
the plural sources of news copy."""

CLOCK = _table("a.m p.m A.M P.M")
ZONES = _table(
    """
    EST EDT ET CST CDT CT MST MDT MT PST PDT PT GMT UTC BST CET CEST Eastern Central Pacific Moscow Beijing
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday
    January February March April May June July August September October November December
    """
)
"""What follows a time of day within a sentence; any other capital after ``a.m.`` opens the next one."""
