"""Rules about reasons: the account of the facts, the link to the measure, necessity, hopes, presumed innocence."""

import re
from collections.abc import Iterator

from advisor.dossiers.lint.dates import moments
from advisor.dossiers.lint.measures import DATA, PLACED, PLAIN
from advisor.dossiers.lint.places import place_named
from advisor.dossiers.lint.reading import NEXUS, Draft
from advisor.dossiers.lint.rules import Place, rule
from advisor.dossiers.lint.sentences import sentences, words
from advisor.dossiers.lint.times import ABOUT_A_PAPER, BIRTH
from advisor.dossiers.lint.values import identifiers
from advisor.dossiers.lint.wordlists import months_pattern, word_set

FEWEST = 12
WHERE = re.compile(
    r"(?:\b(?:in|at|near|from|to|outside|around|between|via|towards|of|à|en|au|aux|aus|nach|bei|a|da|di|de|em|w|i"
    r"|v)\s+(?:the\s+)?(?:(?:town|city|region|port|village|district|State|province|county|canton"
    r"|island)\s+of\s+)?)(?P<name>[A-ZÀ-ÞŁŚŻŠČŽ][\w'’-]+)",
)  # fmt: skip
FORMULA = word_set("formula")
WEIGHED = re.compile(
    r"\bnecess\w*|\bproportion\w*|\bindispens\w*|\brequire\w*|\bneed\w*|\bessential\b|\bappropriate\b|\badequate\b"
    r"|\bsuitab\w*|\bjustif\w*|\bunavoidab\w*",
    re.I,
)
MANY_WORDS = 40
# What a reason is made of: a figure, a name, a denial, a limit, a cause, a milder means, a tense of what was tried.
WEIGHS = re.compile(
    r"\d|(?-i:[A-ZÀ-Þ][a-zà-ž]{2,})|\b(?:no|not|none|never|nothing|nobody|neither|nor|cannot|without|unless|otherwise"
    r"|only|solely"
    r"|merely|alone|limited|confined|restricted|because|since|as the|so that|due to|milder|less|least|fail\w*"
    r"|refus\w*|lost"
    r"|unknown|destroy\w*|delet\w*|hid\w*|silent|tried|already|would|kept|found|one|two|three|few|single|remain\w*)\b",
    re.I,
)
EMPTY_WEIGHING = FORMULA | word_set("weighing")
HOPE = re.compile(
    r"\b(?:good|useful|interesting|helpful|like|want|wish|keen|curious) to (?:know|see|learn|find out) (?:what"
    r"|whether|if|who|which|more)\b|"
    r"\b(?:might|may|could|perhaps|possibly|hopefully) (?:also )?(?:\w+ )?(?:contain|show|reveal|hold|include|give"
    r"|yield|provide|produce|be|point)\b[^.]{0,40}\b(?:further|other|more|additional|new|something|anything"
    r"|unknown)\b|"
    r"\b(?:could|may|might) be (?:more|other|further|additional)\b|\bmore (?:evidence|offences|victims) (?:could"
    r"|may|might)\b|"
    r"\bfind out (?:whether|if|what)\b[^.]{0,40}\b(?:also|else|other|more)\b|\bsomething (?:useful|interesting"
    r"|relevant)\b|\bturn(?:s|ed)? up\b|\bwhat else\b|"
    r"\bsee (?:whether|if|what)\b|\bfind out (?:whether|if) (?:there|anything|something|any)\b|\b(?:may|might"
    r"|could) (?:also )?be (?:of (?:some )?)?(?:interest|use|useful|relevant|interesting)\b|\b(?:items?|things?"
    r"|objects?|anything|something|whatever|material|evidence|content|data) of interest\b"
    r"|\bjust in case\b|\bin case (?:there|something|anything)\b"
    r"|\b(?:any|possible|potential|further|other|more) (?:\w+ )?(?:other |further )?(?:offences|crimes|suspects"
    r"|accomplices|partners|wrongdoing|irregularities)(?: that)?(?: (?:may|might|could|can|which|he|she|they"
    r"|of his|not yet|are not))"
    r"|\b(?:may|might|could)(?: also)? (?:show|point to|lead to|contain) (?:any |some )?(?:other|further|more"
    r"|additional) (?:offences|crimes|suspects|victims|accomplices)\b"
    r"|\b(?:might|may|could) (?:reveal|bring to light|come to light|turn up|uncover|show something"
    r"|contain something|surface)\b|\bcome to light\b|\bhope(?:s|d|fully)?\b|\bwith luck\b|\bfor (?:whatever"
    r"|any) reason\b|\bwho knows\b|\bperhaps (?:something|there)\b"
    r"|\b(?:perhaps|maybe|possibly|might|conceivably|hopefully|who knows|with (?:some|any) luck|cannot be (?:ruled out"
    r"|excluded)|not (?:be )?(?:ruled out|excluded)|wish(?:es)?|interested|curious|interesting)\b[^.]{0,80}\b(?:other"
    r"|others"
    r"|further|additional|else|unknown|something|anything)\b|\b(?:on|in) the (?:off[- ]?)?chance\b|\bgeneral overview\b"
    r"|\b(?:any|all) (?:kind|type|sort)s? of (?:irregularit|wrongdoing|offence|crime)\w*"
    r"|\bany other (?:offences|crimes)\b|\bwhatever else\b|\banything (?:else )?(?:that|which) (?:may|might"
    r"|could)\b|\bgeneral(?:ly)? explor|\bfishing\b|\bit cannot be excluded that\b|\bpossibly of (?:use"
    r"|interest)\b",
    re.I,
)  # fmt: skip
GUILTY = re.compile(
    r"\b(?:committed|commits) (?:this|the|these|those|many|several|all) (?:\w+ )?(?:crimes?|offences?|frauds?"
    r"|thefts?)\b[^.]{0,40}\b(?:without|no|beyond|undoubtedly|certainly)\b[^.]{0,12}\b(?:doubt|question)\b|"
    r"\b(?:perpetrators?|offenders?|culprits?|crooks?|thie(?:f|ves)|fraudsters?|swindlers?|murderers?|robbers?"
    r"|launderers?|traffickers?|smugglers?|forgers?|wrongdoers?|scammers?)\s+(?:Mr\.? |Mrs\.? "
    r"|Ms\.? )?(?-i:[A-ZÀ-Þ][a-zà-ž]+)"
    r"|\b(?:is|was|are|were|as) (?:an? |the )?(?:\w+[- ]){0,2}(?:offender|criminal|crook|thief|fraudster|swindler"
    r"|culprit"
    r"|murderer|robber|launderer|trafficker|smuggler|forger|scammer)s?\b(?! (?:case|court|code|matter|proceedings|law"
    r"|offence"
    r"|investigation|complaint|record|charge|procedure|liab|resp))|\b(?:beyond|without|no) (?:any |a "
    r"|all )?(?:\w+ )?doubt\b"
    r"|\bcon[- ]artists?\b|\b(?:did|done|committed|stole|took|defrauded|responsible|behind)\b[^.]{0,40}\b(?:for sure"
    r"|certainly"
    r"|definitely|surely|undoubtedly|no doubt|obviously)\b|\bhas (?:undoubtedly|certainly|clearly|evidently) \w+ed\b|"
    r"\bguilty (?:party|parties|person|man|woman|one|ones)\b|\bknown (?:criminals?|crook|fraudster|thief"
    r"|offender)\b|\b(?:undoubtedly|certainly|without (?:any )?doubt|clearly|obviously) (?:committed|stole"
    r"|defrauded|did it)\b|"
    r"\b(?:the|these|those|this|a|our|said)\s+(?:\w+\s+)?(?:criminals|criminal(?=\s+(?:is|was|has|had|who|himself"
    r"|herself|then|took|sold|did)\b|[.,;]|$)|crooks?|fraudsters?|thie(?:f|ves)|culprits?|gangsters?|swindlers?"
    r"|con ?m[ae]n|scammers?|counterfeiters?|villains?|bandits?|mafiosi?)\b"
    r"|\b(?:is|are|was|were) (?:clearly |obviously |undoubtedly |certainly |without doubt )?guilty\b|\bhis guilt\b"
    r"|\bher guilt\b|\btheir guilt\b|\bcriminals\b",
    re.I,
)  # fmt: skip
SENSITIVE = re.compile(
    r"\b(?:law (?:office|firm|chambers)|lawyer'?s?\b|attorney'?s? (?:office|at law)|solicitors?|barristers?"
    r"|avocat\w*|abogad\w*|avvocat\w*|rechtsanw\w*|advocaten\w*|notar\w*|medical practice|doctor'?s? (?:office"
    r"|practice|surgery)|"
    r"clinic|hospital|psychiatr\w*|psycholog\w*|newsroom|newspaper|journalist\w*|editorial (?:office|staff)"
    r"|broadcaster'?s? (?:newsroom|office)|priest|parish|church|rabbi|imam)\b",
    re.I,
)  # fmt: skip
# Elsewhere than in what is asked for, somebody of such a calling counts when what is to be looked at is theirs.
OF_A_CALLING = re.compile(
    r"\b(?:law (?:office|firm|chambers|practice)|lawyers?|solicitors?|barristers?|advocates?"
    r"|(?<!district )(?<!prosecuting )attorneys?(?! general)(?:[- ]at[- ]law)?|maître|notar(?:y|ies)|tax adviser"
    r"|journalists?"
    r"|newsroom|editor|physicians?|doctors?|psycholog\w+|psychiatr\w+|priests?|clergy\w*|pastor)\b",
    re.I,
)
THEIRS = re.compile(
    r"\b(?:mailbox|inbox|account|telephone|phone|number|premises|office|firm|practice|chambers|server|devices?"
    r"|computers?"
    r"|address|used by|belongs? to|of the suspect|suspect|accused|under investigation)\b",
    re.I,
)
ADDRESSED = re.compile(
    r"\bprivileg\w*|\bsecrecy\b|\bprofessional(?:ly)? secre\w*|\bsecret professionnel\b|\bberufsgeheimnis\b"
    r"|\bconfidential (?:communications|client|sources)\b|\bprotection of sources\b|\bsource protection\b"
    r"|\bmedical confidential\w*|\bindependent (?:lawyer|counsel)\b|\bsealed\b",
    re.I,
)  # fmt: skip
STATED_REASON = re.compile(
    r"\bproportiona\w*|\bnecess\w*|\bmilder\b|\bless intrusive\b|\bno other (?:way|means|measure)\b"
    r"|\bcannot be (?:learnt|obtained|had|established) (?:otherwise|in (?:a|any))",
    re.I,
)  # fmt: skip


@rule("facts-missing")
def facts_missing(draft: Draft) -> Iterator[Place]:
    if draft.place("account") and len(words(draft.all_text("account"))) < FEWEST:
        yield draft.place("account"), draft.all_text("account")


def _told(draft: Draft) -> str:
    """The account without what it says of papers of the proceedings: the day of a warrant is no day of the acts."""
    said = [BIRTH.sub(" ", said) for one in draft.of("account") for said in sentences(one.text)]
    return "\n".join(one for one in said if not ABOUT_A_PAPER.search(one)) or "\n".join(said)


@rule("facts-without-when")
def facts_without_when(draft: Draft) -> Iterator[Place]:
    text = _told(draft)
    if draft.place("account") and not moments(text) and not months_pattern().search(text):
        yield draft.place("account"), text[:120]


@rule("facts-without-where")
def facts_without_where(draft: Draft) -> Iterator[Place]:
    text = _told(draft)
    if not draft.place("account") or place_named(text):
        return
    online = any(item.kind in ("ip", "domain", "url", "email") for item in identifiers(text))
    if not online and not any(_is_place(match["name"]) for match in WHERE.finditer(text)) and not _states(draft, text):
        yield draft.place("account"), text[:120]


def _is_place(name: str) -> bool:
    return not months_pattern().fullmatch(name)


def _states(draft: Draft, text: str) -> bool:
    return any(str(row["name"]) in text for row in draft.matter.names["states"].values())


@rule("link-missing")
def link_missing(draft: Draft) -> Iterator[Place]:
    if draft.kinds.among(PLAIN) or not draft.place("link") or draft.of("link"):
        return
    if re.search(r"\bbecause\b", draft.all_text("reason"), re.I):
        return
    yield draft.place("link"), ""


@rule("link-empty")
def link_empty(draft: Draft) -> Iterator[Place]:
    texts = draft.of("link")
    if not texts or draft.kinds.among(PLAIN) or any(_says_something(one.text) for one in texts):
        return
    yield texts[0].place if texts[0].place != NEXUS else draft.where("link"), texts[0].text


def _says_something(text: str) -> bool:
    """A name, figure, address or object of the case."""
    if re.search(r"\d", text) or identifiers(text):
        return True
    for said in sentences(text):
        inner = said.split()[1:]
        if any(
            word[:1].isupper() and word.strip(".,;:") not in ("I", "EIO", "State", "Directive", "MLA", "EU")
            for word in inner
        ):
            return True
    return len({word for word in words(text) if word not in FORMULA}) >= 5


@rule("necessity-missing")
def necessity_missing(draft: Draft) -> Iterator[Place]:
    place = draft.blank("necessity")
    if not place or draft.kinds.among(PLAIN) or not (draft.kinds.formal or draft.matter.kind == "note"):
        return
    if draft.matter.kind == "note" and not draft.kinds.criminal and "blocking" not in draft.kinds.measure:
        return
    if not any(STATED_REASON.search(one.text) for one in draft.prose):
        yield place, ""


@rule("necessity-empty")
def necessity_empty(draft: Draft) -> Iterator[Place]:
    for one in draft.of("necessity"):
        told = len([word for word in words(one.text) if word not in EMPTY_WEIGHING])
        asserted = WEIGHED.search(one.text) and not WEIGHS.search(_without_head(one.text))
        if told < 2 or (asserted and len(words(one.text)) <= MANY_WORDS):
            yield one.place, one.text


def _without_head(text: str) -> str:
    """The sentences of a text without their first words, whose capitals name nothing."""
    return "\n".join(said.partition(" ")[2] for said in sentences(text))


@rule("fishing")
def fishing(draft: Draft) -> Iterator[Place]:
    for one in draft.of("subject", "particulars", "link", "necessity", "other", "reason", "procedure", "identifiers"):
        if match := HOPE.search(one.text):
            yield one.place, match[0]


@rule("guilt-asserted")
def guilt_asserted(draft: Draft) -> Iterator[Place]:
    if draft.inputs["case"].get("stage") == "enforcement":
        return
    for one in draft.prose:
        if match := GUILTY.search(one.text):
            yield one.place, match[0]


@rule("privilege-unaddressed")
def privilege_unaddressed(draft: Draft) -> Iterator[Place]:
    if not draft.kinds.among(DATA, PLACED, {"criminal.interception"}) or ADDRESSED.search(draft.all_text()):
        return
    for one in (*draft.asked, *draft.of("location")):
        if match := SENSITIVE.search(one.text):
            yield one.place, match[0]
    for one in draft.of("account", "persons", "link", "other", "necessity"):
        for said in sentences(one.text):
            if (match := OF_A_CALLING.search(said)) and THEIRS.search(said):
                yield one.place, match[0]
