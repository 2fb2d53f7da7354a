const words = require("./terms.json");

module.exports = {
  rules: {
    // the project's words, which may be at the end of a line and the beginning of the next, and those that the rule brings
    terminology: {
      defaultTerms: true,
      terms: words.map(([pattern, replacement]) => [pattern.replaceAll(" ", "\\s+"), replacement]),
      // nREPL's "id", the command "awk", a database's indexes
      exclude: ["ID", "AWK", "indexes\\b"],
    },
    // words that are repeated, and clichés; the rest is a matter of taste, or too strict for a reference
    "write-good": {
      passive: false, weasel: false, adverb: false, tooWordy: false, eprime: false, thereIs: false, so: false,
      illusion: true, cliches: true,
    },
    "sentence-length": { most: 36, median: 17 },
  },
};
