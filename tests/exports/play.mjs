// Compiles the Ink on standard input with inkjs and plays it: prints its lines with their tags as JSON.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const require = createRequire(`${process.env.NODE_MODULES ?? process.cwd()}/`);
const { Compiler, CompilerOptions } = require("inkjs/full");
const problems = [];
const options = new CompilerOptions(null, [], false, (message) => problems.push(message));
const story = new Compiler(readFileSync(0, "utf8"), options).Compile();
const lines = [];
while (story.canContinue) lines.push([story.Continue().trim(), story.currentTags]);
console.log(JSON.stringify({ problems, lines }));
