(ns repl.kit.metrics
  "The application's meters."
  (:require [repl.kit.convert :as convert])
  (:import (dev.replboot.kit KitParts)
           (dev.replboot.kit.spring MetricsHost)))

(defn- host ^MetricsHost []
  (.host ^KitParts repl.host/parts "metrics"))

(defn metric
  "Returns the values of the meters with the given name, by tags. Without a name, returns the names of all meters.

  (metric \"jvm.threads.live\") => [{:tags {}, :unit \"threads\", :value 31.0}]
  (metric) => [\"application.ready.time\" …]"
  ([] (vec (.names (host))))
  ([name]
   (mapv #(-> (into {} (map (fn [[k v]] [(keyword k) v])) %)
              (update :tags (fn [tags] (into {} tags))))
         (.read (host) name))))
