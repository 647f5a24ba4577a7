/* The page: reads its own parts, starts Python in the browser, hands over the fields, shows the answer.
   It loads nothing from any network and keeps nothing. */
"use strict";

const TEXTS = {{texts}};
const said = (id, holes = {}) => TEXTS[id].replace(/\{(\w+)\}/g, (_, name) => holes[name]);

const $ = (id) => document.getElementById(id);
const form = $("form"), answer = $("answer"), state = $("state"), results = $("results");
const DATA_MONTHS = 12;  // older data are an old page
let page = null, current = null;

/* -- the parts of this file ------------------------------------------------------------------------------------ */

async function part(id) {
  const text = $(id).textContent.trim();
  const packed = await (await nativeFetch(`data:application/octet-stream;base64,${text}`)).blob();
  return new Response(packed.stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
}

const nativeFetch = window.fetch.bind(window);
const blobOf = (bytes, type) => URL.createObjectURL(new Blob([bytes], {type}));

async function start() {
  if (typeof WebAssembly !== "object") throw new Error("this browser has no WebAssembly");
  if (typeof DecompressionStream !== "function") throw new Error("this browser has no DecompressionStream");
  say(said("loading-1"));
  const [loader, module, wasm, library, program] = await Promise.all(
    ["pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "program.zip"].map(part));
  const script = (bytes) => import(blobOf(bytes, "text/javascript")).catch(() => {
    throw new Error("this browser does not import a module from a blob");
  });
  const {loadPyodide} = await script(loader), createPyodideModule = (await script(module)).default;
  say(said("loading-2"));
  const stdLibURL = blobOf(library, "application/zip");
  window.fetch = async (asked) => {
    const url = String(asked.url ?? asked);
    if (url.endsWith("/pyodide.asm.wasm")) return new Response(wasm, {headers: {"Content-Type": "application/wasm"}});
    if (url.startsWith("blob:")) return nativeFetch(url);
    throw new TypeError(`nothing is loaded from ${url}`);
  };
  const python = await loadPyodide({
    createPyodideModule, stdLibURL, indexURL: "https://offline.invalid/", lockFileContents: $("lock").textContent,
    stdout: () => {}, stderr: () => {},
  });
  say(said("loading-3"));
  await painted();
  python.unpackArchive(program, "zip", {extractDir: "/program"});
  python.runPython("import sys; sys.path.insert(0, '/program')");
  page = python.pyimport("tools.page.front").start(today(), document.documentElement.lang);
  say(said("ready", document.body.dataset));
}

const painted = () => new Promise((done) => setTimeout(done, 30));
const say = (text) => { state.textContent = text; };

function today() {
  const now = new Date(), two = (number) => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

function tellOldData() {
  const [year, month] = document.body.dataset.data.split(".").map(Number), now = new Date();
  $("old").hidden = (now.getFullYear() - year) * 12 + now.getMonth() + 1 - month <= DATA_MONTHS;
}

/* What a hospital loosened may lapse while the page stays open: each question says its day. */
/* -- the fields ------------------------------------------------------------------------------------------------ */

const tab = () => form.elements.tab.value;

function typed() {
  const fields = {};
  for (const box of form.querySelectorAll("[data-tabs]")) {
    if (!box.dataset.tabs.split(" ").includes(tab())) continue;
    const inputs = [...box.querySelectorAll("input, select, textarea")], name = inputs[0].name;
    if (box.dataset.kind === "boxes") fields[name] = inputs.filter((one) => one.checked).map((one) => one.value);
    else if (box.dataset.kind === "switch") fields[name] = inputs[0].checked;
    else fields[name] = inputs[0].value;
  }
  return JSON.stringify({tab: tab(), fields, today: today()});
}

function showTab() {
  for (const box of form.querySelectorAll("[data-tabs]")) box.hidden = !box.dataset.tabs.split(" ").includes(tab());
  for (const mark of form.querySelectorAll("[data-needed]")) mark.hidden = !mark.dataset.needed.split(" ").includes(tab());
  $("print").hidden = tab() !== "dose";
  countFold();
}

/* What is filled in counts, even where the fold hides it: so the fold says how much it is. */
function countFold() {
  const boxes = [...document.querySelectorAll("details.more [data-tabs]")].filter((one) => !one.hidden);
  const filled = boxes.flatMap((one) => [...one.querySelectorAll("input, select, textarea")])
    .filter((one) => one.type === "checkbox" ? one.checked : one.value.trim()).length;
  $("filled").textContent = filled ? said("filled", {n: filled}) : "";
}

function mark(names) {
  for (const input of form.elements) input.removeAttribute("aria-invalid");
  for (const name of names) for (const input of form.querySelectorAll(`[name="${name}"]`)) {
    input.setAttribute("aria-invalid", "true");
    if (input.closest("details")) input.closest("details").open = true;
  }
}

/* -- the answer ------------------------------------------------------------------------------------------------ */

function changed() {
  current = null;
  $("print").disabled = true;
  $("sheet").hidden = true;
  $("frame").srcdoc = "";
  const shown = !results.hidden;
  results.classList.toggle("stale", shown);
  $("changed").hidden = !shown;
  countFold();
}

function clear() {
  changed();
  mark([]);
  results.hidden = true;
  results.classList.remove("stale");
  $("changed").hidden = true;
  $("text").innerHTML = $("command").textContent = "";
}

function show(reply) {
  results.hidden = false;
  results.classList.remove("stale");
  $("changed").hidden = true;
  answer.classList.toggle("refused", reply.refused);
  $("text").innerHTML = reply.html;  // made by report/html.py, which escapes every text; nothing else is put here
  $("remark").textContent = reply.remark;
  $("remark").hidden = !reply.remark;
  $("exit").textContent = reply.exit_code ? said("exit", {code: reply.exit_code, words: TEXTS[`exit-${reply.exit_code}`] || reply.exit_words}) : "";
  $("exit").hidden = reply.exit_code === 0;
  mark(reply.fields);
}

function internal(error) {
  clear();
  results.hidden = false;
  answer.classList.add("refused");
  const line = String(error.message || error).trim().split("\n").pop();
  $("text").textContent = `internal error: ${line}. No dose was worked out. Please report this line and what you typed.`;
  $("remark").hidden = $("exit").hidden = true;
}

function workOut(event) {
  event.preventDefault();
  if (!page) return;
  const question = typed();
  try {
    const reply = JSON.parse(page.reply(question));
    changed();
    $("command").textContent = reply.command;
    show(reply);
    current = question;
    $("print").disabled = !reply.check_code || reply.exit_code !== 0;
    if ($("line").getBoundingClientRect().top > innerHeight / 2) $("line").scrollIntoView();
  } catch (error) {
    internal(error);
  }
}

function printSheet() {
  if (!page || current === null || current !== typed()) return changed();
  try {
    const reply = JSON.parse(page.sheet(current));
    if (!reply.sheet) return show(reply);
    $("frame").onload = () => { $("frame").contentWindow.focus(); $("frame").contentWindow.print(); };
    $("sheet").hidden = false;
    $("frame").srcdoc = reply.sheet;
  } catch (error) {
    internal(error);
  }
}

async function copy() {
  try {
    await navigator.clipboard.writeText($("command").textContent);
    $("copy").textContent = said("copied");
  } catch {
    getSelection().selectAllChildren($("command"));
    $("copy").textContent = said("selected");
  }
  setTimeout(() => { $("copy").textContent = said("copy"); }, 2000);
}

form.addEventListener("submit", workOut);
form.addEventListener("input", changed);
form.addEventListener("change", (event) => { changed(); if (event.target.name === "tab") showTab(); });
form.addEventListener("reset", () => {
  const chosen = tab();
  setTimeout(() => {
    form.elements.tab.value = chosen;
    showTab();
    clear();
    [...form.querySelectorAll(".fields input")].find((one) => one.offsetParent).focus();
  });
});
$("print").addEventListener("click", printSheet);
$("copy").addEventListener("click", copy);
showTab();
tellOldData();
start().then(() => { $("work").disabled = false; }, (error) => {
  say(said("cannot-start", {error: error.message || error}));
  $("needs").hidden = false;
});
