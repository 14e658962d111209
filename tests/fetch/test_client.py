import gzip
import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

import pages
from pages import Answer, Site, page, redirect, status
from stopgen.diagnostic import Code, collect
from stopgen.fetch import body
from stopgen.fetch.client import NOTHING_KNOWN, Fetched, Validators
from stopgen.fetch.limits import Limits
from stopgen.fetch.problem import FetchError
from stopgen.fetch.session import Network, Outcome, Wanted, fetch_all

TEXT = "# Stop a run\n"
LIMITS = Limits(size=1 << 20, seconds=20, connect=20, redirects=2)
HURRIED = replace(LIMITS, seconds=0.3)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with pages.serve(tmp_path_factory.mktemp("site")) as site:
        yield site


def fetch(
    site: Site, url: str, known: Validators = NOTHING_KNOWN, limits: Limits = LIMITS
) -> Outcome:
    (outcome,), found = collect(fetch_all([Wanted(url, known)], Network(limits, site.ca_file)))
    assert found == []
    return outcome


def good(site: Site, answer: Answer) -> Fetched:
    outcome = fetch(site, site.put("/stop.md", answer))
    assert isinstance(outcome, Fetched), outcome
    return outcome


def bad(site: Site, url: str, limits: Limits = LIMITS) -> FetchError:
    outcome = fetch(site, url, limits=limits)
    assert isinstance(outcome, FetchError), outcome
    assert outcome.message.isprintable()
    return outcome


class TestPages:
    def test_a_page_comes_as_it_is(self, site: Site) -> None:
        assert good(site, page(TEXT)).content == TEXT.encode()

    def test_a_packed_page_is_unpacked(self, site: Site) -> None:
        packed = gzip.compress(TEXT.encode())
        assert good(site, page(packed, Content_Encoding="gzip")).content == TEXT.encode()

    @pytest.mark.parametrize("text", ["<!-- html -->\n# Stop\n", "<!-- never closed", "<htmlish>"])
    def test_markdown_may_begin_like_a_web_page(self, site: Site, text: str) -> None:
        assert good(site, page(text)).content == text.encode()

    def test_bytes_are_not_touched(self, site: Site) -> None:
        content = b"\xef\xbb\xbf# Stop\r\n"
        assert good(site, page(content)).content == content

    def test_only_documents_are_asked_for_and_by_whom_is_said(self, site: Site) -> None:
        good(site, page(TEXT))
        headers = site.seen[-1].headers
        assert headers["user-agent"].startswith("stopgen/")
        assert headers["accept"].startswith("text/markdown")
        assert headers["accept-encoding"] == "gzip"
        assert not {"cookie", "authorization", "referer"} & set(headers)

    def test_a_redirect_on_the_same_host_is_followed(self, site: Site) -> None:
        site.put("/new.md", page(TEXT))
        assert good(site, redirect("/new.md")).content == TEXT.encode()
        assert good(site, redirect(f"{site.url}/new.md#part")).content == TEXT.encode()

    def test_a_redirect_may_have_blanks(self, site: Site) -> None:
        site.put("/a%20page.md", page(TEXT))
        assert good(site, redirect("/a page.md")).content == TEXT.encode()

    def test_a_page_without_a_length_may_have_been_cut_off(self, site: Site) -> None:
        assert good(site, pages.unmeasured).doubt
        assert not good(site, page(TEXT)).doubt

    def test_the_version_is_remembered_and_asked_with(self, site: Site) -> None:
        first = good(site, page(TEXT, ETag='"1"', Last_Modified="yesterday"))
        assert first.validators == Validators('"1"', "yesterday")
        url = site.put("/stop.md", status(304))
        assert fetch(site, url, first.validators) is None
        assert site.seen[-1].headers["if-none-match"] == '"1"'
        assert site.seen[-1].headers["if-modified-since"] == "yesterday"

    def test_a_version_that_cannot_be_sent_back_is_not_kept(self, site: Site) -> None:
        assert good(site, page(TEXT, ETag="x" * 300)).validators == Validators()

    def test_certificates_can_come_from_the_environment(
        self, site: Site, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("SSL_CERT_FILE", str(site.ca_file))
        url = site.put("/stop.md", page(TEXT))
        (outcome,), _ = collect(fetch_all([Wanted(url)], Network(LIMITS)))
        assert isinstance(outcome, Fetched)

    def test_many_pages_come_in_order_and_one_failure_spares_the_others(self, site: Site) -> None:
        urls = [site.put(f"/{number}.md", page(f"# {number}\n")) for number in range(20)]
        site.put("/7.md", status(500))
        outcomes, _ = collect(fetch_all(list(map(Wanted, urls)), Network(LIMITS, site.ca_file)))
        texts = [entry.content for entry in outcomes if isinstance(entry, Fetched)]
        assert texts == [f"# {number}\n".encode() for number in range(20) if number != 7]
        assert isinstance(outcomes[7], FetchError)


HTML = "<!-- saved -->\n<!DOCTYPE html>\n<html><body>Stop</body></html>\n"


def answer_in_the_clear(server: socket.socket) -> None:
    """Answer the first client without TLS, and wait until it has hung up."""
    connection, _ = server.accept()
    with connection:
        connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        while connection.recv(4096):
            pass


class TestFailures:
    @pytest.mark.parametrize(
        ("answer", "code", "words"),
        [
            (status(404), Code.PAGE_MISSING, "has it moved?"),
            (status(410), Code.PAGE_MISSING, "has it moved?"),
            (status(500), Code.FETCH_FAILED, "status 500"),
            (status(204), Code.FETCH_FAILED, "status 204"),
            (status(304), Code.FETCH_FAILED, "status 304"),
            (status(429, Retry_After="7"), Code.FETCH_FAILED, "try again in 7 seconds"),
            (page(HTML), Code.NOT_A_DOCUMENT, "a web page"),
            (page("<!---->" * 1000 + "<HTML>"), Code.NOT_A_DOCUMENT, "a web page"),
            (page("\ufeff <?xml version='1'?> <html>"), Code.NOT_A_DOCUMENT, "a web page"),
            (page(TEXT, Content_Type="text/html"), Code.NOT_A_DOCUMENT, "a web page"),
            (page(" \n"), Code.NOT_A_DOCUMENT, "is empty"),
            (page(b"\xff\xfe#"), Code.NOT_UTF8, "not UTF-8"),
            (pages.truncated, Code.PAGE_TRUNCATED, "only in part"),
            (
                page(gzip.compress(TEXT.encode())[:-4], Content_Encoding="gzip"),
                Code.PAGE_TRUNCATED,
                "only in part",
            ),
            (page(TEXT, Content_Encoding="gzip"), Code.FETCH_FAILED, "damaged"),
            (page(TEXT, Content_Encoding="br"), Code.FETCH_FAILED, "'br'"),
            (page(TEXT, Content_Encoding="gzip, gzip"), Code.FETCH_FAILED, "'gzip, gzip'"),
            (pages.endless, Code.TOO_LARGE, "more than 1 MiB"),
            (pages.announced, Code.TOO_LARGE, "more than 1 MiB"),
            (pages.bomb, Code.TOO_LARGE, "more than 1 MiB"),
            (pages.hot_air, Code.TOO_LARGE, "more than 1 MiB"),
            (redirect("https://127.0.0.1:1/x"), Code.REDIRECT_REFUSED, "another place"),
            (redirect("https://elsewhere.test/x"), Code.REDIRECT_REFUSED, "elsewhere.test"),
            (redirect("https://169.254.169.254/"), Code.REDIRECT_REFUSED, "another place"),
            (redirect("//10.0.0.1/stop.md"), Code.REDIRECT_REFUSED, "another place"),
            (redirect("http://127.0.0.1/x"), Code.REDIRECT_REFUSED, "'http://127.0.0.1/x'"),
            (redirect("https://[::1/x"), Code.REDIRECT_REFUSED, "no valid address"),
            (redirect(""), Code.REDIRECT_REFUSED, "no valid address"),
            (redirect("/stop.md"), Code.REDIRECT_REFUSED, "more than 2 times"),
            (lambda exchange: exchange.send(b"SSH-2.0\r\n"), Code.FETCH_FAILED, "did not come"),
            (lambda exchange: None, Code.FETCH_FAILED, "did not come"),
        ],
    )
    def test_each_has_a_code_and_says_what_is_wrong(
        self, site: Site, answer: Answer, code: Code, words: str
    ) -> None:
        problem = bad(site, site.put("/stop.md", answer))
        assert (problem.code, words in problem.message) == (code, True), problem.message

    @pytest.mark.parametrize("answer", [pages.drip, pages.dripping_head, pages.silence])
    def test_what_takes_too_long_is_given_up(self, site: Site, answer: Answer) -> None:
        problem = bad(site, site.put("/stop.md", answer), HURRIED)
        assert problem.code is Code.FETCH_TIMED_OUT

    def test_nothing_is_unpacked_that_there_is_no_room_for(self) -> None:
        packed = gzip.compress(bytes(1 << 20))
        assert len(body._Gzip().feed(packed, room=10)) == 11

    def test_nobody_listens(self, site: Site) -> None:
        problem = bad(site, f"https://127.0.0.1:{pages.free_port()}/stop.md")
        assert problem.code is Code.HOST_UNREACHABLE
        assert "refused" in problem.message

    def test_the_name_is_not_known(self, site: Site) -> None:
        assert bad(site, "https://nowhere.invalid/stop.md").code is Code.HOST_UNKNOWN

    def test_a_name_lookup_that_hangs_is_left_behind(
        self, site: Site, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        let_go, done = Event(), list[str]()
        system = socket.getaddrinfo

        def look_up(host: str | bytes, *arguments: Any, **options: Any) -> Any:
            if host in ("slow.test", b"slow.test"):
                let_go.wait(5)
                done.append("slow.test")
            return system(host, *arguments, **options)

        monkeypatch.setattr(socket, "getaddrinfo", look_up)
        problem = bad(site, "https://slow.test/stop.md", HURRIED)
        assert (problem.code, done) == (Code.FETCH_TIMED_OUT, [])
        let_go.set()

    def test_a_proxy_may_be_what_cannot_be_reached(
        self, site: Site, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{pages.free_port()}")
        problem = bad(site, f"{site.url}/stop.md")
        assert problem.code is Code.HOST_UNREACHABLE
        assert problem.message.startswith("is behind a proxy or on a host")

    def test_the_certificate_is_for_another_host(self, site: Site, tmp_path: Path) -> None:
        with pages.serve(tmp_path, "docs.acme.test") as other:
            problem = bad(other, f"{other.url}/stop.md")
        assert problem.code is Code.NO_SECURE_CONNECTION
        assert "mismatch" in problem.message

    def test_nobody_vouches_for_the_certificate(self, site: Site, tmp_path: Path) -> None:
        with pages.serve(tmp_path) as other:
            problem = bad(site, f"{other.url}/stop.md")
        assert problem.code is Code.NO_SECURE_CONNECTION
        assert "--ca-file" in problem.message
        assert other.seen == []

    def test_the_server_speaks_no_tls(self, site: Site) -> None:
        with socket.create_server(("127.0.0.1", 0)) as server:
            answering = Thread(target=answer_in_the_clear, args=(server,))
            answering.start()
            found = bad(site, f"https://127.0.0.1:{server.getsockname()[1]}/stop.md")
            answering.join()
        assert found.code is Code.NO_SECURE_CONNECTION

    @pytest.mark.parametrize(
        "url",
        [
            "http://127.0.0.1/stop.md",
            "https://u:p@127.0.0.1/stop.md",
            "file:///etc/passwd",
            "https://127.0.0.1:99999/",
            "https:///stop.md",
            "https://127.0.0.1/\x00",
            "https://xn--\udcff.test/",
        ],
    )
    def test_an_address_that_is_not_fetched(self, site: Site, url: str) -> None:
        before = len(site.seen)
        assert bad(site, url).code is Code.ADDRESS_REFUSED
        assert len(site.seen) == before

    def test_certificates_that_are_none_are_an_error(self, tmp_path: Path) -> None:
        (tmp_path / "ca.pem").write_text("no certificate\n")
        network = Network(LIMITS, tmp_path / "ca.pem")
        outcomes, found = collect(fetch_all([Wanted("https://127.0.0.1/")], network))
        assert str(found[0].position) == f"{tmp_path / 'ca.pem'}:1:1"
        assert [entry.code for entry in found] == [Code.BAD_CERTIFICATES]
        assert all(isinstance(entry, FetchError) for entry in outcomes)

    @pytest.mark.parametrize("proxy", ["nonsense://127.0.0.1", "socks5://127.0.0.1", "http://[::1"])
    def test_a_proxy_that_is_none_is_an_error(
        self, site: Site, monkeypatch: pytest.MonkeyPatch, proxy: str
    ) -> None:
        monkeypatch.setenv("HTTPS_PROXY", proxy)
        _, found = collect(fetch_all([Wanted(f"{site.url}/")], Network(LIMITS, site.ca_file)))
        assert [entry.code for entry in found] == [Code.BAD_PROXY]
