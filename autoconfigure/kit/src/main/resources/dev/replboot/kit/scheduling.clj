(ns dev.replboot.kit.scheduling
  "Scheduled tasks."
  (:require [dev.replboot.kit.convert :as convert])
  (:import (dev.replboot.kit KitParts)
           (dev.replboot.kit.spring SchedulingHost)))

(defn- host ^SchedulingHost []
  (.host ^KitParts dev.replboot.host/parts "scheduling"))

(defn scheduled
  "What runs when, how it went the last time, and whether it is paused.

  (scheduled) => [{:task \"dev.replboot.sample.order.OverdueOrders.mark\", :schedule \"PT1M after each\", :next \"2026-11-23T17:01:00Z\",
                   :paused false, :last nil, :outcome \"NONE\", :error nil}]"
  []
  (convert/data (.all (host))))

(defn pause!
  "Pauses a scheduled task, given by its name or the end of it, until the REPL closes, or for a
  duration. A run that is under way goes on to its end. It goes on record.

  (pause! \"OverdueOrders.mark\") => \"dev.replboot.sample.order.OverdueOrders.mark\"
  (pause! \"OverdueOrders.mark\" \"10m\") => \"dev.replboot.sample.order.OverdueOrders.mark\"
  (resume! \"OverdueOrders.mark\") => \"dev.replboot.sample.order.OverdueOrders.mark\""
  ([task] (pause! task nil))
  ([task duration] (.pause (host) (str task) duration)))

(defn resume!
  "Resumes a task that was paused. One that runs at intervals runs when the next has passed.

  (pause! \"OverdueOrders.mark\") => \"dev.replboot.sample.order.OverdueOrders.mark\"
  (resume! \"OverdueOrders.mark\") => \"dev.replboot.sample.order.OverdueOrders.mark\""
  [task]
  (.resume (host) (str task)))
