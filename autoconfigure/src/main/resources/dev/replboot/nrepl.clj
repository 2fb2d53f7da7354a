(ns dev.replboot.nrepl
  "What nREPL clients ask for beside evaluation: how to print, what a name could become,
  what it means. Loaded when it is asked for first."
  (:require [clojure.main :as main]
            [clojure.string :as str])
  (:import (clojure.lang Keyword)
           (java.io Writer)
           (java.lang.reflect Field Member Method Modifier)
           (java.util Map)))

;; --- printing -------------------------------------------------------------------------

(def ^:private pretty-printers
  "Names by which clients ask for pretty printing; some of them are of libraries that
  only the client's own server would have."
  #{"clojure.pprint/pprint" "clojure.pprint/write" "cider.nrepl.pprint/pprint" "nrepl.util.print/pprint"})

(defn- option [^Map options key default]
  (let [value (get options key)]
    (if (int? value) value default)))

(defn- pretty [value ^Writer writer options]
  ;; loaded when it is asked for first, because that takes a while
  ((requiring-resolve 'clojure.pprint/write) value
   :stream writer
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
      (do (binding [*out* writer] (pr value))
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

;; --- names ----------------------------------------------------------------------------

(def ^:private most-candidates 1000)

(def ^:private special-forms
  '[def if do let* letfn* loop* recur fn* quote var throw try catch finally new set! monitor-enter monitor-exit .])

(defn- candidate [text type & {:as more}]
  (merge {"candidate" (str text) "type" (name type)} more))

(defn- var-candidate [text v]
  (let [{:keys [macro arglists ns]} (meta v)]
    (candidate text (cond macro :macro arglists :function :else :var) "ns" (str ns))))

(defn- static? [^Member member]
  (Modifier/isStatic (.getModifiers member)))

(defn- keywords []
  (let [^Field table (.getDeclaredField Keyword "table")]
    (.setAccessible table true)
    (.keySet ^Map (.get table nil))))

(defn- keyword-candidates [^String prefix ns]
  (if (str/starts-with? prefix "::")
    (concat
     (for [k (keywords) :when (= (namespace k) (str (ns-name ns)))] (candidate (str "::" (name k)) :keyword))
     (for [[alias target] (ns-aliases ns) k (keywords) :when (= (namespace k) (str target))]
       (candidate (str "::" alias "/" (name k)) :keyword)))
    (map #(candidate (str ":" %) :keyword) (keywords))))

(defn- class-of [ns sym]
  (try
    (let [found (ns-resolve ns sym)]
      (when (class? found) found))
    (catch Exception _ nil)))

(defn- members [scope ^Class c]
  (concat
   (for [^Method m (.getMethods c) :when (static? m)] (candidate (str scope "/" (.getName m)) :static-method))
   (for [^Field f (.getFields c) :when (static? f)] (candidate (str scope "/" (.getName f)) :static-field))))

(defn- scoped-candidates [^String prefix ns]
  (let [scope (symbol (subs prefix 0 (str/index-of prefix "/")))
        target (or (get (ns-aliases ns) scope) (find-ns scope))]
    (if target
      (for [[sym v] (ns-publics target)] (var-candidate (str scope "/" sym) v))
      (some->> (class-of ns scope) (members scope)))))

(defn- method-candidates [ns]
  (for [^Class c (vals (ns-imports ns)) ^Method m (.getMethods c) :when (not (static? m))]
    (candidate (str "." (.getName m)) :method)))

(defn- plain-candidates [ns]
  (concat
   (map #(candidate % :special-form "ns" "clojure.core") special-forms)
   (for [[sym v] (ns-map ns) :when (var? v)] (var-candidate sym v))
   (for [[sym _] (ns-imports ns)] (candidate sym :class))
   (for [^Class c (vals (ns-imports ns))] (candidate (.getName c) :class))
   (for [n (all-ns)] (candidate (ns-name n) :namespace))
   (for [[alias _] (ns-aliases ns)] (candidate alias :namespace))))

(defn- candidates [^String prefix ns]
  (cond
    (str/starts-with? prefix ":") (keyword-candidates prefix ns)
    (str/starts-with? prefix ".") (method-candidates ns)
    (str/index-of prefix "/") (scoped-candidates prefix ns)
    :else (plain-candidates ns)))

(defn- in-namespace [name f]
  (if-let [ns (find-ns (symbol name))]
    (f ns)
    {"status" ["error" "namespace-not-found" "done"], "ns" name}))

(defn completions
  "What a prefix could become in a namespace.

  (completions \"map-i\" \"user\") => {\"completions\" [{\"candidate\" \"map-indexed\", …}], …}"
  [prefix ns]
  (in-namespace ns
    (fn [ns]
      {"completions" (->> (candidates prefix ns)
                          (filter #(str/starts-with? (% "candidate") prefix))
                          (into (sorted-map) (map (juxt #(% "candidate") identity)))
                          vals
                          (take most-candidates))
       "status" ["done"]})))

(defn- meaning [sym ns]
  (cond
    (special-symbol? sym) {:ns "clojure.core" :name sym :special-form "true"
                           :doc (:doc (try ((requiring-resolve 'clojure.repl/special-doc) sym)
                                           (catch Exception _ nil)))}
    (find-ns sym) (let [n (find-ns sym)] {:ns (ns-name n) :name (ns-name n) :doc (:doc (meta n))})
    :else (let [found (try (ns-resolve ns sym) (catch Exception _ nil))]
            (when (var? found) (meta found)))))

(defn- about [sym ns]
  (when-not (str/blank? sym)
    (when-let [m (meaning (symbol sym) ns)]
      (into {} (remove (comp nil? val))
            {"ns" (some-> (:ns m) str)
             "name" (some-> (:name m) str)
             "doc" (:doc m)
             "file" (:file m)
             "line" (:line m)
             "column" (:column m)
             "added" (:added m)
             "macro" (when (:macro m) "true")
             "special-form" (when (:special-form m) "true")
             "arglists" (some-> (:arglists m) str)
             "arglists-str" (some->> (:arglists m) (str/join "\n"))}))))

(defn lookup
  "What a name means, one level down.

  (lookup \"map\" \"user\") => {\"info\" {\"name\" \"map\", …}, \"status\" [\"done\"]}"
  [sym ns]
  (in-namespace ns (fn [ns] {"info" (or (about sym ns) {}), "status" ["done"]})))

(defn info
  "What a name means, as cider-nrepl gives it.

  (info \"map\" \"user\") => {\"name\" \"map\", …, \"status\" [\"done\"]}"
  [sym ns]
  (in-namespace ns
    (fn [ns]
      (if-let [found (about sym ns)]
        (assoc found "status" ["done"])
        {"status" ["no-info" "done"]}))))

(defn eldoc
  "The arguments of a function.

  (eldoc \"inc\" \"user\") => {\"eldoc\" [[\"x\"]], \"name\" \"inc\", …}"
  [sym ns]
  (in-namespace ns
    (fn [ns]
      (let [m (when-not (str/blank? sym) (meaning (symbol sym) ns))]
        (if (:name m)
          {"eldoc" (map #(map str %) (:arglists m))
           "name" (str (:name m))
           "ns" (str (:ns m))
           "docstring" (str (:doc m))
           "type" (if (:arglists m) "function" "variable")
           "status" ["done"]}
          {"status" ["no-eldoc" "done"]})))))
