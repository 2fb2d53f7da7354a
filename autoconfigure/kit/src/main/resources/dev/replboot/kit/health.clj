(ns dev.replboot.kit.health
  "Whether the application is well."
  (:require [dev.replboot.kit.convert :as convert])
  (:import (dev.replboot.kit KitParts)
           (dev.replboot.kit.spring HealthHost)))

(defn- host ^HealthHost []
  (.host ^KitParts dev.replboot.host/parts "health"))

(defn health
  "Asks all health indicators, with all details, whatever the endpoint shows.

  (health) => {:status \"UP\", :components {:db {:status \"UP\", :details {:database \"H2\", …}}, …}}"
  []
  (convert/data (.health (host))))
