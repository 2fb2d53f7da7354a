import { splitAST, SentenceSplitterSyntax } from "sentence-splitter";

// Words of each sentence of running text; a piece of code counts as a word, a table or a heading not at all.
export default function sentenceLength(context, { most, median }) {
	const { Syntax, RuleError, locator, report } = context;
	const lengths = [];
	return {
		[Syntax.Paragraph](node) {
			for (const sentence of splitAST(node).children) {
				if (sentence.type !== SentenceSplitterSyntax.Sentence) {
					continue;
				}
				const words = count(sentence, Syntax);
				lengths.push(words);
				if (words > most) {
					const padding = locator.at(sentence.range[0] - node.range[0]);
					report(node, new RuleError(`A sentence has ${words} words, more than ${most}.`, { padding }));
				}
			}
		},
		[`${Syntax.Document}:exit`](node) {
			const middle = lengths.sort((a, b) => a - b)[lengths.length >> 1] ?? 0;
			if (middle >= median) {
				report(node, new RuleError(`Half of the sentences have ${middle} words or more, not fewer than ${median}.`));
			}
		},
	};
}

function count(node, Syntax) {
	if (node.type === Syntax.Code) {
		return 1;
	}
	if (node.children) {
		return node.children.reduce((sum, child) => sum + count(child, Syntax), 0);
	}
	return node.type === Syntax.Str ? (node.value.match(/[\p{L}\p{N}][^\s]*/gu) ?? []).length : 0;
}
