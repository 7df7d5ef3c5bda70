// The page that opens: the data beside it is unpacked once, and what the address after "#" names is shown. Every text is put
// in as text (`el`, `append`), never as markup, whatever an office wrote. Links alone move about, so keys, the back button and
// a telephone work as everywhere.
"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const [page, view, bar, search, why] = ["trang", "xem", "thanh", "tim", "ly-do"].map(byId);
  let data = null;

  // An element with attributes and children; children that are no elements are text, blank ones are left out.
  const el = (tag, attributes, ...children) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) made.setAttribute(name, value);
    made.append(...children.flat().filter((child) => child !== "" && child !== null && child !== undefined));
    return made;
  };

  // Letters without their marks, so that "quy hoach" finds "Quy hoạch".
  const bare = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/g, "d").replace(/Đ/g, "D").toLowerCase();
  const plain = (text) => text.normalize("NFC").toLowerCase();
  // Every word has to be there: typed with marks it is looked for with them, typed without in either writing.
  const finds = (query) => {
    const words = plain(query).split(/\s+/).filter(Boolean);
    return (text) => words.every((word) => (bare(word) === word ? bare(text) : plain(text)).includes(word));
  };

  // What each list shows of a line: address, name, what stands below, and everything that is searched.
  const kinds = {
    tasks: {
      title: "Nhiệm vụ",
      address: (line) => `#nv/${line.code}`,
      name: (line) => line.content,
      below: (line) => [line.leads, line.deadline, line.state],
      text: (line) => [line.code, line.content, line.leads, line.supports, line.document, line.state, ...line.programmes].join(" "),
    },
    targets: {
      title: "Chỉ tiêu",
      address: (line) => `#ct/${line.code}`,
      name: (line) => line.name,
      below: (line) => [line.leads, `mục tiêu ${line.goal} ${line.unit}`, line.value && `${data.several ? "cuối kỳ" : "kỳ này"} ${line.value}`, line.class],
      text: (line) => [line.code, line.name, line.leads, line.class].join(" "),
    },
    offices: {
      title: "Cơ quan, đơn vị",
      address: (line) => `#dv/${line.code}`,
      name: (line) => line.name,
      below: (line) => [line.block, line.standing, line.received && `nhận ${line.received}`],
      text: (line) => [line.code, line.name, line.block, line.standing].join(" "),
    },
    communes: {
      title: "Tiêu chí xã, phường",
      address: (line) => `#tc/${line.code}`,
      name: (line) => line.name,
      below: (line) => [`đạt ${line.met}/${line.applicable} tiêu chí (theo báo cáo)`],
      text: (line) => [line.code, line.name].join(" "),
    },
    proposals: {
      title: "Kiến nghị",
      address: (line) => `#kn/${line.number}`,
      name: (line) => line.wording,
      below: (line) => [line.office, line.level, `từ tuần ${line.since}`],
      text: (line) => [line.number, line.wording, line.text, line.office, line.level].join(" "),
    },
  };

  // The offices that a line belongs to; an office is one of its own.
  const officesOf = (of, at) => (of === "offices" ? [at] : data[of][at].offices);

  const back = () => el("p", { class: "lui" }, el("a", { href: "#" }, "← Về trang đầu"));
  const heading = (text) => el("h1", { tabindex: "-1" }, text);
  const below = (parts) => el("p", { class: "phu" }, parts.filter(Boolean).join(" · "));

  const item = (of, at) => {
    const kind = kinds[of], line = data[of][at];
    const moved = of === "tasks" && line.before && line.before !== line.class ? `${data.several ? "trước kỳ" : "kỳ trước"}: ${line.before}` : "";
    return el("li", {}, el("a", { href: kind.address(line) }, kind.name(line)), below([...kind.below(line), moved]));
  };

  // A list with a field to search it and the offices to choose from.
  const list = (of, places, note) => {
    const shown = el("ol", { class: "muc" }), count = el("p", { class: "phu", role: "status" });
    const among = [...new Set(places.flatMap((at) => officesOf(of, at)))].sort((one, other) => one - other);
    const choice = el("select", { "aria-label": "Lọc theo cơ quan, đơn vị" }, el("option", { value: "" }, "Mọi cơ quan, đơn vị"),
      among.map((at) => el("option", { value: at }, data.offices[at].name)));
    const field = el("input", { type: "search", placeholder: "Lọc trong danh sách", "aria-label": "Lọc trong danh sách" });
    const fill = () => {
      const found = finds(field.value);
      const kept = places.filter((at) => (choice.value === "" || officesOf(of, at).includes(Number(choice.value))) && found(kinds[of].text(data[of][at])));
      shown.replaceChildren(...kept.map((at) => item(of, at)));
      count.textContent = `${kept.length}${kept.length === places.length ? "" : ` trong ${places.length}`} mục`;
    };
    field.addEventListener("input", fill);
    choice.addEventListener("change", fill);
    fill();
    return [note || "", places.length > 5 ? el("div", { class: "loc" }, field, of === "offices" ? "" : choice) : "", count, shown];
  };

  const all = (of) => data[of].map((_, at) => at);

  // What an office wrote, with the cell it stands in.
  const row = (at) => {
    const line = data.rows[at], file = data.files[line.file];
    const cells = line.cells.map(([name, cell, typed]) => el("tr", {}, el("td", {}, name), el("td", {}, cell), el("td", {}, typed)));
    return el("section", { class: "dong" },
      el("h3", {}, [line.office, line.role && ` (${line.role.toLowerCase()})`, line.week && `, báo cáo tuần ${line.week}`]),
      line.says && el("p", {}, line.says),
      el("p", { class: "phu" }, el("b", {}, [line.release, file.path, line.sheet, line.cell].filter(Boolean).join(" › "))),
      below([file.received && `Nhận lúc ${file.received}`, file.code && `Mã tiếp nhận ${file.code}`]),
      cells.length > 0 && el("table", {}, el("thead", {}, el("tr", {}, ["Cột", "Ô", "Nội dung ghi trong tệp"].map((name) => el("th", { scope: "col" }, name)))), el("tbody", {}, cells)) || "");
  };
  const rows = (places) => [el("h2", {}, "Số liệu từ báo cáo"),
    places.length > 0 ? places.map(row) : el("p", {}, "Chưa có báo cáo nào về nội dung này.")];

  // Of several weeks: what each release says of the line.
  const weeks = (line) => (line.weeks || []).length === 0 ? "" : [el("h2", {}, "Qua các tuần"),
    el("table", {}, el("thead", {}, el("tr", {}, ["Tuần", "Bản tổng hợp ghi"].map((name) => el("th", { scope: "col" }, name)))),
      el("tbody", {}, line.weeks.map(({ week, says }) => el("tr", {}, el("td", { class: "giua" }, week), el("td", {}, says)))))];

  const facts = (pairs) => el("dl", {}, pairs.filter(([, value]) => value && value.length > 0).flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]));
  const offices = (places) => places.flatMap((at, place) => [place > 0 ? ", " : "", el("a", { href: `#dv/${data.offices[at].code}` }, data.offices[at].name)]);

  const task = (line) => [heading(line.content), facts([
    ["Mã nhiệm vụ", line.code], ["Văn bản giao", line.document], ["Chương trình", line.programmes.join("; ")],
    ["Đơn vị chủ trì", line.leads], ["Đơn vị phối hợp", line.supports], ["Thời hạn", line.deadline],
    ["Trạng thái", line.state], [data.several ? "Trước kỳ" : "Kỳ trước", line.before || ""], ["Tỷ lệ", line.percent], ["Ngày hoàn thành", line.completed],
    ["Dự kiến hoàn thành", line.expected], ["Kết quả", line.result], ["Khó khăn, vướng mắc", line.obstacle],
    ["Nguyên nhân", line.cause], ["Kiến nghị, đề xuất", line.proposal], ["Ghi chú", line.notes.join("; ")],
    ["Các đơn vị", offices(line.offices)]]), weeks(line), rows(line.rows)];

  const target = (line) => [heading(line.name), facts([
    ["Mã chỉ tiêu", line.code], ["Đơn vị tính", line.unit], ["Mục tiêu", line.goal], ["Hạn đạt", line.due],
    ["Kỳ trước", line.before || ""], [data.several ? "Cuối kỳ" : "Kỳ này", line.value], ["Đánh giá", line.class], ["Lý do", line.reason],
    ["Các đơn vị", offices(line.offices)]]), weeks(line), rows(line.rows)];

  const commune = (line) => [heading(line.name), el("p", {}, `Đạt ${line.met}/${line.applicable} tiêu chí (theo báo cáo).`),
    line.results.map((result, at) => [el("h2", {}, `${data.criteria[at]}: ${result ? result[0].toLowerCase() : "chưa báo cáo"}`), result ? row(result[1]) : ""])];

  const office = (line, at) => {
    const its = (of) => all(of).filter((place) => data[of][place].offices.includes(at));
    const part = (of) => (its(of).length > 0 ? [el("h2", {}, `${kinds[of].title} (${its(of).length})`), list(of, its(of))] : "");
    return [heading(line.name), facts([["Khối", line.block], ["Gửi báo cáo", line.standing], ["Nhận lúc", line.received],
      ["Trong số liệu kỳ này", line.counted === undefined ? "" : line.counted ? "Có" : "Không"]]), weeks(line), ["tasks", "targets", "communes", "proposals"].map(part)];
  };

  const proposal = (line) => [heading(line.wording), facts([["Số", line.number], ["Cơ quan, đơn vị", line.office], ["Cấp giải quyết", line.level],
    ["Từ tuần", line.since], ["Đơn vị nêu", line.text],
    ["Nhiệm vụ", line.tasks.flatMap((code, place) => [place > 0 ? ", " : "", el("a", { href: `#nv/${code}` }, code)])]]), data.several ? "" : rows(line.rows)];

  const figure = (number) => {
    const line = data.figures[number];
    if (!line) return null;
    const rest = line.whole && line.whole.filter((at) => !line.part.includes(at));
    return [heading(`${line.title}: ${line.words}`), list(line.of, line.part),
      rest && rest.length > 0 ? [el("h2", {}, `Còn lại (${rest.length})`), list(line.of, rest)] : ""];
  };

  const changes = () => {
    if (data.before === "") return [heading("Biến động"), el("p", {}, "Kỳ tổng hợp đầu tiên, chưa có kỳ trước để so sánh.")];
    return [heading(`Biến động so với tuần ${data.before}`), el("h2", {}, `Nhiệm vụ chuyển trạng thái (${data.moved.length})`), list("tasks", data.moved),
      data.moved_late.length > 0 ? [el("h2", {}, `Chuyển trạng thái theo báo cáo gửi muộn của tuần trước (${data.moved_late.length})`), list("tasks", data.moved_late)] : "",
      el("h2", {}, `Chỉ tiêu có số liệu khác kỳ trước (${data.measured.length})`), list("targets", data.measured)];
  };

  const results = (query) => [heading(query === "" ? "Tìm" : `Tìm: ${query}`), Object.keys(kinds).map((of) => {
    const found = all(of).filter((at) => finds(query)(kinds[of].text(data[of][at])));
    return query !== "" && found.length > 0 ? [el("h2", {}, `${kinds[of].title} (${found.length})`), list(of, found)] : "";
  })];

  const find = (of, key, code, show) => {
    const at = data[of].findIndex((line) => line[key] === code);
    return at < 0 ? null : show(data[of][at], at);
  };
  const shows = {
    so: (rest) => figure(Number(rest)),
    nv: (rest) => find("tasks", "code", rest, task),
    ct: (rest) => find("targets", "code", rest, target),
    dv: (rest) => find("offices", "code", rest, office),
    tc: (rest) => find("communes", "code", rest, commune),
    kn: (rest) => find("proposals", "number", rest, proposal),
    tim: (rest) => results(rest),
    "nhiem-vu": () => [heading("Nhiệm vụ"), list("tasks", all("tasks"))],
    "chi-tieu": () => [heading("Chỉ tiêu"), list("targets", all("targets"))],
    "don-vi": () => [heading("Cơ quan, đơn vị"), list("offices", all("offices"))],
    "tieu-chi": () => [heading("Tiêu chí xã, phường"), list("communes", all("communes"))],
    "kien-nghi": () => [heading("Kiến nghị"), list("proposals", all("proposals"))],
    "bien-dong": changes,
  };

  // What the address names; one that was cut in the middle of a letter names nothing.
  const named = () => {
    try {
      return decodeURIComponent(location.hash.slice(1));
    } catch {
      return location.hash.slice(1);
    }
  };

  let followed = null, height = 0;
  const show = (focus) => {
    const address = named();
    const [word, ...rest] = address.split("/");
    if (word !== "tim") search.value = "";
    const known = Object.hasOwn(shows, word) ? shows[word](rest.join("/")) : null;
    const content = known || (address === "" ? null : [heading("Không có mục này.")]);
    page.hidden = content !== null;
    view.hidden = content === null;
    view.replaceChildren();
    bar.querySelectorAll("a").forEach((link) => (link.hash || "#") === `#${word}` ? link.setAttribute("aria-current", "page") : link.removeAttribute("aria-current"));
    if (content === null) {
      // Back on the first page one stands where one left it.
      window.scrollTo(0, height);
      if (focus && followed) followed.focus({ preventScroll: true });
      return;
    }
    view.append(back(), ...content.flat(Infinity).filter((child) => child !== ""));
    if (focus) {
      window.scrollTo(0, 0);
      view.querySelector("h1").focus({ preventScroll: true });
    }
  };

  const unpacked = async () => {
    const packed = JSON.parse(byId("du-lieu").textContent);
    const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    return JSON.parse(await new Response(stream).text());
  };

  const start = async () => {
    if (typeof DecompressionStream === "undefined") {
      why.textContent = "Trình duyệt này quá cũ nên không mở được từng số liệu; trang đầu vẫn đọc được đầy đủ. Đề nghị mở bằng trình duyệt mới hơn.";
      return;
    }
    try {
      data = await unpacked();
    } catch {
      why.textContent = "Không mở được số liệu kèm theo: tệp có thể đã bị cắt hoặc sửa khi gửi. Trang đầu vẫn đọc được; đề nghị lấy lại tệp gốc.";
      return;
    }
    for (const of of ["communes", "proposals"]) {
      if (data[of].length === 0) bar.querySelector(`a[href="#${of === "communes" ? "tieu-chi" : "kien-nghi"}"]`).remove();
    }
    // Over several weeks changes stand in the sentences of the page and in the weeks of each line.
    if (data.several) bar.querySelector('a[href="#bien-dong"]').remove();
    why.hidden = true;
    bar.hidden = false;
    page.addEventListener("click", (event) => {
      const link = event.target.closest("a");
      if (link) [followed, height] = [link, window.scrollY];
    });
    search.addEventListener("input", () => {
      history.replaceState(null, "", search.value === "" ? "#" : `#tim/${encodeURIComponent(search.value)}`);
      show(false);
    });
    window.addEventListener("hashchange", () => show(true));
    show(false);
  };
  start();
})();
