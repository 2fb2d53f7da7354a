(ns repl.kit.changes
  "Temporary changes made by functions of the kit."
  (:require [repl.kit.convert :as convert])
  (:import (dev.replboot.kit KitParts ChangesHost)))

(defn- host ^ChangesHost []
  (.host ^KitParts repl.host/parts "changes"))

(defn changes
  "Lists the temporary changes, who made them, and when they are reverted. Also lists what evaluations
  have taken from the application: connections, locks, listeners, beans, scheduled tasks, system properties.

  (log-level! \"dev.replboot.sample\" :debug) => :debug
  (changes) => [{:what \"log level of dev.replboot.sample\", :to \"DEBUG\", :by \"ann\", :until \"the REPL closes\"}]"
  []
  (convert/data (.changes (host))))

(defn- by-id
  "Ends a patch or a watch, if the part of the kit is there that has it."
  [function id]
  (when-let [end! (resolve function)]
    (end! id)))

(defn revert!
  "Reverts a change, ends a patch or a watch, or returns what an evaluation has taken. The argument is
  the :what of (changes), the :id of (patches) or the :id of (watches). Returns whether there was one.
  The call is recorded.

  (log-level! \"dev.replboot.sample\" :debug) => :debug
  (revert! \"log level of dev.replboot.sample\") => true"
  [what]
  (let [done (boolean (or (.revert (host) what)
                          (by-id 'repl.kit.patch/revert-patch! what)
                          (by-id 'repl.kit.watch/end-watch! what)))]
    (when-not done
      (println (str "There is no change, patch or watch named " (pr-str what)
                    ". (changes), (patches) and (watches) list them.")))
    done))
