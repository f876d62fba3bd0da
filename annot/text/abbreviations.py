"""Words that end with a full stop in the middle of a sentence, by what may follow them."""

from __future__ import annotations


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


BEFORE_NAMES = _words(
    """
    Adm Amb Brig Capt Cmdr Col Cpl Det Dr Drs Fr Gen Gov Hon Insp Lt Maj Messrs Mgr Mlle Mme Mr
    Mrs Ms Mx Pfc Pres Prof Profs Pvt Rep Reps Rev Sen Sens Sgt Spc Supt Hr Frau Dipl Ing Mt Ft
    Sra Srta Dra
    """
)
"""Titles, with a capital: a name comes next, never a new sentence."""

NEVER_LAST = _words(
    """
    e.g i.e cf vs v viz ca approx resp incl esp z.b d.h u.a bzw vgl p.ej
    """
)
"""Words, in lower case, that cannot end a sentence."""

BEFORE_NUMBERS = _words(
    """
    no nos nr p pp par para art arts fig figs sec sect ch chap vol vols ed eq ex exh app op cl
    reg tab abs bd jan feb mar apr jun jul aug sep sept oct nov dec
    """
)
"""Words, in lower case, that belong to a number after them."""

BEFORE_YEARS = _words("c b d r fl")
"""Circa, born, died, reigned, flourished: as they stand, without a capital, before a year."""

MAYBE_LAST = _words(
    """
    etc al inc ltd corp bros cie llc plc gmbh jr sr esq blvd rd dept univ assn bldg intl natl
    govt usw ph.d a.m p.m
    """
)
"""Words, in lower case, that may end a sentence: the word after them decides."""

MAYBE_LAST_CAPITALISED = _words(
    """
    Co St Ave No Nos Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Mon Tue Tues Wed Thu Thur
    Thurs Fri Sat Sun Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Kans Ky La Md Mass
    Mich Minn Miss Mo Mont Neb Nev Okla Ore Pa Penn Tenn Tex Va Vt Wash Wis Wisc Wyo Ont Que
    """
)
"""The same, of words that mean something else without a capital."""

BEGINNERS = _words(
    """
    A After All Also Although An And Another Any As At Because Before Both But By Despite
    During Each Even Every Few For From Furthermore Given Having He Her Here His How However I
    If In Indeed Instead It Its Last Later Many Meanwhile More Moreover Most My Nevertheless No
    Nobody None Nor Not Nothing Now Of On Once One Only Or Other Others Our Over Perhaps She
    Similarly Since So Some Soon Still Such That The Their Then There Therefore These They This
    Those Though Three Through Thus To Today Two Under Unless Until We Were What When Where
    Whether Which While Who Why With Within Without Yesterday Yet You Your Aber Als Am Auch Auf
    Bei Das Der Die Ein Eine Er Es Im Ist Mit Nach Sie Und Wir Le La Les Il Elle Ils Un Une El
    Los Las En
    """
)
"""Words with a capital that are seldom names, so that a sentence begins with them."""

MONTHS_AFTER_ORDINALS = _words(
    """
    Januar Jänner Februar März April Mai Juni Juli August September Oktober November Dezember
    Jahrhundert Jahrhunderts
    """
)
"""What German writes after "9." without beginning a sentence."""

SPEAKING = _words(
    """
    said says asked asks told wrote writes added adds replied answered shouted cried exclaimed
    wondered demanded declared remarked inquired quipped tweeted posted joked warned
    """
)
"""Verbs by which a quotation that ends with "?" or "!" goes on: “Why?” the minister asked."""
