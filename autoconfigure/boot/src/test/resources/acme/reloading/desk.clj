(ns acme.reloading.desk
  (:require [acme.reloading.types :as types]))

(defonce opened (System/nanoTime))

(defn total [] (reduce + (map types/price @types/orders)))
