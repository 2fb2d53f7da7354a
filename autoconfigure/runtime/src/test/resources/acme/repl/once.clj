(ns acme.repl.once
  "Has a delay that everybody uses, as the specs of Clojure's macros have.")

(def began (promise))

(def table
  (let [names (list "a" "b" "c")]
    (delay
      (deliver began true)
      (loop [n 0]
        (when (< n 1000000)
          (recur (inc n))))
      (mapv keyword names))))
