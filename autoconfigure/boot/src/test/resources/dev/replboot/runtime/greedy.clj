;; takes a while to be compiled, as it were
(ns dev.replboot.runtime.greedy)

(dotimes [_ (Long/parseLong (System/getProperty "dev.replboot.greedy"))]
  (byte-array 1000000))
