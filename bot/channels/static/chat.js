// Without this file everything works by plain forms. With it the page stays, and nothing typed is lost on the way.
(() => {
  "use strict";

  const LONGEST_PAUSE = 15000;
  const PATIENCE = 20000;
  const { $, told, thread, stem, read, say } = page;
  let sending = null;
  let missed = false;
  let stream = null;

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
    const [form, button] = [submitted.target, submitted.submitter];
    if (!form.matches("[data-chat]")) return;
    submitted.preventDefault();
    if (!sending) return prepare(form, button);
    // One thing at a time: what is typed meanwhile belongs to a question that nobody has seen yet.
    if (form.matches("[data-composer]") ? $("#text").value.trim() : button !== sending.button) say(told.waiting);
  });

  function prepare(form, button) {
    const fields = new URLSearchParams(new FormData(form));
    if (button?.name) fields.set(button.name, button.value);
    // One id a submission, kept while it is tried again: the same event is never counted twice.
    fields.set("event", fresh());
    const typed = form.matches("[data-composer]") ? fields.get("text") : null;
    if (typed !== null && !typed.trim()) return $("#text").focus();
    if (typed !== null) write("");
    send({ path: form.getAttribute("action"), fields: fields.toString(), typed, button }, page.press(form, button));
  }

  async function send(sent, pressed) {
    lock(sent);
    try {
      const came = await deliver(sent);
      const refusal = $("[data-sentence]", came);
      forget(PENDING);
      if (refusal && sent.typed !== null) write([sent.typed, $("#text").value].filter(Boolean).join("\n"));
      say(refusal ? refusal.textContent : "");
      if (refusal) return;
      page.show(came, pressed);
      listen();
    } catch {
      say(told.failed);
    } finally {
      unlock(sent);
      if (missed) refresh();
    }
  }

  // Tried again until Palier has answered. A refusal (4xx) is an answer, except: it came too slowly, they came too fast.
  async function deliver({ path, fields }) {
    for (let pause = 1000; ; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
      try {
        const body = new URLSearchParams(fields);
        const answer = await fetch(path, { method: "POST", body, signal: AbortSignal.timeout?.(PATIENCE) });
        if (answer.status < 500 && ![408, 429].includes(answer.status)) return read(await answer.text());
      } catch {
        // The network, or somebody else's page: whether it was kept is unknown, and the id will tell.
      }
      say(told.retrying);
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

  function lock(sent) {
    sending = sent;
    thread().setAttribute("aria-busy", "true");
    for (const other of document.querySelectorAll("[data-chat] button, .command")) {
      if (other === sent.button) other.classList.add("sending");
      else other.setAttribute("aria-disabled", "true");
    }
    if (sent.typed === null) return;
    keep(PENDING, JSON.stringify({ path: sent.path, fields: sent.fields, typed: sent.typed }));
    const line = document.createElement("li");
    const bubble = document.createElement("div");
    const text = document.createElement("p");
    line.className = "mine pending";
    bubble.className = "bubble";
    text.className = "said";
    text.dir = "auto";
    text.textContent = sent.typed;
    bubble.append(text);
    line.append(bubble);
    thread().append(line);
    line.scrollIntoView({ block: "end" });
  }

  function unlock(sent) {
    sending = null;
    thread().removeAttribute("aria-busy");
    sent.button?.classList.remove("sending");
    for (const other of document.querySelectorAll("[aria-disabled]")) other.removeAttribute("aria-disabled");
    $("#thread .pending")?.remove();
  }

  // ---------------------------------------------------------------- what happens elsewhere

  function listen() {
    if ((stream && stream.readyState !== EventSource.CLOSED) || !("known" in told) || document.hidden) return;
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
    missed = Boolean(sending);
    if (sending) return;
    try {
      const answer = await fetch("/");
      const came = answer.ok && read(await answer.text());
      missed = Boolean(sending);
      if (!came || sending) return;
      page.show(came, undefined);
      listen();
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

  document.addEventListener("input", (input) => input.target.id === "text" && typing());

  function write(words) {
    $("#text").value = words;
    typing();
  }

  function typing() {
    const text = $("#text");
    text.value ? keep(DRAFT, text.value) : forget(DRAFT);
    if (CSS.supports("field-sizing", "content")) return;
    text.rows = Math.min(5, Math.max(1, text.value.split("\n").length, Math.ceil(text.value.length / 34)));
  }

  // ---------------------------------------------------------------- what a reload must not lose: this tab's alone

  const DRAFT = "palier.draft";
  const PENDING = "palier.pending";

  function keep(name, words) {
    try {
      sessionStorage.setItem(name, words);
    } catch {
      // Forbidden, or full: then it lives as long as the page.
    }
  }

  function kept(name) {
    try {
      return sessionStorage.getItem(name);
    } catch {
      return null;
    }
  }

  function forget(name) {
    try {
      sessionStorage.removeItem(name);
    } catch {
      // Nothing was kept.
    }
  }

  // ---------------------------------------------------------------- at first

  document.documentElement.classList.add("js");
  history.scrollRestoration = "manual";
  page.clocks();
  listen();
  write($("#text").value || kept(DRAFT) || "");
  page.reveal(page.living());
  page.follow();
  // Under its first id: what was kept before the reload is recognised and not kept twice.
  if (kept(PENDING)) send({ ...JSON.parse(kept(PENDING)), button: null }, null);
})();
