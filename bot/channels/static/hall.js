// A page of a sitting, on a phone or on the wall: it moves on by itself. Without this file it is reloaded by hand.
(() => {
  "use strict";

  const SILENCE = 50000;
  const PATIENCE = 15000;
  const SMALLEST = 0.3;
  const $ = (selector, root = document) => root.querySelector(selector);
  const told = document.body.dataset;
  const onTheWall = document.body.matches(".wall");
  let stream = null;
  let heard = Date.now();
  let asking = false;
  let pause = 1000;

  // ---------------------------------------------------------------- news

  function listen() {
    stream?.close();
    stream = null;
    if (!told.stream || (document.hidden && !onTheWall)) return;
    heard = Date.now();
    stream = new EventSource(told.stream);
    stream.addEventListener("beat", () => (heard = Date.now()));
    stream.onmessage = (message) => {
      heard = Date.now();
      const news = JSON.parse(message.data);
      if (news.stage !== told.stage) return soon();
      const counter = $("[data-counted]");
      if (counter && news.counted) counter.textContent = news.counted;
    };
    // A browser comes back by itself, but not after an answer that was no stream.
    stream.onerror = () => stream?.readyState === EventSource.CLOSED && later();
  }

  // A room full of phones does not ask in the same instant.
  function soon() {
    setTimeout(refresh, onTheWall ? 0 : Math.random() * 700);
  }

  function later() {
    setTimeout(refresh, pause);
    pause = Math.min(pause * 2, PATIENCE);
  }

  // Where a network dropped without a word no error comes: a line that has been silent for long is dead.
  setInterval(() => Date.now() - heard > SILENCE && listen(), 10000);
  addEventListener("online", () => refresh());

  async function refresh() {
    if (asking) return;
    asking = true;
    try {
      const answer = await fetch(location.pathname, { signal: AbortSignal.timeout?.(PATIENCE) });
      const came = new DOMParser().parseFromString(await answer.text(), "text/html");
      // It has ended, and Palier was started anew since: its code is nobody's any more.
      if (answer.status === 404 && $("[data-sentence]", came)) return location.reload();
      if (answer.status >= 500 || !("stage" in came.body.dataset)) throw new Error("not a page of a sitting");
      pause = 1000;
      show(came);
    } catch {
      later();
    } finally {
      asking = false;
    }
  }

  function show(came) {
    const another = came.body.dataset.stage !== told.stage || $("[data-sentence], .notice", came);
    if (!another && !onTheWall) return listen();
    for (const name of Object.keys(told)) delete told[name];
    Object.assign(told, came.body.dataset);
    document.body.className = came.body.className;
    document.documentElement.lang = came.documentElement.lang;
    $("main").replaceWith(document.adoptNode($("main", came)));
    dress();
    listen();
    if (onTheWall) return;
    scrollTo(0, 0);
    const said = [$("[data-sentence], .notice"), $("h1")].filter(Boolean);
    $("#announcer").textContent = said.map((part) => part.textContent).join(" ");
    $("h1")?.focus({ preventScroll: true });
  }

  document.addEventListener("visibilitychange", () => {
    if (onTheWall) return;
    if (!document.hidden) return void refresh();
    stream?.close();
    stream = null;
  });
  addEventListener("pageshow", (shown) => shown.persisted && refresh());

  // ---------------------------------------------------------------- voting: tried again until Palier has answered

  let sending = false;
  document.addEventListener("submit", async (submitted) => {
    const form = submitted.target;
    if (!form.matches("[data-vote]")) return;
    submitted.preventDefault();
    if (sending) return;
    sending = true;
    const fields = new URLSearchParams(new FormData(form));
    if (submitted.submitter?.name) fields.set(submitted.submitter.name, submitted.submitter.value);
    form.setAttribute("aria-busy", "true");
    for (let wait = 1000; ; wait = Math.min(wait * 2, PATIENCE)) {
      try {
        const patience = AbortSignal.timeout?.(PATIENCE);
        const answer = await fetch(form.getAttribute("action"), { method: "POST", body: fields, signal: patience });
        const came = new DOMParser().parseFromString(await answer.text(), "text/html");
        if (answer.status < 500 && answer.status !== 429 && "stage" in came.body.dataset) {
          sending = false;
          show(came);
          return;
        }
        if (answer.status < 500 && answer.status !== 429) break;
      } catch {
        // The network: whether it was counted is unknown, and the same vote again changes nothing.
      }
      $(".retrying").textContent = told.retrying;
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
    sending = false;
    location.reload();
  });

  // ---------------------------------------------------------------- the wall: as large as it fits, a clock that runs

  let end = null;

  function dress() {
    const left = $("[data-left]");
    end = left ? performance.now() + Number(left.dataset.left) * 1000 : null;
    tick();
    fit();
  }

  function tick() {
    const left = $("[data-left]");
    if (!left || end === null) return;
    const seconds = Math.max(0, Math.round((end - performance.now()) / 1000));
    left.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  }

  function fit() {
    const box = $("[data-fit]");
    if (!box) return;
    for (let scale = 1; scale >= SMALLEST; scale -= 0.02) {
      box.style.setProperty("--fit", scale.toFixed(2));
      if (box.scrollHeight <= box.clientHeight) return;
    }
  }

  setInterval(tick, 500);
  addEventListener("resize", fit);
  document.fonts?.ready.then(fit);
  dress();
  listen();
})();
