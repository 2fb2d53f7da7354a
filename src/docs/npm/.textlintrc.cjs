module.exports = {
  rules: {
    terminology: { defaultTerms: true, terms: require("./terms.json") },
    "stop-words": { defaultWords: true },
    "write-good": {
      passive: false, weasel: false, adverb: false, tooWordy: false, eprime: false, thereIs: false,
      illusion: true, so: true, cliches: true,
    },
    "sentence-length": { most: 40, median: 18 },
  },
};
