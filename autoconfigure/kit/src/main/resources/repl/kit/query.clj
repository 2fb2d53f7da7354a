(ns repl.kit.query
  "How queries of the kit take their options and values, and give their rows."
  (:require [clojure.string :as str]
            [repl.kit.table :as table])
  (:import (clojure.lang BigInt Keyword Named PersistentArrayMap Ratio)
           (dev.replboot.kit.data QueryResult UntypedValue)
           (java.time Instant ZonedDateTime ZoneOffset)
           (java.util List Map)))

(defn plain
  "A value as Java's libraries know it."
  [value]
  (cond
    (instance? Keyword value) (name value)
    (symbol? value) (str value)
    (instance? BigInt value) (biginteger value)
    (map? value) (into {} (map (fn [[k v]] [(plain k) (plain v)])) value)
    (sequential? value) (mapv plain value)
    :else value))

(defn- ratio
  "Exact if it can be, else with 34 digits."
  [value]
  (try (bigdec value)
       (catch ArithmeticException _ (with-precision 34 (bigdec value)))))

(defn- argument
  "A value of a parameter as drivers know it."
  [value]
  (cond
    (instance? Named value) (UntypedValue. (name value))
    (instance? Ratio value) (ratio value)
    (instance? BigInt value) (biginteger value)
    (char? value) (str value)
    (instance? Instant value) (.atOffset ^Instant value ZoneOffset/UTC)
    (instance? ZonedDateTime value) (.toOffsetDateTime ^ZonedDateTime value)
    (= java.util.Date (class value)) (.atOffset (.toInstant ^java.util.Date value) ZoneOffset/UTC)
    (instance? Map value) (into {} (map (fn [[k v]] [(if (instance? Named k) (name k) (str k)) (argument v)])) value)
    (or (coll? value) (instance? List value)) (mapv argument value)
    :else value))

(defn refuse [& parts]
  (throw (IllegalArgumentException. ^String (apply str parts))))

(defn shown
  "An argument that is refused, never long and never run."
  [value]
  (if (or (nil? value) (number? value) (string? value) (boolean? value) (instance? Named value))
    (let [text (pr-str value)]
      (if (> (count text) 60) (str (subs text 0 60) "…") text))
    (str "a value of " (.getName (class value)))))

(defn named? [value]
  (and (or (string? value) (instance? Named value)) (seq (name value))))

(defn rows? [value]
  (and (integer? value) (< 0 value Integer/MAX_VALUE)))

(def ^:private option-values
  "What an option takes: whether a value is one, and in words."
  {"db" [named? "the name of a DataSource bean, or over R2DBC of a ConnectionFactory bean, such as :db \"dataSource\""]
   "max-rows" [rows? "a number of rows, at least 1"]
   "timeout" [rows? "a number of seconds, at least 1"]
   "analyze" [boolean? "true or false"]
   "force" [boolean? "true or false"]
   "reason" [string? "a text, such as :reason \"INC-42\""]
   ;; fix! itself says more about anything else
   "expect" [#(or (not (instance? Map %)) (every? named? (keys %))) "a number of rows, or a map of them by table"]})

(defn options
  "The options of a function, which has some of them."
  [what has m]
  (when-not (or (nil? m) (instance? Map m))
    (refuse "The options of " what " are a map, such as {:" (first has) " …}, and not " (shown m)
            ". (help '" what ") says more."))
  (into {}
        (for [[k value] m]
          (let [option (when (named? k) (name k))
                [takes? words] (when (some #{option} has) (option-values option))]
            (when-not takes?
              (refuse "There is no option " (shown k) " of " what ". Known are :" (str/join ", :" has) "."))
            (when-not (or (nil? value) (takes? value))
              (refuse ":" option " of " what " is " words ", and not " (shown value) "."))
            [option (plain value)]))))

(defn- row-map [^objects ks ^objects values]
  (let [n (alength ks)
        pairs (object-array (* 2 n))]
    (loop [i 0]
      (when (< i n)
        (aset pairs (* 2 i) (aget ks i))
        (aset pairs (inc (* 2 i)) (aget values i))
        (recur (inc i))))
    (PersistentArrayMap. pairs)))

(defn rows [^QueryResult result]
  (if (neg? (.changed result))
    (let [columns (mapv keyword (.columns result))
          ks (object-array columns)]
      (table/as (into [] (map #(row-map ks %)) (.rows result))
                :table ::table/columns columns ::table/notice (.notice result)))
    {:changed (.changed result)}))

(defn results
  "What one statement gave, or a vector of what each of several gave."
  [all]
  (if (= 1 (count all))
    (rows (first all))
    (table/as (mapv rows all) :results)))

(defn with-options
  "Calls f with the options, if the first argument is a map, the statement and its arguments."
  [what has f args]
  (let [[opts [query & parameters]] (if (map? (first args))
                                      [(options what has (first args)) (rest args)]
                                      [{} args])]
    (when-not (string? query)
      (refuse what " takes a statement as text: (" what " \"select * from orders where id = ?\" 5)."
              " (help '" what ") says more."))
    (f opts query (mapv argument parameters))))
