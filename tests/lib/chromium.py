"""chromium.py - Debian's Chromium without a window, spoken to by its pipe

    with Chromium() as browser:
        page = browser.page("file:///...", width=320, dark=True)
        page.value("document.title")
        page.picture("page.png")

The Chrome DevTools Protocol over --remote-debugging-pipe: descriptors 3 and 4,
JSON that ends in NUL.  Nothing is fetched from a network: what a page asks for
beside itself is refused and kept in page.asked.
"""
import base64
import json
import os
import shutil
import subprocess
import tempfile

PROGRAM = "chromium"
ARGUMENTS = [
    "--headless=new", "--disable-gpu", "--no-first-run", "--hide-scrollbars",
    "--no-sandbox", "--disable-dev-shm-usage", "--remote-debugging-pipe",
    "--host-resolver-rules=MAP * ~NOTFOUND", "--disable-component-update",
    "--disable-background-networking", "--allow-file-access-from-files"]


class Chromium:
    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix="chromium-")
        from_us, self.to_it = os.pipe()
        self.from_it, to_us = os.pipe()

        def pipes():
            # Out of the way first: one of them may be 3 or 4 itself.
            first, second = os.dup(from_us), os.dup(to_us)
            os.dup2(first, 3)
            os.dup2(second, 4)

        self.process = subprocess.Popen(
            [PROGRAM, *ARGUMENTS, f"--user-data-dir={self.folder}"],
            pass_fds=(3, 4, from_us, to_us), preexec_fn=pipes,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        os.close(from_us)
        os.close(to_us)
        self.waiting = b""
        self.number = 0
        self.events = []
        return self

    def __exit__(self, *_):
        os.close(self.to_it)
        os.close(self.from_it)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def read(self):
        while b"\0" not in self.waiting:
            more = os.read(self.from_it, 1 << 20)
            assert more, "Chromium ended"
            self.waiting += more
        message, self.waiting = self.waiting.split(b"\0", 1)
        return json.loads(message)

    def ask(self, method, session=None, **parameters):
        """Calls a method; its result."""
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        os.write(self.to_it, json.dumps(message).encode() + b"\0")
        while True:
            answer = self.read()
            if answer.get("id") == self.number:
                assert "error" not in answer, (method, answer["error"])
                return answer["result"]
            self.events.append(answer)

    def wait_for(self, session, method):
        while True:
            for event in self.events:
                if (event.get("method"), event.get("sessionId")) == (
                        method, session):
                    self.events.remove(event)
                    return event["params"]
            self.events.append(self.read())

    def page(self, url, width=800, height=900, dark=False):
        return Page(self, url, width, height, dark)


class Page:
    def __init__(self, browser, url, width, height, dark):
        self.browser = browser
        target = browser.ask("Target.createTarget", url="about:blank")
        self.target = target["targetId"]
        self.session = browser.ask(
            "Target.attachToTarget", targetId=self.target,
            flatten=True)["sessionId"]
        self.ask("Page.enable")
        self.ask("Network.enable")
        self.ask("Emulation.setDeviceMetricsOverride", width=width,
                 height=height, deviceScaleFactor=1, mobile=False)
        self.ask("Emulation.setEmulatedMedia", features=[
            {"name": "prefers-color-scheme",
             "value": "dark" if dark else "light"}])
        self.ask("Page.navigate", url=url)
        browser.wait_for(self.session, "Page.loadEventFired")
        self.asked = [
            event["params"]["request"]["url"] for event in browser.events
            if event.get("sessionId") == self.session
            and event.get("method") == "Network.requestWillBeSent"
            and event["params"]["request"]["url"] != url]

    def ask(self, method, **parameters):
        return self.browser.ask(method, self.session, **parameters)

    def value(self, expression):
        """What the JavaScript comes to, once it has been waited for."""
        answer = self.ask("Runtime.evaluate", expression=expression,
                          awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def picture(self, path):
        whole = self.ask("Page.captureScreenshot", format="png",
                         captureBeyondViewport=True)
        with open(path, "wb") as file:
            file.write(base64.b64decode(whole["data"]))

    def close(self):
        self.browser.ask("Target.closeTarget", targetId=self.target)
