module.exports = {
  rules: {
    // words of ours, and those that the rule brings
    terminology: {
      defaultTerms: true,
      terms: require("./terms.json"),
    },
    // words that are repeated, and clichés; the rest is a matter of taste, or too strict for a reference
    "write-good": {
      passive: false, weasel: false, adverb: false, tooWordy: false, eprime: false, thereIs: false, so: false,
      illusion: true, cliches: true,
    },
    "sentence-length": { most: 40, median: 18 },
  },
};
