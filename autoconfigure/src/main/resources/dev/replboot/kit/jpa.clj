(ns dev.replboot.kit.jpa
  "Queries entities, and shows them without loading what isn't loaded."
  (:require [clojure.core.protocols :as protocols]
            [dev.replboot.kit.table :as table])
  (:import (dev.replboot.kit KitParts)
           (dev.replboot.kit.data.jpa JpaHost)
           (java.util Map)))

(defn- host ^JpaHost []
  (.host ^KitParts dev.replboot.host/parts "jpa"))

(declare show)

(defn- row [object]
  (let [^Map view (.view (host) object)]
    (with-meta (into {} (map (fn [[k v]] [(keyword k) v])) view)
      {::columns (mapv keyword (.keySet view))
       ::object object
       `protocols/nav (fn [_ k v]
                        (if-let [there (.attribute (host) object (name k))]
                          (show there)
                          v))})))

(defn show
  "Entities or records as a table, for functions as maps. Loads nothing: what isn't loaded is
  named as such.

  (show (.findAll (bean 'orderRepository))) => [{:id 1, :customer \"Customer 1, not loaded\", …} …]"
  [x]
  (let [rows (mapv row (if (or (sequential? x) (instance? Iterable x)) x [x]))]
    (table/as rows :table ::table/columns (or (::columns (meta (first rows))) []))))

(defn jpql
  "Runs a query of JPA and shows the entities that it gives, without loading more.

  Parameters are for ?1, ?2, …, or one map of them for names. A map in front says how many
  results (:max-rows), and which persistence unit (:unit).

  (jpql \"select o from Order o where o.total > ?1\" 100M) => [{:id 7, :customer \"Customer 2, not loaded\", …} …]"
  {:arglists '([query & parameters] [options query & parameters])}
  [& args]
  (let [[opts [query & parameters]] (if (map? (first args)) [(first args) (rest args)] [{} args])
        plain (fn [m] (into {} (map (fn [[k v]] [(name k) v])) m))]
    (show (.query (host) (plain opts) query (mapv #(if (map? %) (plain %) %) parameters)))))
