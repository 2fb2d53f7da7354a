(ns repl.nrepl.names
  "What a name could become, and what it means: of Clojure, of Java and of the application.
  Loaded when it is asked for first."
  (:require [clojure.string :as str]
            [repl.nrepl.place :as place])
  (:import (clojure.lang Keyword RT)
           (java.lang.reflect Field Member Method Modifier)
           (java.util HashSet Map)))

(def ^:private most-candidates 1000)

(def ^:private special-forms
  '[def if do let* letfn* loop* recur fn* quote var throw try catch finally new set! monitor-enter monitor-exit .])

(defn- candidate [text type & {:as more}]
  (merge {"candidate" (str text) "type" (name type)} more))

(defn- code-candidate
  "With the priority that nREPL's own has for each."
  [text type & more]
  (apply candidate text type "priority" 0 more))

(defn- var-candidate [text v]
  (let [{:keys [macro arglists ns]} (meta v)]
    (code-candidate text (cond macro :macro arglists :function :else :var) "ns" (str ns))))

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

(defn- members [scope ^Class c]
  (concat
   (for [^Method m (.getMethods c) :when (static? m)] (code-candidate (str scope "/" (.getName m)) :static-method))
   (for [^Field f (.getFields c) :when (static? f)] (code-candidate (str scope "/" (.getName f)) :static-field))))

(defn- scoped-candidates [^String prefix ns]
  (let [scope (symbol (subs prefix 0 (str/index-of prefix "/")))
        target (or (get (ns-aliases ns) scope) (find-ns scope))]
    (if target
      (for [[sym v] (ns-publics target)] (var-candidate (str scope "/" sym) v))
      (some->> (place/class-of ns scope) (members scope)))))

(defn- method-candidates
  "The methods of what they would be called on, if that can be told, else of all imports."
  [ns place]
  (let [target (when (= '__prefix__ (first (:call place)))
                 (place/type-of ns (second (:call place))))]
    (for [^Class c (if target [target] (vals (ns-imports ns)))
          ^Method m (.getMethods c) :when (not (static? m))]
      (code-candidate (str "." (.getName m)) :method))))

(defn- plain-candidates [ns]
  (concat
   (map #(candidate % :special-form) special-forms)
   (for [[sym v] (ns-map ns) :when (var? v)] (var-candidate sym v))
   (for [[sym ^Class c] (ns-imports ns)] (code-candidate sym :class "package" (.getPackageName c)))
   (for [^Class c (vals (ns-imports ns))] (code-candidate (.getName c) :class))
   (for [n (all-ns)] (code-candidate (ns-name n) :namespace))
   (for [[alias _] (ns-aliases ns)] (code-candidate alias :namespace))))

(defn- code-candidates [^String prefix ns place]
  (cond
    (str/starts-with? prefix ":") (keyword-candidates prefix ns)
    (str/starts-with? prefix ".") (method-candidates ns place)
    (str/index-of prefix "/") (scoped-candidates prefix ns)
    :else (plain-candidates ns)))

(defn- sorted [prefix found]
  (->> found
       (filter #(str/starts-with? (% "candidate") prefix))
       (into (sorted-map) (map (juxt #(% "candidate") identity)))
       vals))

;; --- names of the application -----------------------------------------------------------

(defn- bean-candidates [prefix]
  (map #(candidate % :bean) (.beans (place/names) prefix)))

(defn- property-candidates [prefix]
  (map #(candidate % :property) (.properties (place/names) prefix)))

(defn- type-candidates [prefix]
  (when (str/includes? prefix ".")
    (map #(candidate % :class) (.beanTypes (place/names) prefix))))

(defn- application-candidates [prefix]
  (when-not (str/blank? prefix)
    (concat (bean-candidates prefix) (property-candidates prefix))))

(defn- distinct-candidates [found]
  (let [known (HashSet.)]
    (filter #(.add known (% "candidate")) found)))

(defn- candidates
  "Where the kit takes a name, such names; else what code could go on with, and names last."
  [prefix ns {:keys [call lead name?] :as place}]
  (let [kind (when (and call name?) (place/wanted call ns))
        at (count lead)]
    (case kind
      :bean (map #(update % "candidate" subs at) (bean-candidates (str lead prefix)))
      :property (map #(update % "candidate" subs at) (property-candidates (str lead prefix)))
      (concat (sorted prefix (concat (code-candidates prefix ns place) (type-candidates prefix)))
              (application-candidates prefix)))))

(defn- sigil
  "What editors take for a part of the symbol: the quote before it."
  [prefix]
  (re-find #"^(?:#'|'|@)*" prefix))

(defn- in-namespace [name f]
  (if-let [ns (find-ns (symbol name))]
    (f ns)
    {"status" ["error" "namespace-not-found" "done"], "ns" name}))

(defn completions
  "What a prefix could become in a namespace, and inside a form if that is given: the one
  around it with __prefix__ in its place.

  (completions \"map-i\" \"user\" \"\") => {\"completions\" [{\"candidate\" \"map-indexed\", …}], …}
  (completions \"orderS\" \"user\" \"(bean '__prefix__)\") => {\"completions\" [{\"candidate\" \"orderService\", …}], …}"
  [prefix ns context]
  (in-namespace ns
    (fn [ns]
      (let [before (sigil prefix)
            bare (subs prefix (count before))
            place (some-> (place/find-place context ns)
                          (update :name? #(or % (str/includes? before "'"))))]
        {"completions" (->> (candidates bare ns place)
                            distinct-candidates
                            (take most-candidates)
                            (map #(update % "candidate" (partial str before))))
         "status" ["done"]}))))

(defn- special-meaning [sym]
  (merge (select-keys (try
                        ((requiring-resolve 'clojure.repl/special-doc) sym)
                        (catch Exception _ nil))
                      [:doc :forms])
         {:ns "clojure.core" :name sym :special-form "true" :file "clojure/core.clj"}))

(defn- bean-meaning [sym]
  (when-let [type (place/bean-type sym)]
    {:name sym :type "bean" :doc (str "A bean of " type)}))

(defn- class-meaning [^Class c]
  {:name (.getName c) :type "class" :doc (.toGenericString c)})

(defn- meaning
  "Where the kit takes a bean's name, that bean; it comes last where code is meant."
  [text ns context]
  (let [bare (subs text (count (sigil text)))
        sym (symbol bare)
        place (place/find-place context ns)]
    (when-not (str/blank? bare)
      (or (when (and place (= :bean (place/wanted (:call place) ns)))
            (bean-meaning (str (:lead place) bare)))
          (when (special-symbol? sym) (special-meaning sym))
          (when-let [n (find-ns sym)]
            {:ns (ns-name n) :name (ns-name n) :doc (:doc (meta n))})
          (some-> (place/var-of ns sym) meta)
          (some-> (place/class-of ns sym) class-meaning)
          (bean-meaning bare)))))

(defn- openable
  "A URL that an editor can open, or the path of a file as it is; nil for what is neither, such as
  a part of a jar in a jar."
  [file]
  (when (string? file)
    (if-let [url (.getResource (RT/baseLoader) file)]
      (when (re-matches #"file:.*|jar:file:[^!]*!/[^!]*" (str url))
        (str url))
      (when (re-matches #"/.*|[A-Za-z]:[/\\].*|\\\\.*|file:.*|jar:file:.*" file)
        file))))

(defn- about [text ns context]
  (when-let [m (meaning text ns context)]
    (into {} (remove (comp nil? val))
          {"ns" (some-> (:ns m) str)
           "name" (some-> (:name m) str)
           "doc" (:doc m)
           "type" (:type m)
           "file" (openable (:file m))
           "line" (:line m)
           "column" (:column m)
           "added" (:added m)
           "deprecated" (some-> (:deprecated m) str)
           "forms" (:forms m)
           "macro" (when (:macro m) "true")
           "special-form" (when (:special-form m) "true")
           "protocol" (some-> (:protocol m) str)
           "arglists" (some-> (:arglists m) str)
           "arglists-str" (some->> (:arglists m) (str/join "\n"))})))

(defn- as-nrepl-has-it
  "The arguments in one line, and what nREPL has for nothing."
  [found]
  (if found
    (assoc found
           "arglists-str" (get found "arglists" "")
           "protocol" (get found "protocol" ""))
    []))

(defn lookup
  "What a name means, one level down.

  (lookup \"map\" \"user\" \"\") => {\"info\" {\"name\" \"map\", …}, \"status\" [\"done\"]}"
  [sym ns context]
  (in-namespace ns (fn [ns] {"info" (as-nrepl-has-it (about sym ns context)), "status" ["done"]})))

(defn info
  "What a name means, as cider-nrepl gives it.

  (info \"map\" \"user\" \"\") => {\"name\" \"map\", …, \"status\" [\"done\"]}"
  [sym ns context]
  (in-namespace ns
    (fn [ns]
      (if-let [found (about sym ns context)]
        (assoc found "status" ["done"])
        {"status" ["no-info" "done"]}))))

(defn eldoc
  "The arguments of a function.

  (eldoc \"inc\" \"user\" \"\") => {\"eldoc\" [[\"x\"]], \"name\" \"inc\", …}"
  [sym ns context]
  (in-namespace ns
    (fn [ns]
      (let [m (meaning sym ns context)]
        (if (:name m)
          {"eldoc" (map #(map str %) (:arglists m))
           "name" (str (:name m))
           "ns" (str (:ns m))
           "docstring" (str (:doc m))
           "type" (if (:arglists m) "function" "variable")
           "status" ["done"]}
          {"status" ["no-eldoc" "done"]})))))
