"""Rules about what typed texts say of the law: other and expired bases, channel, authority, issuer, assurances."""

import re
from collections.abc import Iterator

from advisor.dossiers.lint.reading import PEOPLE, Draft
from advisor.dossiers.lint.rules import Place, rule
from advisor.dossiers.lint.sentences import sentences
from advisor.dossiers.lint.wordlists import Cited, cited_instruments

UNDER = re.compile(
    r"\b(?:convention|treaty|agreement|directive|regulation|decision|protocol|act)\b[^.]{0,40}\b(?:appl(?:y|ies)"
    r"|obliges?|governs?|allows?|provides? for|entitles?|requires?|empowers?)\b"
    r"|\b(?:footing|ground|grounds|strength|authority|force|terms|framework|provisions|spirit) (?:of|for)\b"
    r"|\b(?:find|draw|take|deriv|ha[sv]|rest|base)\w*\b[^.]{0,20}\bbas(?:is|es)\b|\b(?:refer|recourse|resort"
    r"|appeal)\w* to\b"
    r"|\bfound(?:ed|ation)s?\b[^.]{0,12}\b(?:in|on|upon)\b|\brests? (?:up)?on\b|\bground(?:ed|s)? (?:in|on)\b"
    r"|\bflows? from\b"
    r"|\bmade (?:in|by) (?:reliance|recourse)\b|\b(?:invokes?|relies on|avails)\b|\bon the strength of\b"
    r"|\b(?:legal )?basis\s*(?:is|:|of)|\brequested under\b|\bunder art|\bwe (?:rely|act|invoke)|\bfounded on\b"
    r"|\bby application of\b|"
    r"\b(?:under|pursuant to|as provided|provided for|in accordance with|according to|based on|on the basis of"
    r"|by virtue of|in application of|within the meaning of|as foreseen|laid down|governed by|invoking|relying on"
    r"|we rely on|by reference to|in terms of|as required by|as set out in)\b",
    re.I,
)  # fmt: skip
SENDING = re.compile(
    r"\b(?:reach(?:es)? you|come to you|be brought|is brought|takes? the)\b|"
    r"\b(?:sent|send|sending|transmi\w+|forward\w*|hand\w* over|submit\w*|deliver\w*|channel\w*|via|through"
    r"|route[ds]?|dispatch\w*|convey\w*|communicat\w+|address\w*|despatch\w*|by|over|using|channels?"
    r"|with the help of|by means of"
    r"|courtesy|entrust\w*|bring\w*|tak(?:e|es|en|ing)|carr(?:y|ies|ied)|pass\w*|relay\w*|remit\w*"
    r"|serv(?:e|es|ed|ice)|present\w*"
    r"|lodg\w+|upload\w*|reach\w*|arriv\w+|transit\w*|travel\w*|goes|go|come|comes|post(?:ed)?|mail(?:ed)?"
    r"|fax(?:ed)?|use[ds]?"
    r"|hand(?:s|ed|ing)?|giv(?:e|es|en|ing)|leav(?:e|es|ing)|left|way|path|pouch|bag|courier)\b",
    re.I,
)  # fmt: skip
COPY = re.compile(
    r"\b(?:cop(?:y|ies)|for information|advance|not (?:be )?(?:sent|transmitted)|no need|rather than|instead of"
    r"|will follow|questions?|contact\w*|call|telephone|arrested|travell?ed|fled|interviewed)\b",
    re.I,
)
# What a text says of the way, and the words of a provision's channel that allow it.
WAYS = (
    (re.compile(
        r"\bdiplomatic\b|\b(?:military|defence|naval|commercial) attach\w+|\bdiplomats?\b|\bembass\w+\b"
        r"|\bambassador\w*|\bnotes? verbales?\b|\bministr(?:y"
        r"|ies) (?:of|for) (?:foreign|external) "
        r"affairs\b|\bforeign (?:ministr\w+|office|service|affairs)\b|\bconsul(?:s|ar|ates?)?\b"
        r"|\blegation\b|\bhigh commission\b|\bMFA\b"
        r"|\bstate department\b|\bdepartment of state\b|\bdiplomatic (?:bag|pouch|courier|mission)\b", re.I,
    ), ("diplomatic", "consul")),
    (re.compile(
        r"\bInterpol\b|\bI-?24/7\b|\bNCB\b|\bnational central bureaux?\b|\binternational criminal police\b", re.I,
    ), ("interpol", "ncb", "urgen", "as base", "per treaty", "24/7")),
    (re.compile(
        r"\bliaison (?:officer|magistrate)s?\b|\bSIENA\b|\bEuropol\b|\bpolice (?:channel|cooperation)\w*\b"
        r"|\b(?:to|through|via) (?:the |your )?(?:local |\w+ )?(?:police|gendarmerie)\b"
        r"|\bpolice-to-police\b|\bpolice (?:attach\w+|liaison|network|station|colleagues|partners"
        r"|contacts?|cooperation)\b|\bSIRENE\b"
        r"|\bliaison (?:office|bureau|staff|prosecutor|police)\w*|\blegal attach\w+|\bLEGATT?\b"
        r"|\bpolice and customs cooperation\b|\bPCCC\b"
        r"|\b(?:police|customs|border) attach\w+|\bfrom police to police\b|\bour police (?:will|shall|force)\b"
        r"|\bpolice counterparts?\b|\bour police officers?\b"
        r"|\bcolleagues? (?:of|from|in) the \w+ police\b|\bfinancial intelligence unit\b|\bFIUs?\b|\bEgmont\b", re.I,
    ), ("police", "liaison", "siena", "europol", "spoc")),
    (re.compile(
        r"\b(?:direct(?:ly)? to|straight to) the (?:provider|bank|platform|company|operator|host|registrar)\b"
        r"|\be-?mail(?:ed)? to the (?:provider|bank|company)\b|\b(?:law[- ]enforcement|LEA?|police"
        r"|government|provider'?s?) (?:request )?"
        r"(?:portal|desk|inbox|response team)\b|\b(?:support|abuse|compliance|legal|customer)[- ](?:desk"
        r"|team|department|service|mailbox|address)"
        r"\b|\babuse@\S+|\bweb form\b|\bcontact form\b|\bby (?:us )?direct(?:ly)? on the (?:provider|bank|company)\b"
        r"|\bserved? (?:directly )?(?:up)?on the (?:provider|bank|company|operator)\b"
        r"|\bheadquarters of the (?:provider|bank|company)\b", re.I,
    ), ("provider", "addressee", "->", "bank", "host", "registrar", "platform")),
    (re.compile(
        r"\b(?:direct(?:ly)? to|straight to) the (?:\w+ )?(?:court|prosecutor\w*|judge|executing authority"
        r"|local (?:court|authorit\w+)|competent court)\b", re.I,
    ), ("direct", "court", "judicial authorities", "as ", "per treaty", "competent")),
    (re.compile(
        r"\bministr(?:y|ies) of justice\b|\bcentral authorit(?:y|ies)\b", re.I,
    ), ("minist", "central", "as ", "per treaty", "governmental", "government")),
)  # fmt: skip
POLICE = re.compile(
    r"\b(?:garda\w*|kripo|politie|politi|poliisi|polis|policja|policie|rendőr\w*|poliți\w+|politia"
    r"|jandarma|kommissar\w*|commissaire|comisario"
    r"|commissario|commissioner|superintendent|maresciallo|capitano|brigadier|capitaine|lieutenant|captain"
    r"|colonel|major|sergent|agent|marshal"
    r"|ministry|agency|bureau|ombudsman|authority for|intelligence|coast ?guard|trading standards"
    r"|labou?r inspect\w*|market surveillance"
    r"|police|polizei|policía|polizia|gendarm\w+|carabinier\w*|guardia|detective|inspector|investigator"
    r"|constable|sergeant|officer|customs|tax|zoll\w*|douane\w*|finance police|border guard|administration"
    r"|authority inspector)\b",
    re.I,
)  # fmt: skip
JUDICIAL = re.compile(
    r"\b(?:validat\w+|judges?|prosecut\w+|magistrat\w*|courts?|tribunal|staatsanw\w+|procurador\w*|procureur\w*"
    r"|procura\w*|juge\w*|juez\w*|giudice|richter\w*|onderzoeksrechter|officier van justitie|state attorney"
    r"|attorney)\b",
    re.I,
)  # fmt: skip
NEEDS_JUDGE = re.compile(r"\b(?:judge|judicial|court|prosecut|validat)", re.I)
BY_A_JUDGE = {"eio", "e-evidence-regulation", "eaw", "eu-2018-1805"}
GRAVE = re.compile(
    r"\b(?:provides? for|punish\w*|carr(?:y|ies)|penalt(?:y|ies)|liable|sentences?d?|maximum|imposes?"
    r"|prescribes?|threatens?|includes?|up to"
    r"|or|with|by|to|from)\s+(?:\w+\s+){0,3}(?:the )?death\b(?! (?:certificate|of|threat|toll|notice|row))"
    r"|\bdeath or (?:imprisonment|life)\b|"
    r"\bdeath (?:row|chamber|by)\b|\bpenalty of death\b|\bpunishment of death\b|\bsentence of death\b"
    r"|\bfac(?:e|es|ing) (?:\w+ )?(?:death|execution)\b"
    r"|\b(?:capitally|capital) (?:charged|murder|case|felony|sentence|liable|crimes?)\b|\bexecution (?:by"
    r"|of the (?:accused|offender|convict))"
    r"|\b(?:he|she|they|accused|suspects?|persons?|offenders?|convicts?|defendants?|murderers?"
    r"|sentenced)\b[^.]{0,40}\b(?:be|been|being|get) (?:executed|shot)\b"
    r"|\b(?:be|been|being|get) (?:beheaded|stoned|whipped|flogged|caned|lashed|mutilated|amputated"
    r"|electrocuted|gassed)\b"
    r"|\bbehead\w*|\bdecapitat\w+|\bcan(?:e|ing) strokes?\b|\bstrokes? of the (?:cane|rod|birch)\b"
    r"|\b\d+ (?:lashes|strokes)\b|\bwhip(?:ped|ping)?\b"
    r"|\bqisas\b|\bhudud\b|\bmutilation\b|\bforced labou?r\b|\bhard labou?r\b"
    r"|\bsolitary confinement for life\b|\bnever (?:be )?(?:releas\w+|leave prison)"
    r"|\b(?:die|remain|stay|spend) [^.]{0,30}\b(?:in|behind) (?:prison|bars|jail)\b[^.]{0,20}"
    r"|\birreducible life\b|\blife (?:term|imprisonment|sentence)s?"
    r"[^.]{0,40}\b(?:without|no|never|not)\b[^.]{0,40}\b(?:parole|releas\w+|review\w*|remission|clemency"
    r"|reduc\w+|pardon\w*)"
    r"|\bwhole of (?:his|her|their) natural li(?:fe|ves)\b|\bfor (?:the rest of )?(?:his|her"
    r"|their) (?:natural )?li(?:fe|ves) without\b|\bLWOP\b"
    r"|\bnatural life\b|\bcapital (?:penalty|charges?)\b|\bsupreme (?:penalty|measure)\b"
    r"|\bextreme penalty\b|\bgas chamber\b|\bfiring squad\b"
    r"|\bpay with (?:his|her|their) li(?:fe|ves)\b|\bforfeit (?:his|her|their) li(?:fe|ves)\b|\btorture\w*\b|"
    r"\blife\b[^.]{0,25}\b(?:without|with no|no)\b[^.]{0,25}\b(?:parole|release|review|remission)\b"
    r"|\belectric chair\b|\bgallows\b"
    r"|\b(?:be|being|by) hang(?:ed|ing)\b|\bfiring squad\b|\blethal injection\b|\b(?:by )?stoning\b|\bcaning\b"
    r"|\bamputation\b"
    r"|\bloses? (?:his|her|their) li(?:fe|ves) (?:by|under) (?:sentence|law)\b|\bultimate (?:penalty|punishment)\b|"
    r"\b(?:sentence|penalty|punishment|maximum)\b[^.]{0,25}\b(?:is|of|be|being) death\b"
    r"|\bexecuted\b(?=[^.]{0,30}\b(?:person|offender|convict|sentence of death))|\bmay be put to death\b"
    r"|\blashes\b|\bwhipping\b|"
    r"\bdeath penalt\w*|\bcapital (?:punishment|offence|crime)|\bpunish\w+ (?:by|with) death\b"
    r"|\bsentence\w* to death\b|\bdeath sentence\b|\bcorporal punishment\b|\bflogging\b|\blife (?:imprisonment"
    r"|sentence)? ?without (?:the possibility of )?(?:parole|release|review)\b|\bwhole[- ]life\b",
    re.I,
)  # fmt: skip
ASSURED = re.compile(
    r"\b(?:no|neither|nor|not|never)\b[^.;]{0,40}\bdeath\b|"
    r"\b(?:death penalty|capital punishment)\b[^.]{0,40}\b(?:not (?:exist|apply|provided|available|form|part)"
    r"|does not|is not|abolish\w+"
    r"|excluded|unknown)\b|\b(?:no|abolish\w+ the|neither|not know the|nor) (?:death penalty|capital punishment)\b|"
    r"\bassur\w+|\bguarantee\w*|\bundertak\w+|\b(?:will|shall) (?:not|neither) be (?:sought|imposed|carried"
    r"|requested|applied|executed)|\bhas been abolished\b|\bnot be carried out\b",
    re.I,
)  # fmt: skip
RECIPROCAL = re.compile(
    r"\breciproc\w*|\bcomity\b|\b(?:like|similar|same|equivalent|corresponding) (?:assistance|help|manner|cases?"
    r"|requests?)\b",
    re.I,
)  # fmt: skip
COURTESY = {"letters-rogatory", "domestic-comity"}


def _cited(draft: Draft) -> Iterator[tuple[str, str, Cited]]:
    """(place, sentence, instrument) of every instrument that a typed text names and that is not the basis."""
    basis = str(draft.option["instrument"])
    named = map(str, draft.matter.names["instruments"].values())
    own = " ".join((draft.matter.instrument, draft.matter.short, *named))
    for one in draft.prose:
        for said in sentences(one.text):
            for row in cited_instruments():
                if row.pattern.search(said) and basis not in row.codes and not row.pattern.search(own):
                    yield one.place, said, row


@rule("law-expired")
def law_expired(draft: Draft) -> Iterator[Place]:
    for place, said, row in _cited(draft):
        if (
            row.until is not None
            and row.until < draft.on
            and not re.search(
                r"\b(?:replaced|repealed|formerly|no longer|transitional|earlier|predecessor)\b", said, re.I
            )
        ):
            yield place, row.name


@rule("other-basis-cited")
def other_basis_cited(draft: Draft) -> Iterator[Place]:
    for place, said, row in _cited(draft):
        if UNDER.search(said) and not re.search(
            r"\b(?:will follow|follows later|separate|earlier request|previous|preserv\w+)\b", said, re.I
        ):
            yield place, row.name


@rule("channel-wrong")
def channel_wrong(draft: Draft) -> Iterator[Place]:
    declared = [str(row["value"]) for row in draft.matter.names["declarations"] if "channel" in row["topic"]]
    channel = " ".join((str(draft.option.get("channel") or ""), *declared)).lower()
    if not draft.kinds.formal or not channel.strip(" -"):
        return
    for one in draft.prose:
        if one.role in ("account", "summary", "persons") and one.place == "case.summary":
            continue
        for said in sentences(one.text):
            if not SENDING.search(said) or COPY.search(said) or _of_result(said):
                continue
            if one.role in ("account", "link", "necessity", "conduct") and not PAPER.search(said):
                continue
            for way, allowed in WAYS:
                if (match := way.search(said)) and not any(word in channel for word in allowed):
                    yield one.place, match[0]


PAPER = re.compile(
    r"\b(?:requests?|letters?|order|certificate|document|papers?|eio|application|form|rogatory|summons"
    r"|transmission|transmitted)\b",
    re.I,
)


def _of_result(said: str) -> bool:
    """Whether a sentence speaks of what comes back, or of persons, not of this paper."""
    return bool(
        re.search(
            r"\b(?:results?|recordings?|repl(?:y|ies)|answer|goods|money|parcels?|messages?|payments?"
            r"|evidence|items?|objects?|statements?|persons?"
            r"|suspects?|data|funds|officers? (?:may|ask|will|of)|presen(?:t|ce)|hearing|witness\w*"
            r"|translat\w+|information)\b",
            said,
            re.I,
        )
    ) and not re.search(
        r"\b(?:this|the|our|present|attached|enclosed) (?:\w+ )?(?:request|letter|order|certificate"
        r"|document|papers?|dossier|eio|application|form|rogatory"
        r"|warrant|summons)\b|^(?:transmission|channel|transmitted|sent|by|via|through|way|sending"
        r"|dispatch|service|forwarding|mode)\b",
        said,
        re.I,
    )


@rule("authority-unconfirmed")
def authority_unconfirmed(draft: Draft) -> Iterator[Place]:
    if draft.matter.kind not in ("request", "contact"):
        return
    known = [str(row["name"]).casefold() for row in draft.matter.names["authorities"]]
    typed = draft.of("receiver")
    for one in typed:
        if not any(name in one.text.casefold() or one.text.casefold().split(",")[0] in name for name in known):
            yield one.place, one.text
    if not typed and not known:
        yield draft.where("receiver"), ""


@rule("issuer-not-validated")
def issuer_not_validated(draft: Draft) -> Iterator[Place]:
    wanted = str(draft.option.get("issuing_authority") or "")
    if (
        not draft.kinds.formal
        or not (NEEDS_JUDGE.search(wanted) or draft.option["instrument"] in BY_A_JUDGE)
        or re.search(r"\bpolice|\bcustoms|competent authorit", wanted, re.I)
    ):
        return
    signs = draft.of("official", "name", "issuing_authority")
    police = [one for one in signs if POLICE.search(one.text)]
    more = draft.all_text("official", "name", "issuing_authority", "more", "other", "attachments", "approved")
    if police and not JUDICIAL.search(re.sub(r"\bpolice officer\b", "", more)):
        yield police[0].place, police[0].text


@rule("assurance-missing")
def assurance_missing(draft: Draft) -> Iterator[Place]:
    if ASSURED.search(draft.all_text()):
        return
    for one in draft.prose:
        if match := GRAVE.search(one.text):
            yield one.place, match[0]


@rule("reciprocity-missing")
def reciprocity_missing(draft: Draft) -> Iterator[Place]:
    if not draft.kinds.formal or draft.option["instrument"] not in COURTESY:
        return
    if not RECIPROCAL.search("\n".join(one.text for one in draft.said if one.role not in PEOPLE)):
        yield draft.where("procedure", "basis"), ""
