// Checks README.md, the other pages of the root, and docs/. The kit's page is made of the docstrings, so a mistake there is mended in them.
// Of the comparison with nREPL's server, which quotes it, and of the CHANGELOG, only the links are checked.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";

const here = import.meta.dirname;
const root = resolve(here, "../../..");
const markdown = (folder) =>
	readdirSync(join(root, folder), { recursive: folder !== "" })
		.filter((name) => name.endsWith(".md"))
		.map((name) => join(root, folder, name));
const pages = [...markdown(""), ...markdown("docs")];
// dated entries, and what servers answer
const written = pages.filter((page) => !/(CHANGELOG|nrepl-comparison)\.md$/.test(page));

// textlint finds its rules from where it runs; the others leave out what is outside of where they run
const tools = [
	{ name: "textlint", at: here, arguments: ["--no-color"], files: written },
	{
		name: "cspell",
		at: root,
		arguments: ["lint", "--no-progress", "--no-summary", "--no-color", "--config", join(here, "cspell.json")],
		files: written,
	},
	{
		name: "remark",
		at: root,
		arguments: ["--frail", "--quiet", "--no-stdout", "--no-color", "--rc-path", join(here, ".remarkrc.json")],
		files: pages,
	},
];
// what each must find in bad.md; a tool that can't read its configuration may find nothing and still succeed
const mistakes = {
	textlint: ["the audit log", "recorded", "is repeated", "words, more than"],
	cspell: ["behaviour"],
	remark: ["nowhere.md", "#nowhere"],
};

function run(tool, files) {
	const command = join(here, "node_modules/.bin", tool.name);
	const result = spawnSync(command, [...tool.arguments, ...files], { cwd: tool.at, encoding: "utf8" });
	return { failed: result.status !== 0, output: result.stdout + result.stderr };
}

let failed = false;
for (const tool of tools) {
	const bad = run(tool, [join(here, "bad.md")]);
	const missed = mistakes[tool.name].filter((mistake) => !bad.output.includes(mistake));
	const { failed: found, output } = run(tool, tool.files);
	if (!bad.failed || missed.length > 0) {
		console.log(`${tool.name} doesn't find in bad.md: ${missed.join(", ")}\n${bad.output}`);
	}
	console.log(found ? output : `${tool.name}: ${tool.files.length} pages, no mistake`);
	failed ||= found || !bad.failed || missed.length > 0;
}
process.exitCode = failed ? 1 : 0;
