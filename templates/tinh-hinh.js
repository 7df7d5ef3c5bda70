// The desk's own screen: what changes with the clock, and what is copied. The page stands without it. Texts of the page are put in as
// text, never as markup.
"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const { nop, chot, pha, dienTap } = document.body.dataset;
  let head;
  try {
    head = JSON.parse(byId("luc").textContent);
  } catch {
    // Read in the moment in which it was written: what stands below may be older, so nothing is counted by it.
    const WRITTEN = 3000;
    byId("cu").textContent = "Trang đang được ghi lại; tự mở lại sau vài giây.";
    byId("cu").hidden = false;
    setTimeout(() => location.reload(), WRITTEN);
    return;
  }
  const at = new Date(head.at);
  const MINUTE = 60000;
  // A played week has a played clock.
  const now = () => (dienTap ? at : new Date());
  const two = (number) => String(number).padStart(2, "0");
  // Vietnam's clock, whatever the machine's zone.
  const local = (moment) => new Date(moment.getTime() + 7 * 60 * MINUTE);
  const clock = (moment) => `${two(local(moment).getUTCHours())} giờ ${two(local(moment).getUTCMinutes())}`;
  const DAYS = ["Chủ nhật", "thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy"];
  // 01/7, as documents write days: months are padded for 01 and 02 alone.
  const day = (moment) => {
    const [date, month] = [local(moment).getUTCDate(), local(moment).getUTCMonth() + 1];
    return `${two(date)}/${month < 3 ? two(month) : month}`;
  };
  const weekday = (moment) => `${DAYS[local(moment).getUTCDay()]} ${day(moment)}`;
  const span = (minutes) => {
    const hours = Math.floor(minutes / 60);
    if (hours >= 24) return `${Math.floor(hours / 24)} ngày ${hours % 24} giờ`;
    return hours ? `${hours} giờ ${minutes % 60} phút` : `${minutes} phút`;
  };
  const kept = {
    get: (key) => { try { return localStorage.getItem(key); } catch { return null; } },
    set: (key, value) => { try { localStorage.setItem(key, value); } catch { /* a browser that keeps nothing */ } },
  };
  const week = document.querySelector("h1 span").textContent;

  for (const place of document.querySelectorAll("time.luc")) place.textContent = `${clock(at)} (${weekday(at)})`;

  // What stands in the way, above everything.
  const lines = (list, into, tag) => into.replaceChildren(...list.map((text) => Object.assign(document.createElement(tag), { textContent: text })));
  if (head.troubles.length) {
    const after = "Không phải lỗi của các đơn vị. Đề nghị gọi bộ phận kỹ thuật.";
    lines(["Máy tổng hợp đang có sự cố", ...head.troubles, after], byId("su-co"), "p");
    byId("su-co").hidden = false;
  }
  lines(head.notices, byId("nhac-may"), "li");
  const due = head.due && new Date(head.due);
  byId("lan-chay").textContent += `: lần chạy gần nhất ${clock(at)} (${weekday(at)})${due ? `, lần sau ${clock(due)} (${weekday(due)})` : ""}.`;

  // Minutes left, and how old all this is.
  const PATIENCE = 2 * MINUTE;
  const tick = () => {
    const until = pha === "collecting" ? nop : pha === "consolidating" ? chot : "";
    const left = until ? Math.floor((new Date(until) - now()) / MINUTE) : -1;
    const today = local(at).toISOString().slice(0, 10) === local(now()).toISOString().slice(0, 10);
    const last = `Cập nhật ${clock(at)}${today ? "" : ` (${weekday(at)})`}.`;
    if (byId("cap-nhat")) byId("cap-nhat").textContent = last;
    const place = byId("dem");
    if (until) {
      const cutoff = new Date(until);
      place.textContent = left >= 0 ? `Còn ${span(left)} đến ${clock(cutoff)} (${weekday(cutoff)}).` : `Đã qua ${clock(cutoff)} (${weekday(cutoff)}).`;
    } else if (pha === "released") {
      place.textContent = "Đã chốt bản tổng hợp.";
    }
    const old = Boolean(due) && now() - due > PATIENCE;
    document.documentElement.classList.toggle("cu", old);
    byId("cu").hidden = !old;
    if (old) byId("cu").textContent = `SỐ LIỆU CŨ ${span(Math.floor((now() - at) / MINUTE))}: máy tổng hợp không chạy đúng lịch`;
  };
  tick();
  setInterval(tick, 5000);

  // Whose report came since somebody looked last at this page here.
  const received = byId("da-nhan") ? byId("da-nhan").textContent.split(" ").filter(Boolean) : [];
  const key = `tonghop-da-nhan ${week}`;
  const seen = kept.get(key);
  if (seen !== null) {
    const fresh = received.filter((code) => !seen.split(" ").includes(code));
    if (fresh.length) byId("moi").textContent = `Mới nhận từ lần xem trước: ${fresh.length} (${fresh.slice(0, 8).join(", ")}${fresh.length > 8 ? ", …" : ""}).`;
  }
  // What was seen is what stood here when the page was left or loaded again by hand, not by itself.
  const look = () => kept.set(key, received.join(" "));
  if (seen === null) look();
  addEventListener("click", look);
  addEventListener("keydown", look);

  // Who was called, kept in this browser.
  for (const box of document.querySelectorAll("input[data-goi]")) {
    const name = `tonghop-da-goi ${week} ${box.dataset.goi}`;
    box.id = `goi-${box.dataset.goi}`;
    box.checked = kept.get(name) === "1";
    const show = () => box.closest("li").classList.toggle("da-goi", box.checked);
    show();
    box.addEventListener("change", () => { kept.set(name, box.checked ? "1" : ""); show(); });
  }

  // Copying: the clipboard where the browser gives it, else the old way.
  const said = (text) => {
    byId("bao").textContent = text;
    setTimeout(() => { if (byId("bao").textContent === text) byId("bao").textContent = ""; }, 4000);
  };
  const oldWay = (text) => {
    const area = Object.assign(document.createElement("textarea"), { value: text });
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  };
  for (const [at, button] of document.querySelectorAll("button[data-chep]").entries()) {
    button.id = `chep-${at}`;
    button.addEventListener("click", async () => {
      const source = byId(button.dataset.chep);
      const text = source.textContent;
      let done = true;
      try { await navigator.clipboard.writeText(text); } catch { done = oldWay(text); button.focus(); }
      if (!done) {
        source.closest("details").open = true;
        getSelection().selectAllChildren(source);
      }
      said(done ? "Đã chép tin. Dán vào nơi cần gửi." : "Trình duyệt không cho chép: tin đã được chọn, nhấn Ctrl+C.");
    });
  }

  // The page loads itself again, and stands as it stood. Not under somebody's hands.
  const RELOAD = 60000;
  const QUIET = 20000;
  let touched = 0;
  for (const what of ["pointerdown", "keydown", "scroll"]) addEventListener(what, () => { touched = Date.now(); }, { passive: true });
  const state = "tonghop-trang";
  try {
    const before = JSON.parse(sessionStorage.getItem(state) || "null");
    sessionStorage.removeItem(state);
    if (before) {
      for (const id of before.open) byId(id)?.closest("details")?.setAttribute("open", "");
      byId(before.focus)?.focus({ preventScroll: true });
      scrollTo(0, before.top);
      touched = 0;
    }
  } catch { /* a browser that keeps nothing */ }
  setInterval(() => {
    if (Date.now() - touched < QUIET || String(getSelection())) return;
    const open = [...document.querySelectorAll("details[open] pre")].map((text) => text.id);
    try { sessionStorage.setItem(state, JSON.stringify({ open, focus: document.activeElement.id, top: scrollY })); } catch { /* as it is */ }
    location.reload();
  }, RELOAD);
})();
