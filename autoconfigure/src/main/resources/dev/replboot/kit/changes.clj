(ns dev.replboot.kit.changes
  "What functions of the kit have changed for a while."
  (:require [dev.replboot.kit.convert :as convert])
  (:import (dev.replboot.kit KitParts KitReverts)))

(defn- host ^KitReverts []
  (.host ^KitParts dev.replboot.host/parts "changes"))

(defn changes
  "What is changed at the moment, by whom, and when it will be put back.

  (log-level! \"dev.replboot.sample\" :debug) => :debug
  (changes) => [{:what \"log level of dev.replboot.sample\", :to \"DEBUG\", :by \"ann\", :until \"the REPL closes\"}]"
  []
  (convert/data (.changes (host))))

(defn revert!
  "Puts back what was changed, given by :what of (changes), or a patch, given by :id of (patches). Says
  whether there was such a change.
  It goes on record.

  (log-level! \"dev.replboot.sample\" :debug) => :debug
  (revert! \"log level of dev.replboot.sample\") => true"
  [what]
  (or (.revert (host) what)
      (boolean (when-let [revert-patch! (resolve 'dev.replboot.kit.patch/revert-patch!)]
                 (revert-patch! what)))))
