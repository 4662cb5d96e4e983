"""Sentences that command the reader or a model: what no summary may carry on, whoever wrote it; facts are not judged.

The text of an item is data. "Ignore all instructions" or "click here" in it is nobody's news.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import takewhile

from ainews.model import ItemText
from ainews.summarize.links import plain
from ainews.text.sentences import sentences

_START = r"(?:^|[.!?:;,>\]}\"'“(—–-]\s*)"
_MODEL = r"(?:ai|llm|gpt|chatgpt|claude|gemini|llama|model|language\s+model|chatbot|assistant|summari[sz]er)s?\b"
_TO_A_MODEL_WORDS = (
    # to forget what it was told
    rf"(?:{_START}|\b(?:and|then|please|now|must|should)\s+)"
    r"(?:ignore|disregard|forget|override|bypass|vergiss|ignoriere|missachte|ignorez|oublie[rz]?|ignora|olvida)\b"
    r".{0,40}\b(?:instru[ck]\w+|prompts?|guidelines|rules|everything|above|previous|prior|other\s+reports?"
    r"|anweisung\w*|befehle?|consignes?|anteriores)\b",
    r"\boverrides?\s+(?:all|any|your|every)\b",
    r"(?:игнорируй|забудь).{0,40}(?:инструкци|указани|команд)",
    r"忽略.{0,12}(?:指示|指令|提示|说明)|(?:指示|命令|プロンプト).{0,8}(?:無視|忘れ)|이전.{0,8}(?:지시|명령).{0,6}무시",
    r"تجاهل.{0,20}(?:التعليمات|الأوامر)|(?:निर्देश|आदेश).{0,20}(?:अनदेखा|भूल)",
    # to take other orders, or to tell its own
    r"\b(?:repeat|print|reveal|show|output|write|leak|quote|ignore|forget|override|update)\b.{0,30}"
    r"\b(?:system|developer|hidden|initial)\s+(?:prompt|instructions?)\b",
    r"\bsystem\s+prompt(?:\s+update)?\s*:",
    rf"\bnew\s+(?:instructions?|tasks?)\s*(?::|\.(?:\s|$)|for\s+(?:the\s+|an?\s+)?{_MODEL})",
    rf"\binstructions?\s+(?:for|to)\s+(?:the\s+|an?\s+)?{_MODEL}(?!\s+coach)",
    r"\b(?:enter|activate|enable)\s+(?:developer|god|dan|jailbreak)\s+mode\b|\bdo\s+anything\s+now\b",
    r"\b(?:begin|end|start)\s+(?:of\s+)?new\s+task\b",
    # addressing it, or what it writes
    r"\b(?:an?|as|large)\s+(?:ai\s+)?(?:language\s+model|chatbot|ai\s+(?:model|assistant))\b.{0,10}\b(?:you|must|should)\b",
    r"\byou\s+are\s+(?:now\s|no\s+longer\s|chatgpt|dan\b|an?\s+(?:ai|assistant|language|large\s+language))",
    r"^\W*(?:dear|attention|hey|hello|hi|note\s+to|(?:important\s+)?(?:message|note|notice|instructions?)\s.{0,20}(?:to|for))"
    rf"[,:]?\s+(?:the\s+|all\s+)?{_MODEL}(?!\s+(?:coach|users?|customers?))",
    rf"\b(?:{_MODEL}|(?:ai|language)\s+systems?)\s+(?:that\s+)?(?:reads?|reading|process(?:es|ing)?|summari[sz](?:es?|ing))"
    r"\s+this\b",
    r"\b(?:any|every|each|all|your|the\s+correct)\s+summar(?:y|ies)\b.{0,40}\b(?:must|should|ha(?:s|ve)\s+to|is|ends?|begins?)\b",
    r"\bwhen\s+(?:you\s+)?summari[sz](?:e|ing)\b|\b(?:do\s+not|don['’]t|never)\s+summari[sz]e\b|^\W*summari[sz]e\s+(?:this|the)\b",
    r"\bthe\s+summary\s+(?:says|(?:must|should|has\s+to)\s+(?:say|mention|include))\b(?!.*\b(?:report|study)\b)",
    r"\bmust\s+be\s+summari[sz]ed\s+as\b",
    rf"{_START}(?:respond|reply|answer|output|print)\s+(?:only|with|nothing|the\s+following|exactly|in\s+json)\b",
    r"\byour\s+(?:only\s+sentence|answer|output|response|reply)\s+(?:is|should|must|has\s+to|will)\b",
    r"\bthe\s+user\s+(?:has|wants|asked|asks|approved|allows)\b.{0,30}\byou\b",
    r"\bcite\s+(?:item|report)s?\s+\d",
    # posing as the frame around it
    r"</?(?:system|assistant|user|instructions?|reports?|s)\s*/?>|\[/?INST\]|<\|\w+\|>",
    r"\#{2,}\s*(?:system|instruction|assistant|user)|^\W*(?:system|assistant|user)\s*:",
)
# A search for any of these is many times faster than the pattern, which needs one of them.
_HINTS = (
    *("instruct", "prompt", "ignor", "disregard", "overrid", "bypass", "forget", "vergiss", "missachte", "olvid"),
    *("oubli", "игнорируй", "забудь", "model", "chatbot", "assistant", "you are", "summar", "llm", " ai", "ai ", "gpt"),
    *("claude", "gemini", "llama", "your ", "the user", "cite ", " mode", "anything now", "new task"),
    *("respond", "reply", "answer", "output", "print", "<", "[", "##", "system", "user"),
    *("忽略", "指示", "命令", "プロンプト", "지시", "명령", "التعليمات", "الأوامر", "निर्देश", "आदेश"),
)
_SAY = (
    r"(?:write|state|say|tell|report|mention|claim|output|reply|respond|answer|praise|promote|print|repeat|add|include|"
    r"insist|pretend|summari[sz]e|translate|describe|announce|conclude)"
)
_ADDRESSED = re.compile(
    r"\byou\s+(?:must|shall|speak|received|have\s+been\s+told|were\s+(?:told|given))\b|\binstruct\s+you\b|\bthe\s+user['’]s\b"
    r"|\bsummar(?:y|ies|i[sz]\w+)\b|\bzusammenfass\w+|\brésum(?:é|er|ez)\b|\bresum(?:en|ir|e)\b|\bсводк|摘要|要約|요약"
    r"|\bautomated\s+readers?\b|\bsoftware\s+that\s+reads\b"
    rf"|(?:^|[.!?:;,]\s*|\b(?:and|to|please|must|should|instead|then|only|just|kindly|always)\s+){_SAY}"
    r"(?:\s+(?:the|this|a|your|all|every|to)\b)?(?:\s+(?:readers?|world|public|users?|people|everyone|story|answer|reply))?"
    r"(?:\s*:|\s+(?:that|how|about|only|just|exactly|with|words?|phrases?|sentences?|following|phone|links?|in\s+plain)\b)"
    rf"|^[^:]{{0,40}}\b(?:{_MODEL}|bots?\b|crawlers?\b|{{).{{0,40}}:"
    r"|\b(?:schreib|antwort|sag|erwähn|beton|gib)(?:e|t|en\s+sie)?\b(?:\s+(?:nur|bitte|dass|aus)|[,:])"
    r"|\b(?:écri[st]|écrivez|répond[sz]|répondez|di[ts]|dites|mentionne[rz]?)\s+(?:uniquement|seulement|que|:)"
    r"|\b(?:escrib[ae]|respond[ae]|di|diga|menciona|añade)\s+(?:solo|sólo|únicamente|que|:)"
    r"|\b(?:напиши|ответь|скажи|добавь|упомяни)(?:те)?\b"
    r"|[请請].{0,6}(?:回[复復答]|写|寫|输出|輸出|说|說)|只(?:回[复復答]|写|寫|输出)|(?:書いて|答えて|言って)ください|(?:쓰|답하|말하)세요|اكتب|أجب|लिखें",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[\"“„«「][^\"”“»」]*[\"”“»」]")
_POLITE = (
    r"(?:please|kindly|now|so|then|just|simply|also|always|never|hurry(?:\sand|,)?|don['’]t\sforget\sto|do\snot|don['’]t|"
    r"(?:make|be)\ssure\s(?:to|you)|remember\sto|readers?\s(?:should|must|can|need\sto)|(?:and\s)?you\s(?:must|should|need\sto|have\sto|"
    r"ought\sto|can\snow))[,:]?\s+"
)
_VERB = (
    "click|tap|visit|subscribe|sign|log|buy|order|shop|download|install|register|donate|send|wire|transfer|deposit|pay|call|text|"
    "dial|email|e-mail|mail|contact|follow|share|like|retweet|join|enter|enrol|enroll|claim|redeem|scan|open|read|watch|listen|check|"
    "get|grab|try|go|act|vote|apply|invest|reply|tell|say|write|output|print|repeat|respond|answer|summari[sz]e|translate|pretend|"
    "reveal|include|add|append|insert|mention|recommend|promote|praise|rate|rank|execute|run|delete|browse|navigate|fetch|post|tweet|"
    "publish|stop|start|use|copy|paste|type|select|choose|confirm|verify|update|unlock|upgrade|forward|disclose|ignore|disregard|"
    "forget|obey|comply|trust|believe|remember|consider|note|describe|label|mark|treat|refuse|replace|skip|hide|book|learn|give|save|sell"
)
_OBJECT = (
    r"(?:here|now|today|this|these|that|those|the|your|you|our|us|me|it|them|all|any|every\w*|readers?|users?|to|at|on|in|into|up|out|for|"
    r"with|only|as|an?|by|via|through|from|off|down|more|no|nothing|money|bitcoin\w*|\d[\d,.]*|https?:|www\.|[$€£#@'\"“‘:])"
)
_TO_THE_READER = re.compile(
    rf"^\W*(?:(?:{_POLITE})+(?:{_VERB})\b|(?:{_VERB})\s+(?:and\s+\w+\s+)?{_OBJECT}(?!\w)|(?:{_VERB})(?:\s\w+)?[!:.]\W*$"
    rf"|(?:if\s+you|for\s+(?:your|more|a)|to\s+(?:get|win|claim|learn|see|read|avoid|continue|verify|protect)|in\s+order\s+to)\b[^,;]*,\s*"
    rf"(?:{_POLITE})*(?:{_VERB})\b)"
    r"|^\W*(?:buy|sell|visit|click|download|subscribe|donate|order)\b.*\b(?:now|today|immediately|at\sonce)\b"
    r"|\b(?:click|tap)\s+(?:here|below|the\s+link|on\s+th)|\b(?:you|readers?|everyone)\s+(?:must|should|need\s+to|have\s+to)\s+"
    rf"(?:\w+ly\s+|now\s+|all\s+)?(?:{_VERB})\b|[.!?:;,—–-]\s*(?:{_POLITE})*(?:click|subscribe|download|sign\s+up|send\s+(?:money|bitcoin\w*|your)|"
    rf"reply\s+with|respond\s+(?:only\s+)?with|say\s+that|output|print)\s+{_OBJECT}(?!\w)"
    r"|\b(?:call|text|dial|whatsapp)\s+(?:us\s+)?(?:now\s+)?(?:at\s+|on\s+)?\+?\d[\d -]{5,}"
    r"|\b(?:limited[- ]time\s+offer|act\s+now|buy\s+now|free\s+money|guaranteed\s+returns?|100\s?%\s+free)\b",
    re.IGNORECASE,
)


def is_order(sentence: str) -> bool:
    """Whether the sentence tells its reader, or the model that reads it, what to do."""
    return is_order_to_a_model(sentence) or is_order_to_people(sentence)


def is_addressed(sentence: str) -> bool:
    """Whether it speaks to somebody, or has somebody say something: what it would have said is not reported by it."""
    return _ADDRESSED.search(_QUOTED.sub(" ", sentence)) is not None


def is_order_to_people(sentence: str) -> bool:
    return _TO_THE_READER.search(sentence) is not None


def is_order_to_a_model(sentence: str) -> bool:
    small = sentence.lower()
    return any(hint in small for hint in _HINTS) and _to_a_model().search(sentence) is not None


@cache
def _to_a_model() -> re.Pattern[str]:
    """Compiled when a hint is first met: most runs meet none, and it takes as long as reading a hundred items."""
    return re.compile("|".join(_TO_A_MODEL_WORDS), re.IGNORECASE)


def trusted(item: ItemText) -> ItemText:
    """Return an item up to the first sentence that speaks to a model: what follows may be meant for it alone."""
    title = _trusted(item.title)
    return ItemText(item.item_id, title, _trusted(item.text) if title == item.title else "", item.url)


def _trusted(text: str) -> str:
    kept: list[str] = []
    for line in text.split("\n"):
        found = sentences(line)
        fit = list(takewhile(lambda sentence: not is_order_to_a_model(plain(sentence)), found))
        if len(fit) < len(found):
            return "\n".join([*kept, " ".join(fit)])
        kept.append(line)
    return text
