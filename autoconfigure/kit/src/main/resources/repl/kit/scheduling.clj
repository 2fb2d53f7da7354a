(ns repl.kit.scheduling
  "Scheduled tasks."
  (:require [repl.kit.convert :as convert])
  (:import (dev.replboot.kit KitParts)
           (dev.replboot.kit.spring SchedulingHost)))

(defn- host ^SchedulingHost []
  (.host ^KitParts repl.host/parts "scheduling"))

(defn scheduled
  "Returns the scheduled tasks, with their schedule, their last outcome, and whether they are paused.

  (scheduled) => [{:task \"dev.replboot.sample.order.OverdueOrders.mark\", :schedule \"PT1M after each\", :next \"2026-11-23T17:01:00Z\",
                   :paused false, :last nil, :outcome \"NONE\", :error nil}]"
  []
  (convert/data (.all (host))))

(defn pause!
  "Pauses a scheduled task until the REPL closes, or for a duration. The task is given by its name, or by
  the last part of its name. A running execution continues to its end. The call is recorded.

  (pause! \"OverdueOrders.mark\") => \"dev.replboot.sample.order.OverdueOrders.mark\"
  (pause! \"OverdueOrders.mark\" \"10m\") => \"dev.replboot.sample.order.OverdueOrders.mark\"
  (resume! \"OverdueOrders.mark\") => \"dev.replboot.sample.order.OverdueOrders.mark\""
  ([task] (pause! task nil))
  ([task duration] (.pause (host) (str task) duration)))

(defn resume!
  "Resumes a task that was paused. A task that runs at intervals runs again after the next interval.

  (pause! \"OverdueOrders.mark\") => \"dev.replboot.sample.order.OverdueOrders.mark\"
  (resume! \"OverdueOrders.mark\") => \"dev.replboot.sample.order.OverdueOrders.mark\""
  [task]
  (.resume (host) (str task)))
