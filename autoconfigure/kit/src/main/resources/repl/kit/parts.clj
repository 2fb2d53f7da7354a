(ns repl.kit.parts
  "Loads the parts of the kit that the application has, and what it adds of its own."
  (:require [clojure.edn :as edn]
            [clojure.java.io :as io]
            [clojure.string :as str])
  (:import (clojure.lang Namespace Var)
           (dev.replboot.kit KitContribution KitContribution$Function KitContribution$Value
                             KitFunction KitPart KitParts)))

(defn- host ^KitParts []
  repl.host/parts)

(defonce ^:private catalogue (atom {:parts [], :missing {}}))

(defn- publics
  "The public vars of a namespace in the order of its source."
  [ns-name]
  (sort-by (fn [[sym v]] [(:line (meta v) 0) (str sym)]) (ns-publics ns-name)))

(def ^:private absent "repl.kit.absent.")

(defn- absent?
  "Whether a name only says why what it names isn't there."
  [known]
  (and (var? known) (str/starts-with? (str (.-ns ^Var known)) absent)))

(defn- ours?
  "Whether a part of the kit has made a name known, perhaps for a context that is closed now."
  [known]
  (or (absent? known)
      (and (var? known)
           (some #(= (str (.-ns ^Var known)) (.namespace ^KitPart %)) (.all (host))))))

(defn- refer-var!
  "Makes a var known in user, unless that has the name for something that isn't replaceable."
  [^Namespace user replaceable? [sym ^Var v]]
  (let [known (get (ns-map user) sym)]
    (when (and (replaceable? known) (not (identical? known v)))
      (ns-unmap user sym))
    (when (or (nil? known) (replaceable? known))
      (.refer user sym v))))

(defn- qualified [^Var v]
  (symbol (str (.-ns v)) (str (.-sym v))))

(defn- entry
  "What (help) shows of a var: by its plain name if user has that, else with its namespace."
  [^Namespace user [sym v]]
  [(if (identical? v (get (ns-map user) sym)) sym (qualified v)) v])

(defn- part [user replaceable? name title vars]
  (run! #(refer-var! user replaceable? %) vars)
  {:name name, :title title, :vars (mapv #(entry user %) vars)})

(defn- load-part [user ^KitPart p]
  (let [ns-name (symbol (.namespace p))]
    (require ns-name)
    ;; in the shared runtime it may have been there before, for a context that is closed now
    (when-let [renew (ns-resolve ns-name 'renew!)]
      (renew))
    (part user ours? (.name p) (.title p) (publics ns-name))))

(defn- arglists [^String text]
  (let [args (edn/read-string text)]
    (when-not (vector? args)
      (throw (IllegalArgumentException. (str "The parameters " text " aren't a Clojure vector."))))
    (list args)))

(defn- function-var [own ^KitContribution$Function f]
  (let [^KitFunction function (.function f)
        sym (symbol (.name f))]
    [sym (intern own (with-meta sym {:doc (.doc f), :arglists (arglists (.arglist f))})
                 (fn [& args] (.call function (vec args))))]))

(defn- value-var [own ^KitContribution$Value v]
  (let [sym (symbol (.name v))]
    [sym (intern own (with-meta sym {:doc (.doc v)}) (.value v))]))

(defn- taken?
  "Whether the kit has a namespace of its own that a part would have."
  [^String name]
  (or (= "absent" name)
      (io/resource (str "repl/kit/" (str/replace name "-" "_") ".clj"))))

(defn- load-contribution [user ^KitContribution c]
  (when (taken? (.name c))
    (throw (IllegalStateException.
            (str "repl.kit." (.name c) " is a namespace of the kit itself. Give the part another name."))))
  (let [own (create-ns (symbol (str "repl.kit." (.name c))))
        made (into (mapv #(function-var own %) (.functions c)) (map #(value-var own %)) (.values c))
        names (mapv symbol (.namespaces c))]
    (run! require names)
    ;; the name of a function of the kit stays the kit's
    (part user absent? (.name c) (.title c) (into made (mapcat publics) names))))

(defn- root-message [^Throwable e]
  (if-let [cause (.getCause e)]
    (recur cause)
    (or (.getMessage e) (str (class e)))))

(defn- try-load!
  "Loads one part; if that fails, the others are there all the same."
  [name load-it]
  (try
    (let [loaded (load-it)]
      (swap! catalogue update :parts conj loaded))
    (catch Throwable e
      (let [reason (root-message e)]
        (.failed (host) name reason)
        (swap! catalogue assoc-in [:missing name] (str "could not be loaded: " reason))))))

(defn- names
  "The functions of a namespace and its macros, from its source: what that needs isn't there."
  [^String ns-name]
  (when-let [source (io/resource (str (str/replace ns-name "." "/") ".clj"))]
    (re-seq #"(?m)^\((defn|defmacro) ([^\s\^]+)" (slurp source))))

(defn- absent-var
  "A var for a name that says why what it names isn't there, whatever it is called with."
  [own kind sym ^String reason]
  (let [complain (fn [] (throw (IllegalStateException. reason)))
        macro (= "defmacro" kind)
        v (intern own (with-meta sym {:doc reason, ::absent reason})
                  (if macro
                    ;; a body must not run
                    (fn [_form _env & _] `(throw (IllegalStateException. ~reason)))
                    (fn [& _] (complain))))]
    (when macro
      (.setMacro ^Var v))
    [sym v]))

(defn- present-names []
  (into #{} (comp (mapcat :vars) (map (comp name first))) (:parts @catalogue)))

(defn- explain-absent!
  "Makes the names of a part that isn't there known, so that they say why."
  [user ^KitPart p reason]
  (let [own (create-ns (symbol (str absent (.name p))))
        present (present-names)]
    (doseq [[_ kind text] (names (.namespace p))
            :when (not (present text))]
      (refer-var! user ours?
                  (absent-var own kind (symbol text)
                              (str text " isn't available: " reason ". (help) lists the functions that are."))))))

(defn- explain-all-absent! [user]
  (let [missing (:missing @catalogue)]
    (doseq [^KitPart p (.all (host))
            :let [reason (get missing (.name p))]
            :when reason]
      (try
        (explain-absent! user p reason)
        (catch Throwable e
          (.failed (host) (.name p) (root-message e)))))))

(defn load-all!
  "Loads all parts and makes their functions known in the given namespace."
  [user]
  (reset! catalogue {:parts [], :missing (into {} (.missing (host)))})
  (doseq [^KitPart p (.present (host))]
    (try-load! (.name p) #(load-part user p)))
  (doseq [^KitContribution c (.contributions (host))]
    (try-load! (.name c) #(load-contribution user c)))
  (explain-all-absent! user))

(defn absent-reason
  "Why a function of a part that isn't there isn't, or nil if it is none."
  [sym]
  (when-let [v (get (ns-map 'user) (symbol (name sym)))]
    (when (var? v)
      (::absent (meta v)))))

(defn loaded
  "The parts that are there, each with its :name, its :title and its :vars as pairs of the
  symbol to call it by and the var."
  []
  (:parts @catalogue))

(defn missing
  "Why a part isn't there, by the part's name."
  []
  (into (sorted-map) (:missing @catalogue)))
