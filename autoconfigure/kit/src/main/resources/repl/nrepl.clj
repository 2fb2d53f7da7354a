(ns repl.nrepl
  "How nREPL clients want values, errors and answers printed. Loaded when it is asked for
  first."
  (:require [clojure.string :as str])
  (:import (clojure.lang MultiFn)
           (dev.replboot.runtime.engine ReadablePrinter)
           (dev.replboot.text VisibleText)
           (java.io Writer)
           (java.util List Map)))

;; --- printing -------------------------------------------------------------------------

(defn- option [^Map options key default]
  (let [value (get options key)]
    (if (int? value) value default)))

(defn- flag
  "Bencode has no truth values: an empty list is false, anything else is true."
  [^Map options key default]
  (if (contains? options key)
    (not= [] (get options key))
    default))

(defn- plain [value ^Writer writer options]
  (binding [*print-length* (option options "print-length" *print-length*)
            *print-level* (option options "print-level" *print-level*)
            *print-meta* (flag options "print-meta" *print-meta*)
            *print-readably* (flag options "print-readably" *print-readably*)
            *print-dup* (flag options "print-dup" *print-dup*)
            *print-namespace-maps* (flag options "print-namespace-maps" *print-namespace-maps*)]
    (ReadablePrinter/print value writer)))

(defn- readable
  "Dispatches as a multimethod of clojure.pprint does, except for what that prints with the
  hash of an identity or with what controls a terminal; another way to dispatch stays as it is."
  [dispatch]
  (if-not (instance? MultiFn dispatch)
    dispatch
    (fn [value]
      (cond
        (or (nil? value) (coll? value) (number? value)
            (and (ident? value) (= (str value) (VisibleText/lines (str value))))
            (not (str/starts-with? (.getName (class (get-method dispatch (class value)))) "clojure.pprint$")))
        (dispatch value)
        (.isArray (class value))
        (dispatch (if (int? *print-length*) (into [] (take (inc *print-length*)) value) (vec value)))
        :else (ReadablePrinter/print value *out*)))))

(defn- pretty [value ^Writer writer options]
  ;; loaded when it is asked for first, because that takes a while
  ((requiring-resolve 'clojure.pprint/write) value
   :stream writer
   :dispatch (cond-> @(requiring-resolve 'clojure.pprint/*print-pprint-dispatch*)
               (ReadablePrinter/isOn) readable)
   :length (option options "length" *print-length*)
   :level (option options "level" *print-level*)
   :right-margin (option options "right-margin" 80)))

(defn print-value
  "Prints a value in one of the ways that have a name: pr, print or pprint.

  (print-value {:a 1} writer \"pprint\" {}) => nil"
  [value ^Writer writer way options]
  (case way
    "pr" (plain value writer options)
    "print" (plain value writer (assoc (into {} options) "print-readably" []))
    "pprint" (pretty value writer options))
  nil)

(defn- keywordized [options]
  (cond
    (instance? Map options) (into {} (map (fn [[k v]] [(keyword k) (keywordized v)])) options)
    (sequential? options) (mapv keywordized options)
    (instance? List options) (mapv keywordized options)
    :else options))

(defn call-printer
  "Prints a value with a function that the client has named.

  (call-printer #'my.app/show {:a 1} writer {}) => nil"
  [f value ^Writer writer options]
  (f value writer (when (seq options) (keywordized options)))
  nil)

(defn find-function
  "The var of a name, loading its namespace if need be; nil if there is none. What loads here is
  part of the evaluation, and was announced with it.

  (find-function \"clojure.string/join\") => #'clojure.string/join"
  [name]
  (let [sym (symbol name)
        found (try
                (if (namespace sym) (requiring-resolve sym) (resolve sym))
                (catch Exception _ nil))]
    (when (var? found) found)))

(defn write-answer
  "Writes an answer as bencode.

  (write-answer {\"a\" [1 :b]} writer nil) writes d1:ali1e1:bee"
  [value ^Writer writer options]
  (cond
    (map? value) (do (.write writer "d")
                     (doseq [[k v] (sort-by key value)]
                       (write-answer k writer options)
                       (write-answer v writer options))
                     (.write writer "e"))
    (int? value) (.write writer (str "i" value "e"))
    (coll? value) (do (.write writer "l")
                      (run! #(write-answer % writer options) value)
                      (.write writer "e"))
    :else (let [text (if (ident? value) (name value) (str value))]
            (.write writer (str (alength (.getBytes ^String text "UTF-8")) ":"))
            (.write writer ^String text))))

(defn write-candidates
  "Writes what a name could become, one candidate and its kind in each line.

  (write-candidates {\"completions\" [{\"candidate\" \"map\" \"type\" \"function\"}]} writer nil)
  writes map, a tab, function, a newline"
  [{:strs [completions]} ^Writer writer _]
  (doseq [{:strs [candidate type]} completions]
    (.write writer (str candidate "\t" type "\n"))))
