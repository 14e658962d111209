"""What a stop verb may act on: things that run, things that are agreed upon, and what is neither."""

from __future__ import annotations

import re
from enum import Enum, auto
from functools import lru_cache
from typing import Final

from stopgen.words import singular


class Kind(Enum):
    """What a thing is, as far as stopping goes.

    Attributes:
        WORK: Runs by itself and ends: a job.
        SPELL: Runs and ends, but agreements are called so too: a session, a batch.
        HOST: Stays up until it is stopped: a server. Who cancels one may mean its contract.
        DOUBT: Whether it runs can be argued about: an upload.
        UNDONE: A removal; who cancels it keeps the thing.
        PLAN: Is agreed upon, but can also run: a meeting, a transfer.
        BUSINESS: Is agreed upon and never runs: an order.
    """

    WORK = auto()
    SPELL = auto()
    HOST = auto()
    DOUBT = auto()
    UNDONE = auto()
    PLAN = auto()
    BUSINESS = auto()


NOUNS: Final = {
    Kind.WORK: """
        analysis animation assessment autopilot backfill backup benchmark bootstrap broadcast build
        calibration chat clone command compile completion computation conversation conversion copy
        countdown crawl crawler cron dag debug deploy deployment diagnosis diagnostic dispatch
        download dump encode encoder encoding etl evaluation execution experiment export extraction
        failover finetune flow forecast generation handoff handover harvest import inference indexing
        ingestion installation invocation job livestream loop migration mining mirroring mission motion navigation
        operation optimization orchestration pipeline playback prediction print process processing profiling
        provisioning query reboot rebalance rebuild recording recovery refresh reindex release
        remediation render rendering replay replication resize response restore retrieval rollback rollout run
        saga scan scrape scraper script search simulation spider sprint statement stream streaming
        subtask sweep sync synchronization synthesis task test thread timer training transcode
        transcoding transcription translation tuning tune update upgrade validation verification
        warmup workflow
    """,
    Kind.SPELL: "activity attempt batch call phase round session stage step transaction turn",
    Kind.HOST: """
        agent alarm app application audio beacon bot bridge broker browser camera channel cluster
        collector computer conference connection connector consumer container crew daemon database
        desktop device droplet emulator endpoint engine environment executor factory fleet function
        gateway guest harness host hypervisor instance integration interpreter kernel lab lambda
        listener machine miner model monitor monitoring node notebook phone player pod pool port
        printer probe producer proxy pump queue radio receiver relay replica robot
        router runbook runner runtime sandbox scheduler sensor server service shell simulator siren
        slot socket stack swarm system target template terminal tracker traffic trigger tunnel vm
        warehouse watcher webapp website worker workload workspace workstation
    """,
    Kind.DOUBT: """
        maintenance multipart negotiation notification reminder ride schedule scheduled trip
        upload
    """,
    Kind.UNDONE: "delete deletion destroy destruction erasure purge removal unbind uninstall unlink",
    Kind.PLAN: """
        account accreditation acquisition action addon agreement announcement appeal
        arbitration audition campaign capture card certification challenge change charge
        check claim class competition consultation contest convention course deal
        declaration delegation delivery domain draft employee employment event exchange
        excursion exhibition filing follow friend game hearing hire hold holiday
        immunization impersonation inspection intent interview invitation invite label
        leave lesson licence license link listing loan mail mandate match meeting member
        move number offer offering onboarding package parcel participation pass patient plan
        pledge policy position prescription presentation project promotion proposal
        publication purchase qualification quest quote race recommendation referral
        registration relationship rental report return review role route sale seat shift
        signature sponsorship staking survey swap tenant tender tournament trade trading
        transfer transport treatment trial user vacation vaccination viewing visit wallet
        webinar
    """,
    Kind.BUSINESS: """
        admission adoption allocation appointment auction authorisation authorization
        autopay bet bid billing boleto booking cart checkout cheque compensation concession
        contract coupon credit debit deposit disbursement dispute donation enrollment
        enrolment envelope escrow fee financing fulfillment fulfilment funding fundraiser
        gift guarantee installment instalment insurance invoice lease leasing lending
        licensing liquidity membership order payable payin payment payout payroll pickup
        preauthorization preorder quotation rebate receipt redemption refund reimbursement
        remittance remuneration requisition reservation retainer reward rma salary
        settlement shipment shipping stake subscriber subscription ticket ticketing timeoff
        timesheet topup voucher waitlist warranty withdrawal
    """,
}
"""Nouns in lower case and singular by what they name."""

_KINDS: Final = {noun: kind for kind, nouns in NOUNS.items() for noun in nouns.split()}

_PROCESS_ENDINGS: Final = re.compile(r"\w{3,}(?:ation|ition|ution|ption|ction|sion|ing|ysis)")

_NO_PROCESSES: Final = frozenset(
    """
    accommodation association building cancellation citation collection combination commission
    condition confirmation corporation decision description destination dimension division edition
    election everything exception existing extension fraction function heating hosting incoming
    information intention location malfunction meaning nomination nothing obligation occupation option
    organisation organization outgoing outstanding parking partition pending pension permission
    petition portion profession question rating reaction recurring region remaining section setting
    solution something station string suggestion thing timing tradition upcoming vision warning
    wedding
    """.split()
)
"""Words with the ending of a process that name none."""

_GLUED: Final = re.compile(
    r"\w*(?P<noun>agent|batch|build|cluster|container|crawl|environment|execution|instance|job|machine"
    r"|node|operation|pipeline|process|query|recording|run|runtime|scan|server|service|session|stream"
    r"|task|workflow)"
)
"""Nouns that are written together with what they are the end of: a pipelinerun."""

_STEERING: Final = frozenset(
    "running ongoing executing inflight progress queued asynchronous".split()
)
"""Words before a noun that say that it runs."""

_UNCLEAR: Final = (None, Kind.SPELL, Kind.DOUBT)
"""What a noun may be that needs the words before it."""

_PARTICLES: Final = frozenset("all at by down id ids in json now off out over to up xml".split())


def kind_of(words: tuple[str, ...]) -> Kind | None:
    """Return what a noun phrase in English names, its words in lower case; None if nothing says it.

    The last word is what the thing is. The words before it count where it says nothing, or is also
    what agreements are called.
    """
    nouns = [singular(word) for word in words if word not in _PARTICLES and not word.isdigit()]
    if not nouns:
        return None
    kind = _kind(nouns[-1])
    if kind in _UNCLEAR or nouns[-1] == "instance":
        kind = _specified(kind, [_kind(noun) for noun in nouns[:-1]])
    return kind or (Kind.WORK if _sounds_like_a_process(nouns[-1]) else None)


def is_running_noun(word: str) -> bool:
    """Tell whether a word, which may be several written together, names what runs."""
    return bool(_GLUED.fullmatch(singular(word)))


def _specified(head: Kind | None, modifiers: list[Kind | None]) -> Kind | None:
    """Return what a noun is that is unclear without the words before it."""
    if Kind.BUSINESS in modifiers:
        return Kind.DOUBT if head is Kind.SPELL else Kind.BUSINESS
    if head is Kind.DOUBT:
        return head
    for kind in (Kind.DOUBT, Kind.WORK, Kind.HOST):
        if kind in modifiers:
            return kind if head is None or kind is Kind.DOUBT else Kind.WORK
    return head or next((kind for kind in modifiers if kind), None)


@lru_cache(maxsize=4096)
def _kind(noun: str) -> Kind | None:
    if noun in _KINDS:
        return _KINDS[noun]
    if noun in _STEERING:
        return Kind.WORK
    glued = _GLUED.fullmatch(noun)
    return _KINDS[glued["noun"]] if glued else None


def _sounds_like_a_process(noun: str) -> bool:
    return noun not in _NO_PROCESSES and bool(_PROCESS_ENDINGS.fullmatch(noun))
