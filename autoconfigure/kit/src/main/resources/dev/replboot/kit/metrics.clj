(ns dev.replboot.kit.metrics
  "The application's meters."
  (:require [dev.replboot.kit.convert :as convert])
  (:import (dev.replboot.kit KitParts)
           (dev.replboot.kit.spring MetricsHost)))

(defn- host ^MetricsHost []
  (.host ^KitParts dev.replboot.host/parts "metrics"))

(defn metric
  "The values of the meters of a name, by tags; without a name, the names that there are.

  (metric \"jvm.threads.live\") => [{:tags {}, :unit \"threads\", :value 31.0}]
  (metric) => [\"application.ready.time\" …]"
  ([] (vec (.names (host))))
  ([name]
   (mapv #(-> (into {} (map (fn [[k v]] [(keyword k) v])) %)
              (update :tags (fn [tags] (into {} tags))))
         (.read (host) name))))
