(ns repl.kit.changes
  "Temporary changes made by functions of the kit."
  (:require [repl.kit.convert :as convert])
  (:import (dev.replboot.kit KitParts)
           (dev.replboot.kit.change ChangesHost)
           (java.util.function Consumer)))

(defn- host ^ChangesHost []
  (.host ^KitParts repl.host/parts "changes"))

(defn changes
  "Lists the temporary changes, such as log levels, paused tasks, patches and watches: who made them, and when
  they are reverted. Also lists what evaluations have taken from the application: connections, locks,
  listeners, beans, scheduled tasks, system properties.

  (log-level! \"dev.replboot.sample\" :debug) => :debug
  (changes) => [{:id \"c1\", :what \"log level of dev.replboot.sample\", :to \"DEBUG\", :by \"ann\", :until \"the REPL closes\"}]"
  []
  (convert/data (.changes (host))))

(defn revert!
  "Reverts a change, ends a patch or a watch, or returns what an evaluation has taken. The argument is
  the :id or the :what of (changes). Returns whether there was one, and fails if it could not be
  reverted. What something else has changed since, such as a log level, stays as it is, and a sentence
  says so. The call is recorded.

  (log-level! \"dev.replboot.sample\" :debug) => :debug
  (revert! \"log level of dev.replboot.sample\") => true"
  [id]
  (let [done (.revert (host) (str id) (reify Consumer (accept [_ sentence] (println sentence))))]
    (when-not done
      (println (str "There is no change, patch or watch named " (pr-str id) ". (changes) lists all.")))
    done))
