(ns repl.kit.convert
  "Makes Clojure data of what the Java side answers with."
  (:import (java.util Collection List Map)))

(defn data
  "Maps with strings as keys become maps with keywords, lists become vectors, all the way
  down; nothing else is touched, so nothing of the application's is followed."
  [x]
  (cond
    (instance? Map x) (into {} (map (fn [[k v]] [(if (string? k) (keyword k) k) (data v)])) x)
    (instance? List x) (mapv data x)
    (instance? Collection x) (into #{} (map data) x)
    :else x))

(defn string-keys
  "A map as the Java side answers with, whose keys stay strings."
  [^Map m]
  (into (sorted-map) m))

(defn text
  "The name of a symbol or keyword, or the string itself."
  ^String [x]
  (if (string? x) x (name x)))

(defn pattern
  "A pattern, or one that a string is the source of."
  ^java.util.regex.Pattern [x]
  (re-pattern (if (instance? java.util.regex.Pattern x) x (text x))))
