(ns repl.kit.help
  "Lists the functions that the REPL offers in addition to Clojure itself."
  (:require [clojure.string :as str]
            [repl.kit.parts :as parts]))

(defn- first-sentence
  "As far as it can stand alone."
  [doc]
  (-> (or doc "")
      (str/replace #"\s*\n\s*" " ")
      (str/split #"(?<=[.;:])\s" 2)
      first
      (str/replace #"[;:]$" ".")))

(defn- print-part [width {:keys [name title vars]}]
  (println (str name (when-not (str/blank? title) (str ": " title))))
  (doseq [[sym v] vars]
    (println (format (str "  %-" width "s  %s") sym (first-sentence (:doc (meta v))))))
  (println))

(defn- print-all []
  (let [all (parts/loaded)
        width (apply max (mapcat #(map (comp count str first) (:vars %)) all))]
    (run! #(print-part width %) all)
    (when-let [missing (seq (parts/missing))]
      (println "Not available:")
      (doseq [[name reason] missing]
        (println (str "  " name ": " reason)))
      (println))
    (println "(help 'name) shows a call and its result; (doc name) works for all of Clojure.")))

(defn- unindented [doc]
  (str/replace (str doc) #"(?m)^  " ""))

(defn- print-one [sym]
  (let [wanted (name sym)
        found (some (fn [[known v]] (when (some #{wanted} [(str known) (name known)]) v))
                    (mapcat :vars (parts/loaded)))
        part (some #(when (= wanted (:name %)) %) (parts/loaded))]
    (cond
      found (do
              (doseq [args (:arglists (meta found))]
                (println (pr-str (cons (symbol wanted) args))))
              (println (unindented (:doc (meta found)))))
      part (print-part (apply max 1 (map (comp count str first) (:vars part))) part)
      (contains? (parts/missing) wanted) (println (str "The part " wanted " isn't available: " (get (parts/missing) wanted) "."))
      (parts/absent-reason sym) (println (parts/absent-reason sym))
      :else (println (str "There is no function or part named " wanted ". (help) lists all of them.")))))

(defn help
  "Lists the functions of the REPL. With the name of a function, shows how to call it and what it
  returns. With the name of a part, lists its functions, or says why the part isn't available.

  (help) => nil
  (help 'bean) => nil
  (help 'session) => nil"
  ([] (print-all))
  ([sym] (print-one sym)))
