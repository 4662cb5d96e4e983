"""Small words that carry no meaning alone, in the languages that feeds here come in most; only a list."""

from __future__ import annotations

_LIST = """
    a about above after again against all along also although am amid among an and any are around as at away back be
    became because been before being below between both but by came can could did do does doing down during each either
    else even ever every few for from further get gets getting go goes going got had has have having he her here hers
    him his how however i if in into is isn it its itself just like made make many may me might more most much must my
    near no nor not now of off on once one only onto or other our ours out over own per put said same say saying says
    she should since so some still such take than that the their them then there these they this those though through
    thus to too toward towards under until up upon us very via was we well went were what when where whether which while
    who whom whose why will with within without would yet you your mr mrs ms dr according told new
    der die das den dem des ein eine einen einem einer eines und oder aber auch auf aus bei bis durch für gegen hat
    haben ich ihm ihn ihr im ist kann mehr mit nach nicht noch nur ob ohne sein sich sie sind so über um und uns von vor
    war was wenn werden wie wir wird wurde zu zum zur als am an dass er es habe
    le la les un une du de et ou où mais que qui quoi dans en sur pour par pas plus avec ce cet cette ces son sa ses
    leur leurs il elle ils elles nous vous est sont été a ont aux au se ne comme après avant selon
    el los las uno una unos unas y o pero que en de del con por para como más su sus se lo al es son fue ha han no sin
    sobre entre desde hasta cuando también
    и в во на не что он она они оно это как к ко по из за от до для с со о об но а же бы у был была было были его её их
    который которая которые также при"""
STOP_WORDS = frozenset(_LIST.split())
