"""Words around a stop that tell whether it ends a sentence, in the languages that abbreviate; only lists, no rules.

An entry in small letters matches any spelling, one with a capital only that.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TITLES = _words(
    """mr mrs Ms mx dr drs Pr prof Rev Hon St Sen Rep Reps Gov Gen Lt Col Maj Capt Cpt Cmdr Adm Sgt Cpl Pvt Pres Supt
    messrs mme mlle mgr Fr Hr hrn Pfr dipl Ing sr sra sres srta dña Ud Uds Lic dra sig sigg dott avv г-н г-жа
    акад проф им κ κα κκ δρ καθ डॉ डा पं श्री प्रो"""
)
"""A name follows."""

NEVER_LAST = _words(
    """e.g i.e cf vs z.b d.h u.a bzw ca viz approx incl excl resp sog zzgl т.е т.н т.к напр ул пер просп тыс π.χ δηλ
    p.ej p.ex n.b Mt Ft Abs Fig Sec chap cap vol pág núm nr nos pp al"""
)
"""A sentence hardly ends with them, whatever follows."""

BEFORE_NUMBER = _words(
    """no nr nos núm pág p pp s vol fig sec art Art abs chap cap Ch par c § Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov
    Dec д кв стр ст п рис гл v"""
)

ABBREVIATIONS = _words(
    """inc corp Co ltd bros plc llc jr sr esq Dept dept univ assn bldg blvd Ave rd hwy ext est Gov
    Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Mon Tue Tues Wed Thu Thur Thurs Fri Sat Sun
    Ariz Calif Colo Conn Del Fla Ill Ind Kan Mass Mich Minn Miss Mo Mont Neb Nev Okla Ore Pa Tenn Tex Va Vt Wash Wis Wyo
    Fa Str Mio Mrd Tsd evtl ggf inkl exkl usf vgl Zit geb gest Jh Jhdt verh
    av Bd éd hab janv févr juil déc abr avda Avda dpto edo Gral Ej tel Tel Pza ee uu ecc pag
    млн млрд руб гг др пр обл корп εκατ δισ χλμ रु सं"""
)
"""A sentence may end with them, and then a word that opens sentences follows."""

LAST_TOO = _words("etc usw ecc т.д т.п др пр руб гг")
"""Followed by a capital, they ended the sentence."""

MOMENTS = _words("a.m p.m am pm")
AFTER_MOMENT = _words(
    """Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mon Tue Wed Thu Fri Sat Sun January February March April
    May June July August September October November December EST EDT ET CST CDT CT MST MDT MT PST PDT PT GMT UTC BST CET
    CEST IST JST Eastern Central Pacific"""
)

UNITS = _words("km kg cm mm lbs lb mph kph mbps hrs hr yrs ft kw mw gw mhz ghz gb mb kb tb rpm ml kwh pts db hz")
"""Without vowels, yet no abbreviation in what follows them."""

SUFFIXES = _words("Com Net Org Io Co Ai App Js Py NET COM ORG IO")
"""What comes after a dot inside a name."""

EXCLAIMED = _words("Yahoo Jeopardy Oliver Panic Yum Joomla Mamma")
"""Names that carry an exclamation mark."""

MONTHS = _words(
    """january february march april may june july august september october november december
    januar jänner februar märz mai juni juli oktober dezember januari februari maart augustus marts"""
)
BEFORE_ORDINAL = _words("der die das den dem des am im zum vom beim seit bis ab ins den el n°")

OPENERS = _words(
    """The This That These Those There Then Thus He She It They We You His Her Its Their Our My An A In On At By For
    From With Without After Before When While If As But And Or So Yet However Still Although Though Since Because Both
    Each Some Many Most Several Few Another Other All No Not Now Nobody None One Two Under Until What Who Why How Where
    Last Meanwhile Police Officials Users Customers Shares Prices Sales
    Der Die Das Ein Eine Einen Einem Er Sie Es Wir Ich Ihr Im Am Auf Aus Bei Mit Nach Seit Von Vor Zu Zum Zur Doch Aber
    Und Oder Wenn Als Auch Nun Danach Dann Dort Hier Sein Seine Ihre Laut Niemand Viele
    Le La Les L Un Une Des Il Elle Ils Elles On Ce Cet Cette Ces C Mais Et Ou Dans En Selon Pour Avec Sans Après Avant
    Nous Vous Son Sa Ses Leur Leurs Personne
    El Los Las Una Unos Él Ella Ellos Ellas Esto Este Esta Pero Según Con Sin Por Para Tras Y No Su Sus
    Il Lo Gli Un Uno Una Ma Nel Nella Con Secondo Nessuno O A Os As Um Uma Ele Ela Eles Mas Com Segundo Ninguém
    Он Она Они Оно Это Этот Эта Эти В Во На По Но И А Из За С Со К У О Мы Вы Я Его Её Их Как Что Когда Если Так Тогда
    Ο Η Το Οι Τα Ένας Μία Αυτός Αυτή Αυτό Στο Στη Στην Στον Και Αλλά Με Για Από Όταν Αν Δεν Κανείς"""
)
"""Words that open sentences; after an abbreviation they tell that it ended one."""
