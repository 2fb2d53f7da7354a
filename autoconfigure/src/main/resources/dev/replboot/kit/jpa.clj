(ns dev.replboot.kit.jpa
  "Queries entities."
  (:require [dev.replboot.kit.show :as show])
  (:import (dev.replboot.kit KitParts)
           (dev.replboot.kit.data.jpa JpaHost)))

(defn- host ^JpaHost []
  (.host ^KitParts dev.replboot.host/parts "jpa"))

(defn jpql
  "Runs a query of JPA and shows the entities that it gives, without loading more.

  Parameters are for ?1, ?2, …, or one map of them for names. A map in front says how many
  results (:max-rows), and which persistence unit (:unit).

  (jpql \"select o from Order o where o.total > ?1\" 100M) => [{:id 7, :customer \"Customer 2, not loaded\", …} …]"
  {:arglists '([query & parameters] [options query & parameters])}
  [& args]
  (let [[opts [query & parameters]] (if (map? (first args)) [(first args) (rest args)] [{} args])
        plain (fn [m] (into {} (map (fn [[k v]] [(name k) v])) m))]
    (show/show (.query (host) (plain opts) query (mapv #(if (map? %) (plain %) %) parameters)))))
