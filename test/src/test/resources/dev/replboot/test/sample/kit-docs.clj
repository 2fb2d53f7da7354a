;; Prints the list of the kit's functions as Markdown, from their docstrings.
(ns kit-docs
  (:require [clojure.string :as str]
            [repl.kit.parts :as parts]))

(defn blocks [doc]
  (str/split (str/replace (str doc) #"(?m)^  " "") #"\n\s*\n"))

(defn block [text]
  (if (str/starts-with? text "(")
    (str "```clojure\n" text "\n```\n")
    (str text "\n")))

(defn signature [[sym v]]
  (if-let [arglists (:arglists (meta v))]
    (str/join ", " (map #(str "`" (pr-str (cons sym %)) "`") arglists))
    (str "`" sym "`")))

(defn function [[sym v :as entry]]
  (str "### `" sym "`\n\n" (signature entry) "\n\n"
       (str/join "\n" (map block (blocks (:doc (meta v)))))))

(defn part [{:keys [name title vars]}]
  (str "## " name ": " title "\n\n" (str/join "\n" (map function vars))))

(println "BEGIN")
(println (str/join "\n" (map part (parts/loaded))))
(println "END")
