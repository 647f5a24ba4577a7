/* Answers questions with the program inside a built page, in Node: node run.mjs PROGRAM.ZIP DAY QUESTIONS REPLIES.
   The last two are JSON: a list of questions, and for each the reply of Page.reply and, where it has a check code, the
   worksheet. */
import {readFileSync, writeFileSync} from "node:fs";
import {loadPyodide} from "pyodide";

const [program, today, questions, answers] = process.argv.slice(2);
const python = await loadPyodide();
python.unpackArchive(new Uint8Array(readFileSync(program)), "zip", {extractDir: "/program"});
python.runPython("import sys; sys.path.insert(0, '/program')");
const page = python.pyimport("tools.page.front").start(today);
const replies = JSON.parse(readFileSync(questions, "utf-8")).map((question) => {
  const asked = JSON.stringify(question), reply = JSON.parse(page.reply(asked));
  return {...reply, sheet: reply.check_code && JSON.parse(page.sheet(asked)).sheet};
});
writeFileSync(answers, JSON.stringify(replies));
