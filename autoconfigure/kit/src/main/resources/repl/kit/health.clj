(ns repl.kit.health
  "Whether the application is well."
  (:require [repl.kit.convert :as convert])
  (:import (dev.replboot.kit KitParts)
           (dev.replboot.kit.spring HealthHost)))

(defn- host ^HealthHost []
  (.host ^KitParts repl.host/parts "health"))

(defn health
  "Calls all health indicators and returns all details, whatever the health endpoint shows.

  (health) => {:status \"UP\", :components {:db {:status \"UP\", :details {:database \"H2\", …}}, …}}"
  []
  (convert/data (.health (host))))
