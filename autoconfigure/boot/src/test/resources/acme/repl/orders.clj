(ns acme.repl.orders
  "What an application adds to the kit in Clojure."
  (:refer-clojure :exclude [first]))

(defn total
  "The sum of some prices.

  (total 1 2) => 3"
  [& prices]
  (reduce + prices))

(defn first
  "Has the name of a function of clojure.core."
  []
  :mine)
