/* Put behind the scripts of a page by tools/check_page.py: fills in fields, works out, and writes down what is seen.
   QUESTIONS stands before it. */
"use strict";

function fill(question) {
  form.elements.tab.value = question.tab;
  showTab();
  for (const [name, value] of Object.entries(question.fields)) {
    for (const input of form.querySelectorAll(`[name="${name}"]`)) {
      if (input.type !== "checkbox") input.value = value;
      else input.checked = value === true || (Array.isArray(value) && value.includes(input.value));
    }
  }
}

const visible = (id) => $(id).getClientRects().length > 0;
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

async function seenOf(question) {
  form.reset();
  await pause(5);  // the page clears what it showed after the event
  fill(question);
  form.requestSubmit();
  const seen = {command: $("command").textContent, text: $("text").textContent, exit: visible("exit") ? $("exit").textContent : ""};
  seen.refused = answer.classList.contains("refused");
  seen.sheet = "";
  if (!$("print").disabled) {
    $("print").click();
    seen.sheet = $("frame").srcdoc;
  }
  form.elements.weight.value += "1";
  form.elements.weight.dispatchEvent(new Event("input", {bubbles: true}));
  seen.stale = results.classList.contains("stale") && visible("changed") && $("print").disabled && !visible("sheet");
  return seen;
}

(async () => {
  while (!/ready|cannot/.test(state.textContent)) await pause(50);
  const seen = [], root = document.documentElement;
  let cut = 0;
  for (const question of QUESTIONS) {
    seen.push(await seenOf(question));
    cut = Math.max(cut, root.scrollWidth - root.clientWidth);
  }
  const note = document.createElement("pre");
  note.id = "seen";
  note.textContent = JSON.stringify({state: state.textContent, cut, seen});
  for (const old of document.querySelectorAll("script, datalist")) old.remove();
  document.body.append(note);
})();
