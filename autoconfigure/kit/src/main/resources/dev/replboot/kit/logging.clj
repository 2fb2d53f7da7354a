(ns dev.replboot.kit.logging
  "Log levels, changed for a while."
  (:require [dev.replboot.kit.convert :as convert])
  (:import (dev.replboot.kit KitParts)
           (dev.replboot.kit.spring LoggingHost)))

(defn- host ^LoggingHost []
  (.host ^KitParts dev.replboot.host/parts "logging"))

(defn log-level
  "The level in force of a logger.

  (log-level \"dev.replboot.sample\") => :info"
  [logger]
  (some-> (.level (host) (str logger)) .toLowerCase keyword))

(defn log-level!
  "Changes the level of a logger until the REPL closes, or for a duration; then it is what it
  was before. (changes) lists what is changed, (revert! …) puts it back at once. It goes on record.

  (log-level! \"dev.replboot.sample\" :debug) => :debug
  (log-level! \"dev.replboot.sample.order\" :debug \"10m\") => :debug
  (revert! \"log level of dev.replboot.sample\") => true"
  ([logger level] (log-level! logger level nil))
  ([logger level duration]
   (.change (host) (str logger) (convert/text level) duration)
   (log-level logger)))
