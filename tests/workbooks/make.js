// The writers of `make.py` that are JavaScript. `node make.js version PACKAGE`, or `node make.js write NAME PATH` with
// the content as JSON on standard input.

const fs = require("fs");
const [, , action, name, path] = process.argv;

const isDate = (cell) => cell !== null && typeof cell === "object" && ("day" in cell || "moment" in cell);
const iso = (cell) => (cell.day ? `${cell.day}T00:00:00` : cell.moment);
const utc = (cell) => new Date(`${iso(cell)}Z`);
const serial = (cell) => (utc(cell) - Date.UTC(1899, 11, 30)) / 86400000;
const format = (cell) => ("percent" in cell ? "0.0%" : "day" in cell ? "dd/mm/yyyy" : "dd/mm/yyyy hh:mm");

// One call of `put(row, column, cell)` for each cell with something in it, counted from 0.
function each(rows, put) {
  rows.forEach((row, r) => row.forEach((cell, c) => cell !== null && put(r, c, cell)));
}

function sheetjs({ sheets, hidden, merged }, options) {
  const XLSX = require("xlsx");
  const book = XLSX.utils.book_new();
  for (const [title, rows] of sheets) {
    const sheet = {};
    let last = { r: 0, c: 0 };
    each(rows, (r, c, cell) => {
      last = { r: Math.max(last.r, r), c: Math.max(last.c, c) };
      const at = XLSX.utils.encode_cell({ r, c });
      if (typeof cell === "string") sheet[at] = { t: "s", v: cell };
      else if (typeof cell === "boolean") sheet[at] = { t: "b", v: cell };
      else if (typeof cell === "number") sheet[at] = { t: "n", v: cell };
      else if ("formula" in cell) sheet[at] = { t: typeof cell.result === "string" ? "s" : "n", v: cell.result, f: cell.formula.slice(1) };
      else if ("percent" in cell) sheet[at] = { t: "n", v: cell.percent, z: format(cell) };
      else if (options.dates) sheet[at] = { t: "d", v: utc(cell), z: format(cell) };
      else sheet[at] = { t: "n", v: serial(cell), z: format(cell) };
    });
    sheet["!ref"] = XLSX.utils.encode_range({ s: { r: 0, c: 0 }, e: last });
    sheet["!merges"] = merged.filter(([of]) => of === title).map(([, r]) => ({ s: { r, c: 0 }, e: { r, c: 3 } }));
    XLSX.utils.book_append_sheet(book, sheet, title);
  }
  book.Workbook = { Sheets: sheets.map(([title]) => ({ Hidden: title === hidden ? 1 : 0 })) };
  fs.writeFileSync(path, XLSX.write(book, { type: "buffer", compression: true, ...options }));
}

function exceljsCell(cell) {
  if (cell === null || typeof cell !== "object") return cell;
  if ("formula" in cell) return { formula: cell.formula.slice(1), result: cell.result };
  return "percent" in cell ? cell.percent : utc(cell);
}

async function exceljs({ sheets, hidden, merged }, stream) {
  const { Workbook, stream: streams } = require("exceljs");
  const book = stream ? new streams.xlsx.WorkbookWriter({ filename: path, useStyles: true }) : new Workbook();
  for (const [title, rows] of sheets) {
    const sheet = book.addWorksheet(title, { state: title === hidden ? "hidden" : "visible" });
    rows.forEach((row, r) => {
      const line = sheet.getRow(r + 1);
      row.forEach((cell, c) => {
        if (cell === null) return;
        const target = line.getCell(c + 1);
        target.value = exceljsCell(cell);
        if (typeof cell === "object" && !("formula" in cell)) target.numFmt = format(cell);
        // A text in pieces, as somebody leaves it who made a word bold.
        if (typeof cell === "string" && cell.length > 30 && !stream)
          target.value = { richText: [{ text: cell.slice(0, 10) }, { font: { bold: true }, text: cell.slice(10) }] };
      });
    });
    if (!stream) merged.filter(([of]) => of === title).forEach(([, r]) => sheet.mergeCells(r + 1, 1, r + 1, 4));
    if (stream) sheet.commit();
  }
  await (stream ? book.commit() : book.xlsx.writeFile(path));
}

async function populate({ sheets, hidden }) {
  const Populate = require("xlsx-populate");
  const book = await Populate.fromBlankAsync();
  for (const [title, rows] of sheets) {
    const sheet = book.addSheet(title);
    each(rows, (r, c, cell) => {
      const target = sheet.cell(r + 1, c + 1);
      if (typeof cell !== "object") target.value(cell);
      else if ("formula" in cell) target.value(cell.result);
      else target.value("percent" in cell ? cell.percent : serial(cell)).style("numberFormat", format(cell));
    });
  }
  book.deleteSheet("Sheet1");
  book.sheet(hidden).hidden(true);
  await book.toFileAsync(path);
}

async function excel4node({ sheets, hidden, merged }) {
  const book = new (require("excel4node").Workbook)();
  for (const [title, rows] of sheets) {
    const sheet = book.addWorksheet(title, { hidden: title === hidden });
    each(rows, (r, c, cell) => {
      const target = sheet.cell(r + 1, c + 1);
      if (typeof cell === "string") target.string(cell);
      else if (typeof cell === "boolean") target.bool(cell);
      else if (typeof cell === "number") target.number(cell);
      else if ("formula" in cell) typeof cell.result === "string" ? target.string(cell.result) : target.number(cell.result);
      else if ("percent" in cell) target.number(cell.percent).style({ numberFormat: format(cell) });
      else target.number(serial(cell)).style({ numberFormat: format(cell) });
    });
  }
  fs.writeFileSync(path, await book.writeToBuffer());
}

const WRITERS = {
  "sheetjs.xlsx": (content) => sheetjs(content, { bookType: "xlsx", bookSST: true }),
  "sheetjs-inline.xlsx": (content) => sheetjs(content, { bookType: "xlsx", dates: true, cellDates: true }),
  "sheetjs.xlsm": (content) => sheetjs(content, { bookType: "xlsm", bookSST: true }),
  "sheetjs.xlsb": (content) => sheetjs(content, { bookType: "xlsb", bookSST: true }),
  "sheetjs-8.xls": (content) => sheetjs(content, { bookType: "biff8" }),
  "sheetjs-5.xls": (content) => sheetjs(content, { bookType: "biff5" }),
  "sheetjs.ods": (content) => sheetjs(content, { bookType: "ods" }),
  "sheetjs-2003.xls": (content) => sheetjs(content, { bookType: "xlml" }),
  "sheetjs-html.xls": (content) => sheetjs(content, { bookType: "html", sheet: "NhiemVu" }),
  "exceljs.xlsx": (content) => exceljs(content, false),
  "exceljs-stream.xlsx": (content) => exceljs(content, true),
  "xlsx-populate.xlsx": populate,
  "excel4node.xlsx": excel4node,
};

if (action === "version") {
  console.log(require(`${name}/package.json`).version);
} else {
  Promise.resolve(WRITERS[name](JSON.parse(fs.readFileSync(0, "utf8")))).catch((error) => {
    console.error(error);
    process.exit(1);
  });
}
