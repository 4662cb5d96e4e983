"""Names that stand for one another, and capitals that name nobody; only tables, no rules."""

from __future__ import annotations

from ainews.summarize.words import word_set

_GROUPS = """us usa america american americans|uk britain british briton britons|eu european europe europeans|england
    english|scotland scottish scots scot|wales welsh|ireland irish|france french frenchman|germany german germans|spain
    spanish spaniard spaniards|netherlands dutch holland|switzerland swiss|sweden swedish swede swedes|norway
    norwegian|denmark danish dane danes|finland finnish finn finns|poland polish pole poles|greece greek greeks|turkey
    turkish turk turks türkiye|portugal portuguese|belgium belgian|austria austrian|hungary hungarian|czechia
    czech|slovakia slovak|ukraine ukrainian ukrainians|russia russian russians kremlin moscow|china chinese
    beijing|japan japanese tokyo|taiwan taiwanese|thailand thai|vietnam vietnamese|korea korean koreans|philippines
    philippine filipino filipinos|iraq iraqi iraqis|iran iranian iranians|israel israeli israelis|palestine palestinian
    palestinians|pakistan pakistani pakistanis|afghanistan afghan afghans|kuwait kuwaiti|yemen yemeni|qatar
    qatari|syria syrian syrians|lebanon lebanese|egypt egyptian egyptians|congo congolese|somalia somali
    somalis|argentina argentine argentinian|brazil brazilian brazilians|mexico mexican mexicans|cuba cuban|canada
    canadian canadians|australia australian australians aussie|india indian indians|zealand kiwi kiwis|paris
    parisian|london londoner londoners|islam islamic muslim muslims islamist|christian christians christianity|jew jews
    jewish|catholic catholics vatican|republican republicans gop|democrat democrats democratic|conservative
    conservatives tory tories|isis isil daesh|jan january|feb february|manchester man|united utd|bill william|bob
    robert|jim james|mike michael|tom thomas|tony anthony|joe joseph|dan daniel|dave david|steve stephen steven|chris
    christopher|matt matthew|ben benjamin|alex alexander|liz elizabeth|kate katherine catherine|sam samuel|ed
    edward|rob robert|nick nicholas|andy andrew|greg gregory|ron ronald|don donald|ken kenneth"""
ALIASES: dict[str, frozenset[str]] = {}
for _group in _GROUPS.split("|"):
    for _name in _group.split():
        ALIASES[_name] = ALIASES.get(_name, frozenset()) | word_set(_group)

SPELT_OUT = {
    **dict.fromkeys(("us", "usa", "america", "american", "americans"), ("united states", "u s")),
    **dict.fromkeys(("uk", "britain", "british", "britons"), ("united kingdom", "great britain", "u k")),
    "eu": ("european union",),
    "un": ("united nations",),
    "gop": ("republican party",),
}
"""Several words for one."""

TITLES = word_set(
    """mr mrs ms miss mx dr prof professor sir dame lord lady president vice prime minister chancellor king queen
    prince princess pope senator sen representative rep congressman congresswoman governor gov mayor judge justice
    secretary attorney general gen colonel col major captain capt lieutenant lt sergeant sgt officer constable
    detective inspector chief director chairman chairwoman chair chairperson ceo cfo founder coach manager captain
    rev reverend father bishop archbishop rabbi imam sheikh former ex deputy acting senior jr sr party state county
    city court department ministry company inc corp ltd plc group university college school hospital church police
    street road avenue park river lake mount north south east west northern southern eastern western central new old
    great the of and de la le"""
)
"""Words that stand beside a name without being part of it."""

NOBODY = word_set(
    """officials police authorities residents researchers scientists experts investigators prosecutors lawyers doctors
    critics supporters analysts economists lawmakers protesters demonstrators witnesses firefighters rescuers
    soldiers troops workers students teachers parents children people men women families victims survivors users
    customers consumers investors shares stocks prices sales profits revenue markets news reports sources statements
    government parliament ministers leaders politicians voters elections results figures data studies research
    scientists engineers companies firms banks airlines airports schools hospitals courts judges juries inquiries
    talks negotiations rebels fighters militants gunmen attackers suspects hackers thieves rain snow storms floods
    fires winds heat temperatures according additionally afterwards although among amid another around because
    besides currently despite during earlier eventually finally firstly following furthermore however including
    instead last later many meanwhile moreover most nearly nonetheless overall previously recently roughly several
    shortly similarly since some soon still such thousands hundreds dozens millions today tomorrow yesterday
    together ultimately under unlike until when while within yet sentenced born based founded located known called
    named asked speaking writing"""
)
"""Plain words that open sentences."""
