(ns acme.story.desk
  (:require [acme.story.types :as types]
            [clojure.core.async :as async]))

(defonce incoming (async/chan 10))

(defonce orders (atom {}))

(defn quoted [order] (* 2 (types/total order)))

(defn accept [order] (swap! orders assoc (:id order) (assoc order :quoted (quoted order))))

(defonce worker
  (async/go-loop []
    (when-some [order (async/<! incoming)]
      (accept order)
      (recur))))

(defn handler [id quantity price]
  (let [order (types/->Order id quantity price)]
    (async/>!! incoming order)
    (quoted order)))
