// Without this file everything works by plain forms. With it the page stays, and nothing typed is lost on the way.
(() => {
  "use strict";

  const LONGEST_PAUSE = 15000;
  const PATIENCE = 20000;
  let sending = false;
  let missed = false;
  let stream = null;

  const $ = (selector, root = document) => root.querySelector(selector);
  const told = document.body.dataset;
  const thread = () => $("#thread");
  const living = () => $("#thread .live") || $("#thread > :last-child");

  // ---------------------------------------------------------------- sending

  // The second click of a double click may fall on the next question, whose buttons stand in the same places.
  let first = "";
  document.addEventListener(
    "click",
    (click) => {
      const button = click.target.closest(".rows button");
      if (!button) return;
      if (click.detail <= 1) first = stem(button);
      else if (stem(button) !== first) click.preventDefault();
    },
    true,
  );

  document.addEventListener("submit", (submitted) => {
    const form = submitted.target;
    if (!form.matches("[data-chat]")) return;
    submitted.preventDefault();
    if (!sending) send(form, submitted.submitter);
  });

  async function send(form, button) {
    const fields = new URLSearchParams(new FormData(form));
    if (button?.name) fields.set(button.name, button.value);
    // One id a submission, kept while it is tried again: the same event is never counted twice.
    fields.set("event", fresh());
    const typed = form.matches("[data-composer]") ? fields.get("text") : null;
    if (typed !== null && !typed.trim()) return $("#text").focus();
    const pressed = press(form, button);
    lock(button, typed);
    try {
      const answer = await deliver(form.action, fields);
      const page = read(await answer.text());
      const refusal = $("[data-sentence]", page);
      if (refusal) return say(refusal.textContent, true);
      if (typed !== null) clear();
      show(page, pressed);
    } catch {
      say(told.failed, true);
    } finally {
      unlock(button);
      if (missed) refresh();
    }
  }

  // Tried again until it is answered. A refusal (4xx) is an answer, except: it came too slowly, they came too fast.
  async function deliver(address, fields) {
    for (let pause = 1000; ; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
      try {
        const answer = await fetch(address, { method: "POST", body: fields, signal: AbortSignal.timeout?.(PATIENCE) });
        if (answer.status < 500 && ![408, 429].includes(answer.status)) {
          say("");
          return answer;
        }
      } catch {
        // The network: the answer is unknown, and the id says whether it was kept.
      }
      say(told.retrying, true);
      await wait(pause);
    }
  }

  function wait(milliseconds) {
    return new Promise((resolve) => {
      setTimeout(resolve, milliseconds);
      addEventListener("online", resolve, { once: true });
    });
  }

  function fresh() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  }

  function lock(button, typed) {
    sending = true;
    thread().setAttribute("aria-busy", "true");
    button?.classList.add("sending");
    $("#text").readOnly = true;
    if (typed === null) return;
    const line = document.createElement("li");
    const bubble = document.createElement("div");
    const text = document.createElement("p");
    line.className = "mine pending";
    bubble.className = "bubble";
    text.className = "said";
    text.dir = "auto";
    text.textContent = typed;
    bubble.append(text);
    line.append(bubble);
    thread().append(line);
    line.scrollIntoView({ block: "end" });
  }

  function unlock(button) {
    sending = false;
    thread().removeAttribute("aria-busy");
    button?.classList.remove("sending");
    $("#text").readOnly = false;
    $("#thread .pending")?.remove();
  }

  function clear() {
    $("#text").value = "";
    grow();
  }

  // What a tap leaves behind: enough to find the same button on the next screen (ticking one after the other).
  function press(form, button) {
    if (!form.matches(".rows") || !button) return null;
    return { title: $("h2", living())?.textContent, stem: stem(button), place: places(living()).indexOf(button) };
  }

  const places = (line) => [...line.querySelectorAll(".rows button")];
  const stem = (button) => button.value.split(":").slice(0, 3).join(":");

  // ---------------------------------------------------------------- showing

  function read(html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    if (!$("#thread", page) && !$("[data-sentence]", page)) throw new Error("not a page of ours");
    return page;
  }

  // `pressed`: by a button of ours (its place), by a text or a command (null), or elsewhere (undefined).
  function show(page, pressed) {
    const held = thread().contains(document.activeElement) || pressed !== undefined;
    const writing = document.activeElement === $("#text");
    const low = innerHeight + scrollY > document.documentElement.scrollHeight - 150;
    const news = patch(page);
    chrome(page);
    clocks();
    listen();
    if (!news.length) return;
    const again = pressed && sameButton(pressed);
    announce(again ? "" : heard(pressed === null || pressed === undefined));
    if (again) return again.focus({ preventScroll: true });
    if (pressed !== undefined || low) reveal(news[0]);
    if (held && !writing) ($("h2", living()) || $(".bubble", living())).focus({ preventScroll: true });
  }

  // Lines are known by id and revision: what has not changed stays, with its picture and what was unfolded in it.
  function patch(page) {
    const list = thread();
    const news = [];
    let at = list.firstElementChild;
    for (const line of [...$("#thread", page).children]) {
      const old = [...list.children].find((one) => one.id === line.id);
      if (old && old.dataset.key === line.dataset.key) {
        while (at !== old) at = dropped(at);
        at = old.nextElementSibling;
        continue;
      }
      line.classList.add("arrived");
      list.insertBefore(document.adoptNode(line), at);
      if (old) unfold(line, old);
      if (!old || line.matches(".live")) news.push(line);
    }
    while (at) at = dropped(at);
    told.revision = page.body.dataset.revision;
    if ("known" in page.body.dataset) told.known = "";
    return news.filter((line) => !line.matches(".mine") || line.matches(":last-child"));
  }

  function dropped(line) {
    const next = line.nextElementSibling;
    line.remove();
    return next;
  }

  function unfold(line, old) {
    const open = new Set([...old.querySelectorAll(".fold[open]")].map((fold) => fold.dataset.key));
    if ($("h2", line)?.textContent !== $("h2", old)?.textContent) return;
    for (const fold of line.querySelectorAll(".fold")) fold.open = open.has(fold.dataset.key);
  }

  // What stands around the thread: in another language all of it is new.
  function chrome(page) {
    $(".menu").open = false;
    $(".warning")?.remove();
    const warning = $(".warning", page);
    if (warning) $("main").prepend(document.adoptNode(warning));
    const typed = $("#text").value;
    const spoken = page.documentElement.lang;
    if (spoken !== document.documentElement.lang) {
      document.documentElement.lang = spoken;
      document.title = page.title;
      Object.assign(told, { ...page.body.dataset });
      for (const part of [".bar", ".skip"]) $(part).replaceWith(document.adoptNode($(part, page)));
    }
    const [text, other] = [$("#text"), $("#text", page)];
    text.placeholder = other.placeholder;
    text.toggleAttribute("data-awaited", other.hasAttribute("data-awaited"));
    $("label[for=text]").textContent = $("label[for=text]", page).textContent;
    $(".send").setAttribute("aria-label", $(".send", page).getAttribute("aria-label"));
    for (const first of document.querySelectorAll("input[name=first]")) {
      const renewed = $("input[name=first]", page);
      renewed ? (first.value = renewed.value) : first.remove();
    }
    text.value = typed;
  }

  function sameButton(pressed) {
    const line = living();
    if (pressed.title === undefined || $("h2", line)?.textContent !== pressed.title) return null;
    const button = places(line)[pressed.place];
    return button && stem(button) === pressed.stem ? button : null;
  }

  function reveal(line) {
    const room = innerHeight - $(".bar").offsetHeight - $(".composer").offsetHeight;
    const bottom = thread().lastElementChild.getBoundingClientRect().bottom;
    const fits = bottom - line.getBoundingClientRect().top < room;
    if (fits) scrollTo(0, document.documentElement.scrollHeight);
    else line.scrollIntoView({ block: "start" });
  }

  function heard(titleToo) {
    const line = living();
    const parts = [$(".notice", line), titleToo ? $("h2", line) : null];
    return parts.filter(Boolean).map((part) => part.textContent).join(" ");
  }

  function announce(words) {
    $("#announcer").textContent = words;
  }

  function say(words, aloud = false) {
    $("#status").textContent = words;
    if (aloud) announce(words);
  }

  // The server does not know where the reader's clock stands.
  function clocks() {
    const today = new Date().toDateString();
    const spoken = document.documentElement.lang;
    const locale = navigator.languages.find((one) => one.startsWith(spoken)) || spoken;
    for (const time of document.querySelectorAll("time[hidden]")) {
      const at = new Date(time.dateTime);
      const hour = { hour: "2-digit", minute: "2-digit" };
      const form = at.toDateString() === today ? hour : { day: "numeric", month: "long", ...hour };
      time.textContent = at.toLocaleString(locale, form);
      time.hidden = false;
    }
  }

  // ---------------------------------------------------------------- what happens elsewhere

  function listen() {
    if (stream || !("known" in told) || document.hidden) return;
    stream = new EventSource(`/flux?depuis=${told.revision}`);
    stream.onmessage = (news) => {
      if (Number(news.data) !== Number(told.revision)) refresh();
    };
  }

  // Browsers allow six connections to a server: a tab that nobody looks at holds none.
  function deafen() {
    stream?.close();
    stream = null;
  }

  async function refresh() {
    missed = sending;
    if (sending) return;
    try {
      const answer = await fetch("/");
      if (answer.ok && !sending) show(read(await answer.text()), undefined);
    } catch {
      // The stream comes back with the network, and tells again.
    }
  }

  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return deafen();
    refresh();
    listen();
  });
  addEventListener("pageshow", (shown) => shown.persisted && refresh());
  addEventListener("pagehide", deafen);

  // ---------------------------------------------------------------- writing

  document.addEventListener("keydown", (key) => {
    if (key.key === "Escape" && $(".menu").open) {
      $(".menu").open = false;
      $(".menu summary").focus();
    }
    if (key.target.id !== "text" || key.key !== "Enter" || key.shiftKey || key.isComposing) return;
    key.preventDefault();
    key.target.form.requestSubmit();
  });

  document.addEventListener("click", (click) => {
    if (!click.target.closest(".menu")) $(".menu").open = false;
  });

  document.addEventListener("input", (input) => input.target.id === "text" && grow());

  function grow() {
    const text = $("#text");
    if (CSS.supports("field-sizing", "content")) return;
    text.rows = Math.min(5, Math.max(1, text.value.split("\n").length, Math.ceil(text.value.length / 34)));
  }

  // ---------------------------------------------------------------- at first

  document.documentElement.classList.add("js");
  history.scrollRestoration = "manual";
  clocks();
  listen();
  reveal(living());
})();
