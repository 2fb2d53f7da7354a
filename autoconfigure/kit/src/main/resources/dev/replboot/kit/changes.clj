(ns dev.replboot.kit.changes
  "What functions of the kit have changed for a while."
  (:require [dev.replboot.kit.convert :as convert])
  (:import (dev.replboot.kit KitParts ChangesHost)))

(defn- host ^ChangesHost []
  (.host ^KitParts dev.replboot.host/parts "changes"))

(defn changes
  "What is changed at the moment, by whom, and when it will be put back; also what evaluations have taken
  of the application: connections, locks, listeners, beans, scheduled tasks, system properties.

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
  "Puts back what was changed, or gives back what was taken, given by :what of (changes), or a patch,
  given by :id of (patches), or ends a watch, given by :id of (watches). Says whether there was such a
  thing. It goes on record.

  (log-level! \"dev.replboot.sample\" :debug) => :debug
  (revert! \"log level of dev.replboot.sample\") => true"
  [what]
  (let [done (boolean (or (.revert (host) what)
                          (by-id 'dev.replboot.kit.patch/revert-patch! what)
                          (by-id 'dev.replboot.kit.watch/end-watch! what)))]
    (when-not done
      (println (str "There is nothing to put back that is called " (pr-str what)
                    ". (changes) names what is changed, (patches) the patches, (watches) the watches.")))
    done))
