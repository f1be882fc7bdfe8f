"""The words of the law pages: why something is not there, how a measure can be met. One place for all pages. Pure."""

from django.utils.translation import gettext_lazy as _

from instruments.study import EMPTY, INSTEAD, OPTION, PERHAPS, RUNG
from routing import absence

# What an absence is called. None of them says that there is no legal basis: the data show what they show.
ABSENCES = {
    absence.NOT_YET: _("Not yet"),
    absence.ENDED: _("Ended"),
    absence.NOT_IN_FORCE: _("Not in force"),
    absence.NOT_BOUND: _("Not bound"),
    absence.REPLACED: _("Another instrument goes first"),
    absence.NOT_KNOWN: _("Not known"),
    absence.CONDITION: _("A condition fails"),
}
ANSWERS = {
    OPTION: _("Possible"),
    PERHAPS: _("Perhaps: not known whether it binds both"),
    RUNG: _("Only by a lower rung"),
    INSTEAD: _("Look at something else"),
    EMPTY: _("Nothing found"),
}
TRACKS = {
    "criminal": _("Criminal matters"),
    "civil": _("Civil matters"),
    "administrative": _("Administrative matters"),
    "voluntary": _("Voluntary help"),
    "domestic": _("Inside one State"),
}
POSITIONS = {"bound": _("Bound"), "not_bound": _("Not bound"), "unknown": _("Not known")}
KINDS = {
    "convention": _("Convention"),
    "protocol": _("Protocol"),
    "eu-regulation": _("Regulation of the European Union"),
    "eu-directive": _("Directive of the European Union"),
    "eu-framework-decision": _("Framework decision of the European Union"),
    "bilateral-agreement": _("Agreement between two sides"),
    "domestic-act": _("Law of one State"),
    "policy": _("Policy of a provider or body"),
    "memorandum": _("Memorandum"),
    "practice": _("Practice"),
    "network": _("Network"),
}
