"""Drives Chromium over the WebDriver protocol, with the standard library alone: `browser.py reader|… FILE`."""

import base64
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--window-size=1280,900", "--hide-scrollbars",
    # The addresses of a whole page are followed one after the other, faster than any reader.
    "--disable-ipc-flooding-protection",
]
TAB, ENTER = "\ue004", "\ue007"
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"


class Browser:
    """A browser with an empty profile."""

    def __init__(self, folder):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.driver = subprocess.Popen(["chromedriver", f"--port={self.port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        options = {
            "browserName": "chrome",
            "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"},
            "goog:chromeOptions": {"args": [*FLAGS, f"--user-data-dir={folder}"]},
        }
        until = time.time() + 120
        while True:
            try:
                self.session = self.call("POST", "/session", {"capabilities": {"alwaysMatch": options}}, whole="")["sessionId"]
                return
            except OSError:
                if time.time() > until:
                    raise
                time.sleep(0.3)

    def call(self, method, path, body=None, whole=None):
        prefix = f"/session/{self.session}" if whole is None else whole
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{prefix}{path}", data, {"Content-Type": "application/json"}, method=method)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=120) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as wrong:
            raise AssertionError(wrong.read().decode()[:600]) from wrong

    def close(self):
        try:
            self.call("DELETE", "")
        finally:
            self.driver.terminate()
            self.driver.wait(20)

    def go(self, address):
        self.call("POST", "/url", {"url": address})

    def js(self, script, *arguments):
        return self.call("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    def cdp(self, command, **parameters):
        return self.call("POST", "/goog/cdp/execute", {"cmd": command, "params": parameters})

    def click(self, css):
        found = self.call("POST", "/element", {"using": "css selector", "value": css})
        self.call("POST", f"/element/{found[ELEMENT]}/click", {})

    def type(self, css, text):
        found = self.call("POST", "/element", {"using": "css selector", "value": css})
        self.call("POST", f"/element/{found[ELEMENT]}/value", {"text": text})

    def press(self, key):
        keys = [{"type": "keyDown", "value": key}, {"type": "keyUp", "value": key}]
        self.call("POST", "/actions", {"actions": [{"type": "key", "id": "keys", "actions": keys}]})

    def wait(self, script, what):
        until = time.time() + 60
        while not self.js(f"return Boolean({script})"):
            assert time.time() < until, f"never: {what}"
            time.sleep(0.1)

    def width(self, pixels, height=844):
        self.cdp("Emulation.setDeviceMetricsOverride", width=pixels, height=height, deviceScaleFactor=1, mobile=pixels < 600)

    def picture(self, name, whole=True):
        if folder := os.environ.get("TONGHOP_LOOK"):
            shot = self.cdp("Page.captureScreenshot", captureBeyondViewport=whole, format="png")
            with open(os.path.join(folder, name + ".png"), "wb") as file:
                file.write(base64.b64decode(shot["data"]))

    def quiet(self):
        """Nothing was complained of, and nothing asked of any other address."""
        said = [entry["message"] for entry in self.call("POST", "/se/log", {"type": "browser"})]
        assert not said, said
        asked = []
        for entry in self.call("POST", "/se/log", {"type": "performance"}):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                asked.append(message["params"]["request"]["url"])
        foreign = [url for url in asked if not url.startswith(("file:", "data:", "blob:", "about:", "chrome:"))]
        assert asked and not foreign, foreign


OPEN = "!document.getElementById('xem').hidden"
HEADING = "return document.querySelector('#xem h1').textContent"
TRAIL = "document.querySelector('#xem .dong b') && document.querySelector('#xem .dong b').textContent.includes(' › ')"


def reader(browser, address):
    browser.go(address)
    browser.wait("!document.getElementById('thanh').hidden", "the data are unpacked")
    browser.picture("1280-trang-dau")
    # From a key figure to a cell by pointer.
    browser.click(".o li b a")
    browser.wait(OPEN, "a figure opens")
    title = browser.js(HEADING)
    browser.picture("1280-so")
    browser.click("#xem .muc a")
    browser.wait(TRAIL, "file, sheet and cell")
    cells = browser.js("return [...document.querySelectorAll('#xem .dong tbody tr')].map(row => [...row.cells].map(cell => cell.textContent))")
    assert any(len(cell[1]) >= 2 and cell[1][-1].isdigit() for cell in cells), cells
    trail = browser.js("return document.querySelector('#xem .dong b').textContent")
    code = browser.js("return [...document.querySelectorAll('#xem .dong .phu')].map(line => line.textContent).join(' ')")
    assert "Mã tiếp nhận T29-" in code and "Nhận lúc" in code, code
    browser.picture("1280-nhiem-vu")
    print(f"{title}: {trail}")
    # Back, by the button of the browser: where one left, with the link that was followed in focus.
    browser.call("POST", "/back", {})
    browser.call("POST", "/back", {})
    browser.wait("document.getElementById('xem').hidden && document.activeElement.matches('.o li b a')", "back on the first page")
    # The same by keys alone.
    browser.go("about:blank")
    browser.go(address)
    browser.wait("!document.getElementById('thanh').hidden", "the data are unpacked")
    focused = lambda css: browser.js("return document.activeElement.matches(arguments[0])", css)
    def tab_to(css):
        for _ in range(200):
            browser.press(TAB)
            if focused(css):
                return
        raise AssertionError(f"no key leads to {css}")
    tab_to(".o li b a")
    browser.press(ENTER)
    browser.wait(OPEN + " && document.activeElement.matches('#xem h1')", "the heading of what opened has the focus")
    tab_to("#xem .muc a")
    browser.press(ENTER)
    browser.wait(TRAIL, "a cell by keys alone")
    browser.js("document.activeElement.blur(); window.scrollTo(0, 0)")
    tab_to("#xem .lui a")
    browser.press(ENTER)
    browser.wait("document.getElementById('xem').hidden", "back by keys alone")
    # Every figure of the page opens something.
    count = browser.js("""
      const links = [...document.querySelectorAll('#trang a')];
      for (const link of links) {
        location.hash = link.hash;
        dispatchEvent(new HashChangeEvent('hashchange'));
        const title = document.querySelector('#xem h1');
        if (!title || title.textContent.startsWith('Không có')) return link.outerHTML;
      }
      location.hash = '';
      return links.length""")
    assert isinstance(count, int) and count > 60, count
    print(f"{count} links of the first page open")
    # Search, with marks and without.
    found = {}
    for query in ["hoan thanh", "hoàn thành", "y te", "Sở Y tế", "khong co o dau ca"]:
        browser.js("const field = document.getElementById('tim'); field.value = ''; field.dispatchEvent(new Event('input'))")
        browser.type("#tim", query)
        browser.wait(OPEN, "results")
        found[query] = browser.js("return document.querySelectorAll('#xem .muc li').length")
    assert found["hoan thanh"] >= found["hoàn thành"] > 0 and found["y te"] >= found["Sở Y tế"] > 0, found
    assert found["khong co o dau ca"] == 0, found
    # Offices to choose from.
    browser.go(address + "#nhiem-vu")
    browser.wait("document.querySelectorAll('#xem .muc li').length > 100", "all tasks")
    browser.js("const choice = document.querySelector('#xem select'); choice.selectedIndex = 1; choice.dispatchEvent(new Event('change'))")
    kept = browser.js("return document.querySelectorAll('#xem .muc li').length")
    assert 0 < kept < 100, kept
    # A telephone: nothing wider than its screen.
    browser.width(390)
    first = browser.js("return [...document.querySelectorAll('#trang a')].map(link => link.hash)")
    seen = ["", "#nhiem-vu", "#chi-tieu", "#don-vi", "#tieu-chi", "#kien-nghi", "#bien-dong", "#tim/hoan thanh", "#dv/SYT", *dict.fromkeys(first)]
    for number, view in enumerate(seen):
        browser.js("location.hash = arguments[0]; dispatchEvent(new HashChangeEvent('hashchange'))", view)
        wide = browser.js("return document.documentElement.scrollWidth")
        assert wide <= 390, f"{view} is {wide} wide"
        if number < 10:
            browser.picture(f"390-{number}")
    for kind in ["nv", "ct", "tc", "kn"]:
        browser.js("""
          const list = {nv: '#nhiem-vu', ct: '#chi-tieu', tc: '#tieu-chi', kn: '#kien-nghi'}[arguments[0]];
          location.hash = list; dispatchEvent(new HashChangeEvent('hashchange'));
          const link = document.querySelector('#xem .muc a');
          if (link) { location.hash = link.hash; dispatchEvent(new HashChangeEvent('hashchange')); }""", kind)
        wide = browser.js("return document.documentElement.scrollWidth")
        assert wide <= 390, f"{kind} is {wide} wide"
        browser.picture(f"390-{kind}")
    # On paper: the page alone, as a letter.
    browser.cdp("Emulation.clearDeviceMetricsOverride")
    browser.go("about:blank")
    browser.go(address)
    browser.wait("!document.getElementById('thanh').hidden", "the data are unpacked")
    browser.cdp("Emulation.setEmulatedMedia", media="print")
    shown = browser.js("return ['thanh', 'trang'].map(id => getComputedStyle(document.getElementById(id)).display)")
    assert shown == ["none", "block"], shown
    browser.picture("in")
    paper = base64.b64decode(browser.call("POST", "/print", {"shrinkToFit": False, "page": {"width": 21, "height": 29.7}}))
    assert paper.startswith(b"%PDF") and len(paper) > 20_000
    if folder := os.environ.get("TONGHOP_LOOK"):
        with open(os.path.join(folder, "in.pdf"), "wb") as file:
            file.write(paper)


def several(browser, address):
    """The page over several weeks: from a key figure to release, file and cell; every figure opens; fits a telephone."""
    browser.go(address)
    browser.wait("!document.getElementById('thanh').hidden", "the data are unpacked")
    browser.picture("nhieu-ky-1280")
    browser.click(".o li b a")
    browser.wait(OPEN, "a figure opens")
    browser.click("#xem .muc a")
    browser.wait(TRAIL, "file, sheet and cell")
    trail = browser.js("return document.querySelector('#xem .dong b').textContent")
    weeks = browser.js("return [...document.querySelectorAll('#xem h2 + table tbody tr')].map(row => row.cells[0].textContent)")
    assert trail.startswith("Bản tổng hợp tuần ") and weeks == ["28/2025", "29/2025"], (trail, weeks)
    browser.picture("nhieu-ky-nhiem-vu")
    links = browser.js("""
      const links = [...document.querySelectorAll('#trang a')].map(link => link.hash);
      for (const link of links) {
        location.hash = link;
        dispatchEvent(new HashChangeEvent('hashchange'));
        const title = document.querySelector('#xem h1');
        if (!title || title.textContent.startsWith('Không có')) return link;
      }
      return links;""")
    assert isinstance(links, list) and len(links) > 30, links
    browser.width(390)
    for number, view in enumerate(["", "#nhiem-vu", "#chi-tieu", "#don-vi", "#dv/SYT", *dict.fromkeys(links)]):
        browser.js("location.hash = arguments[0]; dispatchEvent(new HashChangeEvent('hashchange'))", view)
        wide = browser.js("return document.documentElement.scrollWidth")
        assert wide <= 390, f"{view} is {wide} wide"
        if number < 5:
            browser.picture(f"nhieu-ky-390-{number}")
    print(f"{len(links)} links of several weeks open: {trail}")


def old(browser, address):
    browser.cdp("Page.addScriptToEvaluateOnNewDocument", source="delete globalThis.DecompressionStream")
    browser.go(address)
    browser.wait("document.getElementById('ly-do').textContent.includes('quá cũ')", "the reason")
    seen = browser.js("return [document.getElementById('ly-do').offsetHeight > 0, document.getElementById('trang').offsetHeight > 500, document.getElementById('thanh').hidden]")
    assert seen == [True, True, True], seen
    browser.picture("cu")


def hostile(browser, address):
    browser.go(address)
    browser.wait("!document.getElementById('thanh').hidden", "the data are unpacked")
    browser.go(address + "#nv/KH11-001")
    browser.wait(TRAIL, "the row")
    browser.width(390)
    state = browser.js("return [typeof window.hit, document.images.length, document.scripts.length, document.querySelectorAll('#xem .dong td b').length, document.documentElement.scrollWidth <= 390]")
    assert state == ["undefined", 0, 2, 0, True], state
    text = browser.js("return document.getElementById('xem').textContent")
    assert "</script><script>window.hit=1</script><img src=x" in text and "]]>" in text, text[:2000]
    assert "ký tự)" in text, "a text of ten thousand letters is cut, and says so"
    # An address that names nothing says so.
    for wrong in ["#nv/__proto__", "#constructor/x", "#so/99999", "#<img src=x>"]:
        browser.js("location.hash = arguments[0]; dispatchEvent(new HashChangeEvent('hashchange'))", wrong)
        assert browser.js(HEADING) == "Không có mục này.", wrong
    browser.picture("doc-hai")


def screen(browser, address):
    """The desk's own screen on a Friday: texts are copied, calls are ticked, nothing is wider than a telephone, paper has no buttons."""
    browser.go(address)
    browser.wait("document.getElementById('dem').textContent.includes('Còn 20 phút')", "the minutes left")
    browser.picture("man-hinh-1280", whole=False)
    state = browser.js("return [typeof window.hit, document.images.length, document.scripts.length, document.querySelectorAll('li').length]")
    assert state[:3] == ["undefined", 0, 2] and state[3] > 120, state
    first = browser.js("return document.querySelector('main section h2').textContent")
    assert first.startswith("Đã gửi nhưng chưa được tính"), first
    assert browser.js("return document.getElementById('su-co').hidden && document.getElementById('cu').hidden")
    # A message is copied: pasted again it is what stands in the page, with the moment in it.
    for button in ["section ul li button", "button[data-chep=nhom]"]:
        wanted = browser.js("return document.getElementById(document.querySelector(arguments[0]).dataset.chep).textContent", button)
        # Else what is said of the copy before would be taken for this one's.
        browser.js("document.getElementById('bao').textContent = ''")
        browser.click(button)
        browser.wait("document.getElementById('bao').textContent.includes('Đã chép')", "it says so")
        browser.js("const area = document.createElement('textarea'); area.id = 'dan'; document.querySelector('main').prepend(area); area.focus()")
        keys = [{"type": kind, "value": key} for kind, key in [("keyDown", "\ue009"), ("keyDown", "v"), ("keyUp", "v"), ("keyUp", "\ue009")]]
        browser.call("POST", "/actions", {"actions": [{"type": "key", "id": "keys", "actions": keys}]})
        browser.wait("document.getElementById('dan').value", "something was pasted")
        pasted = browser.js("const area = document.getElementById('dan'); const text = area.value; area.remove(); return text")
        assert pasted == wanted and "Kính gửi" in pasted, (pasted, wanted)
    assert "Đến 10 giờ 40 (thứ Sáu 11/7)" in pasted and "0912" not in pasted, pasted
    # By keys alone to the first button, and a text that opens.
    browser.go("about:blank")
    browser.go(address)
    for _ in range(40):
        browser.press(TAB)
        if browser.js("return document.activeElement.matches('summary')"):
            break
    browser.press(ENTER)
    assert browser.js("return document.activeElement.closest('details').open"), "a text opens by a key"
    # Who was called stays known when the page is loaded again.
    browser.click("input[data-goi]")
    browser.call("POST", "/refresh", {})
    browser.wait("document.querySelector('input[data-goi]').checked", "the call is remembered")
    browser.width(390)
    wide = browser.js("return document.documentElement.scrollWidth")
    assert wide <= 390, wide
    browser.picture("man-hinh-390", whole=False)
    browser.cdp("Emulation.clearDeviceMetricsOverride")
    browser.cdp("Emulation.setEmulatedMedia", media="print")
    shown = browser.js("return ['button', 'details', 'section li .goi'].map(css => getComputedStyle(document.querySelector(css)).display)")
    assert shown == ["none", "none", "block"], shown
    paper = base64.b64decode(browser.call("POST", "/print", {"shrinkToFit": False, "page": {"width": 21, "height": 29.7}}))
    assert paper.startswith(b"%PDF") and len(paper) > 20_000
    if folder := os.environ.get("TONGHOP_LOOK"):
        with open(os.path.join(folder, "man-hinh.pdf"), "wb") as file:
            file.write(paper)


def stale(browser, address):
    """A page whose machine stopped says so above everything, with what stands in the way."""
    browser.go(address)
    browser.wait("!document.getElementById('cu').hidden", "how old it is")
    said = browser.js("return [document.getElementById('cu').textContent, document.getElementById('su-co').textContent]")
    assert said[0].startswith("SỐ LIỆU CŨ") and "Không phải lỗi của các đơn vị" in said[1], said
    assert browser.js("return getComputedStyle(document.querySelector('main')).filter.includes('grayscale')")
    browser.picture("man-hinh-cu", whole=False)


def faultless(browser, address):
    """The rules of axe-core, whose source is named by the environment: nothing serious."""
    browser.go(address)
    browser.wait("document.getElementById('dem').textContent", "the page stands")
    with open(os.environ["TONGHOP_AXE"], encoding="utf-8") as source:
        browser.js(source.read())
    script = "const done = arguments[0]; axe.run().then(found => done(found.violations), wrong => done(String(wrong)))"
    found = browser.call("POST", "/execute/async", {"script": script, "args": []})
    assert isinstance(found, list), found
    serious = [(one["id"], one["impact"], one["nodes"][0]["html"][:200]) for one in found if one["impact"] in ("serious", "critical")]
    print([(one["id"], one["impact"]) for one in found])
    assert not serious, serious


def main():
    what, file = sys.argv[1:3]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        browser = Browser(folder)
        try:
            {"reader": reader, "several": several, "old": old, "hostile": hostile, "screen": screen, "stale": stale, "faultless": faultless}[what](browser, "file://" + os.path.abspath(file))
            browser.quiet()
        finally:
            browser.close()


main()
