(ns repl.kit.logging
  "Log levels, changed for a while."
  (:require [repl.kit.convert :as convert])
  (:import (dev.replboot.kit KitParts)
           (dev.replboot.kit.spring LoggingHost)))

(defn- host ^LoggingHost []
  (.host ^KitParts repl.host/parts "logging"))

(defn log-level
  "Returns the effective level of a logger.

  (log-level \"dev.replboot.sample\") => :info"
  [logger]
  (some-> (.level (host) (str logger)) .toLowerCase keyword))

(defn log-level!
  "Changes the level of a logger until the REPL closes, or for a duration. Then the previous level is
  restored. (changes) lists the change, and (revert! …) reverts it at once. The call is recorded.

  (log-level! \"dev.replboot.sample\" :debug) => :debug
  (log-level! \"dev.replboot.sample.order\" :debug \"10m\") => :debug
  (revert! \"log level of dev.replboot.sample\") => true"
  ([logger level] (log-level! logger level nil))
  ([logger level duration]
   (.change (host) (str logger) (convert/text level) duration)
   (log-level logger)))
