(ns dev.replboot.nrepl
  "How nREPL clients want values, errors and answers printed. Loaded when it is asked for
  first."
  (:require [clojure.main :as main]
            [clojure.string :as str])
  (:import (clojure.lang MultiFn)
           (dev.replboot.runtime.engine ReadablePrinter)
           (java.io Writer)
           (java.util Map)))

;; --- printing -------------------------------------------------------------------------

(def ^:private pretty-printers
  "Names by which clients ask for pretty printing; some of them are of libraries that
  only the client's own server would have."
  #{"clojure.pprint/pprint" "clojure.pprint/write" "cider.nrepl.pprint/pprint" "nrepl.util.print/pprint"})

(defn- option [^Map options key default]
  (let [value (get options key)]
    (if (int? value) value default)))

(defn- readable
  "Dispatches as a multimethod of clojure.pprint does, except for what that prints with the
  hash of an identity; another way to dispatch stays as it is."
  [dispatch]
  (if-not (instance? MultiFn dispatch)
    dispatch
    (fn [value]
      (cond
        (or (nil? value) (coll? value) (ident? value) (number? value) (string? value)
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

(defn- resolved [name]
  (try
    (requiring-resolve (symbol name))
    (catch Exception _ nil)))

(defn- keys-of [options]
  (into {} (map (fn [[k v]] [(keyword k) v])) options))

(defn print-value
  "Prints a value with what the client named, or else as pr does. Gives a sentence when there
  is nothing of that name.

  (print-value {:a 1} writer \"clojure.pprint/pprint\" {}) => nil"
  [value ^Writer writer printer options]
  (if (pretty-printers printer)
    (do (pretty value writer options) nil)
    (if-let [f (resolved printer)]
      (do (f value writer (keys-of options)) nil)
      (do (ReadablePrinter/print value writer)
          (str "Couldn't resolve var " printer)))))

(defn show-error
  "Shows an exception with what the client named, or else as Clojure's REPL does. Gives a
  sentence when there is nothing of that name.

  (show-error e \"clojure.main/repl-caught\") => nil"
  [throwable caught]
  (let [f (resolved caught)]
    ((or f main/repl-caught) throwable)
    (when-not f
      (str "Couldn't resolve var " caught))))

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
