(ns acme.reloading.types)

(defprotocol Priced
  (price [this]))

(defrecord Order [total]
  Priced
  (price [_] total))

(def orders (atom []))

(defn old-price [order] (price order))
