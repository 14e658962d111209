"""The vocabulary of stopping: the verbs that end a run, and the words that look like them."""

from __future__ import annotations

import re
from typing import Final

STOP_VERBS: Final = frozenset({"stop", "cancel", "abort", "terminate", "interrupt", "kill", "halt"})
"""Imperatives that end a run."""

PLAN_VERBS: Final = frozenset({"cancel", "terminate"})
"""Those among them that end plans and contracts as often as runs."""

SWITCHING_VERBS: Final = frozenset(
    {("hang", "up"), ("hangup",), ("power", "off"), ("poweroff",), ("shut", "down"), ("shutdown",)}
)
"""Verbs, as the words that spell them, that end a run with the thing that it runs on."""

PARTING_VERBS: Final = frozenset({("close",), ("disconnect",), ("end",), ("exit",), ("quit",)})
"""Verbs, as the words that spell them, that may end a run, or only our side of it."""

ROOTS: Final = (
    *(
        "stop",
        "cancel",
        "abort",
        "termina",
        "interrupt",
        "kill",
        "halt",
        "shut",
        "close",
        "disconnect",
    ),
    *(
        "exit",
        "quit",
        "hangup",
        "hang-up",
        "hang_up",
        "hang up",
        "poweroff",
        "power-off",
        "power_off",
    ),
)
"""Each of the verbs but "end" has one inside; "end" has too many others around it."""

GLUED_VERBS: Final = re.compile(
    r"(?P<verb>stop(?!p(?:ed|ing|er))|cancel(?!l?(?:ed|ing|ation))|abort(?!ed|ing|ion)"
    r"|terminate(?!d(?![aeiou]))|interrupt(?!ed|ing|ion)|kill(?!ed|ing|er)|halt(?!ed|ing))(?P<noun>\w+)"
    r"|(?P<front>\w+)(?P<last>stop|cancel|abort|terminate|interrupt|kill|halt)"
)
"""A stop verb that is written together with what it acts on."""

OTHER_VERBS: Final = frozenset(
    """
    accept activate add after allow approve assign attach authorize auto before calculate can change
    check clear complete configure confirm count create decline define delete deny describe destroy
    disable edit enable estimate fetch find get handle has insert is leave list lookup mark modify
    need never notify on pause permit pre prepare preview prune put read reactivate receive reinstate
    reject remove rename replace reset restart resume retrieve revert save send set should show start
    submit subscribe suspend un uncancel undo unsubscribe upsert validate verify view will
    """.split()
)
"""Words that say, before a stop verb in a name, that stopping is not what is done."""

STOP_NOUN_VERBS: Final = frozenset("copy import log move search update".split())
"""Words that say so before "stop" only: before other verbs they name what is stopped."""

LEAD_INS: Final = frozenset(
    """
    admin api batch beta bulk deprecated do emergency experimental force forced forcefully forcibly
    graceful gracefully immediate immediately legacy manually mass multi please remote remotely request
    safely soft to try
    """.split()
)
"""Words before a verb that leave its meaning as it is."""

ARTICLES: Final = frozenset("a an at by each every for from is my of per that the this to".split())
"""Words after which a stop verb is a noun."""

PREPOSITIONS: Final = frozenset("as at by for from in of on to using via when with".split())
"""Words after which a name no longer says what a verb acts on."""

NOUN_BEFORE: Final = frozenset(
    "bus color colour dead door exit full gradient nearest nearby next non pit rest road tab trading "
    "trail trailing tram transit truck".split()
)
"""Words that make a noun of a stop verb after them: a trailing stop, a bus stop."""

NOUN_AFTER: Final = frozenset(
    """
    area areas arrivals bit button callback chain code codes condition conditions criteria date
    departures details dialog fee flag form gap handler hook id info level limit list loss losses name
    place point points policies policy position price reason reasons sequence sequences sign status
    stats switch time times timetable timetables type types url webhook window word words
    """.split()
)
"""Words that make a noun of a stop verb before them: a stop word, a cancel URL."""

END_USERS: Final = frozenset({("end", "user"), ("end", "users")})
"""Those whom other verbs do act on: their sessions and jobs can be stopped."""
