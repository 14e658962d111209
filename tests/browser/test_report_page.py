from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from browser.chromium import Browser
from stopgen.cli import main

ROOT = Path(__file__).parents[2]
WIDTHS = (390, 1280)
SCHEMES = ("light", "dark")


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of the documents of this project."""
    page = tmp_path_factory.mktemp("report") / "report.html"
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        done = CliRunner().invoke(main, ["report", "--output", str(page)])
    assert done.exit_code == 0, done.output
    return page


@pytest.fixture
def browser(window: Browser, report: Path) -> Browser:
    """The browser with the report, at its beginning."""
    window.open(report)
    return window


def contrast(one: list[int], other: list[int]) -> float:
    """The contrast ratio of two colours, as the accessibility guidelines define it."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: list[int]) -> float:
    parts = (part / 255 for part in colour)
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def texts(browser: Browser, selector: str) -> list[str]:
    found = browser.ask(
        "return [...document.querySelectorAll(arguments[0])].map(node => node.textContent.trim())",
        selector,
    )
    return [re.sub(r"\s+", " ", text) for text in found]


class TestContent:
    def test_every_call_of_every_platform_is_there(self, browser: Browser) -> None:
        assert texts(browser, "section.provider > h2") == [
            "Dify",
            "Fay",
            "Recoup API - Research",
            "xpander.ai API Service",
        ]
        assert texts(browser, "article h3") == [
            "POST /chat-messages/{task_id}/stop",
            "POST /api/v1/conversation/{request_id}/stop",
            "GET /api/v1/conversation/{request_id}/status",
            "POST /api/chat/{chatId}/stop",
            "POST /v1/agents/{agent_id}/gateway/conversations/{conversation_id}/stop",
        ]

    def test_a_call_has_parameters_requests_and_limits(self, browser: Browser) -> None:
        dify = "article[aria-labelledby=dify--stop-chat-message]"
        assert texts(browser, f"{dify} .rows .name") == ["task_id", "user", "200"]
        curl, python = texts(browser, f"{dify} pre")
        assert curl.startswith("curl -X POST https://api.dify.ai/v1/chat-messages/TASK_ID/stop")
        assert "client.stop_chat_message('TASK_ID', user='USER')" in python
        fay = "article[aria-labelledby=fay--stop-conversation]"
        assert texts(browser, f"{fay} .limits li")[0].startswith("free 20 per hour specs/fay/")

    def test_documents_that_disagree_stand_side_by_side(self, browser: Browser) -> None:
        assert texts(browser, "details[open] mark") == ["37 - type: string", "39 format: uuid"]
        left, right = browser.ask(
            "return [...document.querySelectorAll('details[open] .excerpt')]"
            ".map(node => node.getBoundingClientRect().toJSON())"
        )
        assert left["top"] == right["top"]
        assert left["right"] <= right["left"]
        assert browser.ask("return document.querySelector('pre[lang]').lang") == "en"

    def test_inferred_facts_are_marked_and_say_where_they_come_from(self, browser: Browser) -> None:
        fay = "section[aria-labelledby=fay]"
        codes = texts(browser, f"{fay} details .code")
        assert codes == ["inferred-server", "inferred-schema", "inferred-operation"]
        assert "specs/fay/stop.md:8:1" in texts(browser, f"{fay} summary .place")
        assert len(texts(browser, f"{fay} article .tag.inferred")) == 4
        assert texts(browser, "section[aria-labelledby=recoup] .tag.inferred") == []

    def test_nothing_has_changed_since_the_lock(self, browser: Browser) -> None:
        assert texts(browser, "section[aria-labelledby=lock] p")[0].startswith(
            "Nothing has changed"
        )


class TestDiagram:
    def test_it_says_in_words_what_it_shows(self, browser: Browser) -> None:
        (said,) = texts(browser, "#fay--stop-conversation--text")
        assert said == (
            '200, data.status is "STOPPED": STOPPED. 200, anything else: ACCEPTED. '
            '404: NotFoundError. 400, error.code is "CONVERSATION_ALREADY_COMPLETED": '
            "ALREADY_FINISHED. 400, anything else: BadRequestError. 401: AuthenticationError. "
            "other: StatusError."
        )

    @pytest.mark.parametrize("scheme", SCHEMES)
    def test_its_colours_can_be_told_apart(self, browser: Browser, scheme: str) -> None:
        browser.look(scheme=scheme)
        pairs = browser.ask(
            """
            return ["stopped", "accepted", "finished", "error", "say", "status"].map(kind => {
              const text = document.querySelector(`svg text.${kind}`);
              const box = kind == "say" ? "test" : kind;
              const fill = node => getComputedStyle(node).fill.match(/[0-9]+/g).map(Number);
              return [fill(text), fill(document.querySelector(`svg rect.${box}`))];
            })
            """
        )
        assert all(contrast(text, box) >= 4.5 for text, box in pairs)

    @pytest.mark.parametrize("width", WIDTHS)
    def test_every_text_stays_in_its_box(self, browser: Browser, width: int) -> None:
        browser.look(width)
        outside = browser.ask(
            """
            return [...document.querySelectorAll("svg text")].filter(text => {
              const own = text.getBBox(), x = own.x + own.width / 2, y = own.y + own.height / 2;
              return ![...text.ownerSVGElement.querySelectorAll("rect")].some(rect => {
                const box = rect.getBBox();
                return own.x >= box.x && own.x + own.width <= box.x + box.width
                  && own.y >= box.y && own.y + own.height <= box.y + box.height;
              });
            }).map(text => text.textContent)
            """
        )
        assert outside == []


class TestPage:
    def test_every_link_leads_to_a_place_of_the_page(self, browser: Browser) -> None:
        links = browser.ask("return [...document.links].map(link => link.getAttribute('href'))")
        ids = browser.ask("return [...document.querySelectorAll('[id]')].map(node => node.id)")
        assert len(links) > 5
        assert len(ids) == len(set(ids))
        assert {link.removeprefix("#") for link in links} <= set(ids)

    def test_it_loads_nothing_and_says_nothing_to_the_console(self, browser: Browser) -> None:
        assert browser.messages() == []
        assert browser.ask("return performance.getEntriesByType('resource')") == []
        assert browser.ask("return document.scripts.length") == 0

    def test_its_own_rules_allow_its_style_and_nothing_else(self, browser: Browser) -> None:
        margin = "return getComputedStyle(document.querySelector('figure')).marginLeft"
        assert browser.ask(margin) == "0px"
        browser.ask(
            "const script = document.createElement('script'); script.text = 'window.ran = 1';"
            "document.body.append(script); script.remove();"
            "const image = new Image(); image.src = 'data:image/gif;base64,R0lGODlhAQABAAAAACw=';"
            "document.body.append(image); image.remove()"
        )
        assert browser.ask("return window.ran ?? null") is None
        refused = "\n".join(browser.messages())
        assert "script" in refused
        assert "Content Security Policy" in refused

    def test_keys_alone_reach_and_open_everything(self, browser: Browser) -> None:
        wanted = browser.ask("return document.querySelectorAll('a, summary').length")
        reached: list[str] = []
        for _ in range(wanted):
            browser.driver.switch_to.active_element.send_keys(Keys.TAB)
            reached.append(browser.ask("return document.activeElement.tagName"))
        assert set(reached) == {"A", "SUMMARY"}
        assert (
            browser.ask("return getComputedStyle(document.activeElement).outlineStyle") == "solid"
        )
        browser.driver.switch_to.active_element.send_keys(Keys.ENTER)
        assert browser.ask("return document.activeElement.parentElement.open")

    def test_the_first_key_offers_to_skip_to_the_content(self, browser: Browser) -> None:
        browser.driver.find_element(By.TAG_NAME, "body").send_keys(Keys.TAB)
        browser.driver.switch_to.active_element.send_keys(Keys.ENTER)
        assert browser.ask("return document.activeElement.id") == "content"


class TestLook:
    @pytest.mark.parametrize("scheme", SCHEMES)
    @pytest.mark.parametrize("width", WIDTHS)
    def test_it_fits_the_window(self, browser: Browser, width: int, scheme: str) -> None:
        browser.look(width, scheme)
        browser.ask("document.querySelectorAll('details').forEach(node => { node.open = true; })")
        assert browser.ask("return document.documentElement.scrollWidth") == width
        png, wide, high = browser.picture()
        assert (wide, high) == (width, browser.ask("return document.documentElement.scrollHeight"))
        assert len(png) > 50_000, "the picture shows next to nothing"

    def test_light_and_dark_are_what_they_say(self, browser: Browser) -> None:
        seen = {}
        for scheme in SCHEMES:
            browser.look(scheme=scheme)
            colour = browser.ask("return getComputedStyle(document.body).backgroundColor")
            seen[scheme] = sum(map(int, re.findall(r"\d+", colour)))
        assert seen["light"] > 600
        assert seen["dark"] < 150

    @pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1280, "dark")])
    def test_everybody_can_use_it(self, browser: Browser, width: int, scheme: str) -> None:
        browser.look(width, scheme)
        assert browser.violations() == []
