(ns acme.story.types)

(defprotocol Priced
  (total [this]))

(defrecord Order [id quantity price]
  Priced
  (total [_] (* quantity price)))
