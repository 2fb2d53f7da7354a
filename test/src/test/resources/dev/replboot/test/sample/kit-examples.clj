;; Evaluates every example of the kit's docstrings and compares the shape of the result with
;; what the docstring says. Its value: how many there were and what went wrong.
(ns kit-examples
  (:require [clojure.string :as str]
            [repl.kit.parts :as parts])
  (:import (java.io PushbackReader StringReader StringWriter)))

(defn code-blocks [doc]
  (filter #(str/starts-with? % "(")
          (map str/trim (str/split (str doc) #"\n\s*\n"))))

(defn forms [block]
  ;; an ellipsis in a map has no value of its own
  (let [in (PushbackReader. (StringReader. (str/replace block #"(\{|, )…\}" "$1:kit/etc true}")))]
    (vec (take-while #(not= ::end %) (repeatedly #(read {:eof ::end} in))))))

(defn examples [block]
  (loop [[form & more] (forms block), found []]
    (cond
      (nil? form) found
      (= '=> (first more)) (recur (drop 2 more) (conj found [form (second more)]))
      :else (recur more (conj found [form '…])))))

(declare like?)

(defn entry-like? [actual [k v]]
  (cond
    (= :kit/etc k) true
    (not (contains? actual k)) false
    (= :status k) (= v (get actual k))
    (nil? v) true
    :else (like? v (get actual k))))

(defn map-like? [expected actual]
  (and (map? actual)
       (every? #(entry-like? actual %) expected)
       (or (contains? expected :kit/etc)
           (every? string? (keys expected))
           (= (set (keys expected)) (set (keys actual))))))

(defn like? [expected actual]
  (cond
    (= '… expected) true
    (map? expected) (map-like? expected actual)
    (vector? expected) (and (sequential? actual)
                            (every? (fn [e] (or (= '… e) (some #(like? e %) actual))) expected))
    (string? expected) (string? actual)
    (number? expected) (number? actual)
    (boolean? expected) (= expected actual)
    (keyword? expected) (= expected actual)
    (symbol? expected) (symbol? actual)
    (nil? expected) (nil? actual)
    :else (= expected actual)))

(defn problem [[form expected]]
  (try
    (let [actual (binding [*ns* (the-ns 'user), *out* (StringWriter.)]
                   (eval form))]
      (when-not (like? expected actual)
        {:form form, :expected expected, :actual (pr-str actual)}))
    (catch Exception e
      {:form form, :expected expected, :thrown (str (or (ex-cause e) e))})))

(let [all (vec (for [part (parts/loaded)
                     [_ v] (:vars part)
                     block (code-blocks (:doc (meta v)))
                     example (examples block)]
                 example))
      without (for [part (parts/loaded), [_ v] (:vars part)
                    :when (empty? (code-blocks (:doc (meta v))))]
                (str v))]
  {:examples (count all)
   :missing (parts/missing)
   :without-example (vec without)
   :problems (vec (keep problem all))})
