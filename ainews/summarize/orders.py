"""Sentences that command the reader or a model: what no summary may carry on, whoever wrote it; facts are not judged.

The text of an item is data. "Ignore all instructions" or "click here" in it is nobody's news.
"""

from __future__ import annotations

import re

_TO_A_MODEL = re.compile(
    r"""\b(?:ignor\w+|disregard\w*|forget|overrid\w+|bypass\w*|vergiss|ignorier\w*|olvid\w+|oubli\w+|missachte)\b
        .{0,40}\b(?:instru[ck]\w+|prompts?|guidelines|everything|above|previous|prior|anweisung\w*|befehle?|consignes?|anteriores)\b
      |(?:игнорируй|забудь).{0,40}(?:инструкци|указани|команд)
      |\b(?:system|developer|hidden|initial)\s+(?:prompt|instructions?)\b
      |\b(?:an?|as|large)\s+(?:ai\s+)?(?:language\s+model|chatbot|ai\s+(?:model|assistant))\b.{0,40}\b(?:i|you|must|should|cannot)\b
      |\byou\s+are\s+(?:now|no\s+longer|chatgpt|an?\s+(?:ai|assistant|language))\b
      |\bnew\s+instructions?\b|\binstructions?\s+(?:for|to)\s+(?:the\s+)?(?:ai|model|assistant|summari[sz]er|llms?)\b
      |\b(?:dear|attention|note\s+to|message\s+(?:to|for)|hey|hello)[,:]?\s+(?:the\s+|all\s+)?(?:ai|llms?|models?|summari[sz]ers?|assistants?|chatbots?)\b
      |\b(?:jailbreak|developer\s+mode|do\s+anything\s+now)\b
      |</?(?:system|assistant|user|instructions?|s)\s*/?>|\[/?INST\]|<\|\w+\|>|\#{2,}\s*(?:system|instruction|assistant|user)
      |^\W*(?:system|assistant|user)\s*:
      |忽略.{0,12}(?:指示|指令|提示|说明)|(?:指示|命令|プロンプト).{0,8}(?:無視|忘れ)|이전.{0,8}(?:지시|명령).{0,6}무시
      |تجاهل.{0,20}(?:التعليمات|الأوامر)|(?:निर्देश|आदेश).{0,20}(?:अनदेखा|भूल)""",
    re.IGNORECASE | re.VERBOSE,
)
# A search for any of these is twenty times faster than the pattern, which needs one of them.
_HINTS = (
    *(
        "instruct",
        "prompt",
        "ignor",
        "disregard",
        "overrid",
        "bypass",
        "forget",
        "vergiss",
        "olvid",
        "oubli",
        "missacht",
    ),
    *("игнорируй", "забудь", "language model", "chatbot", "assistant", "you are", "model", "summari", "llm", " ai"),
    *(
        "jailbreak",
        "developer mode",
        "anything now",
        "<",
        "[",
        "##",
        "system",
        "user",
        "忽略",
        "指示",
        "命令",
        "プロンプト",
    ),
    *("지시", "명령", "التعليمات", "الأوامر", "निर्देश", "आदेश"),
)
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
    r"with|only|as|an?|by|via|through|from|off|down|more|no|nothing|money|bitcoin\w*|\d|https?:|www\.|[$€£#@'\"“‘:])"
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
    return is_order_to_a_model(sentence) or _TO_THE_READER.search(sentence) is not None


def is_order_to_a_model(sentence: str) -> bool:
    small = sentence.lower()
    return any(hint in small for hint in _HINTS) and _TO_A_MODEL.search(sentence) is not None
