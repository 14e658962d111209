from collections import Counter
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stopgen.select import nouns
from stopgen.select.judge import Stops, Subject, judge
from stopgen.select.verbs import STOP_VERBS
from stopgen.words import singular

VERBS = sorted(STOP_VERBS)
RUNS = ["job", "task", "run", "conversation", "execution", "build", "pipeline-run", "crawl"]
HOSTS = ["container", "instance", "server"]
AGREED = ["order", "subscription", "payment", "invoice", "booking", "reservation", "membership"]
PLANNED = ["appointment", "transfer", "shipment", "ticket", "invite", "employee", "policy"]
PATHS = [
    "/v1/{noun}s/{{id}}/{verb}",
    "/{noun}s/{{id}}:{verb}",
    "/{noun}s/{{id}}/_{verb}",
    "/{noun}s/{{id}}/actions/{verb}/",
    "/{noun}s/{verb}/{{id}}",
    "/{noun}s/{verb}/all",
    "/{noun}s/{verb}.json",
    "/x/{verb}-{noun}",
    "/x/{{id}}/{noun}_{verb}",
    "/rpc#Action={verb}_{noun}",
    "/rpc?method={noun}s.{verb}",
]
NAMES = ["{verb}_{noun}", "{verb}-{noun}", "x.{noun}s.{verb}", "{noun}-{verb}", "a:{noun}:{verb}"]
NOTHING = Subject("POST", "/things/{id}")


def known(verdict: str) -> list[Subject]:
    """Return operations of public interfaces, as they name them."""
    lines = (Path(__file__).parent / "operations.txt").read_text("utf-8").splitlines()
    return [_known(line) for line in lines if line.startswith(f"{verdict} ")]


def _known(line: str) -> Subject:
    _, method, rest = line.split(maxsplit=2)
    path, *said = (part.strip() or None for part in rest.split(" | "))
    return Subject(method, path or "", *said)


def name(subject: Subject) -> str:
    return f"{subject.method} {subject.path} {subject.operation_id or subject.summary or ''}"


def pascal(verb: str, noun: str) -> str:
    return verb.capitalize() + "".join(map(str.capitalize, noun.split("-")))


@pytest.mark.parametrize("subject", known("yes"), ids=name)
def test_what_stops_something_that_runs_is_found(subject: Subject) -> None:
    assert judge(subject) is Stops.YES


@pytest.mark.parametrize("subject", known("maybe"), ids=name)
def test_what_can_be_argued_about_is_offered(subject: Subject) -> None:
    assert judge(subject) is Stops.MAYBE


@pytest.mark.parametrize("subject", known("no"), ids=name)
def test_everything_else_is_left_alone(subject: Subject) -> None:
    assert judge(subject) is None


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_is_seen_wherever_paths_put_it(verb: str) -> None:
    for noun, path in product(RUNS, PATHS):
        assert judge(Subject("POST", path.format(verb=verb, noun=noun))) is Stops.YES, (noun, path)


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_is_seen_in_camel_case_and_when_it_is_glued_to_its_noun(verb: str) -> None:
    for noun in ("job", "task", "pipeline-run"):
        camel = pascal(verb, noun)
        for word in (camel, camel[0].lower() + camel[1:], camel.lower()):
            assert judge(Subject("POST", f"/x/{word}/{{id}}")) is Stops.YES, word


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_an_operation_id_is_enough(verb: str, method: str) -> None:
    for noun, form in product(RUNS, NAMES):
        operation_id = form.format(verb=verb, noun=noun)
        assert judge(Subject(method, "/x/{id}", operation_id)) is Stops.YES, operation_id
    assert judge(Subject(method, "/x/{id}", "Runs_" + verb.capitalize())) is Stops.YES


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_a_summary_is_enough_where_it_says_what_runs(verb: str, method: str) -> None:
    for form in ("{} a running job", "{}s the job.", "Bulk {} jobs by id", "(Beta) {} job"):
        subject = Subject(method, "/x/{id}", summary=form.format(verb).capitalize())
        assert judge(subject) is Stops.YES, subject


@pytest.mark.parametrize("verb", ["stop", "kill", "terminate"])
@pytest.mark.parametrize("noun", HOSTS)
def test_what_stays_up_can_be_stopped(verb: str, noun: str) -> None:
    assert judge(Subject("POST", f"/{noun}s/{{id}}/{verb}")) is Stops.YES


@pytest.mark.parametrize("noun", HOSTS)
def test_who_cancels_what_stays_up_may_mean_its_contract(noun: str) -> None:
    assert judge(Subject("POST", f"/{noun}s/{{id}}/cancel")) is Stops.MAYBE


@pytest.mark.parametrize("verb", VERBS)
def test_what_is_agreed_upon_never_runs(verb: str) -> None:
    for noun, path in product(AGREED, PATHS):
        assert judge(Subject("POST", path.format(verb=verb, noun=noun))) is None, (noun, path)


@pytest.mark.parametrize("verb", ["cancel", "terminate"])
def test_a_plan_is_not_stopped_by_cancelling_it(verb: str) -> None:
    for noun, path in product(PLANNED, PATHS):
        assert judge(Subject("POST", path.format(verb=verb, noun=noun))) is None, (noun, path)


@pytest.mark.parametrize(
    "word",
    "stopped stopping stopper stopover cancelled canceled cancellation cancellations cancelling "
    "aborted abortion terminated termination interrupted interruption killed killer halted stops "
    "stop-words stop-loss stop-points bus-stop trailing-stop cancel-url cancel-policy kill-switch "
    "uncancel undo-cancel resume restart get-cancel list-stop stop-list auto-stop".split(),
)
def test_what_only_looks_like_a_verb_does_not_count(word: str) -> None:
    assert judge(Subject("POST", f"/jobs/{{id}}/{word}")) is None
    assert judge(Subject("POST", "/jobs/{id}", f"job.{word}")) is None


@pytest.mark.parametrize("verb", VERBS)
def test_get_needs_a_sentence_that_orders_it(verb: str) -> None:
    call = Subject("GET", f"/jobs/{verb}")
    assert judge(call._replace(summary=f"{verb.capitalize()} job")) is Stops.YES
    assert judge(call._replace(description=f"This endpoint {verb}s a job.")) is Stops.YES
    assert judge(call._replace(description=f"It can be used to {verb} the job.")) is Stops.YES
    assert judge(call) is Stops.MAYBE
    assert judge(call._replace(summary="Jobs of today")) is None
    assert judge(Subject("GET", "/jobs/{id}", f"{verb}Job", f"{verb.capitalize()} job")) is None


@pytest.mark.parametrize("verb", VERBS)
def test_delete_needs_more_than_a_path(verb: str) -> None:
    assert judge(Subject("DELETE", f"/jobs/{{id}}/{verb}")) is None


@pytest.mark.parametrize("verb", VERBS)
def test_a_summary_against_an_operation_id_is_not_sure(verb: str) -> None:
    assert judge(Subject("DELETE", "/jobs/{id}", "deleteJob", f"{verb} a job")) is Stops.MAYBE


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "TRACE"])
def test_some_methods_never_stop_anything(method: str) -> None:
    assert judge(Subject(method, "/jobs/{id}/stop", "stopJob", "Stop a job")) is None


@given(st.text(), st.sampled_from(["GET", "POST", "DELETE"]))
def test_a_description_alone_never_decides(text: str, method: str) -> None:
    for description in (text, f"Stop the job. {text}", f"停止任务{text}"):
        assert judge(NOTHING._replace(method=method, description=description)) is None


@given(st.builds(Subject, st.text(), st.text(), *[st.none() | st.text()] * 3))
def test_any_text_gets_a_verdict(subject: Subject) -> None:
    assert judge(subject) in {*Stops, None}


@given(st.lists(st.sampled_from([*VERBS, *"/{}_:.#?=<>- a AEnd停止 "]), max_size=60).map("".join))
def test_any_heap_of_verbs_and_signs_gets_a_verdict(text: str) -> None:
    assert judge(Subject("POST", text, text, text, text)) in {*Stops, None}


@pytest.mark.parametrize(
    "part", ["stop", "{", "<", "/:", "_A", "#a", "#action=", "cancel_", "终止"]
)
def test_a_huge_name_is_no_trouble(part: str) -> None:
    huge = part * 300_000
    assert judge(Subject("POST", huge, huge, huge, huge)) is None
    assert judge(Subject("POST", "/jobs/stop", None, huge, huge)) is Stops.YES


def test_the_method_may_be_written_in_lower_case() -> None:
    assert judge(Subject("post", "/jobs/{id}/stop")) is Stops.YES


def test_every_noun_has_one_kind_and_is_a_singular() -> None:
    listed = [noun for words in nouns.NOUNS.values() for noun in words.split()]
    assert [noun for noun, count in Counter(listed).items() if count > 1] == []
    assert [noun for noun in listed if singular(noun) != noun] == []
